"""Writes packages/arcface/test/fixtures/arcface.json: losses and gradients by pytorch-metric-learning in float64.

    pip install -r tools/reference/arcface/requirements.txt
    python tools/reference/arcface/make_fixtures.py
"""

import sys
from pathlib import Path

import numpy as np
import torch
from pytorch_metric_learning.losses import ArcFaceLoss, SubCenterArcFaceLoss
from pytorch_metric_learning.reducers import DoNothingReducer

sys.path.insert(0, str(Path(__file__).parents[1]))
from loss_fixtures import ANOTHER_SEED, drawn, gradient, is_large, shown, write  # noqa: E402

rng = np.random.default_rng(20260203)


def case(name, batch, classes, d, factor=1.0, scale=64, margin=0.5, subcenters=1):
    f = drawn(rng, batch, d, scale=factor)
    y = torch.tensor(rng.integers(classes, size=batch))
    # Its margin is in degrees, and its columns go class by class; ours are in radians, and by sub-centre first.
    options = {"margin": np.rad2deg(margin), "scale": scale, "reducer": DoNothingReducer()}
    if subcenters > 1:
        loss = SubCenterArcFaceLoss(num_classes=classes, embedding_size=d, sub_centers=subcenters, **options).double()
    else:
        loss = ArcFaceLoss(classes, d, **options).double()
    loss.W = torch.nn.Parameter(drawn(rng, d, classes * subcenters).detach())

    def by_subcenter(w):
        return w.reshape(d, classes, subcenters).transpose(1, 2)

    losses = loss(f, y)["loss"]["losses"]
    losses.sum().backward()
    return {
        "name": name,
        "batch": batch,
        "classes": classes,
        "dimension": d,
        "scale": scale,
        "margin": margin,
        "subcenters": subcenters,
        "labels": y.tolist(),
        "embeddings": shown(f),
        "kernel": shown(by_subcenter(loss.W)),
        "losses": shown(losses),
        "gradients": {"embeddings": gradient(f), "kernel": shown(by_subcenter(loss.W.grad), 5 if is_large(loss.W.shape) else 9)},
    }


cases = [
    case("defaults", 6, 4, 5),
    case("small scale and margin", 6, 4, 5, scale=8, margin=0.1),
    case("two classes", 5, 2, 2),
    case("sub-centres", 6, 4, 5, subcenters=3),
    case("large margin, many beyond it", 8, 3, 2, scale=4, margin=1.2),
    case("embeddings of norm about 1e-6", 4, 3, 5, factor=4e-7),
    case("embeddings of norm about 1e4", 4, 3, 5, factor=4e3),
    case("many classes", 8, 60, 16),
]
rng = np.random.default_rng(ANOTHER_SEED)
cases += [
    case("another seed", 12, 7, 3),
    case("512 dimensions", 3, 2, 512),
    case("512 dimensions, sub-centres", 3, 2, 512, subcenters=2),
    case("1000 classes", 4, 1000, 2, scale=10),
]
notes = [
    "Its margin is in degrees, ours in radians. Its columns go class by class, ours by sub-centre first.",
    "At a zero column of the kernel it divides by a norm that is clamped, and its gradient is of the order of 1e6 to 1e9. A zero column has no direction: ours is 0, and no case has one.",
]
write("arcface", cases, notes, libraries=("pytorch-metric-learning", "torch", "numpy"))

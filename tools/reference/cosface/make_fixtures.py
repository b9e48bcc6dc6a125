"""Writes packages/cosface/test/fixtures/cosface.json: losses and gradients by pytorch-metric-learning in float64.

    pip install -r tools/reference/cosface/requirements.txt
    python tools/reference/cosface/make_fixtures.py
"""

import sys
from pathlib import Path

import numpy as np
import torch
from pytorch_metric_learning.losses import CosFaceLoss
from pytorch_metric_learning.reducers import DoNothingReducer

sys.path.insert(0, str(Path(__file__).parents[1]))
from loss_fixtures import ANOTHER_SEED, drawn, gradient, shown, write  # noqa: E402

rng = np.random.default_rng(20260202)


def case(name, batch, classes, d, factor=1.0, scale=64, margin=0.35):
    f = drawn(rng, batch, d, scale=factor)
    y = torch.tensor(rng.integers(classes, size=batch))
    loss = CosFaceLoss(classes, d, margin=margin, scale=scale, reducer=DoNothingReducer()).double()
    loss.W = torch.nn.Parameter(drawn(rng, d, classes).detach())
    losses = loss(f, y)["loss"]["losses"]
    losses.sum().backward()
    return {
        "name": name,
        "batch": batch,
        "classes": classes,
        "dimension": d,
        "scale": scale,
        "margin": margin,
        "labels": y.tolist(),
        "embeddings": shown(f),
        "kernel": shown(loss.W),
        "losses": shown(losses),
        "gradients": {"embeddings": gradient(f), "kernel": gradient(loss.W)},
    }


cases = [
    case("defaults", 6, 4, 5),
    case("small scale and margin", 6, 4, 5, scale=8, margin=0.1),
    case("two classes", 5, 2, 2),
    case("embeddings of norm about 1e-6", 4, 3, 5, factor=4e-7),
    case("embeddings of norm about 1e4", 4, 3, 5, factor=4e3),
    case("many classes", 8, 60, 16),
]
rng = np.random.default_rng(ANOTHER_SEED)
cases += [
    case("another seed", 12, 7, 3),
    case("512 dimensions", 3, 2, 512),
    case("1000 classes", 4, 1000, 2, scale=10),
]
notes = [
    "At a zero column of the kernel it divides by a norm that is clamped, and its gradient is of the order of 1e6 to 1e9. A zero column has no direction: ours is 0, and no case has one.",
]
write("cosface", cases, notes, libraries=("pytorch-metric-learning", "torch", "numpy"))

"""Writes packages/sphereface/test/fixtures/sphereface.json: losses and gradients by pytorch-metric-learning in float64.

    pip install -r tools/reference/sphereface/requirements.txt
    python tools/reference/sphereface/make_fixtures.py
"""

import json
from importlib.metadata import version
from pathlib import Path

import numpy as np
import torch
from pytorch_metric_learning.losses import SphereFaceLoss
from pytorch_metric_learning.reducers import DoNothingReducer

rng = np.random.default_rng(20260204)


def rounded(values):
    """The nearest float32 numbers, so that both sides compute with the same ones."""
    return torch.tensor(np.asarray(values, dtype=np.float32).astype(np.float64), requires_grad=True)


def shown(tensor, digits=9):
    """Nine digits tell float32 numbers apart."""
    return [float(f"{v:.{digits}g}") for v in tensor.detach().reshape(-1).tolist()]


def case(name, batch, classes, d, factor=1.0, m=4):
    f = rounded(rng.normal(size=(batch, d)) * factor)
    y = torch.tensor(rng.integers(classes, size=batch))
    loss = SphereFaceLoss(classes, d, margin=m, scale=1, reducer=DoNothingReducer()).double()
    loss.W = torch.nn.Parameter(rounded(rng.normal(size=(d, classes))).detach())
    losses = loss(f, y)["loss"]["losses"]
    losses.sum().backward()
    return {
        "name": name,
        "batch": batch,
        "classes": classes,
        "dimension": d,
        "m": m,
        "labels": y.tolist(),
        "embeddings": shown(f),
        "kernel": shown(loss.W),
        "losses": shown(losses),
        "gradients": {"embeddings": shown(f.grad), "kernel": shown(loss.W.grad)},
    }


cases = [
    case("defaults", 6, 4, 5),
    case("m = 1", 6, 4, 5, m=1),
    case("m = 3", 6, 4, 5, m=3),
    case("two classes", 5, 2, 2),
    case("embeddings of norm about 1e-6", 4, 3, 5, factor=4e-7),
    case("embeddings of norm about 1e4", 4, 3, 5, factor=4e3),
    case("many classes", 8, 60, 16),
]
target = Path(__file__).parents[3] / "packages/sphereface/test/fixtures/sphereface.json"
versions = {
    "pytorch-metric-learning": version("pytorch-metric-learning"),
    "torch": torch.__version__.split("+")[0],
    "numpy": np.__version__,
}
target.write_text(json.dumps({"versions": versions, "cases": cases}, separators=(",", ":")) + "\n")
print(target, target.stat().st_size)

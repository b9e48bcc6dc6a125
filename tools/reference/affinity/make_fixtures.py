"""Writes packages/affinity/test/fixtures/affinity.json: the affinity loss and the diversity regularizer with their
gradients, by torch's automatic differentiation in float64, from the equations of Hayat et al. 2019 over all pairs.

    pip install -r tools/reference/affinity/requirements.txt
    python tools/reference/affinity/make_fixtures.py
"""

import json
import math
import sys
from pathlib import Path

import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).parents[1]))
from loss_fixtures import ANOTHER_SEED, drawn, is_large, rounded, shown  # noqa: E402

rng = np.random.default_rng(20260202)


def affinity_losses(f, w, y, classes, sigma, margin):
    """Equations 3, 4 and 8; prototype t of class j is row t * classes + j."""
    squared = ((f[:, None, :] - w[None, :, :]) ** 2).sum(-1)
    affinities = torch.exp(-squared / sigma).reshape(len(f), -1, classes).amax(1)
    own = affinities.gather(1, y[:, None])
    hinges = torch.clamp(margin + affinities - own, min=0)
    return hinges.sum(1) - hinges.gather(1, y[:, None])[:, 0]


def diversity(w, classes, between_classes):
    """Equations 5 and 6: variance of the squared distances over pairs, and their mean."""
    rows, columns = torch.triu_indices(len(w), len(w), 1)
    if between_classes:
        kept = rows % classes != columns % classes
        rows, columns = rows[kept], columns[kept]
    squared = ((w[rows] - w[columns]) ** 2).sum(-1)
    mean = squared.mean()
    return ((squared - mean) ** 2).mean(), mean


def gradient(tensor):
    return shown(tensor.grad, 5 if is_large(tensor.shape) else 7)


def loss_case(name, d, classes, per_class, sigma, margin, scale=1.0, batch=5, near=False):
    w = drawn(rng, per_class * classes, d, scale=scale)
    y = torch.tensor(rng.integers(classes, size=batch))
    f = drawn(rng, batch, d, scale=scale)
    if near:
        f = rounded((w[y] + 1e-2 * f).detach())
    losses = affinity_losses(f, w, y, classes, sigma, margin)
    losses.sum().backward()
    return {
        "name": name,
        "classes": classes,
        "prototypesPerClass": per_class,
        "dimension": d,
        "sigma": sigma,
        "margin": margin,
        "labels": y.tolist(),
        "embeddings": shown(f),
        "prototypes": shown(w),
        "losses": shown(losses, 7),
        "gradients": {"embeddings": gradient(f), "prototypes": gradient(w)},
    }


def simplex(count, d):
    """Equidistant points of norm 1 in a random direction."""
    centred = np.eye(count) - 1 / count
    basis = np.linalg.svd(centred)[2][: count - 1].T  # [count, count - 1]
    turn = np.linalg.qr(rng.normal(size=(d, count - 1)))[0]
    return basis @ turn.T * math.sqrt(count / (count - 1))


def diversity_case(name, d, classes, per_class, scale=1.0, shift=0.0, noise=None):
    count = per_class * classes
    w = rng.normal(size=(count, d)) if noise is None else simplex(count, d) + noise * rng.normal(size=(count, d))
    w = rounded(w * scale + shift)
    results = {}
    # With one prototype a class the two are the same pairs.
    for pairs in ("all", "between-classes") if per_class > 1 else ("all",):
        for kind in ("absolute", "relative"):
            variance, mean = diversity(w, classes, pairs == "between-classes")
            value = variance if kind == "absolute" else variance / mean**2
            (gradient,) = torch.autograd.grad(value, w)
            results[f"{pairs}, {kind}"] = {"value": shown(value, 7)[0], "gradient": shown(gradient, 7)}
    return {
        "name": name,
        "classes": classes,
        "prototypesPerClass": per_class,
        "dimension": d,
        "prototypes": shown(w),
        "results": results,
    }


losses = [
    loss_case("two classes in the plane", 2, 2, 1, 10.0, 0.75),
    loss_case("two classes in the plane, three prototypes each", 2, 2, 3, 1.0, 0.5),
    loss_case("ten classes in the plane", 2, 10, 1, 2.0, 0.1),
    loss_case("ten classes", 16, 10, 1, 32.0, 0.5),
    loss_case("ten classes, three prototypes each", 16, 10, 3, 32.0, 0.1),
    loss_case("two classes, three prototypes each", 64, 2, 3, 100.0, 1.0),
    loss_case("64 dimensions", 64, 10, 1, 128.0, 0.75, batch=3),
    loss_case("large scale", 16, 10, 1, 3.2e9, 0.5, scale=1e4),
    loss_case("small scale", 16, 2, 3, 3.2e-11, 0.5, scale=1e-6),
    loss_case("near the own prototype", 16, 10, 3, 32.0, 0.75, near=True),
    loss_case("narrow", 2, 2, 3, 0.1, 0.75),
]
diversities = [
    diversity_case("two classes, three prototypes each, in the plane", 2, 2, 3),
    diversity_case("ten classes in the plane", 2, 10, 1),
    diversity_case("ten classes, three prototypes each", 16, 10, 3),
    diversity_case("fewer prototypes than dimensions", 16, 10, 1, scale=5.0, shift=2.0),
    diversity_case("two classes, three prototypes each, 64 dimensions", 64, 2, 3, scale=0.01),
    diversity_case("near a simplex, 1e-1", 16, 10, 1, noise=1e-1),
    diversity_case("near a simplex, 1e-3", 16, 10, 1, scale=3.0, noise=1e-3),
    diversity_case("near a simplex, 1e-3, several prototypes a class", 16, 2, 3, noise=1e-3),
    diversity_case("near a simplex in few dimensions, 1e-3", 9, 10, 1, noise=1e-3),
]
rng = np.random.default_rng(ANOTHER_SEED)
losses += [
    loss_case("another seed", 3, 7, 2, 6.0, 0.4, batch=12),
    loss_case("512 dimensions", 512, 2, 1, 1e3, 0.5, batch=3),
    loss_case("1000 classes", 2, 1000, 1, 2.0, 0.1, batch=4),
]
diversities += [
    diversity_case("512 dimensions", 512, 3, 1),
    diversity_case("1000 classes in the plane", 2, 1000, 1),
]
target = Path(__file__).parents[3] / "packages/affinity/test/fixtures/affinity.json"
versions = {"torch": torch.__version__.split("+")[0], "numpy": np.__version__}
content = {"versions": versions, "losses": losses, "diversities": diversities}
target.write_text(json.dumps(content, separators=(",", ":")) + "\n")
print(target, target.stat().st_size)

"""Writes packages/center/test/fixtures/center.json: losses, gradients and moved centres by torch in float64.

    pip install -r tools/reference/center/requirements.txt
    python tools/reference/center/make_fixtures.py

The losses and gradients are torch's; the moved centres are equation 4 of Wen et al. 2016 written out.
"""

import sys
from pathlib import Path

import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).parents[1]))
from loss_fixtures import ANOTHER_SEED, drawn, gradient, shown, write  # noqa: E402

rng = np.random.default_rng(20260203)


def case(name, batch, classes, d, weight=0.003, rate=0.5, scale=1.0, bias=True, class_weights=None, labels=None):
    inputs = {
        "embeddings": drawn(rng, batch, d, scale=scale),
        "kernel": drawn(rng, d, classes),
        "centers": drawn(rng, classes, d, scale=scale),
    }
    if bias:
        inputs["bias"] = drawn(rng, classes)
    f, centers = inputs["embeddings"], inputs["centers"]
    y = torch.tensor(rng.integers(classes, size=batch) if labels is None else labels)
    logits = f @ inputs["kernel"] + (inputs["bias"] if bias else 0)
    losses = torch.nn.functional.cross_entropy(logits, y, reduction="none")
    losses = losses + weight / 2 * ((f - centers[y]) ** 2).sum(1)
    if class_weights is not None:
        losses = losses * torch.tensor(class_weights, dtype=torch.float64)[y]
    losses.sum().backward()
    moved = centers.detach().clone()
    for j in range(classes):
        members = f.detach()[y == j]
        moved[j] -= rate * (centers.detach()[j] - members).sum(0) / (1 + len(members))
    return {
        "name": name,
        "batch": batch,
        "classes": classes,
        "dimension": d,
        "centerWeight": weight,
        "rate": rate,
        "labels": y.tolist(),
        "inputs": {key: shown(value) for key, value in inputs.items()},
        "losses": shown(losses),
        "gradients": {key: gradient(value) for key, value in inputs.items()},
        "moved": shown(moved),
        **({} if class_weights is None else {"classWeights": class_weights}),
    }


cases = [
    case("plain", 6, 4, 5),
    case("a large weight", 6, 4, 5, weight=0.5, rate=0.9),
    case("batch of 1", 1, 3, 4, weight=0.1),
    case("two classes, two dimensions, without bias", 5, 2, 2, bias=False),
    case("class weights", 6, 3, 4, weight=0.1, class_weights=[0.5, 2.0, 0.0]),
    case("one class only", 5, 4, 3, weight=0.1, labels=[2] * 5),
    case("embeddings and centres of norm about 1e-6", 4, 3, 5, scale=4e-7),
    case("embeddings and centres of norm about 1e4", 4, 3, 5, scale=4e3),
    case("many classes", 8, 60, 16, weight=0.05),
    case("many dimensions", 2, 2, 512, weight=0.05, scale=0.2),
]
rng = np.random.default_rng(ANOTHER_SEED)
cases += [
    case("another seed", 12, 7, 3, weight=0.1),
    case("1000 classes", 4, 1000, 2, weight=0.05),
]
write("center", cases)

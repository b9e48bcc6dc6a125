"""Writes packages/center/test/fixtures/center.json: losses, gradients and moved centres by torch in float64.

    pip install -r tools/reference/center/requirements.txt
    python tools/reference/center/make_fixtures.py

The losses and gradients are torch's; the moved centres are equation 4 of Wen et al. 2016 written out.
"""

import json
from pathlib import Path

import numpy as np
import torch

rng = np.random.default_rng(20260203)


def rounded(values):
    """The nearest float32 numbers, so that both sides compute with the same ones."""
    return torch.tensor(np.asarray(values, dtype=np.float32).astype(np.float64), requires_grad=True)


def shown(tensor, digits=9):
    """Nine digits tell float32 numbers apart."""
    return [float(f"{v:.{digits}g}") for v in tensor.detach().reshape(-1).tolist()]


def case(name, batch, classes, d, weight=0.003, rate=0.5, scale=1.0, bias=True, class_weights=None, labels=None):
    inputs = {
        "embeddings": rounded(rng.normal(size=(batch, d)) * scale),
        "kernel": rounded(rng.normal(size=(d, classes))),
        "centers": rounded(rng.normal(size=(classes, d)) * scale),
    }
    if bias:
        inputs["bias"] = rounded(rng.normal(size=classes))
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
        "gradients": {key: shown(value.grad) for key, value in inputs.items()},
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
target = Path(__file__).parents[3] / "packages/center/test/fixtures/center.json"
versions = {"torch": torch.__version__.split("+")[0], "numpy": np.__version__}
target.write_text(json.dumps({"versions": versions, "cases": cases}, separators=(",", ":")) + "\n")
print(target, target.stat().st_size)

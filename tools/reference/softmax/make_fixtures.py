"""Writes packages/softmax/test/fixtures/softmax.json: losses and gradients by torch in float64.

    pip install -r tools/reference/softmax/requirements.txt
    python tools/reference/softmax/make_fixtures.py
"""

import json
from pathlib import Path

import numpy as np
import torch

rng = np.random.default_rng(20260201)


def rounded(values):
    """The nearest float32 numbers, so that both sides compute with the same ones."""
    return torch.tensor(np.asarray(values, dtype=np.float32).astype(np.float64), requires_grad=True)


def shown(tensor, digits=9):
    """Nine digits tell float32 numbers apart."""
    return [float(f"{v:.{digits}g}") for v in tensor.detach().reshape(-1).tolist()]


def case(name, batch, classes, d, scale=1.0, bias=True, class_weights=None, labels=None):
    f = rounded(rng.normal(size=(batch, d)) * scale)
    kernel = rounded(rng.normal(size=(d, classes)))
    b = rounded(rng.normal(size=classes)) if bias else None
    y = torch.tensor(rng.integers(classes, size=batch) if labels is None else labels)
    weights = None if class_weights is None else torch.tensor(class_weights, dtype=torch.float64)
    logits = f @ kernel + (0 if b is None else b)
    losses = torch.nn.functional.cross_entropy(logits, y, weight=weights, reduction="none")
    losses.sum().backward()
    result = {
        "name": name,
        "batch": batch,
        "classes": classes,
        "dimension": d,
        "labels": y.tolist(),
        "embeddings": shown(f),
        "kernel": shown(kernel),
        "losses": shown(losses),
        "gradients": {"embeddings": shown(f.grad), "kernel": shown(kernel.grad)},
    }
    if b is not None:
        result |= {"bias": shown(b)}
        result["gradients"]["bias"] = shown(b.grad)
    if class_weights is not None:
        result["classWeights"] = class_weights
    return result


cases = [
    case("plain", 6, 4, 5),
    case("batch of 1", 1, 3, 4),
    case("two classes, one dimension", 5, 2, 1),
    case("without bias", 6, 4, 5, bias=False),
    case("class weights", 6, 3, 4, class_weights=[0.5, 2.0, 0.0]),
    case("one class only", 5, 4, 3, labels=[2] * 5),
    case("embeddings of norm about 1e-6", 4, 3, 5, scale=4e-7),
    case("embeddings of norm about 1e4", 4, 3, 5, scale=4e3),
    case("many classes", 8, 60, 16),
]
target = Path(__file__).parents[3] / "packages/softmax/test/fixtures/softmax.json"
versions = {"torch": torch.__version__.split("+")[0], "numpy": np.__version__}
target.write_text(json.dumps({"versions": versions, "cases": cases}, separators=(",", ":")) + "\n")
print(target, target.stat().st_size)

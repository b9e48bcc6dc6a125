"""Writes packages/euclidean/test/fixtures/euclidean.json: losses and gradients by torch in float64.

The distance is torch's mse_loss, summed over the classes.

    pip install -r tools/reference/euclidean/requirements.txt
    python tools/reference/euclidean/make_fixtures.py
"""

import json
from pathlib import Path

import numpy as np
import torch

rng = np.random.default_rng(20260301)


def rounded(values):
    """The nearest float32 numbers, so that both sides compute with the same ones."""
    return torch.tensor(np.asarray(values, dtype=np.float32).astype(np.float64), requires_grad=True)


def shown(tensor, digits=9):
    """Nine digits tell float32 numbers apart."""
    return [float(f"{v:.{digits}g}") for v in tensor.detach().reshape(-1).tolist()]


def case(name, batch, classes, d, options, scale=1.0, bias=True, labels=None):
    f = rounded(rng.normal(size=(batch, d)) * scale)
    kernel = rounded(rng.normal(size=(d, classes)))
    b = rounded(rng.normal(size=classes)) if bias else None
    y = torch.tensor(rng.integers(classes, size=batch) if labels is None else labels)
    losses = loss(f @ kernel + (0 if b is None else b), y, options)
    losses.sum().backward()
    result = {
        "name": name,
        "batch": batch,
        "classes": classes,
        "dimension": d,
        "options": options,
        "labels": y.tolist(),
        "embeddings": shown(f),
        "kernel": shown(kernel),
        "losses": shown(losses),
        "gradients": {"embeddings": shown(f.grad), "kernel": shown(kernel.grad)},
    }
    if b is not None:
        result |= {"bias": shown(b)}
        result["gradients"]["bias"] = shown(b.grad)
    return result


def write(package, cases):
    target = Path(__file__).parents[3] / f"packages/{package}/test/fixtures/{package}.json"
    target.parent.mkdir(exist_ok=True)
    versions = {"torch": torch.__version__.split("+")[0], "numpy": np.__version__}
    target.write_text(json.dumps({"versions": versions, "cases": cases}, separators=(",", ":")) + "\n")
    print(target.name, target.stat().st_size)


def loss(scores, y, options):
    compared = torch.softmax(scores, 1) if options["compare"] == "probabilities" else scores
    one_hot = torch.nn.functional.one_hot(y, scores.shape[1]).double()
    return torch.nn.functional.mse_loss(compared, one_hot, reduction="none").sum(1)


cases = []
for compare in ["probabilities", "scores"]:
    options = {"compare": compare}
    cases += [
        case(f"{compare}: plain", 6, 4, 5, options),
        case(f"{compare}: without bias", 6, 4, 5, options, bias=False),
        case(f"{compare}: batch of 1, two classes, one dimension", 1, 2, 1, options),
        case(f"{compare}: one class only", 5, 4, 3, options, labels=[2] * 5),
        case(f"{compare}: embeddings of norm about 1e-6", 4, 3, 5, options, scale=4e-7),
        case(f"{compare}: embeddings of norm about 10", 4, 3, 5, options, scale=4),
        case(f"{compare}: many classes", 8, 60, 16, options),
    ]
write("euclidean", cases)

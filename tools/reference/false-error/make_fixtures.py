"""Writes packages/false-error/test/fixtures/false-error.json: losses and gradients by torch in float64.

The false errors are written out over torch's softmax and cross_entropy, and differentiated by torch. Losses are the
shares of the examples, whose mean is the false error; gradients are those of their sum.

    pip install -r tools/reference/false-error/requirements.txt
    python tools/reference/false-error/make_fixtures.py
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
    one_hot = torch.nn.functional.one_hot(y, scores.shape[1]).double()
    if options["error"] == "squared":
        errors = 0.5 * (torch.softmax(scores, 1) - one_hot).square().sum(1)
    else:
        errors = torch.nn.functional.cross_entropy(scores, y, reduction="none")
    terms = {}
    for j in y.unique().tolist():
        terms[j] = errors[y == j].mean()
    total = sum(terms.values()) if options["variant"] == "mfe" else sum(m**2 for m in terms.values())
    shares = []
    for i, j in enumerate(y.tolist()):
        share = len(y) * errors[i] / int((y == j).sum())
        shares.append(share if options["variant"] == "mfe" else share * terms[j])
    shares = torch.stack(shares)
    assert torch.allclose(shares.mean(), total, rtol=1e-12)
    return shares


cases = []
for variant in ["mfe", "msfe"]:
    for error in ["squared", "cross-entropy"]:
        options = {"variant": variant, "error": error}
        label = f"{variant} of {error}"
        cases += [
            case(f"{label}: plain", 6, 4, 5, options),
            case(f"{label}: 10:1, without bias", 11, 2, 5, options, bias=False, labels=[0] * 10 + [1]),
            case(f"{label}: batch of 1, two classes, one dimension", 1, 2, 1, options),
            case(f"{label}: one class only", 5, 4, 3, options, labels=[2] * 5),
            case(f"{label}: embeddings of norm about 1e-6", 4, 3, 5, options, scale=4e-7),
            case(f"{label}: embeddings of norm about 10", 4, 3, 5, options, scale=4),
            case(f"{label}: many classes", 8, 60, 16, options),
        ]
write("false-error", cases)

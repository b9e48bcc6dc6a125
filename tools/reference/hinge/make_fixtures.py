"""Writes packages/hinge/test/fixtures/hinge.json: losses and gradients by torch in float64.

Weston-Watkins is torch's multi_margin_loss, which divides by the number of classes; Crammer-Singer is
written out, and differentiated by torch.

    pip install -r tools/reference/hinge/requirements.txt
    python tools/reference/hinge/make_fixtures.py
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
    margin, power = options["margin"], 2 if options["squared"] else 1
    if options["variant"] == "weston-watkins":
        each = torch.nn.functional.multi_margin_loss(scores, y, p=power, margin=margin, reduction="none")
        return each * scores.shape[1]
    own = scores.gather(1, y[:, None])[:, 0]
    others = scores.scatter(1, y[:, None], -torch.inf).max(1).values
    return torch.clamp(margin + others - own, min=0) ** power


cases = []
for variant in ["crammer-singer", "weston-watkins"]:
    for squared in [False, True]:
        options = {"variant": variant, "squared": squared, "margin": 1}
        label = f"{variant}{', squared' if squared else ''}"
        cases += [
            case(f"{label}: plain", 6, 4, 5, options),
            case(f"{label}: margin 3, without bias", 6, 4, 5, options | {"margin": 3}, bias=False),
            case(f"{label}: batch of 1, two classes, one dimension", 1, 2, 1, options),
            case(f"{label}: one class only", 5, 4, 3, options, labels=[2] * 5),
            case(f"{label}: embeddings of norm about 1e-6", 4, 3, 5, options, scale=4e-7),
            case(f"{label}: embeddings of norm about 1e4", 4, 3, 5, options, scale=4e3),
            case(f"{label}: many classes", 8, 60, 16, options),
        ]
write("hinge", cases)

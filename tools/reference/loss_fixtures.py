"""What the scripts that make fixtures of losses share. Each puts this folder on its path.

Losses and gradients come from torch or pytorch-metric-learning in float64. Numbers are written with nine digits, which tell
float32 numbers apart; in the large cases inputs are multiples of 1/32 and gradients have five digits, which keeps the
files small.
"""

import json
from importlib.metadata import version
from pathlib import Path

import numpy as np
import torch

# Seed of the cases that are drawn a second time.
ANOTHER_SEED = 20261125


def rounded(values):
    """The nearest float32 numbers, so that both sides compute with the same ones."""
    return torch.tensor(np.asarray(values, dtype=np.float32).astype(np.float64), requires_grad=True)


def drawn(rng, *shape, scale=1.0):
    """Normal numbers; where they are many only those in the middle of sixteenths, so that none is 0."""
    values = rng.normal(size=shape)
    return rounded(((np.floor(16 * values) + 0.5) / 16 if is_large(shape) else values) * scale)


def is_large(shape):
    return np.prod(shape) >= 1000


def shown(tensor, digits=9):
    return [float(f"{v:.{digits}g}") for v in tensor.detach().reshape(-1).tolist()]


def gradient(tensor):
    return shown(tensor.grad, 5 if is_large(tensor.shape) else 9)


def linear_case(rng, loss, name, batch, classes, d, options=None, scale=1.0, bias=True, labels=None, **more):
    """A loss of the scores f·W + b: loss(scores, y, options) gives the loss of each example."""
    f = drawn(rng, batch, d, scale=scale)
    kernel = drawn(rng, d, classes)
    b = drawn(rng, classes) if bias else None
    y = torch.tensor(rng.integers(classes, size=batch) if labels is None else labels)
    losses = loss(f @ kernel + (0 if b is None else b), y, options)
    losses.sum().backward()
    result = {
        "name": name,
        "batch": batch,
        "classes": classes,
        "dimension": d,
        **({} if options is None else {"options": options}),
        "labels": y.tolist(),
        "embeddings": shown(f),
        "kernel": shown(kernel),
        "losses": shown(losses),
        "gradients": {"embeddings": gradient(f), "kernel": gradient(kernel)},
        **more,
    }
    if b is not None:
        result |= {"bias": shown(b)}
        result["gradients"]["bias"] = gradient(b)
    return result


def write(package, cases, notes=(), libraries=("torch", "numpy")):
    """One case a line, so that a change shows which case it concerns. Notes say where a reference differs from the paper."""
    target = Path(__file__).parents[2] / f"packages/{package}/test/fixtures/{package}.json"
    target.parent.mkdir(exist_ok=True)
    versions = {library: version(library).split("+")[0] for library in libraries}
    lines = ",\n".join(json.dumps(case, separators=(",", ":"), allow_nan=False) for case in cases)
    head = f'"versions":{json.dumps(versions)},"notes":{json.dumps(list(notes))}'
    target.write_text(f'{{{head},"cases":[\n{lines}\n]}}\n')
    print(target.name, target.stat().st_size)

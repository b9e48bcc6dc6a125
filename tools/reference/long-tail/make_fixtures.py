"""Writes packages/long-tail/test/fixtures/long-tail.json: losses and gradients by torch in float64.

    pip install -r tools/reference/long-tail/requirements.txt
    python tools/reference/long-tail/make_fixtures.py
"""

import sys
from pathlib import Path

import numpy as np
import torch
from torch.nn.functional import cross_entropy, linear, normalize, one_hot

sys.path.insert(0, str(Path(__file__).parents[1]))
from loss_fixtures import ANOTHER_SEED, drawn, gradient, rounded, shown, write  # noqa: E402

rng = np.random.default_rng(20260202)


def focal(gamma):
    def loss(scores, y, counts):
        log_p = scores.log_softmax(1).gather(1, y[:, None])[:, 0]
        return -((-torch.expm1(log_p)) ** gamma) * log_p

    return loss


def class_balanced(scores, y, counts, beta=0.99):
    weights = (1 - beta) / (1 - beta**counts)
    return cross_entropy(scores, y, weight=weights / weights.sum() * len(weights), reduction="none")


def balanced_softmax(scores, y, counts):
    return cross_entropy(scores + counts.log(), y, reduction="none")


def logit_adjustment(scores, y, counts, tau=1.5):
    return cross_entropy(scores + tau * (counts / counts.sum()).log(), y, reduction="none")


def ldam(cosines, y, counts, max_margin=0.4, s=10):
    margins = counts**-0.25
    margins = margins * (max_margin / margins.max())
    return cross_entropy(s * (cosines - margins * one_hot(y, len(counts))), y, reduction="none")


def fixed_simplex(cosines, y, counts, s=10):
    return cross_entropy(s * cosines, y, reduction="none")


def dot_regression(cosines, y, counts):
    return (cosines.gather(1, y[:, None])[:, 0] - 1).square() / 2


losses = {
    "focal, gamma 2": ("kernel", focal(2.0)),
    "focal, gamma 0.5": ("kernel", focal(0.5)),
    "class-balanced": ("kernel", class_balanced),
    "balanced softmax": ("kernel", balanced_softmax),
    "logit adjustment": ("kernel", logit_adjustment),
    "LDAM": ("prototypes", ldam),
}
# Their weights are never trained: only the embeddings have a gradient.
fixed = {
    "fixed simplex": ("vertices", fixed_simplex),
    "fixed simplex, dot regression": ("vertices", dot_regression),
}


def case(loss_name, shape_name, batch, classes, d, scale=1.0):
    weights, loss = (losses | fixed)[loss_name]
    counts = np.maximum(1, np.round(1000 * 0.01 ** (np.arange(classes) / (classes - 1)))).astype(int)
    f = drawn(rng, batch, d, scale=scale)
    w = drawn(rng, *((d, classes) if weights == "kernel" else (classes, d)))
    if weights == "vertices":
        w = rounded(normalize(w.detach()))
    b = drawn(rng, classes) if weights == "kernel" else None
    y = torch.tensor(rng.integers(classes, size=batch))
    scores = f @ w + b if weights == "kernel" else linear(normalize(f, eps=0), normalize(w, eps=0))
    values = loss(scores, y, torch.tensor(counts, dtype=torch.float64))
    values.sum().backward()
    inputs = [f, w] if b is None else [f, w, b]
    return {
        "name": f"{loss_name}: {shape_name}",
        "loss": loss_name,
        "shapes": [list(t.shape) for t in inputs],
        "inputs": [shown(t) for t in inputs],
        "labels": y.tolist(),
        "classCounts": counts.tolist(),
        "losses": shown(values),
        "gradients": [gradient(t) for t in (inputs[:1] if weights == "vertices" else inputs)],
    }


shapes = [
    ("plain", 6, 4, 5),
    ("two classes, two dimensions", 5, 2, 2),
    ("many classes", 8, 30, 8),
    ("many dimensions", 3, 3, 64),
    ("embeddings of norm about 1e-5", 4, 3, 5, 4e-6),
    ("embeddings of norm about 1e4", 4, 3, 5, 4e3),
]
def is_known(name, shape):
    return not (name == "focal, gamma 0.5" and "1e4" in shape[0])


cases = [case(name, *shape) for name in losses for shape in shapes if is_known(name, shape)]
rng = np.random.default_rng(ANOTHER_SEED)
cases += [case(name, "another seed", 12, 7, 3) for name in losses]
for name in ["focal, gamma 2", "balanced softmax", "LDAM"]:
    cases += [case(name, "512 dimensions", 3, 2, 512, 0.05), case(name, "1000 classes", 4, 1000, 2)]
# A simplex of C classes needs C - 1 dimensions.
simplices = [shape for shape in shapes if shape[2] <= shape[3] + 1]
simplices += [("another seed", 12, 7, 8), ("many classes", 4, 40, 40), ("512 dimensions", 3, 2, 512, 0.05)]
cases += [case(name, *shape) for name in fixed for shape in simplices]
notes = ["focal, gamma 0.5, at norms of 1e4: torch's derivative of (1 - p)^0.5 is NaN where p is 1 in float64; left out."]
write("long-tail", cases, notes)

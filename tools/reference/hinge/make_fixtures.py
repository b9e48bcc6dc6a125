"""Writes packages/hinge/test/fixtures/hinge.json: losses and gradients by torch in float64.

Weston-Watkins is torch's multi_margin_loss, which divides by the number of classes; Crammer-Singer is
written out, and differentiated by torch.

    pip install -r tools/reference/hinge/requirements.txt
    python tools/reference/hinge/make_fixtures.py
"""

import sys
from pathlib import Path

import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).parents[1]))
from loss_fixtures import ANOTHER_SEED, linear_case, write  # noqa: E402

rng = np.random.default_rng(20260301)


def loss(scores, y, options):
    margin, power = options["margin"], 2 if options["squared"] else 1
    if options["variant"] == "weston-watkins":
        each = torch.nn.functional.multi_margin_loss(scores, y, p=power, margin=margin, reduction="none")
        return each * scores.shape[1]
    own = scores.gather(1, y[:, None])[:, 0]
    others = scores.scatter(1, y[:, None], -torch.inf).max(1).values
    return torch.clamp(margin + others - own, min=0) ** power


def case(*what, **more):
    return linear_case(rng, loss, *what, **more)


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
rng = np.random.default_rng(ANOTHER_SEED)
for variant in ["crammer-singer", "weston-watkins"]:
    options = {"variant": variant, "squared": False, "margin": 1}
    label = variant
    cases += [
        case(f"{label}: another seed", 12, 7, 3, options),
        case(f"{label}: 512 dimensions", 3, 2, 512, options, scale=0.05),
        case(f"{label}: 1000 classes", 4, 1000, 2, options),
    ]
write("hinge", cases)

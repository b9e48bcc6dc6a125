"""Writes packages/false-error/test/fixtures/false-error.json: losses and gradients by torch in float64.

The false errors are written out over torch's softmax and cross_entropy, and differentiated by torch. Losses are the
shares of the examples, whose mean is the false error; gradients are those of their sum.

    pip install -r tools/reference/false-error/requirements.txt
    python tools/reference/false-error/make_fixtures.py
"""

import sys
from pathlib import Path

import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).parents[1]))
from loss_fixtures import ANOTHER_SEED, linear_case, write  # noqa: E402

rng = np.random.default_rng(20260301)


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


def case(*what, **more):
    return linear_case(rng, loss, *what, **more)


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
rng = np.random.default_rng(ANOTHER_SEED)
for variant, error in [("msfe", "squared"), ("mfe", "cross-entropy")]:
    options = {"variant": variant, "error": error}
    label = f"{variant} of {error}"
    cases += [
        case(f"{label}: another seed", 12, 7, 3, options),
        case(f"{label}: 512 dimensions", 3, 2, 512, options, scale=0.05),
        case(f"{label}: 1000 classes", 4, 1000, 2, options),
    ]
write("false-error", cases)

"""Writes packages/euclidean/test/fixtures/euclidean.json: losses and gradients by torch in float64.

The distance is torch's mse_loss, summed over the classes.

    pip install -r tools/reference/euclidean/requirements.txt
    python tools/reference/euclidean/make_fixtures.py
"""

import sys
from pathlib import Path

import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).parents[1]))
from loss_fixtures import ANOTHER_SEED, linear_case, write  # noqa: E402

rng = np.random.default_rng(20260301)


def loss(scores, y, options):
    compared = torch.softmax(scores, 1) if options["compare"] == "probabilities" else scores
    one_hot = torch.nn.functional.one_hot(y, scores.shape[1]).double()
    return torch.nn.functional.mse_loss(compared, one_hot, reduction="none").sum(1)


def case(*what, **more):
    return linear_case(rng, loss, *what, **more)


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
rng = np.random.default_rng(ANOTHER_SEED)
for compare in ["probabilities", "scores"]:
    options = {"compare": compare}
    label = compare
    cases += [
        case(f"{label}: another seed", 12, 7, 3, options),
        case(f"{label}: 512 dimensions", 3, 2, 512, options, scale=0.05),
        case(f"{label}: 1000 classes", 4, 1000, 2, options),
    ]
write("euclidean", cases)

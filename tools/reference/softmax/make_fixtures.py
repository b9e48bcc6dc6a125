"""Writes packages/softmax/test/fixtures/softmax.json: losses and gradients by torch in float64.

    pip install -r tools/reference/softmax/requirements.txt
    python tools/reference/softmax/make_fixtures.py
"""

import sys
from pathlib import Path

import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).parents[1]))
from loss_fixtures import ANOTHER_SEED, linear_case, write  # noqa: E402

rng = np.random.default_rng(20260201)


def case(*what, class_weights=None, **more):
    def loss(scores, y, options):
        weights = None if class_weights is None else torch.tensor(class_weights, dtype=torch.float64)
        return torch.nn.functional.cross_entropy(scores, y, weight=weights, reduction="none")

    return linear_case(rng, loss, *what, **more, **({} if class_weights is None else {"classWeights": class_weights}))


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
rng = np.random.default_rng(ANOTHER_SEED)
cases += [
    case("another seed", 12, 7, 3),
    case("512 dimensions", 3, 2, 512, scale=0.05),
    case("1000 classes", 4, 1000, 2),
]
write("softmax", cases)

"""Writes packages/samplers/test/fixtures/weights.json: scikit-learn's balanced class weights, and those by the effective
number of examples in 60 digits.

    pip install -r tools/reference/samplers/requirements.txt
    python tools/reference/samplers/weights.py
"""

import json
from decimal import Decimal, getcontext
from pathlib import Path

import numpy as np
from sklearn.utils.class_weight import compute_class_weight

getcontext().prec = 60


def balanced(counts):
    y = np.repeat(np.arange(len(counts)), counts)
    return compute_class_weight("balanced", classes=np.arange(len(counts)), y=y).tolist()


def effective(counts, beta):
    beta = Decimal(beta)
    weights = [(1 - beta) / (1 - beta**count) for count in counts]
    return [float(weight * len(counts) / sum(weights)) for weight in weights]


COUNTS = [[5, 5], [90, 10], [1, 7, 300], [5000, 2997, 50, 3, 1]]
BETAS = [0.0, 0.9, 0.9999, 0.99999999]

fixture = dict(
    balanced=[dict(counts=counts, weights=balanced(counts)) for counts in COUNTS],
    effective=[dict(counts=counts, beta=beta, weights=effective(counts, beta)) for counts in COUNTS for beta in BETAS],
)
path = Path(__file__).parents[3] / "packages/samplers/test/fixtures/weights.json"
path.write_text(json.dumps(fixture, separators=(",", ":")) + "\n")

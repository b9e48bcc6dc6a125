"""Writes packages/metrics/test/fixtures/calibration.json: reliability diagrams and calibration errors.

    pip install -r tools/reference/metrics/requirements.txt
    python tools/reference/metrics/calibration.py
"""

import numpy as np
import sklearn
from fixture_file import write
from sklearn.calibration import calibration_curve

rng = np.random.default_rng(20260404)
BINS = [1, 2, 3, 5, 7, 10, 15, 25]


def errors(edges, confidence, hits, weights):
    """Expected and maximum calibration error, bin by bin, from the definition."""
    expected, largest = 0.0, 0.0
    for i, (low, high) in enumerate(zip(edges[:-1], edges[1:])):
        inside = (confidence > low) & (confidence <= high) if i > 0 else confidence <= high
        if weights[inside].sum() > 0:
            gap = abs(np.average(hits[inside], weights=weights[inside]) - np.average(confidence[inside], weights=weights[inside]))
            expected += gap * weights[inside].sum() / weights.sum()
            largest = max(largest, gap)
    return expected, largest


def binary(name, y_true, p):
    y_true, p = np.asarray(y_true), np.asarray(p, dtype=float)
    curves = []
    for bins in BINS:
        for strategy in ("uniform", "quantile"):
            fraction, mean = calibration_curve(y_true, p, n_bins=bins, strategy=strategy, pos_label=1)
            edges = np.linspace(0, 1, bins + 1) if strategy == "uniform" else np.percentile(p, np.linspace(0, 1, bins + 1) * 100)
            binned = np.searchsorted(edges[1:-1], p)
            counts = np.bincount(binned, minlength=bins)
            gaps = np.abs(fraction - mean)
            share = counts[counts > 0] / len(p)
            curves.append(dict(bins=bins, binning=strategy, edges=edges, counts=counts[counts > 0], accuracy=fraction, confidence=mean, expected=(gaps * share).sum(), maximum=gaps.max()))
    return dict(kind="binary", name=name, yTrue=y_true, probabilities=p, curves=curves)


def rows(name, y_true, p, weights=None):
    every = np.ones(len(p)) if weights is None else weights
    edges = np.linspace(0, 1, 16)
    top = p.argmax(axis=1)
    expected, largest = errors(edges, p.max(axis=1), top == y_true, every)
    return dict(
        kind="rows",
        name=name,
        yTrue=y_true,
        probabilities=p,
        weights=weights,
        expected=expected,
        maximum=largest,
        perClass=[errors(edges, p[:, c], y_true == c, every)[0] for c in range(p.shape[1])],
    )


def softmax(y_true, classes):
    logits = 2 * rng.normal(size=(len(y_true), classes)) + np.eye(classes)[y_true]
    p = np.exp(logits)
    return p / p.sum(axis=1, keepdims=True)


few = rng.integers(0, 2, 60)
edge = np.concatenate([np.arange(11) / 10, np.arange(11) * (1 / 10), np.linspace(0, 1, 16), np.arange(8) / 7, np.arange(8) * (1 / 7)])
beside = np.clip(np.concatenate([edge, np.nextafter(edge, 2), np.nextafter(edge, -1)]), 0, 1)
long_tail = np.repeat(np.arange(4), [40, 12, 5, 1])
weights = np.round(rng.random(58) * 16) / 8
cases = [
    binary("spread", few, rng.random(60)),
    binary("ties", few, np.round(rng.random(60) * 10) / 10),
    binary("on the edges and beside them", rng.integers(0, 2, len(beside)), beside),
    binary("few values, many ties at quantile edges", np.resize([0, 1, 1], 40), np.repeat([0.1, 0.3, 0.7, 0.9], [3, 17, 15, 5])),
    binary("skewed", few, rng.random(60) ** 6),
    binary("constant", few, np.full(60, 0.3)),
    binary("0 and 1", few, few.astype(float)),
    binary("one example", [1], [0.25]),
    binary("fewer examples than bins", [0, 1, 0, 1], [0.1, 0.2, 0.2, 0.9]),
    binary("all positive", np.ones(12, int), rng.random(12)),
    binary("all negative", np.zeros(12, int), rng.random(12)),
    binary("extreme imbalance", np.arange(400) == 77, np.round(rng.random(400) ** 8, 3)),
    rows("long tail", long_tail, softmax(long_tail, 4)),
    rows("long tail, weighted", long_tail, softmax(long_tail, 4), weights),
    rows("an absent class", np.resize([0, 2], 30), softmax(np.resize([0, 2], 30), 3)),
    rows("ties of the largest", np.resize(np.arange(3), 30), np.tile([[0.4, 0.4, 0.2], [0.2, 0.4, 0.4], [0.25, 0.25, 0.5]], (10, 1))),
]
write("calibration", dict(sklearn=sklearn.__version__, numpy=np.__version__), [c | dict(yTrue=np.asarray(c["yTrue"]).astype(int)) for c in cases])

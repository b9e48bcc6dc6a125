"""Writes packages/metrics/test/fixtures/scores.json: ROC, AUROC, precision-recall, average precision, log loss, Brier.

    pip install -r tools/reference/metrics/requirements.txt
    python tools/reference/metrics/scores.py
"""

import warnings

import numpy as np
import sklearn
from fixture_file import write
from sklearn.metrics import (
    average_precision_score,
    brier_score_loss,
    log_loss,
    precision_recall_curve,
    roc_auc_score,
    roc_curve,
)

warnings.filterwarnings("ignore")
rng = np.random.default_rng(20260303)


def eighths(size):
    """Sums of these are exact, so that the points which scikit-learn drops do not depend on rounding."""
    return np.round(rng.random(size) * 16) / 8


def binary(name, y_true, scores, weights=None):
    y_true, scores = np.asarray(y_true), np.asarray(scores, dtype=float)
    weighting = dict(sample_weight=weights)
    both = len(set(y_true[np.ones(len(y_true), bool) if weights is None else weights > 0])) == 2
    probabilities = scores.min() >= 0 and scores.max() <= 1
    return dict(
        kind="binary",
        name=name,
        yTrue=y_true,
        scores=scores,
        weights=weights,
        roc=[roc_curve(y_true, scores, drop_intermediate=drop, **weighting) for drop in (False, True)],
        precisionRecall=[precision_recall_curve(y_true, scores, drop_intermediate=drop, **weighting) for drop in (False, True)],
        auroc=roc_auc_score(y_true, scores, **weighting),
        partial={str(rate): roc_auc_score(y_true, scores, max_fpr=rate, **weighting) for rate in (0.01, 0.1, 0.3, 0.75)} if both else {},
        averagePrecision=average_precision_score(y_true, scores, **weighting),
        logLoss=log_loss(y_true, scores, labels=[0, 1], **weighting) if probabilities else None,
        brier=dict(
            halved=brier_score_loss(y_true, scores, pos_label=1, scale_by_half=True, **weighting),
            whole=brier_score_loss(y_true, scores, pos_label=1, scale_by_half=False, **weighting),
        )
        if probabilities
        else None,
    )


def rows(name, y_true, scores, weights=None):
    """Through one-hot labels, by which scikit-learn also takes classes that do not occur and scores of any sum."""
    y_true = np.asarray(y_true)
    classes = scores.shape[1]
    one_hot = np.eye(classes, dtype=int)[y_true]
    weighting = dict(sample_weight=weights)
    present = sorted(set(y_true[np.ones(len(y_true), bool) if weights is None else weights > 0].tolist()))
    sums_to_one = np.allclose(scores.sum(axis=1), 1)
    per_class = roc_auc_score(one_hot, scores, average=None, **weighting)
    ovo = {}
    if weights is None and sums_to_one and classes > 2 and len(present) > 1:
        ovo = {a: roc_auc_score(y_true, scores, multi_class="ovo", average=a, labels=np.arange(classes)) for a in ("macro", "weighted")}
    return dict(
        kind="rows",
        name=name,
        yTrue=y_true,
        scores=scores,
        weights=weights,
        probabilities=sums_to_one,
        aurocPerClass=per_class,
        auroc=dict(
            # That of scikit-learn is NaN where a class is absent.
            macro=np.nanmean(per_class) if not np.isnan(per_class).all() else np.nan,
            weighted=roc_auc_score(one_hot, scores, average="weighted", **weighting) if len(present) > 1 else np.nan,
            micro=roc_auc_score(one_hot, scores, average="micro", **weighting),
        ),
        partial=roc_auc_score(one_hot, scores, average=None, max_fpr=0.2, **weighting) if len(present) == classes else None,
        oneVsOne=ovo,
        averagePrecisionPerClass=average_precision_score(one_hot, scores, average=None, **weighting),
        averagePrecision={a: average_precision_score(one_hot, scores, average=a, **weighting) for a in ("macro", "weighted", "micro")},
        logLoss=log_loss(y_true, scores, labels=np.arange(classes), **weighting) if sums_to_one else None,
        brier=dict(
            halved=brier_score_loss(y_true, scores, labels=np.arange(classes), scale_by_half=True, **weighting),
            whole=brier_score_loss(y_true, scores, labels=np.arange(classes), scale_by_half=False, **weighting),
        )
        if sums_to_one
        else None,
    )


def probabilities(y_true, classes, skill=1.5, grid=None):
    logits = rng.normal(size=(len(y_true), classes)) + skill * np.eye(classes)[y_true]
    p = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    if grid is None:
        return p
    # Multiples of 1/grid that sum to 1, with many ties.
    p = np.floor(p * grid)
    p[np.arange(len(p)), p.argmax(axis=1)] += grid - p.sum(axis=1)
    return p / grid


few = rng.integers(0, 2, 60)
rare = (np.arange(10001) == 6789).astype(int)
long_tail = np.repeat(np.arange(5), [54, 18, 9, 3, 1])
weights60, weights85 = eighths(60), eighths(85)
# Made by the test in the same way: (7919 i mod 101) / 100.
extreme = np.arange(10001) * 7919 % 101 / 100

cases = [
    binary("distinct scores", few, rng.random(60)),
    binary("any scores, negative ones, too", few, rng.normal(size=60) * 1e3 + few * 500),
    binary("ties", few, np.round(rng.random(60) * 8) / 8),
    binary("ties, 0 and -0", few, np.where(rng.random(60) < 0.5, np.copysign(0.0, rng.normal(size=60)), np.round(rng.normal(size=60)))),
    binary("ties, weighted", few, np.round(rng.random(60) * 8) / 8, weights60),
    binary("distinct scores, weighted", few, rng.random(60), weights60),
    binary("a class of weight 0 in part", few, rng.random(60), np.where(rng.random(60) < 0.7, 0.0, 1.5)),
    binary("constant scores", few, np.full(60, 0.3)),
    binary("perfect", few, np.where(few == 1, 0.9, 0.2)),
    binary("all wrong, sure", few, 1.0 - few),
    binary("all positive", np.ones(9, int), rng.random(9)),
    binary("all negative", np.zeros(9, int), rng.random(9)),
    binary("one positive example", [1], [0.4]),
    binary("extreme imbalance, 1 : 10,000", rare, extreme) | dict(yTrue=None, scores=None),
    binary("tiny, huge and subnormal scores", few, np.where(rng.random(60) < 0.5, 1, -1) * 10.0 ** rng.integers(-320, 300, 60)),
    rows("three classes", np.resize(np.arange(3), 60), probabilities(np.resize(np.arange(3), 60), 3)),
    rows("long tail", long_tail, probabilities(long_tail, 5)),
    rows("long tail, ties", long_tail, probabilities(long_tail, 5, grid=8)),
    rows("long tail, weighted", long_tail, probabilities(long_tail, 5, grid=8), weights85),
    rows("long tail, a class of weight 0", long_tail, probabilities(long_tail, 5), np.where(long_tail == 3, 0.0, weights85)),
    rows("absent classes", np.resize([1, 4], 40), probabilities(np.resize([1, 4], 40), 6)),
    rows("single class", np.full(12, 2), probabilities(np.full(12, 2), 4)),
    rows("constant scores", np.resize(np.arange(4), 24), np.full((24, 4), 0.25)),
    rows("two classes", few, probabilities(few, 2)),
    rows("scores that do not sum to 1", long_tail, rng.normal(size=(85, 5)) + np.eye(5)[long_tail]),
    rows("certain and wrong", np.resize(np.arange(3), 12), np.eye(3)[(np.resize(np.arange(3), 12) + 1) % 3]),
]

write("scores", dict(sklearn=sklearn.__version__, numpy=np.__version__), cases)

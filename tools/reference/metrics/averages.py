"""Writes packages/metrics/test/fixtures/averages.json: averages, F-beta, correlation, κ, top-k, sample weights.

    pip install -r tools/reference/metrics/requirements.txt
    python tools/reference/metrics/averages.py
"""

import warnings

import imblearn
import numpy as np
import sklearn
from fixture_file import write
from imblearn.metrics import geometric_mean_score, make_index_balanced_accuracy, specificity_score
from sklearn.metrics import (
    accuracy_score,
    balanced_accuracy_score,
    classification_report,
    cohen_kappa_score,
    confusion_matrix,
    fbeta_score,
    matthews_corrcoef,
    multilabel_confusion_matrix,
    precision_recall_fscore_support,
    top_k_accuracy_score,
)

warnings.filterwarnings("ignore")
rng = np.random.default_rng(20260202)


def case(name, y_true, y_pred, classes=None, labels=None, weights=None):
    y_true, y_pred = np.asarray(y_true), np.asarray(y_pred)
    every = None if classes is None else list(range(classes))
    chosen = every if labels is None else labels
    weighting = dict(sample_weight=weights)
    averages = []
    for zero_division in (0, 1, np.nan):
        arguments = dict(labels=chosen, zero_division=zero_division, **weighting)
        entry = dict(zeroDivision=float(zero_division))
        for average in ("macro", "micro", "weighted"):
            precision, recall, f1, _ = precision_recall_fscore_support(y_true, y_pred, average=average, **arguments)
            entry[average] = dict(precision=precision, recall=recall, f1=f1)
        entry["fBeta"] = [
            dict(
                beta=beta,
                perClass=fbeta_score(y_true, y_pred, beta=beta, average=None, **arguments),
                **{a: fbeta_score(y_true, y_pred, beta=beta, average=a, **arguments) for a in ("macro", "micro", "weighted")},
            )
            for beta in (0, 0.5, 2)
        ]
        averages.append(entry)
    every_sorted = every if every is not None else sorted(set(y_true.tolist()) | set(y_pred.tolist()))
    arguments = dict(labels=chosen, average=None)
    if weights is None:
        specificity = specificity_score(y_true, y_pred, **arguments)
        iba_of = lambda alpha: make_index_balanced_accuracy(alpha=alpha, squared=True)(geometric_mean_score)(
            y_true, y_pred, **arguments
        )
    else:
        # imbalanced-learn 0.14.2 takes the number of examples for the sum of their weights.
        tn, fp, fn, tp = multilabel_confusion_matrix(y_true, y_pred, labels=chosen, **weighting).reshape(-1, 4).T
        specificity = tn / (tn + fp)
        recall = np.divide(tp, tp + fn, out=np.zeros_like(tp), where=tp + fn > 0)
        iba_of = lambda alpha: (1 + alpha * (recall - specificity)) * recall * specificity
    iba = [dict(alpha=alpha, value=iba_of(alpha)) for alpha in (0.0, 0.1, 0.5)]
    return dict(
        name=name,
        yTrue=y_true,
        yPred=y_pred,
        classes=classes,
        labels=labels,
        weights=weights,
        confusion=confusion_matrix(y_true, y_pred, labels=every, **weighting),
        accuracy=accuracy_score(y_true, y_pred, **weighting),
        balancedAccuracy=balanced_accuracy_score(y_true, y_pred, **weighting),
        averages=averages,
        gMean=geometric_mean_score(y_true, y_pred, labels=chosen, correction=0.001, **weighting),
        specificity=specificity,
        iba=iba,
        matthews=matthews_corrcoef(y_true, y_pred, **weighting),
        kappa={
            kind: cohen_kappa_score(y_true, y_pred, labels=every_sorted, weights=None if kind == "none" else kind, **weighting)
            for kind in ("none", "linear", "quadratic")
        },
        report=classification_report(y_true, y_pred, labels=chosen, output_dict=True, zero_division=0, **weighting),
    )


def top_k(name, y_true, scores, weights=None):
    classes = scores.shape[1]
    every = np.arange(classes)
    return dict(
        name=name,
        yTrue=y_true,
        scores=scores,
        weights=weights,
        topK=[
            # A class that is absent from y_true is known by `labels`; with two classes scikit-learn wants one column.
            top_k_accuracy_score(y_true, scores, k=k, labels=every, sample_weight=weights)
            for k in range(1, classes)
        ],
    )


def noisy(y_true, classes, share):
    return np.where(rng.random(len(y_true)) < share, rng.integers(0, classes, len(y_true)), y_true)


long_tail = np.repeat(np.arange(5), [54, 18, 9, 3, 1])
rare = np.array([0] * 200 + [1])
few = np.array([0, 0, 1, 1, 3])
tied = np.round(rng.random((40, 5)) * 4) / 4
weights = np.round(rng.random(85) * 16) / 8

cases = [
    case("long tail", long_tail, noisy(long_tail, 5, 0.4)),
    case("long tail, weighted", long_tail, noisy(long_tail, 5, 0.4), weights=weights),
    case("long tail, a class of weight 0", long_tail, noisy(long_tail, 5, 0.4), weights=np.where(long_tail == 3, 0.0, weights)),
    case("long tail, rare classes chosen", long_tail, noisy(long_tail, 5, 0.4), labels=[4, 2]),
    case("long tail, classes given, two of them absent", long_tail, noisy(long_tail, 5, 0.4), classes=7),
    case("extreme imbalance, rare class never predicted", rare, np.zeros(201, int)),
    case("extreme imbalance, rare class found, one false alarm", rare, np.where(np.isin(np.arange(201), [7, 200]), 1, 0)),
    case("a class absent from yTrue, one absent from yPred", few, [0, 2, 0, 0, 3]),
    case("only chosen labels without examples", few, [0, 2, 0, 0, 3], labels=[4, 2], classes=5),
    case("single class, right", [0] * 5, [0] * 5),
    case("single class, wrong", [0] * 5, [1] * 5),
    case("all wrong", np.resize(np.arange(4), 20), np.resize(np.arange(4), 20)[::-1]),
    case("all right", np.resize(np.arange(4), 20), np.resize(np.arange(4), 20)),
    case("labels with gaps", rng.choice([0, 3, 40], 30), rng.choice([0, 3, 40], 30)),
]
tops = [
    top_k("ties", np.resize(np.arange(5), 40), tied),
    top_k("ties, weighted, absent classes", np.resize([1, 4], 40), tied, weights=np.round(rng.random(40) * 8) / 8),
    top_k("constant scores", np.resize(np.arange(4), 8), np.full((8, 4), 0.25)),
]

versions = dict(sklearn=sklearn.__version__, imblearn=imblearn.__version__, numpy=np.__version__)
write("averages", versions, cases + tops)

"""Writes packages/metrics/test/fixtures/classification.json.

    pip install -r tools/reference/metrics/requirements.txt
    python tools/reference/metrics/classification.py
"""

import json
import math
import warnings
from pathlib import Path

import imblearn
import numpy as np
import sklearn
from imblearn.metrics import geometric_mean_score
from sklearn.metrics import (
    accuracy_score,
    balanced_accuracy_score,
    confusion_matrix,
    precision_recall_fscore_support,
)

warnings.filterwarnings("ignore")
rng = np.random.default_rng(20260101)


def plain(value):
    """As JSON has it: NaN as the string "NaN"."""
    if isinstance(value, (list, np.ndarray)):
        return [plain(entry) for entry in value]
    value = value.item() if isinstance(value, np.generic) else value
    return "NaN" if isinstance(value, float) and math.isnan(value) else value


def case(name, y_true, y_pred, classes=None, labels=None, scores=None, corrections=(0.0, 0.001)):
    y_true, y_pred = np.asarray(y_true), np.asarray(y_pred)
    every = None if classes is None else list(range(classes))
    chosen = every if labels is None else labels
    averages = []
    for zero_division in (0, 1, np.nan):
        arguments = dict(labels=chosen, zero_division=zero_division)
        precision, recall, f1, support = precision_recall_fscore_support(y_true, y_pred, **arguments)
        macro = precision_recall_fscore_support(y_true, y_pred, average="macro", **arguments)
        averages.append(
            dict(
                zeroDivision=plain(float(zero_division)),
                precision=plain(precision),
                recall=plain(recall),
                f1=plain(f1),
                support=plain(support),
                macroPrecision=plain(macro[0]),
                macroRecall=plain(macro[1]),
                macroF1=plain(macro[2]),
            )
        )
    return dict(
        name=name,
        yTrue=plain(y_true),
        yPred=plain(y_pred) if scores is None else plain(scores),
        classes=classes,
        labels=labels,
        confusion=plain(confusion_matrix(y_true, y_pred, labels=every)),
        accuracy=plain(accuracy_score(y_true, y_pred)),
        balancedAccuracy=plain(balanced_accuracy_score(y_true, y_pred)),
        averages=averages,
        gMean=[
            dict(
                correction=correction,
                value=plain(float(geometric_mean_score(y_true, y_pred, labels=chosen, correction=correction))),
            )
            for correction in corrections
        ],
    )


def noisy(y_true, classes, share):
    """Some labels replaced by random ones."""
    return np.where(rng.random(len(y_true)) < share, rng.integers(0, classes, len(y_true)), y_true)


balanced = np.repeat(np.arange(5), 12)
long_tail = np.repeat(np.arange(6), [243, 81, 27, 9, 3, 1])
rare = np.array([0] * 999 + [1])
# Scores in eighths, so that ties of the largest are frequent and exact in float32.
tied = np.round(rng.random((60, 4)) * 8) / 8
gaps = rng.choice([0, 3, 40, 1000], 50)

cases = [
    case("balanced, half right", balanced, noisy(balanced, 5, 0.6)),
    case("all right", balanced, balanced),
    case("all wrong", balanced, (balanced + 1) % 5),
    case("binary", rng.integers(0, 2, 50), rng.integers(0, 2, 50)),
    case("extreme imbalance, rare class never predicted", rare, np.zeros(1000, int)),
    case("extreme imbalance, rare class found once, two false alarms", rare, np.where(np.isin(np.arange(1000), [5, 700, 999]), 1, 0)),
    case("extreme imbalance, rare class taken for a class that does not exist", rare, np.where(rare == 1, 2, 0)),
    case("long tail", long_tail, noisy(long_tail, 6, 0.4)),
    case("long tail, rare classes chosen", long_tail, noisy(long_tail, 6, 0.4), labels=[5, 3, 4]),
    case("long tail, classes given, three of them absent", long_tail, noisy(long_tail, 6, 0.4), classes=9),
    case("a class absent from yTrue but predicted", [0, 0, 1, 1, 3], [0, 2, 1, 2, 3]),
    case("a class absent from yPred", [0, 0, 1, 2, 2], [0, 0, 1, 1, 0]),
    case("classes absent from both", [0, 0, 2, 2], [0, 2, 2, 2], classes=5),
    case("a chosen label that never occurs", [0, 0, 2, 2], [0, 2, 2, 2], labels=[0, 7]),
    case("only chosen labels that are absent from yTrue", [0, 0, 2, 2], [0, 1, 2, 2], labels=[1, 5], classes=6),
    case("single class, right", [0] * 7, [0] * 7),
    case("single class, wrong", [0] * 7, [1] * 7),
    case("single class, label 3", [3] * 7, [3, 3, 3, 3, 3, 1, 3]),
    case("single class of four", [3] * 7, [3, 3, 3, 3, 3, 1, 3], classes=4),
    case("one example", [4], [4]),
    case("labels with gaps", gaps, np.where(rng.random(50) < 0.3, 3, gaps)),
    case("scores with ties", np.resize(np.arange(4), 60), tied.argmax(axis=1), classes=4, scores=tied),
    case("a hundred classes, small recalls", np.repeat(np.arange(100), 4), noisy(np.repeat(np.arange(100), 4), 100, 0.75), corrections=(0.0, 1e-9, 0.5)),
]

target = Path(__file__).parents[3] / "packages/metrics/test/fixtures/classification.json"
target.parent.mkdir(parents=True, exist_ok=True)
versions = dict(sklearn=sklearn.__version__, imblearn=imblearn.__version__, numpy=np.__version__)
lines = ",\n".join(json.dumps(entry, separators=(",", ":"), allow_nan=False) for entry in cases)
target.write_text(f'{{"versions":{json.dumps(versions)},"cases":[\n{lines}\n]}}\n')

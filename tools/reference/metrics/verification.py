"""Writes packages/metrics/test/fixtures/verification.json: equal error rate, TAR at FAR, accuracy by folds.

    pip install -r tools/reference/metrics/requirements.txt
    python tools/reference/metrics/verification.py
"""

import numpy as np
import scipy
import sklearn
from fixture_file import write
from scipy.optimize import brentq
from sklearn.metrics import accuracy_score, roc_auc_score, roc_curve
from sklearn.metrics.pairwise import cosine_similarity, euclidean_distances

rng = np.random.default_rng(20260505)
FAR = [0.0, 0.005, 0.01, 0.1, 0.25, 1.0]


def equal_error_rate(fpr, tpr):
    """Where the polygon of the ROC points meets fpr = 1 - tpr, by a root finder along the polygon."""
    steps = np.arange(len(fpr))
    at = lambda s, values: np.interp(s, steps, values)
    s = brentq(lambda s: at(s, fpr) - 1 + at(s, tpr), 0, len(fpr) - 1, xtol=1e-14)
    return at(s, fpr)


def fold_accuracy(same, scores, folds):
    """Every threshold between two scores of the other folds, and one beyond each end."""
    results = []
    for fold in np.unique(folds):
        train, test = folds != fold, folds == fold
        values = np.unique(scores[train])
        candidates = np.concatenate([[-np.inf], (values[1:] + values[:-1]) / 2, [np.inf]])
        accuracies = np.array([accuracy_score(same[train], scores[train] >= t) for t in candidates])
        threshold = candidates[accuracies == accuracies.max()].max()
        results.append(dict(fold=fold, threshold=threshold, accuracy=accuracy_score(same[test], scores[test] >= threshold)))
    shares = np.array([r["accuracy"] for r in results])
    deviation = shares.std(ddof=1)
    return dict(accuracy=shares.mean(), standardDeviation=deviation, standardError=deviation / np.sqrt(len(shares)), folds=results)


def case(name, same, scores, weights=None):
    fpr, tpr, _ = roc_curve(same, scores, sample_weight=weights, drop_intermediate=False)
    folds = rng.integers(0, 5, len(same))
    return dict(
        kind="rates",
        name=name,
        same=same,
        scores=scores,
        weights=weights,
        folds=folds,
        auroc=roc_auc_score(same, scores, sample_weight=weights),
        equalErrorRate=equal_error_rate(fpr, tpr),
        tarAtFar=[dict(far=far, tar=tpr[fpr <= far].max(), reached=fpr[fpr <= far].max(), interpolated=np.interp(far, fpr, tpr)) for far in FAR],
        accuracy=fold_accuracy(same, scores, folds) if weights is None else None,
    )


def scores(same, skill, grid=None):
    values = np.clip(skill * same + rng.normal(size=len(same)) - skill / 2, -3, 3) / 3
    return values if grid is None else np.round(values * grid) / grid


few = rng.integers(0, 2, 120)
rare = (rng.random(300) < 0.03).astype(int)
rare[:3] = 1
embeddings = rng.normal(size=(6, 5))
left, right = np.array([0, 1, 4, 5]), np.array([1, 3, 0, 2])
cases = [
    case("distinct", few, scores(few, 2)),
    case("ties", few, scores(few, 2, 4)),
    case("weighted ties", few, scores(few, 2, 4), np.round(rng.random(120) * 16) / 8),
    case("few of one identity", rare, scores(rare, 2)),
    case("chance", few, scores(few, 0)),
    case("upside down", few, -scores(few, 3)),
    case("perfect", few, np.where(few == 1, 0.75, -0.5)),
    case("constant", few, np.full(120, 0.25)),
    dict(
        kind="similarities",
        name="similarities",
        embeddings=embeddings,
        left=left,
        right=right,
        cosine=cosine_similarity(embeddings)[left, right],
        euclidean=-np.sqrt(((embeddings[left] - embeddings[right]) ** 2).sum(axis=1)),
    ),
]
assert np.allclose(cases[-1]["euclidean"], -euclidean_distances(embeddings)[left, right])
write("verification", dict(sklearn=sklearn.__version__, numpy=np.__version__, scipy=scipy.__version__), cases)

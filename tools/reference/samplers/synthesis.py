"""Writes packages/samplers/test/fixtures/synthesis.json: what imbalanced-learn's methods that make rows compute on the
way, and the distribution of what they make.

    pip install -r tools/reference/samplers/requirements.txt
    python tools/reference/samplers/synthesis.py
"""

import json
import warnings
from pathlib import Path

import imblearn
import numpy as np
import sklearn
from imblearn.over_sampling import ADASYN, SMOTE, SMOTEN, SMOTENC, BorderlineSMOTE, KMeansSMOTE, RandomOverSampler
from imblearn.under_sampling import ClusterCentroids, RandomUnderSampler
from imblearn.metrics.pairwise import ValueDifferenceMetric
from scipy.stats import mode
from sklearn.neighbors import NearestNeighbors
from sklearn.preprocessing import OrdinalEncoder

from tables import blobs, shuffled

warnings.filterwarnings("ignore")
rng = np.random.default_rng(20260402)

MADE = 40_000
LEVELS = np.linspace(0.01, 0.99, 99)


def quantiles(values):
    """The quantiles of every column."""
    return [np.quantile(column, LEVELS).round(6).tolist() for column in np.asarray(values, dtype=float).T]


def many(method, X, y, **arguments):
    """The rows that a method makes of class 1."""
    counts = {1: int((y == 1).sum()) + MADE}
    X_new, _ = method(sampling_strategy=counts, random_state=1, **arguments).fit_resample(X, y)
    return X_new[len(X):]


def sizes(method, X, y):
    _, y_new = method.fit_resample(X, y)
    return np.bincount(y_new).tolist()


def adasyn_per_row(X, y, code, count, k=5):
    """How many rows ADASYN makes from each row of a class, by its formula with scikit-learn's neighbours."""
    near = NearestNeighbors(n_neighbors=k + 1).fit(X).kneighbors(X[y == code], return_distance=False)[:, 1:]
    ratios = (y[near] != code).sum(axis=1) / k
    return np.rint(ratios / ratios.sum() * count).astype(int).tolist()


def continuous():
    X, y = shuffled(*blobs([90, 40, 25], 3, 1.0))
    made = dict(
        smote=many(SMOTE, X, y),
        adasyn=many(ADASYN, X, y),
        borderline1=many(BorderlineSMOTE, X, y, kind="borderline-1"),
        borderline2=many(BorderlineSMOTE, X, y, kind="borderline-2"),
        smoothed=many(RandomOverSampler, X, y, shrinkage=1.0),
    )
    borderline = BorderlineSMOTE(random_state=0)
    borderline.fit_resample(X, y)
    return dict(
        X=X.tolist(),
        y=y.tolist(),
        made=[dict(method=name, quantiles=quantiles(rows)) for name, rows in made.items()],
        adasynPerRow={str(code): adasyn_per_row(X, y, code, 90 - int((y == code).sum())) for code in (1, 2)},
        danger={str(code): rows.tolist() for code, rows in borderline.in_danger_indices.items()},
        sizes=[
            dict(method="smote", options={}, sizes=sizes(SMOTE(random_state=0), X, y)),
            dict(method="smote", options={"targets": "minority"},
                 sizes=sizes(SMOTE(random_state=0, sampling_strategy="minority"), X, y)),
            dict(method="smote", options={"targets": "not-minority"},
                 sizes=sizes(SMOTE(random_state=0, sampling_strategy="not minority"), X, y)),
            dict(method="smote", options={"targets": {"counts": {"2": 31}}},
                 sizes=sizes(SMOTE(random_state=0, sampling_strategy={2: 31}), X, y)),
            dict(method="adasyn", options={}, sizes=sizes(ADASYN(random_state=0), X, y)),
            dict(method="adasyn", options={"k": 8}, sizes=sizes(ADASYN(random_state=0, n_neighbors=8), X, y)),
            dict(method="borderlineSmote", options={}, sizes=sizes(BorderlineSMOTE(random_state=0), X, y)),
        ],
    )


def ratios():
    result = []
    for ratio in (0.35, 0.5, 0.77, 1.0):
        y = np.repeat([0, 1], [101, 33])
        X = rng.normal(size=(len(y), 2))
        over = sizes(SMOTE(random_state=0, sampling_strategy=ratio), X, y)
        under = sizes(RandomUnderSampler(random_state=0, sampling_strategy=ratio), X, y)
        result.append(dict(ratio=ratio, over=over, under=under))
    return result


def mixed():
    """Two columns of numbers, two of categories, and class 1 with little of its own."""
    y = np.repeat([0, 1], [80, 40])
    numbers = np.round(rng.normal(size=(len(y), 2)) * [1.0, 3.0] + y[:, None], 4)
    colours = rng.choice(["blue", "green", "red"], p=[0.5, 0.3, 0.2], size=len(y))
    forms = rng.choice(["round", "square"], size=len(y))
    X = np.column_stack([numbers[:, 0].astype(object), colours, numbers[:, 1].astype(object), forms])
    made = many(SMOTENC, X, y, categorical_features=[1, 3])
    shares = lambda column: {name: float((column == name).mean()) for name in sorted(set(column))}
    return dict(
        X=X.tolist(),
        y=y.tolist(),
        quantiles=quantiles(made[:, [0, 2]]),
        shares=[shares(made[:, 1]), shares(made[:, 3])],
    )


def nominal(k=4):
    """What each row of class 1 votes for, by the parts of SMOTEN."""
    y = np.repeat([0, 1], [60, 35])
    X = np.array([[f"{'abcde'[rng.integers(0, 5)]}" for _ in range(12)] for _ in y])
    encoder = OrdinalEncoder(dtype=np.int32)
    encoded = encoder.fit_transform(X)
    metric = ValueDifferenceMetric(n_categories=[len(names) for names in encoder.categories_]).fit(encoded, y)
    own = encoded[y == 1]
    distances = metric.pairwise(own)
    near = NearestNeighbors(n_neighbors=k + 1, metric="precomputed").fit(distances).kneighbors(distances, return_distance=False)
    ordered = np.sort(distances, axis=1)
    if np.isclose(ordered[:, k], ordered[:, k + 1]).any():
        raise SystemExit("two neighbours are equally far; take another seed")
    votes = encoder.inverse_transform(np.squeeze(mode(own[near], axis=1, keepdims=True).mode, axis=1))
    made, _ = SMOTEN(k_neighbors=k, random_state=0).fit_resample(X, y)
    if not {tuple(row) for row in made[len(X):]} <= {tuple(row) for row in votes}:
        raise SystemExit("SMOTEN makes other rows than its parts say")
    return dict(X=X.tolist(), y=y.tolist(), k=k, rows=np.flatnonzero(y == 1).tolist(), votes=votes.tolist())


def clusters():
    """Three clusters far apart, which every k-means finds."""
    centres = np.array([[0, 0], [30, 0], [0, 40]])
    rows, labels = [], []
    for centre, others, own, spread in zip(centres, (30, 12, 40), (12, 20, 3), (1.0, 2.5, 1.0)):
        rows.append(centre + spread * rng.normal(size=(others + own, 2)))
        labels += [0] * others + [1] * own
    X, y = np.round(np.vstack(rows), 4), np.array(labels)
    sampler = KMeansSMOTE(random_state=0, kmeans_estimator=3, k_neighbors=2)
    X_new, y_new = sampler.fit_resample(X, y)
    which = np.argmin(((X_new[len(X):, None] - centres) ** 2).sum(axis=2), axis=1)
    centroids = ClusterCentroids(random_state=0, sampling_strategy={0: 3})
    X_centres, _ = centroids.fit_resample(X, y)
    sparsities = []
    for count in (5, 12, 40):
        points = np.round(rng.normal(size=(count, 3)), 4)
        for exponent in ("auto", 2):
            sampler.density_exponent = exponent
            sparsities.append(
                dict(points=points.tolist(), exponent=exponent, sparsity=float(sampler._find_cluster_sparsity(points)))
            )
    return dict(
        X=X.tolist(),
        y=y.tolist(),
        centres=centres.tolist(),
        perCluster=np.bincount(which, minlength=3).tolist(),
        centroids=X_centres[:3].tolist(),
        sparsities=sparsities,
    )


def main():
    fixture = dict(
        versions={"imbalanced-learn": imblearn.__version__, "scikit-learn": sklearn.__version__},
        made=MADE,
        levels=LEVELS.round(4).tolist(),
        continuous=continuous(),
        ratios=ratios(),
        mixed=mixed(),
        nominal=nominal(),
        clusters=clusters(),
    )
    path = Path(__file__).parents[3] / "packages/samplers/test/fixtures/synthesis.json"
    path.write_text(json.dumps(fixture, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()

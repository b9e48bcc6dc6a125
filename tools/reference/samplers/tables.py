"""The small tables that the fixtures are made of."""

import numpy as np

rng = np.random.default_rng(20260401)


def blobs(sizes, columns, spread, decimals=4):
    """Gaussian classes around random centres, larger `spread` for more overlap; rows class by class."""
    rows, labels = [], []
    for label, size in enumerate(sizes):
        centre = rng.normal(size=columns)
        rows.append(centre + spread * rng.normal(size=(size, columns)))
        labels += [label] * size
    return np.round(np.vstack(rows), decimals), np.array(labels)


def shuffled(X, y):
    order = rng.permutation(len(y))
    return X[order], y[order]


def selection_tables():
    """Without ties between different distances, so that every method has one answer."""
    two = blobs([80, 30], 2, 1.0)
    minority_first = shuffled(*blobs([25, 90], 3, 0.9))
    three = shuffled(*blobs([60, 25, 90], 5, 1.2))
    wide = shuffled(*blobs([50, 90, 40], 20, 1.5))
    X, y = blobs([70, 30], 2, 1.0)
    copies = rng.choice(len(y), size=25, replace=False)
    repeated = shuffled(np.vstack([X, X[copies]]), np.concatenate([y, y[copies]]))
    return dict(two=two, minorityFirst=minority_first, three=three, wide=wide, repeated=repeated)


def tied_tables():
    """Whole numbers: many equal distances, and some equal rows of different classes."""
    X, y = rng.integers(0, 30, size=(90, 2)).astype(float), np.repeat([0, 1], [60, 30])
    grid = shuffled(np.vstack([X, X[:6]]), np.concatenate([y, 1 - y[:6]]))
    coarse = shuffled(rng.integers(0, 12, size=(80, 3)).astype(float), np.repeat([0, 1, 2], [40, 25, 15]))
    return dict(grid=grid, coarse=coarse)

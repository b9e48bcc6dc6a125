"""Writes packages/metrics/test/fixtures/feature-space.json: the definitions once more, with numpy's own linear algebra.

    pip install -r tools/reference/metrics/requirements.txt
    python tools/reference/metrics/feature_space.py
"""

import numpy as np
import scipy
import sklearn
from fixture_file import write
from scipy.spatial.distance import cdist, pdist
from scipy.stats import spearmanr
from sklearn.decomposition import PCA

rng = np.random.default_rng(20260303)


def unit(rows):
    return rows / np.linalg.norm(rows, axis=-1, keepdims=True)


def between(a, b):
    """The arc cosine loses half of the digits near 0 and π, hence the longer numbers."""
    a, b = unit(np.asarray(a, np.longdouble)), unit(np.asarray(b, np.longdouble))
    return np.arccos(np.clip(a @ b.T, -1, 1)).astype(float)


def simplex(vectors):
    norms = np.linalg.norm(vectors, axis=1)
    cosines = np.array([a @ b for i, a in enumerate(unit(vectors)) for b in unit(vectors)[:i]])
    return dict(
        equinorm=norms.std() / norms.mean(),
        equiangularity=cosines.std(),
        maximalAngle=np.abs(cosines + 1 / (len(vectors) - 1)).mean(),
    )


def collapse(x, y, weights, biases, average):
    """Papyan, Han, Donoho 2020, by the matrices themselves."""
    present = np.unique(y)
    count = len(present)
    means = np.array([x[y == c].mean(axis=0) for c in present])
    shares = np.full(count, 1 / count) if average == "classes" else np.array([(y == c).mean() for c in present])
    centred = means - shares @ means
    between_classes = sum(p * np.outer(m, m) for p, m in zip(shares, centred))
    within = sum(p * np.atleast_2d(np.cov(x[y == c].T, bias=True)) for p, c in zip(shares, present))
    chosen = weights[present]
    predicted = (x @ weights.T + biases).argmax(axis=1)
    nearest = present[cdist(x, means).argmin(axis=1)]
    # The rank is known; without it rounding may turn a zero into a direction.
    rank = min(count - 1, x.shape[1])
    values, vectors = np.linalg.eigh(between_classes)
    inverse = (vectors[:, -rank:] / values[-rank:]) @ vectors[:, -rank:].T
    assert np.allclose(inverse, np.linalg.pinv(between_classes, rcond=1e-12, hermitian=True))
    return dict(
        average=average,
        nc1=np.trace(within @ inverse) / count,
        means=simplex(centred),
        weights=simplex(chosen),
        nc3=((chosen / np.linalg.norm(chosen) - centred / np.linalg.norm(centred)) ** 2).sum(),
        nc4=(predicted != nearest).mean(),
    )


def spread(x, y, classes):
    present = np.unique(y)
    means = {c: x[y == c].mean(axis=0) for c in present}
    entries = []
    for c in classes:
        if c not in means:
            entries.append(dict(label=c, count=0, intra=None, inter=None, nearest=None, distance=None))
            continue
        others = [o for o in present if o != c]
        apart = np.array([np.linalg.norm(means[c] - means[o]) for o in others])
        entries.append(
            dict(
                label=c,
                count=(y == c).sum(),
                intra=np.trace(np.atleast_2d(np.cov(x[y == c].T, bias=True))),
                inter=apart.mean(),
                nearest=others[apart.argmin()],
                distance=apart.min(),
            )
        )
    return entries


def angles(x, y, classes, share, origin):
    present = np.unique(y)
    means = np.array([x[y == c].mean(axis=0) for c in present])
    centre = means.mean(axis=0) if origin == "mean" else np.zeros(x.shape[1])
    axes = means - centre
    apart = between(axes, axes)
    np.fill_diagonal(apart, np.inf)
    entries = []
    for c in classes:
        if c not in present:
            entries.append(dict(label=c, spread=None, occupied=None, nearest=None, angle=None))
            continue
        place = list(present).index(c)
        own = between(x[y == c] - centre, axes[place : place + 1])[:, 0]
        entries.append(
            dict(
                label=c,
                spread=own.mean(),
                occupied=2 * np.quantile(own, share),
                nearest=present[apart[place].argmin()],
                angle=apart[place].min(),
            )
        )
    return dict(share=share, origin=origin, perClass=entries)


def boundaries(weights):
    """By the law of the triangle in the plane of two weights: tan φ = (|a| − |b| cos θ) / (|b| sin θ)."""
    norms = np.linalg.norm(weights, axis=1)
    theta = between(weights, weights)
    found = np.arctan2(norms[:, None] - norms * np.cos(theta), norms * np.sin(theta))
    np.fill_diagonal(found, np.inf)
    return [dict(angle=row.min(), nearest=row.argmin()) for row in found]


def spacing(vectors, labels=None):
    if labels is None:
        distances = pdist(vectors)
    else:
        pairs = [(i, j) for i in range(len(vectors)) for j in range(i) if labels[i] != labels[j]]
        distances = np.array([np.linalg.norm(vectors[i] - vectors[j]) for i, j in pairs])
    squares = distances**2
    return dict(
        labels=labels,
        pairs=len(distances),
        mean=distances.mean(),
        min=distances.min(),
        max=distances.max(),
        variation=distances.std() / distances.mean(),
        squaredVariation=squares.std() / squares.mean(),
    )


def norms(weights, counts):
    lengths = np.linalg.norm(weights, axis=1)
    return dict(counts=counts, norms=lengths, rankCorrelation=spearmanr(lengths, counts).statistic)


def components(x, count):
    pca = PCA(count, svd_solver="full").fit(x)
    return dict(
        count=count,
        mean=pca.mean_,
        components=pca.components_,
        variance=pca.explained_variance_,
        ratio=pca.explained_variance_ratio_,
        points=pca.transform(x),
    )


def case(name, x, y, weights, biases, counts, classes=None, share=0.9):
    x, y, weights, biases = np.asarray(x, float), np.asarray(y), np.asarray(weights, float), np.asarray(biases, float)
    every = list(range(classes)) if classes else np.unique(y).tolist()
    return dict(
        name=name,
        embeddings=x,
        labels=y,
        classes=classes,
        weights=weights,
        biases=biases,
        collapse=[collapse(x, y, weights, biases, average) for average in ("classes", "examples")],
        spread=spread(x, y, every),
        angles=[angles(x, y, every, share, origin) for origin in ("zero", "mean")],
        boundaries=boundaries(weights),
        spacing=[spacing(weights), spacing(weights, [j % 2 for j in range(len(weights))])],
        norms=norms(weights, counts),
        components=[components(x, count) for count in range(1, min(x.shape) + 1)],
    )


def clusters(counts, d, apart=2.0, scale=0.6):
    y = np.repeat(np.arange(len(counts)), counts)
    means = apart * rng.standard_normal((len(counts), d))
    x = np.round(means[y] + scale * rng.standard_normal((len(y), d)), 3)
    return x, y


def weights_of(count, d):
    return np.round(rng.standard_normal((count, d)), 3), np.round(rng.standard_normal(count), 3)


def make(name, counts, d, frequencies=None, **arguments):
    x, y = clusters(counts, d)
    return case(name, x, y, *weights_of(len(counts), d), frequencies or counts, **arguments)


few_x, few_y = clusters([6, 5, 4], 3)
gaps = np.array([0, 2, 5])[few_y]
repeated_x, repeated_y = clusters([8, 8, 3], 2)
repeated_x[:8] = repeated_x[0]

cases = [
    make("balanced", [9, 9, 9], 4),
    make("long tail, the rarest class of one example", [24, 12, 5, 2, 1], 4),
    make("two classes", [12, 4], 3, share=0.5),
    make("more classes than dimensions", [7, 6, 5, 4, 3, 2], 2, share=1.0),
    make("fewer examples than dimensions", [3, 2, 2], 12, share=0.0),
    make("one dimension", [6, 5], 1),
    make("extreme imbalance", [400, 1], 2, share=0.99),
    make("equal frequencies among unequal ones", [5, 4, 4, 3], 3, frequencies=[50, 5, 5, 5]),
    case("absent classes", few_x, gaps, *weights_of(6, 3), [6, 0, 5, 0, 0, 4], classes=6),
    case("one class collapsed into a point", repeated_x, repeated_y, *weights_of(3, 2), [8, 8, 3]),
]
versions = dict(numpy=np.__version__, scipy=scipy.__version__, sklearn=sklearn.__version__)
write("feature-space", versions, cases)

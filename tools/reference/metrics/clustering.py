"""Writes packages/metrics/test/fixtures/clustering.json: agreement of clusters with classes, and silhouettes.

    pip install -r tools/reference/metrics/requirements.txt
    python tools/reference/metrics/clustering.py
"""

import numpy as np
import sklearn
from mpmath import mp, mpf
from fixture_file import write
from sklearn.cluster import KMeans
from sklearn.metrics import (
    adjusted_mutual_info_score,
    adjusted_rand_score,
    homogeneity_completeness_v_measure,
    mutual_info_score,
    normalized_mutual_info_score,
    silhouette_samples,
)
from sklearn.metrics.cluster import contingency_matrix

rng = np.random.default_rng(20260505)
AVERAGES = ("arithmetic", "geometric", "min", "max")


def exact_adjusted(y_true, clusters, average):
    """AMI in 40 digits: scikit-learn's logarithms of factorials leave few where the difference is small. None for 0/0."""
    mp.dps = 40
    n = len(y_true)
    a, b = (np.unique(labels, return_counts=True)[1].tolist() for labels in (y_true, clusters))
    if len(a) == 1 or len(b) == 1:
        return float(len(a) == len(b))
    entropies = [-sum(mpf(c) / n * mp.log(mpf(c) / n) for c in counts) for counts in (a, b)]
    cells = contingency_matrix(y_true, clusters).tolist()
    information = sum(
        mpf(c) / n * mp.log(mpf(n) * c / (a[i] * b[j])) for i, row in enumerate(cells) for j, c in enumerate(row) if c
    )

    def expected(a, b):
        ways = mp.binomial(n, b)
        counts = range(max(1, a + b - n), min(a, b) + 1)
        return sum(
            mpf(k) / n * mp.log(mpf(n) * k / (a * b)) * mp.binomial(a, k) * mp.binomial(n - a, b - k) / ways for k in counts
        )

    by_chance = sum(expected(i, j) for i in a for j in b)
    means = dict(arithmetic=sum(entropies) / 2, geometric=mp.sqrt(entropies[0] * entropies[1]), min=min(entropies), max=max(entropies))
    above, room = information - by_chance, means[average] - by_chance
    if abs(room) < mpf(10) ** -30:
        assert abs(above) < mpf(10) ** -30
        return None
    value = float(above / room)
    theirs = adjusted_mutual_info_score(y_true, clusters, average_method=average)
    assert abs(value - theirs) < 1e-9 * abs(value) + 1e-12, (value, theirs)
    return value


def agreement(name, y_true, clusters):
    y_true, clusters = np.asarray(y_true), np.asarray(clusters)
    return dict(
        name=name,
        yTrue=y_true,
        clusters=clusters,
        mutualInformation=mutual_info_score(y_true, clusters),
        normalized={a: normalized_mutual_info_score(y_true, clusters, average_method=a) for a in AVERAGES},
        adjusted={a: exact_adjusted(y_true, clusters, a) for a in AVERAGES},
        adjustedRand=adjusted_rand_score(y_true, clusters),
        vMeasure=[dict(beta=b, values=homogeneity_completeness_v_measure(y_true, clusters, beta=b)) for b in (0.5, 1.0, 3.0)],
    )


def silhouettes(name, x, labels):
    x, labels = np.asarray(x, float), np.asarray(labels)
    return dict(
        name=name,
        embeddings=x,
        labels=labels,
        samples={metric: silhouette_samples(x, labels, metric=metric) for metric in ("euclidean", "cosine")},
    )


def k_means(name, x, clusters):
    return dict(name=name, embeddings=x, k=clusters, inertia=KMeans(clusters, n_init=50, random_state=0).fit(x).inertia_)


def noisy(labels, count, share):
    return np.where(rng.random(len(labels)) < share, rng.integers(0, count, len(labels)), labels)


def blobs(counts, d, scale, shift=0.0):
    y = np.repeat(np.arange(len(counts)), counts)
    means = 4 * rng.standard_normal((len(counts), d)) + shift
    return np.round(means[y] + scale * rng.standard_normal((len(y), d)), 3), y


long_tail = np.repeat(np.arange(6), [60, 25, 9, 4, 2, 1])
rare = np.array([0] * 2000 + [1])
balanced = np.resize(np.arange(4), 48)
agreements = [
    agreement("balanced, half right", balanced, noisy(balanced, 4, 0.5)),
    agreement("the same under other names", balanced, (balanced + 7) % 4 * 10),
    agreement("long tail", long_tail, noisy(long_tail, 6, 0.3)),
    agreement("long tail, by chance", long_tail, rng.integers(0, 8, len(long_tail))),
    agreement("more clusters than classes", balanced, noisy(balanced, 4, 0.2) * 3 + rng.integers(0, 3, 48)),
    agreement("fewer clusters than classes", long_tail, long_tail // 2),
    agreement("extreme imbalance, the rare one found", rare, rare),
    agreement("extreme imbalance, the rare one not found", rare, np.resize([0, 1], 2001)),
    agreement("independent", np.repeat([0, 1], 20), np.resize([0, 1], 40)),
    agreement("worse than chance", [0, 0, 1, 1], [0, 1, 0, 1]),
    agreement("one cluster", balanced, np.zeros(48, int)),
    agreement("one class", np.zeros(48, int), balanced),
    agreement("one class in one cluster", [3, 3, 3], [1, 1, 1]),
    agreement("every example alone", np.arange(12), np.arange(12)[::-1]),
    agreement("every example a cluster", np.resize([0, 1], 12), np.arange(12)),
    agreement("labels with gaps", rng.choice([0, 3, 40], 30), rng.choice([1, 7, 1000], 30)),
    agreement("one example", [2], [5]),
]
x, y = blobs([20, 8, 4, 1], 3, 1.5)
repeated = np.repeat(x[:6], 4, axis=0)
samples = [
    silhouettes("long tail, a class of one", x, y),
    silhouettes("labels with gaps", x, np.array([3, 0, 90, 7])[y]),
    silhouettes("one against the rest", x, np.arange(len(x)) == 5),
    silhouettes("extreme imbalance", *blobs([150, 2], 2, 1.0)),
    silhouettes("equal rows in one class and in two", repeated, np.repeat(np.arange(8), 3)),
    silhouettes("almost every example alone", x, np.maximum(np.arange(len(x)) - 1, 0)),
]
centres = [
    k_means("clusters far apart", blobs([12, 9, 5, 3], 4, 0.3)[0], 4),
    k_means("far from zero", blobs([12, 9, 5], 3, 0.3, shift=500.0)[0], 3),
]
write("clustering", dict(sklearn=sklearn.__version__, numpy=np.__version__), agreements + samples + centres)

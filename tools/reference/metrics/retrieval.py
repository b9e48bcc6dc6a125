"""Writes packages/metrics/test/fixtures/retrieval.json: pytorch-metric-learning's AccuracyCalculator.

    pip install -r tools/reference/metrics/requirements.txt
    python tools/reference/metrics/retrieval.py

AccuracyCalculator gets its neighbours from a function of ours that sorts float64 distances, of equal ones the lower row
first, because it hands faiss float32. Where float32 is exact and nothing is tied, faiss must say the same.
"""

import numpy as np
import faiss
import pytorch_metric_learning
import torch
from fixture_file import write
from pytorch_metric_learning.utils.accuracy_calculator import AccuracyCalculator

rng = np.random.default_rng(20260404)
NAMES = dict(
    precisionAt1="precision_at_1",
    rPrecision="r_precision",
    mapAtR="mean_average_precision_at_r",
    meanReciprocalRank="mean_reciprocal_rank",
)


def neighbours(query, reference, distance, ties=None):
    if distance == "cosine":
        query, reference = (x / np.linalg.norm(x, axis=1, keepdims=True) for x in (query, reference))
        return -(query @ reference.T)
    return ((query[:, None] - reference[None]) ** 2).sum(axis=2)


def scores(case, average, depth):
    """`average`: 'micro', 'macro' or 'perClass'; the reciprocal rank is looked for among `depth` rows."""
    x, y = np.array(case["embeddings"], float), np.array(case["labels"])
    gallery = case["gallery"]
    reference, reference_labels = (x, y) if gallery is None else (np.array(gallery["embeddings"], float), np.array(gallery["labels"]))
    includes = case["selfMatches"] == "exclude"

    def knn(query, k, given, ref_includes_query):
        # float64 again: AccuracyCalculator rounds to float32 before it asks.
        distances = neighbours(x, reference, case["distance"])
        order = np.empty(distances.shape, int)
        for row, own in enumerate(distances):
            other = reference_labels != y[row]
            keys = dict(zip(("lower-row", "same-class", "other-class"), (np.zeros(len(own)), other, ~other)))
            ranked = np.lexsort((np.arange(len(own)), keys[case["ties"]], own))
            if ref_includes_query:
                ranked = np.append(ranked[ranked != row], row)
            order[row] = ranked
        return torch.tensor(0), torch.tensor(order[:, :k])

    def calculator(k, names):
        flags = dict(avg_of_avgs=average == "macro", return_per_class=average == "perClass")
        return AccuracyCalculator(include=names, k=k, device=torch.device("cpu"), knn_func=knn, **flags)

    def get(k, names):
        found = calculator(k, names).get_accuracy(x, y, reference, reference_labels, ref_includes_query=includes)
        return {key: found[name] for key, name in NAMES.items() if name in found}

    counts = np.bincount(np.r_[reference_labels, y])
    every = int(max(counts.max(), depth))
    every = min(every, len(reference) - int(includes))
    result = get(every, ("precision_at_1", "r_precision", "mean_average_precision_at_r"))
    # Alone it asks for no neighbours.
    result |= {"meanReciprocalRank": get(depth, ("mean_reciprocal_rank", "precision_at_1"))["meanReciprocalRank"]}
    return result


def recalls(case, ks):
    """Recall@K by its definition; AccuracyCalculator has none."""
    x, y = np.array(case["embeddings"], float), np.array(case["labels"])
    gallery = case["gallery"]
    reference, reference_labels = (x, y) if gallery is None else (np.array(gallery["embeddings"], float), np.array(gallery["labels"]))
    includes = case["selfMatches"] == "exclude"
    distances = neighbours(x, reference, case["distance"])
    found = []
    for row, own in enumerate(distances):
        other = reference_labels != y[row]
        keys = dict(zip(("lower-row", "same-class", "other-class"), (np.zeros(len(own)), other, ~other)))
        ranked = [r for r in np.lexsort((np.arange(len(own)), keys[case["ties"]], own)) if not (includes and r == row)]
        if any(not other[r] for r in ranked):
            found.append([any(not other[r] for r in ranked[:k]) for k in ks])
    return np.mean(found, axis=0)


def case(name, x, y, gallery=None, self_matches=None, distance="euclidean", ties="lower-row", ks=(1, 2, 4), plain=False):
    made = dict(
        name=name,
        embeddings=np.asarray(x).tolist(),
        labels=np.asarray(y).tolist(),
        gallery=None if gallery is None else dict(embeddings=np.asarray(gallery[0]).tolist(), labels=np.asarray(gallery[1]).tolist()),
        selfMatches=self_matches or ("exclude" if gallery is None else "keep"),
        distance=distance,
        ties=ties,
        recallAt=list(ks),
    )
    made |= {average: scores(made, average, ks[-1]) for average in ("micro", "macro", "perClass")}
    made["recalls"] = recalls(made, ks)
    if plain:
        names = tuple(name for key, name in NAMES.items() if key != "meanReciprocalRank")
        other = AccuracyCalculator(include=names, k="max_bin_count", device=torch.device("cpu")).get_accuracy(np.asarray(x, np.float32), y)
        assert all(abs(other[NAMES[key]] - made["micro"][key]) < 1e-12 for key in ("precisionAt1", "rPrecision", "mapAtR")), name
    return made


def clusters(counts, d, scale=1.0, decimals=2):
    y = np.repeat(np.arange(len(counts)), counts)
    means = 1.5 * rng.standard_normal((len(counts), d))
    x = np.round(means[y] + scale * rng.standard_normal((len(y), d)), decimals)
    order = rng.permutation(len(y))
    return x[order], y[order]


def whole(n, d, classes, high=3):
    return rng.integers(0, high, (n, d)), rng.integers(0, classes, n)


tied = whole(40, 2, 4)
imbalanced = clusters([120, 1, 2], 2)
long_tail = clusters([24, 12, 6, 3, 1], 3)
queries, gallery = clusters([5, 5, 5, 2], 3), clusters([9, 4, 2], 3)
line = np.cumsum(rng.random((30, 1)) + 0.1, axis=0)

cases = [
    case("balanced", *clusters([8, 8, 8], 4), plain=True),
    case("on a line, no two distances alike", line, np.arange(30) % 3, plain=True),
    case("long tail, a class of one member", *long_tail, plain=True),
    case("extreme imbalance", *imbalanced, plain=True),
    *[case(f"whole numbers with many ties, {ties}", *tied, ties=ties) for ties in ("lower-row", "same-class", "other-class")],
    *[case(f"all equal, {ties}", np.ones((9, 2)), np.arange(9) % 3, ties=ties) for ties in ("lower-row", "same-class", "other-class")],
    case("cosine", *clusters([8, 6, 4], 3), distance="cosine"),
    case("a gallery of its own, a class that it has not", *queries, gallery=gallery),
    case("a gallery of its own, by cosine", *queries, gallery=gallery, distance="cosine"),
    case("a gallery that begins with the queries", *queries, gallery=[np.concatenate(parts) for parts in zip(queries, gallery)], self_matches="exclude"),
    case("one class", *clusters([7], 2)),
    case("two rows", [[0.0, 1.0], [2.0, 3.0]], [1, 1], ks=(1,)),
    case("self-matches kept", *clusters([6, 6], 2), gallery=None, self_matches="keep"),
]
versions = dict(
    pytorch_metric_learning=pytorch_metric_learning.__version__, torch=torch.__version__, faiss=faiss.__version__, numpy=np.__version__
)
write("retrieval", versions, cases)

"""Writes packages/pairwise/test/fixtures/pairwise.json: losses and gradients by pytorch-metric-learning in float64.

    pip install -r tools/reference/pairwise/requirements.txt
    python tools/reference/pairwise/make_fixtures.py

The losses here are those of a batch, which are the mean of ours.
"""

import sys
from pathlib import Path

import numpy as np
import torch
from pytorch_metric_learning import distances, losses, miners, reducers

sys.path.insert(0, str(Path(__file__).parents[1]))
from loss_fixtures import ANOTHER_SEED, rounded, shown, write  # noqa: E402

rng = np.random.default_rng(20261123)
torch.set_default_dtype(torch.float64)

# How its definitions differ from ours, and what is done about it here.
NOTES = [
    "Its ContrastiveLoss has D and max(0, margin - D), without squares: they are squared here, as in Hadsell et al. 2006 (who also have a factor of one half). It adds the mean over positive pairs to that over negative pairs: our average 'kinds', and with its default reducer, which counts losses above 0 only, our 'active'. Our default, the mean over all pairs, is taken from the same losses by one mean.",
    "Its TripletMarginLoss counts triplets with a loss above 0 only (our 'active'), unless it is given a MeanReducer (our 'all').",
    "Its miner for semi-hard triplets returns every negative between the positive and the margin, and so ours only after choosing the nearest for each anchor and positive. These all have a loss above 0: our 'active'.",
    "Its distances normalise embeddings by default.",
]


class SquaredContrastiveLoss(losses.ContrastiveLoss):
    def get_per_pair_loss(self, pair_dists, pos_or_neg):
        return super().get_per_pair_loss(pair_dists, pos_or_neg) ** 2


def contrastive(options):
    average = options.get("average", "all")
    reducer = reducers.AvgNonZeroReducer() if average == "active" else reducers.MeanReducer()
    distance = distances.LpDistance(normalize_embeddings=options.get("normalize", False), p=2, power=1)
    loss = SquaredContrastiveLoss(
        pos_margin=0, neg_margin=options.get("margin", 1), distance=distance, reducer=reducer
    )

    def of(f, y):
        if average != "all":
            return loss(f, y)
        kinds = loss.compute_loss(f, y, None, f, y)
        return torch.cat([kinds["pos_loss"]["losses"], kinds["neg_loss"]["losses"]]).mean()

    return of


def nearest_negatives(found, distance, f):
    """Of the triplets of an anchor and a positive the one with the nearest negative."""
    matrix = distance(f)
    best = {}
    for a, p, n in zip(*(x.tolist() for x in found)):
        if (a, p) not in best or matrix[a, n] < matrix[a, best[a, p]]:
            best[a, p] = n
    chosen = [(a, p, n) for (a, p), n in best.items()]
    return tuple(torch.tensor(x) for x in zip(*chosen))


def triplet(options):
    margin = options.get("margin", 0.2)
    power = 2 if options.get("distance", "squared") == "squared" else 1
    distance = distances.LpDistance(normalize_embeddings=options.get("normalize", True), p=2, power=power)
    reducer = reducers.AvgNonZeroReducer() if options.get("average") == "active" else reducers.MeanReducer()
    soft = margin == "soft"
    loss = losses.TripletMarginLoss(
        margin=0 if soft else margin, smooth_loss=soft, distance=distance, reducer=reducer
    )
    mining = options["mining"]
    if mining == "batch-hard":
        miner = miners.BatchHardMiner(distance=distance)
    elif mining == "semi-hard":
        miner = miners.TripletMarginMiner(margin=margin, type_of_triplets="semihard", distance=distance)
    else:
        miner = None

    def of(f, y):
        if miner is None:
            return loss(f, y)
        found = miner(f.detach(), y)
        if mining == "semi-hard":
            found = nearest_negatives(found, distance, f.detach())
        return loss(f, y, found)

    return of


def case(name, kind, batch, d, options, classes=4, scale=1.0, labels=None):
    y = torch.tensor(rng.integers(classes, size=batch) if labels is None else labels)
    f = rounded(rng.normal(size=(batch, d)) * scale)
    loss = {"contrastive": contrastive, "triplet": triplet}[kind](options)(f, y)
    loss.backward()
    return {
        "name": name,
        "kind": kind,
        "batch": batch,
        "dimension": d,
        "options": options,
        "labels": y.tolist(),
        "embeddings": shown(f),
        "loss": shown(loss)[0],
        "gradient": shown(f.grad, 6),
    }


# Of 1000 identities some have several examples.
identities = [999, 0, 500] * 4 + [7 * i for i in range(28)]
imbalanced = [0] * 10 + [1, 1, 2]
cases = [
    case("plain", "contrastive", 8, 4, {}),
    case("kinds", "contrastive", 12, 4, {"average": "kinds", "margin": 3}),
    case("active", "contrastive", 12, 4, {"average": "active", "margin": 2}),
    case("active, normalised", "contrastive", 12, 4, {"average": "active", "margin": 1.2, "normalize": True}),
    case("10 to 1", "contrastive", 13, 3, {"average": "kinds", "margin": 2}, labels=imbalanced),
    case("512 dimensions", "contrastive", 6, 512, {"margin": 2}, scale=0.05),
]
for mining in ("all", "batch-hard", "semi-hard"):
    average = {"average": "active"} if mining == "semi-hard" else {}
    cases += [
        case("the defaults of the paper", "triplet", 12, 4, {"mining": mining, **average}),
        case("active", "triplet", 12, 4, {"mining": mining, "average": "active", "margin": 0.7}),
        case(
            "distances, without normalisation",
            "triplet",
            12,
            4,
            {"mining": mining, "distance": "euclidean", "normalize": False, "margin": 1, **average},
        ),
        case("10 to 1", "triplet", 13, 3, {"mining": mining, "margin": 0.5, **average}, labels=imbalanced),
        case("128 dimensions", "triplet", 6, 128, {"mining": mining, "margin": 0.5, **average}, labels=[0, 1] * 3),
    ]
for mining in ("all", "batch-hard"):
    options = {"mining": mining, "margin": "soft", "distance": "euclidean", "normalize": False}
    cases.append(case("soft margin", "triplet", 12, 4, options))
rng = np.random.default_rng(ANOTHER_SEED)
cases += [
    case("another seed", "contrastive", 12, 6, {"margin": 2}),
    case("two dimensions, 1000 classes", "contrastive", 40, 2, {"average": "kinds", "margin": 2}, labels=identities),
    case("embeddings of norm about 1e-4", "contrastive", 8, 4, {}, scale=5e-5),
    case("embeddings of norm about 1e4", "contrastive", 8, 4, {"margin": 1e4}, scale=5e3),
]
for mining in ("all", "batch-hard"):
    free = {"mining": mining, "normalize": False}
    cases += [
        case("another seed", "triplet", 12, 6, {"mining": mining}),
        case("two dimensions, 1000 classes", "triplet", 40, 2, free, labels=identities),
        case("512 dimensions", "triplet", 6, 512, {"mining": mining, "margin": 0.5}, labels=[0, 1] * 3),
        case("embeddings of norm about 1e-4", "triplet", 8, 4, free, scale=5e-5),
        case("embeddings of norm about 1e4", "triplet", 8, 4, free | {"margin": 1e4, "distance": "euclidean"}, scale=5e3),
    ]
write("pairwise", cases, NOTES, libraries=("pytorch-metric-learning", "torch", "numpy"))

"""Writes packages/samplers/test/fixtures/selection.json: the rows that imbalanced-learn's selection methods keep.

    pip install -r tools/reference/samplers/requirements.txt
    python tools/reference/samplers/selection.py
"""

import json
import warnings
from pathlib import Path

import imblearn
import numpy as np
import sklearn
from imblearn.under_sampling import (
    AllKNN,
    CondensedNearestNeighbour,
    EditedNearestNeighbours,
    InstanceHardnessThreshold,
    NearMiss,
    NeighbourhoodCleaningRule,
    OneSidedSelection,
    RepeatedEditedNearestNeighbours,
    TomekLinks,
)
from sklearn.base import BaseEstimator, ClassifierMixin

from tables import selection_tables, tied_tables

warnings.filterwarnings("ignore")

# The name and options in @isomargin/samplers, and the class and arguments in imbalanced-learn.
METHODS = [
    ("tomekLinks", {}, TomekLinks, {}),
    ("tomekLinks", {"targets": "all"}, TomekLinks, {"sampling_strategy": "all"}),
    ("tomekLinks", {"targets": "majority"}, TomekLinks, {"sampling_strategy": "majority"}),
    ("editedNearestNeighbours", {}, EditedNearestNeighbours, {}),
    ("editedNearestNeighbours", {"kind": "mode"}, EditedNearestNeighbours, {"kind_sel": "mode"}),
    ("editedNearestNeighbours", {"k": 6, "kind": "mode", "targets": "all"}, EditedNearestNeighbours,
     {"n_neighbors": 6, "kind_sel": "mode", "sampling_strategy": "all"}),
    ("editedNearestNeighbours", {"k": 1, "targets": "not-majority"}, EditedNearestNeighbours,
     {"n_neighbors": 1, "sampling_strategy": "not majority"}),
    ("repeatedEditedNearestNeighbours", {}, RepeatedEditedNearestNeighbours, {}),
    ("repeatedEditedNearestNeighbours", {"kind": "mode"}, RepeatedEditedNearestNeighbours, {"kind_sel": "mode"}),
    ("repeatedEditedNearestNeighbours", {"kind": "mode", "rounds": 2, "targets": "all"},
     RepeatedEditedNearestNeighbours, {"kind_sel": "mode", "max_iter": 2, "sampling_strategy": "all"}),
    ("allKnn", {}, AllKNN, {}),
    ("allKnn", {"kind": "mode", "k": 5}, AllKNN, {"kind_sel": "mode", "n_neighbors": 5}),
    ("allKnn", {"allowMinority": True, "k": 4}, AllKNN, {"allow_minority": True, "n_neighbors": 4}),
    ("neighbourhoodCleaningRule", {}, NeighbourhoodCleaningRule, {}),
    ("neighbourhoodCleaningRule", {"k": 5, "threshold": 1.5}, NeighbourhoodCleaningRule,
     {"n_neighbors": 5, "threshold_cleaning": 1.5}),
    ("nearMiss", {"version": 1}, NearMiss, {"version": 1}),
    ("nearMiss", {"version": 1, "k": 5}, NearMiss, {"version": 1, "n_neighbors": 5}),
    ("nearMiss", {"version": 2}, NearMiss, {"version": 2}),
    ("nearMiss", {"version": 2, "k": 7}, NearMiss, {"version": 2, "n_neighbors": 7}),
    ("nearMiss", {"version": 3, "candidates": 12}, NearMiss, {"version": 3, "n_neighbors_ver3": 12}),
]


class Lookup(ClassifierMixin, BaseEstimator):
    """Gives the probabilities of a table; the row's number stands in the first column."""

    def __init__(self, table=None):
        self.table = table

    def fit(self, X, y):
        self.classes_ = np.unique(y)
        return self

    def predict_proba(self, X):
        return self.table[X[:, 0].astype(int)]


def kept(sampler, X, y):
    """The rows that are kept, ascending; imbalanced-learn gives most of them class by class."""
    sampler.fit_resample(X, y)
    return sorted(int(row) for row in sampler.sample_indices_)


def selections(X, y):
    cases = []
    for name, options, method, arguments in METHODS:
        sampler = method(**arguments)
        cases.append(dict(method=name, options=options, kept=kept(sampler, X, y)))
    return cases


def condensing(X, y, seed, k, seeds):
    """Condensed nearest neighbour and one-sided selection, with the rows they begin with. imbalanced-learn compares
    places in the class with places in the table, so that its answer is meant only where the class comes first."""
    result = []
    minority = int(np.argmin(np.bincount(y)))
    for name, method in [("condensed", CondensedNearestNeighbour), ("oneSided", OneSidedSelection)]:
        random = np.random.RandomState(seed)
        starts = {}
        for code in np.unique(y):
            if code != minority:
                rows = np.flatnonzero(y == code)
                starts[str(code)] = rows[random.randint(0, len(rows), size=seeds)].tolist()
        if any(len(set(rows)) < seeds for rows in starts.values()):
            raise SystemExit("a row was drawn twice; take another seed")
        sampler = method(random_state=seed, n_neighbors=k, n_seeds_S=seeds)
        result.append(dict(method=name, k=k, starts=starts, kept=kept(sampler, X, y)))
    return result


def hardness(y, decimals):
    random = np.random.default_rng(7)
    table = random.dirichlet(np.ones(len(np.unique(y))), size=len(y)).round(decimals)
    numbered = np.arange(len(y))[:, None].astype(float)
    sampler = InstanceHardnessThreshold(estimator=Lookup(table), random_state=0)
    return dict(probabilities=table.tolist(), kept=kept(sampler, numbered, y))


def main():
    tables = selection_tables()
    plain = [
        dict(table=name, X=X.tolist(), y=y.tolist(), cases=selections(X, y)) for name, (X, y) in tables.items()
    ]
    tied = [
        dict(
            table=name,
            X=X.tolist(),
            y=y.tolist(),
            cases=[case for case in selections(X, y) if case["method"] in ("tomekLinks", "editedNearestNeighbours")],
        )
        for name, (X, y) in tied_tables().items()
    ]
    X, y = tables["two"]
    condensed = [case for seed, k, seeds in [(0, 1, 1), (1, 3, 2), (2, 1, 5)] for case in condensing(X, y, seed, k, seeds)]
    three = tables["three"][1]
    fixture = dict(
        versions={"imbalanced-learn": imblearn.__version__, "scikit-learn": sklearn.__version__},
        plain=plain,
        tied=tied,
        condensing=dict(table="two", cases=condensed),
        hardness=[dict(table="three", **hardness(three, 6)), dict(table="three", **hardness(three, 1))],
    )
    path = Path(__file__).parents[3] / "packages/samplers/test/fixtures/selection.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(fixture, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()

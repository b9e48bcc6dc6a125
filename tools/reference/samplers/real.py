"""Writes packages/samplers/test/fixtures/real.json: the rows that imbalanced-learn's selection methods take away from
public tables, the rows in danger of Borderline-SMOTE, the weights of ADASYN, and the neighbours of SMOTE-NC. Only row
numbers are written; the tables are not part of the project.

    pip install -r tools/reference/samplers/requirements.txt
    python tools/reference/samplers/real.py FOLDER   # with glass.csv, new-thyroid.csv, ...
"""

import csv
import json
import sys
import warnings
from pathlib import Path

import numpy as np
from imblearn.over_sampling import SMOTENC, BorderlineSMOTE
from sklearn.neighbors import NearestNeighbors

from selection import METHODS, condensing, kept

warnings.filterwarnings("ignore")

# Of german the columns of numbers; all of them are for SMOTE-NC.
TABLES = ["german", "glass", "new-thyroid", "haberman", "pima-indians-diabetes", "mammography"]
# Here all but the defaults are left out: the lists are long.
LONG = "mammography"
# No table with many equal distances.
CONDENSED = ["pima-indians-diabetes"]


def read(path):
    with open(path, newline="") as file:
        rows = [row for row in csv.reader(file) if row]
    labels = [int(row[-1].strip("'")) for row in rows]
    numbers = [column for column in range(len(rows[0]) - 1) if not rows[0][column].startswith("A")]
    return np.array([[float(row[column]) for column in numbers] for row in rows]), np.array(labels)


def danger(X, y):
    """The rows in danger of each class that would get rows."""
    sampler = BorderlineSMOTE(random_state=0)
    sampler.fit_resample(X, y)
    return {str(name): np.asarray(rows).tolist() for name, rows in sampler.in_danger_indices.items() if len(rows) > 0}


def others(X, y, k=5):
    """How many of the k nearest of each row are of another class: ADASYN's weights."""
    near = NearestNeighbors(n_neighbors=k + 1).fit(X).kneighbors(X, return_distance=False)[:, 1:]
    return (y[near] != y[:, None]).sum(axis=1).tolist()


def mixed(path):
    """The neighbours that SMOTE-NC joins the rows of the smaller class with: nothing where the choice is open."""
    with open(path, newline="") as file:
        rows = [row for row in csv.reader(file) if row]
    X = np.array([[value if value.startswith("A") else float(value) for value in row[:-1]] for row in rows], dtype=object)
    y = np.array([int(row[-1]) for row in rows])
    categorical = [column for column in range(X.shape[1]) if isinstance(X[0, column], str)]
    sampler = SMOTENC(categorical_features=categorical, random_state=0)
    sampler.fit_resample(X, y)
    own = np.flatnonzero(y == 2)
    k = sampler.nn_k_.n_neighbors - 1
    distances, near = sampler.nn_k_.kneighbors(sampler.nn_k_._fit_X, n_neighbors=k + 2)
    clear = (distances[:, 1] > 0) & (distances[:, k + 1] - distances[:, k] > 1e-9)
    return dict(
        median=float(sampler.median_std_[2]),
        neighbours=[sorted(own[places[1 : k + 1]].tolist()) if ok else None for places, ok in zip(near, clear)],
    )


def main(folder):
    tables = []
    for name in TABLES:
        X, y = read(Path(folder) / f"{name}.csv")
        cases = []
        for method, options, sampler, arguments in METHODS:
            if name == LONG and options:
                continue
            if options.get("version") == 3:
                continue
            left = set(kept(sampler(**arguments), X, y))
            cases.append(dict(method=method, options=options, removed=[row for row in range(len(y)) if row not in left]))
        # imbalanced-learn's condensing is meant only where the larger class comes first.
        condensed = []
        if name in CONDENSED:
            order = np.argsort(y != np.bincount(y).argmax(), kind="stable")
            codes = np.unique(y, return_inverse=True)[1]
            condensed = [case for k in (1, 3) for case in condensing(X[order], codes[order], k, k, 1)]
        tables.append(
            dict(
                table=name,
                rows=len(y),
                cases=cases,
                danger=danger(X, y),
                others=[] if name == LONG else others(X, y),
                condensed=condensed,
            )
        )
    path = Path(__file__).parents[3] / "packages/samplers/test/fixtures/real.json"
    path.write_text(json.dumps(dict(tables=tables, mixed=mixed(Path(folder) / "german.csv")), separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main(sys.argv[1])

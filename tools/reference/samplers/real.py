"""Writes packages/samplers/test/fixtures/real.json: the rows that imbalanced-learn's selection methods take away from
public tables. Only row numbers are written; the tables are not part of the project.

    pip install -r tools/reference/samplers/requirements.txt
    python tools/reference/samplers/real.py FOLDER   # with glass.csv, new-thyroid.csv, ...
"""

import csv
import json
import sys
import warnings
from pathlib import Path

import numpy as np

from selection import METHODS, kept

warnings.filterwarnings("ignore")

TABLES = ["glass", "new-thyroid", "haberman", "pima-indians-diabetes", "mammography"]
# Here all but the defaults are left out: the lists are long.
LONG = "mammography"


def read(path):
    with open(path, newline="") as file:
        rows = [row for row in csv.reader(file) if row]
    labels = [int(row[-1].strip("'")) for row in rows]
    return np.array([[float(value) for value in row[:-1]] for row in rows]), np.array(labels)


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
        tables.append(dict(table=name, rows=len(y), cases=cases))
    path = Path(__file__).parents[3] / "packages/samplers/test/fixtures/real.json"
    path.write_text(json.dumps(dict(tables=tables), separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main(sys.argv[1])

"""Writes apps/bench/test/fixtures/rank-tests.json: ranks, Friedman's test and Nemenyi's critical difference.

    pip install -r tools/reference/bench/requirements.txt
    python tools/reference/bench/rank_tests.py

Ranks are scipy.stats.rankdata, chi-squared is scipy.stats.friedmanchisquare (which is for three treatments or more; for two it
is the sign test's (wins − losses)² / (wins + losses)), F is by Iman and Davenport's formula with scipy.stats.f. The exact p goes
through every order of every row but the first, one by one. The critical difference has scipy.stats.studentized_range.
"""

import itertools
import json
import math
from pathlib import Path

import numpy as np
import scipy
from scipy import stats

rng = np.random.default_rng(20261125)
MOST_ORDERS = 50_000


def statistic(ranks):
    n, k = ranks.shape
    if k > 2:
        return stats.friedmanchisquare(*ranks.T).statistic
    wins, losses = (ranks[:, 0] < ranks[:, 1]).sum(), (ranks[:, 0] > ranks[:, 1]).sum()
    return (wins - losses) ** 2 / (wins + losses)


def exact(ranks):
    """The share of all orders whose rank sums are as unequal, or more."""
    n, k = ranks.shape
    if math.factorial(k) ** (n - 1) > MOST_ORDERS:
        return None
    unequal = lambda rows: np.square(np.sum(rows, axis=0) - n * (k + 1) / 2).sum()
    orders = [list(itertools.permutations(row)) for row in ranks[1:]]
    seen = unequal(ranks)
    return np.mean([unequal([ranks[0], *rows]) >= seen - 1e-9 for rows in itertools.product(*orders)])


def case(name, scores):
    scores = np.asarray(scores, float)
    ranks = stats.rankdata(scores, axis=1)
    n, k = ranks.shape
    chi = statistic(ranks)
    top = n * (k - 1)
    f = None if top - chi < 1e-9 else (n - 1) * chi / (top - chi)
    return dict(
        name=name,
        scores=scores.tolist(),
        ranks=ranks.tolist(),
        chiSquare=chi,
        chiSquareP=stats.chi2.sf(chi, k - 1),
        f=f,
        fP=0 if f is None else stats.f.sf(f, k - 1, (k - 1) * (n - 1)),
        exactP=exact(ranks),
    )


cases = [
    case("3 of 3, as far apart as can be", [[1, 2, 3]] * 3),
    case("3 of 3, next to it", [[1, 2, 3], [1, 2, 3], [2, 1, 3]]),
    case("two on four", [[1, 2], [1, 2], [1, 2], [1, 2]]),
    case("two on six", [[1, 2], [1, 2], [2, 1], [1, 2], [1, 2], [1, 2]]),
    case("two on two that disagree", [[1, 2], [2, 1]]),
    case("four on three", rng.random((3, 4)).round(3)),
    case("four on four with a trend", (rng.random((4, 4)) + [0, 0.3, 0.4, 0.9]).round(3)),
    case("three on seven, ties", rng.integers(0, 4, (7, 3)) / 4),
    case("three on six, ties within rows", [[1, 1, 2], [1, 2, 2], [3, 3, 3], [1, 2, 3], [1, 1, 2], [2, 1, 3]]),
    case("five on three, ties", (rng.integers(0, 4, (3, 5)) + [0, 0, 1, 1, 2]) / 8),
    case("five on twelve", (rng.random((12, 5)) + [0, 0.1, 0.2, 0.3, 0.4]).round(3)),
    case("nine on thirty", (rng.random((30, 9)) + np.linspace(0, 0.3, 9)).round(3)),
]
differences = [
    dict(n=n, k=k, difference=stats.studentized_range.ppf(0.95, k, math.inf) / math.sqrt(2) * math.sqrt(k * (k + 1) / (6 * n)))
    for k in [2, 3, 4, 5, 6, 7, 8, 9, 10, 15, 20, 40]
    for n in [2, 7, 30]
]
target = Path(__file__).parents[3] / "apps/bench/test/fixtures/rank-tests.json"
plain = lambda value: value.item() if isinstance(value, np.generic) else value
line = lambda entry: json.dumps({key: plain(value) for key, value in entry.items()}, separators=(",", ":"), allow_nan=False)
joined = lambda entries: ",\n".join(line(entry) for entry in entries)
versions = json.dumps(dict(scipy=scipy.__version__, numpy=np.__version__))
target.write_text(f'{{"versions":{versions},"cases":[\n{joined(cases)}\n],"differences":[\n{joined(differences)}\n]}}\n')

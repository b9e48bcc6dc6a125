"""Class counts of scikit-learn's folds, with and without groups.

    python splits.py

writes packages/datasets/test/fixtures/splits.json. For StratifiedGroupKFold the most even of 20 shuffles and the
unshuffled one is kept.
"""

import json
from pathlib import Path

import numpy as np
import sklearn
from sklearn.model_selection import StratifiedGroupKFold, StratifiedKFold


def counts_of(labels, folds):
    return [np.bincount(labels[test], minlength=labels.max() + 1).tolist() for _, test in folds]


def unevenness(counts):
    counts = np.asarray(counts, dtype=float)
    return float(((counts / counts.mean(axis=0) - 1) ** 2).sum())


def with_all_classes(labels):
    """Classes come in order first, as scikit-learn deals them out in the order in which they come."""
    return np.concatenate([np.unique(labels), labels])


def label_lists(rng):
    yield 'two classes, 9 to 1', with_all_classes((rng.random(103) < 0.1).astype(int)), 5
    yield 'four classes', with_all_classes(rng.choice(4, 217, p=[0.6, 0.25, 0.1, 0.05])), 4
    yield 'a class with fewer rows than folds', with_all_classes(np.repeat([0, 1, 2], [40, 21, 2])), 5
    yield 'ten classes, 3 folds', with_all_classes(rng.integers(0, 10, 500)), 3


def group_cases(rng):
    sizes = rng.geometric(0.35, 120)
    yield 'groups of mixed classes', rng.choice(3, sizes.sum(), p=[0.7, 0.2, 0.1]), np.repeat(np.arange(120), sizes), 5
    sizes = rng.integers(1, 12, 60)
    classes = rng.choice(2, 60, p=[0.8, 0.2])
    yield 'groups of one class', np.repeat(classes, sizes), np.repeat(np.arange(60), sizes), 5
    sizes = np.concatenate([[80], rng.geometric(0.5, 150)])
    labels = (rng.random(sizes.sum()) < 0.08).astype(int)
    yield 'one large group', labels, np.repeat(np.arange(len(sizes)), sizes), 4
    sizes = np.full(12, 10)
    yield 'twelve subjects', rng.integers(0, 5, 120), np.repeat(np.arange(12), sizes), 3


def best_groups(labels, groups, folds):
    splitters = [StratifiedGroupKFold(folds)]
    splitters += [StratifiedGroupKFold(folds, shuffle=True, random_state=seed) for seed in range(20)]
    return min((counts_of(labels, s.split(labels, labels, groups)) for s in splitters), key=unevenness)


def main():
    rng = np.random.default_rng(1)
    folds = [
        {
            'name': name,
            'labels': labels.tolist(),
            'folds': k,
            'counts': counts_of(labels, StratifiedKFold(k).split(labels, labels)),
        }
        for name, labels, k in label_lists(rng)
    ]
    group_folds = [
        {
            'name': name,
            'labels': labels.tolist(),
            'groups': groups.tolist(),
            'folds': k,
            'counts': best_groups(labels, groups, k),
        }
        for name, labels, groups, k in group_cases(rng)
    ]
    versions = {'scikit-learn': sklearn.__version__, 'numpy': np.__version__}
    target = Path(__file__).parents[3] / 'packages/datasets/test/fixtures/splits.json'
    text = json.dumps({'versions': versions, 'folds': folds, 'groupFolds': group_folds}, separators=(',', ':'))
    target.write_text(f'{text}\n')


if __name__ == '__main__':
    main()

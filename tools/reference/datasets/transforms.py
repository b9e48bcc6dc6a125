"""What scikit-learn's imputer, scaler and one-hot encoder find in a table and make of another.

    python transforms.py

writes packages/datasets/test/fixtures/transforms.json.
"""

import csv
import io
import json
from pathlib import Path

import numpy as np
import sklearn
from sklearn.impute import SimpleImputer
from sklearn.preprocessing import OneHotEncoder, StandardScaler


NAMES = ['n', 'large', 'c', 'd']


def draw(rng, count, categories):
    numbers = np.stack([rng.normal(3, 2, count), rng.normal(1e6, 10, count)], axis=1)
    texts = np.stack([rng.choice(categories, count), rng.choice(['10', 'x', 'B'], count)], axis=1).astype(object)
    texts[:, 1] = 'k' + texts[:, 1]
    numbers[rng.random(numbers.shape) < 0.15] = np.nan
    texts[rng.random(texts.shape) < 0.15] = None
    return numbers, texts


def as_csv(numbers, texts):
    text = io.StringIO()
    writer = csv.writer(text, lineterminator='\n')
    writer.writerow([*NAMES, 'y'])
    for row, (left, right) in enumerate(zip(numbers.tolist(), texts.tolist(), strict=True)):
        cells = ['' if value != value else repr(value) for value in left]
        cells += ['?' if value is None else value for value in right]
        writer.writerow([*cells, 'ab'[row % 2]])
    return text.getvalue()


def main():
    rng = np.random.default_rng(7)
    numbers, texts = draw(rng, 40, ['red', 'green', 'blue, dark'])
    held_numbers, held_texts = draw(rng, 15, ['red', 'green', 'blue, dark', 'new'])
    most_frequent = SimpleImputer(missing_values=None, strategy='most_frequent').fit(texts)
    imputers = {how: SimpleImputer(strategy=how).fit(numbers) for how in ('mean', 'median')}
    scaler = StandardScaler().fit(imputers['mean'].transform(numbers))
    encoder = OneHotEncoder(handle_unknown='ignore', sparse_output=False).fit(most_frequent.transform(texts))
    encoded = np.concatenate(
        [
            scaler.transform(imputers['mean'].transform(held_numbers)),
            encoder.transform(most_frequent.transform(held_texts)),
        ],
        axis=1,
    )
    fixture = {
        'versions': {'scikit-learn': sklearn.__version__, 'numpy': np.__version__},
        'train': as_csv(numbers, texts),
        'held': as_csv(held_numbers, held_texts),
        'means': scaler.mean_.tolist(),
        'deviations': scaler.scale_.tolist(),
        'fills': {
            how: imputer.statistics_.tolist() + most_frequent.statistics_.tolist()
            for how, imputer in imputers.items()
        },
        'encodedNames': NAMES[:2]
        + [f'{name}={value}' for name, values in zip(NAMES[2:], encoder.categories_, strict=True) for value in values],
        'encoded': encoded.tolist(),
    }
    target = Path(__file__).parents[3] / 'packages/datasets/test/fixtures/transforms.json'
    target.write_text(json.dumps(fixture, separators=(',', ':')) + '\n')


if __name__ == '__main__':
    main()

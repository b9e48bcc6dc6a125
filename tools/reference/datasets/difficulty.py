"""How hard the drawn digits are: a linear softmax model and a small CNN, 5,000 balanced training images.

    python difficulty.py [SEED]

The digits are drawn by the built package (`npx turbo run build --filter=@isomargin/datasets` first).
The linear model's best test accuracy over several strengths of regularization is shown, so the figure is an
upper bound for it; the CNN has fixed settings and shows its last epoch.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import sklearn
import torch
from sklearn.linear_model import LogisticRegression
from torch import nn


PACKAGE = Path(__file__).resolve().parents[3] / 'packages/datasets/dist/index.js'
DRAW = """
import {writeFileSync} from 'node:fs';
const [url, folder, seed, split, counts] = process.argv.slice(1);
const {strokeDigits} = await import(url);
const began = performance.now();
const data = strokeDigits({counts: Number(counts), seed: Number(seed), split});
const rate = Math.round((1000 * data.count) / (performance.now() - began));
console.log(`${data.name}: ${data.count} images, ${rate} a second`);
writeFileSync(`${folder}/pixels`, data.images);
writeFileSync(`${folder}/labels`, new Uint8Array(data.labels));
"""


def draw(seed, split, counts):
    with tempfile.TemporaryDirectory() as folder:
        arguments = [PACKAGE.as_uri(), folder, str(seed), split, str(counts)]
        subprocess.run(['node', '--input-type=module', '-e', DRAW, *arguments], check=True)
        x = np.fromfile(f'{folder}/pixels', np.uint8).reshape(-1, 784).astype(np.float32) / 255
        return x, np.fromfile(f'{folder}/labels', np.uint8).astype(np.int64)


def linear(train, test):
    scores = {}
    for strength in (0.003, 0.01, 0.03, 0.1, 1.0):
        model = LogisticRegression(C=strength, max_iter=300).fit(*train)
        scores[strength] = round(100 * model.score(*test), 2)
    return scores


def cnn(train, test, seed, epochs=12, batch=64):
    torch.manual_seed(seed)
    model = nn.Sequential(
        nn.Conv2d(1, 16, 3, padding=1), nn.BatchNorm2d(16), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(16, 32, 3, padding=1), nn.BatchNorm2d(32), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(32, 64, 3, padding=1), nn.BatchNorm2d(64), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(576, 64), nn.ReLU(), nn.Linear(64, 10),
    )
    x, y = (torch.from_numpy(a) for a in train)
    x = x.view(-1, 1, 28, 28)
    steps = epochs * (len(y) // batch)
    optimizer = torch.optim.Adam(model.parameters(), 2e-3)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, steps)
    for _ in range(epochs):
        order = torch.randperm(len(y))
        for at in range(0, len(y) - batch + 1, batch):
            rows = order[at:at + batch]
            optimizer.zero_grad()
            nn.functional.cross_entropy(model(x[rows]), y[rows]).backward()
            optimizer.step()
            schedule.step()
    model.eval()
    with torch.no_grad():
        predicted = model(torch.from_numpy(test[0]).view(-1, 1, 28, 28)).argmax(1).numpy()
    recall = [round(100 * float((predicted[test[1] == c] == c).mean()), 1) for c in range(10)]
    return round(100 * float((predicted == test[1]).mean()), 2), recall


if __name__ == '__main__':
    torch.set_num_threads(1)
    digits_seed = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    training, testing = draw(digits_seed, 'train', 500), draw(digits_seed, 'test', 400)
    print('numpy', np.__version__, 'scikit-learn', sklearn.__version__, 'torch', torch.__version__)
    print('linear softmax, test accuracy by C:', linear(training, testing))
    for seed in (0, 1):
        accuracy, recall = cnn(training, testing, seed)
        print(f'CNN, seed {seed}: test accuracy {accuracy}, recall by class {recall}')

"""Writes packages/large-margin-softmax/test/fixtures/large-margin-softmax.json: losses and gradients in float64.

    pip install -r tools/reference/large-margin-softmax/requirements.txt
    python tools/reference/large-margin-softmax/make_fixtures.py

Losses and gradients are those of the paper's formula in torch, from the angle. Where LargeMarginSoftmaxLoss of
pytorch-metric-learning can compute a case (no annealing, no class weights), its mean loss must agree.
"""

import sys
from pathlib import Path

import numpy as np
import torch
from pytorch_metric_learning.losses import LargeMarginSoftmaxLoss

sys.path.insert(0, str(Path(__file__).parents[1]))
from loss_fixtures import ANOTHER_SEED, drawn, gradient, shown, write  # noqa: E402

rng = np.random.default_rng(20260204)


def by_library(f, w, y, m):
    loss = LargeMarginSoftmaxLoss(w.shape[0], w.shape[1], margin=m).double()
    loss.W.data = w.detach().T.clone()
    return loss(f.detach(), y).item()


def case(name, batch, classes, d, m, cosine_weight=0.0, scale=(1.0, 1.0), class_weights=None, labels=None):
    f = drawn(rng, batch, d, scale=scale[0])
    w = drawn(rng, classes, d, scale=scale[1])
    y = torch.tensor(rng.integers(classes, size=batch) if labels is None else labels)
    logits = f @ w.T
    own = logits[torch.arange(batch), y]
    norms = f.norm(dim=1) * w.norm(dim=1)[y]
    cosine = own / norms
    angle = torch.acos(cosine)
    k = torch.floor(angle.detach() * m / torch.pi)
    psi = (-1) ** k * torch.cos(m * angle) - 2 * k
    target = norms * (cosine_weight * cosine + psi) / (1 + cosine_weight)
    one_hot = torch.nn.functional.one_hot(y, classes).double()
    logits = logits + one_hot * (target - own)[:, None]
    losses = torch.nn.functional.cross_entropy(logits, y, reduction="none")
    if cosine_weight == 0 and class_weights is None:
        mean = losses.mean().item()
        assert abs(by_library(f, w, y, m) - mean) < 1e-4 * mean, f"{name}: the library computes another loss"
    if class_weights is not None:
        losses = losses * torch.tensor(class_weights, dtype=torch.float64)[y]
    losses.sum().backward()
    return {
        "name": name,
        "batch": batch,
        "classes": classes,
        "dimension": d,
        "m": m,
        "cosineWeight": cosine_weight,
        "labels": y.tolist(),
        "embeddings": shown(f),
        "weights": shown(w),
        "losses": shown(losses),
        "gradients": {"embeddings": gradient(f), "weights": gradient(w)},
        **({} if class_weights is None else {"classWeights": class_weights}),
    }


cases = [
    *[case(f"m = {m}", 6, 4, 5, m) for m in (1, 2, 3, 4, 7)],
    case("annealed, early", 6, 4, 5, 4, cosine_weight=1000.0),
    case("annealed, late", 6, 4, 5, 3, cosine_weight=5.0),
    case("batch of 1", 1, 3, 4, 4),
    case("two classes, two dimensions", 5, 2, 2, 4),
    case("class weights", 6, 3, 4, 4, cosine_weight=1.0, class_weights=[0.5, 2.0, 0.0]),
    case("one class only", 5, 4, 3, 2, labels=[2] * 5),
    case("embeddings of norm about 1e-6", 4, 3, 5, 4, scale=(4e-7, 1.0)),
    case("embeddings and weights of norm about 1e-6", 4, 3, 5, 4, scale=(4e-7, 4e-7)),
    case("embeddings of norm about 1e4", 4, 3, 5, 4, scale=(4e3, 1.0)),
    case("many classes", 8, 60, 16, 4, scale=(0.5, 0.5)),
    case("many dimensions", 3, 4, 512, 4, scale=(0.1, 0.1)),
]
rng = np.random.default_rng(ANOTHER_SEED)
cases += [
    case("another seed", 12, 7, 3, 4, scale=(0.5, 1.0)),
    case("1000 classes", 4, 1000, 2, 4),
]
write("large-margin-softmax", cases, libraries=("pytorch-metric-learning", "torch", "numpy"))

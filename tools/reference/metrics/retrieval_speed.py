"""Prints time and memory of retrieval of @isomargin/metrics divided by those of pytorch-metric-learning's
AccuracyCalculator (torch and faiss, on the CPU), on the same embeddings, in turn, each in a process of its own. Both give
precision@1, R-precision and MAP@R. Needs the built package (npx pnpm run build) and node.

    pip install -r tools/reference/metrics/requirements.txt
    python tools/reference/metrics/retrieval_speed.py [rows] [classes] [columns] [rounds]

On normal classes that overlap, which is the hard case: no row is far from all others.
"""

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).parent


def make(folder, rows, classes, columns):
    import numpy as np

    rng = np.random.default_rng(1)
    labels = (np.arange(rows) % classes).astype(np.int32)
    means = 0.4 * rng.standard_normal((classes, columns))
    (means[labels] + rng.standard_normal((rows, columns))).astype(np.float32).tofile(folder / "X.bin")
    labels.tofile(folder / "y.bin")


def run(folder, columns):
    import numpy as np
    import torch
    from pytorch_metric_learning.utils.accuracy_calculator import AccuracyCalculator

    embeddings = np.fromfile(folder / "X.bin", dtype=np.float32).reshape(-1, columns)
    labels = np.fromfile(folder / "y.bin", dtype=np.int32)
    names = ("precision_at_1", "r_precision", "mean_average_precision_at_r")
    calculator = AccuracyCalculator(include=names, k="max_bin_count", device=torch.device("cpu"))
    began, used = time.perf_counter(), time.process_time()
    scores = calculator.get_accuracy(embeddings, labels)
    return dict(
        scores=[scores[name] for name in names],
        seconds=time.perf_counter() - began,
        cpu=time.process_time() - used,
        mib=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    )


def child(command):
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()[-1])


def main(rows, classes, columns, rounds):
    with tempfile.TemporaryDirectory() as name:
        make(Path(name), rows, classes, columns)
        print(f"{rows} x {columns}, {classes} classes, {os.cpu_count()} cores; ours / AccuracyCalculator's")
        theirs, ours = [], []
        for _ in range(rounds):
            theirs.append(child([sys.executable, __file__, "--run", name, str(columns)]))
            ours.append(child(["node", str(HERE / "retrieval_speed.mjs"), name, str(columns)]))
        for key, label, unit in [("seconds", "time", "s"), ("cpu", "CPU", "s"), ("mib", "memory of the process", "MiB")]:
            a, b = (statistics.median(entry[key] for entry in side) for side in (ours, theirs))
            print(f"{label}: {a / b:.2f} ({a:.3g} / {b:.3g} {unit})")
        for label, a, b in zip(("precision@1", "R-precision", "MAP@R"), ours[0]["scores"], theirs[0]["scores"]):
            print(f"{label}: {a:.9f} / {b:.9f}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--run"]:
        print(json.dumps(run(Path(sys.argv[2]), int(sys.argv[3]))))
    else:
        given = [int(argument) for argument in sys.argv[1:]]
        main(*(given + [60_000, 1_000, 128, 3][len(given) :]))

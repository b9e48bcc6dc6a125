"""Prints time and memory of @isomargin/samplers divided by those of imbalanced-learn, on the same data, one after the
other, each in a process of its own. Needs the built package (npx pnpm run build) and node.

    pip install -r tools/reference/samplers/requirements.txt
    RUNS=3 python tools/reference/samplers/speed.py [rows] [columns]
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

METHODS = ["smote", "editedNearestNeighbours", "tomekLinks", "randomOverSampler", "randomUnderSampler"]
# Index batches from labels alone, against imbalanced-learn's samplers on row numbers: an epoch in which all classes
# are as large as the largest one, or as the smallest one.
EPOCHS = ["largest", "smallest"]
HERE = Path(__file__).parent
LABELS = 1_000_000
RUNS = int(os.environ.get("RUNS", 3))


def make(folder, rows, columns):
    """Two normal classes that overlap, the second one with a tenth of the rows."""
    import numpy as np

    rng = np.random.default_rng(1)
    y = (np.arange(rows) % 10 == 0).astype(np.int32)
    X = rng.normal(size=(rows, columns)) + 0.5 * y[:, None]
    X.astype(np.float64).tofile(folder / "X.bin")
    y.tofile(folder / "y.bin")


def run_epoch(size, folder):
    """The row numbers of an epoch, by imbalanced-learn, in this process."""
    import numpy as np
    from imblearn.over_sampling import RandomOverSampler
    from imblearn.under_sampling import RandomUnderSampler

    y = np.fromfile(folder / "labels.bin", dtype=np.int32)
    sampler = RandomOverSampler(random_state=0) if size == "largest" else RandomUnderSampler(random_state=0)
    return measured(lambda: sampler.fit_resample(np.arange(len(y))[:, None], y))


def run(method, folder, columns):
    """One method of imbalanced-learn, in this process."""
    import numpy as np
    from imblearn.over_sampling import SMOTE, RandomOverSampler
    from imblearn.under_sampling import EditedNearestNeighbours, RandomUnderSampler, TomekLinks

    samplers = dict(
        smote=SMOTE(random_state=0),
        editedNearestNeighbours=EditedNearestNeighbours(),
        tomekLinks=TomekLinks(),
        randomOverSampler=RandomOverSampler(random_state=0),
        randomUnderSampler=RandomUnderSampler(random_state=0),
    )
    X = np.fromfile(folder / "X.bin").reshape(-1, columns)
    y = np.fromfile(folder / "y.bin", dtype=np.int32)
    return measured(lambda: samplers[method].fit_resample(X, y))


def measured(resample):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    began, used = time.perf_counter(), time.process_time()
    X_new, _ = resample()
    return dict(
        rows=len(X_new),
        seconds=time.perf_counter() - began,
        cpu=time.process_time() - used,
        mib=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 - before,
    )


def child(command):
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()[-1])


def compare(name, theirs, ours):
    """Runs both one after the other, RUNS times, and prints the ratios of the medians."""
    runs = [(child(theirs), child(ours)) for _ in range(RUNS)]
    medians = [
        {key: statistics.median(run[side][key] for run in runs) for key in runs[0][side]} for side in (0, 1)
    ]
    ratios = ", ".join(
        f"{label} {medians[1][key] / max(medians[0][key], 1e-9):.2f} ({medians[1][key]:.3g} / {medians[0][key]:.3g} {unit})"
        for key, label, unit in [("seconds", "time", "s"), ("cpu", "CPU", "s"), ("mib", "memory", "MiB")]
    )
    print(f"{name}: {ratios}, rows {medians[1]['rows']} / {medians[0]['rows']}", flush=True)


def main(rows, columns):
    import numpy as np

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make(folder, rows, columns)
        (np.arange(LABELS) % 10 == 0).astype(np.int32).tofile(folder / "labels.bin")
        print(f"{rows} x {columns}, {os.cpu_count()} cores; ours / imbalanced-learn's, medians of {RUNS}")
        script = str(HERE / "speed.mjs")
        for method in METHODS:
            theirs = [sys.executable, __file__, "--run", method, name, str(columns)]
            compare(method, theirs, ["node", script, method, name, str(columns)])
        for size in EPOCHS:
            theirs = [sys.executable, __file__, "--epoch", size, name]
            compare(f"an epoch of {LABELS} labels, the {size} class", theirs, ["node", script, size, name])


if __name__ == "__main__":
    if sys.argv[1:2] == ["--run"]:
        print(json.dumps(run(sys.argv[2], Path(sys.argv[3]), int(sys.argv[4]))))
    elif sys.argv[1:2] == ["--epoch"]:
        print(json.dumps(run_epoch(sys.argv[2], Path(sys.argv[3]))))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000, int(sys.argv[2]) if len(sys.argv) > 2 else 32)

"""Prints time and memory of @isomargin/samplers divided by those of imbalanced-learn, on the same data, one after the
other, each in a process of its own. Needs the built package (npx pnpm run build) and node.

    pip install -r tools/reference/samplers/requirements.txt
    python tools/reference/samplers/speed.py [rows] [columns]
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

METHODS = ["smote", "editedNearestNeighbours", "tomekLinks", "randomOverSampler", "randomUnderSampler"]
HERE = Path(__file__).parent


def make(folder, rows, columns):
    """Two normal classes that overlap, the second one with a tenth of the rows."""
    import numpy as np

    rng = np.random.default_rng(1)
    y = (np.arange(rows) % 10 == 0).astype(np.int32)
    X = rng.normal(size=(rows, columns)) + 0.5 * y[:, None]
    X.astype(np.float64).tofile(folder / "X.bin")
    y.tofile(folder / "y.bin")


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
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    began, used = time.perf_counter(), time.process_time()
    X_new, _ = samplers[method].fit_resample(X, y)
    return dict(
        rows=len(X_new),
        seconds=time.perf_counter() - began,
        cpu=time.process_time() - used,
        mib=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 - before,
    )


def child(command):
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()[-1])


def main(rows, columns):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make(folder, rows, columns)
        print(f"{rows} x {columns}, {os.cpu_count()} cores; ours / imbalanced-learn's")
        for method in METHODS:
            theirs = child([sys.executable, __file__, "--run", method, name, str(columns)])
            ours = child(["node", str(HERE / "speed.mjs"), method, name, str(columns)])
            ratios = ", ".join(
                f"{label} {ours[key] / max(theirs[key], 1e-9):.2f} ({ours[key]:.3g} / {theirs[key]:.3g} {unit})"
                for key, label, unit in [("seconds", "time", "s"), ("cpu", "CPU", "s"), ("mib", "memory", "MiB")]
            )
            print(f"{method}: {ratios}, rows {ours['rows']} / {theirs['rows']}", flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--run"]:
        print(json.dumps(run(sys.argv[2], Path(sys.argv[3]), int(sys.argv[4]))))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000, int(sys.argv[2]) if len(sys.argv) > 2 else 32)

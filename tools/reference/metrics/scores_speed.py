"""Prints time and memory of @isomargin/metrics divided by those of scikit-learn on 10,000,000 scores, one in a hundred of
them of a positive. Both by turns, each in a process of its own; the medians. Needs the built package and node.

    pip install -r tools/reference/metrics/requirements.txt
    python tools/reference/metrics/scores_speed.py [scores] [turns]
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

METRICS = ["auroc", "averagePrecision", "rocCurve", "logLoss", "brierScore", "reliabilityDiagram"]
HERE = Path(__file__).parent


def make(folder, n):
    import numpy as np

    rng = np.random.default_rng(1)
    y = (rng.random(n) < 0.01).astype(np.uint8)
    scores = 1 / (1 + np.exp(-(rng.normal(size=n) + y - 2)))
    y.tofile(folder / "y.bin")
    scores.tofile(folder / "float64.bin")
    scores.astype(np.float32).tofile(folder / "float32.bin")


def run(metric, folder, kind):
    """One metric of scikit-learn, in this process."""
    import numpy as np
    from sklearn.calibration import calibration_curve
    from sklearn.metrics import average_precision_score, brier_score_loss, log_loss, roc_auc_score, roc_curve

    metrics = dict(
        auroc=roc_auc_score,
        averagePrecision=average_precision_score,
        rocCurve=lambda y, s: len(roc_curve(y, s, drop_intermediate=False)[2]),
        logLoss=log_loss,
        brierScore=brier_score_loss,
        reliabilityDiagram=lambda y, s: len(calibration_curve(y, s, n_bins=15)[0]),
    )
    scores = np.fromfile(folder / f"{kind}.bin", dtype=kind)
    y = np.fromfile(folder / "y.bin", dtype=np.uint8)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    began, used = time.perf_counter(), time.process_time()
    value = metrics[metric](y, scores)
    seconds, cpu = time.perf_counter() - began, time.process_time() - used
    mib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 - before
    return dict(value=float(value), seconds=seconds, cpu=cpu, mib=mib)


def child(command):
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()[-1])


def main(n, turns):
    with tempfile.TemporaryDirectory() as name:
        make(Path(name), n)
        print(f"{n} scores, {os.cpu_count()} cores, median of {turns} turns; ours / scikit-learn's")
        for kind in ("float64", "float32"):
            for metric in METRICS:
                theirs, ours = [], []
                for _ in range(turns):
                    theirs.append(child([sys.executable, __file__, "--run", metric, name, kind]))
                    ours.append(child(["node", str(HERE / "scores_speed.mjs"), metric, name, kind]))
                median = lambda runs, key: statistics.median(run[key] for run in runs)
                ratios = ", ".join(
                    f"{label} {median(ours, key) / max(median(theirs, key), 1e-9):.2f} ({median(ours, key):.3g} / {median(theirs, key):.3g} {unit})"
                    for key, label, unit in [("seconds", "time", "s"), ("cpu", "CPU", "s"), ("mib", "memory", "MiB")]
                )
                print(f"{kind} {metric}: {ratios}, values {ours[0]['value']} / {theirs[0]['value']}", flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--run"]:
        print(json.dumps(run(sys.argv[2], Path(sys.argv[3]), sys.argv[4])))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000_000, int(sys.argv[2]) if len(sys.argv) > 2 else 3)

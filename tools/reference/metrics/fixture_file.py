"""What the fixture scripts of this folder share."""

import json
import math
from pathlib import Path

import numpy as np


def plain(value):
    """As JSON has it: NaN and infinities as strings."""
    if isinstance(value, dict):
        return {key: plain(entry) for key, entry in value.items()}
    if isinstance(value, (list, tuple, np.ndarray)):
        return [plain(entry) for entry in value]
    value = value.item() if isinstance(value, np.generic) else value
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else ("Infinity" if value > 0 else "-Infinity")
    return value


def write(name, versions, cases):
    """One case a line, so that a change shows which case it concerns."""
    target = Path(__file__).parents[3] / f"packages/metrics/test/fixtures/{name}.json"
    lines = ",\n".join(json.dumps(plain(case), separators=(",", ":"), allow_nan=False) for case in cases)
    target.write_text(f'{{"versions":{json.dumps(versions)},"cases":[\n{lines}\n]}}\n')

#!/usr/bin/env python3
"""Writes Tests/Goldens/latency: non-negative least squares by scipy's active-set method.

Needs numpy and scipy. Run it from anywhere; the same versions give the same bytes. The ridge of the
product, 1e-6 of each feature's own square, is added as rows of its own, so that both solve the same
problem.
"""

import hashlib
import json
import pathlib
import platform

import numpy as np
import scipy
from scipy.optimize import nnls

SEED = 19740101
RIDGE = 1e-6
FOLDER = pathlib.Path(__file__).resolve().parents[2] / "Tests" / "Goldens" / "latency"


def main():
    random = np.random.default_rng(SEED)
    cases = []
    for rows, columns, kind in [
        (20, 3, "positive"),
        (60, 8, "positive"),
        (60, 8, "mixed"),
        (200, 20, "mixed"),
        (50, 6, "collinear"),
    ]:
        features = random.integers(0, 4, (rows, columns)).astype(float)
        features[:, 0] = 1
        if kind == "collinear":
            features[:, 1:] = np.eye(columns - 1)[random.integers(0, columns - 1, rows)]
        weights = random.random(columns) * 3 - (1 if kind == "mixed" else 0)
        targets = features @ weights + 0.1 * random.standard_normal(rows)
        ridge = np.diag(np.sqrt(RIDGE * (features**2).sum(0)))
        solution = nnls(np.vstack([features, ridge]), np.append(targets, np.zeros(columns)))[0]
        cases.append(
            {
                "kind": kind,
                "rows": features.tolist(),
                "targets": targets.tolist(),
                "weights": solution.tolist(),
            }
        )
    FOLDER.mkdir(parents=True, exist_ok=True)
    text = json.dumps(cases) + "\n"
    (FOLDER / "least-squares.json").write_text(text)
    manifest = {
        "generator": "Scripts/goldens/latency.py",
        "seed": SEED,
        "python": platform.python_version(),
        "numpy": np.__version__,
        "scipy": scipy.__version__,
        "sha256": {"least-squares.json": hashlib.sha256(text.encode()).hexdigest()},
    }
    (FOLDER / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n")


if __name__ == "__main__":
    main()

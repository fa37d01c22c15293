#!/usr/bin/env python3
"""Writes Tests/Goldens/pareto: fronts, crowding distances, hypervolumes, knees by brute force.

Needs numpy. Run it from anywhere; the same versions give the same bytes. Higher is better
everywhere. Hypervolumes of up to three objectives are exact, by inclusion and exclusion over all
subsets of points; those of four and five are Monte Carlo estimates with their standard error.
"""

import hashlib
import itertools
import json
import pathlib
import platform

import numpy as np

SEED = 20020402
SAMPLES = 2_000_000
FOLDER = pathlib.Path(__file__).resolve().parents[2] / "Tests" / "Goldens" / "pareto"


def fronts(points):
    better = (points[:, None] >= points[None]).all(2) & (points[:, None] > points[None]).any(2)
    left, found = np.ones(len(points), bool), []
    while left.any():
        front = left & ~better[left].any(0)
        found.append(np.flatnonzero(front).tolist())
        left &= ~front
    return found


def crowding(points):
    total = np.zeros(len(points))
    for column in points.T:
        for i, value in enumerate(column):
            lower, higher = column[column < value], column[column > value]
            if len(lower) == 0 or len(higher) == 0:
                total[i] = np.inf
            else:
                total[i] += (higher.min() - lower.max()) / np.ptp(column)
    return ["inf" if np.isinf(v) else float(v) for v in total]


def exact(points, reference):
    edges = np.maximum(points - reference, 0)
    return float(
        sum(
            (-1) ** (size + 1) * np.prod(edges[list(chosen)].min(0))
            for size in range(1, len(edges) + 1)
            for chosen in itertools.combinations(range(len(edges)), size)
        )
    )


def estimate(points, reference, random):
    top = points.max(0)
    hits = 0
    for _ in range(SAMPLES // 100_000):
        drawn = reference + random.random((100_000, points.shape[1])) * (top - reference)
        hits += (drawn[:, None] <= points[None]).all(2).any(1).sum()
    share, box = hits / SAMPLES, float(np.prod(top - reference))
    return share * box, box * float(np.sqrt(share * (1 - share) / SAMPLES))


def knee(points):
    """With two objectives: the distance to the line through the ends, as in a textbook."""
    scaled = (points - points.min(0)) / np.ptp(points, axis=0)
    a, b = scaled[scaled[:, 0].argmax()], scaled[scaled[:, 1].argmax()]
    along = (b - a) / np.linalg.norm(b - a)
    away = (scaled - a) - ((scaled - a) @ along)[:, None] * along
    # Above the line, where both objectives are better.
    return int((np.linalg.norm(away, axis=1) * np.sign(away.sum(1))).argmax())


def main():
    random = np.random.default_rng(SEED)
    cases = []
    for objectives in (2, 3, 4, 5):
        for count in (1, 2, 5, 12):
            # On a sphere about half the points are on the front.
            points = np.abs(random.standard_normal((count, objectives)))
            points /= np.linalg.norm(points, axis=1, keepdims=True) ** random.random((count, 1))
            reference = np.full(objectives, -0.25)
            case = {"points": points.tolist(), "reference": reference.tolist()}
            case["fronts"] = fronts(points)
            front = points[case["fronts"][0]]
            case["crowding"] = crowding(front)
            if objectives <= 3:
                case["hypervolume"], case["error"] = exact(points, reference), 0
            else:
                case["hypervolume"], case["error"] = estimate(points, reference, random)
            if objectives == 2 and len(front) > 2:
                case["knee"] = case["fronts"][0][knee(front)]
            cases.append(case)
    FOLDER.mkdir(parents=True, exist_ok=True)
    text = json.dumps(cases, indent=1) + "\n"
    (FOLDER / "pareto.json").write_text(text)
    manifest = {
        "generator": "Scripts/goldens/pareto.py",
        "seed": SEED,
        "python": platform.python_version(),
        "numpy": np.__version__,
        "sha256": {"pareto.json": hashlib.sha256(text.encode()).hexdigest()},
    }
    (FOLDER / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n")


if __name__ == "__main__":
    main()

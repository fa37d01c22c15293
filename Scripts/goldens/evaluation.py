#!/usr/bin/env python3
"""Writes Tests/Goldens/evaluation: rank correlations and ranking figures by scipy and numpy.

Needs numpy and scipy. Run it from anywhere; the same versions give the same bytes.
Minus infinity stands in the files as the text "-inf".
"""

import hashlib
import json
import pathlib
import platform

import numpy as np
import scipy
from scipy.stats import kendalltau, rankdata, spearmanr

SEED = 20240229
FOLDER = pathlib.Path(__file__).resolve().parents[2] / "Tests" / "Goldens" / "evaluation"


def numbers(values):
    return ["-inf" if v == -np.inf else float(v) for v in values]


def pairs(random):
    """Vectors with no, few and many ties, ties at minus infinity, and every sign of agreement."""
    for n in (2, 3, 4, 7, 10, 31, 100, 365, 2000):
        for kind in ("distinct", "rounded", "four levels", "disconnected", "opposed"):
            x = random.standard_normal(n)
            y = x + random.standard_normal(n)
            if kind == "distinct":
                x, y = random.permutation(n).astype(float), random.permutation(n).astype(float)
            elif kind == "rounded":
                x, y = x.round(1), y.round(1)
            elif kind == "four levels":
                x, y = np.floor(2 * x).clip(-2, 1), np.floor(2 * y).clip(-2, 1)
            elif kind == "disconnected":
                x, y = x.round(2), y.round(2)
                x[random.random(n) < 0.2] = -np.inf
            else:
                x, y = x.round(2), -x.round(2) ** 3
            if n > 2 or len(set(x)) == len(set(y)) == 2:
                yield f"{n} numbers, {kind}", x, y


def ndcg(order, accuracies, k=100):
    gain = 2 ** (5 * rankdata(accuracies) / len(accuracies)) - 1
    k = min(k, len(gain))
    discount = 1 / np.log2(np.arange(2, k + 2))
    return (gain[order[:k]] * discount).sum() / (np.sort(gain)[::-1][:k] * discount).sum()


def correlations(random):
    cases = []
    for name, x, y in pairs(random):
        # scipy's Spearman correlation refuses infinities; the ranks say the same.
        rho, tau = spearmanr(rankdata(x), rankdata(y))[0], kendalltau(rankdata(x), rankdata(y))[0]
        cases.append(
            {
                "name": name,
                "x": numbers(x),
                "y": numbers(y),
                "spearman": None if np.isnan(rho) else rho,
                "kendall": None if np.isnan(tau) else tau,
            }
        )
    return cases


def metrics(random):
    cases = []
    for n in (1, 5, 10, 99, 100, 101, 1500):
        for kind in ("distinct", "tied"):
            accuracies = (60 + 30 * random.random(n)).round(2)
            scores = (accuracies / 10 + random.standard_normal(n)).round(4)
            if kind == "tied":
                scores = scores.round(0)
                scores[random.random(n) < 0.1] = -np.inf
            order = np.argsort(-scores, kind="stable")
            best = accuracies[order]
            cases.append(
                {
                    "name": f"{n} architectures, {kind}",
                    "scores": numbers(scores),
                    "accuracies": numbers(accuracies),
                    "topOne": float(best[0]),
                    "bestOfTopTen": float(best[:10].max()),
                    "meanOfTopHundred": float(best[:100].mean()),
                    "regretOfTopOne": float(accuracies.max() - best[0]),
                    "discountedGain": float(ndcg(order, accuracies)),
                }
            )
    return cases


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    random = np.random.default_rng(SEED)
    manifest = {
        "generator": "Scripts/goldens/evaluation.py",
        "seed": SEED,
        "python": platform.python_version(),
        "numpy": np.__version__,
        "scipy": scipy.__version__,
        "sha256": {},
    }
    for name, cases in (("correlations", correlations(random)), ("metrics", metrics(random))):
        text = (
            "[\n" + ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases) + "\n]\n"
        )
        (FOLDER / f"{name}.json").write_text(text)
        manifest["sha256"][f"{name}.json"] = hashlib.sha256(text.encode()).hexdigest()
    (FOLDER / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n")


if __name__ == "__main__":
    main()

"""Gaussian process regressions for the tests of few-shot adaptation, with numpy and scipy.

    python Scripts/goldens/adaptation.py

Writes Tests/Goldens/adaptation/processes.json: inputs, residuals, the hyper-parameters of the grid
under which the residuals are likeliest, and the regression at further inputs. The likelihood is
that of scipy's multivariate normal distribution, and the regression is solved by numpy's general
solver: neither shares a step with the program. Also quantiles of the normal distribution.
"""
import itertools
import json
import pathlib

import numpy as np
from scipy.stats import multivariate_normal, norm

LENGTHS, LINEAR, NOISES = [1.0, 2.0, 4.0, 8.0], [0.01, 0.1], [0.03, 0.1, 0.3, 1.0]


def kernel(first, second, length, linear):
    distances = ((first[:, None] - second[None]) ** 2).sum(-1)
    return np.exp(-distances / (2 * length**2)) + linear * first @ second.T


def regression(random, count, columns, noise):
    inputs = random.standard_normal((count, columns)) * 1.5
    truth = lambda x: np.sin(x[:, 0]) + 0.3 * x[:, 1] * x[:, 2] - 0.2 * x[:, -1]
    residuals = truth(inputs) + noise * random.standard_normal(count)
    best = max(
        itertools.product(LENGTHS, LINEAR, NOISES),
        key=lambda grid: multivariate_normal(
            np.zeros(count),
            kernel(inputs, inputs, grid[0], grid[1]) + grid[2] * np.eye(count),
        ).logpdf(residuals),
    )
    length, linear, variance = best
    points = random.standard_normal((20, columns)) * 2
    covariance = kernel(inputs, inputs, length, linear) + variance * np.eye(count)
    corrections = kernel(points, inputs, length, linear) @ np.linalg.solve(covariance, residuals)
    return {
        "inputs": inputs.tolist(), "residuals": residuals.tolist(), "length": length,
        "linear": linear, "noise": variance, "points": points.tolist(),
        "corrections": corrections.tolist(),
    }


random = np.random.default_rng(0)
cases = [
    regression(random, *case)
    for case in [(6, 3, 0.1), (20, 4, 1.0), (40, 28, 0.3), (120, 5, 0.1), (120, 5, 0.02)]
]
probabilities = [1e-12, 1e-5, 0.02, 0.3, 0.5, 0.7, 0.975, 1 - 1e-9]
target = pathlib.Path(__file__).parents[2] / "Tests/Goldens/adaptation/processes.json"
target.write_text(json.dumps({
    "cases": cases, "probabilities": probabilities, "quantiles": norm.ppf(probabilities).tolist(),
}) + "\n")
print({tuple(case[name] for name in ("length", "linear", "noise")) for case in cases})

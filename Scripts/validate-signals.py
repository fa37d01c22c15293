"""Compares NASWOT in closed form with what random networks do.

For sampled architectures of some spaces, the exported PyTorch network is given random weights
(normal, the variance does not matter before a batch norm) and pairs of images that correlate 0.9;
batch norms use the statistics of the batch. Counted are the inputs of activations whose sign
differs between the two images of a pair. `tgnas cost` gives the logarithm of the same number in the
limit of infinite width, without running anything. Architectures with operators from which no way
leads to the output are left out: NASWOT counts these, and exported networks do not run them.

    pip install numpy scipy torch
    python Scripts/validate-signals.py [samples a space [spaces ...]]
"""

import csv
import importlib.util
import io
import pathlib
import subprocess
import sys
import tempfile

import numpy as np
import torch
from scipy.stats import kendalltau, spearmanr

PROGRAM = pathlib.Path(__file__).parents[1] / ".build" / "release" / "tgnas"
SPACES = ["nasbench201", "nasbench101", "nasbench-macro", "transnasbench101-macro", "darts"]
# Small images keep it quick; the program is told the same size by the space's data set otherwise.
PAIRS, DRAWS, CORRELATION, NEIGHBOURS = 8, 2, 0.9, 0.6


def tgnas(*arguments):
    return subprocess.run([PROGRAM, *arguments], check=True, capture_output=True, text=True).stdout


def load(path):
    specification = importlib.util.spec_from_file_location("network", path)
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def images(random, count, shape):
    """White noise of variance 1, blurred until neighbours correlate as the closed form assumes."""
    noise = random.standard_normal((count, *shape))
    # Of a Gaussian blur of deviation s neighbours correlate exp(-1 / (4 s^2)).
    deviation = np.sqrt(-1 / (4 * np.log(NEIGHBOURS)))
    size = np.arange(-4, 5)
    kernel = np.exp(-(size**2) / (2 * deviation**2))
    for axis in (-2, -1):
        noise = np.apply_along_axis(
            lambda line: np.convolve(line, kernel, mode="same"), axis, noise
        )
    return noise / noise.std()


def measured(module, shape, seed):
    """The mean number of units whose sign differs."""
    random = np.random.default_rng(seed)
    torch.manual_seed(seed)
    network = module.Network().train()
    for parameter in network.parameters():
        if parameter.dim() > 1:
            torch.nn.init.kaiming_normal_(parameter)
    first = images(random, PAIRS, shape)
    second = CORRELATION * first + np.sqrt(1 - CORRELATION**2) * images(random, PAIRS, shape)
    counts = []
    originals = {}

    def counting(function):
        def wrapped(x, *arguments, **options):
            if x.dim() == 4 and x.shape[-1] * x.shape[-2] > 1:
                a, b = x[:PAIRS] > 0, x[PAIRS:] > 0
                counts.append((a != b).sum().item() / PAIRS)
            return function(x, *arguments, **options)

        return wrapped

    places = [(torch, "relu"), (torch.nn.functional, "relu"), (torch.nn.functional, "relu6")]
    for owner, name in places:
        originals[owner, name] = getattr(owner, name)
        setattr(owner, name, counting(originals[owner, name]))
    try:
        with torch.no_grad():
            network(torch.tensor(np.concatenate([first, second]).astype(np.float32)))
    finally:
        for (owner, name), function in originals.items():
            setattr(owner, name, function)
    return sum(counts)


def has_idle_weights(module, shape):
    """Whether there are weights that the output does not depend on."""
    network = module.Network().train()
    network(torch.randn(2, *shape)).sum().backward()
    return any(parameter.grad is None for parameter in network.parameters())


def main():
    samples, chosen = int(sys.argv[1]) if len(sys.argv) > 1 else 20, sys.argv[2:] or SPACES
    for space in chosen:
        architectures = dict.fromkeys(
            tgnas("spaces", "sample", space, "-n", str(4 * samples)).splitlines()
        )
        closed, found = [], []
        with tempfile.TemporaryDirectory() as folder:
            for number, architecture in enumerate(architectures):
                if len(found) == samples:
                    break
                row = next(csv.DictReader(io.StringIO(
                    tgnas("cost", space, architecture, "--format", "csv", "--quiet"))))
                path = pathlib.Path(folder) / f"n{number}.py"
                tgnas("export", space, architecture, "--to", "pytorch", "-o", str(path))
                module = load(path)
                shape = eval(
                    module.__doc__.split("Input: [images, ")[1].split("]")[0]
                )  # noqa: S307 (our own file)
                if has_idle_weights(module, shape):
                    continue
                found.append(
                    np.log(1 + np.mean([measured(module, shape, seed) for seed in range(DRAWS)]))
                )
                closed.append(float(row["naswot"]))
        ratio = np.exp(np.array(closed) - np.array(found))
        print(
            f"{space}: {len(found)} networks, closed form / measured {np.median(ratio):.3f} "
            f"({ratio.min():.3f} to {ratio.max():.3f}), rho {spearmanr(closed, found)[0]:.3f}, "
            f"tau {kendalltau(closed, found)[0]:.3f}", flush=True)


if __name__ == "__main__":
    main()

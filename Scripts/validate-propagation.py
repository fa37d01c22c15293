"""Compares the signals of cells in closed form with what random cells of finite width do.

Random operator graphs are built as layers with normal weights: each convolution is ReLU, 3x3
convolution and batch norm over the batch, each pooling a 3x3 average. Two maps of noise that
correlate 0.9, whose neighbouring positions correlate 0.6, are sent through. Measured at every node:
the variance of what arrives, the correlation of the two samples in what leaves, and the squared
gradient that comes back to the input from noise of variance 1 at the node, and to the node from
noise of variance 1 over the output's variance at the output. The closed form is that of
Scripts/goldens/predictor.py, which the program equals (Tests/Goldens/predictor). First of all it
says what is left of a map's variance after poolings in a row, averages and maxima.

    pip install jax numpy optax scipy torch
    python Scripts/validate-propagation.py [--plot FILE.svg] [graphs]
"""

import argparse

import importlib.util
import pathlib

import numpy as np
import torch
from scipy.stats import spearmanr

WIDTH, SIDE, PAIRS, DRAWS, CORRELATION, NEIGHBOURS = 96, 16, 8, 2, 0.9, 0.6
NAMES = [
    "input variance",
    "output correlation",
    "gradient gain from the input",
    "gradient gain to the output",
]


def closed_form():
    path = pathlib.Path(__file__).parent / "goldens" / "predictor.py"
    specification = importlib.util.spec_from_file_location("predictor", path)
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    # 3x3 average poolings only: how much a maximum smooths is a convention, not a limit.
    module.RESPONSES = ["passes", "passes", "convolves", "convolves", 1.0, 1.0]
    return module


def noise(generator, *shape):
    """Noise of variance 1 on a torus whose neighbours correlate 0.6."""
    x = torch.randn(*shape, generator=generator)
    # Of a Gaussian blur of deviation s neighbours correlate exp(-1 / (4 s^2)).
    deviation = np.sqrt(-1 / (4 * np.log(NEIGHBOURS)))
    frequencies = torch.fft.fftfreq(SIDE)
    response = torch.exp(-2 * (np.pi * deviation * frequencies) ** 2)
    x = torch.fft.ifft2(torch.fft.fft2(x) * response[:, None] * response).real
    return x / x.std()


def pool(x, function=torch.nn.functional.avg_pool2d):
    return function(torch.nn.functional.pad(x, (1, 1, 1, 1), mode="circular"), 3, stride=1)


def convolve(x, weight):
    x = torch.nn.functional.pad(torch.relu(x), (1, 1, 1, 1), mode="circular")
    return torch.nn.functional.batch_norm(
        torch.nn.functional.conv2d(x, weight), None, None, training=True
    )


def correlation(x):
    x = x - x.mean((0, 2, 3), keepdim=True)
    first, second = x[:PAIRS], x[PAIRS:]
    return (
        (first * second).mean() / (first.square().mean() * second.square().mean()).sqrt()
    ).item()


def measured(operators, counts, responses, seed):
    """As the closed form's first four columns, but for the logarithms: [nodes, 4]."""
    generator = torch.Generator().manual_seed(seed)
    first = noise(generator, PAIRS, WIDTH, SIDE, SIDE)
    other = noise(generator, PAIRS, WIDTH, SIDE, SIDE)
    second = CORRELATION * first + np.sqrt(1 - CORRELATION**2) * other
    values, arriving = [torch.cat([first, second]).requires_grad_()], [None]
    for node in range(1, len(operators)):
        total = sum(float(counts[u, node]) * values[u] for u in range(node) if counts[u, node])
        arriving.append(total)
        response = responses[operators[node]]
        if response == "convolves":
            scale = (WIDTH * 9) ** -0.5
            total = convolve(total, scale * torch.randn(WIDTH, WIDTH, 3, 3, generator=generator))
        elif response != "passes":
            total = pool(total)
        values.append(total)
    rows = []
    output = values[-1]
    for node, value in enumerate(values):
        cotangent = noise(generator, *value.shape)
        back = (
            torch.autograd.grad(value, values[0], cotangent, retain_graph=True)[0]
            if node
            else cotangent
        )
        cotangent = noise(generator, *value.shape) / output.std().detach()
        (ahead,) = torch.autograd.grad(
            output, value, cotangent, retain_graph=True, allow_unused=True
        )
        # Without gradient: a node from which no way leads to the output.
        rows.append([
            1.0 if node == 0 else arriving[node].var().item(), correlation(value.detach()),
            back.square().mean().item(), 0.0 if ahead is None else ahead.square().mean().item()])
    return np.array(rows)


def print_smoothing(module):
    """A maximum smooths like half an average and keeps correlations; variance sees smoothing
    twice."""
    generator = torch.Generator().manual_seed(0)
    first, other = (noise(generator, PAIRS, WIDTH, SIDE, SIDE) for _ in range(2))
    pair = torch.cat([first, CORRELATION * first + np.sqrt(1 - CORRELATION**2) * other])
    after = correlation(pool(pair, torch.nn.functional.max_pool2d))
    print(f"correlation {CORRELATION} after a maximum pooling: {after:.3f}", flush=True)
    for name, function, strength in [
        ("average", torch.nn.functional.avg_pool2d, 1),
        ("maximum", torch.nn.functional.max_pool2d, 0.5),
    ]:
        x = noise(torch.Generator().manual_seed(0), PAIRS, WIDTH, SIDE, SIDE)
        for poolings in range(1, 5):
            x = pool(x, function)
            print(
                f"variance after {poolings} of {name} pooling: "
                f"closed form {module.keep(2 * strength * poolings):.3f}, "
                f"measured {x.var().item():.3f}",
                flush=True,
            )


def plot(path, panels):
    """A panel for each (name, closed form, measured); all but the correlation as logarithms."""
    side, left, top, gap = 190, 50, 30, 60
    width, height = left + len(panels) * (side + gap), top + side + 50
    svg = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" '
        'font-family="DejaVu Sans, Verdana, Helvetica, Arial, sans-serif" font-size="11">',
        '<rect width="100%" height="100%" fill="#ffffff"/>',
    ]
    for index, (name, closed, found) in enumerate(panels):
        closed, found = (
            np.asarray(x) if name == NAMES[1] else np.log10(x) for x in (closed, found)
        )
        low, high = min(closed.min(), found.min()), max(closed.max(), found.max())
        low, high = low - 0.05 * (high - low), high + 0.05 * (high - low)
        x0 = left + index * (side + gap)
        place = lambda v: side * (v - low) / (high - low)
        svg.append(
            f'<g transform="translate({x0},{top})">'
            f'<text x="{side / 2}" y="-12" text-anchor="middle" '
            f'font-weight="bold" fill="#222222">{name}</text>'
            f'<rect width="{side}" height="{side}" fill="none" stroke="#808080"/>'
            f'<line x1="0" y1="{side}" x2="{side}" y2="0" stroke="#b0b0b0"/>'
        )
        values = (
            np.arange(0.02, 1, 0.02)
            if name == NAMES[1]
            else np.arange(np.ceil(low), np.floor(high) + 1)
        )
        for value in values[(values > low) & (values < high)]:
            text = f"{value:.2f}" if name == NAMES[1] else f"{10.0 ** value:g}"
            at = place(value)
            svg.append(
                f'<text x="{at:.1f}" y="{side + 16}" text-anchor="middle" '
                f'fill="#222222">{text}</text>'
                f'<text x="-6" y="{side - at + 4:.1f}" text-anchor="end" '
                f'fill="#222222">{text}</text>'
            )
        svg += [
            f'<circle cx="{place(a):.1f}" cy="{side - place(b):.1f}" r="2.2" '
            'fill="#2166ac" fill-opacity="0.5"/>'
            for a, b in zip(closed, found)
        ]
        svg.append(
            f'<text x="{side / 2}" y="{side + 36}" text-anchor="middle" '
            'fill="#222222">closed form</text></g>'
        )
    svg.append(f'<text transform="translate(12,{top + side / 2}) rotate(-90)" text-anchor="middle" '
               'fill="#222222">random cells</text></svg>')
    pathlib.Path(path).write_text("\n".join(svg) + "\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("graphs", nargs="?", type=int, default=60)
    parser.add_argument("--plot", metavar="FILE.svg")
    arguments = parser.parse_args()
    module = closed_form()
    print_smoothing(module)
    random = np.random.default_rng(20261122)
    found, expected = [], []
    for number in range(arguments.graphs):
        operators, counts = module.random_graph(random)
        closed = module.signals(operators, counts)[:, :4]
        expected.append(
            np.stack(
                [np.exp(closed[:, 0]), closed[:, 1], np.exp(closed[:, 2]), np.exp(closed[:, 3])], 1
            )[1:]
        )
        found.append(
            np.mean(
                [
                    measured(operators, counts, module.RESPONSES, 97 * number + d)
                    for d in range(DRAWS)
                ],
                0,
            )[1:]
        )
    found, expected = np.concatenate(found), np.concatenate(expected)
    panels = []
    for column, name in enumerate(NAMES):
        a, b = expected[:, column], found[:, column]
        # A node that nothing leads from has no gradient.
        a, b = (a, b) if name == NAMES[1] else (a[b > 1e-6], b[b > 1e-6])
        panels.append((name, a, b))
        if name == NAMES[1]:
            error = np.abs(a - b)
            text = (
                f"absolute error: median {np.median(error):.3f}, "
                f"90 % below {np.quantile(error, 0.9):.3f}"
            )
        else:
            low, high = np.quantile(a / b, [0.05, 0.95])
            text = (
                f"closed form / measured: median {np.median(a / b):.3f}, "
                f"90 % in {low:.3f} to {high:.3f}"
            )
        print(f"{name}: {len(a)} nodes, {text}, rho {spearmanr(a, b)[0]:.3f}", flush=True)
    if arguments.plot:
        plot(arguments.plot, panels)


if __name__ == "__main__":
    main()

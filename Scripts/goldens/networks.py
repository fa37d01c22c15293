"""Goldens for closed-form NASWOT, from an independent implementation in plain Python.

Writes Tests/Goldens/networks/naswot.csv: for some NAS-Bench-Macro networks and for some
NAS-Bench-201 cells (average pooling, skips, sums) the logarithm of one plus the number of units
that differ in sign. It writes each network down by hand, without space files. What it proves: the
network builder and the propagation agree with this reading of the papers. What it does not: that
the formulas describe networks of finite width.

    python Scripts/goldens/networks.py
"""

import math
import pathlib
import random

PATH = pathlib.Path(__file__).parents[2] / "Tests" / "Goldens" / "networks" / "naswot.csv"
KAPPA = 1 / math.pi


def through_relu(c):
    c = min(1.0, max(-1.0, c))
    return ((math.sqrt(1 - c * c) + (math.pi - math.acos(c)) * c) / math.pi - KAPPA) / (1 - KAPPA)


def keep(smoothings):
    return 1 / (1 + smoothings * 4 / 3 * math.log(1 / 0.6))


class Signal:
    """A sum of components: {(component, times smoothed): amplitude}."""

    variances, correlations, differing = [], [], 0.0

    def __init__(self, terms):
        self.terms = terms
        self.variance = self.covariance = 0.0
        for (b, p), a in terms.items():
            for (c, q), d in terms.items():
                if b == c:
                    part = a * d * keep(p + q) * Signal.variances[b]
                    self.variance += part
                    self.covariance += part * Signal.correlations[b]

    @classmethod
    def start(cls, variance, correlation):
        cls.variances.append(variance)
        cls.correlations.append(correlation)
        return cls({(len(cls.variances) - 1, 0.0): 1.0})

    def convolution(self):
        """With batch norm."""
        return Signal.start(1.0, self.covariance / self.variance)

    def plain_convolution(self):
        return Signal.start(self.variance, self.covariance / self.variance)

    def relu(self, units):
        c = min(1.0, self.covariance / self.variance)
        Signal.differing += units * math.acos(c) / math.pi
        return Signal.start(self.variance * (1 - KAPPA) / 2, through_relu(c))

    def pool(self):
        return Signal({(b, p + 1): a for (b, p), a in self.terms.items()})

    def __add__(self, other):
        terms = dict(self.terms)
        for key, amplitude in other.terms.items():
            terms[key] = terms.get(key, 0) + amplitude
        return Signal(terms)


def begin():
    Signal.variances, Signal.correlations, Signal.differing = [], [], 0.0
    return Signal.start(1.0, 0.9)


def nasbench_macro(code):
    x, side, width = begin().convolution().relu(32 * 32 * 32), 32, 32
    for layer, digit in enumerate(code):
        halves = layer in (0, 2, 5)
        new_side, new_width = (side // 2, width * 2) if halves else (side, width)
        if digit == "0":
            x = x.convolution() if halves else x
        else:
            wide = width * (3 if digit == "1" else 6)
            y = (
                x.convolution()
                .relu(wide * side**2)
                .convolution()
                .relu(wide * new_side**2)
                .convolution()
            )
            x = y if halves else x + y
        side, width = new_side, new_width
    x.convolution().relu(1280 * side**2)
    return math.log(Signal.differing + 1)


def nasbench201(cell):
    x = begin().convolution()
    for stage, width in enumerate((16, 32, 64)):
        side = 32 >> stage
        if stage:
            y = (
                x.relu(width // 2 * (2 * side) ** 2)
                .convolution()
                .relu(width * side**2)
                .convolution()
            )
            x = y + x.pool().plain_convolution()
        for _ in range(5):
            nodes = {0: x}
            for edge, (source, target) in enumerate(
                [(0, 1), (0, 2), (1, 2), (0, 3), (1, 3), (2, 3)]
            ):
                if cell[edge] == "none" or source not in nodes:
                    continue
                y = nodes[source]
                if cell[edge].startswith("nor_conv"):
                    y = y.relu(width * side**2).convolution()
                elif cell[edge] == "avg_pool_3x3":
                    y = y.pool()
                nodes[target] = nodes[target] + y if target in nodes else y
            x = nodes[3]
    x.convolution().relu(64 * 8**2)
    return math.log(Signal.differing + 1)


def main():
    draws = random.Random(20261121)
    lines = ["space,arch,naswot"]
    for code in ["00000000", "22222222", *("".join(draws.choices("012", k=8)) for _ in range(20))]:
        lines.append(f"nasbench-macro,{code},{nasbench_macro(code)!r}")
    # No zeros, so that every operator is alive: dead ones count in a network, and here they would
    # not.
    operators = ["skip_connect", "nor_conv_1x1", "nor_conv_3x3", "avg_pool_3x3"]
    for _ in range(20):
        a, b, c, d, e, f = cell = draws.choices(operators, k=6)
        text = f"|{a}~0|+|{b}~0|{c}~1|+|{d}~0|{e}~1|{f}~2|"
        lines.append(f"nasbench201,{text},{nasbench201(cell)!r}")
    PATH.write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()

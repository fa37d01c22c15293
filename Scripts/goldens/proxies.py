"""Goldens for the closed forms of zero-cost proxies, by an independent implementation.

Writes Tests/Goldens/networks/proxies.tsv: for random architectures of several spaces the values
of layers, l2_norm, synflow-closed, snip-closed, grad_norm-closed, fisher-closed,
zen-closed and jacov-closed.
It reads the layers that `tgnas export --to json` writes, and does the formulas of docs/proxies.md
anew: in plain numbers where the program has logarithms, by recursion where it sweeps, with taps
counted one by one. What it proves: the program does these formulas. What it does not: that the
layers are right, or that the formulas describe networks of finite width; docs/proxies.md measures
that.

    python Scripts/goldens/proxies.py PATH-OF-TGNAS
"""

import functools
import json
import math
import pathlib
import subprocess
import sys
import tempfile
from collections import defaultdict

PATH = pathlib.Path(__file__).parents[2] / "Tests" / "Goldens" / "networks" / "proxies.tsv"
SPACES = {
    "nasbench201": 8, "transnasbench101-micro": 3, "transnasbench101-macro": 3, "nasbench101": 4,
    "darts": 2, "nds-pnas": 2, "nasbench-macro": 3, "nats-bench-size": 2,
    "once-for-all-mobilenetv3": 3, "autoformer-tiny": 2, "hnas-bench-201": 3, "einspace": 20,
}
KEEP = 4 / 3 * math.log(1 / 0.6)
BATCH = 32
# Of an architecture's text, so that the file stays small.
LONGEST = 1500
REFUSED = {"attention", "class-token", "take-class-token", "drop-class-token", "position-embedding"}
WEIGHTED = {"convolution", "linear"}
NORMS = {"batch-norm", "instance-norm", "layer-norm", "map-norm"}


def phi(x):
    return (1 + math.erf(x / math.sqrt(2))) / 2


def sigmoid(x):
    return 1 / (1 + math.exp(-x))


def softplus(x):
    return x if x > 40 else math.log1p(math.exp(x))


ACTIVATIONS = {
    "relu": lambda x: max(x, 0.0),
    "relu6": lambda x: min(max(x, 0.0), 6.0),
    "leaky-relu": lambda x: x if x > 0 else x / 100,
    "sigmoid": sigmoid,
    "hard-sigmoid": lambda x: min(max(x / 6 + 0.5, 0.0), 1.0),
    "swish": lambda x: x * sigmoid(x),
    "hard-swish": lambda x: x * min(max(x / 6 + 0.5, 0.0), 1.0),
    "gelu": lambda x: x * phi(x),
    "mish": lambda x: x * math.tanh(softplus(x)),
}
GATES = {"sigmoid", "hard-sigmoid"}


def slope(kind, x):
    """At a positive number."""
    if kind in ("relu", "leaky-relu"):
        return 1.0
    if kind == "relu6":
        return 1.0 if x < 6 else 0.0
    if kind == "hard-sigmoid":
        return 1 / 6 if x < 3 else 0.0
    if kind == "hard-swish":
        return (2 * x + 3) / 6 if x < 3 else 1.0
    if kind == "sigmoid":
        return sigmoid(x) * (1 - sigmoid(x))
    if kind == "swish":
        return sigmoid(x) * (1 + x * (1 - sigmoid(x)))
    if kind == "gelu":
        return phi(x) + x * math.exp(-x * x / 2) / math.sqrt(2 * math.pi)
    t = math.tanh(softplus(x))
    return t + x * (1 - t * t) * sigmoid(x)


class Net:
    def __init__(self, layers):
        self.layers = layers
        self.consumers = defaultdict(list)
        for index, layer in enumerate(layers):
            for place, source in enumerate(layer["inputs"]):
                self.consumers[source].append((index, place))

    def kind(self, index):
        return self.layers[index]["kind"]

    def inputs(self, index):
        return self.layers[index]["inputs"]

    def channels(self, index):
        return self.layers[index]["shape"][0]

    def positions(self, index):
        return self.layers[index]["shape"][1] * self.layers[index]["shape"][2]

    @functools.lru_cache(None)
    def weights(self, index):
        """outputs, fan-in, groups, taps, coverage"""
        layer = self.layers[index]
        source = self.layers[layer["inputs"][0]]["shape"]
        if layer["kind"] == "linear":
            return layer["shape"][0], source[0], 1, 1, 1.0
        inside, padding = 1, layer["padding"]
        for axis in range(2):
            inside *= sum(
                0 <= place * layer["stride"][axis] + tap * layer["dilation"] - padding[axis] < size
                for size in [source[1 + axis]]
                for place in range(layer["shape"][1 + axis])
                for tap in range(layer["kernel"][axis])
            )
        taps = layer["kernel"][0] * layer["kernel"][1]
        coverage = inside / (taps * self.positions(index))
        groups = layer["groups"]
        return layer["shape"][0], taps * source[0] // groups, groups, taps, coverage

    def weighted(self):
        return [i for i, layer in enumerate(self.layers) if layer["kind"] in WEIGHTED]


def synflow(net):
    embedding = 0.02 * math.sqrt(2 / math.pi)

    def weight(index):
        return 1 / (2 * math.sqrt(net.weights(index)[1]))

    @functools.lru_cache(None)
    def product(index):
        _, fan_in, _, _, coverage = net.weights(index)
        return value(net.inputs(index)[0]) * weight(index) * fan_in * coverage

    @functools.lru_cache(None)
    def value(index):
        kind = net.kind(index)
        inputs = net.inputs(index)
        if kind == "input":
            return 1.0
        if kind == "zeros":
            return 0.0
        if kind in WEIGHTED:
            return product(index) + (weight(index) if net.layers[index]["bias"] else 0.0)
        if kind in ACTIVATIONS:
            return ACTIVATIONS[kind](value(inputs[0]))
        if kind == "product":
            return value(inputs[0]) * value(inputs[1])
        if kind == "sum":
            return sum(map(value, inputs))
        if kind == "concatenation":
            return sum(value(i) * net.channels(i) for i in inputs) / net.channels(index)
        if kind == "position-embedding":
            return value(inputs[0]) + embedding
        if kind == "attention" and net.layers[index].get("relative_positions") is not None:
            return value(inputs[0]) + 2 * embedding
        return value(inputs[0])

    @functools.lru_cache(None)
    def gradient(index):
        """dR/d(output), summed over channels and places."""
        if index == len(net.layers) - 1:
            return float(net.channels(index) * net.positions(index))
        total = 0.0
        for consumer, place in net.consumers[index]:
            kind = net.kind(consumer)
            arriving = gradient(consumer)
            if kind in WEIGHTED:
                _, fan_in, _, _, coverage = net.weights(consumer)
                arriving *= weight(consumer) * fan_in * coverage
            elif kind in ACTIVATIONS:
                arriving *= slope(kind, value(index))
            elif kind == "product":
                arriving *= value(net.inputs(consumer)[1 - place])
            elif kind == "concatenation":
                arriving *= net.channels(index) / net.channels(consumer)
            elif kind == "zeros":
                arriving = 0.0
            total += arriving
        return total

    for index in range(len(net.layers)):
        value(index)
    for index in reversed(range(len(net.layers))):
        gradient(index)
    flow = sum(product(i) * gradient(i) for i in net.weighted())
    return math.log(flow) if flow > 0 else -math.inf


def integral(function):
    """E f(u) for standard normal u, by Simpson's rule on pieces between the kinks."""
    total = 0.0
    for low, high in ((-14, -3), (-3, 0), (0, 3), (3, 6), (6, 14)):
        steps = 2000
        width = (high - low) / steps
        for step in range(steps + 1):
            x = low + step * width
            # Inside the piece, so that a kink's one-sided value counts.
            inner = min(max(x, low + 1e-12), high - 1e-12)
            weight = 1 if step in (0, steps) else 4 if step % 2 else 2
            total += weight * function(inner) * math.exp(-x * x / 2) * width / 3
    return total / math.sqrt(2 * math.pi)


@functools.lru_cache(None)
def hermite(kind):
    """Squares of the normalised coefficients 1 to 64."""
    def basis(n, x):
        before, now = 0.0, 1.0
        for k in range(n):
            before, now = now, (x * now - math.sqrt(k) * before) / math.sqrt(k + 1)
        return now

    return [integral(lambda x: ACTIVATIONS[kind](x) * basis(n, x)) ** 2 for n in range(1, 65)]


RELU_LIKE = {"relu", "relu6", "leaky-relu", "mish"}


def variance_after(kind):
    if kind in RELU_LIKE:
        return (1 - 1 / math.pi) / 2
    return 1 / 16 if kind in GATES else sum(hermite(kind))


def correlation_after(kind, c):
    c = min(1.0, max(-1.0, c))
    if kind in RELU_LIKE:
        kernel = (math.sqrt(1 - c * c) + (math.pi - math.acos(c)) * c) / math.pi
        return (kernel - 1 / math.pi) / (1 - 1 / math.pi)
    if kind in GATES:
        return c
    squares = hermite(kind)
    return sum(a * c ** (n + 1) for n, a in enumerate(squares)) / sum(squares)


@functools.lru_cache(None)
def squared_slope(kind):
    if kind in RELU_LIKE:
        return 0.5
    if kind in GATES:
        return 1 / 16
    if kind == "hard-swish":
        return integral(lambda x: 0.0 if x < -3 else slope(kind, x) ** 2)
    return integral(lambda x: slope(kind, x) ** 2)


class Terms(dict):
    """{(component, smoothings): amplitude}"""

    def __init__(self, items=()):
        super().__init__(items)

    def plus(self, other, factor=1.0):
        out = Terms(self)
        for key, amplitude in other.items():
            out[key] = out.get(key, 0.0) + factor * amplitude
        return out

    def smoothed(self, strength):
        return Terms({(b, p + strength): a for (b, p), a in self.items()})

    def moment(self, of):
        return sum(
            a * d * of[b] / (1 + (p + q) * KEEP)
            for (b, p), a in self.items() for (c, q), d in self.items() if b == c
        )


def moments(net, weight_variance, correlation):
    variance, covariance, terms = [], [], []
    of_v, of_c = [], []

    def fresh(v, c):
        of_v.append(v)
        of_c.append(c)
        return Terms({(len(of_v) - 1, 0.0): 1.0})

    for index in range(len(net.layers)):
        kind, inputs = net.kind(index), net.inputs(index)
        v = variance[inputs[0]] if inputs else 0.0
        c = covariance[inputs[0]] if inputs else 0.0
        if kind in REFUSED:
            return None
        if kind == "input":
            t = fresh(1.0, correlation)
        elif kind == "zeros":
            t = Terms()
        elif kind in WEIGHTED:
            _, fan_in, _, _, coverage = net.weights(index)
            gain = fan_in * weight_variance(fan_in) * coverage
            t = fresh(v * gain, c * gain)
        elif kind in ("batch-norm", "instance-norm"):
            t = fresh(1.0, c / v) if v > 0 else fresh(0.0, 0.0)
        elif kind in NORMS:
            t = Terms().plus(terms[inputs[0]], 1 / math.sqrt(v) if v > 0 else 0.0)
        elif kind in ACTIVATIONS:
            after = v * variance_after(kind)
            t = fresh(after, after * (correlation_after(kind, c / v) if v > 0 else 1.0))
        elif kind == "product":
            t = Terms().plus(terms[inputs[0]], 0.5)
        elif kind in ("average-pooling", "max-pooling"):
            t = terms[inputs[0]].smoothed(1.0 if kind == "average-pooling" else 0.5)
        elif kind == "sum":
            t = functools.reduce(lambda s, i: s.plus(terms[i]), inputs, Terms())
        elif kind == "concatenation":
            share = [net.channels(i) / net.channels(index) for i in inputs]
            t = fresh(
                sum(s * variance[i] for s, i in zip(share, inputs)),
                sum(s * covariance[i] for s, i in zip(share, inputs)))
        else:
            t = terms[inputs[0]]
        terms.append(t)
        variance.append(t.moment(of_v))
        covariance.append(t.moment(of_c))
    return variance, covariance


@functools.lru_cache(None)
def slope_correlation(kind):
    """Of unlike data: E[a'(u)]^2 / E[a'(u)^2]."""
    if kind in GATES:
        return 1.0
    if kind in RELU_LIKE:
        return 0.5
    mean = integral(lambda x: 0.0 if kind == "hard-swish" and x < -3 else slope(kind, x))
    return mean**2 / squared_slope(kind)


class Gradient:
    """Of each layer the mean square, the correlation of two images' gradients, and by how much
    that scatters where weights are drawn again."""

    def __init__(self, count):
        self.square = [0.0] * count
        self.correlation = [1.0] * count
        self.scatter = [0.0] * count


def gradients(net, variance, covariance, weight_variance, loss, apart=False):
    found = Gradient(len(net.layers))
    arriving = [Terms() for _ in net.layers]
    # Of each way that ends in a layer: what arrives, smoothings, scatter.
    ways = [[] for _ in net.layers]
    of, of_r = [], []

    def fresh(v, r):
        of.append(v)
        of_r.append(v * r)
        return Terms({(len(of) - 1, 0.0): 1.0})

    def mean(index, place):
        whole = sum(way[0] for way in ways[index])
        return sum(way[0] * way[place] for way in ways[index]) / whole if whole > 0 else 0.0

    arriving[-1] = fresh(loss, 1.0)
    for index in reversed(range(len(net.layers))):
        kind, inputs, g = net.kind(index), net.inputs(index), arriving[index]
        d = found.square[index] = g.moment(of)
        r = found.correlation[index] = g.moment(of_r) / d if d > 0 else 1.0
        smoothings, scatter = mean(index, 1), mean(index, 2)
        found.scatter[index] = scatter
        if not inputs or not d > 0 or kind == "zeros":
            continue
        source = inputs[0]
        ratio = net.positions(index) / net.positions(source)
        unlike = covariance[source] / variance[source] if variance[source] > 0 else 1.0

        def send(terms, to, scatter=scatter, strength=0.0):
            arriving[to] = arriving[to].plus(terms)
            ways[to].append((terms.moment(of), smoothings + strength, scatter))

        if kind in WEIGHTED:
            outputs, fan_in, groups, taps, coverage = net.weights(index)
            products = outputs // groups * taps * coverage * ratio
            near = (1 + 2 * math.pi * (2 / 3) * smoothings) / net.positions(source)
            alike = r * r + (1 - r * r) * min(1.0, near)
            more = (1 - r * r) * alike / net.channels(source)
            send(fresh(d * products * weight_variance(fan_in), r), source, scatter + more)
        elif kind in NORMS:
            if variance[source] > 0:
                send(Terms().plus(g, 1 / math.sqrt(variance[source])), source)
        elif kind in ACTIVATIONS:
            k = slope_correlation(kind) if variance[source] > 0 else 1.0
            units = net.channels(index) * net.positions(index)
            more = (1 - (k * r) ** 2) / units
            send(fresh(d * squared_slope(kind), k * r), source, k * k * scatter + more)
        elif kind == "product":
            send(Terms().plus(g, 0.5), source)
            gate = inputs[1]
            size = net.channels(index) * net.positions(index)
            share = size / (net.channels(gate) * net.positions(gate))
            send(fresh(d * variance[source] * share, r * unlike), gate, unlike**2 * scatter)
        elif kind in ("average-pooling", "max-pooling"):
            windows = math.prod(net.layers[index]["kernel"]) * ratio
            average = kind == "average-pooling"
            strength = max(0.0, windows - 1) / (8 if average else 16)
            scaled = Terms().plus(g, ratio if average else math.sqrt(ratio))
            scaled = scaled.smoothed(strength)
            if apart and not average:
                # Unlike images seldom have the same winner of a window.
                k = 1 / math.prod(net.layers[index]["kernel"])
                units = net.channels(index) * net.positions(index)
                more = (1 - (k * r) ** 2) / units
                send(fresh(scaled.moment(of), k * r), source, k * k * scatter + more)
            else:
                send(scaled, source, strength=strength)
        elif kind == "global-average-pooling":
            send(Terms().plus(g, ratio), source)
        elif kind == "slice":
            send(fresh(d * net.channels(index) / net.channels(source), r), source)
        else:
            for i in inputs:
                send(g, i)
    return found


def jacobian_covariance(correlation, scatter):
    n, ratio = BATCH, min(0.99, BATCH * scatter)
    first, rest = 1 + (n - 1) * correlation, max(1e-5, 1 - correlation)
    # Marchenko and Pastur: the means of log v and 1/v.
    log_v = math.log(rest) - 1 - (1 - ratio) / ratio * math.log(1 - ratio)
    return -math.log(first) - 1 / first - (n - 1) * (log_v + 1 / (rest * (1 - ratio) + 1e-5))


def proxies(net, parameters):
    values = {
        "layers": sum(p > 0 for p in parameters),
        "l2_norm": sum(math.sqrt(net.weights(i)[0] / 3) for i in net.weighted()),
    }
    tokens = {"class-token", "take-class-token", "drop-class-token"}
    if not tokens & {layer["kind"] for layer in net.layers}:
        values["synflow-closed"] = synflow(net)
    uniform = lambda fan_in: 1 / (3 * fan_in)
    found = moments(net, uniform, 0.9)
    if found is None:
        return values
    variance, covariance = found
    classes = net.channels(-1)
    loss = (classes - 1) / classes**2 / BATCH**2
    gradient = gradients(net, variance, covariance, uniform, loss).square
    snip = norm = fisher = 0.0
    for i in net.weighted():
        outputs, fan_in, _, _, coverage = net.weights(i)
        count, places = outputs * fan_in, net.positions(i)
        square = BATCH * places * coverage * variance[net.inputs(i)[0]] * gradient[i]
        snip += count / (2 * math.sqrt(fan_in)) * math.sqrt(2 / math.pi * square)
        norm += math.sqrt(count * square)
        fisher += count * places * variance[i] * gradient[i] / 2
    values |= {"snip-closed": snip, "grad_norm-closed": norm, "fisher-closed": fisher}
    variance, covariance = moments(net, uniform, 0.0)
    unlike = gradients(net, variance, covariance, uniform, 1.0, apart=True)
    if unlike.square[0] > 0:
        values["jacov-closed"] = jacobian_covariance(unlike.correlation[0], unlike.scatter[0])
    variance, covariance = moments(net, lambda fan_in: 1.0, 1 / math.sqrt(1.0001))
    pooled = [i for i in range(len(net.layers)) if net.kind(i) == "global-average-pooling"]
    last = net.inputs(pooled[-1])[0] if pooled else len(net.layers) - 1
    zen = sum(
        math.log(math.sqrt(0.81 + 0.19 * variance[net.inputs(i)[0]]))
        for i in range(len(net.layers)) if net.kind(i) == "batch-norm"
    )
    size = net.channels(last) * net.positions(last)
    square = 2 * (variance[last] - covariance[last])
    if square > 0:
        values["zen-closed"] = zen + math.log(size * math.sqrt(2 / math.pi * square))
    return values


def parameters_of(net):
    out = []
    for index, layer in enumerate(net.layers):
        kind = layer["kind"]
        has = kind in WEIGHTED | NORMS | {"class-token", "position-embedding"}
        has |= kind == "attention" and layer.get("relative_positions") is not None
        out.append(int(has))
    return out


def main(tgnas):
    sys.setrecursionlimit(20_000)
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "network.json"
        for space, count in SPACES.items():
            drawn = subprocess.run(
                [tgnas, "spaces", "sample", space, "-n", str(count), "--seed", "3"],
                check=True, capture_output=True, text=True).stdout
            for architecture in drawn.splitlines():
                if len(architecture) > LONGEST:
                    continue
                exported = subprocess.run(
                    [tgnas, "export", space, architecture, "--to", "json", "-o", str(file)],
                    capture_output=True)
                if exported.returncode != 0:  # A network that cannot be built.
                    continue
                net = Net(json.loads(file.read_text())["layers"])
                values = proxies(net, parameters_of(net)).items()
                pairs = " ".join(f"{name}={value:.15g}" for name, value in values)
                rows.append((space, architecture, pairs))
    PATH.write_text("".join("\t".join(row) + "\n" for row in rows))
    print(f"{len(rows)} networks")


if __name__ == "__main__":
    main(sys.argv[1])

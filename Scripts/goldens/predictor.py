"""Goldens for the graph networks, from an independent implementation in JAX.

Writes Tests/Goldens/predictor/networks.h5: random small graphs, parameters, operator features and
targets, and for both networks (the directed one with and without signals) the scores, the loss and
its gradient by every parameter; how signals pass through each graph; and the learning rates of the
one-cycle schedule. What it proves: forward pass, both losses and the backward pass of both networks
agree with automatic differentiation, and the signals with an implementation by dictionaries in
plain Python. What it does not: that training finds good parameters, that the signals are those of
real networks.

    pip install numpy==2.4.* h5py==3.16.* jax==0.10.* optax && python Scripts/goldens/predictor.py
"""

import math
import pathlib

import h5py
import jax
import jax.numpy as jnp
import numpy as np
import optax

FOLDER = pathlib.Path(__file__).parents[2] / "Tests" / "Goldens" / "predictor"
OPERATORS, FEATURES, WIDTH, LAYERS, GRAPHS, PADDED = 6, 5, 16, 3, 24, 8
MARGIN = 0.02
# What each operator does to a signal: passes it, convolves it, or smooths it by some strength.
RESPONSES = ["passes", "passes", "convolves", "convolves", 1.0, 0.5]
SIGNALS = 6


def random_graph(random):
    """Nodes in topological order, the input first and the output last; counts of parallel edges."""
    nodes = random.integers(2, PADDED)
    operators = random.integers(2, OPERATORS, nodes)
    operators[0], operators[-1] = 0, 1
    counts = np.zeros((nodes, nodes), np.int32)
    for target in range(1, nodes):
        for source in range(target):
            if source == target - 1 or random.random() < 0.4:
                counts[source, target] = random.integers(1, 3)
    return operators, counts


def through_relu(c):
    c = min(1.0, max(-1.0, c))
    kernel = (math.sqrt(max(0.0, 1 - c * c)) + (math.pi - math.acos(c)) * c) / math.pi
    return (kernel - 1 / math.pi) / (1 - 1 / math.pi)


def keep(smoothings):
    return 1 / (1 + smoothings * 4 / 3 * math.log(1 / 0.6))


def gathered(parts):
    """The sum of states, each so many times."""
    state = {}
    for part, count in parts:
        for key, amplitude in part.items():
            state[key] = state.get(key, 0) + count * amplitude
    return state


def total(state, weights):
    """The variance of a sum of independent components in differently smoothed copies, weighted."""
    return sum(
        a * d * keep(p + q) * weights[b]
        for (b, p), a in state.items()
        for (c, q), d in state.items()
        if b == c
    )


def signals(operators, counts):
    """Six numbers for each node: log input variance, both log gains, correlation, depth,
    poolings."""
    n = len(operators)
    ones, correlations, gains, states = [1.0], [0.9], [1.0], [{(0, 0.0): 1.0}]
    entry, correlation, gain, depth, pools = (
        [v] + [0.0] * (n - 1) for v in (1.0, 0.9, 1.0, 0.0, 0.0)
    )
    for v in range(1, n):
        state = gathered((states[u], counts[u, v]) for u in range(v) if counts[u, v])
        weight = sum(counts[u, v] * gain[u] for u in range(v))
        depth[v] = sum(counts[u, v] * gain[u] * depth[u] for u in range(v)) / weight
        pools[v] = sum(counts[u, v] * gain[u] * pools[u] for u in range(v)) / weight
        entry[v] = total(state, ones)
        response = RESPONSES[operators[v]]
        if response == "convolves":
            correlations.append(through_relu(total(state, correlations) / entry[v]))
            gains.append(total(state, gains) / entry[v] / (1 - 1 / math.pi))
            ones.append(1.0)
            state, depth[v] = {(len(ones) - 1, 0.0): 1.0}, depth[v] + 1
        elif response != "passes":
            state = {(b, p + response): a for (b, p), a in state.items()}
            pools[v] += response
        states.append(state)
        correlation[v] = total(state, correlations) / total(state, ones)
        gain[v] = total(state, gains)
    gains, states, back = [1 / total(states[-1], ones)], {n - 1: {(0, 0.0): 1.0}}, [0.0] * n
    back[n - 1] = gains[0]
    for u in range(n - 2, -1, -1):
        state = gathered((states[v], counts[u, v]) for v in range(u + 1, n) if counts[u, v])
        back[u] = total(state, gains)
        response = RESPONSES[operators[u]]
        if u and response == "convolves":
            gains.append(back[u] / entry[u] / (1 - 1 / math.pi))
            state = {(len(gains) - 1, 0.0): 1.0}
        elif u and response != "passes":
            state = {(b, p + response): a for (b, p), a in state.items()}
        states[u] = state
    return np.array(
        [
            np.log(np.array(entry) + 1e-9),
            correlation,
            np.log(np.array(gain) + 1e-3),
            np.log(np.array(back) + 1e-3),
            depth,
            pools,
        ]
    ).T


def directed(p, features, operators, into, last, mask, signals=None):
    """The directed network on padded graphs; into[b, v, u] counts the edges from u to v."""
    x = features[operators]
    if signals is not None:
        x = jnp.concatenate([x, signals], -1)
    h = (x @ p["embedding"]) * mask[..., None]
    onto = into.transpose(0, 2, 1)
    down = into / jnp.sqrt(jnp.maximum(into.sum(-1, keepdims=True), 1))
    up = onto / jnp.sqrt(jnp.maximum(onto.sum(-1, keepdims=True), 1))
    for layer in range(LAYERS):
        own, below, above = jnp.split(p[f"layers/{layer}/weight"], 3, 1)
        z = h @ own + down @ (h @ below) + up @ (h @ above) + p[f"layers/{layer}/bias"]
        z = (z - z.mean(-1, keepdims=True)) / jnp.sqrt(z.var(-1, keepdims=True) + 1e-5)
        h = (h + jax.nn.relu(z * p[f"layers/{layer}/scale"])) * mask[..., None]
    at_output = jnp.take_along_axis(h, last[:, None, None].repeat(WIDTH, -1), 1)[:, 0]
    r = jnp.concatenate([at_output, h.sum(1) / mask.sum(1)[:, None], h.sum(1) / 5], -1)
    hidden = jax.nn.relu(r @ p["readout/weight"] + p["readout/bias"])
    return (hidden @ p["score/weight"] + p["score/bias"])[:, 0]


def published(p, features, operators, into, mask):
    """The published network in training mode; one global node behind PADDED nodes."""
    x = (features[operators]) * mask[..., None]
    x = jnp.concatenate([x, jnp.zeros((*x.shape[:2], 1))], -1)
    glob = jnp.zeros((len(x), 1, x.shape[-1])).at[:, 0, -1].set(1)
    x = jnp.concatenate([x, glob], 1)
    a = jnp.zeros((len(x), PADDED + 1, PADDED + 1)).at[:, :PADDED, :PADDED].set(into)
    a = a.at[:, PADDED, :].set(1) * 1.0
    a = jnp.maximum(a, jnp.eye(PADDED + 1))
    for layer in range(LAYERS):
        name = f"layers/{layer}"
        z = a @ x @ p[f"{name}/weight"] + p[f"{name}/bias"]
        mean, variance = z.mean((0, 1)), z.var((0, 1))
        z = (z - mean) / jnp.sqrt(variance + 1e-5)
        x = jax.nn.relu(z * p[f"{name}/norm/scale"] + p[f"{name}/norm/shift"])
    return (x[:, -1] @ p["score/weight"] + p["score/bias"])[:, 0]


def ranking_loss(scores, targets):
    better = (targets[:, None] - targets[None]) > MARGIN
    return (jax.nn.softplus(scores[None] - scores[:, None]) * better).sum() / better.sum()


def squared_error(scores, targets):
    return ((scores - targets) ** 2).mean()


def main():
    jax.config.update("jax_enable_x64", True)
    random = np.random.default_rng(20261121)
    normal = lambda *shape: random.standard_normal(shape).astype(np.float32)
    graphs = [random_graph(random) for _ in range(GRAPHS)]
    # One graph fills the padded size, so that both sides pad alike.
    operators = np.zeros((GRAPHS, PADDED), np.int32)
    into = np.zeros((GRAPHS, PADDED, PADDED), np.float64)
    mask, last = np.zeros((GRAPHS, PADDED)), np.zeros(GRAPHS, np.int32)
    while max(len(g[0]) for g in graphs) < PADDED:
        nodes = np.array([0, *random.integers(2, OPERATORS, PADDED - 2), 1])
        counts = np.triu(np.ones((PADDED, PADDED), np.int32), 1)
        graphs[0] = nodes, counts
    for index, (nodes, counts) in enumerate(graphs):
        n = len(nodes)
        operators[index, :n], mask[index, :n], last[index] = nodes, 1, n - 1
        into[index, :n, :n] = counts.T
    targets = random.permutation(GRAPHS).astype(np.float32) / GRAPHS
    features = normal(OPERATORS, FEATURES)
    directed_parameters = {"embedding": normal(FEATURES, WIDTH)}
    for layer in range(LAYERS):
        directed_parameters |= {
            f"layers/{layer}/weight": 0.3 * normal(WIDTH, 3 * WIDTH),
            f"layers/{layer}/bias": 0.1 * normal(WIDTH),
            f"layers/{layer}/scale": 1 + 0.1 * normal(WIDTH),
        }
    directed_parameters |= {
        "readout/weight": 0.2 * normal(3 * WIDTH, WIDTH), "readout/bias": 0.1 * normal(WIDTH),
        "score/weight": 0.3 * normal(WIDTH, 1), "score/bias": normal(1),
    }
    signal_parameters = directed_parameters | {"embedding": normal(FEATURES + SIGNALS, WIDTH)}
    propagated = np.zeros((GRAPHS, PADDED, SIGNALS))
    for index, (nodes, counts) in enumerate(graphs):
        propagated[index, :len(nodes)] = signals(nodes, counts)
    published_parameters = {}
    for layer in range(LAYERS):
        inner = FEATURES + 1 if layer == 0 else WIDTH
        published_parameters |= {
            f"layers/{layer}/weight": 0.3 * normal(inner, WIDTH),
            f"layers/{layer}/bias": 0.1 * normal(WIDTH),
            f"layers/{layer}/norm/scale": 1 + 0.1 * normal(WIDTH),
            f"layers/{layer}/norm/shift": 0.1 * normal(WIDTH),
        }
    published_parameters |= {"score/weight": 0.3 * normal(WIDTH, 1), "score/bias": normal(1)}

    # The published network takes a cell as drawn: parallel edges do not occur.
    simple = np.minimum(into, 1)
    cases = {
        "directed": (
            directed_parameters,
            ranking_loss,
            lambda p: directed(p, features.astype(np.float64), operators, into, last, mask),
        ),
        "signals": (
            signal_parameters,
            ranking_loss,
            lambda p: directed(
                p, features.astype(np.float64), operators, into, last, mask, propagated
            ),
        ),
        "published": (
            published_parameters,
            squared_error,
            lambda p: published(p, features.astype(np.float64), operators, simple, mask),
        ),
    }
    with h5py.File(FOLDER / "networks.h5", "w", libver=("earliest", "v110")) as file:
        def store(name, value):
            file.create_dataset(name, data=value, track_times=False)
        store("graphs/sizes", last + 1)
        store("graphs/operators", operators)
        store("graphs/edges", np.array(
            [(g, s, t, c[s, t]) for g, (_, c) in enumerate(graphs)
             for t in range(len(c)) for s in range(len(c)) if c[s, t]], np.int32))
        store("propagation", propagated.astype(np.float32))
        store("features", features)
        store("targets", targets)
        for name, (parameters, loss, forward) in cases.items():
            wide = {k: jnp.asarray(v, jnp.float64) for k, v in parameters.items()}
            value, gradient = jax.value_and_grad(lambda p: loss(forward(p), targets))(wide)
            store(f"{name}/scores", np.asarray(forward(wide), np.float32))
            store(f"{name}/loss", np.float32(value))
            for key in parameters:
                store(f"{name}/parameters/{key}", parameters[key])
                store(f"{name}/gradient/{key}", np.asarray(gradient[key], np.float32))
        schedule = optax.cosine_onecycle_schedule(200, 1.0)
        store("schedule", np.array([schedule(step) for step in range(200)], np.float32))
        file.attrs["generator"] = "Scripts/goldens/predictor.py"
        file.attrs["seed"] = "20261121"
        file.attrs["versions"] = (
            f"jax {jax.__version__}, numpy {np.__version__}, optax {optax.__version__}"
        )


if __name__ == "__main__":
    main()

"""An epoch of training in JAX, compiled: the same network, loss, optimiser, batches and order."""

import jax
import jax.numpy as jnp
import numpy as np

import data
from jax_network import scores

BETA1, BETA2, EPSILON = 0.9, 0.999, 1e-8


def prepare(folder, threads):
    tensors, about = data.read(folder / "training.h5")
    graphs = {name: jnp.asarray(values) for name, values in data.Graphs(tensors).padded.items()}
    features, targets = jnp.asarray(tensors["features"]), jnp.asarray(tensors["targets"])
    batches = jnp.asarray(tensors["batches"])
    start = {name: jnp.asarray(values) for name, values in data.parameters(tensors).items()}
    rate, decay, margin = (float(about[name]) for name in ("rate", "decay", "margin"))

    def loss(p, rows):
        x = {name: values[rows] for name, values in graphs.items()}
        s = scores(
            p, features, x, layers=int(about["layers"]), epsilon=float(about["norm_epsilon"]),
            typical=float(about["typical_nodes"]), signals=True)
        t = targets[rows]
        counted = t[:, None] - t[None, :] > margin
        terms = jax.nn.softplus(s[None, :] - s[:, None])
        return jnp.where(counted, terms, 0).sum() / counted.sum()

    def step(state, rows):
        p, first, second, count = state
        value, gradient = jax.value_and_grad(loss)(p, rows)
        count = count + 1
        first = jax.tree.map(lambda m, g: BETA1 * m + (1 - BETA1) * g, first, gradient)
        second = jax.tree.map(lambda v, g: BETA2 * v + (1 - BETA2) * g * g, second, gradient)
        correction1, correction2 = 1 - BETA1 ** count, 1 - BETA2 ** count
        p = jax.tree.map(
            lambda x, m, v: x - rate * (
                m / correction1 / (jnp.sqrt(v / correction2) + EPSILON) + decay * x),
            p, first, second)
        return (p, first, second, count), value

    @jax.jit
    def epoch(p):
        zeros = jax.tree.map(jnp.zeros_like, p)
        return jax.lax.scan(step, (p, zeros, zeros, jnp.float32(0)), batches)

    _, losses = epoch(start)
    # Rounding grows from step to step; a wrong gradient would show at once.
    losses, ours = np.asarray(losses), tensors["losses"]
    data.agree(ours[:10], losses[:10])
    difference = data.agree(ours, losses, tolerance=0.02)
    return {"version": f"JAX {jax.__version__}", "difference": difference}, {
        "epoch": lambda: data.timed(lambda: jax.block_until_ready(epoch(start))),
    }

"""The graph network in JAX, compiled by XLA: padded to one size, in parts of several sizes."""

import functools

import jax
import jax.numpy as jnp
import numpy as np

import data

CHUNKS = (128, 512, 2048, 1 << 30)


def prepare(folder, threads):
    tensors, about = data.read(folder / "network.h5")
    graphs = data.Graphs(tensors)
    p = {name: jnp.asarray(values) for name, values in data.parameters(tensors).items()}
    features = jnp.asarray(tensors["features"])
    contestants, chosen, difference = {}, {}, 0.0
    for view in ("plain", "signals"):
        forward = jax.jit(functools.partial(
            scores, layers=int(about["layers"]), epsilon=float(about["norm_epsilon"]),
            typical=float(about["typical_nodes"]), signals=view == "signals"))
        bodies = {}
        for size in CHUNKS:
            size = min(size, len(graphs))
            chunks = [
                {name: jnp.asarray(values) for name, values in chunk.items()}
                for chunk in graphs.padded_chunks(size)
            ]

            def body(chunks=chunks):
                parts = [forward(p, features, chunk) for chunk in chunks]
                return np.concatenate([np.asarray(part) for part in parts])[:len(graphs)]

            bodies[f"padded, {size} graphs at a time"] = body
        for body in bodies.values():
            difference = max(difference, data.agree(tensors[f"scores/{view}"], body()))
        name = data.fastest(bodies)
        chosen[view] = name
        contestants[view] = lambda body=bodies[name]: data.timed(body)
    return {
        "version": f"JAX {jax.__version__}",
        "difference": difference,
        "chosen": chosen,
    }, contestants


def scores(p, features, x, *, layers, epsilon, typical, signals):
    width = p["score/weight"].shape[0]
    # The highest precision is single precision on every processor.
    dot = functools.partial(jnp.matmul, precision="highest")
    h = dot(features, p["embedding"][:features.shape[1]])[x["operators"]]
    if signals:
        h = h + dot(x["signals"], p["embedding"][features.shape[1]:])
    for index in range(layers):
        name = f"layers/{index}/"
        mixed = dot(h, p[name + "weight"])
        own, down, up = jnp.split(mixed, 3, axis=-1)
        z = own + dot(x["down"], down) + dot(x["up"], up) + p[name + "bias"]
        z = z - z.mean(-1, keepdims=True)
        unit = z / jnp.sqrt((z * z).mean(-1, keepdims=True) + epsilon)
        h = h + jax.nn.relu(unit * p[name + "scale"])
    total = jnp.einsum("bn,bnh->bh", x["mask"], h)
    last = jnp.take_along_axis(h, x["last"][:, None, None], axis=1)[:, 0]
    r = jnp.concatenate([last, total / x["counts"][:, None], total / typical], 1)
    assert r.shape[1] == 3 * width
    active = jax.nn.relu(dot(r, p["readout/weight"]) + p["readout/bias"])
    return (dot(active, p["score/weight"]) + p["score/bias"])[:, 0]

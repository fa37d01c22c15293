"""The graph network in numpy alone, padded to one size: the peer that every run of the tests has.

It is written from the formulas of the network, shares no code with the other peers, and needs no
package beside numpy and h5py.
"""

import os

import numpy as np

import data

CHUNKS = (128, 512)


def prepare(folder, threads):
    tensors, about = data.read(folder / "network.h5")
    graphs = data.Graphs(tensors)
    network = Network(tensors, about)
    contestants, chosen, difference = {}, {}, 0.0
    for view in ("plain", "signals"):
        bodies = {}
        for size in CHUNKS:
            size = min(size, len(graphs))
            chunks = list(graphs.padded_chunks(size))
            bodies[f"{size} graphs at a time"] = lambda chunks=chunks: np.concatenate(
                [network.scores(chunk, view) for chunk in chunks])[:len(graphs)]
        for body in bodies.values():
            difference = max(difference, data.agree(tensors[f"scores/{view}"], body()))
        chosen[view] = data.fastest(bodies, repetitions=1)
        contestants[view] = lambda body=bodies[chosen[view]]: data.timed(body)
    # numpy's BLAS takes the threads of the environment.
    blas = os.environ.get("OPENBLAS_NUM_THREADS", "all")
    return {
        "version": f"numpy {np.__version__} (threads of its BLAS: {blas})",
        "difference": difference, "chosen": chosen,
    }, contestants


class Network:
    def __init__(self, tensors, about):
        self.layers, self.width = int(about["layers"]), int(about["width"])
        self.epsilon, self.typical = float(about["norm_epsilon"]), float(about["typical_nodes"])
        self.p = data.parameters(tensors)
        features = tensors["features"]
        self.table = features @ self.p["embedding"][:features.shape[1]]
        self.by_signals = self.p["embedding"][features.shape[1]:]

    def scores(self, x, view):
        p, width = self.p, self.width
        h = self.table[x["operators"]]
        if view == "signals":
            h = h + x["signals"] @ self.by_signals
        for index in range(self.layers):
            name = f"layers/{index}/"
            own, down, up = np.split(h @ p[name + "weight"], [width, 2 * width], axis=-1)
            z = own + x["down"] @ down + x["up"] @ up + p[name + "bias"]
            centred = z - z.mean(-1, keepdims=True)
            deviation = np.sqrt((centred**2).mean(-1, keepdims=True) + self.epsilon)
            h = h + np.maximum(centred / deviation * p[name + "scale"], 0)
        total = (h * x["mask"][..., None]).sum(1)
        last = h[np.arange(len(h)), x["last"]]
        read = np.concatenate([last, total / x["counts"][:, None], total / self.typical], 1)
        active = np.maximum(read @ p["readout/weight"] + p["readout/bias"], 0)
        return (active @ p["score/weight"] + p["score/bias"])[:, 0]

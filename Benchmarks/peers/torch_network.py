"""The graph network in PyTorch, in two layouts: padded to one size, and flat with sparse
matrices."""

import numpy as np
import torch

import data

CHUNKS = (128, 512, 2048, 1 << 30)


def prepare(folder, threads):
    torch.set_num_threads(threads)
    torch.set_grad_enabled(False)
    tensors, about = data.read(folder / "network.h5")
    graphs = data.Graphs(tensors)
    network = Network(tensors, about)
    contestants, chosen, difference = {}, {}, 0.0
    for view in ("plain", "signals"):
        def scores(layout, chunks):
            return torch.cat([layout(chunk, view) for chunk in chunks])[:len(graphs)]

        bodies = {}
        for size in CHUNKS:
            size = min(size, len(graphs))
            padded = [Network.padded_tensors(chunk) for chunk in graphs.padded_chunks(size)]
            flat = [Network.flat_tensors(chunk) for chunk in graphs.flat_chunks(size)]
            bodies[f"padded, {size} graphs at a time"] = lambda x=padded: scores(network.padded, x)
            bodies[f"sparse, {size} graphs at a time"] = lambda x=flat: scores(network.sparse, x)
        for body in bodies.values():
            difference = max(difference, data.agree(tensors[f"scores/{view}"], body().numpy()))
        name = data.fastest(bodies)
        chosen[view] = name
        contestants[view] = lambda body=bodies[name]: data.timed(body)
    return {
        "version": f"PyTorch {torch.__version__}", "difference": difference, "chosen": chosen,
    }, contestants


class Network:
    def __init__(self, tensors, about):
        self.layers, self.width = int(about["layers"]), int(about["width"])
        self.epsilon, self.typical = float(about["norm_epsilon"]), float(about["typical_nodes"])
        self.p = {
            name: torch.from_numpy(values) for name, values in data.parameters(tensors).items()
        }
        features = torch.from_numpy(tensors["features"])
        # As tgnas does it: the embedding of an operator is looked up.
        self.table = features @ self.p["embedding"][:features.shape[1]]
        self.by_signals = self.p["embedding"][features.shape[1]:]

    @staticmethod
    def padded_tensors(chunk):
        x = {name: torch.from_numpy(np.ascontiguousarray(values)) for name, values in chunk.items()}
        x["rows"] = torch.arange(len(x["last"]))
        return x

    @staticmethod
    def flat_tensors(chunk):
        nodes = len(chunk["operators"])
        x = {name: torch.from_numpy(np.ascontiguousarray(chunk[name]))
             for name in ("operators", "signals", "counts", "starts")}
        for way in ("down", "up"):
            targets, sources, weights = chunk[way]
            x[way] = torch.sparse_coo_tensor(
                torch.from_numpy(np.stack([targets, sources])),
                torch.from_numpy(weights),
                (nodes, nodes),
            ).to_sparse_csr()
        graphs = len(chunk["counts"])
        x["sum"] = torch.sparse_csr_tensor(
            x["starts"], torch.arange(nodes), torch.ones(nodes), (graphs, nodes))
        return x

    def start(self, x, view):
        h = self.table[x["operators"]]
        return h + x["signals"] @ self.by_signals if view == "signals" else h

    def layer(self, index, h, down, up):
        H, name = self.width, f"layers/{index}/"
        mixed = h @ self.p[name + "weight"]
        z = (
            mixed[..., :H]
            + down(mixed[..., H : 2 * H])
            + up(mixed[..., 2 * H :])
            + self.p[name + "bias"]
        )
        unit = torch.nn.functional.layer_norm(z, (H,), self.p[name + "scale"], None, self.epsilon)
        return h + torch.relu(unit)

    def read_out(self, last, total, counts):
        r = torch.cat([last, total / counts[:, None], total / self.typical], 1)
        active = torch.relu(r @ self.p["readout/weight"] + self.p["readout/bias"])
        return (active @ self.p["score/weight"] + self.p["score/bias"])[:, 0]

    def padded(self, x, view):
        h = self.start(x, view)
        for index in range(self.layers):
            h = self.layer(
                index, h, lambda m: torch.bmm(x["down"], m), lambda m: torch.bmm(x["up"], m))
        total = torch.bmm(x["mask"][:, None, :], h)[:, 0]
        return self.read_out(h[x["rows"], x["last"]], total, x["counts"])

    def sparse(self, x, view):
        h = self.start(x, view)
        for index in range(self.layers):
            h = self.layer(index, h, lambda m: x["down"] @ m, lambda m: x["up"] @ m)
        return self.read_out(h[x["starts"][1:] - 1], x["sum"] @ h, x["counts"])

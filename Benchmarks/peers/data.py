"""What the benchmark program exports, as arrays."""

import time

import h5py
import numpy as np


def read(path):
    """All tensors of a file by their names, and its attributes."""
    tensors = {}
    with h5py.File(path) as file:
        file.visititems(
            lambda name, item: (
                tensors.update({name: item[()]}) if isinstance(item, h5py.Dataset) else None
            )
        )
        return tensors, dict(file.attrs)


def parameters(tensors):
    return {
        name.removeprefix("parameters/"): values
        for name, values in tensors.items() if name.startswith("parameters/")
    }


class Graphs:
    """Graphs laid out flat, as the program has them, and padded to one size."""

    def __init__(self, tensors):
        starts = tensors["starts"].astype(np.int64)
        counts = np.diff(starts)
        graph = np.repeat(np.arange(len(counts)), counts)
        place = np.arange(starts[-1]) - starts[graph]
        size = int(counts.max())
        self.starts, self.counts = starts, counts.astype(np.float32)
        self.flat = {
            "operators": tensors["operators"].astype(np.int64),
            "signals": tensors["signals"],
        }
        self.padded = {
            "operators": np.zeros((len(counts), size), np.int32),
            "signals": np.zeros((len(counts), size, tensors["signals"].shape[1]), np.float32),
            "mask": np.zeros((len(counts), size), np.float32),
            "last": (counts - 1).astype(np.int32),
            "counts": self.counts,
        }
        self.padded["operators"][graph, place] = tensors["operators"]
        self.padded["signals"][graph, place] = tensors["signals"]
        self.padded["mask"][graph, place] = 1
        self.edges = {}
        for way in ("down", "up"):
            targets = np.repeat(np.arange(starts[-1]), np.diff(tensors[f"{way}/starts"]))
            sources = tensors[f"{way}/neighbours"].astype(np.int64)
            weights = tensors[f"{way}/weights"]
            matrix = np.zeros((len(counts), size, size), np.float32)
            matrix[graph[targets], place[targets], place[sources]] = weights
            self.edges[way] = (targets, sources, weights)
            self.padded[way] = matrix

    def __len__(self):
        return len(self.counts)

    def padded_chunks(self, size):
        """Parts of `size` graphs; the last one is filled up with graphs of no node."""
        for first in range(0, len(self), size):
            part = {name: values[first:first + size] for name, values in self.padded.items()}
            missing = size - len(part["counts"])
            if missing:
                part = {
                    name: np.concatenate(
                        [values, np.zeros((missing, *values.shape[1:]), values.dtype)]
                    )
                    for name, values in part.items()
                }
                part["counts"] = np.maximum(part["counts"], 1)
            yield part

    def flat_chunks(self, size):
        for first in range(0, len(self), size):
            last = min(first + size, len(self))
            low, high = self.starts[first], self.starts[last]
            part = {name: values[low:high] for name, values in self.flat.items()}
            part["starts"] = self.starts[first:last + 1] - low
            part["counts"] = self.counts[first:last]
            for way, (targets, sources, weights) in self.edges.items():
                chosen = (targets >= low) & (targets < high)
                part[way] = (targets[chosen] - low, sources[chosen] - low, weights[chosen])
            yield part


def timed(body):
    """Seconds that `body` takes."""
    start = time.perf_counter()
    body()
    return time.perf_counter() - start


def fastest(bodies, repetitions=3):
    """The name of the fastest of some functions."""
    best = {name: min(timed(body) for _ in range(repetitions)) for name, body in bodies.items()}
    return min(best, key=best.get)


def agree(ours, theirs, tolerance=1e-4):
    """The largest difference; ends the peer when it is larger than two correct programs may
    have."""
    difference = float(np.abs(np.asarray(ours) - np.asarray(theirs)).max())
    if not difference <= tolerance:
        raise SystemExit(f"results differ by {difference}, expected at most {tolerance}")
    return difference

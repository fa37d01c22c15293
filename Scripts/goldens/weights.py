#!/usr/bin/env python3
"""Writes Tests/Goldens/weights: small HDF5 files by h5py, for the reader to be tested on.

Needs numpy and h5py. `plain.h5` holds everything that the reader knows, in the ways in which h5py
writes it by default; the others hold what it must refuse or survive.
"""

import hashlib
import json
import pathlib
import platform

import h5py
import numpy as np

FOLDER = pathlib.Path(__file__).resolve().parents[2] / "Tests" / "Goldens" / "weights"


def plain(file):
    file["matrix"] = np.array([[1.5, -2, 3], [0, -0.0, 1e-45]], np.float32)
    file["layers/0/half"] = np.array([1, -2, 65504, 6e-8, np.inf, 0.99951171875], np.float16)
    file["layers/1/bytes"] = np.arange(256, dtype=np.uint8).reshape(2, 8, 16)
    file["layers/1/integers"] = np.array([-(2**31), 2**31 - 1], np.int32)
    file["scalar"] = np.float32(2.5)
    file["empty"] = np.zeros((0, 3), np.float32)
    file.create_dataset(
        "compressed", data=np.arange(600, dtype=np.float32).reshape(20, 30), chunks=(7, 11),
        compression="gzip", shuffle=True,
    )
    file.attrs["text"] = "naïve ✓"
    file.attrs["empty text"] = ""
    file.attrs["fixed text"] = np.bytes_("fixed")
    file.attrs["texts"] = ["one", "", "drei ✓"]
    file.attrs["fixed texts"] = np.array([b"a", b"bcd"])
    file.attrs["integer"] = np.int64(-(2**63))
    file.attrs["small integer"] = np.uint8(200)
    file.attrs["number"] = 0.1
    file.attrs["single number"] = np.float32(0.5)
    # Kinds that the project never writes; the reader passes over them.
    file.attrs["flag"] = True
    file.attrs["list of integers"] = [1, 2, 3]
    file.attrs["nothing"] = h5py.Empty("f")


def odd(file):
    file["double"] = np.zeros(2)
    file["big-endian"] = np.zeros(2, ">f4")
    file["compound"] = np.zeros(2, [("a", "f4"), ("b", "i4")])
    file["texts"] = ["a", "b"]
    file["null"] = h5py.Empty("f4")

def unwritten(file):
    file.create_dataset("unwritten", (1000, 1000), "f4")


def huge(file):
    file.create_dataset("huge", (2**40, 2**40), "f4", chunks=(16, 16))


def cyclic(file):
    file["group/tensor"] = np.zeros(2, np.float32)
    file["group/again"] = file["group"]
    file["group/root"] = file["/"]


def dangling(file):
    file["tensor"] = np.zeros(2, np.float32)
    file["link"] = h5py.SoftLink("/nowhere")


def large_integer(file):
    file.attrs["count"] = np.uint64(2**64 - 1)


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    manifest = {
        "generator": "Scripts/goldens/weights.py",
        "python": platform.python_version(),
        "numpy": np.__version__,
        "h5py": h5py.__version__,
        "hdf5": h5py.version.hdf5_version,
        "sha256": {},
    }
    for write in (plain, odd, unwritten, huge, cyclic, dangling, large_integer):
        path = FOLDER / f"{write.__name__.replace('_', '-')}.h5"
        with h5py.File(path, "w", libver=("earliest", "v110")) as file:
            write(file)
        manifest["sha256"][path.name] = hashlib.sha256(path.read_bytes()).hexdigest()
    (FOLDER / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n")


if __name__ == "__main__":
    main()

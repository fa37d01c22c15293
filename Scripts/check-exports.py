"""Runs exported networks in onnxruntime and in PyTorch and compares the two.

For sampled architectures of every shipped space: the ONNX model is checked and run, the PyTorch
file is imported, given the ONNX model's weights in order, and run on the same images. Both must
agree, and their parameters must be as many as `tgnas cost` counts. So must whole networks as code
for language models.

    pip install numpy onnx onnxruntime torch
    python Scripts/check-exports.py [samples a space [spaces ...]]
"""

import csv
import importlib.util
import io
import pathlib
import subprocess
import sys
import tempfile

import numpy as np
import onnx
import onnx.numpy_helper
import onnxruntime
import torch

PROGRAM = pathlib.Path(__file__).parents[1] / ".build" / "release" / "tgnas"


def tgnas(*arguments):
    return subprocess.run([PROGRAM, *arguments], check=True, capture_output=True, text=True).stdout


def load(path):
    specification = importlib.util.spec_from_file_location("network", path)
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module.Network()


def check_code(space, architecture, folder, images, expected, exported):
    """The code for language models, as whole networks with the same weights.

    Members stand in another order in them, so that weights are compared by their number, and the
    outputs where the order is the same.
    """
    for style in ("inline-network", "helper-network", "exclude-helper-network"):
        tgnas("export", space, architecture, "--to", "code", "--code-style", style,
              "-o", folder / "c.py")
        network = load(folder / "c.py").double().eval()
        own = list(network.parameters())
        parameters = list(exported.parameters())
        assert sum(p.numel() for p in own) == sum(p.numel() for p in parameters), style
        with torch.no_grad():
            isAlike = [p.shape for p in own] == [p.shape for p in parameters]
            if isAlike:
                for mine, known in zip(own, parameters):
                    mine.copy_(known)
                # The running moments of batch norms.
                for mine, known in zip(network.buffers(), exported.buffers(), strict=True):
                    mine.copy_(known)
            output = network(images)
        assert output.shape == expected.shape, style
        if isAlike:
            difference = (output - expected).abs().max() / expected.abs().max().clamp(min=1e-9)
            assert difference < 1e-6, f"{style}: outputs differ by {difference}"


def check(space, architecture, folder):
    tgnas("export", space, architecture, "--to", "onnx", "-o", folder / "n.onnx")
    tgnas("export", space, architecture, "--to", "pytorch", "-o", folder / "n.py")
    row = next(
        csv.DictReader(
            io.StringIO(tgnas("cost", space, architecture, "--format", "csv", "--quiet"))
        )
    )
    model = onnx.load(folder / "n.onnx")
    onnx.checker.check_model(model, full_check=True)
    trained = ("/weight", "/bias", "/scale", "/shift")
    weights = [
        onnx.numpy_helper.to_array(t) for t in model.graph.initializer if t.name.endswith(trained)
    ]
    assert sum(w.size for w in weights) == int(row["params"]), "ONNX parameters"
    network = load(folder / "n.py").double().eval()
    parameters = list(network.parameters())
    assert sum(p.numel() for p in parameters) == int(row["params"]), "PyTorch parameters"
    with torch.no_grad():
        for parameter, weight in zip(parameters, weights, strict=True):
            parameter.copy_(torch.tensor(weight.astype(np.float64)))
        # The running moments of batch norms, in the same order.
        for end, kind in (("/mean", "running_mean"), ("/variance", "running_var")):
            tensors = [t for t in model.graph.initializer if t.name.endswith(end)]
            moments = [onnx.numpy_helper.to_array(t) for t in tensors]
            buffers = [b for name, b in network.named_buffers() if name.endswith(kind)]
            for buffer, moment in zip(buffers, moments, strict=True):
                buffer.copy_(torch.tensor(moment.astype(np.float64)))
    session = onnxruntime.InferenceSession(folder / "n.onnx", providers=["CPUExecutionProvider"])
    images = np.random.default_rng(0).standard_normal((2, *session.get_inputs()[0].shape[1:]))
    ours = session.run(None, {"input": images.astype(np.float32)})[0]
    with torch.no_grad():
        output = network(torch.tensor(images))
        theirs = output.numpy()
        check_code(space, architecture, folder, torch.tensor(images), output, network)
        single = network.float()(torch.tensor(images.astype(np.float32))).numpy()
    # Single against double precision through some hundred layers. Networks with gates amplify
    # roundings; how much is seen from PyTorch in single precision.
    size = max(np.abs(theirs).max(), 1e-12)
    difference, rounding = np.abs(ours - theirs).max() / size, np.abs(single - theirs).max() / size
    assert (
        difference < 1e-4 + 50 * rounding
    ), f"outputs differ by {difference:.1e}, of which {rounding:.1e} by rounding"
    return difference


def main():
    samples, chosen = sys.argv[1] if len(sys.argv) > 1 else "5", sys.argv[2:]
    for row in csv.DictReader(io.StringIO(tgnas("spaces", "list", "--format", "csv"))):
        space, worst = row["space"], 0.0
        if chosen and space not in chosen:
            continue
        with tempfile.TemporaryDirectory() as folder:
            for architecture in tgnas("spaces", "sample", space, "-n", samples).splitlines():
                worst = max(worst, check(space, architecture, pathlib.Path(folder)))
        print(f"{space}: {samples} networks agree, largest relative difference {worst:.1e}")


if __name__ == "__main__":
    main()

"""The sentence encoder in onnxruntime, from the same weights, with its operators for BERT."""

import h5py
import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

import data


def prepare(folder, threads):
    tensors, about = data.read(folder / "encoder.h5")
    tokens = tensors["tokens"].astype(np.int64)
    model = folder / "encoder.onnx"
    onnx.save(export(about["encoder"].decode(), tokens.shape[1]), model)

    def session(threads):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
        return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])

    difference, contestants = 0.0, {}
    for count in sorted({1, threads}):
        run = lambda rows, session=session(count): session.run(None, {"tokens": rows})[0]
        difference = max(difference, data.agree(tensors["embeddings"], run(tokens)))
        contestants[f"single, {count}"] = lambda run=run: data.timed(lambda: run(tokens[:1]))
        contestants[f"batch, {count}"] = lambda run=run: data.timed(lambda: run(tokens))
    contestants["load"] = lambda: data.timed(lambda: session(1))
    return {
        "version": f"onnxruntime {onnxruntime.__version__}",
        "difference": difference,
    }, contestants


def export(path, length):
    """The model for sentences of `length` tokens in single precision."""
    with h5py.File(path) as file:
        heads, layers = int(file.attrs["heads"]), int(file.attrs["layers"])
        epsilon = float(file.attrs["layer_norm_epsilon"])
        weights = {}
        file.visititems(
            lambda name, item: weights.update({name: item[()].astype(np.float32)})
            if isinstance(item, h5py.Dataset) and not name.startswith("tokenizer") else None)
    width = weights["embeddings/segment"].shape[0]
    constants, nodes = [], []

    def constant(name, values):
        constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def weight(name):
        return constant(name, weights[name])

    def node(kind, inputs, domain="", **attributes):
        output = f"{kind}{len(nodes)}"
        nodes.append(helper.make_node(kind, inputs, [output], domain=domain, **attributes))
        return output

    own = {"domain": "com.microsoft"}
    words = node("Gather", [weight("embeddings/word"), "tokens"])
    places = constant(
        "places", (weights["embeddings/position"] + weights["embeddings/segment"])[None, :length]
    )
    h = node(
        "LayerNormalization",
        [
            node("Add", [words, places]),
            weight("embeddings/norm/scale"),
            weight("embeddings/norm/offset"),
        ],
        epsilon=epsilon,
    )
    for index in range(layers):
        name = f"layers/{index}/"
        context = node(
            "Attention",
            [h, weight(name + "attention/input/weight"), weight(name + "attention/input/bias")],
            num_heads=heads,
            **own,
        )
        h = node(
            "SkipLayerNormalization",
            [node("MatMul", [context, weight(name + "attention/output/weight")]), h,
             weight(name + "attention/norm/scale"), weight(name + "attention/norm/offset"),
             weight(name + "attention/output/bias")], epsilon=epsilon, **own)
        inner = node(
            "BiasGelu",
            [node("MatMul", [h, weight(name + "feedforward/inner/weight")]),
             weight(name + "feedforward/inner/bias")], **own)
        h = node(
            "SkipLayerNormalization",
            [node("MatMul", [inner, weight(name + "feedforward/outer/weight")]), h,
             weight(name + "feedforward/norm/scale"), weight(name + "feedforward/norm/offset"),
             weight(name + "feedforward/outer/bias")], epsilon=epsilon, **own)
    mean = node("ReduceMean", [h], axes=[1], keepdims=0)
    nodes.append(helper.make_node("LpNormalization", [mean], ["embeddings"], axis=-1, p=2))
    graph = helper.make_graph(
        nodes,
        "encoder",
        [helper.make_tensor_value_info("tokens", TensorProto.INT64, ["batch", length])],
        [helper.make_tensor_value_info("embeddings", TensorProto.FLOAT, ["batch", width])],
        constants,
    )
    return helper.make_model(
        graph, ir_version=8,
        opset_imports=[helper.make_opsetid("", 17), helper.make_opsetid("com.microsoft", 1)])

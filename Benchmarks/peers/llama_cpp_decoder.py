"""A GGUF model in llama.cpp, which reads the same texts and takes the same mean."""

import llama_cpp
import numpy as np

import data


def prepare(folder, threads):
    tensors, about = data.read(folder / "decoder.h5")
    texts = [text.decode() for text in about["texts"]]
    path = about["model"].decode()

    def model(threads):
        return llama_cpp.Llama(
            path, embedding=True, n_ctx=1024, n_batch=1024, n_ubatch=1024, n_threads=threads,
            n_threads_batch=threads, pooling_type=llama_cpp.LLAMA_POOLING_TYPE_MEAN, verbose=False)

    one, all_of_them = model(1), model(threads)
    found = np.array([all_of_them.embed(text, normalize=False) for text in texts])
    known = tensors["embeddings"]
    # llama.cpp rounds activations to eight bits, so that its numbers are only near.
    cosines = (found * known).sum(1) / np.linalg.norm(found, axis=1) / np.linalg.norm(known, axis=1)
    difference = float(1 - cosines.min())
    if difference > 1e-3:
        raise ValueError(f"embeddings differ: cosine {1 - difference}")
    return {
        "version": f"llama.cpp (llama-cpp-python {llama_cpp.__version__})",
        "difference": difference,
    }, {
        "one": lambda: data.timed(lambda: one.embed(texts[0], normalize=False)),
        "all": lambda: data.timed(
            lambda: [all_of_them.embed(text, normalize=False) for text in texts]),
        "load": lambda: data.timed(lambda: model(1)),
    }

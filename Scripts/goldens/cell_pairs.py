"""Writes Tests/Goldens/networks/cell-pairs.tsv: counts of cell-pair networks, made with PyTorch.

    pip install torch
    python Scripts/goldens/cell_pairs.py

Networks are built and run here as the papers' codes build them (DARTS, and the NDS study's for the
other spaces), independently of the package and of its space files: operators are written down anew.
What is counted: numbers in parameters, and multiply-accumulates of convolutions and linear layers
while an image passes through.
"""
import pathlib
import random

import torch
from torch import nn

OUTPUT = pathlib.Path(__file__).parents[2] / "Tests" / "Goldens" / "networks" / "cell-pairs.tsv"
SAMPLES = 8

DARTS = [
    "max_pool_3x3",
    "avg_pool_3x3",
    "skip_connect",
    "sep_conv_3x3",
    "sep_conv_5x5",
    "dil_conv_3x3",
    "dil_conv_5x5",
]
NASNET = [
    "skip_connect",
    "conv_3x1_1x3",
    "conv_7x1_1x7",
    "dil_conv_3x3",
    "avg_pool_3x3",
    "max_pool_3x3",
    "max_pool_5x5",
    "max_pool_7x7",
    "conv_1x1",
    "conv_3x3",
    "sep_conv_3x3",
    "sep_conv_5x5",
    "sep_conv_7x7",
]
AMOEBANET = [
    "skip_connect",
    "sep_conv_3x3",
    "sep_conv_5x5",
    "sep_conv_7x7",
    "avg_pool_3x3",
    "max_pool_3x3",
    "dil_sep_conv_3x3",
    "conv_7x1_1x7",
]
PNAS = [
    "sep_conv_3x3",
    "sep_conv_5x5",
    "sep_conv_7x7",
    "conv_7x1_1x7",
    "skip_connect",
    "avg_pool_3x3",
    "max_pool_3x3",
    "dil_conv_3x3",
]
ENAS = ["skip_connect", "sep_conv_3x3", "sep_conv_5x5", "avg_pool_3x3", "max_pool_3x3"]
# name, operators, nodes, distinct inputs, all nodes concatenated, width for CIFAR and ImageNet,
# depths
SPACES = [
    ("darts", DARTS, 4, True, True, (36, 48), (20, 14)),
    ("nds-nasnet", NASNET, 5, False, False, (32, 32), (20, 20)),
    ("nds-amoebanet", AMOEBANET, 5, False, False, (32, 32), (20, 20)),
    ("nds-pnas", PNAS, 5, False, True, (32, 32), (20, 20)),
    ("nds-enas", ENAS, 5, False, False, (32, 32), (20, 20)),
]


def convolution(inputs, outputs, kernel, stride=1, dilation=1, groups=1):
    kernel = kernel if isinstance(kernel, tuple) else (kernel, kernel)
    padding = tuple(dilation * (k - 1) // 2 for k in kernel)
    return nn.Conv2d(inputs, outputs, kernel, stride, padding, dilation, groups, bias=False)


class FactorizedReduce(nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        self.first = nn.Conv2d(inputs, outputs // 2, 1, 2, bias=False)
        self.second = nn.Conv2d(inputs, outputs // 2, 1, 2, bias=False)
        self.norm = nn.BatchNorm2d(outputs)

    def forward(self, x):
        x = torch.relu(x)
        shifted = nn.functional.pad(x, (0, 1, 0, 1))[:, :, 1:, 1:]
        return self.norm(torch.cat([self.first(x), self.second(shifted)], 1))


def separable(channels, kernel, stride, dilation, times):
    layers = []
    for time in range(times):
        layers += [
            nn.ReLU(),
            convolution(channels, channels, kernel, stride if time == 0 else 1, dilation, channels),
            convolution(channels, channels, 1),
            nn.BatchNorm2d(channels),
        ]
    return nn.Sequential(*layers)


def operator(name, channels, stride):
    kernel = int(name[-1]) if name[-1].isdigit() else 0
    if name == "skip_connect":
        return nn.Identity() if stride == 1 else FactorizedReduce(channels, channels)
    if name.startswith("max_pool"):
        return nn.MaxPool2d(kernel, stride, kernel // 2)
    if name.startswith("avg_pool"):
        return nn.AvgPool2d(kernel, stride, kernel // 2, count_include_pad=False)
    if name.startswith("sep_conv"):
        return separable(channels, kernel, stride, 1, 2)
    if name.startswith("dil_sep_conv"):
        return separable(channels, kernel, stride, 2, 2)
    if name.startswith("dil_conv"):
        return separable(channels, kernel, stride, 2, 1)
    if "x1_1x" in name:
        return nn.Sequential(
            nn.ReLU(), convolution(channels, channels, (1, kernel), (1, stride)),
            convolution(channels, channels, (kernel, 1), (stride, 1)), nn.BatchNorm2d(channels))
    return nn.Sequential(
        nn.ReLU(), convolution(channels, channels, kernel, stride), nn.BatchNorm2d(channels)
    )


def projection(inputs, outputs):
    return nn.Sequential(nn.ReLU(), convolution(inputs, outputs, 1), nn.BatchNorm2d(outputs))


class Cell(nn.Module):
    def __init__(self, entries, output, earlier, last, channels, reduces, follows_reduction):
        super().__init__()
        self.sources, self.output = [source for _, source in entries], output
        self.first = (FactorizedReduce if follows_reduction else projection)(earlier, channels)
        self.second = projection(last, channels)
        self.operators = nn.ModuleList(
            operator(name, channels, 2 if reduces and source < 2 else 1) for name, source in entries
        )

    def forward(self, earlier, last):
        states = [self.first(earlier), self.second(last)]
        for node in range(len(self.operators) // 2):
            states.append(
                sum(self.operators[i](states[self.sources[i]]) for i in (2 * node, 2 * node + 1))
            )
        return torch.cat([states[node] for node in self.output], 1)


class Network(nn.Module):
    def __init__(self, cells, outputs, width, depth, image_net):
        super().__init__()
        if image_net:
            self.stem = nn.Sequential(
                convolution(3, width // 2, 3, 2), nn.BatchNorm2d(width // 2), nn.ReLU(),
                convolution(width // 2, width, 3, 2), nn.BatchNorm2d(width))
            self.second = nn.Sequential(
                nn.ReLU(), convolution(width, width, 3, 2), nn.BatchNorm2d(width)
            )
            earlier = last = width
        else:
            self.stem = nn.Sequential(convolution(3, 3 * width, 3), nn.BatchNorm2d(3 * width))
            self.second = nn.Identity()
            earlier = last = 3 * width
        follows, channels = image_net, width
        self.cells = nn.ModuleList()
        for place in range(depth):
            reduces = place in (depth // 3, 2 * depth // 3)
            channels *= 2 if reduces else 1
            self.cells.append(
                Cell(cells[reduces], outputs[reduces], earlier, last, channels, reduces, follows)
            )
            earlier, last, follows = last, channels * len(outputs[reduces]), reduces
        self.classifier = nn.Linear(last, 1000 if image_net else 10)

    def forward(self, x):
        earlier = self.stem(x)
        last = self.second(earlier)
        for cell in self.cells:
            earlier, last = last, cell(earlier, last)
        return self.classifier(last.mean((2, 3)))


def counts(network, side):
    total = 0

    def add(module, inputs, output):
        nonlocal total
        if isinstance(module, nn.Conv2d):
            total += output.numel() * module.weight[0].numel()
        elif isinstance(module, nn.Linear):
            total += module.weight.numel()

    for module in network.modules():
        module.register_forward_hook(add)
    with torch.no_grad():
        network.eval()(torch.zeros(1, 3, side, side))
    return sum(p.numel() for p in network.parameters()), total


def text(nodes):
    return f"[{', '.join(map(str, nodes))}]"


def main():
    draw = random.Random(20_190_905)
    lines = ["space\tdata-set\tarchitecture\tparameters\tmultiply-accumulates"]
    for name, operators, nodes, distinct, all_nodes, widths, depths in SPACES:
        for sample in range(SAMPLES):
            cells, outputs = [], []
            for _ in range(2):
                cell = []
                for node in range(nodes):
                    sources = (
                        draw.sample(range(2 + node), 2)
                        if distinct
                        else draw.choices(range(2 + node), k=2)
                    )
                    cell += [(draw.choice(operators), source) for source in sources]
                read = {source for _, source in cell}
                outputs.append([n for n in range(2, 2 + nodes) if all_nodes or n not in read])
                cells.append(cell)
            lists = ["[" + ", ".join(f"('{o}', {s})" for o, s in cell) + "]" for cell in cells]
            genotype = (f"Genotype(normal={lists[0]}, normal_concat={text(outputs[0])}, "
                        f"reduce={lists[1]}, reduce_concat={text(outputs[1])})")
            image_net = sample % 2 == 1
            network = Network(cells, outputs, widths[image_net], depths[image_net], image_net)
            found = counts(network, 224 if image_net else 32)
            lines.append(
                "\t".join(
                    [name, "imagenet" if image_net else "cifar10", genotype, *map(str, found)]
                )
            )
    OUTPUT.write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()

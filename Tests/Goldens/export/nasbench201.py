"""NAS-Bench-201, cifar10.

architecture  |nor_conv_3x3~0|+|none~0|avg_pool_3x3~1|+|skip_connect~0|none~1|nor_conv_1x1~2|
parameters    344346
FLOPs         47104640 (multiply-accumulates of convolutions and linear layers)

Needs torch only. Input: [images, 3, 32, 32]; output: [images, 10].
"""

import torch
from torch import nn


class Stem1(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer1 = nn.Conv2d(3, 16, 3, padding=1, bias=False)
        self.layer2 = nn.BatchNorm2d(16)

    def forward(self, x):
        h1 = self.layer1(x)
        h2 = self.layer2(h1)
        return h2


class Cell1(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer1 = nn.Conv2d(16, 16, 3, padding=1, bias=False)
        self.layer2 = nn.BatchNorm2d(16)
        self.layer3 = nn.AvgPool2d(3, stride=1, padding=1, count_include_pad=False)
        self.layer4 = nn.Conv2d(16, 16, 1, bias=False)
        self.layer5 = nn.BatchNorm2d(16)

    def forward(self, x):
        h1 = torch.relu(x)  # edge 0-1 nor_conv_3x3
        h2 = self.layer1(h1)  # edge 0-1 nor_conv_3x3
        h3 = self.layer2(h2)  # edge 0-1 nor_conv_3x3
        h4 = self.layer3(h3)  # edge 1-2 avg_pool_3x3
        h5 = torch.relu(h4)  # edge 2-3 nor_conv_1x1
        h6 = self.layer4(h5)  # edge 2-3 nor_conv_1x1
        h7 = self.layer5(h6)  # edge 2-3 nor_conv_1x1
        h8 = x + h7  # node 3
        return h8


class Entry1(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer1 = nn.Conv2d(16, 32, 3, stride=2, padding=1, bias=False)
        self.layer2 = nn.BatchNorm2d(32)
        self.layer3 = nn.Conv2d(32, 32, 3, padding=1, bias=False)
        self.layer4 = nn.BatchNorm2d(32)
        self.layer5 = nn.AvgPool2d(2, stride=2, padding=0, count_include_pad=False)
        self.layer6 = nn.Conv2d(16, 32, 1, bias=False)

    def forward(self, x):
        h1 = torch.relu(x)
        h2 = self.layer1(h1)
        h3 = self.layer2(h2)
        h4 = torch.relu(h3)
        h5 = self.layer3(h4)
        h6 = self.layer4(h5)
        h7 = self.layer5(x)
        h8 = self.layer6(h7)
        h9 = h6 + h8
        return h9


class Cell2(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer1 = nn.Conv2d(32, 32, 3, padding=1, bias=False)
        self.layer2 = nn.BatchNorm2d(32)
        self.layer3 = nn.AvgPool2d(3, stride=1, padding=1, count_include_pad=False)
        self.layer4 = nn.Conv2d(32, 32, 1, bias=False)
        self.layer5 = nn.BatchNorm2d(32)

    def forward(self, x):
        h1 = torch.relu(x)  # edge 0-1 nor_conv_3x3
        h2 = self.layer1(h1)  # edge 0-1 nor_conv_3x3
        h3 = self.layer2(h2)  # edge 0-1 nor_conv_3x3
        h4 = self.layer3(h3)  # edge 1-2 avg_pool_3x3
        h5 = torch.relu(h4)  # edge 2-3 nor_conv_1x1
        h6 = self.layer4(h5)  # edge 2-3 nor_conv_1x1
        h7 = self.layer5(h6)  # edge 2-3 nor_conv_1x1
        h8 = x + h7  # node 3
        return h8


class Entry2(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer1 = nn.Conv2d(32, 64, 3, stride=2, padding=1, bias=False)
        self.layer2 = nn.BatchNorm2d(64)
        self.layer3 = nn.Conv2d(64, 64, 3, padding=1, bias=False)
        self.layer4 = nn.BatchNorm2d(64)
        self.layer5 = nn.AvgPool2d(2, stride=2, padding=0, count_include_pad=False)
        self.layer6 = nn.Conv2d(32, 64, 1, bias=False)

    def forward(self, x):
        h1 = torch.relu(x)
        h2 = self.layer1(h1)
        h3 = self.layer2(h2)
        h4 = torch.relu(h3)
        h5 = self.layer3(h4)
        h6 = self.layer4(h5)
        h7 = self.layer5(x)
        h8 = self.layer6(h7)
        h9 = h6 + h8
        return h9


class Cell3(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer1 = nn.Conv2d(64, 64, 3, padding=1, bias=False)
        self.layer2 = nn.BatchNorm2d(64)
        self.layer3 = nn.AvgPool2d(3, stride=1, padding=1, count_include_pad=False)
        self.layer4 = nn.Conv2d(64, 64, 1, bias=False)
        self.layer5 = nn.BatchNorm2d(64)

    def forward(self, x):
        h1 = torch.relu(x)  # edge 0-1 nor_conv_3x3
        h2 = self.layer1(h1)  # edge 0-1 nor_conv_3x3
        h3 = self.layer2(h2)  # edge 0-1 nor_conv_3x3
        h4 = self.layer3(h3)  # edge 1-2 avg_pool_3x3
        h5 = torch.relu(h4)  # edge 2-3 nor_conv_1x1
        h6 = self.layer4(h5)  # edge 2-3 nor_conv_1x1
        h7 = self.layer5(h6)  # edge 2-3 nor_conv_1x1
        h8 = x + h7  # node 3
        return h8


class Head1(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer1 = nn.BatchNorm2d(64)
        self.layer2 = nn.Linear(64, 10)

    def forward(self, x):
        h1 = self.layer1(x)
        h2 = torch.relu(h1)
        h3 = h2.mean((2, 3))
        h4 = self.layer2(h3)
        return h4


class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.parts = nn.Sequential(
            Stem1(),  # stem
            Cell1(),  # stage 1/cell 1
            Cell1(),  # stage 1/cell 2
            Cell1(),  # stage 1/cell 3
            Cell1(),  # stage 1/cell 4
            Cell1(),  # stage 1/cell 5
            Entry1(),  # stage 2/entry
            Cell2(),  # stage 2/cell 1
            Cell2(),  # stage 2/cell 2
            Cell2(),  # stage 2/cell 3
            Cell2(),  # stage 2/cell 4
            Cell2(),  # stage 2/cell 5
            Entry2(),  # stage 3/entry
            Cell3(),  # stage 3/cell 1
            Cell3(),  # stage 3/cell 2
            Cell3(),  # stage 3/cell 3
            Cell3(),  # stage 3/cell 4
            Cell3(),  # stage 3/cell 5
            Head1(),  # head
        )

    def forward(self, x):
        return self.parts(x)


if __name__ == "__main__":
    network = Network().eval()
    parameters = sum(p.numel() for p in network.parameters())
    with torch.no_grad():
        output = network(torch.zeros(1, 3, 32, 32))
    print(f"parameters {parameters}, output {tuple(output.shape)}")

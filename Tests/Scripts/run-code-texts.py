"""Executes code texts with a stand-in for torch that knows shapes and parameters, but no numbers.

    python3 run-code-texts.py FILE

FILE is JSON: a list of texts with their helpers, classes (name, argument, parameters) and, of whole
networks, the image's shape, the number of classes and the parameters. Prints a line for each that
does not fit, and exits with 1 when there is any.
"""

import json
import math
import sys
import types


class Tensor:
    def __init__(self, *shape):
        self.shape = tuple(shape)

    def __add__(self, other):
        if self.shape != other.shape and self.shape[2:] != (1, 1) != other.shape[2:]:
            raise ValueError(f"{self.shape} + {other.shape}")
        return Tensor(*map(max, self.shape, other.shape))

    __mul__ = __add__

    def __rmul__(self, factor):
        return self

    def mean(self, axes):
        assert axes == (2, 3) and len(self.shape) == 4, self.shape
        return Tensor(*self.shape[:2])

    def new_zeros(self, *shape):
        return Tensor(*shape)

    def __getitem__(self, key):
        if key == (slice(None), slice(None), None, None):
            return Tensor(*self.shape, 1, 1)
        shape = []
        for size, part in zip(self.shape, key + (slice(None),) * len(self.shape)):
            if isinstance(part, slice):
                shape.append(len(range(*part.indices(size))))
            else:
                assert -size <= part < size
        return Tensor(*shape)


class Module:
    def __init__(self):
        pass

    def register_parameter(self, name, value):
        setattr(self, name, value)

    def register_buffer(self, name, value, persistent=True):
        pass

    def __call__(self, *inputs):
        return self.forward(*inputs)

    def own_parameters(self):
        return 0

    def parameters(self):
        total = self.own_parameters()
        for value in vars(self).values():
            if isinstance(value, Module):
                total += value.parameters()
            elif isinstance(value, Parameter):
                total += math.prod(value.shape)
        return total


class Parameter(Tensor):
    def __init__(self, tensor):
        super().__init__(*tensor.shape)


class Sequential(Module):
    def __init__(self, *modules):
        for number, module in enumerate(modules):
            setattr(self, f"module_{number}", module)
        self.modules = modules

    def forward(self, x):
        for module in self.modules:
            x = module(x)
        return x


def pair(value):
    return value if isinstance(value, tuple) else (value, value)


def windows(shape, kernel, stride, padding, dilation=1):
    return tuple(
        (size + 2 * p - dilation * (k - 1) - 1) // s + 1
        for size, k, s, p in zip(shape, pair(kernel), pair(stride), pair(padding)))


class Conv2d(Module):
    def __init__(self, inputs, outputs, kernel_size, stride=1, padding=0, dilation=1, groups=1,
                 bias=True):
        assert inputs % groups == 0 and outputs % groups == 0
        self.settings = inputs, outputs, kernel_size, stride, padding, dilation
        height, width = pair(kernel_size)
        self.count = height * width * inputs // groups * outputs + (outputs if bias else 0)

    def own_parameters(self):
        return self.count

    def forward(self, x):
        inputs, outputs, kernel, stride, padding, dilation = self.settings
        assert x.shape[1] == inputs, f"{x.shape[1]} channels, expected {inputs}"
        return Tensor(
            x.shape[0], outputs, *windows(x.shape[2:], kernel, stride, padding, dilation))


class Pool(Module):
    def __init__(self, kernel_size, stride, padding, count_include_pad=True):
        self.settings = kernel_size, stride, padding

    def forward(self, x):
        return Tensor(*x.shape[:2], *windows(x.shape[2:], *self.settings))


class Norm(Module):
    def __init__(self, sizes, affine=True):
        self.sizes = sizes if isinstance(sizes, tuple) else (sizes,)

    def own_parameters(self):
        return 2 * math.prod(self.sizes)

    def forward(self, x):
        assert x.shape[1] == self.sizes[0], f"{x.shape[1]} channels, expected {self.sizes[0]}"
        return x


class Linear(Module):
    def __init__(self, inputs, outputs, bias=True):
        self.settings, self.bias = (inputs, outputs), bias

    def own_parameters(self):
        return math.prod(self.settings) + (self.settings[1] if self.bias else 0)

    def forward(self, x):
        assert x.shape[1:] == self.settings[:1], x.shape
        return Tensor(x.shape[0], self.settings[1])


class Plain(Module):
    def __init__(self, *settings):
        pass

    def forward(self, x):
        return x


def cat(tensors, axis):
    assert axis == 1 and len({t.shape[2:] for t in tensors}) == 1, [t.shape for t in tensors]
    return Tensor(tensors[0].shape[0], sum(t.shape[1] for t in tensors), *tensors[0].shape[2:])


def same(x, *settings):
    return x


class Anything:
    """What only buffers are made of."""

    def __getattr__(self, name):
        return lambda *_, **__: self

    def __getitem__(self, key):
        return self

    def operate(self, *_):
        return self

    __sub__ = __add__ = __floordiv__ = __mod__ = __mul__ = __getitem__ = operate


torch, nn = types.ModuleType("torch"), types.ModuleType("torch.nn")
nn.functional = types.SimpleNamespace(
    relu6=same, silu=same, gelu=same, hardswish=same, hardsigmoid=same, mish=same,
    leaky_relu=same, pad=same)
for name in "ReLU ReLU6 SiLU Sigmoid GELU Hardswish Hardsigmoid Mish LeakyReLU Identity".split():
    setattr(nn, name, Plain)
nn.ChannelShuffle = Plain
nn.Module, nn.Sequential, nn.Parameter, nn.Conv2d, nn.Linear = (
    Module, Sequential, Parameter, Conv2d, Linear)
nn.MaxPool2d = nn.AvgPool2d = Pool
nn.BatchNorm2d = nn.BatchNorm1d = nn.InstanceNorm2d = nn.LayerNorm = Norm
torch.nn, torch.cat, torch.relu, torch.sigmoid = nn, cat, same, same
torch.zeros_like = lambda x: Tensor(*x.shape)
torch.randn = lambda *shape: Tensor(*shape)
torch.arange = lambda *_: Anything()
sys.modules["torch"], sys.modules["torch.nn"] = torch, nn

failures = 0
for number, entry in enumerate(json.load(open(sys.argv[1]))):
    names = {"torch": torch, "nn": nn, "__name__": "text"}
    try:
        exec(entry["helpers"], names)
        exec(entry["text"], names)
        for known in entry["classes"]:
            made = names[known["name"]](*([int(known["argument"])] if known["argument"] else []))
            found = made.parameters()
            assert found == known["parameters"], \
                f"{known['name']} has {found} parameters, expected {known['parameters']}"
        if entry["image"]:
            network = names["Network"]()
            found = network.parameters()
            assert found == entry["parameters"], f"{found} parameters"
            # Attention takes tokens apart in ways that need numbers.
            if "Attention" not in entry["text"]:
                output = network(Tensor(2, *entry["image"])).shape
                assert output == (2, entry["outputs"]), f"puts out {output}"
    except Exception as error:
        failures += 1
        print(f"text {number}, {entry['name']}: {type(error).__name__}: {error}")
sys.exit(failures > 0)

"""Ask, train, tell: a search whose accuracies come from real trainings, in minutes on two cores.

    python Examples/ask-train-tell.py --images cifar10.h5 --study loop
    tgnas status loop

Needs PyTorch and h5py. IMAGES is an HDF5 file with "images" (N, 32, 32, 3) of bytes and "labels",
or with "train_images" and "train_labels".
Several processes may run on one study: each asks for its own architectures. A process that was
killed leaves what it had asked for; --pending trains that.
"""

import argparse
import random
import subprocess
import sys
import types
from pathlib import Path

import h5py
import numpy as np
import tgnas
import torch
from torch import nn

SPACE = Path(__file__).with_name("nasbench201-small.yaml")


def load(path: str, train: int, valid: int) -> tuple[torch.Tensor, ...]:
    """Training and validation images, normalised, with labels."""
    with h5py.File(path) as file:
        prefix = "" if "images" in file else "train_"
        images = torch.from_numpy(file[prefix + "images"][:])
        labels = torch.from_numpy(np.asarray(file[prefix + "labels"][:])).long()
    # Files may be sorted by class.
    order = torch.randperm(len(images), generator=torch.Generator().manual_seed(0))
    order = order[: train + valid]
    images, labels = images[order].permute(0, 3, 1, 2).float(), labels[order]
    images = (images - images.mean((0, 2, 3), True)) / images.std((0, 2, 3), keepdim=True)
    return images[:train], labels[:train], images[train:], labels[train:]


def network(arch: str) -> nn.Module:
    """The network as `tgnas export` writes it."""
    text = subprocess.run(
        ["tgnas", "export", str(SPACE), arch, "--to", "pytorch"],
        check=True, capture_output=True, text=True,
    ).stdout
    module = types.ModuleType("network")
    exec(text, module.__dict__)
    return module.Network()


def train(arch: str, data: tuple[torch.Tensor, ...], epochs: int) -> float:
    """The validation accuracy in per cent. Every training has the same seed."""
    torch.manual_seed(0)
    model = network(arch)
    images, labels, valid_images, valid_labels = data
    steps = epochs * (len(images) // 64)
    optimizer = torch.optim.SGD(model.parameters(), 0.1, 0.9, weight_decay=5e-4, nesterov=True)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 0.1, total_steps=steps)
    for _ in range(epochs):
        order = torch.randperm(len(images))
        for batch in order[: len(images) // 64 * 64].split(64):
            inputs = images[batch]
            if torch.rand(()) < 0.5:
                inputs = inputs.flip(3)
            loss = nn.functional.cross_entropy(model(inputs), labels[batch])
            if not torch.isfinite(loss):
                return float("nan")
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
    model.eval()
    with torch.no_grad():
        hits = sum(
            (model(part).argmax(1) == truth).sum().item()
            for part, truth in zip(valid_images.split(250), valid_labels.split(250))
        )
    return 100 * hits / len(valid_labels)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--images", required=True)
    options.add_argument("--study", required=True)
    options.add_argument("--trainings", type=int, default=40)
    options.add_argument("--batch", type=int, default=4)
    options.add_argument("--epochs", type=int, default=3)
    options.add_argument("--train", type=int, default=2500)
    options.add_argument("--valid", type=int, default=2500)
    options.add_argument("--random", action="store_true", help="train random cells instead")
    options.add_argument("--pending", action="store_true", help="train what was asked for before")
    chosen = options.parse_args()
    data = load(chosen.images, chosen.train, chosen.valid)
    space = tgnas.load(SPACE)
    study = space.study(chosen.study)
    left = chosen.trainings
    while left > 0:
        count = min(chosen.batch, left)
        if chosen.pending:
            archs, left = list(study.pending.arch), 0
        elif chosen.random:
            archs = space.sample(count, seed=random.randrange(2**32))
        else:
            archs = list(study.ask(count).arch)
        for arch in archs:
            accuracy = train(arch, data, chosen.epochs)
            study.tell(arch, accuracy)
            print(f"{accuracy:.2f} {arch}", file=sys.stderr, flush=True)
        left -= count
    print(study)


if __name__ == "__main__":
    main()

# needs: images
# %% [markdown]
# # 7. Ask, train, tell
#
# No table knows your accuracies: you have to train. A study says what to train next and learns from
# each result. Here every accuracy comes from a real training, on 2,500 images of CIFAR-10, of a
# network so small that it takes seconds. `TGNAS_IMAGES` names an HDF5 file with `images` (N, 32,
# 32, 3) of bytes and `labels`, or `train_images` and `train_labels`; PyTorch trains.

# %%
import os
import subprocess
import types
import warnings
from pathlib import Path

import h5py
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import tgnas
import torch
from torch import nn

plt.rcParams.update(
    {"figure.dpi": 90, "font.size": 11, "axes.spines.top": False, "axes.spines.right": False}
)
warnings.simplefilter("ignore", tgnas.TGNASWarning)

assert os.environ.get("TGNAS_IMAGES"), (
    "this notebook needs images: set TGNAS_IMAGES to an HDF5 file of them")

# %% [markdown]
# ## The space
#
# The cells of NAS-Bench-201 in a network of three of them, 8 to 32 channels wide. A space that
# extends another one is a few lines.

# %%
Path("small.yaml").write_text("""\
format: 1
extends: nasbench201
name: nasbench201-small
title: NAS-Bench-201 cells in a small network
skeleton:
  stem: [{convolution: {kernel: 3, channels: 8}}, batch-norm]
  stages:
    - {cells: 1, channels: 8}
    - cells: 1
      channels: 16
      entry: &reduction [relu, {convolution: {kernel: 3, stride: 2}}, batch-norm]
    - {cells: 1, channels: 32, entry: *reduction}
  head: [batch-norm, relu, global-average-pooling, {linear: {features: classes}}]
  data-sets:
    - {name: cifar10, resolution: 32, classes: 10}
""")
space = tgnas.load("small.yaml")
print(f"{space.title}: {space.size:,} cells")
space.cost(space.sample(3, seed=2))

# %% [markdown]
# ## A training
#
# `export` writes the network, ten lines of PyTorch train it. What returns is the accuracy on images
# that it has not seen. Nothing of this is tgnas' business: train where and how you like.

# %%
with h5py.File(os.environ["TGNAS_IMAGES"]) as file:
    prefix = "" if "images" in file else "train_"
    images = torch.from_numpy(file[prefix + "images"][:5000]).permute(0, 3, 1, 2).float()
    labels = torch.from_numpy(np.asarray(file[prefix + "labels"][:5000])).long()
order = torch.randperm(len(images), generator=torch.Generator().manual_seed(0))
images, labels = images[order], labels[order]
images = (images - images.mean((0, 2, 3), True)) / images.std((0, 2, 3), keepdim=True)
half = len(images) // 2


def network(arch):
    module = types.ModuleType("network")
    exec(space.export(arch, to="pytorch"), module.__dict__)
    return module.Network()


def train(arch, epochs=2):
    torch.manual_seed(0)
    model = network(arch)
    steps = epochs * (half // 64)
    optimizer = torch.optim.SGD(model.parameters(), 0.1, 0.9, weight_decay=5e-4, nesterov=True)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 0.1, total_steps=steps)
    for _ in range(epochs):
        for batch in torch.randperm(half)[: half // 64 * 64].split(64):
            loss = nn.functional.cross_entropy(model(images[batch]), labels[batch])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
    model.eval()
    with torch.no_grad():
        parts = zip(images[half:].split(250), labels[half:].split(250))
        hits = sum((model(part).argmax(1) == truth).sum().item() for part, truth in parts)
    return 100 * hits / half


cells = space.sample(1, seed=1)
print(f"{train(cells[0]):.1f} %  {cells[0]}")

# %% [markdown]
# ## The loop
#
# The first proposals have the best zero-shot scores. After five results a surrogate of all of them
# chooses, and says what it expects. A training that failed is told as `None`, and is not proposed
# again. Beside it as many random cells are trained.

# %%
TRAININGS, AT_ONCE = 24, 4
study = space.study("loop")
expectations = []
while (study.trials.state == "trained").sum() < TRAININGS:
    proposals = study.ask(AT_ONCE)
    expectations.append(proposals)
    study.tell(proposals, [train(arch) for arch in proposals.arch])
print(study)
chance = [train(arch) for arch in space.sample(TRAININGS, seed=3)]

# %%
trials = study.trials
trials.result = trials.result.astype(float)
plt.figure(figsize=(7, 3.6))
steps = np.arange(1, TRAININGS + 1)
for name, results, colour in [
    ("ask and tell", trials.result, "#0072b2"), ("random cells", pd.Series(chance), "#999999"),
]:
    plt.plot(steps, results, "o", color=colour, ms=4, alpha=0.5)
    plt.step(
        steps, results.cummax(), where="post", color=colour, lw=2, label=f"{name}, best so far")
plt.xlabel("trainings")
plt.ylabel("accuracy, %")
plt.legend(frameon=False, loc="lower right")
plt.show()
pd.DataFrame({
    "mean": [trials.result.mean(), np.mean(chance)],
    "best": [trials.result.max(), np.max(chance)],
}, index=["ask and tell", "random cells"]).round(2)

# %% [markdown]
# ## What was expected, and what came
#
# The line is where both are equal, the bars are one deviation. Two epochs on 2,500 images are
# noisy: the surrogate knows, and its deviations are about two points. That is as much as most of
# these cells differ by. So 24 trainings of a few seconds tell little: those that were asked for are
# better in the mean, and the best of the random ones may be the best of all. Longer trainings, or
# several seeds of each, pay more than more cells. How the loop fares where accuracies are those of
# whole trainings is in docs/training-loop.md.

# %%
told = pd.concat(expectations)
told = told[pd.to_numeric(told.expected, errors="coerce").notna()]
told = told.merge(trials[["arch", "result"]], on="arch")
expected, deviation = told.expected.astype(float), told.deviation.astype(float)
plt.figure(figsize=(4.6, 4.2))
plt.errorbar(expected, told.result, xerr=deviation, fmt="o", color="#0072b2", ms=4, lw=0.8)
ends = [min(expected.min(), told.result.min()), max(expected.max(), told.result.max())]
plt.plot(ends, ends, color="#999999", lw=1)
plt.xlabel("expected accuracy, %")
plt.ylabel("accuracy, %")
plt.show()

# %% [markdown]
# ## Left and taken up again
#
# All is in the folder. The program reads it, other processes may work on it at the same time, and
# the same asking and telling gives the same bytes.

# %%
print(subprocess.run(["tgnas", "status", "loop"], capture_output=True, text=True).stdout)
again = tgnas.load("small.yaml").study("loop")
assert again.best == study.best
again.ask(2)

# %%
space.draw(study.best)

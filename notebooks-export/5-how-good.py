# needs: tables
# %% [markdown]
# # 5. How good is a score that saw no label?
#
# The scores of six spaces against what trained networks came to, and against other scores that need
# no training. The tables of trained networks are not part of the project; `TGNAS_BENCHMARKS` names
# their folder.

# %%
import os
import warnings
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import tgnas

plt.rcParams.update(
    {"figure.dpi": 90, "font.size": 11, "axes.spines.top": False, "axes.spines.right": False}
)
warnings.simplefilter("ignore", tgnas.TGNASWarning)

assert os.environ.get("TGNAS_BENCHMARKS"), (
    "this notebook needs the benchmark tables: set TGNAS_BENCHMARKS to the folder that holds them")
folder = Path(os.environ["TGNAS_BENCHMARKS"])

# %% [markdown]
# Space, table, the columns that write an architecture, the column of accuracies:

# %%
benchmarks = [
    ("nasbench201", "nasbench201.csv", ["arch"], "cifar10_test"),
    ("nasbench101", "nasbench101.csv", ["adjacency", "ops"], "val_acc_108ep"),
    ("transnasbench101-micro", "transnasbench101-micro.csv", ["arch"], "class_scene_test"),
    ("nasbench-macro", "nasbench-macro.csv", ["arch"], "cifar10_test"),
    ("transnasbench101-macro", "transnasbench101-macro.csv", ["arch"], "class_scene_test"),
    ("darts-oncenas", "darts-oncenas.csv", ["arch"], "cifar10_test_50ep"),
]

results = {}
for name, file, keys, column in benchmarks:
    # Texts as they are: an operator may be called none.
    rows = pd.read_csv(folder / file, dtype={key: str for key in keys}, keep_default_na=False)
    archs = rows[keys].agg(":".join, axis=1)
    space = tgnas.load(name)
    measures = pd.DataFrame({"accuracy": rows[column].astype(float)})
    measures["score"] = space.score(archs)
    costs = space.cost(archs)
    measures["parameters"] = costs.params.astype(float)
    measures["FLOPs"] = costs.flops.astype(float)
    # Cells that compute nothing come last by every measure.
    measures.loc[np.isneginf(measures.score), ["parameters", "FLOPs"]] = -np.inf
    title = "DARTS (OnceNAS-Bench)" if name == "darts-oncenas" else space.title
    results[title] = (space.by, measures)

def correlations(measures, method):
    """Rank correlations; ranks first, as pandas leaves -inf out."""
    return measures.rank().corr(method=method)

# %% [markdown]
# ## Rank correlation by space
#
# Kendall's tau-b between what is predicted and the accuracy, 1 for the same order. Size and
# computations are what any score has to beat. Spaces of whole networks are scored by NASWOT in
# closed form, as what is learned on cells does not carry over to them.

# %%
table = pd.DataFrame(
    {
        title: correlations(measures, "kendall").accuracy.drop("accuracy")
        for title, (_, measures) in results.items()
    }
).T
table.insert(0, "networks", [len(measures) for _, measures in results.values()])
table.insert(1, "scored by", [by for by, _ in results.values()])
table.round(3)

# %%
ax = table[["score", "FLOPs", "parameters"]][::-1].plot.barh(
    figsize=(7.5, 4.4), width=0.78, color=["#0072b2", "#e69f00", "#999999"])
handles, labels = ax.get_legend_handles_labels()
ax.legend(handles, labels, frameon=False, loc="lower right")
ax.set_xlabel("Kendall's tau-b with the accuracy")
ax.set_xlim(0, 1)
plt.show()

# %% [markdown]
# DARTS cells are unlike all that the predictor learned from: a closed form scores them, as another
# does the spaces of whole networks. The figure on DARTS is not blind: its labels had been looked at
# when that form was designed.
#
# ## Predicted and true
#
# Accuracy against the percentile of the score, darker where more networks lie; the lowest 3 % lie
# on the lower edge.

# %%
figure, axes = plt.subplots(2, 3, figsize=(11, 6.6))
for ax, (title, (_, measures)) in zip(axes.flat, results.items()):
    percentile = 100 * (measures.score.rank(method="min") - 1) / len(measures)
    shown = measures.accuracy.clip(measures.accuracy.quantile(0.03))
    size = 45 if len(measures) > 2000 else 22
    ax.hexbin(percentile, shown, gridsize=size, bins="log", cmap="Blues", mincnt=1, linewidths=0.1)
    ax.set_title(f"{title}, tau {table.score[title]:.2f}", fontsize=10)
    ax.set_xlabel("percentile of the score")
    ax.set_ylabel("accuracy" if shown.max() <= 1 else "accuracy, %")
figure.tight_layout()
plt.show()

# %% [markdown]
# ## What training the best k gives
#
# Regret: how far the best of the k best scored networks is from the best of all, NAS-Bench-201 on
# CIFAR-10. Equal scores count in the order of the table.

# %%
rows = pd.read_csv(folder / "nasbench201.csv")
measures = results["NAS-Bench-201"][1]
measures["NASWOT"] = tgnas.load("nasbench201", by="naswot").score(rows.arch)
plt.figure(figsize=(7, 3.6))
styles = [
    ("NASWOT", "#d55e00", 1.5),
    ("FLOPs", "#e69f00", 4),
    ("parameters", "#555555", 1.5),
    ("score", "#0072b2", 2.5),
]
for name, colour, width in styles:
    accuracy = measures.sort_values(name, ascending=False, kind="stable").accuracy
    regret = accuracy.max() - accuracy.cummax()
    plt.step(
        np.arange(1, len(regret) + 1), regret, where="post", color=colour, lw=width, label=name
    )
plt.xscale("log")
plt.xlabel("networks trained, the best scored first")
plt.ylabel("regret, percentage points")
plt.legend(frameon=False)
plt.show()

# %% [markdown]
# ## Independence
#
# A proxy that orders networks as their size does tells nothing new. Kendall's tau-b between the
# score, NASWOT in closed form, computations, parameters and the accuracies of three tasks, all
# 15,625 cells of NAS-Bench-201.

# %%
proxies = measures[["score", "NASWOT", "FLOPs", "parameters"]].copy()
for column, name in [
    ("cifar10_test", "CIFAR-10"),
    ("cifar100_test", "CIFAR-100"),
    ("imagenet16_120_test", "ImageNet16-120"),
]:
    proxies[name] = rows[column]
kendall = correlations(proxies, "kendall")
figure, ax = plt.subplots(figsize=(7.2, 5.6))
image = ax.imshow(kendall, cmap="Blues", vmin=0, vmax=1)
for (row, column), value in np.ndenumerate(kendall.to_numpy()):
    ax.text(
        column,
        row,
        f"{value:.2f}",
        ha="center",
        va="center",
        fontsize=10,
        color="white" if value > 0.6 else "black",
    )
ax.set_xticks(range(len(kendall)), kendall.columns, rotation=35, ha="right")
ax.set_yticks(range(len(kendall)), kendall.columns)
ax.spines[:].set_visible(False)
figure.colorbar(image, label="Kendall's tau-b", shrink=0.8)
figure.tight_layout()
plt.show()

# needs: tables
# %% [markdown]
# # 6. Evolve a proxy
#
# Genetic programming combines zero-cost proxies into a formula that ranks the trained networks of
# eight spaces. Then the formula meets NAS-Bench-201, of which it has seen nothing. The tables of
# trained networks are not part of the project; `TGNAS_BENCHMARKS` names their folder.

# %%
import io
import os
import subprocess
import warnings
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import tgnas
from IPython.display import SVG

plt.rcParams.update(
    {"figure.dpi": 90, "font.size": 11, "axes.spines.top": False, "axes.spines.right": False}
)
warnings.simplefilter("ignore", tgnas.TGNASWarning)

assert os.environ.get("TGNAS_BENCHMARKS"), (
    "this notebook needs the benchmark tables: set TGNAS_BENCHMARKS to the folder that holds them")
folder = Path(os.environ["TGNAS_BENCHMARKS"])


def run(*words):
    """What a command puts out."""
    return subprocess.run(["tgnas", *words], check=True, capture_output=True, text=True).stdout


# %% [markdown]
# ## What formulas are made of
#
# Proxies in closed form and statistics of the operator graph, each as a robust z-score of 256
# random architectures of the space. No network is run. Three proxies of three cells, not on that
# scale:

# %%
space = tgnas.load("nasbench201")
space.proxies(space.sample(3, seed=1), ["flops", "synflow-closed", "jacov-closed"])

# %% [markdown]
# ## Evolution
#
# 500 formulas live for 40 generations. The best of each size survive. The fitness is the mean over
# spaces of Spearman's rho, less a quarter of its deviation over the spaces, less a price for each
# node. The usual price is 0.02; a lower one shows more of what evolution does.

# %%
options = ["--leave-out", "nasbench201", "--restarts", "2", "--format", "csv"]
front = pd.read_csv(io.StringIO(run(
    "evolve-proxy", *options, "--node-cost", "0.002", "-o", "large.yaml", "--plot", "large.svg")))
front[["nodes", "fitness", "formula"]].round(3)

# %% [markdown]
# The best fitness after each generation (left), and that of the best formula of each size (right):

# %%
SVG("large.svg")

# %% [markdown]
# With the usual price of a node the best formula is small:

# %%
run("evolve-proxy", *options, "-o", "small.yaml")
SVG(run("draw", "formula:small.yaml", "--as", "svg"))

# %% [markdown]
# ## A space that chose nothing
#
# Kendall's tau-b with the accuracies of NAS-Bench-201 on three data sets, all 15,625 cells. Larger
# formulas fit the spaces that chose them better, and carry over less.

# %%
table = pd.read_csv(folder / "nasbench201.csv")
scores = {
    "small formula": "formula:small.yaml", "large formula": "formula:large.yaml",
    "NASWOT": "naswot", "FLOPs": "flops", "parameters": "params",
}
tasks = {"CIFAR-10": "cifar10_test", "CIFAR-100": "cifar100_test",
         "ImageNet16-120": "imagenet16_120_test"}
rows = {}
for title, by in scores.items():
    values = pd.Series(tgnas.load("nasbench201", by=by).score(table.arch))
    rows[title] = {
        task: values.rank().corr(table[column], method="kendall") for task, column in tasks.items()}
taus = pd.DataFrame(rows).T
taus.round(3)

# %%
ax = taus[::-1].plot.barh(
    figsize=(7.5, 3.8), width=0.78, color=["#0072b2", "#e69f00", "#999999"])
handles, labels = ax.get_legend_handles_labels()
ax.legend(handles[::-1], labels[::-1], frameon=False, loc="lower right")
ax.set_xlabel("Kendall's tau-b with the accuracy")
ax.set_xlim(0, 1)
plt.show()

# %% [markdown]
# ## As the objective of a search
#
# The formula is a score like any other. The best of a thousand DARTS cells by it (labels of DARTS
# took part in choosing it, and the program would refuse without `allow_seen_labels`):

# %%
darts = tgnas.load("darts", by="formula:small.yaml", allow_seen_labels=True)
sample = darts.sample(1000, seed=3)
values = darts.score(sample)
best = sample[int(np.argmax(values))]
print(f"z-scores from {values.min():.1f} to {values.max():.1f}")
darts.draw(best)

# %% [markdown]
# # 1. Rank and search NAS-Bench-201
#
# tgnas scores cells that nobody has trained, from descriptions of their operators in plain English.
# No data set, no GPU, no label of the space is read.

# %%
import matplotlib.pyplot as plt
import numpy as np
import tgnas

plt.rcParams.update(
    {"figure.dpi": 90, "font.size": 11, "axes.spines.top": False, "axes.spines.right": False}
)
space = tgnas.load("nasbench201")
space

# %% [markdown]
# All 15,625 cells take a tenth of a second on two cores. Higher is better; only differences mean
# anything.

# %%
ranking = space.rank()
ranking.head(5)

# %%
scores = ranking.score[np.isfinite(ranking.score)]
plt.figure(figsize=(7, 3.2))
plt.hist(scores, bins=80, color="#7fa8cc")
plt.axvline(scores.max(), color="#d55e00", label=f"best: {scores.max():.4f}")
plt.xlabel("score")
plt.ylabel("cells")
plt.legend(frameon=False)
plt.show()
print(f"{len(ranking) - len(scores)} cells compute nothing and score -inf")

# %% [markdown]
# ## Why is the best one good?
#
# Each operator has the change in score without it behind its name: blue ones are those that the
# score would miss.

# %%
best = ranking.arch[0]
space.draw(best, explain=True)

# %% [markdown]
# ## Search
#
# A small space can be ranked whole. Larger ones are searched; here is how soon three strategies
# find what the ranking has on top.

# %%
plt.figure(figsize=(7, 3.6))
for strategy, colour in [
    ("pruning-evolution", "#0072b2"),
    ("local", "#009e73"),
    ("random", "#d55e00"),
]:
    found = space.search(strategy, budget=1000, seed=1)
    # Partly pruned supernets are no cells yet.
    cells = found.trials[~found.trials.arch.str.startswith("{")]
    plt.step(
        cells.trial,
        cells.score.cummax(),
        where="post",
        color=colour,
        label=f"{strategy}: {found.score:.4f}",
    )
plt.axhline(ranking.score[0], color="#777777", ls=":", label="best of all 15,625")
plt.xscale("log")
plt.ylim(1.5, 2.5)
plt.xlabel("cells scored")
plt.ylabel("best score so far")
plt.legend(frameon=False, loc="center left")
plt.show()

# %% [markdown]
# `pruning-evolution` spends its first 84 evaluations on partly pruned supernets, which are no
# cells.
#
# ## Score and cost
#
# Costs are counted exactly, so that a front of score and size is one line of pandas.

# %%
cells = ranking[np.isfinite(ranking.score)].reset_index(drop=True)
cells["params"] = space.cost(cells.arch).params
front = cells.sort_values(["params", "score"], ascending=[True, False])
front = front[front.score > front.score.cummax().shift(fill_value=-np.inf)]
plt.figure(figsize=(7, 3.8))
plt.scatter(cells.params / 1e6, cells.score, s=3, color="#7fa8cc", label="all cells")
plt.plot(front.params / 1e6, front.score, "o-", ms=4, lw=1, color="#0072b2", label="front")
plt.xlabel("parameters, millions")
plt.ylabel("score")
plt.legend(frameon=False)
plt.show()
front[["arch", "params", "score"]].tail(5)

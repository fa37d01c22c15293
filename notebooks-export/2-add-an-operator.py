# %% [markdown]
# # 2. Add an operator by a sentence
#
# NAS-Bench-201 offers five operators. What if there were a sixth? A name and a sentence in plain
# English are all that it takes; nothing is trained.

# %%
import warnings

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import tgnas

plt.rcParams.update(
    {"figure.dpi": 90, "font.size": 11, "axes.spines.top": False, "axes.spines.right": False}
)
warnings.simplefilter("ignore", tgnas.TGNASWarning)  # They are printed below.

before = tgnas.load("nasbench201")
sentence = "3x3 depthwise separable convolution"
after = tgnas.load("nasbench201", operators={"separable": sentence})
print(f"{before.size:,} cells before, {after.size:,} after")
print("\n".join(after.notes))

# %% [markdown]
# ## How the ranking moves
#
# Cells that do not use the new operator keep their score to the last bit. The others find their
# places among them.

# %%
ranking = after.rank()
ranking["new"] = ranking.arch.str.count("separable")
old = before.rank().set_index("arch").score
same = ranking[ranking.new == 0].set_index("arch").score
print("old scores unchanged:", (same.reindex(old.index) == old).all())
ranking.head(5)

# %%
counts = range(7)
groups = [ranking.score[(ranking.new == count) & np.isfinite(ranking.score)] for count in counts]
plt.figure(figsize=(7, 3.4))
plt.boxplot(
    groups, positions=counts, widths=0.6, whis=(0, 100), medianprops={"color": "#d55e00", "lw": 2}
)
plt.axhline(0, color="#cccccc", lw=0.8, zorder=0)
plt.xlabel("edges with the new operator")
plt.ylabel("score")
plt.title("median, quartiles and range", fontsize=10)
plt.show()

# %% [markdown]
# The more edges have it, the higher the median, but the best cells have fewer: a separable
# convolution is better than pooling or nothing, and not as good as a full convolution.
#
# ## What the sentence says matters
#
# Seven sixth operators, each in a space of its own: how many of the hundred best cells use it, and
# the best score. Operators that are read alike tie: three of these are convolutions of nine weights
# for each channel, and so is `nor_conv_3x3`.

# %%
descriptions = [
    "3x3 convolution",
    "3x3 depthwise separable convolution",
    "3x3 convolution with dilation 2",
    "5x5 convolution",
    "3x3 convolution with an anti-aliasing blur filter",
    "3x3 max pooling",
    "multi-head self-attention",
]
rows = []
for description in descriptions:
    top = tgnas.load("nasbench201", operators={"sixth": description}).rank(top=100)
    rows.append({
        "description": description, "of the 100 best use it": top.arch.str.contains("sixth~").sum(),
        "best score": top.score[0], "best cell": top.arch[0],
    })
table = pd.DataFrame(rows).set_index("description").sort_values("of the 100 best use it")
table.drop(columns="best cell")[::-1]

# %%
ax = table["of the 100 best use it"].plot.barh(figsize=(7.5, 3.2), color="#0072b2", width=0.7)
ax.bar_label(ax.containers[0], padding=4)
ax.set_xlabel("of the 100 best cells use the new operator")
ax.set_ylabel("")
ax.set_xlim(0, 108)
plt.show()

# %% [markdown]
# The best cell with a 5x5 convolution to choose from, its operators coloured by what they do for
# the score:

# %%
larger = tgnas.load("nasbench201", operators={"sixth": "5x5 convolution"})
larger.draw(table["best cell"]["5x5 convolution"], explain=True)

# %% [markdown]
# # 3. A space of your own
#
# A search space is one YAML file: operators with a sentence each, how they make a cell, how
# architectures are written. This one is nobody's: two small branches and what joins them.

# %%
import warnings
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import tgnas

plt.rcParams.update(
    {"figure.dpi": 90, "font.size": 11, "axes.spines.top": False, "axes.spines.right": False}
)
warnings.simplefilter("ignore", tgnas.TGNASWarning)  # They are printed below.

file = Path("my-space.yaml")
file.write_text("""\
format: 1
name: my-space

operators:
  - {name: input, role: input, description: Input of the cell}
  - {name: none, role: zero, description: "No connection: the output is zero"}
  - {name: skip, role: identity, description: "Skip connection: the input is passed on unchanged"}
  - {name: separable, role: operation, description: Depthwise separable 3x3 convolution}
  - {name: dilated, role: operation, description: 3x3 convolution with dilation 2}
  - {name: squeeze, role: operation, description: 1x1 convolution}
  - {name: pool, role: operation, description: 3x3 max pooling}
  - {name: output, role: output, description: Output of the cell}

topology:
  kind: operators-on-edges
  nodes: 4
  input: 0
  output: 3
  edges: [[0, 1], [0, 2], [1, 3], [2, 3], [0, 3]]
  operators: [none, skip, separable, dilated, squeeze, pool]

notations:
  - {name: text, kind: edges-by-node}
""")
space = tgnas.load(file)
print("\n".join(space.notes))
space

# %% [markdown]
# How each sentence was read, and why:

# %%
space.operators

# %%
ranking = space.rank()
ranking.head(5)

# %%
space.draw(ranking.arch[0], explain=True)

# %% [markdown]
# ## Which operators does the score like, and where?
#
# The mean score over all cells that have an operator on an edge, less the mean over all.

# %%
connected = ranking[np.isfinite(ranking.score)]
# An architecture is written as |operator~source| for each edge, node by node.
edges = connected.arch.str.findall(r"(\w+)~(\d)").apply(lambda found: [name for name, _ in found])
names = ["none", "skip", "separable", "dilated", "squeeze", "pool"]
labels = ["0 → 1", "0 → 2", "0 → 3", "1 → 3", "2 → 3"]
effect = np.array([
    [connected.score[edges.str[edge] == name].mean() - connected.score.mean() for name in names]
    for edge in range(len(labels))
])
limit = abs(effect).max()
plt.figure(figsize=(7.6, 3.4))
plt.imshow(effect, cmap="PuOr_r", vmin=-limit, vmax=limit, aspect="auto")
for (row, column), value in np.ndenumerate(effect):
    plt.text(column, row, f"{value:+.2f}", ha="center", va="center", fontsize=10,
             color="white" if abs(value) > 0.75 * limit else "black")
plt.xticks(range(len(names)), names)
plt.yticks(range(len(labels)), labels)
plt.colorbar(label="mean score, less that of all")
plt.show()

# %% [markdown]
# What is wrong with a file is told with line and column:

# %%
try:
    tgnas.load(file.read_text().replace("role: zero", "role: nothing"))
except tgnas.InputError as error:
    print(error)

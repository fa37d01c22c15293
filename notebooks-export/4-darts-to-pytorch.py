# %% [markdown]
# # 4. Search DARTS and train the result in PyTorch
#
# DARTS has 10^18 genotypes. tgnas searches it in seconds, without a label or a network run, and
# writes what it found as a PyTorch file that needs nothing else. Its cells are unlike all that the
# predictor learned from, so a closed form scores them.

# %%
import sys
import warnings

import matplotlib.pyplot as plt
import numpy as np
import tgnas

plt.rcParams.update(
    {"figure.dpi": 90, "font.size": 11, "axes.spines.top": False, "axes.spines.right": False}
)
warnings.simplefilter("ignore", tgnas.TGNASWarning)

space = tgnas.load("darts")
found = space.search(budget=1000, seed=1)
print(f"{found.strategy}: {found.evaluations} of {space.size:.1e} genotypes scored")
print(f"score {found.score:.4f}, better than {found.percentile:.2f} % of a random sample")
found.best

# %%
sample = space.score(space.sample(10_000, seed=1))
trials = found.trials[~found.trials.arch.str.startswith("{")]
figure, (left, right) = plt.subplots(1, 2, figsize=(9.5, 3.3), width_ratios=[1.2, 1])
left.step(trials.trial, trials.score.cummax(), where="post", color="#0072b2")
left.axhline(sample.max(), color="#777777", ls=":", label="best of 10,000 random")
left.set(xscale="log", xlabel="genotypes scored", ylabel="best score so far")
left.legend(frameon=False, loc="lower right")
right.hist(sample, bins=60, color="#7fa8cc")
right.axvline(found.score, color="#d55e00", label="found")
right.set(xlabel="score", ylabel="of 10,000 random genotypes")
right.legend(frameon=False)
figure.tight_layout()
plt.show()

# %%
space.draw(found.best)

# %% [markdown]
# ## To PyTorch
#
# The usual network for CIFAR-10. With `with_training=True` the file is a training script, too.

# %%
text = space.export(found.best, to="pytorch", path="network.py")
print(f"{len(text.splitlines())} lines")
print("\n".join(text.splitlines()[:12]))

# %%
space.cost([found.best])

# %% [markdown]
# The next cell needs PyTorch: a forward and a backward pass, and the number of parameters, which is
# the one that tgnas counts.

# %%
try:
    import torch
except ImportError:
    print("PyTorch is not installed here, so the network is not run.")
else:
    sys.path.insert(0, ".")
    from network import Network

    torch.manual_seed(0)
    network = Network()
    images = torch.randn(2, 3, 32, 32)
    logits = network(images)
    logits.square().mean().backward()
    parameters = sum(parameter.numel() for parameter in network.parameters())
    print(tuple(logits.shape), f"{parameters:,} parameters")
    assert parameters == space.cost([found.best]).params[0]

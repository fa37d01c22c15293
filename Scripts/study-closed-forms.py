"""Which closed form ranks spaces that nothing was learned from?

Compares closed forms on every shipped space whose table lies in a folder, and chooses among them
with each space left out in turn: the choice for a space is the rule that is best in the mean over
all others, of which each has one vote (the mean tau-b of its tasks). Nothing is fitted to labels;
what is compared is a list of rules that is written down here. All of these tables had been looked
at when the list was written, so that the list itself is not blind; the choice is.

    python -m venv .build-study && .build-study/bin/pip install numpy scipy
    .build-study/bin/python Scripts/study-closed-forms.py TABLES [--tgnas PROGRAM] [--layers 400]

Three kinds of rules:
- one number of the network, a column of `tgnas score --columns`;
- the sum of the normal scores of two to four of them;
- w x size + obstacles: the size of the network, standardised over 512 random networks of the space,
  w times, minus pooling depth and loss of correlation as `usable_size` has them.

With --layers N it also exports N networks of each space of chains and compares sums over their
layers of weights^a x positions^b, of which params is (1, 0), flops (1, 1) and the number of layers
(0, 0).
"""

import argparse
import csv
import io
import itertools
import json
import pathlib
import random
import subprocess
import tempfile

import numpy as np
import yaml
from scipy.stats import kendalltau, norm, rankdata

ROOT = pathlib.Path(__file__).resolve().parent.parent
COLUMNS = [
    "flops", "params", "naswot", "capacity", "width", "depth", "receptive_field", "activations",
    "root_flops", "usable_size",
]
SUMMED = ["flops", "params", "naswot", "activations", "depth", "receptive_field", "root_flops"]
WEIGHTS = [0, 1, 1.5, 2, 3]
CHAINS = ["transnasbench101-macro", "nasbench-macro", "naap440", "accel-nasbench"]


def scores(program, space, architectures, columns):
    run = subprocess.run(
        [program, "score", space, "-", "--by", "predictor", "--columns", ",".join(columns),
         "--format", "csv", "--quiet"],
        input="\n".join(architectures), capture_output=True, text=True, check=True)
    return list(csv.DictReader(io.StringIO(run.stdout)))


def numbers(rows, column):
    """Architectures that compute nothing come last."""
    values = np.array([float(row[column] or "-inf") for row in rows])
    return np.where(np.isfinite(values), values, -1e30)


def normal_scores(values):
    return norm.ppf((rankdata(values) - 0.5) / len(values))


class Space:
    def __init__(self, program, name, benchmark, tables):
        self.name = name
        rows = list(csv.DictReader(open(tables / benchmark["table"], newline="")))
        texts = [":".join(row[key] for key in benchmark["keys"]) for row in rows]
        first = dict(zip(reversed(texts), reversed(range(len(texts)))))
        self.texts = list(first)
        self.tasks = {
            column: np.array([
                np.mean([float(rows[i][column]) for i in places])
                for places in self.places(texts, benchmark, first)
            ])
            for column in benchmark["accuracies"]
        }
        found = scores(program, name, self.texts, COLUMNS)
        self.values = {column: numbers(found, column) for column in COLUMNS}
        self.values["learned score"] = numbers(found, "score")
        self.rules = self.made(program)

    def places(self, texts, benchmark, first):
        groups = {text: [] for text in first}
        for place, text in enumerate(texts):
            groups[text].append(place)
        return groups.values()

    def made(self, program):
        rules = dict(self.values)
        normal = {column: normal_scores(self.values[column]) for column in SUMMED}
        for count in (2, 3, 4):
            for chosen in itertools.combinations(SUMMED, count):
                rules[" + ".join(chosen)] = sum(normal[column] for column in chosen)
        # The sample that sets the program's scale.
        sample = subprocess.run(
            [program, "spaces", "sample", self.name, "--count", "512", "--seed", "0"],
            capture_output=True, text=True, check=True).stdout.splitlines()
        found = scores(program, self.name, sample, ["root_flops", "flops"])
        dead = self.values["usable_size"] < -1e29

        def standardised(column):
            known = numbers(found, column)
            known = np.log(known[known > 0])
            values = np.log(np.maximum(self.values[column], 1))
            return (values - known.mean()) / max(known.std(), 1e-9)

        obstacles = self.values["usable_size"] - 2 * standardised("root_flops")
        for size, weight in itertools.product(["flops", "root_flops"], WEIGHTS):
            value = weight * standardised(size) + obstacles
            rules[f"{weight} {size} + obstacles"] = np.where(dead, -1e30, value)
        return rules

    def taus(self, values):
        found = [kendalltau(values, accuracies).statistic for accuracies in self.tasks.values()]
        # A rule that is the same everywhere ranks nothing.
        return np.nan_to_num(np.array(found))


def layers(program, spaces, count):
    """Sums over layers of weights^a x positions^b; convolutions in groups count one group."""
    powers = [0, 0.25, 0.33, 0.4, 0.5, 0.6, 0.67, 0.75, 1]
    taus = {}
    for space in spaces:
        places = list(range(len(space.texts)))
        random.Random(1).shuffle(places)
        places = places[:count]
        networks = []
        for place in places:
            text = subprocess.run(
                [program, "export", space.name, space.texts[place], "--to", "json"],
                capture_output=True, text=True, check=True).stdout
            found = json.loads(text)["layers"]
            rows = []
            for layer in found:
                if layer["kind"] not in ("convolution", "linear"):
                    continue
                incoming = found[layer["inputs"][0]]["shape"][0]
                channels, height, width = (layer["shape"] + [1, 1])[:3]
                groups = layer.get("groups", 1)
                kernel = layer.get("kernel", [1, 1])
                rows.append((
                    incoming * channels * kernel[0] * kernel[1] / groups**2, height * width))
            networks.append(np.array(rows, float))
        for a, b in itertools.product(powers, powers):
            values = [np.sum(rows[:, 0] ** a * rows[:, 1] ** b) for rows in networks]
            taus[space.name, a, b] = np.mean([
                kendalltau(values, accuracies[places]).statistic
                for accuracies in space.tasks.values()
            ])
    print(f"\nsums over layers of weights^a x positions^b, {count} networks of each space")
    names = [space.name for space in spaces]
    pairs = list(itertools.product(powers, powers))
    powers_of_flops = [pair for pair in pairs if pair[0] == pair[1]]
    for title, known in [("", pairs), (" of a = b", powers_of_flops)]:
        for left in names:
            others = [name for name in names if name != left]
            a, b = max(known, key=lambda pair: np.mean([taus[name, *pair] for name in others]))
            print(f"  {left:24} left out, best{title}: a {a}, b {b}: {taus[left, a, b]:.3f}; "
                  f"a 0.5, b 0.5: {taus[left, 0.5, 0.5]:.3f}")
    means = {pair: np.mean([taus[name, *pair] for name in names]) for pair in pairs}
    for pair in sorted(means, key=means.get, reverse=True)[:10]:
        print(f"  a {pair[0]:4} b {pair[1]:4}: mean {means[pair]:.3f}",
              *(f"{name} {taus[name, *pair]:.3f}" for name in names))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("tables", type=pathlib.Path)
    parser.add_argument("--tgnas", default=ROOT / ".build" / "release" / "tgnas")
    parser.add_argument("--layers", type=int, default=0)
    options = parser.parse_args()
    spaces = []
    for path in sorted((ROOT / "spaces").glob("*.yaml")):
        benchmark = yaml.safe_load(path.read_text()).get("benchmark")
        if benchmark and (options.tables / benchmark["table"]).exists():
            spaces.append(Space(options.tgnas, path.stem, benchmark, options.tables))
    rules = list(spaces[0].rules)
    taus = {(space.name, rule): space.taus(space.rules[rule]) for space in spaces for rule in rules}
    better = {
        space.name: np.maximum(taus[space.name, "flops"], taus[space.name, "params"])
        for space in spaces
    }

    shown = COLUMNS + ["learned score"]
    print("tau-b of each task:", *shown, sep="\n  ")
    for space in spaces:
        for place, task in enumerate(space.tasks):
            print(f"{space.name:24} {task:20}",
                  *(f"{taus[space.name, rule][place]:6.3f}" for rule in shown))

    def vote(rule, names):
        return np.mean([taus[name, rule].mean() for name in names])

    def worst(rule, names):
        return min((taus[name, rule] - better[name]).min() for name in names)

    # The learned score is no closed form; usable_size and capacity are among the rules below.
    known = ("learned score", "usable_size", "capacity")
    candidates = [rule for rule in rules if rule not in known]
    for title, names in [
        ("all spaces", [space.name for space in spaces]),
        ("chains", [space.name for space in spaces if space.name in CHAINS]),
    ]:
        print(f"\n{title}: each left out of the choice")
        for left in names:
            others = [name for name in names if name != left]
            best = max(candidates, key=lambda rule: vote(rule, others))
            print(f"  {left:24} {best:34} {taus[left, best].mean():.3f} "
                  f"(better of flops and params {better[left].mean():.3f})")
        print(f"{title}: mean over spaces, and the worst difference to the better of flops and "
              "params on any task")
        ranked = sorted(candidates, key=lambda rule: vote(rule, names), reverse=True)
        kept = [rule for rule in shown if rule not in ranked[:12]]
        for rule in ranked[:12] + kept:
            print(f"  {vote(rule, names):.3f} {worst(rule, names):6.3f}  {rule}")
    if options.layers:
        layers(options.tgnas, [space for space in spaces if space.name in CHAINS], options.layers)


if __name__ == "__main__":
    main()

"""Path encodings of cells for the tests of encodings, with networkx.

    python Scripts/goldens/paths.py

Reads the cells of Tests/Goldens/encodings/graf.json and writes paths.json beside it: for each cell
the places of the ones in its path encoding (White et al., AAAI 2021). Paths are listed one by one.
A sequence of operators of length n has the place (k^0 + ... + k^(n-1)) + sum_i operator_i k^i, from
the shortest length of the space on.
"""

import json
import pathlib
import re

import networkx as nx

FOLDER = pathlib.Path(__file__).parents[2] / "Tests/Goldens/encodings"
OPERATORS = {
    "nasbench201": ["none", "skip_connect", "nor_conv_1x1", "nor_conv_3x3", "avg_pool_3x3"],
    "transnasbench101-micro": ["none", "skip_connect", "nor_conv_1x1", "nor_conv_3x3"],
    "nasbench101": ["conv3x3-bn-relu", "conv1x1-bn-relu", "maxpool3x3"],
}
PLACES = [(0, 1), (0, 2), (1, 2), (0, 3), (1, 3), (2, 3)]


def places(sequences, kinds, shortest):
    found = set()
    for sequence in sequences:
        start = sum(kinds**length for length in range(shortest, len(sequence)))
        found.add(start + sum(kind * kinds**place for place, kind in enumerate(sequence)))
    return sorted(found)


def on_edges(names, operators):
    graph = nx.DiGraph()
    for (source, target), name in zip(PLACES, names):
        graph.add_edge(source, target, kind=operators.index(name))
    sequences = [
        [graph.edges[edge]["kind"] for edge in zip(path, path[1:])]
        for path in nx.all_simple_paths(graph, 0, 3)
    ]
    return places(sequences, len(operators), 1)


def on_nodes(text, operators):
    rows, labels = text.split(":")
    matrix, labels = rows.split("/"), labels.split("|")
    graph = nx.DiGraph(
        [(a, b) for a, row in enumerate(matrix) for b, bit in enumerate(row) if bit == "1"]
    )
    sequences = [
        [operators.index(labels[node]) for node in path[1:-1]]
        for path in nx.all_simple_paths(graph, 0, len(matrix) - 1)
    ]
    return places(sequences, len(operators), 0)


def misread(names, operators):
    """NASLib's table of paths numbers edges by target; it is used on edges listed by source."""
    by_source = [names[PLACES.index(place)] for place in sorted(PLACES)]
    table = [[3], [0, 4], [1, 5], [0, 2, 5]]
    sequences = [[operators.index(by_source[edge]) for edge in path] for path in table]
    return places(sequences, len(operators), 1)


goldens = {}
for space, cells in json.loads((FOLDER / "graf.json").read_text()).items():
    operators, goldens[space] = OPERATORS[space], []
    for cell in cells:
        text = cell["arch"]
        entry = {"arch": text}
        if space == "nasbench101":
            entry["path"] = on_nodes(text, operators)
        else:
            if space == "nasbench201":
                names = re.findall(r"([a-z0-9_]+)~", text)
            else:
                names = [operators[int(digit)] for digit in re.sub(r".*-|_", "", text)]
            entry["path"] = on_edges(names, operators)
            entry["misread"] = misread(names, operators)
        goldens[space].append(entry)
(FOLDER / "paths.json").write_text(json.dumps(goldens, indent=0) + "\n")

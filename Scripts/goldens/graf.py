"""Graph features of cells (GRAF) for the tests of encodings, with networkx.

    python Scripts/goldens/graf.py

Writes Tests/Goldens/encodings/graf.json: random cells of NAS-Bench-201, NAS-Bench-101 and
TransNAS-Bench-101 micro with the features that the paper's code gives them. Paths are listed one by
one here, and the program never does that. Sets of operators are in the order of the binary numbers
whose bit i stands for operator i of the space file.
"""

import json
import pathlib
import random

import networkx as nx


def sets(operators):
    return [
        {operators[bit] for bit in range(len(operators)) if number >> bit & 1}
        for number in range(1 << len(operators))
    ]


def paths(graph, start, end):
    if start not in graph or end not in graph:
        return []
    return [len(path) - 1 for path in nx.all_simple_paths(graph, start, end)]


def edges_row(nodes, edges, operators):
    """Edges (source, target, operator) between nodes 0 to nodes - 1."""

    def graph(allowed):
        return nx.DiGraph([(a, b) for a, b, operator in edges if operator in allowed])

    row = [sum(edge[2] == operator for edge in edges) for operator in operators]
    everything = set(operators)
    for banned in sets(operators)[:-1]:
        row.append(min(paths(graph(everything - banned), 0, nodes - 1), default=nodes + 1))
    for allowed in sets(operators)[1:]:
        row.append(max(paths(graph(allowed), 0, nodes - 1), default=-1))
    for allowed in sets(operators)[1:]:
        counted = [edge for edge in edges if edge[2] in allowed]
        row += [
            sum(edge[0] == 0 for edge in counted), sum(edge[1] == nodes - 1 for edge in counted),
            len(counted) / nodes, len(counted) / nodes,
        ]
    return row


def nodes_row(matrix, labels, operators):
    last = len(matrix) - 1
    whole = nx.DiGraph(
        [(a, b) for a in range(last + 1) for b in range(last + 1) if matrix[a][b]]
    )
    row = [1, 1] + [labels.count(operator) for operator in operators]
    for banned in sets(operators)[:-1]:
        kept = [v for v in whole if labels[v] not in banned]
        # A vertex without edges is none of the graph of the published code.
        graph = nx.DiGraph(list(whole.subgraph(kept).edges))
        row.append(min(paths(graph, 0, last), default=last + 1))
    for allowed in sets(operators)[1:]:
        kept = [v for v in whole if v in (0, last) or labels[v] in allowed]
        graph = nx.DiGraph(list(whole.subgraph(kept).edges))
        row.append(max((length + 1 - 4 for length in paths(graph, 0, last)), default=-4))
    for allowed in sets(operators)[1:]:
        row += [
            sum(labels[v] in allowed for v in whole.predecessors(last)),
            sum(labels[v] in allowed for v in whole.successors(0)),
            sum(labels[a] in allowed for a, _ in whole.edges) / (last + 1),
            sum(labels[b] in allowed for _, b in whole.edges) / (last + 1),
        ]
    return row


def nasbench201():
    operators = ["none", "skip_connect", "nor_conv_1x1", "nor_conv_3x3", "avg_pool_3x3"]
    names = [random.choice(operators) for _ in range(6)]
    a, b, c, d, e, f = names
    places = [(0, 1), (0, 2), (1, 2), (0, 3), (1, 3), (2, 3)]
    edges = [(*place, name) for place, name in zip(places, names)]
    text = f"|{a}~0|+|{b}~0|{c}~1|+|{d}~0|{e}~1|{f}~2|"
    return {"arch": text, "row": edges_row(4, edges, operators)}


def transnasbench101_micro():
    operators = ["none", "skip_connect", "nor_conv_1x1", "nor_conv_3x3"]
    digits = [random.randrange(4) for _ in range(6)]
    a, b, c, d, e, f = digits
    places = [(0, 1), (0, 2), (1, 2), (0, 3), (1, 3), (2, 3)]
    edges = [(*place, operators[digit]) for place, digit in zip(places, digits)]
    return {"arch": f"64-41414-{a}_{b}{c}_{d}{e}{f}", "row": edges_row(4, edges, operators)}


def cell_row(cell, operators):
    """One cell of a genotype: pairs of an operator and the node that it reads, two for a node."""
    edges = [(source, 2 + place // 2, name) for place, (name, source) in enumerate(cell)]
    output = 2 + len(cell) // 2
    outward = [(node, output) for node in range(2, output)]
    row = [len(outward)] + [sum(edge[2] == operator for edge in edges) for operator in operators]
    for allowed in sets(operators)[1:]:
        graph = nx.DiGraph([(a, b) for a, b, name in edges if name in allowed] + outward)
        row += [max(paths(graph, start, output), default=-1) for start in (0, 1)]
    nodes = len({node for edge in edges for node in edge[:2]} | {output})
    for allowed in sets(operators)[1:]:
        counted = [edge for edge in edges if edge[2] in allowed]
        row += [
            sum(edge[0] == 0 for edge in counted), sum(edge[0] == 1 for edge in counted),
            len(counted) / nodes, len(counted) / nodes,
        ]
    return row


def darts():
    operators = [
        "max_pool_3x3", "avg_pool_3x3", "skip_connect", "sep_conv_3x3", "sep_conv_5x5",
        "dil_conv_3x3", "dil_conv_5x5",
    ]
    cells = [
        [
            (random.choice(operators), source)
            for node in range(2, 6) for source in sorted(random.sample(range(node), 2))
        ]
        for _ in range(2)
    ]
    text = (
        f"Genotype(normal={cells[0]}, normal_concat=range(2, 6), "
        f"reduce={cells[1]}, reduce_concat=range(2, 6))"
    )
    return {"arch": text, "row": [n for cell in cells for n in cell_row(cell, operators)]}


def nasbench101():
    operators = ["conv3x3-bn-relu", "conv1x1-bn-relu", "maxpool3x3"]
    while True:
        count = random.randint(3, 7)
        matrix = [
            [int(b > a and random.random() < 0.45) for b in range(count)] for a in range(count)
        ]
        graph = nx.DiGraph(
            [(a, b) for a in range(count) for b in range(count) if matrix[a][b]]
        )
        whole = set(range(count))
        if (
            set(graph) == whole and graph.number_of_edges() <= 9
            and nx.descendants(graph, 0) | {0} == whole
            and nx.ancestors(graph, count - 1) | {count - 1} == whole
        ):
            break
    labels = ["input"] + [random.choice(operators) for _ in range(count - 2)] + ["output"]
    text = "/".join("".join(map(str, line)) for line in matrix) + ":" + "|".join(labels)
    return {"arch": text, "row": nodes_row(matrix, labels, operators)}


random.seed(0)
target = pathlib.Path(__file__).parents[2] / "Tests/Goldens/encodings/graf.json"
target.parent.mkdir(exist_ok=True)
target.write_text(
    json.dumps({
        "nasbench201": [nasbench201() for _ in range(30)],
        "nasbench101": [nasbench101() for _ in range(60)],
        "transnasbench101-micro": [transnasbench101_micro() for _ in range(20)],
        "darts": [darts() for _ in range(20)],
    }) + "\n"
)

"""Writes lowered.tsv and manifest.json: operator graphs and module hashes made without the package.

    python3 Tests/Goldens/spaces/generate.py

The lowering is the one of the Python prototype that the design was measured with, and the hash is
that of NAS-Bench-101's graph_util.hash_module, written anew. Needs nothing but Python 3.

What the goldens prove: that two independent programs agree on what a few hundred random cells of
each space compute (up to the numbering of nodes) and on their hashes. They do not prove that either
agrees with the networks that were trained; the exact parameter counts of the tables can.
"""
import collections
import hashlib
import json
import pathlib
import platform
import random

FOLDER = pathlib.Path(__file__).parent
SEED = 101_201
CELLS = 300
# Pairs of cells are long: of those that are drawn, this many are written.
PAIRS = 100
EDGES = [(0, 1), (0, 2), (1, 2), (0, 3), (1, 3), (2, 3)]
NAMES_201 = ["none", "skip_connect", "nor_conv_1x1", "nor_conv_3x3", "avg_pool_3x3"]
NAMES_101 = ["conv3x3-bn-relu", "conv1x1-bn-relu", "maxpool3x3"]


def lower_edges(cell):
    """Operators on edges; None when nothing connects input and output."""
    live = [(i, j, o) for (i, j), o in zip(EDGES, cell) if o != "none"]
    forward, backward = {0}, {3}
    for j in (1, 2, 3):
        if any(b == j and a in forward for a, b, _ in live):
            forward.add(j)
    for i in (2, 1, 0):
        if any(a == i and b in backward for a, b, _ in live):
            backward.add(i)
    live = [e for e in live if {e[0], e[1]} <= forward & backward]
    if not live:
        return None
    nodes, edges, producers = ["input"], [], {0: [0], 1: [], 2: [], 3: []}
    for i, j, op in live:
        if op == "skip_connect":
            producers[j] = producers[j] + producers[i]
            continue
        nodes.append(op)
        edges += [(p, len(nodes) - 1) for p in producers[i]]
        producers[j] = producers[j] + [len(nodes) - 1]
    nodes.append("output")
    return nodes, edges + [(p, len(nodes) - 1) for p in producers[3]]


def prune(matrix, ops):
    """Keeps what is on a path from the first to the last vertex; None when there is no path."""
    n = len(matrix)
    reach = [[matrix[i][j] or i == j for j in range(n)] for i in range(n)]
    for k in range(n):
        for i in range(n):
            for j in range(n):
                reach[i][j] = reach[i][j] or (reach[i][k] and reach[k][j])
    if not reach[0][n - 1]:
        return None
    kept = [v for v in range(n) if reach[0][v] and reach[v][n - 1]]
    return [[matrix[i][j] for j in kept] for i in kept], [ops[v] for v in kept]


def lower_nodes(matrix, ops):
    """Operators on nodes: one projection for each consumer of the cell's input."""
    nodes, edges, place = ["input"], [], {}
    for v in range(1, len(matrix)):
        sources = [place[u] for u in range(1, v) if matrix[u][v]]
        if matrix[0][v]:
            nodes.append("projection1x1")
            edges.append((0, len(nodes) - 1))
            sources.append(len(nodes) - 1)
        nodes.append(ops[v])
        place[v] = len(nodes) - 1
        edges += [(u, place[v]) for u in sources]
    return nodes, edges


def module_hash(matrix, ops):
    n = len(matrix)
    md5 = lambda text: hashlib.md5(text.encode()).hexdigest()
    label = [-1] + [NAMES_101.index(o) for o in ops[1:-1]] + [-2]
    into = [[u for u in range(n) if matrix[u][v]] for v in range(n)]
    out = [[v for v in range(n) if matrix[u][v]] for u in range(n)]
    state = [md5(str((len(out[v]), len(into[v]), label[v]))) for v in range(n)]
    for _ in range(n):
        state = [
            md5(
                "".join(sorted(state[u] for u in into[v]))
                + "|"
                + "".join(sorted(state[w] for w in out[v]))
                + "|"
                + state[v]
            )
            for v in range(n)
        ]
    return md5(str(sorted(state)))


def show(graph):
    if graph is None:
        return "disconnected\t"
    nodes, edges = graph
    counts = collections.Counter(edges)
    return ",".join(nodes) + "\t" + ",".join(f"{s}>{t}x{c}" for (s, t), c in sorted(counts.items()))


def cells_201(draw):
    for _ in range(CELLS):
        cell = [draw.choice(NAMES_201) for _ in EDGES]
        groups = [[f"{o}~{i}" for (i, j), o in zip(EDGES, cell) if j == node] for node in (1, 2, 3)]
        yield "+".join("|" + "|".join(g) + "|" for g in groups), show(lower_edges(cell)), ""


def cells_micro(draw):
    for _ in range(CELLS):
        digits = [draw.randrange(4) for _ in EDGES]
        d = "".join(map(str, digits))
        yield f"64-41414-{d[0]}_{d[1:3]}_{d[3:]}", show(
            lower_edges([NAMES_201[i] for i in digits])
        ), ""


def cells_101(draw):
    """Random matrices as the authors drew them, idle vertices included."""
    made = 0
    while made < CELLS:
        n = draw.randint(2, 7)
        matrix = [[int(i < j and draw.random() < 0.4) for j in range(n)] for i in range(n)]
        ops = ["input"] + [draw.choice(NAMES_101) for _ in range(n - 2)] + ["output"]
        pruned = prune(matrix, ops)
        if pruned is None or sum(map(sum, pruned[0])) > 9:
            continue
        made += 1
        text = "/".join("".join(map(str, row)) for row in matrix) + ":" + "|".join(ops)
        yield text, show(lower_nodes(*pruned)), module_hash(*pruned)


def lower_chain(ops):
    """Operators in a row; identities are left out."""
    nodes = ["input"] + [o for o in ops if o != "identity"] + ["output"]
    return nodes, [(i, i + 1) for i in range(len(nodes) - 1)]


def cells_transnas_macro(draw):
    """Four to six modules that halve the resolution one to four times, double the channels one to
    three."""
    names = dict(
        zip("1234", ["residual_keep", "residual_double", "residual_halve", "residual_double_halve"])
    )
    made = 0
    while made < CELLS:
        digits = [draw.choice("1234") for _ in range(draw.randint(4, 6))]
        if not (
            1 <= sum(d in "34" for d in digits) <= 4 and 1 <= sum(d in "24" for d in digits) <= 3
        ):
            continue
        made += 1
        yield f"64-{''.join(digits)}-basic", show(lower_chain([names[d] for d in digits])), ""


def cells_nasbench_macro(draw):
    """Stages of two, three and three; the first layer of each changes the shape."""
    plain = ["identity", "mbconv_expansion3_3x3", "mbconv_expansion6_5x5"]
    changing = ["projection_1x1"] + plain[1:]
    for _ in range(CELLS):
        digits = [draw.randrange(3) for _ in range(8)]
        ops = [
            changing[d] + "_stride2" if p in (0, 2, 5) else plain[d] for p, d in enumerate(digits)
        ]
        yield "".join(map(str, digits)), show(lower_chain(ops)), ""


NAMES_DARTS = ["max_pool_3x3", "avg_pool_3x3", "skip_connect", "sep_conv_3x3", "sep_conv_5x5",
               "dil_conv_3x3", "dil_conv_5x5"]
ENAS = ["skip_connect", "sep_conv_3x3", "sep_conv_5x5", "avg_pool_3x3", "max_pool_3x3"]
LANAS = ["skip_connect", "sep_conv_3x3", "sep_conv_5x5", "max_pool_3x3"]
PNAS = ENAS + ["sep_conv_7x7", "conv_7x1_1x7", "dil_conv_3x3"]
AMOEBANET = ENAS + ["sep_conv_7x7", "conv_7x1_1x7", "dil_sep_conv_3x3"]
NASNET = PNAS + ["conv_3x1_1x3", "max_pool_5x5", "max_pool_7x7", "conv_1x1", "conv_3x3"]


def lower_pair(cells, outputs):
    """Normal and reduction cell in one graph: made whole, then every vertex that only adds is
    removed."""
    labels, links = {"in": "input", "out": "output"}, collections.Counter()
    earlier = last = "in"
    for number, cell in enumerate(cells):
        name = lambda what: f"{number}.{what}"
        for place, source in enumerate((earlier, last)):
            labels[name(place)] = "preprocessing"
            links[source, name(place)] += 1
        for place, (operator, source) in enumerate(cell):
            term, node = name(f"t{place}"), name(2 + place // 2)
            labels[term] = operator
            labels[node] = None
            links[name(source), term] += 1
            links[term, node] += 1
        end = name("end") if number == 0 else "out"
        if number == 0:
            labels[end] = None
        for node in outputs[number]:
            links[name(node), end] += 1
        earlier, last = last, end
    for vertex in [v for v, label in labels.items() if label in (None, "skip_connect", "none")]:
        before = {a: n for (a, b), n in links.items() if b == vertex}
        after = {b: n for (a, b), n in links.items() if a == vertex}
        links = collections.Counter({e: n for e, n in links.items() if vertex not in e})
        if labels.pop(vertex) != "none":
            for a, n in before.items():
                for b, m in after.items():
                    links[a, b] += n * m

    def reached(start, ends):
        found, fresh = {start}, [start]
        while fresh:
            vertex = fresh.pop()
            for edge in links:
                if edge[ends[0]] == vertex and edge[ends[1]] not in found:
                    found.add(edge[ends[1]])
                    fresh.append(edge[ends[1]])
        return found

    kept = reached("in", (0, 1)) & reached("out", (1, 0))
    if "out" not in kept:
        return None
    order = []
    while len(order) < len(kept):
        order += [v for v in sorted(kept - set(order))
                  if all(a in order for a, b in links if b == v and a in kept)]
    place = {v: i for i, v in enumerate(order)}
    edges = [
        (place[a], place[b])
        for (a, b), n in links.items()
        if a in kept and b in kept
        for _ in range(n)
    ]
    return [labels[v] for v in sorted(place, key=place.get)], edges


def genotype(cells, outputs):
    lists = ["[" + ", ".join(f"('{o}', {s})" for o, s in cell) + "]" for cell in cells]
    return (f"Genotype(normal={lists[0]}, normal_concat={outputs[0]}, "
            f"reduce={lists[1]}, reduce_concat={outputs[1]})")


def cells_pair(names, nodes=4, distinct=True, all_nodes=True, inputs=False):
    """DARTS: two different inputs a node, all nodes concatenated; the NDS study's others: any
    inputs; LaNAS: normal cells that also concatenate the inputs that no node reads."""
    def rows(draw):
        for number in range(CELLS):
            cells, outputs = [], []
            for kind in range(2):
                sources = [
                    draw.sample(range(2 + n), 2) if distinct else draw.choices(range(2 + n), k=2)
                    for n in range(nodes)
                ]
                cells.append([(draw.choice(names), source) for pair in sources for source in pair])
                read = {source for pair in sources for source in pair}
                first = 0 if inputs and kind == 0 else 2
                outputs.append([n for n in range(first, 2 + nodes) if all_nodes or n not in read])
            if number < PAIRS:
                yield genotype(cells, outputs), show(lower_pair(cells, outputs)), ""
    return rows


def main():
    draw = random.Random(SEED)
    lines = ["space\tarchitecture\tnodes\tedges\thash"]
    for space, cells in (("nasbench201", cells_201), ("transnasbench101-micro", cells_micro),
                         ("nasbench101", cells_101),
                         ("transnasbench101-macro", cells_transnas_macro),
                         ("nasbench-macro", cells_nasbench_macro),
                         ("darts", cells_pair(NAMES_DARTS)),
                         # Half of the operators cut, so that whole cells do.
                         ("darts-oncenas", cells_pair(["none"] * 7 + NAMES_DARTS)),
                         ("nds-nasnet", cells_pair(NASNET, 5, False, False)),
                         ("nds-amoebanet", cells_pair(AMOEBANET, 5, False, False)),
                         ("nds-pnas", cells_pair(PNAS, 5, False)),
                         ("nds-enas", cells_pair(ENAS, 5, False, False)),
                         ("lanas-nasnet", cells_pair(LANAS, 7, False, False, True))):
        lines += ["\t".join((space, *row)) for row in cells(draw)]
    content = ("\n".join(lines) + "\n").encode()
    (FOLDER / "lowered.tsv").write_bytes(content)
    manifest = {
        "generator": "generate.py",
        "python": platform.python_version(),
        "seed": SEED,
        "files": {
            "lowered.tsv": {"sha256": hashlib.sha256(content).hexdigest(), "rows": len(lines) - 1}
        },
    }
    (FOLDER / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n")


if __name__ == "__main__":
    main()

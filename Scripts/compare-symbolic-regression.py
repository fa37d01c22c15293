"""How many formulas a second other packages of symbolic regression evaluate.

As tgnas evolve-proxy does, an evaluation computes a formula for a thousand rows of nine spaces, and
ranks the values of each space. Formulas are random trees of gplearn and DEAP, columns are random
numbers. The ranks are scipy's. One thread. Beside it stands what `tgnas evolve-proxy --threads 1`
takes for the formulas that it says it evaluated, less the time with --population 2 --generations 1
--restarts 1.

    OPENBLAS_NUM_THREADS=1 python Scripts/compare-symbolic-regression.py

Needs numpy, scipy, gplearn and deap.
"""

import time

import numpy as np
from deap import gp
from gplearn._program import _Program
from gplearn.functions import _function_map
from scipy.stats import rankdata
from sklearn.utils import check_random_state

SPACES, ROWS, TERMINALS, TREES = 9, 1000, 39, 400
DEPTHS = (2, 4)


def centred_ranks(values):
    ranks = rankdata(values)
    ranks -= ranks.mean()
    return ranks / (np.linalg.norm(ranks) or 1)


def gplearn_trees():
    functions = [_function_map[name] for name in "add sub mul max min neg abs".split()]
    by_arity = {}
    for function in functions:
        by_arity.setdefault(function.arity, []).append(function)
    state = check_random_state(0)
    trees = [
        _Program(
            function_set=functions, arities=by_arity, init_depth=DEPTHS,
            init_method="half and half", n_features=TERMINALS, const_range=None, metric=None,
            p_point_replace=0.05, parsimony_coefficient=0, random_state=state)
        for _ in range(TREES)
    ]
    return [tree.length_ for tree in trees], [tree.execute for tree in trees]


def deap_trees(columns):
    primitives = gp.PrimitiveSet("formula", TERMINALS)
    for function in (np.add, np.subtract, np.multiply, np.maximum, np.minimum):
        primitives.addPrimitive(function, 2, name=function.__name__)
    for function in (np.negative, np.abs):
        primitives.addPrimitive(function, 1, name=function.__name__)
    trees = [gp.PrimitiveTree(gp.genHalfAndHalf(primitives, *DEPTHS)) for _ in range(TREES)]

    def values(tree):
        return lambda _: gp.compile(tree, primitives)(*columns)

    return [len(tree) for tree in trees], [values(tree) for tree in trees]


def main():
    random = np.random.default_rng(0)
    table = random.normal(size=(SPACES * ROWS, TERMINALS))
    targets = [centred_ranks(random.normal(size=ROWS)) for _ in range(SPACES)]
    columns = [table[:, place].copy() for place in range(TERMINALS)]
    for name, (sizes, formulas) in (
        ("gplearn", gplearn_trees()), ("DEAP", deap_trees(columns)),
    ):
        start = time.perf_counter()
        for formula in formulas:
            values = formula(table)
            for space, target in enumerate(targets):
                centred_ranks(values[space * ROWS:(space + 1) * ROWS]) @ target
        seconds = time.perf_counter() - start
        print(f"{name}: {TREES / seconds:.0f} a second, {np.mean(sizes):.1f} nodes in the mean")


if __name__ == "__main__":
    main()

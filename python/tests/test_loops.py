"""tgnas within the loops that people have: searches, NASLib, Optuna and Dask."""

from __future__ import annotations

import numpy as np
import optuna
import pandas as pd
import pytest

import tgnas
import tgnas.dask
import tgnas.naslib
import tgnas.optuna
from tgnas._tables import EXACT

OPERATORS = ["none", "skip_connect", "nor_conv_1x1", "nor_conv_3x3", "avg_pool_3x3"]


def cell(operators: list[str]) -> str:
    a, b, c, d, e, f = operators
    return f"|{a}~0|+|{b}~0|{c}~1|+|{d}~0|{e}~1|{f}~2|"


# Searches


@pytest.mark.parametrize(
    "strategy", ["random", "regularized-evolution", "local", "pruning-evolution", "exhaustive"]
)
def test_searches_find_what_the_program_finds(strategy, cells, printed):
    expected = printed(
        "search", "nasbench201", "--strategy", strategy, "--budget", "300", "--seed", "2"
    )
    result = cells.search(strategy, budget=300, seed=2)
    row = expected.iloc[0]
    assert (result.best, result.score, result.percentile, result.evaluations) == (
        row.arch, row.score, row.percentile, row.evaluations,
    )
    assert result.complete and result.strategy == strategy
    assert result.seconds > 0


def test_trials_are_those_of_a_study(cells, program, tmp_path):
    study = tmp_path / "study"
    program(
        "search",
        "nasbench201",
        "--strategy",
        "pruning-evolution",
        "--budget",
        "200",
        "--seed",
        "1",
        "--study",
        str(study),
    )
    types = {"parent": str, "arch_index": str, "arch": str}
    expected = pd.read_csv(
        study / "trials.csv", dtype=types, keep_default_na=False, na_values=[""],
        **EXACT,
    )
    trials = cells.search("pruning-evolution", budget=200, seed=1).trials
    assert trials.columns.tolist() == expected.columns.tolist()
    unlike = ["seconds"]
    pd.testing.assert_frame_equal(
        trials.drop(columns=unlike), expected.drop(columns=unlike), check_exact=True
    )
    assert cells.search("random", budget=10, trials=False).trials is None


OBJECTIVES = ["score", "params", "flops", "depth", "memory"]


@pytest.mark.parametrize("count", [1, 2, 5])
def test_fronts_are_those_of_the_program(count, cells, printed):
    objectives = OBJECTIVES[:count]
    expected = printed(
        "search", "nasbench201", "--objectives", ",".join(objectives), "--budget", "300", "--seed",
        "2", "--strategy", "nsga2",
    )
    result = cells.search("nsga2", budget=300, seed=2, objectives=objectives)
    assert result.strategy == "nsga2" and result.evaluations == 300
    assert result.score == result.trials["score"].max()
    front = result.front
    assert set(objectives) <= set(front.columns)
    if count == 1:
        # The program prints the best one then.
        assert front.arch.tolist() == expected.arch.tolist() == [result.best]
        return
    assert front.knee.sum() == 1 and front.knee.dtype == bool
    expected["knee"] = expected["knee"] == "knee"
    pd.testing.assert_frame_equal(front, expected, check_exact=True)
    # By hand: nobody else is as good in all and better in one.
    signs = [1] + [-1] * (count - 1)
    found = result.trials[objectives].to_numpy() * signs
    for row in front[objectives].to_numpy() * signs:
        assert not ((found >= row).all(axis=1) & (found > row).any(axis=1)).any()


def test_several_objectives_are_searched_by_nsga2(cells):
    result = cells.search(budget=60, objectives=("score", "flops"), trials=False)
    assert result.strategy == "nsga2" and result.trials is None
    assert cells.search(budget=10, strategy="random").front is None


def test_bounds_are_those_of_the_program(cells, printed):
    expected = printed("search", "nasbench201", "--max-params", "0.3M", "--max-flops", "45M")
    for bounds in ({"params": 300_000, "flops": "45M"}, {"params": 3e5, "flops": np.float64(45e6)}):
        result = cells.search(bounds=bounds)
        assert result.best == expected.arch[0] and result.front is None
        assert result.evaluations == 15_625
    front = cells.search(objectives=["score", "params"], bounds={"flops": "45M"}, budget=300).front
    assert (
        front.flops.max()
        <= 45e6
        < cells.search(objectives=["score", "flops"], budget=300).front.flops.max()
    )


def test_latencies_come_from_tables(cells, printed, tmp_path):
    names = ["nor_conv_3x3", "nor_conv_1x1", "avg_pool_3x3", "skip_connect"]
    tables = []
    for device, factor in (("phone", 1.0), ("watch", 7.0)):
        numbers = "".join(f"  {name}: {factor * n}\n" for n, name in enumerate(names[::-1]))
        table = tmp_path / f"{device}.yaml"
        table.write_text(f"format: 1\ndevice: {device}\nunit: ms\noperators:\n{numbers}")
        tables.append(table)
    expected = printed(
        "search", "nasbench201", "--objectives", "score,latency", "--latency", str(tables[0]),
        "--budget", "100",
    )
    result = cells.search(budget=100, objectives=["score", "latency"], latency=tables[0])
    assert result.front["latency_phone"].tolist() == expected["latency_phone"].tolist()
    assert result.front.arch.tolist() == expected.arch.tolist()
    both = cells.search(budget=50, objectives=["score", "latency:watch"], latency=map(str, tables))
    assert "latency_watch" in both.front.columns
    with pytest.raises(tgnas.InputError, match="say latency:phone"):
        cells.search(objectives=["score", "latency"], latency=tables)
    with pytest.raises(tgnas.InputError, match='two tables of latency= are of the device "phone"'):
        cells.search(objectives=["score", "latency"], latency=tables[:1] * 2)


@pytest.mark.parametrize(
    ("arguments", "error", "sentence"),
    [
        ({"objectives": ["score", "parms"]}, tgnas.InputError, 'unknown objective "parms"'),
        ({"objectives": ["score", "score"]}, tgnas.InputError, "objectives has score twice"),
        ({"objectives": []}, tgnas.InputError, "objectives is empty; expected names such as score"),
        ({"objectives": ["score", "latency"]}, tgnas.InputError, 'add latency="FILE"'),
        ({"objectives": "score"}, TypeError, "objectives is one text; expected a list"),
        (
            {"objectives": ["score", 1]},
            TypeError,
            r"objectives\[1\] is of type int; expected a str",
        ),
        ({"latency": "x.yaml"}, tgnas.InputError, "latency is no objective; add objectives="),
        ({"bounds": {"parms": 1}}, tgnas.InputError, 'unknown objective "parms"'),
        (
            {"bounds": {"params": "1.5 m"}},
            tgnas.InputError,
            'the bound on params is "1.5 m"; expected a number',
        ),
        ({"bounds": {"memory": 20}}, tgnas.InputError, "a number above 0 with its unit"),
        ({"bounds": {"params": float("nan")}}, tgnas.InputError, 'the bound on params is "nan"'),
        ({"bounds": {"params": 1}}, tgnas.InputError, "params <= 1"),
        (
            {"bounds": {"score": 1}},
            tgnas.InputError,
            "score cannot be bounded, as more of it is better",
        ),
        ({"bounds": {"latency": "1ms"}}, tgnas.InputError, 'add latency="FILE"'),
        ({"bounds": {"params": None}}, TypeError, r"bounds\['params'\] is of type NoneType"),
        ({"bounds": ["params"]}, TypeError, "bounds is of type list; expected a dict"),
        ({"bounds": {1: 1}}, TypeError, "a name in bounds is of type int; expected a str"),
        (
            {"objectives": ["latency"], "latency": "/nowhere.yaml"},
            tgnas.TGNASError,
            "/nowhere.yaml: no such file",
        ),
    ],
)
def test_what_no_search_can_be_for(arguments, error, sentence, cells):
    with pytest.raises(error, match=sentence):
        cells.search(budget=10, **arguments)


def test_the_usual_strategy_suits_the_space(cells):
    assert cells.search(trials=False).strategy == "exhaustive"
    assert tgnas.load("darts").search(budget=50).strategy == "pruning-evolution"


# NASLib


class Graph:
    """What NASLib hands to predictors, as far as they look at it."""

    def __init__(self, operators: tuple[int, ...]) -> None:
        self.operators = operators

    def get_hash(self) -> tuple[int, ...]:
        return self.operators


def test_a_predictor_for_naslib(cells):
    ranked = cells.rank().sample(200, random_state=np.random.RandomState(0))
    texts = ranked.arch.tolist()
    tuples = [
        tuple(int(digit) for digit in text.strip("()").split(","))
        for text in cells.convert(texts, to="naslib")
    ]
    predictor = tgnas.naslib.Predictor("nasbench201")
    predictor.set_ss_type("nasbench201")
    predictor.pre_process()
    assert predictor.get_data_reqs()["unlabeled"] is False
    for given in (texts, tuples, [Graph(operators) for operators in tuples]):
        np.testing.assert_array_equal(predictor.query(given), ranked.score.to_numpy())

    # Labels that say the opposite are learned.
    train, test = slice(0, 100), slice(100, 200)
    finite = ranked.score.replace(-np.inf, -3).to_numpy()
    predictor.fit([Graph(operators) for operators in tuples[train]], -finite[train])
    learned = predictor.query(tuples[test], None)
    usable = np.isfinite(learned)
    assert np.corrcoef(learned[usable], -finite[test][usable])[0, 1] > 0.5
    # Too few of them teach nothing.
    predictor.fit(tuples[:2], [1.0, 2.0])
    np.testing.assert_array_equal(predictor.query(texts), ranked.score.to_numpy())
    with pytest.raises(tgnas.InputError, match="2 architectures and ytrain 1"):
        predictor.fit(tuples[:2], [1.0])


# Optuna


def objective(cells: tgnas.Space):
    def score(trial: optuna.Trial) -> float:
        operators = [trial.suggest_categorical(f"edge{n}", OPERATORS) for n in range(6)]
        trial.suggest_float("rate", 1e-4, 1e-1, log=True)
        found = float(cells.score([cell(operators)])[0])
        return max(found, -10.0)

    return score


@pytest.mark.parametrize("base", [optuna.samplers.RandomSampler, optuna.samplers.TPESampler])
def test_a_sampler_for_optuna(cells, base):
    optuna.logging.set_verbosity(optuna.logging.WARNING)

    def architecture(parameters: dict) -> str:
        return cell([parameters[f"edge{n}"] for n in range(6)])

    def best(sampler: optuna.samplers.BaseSampler) -> optuna.Study:
        study = optuna.create_study(direction="maximize", sampler=sampler)
        study.optimize(objective(cells), n_trials=12)
        return study

    helped = best(tgnas.optuna.Sampler(cells, architecture, base(seed=1), candidates=32))
    alone = best(base(seed=1))
    mean = {
        name: np.mean([trial.value for trial in study.trials[1:]])
        for name, study in (("helped", helped), ("alone", alone))
    }
    assert mean["helped"] > mean["alone"]
    assert helped.best_value > 1
    assert all(1e-4 <= trial.params["rate"] <= 1e-1 for trial in helped.trials)
    with pytest.raises(ValueError, match="candidates is 0"):
        tgnas.optuna.Sampler(cells, architecture, candidates=0)


# Dask


@pytest.mark.parametrize("scheduler", ["synchronous", "threads", "processes"])
def test_shards_with_dask(cells, scheduler):
    item = tgnas.dask.best_of_samples(cells, shards=6, size=200, top=5)
    found = item.compute(scheduler=scheduler)
    archs = sorted({arch for seed in range(6) for arch in cells.sample(200, seed)})
    everything = pd.DataFrame({"arch": archs, "score": cells.score(archs)})
    best = everything.sort_values(["score", "arch"], ascending=[False, True]).head(5)
    pd.testing.assert_frame_equal(found, best.reset_index(drop=True), check_exact=True)
    with pytest.raises(tgnas.InputError, match="shards is 0"):
        tgnas.dask.best_of_samples(cells, shards=0, size=1)


def test_a_cluster_of_dask(cells):
    import dask.bag
    from distributed import Client, LocalCluster

    archs = cells.sample(400)
    with LocalCluster(
        n_workers=2, threads_per_worker=2, dashboard_address=None
    ) as cluster, Client(cluster):
        scores = dask.bag.from_sequence(archs, npartitions=4).map_partitions(cells.score).compute()
        found = tgnas.dask.best_of_samples(cells, shards=4, size=100, top=3).compute()
    np.testing.assert_array_equal(np.array(scores), cells.score(archs))
    assert found.score.is_monotonic_decreasing and len(found) == 3

"""Studies that propose what to train: the folder that the program and Python share."""

from __future__ import annotations

import pickle
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import optuna
import pandas as pd
import pytest

import tgnas
import tgnas.optuna

OPERATORS = ["none", "skip_connect", "nor_conv_1x1", "nor_conv_3x3", "avg_pool_3x3"]


def accuracy(arch: str) -> float:
    return 80 + 3 * arch.count("nor_conv_3x3") - 2 * arch.count("none") + len(arch) % 7 / 10


def test_the_program_and_python_share_a_study(cells, program, tmp_path):
    folder = tmp_path / "loop"
    study = cells.study(folder)
    assert study.best is None and len(study.trials) == 0
    first = study.ask(6)
    assert first.columns.tolist() == [
        "trial", "arch", "score", "percentile", "expected", "deviation",
    ]
    assert first.arch[0] == cells.rank(top=1).arch[0]
    assert first.expected.isna().all()
    study.tell(first, first.arch.map(accuracy))
    printed = program("ask", str(folder), "-n", "3", "--format", "csv", "--quiet")
    assert printed.count("\n") == 4
    assert len(study.pending) == 3
    second = study.ask(2)
    assert second.expected.notna().all() and (second.deviation > 0).all()
    assert not set(second.arch) & set(first.arch)
    assert study.trials.trial.tolist() == list(range(1, 12))
    assert study.best == max(first.arch, key=accuracy)
    assert "6 of 11 trained" in repr(study)


def test_the_same_bytes_come_from_the_program_and_from_python(cells, program, tmp_path):
    study = cells.study(tmp_path / "python")
    for _ in range(2):
        for arch in study.ask(5).arch:
            study.tell(arch, accuracy(arch))
    for turn in range(2):
        more = ["--space", "nasbench201"] if turn == 0 else []
        text = program("ask", str(tmp_path / "program"), "-n", "5", "--format", "csv", *more)
        for line in text.splitlines()[1:]:
            arch = line.split(",")[1]
            program("tell", str(tmp_path / "program"), f"{arch}={accuracy(arch)}")
    name = "trainings.csv"
    assert (tmp_path / "python" / name).read_bytes() == (tmp_path / "program" / name).read_bytes()


def test_results_come_in_many_forms(cells, tmp_path):
    study = cells.study(tmp_path / "loop")
    archs = study.ask(8).arch.tolist()
    study.tell(archs[0], 91)
    study.tell({archs[1]: np.float32(92)})
    study.tell(pd.Series([93.0], index=[archs[2]]))
    study.tell(pd.DataFrame({"arch": archs[3:5], "result": [94.0, None]}))
    pd.DataFrame({"arch": [archs[5]], "accuracy": [95]}).to_csv(tmp_path / "t.csv", index=False)
    study.tell(tmp_path / "t.csv")
    study.tell(archs[6:8], [None, float("nan")])
    states = study.trials.state.tolist()
    assert states == ["trained"] * 4 + ["pending", "trained", "failed", "failed"]
    assert study.pending.arch.tolist() == [archs[4]]
    assert study.best == archs[5]
    study.tell([], [])
    # It need not have been proposed.
    study.tell([(4, 0, 3, 1, 4, 3)], [90])
    assert len(study.trials) == 9


def test_mistakes_are_one_sentence_and_change_nothing(cells, tmp_path):
    study = cells.study(tmp_path / "loop")
    arch = study.ask(1).arch[0]
    study.tell(arch, 90)
    before = (tmp_path / "loop" / "trainings.csv").read_bytes()
    with pytest.raises(tgnas.InputError, match="already.*replace=True"):
        study.tell(arch, 91)
    with pytest.raises(tgnas.InputError, match="'many'; expected a number"):
        study.tell(arch, "many")
    with pytest.raises(tgnas.InputError, match="2 architectures have 1 results"):
        study.tell([arch, arch], [90])
    with pytest.raises(TypeError, match="one value"):
        study.tell([arch], 90)
    with pytest.raises(TypeError, match="results is of type list"):
        study.tell([arch])
    with pytest.raises(tgnas.InputError):
        study.tell(["nonsense"], [90])
    with pytest.raises(tgnas.InputError, match="count is 0"):
        study.ask(0)
    with pytest.raises(tgnas.TGNASError, match="is a study of nasbench201"):
        tgnas.load("darts").study(tmp_path / "loop")
    with pytest.raises(tgnas.InputError, match="seed is 4"):
        cells.study(tmp_path / "loop", seed=4)
    with pytest.raises(tgnas.InputError, match="minimise"):
        cells.study(tmp_path / "loop", minimise=True)
    with pytest.raises(tgnas.InputError, match="learns from its own results"):
        labels = {a: accuracy(a) for a in cells.sample(10)}
        tgnas.load("nasbench201", labels=labels).study(tmp_path / "other")
    assert (tmp_path / "loop" / "trainings.csv").read_bytes() == before
    study.tell(arch, 91, replace=True)
    assert study.trials.result[0] == 91


def test_lower_is_better_where_it_is_said(cells, tmp_path):
    study = cells.study(tmp_path / "loop", minimise=True)
    archs = study.ask(6).arch
    study.tell(archs, [-accuracy(arch) for arch in archs])
    assert study.best == max(archs, key=accuracy)


def test_threads_and_processes_share_a_study(cells, tmp_path):
    study = cells.study(tmp_path / "loop")

    def work(_: int) -> None:
        for arch in study.ask(2).arch:
            study.tell(arch, accuracy(arch))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(8)))
    worker = tmp_path / "worker.py"
    worker.write_text(
        "import pickle, sys\n"
        "study = pickle.loads(bytes.fromhex(sys.argv[1]))\n"
        "for arch in study.ask(3).arch: study.tell(arch, float(len(arch)))\n"
    )
    text = pickle.dumps(study).hex()
    workers = [subprocess.Popen([sys.executable, worker, text]) for _ in range(2)]
    assert [worker.wait() for worker in workers] == [0, 0]
    trials = study.trials
    assert len(trials) == trials.arch.nunique() == 22
    assert (trials.state == "trained").all()


def test_a_user_space_and_an_operator_are_found_again(program, tmp_path):
    file = tmp_path / "mine.yaml"
    file.write_text("format: 1\nextends: nasbench201\nname: mine\ntitle: Mine\n")
    space = tgnas.load(file, operators={"blur_conv": "3x3 convolution with a blur filter"})
    study = space.study(tmp_path / "loop")
    arch = next(a for a in study.ask(40).arch if "blur_conv" in a)
    study.tell(arch, 90)
    printed = program("ask", str(tmp_path / "loop"), "-n", "1", "--format", "csv", "--quiet")
    assert printed.startswith("trial,")
    assert len(study.trials) == 41


def test_optuna_goes_by_what_was_trained(cells):
    def architecture(parameters: dict) -> str:
        a, b, c, d, e, f = (parameters[f"edge{n}"] for n in range(6))
        return f"|{a}~0|+|{b}~0|{c}~1|+|{d}~0|{e}~1|{f}~2|"

    def objective(trial: optuna.Trial) -> float:
        parameters = {
            f"edge{n}": trial.suggest_categorical(f"edge{n}", OPERATORS) for n in range(6)
        }
        # The scores dislike pooling, and this objective likes nothing else.
        return float(architecture(parameters).count("avg_pool_3x3"))

    def mean(labels: int | None, direction: str = "maximize") -> float:
        optuna.logging.set_verbosity(optuna.logging.ERROR)
        sign = 1 if direction == "maximize" else -1
        sampler = tgnas.optuna.Sampler(
            cells, architecture, base=optuna.samplers.RandomSampler(seed=1), labels=labels
        )
        study = optuna.create_study(direction=direction, sampler=sampler)
        study.optimize(lambda trial: sign * objective(trial), n_trials=50)
        return float(np.mean([sign * trial.value for trial in study.trials[-20:]]))

    zero_shot, refined = mean(None), mean(10)
    assert refined > zero_shot + 1
    assert mean(10, "minimize") > zero_shot + 1
    with pytest.raises(ValueError, match="labels is 3"):
        tgnas.optuna.Sampler(cells, architecture, labels=3)

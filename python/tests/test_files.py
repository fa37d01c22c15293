"""What the package reads from files and writes to them, and the program that it installs."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

import tgnas

ROOT = Path(__file__).resolve().parents[2]
ARCH = "|nor_conv_3x3~0|+|none~0|nor_conv_1x1~1|+|none~0|none~1|skip_connect~2|"


@pytest.fixture
def table(tmp_path: Path, cells: tgnas.Space) -> Path:
    """Accuracies that agree with the scores but for one."""
    archs = cells.sample(40, seed=3)
    found = pd.DataFrame({"arch": archs, "accuracy": pd.Series(cells.score(archs)).rank()})
    found.to_csv(tmp_path / "table.csv", index=False)
    return tmp_path / "table.csv"


@pytest.mark.parametrize("form", ["pytorch", "json", "onnx"])
def test_export_is_that_of_the_program(cells, program, tmp_path, form):
    path = tmp_path / "network"
    content = cells.export(ARCH, to=form, path=path)
    program("export", "nasbench201", ARCH, "--to", form, "-o", str(tmp_path / "expected"))
    assert path.read_bytes() == (tmp_path / "expected").read_bytes()
    assert path.read_bytes() == (content if form == "onnx" else content.encode())


def test_exported_training_is_a_script(cells, tmp_path):
    text = cells.export(ARCH, with_training=True)
    names = {node.name for node in ast.parse(text).body if isinstance(node, ast.FunctionDef)}
    assert {"read", "train", "append", "main"} <= names
    assert ARCH in text
    with pytest.raises(tgnas.InputError, match="with_training is for"):
        cells.export(ARCH, to="onnx", with_training=True)


def test_export_says_what_is_wrong(cells, tmp_path):
    with pytest.raises(tgnas.InputError, match='unknown export format "tf"'):
        cells.export(ARCH, to="tf")
    with pytest.raises(tgnas.InputError, match="unknown data set"):
        cells.export(ARCH, data_set="svhn")
    with pytest.raises(tgnas.TGNASError, match="cannot be written"):
        cells.export(ARCH, path=tmp_path / "missing" / "network.py")
    assert list(tmp_path.iterdir()) == []


def test_evaluate_is_that_of_the_program(cells, table, printed):
    found = cells.evaluate(table, label_column="accuracy")
    expected = printed(
        "evaluate", "nasbench201", "--benchmark", str(table), "--label-column", "accuracy"
    )
    pd.testing.assert_frame_equal(pd.DataFrame(found), expected)
    assert found.kendall[0] > 0.99
    again = cells.evaluate(pd.read_csv(table), label_column="accuracy")
    pd.testing.assert_frame_equal(found, again)


def test_evaluate_takes_what_the_space_was_loaded_with(table):
    space = tgnas.load("nasbench201", by="params", operators={"conv5": "5x5 convolution"})
    found = space.evaluate(table, label_column="accuracy")
    assert found.score[0].startswith("params")


def test_evaluate_names_arguments(cells, table):
    with pytest.raises(tgnas.TGNASError, match="label_column|no column"):
        cells.evaluate(table, label_column="loss")
    with pytest.raises(tgnas.TGNASError, match="no such file"):
        cells.evaluate("missing.csv")
    refined = cells.refined(pd.read_csv(table), label_column="accuracy")
    with pytest.raises(tgnas.InputError, match="without labels"):
        refined.evaluate(table)


def test_report_of_a_study_and_a_ranking(cells, program, tmp_path, table):
    study = tmp_path / "cells"
    program("search", "nasbench201", "--strategy", "local", "--budget", "50", "--study", str(study))
    page = cells.report([study, cells.rank()], tmp_path / "report")
    assert "<svg" in page.read_text()
    with pytest.raises(tgnas.TGNASError, match="force"):
        cells.report(study, tmp_path / "report")
    assert cells.report(study, tmp_path / "report", force=True) == page


def test_tables_show_whole_architectures(cells):
    best = cells.rank(top=2)
    for text in (repr(best), best.head(1)._repr_html_(), repr(best[["arch", "score"]])):
        assert best.arch[0] in text and "..." not in text


def test_progress_bar(cells, capsys):
    pytest.importorskip("tqdm")
    cells.rank(top=1, progress=True)
    assert "100%" in capsys.readouterr().err


def test_installed_program(cells):
    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "tgnas", *arguments], capture_output=True, text=True
        )

    found = run("rank", "nasbench201", "--top", "3", "--format", "csv")
    assert found.stdout.splitlines()[1].split(",")[1] == cells.rank(top=3).arch[0]
    assert run("rank", "nasbench20").returncode == 64
    assert "did you mean" in run("rank", "nasbench20").stderr
    assert run("rank", "./missing.yaml").returncode == 1
    assert run("--version").stdout.strip() == tgnas.__version__
    assert run("serach", "x").returncode == 64

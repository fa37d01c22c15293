"""Mistakes are told in the program's sentences, as exceptions of one small family."""

from __future__ import annotations

import numpy as np
import pytest

import tgnas

WRONG = "|nor_conv_7x7~0|+|none~0|none~1|+|none~0|none~1|none~2|"


def sentence(error: str) -> str:
    """What the program says, without the word before it."""
    return error.removeprefix("Error: ").split("\nUsage: ")[0].strip()


def test_the_family():
    assert issubclass(tgnas.InputError, ValueError)
    assert issubclass(tgnas.InputError, tgnas.TGNASError)
    assert not issubclass(tgnas.TGNASError, ValueError)


@pytest.mark.parametrize(
    ("arguments", "options"),
    [
        (["nasbench20"], {}),
        (["nasbench201", "--weights", "nasbench21-zero-shot"], {"weights": "nasbench21-zero-shot"}),
        (["nasbench201", "--with-operator", "none: nothing"], {"operators": {"none": "nothing"}}),
    ],
)
def test_unknown_names(arguments, options, program):
    expected = sentence(program("rank", *arguments, fails=True))
    with pytest.raises(tgnas.InputError) as caught:
        tgnas.load(arguments[0], **options)
    assert str(caught.value) == expected


def test_missing_files(program):
    for path in ("missing.yaml", "./missing"):
        with pytest.raises(tgnas.TGNASError) as caught:
            tgnas.load(path)
        assert str(caught.value) == sentence(program("rank", path, fails=True))
        assert not isinstance(caught.value, ValueError)
    with pytest.raises(tgnas.TGNASError, match="missing.h5: no such file"):
        tgnas.load("nasbench201", weights="missing.h5")


def test_a_wrong_architecture_is_told_with_its_place(cells, program):
    expected = sentence(program("score", "nasbench201", WRONG, fails=True))
    assert "character 2: unknown operator" in expected
    with pytest.raises(tgnas.InputError) as caught:
        cells.score([WRONG])
    assert str(caught.value) == expected
    with pytest.raises(tgnas.InputError) as caught:
        cells.score([*cells.sample(1_000), WRONG, "x"])
    assert str(caught.value) == f"index 1000: {expected}"
    for function in (cells.explain, cells.draw):
        with pytest.raises(tgnas.InputError) as caught:
            function(WRONG)
        assert str(caught.value) == expected
    for function in (cells.convert, cells.cost):
        with pytest.raises(tgnas.InputError, match="character 2"):
            function([WRONG])


@pytest.mark.parametrize(
    "text", ["", " ", "banana", "🧠", "\u0000", "a\u0000b", "\ud800", "x" * 10**6]
)
def test_what_is_no_architecture(cells, text):
    good = cells.sample(1)[0]
    for archs in ([text], [good, text, good]):
        with pytest.raises(tgnas.InputError) as caught:
            cells.score(archs)
        assert len(str(caught.value)) < 500


def test_wrong_types(cells):
    with pytest.raises(TypeError, match="archs is one text; expected a list"):
        cells.score(WRONG)
    with pytest.raises(TypeError, match="archs is one dict; expected a list of architectures"):
        cells.score({"normal": []})
    with pytest.raises(TypeError, match=r"archs\[1\] is of type object; expected a str, or num"):
        cells.score([WRONG, object()])
    with pytest.raises(tgnas.InputError, match="found a list of 3, expected 6 numbers"):
        cells.score([(1, 2, 3)])
    with pytest.raises(tgnas.InputError, match='architecture "1.5"'):
        cells.score(np.array([1.5]))
    with pytest.raises(TypeError):
        cells.score(None)
    with pytest.raises(tgnas.InputError, match="architecture"):
        cells.explain([WRONG])
    with pytest.raises(TypeError, match="space is of type int"):
        tgnas.load(201)
    with pytest.raises(TypeError, match="operators"):
        tgnas.load("nasbench201", operators=["blur: a filter"])
    with pytest.raises(TypeError, match="labels is of type list"):
        cells.refined([1.0])


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        (lambda space: space.rank(top=0), "top is 0; expected 1 or more"),
        (lambda space: space.sample(0), "count is 0; expected a number from 1 to"),
        (lambda space: space.search(budget=0), "budget is 0; expected 1 or more"),
        (
            lambda space: space.search("prune"),
            'unknown search strategy "prune"; known are exhaustive',
        ),
        (lambda space: space.search(seed=-1), r"seed is -1; expected 0 to 2\*\*64 - 1"),
        (lambda space: space.sample(seed=2**64), "expected 0 to"),
        (
            lambda space: space.draw(space.sample(1)[0], format="png"),
            'unknown drawing format "png"',
        ),
        (
            lambda space: space.convert(space.sample(1), to="x"),
            'unknown notation of nasbench201 "x"',
        ),
        (lambda space: space.cost(space.sample(1), data_set="x"), "x"),
        (lambda space: space.architectures(-1, 1), "start is -1"),
        (lambda space: space.refined({}), "0 labelled architectures"),
        (lambda space: space.refined({WRONG: 1.0}), "character 2"),
        (
            lambda space: space.refined(dict.fromkeys(space.sample(6), np.nan)),
            "label at index 0 is nan",
        ),
        (lambda space: tgnas.encode(["a", " "]), "the description at index 1 is empty"),
        (
            lambda space: tgnas.load("nasbench201", by="luck"),
            'unknown score "luck"; known are predictor',
        ),
        (lambda space: tgnas.load("nasbench201", threads=0), "threads is 0; expected 1 or more"),
        (lambda space: tgnas.load("nasbench201", operators={"blur": " "}), "expected a name and a"),
        (
            lambda space: tgnas.load("nasbench201", by="naswot", weights="universal"),
            'by="naswot" needs no weights; leave out weights= or say by="predictor"',
        ),
        (lambda space: tgnas.load("autoformer-small").rank(), "too many to rank"),
        (lambda space: tgnas.load("autoformer-small").architectures(), "too many to list"),
        (lambda space: tgnas.load("format: 1\n"), "<yaml>"),
    ],
)
def test_one_sentence(call, expected, cells):
    with pytest.raises(tgnas.InputError, match=expected):
        call(cells)


def test_settings_are_told_as_arguments(cells):
    for call in (
        lambda: tgnas.load("nasbench201", weights="nasbench101-zero-shot"),
        lambda: tgnas.load("darts-oncenas").search("exhaustive"),
        lambda: cells.search("pruning", budget=5),
    ):
        with pytest.raises(tgnas.InputError) as caught:
            call()
        assert "--" not in str(caught.value)
    assert 'strategy="pruning-evolution"' in str(caught.value)
    assert "budget is 5" in str(caught.value)
    notes = " ".join(tgnas.load("darts-oncenas").notes)
    assert '(by="predictor" for the learned score)' in notes


def test_a_folder_that_is_no_installation(tmp_path, monkeypatch):
    monkeypatch.setenv("TGNAS_HOME", str(tmp_path))
    with pytest.raises(tgnas.TGNASError, match="does not hold the folders spaces/ and weights/"):
        tgnas.load("nasbench201")

"""Scores and tables are the program's, to the last digit that it prints."""

from __future__ import annotations

import io
import numpy as np
import pandas as pd
import pytest

import tgnas

BEST = (
    "|nor_conv_3x3~0|+|nor_conv_3x3~0|nor_conv_3x3~1|"
    "+|skip_connect~0|nor_conv_1x1~1|nor_conv_3x3~2|"
)
BROKEN = "|none~0|+|none~0|none~1|+|none~0|none~1|none~2|"


def test_the_ranking_is_the_programs(cells, printed):
    expected = printed("rank", "nasbench201")
    ranked = cells.rank()
    pd.testing.assert_frame_equal(ranked, expected, check_exact=True)
    assert list(ranked.columns) == ["rank", "arch", "score", "percentile"]
    assert len(ranked) == cells.size == 15_625
    pd.testing.assert_frame_equal(cells.rank(top=3), expected.head(3), check_exact=True)


def test_one_of_those_that_compute_the_same(cells, printed):
    expected = printed("rank", "nasbench201", "--unique")
    pd.testing.assert_frame_equal(cells.rank(unique=True), expected, check_exact=True)
    assert len(expected) < 15_625


def test_scores_are_those_of_the_ranking_in_any_order(cells):
    ranked = cells.rank()
    shuffled = ranked.sample(frac=1, random_state=np.random.RandomState(1))
    scores = cells.score(shuffled.arch)
    assert scores.dtype == np.float64 and scores.shape == (15_625,)
    np.testing.assert_array_equal(scores, shuffled.score.to_numpy())
    assert np.isneginf(scores).sum() == 341


def test_scores_are_those_of_the_program(cells, printed):
    archs = cells.sample(50, seed=3)
    expected = printed("score", "nasbench201", "-", input="\n".join(archs))
    assert expected.arch.tolist() == archs
    np.testing.assert_array_equal(cells.score(archs), expected.score.to_numpy())


@pytest.mark.parametrize("space", ["nasbench101", "darts", "nasbench-macro", "hnas-bench-201"])
def test_other_spaces(space, printed):
    opened = tgnas.load(space)
    archs = opened.sample(20, seed=7)
    expected = printed("score", space, "-", input="\n".join(archs))
    np.testing.assert_array_equal(opened.score(archs), expected.score.to_numpy())


@pytest.mark.parametrize("kind", ["list", "tuple", "array", "series", "generator"])
def test_lists_of_any_kind(cells, kind):
    archs = [BEST, BROKEN, BEST]
    given = {
        "list": archs, "tuple": tuple(archs), "array": np.array(archs),
        "series": pd.Series(archs, index=[7, 5, 3]), "generator": (arch for arch in archs),
    }[kind]
    scores = cells.score(given)
    assert scores[0] == scores[2] > 2.3
    assert scores[1] == -np.inf


def test_nothing_is_scored_as_nothing(cells):
    assert cells.score([]).shape == (0,)
    assert cells.convert([]) == []
    assert len(cells.cost([])) == 0
    assert tgnas.encode([]).shape == (0, 384)


def test_every_notation(cells):
    archs = cells.sample(10, seed=5)
    expected = cells.score(archs)
    assert cells.notations[0] == "nasbench201"
    for notation in cells.notations:
        written = cells.convert(archs, to=notation)
        # Bare numbers have several orders, so that the notation is told.
        space = tgnas.load("nasbench201", notation=notation)
        np.testing.assert_array_equal(space.score(written), expected)
        assert space.convert(written) == archs


@pytest.mark.parametrize("by", ["predictor", "naswot", "flops", "params", "capacity"])
def test_what_scores(by, printed):
    space = tgnas.load("nasbench201", by=by)
    assert space.by == by
    archs = space.sample(20, seed=2)
    expected = printed("score", "nasbench201", "-", "--by", by, input="\n".join(archs))
    np.testing.assert_array_equal(space.score(archs), expected.score.to_numpy())


def test_added_operators(printed):
    sentence = "3x3 convolution with an anti-aliasing blur filter"
    space = tgnas.load("nasbench201", operators={"blur_conv": sentence})
    expected = printed(
        "rank", "nasbench201", "--with-operator", f"blur_conv: {sentence}", "--top", "20"
    )
    pd.testing.assert_frame_equal(space.rank(top=20), expected, check_exact=True)
    assert any("blur_conv is read as" in note for note in space.notes)
    row = space.operators.set_index("operator").loc["blur_conv"]
    assert row.description == sentence


def test_weights_and_seen_labels(printed):
    with pytest.raises(tgnas.InputError, match="allow_seen_labels=True"):
        tgnas.load("nasbench201", weights="universal")
    with pytest.warns(tgnas.TGNASWarning, match="no zero-shot prediction"):
        space = tgnas.load("nasbench201", weights="universal", allow_seen_labels=True)
    archs = space.sample(10)
    expected = printed(
        "score", "nasbench201", "-", "--weights", "universal", "--allow-seen-labels",
        input="\n".join(archs),
    )
    np.testing.assert_array_equal(space.score(archs), expected.score.to_numpy())


def test_labels_refine_as_they_do_for_the_program(cells, printed, tmp_path):
    archs = cells.sample(12, seed=11)
    # Any accuracies will do; these disagree with the scores.
    labels = {arch: 90 - place for place, arch in enumerate(archs)}
    table = tmp_path / "labels.csv"
    pd.DataFrame({"arch": labels.keys(), "accuracy": labels.values()}).to_csv(table, index=False)
    others = cells.sample(30, seed=12)
    expected = printed(
        "score", "nasbench201", "-", "--labels", str(table), input="\n".join(others)
    )
    refined = tgnas.load("nasbench201", labels=labels)
    np.testing.assert_array_equal(refined.score(others), expected.score.to_numpy())
    assert (refined.score(others) != cells.score(others)).any()
    again = cells.refined(pd.Series(labels))
    np.testing.assert_array_equal(again.score(others), refined.score(others))


def test_costs_samples_and_explanations(cells, printed, program):
    archs = cells.sample(8, seed=4)
    sampled = program("spaces", "sample", "nasbench201", "-n", "8", "--seed", "4").split()
    assert archs == sampled
    pd.testing.assert_frame_equal(
        cells.cost(archs), printed("cost", "nasbench201", *archs), check_exact=True
    )
    assert cells.data_sets == ["cifar10", "cifar100", "imagenet16-120"]
    pd.testing.assert_frame_equal(
        cells.cost(archs, data_set="imagenet16-120"),
        printed("cost", "nasbench201", *archs, "--data-set", "imagenet16-120"), check_exact=True,
    )
    pd.testing.assert_frame_equal(
        cells.explain(BEST), printed("explain", "nasbench201", BEST), check_exact=True
    )


def test_drawings(cells, program):
    drawing = cells.draw(BEST)
    assert drawing == program("draw", "nasbench201", BEST, "--as", "svg")
    assert drawing._repr_svg_() == drawing and drawing.startswith("<svg")
    text = cells.draw(BEST, format="text", canonical=True)
    assert text == program("draw", "nasbench201", BEST, "--canonical")
    assert text._repr_svg_() is None
    assert "when the operator is removed" in cells.draw(BEST, explain=True)


def test_listing(cells):
    archs = cells.architectures()
    assert len(archs) == len(set(archs)) == 15_625
    assert archs[0] == BROKEN
    assert cells.architectures(15_620, 10) == archs[15_620:]
    assert sorted(archs) == sorted(cells.rank().arch)


def test_embeddings(program):
    sentences = ["3x3 average pooling", "an operator that nobody has described so far"]
    embeddings = tgnas.encode(sentences)
    assert embeddings.shape == (2, 384) and embeddings.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(embeddings, axis=1), 1, rtol=1e-6)
    expected = np.array(
        program("encode", sentences[1], "--vector", "--format", "csv").split(), dtype=np.float32
    )
    np.testing.assert_array_equal(embeddings[1], expected)
    np.testing.assert_array_equal(tgnas.encode(sentences[1:]), embeddings[1:])


def test_spaces(printed):
    listed = tgnas.spaces()
    expected = printed("spaces", "list")
    assert listed.space.tolist() == expected.space.tolist()
    assert listed.columns.tolist() == expected.columns.tolist()
    sizes = listed.set_index("space").architectures
    assert sizes["nasbench201"] == 15_625 and sizes["once-for-all-mobilenetv3"] > 1e19


def test_what_a_space_tells(cells):
    assert cells.name == "nasbench201" and cells.title == "NAS-Bench-201"
    assert cells.kind == "operators-on-edges" and "ICLR 2020" in cells.citation
    assert repr(cells) == "<tgnas.Space nasbench201: 15,625 architectures, scored by predictor>"
    assert cells.operators.operator.tolist()[:2] == ["input", "none"]
    assert isinstance(tgnas.load("once-for-all-mobilenetv3").size, int)


def test_a_space_file_and_its_text(cells, printed, tmp_path, monkeypatch):
    text = "format: 1\nextends: nasbench201\nname: mine\noperators:\n" + (
        "  - {name: blur, role: operation, description: 3x3 convolution with a blur filter}\n"
    )
    path = tmp_path / "mine.yaml"
    path.write_text(text)
    expected = printed("rank", str(path), "--top", "5")
    monkeypatch.chdir(tmp_path)
    for given in (path, str(path), "mine.yaml", path.relative_to(tmp_path), text):
        space = tgnas.load(given)
        assert space.name == "mine"
        pd.testing.assert_frame_equal(space.rank(top=5), expected, check_exact=True)


def test_proxies_are_those_of_the_program(cells, program):
    listed = tgnas.proxies()
    assert listed.equals(pd.read_csv(io.StringIO(program("proxies", "--format", "csv"))))
    names = ["params", "flops", "naswot", "memory"]
    archs = cells.sample(5, seed=3)
    found = cells.proxies(archs, names)
    assert list(found.columns) == ["arch", *names] and list(found["arch"]) == archs
    costs = cells.cost(archs)
    for name in names[:3]:
        assert found[name].equals(costs[name])
    assert (found["memory"] == 4 * costs["activations"]).all()
    assert np.array_equal(tgnas.load("nasbench201", by="naswot").score(archs), found["naswot"])
    assert cells.proxies([], names).empty
    with pytest.raises(tgnas.InputError, match='unknown proxy "parms".*did you mean "params"'):
        cells.proxies(archs, ["parms"])
    with pytest.raises(TypeError, match="names is one text"):
        cells.proxies(archs, "params")


def test_measured_proxies(cells, program, tmp_path):
    archs, names = cells.sample(2, seed=3), ["snip", "swap"]
    found = cells.proxies(archs, names, batch=4, seed=5)
    printed = program(
        "proxies", "nasbench201", *archs, "--proxies", ",".join(names), "--batch", "4",
        "--seed", "5", "--format", "csv")
    pd.testing.assert_frame_equal(found, pd.read_csv(io.StringIO(printed)))
    assert not found.equals(cells.proxies(archs, names, batch=4, seed=6))
    with pytest.raises(tgnas.InputError, match="batch is 0; expected 1 to 65,536"):
        cells.proxies(archs, names, batch=0)
    with pytest.raises(tgnas.TGNASError, match="no such file"):
        cells.proxies(archs, names, images=tmp_path / "missing.h5")


def test_a_measured_proxy_is_a_score(cells):
    archs = cells.sample(2, seed=3)
    scored = tgnas.load("nasbench201", by="snip", batch=4)
    assert np.array_equal(scored.score(archs), cells.proxies(archs, ["snip"], batch=4)["snip"])
    assert tgnas.load("nasbench201", by="az-nas", batch=1).score(archs).max() < 0
    with pytest.raises(tgnas.InputError, match="repeats is 0; expected 1 to 1,024"):
        tgnas.load("nasbench201", by="snip", repeats=0)


def test_other_surrogates_are_those_of_the_program(cells, printed, tmp_path):
    archs = cells.sample(40, seed=13)
    labels = {arch: arch.count("conv") + place / 100 for place, arch in enumerate(archs)}
    table = tmp_path / "labels.csv"
    pd.DataFrame({"arch": labels.keys(), "accuracy": labels.values()}).to_csv(table, index=False)
    others = cells.sample(20, seed=14)
    usual = tgnas.load("nasbench201", labels=labels).score(others)
    for surrogate, encoding in [("forest", None), (None, "statistics,graf"), ("ridge", "path")]:
        expected = printed(
            "score", "nasbench201", "-", "--labels", str(table),
            *(["--surrogate", surrogate] if surrogate else []),
            *(["--encoding", encoding] if encoding else []), input="\n".join(others),
        )
        space = tgnas.load("nasbench201", labels=labels, surrogate=surrogate, encoding=encoding)
        np.testing.assert_array_equal(space.score(others), expected.score.to_numpy())
        assert (space.score(others) != usual).any()
    vectors = tmp_path / "vectors.csv"
    rows = [(arch, arch.count("conv"), len(arch)) for arch in archs + others]
    pd.DataFrame(rows, columns=["arch", "convolutions", "length"]).to_csv(vectors, index=False)
    own = {"surrogate": "ridge", "encoding": "embeddings", "embeddings": vectors}
    space = tgnas.load("nasbench201", labels=labels, **own)
    expected = printed(
        "score", "nasbench201", "-", "--labels", str(table), "--surrogate", "ridge",
        "--encoding", "embeddings", "--embeddings", str(vectors), input="\n".join(others),
    )
    np.testing.assert_array_equal(space.score(others), expected.score.to_numpy())
    with pytest.raises(tgnas.InputError, match="unknown pooling"):
        tgnas.load("nasbench201", encoding="code", pooling="max")
    with pytest.raises(tgnas.InputError, match="unknown surrogate"):
        tgnas.load("nasbench201", surrogate="tree")


def test_bananas_searches_by_the_score(cells):
    found = cells.search("bananas", budget=60, seed=1)
    again = cells.search("bananas", budget=60, seed=1)
    assert found.evaluations == 60 and found.best == again.best
    assert found.score >= cells.search("random", budget=60, seed=1).score

"""A search space with what scores its architectures."""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import sys
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, Union

import numpy as np
import pandas as pd

from . import _library, _program, _tables
from ._drawing import Drawing
from ._errors import InputError, TGNASError, warn_of
from ._installation import installation
from ._library import STOPPED, Progress, Text, call, library
from ._search import SearchResult
from ._study import Study

Labels = Union[Mapping[Any, float], pd.Series, pd.DataFrame, str, "os.PathLike[str]"]
_DOUBLES = ctypes.POINTER(ctypes.c_double)
_MOST_LISTED = 10_000_000


class _Handle:
    """A space that the library has opened, closed with its last user."""

    def __init__(self) -> None:
        self.value = ctypes.c_void_p()
        self.place = ctypes.byref(self.value)

    def __del__(self) -> None:
        if self.value and not sys.is_finalizing():
            library().tgnas_space_close(self.value)


class Space:
    """A search space with what scores its architectures, made by :func:`tgnas.load`.

    Nothing of it changes, so that threads may share it: while the library works, other Python
    threads run. It can be pickled and sent to other processes and machines with the same version of
    tgnas; a space file goes with it, weights and files that it extends do not. In forked processes
    it scores on one thread.

    Architectures are texts in any notation of the space. Scores: higher is better, and only
    differences within one space mean anything.
    """

    def __init__(
        self, options: dict[str, Any], labels: Mapping[str, float] | None = None,
        minimise: bool = False,
    ) -> None:
        self._options = options
        self._labels = None if labels is None else _checked(labels)
        self._minimise = minimise
        self._process = os.getpid()
        self._handle, self.notes = self._open(options)
        """What tgnas told of the space when it was opened, such as how operators are read."""

    # How it is opened

    def _open(self, options: dict[str, Any]) -> tuple[_Handle, list[str]]:
        handle, notes = _Handle(), Text()
        text = json.dumps(options).encode()
        call("tgnas_space_open", installation().handle, text, handle.place, notes.place)
        if self._labels is not None:
            accuracies = np.array(list(self._labels.values()), dtype=np.float64)
            refined, told = _Handle(), Text()
            call(
                "tgnas_space_refine", handle.value, *_tables.packed(list(self._labels), "labels"),
                accuracies.ctypes.data_as(_DOUBLES), int(self._minimise), refined.place, told.place,
            )
            return refined, _library.lines(notes) + _library.lines(told)
        return handle, _library.lines(notes)

    def _current(self) -> ctypes.c_void_p:
        """What the library has opened, in forked processes opened anew."""
        if self._process != os.getpid():
            # It belongs to the parent.
            self._handle.value = ctypes.c_void_p()
            self._handle, _ = self._open(self._options | {"threads": 1})
            self._process = os.getpid()
        return self._handle.value

    def __reduce__(
        self,
    ) -> tuple[Callable[..., Space], tuple[str, tuple[tuple[str, float], ...] | None, bool]]:
        labels = None if self._labels is None else tuple(self._labels.items())
        return _reopened, (json.dumps(self._options), labels, self._minimise)

    def refined(
        self, labels: Labels, *, label_column: str | None = None, minimise: bool = False
    ) -> Space:
        """The same space, its scores refined by architectures that were trained.

        Args:
            labels: for each architecture its accuracy, 5 to 5,000 of them: a dict, a Series, a
                DataFrame with a column ``arch``, or the path of a CSV file.
            label_column: the column of a DataFrame or file that holds them, by default the only
                other one.
            minimise: lower is better: they are errors, losses or runtimes.
        """
        space = Space(self._options, _tables.labelled(labels, label_column), minimise)
        warn_of(space.notes)
        return space

    # What it is

    @cached_property
    def _about(self) -> dict[str, str]:
        table = Text()
        call("tgnas_space_about", self._current(), table.place)
        return _tables.record(table.take())

    @property
    def name(self) -> str:
        return self._about["name"]

    @property
    def title(self) -> str:
        """The name as papers write it."""
        return self._about["title"]

    @property
    def citation(self) -> str:
        """Who published the space; empty for one of one's own."""
        return self._about["citation"]

    @property
    def kind(self) -> str:
        """The kind of topology, such as ``operators-on-edges``."""
        return self._about["kind"]

    @property
    def by(self) -> str:
        """What scores: ``predictor``, or one of :func:`tgnas.proxies`."""
        return self._about["by"]

    @property
    def size(self) -> int | float:
        """The number of architectures, exact where it is an int."""
        count = self._about["architectures"]
        return int(count) if count.isdigit() else float(count)

    @property
    def notations(self) -> list[str]:
        """The notations that architectures can be read from, the official one first."""
        return self._about["notations"].split(";")

    @property
    def data_sets(self) -> list[str]:
        """The data sets that networks can be built for."""
        return [name for name in self._about["data_sets"].split(";") if name]

    @property
    def operators(self) -> pd.DataFrame:
        """The operators and how they are read, as ``tgnas spaces show`` prints them."""
        table = Text()
        call("tgnas_space_operators", self._current(), table.place)
        return _tables.frame(table.take())

    def __repr__(self) -> str:
        size = f"{self.size:,}" if isinstance(self.size, int) else f"{self.size:.2g}"
        return f"<tgnas.Space {self.name}: {size} architectures, scored by {self.by}>"

    # Scores

    def score(self, archs: Iterable[Any]) -> np.ndarray:
        """The scores of architectures, an array of float64 of shape (n,).

        Architectures are texts, or what Python code holds them in: named tuples, tuples, dicts,
        indices, arrays, matrices with operators, a DataFrame with a column ``arch``.

        Architectures that compute the same are scored once and get the same bits; one that computes
        nothing scores minus infinity.

        Raises:
            InputError: a text is no architecture of the space.
            TypeError: ``archs`` is no list of texts.
        """
        packed = _tables.packed(archs, "archs")
        scores = np.empty(packed[2], dtype=np.float64)
        if packed[2]:
            notes = Text()
            place = scores.ctypes.data_as(_DOUBLES)
            call("tgnas_score", self._current(), *packed, place, notes.place)
            warn_of(_library.lines(notes))
        return scores

    def rank(
        self, top: int | None = None, *, unique: bool = False,
        progress: _library.ProgressFunction = None,
    ) -> pd.DataFrame:
        """All architectures from the best on, with the columns of ``tgnas rank --format csv``.

        Args:
            top: only the best so many.
            unique: only one of the architectures that compute the same.
            progress: True shows a bar by tqdm; a function is told the share that is done, and
                ends the call with an error by returning True.

        Raises:
            InputError: the space is too large to rank.
        """
        if top is not None and top < 1:
            raise InputError(f"top is {top}; expected 1 or more")
        table, notes = Text(), Text()
        with Progress(progress) as told:
            status = call(
                "tgnas_rank", self._current(), top or 0, int(unique), told.callback, None,
                table.place, notes.place,
            )
        if status == STOPPED:
            raise TGNASError("the ranking was stopped before its end")
        warn_of(_library.lines(notes))
        return _tables.frame(table.take())

    def search(
        self, strategy: str | None = None, *, budget: int = 1000, seed: int = 0,
        objectives: Iterable[str] | None = None,
        latency: str | os.PathLike[str] | Iterable[str | os.PathLike[str]] = (),
        bounds: Mapping[str, float | str] | None = None,
        trials: bool = True, progress: _library.ProgressFunction = None,
    ) -> SearchResult:
        """Searches for the best architecture, as ``tgnas search`` does.

        Args:
            strategy: by default the one that suits the space; ``nsga2`` for several objectives.
            budget: how many candidates may be scored; ``exhaustive`` scores all.
            seed: decides all random choices, from 0 to 2**64 - 1.
            objectives: what to improve, such as ``["score", "params"]``: score, any of
                :func:`tgnas.proxies`, and latency (``latency:DEVICE`` where there are several). The
                result then has a front.
            latency: the paths of tables of latencies, one a device.
            bounds: the most that the result may have of some objectives, as numbers or with units:
                ``{"params": 1_500_000, "flops": "100M", "memory": "20MB", "latency:raspi4":
                "20ms"}``. Where nothing meets them, an error says what comes nearest.
            trials: whether to keep all that is scored.
            progress: True shows a bar by tqdm; a function is told the share that is done, and
                ends the search with the best so far by returning True. So does Ctrl-C.
        """
        front, result, kept, notes = Text(), Text(), Text(), Text()
        name = None if strategy is None else _tables.single(strategy, "strategy")
        goals = _goals(objectives, latency, bounds)
        with Progress(progress, keeping=True) as told:
            what = (name, budget, _seed(seed), told.callback, None)
            places = (result.place, kept.place if trials else None, notes.place)
            if goals is None:
                call("tgnas_search", self._current(), *what, *places)
            else:
                call("tgnas_search_front", self._current(), goals, *what, front.place, *places)
        warn_of(_library.lines(notes))
        if told.interrupted:
            if not result:
                raise KeyboardInterrupt
            warn_of(["warning: the search was interrupted; this is the best so far"])
        row = _tables.record(result.take())
        return SearchResult(
            best=row["arch"], score=float(row["score"]), percentile=float(row["percentile"]),
            evaluations=int(row["evaluations"]), seconds=float(row["seconds"]),
            strategy=row["strategy"], complete=row["complete"] == "true",
            trials=_tables.frame(kept.take()) if trials else None,
            front=None if objectives is None else _front(front.take()),
        )

    def study(
        self, folder: str | os.PathLike[str], *, minimise: bool = False, seed: int | None = None
    ) -> Study:
        """The study in a folder, or a new one: it proposes what to train, and learns the results.

        Args:
            folder: keeps everything; threads, processes and machines may share it.
            minimise: lower results are better: they are errors or losses.
            seed: decides all random choices of a new study; by default 0.
        """
        return Study(self, folder, minimise=minimise, seed=seed)

    def explain(self, arch: Any) -> pd.DataFrame:
        """What each operator does for the score: a row a change, as ``tgnas explain --format csv``.

        Below 0 is a ``difference`` that hurts; a row without ``replacement`` is the removal.
        """
        table = Text()
        call("tgnas_explain", self._current(), _tables.architecture(arch, "arch"), table.place)
        return _tables.frame(table.take())

    def evaluate(
        self, benchmark: str | os.PathLike[str] | pd.DataFrame, *,
        label_column: str | Iterable[str] = (), minimise: bool = False,
    ) -> pd.DataFrame:
        """How well the scores rank trained networks, with the columns of ``tgnas evaluate``.

        Args:
            benchmark: a table of trained networks, a CSV file or a DataFrame: a column of
                architectures, and columns of accuracies.
            label_column: the columns of accuracies, by default those of the space's benchmark.
            minimise: lower labels are better: they are errors, losses or runtimes.
        """
        columns = [label_column] if isinstance(label_column, str) else list(label_column)
        words = [word for column in columns for word in ("--label-column", column)]
        with _program.on_disk(benchmark) as path, self._named("evaluate") as named:
            table = _program.run(
                "evaluate", *named, "--benchmark", path, *words,
                *(["--minimise"] if minimise else []), "--format", "csv",
            )
        return _tables.frame(table)

    def report(
        self, sources: Any, output: str | os.PathLike[str], *,
        benchmark: str | os.PathLike[str] | pd.DataFrame | None = None,
        column: str | None = None, minimise: bool = False, top: int = 3, force: bool = False,
    ) -> Path:
        """Writes a report as a page and a notebook, as ``tgnas report`` does; returns the page.

        Args:
            sources: the folder of a study, a ranking by :meth:`rank` or its CSV file, or a list of
                those.
            output: the folder to write, new or empty.
            benchmark: a table of trained networks, for true accuracies.
            column: its column of accuracies, by default the first of the space's benchmark.
            minimise: lower labels are better.
            top: how many of each source's best architectures are drawn.
            force: replaces the report in the folder.
        """
        is_one = isinstance(sources, (str, os.PathLike, pd.DataFrame))
        options = ["--output", os.fspath(output), "--top", str(top)]
        options += ["--column", column] if column is not None else []
        options += ["--minimise"] if minimise else []
        options += ["--force"] if force else []
        with contextlib.ExitStack() as files:
            paths = [
                files.enter_context(_program.on_disk(source, "ranking"))
                for source in ([sources] if is_one else sources)
            ]
            if benchmark is not None:
                options += ["--benchmark", files.enter_context(_program.on_disk(benchmark))]
            name, *others = files.enter_context(self._named("report"))
            _program.run("report", *paths, "--space", name, *others, *options)
        return Path(output) / "report.html"

    @contextlib.contextmanager
    def _named(self, command: str) -> Iterator[list[str]]:
        """The space and what scores it as arguments of the program."""
        if self._labels is not None:
            raise InputError(f"{command} is for zero-shot scores; load the space without labels")
        options, words = self._options, []
        for name, text in options.get("operators", []):
            words += ["--with-operator", f"{name}: {text}"]
        for name in ("by", "weights", "threads"):
            words += [f"--{name}", str(options[name])] if name in options else []
        for name in ("allow_seen_labels", "operators_from_text"):
            words += [f"--{name.replace('_', '-')}"] if options.get(name) else []
        words += ["--from", options["notation"]] if "notation" in options else []
        space = options["space"]
        if "yaml" not in options or os.path.isfile(space):
            yield [space if "yaml" not in options else os.path.abspath(space), *words]
            return
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "space.yaml"
            path.write_text(options["yaml"], encoding="utf-8")
            yield [str(path), *words]

    # Architectures

    def sample(self, n: int = 5, seed: int = 0) -> list[str]:
        """Random architectures, each equally likely: those of ``tgnas spaces sample``."""
        lines = Text()
        call("tgnas_sample", self._current(), n, _seed(seed), lines.place)
        return lines.take().decode().splitlines()

    def architectures(self, start: int = 0, count: int | None = None) -> list[str]:
        """``count`` architectures in the order of the space's listing, from ``start`` on."""
        if count is None:
            if self.size > _MOST_LISTED:
                raise InputError(
                    f"{self.name} has {self.size:.2g} architectures, too many to list (at most "
                    f"{_MOST_LISTED}); say how many with count"
                )
            count = _MOST_LISTED
        lines = Text()
        call("tgnas_architectures", self._current(), start, count, lines.place)
        return lines.take().decode().splitlines()

    def convert(self, archs: Iterable[Any], to: str | None = None) -> list[str]:
        """Architectures in another notation of the space, by default the official one."""
        packed, lines = _tables.packed(archs, "archs"), Text()
        if packed[2] == 0:
            return []
        notation = None if to is None else _tables.single(to, "to")
        call("tgnas_convert", self._current(), *packed, notation, lines.place)
        return lines.take().decode().splitlines()

    def cost(self, archs: Iterable[Any], data_set: str | None = None) -> pd.DataFrame:
        """What the networks of architectures cost, with the columns of ``tgnas cost --format csv``.

        Args:
            data_set: one of :attr:`data_sets`, by default the first.
        """
        packed, table, notes = _tables.packed(archs, "archs"), Text(), Text()
        name = None if data_set is None else _tables.single(data_set, "data_set")
        packed = packed if packed[2] else (b"", 0, 0)
        call("tgnas_cost", self._current(), *packed, name, table.place, notes.place)
        warn_of(_library.lines(notes))
        return _tables.frame(table.take())

    def proxies(
        self, archs: Iterable[Any], names: Iterable[str], *,
        images: str | os.PathLike[str] | None = None, batch: int = 32, seed: int = 0,
        repeats: int = 1, initialisation: str = "uniform",
    ) -> pd.DataFrame:
        """Numbers of the untrained networks of architectures: ``arch``, and a column for each name.

        Args:
            names: some of :func:`tgnas.proxies`, such as ``["params", "naswot"]``.
            images: the HDF5 file that measured proxies take images and labels from; by default
                they are measured on standard normal images with random labels.
            batch: images of a batch.
            seed: of weights, images and labels.
            repeats: draws of weights and images, whose mean is the value.
            initialisation: what weights are drawn from: ``uniform`` (PyTorch's default),
                ``kaiming`` or ``kaiming-fan-out``.
        """
        if isinstance(names, str):
            raise TypeError("names is one text; expected a list of texts")
        packed, table, notes = _tables.packed(archs, "archs"), Text(), Text()
        packed = packed if packed[2] else (b"", 0, 0)
        chosen = b",".join(_tables.single(name, "names") for name in names)
        measurement = json.dumps({
            "images": None if images is None else os.fspath(images), "batch": int(batch),
            "seed": _seed(seed), "repeats": int(repeats), "initialisation": initialisation,
        }).encode()
        call(
            "tgnas_space_proxies", self._current(), *packed, chosen, measurement, table.place,
            notes.place,
        )
        warn_of(_library.lines(notes))
        return _tables.frame(table.take())

    def export(
        self, arch: Any, to: str = "pytorch", path: str | os.PathLike[str] | None = None, *,
        data_set: str | None = None, seed: int = 0, with_training: bool = False,
    ) -> str | bytes:
        """The network of an architecture as a file, as ``tgnas export`` writes it.

        Args:
            to: ``pytorch``, ``onnx`` or ``json``.
            path: writes the file, too.
            data_set: one of :attr:`data_sets`, by default the first.
            seed: decides initial weights, in formats that hold any.
            with_training: lets the PyTorch file train the network, too.

        Returns:
            Its text, or its bytes for ``onnx``.
        """
        content, length, notes = Text(), ctypes.c_int64(), Text()
        call(
            "tgnas_export", self._current(), _tables.architecture(arch, "arch"),
            _tables.single(to, "to"),
            None if data_set is None else _tables.single(data_set, "data_set"), _seed(seed),
            int(with_training), content.place, ctypes.byref(length), notes.place,
        )
        warn_of(_library.lines(notes))
        found = content.take(length.value)
        if path is not None:
            _program.write(Path(path), found)
        return found if to == "onnx" else found.decode()

    def draw(
        self, arch: Any, *, canonical: bool = False, explain: bool = False, format: str = "svg"
    ) -> Drawing:
        """A drawing of an architecture, which notebooks show.

        Args:
            canonical: draws the graph that the predictor reads.
            explain: colours operators by what they do for the score.
            format: ``svg``, ``text`` or ``dot``.
        """
        text = Text()
        call(
            "tgnas_draw", self._current(), _tables.architecture(arch, "arch"),
            _tables.single(format, "format"), int(canonical), int(explain), text.place,
        )
        return Drawing(text.take().decode(), format)


def load(
    space: str | os.PathLike[str], *, operators: Mapping[str, str] | None = None,
    by: str | None = None, weights: str | os.PathLike[str] | None = None,
    labels: Labels | None = None, label_column: str | None = None, minimise: bool = False,
    surrogate: str | None = None, encoding: str | None = None,
    language_model: str | os.PathLike[str] | None = None, text: str | None = None,
    pooling: str | None = None, embeddings: str | os.PathLike[str] | None = None,
    images: str | os.PathLike[str] | None = None, batch: int | None = None,
    repeats: int | None = None, initialisation: str | None = None, notation: str | None = None,
    allow_seen_labels: bool = False, operators_from_text: bool = False, threads: int | None = None,
) -> Space:
    """Opens a search space and what scores it.

    Args:
        space: a name such as ``nasbench201``, the path of a YAML file, or the YAML text itself.
        operators: further operators by name, each described in plain English.
        by: ``predictor``, or one of :func:`tgnas.proxies`; by default the predictor for spaces of
            cells like those that it learned from, usable_size for spaces of other cells and of
            whole networks, width where these differ in their widths only.
        weights: a name of shipped weights or the path of a file; by default those that never saw
            labels of the space.
        labels: architectures that were trained, with their accuracies, that refine the scores: a
            dict, a Series, a DataFrame with a column ``arch``, or the path of a CSV file.
        label_column: the column of a DataFrame or file that holds the accuracies.
        minimise: lower labels are better: they are errors, losses or runtimes.
        surrogate: what is fitted to the labels, now or by :meth:`Space.refined`:
            ``gaussian-process`` (the default), ``forest``, ``networks``, ``pairwise`` or
            ``ridge``.
        encoding: what it reads, joined by commas: ``statistics`` (the score and statistics of the
            operator graph, the default), ``graf``, ``one-hot``, ``path``; ``statistics,graf``
            ranked best wherever it was measured; ``code`` (code read by a language model);
            ``embeddings`` (vectors of your own).
        language_model: the model of the encoding ``code``: a GGUF file of Llama's family, a folder
            of BERT's, or a file by ``tgnas fine-tune``; by default the shipped sentence encoder.
        text: what it reads: a style of code such as ``inline``, ``architecture`` or ``onnx``.
        pooling: how its states become one vector: ``mean``, ``layers``, ``last`` or ``echo``.
        embeddings: the vectors of the encoding ``embeddings``: a CSV file with a column ``arch``
            and one for each number.
        images: the images that measured proxies run on where they are the score or an objective: an
            HDF5 file, or a binary batch of CIFAR-10; by default noise.
        batch: how many of them, by default 32.
        repeats: draws of weights and images, whose mean is taken.
        initialisation: what their weights are drawn from: ``uniform``, ``kaiming`` or
            ``kaiming-fan-out``.
        notation: the notation of all architectures, one of :attr:`Space.notations`; by default the
            one that each looks like.
        allow_seen_labels: scores the space even by weights that saw its labels.
        operators_from_text: reads operators by their descriptions alone.
        threads: how many threads a call may use, by default one for each processor. They change the
            time, never a score.

    Raises:
        InputError: a name is unknown, the space file is wrong, or weights saw labels of the space.
        TGNASError: a file is missing or damaged.
    """
    options: dict[str, Any] = _place(space)
    if operators:
        if not isinstance(operators, Mapping):
            raise TypeError('operators is no dict; expected {"name": "description"}')
        options["operators"] = [[name, sentence] for name, sentence in operators.items()]
        for name, sentence in operators.items():
            _tables.single(name, "the name of an operator")
            _tables.single(sentence, f"operators[{name!r}]")
    chosen = {
        "by": by, "weights": None if weights is None else os.fspath(weights), "threads": threads,
        "allow_seen_labels": allow_seen_labels or None,
        "operators_from_text": operators_from_text or None, "notation": notation,
        "surrogate": surrogate, "encoding": encoding, "text": text, "pooling": pooling,
        "language_model": None if language_model is None else os.fspath(language_model),
        "embeddings": None if embeddings is None else os.fspath(embeddings),
        "images": None if images is None else os.fspath(images), "batch": batch,
        "repeats": repeats, "initialisation": initialisation,
    }
    options |= {name: value for name, value in chosen.items() if value is not None}
    if labels is None:
        opened = Space(options)
    else:
        opened = Space(options, _tables.labelled(labels, label_column), minimise)
    warn_of(opened.notes)
    return opened


def _place(space: str | os.PathLike[str]) -> dict[str, Any]:
    """What names a space to the library; of a file the text, too, for processes without it."""
    if isinstance(space, os.PathLike):
        path = os.fspath(space)
        space = path if "/" in path else f"./{path}"
    if not isinstance(space, str):
        raise TypeError(f"space is of type {type(space).__name__}; expected a name, a path or YAML")
    if "\n" in space:
        return {"space": "<yaml>", "yaml": space}
    if "/" in space or space.endswith((".yaml", ".yml")):
        try:
            return {"space": space, "yaml": Path(space).read_text(encoding="utf-8")}
        except (OSError, UnicodeError):
            pass  # The library says what is wrong with the file.
    return {"space": space}


def _checked(labels: Mapping[str, float]) -> dict[str, float]:
    return {arch: float(accuracy) for arch, accuracy in labels.items()}


def _seed(seed: int) -> int:
    if not 0 <= seed < 2**64:
        raise InputError(f"seed is {seed}; expected 0 to 2**64 - 1")
    return seed


def _goals(
    objectives: Iterable[str] | None,
    latency: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
    bounds: Mapping[str, float | str] | None,
) -> bytes | None:
    """What a search is for, as the library takes it; None for the score alone."""
    paths = [latency] if isinstance(latency, (str, os.PathLike)) else list(latency)
    if bounds is not None and not isinstance(bounds, Mapping):
        raise TypeError(
            f"bounds is of type {type(bounds).__name__}; "
            "expected a dict such as {'params': '1.5M'}"
        )
    limits = {name: _limit(name, value) for name, value in (bounds or {}).items()}
    if objectives is None and not limits:
        if paths:
            raise InputError('latency is no objective; add objectives=["score", "latency"]')
        return None
    if isinstance(objectives, str):
        raise TypeError(
            "objectives is one text; expected a list of them, such as [\"score\", \"params\"]"
        )
    names = ["score"] if objectives is None else list(objectives)
    for place, name in enumerate(names):
        _tables.single(name, f"objectives[{place}]")
    return json.dumps(
        {"objectives": names, "latency": [os.fspath(path) for path in paths], "bounds": limits}
    ).encode()


def _limit(name: str, value: float | str) -> str:
    """A bound in the digits that the library reads: without an exponent."""
    _tables.single(name, "a name in bounds")
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or not isinstance(value, (int, float, np.integer, np.floating)):
        raise TypeError(
            f"bounds[{name!r}] is of type {type(value).__name__}; "
            "expected a number or a text such as '1.5M'"
        )
    return (
        str(int(value))
        if float(value).is_integer()
        else np.format_float_positional(value, trim="-")
    )


def _front(text: bytes) -> pd.DataFrame:
    front = _tables.frame(text)
    front["knee"] = front["knee"] == "knee"
    return front


_reopening = threading.Lock()
_Labels = tuple[tuple[str, float], ...]
_spaces: dict[tuple[int, str, _Labels | None], Space] = {}


def _reopened(options: str, labels: _Labels | None, minimise: bool = False) -> Space:
    """The space of a pickle. A process opens each once, however many tasks bring it."""
    key = (os.getpid(), options, labels, minimise)
    with _reopening:
        if key not in _spaces:
            if len(_spaces) >= 8:
                del _spaces[next(iter(_spaces))]
            known = None if labels is None else dict(labels)
            _spaces[key] = Space(json.loads(options), known, minimise)
        return _spaces[key]

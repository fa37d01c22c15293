"""Studies that propose what to train and learn from the results."""

from __future__ import annotations

import ctypes
import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from . import _library, _tables
from ._errors import InputError, warn_of
from ._library import Text, call

if TYPE_CHECKING:
    from ._space import Space


class Study:
    """A folder that records what was proposed and what came of it, by :meth:`Space.study`.

    Everything is in the folder: a study can be pickled, sent to other processes that see the
    folder, left and opened again. Any number of threads and processes may ask and tell at the same
    time. The program reads the same folder: ``tgnas status FOLDER``.
    """

    def __init__(
        self, space: Space, folder: str | os.PathLike[str], *, minimise: bool = False,
        seed: int | None = None,
    ) -> None:
        self.space = space
        self.folder = Path(folder)
        options = json.dumps({"minimise": minimise} | ({} if seed is None else {"seed": seed}))
        notes = Text()
        call(
            "tgnas_study_open", space._current(), self._place, options.encode(), notes.place,
        )
        warn_of(_library.lines(notes))

    @property
    def _place(self) -> bytes:
        return os.fsencode(self.folder)

    def ask(self, n: int = 1) -> pd.DataFrame:
        """Proposes architectures to train next, with the columns of ``tgnas ask --format csv``.

        The first have the best zero-shot scores. As soon as five results are known, a surrogate of
        all of them chooses, and tells what it expects. Nothing is proposed twice.
        """
        table, notes = Text(), Text()
        call(
            "tgnas_study_ask", self.space._current(), self._place, int(n), table.place, notes.place
        )
        warn_of(_library.lines(notes))
        return _tables.frame(table.take())

    def tell(
        self, archs: Any, results: Iterable[Any] | float | None = None, *,
        label_column: str | None = None, replace: bool = False,
    ) -> None:
        """Records results of trainings, all or none.

        Args:
            archs: the architectures that were trained, or one of them as a text; without
                ``results`` a dict, a Series, a DataFrame with the columns ``arch`` and ``result``
                or the path of a CSV file, where empty results are left for later.
            results: a number for each; None, NaN and ``"failed"`` stand for failed trainings.
            label_column: the column of a DataFrame or file that holds the results.
            replace: they replace results that are known already, which is else an error.
        """
        if results is None:
            known, values = _tables.results(archs, label_column)
        else:
            if isinstance(archs, str):
                archs, results = [archs], [results]
            known = list(archs["arch"]) if isinstance(archs, pd.DataFrame) else list(archs)
            if not isinstance(results, Iterable) or isinstance(results, str):
                raise TypeError("results is one value; expected one for each architecture")
            values = [_tables.result(value, place) for place, value in enumerate(results)]
        if len(known) != len(values):
            raise InputError(f"{len(known)} architectures have {len(values)} results")
        if not known:
            return
        numbers, notes = np.array(values, dtype=np.float64), Text()
        call(
            "tgnas_study_tell", self.space._current(), self._place,
            *_tables.packed(known, "archs"),
            numbers.ctypes.data_as(ctypes.POINTER(ctypes.c_double)), int(replace), notes.place,
        )
        warn_of(_library.lines(notes))

    @property
    def trials(self) -> pd.DataFrame:
        """All architectures of the study, as ``tgnas status --trials`` prints them."""
        table = Text()
        call("tgnas_study_trials", self._place, table.place)
        return _tables.frame(table.take())

    @property
    def pending(self) -> pd.DataFrame:
        """What was proposed and has no result yet."""
        trials = self.trials
        return trials[trials.state == "pending"].reset_index(drop=True)

    @property
    def best(self) -> str | None:
        """The architecture with the best result; None while there is none."""
        table = Text()
        call("tgnas_study_status", self._place, table.place)
        return _tables.record(table.take())["best"] or None

    def __repr__(self) -> str:
        trials = self.trials
        told = int((trials.state == "trained").sum())
        return (
            f"<tgnas.Study {self.folder}: {self.space.name}, {told} of {len(trials)} trained, "
            f"best {self.best}>"
        )

"""Tables and lists on their way between Python and the library."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from ._errors import InputError, warn_of

# Newer versions read every number exactly without being told.
_VERSION = tuple(int(number) for number in pd.__version__.split(".")[:2])
EXACT = {"float_precision": "round_trip"} if _VERSION < (3, 1) else {}

# All else is numbers and truths. A digit string is a text, too, and so are operators called none.
_TEXTS = {
    "arch", "place", "operator", "replacement", "role", "description", "read as", "because of",
    "space", "name", "title", "kind", "data_sets", "published", "aliases", "citation", "by",
    "notations", "sha256", "strategy", "parent",
}


class Table(pd.DataFrame):
    """A DataFrame that shows its texts whole: an architecture that is cut is none."""

    @property
    def _constructor(self) -> type[Table]:
        return Table

    def __repr__(self) -> str:
        shown = ("display.max_colwidth", None, "display.max_columns", None, "display.width", 250)
        with pd.option_context(*shown):
            return super().__repr__()

    def _repr_html_(self) -> str | None:
        with pd.option_context("display.max_colwidth", None):
            html: str | None = super()._repr_html_()
            return html


def frame(text: bytes) -> pd.DataFrame:
    """A table of the library, each number as it was to the last bit."""
    columns = text[: text.index(b"\n")].decode().split(",")
    types: dict[str, type] = {
        name: str for name in columns if name in _TEXTS or name.startswith("arch_")
    }
    # Some spaces have more architectures than an integer of 64 bits can count.
    types |= {name: float for name in columns if name == "architectures"}
    return Table(pd.read_csv(
        io.BytesIO(text), dtype=types, keep_default_na=False,
        na_values={name: [""] for name in columns}, **EXACT,
    ))


def record(text: bytes) -> dict[str, str]:
    """The only row of a table, as texts."""
    return next(csv.DictReader(io.StringIO(text.decode())))


def packed(archs: Iterable[Any], subject: str) -> tuple[bytes, int, int]:
    """Texts as the library takes them, each followed by a zero byte; their size and how many.

    What is no text is written as Python writes it: the library reads that.
    """
    items = _items(archs, subject)
    try:
        # Nearly always all are texts.
        joined = ("\0".join(items) + "\0").encode() if items else b""
    except TypeError:
        items = [text_of(item, f"{subject}[{place}]") for place, item in enumerate(items)]
        joined = _encoded("\0".join(items) + "\0", subject)
    except UnicodeEncodeError as error:
        raise InputError(f"{subject} holds characters that are no Unicode text: {error}") from None
    if joined.count(b"\0") != len(items):
        place = next(place for place, item in enumerate(items) if "\0" in item)
        raise InputError(f"{subject}[{place}] holds a zero character")
    return joined, len(joined), len(items)


def _encoded(text: str, subject: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        raise InputError(f"{subject} holds characters that are no Unicode text: {error}") from None


def _items(archs: Iterable[Any], subject: str) -> list[Any]:
    """The architectures of a list, an array, a Series, or the column ``arch`` of a DataFrame."""
    if isinstance(archs, (str, bytes)):
        raise TypeError(f"{subject} is one text; expected a list of them, such as [{subject}]")
    # One architecture that Python could go through piece by piece, each something else.
    is_numbers = isinstance(archs, tuple) and bool(archs) and all(_is_number(x) for x in archs)
    if isinstance(archs, Mapping) or hasattr(archs, "_fields") or is_numbers or _is_number(archs):
        raise TypeError(
            f"{subject} is one {type(archs).__name__}; expected a list of architectures, such as "
            f"[{subject}]"
        )
    if isinstance(archs, pd.DataFrame):
        archs = archs[_arch_column(archs, subject)]
    if hasattr(archs, "tolist"):
        found = archs.tolist()
        return found if isinstance(found, list) else [found]
    try:
        return list(archs)
    except TypeError:
        raise TypeError(
            f"{subject} is of type {type(archs).__name__}; expected a list of architectures"
        ) from None


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float, np.integer, np.floating))


def text_of(value: Any, subject: str) -> str:
    """An architecture as text: texts as they are, all else as Python writes it."""
    return value if isinstance(value, str) else _literal(value, subject)


def _literal(value: Any, subject: str) -> str:
    if hasattr(value, "tolist"):  # arrays and numbers of NumPy, tensors of PyTorch
        value = value.tolist()
    if value is None or isinstance(value, (str, bool, int, float)):
        return repr(value)
    if isinstance(value, Mapping):
        parts = (f"{_literal(k, subject)}: {_literal(v, subject)}" for k, v in value.items())
        return "{" + ", ".join(parts) + "}"
    fields = getattr(value, "_fields", None)
    if isinstance(value, tuple) and fields:
        parts = (f"{k}={_literal(v, subject)}" for k, v in zip(fields, value))
        return f"{type(value).__name__}({', '.join(parts)})"
    if isinstance(value, (list, tuple, range, set, frozenset)):
        return "[" + ", ".join(_literal(part, subject) for part in value) + "]"
    if hasattr(value, "__dataclass_fields__"):
        parts = (
            f"{k}={_literal(getattr(value, k), subject)}" for k in value.__dataclass_fields__
        )
        return f"{type(value).__name__}({', '.join(parts)})"
    raise TypeError(
        f"{subject} is of type {type(value).__name__}; expected a str, or numbers, lists, tuples, "
        "dicts and arrays that hold an architecture"
    )


def single(text: Any, subject: str) -> bytes:
    """One text as the library takes it."""
    if not isinstance(text, str):
        raise TypeError(f"{subject} is of type {type(text).__name__}; expected a str")
    if "\0" in text:
        raise InputError(f"{subject} holds a zero character")
    return text.encode()


def architecture(arch: Any, subject: str) -> bytes:
    """One architecture as the library takes it, a text or what Python holds it in."""
    return single(text_of(arch, subject), subject)


# Labels

_ARCH_COLUMNS = (
    "arch", "architecture", "arch_str", "arch_string", "net", "network", "genotype", "config",
    "cell", "model",
)


def _arch_column(table: pd.DataFrame, subject: str) -> Any:
    names = {str(name).lower(): name for name in reversed(list(table.columns))}
    for name in _ARCH_COLUMNS:
        if name in names:
            return names[name]
    raise InputError(
        f'{subject} has no column "arch"; call the column of architectures so. The columns are '
        f"{', '.join(map(str, table.columns))}"
    )


def _loaded(table: Any, subject: str) -> Any:
    """The table of a CSV file where its path is given, else what is given."""
    if not isinstance(table, (str, os.PathLike)):
        return table
    try:
        return pd.read_csv(table, keep_default_na=False, na_values=[""])
    except (OSError, UnicodeError, ValueError) as error:
        raise InputError(f"{subject}: {os.fspath(table)} is no CSV file: {error}") from None


def labelled(labels: Any, column: str | None = None) -> dict[str, float]:
    """Architectures with their labels from a dict, a Series, a DataFrame or the path of a CSV file.

    Of several trainings of one architecture the mean counts.
    """
    labels = _loaded(labels, "labels")
    if isinstance(labels, pd.DataFrame):
        pairs = _pairs(labels, column)
    elif hasattr(labels, "items"):
        pairs = list(labels.items())
    else:
        raise TypeError(
            f"labels is of type {type(labels).__name__}; expected a dict, a Series, a DataFrame or "
            "the path of a CSV file"
        )
    numbers: dict[str, list[float]] = {}
    for place, (arch, label) in enumerate(pairs):
        try:
            number = float(label)
        except (TypeError, ValueError):
            raise InputError(
                f"the label at index {place} is {label!r}; expected a number"
            ) from None
        numbers.setdefault(text_of(arch, f"the architecture at index {place}"), []).append(number)
    repeated = sum(len(found) > 1 for found in numbers.values())
    if repeated:
        warn_of([
            f"warning: {repeated} architectures were trained more than once ({len(pairs)} labels, "
            f"{len(numbers)} architectures); the mean counts"
        ])
    return {arch: sum(found) / len(found) for arch, found in numbers.items()}


def results(told: Any, column: str | None = None) -> tuple[list[Any], list[float]]:
    """Architectures with the results of their trainings, NaN for those that failed.

    Rows of a DataFrame without a result are left out: they are still to be trained.
    """
    told = _loaded(told, "results")
    if isinstance(told, pd.DataFrame):
        if column is None and "result" in told.columns:
            column = "result"
        pairs = [pair for pair in _pairs(told, column) if not pd.isna(pair[1])]
    elif hasattr(told, "items"):
        pairs = list(told.items())
    else:
        raise TypeError(
            f"results is of type {type(told).__name__}; expected a dict, a Series, a DataFrame or "
            "the path of a CSV file"
        )
    values = [result(value, place) for place, (_, value) in enumerate(pairs)]
    return [arch for arch, _ in pairs], values


def result(value: Any, place: int) -> float:
    """A result as a number: NaN for a training that failed."""
    if value is None or (isinstance(value, str) and value.strip().lower() == "failed"):
        return float("nan")
    try:
        number = float(value)
    except (TypeError, ValueError):
        raise InputError(
            f"the result at index {place} is {value!r}; expected a number, None or 'failed'"
        ) from None
    return number if np.isfinite(number) else float("nan")


def _pairs(table: pd.DataFrame, column: str | None) -> list[tuple[Any, Any]]:
    if not any(str(name).lower() in _ARCH_COLUMNS for name in table.columns):
        if table.index.dtype == object or str(table.index.dtype).startswith(("str", "string")):
            table = table.rename_axis("arch").reset_index()
    arch = _arch_column(table, "labels")
    if column is None:
        others = [
            name
            for name in table.columns
            if name != arch
            and not str(name).startswith("Unnamed:")
            and str(name) not in ("", "index")
        ]
        numeric = [name for name in others if pd.api.types.is_numeric_dtype(table[name])]
        found = others if len(others) == 1 else numeric
        if len(found) != 1:
            raise InputError(
                "labels has several columns; say which holds the accuracies: label_column="
                + " or ".join(repr(name) for name in others)
                if others else "labels has no column of accuracies beside the architectures"
            )
        column = found[0]
    elif column not in table.columns:
        raise InputError(
            f"labels has no column {column!r}; the columns are {', '.join(map(str, table.columns))}"
        )
    return list(zip(table[arch].tolist(), table[column].tolist()))

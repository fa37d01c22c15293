"""Tables and lists on their way between Python and the library."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

import pandas as pd

from ._errors import InputError

# Newer versions read every number exactly without being told.
_VERSION = tuple(int(number) for number in pd.__version__.split(".")[:2])
EXACT = {"float_precision": "round_trip"} if _VERSION < (3, 1) else {}

# All else is numbers and truths. A digit string is a text, too, and so are operators called none.
_TEXTS = {
    "arch", "place", "operator", "replacement", "role", "description", "read as", "because of",
    "space", "name", "title", "kind", "data_sets", "published", "aliases", "citation", "by",
    "notations", "sha256", "strategy", "parent",
}


def frame(text: bytes) -> pd.DataFrame:
    """A table of the library, each number as it was to the last bit."""
    columns = text[: text.index(b"\n")].decode().split(",")
    types: dict[str, type] = {
        name: str for name in columns if name in _TEXTS or name.startswith("arch_")
    }
    # Some spaces have more architectures than an integer of 64 bits can count.
    types |= {name: float for name in columns if name == "architectures"}
    return pd.read_csv(
        io.BytesIO(text), dtype=types, keep_default_na=False,
        na_values={name: [""] for name in columns}, **EXACT,
    )


def record(text: bytes) -> dict[str, str]:
    """The only row of a table, as texts."""
    return next(csv.DictReader(io.StringIO(text.decode())))


def packed(texts: Iterable[str], subject: str) -> tuple[bytes, int, int]:
    """Texts as the library takes them, each followed by a zero byte; their size and how many."""
    if isinstance(texts, (str, bytes)):
        raise TypeError(f"{subject} is one text; expected a list of them, such as [{subject}]")
    items = texts.tolist() if hasattr(texts, "tolist") else list(texts)
    try:
        joined = ("\0".join(items) + "\0").encode() if items else b""
    except TypeError:
        place = next(place for place, item in enumerate(items) if not isinstance(item, str))
        raise TypeError(
            f"{subject}[{place}] is of type {type(items[place]).__name__}; expected a str"
        ) from None
    except UnicodeEncodeError as error:
        raise InputError(f"{subject} holds characters that are no Unicode text: {error}") from None
    if joined.count(b"\0") != len(items):
        place = next(place for place, item in enumerate(items) if "\0" in item)
        raise InputError(f"{subject}[{place}] holds a zero character")
    return joined, len(joined), len(items)


def single(text: str, subject: str) -> bytes:
    """One text as the library takes it."""
    if not isinstance(text, str):
        raise TypeError(f"{subject} is of type {type(text).__name__}; expected a str")
    if "\0" in text:
        raise InputError(f"{subject} holds a zero character")
    return text.encode()

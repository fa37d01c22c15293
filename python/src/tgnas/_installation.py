"""The spaces and weights that this process uses."""

from __future__ import annotations

import ctypes
import os
import sys
import threading
from collections.abc import Iterable

import numpy as np
import pandas as pd

from . import _library, _tables
from ._errors import warn_of
from ._library import Text, call, library


class Installation:
    """What the library has opened: spaces, weights and an encoder that is loaded once."""

    def __init__(self, home: str) -> None:
        self.handle = ctypes.c_void_p()
        call("tgnas_installation_open", os.fsencode(home), ctypes.byref(self.handle))

    def __del__(self) -> None:
        if self.handle and not sys.is_finalizing():
            library().tgnas_installation_close(self.handle)


_lock = threading.Lock()
# By process: what a parent opened does not work in its forked children.
_opened: dict[tuple[int, str], Installation] = {}


def installation() -> Installation:
    """The installation of this process, opened when it is needed first."""
    key = (os.getpid(), str(_library.home()))
    with _lock:
        if key not in _opened:
            _opened[key] = Installation(key[1])
        return _opened[key]


def _renew_lock() -> None:
    global _lock
    _lock = threading.Lock()


os.register_at_fork(after_in_child=_renew_lock)


def spaces() -> pd.DataFrame:
    """The shipped search spaces, one a row; the names are in the column ``space``."""
    table = Text()
    call("tgnas_spaces", installation().handle, table.place)
    return _tables.frame(table.take())


def proxies() -> pd.DataFrame:
    """The proxies there are, numbers of untrained networks, one a row.

    The names in the column ``proxy`` are what ``load(by=)``, ``Space.proxies`` and
    ``search(objectives=)`` take.
    """
    table = Text()
    call("tgnas_proxies", table.place)
    return _tables.frame(table.take())


def encode(texts: Iterable[str]) -> np.ndarray:
    """Sentence embeddings of descriptions, an array of float32 of shape (n, 384).

    Each row has length 1, so that the dot product of two rows is their cosine. New descriptions are
    remembered in the cache that ``TGNAS_CACHE`` names, as the program ``tgnas`` does it.

    Raises:
        InputError: a text is empty.
        TypeError: ``texts`` is no list of texts.
    """
    packed = _tables.packed(texts, "texts")
    opened, width = installation(), ctypes.c_int64()
    call("tgnas_embedding_width", opened.handle, ctypes.byref(width))
    embeddings = np.empty((packed[2], width.value), dtype=np.float32)
    if packed[2] == 0:
        return embeddings
    place = embeddings.ctypes.data_as(ctypes.POINTER(ctypes.c_float))
    notes = Text()
    call("tgnas_encode", opened.handle, *packed, place, notes.place)
    warn_of(_library.lines(notes))
    return embeddings

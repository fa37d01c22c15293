"""The shared library: its functions as tgnas.h declares them, and how they are called."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import threading
from collections.abc import Callable
from ctypes import POINTER, c_char_p, c_double, c_float, c_int32, c_int64, c_uint64, c_void_p
from functools import cache
from pathlib import Path
from typing import Any, Union

from ._errors import InputError, TGNASError

INTERFACE = 2
SUCCESS, FAILURE, BAD_INPUT, STOPPED = range(4)
PROGRESS = ctypes.CFUNCTYPE(c_int32, c_void_p, c_double)

# Texts that the library gives are pointers, as they have to be freed.
TEXT = POINTER(c_void_p)
HANDLE = POINTER(c_void_p)
LIST = (c_char_p, c_int64, c_int64)

SIGNATURES: dict[str, tuple[type | None, tuple[Any, ...]]] = {
    "tgnas_version": (c_char_p, ()),
    "tgnas_interface": (c_int32, ()),
    "tgnas_main": (None, LIST),
    "tgnas_free": (None, (c_void_p,)),
    "tgnas_installation_open": (c_int32, (c_char_p, HANDLE, TEXT)),
    "tgnas_installation_close": (None, (c_void_p,)),
    "tgnas_spaces": (c_int32, (c_void_p, TEXT, TEXT)),
    "tgnas_proxies": (c_int32, (TEXT, TEXT)),
    "tgnas_embedding_width": (c_int32, (c_void_p, POINTER(c_int64), TEXT)),
    "tgnas_encode": (c_int32, (c_void_p, *LIST, POINTER(c_float), TEXT, TEXT)),
    "tgnas_space_open": (c_int32, (c_void_p, c_char_p, HANDLE, TEXT, TEXT)),
    "tgnas_space_close": (None, (c_void_p,)),
    "tgnas_space_refine": (
        c_int32, (c_void_p, *LIST, POINTER(c_double), c_int32, HANDLE, TEXT, TEXT)
    ),
    "tgnas_space_about": (c_int32, (c_void_p, TEXT, TEXT)),
    "tgnas_space_operators": (c_int32, (c_void_p, TEXT, TEXT)),
    "tgnas_score": (c_int32, (c_void_p, *LIST, POINTER(c_double), TEXT, TEXT)),
    "tgnas_rank": (c_int32, (c_void_p, c_int64, c_int32, PROGRESS, c_void_p, TEXT, TEXT, TEXT)),
    "tgnas_architectures": (c_int32, (c_void_p, c_int64, c_int64, TEXT, TEXT)),
    "tgnas_sample": (c_int32, (c_void_p, c_int64, c_uint64, TEXT, TEXT)),
    "tgnas_convert": (c_int32, (c_void_p, *LIST, c_char_p, TEXT, TEXT)),
    "tgnas_cost": (c_int32, (c_void_p, *LIST, c_char_p, TEXT, TEXT, TEXT)),
    "tgnas_space_proxies": (c_int32, (c_void_p, *LIST, c_char_p, c_char_p, TEXT, TEXT, TEXT)),
    "tgnas_explain": (c_int32, (c_void_p, c_char_p, TEXT, TEXT)),
    "tgnas_draw": (c_int32, (c_void_p, c_char_p, c_char_p, c_int32, c_int32, TEXT, TEXT)),
    "tgnas_export": (
        c_int32,
        (
            c_void_p, c_char_p, c_char_p, c_char_p, c_uint64, c_int32, TEXT, POINTER(c_int64),
            TEXT, TEXT,
        ),
    ),
    "tgnas_study_open": (c_int32, (c_void_p, c_char_p, c_char_p, TEXT, TEXT)),
    "tgnas_study_ask": (c_int32, (c_void_p, c_char_p, c_int64, TEXT, TEXT, TEXT)),
    "tgnas_study_tell": (
        c_int32, (c_void_p, c_char_p, *LIST, POINTER(c_double), c_int32, TEXT, TEXT)
    ),
    "tgnas_study_status": (c_int32, (c_char_p, TEXT, TEXT)),
    "tgnas_study_trials": (c_int32, (c_char_p, TEXT, TEXT)),
    "tgnas_search": (
        c_int32,
        (c_void_p, c_char_p, c_int64, c_uint64, PROGRESS, c_void_p, TEXT, TEXT, TEXT, TEXT),
    ),
    "tgnas_search_front": (
        c_int32,
        (
            c_void_p, c_char_p, c_char_p, c_int64, c_uint64, PROGRESS, c_void_p, TEXT, TEXT, TEXT,
            TEXT, TEXT,
        ),
    ),
}

_PACKAGE = Path(__file__).resolve().parent
_NAME = "libCTGNAS.dylib" if sys.platform == "darwin" else "libCTGNAS.so"


def _checkout() -> Path | None:
    """The checkout that an editable installation is part of."""
    root = _PACKAGE.parents[2]
    return root if (root / "Package.swift").is_file() else None


def path() -> Path:
    """Where the shared library is: in the package, else in the checkout around it."""
    checkout = _checkout()
    places = [_PACKAGE / _NAME]
    if checkout is not None:
        places.append(checkout / ".build" / "release" / _NAME)
    for place in places:
        if place.is_file():
            return place
    raise TGNASError(
        f"the library {_NAME} is missing in {places[-1].parent}; "
        "install the package anew from a checkout: pip install ./python"
    )


def home() -> Path:
    """The folder of spaces and weights: that of TGNAS_HOME, else the package's own."""
    if chosen := os.environ.get("TGNAS_HOME"):
        return Path(chosen)
    return _checkout() or _PACKAGE / "data"


@cache
def library() -> ctypes.CDLL:
    """The library, loaded when it is needed first. Its calls let other Python threads run."""
    place = path()
    try:
        loaded = ctypes.CDLL(str(place))
    except OSError as error:
        missing, _, problem = str(error).partition(": ")
        raise TGNASError(
            f"{missing} is missing; tgnas needs OpenBLAS, HDF5 and OpenSSL: "
            "apt-get install libopenblas-dev libhdf5-dev libssl-dev"
            if problem.startswith("cannot open shared object file")
            else f"{place} cannot be loaded: {error}"
        ) from None
    for name, (result, arguments) in SIGNATURES.items():
        function = getattr(loaded, name)
        function.restype, function.argtypes = result, arguments
    if loaded.tgnas_interface() != INTERFACE:
        raise TGNASError(f"{place} is of another version than the package; build both anew")
    return loaded


class Text:
    """A text that the library gives; it is freed when it was taken."""

    def __init__(self) -> None:
        self._pointer = c_void_p()
        self.place = ctypes.byref(self._pointer)

    def take(self, length: int = -1) -> bytes:
        """What was given: up to the zero byte, or so many bytes."""
        if not self._pointer:
            return b""
        try:
            return ctypes.string_at(self._pointer, length)
        finally:
            library().tgnas_free(self._pointer)
            self._pointer.value = None

    def __bool__(self) -> bool:
        return bool(self._pointer)

    def __del__(self) -> None:
        if self._pointer and not sys.is_finalizing():
            self.take()


def call(name: str, *arguments: object) -> int:
    """Calls a function whose last argument is the place of the error; raises what went wrong."""
    error = Text()
    status: int = getattr(library(), name)(*arguments, error.place)
    if status in (FAILURE, BAD_INPUT):
        sentence = error.take().decode()
        raise (InputError if status == BAD_INPUT else TGNASError)(sentence)
    return status


def lines(notes: Text) -> list[str]:
    """The lines of a text."""
    return notes.take().decode().splitlines()


ProgressFunction = Union[Callable[[float], object], bool, None]


def _bar() -> Any:
    try:
        from tqdm.auto import tqdm
    except ImportError:
        raise InputError("progress=True needs tqdm: pip install tqdm") from None
    return tqdm(total=100.0, unit="%", bar_format="{l_bar}{bar}| {elapsed}<{remaining}")


class Progress:
    """Tells a Python function how far a call is; use it as a context around the call.

    What the function raises ends the call and is raised behind it. So does Ctrl-C: meanwhile it is
    only noted, as nothing can be raised through the library.

    Args:
        function: True is a progress bar by tqdm.
        keeping: a call that Ctrl-C ends has a result, so that nothing is raised.
    """

    def __init__(self, function: ProgressFunction, *, keeping: bool = False) -> None:
        self._bar = _bar() if function is True else None
        self._function = function if callable(function) else None
        self._keeping = keeping
        self._error: BaseException | None = None
        self._interrupted = False
        self._handler: Any = None
        self.callback = PROGRESS(self._tell)

    def _tell(self, context: object, share: float) -> int:
        try:
            if self._bar is not None:
                self._bar.update(max(0.0, 100 * share - self._bar.n))
            asked = self._function is not None and self._function(share) is True
        except BaseException as error:
            self._error, asked = error, True
        return int(asked or self._interrupted)

    def _note(self, number: int, frame: object) -> None:
        self._interrupted = True

    def __enter__(self) -> Progress:
        # Only the main thread is interrupted, and only where Python handles it.
        if threading.current_thread() is threading.main_thread():
            handler = signal.getsignal(signal.SIGINT)
            if callable(handler):
                self._handler = handler
                signal.signal(signal.SIGINT, self._note)
        return self

    @property
    def interrupted(self) -> bool:
        """Whether Ctrl-C was pressed meanwhile."""
        return self._interrupted

    def __exit__(self, *raised: object) -> None:
        if self._bar is not None:
            self._bar.close()
        if self._handler is not None:
            signal.signal(signal.SIGINT, self._handler)
            if self._interrupted and not self._keeping:
                self._handler(signal.SIGINT, None)
        if self._error is not None:
            raise self._error

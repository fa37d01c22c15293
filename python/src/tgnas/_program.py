"""The program ``tgnas``: as the package installs it, and as methods that work on files run it."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from . import _library
from ._errors import InputError, TGNASError, warn_of

_WRONG_USAGE = 64


def main() -> None:
    """Runs the command line and ends the process with its exit code."""
    try:
        library = _library.library()
    except TGNASError as error:
        sys.exit(f"Error: {error}")
    os.environ["TGNAS_HOME"] = str(_library.home())
    # The program deals with these as programs do, not as Python.
    for kind in (signal.SIGINT, signal.SIGPIPE, signal.SIGXFSZ):
        signal.signal(kind, signal.SIG_DFL)
    text = b"".join(os.fsencode(word) + b"\0" for word in sys.argv[1:])
    sys.stdout.flush()
    library.tgnas_main(text, len(text), len(sys.argv) - 1)


def run(*arguments: str) -> bytes:
    """Runs a command in a process of its own and returns what it prints.

    Warnings become warnings, and an error is raised with its sentence.
    """
    # Python's own options, such as those of a debugger, are not inherited.
    found = subprocess.run([sys.executable, "-m", "tgnas", *arguments], capture_output=True)
    told = found.stderr.decode(errors="replace").splitlines()
    if found.returncode < 0 or (found.returncode and not any(told)):
        raise TGNASError(f"tgnas {arguments[0]} ended with the code {found.returncode}")
    if found.returncode:
        sentence = next((line for line in told if line.startswith("Error: ")), told[-1])
        kind = InputError if found.returncode == _WRONG_USAGE else TGNASError
        raise kind(_spelled(sentence.removeprefix("Error: ")))
    warn_of([_spelled(line) for line in told])
    return found.stdout


def _spelled(sentence: str) -> str:
    """The sentence with options of the program as arguments of Python."""
    return re.sub(
        r"(?<![\w-])--([a-z][a-z-]*)", lambda option: option[1].replace("-", "_"), sentence)


@contextlib.contextmanager
def on_disk(
    table: str | os.PathLike[str] | pd.DataFrame, name: str = "table"
) -> Iterator[str]:
    """The path of a table or folder; a DataFrame is written to a file for the while."""
    if not isinstance(table, pd.DataFrame):
        yield os.fspath(table)
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{name}.csv"
        table.to_csv(path, index=False)
        yield str(path)


def write(path: Path, content: bytes) -> None:
    """Writes a file whole or not at all."""
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
            file.write(content)
        os.chmod(file.name, 0o644)
        os.replace(file.name, path)
    except OSError as error:
        raise TGNASError(f"{path}: cannot be written: {error.strerror}") from None

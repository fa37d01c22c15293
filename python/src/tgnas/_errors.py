"""What can go wrong, each in one sentence that says what to do."""

from __future__ import annotations

import warnings


class TGNASError(Exception):
    """Something is missing, damaged or cannot be had."""


class InputError(TGNASError, ValueError):
    """What was asked for makes no sense: an unknown name, a text that is no architecture."""


class TGNASWarning(UserWarning):
    """Something to know of a result, such as that it is no zero-shot prediction."""


def warn_of(notes: list[str]) -> None:
    """Warns of the notes that are warnings."""
    for note in notes:
        kind, _, sentence = note.partition(": ")
        if kind == "warning":
            warnings.warn(sentence, TGNASWarning, stacklevel=3)

"""What can go wrong, each in one sentence that says what to do."""

from __future__ import annotations

import re
import warnings


class TGNASError(Exception):
    """Something is missing, damaged or cannot be had."""


class InputError(TGNASError, ValueError):
    """What was asked for makes no sense: an unknown name, a text that is no architecture."""


class TGNASWarning(UserWarning):
    """Something to know of a result, such as that it is no zero-shot prediction."""


# The library speaks of options of the program; here they are arguments.
_OPTION = re.compile(
    r"--(allow-seen-labels|budget|by|count|latency|objectives|strategy|threads|top|weights)\b"
    r"(?: (flops|naswot|params|capacity|width|predictor))?(?P<subject> (?:is|has) )?"
)


def in_python(sentence: str) -> str:
    """A sentence of the library with arguments in place of the program's options."""

    def argument(match: re.Match[str]) -> str:
        name = match[1].replace("-", "_")
        if match["subject"]:
            return f"{name}{match['subject']}"
        if match[2]:
            return f'{name}="{match[2]}"'
        return f"{name}=True" if name == "allow_seen_labels" else f"{name}="

    return _OPTION.sub(argument, sentence)


def warn_of(notes: list[str]) -> None:
    """Warns of the notes that are warnings."""
    for note in notes:
        kind, _, sentence = note.partition(": ")
        if kind == "warning":
            warnings.warn(sentence, TGNASWarning, stacklevel=4)

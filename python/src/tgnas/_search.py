"""What a search found."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd


@dataclass(frozen=True)
class SearchResult:
    """The best architecture that a search found, and the front where it had several objectives."""

    best: str
    """In the official notation of the space."""
    score: float
    """Higher is better."""
    percentile: float
    """The share of the space (of a random sample of a large one) that scores lower, in per cent."""
    evaluations: int
    """How many candidates were scored."""
    seconds: float
    """Of the search proper, scoring included."""
    strategy: str
    complete: bool
    """False when the progress function asked to stop."""
    trials: pd.DataFrame | None = field(repr=False, compare=False)
    """Everything that was scored, in order, with the columns of ``trials.csv``; None if not
    asked for."""
    front: pd.DataFrame | None = field(default=None, repr=False, compare=False)
    """The Pareto front, a row for each architecture: ``arch``, ``score``, ``percentile``, the other
    objectives, and the truth ``knee``; None for a search by the score alone."""

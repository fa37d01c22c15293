"""A sampler for Optuna that asks tgnas which suggestions are worth training."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import optuna
from optuna.distributions import BaseDistribution
from optuna.samplers import BaseSampler, TPESampler
from optuna.trial import FrozenTrial, TrialState

from ._space import Space


class Sampler(BaseSampler):
    """Draws several suggestions from another sampler and takes the one that scores best.

    The first trial of a study is the other sampler's own, as parameters are known after it only.
    Parameters that do not belong to the architecture, such as a learning rate, are suggested along
    with it.

    Args:
        space: a space of :func:`tgnas.load`.
        architecture: makes the text of an architecture of a trial's parameters.
        base: what suggests; by default Optuna's TPE.
        candidates: how many suggestions are drawn for a trial.
    """

    def __init__(
        self, space: Space, architecture: Callable[[dict[str, Any]], str],
        base: BaseSampler | None = None, candidates: int = 16,
    ) -> None:
        if candidates < 1:
            raise ValueError(f"candidates is {candidates}; expected 1 or more")
        self._space, self._architecture = space, architecture
        self._base = base or TPESampler()
        self._candidates = candidates
        self._known = optuna.search_space.IntersectionSearchSpace()

    def infer_relative_search_space(
        self, study: optuna.Study, trial: FrozenTrial
    ) -> dict[str, BaseDistribution]:
        return self._known.calculate(study)

    def sample_relative(
        self, study: optuna.Study, trial: FrozenTrial, search_space: dict[str, BaseDistribution]
    ) -> dict[str, Any]:
        if not search_space:
            return {}
        drawn = [self._draw(study, trial, search_space) for _ in range(self._candidates)]
        scores = self._space.score([self._architecture(parameters) for parameters in drawn])
        return drawn[int(np.argmax(scores))]

    def _draw(
        self, study: optuna.Study, trial: FrozenTrial, search_space: dict[str, BaseDistribution]
    ) -> dict[str, Any]:
        related = self._base.infer_relative_search_space(study, trial)
        drawn = self._base.sample_relative(study, trial, related)
        return {
            name: drawn[name]
            if name in drawn
            else self._base.sample_independent(study, trial, name, distribution)
            for name, distribution in search_space.items()
        }

    def sample_independent(
        self, study: optuna.Study, trial: FrozenTrial, param_name: str,
        param_distribution: BaseDistribution,
    ) -> Any:
        return self._base.sample_independent(study, trial, param_name, param_distribution)

    def before_trial(self, study: optuna.Study, trial: FrozenTrial) -> None:
        self._base.before_trial(study, trial)

    def after_trial(
        self, study: optuna.Study, trial: FrozenTrial, state: TrialState,
        values: Sequence[float] | None,
    ) -> None:
        self._base.after_trial(study, trial, state, values)

    def reseed_rng(self) -> None:
        self._base.reseed_rng()

"""A sampler for Optuna that asks tgnas which suggestions are worth training.

The scores are zero-shot until enough trials are complete; from then on their values refine them.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import optuna
from optuna.distributions import BaseDistribution
from optuna.samplers import BaseSampler, TPESampler
from optuna.trial import FrozenTrial, TrialState

from ._errors import TGNASWarning
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
        labels: how many complete trials refine the scores; None leaves them zero-shot.
    """

    def __init__(
        self, space: Space, architecture: Callable[[dict[str, Any]], str],
        base: BaseSampler | None = None, candidates: int = 16, labels: int | None = 10,
    ) -> None:
        if candidates < 1:
            raise ValueError(f"candidates is {candidates}; expected 1 or more")
        if labels is not None and labels < 5:
            raise ValueError(f"labels is {labels}; expected 5 or more, or None")
        self._space, self._architecture = space, architecture
        self._labels = labels
        self._refined: tuple[int, Space] | None = None
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
        scorer = self._scorer(study)
        scores = scorer.score([self._architecture(parameters) for parameters in drawn])
        return drawn[int(np.argmax(scores))]

    def _scorer(self, study: optuna.Study) -> Space:
        """The space, refined by the trials that are complete."""
        if self._labels is None or len(study.directions) != 1:
            return self._space
        trials = [
            trial
            for trial in study.get_trials(deepcopy=False, states=(TrialState.COMPLETE,))
            if trial.value is not None and np.isfinite(trial.value)
        ]
        if len(trials) < self._labels or len({trial.value for trial in trials}) == 1:
            return self._space
        if self._refined is None or self._refined[0] != len(trials):
            values: dict[str, list[float]] = {}
            for trial in trials:
                values.setdefault(self._architecture(trial.params), []).append(trial.value)
            if len(values) < self._labels:
                return self._space
            minimise = study.direction == optuna.study.StudyDirection.MINIMIZE
            with warnings.catch_warnings():
                # Trials that a sampler chose need not agree with the scores.
                warnings.simplefilter("ignore", TGNASWarning)
                refined = self._space.refined(
                    {arch: float(np.mean(found)) for arch, found in values.items()},
                    minimise=minimise,
                )
            self._refined = (len(trials), refined)
        return self._refined[1]

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

"""tgnas as a predictor for NASLib's optimisers and evaluators; NASLib itself is not needed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from ._errors import InputError
from ._space import Space, load

try:
    from naslib.predictors.predictor import Predictor as _Base
except ImportError:
    _Base = object


class Predictor(_Base):
    """Scores architectures without labels, and better with those that it is fitted to.

    Args:
        space: a space of :func:`tgnas.load`, or the name of one.
        text: how an architecture of the caller becomes a text of the space. By default texts stay
            as they are; of NASLib's graphs the hash is taken, which is NASLib's tuple of operators
            in NAS-Bench-201, and tuples are written out.
    """

    def __init__(self, space: Space | str = "nasbench201", text: Any = None) -> None:
        if _Base is not object:
            super().__init__()
        self._space = load(space) if isinstance(space, str) else space
        self._text = text or _text
        self._fitted = self._space
        self.hyperparams: dict[str, Any] = {}

    def fit(
        self, xtrain: Sequence[Any], ytrain: Sequence[float], train_info: Any = None
    ) -> float:
        """Refines the scores by architectures with accuracies; with fewer than 5 they stay as they
        are.

        Returns:
            the mean difference between the ranks of the labels and of the scores, as shares of the
            number of labels.
        """
        archs = self._space.convert([self._text(arch) for arch in xtrain])
        if len(archs) != len(ytrain):
            raise InputError(
                f"xtrain has {len(archs)} architectures and ytrain {len(ytrain)} accuracies"
            )
        labels = dict(zip(archs, np.asarray(ytrain, dtype=np.float64).tolist()))
        enough = len(labels) >= 5 and len(set(labels.values())) > 1
        self._fitted = self._space.refined(labels) if enough else self._space
        if not labels:
            return 0.0
        return _rank_error(list(labels.values()), self._fitted.score(list(labels)))

    def query(self, xtest: Sequence[Any], info: Any = None) -> np.ndarray:
        """One number for each architecture: higher is better, comparable within one fit only."""
        return self._fitted.score([self._text(arch) for arch in xtest])

    # What NASLib asks of predictors besides

    def set_ss_type(self, ss_type: str) -> None:
        self.ss_type = ss_type

    def pre_process(self) -> None:
        pass

    def pre_compute(
        self, xtrain: Iterable[Any], xtest: Iterable[Any], unlabeled: Iterable[Any] | None = None
    ) -> None:
        pass

    def requires_partial_training(self, xtest: Iterable[Any]) -> bool:
        return False

    def get_data_reqs(self) -> dict[str, Any]:
        return {
            "requires_partial_lc": False, "metric": None, "requires_hyperparameters": False,
            "hyperparams": None, "unlabeled": False, "unlabeled_factor": 0,
        }

    def set_hyperparams(self, hyperparams: dict[str, Any]) -> None:
        self.hyperparams = hyperparams

    def get_hyperparams(self) -> dict[str, Any]:
        return self.hyperparams

    def reset_hyperparams(self) -> None:
        self.hyperparams = {}


def _text(architecture: Any) -> str:
    if hasattr(architecture, "get_hash"):
        architecture = architecture.get_hash()
    return architecture if isinstance(architecture, str) else str(architecture)


def _rank_error(labels: Sequence[float], scores: np.ndarray) -> float:
    def ranks(values: Any) -> np.ndarray:
        return np.argsort(np.argsort(values, kind="stable"), kind="stable")

    return float(np.abs(ranks(labels) - ranks(scores)).mean() / max(1, len(labels)))

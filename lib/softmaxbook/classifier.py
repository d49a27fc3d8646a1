"""What the models of this library that end in a softmax have in common."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from softmaxbook.arguments import as_classes, as_table
from softmaxbook.functions import softmax

EPSILON = np.finfo(np.float64).eps
RESOLVED = 8  # a spread of fewer steps of float64 than this says little about the numbers meant


class SoftmaxClassifier:
    """What every model with logits has in common. A model adds ``fit`` and, unless its logits
    are linear, ``_logits``.

    Every model works with features measured from their centre, in units of their spread, so that
    time stamps lose no more digits than they have lost already: x' = (x − centre) / unit.
    """

    classes_: NDArray
    coef_: NDArray[np.float64]
    intercept_: NDArray[np.float64]
    _centre: NDArray[np.float64]
    _unit: NDArray[np.float64]
    _weights: NDArray[np.float64]  # (K, d), of x'
    _biases: NDArray[np.float64]  # (K,)

    def decision_function(self, X: ArrayLike) -> NDArray[np.float64]:
        """Logits of the classes, (n, K), for examples X of shape (n, d), as in ``fit``; up to a
        number that all classes of an example share."""
        return self._finite_logits(X, "decision_function")

    def predict_proba(self, X: ArrayLike) -> NDArray[np.float64]:
        """Posterior probabilities of the classes, (n, K): softmax of the logits."""
        return softmax(self._finite_logits(X, "predict_proba"))

    def predict(self, X: ArrayLike) -> NDArray:
        """The most probable class of each example, (n,), an entry of ``classes_``."""
        best = self._finite_logits(X, "predict").argmax(axis=1)
        return self.classes_[best]

    def _logits(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        return rows @ self._weights.T + self._biases

    def _finite_logits(self, X: ArrayLike, method: str) -> NDArray[np.float64]:
        caller = f"{type(self).__name__}.{method}"
        if not hasattr(self, "classes_"):
            raise RuntimeError(f"{caller}: the model is not fitted; call fit(X, y) first")
        X = as_table(X, caller, "X")
        if X.shape[1] != self.n_features_:
            raise ValueError(
                f"{caller}: X has {X.shape[1]} features, but {self.n_features_} are needed: the "
                f"model was fitted with {self.n_features_}"
            )
        with np.errstate(all="ignore"):
            logits = self._logits((X - self._centre) / self._unit)
        if not np.isfinite(logits).all():
            raise ValueError(
                f"{caller}: X is so far from the examples of fit that the logits overflow, but "
                "finite logits are needed"
            )
        return logits


def as_examples(
    X: ArrayLike, y: ArrayLike, caller: str
) -> tuple[NDArray[np.float64], NDArray, NDArray[np.intp]]:
    """X, the K ≥ 2 different classes, and for each example the index of its class."""
    X = as_table(X, caller, "X")
    classes, index = as_classes(y, len(X), caller)
    return X, classes, index


def centre_and_unit(X: NDArray, caller: str) -> tuple[NDArray, NDArray]:
    """Mean and spread of every feature; the spread is a power of two, so dividing rounds nothing.

    A constant feature has itself as centre, to the last digit, and the unit 1.
    """
    low, high = X.min(axis=0), X.max(axis=0)
    with np.errstate(over="ignore"):
        spread = high - low
    step = EPSILON * np.maximum(abs(low), abs(high))  # how finely float64 can tell such numbers
    poor = (spread > 0) & (spread < RESOLVED * step)
    if not np.isfinite(spread).all() or poor.any():
        j = int(np.flatnonzero(poor | ~np.isfinite(spread))[0])
        raise ValueError(
            f"{caller}: feature {j} of X runs from {low[j]:.17g} to {high[j]:.17g}, a spread that "
            "float64 does not resolve; numbers measured from a nearer point are needed"
        )
    unit = np.where(spread > 0, np.ldexp(1.0, np.frexp(spread)[1] - 1), 1)
    # Measured from the lowest value first: a mean of large numbers would be rounded.
    return low + unit * np.mean((X - low) / unit, axis=0), unit

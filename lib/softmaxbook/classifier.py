"""What the models of this library that end in a softmax have in common."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from softmaxbook.functions import softmax


class SoftmaxClassifier:
    """What every model with logits has in common. A model adds ``fit`` and, unless its logits
    are linear, ``_logits``."""

    classes_: NDArray
    coef_: NDArray[np.float64]
    intercept_: NDArray[np.float64]

    def decision_function(self, X: ArrayLike) -> NDArray[np.float64]:
        """Logits of the classes, (n, K), for examples X of shape (n, d), as in ``fit``."""
        return self._logits(self._as_rows(X, "decision_function"))

    def predict_proba(self, X: ArrayLike) -> NDArray[np.float64]:
        """Posterior probabilities of the classes, (n, K): softmax of the logits."""
        return softmax(self._logits(self._as_rows(X, "predict_proba")))

    def predict(self, X: ArrayLike) -> NDArray:
        """The most probable class of each example, (n,), an entry of ``classes_``."""
        best = self._logits(self._as_rows(X, "predict")).argmax(axis=1)
        return self.classes_[best]

    def _logits(self, X: NDArray[np.float64]) -> NDArray[np.float64]:
        return X @ self.coef_.T + self.intercept_

    def _as_rows(self, X: ArrayLike, method: str) -> NDArray[np.float64]:
        caller = f"{type(self).__name__}.{method}"
        if not hasattr(self, "classes_"):
            raise RuntimeError(f"{caller}: the model is not fitted; call fit(X, y) first")
        X = as_features(X, caller)
        if X.shape[1] != self.n_features_:
            raise ValueError(
                f"{caller}: X has {X.shape[1]} features, but the model was fitted with "
                f"{self.n_features_}"
            )
        return X


def as_features(X: ArrayLike, caller: str) -> NDArray[np.float64]:
    """X as a float64 table of finite numbers with at least one row and one column."""
    X = np.asarray(X)
    if X.dtype.kind not in "biuf":
        raise TypeError(f"{caller}: X has dtype {X.dtype}, but real numbers are needed")
    if X.ndim != 2 or X.size == 0:
        raise ValueError(
            f"{caller}: X has shape {X.shape}, but (n, d) is needed: n > 0 examples, d > 0 features"
        )
    X = X.astype(np.float64)
    if not np.isfinite(X).all():
        raise ValueError(f"{caller}: X holds inf or nan, but finite numbers are needed")
    return X


def as_examples(
    X: ArrayLike, y: ArrayLike, caller: str
) -> tuple[NDArray[np.float64], NDArray, NDArray[np.int64]]:
    """X, the K ≥ 2 different classes, and for each example the index of its class."""
    X, y = as_features(X, caller), np.asarray(y)
    if y.shape != (len(X),):
        raise ValueError(
            f"{caller}: y has shape {y.shape}, but X of shape {X.shape} needs ({len(X)},) classes"
        )
    if y.dtype.kind in "fc":  # measurements, perhaps; and nan is not even equal to itself
        raise TypeError(f"{caller}: y has dtype {y.dtype}, but integers or strings are needed")
    classes, index = np.unique(y, return_inverse=True)
    if len(classes) < 2:
        raise ValueError(f"{caller}: all examples are of class {classes[0]}; two are needed")
    return X, classes, index

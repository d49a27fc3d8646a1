"""Classes as clouds of points: what Bayes' rule makes of Gaussian classes is a softmax.

If class k has prior π_k and its examples are normal with mean μ_k and covariance Σ_k, then
p(k | x) = softmax of log π_k + log N(x; μ_k, Σ_k) over k. The logits are quadratic in x, and
linear if all classes have the same covariance (chapter 6).
"""

from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from softmaxbook.classifier import SoftmaxClassifier, as_examples

__all__ = ["LinearDiscriminantAnalysis", "QuadraticDiscriminantAnalysis"]


class LinearDiscriminantAnalysis(SoftmaxClassifier):
    """Gaussian classes with one covariance: softmax of linear logits, fitted by means.

    z_k = w_k · x + b_k,  w_k = Σ⁻¹ μ_k,  b_k = −½ μ_k · Σ⁻¹ μ_k + log π_k

    Parameters
    ----------
    priors : (K,) array of positive numbers with sum 1, optional
        π, in the order of ``classes_``; default: the frequencies of the classes in ``fit``.

    Attributes, after ``fit``
    -------------------------
    classes_ : (K,) array, the classes in ascending order
    priors_ : (K,) array, π
    means_ : (K, d) array, the μ_k, in the units of the features
    covariance_ : (d, d) array, Σ: mean of (x − μ)(x − μ)ᵀ over all n examples, each with the mean
        of its own class (maximum likelihood: divided by n, not by n − K)
    coef_ : (K, d) array, the w_k
    intercept_ : (K,) array, the b_k

    Notes
    -----
    If some features are constant, or combine to a constant in every class, Σ has no inverse. If
    that constant is the same for all classes it says nothing, and Σ⁻¹ is taken in the other
    directions (the pseudo-inverse, for features in units of their standard deviation); else it
    tells classes apart with certainty, and ``fit`` raises ValueError.

    Examples
    --------
    >>> X = [[-1.0], [1.0], [1.0], [3.0]]  # means 0 and 2, variance 1
    >>> lda = LinearDiscriminantAnalysis(priors=[0.9, 0.1]).fit(X, ["a", "a", "b", "b"])
    >>> lda.coef_.ravel(), lda.intercept_.round(4)
    (array([0., 2.]), array([-0.1054, -4.3026]))
    >>> lda.predict_proba([[2.0]]).round(4)
    array([[0.5491, 0.4509]])

    Source: Fisher (1936) for two classes; Bishop (2006), section 4.2.
    """

    def __init__(self, priors: ArrayLike | None = None) -> None:
        self.priors = priors

    def fit(self, X: ArrayLike, y: ArrayLike) -> Self:
        """Estimate means, covariance and priors by maximum likelihood.

        Parameters
        ----------
        X : (n, d) array of finite numbers
            One example per row, in any units.
        y : (n,) array of integers or strings
            The classes, at least two.

        Returns
        -------
        self

        Raises
        ------
        ValueError
            Shapes that do not fit, a single class, inf or nan, priors that do not fit, or
            features that tell classes apart with certainty (see Notes of the class).
        TypeError
            Features that are not real numbers, or classes that are floats.
        """
        caller = "LinearDiscriminantAnalysis.fit"
        X, classes, y = as_examples(X, y, caller)
        priors = _as_priors(self.priors, y, classes, caller)
        means = _class_means(X, y, len(classes))
        within = X - means[y]
        covariance = within.T @ within / len(X)

        # Directions in which the classes vary, scaled to variance 1. A constant feature has no
        # standard deviation, and one of rounding errors if its mean is rounded.
        magnitude = np.abs(X).max(axis=0)
        scale = np.sqrt(np.diag(covariance))
        scale = np.where(scale > 1e-12 * magnitude, scale, np.where(magnitude > 0, magnitude, 1))
        variance, directions = np.linalg.eigh(covariance / np.outer(scale, scale))
        directions /= scale[:, np.newaxis]
        varies = variance > 1e-10
        constants = (means - means[0]) @ directions[:, ~varies]
        if np.any(np.abs(constants) > 1e-6):
            raise ValueError(
                f"{caller}: a feature, or a combination of features, is constant within every "
                "class but differs between classes: no Gaussian fits, and no posterior is needed"
            )
        whiten = directions[:, varies] / np.sqrt(variance[varies])  # Σ⁻¹ = whiten @ whiten.T

        white_means = means @ whiten
        self.coef_ = white_means @ whiten.T
        self.intercept_ = np.log(priors) - 0.5 * np.sum(white_means**2, axis=1)
        self.classes_, self.priors_, self.means_ = classes, priors, means
        self.covariance_, self.n_features_ = covariance, X.shape[1]
        return self


class QuadraticDiscriminantAnalysis(SoftmaxClassifier):
    """Gaussian classes with a covariance each: softmax of logits that are quadratic in x.

    z_k = −½ (x − μ_k) · Σ_k⁻¹ (x − μ_k) − ½ log det Σ_k + log π_k

    This is log π_k + log N(x; μ_k, Σ_k) without −d/2 · log 2π, which all classes share.

    Parameters
    ----------
    priors : (K,) array of positive numbers with sum 1, optional
        π, in the order of ``classes_``; default: the frequencies of the classes in ``fit``.
    reg : float from 0 to 1
        Σ_k becomes (1 − reg) Σ_k + reg I. With reg > 0 the units of the features matter.

    Attributes, after ``fit``
    -------------------------
    classes_ : (K,) array, the classes in ascending order
    priors_ : (K,) array, π
    means_ : (K, d) array, the μ_k, in the units of the features
    covariance_ : (K, d, d) array, the Σ_k: maximum likelihood (divided by n_k, not by n_k − 1),
        then mixed with reg I

    Examples
    --------
    One mean, two widths: near it class 0 is likely, far away on both sides class 1.

    >>> X, y = [[-1.0], [1.0], [-3.0], [3.0]], [0, 0, 1, 1]
    >>> QuadraticDiscriminantAnalysis().fit(X, y).predict([[-4.0], [0.0], [4.0]])
    array([1, 0, 1])

    Source: Bishop (2006), section 4.2; the shrinkage is scikit-learn's ``reg_param``.
    """

    def __init__(self, priors: ArrayLike | None = None, reg: float = 0.0) -> None:
        self.priors = priors
        self.reg = reg

    def fit(self, X: ArrayLike, y: ArrayLike) -> Self:
        """Estimate means, covariances and priors by maximum likelihood.

        Parameters
        ----------
        X : (n, d) array of finite numbers
            One example per row, in any units.
        y : (n,) array of integers or strings
            The classes, at least two.

        Returns
        -------
        self

        Raises
        ------
        ValueError
            A covariance without an inverse: in one class a feature is constant, features
            determine each other, or there are no more examples than features (raise reg). Also:
            shapes that do not fit, a single class, inf or nan, priors or reg that do not fit.
        TypeError
            Features that are not real numbers, or classes that are floats.
        """
        caller = "QuadraticDiscriminantAnalysis.fit"
        X, classes, y = as_examples(X, y, caller)
        priors = _as_priors(self.priors, y, classes, caller)
        if not 0 <= self.reg <= 1:
            raise ValueError(f"{caller}: reg is {self.reg}, but a number from 0 to 1 is needed")
        means = _class_means(X, y, len(classes))
        d = X.shape[1]
        covariance = np.empty((len(classes), d, d))
        cholesky = np.empty_like(covariance)
        for k, name in enumerate(classes):
            within = X[y == k] - means[k]
            covariance[k] = (1 - self.reg) * (within.T @ within / len(within))
            covariance[k] += self.reg * np.eye(d)
            smallest = 1e-12 * np.abs(means[k])  # a standard deviation that is only rounding
            try:
                cholesky[k] = _cholesky(covariance[k], smallest)
            except np.linalg.LinAlgError as error:
                raise ValueError(
                    f"{caller}: the covariance of class {name} is singular ({len(within)} "
                    f"examples, {d} features): features are constant in this class or determine "
                    f"each other; raise reg, which is {self.reg}, or leave such features out"
                ) from error

        self.classes_, self.priors_, self.means_ = classes, priors, means
        self.covariance_, self.n_features_, self._cholesky = covariance, d, cholesky
        return self

    def _logits(self, X: NDArray[np.float64]) -> NDArray[np.float64]:
        logits = np.empty((len(X), len(self.classes_)))
        for k, (mean, L) in enumerate(zip(self.means_, self._cholesky, strict=True)):
            # With Σ = L Lᵀ the quadratic form is |L⁻¹ (x − μ)|², and det Σ = det(L)².
            white = np.linalg.solve(L, (X - mean).T)
            log_det = 2 * np.sum(np.log(np.diag(L)))
            logits[:, k] = np.log(self.priors_[k]) - 0.5 * (np.sum(white**2, axis=0) + log_det)
        return logits


def _as_priors(
    priors: ArrayLike | None, y: NDArray[np.int64], classes: NDArray, caller: str
) -> NDArray[np.float64]:
    if priors is None:
        return np.bincount(y) / len(y)
    priors = np.array(priors, dtype=np.float64)
    if priors.shape != classes.shape:
        raise ValueError(
            f"{caller}: priors have shape {priors.shape}, but {len(classes)} classes need "
            f"({len(classes)},)"
        )
    if not (np.all(priors > 0) and abs(priors.sum() - 1) <= 1e-9):
        raise ValueError(f"{caller}: priors are {priors}, but must be positive with sum 1")
    return priors


def _class_means(X: NDArray[np.float64], y: NDArray[np.int64], K: int) -> NDArray[np.float64]:
    return np.stack([X[y == k].mean(axis=0) for k in range(K)])


def _cholesky(covariance: NDArray[np.float64], smallest: NDArray[np.float64]) -> NDArray:
    """L with covariance = L Lᵀ; LinAlgError also if the matrix is singular but for rounding."""
    scale = np.sqrt(np.diag(covariance))
    if np.any(scale <= smallest):
        raise np.linalg.LinAlgError("a feature is constant")
    # The square of pivot j is the part of the variance of feature j that the features before it
    # do not explain, independent of units.
    L = np.linalg.cholesky(covariance / np.outer(scale, scale))
    if np.min(np.diag(L) ** 2) <= 1e-10:
        raise np.linalg.LinAlgError("features determine each other")
    return scale[:, np.newaxis] * L

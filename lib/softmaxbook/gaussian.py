"""Classes as clouds of points: what Bayes' rule makes of Gaussian classes is a softmax.

If class k has prior π_k and its examples are normal with mean μ_k and covariance Σ_k, then
p(k | x) = softmax of log π_k + log N(x; μ_k, Σ_k) over k. The logits are quadratic in x, and
linear if all classes have the same covariance (chapter 6).
"""

from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from softmaxbook.arguments import as_number, as_numbers, shown
from softmaxbook.classifier import (
    EPSILON,
    RESOLVED,
    SoftmaxClassifier,
    as_examples,
    centre_and_unit,
)

__all__ = ["LinearDiscriminantAnalysis", "QuadraticDiscriminantAnalysis"]

FLAT = 1e-10  # variance, of features with variance 1, below which a direction is taken for constant


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

    Where 0 lies and how large the unit is does not matter: means and spreads are computed from the
    centre of each feature, in units of its spread. Only what float64 does not resolve, less than 8
    of its steps within a class, is an error. Far from 0 (beyond a thousand times the spread)
    ``decision_function`` leaves out a number that all classes of an example share, because its
    digits would push out those of the differences.

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
        centre, unit = centre_and_unit(X, caller)
        rows = (X - centre) / unit
        means = _class_means(rows, y, len(classes))
        within = rows - means[y]
        covariance = within.T @ within / len(X)

        # Directions in which the classes vary, scaled to variance 1.
        scale, noise = _scale_and_noise(covariance, X, unit)
        if np.any(poor := noise > 1 / RESOLVED):
            raise ValueError(
                f"{caller}: within the classes, feature {poor.argmax()} of X varies by less than "
                "float64 resolves so far from 0; numbers measured from a nearer point are needed"
            )
        variance, directions = np.linalg.eigh(covariance / np.outer(scale, scale))
        directions /= scale[:, np.newaxis]
        varies = variance > FLAT
        if np.any(variance[varies] < 4 * np.sum(noise**2)):
            raise ValueError(
                f"{caller}: features of X determine each other, or do so but for the rounding of "
                "numbers so far from 0; numbers measured from a nearer point are needed, or one "
                "feature less"
            )
        constants = (means - means[0]) @ directions[:, ~varies]
        if np.any(np.abs(constants) > max(1e-6, 2 * noise.max())):
            raise ValueError(
                f"{caller}: a feature of X, or a combination of features, is constant within every "
                "class but differs between classes: no Gaussian fits, and no posterior is needed"
            )
        whiten = directions[:, varies] / np.sqrt(variance[varies])  # Σ⁻¹ = whiten @ whiten.T
        constant = np.diag(covariance) == 0  # such a feature says nothing
        whiten[constant] = 0
        offset = np.where(constant, 0, centre / unit)
        white_means, white_centre = means @ whiten, offset @ whiten
        self._weights = white_means @ whiten.T
        self._biases = np.log(priors) - 0.5 * np.sum(white_means**2, axis=1)
        self._centre, self._unit = centre, unit
        # z_k as defined above, less what is measured from the centre: the same for every class.
        # Far from 0 it has no digits to spare for the differences, and is left out.
        near = white_centre if np.all(np.abs(offset) <= 1000) else 0 * white_centre
        self._common = whiten @ near, near @ near / 2

        with np.errstate(all="ignore"):  # of units at the limits of float64
            self.coef_ = (white_means + white_centre) @ whiten.T / unit
            self.intercept_ = np.log(priors) - 0.5 * np.sum((white_means + white_centre) ** 2, 1)
            self.means_, self.covariance_ = centre + unit * means, covariance * np.outer(unit, unit)
        self.classes_, self.priors_, self.n_features_ = classes, priors, X.shape[1]
        return self

    def _logits(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        slopes, offset = self._common
        return super()._logits(rows) + (rows @ slopes + offset)[:, np.newaxis]


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
        reg = as_number(self.reg, caller, "reg", "a number from 0 to 1")
        if not 0 <= reg <= 1:
            raise ValueError(f"{caller}: reg is {reg}, but a number from 0 to 1 is needed")
        centre, unit = centre_and_unit(X, caller)
        if reg:
            unit = np.maximum(unit, 1)  # in smaller units the identity could overflow
        rows = (X - centre) / unit
        means = _class_means(rows, y, len(classes))
        d = X.shape[1]
        covariance = np.empty((len(classes), d, d))
        cholesky = np.empty_like(covariance)
        for k, name in enumerate(classes):
            within = rows[y == k] - means[k]
            covariance[k] = (1 - reg) * (within.T @ within / len(within))
            with np.errstate(under="ignore"):
                covariance[k] += np.diag(reg / unit**2) if reg else 0
            try:
                cholesky[k] = _cholesky(covariance[k], X[y == k], unit)
            except np.linalg.LinAlgError as error:
                raise ValueError(
                    f"{caller}: the covariance of class {name} is singular ({len(within)} "
                    f"examples, {d} features): features of X are constant in this class or "
                    f"determine each other; raise reg, which is {self.reg}, or take fewer features"
                ) from error

        self._centre, self._unit, self._means, self._cholesky = centre, unit, means, cholesky
        self.classes_, self.priors_, self.n_features_ = classes, priors, d
        with np.errstate(all="ignore"):  # of units at the limits of float64
            self.means_, self.covariance_ = centre + unit * means, covariance * np.outer(unit, unit)
        return self

    def _logits(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        logits = np.empty((len(rows), len(self.classes_)))
        for k, (mean, L) in enumerate(zip(self._means, self._cholesky, strict=True)):
            # With Σ = L Lᵀ the quadratic form is |L⁻¹ (x − μ)|², and det Σ = det(L)².
            white = np.linalg.solve(L, (rows - mean).T)
            log_det = 2 * np.sum(np.log(np.diag(L)) + np.log(self._unit))
            logits[:, k] = np.log(self.priors_[k]) - 0.5 * (np.sum(white**2, axis=0) + log_det)
        return logits


def _as_priors(
    priors: ArrayLike | None, y: NDArray[np.intp], classes: NDArray, caller: str
) -> NDArray[np.float64]:
    if priors is None:
        return np.bincount(y) / len(y)
    given = as_numbers(priors, caller, "priors")
    if given.shape != classes.shape:
        raise ValueError(
            f"{caller}: priors have shape {given.shape}, but {len(classes)} classes need "
            f"({len(classes)},)"
        )
    with np.errstate(over="ignore"):
        priors = given.astype(np.float64)
    # A sum of K numbers that were rounded to a narrower type misses 1 by so much.
    step = np.finfo(given.dtype).eps if given.dtype.kind == "f" else 0
    if not (np.all(priors > 0) and abs(priors.sum() - 1) <= max(1e-9, len(priors) * step)):
        raise ValueError(
            f"{caller}: priors are {shown(priors.tolist())}, but must be positive with sum 1"
        )
    return priors / priors.sum() if step > EPSILON else priors


def _class_means(rows: NDArray[np.float64], y: NDArray[np.intp], K: int) -> NDArray[np.float64]:
    """Means (K, d), measured from the first example of a class: of a constant it is the constant,
    to the last digit."""
    starts = [rows[y == k][0] for k in range(K)]
    return np.stack([start + (rows[y == k] - start).mean(axis=0) for k, start in enumerate(starts)])


def _scale_and_noise(
    covariance: NDArray[np.float64], X: NDArray[np.float64], unit: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Standard deviation of every feature in its unit (1 if it is constant), and how large, beside
    that, the steps are between the numbers float64 has where the examples X are."""
    scale = np.sqrt(np.diag(covariance))
    varies = scale > 0
    scale = np.where(varies, scale, 1)
    with np.errstate(over="ignore"):
        step = EPSILON * (np.abs(X).max(axis=0) / unit)
    return scale, np.where(varies, step / scale, 0)


def _cholesky(
    covariance: NDArray[np.float64], X: NDArray[np.float64], unit: NDArray[np.float64]
) -> NDArray:
    """L with covariance = L Lᵀ; LinAlgError also if the matrix is singular but for rounding."""
    scale, noise = _scale_and_noise(covariance, X, unit)
    if np.any((np.diag(covariance) <= 0) | (noise > 1 / RESOLVED)):
        raise np.linalg.LinAlgError("a feature is constant")
    # The square of pivot j is the part of the variance of feature j that the features before it
    # do not explain, independent of units.
    L = np.linalg.cholesky(covariance / np.outer(scale, scale))
    if np.min(np.diag(L) ** 2) <= max(FLAT, 4 * np.sum(noise**2)):
        raise np.linalg.LinAlgError("features determine each other")
    return scale[:, np.newaxis] * L

"""Softmax of linear logits, fitted by maximum likelihood: a convex problem, solved by Newton.

Linear discriminant analysis has logits of the same form and gets them from means and covariance;
here nothing is assumed about how the features are distributed (chapters 6 and 10).
"""

from collections.abc import Callable
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from softmaxbook.arguments import as_number, as_whole
from softmaxbook.classifier import SoftmaxClassifier, as_examples, centre_and_unit
from softmaxbook.functions import log_softmax, softmax

__all__ = ["SoftmaxRegression"]


class SoftmaxRegression(SoftmaxClassifier):
    """Softmax of linear logits z = W x + b with the least penalised cross-entropy.

    minimise Σ_i −log softmax(W x_i + b)[y_i] + l2 / 2 · Σ W²

    The sum runs over examples, so doubling the data halves the weight of the penalty; b is not
    penalised. With l2 > 0 the minimum exists and W is unique, and the rows of W sum to 0.

    Parameters
    ----------
    l2 : float ≥ 0
        Strength of the penalty, in nats per squared unit of W, so its effect depends on the units
        of the features. scikit-learn's C is 1 / l2 for K > 2 classes (2 / l2 for two classes,
        where it penalises the difference of the two rows).
    tol : float > 0
        Stop when a Newton step promises to lower the objective by less than this fraction of it.
    max_iter : int > 0
        Newton steps before giving up.

    Attributes, after ``fit``
    -------------------------
    classes_ : (K,) array, the classes in ascending order
    coef_ : (K, d) array, W
    intercept_ : (K,) array, b; its sum is 0
    history_ : list of float, the objective in nats at the start and after each Newton step; the
        first is n log K, for W = 0 and b = 0

    Notes
    -----
    With l2 = 0 and data that a linear rule separates, the loss falls towards its lower bound while
    W grows without end: no minimum exists, and ``fit`` raises ValueError instead of returning
    whatever W it had when it stopped. Classes that overlap by less than about 1e-4 of the range of
    the data may be taken for separable. Without a penalty, W and b are unique only up to what no
    logit difference shows; the rows returned sum to 0.

    Examples
    --------
    >>> X, y = [[0.0], [1.0], [2.0], [3.0]], ["no", "yes", "no", "yes"]
    >>> model = SoftmaxRegression(l2=1.0).fit(X, y)
    >>> model.predict_proba([[0.0], [3.0]]).round(3)
    array([[0.709, 0.291],
           [0.291, 0.709]])
    >>> [round(value, 4) for value in model.history_[:2]]
    [2.7726, 2.4814]

    Source: Böhning (1992) for the Hessian; Nocedal and Wright (2006), chapter 7, for Newton's
    method with conjugate gradients.
    """

    def __init__(self, l2: float = 1.0, tol: float = 1e-10, max_iter: int = 100) -> None:
        self.l2 = l2
        self.tol = tol
        self.max_iter = max_iter

    def fit(self, X: ArrayLike, y: ArrayLike) -> Self:
        """Minimise the objective, from W = 0 and b = 0.

        Parameters
        ----------
        X : (n, d) array of finite numbers
            One example per row.
        y : (n,) array of integers or strings
            The classes, at least two.

        Returns
        -------
        self

        Raises
        ------
        ValueError
            No minimum exists (l2 = 0 and separable classes). Also: shapes that do not fit, a
            single class, inf or nan, l2, tol or max_iter out of range.
        TypeError
            Features that are not real numbers, or classes that are floats.
        RuntimeError
            No convergence after max_iter steps.
        """
        caller = "SoftmaxRegression.fit"
        X, classes, y = as_examples(X, y, caller)
        l2 = as_number(self.l2, caller, "l2", "a number ≥ 0")
        tol = as_number(self.tol, caller, "tol", "a number > 0")
        if not 0 <= l2 < np.inf:
            raise ValueError(f"{caller}: l2 is {self.l2}, but a number ≥ 0 is needed")
        if not 0 < tol < np.inf:
            raise ValueError(f"{caller}: tol is {self.tol}, but a number > 0 is needed")
        max_iter = as_whole(self.max_iter, caller, "max_iter")
        if max_iter < 1:
            raise ValueError(f"{caller}: max_iter is {max_iter}, but a number > 0 is needed")

        # Features far from 0 look alike; centred they do not, and only b is another (see the end).
        centre, unit = centre_and_unit(X, caller)
        if l2:
            unit = np.maximum(unit, 1e-100)  # in smaller units the penalty could overflow
        # W and b side by side: the bias is the weight of a feature that is always 1.
        rows = np.hstack([(X - centre) / unit, np.ones((len(X), 1))])
        with np.errstate(under="ignore"):
            penalty = np.append(l2 / unit**2 if l2 else 0 * unit, 0)
        weights, history = _minimise(rows, y, penalty, bool(l2), tol, max_iter, caller)

        self.classes_, self.n_features_ = classes, X.shape[1]
        self._centre, self._unit = centre, unit
        self._weights, self._biases = weights[:, :-1].copy(), weights[:, -1].copy()
        with np.errstate(all="ignore"):  # of units at the limits of float64
            self.coef_ = self._weights / unit
            self.intercept_ = self._biases - self.coef_ @ centre
        self.history_ = history
        return self


@np.errstate(under="ignore")  # of a penalty that leaves nothing of the weights
def _minimise(
    X: NDArray,
    y: NDArray,
    penalty: NDArray,
    penalised: bool,
    tol: float,
    max_iter: int,
    caller: str,
) -> tuple[NDArray, list[float]]:
    """Weights (K, d) that minimise the objective, and the objective at every step.

    Newton's method: near weights W the objective is a parabola with the gradient g and the
    Hessian H; go to its lowest point W + s, where H s = −g; halve the step as long as it does not
    help. H has (K d)² entries, but s takes only products H v, and these cost two products with X.
    """
    one_hot = np.eye(y.max() + 1)[y]
    weights = np.zeros((one_hot.shape[1], X.shape[1]))
    # The diagonal of the Hessian at the start, where p (1 − p) is about 1 / K. Divided by it, a
    # mass in grams weighs as much as one in kilograms.
    size = np.sum(X**2, axis=0) / len(weights) + penalty
    size[size == 0] = 1  # a constant feature without penalty

    def objective(weights: NDArray) -> float:
        loss = -np.sum(one_hot * log_softmax(X @ weights.T))
        return float(loss + 0.5 * np.sum(penalty * weights**2))

    history = [objective(weights)]
    for _ in range(max_iter):
        logits = X @ weights.T
        p = softmax(logits)
        gradient = (p - one_hot).T @ X + penalty * weights

        def hessian_times(v: NDArray, p: NDArray = p) -> NDArray:
            u = X @ v.T  # change of the logits; of p: (diag p − p pᵀ) u, row by row
            return (p * (u - np.sum(p * u, axis=1, keepdims=True))).T @ X + penalty * v

        # A step to 1 % has almost its full value; but to see in it whether a minimum exists at all,
        # without penalty, takes more digits.
        accuracy = 1e-2 if penalised else 1e-5
        step = _conjugate_gradients(hessian_times, -gradient, size, accuracy)
        step -= step.mean(axis=0)  # of all weights with the same logit differences, the smallest
        gain = -np.sum(gradient * step)  # twice what the parabola promises
        fraction = 1.0
        # 1e-15: towards the end gains are smaller than the rounding of the objective.
        while (value := objective(weights + fraction * step)) > (
            history[-1] * (1 + 1e-15) - 1e-4 * fraction * gain
        ):
            fraction /= 2
        weights = weights + fraction * step
        history.append(value)

        converged = gain <= 2 * tol * value
        # A search without end is to be seen before its steps drown in rounding, whatever tol is.
        at_limit = converged or gain <= 1e-8 * value
        if not penalised and _separates(X @ weights.T, X @ step.T, y, at_limit):
            raise ValueError(
                f"{caller}: a linear rule separates classes, so with l2 = 0 no finite weights are "
                "best: the larger, the smaller the loss; take l2 > 0"
            )
        if converged:
            return weights, history
    raise RuntimeError(
        f"{caller}: no convergence in max_iter = {max_iter} steps; the objective went from "
        f"{history[0]:.6g} to {history[-1]:.6g}, and the last step promised {gain / 2:.1g}: more "
        "steps, a larger tol or a larger l2 is needed"
    )


def _conjugate_gradients(
    multiply: Callable[[NDArray], NDArray], b: NDArray, size: NDArray, accuracy: float
) -> NDArray:
    """The x with multiply(x) = b to the given accuracy, relative to b; size scales the columns."""
    x, residual = np.zeros_like(b), b
    z = residual / size
    direction, rho = z, np.sum(residual * z)
    enough = accuracy**2 * rho
    for _ in range(b.size):  # without rounding this many steps would give x exactly
        if rho <= enough:
            break
        product = multiply(direction)
        curvature = np.sum(direction * product)
        if curvature <= 0:  # b is only rounding, in a direction that changes no logit difference
            break
        length = rho / curvature
        x = x + length * direction
        residual = residual - length * product
        z = residual / size
        rho, previous = np.sum(residual * z), rho
        direction = z + rho / previous * direction
    return x


def _separates(logits: NDArray, change: NDArray, y: NDArray, at_limit: bool) -> bool:
    """Has a linear rule been found that separates classes, so that larger weights always help?

    Either the logits put every example on its class's side: twice the weights are better still. Or
    the objective is near its limit, and yet a step changes margins by more than 1 %, and only ever
    in favour of the true class: so it looks if examples of two classes lie on the border between
    them, or if one class stands apart from others that overlap.
    """
    margins, gains = _margins(logits, y), _margins(change, y)
    most = gains.argmax()
    grows = gains[most] > 0.01 * abs(margins[most]) and gains.min() > -1e-4 * gains[most]
    return margins.min() > 0 or (at_limit and grows)


def _margins(logits: NDArray, y: NDArray) -> NDArray:
    """How far the true class of each example is above each other class, (n (K − 1),)."""
    others = np.arange(logits.shape[1]) != y[:, np.newaxis]
    return (logits[np.arange(len(y)), y][:, np.newaxis] - logits)[others]

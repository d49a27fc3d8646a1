"""The derivative of softmax: its Jacobian J = diag(p) − p pᵀ, products with it, and a check."""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from softmaxbook.arguments import as_axes, as_finite, as_function, as_number, as_numbers, as_real
from softmaxbook.functions import log_softmax, softmax

__all__ = ["gradient_check", "softmax_jacobian", "softmax_jvp"]


def softmax_jacobian(z: ArrayLike) -> NDArray:
    """Jacobian ∂p_i/∂z_j = p_i (δ_ij − p_j) of p = softmax(z).

    It is symmetric, positive semi-definite, and J 1 = 0: the covariance of a one-hot draw.

    z : (K,) logits. Returns (K, K). Raises ValueError for another shape.

    >>> softmax_jacobian([0.0, 0.0])
    array([[ 0.25, -0.25],
           [-0.25,  0.25]])
    """
    z, dtype = as_real(z, "softmax_jacobian", "z")
    if z.ndim != 1:
        raise ValueError(f"softmax_jacobian: z has shape {z.shape}, but (K,) is needed")
    p = softmax(z)
    with np.errstate(all="ignore"):
        jacobian = -np.outer(p, p)
        np.fill_diagonal(jacobian, -p * np.expm1(log_softmax(z)))  # p (1 − p) without cancellation
        return jacobian.astype(dtype, copy=False)


def softmax_jvp(z: ArrayLike, v: ArrayLike, axis: int = -1) -> NDArray:
    """J v = p ∘ (v − Σ p v) without forming the K × K matrix J, in time and memory O(K).

    J is symmetric, so this is also v J, the backward pass of softmax, and since J is the Hessian
    of logsumexp, the product of that Hessian with v.

    z, v : logits and vectors of one shape. Returns that shape. Raises ValueError for two shapes.

    >>> softmax_jvp([0.0, 0.0], [1.0, 0.0])
    array([ 0.25, -0.25])
    """
    z, dtype = as_real(z, "softmax_jvp", "z")
    v, _ = as_real(v, "softmax_jvp", "v")
    if z.shape != v.shape:
        raise ValueError(
            f"softmax_jvp: z has shape {z.shape} and v {v.shape}, but one shape is needed"
        )
    axes = as_axes(axis, z.ndim, "softmax_jvp")
    product = jvp_of_probabilities(softmax(z, axes), v, axes)
    with np.errstate(all="ignore"):
        return product.astype(dtype)[()]


def jvp_of_probabilities(p: NDArray, v: NDArray, axes: int | tuple[int, ...] = -1) -> NDArray:
    """softmax_jvp for who has p = softmax(z) already, in the type of p and v and unchecked; where a
    whole slice of p is 0, so is the result."""
    with np.errstate(all="ignore"):
        # J 1 = 0, so v may be measured from its entry where p is largest: there v − Σ p v would
        # cancel if that p is near 1.
        top = p == p.max(axis=axes, keepdims=True, initial=0)
        v = v - np.max(np.where(top, v, -np.inf), axis=axes, keepdims=True, initial=-np.inf)
        return p * (v - np.sum(p * v, axis=axes, keepdims=True))


def gradient_check(
    function: Callable[[NDArray], float],
    gradient: Callable[[NDArray], NDArray],
    x: ArrayLike,
    step: float | None = None,
) -> float:
    """Largest difference between a gradient and central differences, relative to the larger norm.

    function maps an array of the shape of x to a number, gradient to an array of that shape.
    Below 1e-8 is a pass, above 1e-4 a mistake; a gradient that is not finite gives inf. A function
    that computes in float32, whatever type it returns, comes out between the two if it is right.

    step is the difference in each entry, relative to entries above 1. The default is 6e-6, near
    the cube root of the unit roundoff, where truncation and rounding balance; if the gradient does
    not pass, 0.03 is tried as well, with differences of fourth order, where the rounding of
    float32 leaves five digits, and the smaller number counts: noise does not agree by chance.
    Raises ValueError if the gradient has another shape than x; what function and gradient raise
    themselves passes through.

    >>> gradient_check(lambda x: (x**2).sum(), lambda x: 2 * x, np.ones(3)) < 1e-8
    True
    >>> gradient_check(lambda x: (x**2).sum(), lambda x: x, np.ones(3)) > 0.1
    True
    """
    caller = "gradient_check"
    function, gradient = (
        as_function(function, caller, "function"),
        as_function(gradient, caller, "gradient"),
    )
    x = as_finite(as_numbers(x, caller, "x"), caller, "x")
    if step is not None:
        given, step = step, as_number(step, caller, "step")
        if not 0 < step < np.inf:
            raise ValueError(f"{caller}: step is {given}, but a finite number > 0 is needed")
    claimed = as_numbers(gradient(x.copy()), caller, "the value of gradient")
    if claimed.shape != x.shape:
        raise ValueError(
            f"{caller}: the gradient has shape {claimed.shape}, but x has {x.shape}, which is "
            "needed of both"
        )

    def value(at: NDArray) -> float:
        return as_number(function(at), caller, "the value of function")

    error = _disagreement(value, claimed, x, step or 6e-6, {1: 1 / 2})
    if step is None and 1e-8 < error < np.inf:
        error = min(error, _disagreement(value, claimed, x, 0.03, {1: 2 / 3, 2: -1 / 12}))
    return error


def _disagreement(
    value: Callable[[NDArray], float],
    claimed: NDArray,
    x: NDArray,
    step: float,
    weights: dict[int, float],
) -> float:
    """How far the claimed gradient is from Σ_k w_k (f(x + k h) − f(x − k h)) / h."""
    measured = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        h = step * max(1, abs(x[i]))
        for k, weight in weights.items():
            above, below = x.copy(), x.copy()
            above[i] += k * h
            below[i] -= k * h
            rise = value(above) - value(below)
            with np.errstate(all="ignore"):  # a step that is lost in x makes it nan
                measured[i] += weight * rise / ((above[i] - below[i]) / (2 * k))
    if not (np.isfinite(claimed).all() and np.isfinite(measured).all()):
        return np.inf
    scale = max(np.abs(claimed).max(initial=0), np.abs(measured).max(initial=0))
    return float(np.abs(claimed - measured).max(initial=0) / scale) if scale else 0.0

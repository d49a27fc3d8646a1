"""The derivative of softmax: its Jacobian J = diag(p) − p pᵀ, products with it, and a check."""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from softmaxbook.arguments import as_axes, as_real
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
    z, dtype = as_real(z, "softmax_jacobian")
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
    z, dtype = as_real(z, "softmax_jvp")
    v, _ = as_real(v, "softmax_jvp", "v")
    if z.shape != v.shape:
        raise ValueError(f"softmax_jvp: z has shape {z.shape} and v {v.shape}, but one is needed")
    axes = as_axes(axis, z.ndim, "softmax_jvp")
    p = softmax(z, axes)
    with np.errstate(all="ignore"):
        # J 1 = 0, so v may be measured from its entry where p is largest: there v − Σ p v would
        # cancel if that p is near 1.
        top = p == p.max(axis=axes, keepdims=True, initial=0)
        v = v - np.max(np.where(top, v, -np.inf), axis=axes, keepdims=True, initial=-np.inf)
        return (p * (v - np.sum(p * v, axis=axes, keepdims=True))).astype(dtype)[()]


def gradient_check(
    function: Callable[[NDArray], float],
    gradient: Callable[[NDArray], NDArray],
    x: ArrayLike,
    step: float = 6e-6,
) -> float:
    """Largest difference between a gradient and central differences, relative to the larger norm.

    function maps an array of the shape of x to a number, gradient to an array of that shape;
    step is the difference in each entry, relative to entries above 1, and near the cube root of
    the unit roundoff, where truncation and rounding balance. Below 1e-8 is a pass, above 1e-4 a
    mistake; a gradient that is not finite gives inf.
    Raises ValueError if the gradient has another shape than x.

    >>> gradient_check(lambda x: (x**2).sum(), lambda x: 2 * x, np.ones(3)) < 1e-8
    True
    >>> gradient_check(lambda x: (x**2).sum(), lambda x: x, np.ones(3)) > 0.1
    True
    """
    x = as_real(x, "gradient_check")[0].astype(np.float64)
    claimed = np.asarray(gradient(x.copy()))
    if claimed.shape != x.shape:
        raise ValueError(
            f"gradient_check: the gradient has shape {claimed.shape}, but x has {x.shape}"
        )
    measured = np.empty_like(x)
    for i in np.ndindex(x.shape):
        above, below = x.copy(), x.copy()
        above[i] += step * max(1, abs(x[i]))
        below[i] -= step * max(1, abs(x[i]))
        measured[i] = (function(above) - function(below)) / (above[i] - below[i])
    if not (np.isfinite(claimed).all() and np.isfinite(measured).all()):
        return np.inf
    scale = max(np.abs(claimed).max(initial=0), np.abs(measured).max(initial=0))
    return float(np.abs(claimed - measured).max(initial=0) / scale) if scale else 0.0

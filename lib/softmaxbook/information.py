"""Entropy and divergence, from probabilities and, with every digit, from logits. Units are nats."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from softmaxbook.arguments import MASKED_PROBABILITIES, Axis, as_axes, as_real
from softmaxbook.functions import log_softmax, logsumexp, softmax

__all__ = ["entropy", "entropy_from_logits", "kl_divergence", "kl_from_logits"]


def entropy(p: ArrayLike, axis: Axis = -1) -> NDArray:
    """Entropy H(p) = −Σ p_i log p_i, with 0 log 0 = 0, in nats.

    p : non-negative array of any shape, summing to 1 along axis. Returns its shape without axis.
    Raises ValueError for a negative probability.

    >>> float(entropy([0.5, 0.5, 0.0]).round(4))
    0.6931

    Source: Shannon (1948).
    """
    p, dtype, axes = _probabilities(p, axis, "entropy", "p")
    with np.errstate(all="ignore"):
        return np.sum(np.where(p == 0, 0, -p * np.log(p)), axis=axes).astype(dtype)[()]


def kl_divergence(p: ArrayLike, q: ArrayLike, axis: Axis = -1) -> NDArray:
    """Divergence D(p‖q) = Σ p_i log(p_i / q_i) of p from q, in nats. The average is over p.

    p, q : non-negative arrays of one shape, summing to 1 along axis. A class without p adds 0;
    one with p but without q makes the divergence infinite. Returns the shape without axis.
    Raises ValueError for a negative probability or two shapes.

    >>> float(kl_divergence([1.0, 0.0], [0.8, 0.2]).round(4))
    0.2231
    >>> float(kl_divergence([0.8, 0.2], [1.0, 0.0]))
    inf
    """
    p, dtype, axes = _probabilities(p, axis, "kl_divergence", "p")
    q, *_ = _probabilities(q, axis, "kl_divergence", "q")
    _check_shapes(p, q, "kl_divergence", "p and q")
    with np.errstate(all="ignore"):
        terms = np.where(p == 0, 0, p * (np.log(p) - np.log(q)))
        return np.sum(terms, axis=axes).astype(dtype)[()]


def entropy_from_logits(z: ArrayLike, axis: Axis = -1) -> NDArray:
    """Entropy of softmax(z) in nats, to 1e-13 relative however sure the distribution is.

    z : logits of any shape, -inf for impossible classes. Returns its shape without axis.

    >>> float(entropy_from_logits([3.0, 1.0, 0.2]).round(6))
    0.547737
    >>> float(f"{entropy_from_logits([0.0, -50.0]):.3g}")
    9.84e-21
    """
    z, dtype = as_real(z, "entropy_from_logits", "z")
    axes = as_axes(axis, z.ndim, "entropy_from_logits")
    p, log_p = softmax(z, axes), log_softmax(z, axes)
    with np.errstate(all="ignore"):  # no term is negative, so no digit cancels
        return np.sum(np.where(p == 0, 0, -p * log_p), axis=axes).astype(dtype)[()]


def kl_from_logits(z_p: ArrayLike, z_q: ArrayLike, axis: Axis = -1) -> NDArray:
    """D(softmax(z_p)‖softmax(z_q)) in nats, to 1e-13 relative however near the two are.

    z_p, z_q : logits of one shape, -inf for impossible classes. Returns the shape without axis.
    Raises ValueError for two shapes.

    With d = z_p − z_q and u = Σ p d − d, the divergence is log Σ p e^u. Since Σ p u = 0, that is
    log1p(Σ p (e^u − 1 − u)), where no term is negative; differences of logarithms would cancel.

    >>> float(f"{kl_from_logits([0.0, 0.0], [1e-8, 0.0]):.3g}")
    1.25e-17
    """
    z_p, dtype = as_real(z_p, "kl_from_logits", "z_p")
    z_q, _ = as_real(z_q, "kl_from_logits", "z_q")
    _check_shapes(z_p, z_q, "kl_from_logits", "z_p and z_q")
    axes = as_axes(axis, z_p.ndim, "kl_from_logits")
    p = softmax(z_p, axes)
    with np.errstate(all="ignore"):
        possible = p > 0
        # Measured from where p is largest, so that a constant between the two cancels.
        at_top = p == p.max(axis=axes, keepdims=True, initial=0)
        d = np.where(possible, z_p - z_q, 0)
        d = d - np.max(np.where(at_top, d, -np.inf), axis=axes, keepdims=True, initial=-np.inf)
        u = np.where(
            possible, np.sum(np.where(possible, p * d, 0), axis=axes, keepdims=True) - d, 0
        )
        log_weights = log_softmax(z_p, axes) + u
        terms = np.where(u > 1, np.exp(log_weights) - p * (1 + u), p * _exp_beyond_line(u))
        # What q gives to classes that p excludes is missing from Σ p e^u = e^D Σ q.
        q = softmax(z_q, axes)
        outside = np.sum(np.where(possible, 0, q), axis=axes)
        log_q = np.where(possible, log_softmax(z_q, axes), -np.inf)
        log_inside = np.where(outside < 0.5, np.log1p(-outside), logsumexp(log_q, axes))
        total = np.sum(np.where(possible, terms, 0), axis=axes)
        near, far = np.log1p(total), logsumexp(np.where(possible, log_weights, -np.inf), axes)
        result = np.where(np.isinf(total), far, near) - log_inside
        excluded = np.any(possible & (z_q == -np.inf), axis=axes)
        result = np.where(excluded, np.inf, result)
        undefined = np.any(np.isnan(p) | np.isnan(q), axis=axes)
        return np.where(undefined, np.nan, result).astype(dtype)[()]


def _exp_beyond_line(u: NDArray) -> NDArray:
    """e^u − 1 − u: its Taylor series where |u| < 1, because there the difference would cancel."""
    series = np.zeros_like(u)
    for n in range(20, 1, -1):  # 1/20! is below the last place of float64
        series = (1 + series) * u / n
    return np.where(np.abs(u) < 1, series * u, np.expm1(u) - u)


def _probabilities(
    p: ArrayLike, axis: Axis, caller: str, name: str
) -> tuple[NDArray, np.dtype, tuple[int, ...]]:
    p, dtype = as_real(p, caller, name, MASKED_PROBABILITIES)
    if (p < 0).any():
        raise ValueError(
            f"{caller}: the smallest probability in {name} is {np.nanmin(p)}, but at least 0 is "
            "needed"
        )
    return p, dtype, as_axes(axis, p.ndim, caller)


def _check_shapes(a: NDArray, b: NDArray, caller: str, names: str) -> None:
    if a.shape != b.shape:
        raise ValueError(f"{caller}: the shapes are {a.shape} and {b.shape}, but {names} need one")

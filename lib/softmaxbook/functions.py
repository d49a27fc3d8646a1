"""Softmax and its closest relatives, evaluated without overflow and without losing the tail.

Every function takes anything NumPy can turn into an array of real numbers, never writes to
its input and raises no floating-point warning: the values at infinity and nan are defined
below instead. Integers and booleans become float64 before any subtraction, because
``uint8`` logits would wrap around; float16 is evaluated in float32 and rounded once.
"""

import numpy as np
from numpy.lib.array_utils import normalize_axis_tuple
from numpy.typing import ArrayLike, NDArray

__all__ = ["log_softmax", "logsumexp", "sigmoid", "softmax"]

Axis = int | tuple[int, ...] | None


def softmax(
    x: ArrayLike,
    axis: Axis = -1,
    *,
    temperature: float = 1.0,
    where: ArrayLike | None = None,
    out: NDArray | None = None,
) -> NDArray:
    """Turn logits into probabilities: p_i = exp(x_i / T) / Σ_j exp(x_j / T).

    Parameters
    ----------
    x : real array of any shape
        Logits, in nats up to a common constant.
    axis : int, tuple of int or None
        The classes lie along this axis (None: all axes together).
    temperature : float > 0
        T. Below 1 sharpens the distribution, above 1 flattens it.
    where : boolean array that broadcasts to the shape of x, optional
        False takes a class out: its probability is exactly 0, whatever its logit.
    out : floating array of the shape of x, optional
        Receives the result; it may be x itself.

    Returns
    -------
    array of the shape of x
        Non-negative, summing to 1 along axis up to rounding. A slice in which ``where`` is
        False throughout is all 0. A slice that holds +inf or nan, or nothing but -inf, has
        no softmax: it is all nan.

    Raises
    ------
    TypeError
        Logits that are not real numbers, a mask that is not boolean, an ``out`` that cannot
        hold the result.
    ValueError
        A temperature that is not positive and finite, a shape or an axis that does not fit.

    Examples
    --------
    >>> softmax([3.0, 1.0, 0.2]).round(4)
    array([0.836 , 0.1131, 0.0508])
    >>> softmax([1000.0, 1000.0])
    array([0.5, 0.5])

    Source: Bridle (1990); the shift by the maximum is analysed by Blanchard, Higham and
    Higham (2021).
    """
    x, dtype = _as_logits(x, "softmax")
    axes = _as_axes(axis, x.ndim, "softmax")
    keep = _as_mask(where, x.shape, "softmax")
    temperature = _as_temperature(temperature, x.dtype, "softmax")
    with np.errstate(all="ignore"):
        shifted = _shift_by_maximum(x, axes, keep) / temperature
        weights = np.where(keep, np.exp(shifted), 0)
        # The largest weight is exp(0) = 1, so the sum below cannot be 0 (chapter 4).
        p = weights / weights.sum(axis=axes, keepdims=True)
        p = np.where(keep, p, 0)
    return _deliver(p, dtype, out, "softmax")


def log_softmax(
    x: ArrayLike,
    axis: Axis = -1,
    *,
    temperature: float = 1.0,
    where: ArrayLike | None = None,
    out: NDArray | None = None,
) -> NDArray:
    """Logarithm of softmax: x_i / T − log Σ_j exp(x_j / T), in nats.

    Exact where ``log(softmax(x))`` is not: it stays finite when a probability underflows to
    0, and it keeps every digit when a probability is so near 1 that its logarithm would be
    rounded to 0.

    Parameters, errors and special values are those of :func:`softmax`; a class taken out by
    ``where`` has log-probability -inf.

    Examples
    --------
    >>> log_softmax([800.0, 0.0]).round(1)
    array([   0., -800.])
    >>> float(f"{log_softmax([0.0, -50.0])[0]:.3g}")
    -1.93e-22

    Source: log1p in place of log follows Blanchard, Higham and Higham (2021), section 3.
    """
    x, dtype = _as_logits(x, "log_softmax")
    axes = _as_axes(axis, x.ndim, "log_softmax")
    keep = _as_mask(where, x.shape, "log_softmax")
    temperature = _as_temperature(temperature, x.dtype, "log_softmax")
    with np.errstate(all="ignore"):
        shifted = _shift_by_maximum(x, axes, keep) / temperature
        log_p = shifted - _log_of_sum(shifted, axes, keep)
        log_p = np.where(keep, log_p, -np.inf)
    return _deliver(log_p, dtype, out, "log_softmax")


def logsumexp(
    x: ArrayLike, axis: Axis = -1, *, b: ArrayLike | None = None, keepdims: bool = False
) -> NDArray:
    """Logarithm of a sum of exponentials: log Σ_j b_j exp(x_j), the soft maximum of x.

    Parameters
    ----------
    x : real array of any shape
        Exponents, in nats.
    axis : int, tuple of int or None
        Summed over (None: all axes).
    b : real array that broadcasts to the shape of x, optional
        Weights; default 1. A weight of 0 takes its exponent out, even an infinite one.
    keepdims : bool
        Keep the summed axes with length 1.

    Returns
    -------
    array of the shape of x without axis
        Between max(x) and max(x) + log K for K exponents with weight 1. -inf for an empty
        sum, +inf if an exponent is +inf, nan if one is nan or the weighted sum is negative.

    Examples
    --------
    >>> float(logsumexp([3.0, 1.0, 0.2]).round(4))
    3.1791
    >>> float(logsumexp([1000.0, 1000.0]).round(4))
    1000.6931

    Source: Blanchard, Higham and Higham (2021); weights as in SciPy.
    """
    x, dtype = _as_logits(x, "logsumexp")
    axes = _as_axes(axis, x.ndim, "logsumexp")
    weights = _as_weights(b, x, "logsumexp")
    keep = weights != 0
    with np.errstate(all="ignore"):
        top = np.max(x, axis=axes, keepdims=True, where=keep, initial=-np.inf)
        top = np.where(np.isfinite(top), top, 0)  # inf - inf would turn ±inf into nan
        result = top + _log_of_sum(x - top, axes, keep, weights)
    if not keepdims:
        result = np.squeeze(result, axis=axes)
    return _deliver(result, dtype, None, "logsumexp")


def sigmoid(x: ArrayLike) -> NDArray:
    """Logistic function 1 / (1 + exp(−x)): softmax of (x, 0), first entry.

    Parameters
    ----------
    x : real array of any shape
        Log-odds, in nats.

    Returns
    -------
    array of the shape of x
        Probabilities.

    Examples
    --------
    >>> sigmoid([-1000.0, 0.0, 3.0]).round(4)
    array([0.    , 0.5   , 0.9526])
    """
    x, dtype = _as_logits(x, "sigmoid")
    with np.errstate(all="ignore"):
        # exp of a non-positive number never overflows; which side x is on picks the numerator.
        small = np.exp(-np.abs(x))
        p = np.where(x >= 0, 1, small) / (1 + small)
    return _deliver(p, dtype, None, "sigmoid")


def _shift_by_maximum(x: NDArray, axes: tuple[int, ...], keep: NDArray | bool) -> NDArray:
    """x minus its maximum: softmax cannot tell (chapter 3), and exp cannot overflow (chapter 4).

    ``initial`` lets the maximum of an empty or fully masked slice exist.
    """
    return x - np.max(x, axis=axes, keepdims=True, where=keep, initial=-np.inf)


def _log_of_sum(
    shifted: NDArray, axes: tuple[int, ...], keep: NDArray | bool, weights: NDArray | None = None
) -> NDArray:
    """log Σ weights · exp(shifted) for a slice whose maximum is 0.

    If the sum is near 1, adding a small rest to 1 and taking the logarithm would round the rest
    away; so the terms at the maximum, which give the 1, are kept apart and log1p takes what the
    sum has beyond 1 (chapter 4).
    """
    weights = np.ones((), shifted.dtype) if weights is None else weights
    is_top = shifted == 0
    at_top = np.sum(weights * is_top, axis=axes, keepdims=True, where=keep)
    terms = weights * np.exp(shifted)
    rest = np.sum(terms, axis=axes, keepdims=True, where=keep & ~is_top)
    beyond_1 = (at_top - 1) + rest
    return np.where(np.abs(beyond_1) < 0.5, np.log1p(beyond_1), np.log(at_top + rest))


def _as_logits(x: ArrayLike, caller: str, name: str = "the input") -> tuple[NDArray, np.dtype]:
    """x as a floating array wide enough to compute in, and the dtype the result shall have."""
    try:
        x = np.asarray(x)
    except ValueError as error:
        raise ValueError(f"{caller}: {name} is ragged; all rows need one length") from error
    if x.dtype.kind in "biu":
        x = x.astype(np.float64)
    if x.dtype.kind != "f":
        raise TypeError(f"{caller}: {name} has dtype {x.dtype}, but real numbers are needed")
    dtype = x.dtype.newbyteorder("=")
    return x.astype(np.float32 if dtype == np.float16 else dtype, copy=False), dtype


def _as_axes(axis: Axis, ndim: int, caller: str) -> tuple[int, ...]:
    """axis as a tuple of non-negative integers; a single number counts as one class."""
    if axis is None:
        return tuple(range(ndim))
    if ndim == 0 and axis in (0, -1):
        return ()
    try:
        return normalize_axis_tuple(axis, ndim, argname=caller)
    except TypeError as error:
        raise TypeError(
            f"{caller}: axis is {axis!r}, but an integer, a tuple of integers or None is needed"
        ) from error


def _as_mask(where: ArrayLike | None, shape: tuple[int, ...], caller: str) -> NDArray | bool:
    if where is None:
        return True
    try:
        where = np.asarray(where)
    except ValueError as error:
        raise ValueError(f"{caller}: where is ragged; all rows need one length") from error
    if where.dtype != bool:
        raise TypeError(f"{caller}: where has dtype {where.dtype}, but booleans are needed")
    try:
        return np.broadcast_to(where, shape)
    except ValueError as error:
        raise ValueError(
            f"{caller}: where has shape {where.shape}, but it must broadcast to {shape}"
        ) from error


def _as_temperature(temperature: float, dtype: np.dtype, caller: str) -> float:
    if np.ndim(temperature) != 0 or np.asarray(temperature).dtype.kind not in "biuf":
        raise TypeError(f"{caller}: temperature is {temperature!r}, but one number is needed")
    temperature = float(temperature)
    if not 0 < temperature < np.inf:
        raise ValueError(
            f"{caller}: temperature is {temperature}, but a positive finite number is needed"
        )
    # Rounded to the dtype of the logits it must not become 0, or the top logit would be 0 / 0.
    return max(temperature, float(np.finfo(dtype).smallest_subnormal))


def _as_weights(b: ArrayLike | None, x: NDArray, caller: str) -> NDArray:
    weights = np.ones((), x.dtype) if b is None else _as_logits(b, caller, "b")[0]
    try:
        return np.broadcast_to(weights, x.shape)
    except ValueError as error:
        raise ValueError(
            f"{caller}: b has shape {weights.shape}, but it must broadcast to {x.shape}"
        ) from error


def _deliver(result: NDArray, dtype: np.dtype, out: NDArray | None, caller: str) -> NDArray:
    """Round once to the dtype promised, into out if given; 0-d arrays become scalars."""
    with np.errstate(all="ignore"):  # rounding to a narrower type may overflow to inf, or underflow
        if out is None:
            return result.astype(dtype, copy=False)[()]
        if not isinstance(out, np.ndarray) or out.dtype.kind != "f":
            given = out.dtype if isinstance(out, np.ndarray) else type(out).__name__
            raise TypeError(
                f"{caller}: out is {given}, but an array that can hold {dtype} is needed"
            )
        if out.shape != result.shape:
            raise ValueError(
                f"{caller}: out has shape {out.shape}, but the result has shape {result.shape}"
            )
        if not out.flags.writeable:
            raise ValueError(f"{caller}: out is read-only, but a writeable array is needed")
        np.copyto(out, result, casting="same_kind")
        return out

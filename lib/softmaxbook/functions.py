"""Softmax and its closest relatives, evaluated without overflow, without losing the tail, fast.

Every function takes anything NumPy can turn into an array of real numbers, never writes to its
input and raises no floating-point warning: the values at infinity and nan are defined instead.

Two ways lead to each result. *Exp first*: if no exponential overflows and no sum is small, the
definition as it stands is both the fastest and the most accurate way, because subtracting the
maximum rounds, and exp amplifies the rounding. *With care*: every other slice is shifted by its
maximum, and the rounding of the shift is made good (chapter 4).
"""

import functools
import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from softmaxbook.arguments import (
    DEFAULT_TEMPERATURE,
    Axis,
    as_axes,
    as_mask,
    as_real,
    as_temperature,
    broadcast,
    check_out,
)

__all__ = ["log_softmax", "logsumexp", "sigmoid", "softmax"]

BLOCK = 2**19  # bytes worked on at a time: with its scratch a block stays in the cache
VANISHING = {  # exp of less than minus this is 0
    np.dtype(t): 2 * float(np.log(np.finfo(t).max)) for t in (np.float32, np.float64, np.longdouble)
}
SHORT = 32  # rows up to this length are summed by a matrix product, and transposed for care


def softmax(
    x: ArrayLike,
    axis: Axis = -1,
    *,
    temperature: float = DEFAULT_TEMPERATURE,
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
        no softmax: it is all nan. At temperature 1 the entries err by a few units of their
        last place, in float64 and float32: by 7 at most in three million random rows of the
        widest kinds, by 6 in every case of the tests. In float16 they are correctly rounded.

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

    Source: Bridle (1990); errors with and without a shift: Blanchard, Higham and Higham (2021).
    """
    return _apply(_softmax, x, axis, temperature, where, out, 0, "softmax")


def log_softmax(
    x: ArrayLike,
    axis: Axis = -1,
    *,
    temperature: float = DEFAULT_TEMPERATURE,
    where: ArrayLike | None = None,
    out: NDArray | None = None,
) -> NDArray:
    """Logarithm of softmax: x_i / T − log Σ_j exp(x_j / T), in nats.

    Exact where ``log(softmax(x))`` is not: it stays finite when a probability underflows to
    0, and it keeps every digit when a probability is so near 1 that its logarithm would be
    rounded to 0.

    Parameters, errors, guarantees and special values are those of :func:`softmax`; a class
    taken out by ``where`` has log-probability -inf.

    Examples
    --------
    >>> log_softmax([800.0, 0.0]).round(1)
    array([   0., -800.])
    >>> float(f"{log_softmax([0.0, -50.0])[0]:.3g}")
    -1.93e-22

    Source: log1p in place of log follows Blanchard, Higham and Higham (2021), section 3.
    """
    return _apply(_log_softmax, x, axis, temperature, where, out, -np.inf, "log_softmax")


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
    x, dtype = as_real(x, "logsumexp")
    axes = as_axes(axis, x.ndim, "logsumexp")
    if b is not None:
        b = broadcast(as_real(b, "logsumexp", "b")[0], x.shape, "logsumexp", "b")
    kept = tuple(1 if i in axes else n for i, n in enumerate(x.shape))
    with np.errstate(all="ignore"):
        np.setbufsize(256)
        if len(axes) == 1 and b is None:
            result = np.empty(kept, x.dtype)
            _in_blocks(_logsumexp, x, axes[0], 1.0, result)
        else:
            rows = [None if a is None else _classes_last(a, axes) for a in (x, b)]
            result = _careful_logsumexp(rows[0], 1, weights=rows[1])
        result = result.reshape(kept).astype(dtype, copy=False)
    return (result if keepdims else result.squeeze(axes))[()]


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
    x, dtype = as_real(x, "sigmoid")
    with np.errstate(all="ignore"):
        # exp of a non-positive number never overflows; which side x is on picks the numerator.
        small = np.exp(-np.abs(x))
        return (np.where(x >= 0, 1, small) / (1 + small)).astype(dtype, copy=False)[()]


# ---- Arguments to blocks ------------------------------------------------------------------------


def _apply(kernel, x, axis, temperature, where, out, masked, caller):
    """What softmax and log_softmax share: arguments, masks, axes, and the type of the result."""
    x, dtype = as_real(x, caller)
    axes = as_axes(axis, x.ndim, caller)
    temperature = as_temperature(temperature, x.dtype, caller)
    if out is not None:
        check_out(out, x.shape, dtype, caller)
    with np.errstate(all="ignore"):
        np.setbufsize(256)  # undone by errstate; halves the cost of arithmetic with a column
        if where is not None:
            where = as_mask(where, x.shape, caller)
            x = np.where(where, x, -np.inf)
        elif out is not None and np.may_share_memory(x, out):
            x = x.copy()  # a slice that needs care is read again after out has been written
        in_place = out is not None and out.dtype == x.dtype and out.flags.c_contiguous
        result = out if in_place else np.empty(x.shape, x.dtype)
        if len(axes) == 1:
            _in_blocks(kernel, x, axes[0], temperature, result)
        else:
            rows = _classes_last(x, axes)
            _in_blocks(kernel, rows, 1, temperature, shares := np.empty_like(rows))
            moved = np.moveaxis(result, axes, range(-len(axes), 0))
            moved[...] = shares.reshape(moved.shape)
        if where is not None:
            np.copyto(result, masked, where=~where)
        if out is None:
            return result.astype(dtype, copy=False)[()]
        if not in_place:
            np.copyto(out, result, casting="same_kind")
        return out


def _classes_last(x: NDArray, axes: tuple[int, ...]) -> NDArray:
    """x with shape (slices, classes), where the classes lie along several axes, or none."""
    classes = math.prod(x.shape[i] for i in axes)
    slices = math.prod(n for i, n in enumerate(x.shape) if i not in axes)
    return np.moveaxis(x, axes, range(-len(axes), 0)).reshape(slices, classes)


def _in_blocks(kernel, x: NDArray, axis: int, temperature: float, result: NDArray) -> None:
    """Call kernel(x_block, axis, temperature, result_block) for blocks of whole slices.

    result is C-contiguous, and along axis as long as x, or of length 1.
    """
    if x.ndim == 2 and x.nbytes <= BLOCK:
        kernel(x, axis, temperature, result)
        return
    classes, length = x.shape[axis], result.shape[axis]
    before, after = math.prod(x.shape[:axis]), math.prod(x.shape[axis + 1 :])
    if before > 1 and after > 1:
        rows = np.empty((before * after, length), result.dtype)
        _in_blocks(kernel, _classes_last(x, (axis,)), 1, temperature, rows)
        moved = np.moveaxis(result, axis, -1)
        moved[...] = rows.reshape(moved.shape)
    elif after > 1:
        x, result = x.reshape(classes, after), result.reshape(length, after)
        step = max(4096, BLOCK // max(classes * x.itemsize, 1))  # narrower reads memory in scraps
        for start in range(0, after, step):
            part = slice(start, start + step)
            kernel(x[:, part], 0, temperature, result[:, part])
    else:
        x, result = x.reshape(before, classes), result.reshape(before, length)
        step = max(1, BLOCK // max(classes * x.itemsize, 1))
        for start in range(0, before, step):
            part = slice(start, start + step)
            kernel(x[part], 1, temperature, result[part])


# ---- Exp first ----------------------------------------------------------------------------------


def _softmax(x: NDArray, axis: int, temperature: float, p: NDArray) -> None:
    if temperature != 1 or _overflows(x):
        p[...] = _careful_softmax(x, axis, temperature)
        return
    np.exp(x, out=p)
    total = _sum(p, axis)
    np.divide(p, total, out=p)
    # A sum below 1 may have lost digits to underflow; nan fails both comparisons.
    if not (total.min(initial=1) >= 1 and total.max(initial=1) < np.inf):
        good = (total >= 1) & (total < np.inf)
        _again_with_care(_careful_softmax, x, axis, good, p)


def _log_softmax(x: NDArray, axis: int, temperature: float, log_p: NDArray) -> None:
    short_rows = axis == 1 and x.shape[1] <= SHORT  # to find their maxima costs more than care
    if temperature != 1 or short_rows or _overflows(x):
        log_p[...] = _careful_log_softmax(x, axis, temperature)
        return
    np.exp(x, out=log_p)
    total = _sum(log_p, axis)
    log_total = _log(total)
    np.subtract(x, log_total, out=log_p)
    # The difference keeps its digits where no log-probability is small beside log Σ.
    nearest = log_p.max(axis=axis, keepdims=True, initial=-np.inf)
    good = (total >= 1) & (-5 * nearest >= log_total + 3) & (total < np.inf)
    _again_with_care(_careful_log_softmax, x, axis, good, log_p)


def _logsumexp(x: NDArray, axis: int, temperature: float, result: NDArray) -> None:
    if _overflows(x):
        result[...] = _careful_logsumexp(x, axis)
        return
    total = _sum_of_exp(x, axis)
    result[...] = _log(total)
    good = (total >= 4) & (total < np.inf)  # near 1 the logarithm loses what log1p can keep
    _again_with_care(_careful_logsumexp, x, axis, good, result)


def _again_with_care(kernel, x: NDArray, axis: int, good: NDArray, result: NDArray) -> None:
    """Run kernel on those slices of x that are not good, and put them right in result."""
    if good.all():
        return
    poor = np.flatnonzero(~good)
    if 4 * poor.size > good.size:  # to pick them out would cost more than to do all
        result[...] = kernel(x, axis)
        return
    result_by_slice = np.moveaxis(result, axis, 0)
    result_by_slice[:, poor] = kernel(np.moveaxis(x, axis, 0)[:, poor], 0)


def _overflows(x: NDArray) -> bool:
    """Whether exp of many x would overflow, so that to try it first would be lost time."""
    return x.size > 4096 and not x.max(initial=-np.inf) <= VANISHING[x.dtype] / 2


def _log(total: NDArray) -> NDArray:
    """Logarithm in float64 at least: one number for each slice, and float32's errs by 2 ulp."""
    return np.log(total, dtype=np.promote_types(total.dtype, np.float64)).astype(total.dtype)


def _sum_of_exp(x: NDArray, axis: int) -> NDArray:
    """Σ exp(x) along axis of a block, which may hold very long slices, with little scratch."""
    classes = x.shape[axis]
    deep = max(1, BLOCK * classes // max(x.nbytes, 1))
    if deep >= classes:
        return _sum(np.exp(x), axis)
    parts = np.split(x, range(deep, classes, deep), axis)
    return sum(_sum(np.exp(part), axis) for part in parts)


def _sum(terms: NDArray, axis: int) -> NDArray:
    """Σ terms along axis (kept), with errors that do not grow with the number of terms.

    NumPy adds pairwise along the last axis, but one after another along any other (a million
    float32 classes lose 4000 ulp) and slowly along a short last one (8 times the time of a
    matrix product, K = 10).
    """
    classes = terms.shape[axis]
    last = axis == terms.ndim - 1
    if terms.size < 4096 and (last or classes <= SHORT):
        return terms.sum(axis=axis, keepdims=True)
    before, kept = math.prod(terms.shape[:axis]), list(terms.shape)
    kept[axis] = 1
    parts = terms.reshape(before, classes, -1)
    if parts.shape[2] == 1 and classes <= SHORT:
        return (parts[:, :, 0] @ np.ones(classes, terms.dtype)).reshape(kept)
    if parts.shape[2] == 1:
        return parts[:, :, 0].sum(axis=1).reshape(kept)
    while parts.shape[1] > SHORT:  # 32 layers of a 32nd of the terms become one
        layer = parts.shape[1] // SHORT
        full = parts[:, : SHORT * layer].reshape(before, SHORT, layer, -1).sum(axis=1)
        parts = np.concatenate([full, parts[:, SHORT * layer :]], axis=1)
    return parts.sum(axis=1).reshape(kept)


# ---- With care ----------------------------------------------------------------------------------


def _class_major(kernel):
    """Short rows are transposed first: the maximum of each costs NumPy ten times what exp costs."""

    @functools.wraps(kernel)
    def transposed(x, axis, *rest, **options):
        if axis == 1 and x.shape[1] <= SHORT and len(x) > SHORT and not options:
            return kernel(x.T.copy(), 0, *rest).T
        return kernel(x, axis, *rest, **options)

    return transposed


@_class_major
def _careful_softmax(x: NDArray, axis: int, temperature: float = 1.0) -> NDArray:
    *_, weights = _exponentials(x, axis, temperature)
    weights /= _sum(weights, axis)
    return weights


@_class_major
def _careful_log_softmax(x: NDArray, axis: int, temperature: float = 1.0) -> NDArray:
    top, near, weights = _exponentials(x, axis, temperature)
    log_p = x - top
    if temperature != 1:
        log_p /= temperature
    log_p -= _log_of_sum_over_top(x, top, near, weights, axis)
    return log_p


@_class_major
def _careful_logsumexp(
    x: NDArray, axis: int, temperature: float = 1.0, weights: NDArray | None = None
) -> NDArray:
    if weights is not None:
        x = np.where(weights != 0, x, -np.inf)
    top, near, terms = _exponentials(x, axis, temperature)
    log_sum = top + _log_of_sum_over_top(x, top, near, terms, axis, weights)
    if weights is None:
        return np.where(np.isinf(top), top, log_sum)
    sign = np.sign(_sum(np.where(x == top, weights, 0), axis))
    return np.where(np.isinf(top), top + np.log(sign), log_sum)


def _exponentials(x: NDArray, axis: int, temperature: float) -> tuple[NDArray, NDArray, NDArray]:
    """The maximum of x, a number c next to it, and exp((x − c) / T).

    x − c is rounded, and exp multiplies its relative error by |x − c|: 500 ulp of softmax in
    float64. But the error of one subtraction is a floating-point number itself, and for whole c,
    x − (shifted + c) gives it exactly (Dekker 1971) wherever exp does not vanish.
    """
    top = x.max(axis=axis, keepdims=True, initial=-np.inf)
    if temperature != 1:
        return top, top, np.exp((x - top) / temperature)
    near = np.rint(top)
    large = np.finfo(x.dtype).max / 4
    if not (x.min(initial=0) >= -large and near.max(initial=0) <= large):
        # -inf would make the error below nan. (Beside 1e20, VANISHING is lost in rounding.)
        floor = np.minimum(near - VANISHING[x.dtype], np.nextafter(near, -np.inf))
        x = np.maximum(x, floor)
    shifted = x - near
    error = shifted + near
    np.subtract(x, error, out=error)
    np.exp(shifted, out=shifted)
    error *= shifted
    shifted += error
    return top, near, shifted


def _log_of_sum_over_top(x, top, near, terms, axis, weights=None) -> NDArray:
    """log of Σ weights · terms in units of the term at the maximum; terms are used up.

    Adding a small rest to 1 and taking the logarithm would round the rest away; so the terms at
    the maximum, which give the 1, are kept apart and log1p takes what the sum has beyond 1.
    """
    is_top = x == top
    if weights is not None:
        terms *= weights
        at_top = _sum(np.where(is_top, weights, 0), axis)
    elif np.count_nonzero(is_top) == top.size and not np.isnan(top).any():
        # Every slice has a maximum, so none has two: 20 times faster than counting in each.
        at_top = np.ones_like(top)
    else:
        at_top = is_top.sum(axis=axis, keepdims=True, dtype=terms.dtype)
    np.copyto(terms, 0, where=is_top)
    rest = _sum(terms, axis)
    if near is not top:
        rest /= np.exp(top - near)
    beyond_1 = (at_top - 1) + rest
    return np.where(np.abs(beyond_1) < 0.5, np.log1p(beyond_1), np.log(at_top + rest))

"""Softmax and its closest relatives, evaluated without overflow, without losing the tail, fast.

Every function takes anything NumPy can turn into an array of real numbers, never writes to its
input and raises no floating-point warning: the values at infinity and nan are defined instead.

Three ideas carry it (chapter 4 explains them). *Exp first*: if no exponential overflows and no sum
is small, the definition as it stands is both the fastest and the most accurate way, because
subtracting the maximum rounds, and exp amplifies the rounding. *A compensated shift*: every other
slice is shifted by its maximum, and the rounding of the shift is made good. *Leave the winner
out*: the logarithm of a probability near 1 is log1p of what the other classes have.
"""

import math

import numpy as np
from numpy.lib import NumpyVersion
from numpy.typing import ArrayLike, NDArray

from softmaxbook.arguments import (
    DEFAULT_TEMPERATURE,
    MASK_AS_WHERE,
    Axis,
    as_axes,
    as_flag,
    as_mask,
    as_real,
    as_temperature,
    broadcast,
    check_out,
)

__all__ = ["log_softmax", "logsumexp", "sigmoid", "softmax", "sparsemax"]

BLOCK = 2**19  # bytes worked on at a time: with its scratch a block stays in the cache
SMALL = 4096  # up to so many numbers, what makes work on many faster costs more than it saves
LOG_HALF = -0.6931  # one class in a slice at most has a larger log-probability
# Elements that NumPy buffers. From 2.3 on few are best: they halve the cost of arithmetic with a
# column. Before, it adds pairwise only what one buffer holds: a row needs few buffers, or it loses
# its last digits.
BUFFER = 256 if NumpyVersion(np.__version__) >= "2.3.0" else 2**17
SHORT = 32  # rows up to this length are slow to reduce and to combine with a column
LIMITS = {np.dtype(t): np.finfo(t) for t in (np.float32, np.float64, np.longdouble)}
LARGEST = {t: float(np.log(limit.max)) for t, limit in LIMITS.items()}  # exp of more overflows
VANISHING = {t: 1 - float(np.log(limit.smallest_subnormal)) for t, limit in LIMITS.items()}


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
        last place, in float64 and float32: by less than 6 in every case of the tests and in
        three million random rows of the widest kinds. In float16 they are correctly rounded.

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


@np.errstate(all="ignore")
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
        In float32 and float16 it errs by less than 4 units of its last place even where the sum
        is 1 but for rounding, as of log-probabilities (by less than 64 where longdouble is
        float64, down to results of 1e-11); in float64 that difference has no digits.

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
    keepdims = as_flag(keepdims, "logsumexp", "keepdims")
    kept = tuple(1 if i in axes else n for i, n in enumerate(x.shape))
    if b is None:
        rows, along = (x, axes[0]) if len(axes) == 1 else (_classes_last(x, axes), 1)
        result = np.empty(kept if len(axes) == 1 else (len(rows), 1), x.dtype)
        _in_blocks(_logsumexp, rows, along, 1.0, result)
    else:
        wide = np.promote_types(dtype, np.float64)  # a sum near 1 has no digits to spare
        rows, b = (_classes_last(a.astype(wide), axes) for a in (x, b))
        result = _logsumexp_with_care(rows, 1, b)
        if dtype.itemsize < 8 and (near := (np.abs(result) < 1e-8).ravel()).any():
            part, weights = rows[near].astype(np.longdouble), b[near].astype(np.longdouble)
            result[near] = _logsumexp_with_care(part, 1, weights)
    result = result.reshape(kept).astype(dtype, copy=False)
    return (result if keepdims else result.squeeze(axes))[()]


@np.errstate(all="ignore")
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
    # exp of a non-positive number never overflows; which side x is on picks the numerator.
    small = np.exp(-np.abs(x))
    return (np.where(x >= 0, 1, small) / (1 + small)).astype(dtype, copy=False)[()]


@np.errstate(all="ignore")
def sparsemax(x: ArrayLike, axis: Axis = -1) -> NDArray:
    """Point of the probability simplex nearest to x: p_i = max(x_i − τ, 0) with Σ p = 1.

    A projection, which softmax is not: small scores get exactly 0, and a point of the simplex
    stays where it is.

    Parameters
    ----------
    x : real array of any shape
        Scores; like logits they count up to a common constant.
    axis : int, tuple of int or None
        The classes lie along this axis (None: all axes together).

    Returns
    -------
    array of the shape of x
        Probabilities; all nan where softmax is.

    Examples
    --------
    >>> sparsemax([3.0, 1.0, 0.2])
    array([1., 0., 0.])
    >>> sparsemax([0.5, 0.25, -0.25]).round(4)
    array([0.625, 0.375, 0.   ])

    Source: Martins and Astudillo (2016).
    """
    x, dtype = as_real(x, "sparsemax")
    axes = as_axes(axis, x.ndim, "sparsemax")
    rows = _classes_last(x, axes)
    if rows.size:
        rows = rows - rows.max(axis=1, keepdims=True)
        descending = -np.sort(-rows, axis=1)
        so_far = np.cumsum(descending, axis=1)
        # The k largest stay above 0 as long as the k-th does; the threshold takes their excess.
        stays = 1 + np.arange(1, rows.shape[1] + 1, dtype=x.dtype) * descending > so_far
        kept = stays.sum(axis=1, keepdims=True)
        excess = np.take_along_axis(so_far, kept - 1, axis=1) - 1
        rows = np.maximum(rows - excess / kept.astype(x.dtype), 0)
    return _from_rows(rows, axes, np.empty(x.shape, dtype))[()]


# ---- Arguments to blocks ------------------------------------------------------------------------


@np.errstate(all="ignore")
def _apply(kernel, x, axis, temperature, where, out, masked, caller):
    """What softmax and log_softmax share: arguments, masks, axes, and the type of the result."""
    x, dtype = as_real(x, caller, masked=MASK_AS_WHERE)
    axes = as_axes(axis, x.ndim, caller)
    temperature = as_temperature(temperature, x.dtype, caller)
    if out is not None:
        check_out(out, x.shape, dtype, caller)
        given, out = out, out.view(np.ndarray)  # the axes of a matrix would be kept
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
        _from_rows(shares, axes, result)
    if where is not None:
        np.copyto(result, masked, where=~where)
    if out is None:
        return result.astype(dtype, copy=False)[()]
    if not in_place:
        np.copyto(out, result, casting="same_kind")
    return given


def _classes_last(x: NDArray, axes: tuple[int, ...]) -> NDArray:
    """x with shape (slices, classes), where the classes lie along several axes, or none."""
    classes = math.prod(x.shape[i] for i in axes)
    slices = math.prod(n for i, n in enumerate(x.shape) if i not in axes)
    return np.moveaxis(x, axes, range(-len(axes), 0)).reshape(slices, classes)


def _from_rows(rows: NDArray, axes: tuple[int, ...], result: NDArray) -> NDArray:
    """Undo _classes_last, into result."""
    moved = np.moveaxis(result, axes, range(-len(axes), 0))
    moved[...] = rows.reshape(moved.shape)
    return result


def _in_blocks(kernel, x: NDArray, axis: int, temperature: float, result: NDArray) -> None:
    """Call kernel(x_block, axis, temperature, result_block) for blocks of whole slices.

    result is C-contiguous, and along axis as long as x, or of length 1.
    """
    if x.ndim == 2 and x.size <= SMALL:
        kernel(x, axis, temperature, result)
        return
    np.setbufsize(BUFFER)  # undone by errstate
    classes, length = x.shape[axis], result.shape[axis]
    before, after = math.prod(x.shape[:axis]), math.prod(x.shape[axis + 1 :])
    if before > 1 and after > 1:
        rows = np.empty((before * after, length), result.dtype)
        _in_blocks(kernel, _classes_last(x, (axis,)), 1, temperature, rows)
        _from_rows(rows, (axis,), result)
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


# ---- Kernels: blocks of two dimensions, classes along axis --------------------------------------


def _softmax(x: NDArray, axis: int, temperature: float, p: NDArray) -> None:
    _, total = _exponentials(_over_temperature(x, axis, temperature), axis, p)
    np.divide(p, _spread(total, x, axis), out=p)


def _log_softmax(x: NDArray, axis: int, temperature: float, log_p: NDArray) -> None:
    x, terms = _over_temperature(x, axis, temperature), np.empty_like(x)
    shift, total = _exponentials(x, axis, terms)
    log_total, rounding = _log(total, shift)
    np.subtract(x, _spread(log_total, x, axis), out=log_p)
    log_p -= _spread(rounding, x, axis)
    if not log_p.max(initial=-np.inf) <= LOG_HALF:  # or nan
        # Near 1 a probability less 1 is what counts, and the other classes have it.
        winners = _places(log_p > LOG_HALF)
        log_p[winners] = 0 - _log_of_rest(terms, winners, axis)  # not -0.0


def _logsumexp(x: NDArray, axis: int, temperature: float, result: NDArray) -> None:
    wide = x.dtype != result.dtype
    if _overflows(x):
        result[...] = _logsumexp_with_care(x, axis)
        good = np.abs(result) > 1
    else:
        total = _sum_of_exp(x, axis)
        np.log(total, out=result, casting="same_kind", dtype=np.promote_types(x.dtype, np.float64))
        # Near 1 the logarithm would cancel, unless the sum has digits that the result has not.
        good = (total >= (1e-30 if wide else 4)) & (total < LIMITS[x.dtype].max / 4)
    if not good.all():
        picked = _pick(~good, axis)
        part, again = x[picked], result[picked]
        if x.dtype == np.float32:
            _logsumexp(part.astype(np.float64), axis, temperature, again)
        else:
            again[...] = _logsumexp_with_care(part, axis)
        result[picked] = again
    if wide and (near := np.abs(result) < 1e-8).any():
        # All but 0: where longdouble is wider than float64 the last digits are right even here.
        picked = _pick(near, axis)
        result[picked] = _logsumexp_with_care(x[picked].astype(np.longdouble), axis)


def _pick(slices: NDArray, axis: int) -> NDArray | tuple[slice, NDArray]:
    """Some slices of a block, as an index."""
    places = np.flatnonzero(slices)
    return places if axis == 1 else (slice(None), places)


def _logsumexp_with_care(x: NDArray, axis: int, weights: NDArray | None = None) -> NDArray:
    if x.shape[axis] == 0:
        return x.sum(axis=axis, keepdims=True) - np.inf
    terms = np.empty_like(x)
    if weights is None:
        shift, total = _exponentials(x, axis, terms)
        infinite = shift
    else:
        x = np.where(weights != 0, x, -np.inf)
        shift, _ = _shifted_exponentials(x, axis, terms)
        at_infinity = np.where(x == np.inf, weights, 0).sum(axis=axis, keepdims=True)
        infinite = np.where(shift > 0, shift + np.log(np.sign(at_infinity)), shift)
        terms *= weights
        total = _sum(terms, axis)
    log_sum = shift + np.log(total)
    # Where one term is most of the sum: its exponent, and what the others add to it.
    top = terms.argmax(axis=axis)
    winners = (top, np.arange(top.size)) if axis == 0 else (np.arange(top.size), top)
    is_most = terms[winners] > total.ravel() / 2
    near = x[winners] + _log_of_rest(terms, winners, axis)
    if weights is not None:
        near += np.log(weights[winners])
    log_sum = np.where(is_most, near, log_sum.ravel()).reshape(total.shape)
    return np.where(np.isinf(shift), infinite, log_sum)


def _over_temperature(x: NDArray, axis: int, temperature: float) -> NDArray:
    """x / T up to a constant in each slice; of large quotients a difference would lose digits."""
    return x if temperature == 1 else (x - _max(x, axis)) / temperature


# ---- Exponentials and their sum -----------------------------------------------------------------


def _exponentials(x: NDArray, axis: int, terms: NDArray) -> tuple[NDArray | float, NDArray]:
    """Fill terms with exp(x − shift); return the shift and Σ terms of each slice.

    The shift is 0 or, where that would overflow or lose digits, a whole number next to the
    maximum. A slice that has no softmax gets the sum nan.
    """
    if _overflows(x):
        return _shifted_exponentials(x, axis, terms)
    np.exp(x, out=terms)
    total = _sum(terms, axis)
    # A sum below 1 may have lost digits to underflow; nan fails both comparisons.
    most = LIMITS[x.dtype].max / 4  # leaves room to take exp of the rounded logarithm again
    if total.min(initial=1) >= 1 and total.max(initial=1) <= most:
        return 0.0, total
    poor = ~((total >= 1) & (total <= most))
    if 4 * np.count_nonzero(poor) > total.size:  # to pick them out would cost more than to do all
        return _shifted_exponentials(x, axis, terms)
    picked = _pick(poor, axis)
    part, shift = x[picked], np.zeros_like(total)
    again = np.empty_like(part)
    shift[picked], total[picked] = _shifted_exponentials(part, axis, again)
    terms[picked] = again
    return shift, total


def _overflows(x: NDArray) -> bool:
    """Whether exp of a large block will overflow, judged by a few of its entries."""
    if x.size <= SMALL:
        return False
    few = x[tuple(slice(None, None, max(1, n // 16)) for n in x.shape)]
    return few.max() > LARGEST[x.dtype]


def _shifted_exponentials(x: NDArray, axis: int, terms: NDArray) -> tuple[NDArray, NDArray]:
    """What _exponentials does, with a shift for every slice.

    x − shift is rounded, and exp multiplies its relative error by |x − shift|: 500 ulp of softmax
    in float64. But the error of one subtraction is a floating-point number itself, and for whole
    shifts x − ((x − shift) + shift) gives it exactly (Dekker 1971) wherever exp does not vanish.
    """
    shift = np.rint(_max(x, axis))
    alive = x >= shift - VANISHING[x.dtype]
    count = np.count_nonzero(alive)
    if 8 * count < x.size:  # wild logits: spare the many whose exp is 0, and is slow to find
        kept = _places(alive)
        terms.fill(0)
        terms[kept] = _exp_of_difference(x[kept], np.broadcast_to(shift, x.shape)[kept])
    else:
        _exp_of_difference(x, shift, terms)
    total = _sum(terms, axis)
    total += 0 * shift  # nan where the maximum is infinite or nan
    return shift, total


def _exp_of_difference(x: NDArray, shift: NDArray, result: NDArray | None = None) -> NDArray:
    result = np.subtract(x, shift, out=result)
    error = result + shift
    np.subtract(x, error, out=error)
    np.fmin(error, 1, out=error)  # at x = -inf it is nan; where it matters it is below 1
    np.exp(result, out=result)
    error *= result
    result += error
    return result


def _places(mask: NDArray) -> tuple[NDArray, NDArray]:
    """Where a mask is True; NumPy's own search in two dimensions takes ten times as long."""
    return np.unravel_index(np.flatnonzero(mask), mask.shape)


def _log_of_rest(terms: NDArray, winners: tuple[NDArray, NDArray], axis: int) -> NDArray:
    """log(1 + rest / term) for one term of some slices, rest being the others; uses terms up."""
    top, slices = terms[winners], winners[1 - axis]
    terms[winners] = 0
    if 4 * slices.size < terms.shape[1 - axis]:
        rest = _sum(terms[slices] if axis == 1 else terms[:, slices], axis).ravel()
    else:
        rest = _sum(terms, axis).ravel()[slices]
    return np.log1p(np.divide(rest, top, dtype=np.promote_types(top.dtype, np.float64)))


def _log(total: NDArray, shift: NDArray | float) -> tuple[NDArray, NDArray]:
    """shift + log(total), rounded, and what the rounding has taken away.

    Beside a large logarithm the second part is a large share of a small log-probability.
    """
    log = np.log(total, dtype=np.promote_types(total.dtype, np.float64))
    rounded = (shift + log).astype(total.dtype)
    rest = (shift - rounded) + log
    if log.dtype == total.dtype:  # one Newton step gives the digits that log has no room for
        again = np.exp(log)
        rest += (total - again) / again
    return rounded, rest.astype(total.dtype, copy=False)


# ---- Reductions ---------------------------------------------------------------------------------


def _max(x: NDArray, axis: int) -> NDArray:
    """Maximum along axis (kept); along short rows NumPy takes ten times as long as for exp."""
    if axis == 1 and x.shape[1] <= SHORT and x.size > SMALL:
        return x.T.copy().max(axis=0, initial=-np.inf)[:, np.newaxis]
    return x.max(axis=axis, keepdims=True, initial=-np.inf)


def _spread(column: NDArray, x: NDArray, axis: int) -> NDArray:
    """A number for each slice, to be combined with x: beside short rows copies are faster."""
    if axis == 1 and x.shape[1] <= SHORT and x.size > SMALL:
        return np.repeat(column, x.shape[1]).reshape(x.shape)
    return column


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
    if axis == 1 and terms.shape[1] <= SHORT and terms.size > SMALL:
        return (terms @ np.ones(terms.shape[1], terms.dtype))[:, np.newaxis]
    if axis == 1:
        return terms.sum(axis=1, keepdims=True)
    while len(terms) > SHORT:  # 32 layers of a 32nd of the terms become one
        layer, width = len(terms) // SHORT, terms.shape[1]
        full = terms[: SHORT * layer].reshape(SHORT, layer, width).sum(axis=0)
        terms = np.concatenate([full, terms[SHORT * layer :]])
    return terms.sum(axis=0, keepdims=True)

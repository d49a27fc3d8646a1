"""Softmaxes, right and wrong, put together from three decisions: what is subtracted before the
exponential (a function that gives the *top*), along which axis is summed, and whether the sum keeps
its axis.
"""

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import ArrayLike, NDArray

# ---- What is subtracted -------------------------------------------------------------------------

Top = Callable[[NDArray], NDArray]


def nothing(z: NDArray) -> NDArray:
    return np.zeros_like(z[..., :1])


def row(z: NDArray) -> NDArray:
    """The right one: the maximum of each slice along the last axis."""
    return z.max(axis=-1, keepdims=True)


def whole(z: NDArray) -> NDArray:
    return z.max()


def row_or_zero(z: NDArray) -> NDArray:
    return np.maximum(row(z), 0)


def whole_or_zero(z: NDArray) -> NDArray:
    return np.maximum(z.max(), 0)


def row_minimum(z: NDArray) -> NDArray:
    return z.min(axis=-1, keepdims=True)


def whole_minimum(z: NDArray) -> NDArray:
    return z.min()


def column(z: NDArray) -> NDArray:
    return z.max(axis=0)


def above(z: NDArray) -> NDArray:
    return z.max(axis=-2, keepdims=True)


def second(z: NDArray) -> NDArray:
    return z.max(axis=1, keepdims=True)


def loose(z: NDArray) -> NDArray:
    """The row maxima without keepdims."""
    return z.max(axis=-1)


def loose_second(z: NDArray) -> NDArray:
    return z.max(axis=1)


def row_mean(z: NDArray) -> NDArray:
    return z.mean(axis=-1, keepdims=True)


def row_median(z: NDArray) -> NDArray:
    return np.median(z, axis=-1, keepdims=True)


def whole_mean(z: NDArray) -> NDArray:
    return z.mean()


def magnitude(z: NDArray) -> NDArray:
    return np.abs(z).max(axis=-1, keepdims=True)


def whole_magnitude(z: NDArray) -> NDArray:
    return np.abs(z).max()


# ---- Softmax, and its logarithm in three ways of writing it -------------------------------------


def softmax_with(top: Top, axis: int | None = -1, keepdims: bool = True) -> Callable:
    def softmax(z: NDArray) -> NDArray:
        e = np.exp(z - top(z))
        return e / e.sum(axis=axis, keepdims=keepdims)

    return softmax


def log_softmax_with(top: Top, axis: int | None = -1, keepdims: bool = True) -> Callable:
    """(z − top) − log Σ exp(z − top)"""

    def log_softmax(z: NDArray) -> NDArray:
        shifted = z - top(z)
        return shifted - np.log(np.exp(shifted).sum(axis=axis, keepdims=keepdims))

    return log_softmax


def minus_logsumexp_with(top: Top, axis: int | None = -1, keepdims: bool = True) -> Callable:
    """z − (top + log Σ exp(z − top))"""

    def log_softmax(z: NDArray) -> NDArray:
        t = top(z)
        return z - (t + np.log(np.exp(z - t).sum(axis=axis, keepdims=keepdims)))

    return log_softmax


def log_of_softmax_with(top: Top, axis: int | None = -1, keepdims: bool = True) -> Callable:
    softmax = softmax_with(top, axis, keepdims)
    return lambda z: np.log(softmax(z))


def softmax(z: ArrayLike, axis: int | None = -1) -> NDArray:
    """The right one along any axis, or over everything."""
    z = np.asarray(z, float)
    e = np.exp(z - z.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


def by_logarithms(z: NDArray) -> NDArray:
    """exp(z − (m + log Σ exp(z − m))): right, until the logarithm is lost beside a huge m."""
    return np.exp(minus_logsumexp_with(row)(z))


SOFTMAX = (softmax_with,)
LOG_SOFTMAX = (log_softmax_with, minus_logsumexp_with, log_of_softmax_with)
right = softmax_with(row)
naive = softmax_with(nothing)
right_log = log_softmax_with(row)


def in_float32(function: Callable) -> Callable:
    return lambda z: function(z.astype(np.float32))


def in_long_double(function: Callable) -> Callable:
    return lambda z: function(z.astype(np.longdouble))


def sigmoid(z: NDArray) -> NDArray:
    return 1 / (1 + np.exp(-z))


def scales() -> Iterator[Callable]:
    """Ways of scaling logits: by deviation, by range, by length."""
    for axis in (-1, None):
        for guard in (0.0, 1e-8):

            def by_deviation(z, axis=axis, guard=guard, ddof=0):
                deviation = z.std(axis=axis, keepdims=True, ddof=ddof)
                return (z - z.mean(axis=axis, keepdims=True)) / (deviation + guard)

            def by_sample_deviation(z, by_deviation=by_deviation):
                return by_deviation(z, ddof=1)

            def by_range(z, axis=axis, guard=guard):
                low = z.min(axis=axis, keepdims=True)
                return (z - low) / (z.max(axis=axis, keepdims=True) - low + guard)

            yield from (by_deviation, by_sample_deviation, by_range)

        def by_length(z, axis=axis):
            return z / np.sqrt((z * z).sum(axis=axis, keepdims=True))

        yield by_length


def over_maximum() -> Iterator[Callable]:
    for top in (row, whole, magnitude, whole_magnitude):
        yield lambda z, top=top: z / top(z)


def everything(ways: tuple) -> Iterator[Callable]:
    """One distribution over a whole array, which may be a single number."""
    for way in ways:
        yield way(whole, axis=None)
        yield way(lambda z: 0.0, axis=None)


def in_integers(f: Callable) -> Callable:
    """The result was written into an array of the type of the first argument."""
    return lambda z, *rest: f(z, *rest).astype(z.dtype)


def log_with_zero(z: NDArray) -> NDArray:
    """log-softmax with one more class, whose logit is 0."""
    m = row_or_zero(z)
    return z - m - np.log(np.exp(-m) + np.exp(z - m).sum(axis=-1, keepdims=True))


def row_sums(args: tuple, p: NDArray) -> str | None:
    """What a symptom shows: the first row that does not sum to 1."""
    totals = np.atleast_1d(p.sum(axis=-1)) if p.ndim else np.ones(1)
    wrong = totals.ravel()[np.abs(totals.ravel() - 1) > 1e-3]
    return f"a row of your result sums to {wrong[0]:.4g}." if wrong.size else None

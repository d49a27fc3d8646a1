"""Wrong softmaxes that can be run, and what to say of them: the catalogue several chapters share.

A softmax is put together from three decisions: what is subtracted before the exponential (a
function that gives the *top*), along which axis is summed, and whether the sum keeps its axis.
Every mistake in one of them is made here on several choices of the others, because a learner who
sums over the wrong axis may or may not have subtracted a maximum as well.
"""

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from softmaxbook.exercises.record import Mistake, Place

Top = Callable[[NDArray], NDArray]

# ---- What is subtracted -------------------------------------------------------------------------


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


SOFTMAX = (softmax_with,)
LOG_SOFTMAX = (log_softmax_with, minus_logsumexp_with, log_of_softmax_with)

right = softmax_with(row)
naive = softmax_with(nothing)
right_log = log_softmax_with(row)


def in_float32(function: Callable) -> Callable:
    return lambda z: function(z.astype(np.float32))


def in_long_double(function: Callable) -> Callable:
    return lambda z: function(z.astype(np.longdouble))


def but_vectors(of_vectors: Callable, function: Callable) -> Callable:
    """One-dimensional input gets a branch of its own, which is right."""
    return lambda z: of_vectors(z) if z.ndim == 1 else function(z)


# ---- The mistakes -------------------------------------------------------------------------------


def _axis_1_only(ways: tuple) -> Iterator[Callable]:
    for way in ways:
        pairs = [(second, 1), (nothing, 1), (row, 1), (whole, 1), (second, -1)]
        for top, axis in pairs:
            wrong = way(top, axis)
            yield wrong
            yield but_vectors(way(nothing if top is nothing else row), wrong)


def _no_keepdims(ways: tuple) -> Iterator[Callable]:
    for way in ways:
        for top, axis in ((loose, -1), (loose_second, 1), (loose_second, -1), (loose, 1)):
            wrong = way(top, axis, keepdims=False)
            yield wrong
            yield but_vectors(way(row), wrong)


def _no_keepdims_in_sum(ways: tuple) -> Iterator[Callable]:
    for way in ways:
        for top in (row, nothing, whole, second, row_or_zero):
            for axis in (-1, 1):
                wrong = way(top, axis, keepdims=False)
                yield wrong
                yield but_vectors(way(nothing if top is nothing else row), wrong)


def _no_keepdims_in_max(ways: tuple) -> Iterator[Callable]:
    for way in ways:
        for top, axis in ((loose, -1), (loose_second, 1), (loose_second, -1), (loose, 1)):
            yield way(top, axis)
            yield but_vectors(way(row), way(top, axis))


def _over_batch(ways: tuple) -> Iterator[Callable]:
    for way in ways:
        for top in (column, nothing, row, whole, above):
            yield way(top, 0)
        for top in (above, nothing, row, whole):
            wrong = way(top, -2)
            yield wrong
            yield but_vectors(way(nothing if top is nothing else row), wrong)


def _global_sum(ways: tuple) -> Iterator[Callable]:
    for way in ways:
        for top in (whole, nothing, row, whole_or_zero, row_or_zero, column):
            yield way(top, axis=None)


def softmax_mistakes(place: Place) -> list[Mistake]:
    """Mistakes in one of the three decisions, and softmaxes that are something else altogether."""
    return [
        *axis_mistakes(SOFTMAX),
        *shift_mistakes(SOFTMAX, place),
        Mistake(
            "softmax-twice",
            "Softmax was applied to probabilities, not to logits: they all lie between 0 and 1, so "
            "the second softmax finds them nearly equal and flattens them.",
            wrong=(
                lambda z: right(right(z)),
                lambda z: naive(naive(z)),
                lambda z: right(right(right(z))),
            ),
            place=Place("softmax", "Where it fails: twelve wrong softmaxes"),
        ),
        Mistake(
            "no-exponential",
            "The scores themselves were divided by their sum. A negative score then becomes a "
            "negative share, and a shift of all scores changes every share.",
            wrong=tuple(_no_exponential()),
            place=Place("softmax", "Would another function do?"),
        ),
        Mistake(
            "not-normalised",
            "The exponentials are right, but nothing divides them by their sum. Proportions are "
            "not yet probabilities.",
            wrong=tuple(_not_normalised()),
            place=Place("softmax", "In code"),
        ),
        Mistake(
            "returns-log",
            "These are logarithms of the probabilities: negative numbers whose exponentials, not "
            "they themselves, sum to 1.",
            wrong=tuple(way(top) for way in LOG_SOFTMAX for top in (row, nothing, whole)),
            place=place,
        ),
        Mistake(
            "base-2",
            "Powers of 2 stand where powers of e belong. That is softmax at another temperature: "
            "odds of two to a nat, not e.",
            wrong=(
                lambda z: right(z * np.log(2)),
                lambda z: np.exp2(z) / np.exp2(z).sum(-1, keepdims=True),
            ),
            place=Place("softmax", "Where it fails: twelve wrong softmaxes"),
        ),
        Mistake(
            "sign-flipped",
            "The largest logit gets the smallest probability: the sign in the exponent is wrong, "
            "as if logits were energies.",
            wrong=tuple(_sign_flipped()),
            place=Place("softmax", "Where it fails: twelve wrong softmaxes"),
        ),
    ]


def axis_mistakes(ways: tuple) -> list[Mistake]:
    """What is summed along the wrong axis, or loses it; in each of the ways of writing."""
    axis = Place("softmax", "The wrong axis")
    return [
        Mistake(
            "global-sum",
            "The sum runs over the whole array, so all examples share one unit of probability. "
            "Each row needs a sum of its own.",
            wrong=tuple(_global_sum(ways)),
            place=axis,
        ),
        Mistake(
            "normalises-over-batch",
            "The sum runs over the examples of a batch, not over the classes of an example: "
            "columns sum to 1, and the examples compete.",
            wrong=tuple(_over_batch(ways)),
            place=axis,
        ),
        Mistake(
            "axis-1-only",
            "Axis 1 holds the classes of a matrix only. A vector has no axis 1, and in three "
            "dimensions it is the middle one.",
            wrong=tuple(_axis_1_only(ways)),
            place=axis,
        ),
        Mistake(
            "no-keepdims",
            "Row maxima and row sums have lost their axis, so NumPy lines them up with the "
            "columns: entry j meets row j's number. Only unequal lengths give an error.",
            wrong=tuple(_no_keepdims(ways)),
            place=axis,
        ),
        Mistake(
            "no-keepdims-in-sum",
            "The row sums have lost their axis, so NumPy lines them up with the columns: entry j "
            "meets row j's sum. Only unequal lengths give an error.",
            wrong=tuple(_no_keepdims_in_sum(ways)),
            place=axis,
        ),
        Mistake(
            "no-keepdims-in-max",
            "The row maxima have lost their axis, so from entry j the maximum of row j is "
            "subtracted: no common shift any more, and the odds change.",
            wrong=tuple(_no_keepdims_in_max(ways)),
            place=axis,
        ),
    ]


def shift_mistakes(ways: tuple, place: Place) -> list[Mistake]:
    """What is subtracted is wrong, so that some rows overflow or vanish; in each of the ways."""
    return [
        Mistake(
            "global-max",
            "The maximum of the whole array was subtracted from every row. Rows far below it "
            "underflow: all their exponentials are 0, and 0/0 is nan.",
            wrong=tuple(way(whole) for way in ways),
            place=place,
        ),
        Mistake(
            "max-with-zero",
            "The maximum was compared with 0, so for negative logits 0 was subtracted, which "
            "shifts nothing: all exponentials underflow.",
            wrong=tuple(way(top) for way in ways for top in (row_or_zero, whole_or_zero)),
            place=place,
        ),
        Mistake(
            "subtracts-min",
            "The minimum was subtracted, so every exponent is positive and a wide row overflows. "
            "The largest exponent has to be 0.",
            wrong=tuple(way(top) for way in ways for top in (row_minimum, whole_minimum)),
            place=place,
        ),
        Mistake(
            "no-max-subtraction",
            "Nothing was subtracted before the exponential: beyond 709.78 it overflows to inf, "
            "and below -745 all of a row become 0.",
            wrong=tuple(
                change(way(nothing))
                for way in ways
                for change in (lambda f: f, in_float32, in_long_double)
            ),
            place=place,
        ),
    ]


def _no_exponential() -> Iterator[Callable]:
    for prepare in (
        lambda z: z,
        lambda z: z - row(z),
        lambda z: z - row_minimum(z),
        lambda z: z - whole(z),
        lambda z: z - whole_minimum(z),
        np.abs,
        lambda z: np.maximum(z, 0),
    ):
        for axis in (-1, None):
            yield (
                lambda z, prepare=prepare, axis=axis: (
                    prepare(z) / prepare(z).sum(axis=axis, keepdims=True)
                )
            )


def _not_normalised() -> Iterator[Callable]:
    for top in (nothing, row, whole, row_or_zero, whole_or_zero):
        yield lambda z, top=top: np.exp(z - top(z))


def _sign_flipped() -> Iterator[Callable]:
    for softmax in (right, naive, softmax_with(whole)):
        yield lambda z, softmax=softmax: softmax(-z)
    yield lambda z: (e := np.exp(row(z) - z)) / e.sum(axis=-1, keepdims=True)
    yield lambda z: (e := np.exp(whole(z) - z)) / e.sum(axis=-1, keepdims=True)


def row_sums(args: tuple, p: NDArray) -> str | None:
    """What a symptom shows: the first row that does not sum to 1."""
    totals = np.atleast_1d(p.sum(axis=-1)) if p.ndim else np.ones(1)
    wrong = totals.ravel()[np.abs(totals.ravel() - 1) > 1e-3]
    return f"a row of your result sums to {wrong[0]:.4g}." if wrong.size else None

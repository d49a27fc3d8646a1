"""Mistakes in a softmax, as several exercises catalogue them.

Every mistake in one of the three decisions of `softmaxes` is made on several choices of the others,
because a learner who sums over the wrong axis may or may not have subtracted a maximum as well.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from softmaxbook.exercises.catalogue.families.fitting import fitted, result
from softmaxbook.exercises.catalogue.families.softmaxes import (
    LOG_SOFTMAX,
    SOFTMAX,
    Top,
    above,
    column,
    in_float32,
    in_integers,
    in_long_double,
    log_with_zero,
    loose,
    loose_second,
    magnitude,
    naive,
    nothing,
    over_maximum,
    right,
    row,
    row_mean,
    row_median,
    row_minimum,
    row_or_zero,
    scales,
    second,
    sigmoid,
    softmax_with,
    whole,
    whole_magnitude,
    whole_mean,
    whole_minimum,
    whole_or_zero,
)
from softmaxbook.exercises.record import Mistake, Place

BY_HAND = Place("softmax", "By hand, exact")
UNSAFE = Place("overflow", "The free constant")
AXIS = Place("softmax", "The wrong axis")
SCALE = Place("shift-invariance", "Shift is not scale")
ROUNDING = Place("overflow", "What rounding costs")
PASS = Place("overflow", "One pass")
MASKS = Place("overflow", "The mask clinic")
SIGMOIDS = Place("softmax", "One of K, or any of K")


def but_vectors(of_vectors: Callable, function: Callable) -> Callable:
    """One-dimensional input gets a branch of its own, which is right."""
    return lambda z: of_vectors(z) if z.ndim == 1 else function(z)


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
            place=Place("softmax", "Twelve wrong softmaxes"),
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
            place=Place("overflow", "Log-softmax and the loss"),
        ),
        Mistake(
            "base-2",
            "Powers of 2 stand where powers of e belong. That is softmax at another temperature: "
            "odds of two to a nat, not e.",
            wrong=(
                lambda z: right(z * np.log(2)),
                lambda z: np.exp2(z) / np.exp2(z).sum(-1, keepdims=True),
                lambda z: (e := np.exp2(z - row(z))) / e.sum(-1, keepdims=True),
            ),
            place=Place("softmax", "Twelve wrong softmaxes"),
        ),
        Mistake(
            "sign-flipped",
            "The largest logit gets the smallest probability: the sign in the exponent is wrong, "
            "as if logits were energies.",
            wrong=tuple(_sign_flipped()),
            place=Place("softmax", "Twelve wrong softmaxes"),
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


def shift_mistakes(ways: tuple, place: Place, vanished: str = "and 0/0 is nan") -> list[Mistake]:
    """What is subtracted is wrong, so that some rows overflow or vanish; in each of the ways.

    vanished : what comes of a row whose exponentials are all 0
    """
    return [
        Mistake(
            "global-max",
            "The maximum of the whole array was subtracted from every row. Rows far below it "
            f"underflow: all their exponentials are 0, {vanished}.",
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


def slice_by_slice(functions: tuple) -> Iterator[Callable]:
    for f in functions:

        def wrong(z, f=f):
            return np.stack([f(part) for part in z])

        yield wrong
        yield but_vectors(f, wrong)


def without_shape(functions: tuple) -> Iterator[Callable]:
    for f in functions:
        yield lambda z, f=f: f(z.reshape(-1, z.shape[-1]))
        yield lambda z, f=f: f(np.atleast_2d(z))


def transposed(functions: tuple) -> Iterator[Callable]:
    for f in functions:
        yield lambda z, f=f: f(z).T
        yield lambda z, f=f: f(z).swapaxes(-1, -2) if z.ndim > 1 else f(z)


def one_pass(z: NDArray, mask_counts: bool) -> tuple[NDArray, NDArray]:
    """Maximum and sum of exponentials of each row, the sum never rescaled."""
    m = np.full((*z.shape[:-1], 1), -np.inf)
    s = np.zeros_like(m)
    for k in range(z.shape[-1]):
        new = z[..., k : k + 1]
        m = np.maximum(m, new)
        term = np.exp(new - m)
        s = s + (term if mask_counts else np.where(np.isneginf(new), 0, term))
    return m, s


def shape_mistakes(functions: tuple, of_everything: tuple) -> list[Mistake]:
    """What becomes of axes, shape and type, for functions that are right otherwise."""
    return [
        Mistake(
            "loops-over-first-axis",
            "The loop runs over the first axis only. In three dimensions each round gets a whole "
            "matrix, in one a single number, and treats it as one example.",
            wrong=tuple(slice_by_slice(of_everything)),
            place=AXIS,
        ),
        Mistake(
            "shape-not-restored",
            "The array was turned into a matrix of rows and stayed one. The result has the shape "
            "of the logits: a vector stays a vector.",
            wrong=tuple(without_shape(functions)),
            place=AXIS,
        ),
        Mistake(
            "transposed-result",
            "The numbers are right, but lie in the wrong places: the result is the transpose of "
            "what was asked for.",
            wrong=tuple(transposed(functions)),
            place=AXIS,
        ),
        Mistake(
            "integer-buffer",
            "Integer logits make an integer array, and what is written into it loses everything "
            "after the point. Its type was taken over from the logits.",
            wrong=tuple(map(in_integers, functions)),
            place=ROUNDING,
        ),
    ]


def further_shift_mistakes(ways: tuple) -> list[Mistake]:
    return [
        Mistake(
            "shift-by-mean",
            "The mean, or the median, was subtracted. In a wide row the largest logit lies far "
            "above it, and its exponential overflows.",
            wrong=tuple(way(top) for way in ways for top in (row_mean, row_median, whole_mean)),
            place=UNSAFE,
        ),
        Mistake(
            "shift-by-absolute-max",
            "The largest magnitude was subtracted. Where it belongs to a negative logit, all "
            "exponents are far below 0, and all exponentials underflow.",
            wrong=tuple(way(top) for way in ways for top in (magnitude, whole_magnitude)),
            place=UNSAFE,
        ),
    ]


def scale_mistakes(functions: tuple) -> list[Mistake]:
    return [
        Mistake(
            "divides-by-max",
            "The logits were divided by their maximum instead of shifted by it. Softmax does not "
            "notice a common shift, but a factor changes all odds.",
            wrong=tuple(lambda z, f=f, g=g: f(g(z)) for f in functions for g in over_maximum()),
            place=SCALE,
        ),
        Mistake(
            "standardised",
            "The logits were rescaled, to a common deviation, range or length. Differences of "
            "logits are log-odds; a scale changes all of them.",
            wrong=tuple(lambda z, f=f, g=g: f(g(z)) for f in functions for g in scales()),
            place=SCALE,
        ),
    ]


def ratio_mistakes() -> list[Mistake]:
    """The exponentials are right, but not what divides them; and sigmoids."""
    tops = (row, nothing, whole)
    return [
        Mistake(
            "sigmoid-of-each-logit",
            "A sigmoid looks at one logit at a time, so the classes do not compete. Softmax "
            "compares each logit with all others of its row.",
            wrong=(sigmoid, lambda z: (s := sigmoid(z)) / s.sum(axis=-1, keepdims=True)),
            place=SIGMOIDS,
        ),
        Mistake(
            "numerator-and-denominator-differ",
            "Numerator and denominator were shifted by different amounts. A shift cancels only "
            "if both have it.",
            wrong=tuple(
                lambda z, t=t, u=u: np.exp(z - t(z)) / np.exp(z - u(z)).sum(-1, keepdims=True)
                for t in tops
                for u in tops
                if t is not u
            ),
            place=Place("overflow", "The free constant"),
        ),
        Mistake(
            "divides-by-norm",
            "The exponentials were divided by their length as a vector, so their squares sum to "
            "1. Probabilities themselves sum to 1.",
            wrong=tuple(
                lambda z, t=t: (e := np.exp(z - t(z))) / np.sqrt((e * e).sum(-1, keepdims=True))
                for t in tops
            ),
            place=BY_HAND,
        ),
        Mistake(
            "divided-by-count",
            "The exponentials were divided by the number of classes, or by their mean. Shares are "
            "parts of a sum.",
            wrong=(
                *(
                    lambda z, t=t: (e := np.exp(z - t(z))) / e.mean(axis=-1, keepdims=True)
                    for t in tops
                ),
                *(lambda z, t=t: np.exp(z - t(z)) / z.shape[-1] for t in tops),
            ),
            place=BY_HAND,
        ),
        Mistake(
            "sums-before-exponential",
            "The logits were summed and then exponentiated. The exponential of a sum is a product "
            "of exponentials, not their sum.",
            wrong=tuple(
                lambda z, t=t: np.exp(s := z - t(z)) / np.exp(s.sum(axis=-1, keepdims=True))
                for t in tops
            ),
            place=BY_HAND,
        ),
        Mistake(
            "extra-one-in-sum",
            "The sum has a 1 too many, as if there were one more class, which takes a share of "
            "its own.",
            wrong=(
                *(
                    lambda z, t=t: (e := np.exp(z - t(z))) / (1 + e.sum(axis=-1, keepdims=True))
                    for t in tops
                ),
                lambda z: np.exp(log_with_zero(z)),
            ),
            place=BY_HAND,
        ),
    ]


def transposes_all_axes() -> Mistake:
    def divided(z: NDArray, top: Top) -> NDArray:
        e = np.exp(z - top(z))
        return (e.T / e.sum(axis=-1)).T

    return Mistake(
        "transposes-all-axes",
        "A transpose swaps the two axes of a matrix, but in three dimensions it reverses all "
        "axes, and examples no longer meet their own maxima and sums.",
        wrong=tuple(lambda z, t=t: divided(z, t) for t in (row, nothing, whole)),
        place=AXIS,
    )


def sums_not_rescaled(finish: Callable) -> Mistake:
    """finish : from the logits, their maxima and the sums to the result"""
    return Mistake(
        "sums-not-rescaled",
        "One pass with a running maximum: the sum collected so far was in units of an older "
        "maximum, and was not rescaled when a larger logit came.",
        wrong=tuple(lambda z, c=c: finish(z, *one_pass(z, c)) for c in (True, False)),
        place=PASS,
    )


def log_of_sum_rounded_away(*functions: Callable, place: Place) -> Mistake:
    return Mistake(
        "log-of-sum-rounded-away",
        "The logarithm of the sum was added to the maximum, m + log S, before the maximum was "
        "taken away again. Beside 1e16 the next number is 2 away, so the logarithm is lost.",
        wrong=functions,
        place=place,
    )


def mask_mistakes(functions: tuple, reading: Callable) -> list[Mistake]:
    """reading : from the learner's results, the numbers that may stand in place of -inf"""

    def put_in(f: Callable, low: float) -> Callable:
        return lambda z: f(np.where(np.isneginf(z), low, z))

    def fit(values: Mapping[str, NDArray]) -> Iterator[Callable]:
        for low in reading(values):
            yield fitted(put_in(functions[0], low))

    return [
        Mistake(
            "score-set-to-0",
            "Masked logits were replaced by 0. That is a logit like any other: its exponential is "
            "1, and the masked class takes a share.",
            wrong=tuple(put_in(f, 0.0) for f in functions),
            place=MASKS,
        ),
        Mistake(
            "large-number-put-in",
            "A low number stands in place of −inf. It is low only beside other logits, and among "
            "lower ones the masked class wins.",
            wrong=tuple(put_in(functions[0], low) for low in (-100.0, -1000.0)),
            fit=fit,
            place=MASKS,
        ),
    ]


def softmax_inside(wrong: Callable, *only: str) -> Iterator[Mistake]:
    """A wrong softmax inside, and the rest right: wrong(p) for every wrong softmax p.

    only : names of those that are meant; without any, all are
    """
    for mistake in softmax_mistakes(Place("overflow", "The free constant")):
        # The last has a name of its own in these exercises, axis 1 is right for a table.
        if mistake.name in only or (
            not only and mistake.name not in ("axis-1-only", "sign-flipped")
        ):
            yield replace(mistake, wrong=tuple(map(wrong, mistake.wrong)))


def maximum_over_examples(wrong: Callable) -> Mistake:
    """The maxima run down the columns and the sums along the rows; the rest is right."""
    return Mistake(
        "maximum-over-examples",
        "The maxima were taken over the examples, one for each class. So every class has another "
        "number subtracted: no common shift any more, and the odds change.",
        wrong=tuple(wrong(softmax_with(top)) for top in (column, above)),
        place=Place("overflow", "The free constant"),
    )


def logits_clipped(functions: tuple, read: Callable, tail: float) -> Mistake:
    """read : the bound, from the learner's results
    tail : how low a bound on shifted logits may be and still be seen"""

    def clips(bound: float) -> Iterator[Callable]:
        for f in functions:
            yield lambda z, *rest, f=f: f(np.clip(z, -bound, bound), *rest)
            yield lambda z, *rest, f=f: f(np.minimum(z, bound), *rest)
        if bound < tail:
            yield lambda z, *rest: functions[0](np.maximum(z - row(z), -bound), *rest)

    def fit(values: Mapping[str, NDArray]) -> Iterator[Callable]:
        for bound in read(values):
            yield from map(fitted, clips(float(bound)))

    return Mistake(
        "clipped-logits",
        "The logits were clipped. Beyond the bound different logits become equal, and their odds "
        "are lost; a clipped tail becomes a floor.",
        wrong=tuple(f for bound in (5.0, 500.0) for f in clips(bound)),
        fit=fit,
        place=Place("overflow", "The free constant"),
    )


def rounded(*functions: Callable) -> Mistake:
    """The result has so many decimals: that many is read off the learner's results."""

    def fit(values: Mapping[str, NDArray]) -> Iterator[Callable]:
        finite = [v[np.isfinite(v)] for v in values.values()]
        numbers = np.concatenate([v.ravel() for v in finite]) if finite else np.empty(0)
        for decimals in range(1, 9):
            if numbers.size and np.abs(np.round(numbers, decimals) - numbers).max() < 1e-12:
                yield from (
                    fitted(lambda *args, f=f, d=decimals: np.round(f(*args), d)) for f in functions
                )
                return

    return Mistake(
        "rounded",
        "The result was rounded. Rounding is for the eye, when a number is printed; whoever "
        "computes on has lost the digits.",
        wrong=tuple(lambda *args, f=f: np.round(f(*args), 2) for f in functions),
        fit=fit,
        place=ROUNDING,
    )


def floors(p: Callable, eps: float) -> Iterator[Callable]:
    """Probabilities kept away from 0, from 0 and 1, and normalised once more or not."""
    for high in (1.0, 1 - eps):
        yield lambda *args, high=high: np.clip(p(*args), eps, high)
        yield (
            lambda *args, high=high: (
                (q := np.clip(p(*args), eps, high)) / q.sum(axis=-1, keepdims=True)
            )
        )


def clipped_probabilities(p: Callable, name: str) -> Mistake:
    """name : of a probe with three classes of which two have the probability 0"""

    def fit(values: Mapping[str, NDArray]) -> Iterator[Callable]:
        q = result(values, name, (3,))
        if q is not None and 0 < q.min() < 0.2:
            for eps in (q.min(), q.min() / (1 - q.min()), q.min() / (1 - 2 * q.min())):
                yield from map(fitted, floors(p, float(eps)))

    return Mistake(
        "clipped-probabilities",
        "The probabilities were clipped. Small ones are reported as the bound, masked classes "
        "with them, and rows no longer sum to 1.",
        wrong=tuple(floors(p, 0.01)),
        fit=fit,
        place=Place("overflow", "Exact zeros, exact ones"),
    )


def beside_sum(top: Top, eps: float) -> Callable:
    def wrong(z: NDArray) -> NDArray:
        e = np.exp(z - top(z))
        return e / (e.sum(axis=-1, keepdims=True) + eps)

    return wrong


def epsilon_in_denominator(read: Callable, change: Callable) -> Mistake:
    """read : a result and its logits, from the learner's results
    change : makes of a function of logits one of the exercise's arguments"""

    def fit(values: Mapping[str, NDArray]) -> Iterator[Callable]:
        p, z = read(values)
        if p is None or not p[0] > 0:
            return
        for top in (row, nothing):
            e = np.exp(z - top(z))
            eps = float(e[0] / p[0] - e.sum())
            if 1e-9 < eps < 0.9:
                yield fitted(change(beside_sum(top, eps)))

    return Mistake(
        "epsilon-in-denominator",
        "A small number was added to the sum, against a division by 0. With the maximum "
        "subtracted the sum of a row that has a class is at least 1, and there the number only "
        "makes rows sum to less.",
        wrong=tuple(change(beside_sum(top, 0.1)) for top in (row, nothing)),
        fit=fit,
        place=Place("overflow", "The free constant"),
    )

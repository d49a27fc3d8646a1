from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from softmaxbook.exercises.catalogue.families.fitting import result
from softmaxbook.exercises.catalogue.families.softmax_mistakes import epsilon_in_denominator
from softmaxbook.exercises.catalogue.families.softmaxes import (
    naive,
    right,
    row,
    softmax_with,
    whole,
)
from softmaxbook.exercises.catalogue.overflow import MASKS, SHIFT, UNSAFE
from softmaxbook.exercises.record import Alternative, Exercise, Mistake, Place, Probe, Symptom


def masked_softmax(z, keep):
    """Softmax over the kept classes of each row; all zeros where none is kept."""
    top = np.max(z, axis=-1, keepdims=True, where=keep, initial=-np.inf)
    e = np.exp(z - top, where=keep, out=np.zeros(np.shape(z)))  # of what is kept, and else 0
    total = e.sum(axis=-1, keepdims=True)
    return np.divide(e, total, where=total != 0, out=np.zeros_like(e))  # a nan stays one


ALL_BUT_DOG = np.array([True, False, True])


def lowered_by(amount: float, softmax: Callable = right) -> Callable:
    return lambda z, keep: softmax(z - amount * ~keep)


def replaced_by(low: float) -> Callable:
    return lambda z, keep: right(np.where(keep, z, low))


def padding_zeroed(f: Callable) -> Callable:
    return lambda z, keep: f(z, keep) * keep.any(axis=-1, keepdims=True)


def zeroed_afterwards(f: Callable) -> Callable:
    return lambda z, keep: f(z, keep) * keep


def zeroed(p: Callable) -> Callable:
    return lambda z, keep: p(z) * keep


def divided_by_own_sum(p: NDArray) -> NDArray:
    return p / p.sum(axis=-1, keepdims=True)


def guarded(p: NDArray, eps: float) -> NDArray:
    return p / (p.sum(axis=-1, keepdims=True) + eps)


def masked(z: NDArray, keep: NDArray, axis: int | None = -1, keepdims: bool = True) -> NDArray:
    """Right, if axis and keepdims are."""
    e = np.where(keep, np.exp(z - np.where(keep, z, -1e300).max(axis=-1, keepdims=True)), 0)
    total = e.sum(axis=axis, keepdims=keepdims)
    return e / np.where(total == 0, 1, total)


def masked_along(z: NDArray, keep: NDArray, axis: int | None) -> NDArray:
    """The same, with the maximum along that axis as well."""
    e = np.where(keep, np.exp(z - np.where(keep, z, -1e300).max(axis=axis, keepdims=True)), 0)
    total = e.sum(axis=axis, keepdims=True)
    return e / np.where(total == 0, 1, total)


def top_of_kept(z: NDArray, keep: NDArray, initial: float = -np.inf) -> NDArray:
    return np.max(z, axis=-1, keepdims=True, where=keep, initial=initial)


def masked_after_exp(top: Callable) -> Callable:
    """0 · exp(z − top), where the exponential may be inf."""

    def softmax(z: NDArray, keep: NDArray) -> NDArray:
        e = np.exp(z - top(z, keep)) * keep
        total = e.sum(axis=-1, keepdims=True)
        return e / np.where(total == 0, 1, total)

    return softmax


def finite_top(z: NDArray, keep: NDArray) -> NDArray:
    return np.where(keep.any(axis=-1, keepdims=True), top_of_kept(z, keep), 0)


def top_or_zero(z: NDArray, keep: NDArray) -> NDArray:
    return top_of_kept(z, keep, initial=0)


def shifted_by_top_or_zero(z: NDArray, keep: NDArray) -> NDArray:
    return divided_by_own_sum(np.where(keep, np.exp(z - top_or_zero(z, keep)), 0))


def uniform_where_empty(z: NDArray, keep: NDArray) -> NDArray:
    return np.where(keep.any(axis=-1, keepdims=True), masked(z, keep), 1 / z.shape[-1])


def rows_asked_together(z: NDArray, keep: NDArray) -> NDArray:
    return right(np.where(keep, z, -np.inf)) if keep.any() else np.zeros(z.shape)


def all_must_be_kept(z: NDArray, keep: NDArray) -> NDArray:
    return np.where(keep.all(axis=-1, keepdims=True), right(np.where(keep, z, -np.inf)), 0)


def kept_only(z: NDArray, keep: NDArray) -> NDArray:
    return right(z[keep]) if keep.any() else z[keep]


def row_sums_of_kept(args: tuple, p: NDArray) -> str | None:
    _, keep = args
    if p.shape != keep.shape:
        return None
    totals = p.sum(axis=-1) - keep.any(axis=-1)
    wrong = np.flatnonzero(np.abs(np.atleast_1d(totals)) > 1e-3)
    if not wrong.size:
        return None
    kept, total = np.atleast_1d(keep.any(axis=-1)).flat[wrong[0]], np.atleast_1d(p.sum(axis=-1))
    which = "a row with kept classes" if kept else "a row without any"
    return f"{which} sums to {total.flat[wrong[0]]:.4g}."


def guarded_by(softmax: Callable) -> Callable:
    """A softmax of what is kept, whose rows of padding are 0."""
    return lambda z, keep: np.nan_to_num(softmax(np.where(keep, z, -np.inf)))


def shares_without_dog(values: Mapping[str, NDArray]) -> tuple[NDArray | None, NDArray]:
    p = result(values, "without dog", (3,))
    return (None if p is None else p[ALL_BUT_DOG]), np.array([3.0, 0.25])


HIDES_NAN = (
    "But where a kept score is nan, your result is not nan throughout; nan_to_num, for one, puts 0 "
    "for every nan. A nan says that something went wrong before: keep it in sight."
)
MASK_PROBES = (
    Probe("without dog", (np.array([3.0, 1.0, 0.25]), ALL_BUT_DOG)),
    Probe("nothing masked", (np.array([3.0, 1.0, 0.25]), np.ones(3, bool))),
    Probe(
        "batch",
        (
            np.array([[3.0, 1.0, 0.25, -1.0], [0.5, 2.0, 0, 1], [-2, -0.5, 1.5, -1]]),
            np.array([[1, 0, 1, 1], [1, 1, 0, 0], [0, 1, 1, 1]], bool),
        ),
    ),
    Probe(
        "square batch",
        (
            np.array([[3.0, 1.0, 0.25], [0.5, 2.5, -1.0], [-1.5, 0.0, 1.0]]),
            np.array([[1, 1, 0], [0, 1, 1], [1, 1, 1]], bool),
        ),
    ),
    Probe("nothing kept", (np.array([3.0, 1.0, 0.25]), np.zeros(3, bool))),
    Probe(
        "a row of padding",
        (np.array([[3.0, 1.0], [0.5, 2.5], [2.0, 2.5]]), np.array([[1, 1], [0, 0], [0, 1]], bool)),
    ),
    Probe("masked winner", (np.array([800.0, 0.0, -1.0]), np.array([False, True, True]))),
    Probe("masked far ahead", (np.array([742.0, 0.0, -1.0]), np.array([False, True, True]))),
    Probe("masked winner by far", (np.array([2.0**40, 1.5, 0.5]), np.array([False, True, True]))),
    Probe("around 1000", (np.array([1000.0, 998.0, 996.5]), ALL_BUT_DOG)),
    Probe("around -1000", (np.array([-1000.0, -1002.0, -1001.0]), ALL_BUT_DOG)),
    Probe("kept far below", (np.array([-(2.0**40), -(2.0**40) - 2, 3]), np.array([1, 1, 0], bool))),
    Probe(
        "rows far apart",
        (
            np.array([[20.0, 0.0, 1.0], [1000.0, 998.0, 0.0]]),
            np.array([[1, 1, 0], [0, 1, 1]], bool),
        ),
    ),
    Probe(
        "three axes",
        (
            np.array([[[1.0, 2.5], [0.5, -1.0]], [[-0.5, 1.5], [2.0, 0.25]]]),
            np.array([[[1, 1], [1, 0]], [[0, 1], [1, 1]]], bool),
        ),
    ),
    Probe("a nan kept", (np.array([np.nan, 1.0, 0.25]), np.ones(3, bool)), beyond=HIDES_NAN),
)


EXERCISE = Exercise(
    title="A mask",
    reference=masked_softmax,
    probes=MASK_PROBES,
    mistakes=(
        Mistake(
            "zeroed-after-softmax",
            "Probabilities were set to 0 after softmax, and what they had held is missing: the "
            "others do not add up to 1.",
            wrong=(zeroed(right), zeroed(naive), zeroed(softmax_with(whole))),
        ),
        Mistake(
            "masked-after-exp",
            "The mask came after the exponential. That is inf where a masked score is far above "
            "the kept ones, and where nothing is kept and the maximum is −inf. Then inf · 0 is "
            "nan: mask before exp.",
            wrong=tuple(map(masked_after_exp, (top_of_kept, finite_top, top_or_zero))),
        ),
        Mistake(
            "max-with-zero",
            "The largest kept score or 0 was subtracted, whichever is larger. Where all kept "
            "scores are far below 0, that is 0, and every exponential underflows to 0.",
            wrong=(shifted_by_top_or_zero,),
            place=UNSAFE,
        ),
        Mistake(
            "zeroed-then-renormalised",
            "Masked scores still took part, as maximum or in the sum. A masked winner pushes "
            "all others to 0, and a row of padding is 0/0.",
            wrong=tuple(
                lambda z, keep, p=p, divide=divide: divide(p(z) * keep)
                for p in (right, softmax_with(whole))
                for divide in (
                    divided_by_own_sum,
                    lambda q: np.nan_to_num(divided_by_own_sum(q)),
                    lambda q: guarded(q, 1e-12),
                    lambda q: guarded(q, 1e-9),
                    lambda q: guarded(q, 1e-8),
                    lambda q: guarded(q, 1e-13),
                )
            ),
        ),
        Mistake(
            "large-number-subtracted",
            "A large number was subtracted from masked scores. In a row of padding it is "
            "subtracted from all of them: a shift, which softmax does not notice.",
            wrong=tuple(
                lowered_by(a, p)
                for a in (1e4, 1e5, 1e6, 1e8, 1e9, 1e10, 1e12)
                for p in (right, softmax_with(whole))
            ),
        ),
        Mistake(
            "large-number-put-in",
            "In a row of padding all shares are equal: one very low number stands for every score, "
            "or the same share was put in. A row without classes has none to give.",
            wrong=(
                *(replaced_by(-a) for a in (1e4, 1e5, 1e6, 1e9, 1e10, 1e20, 1e30, 1e300)),
                lowered_by(1e20),
                lowered_by(1e30),
                uniform_where_empty,
            ),
        ),
        Mistake(
            "masked-left-out",
            "Only the kept classes came back, in one flat row. The result has the shape of the "
            "scores, with a 0 in the place of each class that is not kept.",
            wrong=(kept_only, lambda z, keep: naive(z[keep])),
        ),
        Mistake(
            "nearly-masked",
            "What is not kept got a little instead of nothing: its score was put below all others, "
            "but no finite score has the exponential 0.",
            wrong=tuple(
                change(lambda z, keep, below=below: right(np.where(keep, z, z.min() - below)))
                for below in (10, 20, 30, 50, 100)
                for change in (lambda f: f, padding_zeroed)
            ),
        ),
        Mistake(
            "low-number-then-zeroed",
            "A fixed number makes masked scores low, and their shares were set to 0. It is low "
            "beside other scores only: a masked score far ahead, or kept ones lower still, win.",
            wrong=tuple(
                zeroed_afterwards(change(a))
                for a in (1e3, 1e4, 1e5, 1e6, 1e8, 1e9, 1e10)
                for change in (lowered_by, lambda a: replaced_by(-a))
            ),
        ),
        Mistake(
            "whole-array-asked",
            "Whether anything is kept was asked once, of the whole array. Ask each row: in a batch "
            "one row may be all padding, and its maximum is −inf.",
            wrong=(rows_asked_together,),
        ),
        Mistake(
            "all-for-any",
            "A row came out as zeros although some of its classes are kept. It is empty only if "
            "none is kept, not as soon as one is masked.",
            wrong=(all_must_be_kept,),
        ),
        Mistake(
            "minus-infinity",
            "Masked scores became −inf, which is right until all are: −inf minus −inf is nan. "
            "A row without classes needs a decision of its own.",
            wrong=(replaced_by(-np.inf),),
        ),
        Mistake(
            "mask-inverted",
            "What should be kept was masked, and the other way round. True means kept here.",
            wrong=(
                lambda z, keep: masked(z, ~keep),
                lambda z, keep: right(np.where(keep, -np.inf, z)),
                lambda z, keep: right(np.where(keep, -1e9, z)),
                lambda z, keep: right(z) * ~keep,
                lambda z, keep: right(z - 1e9 * keep),
            ),
        ),
        Mistake(
            "score-set-to-0",
            "Masked scores became 0. That is a score like any other: its exponential is 1.",
            wrong=(lambda z, keep: right(z * keep), lambda z, keep: naive(z * keep)),
        ),
        Mistake(
            "mask-ignored",
            "This is softmax over all classes; the mask changes nothing.",
            wrong=(lambda z, keep: right(z), lambda z, keep: naive(z)),
        ),
        Mistake(
            "no-max-subtraction",
            "Nothing was subtracted before the exponential: beyond 709.78 it overflows to inf, "
            "and below −745.13 all of a row become 0.",
            wrong=(
                lambda z, keep: divided_by_own_sum(np.exp(z) * keep),
                lambda z, keep: np.nan_to_num(divided_by_own_sum(np.exp(z) * keep)),
                lambda z, keep: naive(np.where(keep, z, -np.inf)),
                lambda z, keep: np.nan_to_num(naive(np.where(keep, z, -np.inf))),
                lambda z, keep: guarded(np.exp(z) * keep, 1e-12),
                lambda z, keep: np.where(
                    keep.any(-1, keepdims=True), divided_by_own_sum(np.exp(z) * keep), 0
                ),
            ),
            place=SHIFT,
        ),
        Mistake(
            "global-max",
            "The maximum of the whole array was subtracted from every row. A row far below it "
            "underflows.",
            wrong=tuple(
                lambda z, keep, change=change: change(
                    divided_by_own_sum(
                        np.exp(np.where(keep, z, -np.inf) - np.max(z, where=keep, initial=-1e9))
                    )
                )
                for change in (lambda q: q, np.nan_to_num)
            ),
            place=SHIFT,
        ),
        Mistake(
            "normalises-over-batch",
            "The sum runs over the examples of a batch, not over the classes of an example.",
            wrong=(
                lambda z, keep: masked(z, keep, axis=0),
                lambda z, keep: masked(z, keep, axis=-2 if z.ndim > 1 else -1),
                lambda z, keep: masked_along(z, keep, axis=0),
            ),
            place=Place("softmax", "The wrong axis"),
        ),
        Mistake(
            "axis-1-only",
            "Axis 1 holds the classes of a matrix only. A vector has no axis 1, and in three "
            "dimensions it is the middle one.",
            wrong=tuple(
                lambda z, keep, of=of, low=low: of(z, keep, axis=1 if z.ndim > low else -1)
                for of in (masked, masked_along)
                for low in (0, 1)
            ),
            place=Place("softmax", "The wrong axis"),
        ),
        Mistake(
            "global-sum",
            "The sum runs over the whole array, so all examples share one unit of probability.",
            wrong=(
                lambda z, keep: masked(z, keep, axis=None),
                lambda z, keep: masked_along(z, keep, axis=None),
            ),
            place=Place("softmax", "The wrong axis"),
        ),
        Mistake(
            "no-keepdims-in-sum",
            "The row sums have lost their axis, so entry j meets row j's sum. Only unequal "
            "lengths give an error.",
            wrong=(lambda z, keep: masked(z, keep, keepdims=False),),
            place=Place("softmax", "The wrong axis"),
        ),
        Mistake(
            "not-normalised",
            "These are the exponentials of the kept classes; nothing divides them by their sum.",
            wrong=(
                lambda z, keep: np.exp(z) * keep,
                lambda z, keep: np.exp(z - row(z)) * keep,
                lambda z, keep: np.exp(
                    np.where(keep, z, -np.inf) - np.where(keep, z, -1e300).max(-1, keepdims=True)
                ),
            ),
            place=Place("softmax", "In code"),
        ),
        epsilon_in_denominator(shares_without_dog, guarded_by),
    ),
    symptoms=(
        Symptom(
            "rows-do-not-sum-to-1",
            "Kept classes share one unit of probability; where nothing is kept, there is "
            "nothing to share.",
            row_sums_of_kept,
        ),
    ),
    hints=(
        "What does your function give when nothing is kept? And for `[800.0, 0.0, -1.0]` with "
        "the first one masked?",
        "Only kept classes may take part, in the maximum as well as in the sum: e^(−∞) = 0 does "
        "that. A row without classes has the sum 0 and no maximum, so neither may be used there.",
        "Where `keep` is False put −inf in place of the score. Replace a maximum of −inf by 0 "
        "and a sum of 0 by 1, and every row comes out right.",
    ),
    also=(Alternative(HIDES_NAN, guarded_by(right)),),
    why="In a sentence: why is a very low score not the same as a mask?",
    reply="It is low only beside other scores: among equally low ones it gets a share "
    "like any other. A mask says that the class is not there.",
    place=MASKS,
    atol=0,  # what is not kept gets exactly 0
    rtol=1e-10,
)

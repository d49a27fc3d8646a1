from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from softmaxbook.exercises.catalogue.overflow import FORMATS, NAN_FROM
from softmaxbook.exercises.reading import Numbers, Part
from softmaxbook.exercises.record import Exercise, Mistake


def four_predictions():
    """What the definition gives in float64, for four pairs of scores."""
    pairs = np.array([[1000, 1000], [709.5, 709.5], [-800, 0], [-746, -747]])
    with np.errstate(all="ignore"):
        e = np.exp(pairs)  # (inf, inf); twice 1.35e308, whose sum is inf; (0, 1); (0, 0)
        return e / e.sum(axis=-1, keepdims=True)


def pair_is(number: int, *values: tuple[float, float]) -> Callable[[NDArray], bool]:
    """Whether one of the four pairs is one of these, to three digits."""
    return lambda v: any(np.allclose(v[number], p, atol=1e-3, equal_nan=True) for p in values)


def pair_is_wrong(number: int) -> Callable[[NDArray], bool]:
    right = four_predictions()[number]
    return lambda v: not np.allclose(v[number], right, equal_nan=True)


HALVES, NO_NUMBERS = (0.5, 0.5), (np.nan, np.nan)


EXERCISE = Exercise(
    title="By hand",
    reference=four_predictions,
    form=Numbers(
        (
            Part("the first pair", size=2, digits=None),
            Part("the second pair", size=2, digits=None),
            Part("the third pair", size=2, digits=None),
            Part("the fourth pair", size=2, digits=None),
        ),
        (4, 2),
        logarithms=False,
    ),
    mistakes=(
        Mistake(
            "mathematics-not-machine",
            "These are the values of the function. The machine has to pass through the "
            "exponentials, and of some of these scores it has none.",
            when=lambda v: pair_is(0, HALVES)(v) and pair_is(3, (0.731, 0.269))(v),
        ),
        Mistake(
            "infinity-over-infinity",
            "Both exponentials of the first pair are inf, and so is their sum. Infinity over "
            "infinity is neither 1 nor a half: it has no value.",
            when=pair_is(0, HALVES, (1, 1), (np.inf, np.inf), (0, 0)),
        ),
        Mistake(
            "nan-needs-infinity-twice",
            "In the second pair each exponential is finite, about 1.35e308. Only the sum is "
            "inf, and a finite number over it is not nan.",
            when=pair_is(1, NO_NUMBERS),
        ),
        Mistake(
            "only-terms-checked",
            "Each exponential of the second pair fits into a float64, but they have to be "
            "added before anything is divided. Does the sum fit?",
            when=pair_is(1, HALVES),
        ),
        Mistake(
            "underflow-feared",
            "In the third pair one exponential is 0 and the other 1. The sum is 1, and "
            "nothing is divided by 0.",
            when=pair_is(2, NO_NUMBERS, (np.nan, 1), (0, np.nan), (np.nan, 0)),
        ),
        Mistake(
            "third-pair-reversed",
            "The shares of the third pair have changed places. The larger score takes all, and 0 "
            "is larger than -800: exp(-800) is 0, and exp(0) is 1.",
            when=pair_is(2, (1, 0)),
        ),
        Mistake(
            "zero-over-zero",
            "In the last pair both exponentials are 0, and so is the sum. 0 over 0 is not 0, "
            "and not a half: it has no value.",
            when=pair_is(3, (0, 0), HALVES, (1, 1), (np.inf, np.inf)),
        ),
        Mistake(
            "subnormal-not-zero",
            "The smallest positive float64 is about 4.9e-324, and what is below its half "
            "becomes 0. Both exponentials of the last pair are below that half.",
            when=pair_is(3, (0.731, 0.269), (2 / 3, 1 / 3), (1, 0)),
            place=FORMATS,
        ),
        Mistake(
            "first-pair",
            "In the first pair: what is exp(1000) in float64, what is the sum of two of "
            "these, and what is one over the other?",
            when=pair_is_wrong(0),
        ),
        Mistake(
            "second-pair",
            "In the second pair: the largest float64 is about 1.8e308. Where does exp(709.5) "
            "stand, and where twice that?",
            when=pair_is_wrong(1),
        ),
        Mistake(
            "third-pair",
            "In the third pair: what is exp(-800) in float64, what is exp(0), and what is "
            "their sum?",
            when=pair_is_wrong(2),
        ),
        Mistake(
            "fourth-pair",
            "In the last pair: from which score downwards is exp exactly 0 in float64, and "
            "on which side of it are these two?",
            when=pair_is_wrong(3),
            place=FORMATS,
        ),
    ),
    hints=(
        "For each pair write down three things: the two exponentials as float64 has them, and "
        "their sum. Which of the six numbers are 0, which inf?",
        "e^x overflows above 709.78 and is 0 below −745.13. A finite number over inf is 0; inf "
        "over inf and 0 over 0 are nan.",
        "e^709.5 is about 1.35 · 10³⁰⁸ and still finite; twice that is more than the largest "
        "float64, 1.80 · 10³⁰⁸.",
    ),
    why="In a sentence: which of these results is wrong without showing a nan?",
    reply="The second: (0, 0) looks like two small shares, but they sum to 0, and the "
    "right answer is one half each.",
    place=NAN_FROM,
)

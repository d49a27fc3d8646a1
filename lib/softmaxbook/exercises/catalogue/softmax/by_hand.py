from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from softmaxbook.exercises.catalogue.families.softmaxes import softmax
from softmaxbook.exercises.catalogue.softmax import BY_HAND, CODE, TWELVE
from softmaxbook.exercises.reading import Numbers, Part, gives
from softmaxbook.exercises.record import Exercise, Mistake
from softmaxbook.exercises.when import only


def softmax_by_hand():
    """Exponentials of (2, 0, -1), and their shares of the sum."""
    exponentials = np.exp(np.array([2.0, 0.0, -1.0]))  # 7.389, 1, 0.368; sum 8.757
    return exponentials, exponentials / exponentials.sum()


HAND = np.array([2.0, 0.0, -1.0])
E = np.exp(HAND)


def rows(exponentials: NDArray, shares: NDArray) -> Callable:
    return lambda: (exponentials, shares)


def off(which: int) -> Callable:
    """Whether this exponential is wrong, and no other."""
    return lambda v: (np.abs(v[0] - E) > 6e-4).tolist() == [k == which for k in range(3)]


WITHOUT_E0 = np.array([E[0], 0.0, E[2]])


EXERCISE = Exercise(
    title="By hand",
    reference=softmax_by_hand,
    form=Numbers(
        (
            Part("the exponentials", size=3, key="exponentials_by_hand"),
            Part("the shares", size=3, key="softmax_by_hand"),
        ),
        (2, 3),
        logarithms=False,
    ),
    mistakes=(
        Mistake(
            "exp-of-0-is-0",
            "The exponential of 0 was taken to be 0. Any number to the power 0 is 1, and so "
            "the second class has a share.",
            wrong=gives(rows(WITHOUT_E0, WITHOUT_E0 / WITHOUT_E0.sum())),
        ),
        Mistake(
            "not-normalised",
            "The shares are the exponentials again. They still have to be divided by their "
            "sum, 8.757.",
            wrong=gives(rows(E, E)),
            place=CODE,
        ),
        Mistake(
            "no-exponential",
            "The scores themselves were divided by their sum. One of them is negative, and a "
            "share cannot be.",
            wrong=gives(rows(E, HAND), rows(HAND, HAND)),
            place=TWELVE,
        ),
        Mistake(
            "divided-by-largest",
            "The exponentials were divided by the largest of them, not by their sum.",
            wrong=gives(rows(E, E / E.max())),
            place=CODE,
        ),
        Mistake(
            "sign-flipped",
            "The smallest score has the largest share: the exponents have the wrong sign.",
            wrong=gives(rows(1 / E, 1 / E / (1 / E).sum())),
            place=TWELVE,
        ),
        Mistake(
            "exp-of-negative-is-negative",
            "An exponential was given the sign of its score. A power of e is always positive: e⁻¹ "
            "is 1/e, and a share cannot be negative.",
            wrong=gives(*(rows(e, e / e.sum()) for e in (E * [1, 1, -1],))),
        ),
        Mistake(
            "rounded-too-early",
            "The shares are those of exponentials that were rounded to whole numbers, 7, 1 and 0. "
            "Round once, at the end.",
            wrong=gives(rows(E, np.rint(E) / np.rint(E).sum())),
        ),
        Mistake(
            "power-as-product",
            "e² was taken as 2e, a product in place of a power: e² is e times e, about 7.39.",
            wrong=gives(*(rows(e, e / e.sum()) for e in (np.array([2 * np.e, *E[1:]]),))),
        ),
        Mistake(
            "softmax-twice",
            "The shares have been put through softmax again, which flattens them.",
            wrong=gives(rows(E, softmax(E / E.sum()))),
            place=TWELVE,
        ),
        Mistake(
            "scores-for-exponentials",
            "The shares are right, but where the exponentials belong the scores stand.",
            wrong=gives(rows(HAND, E / E.sum())),
        ),
        Mistake(
            "squares-for-exponentials",
            "The scores were squared. They belong in the exponent: e to the power of each.",
            when=lambda v: bool(np.allclose(v[0], HAND**2)),
        ),
        Mistake(
            "multiplied-by-e",
            "The scores were multiplied by e, about 2.718. They belong in the exponent: e to "
            "the power of each.",
            when=lambda v: bool(np.allclose(v[0], np.e * HAND, atol=6e-3)),
        ),
        Mistake(
            "percent",
            "The shares are in per cent. Here they add up to 1.",
            when=lambda v: bool(np.allclose(v[1], 100 * E / E.sum(), atol=0.6)),
        ),
        Mistake(
            "divided-by-count",
            "The exponentials were divided by the number of classes. Shares are parts of the sum.",
            wrong=gives(rows(E, E / 3)),
            place=CODE,
        ),
        Mistake(
            "shares-with-other-ratios",
            "The exponentials are right, and your shares add up to 1. But the first share over the "
            "second is not the first exponential over the second.",
            when=lambda v: bool(
                only(slice(3, 6), E, E / E.sum())(v) and abs(v[1].sum() - 1) < 2e-3
            ),
        ),
        Mistake(
            "shares-off",
            "The three exponentials are right, the shares are not. Add the exponentials up, "
            "divide each by that sum, and look whether the shares add up to 1.",
            when=only(slice(3, 6), E, E / E.sum()),
        ),
        Mistake(
            "first-exponential-off",
            "The first exponential is not right yet: it is e times e, and e is 2.718.",
            when=off(0),
        ),
        Mistake(
            "second-exponential-off",
            "The second exponential is not right yet. Which number is any number to the power 0?",
            when=off(1),
        ),
        Mistake(
            "third-exponential-off",
            "The third exponential is not right yet: a power of −1 is 1 over the number.",
            when=off(2),
        ),
        Mistake(
            "exponentials-off",
            "More than one exponential is not right yet. Each is positive, that of 0 is 1, and "
            "that of a negative number is below 1.",
            when=lambda v: bool((np.abs(v[0] - E) > 6e-4).any()),
        ),
    ),
    hints=(
        "Do your three shares add up to 1, and is the first e² ≈ 7.39 times the second?",
        "Exponentiate, then divide by the sum: pᵢ = e^zᵢ / ∑ⱼ e^zⱼ.",
        "The exponentials are 7.389, 1 and 0.368; their sum is 8.757.",
    ),
    why="In a sentence: which two ratios check your shares without computing them again?",
    reply="The first share over the second must be e² = 7.389, the second over the third "
    "e = 2.718: e to the difference of the scores.",
    place=BY_HAND,
)

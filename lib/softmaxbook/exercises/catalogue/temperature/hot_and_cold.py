from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from softmaxbook.exercises.catalogue.families.softmaxes import right
from softmaxbook.exercises.catalogue.temperature import BY_HAND, TEMPERATURE
from softmaxbook.exercises.reading import Numbers, Part
from softmaxbook.exercises.record import Exercise, Mistake, Symptom


def hot_and_cold():
    """Odds are raised to the power 1/T: square roots at T = 2, and a tie stays a tie."""
    roots = np.array([3.0, 2.0, 1.0])
    return roots / roots.sum(), np.array([1 / 2, 1 / 2, 0.0])


def first_is(*triples: list[float]) -> Callable[[NDArray], bool]:
    return lambda v: any(bool(np.all(np.abs(v[:3] - t) <= 6e-4)) for t in triples)


def second_is(*triples: list[float]) -> Callable[[NDArray], bool]:
    return lambda v: any(bool(np.all(np.abs(v[3:] - t) <= 6e-4)) for t in triples)


NINE = np.array([9.0, 4.0, 1.0])
TIE = right(np.array([2.0, 2.0, 0.0]))


def two_sums(args: tuple, v: NDArray) -> str | None:
    """What the two triples sum to, if one of them is no distribution."""
    sums = v[:3].sum(), v[3:].sum()
    if np.allclose(sums, 1, atol=2e-3):
        return None
    return f"the first three sum to {sums[0]:.4g}, the other three to {sums[1]:.4g}."


EXERCISE = Exercise(
    title="Hot and cold by hand",
    reference=hot_and_cold,
    form=Numbers(
        (
            Part("the shares at T = 2", size=3, key="at_two"),
            Part("the limit", size=3, key="in_the_cold"),
        ),
        logarithms=False,
    ),
    mistakes=(
        Mistake(
            "multiplied-by-T",
            "The exponentials were squared, as if the scores had been multiplied by 2. "
            "Dividing by 2 takes their square roots.",
            when=first_is(NINE**2 / (NINE**2).sum()),
        ),
        Mistake(
            "T-has-no-effect",
            "Those are the shares at T = 1. If numerator and denominator are divided by T, it "
            "cancels; only the exponent can take it.",
            when=first_is(NINE / NINE.sum()),
        ),
        Mistake(
            "T-after-softmax",
            "The probabilities were divided by 2. Their sum is then one half, and their odds "
            "are what they were.",
            when=first_is(NINE / NINE.sum() / 2),
        ),
        Mistake(
            "power-not-renormalised",
            "The square roots are right, and do not sum to 1 yet. They still have to be "
            "divided by their sum.",
            when=first_is(np.sqrt(NINE), np.sqrt(NINE / NINE.sum())),
        ),
        Mistake(
            "numbers-halved",
            "The numbers in the logarithms were halved, to 4.5 and 2. Half of a logarithm is that "
            "of the square root.",
            when=first_is(np.array([4.5, 2, 1]) / 7.5),
        ),
        Mistake(
            "score-0-share-0",
            "The last class got no share because its score is 0. The exponential of 0 is 1.",
            when=first_is([3 / 5, 2 / 5, 0], [9 / 13, 4 / 13, 0]),
        ),
        Mistake(
            "each-of-the-tied-gets-all",
            "Each of the two tied scores got everything. Together they have 1, so each has half.",
            when=second_is([1, 1, 0]),
            place=TEMPERATURE,
        ),
        Mistake(
            "hard-argmax-when-cold",
            "One of two equal scores got everything. Equal scores have equal probabilities at "
            "every temperature, so also in the limit.",
            when=second_is([1, 0, 0], [0, 1, 0]),
            place=TEMPERATURE,
        ),
        Mistake(
            "cold-for-hot",
            "Equal shares for all are the limit of great heat. As T falls to 0 the gaps of "
            "the scaled scores grow without bound.",
            when=second_is([1 / 3, 1 / 3, 1 / 3]),
            place=TEMPERATURE,
        ),
        Mistake(
            "limit-not-taken",
            "Those are the probabilities at T = 1. The limit of ever smaller temperatures is "
            "asked for.",
            when=second_is(TIE),
            place=TEMPERATURE,
        ),
    ),
    symptoms=(
        Symptom(
            "does-not-sum-to-1",
            "At every temperature, and in the limit, these are probabilities.",
            two_sums,
        ),
    ),
    hints=(
        "What are the exponentials of the first three scores, and what does halving a "
        "logarithm do to its number? Does a tie ever end?",
        "All odds are raised to the power 1/T. Odds of 1 to 1 stay 1 to 1; odds of less than 1 "
        "tend to 0 as T → 0.",
        "The square roots of 9, 4 and 1 are 3, 2 and 1; divide them by their sum.",
    ),
    why="In a sentence: which entropy is left in the cold, and when is it 0?",
    reply="The logarithm of the number of scores that tie at the top, here log 2. It is 0 if one "
    "score alone is the largest.",
    place=BY_HAND,
)

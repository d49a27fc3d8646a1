import numpy as np

from softmaxbook.exercises.catalogue.softmax import TWELVE
from softmaxbook.exercises.reading import Words
from softmaxbook.exercises.record import Exercise, Mistake
from softmaxbook.exercises.when import is_not


def four_mistakes():
    """The first share over the second tells: it should be exp(1.5) = 4.48."""
    return [
        "base 2",  # 0.676 / 0.239 = 2.83 = 2 ** 1.5
        "divided by max",  # 0.590 / 0.279 = 2.11, about exp(1 - 0.25)
        "sigmoids / sum",  # 0.497 / 0.351 = 1.42 = sigmoid(2) / sigmoid(0.5)
        "applied twice",  # 0.496 / 0.269 = 1.84 = exp(0.786 - 0.175)
    ]


TWELVE_NAMES = (
    "plain sum",
    "not normalised",
    "divided by max",
    "min-max scaled",
    "standardised",
    "base 2",
    "base 10",
    "squares",
    "sigmoids",
    "sigmoids / sum",
    "applied twice",
    "sign error",
)


ALSO = {
    "softmax twice": "applied twice",
    "softmax of softmax": "applied twice",
    "standardized": "standardised",
    "twice": "applied twice",
    "base two": "base 2",
    "divided by the maximum": "divided by max",
    "normalised sigmoids": "sigmoids / sum",
    "sigmoids divided by sum": "sigmoids / sum",
}
GIVEN = [TWELVE_NAMES.index(name) for name in four_mistakes()]


EXERCISE = Exercise(
    title="Name the mistake",
    reference=four_mistakes,
    form=Words(TWELVE_NAMES, ("the first", "the second", "the third", "the fourth"), ALSO),
    mistakes=(
        Mistake(
            "sum-taken-for-proof",
            "“Not normalised” and “sigmoids” cannot be among them: their numbers do not add up to "
            "1, and the shares of these four do.",
            when=lambda v: bool(np.isin(v, (1, 8)).any()),
        ),
        Mistake(
            "the-first",
            "The first colleague's first share is 2.83 times the second, where e^1.5 = 4.48 is "
            "right. Of which base is 2.83 the power 1.5?",
            when=is_not(0, GIVEN[0]),
        ),
        Mistake(
            "the-second",
            "The second colleague's first share is 2.11 times the second, with logarithm 0.75. "
            "How can a difference of 1.5 become half of it?",
            when=is_not(1, GIVEN[1]),
        ),
        Mistake(
            "the-third",
            "The third colleague's shares stand as 0.881, 0.622 and 0.269 do. Which function "
            "gives these three, one score at a time?",
            when=is_not(2, GIVEN[2]),
        ),
        Mistake(
            "the-fourth",
            "The fourth colleague's first share is 1.84 times the second, with logarithm 0.61. "
            "This logarithm is 0.786 − 0.175. Whose probabilities are these?",
            when=is_not(3, GIVEN[3]),
        ),
    ),
    hints=(
        "What is the first share over the second in each of the four, and what should it be? What "
        "is the logarithm of each quotient?",
        "Softmax of any scores s has odds e^(sᵢ − sⱼ). So the logarithms of these quotients "
        "are the differences of the scores that were used.",
        "The first share over the second is 2.83, 2.11, 1.42 and 1.84. For two of the four the "
        "first over the third gives the same factor; for the others compare with the formulas that "
        "are left.",
    ),
    why="In a sentence: why would the sum not have shown any of the four?",
    reply="Each of the four ends with a division by its own sum, so each sums to 1. Only "
    "the odds differ.",
    place=TWELVE,
)

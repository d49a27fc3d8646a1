import numpy as np

from softmaxbook.exercises.catalogue.ce_vs_mse import BY_HAND
from softmaxbook.exercises.reading import Numbers, Part
from softmaxbook.exercises.record import Exercise, Mistake
from softmaxbook.exercises.when import either, entry


def slopes_at_a_tenth():
    """Slopes in the score of -log a and of (1 - a)^2 / 2, and how much steeper the first is."""
    a = 1 / 10
    cross_entropy = -(1 - a)
    squared_error = -a * (1 - a) ** 2  # the factor a (1 - a) more
    return cross_entropy, squared_error, cross_entropy / squared_error


EXERCISE = Exercise(
    title="Two slopes",
    reference=slopes_at_a_tenth,
    form=Numbers(
        (
            Part("the slope of the logarithm", digits=None, key="slope_of_log"),
            Part("the slope of the square", digits=None, key="slope_of_square"),
            Part("the ratio", digits=None, key="times_steeper"),
        )
    ),
    mistakes=(
        Mistake(
            "slope-wrt-probability",
            "A slope with respect to the probability was given. The score moves the "
            "probability at the rate a times 1 - a, which belongs to it.",
            when=either(entry(0, -10), entry(1, -0.9)),
        ),
        Mistake(
            "factor-two",
            "The squared error here is half a square, so its slope has no factor 2.",
            when=entry(1, -0.162),
        ),
        Mistake(
            "error-forgotten",
            "The second slope is only the derivative of the sigmoid, a times 1 - a. The error "
            "1 - a stands beside it.",
            when=entry(1, -0.09),
        ),
        Mistake(
            "only-the-sigmoid",
            "The first slope is only the derivative of the sigmoid, a times 1 - a. The slope of "
            "the logarithm, 1 / a, stands beside it.",
            when=entry(0, -0.09),
        ),
        Mistake(
            "a-for-one-minus-a",
            "The error is the distance of a from 1, not from 0: the true answer is 1.",
            when=either(entry(0, -0.1), entry(1, -0.009)),
        ),
        Mistake(
            "other-target",
            "That is the slope of the square for the target 0, whose error is a itself. The true "
            "answer is 1: the error is a less 1, below 0.",
            when=entry(1, 0.009),
        ),
        Mistake(
            "ratio-upside-down",
            "The third number is how many times steeper cross-entropy is, so the slope of "
            "the squared error divides.",
            when=entry(2, 0.09),
        ),
        Mistake(
            "losses-for-slopes",
            "That is the loss itself. Its slope in the score is asked for.",
            when=either(entry(0, np.log(10)), entry(1, 0.405)),
        ),
        Mistake(
            "inverse-of-the-second",
            "That is 1 divided by the second slope. How many times steeper is a quotient of both.",
            when=entry(2, 1 / 0.081),
        ),
    ),
    hints=(
        "By how much does the probability a change when the score rises by a little, if a = 0.1?",
        "The derivative of a in the score is a(1 − a). In −log a the outer derivative is −1/a, "
        "in ½(1 − a)² it is −(1 − a).",
        "The products are −(1 − a) and −a(1 − a)², at a = 0.1.",
    ),
    why="In a sentence: which factor has the logarithm cancelled, and what is its size here?",
    reply="The factor a(1 − a), the slope of the sigmoid, which is 0.09 here: the slope of −log a "
    "in a, −1/a, is −(1 − a) divided by it.",
    place=BY_HAND,
)

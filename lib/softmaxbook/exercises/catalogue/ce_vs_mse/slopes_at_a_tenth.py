import numpy as np

from softmaxbook.exercises.catalogue.ce_vs_mse import BY_HAND
from softmaxbook.exercises.reading import Numbers, Part
from softmaxbook.exercises.record import Exercise, Mistake
from softmaxbook.exercises.when import either, entry


def slopes_at_a_tenth():
    """Slopes in the lead of -log a and of (1 - a)^2, and how much steeper the first is."""
    a = 1 / 10
    cross_entropy = -(1 - a)
    squared_error = -2 * a * (1 - a) ** 2  # the factor 2 a (1 - a) more
    return cross_entropy, squared_error, cross_entropy / squared_error


EXERCISE = Exercise(
    title="Two slopes",
    reference=slopes_at_a_tenth,
    form=Numbers(
        (
            Part("the slope of the logarithm", digits=None, key="slope_of_log"),
            Part("the slope of the square", digits=None, key="slope_of_square"),
            Part("the ratio", digits=None, key="times_steeper"),
        ),
        logarithms=False,
    ),
    mistakes=(
        Mistake(
            "slope-wrt-probability",
            "A slope with respect to the probability was given. The lead moves the "
            "probability at the rate a times 1 - a, which belongs to it.",
            when=either(entry(0, -10), entry(1, -1.8)),
        ),
        Mistake(
            "two-forgotten",
            "That belongs to half of this square. The outer derivative of (1 - a)² has a factor 2.",
            when=either(entry(1, -0.081), entry(2, 100 / 9)),
        ),
        Mistake(
            "factor-a-forgotten",
            "The factor a is missing in the second slope. Only the logarithm has a 1 / a that "
            "cancels it.",
            when=entry(1, -1.62, -0.81),
        ),
        Mistake(
            "error-forgotten",
            "The second slope has the derivative of the sigmoid, a times 1 - a, but not the error "
            "1 - a that the square leaves.",
            when=entry(1, -0.09, -0.18),
        ),
        Mistake(
            "only-the-sigmoid",
            "The first slope is only the derivative of the sigmoid, a times 1 - a. The outer "
            "derivative, -1 / a, is missing.",
            when=entry(0, -0.09, 0.09),
        ),
        Mistake(
            "a-for-one-minus-a",
            "The error is the distance of a from 1, not from 0: the true class should have 1.",
            when=either(entry(0, -0.1), entry(1, -0.018, -0.009)),
        ),
        Mistake(
            "other-target",
            "That is the slope of the square for the target 0, whose error is a itself. The true "
            "class should have 1: the error is a minus 1, below 0.",
            when=entry(1, 0.018, 0.009),
        ),
        Mistake(
            "ratio-upside-down",
            "The third number is how many times steeper cross-entropy is, so the slope of "
            "the squared error divides.",
            when=entry(2, 0.18),
        ),
        Mistake(
            "losses-for-slopes",
            "That is the loss itself. Its slope in the lead is asked for.",
            when=either(entry(0, np.log(10)), entry(1, 0.81, 0.405)),
        ),
        Mistake(
            "inverse-of-the-second",
            "That is 1 divided by the second slope. How many times steeper is a quotient of both.",
            when=entry(2, 1 / 0.162, -1 / 0.162),
        ),
        Mistake(
            "only-a-in-the-ratio",
            "The slopes differ by more than a. The second one has a factor 1 - a more as well, "
            "and a 2.",
            when=entry(2, 10, 5),
        ),
    ),
    hints=(
        "By how much does the probability a change when the lead grows by a little, if a = 0.1?",
        "The derivative of a in the lead is a(1 − a). In −log a the outer derivative is −1/a, "
        "in (1 − a)² it is −2(1 − a).",
        "The products are −(1 − a) and −2a(1 − a)², at a = 0.1.",
    ),
    why="In a sentence: the second slope is the first one times a factor. Which factor, and how "
    "large is it here?",
    reply="2a(1 − a), which is 0.18 here. It is twice the slope of the sigmoid, and it goes to 0 "
    "with a.",
    place=BY_HAND,
)

from typing import Any

import numpy as np
from numpy.typing import NDArray

from softmaxbook.exercises.catalogue.ce_vs_mse import AXIS
from softmaxbook.exercises.reading import is_near, numbers
from softmaxbook.exercises.record import Exercise, Mistake


def steepest():
    """The slope a (1 - a)^2 is largest where its derivative (1 - a)(1 - 3 a) is 0."""
    a = 1 / 3
    return a, a * (1 - a) ** 2


def place_and_size(value: Any) -> NDArray:
    """A probability and the size of a slope, whatever its sign."""
    found = numbers(value, 2)
    return np.array([found[0], abs(found[1])])


EXERCISE = Exercise(
    title="Where squared error learns fastest",
    reference=steepest,
    prepare=place_and_size,
    mistakes=(
        Mistake(
            "sigmoid-slope-for-loss-slope",
            "One half is where the sigmoid is steepest. The slope of the loss has the error "
            "as a factor too, and that pulls the maximum towards the wrong side.",
            when=lambda v: is_near(0.5)(v[0]),
        ),
        Mistake(
            "probability-of-the-other-class",
            "The other answer has that probability. The loss is written in that of the true one.",
            when=lambda v: is_near(2 / 3)(v[0]),
        ),
        Mistake(
            "wrongest-is-steepest",
            "The error is largest there, but the other factor, the probability, vanishes.",
            when=lambda v: is_near(0)(v[0]),
        ),
        Mistake(
            "one-error-factor-only",
            "That is a times 1 - a at one third, and also the loss there. In the slope the "
            "error 1 - a stands twice.",
            when=lambda v: is_near(2 / 9)(v[1]),
        ),
        Mistake(
            "factor-two",
            "That is twice the slope, as for the square without its half.",
            when=lambda v: is_near(8 / 27)(v[1]),
        ),
    ),
    hints=(
        "The slope is a(1 − a)² in size. What is it for a = 0 and for a = 1, and where between "
        "them is it largest?",
        "Where a smooth function is largest its derivative is 0: (1 − a)² − 2a(1 − a) = 0.",
        "Divide by 1 − a: 1 − a = 2a.",
    ),
    why="In a sentence: why is the curvature of the loss 0 at the same probability?",
    place=AXIS,
    atol=6e-4,
)

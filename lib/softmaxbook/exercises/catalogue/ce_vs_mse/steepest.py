import numpy as np

from softmaxbook.exercises.catalogue.ce_vs_mse import BY_HAND
from softmaxbook.exercises.reading import Numbers, Part
from softmaxbook.exercises.record import Exercise, Mistake
from softmaxbook.exercises.when import entry


def steepest():
    """The slope 2 a (1 - a)^2 is largest where its derivative (1 - a)(1 - 3 a) is 0."""
    a = 1 / 3
    return a, 2 * a * (1 - a) ** 2


EXERCISE = Exercise(
    title="Where squared error learns fastest",
    reference=steepest,
    form=Numbers(
        (
            Part("the probability", digits=None, key="steepest_answer"),
            Part("the slope", digits=None, key="steepest_slope", or_else=(-8 / 27,)),
        ),
        logarithms=False,
    ),
    mistakes=(
        Mistake(
            "sigmoid-slope-for-loss-slope",
            "One half is where the sigmoid is steepest. The slope of the loss has the error "
            "as a factor too, and that pulls the maximum towards the wrong side.",
            when=entry(0, 0.5),
        ),
        Mistake(
            "probability-of-the-other-class",
            "The other answer has that probability. The loss is written in that of the true one.",
            when=entry(0, 2 / 3),
        ),
        Mistake(
            "wrongest-is-steepest",
            "The error is largest there, but the other factor, the probability, vanishes.",
            when=entry(0, 0),
        ),
        Mistake(
            "one-error-factor-only",
            "That is 2 times a times 1 - a at one third, or half of it, or the loss itself. In the "
            "slope the error 1 - a stands twice, and a once.",
            when=entry(1, 4 / 9, 2 / 9),
        ),
        Mistake(
            "a-forgotten",
            "That is 2 times the square of 1 - a, at one third. The probability a is a factor of "
            "the slope as well.",
            when=entry(1, 8 / 9, -8 / 9),
        ),
        Mistake(
            "slope-in-the-probability",
            "That is the slope in the probability a. The slope in the lead is asked for, and the "
            "lead reaches the loss through the sigmoid.",
            when=entry(1, 4 / 3, -4 / 3),
        ),
        Mistake(
            "slope-at-one-half",
            "That is the slope at one half. At one third it is larger.",
            when=entry(1, 1 / 4, 1 / 8),
        ),
        Mistake(
            "square-on-the-other-factor",
            "The square stands at the wrong factor: this is the square of a, times 1 - a. The "
            "error 1 - a stands twice.",
            when=entry(1, 2 / 27),
        ),
        Mistake(
            "score-for-answer",
            "That is the lead, the log-odds of one third. The probability is asked for.",
            when=entry(0, -np.log(2)),
        ),
        Mistake(
            "two-forgotten",
            "That is half the slope. The outer derivative of the square has a factor 2.",
            when=entry(1, 4 / 27),
        ),
        Mistake(
            "factor-a-forgotten",
            "That is 2(1 − a)² at one third. In the slope a stands as a factor too.",
            when=entry(1, 8 / 9),
        ),
    ),
    hints=(
        "The slope is 2a(1 − a)² in size. What is it for a = 0 and for a = 1, and where between "
        "them is it largest?",
        "Where a smooth function is largest its derivative is 0: (1 − a)² − 2a(1 − a) = 0.",
        "Divide by 1 − a: 1 − a = 2a.",
    ),
    why="In a sentence: why is the curvature of the loss 0 at the same probability?",
    reply="The curvature is the derivative of the slope. Where the slope is largest in size, its "
    "derivative is 0.",
    place=BY_HAND,
)

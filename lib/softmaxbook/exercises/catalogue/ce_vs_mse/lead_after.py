from collections.abc import Callable

import numpy as np

from softmaxbook.exercises.catalogue.ce_vs_mse import SLOW
from softmaxbook.exercises.reading import gives
from softmaxbook.exercises.record import Exercise, Mistake, Probe


def lead_after(gap, steps):
    """Lead of the true class, at first -gap, after steps of rate 1."""
    lead = -gap
    for _ in range(steps):
        a = 1 / (1 + np.exp(-lead))
        lead = lead + 4 * a * (1 - a) ** 2  # one score rises by half of it, the other falls
    return lead


def descent(rise: Callable, start: float = -1.0, more: int = 0) -> Callable:
    """Steps of the lead, each by rise(a)."""

    def lead_after(gap: float, steps: int) -> float:
        lead = start * gap
        for _ in range(steps + more):
            lead = lead + rise(1 / (1 + np.exp(-lead)))
        return lead

    return lead_after


def first_slope_throughout(gap: float, steps: int) -> float:
    a = 1 / (1 + np.exp(gap))
    return -gap + steps * 4 * a * (1 - a) ** 2


def as_probability(gap: float, steps: int) -> float:
    return 1 / (1 + np.exp(-lead_after(gap, steps)))


EXERCISE = Exercise(
    title="The way back, step by step",
    reference=lead_after,
    probes=(
        Probe("one step from a gap of 1", (1.0, 1)),
        Probe("five steps from a gap of 2", (2.0, 5)),
        Probe("fifty steps from a gap of 4", (4.0, 50)),
        Probe("no step", (3.0, 0)),
        Probe("three steps from a tie", (0.0, 3)),
        Probe("far behind", (5.0, 20)),
    ),
    mistakes=(
        Mistake(
            "cross-entropy-gradient",
            "These are steps of the cross-entropy, whose gradient has no factor a times 1 - a.",
            wrong=gives(descent(lambda a: 2 * (1 - a)), descent(lambda a: 1 - a)),
        ),
        Mistake(
            "one-score-moves",
            "Only one of the two scores was moved, or the lead was moved like a single "
            "score. One rises while the other falls.",
            wrong=gives(descent(lambda a: 2 * a * (1 - a) ** 2)),
        ),
        Mistake(
            "one-output",
            "That is a single sigmoid. Two classes have two squares, and two scores that move.",
            wrong=gives(descent(lambda a: a * (1 - a) ** 2)),
        ),
        Mistake(
            "factor-two",
            "The steps are twice too large: the loss is half the squared length.",
            wrong=gives(descent(lambda a: 8 * a * (1 - a) ** 2)),
        ),
        Mistake(
            "sign-flipped",
            "The lead moves away from the target. Descent steps against the gradient.",
            wrong=gives(descent(lambda a: -4 * a * (1 - a) ** 2)),
        ),
        Mistake(
            "starts-ahead",
            "The true class starts behind: its lead is negative at first.",
            wrong=gives(descent(lambda a: 4 * a * (1 - a) ** 2, start=1.0)),
        ),
        Mistake(
            "slope-not-renewed",
            "The slope was taken once, at the start, and multiplied by the number of steps. Every "
            "step changes the lead, and with it the next slope.",
            wrong=gives(first_slope_throughout),
        ),
        Mistake(
            "one-step-too-many",
            "One step too many was taken. With no steps at all the lead is minus the gap.",
            wrong=gives(descent(lambda a: 4 * a * (1 - a) ** 2, more=1)),
        ),
        Mistake(
            "one-step-too-few",
            "One step was left out. After a single step the lead is no longer minus the gap.",
            wrong=gives(descent(lambda a: 4 * a * (1 - a) ** 2, more=-1)),
        ),
        Mistake(
            "error-forgotten",
            "The steps have the factor a times 1 - a of softmax, but not the error 1 - a.",
            wrong=gives(descent(lambda a: 4 * a * (1 - a)), descent(lambda a: 2 * a * (1 - a))),
        ),
        Mistake(
            "gap-for-lead",
            "The size is right, the sign is not: that is how far the true class is behind.",
            wrong=gives(lambda gap, steps: -lead_after(gap, steps)),
        ),
        Mistake(
            "probability-for-lead",
            "That is the probability of the true class. The lead is the difference of the scores.",
            wrong=gives(as_probability),
        ),
        Mistake(
            "square-on-the-other-factor",
            "The square stands at the wrong factor: the error 1 − a is squared, not a.",
            wrong=gives(*(descent(lambda a, f=f: f * a**2 * (1 - a)) for f in (1.0, 2.0, 4.0))),
        ),
        Mistake(
            "gap-forgotten",
            "The steps begin at a lead of 0. They begin behind, at minus the gap.",
            wrong=gives(lambda gap, steps: lead_after(0.0, steps)),
        ),
        Mistake(
            "one-step-only",
            "Only one step was taken, whatever their number.",
            wrong=gives(lambda gap, steps: lead_after(gap, 1)),
        ),
    ),
    hints=(
        "With scores (0, 1) and the first class true: what are the two entries of the "
        "gradient, and by how much does their difference change in a step?",
        "J(p − y) = −2a(1 − a)² (1, −1) for two classes, where a is the probability of the true "
        "one.",
        "In each step the lead grows by twice 2a(1 − a)²; compute that anew each time, from the "
        "new a.",
    ),
    why="In a sentence: why do the first steps from a lead of −10 hardly count?",
    reply="A step raises the lead by 4a(1 − a)², and a is about 0.00005 there. That is less than "
    "0.0002 a step.",
    place=SLOW,
    atol=1e-7,
)

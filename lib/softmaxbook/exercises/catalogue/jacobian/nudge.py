from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from softmaxbook.exercises.catalogue.jacobian import BY_HAND, PRODUCTS, STATED
from softmaxbook.exercises.reading import Numbers, Part
from softmaxbook.exercises.record import Exercise, Mistake


def nudge():
    """J v = p (v - mean), and v J v is the variance of v under p."""
    p, v = np.array([0.5, 0.25, 0.25]), np.array([4.0, 0.0, -2.0])
    mean = p @ v  # 1.5
    answer_of_p = p * (v - mean)
    return answer_of_p, v @ answer_of_p


HALF = np.array([0.5, 0.25, 0.25])
V = np.array([4.0, 0.0, -2.0])


def nudged(moved: NDArray, curvature: float | None = None) -> Callable:
    return lambda: (moved, V @ moved if curvature is None else curvature)


RIGHT = HALF * (V - HALF @ V)


EXERCISE = Exercise(
    title="A nudge",
    reference=nudge,
    form=Numbers(
        (
            Part("Jv", size=3, digits=None, key="answer_of_p"),
            Part("vᵀJv", digits=None, key="curvature"),
        ),
        logarithms=False,
    ),
    mistakes=(
        Mistake(
            "mean-not-subtracted",
            "The direction was weighted with the probabilities, but its mean was not "
            "subtracted, so the three numbers do not sum to 0.",
            wrong=(nudged(HALF * V),),
        ),
        Mistake(
            "mean-of-squares",
            "The last number is the mean of the squares of the direction. From its entries their "
            "mean is subtracted before they are squared.",
            wrong=(nudged(RIGHT, float(HALF @ V**2)),),
            place=STATED,
        ),
        Mistake(
            "mean-added",
            "The mean was added to the direction. It is subtracted, so that the three numbers sum "
            "to 0.",
            wrong=(nudged(HALF * (V + HALF @ V)),),
        ),
        Mistake(
            "plain-mean",
            "The mean that was subtracted gives every class the same weight. It has to be "
            "taken under the probabilities, and is 1.5.",
            wrong=(nudged(HALF * (V - V.mean())), nudged(RIGHT, float(V.var()))),
        ),
        Mistake(
            "diagonal-only",
            "Each entry was multiplied by its diagonal entry alone. The other scores move too, "
            "and act on it.",
            when=lambda v: np.allclose(v[:3], HALF * (1 - HALF) * V),
            place=BY_HAND,
        ),
        Mistake(
            "not-weighted",
            "The mean was subtracted, but the result was not weighted with the probabilities.",
            wrong=(nudged(V - HALF @ V),),
        ),
        Mistake(
            "mean-for-variance",
            "The last number is the mean of the direction under the probabilities, or its square. "
            "The quadratic form is the variance.",
            wrong=(
                nudged(RIGHT, float(HALF @ V)),
                nudged(RIGHT, float(HALF @ V) ** 2),
            ),
            place=STATED,
        ),
        Mistake(
            "standard-deviation",
            "The last number is the square root of the variance. The quadratic form is the "
            "variance itself.",
            wrong=(nudged(RIGHT, float(np.sqrt(V @ RIGHT))),),
            place=STATED,
        ),
        Mistake(
            "second-product-left-out",
            "The last number is not yet multiplied by the direction a second time: it is the "
            "sum of the first three.",
            wrong=(nudged(RIGHT, 0.0),),
            place=STATED,
        ),
        Mistake(
            "length-of-the-motion",
            "The last number is the sum of the squares of the first three, or its root. They are "
            "multiplied by the direction, not by themselves.",
            wrong=(
                nudged(RIGHT, float(RIGHT @ RIGHT)),
                nudged(RIGHT, float(np.linalg.norm(RIGHT))),
            ),
            place=STATED,
        ),
        Mistake(
            "half-of-it",
            "The last number is off by a factor of two. Only the sum over all pairs, which "
            "counts each pair twice, needs a half.",
            wrong=(
                nudged(RIGHT, float(V @ RIGHT) / 2),
                nudged(RIGHT, float(V @ RIGHT) * 2),
            ),
            place=STATED,
        ),
    ),
    hints=(
        "What do your three numbers add up to? And can the last number be negative?",
        "Jv has the entries pᵢ(vᵢ − v̄) with the mean v̄ = ∑ⱼ pⱼ vⱼ; vᵀ J v is the variance of v "
        "under p.",
        "The mean is 2 + 0 − 0.5 = 1.5, so the deviations are 2.5, −1.5 and −3.5.",
    ),
    why="In a sentence: which nudges would not have moved the probabilities at all?",
    reply="Those that raise all three scores by the same amount: their deviations from the mean, "
    "and so their variance, are 0.",
    place=PRODUCTS,
)

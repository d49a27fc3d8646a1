from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from softmaxbook.exercises.catalogue.families.softmaxes import softmax
from softmaxbook.exercises.catalogue.jacobian import BY_HAND, SHORTER
from softmaxbook.exercises.reading import Numbers, Part
from softmaxbook.exercises.record import Exercise, Mistake


def jacobian_by_hand():
    """Scores (log 2, log 1, log 1) give the probabilities 1/2, 1/4, 1/4."""
    p = np.array([2, 1, 1]) / 4
    return np.diag(p) - np.outer(p, p)  # sixteenths: 4 -2 -2, -2 3 -1, -2 -1 3


HALF = np.array([0.5, 0.25, 0.25])
OUTER = np.outer(HALF, HALF)


def matrix(value: NDArray) -> Callable:
    return lambda: value


EXERCISE = Exercise(
    title="A Jacobian by hand",
    reference=jacobian_by_hand,
    form=Numbers((Part("the Jacobian", size=9, digits=None),), (3, 3), logarithms=False),
    mistakes=(
        Mistake(
            "diagonal-only",
            "Only the case of a score's own probability was worked out. Raising a score also "
            "enlarges the sum, and takes from all the others.",
            wrong=(matrix(np.diag(HALF * (1 - HALF))),),
        ),
        Mistake(
            "probabilities-on-diagonal",
            "The diagonal holds the probabilities. Each of them still has to be multiplied by "
            "what is left to 1; then the rows sum to 0.",
            wrong=(matrix(np.diag(HALF) - OUTER + np.diag(HALF**2)),),
        ),
        Mistake(
            "one-minus-p-on-diagonal",
            "The diagonal holds what is left to 1. That is how the logarithm of a probability "
            "answers; the probability itself answers that much times itself.",
            wrong=(matrix(np.diag(1 - HALF) - OUTER + np.diag(HALF**2)),),
            place=SHORTER,
        ),
        Mistake(
            "derivative-of-log",
            "These are the derivatives of the logarithms of the probabilities. Each row still "
            "has to be multiplied by its probability.",
            wrong=(
                matrix(np.eye(3) - HALF),
                matrix((np.eye(3) - HALF).T),
            ),
            place=SHORTER,
        ),
        Mistake(
            "plus-in-second-case",
            "The products have the wrong sign. When another score rises, this probability falls.",
            wrong=(
                matrix(np.diag(HALF) + OUTER),
                matrix(np.diag(HALF * (1 - HALF)) + OUTER - np.diag(HALF**2)),
            ),
        ),
        Mistake(
            "products-only",
            "The table of products is there, but nothing has been added on its diagonal. A "
            "score must raise its own probability.",
            wrong=(matrix(-OUTER), matrix(OUTER)),
        ),
        Mistake(
            "not-normalised",
            "The exponentials 2, 1 and 1 stand where the probabilities belong, or sixteenths were "
            "not divided out. No entry of a Jacobian of softmax exceeds one quarter.",
            wrong=(matrix(np.diag(4 * HALF) - 16 * OUTER), matrix(16 * (np.diag(HALF) - OUTER))),
        ),
        Mistake(
            "equal-probabilities",
            "This belongs to three equal probabilities. The scores differ: the first has twice "
            "the exponential of the others.",
            wrong=(matrix(np.eye(3) / 3 - 1 / 9),),
        ),
        Mistake(
            "one-row-for-all",
            "The first row was repeated with its entries moved. The entries of a row are products "
            "with that row's own probability, which is a quarter in the last two.",
            wrong=(matrix(np.array([[2, -1, -1], [-1, 2, -1], [-1, -1, 2]]) / 8),),
        ),
        Mistake(
            "logarithm-overlooked",
            "This belongs to the scores 2, 1 and 1. The scores here are the logarithms of "
            "these numbers, so the exponentials are 2, 1 and 1.",
            wrong=(
                matrix(np.diag(softmax(4 * HALF)) - np.outer(softmax(4 * HALF), softmax(4 * HALF))),
            ),
        ),
    ),
    hints=(
        "What are the three probabilities, and what does each of your rows add up to?",
        "∂pᵢ / ∂zⱼ = pᵢ(δᵢⱼ − pⱼ): products of two probabilities with a minus, and on the "
        "diagonal the probability is added.",
        "The probabilities are 1/2, 1/4, 1/4. The first row is 1/4, −1/8, −1/8.",
    ),
    why="In a sentence: why is the second row not the first one in another order?",
    reply="Its entries are products with another probability: p₂ = ¼ stands in all of them, where "
    "the first row has p₁ = ½.",
    place=BY_HAND,
)

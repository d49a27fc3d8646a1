from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from softmaxbook.exercises.catalogue.jacobian import BY_HAND, STATED
from softmaxbook.exercises.catalogue.jacobian.shared import is_not
from softmaxbook.exercises.reading import Words
from softmaxbook.exercises.record import Exercise, Mistake


def five_matrices():
    """What each matrix breaks first, if anything."""
    return {
        "A": "possible",  # probabilities 0.2 and 0.8
        "B": "rows",  # the diagonal alone: its rows sum to 1/4
        "C": "size",  # p (1 - p) is at most 1/4
        "D": "symmetric",
        "E": "products",  # p_i p_j = 0.05 for all pairs means p_i = 0.224, with sum 0.67
    }


BREAKS = ("possible", "symmetric", "rows", "size", "products")
ALSO = {
    "symmetry": "symmetric",
    "not symmetric": "symmetric",
    "asymmetric": "symmetric",
    "sum of rows": "rows",
    "row sums": "rows",
    "diagonal": "size",
    "none": "possible",
}


def says(place: int, *wrong: int) -> Callable[[NDArray], bool]:
    return lambda v: bool(np.isin(v[place], wrong))


EXERCISE = Exercise(
    title="Impossible Jacobians",
    reference=five_matrices,
    form=Words(BREAKS, tuple("ABCDE"), ALSO),
    mistakes=(
        Mistake(
            "diagonal-only",
            "B has no entries beside the diagonal, so its rows sum to a quarter. Raising one "
            "score would create probability out of nothing.",
            when=is_not(1, 2),
            place=BY_HAND,
        ),
        Mistake(
            "not-symmetric",
            "In D the first row and the first column differ. What cat loses by a nudge of dog, "
            "dog loses by a nudge of cat.",
            when=is_not(3, 1),
        ),
        Mistake(
            "too-large",
            "C has 0.3 on its diagonal. A probability times what is left to 1 is largest at "
            "one half, where it is a quarter.",
            when=is_not(2, 3),
        ),
        Mistake(
            "possible-one-rejected",
            "A is possible. Its diagonal entry 0.16 is 0.2 times 0.8, and the other entries "
            "follow.",
            when=is_not(0, 0),
        ),
        Mistake(
            "properties-taken-for-proof",
            "E passes the first three, and still comes from no scores. Equal products of all "
            "pairs mean equal probabilities, which would be thirds, with the products 1/9.",
            when=says(4, 0),
        ),
        Mistake(
            "first-broken",
            "E is symmetric, its rows sum to 0 and its diagonal is small. What is left to "
            "test are the products themselves.",
            when=is_not(4, 4),
        ),
    ),
    hints=(
        "Which probabilities would have the off-diagonal entries of A, and of E, as their "
        "products with a minus?",
        "Jᵢⱼ = −pᵢ pⱼ and Jᵢᵢ = pᵢ(1 − pᵢ) ≤ ¼: symmetric, rows that sum to 0, and all of it from "
        "one list of probabilities with sum 1.",
        "In E each pair has the product 0.05, so each probability is 0.224, three times the same.",
    ),
    why="In a sentence: how can the probabilities be read off a possible Jacobian?",
    reply="With three classes or more: −Jᵢⱼ Jᵢₖ / Jⱼₖ = pᵢ² for three different classes, as each "
    "entry beside the diagonal is minus a product. With two, p (1 − p) leaves open which is which.",
    place=STATED,
)

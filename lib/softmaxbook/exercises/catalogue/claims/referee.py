from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from softmaxbook.exercises.catalogue.claims import LINES, PRINT
from softmaxbook.exercises.catalogue.claims.shared import those
from softmaxbook.exercises.reading import Judgements
from softmaxbook.exercises.record import Exercise, Mistake


def ten_formulas():
    """Right or wrong, with the reason."""
    return {
        "softmax(z + c) = softmax(z)": True,
        "LSE(z + c) = LSE(z)": False,  # LSE(z) + c
        "d LSE / dz_i = softmax(z)_i": True,
        "dL / db_i = sum of (p - y)_k over all k": False,  # that sum is 0
        "one output s: L = (1 - y) log(1 - s) + y log s": False,  # a minus before it
        "J v = p * v - p (p . v)": True,
        "smoothed target t: L = -log(sum of t_i p_i)": False,  # -sum of t_i log p_i
        "p_i - p_j = (p_i + p_j) tanh((z_i - z_j) / 2)": True,
        "softmax(12.5, 0.6, -23) = (0.9, 0.09, 0.01)": False,  # cat has 0.999993
        "J is never 0, so learning through it never stalls": False,  # as near to 0 as you like
    }


FORMULAS = tuple(ten_formulas())
HOLDS = np.array(list(ten_formulas().values()))


def where_they_differ(value: NDArray) -> str:
    return f"judgements that are wrong at these numbers: {those((value == 1) != HOLDS)}"


def believed(beginning: str) -> Callable[[NDArray], bool]:
    (at,) = [i for i, formula in enumerate(FORMULAS) if formula.startswith(beginning)]
    return lambda value: bool(value[at] == 1)


EXERCISE = Exercise(
    title="Referee",
    reference=ten_formulas,
    form=Judgements(FORMULAS, says=where_they_differ),
    mistakes=(
        Mistake(
            "invariant-for-equivariant",
            "Log-sum-exp does notice a common shift: it rises by as much. What does not "
            "notice it is softmax.",
            when=believed("LSE(z + c)"),
        ),
        Mistake(
            "sum-over-all-classes",
            "The entries of p − y sum to 0. A gradient that sums over the classes is 0, "
            "whatever the data, and the bias never moves.",
            when=believed("dL / db_i"),
        ),
        Mistake(
            "sign-flipped",
            "Both logarithms are negative, so this loss is; and it falls as the answer gets worse.",
            when=believed("one output"),
        ),
        Mistake(
            "mixture-inside-log",
            "The logarithm of a mean is not the mean of the logarithms. This loss is least at "
            "certainty, so nothing is smoothed.",
            when=believed("smoothed target"),
        ),
        Mistake(
            "other-models-scores",
            "A gap of 11.9 nats is a ratio of more than a hundred thousand. The scores and "
            "the probabilities belong to two different classifiers.",
            when=believed("softmax(12.5"),
        ),
        Mistake(
            "not-zero-for-not-small",
            "Never exactly 0 is true. It does not keep J away from 0: at a lead of 20 nats its "
            "largest entry is of the order of e to the −20.",
            when=believed("J is never"),
        ),
        Mistake(
            "right-formula-doubted",
            "A formula was rejected that is right. Try it on the photograph before you reject it.",
            when=lambda v: bool((v[HOLDS] == 0).any()),
            place=LINES,
        ),
    ),
    hints=(
        "Which of the formulas can be tried on the photograph, (3, 1, 0.2), in one line?",
        "Check a sign by its sum, an identity by a shift, a gradient by a case where it has to "
        "be non-zero, a loss by the place where it is least.",
        "Four of the ten are right.",
    ),
    why="In a sentence: which single number on the photograph shows the error of the loss with "
    "the smoothed target?",
    reply="Its value, 0.241 for ε = 0.1: no cross-entropy to that target is below the entropy of "
    "the target, 0.291. Rightly computed, the loss is 0.339.",
    place=PRINT,
)

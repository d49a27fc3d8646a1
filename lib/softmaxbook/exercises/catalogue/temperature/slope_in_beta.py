from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from softmaxbook.exercises.catalogue.families.softmax_mistakes import softmax_inside
from softmaxbook.exercises.catalogue.families.softmaxes import right, right_log, row
from softmaxbook.exercises.catalogue.temperature import SCALING
from softmaxbook.exercises.reading import gives
from softmaxbook.exercises.record import Exercise, Mistake, Probe


def slope_in_beta(z, y, beta):
    """Mean over the examples of the expected score less the true one."""
    gaps = z - z.max(axis=1, keepdims=True)  # a shift of a row cancels in the difference
    e = np.exp(beta * gaps)
    p = e / e.sum(axis=1, keepdims=True)
    return ((p * gaps).sum(axis=1) - gaps[np.arange(len(y)), y]).mean()


def slope(form: Callable, p_of: Callable = lambda z, beta: right(beta * z)) -> Callable:
    """form of p, the scores below their row's largest, and the one-hot labels."""

    def wrong(z: NDArray, y: NDArray, beta: float) -> float:
        return form(p_of(z, beta), z - row(z), np.eye(z.shape[1])[y])

    return wrong


def expected_less_true(p: NDArray, z: NDArray, t: NDArray) -> NDArray:
    return ((p - t) * z).sum(axis=1)


def mean_slope(p: NDArray, z: NDArray, t: NDArray) -> float:
    return expected_less_true(p, z, t).mean()


def times(factor: Callable[[float], float]) -> Callable:
    return lambda z, y, beta: factor(beta) * slope_in_beta(z, y, beta)


def slope_by(softmax: Callable) -> Callable:
    def wrong(z: NDArray, y: NDArray, beta: float) -> float:
        return ((softmax(beta * z) * z).sum(axis=1) - z[np.arange(len(y)), y]).mean()

    return wrong


def quotient(step: float) -> Callable:
    """Difference of the loss at beta + step and at beta, by the step."""

    def wrong(z: NDArray, y: NDArray, beta: float) -> float:
        rows = np.arange(len(y))
        ahead, here = (-right_log(b * z)[rows, y].mean() for b in (beta + step, beta))
        return (ahead - here) / step

    return wrong


def sloped(name: str, beta: float, z: list, y: list[int]) -> Probe:
    return Probe(f"{name} at beta = {beta:g}", (np.array(z, dtype=float), np.array(y), beta))


EXERCISE = Exercise(
    title="The slope of the loss",
    reference=slope_in_beta,
    probes=(
        sloped("one example", 2.0, [[3, 1, 0.25]], [1]),
        sloped("two examples", 0.5, [[3, 1, 0.25], [0.5, 2, -1]], [0, 2]),
        sloped("square", 2.0, [[3, 1, 0.25], [0.5, 2.5, -1], [-1.5, 0, 1]], [0, 2, 1]),
        sloped("four classes", 0.25, [[1, 0.5, -0.5, 2], [0, 2, 1, -1]], [3, 2]),
        sloped("away from 0", 1.5, [[-4, -6, -6.5], [7, 8, 5], [1, 1, 2]], [1, 0, 0]),
        sloped("large scores", 3.0, [[5000, 4998, 4999]], [1]),
        sloped("far below 0", 2.0, [[-1000, -1001, -1002]], [1]),
        sloped("wide", 1.0, [[800, 0, 799]], [2]),
        sloped("rows far apart", 3.0, [[1000, 998, 999], [500, 501, 499]], [1, 1]),
    ),
    mistakes=(
        Mistake(
            "sign-flipped",
            "The sign is wrong: the loss has a minus in front of the true score, and the "
            "expected score comes from the logarithm of the sum.",
            wrong=(times(lambda b: -1),),
        ),
        Mistake(
            "not-divided-by-n",
            "This is the slope of the sum of the losses. Of their mean it is smaller by the "
            "number of examples.",
            wrong=(slope(lambda p, z, t: expected_less_true(p, z, t).sum()),),
        ),
        Mistake(
            "divided-by-n-and-classes",
            "The mean was taken over all entries of the table. An example has one loss, "
            "however many classes it has.",
            wrong=(slope(lambda p, z, t: ((p - t) * z).mean()),),
        ),
        Mistake(
            "beta-has-no-effect",
            "The probabilities were taken at T = 1. The slope is wanted at the beta that is given.",
            wrong=(slope(mean_slope, lambda z, beta: right(z)),),
        ),
        Mistake(
            "T-for-beta",
            "The scores were divided by beta as if it were the temperature. It is the inverse "
            "of that.",
            wrong=(slope(mean_slope, lambda z, beta: right(z / beta)),),
        ),
        Mistake(
            "slope-in-T",
            "This is the slope in the temperature. The chain rule puts minus the square of "
            "beta between the two.",
            wrong=(times(lambda b: -(b**2)),),
        ),
        Mistake(
            "beta-once-more",
            "There is a factor beta too many: the derivative of beta times z by beta is z. "
            "What you have is loss minus entropy.",
            wrong=(times(lambda b: b),),
        ),
        Mistake(
            "step-too-long",
            "That is a difference quotient whose step is too long to be a slope. The loss bends "
            "within the step; its derivative needs none.",
            wrong=tuple(quotient(step) for step in (1.0, 0.5, 0.1, 0.05, -0.1, -0.05)),
        ),
        Mistake(
            "returns-the-loss",
            "This is the loss itself, not its slope in beta.",
            wrong=(slope(lambda p, z, t: -np.log((p * t).sum(axis=1)).mean()),),
        ),
        Mistake(
            "curvature",
            "This is the variance of the scores, the curvature of the loss. The slope "
            "compares their mean with the score of the true class.",
            wrong=(
                slope(lambda p, z, t: ((p * z**2).sum(axis=1) - ((p * z).sum(axis=1)) ** 2).mean()),
            ),
        ),
        Mistake(
            "predicted-class-subtracted",
            "The largest score was taken for the true one. Then the labels have no effect, "
            "and colder always seems better.",
            wrong=(slope(lambda p, z, t: (p * z).sum(axis=1).mean()),),
        ),
        Mistake(
            "label-not-subtracted",
            "Only the expected score is there. Where the labels come in, the score of the "
            "true class is taken away.",
            wrong=(lambda z, y, beta: (right(beta * z) * z).sum(axis=1).mean(),),
        ),
        Mistake(
            "equal-shares",
            "The plain mean of the scores was taken for the expected one. The expectation is "
            "under the probabilities.",
            wrong=(slope(mean_slope, lambda z, beta: np.full_like(z, 1 / z.shape[1])),),
        ),
        Mistake(
            "only-true-class",
            "Only the true class was counted, as its error times its score. All classes take "
            "part in the expected score.",
            wrong=(
                slope(lambda p, z, t: ((p - t) * z * t).sum(axis=1).mean()),
                lambda z, y, beta: ((right(beta * z) - 1) * z)[np.arange(len(y)), y].mean(),
            ),
        ),
        Mistake(
            "scores-left-out",
            "The errors of all classes sum to 0 in every row. Each has to be multiplied by "
            "its score before they are added.",
            wrong=(lambda z, y, beta: 0.0,),
        ),
        Mistake(
            "true-score-weighted",
            "The score of the true class was multiplied by its probability. The loss takes "
            "it away as it is; only the expected score is weighted.",
            wrong=(
                lambda z, y, beta: (
                    ((p := right(beta * z)) * z).sum(axis=1) - (p * z)[np.arange(len(y)), y]
                ).mean(),
            ),
        ),
        Mistake(
            "beta-in-expected-score",
            "A beta is left in front of one of the two scores. Both come from the derivative "
            "of beta times z, which is z.",
            wrong=(
                lambda z, y, beta: (
                    slope_by(right)(z, y, beta)
                    + (beta - 1) * (right(beta * z) * z).sum(axis=1).mean()
                ),
                lambda z, y, beta: (
                    slope_by(right)(z, y, beta) - (beta - 1) * z[np.arange(len(y)), y].mean()
                ),
            ),
        ),
        Mistake(
            "columns-for-entries",
            "Whole columns were picked: indexing all rows by the labels pairs every example "
            "with every label, not with its own.",
            wrong=(
                lambda z, y, beta: (
                    (right(beta * z) * z).sum(axis=1, keepdims=True) - z[:, y]
                ).mean(),
                lambda z, y, beta: ((right(beta * z) * z).sum(axis=1) - z[:, y].mean()).mean(),
            ),
        ),
        *softmax_inside(slope_by),
        Mistake(
            "expected-score-left-out",
            "Only the score of the true class is there. The expected score comes in front of it.",
            wrong=gives(lambda z, y, beta: -z[np.arange(len(y)), y].mean()),
        ),
        Mistake(
            "max-for-expected",
            "The largest score stands where the expected one belongs. That is the limit of great "
            "beta.",
            wrong=gives(lambda z, y, beta: (z.max(axis=1) - z[np.arange(len(y)), y]).mean()),
        ),
        Mistake(
            "log-sum-exp-for-expected",
            "Log-sum-exp was not differentiated: its derivative in beta is the expected score.",
            wrong=gives(
                lambda z, y, beta: (
                    np.log(np.exp(beta * (z - z.max(axis=1, keepdims=True))).sum(axis=1))
                    + beta * z.max(axis=1)
                    - z[np.arange(len(y)), y]
                ).mean()
            ),
        ),
    ),
    hints=(
        "Below which beta should the slope be negative? What is it for a model that is never "
        "wrong, and for one that is always wrong?",
        "One example's loss is LSE(βz) − βz_y. The derivative of the first part is ⟨p, z⟩ with p "
        "= softmax(βz).",
        "Per row, add up probability times score, take away the score of the label, and take "
        "the mean over the rows.",
    ),
    why="In a sentence: what does it say of a network if this slope is positive at beta = 1?",
    reply="That its loss would be less at a smaller beta, so at a temperature above 1. On these "
    "examples it is too sure.",
    place=SCALING,
    atol=1e-9,
)

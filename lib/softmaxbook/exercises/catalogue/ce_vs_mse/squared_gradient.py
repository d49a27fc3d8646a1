from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from softmaxbook.exercises.catalogue.ce_vs_mse import CLASSES, RAW
from softmaxbook.exercises.catalogue.families.gradients import p_and_error, through_softmax
from softmaxbook.exercises.catalogue.families.softmax_mistakes import (
    maximum_over_examples,
    softmax_inside,
)
from softmaxbook.exercises.reading import gives
from softmaxbook.exercises.record import Exercise, Mistake, Probe


def squared_gradient(z, y):
    """Row by row, of half the squared error of softmax: (n, K)."""
    e = np.exp(z - z.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    error = p - np.eye(z.shape[1])[y]
    return p * (error - (p * error).sum(axis=1, keepdims=True))  # J (p - y)


def from_p(form: Callable) -> Callable:
    return lambda z, y: form(*p_and_error(z, y))


def true_class_only(z: NDArray, y: NDArray) -> NDArray:
    return squared_gradient(z, y) * np.eye(z.shape[1])[y]


def class_numbers(z: NDArray, y: NDArray) -> NDArray:
    """p - y, as if y held one-hot rows; it is the number of the class that is subtracted."""
    return p_and_error(z, y)[0] - y[:, None]


def class_numbers_flat(z: NDArray, y: NDArray) -> NDArray:
    return p_and_error(z, y)[0] - y


def every_row_and_class(z: NDArray, y: NDArray) -> NDArray:
    """r[:, y] -= 1 takes the class of every row from all rows."""
    r = p_and_error(z, y)[0].copy()
    r[:, y] -= 1
    return r


def one_J_for_all(product: Callable) -> Callable:
    """One matrix for the whole batch; diag of a batch is no diagonal matrix."""

    def gradient(z: NDArray, y: NDArray) -> NDArray:
        p, e = p_and_error(z, y)
        return e @ (np.diag(p) - product(p))

    return gradient


def from_softmax(p: Callable) -> Callable:
    """The right gradient, but for how the probabilities come from the scores."""
    return lambda z, y: through_softmax(p(z), p(z) - np.eye(z.shape[1])[y])


def through(error: Callable) -> Callable:
    return lambda z, y: through_softmax(p_and_error(z, y)[0], error(z, y))


EXERCISE = Exercise(
    title="The gradient of squared error",
    reference=squared_gradient,
    probes=(
        Probe("one example", (np.array([[3.0, 1.0, 0.2]]), np.array([0]))),
        Probe(
            "two examples",
            (np.array([[3.0, 1.0, 0.2], [0.5, 2.0, -1.0]]), np.array([1, 2])),
        ),
        Probe(
            "as many examples as classes",
            (
                np.array([[1.0, 0.5, -0.5], [0.0, 2.0, 1.0], [-1.0, 0.25, 1.5]]),
                np.array([0, 0, 1]),
            ),
        ),
        Probe(
            "four classes",
            (np.array([[1.0, 0.5, -0.5, 2.0], [0.0, 2.0, 1.0, -1.0]]), np.array([3, 2])),
        ),
        Probe("large scores", (np.array([[1000.0, 998.5, 999.0]]), np.array([1]))),
        Probe("far below 0", (np.array([[-15000.0, -15001.5, -15000.5]]), np.array([2]))),
        Probe(
            "rows far apart",
            (np.array([[15000.0, 14998.5, 14999.0], [0.5, 2.0, -1.0]]), np.array([1, 0])),
        ),
    ),
    mistakes=(
        Mistake(
            "class-numbers-for-one-hot",
            "The number of the class was subtracted from every probability. The target is a row "
            "with a 1 at the class and zeros elsewhere.",
            wrong=gives(
                class_numbers,
                class_numbers_flat,
                through(class_numbers),
                through(class_numbers_flat),
            ),
        ),
        Mistake(
            "one-J-for-all",
            "The Jacobian of one row was formed from the whole batch. Each row of p has a J of its "
            "own, and the diagonal of a batch is not diag(p) of a row.",
            wrong=gives(
                one_J_for_all(lambda p: np.outer(p, p)),
                one_J_for_all(lambda p: p.T @ p),
            ),
        ),
        Mistake(
            "every-row-and-class",
            "The 1 was taken off in every row at the classes of all rows. Each row has one class: "
            "its own.",
            wrong=gives(every_row_and_class, through(every_row_and_class)),
        ),
        Mistake(
            "true-class-formula-everywhere",
            "The formula of the theorem for the true class was used for every class. For a wrong "
            "class the bracket has another value, and the entries of a row sum to 0.",
            wrong=gives(from_p(lambda p, e: -p * (e**2).sum(axis=1, keepdims=True))),
        ),
        Mistake(
            "cross-entropy-gradient",
            "That is the gradient of the cross-entropy. For the squared error p minus y is "
            "the gradient with respect to p, and the Jacobian of softmax is still to come.",
            wrong=gives(
                from_p(lambda p, e: e),
                from_p(lambda p, e: 2 * e),
                from_p(lambda p, e: e / len(p)),
                from_p(lambda p, e: e / p.shape[1]),
            ),
        ),
        Mistake(
            "diagonal-of-J",
            "Each probability was treated as if it depended on its own score alone. Every "
            "score moves every probability; the rows of the gradient sum to 0.",
            wrong=gives(
                from_p(lambda p, e: p * (1 - p) * e),
                from_p(lambda p, e: 2 * p * (1 - p) * e),
            ),
        ),
        Mistake(
            "mean-not-subtracted",
            "The errors were multiplied by p, but their mean under p was not taken away. The "
            "Jacobian is diag(p) minus an outer product.",
            wrong=gives(from_p(lambda p, e: p * e), from_p(lambda p, e: 2 * p * e)),
        ),
        Mistake(
            "factor-two",
            "The gradient is twice too large: the loss is half of the squared length.",
            wrong=gives(from_p(lambda p, e: 2.0 * through_softmax(p, e))),
        ),
        Mistake(
            "sign-flipped",
            "The sign is wrong. Descent takes a step against the gradient; the gradient "
            "itself points uphill.",
            wrong=gives(
                from_p(lambda p, e: -1.0 * through_softmax(p, e)),
                from_p(lambda p, e: -2.0 * through_softmax(p, e)),
            ),
        ),
        Mistake(
            "divided-by-n",
            "The rows were divided by the number of examples. Each row is to be the gradient "
            "of its own example's loss.",
            wrong=gives(from_p(lambda p, e: 1 / len(p) * through_softmax(p, e))),
        ),
        Mistake(
            "divided-by-classes",
            "The squares were averaged over the classes. The loss here sums them.",
            wrong=gives(
                from_p(lambda p, e: 1 / p.shape[1] * through_softmax(p, e)),
                from_p(lambda p, e: 2 / p.shape[1] * through_softmax(p, e)),
            ),
        ),
        Mistake(
            "only-true-class",
            "Only the score of the true class gets a gradient. The others move its "
            "probability as well.",
            wrong=gives(true_class_only),
        ),
        Mistake(
            "error-forgotten",
            "That is the derivative of each probability in its own score. The error has not "
            "come in yet.",
            wrong=gives(from_p(lambda p, e: p * (1 - p))),
        ),
        Mistake(
            "no-keepdims",
            "Without keepdims the means of the rows lie flat, and are subtracted along the "
            "columns.",
            wrong=gives(from_p(lambda p, e: p * (e - (p * e).sum(axis=1)))),
        ),
        Mistake(
            "global-sum",
            "The mean of the errors was taken over the whole batch. Each example has its own.",
            wrong=gives(from_p(lambda p, e: p * (e - (p * e).sum()))),
        ),
        Mistake(
            "summed-over-batch",
            "The products of p and error were summed down the columns, over the examples. Their "
            "mean under p is a sum over the classes of one row.",
            wrong=gives(from_p(lambda p, e: p * (e - (p * e).sum(axis=0)))),
        ),
        Mistake(
            "no-softmax",
            "The scores themselves were compared with the target. This loss compares their "
            "softmax.",
            wrong=gives(lambda z, y: z - np.eye(z.shape[1])[y]),
            place=RAW,
        ),
        *softmax_inside(
            from_softmax,
            "no-max-subtraction",
            "global-max",
            "normalises-over-batch",
        ),
        *(
            replace(mistake, name=f"softmax-{mistake.name}")
            for mistake in (
                *softmax_inside(from_softmax, "global-sum"),
                maximum_over_examples(from_softmax),
            )
        ),
        Mistake(
            "not-weighted",
            "The mean of the errors was taken away, but the factor p in front is missing.",
            wrong=gives(from_p(lambda p, e: e - (p * e).sum(axis=1, keepdims=True))),
        ),
        Mistake(
            "mean-added",
            "The mean of the errors under p was added. In the Jacobian of softmax it comes off.",
            wrong=gives(from_p(lambda p, e: p * (e + (p * e).sum(axis=1, keepdims=True)))),
        ),
        Mistake(
            "gradient-of-minus-p",
            "Only the probability of the true class was differentiated. The squared error has the "
            "errors of all classes.",
            wrong=gives(
                from_p(lambda p, e: (p * (p - e)).sum(axis=1, keepdims=True) * e),
                from_p(lambda p, e: -(p * (p - e)).sum(axis=1, keepdims=True) * e),
            ),
        ),
        Mistake(
            "returns-the-loss",
            "That is the loss, or its terms. The gradient with respect to the scores is asked for.",
            wrong=gives(from_p(lambda p, e: e**2), from_p(lambda p, e: e**2 / 2)),
        ),
        Mistake(
            "sigmoid-of-each",
            "A sigmoid was taken of each score. Softmax lets the classes compete.",
            wrong=gives(
                lambda z, y: (p := 1 / (1 + np.exp(-z))) * (1 - p) * (p - np.eye(z.shape[1])[y])
            ),
        ),
    ),
    hints=(
        "What does each row of your gradient sum to? A common shift of the scores changes no "
        "probability, so what should it sum to?",
        "∂L / ∂z = J(p − y) with J = diag(p) − p pᵀ; so J v = p ∘ (v − ∑ₖ pₖ vₖ) for any v.",
        "With the errors of a row in `error`, subtract from them their mean under p, kept as "
        "a column, and multiply by p.",
    ),
    why="In a sentence: why is this gradient nearly 0 when p is nearly one-hot, wherever?",
    reply="Each entry is pᵢ times the error of class i minus the mean error. Where pᵢ is nearly 0 "
    "the first factor is small, and where it is nearly 1 the mean error is nearly that of "
    "class i.",
    place=CLASSES,
    atol=1e-7,
)

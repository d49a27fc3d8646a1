from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from softmaxbook.exercises.catalogue.families.gradients import through_softmax
from softmaxbook.exercises.catalogue.families.softmax_mistakes import (
    further_shift_mistakes,
    maximum_over_examples,
    softmax_inside,
)
from softmaxbook.exercises.catalogue.families.softmaxes import (
    nothing,
    row,
    softmax,
    softmax_with,
    whole,
)
from softmaxbook.exercises.catalogue.training import BIAS, DIGITS, STEP, SUM, TWICE
from softmaxbook.exercises.catalogue.training.shared import FIVE, TWO, with_one
from softmaxbook.exercises.reading import gives
from softmaxbook.exercises.record import Exercise, Mistake, Probe


def one_step(W, X, y, rate):
    """Weights (K, d) after a step; X has shape (n, d), y classes."""
    z = X @ W.T
    e = np.exp(z - z.max(axis=1, keepdims=True))
    error = e / e.sum(axis=1, keepdims=True)
    error[np.arange(len(y)), y] -= 1  # p - y, row by row
    return W - rate * error.T @ X / len(y)


def stepping(form: Callable) -> Callable:
    """A step along form(p, Y, X), where p are the probabilities and Y the one-hot labels."""

    def step(W: NDArray, X: NDArray, y: NDArray, rate: float) -> NDArray:
        z = X @ W.T
        return W - rate * form(softmax(z), np.eye(len(W))[y], X)

    return step


def by_error(scale: Callable = lambda p: 1 / len(p), bend: Callable = lambda p, e: e) -> Callable:
    return stepping(lambda p, Y, X: scale(p) * bend(p, p - Y).T @ X)


def from_scores(probabilities: Callable) -> Callable:
    """The right step, but for how the probabilities come from the scores."""

    def step(W: NDArray, X: NDArray, y: NDArray, rate: float) -> NDArray:
        return W - rate * (probabilities(X @ W.T) - np.eye(len(W))[y]).T @ X / len(y)

    return step


def summed(top: Callable, axis: int) -> Callable:
    """What is left of the colleague's step after one or two repairs: the gradients are summed."""

    def step(W: NDArray, X: NDArray, y: NDArray, rate: float) -> NDArray:
        z = X @ W.T
        e = np.exp(z - top(z))
        p = e / e.sum(axis=axis, keepdims=True)
        return W - rate * (p - np.eye(len(W))[y]).T @ X

    return step


def labels_as_numbers(of: Callable, top: Callable, n: Callable) -> Callable:
    """A step with p − y, where y are numbers of classes, in the shape that `of` gives them."""

    def step(W: NDArray, X: NDArray, y: NDArray, rate: float) -> NDArray:
        z = X @ W.T
        e = np.exp(z - top(z))
        p = e / e.sum(axis=1, keepdims=True)
        return W - rate * (p - of(y)).T @ X / n(y)

    return step


def without_bias(W: NDArray, X: NDArray, y: NDArray, rate: float) -> NDArray:
    new = one_step(W, X, y, rate)
    new[:, -1] = W[:, -1]
    return new


def without_bias_in_scores(W: NDArray, X: NDArray, y: NDArray, rate: float) -> NDArray:
    p = softmax(X[:, :-1] @ W[:, :-1].T)
    return W - rate * (p - np.eye(len(W))[y]).T @ X / len(y)


def without_bias_at_all(W: NDArray, X: NDArray, y: NDArray, rate: float) -> NDArray:
    new = without_bias_in_scores(W, X, y, rate)
    new[:, -1] = W[:, -1]
    return new


def with_columns(W: NDArray, X: NDArray, y: NDArray, rate: float) -> NDArray:
    z = X @ W
    return W - rate * (softmax(z) - np.eye(z.shape[1])[y]).T @ X / len(y)


def repeats_lost(W: NDArray, X: NDArray, y: NDArray, rate: float) -> NDArray:
    gradient = softmax(X @ W.T).T @ X
    gradient[y] -= X  # of a class that occurs twice, the last example only
    return W - rate * gradient / len(y)


def in_turn(W: NDArray, X: NDArray, y: NDArray, rate: float, n: int | None = None) -> NDArray:
    """A step for each example, each from where the last one led."""
    for i in range(len(y)):
        W = one_step(W, X[i : i + 1], y[i : i + 1], rate / (n or 1))
    return W


W3 = np.array([[1.0, 0.5, -0.25], [0.5, -1.0, 0.75], [-0.5, 0.25, 0.5]])
W4 = np.array([[0.5, -0.25, 0.125], [-1.0, 0.5, 0.25], [0.25, 1.0, -0.5], [0.75, -0.5, 1.0]])
SHIFTED = np.array([[0.5, 0.0, 14998.0], [0.0, 0.5, 15000.0], [-0.5, 0.25, 14999.0]])
SPREAD = with_one((1, 2), (-2, 1)) * [[1], [-0.5]]  # scores near 15000, and near -7500
THREE = with_one((2, 1), (-1, 0.5), (0.5, -2))


EXERCISE = Exercise(
    title="One step",
    reference=one_step,
    probes=(
        Probe("one example", (W3, TWO[:1], np.array([0]), 0.5)),
        Probe("two examples", (W3, TWO, np.array([0, 2]), 0.5)),
        Probe("as many examples as classes", (W3, THREE, np.array([1, 1, 0]), 1.5)),
        Probe("four classes", (W4, FIVE, np.array([3, 0, 2, 2, 1]), 0.7)),
        Probe("large scores", (600 * W3, TWO, np.array([1, 1]), 300.0)),
        Probe("far below 0", (-SHIFTED, SPREAD[:1], np.array([2]), 0.5)),
        Probe("rows far apart", (SHIFTED, SPREAD, np.array([1, 0]), 0.5)),
    ),
    mistakes=(
        Mistake(
            "not-divided-by-n",
            "The gradients of the examples were summed. That of the mean loss is their mean, "
            "and the step is as many times too long as there are examples.",
            wrong=gives(by_error(lambda p: 1.0)),
            place=SUM,
        ),
        Mistake(
            "divided-by-classes",
            "The gradient was divided by the number of classes. The loss of an example is not "
            "a mean over its classes.",
            wrong=gives(by_error(lambda p: 1 / p.shape[1]), by_error(lambda p: 1 / p.size)),
        ),
        Mistake(
            "divided-by-n-twice",
            "The gradient was divided by the number of examples twice.",
            wrong=gives(by_error(lambda p: 1 / len(p) ** 2)),
            place=SUM,
        ),
        Mistake(
            "sign-flipped",
            "This step goes uphill: the gradient was added.",
            wrong=gives(by_error(lambda p: -1 / len(p))),
        ),
        Mistake(
            "factor-two",
            "The step is twice as long as the rate says. A squared error has such a factor, "
            "the cross-entropy has none.",
            wrong=gives(by_error(lambda p: 2 / len(p))),
        ),
        Mistake(
            "rate-forgotten",
            "The whole gradient was subtracted, whatever the rate.",
            wrong=gives(lambda W, X, y, rate: one_step(W, X, y, 1.0)),
            place=STEP,
        ),
        Mistake(
            "returns-gradient",
            "That is the gradient, or the change. The new weights are asked for.",
            wrong=gives(
                lambda W, X, y, rate: W - one_step(W, X, y, 1.0),
                lambda W, X, y, rate: one_step(W, X, y, rate) - W,
                lambda W, X, y, rate: W - one_step(W, X, y, rate),
            ),
        ),
        Mistake(
            "label-not-subtracted",
            "The step is made of the probabilities alone. Without the labels it pushes every "
            "class down and pulls none up.",
            wrong=gives(stepping(lambda p, Y, X: p.T @ X / len(X))),
        ),
        Mistake(
            "only-true-class",
            "Only the weights of the true classes move. Every other class has an error too, "
            "its whole probability.",
            wrong=gives(stepping(lambda p, Y, X: ((p - Y) * Y).T @ X / len(X))),
        ),
        Mistake(
            "mse-gradient",
            "The error was sent through the derivative of softmax once more. That is the "
            "gradient of a squared error.",
            wrong=gives(
                by_error(bend=through_softmax),
                by_error(bend=lambda p, e: 2 * through_softmax(p, e)),
                by_error(bend=lambda p, e: p * (1 - p) * e),
            ),
        ),
        Mistake(
            "subtracts-whole-columns",
            "1 was taken off every row of a column whose class occurs in the batch. Each row "
            "has one true class of its own.",
            wrong=gives(stepping(lambda p, Y, X: (p - Y.max(axis=0)).T @ X / len(X))),
        ),
        Mistake(
            "index-subtracted",
            "The numbers of the classes were subtracted from the probabilities. A label says "
            "which entry to change, not by how much.",
            wrong=gives(
                *(
                    labels_as_numbers(of, top, n)
                    for of in (lambda y: y[:, None], lambda y: y)
                    for top in (row, nothing)
                    for n in (len, lambda y: 1)
                )
            ),
        ),
        Mistake(
            "answers-for-probabilities",
            "The predicted class was compared with the label, as a perceptron does. Right "
            "answers then teach nothing, however unsure they are.",
            wrong=gives(from_scores(lambda z: np.eye(z.shape[1])[z.argmax(axis=1)])),
        ),
        Mistake(
            "one-after-the-other",
            "The weights change from example to example here. The gradient of the mean is "
            "taken at the old weights throughout.",
            wrong=gives(in_turn, lambda W, X, y, rate: in_turn(W, X, y, rate, n=len(y))),
        ),
        Mistake(
            "transposed",
            "Rows and columns of the gradient are exchanged, which goes unnoticed if there are "
            "as many features as classes.",
            wrong=gives(
                lambda W, X, y, rate: W - (W - one_step(W, X, y, rate)).T,
                lambda W, X, y, rate: W - (W - one_step(W, X, y, rate)).T.reshape(W.shape),
            ),
        ),
        Mistake(
            "no-softmax",
            "The scores themselves were compared with the labels. The error is that of their "
            "softmax.",
            wrong=gives(from_scores(lambda z: z)),
        ),
        Mistake(
            "sigmoid-of-each",
            "Each score went through a sigmoid of its own. The classes compete here, and "
            "their probabilities add up to 1.",
            wrong=gives(from_scores(lambda z: 1 / (1 + np.exp(-z)))),
        ),
        Mistake(
            "softmax-twice",
            "Softmax was applied twice, the second time to probabilities in place of scores.",
            wrong=gives(from_scores(lambda z: softmax(softmax(z)))),
            place=TWICE,
        ),
        Mistake(
            "bias-not-moved",
            "The last column, the bias, has not moved. Either it was left out of the update, or "
            "its errors were summed over all classes, where they cancel.",
            wrong=gives(without_bias),
            place=BIAS,
        ),
        Mistake(
            "bias-left-out",
            "The scores were computed without the last column, the bias.",
            wrong=gives(without_bias_in_scores, without_bias_at_all),
        ),
        Mistake(
            "repeated-labels-lost",
            "Where a class occurs several times, only one of its examples was counted: "
            "subtracting in place through an array of indices writes only the last.",
            wrong=gives(repeats_lost),
        ),
        Mistake(
            "nothing-moved",
            "The weights come back as they were. If a gradient was computed, it may have been "
            "summed or averaged over the classes, where the errors cancel.",
            wrong=gives(lambda W, X, y, rate: W),
        ),
        Mistake(
            "over-the-batch-and-summed",
            "Two of the faults that are left: the probabilities add up to 1 down the columns, "
            "over the examples, and the gradients of the examples are summed where their mean is "
            "asked for.",
            wrong=gives(
                *(summed(top, axis=0) for top in (nothing, row, whole, lambda z: z.max(axis=0)))
            ),
        ),
        Mistake(
            "not-shifted-and-summed",
            "Two of the faults that are left: large scores overflow, and the gradients of the "
            "examples are summed where their mean is asked for.",
            wrong=gives(summed(nothing, axis=1)),
        ),
        replace(
            *softmax_inside(from_scores, "no-max-subtraction"),  # to which magnitudes come here
            says="Nothing was subtracted before the exponential, or a number that does not keep it "
            "in range: beyond 709.78 (in float32, 88.72) it overflows to inf, and far below 0 all "
            "of a row become 0.",
        ),
        *softmax_inside(
            from_scores,
            "global-max",
            "normalises-over-batch",
            "global-sum",
            "no-keepdims",
            "no-keepdims-in-sum",
            "no-keepdims-in-max",
        ),
        maximum_over_examples(from_scores),
        further_shift_mistakes((lambda top: from_scores(softmax_with(top)),))[0],  # the mean
        Mistake(
            "rows-taken-for-columns",
            "The scores were computed as if the weights had a column for each class. Here each "
            "class has a row.",
            wrong=gives(with_columns),
        ),
        Mistake(
            "only-bias-moved",
            "Only the last column, the bias, has moved. Each column has a gradient of its own.",
            wrong=gives(lambda W, X, y, rate: np.c_[W[:, :-1], one_step(W, X, y, rate)[:, -1]]),
        ),
        Mistake(
            "old-weights-scaled",
            "The old weights were scaled by the rate. It multiplies the gradient alone.",
            wrong=gives(
                lambda W, X, y, rate: one_step(W, X, y, rate) - rate * W,
                lambda W, X, y, rate: one_step(W, X, y, 1) - (1 - rate) * W,
            ),
        ),
        Mistake(
            "divided-by-features",
            "The gradient was divided by the number of features. The loss is a mean over examples.",
            wrong=gives(
                lambda W, X, y, rate: one_step(W, X, y, rate * len(y) / X.shape[1]),
                lambda W, X, y, rate: one_step(W, X, y, rate / X.shape[1]),
            ),
        ),
        Mistake(
            "two-steps",
            "Two steps were taken, one after the other.",
            wrong=gives(lambda W, X, y, rate: one_step(one_step(W, X, y, rate), X, y, rate)),
        ),
        Mistake(
            "gradient-normalised",
            "The gradient was divided by its length, or only its signs were used. The step is the "
            "rate times the gradient itself.",
            wrong=gives(
                lambda W, X, y, rate: (
                    W - rate * (g := W - one_step(W, X, y, 1)) / np.linalg.norm(g)
                ),
                lambda W, X, y, rate: W - rate * np.sign(W - one_step(W, X, y, 1)),
            ),
        ),
    ),
    hints=(
        "For one example with the probabilities p and the features x: which entry of the gradient "
        "belongs to the weight of class k and feature j?",
        "∂L / ∂W = (1/n) ∑ᵢ (pᵢ − yᵢ) xᵢᵀ, and the step subtracts it times the rate.",
        "With the errors of the examples in the rows of `error`, the sum is the product of "
        "its transpose with the features.",
    ),
    why="In a sentence: why does the column of ones give the gradient of the biases?",
    reply="A bias enters its score as a weight does whose feature is 1 in every example. So its "
    "gradient is the mean error, times 1.",
    place=DIGITS,
    atol=1e-7,
)

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from softmaxbook.exercises.catalogue.families.gradients import through_softmax
from softmaxbook.exercises.catalogue.families.softmax_mistakes import (
    maximum_over_examples,
    softmax_inside,
)
from softmaxbook.exercises.catalogue.families.softmaxes import softmax
from softmaxbook.exercises.catalogue.training import HIDDEN, SUM
from softmaxbook.exercises.catalogue.training.shared import FIVE, TWO
from softmaxbook.exercises.reading import gives
from softmaxbook.exercises.record import Exercise, Mistake, Probe


def hidden_gradient(A, B, X, y):
    """Gradient (units, d); A (units, d), B (K, units), X (n, d)."""
    h = np.maximum(0, X @ A.T)
    z = h @ B.T
    e = np.exp(z - z.max(axis=1, keepdims=True))
    error = e / e.sum(axis=1, keepdims=True)
    error[np.arange(len(y)), y] -= 1
    to_h = error @ B * (h > 0)  # nothing passes where the unit is 0
    return to_h.T @ X / len(y)


def backward(
    back: Callable = lambda error, B, h: error @ B * (h > 0),
    *,
    to: Callable = lambda back, X, n: back.T @ X / n,
    error: Callable = lambda p, Y: p - Y,
    rectify: Callable = lambda s: np.maximum(0, s),
    axis: int = 1,
) -> Callable:
    def gradient(A: NDArray, B: NDArray, X: NDArray, y: NDArray) -> NDArray:
        h = rectify(X @ A.T)
        p = softmax(h @ B.T, axis=axis)
        return to(back(error(p, np.eye(len(B))[y]), B, h), X, len(X))

    return gradient


def from_scores(probabilities: Callable) -> Callable:
    """The right gradient, but for how the probabilities come from the scores."""

    def gradient(A: NDArray, B: NDArray, X: NDArray, y: NDArray) -> NDArray:
        h = np.maximum(0, X @ A.T)
        error = probabilities(h @ B.T) - np.eye(len(B))[y]
        return (error @ B * (h > 0)).T @ X / len(X)

    return gradient


def by_products(first: Callable, second: Callable, back: Callable, last: Callable) -> Callable:
    """A gradient whose four products may have a transpose too many, or one too few."""

    def gradient(A: NDArray, B: NDArray, X: NDArray, y: NDArray) -> NDArray:
        h = np.maximum(0, first(X, A))
        z = second(h, B)
        error = softmax(z) - np.eye(z.shape[1])[y]
        return last(back(error, B) * (h > 0), X) / len(X)

    return gradient


def as_it_is(left: NDArray, right: NDArray) -> NDArray:
    return left @ right


def with_right_turned(left: NDArray, right: NDArray) -> NDArray:
    return left @ right.T


def with_left_turned(left: NDArray, right: NDArray) -> NDArray:
    return left.T @ right


def with_left_turned_and_swapped(left: NDArray, right: NDArray) -> NDArray:
    return right.T @ left


def to_second_layer(A: NDArray, B: NDArray, X: NDArray, y: NDArray) -> NDArray:
    h = np.maximum(0, X @ A.T)
    return (softmax(h @ B.T) - np.eye(len(B))[y]).T @ h / len(X)


def with_sign_for_mask(A: NDArray, B: NDArray, X: NDArray, y: NDArray) -> NDArray:
    s = X @ A.T
    error = softmax(np.maximum(0, s) @ B.T) - np.eye(len(B))[y]
    return (error @ B * np.sign(s)).T @ X / len(X)


def to_features(A: NDArray, B: NDArray, X: NDArray, y: NDArray) -> NDArray:
    h = np.maximum(0, X @ A.T)
    return (softmax(h @ B.T) - np.eye(len(B))[y]) @ B * (h > 0) @ A / len(X)


A3 = np.array([[1.0, -0.5], [0.5, 1.25], [-1.0, 0.75]])  # three units, two features
A4 = np.array([[1.0, -0.5, 0.25], [0.5, 1.0, -1.0], [-1.0, 0.75, 0.5], [0.25, -1.0, 1.5]])
B2 = np.array([[0.5, -1.0, 0.75], [-0.25, 1.5, 0.5]])


B5 = np.array(
    [
        [0.5, -1.0, 0.75, 0.25],
        [-0.25, 1.5, 0.5, -0.75],
        [1.0, 0.25, -0.5, 0.5],
        [-1.5, 0.5, 0.25, 1.0],
        [0.75, -0.5, 1.25, -0.25],
    ]
)


MANY = np.array(
    [[2.0, 1, 0.5], [-1, 0.5, 2], [0.5, -2, 1], [1, 1.5, -1.5], [-1.5, 3, 0.25], [0.75, 0.5, -1]]
)


# Two units, features, classes and examples: here every product runs, with or without transposes.
A_SQUARE = np.array([[1.0, 0.75], [-0.5, 1.25]])
B_SQUARE = np.array([[0.5, -1.0], [-0.25, 1.5]])
X_SQUARE = np.array([[2.0, 1.0], [1.5, 0.5]])


EXERCISE = Exercise(
    title="Through the hidden layer",
    reference=hidden_gradient,
    probes=(
        Probe("one example", (A3, B2, np.array([[2.0, 1.0]]), np.array([0]))),
        Probe("two examples", (A3, B2, TWO[:, :2], np.array([0, 1]))),
        Probe("four examples", (A3, B2, FIVE[:4, :2], np.array([1, 0, 0, 1]))),
        Probe("five classes", (A4, B5, MANY, np.array([4, 0, 2, 3, 1, 1]))),
        Probe("four units, four examples", (A4, B5, MANY[:4], np.array([0, 3, 3, 2]))),
        Probe("two of everything", (A_SQUARE, B_SQUARE, X_SQUARE, np.array([0, 1]))),
    ),
    mistakes=(
        Mistake(
            "no-softmax",
            "The scores themselves were compared with the labels. The error is that of their "
            "softmax.",
            wrong=gives(from_scores(lambda z: z)),
        ),
        Mistake(
            "mask-forgotten",
            "The gradient passes through every unit, without a mask or with `h >= 0`: no rectified "
            "unit is below 0. Where a unit is 0 it does not answer a small change, and nothing "
            "passes.",
            wrong=gives(backward(lambda e, B, h: e @ B)),
        ),
        Mistake(
            "mask-forgotten-and-summed",
            "The gradient passes through every unit, also where a unit is 0 and does not answer a "
            "small change. Besides, the gradients of the examples were summed.",
            wrong=gives(backward(lambda e, B, h: e @ B, to=lambda back, X, n: back.T @ X)),
        ),
        Mistake(
            "leaks",
            "Where a unit is 0, some of the gradient passes all the same. That belongs "
            "to a leaky rectifier, and the forward pass has none.",
            wrong=tuple(
                backward(lambda e, B, h, slope=slope: e @ B * np.where(h > 0, 1, slope))
                for slope in (0.01, 0.1, 0.2)
            ),
        ),
        Mistake(
            "mask-of-the-weights",
            "The mask was made of the weights. A unit passes the slope on where its own sum, "
            "before the rectifier, is above 0.",
            wrong=gives(lambda A, B, X, y: backward(lambda e, B, h: e @ B)(A, B, X, y) * (A > 0)),
        ),
        Mistake(
            "mask-inverted",
            "The gradient passes where the units are 0 and is stopped where they are positive.",
            wrong=gives(backward(lambda e, B, h: e @ B * (h <= 0))),
        ),
        Mistake(
            "mask-with-sign",
            "The mask is the sign of the sum, −1 where the unit is off. There nothing passes, so "
            "it has to be 0.",
            wrong=gives(with_sign_for_mask),
        ),
        Mistake(
            "multiplied-by-h",
            "The gradient was multiplied by the value of the unit. The slope of the rectifier "
            "is 1 where it passes.",
            wrong=gives(backward(lambda e, B, h: e @ B * h)),
        ),
        Mistake(
            "rectifies-the-gradient",
            "What came back was rectified by its own sign. Whether a gradient passes depends "
            "on the unit, not on the gradient.",
            wrong=gives(
                backward(lambda e, B, h: np.maximum(0, e @ B)),
                backward(lambda e, B, h: np.maximum(0, e @ B) * (h > 0)),
            ),
        ),
        Mistake(
            "slope-of-tanh",
            "That is the slope of tanh, or of a sigmoid. The units here are rectified.",
            wrong=gives(
                backward(lambda e, B, h: e @ B * (1 - h**2)),
                backward(lambda e, B, h: e @ B * h * (1 - h)),
            ),
        ),
        Mistake(
            "tanh-kept",
            "Your units are still tanh, as in the chapter; here they are rectified.",
            wrong=gives(
                backward(lambda e, B, h: e @ B * (1 - h**2), rectify=np.tanh),
                backward(rectify=np.tanh),
                backward(lambda e, B, h: e @ B, rectify=np.tanh),
            ),
        ),
        Mistake(
            "rectifier-forgotten",
            "The forward pass has no rectifier: negative sums reach the scores.",
            wrong=gives(
                backward(lambda e, B, h: e @ B, rectify=lambda s: s),
                backward(rectify=lambda s: s),
            ),
        ),
        Mistake(
            "not-divided-by-n",
            "The gradients of the examples were summed. The loss is their mean.",
            wrong=gives(backward(to=lambda back, X, n: back.T @ X)),
            place=SUM,
        ),
        Mistake(
            "divided-by-n-twice",
            "The gradient was divided by the number of examples twice.",
            wrong=gives(backward(to=lambda back, X, n: back.T @ X / n**2)),
            place=SUM,
        ),
        Mistake(
            "divided-by-classes",
            "The gradient was divided by the number of classes. The loss of an example is not "
            "a mean over its classes.",
            wrong=gives(
                backward(lambda e, B, h: e @ B * (h > 0) / len(B)),
                backward(lambda e, B, h: e @ B * (h > 0) * len(h) / len(B)),
            ),
        ),
        Mistake(
            "factor-two",
            "The gradient is twice too large. The cross-entropy has no factor 2.",
            wrong=gives(backward(error=lambda p, Y: 2 * (p - Y))),
        ),
        Mistake(
            "label-not-subtracted",
            "The probabilities were sent back instead of the errors. The labels have no influence.",
            wrong=gives(backward(error=lambda p, Y: p)),
        ),
        Mistake(
            "index-subtracted",
            "The numbers of the classes were subtracted from the probabilities. A label says "
            "which entry to change, not by how much.",
            wrong=gives(
                *(
                    backward(error=lambda p, Y, of=of: p - of(Y.argmax(axis=1)), to=to)
                    for of in (lambda y: y[:, None], lambda y: y)
                    for to in (lambda back, X, n: back.T @ X / n, lambda back, X, n: back.T @ X)
                )
            ),
        ),
        Mistake(
            "mse-gradient",
            "The error went through the derivative of softmax once more, as for a squared error.",
            wrong=gives(
                backward(error=lambda p, Y: through_softmax(p, p - Y)),
                backward(error=lambda p, Y: p * (1 - p) * (p - Y)),
            ),
        ),
        Mistake(
            "only-true-class",
            "Only the error of the true class was sent back. Every class pulls at the units.",
            wrong=gives(backward(error=lambda p, Y: (p - Y) * Y)),
        ),
        Mistake(
            "subtracts-whole-columns",
            "1 was taken off every row of a column whose class occurs in the batch. Each row "
            "has one true class of its own.",
            wrong=gives(backward(error=lambda p, Y: p - Y.max(axis=0))),
        ),
        Mistake(
            "normalises-over-batch",
            "Softmax ran down the columns, over the examples.",
            wrong=gives(backward(axis=0)),
        ),
        Mistake(
            "other-layer",
            "That is the gradient of the second layer's weights. Those of the first are asked for.",
            wrong=gives(to_second_layer, lambda A, B, X, y: to_second_layer(A, B, X, y).T),
        ),
        Mistake(
            "gradient-to-features",
            "That is the gradient with respect to the images. The weights in front of them "
            "are asked for.",
            wrong=gives(to_features, lambda A, B, X, y: len(X) * to_features(A, B, X, y)),
        ),
        Mistake(
            "transposed",
            "Rows and columns are exchanged. The gradient has the shape of the weights.",
            wrong=gives(lambda A, B, X, y: hidden_gradient(A, B, X, y).T),
        ),
        Mistake(
            "transposed-on-the-way-back",
            "B was transposed on the way back. It has a row for each class, and the errors have "
            "a column for each: they meet without a transpose.",
            wrong=gives(
                by_products(
                    with_right_turned, with_right_turned, with_right_turned, with_left_turned
                )
            ),
        ),
        Mistake(
            "rows-taken-for-columns",
            "Forward, A or B was multiplied as if it had a column for each unit or class. Here "
            "each has a row.",
            wrong=tuple(
                by_products(first, second, back, last)
                for first, second in (
                    (as_it_is, with_right_turned),
                    (with_right_turned, as_it_is),
                    (as_it_is, as_it_is),
                )
                for back in (as_it_is, with_right_turned)
                for last in (with_left_turned, with_left_turned_and_swapped)
            ),
        ),
        Mistake(
            "examples-not-met",
            "In the last product the examples have to meet, as the gradient is summed over them. "
            "Here the units of one matrix meet the examples of the other.",
            wrong=gives(
                by_products(with_right_turned, with_right_turned, as_it_is, as_it_is),
            ),
        ),
        *softmax_inside(from_scores, "no-keepdims", "no-keepdims-in-sum", "no-keepdims-in-max"),
        maximum_over_examples(from_scores),
    ),
    hints=(
        "If a unit is 0 on every example, what happens to the loss when its weights change a "
        "little?",
        "Back through B: each unit gets ∑ₖ (pₖ − yₖ) Bₖⱼ. Back through the rectifier: times 1 "
        "where hⱼ > 0, else 0.",
        "With what arrives at the units in `to_h`, (n, units), finish as in a linear layer.",
    ),
    why="In a sentence: what is this gradient if all entries of B are 0?",
    reply="0: whatever comes back to the units passes through B. The first layer begins to learn "
    "only when B has moved.",
    place=HIDDEN,
    atol=1e-7,
)

"""Exercises and concept checks of chapter 10, Training a classifier."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from softmaxbook.exercises.reading import gives, is_near, numbers
from softmaxbook.exercises.record import (
    Exercise,
    Mistake,
    NumberQuestion,
    Option,
    Place,
    Probe,
    Question,
    Unreadable,
    add,
)
from softmaxbook.exercises.solutions import ch10 as solutions

DIGITS = Place("training", "Ten digits")
FIRST = Place("training", "What the first loss tells")
STEP = Place("training", "How long a step may be")
SUM = Place("training", "Sum or mean")
TWICE = Place("training", "Softmax twice")
BIAS = Place("training", "A bias that does not move")
XOR = Place("training", "Exclusive or")
HIDDEN = Place("training", "A hidden layer")
SEPARABLE = Place("training", "Data that can be separated")


def softmax_rows(z: NDArray, axis: int | None = 1) -> NDArray:
    e = np.exp(z - z.max())
    return e / e.sum(axis=axis, keepdims=True)


# ---- Values -------------------------------------------------------------------------------------

CLASSES = np.array([10, 1000, 50_257])


def any_of(*rows: NDArray, atol: float = 6e-3) -> Callable[[NDArray], bool]:
    """Whether all three losses were made by one of these formulas."""
    return lambda v: any(np.all(np.abs(v - row) <= atol) for row in rows)


LOGS = tuple(solutions.what_the_logs_say())
LETTERS = "abcdef"


def six_letters(value: Any) -> NDArray:
    """For each log the number of its cause."""
    if not isinstance(value, dict) or set(value) != set(LOGS):
        raise Unreadable("A dict with the six logs as keys is asked for.")
    given = [str(value[log]).strip().lower() for log in LOGS]
    if not all(len(v) == 1 and v in LETTERS for v in given):
        raise Unreadable("For each log one of the letters 'a' to 'f' is asked for.")
    return np.array([LETTERS.index(v) for v in given], float)


def not_said(log: int) -> Callable[[NDArray], bool]:
    right = LETTERS.index(list(solutions.what_the_logs_say().values())[log])
    return lambda v: bool(v[log] != right)


def growth_and_factor(value: Any) -> NDArray:
    """The factor may be rounded."""
    found = numbers(value, 2)
    if abs(found[1] - 1000) < 20:
        found[1] = 1000
    return found


add(
    Exercise(
        id="training.first-losses",
        title="First losses",
        reference=solutions.first_losses,
        prepare=lambda value: numbers(value, 3),
        mistakes=(
            Mistake(
                "probability-for-loss",
                "That is the probability of each class. The loss is minus its logarithm.",
                when=any_of(1 / CLASSES),
            ),
            Mistake(
                "mean-over-classes",
                "That is the logarithm divided by the number of classes. The loss of an example is "
                "no mean over its classes.",
                when=any_of(np.log(CLASSES) / CLASSES),
            ),
            Mistake(
                "nothing-learned-nothing-lost",
                "A loss of 0 is that of a classifier which is certain and right. One that knows "
                "nothing has some probability on every class, and pays for it.",
                when=lambda v: bool(np.any(np.abs(v) < 1e-3)),
            ),
            Mistake(
                "base-10",
                "Those are logarithms with base 10. Losses are in nats.",
                when=any_of(np.log10(CLASSES)),
            ),
            Mistake(
                "bits",
                "Those are logarithms with base 2. Losses in this book are in nats.",
                when=any_of(np.log2(CLASSES)),
            ),
            Mistake(
                "sign-flipped",
                "The logarithm of a probability is negative, and the loss is minus that.",
                when=any_of(-np.log(CLASSES)),
            ),
            Mistake(
                "classes-for-loss",
                "That is the perplexity, the number of classes among which one guesses. The loss "
                "is its logarithm.",
                when=any_of(CLASSES, atol=1),
            ),
            Mistake(
                "one-minus-p",
                "That is one minus the probability of the true class. The loss is a logarithm.",
                when=any_of(1 - 1 / CLASSES),
            ),
            Mistake(
                "rounded-too-much",
                "These are the right logarithms, but not correct to the two decimals asked for.",
                when=any_of(np.log(CLASSES), atol=0.06),
            ),
        ),
        hints=(
            "Which probability has each class when all scores are equal?",
            "The loss is $-\\log p_y$, and $p_y = 1/K$ for every label.",
            "So the loss is the natural logarithm of $K$.",
        ),
        why="In a sentence: why does the first loss not depend on how often each class occurs?",
        place=FIRST,
        atol=5e-3,
    ),
    Exercise(
        id="training.read-the-log",
        title="Read the log",
        reference=solutions.what_the_logs_say,
        prepare=six_letters,
        text=lambda v: ", ".join(LETTERS[int(k)] for k in v),
        mistakes=(
            Mistake(
                "sum-not-recognised",
                "147.4 divided by log 10 is 64.0, the size of the batch. Large weights would not "
                "give a multiple so exact.",
                when=not_said(0),
                place=SUM,
            ),
            Mistake(
                "mean-over-classes-not-recognised",
                "0.2303 is a tenth of log 10. The loss of an example is a sum over its classes, of "
                "which all but one are 0.",
                when=not_said(1),
            ),
            Mistake(
                "confident-start-not-recognised",
                "A first loss of 26 nats is paid by scores that lie that far apart before "
                "anything was learned. It is no multiple of log 10 by the batch.",
                when=not_said(2),
            ),
            Mistake(
                "floor-not-recognised",
                "1.4612 is a number that depends on ten classes alone: the loss of the scores 1 "
                "and nine times 0.",
                when=not_said(3),
                place=TWICE,
            ),
            Mistake(
                "jumps-not-recognised",
                "The start is right and the loss rises again later. The slope is right where it is "
                "measured, and has changed before the step ends.",
                when=not_said(4),
                place=STEP,
            ),
            Mistake(
                "growth-for-a-fault",
                "The loss is small and falls, and nothing jumps. On separable data the weights "
                "have nowhere to arrive.",
                when=not_said(5),
                place=SEPARABLE,
            ),
        ),
        hints=(
            "What is $\\log 10$, and which of the numbers are simple multiples of it?",
            "The floor of a double softmax is $\\log(1 + (K - 1)/e)$. A sum over a batch "
            "multiplies the loss, a mean over the classes divides it.",
            "Each letter is used once. The first is the sum.",
        ),
        why="In a sentence: which of the six would you not have seen from the accuracy?",
        place=FIRST,
    ),
    Exercise(
        id="training.a-thousand-times",
        title="A thousand times as long",
        reference=solutions.a_thousand_times_as_long,
        prepare=growth_and_factor,
        mistakes=(
            Mistake(
                "exchanged",
                "Both numbers are there, in the other order: the growth of the length comes first, "
                "the factor of the loss second.",
                when=lambda v: is_near(1000, 1)(v[0]) and is_near(np.log(1000) / 0.5, 6e-3)(v[1]),
            ),
            Mistake(
                "converges",
                "The weights do not arrive: no finite ones are best. They grow by the same amount "
                "in each decade of steps.",
                when=lambda v: is_near(0, 6e-3)(v[0]),
            ),
            Mistake(
                "one-decade",
                "That is the growth in one decade. A thousand times as many steps are three.",
                when=lambda v: is_near(np.log(10) / 0.5, 6e-3)(v[0]),
            ),
            Mistake(
                "margin-multiplied",
                "The margin was multiplied. With a small margin the weights have to be longer for "
                "the same leads.",
                when=lambda v: is_near(np.log(1000) * 0.5, 6e-3)(v[0]),
            ),
            Mistake(
                "margin-forgotten",
                "That is the growth of the smallest lead. The lead is the margin times the length "
                "of the weights.",
                when=lambda v: is_near(np.log(1000), 6e-3)(v[0]),
            ),
            Mistake(
                "base-10",
                "The logarithm has base 10 here. The law is one of natural logarithms.",
                when=lambda v: is_near(6, 6e-3)(v[0]) or is_near(3, 6e-3)(v[0]),
            ),
            Mistake(
                "linear-growth",
                "The length does not grow in proportion to the steps. The gradient fades as the "
                "leads grow.",
                when=lambda v: is_near(1000, 1)(v[0]) or is_near(2000, 1)(v[0]),
            ),
            Mistake(
                "loss-stands-still",
                "The loss goes on falling, however small it is: like one over the number of steps.",
                when=lambda v: is_near(1, 6e-3)(v[1]),
            ),
            Mistake(
                "loss-like-the-logarithm",
                "It is the weights that change with the logarithm of the steps. The loss falls "
                "with the steps themselves.",
                when=lambda v: any(
                    is_near(n, 6e-3)(v[1]) for n in (3, np.log(1000), np.log(1000) / 0.5)
                ),
            ),
            Mistake(
                "length-for-lead",
                "That factor is e to the growth of the length. The loss is about e to minus the "
                "lead, and the lead is the margin times the length.",
                when=lambda v: is_near(1e6, 2e4)(v[1]),
            ),
            Mistake(
                "factor-upside-down",
                "That is what the loss is multiplied by. Asked for is the number by which it is "
                "divided.",
                when=lambda v: is_near(1e-3, 1e-4)(v[1]),
            ),
            Mistake(
                "rounded-too-much",
                "The growth is right, but not correct to the two decimals that are asked for.",
                when=lambda v: is_near(np.log(1000) / 0.5, 0.06)(v[0]) and v[1] == 1000,
            ),
        ),
        hints=(
            "If the smallest lead is $\\ell$, the loss is about $e^{-\\ell}$. What is $\\ell$ if "
            "the loss is $1/t$?",
            "$L$ falls like $1/t$, and $\\lVert w \\rVert \\approx \\log t / \\gamma + $ constant.",
            "The difference of the logarithms is $\\log 1000$; divide it by the margin.",
        ),
        why="In a sentence: why does training to a loss of one millionth take so long?",
        place=SEPARABLE,
        atol=5e-3,
    ),
)

# ---- One step -----------------------------------------------------------------------------------


def stepping(form: Callable) -> Callable:
    """A step along form(p, Y, X), where p are the probabilities and Y the one-hot labels."""

    def step(W: NDArray, X: NDArray, y: NDArray, rate: float) -> NDArray:
        z = X @ W.T
        return W - rate * form(softmax_rows(z), np.eye(len(W))[y], X)

    return step


def by_error(scale: Callable = lambda p: 1 / len(p), bend: Callable = lambda p, e: e) -> Callable:
    return stepping(lambda p, Y, X: scale(p) * bend(p, p - Y).T @ X)


def from_scores(probabilities: Callable) -> Callable:
    """The right step, but for how the probabilities come from the scores."""

    def step(W: NDArray, X: NDArray, y: NDArray, rate: float) -> NDArray:
        return W - rate * (probabilities(X @ W.T) - np.eye(len(W))[y]).T @ X / len(y)

    return step


def without_bias(W: NDArray, X: NDArray, y: NDArray, rate: float) -> NDArray:
    new = solutions.one_step(W, X, y, rate)
    new[:, -1] = W[:, -1]
    return new


def in_turn(W: NDArray, X: NDArray, y: NDArray, rate: float, n: int | None = None) -> NDArray:
    """A step for each example, each from where the last one led."""
    for i in range(len(y)):
        W = solutions.one_step(W, X[i : i + 1], y[i : i + 1], rate / (n or 1))
    return W


def through_softmax(p: NDArray, e: NDArray) -> NDArray:
    return p * (e - (p * e).sum(axis=1, keepdims=True))


def with_one(*rows: tuple) -> NDArray:
    return np.array([[*row, 1.0] for row in rows])


W3 = np.array([[1.0, 0.5, -0.25], [0.5, -1.0, 0.75], [-0.5, 0.25, 0.5]])
W4 = np.array([[0.5, -0.25, 0.125], [-1.0, 0.5, 0.25], [0.25, 1.0, -0.5], [0.75, -0.5, 1.0]])
TWO = with_one((2, 1), (-1, 0.5))
THREE = with_one((2, 1), (-1, 0.5), (0.5, -2))
FIVE = with_one((2, 1), (-1, 0.5), (0.5, -2), (1, 1.5), (-1.5, -0.5))

add(
    Exercise(
        id="training.one-step",
        title="One step",
        reference=solutions.one_step,
        probes=(
            Probe("one example", (W3, TWO[:1], np.array([0]), 0.5)),
            Probe("two examples", (W3, TWO, np.array([0, 2]), 0.5)),
            Probe("as many examples as classes", (W3, THREE, np.array([1, 1, 0]), 1.5)),
            Probe("four classes", (W4, FIVE, np.array([3, 0, 2, 2, 1]), 0.7)),
            Probe("large scores", (400 * W3, TWO, np.array([1, 1]), 300.0)),
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
                wrong=gives(lambda W, X, y, rate: solutions.one_step(W, X, y, 1.0)),
                place=STEP,
            ),
            Mistake(
                "returns-gradient",
                "That is the gradient, or the change. The new weights are asked for.",
                wrong=gives(
                    lambda W, X, y, rate: W - solutions.one_step(W, X, y, 1.0),
                    lambda W, X, y, rate: solutions.one_step(W, X, y, rate) - W,
                    lambda W, X, y, rate: W - solutions.one_step(W, X, y, rate),
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
                "The number of the class was subtracted from every probability. A label says which "
                "entry to change, not by how much.",
                wrong=gives(
                    stepping(lambda p, Y, X: (p - Y.argmax(axis=1)[:, None]).T @ X / len(X))
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
                    lambda W, X, y, rate: W - (W - solutions.one_step(W, X, y, rate)).T,
                    lambda W, X, y, rate: (
                        W - (W - solutions.one_step(W, X, y, rate)).T.reshape(W.shape)
                    ),
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
                wrong=gives(from_scores(lambda z: softmax_rows(softmax_rows(z)))),
                place=TWICE,
            ),
            Mistake(
                "normalises-over-batch",
                "Softmax ran down the columns, over the examples. Each example has its own sum "
                "of 1.",
                wrong=gives(from_scores(lambda z: softmax_rows(z, axis=0))),
            ),
            Mistake(
                "global-sum",
                "The probabilities of the whole batch add up to 1 here. Those of each example "
                "should.",
                wrong=gives(from_scores(lambda z: softmax_rows(z, axis=None))),
            ),
            Mistake(
                "bias-not-moved",
                "The last column has not moved. Summed over all classes, the errors cancel.",
                wrong=gives(without_bias),
                place=BIAS,
            ),
        ),
        hints=(
            "For one example with the probabilities $p$ and the features $x$: which entry of the "
            "gradient belongs to the weight of class $k$ and feature $j$?",
            "$\\partial L / \\partial W = \\tfrac1n \\sum_i (p_i - y_i)\\, x_i^\\top$, and the "
            "step subtracts it times the rate.",
            "With the errors of the examples in the rows of `error`, the sum is the product of "
            "its transpose with the features.",
        ),
        why="In a sentence: why does the column of ones give the gradient of the biases?",
        place=DIGITS,
        atol=1e-7,
    ),
)

# ---- The floor ----------------------------------------------------------------------------------


def three_times(K: int) -> float:
    sure, rest = np.e / (np.e + K - 1), 1 / (np.e + K - 1)
    return np.log(1 + (K - 1) * np.exp(rest - sure))


add(
    Exercise(
        id="training.floor",
        title="The floor",
        reference=solutions.floor_of_double_softmax,
        probes=(
            Probe("three classes", (3,)),
            Probe("two classes", (2,)),
            Probe("ten classes", (10,)),
            Probe("a hundred classes", (100,)),
            Probe("a thousand classes", (1000,)),
        ),
        mistakes=(
            Mistake(
                "floor-of-one-softmax",
                "0 is what a single softmax can approach. The second one has scores between 0 "
                "and 1 only.",
                wrong=gives(lambda K: 0.0),
            ),
            Mistake(
                "first-loss",
                "That is the loss of the start, with equal scores. The floor is the loss of the "
                "best scores.",
                wrong=gives(lambda K: np.log(K)),
                place=FIRST,
            ),
            Mistake(
                "probability-for-loss",
                "That is the largest probability that the second softmax can give. The loss is "
                "minus its logarithm.",
                wrong=gives(lambda K: np.e / (np.e + K - 1)),
            ),
            Mistake(
                "sign-flipped",
                "The sign is wrong: a loss is minus the logarithm of a probability.",
                wrong=gives(lambda K: -np.log(1 + (K - 1) / np.e)),
            ),
            Mistake(
                "true-class-counted-twice",
                "There are K zeros beside the 1. The true class is one of the K, so fewer are "
                "left.",
                wrong=gives(lambda K: np.log(1 + K / np.e)),
            ),
            Mistake(
                "one-rival",
                "That is the floor for two classes, whatever K. Every further class adds its "
                "exponential to the sum.",
                wrong=gives(lambda K: np.log(1 + 1 / np.e)),
            ),
            Mistake(
                "gap-the-wrong-way",
                "Here every rival leads by 1. At the floor the true class has the 1 and its rivals "
                "have 0.",
                wrong=gives(lambda K: np.log(1 + (K - 1) * np.e)),
            ),
            Mistake(
                "true-score-as-0",
                "That is log-sum-exp less a true score of 0: the largest loss. At the floor the "
                "true class itself has the 1.",
                wrong=gives(lambda K: np.log(np.e + K - 1)),
            ),
            Mistake(
                "no-parentheses",
                "Only the 1 was divided by e, not all of K - 1. Division comes before subtraction.",
                wrong=gives(lambda K: np.log(1 + K - 1 / np.e)),
            ),
            Mistake(
                "bits",
                "The number is right in bits. Losses are in nats.",
                wrong=gives(lambda K: np.log2(1 + (K - 1) / np.e)),
            ),
            Mistake(
                "base-10",
                "The logarithm has base 10 here. Losses are in nats.",
                wrong=gives(lambda K: np.log10(1 + (K - 1) / np.e)),
            ),
            Mistake(
                "divided-by-classes",
                "The loss was divided by the number of classes. It is no mean over them.",
                wrong=gives(lambda K: np.log(1 + (K - 1) / np.e) / K),
            ),
            Mistake(
                "softmax-three-times",
                "That is the floor if softmax is applied three times. The scores of the second one "
                "can come as near to 1 and 0 as they like.",
                wrong=gives(three_times),
            ),
        ),
        hints=(
            "Which scores does the second softmax get from a classifier that is certain and right?",
            "Scores 1 for the true class and 0 for the others: $p = e / (e + K - 1)$.",
            "The loss is $-\\log p$, which is the logarithm of $1 + (K - 1)/e$.",
        ),
        why="In a sentence: why does the floor rise with the number of classes?",
        place=TWICE,
        atol=1e-9,
    ),
)

# ---- The rate -----------------------------------------------------------------------------------


def top(matrix: NDArray) -> float:
    return np.linalg.eigvalsh(matrix)[-1]


def moment(X: NDArray) -> NDArray:
    return X.T @ X / len(X)


RATED = np.array([[2.0, 1, 0.5], [-1, 0.5, 2], [0.5, -2, 1], [1, 1.5, -1.5], [-1.5, 3, 0.25]])

add(
    Exercise(
        id="training.safe-rate",
        title="A safe rate",
        reference=solutions.safe_rate,
        probes=(
            Probe("ones only", (np.ones((4, 1)),)),
            Probe("one feature", (with_one((2.0,), (1.0,), (-0.5,)),)),
            Probe("two features", (FIVE,)),
            Probe("three features", (np.column_stack([RATED, np.ones(5)]),)),
            Probe("large features", (np.column_stack([16 * RATED, np.ones(5)]),)),
            # Its matrix is diagonal, with the largest entry neither first nor last.
            Probe("unrelated features", (with_one((0.5, 3), (0.5, -3), (-0.5, 3), (-0.5, -3)),)),
        ),
        mistakes=(
            Mistake(
                "factor-two",
                "That is half of the bound. Either the one half of the Jacobian is missing, or "
                "the 2 of the theorem.",
                wrong=gives(lambda X: 2 / top(moment(X))),
            ),
            Mistake(
                "half-twice",
                "That is a quarter of the bound: the one half of the Jacobian is missing, and so "
                "is the 2 of the theorem.",
                wrong=gives(lambda X: 1 / top(moment(X))),
            ),
            Mistake(
                "curvature-of-one-sigmoid",
                "That is the bound for the slope of a sigmoid, one quarter. With two rows that "
                "move, as in softmax, the curvature is up to one half.",
                wrong=gives(lambda X: 8 / top(moment(X))),
            ),
            Mistake(
                "sum-not-mean",
                "The matrix was not divided by the number of examples. That is the bound for the "
                "sum of the losses.",
                wrong=gives(lambda X: 4 / top(X.T @ X)),
                place=SUM,
            ),
            Mistake(
                "divided-by-features",
                "The matrix was divided by the number of features. The loss is a mean over the "
                "examples.",
                wrong=gives(lambda X: 4 / top(X.T @ X / X.shape[1])),
            ),
            Mistake(
                "trace-for-eigenvalue",
                "The sum of the eigenvalues was taken, or the mean squared length. That is safe, "
                "but smaller than need be.",
                wrong=gives(lambda X: 4 / np.trace(moment(X))),
            ),
            Mistake(
                "frobenius-for-eigenvalue",
                "The root of the sum of all squared entries was taken, which is what a norm is if "
                "nothing else is said. That is safe, but smaller than need be.",
                wrong=gives(lambda X: 4 / np.linalg.norm(moment(X))),
            ),
            Mistake(
                "ones-added-again",
                "A second column of ones was added. The features end with one already.",
                wrong=gives(lambda X: 4 / top(moment(np.column_stack([X, np.ones(len(X))])))),
            ),
            Mistake(
                "ones-left-out",
                "The column of ones was left out. The bias moves too, and bends the loss.",
                wrong=gives(lambda X: 4 / top(moment(X[:, :-1]))),
            ),
            Mistake(
                "longest-example",
                "The longest example was taken for all. That is safe, but smaller than need be.",
                wrong=gives(lambda X: 4 / (X**2).sum(axis=1).max()),
            ),
            Mistake(
                "smallest-eigenvalue",
                "The smallest eigenvalue was taken. Along the direction of the largest one the "
                "step is then too long.",
                wrong=gives(lambda X: 4 / np.linalg.eigvalsh(moment(X))[0]),
            ),
            Mistake(
                "singular-value-for-eigenvalue",
                "A singular value of the features is the root of that eigenvalue.",
                wrong=gives(
                    lambda X: 4 / np.linalg.norm(X, 2),
                    lambda X: 4 * len(X) / np.linalg.norm(X, 2),
                    lambda X: 4 / top(moment(X)) ** 0.5,
                ),
            ),
            Mistake(
                "largest-entry",
                "The largest entry of the matrix was taken. Its largest eigenvalue is larger.",
                wrong=gives(lambda X: 4 / abs(moment(X)).max()),
            ),
            Mistake(
                "upside-down",
                "That is the curvature, or grows with it. The larger the curvature, the shorter "
                "the step must be.",
                wrong=gives(
                    lambda X: top(moment(X)),
                    lambda X: top(moment(X)) / 2,
                    lambda X: top(moment(X)) / 4,
                ),
            ),
            Mistake(
                "centred",
                "The mean was subtracted from the features. The scores are made of the features "
                "as they are.",
                wrong=gives(
                    lambda X: 4 / top(np.cov(X.T, bias=True)), lambda X: 4 / top(np.cov(X.T))
                ),
            ),
        ),
        hints=(
            "If all features are multiplied by 10, by how much do the scores move for the same "
            "step of the weights, and what does that do to the bound?",
            "$\\eta < 2/\\lambda$ with $\\lambda = \\tfrac12 \\lambda_{\\max}(\\tfrac1n "
            "\\sum_i x_i x_i^\\top)$.",
            "The matrix is the transposed features times the features, divided by their number; "
            "eigvalsh returns its eigenvalues in ascending order.",
        ),
        why="In a sentence: why may a rate beyond this bound still work?",
        place=STEP,
        atol=1e-9,
    ),
)

# ---- The hidden layer ---------------------------------------------------------------------------


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
        p = softmax_rows(h @ B.T, axis=axis)
        return to(back(error(p, np.eye(len(B))[y]), B, h), X, len(X))

    return gradient


def to_second_layer(A: NDArray, B: NDArray, X: NDArray, y: NDArray) -> NDArray:
    h = np.maximum(0, X @ A.T)
    return (softmax_rows(h @ B.T) - np.eye(len(B))[y]).T @ h / len(X)


def to_features(A: NDArray, B: NDArray, X: NDArray, y: NDArray) -> NDArray:
    h = np.maximum(0, X @ A.T)
    return (softmax_rows(h @ B.T) - np.eye(len(B))[y]) @ B * (h > 0) @ A / len(X)


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

add(
    Exercise(
        id="training.hidden-gradient",
        title="Through the hidden layer",
        reference=solutions.hidden_gradient,
        probes=(
            Probe("one example", (A3, B2, np.array([[2.0, 1.0]]), np.array([0]))),
            Probe("two examples", (A3, B2, TWO[:, :2], np.array([0, 1]))),
            Probe("four examples", (A3, B2, FIVE[:4, :2], np.array([1, 0, 0, 1]))),
            Probe("five classes", (A4, B5, MANY, np.array([4, 0, 2, 3, 1, 1]))),
            Probe("four units, four examples", (A4, B5, MANY[:4], np.array([0, 3, 3, 2]))),
        ),
        mistakes=(
            Mistake(
                "mask-forgotten",
                "The gradient passes through every unit. Where a unit is 0 it does not answer a "
                "small change, and nothing passes.",
                wrong=gives(backward(lambda e, B, h: e @ B)),
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
                "mask-inverted",
                "The gradient passes where the units are 0 and is stopped where they are positive.",
                wrong=gives(backward(lambda e, B, h: e @ B * (h <= 0))),
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
                "sign-flipped",
                "The sign is wrong: this points downhill, and a gradient points uphill.",
                wrong=gives(backward(error=lambda p, Y: Y - p)),
            ),
            Mistake(
                "factor-two",
                "The gradient is twice too large. The cross-entropy has no factor 2.",
                wrong=gives(backward(error=lambda p, Y: 2 * (p - Y))),
            ),
            Mistake(
                "label-not-subtracted",
                "The probabilities were sent back instead of the errors. The labels have no "
                "influence.",
                wrong=gives(backward(error=lambda p, Y: p)),
            ),
            Mistake(
                "mse-gradient",
                "The error went through the derivative of softmax once more, as for a squared "
                "error.",
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
                "That is the gradient of the second layer's weights. Those of the first are asked "
                "for.",
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
                wrong=gives(lambda A, B, X, y: solutions.hidden_gradient(A, B, X, y).T),
            ),
        ),
        hints=(
            "If unit 2 is 0 on every example, what happens to the loss when its weights change a "
            "little?",
            "Back through $B$: each unit gets $\\sum_k (p_k - y_k) B_{kj}$. Back through the "
            "rectifier: times 1 where $h_j > 0$, else 0.",
            "With what arrives at the units in `to_h`, (n, units), finish as in a linear layer.",
        ),
        why="In a sentence: what is this gradient if all entries of B are 0?",
        place=HIDDEN,
        atol=1e-7,
    ),
)

# ---- Concept checks -----------------------------------------------------------------------------

add(
    Question(
        id="training.q1",
        asks="With random initial weights of standard deviation 1 the first loss of the digits is "
        "5.7. The weights are made ten times as large. What happens to it?",
        options={
            "a": Option(
                "It hardly changes: the weights are still random about 0",
                "Their mean is 0, but the scores lie ten times as far apart. The loss depends on "
                "the gaps, and a wrong class that leads is dear.",
            ),
            "b": Option(
                "It becomes about ten times as high",
                "The scores are ten times as far apart and know nothing. Mostly a wrong class "
                "leads, and the loss is about the gap.",
            ),
            "c": Option(
                "It falls, since the classifier is more decided from the start",
                "Decided it is, but for classes picked by chance. One in ten of these decisions "
                "is right, the others cost as much as the lead.",
            ),
        },
        key="b",
        place=FIRST,
    ),
    NumberQuestion(
        id="training.q2",
        asks="The mean loss over 1200 images was trained at the rate 1. Now the losses are "
        "summed. Which rate gives the same steps?",
        key="1 / 1200",
        says="The gradient of the sum is 1200 times that of the mean, so a rate of 1/1200 takes "
        "the same step.",
        wrong={
            "1": "The rate is the same, but the gradient is 1200 times as long, and so is every "
            "step. The minimum is the same, the way there is not.",
            "1200": "That makes the steps even longer. The gradient has grown by 1200 already, and "
            "the rate has to shrink.",
            "1 / 12000": "The number of classes plays no part: the loss of an image is the same in "
            "the sum and in the mean.",
        },
        place=SUM,
        atol=2e-5,
    ),
    Question(
        id="training.q3",
        asks="Ten classes, 95 % of the images right, and the training loss creeps from 1.54 to "
        "1.53 and further down, more and more slowly. What helps?",
        options={
            "a": Option(
                "Patience: train ten times as long",
                "It will get nearer to 1.46 and not below it. That number is the same for every "
                "model with ten classes.",
            ),
            "b": Option(
                "A larger network, for this one is too small",
                "A network too small would be wrong more often. This one is right, and yet not "
                "allowed to be sure.",
            ),
            "c": Option(
                "A smaller rate, so that the minimum is not missed",
                "The loss creeps, it does not jump. A smaller rate creeps more slowly towards the "
                "same floor.",
            ),
            "d": Option(
                "Looking for a second softmax in the loss",
                "A loss that ends near 1.46 with ten classes, and answers that are right, are the "
                "marks of softmax applied to probabilities.",
            ),
        },
        key="d",
        place=TWICE,
    ),
    Question(
        id="training.q4",
        asks="All four answers are 1/2, all labels are 0 or 1, and the gradient is exactly 0. What "
        "is the matter?",
        options={
            "a": Option(
                "Nothing: this is the best that the model can do",
                "The loss is convex in the weights of a linear layer, so a gradient of 0 is the "
                "minimum, here log 2.",
            ),
            "b": Option(
                "A wrong sign or axis: errors of one half cannot add up to 0",
                "They can: each feature meets one error of +1/2 and one of -1/2, the bias two of "
                "each. A gradient check agrees.",
            ),
            "c": Option(
                "The start is unlucky; random weights would get away",
                "They would come back to the same loss. A convex function has no other valley to "
                "fall into.",
            ),
        },
        key="a",
        place=XOR,
    ),
    Question(
        id="training.q5",
        asks="The data can be separated and there is no penalty. From step 1,000 to step 10,000 "
        "the weights grew by 2.2. By how much do they grow until step 100,000?",
        options={
            "a": Option(
                "By next to nothing, since the loss is already tiny",
                "The loss is tiny, and so are the steps, but there are ten times as many of them. "
                "No finite weights are best.",
            ),
            "b": Option(
                "By 22, as there are ten times as many steps",
                "The steps shrink as the leads grow: the gradient is about as large as the loss, "
                "which falls like one over the steps.",
            ),
            "c": Option(
                "By about as much again",
                "The length grows with the logarithm of the steps, so each decade adds about the "
                "same, log 10 over the margin.",
            ),
        },
        key="c",
        place=SEPARABLE,
    ),
)

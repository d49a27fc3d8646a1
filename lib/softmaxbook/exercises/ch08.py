"""Exercises of chapter 8, Cross-entropy."""

import dataclasses
from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from softmaxbook.exercises.record import Exercise, Mistake, Place, Probe, Symptom, add
from softmaxbook.exercises.solutions import ch08 as solutions
from softmaxbook.exercises.wrong_softmax import (
    naive,
    right,
    softmax_mistakes,
    softmax_with,
    whole,
)

CROSS_ENTROPY = Place("cross-entropy")


def probe(name: str, z: list, y: list[int]) -> Probe:
    return Probe(name, (np.array(z, dtype=float), np.array(y)))


# Numbers of examples and classes differ, and so do their products and squares.
PROBES = (
    probe("one example", [[3, 1, 0.25]], [0]),
    probe("three examples", [[3, 1, 0.25, -1], [0.5, 2, 0, 1], [-2, -0.5, 1.5, -1]], [1, 3, 1]),
    probe("square", [[3, 1, 0.25], [0.5, 2.5, -1], [-1.5, 0, 1]], [0, 2, 2]),
    probe("square of two", [[1.5, -0.5], [-2, 1]], [0, 0]),
    probe(
        "five examples",
        [[1, 0.5, -1], [0, 2, 1], [-1, -0.5, 0.75], [2, 2, 0], [0.25, 0, 1]],
        [2, 1, 0, 0, 1],
    ),
    probe("two classes", [[0.5, -1], [2, 1], [-1, 0.25], [0, 0.5]], [1, 0, 1, 1]),
    probe("sure and wrong", [[8, 0, -2], [-4, 6, 1]], [2, 0]),
    probe("around 1000", [[1000, 998, 996.5], [999, 1000, 997]], [1, 0]),
    probe("around -1000", [[-1000, -1002, -1001], [-1003, -1000, -1001]], [0, 0]),
    probe("rows far apart", [[20, 0, 1], [1000, 998, 0], [1, 3, 2]], [2, 1, 1]),
    probe("one far below", [[-1e5, 3, 1], [0, 2, 1]], [2, 0]),
    probe("one far below the rest", [[900, 0, 900, 898], [1, 0, 2, 1]], [2, 0]),
    probe("100000 either way", [[0, 1e5, -1e5], [1, 0, 0.5]], [0, 2]),
    probe("around 100", [[100, 98, 97], [97, 100, 99]], [0, 2]),
    probe("ties", [[2, 2, 0], [1, 1, 1]], [0, 2]),
    Probe("integers", (np.array([[3, 1, 0], [2, 2, 5]]), np.array([2, 0]))),
)

BASES = (right, naive, softmax_with(whole))
Divisor = Callable[[int, int], float]
DIVISORS: dict[str, Divisor] = {
    "n": lambda n, k: n,
    "nothing": lambda n, k: 1,
    "classes": lambda n, k: k,
    "n and classes": lambda n, k: n * k,
    "n twice": lambda n, k: n * n,
}


def one_hot(z: NDArray, y: NDArray) -> NDArray:
    return np.eye(z.shape[1])[y]


def written(
    formula: Callable[[NDArray, NDArray], NDArray], divisors: tuple[str, ...], factor: float = 1.0
) -> Iterator[Callable]:
    """factor · formula(p, one-hot) / divisor, on every softmax, for the given divisors."""
    for softmax in BASES:
        for divisor in (DIVISORS[name] for name in divisors):

            def gradient(z, y, softmax=softmax, divisor=divisor):
                return factor * formula(softmax(z), one_hot(z, y)) / divisor(*z.shape)

            yield gradient


def residual(p: NDArray, t: NDArray) -> NDArray:
    return p - t


def mse(p: NDArray, t: NDArray) -> NDArray:
    """Through the Jacobian of softmax: p ∘ (g − p·g) with g = p − t."""
    return p * (residual(p, t) - (p * residual(p, t)).sum(axis=1, keepdims=True))


ALL = tuple(DIVISORS)
USUAL = ("n", "nothing", "n and classes", "classes")


def in_any_scale(formula: Callable, factors: tuple[float, ...] = (1.0,)) -> tuple[Callable, ...]:
    return tuple(f for factor in factors for f in written(formula, ALL, factor))


def of_whole_columns(z: NDArray, y: NDArray, softmax: Callable, repeated: bool) -> NDArray:
    """p[:, y] -= 1, which means all rows, not row i with column y_i."""
    p = softmax(z)
    if repeated:
        return p - np.bincount(y, minlength=z.shape[1])
    p[:, y] -= 1
    return p


def _whole_columns() -> Iterator[Callable]:
    for softmax in BASES:
        for divisor in DIVISORS.values():
            for repeated in (False, True):

                def gradient(z, y, softmax=softmax, divisor=divisor, repeated=repeated):
                    return of_whole_columns(z, y, softmax, repeated) / divisor(*z.shape)

                yield gradient


def _guarded() -> Iterator[Callable]:
    """The derivative of log p, where a small number guards the division."""
    for eps in (1e-15, 1e-12, 1e-10, 1e-9, 1e-8, 1e-7, 1e-6):
        for guard in (np.add, np.maximum):
            for divisor in (DIVISORS["n"], DIVISORS["nothing"]):

                def gradient(z, y, eps=eps, guard=guard, divisor=divisor):
                    return -one_hot(z, y) / guard(right(z), eps) / divisor(*z.shape)

                yield gradient


def _softmax_elsewhere() -> Iterator[Mistake]:
    """A wrong softmax inside, and the rest right, or not divided as it should be."""
    for mistake in softmax_mistakes(CROSS_ENTROPY):
        if mistake.name in ("sign-flipped", "not-normalised", "axis-1-only"):
            continue  # the first two would mean something else here, the third is right
        # The softmaxes in BASES were combined with a wrong divisor above, under its name.
        is_base = mistake.name in ("no-max-subtraction", "global-max")
        divisors = ("n",) if is_base else ("n", "nothing", "n and classes")
        yield dataclasses.replace(
            mistake,
            wrong=tuple(
                lambda z, y, p=p, d=DIVISORS[name]: (p(z) - one_hot(z, y)) / d(*z.shape)
                for p in mistake.wrong
                for name in divisors
            ),
        )


def row_sums_to_0(args: tuple, g: NDArray) -> str | None:
    totals = g.sum(axis=-1).ravel() if g.ndim else np.zeros(1)
    wrong = totals[np.abs(totals) > 1e-3]
    return f"a row of your gradient sums to {wrong[0]:.4g}." if wrong.size else None


add(
    Exercise(
        id="cross-entropy.gradient",
        title="The gradient of the mean cross-entropy",
        reference=solutions.cross_entropy_gradient,
        probes=PROBES,
        mistakes=(
            Mistake(
                "not-divided-by-n",
                "This is the gradient of the sum of the losses. Of their mean it is smaller by the "
                "number of examples.",
                wrong=tuple(written(residual, ("nothing",))),
            ),
            Mistake(
                "divided-by-n-twice",
                "The number of examples was divided out twice: once in the gradient, once more "
                "in a mean taken afterwards.",
                wrong=tuple(written(residual, ("n twice",))),
            ),
            Mistake(
                "divided-by-n-and-classes",
                "The mean was taken over all entries. The loss is a mean over examples; an example "
                "has one loss, however many classes it has.",
                wrong=tuple(written(residual, ("n and classes",))),
            ),
            Mistake(
                "divided-by-classes",
                "The number of classes was divided out where the number of examples belongs: the "
                "wrong axis of the shape.",
                wrong=tuple(written(residual, ("classes",))),
            ),
            Mistake(
                "factor-two",
                "A factor of 2 is left over, as from the derivative of a square. The logarithm "
                "in cross-entropy leaves none.",
                wrong=tuple(f for factor in (2.0, 0.5) for f in written(residual, USUAL, factor)),
            ),
            Mistake(
                "sign-flipped",
                "Label minus probability is the direction of descent, the negative of the "
                "gradient: it points to where the loss falls.",
                wrong=tuple(f for factor in (-1.0, -2.0) for f in written(residual, ALL, factor)),
            ),
            Mistake(
                "label-not-subtracted",
                "These are the probabilities alone. The label is what pulls its own class up; "
                "without it every logit would be pushed down.",
                wrong=in_any_scale(lambda p, t: p),
            ),
            Mistake(
                "subtracts-whole-columns",
                "One was subtracted in every row of the labelled columns. A slice together with "
                "labels selects whole columns, not one entry for each row.",
                wrong=tuple(_whole_columns()),
            ),
            Mistake(
                "only-true-class",
                "Only the true class has a gradient here. Softmax couples all logits: the "
                "others are pushed down, each by its probability.",
                wrong=(
                    *in_any_scale(lambda p, t: residual(p, t) * t),
                    *in_any_scale(lambda p, t: -t / p * p * (1 - p)),  # nan where p is 0
                ),
            ),
            Mistake(
                "gradient-wrt-p",
                "This is the derivative with respect to the probabilities. The chain rule still "
                "has to go through softmax to the logits.",
                wrong=(
                    *in_any_scale(lambda p, t: -t / p, (1.0, -1.0)),
                    *in_any_scale(lambda p, t: residual(p, t) / (p * (1 - p))),
                    *_guarded(),
                ),
            ),
            Mistake(
                "mse-gradient",
                "This is the gradient of a squared error between probabilities and label, not of "
                "the cross-entropy. It vanishes when the network is sure and wrong.",
                wrong=in_any_scale(mse, (1.0, 2.0, 0.5)),
                place=Place("ce-vs-mse"),
            ),
            Mistake(
                "extra-p(1-p)",
                "There is one factor too many, p times 1 - p. In cross-entropy the logarithm "
                "cancels the derivative of softmax; nothing of it remains.",
                wrong=in_any_scale(lambda p, t: residual(p, t) * p * (1 - p), (1.0, 2.0, 0.5)),
            ),
            *_softmax_elsewhere(),
        ),
        symptoms=(
            Symptom(
                "rows-do-not-sum-to-0",
                "A common shift of an example's logits changes no loss, so the gradient of each "
                "example sums to 0.",
                row_sums_to_0,
            ),
        ),
        hints=(
            "What does each row of your gradient sum to, and what does your function give if every "
            "example of a batch is written down twice? What should it give?",
            "For one example $\\partial L / \\partial z_k = p_k - y_k$ with $p = "
            "\\mathrm{softmax}(z)$ and $y$ one-hot. The mean of $n$ losses divides each example's "
            "gradient by $n$.",
            "Make the labels into rows of `np.eye(K)`, subtract them from the probabilities, and "
            "divide by the number of rows.",
        ),
        why="In a sentence: why does every row of this gradient sum to 0?",
        place=CROSS_ENTROPY,
    )
)

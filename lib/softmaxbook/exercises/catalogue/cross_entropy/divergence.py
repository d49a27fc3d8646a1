from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from softmaxbook.exercises.catalogue.cross_entropy import CONSTANT, EPSILON, ROLES
from softmaxbook.exercises.catalogue.families.softmaxes import softmax
from softmaxbook.exercises.reading import gives
from softmaxbook.exercises.record import Exercise, Mistake, Probe


def divergence(y, p):
    """Divergence of the data y from the model p, row by row, in nats."""
    with np.errstate(all="ignore"):  # where the data have a 0, the other branch is taken
        terms = np.where(y > 0, y * np.log(y / p), 0)
    return terms.sum(axis=-1)


def rows_of(name: str, y: list, p: list) -> Probe:
    return Probe(name, (np.array(y, dtype=float), np.array(p, dtype=float)))


Q3 = [[0.5, 0.25, 0.25], [0.1, 0.6, 0.3], [0.3, 0.3, 0.4]]


PAIRS = (
    rows_of("one row", [[0.7, 0.2, 0.1]], [[0.5, 0.3, 0.2]]),
    rows_of("two rows", [[0.7, 0.2, 0.1], [0.25, 0.25, 0.5]], Q3[:2]),
    rows_of("three rows", [[0.7, 0.2, 0.1], [0.25, 0.25, 0.5], [0.4, 0.5, 0.1]], Q3),
    rows_of(
        "four classes",
        [[0.4, 0.3, 0.2, 0.1], [0.1, 0.2, 0.3, 0.4]],
        [[0.1, 0.2, 0.1, 0.6], [0.3, 0.3, 0.3, 0.1]],
    ),
    rows_of("a model near 0", [[0.5, 0.4, 0.1]], [[0.9, 0.1 - 1e-9, 1e-9]]),
    rows_of("one-hot labels", [[1, 0, 0], [0, 0, 1], [0.5, 0.5, 0]], Q3),
    rows_of("a model with a 0", [[0.5, 0.5, 0], [0.8, 0.1, 0.1]], [[0.9, 0.1, 0], [0.9, 0.1, 0]]),
)


EPSILONS = (1e-300, *(10.0**-k for k in (16, 15, 12, 10, 9, 8, 7, 6, 5, 4, 3)))
Rows = Callable[[NDArray, NDArray], NDArray]


def terms(y: NDArray, p: NDArray) -> NDArray:
    return np.where(y > 0, y * np.log(y / p), 0)


def summed(y: NDArray, p: NDArray) -> NDArray:
    return terms(y, p).sum(axis=-1)


def plain_terms(y: NDArray, p: NDArray) -> NDArray:
    return y * np.log(y / p)


def both_ways_of(total: Callable[[NDArray], NDArray]) -> tuple[Rows, ...]:
    """The convention 0 log 0 = 0 kept, and forgotten."""
    return tuple(lambda y, p, t=t: total(t(y, p)) for t in (terms, plain_terms))


def with_epsilon(eps: float) -> tuple[Rows, ...]:
    return (
        lambda y, p: (y * np.log((y + eps) / (p + eps))).sum(axis=-1),
        lambda y, p: np.where(y > 0, y * np.log(y / (p + eps)), 0).sum(axis=-1),
        lambda y, p: (y * (np.log(y + eps) - np.log(np.maximum(p, eps)))).sum(axis=-1),
        lambda y, p: np.where(y > 0, y * np.log(y / np.maximum(p, eps)), 0).sum(axis=-1),
        lambda y, p: (np.maximum(y, eps) * np.log(np.maximum(y, eps) / np.maximum(p, eps))).sum(-1),
    )


def with_epsilon_in_the_data(eps: float) -> Iterator[Rows]:
    for filled in (lambda y: np.maximum(y, eps), lambda y: y + eps):
        for weight in (filled, lambda y: y):
            yield lambda y, p, f=filled, w=weight: (w(y) * np.log(f(y) / p)).sum(axis=-1)


def middle(y: NDArray, p: NDArray) -> NDArray:
    m = (y + p) / 2
    return (summed(y, m) + summed(p, m)) / 2


EXERCISE = Exercise(
    title="A divergence with its roles right",
    reference=divergence,
    probes=PAIRS,
    mistakes=(
        Mistake(
            "roles-swapped",
            "This is the divergence of the model from the data, the wrong way round. The "
            "logarithms have to be averaged over the data.",
            wrong=(
                lambda y, p: summed(p, y),
                lambda y, p: plain_terms(p, y).sum(axis=-1),
                lambda y, p: np.where(y > 0, p * np.log(p / y), 0).sum(axis=-1),
                lambda y, p: np.where((y > 0) & (p > 0), p * np.log(p / y), 0).sum(axis=-1),
            ),
        ),
        Mistake(
            "weighted-with-the-model",
            "The ratio is right, but the model's probabilities are its weights. The data are what "
            "the logarithms are averaged over.",
            wrong=(
                lambda y, p: -summed(p, y),
                lambda y, p: (p * np.log(y / p)).sum(axis=-1),
            ),
        ),
        Mistake(
            "entropy-alone",
            "This is the entropy of the data, or of the model. A divergence compares the two.",
            wrong=(
                lambda y, p: -terms(y, np.ones_like(y)).sum(axis=-1),
                lambda y, p: -terms(p, np.ones_like(p)).sum(axis=-1),
            ),
            place=CONSTANT,
        ),
        Mistake(
            "softmax-of-probabilities",
            "Softmax was applied to the probabilities. They sum to 1 already, and this flattens "
            "them.",
            wrong=(lambda y, p: summed(softmax(y), softmax(p)),),
        ),
        Mistake(
            "cross-entropy-for-divergence",
            "This is the cross-entropy. It does not vanish where model and data agree; the "
            "entropy of the data has to be taken off.",
            wrong=(
                lambda y, p: -np.where(y > 0, y * np.log(p), 0).sum(axis=-1),
                lambda y, p: -(y * np.log(p)).sum(axis=-1),
            ),
            place=CONSTANT,
        ),
        Mistake(
            "sign-flipped",
            "The sign is wrong: no divergence is negative. The data stand above in the ratio, "
            "the model below.",
            wrong=both_ways_of(lambda t: -t.sum(axis=-1)),
        ),
        Mistake(
            "mean-over-classes",
            "A mean over the classes was taken. The data are the weights of the average, and "
            "they sum to 1 already.",
            wrong=both_ways_of(lambda t: t.mean(axis=-1)),
        ),
        Mistake(
            "sums-over-batch",
            "The sum ran down the columns, over the examples. Every example has a divergence "
            "of its own.",
            wrong=both_ways_of(lambda t: t.sum(axis=0)),
        ),
        Mistake(
            "one-number",
            "One number came out for the whole batch. A divergence for each row was asked for.",
            wrong=(
                *both_ways_of(lambda t: t.sum()),
                *both_ways_of(lambda t: t.sum(axis=-1).mean()),
                *both_ways_of(lambda t: t.mean()),
            ),
        ),
        Mistake(
            "terms-not-added",
            "These are the terms of the classes. Added up along each row they give the divergence.",
            wrong=both_ways_of(lambda t: t),
        ),
        Mistake(
            "not-weighted",
            "The logarithms of the ratios are not weighted. Each class counts as often as it "
            "occurs in the data.",
            wrong=(lambda y, p: np.log(y / p).sum(axis=-1),),
        ),
        Mistake(
            "symmetrised",
            "Both directions were combined. A loss needs only the one in which the data do the "
            "averaging.",
            wrong=(
                lambda y, p: summed(y, p) + summed(p, y),
                lambda y, p: (summed(y, p) + summed(p, y)) / 2,
                lambda y, p: ((y - p) * np.log(y / p)).sum(axis=-1),
                middle,
            ),
        ),
        Mistake(
            "zero-times-log-zero",
            "Where the data have a 0, the product of 0 and an infinite logarithm is nan. A "
            "class that never occurs adds nothing.",
            wrong=(
                lambda y, p: plain_terms(y, p).sum(axis=-1),
                lambda y, p: (y * np.log(y) - y * np.log(p)).sum(axis=-1),
            ),
            place=CONSTANT,
        ),
        Mistake(
            "infinity-left-out",
            "A class that occurs in the data and has no probability was left out. To rule out "
            "what happens is infinitely wrong, not right.",
            wrong=(
                lambda y, p: np.where((y > 0) & (p > 0), terms(y, p), 0).sum(axis=-1),
                lambda y, p: np.where(p > 0, plain_terms(y, p), 0).sum(axis=-1),
            ),
        ),
        Mistake(
            "epsilon-inside-log",
            "A small number stands in for the zeros. An impossible class then costs a finite "
            "price that this number dictates.",
            wrong=tuple(f for eps in EPSILONS for f in with_epsilon(eps)),
            place=EPSILON,
        ),
        Mistake(
            "epsilon-in-the-data",
            "A small number stands in for the zeros of the data. Where the model has a 0 as well, "
            "its quotient is still infinite. A class that never occurs adds nothing, whatever the "
            "model says.",
            wrong=tuple(f for eps in EPSILONS for f in with_epsilon_in_the_data(eps)),
            place=CONSTANT,
        ),
        Mistake(
            "distance-for-divergence",
            "This is a distance between the two vectors, without a logarithm. It does not "
            "count in nats.",
            wrong=(
                lambda y, p: ((y - p) ** 2).sum(axis=-1),
                lambda y, p: np.abs(y - p).sum(axis=-1),
                lambda y, p: np.abs(y - p).sum(axis=-1) / 2,
                lambda y, p: np.linalg.norm(y - p, axis=-1),
            ),
        ),
        Mistake(
            "absolute-logarithms",
            "The terms lost their signs. Some are negative, where the model gives more than "
            "the data have, and they belong in the sum.",
            wrong=(
                lambda y, p: np.abs(terms(y, p)).sum(axis=-1),
                lambda y, p: np.maximum(terms(y, p), 0).sum(axis=-1),
            ),
        ),
        Mistake(
            "difference-of-entropies",
            "The entropies of data and model were subtracted. A divergence compares logarithms "
            "class by class.",
            wrong=gives(
                lambda y, p: (
                    np.where(y > 0, y * np.log(np.where(y > 0, y, 1)), 0)
                    - np.where(p > 0, p * np.log(np.where(p > 0, p, 1)), 0)
                ).sum(axis=-1)
            ),
        ),
    ),
    hints=(
        "Give your function a one-hot label and a model: is the result the surprise at that "
        "class? And what does it say of a class that occurs in neither?",
        "D_KL(y ‖ p) = ∑ᵢ yᵢ log(yᵢ / pᵢ) with 0 log 0 = 0; a class with yᵢ > 0 and pᵢ = 0 makes "
        "it infinite.",
        "Choose with `np.where` between the product and 0, by whether the data have the class, "
        "and add up along the last axis.",
    ),
    why="In a sentence: which of the two directions stays finite if a model gives every class "
    "some probability?",
    reply="That of the data from the model, D_KL(y ‖ p): no pᵢ below the fraction bar is 0. The "
    "other way round a class that the data lack makes it infinite.",
    place=ROLES,
    atol=1e-9,
)

import numpy as np
from numpy.typing import NDArray

from softmaxbook.exercises.catalogue.families.softmaxes import softmax
from softmaxbook.exercises.catalogue.shift_invariance import GAUGES, RATIOS
from softmaxbook.exercises.reading import gives
from softmaxbook.exercises.record import Exercise, Mistake, Probe


def without_class(p, k):
    """Rows of p, shape (n, K), without class k: shape (n, K - 1)."""
    rest = np.delete(p, k, axis=1)
    return rest / rest.sum(axis=1, keepdims=True)  # the ratios stay as they are


BATCH = np.array([[0.5, 0.3, 0.2], [0.1, 0.6, 0.3]])
SQUARE = np.array([[0.4, 0.3, 0.2, 0.1], [0.1, 0.1, 0.2, 0.6], [0.25, 0.05, 0.6, 0.1]])


def rest(p: NDArray, k: int) -> NDArray:
    return np.delete(p, k, axis=1)


def kept_as_zero(p: NDArray, k: int) -> NDArray:
    q = p.copy()
    q[:, k] = 0
    return q


def given_to_largest(p: NDArray, k: int) -> NDArray:
    q = rest(p, k)
    q[np.arange(len(q)), q.argmax(axis=1)] += p[:, k]
    return q


EXERCISE = Exercise(
    title="Striking out a class",
    reference=without_class,
    probes=(
        Probe("the last of three", (np.array([[0.5, 0.3, 0.2]]), 2)),
        Probe("the first of three", (BATCH, 0)),
        Probe("the middle one", (BATCH, 1)),
        Probe("three rows, three classes left", (SQUARE, 0)),
        Probe("another of four", (SQUARE[:2], 2)),
    ),
    mistakes=(
        Mistake(
            "not-normalised",
            "The class is gone, but what is left no longer sums to 1.",
            wrong=gives(rest),
        ),
        Mistake(
            "softmax-of-p",
            "Softmax was applied to probabilities. They are no logits; their logarithms are.",
            wrong=gives(
                lambda p, k: softmax(rest(p, k)),
                lambda p, k: np.exp(rest(p, k)) / np.exp(rest(p, k)).sum(),
                lambda p, k: np.exp(rest(p, k)) / np.exp(rest(p, k)).sum(axis=0),
            ),
            place=GAUGES,
        ),
        Mistake(
            "shared-equally",
            "What the class had was shared out equally. The ratios of the others then "
            "change; they should not.",
            wrong=gives(
                lambda p, k: rest(p, k) + p[:, [k]] / (p.shape[1] - 1),
                lambda p, k: rest(p, k) + p[:, [k]] / p.shape[1],
            ),
        ),
        Mistake(
            "given-to-largest",
            "What the class had was given to the most probable of the others. Every ratio "
            "with it then changes.",
            wrong=gives(given_to_largest),
        ),
        Mistake(
            "divided-by-struck-out",
            "The rest was divided by the probability that was struck out. It has to be "
            "divided by what is left.",
            wrong=gives(lambda p, k: rest(p, k) / p[:, [k]]),
        ),
        Mistake(
            "class-kept-as-0",
            "The class was set to 0 and kept. The exercise asks for the other classes only.",
            wrong=gives(
                lambda p, k: kept_as_zero(p, k) / (1 - p[:, [k]]),
                kept_as_zero,
                lambda p, k: softmax(kept_as_zero(p, k)),
            ),
        ),
        Mistake(
            "global-sum",
            "The sum was taken over the whole batch. Each row is a distribution of its own.",
            wrong=gives(lambda p, k: rest(p, k) / rest(p, k).sum()),
        ),
        Mistake(
            "normalises-over-batch",
            "The sum was taken down the columns, over the examples.",
            wrong=gives(lambda p, k: rest(p, k) / rest(p, k).sum(axis=0)),
        ),
        Mistake(
            "no-keepdims",
            "Without keepdims the sums of the rows lie flat and divide the columns.",
            wrong=gives(
                lambda p, k: rest(p, k) / rest(p, k).sum(axis=1),
                lambda p, k: rest(p, k) / (1 - p[:, k]),
            ),
        ),
        Mistake(
            "strikes-out-example",
            "A row was struck out, not a column: an example instead of a class.",
            wrong=gives(
                lambda p, k: np.delete(p, k, axis=0),
                lambda p, k: (
                    np.delete(p, k, axis=0) / np.delete(p, k, axis=0).sum(axis=1, keepdims=True)
                ),
            ),
        ),
        Mistake(
            "other-class-struck-out",
            "Another class was struck out than number k, counted from 0.",
            wrong=gives(
                lambda p, k: without_class(p, k - 1),
                lambda p, k: without_class(p, p.shape[1] - 1),
                lambda p, k: without_class(p, 0),
                lambda p, k: without_class(p, (k + 1) % p.shape[1]),
            ),
        ),
        Mistake(
            "flattened",
            "The batch was flattened to one row, and a single number was taken out of it, as comes "
            "of naming no axis. Every row has to lose its entry k.",
            wrong=gives(np.delete, lambda p, k: np.delete(p, k) / np.delete(p, k).sum()),
        ),
        Mistake(
            "not-divided-by-sum",
            "The rest was divided by its largest entry, or by its length as a vector. What "
            "makes a distribution of it is its sum.",
            wrong=gives(
                lambda p, k: rest(p, k) / rest(p, k).max(axis=1, keepdims=True),
                lambda p, k: rest(p, k) / np.linalg.norm(rest(p, k), axis=1, keepdims=True),
            ),
        ),
    ),
    hints=(
        "In (0.5, 0.3, 0.2) the first is 5/3 times as probable as the second. What is the "
        "ratio after the third has been struck out, and do the two sum to 1?",
        "pᵢ / ∑_(j ∈ S) pⱼ for the classes S that are left: the ratios stay, and the sum becomes "
        "1.",
        "Delete the column, then divide every row by its own sum, kept as a column.",
    ),
    why="In a sentence: why were the logits not needed?",
    reply="The ratios of the classes that are left are those of their probabilities, "
    "whatever the logits were. Dividing by the sum keeps them.",
    place=RATIOS,
)

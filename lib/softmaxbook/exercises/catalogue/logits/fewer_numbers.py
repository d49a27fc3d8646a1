from typing import Any

import numpy as np
from numpy.typing import NDArray

from softmaxbook.exercises.catalogue.logits import DIFFERENCES
from softmaxbook.exercises.reading import Custom, Numbers, Part, Unreadable, by_name, gives
from softmaxbook.exercises.record import Exercise, Mistake


def network_without_bird():
    """Subtract bird's row from every row, and its bias from every bias."""
    W = np.array([[1.0, 1.0], [1.0, -1.0], [0.0, 0.2]])
    b = np.zeros(3)
    return W - W[2], b - b[2]


WEIGHTS = Numbers((Part("weights", size=6),), (3, 2))
BIASES = Numbers((Part("biases", size=3),))


def as_table(value: NDArray) -> str:
    rows = ("(" + ", ".join(f"{w:.4g}" for w in row[:2]) + ")" for row in value)
    return f"W = ({', '.join(rows)}), b = ({', '.join(f'{b:.4g}' for b in value[:, 2])})"


def weights_and_biases(value: Any) -> NDArray:
    """W and b side by side."""
    W, b = by_name(value, ("W_without_bird", "b_without_bird"), "arrays")
    if np.size(W) == 4:
        raise Unreadable(
            "A row is missing from W. Bird's row is to become 0, not to go: bird keeps "
            "a score, which is 0 then."
        )
    return np.column_stack([WEIGHTS.read(W), BIASES.read(b)])


W = np.array([[1.0, 1.0], [1.0, -1.0], [0.0, 0.2]])
ZERO = np.zeros(3)


EXERCISE = Exercise(
    title="Fewer numbers",
    reference=network_without_bird,
    form=Custom(
        weights_and_biases,
        as_table,
        atol=1e-6,
        like=Numbers((Part("W, and b in the last column", size=9),), (3, 3)),
    ),
    mistakes=(
        Mistake(
            "only-bird-zeroed",
            "Bird's row was set to 0 and the others were left alone. That changes bird's "
            "score and nobody else's, so the differences change.",
            wrong=gives(lambda: (W * [[1], [1], [0]], ZERO)),
        ),
        Mistake(
            "added-not-subtracted",
            "Bird's row was added to the others. Then the differences to bird are off by "
            "twice that row.",
            wrong=gives(lambda: (np.array([[1, 1.2], [1, -0.8], [0, 0]]), ZERO)),
        ),
        Mistake(
            "added-to-all",
            "Bird's row was added to every row. The probabilities stay as they are, but bird's row "
            "has doubled; subtracted it becomes 0.",
            wrong=gives(lambda: (W + W[2], ZERO)),
        ),
        Mistake(
            "one-row-forgotten",
            "Bird's row was subtracted from bird and from one other class only. All three rows "
            "have to move together, or the differences change.",
            wrong=gives(
                lambda: (W - W[2] * [[1], [0], [1]], ZERO),
                lambda: (W - W[2] * [[0], [1], [1]], ZERO),
            ),
        ),
        Mistake(
            "sign-slip",
            "In the row of dog the second weight is off: subtracting 0.2 from −1 gives −1.2, "
            "further from 0.",
            wrong=gives(lambda: (np.array([[1, 0.8], [1, -0.8], [0, 0]]), ZERO)),
        ),
        Mistake(
            "mean-row-subtracted",
            "The mean of the rows was subtracted, so the rows sum to 0. The probabilities stay, "
            "but it is bird's row that is to become 0.",
            wrong=gives(lambda: (W - W.mean(axis=0), ZERO)),
        ),
        Mistake(
            "other-reference",
            "Another class than bird was made the reference: its row was subtracted from all, and "
            "is the one that is 0.",
            wrong=gives(lambda: (W - W[0], ZERO), lambda: (W - W[1], ZERO)),
        ),
        Mistake(
            "number-for-row",
            "0.2 was subtracted from every weight. Bird's row is (0, 0.2), so nothing is to be "
            "taken from the first column.",
            wrong=gives(lambda: (W - 0.2, ZERO)),
        ),
        Mistake(
            "bird-row-left",
            "Bird's row still holds a number other than 0, and only zeros are asked for.",
            when=lambda v: bool(np.any(v[2, :2] != 0)),
        ),
        Mistake(
            "bias-changed",
            "The weights are right, the biases are not. All three are 0 already, bird's too, so "
            "they stay as they are: another bias moves the probabilities.",
            when=lambda v: bool(np.allclose(v[:, :2], W - W[2])),
        ),
    ),
    hints=(
        "Which vector may be added to every row of W without any probability moving? What would "
        "it have to be for bird's row to become 0?",
        "Adding one vector v to every row raises all scores of an example by the same vᵀ x, and a "
        "common shift changes no probability.",
        "The vector is minus the row of bird; do the same with the biases.",
    ),
    why="In a sentence: how many numbers are left, and is that the number the chapter gives?",
    reply="Six: four weights and two biases. It is the number the chapter gives, because "
    "one class can always be made the reference.",
    place=DIFFERENCES,
)

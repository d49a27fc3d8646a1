import numpy as np
from numpy.typing import NDArray

from softmaxbook.exercises.catalogue.training import SUM, SURE_TO_HELP
from softmaxbook.exercises.catalogue.training.shared import FIVE, with_one
from softmaxbook.exercises.reading import gives
from softmaxbook.exercises.record import Exercise, Mistake, Probe


def safe_rate(X):
    """The bound on the rate, from the features alone, (n, d)."""
    curvature = 0.5 * np.linalg.eigvalsh(X.T @ X / len(X))[-1]  # the largest comes last
    return 2 / curvature


def top(matrix: NDArray) -> float:
    return np.linalg.eigvalsh(matrix)[-1]


def moment(X: NDArray) -> NDArray:
    return X.T @ X / len(X)


RATED = np.array([[2.0, 1, 0.5], [-1, 0.5, 2], [0.5, -2, 1], [1, 1.5, -1.5], [-1.5, 3, 0.25]])


EXERCISE = Exercise(
    title="A safe rate",
    reference=safe_rate,
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
            "eigenvalue-by-position",
            "An eigenvalue was picked by its position. eigvals returns them in no order; the "
            "largest may stand anywhere.",
            wrong=gives(
                lambda X: 4 / np.linalg.eigvals(moment(X))[0].real,
                lambda X: 4 / np.linalg.eigvals(moment(X))[-1].real,
            ),
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
            wrong=gives(lambda X: 4 / top(np.cov(X.T, bias=True)), lambda X: 4 / top(np.cov(X.T))),
        ),
    ),
    hints=(
        "If all features are multiplied by 10, by how much do the scores move for the same "
        "step of the weights, and what does that do to the bound?",
        "η < 2/λ with λ = ½ λ_max((1/n) ∑ᵢ xᵢ xᵢᵀ).",
        "The matrix is the transposed features times the features, divided by their number; "
        "eigvalsh returns its eigenvalues in ascending order.",
    ),
    why="In a sentence: why may a rate beyond this bound still work?",
    reply="It is made for the largest curvature that any weights and labels can give. Where the "
    "classifier is sure, the curvature is far smaller, and longer steps still lead down.",
    place=SURE_TO_HELP,
    atol=1e-9,
)

import numpy as np
from numpy.typing import NDArray

from softmaxbook.exercises.catalogue.families.softmaxes import sigmoid, softmax
from softmaxbook.exercises.catalogue.softmax import AXIS, CODE, TWELVE
from softmaxbook.exercises.reading import gives
from softmaxbook.exercises.record import Exercise, Mistake, Probe, Symptom


def softmax_of_columns(z):
    """Softmax of every column of z, shape (K, n)."""
    e = np.exp(z)
    return e / e.sum(axis=0, keepdims=True)  # down each column: the classes


ROWS = np.array([[1.0, 2.0, 3.0, 6.0], [2.0, 4.0, 5.0, 6.0], [3.0, 8.0, 7.0, 6.0]])


def column_sums(args: tuple, p: NDArray) -> str | None:
    totals = p.sum(axis=0).ravel()
    wrong = totals[np.abs(totals - 1) > 1e-3]
    return f"a column of your result sums to {wrong[0]:.4g}." if wrong.size else None


EXERCISE = Exercise(
    title="Columns",
    reference=softmax_of_columns,
    probes=(
        Probe("one column", (np.array([[3.0], [1.0], [0.25]]),)),
        Probe("the matrix, transposed", (ROWS.T,)),
        Probe("square", (np.array([[3.0, 1.0, 0.25], [0.5, 2.5, -1.0], [-1.5, 0.0, 1.0]]),)),
        Probe("wide", (np.array([[0.5, -1.0, 2.0], [1.0, 0.0, -2.0]]),)),
        Probe("square of two", (np.array([[1.5, -0.5], [-2.0, 1.0]]),)),
    ),
    mistakes=(
        Mistake(
            "normalises-rows",
            "The rows sum to 1. Here an example is a column, so the sum has to run down the "
            "columns.",
            wrong=gives(softmax),
        ),
        Mistake(
            "no-keepdims",
            "The sums stand along the wrong side: each example, a column, must be divided by its "
            "own sum. Only a matrix that is not square shows this as an error.",
            wrong=gives(
                lambda z: np.exp(z) / np.exp(z).sum(axis=1),
                lambda z: (np.exp(z.T) / np.exp(z.T).sum(axis=-1)).T,
                lambda z: np.exp(z) / np.exp(z).sum(axis=0)[:, None],
            ),
        ),
        Mistake(
            "global-sum",
            "The sum runs over the whole matrix, so all examples share one unit of probability.",
            wrong=gives(lambda z: softmax(z, None)),
        ),
        Mistake(
            "rows-transposed-back",
            "The rows of z were normalised, and the result is turned. If you transpose z, the axis "
            "of the sum changes too, and the result has to be turned back.",
            wrong=gives(lambda z: softmax(z).T),
        ),
        Mistake(
            "not-normalised",
            "These are the exponentials, perhaps over the largest of them; nothing divides "
            "them by their sum.",
            wrong=gives(np.exp, lambda z: np.exp(z - z.max(axis=0))),
            place=CODE,
        ),
        Mistake(
            "no-exponential",
            "The scores themselves were divided by their sum. A negative score then becomes a "
            "negative share.",
            wrong=gives(lambda z: z / z.sum(axis=0)),
            place=TWELVE,
        ),
        Mistake(
            "divided-by-count",
            "The exponentials were divided by the number of classes, or by their mean. "
            "Shares are parts of a sum.",
            wrong=gives(
                lambda z: np.exp(z) / len(z),
                lambda z: np.exp(z) / np.exp(z).mean(axis=0),
            ),
            place=CODE,
        ),
        Mistake(
            "divided-by-largest",
            "The scores were divided by the largest of them, where subtracting it is meant. "
            "That changes their differences, and so the odds.",
            wrong=gives(
                lambda z: softmax(z / z.max(axis=0), 0),
                lambda z: softmax(z / z.max(), 0),
            ),
            place=TWELVE,
        ),
        Mistake(
            "subtracts-row-maxima",
            "The maximum of each row was subtracted. Here a row is a class, so the classes of "
            "an example were shifted by different amounts.",
            wrong=gives(lambda z: softmax(z - z.max(axis=1, keepdims=True), 0)),
        ),
        Mistake(
            "subtracts-row-means",
            "The mean of each row was subtracted. Here a row is a class, so the classes of an "
            "example were shifted by different amounts.",
            wrong=gives(lambda z: softmax(z - z.mean(axis=1, keepdims=True), 0)),
        ),
        Mistake(
            "softmax-twice",
            "Softmax was applied to probabilities, not to logits, which flattens them.",
            wrong=gives(lambda z: softmax(softmax(z, 0), 0)),
            place=TWELVE,
        ),
        Mistake(
            "base-2",
            "Powers of 2 stand where powers of e belong.",
            wrong=gives(lambda z: 2**z / (2**z).sum(axis=0)),
            place=TWELVE,
        ),
        Mistake(
            "sign-flipped",
            "The largest score has the smallest share: the sign in the exponent is wrong.",
            wrong=gives(lambda z: softmax(-z, 0)),
            place=TWELVE,
        ),
        Mistake(
            "sigmoids",
            "Sigmoids stand where exponentials belong. Their quotients depend on more than the "
            "differences of the scores.",
            wrong=gives(sigmoid, lambda z: sigmoid(z) / sigmoid(z).sum(axis=0)),
            place=TWELVE,
        ),
        Mistake(
            "hard-choice",
            "That is one-hot: the largest score takes all. Softmax gives each class a share.",
            wrong=gives(lambda z: (z == z.max(axis=0)).astype(float)),
            place=CODE,
        ),
        Mistake(
            "divided-by-length",
            "The exponentials were divided by the length of each column, the root of the sum of "
            "their squares. Shares are parts of the sum.",
            wrong=gives(lambda z: np.exp(z) / np.sqrt((np.exp(z) ** 2).sum(axis=0))),
        ),
        Mistake(
            "sums-before-exponential",
            "The scores were added up before the exponential. The sum runs over the exponentials.",
            wrong=gives(
                lambda z: np.exp(z) / np.exp(z.sum(axis=0)),
                lambda z: np.exp(z) / z.sum(axis=0),
                lambda z: np.exp(z / z.sum(axis=0)),
            ),
        ),
    ),
    symptoms=(
        Symptom(
            "columns-do-not-sum-to-1",
            "An example is a column here, and its shares add up to 1.",
            column_sums,
        ),
    ),
    hints=(
        "Of a result of shape (4, 3), which sums should be 1: `sum(axis=0)` or `sum(axis=1)`? "
        "What does yours give, and what on a square batch?",
        "An axis that is summed over disappears. With shape (K, n) the classes are counted by "
        "axis 0, so summing over it leaves one number for each example.",
        "Exponentiate, and divide by the sum along `axis=0`; `keepdims=True` is not needed "
        "there, but does no harm.",
    ),
    why="In a sentence: why is keepdims needed for rows, but not for columns?",
    reply="Sums down the columns lie in a row, one for each column, just as NumPy lines "
    "them up. Sums of rows would lie in a row too, but have to stand in a column.",
    place=AXIS,
)

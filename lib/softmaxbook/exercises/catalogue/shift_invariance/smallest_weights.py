from collections.abc import Callable, Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from softmaxbook.exercises.catalogue.families.fitting import fitted
from softmaxbook.exercises.catalogue.shift_invariance import DECAY, SCALE, WEIGHTS
from softmaxbook.exercises.reading import gives
from softmaxbook.exercises.record import Exercise, Mistake, Place, Probe


def smallest_weights(W):
    """Weights with the same softmax, shape (K, d), least in norm."""
    return W - W.mean(axis=0)  # one vector for all rows; afterwards they add up to 0


FIRST = "two classes, one feature"


LAYERS = (  # all of different shapes
    Probe(FIRST, (np.array([[1.0], [4.0]]),)),
    Probe("the photographs' weights", (np.array([[1.0, 1.0], [1.0, -1.0], [0.0, 0.2]]),)),
    Probe(
        "as many features as classes",
        (np.array([[1.0, 2.0, -0.5], [0.0, 3.0, 1.0], [5.0, 0.5, 2.0]]),),
    ),
    Probe("two classes", (np.array([[2.0, -1.0, 0.5], [0.5, 0.5, 0.25]]),)),
    Probe("four classes", (np.array([[3.0, 0.0], [1.0, 1.0], [-2.0, 5.0], [7.0, -1.0]]),)),
)


def scaled_throughout(values: Mapping[str, NDArray]) -> Iterator[Callable]:
    """All weights times one number, read off the first weight of the first probe, which is 1."""
    found = values.get(FIRST)
    factor = 1.0 if found is None or found.shape != (2, 1) else float(found[0, 0])
    if factor not in (0, 1):
        yield fitted(lambda W: factor * W)


def one_vector_from_all(values: Mapping[str, NDArray]) -> Iterator[Callable]:
    """One vector taken from every row, read off the results: whichever it was."""
    taken = {}
    for probe in LAYERS:
        (W,) = probe.args
        found = values.get(probe.name)
        if found is None or found.shape != W.shape:
            return
        off = W - found
        if not np.allclose(off, off[0], rtol=0, atol=1e-6 * np.abs(W).max()):
            return
        taken[W.shape] = off[0]
    yield fitted(lambda W: W - taken[W.shape])


def one_row_overwritten(row: int) -> Callable:
    def overwritten(W: NDArray) -> NDArray:
        changed = W.copy()
        changed[row] = 0
        return changed

    return overwritten


EXERCISE = Exercise(
    title="The smallest layer",
    reference=smallest_weights,
    probes=LAYERS,
    mistakes=(
        Mistake(
            "unchanged",
            "These are the weights that were given. Adding one vector to every row changes no "
            "probability, but it changes the sum of squares.",
            wrong=gives(lambda W: W + 0.0),
        ),
        Mistake(
            "centred-over-features",
            "From each row its own mean was taken away. The rows then change by different "
            "vectors, and the probabilities change.",
            wrong=gives(lambda W: W - W.mean(axis=1, keepdims=True)),
            place=WEIGHTS,
        ),
        Mistake(
            "global-mean",
            "One number was subtracted from all weights. That moves no probability, but each "
            "feature has a mean of its own, and can do better.",
            wrong=gives(lambda W: W - W.mean()),
        ),
        Mistake(
            "no-keepdims",
            "Without keepdims the means of the rows were subtracted along the columns. The "
            "vector to take away is the mean of the rows.",
            wrong=gives(lambda W: W - W.mean(axis=1)),
        ),
        Mistake(
            "reference-class",
            "One class was made the reference, with zero weights. The probabilities are "
            "right, but these are not the smallest weights.",
            wrong=gives(lambda W: W - W[-1], lambda W: W - W[0]),
            place=Place("shift-invariance", "K − 1 logits suffice"),
        ),
        Mistake(
            "one-row-overwritten",
            "One row was set to 0 and the others were left alone. That changes one class's "
            "scores, and with them the probabilities.",
            wrong=gives(one_row_overwritten(-1), one_row_overwritten(0)),
            place=WEIGHTS,
        ),
        Mistake(
            "scaled",
            "The weights were divided by something. That is a scale, and softmax notices.",
            wrong=gives(
                lambda W: W / np.linalg.norm(W),
                lambda W: W / np.linalg.norm(W, axis=1, keepdims=True),
                lambda W: W / np.linalg.norm(W, axis=0),
                lambda W: W / 2,
                lambda W: W / np.abs(W).max(),
                lambda W: (W - W.mean(axis=0)) / 2,
                lambda W: (W - W.mean(axis=0)) / np.linalg.norm(W - W.mean(axis=0)),
            ),
            fit=scaled_throughout,
            place=SCALE,
        ),
        Mistake(
            "standardised",
            "The weights were divided by a standard deviation as well. That is a scale, and "
            "softmax notices.",
            wrong=gives(
                lambda W: (W - W.mean(axis=0)) / W.std(axis=0),
                lambda W: (W - W.mean()) / W.std(),
                lambda W: (W - W.mean(axis=0)) / W.std(),
            ),
            place=SCALE,
        ),
        Mistake(
            "added-not-subtracted",
            "The mean row was added. It has to be taken away.",
            wrong=gives(lambda W: W + W.mean(axis=0)),
        ),
        Mistake(
            "sum-not-mean",
            "The sum of the rows was subtracted from every row. It is subtracted K times then.",
            wrong=gives(lambda W: W - W.sum(axis=0)),
        ),
        Mistake(
            "centred-both-ways",
            "Rows and columns were both centred. Centring a row changes that class alone, and "
            "with it the probabilities.",
            wrong=gives(lambda W: W - W.mean(axis=0) - W.mean(axis=1, keepdims=True) + W.mean()),
            place=WEIGHTS,
        ),
        Mistake(
            "all-zero",
            "Zero weights are the smallest of all, but every class then has the same "
            "probability, whatever the input.",
            wrong=gives(lambda W: 0.0 * W),
        ),
        Mistake(
            "median-subtracted",
            "The median of each feature was taken away. That leaves the least sum of absolute "
            "values; the least sum of squares is left by the mean.",
            wrong=gives(lambda W: W - np.median(W, axis=0)),
        ),
        Mistake(
            "divided-by-fixed-count",
            "The sum of the rows was divided by one number, whatever the number of classes. A mean "
            "is divided by as many as there are rows.",
            wrong=gives(lambda W: W - W.sum(axis=0) / 3, lambda W: W - W.sum(axis=0) / 2),
        ),
        Mistake(  # the last one: some of those above are special cases
            "other-common-vector",
            "The same vector was taken from every row, which is allowed, but it is not the one "
            "that leaves the least sum of squares.",
            wrong=gives(
                lambda W: W - W.max(axis=0),
                lambda W: W - W.min(axis=0),
                lambda W: W - W.sum(axis=0) / (len(W) - 1),
            ),
            fit=one_vector_from_all,
        ),
    ),
    hints=(
        "For the weights 1 and 4 of a single feature: which numbers may you add to both, and "
        "for which of these is the sum of the two squares least?",
        "Only one vector v for all rows may be added, and ∑ₖ ‖wₖ + v‖² is least where the rows wₖ "
        "+ v add up to zero.",
        "The vector to take away is the mean of the rows: one number for each column.",
    ),
    why="In a sentence: why may the biases stay as they are?",
    reply="One vector taken from every row shifts all scores of an input alike. That "
    "changes no probability, so nothing has to be made good in the biases.",
    place=DECAY,
    atol=1e-6,
)

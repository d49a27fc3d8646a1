"""Exercises and concept checks of chapter 3, Shift invariance."""

from collections.abc import Callable, Iterator, Mapping
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
from softmaxbook.exercises.solutions import ch03 as solutions

SCALE = Place("shift-invariance", "Shift is not scale")
FLOATS = Place("shift-invariance", "As a property test")
GAUGES = Place("shift-invariance", "From probabilities back to logits")
WEIGHTS = Place("shift-invariance", "The same freedom in W and b")
DECAY = Place("shift-invariance", "What weight decay picks")
RATIOS = Place("shift-invariance", "Ratios are what survives")
BUSES = Place("shift-invariance", "Red bus, blue bus")
ORDER = Place("shift-invariance", "Order, and what rising means")
GAPS = Place("shift-invariance", "Softmax pulls nothing apart")
NOT_COMMON = Place("shift-invariance", "A shift that is not common")
NEAREST = Place("shift-invariance", "What a projection looks like")
PROJECTION = Place("shift-invariance", "Not a projection")


# ---- Scale, and the gauges ----------------------------------------------------------------------

TINY = np.array([[0.5, 0.5 - 1e-8, 1e-8], [0.98, 0.01, 0.01], [1 - 2.3e-5, 2e-5, 3e-6]])

add(
    Exercise(
        id="shift-invariance.doubled",
        title="Find the mistake",
        reference=solutions.cat_over_dog,
        mistakes=(
            Mistake(
                "shift-for-scale",
                "That is the ratio before doubling. The 7 was a factor of every exponential; the "
                "2 is an exponent, which squares each of them.",
                when=is_near(np.e**2, 0.06),
            ),
            Mistake(
                "doubled-ratio",
                "The ratio was doubled. Doubling the scores doubles the logarithm of the ratio.",
                when=is_near(2 * np.e**2, 0.06),
            ),
            Mistake(
                "ratio-of-scores",
                "Scores were divided. They compare by subtracting, and e to the difference is the "
                "ratio of probabilities.",
                when=lambda v: is_near(3, 0.06)(v) or is_near(6, 0.06)(v),
            ),
            Mistake(
                "log-odds-for-odds",
                "That is the difference of the doubled scores, the logarithm of the ratio.",
                when=is_near(4, 0.06),
            ),
            Mistake(
                "probability-for-ratio",
                "That is a probability. The question is how many times as probable cat is as dog.",
                when=lambda v: bool(0 < v < 1),
            ),
        ),
        hints=(
            "What is $e^{2 \\cdot 3}$, if you know $e^3$: twice as much, or the square?",
            "$p_i / p_j = e^{z_i - z_j}$. What becomes of the difference when both scores double?",
            "The difference of the doubled scores is 4.",
        ),
        why="In a sentence: which scores may be doubled without any probability moving?",
        place=SCALE,
        atol=0.06,
    ),
    Exercise(
        id="shift-invariance.zero-sum-logits",
        title="Logits that sum to 0",
        reference=solutions.zero_sum_logits,
        probes=(
            Probe("one row", (np.array([[0.7, 0.2, 0.1]]),)),
            Probe("two rows", (np.array([[0.7, 0.2, 0.1], [0.25, 0.25, 0.5]]),)),
            Probe(
                "as many rows as classes",
                (np.array([[0.7, 0.2, 0.1], [0.25, 0.25, 0.5], [0.05, 0.9, 0.05]]),),
            ),
            Probe(
                "four classes",
                (np.array([[0.4, 0.3, 0.2, 0.1], [0.1, 0.1, 0.2, 0.6]]),),
            ),
            Probe("nearly impossible", (TINY,)),
        ),
        mistakes=(
            Mistake(
                "probabilities-as-logits",
                "No logarithm has been taken. Differences of logits are logarithms of ratios of "
                "probabilities.",
                wrong=gives(lambda p: p - p.mean(axis=1, keepdims=True), lambda p: p + 0.0),
            ),
            Mistake(
                "log-probabilities",
                "These are logits of p, in the gauge whose log-sum-exp is 0. The constant of each "
                "row still has to be moved so that the row sums to 0.",
                wrong=gives(np.log),
            ),
            Mistake(
                "other-gauge",
                "These are logits of p with one class at 0: the last, the first, the largest or "
                "the middle one. The gauge asked for has sum 0.",
                wrong=gives(
                    lambda p: np.log(p / p[:, -1:]),
                    lambda p: np.log(p / p[:, :1]),
                    lambda p: np.log(p / p.max(axis=1, keepdims=True)),
                    lambda p: np.log(p / p.min(axis=1, keepdims=True)),
                    lambda p: np.log(p) - np.median(np.log(p), axis=1, keepdims=True),
                ),
            ),
            Mistake(
                "centred-over-batch",
                "The mean was taken down the columns, over the examples. That is another number "
                "for each class, and changes the probabilities.",
                wrong=gives(lambda p: np.log(p) - np.log(p).mean(axis=0)),
                place=NOT_COMMON,
            ),
            Mistake(
                "global-mean",
                "One mean was taken over the whole batch. Each example has a constant of its own.",
                wrong=gives(lambda p: np.log(p) - np.log(p).mean()),
            ),
            Mistake(
                "no-keepdims",
                "Without keepdims the means of the rows lie flat, and are subtracted along the "
                "columns: row j's mean from class j.",
                wrong=gives(lambda p: np.log(p) - np.log(p).mean(axis=1)),
                place=NOT_COMMON,
            ),
            Mistake(
                "log-of-mean",
                "The mean was taken before the logarithm. It is the logits that have to sum to 0, "
                "so the mean is that of the logarithms.",
                wrong=gives(
                    lambda p: np.log(p) - np.log(p.mean(axis=1, keepdims=True)),
                    lambda p: np.log(p - p.mean(axis=1, keepdims=True)),
                ),
            ),
            Mistake(
                "log-odds-of-each",
                "These are log-odds of each class against all others. Softmax of them is not p.",
                wrong=gives(
                    lambda p: np.log(p / (1 - p)),
                    lambda p: np.log(p / (1 - p)) - np.log(p / (1 - p)).mean(axis=1, keepdims=True),
                ),
            ),
            Mistake(
                "sum-not-mean",
                "The whole sum was subtracted from every logit of the row. It is subtracted K "
                "times then, once for each class.",
                wrong=gives(lambda p: np.log(p) - np.log(p).sum(axis=1, keepdims=True)),
            ),
            Mistake(
                "base-2",
                "The logarithm has base 2 or 10. Logits are in nats.",
                wrong=gives(
                    lambda p: np.log2(p) - np.log2(p).mean(axis=1, keepdims=True),
                    lambda p: np.log10(p) - np.log10(p).mean(axis=1, keepdims=True),
                ),
            ),
            Mistake(
                "sign-flipped",
                "The sign is wrong: a more probable class has the larger logit.",
                wrong=gives(lambda p: np.log(p).mean(axis=1, keepdims=True) - np.log(p)),
            ),
            Mistake(
                "standardised",
                "The rows were divided by their standard deviation as well. That is a scale, "
                "which softmax notices.",
                wrong=gives(
                    lambda p: (
                        (np.log(p) - np.log(p).mean(axis=1, keepdims=True))
                        / np.log(p).std(axis=1, keepdims=True)
                    )
                ),
                place=SCALE,
            ),
            Mistake(
                "exponential-for-logarithm",
                "The exponential was taken. It leads from logits to probabilities; the way back is "
                "its inverse.",
                wrong=gives(lambda p: np.exp(p) - np.exp(p).mean(axis=1, keepdims=True), np.exp),
            ),
            Mistake(
                "clipped-probabilities",
                "Small probabilities were raised to a floor before the logarithm. Softmax no "
                "longer gives p back.",
                wrong=tuple(
                    lambda p, e=e: (
                        np.log(np.maximum(p, e))
                        - np.log(np.maximum(p, e)).mean(axis=1, keepdims=True)
                    )
                    for e in (1e-2, 1e-3, 1e-5, 1e-6, 1e-7)
                ),
            ),
            Mistake(
                "epsilon-inside-log",
                "A small number was added before the logarithm. It hides how improbable a class "
                "is, and softmax no longer gives p back.",
                wrong=tuple(
                    lambda p, e=e: np.log(p + e) - np.log(p + e).mean(axis=1, keepdims=True)
                    for e in (1e-3, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9)
                ),
            ),
        ),
        hints=(
            "Put your logits through softmax: do the probabilities of each row come back? And "
            "what does each row of logits sum to?",
            "The logits of a row are $\\log p_i + c$ with one $c$ for that row; $\\sum_i (\\log "
            "p_i + c) = 0$ for $c = -\\tfrac1K \\sum_i \\log p_i$.",
            "Take the logarithm, then subtract from every row its own mean; keep the axis, so "
            "that the means stand in a column.",
        ),
        why="In a sentence: which of these numbers would change if the logits had to be 0 for the "
        "last class?",
        place=GAUGES,
        atol=1e-6,
    ),
)


# ---- Weights ------------------------------------------------------------------------------------

FIRST = "two classes, one feature"
EDITS = (
    "add (5, -2) to every row of W",
    "add 1 to every bias",
    "add 1 to the bias of cat",
    "add 1 to every weight of cat",
    "double W and b",
    "double W, halve every input",
)


def six_answers(value: Any) -> NDArray:
    """For each edit of the layer, whether data could notice it: 1 or 0."""
    if not isinstance(value, dict) or set(value) != set(EDITS):
        raise Unreadable("A dict with the six edits as keys is asked for.")
    given = [value[edit] for edit in EDITS]
    if not all(isinstance(v, (bool, np.bool_)) for v in given):
        raise Unreadable("True or False is asked for, for each edit.")
    return np.array(given, float)


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

        def scaled(W: NDArray) -> NDArray:
            return factor * W

        scaled.is_fitted = True
        yield scaled


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

    def shifted(W: NDArray) -> NDArray:
        return W - taken[W.shape]

    shifted.is_fitted = True
    yield shifted


def one_row_overwritten(row: int) -> Callable:
    def overwritten(W: NDArray) -> NDArray:
        changed = W.copy()
        changed[row] = 0
        return changed

    return overwritten


add(
    Exercise(
        id="shift-invariance.smallest-weights",
        title="The smallest layer",
        reference=solutions.smallest_weights,
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
                wrong=gives(
                    lambda W: W - W.mean(axis=0) - W.mean(axis=1, keepdims=True) + W.mean()
                ),
                place=WEIGHTS,
            ),
            Mistake(
                "all-zero",
                "Zero weights are the smallest of all, but every class then has the same "
                "probability, whatever the input.",
                wrong=gives(lambda W: 0.0 * W),
            ),
            Mistake(  # the last one: some of those above are special cases
                "other-common-vector",
                "The same vector was taken from every row, which is allowed, but it is not the one "
                "that leaves the least sum of squares.",
                wrong=gives(
                    lambda W: W - W.max(axis=0),
                    lambda W: W - W.min(axis=0),
                    lambda W: W - np.median(W, axis=0),
                    lambda W: W - W.sum(axis=0) / (len(W) - 1),
                ),
                fit=one_vector_from_all,
            ),
        ),
        hints=(
            "For the weights 1 and 4 of a single feature: which numbers may you add to both, and "
            "for which of these is the sum of the two squares least?",
            "Only one vector $v$ for all rows may be added, and $\\sum_k \\lVert w_k + v "
            "\\rVert^2$ is least where the rows $w_k + v$ add up to zero.",
            "The vector to take away is the mean of the rows: one number for each column.",
        ),
        why="In a sentence: why may the biases stay as they are?",
        place=DECAY,
        atol=1e-6,
    ),
    Exercise(
        id="shift-invariance.noticed",
        title="What can data notice?",
        reference=solutions.what_data_notices,
        prepare=six_answers,
        text=lambda v: ", ".join(str(bool(answer)) for answer in v),
        mistakes=(
            Mistake(
                "shift-for-scale",
                "Doubling W and b doubles every difference of scores. A common factor is not a "
                "common shift, and softmax notices it.",
                when=lambda v: bool(v[4] == 0),
                place=SCALE,
            ),
            Mistake(
                "gauge-overlooked",
                "The same vector on every row, or the same number on every bias, raises all "
                "scores of an example alike. No data can show it.",
                when=lambda v: bool(v[0] == 1 or v[1] == 1),
            ),
            Mistake(
                "one-class-for-all",
                "What is done to cat alone moves cat's score against the others. That is a "
                "difference, and softmax notices differences.",
                when=lambda v: bool(v[2] == 0 or v[3] == 0),
            ),
            Mistake(
                "product-overlooked",
                "Doubled weights on halved inputs give the scores they gave before, so there is "
                "nothing to notice.",
                when=lambda v: bool(v[5] == 1),
            ),
        ),
        hints=(
            "For each edit: by how much does each score of an example change, and is it the same "
            "for all classes?",
            "Data notice an edit if a difference of two scores changes for some input.",
            "Three of the six leave every difference as it was.",
        ),
        why="In a sentence: could data notice which gauge a network is in?",
        place=WEIGHTS,
    ),
)


# ---- Alternatives -------------------------------------------------------------------------------

BATCH = np.array([[0.5, 0.3, 0.2], [0.1, 0.6, 0.3]])
SQUARE = np.array([[0.4, 0.3, 0.2, 0.1], [0.1, 0.1, 0.2, 0.6], [0.25, 0.05, 0.6, 0.1]])


def rest(p: NDArray, k: int) -> NDArray:
    return np.delete(p, k, axis=1)


def softmax_rows(z: NDArray) -> NDArray:
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def kept_as_zero(p: NDArray, k: int) -> NDArray:
    q = p.copy()
    q[:, k] = 0
    return q


def given_to_largest(p: NDArray, k: int) -> NDArray:
    q = rest(p, k)
    q[np.arange(len(q)), q.argmax(axis=1)] += p[:, k]
    return q


add(
    Exercise(
        id="shift-invariance.without-class",
        title="Striking out a class",
        reference=solutions.without_class,
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
                    lambda p, k: softmax_rows(rest(p, k)),
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
                    lambda p, k: softmax_rows(kept_as_zero(p, k)),
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
                    lambda p, k: solutions.without_class(p, k - 1),
                    lambda p, k: solutions.without_class(p, p.shape[1] - 1),
                    lambda p, k: solutions.without_class(p, 0),
                    lambda p, k: solutions.without_class(p, (k + 1) % p.shape[1]),
                ),
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
            "$p_i / \\sum_{j \\in S} p_j$ for the classes $S$ that are left: the ratios stay, and "
            "the sum becomes 1.",
            "Delete the column, then divide every row by its own sum, kept as a column.",
        ),
        why="In a sentence: why were the logits not needed?",
        place=RATIOS,
    ),
    Exercise(
        id="shift-invariance.colours",
        title="Four colours",
        reference=solutions.four_colours,
        prepare=lambda value: numbers(value, 2),
        mistakes=(
            Mistake(
                "street-for-softmax",
                "Half is what the street does. Softmax sees five equal scores.",
                when=lambda v: is_near(0.5)(v[0]),
            ),
            Mistake(
                "car-not-counted",
                "A quarter would be right for four equal scores. Car and four colours make five.",
                when=lambda v: is_near(0.25)(v[0]),
            ),
            Mistake(
                "sign-flipped",
                "The size of the score is right, the sign is not: the colours have to share, so "
                "each must stand below the car.",
                when=lambda v: is_near(np.log(4))(v[1]),
            ),
            Mistake(
                "share-for-score",
                "The second number is a share, or its negative. The score is its logarithm.",
                when=lambda v: any(is_near(s)(v[1]) for s in (0.25, -0.25, 0.125)),
            ),
            Mistake(
                "other-number-of-copies",
                "The score fits another number of colours. Four exponentials have to add up to "
                "that of the car.",
                when=lambda v: any(is_near(-np.log(m))(v[1]) for m in (2, 3, 5, 8)),
            ),
            Mistake(
                "score-left-at-0",
                "With score 0 each colour is worth a car. Four of them together have to be worth "
                "one.",
                when=lambda v: is_near(0)(v[1]),
            ),
        ),
        hints=(
            "How many equal scores does softmax see? And what do the exponentials of the four "
            "colours have to add up to, if car is to have half?",
            "Each of $m$ equal copies gives up $\\log m$, so that $m\\, e^{-\\log m} = 1$.",
            "The car's exponential is 1, so each colour's has to be a quarter; take the logarithm.",
        ),
        why="In a sentence: why does a third vehicle that nobody sees as a bus need no correction?",
        place=BUSES,
        atol=6e-4,
    ),
)


# ---- Order, and the nearest point ---------------------------------------------------------------


def rises_and_falls(value: Any) -> NDArray:
    """How many scores rise from the first vector to the second, and how many probabilities fall."""
    if len(value) != 2:
        raise Unreadable("Two score vectors are asked for: before and after.")
    before, after = (numbers(scores, 3) for scores in value)
    p, q = softmax_rows(np.array([before, after]))
    return np.array([(after > before).sum(), (q < p - 1e-12).sum()], float)


add(
    Exercise(
        id="shift-invariance.all-rise",
        title="All rise, two fall",
        reference=solutions.all_rise_two_fall,
        prepare=rises_and_falls,
        text=lambda v: f"vectors of which {v[0]:.0f} scores rise and {v[1]:.0f} probabilities fall",
        mistakes=(
            Mistake(
                "not-every-score-rises",
                "A score that stays or falls is too many: all three have to be higher in the "
                "second vector.",
                when=lambda v: bool(v[0] < 3),
            ),
            Mistake(
                "common-shift",
                "All three scores rise, and no probability falls: they rise by the same amount, "
                "which softmax does not notice.",
                when=lambda v: bool(v[1] == 0),
            ),
            Mistake(
                "only-one-falls",
                "All three scores rise, but a single probability falls. One score has to outrun "
                "both of the others.",
                when=lambda v: bool(v[1] == 1),
            ),
        ),
        hints=(
            "In the chapter's example (1, 0, 0) becomes (2, 5, 0). Which probabilities fall there?",
            "Only differences count: a score that rises by less than another falls behind it.",
            "Let two scores rise a little and the third by far more.",
        ),
        why="In a sentence: can all three probabilities fall?",
        place=ORDER,
    ),
    Exercise(
        id="shift-invariance.nearest-point",
        title="The nearest point",
        reference=solutions.nearest_point,
        prepare=lambda value: numbers(value, 3),
        mistakes=(
            Mistake(
                "softmax-for-projection",
                "That is softmax. It never reaches the side of the triangle, and the nearest "
                "point lies on it.",
                wrong=gives(lambda: softmax_rows(np.array([[1.0, 0.8, 0.1]]))[0]),
                place=PROJECTION,
            ),
            Mistake(
                "plain-sum",
                "The scores were divided by their sum. That is a point of the simplex, but not "
                "the nearest: it goes towards the origin, not straight at the triangle.",
                wrong=gives(lambda: np.array([1.0, 0.8, 0.1]) / 1.9),
            ),
            Mistake(
                "negative-entry-left",
                "The same number was taken from all three, so that they sum to 1. One of them is "
                "negative then, and no probability is.",
                wrong=gives(lambda: np.array([0.7, 0.5, -0.2])),
            ),
            Mistake(
                "cut-off-only",
                "The negative entry was cut off, and then the sum was no longer 1. The threshold "
                "has to be found anew for the two that stay.",
                wrong=gives(lambda: np.array([0.7, 0.5, 0.0])),
            ),
            Mistake(
                "cut-off-and-divided",
                "After cutting off the negative entry, the rest was divided by its sum. The "
                "nearest point subtracts from both of them alike.",
                wrong=gives(lambda: np.array([0.7, 0.5, 0.0]) / 1.2),
            ),
            Mistake(
                "corner",
                "A corner is nearest only if the largest score leads by 1 or more. Here it leads "
                "by 0.2.",
                wrong=gives(lambda: np.array([1.0, 0.0, 0.0])),
            ),
            Mistake(
                "third-dropped-then-divided",
                "The third was dropped, as it should be, but the others were divided by their "
                "sum. The nearest point subtracts a threshold.",
                wrong=gives(lambda: np.array([1.0, 0.8, 0.0]) / 1.8),
            ),
        ),
        hints=(
            "If all three stay, which number has to be taken from each so that they sum to 1? Is "
            "the last one still positive?",
            "$p_i = \\max(z_i - \\tau, 0)$. For $m$ scores that stay, $\\tau$ is their sum minus "
            "1, divided by $m$; drop what falls below 0, and find $\\tau$ anew.",
            "With all three, $\\tau = 0.3$, and the last falls below 0. With the first two, $\\tau "
            "= (1.8 - 1)/2$.",
        ),
        why="In a sentence: what does sparsemax of (3, 2.8, 2.1) give, and why?",
        place=NEAREST,
        atol=2e-3,
    ),
)


# ---- Concept checks -----------------------------------------------------------------------------

add(
    Question(
        id="shift-invariance.q1",
        asks="In float64, 10¹⁶ is added to both scores of the pair (0, 1). What does softmax give?",
        options={
            "a": Option(
                "(0.269, 0.731), because a common shift cancels",
                "In exact arithmetic it does. But the sum is rounded before softmax sees it, and "
                "10¹⁶ + 1 is no float64 number.",
            ),
            "b": Option(
                "(nan, nan), as the exponentials overflow",
                "The library's softmax does not overflow, and would not do so here: it works with "
                "differences. The trouble lies before it.",
            ),
            "c": Option(
                "(0.5, 0.5), since both scores are now the same number",
                "Near 10¹⁶ the float64 numbers are 2 apart, so 10¹⁶ + 1 is rounded to 10¹⁶. The "
                "difference of 1 is gone before softmax is called.",
            ),
            "d": Option(
                "(0, 1), the larger one takes it all",
                "That would take a huge difference of scores. Here the scores are huge, and their "
                "difference is 1 at most.",
            ),
        },
        key="c",
        place=FLOATS,
    ),
    Question(
        id="shift-invariance.q2",
        asks="Gradient descent without a penalty starts from random weights. After 4000 steps, "
        "what do the columns of $W$ add up to?",
        options={
            "a": Option(
                "To 0, as for the irises",
                "There a penalty chose the gauge. Without one nothing prefers a sum of 0, and "
                "descent does not go where the loss does not change.",
            ),
            "b": Option(
                "To what they added up to at the start",
                "The loss does not change when one vector is added to all rows, so the gradient "
                "has no part in that direction, and no step moves the sum.",
            ),
            "c": Option(
                "To something that depends on the photographs",
                "The photographs move every weight, but their steps for the three classes add up "
                "to 0: what one row gains, the others lose.",
            ),
        },
        key="b",
        place=DECAY,
    ),
    NumberQuestion(
        id="shift-invariance.q3",
        asks="Which share of the people goes by car now, according to softmax? (To three "
        "decimals.)",
        key="1 / 3",
        says="Three equal scores get equal shares. In the street those who drive still drive, and "
        "it is one half: the blue bus takes its passengers from the red one.",
        wrong={
            "1 / 2": "That is what the street does, where colour does not matter. Softmax is given "
            "three scores of 0, and cannot know that two of them are the same bus.",
            "1 / 4": "That is what each bus has in the street. Softmax has three equal scores to "
            "deal with, and gives none of them a quarter.",
        },
        place=BUSES,
    ),
    Question(
        id="shift-invariance.q4",
        asks="In (1, 0, 0) the first score is raised by 1 and the second by 5; the third stays. "
        "What becomes of the first probability?",
        options={
            "a": Option(
                "It falls, from 0.576 to 0.047",
                "Its own rise helps, but the second score rises by more, and only differences "
                "count. Not all probabilities can rise together.",
            ),
            "b": Option(
                "It rises, because softmax is increasing and no score has fallen",
                "That reads monotone entry by entry. Each probability rises with its own score "
                "and falls with every other, and here both happen.",
            ),
            "c": Option(
                "It stays: the first score is still above the third",
                "Its ratio to the third has even grown, by a factor of e. But the second now has "
                "most of the whole.",
            ),
        },
        key="a",
        place=ORDER,
    ),
    Question(
        id="shift-invariance.q5",
        asks="Divided by their sum, the scores (0.3, 0.1, 0.02) give (0.714, 0.238, 0.048), just "
        "as (3, 1, 0.2) do. How do the shares from softmax compare with these?",
        options={
            "a": Option(
                "They are farther apart, since the exponential enlarges gaps",
                "So they are for (3, 1, 0.2). Here the exponentials are 1.35, 1.11 and 1.02, "
                "almost equal, and so are the shares.",
            ),
            "b": Option(
                "They are the same, as the scores are in the same proportion",
                "Proportions are what plain division sees. Softmax sees differences, and these "
                "are a tenth of what they were.",
            ),
            "c": Option(
                "They are one-hot, or nearly so",
                "That would take gaps of several nats. The largest gap here is 0.28.",
            ),
            "d": Option(
                "They are closer together",
                "The gaps are 0.2 and 0.08 nats, so the ratios are $e^{0.2}$ and $e^{0.08}$: "
                "0.388, 0.318 and 0.294.",
            ),
        },
        key="d",
        place=GAPS,
    ),
    Question(
        id="shift-invariance.q6",
        asks="The point (0.6, 0.3, 0.1) lies on the simplex. Softmax is applied to it, and to the "
        "result, fifty times. Where does it end?",
        options={
            "a": Option(
                "Where it began: on the simplex there is nothing left to do",
                "That is what a projection would do, such as sparsemax. Softmax moves the point "
                "at the first application, to (0.426, 0.316, 0.258).",
            ),
            "b": Option(
                "At (⅓, ⅓, ⅓)",
                "Each application at least halves the distance to the centre, the only point that "
                "softmax leaves in its place.",
            ),
            "c": Option(
                "In the corner of the largest entry, (1, 0, 0)",
                "That happens if the scores are multiplied each time. Softmax returns numbers "
                "between 0 and 1, which are close together as scores.",
            ),
        },
        key="b",
        place=PROJECTION,
    ),
)

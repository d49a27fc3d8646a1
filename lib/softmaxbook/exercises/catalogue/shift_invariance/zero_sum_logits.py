import numpy as np

from softmaxbook.exercises.catalogue.shift_invariance import GAUGES, NOT_COMMON, SCALE
from softmaxbook.exercises.reading import gives
from softmaxbook.exercises.record import Exercise, Mistake, Probe


def zero_sum_logits(p):
    """Logits of each row of p, shape (n, K), that sum to 0."""
    z = np.log(p)  # logits of p, with log-sum-exp 0
    return z - z.mean(axis=1, keepdims=True)  # each row its own constant


TINY = np.array([[0.5, 0.5 - 1e-8, 1e-8], [0.98, 0.01, 0.01], [1 - 2.3e-5, 2e-5, 3e-6]])


EXERCISE = Exercise(
    title="Logits that sum to 0",
    reference=zero_sum_logits,
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
            "These are logits of p, with log-sum-exp 0. The constant of each "
            "row still has to be moved so that the row sums to 0.",
            wrong=gives(np.log),
        ),
        Mistake(
            "other-constant",
            "These are logits of p with one class at 0: the last, the first, the largest or "
            "the middle one. The ones asked for have sum 0.",
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
            "Without keepdims the means of the rows lie flat. On some batches that stops with an "
            "error; on a square one the mean of row j is subtracted from class j.",
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
            "divided-by-sum",
            "The rows were divided by their sum, which makes the sum 1. To move it to 0, subtract "
            "a constant: division is a scale, which softmax notices.",
            wrong=gives(lambda p: np.log(p) / np.log(p).sum(axis=1, keepdims=True)),
            place=SCALE,
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
                    np.log(np.maximum(p, e)) - np.log(np.maximum(p, e)).mean(axis=1, keepdims=True)
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
        "The logits of a row are log pᵢ + c with one c for that row; ∑ᵢ (log pᵢ + c) = 0 for c = "
        "−(1/K) ∑ᵢ log pᵢ.",
        "Take the logarithm, then subtract from every row its own mean; keep the axis, so "
        "that the means stand in a column.",
    ),
    why="In a sentence: which of these numbers would change if the logits had to be 0 for the "
    "last class?",
    reply="All logits of a row, by the same number: the constant moves, the differences stay.",
    place=GAUGES,
    atol=1e-6,
)

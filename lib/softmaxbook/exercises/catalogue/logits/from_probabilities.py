import numpy as np

from softmaxbook.exercises.catalogue.logits import DIFFERENCES, LOG_ODDS, MEANINGS
from softmaxbook.exercises.reading import gives
from softmaxbook.exercises.record import Exercise, Mistake, Probe


def logits_with_last_zero(p):
    """Logits of the probabilities p, with 0 as the last one."""
    log_p = np.log(p)
    return log_p - log_p[-1]  # any common constant may be subtracted: this one


EXERCISE = Exercise(
    title="Logits from probabilities",
    reference=logits_with_last_zero,
    probes=(
        Probe("three classes", (np.array([0.7, 0.2, 0.1]),)),
        Probe("four classes", (np.array([0.5, 0.25, 0.125, 0.125]),)),
        Probe("two classes", (np.array([0.1, 0.9]),)),
        Probe("the last is largest", (np.array([0.05, 0.15, 0.2, 0.6]),)),
        Probe("one hardly possible", (np.array([1 - 2.0**-10 - 2.0**-40, 2.0**-40, 2.0**-10]),)),
    ),
    mistakes=(
        Mistake(
            "probabilities-as-logits",
            "Probabilities were used as logits. Differences of logits are logarithms of "
            "ratios, and no logarithm has been taken.",
            wrong=gives(lambda p: p, lambda p: p - p[-1]),
        ),
        Mistake(
            "ratio-without-log",
            "Ratios to the last probability, odds, were taken without a logarithm. Logits are "
            "their logarithms, and the last one, of the ratio 1, is 0 by itself.",
            wrong=gives(lambda p: p / p[-1], lambda p: p / p[-1] - 1),
        ),
        Mistake(
            "log-probabilities",
            "These are logits of p, but not the ones asked for: the logarithms of p have "
            "another common constant, which leaves the last above or below 0.",
            wrong=gives(np.log),
        ),
        Mistake(
            "zero-mean",
            "These are logits of p with mean 0. The exercise fixes the constant differently: "
            "the last one is 0.",
            wrong=gives(lambda p: np.log(p) - np.log(p).mean()),
        ),
        Mistake(
            "other-class-zero",
            "The constant was fixed at another class than the last: the first, or the largest.",
            wrong=gives(
                lambda p: np.log(p) - np.log(p[0]),
                lambda p: np.log(p) - np.log(p.max()),
                lambda p: np.log(p) - np.log(p.min()),
            ),
        ),
        Mistake(
            "log-odds-of-each",
            "These are log-odds of each class against all others. Differences of logits "
            "compare two classes; softmax of yours is not p.",
            wrong=gives(
                lambda p: np.log(p / (1 - p)),
                lambda p: np.log(p / (1 - p)) - np.log(p[-1] / (1 - p[-1])),
            ),
            place=MEANINGS,
        ),
        Mistake(
            "last-overwritten",
            "Only the last entry was changed to 0. The constant is common to all classes, so "
            "all of them have to move together.",
            wrong=gives(lambda p: np.append(np.log(p[:-1]), 0), lambda p: np.append(p[:-1], 0)),
        ),
        Mistake(
            "sign-flipped",
            "The sign is wrong: a more probable class has the larger logit.",
            wrong=gives(
                lambda p: np.log(p[-1]) - np.log(p),
                lambda p: -np.log(p),
            ),
            place=MEANINGS,
        ),
        Mistake(
            "base-2",
            "The logarithm has base 2. Logits are measured in nats, so that e to their "
            "difference is the ratio.",
            wrong=gives(lambda p: np.log2(p / p[-1]), np.log2),
            place=LOG_ODDS,
        ),
        Mistake(
            "base-10",
            "The logarithm has base 10. Logits are measured in nats, so that e to their "
            "difference is the ratio.",
            wrong=gives(lambda p: np.log10(p / p[-1]), np.log10),
            place=LOG_ODDS,
        ),
        Mistake(
            "clipped-probabilities",
            "Small probabilities were raised to a floor, or something was added to them, before "
            "the logarithm. The logits are then those of other probabilities.",
            wrong=tuple(
                lambda p, change=change: (q := np.log(change(p))) - q[-1]
                for e in (0.1, 0.05, *(10.0**-k for k in range(2, 12)))
                for change in (
                    lambda p, e=e: np.maximum(p, e),
                    lambda p, e=e: np.clip(p, e, 1 - e),
                    lambda p, e=e: p + e,
                )
            ),
        ),
        Mistake(
            "exponential-for-logarithm",
            "Exponentials of the probabilities were taken. From probabilities to scores one goes "
            "by the logarithm, which the exponential undoes.",
            wrong=gives(lambda p: np.exp(p) - np.exp(p[-1]), lambda p: np.exp(p) / np.exp(p[-1])),
        ),
    ),
    hints=(
        "Put what your function returns for `[0.7, 0.2, 0.1]` through `probabilities`. Do "
        "0.7, 0.2 and 0.1 come back? And what is the last logit?",
        "zᵢ − zⱼ = log(pᵢ / pⱼ). So the logits are log pᵢ + c with one constant for all classes, "
        "and you may choose it.",
        "Take the logarithm of every probability, then subtract the same number from all: the "
        "one that makes the last of them 0.",
    ),
    why="In a sentence: which other logits would have the same probabilities?",
    reply="All of these with one number added to every logit: a common constant cancels "
    "in every ratio of probabilities.",
    place=DIFFERENCES,
)

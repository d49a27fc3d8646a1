from collections.abc import Callable
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from softmaxbook.exercises.catalogue.families.softmaxes import softmax
from softmaxbook.exercises.catalogue.maximum_entropy import NOISE
from softmaxbook.exercises.reading import gives
from softmaxbook.exercises.record import Alternative, Exercise, Mistake, Place, Probe


def noisy_choices(z, uniform):
    """For each row of uniform numbers, the class whose score plus Gumbel noise is largest."""
    noise = -np.log(-np.log(uniform))
    return (z + noise).argmax(axis=-1)


Z = np.array([3.0, 1.0, 0.2])  # cat, dog, bird
_rng = np.random.default_rng(21)
UNIFORM = {k: _rng.uniform(0.001, 0.999, size=(60, k)).round(6) for k in (2, 3, 4, 5)}


def gumbel(u: NDArray) -> NDArray:
    return -np.log(-np.log(u))


quantile = np.vectorize(NormalDist().inv_cdf)


def choosing(noisy: Callable) -> Callable:
    return lambda z, u: noisy(z, u).argmax(axis=-1)


def by_inverse(z: NDArray, u: NDArray) -> NDArray:
    return np.searchsorted(np.cumsum(softmax(z))[:-1], u[:, 0])


EXERCISE = Exercise(
    title="Choices under noise",
    reference=noisy_choices,
    probes=(
        Probe("two classes", (np.array([1.0, 0.0]), UNIFORM[2])),
        Probe("the photograph", (Z, UNIFORM[3])),
        Probe("the photograph, other numbers", (Z, UNIFORM[3][::-1])),
        Probe("equal scores", (np.zeros(4), UNIFORM[4])),
        Probe("negative scores", (np.array([-5.0, -6.0, -6.5, -4.0, -5.5]), UNIFORM[5])),
    ),
    mistakes=(
        Mistake(
            "no-noise",
            "The same class comes back every time, the one with the largest score. Each class "
            "of each row needs a noise of its own.",
            wrong=gives(
                choosing(lambda z, u: z + 0 * u),
                choosing(lambda z, u: z + gumbel(u[:, :1])),
            ),
        ),
        Mistake(
            "scores-unused",
            "Only the noise was compared, so every class is equally probable, whatever its score.",
            wrong=gives(choosing(lambda z, u: gumbel(u))),
        ),
        Mistake(
            "added-to-probabilities",
            "The noise was added to probabilities. It belongs to the scores, or to the "
            "logarithms of the probabilities.",
            wrong=gives(
                choosing(lambda z, u: softmax(z) + gumbel(u)),
                choosing(lambda z, u: softmax(z) + u),
            ),
        ),
        Mistake(
            "uniform-noise",
            "The uniform numbers themselves were added. Their noise never exceeds 1, so no "
            "class overtakes another from further behind.",
            wrong=gives(
                choosing(lambda z, u: z + u),
                choosing(lambda z, u: z + 2 * u - 1),
            ),
        ),
        Mistake(
            "one-logarithm",
            "One logarithm gives exponential noise. Gumbel noise needs the logarithm of that "
            "once more.",
            wrong=gives(
                choosing(lambda z, u: z - np.log(u)),
                choosing(lambda z, u: z + np.log(u)),
                choosing(lambda z, u: z - np.log(1 - u)),
                choosing(lambda z, u: z + np.log(1 - u)),
            ),
        ),
        Mistake(
            "normal-noise",
            "That is normal noise. The shares come near those of softmax, but only Gumbel noise "
            "gives them exactly.",
            wrong=gives(choosing(lambda z, u: z + quantile(u))),
        ),
        Mistake(
            "noise-multiplied",
            "The noise multiplies the scores or the probabilities. It is added to the scores, as "
            "it is, whatever the score.",
            wrong=gives(
                choosing(lambda z, u: z * gumbel(u)),
                choosing(lambda z, u: softmax(z) * gumbel(u)),
            ),
        ),
        Mistake(
            "base-2",
            "The outer logarithm has base 2, which makes the noise 1.44 times as large as "
            "natural logarithms do.",
            wrong=gives(choosing(lambda z, u: z + gumbel(u) / np.log(2))),
        ),
        Mistake(
            "sign-of-noise",
            "The noise has the wrong sign. Gumbel's distribution is not symmetric, so that "
            "makes a difference.",
            wrong=gives(choosing(lambda z, u: z - gumbel(u))),
        ),
        Mistake(
            "inner-sign-missing",
            "The logarithm of a number below 1 is negative, and has no logarithm itself: all "
            "sums are nan, and the first class is always taken.",
            wrong=gives(
                choosing(lambda z, u: z - np.log(np.log(u))),
                choosing(lambda z, u: z + np.log(np.log(u))),
            ),
        ),
        Mistake(
            "smallest-chosen",
            "The smallest sum was chosen, not the largest.",
            wrong=gives(
                lambda z, u: (z + gumbel(u)).argmin(axis=-1),
                lambda z, u: (z - gumbel(u)).argmin(axis=-1),
            ),
        ),
        Mistake(
            "value-not-position",
            "The largest sums themselves came back, not the classes at which they stand.",
            wrong=gives(lambda z, u: (z + gumbel(u)).max(axis=-1)),
        ),
        Mistake(
            "over-the-batch",
            "The maximum was taken down the columns, so the rows competed. One choice is made "
            "in each row.",
            wrong=gives(lambda z, u: (z + gumbel(u)).argmax(axis=0)),
            place=Place("softmax", "The wrong axis"),
        ),
        Mistake(
            "logistic-noise",
            "That is logistic noise, the difference of two Gumbel variables. It is right for "
            "one score against 0, not for one noise in each class.",
            wrong=gives(choosing(lambda z, u: z + np.log(u / (1 - u)))),
        ),
        Mistake(
            "inverse-distribution",
            "These are draws from softmax, by another method: from one uniform number in each "
            "row and summed probabilities. Noise in every class was asked for.",
            wrong=gives(
                by_inverse,
                lambda z, u: np.searchsorted(np.cumsum(softmax(z))[:-1], u[:, -1]),
            ),
        ),
        Mistake(
            "counted-from-1",
            "The classes were counted from 1. In code they are counted from 0.",
            wrong=gives(lambda z, u: (z + gumbel(u)).argmax(axis=-1) + 1),
        ),
    ),
    also=(
        Alternative(
            "From 1 − U comes Gumbel noise as well, only not the same.",
            choosing(lambda z, u: z + gumbel(1 - u)),
        ),
    ),
    hints=(
        "Draw 100000 rows of uniform numbers and count the classes for (3, 1, 0.2). Do the "
        "shares come near (0.836, 0.113, 0.051)?",
        "Gumbel noise is −log(−log U) with U uniform; the choice is the position of the largest "
        "zᵢ + gᵢ.",
        "Compute the noise for the whole array at once, add the scores to every row, and "
        "take the position of the largest along the last axis.",
    ),
    why="In a sentence: why need the probabilities never be computed, and what does that save?",
    reply="The largest of scores plus noise is at class k with just the probability of softmax, "
    "and a common constant does not move it. So no exponential, sum or division over the classes "
    "is needed.",
    place=NOISE,
)

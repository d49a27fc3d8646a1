"""Exercises and concept checks of chapter 5, Maximum entropy."""

import re
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from softmaxbook.exercises.reading import gives, in_words, is_near, numbers
from softmaxbook.exercises.record import (
    Alternative,
    Exercise,
    Mistake,
    NumberQuestion,
    Option,
    Place,
    Probe,
    Question,
    Symptom,
    Unreadable,
    add,
)
from softmaxbook.exercises.solutions import ch05 as solutions
from softmaxbook.exercises.wrong_softmax import row_sums

COUNTING = Place("maximum-entropy", "What least assuming means")
NOTHING = Place("maximum-entropy", "Nothing known, nothing preferred")
BY_HAND = Place("maximum-entropy", "One mean known, by hand")
HALF = Place("maximum-entropy", "The missing half")
BETA = Place("maximum-entropy", "β is set by the mean")
DIE = Place("maximum-entropy", "Jaynes' die")
SIGN = Place("maximum-entropy", "The sign of energy")
GIBBS = Place("maximum-entropy", "What the popular proof was reaching for")
GRADIENT = Place("maximum-entropy", "Why p − y")
NOISE = Place("maximum-entropy", "Noise: the Gumbel-max trick")

Z = np.array([3.0, 1.0, 0.2])  # cat, dog, bird


def softmax(z: NDArray) -> NDArray:
    e = np.exp(z - z.max())
    return e / e.sum()


# ---- By hand ------------------------------------------------------------------------------------

FEES = np.arange(3.0)


def is_geometric(v: NDArray) -> bool:
    return bool(v.min() > 0 and abs(v[0] * v[2] - v[1] ** 2) < 1e-3)


def has_sum_and_mean(v: NDArray) -> bool:
    return bool(abs(v.sum() - 1) < 2e-3 and abs(v @ FEES - 4 / 7) < 2e-3)


add(
    Exercise(
        id="maximum-entropy.by-hand",
        title="By hand",
        reference=solutions.shares_by_hand,
        prepare=lambda value: numbers(value, 3, "shares"),
        mistakes=(
            Mistake(
                "reversed",
                "These are the right three numbers the other way round. Their mean is 10/7; a mean "
                "below the middle fee needs the cheapest kind most often.",
                when=is_near(np.array([1, 2, 4]) / 7),
            ),
            Mistake(
                "beta-always-one",
                "That is softmax of the fees, or of the fees with a minus sign. Its mean is not "
                "4/7: the mean sets the multiplier.",
                when=lambda v: is_near(softmax(FEES))(v) or is_near(softmax(-FEES))(v),
                place=BETA,
            ),
            Mistake(
                "ignores-the-mean",
                "The uniform distribution answers the question without a mean. Its own mean is 1.",
                when=is_near(np.ones(3) / 3),
                place=NOTHING,
            ),
            Mistake(
                "linear-not-geometric",
                "The shares fall by equal steps. Largest entropy asks for equal factors: the "
                "middle one is the geometric mean of its neighbours.",
                when=is_near(1 / 3 - 3 / 14 * (FEES - 1)),
            ),
            Mistake(
                "an-outcome-excluded",
                "One kind gets nothing. The mean allows that and does not demand it; at share 0 "
                "the entropy rises infinitely steeply.",
                when=lambda v: has_sum_and_mean(v) and bool(v.min() < 1e-3),
            ),
            Mistake(
                "not-normalised",
                "The factors are right, but shares add up to 1.",
                when=lambda v: (
                    is_geometric(v)
                    and bool(abs(v.sum() - 1) > 2e-3)
                    and bool(abs(v[1] / v[0] - 0.5) < 1e-3)
                ),
            ),
            Mistake(
                "another-ratio",
                "A geometric sequence, but with another mean than 4/7. Put the ratio into the "
                "condition on the mean.",
                when=lambda v: is_geometric(v) and bool(abs(v.sum() - 1) < 2e-3),
            ),
            Mistake(
                "mean-right-entropy-not",
                "Sum and mean are right, so the answer is possible, but not the one with the "
                "largest entropy: the outer two do not multiply to the square of the middle.",
                when=has_sum_and_mean,
            ),
            Mistake(
                "mean-wrong",
                "These shares do not have the mean 4/7, or do not add up to 1.",
                when=lambda v: not has_sum_and_mean(v),
            ),
        ),
        hints=(
            "Which exchange of animals changes neither the number of visits nor the takings, and "
            "what must be true of the shares where it no longer raises the entropy?",
            "The shares are $C$, $Cx$, $Cx^2$, and the mean condition is "
            "$\\sum_k (k - m)\\, x^k = 0$ with $k = 0, 1, 2$.",
            "With $m = 4/7$, times 7: $-4 + 3x + 10x^2 = 0$. Take the positive root.",
        ),
        why="In a sentence: which β does this ratio stand for, and why is it negative?",
        place=BY_HAND,
        atol=6e-4,
    ),
    Exercise(
        id="maximum-entropy.multipliers",
        title="Three means",
        reference=solutions.multipliers,
        prepare=lambda value: numbers(value, 3, "multipliers"),
        mistakes=(
            Mistake(
                "beta-always-one",
                "β = 1 was taken for granted. It belongs to one mean only, the one that softmax "
                "of the fees has itself.",
                when=is_near([1, 1, 1]),
            ),
            Mistake(
                "sign-lost",
                "The size of the third is right, its sign is not: a mean below the plain mean of "
                "the fees makes the dear ones rare.",
                when=is_near([0, 1, 0.3272]),
            ),
            Mistake(
                "sign-flipped",
                "These multiply energies, not scores: here a higher fee with a positive β is more "
                "probable.",
                when=is_near([0, -1, 0.3272]),
                place=SIGN,
            ),
            Mistake(
                "temperature-for-beta",
                "These are temperatures, the reciprocals of the multipliers.",
                when=lambda v: is_near(1 / -0.32725, 6e-3)(v[2]),
                place=SIGN,
            ),
            Mistake(
                "uniform-is-one",
                "The first is not 1: all multipliers but 0 prefer some fee, and 1.4 is the mean "
                "that prefers none.",
                when=lambda v: bool(abs(v[0] - 1) < 6e-4),
            ),
            Mistake(
                "mean-as-beta",
                "The means themselves were given. They set the multipliers, through the condition "
                "that softmax of β times the fees has that mean.",
                when=is_near([1.4, 2.6314, 1.0]),
            ),
            Mistake(
                "one-newton-step",
                "The third is the first step of Newton's method, from 0. The mean does not grow in "
                "proportion to β, so more steps are due.",
                when=lambda v: is_near(-0.4 / np.var(Z))(v[2]),
            ),
            Mistake(
                "rounded-too-far",
                "All three are near, but rounded too far. Three decimals are asked for.",
                when=is_near([0, 1, -0.32725], 6e-3),
            ),
        ),
        hints=(
            "What is the mean fee if all three kinds are equally frequent, and what is it under "
            "softmax of the fees?",
            "The mean of the fees under softmax of β times the fees must be $m$; it rises with β, "
            "from 0.2 to 3.",
            "Two of the three need no computing: 0 and 1 are among the answers. For the mean 1, "
            "halve the interval from −1 to 0 until three decimals stand.",
        ),
        why="In a sentence: what would have to be known for softmax of z itself to be the answer?",
        place=BETA,
        atol=6e-4,
    ),
)


# ---- Largest entropy with a given mean ----------------------------------------------------------


def beta_of(z: NDArray, m: float, lowest: float = -60.0) -> float:
    low, high = lowest, 60.0
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if softmax(middle * z) @ z < m else (low, middle)
    return middle


def exactly(z: NDArray, m: float) -> NDArray:
    return softmax(beta_of(z, m) * z)


def linear(z: NDArray, m: float) -> NDArray:
    """Smallest sum of squares with that mean: shares linear in the scores."""
    return 1 / z.size + (m - z.mean()) * (z - z.mean()) / ((z - z.mean()) ** 2).sum()


def two_ends(z: NDArray, m: float) -> NDArray:
    p = np.zeros(z.size)
    p[z.argmax()] = (m - z.min()) / np.ptp(z)
    p[z.argmin()] = 1 - p[z.argmax()]
    return p


def neighbours(z: NDArray, m: float) -> NDArray:
    above = np.flatnonzero(z >= m)[z[z >= m].argmin()]
    below = np.flatnonzero(z < m)[z[z < m].argmax()]
    p = np.zeros(z.size)
    p[above] = (m - z[below]) / (z[above] - z[below])
    p[below] = 1 - p[above]
    return p


def mixture(start: Callable) -> Callable:
    """Of some distribution and the corner on the side of the mean."""

    def mixed(z: NDArray, m: float) -> NDArray:
        p = start(z)
        corner = np.eye(z.size)[z.argmax() if m > p @ z else z.argmin()]
        share = (m - p @ z) / (corner @ z - p @ z)
        return share * corner + (1 - share) * p

    return mixed


def one_step(z: NDArray, m: float) -> NDArray:
    return softmax((m - z.mean()) / z.var() * z)


def corner(z: NDArray, top: bool) -> NDArray:
    return np.eye(z.size)[z.argmax() if top else z.argmin()]


def bump(z: NDArray, m: float) -> NDArray:
    return softmax(-((z - m) ** 2) / 2)


GIVEN_MEAN = (
    Probe("two outcomes", (np.array([0.0, 1.0]), 0.25)),
    Probe("the cash book", (Z, 2.0)),
    Probe("below the plain mean", (Z, 1.0)),
    Probe("a die", (np.arange(1.0, 7.0), 4.5)),
    Probe("the plain mean", (np.array([1.0, 2.0, 4.5, 0.5]), 2.0)),
    Probe("scores of both signs", (np.array([-1.0, 0.5, 2.0, -2.5]), 0.75)),
)

add(
    Exercise(
        id="maximum-entropy.given-mean",
        title="A given mean",
        reference=solutions.largest_entropy,
        probes=GIVEN_MEAN,
        mistakes=(
            Mistake(
                "beta-always-one",
                "That is softmax of the scores, which has a mean of its own. The mean that is "
                "given does not occur in it.",
                wrong=gives(
                    lambda z, m: softmax(z),
                    lambda z, m: softmax(-z),
                ),
            ),
            Mistake(
                "ignores-the-mean",
                "That is the uniform distribution, the answer if nothing is known. Here a mean is.",
                wrong=gives(lambda z, m: np.ones(z.size) / z.size),
                place=NOTHING,
            ),
            Mistake(
                "sign-flipped",
                "The multiplier has the wrong sign: the shares lean away from the mean that was "
                "asked for.",
                wrong=gives(lambda z, m: softmax(-beta_of(z, m) * z)),
                place=SIGN,
            ),
            Mistake(
                "temperature-for-beta",
                "The scores were divided by the multiplier. It multiplies them; its reciprocal is "
                "the temperature.",
                wrong=gives(lambda z, m: softmax(z / beta_of(z, m))),
                place=SIGN,
            ),
            Mistake(
                "mean-as-beta",
                "The mean was used as multiplier, or as temperature. The multiplier is unknown; "
                "the mean is the condition that it has to meet.",
                wrong=gives(
                    lambda z, m: softmax(m * z),
                    lambda z, m: softmax(z / m),
                    lambda z, m: softmax(m / z.mean() * z),
                    lambda z, m: softmax((m - z.mean()) * z),
                ),
            ),
            Mistake(
                "linear-not-exponential",
                "The shares are linear in the scores. That makes the sum of squares smallest, not "
                "the entropy largest, and can fall below 0.",
                wrong=gives(
                    linear,
                    lambda z, m: z / z.sum(),
                    lambda z, m: (p := np.maximum(linear(z, m), 0)) / p.sum(),
                ),
                place=HALF,
            ),
            Mistake(
                "two-outcomes-only",
                "Only two outcomes have a share. The mean allows that, but most histories with "
                "that mean contain all the others too.",
                wrong=gives(two_ends, neighbours),
                place=COUNTING,
            ),
            Mistake(
                "mixture-with-a-corner",
                "A fixed distribution was mixed with one outcome until the mean was right. The "
                "mean is met, but the entropy is not the largest.",
                wrong=gives(mixture(lambda z: np.ones(z.size) / z.size), mixture(softmax)),
            ),
            Mistake(
                "one-newton-step",
                "That is one step of Newton's method from 0. The mean does not grow in proportion "
                "to the multiplier, so the step has to be repeated.",
                wrong=gives(one_step),
            ),
            Mistake(
                "positive-beta-only",
                "Means below the plain mean of the scores give the uniform distribution here: the "
                "search began at 0, and their multiplier is negative.",
                wrong=gives(
                    lambda z, m: softmax(beta_of(z, m, 0.0) * z),
                    lambda z, m: softmax(abs(beta_of(z, m)) * z),
                ),
            ),
            Mistake(
                "wrong-half-kept",
                "All of it is on one outcome. Perhaps the wrong half of the interval was kept, so "
                "that the search ran off to one end; a mean that is too low needs a larger β.",
                wrong=gives(
                    lambda z, m: corner(z, z.mean() > m),
                    lambda z, m: corner(z, z.mean() >= m),
                    lambda z, m: corner(z, True),
                ),
            ),
            Mistake(
                "not-normalised",
                "The multiplier is right, but the exponentials still have to be divided by their "
                "sum.",
                wrong=gives(
                    lambda z, m: np.exp(beta_of(z, m) * z),
                    lambda z, m: np.exp(beta_of(z, m) * (z - m)),
                    lambda z, m: np.exp((b := beta_of(z, m)) * z - (b * z).max()),
                ),
            ),
            Mistake(
                "returns-multiplier",
                "The multiplier came back. The distribution is asked for: softmax of the scores, "
                "each times that number.",
                wrong=gives(beta_of, lambda z, m: 1 / beta_of(z, m)),
            ),
            Mistake(
                "base-2",
                "Powers of 2 stand where powers of e belong, with the multiplier of e. Either base "
                "would do, had the multiplier been found with it.",
                wrong=gives(lambda z, m: softmax(np.log(2) * beta_of(z, m) * z)),
            ),
            Mistake(
                "bump-at-the-mean",
                "The shares are largest near the mean. An exponential of a score has no bump: it "
                "rises or falls all the way.",
                wrong=gives(
                    bump, lambda z, m: softmax(-((z - m) ** 2)), lambda z, m: softmax(-abs(z - m))
                ),
                place=DIE,
            ),
        ),
        symptoms=(
            Symptom(
                "rows-do-not-sum-to-1",
                "Shares add up to 1, whatever their mean.",
                row_sums,
            ),
        ),
        hints=(
            "Compute `p @ z` for what your function returns. Is it the mean that was given? And if "
            "it is, has another distribution with that mean more entropy?",
            "The answer is softmax of $\\beta z$, and its mean rises with β; so an interval that "
            "holds β can be halved.",
            "Start from −50 and 50. If the middle gives a mean below $m$, it is the new lower end, "
            "else the new upper end; a hundred halvings are plenty.",
        ),
        why="In a sentence: why is there exactly one multiplier for each mean, and for which "
        "means is there none?",
        place=BETA,
        atol=2e-5,
    ),
    Exercise(
        id="maximum-entropy.weight-of-entropy",
        title="The weight of the entropy",
        reference=solutions.weight_of_entropy,
        mistakes=(
            Mistake(
                "beta-for-temperature",
                "That is the multiplier. It multiplies the scores, and the weight of the entropy "
                "divides them.",
                when=is_near(0.41467),
            ),
            Mistake(
                "always-one",
                "With weight 1 the best is softmax of z, and its mean is 2.6314.",
                when=is_near(1.0),
            ),
            Mistake(
                "mean-as-weight",
                "The mean itself was given. It is the condition on the weight, not the weight.",
                when=is_near(2.0),
            ),
            Mistake(
                "ratio-of-means",
                "The mean of softmax(z) was divided by 2. The mean does not fall in proportion to "
                "the weight.",
                when=lambda v: is_near(2.63137 / 2)(v) or is_near(2 / 2.63137)(v),
            ),
            Mistake(
                "sign-flipped",
                "A negative weight would reward certainty. The mean 2 is above the plain mean 1.4, "
                "so the weight is positive.",
                when=lambda v: bool(v < 0),
                place=SIGN,
            ),
            Mistake(
                "rounded-too-far",
                "That is near, but rounded too far, or found with a rounded multiplier. Three "
                "decimals are asked for.",
                when=is_near(1 / 0.414672, 6e-3),
            ),
        ),
        hints=(
            "Which distribution makes mean score plus $T$ times entropy largest, written with $T$, "
            "and which has the largest entropy under the mean 2?",
            "The first is softmax of $z / T$, the second softmax of $\\beta z$ "
            "with the multiplier of that mean.",
            "They are the same if $T$ is the reciprocal of 0.4147.",
        ),
        why="In a sentence: which means cannot be reached with a positive weight?",
        place=GIBBS,
        atol=6e-4,
    ),
)


# ---- What a distribution falls short ------------------------------------------------------------


def lse(z: NDArray) -> float:
    return float(np.log(np.exp(z).sum()))


def xlogx(p: NDArray, eps: float = 0.0) -> NDArray:
    return np.where(p > 0, p * np.log(np.where(p > 0, p, 1) + eps), 0)


def H(p: NDArray) -> float:
    return float(-xlogx(p).sum())


def epsilons() -> tuple[Callable, ...]:
    return tuple(
        lambda p, z, eps=eps: lse(z) - p @ z + (p * np.log(p + eps)).sum()
        for eps in (1e-1, 1e-2, 1e-3, 1e-4, 1e-5)
    )


add(
    Exercise(
        id="maximum-entropy.shortfall",
        title="What is given away",
        reference=solutions.shortfall,
        probes=(
            Probe("two classes", (np.array([0.25, 0.75]), np.array([2.0, 0.0]))),
            Probe("the photograph", (np.array([0.5, 0.3, 0.2]), Z)),
            Probe("no birds", (np.array([0.5, 0.5, 0.0]), Z)),
            Probe("a corner", (np.array([0.0, 1.0, 0.0]), Z)),
            Probe("negative scores", (np.array([0.1, 0.2, 0.3, 0.4]), -np.arange(1.0, 5.0))),
            Probe("the maximiser", (softmax(Z), Z)),
        ),
        mistakes=(
            Mistake(
                "entropy-missing",
                "The entropy is missing: this compares log-sum-exp with the mean score alone.",
                wrong=gives(lambda p, z: lse(z) - p @ z),
            ),
            Mistake(
                "score-missing",
                "The mean score under p is missing: this compares log-sum-exp with the entropy "
                "alone.",
                wrong=gives(lambda p, z: lse(z) - H(p)),
            ),
            Mistake(
                "one-part-only",
                "That is one of the three parts: entropy, mean score or log-sum-exp. The shortfall "
                "takes the first two from the third.",
                wrong=gives(
                    lambda p, z: H(p),
                    lambda p, z: p @ z,
                    lambda p, z: lse(z),
                ),
            ),
            Mistake(
                "value-not-shortfall",
                "That is what p is worth. The shortfall is what is missing to the best value.",
                wrong=gives(lambda p, z: p @ z + H(p)),
            ),
            Mistake(
                "sign-flipped",
                "The best value was subtracted from that of p, so nothing comes out above 0.",
                wrong=gives(lambda p, z: p @ z + H(p) - lse(z)),
            ),
            Mistake(
                "sign-of-entropy",
                "The entropy has the wrong sign: the sum of p log p is minus the entropy.",
                wrong=gives(lambda p, z: lse(z) - p @ z + H(p)),
                place=COUNTING,
            ),
            Mistake(
                "max-for-logsumexp",
                "The largest score stands where log-sum-exp belongs. It is the best value without "
                "entropy, and spreading out can beat it.",
                wrong=gives(
                    lambda p, z: z.max() - p @ z - H(p),
                    lambda p, z: z.max() - p @ z,
                    lambda p, z: softmax(z) @ z - p @ z,
                ),
            ),
            Mistake(
                "log-missing",
                "The sum of the exponentials stands there without its logarithm.",
                wrong=gives(lambda p, z: np.exp(z).sum() - p @ z - H(p)),
            ),
            Mistake(
                "roles-swapped",
                "That is the divergence with the two distributions exchanged; it is infinite as "
                "soon as p excludes a class.",
                wrong=gives(
                    lambda p, z: (softmax(z) * (np.log(softmax(z)) - np.log(p))).sum(),
                ),
                place=NOTHING,
            ),
            Mistake(
                "zero-log-zero",
                "Where a share is 0 the result is nan: 0 times the logarithm of 0. By definition "
                "such a term is 0.",
                wrong=gives(
                    lambda p, z: lse(z) - p @ z + (p * np.log(p)).sum(),
                    lambda p, z: (p * np.log(p / softmax(z))).sum(),
                ),
                place=COUNTING,
            ),
            Mistake(
                "epsilon-inside-log",
                "A small number was added inside the logarithm. It avoids log 0 and changes the "
                "other terms as well.",
                wrong=epsilons(),
                place=COUNTING,
            ),
            Mistake(
                "base-2",
                "The logarithms, or some of them, have base 2. Scores are in nats.",
                wrong=gives(
                    lambda p, z: (lse(z) - p @ z - H(p)) / np.log(2),
                    lambda p, z: lse(z) - p @ z - H(p) / np.log(2),
                    lambda p, z: lse(z) / np.log(2) - p @ z - H(p) / np.log(2),
                ),
            ),
            Mistake(
                "difference-of-entropies",
                "The entropies of p and of softmax were compared. That would be the shortfall if "
                "both had the same mean score.",
                wrong=gives(
                    lambda p, z: H(softmax(z)) - H(p),
                    lambda p, z: H(p) - H(softmax(z)),
                ),
                place=HALF,
            ),
            Mistake(
                "distance-for-divergence",
                "That is a distance between p and softmax. The shortfall is their divergence, "
                "which is measured in nats.",
                wrong=gives(
                    lambda p, z: ((p - softmax(z)) ** 2).sum(),
                    lambda p, z: ((p - softmax(z)) ** 2).sum() / 2,
                    lambda p, z: np.sqrt(((p - softmax(z)) ** 2).sum()),
                    lambda p, z: abs(p - softmax(z)).sum(),
                    lambda p, z: abs(p - softmax(z)).sum() / 2,
                ),
                place=NOTHING,
            ),
        ),
        hints=(
            "What does your function return for softmax of the scores itself, and what for (0, 1, "
            "0) and the scores (3, 1, 0.2)? The second is a loss you have seen.",
            "$\\mathrm{LSE}(z) - \\langle p, z\\rangle - H(p)$, with $0 \\log 0 = 0$.",
            "Leave the entries that are 0 out of the sum for the entropy; they would contribute "
            "nothing.",
        ),
        why="In a sentence: which loss is this if p is one-hot?",
        place=GIBBS,
        atol=1e-6,
    ),
)


# ---- A proof with two gaps ----------------------------------------------------------------------


def five_flags(value: Any) -> NDArray:
    """The lines that are named, as a vector of 0 and 1."""
    if isinstance(value, (int, np.integer)) and not isinstance(value, bool):
        value = [value]
    try:
        lines = [int(v) for v in value]
    except (TypeError, ValueError):
        raise Unreadable("A list of line numbers is asked for.") from None
    if any(line not in range(1, 6) for line in lines):
        raise Unreadable("The lines are numbered from 1 to 5.")
    return np.isin(np.arange(1, 6), lines).astype(float)


add(
    Exercise(
        id="maximum-entropy.two-gaps",
        title="Find the gaps",
        reference=solutions.lines_that_do_not_follow,
        prepare=five_flags,
        text=lambda v: ", ".join(str(i + 1) for i in np.flatnonzero(v)) or "no line",
        mistakes=(
            Mistake(
                "problem-blamed",
                "Line 1 only states the problem. It can be stated, for every mean strictly between "
                "the lowest and the highest fee.",
                when=lambda v: bool(v[0]),
            ),
            Mistake(
                "derivative-blamed",
                "Line 2 is right: setting the derivatives to 0 gives just that, for some β.",
                when=lambda v: bool(v[1]),
                place=BY_HAND,
            ),
            Mistake(
                "normalisation-blamed",
                "Line 4 is right: the factor left open is fixed by the sum 1.",
                when=lambda v: bool(v[3]),
                place=BY_HAND,
            ),
            Mistake(
                "concavity-not-missed",
                "You found the step that drops the mean. An earlier line takes a stationary point "
                "for the maximum; on the sum of squares the same words would prove a minimum.",
                when=lambda v: bool(v[4] and not v[2]),
                place=HALF,
            ),
            Mistake(
                "beta-not-missed",
                "You found the missing concavity. A later line gives up something that line 1 "
                "demanded: try it with the mean 2.",
                when=lambda v: bool(v[2] and not v[4]),
                place=BETA,
            ),
        ),
        hints=(
            "Replace entropy by the sum of squares: which lines read the same, and which of them "
            "becomes false? Then take m = 2: which line's result has another mean?",
            "A stationary point is a maximum if the function is concave and the conditions are "
            "linear. And β is determined by $m$.",
            "One gap is about the word largest, the other about the last line.",
        ),
        why="In a sentence each: what closes the first gap, and for which m is the last line true?",
        place=HALF,
    ),
)


# ---- Gumbel noise -------------------------------------------------------------------------------

_rng = np.random.default_rng(20)
UNIFORM = {k: _rng.uniform(0.001, 0.999, size=(60, k)).round(6) for k in (2, 3, 4, 5)}


def gumbel(u: NDArray) -> NDArray:
    return -np.log(-np.log(u))


def choosing(noisy: Callable) -> Callable:
    return lambda z, u: noisy(z, u).argmax(axis=-1)


def by_inverse(z: NDArray, u: NDArray) -> NDArray:
    return np.searchsorted(np.cumsum(softmax(z))[:-1], u[:, 0])


add(
    Exercise(
        id="maximum-entropy.noisy-choices",
        title="Choices under noise",
        reference=solutions.noisy_choices,
        probes=(
            Probe("two classes", (np.array([1.0, 0.0]), UNIFORM[2])),
            Probe("the photograph", (Z, UNIFORM[3])),
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
                "Only the noise was compared, so every class is equally probable, whatever its "
                "score.",
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
                ),
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
                "classes-from-1",
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
            "Gumbel noise is $-\\log(-\\log U)$ with $U$ uniform; the choice is the position of "
            "the largest $z_i + g_i$.",
            "Compute the noise for the whole array at once, add the scores to every row, and "
            "take the position of the largest along the last axis.",
        ),
        why="In a sentence: why need the probabilities never be computed, and what does that save?",
        place=NOISE,
    ),
)


# ---- A judgement --------------------------------------------------------------------------------

SITUATIONS = tuple(solutions.answers_to_five())
WORDS = ("uniform", "softmax(z)", "softmax(betaz)", "none")


def five_words(value: Any) -> NDArray:
    if not isinstance(value, dict) or set(value) != set(SITUATIONS):
        raise Unreadable(f"A dict with the keys {', '.join(SITUATIONS)} is asked for.")
    given = []
    for key in SITUATIONS:
        plain = re.sub(r"[\s*·]", "", str(value[key]).lower()).replace("β", "beta")
        if plain not in WORDS:
            raise Unreadable(
                f"“{value[key]}” is none of: uniform, softmax(z), softmax(beta z), none."
            )
        given.append(WORDS.index(plain))
    return np.array(given)


add(
    Exercise(
        id="maximum-entropy.which-one",
        title="Which distribution?",
        reference=solutions.answers_to_five,
        prepare=five_words,
        text=in_words(*WORDS[:2], "softmax(beta z)", WORDS[3]),
        mistakes=(
            Mistake(
                "scores-without-knowledge",
                "If nothing is known about the scores, they cannot enter the answer.",
                when=lambda v: bool(v[0] != 0),
                place=NOTHING,
            ),
            Mistake(
                "beta-always-one",
                "Softmax of z has the mean 2.6314. For the mean 2 the multiplier is another, "
                "0.4147.",
                when=lambda v: bool(v[1] == 1),
            ),
            Mistake(
                "mean-ignored",
                "With the mean 2 known, the uniform distribution is out: its mean is 1.4.",
                when=lambda v: bool(v[1] == 0),
            ),
            Mistake(
                "feasible-mean-refused",
                "The means 2 and 2.6314 lie between the lowest and the highest fee, so there are "
                "distributions that have them.",
                when=lambda v: bool(v[1] == 3 or v[2] == 3),
            ),
            Mistake(
                "its-own-mean",
                "The mean 2.6314 is the one that softmax of z has itself, so the multiplier is 1.",
                when=lambda v: bool(v[2] != 1),
            ),
            Mistake(
                "impossible-mean",
                "No distribution over the fees 3, 1 and 0.2 has the mean 3.5.",
                when=lambda v: bool(v[3] != 3),
            ),
            Mistake(
                "bargain-has-no-multiplier",
                "The sum of mean score and entropy has no condition and no multiplier: softmax of "
                "z itself makes it largest.",
                when=lambda v: bool(v[4] != 1),
                place=GIBBS,
            ),
        ),
        hints=(
            "What is known in each case: nothing, a mean, or a price for giving up entropy? And "
            "which mean has softmax of z itself?",
            "A known mean gives softmax of $\\beta z$, with β = 1 for one mean only; a "
            "mean outside the fees gives nothing.",
            "2.6314 is the mean of (3, 1, 0.2) under (0.836, 0.113, 0.051).",
        ),
        why="In a sentence: which two of the five have the same answer, and why?",
        place=BETA,
    ),
)


# ---- Concept checks -----------------------------------------------------------------------------

add(
    Question(
        id="maximum-entropy.q1",
        asks="A network gives the scores (3, 1, 0.2), and nothing else is known or demanded. Which "
        "distribution over cat, dog and bird has the largest entropy?",
        options={
            "a": Option(
                "Softmax of the scores",
                "That takes the popular sentence at its word. The scores do not occur in the "
                "question, which asks for the largest entropy of all distributions.",
            ),
            "b": Option(
                "The one-hot vector at the cat",
                "That has the least entropy of all, 0: it leaves nothing open. Entropy is largest "
                "where most orders are possible.",
            ),
            "c": Option(
                "A third for each",
                "Without a condition that contains the scores they cannot matter, and of all "
                "distributions the even one can come about in the most orders.",
            ),
        },
        key="c",
        place=NOTHING,
    ),
    Question(
        id="maximum-entropy.q2",
        asks="Lagrange's conditions have one solution, with positive shares. What else is needed "
        "before it may be called the maximum?",
        options={
            "a": Option(
                "Nothing: where all derivatives are 0 there is a maximum",
                "That confuses a necessary condition with a sufficient one. For the sum of squares "
                "the same steps find a minimum.",
            ),
            "b": Option(
                "That the function is concave and the conditions are linear",
                "Then the function lies below its tangent plane at that point on everything that "
                "is allowed, so nothing else comes up to it.",
            ),
            "c": Option(
                "That the shares are checked to be below 1, too",
                "Positive shares with sum 1 are below 1 already. Being allowed makes a point a "
                "candidate; it does not make it the best.",
            ),
            "d": Option(
                "That a random search finds nothing better in some thousand tries",
                "That is evidence and no proof: a better point may be where nobody looked. "
                "Concavity speaks about all points at once.",
            ),
        },
        key="b",
        place=HALF,
    ),
    NumberQuestion(
        id="maximum-entropy.q3",
        asks="The popular proof ends with softmax of the scores, so with β = 1. For which mean of "
        "the scores (3, 1, 0.2) is that right? (To three decimals; chapter 2 computed it.)",
        key="(3 * exp(3) + exp(1) + 0.2 * exp(0.2)) / (exp(3) + exp(1) + exp(0.2))",
        says="It is the mean that softmax of the scores has itself; the mean rises with β, so no "
        "other mean has β = 1.",
        wrong={
            "(3 + 1 + 0.2) / 3": "The plain mean of the scores belongs to equal shares, and so to "
            "β = 0, not to β = 1.",
            "3": "The mean equals the largest score only if all the weight is on it. That would "
            "need an infinite β.",
            "log(exp(3) + exp(1) + exp(0.2))": "That is log-sum-exp, which is above the largest "
            "score; a mean never is.",
            "2": "That is the mean of the vet's cash book, and the halving above found β = 0.4147 "
            "for it.",
            "1": "That is the value of β. A mean was asked for: the one that goes with it.",
        },
        place=BETA,
    ),
    Question(
        id="maximum-entropy.q4",
        asks="A die has been thrown many times, and only the mean is known: 4.5. Which face is the "
        "most probable under the distribution of largest entropy?",
        options={
            "a": Option(
                "The six",
                "The shares are a geometric sequence in the face, so they rise or fall all the "
                "way; for a mean above 3.5 they rise.",
            ),
            "b": Option(
                "The four and the five, next to the mean, and equally so",
                "That expects a bump at the mean. A bump would need knowledge of the spread as "
                "well; the exponential of a face has none.",
            ),
            "c": Option(
                "All faces equally, since entropy wants them so",
                "Equal shares have the mean 3.5. The entropy is the largest that is possible with "
                "4.5, and that is less than log 6.",
            ),
            "d": Option(
                "It cannot be said, as many dice have this mean",
                "Many dice have it, and each is possible. The question is which description "
                "claims nothing beyond the mean, and only one does.",
            ),
        },
        key="a",
        place=DIE,
    ),
    Question(
        id="maximum-entropy.q5",
        asks="The same experiment with normal noise of the same variance: will a χ² test notice, "
        "in 200000 draws, that the shares are no longer those of softmax?",
        options={
            "a": Option(
                "No: with the same mean and variance, the choice is the same",
                "Mean and variance do not fix the winner: the tails of the noise decide how often "
                "a class far behind comes out on top.",
            ),
            "b": Option(
                "No: by the central limit theorem all noise is normal in the end",
                "Nothing is added up here but one noise and one score. Each draw compares three "
                "sums, and the shape of the noise stays.",
            ),
            "c": Option(
                "Only for equal scores",
                "For equal scores any noise of one kind gives equal shares, so just there nothing "
                "could be noticed.",
            ),
            "d": Option(
                "Yes",
                "The shares move by less than 0.01, but so many draws show a hundredth. Only "
                "Gumbel noise gives softmax.",
            ),
        },
        key="d",
        place=NOISE,
    ),
)

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from softmaxbook.exercises.catalogue.families.softmaxes import row_sums, softmax
from softmaxbook.exercises.catalogue.maximum_entropy import (
    BETA,
    COUNTING,
    DIE,
    GIBBS,
    HALF,
)
from softmaxbook.exercises.reading import gives
from softmaxbook.exercises.record import Exercise, Mistake, Probe, Symptom


def largest_entropy(z, m):
    """The distribution of largest entropy with mean m of the scores z."""

    def shares(beta):
        weights = np.exp(beta * z)  # at most e^500, which a float can hold
        return weights / weights.sum()

    low, high = -50.0, 50.0
    for _ in range(100):
        middle = (low + high) / 2
        if shares(middle) @ z < m:  # the mean rises with beta
            low = middle
        else:
            high = middle
    return shares(middle)


Z = np.array([3.0, 1.0, 0.2])  # cat, dog, bird


def beta_of(z: NDArray, m: float, lowest: float = -60.0, highest: float = 60.0) -> float:
    low, high = lowest, highest
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if softmax(middle * z) @ z < m else (low, middle)
    return middle


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


def newton(steps: int) -> Callable:
    def wrong(z: NDArray, m: float) -> NDArray:
        beta = 0.0
        for _ in range(steps):
            p = softmax(beta * z)
            beta += (m - p @ z) / (p @ (z - p @ z) ** 2)
        return softmax(beta * z)

    return wrong


def found_by(compared: Callable, bound: float) -> Callable:
    """The interval is halved as it should be, but another number is compared with the mean."""

    def wrong(z: NDArray, m: float) -> NDArray:
        low, high = -bound, bound
        for _ in range(100):
            beta = (low + high) / 2
            if compared(z, softmax(beta * z), beta) < m:
                low = beta
            else:
                high = beta
        return softmax(beta * z)

    return wrong


def mean_is_missed(args: tuple, p: NDArray) -> str | None:
    z, m = args
    if p.shape != z.shape or abs(p @ z - m) <= 1e-4:
        return None
    return f"your shares have the mean {p @ z:.6g}, where {m:.6g} was asked for."


def slope(x: NDArray, p: NDArray) -> float | None:
    """The β of softmax(βx), if p is that for any."""
    if p.shape != x.shape or not (p > 1e-200).all() or abs(p.sum() - 1) > 1e-6:
        return None
    steps, rises = np.diff(x), np.diff(np.log(p))
    if not steps.any():
        return None
    beta = float(steps @ rises / (steps @ steps))
    return beta if np.allclose(rises, beta * steps, rtol=1e-6, atol=1e-6) else None


def another_multiplier(args: tuple, p: NDArray) -> str | None:
    z, m = args
    beta = slope(z, p)
    if beta is None or abs(p @ z - m) <= 1e-4:
        return None
    given, right = told_apart(beta, beta_of(z, m))
    return (
        f"your shares are those of softmax(βz) with β = {given}, and have the mean {p @ z:.6g}; "
        f"the mean {m:.6g} has β = {right}."
    )


def told_apart(a: float, b: float) -> tuple[str, str]:
    """Both with as many digits, at least four, as it takes to see that they differ."""
    pairs = ((f"{a:.{n}g}", f"{b:.{n}g}") for n in range(4, 18))
    return next(pair for pair in pairs if pair[0] != pair[1])


def never_below_zero(args: tuple, p: NDArray) -> str | None:
    z, m = args
    beta = slope(z, p)
    if beta is None or beta < -1e-9 or m >= z.mean() or abs(p @ z - m) <= 1e-4:
        return None
    return (
        f"your shares are those of softmax(βz) with β = {max(beta, 0.0):.4g}, and have the mean "
        f"{p @ z:.6g}; the mean {m:.6g} is below the plain mean of the scores, {z.mean():.6g}."
    )


def at_an_end(args: tuple, p: NDArray) -> str | None:
    z, m = args
    beta = slope(z, p)
    if beta is None or abs(abs(beta) - 50) > 0.1 or abs(p @ z - m) <= 1e-4:
        return None
    return f"your shares are those of softmax(βz) with β = {beta:.4g}, an end of the interval."


def places_for_scores(args: tuple, p: NDArray) -> str | None:
    z, _ = args
    beta = slope(np.arange(z.size, dtype=float), p)
    if beta is None or slope(z, p) is not None or abs(beta) < 1e-9:
        return None
    return f"each of your shares is the one before it times the same factor, {np.exp(beta):.4g}."


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
    Probe("a die that hardly throws a six", (np.arange(1.0, 7.0), 1.2)),
    Probe("a die that throws sixes", (np.arange(1.0, 7.0), 5.9)),
    Probe("nearly the dearest", (Z, 2.9999)),
    Probe("ten cheap ones and a dear one", (np.array([0.0] * 10 + [1.0]), 0.9)),
    Probe("the widest scores", (np.array([-10.0, 10.0, 9.9]), 9.999)),
    Probe("close scores, β near 40", (np.array([0.0, 0.25, 0.1, 0.2]), 0.245)),
    Probe("close scores, β near −40", (np.array([5.0, 5.25, 5.1, 5.2]), 5.002)),
)


EXERCISE = Exercise(
    title="A given mean",
    reference=largest_entropy,
    probes=GIVEN_MEAN,
    mistakes=(
        Mistake(
            "beta-always-one",
            "That is softmax of the scores, which has a mean of its own. The mean that is given "
            "makes no difference: it is not used, or only shifts all scores alike, which softmax "
            "does not notice.",
            wrong=gives(
                lambda z, m: softmax(z),
                lambda z, m: softmax(-z),
            ),
        ),
        Mistake(
            "ignores-the-mean",
            "That is the uniform distribution, the answer if nothing is known. Here a mean is.",
            wrong=gives(lambda z, m: np.ones(z.size) / z.size),
            place=BETA,
        ),
        Mistake(
            "sign-flipped",
            "The multiplier has the wrong sign: the shares lean away from the mean that was "
            "asked for.",
            wrong=gives(lambda z, m: softmax(-beta_of(z, m) * z)),
            place=BETA,
        ),
        Mistake(
            "temperature-for-beta",
            "The scores were divided by the multiplier. It multiplies them; its reciprocal is "
            "the temperature.",
            wrong=gives(lambda z, m: softmax(z / beta_of(z, m))),
            place=GIBBS,
        ),
        Mistake(
            "mean-for-sum",
            "The mean of the scores under the shares is their sum, each score times its share. An "
            "average over the classes divides it by their number once more.",
            wrong=gives(
                *(
                    lambda z, m, b=b: softmax(beta_of(z, z.size * m, -b, b) * z)
                    for b in (20.0, 50.0, 60.0, 100.0)
                )
            ),
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
            wrong=gives(newton(1)),
        ),
        Mistake(
            "newton-unguarded",
            "Some steps of Newton's method from 0 do for a mean near the plain one. Farther away "
            "they overshoot, or are not enough; halving an interval cannot fail.",
            wrong=tuple(map(newton, (2, 3, 4, 5, 6, 8, 10, 20, 50, 100))),
        ),
        Mistake(
            "another-mean-compared",
            "The search compares another number with m than the mean of the scores under the "
            "shares: perhaps the scores were first multiplied by β, or shifted.",
            wrong=tuple(
                found_by(compared, bound)
                for bound in (50.0, 60.0, 100.0)
                for compared in (
                    lambda z, p, beta: beta * (p @ z),
                    lambda z, p, beta: beta * z.mean(),
                    lambda z, p, beta: p @ (z - z.mean()),
                )
            ),
        ),
        Mistake(
            "interval-too-narrow",
            "The search ended at a bound of its interval: here the multiplier lies beyond it. It "
            "may be as far from 0 as the exercise says.",
            wrong=tuple(
                lambda z, m, b=b: softmax(beta_of(z, m, -b, b) * z)
                for b in (1.0, 2.0, 3.0, 4.0, 5.0, 8.0, 10.0, 15.0, 20.0, 25.0, 30.0)
            ),
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
            "All or nearly all of it is on one outcome. Perhaps the search ran to the end of the "
            "interval: is the comparison the right way round? A mean that is too low needs a "
            "larger β.",
            wrong=gives(
                lambda z, m: corner(z, z.mean() > m),
                lambda z, m: corner(z, z.mean() >= m),
                lambda z, m: corner(z, True),
                *(
                    lambda z, m, b=b: softmax((b if z.mean() >= m else -b) * z)
                    for b in (50.0, 60.0, 100.0)
                ),
            ),
        ),
        Mistake(
            "not-normalised",
            "The multiplier is right, but the exponentials still have to be divided by their sum.",
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
        Symptom(
            "places-for-scores",
            "So it is where the scores are one apart, as on a die. Elsewhere the exponent has the "
            "scores themselves, not their places 0, 1, 2 and so on.",
            places_for_scores,
        ),
        Symptom(
            "ran-to-the-end",
            "Your search ran to the end of the interval: is the comparison the right way round? "
            "A mean that is too low needs a larger β.",
            at_an_end,
        ),
        Symptom(
            "positive-multiplier",
            "A mean below the plain one has a negative β. A search over positive β, or over "
            "temperatures T = 1/β, does not get there.",
            never_below_zero,
        ),
        Symptom(
            "another-multiplier",
            "The form is right, the multiplier is not: it was not found closely enough, as with "
            "too few halvings, or is that of something else.",
            another_multiplier,
        ),
        Symptom(
            "mean-missed",
            "Whatever else is right of the shares, the mean that is given has to be theirs.",
            mean_is_missed,
        ),
    ),
    hints=(
        "Compute `p @ z` for what your function returns. Is it the mean that was given? And if "
        "it is, has another distribution with that mean more entropy?",
        "The answer is softmax of βz, and its mean rises with β; so an interval that holds β can "
        "be halved.",
        "Start from −50 and 50. If the middle gives a mean below m, it is the new lower end, else "
        "the new upper end; a hundred halvings are plenty.",
    ),
    why="In a sentence: why is there exactly one multiplier for each mean, and for which "
    "means is there none?",
    reply="The mean rises with β, as its slope is the variance, and passes everything between the "
    "lowest and the highest score once. For these two, and beyond them, no β exists.",
    place=BETA,
    atol=2e-5,
)

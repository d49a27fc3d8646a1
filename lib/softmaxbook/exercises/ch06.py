"""Exercises and concept checks of chapter 6, Bayes and LDA."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from softmaxbook.exercises.reading import gives, is_near
from softmaxbook.exercises.record import (
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
from softmaxbook.exercises.solutions import ch06 as solutions
from softmaxbook.exercises.wrong_softmax import row_sums

STORY = Place("bayes-lda", "The generative story")
PARTS = Place("bayes-lda", "Evidence plus prior")
PICTURE = Place("bayes-lda", "See it")
SEVERAL = Place("bayes-lda", "Several measurements")
BY_HAND = Place("bayes-lda", "By hand")
BENDS = Place("bayes-lda", "Where the line bends")
FAMILIES = Place("bayes-lda", "Other families, linear again")
PRIORS = Place("bayes-lda", "Other priors")
EFRON = Place("bayes-lda", "What does the assumption buy?")
TWICE = Place("bayes-lda", "Evidence counted twice")


def softmax(z: NDArray, axis: int | None = -1) -> NDArray:
    e = np.exp(z - np.max(z))
    return e / e.sum(axis=axis, keepdims=True)


def without_keepdims(z: NDArray) -> NDArray:
    e = np.exp(z - np.max(z))
    return e / e.sum(axis=1)


# ---- Numbers ------------------------------------------------------------------------------------


def three_numbers(value: Any) -> NDArray:
    try:
        numbers = np.array([float(v) for v in value])
    except (TypeError, ValueError):
        raise Unreadable("Three numbers are asked for.") from None
    if numbers.shape != (3,):
        raise Unreadable(f"Three numbers are asked for, not {len(numbers)}.")
    return numbers


def entry(position: int, *numbers: float) -> Callable[[NDArray], bool]:
    """Whether one of three numbers is one of these."""
    return lambda v: any(abs(v[position] - n) <= 6e-4 * max(1, abs(n)) for n in numbers)


PRIOR = np.log(1 / 19)


def sigmoid(s: float) -> float:
    return float(1 / (1 + np.exp(-s)))


def spam_is(*numbers: float) -> Callable[[NDArray], bool]:
    return lambda v: any(abs(v - n) <= 2e-3 * max(1, n) for n in numbers)


add(
    Exercise(
        id="bayes-lda.flipper",
        title="A flipper",
        reference=solutions.flipper,
        prepare=three_numbers,
        mistakes=(
            Mistake(
                "half-forgotten",
                "The evidence is twice what it should be. The exponent of the normal density is "
                "the squared distance over twice the variance.",
                when=entry(0, 8, -8),
            ),
            Mistake(
                "deviation-not-squared",
                "The squared distances were divided by the standard deviation. The exponent has "
                "the variance, its square.",
                when=entry(0, 28, -28, 56),
            ),
            Mistake(
                "factor-not-log",
                "The first number is the Bayes factor itself. Its logarithm is asked for, in nats.",
                when=entry(0, np.exp(4), np.exp(-4)),
            ),
            Mistake(
                "base-10",
                "The first number is a logarithm to base 10. In nats the base is e.",
                when=entry(0, np.log10(np.e) * 4),
            ),
            Mistake(
                "other-species",
                "The signs are those of Adelie against Gentoo. Log-odds of one class against the "
                "other change sign when the two are exchanged.",
                when=entry(0, -4),
            ),
            Mistake(
                "prior-ignored",
                "The prior does not enter. The flipper speaks for Gentoo with 4 nats, but there "
                "are 19 Adelies for each Gentoo.",
                when=lambda v: entry(1, 4)(v) or entry(2, sigmoid(4))(v),
            ),
            Mistake(
                "prior-reversed",
                "The prior was counted for Gentoo. There are fewer of them, so it speaks against.",
                when=lambda v: entry(1, 4 - PRIOR)(v) or entry(2, sigmoid(4 - PRIOR))(v),
            ),
            Mistake(
                "prior-not-logged",
                "The prior was added without its logarithm. What multiplies odds adds to their "
                "logarithm.",
                when=lambda v: (
                    entry(1, 4.05, 3.95, 4 + 1 / 19, 3.1, 3.05, 4 - 19)(v)
                    or entry(2, sigmoid(4.05), sigmoid(4 + 1 / 19), sigmoid(3.1))(v)
                ),
            ),
            Mistake(
                "prior-for-odds",
                "The logarithm of the prior 1/20 was added. The prior odds are 1 to 19: one "
                "Gentoo for nineteen Adelies.",
                when=lambda v: (
                    entry(1, 4 + np.log(0.05))(v) or entry(2, sigmoid(4 + np.log(0.05)))(v)
                ),
            ),
            Mistake(
                "odds-for-probability",
                "The third number exceeds 1, so it is no probability. Odds of s to 1 are a "
                "probability of s in s + 1.",
                when=lambda v: bool(v[2] > 1),
            ),
            Mistake(
                "probability-of-the-other",
                "The third number is the probability of Adelie. The two add up to 1.",
                when=entry(2, sigmoid(-4 - PRIOR)),
            ),
            Mistake(
                "rounded-too-far",
                "All three are near, but rounded too far. Three decimals are asked for.",
                when=lambda v: bool(np.abs(v - [4, 4 + PRIOR, sigmoid(4 + PRIOR)]).max() < 6e-3),
            ),
        ),
        hints=(
            "How many standard deviations is 211 mm from each mean, and what would you say if "
            "both species were equally common?",
            "The log Bayes factor is half the difference of the squared distances, each in "
            "standard deviations. Add the log of the prior odds, and put the sum through the "
            "sigmoid.",
            "The distances are 3 and 1 standard deviations, and $(9 - 1)/2 = 4$.",
        ),
        why="In a sentence: which of your three numbers would change on another beach?",
        place=PARTS,
        atol=6e-4,
    ),
    Exercise(
        id="bayes-lda.boundary",
        title="Where to draw the line",
        reference=solutions.boundary,
        mistakes=(
            Mistake(
                "halfway",
                "Halfway between the means the evidence is 0, and the prior decides: it is on the "
                "line only if both classes are equally probable.",
                when=is_near(1.5),
            ),
            Mistake(
                "wrong-way",
                "The line was moved towards the more probable class, and takes away from it. A "
                "larger prior pushes the line outwards.",
                when=lambda v: any(
                    is_near(n)(v) for n in (1.5 - 0.75 * np.log(4), 1.5 - np.log(4))
                ),
            ),
            Mistake(
                "slope-forgotten",
                "The prior odds, in nats, were added to a length. Divide by the nats that each "
                "unit of the measurement is worth.",
                when=is_near(1.5 + np.log(4)),
            ),
            Mistake(
                "deviation-for-variance",
                "The slope is the distance of the means over the variance, not over the standard "
                "deviation.",
                when=is_near(1.5 + np.log(4) / 2),
            ),
            Mistake(
                "slope-multiplied",
                "The prior odds were multiplied by the slope. From nats to units one divides.",
                when=is_near(1.5 + np.log(4) * 4 / 3),
            ),
            Mistake(
                "weighted-mean",
                "The means were averaged with the priors, which is where all birds together have "
                "their mean. The line is where the posterior is one half.",
                when=lambda v: any(is_near(n)(v) for n in (0.6, 2.4)),
            ),
            Mistake(
                "odds-not-logged",
                "The prior odds, or the priors, entered without a logarithm.",
                when=lambda v: any(is_near(n)(v) for n in (4.5, 1.95, 2.1, 1.05, 5.5)),
            ),
            Mistake(
                "rounded-too-far",
                "That is near, but rounded too far. Three decimals are asked for.",
                when=is_near(1.5 + 0.75 * np.log(4), 6e-3),
            ),
        ),
        hints=(
            "What does the evidence say halfway between the means, and which class is ahead "
            "there, once the priors are added?",
            "On the line, evidence and prior cancel. The evidence for the second class is "
            "$(\\mu_2 - \\mu_1)/\\sigma^2$ nats for each unit beyond the middle.",
            "Each unit is worth $3/2.25 = 4/3$ nats, and $\\log 4$ nats have to be made up.",
        ),
        why="In a sentence: where does the line go as the first class becomes ever more common?",
        place=PICTURE,
        atol=6e-4,
    ),
    Exercise(
        id="bayes-lda.spam",
        title="Find the mistake",
        reference=solutions.spam_bayes_factor,
        mistakes=(
            Mistake(
                "posterior-odds",
                "That repeats the mistake. $e^3$ are the posterior odds, and nine messages of ten "
                "were spam before a word was read.",
                when=spam_is(np.exp(3), 20),
            ),
            Mistake(
                "prior-reversed",
                "The prior odds were multiplied in once more. To see the evidence alone they have "
                "to be taken out.",
                when=spam_is(np.exp(3) * 9),
            ),
            Mistake(
                "log-left",
                "That is the log Bayes factor, in nats. How many times as probable is its "
                "exponential.",
                when=spam_is(3 - np.log(9)),
            ),
            Mistake(
                "prior-for-odds",
                "A probability stands where the odds belong. Nine of ten is 9 to 1.",
                when=spam_is(np.exp(3) * 0.9, np.exp(3) / 0.9, np.exp(3) * 0.1, np.exp(3) / 0.1),
            ),
            Mistake(
                "prior-not-logged",
                "The prior odds were subtracted from the logits as they are. What divides odds is "
                "subtracted as a logarithm.",
                when=spam_is(np.exp(3 - 0.9), np.exp(3 - 0.8), np.exp(3 - 9), 3 - 0.9),
            ),
            Mistake(
                "probability",
                "That is a probability. A Bayes factor compares two densities of the same data, "
                "and need not lie below 1.",
                when=spam_is(sigmoid(3), sigmoid(3 - np.log(9))),
            ),
            Mistake(
                "upside-down",
                "That is the factor for a wanted message against spam, the inverse.",
                when=spam_is(9 * np.exp(-3)),
            ),
            Mistake(
                "rounded-too-far",
                "That is near, but rounded too far. Two decimals are asked for.",
                when=is_near(np.exp(3) / 9, 6e-2),
            ),
        ),
        hints=(
            "A message without a single word would also get a logit difference. Which one, if "
            "nine of ten are spam?",
            "Posterior odds = Bayes factor × prior odds; in logarithms, the difference of the "
            "logits is their sum.",
            "The prior odds are 9 to 1, the posterior odds $e^3$ to 1.",
        ),
        why="In a sentence: of which training set would the speaker be right?",
        place=PARTS,
        atol=6e-3,
    ),
    Exercise(
        id="bayes-lda.how-many",
        title="How many examples",
        reference=solutions.examples_needed,
        mistakes=(
            Mistake(
                "multiplied-by-efficiency",
                "That is fewer than LDA needs. With an efficiency below 1 softmax regression needs "
                "more, not fewer.",
                when=lambda v: bool(abs(v - 500 * 0.641) < 2),
            ),
            Mistake(
                "same-number",
                "That is what LDA had. The assumption, if it is true, is worth data, and softmax "
                "regression does not use it.",
                when=is_near(500),
            ),
            Mistake(
                "loss-added",
                "The missing share, 0.359, was added on top. But the missing share of the larger "
                "number is what is lost.",
                when=lambda v: bool(abs(v - 500 * 1.359) < 2),
            ),
            Mistake(
                "other-distance",
                "That belongs to another distance of the means. At 3 standard deviations the "
                "efficiency is 0.641.",
                when=lambda v: any(abs(v - 500 / e) < 2 for e in (0.899, 0.786, 0.486, 0.343)),
            ),
            Mistake(
                "rounded-too-far",
                "That is rounded too far. The efficiency is known to three digits: give the number "
                "to the nearest ten.",
                when=lambda v: bool(v in (750, 770, 790, 800)),
            ),
            Mistake(
                "extra-examples",
                "That is how many more are needed. Asked for is how many there must be.",
                when=lambda v: bool(abs(v - (500 / 0.641 - 500)) < 2),
            ),
            Mistake(
                "squared",
                "The efficiency was squared, or its root taken. The excess falls like 1 over the "
                "number of examples, so numbers compare as the efficiency does.",
                when=lambda v: any(abs(v - 500 / 0.641**k) < 2 for k in (2, 0.5)),
            ),
        ),
        hints=(
            "Which of the two methods needs more data, if the classes are normal with one "
            "covariance?",
            "For many examples the excess of both is a constant over $n$, and the efficiency is "
            "the ratio of these constants, LDA over softmax regression.",
            "Solve $n \\cdot 0.641 = 500$.",
        ),
        why="In a sentence: in which case would you choose softmax regression all the same?",
        place=EFRON,
        atol=5.5,
    ),
)


# ---- Posterior of normal classes ----------------------------------------------------------------

MEANS = np.array([[0.0, 0.0], [2.0, 0.0], [0.0, 2.0]])
LEANING = np.array([[1.0, 0.5], [0.5, 1.0]])
CENTRES = np.array([[1.0, -0.5, 0.25], [-1.0, 0.75, 2.0]])
THREE = np.array([[2.0, 0.5, 0.25], [0.5, 1.0, -0.25], [0.25, -0.25, 0.5]])

Weights = tuple[NDArray, NDArray]


def evidence(means: NDArray, inverse: NDArray) -> Weights:
    """Weights, and the part of the biases that comes from the means."""
    W = means @ inverse
    return W, -0.5 * np.sum(W * means, axis=1)


def ending_in(change: Callable[[NDArray], NDArray]) -> Callable:
    """The right logits, and then something else than softmax."""

    def wrong(X: NDArray, means: NDArray, covariance: NDArray, priors: NDArray) -> NDArray:
        W, b = evidence(means, np.linalg.inv(covariance))
        return change(X @ W.T + b + np.log(priors))

    return wrong


def with_inverse(of: Callable[[NDArray], NDArray]) -> Callable:
    """Softmax, but with another matrix than the inverse of the covariance."""

    def wrong(X: NDArray, means: NDArray, covariance: NDArray, priors: NDArray) -> NDArray:
        W, b = evidence(means, of(covariance))
        return softmax(X @ W.T + b + np.log(priors))

    return wrong


def with_bias(of: Callable[[NDArray, NDArray], NDArray]) -> Callable:
    """Softmax, but with another bias, made of the right one's part and the priors."""

    def wrong(X: NDArray, means: NDArray, covariance: NDArray, priors: NDArray) -> NDArray:
        W, b = evidence(means, np.linalg.inv(covariance))
        return softmax(X @ W.T + of(b, priors))

    return wrong


def without_any_half(X: NDArray, means: NDArray, covariance: NDArray, priors: NDArray) -> NDArray:
    W, b = evidence(means, np.linalg.inv(covariance))
    return softmax(2 * (X @ W.T + b) + np.log(priors))


def inverse_in_weights_only(
    X: NDArray, means: NDArray, covariance: NDArray, priors: NDArray
) -> NDArray:
    W, b = means @ np.linalg.inv(covariance), -0.5 * np.sum(means**2, axis=1)
    return softmax(X @ W.T + b + np.log(priors))


def joint(X: NDArray, means: NDArray, covariance: NDArray, priors: NDArray) -> NDArray:
    d = X[:, np.newaxis] - means
    quadratic = np.einsum("nki,ij,nkj->nk", d, np.linalg.inv(covariance), d)
    scale = np.sqrt(np.linalg.det(2 * np.pi * covariance))
    return priors * np.exp(-quadratic / 2) / scale


def joint_without_constant(
    X: NDArray, means: NDArray, covariance: NDArray, priors: NDArray
) -> NDArray:
    return joint(X, means, covariance, priors) * np.sqrt(np.linalg.det(2 * np.pi * covariance))


def shares_of_densities(
    X: NDArray, means: NDArray, covariance: NDArray, priors: NDArray
) -> NDArray:
    return shares(joint(X, means, covariance, priors))


def densities_over_batch(
    X: NDArray, means: NDArray, covariance: NDArray, priors: NDArray
) -> NDArray:
    d = X[:, np.newaxis] - means
    quadratic = np.einsum("nki,ij,nkj->nk", d, np.linalg.inv(covariance), d)
    return softmax(np.log(priors) - quadratic / 2, 0)


def softmax_of_densities(
    X: NDArray, means: NDArray, covariance: NDArray, priors: NDArray
) -> NDArray:
    return softmax(joint(X, means, covariance, priors))


def shown(change: Callable[[tuple, NDArray], str | None]) -> Symptom:
    return Symptom(
        "rows-do-not-sum-to-1",
        "Each row holds the probabilities of all classes for one example.",
        change,
    )


add(
    Exercise(
        id="bayes-lda.posterior",
        title="Posterior of normal classes",
        reference=solutions.posterior,
        probes=(
            Probe(
                "the example", (np.array([[1.0, 1.0]]), MEANS, LEANING, np.array([0.5, 0.3, 0.2]))
            ),
            Probe(
                "one measurement",
                (
                    np.array([[0.5], [2.0]]),
                    np.array([[0.0], [2.0]]),
                    np.array([[4.0]]),
                    np.array([0.9, 0.1]),
                ),
            ),
            Probe(
                "several points",
                (
                    np.array([[0.5, 0.25], [2.0, -1.0], [-1.0, 1.5], [1.0, 2.0]]),
                    MEANS + np.array([0.5, -1.0]),
                    np.array([[2.0, -0.75], [-0.75, 1.0]]),
                    np.array([0.25, 0.25, 0.5]),
                ),
            ),
            Probe(
                "three measurements",
                (
                    np.array([[0.5, 0.0, 1.0], [1.5, -1.0, 0.0], [-0.5, 0.5, 0.5]]),
                    CENTRES,
                    THREE,
                    np.array([0.3, 0.7]),
                ),
            ),
            Probe(
                "as many points as classes",
                (
                    np.array([[0.5, 1.0], [1.0, 0.0], [0.0, 0.5]]),
                    MEANS,
                    LEANING,
                    np.array([0.2, 0.2, 0.6]),
                ),
            ),
            # Far from both means, where the densities are 0, and not far from the line.
            Probe(
                "far away", (np.array([[20.0, 39.0]]), MEANS[:2], LEANING, np.array([0.25, 0.75]))
            ),
        ),
        mistakes=(
            Mistake(
                "prior-forgotten",
                "The priors do not enter. The bias of a class ends with the logarithm of its "
                "prior; without it all classes count as equally common.",
                wrong=gives(with_bias(lambda b, priors: b)),
                place=PARTS,
            ),
            Mistake(
                "prior-not-logged",
                "The priors were added as they are. Logits are logarithms, so it is the logarithm "
                "of a prior that adds.",
                wrong=gives(with_bias(lambda b, priors: b + priors)),
                place=PARTS,
            ),
            Mistake(
                "prior-sign",
                "The logarithm of the prior was subtracted, which favours rare classes.",
                wrong=gives(with_bias(lambda b, priors: b - np.log(priors))),
                place=PARTS,
            ),
            Mistake(
                "prior-twice",
                "The priors were counted twice: in the bias, and once more afterwards.",
                wrong=gives(with_bias(lambda b, priors: b + 2 * np.log(priors))),
                place=PARTS,
            ),
            Mistake(
                "mean-term-forgotten",
                "The bias is the logarithm of the prior alone. From the square of the distance "
                "the term of the means with themselves is left as well.",
                wrong=gives(with_bias(lambda b, priors: np.log(priors))),
            ),
            Mistake(
                "no-bias",
                "The biases are missing altogether: neither the means' own term nor the priors "
                "are there, and a point at the origin would get equal shares.",
                wrong=gives(with_bias(lambda b, priors: 0 * b)),
            ),
            Mistake(
                "half-forgotten",
                "A factor of one half is missing: in the term of the means, or in the whole "
                "exponent of the density.",
                wrong=gives(with_bias(lambda b, priors: 2 * b + np.log(priors)), without_any_half),
            ),
            Mistake(
                "mean-term-sign",
                "The term of the means was added. It comes from minus a square, and makes far "
                "means less probable, not more.",
                wrong=gives(with_bias(lambda b, priors: np.log(priors) - b)),
            ),
            Mistake(
                "covariance-not-inverted",
                "The covariance stands where its inverse belongs. A direction in which the "
                "classes vary widely would then count most.",
                wrong=gives(with_inverse(lambda S: S)),
            ),
            Mistake(
                "covariance-ignored",
                "The covariance was left out, in part or altogether, as if all measurements were "
                "independent with variance 1.",
                wrong=gives(with_inverse(lambda S: np.eye(len(S))), inverse_in_weights_only),
            ),
            Mistake(
                "correlations-ignored",
                "Only the variances were used. The classes lean, and the inverse of the whole "
                "matrix is not the matrix of inverse variances.",
                wrong=gives(with_inverse(lambda S: np.diag(1 / np.diag(S)))),
            ),
            Mistake(
                "elementwise-inverse",
                "Each entry of the covariance was inverted. The inverse of a matrix is another "
                "matrix: their product is the identity.",
                wrong=gives(with_inverse(lambda S: 1 / S)),
            ),
            Mistake(
                "normalises-over-batch",
                "The columns sum to 1: examples compete with each other, where the classes should.",
                wrong=gives(ending_in(lambda z: softmax(z, 0)), densities_over_batch),
                place=Place("softmax", "The wrong axis"),
            ),
            Mistake(
                "no-keepdims",
                "The sums lost their axis, so column j was divided by the sum of row j. That runs "
                "only if there are as many examples as classes, and is wrong then.",
                wrong=gives(ending_in(without_keepdims)),
                place=Place("softmax", "The wrong axis"),
            ),
            Mistake(
                "not-normalised",
                "These are products of prior and density, not yet divided by their sum.",
                wrong=gives(joint, joint_without_constant, ending_in(np.exp)),
                place=STORY,
            ),
            Mistake(
                "returns-logits",
                "These are logits, or logarithms of the probabilities. The posterior is the "
                "softmax of them.",
                wrong=gives(ending_in(lambda z: z), ending_in(lambda z: np.log(softmax(z)))),
            ),
            Mistake(
                "softmax-of-densities",
                "Softmax was applied to densities. It expects their logarithms; densities only "
                "have to be divided by their sum.",
                wrong=gives(softmax_of_densities, ending_in(lambda z: softmax(softmax(z)))),
                place=PARTS,
            ),
            Mistake(
                "densities-underflow",
                "Far from all means every density is too small for a float, and 0 is divided by "
                "0. In logarithms what all classes share cancels before anything is exponentiated.",
                wrong=gives(shares_of_densities),
            ),
        ),
        symptoms=(shown(row_sums),),
        hints=(
            "At $x = (1, 1)$ the three classes of the chapter have (0.7914, 0.1252, 0.0834). "
            "What do you get, and what if you make the priors equal?",
            "$z_k = w_k^\\top x + b_k$ with $w_k = \\Sigma^{-1}\\mu_k$ and $b_k = -\\tfrac12 "
            "\\mu_k^\\top \\Sigma^{-1}\\mu_k + \\log\\pi_k$.",
            "With the rows of `W` for the $w_k$, every $\\mu_k^\\top\\Sigma^{-1}\\mu_k$ is the sum "
            "along a row of `W * means`.",
        ),
        why="In a sentence: what would have to be added if each class had its own covariance?",
        place=SEVERAL,
    )
)


# ---- New priors ---------------------------------------------------------------------------------

UNIFORM = np.full(3, 1 / 3)
PHOTO = np.array([[0.836, 0.113, 0.051]])
ROWS = np.array([[0.5, 0.3, 0.2], [0.1, 0.6, 0.3], [0.25, 0.25, 0.5], [0.7, 0.1, 0.2]])
PAIRS = np.array([[0.55, 0.45], [0.9, 0.1], [0.2, 0.8], [0.5, 0.5], [0.75, 0.25]])


def shares(q: NDArray, axis: int | None = 1) -> NDArray:
    return q / q.sum(axis=axis, keepdims=True)


add(
    Exercise(
        id="bayes-lda.new-priors",
        title="Another mix",
        reference=solutions.with_priors,
        probes=(
            Probe("from equal priors", (PHOTO, UNIFORM, np.array([0.1, 0.1, 0.8]))),
            Probe("two classes", (PAIRS, np.array([0.9, 0.1]), np.array([0.2, 0.8]))),
            Probe("three classes", (ROWS, np.array([0.5, 0.3, 0.2]), np.array([0.2, 0.2, 0.6]))),
            Probe("to equal priors", (ROWS[:3], np.array([0.6, 0.25, 0.15]), UNIFORM)),
        ),
        mistakes=(
            Mistake(
                "not-renormalised",
                "The ratio is right, but the rows no longer sum to 1. Divide each by its sum.",
                wrong=gives(lambda p, old, new: p * new / old),
            ),
            Mistake(
                "old-priors-kept",
                "The new priors were multiplied in, and the old ones are still there. Both mixes "
                "now count.",
                wrong=gives(lambda p, old, new: shares(p * new), lambda p, old, new: p * new),
            ),
            Mistake(
                "new-priors-forgotten",
                "The old priors were taken out, but no others put in: that is the posterior for "
                "equal priors.",
                wrong=gives(lambda p, old, new: shares(p / old), lambda p, old, new: p / old),
            ),
            Mistake(
                "upside-down",
                "The ratio of the priors is upside down: classes that became more common lose.",
                wrong=gives(
                    lambda p, old, new: shares(p * old / new), lambda p, old, new: p * old / new
                ),
            ),
            Mistake(
                "priors-added",
                "Something of the priors was added to probabilities. On probabilities the repair "
                "multiplies; it adds on their logarithms.",
                wrong=gives(
                    lambda p, old, new: p + new - old,
                    lambda p, old, new: shares(p + new),
                    lambda p, old, new: shares(p + new / old),
                    lambda p, old, new: p + np.log(new / old),
                    lambda p, old, new: shares(p + np.log(new / old)),
                ),
            ),
            Mistake(
                "prior-not-logged",
                "To the logits the priors were added without a logarithm.",
                wrong=gives(
                    lambda p, old, new: softmax(np.log(p) + new / old),
                    lambda p, old, new: softmax(np.log(p) + new - old),
                    lambda p, old, new: softmax(np.log(p) + new),
                ),
            ),
            Mistake(
                "logits-multiplied",
                "The logits were multiplied by the priors. Logits are logarithms: to them the "
                "logarithm of the ratio is added.",
                wrong=gives(
                    lambda p, old, new: softmax(np.log(p) * new / old),
                    lambda p, old, new: softmax(np.log(p) * new),
                ),
            ),
            Mistake(
                "probabilities-as-logits",
                "Softmax was applied to probabilities. Take their logarithms first, or leave "
                "softmax out and divide by the sum.",
                wrong=gives(
                    lambda p, old, new: softmax(p + np.log(new / old)),
                    lambda p, old, new: softmax(p * new / old),
                    lambda p, old, new: softmax(shares(p * new / old)),
                ),
            ),
            Mistake(
                "normalises-over-batch",
                "The columns sum to 1: examples compete with each other, where the classes should.",
                wrong=gives(lambda p, old, new: shares(p * new / old, 0)),
                place=Place("softmax", "The wrong axis"),
            ),
            Mistake(
                "global-sum",
                "The sum runs over the whole array, so all examples share one unit of probability.",
                wrong=gives(lambda p, old, new: shares(p * new / old, None)),
                place=Place("softmax", "The wrong axis"),
            ),
            Mistake(
                "no-keepdims",
                "The sums lost their axis, so column j was divided by the sum of row j. That runs "
                "only if there are as many examples as classes, and is wrong then.",
                wrong=gives(lambda p, old, new: p * new / old / (p * new / old).sum(axis=1)),
                place=Place("softmax", "The wrong axis"),
            ),
            Mistake(
                "nothing-changed",
                "These are the posteriors that came in; the change of the mix has left no trace.",
                wrong=gives(lambda p, old, new: p),
            ),
            Mistake(
                "evidence-forgotten",
                "These are priors, whatever was seen. The evidence in p must survive.",
                wrong=gives(
                    lambda p, old, new: new + 0 * p, lambda p, old, new: shares(new / old + 0 * p)
                ),
            ),
            Mistake(
                "returns-logits",
                "These are logits of the answer. Softmax turns them into probabilities.",
                wrong=gives(lambda p, old, new: np.log(p) + np.log(new / old)),
            ),
            Mistake(
                "applied-twice",
                "The ratio of the priors was applied twice. Each prior is replaced once.",
                wrong=gives(lambda p, old, new: shares(p * (new / old) ** 2)),
            ),
        ),
        symptoms=(shown(row_sums),),
        hints=(
            "What should come out if `new` equals `old`, and what if a row of `p` equals `old`, "
            "so that nothing was learned from $x$?",
            "A posterior is proportional to prior times density. The density stays, so each "
            "probability is multiplied by $\\pi'_k / \\pi_k$, and the row is normalised again.",
            "`p * new / old` is right but for its row sums.",
        ),
        why="In a sentence: what must be the same in both places for this to be right?",
        place=PRIORS,
    )
)


# ---- Naive Bayes --------------------------------------------------------------------------------

ANIMALS = np.array([[0.9, 0.8, 0.1], [0.9, 0.3, 0.1], [0.1, 0.1, 0.8]])
COINS = np.array([[0.75, 0.5, 0.25, 0.6], [0.4, 0.125, 0.25, 0.9]])


def clues(change: Callable[[NDArray, NDArray, NDArray], NDArray]) -> Callable:
    """Softmax of other logits."""
    return lambda x, theta, priors: softmax(change(x, theta, priors))


def of_each_clue(x: NDArray, theta: NDArray) -> NDArray:
    """Its probability in every class, shape (n, K, d)."""
    return np.where(x[:, np.newaxis].astype(bool), theta, 1 - theta)


def likelihood(x: NDArray, theta: NDArray) -> NDArray:
    return np.prod(of_each_clue(x, theta), axis=2)


def log_likelihood(x: NDArray, theta: NDArray) -> NDArray:
    return np.log(of_each_clue(x, theta)).sum(axis=2)


def right_logits(x: NDArray, theta: NDArray, priors: NDArray) -> NDArray:
    return log_likelihood(x, theta) + np.log(priors)


RARE = np.full((2, 120), 2.0**-10)  # all of them together are rarer than any float can say
RARE[:, -1] = 0.5, 0.25


add(
    Exercise(
        id="bayes-lda.absent-clues",
        title="Clues, present and absent",
        reference=solutions.naive_bayes,
        probes=(
            Probe("the animal", (np.array([[1, 1, 0]]), ANIMALS, np.array([0.5, 0.3, 0.2]))),
            Probe(
                "no clue at all",
                (np.array([[0, 0, 0], [1, 1, 1]]), ANIMALS, np.array([0.2, 0.2, 0.6])),
            ),
            Probe(
                "two classes",
                (
                    np.array([[1, 0, 0, 1], [0, 1, 0, 0], [1, 1, 1, 0]]),
                    COINS,
                    np.array([0.25, 0.75]),
                ),
            ),
            Probe(
                "as many animals as classes",
                (np.array([[1, 0, 0], [0, 1, 0], [1, 1, 1]]), ANIMALS, np.array([0.3, 0.3, 0.4])),
            ),
            Probe(
                "all pairs",
                (
                    np.array([[0, 0], [0, 1], [1, 0], [1, 1]]),
                    np.array([[0.2, 0.7], [0.6, 0.4], [0.5, 0.9]]),
                    np.array([0.6, 0.3, 0.1]),
                ),
            ),
            Probe(
                "many rare clues",
                (np.repeat([[1, 1], [1, 0], [1, 1]], [119, 1], axis=1), RARE, np.array([0.4, 0.6])),
            ),
        ),
        mistakes=(
            Mistake(
                "absent-clues-ignored",
                "Only clues that are present count. A clue that is absent has a probability too, "
                "1 minus that of its presence.",
                wrong=gives(clues(lambda x, t, q: x @ np.log(t).T + np.log(q))),
            ),
            Mistake(
                "bias-forgotten",
                "The bias lacks the logarithms of no: an example without any clue must still tell "
                "the classes apart.",
                wrong=gives(
                    clues(lambda x, t, q: x @ np.log(t / (1 - t)).T + np.log(q)),
                    clues(lambda x, t, q: x @ np.log(t / (1 - t)).T),
                ),
            ),
            Mistake(
                "log-probability-as-weight",
                "The bias already counts every clue as absent. For a present one the weight has "
                "to take that back: log of yes minus log of no.",
                wrong=gives(
                    clues(lambda x, t, q: x @ np.log(t).T + np.log(1 - t).sum(axis=1) + np.log(q))
                ),
            ),
            Mistake(
                "prior-forgotten",
                "The priors do not enter: all classes count as equally common.",
                wrong=gives(clues(lambda x, t, q: log_likelihood(x, t))),
                place=PARTS,
            ),
            Mistake(
                "prior-not-logged",
                "The priors were added as they are. To logits their logarithms are added.",
                wrong=gives(clues(lambda x, t, q: log_likelihood(x, t) + q)),
                place=PARTS,
            ),
            Mistake(
                "prior-for-every-clue",
                "The prior was counted once for every clue. It is what is known before the first "
                "clue, and counts once.",
                wrong=gives(
                    clues(lambda x, t, q: log_likelihood(x, t) + x.shape[1] * np.log(q)),
                ),
                place=PARTS,
            ),
            Mistake(
                "yes-and-no-swapped",
                "Present and absent are exchanged: a 1 is answered with the probability of no.",
                wrong=gives(clues(lambda x, t, q: log_likelihood(1 - x, t) + np.log(q))),
            ),
            Mistake(
                "probabilities-added",
                "Probabilities of clues were added, or averaged. Independent clues multiply; it "
                "is their logarithms that add.",
                wrong=gives(
                    clues(lambda x, t, q: x @ t.T + np.log(q)),
                    lambda x, t, q: shares((x @ t.T + (1 - x) @ (1 - t).T) * q),
                    clues(lambda x, t, q: x @ t.T + (1 - x) @ (1 - t).T + np.log(q)),
                ),
            ),
            Mistake(
                "logs-averaged",
                "The logarithms were averaged over the clues, not added. Every further clue is "
                "further evidence.",
                wrong=gives(
                    clues(lambda x, t, q: log_likelihood(x, t) / x.shape[1] + np.log(q)),
                    clues(lambda x, t, q: right_logits(x, t, q) / x.shape[1]),
                ),
            ),
            Mistake(
                "normalises-over-batch",
                "The columns sum to 1: examples compete with each other, where the classes should.",
                wrong=gives(lambda x, t, q: softmax(right_logits(x, t, q), 0)),
                place=Place("softmax", "The wrong axis"),
            ),
            Mistake(
                "no-keepdims",
                "The sums lost their axis, so column j was divided by the sum of row j. That runs "
                "only if there are as many examples as classes, and is wrong then.",
                wrong=gives(lambda x, t, q: without_keepdims(right_logits(x, t, q))),
                place=Place("softmax", "The wrong axis"),
            ),
            Mistake(
                "not-normalised",
                "These are products of prior and likelihood, not yet divided by their sum.",
                wrong=gives(lambda x, t, q: likelihood(x, t) * q, lambda x, t, q: likelihood(x, t)),
                place=STORY,
            ),
            Mistake(
                "returns-logits",
                "These are logits, or log-probabilities. The posterior is the softmax of them.",
                wrong=gives(right_logits, lambda x, t, q: np.log(softmax(right_logits(x, t, q)))),
            ),
            Mistake(
                "softmax-of-probabilities",
                "Softmax was applied to probabilities, not to their logarithms, which flattens "
                "them.",
                wrong=gives(
                    clues(lambda x, t, q: likelihood(x, t) * q),
                    clues(lambda x, t, q: softmax(right_logits(x, t, q))),
                ),
                place=PARTS,
            ),
            Mistake(
                "product-first",
                "With many clues every product of their probabilities is too small for a float, "
                "and 0 is divided by 0. Keep logarithms as long as you can, as in chapter 4.",
                wrong=gives(lambda x, t, q: shares(likelihood(x, t) * q)),
            ),
        ),
        symptoms=(shown(row_sums),),
        hints=(
            "What does your function say of an animal without fur, without pointed ears, and "
            "without a song? Which class should that favour?",
            "Clue $j$ adds $x_j \\log\\theta_{kj} + (1 - x_j)\\log(1 - \\theta_{kj})$ to the logit "
            "of class $k$, and the prior adds $\\log\\pi_k$.",
            "As a linear layer the weights are `np.log(theta / (1 - theta))`; what is left when "
            "all clues are 0 goes into the bias.",
        ),
        why="In a sentence: what does naive Bayes do with a clue that is entered twice?",
        place=FAMILIES,
    )
)


# ---- A judgement, in words ----------------------------------------------------------------------

CASES = tuple(solutions.linear_or_curved())
WORDS = ("linear", "curved")


def six_words(value: Any) -> NDArray:
    if not isinstance(value, dict) or set(value) != set(CASES):
        raise Unreadable(f"A dict with the keys {', '.join(CASES)} is asked for.")
    given = [str(value[case]).strip().lower() for case in CASES]
    for word in given:
        if word not in WORDS:
            raise Unreadable(f"“{word}” is neither linear nor curved.")
    return np.array([WORDS.index(word) for word in given])


def case_is(name: str, word: str) -> Callable[[NDArray], bool]:
    position = CASES.index(name)
    return lambda v: bool(v[position] == WORDS.index(word))


add(
    Exercise(
        id="bayes-lda.linear-or-curved",
        title="Linear or curved",
        reference=solutions.linear_or_curved,
        prepare=six_words,
        text=lambda v: ", ".join(WORDS[int(i)] for i in v),
        mistakes=(
            Mistake(
                "always-linear",
                "You call all of them linear. Softmax can always be written; that its logits are "
                "linear is an assumption about the classes.",
                when=lambda v: bool((v == 0).all()),
            ),
            Mistake(
                "only-normal",
                "You call only normal classes linear. Normal is enough but not needed: what "
                "counts is whether the curved part of the log densities is common.",
                when=lambda v: bool(v[0] == 0 and (v[2:5] == 1).all()),
            ),
            Mistake(
                "one-mean-two-widths",
                "With one mean and two widths the squares do not cancel: the varied class wins on "
                "both sides.",
                when=case_is("one mean, two widths", "linear"),
                place=BENDS,
            ),
            Mistake(
                "mixture-taken-for-normal",
                "A class with two peaks is a sum of two densities, and the logarithm of a sum is "
                "no polynomial. Near each peak another line holds.",
                when=case_is("two peaks", "linear"),
            ),
            Mistake(
                "one-covariance",
                "With one covariance the square is the same for both classes and cancels.",
                when=case_is("one covariance", "curved"),
                place=SEVERAL,
            ),
            Mistake(
                "family-overlooked",
                "Write down the log density of the class that you call curved. What is curved in "
                "it does not depend on the class.",
                when=lambda v: bool((v[2:5] == 1).any()),
            ),
        ),
        hints=(
            "Take the logarithm of each density. Which terms depend on the class and on $x$ at "
            "the same time?",
            "The difference of the log densities of the two classes must be linear in $x$; terms "
            "that both have in common cancel.",
            "Poisson: $x\\log\\lambda - \\lambda - \\log x!$. Exponential: $\\log\\lambda - "
            "\\lambda x$. Compare two values of $\\lambda$.",
        ),
        why="In a sentence: which features would make the widths linear as well?",
        place=FAMILIES,
    )
)


# ---- Concept checks -----------------------------------------------------------------------------

add(
    Question(
        id="bayes-lda.q1",
        asks="For every length of the bill, the figure will show three things in nats: what the "
        "bill says, what the beach says, and their sum. Which of them change on the beach "
        "with equal numbers?",
        options={
            "a": Option(
                "All three, because other birds live there",
                "The birds of each species are the same on both beaches, so a bill of a given "
                "length says the same. Only the mix differs.",
            ),
            "b": Option(
                "What the beach says, and with it the sum",
                "The prior becomes 0 and the sum becomes the evidence. The evidence compares two "
                "densities and does not know how many birds there are.",
            ),
            "c": Option(
                "What the bill says, and so the sum",
                "The evidence is the ratio of two densities, each for one species alone; how many "
                "birds of it live here does not enter.",
            ),
        },
        key="b",
        place=PICTURE,
    ),
    NumberQuestion(
        id="bayes-lda.q2",
        asks="By how much does the logit of the first class exceed that of the second, at "
        "$x = (1, 1)$? (To four decimals.)",
        key="4 / 3 + log(0.5 / 0.3)",
        says="It is the evidence, 4/3 nats, plus the log of the prior odds, 0.5 to 0.3.",
        wrong={
            "4 / 3": "That is the log Bayes factor, the evidence alone. The priors 0.5 and 0.3 "
            "are in the logits too.",
            "4 / 3 - log(0.5 / 0.3)": "The prior has the wrong sign: the first class is the more "
            "common one, so its logit gains.",
            "4 / 3 + 0.2": "The priors were subtracted as they are. In the biases stand their "
            "logarithms.",
            "-4 / 3 - log(0.5 / 0.3)": "That is the second logit minus the first. The first "
            "class is the favoured one, so its logit is the larger.",
            "log(0.5 / 0.3)": "That is the prior alone; the measurements favour the first class "
            "as well.",
        },
        place=BY_HAND,
        atol=6e-5,
    ),
    Question(
        id="bayes-lda.q3",
        asks="Where is a bird more likely to be from the steady colony than from the varied one?",
        options={
            "a": Option(
                "Nowhere in particular: the means are equal, so lengths say nothing",
                "Equal means leave the widths to tell them apart. Very long and very short bills "
                "are rare in the steady colony.",
            ),
            "b": Option(
                "On one side of a boundary",
                "That is how it would be with one covariance. Here nothing distinguishes left "
                "from right, so there cannot be one boundary.",
            ),
            "c": Option(
                "Between two boundaries",
                "Near the common mean the narrow density is the higher one, and far away, on both "
                "sides, the wide one is.",
            ),
        },
        key="c",
        place=BENDS,
    ),
    Question(
        id="bayes-lda.q4",
        asks="Suppose LDA's story is true, with two classes whose means are 3 standard deviations "
        "apart. Which method needs more examples to come equally near to the best rule?",
        options={
            "a": Option(
                "Softmax regression, by about half as many again",
                "It learns mostly from labels in doubt, so it needs 1.56 times the examples. "
                "The assumption is worth more than a third of the data.",
            ),
            "b": Option(
                "LDA, since it has means and a covariance to estimate, many more numbers",
                "Counting numbers misleads here. They are estimated from the features of all "
                "examples, doubtful or not, and the weights gain by it.",
            ),
            "c": Option(
                "Neither, as they fit the same function of x",
                "The function is the same, the information is not: one method uses how the "
                "features are distributed, the other does not.",
            ),
        },
        key="a",
        place=EFRON,
    ),
    NumberQuestion(
        id="bayes-lda.q5",
        asks="Before the clue, both classes are equally probable. Which probability does naive "
        "Bayes give to the favoured class when the clue stands in the table twice? (To four "
        "decimals.)",
        key="16 / 17",
        says="It multiplies by 4 twice. The true posterior is 4 to 1, which is 0.8, because a "
        "copy adds nothing.",
        wrong={
            "4 / 5": "That is the true posterior. Naive Bayes does not know that the second "
            "column repeats the first.",
            "8 / 9": "The Bayes factors were added. Independent evidence, as naive Bayes takes it "
            "to be, multiplies.",
            "16.0": "Those are the odds, 16 to 1. The probability is 16 in 17.",
        },
        place=TWICE,
        atol=6e-5,
    ),
)

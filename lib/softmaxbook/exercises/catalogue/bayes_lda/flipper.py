from statistics import NormalDist

import numpy as np

from softmaxbook.exercises.catalogue.bayes_lda import PARTS
from softmaxbook.exercises.catalogue.families.softmaxes import sigmoid
from softmaxbook.exercises.reading import Numbers, Part
from softmaxbook.exercises.record import Exercise, Mistake
from softmaxbook.exercises.when import either, entry


def flipper():
    """Evidence for Gentoo against Adelie, posterior log-odds, and probability of Gentoo."""
    evidence = ((211 - 190) ** 2 - (211 - 218) ** 2) / (2 * 7**2)  # 441/98 - 49/98
    log_odds = evidence + np.log(1 / 19)
    return evidence, log_odds, 1 / (1 + np.exp(-log_odds))


PRIOR = np.log(1 / 19)
TENS = np.log10(1 / 19)
ODDS = np.exp(4) / 19


EXERCISE = Exercise(
    title="A flipper",
    reference=flipper,
    form=Numbers(
        (
            Part("the log Bayes factor", key="log_bayes_factor_of_gentoo"),
            Part("the log-odds", key="log_odds_of_gentoo"),
            Part("the probability", key="probability_of_gentoo"),
        )
    ),
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
            "distance-not-squared",
            "The distances from the means entered as they are. In the exponent of the normal "
            "density they are squared.",
            when=entry(0, 2, 1, -2, -1, 14 / 98),
        ),
        Mistake(
            "factor-not-log",
            "The first number is the Bayes factor itself. Its logarithm is asked for, in nats.",
            when=entry(0, np.exp(4), np.exp(-4)),
        ),
        Mistake(
            "other-species",
            "The first number has the sign of Adelie against Gentoo. A log Bayes factor of one "
            "class against the other changes sign when the two are exchanged.",
            when=entry(0, -4),
        ),
        Mistake(
            "prior-alone",
            "These log-odds are those of the shares alone: the flipper does not enter them.",
            when=entry(1, PRIOR),
        ),
        Mistake(
            "prior-ignored",
            "The prior does not enter. The flipper speaks for Gentoo with 4 nats, but there "
            "are 19 Adelies for each Gentoo.",
            when=either(entry(1, 4), entry(2, sigmoid(4))),
        ),
        Mistake(
            "prior-reversed",
            "The prior was counted for Gentoo. There are fewer of them, so it speaks against.",
            when=either(entry(1, 4 - PRIOR), entry(2, sigmoid(4 - PRIOR))),
        ),
        Mistake(
            "prior-not-logged",
            "The prior was added without its logarithm. What multiplies odds adds to their "
            "logarithm.",
            when=either(
                entry(1, 4.05, 3.95, 4 + 1 / 19, 3.1, 3.05, 4 - 19),
                entry(2, sigmoid(4.05), sigmoid(4 + 1 / 19), sigmoid(3.1)),
            ),
        ),
        Mistake(
            "prior-for-odds",
            "The logarithm of the prior 1/20 was added. The prior odds are 1 to 19: one "
            "Gentoo for nineteen Adelies.",
            when=either(entry(1, 4 + np.log(0.05)), entry(2, sigmoid(4 + np.log(0.05)))),
        ),
        Mistake(
            "base-10",
            "A logarithm has base 10, the evidence or that of the prior odds. Both are in nats, so "
            "both logarithms have base e.",
            when=either(
                entry(0, 4 * np.log10(np.e)),
                entry(1, 4 + TENS, 4 * np.log10(np.e) + TENS, 4 * np.log10(np.e) + PRIOR),
                entry(2, sigmoid(4 + TENS), sigmoid(-4 - TENS)),
            ),
        ),
        Mistake(
            "log-odds-for-odds",
            "The third number is s/(1 + s), but s is not odds: nats entered, where e to the power "
            "of them belongs.",
            when=entry(2, (4 + PRIOR) / (5 + PRIOR), 4 / 5, 4 / 23),
        ),
        Mistake(
            "odds-to-probability",
            "The odds are right, but the third number makes something else of them. Odds of s to 1 "
            "are a probability of s in s + 1.",
            when=entry(2, ODDS / (1 - ODDS), 1 / ODDS, ODDS / 20, ODDS / 19),
        ),
        Mistake(
            "normal-for-sigmoid",
            "The log-odds went through the distribution function of the normal distribution. They "
            "are logarithms of odds, so the sigmoid turns them into a probability.",
            when=entry(2, NormalDist().cdf(4 + PRIOR)),
        ),
        Mistake(
            "odds-for-probability",
            "The third number exceeds 1, so it is no probability. Odds of s to 1 are a "
            "probability of s in s + 1.",
            when=lambda v: bool(v[2] > 1),
        ),
        Mistake(
            "probability-of-the-other",
            "The third number is the probability of Adelie, as the sigmoid gives it when the sign "
            "of the log-odds is lost. The two add up to 1.",
            when=entry(2, sigmoid(-4 - PRIOR)),
        ),
        Mistake(
            "one-density-only",
            "That is the exponent of one density alone. A Bayes factor compares both: the "
            "difference of their exponents.",
            when=entry(0, 4.5, 0.5, -0.5, -4.5),
        ),
    ),
    hints=(
        "How many standard deviations is 211 mm from each mean, and what would you say if "
        "both species were equally common?",
        "The log Bayes factor is half the difference of the squared distances, each in "
        "standard deviations. Add the log of the prior odds, and put the sum through the "
        "sigmoid.",
        "The distances are 3 and 1 standard deviations, and (9 − 1)/2 = 4.",
    ),
    why="In a sentence: which of your three numbers would change on another beach?",
    reply="The second and the third, through the prior odds. The log Bayes factor compares the two "
    "densities at 211 mm, and knows nothing of how many birds there are.",
    place=PARTS,
)

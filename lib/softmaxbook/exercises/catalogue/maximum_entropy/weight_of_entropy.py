import numpy as np

from softmaxbook.exercises.catalogue.maximum_entropy import BETA, GIBBS
from softmaxbook.exercises.reading import Numbers, Part
from softmaxbook.exercises.record import Exercise, Mistake
from softmaxbook.exercises.when import is_near


def weight_of_entropy():
    """softmax(z / T) has the mean 1.8 if 1 / T is the multiplier of that mean."""
    z, m = np.array([3.0, 1.0, 0.2]), 1.8
    low, high = 0.0, 50.0
    for _ in range(100):
        beta = (low + high) / 2
        weights = np.exp(beta * (z - m))
        if (weights * (z - m)).sum() < 0:
            low = beta
        else:
            high = beta
    return 1 / beta


BETA_THERE = 0.275795  # of the mean 1.8
SHARES = np.exp(BETA_THERE * np.array([3.0, 1.0, 0.2]))
SHARES /= SHARES.sum()
ENTROPY = -(SHARES * np.log(SHARES)).sum()


EXERCISE = Exercise(
    title="The weight of the entropy",
    reference=weight_of_entropy,
    form=Numbers((Part("the weight"),), logarithms=False),
    mistakes=(
        Mistake(
            "beta-for-temperature",
            "That is the multiplier. It multiplies the scores, and the weight of the entropy "
            "divides them.",
            when=is_near(BETA_THERE),
        ),
        Mistake(
            "always-one",
            "With weight 1 the best is softmax of z, and its mean is 2.6314.",
            when=is_near(1.0),
        ),
        Mistake(
            "mean-as-weight",
            "That is a mean of the fees. It is the condition on the weight, not the weight.",
            when=is_near(1.8, 2.63137, 1.4),
        ),
        Mistake(
            "ratio-of-means",
            "That is the ratio of 1.8 and the mean of softmax(z). The mean does not fall in "
            "proportion to the weight.",
            when=is_near(2.63137 / 1.8, 1.8 / 2.63137),
        ),
        Mistake(
            "another-mean",
            "That is the weight for the mean 2 of the cash book. Here the mean is 1.8, which has a "
            "multiplier of its own.",
            when=is_near(1 / 0.414672),
        ),
        Mistake(
            "multiplier-of-another-mean",
            "That is the multiplier for the mean 2 of the cash book. Here the mean is 1.8, and the "
            "weight is asked for, which divides the scores.",
            when=is_near(0.414672),
        ),
        Mistake(
            "entropy-for-weight",
            "That is the entropy of the best distribution, in nats. Asked for is what each nat of "
            "it is worth.",
            when=is_near(ENTROPY),
        ),
        Mistake(
            "exponential-of-multiplier",
            "That is e to the power of the multiplier: the ratio of two shares whose scores differ "
            "by 1. The weight is the reciprocal of the multiplier.",
            when=is_near(np.exp(BETA_THERE), np.exp(1 / BETA_THERE)),
        ),
        Mistake(
            "sign-flipped",
            "A negative weight would reward certainty. The mean 1.8 is above the plain mean 1.4, "
            "so the weight is positive.",
            when=lambda v: bool(v < 0),
            place=BETA,
        ),
        Mistake(
            "entropy-in-bits",
            "That is the weight of an entropy that is measured in bits. Here it is in nats, with "
            "the natural logarithm.",
            when=is_near(np.log(2) / BETA_THERE),
        ),
        Mistake(
            "inverse-of-mean",
            "That is 1 divided by the mean. The weight is 1 divided by the multiplier that "
            "belongs to the mean.",
            when=is_near(1 / 1.8, 1 / 2.63137, 1 / 1.4),
        ),
    ),
    hints=(
        "Which distribution makes mean score plus T times entropy largest, written with T, and "
        "which has the largest entropy under the mean 1.8?",
        "The first is softmax of z / T, the second softmax of βz with the multiplier of that mean.",
        "They are the same if T is the reciprocal of that multiplier, 0.2758.",
    ),
    why="In a sentence: which means cannot be reached with a positive weight?",
    reply="1.4 and whatever is below it: T > 0 is β = 1/T > 0, and its mean lies above the plain "
    "mean. 3 and more are out of reach for every weight.",
    place=GIBBS,
)

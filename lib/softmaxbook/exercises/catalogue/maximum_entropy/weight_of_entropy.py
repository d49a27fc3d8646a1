import numpy as np

from softmaxbook.exercises.catalogue.maximum_entropy import BETA, GIBBS
from softmaxbook.exercises.reading import Numbers, Part
from softmaxbook.exercises.record import Exercise, Mistake
from softmaxbook.exercises.when import is_near


def weight_of_entropy():
    """softmax(z / T) has the mean 2 if 1 / T is the multiplier of that mean."""
    z, m = np.array([3.0, 1.0, 0.2]), 2.0
    low, high = 0.0, 50.0
    for _ in range(100):
        beta = (low + high) / 2
        weights = np.exp(beta * (z - m))
        if (weights * (z - m)).sum() < 0:
            low = beta
        else:
            high = beta
    return 1 / beta


SHARES = np.exp(0.41467 * np.array([3.0, 1.0, 0.2]))
SHARES /= SHARES.sum()
ENTROPY = -(SHARES * np.log(SHARES)).sum()


EXERCISE = Exercise(
    title="The weight of the entropy",
    reference=weight_of_entropy,
    form=Numbers((Part("the weight", or_else=(1 / 0.4147,)),)),  # β in four decimals
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
            "That is a mean of the fees. It is the condition on the weight, not the weight.",
            when=is_near(2.0, 2.63137, 1.4),
        ),
        Mistake(
            "ratio-of-means",
            "That is the ratio of 2 and the mean of softmax(z). The mean does not fall in "
            "proportion to the weight.",
            when=is_near(2.63137 / 2, 2 / 2.63137),
        ),
        Mistake(
            "another-mean",
            "That belongs to the mean 1, of which the multiplier is −0.3272: it is the reciprocal, "
            "with or without the sign. Here the mean is 2.",
            when=is_near(1 / 0.32725, -1 / 0.32725),
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
            when=is_near(np.exp(0.41467), np.exp(1 / 0.41467)),
        ),
        Mistake(
            "sign-flipped",
            "A negative weight would reward certainty. The mean 2 is above the plain mean 1.4, "
            "so the weight is positive.",
            when=lambda v: bool(v < 0),
            place=BETA,
        ),
        Mistake(
            "inverse-of-mean",
            "That is 1 divided by the mean. The weight is 1 divided by the multiplier that "
            "belongs to the mean.",
            when=is_near(0.5),
        ),
    ),
    hints=(
        "Which distribution makes mean score plus T times entropy largest, written with T, and "
        "which has the largest entropy under the mean 2?",
        "The first is softmax of z / T, the second softmax of βz with the multiplier of that mean.",
        "They are the same if T is the reciprocal of 0.41467.",
    ),
    why="In a sentence: which means cannot be reached with a positive weight?",
    reply="1.4 and whatever is below it: T > 0 is β = 1/T > 0, and its mean lies above the plain "
    "mean. 3 and more are out of reach for every weight.",
    place=GIBBS,
)

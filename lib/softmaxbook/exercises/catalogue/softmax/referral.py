import numpy as np

from softmaxbook.exercises.catalogue.softmax import COSTS
from softmaxbook.exercises.reading import Numbers, Part
from softmaxbook.exercises.record import Exercise, Mistake
from softmaxbook.exercises.when import is_near


def declining_pays_below():
    """Declining has to beat the cheaper of the two actions."""
    p = np.array([0.93, 0.07])
    cost = np.array([[0, 20], [1, 0]])  # rows: send home, look again
    return (cost @ p).min()


EXERCISE = Exercise(
    title="When declining pays",
    reference=declining_pays_below,
    form=Numbers((Part("the cost", digits=None),), logarithms=False),
    mistakes=(
        Mistake(
            "dearer-action",
            "At that price it beats sending home only. The second look is cheaper still, and "
            "has to be beaten too.",
            when=is_near(1.4),
        ),
        Mistake(
            "rule-for-equal-costs",
            "That is 1 minus the largest probability, the rule for errors that all cost the "
            "same. Here they do not.",
            when=is_near(0.07),
        ),
        Mistake(
            "difference-of-costs",
            "That is the difference between the two actions. Declining is compared with "
            "each of them, not with their difference.",
            when=is_near(0.47),
        ),
        Mistake(
            "sum-of-costs",
            "The average costs of both actions were added. Only one of the two is taken, and "
            "declining has to beat each of them.",
            when=is_near(2.33),
        ),
        Mistake(
            "mean-of-costs",
            "That is the mean of both average costs. Declining has to beat the cheaper action, "
            "which costs less than that.",
            when=is_near(1.165),
        ),
        Mistake(
            "cost-of-the-other-class",
            "The probability of healthy was multiplied by 20, the cost of a missed illness. That "
            "cost arises with the probability of ill.",
            when=is_near(18.6),
        ),
        Mistake(
            "cost-without-probability",
            "That is a cost as it stands in the table, not yet multiplied by the probability that "
            "it arises.",
            when=is_near(1, 20),
        ),
        Mistake(
            "difference-of-probabilities",
            "One probability was taken from the other. A cost comes from costs, each times its "
            "probability.",
            when=is_near(0.86),
        ),
        Mistake(
            "price-of-the-chapter",
            "That is what declining costs in an example of the chapter. Here the price below which "
            "it pays is asked for.",
            when=is_near(0.5, 0.3),
        ),
        Mistake(
            "threshold-repeated",
            "That is the threshold of exercise 4, as a probability or as odds, not a cost.",
            when=is_near(1 / 21, 0.047, 20 / 21, 0.05),
        ),
    ),
    hints=(
        "What do the two other actions cost on average, with (0.93, 0.07) and 20?",
        "An action is best if its expected cost is below that of every other.",
        "The smaller of 0.07 × 20 and 0.93 is what declining has to stay under.",
    ),
    why="In a sentence: why is 1 − max p, the rule of the chapter, wrong here?",
    reply="It takes every error to cost 1. Here the error of sending home costs 20, so "
    "the cheaper action is not the one with the smaller probability of error. (The answer is also "
    "the probability of healthy, but only because a needless look costs 1.)",
    place=COSTS,
)

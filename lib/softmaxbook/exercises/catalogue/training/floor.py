import numpy as np

from softmaxbook.exercises.catalogue.training import FIRST, TWICE
from softmaxbook.exercises.reading import gives
from softmaxbook.exercises.record import Exercise, Mistake, Probe


def floor_of_double_softmax(K):
    """Greatest lower bound of the loss, in nats."""
    return np.log(1 + (K - 1) / np.e)  # scores 1 and K - 1 times 0


def three_times(K: int) -> float:
    sure, rest = np.e / (np.e + K - 1), 1 / (np.e + K - 1)
    return np.log(1 + (K - 1) * np.exp(rest - sure))


EXERCISE = Exercise(
    title="The floor",
    reference=floor_of_double_softmax,
    probes=(
        Probe("three classes", (3,)),
        Probe("two classes", (2,)),
        Probe("ten classes", (10,)),
        Probe("a hundred classes", (100,)),
        Probe("a thousand classes", (1000,)),
    ),
    mistakes=(
        Mistake(
            "floor-of-one-softmax",
            "0 is what a single softmax can approach. The second one has scores between 0 "
            "and 1 only.",
            wrong=gives(lambda K: 0.0),
        ),
        Mistake(
            "first-loss",
            "That is the loss of the start, with equal scores. The floor is the loss of the "
            "best scores.",
            wrong=gives(lambda K: np.log(K)),
            place=FIRST,
        ),
        Mistake(
            "probability-for-loss",
            "That is the largest probability that the second softmax can give. The loss is "
            "minus its logarithm.",
            wrong=gives(lambda K: np.e / (np.e + K - 1)),
        ),
        Mistake(
            "true-class-counted-twice",
            "There are K zeros beside the 1. The true class is one of the K, so fewer are left.",
            wrong=gives(lambda K: np.log(1 + K / np.e)),
        ),
        Mistake(
            "one-rival",
            "That is the floor for two classes, whatever K. Every further class adds its "
            "exponential to the sum.",
            wrong=gives(lambda K: np.log(1 + 1 / np.e)),
        ),
        Mistake(
            "gap-the-wrong-way",
            "Here every rival leads by 1. At the floor the true class has the 1 and its rivals "
            "have 0.",
            wrong=gives(lambda K: np.log(1 + (K - 1) * np.e)),
        ),
        Mistake(
            "true-score-as-0",
            "That is log-sum-exp less a true score of 0: the largest loss. At the floor the "
            "true class itself has the 1.",
            wrong=gives(lambda K: np.log(np.e + K - 1)),
        ),
        Mistake(
            "no-parentheses",
            "Only the 1 was divided by e, not all of K - 1. Division comes before subtraction.",
            wrong=gives(lambda K: np.log(1 + K - 1 / np.e)),
        ),
        Mistake(
            "divided-by-classes",
            "The loss was divided by the number of classes. It is no mean over them.",
            wrong=gives(lambda K: np.log(1 + (K - 1) / np.e) / K),
        ),
        Mistake(
            "softmax-three-times",
            "That is the floor if softmax is applied three times. The scores of the second one "
            "can come as near to 1 and 0 as they like.",
            wrong=gives(three_times),
        ),
        Mistake(
            "one-forgotten",
            "The 1 in the sum is missing: the true class is in the denominator as well.",
            wrong=gives(lambda K: np.log((K - 1) / np.e)),
        ),
        Mistake(
            "one-minus-p",
            "That is what the probability of the true class lacks to 1. The loss is minus its "
            "logarithm.",
            wrong=gives(lambda K: 1 - np.e / (np.e + K - 1)),
        ),
        Mistake(
            "gap-of-two",
            "The true class leads by 2 here. Probabilities are its scores, 1 and 0, so it leads "
            "by 1 at most.",
            wrong=gives(lambda K: np.log(1 + (K - 1) / np.e**2)),
        ),
    ),
    hints=(
        "Which scores does the second softmax get from a classifier that is certain and right?",
        "Scores 1 for the true class and 0 for the others: p = e / (e + K − 1).",
        "The loss is −log p, which is the logarithm of 1 + (K − 1)/e.",
    ),
    why="In a sentence: why does the floor rise with the number of classes?",
    reply="Every rival keeps the score 0, and so the exponential 1, however right the classifier "
    "is. The more of them there are, the less is the share of e, which is the most that the "
    "true class can have.",
    place=TWICE,
    atol=1e-9,
)

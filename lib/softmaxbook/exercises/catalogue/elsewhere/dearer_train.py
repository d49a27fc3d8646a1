import numpy as np

from softmaxbook.exercises.catalogue.elsewhere import CHOICES
from softmaxbook.exercises.reading import Numbers, Part
from softmaxbook.exercises.record import Exercise, Mistake


def dearer_train():
    """Two euros take 1 off the score of the train; what it loses the other two share."""
    weights = np.array([0.3, 0.5 * np.exp(-1), 0.2])
    shares = weights / weights.sum()
    return shares[1], shares[0]


def multiplied(factor):
    """Train and car, if the odds of the train are multiplied by factor."""
    total = 0.5 + 0.5 * factor
    return (lambda: (0.5 * factor / total, 0.3 / total),)


LOST = 0.5 - dearer_train()[0]


EXERCISE = Exercise(
    title="A dearer train",
    reference=dearer_train,
    form=Numbers(
        (
            Part("the share of the train", key="train"),
            Part("the share of the car", key="car"),
        ),
        logarithms=False,
    ),
    mistakes=(
        Mistake(
            "not-divided",
            "The share of the train was multiplied by e⁻¹. It is still to be divided by the new "
            "sum of the three, and so are the others.",
            wrong=(lambda: (0.5 * np.exp(-1), 0.3),),
        ),
        Mistake(
            "car-left",
            "The share of the train is right, but the car has kept its own. What the train loses "
            "goes to the others, in proportion to what they have.",
            wrong=(lambda: (dearer_train()[0], 0.3),),
        ),
        Mistake(
            "car-takes-all",
            "The share of the train is right, but the car was given all that the train loses, or "
            "all that is left. The bicycle has its part too.",
            wrong=(
                lambda: (dearer_train()[0], 0.3 + LOST),
                lambda: (dearer_train()[0], 1 - dearer_train()[0]),
            ),
        ),
        Mistake(
            "train-not-divided",
            "The share of the train was multiplied, but not divided by the new sum of the three. "
            "The share of the car is right, so that sum was known.",
            wrong=(lambda: (0.5 * np.exp(-1), dearer_train()[1]),),
        ),
        Mistake(
            "weight-forgotten",
            "The score was lowered by 2, the number of euros. The weight of a euro is −0.5.",
            wrong=multiplied(np.exp(-2)),
        ),
        Mistake(
            "one-euro",
            "The score was lowered by 0.5. That is for one euro, and the train costs two more.",
            wrong=multiplied(np.exp(-0.5)),
        ),
        Mistake(
            "sign",
            "The train has gained. Its weight for euros is negative, so its score falls.",
            wrong=multiplied(np.exp(1)),
        ),
        Mistake(
            "shared-equally",
            "What the train loses, or leaves, was given to car and bicycle in equal parts. They "
            "gain in proportion to what they have.",
            wrong=(
                lambda: (dearer_train()[0], 0.3 + LOST / 2),
                lambda: (dearer_train()[0], (1 - dearer_train()[0]) / 2),
                lambda: (0.5 * np.exp(-1), 0.3 + 0.25 * (1 - np.exp(-1))),
            ),
        ),
        Mistake(
            "proportion-of-unnormalised",
            "The share of the train was only multiplied by e⁻¹, and the rest given to the others. "
            "It is the odds that are multiplied.",
            wrong=(lambda: (0.5 * np.exp(-1), 0.6 * (1 - 0.5 * np.exp(-1))),),
        ),
        Mistake(
            "linear",
            "The share was lowered in a straight line, or divided by 2. A score that falls by 1 "
            "multiplies the odds by e⁻¹.",
            wrong=(*multiplied(0.5), lambda: (0.25, 0.45), lambda: (0.25, 0.3), lambda: (0.0, 0.6)),
        ),
        Mistake(
            "shares-as-scores",
            "The shares were taken for scores and put through softmax again. Their logarithms are "
            "scores.",
            wrong=(
                lambda: tuple((np.exp([-0.5, 0.3]) / (np.exp([0.3, -0.5, 0.2]).sum())).tolist()),
            ),
        ),
        Mistake(
            "bicycle-forgotten",
            "Only train and car were divided by their sum. The bicycle has a part in it too.",
            wrong=(
                lambda: (
                    0.5 * np.exp(-1) / (0.5 * np.exp(-1) + 0.3),
                    0.3 / (0.5 * np.exp(-1) + 0.3),
                ),
            ),
        ),
        Mistake(
            "nothing-changed",
            "Those are the shares of before. Lowering all three scores alike changes nothing; only "
            "that of the train falls.",
            wrong=(lambda: (0.5, 0.3),),
        ),
        Mistake(
            "bicycle-for-car",
            "The second number is the share of the bicycle. Asked for is that of the car.",
            wrong=(lambda: (dearer_train()[0], 1 - sum(dearer_train())),),
        ),
    ),
    hints=(
        "By how much does the score of the train change, and what does that do to its odds against "
        "the car?",
        "The train's share is multiplied by e to the change of its score; then all three are "
        "divided by their new sum.",
        "The three are in proportion to 0.3, 0.5 e⁻¹ and 0.2.",
    ),
    why="In a sentence: how many times as probable as the bicycle is the car, before and after?",
    reply="1.5 times, both before and after. The train's price does not enter their ratio.",
    place=CHOICES,
)

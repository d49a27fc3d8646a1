import numpy as np

from softmaxbook.exercises.catalogue.shift_invariance import BUSES
from softmaxbook.exercises.reading import Numbers, Part
from softmaxbook.exercises.record import Exercise, Mistake
from softmaxbook.exercises.when import entry


def four_colours():
    """Five equal scores; then four copies share what the one bus had."""
    share = 1 / 5
    score = -np.log(4)  # 4 * exp(-log 4) = 1 = exp(0)
    return share, score


EXERCISE = Exercise(
    title="Four colours",
    reference=four_colours,
    form=Numbers(
        (
            Part("the share of the car", key="share_of_car"),
            Part("the score of a colour", key="score_of_a_colour"),
        )
    ),
    mistakes=(
        Mistake(
            "street-for-softmax",
            "Half is what the street does. Softmax sees five equal scores.",
            when=entry(0, 0.5),
        ),
        Mistake(
            "car-not-counted",
            "A quarter would be right for four equal scores. Car and four colours make five.",
            when=entry(0, 0.25),
        ),
        Mistake(
            "old-bus-counted",
            "A sixth would be right for six alternatives. The bus became its four colours and is "
            "not there beside them: car and four colours make five.",
            when=entry(0, 1 / 6),
        ),
        Mistake(
            "sign-flipped",
            "The size of the score is right, the sign is not: the colours have to share, so "
            "each must stand below the car.",
            when=entry(1, np.log(4)),
        ),
        Mistake(
            "share-for-score",
            "The second number is what the exponential has to be, or a share, or its negative. The "
            "score is the logarithm.",
            when=entry(1, 0.25, -0.25, 0.125),
        ),
        Mistake(
            "other-number-of-copies",
            "The score fits another number of colours. Four exponentials have to add up to "
            "that of the car.",
            when=entry(1, -np.log(2), -np.log(3), -np.log(5), -np.log(8)),
        ),
        Mistake(
            "logarithm-forgotten",
            "With a score of −4 each colour has the exponential e^(−4), about 0.018. Four of these "
            "have to add up to 1, the exponential of the car.",
            when=entry(1, -4),
        ),
        Mistake(
            "score-left-at-0",
            "With score 0 each colour is worth a car. Four of them together have to be worth one.",
            when=entry(1, 0),
        ),
    ),
    hints=(
        "How many equal scores does softmax see? And what do the exponentials of the four "
        "colours have to add up to, if car is to have half?",
        "Each of m equal copies gives up log m, so that m e^(−log m) = 1.",
        "The car's exponential is 1, so each colour's has to be a quarter; take the logarithm.",
    ),
    why="In a sentence: why does a third vehicle that nobody sees as a bus need no correction?",
    reply="It takes from car and bus in proportion to what they had, and so do people who "
    "see three different things. Only copies take from one of the two alone.",
    place=BUSES,
)

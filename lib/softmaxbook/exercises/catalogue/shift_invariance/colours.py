import numpy as np

from softmaxbook.exercises.catalogue.shift_invariance import BUSES
from softmaxbook.exercises.reading import is_near, numbers
from softmaxbook.exercises.record import Exercise, Mistake


def four_colours():
    """Five equal scores; then four copies share what the one bus had."""
    share = 1 / 5
    score = -np.log(4)  # 4 * exp(-log 4) = 1 = exp(0)
    return share, score


EXERCISE = Exercise(
    title="Four colours",
    reference=four_colours,
    prepare=lambda value: numbers(value, 2),
    mistakes=(
        Mistake(
            "street-for-softmax",
            "Half is what the street does. Softmax sees five equal scores.",
            when=lambda v: is_near(0.5)(v[0]),
        ),
        Mistake(
            "car-not-counted",
            "A quarter would be right for four equal scores. Car and four colours make five.",
            when=lambda v: is_near(0.25)(v[0]),
        ),
        Mistake(
            "sign-flipped",
            "The size of the score is right, the sign is not: the colours have to share, so "
            "each must stand below the car.",
            when=lambda v: is_near(np.log(4))(v[1]),
        ),
        Mistake(
            "share-for-score",
            "The second number is a share, or its negative. The score is its logarithm.",
            when=lambda v: any(is_near(s)(v[1]) for s in (0.25, -0.25, 0.125)),
        ),
        Mistake(
            "other-number-of-copies",
            "The score fits another number of colours. Four exponentials have to add up to "
            "that of the car.",
            when=lambda v: any(is_near(-np.log(m))(v[1]) for m in (2, 3, 5, 8)),
        ),
        Mistake(
            "score-left-at-0",
            "With score 0 each colour is worth a car. Four of them together have to be worth one.",
            when=lambda v: is_near(0)(v[1]),
        ),
    ),
    hints=(
        "How many equal scores does softmax see? And what do the exponentials of the four "
        "colours have to add up to, if car is to have half?",
        "Each of m equal copies gives up log m, so that m e^(−log m) = 1.",
        "The car's exponential is 1, so each colour's has to be a quarter; take the logarithm.",
    ),
    why="In a sentence: why does a third vehicle that nobody sees as a bus need no correction?",
    place=BUSES,
    atol=6e-4,
)

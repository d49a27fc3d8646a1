import numpy as np

from softmaxbook.exercises.catalogue.ce_vs_mse import SLOW
from softmaxbook.exercises.reading import Numbers, Part
from softmaxbook.exercises.record import Exercise, Mistake
from softmaxbook.exercises.when import entry


def long_way():
    """Steps of rate 0.5 from a lead of -12, and how many times as many from -15."""
    speed = 0.5 * 4 * np.exp(-12)  # nats a step, at the start
    return 1 / speed, np.exp(15 - 12)


E12 = np.exp(12)

EXERCISE = Exercise(
    title="A long way back",
    reference=long_way,
    form=Numbers(
        (
            Part(
                "the number of steps",
                digits=None,
                key="steps_needed",
                or_else=(81436.0, 81432.4),  # counted; by the theorem, without its estimate
            ),
            Part("the ratio", digits=None, key="times_as_many"),
        ),
        logarithms=False,
    ),
    mistakes=(
        Mistake(
            "rate-forgotten",
            "That is the number at the rate 1. Here every step is half as long.",
            when=entry(0, E12 / 4, 40720, 40700),
        ),
        Mistake(
            "rate-multiplied",
            "The number was multiplied by the rate. Shorter steps make more of them.",
            when=entry(0, E12 / 8, 20300),
        ),
        Mistake(
            "one-score-moves",
            "Only one of the two scores was moved. One rises while the other falls, so the lead "
            "grows by twice as much.",
            when=entry(0, E12, 163000),
        ),
        Mistake(
            "four-forgotten",
            "The lead grows by four times a in a step of rate 1, not by a.",
            when=entry(0, 2 * E12, 326000),
        ),
        Mistake(
            "cross-entropy-steps",
            "That is the way back on cross-entropy, whose steps are all nearly equally long until "
            "the lead is near 0.",
            when=entry(0, 6, 12, 13, 22, 23, 24),
        ),
        Mistake(
            "starting-speed-throughout",
            "The speed at the start was kept for the whole way. Each nat gained makes the steps e "
            "times as long.",
            when=entry(0, 6 * E12, 976000, 977000),
        ),
        Mistake(
            "chapter-s-start",
            "That is the way from −10, as in the chapter. Here it begins at −12.",
            when=entry(0, np.exp(10) / 2, np.exp(10) / 4, 5536),
        ),
        Mistake(
            "one-nat-only",
            "That is the factor of one nat. From −15 the way begins three nats further back.",
            when=entry(1, np.e),
        ),
        Mistake(
            "added-not-multiplied",
            "Three nats do not add three factors of e. Each multiplies.",
            when=entry(1, 3 * np.e),
        ),
        Mistake(
            "in-proportion",
            "That is the quotient of the two leads. The time does not grow in proportion to the "
            "lead, but exponentially.",
            when=entry(1, 15 / 12, 3),
        ),
        Mistake(
            "steps-for-ratio",
            "The second number is a number of steps. Asked for is how many times as many it takes "
            "from −15 as from −12: the quotient of the two numbers of steps.",
            when=lambda v: bool(v[1] > 1000),
        ),
        Mistake(
            "ratio-upside-down",
            "From further back it takes longer, so the ratio is above 1.",
            when=entry(1, np.exp(-3)),
        ),
    ),
    hints=(
        "By how much does a step of rate 0.5 move the lead when the lead is −12?",
        "At the rate 1 a step moves the lead by about four times e to the lead, and the way from "
        "−g takes about eᵍ/4 steps.",
        "Half the rate makes it twice as many steps, and each nat further back e times as many.",
    ),
    why="In a sentence: how many steps does cross-entropy need from −12 at the rate 0.5?",
    reply="About 22 (counted, 23): 12 to come near 0, and ten more to the probability 0.9. From "
    "−10 at the rate 1 it needed 10. The squared error goes from 5536 steps to about 81 400.",
    place=SLOW,
)

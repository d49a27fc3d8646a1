from softmaxbook.exercises.catalogue.bayes_lda import EFRON
from softmaxbook.exercises.reading import Numbers, Part
from softmaxbook.exercises.record import Exercise, Mistake
from softmaxbook.exercises.when import is_near


def examples_needed():
    """An efficiency of 0.641: of 1000 examples it makes as much as LDA of 641."""
    return 500 / 0.641


EXERCISE = Exercise(
    title="How many examples",
    reference=examples_needed,
    form=Numbers((Part("the number of examples", digits=-1),), logarithms=False),
    mistakes=(
        Mistake(
            "multiplied-by-efficiency",
            "That is fewer than LDA needs. With an efficiency below 1 softmax regression needs "
            "more, not fewer.",
            when=is_near(500 * 0.641, atol=2),
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
            when=is_near(500 * 1.359, atol=2),
        ),
        Mistake(
            "other-distance",
            "That belongs to another distance of the means. At 3 standard deviations the "
            "efficiency is 0.641.",
            when=is_near(*(500 / e for e in (0.899, 0.786, 0.486, 0.343)), atol=5),
        ),
        Mistake(
            "efficiency-of-one-half",
            "That is twice as many as LDA had, as an efficiency of one half would demand. At 3 "
            "standard deviations it is 0.641.",
            when=is_near(1000),
        ),
        Mistake(
            "extra-examples",
            "That is how many more are needed. Asked for is how many there must be.",
            when=is_near(500 / 0.641 - 500, atol=2),
        ),
        Mistake(
            "ratio-alone",
            "That is the efficiency, or how many times as many are needed. Asked for is their "
            "number.",
            when=is_near(0.641, 1 / 0.641, atol=0.01),
        ),
        Mistake(
            "squared",
            "The efficiency was squared, or its root taken. The excess falls like 1 over the "
            "number of examples, so numbers compare as the efficiency does.",
            when=is_near(500 / 0.641**2, 500 / 0.641**0.5, atol=2),
        ),
    ),
    hints=(
        "Which of the two methods needs more data, if the classes are normal with one covariance?",
        "For many examples the excess of both is a constant over n, and the efficiency is the "
        "ratio of these constants, LDA over softmax regression.",
        "Solve n · 0.641 = 500.",
    ),
    why="In a sentence: in which case would you choose softmax regression all the same?",
    reply="If the classes need not be normal with one covariance: it assumes only that the logits "
    "are linear, and a false assumption can cost more than some examples.",
    place=EFRON,
)

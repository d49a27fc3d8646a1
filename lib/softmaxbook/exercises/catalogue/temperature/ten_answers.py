import numpy as np

from softmaxbook.exercises.catalogue.temperature import CALIBRATED
from softmaxbook.exercises.reading import Numbers, Part
from softmaxbook.exercises.record import Exercise, Mistake
from softmaxbook.exercises.when import entry


def ten_answers():
    """Weighted mean of the distances of confidence and accuracy, and of the signed gaps."""
    share = np.array([4, 4, 2]) / 10
    gap = np.array([0.55, 0.85, 0.95]) - np.array([2 / 4, 3 / 4, 2 / 2])
    return share @ np.abs(gap), share @ gap


EXERCISE = Exercise(
    title="Ten answers",
    reference=ten_answers,
    form=Numbers(
        (
            Part("ECE", digits=None, key="expected_error"),
            Part("the surplus of confidence", digits=None, key="too_sure"),
        ),
        logarithms=False,
    ),
    mistakes=(
        Mistake(
            "bins-not-weighted",
            "The three gaps count the same here. The expectation is over answers, and the "
            "last bin holds only two of ten.",
            when=entry(0, 0.2 / 3, 0.2),
        ),
        Mistake(
            "signed-gap",
            "A gap kept its sign. An error has none: otherwise the last bin, which is too "
            "modest, cancels part of the others.",
            when=entry(0, 0.05, -0.05),
        ),
        Mistake(
            "maximum-not-mean",
            "That is the largest gap. The expected error is the mean of the gaps, each "
            "weighted with its share of the answers.",
            when=entry(0, 0.1),
        ),
        Mistake(
            "errors-for-calibration",
            "That is the share of wrong answers. A calibration error compares the share of right "
            "ones with the confidence, bin by bin.",
            when=entry(0, 0.3),
        ),
        Mistake(
            "squared-gaps",
            "The gaps were squared instead of taken without sign. Small gaps then count for "
            "hardly anything.",
            when=entry(0, 0.0055),
        ),
        Mistake(
            "root-of-squared-gaps",
            "This is the root of the mean square of the gaps, another measure, in which large "
            "gaps count for more.",
            when=entry(0, np.sqrt(0.0055)),
        ),
        Mistake(
            "sign-dropped",
            "Over all ten the last bin counts against the others, because the network is too "
            "modest there. The difference of the two means keeps that sign.",
            when=entry(1, 0.07),
        ),
        Mistake(
            "accuracy-minus-confidence",
            "That is accuracy minus confidence. How much too sure is asked for, so the confidence "
            "comes first.",
            when=entry(1, -0.05),
        ),
        Mistake(
            "means-not-weighted",
            "Each of the three bins counts the same here, in the mean confidence at least. The "
            "last one holds two answers only, the others four.",
            when=entry(1, 0.1 / 3, 0.25 / 3),
        ),
        Mistake(
            "accuracy-for-error",
            "That is an accuracy or a confidence. A calibration error is the distance of the two.",
            when=entry(0, 0.7, 0.75, 0.795),
        ),
    ),
    hints=(
        "How far is each of the three confidences from the share of right answers, and how "
        "many of the ten answers stand behind each?",
        "ECE = ∑_b (n_b/n) |acc_b − conf_b|. The second number is the mean confidence of all ten "
        "minus their accuracy.",
        "The distances are 0.05, 0.1 and 0.05, with the weights 0.4, 0.4 and 0.2. Seven of the "
        "ten answers are right.",
    ),
    why="In a sentence: when are the two numbers equal?",
    reply="If no bin is too modest: then no gap has the other sign, and nothing cancels. With one "
    "of the last two answers wrong it is so, and both are 0.15.",
    place=CALIBRATED,
)

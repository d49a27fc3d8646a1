import numpy as np

from softmaxbook.exercises.catalogue.temperature import CALIBRATED
from softmaxbook.exercises.reading import Numbers, Part
from softmaxbook.exercises.record import Exercise, Mistake
from softmaxbook.exercises.when import either, entry


def ten_answers():
    """Weighted mean, and largest, of the distances of confidence and accuracy."""
    share = np.array([4, 4, 2]) / 10
    gap = np.abs(np.array([0.55, 0.85, 0.95]) - np.array([2 / 4, 3 / 4, 2 / 2]))
    return share @ gap, gap.max()


EXERCISE = Exercise(
    title="Ten answers",
    reference=ten_answers,
    form=Numbers(
        (
            Part("ECE", digits=None, key="expected_error"),
            Part("MCE", digits=None, key="largest_error"),
        )
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
            when=lambda v: bool(abs(abs(v[0]) - 0.05) <= 6e-4 or v[1] < 0),
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
            when=either(entry(0, 0.0055), entry(1, 0.01)),
        ),
        Mistake(
            "root-of-squared-gaps",
            "This is the root of the mean square of the gaps, another measure, in which large "
            "gaps count for more.",
            when=entry(0, np.sqrt(0.0055)),
        ),
        Mistake(
            "largest-weighted",
            "The largest gap was weighted with the share of its bin. The maximum looks at "
            "gaps alone.",
            when=entry(1, 0.04),
        ),
        Mistake(
            "largest-bin-for-largest-gap",
            "That is the gap of another bin. The first and the last are off by 0.05, the "
            "second by more.",
            when=entry(1, 0.05),
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
        "ECE = ∑_b (n_b/n) |acc_b − conf_b|; the MCE is the largest of the three distances.",
        "The distances are 0.05, 0.1 and 0.05, with the weights 0.4, 0.4 and 0.2.",
    ),
    why="In a sentence: which of the two changes more if one of the last two answers is wrong?",
    reply="The MCE: the gap of the last bin becomes 0.45, so it rises from 0.1 to 0.45. In the "
    "ECE that bin has a weight of 0.2, and the ECE rises from 0.07 to 0.15.",
    place=CALIBRATED,
)

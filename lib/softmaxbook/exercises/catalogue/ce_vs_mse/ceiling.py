import numpy as np

from softmaxbook.exercises.catalogue.ce_vs_mse import HARM
from softmaxbook.exercises.reading import Numbers, Part
from softmaxbook.exercises.record import Exercise, Mistake
from softmaxbook.exercises.when import entry


def ceiling():
    """Softmax of (1, 0, 0, 0), and its distance from an accuracy of 1."""
    confidence = np.e / (np.e + 3)
    return confidence, 1 - confidence


EXERCISE = Exercise(
    title="The ceiling",
    reference=ceiling,
    form=Numbers(
        (
            Part("the confidence", key="confidence"),
            Part("the calibration error", key="calibration_error"),
        ),
        logarithms=False,
    ),
    mistakes=(
        Mistake(
            "outputs-as-probabilities",
            "Read as probabilities the outputs are perfect. But they were put through "
            "softmax, which takes them for scores.",
            when=entry(0, 1),
        ),
        Mistake(
            "true-class-counted-twice",
            "Four zeros stand in the denominator beside the 1. There are three other classes.",
            when=entry(0, np.e / (np.e + 4)),
        ),
        Mistake(
            "ten-classes",
            "That is the ceiling for ten classes, with nine zeros beside the 1. Here there are "
            "four.",
            when=entry(0, np.e / (np.e + 9)),
        ),
        Mistake(
            "base-2-for-e",
            "The powers have base 2 here: 2 of 5. Softmax takes powers of e.",
            when=entry(0, 2 / 5),
        ),
        Mistake(
            "accuracy-of-chance",
            "That is the distance from one quarter, the accuracy of a guess. This network is right "
            "on every example, so its accuracy is 1.",
            when=entry(1, np.e / (np.e + 3) - 0.25),
        ),
        Mistake(
            "uniform",
            "One quarter is what four equal outputs give. The leading output is larger by 1.",
            when=entry(0, 0.25),
        ),
        Mistake(
            "accuracy-for-calibration",
            "All answers are right, and the calibration error is not about that. It is how far the "
            "confidence lies from the share of right answers.",
            when=entry(1, 0),
        ),
        Mistake(
            "two-classes",
            "That is the sigmoid of 1, as for two classes. There are four.",
            when=entry(0, np.e / (np.e + 1)),
        ),
        Mistake(
            "confidence-for-error",
            "The calibration error is the distance of the confidence from the accuracy, "
            "which is 1.",
            when=entry(1, np.e / (np.e + 3)),
        ),
        Mistake(
            "three-classes",
            "That is the ceiling of three classes. Here there are four, so three others beside "
            "the true one.",
            when=entry(0, np.e / (np.e + 2)),
        ),
        Mistake(
            "surprise-for-calibration",
            "That is the surprise, minus the logarithm of the confidence. The calibration error "
            "is a distance of two shares.",
            when=entry(1, 0.7437),
        ),
        Mistake(
            "accuracy-alone",
            "The second number is the accuracy. The calibration error is its distance from the "
            "confidence.",
            when=entry(1, 1.0),
        ),
    ),
    hints=(
        "What are the exponentials of the outputs 1, 0, 0 and 0, and what do they sum to?",
        "The confidence is the largest probability. If all examples have the same, the "
        "calibration error is its distance from the accuracy.",
        "The exponentials are e, 1, 1, 1.",
    ),
    why="In a sentence: what would the same outputs give after division by 0.1?",
    reply="Scores of 10 and three times 0, and so a confidence of 0.9999. Division by 0.1 is a "
    "temperature of 0.1, and a temperature moves the ceiling.",
    place=HARM,
)

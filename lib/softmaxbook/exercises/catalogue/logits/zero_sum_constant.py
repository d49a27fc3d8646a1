import numpy as np

from softmaxbook.exercises.catalogue.logits import DIFFERENCES
from softmaxbook.exercises.reading import Numbers, Part
from softmaxbook.exercises.record import Exercise, Mistake
from softmaxbook.exercises.when import is_near


def constant_for_sum_zero():
    """The mean of the logits of (0.7, 0.2, 0.1) whose last one is 0."""
    z = np.log(np.array([0.7, 0.2, 0.1]) / 0.1)  # 1.946, 0.693, 0
    return z.mean()


EXERCISE = Exercise(
    title="The constant that makes logits sum to 0",
    reference=constant_for_sum_zero,
    form=Numbers((Part("the constant"),)),
    mistakes=(
        Mistake(
            "sum-not-mean",
            "The whole sum was taken. The constant is subtracted from each of three logits, so "
            "it counts three times.",
            when=is_near(float(np.log(14))),
        ),
        Mistake(
            "sign-flipped",
            "The size is right, the sign is not: the exercise asks for what is subtracted.",
            when=is_near(-float(np.log(14) / 3)),
        ),
        Mistake(
            "divided-by-two",
            "The sum was divided by 2. There are three logits to share it: the last one, 0, moves "
            "with the others.",
            when=is_near(float(np.log(14) / 2)),
        ),
        Mistake(
            "mean-of-probabilities",
            "That is the mean of the probabilities, which is 1/3 whatever they are. The constant "
            "is subtracted from logits.",
            when=is_near(1 / 3),
        ),
        Mistake(
            "middle-of-range",
            "That is half way between the largest and the smallest logit. The sum is 0 only after "
            "the mean of all three is subtracted.",
            when=is_near(float(np.log(7) / 2)),
        ),
        Mistake(
            "median-for-mean",
            "That is the middle one of the three logits, log 2. It is the mean whose subtraction "
            "makes the sum 0.",
            when=is_near(float(np.log(2))),
        ),
        Mistake(
            "log-sum-exp",
            "That is log 10, the logarithm of the sum of the exponentials; without it they sum to "
            "1. Here the logits themselves have to sum to 0.",
            when=is_near(float(np.log(10))),
        ),
        Mistake(
            "other-logits",
            "That is the mean of the logarithms of p. The question is about the logits whose "
            "last entry is 0.",
            when=is_near(float(np.log([0.7, 0.2, 0.1]).mean())),
        ),
        Mistake(
            "other-scores",
            "That is the mean of the scores of cat, dog and bird. The question is about the "
            "logits of exercise 1, those of (0.7, 0.2, 0.1) whose last entry is 0.",
            when=is_near(1.4),
        ),
        Mistake(
            "largest-for-mean",
            "That is the largest of the three logits, log 7. It is their mean whose subtraction "
            "makes the sum 0.",
            when=is_near(np.log(7)),
        ),
        Mistake(
            "log-of-mean",
            "That is the logarithm of the mean probability. The mean is taken of the logits.",
            when=is_near(np.log(1 / 3)),
        ),
    ),
    hints=(
        "What do the three logits 1.946, 0.693 and 0 sum to, and how much of that does each "
        "have to give up?",
        "If ∑ᵢ (zᵢ − c) = 0 for K classes, then ∑ᵢ zᵢ = K c.",
        "The constant is the mean of the three logits.",
    ),
    why="In a sentence: does the subtraction change a probability?",
    reply="No: the same constant is subtracted from every logit, so no difference of two "
    "of them changes.",
    place=DIFFERENCES,
)

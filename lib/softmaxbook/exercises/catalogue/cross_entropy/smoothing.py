import numpy as np

from softmaxbook.exercises.catalogue.cross_entropy import SMOOTHING
from softmaxbook.exercises.reading import Numbers, Part
from softmaxbook.exercises.record import Exercise, Mistake
from softmaxbook.exercises.when import either, entry


def smoothed():
    """The loss is least where the model equals the target; there it is the entropy."""
    K, epsilon = 10, 0.1
    other = epsilon / K
    true = 1 - epsilon + other
    gap = np.log(true / other)
    loss = -(true * np.log(true) + (K - 1) * other * np.log(other))
    return gap, loss


EXERCISE = Exercise(
    title="Where smoothing stops",
    reference=smoothed,
    form=Numbers(
        (
            Part("the gap", key="best_gap"),
            Part("the loss", key="least_loss"),
        )
    ),
    mistakes=(
        Mistake(
            "shared-among-nine",
            "ε was shared among the nine wrong classes. Here it is shared among all ten, so the "
            "true class gets a tenth of it back.",
            when=either(
                entry(0, np.log(81)), entry(1, -(0.9 * np.log(0.9) + 0.1 * np.log(0.1 / 9)))
            ),
        ),
        Mistake(
            "not-smoothed",
            "That is the label without smoothing: a loss that goes to 0 as the gap grows "
            "without end. With a target inside the simplex both are finite.",
            when=lambda v: bool(v[0] > 15),
        ),
        Mistake(
            "loss-of-0",
            "A loss of 0 needs a target of a single 1. The smoothed target has an entropy, and no "
            "model brings the cross-entropy below it.",
            when=lambda v: bool(v[1] == 0),
        ),
        Mistake(
            "three-classes",
            "That is the best gap for three classes. Here there are ten.",
            when=entry(0, np.log(28)),
        ),
        Mistake(
            "two-classes",
            "The gap fits two classes, or all of the rest taken as one. Each of the nine "
            "others has its own share.",
            when=entry(0, np.log(9), np.log(19), np.log(0.91 / 0.09)),
        ),
        Mistake(
            "true-class-without-its-share",
            "The true class was given 0.9. The smoothing is shared among all ten classes, the "
            "true one included.",
            when=entry(0, np.log(90)),
        ),
        Mistake(
            "probabilities-for-logits",
            "That is a difference or a ratio of probabilities. The gap of the logits is the "
            "logarithm of the ratio.",
            when=entry(0, 0.9, 0.91, 91.0),
        ),
        Mistake(
            "true-class-only",
            "The loss counts the true class alone. The other nine have targets as well, and "
            "large surprises.",
            when=entry(1, -np.log(0.91), -0.91 * np.log(0.91)),
        ),
        Mistake(
            "one-other-class",
            "One of the wrong classes was counted. There are nine, each with target 0.01.",
            when=entry(1, -(0.91 * np.log(0.91) + 0.01 * np.log(0.01))),
        ),
        Mistake(
            "entropy-of-two",
            "That is the entropy of a target with two entries. This one has ten.",
            when=entry(1, -(0.9 * np.log(0.9) + 0.1 * np.log(0.1))),
        ),
        Mistake(
            "other-classes-only",
            "The loss counts the nine wrong classes alone. The true class has a target as well, "
            "the largest.",
            when=entry(1, 0.09 * np.log(100), 0.1 * np.log(100)),
        ),
        Mistake(
            "surprise-of-one-class",
            "That is the surprise at a class of probability 0.01. The gap is a difference of two "
            "such logarithms, and the loss a mean of ten.",
            when=either(entry(0, np.log(100)), entry(1, np.log(100))),
        ),
        Mistake(
            "gap-of-0",
            "That is the loss where all ten scores are equal. The best gap makes it smaller.",
            when=entry(1, np.log(10)),
        ),
    ),
    hints=(
        "Which model has the least cross-entropy to a given target? And what is the target of "
        "the true class here, and of each other?",
        "The target is (1 − ε) y + ε / K. The loss is least at p = y of that kind, where it is "
        "the entropy.",
        "The targets are 0.91 and nine times 0.01. The gap is the logarithm of their ratio.",
    ),
    why="In a sentence: what happens to the gap as the number of classes grows?",
    reply="It grows, like the logarithm of their number: it is log(1 + K (1 − ε)/ε), here log 91.",
    place=SMOOTHING,
)

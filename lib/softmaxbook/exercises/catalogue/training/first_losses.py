from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from softmaxbook.exercises.catalogue.training import FIRST
from softmaxbook.exercises.reading import Numbers, Part
from softmaxbook.exercises.record import Exercise, Mistake
from softmaxbook.exercises.when import entry


def first_losses():
    """Equal scores give each of K classes 1/K, whatever the example."""
    return np.log(10), np.log(1000), np.log(50_257)


CLASSES = np.array([10, 1000, 50_257])


def any_of(*rows: NDArray, atol: float = 6e-3) -> Callable[[NDArray], bool]:
    """Whether all three losses were made by one of these formulas."""
    return lambda v: any(np.all(np.abs(v - row) <= atol) for row in rows)


EXERCISE = Exercise(
    title="First losses",
    reference=first_losses,
    form=Numbers(
        (
            Part("10 classes", digits=2, key="with_10_classes"),
            Part("1000 classes", digits=2, key="with_1000_classes"),
            Part("50,257 classes", digits=2, key="with_50257_classes"),
        )
    ),
    mistakes=(
        Mistake(
            "of-the-other-classes",
            "That is minus the logarithm of what all other classes have. The loss takes the "
            "probability of the true class, 1/K.",
            when=lambda v: any_of(-np.log1p(-1 / CLASSES))(v) and v[0] > 0.103,
        ),
        Mistake(
            "probability-for-loss",
            "That is the probability of each class. The loss is minus its logarithm.",
            when=any_of(1 / CLASSES, atol=2e-3),
        ),
        Mistake(
            "mean-over-classes",
            "That is the logarithm divided by the number of classes. The loss of an example is "
            "no mean over its classes.",
            when=any_of(np.log(CLASSES) / CLASSES),
        ),
        Mistake(
            "nothing-learned-nothing-lost",
            "A loss of 0 is that of a classifier which is certain and right. One that knows "
            "nothing has some probability on every class, and pays for it.",
            when=lambda v: bool(np.any(np.abs(v) < 1e-3)),
        ),
        Mistake(
            "floors-of-two-softmaxes",
            "Those are the floors of a double softmax, which no training gets below. The first "
            "loss is that of equal scores.",
            when=any_of(np.log(1 + (CLASSES - 1) / np.e)),
        ),
        Mistake(
            "ten-times-as-many-classes",
            "That is the logarithm of 10,000, one power of ten too far.",
            when=entry(1, np.log(10_000), atol=6e-3),
        ),
        Mistake(
            "summed-over-a-batch",
            "These are the sums over a batch of 64. The log shows the mean over its examples.",
            when=any_of(64 * np.log(CLASSES), atol=0.5),
        ),
        Mistake(
            "classes-for-loss",
            "That is the perplexity, the number of classes among which one guesses. The loss "
            "is its logarithm.",
            when=any_of(CLASSES, atol=1),
        ),
        Mistake(
            "one-minus-p",
            "That is one minus the probability of the true class. The loss is a logarithm.",
            when=any_of(1 - 1 / CLASSES),
        ),
        Mistake(
            "one-class-less",
            "That is the logarithm of one class less. The true class is one of the K among which "
            "an even guess is made.",
            when=entry(0, np.log(9)),
        ),
    ),
    hints=(
        "Which probability has each class when all scores are equal?",
        "The loss is −log p_y, and p_y = 1/K for every label.",
        "So the loss is the natural logarithm of K.",
    ),
    why="In a sentence: why does the first loss not depend on how often each class occurs?",
    reply="With equal scores every label costs the same, log K. A mean of equal numbers is that "
    "number, however often each occurs.",
    place=FIRST,
)

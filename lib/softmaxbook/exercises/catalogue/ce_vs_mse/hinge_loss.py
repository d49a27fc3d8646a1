import numpy as np
from numpy.typing import NDArray

from softmaxbook.exercises.catalogue.ce_vs_mse import HINGE
from softmaxbook.exercises.catalogue.families.gradients import p_and_error
from softmaxbook.exercises.reading import gives
from softmaxbook.exercises.record import Exercise, Mistake, Probe


def hinge_loss(scores, y):
    """Mean over rows of the sum of max(0, 1 + score - score of y) over the wrong classes."""
    rows = np.arange(len(y))
    short = np.maximum(0, 1 + scores - scores[rows, y][:, None])
    short[rows, y] = 0  # the true class does not compete with itself
    return short.sum(axis=1).mean()


def shortfall(s: NDArray, y: NDArray, margin: float = 1.0) -> NDArray:
    short = np.maximum(0, margin + s - s[np.arange(len(y)), y][:, None])
    short[np.arange(len(y)), y] = 0
    return short


def flat_shortfall(s: NDArray, y: NDArray) -> float:
    short = np.maximum(0, 1 + s - s[np.arange(len(y)), y])
    short[np.arange(len(y)), y] = 0
    return short.sum(axis=1).mean()


def missed(s: NDArray, y: NDArray) -> NDArray:
    """By how much each margin is missed, below 0 where it is kept."""
    short = 1 + s - s[np.arange(len(y)), y][:, None]
    short[np.arange(len(y)), y] = 0
    return short


def without_floor(s: NDArray, y: NDArray) -> float:
    return missed(s, y).sum(axis=1).mean()


def hinge_of_p(s: NDArray, y: NDArray) -> float:
    return hinge_loss(p_and_error(s, y)[0], y)


def cross_entropy(s: NDArray, y: NDArray) -> float:
    return -np.log(p_and_error(s, y)[0][np.arange(len(y)), y]).mean()


EXERCISE = Exercise(
    title="The hinge of several classes",
    reference=hinge_loss,
    probes=(
        Probe("one example", (np.array([[-2.85, 0.86, 0.28]]), np.array([2]))),
        Probe("the margin is kept", (np.array([[10.0, -2.0, 3.0]]), np.array([0]))),
        Probe(
            "the margin is kept in one of two",
            (np.array([[10.0, -2.0, 3.0], [1.0, 0.5, 0.75]]), np.array([0, 0])),
        ),
        Probe(
            "two examples",
            (np.array([[3.0, 2.5, 0.2, 2.75], [0.5, 2.0, -1.0, 0.25]]), np.array([0, 0])),
        ),
        Probe(
            "as many as classes",
            (
                np.array([[1.0, 0.5, -0.5], [0.0, 2.0, 1.5], [-1.0, 0.25, 1.5]]),
                np.array([0, 2, 1]),
            ),
        ),
        Probe("two classes", (np.array([[0.25, 0.0], [1.0, 3.5]]), np.array([0, 0]))),
    ),
    mistakes=(
        Mistake(
            "true-class-counted",
            "The true class was compared with itself, which adds the margin of 1 to every example.",
            wrong=gives(lambda s, y: hinge_loss(s, y) + 1),
        ),
        Mistake(
            "not-divided-by-n",
            "The losses of the examples were summed. The mean is asked for.",
            wrong=gives(lambda s, y: shortfall(s, y).sum()),
        ),
        Mistake(
            "divided-by-classes",
            "The mean was taken over the classes as well. The loss of an example is a sum "
            "over its wrong classes.",
            wrong=gives(
                lambda s, y: shortfall(s, y).mean(),
                lambda s, y: hinge_loss(s, y) / (s.shape[1] - 1),
                lambda s, y: (hinge_loss(s, y) + 1) / s.shape[1],
            ),
        ),
        Mistake(
            "no-keepdims",
            "The scores of the true classes lie flat, and are subtracted along the columns. "
            "They have to stand in a column.",
            wrong=gives(flat_shortfall, lambda s, y: flat_shortfall(s, y) + 1),
        ),
        Mistake(
            "rivals-forgotten",
            "The score of the true class was compared with 1. It has to lead each of its "
            "rivals by 1.",
            wrong=gives(lambda s, y: np.maximum(0, 1 - s[np.arange(len(y)), y]).mean()),
        ),
        Mistake(
            "no-margin",
            "The margin of 1 is missing: a lead that is too small has to cost something too.",
            wrong=gives(lambda s, y: shortfall(s, y, 0.0).sum(axis=1).mean()),
        ),
        Mistake(
            "maximum-not-sum",
            "Only the strongest rival counts here. That is a hinge too, but another one; this "
            "exercise sums over all wrong classes.",
            wrong=gives(lambda s, y: shortfall(s, y).max(axis=1).mean()),
        ),
        Mistake(
            "squared-hinge",
            "The shortfalls were squared. That is the squared hinge.",
            wrong=gives(
                lambda s, y: (shortfall(s, y) ** 2).sum(axis=1).mean(),
                lambda s, y: (shortfall(s, y) ** 2).sum(axis=1).mean() / 2,
            ),
        ),
        Mistake(
            "no-floor",
            "A kept margin lowers the loss here. It has to count as 0, never as a reward.",
            wrong=gives(without_floor),
        ),
        Mistake(
            "floor-after-the-sum",
            "The cut at 0 comes after the sum, so a rival far behind pays for one that is close. "
            "Each rival's part is cut off at 0 by itself.",
            wrong=gives(lambda s, y: np.maximum(0, missed(s, y).sum(axis=1)).mean()),
        ),
        Mistake(
            "sign-flipped",
            "The difference is the wrong way round: a rival's lead costs, the true class's "
            "does not.",
            wrong=gives(lambda s, y: hinge_loss(-s, y)),
        ),
        Mistake(
            "hinge-of-probabilities",
            "Softmax was applied first. The hinge takes scores, and with probabilities the "
            "margin of 1 can never be kept.",
            wrong=gives(hinge_of_p),
        ),
        Mistake(
            "cross-entropy",
            "That is the cross-entropy. The hinge compares scores, without any logarithm.",
            wrong=gives(cross_entropy),
        ),
        Mistake(
            "other-margin",
            "The margin is another one than 1, which this exercise asks for.",
            wrong=gives(
                *(lambda scores, y, m=m: m * hinge_loss(scores / m, y) for m in (0.1, 0.5, 2.0))
            ),
        ),
        Mistake(
            "rivals-counted",
            "The rivals within the margin were counted. Each costs by how much it is within.",
            wrong=gives(
                lambda scores, y: (
                    (scores + 1 > scores[np.arange(len(y)), y][:, None]).sum(axis=1) - 1
                ).mean()
            ),
        ),
        Mistake(
            "smooth-hinge",
            "The corner was rounded off, by log(1 + e^x). A hinge is 0 up to its corner.",
            wrong=gives(
                lambda scores, y: (
                    np.log1p(np.exp(1 + scores - scores[np.arange(len(y)), y][:, None])).sum(axis=1)
                    - np.log1p(np.e)
                ).mean()
            ),
        ),
        Mistake(
            "averaged-over-the-wrong-rows",
            "The sum was divided by the number of rows that cost something. The mean is over all "
            "of them.",
            wrong=gives(
                lambda scores, y: (
                    hinge_loss(scores, y)
                    * len(y)
                    / max(
                        1,
                        sum(hinge_loss(scores[i : i + 1], y[i : i + 1]) > 0 for i in range(len(y))),
                    )
                )
            ),
        ),
    ),
    hints=(
        "For the scores (10, -2, 3) with the first class true: which rival comes closer than "
        "1, and what should the loss be?",
        "∑_(j ≠ y) max(0, 1 + sⱼ − s_y) for an example, and the mean over the examples.",
        "Take the score of the true class from each row as a column, and make the entry of "
        "the true class 0 before you sum.",
    ),
    why="In a sentence: what does this loss say to an example whose margin is kept?",
    reply="Nothing: beyond the margin its loss is 0 and so is its gradient. It no longer moves a "
    "weight, however the scores change there.",
    place=HINGE,
)

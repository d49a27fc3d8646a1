import numpy as np
from numpy.typing import NDArray

from softmaxbook.exercises.catalogue.families.gradients import SUMS_TO_0
from softmaxbook.exercises.catalogue.families.softmaxes import softmax
from softmaxbook.exercises.catalogue.jacobian import FAILS, LOSS
from softmaxbook.exercises.record import Exercise, Mistake, Probe


def bias_gradient(z, y):
    """Gradient of the mean cross-entropy with respect to b, shape (K,)."""
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    p = e / e.sum(axis=-1, keepdims=True)
    one_hot = np.eye(z.shape[-1])[y]
    return (p - one_hot).mean(axis=0)  # over the examples; each class keeps its own


def one_hot(z: NDArray, y: NDArray) -> NDArray:
    return np.eye(z.shape[-1])[y]


def labelled(name: str, z: list, y: list[int]) -> Probe:
    return Probe(name, (np.array(z, dtype=float), np.array(y)))


def residual(z: NDArray, y: NDArray) -> NDArray:
    return softmax(z) - one_hot(z, y)


EXERCISE = Exercise(
    title="Find the bug: the bias",
    reference=bias_gradient,
    probes=(
        labelled("one example", [[3, 1, 0.25]], [0]),
        labelled(
            "three examples", [[3, 1, 0.25, -1], [0.5, 2, 0, 1], [-2, -0.5, 1.5, -1]], [1, 3, 1]
        ),
        labelled("square", [[3, 1, 0.25], [0.5, 2.5, -1], [-1.5, 0, 1]], [0, 2, 2]),
        labelled(
            "five examples",
            [[1, 0.5, -1], [0, 2, 1], [-1, -0.5, 0.75], [2, 2, 0], [0.25, 0, 1]],
            [2, 1, 0, 0, 1],
        ),
        labelled("two classes", [[0.5, -1], [2, 1], [-1, 0.25], [0, 0.5]], [1, 0, 1, 1]),
    ),
    mistakes=(
        Mistake(
            "one-number-for-all",
            "One number came back for all classes, or the same for each. The rows of p − y sum "
            "to 0, so it is 0, and the biases never move.",
            wrong=(
                lambda z, y: residual(z, y).sum(),
                lambda z, y: np.full(z.shape[-1], residual(z, y).mean()),
            ),
        ),
        Mistake(
            "sums-over-classes",
            "The sum runs over the classes, and leaves one number for each example, which is "
            "0. A bias belongs to a class.",
            wrong=(
                lambda z, y: residual(z, y).sum(axis=1),
                lambda z, y: residual(z, y).sum(axis=1, keepdims=True),
            ),
        ),
        Mistake(
            "not-summed",
            "There is one row for each example still. The biases are shared by all examples, "
            "so their gradients are averaged.",
            wrong=(residual, lambda z, y: residual(z, y) / len(z)),
        ),
        Mistake(
            "not-divided-by-n",
            "This is the gradient of the sum of the losses. Of their mean it is smaller by the "
            "number of examples.",
            wrong=(lambda z, y: residual(z, y).sum(axis=0),),
        ),
        Mistake(
            "divided-by-n-and-classes",
            "The number of classes was divided out as well. An example has one loss, however "
            "many classes it has.",
            wrong=(lambda z, y: residual(z, y).mean(axis=0) / z.shape[-1],),
        ),
        Mistake(
            "divided-by-classes",
            "The number of classes was divided out where the number of examples belongs.",
            wrong=(lambda z, y: residual(z, y).sum(axis=0) / z.shape[-1],),
        ),
        Mistake(
            "sign-flipped",
            "Label minus probability is the direction of descent, the negative of the gradient.",
            wrong=(
                lambda z, y: -residual(z, y).mean(axis=0),
                lambda z, y: -residual(z, y).sum(axis=0),
            ),
        ),
        Mistake(
            "label-not-subtracted",
            "These are mean probabilities alone. Without the labels every bias would be pushed "
            "down.",
            wrong=(lambda z, y: softmax(z).mean(axis=0), lambda z, y: softmax(z).sum(axis=0)),
            place=LOSS,
        ),
        Mistake(
            "softmax-missing",
            "The labels were subtracted from the scores themselves. They are subtracted from the "
            "probabilities, softmax of the scores.",
            wrong=(
                lambda z, y: (z - one_hot(z, y)).mean(axis=0),
                lambda z, y: (z - one_hot(z, y)).sum(axis=0),
            ),
            place=LOSS,
        ),
        Mistake(
            "only-true-class",
            "Only the true class of each example has a gradient here. The others are pushed "
            "down, each by its probability.",
            wrong=(
                lambda z, y: (residual(z, y) * one_hot(z, y)).mean(axis=0),
                lambda z, y: (residual(z, y) * one_hot(z, y)).sum(axis=0),
            ),
        ),
        Mistake(
            "scores-averaged-first",
            "The scores were averaged over the examples, and softmax was taken of the mean. The "
            "gradients of the examples are averaged, not their scores.",
            wrong=(lambda z, y: softmax(z.mean(axis=0)) - one_hot(z, y).mean(axis=0),),
        ),
        Mistake(
            "own-predictions-as-labels",
            "The class with the largest probability was taken for the true one, so y has no "
            "effect.",
            wrong=(lambda z, y: residual(z, z.argmax(axis=-1)).mean(axis=0),),
        ),
        Mistake(
            "normalises-over-batch",
            "Softmax was taken down the columns, so the examples compete with each other.",
            wrong=(
                lambda z, y: (softmax(z, 0) - one_hot(z, y)).mean(axis=0),
                lambda z, y: (softmax(z, 0) - one_hot(z, y)).sum(axis=0),
            ),
            place=LOSS,
        ),
        Mistake(
            "extra-p(1-p)",
            "There is one factor too many, the diagonal of the Jacobian. With the "
            "cross-entropy nothing of the Jacobian remains.",
            wrong=(
                lambda z, y: (residual(z, y) * softmax(z) * (1 - softmax(z))).mean(axis=0),
                lambda z, y: (residual(z, y) * softmax(z) * (1 - softmax(z))).sum(axis=0),
            ),
            place=LOSS,
        ),
    ),
    symptoms=(SUMS_TO_0,),
    hints=(
        "What is the shape of the result of the line in the exercise, and what is its value "
        "for any scores and labels?",
        "∂L / ∂bₖ is the mean of pₖ − yₖ over the examples. The classes are not summed: each has "
        "a bias of its own.",
        "Average along `axis=0` only; there is nothing to multiply by K then.",
    ),
    why="In a sentence: why would one number added to all biases change nothing, even if it "
    "were not 0?",
    reply="It raises all scores of every example by the same amount, and softmax does not see a "
    "common shift.",
    place=FAILS,
)

import numpy as np
from numpy.typing import NDArray

from softmaxbook.exercises.catalogue.families.gradients import SUMS_TO_0, row_sum
from softmaxbook.exercises.catalogue.families.softmaxes import softmax
from softmaxbook.exercises.catalogue.jacobian import FAILS, PRODUCTS
from softmaxbook.exercises.record import Exercise, Mistake, Probe


def softmax_backward(p, g):
    """Gradient with respect to the scores, shape (n, K)."""
    mean = (p * g).sum(axis=-1, keepdims=True)  # of g under p, one for each example
    return p * (g - mean)


def backward_probe(name: str, scores: list, g: list) -> Probe:
    return Probe(name, (softmax(np.array(scores, dtype=float)), np.array(g, dtype=float)))


def centred(p: NDArray, g: NDArray, mean: NDArray) -> NDArray:
    return p * (g - mean)


EXERCISE = Exercise(
    title="Backward",
    reference=softmax_backward,
    probes=(
        backward_probe("one example", [[3, 1, 0.25]], [[1, -2, 0.5]]),
        backward_probe(
            "three examples",
            [[3, 1, 0.25, -1], [0.5, 2, 0, 1], [-2, -0.5, 1.5, -1]],
            [[1, 0, -1, 2], [0.5, 3, -2, 1], [-1, 2, 0.25, 4]],
        ),
        backward_probe(
            "square",
            [[3, 1, 0.25], [0.5, 2.5, -1], [-1.5, 0, 1]],
            [[2, -1, 0.5], [1, 3, -2], [0.25, -1, 4]],
        ),
        backward_probe("square of two", [[1.5, -0.5], [-2, 1]], [[1, -3], [2, 0.5]]),
        backward_probe(
            "five examples",
            [[1, 0.5, -1], [0, 2, 1], [-1, -0.5, 0.75], [2, 2, 0], [0.25, 0, 1]],
            [[1, 2, 3], [-1, 0, 1], [0.5, 0.5, -2], [4, 1, 1], [0, -2, 1]],
        ),
        backward_probe("equal gradients", [[0, 1, 2], [1, 1, 0]], [[3, 3, 3], [-2, -2, -2]]),
    ),
    mistakes=(
        Mistake(
            "diagonal-only",
            "Each gradient was multiplied by the diagonal of the Jacobian alone. Softmax "
            "couples the scores: each moves all probabilities.",
            wrong=(lambda p, g: p * (1 - p) * g,),
            place=FAILS,
        ),
        Mistake(
            "mean-not-subtracted",
            "The gradient was weighted with the probabilities, but its mean was not taken "
            "off. A gradient that is the same for all classes must give 0.",
            wrong=(lambda p, g: p * g,),
        ),
        Mistake(
            "plain-mean",
            "The mean that was subtracted gives every class the same weight. The mean under "
            "the probabilities belongs there.",
            wrong=(lambda p, g: centred(p, g, g.mean(axis=-1, keepdims=True)),),
        ),
        Mistake(
            "sum-not-weighted",
            "The sum of the gradients was subtracted, without the probabilities as weights.",
            wrong=(lambda p, g: centred(p, g, row_sum(g)),),
        ),
        Mistake(
            "divided-by-classes",
            "The weighted sum was divided by the number of classes. The probabilities already "
            "sum to 1, so the sum is the mean.",
            wrong=(
                lambda p, g: centred(p, g, (p * g).mean(axis=-1, keepdims=True)),
                lambda p, g: centred(p, g, row_sum(p * g)) / p.shape[-1],
            ),
        ),
        Mistake(
            "global-sum",
            "The mean runs over the whole batch, so examples that have nothing to do with "
            "each other are mixed.",
            wrong=(
                lambda p, g: centred(p, g, (p * g).sum()),
                lambda p, g: centred(p, g, (p * g).sum() / len(p)),
            ),
        ),
        Mistake(
            "normalises-over-batch",
            "The mean was taken down the columns, over the examples. It belongs to each "
            "example, over its classes.",
            wrong=(lambda p, g: centred(p, g, (p * g).sum(axis=0)),),
        ),
        Mistake(
            "no-keepdims",
            "The sums of the rows lie along the columns when they are subtracted. A square "
            "batch takes the wrong row's mean; others stop.",
            wrong=(lambda p, g: centred(p, g, (p * g).sum(axis=-1)),),
        ),
        Mistake(
            "matrix-product",
            "`p @ g` is the mean of one example alone. Of a batch it is a product of matrices, and "
            "most shapes stop it. Multiply p and g entry by entry, and sum along the last axis.",
            wrong=(lambda p, g: p * (g - p @ g), lambda p, g: p * (g - g @ p)),
        ),
        Mistake(
            "not-the-mean-subtracted",
            "The largest entry of the gradient was subtracted, or p itself. It is the mean under "
            "the probabilities that comes off.",
            wrong=(
                lambda p, g: centred(p, g, g.max(axis=-1, keepdims=True)),
                lambda p, g: p * (p - g),
                lambda p, g: p * (g - p),
            ),
        ),
        Mistake(
            "gradient-taken-for-label",
            "The gradient that comes in was subtracted from the probabilities, as a label is in "
            "cross-entropy. It is multiplied by the Jacobian.",
            wrong=(lambda p, g: p - g, lambda p, g: g - p),
        ),
        Mistake(
            "mean-added",
            "The mean under the probabilities was added. A gradient that is the same for all "
            "classes must give 0, so it comes off.",
            wrong=(lambda p, g: centred(p, g, -row_sum(p * g)),),
        ),
        Mistake(
            "factor-too-many",
            "Deviation and mean are right, but they are multiplied by more than the probability: "
            "by its square, or by what is left to 1 as well.",
            wrong=(
                lambda p, g: centred(p**2, g, row_sum(p * g)),
                lambda p, g: centred(p * (1 - p), g, row_sum(p * g)),
            ),
        ),
        Mistake(
            "second-factor-lost",
            "The first term is weighted with the probabilities, the mean is not. The factor "
            "stands in front of both.",
            wrong=(lambda p, g: p * g - row_sum(p * g),),
        ),
        Mistake(
            "not-weighted",
            "The mean was subtracted, but the result was not weighted with the probabilities: "
            "a class that nearly cannot come moves as much as a sure one.",
            wrong=(lambda p, g: g - row_sum(p * g),),
        ),
        Mistake(
            "products-only",
            "Only the product term is there; what a score does to its own probability is missing.",
            wrong=(lambda p, g: -p * row_sum(p * g), lambda p, g: p * row_sum(p * g)),
        ),
        Mistake(
            "sign-flipped",
            "The signs are reversed: here the gradient was taken off its mean.",
            wrong=(lambda p, g: centred(-p, g, row_sum(p * g)),),
        ),
        Mistake(
            "softmax-twice",
            "The probabilities were put through softmax again. They have been through it "
            "already, and are all that is needed.",
            wrong=(lambda p, g: centred(softmax(p), g, row_sum(softmax(p) * g)),),
        ),
        Mistake(
            "divided-by-n",
            "The result was divided by the number of examples. The mean over a batch belongs "
            "to the loss; what comes in has it already.",
            wrong=(lambda p, g: centred(p, g, row_sum(p * g)) / len(p),),
        ),
    ),
    symptoms=(SUMS_TO_0,),
    hints=(
        "Put in a gradient that is the same for every class. What must come out, and what does "
        "your function give?",
        "J is symmetric, so the gradient is Jg, with the entries pᵢ(gᵢ − ∑ⱼ pⱼ gⱼ); every example "
        "has a sum of its own.",
        "Multiply p and g, sum along the last axis with `keepdims=True`, subtract that from g "
        "and multiply by p.",
    ),
    why="In a sentence: why does the same function also carry a nudge of the scores forwards?",
    reply="J is symmetric, so Jᵀg and Jv are the same product.",
    place=PRODUCTS,
)

import numpy as np

from softmaxbook.exercises.catalogue.families.gradients import SUMS_TO_0, row_sum
from softmaxbook.exercises.catalogue.families.softmaxes import softmax
from softmaxbook.exercises.catalogue.jacobian import BY_HAND, LOSS
from softmaxbook.exercises.record import Exercise, Mistake, Probe


def gradient_for_weights(z, y):
    """Gradient of each row's loss with respect to z, shape (n, K)."""
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    p = e / e.sum(axis=-1, keepdims=True)
    return y.sum(axis=-1, keepdims=True) * p - y


def weighted(name: str, z: list, y: list) -> Probe:
    return Probe(name, (np.array(z, dtype=float), np.array(y, dtype=float)))


EXERCISE = Exercise(
    title="Targets that do not sum to 1",
    reference=gradient_for_weights,
    probes=(
        weighted("two findings", [[3, 1, 0.25]], [[1, 1, 0]]),
        weighted(
            "three rows",
            [[3, 1, 0.25, -1], [0.5, 2, 0, 1], [-2, -0.5, 1.5, -1]],
            [[1, 0, 0, 2], [0.5, 0, 0, 0], [1, 1, 1, 0]],
        ),
        weighted(
            "square",
            [[3, 1, 0.25], [0.5, 2.5, -1], [-1.5, 0, 1]],
            [[2, 0, 1], [0, 0.5, 0], [1, 1, 3]],
        ),
        weighted("square of two", [[1.5, -0.5], [-2, 1]], [[3, 0], [0.25, 0.5]]),
        weighted("one-hot", [[1, 0, -1], [0, 2, 1]], [[0, 1, 0], [1, 0, 0]]),
        weighted(
            "five rows",
            [[1, 0.5], [0, 2], [-1, -0.5], [2, 2], [0.25, 0]],
            [[1, 2], [0, 4], [0.5, 0], [3, 1], [0, 0]],
        ),
        weighted("a sure one", [[30, 0, -30]], [[0, 2, 1]]),
    ),
    mistakes=(
        Mistake(
            "assumes-sum-1",
            "Prediction minus target needs targets that sum to 1. Here every unit of weight "
            "pushes all scores down once.",
            wrong=(lambda z, y: softmax(z) - y,),
        ),
        Mistake(
            "target-normalised",
            "The targets were divided by their sum. That is the gradient of another loss, "
            "smaller by the sum.",
            wrong=(lambda z, y: softmax(z) - y / row_sum(y),),
        ),
        Mistake(
            "sum-times-both",
            "The sum multiplies the target as well. Only the probabilities are pushed by the "
            "whole sum; each class is pulled by its own weight.",
            wrong=(lambda z, y: row_sum(y) * (softmax(z) - y),),
        ),
        Mistake(
            "weights-counted",
            "The largest weight, or the number of weights above 0, stands where the sum of the "
            "weights belongs.",
            wrong=(
                lambda z, y: y.max(axis=-1, keepdims=True) * softmax(z) - y,
                lambda z, y: row_sum(y > 0) * softmax(z) - y,
            ),
        ),
        Mistake(
            "weights-taken-for-labels",
            "Weights were made into labels: 1 wherever there is any weight, or at the largest "
            "alone. Each class is pulled by its own weight.",
            wrong=(
                lambda z, y: softmax(z) - (y > 0),
                lambda z, y: row_sum(y) * softmax(z) - (y > 0),
                lambda z, y: softmax(z) - np.eye(z.shape[-1])[y.argmax(axis=-1)],
            ),
        ),
        Mistake(
            "mean-for-sum",
            "The weights of a row were averaged. Every unit of weight pushes, so they add up.",
            wrong=(lambda z, y: y.mean(axis=-1, keepdims=True) * softmax(z) - y,),
        ),
        Mistake(
            "extra-p(1-p)",
            "There is a factor too many, the diagonal of the Jacobian. With the cross-entropy "
            "nothing of the Jacobian remains.",
            wrong=(lambda z, y: (row_sum(y) * softmax(z) - y) * softmax(z) * (1 - softmax(z)),),
        ),
        Mistake(
            "classes-for-sum",
            "The probabilities were multiplied by the number of classes. What counts is the "
            "sum of the weights of the row.",
            wrong=(lambda z, y: z.shape[-1] * softmax(z) - y,),
        ),
        Mistake(
            "global-sum",
            "The weights of all rows were added up. Each example pushes with its own sum.",
            wrong=(lambda z, y: y.sum() * softmax(z) - y,),
        ),
        Mistake(
            "sums-over-batch",
            "The weights were summed down the columns, over the examples. The sum runs over "
            "the classes of one example.",
            wrong=(lambda z, y: y.sum(axis=0) * softmax(z) - y,),
        ),
        Mistake(
            "no-keepdims",
            "The sums of the rows lie along the columns when they multiply. A square batch "
            "takes the wrong row's sum; others stop.",
            wrong=(lambda z, y: y.sum(axis=-1) * softmax(z) - y,),
        ),
        Mistake(
            "only-true-class",
            "Only classes with a weight have a gradient here. The others are pushed down as well.",
            wrong=(
                lambda z, y: (softmax(z) - 1) * y,
                lambda z, y: (row_sum(y) * softmax(z) - y) * (y > 0),
            ),
            place=BY_HAND,
        ),
        Mistake(
            "divided-by-n",
            "The result was divided by the number of rows. The gradient of each row's own loss "
            "was asked for.",
            wrong=(lambda z, y: (row_sum(y) * softmax(z) - y) / len(z),),
        ),
        Mistake(
            "target-not-subtracted",
            "The push on all scores is there, the pull on the targets' own is missing.",
            wrong=(lambda z, y: row_sum(y) * softmax(z), lambda z, y: softmax(z)),
        ),
        Mistake(
            "gradient-wrt-p",
            "This is the derivative with respect to the probabilities. The chain rule still "
            "has to go through softmax.",
            wrong=(lambda z, y: -y / softmax(z),),
        ),
        Mistake(
            "sign-flipped",
            "All signs are reversed: this is the direction of descent.",
            wrong=(
                lambda z, y: y - row_sum(y) * softmax(z),
                lambda z, y: y - softmax(z),
            ),
        ),
    ),
    symptoms=(SUMS_TO_0,),
    hints=(
        "For the row (1, 1, 0), what do the entries of p − y add up to? What must a gradient "
        "with respect to scores add up to?",
        "−∑ᵢ yᵢ log pᵢ is (∑ᵢ yᵢ) LSE(z) − yᵀ z. The gradient of LSE is p.",
        "Sum each row of y with `keepdims=True`, multiply by the probabilities, subtract y.",
    ),
    why="In a sentence: at which probabilities is this gradient 0?",
    reply="At pₖ = yₖ / ∑ᵢ yᵢ, the weights as shares; only if all weights are 0 is it 0 "
    "everywhere.",
    place=LOSS,
)

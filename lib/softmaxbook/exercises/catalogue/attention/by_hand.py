from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from softmaxbook.exercises.catalogue.attention import BY_HAND, ROOT
from softmaxbook.exercises.catalogue.families.softmaxes import softmax
from softmaxbook.exercises.reading import Numbers, Part
from softmaxbook.exercises.record import Exercise, Mistake


def by_hand():
    """Halved by the root of 4, the scores are log 3, 0 and log 2: exponentials 3, 1 and 2."""
    weights = np.array([3, 1, 2]) / 6
    return weights, weights @ [6, 12, 0]


DOTS, VALUES = np.array([2 * np.log(3), 0, 2 * np.log(2)]), np.array([6.0, 12.0, 0.0])


def with_weights(weights: NDArray) -> tuple[Callable, ...]:
    return (lambda: (weights, weights @ VALUES),)


def output_alone(v: NDArray) -> bool:
    weights, output = by_hand()
    return bool(np.allclose(v[:3], weights, rtol=0, atol=5e-4) and v[3] != output)


def in_another_order(v: NDArray) -> bool:
    weights = by_hand()[0]
    same = np.allclose(np.sort(v[:3]), np.sort(weights), rtol=0, atol=5e-4)
    return bool(same and not np.allclose(v[:3], weights, rtol=0, atol=5e-4))


EXERCISE = Exercise(
    title="Attention by hand",
    reference=by_hand,
    form=Numbers(
        (
            Part("the weights", size=3, digits=None, key="three_weights"),
            Part("the output", digits=2, key="its_output"),
        ),
        logarithms=False,
    ),
    mistakes=(
        Mistake(
            "not-scaled",
            "The dot products were taken as they are. In attention they are first divided "
            "by the root of the length of the keys.",
            wrong=with_weights(softmax(DOTS)),
        ),
        Mistake(
            "divided-by-d",
            "The dot products were divided by 4, the length of the keys. The root of it "
            "belongs there.",
            wrong=with_weights(softmax(DOTS / 4)),
        ),
        Mistake(
            "root-of-n",
            "The dot products were divided by the root of 3, the number of tokens. They are "
            "divided by the root of d, and d is 4.",
            wrong=with_weights(softmax(DOTS / np.sqrt(3))),
            place=ROOT,
        ),
        Mistake(
            "base-10",
            "The logarithms were taken to base 10. In this book log has base e, so e to the power "
            "of log 3 is 3.",
            wrong=with_weights(softmax(DOTS / np.log(10) / 2)),
        ),
        Mistake(
            "no-exponential",
            "The scores were divided by their sum. Softmax takes their exponentials first, "
            "and a score of 0 is no weight of 0.",
            wrong=with_weights(DOTS / DOTS.sum()),
        ),
        Mistake(
            "not-normalised",
            "These are exponentials. Weights add up to 1, so each is divided by their sum.",
            wrong=(
                *with_weights(np.array([3.0, 1.0, 2.0])),
                *with_weights(np.array([3.0, 1.0, 2.0]) / 3),  # with the maximum subtracted
            ),
        ),
        Mistake(
            "scores-for-weights",
            "These are the scores. The weights are their softmax: exponentials, divided by their "
            "sum.",
            wrong=with_weights(DOTS / 2),
        ),
        Mistake(
            "multiplied-by-root-d",
            "The dot products were multiplied by the root of their length. It divides them.",
            wrong=with_weights(softmax(DOTS * 2)),
        ),
        Mistake(
            "score-0-weight-0",
            "The second token got no weight because its score is 0. The exponential of 0 is 1.",
            wrong=with_weights(np.array([3.0, 0.0, 2.0]) / 5),
        ),
        Mistake(
            "output-alone-off",
            "The weights are right. The output is the sum of weight times value, with 6, 12 and 0 "
            "in this order; it lies between 0 and 12.",
            when=output_alone,
        ),
        Mistake(
            "output-not-normalised",
            "The weights are right, but the output was made with the exponentials. It is the sum "
            "of weights times values.",
            wrong=(lambda: (by_hand()[0], 30.0),),
        ),
        Mistake(
            "output-divided-by-three",
            "The weights are right, but the output was divided by the number of tokens. The "
            "weights add up to 1 already, so there is nothing to divide by.",
            wrong=(lambda: (by_hand()[0], 10.0), lambda: (by_hand()[0], 5 / 3)),
        ),
        Mistake(
            "factor-for-power",
            "The exponential of 2 log 3 was taken for 2 · 3. A factor in front of a logarithm "
            "becomes a power: it is 3². And the dot products are halved first.",
            wrong=with_weights(np.array([6.0, 1.0, 4.0]) / 11),
        ),
        Mistake(
            "output-not-scaled",
            "The weights are right. But the output was made with other weights, those of the dot "
            "products before their division.",
            wrong=(lambda: (by_hand()[0], float(softmax(DOTS) @ VALUES)),),
        ),
        Mistake(
            "plain-sum",
            "The output is the plain sum of the values. Each value counts as much as its weight "
            "says.",
            wrong=(lambda: (by_hand()[0], 18.0),),
        ),
        Mistake(
            "weights-in-another-order",
            "The three weights are right, but not in this order. The dot products are 2 log 3, 0 "
            "and 2 log 2, so the first weight is the largest and the second the smallest.",
            when=in_another_order,
        ),
        Mistake(
            "weights-exchanged",
            "The weights of the second and the third token have changed places. The score of the "
            "second is 0, so its exponential is 1.",
            wrong=with_weights(np.array([3.0, 2.0, 1.0]) / 6),
        ),
        Mistake(
            "plain-mean",
            "6 is the plain mean of the values, and also the value of the first token. In the "
            "output each value counts as much as its weight says.",
            wrong=(lambda: (by_hand()[0], 6.0),),
        ),
        Mistake(
            "equal-shares",
            "Every token got the same weight. The scores differ, and so do their exponentials.",
            wrong=with_weights(np.full(3, 1 / 3)),
        ),
        Mistake(
            "hard-choice",
            "Only the token with the largest score was heard. Softmax listens to all of them.",
            wrong=with_weights(np.array([1.0, 0.0, 0.0])),
        ),
    ),
    hints=(
        "What do the dot products become when they are divided by the root of 4, and what "
        "are the exponentials of that?",
        "pᵢ = e^sᵢ / ∑ⱼ e^sⱼ with sᵢ = q · kᵢ / √d, and the output is ∑ᵢ pᵢ vᵢ.",
        "The exponentials are 3, 1 and 2, so the weights are sixths.",
    ),
    why="In a sentence: which output would the same dot products give in d = 1?",
    reply="33/7, about 4.714. The divisor is 1 then, so the exponentials are 9, 1 and 4, and the "
    "weights are these divided by 14.",
    place=BY_HAND,
)

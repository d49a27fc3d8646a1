from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from softmaxbook.exercises.catalogue.attention import PADDING, STREAM
from softmaxbook.exercises.record import Exercise, Mistake, Place, Probe


def merge_outputs(lse1, o1, lse2, o2):
    """Outputs over all keys from the log-sum-exps and the outputs over two blocks of them."""
    top = np.maximum(lse1, lse2)
    base = np.where(top > -np.inf, top, 0)  # where both blocks are masked
    w1, w2 = np.exp(lse1 - base), np.exp(lse2 - base)
    total = np.where(w1 + w2 > 0, w1 + w2, 1)
    return (w1[:, None] * o1 + w2[:, None] * o2) / total[:, None]


def shares(lse1: NDArray, lse2: NDArray) -> tuple[NDArray, NDArray]:
    first = np.exp(lse1 - np.logaddexp(lse1, lse2))
    return first[:, None], 1 - first[:, None]


def weighed(by: Callable) -> Callable:
    """A mean of the outputs, with the weights by(lse1, lse2)."""

    def merge(lse1: NDArray, o1: NDArray, lse2: NDArray, o2: NDArray) -> NDArray:
        w1, w2 = by(lse1, lse2)
        return w1 * o1 + w2 * o2

    return merge


def guarded(wrong: Callable) -> Callable:
    """The same mistake, made after blocks that are masked have been sorted out."""

    def merge(lse1: NDArray, o1: NDArray, lse2: NDArray, o2: NDArray) -> NDArray:
        out = np.array(wrong(lse1, o1, lse2, o2))
        out[np.isneginf(lse1)] = o2[np.isneginf(lse1)]
        out[np.isneginf(lse2)] = o1[np.isneginf(lse2)]
        return out

    return merge


def both(wrong: Callable) -> tuple[Callable, ...]:
    return wrong, guarded(wrong)


def over(norm: Callable, power: Callable = np.exp) -> Callable:
    """Powers of the log-sum-exps less norm, over their sum."""

    def by(lse1: NDArray, lse2: NDArray) -> tuple[NDArray, NDArray]:
        top = norm(lse1, lse2)
        w1, w2 = power(lse1 - top)[:, None], power(lse2 - top)[:, None]
        return w1 / (w1 + w2), w2 / (w1 + w2)

    return by


def unnormalised(lse1: NDArray, lse2: NDArray) -> tuple[NDArray, NDArray]:
    top = np.maximum(lse1, lse2)
    return np.exp(lse1 - top)[:, None], np.exp(lse2 - top)[:, None]


def plain_powers(lse1: NDArray, lse2: NDArray) -> tuple[NDArray, NDArray]:
    return np.exp(lse1)[:, None], np.exp(lse2)[:, None]


def flat(lse1: NDArray, lse2: NDArray) -> tuple[NDArray, NDArray]:
    return tuple(share[:, 0] for share in shares(lse1, lse2))


def ratio(lse1: NDArray, lse2: NDArray) -> tuple[NDArray, NDArray]:
    return (lse1 / (lse1 + lse2))[:, None], (lse2 / (lse1 + lse2))[:, None]


def blocks(name: str, lse1: list, lse2: list, e: int, seed: int) -> Probe:
    rng = np.random.default_rng(seed)
    o1, o2 = (rng.integers(-40, 41, size=(len(lse1), e)) / 8 for _ in range(2))
    first, second = np.array(lse1, float), np.array(lse2, float)
    o1[np.isneginf(first)], o2[np.isneginf(second)] = 0, 0
    return Probe(name, (first, o1, second, o2))


INF = np.inf


EXERCISE = Exercise(
    title="Merge two blocks",
    reference=merge_outputs,
    probes=(
        blocks("one query", [1.5], [0.5], 2, 1),
        blocks("three queries", [0.5, 2, 3], [1.5, 1, 3], 2, 2),
        blocks("as many queries as entries", [2, 0.25, 1], [1, 1.5, 3], 3, 3),
        blocks("below 0", [-2, -0.5], [-1, -3], 3, 4),
        blocks("around 1000", [1000, 1001.5], [1001, 999], 2, 5),
        blocks("queries far apart", [0.5, 2000], [1, 1999], 2, 6),
        blocks("blocks far apart", [0, 900], [900, -900], 2, 7),
        blocks("first is masked", [-INF, 1], [2, 0.5], 2, 8),
        blocks("second is masked", [2, 1], [-INF, 0.5], 2, 9),
        blocks("both are masked", [-INF, 1], [-INF, 0.5], 2, 10),
    ),
    mistakes=(
        Mistake(
            "plain-mean",
            "The two outputs were averaged alike. A block whose keys fit the query better counts "
            "for more.",
            wrong=both(weighed(lambda a, b: (0.5, 0.5))),
        ),
        Mistake(
            "plain-sum",
            "The outputs were added. Each is a mean already; the mean of both needs weights that "
            "add up to 1.",
            wrong=(weighed(lambda a, b: (1, 1)),),
        ),
        Mistake(
            "no-exponential",
            "The log-sum-exps were divided by their sum. They are logarithms, and the sums of two "
            "blocks are in proportion to their exponentials.",
            wrong=both(weighed(ratio)),
        ),
        Mistake(
            "weights-exchanged",
            "Each output has the weight of the other block: the smaller sum counts for more.",
            wrong=both(weighed(lambda a, b: shares(b, a))),
        ),
        Mistake(
            "hard-choice",
            "Only the block with the larger sum was heard. The other one has a part in the output "
            "too.",
            wrong=both(weighed(lambda a, b: ((a >= b)[:, None], (a < b)[:, None]))),
        ),
        Mistake(
            "not-normalised",
            "The outputs were weighed by exponentials that do not add up to 1. What is missing is "
            "the division by their sum.",
            wrong=(
                *both(weighed(unnormalised)),
                *both(weighed(plain_powers)),
            ),
        ),
        Mistake(
            "no-max-subtraction",
            "The exponentials of the log-sum-exps were taken as they are. Beyond 709.78 they "
            "overflow; only the difference of the two matters.",
            wrong=both(weighed(over(lambda a, b: 0))),
            place=Place("overflow", "The free constant"),
        ),
        Mistake(
            "global-max",
            "One maximum was taken off all queries. A query far below it is left with 0/0; each "
            "query needs its own.",
            wrong=both(weighed(over(lambda a, b: max(a.max(), b.max())))),
            place=Place("overflow", "Shifts that are not safe"),
        ),
        Mistake(
            "one-maximum-for-a-block",
            "Each block was shifted by its own maximum, so the two sums no longer count in the "
            "same unit.",
            wrong=both(
                weighed(
                    lambda a, b: shares(
                        a - a.max(initial=-1e300, where=a > -INF),
                        b - b.max(initial=-1e300, where=b > -INF),
                    )
                )
            ),
        ),
        Mistake(
            "base-2",
            "Powers of 2 stand where powers of e belong.",
            wrong=both(weighed(over(np.maximum, np.exp2))),
        ),
        Mistake(
            "axis-of-the-weights",
            "The weights belong to the queries, one for each row. Here they were spread along the "
            "entries of the outputs.",
            wrong=both(weighed(flat)),
        ),
        Mistake(
            "empty-and-empty",
            "Where both blocks are masked, both log-sum-exps are −inf, and their difference is "
            "nan. Such a query gets zeros.",
            wrong=(
                weighed(shares),
                weighed(over(np.maximum)),
                weighed(
                    lambda a, b: (
                        1 / (1 + np.exp(b - a)[:, None]),
                        1 / (1 + np.exp(a - b)[:, None]),
                    )
                ),
            ),
            place=PADDING,
        ),
    ),
    hints=(
        "Suppose that one block had three keys with the score 0 and the other one key with the "
        "score 0. Which weights would you give to their outputs, and which log-sum-exps have they?",
        "e^LSE · o is the sum of a block's values, each weighed by the exponential of its score. "
        "Sums of two blocks add up, and so do the sums of exponentials.",
        "The weights of the two outputs are softmax of the two log-sum-exps, for each query. Take "
        "the larger one off first, and decide what happens where both are −inf.",
    ),
    why="In a sentence: what else would you have to return so that a third block can be merged in?",
    reply="The log-sum-exp of both blocks, the logarithm of the sum of their exponentials. With it "
    "the merged output can be merged again, with as many blocks as there are.",
    place=STREAM,
    atol=1e-7,
)

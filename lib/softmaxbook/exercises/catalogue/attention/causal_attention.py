from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from softmaxbook.exercises.catalogue.attention import BY_HAND, MASKS, ROOT
from softmaxbook.exercises.catalogue.families.softmaxes import softmax
from softmaxbook.exercises.reading import gives
from softmaxbook.exercises.record import Exercise, Mistake, Place, Probe


def causal_attention(q, k, v):
    """Outputs (n, e) of queries (n, d), keys (n, d), values (n, e)."""
    n, d = q.shape
    scores = q @ k.T / np.sqrt(d)
    scores = np.where(np.tri(n, dtype=bool), scores, -np.inf)  # query i sees keys 0 to i
    e = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True) @ v


def text_probe(name: str, seed: int, n: int, d: int, e: int, size: float = 1.0) -> Probe:
    rng = np.random.default_rng(seed)
    q, k = (size * rng.normal(size=(n, d)).round(2) for _ in range(2))
    return Probe(name, (q, k, rng.normal(size=(n, e)).round(2)))


def attend(
    scale: Callable = lambda n, d: np.sqrt(d),
    mask: Callable = lambda s: np.where(np.tri(len(s), dtype=bool), s, -np.inf),
    weigh: Callable = softmax,
) -> Callable:
    """Attention with one of its three steps replaced."""

    def attention(q: NDArray, k: NDArray, v: NDArray) -> NDArray:
        return weigh(mask(q @ k.T / scale(*q.shape))) @ v

    return attention


def scaled_by_values(q: NDArray, k: NDArray, v: NDArray) -> NDArray:
    return attend(scale=lambda n, d: np.sqrt(v.shape[1]))(q, k, v)


def triangle(below: int) -> Callable:
    return lambda s: np.where(np.tri(len(s), k=below, dtype=bool), s, -np.inf)


def exponentials(s: NDArray) -> NDArray:
    return np.exp(s) / np.exp(s).sum(axis=-1, keepdims=True)


def flat_sums(s: NDArray) -> NDArray:
    e = np.exp(s - s.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1)


def one_sum(s: NDArray) -> NDArray:
    e = np.exp(s - s.max())
    return e / e.sum()


LARGE = Probe(
    "large scores",
    (
        np.array([[40.0, 0.0], [0.0, 60.0], [50.0, 50.0]]),
        np.array([[30.0, 10.0], [20.0, 29.99], [29.98, 30.0]]),
        np.array([[1.0, 2.0, 0.0], [0.0, 1.0, -1.0], [3.0, 0.0, 1.0]]),
    ),
)


# Scores of some millions, the largest of them masked.
FAR_APART = Probe(
    "masked scores far ahead",
    (
        np.array([[4000.0, 0.0], [0.0, 4000.0], [1000.0, -2000.0]]),
        np.array([[-3000.0, 500.0], [2000.0, -1500.0], [1000.0, 2500.0]]),
        np.array([[1.0, 2.0], [0.0, -1.0], [3.0, 0.5]]),
    ),
)


# What may be seen is far below any number that might stand for a mask.
FAR_BELOW = Probe(
    "a score of -1e31",
    (
        np.array([[1e16, 0.0], [0.0, 1.0]]),
        np.array([[-1.5e15, 0.5], [1.0, 2.0]]),
        np.array([[1.0, 2.0], [3.0, -1.0]]),
    ),
)


# However little comes through a mask, it shows.
LATE_AND_LARGE = Probe(
    "a later value of 1e30",
    (
        np.array([[1.0, 0.5], [0.5, -1.0], [0.25, 1.0]]),
        np.array([[0.5, 1.0], [2.0, 0.5], [-1.0, 0.75]]),
        np.array([[1.0, 2.0], [3.0, -1.0], [1e30, 0.5]]),
    ),
)


def lowered(to: Callable) -> tuple[Callable, ...]:
    """Attention whose masked scores are finite, to(score, number), with numbers in use."""
    return tuple(
        attend(mask=lambda s, a=a: np.where(np.tri(len(s), dtype=bool), s, to(s, a)))
        for a in (-1.0, -10.0, -100.0, -1e3, -1e4, -65504.0, *(-(10.0**k) for k in range(5, 31)))
    )


def unseen_zeros(s: NDArray) -> NDArray:
    s = np.tril(s)
    return np.where(s == 0, -np.inf, s)


def one_maximum(s: NDArray) -> NDArray:
    e = np.exp(s - s.max())
    return e / e.sum(axis=-1, keepdims=True)


def renormalised(s: NDArray) -> NDArray:
    w = softmax(s) * np.tri(len(s))
    return w / w.sum(axis=-1, keepdims=True)


EXERCISE = Exercise(
    title="Causal attention",
    reference=causal_attention,
    probes=(
        Probe(
            "two tokens",
            (
                np.array([[1.0, 0.0, 2.0], [0.5, 1.0, -1.0]]),
                np.array([[2.0, -1.0, 0.0], [0.0, 2.0, 1.5]]),
                np.array([[1.0], [3.0]]),
            ),
        ),
        text_probe("five tokens", 1, 5, 3, 2),
        text_probe("as many tokens as entries", 2, 3, 3, 3),
        text_probe("four tokens of length 8", 3, 4, 8, 3),
        LARGE,
        FAR_APART,
        FAR_BELOW,
        LATE_AND_LARGE,
    ),
    mistakes=(
        Mistake(
            "mask-ignored",
            "Every query attends to all keys, the later ones too. The answer to a token must "
            "not depend on what comes after it.",
            wrong=(
                attend(mask=lambda s: s),
                attend(mask=lambda s: s, scale=lambda n, d: 1),
            ),
        ),
        Mistake(
            "not-scaled",
            "The dot products were not divided. Their variance grows like their length d.",
            wrong=(attend(scale=lambda n, d: 1),),
            place=ROOT,
        ),
        Mistake(
            "scaled-by-the-values",
            "The dot products were divided by the root of the width of the values. The products "
            "are of queries and keys, and grow with the length of these.",
            wrong=(scaled_by_values,),
            place=ROOT,
        ),
        Mistake(
            "divided-by-d",
            "The scores were divided by d. It is the standard deviation of the dot product "
            "that is divided out, and that is the root of d.",
            wrong=(attend(scale=lambda n, d: d),),
            place=ROOT,
        ),
        Mistake(
            "multiplied-by-root-d",
            "The scores were multiplied by the root of d. That saturates softmax more, not less.",
            wrong=(attend(scale=lambda n, d: d**-0.5),),
            place=ROOT,
        ),
        Mistake(
            "root-of-n",
            "The scores were divided by the root of the number of tokens. The spread of a dot "
            "product comes from the length of the vectors.",
            wrong=(attend(scale=lambda n, d: np.sqrt(n)),),
            place=ROOT,
        ),
        Mistake(
            "zeroed-after-softmax",
            "The weights were set to 0 after softmax. The rows no longer sum to 1, and the "
            "later keys have already been in the denominator.",
            wrong=(
                attend(mask=lambda s: s, weigh=lambda s: softmax(s) * np.tri(len(s), dtype=bool)),
            ),
        ),
        Mistake(
            "zeroed-then-renormalised",
            "Masked scores still took part in the maximum. Where one is far ahead all that may "
            "be seen underflows, and the row is 0/0.",
            wrong=(attend(mask=lambda s: s, weigh=renormalised),),
        ),
        Mistake(
            "mask-not-low-enough",
            "Masked scores were lowered by a number, or to one, that scores can outweigh. "
            "Nothing may come through a mask, however large the scores.",
            wrong=(
                *lowered(lambda s, a: a),
                *lowered(lambda s, a: s + a),
                *(
                    attend(mask=lambda s, a=a: np.where(np.tri(len(s)), s, s.min() - a))
                    for a in (1, 10, 20, 30, 50, 100)
                ),
            ),
        ),
        Mistake(
            "zeros-masked",
            "Scores that happen to be exactly 0 were masked too. A mask says which keys may be "
            "seen, whatever their scores.",
            wrong=(attend(mask=unseen_zeros),),
        ),
        Mistake(
            "mask-transposed",
            "The triangle is the wrong one: the first query sees everything, the last only "
            "itself. It should be the other way round.",
            wrong=(attend(mask=lambda s: triangle(0)(s.T).T),),
        ),
        Mistake(
            "masks-itself",
            "The diagonal is masked as well. A token may attend to itself, and the first has "
            "nothing else.",
            wrong=(
                attend(mask=triangle(-1)),
                attend(
                    mask=lambda s: np.where(np.tri(len(s), k=-1, dtype=bool), s, -1e9),
                ),
            ),
        ),
        Mistake(
            "looks-one-ahead",
            "The triangle is one too wide: each query sees the token after it.",
            wrong=(attend(mask=triangle(1)),),
        ),
        Mistake(
            "score-set-to-0",
            "The later scores were set to 0. That is a score like any other, and its "
            "exponential is 1.",
            wrong=(attend(mask=lambda s: s * np.tri(len(s), dtype=bool)),),
        ),
        Mistake(
            "wrong-axis",
            "Softmax ran down the columns, over the queries. Each query shares out its own "
            "attention, over the keys.",
            wrong=(
                attend(weigh=lambda s: softmax(s, axis=0)),
                attend(mask=lambda s: s, weigh=lambda s: softmax(s, axis=0)),
            ),
            place=BY_HAND,
        ),
        Mistake(
            "no-keepdims",
            "Without keepdims the sums of the rows lie flat and divide the columns: key j by "
            "the sum of row j.",
            wrong=(attend(weigh=flat_sums),),
            place=BY_HAND,
        ),
        Mistake(
            "global-max",
            "One maximum was taken off all rows. A row far below it underflows to 0/0; each "
            "row needs its own.",
            wrong=(attend(weigh=one_maximum),),
            place=Place("overflow", "Shifts that are not safe"),
        ),
        Mistake(
            "global-sum",
            "All weights together sum to 1. Each query has a softmax of its own.",
            wrong=(attend(weigh=one_sum),),
            place=BY_HAND,
        ),
        Mistake(
            "no-exponential",
            "The scores were used without an exponential. Weights have to be positive, and "
            "scores need not be.",
            wrong=(
                attend(mask=lambda s: s * np.tri(len(s)), weigh=lambda s: s),
                attend(
                    mask=lambda s: s * np.tri(len(s)),
                    weigh=lambda s: s / s.sum(axis=-1, keepdims=True),
                ),
            ),
            place=BY_HAND,
        ),
        Mistake(
            "no-max-subtraction",
            "Exponentials of large scores overflow, and inf divided by inf is nan. A constant "
            "subtracted from each row changes no weight.",
            wrong=(attend(weigh=exponentials),),
            place=Place("overflow", "The free constant"),
        ),
        Mistake(
            "queries-and-keys-exchanged",
            "Queries and keys have changed places. A row of scores belongs to one query.",
            wrong=(lambda q, k, v: causal_attention(k, q, v),),
            place=BY_HAND,
        ),
        Mistake(
            "root-d-after-softmax",
            "The output was divided by the root of d, not the scores. There it only makes the "
            "values smaller.",
            wrong=(lambda q, k, v: attend(scale=lambda n, d: 1)(q, k, v) / np.sqrt(q.shape[1]),),
            place=ROOT,
        ),
        Mistake(
            "keys-for-values",
            "The keys were averaged. They say where to look; what is handed over are the values.",
            wrong=(
                lambda q, k, v: causal_attention(q, k, k),
                lambda q, k, v: causal_attention(q, k, q),
            ),
            place=BY_HAND,
        ),
        Mistake(
            "scores-ignored",
            "All the keys so far have the same weight here: the mean of the values. Queries and "
            "keys do not enter.",
            wrong=gives(lambda q, k, v: np.cumsum(v, axis=0) / np.arange(1, len(v) + 1)[:, None]),
        ),
        Mistake(
            "not-normalised",
            "The exponentials were not divided by their sum. Weights add up to 1.",
            wrong=gives(lambda q, k, v: np.tri(len(q)) * np.exp(q @ k.T / np.sqrt(q.shape[1])) @ v),
        ),
    ),
    hints=(
        "Change the last token of your text: does any earlier row of the output change? And "
        "what does each row of weights sum to?",
        "Softmax over keys of qᵢ · kⱼ / √d, where a score that row i may not see is −∞ before "
        "softmax; then the mean of the values.",
        "Let `allowed` be a triangle of True on and below the diagonal; where it is False, "
        "replace the score. Take each row's maximum off before the exponential.",
    ),
    why="In a sentence: why is the first output always the first value?",
    reply="The first query sees one key, its own, and softmax of a single score is 1.",
    place=MASKS,
    atol=1e-7,
    whole=("k", "v"),
)

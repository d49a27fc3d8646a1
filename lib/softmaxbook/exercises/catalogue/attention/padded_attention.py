from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from softmaxbook.exercises.catalogue.attention import BY_HAND, MASKS, PADDING, ROOT
from softmaxbook.exercises.catalogue.families.softmaxes import softmax
from softmaxbook.exercises.record import Exercise, Mistake, Place, Probe


def padded_attention(q, k, v, is_text):
    """Causal attention in which no query attends to padding; without any key, zeros."""
    n, d = q.shape  # the root is of d, the length of a query, not of the n tokens
    allowed = np.tri(n, dtype=bool) & is_text  # is_text says something of keys: of columns
    scores = np.where(allowed, q @ k.T / np.sqrt(d), -np.inf)  # below every number
    top = scores.max(axis=-1, keepdims=True)
    e = np.exp(scores - np.where(top > -np.inf, top, 0))  # a row with nothing: zeros
    total = e.sum(axis=-1, keepdims=True)
    return e @ v / np.where(total > 0, total, 1)


def of_keys(is_text: NDArray) -> NDArray:
    return np.tri(len(is_text), dtype=bool) & is_text


def of_queries(is_text: NDArray) -> NDArray:
    return np.tri(len(is_text), dtype=bool) & is_text[:, None]


def transposed(is_text: NDArray) -> NDArray:
    return np.tri(len(is_text), dtype=bool).T & is_text


def joined_by_or(is_text: NDArray) -> NDArray:
    return np.tri(len(is_text), dtype=bool) | is_text


def of_queries_by_or(is_text: NDArray) -> NDArray:
    return np.tri(len(is_text), dtype=bool) | is_text[:, None]


def from_the_first_text(is_text: NDArray) -> NDArray:
    """argmax finds the first True, and 0 where there is none."""
    return of_keys(np.arange(len(is_text)) >= is_text.argmax())


def triangle(diagonal: int) -> Callable:
    return lambda is_text: np.tri(len(is_text), k=diagonal, dtype=bool) & is_text


def safely(s: NDArray, allowed: NDArray) -> NDArray:
    top = np.max(s, axis=-1, keepdims=True, where=allowed, initial=-np.inf)
    e = np.exp(s - top, where=allowed, out=np.zeros(s.shape))
    total = e.sum(axis=-1, keepdims=True)
    return e / np.where(total > 0, total, 1)


def infinite(s: NDArray, allowed: NDArray) -> NDArray:
    return softmax(np.where(allowed, s, -np.inf))


def number(low: float) -> Callable:
    return lambda s, allowed: softmax(np.where(allowed, s, low))


def lowered(by: float) -> Callable:
    return lambda s, allowed: softmax(s - by * ~allowed)


def number_then_zero(low: float) -> Callable:
    def weigh(s: NDArray, allowed: NDArray) -> NDArray:
        s = np.where(allowed, s, low)
        e = np.exp(s - s.max(axis=-1, keepdims=True)) * allowed
        total = e.sum(axis=-1, keepdims=True)
        return e / np.where(total > 0, total, 1)

    return weigh


def empty_rows_zeroed(weigh: Callable) -> Callable:
    return lambda s, allowed: weigh(s, allowed) * allowed.any(axis=-1, keepdims=True)


def alike_in_empty_rows(s: NDArray, allowed: NDArray) -> NDArray:
    return safely(s, allowed) + ~allowed.any(axis=-1, keepdims=True) / len(s)


def to_itself(s: NDArray, allowed: NDArray) -> NDArray:
    return safely(s, allowed) + np.diag(~allowed.any(axis=-1))


def zeroed(s: NDArray, allowed: NDArray) -> NDArray:
    return softmax(s) * allowed


def renormalised(s: NDArray, allowed: NDArray) -> NDArray:
    w = softmax(s) * allowed
    total = w.sum(axis=-1, keepdims=True)
    return w / np.where(total > 0, total, 1)


def unshifted(s: NDArray, allowed: NDArray) -> NDArray:
    e = np.exp(s) * allowed
    total = e.sum(axis=-1, keepdims=True)
    return e / np.where(total > 0, total, 1)


def one_maximum(s: NDArray, allowed: NDArray) -> NDArray:
    return unshifted(s - s[allowed].max(initial=-1e300), allowed)


def one_maximum_of_all(low: float, guarded: bool) -> Callable:
    """One maximum for all rows, masked scores being low; a sum of 0 divides, or is made 1."""

    def weigh(s: NDArray, allowed: NDArray) -> NDArray:
        s = np.where(allowed, s, low)
        e = np.exp(s - s.max())
        total = e.sum(axis=-1, keepdims=True)
        return e / np.where(guarded & (total == 0), 1, total)

    return weigh


def maximum_with_zero(below: float = 0, least: float = 0) -> Callable:
    """The maximum of a row is at least 0; its sum gets `below` more, and is at least `least`."""

    def weigh(s: NDArray, allowed: NDArray) -> NDArray:
        s = np.where(allowed, s, -np.inf)
        e = np.exp(s - s.max(axis=-1, keepdims=True, initial=0))
        total = np.maximum(e.sum(axis=-1, keepdims=True) + below, least)
        return e / np.where(total > 0, total, 1)

    return weigh


def down_the_columns(s: NDArray, allowed: NDArray) -> NDArray:
    return safely(s.T, allowed.T).T


def divided_by_columns(s: NDArray, allowed: NDArray) -> NDArray:
    """The maxima of the rows, and the sums of the columns."""
    s = np.where(allowed, s, -np.inf)
    top = s.max(axis=-1, keepdims=True)
    e = np.exp(s - np.where(top > -np.inf, top, 0))
    total = e.sum(axis=0)
    return e / np.where(total > 0, total, 1)


def root_of_d(n: int, d: int) -> float:
    return np.sqrt(d)


def root_of_n(n: int, d: int) -> float:
    return np.sqrt(n)


def attend(
    scale: Callable = root_of_d, allow: Callable = of_keys, weigh: Callable = safely
) -> Callable:
    """Attention with some of its three steps replaced."""

    def attention(q: NDArray, k: NDArray, v: NDArray, is_text: NDArray) -> NDArray:
        return weigh(q @ k.T / scale(*q.shape), allow(is_text)) @ v

    return attention


def root_of_e(q: NDArray, k: NDArray, v: NDArray, is_text: NDArray) -> NDArray:
    return attend(scale=lambda n, d: np.sqrt(v.shape[1]))(q, k, v, is_text)


def first_row_zeroed(weigh: Callable) -> Callable:
    return lambda s, allowed: np.where(np.arange(len(s))[:, None] > 0, weigh(s, allowed), 0)


def values_zeroed(q: NDArray, k: NDArray, v: NDArray, is_text: NDArray) -> NDArray:
    return attend(allow=lambda t: of_keys(np.ones_like(t)))(q, k, v * is_text[:, None], is_text)


def keys_zeroed(q: NDArray, k: NDArray, v: NDArray, is_text: NDArray) -> NDArray:
    return attend(allow=lambda t: of_keys(np.ones_like(t)))(q, k * is_text[:, None], v, is_text)


def text_probe(name: str, seed: int, padding: int, n: int, d: int, e: int) -> Probe:
    rng = np.random.default_rng(seed)
    q, k = (rng.normal(size=(n, d)).round(2) for _ in range(2))
    v = rng.normal(size=(n, e)).round(2)
    return Probe(name, (q, k, v, np.arange(n) >= padding))


LARGE = Probe(
    "large scores",
    (
        np.array([[0.0, 10.0], [40.0, 0.0], [0.0, 60.0], [50.0, 50.0]]),
        np.array([[90.0, 90.0], [30.0, 10.0], [20.0, 29.99], [29.98, 30.0]]),
        np.array([[7.0, 7.0], [1.0, 2.0], [0.0, 1.0], [3.0, 0.0]]),
        np.array([False, True, True, True]),
    ),
)

# What may be seen is far below 0, and not so far as the numbers that masks are made of.
LOW = Probe(
    "low scores",
    (
        np.array([[2.0, 0.0], [30.0, 10.0], [60.0, 1.0]]),
        np.array([[-100.0, 1.0], [-50.0, -40.0], [-50.0, -41.0]]),
        np.array([[1.0, 2.0], [0.0, 1.0], [3.0, 0.0]]),
        np.array([False, True, True]),
    ),
)

# The padding's key is far ahead of all others, and what may be seen is far below 0.
PADDING_AHEAD = Probe(
    "a key of padding far ahead",
    (
        np.array([[1.0, 1.0], [3e7, 1.0], [3e7, -2e6]]),
        np.array([[200.0, 0.0], [-100.0, 0.5], [-100.0, 0.25]]),
        np.array([[5.0, 1.0], [1.0, 2.0], [0.0, -1.0]]),
        np.array([False, True, True]),
    ),
)

# Lower than −1e30 and than the least number of float32; the two scores of the last row are equal.
VERY_LOW = Probe(
    "very low scores",
    (
        np.array([[1.0, 0.0], [1e20, 1.0], [1e20, 0.0]]),
        np.array([[2.0, 1.0], [-1e20, 1.0], [-1e20, 3.0]]),
        np.array([[5.0, 1.0], [1.0, 2.0], [0.0, -1.0]]),
        np.array([False, True, True]),
    ),
)


EXERCISE = Exercise(
    title="Padded on the left",
    reference=padded_attention,
    probes=(
        text_probe("no padding", 1, 0, 3, 2, 2),
        text_probe("one token of padding", 2, 1, 4, 3, 2),
        text_probe("two tokens of padding", 3, 2, 5, 8, 3),
        text_probe("as many tokens as entries", 4, 1, 3, 3, 3),
        text_probe("nothing but padding", 5, 3, 3, 4, 2),
        LARGE,
        LOW,
        PADDING_AHEAD,
        VERY_LOW,
    ),
    mistakes=(
        Mistake(
            "root-of-n",
            "The scores are divided by the root of the number of tokens. The spread of a dot "
            "product comes from the length of the vectors.",
            wrong=tuple(
                attend(root_of_n, allow, weigh)
                for allow in (of_keys, of_queries)
                for weigh in (safely, number(-1e9), infinite)
            ),
            place=ROOT,
        ),
        Mistake(
            "root-of-values",
            "The scores are divided by the root of the length of a value. They come from queries "
            "and keys, so the length of these counts.",
            wrong=(root_of_e,),
            place=ROOT,
        ),
        Mistake(
            "queries-masked",
            "The mask of the padding was laid over the rows, the queries. The words of the text "
            "still attend to padding, among the keys.",
            wrong=(
                attend(allow=of_queries),
                attend(allow=of_queries, weigh=number(-1e9)),
                attend(allow=of_queries, weigh=infinite),
            ),
        ),
        Mistake(
            "mask-a-number",
            "Masked scores got a number. In a row with nothing else all scores are equal then, and "
            "everything is attended to alike; and allowed scores below that number lose to it.",
            wrong=tuple(attend(weigh=number(-(10.0**k))) for k in (1, 2, 3, 4, 5, 6, 8, 9, 12, 30)),
        ),
        Mistake(
            "number-subtracted",
            "A large number was subtracted from masked scores. In a row without a key all scores "
            "lose it alike, so it cancels; and a masked score far enough ahead still wins.",
            wrong=tuple(attend(weigh=lowered(10.0**k)) for k in (3, 4, 6, 9, 12)),
        ),
        Mistake(
            "masked-scores-zero",
            "Masked scores were set to 0. The exponential of 0 is 1, so a masked key keeps a "
            "share. It has to be −∞, whose exponential is 0.",
            wrong=(attend(weigh=number(0.0)), attend(weigh=empty_rows_zeroed(number(0.0)))),
            place=MASKS,
        ),
        Mistake(
            "mask-turned-round",
            "Text and padding, or allowed and masked keys, have changed places: what may be seen "
            "was taken away.",
            wrong=tuple(
                attend(allow=allow, weigh=weigh)
                for allow in (lambda t: ~of_keys(t), lambda t: of_keys(~t))
                for weigh in (safely, number(-1e9), infinite)
            ),
            place=MASKS,
        ),
        Mistake(
            "number-outweighs",
            "The rows without a key are right. But masked scores are still numbers. Where all that "
            "may be seen has scores far below them, it gets next to nothing.",
            wrong=(
                attend(weigh=empty_rows_zeroed(lowered(1e9))),
                *(attend(weigh=number_then_zero(-(10.0**k))) for k in (9, 10, 12, 20, 30)),
                *(attend(weigh=empty_rows_zeroed(number(-(10.0**k)))) for k in (9, 10, 12, 20, 30)),
            ),
        ),
        Mistake(
            "nan-in-empty-rows",
            "A row without a key gives nan, as −inf minus −inf or 0/0. Such a query has to get "
            "zeros.",
            wrong=(attend(weigh=infinite),),
        ),
        Mistake(
            "alike-in-empty-rows",
            "A query without a key attends to everything alike, padding and future included. It "
            "has to get zeros.",
            wrong=(attend(weigh=alike_in_empty_rows),),
        ),
        Mistake(
            "first-row-zeroed",
            "The first row was set to zeros whatever the text. As many rows are without a key as "
            "there are tokens of padding, which may be none.",
            wrong=(
                attend(weigh=first_row_zeroed(safely)),
                attend(weigh=first_row_zeroed(infinite)),
            ),
        ),
        Mistake(
            "looks-at-itself",
            "Where every key is masked, the token was made to attend to itself. Its own key is "
            "padding too, and the answer should be zeros.",
            wrong=(attend(weigh=to_itself),),
        ),
        Mistake(
            "padding-ignored",
            "Only the causal mask is there. The words of the text attend to the padding before "
            "them.",
            wrong=(attend(allow=lambda t: of_keys(np.ones_like(t))),),
        ),
        Mistake(
            "all-padding-taken-for-text",
            "A text that is nothing but padding was taken for one without any. All its queries are "
            "without a key and get zeros.",
            wrong=(attend(allow=from_the_first_text),),
        ),
        Mistake(
            "future-seen",
            "Only the padding is masked. Every query attends to the keys after it as well.",
            wrong=(attend(allow=lambda t: np.tile(t, (len(t), 1))),),
            place=MASKS,
        ),
        Mistake(
            "mask-transposed",
            "The triangle is the wrong one: a query sees itself and what comes after it.",
            wrong=(attend(allow=transposed),),
            place=MASKS,
        ),
        Mistake(
            "masks-itself",
            "The diagonal is masked as well. A token of the text may attend to itself, and the "
            "first of them has nothing else.",
            wrong=tuple(
                attend(allow=triangle(-1), weigh=weigh)
                for weigh in (safely, number(-1e9), infinite)
            ),
            place=MASKS,
        ),
        Mistake(
            "looks-one-ahead",
            "The triangle is one too wide: each query sees the token after it.",
            wrong=tuple(
                attend(allow=triangle(1), weigh=weigh) for weigh in (safely, number(-1e9), infinite)
            ),
            place=MASKS,
        ),
        Mistake(
            "or-for-and",
            "A key may be seen if one of the two masks allows it. Both have to allow it: it is "
            "text, and not after the query.",
            wrong=tuple(
                attend(allow=allow, weigh=weigh)
                for allow in (joined_by_or, of_queries_by_or)
                for weigh in (safely, number(-1e9))
            ),
        ),
        Mistake(
            "values-zeroed",
            "Values or keys of the padding were set to 0, or its weights after softmax. Its scores "
            "are still in the denominator and take their share.",
            wrong=(
                values_zeroed,
                keys_zeroed,
                lambda q, k, v, t: values_zeroed(q, k * t[:, None], v, t),
            ),
        ),
        Mistake(
            "zeroed-after-softmax",
            "The weights were set to 0 after softmax. The rows no longer add up to 1, because the "
            "masked keys have been in the denominator.",
            wrong=(
                attend(weigh=zeroed),
                attend(weigh=lambda s, allowed: number(0.0)(s, allowed) * allowed),
            ),
            place=MASKS,
        ),
        Mistake(
            "zeroed-then-renormalised",
            "Masked scores still took part in the maximum. Where one of them is far ahead, all "
            "that may be seen underflows.",
            wrong=(attend(weigh=renormalised),),
            place=MASKS,
        ),
        Mistake(
            "not-scaled",
            "The dot products were not divided. Their variance grows like their length d.",
            wrong=(attend(scale=lambda n, d: 1),),
            place=ROOT,
        ),
        Mistake(
            "divided-by-d",
            "The scores were divided by d. It is the standard deviation of the dot product that "
            "is divided out, and that is the root of d.",
            wrong=(attend(scale=lambda n, d: d),),
            place=ROOT,
        ),
        Mistake(
            "maximum-with-zero",
            "The maximum of a row was never taken below 0. Where all that may be seen is far below "
            "0, its exponentials underflow, and the row gets zeros like one without keys.",
            wrong=(
                attend(weigh=maximum_with_zero()),
                *(attend(weigh=maximum_with_zero(below=10.0**-k)) for k in (6, 8, 9, 10, 12)),
                *(attend(weigh=maximum_with_zero(least=10.0**-k)) for k in (9, 12, 300)),
            ),
            place=Place("overflow", "Shifts that are not safe"),
        ),
        Mistake(
            "queries-and-keys-exchanged",
            "Queries and keys have changed places. A row of the map is what one query gives to all "
            "keys.",
            wrong=(lambda q, k, v, is_text: padded_attention(k, q, v, is_text),),
            place=BY_HAND,
        ),
        Mistake(
            "wrong-axis",
            "Softmax ran down the columns, over the queries. Each query shares out its own "
            "attention, over the keys.",
            wrong=(
                attend(weigh=down_the_columns),
                attend(weigh=divided_by_columns),
                attend(weigh=lambda s, allowed: softmax(np.where(allowed, s, -1e9), 0)),
                attend(weigh=lambda s, allowed: softmax(np.where(allowed, s, -1e30), 0)),
                attend(weigh=lambda s, allowed: softmax(np.where(allowed, s, -np.inf), 0)),
            ),
            place=BY_HAND,
        ),
        Mistake(
            "no-max-subtraction",
            "Exponentials of large scores overflow to inf, and those far below 0 all underflow. "
            "The largest score that a row may see, subtracted from that row, changes no weight.",
            wrong=(attend(weigh=unshifted),),
            place=Place("overflow", "The free constant"),
        ),
        Mistake(
            "global-max",
            "One maximum was taken off all rows. A row far below it underflows: it becomes nan, "
            "or is taken for a row without keys. And where nothing may be seen at all, the maximum "
            "itself may be masked.",
            wrong=(
                attend(weigh=one_maximum),
                *(
                    attend(weigh=one_maximum_of_all(low, guarded))
                    for low in (-np.inf, -1e9)
                    for guarded in (False, True)
                ),
            ),
            place=Place("overflow", "Shifts that are not safe"),
        ),
    ),
    hints=(
        "Take three tokens, the first of them padding. Which entries of the map have to be 0, and "
        "which rows and columns are these?",
        "Padding takes keys away, so it empties columns. The causal mask leaves a triangle. What "
        "remains is a softmax over the allowed keys, and a decision where there are none.",
        "Let `allowed` be the triangle and, along the rows, `is_text`. Put −∞ in place of the "
        "other scores. A row with nothing then has the maximum −∞, and its exponentials add up to "
        "0. In such a row subtract 0 in place of the maximum, and divide by 1 in place of the sum.",
    ),
    why="In a sentence: with padding on the right instead, which rows would have no key?",
    reply="None: the first token is text then, and every query may look at it. The outputs of the "
    "padding are meaningless, but finite.",
    place=PADDING,
    atol=1e-7,
    whole=("k", "v", "is_text"),
)

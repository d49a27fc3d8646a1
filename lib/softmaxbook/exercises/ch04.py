"""Exercises and concept checks of chapter 4, Overflow."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from softmaxbook.exercises.reading import in_words, word
from softmaxbook.exercises.record import (
    Exercise,
    Mistake,
    NumberQuestion,
    Option,
    Place,
    Probe,
    Question,
    Symptom,
    Unreadable,
    add,
)
from softmaxbook.exercises.solutions import ch04 as solutions
from softmaxbook.exercises.wrong_softmax import (
    LOG_SOFTMAX,
    SIGMOIDS,
    SOFTMAX,
    axis_mistakes,
    clipped_probabilities,
    epsilon_in_denominator,
    everything,
    fitted,
    further_shift_mistakes,
    in_float32,
    log_of_softmax_with,
    log_softmax_with,
    log_with_zero,
    logits_clipped,
    mask_mistakes,
    minus_logsumexp_with,
    naive,
    nothing,
    ratio_mistakes,
    result,
    right,
    right_log,
    rounded,
    row,
    row_sums,
    scale_mistakes,
    shape_mistakes,
    shift_mistakes,
    sigmoid,
    softmax_mistakes,
    softmax_with,
    sums_not_rescaled,
    transposes_all_axes,
    whole,
)

SHIFT = Place("overflow", "The free constant")
UNSAFE = Place("overflow", "Shifts that are not safe")
LSE = Place("overflow", "Log-sum-exp")
LOSS = Place("overflow", "Log-softmax and the loss")
EPSILON = Place("overflow", "An epsilon in the logarithm")
MASKS = Place("overflow", "The mask clinic")

# All entries are short binary fractions, so that float32 computes with the same numbers.
INF = np.inf
MODERATE = [
    Probe("vector", (np.array([3.0, 1.0, 0.25]),)),
    Probe("batch", (np.array([[3.0, 1.0, 0.25, -1.0], [0.5, 2.0, 0, 1], [-2, -0.5, 1.5, -1]]),)),
    Probe("square batch", (np.array([[3.0, 1.0, 0.25], [0.5, 2.5, -1.0], [-1.5, 0.0, 1.0]]),)),
    Probe("square of two", (np.array([[1.5, -0.5], [-2.0, 1.0]]),)),
    Probe(
        "three axes",
        (
            np.array(
                [
                    [[3.0, 1.0, 0.25, -1.0], [0.5, 2.0, 0.0, 1.0], [-2.0, -0.5, 1.5, -1.0]],
                    [[0.0, -1.5, 2.5, 1.0], [1.0, 0.75, -0.5, 2.0], [-1.0, 3.0, 0.5, 0.5]],
                ]
            ),
        ),
    ),
    Probe("cube", (np.array([[[1.0, 2.5], [0.5, -1.0]], [[-0.5, 1.5], [2.0, 0.25]]]),)),
]
LARGE = [
    Probe("around 1000", (np.array([1000.0, 998.0, 996.5]),)),
    Probe("around -1000", (np.array([-1000.0, -1002.0, -1001.0]),)),
    Probe("rows far apart", (np.array([[20.0, 0.0, 1.0], [1000.0, 998.0, 0.0]]),)),
    Probe("rows far apart, below 0", (np.array([[-20.0, 0, 1], [-1000, -998, -999]]),)),
    Probe("around 20000", (np.array([20000.0, 19984.0, 19968.0]),)),
    Probe("100000 either way", (np.array([0.0, 1e5, -1e5]),)),
    Probe("one far below", (np.array([-1e5, 3.0, 1.0]),)),
    Probe("one far below the rest", (np.array([1600.0, 0.0, 1600.0, 1598.0]),)),
    Probe("around 100", (np.array([100.0, 98.0, 97.0]),)),
]
MASKED = [
    Probe("mask", (np.array([3.0, -INF, 0.25, 1.0]),)),
    Probe("mask in a batch", (np.array([[-INF, 1000.0, 999.0], [2.0, -INF, -INF]]),)),
    Probe("mask, around -1000", (np.array([-1000.0, -INF, -1001.0]),)),
]
TIES = [Probe("ties", (np.array([[2.0, 2.0, 0.0], [1.0, 1.0, 1.0]]),))]
INTEGERS = [Probe("integers", (np.array([[3, 1, 0], [2, 2, 5]]),))]


def put_for_masked(values: Mapping[str, NDArray]) -> Iterator[float]:
    """The logit that stands in place of -inf, read off what masked classes were given."""
    for name, shape, logit in (("mask", (4,), 3.0), ("mask, around -1000", (3,), -1000.0)):
        p = result(values, name, shape)
        if p is not None and p[0] > 0 and p[1] > 0:
            yield float(logit + np.log(p[1] / p[0]))


def bound_of_logits(values: Mapping[str, NDArray]) -> Iterator[float]:
    p = result(values, "100000 either way", (3,))
    if p is not None and p[1] > p[0] > 0:
        yield float(np.log(p[1] / p[0]))
        yield float(np.ceil(np.log(p[1] / p[0])))  # exp(-745) has hardly any digits


def shares_of_vector(values: Mapping[str, NDArray]) -> tuple[NDArray | None, NDArray]:
    return result(values, "vector", (3,)), np.array([3.0, 1.0, 0.25])


add(
    Exercise(
        id="overflow.stable-softmax",
        title="A softmax that survives any logits",
        reference=solutions.stable_softmax,
        probes=(*MODERATE, *TIES, *LARGE, *MASKED, *INTEGERS),
        mistakes=(
            *softmax_mistakes(UNSAFE),
            *further_shift_mistakes(SOFTMAX),
            *ratio_mistakes(),
            *scale_mistakes((right,)),
            *shape_mistakes((right, naive), tuple(everything(SOFTMAX))),
            transposes_all_axes(),
            sums_not_rescaled(lambda z, m, s: np.exp(z - m) / s),
            logits_clipped((right, naive), bound_of_logits, tail=23),
            *mask_mistakes((right, naive), put_for_masked),
            Mistake(
                "zeroed-after-softmax",
                "Masked classes took part in the sum, and their probabilities were set to 0 "
                "afterwards. What they had held is missing.",
                wrong=tuple(
                    lambda z, p=p: p(np.where(np.isneginf(z), 0, z)) * ~np.isneginf(z)
                    for p in (right, naive)
                ),
                place=MASKS,
            ),
            clipped_probabilities(right, "100000 either way"),
            rounded(right, naive),
            epsilon_in_denominator(shares_of_vector, lambda f: f),
        ),
        symptoms=(
            Symptom(
                "rows-do-not-sum-to-1",
                "Probabilities along the last axis sum to 1, whatever the logits. Which axis was "
                "summed, and what divided what?",
                row_sums,
            ),
        ),
        hints=(
            "What does your function give for `[1000.0, 998.0]`, for `[-1000.0, -1002.0]`, and "
            "for the two rows `[20.0, 0.0]` and `[1000.0, 998.0]` in one batch?",
            "The same constant may be subtracted from all logits of a row: "
            "$e^{z_i - c} / \\sum_j e^{z_j - c} = e^{z_i} / \\sum_j e^{z_j}$. If $c$ is the row's "
            "own maximum, the largest exponent is 0: nothing overflows, and the sum is at least 1.",
            "Take `np.max` along `axis=-1` with `keepdims=True`; subtract it, exponentiate, and "
            "divide by the sum taken in the same way.",
        ),
        why="In a sentence: why can the sum of your exponentials never be 0?",
        place=SHIFT,
        atol=1e-10,
    )
)


# ---- log-softmax --------------------------------------------------------------------------------

STAIRS = -4.0 * np.arange(190)  # log-probabilities from 0 down to -756
LOG_PROBES = (
    *MODERATE,
    *TIES,
    Probe("800 apart", (np.array([800.0, 0.0, 40.0]),)),
    Probe("stairs", (STAIRS,)),
    Probe("small probabilities", (np.array([0.0, -3.0, -5.5, -8.0, -10.5]),)),
    *LARGE,
    *MASKED,
    *INTEGERS,
)
RIGHT_BUT_FOR_RANGE = [way(top) for way in LOG_SOFTMAX for top in (row, nothing, whole)]


def log_of(p: Callable, change: Callable) -> Callable:
    return lambda z: np.log(change(p(z)))


def smallest(values: Mapping[str, NDArray]) -> Iterator[float]:
    """The floor under the probabilities, read off the lowest entry of each long tail."""
    for name in ("stairs", "800 apart"):
        finite = values.get(name, np.empty(0))
        finite = finite[np.isfinite(finite)]
        for floor in (np.exp, np.exp2) if finite.size else ():
            if floor(finite.min()) > 0:
                yield float(floor(finite.min()))


def epsilon_inside(values: Mapping[str, NDArray]) -> Iterator[Callable]:
    for eps in smallest(values):
        for p in (right, naive, softmax_with(whole)):
            yield fitted(log_of(p, lambda q, eps=eps: q + eps))
            yield fitted(lambda z, p=p, eps=eps: np.log2(p(z) + eps))
        # The epsilon was added after a clip, or its sum divided once more.
        yield fitted(log_of(right, lambda q, eps=eps: (q + eps) / (q + eps).sum(-1, keepdims=True)))
    yield from _epsilon_beside_sum(values)


def _epsilon_beside_sum(values: Mapping[str, NDArray]) -> Iterator[Callable]:
    """log(Σ exp + epsilon), read off the vector, whose result it shifts as a whole."""
    if "vector" not in values or values["vector"].shape != (3,):
        return
    z = np.array([3.0, 1.0, 0.25])
    for top in (row, nothing):
        shifted = z - top(z)
        total = np.exp(shifted).sum()
        eps = float(np.exp(shifted[0] - values["vector"][0]) - total)
        if not 1e-6 < eps < 0.5:
            continue

        def wrong(z, top=top, eps=eps):
            s = z - top(z)
            return s - np.log(np.exp(s).sum(axis=-1, keepdims=True) + eps)

        yield fitted(wrong)


def clipped(values: Mapping[str, NDArray]) -> Iterator[Callable]:
    for eps in smallest(values):
        for p in (right, naive, softmax_with(whole)):
            yield fitted(log_of(p, lambda q, eps=eps: np.clip(q, eps, None)))
            yield fitted(log_of(p, lambda q, eps=eps: np.clip(q, eps, 1 - eps)))
        yield fitted(lambda z, eps=eps: np.maximum(right_log(z), np.log(eps)))


def _base_2() -> Iterator[Callable]:
    for f in RIGHT_BUT_FOR_RANGE:
        yield lambda z, f=f: f(z) / np.log(2)
        yield lambda z, f=f: f(z * np.log(2))
        yield lambda z, f=f: f(z * np.log(2)) / np.log(2)
    for top in (row, nothing, whole):

        def mixed(z, top=top):
            s = z - top(z)
            return s - np.log2(np.exp(s).sum(axis=-1, keepdims=True))

        def mixed_the_other_way(z, top=top):
            s = z - top(z)
            return s - np.log(np.exp2(s).sum(axis=-1, keepdims=True))

        yield mixed
        yield mixed_the_other_way


def _sign_flipped() -> Iterator[Callable]:
    for f in RIGHT_BUT_FOR_RANGE:
        yield lambda z, f=f: -f(z)
        yield lambda z, f=f: f(-z)
        yield lambda z, f=f: -f(-z)
    for top in (row, nothing, whole):

        def added(z, top=top):
            s = z - top(z)
            return s + np.log(np.exp(s).sum(axis=-1, keepdims=True))

        yield added


def _max_not_added_back() -> Iterator[Callable]:
    for top in (row, whole):

        def wrong(z, top=top):
            return z - np.log(np.exp(z - top(z)).sum(axis=-1, keepdims=True))

        yield wrong


def bound_of_log(values: Mapping[str, NDArray]) -> Iterator[float]:
    log_p = result(values, "100000 either way", (3,))
    if log_p is not None and 0 < log_p[1] - log_p[0] < 9e4:
        yield float(log_p[1] - log_p[0])


def _log_of_what() -> Iterator[Mistake]:
    """What is subtracted from the shifted logits is not the logarithm of the sum."""
    tops = (row, nothing, whole)

    def less(change: Callable[[NDArray], NDArray]) -> tuple[Callable, ...]:
        return tuple(lambda z, t=t: (s := z - t(z)) - change(s) for t in tops)

    def total(s: NDArray) -> NDArray:
        return np.exp(s).sum(axis=-1, keepdims=True)

    yield Mistake(
        "log-missing",
        "The sum of the exponentials itself was subtracted, without its logarithm. Logits and "
        "logarithms can be subtracted from each other, a sum of exponentials not.",
        wrong=less(total),
        place=LOSS,
    )
    yield Mistake(
        "sums-before-exponential",
        "The logarithms of the exponentials were summed, which is the sum of the logits. The "
        "logarithm of a sum is something else.",
        wrong=(
            *less(lambda s: s.sum(axis=-1, keepdims=True)),
            *less(lambda s: np.log(np.exp(s)).sum(axis=-1, keepdims=True)),
        ),
        place=LSE,
    )
    yield Mistake(
        "max-subtracted-twice",
        "The maximum was taken from the logits, and once more inside the logarithm of the sum, "
        "where it had been added back. Every entry is too low by it.",
        wrong=tuple(
            lambda z, t=t: (s := z - t(z)) - (t(z) + np.log(total(s))) for t in (row, whole)
        ),
        place=LSE,
    )
    yield Mistake(
        "extra-one-in-sum",
        "The sum has a 1 too many: log1p adds one to a sum that is already whole, and an "
        "accumulator that starts at 0 counts one more class.",
        wrong=(*less(lambda s: np.log1p(total(s))), log_with_zero),
        place=Place("overflow", "Leave the winner out"),
    )
    yield Mistake(
        "tied-winner-lost",
        "The 1 of the maximum was left to log1p, and with it every other logit that equals the "
        "maximum. Only one winner may be left out.",
        wrong=(
            lambda z: (
                (s := z - row(z))
                - np.log1p(np.where(s < 0, np.exp(s), 0).sum(axis=-1, keepdims=True))
            ),
        ),
        place=Place("overflow", "Leave the winner out"),
    )
    yield Mistake(
        "divided-by-count",
        "A mean stands inside the logarithm where the sum belongs. Every entry is too high by the "
        "logarithm of the number of classes.",
        wrong=(
            *less(lambda s: np.log(np.exp(s).mean(axis=-1, keepdims=True))),
            lambda z: right_log(z) + np.log(z.shape[-1]),
        ),
        place=LSE,
    )
    yield Mistake(
        "base-10",
        "Base 10 and base e are mixed: log-probabilities in nats need exp and the natural "
        "logarithm together.",
        wrong=(
            *less(lambda s: np.log10(total(s))),
            *(lambda z, f=f: f(z) / np.log(10) for f in RIGHT_BUT_FOR_RANGE),
        ),
        place=LOSS,
    )
    yield Mistake(
        "returns-probability",
        "These are the probabilities, not their logarithms: numbers from 0 to 1, whose far tail "
        "is lost.",
        wrong=(right, naive, softmax_with(whole)),
        place=LOSS,
    )
    yield Mistake(
        "sigmoid-of-each-logit",
        "The log of a sigmoid looks at one logit at a time, so the classes do not compete. "
        "Softmax compares each logit with all others of its row.",
        wrong=(lambda z: np.log(sigmoid(z)), lambda z: -np.logaddexp(0, -z)),
        place=SIGMOIDS,
    )
    yield Mistake(
        "pairwise-differences",
        "Logits were compared pair by pair. A difference of two logits can be as large as they "
        "are far apart, and then its exponential overflows.",
        wrong=(
            lambda z: -np.log(np.exp(z[..., None, :] - z[..., :, None]).sum(axis=-1)),
            lambda z: np.log(1 / np.exp(z[..., None, :] - z[..., :, None]).sum(axis=-1)),
        ),
        place=UNSAFE,
    )


def _masked_logs() -> Iterator[Mistake]:
    def end_at(f: Callable, low: float) -> Callable:
        return lambda z: np.where(np.isneginf(z), low, f(z))

    def end(values: Mapping[str, NDArray]) -> Iterator[Callable]:
        log_p = result(values, "mask", (4,))
        if log_p is not None:
            yield fitted(end_at(right_log, float(log_p[1])))

    def number(values: Mapping[str, NDArray]) -> Iterator[float]:
        log_p = result(values, "mask", (4,))
        if log_p is not None:
            yield float(3 + log_p[1] - log_p[0])

    yield Mistake(
        "infinity-replaced",
        "A masked class has the probability 0, whose logarithm is −inf: a right result, not an "
        "error. A number in its place stands for some other probability.",
        wrong=(
            lambda z: np.nan_to_num(right_log(z)),
            end_at(right_log, 0.0),
            end_at(right_log, -100.0),
        ),
        fit=end,
        place=MASKS,
    )
    yield from mask_mistakes((right_log, log_softmax_with(nothing)), number)


def positive_entries(args: tuple, log_p: NDArray) -> str | None:
    positive = log_p[log_p > 1e-6]
    return f"an entry of your result is {positive[0]:.4g}." if positive.size else None


def sums_of_exponentials(args: tuple, log_p: NDArray) -> str | None:
    shown = row_sums(args, np.exp(log_p))
    return shown and shown.replace("a row of your result", "exp of a row of your result")


add(
    Exercise(
        id="overflow.log-softmax",
        title="Log-softmax without losing the tail",
        reference=solutions.log_softmax,
        probes=LOG_PROBES,
        mistakes=(
            *axis_mistakes(LOG_SOFTMAX),
            Mistake(
                "max-not-added-back",
                "The maximum was taken out of the exponentials but never put back into the "
                "logarithm of their sum, so every entry is off by it.",
                wrong=tuple(_max_not_added_back()),
            ),
            Mistake(
                "base-2",
                "Base 2 and base e are mixed: log-probabilities in nats need exp and the natural "
                "logarithm together.",
                wrong=tuple(_base_2()),
            ),
            Mistake(
                "sign-flipped",
                "A sign is wrong. A log-probability is at most 0, and the largest logit has the "
                "largest one.",
                wrong=tuple(_sign_flipped()),
            ),
            Mistake(
                "softmax-twice",
                "Softmax was applied to probabilities before the logarithm: they all lie between "
                "0 and 1, so a second softmax finds them nearly equal.",
                wrong=(
                    lambda z: right_log(right(z)),
                    lambda z: np.log(naive(naive(z))),
                    lambda z: right_log(naive(z)),
                ),
            ),
            Mistake(
                "not-normalised",
                "The logarithm of the sum of exponentials is missing: these are logits, shifted "
                "perhaps, but their exponentials do not sum to 1.",
                wrong=(lambda z: z - row(z), lambda z: z - whole(z), lambda z: z + 0.0),
            ),
            Mistake(
                "log-of-softmax",
                "The probability had underflowed to 0 before its logarithm was taken, and log 0 is "
                "-inf. The logarithm was a modest number all along.",
                wrong=tuple(
                    change(log_of_softmax_with(top))
                    for top in (row, nothing, whole)
                    for change in (lambda f: f, in_float32)
                ),
            ),
            Mistake(
                "epsilon-inside-log",
                "A small number was added inside the logarithm. Every probability below it is "
                "reported as that number, and the others shift a little.",
                fit=epsilon_inside,
                place=EPSILON,
            ),
            Mistake(
                "clipped-probabilities",
                "The probabilities were clipped before the logarithm. Everything below the bound "
                "is reported as the bound, and learning stops there.",
                fit=clipped,
                place=EPSILON,
            ),
            *shift_mistakes((log_softmax_with, minus_logsumexp_with), UNSAFE),
            *further_shift_mistakes((log_softmax_with, minus_logsumexp_with)),
            *_log_of_what(),
            *scale_mistakes((right_log,)),
            *shape_mistakes(
                (right_log, log_softmax_with(nothing)),
                tuple(everything((log_softmax_with, minus_logsumexp_with))),
            ),
            sums_not_rescaled(lambda z, m, s: z - m - np.log(s)),
            logits_clipped((right_log, log_softmax_with(nothing)), bound_of_log, tail=INF),
            *_masked_logs(),
            rounded(right_log, *(log_of_softmax_with(t) for t in (row, nothing))),
        ),
        symptoms=(
            Symptom(
                "positive-log-probability",
                "A probability is at most 1, so its logarithm is at most 0. Was a logarithm taken "
                "at all, and of what?",
                positive_entries,
            ),
            Symptom(
                "rows-do-not-sum-to-1",
                "The exponentials of log-probabilities are probabilities, and these sum to 1 along "
                "the last axis.",
                sums_of_exponentials,
            ),
        ),
        hints=(
            "What does your function give for `[800.0, 0.0]`? The second log-probability is -800, "
            "a number that any computer can store. Where is it lost?",
            "$\\log\\mathrm{softmax}(z)_i = (z_i - m) - \\log \\sum_j e^{z_j - m}$ with "
            "$m = \\max_j z_j$. No logarithm of a probability occurs: the first term may be as low "
            "as it likes, and the sum in the second is at least 1.",
            "Keep the logits shifted by their row maximum; subtract `np.log` of the sum of their "
            "exponentials along `axis=-1`, with `keepdims=True`.",
        ),
        why="In a sentence: why does the logarithm of the sum need no guard against 0?",
        place=LOSS,
        atol=1e-6,
    )
)


# ---- By hand ------------------------------------------------------------------------------------

NAN_FROM = Place("overflow", "Where nan comes from")
FORMATS = Place("overflow", "Four formats")
CERTAIN = Place("overflow", "Exact zeros, exact ones")
STREAM = Place("overflow", "One pass")
TAIL = Place("overflow", "The tail")


def four_pairs(value: Any) -> NDArray:
    try:
        pairs = np.array([[float(v) for v in pair] for pair in value])
    except (TypeError, ValueError):
        raise Unreadable("Four pairs of numbers are asked for, np.nan among them.") from None
    if pairs.shape != (4, 2):
        raise Unreadable(f"Four pairs of numbers are asked for, not shape {pairs.shape}.")
    return pairs


def pair_is(number: int, *values: tuple[float, float]) -> Callable[[NDArray], bool]:
    """Whether one of the four pairs is one of these, to three digits."""
    return lambda v: any(np.allclose(v[number], p, atol=1e-3, equal_nan=True) for p in values)


def pair_is_wrong(number: int) -> Callable[[NDArray], bool]:
    right = solutions.four_predictions()[number]
    return lambda v: not np.allclose(v[number], right, equal_nan=True)


HALVES, NO_NUMBERS = (0.5, 0.5), (np.nan, np.nan)

add(
    Exercise(
        id="overflow.predictions",
        title="By hand",
        reference=solutions.four_predictions,
        prepare=four_pairs,
        mistakes=(
            Mistake(
                "mathematics-not-machine",
                "These are the values of the function. The machine has to pass through the "
                "exponentials, and of some of these scores it has none.",
                when=lambda v: pair_is(0, HALVES)(v) and pair_is(3, (0.731, 0.269))(v),
            ),
            Mistake(
                "infinity-over-infinity",
                "Both exponentials of the first pair are inf, and so is their sum. Infinity over "
                "infinity is neither 1 nor a half: it has no value.",
                when=pair_is(0, HALVES, (1, 1), (np.inf, np.inf), (0, 0)),
            ),
            Mistake(
                "nan-needs-infinity-twice",
                "In the second pair each exponential is finite, about 1.35e308. Only the sum is "
                "inf, and a finite number over it is not nan.",
                when=pair_is(1, NO_NUMBERS),
            ),
            Mistake(
                "only-terms-checked",
                "Each exponential of the second pair fits into a float64, but they have to be "
                "added before anything is divided. Does the sum fit?",
                when=pair_is(1, HALVES),
            ),
            Mistake(
                "underflow-feared",
                "In the third pair one exponential is 0 and the other 1. The sum is 1, and "
                "nothing is divided by 0.",
                when=pair_is(2, NO_NUMBERS, (np.nan, 1), (0, np.nan), (np.nan, 0)),
            ),
            Mistake(
                "zero-over-zero",
                "In the last pair both exponentials are 0, and so is the sum. 0 over 0 is not 0, "
                "and not a half: it has no value.",
                when=pair_is(3, (0, 0), HALVES, (1, 1), (np.inf, np.inf)),
            ),
            Mistake(
                "subnormal-not-zero",
                "The smallest positive float64 is about 4.9e-324, and what is below its half "
                "becomes 0. The exponents of the last pair are lower than that.",
                when=pair_is(3, (0.731, 0.269), (2 / 3, 1 / 3), (1, 0)),
            ),
            Mistake(
                "first-pair",
                "In the first pair: what is exp(1000) in float64, what is the sum of two of "
                "these, and what is one over the other?",
                when=pair_is_wrong(0),
            ),
            Mistake(
                "second-pair",
                "In the second pair: the largest float64 is about 1.8e308. Where does exp(709.5) "
                "stand, and where twice that?",
                when=pair_is_wrong(1),
            ),
            Mistake(
                "third-pair",
                "In the third pair: what is exp(-800) in float64, what is exp(0), and what is "
                "their sum?",
                when=pair_is_wrong(2),
            ),
            Mistake(
                "fourth-pair",
                "In the last pair: from which exponent downwards is exp exactly 0 in float64, and "
                "on which side of it are these two?",
                when=pair_is_wrong(3),
            ),
        ),
        hints=(
            "For each pair write down three things: the two exponentials as float64 has them, and "
            "their sum. Which of the six numbers are 0, which inf?",
            "$e^x$ overflows above 709.78 and is 0 below −745.13. A finite number over inf is 0; "
            "inf over inf and 0 over 0 are nan.",
            "$e^{709.5}$ is about $1.35 \\cdot 10^{308}$ and still finite; twice that is more than "
            "the largest float64, $1.80 \\cdot 10^{308}$.",
        ),
        why="In a sentence: which of these results is wrong without showing a nan?",
        place=NAN_FROM,
        atol=1e-3,
    ),
)


def three_numbers(value: Any) -> NDArray:
    try:
        numbers = np.array([float(v) for v in value])
    except (TypeError, ValueError):
        raise Unreadable("Three numbers are asked for.") from None
    if numbers.shape != (3,):
        raise Unreadable(f"Three numbers are asked for, not {numbers.size}.")
    return numbers


def eight_bit_limits(value: Any) -> NDArray:
    """Half a step above the largest number, 248, is where rounding to inf begins: right as well."""
    numbers = three_numbers(value)
    if abs(numbers[0] - np.log(248)) < 6e-3:
        numbers[0] = LIMITS[0]
    return numbers


def number_is(place: int, value: float) -> Callable[[NDArray], bool]:
    return lambda v: bool(abs(v[place] - value) < 6e-3)


LIMITS = np.array(solutions.eight_bits())

add(
    Exercise(
        id="overflow.eight-bits",
        title="Eight bits",
        reference=solutions.eight_bits,
        prepare=eight_bit_limits,
        mistakes=(
            Mistake(
                "six-bits",
                "These are the limits of the chapter's six bits. One more exponent bit squares the "
                "range, one more fraction bit halves the step.",
                when=lambda v: bool(np.allclose(v, np.log([14, 1 / 32, 8]), atol=6e-3)),
            ),
            Mistake(
                "base-2",
                "The exponents were counted in powers of 2. exp counts in powers of e: one power "
                "of 2 is 0.693 of these.",
                when=lambda v: bool(np.allclose(v, LIMITS / np.log(2), atol=0.06)),
            ),
            Mistake(
                "base-10",
                "That is the decimal logarithm. The exponent of exp is the natural one.",
                when=lambda v: bool(np.allclose(v, LIMITS / np.log(10), atol=6e-3)),
            ),
            Mistake(
                "sign-flipped",
                "The exponentials that become 0 have exponents far below 0; the sign is missing.",
                when=number_is(1, -LIMITS[1]),
            ),
            Mistake(
                "next-power-taken",
                "That is the logarithm of 256, the first power that does not fit. The largest "
                "number is one step below it.",
                when=number_is(0, np.log(256)),
            ),
            Mistake(
                "top-exponent-used",
                "The highest exponent field is kept for inf and nan. The largest number has the "
                "one below it.",
                when=number_is(0, np.log(480)),
            ),
            Mistake(
                "number-not-logarithm",
                "That is the largest number itself. The question is which exponent takes exp "
                "there.",
                when=number_is(0, 240),
            ),
            Mistake(
                "smallest-not-halved",
                "That is the exponent of the smallest positive number. Results down to half of it "
                "are still rounded up to it.",
                when=number_is(1, np.log(2.0**-9)),
            ),
            Mistake(
                "subnormals-forgotten",
                "That is where the normal numbers end. Below them come the subnormal ones, three "
                "bits further down.",
                when=lambda v: bool(np.isclose(v[1], np.log([2**-6, 2**-7]), atol=6e-3).any()),
            ),
            Mistake(
                "ulp-not-halved",
                "A whole step was used. $1 + e^{-g}$ is rounded to 1 as soon as $e^{-g}$ is half a "
                "step, for then 1 is the nearest number.",
                when=number_is(2, -np.log(2.0**-3)),
                place=CERTAIN,
            ),
            Mistake(
                "quarter-ulp",
                "Half of a half step was used. The numbers below 1 are closer together, but the "
                "sum $1 + e^{-g}$ is rounded above it.",
                when=number_is(2, -np.log(2.0**-5)),
                place=CERTAIN,
            ),
            Mistake(
                "too-few-digits",
                "All three are right to one decimal. Two are asked for, since the limits of "
                "formats differ by less than that.",
                when=lambda v: bool(np.allclose(v, LIMITS, atol=0.051)),
            ),
            Mistake(
                "first-number",
                "The first number is off. The largest number is all ones after the point, times "
                "2 to the highest power that is left for numbers; take its logarithm.",
                when=lambda v: not number_is(0, LIMITS[0])(v),
            ),
            Mistake(
                "second-number",
                "The second number is off. Find the smallest positive number, halve it, and take "
                "the logarithm.",
                when=lambda v: not number_is(1, LIMITS[1])(v),
            ),
            Mistake(
                "third-number",
                "The third number is off. What is the step at 1, and how small must $e^{-g}$ be "
                "for $1 + e^{-g}$ to be rounded to 1?",
                when=lambda v: not number_is(2, LIMITS[2])(v),
                place=CERTAIN,
            ),
        ),
        hints=(
            "What are the largest number of this format, its smallest positive one, and the step "
            "from 1 to the next?",
            "With $E$ exponent bits, $F$ fraction bits and $t = 2^{E-1}$ they are "
            "$(2 - 2^{-F})\\,2^{t-1}$, $2^{2-t-F}$ and $2^{-F}$.",
            "They are 240, 1/512 and 1/8. Two of the three have to be halved before the logarithm "
            "is taken.",
        ),
        why="In a sentence: which of the three would change if one fraction bit became an "
        "exponent bit, and which way?",
        place=FORMATS,
        atol=6e-3,
    ),
)


# ---- The loss from scores -----------------------------------------------------------------------


def batch(name: str, z: list, y: list[int]) -> Probe:
    return Probe(name, (np.array(z, dtype=float), np.array(y)))


def of_true(a: NDArray, y: NDArray) -> NDArray:
    return a[np.arange(len(y)), y]


def loss_by(log_p: Callable, reduce: Callable = np.mean) -> Callable:
    return lambda z, y: reduce(of_true(-log_p(z), y))


def losses_by(change: Callable[[NDArray], NDArray]) -> tuple[Callable, ...]:
    """The loss as some change of the true class's probability, on three softmaxes."""
    return tuple(
        lambda z, y, p=p: np.mean(change(of_true(p(z), y)))
        for p in (right, naive, softmax_with(whole))
    )


def epsilon_of(values: Mapping[str, NDArray]) -> Iterator[float]:
    """The cap of the loss, read off the two rows that are wrong by far."""
    for name in ("800 behind", "400 behind"):
        if name in values and np.isfinite(values[name]).all():
            yield float(np.exp(-np.max(values[name])))


def capped_by_epsilon(values: Mapping[str, NDArray]) -> Iterator[Callable]:
    for eps in epsilon_of(values):
        for wrong in losses_by(lambda p, eps=eps: -np.log(p + eps)):
            yield fitted(wrong)


def capped_by_clipping(values: Mapping[str, NDArray]) -> Iterator[Callable]:
    for eps in epsilon_of(values):
        for wrong in losses_by(lambda p, eps=eps: -np.log(np.maximum(p, eps))):
            yield fitted(wrong)
        for wrong in losses_by(lambda p, eps=eps: -np.log(np.clip(p, eps, 1 - eps))):
            yield fitted(wrong)


LOG_P = (right_log, log_softmax_with(nothing), log_softmax_with(whole))


def log_sum_without_max(z: NDArray, y: NDArray) -> NDArray:
    return np.mean(np.log(np.exp(z - row(z)).sum(-1)) - of_true(z, y))


add(
    Exercise(
        id="overflow.loss-from-scores",
        title="The loss from scores",
        reference=solutions.loss_from_scores,
        probes=(
            batch("one example", [[3, 1, 0.25]], [0]),
            batch("three", [[3, 1, 0.25, -1], [0.5, 2, 0, 1], [-2, -0.5, 1.5, -1]], [1, 3, 1]),
            batch("square", [[3, 1, 0.25], [0.5, 2.5, -1], [-1.5, 0, 1]], [0, 2, 2]),
            batch("two classes", [[0.5, -1], [2, 1], [-1, 0.25], [0, 0.5]], [1, 0, 1, 1]),
            batch("800 behind", [[800, 0]], [1]),
            batch("400 behind", [[0, 400, 1]], [0]),
            batch("20 and 40 behind", [[20, 0, 1], [0, 40, 39]], [1, 0]),
            batch("around 1000", [[1000, 998, 996.5], [999, 1000, 997]], [1, 0]),
            batch("around -1000", [[-1000, -1002, -1001], [-1003, -1000, -1001]], [0, 0]),
            batch("rows far apart", [[20, 0, 1], [1000, 998, 0], [1, 3, 2]], [2, 1, 1]),
        ),
        mistakes=(
            Mistake(
                "log-of-softmax",
                "The probability of the true class had underflowed to 0 before its logarithm was "
                "taken. The loss was a modest number all along.",
                wrong=tuple(loss_by(log_of_softmax_with(top)) for top in (row, whole)),
                place=LOSS,
            ),
            Mistake(
                "epsilon-inside-log",
                "A small number was added inside the logarithm. It caps the loss, and from there "
                "on the worst examples teach nothing.",
                fit=capped_by_epsilon,
                place=EPSILON,
            ),
            Mistake(
                "clipped-probabilities",
                "The probability was clipped before the logarithm. That caps the loss, and below "
                "the bound its slope is exactly 0.",
                fit=capped_by_clipping,
                place=EPSILON,
            ),
            Mistake(
                "no-max-subtraction",
                "Nothing was subtracted before the exponential: beyond 709.78 it overflows to inf, "
                "and below −745.13 all of a row become 0.",
                wrong=tuple(
                    loss_by(way(nothing))
                    for way in (log_softmax_with, minus_logsumexp_with, log_of_softmax_with)
                ),
                place=SHIFT,
            ),
            Mistake(
                "global-max",
                "The maximum of the whole batch was subtracted. A row far below it underflows, "
                "and the logarithm of its sum is −inf.",
                wrong=(loss_by(log_softmax_with(whole)), loss_by(minus_logsumexp_with(whole))),
                place=UNSAFE,
            ),
            Mistake(
                "max-not-added-back",
                "The maximum was taken out of the exponentials, but the score of the true class "
                "was not shifted with them.",
                wrong=(log_sum_without_max,),
                place=Place("overflow", "Log-sum-exp"),
            ),
            Mistake(
                "sum-not-mean",
                "The losses were added, and not divided by the number of examples.",
                wrong=tuple(loss_by(f, np.sum) for f in LOG_P),
                place=LOSS,
            ),
            Mistake(
                "divided-by-classes",
                "The sum was divided by the number of classes, or by that of all entries. A mean "
                "over examples is divided by the number of examples.",
                wrong=tuple(
                    lambda z, y, f=f, n=n: np.sum(of_true(-f(z), y)) / n(z)
                    for f in LOG_P
                    for n in (lambda z: z.size, lambda z: z.shape[1])
                ),
                place=LOSS,
            ),
            Mistake(
                "whole-columns",
                "`[:, y]` takes whole columns, one for each example, so the rows are paired with "
                "all labels and not each with its own.",
                wrong=tuple(lambda z, y, f=f: np.mean(-f(z)[:, y]) for f in LOG_P),
                place=LOSS,
            ),
            Mistake(
                "wrong-label",
                "That is the loss of the class with the largest score. The true class is given by "
                "y, right or wrong.",
                wrong=tuple(lambda z, y, f=f: np.mean(-f(z).max(axis=-1)) for f in LOG_P),
                place=LOSS,
            ),
            Mistake(
                "counted-from-1",
                "Classes are counted from 0 in code: y = 0 is the first column, and y − 1 would be "
                "the one before it.",
                wrong=tuple(lambda z, y, f=f: np.mean(of_true(-f(z), y - 1)) for f in LOG_P),
                place=LOSS,
            ),
            Mistake(
                "sign-flipped",
                "That is the mean log-probability, at most 0. The loss is its negative.",
                wrong=tuple(lambda z, y, f=f: np.mean(of_true(f(z), y)) for f in LOG_P),
                place=LOSS,
            ),
            Mistake(
                "base-2",
                "Base 2 or 10 stands where nats are asked for: the natural logarithm belongs to "
                "exp.",
                wrong=tuple(
                    lambda z, y, f=f, b=b: np.mean(of_true(-f(z), y)) / np.log(b)
                    for f in LOG_P
                    for b in (2, 10)
                ),
                place=LOSS,
            ),
            Mistake(
                "softmax-twice",
                "The scores had been through softmax before the loss took its softmax of them. "
                "The loss takes scores.",
                wrong=tuple(
                    lambda z, y, p=p, f=f: np.mean(of_true(-f(p(z)), y))
                    for p in (right, naive)
                    for f in (right_log, log_of_softmax_with(row))
                ),
                place=LOSS,
            ),
            Mistake(
                "one-minus-p",
                "That is what is missing from probability 1, never more than 1. The loss is the "
                "logarithm's, and has no ceiling.",
                wrong=losses_by(lambda p: 1 - p),
                place=LOSS,
            ),
            Mistake(
                "score-alone",
                "The negative score of the true class was taken. Without the logarithm of the sum "
                "it says nothing: a common constant changes it.",
                wrong=(lambda z, y: np.mean(of_true(-z, y)),),
                place=LOSS,
            ),
            Mistake(
                "max-for-logsumexp",
                "The largest score stands where log-sum-exp belongs. It is its largest term only: "
                "a row that is right with a small lead would cost nothing.",
                wrong=(lambda z, y: np.mean(of_true(row(z) - z, y)),),
                place=LOSS,
            ),
        ),
        hints=(
            "What does your function give for `[[800.0, 0.0]]` and `[1]`? And what is the mean for "
            "a batch of three examples and four classes?",
            "$-\\log p_y = \\log \\sum_j e^{z_j - m} - (z_y - m)$ with the maximum $m$ of the row: "
            "no probability occurs, and the sum is at least 1.",
            "Pick the shifted score of each row's own class with `[np.arange(len(y)), y]`, and "
            "subtract it from the logarithm of the row's sum.",
        ),
        why="In a sentence: why can no epsilon be needed here?",
        place=LOSS,
        atol=1e-6,
    ),
)


# ---- A mask -------------------------------------------------------------------------------------

ALL_BUT_DOG = np.array([True, False, True])


def lowered_by(amount: float, softmax: Callable = right) -> Callable:
    return lambda z, keep: softmax(z - amount * ~keep)


def replaced_by(low: float) -> Callable:
    return lambda z, keep: right(np.where(keep, z, low))


def zeroed(p: Callable) -> Callable:
    return lambda z, keep: p(z) * keep


def divided_by_own_sum(p: NDArray) -> NDArray:
    return p / p.sum(axis=-1, keepdims=True)


def guarded(p: NDArray, eps: float) -> NDArray:
    return p / (p.sum(axis=-1, keepdims=True) + eps)


def masked(z: NDArray, keep: NDArray, axis: int | None = -1, keepdims: bool = True) -> NDArray:
    """Right, if axis and keepdims are."""
    e = np.where(keep, np.exp(z - np.where(keep, z, -1e300).max(axis=-1, keepdims=True)), 0)
    total = e.sum(axis=axis, keepdims=keepdims)
    return e / np.where(total == 0, 1, total)


def masked_along(z: NDArray, keep: NDArray, axis: int | None) -> NDArray:
    """The same, with the maximum along that axis as well."""
    e = np.where(keep, np.exp(z - np.where(keep, z, -1e300).max(axis=axis, keepdims=True)), 0)
    total = e.sum(axis=axis, keepdims=True)
    return e / np.where(total == 0, 1, total)


def uniform_where_empty(z: NDArray, keep: NDArray) -> NDArray:
    return np.where(keep.any(axis=-1, keepdims=True), masked(z, keep), 1 / z.shape[-1])


def row_sums_of_kept(args: tuple, p: NDArray) -> str | None:
    _, keep = args
    if p.shape != keep.shape:
        return None
    totals = p.sum(axis=-1) - keep.any(axis=-1)
    wrong = np.flatnonzero(np.abs(np.atleast_1d(totals)) > 1e-3)
    if not wrong.size:
        return None
    kept, total = np.atleast_1d(keep.any(axis=-1)).flat[wrong[0]], np.atleast_1d(p.sum(axis=-1))
    which = "a row with kept classes" if kept else "a row without any"
    return f"{which} sums to {total.flat[wrong[0]]:.4g}."


MASK_PROBES = (
    Probe("without dog", (np.array([3.0, 1.0, 0.25]), ALL_BUT_DOG)),
    Probe("nothing masked", (np.array([3.0, 1.0, 0.25]), np.ones(3, bool))),
    Probe(
        "batch",
        (
            np.array([[3.0, 1.0, 0.25, -1.0], [0.5, 2.0, 0, 1], [-2, -0.5, 1.5, -1]]),
            np.array([[1, 0, 1, 1], [1, 1, 0, 0], [0, 1, 1, 1]], bool),
        ),
    ),
    Probe(
        "square batch",
        (
            np.array([[3.0, 1.0, 0.25], [0.5, 2.5, -1.0], [-1.5, 0.0, 1.0]]),
            np.array([[1, 1, 0], [0, 1, 1], [1, 1, 1]], bool),
        ),
    ),
    Probe("nothing kept", (np.array([3.0, 1.0, 0.25]), np.zeros(3, bool))),
    Probe(
        "a row of padding",
        (np.array([[3.0, 1.0], [0.5, 2.5], [2.0, 2.5]]), np.array([[1, 1], [0, 0], [0, 1]], bool)),
    ),
    Probe("masked winner", (np.array([800.0, 0.0, -1.0]), np.array([False, True, True]))),
    Probe("around 1000", (np.array([1000.0, 998.0, 996.5]), ALL_BUT_DOG)),
    Probe("around -1000", (np.array([-1000.0, -1002.0, -1001.0]), ALL_BUT_DOG)),
    Probe(
        "rows far apart",
        (
            np.array([[20.0, 0.0, 1.0], [1000.0, 998.0, 0.0]]),
            np.array([[1, 1, 0], [0, 1, 1]], bool),
        ),
    ),
    Probe(
        "three axes",
        (
            np.array([[[1.0, 2.5], [0.5, -1.0]], [[-0.5, 1.5], [2.0, 0.25]]]),
            np.array([[[1, 1], [1, 0]], [[0, 1], [1, 1]]], bool),
        ),
    ),
)

add(
    Exercise(
        id="overflow.masked-softmax",
        title="A mask",
        reference=solutions.masked_softmax,
        probes=MASK_PROBES,
        mistakes=(
            Mistake(
                "zeroed-after-softmax",
                "Probabilities were set to 0 after softmax, and what they had held is missing: the "
                "others do not add up to 1.",
                wrong=(zeroed(right), zeroed(naive), zeroed(softmax_with(whole))),
                place=MASKS,
            ),
            Mistake(
                "zeroed-then-renormalised",
                "Masked scores still took part, as maximum or in the sum. A masked winner pushes "
                "all others to 0, and a row of padding is 0/0.",
                wrong=tuple(
                    lambda z, keep, p=p, divide=divide: divide(p(z) * keep)
                    for p in (right, softmax_with(whole))
                    for divide in (
                        divided_by_own_sum,
                        lambda q: np.nan_to_num(divided_by_own_sum(q)),
                        lambda q: guarded(q, 1e-12),
                        lambda q: guarded(q, 1e-9),
                        lambda q: guarded(q, 1e-8),
                        lambda q: guarded(q, 1e-13),
                    )
                ),
                place=MASKS,
            ),
            Mistake(
                "large-number-subtracted",
                "A large number was subtracted from masked scores. In a row of padding it is "
                "subtracted from all of them: a shift, which softmax does not notice.",
                wrong=tuple(
                    lowered_by(a, p)
                    for a in (1e4, 1e5, 1e6, 1e8, 1e9, 1e10, 1e12)
                    for p in (right, softmax_with(whole))
                ),
                place=MASKS,
            ),
            Mistake(
                "large-number-put-in",
                "Masked scores were replaced by one very low number. In a row of padding all are "
                "equal then, and softmax makes them uniform.",
                wrong=(
                    *(replaced_by(-a) for a in (1e4, 1e5, 1e6, 1e9, 1e10, 1e20, 1e30, 1e300)),
                    lowered_by(1e20),
                    lowered_by(1e30),
                    uniform_where_empty,
                ),
                place=MASKS,
            ),
            Mistake(
                "minus-infinity",
                "Masked scores became −inf, which is right until all are: −inf minus −inf is nan. "
                "A row without classes needs a decision of its own.",
                wrong=(replaced_by(-np.inf),),
                place=MASKS,
            ),
            Mistake(
                "mask-inverted",
                "What should be kept was masked, and the other way round. True means kept here.",
                wrong=(
                    lambda z, keep: masked(z, ~keep),
                    lambda z, keep: right(np.where(keep, -np.inf, z)),
                    lambda z, keep: right(np.where(keep, -1e9, z)),
                    lambda z, keep: right(z) * ~keep,
                    lambda z, keep: right(z - 1e9 * keep),
                ),
                place=MASKS,
            ),
            Mistake(
                "score-set-to-0",
                "Masked scores were multiplied by 0, which makes them 0, a score like any other: "
                "its exponential is 1.",
                wrong=(lambda z, keep: right(z * keep), lambda z, keep: naive(z * keep)),
                place=MASKS,
            ),
            Mistake(
                "mask-ignored",
                "This is softmax over all classes; the mask changes nothing.",
                wrong=(lambda z, keep: right(z), lambda z, keep: naive(z)),
                place=MASKS,
            ),
            Mistake(
                "no-max-subtraction",
                "Nothing was subtracted before the exponential: beyond 709.78 it overflows to inf, "
                "and below −745.13 all of a row become 0.",
                wrong=(
                    lambda z, keep: divided_by_own_sum(np.exp(z) * keep),
                    lambda z, keep: np.nan_to_num(divided_by_own_sum(np.exp(z) * keep)),
                    lambda z, keep: naive(np.where(keep, z, -np.inf)),
                    lambda z, keep: np.nan_to_num(naive(np.where(keep, z, -np.inf))),
                    lambda z, keep: guarded(np.exp(z) * keep, 1e-12),
                    lambda z, keep: np.where(
                        keep.any(-1, keepdims=True), divided_by_own_sum(np.exp(z) * keep), 0
                    ),
                ),
                place=SHIFT,
            ),
            Mistake(
                "global-max",
                "The maximum of the whole array was subtracted from every row. A row far below it "
                "underflows.",
                wrong=tuple(
                    lambda z, keep, change=change: change(
                        divided_by_own_sum(
                            np.exp(np.where(keep, z, -np.inf) - np.max(z, where=keep, initial=-1e9))
                        )
                    )
                    for change in (lambda q: q, np.nan_to_num)
                ),
                place=UNSAFE,
            ),
            Mistake(
                "normalises-over-batch",
                "The sum runs over the examples of a batch, not over the classes of an example.",
                wrong=(
                    lambda z, keep: masked(z, keep, axis=0),
                    lambda z, keep: masked(z, keep, axis=-2 if z.ndim > 1 else -1),
                    lambda z, keep: masked_along(z, keep, axis=0),
                ),
                place=Place("softmax", "The wrong axis"),
            ),
            Mistake(
                "axis-1-only",
                "Axis 1 holds the classes of a matrix only. A vector has no axis 1, and in three "
                "dimensions it is the middle one.",
                wrong=tuple(
                    lambda z, keep, of=of, low=low: of(z, keep, axis=1 if z.ndim > low else -1)
                    for of in (masked, masked_along)
                    for low in (0, 1)
                ),
                place=Place("softmax", "The wrong axis"),
            ),
            Mistake(
                "global-sum",
                "The sum runs over the whole array, so all examples share one unit of probability.",
                wrong=(lambda z, keep: masked(z, keep, axis=None),),
                place=Place("softmax", "The wrong axis"),
            ),
            Mistake(
                "no-keepdims-in-sum",
                "The row sums have lost their axis, so entry j meets row j's sum. Only unequal "
                "lengths give an error.",
                wrong=(lambda z, keep: masked(z, keep, keepdims=False),),
                place=Place("softmax", "The wrong axis"),
            ),
            Mistake(
                "not-normalised",
                "These are the exponentials of the kept classes; nothing divides them by their "
                "sum.",
                wrong=(
                    lambda z, keep: np.exp(z) * keep,
                    lambda z, keep: np.exp(z - row(z)) * keep,
                    lambda z, keep: np.exp(
                        np.where(keep, z, -np.inf)
                        - np.where(keep, z, -1e300).max(-1, keepdims=True)
                    ),
                ),
                place=Place("softmax", "In code"),
            ),
        ),
        symptoms=(
            Symptom(
                "rows-do-not-sum-to-1",
                "Kept classes share one unit of probability; where nothing is kept, there is "
                "nothing to share.",
                row_sums_of_kept,
            ),
        ),
        hints=(
            "What does your function give when nothing is kept? And for `[800.0, 0.0, -1.0]` with "
            "the first one masked?",
            "Only kept classes may take part, in the maximum as well as in the sum: "
            "$e^{-\\infty} = 0$ does that. A row without classes has the sum 0 and no maximum, so "
            "neither may be used there.",
            "Where `keep` is False put −inf in place of the score. Replace a maximum of −inf by 0 "
            "and a sum of 0 by 1, and every row comes out right.",
        ),
        why="In a sentence: why is a very low score not the same as a mask?",
        place=MASKS,
    ),
)


# ---- Merging ------------------------------------------------------------------------------------


def merged(s: Callable, m: Callable = max) -> Callable:
    return lambda m1, s1, m2, s2: (m(m1, m2), s(m1, s1, m2, s2, m(m1, m2)))


def with_guard(mistakes: tuple[Mistake, ...]) -> tuple[Mistake, ...]:
    """The same mistakes, made after workers who had nothing to do have been sorted out."""

    def guarded(wrong: Callable) -> Callable:
        def merge(m1: float, s1: float, m2: float, s2: float) -> tuple[float, float]:
            if s1 == 0:
                return m2, s2
            return (m1, s1) if s2 == 0 else wrong(m1, s1, m2, s2)

        return merge

    return tuple(replace(m, wrong=(*m.wrong, *map(guarded, m.wrong))) for m in mistakes)


def report(name: str, *numbers: float) -> Probe:
    return Probe(name, tuple(np.float64(n) for n in numbers))


MERGING = (
    Mistake(
        "sums-not-rescaled",
        "The sums were added as they are. Each counts in units of its own maximum, and "
        "these units have to be made equal first.",
        wrong=(merged(lambda m1, s1, m2, s2, m: s1 + s2),),
    ),
    Mistake(
        "wrong-way-round",
        "The factors are upside down: a sum whose maximum is lower has to shrink, by "
        "$e^{m_i - m}$, not to grow.",
        wrong=(merged(lambda m1, s1, m2, s2, m: s1 * np.exp(m - m1) + s2 * np.exp(m - m2)),),
    ),
    Mistake(
        "one-side-only",
        "Only one of the two sums was rescaled. Either part may have the lower maximum.",
        wrong=(
            merged(lambda m1, s1, m2, s2, m: s1 * np.exp(m1 - m) + s2),
            merged(lambda m1, s1, m2, s2, m: s1 + s2 * np.exp(m2 - m)),
        ),
    ),
    Mistake(
        "factors-exchanged",
        "Each sum was multiplied by the factor of the other.",
        wrong=(merged(lambda m1, s1, m2, s2, m: s1 * np.exp(m2 - m) + s2 * np.exp(m1 - m)),),
    ),
    Mistake(
        "first-maximum-kept",
        "The first maximum was kept, though the second may be larger. The factor "
        "$e^{m_2 - m_1}$ then overflows.",
        wrong=(
            merged(lambda m1, s1, m2, s2, m: s1 + s2 * np.exp(m2 - m1), lambda m1, m2: m1),
            merged(lambda m1, s1, m2, s2, m: s2 + s1 * np.exp(m1 - m2), lambda m1, m2: m2),
        ),
    ),
    Mistake(
        "minimum",
        "The smaller of the two maxima was taken, so one of the factors is above 1 and "
        "may overflow.",
        wrong=(merged(lambda m1, s1, m2, s2, m: s1 * np.exp(m1 - m) + s2 * np.exp(m2 - m), min),),
    ),
    Mistake(
        "returns-log",
        "The second number is a logarithm. What was asked for is the sum itself, relative "
        "to the maximum.",
        wrong=tuple(
            merged(
                lambda m1, s1, m2, s2, m, shift=shift: (
                    np.log(s1 * np.exp(m1 - m) + s2 * np.exp(m2 - m)) + shift * m
                )
            )
            for shift in (0, 1)
        ),
    ),
    Mistake(
        "unscaled-sum",
        "The second number is the plain sum of exponentials. It is not relative to the "
        "maximum, and overflows.",
        wrong=(merged(lambda m1, s1, m2, s2, m: s1 * np.exp(m1) + s2 * np.exp(m2)),),
    ),
    Mistake(
        "maxima-added",
        "The maxima were added. The maximum of the whole is the larger of the two.",
        wrong=tuple(
            merged(s, lambda m1, m2: m1 + m2)
            for s in (
                lambda m1, s1, m2, s2, m: s1 + s2,
                lambda m1, s1, m2, s2, m: s1 * s2,
                lambda m1, s1, m2, s2, m: s1 * np.exp(m1 - m) + s2 * np.exp(m2 - m),
            )
        ),
    ),
    Mistake(
        "base-2",
        "Powers of 2 stand where powers of e belong.",
        wrong=(merged(lambda m1, s1, m2, s2, m: s1 * np.exp2(m1 - m) + s2 * np.exp2(m2 - m)),),
    ),
)

add(
    Exercise(
        id="overflow.merge",
        title="Merge",
        reference=solutions.merge,
        probes=(
            report("first is ahead", 3, 1.25, 1, 1.5),
            report("second is ahead", 1, 1.5, 2.5, 1.25),
            report("a tie", 0.5, 1.75, 0.5, 1.25),
            report("below 0", -3, 1.5, -2, 2.25),
            report("around 1000", 1000, 2, 998, 3),
            report("around -1000", -1000, 1.5, -1003, 2),
            report("far apart", 0, 4, 900, 1.25),
            report("second is empty", 2, 1.5, -INF, 0),
            report("first is empty", -INF, 0, 2, 1.5),
            report("both are empty", -INF, 0, -INF, 0),
        ),
        mistakes=(
            *with_guard(MERGING),
            Mistake(
                "empty-and-empty",
                "Two empty parts have the maximum −inf, and −inf minus −inf is nan. The empty "
                "whole has to be (−inf, 0) again.",
                wrong=(
                    merged(lambda m1, s1, m2, s2, m: s1 * np.exp(m1 - m) + s2 * np.exp(m2 - m)),
                ),
                place=MASKS,
            ),
        ),
        hints=(
            "Take (1, 1.5) and (3, 1.25). In which unit does each of the sums count, and which "
            "unit does the result have?",
            "$s_1 = \\sum e^{z_i - m_1}$ over the first part. Multiplied by $e^{m_1 - m}$ it "
            "becomes $\\sum e^{z_i - m}$.",
            "Both sums are multiplied by $e^{m_i - m}$ and added; one of the two factors is 1. "
            "Decide separately what happens when $m$ is −inf.",
        ),
        why="In a sentence: why may the parts of a row be merged in any order?",
        place=STREAM,
    ),
)


# ---- Judgements, in words -----------------------------------------------------------------------

DEEDS = (
    "took the log of softmax",
    "did not shift",
    "epsilon 1e-12",
    "epsilon 1e-7",
    "wrong label",
)
REPORTS = tuple(solutions.what_each_did())


def words_in(value: Any, keys: tuple[str, ...], allowed: tuple[str, ...]) -> NDArray:
    if not isinstance(value, dict) or set(value) != set(keys):
        raise Unreadable(f"A dict with the keys {', '.join(keys)} is asked for.")
    return np.array([word(value[key], allowed) for key in keys])


def is_off(number: int, keys: NDArray) -> Callable[[NDArray], bool]:
    return lambda v: bool(v[number] != keys[number])


DONE = words_in(solutions.what_each_did(), REPORTS, DEEDS)
TASKS = tuple(solutions.what_is_needed())
TOOLS = ("argmax of the scores", "softmax", "loss from the scores", "log-softmax")
NEEDED = words_in(solutions.what_is_needed(), TASKS, TOOLS)

add(
    Exercise(
        id="overflow.name-the-loss",
        title="Name the mistake",
        reference=solutions.what_each_did,
        prepare=lambda value: words_in(value, REPORTS, DEEDS),
        text=in_words(*DEEDS),
        mistakes=(
            Mistake(
                "inf-and-nan-exchanged",
                "Overflow gives inf, but it is divided by inf before the loss is taken, and that "
                "is nan. A loss of inf is minus the logarithm of 0.",
                when=lambda v: v[0] == 1 and v[1] == 0,
                place=NAN_FROM,
            ),
            Mistake(
                "epsilons-exchanged",
                "The smaller epsilon allows the larger loss: the cap is minus its logarithm.",
                when=lambda v: v[2] == 3 and v[3] == 2,
                place=EPSILON,
            ),
            Mistake(
                "loss-of-inf",
                "A loss of inf is minus the logarithm of exactly 0. Who takes the logarithm of "
                "something that has underflowed?",
                when=is_off(0, DONE),
                place=LOSS,
            ),
            Mistake(
                "loss-of-nan",
                "A loss of nan has a nan before it, and that comes from inf over inf. Whose "
                "exponential overflowed?",
                when=is_off(1, DONE),
                place=NAN_FROM,
            ),
            Mistake(
                "loss-of-0",
                "A loss of 0 belongs to a class with probability 1. Which of the two classes has "
                "it?",
                when=is_off(4, DONE),
                place=LOSS,
            ),
            Mistake(
                "capped-losses",
                "Two of the losses are caps. exp of minus the loss tells what stood inside the "
                "logarithm.",
                when=lambda v: bool((v[2:4] != DONE[2:4]).any()),
                place=EPSILON,
            ),
        ),
        hints=(
            "Take exp of minus each finite loss. Which numbers do you get, and who put them there?",
            "The loss is $-\\log p_y$. With $\\varepsilon$ it is at most $-\\log \\varepsilon$; "
            "with $p_y = 0$ it is inf; and nan comes from inf/inf.",
            "$e^{-27.63} = 10^{-12}$ and $e^{-16.12} = 10^{-7}$. The two-line softmax of (1600, "
            "800) is (nan, nan).",
        ),
        why="In a sentence: which of the five would go unnoticed longest in a training run?",
        place=LOSS,
    ),
    Exercise(
        id="overflow.which-one",
        title="Which one is needed",
        reference=solutions.what_is_needed,
        prepare=lambda value: words_in(value, TASKS, TOOLS),
        text=in_words(*TOOLS),
        mistakes=(
            Mistake(
                "softmax-everywhere",
                "Softmax is one of four answers. For an order of scores, for a loss, and for "
                "comparing what is nearly certain it is a detour that can lose something.",
                when=lambda v: bool((v == 1).all()),
                place=LOSS,
            ),
            Mistake(
                "argmax-needs-no-softmax",
                "To name the class, no probability is needed: softmax keeps the order of the "
                "scores, and computed naively it may even lose it.",
                when=is_off(0, NEEDED),
                place=Place("softmax", "Deciding"),
            ),
            Mistake(
                "loss-takes-scores",
                "Training needs the loss and its gradient. Both come straight from the scores, "
                "without a probability and without its logarithm.",
                when=is_off(1, NEEDED),
                place=LOSS,
            ),
            Mistake(
                "patient-wants-a-share",
                "A patient can do nothing with a logarithm or with a class alone. Here a share is "
                "wanted, and one that has underflowed may be shown as 0.",
                when=is_off(2, NEEDED),
                place=CERTAIN,
            ),
            Mistake(
                "sure-answers-tie-at-1",
                "Answers with a lead of more than 37 all have the share 1 in float64, and tie. "
                "Their log-probabilities do not, with log1p. A loss would need a label.",
                when=is_off(3, NEEDED),
                place=TAIL,
            ),
        ),
        hints=(
            "For each task ask: is a probability wanted, its logarithm, or only an order? And are "
            "all scores compared of one example, or of many?",
            "Softmax keeps the order within an example. A loss is a logarithm. Shares near 1 are "
            "rounded to 1, their logarithms near 0 keep all digits.",
            "Only one of the four tasks wants the probabilities themselves.",
        ),
        why="In a sentence: which of the four would change if the scores were in float16?",
        place=LOSS,
    ),
)


# ---- Concept checks -----------------------------------------------------------------------------

add(
    Question(
        id="overflow.q1",
        asks="The scores of a photograph are 123, 456 and 789. What does NumPy print for the "
        "two-line softmax of chapter 2?",
        options={
            "a": Option(
                "(0, 0, 1)",
                "That is what the mathematics rounds to. The machine has to pass through the "
                "exponentials, and one of them it does not have.",
            ),
            "b": Option(
                "Nothing: it stops with an error",
                "NumPy warns and goes on, unless told otherwise. The result of an overflow is a "
                "number of its own, inf.",
            ),
            "c": Option(
                "(0, 0, nan)",
                "exp(789) becomes inf, and so does the sum. A finite number over inf is 0, twice; "
                "inf over inf is nan.",
            ),
            "d": Option(
                "(nan, nan, nan)",
                "The sum is inf, but a finite number divided by inf is 0. Only inf over inf has no "
                "value.",
            ),
        },
        key="c",
        place=NAN_FROM,
    ),
    Question(
        id="overflow.q2",
        asks="Float16 and bfloat16 both have sixteen bits. Exp overflows in float16 above 11.09, "
        "in float32 above 88.72. And in bfloat16?",
        options={
            "a": Option(
                "Above 88.72",
                "It has the exponent bits of float32, and range is a matter of these. It pays for "
                "them with digits.",
            ),
            "b": Option(
                "Above 11.09, as it has no more bits than float16",
                "The number of bits is the same, their use is not: eight of them hold the "
                "exponent, where float16 has five.",
            ),
            "c": Option(
                "Above 44.36, half of float32, because it has half of the bits",
                "It is the upper half of a float32, and the exponent is in that half, complete. "
                "What was cut off are digits.",
            ),
        },
        key="a",
        place=FORMATS,
    ),
    Question(
        id="overflow.q3",
        asks="5 is added to every score. What happens to log-sum-exp?",
        options={
            "a": Option(
                "Nothing, like softmax it is invariant under a shift",
                "A popular exercise asks to show just that. But the exponentials all grow, so "
                "their sum does: one number refutes it.",
            ),
            "b": Option(
                "It rises by 5",
                "Every exponential is multiplied by $e^5$, hence the sum, and the logarithm makes "
                "an addition of that: equivariant, not invariant.",
            ),
            "c": Option(
                "It rises by 5 for each class",
                "The factor $e^5$ is common to all terms and comes out of the sum once, however "
                "many terms there are.",
            ),
            "d": Option(
                "It is multiplied by e⁵",
                "The sum is. Log-sum-exp is its logarithm, and the logarithm of a product is a "
                "sum of logarithms.",
            ),
        },
        key="b",
        place=Place("overflow", "Log-sum-exp"),
    ),
    NumberQuestion(
        id="overflow.q4",
        asks="To avoid log 0, a loss is computed as $-\\log(p_y + 10^{-12})$. The scores are "
        "(60, 0) and the second class is true. What is the loss? (Two decimals.)",
        key="-log(exp(-60) / (1 + exp(-60)) + 1e-12)",
        says="The probability, about $10^{-26}$, is nothing beside epsilon, and what is left is "
        "$-\\log 10^{-12}$. It ought to be 60, and it would be the same at 600.",
        wrong={
            "60 + log(1 + exp(-60))": "That is the loss as it should be. The epsilon inside the "
            "logarithm is far larger than the probability beside it.",
            "12": "That is the decimal logarithm. The loss is in nats, so one power of ten counts "
            "2.303.",
            "log(1 + exp(-60))": "That is the loss if the first class were the true one. Here the "
            "second is, and its probability is tiny.",
            "log(1e-12)": "The size is right, the sign is not: a loss is minus the logarithm of a "
            "number below 1.",
        },
        place=EPSILON,
        atol=6e-3,
    ),
    Question(
        id="overflow.q5",
        asks="In float64, $10^9$ is subtracted from the masked scores of a row. The row is "
        "(3, 1, 0.2), and all three are masked. What does a stable softmax return?",
        options={
            "a": Option(
                "Three zeros, since a mask takes classes out",
                "The mask has become a number, and softmax cannot know what the number was for. "
                "Its shares always add up to 1.",
            ),
            "b": Option(
                "nan, three times",
                "That is what −inf gives, because −inf minus −inf has no value. A finite number "
                "can be subtracted and comes out again.",
            ),
            "c": Option(
                "A third for each class",
                "That is float32, whose steps at $10^9$ are 64 wide. In float64 the differences "
                "of the scores survive.",
            ),
            "d": Option(
                "(0.836, 0.113, 0.051)",
                "The same constant for all scores is a shift, and softmax does not notice shifts: "
                "shift invariance un-masks a fully masked row.",
            ),
        },
        key="d",
        place=MASKS,
    ),
)

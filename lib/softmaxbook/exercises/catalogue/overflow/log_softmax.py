from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from softmaxbook.exercises.catalogue.families.fitting import fitted, result
from softmaxbook.exercises.catalogue.families.scores import (
    HUGE,
    INTEGERS,
    LARGE,
    MASKED,
    MODERATE,
    TIES,
)
from softmaxbook.exercises.catalogue.families.softmax_mistakes import (
    SIGMOIDS,
    axis_mistakes,
    further_shift_mistakes,
    log_of_sum_rounded_away,
    logits_clipped,
    mask_mistakes,
    rounded,
    scale_mistakes,
    shape_mistakes,
    shift_mistakes,
    sums_not_rescaled,
)
from softmaxbook.exercises.catalogue.families.softmaxes import (
    LOG_SOFTMAX,
    everything,
    in_float32,
    log_of_softmax_with,
    log_softmax_with,
    log_with_zero,
    minus_logsumexp_with,
    naive,
    nothing,
    right,
    right_log,
    row,
    row_sums,
    sigmoid,
    softmax_with,
    whole,
)
from softmaxbook.exercises.catalogue.overflow import (
    EPSILON,
    LOSS,
    LSE,
    MASKS,
    MAXIMUM_FIRST,
    UNSAFE,
)
from softmaxbook.exercises.record import Exercise, Mistake, Place, Probe, Symptom


def log_softmax(z):
    """Logarithm of softmax over the last axis, without taking the log of a probability."""
    shifted = z - np.max(z, axis=-1, keepdims=True)
    log_total = np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return shifted - log_total  # the shift is in both terms, and cancels


# All entries are short binary fractions, so that float32 computes with the same numbers.
INF = np.inf
STAIRS = -4.0 * np.arange(190)  # log-probabilities from 0 down to -756


LOG_PROBES = (
    *MODERATE,
    *TIES,
    Probe("800 apart", (np.array([800.0, 0.0, 40.0]),)),
    Probe("stairs", (STAIRS,)),
    Probe("small probabilities", (np.array([0.0, -3.0, -5.5, -8.0, -10.5]),)),
    *LARGE,
    *INTEGERS,
    *MASKED,
    *(replace(p, apart=True) for p in HUGE),
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
        place=Place("overflow", "The tail"),
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
        place=Place("overflow", "The tail"),
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
    )
    yield Mistake(
        "returns-probability",
        "These are the probabilities, not their logarithms: numbers from 0 to 1, whose far tail "
        "is lost.",
        wrong=(right, naive, softmax_with(whole)),
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
    yield from mask_mistakes((right_log,), number)


def positive_entries(args: tuple, log_p: NDArray) -> str | None:
    positive = log_p[log_p > 1e-6]
    return f"an entry of your result is {positive[0]:.4g}." if positive.size else None


def sums_of_exponentials(args: tuple, log_p: NDArray) -> str | None:
    shown = row_sums(args, np.exp(log_p))
    return shown and shown.replace("a row of your result", "exp of a row of your result")


EXERCISE = Exercise(
    title="Log-softmax without losing the tail",
    reference=log_softmax,
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
        *shift_mistakes(
            (log_softmax_with, minus_logsumexp_with), UNSAFE, "and so is the sum, whose log is −inf"
        ),
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
        log_of_sum_rounded_away(minus_logsumexp_with(row), place=MAXIMUM_FIRST),
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
        "log softmax(z)ᵢ = (zᵢ − m) − log ∑ⱼ e^(zⱼ − m) with m = maxⱼ zⱼ. No logarithm of a "
        "probability occurs: the first term may be as low as it likes, and the sum in the second "
        "is at least 1.",
        "Keep the logits shifted by their row maximum; subtract `np.log` of the sum of their "
        "exponentials along `axis=-1`, with `keepdims=True`.",
    ),
    why="In a sentence: why does the logarithm of the sum need no guard against 0?",
    reply="The sum holds the exponential of the maximum, e⁰ = 1, so it is at least 1 and "
    "its logarithm at least 0.",
    place=LOSS,
    atol=1e-6,
)

"""Exercises and concept checks of chapter 11, Temperature and calibration."""

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from softmaxbook.exercises.reading import numbers
from softmaxbook.exercises.record import (
    Alternative,
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
from softmaxbook.exercises.solutions import ch11 as solutions
from softmaxbook.exercises.wrong_softmax import (
    SCALE,
    SOFTMAX,
    epsilon_in_denominator,
    everything,
    fitted,
    further_shift_mistakes,
    in_float32,
    in_integers,
    logits_clipped,
    naive,
    nothing,
    over_maximum,
    ratio_mistakes,
    result,
    right,
    right_log,
    rounded,
    row,
    row_sums,
    scales,
    shape_mistakes,
    softmax_mistakes,
    softmax_with,
    sums_not_rescaled,
    transposes_all_axes,
    whole,
)

TEMPERATURE = Place("temperature", "Temperature is heat")
CALIBRATED = Place("temperature", "What calibrated means")

# ---- Scaled softmax -----------------------------------------------------------------------------


def at(T: float, name: str, z: list) -> Probe:
    return Probe(f"{name} at T = {T:g}", (np.array(z, dtype=float), T))


BATCH = [[3, 1, 0.25, -1], [0.5, 2, 0, 1], [-2, -0.5, 1.5, -1]]
SQUARE = [[3, 1, 0.25], [0.5, 2.5, -1], [-1.5, 0, 1]]
SOLID = [BATCH, [[0, -1.5, 2.5, 1], [1, 0.75, -0.5, 2], [-1, 3, 0.5, 0.5]]]
CUBE = [[[1, 2.5], [0.5, -1]], [[-0.5, 1.5], [2, 0.25]]]
SCALED = (
    at(2.0, "vector", [3, 1, 0.25]),
    at(0.5, "vector", [3, 1, 0.25]),
    at(4.0, "batch", BATCH),
    at(0.25, "batch", BATCH),
    at(2.0, "square batch", SQUARE),
    at(0.5, "square of two", [[1.5, -0.5], [-2, 1]]),
    at(0.5, "three axes", SOLID),
    at(2.0, "cube", CUBE),
    at(32.0, "vector", [3, 1, 0.25]),
    at(1 / 512, "close logits", [3 / 512, 1 / 512, 0]),
    at(2.0, "around 1000", [1000, 998, 996]),
    at(3.0, "around 5000", [5000, 4998, 4992]),
    at(2.0, "around 50000", [49984, 49952, 49920]),
    at(2.0, "around -5000", [-5000, -5004, -5002]),
    at(2.0, "rows far apart", [[20, 0, 1], [5000, 4998, 4990]]),
    at(2.0, "rows far apart, below 0", [[-20, 0, 1], [-5000, -4996, -4998]]),
    at(1e-5, "vector", [3, 1, 0.25]),
    at(1e-5, "close logits", [2e-5, 1e-5, 0]),
    at(1e-5, "negative logits", [-3, -1, -2]),
    at(1e-5, "batch", BATCH),
    at(1e-5, "wide", [-1e5, 3, 1]),
    at(0.5, "one far below the rest", [900, 0, 900, 898]),
    at(100, "far apart", [400, 100, 0]),
    at(1.0, "around 100", [100, 98, 97]),
    at(4.0, "around 2000", [2000, 1996, 1992]),
    at(0.25, "around 200", [200, 199, 197.5]),
    at(0.5, "ties", [[2, 2, 0], [1, 1, 1]]),
    at(1e-5, "ties", [2, 2, 0]),
    Probe("integers at T = 2", (np.array([[3, 1, 0], [2, 2, 5]]), 2.0)),
)


def power(softmax: Callable, exponent: Callable[[float], float], renormalised: bool) -> Callable:
    def wrong(z: NDArray, T: float) -> NDArray:
        q = softmax(z) ** exponent(T)
        return q / q.sum(axis=-1, keepdims=True) if renormalised else q

    return wrong


def on_each_softmax(formula: Callable) -> tuple[Callable, ...]:
    """formula(softmax, z, T), with a softmax that is stable and others that are not."""
    return tuple(lambda z, T, p=p: formula(p, z, T) for p in (right, naive, softmax_with(whole)))


def inverse(T: float) -> float:
    return 1 / T


def itself(T: float) -> float:
    return T


def _softmax_elsewhere() -> Iterator[Mistake]:
    """A wrong softmax of z / T."""
    for mistake in softmax_mistakes(TEMPERATURE):
        wrong = [lambda z, T, f=f: f(z / T) for f in mistake.wrong]
        if mistake.name == "no-max-subtraction":
            wrong.append(power(naive, inverse, renormalised=True))
            wrong.append(power(in_float32(naive), inverse, renormalised=True))
        yield dataclasses.replace(mistake, wrong=tuple(wrong))
    further = [
        *further_shift_mistakes(SOFTMAX),
        *ratio_mistakes(),
        *shape_mistakes((right, naive), tuple(everything(SOFTMAX))),
        transposes_all_axes(),
        sums_not_rescaled(lambda z, m, s: np.exp(z - m) / s),
    ]
    for mistake in further:
        if mistake.name != "integer-buffer":
            wrong = tuple(lambda z, T, f=f: f(z / T) for f in mistake.wrong)
            yield dataclasses.replace(mistake, wrong=wrong)


COLD = "close logits at T = 1e-05"


def _where_T_goes() -> Iterator[Mistake]:
    """T in the wrong place, or in one place only."""
    tops = (row, nothing, whole)
    yield Mistake(
        "max-not-scaled",
        "The logits were divided by T, the maximum that was subtracted was not. At a small T the "
        "largest exponent is then far above 0, and overflows.",
        wrong=tuple(
            lambda z, T, t=t: (e := np.exp(z / T - t(z))) / e.sum(axis=-1, keepdims=True)
            for t in (row, whole)
        ),
    )
    yield Mistake(
        "T-in-numerator-only",
        "T stands in the numerator, but the sum in the denominator was taken without it. Both are "
        "exponentials of the same scaled logits.",
        wrong=tuple(
            lambda z, T, t=t, u=u: (
                np.exp((z - t(z)) / T) / np.exp(z - u(z)).sum(axis=-1, keepdims=True)
            )
            for t in tops
            for u in tops
        ),
    )
    yield Mistake(
        "T-in-normaliser-only",
        "T stands in the sum, but not in the numerator. Both are exponentials of the same scaled "
        "logits.",
        wrong=tuple(
            lambda z, T, t=t, u=u: (
                np.exp(z - t(z)) / np.exp((z - u(z)) / T).sum(axis=-1, keepdims=True)
            )
            for t in tops
            for u in tops
        ),
    )
    yield Mistake(
        "T-squared",
        "The logits were divided by the square of T. In distillation a factor of that size belongs "
        "to the loss, not to the logits.",
        wrong=on_each_softmax(lambda p, z, T: p(z / T**2)),
    )
    yield Mistake(
        "T-once-more",
        "The logits were scaled rightly, and the result was multiplied or divided by T once more. "
        "Probabilities sum to 1 at every temperature.",
        wrong=tuple(
            f
            for power in (2, 1, -1)
            for f in on_each_softmax(lambda p, z, T, power=power: p(z / T) * T**power)
        ),
    )
    yield Mistake(
        "T-as-base",
        "T became the base of the powers, in place of e. A logit is a logarithm of odds; T only "
        "sets the unit it is counted in.",
        wrong=tuple(
            lambda z, T, t=t: (e := np.float64(T) ** (z - t(z))) / e.sum(axis=-1, keepdims=True)
            for t in tops
        ),
    )
    yield Mistake(
        "mixed-with-uniform",
        "The probabilities were mixed with equal shares. A temperature changes the odds by a "
        "power; a mixture only adds the same to all.",
        wrong=tuple(
            lambda z, T, s=s: (1 - s(T)) * right(z) + s(T) / z.shape[-1]
            for s in (
                lambda T: min(T, 1.0),
                lambda T: T,
                lambda T: T / (1 + T),
                lambda T: 1 - 1 / max(T, 1.0),
            )
        ),
    )


def _guarded_T() -> Iterator[Mistake]:
    """Something was done against small temperatures."""

    def actual(values: Mapping[str, NDArray]) -> float | None:
        """The temperature at which the learner's function works where 1e-5 was asked for."""
        p = result(values, COLD, (3,))
        if p is None or not p[0] > p[1] > 0:
            return None
        return float(1e-5 / np.log(p[0] / p[1]))

    def floor(T0: float) -> Iterator[Callable]:
        yield lambda z, T: right(z / max(T, T0))
        yield lambda z, T: naive(z / max(T, T0))

    def added(eps: float) -> Iterator[Callable]:
        yield lambda z, T: right(z / (T + eps))
        yield lambda z, T: naive(z / (T + eps))

    def fit_added(values: Mapping[str, NDArray]) -> Iterator[Callable]:
        T = actual(values)
        if T is not None and 1e-5 < T < 0.5:
            yield from map(fitted, added(T - 1e-5))

    def fit_floor(values: Mapping[str, NDArray]) -> Iterator[Callable]:
        T = actual(values)
        if T is not None and T > 1e-5:
            yield from map(fitted, floor(T))

    yield Mistake(
        "epsilon-added-to-T",
        "A small number was added to T, against a division by 0. Beside a small T it is not small: "
        "the temperature is another one.",
        wrong=tuple(f for eps in (1e-5, 1e-2) for f in added(eps)),
        fit=fit_added,
    )
    yield Mistake(
        "T-floor",
        "Below some temperature the same temperature was used. No T above 0 needs that: once the "
        "maximum is subtracted, no exponent is above 0.",
        wrong=tuple(f for T0 in (1e-3, 0.1) for f in floor(T0)),
        fit=fit_floor,
    )

    def hard(choice: Callable[[NDArray], NDArray], below: float) -> Callable:
        return lambda z, T: choice(z) if below > T else right(z / T)

    yield Mistake(
        "hard-argmax-when-cold",
        "Below some temperature everything was given to the largest logit. Equal logits share "
        "equally at every temperature, and close ones nearly so.",
        wrong=tuple(
            hard(choice, below)
            for choice in (
                lambda z: np.eye(z.shape[-1])[z.argmax(axis=-1)],
                lambda z: (z == row(z)).astype(float),
                lambda z: (z == row(z)) / (z == row(z)).sum(axis=-1, keepdims=True),
            )
            for below in (1e-4, 1e-2, 0.3, 0.7, 1.5)  # one between any two temperatures
        ),
    )


def _changed_logits() -> Iterator[Mistake]:
    yield Mistake(
        "floor-division",
        "A floor division cuts off everything after the point, so logits that differ by less than "
        "T become equal. The quotient has to stay a fraction.",
        wrong=(
            *on_each_softmax(lambda p, z, T: p(z // T)),
            lambda z, T: right((z - row(z)) // T),
        ),
    )
    yield Mistake(
        "integer-buffer",
        "Integer logits make an integer array, and what is written into it loses everything after "
        "the point. Its type was taken over from the logits.",
        wrong=(
            in_integers(lambda z, T: right(z / T)),
            lambda z, T: right((z / T).astype(z.dtype)),
            lambda z, T: right(((z - row(z)) / T).astype(z.dtype)),
        ),
        place=Place("overflow", "What rounding costs"),
    )
    yield Mistake(
        "divides-by-max",
        "The logits were divided by their maximum instead of shifted by it. Softmax does not "
        "notice a common shift, but a factor is a temperature of its own.",
        wrong=tuple(lambda z, T, g=g: right(g(z) / T) for g in over_maximum()),
        place=SCALE,
    )
    yield Mistake(
        "standardised",
        "The logits were rescaled, to a common deviation, range or length. That is a temperature "
        "of its own, another one for each row.",
        wrong=(
            *(lambda z, T, g=g: right(g(z) / T) for g in scales()),
            *(lambda z, T, g=g: right(g(z / T)) for g in scales()),
        ),
        place=SCALE,
    )

    def bound(values: Mapping[str, NDArray]) -> Iterator[float]:
        p = result(values, "wide at T = 1e-05", (3,))
        if p is not None and p[1] > p[0] > 0:
            yield float(np.log(p[1] / p[0]) / 2)
            yield float(np.log(p[1] / p[0]))

    clipped = logits_clipped((right, naive), bound, tail=23)

    def fit(values: Mapping[str, NDArray]) -> Iterator[Callable]:
        for f in clipped.fit(values):
            yield fitted(lambda z, T, f=f: f(z / T))

    wrong = tuple(lambda z, T, f=f: f(z / T) for f in clipped.wrong)
    yield dataclasses.replace(clipped, wrong=wrong, fit=fit)


def _changed_probabilities() -> Iterator[Mistake]:
    def inside(eps: float) -> Iterator[Callable]:
        for p in (right, naive):
            yield lambda z, T, p=p: right(np.log(p(z) + eps) / T)
            yield lambda z, T, p=p: right(np.log(np.maximum(p(z), eps)) / T)

    def fit(values: Mapping[str, NDArray]) -> Iterator[Callable]:
        p = result(values, "far apart at T = 100", (3,))
        if p is not None and p[0] > p[1] > 0 and np.isclose(p[1], p[2]):
            yield from map(fitted, inside(float((p[1] / p[0]) ** 100)))

    yield Mistake(
        "epsilon-inside-log",
        "A small number stands inside the logarithm of the probabilities. A high temperature "
        "lifts the tail, and with it that number.",
        wrong=tuple(f for eps in (1e-10, 1e-7) for f in inside(eps)),
        fit=fit,
        place=Place("overflow", "An epsilon in the logarithm"),
    )
    yield rounded(lambda z, T: right(z / T), lambda z, T: naive(z / T))

    def vector(values: Mapping[str, NDArray]) -> tuple[NDArray | None, NDArray]:
        return result(values, "vector at T = 2", (3,)), np.array([3.0, 1.0, 0.25]) / 2

    yield epsilon_in_denominator(vector, lambda f: lambda z, T: f(z / T))


add(
    Exercise(
        id="temperature.scaled-softmax",
        title="Softmax at a temperature",
        reference=solutions.scaled_softmax,
        probes=SCALED,
        mistakes=(
            Mistake(
                "multiplied-by-T",
                "The logits were multiplied by T. Then a high temperature sharpens, and a low one "
                "flattens: the opposite of what it is to do.",
                wrong=(
                    *on_each_softmax(lambda p, z, T: p(z * T)),
                    *(power(p, itself, renormalised=True) for p in (right, naive)),
                ),
            ),
            Mistake(
                "T-has-no-effect",
                "The result is the same at every temperature. Dividing numerator and denominator "
                "by T cancels; only the exponent can take it.",
                wrong=(
                    *on_each_softmax(lambda p, z, T: p(z)),
                    *(
                        lambda z, T, t=t: (
                            (e := np.exp(z - t(z) / T)) / e.sum(axis=-1, keepdims=True)
                        )
                        for t in (row, whole)
                    ),
                ),
            ),
            Mistake(
                "T-after-softmax",
                "The probabilities were scaled, not the logits. Their sum is then no longer 1, and "
                "their odds are what they were.",
                wrong=(
                    *on_each_softmax(lambda p, z, T: p(z) / T),
                    *on_each_softmax(lambda p, z, T: p(z) * T),
                ),
            ),
            Mistake(
                "power-not-renormalised",
                "A power of the probabilities is the right idea: it raises the odds to that power. "
                "But powers do not sum to 1 until they are divided by their sum.",
                wrong=tuple(
                    power(p, exponent, renormalised=False)
                    for p in (right, naive, softmax_with(whole))
                    for exponent in (inverse, itself)
                ),
            ),
            Mistake(
                "square-root-of-T",
                "The logits were divided by the square root of T. That belongs to the scaling of "
                "attention by its dimension, not to temperature.",
                wrong=on_each_softmax(lambda p, z, T: p(z / np.sqrt(T))),
            ),
            Mistake(
                "softmax-of-p-over-T",
                "Softmax was applied to probabilities divided by T. They all lie between 0 and 1, "
                "whatever the logits, so the differences are gone.",
                wrong=(
                    *on_each_softmax(lambda p, z, T: p(p(z) / T)),
                    *on_each_softmax(lambda p, z, T: p(p(z) * T)),
                ),
            ),
            *_where_T_goes(),
            *_softmax_elsewhere(),
            *_guarded_T(),
            *_changed_logits(),
            *_changed_probabilities(),
        ),
        also=tuple(
            Alternative(
                "A power of the probabilities is right in mathematics; with close logits at "
                "T = 1e-5 it divides 0 by 0.",
                power(p, inverse, renormalised=True),
            )
            for p in (right, in_float32(right))
        ),
        symptoms=(
            Symptom(
                "rows-do-not-sum-to-1",
                "At every temperature these are probabilities, which sum to 1 along the last axis.",
                row_sums,
            ),
        ),
        hints=(
            "What should come out at T = 100 and at T = 0.01: nearly equal shares, or nearly all "
            "for one? And what does your function give there, and at T = 1e-5?",
            "$p_i \\propto e^{z_i / T}$: the odds of two classes are $e^{(z_i - z_j)/T}$. As $T$ "
            "falls the exponents grow without bound, so the row's maximum has to go first.",
            "Subtract the row maximum, divide by `T`, exponentiate, and normalise along "
            "`axis=-1` with `keepdims=True`.",
        ),
        why="In a sentence: what becomes of the probabilities as T goes to infinity, and why?",
        place=TEMPERATURE,
        atol=1e-10,
    )
)


# ---- Expected calibration error -----------------------------------------------------------------


def binary(confidences: list[float], right: list[int]) -> tuple[NDArray, NDArray]:
    """Two classes, of which the first is predicted with those confidences; 1: it is the truth."""
    c = np.array(confidences)
    return np.column_stack([c, 1 - c]), 1 - np.array(right)


def seeded(n: int, classes: int, seed: int) -> tuple[NDArray, NDArray]:
    """Probabilities in units of 1/1024, no two alike in a row, and none near a tenth."""
    rng = np.random.default_rng(seed)
    p = rng.dirichlet(np.full(classes, 0.7), size=n)
    p = np.floor(p * 1024) / 1024
    top = p.argmax(axis=1)
    p[np.arange(n), top] += 1 - p.sum(axis=1)
    ranked = np.sort(p, axis=1)
    tenths = np.abs(ranked[:, -1] * 10 - np.rint(ranked[:, -1] * 10))
    keep = (ranked[:, -1] > ranked[:, -2]) & (tenths > 0.01)
    y = np.where(rng.random(n) < 0.6, top, rng.integers(classes, size=n))
    return p[keep], y[keep]


FIVE = [
    [0.21875, 0.1875, 0.203125, 0.1953125, 0.1953125],  # confident of no class: the first bin
    [0.1875, 0.234375, 0.1953125, 0.1875, 0.1953125],
    [0.125, 0.25, 0.21875, 0.1875, 0.21875],
    [0.125, 0.125, 0.40625, 0.1875, 0.15625],
    [0.0625, 0.0625, 0.0625, 0.15625, 0.65625],
]
FOUR = [[0.375, 0.3125, 0.3125], [0.25, 0.3125, 0.4375], [0.125, 0.75, 0.125], [0.875, 0.125, 0]]
ECE_PROBES = (
    Probe("one bin filled", (*binary([0.875, 0.8125, 0.9375], [1, 0, 1]), 4)),
    Probe("too sure, too unsure", (*binary([0.625, 0.6875, 0.875, 0.9375], [1, 1, 0, 1]), 4)),
    Probe(
        "unequal bins",
        (*binary([0.5625, 0.625, 0.875, 0.8125, 0.9375, 0.90625], [0, 0, 1, 1, 1, 0]), 4),
    ),
    Probe("unsure and right", (*binary([0.5625, 0.625, 0.8125, 0.90625], [1, 1, 1, 1]), 4)),
    Probe("on an edge", (*binary([0.75, 0.75, 0.6875, 0.875, 0.9375], [0, 1, 1, 0, 1]), 4)),
    Probe("on two edges", (*binary([0.625, 0.75, 0.875, 0.8125, 0.9375], [0, 1, 1, 0, 1]), 8)),
    Probe("quite sure", (*binary([1.0, 1.0, 0.875, 0.625], [1, 0, 1, 0]), 4)),
    Probe("quite sure, ten bins", (*binary([1.0, 1.0, 0.96875, 0.53125], [0, 0, 1, 1]), 10)),
    Probe("only quite sure", (*binary([1.0, 1.0, 1.0], [1, 0, 0]), 4)),
    Probe("five classes", (np.array(FIVE), np.array([2, 1, 1, 0, 4]), 4)),
    Probe("no bin empty", (np.array(FOUR), np.array([1, 0, 1, 0]), 2)),
    Probe("a fifth", (np.array(FIVE[:2] + FIVE[3:]), np.array([0, 2, 2, 4]), 5)),
    Probe("ten bins by default", seeded(60, 3, 1)),
    Probe("many examples", (*seeded(80, 4, 2), 8)),
    Probe("three bins", (*seeded(40, 3, 3), 3)),
)


def in_bins(confidence: NDArray, bins: int, closed: str) -> NDArray:
    """Number of the bin of each confidence; -1: in none."""
    if closed == "right":
        return np.maximum(np.ceil(confidence * bins).astype(int) - 1, 0)
    if closed == "right, without 0":
        return np.ceil(confidence * bins).astype(int) - 1
    number = np.floor(confidence * bins).astype(int)
    if closed == "left":
        return np.minimum(number, bins - 1)
    if closed == "left, 1 apart":
        return number
    if closed == "neither":
        number[confidence * bins == np.floor(confidence * bins)] = -1
    number[confidence == 1] = -1
    return number


def of_top(p: NDArray, y: NDArray) -> tuple[NDArray, NDArray]:
    return p.max(axis=1), (p.argmax(axis=1) == y).astype(float)


def of_truth(p: NDArray, y: NDArray) -> tuple[NDArray, NDArray]:
    return p[np.arange(len(y)), y], (p.argmax(axis=1) == y).astype(float)


def weighted(gaps: NDArray, counts: NDArray, n: int, bins: int) -> float:
    return float(np.abs(gaps) @ counts / n)


def ece_with(
    summary: Callable = weighted,
    closed: str = "right",
    of: Callable = of_top,
    midpoint: bool = False,
    skip_last: bool = False,
) -> Callable:
    """An ECE with one decision changed: how bins are closed, what is compared, how it is summed.

    summary : from (gaps, counts) of the bins that are filled, n and bins, makes the result
    """

    def ece(p, y, bins=10):
        confidence, correct = of(p, y)
        number = in_bins(confidence, bins, closed)
        gaps, counts = [], []
        for b in range(bins + 1):
            inside = number == b
            if inside.any() and not (skip_last and b == bins - 1):
                mean = (b + 0.5) / bins if midpoint else confidence[inside].mean()
                gaps.append(correct[inside].mean() - mean)
                counts.append(inside.sum())
        if not gaps:
            return 0.0
        return summary(np.array(gaps), np.array(counts, dtype=float), len(y), bins)

    return ece


def unweighted(gaps: NDArray, counts: NDArray, n: int, bins: int) -> float:
    return np.abs(gaps).mean()


def signed(gaps: NDArray, counts: NDArray, n: int, bins: int) -> float:
    return gaps @ counts / n


def largest_gap(gaps: NDArray, counts: NDArray, n: int, bins: int) -> float:
    return np.abs(gaps).max()


SUMMARIES = (weighted, unweighted, signed, lambda *args: -signed(*args), largest_gap)
CLOSED = ("right", "left", "left, 1 apart", "left, without 1", "neither")


def however_closed(*summaries: Callable, **changes) -> tuple[Callable, ...]:
    return tuple(ece_with(s, closed=c, **changes) for s in summaries for c in CLOSED)


def binned(
    number: Callable = lambda c, bins: in_bins(c, bins, "right"),
    of: Callable = of_top,
    gap: Callable = lambda h, c, b, bins: h.mean() - c.mean(),
    summary: Callable = weighted,
) -> Callable:
    """An ECE with other bins, other numbers in them, or another gap.

    number : from confidences and bins, the bin of each example
    gap : from hits and confidences of a bin, its number, and bins
    """

    def ece(p, y, bins=10):
        confidence, correct = of(p, y)
        which = number(confidence, bins)
        filled = np.unique(which)
        inside = [which == b for b in filled]
        bars = zip(filled, inside, strict=True)
        gaps = [gap(correct[i], confidence[i], b, bins) for b, i in bars]
        counts = np.array([i.sum() for i in inside], dtype=float)
        return summary(np.array(gaps), counts, len(confidence), bins)

    return ece


def of_each(change: Callable) -> tuple[Callable, ...]:
    """ECEs with the numbers of change, in bins closed on the right or on the left."""
    return tuple(ece_with(of=change, closed=c) for c in ("right", "left"))


def of_each_with_zeros(change: Callable) -> tuple[Callable, ...]:
    """The same for numbers among which 0 may be, in a bin of its own or in none; and for other
    numbers of them than there are examples."""

    def apart(closed: str) -> Callable:
        return binned(lambda c, bins: in_bins(c, bins, closed), change)

    closings = ("right", "left", "right, without 0")
    return (*(ece_with(of=change, closed=c) for c in closings), *map(apart, closings))


def hits(p: NDArray, predicted: NDArray, y: NDArray) -> tuple[NDArray, NDArray]:
    return p.max(axis=1), (predicted == y).astype(float)


def of_second(p: NDArray, y: NDArray) -> tuple[NDArray, NDArray]:
    return p[:, 1], (y == 1).astype(float)


def of_second_at_half(p: NDArray, y: NDArray) -> tuple[NDArray, NDArray]:
    return p[:, 1], ((p[:, 1] > 0.5) == y).astype(float)


def of_all(p: NDArray, y: NDArray) -> tuple[NDArray, NDArray]:
    return p.ravel(), np.eye(p.shape[1])[y].ravel()


def over_classes(reduce: Callable) -> Callable:
    """The ECE of each class's own probabilities."""

    def ece(p, y, bins=10):
        return reduce(
            [
                binned(of=lambda p, y, k=k: (p[:, k], (y == k).astype(float)))(p, y, bins)
                for k in range(p.shape[1])
            ]
        )

    return ece


def of_margin(p: NDArray, y: NDArray) -> tuple[NDArray, NDArray]:
    ranked = np.sort(p, axis=1)
    return ranked[:, -1] - ranked[:, -2], (p.argmax(axis=1) == y).astype(float)


def of_columns(p: NDArray, y: NDArray) -> tuple[NDArray, NDArray]:
    return p.max(axis=0), (y[p.argmax(axis=0)] == np.arange(p.shape[1])).astype(float)


def edges_from(low: Callable, high: Callable, count: Callable = lambda bins: bins + 1) -> Callable:
    """Bins between edges from low(confidence, classes) to high(confidence)."""

    def ece(p, y, bins=10):
        edges = np.linspace(low(p.max(axis=1), p.shape[1]), high(p.max(axis=1)), count(bins))
        last = max(len(edges) - 1, 1)

        def number(c, bins):
            return np.clip(np.searchsorted(edges, c, side="left"), 1, last)

        return binned(number)(p, y, bins)

    return ece


def equal_counts(p, y, bins=10):
    confidence, correct = of_top(p, y)
    parts = np.array_split(np.argsort(confidence, kind="stable"), bins)
    return sum(abs((correct[i] - confidence[i]).sum()) for i in parts) / len(y)


def quantile_bins(p, y, bins=10):
    edges = np.quantile(p.max(axis=1), np.linspace(0, 1, bins + 1))
    return binned(lambda c, bins: np.maximum(np.searchsorted(edges, c), 1))(p, y, bins)


def both_closed(p, y, bins=10):
    confidence, correct = of_top(p, y)
    total = 0.0
    for b in range(bins):
        inside = (confidence >= b / bins) & (confidence <= (b + 1) / bins)
        total += abs((correct - confidence)[inside].sum())
    return total / len(y)


def of_bins(weigh: bool, empty: float | None) -> Callable:
    """The gaps of all bins, not summed; empty None: only of those that are filled."""

    def gaps(p, y, bins=10):
        confidence, correct = of_top(p, y)
        which = in_bins(confidence, bins, "right")
        all_gaps = []
        for b in range(bins):
            inside = which == b
            if inside.any():
                gap = abs(correct[inside].mean() - confidence[inside].mean())
                all_gaps.append(gap * inside.mean() if weigh else gap)
            elif empty is not None:
                all_gaps.append(empty)
        return np.array(all_gaps)

    return gaps


def with_empty_bins(p, y, bins=10):
    confidence, correct = of_top(p, y)
    which = in_bins(confidence, bins, "right")
    inside = [which == b for b in range(bins)]
    return sum(i.mean() * abs(correct[i].mean() - confidence[i].mean()) for i in inside)


def by_hits(divided_by_hits: bool) -> Callable:
    def ece(p, y, bins=10):
        confidence, correct = of_top(p, y)
        which, total = in_bins(confidence, bins, "right"), 0.0
        for b in np.unique(which):
            i = which == b
            total += correct[i].sum() * abs(correct[i].mean() - confidence[i].mean())
        return total / (max(correct.sum(), 1) if divided_by_hits else len(y))

    return ece


def brier(reduce: Callable) -> Callable:
    return lambda p, y, bins=10: reduce((p - np.eye(p.shape[1])[y]) ** 2)


def overall(number: str) -> Callable:
    """Accuracy, or confidence, of all examples beside the other one of each bin."""

    def ece(p, y, bins=10):
        confidence, correct = of_top(p, y)
        whole_accuracy, whole_confidence = correct.mean(), confidence.mean()

        def gap(h, c, b, bins):
            if number == "accuracy":
                return whole_accuracy - c.mean()
            return h.mean() - whole_confidence

        return binned(gap=gap)(p, y, bins)

    return ece


def over_all_examples(both: bool) -> Callable:
    def ece(p, y, bins=10):
        def gap(h, c, b, bins):
            return h.sum() / len(y) - (c.sum() / len(y) if both else c.mean())

        return binned(gap=gap)(p, y, bins)

    return ece


def _other_bins() -> Iterator[Mistake]:
    yield Mistake(
        "edge-counted-twice",
        "The bins are closed on both sides, so a confidence on an inner edge lies in two of them, "
        "and counts twice.",
        wrong=(both_closed,),
    )
    yield Mistake(
        "nearest-edge",
        "The confidence was rounded. Then what lies near an edge, on either side of it, is in one "
        "bin: the bins are shifted by half a width.",
        wrong=(
            binned(lambda c, bins: np.rint(c * bins)),
            binned(lambda c, bins: np.floor(c * bins + 0.5)),
            binned(lambda c, bins: np.rint(c * 10)),
        ),
    )
    yield Mistake(
        "one-bin-too-few",
        "So many edges make one bin fewer: between neighbouring edges lies one bin, and the outer "
        "two have neighbours on one side only.",
        wrong=(
            edges_from(lambda c, k: 0, lambda c: 1, lambda bins: bins),
            binned(lambda c, bins: in_bins(c, bins - 1, "left")),
        ),
    )
    yield Mistake(
        "bins-argument-ignored",
        "The number of bins is always the same, whatever the argument says. The size of the error "
        "depends on it.",
        wrong=tuple(
            binned(lambda c, bins, n=n, closed=closed: in_bins(c, n, closed))
            for n in (10, 15, 20)
            for closed in ("right", "left")
        ),
    )
    yield Mistake(
        "bins-over-observed-range",
        "The bins go from the smallest to the largest confidence that was seen. Here they divide "
        "the whole of 0 to 1, whatever was seen.",
        wrong=(
            edges_from(lambda c, k: c.min(), lambda c: c.max()),
            edges_from(lambda c, k: 0, lambda c: c.max()),
            edges_from(lambda c, k: c.min(), lambda c: 1),
        ),
    )
    yield Mistake(
        "bins-from-chance",
        "The bins begin at the confidence of a guess, one over the number of classes. Here they "
        "divide the whole of 0 to 1.",
        wrong=(
            edges_from(lambda c, k: 1 / k, lambda c: 1),
            edges_from(lambda c, k: 0.5, lambda c: 1),
        ),
    )
    yield Mistake(
        "equal-count-bins",
        "The bins hold equally many examples. That is a measure in its own right; here they have "
        "equal widths.",
        wrong=(equal_counts, quantile_bins),
    )
    yield Mistake(
        "empty-bins",
        "An empty bin has no mean: 0/0 is nan, and one nan makes the whole sum nan. An empty bin "
        "weighs nothing.",
        wrong=(with_empty_bins,),
    )


def _other_numbers() -> Iterator[Mistake]:
    """Something else than the largest probability, or than whether it was right, is binned."""
    yield Mistake(
        "probability-of-class-1",
        "Class 1 alone was looked at, as if there were only yes and no. Confidence is the "
        "probability of the class predicted, whichever it is.",
        wrong=(*of_each_with_zeros(of_second), *of_each_with_zeros(of_second_at_half)),
    )
    yield Mistake(
        "all-probabilities-binned",
        "The probabilities of all classes were binned, not only those of the answers given. That "
        "is class-wise calibration, another measure.",
        wrong=(*of_each_with_zeros(of_all), over_classes(np.mean), over_classes(np.sum)),
    )
    yield Mistake(
        "margin-as-confidence",
        "The lead over the second largest probability was taken for the confidence. It says how "
        "clear the choice is, not how often it should be right.",
        wrong=of_each_with_zeros(of_margin),
    )
    yield Mistake(
        "softmax-twice",
        "Softmax was applied to probabilities, as if they were logits. They all lie between 0 and "
        "1, so the result is nearly flat.",
        wrong=of_each(lambda p, y: of_top(right(p), y)),
        place=Place("softmax", "Where it fails: twelve wrong softmaxes"),
    )
    yield Mistake(
        "threshold-at-half",
        "The prediction was made by comparing the largest probability with one half. That names "
        "no class; the prediction is the class where it stands.",
        wrong=(
            *of_each(lambda p, y: hits(p, p.max(axis=1) > 0.5, y)),
            *of_each(lambda p, y: hits(p, p.max(axis=1) >= 0.5, y)),
        ),
    )
    yield Mistake(
        "counted-from-1",
        "Predictions and labels are off by one. Classes are counted from 0 in code, by argmax as "
        "well as by the labels.",
        wrong=(
            *of_each(lambda p, y: hits(p, p.argmax(axis=1) + 1, y)),
            *of_each(lambda p, y: hits(p, p.argmax(axis=1) - 1, y)),
        ),
    )
    yield Mistake(
        "error-rate-as-accuracy",
        "The share of wrong answers stands where the share of right ones belongs. A network that "
        "is sure and right then looks badly calibrated.",
        wrong=of_each(lambda p, y: (p.max(axis=1), (p.argmax(axis=1) != y).astype(float))),
    )
    yield Mistake(
        "max-along-axis-0",
        "The maxima were taken down the columns: for each class its surest example. Asked for is "
        "the surest class of each example.",
        wrong=of_each_with_zeros(of_columns),
        place=Place("softmax", "The wrong axis"),
    )


def _other_gaps() -> Iterator[Mistake]:
    yield Mistake(
        "overall-accuracy",
        "A mean over all examples was compared with that of one bin. Accuracy and confidence of a "
        "bin are both those of its own examples.",
        wrong=(overall("accuracy"), overall("confidence")),
    )
    yield Mistake(
        "accuracy-over-n",
        "Within a bin something was divided by the number of all examples. The accuracy of a bin "
        "is the share among its own.",
        wrong=(over_all_examples(False), over_all_examples(True)),
    )
    yield Mistake(
        "edge-as-confidence",
        "An edge of the bin stands in for the confidences in it. Their mean may lie anywhere in "
        "the bin.",
        wrong=(
            binned(gap=lambda h, c, b, bins: h.mean() - (b + 1) / bins),
            binned(gap=lambda h, c, b, bins: h.mean() - b / bins),
        ),
    )
    yield Mistake(
        "median-confidence",
        "The median confidence of a bin was taken, not the mean. The two differ as soon as a bin "
        "is lopsided.",
        wrong=(binned(gap=lambda h, c, b, bins: h.mean() - np.median(c)),),
    )
    yield Mistake(
        "floor-division",
        "A floor division made the accuracy of a bin 0 or 1: whole numbers, divided so, stay "
        "whole.",
        wrong=(binned(gap=lambda h, c, b, bins: np.floor(h.mean()) - c.mean()),),
    )


def _other_summaries() -> Iterator[Mistake]:
    yield Mistake(
        "not-divided-by-n",
        "The gaps were weighted with counts, and the sum was never divided by the number of "
        "examples.",
        wrong=however_closed(lambda g, c, n, b: np.abs(g) @ c),
    )
    yield Mistake(
        "squared-gaps",
        "The gaps were squared instead of taken without sign. Small gaps then count for hardly "
        "anything.",
        wrong=however_closed(lambda g, c, n, b: g**2 @ c / n, lambda g, c, n, b: (g**2).mean()),
    )
    yield Mistake(
        "root-of-squared-gaps",
        "This is the root of the mean square of the gaps, another measure, in which large gaps "
        "count for more.",
        wrong=however_closed(
            lambda g, c, n, b: np.sqrt(g**2 @ c / n), lambda g, c, n, b: np.sqrt((g**2).mean())
        ),
    )
    yield Mistake(
        "one-side-only",
        "Only gaps in one direction were counted. A bin that is less sure than it is right is off "
        "as well.",
        wrong=however_closed(
            lambda g, c, n, b: np.maximum(-g, 0) @ c / n,
            lambda g, c, n, b: np.maximum(g, 0) @ c / n,
        ),
    )
    yield Mistake(
        "weighted-by-hits",
        "Each bin weighs as much as it holds right answers. Then the bins where the network fails "
        "count least; a bin weighs all its examples.",
        wrong=(by_hits(True), by_hits(False)),
    )
    yield Mistake(
        "per-cent",
        "This is the error in per cent. Probabilities and their differences are counted from 0 to "
        "1 here.",
        wrong=however_closed(lambda g, c, n, b: 100 * np.abs(g) @ c / n),
    )
    yield Mistake(
        "not-summed",
        "These are the gaps of the bins, one by one. The error is a single number, their sum, each "
        "weighted with the share of its bin.",
        wrong=tuple(of_bins(w, e) for w in (False, True) for e in (0.0, None, np.nan)),
    )
    yield Mistake(
        "brier-score",
        "This is the squared distance of probabilities and labels, the Brier score. It measures "
        "more than calibration, and needs no bins.",
        wrong=(
            brier(lambda d: d.sum(axis=1).mean()),
            brier(np.mean),
            lambda p, y, bins=10: np.mean((of_top(p, y)[1] - of_top(p, y)[0]) ** 2),
        ),
    )
    yield rounded(ece_with(), ece_with(closed="left"))


def no_bins(p, y, bins=10):
    confidence, correct = of_top(p, y)
    return abs(confidence.mean() - correct.mean())


def no_bins_each(p, y, bins=10):
    confidence, correct = of_top(p, y)
    return np.abs(confidence - correct).mean()


add(
    Exercise(
        id="temperature.expected-calibration-error",
        title="Expected calibration error",
        reference=solutions.expected_calibration_error,
        probes=ECE_PROBES,
        mistakes=(
            Mistake(
                "drops-confidence-1",
                "An example with confidence exactly 1 is in none of the bins, so it does not count "
                "at all. The last bin has to include its upper edge.",
                wrong=(
                    *(ece_with(closed=c) for c in ("left, without 1", "neither")),
                    *(
                        ece_with(lambda g, c, n, b: np.abs(g) @ c / c.sum(), closed=closed)
                        for closed in ("left, without 1", "neither")
                    ),
                ),
            ),
            Mistake(
                "left-closed-bins",
                "A confidence on the edge of two bins went into the upper one. Here a bin is "
                "(lo, hi]: the edge belongs to the lower bin.",
                wrong=(ece_with(closed="left"), ece_with(closed="left, 1 apart")),
            ),
            Mistake(
                "bins-not-weighted",
                "Every bin counts the same here, however few examples it holds. The expectation is "
                "over examples, so a bin weighs what it holds.",
                wrong=however_closed(unweighted, lambda g, c, n, b: np.abs(g).sum()),
            ),
            Mistake(
                "divided-by-number-of-bins",
                "The gaps were divided by the number of bins, empty ones included. The weights are "
                "shares of examples and need no further division.",
                wrong=however_closed(
                    lambda g, c, n, b: np.abs(g).sum() / b,
                    lambda g, c, n, b: np.abs(g) @ c / n / b,
                    lambda g, c, n, b: np.abs(g) @ c / n / len(g),
                ),
            ),
            Mistake(
                "bin-midpoint",
                "The middle of the bin stands in for the confidences in it. Their mean may lie "
                "anywhere in the bin.",
                wrong=however_closed(weighted, midpoint=True),
            ),
            Mistake(
                "last-bin-skipped",
                "The last bin is missing, and it is the one where a sure network keeps most of its "
                "examples. Edges are one more than bins.",
                wrong=however_closed(
                    weighted, lambda g, c, n, b: np.abs(g) @ c / c.sum(), skip_last=True
                ),
            ),
            Mistake(
                "signed-gap",
                "The gaps kept their signs, so a bin that is too sure cancels one that is too "
                "unsure. An error has no sign.",
                wrong=however_closed(lambda g, c, n, b: g @ c / n, lambda g, c, n, b: -(g @ c) / n),
            ),
            Mistake(
                "maximum-not-mean",
                "The largest gap is another measure, the maximum calibration error. The expected "
                "one is a mean over the bins.",
                wrong=however_closed(largest_gap, lambda g, c, n, b: (np.abs(g) * c / n).max()),
            ),
            Mistake(
                "no-bins",
                "Confidence and accuracy were compared over all examples at once, or example by "
                "example. Within a bin gaps may cancel, between bins not.",
                wrong=(no_bins, no_bins_each),
            ),
            Mistake(
                "true-class-probability",
                "The probability of the true class was taken for the confidence. Confidence is "
                "that of the answer given, right or wrong: the largest.",
                wrong=however_closed(*SUMMARIES, of=of_truth),
            ),
            *_other_numbers(),
            *_other_bins(),
            *_other_gaps(),
            *_other_summaries(),
        ),
        symptoms=(
            Symptom(
                "outside-0-and-1",
                "It is a mean of differences between numbers from 0 to 1, taken without sign.",
                lambda args, e: (
                    f"you return {float(e):.4g}." if e.ndim == 0 and not 0 <= e <= 1 else None
                ),
            ),
        ),
        hints=(
            "Two bins, one too sure by 0.2 with 9 examples, one too unsure by 0.2 with 1: what "
            "should come out? And in which bin is a confidence of exactly 1?",
            "$\\mathrm{ECE} = \\sum_b \\frac{n_b}{n}\\,\\lvert \\mathrm{acc}_b - "
            "\\mathrm{conf}_b\\rvert$ over the bins $(\\frac{b-1}{B}, \\frac{b}{B}]$, with "
            "accuracy and mean confidence of the examples in the bin. Empty bins weigh nothing.",
            "For each bin, find the examples with `(confidence > lo) & (confidence <= hi)`; add "
            "their share of all examples times the size of the gap.",
        ),
        why="In a sentence: why is the ECE of a finite sample above 0 even for a perfect model?",
        place=CALIBRATED,
    )
)


# ---- Further exercises of the chapter -----------------------------------------------------------

BY_HAND = Place("temperature", "By hand, exact")
CHANCE = Place("temperature", "A perfect model has an error above 0")
TOO_SURE = Place("temperature", "Why a network becomes too sure")
SCALING = Place("temperature", "Temperature scaling")
ORDER = Place("temperature", "The order of the examples")
LOWER = Place("temperature", "A lower loss and a higher ECE")
ELSEWHERE = Place("temperature", "Other data")
DISTILLATION = Place("temperature", "Distillation, and the square of T")
SAMPLING = Place("temperature", "Sampling with a temperature")


def two_triples(value: Any) -> NDArray:
    if len(value) != 2:
        raise Unreadable("Two vectors of three probabilities are asked for.")
    return np.concatenate([numbers(triple, 3) for triple in value])


def first_is(*triples: list[float]) -> Callable[[NDArray], bool]:
    return lambda v: any(bool(np.all(np.abs(v[:3] - t) <= 6e-4)) for t in triples)


def second_is(*triples: list[float]) -> Callable[[NDArray], bool]:
    return lambda v: any(bool(np.all(np.abs(v[3:] - t) <= 6e-4)) for t in triples)


NINE = np.array([9.0, 4.0, 1.0])
TIE = right(np.array([2.0, 2.0, 0.0]))
HOT_AND_COLD = np.concatenate(solutions.hot_and_cold())


def two_sums(args: tuple, v: NDArray) -> str | None:
    """What the two triples sum to, if one of them is no distribution."""
    sums = v[:3].sum(), v[3:].sum()
    if np.allclose(sums, 1, atol=2e-3):
        return None
    return f"the first three sum to {sums[0]:.4g}, the other three to {sums[1]:.4g}."


add(
    Exercise(
        id="temperature.hot-and-cold",
        title="Hot and cold by hand",
        reference=solutions.hot_and_cold,
        prepare=two_triples,
        mistakes=(
            Mistake(
                "multiplied-by-T",
                "The exponentials were squared, as if the scores had been multiplied by 2. "
                "Dividing by 2 takes their square roots.",
                when=first_is(NINE**2 / (NINE**2).sum()),
            ),
            Mistake(
                "T-has-no-effect",
                "Those are the shares at T = 1. If numerator and denominator are divided by T, it "
                "cancels; only the exponent can take it.",
                when=first_is(NINE / NINE.sum()),
            ),
            Mistake(
                "T-after-softmax",
                "The probabilities were divided by 2. Their sum is then one half, and their odds "
                "are what they were.",
                when=first_is(NINE / NINE.sum() / 2),
            ),
            Mistake(
                "power-not-renormalised",
                "The square roots are right, and do not sum to 1 yet. They still have to be "
                "divided by their sum.",
                when=first_is(np.sqrt(NINE), np.sqrt(NINE / NINE.sum())),
            ),
            Mistake(
                "hard-argmax-when-cold",
                "One of two equal scores got everything. Equal scores have equal probabilities at "
                "every temperature, so also in the limit.",
                when=second_is([1, 0, 0], [0, 1, 0]),
            ),
            Mistake(
                "cold-for-hot",
                "Equal shares for all are the limit of great heat. As T falls to 0 the gaps of "
                "the scaled scores grow without bound.",
                when=second_is([1 / 3, 1 / 3, 1 / 3]),
            ),
            Mistake(
                "limit-not-taken",
                "Those are the probabilities at T = 1. The limit of ever smaller temperatures is "
                "asked for.",
                when=second_is(TIE),
            ),
            Mistake(
                "the-two-exchanged",
                "The two answers stand in each other's place: first the probabilities at T = 2, "
                "then the limit in the cold.",
                when=lambda v: bool(np.all(np.abs(np.roll(v, 3) - HOT_AND_COLD) <= 6e-4)),
            ),
            Mistake(
                "order-of-classes",
                "The numbers are right, but in another order than the scores: the largest score "
                "has the largest probability.",
                when=lambda v: bool(
                    np.all(np.abs(np.sort(v[:3]) - np.sort(HOT_AND_COLD[:3])) <= 6e-4)
                    and np.all(np.abs(np.sort(v[3:]) - np.sort(HOT_AND_COLD[3:])) <= 6e-4)
                ),
            ),
            Mistake(
                "rounded",
                "Right as far as it goes, but rounded too much to tell. Fractions are exact; of "
                "decimals it takes three.",
                when=lambda v: bool(np.all(np.abs(v - HOT_AND_COLD) <= 6e-3)),
            ),
        ),
        symptoms=(
            Symptom(
                "does-not-sum-to-1",
                "At every temperature, and in the limit, these are probabilities.",
                two_sums,
            ),
        ),
        hints=(
            "What are the exponentials of the first three scores, and what does halving a "
            "logarithm do to its number? Does a tie ever end?",
            "All odds are raised to the power $1/T$. Odds of 1 to 1 stay 1 to 1; odds of less "
            "than 1 tend to 0 as $T \\to 0$.",
            "The square roots of 9, 4 and 1 are 3, 2 and 1; divide them by their sum.",
        ),
        why="In a sentence: which entropy is left in the cold, and when is it 0?",
        place=BY_HAND,
        atol=6e-4,
    ),
)


def is_near(place: int, number: float) -> Callable[[NDArray], bool]:
    return lambda v: bool(abs(v[place] - number) <= 6e-4)


add(
    Exercise(
        id="temperature.ten-answers",
        title="Ten answers",
        reference=solutions.ten_answers,
        prepare=lambda value: numbers(value, 2),
        mistakes=(
            Mistake(
                "per-cent",
                "These are per cent. Probabilities and their differences are counted from 0 to 1 "
                "here.",
                when=lambda v: is_near(0, 7)(v) or is_near(1, 10)(v),
            ),
            Mistake(
                "the-two-exchanged",
                "The two numbers stand in each other's place: the expected error is the mean, and "
                "cannot exceed the largest.",
                when=lambda v: is_near(0, 0.1)(v) and is_near(1, 0.07)(v),
            ),
            Mistake(
                "bins-not-weighted",
                "The three gaps count the same here. The expectation is over answers, and the "
                "last bin holds only two of ten.",
                when=lambda v: is_near(0, 0.2 / 3)(v) or is_near(0, 0.2)(v),
            ),
            Mistake(
                "signed-gap",
                "A gap kept its sign. An error has none: otherwise the last bin, which is too "
                "modest, cancels part of the others.",
                when=lambda v: bool(abs(abs(v[0]) - 0.05) <= 6e-4 or v[1] < 0),
            ),
            Mistake(
                "maximum-not-mean",
                "That is the largest gap. The expected error is the mean of the gaps, each "
                "weighted with its share of the answers.",
                when=is_near(0, 0.1),
            ),
            Mistake(
                "squared-gaps",
                "The gaps were squared instead of taken without sign. Small gaps then count for "
                "hardly anything.",
                when=lambda v: is_near(0, 0.0055)(v) or is_near(1, 0.01)(v),
            ),
            Mistake(
                "root-of-squared-gaps",
                "This is the root of the mean square of the gaps, another measure, in which large "
                "gaps count for more.",
                when=is_near(0, np.sqrt(0.0055)),
            ),
            Mistake(
                "largest-weighted",
                "The largest gap was weighted with the share of its bin. The maximum looks at "
                "gaps alone.",
                when=is_near(1, 0.04),
            ),
            Mistake(
                "largest-bin-for-largest-gap",
                "That is the gap of another bin. The first and the last are off by 0.05, the "
                "second by more.",
                when=is_near(1, 0.05),
            ),
        ),
        hints=(
            "How far is each of the three confidences from the share of right answers, and how "
            "many of the ten answers stand behind each?",
            "$\\mathrm{ECE} = \\sum_b \\frac{n_b}{n}\\, \\lvert \\mathrm{acc}_b - "
            "\\mathrm{conf}_b\\rvert$; the MCE is the largest of the three distances.",
            "The distances are 0.05, 0.1 and 0.05, with the weights 0.4, 0.4 and 0.2.",
        ),
        why="In a sentence: which of the two changes more if one of the last two answers is wrong?",
        place=CALIBRATED,
        atol=6e-4,
    ),
)


def softmax_inside(wrong: Callable) -> Iterator[Mistake]:
    """A wrong softmax inside, and the rest right: wrong(p) for every wrong softmax p."""
    for mistake in softmax_mistakes(Place("overflow", "The free constant")):
        # The last has a name of its own in these exercises, axis 1 is right for a table.
        if mistake.name not in ("axis-1-only", "sign-flipped"):
            yield dataclasses.replace(mistake, wrong=tuple(map(wrong, mistake.wrong)))


# ---- The slope in beta --------------------------------------------------------------------------


def slope(form: Callable, p_of: Callable = lambda z, beta: right(beta * z)) -> Callable:
    """form of p, the scores below their row's largest, and the one-hot labels."""

    def wrong(z: NDArray, y: NDArray, beta: float) -> float:
        return form(p_of(z, beta), z - row(z), np.eye(z.shape[1])[y])

    return wrong


def expected_less_true(p: NDArray, z: NDArray, t: NDArray) -> NDArray:
    return ((p - t) * z).sum(axis=1)


def mean_slope(p: NDArray, z: NDArray, t: NDArray) -> float:
    return expected_less_true(p, z, t).mean()


def times(factor: Callable[[float], float]) -> Callable:
    return lambda z, y, beta: factor(beta) * solutions.slope_in_beta(z, y, beta)


def slope_by(softmax: Callable) -> Callable:
    def wrong(z: NDArray, y: NDArray, beta: float) -> float:
        return ((softmax(beta * z) * z).sum(axis=1) - z[np.arange(len(y)), y]).mean()

    return wrong


def sloped(name: str, beta: float, z: list, y: list[int]) -> Probe:
    return Probe(f"{name} at beta = {beta:g}", (np.array(z, dtype=float), np.array(y), beta))


add(
    Exercise(
        id="temperature.slope-in-beta",
        title="The slope of the loss",
        reference=solutions.slope_in_beta,
        probes=(
            sloped("one example", 2.0, [[3, 1, 0.25]], [1]),
            sloped("two examples", 0.5, [[3, 1, 0.25], [0.5, 2, -1]], [0, 2]),
            sloped("square", 2.0, [[3, 1, 0.25], [0.5, 2.5, -1], [-1.5, 0, 1]], [0, 2, 1]),
            sloped("four classes", 0.25, [[1, 0.5, -0.5, 2], [0, 2, 1, -1]], [3, 2]),
            sloped("away from 0", 1.5, [[-4, -6, -6.5], [7, 8, 5], [1, 1, 2]], [1, 0, 0]),
            sloped("large scores", 3.0, [[5000, 4998, 4999]], [1]),
            sloped("far below 0", 2.0, [[-1000, -1001, -1002]], [1]),
            sloped("wide", 1.0, [[800, 0, 799]], [2]),
            sloped("rows far apart", 3.0, [[1000, 998, 999], [500, 501, 499]], [1, 1]),
        ),
        mistakes=(
            Mistake(
                "sign-flipped",
                "The sign is wrong: the loss has a minus in front of the true score, and the "
                "expected score comes from the logarithm of the sum.",
                wrong=(times(lambda b: -1),),
            ),
            Mistake(
                "not-divided-by-n",
                "This is the slope of the sum of the losses. Of their mean it is smaller by the "
                "number of examples.",
                wrong=(slope(lambda p, z, t: expected_less_true(p, z, t).sum()),),
            ),
            Mistake(
                "divided-by-n-and-classes",
                "The mean was taken over all entries of the table. An example has one loss, "
                "however many classes it has.",
                wrong=(slope(lambda p, z, t: ((p - t) * z).mean()),),
            ),
            Mistake(
                "beta-has-no-effect",
                "The probabilities were taken at T = 1. The slope is wanted at the beta that is "
                "given.",
                wrong=(slope(mean_slope, lambda z, beta: right(z)),),
            ),
            Mistake(
                "T-for-beta",
                "The scores were divided by beta as if it were the temperature. It is the inverse "
                "of that.",
                wrong=(slope(mean_slope, lambda z, beta: right(z / beta)),),
            ),
            Mistake(
                "slope-in-T",
                "This is the slope in the temperature. The chain rule puts minus the square of "
                "beta between the two.",
                wrong=(times(lambda b: -(b**2)),),
            ),
            Mistake(
                "beta-once-more",
                "There is a factor beta too many: the derivative of beta times z by beta is z. "
                "What you have is loss minus entropy.",
                wrong=(times(lambda b: b),),
            ),
            Mistake(
                "returns-the-loss",
                "This is the loss itself, not its slope in beta.",
                wrong=(slope(lambda p, z, t: -np.log((p * t).sum(axis=1)).mean()),),
            ),
            Mistake(
                "curvature",
                "This is the variance of the scores, the curvature of the loss. The slope "
                "compares their mean with the score of the true class.",
                wrong=(
                    slope(
                        lambda p, z, t: ((p * z**2).sum(axis=1) - ((p * z).sum(axis=1)) ** 2).mean()
                    ),
                ),
            ),
            Mistake(
                "predicted-class-subtracted",
                "The largest score was taken for the true one. Then the labels have no effect, "
                "and colder always seems better.",
                wrong=(slope(lambda p, z, t: (p * z).sum(axis=1).mean()),),
            ),
            Mistake(
                "label-not-subtracted",
                "Only the expected score is there. Where the labels come in, the score of the "
                "true class is taken away.",
                wrong=(lambda z, y, beta: (right(beta * z) * z).sum(axis=1).mean(),),
            ),
            Mistake(
                "equal-shares",
                "The plain mean of the scores was taken for the expected one. The expectation is "
                "under the probabilities.",
                wrong=(slope(mean_slope, lambda z, beta: np.full_like(z, 1 / z.shape[1])),),
            ),
            Mistake(
                "only-true-class",
                "Only the true class was counted, as its error times its score. All classes take "
                "part in the expected score.",
                wrong=(
                    slope(lambda p, z, t: ((p - t) * z * t).sum(axis=1).mean()),
                    lambda z, y, beta: ((right(beta * z) - 1) * z)[np.arange(len(y)), y].mean(),
                ),
            ),
            Mistake(
                "scores-left-out",
                "The errors of all classes sum to 0 in every row. Each has to be multiplied by "
                "its score before they are added.",
                wrong=(lambda z, y, beta: 0.0,),
            ),
            Mistake(
                "true-score-weighted",
                "The score of the true class was multiplied by its probability. The loss takes "
                "it away as it is; only the expected score is weighted.",
                wrong=(
                    lambda z, y, beta: (
                        ((p := right(beta * z)) * z).sum(axis=1) - (p * z)[np.arange(len(y)), y]
                    ).mean(),
                ),
            ),
            Mistake(
                "beta-in-expected-score",
                "A beta is left in front of one of the two scores. Both come from the derivative "
                "of beta times z, which is z.",
                wrong=(
                    lambda z, y, beta: (
                        slope_by(right)(z, y, beta)
                        + (beta - 1) * (right(beta * z) * z).sum(axis=1).mean()
                    ),
                    lambda z, y, beta: (
                        slope_by(right)(z, y, beta) - (beta - 1) * z[np.arange(len(y)), y].mean()
                    ),
                ),
            ),
            Mistake(
                "columns-for-entries",
                "Whole columns were picked: indexing all rows by the labels pairs every example "
                "with every label, not with its own.",
                wrong=(
                    lambda z, y, beta: (
                        (right(beta * z) * z).sum(axis=1, keepdims=True) - z[:, y]
                    ).mean(),
                    lambda z, y, beta: ((right(beta * z) * z).sum(axis=1) - z[:, y].mean()).mean(),
                ),
            ),
            *softmax_inside(slope_by),
        ),
        hints=(
            "Below which beta should the slope be negative? What is it for a model that is never "
            "wrong, and for one that is always wrong?",
            "One example's loss is $\\mathrm{LSE}(\\beta z) - \\beta z_y$. The derivative of the "
            "first part is $\\langle p, z\\rangle$ with $p = \\mathrm{softmax}(\\beta z)$.",
            "Per row, add up probability times score, take away the score of the label, and take "
            "the mean over the rows.",
        ),
        why="In a sentence: what does it say of a network if this slope is positive at beta = 1?",
        place=SCALING,
        atol=1e-9,
    ),
)


# ---- Who is surer -------------------------------------------------------------------------------


def leads(value: Any) -> NDArray:
    """Whether the first vector is surer (1) or less sure (-1), by 0.01, at T = 1 and at the
    temperature that is given; and whether there are two classes only."""
    if len(value) != 3:
        raise Unreadable("Two score vectors and a temperature are asked for.")
    first, second = (np.array([float(v) for v in scores]) for scores in value[:2])
    T = float(value[2])
    if first.shape != second.shape or first.size not in (2, 3):
        raise Unreadable("Both vectors need three scores.")
    if not (T > 0 and np.isfinite(T)):
        raise Unreadable("The temperature has to be a number above 0.")
    lead = [right(first / t).max() - right(second / t).max() for t in (1, T)]
    signs = [np.sign(x) if abs(x) >= 0.01 - 1e-12 else 0 for x in lead]
    return np.array([*signs, len(first) == 2], float)


WORDS = {1: "surer", 0: "about as sure", -1: "less sure"}

add(
    Exercise(
        id="temperature.who-is-surer",
        title="Who is surer?",
        reference=solutions.who_is_surer,
        prepare=leads,
        text=lambda v: (
            f"a first vector {WORDS[v[0]]} at T = 1 and {WORDS[v[1]]} at your temperature"
        ),
        mistakes=(
            Mistake(
                "two-classes",
                "With two classes the confidence depends on one gap alone, and the larger gap is "
                "surer at every temperature. It takes three.",
                when=lambda v: bool(v[2] == 1),
            ),
            Mistake(
                "the-two-exchanged",
                "The order does change, but the other way round: exchange the two vectors.",
                when=lambda v: bool(v[0] == -1 and v[1] == 1),
            ),
            Mistake(
                "same-order",
                "The same vector is surer at both temperatures. A clear lead does not turn by "
                "itself: it depends on how many rivals there are, and how close.",
                when=lambda v: bool(v[0] != 0 and v[0] == v[1]),
            ),
            Mistake(
                "difference-too-small",
                "At one of the two temperatures they are equally sure, or nearly so. The order "
                "is to change by more than a hundredth on both sides.",
                when=lambda v: bool(v[0] == 0 or v[1] == 0),
            ),
        ),
        hints=(
            "What makes a row unsure in the cold: one close rival, or many distant ones? And in "
            "the heat?",
            "The confidence is $1 / (1 + \\sum_j e^{-d_j / T})$ with the gaps $d_j$. A small gap "
            "weighs most in the cold, and the number of gaps in the heat.",
            "Let one vector have one close rival and the rest far below, the other only rivals at "
            "a middle distance.",
        ),
        why="In a sentence: why can this not happen with two classes?",
        place=ORDER,
    ),
)


# ---- The student's gradient ---------------------------------------------------------------------


def heated(s: NDArray, T: float) -> NDArray:
    return right(s / T)


def imitation(form: Callable, p_of: Callable = heated, q_of: Callable = heated) -> Callable:
    return lambda z, v, T: form(p_of(z, T), q_of(v, T), T)


def at_one(s: NDArray, T: float) -> NDArray:
    return right(s)


def one_hot_of_top(s: NDArray, T: float) -> NDArray:
    return np.eye(s.shape[1])[s.argmax(axis=1)]


def asked(p: NDArray, q: NDArray, T: float) -> NDArray:
    return T * (p - q)


def limit(z: NDArray, v: NDArray, T: float) -> NDArray:
    return ((z - v) - (z - v).mean(axis=1, keepdims=True)) / z.shape[1]


def exchanged(factor: Callable[[float], float]) -> Callable:
    """The gradient of H(p, q) by z, times T or without T²."""

    def wrong(z: NDArray, v: NDArray, T: float) -> NDArray:
        p, log_q = right(z / T), right_log(v / T)
        return -factor(T) * p * (log_q - (p * log_q).sum(axis=1, keepdims=True))

    return wrong


def imitation_by(softmax: Callable) -> Callable:
    return imitation(asked, lambda s, T: softmax(s / T), lambda s, T: softmax(s / T))


def imitates(name: str, T: float, z: list, v: list) -> Probe:
    return Probe(f"{name} at T = {T:g}", (np.array(z, dtype=float), np.array(v, dtype=float), T))


add(
    Exercise(
        id="temperature.student-gradient",
        title="The student's gradient",
        reference=solutions.student_gradient,
        probes=(
            imitates("one example", 2.0, [[3, 1, 0.25]], [[1, 2, -1]]),
            imitates("two examples", 4.0, [[3, 1, 0.25], [0.5, 2, -1]], [[5, 1, 0], [0, 1, 3]]),
            imitates(
                "square",
                3.0,
                [[1, 0.5, -0.5], [0, 2, 1], [-1, 0.25, 1.5]],
                [[2, 0, 1], [1, 4, -1], [0, 0, 2]],
            ),
            imitates("four classes", 0.5, [[1, -2, 0.5, 0.25]], [[2, 0, -1, 0.5]]),
            imitates("large scores", 5.0, [[60000, 59990, 59998]], [[60000, 59996, 59999]]),
            imitates("far below 0", 5.0, [[-5000, -4990, -4998]], [[-5000, -4996, -4999]]),
            imitates("wide", 2.0, [[4000, 0, 3998]], [[3996, 3998, 0]]),
            imitates(
                "rows far apart", 2.0, [[5000, 4998, 4999], [3, 1, 0]], [[0, 1, 2], [1, 0, 4]]
            ),
        ),
        mistakes=(
            Mistake(
                "factor-forgotten",
                "This is the gradient without its square of T in front. It fades as T grows, and "
                "the labels beside it do not.",
                wrong=(imitation(lambda p, q, T: (p - q) / T),),
            ),
            Mistake(
                "inner-derivative-forgotten",
                "The square of T is there, but not the inner derivative: the scores go into "
                "softmax divided by T.",
                wrong=(imitation(lambda p, q, T: T**2 * (p - q)),),
            ),
            Mistake(
                "T-cancelled",
                "One T too few is left. The square of T and one inner derivative make T.",
                wrong=(imitation(lambda p, q, T: p - q),),
            ),
            Mistake(
                "sign-flipped",
                "The sign is wrong: that is the direction of descent, from student to teacher.",
                wrong=tuple(
                    imitation(lambda p, q, T, f=f: f(T) * (q - p))
                    for f in (lambda T: T, lambda T: 1, lambda T: 1 / T)
                ),
            ),
            Mistake(
                "teacher-not-heated",
                "The teacher's probabilities are those of T = 1. Both are heated alike.",
                wrong=(imitation(asked, q_of=at_one),),
            ),
            Mistake(
                "student-not-heated",
                "The student's probabilities are those of T = 1. Both are heated alike.",
                wrong=(imitation(asked, p_of=at_one),),
            ),
            Mistake(
                "T-has-no-effect",
                "Neither of the two was heated: the temperature stands in front only.",
                wrong=(
                    imitation(asked, at_one, at_one),
                    imitation(lambda p, q, T: T**2 * (p - q), at_one, at_one),
                    imitation(lambda p, q, T: p - q, at_one, at_one),
                ),
            ),
            Mistake(
                "multiplied-by-T",
                "The scores were multiplied by T, which makes both nearly one-hot. Heating "
                "divides.",
                wrong=(imitation(asked, lambda s, T: right(s * T), lambda s, T: right(s * T)),),
            ),
            Mistake(
                "one-hot-teacher",
                "Only the teacher's answer was used, as a label. What there is to learn lies in "
                "the shares of the other classes.",
                wrong=(imitation(asked, q_of=one_hot_of_top),),
            ),
            Mistake(
                "limit-for-gradient",
                "That is the limit for large T. At the temperature that is given softmax is not "
                "a straight line.",
                wrong=(limit,),
            ),
            Mistake(
                "divided-by-n",
                "The rows were divided by the number of examples. Each is to be the gradient of "
                "its own example.",
                wrong=(lambda z, v, T: solutions.student_gradient(z, v, T) / len(z),),
            ),
            Mistake(
                "divided-by-classes",
                "The gradient was divided by the number of classes, which comes in only in the "
                "limit of large T.",
                wrong=(lambda z, v, T: solutions.student_gradient(z, v, T) / z.shape[1],),
            ),
            Mistake(
                "roles-exchanged",
                "This is the gradient of H(p, q), where the student stands in front. The average "
                "of the losses is over the teacher's probabilities.",
                wrong=(exchanged(lambda T: T), exchanged(lambda T: 1 / T)),
            ),
            Mistake(
                "scores-for-probabilities",
                "The scores were subtracted from each other. The gradient of cross-entropy is the "
                "difference of the probabilities.",
                wrong=(
                    lambda z, v, T: z - v,
                    lambda z, v, T: T * (z - v),
                    lambda z, v, T: (z - v) / T,
                    lambda z, v, T: T**2 * (z - v),
                ),
            ),
            Mistake(
                "factor-inverted",
                "The square of T stands in the denominator. It is to undo the fading, so it "
                "multiplies.",
                wrong=(
                    imitation(lambda p, q, T: (p - q) / T**3),
                    imitation(lambda p, q, T: (p - q) / T**2),
                ),
            ),
            *softmax_inside(imitation_by),
        ),
        hints=(
            "Which way should the student move if it is surer than its teacher? And what becomes "
            "of your gradient as T grows?",
            "The gradient of $H(q, \\mathrm{softmax}(s))$ by $s$ is $p - q$, and $s = z/T$ brings "
            "the inner derivative $1/T$.",
            "Take softmax of both at T, subtract the teacher's from the student's, and multiply "
            "by what is left of the factor.",
        ),
        why="In a sentence: why does the teacher's own entropy not appear in this gradient?",
        place=DISTILLATION,
        atol=1e-9,
    ),
)


# ---- What is certain ----------------------------------------------------------------------------

STATEMENTS = tuple(solutions.what_is_certain())


def six_answers(value: Any) -> NDArray:
    """For each statement, whether it is certain: 1 or 0."""
    if not isinstance(value, dict) or set(value) != set(STATEMENTS):
        raise Unreadable("A dict with the six statements as keys is asked for.")
    given = [value[statement] for statement in STATEMENTS]
    if not all(isinstance(v, (bool, np.bool_)) for v in given):
        raise Unreadable("True or False is asked for, for each statement.")
    return np.array(given, float)


add(
    Exercise(
        id="temperature.what-is-certain",
        title="What does it change?",
        reference=solutions.what_is_certain,
        prepare=six_answers,
        text=lambda v: ", ".join(str(bool(answer)) for answer in v),
        mistakes=(
            Mistake(
                "answers-change",
                "Dividing a row of scores by one positive number keeps their order, so the "
                "largest stays the largest.",
                when=lambda v: bool(v[0] == 0),
                place=TEMPERATURE,
            ),
            Mistake(
                "heating-for-cooling",
                "A temperature above 1 is heat. Every gap shrinks, so no largest share can grow.",
                when=lambda v: bool(v[1] == 0),
                place=TEMPERATURE,
            ),
            Mistake(
                "rows-for-classes",
                "Within a row the order is kept. Between rows of three classes or more it may "
                "change, as the chapter's A and B show.",
                when=lambda v: bool(v[2] == 1),
            ),
            Mistake(
                "minimum-doubted",
                "This temperature was chosen because the loss on just these examples is least "
                "there. At T = 1 it was higher.",
                when=lambda v: bool(v[3] == 0),
                place=SCALING,
            ),
            Mistake(
                "ece-for-loss",
                "What was minimised is the loss. The ECE is not a proper score and may rise, as "
                "it does on the hundred photographs.",
                when=lambda v: bool(v[4] == 1),
                place=LOWER,
            ),
            Mistake(
                "data-elsewhere",
                "Nothing is known of other places. There another temperature may be best, or "
                "none may be enough.",
                when=lambda v: bool(v[5] == 1),
                place=ELSEWHERE,
            ),
        ),
        hints=(
            "Which of the six speak of one row, which of several rows, and which of data that "
            "the fit has not seen?",
            "A fitted $T$ minimises the loss on the examples it was fitted on, and keeps the "
            "order within every row. Nothing else is promised.",
            "Three of the six are certain.",
        ),
        why="In a sentence: which of the six would change for a network with two classes?",
        place=ORDER,
    ),
)


# ---- Concept checks -----------------------------------------------------------------------------

add(
    NumberQuestion(
        id="temperature.q1",
        asks="At temperature 1 the odds of cat against dog are 16 to 1. At which temperature are "
        "they 2 to 1?",
        key="log(16) / log(2)",
        says="The odds are raised to the power 1/T, and the fourth root of 16 is 2. It is the "
        "logarithm of the odds that is divided by T.",
        wrong={
            "8": "The odds themselves were divided. What is divided by T is their logarithm, so "
            "roots are taken: 16, 4 at T = 2, and so on.",
            "1 / 4": "That is the inverse. Below 1 it is colder, and the odds grow: at one "
            "quarter they would be 65536 to 1.",
            "2": "At T = 2 the odds are the square root of 16, which is 4 to 1. It takes another "
            "root to come to 2 to 1.",
        },
        place=TEMPERATURE,
    ),
    Question(
        id="temperature.q2",
        asks="A network has an ECE of 0.08 on 100 photographs, with 15 bins. What follows?",
        options={
            "a": Option(
                "It is off by 8 per cent on average, so it is badly calibrated",
                "So it would be if the shares in the bins were exact. With a handful of examples "
                "in a bin they scatter by more than that.",
            ),
            "b": Option(
                "It is too sure, and a temperature above 1 would repair it",
                "The ECE has no sign: it counts too modest bins as well. And it may be nothing "
                "but chance in a set as small as this.",
            ),
            "c": Option(
                "Its accuracy is 92 per cent",
                "Accuracy and calibration are two things: a network may be right half of the "
                "time, say so, and have a calibration error of 0.",
            ),
            "d": Option(
                "Nothing yet",
                "A perfect model may have 0.08 on so few examples, as the next cell shows. The "
                "number must be compared with what chance gives.",
            ),
        },
        key="d",
        place=CHANCE,
    ),
    Question(
        id="temperature.q3",
        asks="A network has every training example right, each with a probability of 0.9999 for "
        "the true class. Training goes on. What happens to the training loss?",
        options={
            "a": Option(
                "It keeps falling for as long as the scores grow",
                "At 0.9999 it is 0.0001, at 0.999999 a hundredth of that. There is always a "
                "smaller loss at larger scores, so they grow, ever more slowly.",
            ),
            "b": Option(
                "It stays where it is, for the curvature has vanished",
                "The curvature is small, but a slope is left as long as the probability is below "
                "1, and descent follows the slope.",
            ),
            "c": Option(
                "It rises, since the network begins to overfit the examples",
                "Overfitting shows on other examples. On those it is trained with the loss goes "
                "on falling, which is the very cause.",
            ),
        },
        key="a",
        place=TOO_SURE,
    ),
    Question(
        id="temperature.q4",
        asks="The temperature is raised from 1 to 2 before the tail is cut off. Which rule then "
        "keeps other words?",
        options={
            "a": Option(
                "Both, since all probabilities change",
                "They do, but top-k looks only at the order of the scores, and that is the same "
                "at every temperature.",
            ),
            "b": Option(
                "Neither, since the order of the words is the same",
                "The order is the same, but the nucleus adds up probabilities, and in the heat "
                "more words are needed to reach the same sum.",
            ),
            "c": Option(
                "The nucleus",
                "It adds up probabilities, and flatter ones need more words to reach 0.9. Top-k "
                "counts by rank, and ranks do not change.",
            ),
            "d": Option(
                "Top-k, which has no probability to go by",
                "Just because it does not look at probabilities it keeps the same words. The "
                "nucleus does look at them, and grows.",
            ),
        },
        key="c",
        place=SAMPLING,
    ),
    Question(
        id="temperature.q5",
        asks="After scaling with T = 4 the thousand surest photographs of four kinds of animals "
        "are picked. Are they the same thousand as before?",
        options={
            "a": Option(
                "Yes, as softmax keeps the order at every temperature",
                "It keeps the order of the classes within a row. Two rows with different rivals "
                "may change places, as the next cell shows.",
            ),
            "b": Option(
                "Not necessarily",
                "Between rows the order of confidences may change as soon as there are three "
                "classes. One close rival and many weak ones weigh differently in the heat.",
            ),
            "c": Option(
                "No, for at another temperature the answers differ as well",
                "The answers are the same: the largest score of a row stays its largest. What "
                "may change is which row is surer than which.",
            ),
        },
        key="b",
        place=ORDER,
    ),
)

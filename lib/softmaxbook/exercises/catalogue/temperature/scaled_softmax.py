import dataclasses
from collections.abc import Callable, Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from softmaxbook.exercises.catalogue.families.fitting import fitted, result
from softmaxbook.exercises.catalogue.families.softmax_mistakes import (
    SCALE,
    epsilon_in_denominator,
    further_shift_mistakes,
    logits_clipped,
    ratio_mistakes,
    rounded,
    shape_mistakes,
    softmax_mistakes,
    sums_not_rescaled,
    transposes_all_axes,
)
from softmaxbook.exercises.catalogue.families.softmaxes import (
    SOFTMAX,
    everything,
    in_float32,
    in_integers,
    naive,
    nothing,
    over_maximum,
    right,
    right_log,
    row,
    row_sums,
    scales,
    softmax_with,
    whole,
)
from softmaxbook.exercises.catalogue.temperature import TEMPERATURE
from softmaxbook.exercises.record import Exercise, Mistake, Place, Probe, Symptom


def scaled_softmax(z, T):
    """Softmax of z / T over the last axis, for any T > 0."""
    gaps = z - np.max(z, axis=-1, keepdims=True)  # at most 0, so T may be tiny
    e = np.exp(gaps / T)
    return e / e.sum(axis=-1, keepdims=True)


def over(z: NDArray, T: float) -> NDArray:
    """z / T, or if that overflows the gaps / T: so much cold is judged by itself."""
    with np.errstate(over="ignore"):
        scaled = z / T
        return scaled if np.isfinite(scaled).all() else (z - np.max(z, axis=-1, keepdims=True)) / T


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
    dataclasses.replace(
        at(1e-12, "close logits", [2e-12, 1e-12, 0]),
        beyond="At T = 10⁻¹² yours loses digits: such gaps are rounded beside numbers near 1.",
    ),
    at(1000, "far apart", [2000, 1200, 0]),
    at(1e6, "far apart", [2e6, 1.2e6, 0]),
    dataclasses.replace(
        at(1e-306, "vector", [300, 100, 25]),
        beyond="At T = 10⁻³⁰⁶ yours is not right: z / T overflows, and inf less inf is nan. The "
        "gaps to the largest score can be divided by any T.",
    ),
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


def of_quotients(softmax: Callable) -> tuple[Callable, Callable]:
    """A softmax of z / T that survives the greatest cold, and one that does not."""
    return lambda z, T: softmax(over(z, T)), lambda z, T: softmax(z / T)


def _softmax_elsewhere() -> Iterator[Mistake]:
    """A wrong softmax of z / T."""
    for mistake in softmax_mistakes(TEMPERATURE):
        wrong = tuple(g for f in mistake.wrong for g in of_quotients(f))
        yield dataclasses.replace(mistake, wrong=wrong)
    further = [
        *further_shift_mistakes(SOFTMAX),
        *ratio_mistakes(),
        *shape_mistakes((right, naive), tuple(everything(SOFTMAX))),
        transposes_all_axes(),
        sums_not_rescaled(lambda z, m, s: np.exp(z - m) / s),
    ]
    for mistake in further:
        if mistake.name != "integer-buffer":
            wrong = tuple(g for f in mistake.wrong for g in of_quotients(f))
            yield dataclasses.replace(mistake, wrong=wrong)


COLD = {1e-5: "close logits at T = 1e-05", 1e-12: "close logits at T = 1e-12"}


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
            for f in on_each_softmax(lambda p, z, T, power=power: p(over(z, T)) * T**power)
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
                lambda T: 1 - 1 / T,
                lambda T: 1 - 1 / max(T, 1.0),
            )
        ),
    )


def _guarded_T() -> Iterator[Mistake]:
    """Something was done against small temperatures."""

    def actual(values: Mapping[str, NDArray]) -> Iterator[tuple[float, float]]:
        """A temperature that was asked for, and a higher one at which the function works."""
        for T, name in COLD.items():
            p = result(values, name, (3,))
            if p is not None and p[0] > p[1] > 0:
                higher = float(T / np.log(p[0] / p[1]))
                if higher > (1 + 1e-8) * T:
                    yield T, higher
                    return

    def floor(T0: float) -> Iterator[Callable]:
        yield lambda z, T: right(z / max(T, T0))
        yield lambda z, T: naive(z / max(T, T0))

    def added(eps: float) -> Iterator[Callable]:
        yield lambda z, T: right(z / (T + eps))
        yield lambda z, T: naive(z / (T + eps))

    def fit_added(values: Mapping[str, NDArray]) -> Iterator[Callable]:
        for T, higher in actual(values):
            yield from map(fitted, added(higher - T))

    def fit_floor(values: Mapping[str, NDArray]) -> Iterator[Callable]:
        for _, higher in actual(values):
            yield from map(fitted, floor(higher))

    yield Mistake(
        "epsilon-added-to-T",
        "A small number was added to T, against a division by 0. Beside a small T it is not small: "
        "the temperature is another one.",
        wrong=tuple(f for eps in (1e-12, 1e-5, 1e-2) for f in added(eps)),
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
        return lambda z, T: choice(z) if below > T else right(over(z, T))

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
            for below in (1e-8, 1e-4, 1e-2, 0.3, 0.7, 1.5)  # one between any two temperatures
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
            in_integers(lambda z, T: right(over(z, T))),
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
            *(lambda z, T, g=g: right(g(over(z, T))) for g in scales()),
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
            yield fitted(lambda z, T, f=f: f(over(z, T)))

    wrong = tuple(lambda z, T, f=f: f(over(z, T)) for f in clipped.wrong)
    yield dataclasses.replace(clipped, wrong=wrong, fit=fit)


def _changed_probabilities() -> Iterator[Mistake]:
    tops = (right, naive, in_float32(right), in_float32(naive))
    yield Mistake(
        "power-of-probabilities",
        "A power of the probabilities has the right odds on paper. But in the cold all powers "
        "become 0, and 0/0 is nan; and what was 0 already stays so in any heat.",
        wrong=tuple(power(p, inverse, renormalised=True) for p in tops),
    )
    yield Mistake(
        "log-of-softmax",
        "The logarithm was taken of probabilities. They are rounded beside 1, which shows in the "
        "cold, and far behind they are 0, though in the heat there is a share.",
        wrong=(lambda z, T: right(np.log(right(z)) / T), lambda z, T: right(np.log(naive(z)) / T)),
        place=Place("overflow", "Log-softmax and the loss"),
    )

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
    yield rounded(lambda z, T: right(over(z, T)), lambda z, T: naive(over(z, T)))

    def vector(values: Mapping[str, NDArray]) -> tuple[NDArray | None, NDArray]:
        return result(values, "vector at T = 2", (3,)), np.array([3.0, 1.0, 0.25]) / 2

    yield epsilon_in_denominator(vector, lambda f: lambda z, T: f(over(z, T)))


EXERCISE = Exercise(
    title="Softmax at a temperature",
    reference=scaled_softmax,
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
                    lambda z, T, t=t: (e := np.exp(z - t(z) / T)) / e.sum(axis=-1, keepdims=True)
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
            wrong=(
                *(
                    power(p, exponent, renormalised=False)
                    for p in (right, naive, softmax_with(whole))
                    for exponent in (inverse, itself)
                ),
                lambda z, T: np.exp(right_log(z) / T),
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
        "pᵢ ∝ e^(zᵢ / T): the odds of two classes are e^((zᵢ − zⱼ)/T). As T falls the exponents "
        "grow without bound, so the row's maximum has to go first.",
        "Subtract the row maximum, divide by `T`, exponentiate, and normalise along "
        "`axis=-1` with `keepdims=True`.",
    ),
    why="In a sentence: what becomes of the probabilities as T goes to infinity, and why?",
    reply="They become equal, 1/K each: divided by T all gaps go to 0, and e⁰ = 1.",
    place=TEMPERATURE,
    atol=1e-10,
    rtol=1e-9,
)

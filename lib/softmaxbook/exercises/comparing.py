"""When two results count as equal: with the reference, and with a catalogued mistake."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from softmaxbook.exercises.running import Outcome

RTOL = {"float32": 1e-4}  # at least; half precision is not enough
HUGE = 1e6  # what nan_to_num, or a tiny number added to a denominator, makes of inf


def agrees(got: NDArray, expected: NDArray, rtol: float, atol: float) -> bool:
    """Same shape, same infinities and nan, and finite entries as close as that."""
    if got.shape != expected.shape:
        return False
    return bool(np.all(_close(got, expected, rtol, atol)))


def tolerances(outcome: Outcome, args: tuple, rtol: float, atol: float) -> tuple[float, float]:
    """(rtol, atol) for a result: float32 is given what it loses on arguments of that size."""
    rtol = max(rtol, RTOL.get(outcome.precision, 0))
    if outcome.precision == "float32":
        loss = 4 * float(np.finfo(np.float32).eps) * max(1.0, largest(args))
        rtol, atol = max(rtol, loss), max(atol, loss)
    return rtol, atol


def is_explained(
    outcome: Outcome, mistake: Outcome, rtol: float, atol: float, at: int | None = None
) -> bool:
    """Whether a result is what a mistake leads to.

    at : position of an entry that tells most mistakes apart; looked at first, to save time

    Where the mistake leads to inf or nan, any failure of arithmetic will do: an exception of
    Python's math, an inf in place of a nan, or the 0 that hides it.
    """
    if at is not None and mistake.kind == "value" and mistake.value.shape == outcome.value.shape:
        wrong = mistake.value.item(at)
        if math.isfinite(wrong) and not (
            abs(outcome.value.item(at) - wrong) <= atol + rtol * abs(wrong)
        ):
            return False
    if outcome.kind == "raised" or mistake.kind == "raised":
        breaks = mistake.is_arithmetic_failure or not mistake.is_finite
        if outcome.is_arithmetic_failure:
            return breaks
        return outcome.kind == mistake.kind and not breaks
    if outcome.kind != "value" or outcome.value.shape != mistake.value.shape:
        return False
    value, wrong = outcome.value, mistake.value
    if mistake.is_finite:  # as nearly all are
        return bool(_near(value, wrong, rtol, atol).all())
    broken = ~np.isfinite(wrong)
    hidden = broken & (~np.isfinite(value) | (value == 0) | (np.abs(value) > HUGE))
    return bool(np.all(hidden | _close(value, wrong, rtol, atol)))


def most_telling(value: NDArray, expected: NDArray) -> int | None:
    """Position of the entry that is furthest from what was expected."""
    if value.shape != expected.shape or value.size == 0:
        return None
    with np.errstate(invalid="ignore"):
        gap = np.abs(value - expected).ravel()
    gap[~np.isfinite(gap)] = -1  # inf and nan are what many mistakes have in common
    return int(gap.argmax())


def is_informative(outcome: Outcome) -> bool:
    """An exception, and a result without a number in it, look the same for many mistakes."""
    return outcome.kind == "value" and bool(np.isfinite(outcome.value).any())


def kind(outcome: Outcome, *, zeros_are_exact: bool = False) -> tuple:
    """Equal for two results that differ, if at all, in their finite numbers.

    zeros_are_exact : whether 0 and all else differ in kind
    """
    if outcome.kind != "value":
        return outcome.kind, outcome.is_arithmetic_failure
    value = outcome.value
    zeros = (value == 0).tobytes() if zeros_are_exact else b""
    return outcome.kind, value.shape, np.isfinite(value).tobytes(), zeros


def separations(outcomes: Sequence[Outcome]) -> NDArray:
    """Largest relative difference between each two of several results of the same kind."""
    if outcomes[0].kind != "value":
        return np.zeros((len(outcomes), len(outcomes)))
    finite = np.isfinite(outcomes[0].value)
    numbers = np.array([outcome.value[finite] for outcome in outcomes])
    size = np.abs(numbers).max(axis=1, initial=1e-300)
    gaps = np.array([np.abs(numbers - each).max(axis=1, initial=0.0) for each in numbers])
    return gaps / np.maximum(size, size[:, np.newaxis])


def largest(arrays: tuple) -> float:
    """Largest finite magnitude in any of the arrays."""
    finite = [np.abs(a[np.isfinite(a)]) for a in map(np.asarray, arrays)]
    return max((float(f.max(initial=0)) for f in finite), default=0.0)


def _close(a: NDArray, b: NDArray, rtol: float, atol: float) -> NDArray:
    near = _near(a, b, rtol, atol) & np.isfinite(b)
    return near | (a == b) | (np.isnan(a) & np.isnan(b))


def _near(a: NDArray, b: NDArray, rtol: float, atol: float) -> NDArray:
    with np.errstate(invalid="ignore", over="ignore"):
        return np.abs(a - b) <= atol + rtol * np.abs(b)

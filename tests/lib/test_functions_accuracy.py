"""How many units in the last place the library is off, by a referee with 50 digits.

One ulp is the distance between neighbouring numbers at the exact result. The bounds are
promises; what is measured today is smaller. Normal logits are fixed draws, and a thousand times
as many of N(0, 1) reach 8 ulp in softmax: what holds for every input is the bound of Blanchard,
Higham and Higham (2021) at the end of the file.
"""

import math
from functools import cache

import numpy as np
import pytest
from strategies import exact_softmax_family, mp, to_mp, ulp_error, worst_ulp

from softmaxbook import log_softmax, logsumexp, sigmoid, softmax

BOTH = [np.float64, np.float32]
ALL = [*BOTH, np.float16]


def normal(mean, sigma, *shape):
    return np.random.default_rng(20240607).normal(mean, sigma, size=shape)


def equal(classes):
    return [np.full(classes, value) for value in (0.0, 0.1, -2.3, 2.5, 100.0)]


TAME = {
    "N(0, 1), K = 10": normal(0, 1, 100, 10),
    "N(0, 1), K = 1000": normal(0, 1, 3, 1000),
    "N(300, 1), K = 10": normal(300, 1, 60, 10),
    "dominant class": [[0, -20], [0, -40], [0, -50], [1e-20, -40]],
    "equal logits, K = 3": equal(3),
    "equal logits, K = 7": equal(7),
    "equal logits, K = 10": equal(10),
    "equal logits, K = 1000": equal(1000)[:3],
    "masked by -inf": [[1, 2, -np.inf, 0.5], [-np.inf, -3, -np.inf, 4.7], [-np.inf, -np.inf, 0.3]],
    "masked by -1e9": [[-3, -1e9, -2.5], [-700, -1e9, -700.25]],
    "near tie": [[1000, 1000.0001], [1000.0001, 1000]],
    "two maxima": [[2, 2, -1], [0.125, -40, 0.125], [-7.5, -7.5, -7.5, -60]],
}
WIDE = {
    "N(0, 10²)": normal(0, 10, 40, 10),
    "N(0, 100²)": normal(0, 100, 40, 10),
    "N(0, 100²), K = 300": normal(0, 100, 2, 300),
    "one class far ahead": np.hstack([normal(0, 1, 40, 9), np.linspace(8, 63, 40)[:, None]]),
}
HUGE = {np.float64: [1e300, -1e300, 1e30], np.float32: [1e38, -1e38, 1e30], np.float16: [6e4, -6e4]}
SUBNORMAL = {
    np.float64: [[0, -740], [-745, 0], [3, -735.5]],
    np.float32: [[0, -100], [-103, 0], [3, -97.5]],
}


@cache
def referee(case, dtype):
    """Rows of a case in the given format, each with its exact answers."""
    rows = {
        **TAME,
        **WIDE,
        "ties at a huge value": [[v, v, v] for v in HUGE[dtype]],
        "subnormal results": SUBNORMAL.get(dtype),
    }[case]
    with np.errstate(over="ignore"):  # -1e9 in float16 is -inf
        rows = [np.asarray(row, dtype=np.float64).astype(dtype) for row in rows]
    return [(row, *exact_softmax_family(row)) for row in rows]


@pytest.mark.parametrize("dtype", BOTH)
@pytest.mark.parametrize("case", [*TAME, *WIDE, "ties at a huge value", "subnormal results"])
def test_softmax_is_within_6_ulp(case, dtype):
    for row, p, _, _ in referee(case, dtype):
        assert worst_ulp(softmax(row), p) <= 6, row


@pytest.mark.parametrize("dtype", BOTH)
@pytest.mark.parametrize("case", [*TAME, *WIDE, "ties at a huge value", "subnormal results"])
def test_log_softmax_is_within_6_ulp(case, dtype):
    for row, _, log_p, _ in referee(case, dtype):
        assert worst_ulp(log_softmax(row), log_p) <= 6, row


@pytest.mark.parametrize("dtype", BOTH)
@pytest.mark.parametrize("case", [*TAME, "ties at a huge value", "subnormal results"])
def test_logsumexp_is_within_4_ulp_unless_it_cancels_to_nearly_0(case, dtype):
    for row, _, _, lse in referee(case, dtype):
        cancels = row.max() < 0 and abs(lse) < abs(to_mp(row.max())) / 4
        if cancels:  # max + log Σ is a difference: the digits of the two terms are what counts
            unit = np.spacing(np.abs(row.max()))
            assert abs(to_mp(logsumexp(row)) - lse) <= 4 * to_mp(unit), row
        else:
            assert ulp_error(logsumexp(row), lse) <= 4, row


@pytest.mark.parametrize("dtype", BOTH)
def test_sigmoid_is_within_6_ulp_from_its_subnormal_tail_to_1(dtype):
    tail = {np.float64: -745.0, np.float32: -103.0}[dtype]
    x = np.concatenate([normal(0, 3, 300), np.linspace(tail, 40, 300), [1e-20, -1e-20]])
    x = x.astype(dtype)
    assert worst_ulp(sigmoid(x), [1 / (1 + mp.exp(-to_mp(v))) for v in x]) <= 6


@pytest.mark.parametrize("case", [*TAME, *WIDE, "ties at a huge value"])
def test_float16_softmax_is_correctly_rounded_but_for_a_hundredth_of_an_ulp(case):
    for row, p, _, _ in referee(case, np.float16):
        assert worst_ulp(softmax(row), p) <= 0.51, row


@pytest.mark.parametrize("case", [*TAME, *WIDE, "ties at a huge value"])
def test_float16_log_softmax_keeps_the_tail_that_float16_arithmetic_would_lose(case):
    for row, _, log_p, _ in referee(case, np.float16):
        assert worst_ulp(log_softmax(row), log_p) <= 0.51, row


@pytest.mark.parametrize("function", [softmax, log_softmax])
def test_longdouble_is_evaluated_with_all_its_digits(function):
    eps = np.finfo(np.longdouble).eps
    for row in (normal(0, 1, 10).astype(np.longdouble) / 3, np.longdouble([0, -50])):
        p, log_p, _ = exact_softmax_family(row)
        exact = p if function is softmax else log_p
        for value, expected in zip(function(row), exact, strict=True):
            assert abs(to_mp(value) - expected) <= 16 * to_mp(eps) * abs(expected)


MILLION = {
    "N(0, 1)": lambda rng, shape: rng.normal(size=shape),
    "nearly equal": lambda rng, shape: 3 + 1e-3 * rng.random(shape),
}


@pytest.mark.parametrize("dtype", BOTH)
@pytest.mark.parametrize("case", MILLION)
@pytest.mark.parametrize("axis", [0, 1])
def test_a_million_classes_cost_no_more_than_8_ulp_along_either_axis(axis, case, dtype):
    shape = (1_000_000, 3) if axis == 0 else (2, 1_000_000)
    x = MILLION[case](np.random.default_rng(0), shape).astype(dtype)
    p = softmax(x, axis=axis)
    for x_slice, p_slice in zip(np.moveaxis(x, axis, -1), np.moveaxis(p, axis, -1), strict=True):
        weights = np.exp(x_slice.astype(np.float64))
        exact = weights / math.fsum(weights)  # itself within 2 units of float64
        assert (abs(p_slice - exact) <= 8 * np.spacing(exact.astype(dtype))).all()


@pytest.mark.parametrize("dtype", [np.float32, np.float16])
@pytest.mark.parametrize("classes", [2, 3, 10, 300])
def test_logsumexp_of_narrow_log_probabilities_keeps_its_digits_next_to_0(classes, dtype):
    # A sum of 1 but for the rounding of the logarithms: in float32 arithmetic only that of the sum
    # itself would be left. float64 is enough down to 1e-11; below, longdouble is needed, if it is
    # wider.
    x = log_softmax(normal(0, 2, 200, classes)).astype(dtype)
    x = np.vstack([x, np.log(np.full((1, classes), 1 / classes)).astype(dtype)])
    exact = [exact_softmax_family(row)[2] for row in x]
    ways = [
        logsumexp(x, axis=-1),
        logsumexp(x.T.copy(), axis=0),
        logsumexp(x[:, :, np.newaxis], axis=(1, 2)),
        logsumexp(x, axis=-1, b=np.ones(classes)),
        np.array([logsumexp(row) for row in x]),
        logsumexp(np.tile(x, (60, 1)))[: len(x)],
    ]
    assert all(way.dtype == dtype for way in ways)
    for value, lse in zip(np.transpose(ways).ravel(), np.repeat(exact, len(ways)), strict=True):
        if np.finfo(np.longdouble).eps < np.finfo(np.float64).eps or abs(lse) > 1e-11:
            assert ulp_error(value, lse) <= 64, lse

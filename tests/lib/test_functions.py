"""The laws of mathematics that softmax and its relatives obey, for logits of Hypothesis' choice.

A law of real numbers holds in floating point up to rounding. Every tolerance here follows
from an error bound; none is a guess. ``softmax_bound`` is the relative error of one softmax.
"""

import math

import numpy as np
import pytest
import scipy.special
from hypothesis import assume, example, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from strategies import (
    TINY,
    UNIT,
    close,
    exact_softmax_family,
    exact_weighted_sum,
    finite,
    law,
    moderate,
    mp,
    pairs,
    rows,
    softmax_bound,
    spread,
    tables,
    ulp_error,
    worst_ulp,
)

from softmaxbook import log_softmax, logsumexp, sigmoid, softmax

temperatures = st.floats(0.05, 20)


# The distribution.


@law
@given(rows(finite))
@example(np.array([1.7e308, -1.7e308]))
@example(np.array([1e-310, 0.0]))
def test_softmax_is_a_distribution_whatever_the_finite_logits(x):
    p = softmax(x)
    assert p.shape == x.shape
    assert np.all(p >= 0)
    # K divisions and K − 1 additions, each correctly rounded
    assert abs(math.fsum(p) - 1) <= (x.size + 1) * UNIT


@law
@given(rows(min_classes=2))
def test_ratio_of_two_probabilities_is_the_exponential_of_the_logit_difference(x):
    p = softmax(x)
    for i, j in np.ndindex(x.size, x.size):
        exact = mp.exp(mp.mpf(x[i]) - mp.mpf(x[j]))
        assert abs(mp.mpf(p[i]) / mp.mpf(p[j]) / exact - 1) <= 2 * softmax_bound(x)


@law
@given(rows(min_classes=2))
def test_difference_of_two_log_probabilities_is_the_logit_difference(x):
    log_p = log_softmax(x)
    for i, j in np.ndindex(x.size, x.size):
        size = abs(log_p[i]) + abs(log_p[j]) + spread(x)
        assert abs((log_p[i] - log_p[j]) - (x[i] - x[j])) <= 4 * UNIT * size


@law
@given(rows(min_classes=2))
@example(np.array([3.0, 1.0, 0.2]))
def test_larger_logit_has_larger_probability_and_log_probability(x):
    p, log_p = softmax(x), log_softmax(x)
    for i, j in np.ndindex(x.size, x.size):
        if x[i] == x[j]:
            assert close(p[i], p[j], 2 * UNIT)
            assert log_p[i] == log_p[j]
        elif x[i] > x[j] + 1e-10:
            assert p[i] > p[j]
            assert log_p[i] > log_p[j]


@law
@given(rows(), st.randoms(use_true_random=False))
def test_permuting_the_logits_permutes_the_probabilities(x, random):
    order = list(range(x.size))
    random.shuffle(order)
    # Each class keeps its own exponential; the sum alone may round otherwise.
    assert close(softmax(x[order]), softmax(x)[order], 2 * x.size * UNIT)
    log_error = 2 * x.size * UNIT
    assert close(log_softmax(x[order]), log_softmax(x)[order], log_error, log_error)
    assert close(logsumexp(x[order]), logsumexp(x), log_error, log_error)


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("classes", [1, 2, 2049, 100_003])
def test_equal_logits_share_equally_however_many_they_are(classes, dtype):
    x = np.full(classes, 3, dtype=dtype)
    log_k = mp.log(classes)
    for i in (0, classes // 2, -1):
        assert ulp_error(softmax(x)[i], mp.mpf(1) / classes) <= 2.2
        assert ulp_error(log_softmax(x)[i], -log_k) <= 2
    assert ulp_error(logsumexp(x), 3 + log_k) <= 2


# Shifts.


def rounding_of_sum(x, c):
    """What x + c lost to rounding, exactly (Knuth's two-sum)."""
    total = x + c
    part = total - x
    return (x - (total - part)) + (c - part)


@law
@given(rows(), st.floats(-1e6, 1e6))
@example(np.array([3.0, 1.0, 0.2]), 1000.0)
@example(np.array([3.0, 1.0, 0.2]), -1000.0)
def test_adding_a_constant_changes_no_probability(x, c):
    # If logits move by at most e, probabilities change by factors between exp(−2e) and exp(2e).
    moved = 2 * np.abs(rounding_of_sum(x, c)).max()
    error = 1.01 * moved + 2 * softmax_bound(x)
    assert close(softmax(x + c), softmax(x), error)
    size = 4 * UNIT * (1 + spread(x) + np.log(x.size))
    assert close(log_softmax(x + c), log_softmax(x), 0, moved + size)


@law
@given(rows(st.integers(-(2**20), 2**20).map(float)), st.integers(-(2**40), 2**40))
def test_shift_that_rounds_nothing_changes_probabilities_by_rounding_errors_only(x, c):
    assert close(softmax(x + c), softmax(x), 2 * softmax_bound(x))


@law
@given(rows(), st.floats(-1e6, 1e6))
@example(np.array([3.0, 1.0, 0.2]), 1000.0)
def test_logsumexp_moves_with_the_shift(x, c):
    moved = np.abs(rounding_of_sum(x, c)).max()
    size = np.abs(x).max() + abs(c) + np.log(x.size) + 1
    assert close(logsumexp(x + c), logsumexp(x) + c, 0, moved + 6 * UNIT * size)


# logsumexp.


@law
@given(rows(st.floats(-1e300, 1e300)))
def test_logsumexp_lies_between_the_maximum_and_the_maximum_plus_log_k(x):
    top = x.max()
    slack = 4 * UNIT * (abs(top) + np.log(x.size))
    assert top <= logsumexp(x) <= top + np.log(x.size) + slack


@law
@given(rows(), rows())
def test_logsumexp_of_parts_combines_to_logsumexp_of_the_whole(x, y):
    parts = np.array([logsumexp(x), logsumexp(y)])
    whole = np.concatenate([x, y])
    size = np.abs(whole).max() + np.log(whole.size) + 1
    assert close(logsumexp(parts), logsumexp(whole), 0, 8 * UNIT * size)


@law
@given(pairs(), st.floats(0, 1))
def test_logsumexp_is_convex(pair, t):
    x, y = pair
    size = np.abs(pair).max() + np.log(x.size) + 1
    chord = t * logsumexp(x) + (1 - t) * logsumexp(y)
    assert logsumexp(t * x + (1 - t) * y) <= chord + 8 * UNIT * size


@law
@given(pairs())
def test_logsumexp_moves_by_no_less_and_no_more_than_its_exponents(pair):
    x, y = pair
    slack = 8 * UNIT * (np.abs(pair).max() + np.log(x.size) + 1)
    change = logsumexp(y) - logsumexp(x)
    assert (y - x).min() - slack <= change <= (y - x).max() + slack
    assert logsumexp(np.maximum(x, y)) >= logsumexp(x) - slack  # so it rises with each of them


@law
@given(tables())
def test_logsumexp_of_a_table_is_that_of_the_logsumexps_of_its_rows_or_columns(x):
    size = np.abs(x).max() + np.log(x.size) + 1
    for axis in (0, 1):
        assert close(logsumexp(logsumexp(x, axis)), logsumexp(x, None), 0, 8 * UNIT * size)


@law
@given(rows())
def test_log_probability_is_logit_minus_logsumexp(x):
    size = np.abs(x).max() + np.log(x.size)
    assert close(log_softmax(x), x - logsumexp(x), 0, 8 * UNIT * size)


@law
@given(st.data(), rows())
def test_weighted_logsumexp_is_the_log_of_the_weighted_sum(data, x):
    weights = st.one_of(st.just(0.0), st.floats(1e-3, 1e3))
    b = data.draw(hnp.arrays(np.float64, x.shape, elements=weights))
    exact = exact_weighted_sum(x, b)
    value = logsumexp(x, b=b)
    if exact:
        # The sum is right to a few roundings; its logarithm is near 0 if the sum is near 1.
        error = softmax_bound(x) + 4 * UNIT * np.abs(x).max()
        assert abs(mp.mpf(value) - mp.log(exact)) <= error + 4 * UNIT * abs(mp.log(exact))
    else:
        assert value == -np.inf


@law
@given(st.data(), tables())
def test_weights_broadcast_as_arrays_do(data, x):
    shape = data.draw(st.sampled_from([(), (1,), x.shape[1:], (x.shape[0], 1), (1, x.shape[1])]))
    b = data.draw(hnp.arrays(np.float64, shape, elements=st.floats(0.5, 2)))
    axis = data.draw(st.sampled_from([0, 1, (0, 1), None]))
    full = np.broadcast_to(b, x.shape)
    error = softmax_bound(x) + 8 * UNIT * np.abs(x).max()
    value = logsumexp(x, axis=axis, b=b)
    assert close(value, logsumexp(x + np.log(full), axis=axis), 4 * UNIT, 4 * error)


# One function in terms of another.


@law
@given(rows())
def test_softmax_is_the_exponential_of_log_softmax(x):
    p, log_p = softmax(x), log_softmax(x)
    # exp turns an absolute error of its argument into a relative error of its value.
    error = softmax_bound(x) * 2 + 4 * UNIT * np.abs(log_p).max()
    assert close(np.exp(log_p), p, error)


@law
@given(rows(), temperatures)
def test_logits_may_be_replaced_by_log_probabilities(x, temperature):
    log_p = log_softmax(x)
    # Each log p is rounded, which moves a logit of the second softmax by that much over T.
    error = 8 * UNIT * (1 + (np.abs(log_p).max() + spread(x)) / temperature)
    again = log_softmax(log_p, temperature=temperature)
    assert close(again, log_softmax(x, temperature=temperature), 8 * UNIT, x.size * error)
    assert abs(logsumexp(log_p)) <= x.size * error * max(1, temperature)


@law
@given(pairs())
def test_adding_to_the_logits_is_bayes_rule_with_those_log_likelihoods(pair):
    x, log_likelihood = pair
    joint = softmax(x) * np.exp(log_likelihood)
    moved = 2 * np.abs(rounding_of_sum(x, log_likelihood)).max()
    error = 1.01 * moved + 2 * softmax_bound(x) + 2 * softmax_bound(x + log_likelihood)
    assert close(joint / joint.sum(), softmax(x + log_likelihood), error + 2 * x.size * UNIT)


@law
@given(st.floats(-700, 700))
@example(0.0)
@example(40.0)
@example(-40.0)
def test_sigmoid_is_the_first_entry_of_softmax_against_zero(x):
    assert close(sigmoid(x), softmax([x, 0.0])[0], 2 * softmax_bound([x, 0.0]))


@law
@given(st.floats(-600, 600), st.floats(-100, 100))
def test_two_class_softmax_is_the_sigmoid_of_the_logit_difference(a, b):
    # a − b rounds by at most half an ulp, which moves the logit and with it log p.
    error = softmax_bound([a, b]) * 2 + UNIT * abs(a - b)
    assert close(softmax([a, b]), sigmoid(np.array([a - b, b - a])), error)


@law
@given(st.floats(allow_nan=False))
def test_sigmoids_of_x_and_minus_x_sum_to_one(x):
    assert 0 <= sigmoid(x) <= 1
    assert abs(sigmoid(x) + sigmoid(-x) - 1) <= 2 * UNIT


@law
@given(st.floats(-700, 10), st.floats(1e-6, 5))
def test_sigmoid_increases(x, step):
    assert sigmoid(x) < sigmoid(x + step)


@law
@given(st.floats(-700, 700))
@example(-40.0)
def test_log_odds_of_the_sigmoid_is_its_argument(x):
    p, q = mp.mpf(sigmoid(x)), mp.mpf(sigmoid(-x))
    assert abs(mp.log(p / q) - x) <= 10 * UNIT


# Temperature.


@law
@given(rows(), temperatures)
@example(np.array([3.0, 1.0, 0.2]), 0.5)
def test_temperature_divides_the_logits(x, temperature):
    # Rounding x / T moves a logit by at most one unit roundoff of its size.
    moved = UNIT * np.abs(x / temperature).max()
    error = 4 * moved + 2 * softmax_bound(x / temperature)
    assert close(softmax(x, temperature=temperature), softmax(x / temperature), error)
    value = log_softmax(x, temperature=temperature)
    assert close(value, log_softmax(x / temperature), 2 * error, 2 * error)


@law
@given(rows(), st.floats(1e-300, 1e-12))
def test_low_temperature_limit_shares_all_probability_among_the_maxima(x, temperature):
    top = x == x.max()
    assume(np.all(top | (x < x.max() - 1e-6)))
    assert close(softmax(x, temperature=temperature), top / top.sum(), 4 * UNIT)


@law
@given(rows(), st.floats(1e20, 1e300))
def test_high_temperature_limit_is_uniform(x, temperature):
    p = softmax(x, temperature=temperature)
    assert close(p, np.full(x.size, 1 / x.size), 4 * UNIT)
    log_p = log_softmax(x, temperature=temperature)
    assert close(log_p, np.full(x.size, -np.log(x.size)), 4 * UNIT, 4 * UNIT)


@law
@given(rows(min_classes=2), temperatures, st.floats(1.5, 4))
def test_higher_temperature_lowers_the_largest_probability(x, temperature, factor):
    cold = softmax(x, temperature=temperature)
    hot = softmax(x, temperature=temperature * factor)
    assert hot.max() <= cold.max() * (1 + 2 * softmax_bound(x / temperature))
    others = x < x.max() - 1e-3
    if cold[others].sum() > 1e-9:
        assert hot[others].sum() > cold[others].sum()


# How far probabilities move when logits move.


norms = pytest.mark.parametrize("order", [1, 2, np.inf])


@law
@given(pair=pairs(st.floats(-5, 5)))
@example(pair=[np.zeros(2), np.array([0.01, -0.01])])
@norms
def test_softmax_is_lipschitz_with_constant_one_half_in_every_norm(order, pair):
    x, y = pair
    moved = np.linalg.norm(softmax(x) - softmax(y), order)
    rounding = np.linalg.norm(np.ones(x.size), order) * (softmax_bound(x) + softmax_bound(y))
    assert moved <= 0.5 * np.linalg.norm(x - y, order) * (1 + 8 * UNIT) + rounding


@norms
def test_no_lipschitz_constant_below_one_half_would_do(order):
    x, y = np.array([0.0, 0.0]), np.array([1e-3, -1e-3])
    moved = np.linalg.norm(softmax(x) - softmax(y), order) / np.linalg.norm(x - y, order)
    assert 0.499999 < moved < 0.5


# Axes.


@law
@given(st.data())
@pytest.mark.parametrize("function", [softmax, log_softmax, logsumexp])
def test_any_axis_means_the_same_computation_moved_there(function, data):
    shape = data.draw(hnp.array_shapes(min_dims=1, max_dims=3, max_side=4))
    x = data.draw(hnp.arrays(np.float64, shape, elements=moderate))
    axes = data.draw(st.lists(st.integers(0, x.ndim - 1), min_size=1, unique=True))
    signed = tuple(a - x.ndim if data.draw(st.booleans()) else a for a in axes)
    axis = signed[0] if len(signed) == 1 else signed
    if len(axes) == x.ndim and data.draw(st.booleans()):
        axis = None

    # By hand: the classes moved to the end and flattened, then one row after the other.
    last = tuple(range(-len(axes), 0))
    moved = np.moveaxis(x, axes, last)
    table = moved.reshape(-1, math.prod(moved.shape[x.ndim - len(axes) :]))
    expected = np.array([function(row) for row in table])
    if function is logsumexp:
        expected = expected.reshape(moved.shape[: x.ndim - len(axes)])
    else:
        expected = np.moveaxis(expected.reshape(moved.shape), last, axes)
    relative = 2 * x.size * UNIT
    assert close(function(x, axis=axis), expected, relative, 40 * relative)


@law
@given(tables(), st.sampled_from([0, -1, (0, 1), None]))
def test_keepdims_leaves_the_summed_axes_with_length_1(x, axis):
    kept = logsumexp(x, axis=axis, keepdims=True)
    shape = {0: (1, x.shape[1]), -1: (x.shape[0], 1)}.get(axis, (1, 1))
    assert kept.shape == shape
    assert np.array_equal(kept.squeeze(), np.squeeze(logsumexp(x, axis=axis)))
    size = np.abs(x).max() + np.log(x.size)
    assert close(x - kept, log_softmax(x, axis=axis), 0, 8 * UNIT * size)


# Masks.


@law
@given(st.data(), tables(st.one_of(moderate, st.sampled_from([np.inf, -np.inf, np.nan]))))
@pytest.mark.parametrize("function", [softmax, log_softmax])
def test_masking_a_class_is_deleting_it(function, data, x):
    mask = data.draw(hnp.arrays(bool, x.shape))
    value = function(x, where=mask)
    outside = 0 if function is softmax else -np.inf
    assert np.array_equal(value[~mask], np.full((~mask).sum(), outside))
    for result, row, keep in zip(value, x, mask, strict=True):
        expected = function(row[keep])
        assert np.array_equal(np.isnan(result[keep]), np.isnan(expected))
        if not np.isnan(expected).any():
            assert close(result[keep], expected, 2 * x.size * UNIT, 2 * x.size * UNIT)


@law
@given(st.data(), tables(), temperatures)
@pytest.mark.parametrize("function", [softmax, log_softmax])
def test_masking_a_class_is_giving_it_the_logit_minus_infinity(function, data, x, temperature):
    mask = data.draw(hnp.arrays(bool, x.shape))
    mask[:, data.draw(st.integers(0, x.shape[1] - 1))] = True  # some class is left in every row
    value = function(x, where=mask, temperature=temperature)
    expected = function(np.where(mask, x, -np.inf), temperature=temperature)
    assert close(value, expected, 2 * x.size * UNIT, 2 * x.size * UNIT)


@law
@given(st.data(), tables())
@pytest.mark.parametrize("function", [softmax, log_softmax])
def test_mask_broadcasts_to_the_logits(function, data, x):
    count, classes = x.shape
    shape = data.draw(st.sampled_from([(), (1,), (classes,), (1, classes), (count, 1)]))
    mask = data.draw(hnp.arrays(bool, shape))
    axis = data.draw(st.sampled_from([0, 1, (0, 1), None]))
    full = np.array(np.broadcast_to(mask, x.shape))
    assert np.array_equal(function(x, axis, where=mask), function(x, axis, where=full))


def test_block_mask_separates_two_groups_of_classes():
    x = np.array([1.0, 2.0, 3.0, 4.0, 5.0])
    first = np.array([True, True, False, False, False])
    p = softmax(np.tile(x, (2, 1)), where=np.stack([first, ~first]))
    assert np.array_equal(p == 0, [~first, first])
    assert worst_ulp(p[0, :2], exact_softmax_family(x[:2])[0]) <= 6
    assert worst_ulp(p[1, 2:], exact_softmax_family(x[2:])[0]) <= 6


# The numbers printed in the book.


@pytest.mark.parametrize(
    ("temperature", "expected"),
    [
        (1, [0.83601880, 0.11314284, 0.05083836]),
        (0.5, [0.978461, 0.017921, 0.003618]),
        (2, [0.619396, 0.227863, 0.152741]),
        (5, [0.446124, 0.299046, 0.254830]),
        (10, [0.388423, 0.318014, 0.293564]),
    ],
)
def test_running_example_at_five_temperatures(temperature, expected):
    p = softmax([3, 1, 0.2], temperature=temperature)
    digits = 8 if temperature == 1 else 6
    assert np.array_equal(p.round(digits), expected)


def test_losses_of_the_running_example():
    losses = -log_softmax([3, 1, 0.2])
    assert np.array_equal(losses.round(8), [0.17910417, 2.17910417, 2.97910417])
    assert logsumexp([3, 1, 0.2]).round(8) == 3.17910417


def test_logits_123_456_789_that_overflow_the_textbook_formula():
    x = [123, 456, 789]
    p, log_p = softmax(x), log_softmax(x)
    assert worst_ulp(p[:2], exact_softmax_family(x)[0][:2]) <= 6
    assert close(p, np.array([5.75274e-290, 2.39849e-145, 1]), 1e-6)
    assert np.array_equal(log_p[:2], [-666, -333])
    assert worst_ulp(log_p, exact_softmax_family(x)[1]) <= 6


def test_gap_that_gives_99_per_cent_to_one_class_of_k():
    for classes, gap in [(2, 4.595), (10, 6.792), (1000, 11.502), (50257, 15.420)]:
        x = np.zeros(classes)
        x[0] = gap
        assert abs(softmax(x)[0] - 0.99) <= 1e-5


# SciPy: agreement where it is right, and three places where it is not.


@law
@given(tables(), st.sampled_from([0, 1, (0, 1), None]))
def test_agrees_with_scipy_on_moderate_float64_logits(x, axis):
    assert close(softmax(x, axis), scipy.special.softmax(x, axis=axis), 2 * softmax_bound(x))
    log_p = scipy.special.log_softmax(x, axis=axis)  # right absolutely, not relatively
    assert close(log_softmax(x, axis), log_p, 8 * UNIT, 8 * UNIT * (1 + spread(x)))
    lse = scipy.special.logsumexp(x, axis=axis)
    assert close(logsumexp(x, axis), lse, 8 * UNIT, 8 * UNIT * np.abs(x).max() + TINY)
    assert close(sigmoid(x), scipy.special.expit(x), 16 * UNIT)


@law
@given(st.data(), tables())
def test_agrees_with_scipy_on_signed_weights(data, x):
    b = data.draw(hnp.arrays(np.float64, x.shape, elements=st.integers(-3, 3).map(float)))
    exact = [exact_weighted_sum(row, weights) for row, weights in zip(x, b, strict=True)]
    size = [exact_weighted_sum(row, np.abs(weights)) for row, weights in zip(x, b, strict=True)]
    # Where terms of opposite sign nearly cancel, neither result has digits to compare.
    assume(all(s == 0 or abs(e) > s * 1e-6 for e, s in zip(exact, size, strict=True)))
    with np.errstate(all="ignore"):
        peer = scipy.special.logsumexp(x, axis=1, b=b)
    ours = logsumexp(x, axis=1, b=b)
    assert np.array_equal(np.isnan(ours), np.isnan(peer))
    assert np.array_equal(np.isnan(ours), [e < 0 for e in exact])
    assert close(ours[ours == ours], peer[peer == peer], 1e-7, 1e-7)


@pytest.mark.parametrize(
    "x",
    [
        np.array([0, 1, 255], dtype=np.uint8),
        np.array([-100, 100], dtype=np.int8),
        np.array([0, 1, 65535], dtype=np.uint16),
        np.array([-30000, 30000], dtype=np.int16),
    ],
    ids=lambda x: x.dtype.name,
)
def test_narrow_integers_do_not_wrap_around_as_they_do_in_scipy(x):
    with np.errstate(all="ignore"):
        peer = scipy.special.softmax(x)
    exact = exact_softmax_family(x)[0]
    assert worst_ulp(softmax(x), exact) <= 6, f"ours {softmax(x)}, SciPy {peer}, exact {exact}"


@pytest.mark.parametrize("gap", [20, 40, 50, 700])
def test_log_probability_near_0_keeps_the_digits_that_scipy_rounds_away(gap):
    x = np.array([0.0, -gap])
    peer = scipy.special.log_softmax(x)[0]
    ours, exact = log_softmax(x)[0], exact_softmax_family(x)[1][0]
    assert ulp_error(ours, exact) <= 2, f"ours {ours}, SciPy {peer}, exact {mp.nstr(exact, 17)}"


def test_float16_logits_are_not_summed_in_float16_as_in_scipy():
    x = np.linspace(-3, 3, 1000).astype(np.float16)
    peer, exact = scipy.special.softmax(x), exact_softmax_family(x)[0]
    ours = worst_ulp(softmax(x), exact)
    assert ours <= 0.51, f"ours {ours} ulp, SciPy {worst_ulp(peer, exact)} ulp"

"""Entropy and divergence: every digit at any margin and any distance, the laws, the infinities."""

import numpy as np
import pytest
import scipy.stats
from hypothesis import example, given, settings
from hypothesis import strategies as st
from strategies import (
    UNIT,
    close,
    confident,
    deep,
    deep_softmax,
    law,
    margins,
    pairs,
    quietly,
    rows,
    same,
    tables,
)

import softmaxbook
from softmaxbook import log_softmax, logsumexp, softmax
from softmaxbook.losses import cross_entropy

INF, NAN = np.inf, np.nan
DISTANCES = [10.0**-k for k in range(1, 9)] + [1e-12]
few = settings(law, max_examples=30)
distances = pytest.mark.parametrize("distance", DISTANCES)


entropy = quietly(softmaxbook.information.entropy)
kl_divergence = quietly(softmaxbook.information.kl_divergence)
entropy_from_logits = quietly(softmaxbook.information.entropy_from_logits)
kl_from_logits = quietly(softmaxbook.information.kl_from_logits)

ENTROPIES, DIVERGENCES = [entropy, entropy_from_logits], [kl_divergence, kl_from_logits]
every_entropy = pytest.mark.parametrize("function", ENTROPIES, ids=lambda f: f.__name__)
every_divergence = pytest.mark.parametrize("function", DIVERGENCES, ids=lambda f: f.__name__)


def exact_entropy(row):
    return float(deep.fsum(-p * log_p for p, log_p in zip(*deep_softmax(row), strict=True) if p))


def exact_divergence(z_p, z_q):
    terms = zip(*deep_softmax(z_p), deep_softmax(z_q)[1], strict=True)
    return float(deep.fsum(p * (log_p - log_q) for p, log_p, log_q in terms if p))


# Digits.


@margins
def test_entropy_from_logits_has_13_digits_at_any_margin(margin):
    for row in confident(margin):
        assert close(entropy_from_logits(row), exact_entropy(row), 1e-13)
        assert entropy_from_logits(row) > 0


def test_entropy_of_a_class_that_is_50_ahead_is_984e_23_and_not_0():
    assert f"{entropy_from_logits([0.0, -50.0]):.3g}" == "9.84e-21"
    assert close(entropy_from_logits([0.0, -50.0]), 51 * np.exp(-50.0), 1e-14)


@distances
@pytest.mark.parametrize("classes", [2, 3, 10])
def test_divergence_of_two_near_distributions_has_14_digits(distance, classes):
    rng = np.random.default_rng(classes)
    for _ in range(4):
        z_p = rng.normal(0, 2, classes)
        z_q = z_p + distance * rng.normal(size=classes)
        assert close(kl_from_logits(z_p, z_q), exact_divergence(z_p, z_q), 1e-14)


@distances
def test_shift_common_to_both_costs_the_divergence_no_digit(distance):
    rng = np.random.default_rng(5)
    z_p = rng.normal(0, 2, 5) + 1000
    z_q = z_p + distance * rng.normal(size=5)  # rounded here, and then taken as exact
    assert close(kl_from_logits(z_p, z_q), exact_divergence(z_p, z_q), 1e-13)


@distances
@pytest.mark.parametrize("shift", [1000.0, -1000.0])
def test_constant_between_the_two_costs_no_digit_where_adding_it_rounds_nothing(distance, shift):
    rng, grid = np.random.default_rng(6), 2.0**-42
    z_p = np.rint(rng.normal(0, 2, 5) / grid) * grid
    z_q = z_p + np.rint(distance * rng.normal(size=5) / grid + [1, 0, 0, 0, 0]) * grid
    assert same(z_q + shift - shift, z_q)
    assert close(kl_from_logits(z_p, z_q + shift), exact_divergence(z_p, z_q), 1e-13)


@margins
@distances
def test_divergence_of_two_sure_distributions_has_13_digits(margin, distance):
    z_p = confident(margin)[1]
    z_q = z_p + distance * np.array([1, -2, 3, 0, 1])
    assert close(kl_from_logits(z_p, z_q), exact_divergence(z_p, z_q), 1e-13)


@pytest.mark.parametrize("margin", [1, 5, 20, 40, 300])
def test_divergence_of_two_that_contradict_each_other_has_13_digits(margin):
    tables = confident(margin), confident(1.5 * margin)[::-1]
    for z_p, z_q in zip(*tables, strict=True):
        assert close(kl_from_logits(z_p, z_q), exact_divergence(z_p, z_q), 1e-13)
    for z_q in tables[1]:
        z_p = np.array([0.5, -0.25, 0.125, 0, 1])
        assert close(kl_from_logits(z_p, z_q), exact_divergence(z_p, z_q), 1e-13)
        assert close(kl_from_logits(z_q, z_p), exact_divergence(z_q, z_p), 1e-13)


@pytest.mark.parametrize("z_q", [[0.0, -1500.0], [0.0, -2000.5], [-1e4, 0.25]], ids=str)
def test_divergence_of_a_thousand_nats_does_not_overflow(z_q):
    for z_p in ([0.0, 0.0], [0.25, -1.5]):
        assert close(kl_from_logits(z_p, z_q), exact_divergence(z_p, z_q), 1e-13)


@distances
def test_class_too_rare_to_count_costs_no_digit_however_the_two_differ_on_it(distance):
    z_p, z_q = np.array([0.25, 1.0, -600.0]), np.array([0.25 + distance, 1.0, -1600.3])
    assert close(kl_from_logits(z_p, z_q), exact_divergence(z_p, z_q), 1e-13)


def test_class_with_a_subnormal_probability_keeps_the_digits_that_its_logit_has():
    for z_q in ([0.0, -60.0], [0.0, -5.0], [0.0, 5.0], [0.0, 400.0]):
        assert close(
            kl_from_logits([0.0, -740.0], z_q), exact_divergence([0.0, -740.0], z_q), 1e-13
        )


@distances
def test_class_that_neither_has_changes_nothing(distance):
    z_p = np.array([0.5, -1.0, 2.0])
    z_q = z_p + np.array([distance, 0, -distance])
    expected = kl_from_logits(z_p, z_q)
    value = kl_from_logits(np.insert(z_p, 1, -INF), np.insert(z_q, 1, -INF))
    assert close(value, expected, 1e-14)
    assert close(value, exact_divergence(z_p, z_q), 1e-13)


@pytest.mark.parametrize("z_q", [[0.0, 0.0, 0.0], [0.5, 1.0, -1.0], [3.0, -2.0, 0.25]], ids=str)
def test_class_that_the_data_exclude_costs_what_the_model_gives_to_it(z_q):
    for z_p in ([0.0, 0.5, -INF], [-INF, 0.5, 0.25], [-INF, -INF, 0.25]):
        assert close(kl_from_logits(z_p, z_q), exact_divergence(z_p, z_q), 1e-13)
    assert close(kl_from_logits([0.0, 0.0, -INF], [0.0, 0.0, 0.0]), np.log(1.5), 4 * UNIT)


@pytest.mark.parametrize("dtype", [np.float32, np.float16])
def test_narrow_formats_keep_their_own_digits(dtype):
    eps, tiny = float(np.finfo(dtype).eps), float(np.finfo(dtype).smallest_subnormal)
    for row in confident(5).astype(dtype):
        other = (row + np.array([0.5, -0.25, 0, 1, 0.125])).astype(dtype)
        assert close(entropy_from_logits(row), exact_entropy(row), 16 * eps, tiny)
        assert close(kl_from_logits(row, other), exact_divergence(row, other), 32 * eps, tiny)


# Laws.


@few
@given(rows())
def test_entropy_lies_between_0_and_the_logarithm_of_the_number_of_classes(z):
    for value in (entropy_from_logits(z), entropy(softmax(z))):
        assert 0 <= value <= np.log(z.size) * (1 + 8 * UNIT)


@few
@given(rows())
def test_entropy_is_the_same_from_probabilities_and_from_logits(z):
    # log p of a p near 1 has the rounding of p as its absolute error
    assert close(entropy(softmax(z)), entropy_from_logits(z), 2e-14, 8 * z.size * UNIT)


@few
@given(pairs())
def test_divergence_is_not_negative_and_is_0_only_between_equals(pair):
    z_p, z_q = pair
    value = kl_from_logits(z_p, z_q)
    assert value >= 0
    assert kl_from_logits(z_p, z_p) == 0
    if np.abs(log_softmax(z_p) - log_softmax(z_q)).max() > 1e-9:
        assert value > 0


@few
@given(pairs())
def test_divergence_is_the_same_from_probabilities_and_from_logits(pair):
    p, q = map(softmax, pair)
    size = 1 + np.abs(np.log(q)).max()
    assert close(kl_divergence(p, q), kl_from_logits(*pair), 1e-13, 40 * UNIT * size)


@few
@given(pairs())
def test_divergence_is_cross_entropy_minus_entropy(pair):
    z_p, z_q = pair
    cross = cross_entropy(z_q, softmax(z_p))
    assert close(kl_from_logits(z_p, z_q), cross - entropy_from_logits(z_p), 1e-13, 1e-13 * cross)


@few
@given(pairs())
def test_no_model_is_cheaper_than_the_truth_itself(pair):
    z_p, z_q = pair
    assert cross_entropy(z_q, softmax(z_p)) >= entropy_from_logits(z_p) * (1 - 1e-13)


@few
@given(pairs())
@example([np.zeros(2), np.array([1e-3, -1e-3])])  # where it is nearly equal
def test_divergence_is_at_least_half_the_squared_distance_of_pinsker(pair):
    distance = np.abs(softmax(pair[0]) - softmax(pair[1])).sum()
    assert kl_from_logits(*pair) >= distance**2 / 2 * (1 - 1e-13) - 8 * UNIT * distance
    assert kl_divergence(*map(softmax, pair)) >= distance**2 / 2 - 1e-14


@few
@given(pairs())
def test_logsumexp_is_expected_logit_plus_entropy_plus_divergence_of_any_distribution(pair):
    """So it is the largest p · z + H(p), reached by p = softmax(z) and by no other (Gibbs)."""
    z, other = pair
    size = 1 + np.abs(pair).max()
    for z_p in (z, other):
        value = softmax(z_p) @ z + entropy_from_logits(z_p) + kl_from_logits(z_p, z)
        assert close(value, logsumexp(z), 0, 40 * UNIT * size)


@few
@given(pairs())
def test_divergence_is_how_far_logsumexp_lies_above_its_tangent(pair):
    z_p, z_q = pair
    tangent = logsumexp(z_p) + softmax(z_p) @ (z_q - z_p)
    size = 1 + np.abs(pair).max()
    assert close(kl_from_logits(z_p, z_q), logsumexp(z_q) - tangent, 0, 40 * UNIT * size)


@few
@given(pairs(), pairs(), st.floats(0, 1))
def test_entropy_is_concave_and_divergence_convex_in_both_distributions(one, other, t):
    classes = min(one[0].size, other[0].size)
    (p, q), (r, s) = ([softmax(z[:classes]) for z in pair] for pair in (one, other))
    mixed_p, mixed_q = t * p + (1 - t) * r, t * q + (1 - t) * s
    assert entropy(mixed_p) >= t * entropy(p) + (1 - t) * entropy(r) - 1e-14
    apart = t * kl_divergence(p, q) + (1 - t) * kl_divergence(r, s)
    assert kl_divergence(mixed_p, mixed_q) <= apart + 1e-13


@few
@given(tables(), st.floats(-2, 2))
def test_entropy_and_divergence_of_groups_and_within_groups_add_up(z_p, slope):
    """Rows are groups, and logsumexp gives their logits: the chain rule of Shannon (1948)."""
    z_q = slope * np.sin(z_p) + z_p[::-1, ::-1]
    groups_p, groups_q = logsumexp(z_p), logsumexp(z_q)
    p = softmax(groups_p)
    parts = entropy_from_logits(groups_p) + p @ entropy_from_logits(z_p)
    assert close(entropy_from_logits(z_p, axis=None), parts, 1e-12, 1e-12)
    between, whole = kl_from_logits(groups_p, groups_q), kl_from_logits(z_p, z_q, axis=None)
    assert close(whole, between + p @ kl_from_logits(z_p, z_q), 1e-12, 1e-12)
    assert between <= whole + 1e-12  # who sees less can tell two distributions apart less well


@few
@given(pairs(), st.randoms(use_true_random=False))
def test_order_of_the_classes_does_not_matter(pair, random):
    order = list(range(pair[0].size))
    random.shuffle(order)
    permuted, (p, q) = [z[order] for z in pair], map(softmax, pair)
    assert close(entropy_from_logits(permuted[0]), entropy_from_logits(pair[0]), 1e-13)
    assert close(kl_from_logits(*permuted), kl_from_logits(*pair), 1e-13, 1e-300)
    assert close(entropy(p[order]), entropy(p), 1e-14)
    size = 1 + np.abs(np.log(q)).max()
    assert close(kl_divergence(p[order], q[order]), kl_divergence(p, q), 0, 16 * UNIT * size)


@few
@given(rows(), st.floats(0.05, 20), st.floats(1, 10))
def test_entropy_rises_with_temperature(z, temperature, factor):
    cold, hot = (entropy_from_logits(z / t) for t in (temperature, factor * temperature))
    assert cold <= hot * (1 + 1e-13)
    if np.ptp(z) > 1e-3 and cold > 1e-3 and factor > 1.01:
        assert cold < hot


@few
@given(pairs(st.integers(-30, 30).map(float)), st.integers(-1000, 1000), st.integers(-1000, 1000))
def test_shift_of_either_distribution_changes_nothing(pair, a, b):
    z_p, z_q = pair
    assert close(kl_from_logits(z_p + a, z_q + b), kl_from_logits(z_p, z_q), 1e-13)
    assert close(entropy_from_logits(z_p + a), entropy_from_logits(z_p), 1e-13)


@few
@given(pairs(), pairs())
def test_divergence_of_independent_pairs_adds_up(one, other):
    p, q = [np.add.outer(a, b).ravel() for a, b in zip(one, other, strict=True)]
    expected = kl_from_logits(*one) + kl_from_logits(*other)
    rounding = 1e-13 + 8 * UNIT * np.abs(p - q).max()
    assert close(kl_from_logits(p, q), expected, 1e-13, rounding)


def test_divergence_near_is_half_the_variance_of_the_difference():
    z, d = np.array([0.5, -1.0, 2.0]), np.array([1.0, -2.0, 0.5])
    p = softmax(z)
    variance = p @ (d - p @ d) ** 2
    for step in (1e-4, 1e-6, 1e-8):
        z_q = z + step * d
        assert close(kl_from_logits(z, z_q), step**2 * variance / 2, 10 * step + 1e-15 / step)


def test_divergence_is_not_symmetric():
    p, q = [0.5, 0.5], [0.9, 0.1]
    assert close(kl_divergence(p, q), np.log(5 / 3), 1e-15)
    assert close(kl_divergence(q, p), 0.9 * np.log(1.8) + 0.1 * np.log(0.2), 1e-15)


@pytest.mark.parametrize("classes", [1, 2, 7, 1000])
def test_uniform_distribution_has_the_logarithm_of_its_classes_as_entropy(classes):
    assert close(entropy(np.full(classes, 1 / classes)), np.log(classes), 8 * UNIT)
    assert close(entropy_from_logits(np.full(classes, -7.5)), np.log(classes), 8 * UNIT)


def test_coin_of_90_percent_has_an_entropy_of_0325_nats():
    expected = -0.9 * np.log(0.9) - 0.1 * np.log(0.1)
    assert close(entropy([0.9, 0.1]), expected, 1e-15)
    assert f"{expected:.3f}" == "0.325"


# Zeros and infinities.


@every_entropy
def test_certainty_has_entropy_0_and_its_sign_is_plus(function):
    for row in ([1.0], [1.0, 0.0], [0.0, 0.0, 1.0]):
        z = row if function is entropy else np.where(np.array(row) > 0, 0.0, -INF)
        assert function(z) == 0
        assert not np.signbit(function(z))


def test_class_without_probability_adds_nothing():
    assert same(entropy([0.5, 0.0, 0.5]), entropy([0.5, 0.5]))
    assert same(entropy_from_logits([1.0, -INF, 2.0]), entropy_from_logits([1.0, 2.0]))
    assert same(kl_divergence([0.5, 0.0, 0.5], [0.5, 0.0, 0.5]), 0.0)
    assert close(kl_divergence([1.0, 0.0], [0.8, 0.2]), -np.log(0.8), 1e-15)
    assert same(kl_from_logits([1.0, -INF], [1.0, -INF]), 0.0)


def test_class_that_came_about_although_the_model_excludes_it_is_infinitely_surprising():
    assert kl_divergence([0.8, 0.2], [1.0, 0.0]) == INF
    assert kl_from_logits([0.0, 0.0], [0.0, -INF]) == INF
    assert kl_from_logits([0.0, -600.0], [0.0, -INF]) == INF
    assert same(kl_from_logits([[0.0, 0.0], [0.0, -INF]], [[0.0, -INF], [0.0, -INF]]), [INF, 0.0])


@pytest.mark.parametrize("row", [[INF, 0.0], [NAN, 0.0], [-INF, -INF]], ids=str)
def test_row_without_softmax_has_no_entropy(row):
    assert same(entropy_from_logits(row), NAN)
    assert same(entropy_from_logits([row, [0.0, -INF]]), [NAN, 0.0])


def test_nan_among_the_probabilities_makes_the_answer_nan():
    assert same(entropy([[NAN, 1.0], [0.0, 1.0]]), [NAN, 0.0])
    assert same(kl_divergence([NAN, 1.0], [0.5, 0.5]), NAN)
    assert same(kl_divergence([0.5, 0.5], [NAN, 1.0]), NAN)
    assert same(kl_from_logits([0.0, 0.0], [NAN, 0.0]), NAN)
    assert same(kl_from_logits([0.0, 0.0], [INF, 0.0]), NAN)


@every_entropy
def test_no_class_has_no_entropy(function):
    assert same(function(np.zeros((2, 0))), [0.0, 0.0])
    assert function(np.zeros((0, 3))).shape == (0,)


# Axes, types, errors.


@pytest.mark.parametrize("axis", [0, 1, 2, -2, (0, 2), None])
def test_classes_may_lie_along_any_axes(axis):
    z_p, z_q = np.random.default_rng(0).normal(size=(2, 4, 3, 2))
    axes = range(3) if axis is None else np.atleast_1d(axis) % 3
    moved = [np.moveaxis(z, tuple(axes), range(-len(axes), 0)) for z in (z_p, z_q)]
    flat_p, flat_q = [m.reshape(*m.shape[: 3 - len(axes)], -1) for m in moved]
    p, q, flat_softmax = softmax(z_p, axis), softmax(z_q, axis), (softmax(flat_p), softmax(flat_q))
    assert close(entropy_from_logits(z_p, axis), entropy_from_logits(flat_p), 1e-14)
    assert close(kl_from_logits(z_p, z_q, axis), kl_from_logits(flat_p, flat_q), 1e-13)
    assert close(entropy(p, axis), entropy(flat_softmax[0]), 1e-14)
    assert close(kl_divergence(p, q, axis), kl_divergence(*flat_softmax), 1e-13)


def test_classes_lie_along_the_last_axis_unless_told_otherwise():
    p = softmax(np.random.default_rng(0).normal(size=(4, 3)))
    assert entropy(p).shape == entropy_from_logits(p).shape == (4,)
    assert kl_divergence(p, p).shape == kl_from_logits(p, p).shape == (4,)
    assert same(entropy(p)[2], entropy(p[2]))


@every_divergence
@pytest.mark.parametrize("shape", [(3,), (1, 3), (2, 1), ()])
def test_two_shapes_are_a_value_error_that_names_both(function, shape):
    message = rf"^{function.__name__}: the shapes are \(2, 3\) and "
    with pytest.raises(ValueError, match=message):
        function(np.ones((2, 3)), np.ones(shape))


def test_negative_probability_is_a_value_error_that_names_it():
    with pytest.raises(ValueError, match=r"^entropy: .*-0\.5"):
        entropy([1.5, -0.5])
    for p, q in (([1.5, -0.5], [0.5, 0.5]), ([0.5, 0.5], [1.5, -0.5])):
        with pytest.raises(ValueError, match=r"^kl_divergence: .*-0\.5"):
            kl_divergence(p, q)


@pytest.mark.parametrize("wrong", [[1j, 0], np.array([1.0, 2.0], object), ["a", "b"]], ids="cos")
def test_what_is_not_a_real_number_is_a_type_error(wrong):
    for function in ENTROPIES:
        with pytest.raises(TypeError, match=rf"^{function.__name__}: .*real numbers are needed"):
            function(wrong)
    for function in DIVERGENCES:
        for arguments in ((wrong, [0.5, 0.5]), ([0.5, 0.5], wrong)):
            with pytest.raises(TypeError, match=f"^{function.__name__}: .*real numbers"):
                function(*arguments)


@pytest.mark.parametrize("axis", [2, -3])
def test_axis_out_of_bounds_is_a_value_error(axis):
    p = np.full((2, 2), 0.5)
    for function, arguments in (
        *((f, (p,)) for f in ENTROPIES),
        *((f, (p, p)) for f in DIVERGENCES),
    ):
        with pytest.raises(ValueError, match=rf"^{function.__name__}: axis {axis}"):
            function(*arguments, axis=axis)


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.longdouble])
def test_logits_keep_their_floating_format(dtype):
    z_p, z_q = np.array([[3, 1, 0.25], [-1, 0, 2]], dtype), np.zeros((2, 3), dtype)
    eps = max(float(np.finfo(dtype).eps), float(np.finfo(float).eps))
    for function, arguments in ((entropy_from_logits, (z_p,)), (kl_from_logits, (z_p, z_q))):
        value = function(*arguments)
        assert value.dtype == function(*(z[0] for z in arguments)).dtype == dtype
        assert close(value, function(*(z.astype(float) for z in arguments)), 8 * eps)


@pytest.mark.parametrize("name", ["bool", "uint8", "int64"])
def test_integers_become_float64_before_any_arithmetic(name):
    z_p, z_q = np.array([0, 1, 0]).astype(name), np.array([1, 0, 0]).astype(name)
    for function, arguments in (
        *((f, (z_p,)) for f in ENTROPIES),
        *((f, (z_p, z_q)) for f in DIVERGENCES),
    ):
        value = function(*arguments)
        assert type(value) is np.float64
        assert same(value, function(*(z.astype(float) for z in arguments)))


def test_inputs_are_never_written_to():
    p, q = softmax(np.random.default_rng(0).normal(size=(2, 4)))
    p.flags.writeable = q.flags.writeable = False
    for function, arguments in (
        *((f, (p,)) for f in ENTROPIES),
        *((f, (p, q)) for f in DIVERGENCES),
    ):
        assert same(function(*arguments), function(*arguments))


# SciPy, where it is right and where it is not.


def test_moderate_probabilities_agree_with_scipy():
    p, q = softmax(np.random.default_rng(1).normal(size=(2, 20, 6)))
    assert close(entropy(p), scipy.stats.entropy(p, axis=-1), 1e-14)
    assert close(kl_divergence(p, q), scipy.stats.entropy(p, q, axis=-1), 1e-13)
    logits = np.log(p), np.log(q)
    assert close(entropy_from_logits(logits[0]), scipy.stats.entropy(p, axis=-1), 1e-13)
    assert close(kl_from_logits(*logits), scipy.stats.entropy(p, q, axis=-1), 1e-13)


def test_entropy_at_margin_40_is_2_percent_wrong_from_rounded_probabilities():
    z = [0.0, -40.0]
    right = exact_entropy(z)
    assert abs(scipy.stats.entropy(softmax(z)) / right - 1) > 0.02
    assert close(entropy_from_logits(z), right, 1e-15)


def test_divergence_at_distance_1e_8_is_lost_in_scipy_and_kept_here():
    z_p, z_q = np.array([0.0, 1.0, -0.5]), np.array([1e-8, 1.0, -0.5])
    right = exact_divergence(z_p, z_q)
    assert abs(scipy.stats.entropy(softmax(z_p), softmax(z_q)) / right - 1) > 0.2
    assert close(kl_from_logits(z_p, z_q), right, 1e-14)


def test_class_that_the_data_exclude_may_be_the_one_the_model_is_sure_of():
    assert close(kl_from_logits([0.0, -INF], [-50.0, 0.0]), 50.0, 1e-13)


def test_tiny_share_of_an_excluded_class_is_the_divergence():
    assert close(
        kl_from_logits([0.0, 0.0, -INF], [0.0, 0.0, -50.0]),
        float(deep.log1p(deep.exp(-50) / 2)),
        1e-13,
    )


@pytest.mark.parametrize("z", [[NAN, 0.0], [INF, 0.0], [-INF, -INF]], ids=str)
def test_divergence_of_or_from_a_row_without_softmax_is_nan(z):
    assert np.isnan(kl_from_logits(z, [0.0, 0.0]))
    assert np.isnan(kl_from_logits([0.0, 0.0], z))


def test_class_with_a_probability_below_the_smallest_number_still_counts():
    assert close(kl_from_logits([0.0, -800.0], [-800.0, 0.0]), 800.0, 1e-13)


def test_probabilities_keep_their_floating_format():
    assert (
        entropy(np.float16([0.5, 0.5])).dtype
        == kl_divergence(np.float16([0.5, 0.5]), np.float16([0.5, 0.5])).dtype
        == np.float16
    )

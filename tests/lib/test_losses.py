"""The losses and their gradients: every digit at any margin, the laws, what arguments mean."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from sklearn.metrics import brier_score_loss, log_loss
from strategies import (
    UNIT,
    close,
    confident,
    deep,
    deep_softmax,
    law,
    margins,
    moderate,
    quietly,
    same,
)

import softmaxbook
from softmaxbook import log_softmax, softmax
from softmaxbook.derivatives import gradient_check
from softmaxbook.information import entropy_from_logits, kl_from_logits

INF, NAN = np.inf, np.nan
few = settings(law, max_examples=25)  # each is a whole batch
whole = st.integers(-30, 30).map(float)


cross_entropy = quietly(softmaxbook.losses.cross_entropy)
cross_entropy_grad = quietly(softmaxbook.losses.cross_entropy_grad)
brier_score = quietly(softmaxbook.losses.brier_score)
brier_score_grad = quietly(softmaxbook.losses.brier_score_grad)
squared_error = quietly(softmaxbook.losses.squared_error)
squared_error_grad = quietly(softmaxbook.losses.squared_error_grad)

PAIRS = [
    (cross_entropy, cross_entropy_grad),
    (brier_score, brier_score_grad),
    (squared_error, squared_error_grad),
]
LOSSES = [loss for loss, _ in PAIRS]
GRADIENTS = [gradient for _, gradient in PAIRS]
every_function = pytest.mark.parametrize("function", LOSSES + GRADIENTS, ids=lambda f: f.__name__)
every_loss = pytest.mark.parametrize("loss", LOSSES, ids=lambda f: f.__name__)
every_pair = pytest.mark.parametrize(("loss", "gradient"), PAIRS, ids=lambda f: f.__name__)
both = pytest.mark.parametrize("function", PAIRS[0], ids=lambda f: f.__name__)


def exact_cross_entropy(row, target):
    terms = zip(deep_softmax(row)[1], target, strict=True)
    return float(deep.fsum(-deep.mpf(float(t)) * log_p for log_p, t in terms if t != 0))


def exact_gradient(row, target):
    """(Σ t) p − t, rounded once."""
    target = [deep.mpf(float(t)) for t in target]
    total = deep.fsum(target)
    return np.array(
        [float(total * p - t) for p, t in zip(deep_softmax(row)[0], target, strict=True)]
    )


@st.composite
def cases(draw, elements=moderate):
    """Logits (n, K), class indices (n,) and soft targets (n, K) that need not sum to 1."""
    n, classes = draw(st.integers(1, 4)), draw(st.integers(1, 5))
    weights = st.one_of(st.just(0.0), st.floats(1e-100, 2))
    return (
        draw(hnp.arrays(np.float64, (n, classes), elements=elements)),
        draw(hnp.arrays(np.int64, n, elements=st.integers(0, classes - 1))),
        draw(hnp.arrays(np.float64, (n, classes), elements=weights)),
    )


def one_hot(index, classes):
    return np.eye(classes)[index]


# Digits.


@margins
def test_cross_entropy_of_an_index_has_13_digits_at_any_margin(margin):
    for row in confident(margin):
        value = [cross_entropy(row, y) for y in range(5)]
        assert close(value, [exact_cross_entropy(row, t) for t in np.eye(5)], 1e-13)
        assert min(value) > 0


@margins
@pytest.mark.parametrize("shift", [0, -1000.5, 1000])
def test_cross_entropy_keeps_its_digits_far_from_the_origin(margin, shift):
    for row in confident(margin)[:2] + shift:
        value = [cross_entropy(row, y) for y in range(5)]
        assert close(value, [exact_cross_entropy(row, t) for t in np.eye(5)], 1e-13)


@margins
def test_cross_entropy_of_probabilities_has_13_digits_at_any_margin(margin):
    targets = np.random.default_rng(1).dirichlet(np.ones(5) / 2, 5)
    for row, soft, hard in zip(confident(margin), targets, np.eye(5), strict=True):
        for target in (soft, hard):
            assert close(cross_entropy(row, target), exact_cross_entropy(row, target), 1e-13)


@margins
def test_gradient_of_an_index_or_a_one_hot_target_has_13_digits_at_any_margin(margin):
    for row in confident(margin):
        for y, target in enumerate(np.eye(5)):
            expected = exact_gradient(row, target)
            assert np.all(expected != 0)  # 1 − exp(−700) is not 1
            assert close(cross_entropy_grad(row, y), expected, 1e-13)
            assert close(cross_entropy_grad(row, target), expected, 1e-13)


@margins
def test_gradient_of_probabilities_loses_only_what_the_difference_of_p_and_t_cancels(margin):
    targets = np.random.default_rng(2).dirichlet(np.ones(5) / 2, 5) * [[1], [1], [3], [0.2], [7]]
    for row, target in zip(confident(margin), targets, strict=True):
        size = target.sum() * softmax(row) + target
        error = cross_entropy_grad(row, target) - exact_gradient(row, target)
        assert np.all(np.abs(error) <= 1e-13 * size)


@pytest.mark.parametrize("dtype", [np.float32, np.float16])
@pytest.mark.parametrize("margin", [5, 9, 20, 40])
def test_narrow_formats_keep_their_own_digits_at_any_margin(margin, dtype):
    eps, tiny = float(np.finfo(dtype).eps), float(np.finfo(dtype).smallest_subnormal)
    for row in confident(margin).astype(dtype):
        for y, target in enumerate(np.eye(5)):
            value, gradient = cross_entropy(row, y), cross_entropy_grad(row, y)
            assert value.dtype == gradient.dtype == dtype
            assert close(value, exact_cross_entropy(row, target), 16 * eps, tiny)
            assert close(gradient, exact_gradient(row, target), 16 * eps, tiny)


@margins
def test_smoothing_and_weights_cost_no_digit(margin):
    weight, epsilon = np.array([0.5, 2, 1, 0.25, 3]), 0.125  # all products below are exact
    for row in confident(margin):
        for y, hot in enumerate(np.eye(5)):
            smooth = (weight * hot).sum() * hot  # of the index alone
            assert close(
                cross_entropy(row, y, weight=weight, reduction="sum"),
                exact_cross_entropy(row, smooth),
                1e-13,
            )
            smooth = (1 - epsilon) * hot + epsilon / 5
            assert close(
                cross_entropy(row, y, label_smoothing=epsilon),
                exact_cross_entropy(row, smooth),
                1e-13,
            )


def test_confident_loss_is_193e_24_and_not_0():
    assert f"{cross_entropy([0.0, -50.0], 0):.3g}" == "1.93e-22"
    assert cross_entropy_grad([0.0, -50.0], 0)[0] < 0


# Laws.


@few
@given(cases())
def test_cross_entropy_is_entropy_plus_divergence(case):
    logits, _, _ = case
    for z_p, z_q in zip(logits, logits[:, ::-1], strict=True):
        value = cross_entropy(z_q, softmax(z_p))
        assert close(value, entropy_from_logits(z_p) + kl_from_logits(z_p, z_q), 1e-13, 1e-300)


@few
@given(cases())
def test_index_is_its_one_hot_target_whatever_the_type_of_its_entries(case):
    logits, index, _ = case
    hot = one_hot(index, logits.shape[1])
    for function in PAIRS[0]:
        for reduction in ("mean", "sum", "none"):
            expected = function(logits, index, reduction=reduction)
            for target in (hot, hot.astype(int), hot.astype(bool), hot.astype(np.float16)):
                value = function(logits, target, reduction=reduction)
                assert close(value, expected, 2e-14, 1e-300)


@few
@given(cases(), st.floats(0, 3), st.floats(0, 3))
def test_loss_and_gradient_are_linear_in_the_target(case, a, b):
    logits, index, s = case
    t = one_hot(index, logits.shape[1])
    for function in PAIRS[0]:
        parts = a * function(logits, s, reduction="sum") + b * function(logits, t, reduction="sum")
        size = (a * s.sum() + b * t.sum()) * (1 + np.ptp(logits) + np.log(logits.shape[1]))
        whole = function(logits, a * s + b * t, reduction="sum")
        assert close(whole, parts, 0, 40 * UNIT * size + 1e-300)


@few
@given(cases())
def test_gradient_is_the_sum_of_the_target_times_p_minus_the_target(case):
    logits, _, t = case
    total, p = t.sum(axis=1, keepdims=True), softmax(logits)
    value = cross_entropy_grad(logits, t, reduction="none")
    assert np.all(np.abs(value - (total * p - t)) <= 16 * UNIT * (total * p + t) + 1e-300)


def test_gradient_of_a_target_that_sums_to_2_is_2_p_minus_the_target():
    value = cross_entropy_grad([0.0, 0.0], [2.0, 0.0])
    assert same(value, [-1.0, 1.0])


def test_negative_entries_of_a_target_are_taken_as_they_are():
    assert close(cross_entropy([0.0, 0.0], [2.0, -1.0]), np.log(2), 4 * UNIT)
    assert close(cross_entropy_grad([0.0, 0.0], [2.0, -1.0]), [-1.5, 1.5], 4 * UNIT)


@few
@given(cases())
def test_gradient_sums_to_0_because_a_common_shift_changes_no_loss(case):
    logits, index, t = case
    for target in (index, t):
        gradient = cross_entropy_grad(logits, target, reduction="none")
        assert np.all(np.abs(gradient.sum(axis=1)) <= 40 * UNIT * (1 + t.sum(axis=1)))


@few
@given(cases(whole), st.integers(-1000, 1000))
def test_common_shift_of_all_logits_changes_neither_loss_nor_gradient(case, shift):
    logits, index, _ = case
    assert close(cross_entropy(logits + shift, index), cross_entropy(logits, index), 1e-13)
    gradient = cross_entropy_grad(logits, index, reduction="none")
    moved = cross_entropy_grad(logits + shift, index, reduction="none")
    assert close(moved, gradient, 1e-13)


@few
@given(cases(st.floats(-1e6, 1e6)))
def test_gradient_of_one_example_is_never_longer_than_the_square_root_of_2(case):
    logits, index, _ = case
    gradient = cross_entropy_grad(logits, index, reduction="none")
    length = np.linalg.norm(gradient, axis=1)
    assert np.all(length <= np.sqrt(2) * (1 + 8 * UNIT))


def test_gradient_reaches_the_length_square_root_of_2_where_the_model_is_sure_and_wrong():
    assert same(cross_entropy_grad([1000.0, 0.0, 0.0], 1), [1.0, -1.0, 0.0])


@few
@given(cases())
def test_loss_of_a_batch_is_the_mean_of_its_examples_and_so_is_the_gradient(case):
    logits, index, _ = case
    each = [cross_entropy(row, y) for row, y in zip(logits, index, strict=True)]
    assert close(cross_entropy(logits, index, reduction="none"), each, 1e-14)
    assert close(cross_entropy(logits, index, reduction="sum"), np.sum(each), 1e-14)
    assert close(cross_entropy(logits, index), np.mean(each), 1e-14)
    each = [cross_entropy_grad(row, y) for row, y in zip(logits, index, strict=True)]
    assert close(cross_entropy_grad(logits, index, reduction="none"), each, 1e-14)
    assert close(cross_entropy_grad(logits, index, reduction="sum"), each, 1e-14)
    assert close(cross_entropy_grad(logits, index), np.array(each) / len(each), 1e-14)


@few
@given(cases(), st.floats(0, 1))
def test_smoothing_mixes_the_target_with_the_uniform_one(case, epsilon):
    logits, index, _ = case
    classes = logits.shape[1]
    mixed = (1 - epsilon) * one_hot(index, classes) + epsilon / classes
    for function in PAIRS[0]:
        value = function(logits, index, label_smoothing=epsilon, reduction="none")
        expected = function(logits, mixed, reduction="none")
        assert close(value, expected, 1e-13, 20 * UNIT)
        hot = one_hot(index, classes)
        smooth_hot = function(logits, hot, label_smoothing=epsilon, reduction="none")
        assert close(value, smooth_hot, 2e-14, 1e-300)


@few
@given(cases(), st.floats(0, 1))
def test_smoothed_loss_is_the_loss_mixed_with_the_mean_loss_of_all_classes(case, epsilon):
    logits, index, _ = case
    n, classes = logits.shape
    for function in PAIRS[0]:
        own = function(logits, index, reduction="sum")
        every = [function(logits, np.full(n, k), reduction="sum") for k in range(classes)]
        value = function(logits, index, label_smoothing=epsilon, reduction="sum")
        mixed = (1 - epsilon) * own + epsilon * np.mean(every, axis=0)
        assert close(value, mixed, 1e-13, 40 * n * UNIT)


@few
@given(cases(), cases(), st.floats(0, 1))
def test_cross_entropy_is_convex_in_the_logits(case, other, t):
    logits, index, soft = case
    end = np.resize(other[0], logits.shape)
    for target in (index, soft):
        chord = t * cross_entropy(logits, target) + (1 - t) * cross_entropy(end, target)
        size = (1 + soft.sum()) * (1 + np.abs(logits).max() + np.abs(end).max())
        assert cross_entropy(t * logits + (1 - t) * end, target) <= chord + 40 * UNIT * size


@few
@given(cases(), st.randoms(use_true_random=False))
@every_pair
def test_order_of_the_classes_and_of_the_examples_does_not_matter(loss, gradient, case, random):
    logits, index, soft = case
    rows, columns = (list(range(length)) for length in logits.shape)
    random.shuffle(rows)
    random.shuffle(columns)
    moved = logits[rows][:, columns]
    for target, moved_target in (
        (index, np.argsort(columns)[index[rows]]),
        (soft, soft[rows][:, columns]),
    ):
        size = 1 + np.abs(logits).max() ** 2
        each = loss(logits, target, reduction="none")[rows]
        assert close(loss(moved, moved_target, reduction="none"), each, 1e-13, 1e-15)
        slope = gradient(logits, target, reduction="none")[rows][:, columns]
        new = gradient(moved, moved_target, reduction="none")
        assert close(new, slope, 1e-13, 8 * UNIT * size)


def test_smoothing_keeps_the_sum_of_a_target_that_is_not_1():
    target = np.array([2.0, 0.0, 1.0, 1.0])
    for function in PAIRS[0]:
        value = function([3.0, 1.0, 0.2, 0.0], target, label_smoothing=0.5)
        expected = function([3.0, 1.0, 0.2, 0.0], target / 2 + 0.5)
        assert close(value, expected, 1e-14)


def test_whole_smoothing_leaves_nothing_of_the_target():
    for function in PAIRS[0]:
        values = [function([3.0, 1.0, 0.2], y, label_smoothing=1) for y in range(3)]
        assert same(values[0], values[1])
        assert same(values[0], values[2])
    assert close(
        cross_entropy([3.0, 1.0, 0.2], 0, label_smoothing=1),
        -log_softmax([3.0, 1.0, 0.2]).mean(),
        1e-15,
    )


# Gradients against finite differences.

LOGITS = np.random.default_rng(3).normal(0, 1.5, (4, 3))
SOFT = np.random.default_rng(4).dirichlet(np.ones(3), 4)
WEIGHT = [0.5, 2.0, 1.25]
OPTIONS = {
    "nothing": {},
    "weights": {"weight": WEIGHT},
    "smoothing": {"label_smoothing": 0.2},
    "ignored": {"ignore_index": 1},
    "sum": {"reduction": "sum"},
    "all": {"weight": WEIGHT, "label_smoothing": 0.3, "ignore_index": 1},
    "all, sum": {"weight": WEIGHT, "label_smoothing": 1, "ignore_index": 1, "reduction": "sum"},
}


@pytest.mark.parametrize("options", OPTIONS.values(), ids=OPTIONS)
@pytest.mark.parametrize("target", [np.array([2, 0, 1, 2]), SOFT, 3 * SOFT], ids="iss")
def test_gradient_of_cross_entropy_is_its_slope_whatever_the_options(target, options):
    if target.ndim == 2:
        options = {k: v for k, v in options.items() if k != "ignore_index"}
    error = gradient_check(
        lambda z: cross_entropy(z, target, **options),
        lambda z: cross_entropy_grad(z, target, **options),
        LOGITS,
    )
    assert error < 1e-8


@few
@given(cases(st.floats(-3, 3)), st.data())
@every_pair
def test_gradient_is_the_slope_of_its_loss_at_any_logits_and_target(loss, gradient, case, data):
    logits, index, soft = case
    options = {"reduction": data.draw(st.sampled_from(["mean", "sum"]))}
    if loss is cross_entropy:
        weight = st.lists(st.floats(0.1, 3), min_size=logits.shape[1], max_size=logits.shape[1])
        options["weight"] = data.draw(st.none() | weight)
        options["label_smoothing"] = data.draw(st.just(0.0) | st.floats(1e-6, 1))
    # A slope of 1 in every entry is added, lest the error be relative to a gradient that is 0.
    for target in (index, soft + 0.1):  # weights of 0 in all have no mean
        error = gradient_check(
            lambda z, t=target: loss(z, t, **options) + z.sum(),
            lambda z, t=target: gradient(z, t, **options) + 1,
            logits,
        )
        assert error < 1e-7


@every_pair
@pytest.mark.parametrize("reduction", ["mean", "sum"])
@pytest.mark.parametrize("target", [np.array([2, 0, 1, 2]), SOFT, 3 * SOFT - 0.5], ids="iss")
def test_gradient_is_the_slope_of_its_loss(loss, gradient, target, reduction):
    error = gradient_check(
        lambda z: loss(z, target, reduction=reduction),
        lambda z: gradient(z, target, reduction=reduction),
        LOGITS,
    )
    assert error < 1e-8


@every_pair
@pytest.mark.parametrize("axis", [0, 1, 2, -1, -2, -3])
def test_classes_may_lie_along_any_axis_for_loss_and_gradient(loss, gradient, axis):
    rng = np.random.default_rng(5)
    logits, soft = rng.normal(size=(2, 4, 3, 5))
    index = rng.integers(0, logits.shape[axis], np.delete(logits.shape, axis))
    last = np.moveaxis(logits, axis, -1)
    for target, target_last in ((index, index), (soft, np.moveaxis(soft, axis, -1))):
        for reduction in ("none", "mean"):
            value = loss(logits, target, axis, reduction=reduction)
            assert value.shape == (index.shape if reduction == "none" else ())
            assert close(value, loss(last, target_last, reduction=reduction), 1e-14)
            slope = gradient(logits, target, axis=axis, reduction=reduction)
            assert slope.shape == logits.shape
            expected = gradient(last, target_last, reduction=reduction)
            assert close(np.moveaxis(slope, axis, -1), expected, 1e-14, 1e-17)


# The other two losses.


@few
@given(cases())
def test_brier_score_is_the_squared_distance_of_the_probabilities_from_the_target(case):
    logits, index, t = case
    for target, dense in ((index, one_hot(index, logits.shape[1])), (t, t)):
        each = ((softmax(logits) - dense) ** 2).sum(axis=1)
        assert close(brier_score(logits, target, reduction="none"), each, 1e-13, 1e-15)
        assert close(brier_score(logits, target), each.mean(), 1e-13, 1e-15)
        assert close(brier_score(logits, target, reduction="sum"), each.sum(), 1e-13, 1e-15)


@few
@given(cases(whole))
def test_squared_error_is_half_the_squared_distance_of_the_outputs_from_the_target(case):
    outputs, index, t = case
    for target, dense in ((index, one_hot(index, outputs.shape[1])), (t, t)):
        each = ((outputs - dense) ** 2).sum(axis=1) / 2
        assert close(squared_error(outputs, target, reduction="none"), each, 1e-14, 1e-300)
        assert close(squared_error(outputs, target), each.mean(), 1e-14, 1e-300)
        slope = squared_error_grad(outputs, target, reduction="none")
        assert same(slope, outputs - dense)
        assert close(squared_error_grad(outputs, target), slope / len(slope), 1e-15)


@few
@given(cases())
def test_brier_score_of_an_index_lies_between_0_and_2(case):
    logits, index, _ = case
    value = brier_score(logits, index, reduction="none")
    assert np.all((value >= 0) & (value <= 2 * (1 + 16 * UNIT)))


@few
@given(cases())
def test_expected_brier_score_is_what_the_truth_costs_and_the_distance_from_it(case):
    """So it is least, like the expected cross-entropy, for the probabilities that are true."""
    logits, _, _ = case
    for z, truth in zip(logits, softmax(logits[:, ::-1]), strict=True):
        expected = sum(q * brier_score(z, y) for y, q in enumerate(truth))
        distance = ((softmax(z) - truth) ** 2).sum()
        assert close(expected, distance + 1 - (truth**2).sum(), 1e-13, 16 * UNIT)


@few
@given(cases(whole), st.integers(-1000, 1000))
def test_common_shift_of_all_logits_does_not_change_the_brier_score(case, shift):
    logits, index, soft = case
    for target in (index, soft):
        size = 1 + soft.sum() ** 2
        value = brier_score(logits + shift, target, reduction="none")
        assert close(value, brier_score(logits, target, reduction="none"), 1e-13, 1e-15 * size)
        gradient = brier_score_grad(logits, target, reduction="none")
        moved = brier_score_grad(logits + shift, target, reduction="none")
        assert close(moved, gradient, 1e-13, 1e-15 * size)
        assert np.all(np.abs(gradient.sum(axis=1)) <= 40 * UNIT * size)


def test_brier_gradient_vanishes_where_the_model_is_sure_and_wrong_but_cross_entropy_does_not():
    assert np.abs(brier_score_grad([40.0, 0.0], 1)).max() < 1e-16
    assert close(cross_entropy_grad([40.0, 0.0], 1), [1.0, -1.0], 1e-15)


# What a target may be.


@every_function
@pytest.mark.parametrize("index", [3, -1, -3, 10**9])
def test_class_index_out_of_range_is_an_index_error_that_names_it_and_the_range(function, index):
    message = rf"^{function.__name__}: .*{index}.*0 to 2"
    with pytest.raises(IndexError, match=message):
        function(np.zeros((2, 3)), [0, index])


@every_function
@pytest.mark.parametrize("index", [[0.0, 1.0], [True, False], ["0", "1"], [0j, 1j], [None, 0]])
def test_class_indices_that_are_not_integers_are_a_type_error(function, index):
    with pytest.raises(TypeError, match=rf"^{function.__name__}: .*dtype.*integers are needed"):
        function(np.zeros((2, 3)), index)


@every_function
@pytest.mark.parametrize("name", ["int8", "int16", "int32", "int64", "uint8", "uint16", "uint64"])
def test_class_indices_may_be_integers_of_any_width(function, name):
    logits = [[3.0, 1.0, 0.2], [0.0, -1.0, 2.0]]
    assert same(function(logits, np.array([2, 1], name)), function(logits, [2, 1]))


@both
def test_unsigned_indices_may_meet_a_negative_ignore_index_or_be_ignored(function):
    logits, index = [[3.0, 1.0, 0.2], [0.0, -1.0, 2.0]], np.array([2, 255], "uint8")
    value = function(logits, index, ignore_index=255, reduction="sum")
    assert same(value, function(logits, [2, -100], ignore_index=-100, reduction="sum"))
    value = function(logits, index[:1].repeat(2), ignore_index=-100)
    assert same(value, function(logits, [2, 2]))


@every_function
@pytest.mark.parametrize(
    ("logits", "target", "needed"),
    [
        ((2, 3), (3,), r"\(3,\).*\(2, 3\) need \(2,\) class indices or \(2, 3\) probabilities"),
        ((2, 3), (2, 1), r"\(2, 1\).*\(2, 3\) need \(2,\) .*\(2, 3\)"),
        ((2, 3), (3, 2), r"\(3, 2\).*\(2, 3\) need \(2,\)"),
        ((2, 3), (), r"\(\).*\(2, 3\) need \(2,\)"),
        ((3,), (1,), r"\(1,\).*\(3,\) need \(\) class indices or \(3,\) probabilities"),
    ],
)
def test_target_of_the_wrong_shape_is_a_value_error_that_says_both_right_ones(
    function, logits, target, needed
):
    with pytest.raises(ValueError, match=f"^{function.__name__}: target has shape {needed}"):
        function(np.zeros(logits), np.zeros(target, int))


def test_target_of_the_wrong_shape_is_named_in_the_words_of_the_style_guide():
    with pytest.raises(ValueError, match="cross_entropy: target has") as error:
        cross_entropy(np.zeros((2, 3)), [0, 1, 2])
    assert str(error.value) == (
        "cross_entropy: target has shape (3,), but logits (2, 3) need (2,) class indices "
        "or (2, 3) probabilities"
    )


@every_function
def test_shapes_are_told_with_the_class_axis_where_it_is(function):
    with pytest.raises(ValueError, match=r"\(2, 3\) need \(3,\) class indices"):
        function(np.zeros((2, 3)), [0, 1], axis=0)


@every_function
def test_single_number_has_no_classes(function):
    with pytest.raises(ValueError, match=rf"^{function.__name__}: .*class axis"):
        function(7.0, 0)


@every_function
@pytest.mark.parametrize("axis", [2, -3])
def test_axis_out_of_bounds_is_a_value_error(function, axis):
    with pytest.raises(ValueError, match=rf"^{function.__name__}: axis {axis}.*dimension 2"):
        function(np.zeros((2, 3)), [0, 1], axis=axis)


@every_function
@pytest.mark.parametrize("wrong", [[1j, 0], np.array([1.0, 2.0], object), ["a", "b"]], ids="cos")
def test_what_is_not_a_real_number_is_a_type_error(function, wrong):
    message = rf"^{function.__name__}: .*dtype.*real numbers are needed"
    with pytest.raises(TypeError, match=message):
        function(wrong, 0)
    with pytest.raises(TypeError, match=message):
        function([0.0, 1.0], wrong)


# Options.


@every_function
@pytest.mark.parametrize("reduction", ["avg", "Mean", None, ""])
def test_unknown_reduction_is_a_value_error_that_lists_the_three(function, reduction):
    message = rf"^{function.__name__}: reduction is {reduction!r}, .*mean, sum or none"
    with pytest.raises(ValueError, match=message):
        function(np.zeros((2, 3)), [0, 1], reduction=reduction)


@both
@pytest.mark.parametrize("epsilon", [-0.1, 1.1, -1e-17, NAN, INF])
def test_smoothing_beyond_0_to_1_is_a_value_error(function, epsilon):
    with pytest.raises(ValueError, match=rf"^{function.__name__}: label_smoothing is.*0 to 1"):
        function(np.zeros((2, 3)), [0, 1], label_smoothing=epsilon)


@both
@pytest.mark.parametrize("weight", [[1.0, 1.0], [[1.0, 1.0, 1.0]], 1.0])
def test_weights_of_another_shape_than_the_classes_are_a_value_error(function, weight):
    with pytest.raises(ValueError, match=rf"^{function.__name__}: weight has .*\(3,\) is needed"):
        function(np.zeros((2, 3)), [0, 1], weight=weight)


@both
@pytest.mark.parametrize("bad", [-1.0, NAN, INF])
def test_weights_must_be_finite_and_not_negative(function, bad):
    with pytest.raises(ValueError, match=rf"^{function.__name__}: weights must be finite"):
        function(np.zeros((2, 3)), [0, 1], weight=[1.0, bad, 1.0])


@both
def test_weights_that_are_not_real_are_a_type_error(function):
    with pytest.raises(TypeError, match=rf"^{function.__name__}: weight has dtype"):
        function(np.zeros((2, 3)), [0, 1], weight=[1j, 1.0, 1.0])


def test_weighted_mean_divides_by_the_weights_of_the_targets():
    logits, weight = np.log([[0.5, 0.25, 0.25], [0.2, 0.4, 0.4]]), [2.0, 3.0, 0.0]
    total = -2 * np.log(0.5) - 3 * np.log(0.4)
    assert close(cross_entropy(logits, [0, 1], weight=weight), total / 5, 1e-14)
    assert close(cross_entropy(logits, [0, 1], weight=weight, reduction="sum"), total, 1e-14)
    each = [-2 * np.log(0.5), -3 * np.log(0.4)]
    assert close(cross_entropy(logits, [0, 1], weight=weight, reduction="none"), each, 1e-14)
    assert close(
        cross_entropy_grad(logits, [0, 1], weight=weight),
        [[-0.2, 0.1, 0.1], [0.12, -0.36, 0.24]],
        1e-14,
    )


@few
@given(cases())
def test_weights_mean_the_same_for_an_index_and_its_one_hot_target(case):
    logits, index, _ = case
    weight = np.array([0.5, 2, 1, 0.25, 3])[: logits.shape[1]]
    for function in PAIRS[0]:
        value = function(logits, one_hot(index, logits.shape[1]), weight=weight)
        assert close(value, function(logits, index, weight=weight), 2e-14, 1e-300)


@few
@given(cases(), st.data())
def test_weights_that_are_whole_numbers_repeat_the_examples_of_their_class(case, data):
    logits, index, _ = case
    classes = logits.shape[1]
    weight = data.draw(hnp.arrays(np.int64, classes, elements=st.integers(0, 3)))
    times = weight[index]
    many, labels = np.repeat(logits, times, axis=0), np.repeat(index, times)
    for reduction in ("sum", "mean") if times.any() else ("sum",):
        value = cross_entropy(logits, index, weight=weight, reduction=reduction)
        assert close(value, cross_entropy(many, labels, reduction=reduction), 1e-13)
        gradient = cross_entropy_grad(logits, index, weight=weight, reduction=reduction)
        each = cross_entropy_grad(many, labels, reduction=reduction)
        starts = np.cumsum(times) - times
        expected = [each[a : a + n].sum(axis=0) for a, n in zip(starts, times, strict=True)]
        assert close(gradient, np.array(expected), 1e-13, 1e-300)


@few
@given(cases(), st.floats(1e-3, 1e3))
def test_common_factor_of_all_weights_changes_no_mean_and_multiplies_the_sum(case, factor):
    logits, index, soft = case
    weight = np.array([0.5, 2, 1, 0.25, 3])[: logits.shape[1]]
    for function in PAIRS[0]:
        for target in (index, soft + 0.5):
            for reduction, expected in (("mean", 1), ("sum", factor)):
                value = function(logits, target, weight=factor * weight, reduction=reduction)
                once = function(logits, target, weight=weight, reduction=reduction)
                size = 1e-13 * expected * (1 + np.abs(logits).max())
                assert close(value, expected * once, 1e-13, size)


@few
@given(cases(), st.data())
def test_example_that_is_ignored_might_as_well_not_be_there(case, data):
    logits, index, _ = case
    ignored = data.draw(hnp.arrays(bool, len(index)))
    target, kept = np.where(ignored, -1, index), ~ignored
    weight = np.array([0.5, 2, 1, 0.25, 3])[: logits.shape[1]]
    for reduction in ("mean", "sum") if kept.any() else ("sum",):
        for options in ({}, {"weight": weight}, {"label_smoothing": 0.3}):
            options["reduction"] = reduction
            value = cross_entropy(logits, target, ignore_index=-1, **options)
            assert close(value, cross_entropy(logits[kept], index[kept], **options), 1e-13)
            slope = cross_entropy_grad(logits, target, ignore_index=-1, **options)
            expected = cross_entropy_grad(logits[kept], index[kept], **options)
            assert close(slope[kept], expected, 1e-13)
            assert not slope[ignored].any()


@both
def test_weight_0_takes_an_example_out_like_ignore_index_even_an_impossible_one(function):
    logits = [[3.0, 1.0, 0.2], [0.0, -INF, 2.0], [NAN, 0.0, 1.0]]
    value = function(logits, [0, 1, 1], weight=[1.0, 0.0, 1.0])
    assert same(value, function(logits, [0, 1, 1], ignore_index=1))


@both
def test_example_that_is_ignored_counts_neither_in_the_sum_nor_in_the_mean(function):
    logits = np.array([[3.0, 1.0, 0.2], [NAN, INF, 0.0], [0.0, -1.0, 2.0]])
    kept, index = logits[[0, 2]], [1, -100, 2]
    for reduction in ("mean", "sum", "none"):
        value = function(logits, index, ignore_index=-100, reduction=reduction)
        expected = function(kept, [1, 2], reduction=reduction)
        if np.ndim(value):
            assert same(value[1], np.zeros(value[1].shape))
            value = value[[0, 2]]
        assert close(value, expected, 8 * UNIT)


@both
def test_example_that_is_ignored_is_not_smoothed_back_into_the_loss(function):
    logits, index = np.array([[3.0, 1.0, 0.2], [NAN, INF, 0.0]]), [1, -100]
    expected = function(logits[0], 1, label_smoothing=0.5)
    for reduction in ("sum", "mean"):
        value = function(logits, index, ignore_index=-100, label_smoothing=0.5, reduction=reduction)
        assert close(value if np.ndim(value) == 0 else value[0], expected, 8 * UNIT)
        assert np.ndim(value) == 0 or same(value[1], np.zeros(3))


@both
def test_nothing_is_ignored_by_default(function):
    with pytest.raises(IndexError, match="-100"):
        function(np.zeros((2, 3)), [0, -100])


def test_loss_of_which_all_is_ignored_has_mean_nan_and_sum_0():
    logits = [[3.0, 1.0, 0.2], [0.0, -1.0, 2.0]]
    for options in ({}, {"weight": WEIGHT}, {"label_smoothing": 0.1}):
        options = {"target": [7, 7], "ignore_index": 7, **options}
        assert same(cross_entropy(logits, **options), NAN)
        assert same(cross_entropy(logits, reduction="sum", **options), 0.0)
        assert same(cross_entropy(logits, reduction="none", **options), [0.0, 0.0])
        assert same(cross_entropy_grad(logits, reduction="sum", **options), np.zeros((2, 3)))


@every_loss
def test_loss_of_no_example_has_mean_nan_sum_0_and_no_entries(loss):
    logits = np.zeros((0, 3))
    for target in (np.zeros(0, int), logits):
        assert same(loss(logits, target), NAN)
        assert same(loss(logits, target, reduction="sum"), 0.0)
        assert loss(logits, target, reduction="none").shape == (0,)


@pytest.mark.parametrize("gradient", GRADIENTS, ids=lambda f: f.__name__)
@pytest.mark.parametrize("reduction", ["mean", "sum", "none"])
def test_gradient_of_no_example_is_empty(gradient, reduction):
    logits = np.zeros((2, 0, 3))
    assert gradient(logits, np.zeros((2, 0), int), reduction=reduction).shape == (2, 0, 3)


# Infinite logits.


def test_class_without_target_costs_nothing_even_at_minus_infinity():
    assert same(cross_entropy([0.0, -INF], [1.0, 0.0]), 0.0)
    assert close(cross_entropy([0.0, -INF, 0.0], [0.5, 0.0, 0.5]), np.log(2), 2 * UNIT)
    assert same(cross_entropy_grad([0.0, -INF, 0.0], [1.0, 0.0, 0.0]), [-0.5, 0.0, 0.5])
    assert same(cross_entropy_grad([0.0, -INF, 0.0], 0), [-0.5, 0.0, 0.5])


def test_class_that_is_impossible_but_came_about_costs_infinitely_much():
    assert cross_entropy([0.0, -INF], 1) == INF
    assert cross_entropy([0.0, -INF], [0.5, 0.5]) == INF
    assert cross_entropy([0.0, -INF], 0, label_smoothing=0.1) == INF
    assert cross_entropy([[0.0, -INF], [0.0, 0.0]], [1, 0]) == INF
    assert same(cross_entropy_grad([0.0, -INF], 1), [1.0, -1.0])


@pytest.mark.parametrize("row", [[INF, 0.0], [NAN, 0.0], [-INF, -INF]], ids=str)
def test_row_without_softmax_has_neither_loss_nor_gradient(row):
    for y in (0, 1):
        assert same(cross_entropy(row, y), NAN)
        assert same(cross_entropy_grad(row, y), [NAN, NAN])
        assert same(cross_entropy_grad(row, np.eye(2)[y]), [NAN, NAN])
        assert same(brier_score(row, y), NAN)
        assert same(brier_score_grad(row, y), [NAN, NAN])


# Types, and inputs left alone.


@every_function
@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64, np.longdouble])
def test_floating_formats_of_the_logits_are_those_of_the_result(function, dtype):
    logits = np.array([[3, 1, 0.25], [-1, 0, 2]], dtype)
    eps = max(float(np.finfo(dtype).eps), float(np.finfo(float).eps))
    for target in ([0, 1], np.array([[0.5, 0.25, 0.25], [1, 0, 0]], dtype), SOFT[:2]):
        for reduction in ("mean", "sum", "none"):
            value = function(logits, target, reduction=reduction)
            assert value.dtype == dtype
            expected = function(logits.astype(float), target, reduction=reduction)
            assert close(value, expected, 8 * eps, 4 * eps)


@every_function
@pytest.mark.parametrize("name", ["bool", "uint8", "int8", "int64"])
def test_integer_logits_become_float64_before_any_arithmetic(function, name):
    logits = np.array([[0, 1, 2], [1, 0, 0]]).astype(name)
    value = function(logits, [0, 1])
    assert value.dtype == np.float64
    assert same(value, function(logits.astype(float), [0, 1]))


@every_loss
def test_mean_of_many_float16_losses_is_summed_wider(loss):
    logits = np.full((100_000, 2), [-3, 0], np.float16)
    assert loss(logits, np.zeros(100_000, int)) == loss(logits[0], 0)


@every_loss
def test_one_number_is_a_scalar_and_not_an_array(loss):
    assert type(loss([0.0, 1.0], 0)) is np.float64
    assert type(loss([0.0, 1.0], 0, reduction="none")) is np.float64
    assert type(loss(np.float32([0, 1]), 0)) is np.float32


@every_function
def test_inputs_are_never_written_to(function):
    options = {"weight": WEIGHT} if function in PAIRS[0] else {}
    logits, weight = LOGITS.copy(), np.array(WEIGHT)
    logits.flags.writeable = weight.flags.writeable = False
    for target in (np.array([0, 1, 2, 0]), SOFT.copy(), np.eye(3)[[0, 1, 2, 0]]):
        target.flags.writeable = False
        for reduction in ("mean", "sum", "none"):
            function(logits, target, reduction=reduction, **({"weight": weight} if options else {}))
            function(logits.T, target.T, 0, reduction=reduction)
        if options:
            function(logits, target, label_smoothing=0.1, weight=weight)
    target = np.array([0, 1, 2, 0])
    result = function(logits, target, reduction="none")
    assert not np.shares_memory(result, logits)
    assert same(function(logits, target, reduction="none"), result)


@every_function
def test_strided_and_reversed_logits_are_the_same_logits(function):
    big = np.repeat(np.repeat(LOGITS, 2, axis=0), 2, axis=1)
    view, index = big[::-2, ::-2], [0, 1, 2, 0]
    assert same(function(view, index), function(view.copy(), index))
    assert same(function(np.asfortranarray(view), index), function(view.copy(), index))


# Peers.

torch_or_skip = {"reason": "PyTorch is not installed (make peers installs it)"}


def torch_loss(logits, target, **options):
    torch = pytest.importorskip("torch", **torch_or_skip)
    z = torch.tensor(np.asarray(logits), dtype=torch.float64, requires_grad=True)
    if options.get("weight") is not None:
        options["weight"] = torch.tensor(options["weight"], dtype=torch.float64)
    loss = torch.nn.functional.cross_entropy(z, torch.tensor(np.asarray(target)), **options)
    loss.sum().backward()
    return loss.detach().numpy(), z.grad.numpy()


TORCH_OPTIONS = {
    "nothing": {},
    "weights": {"weight": WEIGHT},
    "ignore_index": {"ignore_index": 1},
    "weights and ignore_index": {"weight": WEIGHT, "ignore_index": 2},
    "smoothing": {"label_smoothing": 0.1},
    "smoothing and ignore_index": {"label_smoothing": 0.3, "ignore_index": 0},
}


@pytest.mark.parametrize("reduction", ["mean", "sum", "none"])
@pytest.mark.parametrize("options", TORCH_OPTIONS.values(), ids=TORCH_OPTIONS)
def test_index_targets_agree_with_pytorch_at_moderate_margins(options, reduction):
    index = [2, 0, 1, 2]
    value, gradient = torch_loss(LOGITS, index, reduction=reduction, **options)
    assert close(cross_entropy(LOGITS, index, reduction=reduction, **options), value, 1e-13)
    slope = cross_entropy_grad(LOGITS, index, reduction=reduction, **options)
    assert close(slope, gradient, 1e-13, 1e-16)


@pytest.mark.parametrize("reduction", ["sum", "none"])
@pytest.mark.parametrize("options", [{}, {"weight": WEIGHT}, {"label_smoothing": 0.2}], ids=str)
def test_probability_targets_agree_with_pytorch_at_moderate_margins(options, reduction):
    value, gradient = torch_loss(LOGITS, SOFT, reduction=reduction, **options)
    assert close(cross_entropy(LOGITS, SOFT, reduction=reduction, **options), value, 1e-13)
    slope = cross_entropy_grad(LOGITS, SOFT, reduction=reduction, **options)
    assert close(slope, gradient, 1e-13, 1e-15)


def test_weighted_mean_over_one_hot_targets_differs_from_pytorch_which_contradicts_itself():
    index, hot = [2, 0, 1, 2], np.eye(3)[[2, 0, 1, 2]]
    by_index, _ = torch_loss(LOGITS, index, weight=WEIGHT)
    by_one_hot, _ = torch_loss(LOGITS, hot, weight=WEIGHT)
    assert abs(by_index - by_one_hot) > 0.1  # pytorch#61309: divides by N
    assert close(cross_entropy(LOGITS, hot, weight=WEIGHT), by_index, 1e-13)


def test_at_margin_40_pytorch_answers_0_where_13_digits_are_possible():
    row = [0.0, -40.0]
    value, gradient = torch_loss([row], [0])
    assert value == 0
    assert gradient[0, 0] == 0
    assert close(cross_entropy(row, 0), exact_cross_entropy(row, [1, 0]), 1e-15)
    assert close(cross_entropy_grad(row, 0), exact_gradient(row, [1, 0]), 1e-15)
    assert close(exact_cross_entropy(row, [1, 0]), 4.248354255291589e-18, 1e-15)


def test_target_0_on_an_impossible_class_is_nan_in_pytorch():
    value, _ = torch_loss([[0.0, 0.0, -INF]], [[0.5, 0.5, 0.0]])
    assert same(value, NAN)
    assert close(cross_entropy([0.0, 0.0, -INF], [0.5, 0.5, 0.0]), np.log(2), 2 * UNIT)


def test_mean_cross_entropy_agrees_with_scikit_learns_log_loss_of_the_probabilities():
    index, p = [2, 0, 1, 2], softmax(LOGITS)
    assert close(cross_entropy(LOGITS, index), log_loss(index, p, labels=[0, 1, 2]), 1e-13)
    assert close(
        brier_score(LOGITS, index),
        brier_score_loss(index, p, labels=[0, 1, 2], scale_by_half=False),
        1e-13,
    )


def test_cross_entropy_is_not_clipped_as_scikit_learns_log_loss_is():
    clipped = log_loss([1], [[1.0, 0.0]], labels=[0, 1])
    assert 30 < clipped < 40
    assert cross_entropy([0.0, -700.0], 1) == 700
    assert cross_entropy([0.0, -INF], 1) == INF


def test_gradient_of_a_target_that_sums_to_0_is_minus_the_target():
    assert np.array_equal(cross_entropy_grad([0.0, 0.0], [1.0, -1.0]), [-1.0, 1.0])


def test_gradient_at_the_sure_class_keeps_targets_far_below_1():
    row, t = [0.0, -50.0], [1.0, 1e-20]
    p = deep_softmax(row)[0]
    T = [deep.mpf(x) for x in t]
    assert close(
        cross_entropy_grad(row, t),
        [float(sum(T) * a - b) for a, b in zip(p, T, strict=True)],
        1e-13,
    )


@pytest.mark.parametrize("margin", [5, 20, 40, 300])
def test_brier_score_of_a_sure_and_right_answer_keeps_its_digits(margin):
    row = [0.0, -margin, -margin - 1.0]
    p = deep_softmax(row)[0]
    e = [p[0] - 1, p[1], p[2]]
    assert close(brier_score(row, 0), float(sum(x * x for x in e)), 1e-13)


@pytest.mark.parametrize("margin", [5, 20, 40, 300])
def test_brier_gradient_of_a_sure_and_right_answer_keeps_its_digits(margin):
    row = [0.0, -margin, -margin - 1.0]
    p = deep_softmax(row)[0]
    e = [p[0] - 1, p[1], p[2]]
    m = sum(a * b for a, b in zip(p, e, strict=True))
    assert close(
        brier_score_grad(row, 0), [float(2 * a * (b - m)) for a, b in zip(p, e, strict=True)], 1e-13
    )


@pytest.mark.parametrize("f", [brier_score, brier_score_grad, squared_error, squared_error_grad])
def test_no_flag_escapes(f):
    f([0.0, -400.0], 1)
    f([0.0, -500.0, -600], [1, 0, 0])
    f(np.float16([1000.0, 0]), 0)


def test_overflow_of_squared_error_is_inf_without_a_warning():
    assert squared_error([1e200, 0.0], 0) == INF
    assert squared_error(np.float16([1000, 0]), 0, reduction="none") == INF


def test_outputs_and_target_infinite_is_nan_without_a_warning():
    assert np.isnan(squared_error([INF, 0.0], [INF, 0.0]))


def test_weight_beyond_the_range_of_the_logits_dtype_does_not_warn():
    cross_entropy(np.float32([0, 1]), 0, weight=[1e300, 1])


def test_soft_target_beyond_the_range_of_the_logits_dtype_does_not_warn():
    cross_entropy(np.float32([0, 1]), [1e300, 1])


@pytest.mark.parametrize("axis", [None, (0, 1), ()])
def test_several_class_axes_are_an_error_that_names_the_function(axis):
    with pytest.raises((ValueError, TypeError), match=r"^cross_entropy: "):
        cross_entropy(np.zeros((2, 3)), [0, 1], axis=axis)


def test_ragged_target_is_named():
    with pytest.raises(ValueError, match=r"^cross_entropy: "):
        cross_entropy(np.zeros((2, 3)), [[0, 1], [0]])


def test_ignore_index_with_probabilities_is_an_error():
    with pytest.raises((TypeError, ValueError)):
        cross_entropy(np.zeros((2, 3)), np.full((2, 3), 1 / 3), ignore_index=0)


def test_gradient_of_a_single_class_is_plus_0():
    assert not np.signbit(cross_entropy_grad([5.0], 0)).any()

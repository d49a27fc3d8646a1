"""Calibration is measured in bins whose edges are exact, and mended by the one best temperature."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy.optimize import brentq, minimize_scalar
from strategies import law

from softmaxbook import calibration, log_softmax, softmax
from softmaxbook.calibration import expected_calibration_error as ece
from softmaxbook.calibration import fit_temperature, reliability_curve
from softmaxbook.datasets import load_digits

NAN = np.nan
MEASURES = [ece, reliability_curve]
ALL = [*MEASURES, fit_temperature]
every_measure = pytest.mark.parametrize("measure", MEASURES, ids=lambda f: f.__name__)
every_function = pytest.mark.parametrize("function", ALL, ids=lambda f: f.__name__)


def two_classes(*confidences):
    """Rows (c, 1 − c): class 0 is the answer with confidence c ≥ 1/2."""
    c = np.array(confidences)
    return np.stack([c, 1 - c], axis=1)


some = st.floats(-20, 20, allow_subnormal=False)
whole = st.integers(-20, 20).map(float)


@st.composite
def scored(draw, elements=some):
    """Logits (n, K) and labels (n,)."""
    n, classes = draw(st.integers(1, 12)), draw(st.integers(2, 5))
    logits = draw(hnp.arrays(np.float64, (n, classes), elements=elements))
    return logits, draw(hnp.arrays(np.int64, n, elements=st.integers(0, classes - 1)))


def sampled(n, classes, spread, seed):
    """Logits and labels drawn from their softmax: a perfectly calibrated model."""
    rng = np.random.default_rng(seed)
    logits = rng.normal(0, spread, (n, classes))
    cumulative = np.cumsum(softmax(logits), axis=1)
    return logits, np.sum(rng.random((n, 1)) > cumulative[:, :-1], axis=1)


# Bins.


def test_ece_of_the_exercise_is_7_percent():
    """4 at .55 (accuracy .5), 4 at .85 (.75), 2 at .95 (1): .4·.05 + .4·.10 + .2·.05."""
    probs = two_classes(*[0.55] * 4, *[0.85] * 4, *[0.95] * 2)
    labels = [0, 0, 1, 1, 0, 0, 0, 1, 0, 0]
    assert ece(probs, labels) == pytest.approx(0.07, abs=1e-15)
    confidence, accuracy, count = reliability_curve(probs, labels)
    filled = count > 0
    assert np.flatnonzero(filled).tolist() == [8, 12, 14]
    assert count[filled].tolist() == [4, 4, 2]
    assert np.allclose(confidence[filled], [0.55, 0.85, 0.95], atol=1e-15)
    assert accuracy[filled].tolist() == [0.5, 0.75, 1.0]


def test_empty_bins_have_count_0_and_mean_nan():
    confidence, accuracy, count = reliability_curve(two_classes(0.75, 0.8), [0, 1], n_bins=2)
    assert np.array_equal(confidence, [NAN, 0.775], equal_nan=True)
    assert np.array_equal(accuracy, [NAN, 0.5], equal_nan=True)
    assert count.tolist() == [0, 2]
    assert count.dtype == np.int64


@pytest.mark.parametrize("n_bins", [*range(1, 31), 100])
def test_bins_are_open_below_and_closed_above_at_every_edge(n_bins):
    for b in range(n_bins // 2 + 1, n_bins + 1):
        edge = b / n_bins  # e.g. 0.6 written out; linspace and rounding up 0.6 · 15 differ from it
        below, above = np.nextafter(edge, 0), min(np.nextafter(edge, 1), 1)
        _, _, count = reliability_curve(two_classes(below, edge, above), [0, 0, 0], n_bins)
        expected = np.bincount([b - 1, b - 1, min(b, n_bins - 1)], minlength=n_bins)
        assert count.tolist() == expected.tolist()


@pytest.mark.parametrize("confidence", [1.0, np.nextafter(1, 2), 1.0005])
def test_confidence_1_and_what_rounding_makes_of_it_belong_to_the_last_bin(confidence):
    _, _, count = reliability_curve([[confidence, 0.0]], [0])
    assert np.flatnonzero(count).tolist() == [14]


def test_of_equal_probabilities_the_first_is_the_answer():
    assert ece([[0.5, 0.5]], [0]) == 0.5
    assert reliability_curve([[0.5, 0.5]] * 2, [0, 1], n_bins=1)[1] == 0.5
    assert reliability_curve([[0.2, 0.4, 0.4]], [2], n_bins=1)[1] == 0


@pytest.mark.parametrize("successes", range(2, 6))
def test_ece_is_0_if_the_accuracy_in_each_bin_is_the_confidence(successes):
    """5 examples with confidence successes / 5 of which so many are right, and 10 at 9 / 10."""
    probs = [[successes / 5, *[(1 - successes / 5) / 4] * 4]] * 5 + [[0.9, 0.1, 0, 0, 0]] * 10
    labels = [0] * successes + [1] * (5 - successes) + [0] * 9 + [1]
    assert ece(probs, labels) < 1e-15


@law
@given(scored(), st.integers(1, 20))
def test_ece_is_between_0_and_1_and_is_the_weighted_gap_of_the_reliability_curve(case, n_bins):
    logits, labels = case
    probs = softmax(logits)
    value = ece(probs, labels, n_bins)
    assert 0 <= value <= 1
    confidence, accuracy, count = reliability_curve(probs, labels, n_bins)
    assert count.sum() == len(labels)
    assert value == pytest.approx(np.nansum(count * np.abs(accuracy - confidence)) / len(labels))
    # One example at a time, straight from the definition of the bins.
    for b in range(n_bins):
        inside = (probs.max(axis=1) > b / n_bins) & (probs.max(axis=1) <= (b + 1) / n_bins)
        if b == n_bins - 1:
            inside = probs.max(axis=1) > b / n_bins
        assert count[b] == inside.sum()
        if inside.any():
            right = probs[inside].argmax(axis=1) == labels[inside]
            assert accuracy[b] == pytest.approx(right.mean())
            assert confidence[b] == pytest.approx(probs[inside].max(axis=1).mean())


@law
@given(scored())
def test_renaming_the_classes_changes_no_ece(case):
    logits, labels = case
    # Ties go to the first class, so there shall be none.
    logits = logits + np.linspace(0, 1e-3, logits.shape[1])
    probs = softmax(logits)
    assume(all(np.sum(row == row.max()) == 1 for row in probs))
    reverse = logits.shape[1] - 1 - labels
    assert ece(probs[:, ::-1], reverse) == ece(probs, labels)


@law
@given(scored(), st.data(), st.integers(1, 20))
def test_order_and_repetition_of_the_examples_change_no_ece(case, data, n_bins):
    probs, labels = softmax(case[0]), case[1]
    order = 2 * data.draw(st.permutations(range(len(labels))))
    assert ece(probs[order], labels[order], n_bins) == pytest.approx(
        ece(probs, labels, n_bins), abs=1e-14
    )


@law
@given(scored(), st.integers(1, 7), st.integers(2, 4))
def test_finer_bins_never_lower_the_ece_and_one_bin_compares_two_means(case, n_bins, parts):
    probs, labels = softmax(case[0]), case[1]
    coarse, fine = ece(probs, labels, n_bins), ece(probs, labels, n_bins * parts)
    assert coarse <= fine + 1e-14
    gap = np.mean(probs.max(axis=1)) - np.mean(probs.argmax(axis=1) == labels)
    assert ece(probs, labels, 1) == pytest.approx(abs(gap), abs=1e-14)


def test_ece_of_a_calibrated_model_shrinks_with_the_sample_but_is_not_0():
    values = [ece(softmax(z), y) for z, y in (sampled(n, 10, 2, seed=1) for n in (100, 10_000))]
    assert 0.02 < values[0] < 0.15
    assert 0.001 < values[1] < 0.02


# Temperature.


def nll(logits, labels, temperature):
    return -np.mean(log_softmax(logits / temperature)[np.arange(len(labels)), labels])


def log_of_best_temperature(logits, labels, guess):
    """A root finder on the derivative; a minimiser of the NLL sees only half of the digits."""
    z = logits - logits.max(axis=1, keepdims=True)
    true = np.mean(z[np.arange(len(labels)), labels])

    def derivative(log_t):
        return np.mean(np.sum(softmax(z / np.exp(log_t)) * z, axis=1)) - true

    return brentq(derivative, np.log(guess) - 1, np.log(guess) + 1, xtol=1e-14, rtol=1e-14)


def hard_cases():
    logits, labels = sampled(500, 10, 2, seed=0)
    nearly_right = np.tile([1.0, 0.0], (1000, 1)), np.zeros(1000, int)
    nearly_right[0][0], nearly_right[1][0] = [0.01, 0], 1
    one_huge = sampled(300, 4, 1, seed=2)
    one_huge[0][0], one_huge[1][0] = [1e5, 0, 0, 0], 0
    return {
        "well calibrated": (logits, labels),
        "two classes": sampled(50, 2, 1, seed=0),
        "a thousand classes": sampled(200, 1000, 2, seed=0),
        "far too sure": (1000 * logits, labels),
        "not sure enough": (logits / 1000, labels),
        "one error in 1000, by little": nearly_right,
        "next to useless": (np.array([[1.0, 0.0]] * 2001), np.array([0] * 1001 + [1] * 1000)),
        "one huge row": one_huge,
    }


HARD = hard_cases()


@pytest.mark.parametrize("case", HARD)
def test_temperature_is_the_root_of_the_derivative_to_1e_11_found_in_under_10_steps(
    case, monkeypatch
):
    logits, labels = HARD[case]
    steps = []
    monkeypatch.setattr(calibration, "softmax", lambda z: steps.append(1) or softmax(z))
    temperature = fit_temperature(logits, labels)
    assert len(steps) < 10
    expected = log_of_best_temperature(logits, labels, temperature)
    assert np.log(temperature) == pytest.approx(expected, abs=1e-11)


@pytest.mark.parametrize("case", ["well calibrated", "two classes", "a thousand classes"])
def test_nll_at_the_temperature_is_the_least_a_bounded_minimiser_finds(case):
    logits, labels = HARD[case]
    temperature = fit_temperature(logits, labels)
    found = minimize_scalar(
        lambda t: nll(logits, labels, np.exp(t)), bounds=(-5, 5), options={"xatol": 1e-10}
    )
    assert nll(logits, labels, temperature) <= found.fun + 1e-15
    assert nll(logits, labels, temperature) == pytest.approx(found.fun, rel=1e-12)
    assert temperature == pytest.approx(np.exp(found.x), rel=1e-6)


def overtrained_digits():
    """Logits and labels of two quarters of the digits, from a net with the layers 64-64-64-10
    that was trained on another quarter until it was sure of everything."""
    X, y, *_ = load_digits()
    part, rng = np.arange(len(y)) % 4, np.random.default_rng(0)
    A, B, C = weights = [rng.normal(0, 1, (64, n)) / np.sqrt(32) for n in (64, 64, 10)]
    velocities = [np.zeros_like(w) for w in weights]

    def hidden(X):
        first = np.maximum(X @ A, 0)
        return first, np.maximum(first @ B, 0)

    inputs, one_hot = X[part == 1] / 16, np.eye(10)[y[part == 1]]
    for step in range(600):  # gradient descent with momentum, on 15 batches in turn
        batch = slice(step % 15, None, 15)
        first, second = hidden(inputs[batch])
        to_logits = (softmax(second @ C) - one_hot[batch]) / len(first)
        to_second = to_logits @ C.T * (second > 0)
        to_first = to_second @ B.T * (first > 0)
        slopes = inputs[batch].T @ to_first, first.T @ to_second, second.T @ to_logits
        for w, v, slope in zip(weights, velocities, slopes, strict=True):
            v *= 0.9
            v -= 0.1 * slope
            w += v
    return [(hidden(X[part == i] / 16)[1] @ C, y[part == i]) for i in (2, 3)]


def excess(log_ratio, logits, labels, temperature):
    """NLL at temperature · exp(log_ratio) less NLL at temperature, with digits of its own: near
    the minimum the difference of two NLLs is only rounding."""
    gaps = logits - logits[np.arange(len(labels)), labels][:, None]
    change = np.expm1(-log_ratio) / temperature  # of 1 / T
    p = softmax(logits / temperature)
    return np.mean(np.log1p(np.sum(p * np.expm1(change * gaps), axis=1)))


def test_temperature_of_an_overtrained_net_is_what_a_bounded_search_finds_to_1e_9(monkeypatch):
    held_out, test = overtrained_digits()
    steps = []
    monkeypatch.setattr(calibration, "softmax", lambda z: steps.append(1) or softmax(z))
    temperature = fit_temperature(*held_out)
    assert len(steps) < 10
    for start in (temperature, 1.1 * temperature):  # the reference is not the answer
        found = minimize_scalar(
            excess,
            bounds=(-1, 1.5),
            args=(*held_out, start),
            method="bounded",
            options={"xatol": 1e-12},
        )
        accuracy = 1e-9 if start == temperature else 1e-7
        assert np.log(start / temperature) + found.x == pytest.approx(0, abs=accuracy)
    assert 1.5 < temperature < 2.5  # it was too sure
    assert nll(*test, temperature) < 0.85 * nll(*test, 1)
    assert ece(softmax(test[0] / temperature), test[1]) < ece(softmax(test[0]), test[1])


def test_temperature_of_a_calibrated_model_times_3_is_3():
    logits, labels = sampled(20_000, 4, 2, seed=5)
    temperature = fit_temperature(3 * logits, labels)
    assert temperature == pytest.approx(3, rel=0.03)
    assert temperature == pytest.approx(3 * fit_temperature(logits, labels), rel=1e-12)
    assert ece(softmax(3 * logits / temperature), labels) < 0.1 * ece(softmax(3 * logits), labels)


def test_temperature_turns_odds_of_9_to_1_into_3_to_1_if_3_in_4_are_right():
    logits = np.log([[9, 1]] * 4)
    assert fit_temperature(logits, [0, 1, 0, 0]) == pytest.approx(2, rel=1e-14)


def test_at_the_best_temperature_mean_nll_is_mean_entropy():
    """Both are mean logsumexp minus a mean logit, expected or true (exercise 10.5)."""
    logits, labels = HARD["well calibrated"]
    temperature = fit_temperature(logits, labels)
    log_p = log_softmax(logits / temperature)
    entropy = -np.mean(np.sum(np.exp(log_p) * log_p, axis=1))
    assert nll(logits, labels, temperature) == pytest.approx(entropy, rel=1e-13)


def fitted(case):
    try:
        return fit_temperature(*case)
    except ValueError:
        return None


@law
@given(scored(whole))
def test_temperature_is_positive_best_nearby_and_keeps_the_order_of_the_classes(case):
    temperature = fitted(case)
    assume(temperature is not None)
    assert 0 < temperature < np.inf
    here = nll(*case, temperature)
    for factor in (0.9, 0.999, 1.001, 1.1):
        assert here <= nll(*case, temperature * factor) * (1 + 1e-13)
    logits = case[0]
    assert np.array_equal(np.argsort(logits / temperature), np.argsort(logits))


@law
@given(scored(whole), st.integers(-100, 100))
def test_temperature_does_not_depend_on_shifts_of_the_rows_nor_on_a_repetition(case, shift):
    logits, labels = case
    temperature = fitted(case)
    assume(temperature is not None)
    shifts = shift * np.arange(len(labels))[:, None]
    assert fit_temperature(logits + shifts, labels) == temperature
    twice = fit_temperature(np.tile(logits, (2, 1)), np.tile(labels, 2))
    assert twice == pytest.approx(temperature, rel=1e-9)


@settings(law, max_examples=30)
@given(scored(), st.integers(-300, 300), st.floats(0.1, 10))
def test_temperature_of_scaled_logits_is_scaled_by_the_same_factor(case, power, factor):
    logits, labels = case
    temperature = fitted(case)
    assume(temperature is not None)
    exactly = fit_temperature(logits * 2.0**power, labels)
    assert exactly == temperature * 2.0**power  # no product rounds, so no step differs
    assert fit_temperature(factor * logits, labels) == pytest.approx(factor * temperature, rel=1e-6)
    if np.all(np.abs(logits) < 100) and 1e-3 < temperature < 1e3:
        assert fit_temperature(logits / temperature, labels) == pytest.approx(1, rel=1e-6)


@pytest.mark.parametrize("scale", [1e-300, 1e-9, 1e9, 1e300])
def test_temperature_has_the_unit_of_the_logits_at_every_scale(scale):
    logits = np.log([[9, 1]] * 4)
    assert fit_temperature(scale * logits, [0, 1, 0, 0]) / scale == pytest.approx(2, rel=1e-14)


def test_logits_of_170_orders_of_magnitude_underflow_on_the_way_but_not_in_the_answer():
    """Four rows decide, at 2·log 3 · 1e-170; the first is far too sure to matter."""
    logits = [[1.0, 0.0]] + [[1e-170, 0.0]] * 4
    assert fit_temperature(logits, [0, 0, 0, 0, 1]) == pytest.approx(1e-170 / np.log(3), rel=1e-8)


@pytest.mark.parametrize(
    ("logits", "labels", "reason"),
    [
        ([[2.0, 0.0], [0.0, 1.0]], [0, 1], "true class has the largest logit in every row, so T →"),
        ([[2.0, 2.0], [0.0, 1.0]], [0, 1], "true class has the largest logit in every row, so T →"),
        ([[2.0, 0.0], [2.0, 0.0]], [0, 1], "no larger logits than classes drawn.*so T → ∞"),
        ([[2.0, 0.0], [0.0, 1.0]], [1, 0], "no larger logits than classes drawn.*so T → ∞"),
        ([[7.0, 7.0], [-1.0, -1.0]], [0, 1], "all logits are equal, so every temperature"),
        ([[7.0]], [0], "all logits are equal, so every temperature"),
    ],
)
def test_no_best_temperature_is_an_error_that_says_what_fits_best_instead(logits, labels, reason):
    with pytest.raises(ValueError, match=f"fit_temperature: .*{reason}"):
        fit_temperature(logits, labels)


@pytest.mark.parametrize("bad", [np.inf, -np.inf, NAN, 1.5e308])
def test_logits_or_gaps_that_are_not_finite_are_an_error(bad):
    with pytest.raises(ValueError, match="fit_temperature: logits hold inf or nan"):
        fit_temperature([[bad, -1.5e308], [0, 1]], [0, 0])


# Arguments.


@every_function
@pytest.mark.parametrize("shape", [(), (2,), (0, 2), (2, 0), (2, 2, 2)])
def test_a_table_that_is_not_n_by_k_is_a_value_error_that_names_its_shape(function, shape):
    with pytest.raises(ValueError, match=rf"{function.__name__}: .*shape \({str(shape)[1:-1]}\)"):
        function(np.zeros(shape), [0, 1])


@every_function
@pytest.mark.parametrize("labels", [[0], [0, 1, 0], [[0], [1]], 0])
def test_labels_that_are_not_one_per_row_are_a_value_error(function, labels):
    with pytest.raises(ValueError, match=rf"{function.__name__}: labels.*\(2, 2\) need \(2,\)"):
        function([[0.9, 0.1], [0.2, 0.8]], labels)


@every_function
@pytest.mark.parametrize("labels", [[0, 2], [-1, 0]])
def test_labels_out_of_range_are_an_index_error_that_names_the_range(function, labels):
    text = f"{function.__name__}: labels run from {min(labels)} to {max(labels)}.* need 0 to 1"
    with pytest.raises(IndexError, match=text):
        function([[0.9, 0.1], [0.2, 0.8]], labels)


@every_function
@pytest.mark.parametrize("labels", [[0.0, 1.0], [False, True], ["a", "b"]])
def test_labels_that_are_not_integers_are_a_type_error(function, labels):
    with pytest.raises(TypeError, match=f"{function.__name__}: labels have dtype"):
        function([[0.9, 0.1], [0.2, 0.8]], labels)


@every_function
@pytest.mark.parametrize("table", [[["a", "b"]], [[1j, 0]], [[None, 1]]])
def test_a_table_that_is_not_of_real_numbers_is_a_type_error(function, table):
    with pytest.raises(TypeError, match=f"{function.__name__}: .*real numbers are needed"):
        function(table, [0])


@every_measure
@pytest.mark.parametrize("row", [[3.0, 1.0], [0.7, 0.2], [1.5, -0.5], [NAN, 0.5], [1.0, NAN]])
def test_rows_that_are_no_probabilities_are_a_value_error(measure, row):
    with pytest.raises(ValueError, match=f"{measure.__name__}: rows of probs must be"):
        measure([[0.5, 0.5], row], [0, 0])


@every_measure
def test_rounding_to_half_precision_leaves_probabilities(measure):
    probs = softmax(np.random.default_rng(0).normal(size=(100, 50))).astype(np.float16)
    measure(probs, np.zeros(100, int))


@every_measure
@pytest.mark.parametrize(("n_bins", "error"), [(0, ValueError), (-3, ValueError), (1.5, TypeError)])
def test_a_number_of_bins_that_is_no_positive_integer_is_an_error(measure, n_bins, error):
    with pytest.raises(error, match=f"{measure.__name__}: n_bins is {n_bins}"):
        measure([[0.5, 0.5]], [0], n_bins)


@every_function
def test_arguments_are_not_written_to_and_may_be_lists(function):
    table, labels = np.array([[0.9, 0.1], [0.2, 0.8], [0.7, 0.3]]), np.array([0, 1, 1])
    table.flags.writeable = labels.flags.writeable = False
    result = function(table, labels)
    assert np.array_equal(result, function(table.tolist(), labels.tolist()), equal_nan=True)


def test_results_are_plain_floats():
    assert type(ece([[0.5, 0.5]], [0])) is float
    assert type(fit_temperature([[1, 0]] * 3, [0, 0, 1])) is float

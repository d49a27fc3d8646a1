"""Softmax regression reaches the one minimum, and says so if there is none."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog, minimize
from sklearn.linear_model import LogisticRegression
from strategies import law

from softmaxbook import log_softmax, logsumexp
from softmaxbook.datasets import load_digits, load_iris, load_penguins
from softmaxbook.regression import SoftmaxRegression, _separates

NAN = np.nan


def train_and_test(load):
    X, y, *_ = load()
    every, scale = (4, 16) if load is load_digits else (3, 1)
    test = np.arange(len(y)) % every == 0
    return X[~test] / scale, y[~test], X[test] / scale, y[test]


def objective(model, X, y, l2):
    logits = X @ model.coef_.T + model.intercept_
    index = np.searchsorted(model.classes_, y)
    loss = np.sum(logsumexp(logits) - logits[np.arange(len(y)), index])
    return loss + 0.5 * l2 * np.sum(model.coef_**2)


def gradient(model, X, y, l2):
    p = model.predict_proba(X) - (y[:, None] == model.classes_)
    return p.T @ X + l2 * model.coef_, p.sum(axis=0)


def sample(seed, n=30, d=2, K=3):
    """Classes drawn with no regard to the features: nothing separates them."""
    rng = np.random.default_rng(seed)
    return rng.normal(size=(n, d)), rng.permutation(np.arange(n) % K)


# The minimum.


@pytest.mark.parametrize(
    ("load", "minimum", "accuracy", "nll"),
    [
        (load_digits, 306.563586555406, 438 / 450, 0.145315),
        (load_iris, 22.552118837835, 1.0, 0.144299),
    ],
    ids=["digits", "iris"],
)
def test_objective_accuracy_and_loss_are_those_of_the_book(load, minimum, accuracy, nll):
    X, y, X_test, y_test = train_and_test(load)
    model = SoftmaxRegression().fit(X, y)
    assert model.history_[-1] == pytest.approx(minimum, abs=1e-10)
    assert objective(model, X, y, 1) == pytest.approx(minimum, abs=1e-10)
    assert np.mean(model.predict(X_test) == y_test) == accuracy
    log_p = log_softmax(model.decision_function(X_test))
    assert -log_p[np.arange(len(y_test)), y_test].mean() == pytest.approx(nll, abs=6e-7)
    assert len(model.history_) <= 10


@pytest.mark.parametrize(
    ("load", "l2"), [(load_iris, 0.1), (load_iris, 1.0), (load_digits, 1.0), (load_digits, 10.0)]
)
def test_weights_and_posteriors_agree_with_scikit_learn(load, l2):
    X, y, X_test, _ = train_and_test(load)
    mine = SoftmaxRegression(l2=l2).fit(X, y)
    theirs = LogisticRegression(C=1 / l2, tol=1e-10, solver="newton-cg", max_iter=1000).fit(X, y)
    assert np.allclose(mine.coef_, theirs.coef_, atol=2e-6)
    assert np.allclose(mine.predict_proba(X_test), theirs.predict_proba(X_test), atol=1e-6)


def test_for_two_classes_scikit_learns_c_is_2_over_l2():
    """With w for class 1 and −w for class 0 the penalty is l2 w², where scikit-learn's single
    weight 2 w costs (2 w)² / (2 C)."""
    X, y = sample(seed=0, K=2)
    mine = SoftmaxRegression(l2=3.0).fit(X, y)
    theirs = LogisticRegression(C=2 / 3, tol=1e-12, solver="newton-cholesky").fit(X, y)
    assert np.allclose(mine.coef_[1] - mine.coef_[0], theirs.coef_[0], atol=1e-7)
    assert np.allclose(mine.predict_proba(X), theirs.predict_proba(X), atol=1e-7)


@law
@given(st.integers(0, 10_000), st.sampled_from([0.0, 1e-3, 1.0, 100.0]))
def test_at_the_minimum_the_gradient_is_0(seed, l2):
    X, y = sample(seed)
    by_weights, by_bias = gradient(SoftmaxRegression(l2=l2).fit(X, y), X, y, l2)
    assert np.abs(by_weights).max() < 1e-4
    assert np.abs(by_bias).max() < 1e-4
    by_weights, by_bias = gradient(SoftmaxRegression(l2=l2, tol=1e-20).fit(X, y), X, y, l2)
    assert np.abs(by_weights).max() < 1e-9
    assert np.abs(by_bias).max() < 1e-9


def test_no_general_minimiser_finds_a_lower_objective():
    X, y = sample(seed=1)
    one_hot = np.eye(3)[y]

    def value(parameters):
        W, b = parameters[:6].reshape(3, 2), parameters[6:]
        return -np.sum(one_hot * log_softmax(X @ W.T + b)) + 0.25 * np.sum(W**2)

    found = minimize(value, np.zeros(9), method="BFGS", options={"gtol": 1e-5})
    model = SoftmaxRegression(l2=0.5).fit(X, y)
    assert model.history_[-1] == pytest.approx(found.fun, rel=1e-9)
    assert np.allclose(model.coef_, found.x[:6].reshape(3, 2), atol=1e-4)


def test_without_features_that_tell_anything_the_biases_are_log_frequencies():
    y = np.repeat([0, 1, 2], [1, 3, 6])
    model = SoftmaxRegression().fit(np.full((10, 1), 7.0), y)
    log_p = np.log([0.1, 0.3, 0.6])
    assert np.allclose(model.intercept_, log_p - log_p.mean(), atol=1e-8)
    assert np.allclose(model.coef_, 0, atol=1e-12)
    assert model.history_[-1] == pytest.approx(-np.sum(log_p[y]), rel=1e-12)


def test_history_starts_with_n_log_k_and_falls():
    X, y, *_ = train_and_test(load_digits)
    history = SoftmaxRegression().fit(X, y).history_
    assert history[0] == pytest.approx(len(y) * np.log(10), rel=1e-14)
    assert np.all(np.diff(history) <= 1e-15 * history[0])
    assert all(type(value) is float for value in history)


@pytest.mark.parametrize("l2", [1e-8, 1e-6, 1e-4])
def test_newton_steps_that_would_raise_the_objective_are_shortened(l2):
    X = np.array([[-6, 1], [-31, -23], [-7, 0], [-1, 1], [-3, 8], [-1, -1]])
    history = SoftmaxRegression(l2=l2).fit(X, [2, 2, 0, 1, 1, 0]).history_
    assert np.diff(history).max() <= 1e-14  # whole steps raise it by 0.2 on the way
    assert len(history) < 40


def test_a_larger_tol_stops_earlier():
    X, y, *_ = train_and_test(load_digits)
    early, late = (SoftmaxRegression(tol=tol).fit(X, y).history_ for tol in (1e-2, 1e-10))
    assert len(early) < len(late)
    assert early == late[: len(early)]
    assert late[-1] < early[-1] < 1.05 * late[-1]


# Laws.


@law
@given(st.integers(0, 10_000), st.sampled_from([0.0, 1.0]))
def test_weights_of_all_classes_sum_to_0(seed, l2):
    model = SoftmaxRegression(l2=l2).fit(*sample(seed))
    assert np.allclose(model.coef_.sum(axis=0), 0, atol=1e-13)
    assert abs(model.intercept_.sum()) < 1e-13


@law
@given(st.integers(0, 10_000), st.floats(-1e4, 1e4))
def test_a_shift_of_all_examples_changes_the_biases_only(seed, shift):
    X, y = sample(seed)
    model, shifted = SoftmaxRegression().fit(X, y), SoftmaxRegression().fit(X + shift, y)
    assert np.allclose(shifted.coef_, model.coef_, atol=1e-7)
    assert np.allclose(shifted.predict_proba(X + shift), model.predict_proba(X), atol=1e-7)


@law
@given(st.integers(0, 10_000), st.permutations(range(3)))
def test_renaming_the_classes_permutes_the_rows_of_the_weights(seed, order):
    X, y = sample(seed)
    model, renamed = (SoftmaxRegression().fit(X, labels) for labels in (y, np.array(order)[y]))
    assert np.allclose(renamed.coef_[order], model.coef_, atol=1e-7)


@law
@given(st.integers(0, 10_000))
def test_repeating_the_data_is_like_halving_the_penalty(seed):
    X, y = sample(seed)
    half = SoftmaxRegression(l2=0.5).fit(X, y)
    twice = SoftmaxRegression(l2=1.0).fit(np.tile(X, (2, 1)), np.tile(y, 2))
    assert np.allclose(twice.coef_, half.coef_, atol=1e-6)
    assert twice.history_[-1] == pytest.approx(2 * half.history_[-1], rel=1e-10)


@law
@given(st.integers(0, 10_000))
def test_a_rotation_of_the_features_rotates_the_weights(seed):
    X, y = sample(seed)
    rotation, _ = np.linalg.qr(np.random.default_rng(seed).normal(size=(2, 2)))
    model, rotated = SoftmaxRegression().fit(X, y), SoftmaxRegression().fit(X @ rotation, y)
    assert np.allclose(rotated.coef_, model.coef_ @ rotation, atol=1e-6)
    assert np.allclose(rotated.intercept_, model.intercept_, atol=1e-6)


@law
@given(st.integers(0, 10_000), st.floats(1e-3, 10), st.floats(1.5, 100))
def test_a_larger_penalty_makes_smaller_weights_and_a_larger_loss(seed, l2, factor):
    X, y = sample(seed)
    loose, tight = (SoftmaxRegression(l2=value).fit(X, y) for value in (l2, factor * l2))
    assert np.linalg.norm(tight.coef_) < np.linalg.norm(loose.coef_)
    assert objective(tight, X, y, 0) > objective(loose, X, y, 0)
    assert tight.history_[-1] > loose.history_[-1]


@law
@given(st.integers(0, 10_000))
def test_order_of_the_examples_does_not_matter_and_mean_posterior_is_the_frequency(seed):
    X, y = sample(seed, n=31)
    order = np.random.default_rng(seed).permutation(31)
    model, shuffled = (SoftmaxRegression(tol=1e-16).fit(X[i], y[i]) for i in (np.arange(31), order))
    assert np.allclose(shuffled.coef_, model.coef_, atol=1e-7)
    assert np.allclose(model.predict_proba(X).mean(axis=0), np.bincount(y) / 31, atol=1e-8)


@law
@given(st.integers(0, 10_000))
def test_without_penalty_other_units_change_no_posterior(seed):
    X, y = sample(seed)
    p = SoftmaxRegression(l2=0).fit(X, y).predict_proba(X)
    X = X @ np.array([[1e3, 1e-4], [0, 1e-4]])
    assert np.allclose(SoftmaxRegression(l2=0).fit(X, y).predict_proba(X), p, atol=1e-5)


def test_without_penalty_a_feature_given_twice_or_always_0_shares_the_weight():
    X, y = sample(seed=2)
    plain = SoftmaxRegression(l2=0).fit(X, y)
    wide = SoftmaxRegression(l2=0).fit(np.column_stack([X, X[:, 0], np.zeros(len(X))]), y)
    assert np.allclose(wide.coef_[:, 0] + wide.coef_[:, 2], plain.coef_[:, 0], atol=1e-6)
    assert np.allclose(wide.coef_[:, 3], 0, atol=1e-15)


@pytest.mark.parametrize("l2", [1e-6, 1e-12])
def test_a_tiny_penalty_on_separable_data_still_has_its_minimum(l2):
    X, y, *_ = load_penguins()
    model = SoftmaxRegression(l2=l2).fit(X, y)
    by_weights, _ = gradient(model, X, y, l2)
    # The minimum along the line through 0: of all its points this one has slope 0.
    slope = np.sum(by_weights * model.coef_)
    assert abs(slope) < 1e-3 * l2 * np.sum(model.coef_**2)
    assert np.array_equal(model.predict(X), y)


# No minimum.

SEPARATED = {
    "by a gap": ([[-2.0], [-1.0], [1.0], [2.0]], [0, 0, 1, 1]),
    "three in a plane": (
        [[0.0, 0], [0.1, 0], [1, 0], [1.1, 0], [0, 1], [0.1, 1]],
        [0, 0, 1, 1, 2, 2],
    ),
    "touching at the border": ([[-1.0], [0.0], [0.0], [1.0]], [0, 0, 1, 1]),
    "three on a line, touching": ([[0.0], [0], [1], [2], [2], [0]], [0, 1, 2, 2, 2, 1]),
    "one of three on one side, two at one place on the other": (
        [[0.0], [0.0], [1.0], [1.0], [5.0]],
        [0, 1, 1, 2, 2],
    ),
    "one class apart from two that overlap": (
        [[9.0, 0], [8, 1], [0, 0], [2, 0], [1, 1], [1, -1]],
        [0, 0, 1, 1, 2, 2],
    ),
    "one class of three": (load_iris().X, load_iris().y),
    "one class of three, far from 0": (load_iris().X + 1e4, load_iris().y),
    "one class of three, other units": (load_iris().X * [1, 10, 100, 1000], load_iris().y),
}


@pytest.mark.parametrize("case", SEPARATED)
def test_separable_classes_have_no_minimum_without_penalty_and_the_error_says_why(case):
    text = "a linear rule separates classes, so with l2 = 0 no finite weights.*take l2 > 0"
    with pytest.raises(ValueError, match=rf"SoftmaxRegression\.fit: {text}"):
        SoftmaxRegression(l2=0).fit(*SEPARATED[case])


@pytest.mark.parametrize("case", SEPARATED)
def test_any_penalty_gives_separable_classes_a_minimum(case):
    X, y = map(np.asarray, SEPARATED[case])
    model = SoftmaxRegression(l2=1e-3).fit(X, y)
    assert np.abs(gradient(model, X, y, l2=1e-3)[1]).max() < 1e-3
    assert model.history_[-1] < 0.6 * model.history_[0]


@settings(law, max_examples=60)
@given(st.integers(0, 10_000), st.integers(1, 2), st.integers(2, 3))
def test_no_minimum_is_found_missing_if_and_only_if_linear_programming_finds_a_separation(
    seed, d, classes
):
    """A separation is a D other than 0 with (D_y − D_k) · (x, 1) ≥ 0 for all examples and all k."""
    rng = np.random.default_rng(seed)
    n = rng.integers(classes, 9)
    X, y = rng.integers(-3, 4, (n, d)), rng.permutation(np.arange(n) % classes)
    wide = np.column_stack([X, np.ones(n)])
    advantage = [
        np.outer(np.eye(classes)[y_i] - np.eye(classes)[k], x).ravel()
        for x, y_i in zip(wide, y, strict=True)
        for k in range(classes)
        if k != y_i
    ]
    rows = np.array(advantage)
    bounds = np.repeat([1, 0], len(rows))  # 0 ≤ rows @ D ≤ 1, with as large a sum as can be
    found = linprog(-rows.sum(axis=0), np.vstack([rows, -rows]), bounds, bounds=(None, None))
    try:
        model = SoftmaxRegression(l2=0).fit(X, y)
    except ValueError:
        assert -found.fun > 1e-6
    else:
        assert -found.fun < 1e-6
        assert np.abs(gradient(model, X, y, 0)[1]).max() < 1e-3


@pytest.mark.parametrize(
    ("margins", "gains", "at_limit", "separated"),
    [
        ([1, 2, 1e-9], [-1, 0, 1], False, True),  # all on their sides, whatever the step
        ([1, 2, 0], [1, 1, 1], False, False),  # not yet at the limit
        ([9, 0, 0], [1, 0, 0], True, True),  # two on the border
        ([9, 0, 0], [1, 0, -1e-5], True, True),  # but for rounding
        ([9, 0, 0], [1, 0, -1e-3], True, False),  # at the cost of the third
        ([9, 0, 0], [1, -2, 0], True, False),
        ([9, 0, -9], [1, -1e-3, 0.5], True, False),
        ([9, -1, 0], [0.1, 0, 0], True, True),  # by 1.1 %
        ([9, -1, 0], [0.08, 0, 0], True, False),  # by 0.9 %: it has nearly arrived
        ([-9, 0, 0], [0.08, 0, 0], True, False),
        ([0, -1, 0], [-1, -1, -1], True, False),
    ],
)
def test_separation_is_a_step_at_the_limit_that_gains_for_some_and_costs_none(
    margins, gains, at_limit, separated
):
    logits, change = (np.column_stack([x, np.zeros(3)]) for x in (margins, gains))
    y = np.zeros(3, int)  # so the first logit is the margin
    assert _separates(logits, change, y, at_limit) == separated
    # Of a third class, far below, only a loss matters.
    below = np.full(3, -50.0), np.zeros(3)
    logits, change = (np.column_stack([x, b]) for x, b in zip((logits, change), below, strict=True))
    assert _separates(logits, change, y, at_limit) == separated
    change[1, 2] = 2.0
    assert _separates(logits, change, y, at_limit) == (min(margins) > 0)


def test_steps_that_gain_for_some_at_the_cost_of_others_are_no_separation():
    """Class 1 lies on both sides of class 0: the minimum exists, next to the middle."""
    X, y = [[-2.0], [-1.0], [-2.0], [1.0], [-1.0], [3.0]], [1, 0, 1, 0, 0, 1]
    model = SoftmaxRegression(l2=0, tol=1e-20).fit(X, y)
    assert np.abs(gradient(model, np.array(X), np.array(y), 0)[0]).max() < 1e-9


@pytest.mark.parametrize("classes", [2, 3, 7, 10])
def test_features_that_are_all_equal_and_classes_as_frequent_are_fitted_without_a_step(classes):
    model = SoftmaxRegression(l2=0).fit(
        np.full((2 * classes, 1), -3.0), np.arange(2 * classes) % classes
    )
    assert np.allclose(model.predict_proba([[-3.0]]), 1 / classes, rtol=1e-14)


def test_classes_that_overlap_by_a_hair_have_a_minimum_with_large_weights():
    """x = −1e-6 is of class 1, and 0, to the right of it, of class 0."""
    model = SoftmaxRegression(l2=0).fit([[-1.0], [-1e-6], [1.0], [0.0]], [0, 1, 1, 0])
    assert model.coef_[1, 0] - model.coef_[0, 0] > 10
    assert abs(model.coef_.sum()) < 1e-12
    assert model.history_[-1] == pytest.approx(2 * np.log(2), rel=1e-5)


@pytest.mark.parametrize("far", [1e3, 1e5, 1e7])
def test_an_example_far_away_is_no_separation(far):
    """Its logit moves a lot with every step, but not in proportion, and the others overlap."""
    X = np.array([[-2.0], [-1.0], [0.5], [1.0], [2.0], [far]])
    model = SoftmaxRegression(l2=0).fit(X, [0, 1, 0, 0, 1, 1])
    near = SoftmaxRegression(l2=0).fit(X[:5], [0, 1, 0, 0, 1])
    assert np.allclose(model.predict_proba(X[:5]), near.predict_proba(X[:5]), atol=1e-3)


def test_a_far_logit_that_moves_much_but_not_in_proportion_is_no_separation():
    X = np.array([[2.0], [0.5], [2.0], [2.0], [1.0], [0.5], [469416.0]])
    y = np.array([1, 1, 0, 1, 0, 0, 1])
    model = SoftmaxRegression(l2=0).fit(X, y)
    assert np.abs(gradient(model, X, y, 0)[1]).max() < 1e-3


@pytest.mark.parametrize("y", [[0, 1, 0, 1], [0, 1, 0, 1, 1], [0, 1, 0, 1, 2, 1, 1]])
def test_frequencies_at_repeated_places_are_reached_exactly(y):
    X = np.array([[0.0], [0.0], [1.0], [1.0], [1.0], [1.0], [1.0]])[: len(y)]
    p = SoftmaxRegression(l2=0).fit(X, np.minimum(y, 1)).predict_proba(X)
    assert np.allclose(p[:2, 0], 0.5, atol=1e-6)
    assert np.allclose(p[2:, 0], np.mean(np.array(y[2:]) == 0), atol=1e-6)


def test_too_few_steps_are_an_error_that_tells_how_far_they_came():
    X, y, *_ = train_and_test(load_digits)
    text = r"no convergence in max_iter = 2 steps; the objective went from 3101\.\d+ to \d"
    with pytest.raises(RuntimeError, match=rf"SoftmaxRegression\.fit: {text}"):
        SoftmaxRegression(max_iter=2).fit(X, y)


# Arguments.


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        ({"l2": -1}, "l2 is -1, but a number ≥ 0"),
        ({"l2": NAN}, "l2 is nan, but a number ≥ 0"),
        ({"l2": np.inf}, "l2 is inf, but a number ≥ 0"),
        ({"tol": 0}, "tol is 0, but a number > 0"),
        ({"tol": NAN}, "tol is nan, but a number > 0"),
        ({"max_iter": 0}, "max_iter is 0, but a number > 0"),
    ],
)
def test_settings_out_of_range_are_a_value_error(arguments, text):
    with pytest.raises(ValueError, match=rf"SoftmaxRegression\.fit: {text}"):
        SoftmaxRegression(**arguments).fit([[0.0], [1.0]], [0, 1])


@pytest.mark.parametrize(
    ("X", "y", "error", "text"),
    [
        ([1.0, 2.0], [0, 1], ValueError, r"X has shape \(2,\)"),
        ([[1.0], [NAN]], [0, 1], ValueError, "inf or nan"),
        ([[1.0], [2.0]], [0], ValueError, r"y has shape \(1,\)"),
        ([[1.0], [2.0]], [7, 7], ValueError, "all examples are of class 7"),
        ([[1.0], [2.0]], [0.5, 1.5], TypeError, "y has dtype float64"),
    ],
)
def test_examples_that_do_not_fit_are_an_error_that_names_the_method(X, y, error, text):
    with pytest.raises(error, match=rf"SoftmaxRegression\.fit: .*{text}"):
        SoftmaxRegression().fit(X, y)


def test_use_before_fit_is_an_error_that_says_so():
    with pytest.raises(RuntimeError, match=r"SoftmaxRegression\.predict: .*not fitted; call fit"):
        SoftmaxRegression().predict([[1.0]])


def test_new_examples_need_the_features_of_fit():
    with pytest.raises(ValueError, match=r"X has 3 features, .* fitted with 2"):
        SoftmaxRegression().fit(*sample(seed=3)).predict_proba([[1.0, 2.0, 3.0]])


def test_classes_may_be_names_and_inputs_are_not_written_to():
    X, y = sample(seed=4)
    names = np.array(["ant", "bee", "cat"])[y]
    X.flags.writeable = names.flags.writeable = False
    model = SoftmaxRegression().fit(X, names)
    assert model.classes_.tolist() == ["ant", "bee", "cat"]
    assert set(model.predict(X).tolist()) <= {"ant", "bee", "cat"}
    assert np.array_equal(model.predict_proba(X), SoftmaxRegression().fit(X, y).predict_proba(X))


def test_a_refusal_leaves_an_earlier_fit_as_it_was():
    model = SoftmaxRegression(l2=0).fit(*sample(seed=5))
    before = model.coef_.copy(), list(model.history_)
    with pytest.raises(ValueError, match="separates"):
        model.fit(*SEPARATED["by a gap"])
    assert np.array_equal(model.coef_, before[0])
    assert model.history_ == before[1]

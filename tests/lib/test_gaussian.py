"""Bayes' rule for Gaussian classes, in one line per law, and in agreement with its peers."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import multivariate_normal
from sklearn import discriminant_analysis
from strategies import law

from softmaxbook import log_softmax, softmax
from softmaxbook.datasets import load_digits, load_iris, load_penguins
from softmaxbook.gaussian import LinearDiscriminantAnalysis as LDA
from softmaxbook.gaussian import QuadraticDiscriminantAnalysis as QDA

NAN = np.nan
LOADERS = [load_penguins, load_iris, load_digits]
every_loader = pytest.mark.parametrize("load", LOADERS, ids=lambda f: f.__name__)
small_loader = pytest.mark.parametrize("load", LOADERS[:2], ids=lambda f: f.__name__)
both = pytest.mark.parametrize("model", [LDA, QDA], ids=["LDA", "QDA"])

# Means (0, 0), (2, 0), (0, 2), each with the same four points around it: Σ = [[1, ½], [½, 1]].
STAR = np.outer(np.sqrt([1.5, 1.5, 0.5, 0.5]), [1, 1]) * [[1, 1], [-1, -1], [1, -1], [-1, 1]]
MEANS = np.array([[0.0, 0.0], [2.0, 0.0], [0.0, 2.0]])
THREE_X = np.concatenate([STAR + mean for mean in MEANS])
THREE_Y = np.repeat([0, 1, 2], 4)


def sample(seed, n=40, d=3, K=3):
    """Gaussian classes with different covariances; every class has more than d examples."""
    rng = np.random.default_rng(seed)
    y = np.arange(n) % K
    mixing = rng.normal(size=(K, d, d)) + 2 * np.eye(d)
    X = np.einsum("nij,nj->ni", mixing[y], rng.normal(size=(n, d))) + 2 * rng.normal(size=(K, d))[y]
    return X, y


seeds = st.integers(0, 10_000)


# The definitions.


def test_lda_of_the_exercise_has_the_weights_biases_and_posterior_found_by_hand():
    """w = Σ⁻¹ μ, b = −½ μ Σ⁻¹ μ + log π, with Σ⁻¹ = [[4, −2], [−2, 4]] / 3; at x = (1, 1)."""
    model = LDA(priors=[0.5, 0.3, 0.2]).fit(THREE_X, THREE_Y)
    assert np.allclose(model.covariance_, [[1, 0.5], [0.5, 1]], rtol=1e-14)
    assert np.allclose(model.means_, MEANS, atol=1e-15)
    assert np.allclose(model.coef_, [[0, 0], [8 / 3, -4 / 3], [-4 / 3, 8 / 3]], atol=1e-14)
    biases = np.log([0.5, 0.3, 0.2]) - [0, 8 / 3, 8 / 3]
    assert np.allclose(model.intercept_, biases, rtol=1e-14)
    assert model.decision_function([[1, 1]]).round(4).tolist() == [[-0.6931, -2.5373, -2.9428]]
    assert model.predict_proba([[1, 1]]).round(4).tolist() == [[0.7914, 0.1252, 0.0834]]


def test_posterior_of_the_exercise_with_means_0_and_2_and_priors_9_to_1_is_45_percent():
    model = LDA(priors=[0.9, 0.1]).fit([[-1.0], [1.0], [1.0], [3.0]], [0, 0, 1, 1])
    assert model.predict_proba([[2.0]])[0, 1] == pytest.approx(1 / (1 + 9 * np.exp(-2)), rel=1e-14)


@both
def test_means_priors_and_covariances_are_those_of_maximum_likelihood(model):
    X, y = sample(seed=1, n=31)
    fitted = model().fit(X, y)
    groups = [X[y == k] for k in range(3)]
    assert fitted.priors_.tolist() == [11 / 31, 10 / 31, 10 / 31]
    assert np.allclose(fitted.means_, [g.mean(axis=0) for g in groups], rtol=1e-14)
    covariances = np.array([np.cov(g.T, bias=True) for g in groups])  # divided by n_k
    if model is LDA:
        covariances = np.tensordot(fitted.priors_, covariances, axes=1)
    assert np.allclose(fitted.covariance_, covariances, rtol=1e-13, atol=1e-14)


@pytest.mark.parametrize("reg", [0.0, 0.1, 1.0])
def test_qda_logits_are_log_prior_plus_log_density_without_their_common_constant(reg):
    X, y = sample(seed=2)
    model = QDA(priors=[0.2, 0.3, 0.5], reg=reg).fit(X, y)
    for k in range(3):
        covariance = (1 - reg) * np.cov(X[y == k].T, bias=True) + reg * np.eye(3)
        density = multivariate_normal(X[y == k].mean(axis=0), covariance).logpdf(X)
        expected = np.log(model.priors_[k]) + density + 1.5 * np.log(2 * np.pi)
        assert np.allclose(model.decision_function(X)[:, k], expected, rtol=1e-12, atol=1e-12)
        assert np.allclose(model.covariance_[k], covariance, rtol=1e-13, atol=1e-14)


@small_loader
def test_qda_posterior_is_bayes_rule_with_scipys_densities_to_1e_10(load):
    X, y, *_ = load()
    log_joint = np.stack(
        [
            np.log(np.mean(y == k))
            + multivariate_normal(X[y == k].mean(0), np.cov(X[y == k].T, bias=True)).logpdf(X)
            for k in range(3)
        ],
        axis=1,
    )
    error = QDA().fit(X, y).predict_proba(X) - np.exp(log_softmax(log_joint))
    assert np.abs(error).max() < 1e-10


# Peers. scikit-learn 1.9 divides by n in both models, as here.


@every_loader
@pytest.mark.parametrize("solver", ["svd", "lsqr"])
def test_lda_agrees_with_scikit_learn_to_1e_10_also_with_blank_pixels(load, solver):
    X, y, *_ = load()
    peer = discriminant_analysis.LinearDiscriminantAnalysis(solver=solver)
    mine, theirs = LDA().fit(X, y), peer.fit(X, y)
    assert np.abs(mine.predict_proba(X) - theirs.predict_proba(X)).max() < 1e-10
    assert np.array_equal(mine.predict(X), theirs.predict(X))


@small_loader
def test_qda_agrees_with_scikit_learn_to_1e_10(load):
    X, y, *_ = load()
    peer = discriminant_analysis.QuadraticDiscriminantAnalysis()
    mine, theirs = QDA().fit(X, y), peer.fit(X, y)
    assert np.abs(mine.predict_proba(X) - theirs.predict_proba(X)).max() < 1e-10
    assert np.allclose(mine.decision_function(X), theirs.decision_function(X), rtol=1e-9)


def test_regularised_qda_agrees_with_scikit_learn_on_digits_to_1e_10():
    X, y, *_ = load_digits()
    peer = discriminant_analysis.QuadraticDiscriminantAnalysis(reg_param=0.1)
    mine, theirs = QDA(reg=0.1).fit(X, y), peer.fit(X, y)
    assert np.abs(mine.predict_proba(X) - theirs.predict_proba(X)).max() < 1e-10


def scores(model, X, y, test):
    p = model.fit(X[~test], y[~test]).predict_proba(X[test])
    loss = -np.log(p[np.arange(len(p)), y[test]]).mean()
    return np.mean(model.predict(X[test]) == y[test]), loss


@pytest.mark.parametrize(
    ("load", "model", "accuracy", "nll"),
    [
        (load_digits, LDA(), 433 / 450, 0.432495),
        (load_digits, QDA(reg=0.1), 446 / 450, 0.039459),
        (load_iris, LDA(), 1, 0.023530),
        (load_iris, QDA(), 1, 0.023197),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_accuracy_and_loss_on_test_rows_are_those_measured_for_the_book(load, model, accuracy, nll):
    X, y, *_ = load()
    every, scale = (4, 16) if load is load_digits else (3, 1)
    found = scores(model, X / scale, y, np.arange(len(y)) % every == 0)
    assert found == (accuracy, pytest.approx(nll, abs=6e-7))


# Laws.


@law
@given(seeds, st.floats(-100, 100))
def test_a_shift_of_all_examples_changes_no_posterior(seed, shift):
    X, y = sample(seed)
    for model in (LDA, QDA):
        p = model().fit(X, y).predict_proba(X)
        assert np.allclose(model().fit(X + shift, y).predict_proba(X + shift), p, atol=1e-7)


@law
@given(seeds)
def test_other_units_and_any_other_invertible_map_change_no_posterior(seed):
    X, y = sample(seed)
    rng = np.random.default_rng(seed)
    rotation, _ = np.linalg.qr(rng.normal(size=(3, 3)))
    A = rotation @ (np.eye(3) + np.triu(rng.uniform(-1, 1, (3, 3)), 1)) @ np.diag([1e-3, 1, 1e3])
    for model in (LDA, QDA):
        p = model().fit(X, y).predict_proba(X)
        assert np.allclose(model().fit(X @ A, y).predict_proba(X @ A), p, atol=1e-8)


@law
@given(seeds, st.integers(2, 5))
def test_neither_order_nor_repetition_of_the_examples_matters(seed, times):
    X, y = sample(seed)
    order = np.random.default_rng(seed).permutation(times * len(y)) % len(y)
    for model in (LDA, QDA):
        p = model().fit(X, y).predict_proba(X)
        assert np.allclose(model().fit(X[order], y[order]).predict_proba(X), p, atol=1e-11)


@law
@given(seeds, st.permutations(range(3)))
def test_renaming_the_classes_permutes_the_columns_of_the_posterior(seed, order):
    X, y = sample(seed, n=30)
    for model in (LDA, QDA):
        p = model().fit(X, y).predict_proba(X)
        assert np.allclose(
            model().fit(X, np.array(order)[y]).predict_proba(X)[:, order], p, atol=1e-12
        )


@law
@given(seeds, st.lists(st.floats(0.01, 1), min_size=3, max_size=3))
def test_new_priors_add_the_logarithm_of_their_ratio_to_the_logits(seed, weights):
    X, y = sample(seed)
    new = np.array(weights) / sum(weights)
    for model in (LDA, QDA):
        old = model().fit(X, y)
        expected = old.decision_function(X) + np.log(new / old.priors_)
        fitted = model(priors=new).fit(X, y)
        assert np.allclose(fitted.decision_function(X), expected, rtol=1e-12, atol=1e-12)


@law
@given(seeds)
def test_posterior_is_the_softmax_of_the_logits_and_the_prediction_is_its_largest_entry(seed):
    X, y = sample(seed)
    for model in (LDA, QDA):
        fitted = model().fit(X, np.array(["ant", "bee", "cat"])[y])
        logits = fitted.decision_function(X)
        assert np.array_equal(fitted.predict_proba(X), softmax(logits))
        assert fitted.predict(X).tolist() == fitted.classes_[logits.argmax(axis=1)].tolist()
        assert fitted.classes_.tolist() == ["ant", "bee", "cat"]


def test_lda_logits_are_linear_and_qda_logits_are_those_of_lda_if_the_covariances_are_equal():
    X = np.random.default_rng(0).normal(size=(20, 2))
    linear = LDA().fit(THREE_X, THREE_Y)
    assert np.allclose(linear.decision_function(X), X @ linear.coef_.T + linear.intercept_)
    quadratic = QDA().fit(THREE_X, THREE_Y)
    assert np.allclose(linear.predict_proba(X), quadratic.predict_proba(X), atol=1e-13)


# Covariances without an inverse.


@pytest.mark.parametrize("constant", [0.0, 0.1, -1e9])
def test_a_constant_feature_changes_nothing_in_lda_even_if_its_mean_is_rounded(constant):
    X, y = sample(seed=3)
    wider = np.insert(X, 1, constant, axis=1)
    model, plain = LDA().fit(wider, y), LDA().fit(X, y)
    assert np.allclose(model.predict_proba(wider), plain.predict_proba(X), atol=1e-12)
    assert np.abs(model.coef_[:, 1]).max() * max(1, abs(constant)) < 1e-13


def test_a_feature_that_others_determine_changes_nothing_in_lda():
    X, y = sample(seed=4)
    wider = np.column_stack([X, X[:, 0] - 2 * X[:, 1] + 5])
    p = LDA().fit(wider, y).predict_proba(wider)
    assert np.allclose(p, LDA().fit(X, y).predict_proba(X), atol=1e-10)


def test_lda_of_nothing_but_constants_answers_with_the_priors():
    p = LDA().fit([[1.0, 0.1]] * 5, [0, 0, 1, 1, 1]).predict_proba([[1.0, 0.1]])
    assert np.allclose(p, [[0.4, 0.6]], rtol=1e-15)


@pytest.mark.parametrize("combine", [lambda X, y: y, lambda X, y: X[:, 0] + 0.1 * y])
def test_features_that_reveal_the_class_are_an_error_in_lda(combine):
    X, y = sample(seed=5)
    with pytest.raises(ValueError, match="constant within every class but differs between"):
        LDA().fit(np.column_stack([X, combine(X, y)]), y)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda X, c: np.column_stack([X, np.where(c, 0.1, X[:, 0] ** 2)]),  # constant, mean rounded
        lambda X, c: np.column_stack([X, np.where(c, 0.0, X[:, 0] ** 2)]),
        lambda X, c: np.column_stack([X, np.where(c, X[:, 0] + X[:, 1], X[:, 0] ** 2)]),
        lambda X, c: np.column_stack([X, np.where(c, X[:, 0] + 1e-7 * X[:, 1] ** 2, X[:, 0] ** 2)]),
        lambda X, c: np.where(c[:, None], np.round(X[0]), X),
    ],
)
def test_qda_names_the_class_whose_covariance_is_singular_and_the_way_out(spoil):
    X, y = sample(seed=6)
    X = spoil(X, y == 1)
    text = rf"covariance of class bee is singular \(13 examples, {X.shape[1]} features\).*raise reg"
    with pytest.raises(ValueError, match=f"QuadraticDiscriminantAnalysis.fit: the {text}"):
        QDA().fit(X, np.array(["ant", "bee", "cat"])[y])
    assert np.isfinite(QDA(reg=1e-3).fit(X, y).decision_function(X)).all()


def test_qda_needs_more_examples_than_features_in_each_class():
    X, y = sample(seed=7, n=9)  # 3 examples and 3 features in each class
    with pytest.raises(ValueError, match="singular"):
        QDA().fit(X, y)


# Arguments.


@both
@pytest.mark.parametrize(
    ("X", "y", "error", "text"),
    [
        ([1.0, 2.0], [0, 1], ValueError, r"X has shape \(2,\)"),
        (np.zeros((0, 2)), [], ValueError, r"X has shape \(0, 2\)"),
        (np.zeros((2, 0)), [0, 1], ValueError, r"X has shape \(2, 0\)"),
        ([[1.0], [NAN]], [0, 1], ValueError, "inf or nan"),
        ([[1.0], [np.inf]], [0, 1], ValueError, "inf or nan"),
        ([["a"], ["b"]], [0, 1], TypeError, "X has dtype"),
        ([[1j], [0]], [0, 1], TypeError, "X has dtype complex128"),
        ([[1.0], [2.0]], [0, 1, 0], ValueError, r"y has shape \(3,\).* needs \(2,\)"),
        ([[1.0], [2.0]], [[0], [1]], ValueError, r"y has shape \(2, 1\)"),
        ([[1.0], [2.0]], [7, 7], ValueError, "all examples are of class 7"),
        ([[1.0], [2.0]], [0.5, 1.5], TypeError, "y has dtype float64"),
    ],
)
def test_examples_that_do_not_fit_are_an_error_that_names_the_method(model, X, y, error, text):
    with pytest.raises(error, match=rf"{model.__name__}\.fit: .*{text}"):
        model().fit(X, y)


@both
@pytest.mark.parametrize(
    ("priors", "text"),
    [
        ([0.5, 0.5], r"shape \(2,\), but 3 classes need \(3,\)"),
        ([0.5, 0.5, 0.0], "must be positive with sum 1"),
        ([0.5, 0.7, -0.2], "must be positive with sum 1"),
        ([0.5, 0.3, 0.3], "must be positive with sum 1"),
        ([0.5, 0.5, NAN], "must be positive with sum 1"),
    ],
)
def test_priors_that_do_not_fit_are_an_error(model, priors, text):
    with pytest.raises(ValueError, match=rf"{model.__name__}\.fit: priors .*{text}"):
        model(priors=priors).fit(*sample(seed=8))


@pytest.mark.parametrize("reg", [-0.1, 1.1, NAN])
def test_reg_outside_0_to_1_is_an_error(reg):
    with pytest.raises(ValueError, match=f"reg is {reg}, but a number from 0 to 1"):
        QDA(reg=reg).fit(*sample(seed=9))


METHODS = ["decision_function", "predict_proba", "predict"]


@both
@pytest.mark.parametrize("method", METHODS)
def test_use_before_fit_is_an_error_that_says_so(model, method):
    with pytest.raises(RuntimeError, match=rf"{model.__name__}\.{method}: .*not fitted; call fit"):
        getattr(model(), method)([[1.0]])


@both
@pytest.mark.parametrize("method", METHODS)
def test_new_examples_need_the_features_of_fit(model, method):
    fitted = model().fit(*sample(seed=10))
    with pytest.raises(ValueError, match=rf"{method}: X has 2 features, .* fitted with 3"):
        getattr(fitted, method)([[1.0, 2.0]])
    with pytest.raises(ValueError, match=rf"{method}: X has shape \(3,\)"):
        getattr(fitted, method)([1.0, 2.0, 3.0])


@both
def test_inputs_are_not_written_to_and_later_changes_of_them_do_not_matter(model):
    X, y = sample(seed=11)
    priors = np.array([0.2, 0.3, 0.5])
    copies = X.copy(), y.copy(), priors.copy()
    fitted = model(priors=priors).fit(X, y)
    p = fitted.predict_proba(X)
    assert all(np.array_equal(a, b) for a, b in zip((X, y, priors), copies, strict=True))
    X[:], y[:], priors[:] = 0, 0, 0
    assert np.array_equal(fitted.predict_proba(copies[0]), p)


@both
@pytest.mark.parametrize("dtype", [np.uint8, np.int8, np.float32])
def test_bytes_and_single_precision_are_taken_exactly_and_computed_in_double(model, dtype):
    X, y = sample(seed=12)
    X = np.clip(X * 10, -128, 127) + (128 if dtype == np.uint8 else 0)
    X[0] = 0 if dtype == np.uint8 else -128  # whose absolute value is no int8
    X = X.astype(dtype)
    p = model().fit(X.astype(float), y).predict_proba(X.astype(float))
    assert np.array_equal(model().fit(X, y).predict_proba(X), p)
    assert p.dtype == np.float64

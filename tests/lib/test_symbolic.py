"""SymPy's derivations give the formulas of the book, and NumPy's numbers where both can go."""

import numpy as np
import pytest
import sympy as sp

import softmaxbook
from softmaxbook import symbolic
from softmaxbook.symbolic import gradient, in_probabilities, symbols, to_numpy

T = sp.Symbol("T", positive=True)
C, D = sp.symbols("c d", real=True)
POINTS = np.random.default_rng(6).normal(0, 2, size=(20, 3))
classes = pytest.mark.parametrize("count", [1, 2, 3, 4])


def is_zero(expression):
    """SymPy itself simplifies the difference to 0 (a matrix: in every entry)."""
    if isinstance(expression, sp.MatrixBase):
        return all(sp.simplify(entry) == 0 for entry in expression)
    return sp.simplify(expression) == 0


def covariance(p):
    """diag(p) − p pᵀ, as SymPy or as NumPy has it."""
    if isinstance(p, sp.MatrixBase):
        return sp.diag(*p) - p * p.T
    return np.diag(p) - np.outer(p, p)


def agree(value, expected):
    return np.shape(value) == np.shape(expected) and np.allclose(value, expected, 1e-12, 1e-12)


# The Jacobian.


def test_jacobian_entry_for_any_number_of_classes_is_p_i_times_delta_minus_p_j():
    i, j, p = symbolic.ROW, symbolic.COLUMN, symbolic.P
    derived = in_probabilities(symbolic.jacobian_entry(), symbolic.Z)
    assert is_zero(derived - p[i] * (sp.KroneckerDelta(i, j) - p[j]))


@classes
def test_jacobian_entry_for_any_number_of_classes_contains_every_concrete_jacobian(count):
    z, entry = symbols("z", count), symbolic.jacobian_entry()
    named = {symbolic.Z[n]: z[n - 1] for n in range(1, count + 1)}

    def at(row, column):
        sizes = {symbolic.K: count, symbolic.ROW: row + 1, symbolic.COLUMN: column + 1}
        return entry.subs(sizes).doit().subs(named)

    assert is_zero(sp.Matrix(count, count, at) - symbolic.jacobian(z))


@classes
def test_jacobian_is_the_covariance_of_a_one_hot_draw(count):
    z = symbols("z", count)
    assert is_zero(symbolic.jacobian(z) - covariance(symbolic.softmax(z)))


def test_jacobian_in_probabilities_is_diag_p_minus_p_p_transposed():
    z, p = symbols("z", 3), sp.Matrix(sp.symbols("p1:4", positive=True))
    assert in_probabilities(symbolic.jacobian(z), z) == covariance(p)


@classes
def test_rows_of_the_jacobian_sum_to_0(count):
    assert symbolic.jacobian_row_sums(symbols("z", count)) == sp.zeros(count, 1)


@classes
def test_gradient_of_logsumexp_is_softmax(count):
    z = symbols("z", count)
    assert is_zero(gradient(symbolic.logsumexp(z), z) - symbolic.softmax(z))


@classes
def test_hessian_of_logsumexp_is_the_jacobian_of_softmax(count):
    z = symbols("z", count)
    assert is_zero(symbolic.hessian_of_logsumexp(z) - symbolic.jacobian(z))


# Gradients of losses.


@classes
def test_gradient_of_cross_entropy_is_sum_y_times_p_minus_y_for_any_weights_y(count):
    z, y = symbols("z", count), symbols("y", count)
    derived = gradient(symbolic.cross_entropy(z, y), z)
    assert is_zero(derived - (sum(y) * symbolic.softmax(z) - y))
    assert not is_zero(derived - (symbolic.softmax(z) - y))


@classes
def test_gradient_of_cross_entropy_is_p_minus_y_if_y_sums_to_1(count):
    z, y = symbols("z", count), symbols("y", count)
    derived = symbolic.sum_to_one(gradient(symbolic.cross_entropy(z, y), z), y)
    assert is_zero(derived - symbolic.sum_to_one(symbolic.softmax(z) - y, y))


def test_gradient_of_squared_error_is_the_jacobian_times_p_minus_y():
    z, y = symbols("z", 3), symbols("y", 3)
    derived = gradient(symbolic.squared_error(z, y), z)
    assert is_zero(derived - symbolic.jacobian(z) * (symbolic.softmax(z) - y))


# Two classes, shifts, temperature.


def test_probability_of_the_first_of_two_classes_is_the_sigmoid_of_the_logit_difference():
    assert is_zero(symbolic.two_class_probability(D) - 1 / (1 + sp.exp(-D)))


@classes
def test_softmax_does_not_see_a_constant_added_to_all_logits(count):
    z = symbols("z", count)
    shifted = symbolic.shifted_softmax(z, C)
    assert C not in shifted.free_symbols
    assert is_zero(shifted - symbolic.softmax(z))


@pytest.mark.parametrize("count", [2, 3, 4])
def test_difference_of_two_probabilities_is_their_sum_times_tanh_of_half_the_difference(count):
    assert symbolic.contrast(D, count) == sp.tanh(D / 2)
    z = symbols("z", count)
    p = symbolic.softmax(z)
    difference = p[0] - p[1] - (p[0] + p[1]) * symbolic.contrast(z[0] - z[1], count)
    assert is_zero(difference.rewrite(sp.exp))


@pytest.mark.parametrize("count", [2, 3])
def test_entropy_grows_with_temperature_at_the_rate_variance_over_temperature_cubed(count):
    z = symbols("z", count)
    p = symbolic.softmax(z / T)
    variance = p.dot(z.applyfunc(lambda v: v**2)) - p.dot(z) ** 2
    assert is_zero(symbolic.entropy_slope(z, T) - variance / T**3)


# Gaussian classes with one covariance.

# The bridge to NumPy.

Z3, Y3 = symbols("z", 3), symbols("y", 3)
Y = np.array([0.7, -0.2, 1.1])


def numpy_entropy_slope(z):
    p = softmaxbook.softmax(z, temperature=1.7)
    return (p @ z**2 - (p @ z) ** 2) / 1.7**3


# Name: what derives the expression, and what NumPy says of it, at the weights Y and at T = 1.7.
BRIDGES = {
    "softmax": (lambda: symbolic.softmax(Z3), softmaxbook.softmax),
    "logsumexp": (lambda: symbolic.logsumexp(Z3), softmaxbook.logsumexp),
    "Jacobian": (lambda: symbolic.jacobian(Z3), lambda z: covariance(softmaxbook.softmax(z))),
    "row sums": (lambda: symbolic.jacobian_row_sums(Z3), np.zeros_like),
    "gradient of logsumexp": (lambda: gradient(symbolic.logsumexp(Z3), Z3), softmaxbook.softmax),
    "Hessian of logsumexp": (
        lambda: symbolic.hessian_of_logsumexp(Z3),
        lambda z: covariance(softmaxbook.softmax(z)),
    ),
    "cross-entropy": (
        lambda: symbolic.cross_entropy(Z3, Y3),
        lambda z: -Y @ softmaxbook.log_softmax(z),
    ),
    "gradient of cross-entropy": (
        lambda: gradient(symbolic.cross_entropy(Z3, Y3), Z3),
        lambda z: Y.sum() * softmaxbook.softmax(z) - Y,
    ),
    "gradient of squared error": (
        lambda: gradient(symbolic.squared_error(Z3, Y3), Z3),
        lambda z: covariance(softmaxbook.softmax(z)) @ (softmaxbook.softmax(z) - Y),
    ),
    "squared error": (
        lambda: symbolic.squared_error(Z3, Y3),
        lambda z: np.sum((softmaxbook.softmax(z) - Y) ** 2) / 2,
    ),
    "entropy slope": (lambda: symbolic.entropy_slope(Z3, T), numpy_entropy_slope),
    "shifted softmax": (lambda: symbolic.shifted_softmax(Z3, C), softmaxbook.softmax),
    "sigmoid": (
        lambda: symbolic.two_class_probability(Z3[0] - Z3[1]),
        lambda z: softmaxbook.sigmoid(z[0] - z[1]),
    ),
    "tanh form": (lambda: symbolic.contrast(Z3[0] - Z3[1]), lambda z: np.tanh((z[0] - z[1]) / 2)),
}


@pytest.mark.parametrize("name", BRIDGES)
def test_derived_expression_has_the_value_that_numpy_computes(name):
    derive, expected = BRIDGES[name]
    function = to_numpy(derive(), Z3, Y3, T)
    for z in POINTS:
        assert agree(function(z, Y, 1.7), expected(z))


def test_jacobian_at_3_1_and_0_2_is_the_worked_example_of_the_book():
    value = to_numpy(symbolic.jacobian(Z3), Z3)([3.0, 1.0, 0.2])
    expected = [
        [0.137091, -0.094590, -0.042502],
        [-0.094590, 0.100342, -0.005752],
        [-0.042502, -0.005752, 0.048254],
    ]
    assert np.array_equal(value.round(6), expected)


# Rewriting in probabilities.


def test_probabilities_stand_for_the_softmax_they_are_named_after():
    p = sp.symbols("p1:4", positive=True)
    weights = zip(p, symbolic.softmax(Z3), strict=True)
    slope = symbolic.entropy_slope(Z3, T)
    at_temperature = dict(zip(p, symbolic.softmax(Z3 / T), strict=True))
    assert is_zero(in_probabilities(slope, Z3 / T).subs(at_temperature) - slope)
    loss = gradient(symbolic.squared_error(Z3, Y3), Z3)
    assert is_zero(in_probabilities(loss, Z3).subs(dict(weights)) - loss)


def test_logsumexp_is_no_function_of_the_probabilities():
    with pytest.raises(ValueError, match=r"^in_probabilities: .* left over, .* is needed"):
        in_probabilities(symbolic.logsumexp(Z3), Z3)


@pytest.mark.parametrize("count", [0, -1])
def test_column_needs_at_least_one_symbol(count):
    with pytest.raises(ValueError, match=rf"^symbols: count is {count}, but at least 1"):
        symbols("z", count)

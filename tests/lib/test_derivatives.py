"""The Jacobian of softmax: its digits and structure, products with it, and a check of gradients."""

import numpy as np
import pytest
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
)

import softmaxbook
from softmaxbook import logsumexp, softmax

INF, NAN = np.inf, np.nan
few = settings(law, max_examples=30)


softmax_jacobian = quietly(softmaxbook.derivatives.softmax_jacobian)
softmax_jvp = quietly(softmaxbook.derivatives.softmax_jvp)
gradient_check = quietly(softmaxbook.derivatives.gradient_check)


# Digits.


@margins
def test_each_entry_of_the_jacobian_has_13_digits_at_any_margin(margin):
    for row in confident(margin, 4):
        p = deep_softmax(row)[0]
        expected = [
            [float(p_i * (1 - p_i) if i == j else -p_i * p_j) for j, p_j in enumerate(p)]
            for i, p_i in enumerate(p)
        ]
        assert np.all(np.diag(expected) > 0)
        assert close(softmaxbook.derivatives.softmax_jacobian(row), expected, 1e-13)


@margins
@pytest.mark.parametrize("shift", [0, 1e3, -3e5])
def test_jacobian_times_vector_has_13_digits_of_the_differences_it_adds_up(margin, shift):
    """(J v)_i = p_i Σ_j p_j (v_i − v_j). The v are whole numbers, so that these are exact; where
    they have both signs the sum may cancel by nature, and its size is Σ_j p_j |v_i − v_j|."""
    v = np.array([3, -7, 50, 4]) + shift
    for row in confident(margin, 4):
        p = deep_softmax(row)[0]
        value = softmax_jvp(row, v)
        for i in range(4):
            terms = [
                p[i] * p_j * deep.mpf(float(v[i] - v_j)) for p_j, v_j in zip(p, v, strict=True)
            ]
            size = float(deep.fsum(map(abs, terms)))
            assert abs(value[i] - float(deep.fsum(terms))) <= 1e-13 * size


@margins
def test_jacobian_times_a_unit_vector_is_a_column_to_13_digits(margin):
    for row in confident(margin, 4):
        for j, unit in enumerate(np.eye(4)):
            column = softmaxbook.derivatives.softmax_jacobian(row)[:, j]
            assert close(softmax_jvp(row, unit), column, 1e-13)


def test_variance_of_a_sure_class_is_not_rounded_to_0():
    assert close(softmax_jacobian([0.0, -50.0])[0, 0], 1.9287498479639178e-22, 1e-15)
    assert close(softmax_jvp([0.0, -50.0], [1.0, 0.0])[0], 1.9287498479639178e-22, 1e-15)


@pytest.mark.parametrize("dtype", [np.float32, np.float16])
def test_narrow_formats_keep_their_own_digits(dtype):
    eps, tiny = float(np.finfo(dtype).eps), float(np.finfo(dtype).smallest_subnormal)
    z, v = np.array([0, -4, -3.5], dtype), np.array([1, 2, -3], dtype)
    jacobian, product = softmax_jacobian(z), softmax_jvp(z, v)
    assert jacobian.dtype == product.dtype == dtype
    assert close(jacobian, softmax_jacobian(z.astype(float)), 8 * eps, tiny)
    assert close(product, softmax_jvp(z.astype(float), v.astype(float)), 8 * eps, tiny)


# Laws.


@few
@given(rows(max_classes=6))
def test_jacobian_is_symmetric_and_positive_semidefinite_with_rows_that_sum_to_0(z):
    jacobian = softmax_jacobian(z)
    assert same(jacobian, jacobian.T)
    assert np.linalg.eigvalsh(jacobian).min() >= -8 * z.size * UNIT
    off_diagonal = -(jacobian - np.diag(np.diag(jacobian))).sum(axis=1)
    assert close(np.diag(jacobian), off_diagonal, 2e-14, 1e-300)
    assert np.all(off_diagonal >= 0)


@few
@given(rows(max_classes=6))
def test_trace_of_the_jacobian_is_1_minus_the_sum_of_squared_probabilities(z):
    assert close(np.trace(softmax_jacobian(z)), 1 - (softmax(z) ** 2).sum(), 0, 40 * UNIT)


@few
@given(rows(max_classes=6))
def test_jacobian_is_diag_p_minus_p_p_transposed(z):
    p = softmax(z)
    assert close(softmax_jacobian(z), np.diag(p) - np.outer(p, p), 0, 4 * UNIT)


@few
@given(pairs(dims=2))
def test_product_is_that_of_the_matrix_from_either_side(pair):
    size = 60 * UNIT * np.abs(pair[1]).max()
    for z, v in zip(*pair, strict=True):
        jacobian, product = softmax_jacobian(z), softmax_jvp(z, v)
        assert close(product, jacobian @ v, 0, size)
        assert close(product, v @ jacobian, 0, size)
        assert abs(product.sum()) <= size


@few
@given(pairs(), st.randoms(use_true_random=False))
def test_product_and_jacobian_are_permuted_with_the_classes(pair, random):
    z, v = pair
    order = list(range(z.size))
    random.shuffle(order)
    size = 60 * UNIT * np.abs(v).max()
    assert close(softmax_jvp(z[order], v[order]), softmax_jvp(z, v)[order], 0, size)
    jacobian = softmax_jacobian(z)[np.ix_(order, order)]
    assert close(softmax_jacobian(z[order]), jacobian, 4 * z.size * UNIT, 1e-300)


@few
@given(pairs(), rows(min_classes=6, max_classes=6))
def test_product_may_change_sides_in_a_dot_product(pair, u):
    z, v = pair
    u = u[: z.size]
    size = 60 * UNIT * np.abs(v).max() * np.abs(u).sum()
    assert close(u @ softmax_jvp(z, v), v @ softmax_jvp(z, u), 0, size)


@few
@given(pairs())
def test_quadratic_form_is_the_variance_of_the_vector_and_at_most_a_quarter_of_its_range(pair):
    """The bound of Popoviciu (1935); with it softmax is Lipschitz with constant ½."""
    z, v = pair
    p = softmax(z)
    variance, size = p @ (v - p @ v) ** 2, 60 * UNIT * np.abs(v).max() ** 2
    form = v @ softmax_jvp(z, v)
    assert close(form, variance, 0, size)
    assert -size <= form <= np.ptp(v) ** 2 / 4 + size


@few
@given(rows(max_classes=6))
@example(np.array([30.0, 30.0, -30.0]))
def test_norm_of_the_jacobian_is_at_most_one_half(z):
    jacobian, p = softmax_jacobian(z), softmax(z)
    row_sums = np.abs(jacobian).sum(axis=1)
    assert close(row_sums, 2 * p * (1 - p), 0, 8 * UNIT)
    for order in (1, 2, np.inf):
        assert np.linalg.norm(jacobian, order) <= 0.5 * (1 + 16 * UNIT)


@few
@given(pairs(st.floats(-5, 5)))
def test_product_is_how_fast_softmax_moves_along_the_vector(pair):
    z, v = pair
    step = 1e-4  # five points: the error of truncation is of order step⁴
    near, far = (softmax(z + h * v) - softmax(z - h * v) for h in (step, 2 * step))
    assert close(softmax_jvp(z, v), (8 * near - far) / (12 * step), 0, 2e-11)


@few
@given(pairs(dims=2), pairs(dims=2), st.floats(-3, 3))
def test_product_is_linear_in_the_vector(pair, other, a):
    (z, v), w = pair, np.resize(other[1], pair[1].shape)
    size = 60 * UNIT * (4 * np.abs(v).max() + np.abs(w).max())
    assert close(softmax_jvp(z, a * v + w), a * softmax_jvp(z, v) + softmax_jvp(z, w), 0, size)


@few
@given(pairs(st.integers(-30, 30).map(float), dims=2), st.integers(-10_000, 10_000))
def test_common_shift_of_the_vector_or_of_the_logits_leaves_the_product(pair, shift):
    z, v = pair
    product, tiny = softmax_jvp(z, v), 40 * UNIT * np.abs(v).max()
    assert same(softmax_jvp(z, v + shift), product)
    assert close(softmax_jvp(z + shift, v), product, 1e-14, tiny)
    assert same(softmax_jvp(z, np.full(z.shape, float(shift))), np.zeros(z.shape))


@pytest.mark.parametrize("axis", [0, 1, 2, -1, -2, -3])
def test_classes_may_lie_along_any_axis(axis):
    z, v = np.random.default_rng(0).normal(size=(2, 4, 3, 2))
    value = np.moveaxis(softmax_jvp(z, v, axis), axis, -1)
    z, v = np.moveaxis(z, axis, -1), np.moveaxis(v, axis, -1)
    for i in np.ndindex(z.shape[:-1]):
        assert close(value[i], softmax_jacobian(z[i]) @ v[i], 0, 1e-15)


@margins
def test_rows_of_a_batch_do_not_cost_each_other_digits(margin):
    z = confident(margin, 4)
    v = np.array([3, -7, 50, 4]) * np.array([[1], [1e9], [1e-9], [1e3]])
    for axis, table in ((1, softmax_jvp(z, v)), (0, softmax_jvp(z.T, v.T, 0).T)):
        for row in range(4):
            assert close(table[row], softmax_jvp(z[row], v[row]), 1e-14), axis


def test_classes_lie_along_the_last_axis_unless_told_otherwise():
    z, v = np.random.default_rng(0).normal(size=(2, 4, 3))
    assert same(softmax_jvp(z, v), softmax_jvp(z, v, axis=1))
    assert same(softmax_jvp(z, v)[2], softmax_jvp(z[2], v[2]))


def test_product_is_the_slope_of_softmax_and_the_hessian_of_logsumexp():
    z, v = np.random.default_rng(1).normal(size=(2, 5))
    assert gradient_check(lambda x: v @ softmax(x), lambda x: softmax_jvp(x, v), z) < 1e-8
    assert gradient_check(logsumexp, softmax, z) < 1e-8
    for row, column in zip(softmax_jacobian(z), np.eye(5), strict=True):
        assert gradient_check(lambda x, e=column: e @ softmax(x), lambda x, r=row: r, z) < 1e-8


def test_jacobian_of_two_equal_classes_is_a_quarter():
    assert close(softmax_jacobian([7.0, 7.0]), [[0.25, -0.25], [-0.25, 0.25]], 1e-15)
    assert same(softmax_jvp([7.0, 7.0], [5.0, 1.0]), [1.0, -1.0])


def test_single_class_has_nothing_to_change():
    assert same(softmax_jacobian([3.0]), [[0.0]])
    assert same(softmax_jvp([3.0], [2.0]), [0.0])
    assert same(softmax_jvp(3.0, 2.0), 0.0)


# What the arguments may be.


def test_impossible_class_has_a_row_and_a_column_of_0():
    inner = softmax_jacobian([0.0, 1.0])
    outer = softmax_jacobian([0.0, -INF, 1.0])
    assert same(outer[np.ix_([0, 2], [0, 2])], inner)
    assert same(np.abs(outer[1]), np.zeros(3))
    assert same(np.abs(outer[:, 1]), np.zeros(3))
    value = softmax_jvp([0.0, -INF, 1.0], [2.0, 50.0, 3.0])
    assert value[1] == 0
    assert same(value[[0, 2]], softmax_jvp([0.0, 1.0], [2.0, 3.0]))


@pytest.mark.parametrize("z", [[INF, 0.0], [NAN, 0.0], [-INF, -INF]], ids=str)
def test_row_without_softmax_has_no_derivative(z):
    assert same(softmax_jacobian(z), np.full((2, 2), NAN))
    assert same(softmax_jvp(z, [1.0, 2.0]), [NAN, NAN])
    assert same(softmax_jvp([z, [0, 0]], [[1.0, 2.0], [1.0, 0.0]])[1], [0.25, -0.25])


def test_product_that_the_type_of_the_logits_cannot_hold_is_infinite_without_a_warning():
    assert same(softmax_jvp(np.float16([0.0, 0.0]), [1e10, -1e10]), [INF, -INF])


def test_no_class_has_an_empty_jacobian_and_product():
    assert softmax_jacobian([]).shape == (0, 0)
    assert softmax_jvp(np.zeros((2, 0)), np.zeros((2, 0))).shape == (2, 0)
    assert softmax_jvp(np.zeros((0, 2)), np.zeros((0, 2))).shape == (0, 2)


@pytest.mark.parametrize("shape", [(), (2, 3), (1, 1, 1)])
def test_jacobian_of_anything_but_one_row_is_a_value_error(shape):
    with pytest.raises(ValueError, match=r"^softmax_jacobian: z has shape .*\(K,\) is needed"):
        softmax_jacobian(np.zeros(shape))


@pytest.mark.parametrize("shape", [(3,), (1, 3), (3, 2), ()])
def test_vector_of_another_shape_is_a_value_error_that_names_both(shape):
    with pytest.raises(ValueError, match=r"^softmax_jvp: z has shape \(2, 3\) and v \("):
        softmax_jvp(np.zeros((2, 3)), np.zeros(shape))


@pytest.mark.parametrize("wrong", [[1j, 0], np.array([1.0, 2.0], object), ["a", "b"]], ids="cos")
def test_what_is_not_a_real_number_is_a_type_error(wrong):
    with pytest.raises(TypeError, match=r"^softmax_jacobian: .*real numbers are needed"):
        softmax_jacobian(wrong)
    with pytest.raises(TypeError, match=r"^softmax_jvp: .*real numbers are needed"):
        softmax_jvp(wrong, [1.0, 2.0])
    with pytest.raises(TypeError, match=r"^softmax_jvp: v .*real numbers are needed"):
        softmax_jvp([1.0, 2.0], wrong)
    with pytest.raises(TypeError, match=r"^gradient_check: .*real numbers are needed"):
        gradient_check(np.sum, np.ones_like, wrong)


@pytest.mark.parametrize("axis", [2, -3])
def test_axis_out_of_bounds_is_a_value_error(axis):
    with pytest.raises(ValueError, match=rf"^softmax_jvp: axis {axis}.*dimension 2"):
        softmax_jvp(np.zeros((2, 2)), np.zeros((2, 2)), axis)


@pytest.mark.parametrize("name", ["bool", "uint8", "int64"])
def test_integers_become_float64_before_any_arithmetic(name):
    z, v = np.array([0, 1, 0]).astype(name), np.array([1, 0, 0]).astype(name)
    assert softmax_jacobian(z).dtype == softmax_jvp(z, v).dtype == np.float64
    assert same(softmax_jacobian(z), softmax_jacobian(z.astype(float)))
    assert same(softmax_jvp(z, v), softmax_jvp(z.astype(float), v.astype(float)))


def test_inputs_are_never_written_to():
    z, v = np.random.default_rng(0).normal(size=(2, 4))
    z.flags.writeable = v.flags.writeable = False
    assert same(softmax_jacobian(z), softmax_jacobian(z))
    assert same(softmax_jvp(z, v), softmax_jvp(z, v))
    assert not np.shares_memory(softmax_jvp(z, v), v)


# The check of a gradient finds what it must find.

Z = np.random.default_rng(2).normal(size=(2, 4))
V = np.random.default_rng(3).normal(size=(2, 4))


def product(z):
    return float((V * softmax(z)).sum())


def true(z):
    return softmax_jvp(z, V)


def test_right_gradient_passes_below_1e_8():
    assert gradient_check(product, true, Z) < 1e-8
    assert gradient_check(product, true, Z.astype(np.float32)) < 1e-8


@pytest.mark.parametrize(
    "wrong",
    [
        lambda z: -true(z),
        lambda z: 2 * true(z),
        lambda z: 1.001 * true(z),
        lambda z: softmax(z) * (1 - softmax(z)) * V,
        lambda z: softmax(z) * V,
        lambda z: true(z)[::-1],
        lambda z: true(z) * (np.arange(4) != 3),
        lambda z: 0 * z,
    ],
    ids=[
        "sign", "factor 2", "one part in a thousand", "diagonal of the Jacobian alone",
        "without the mean", "rows exchanged", "last entry forgotten", "zero",
    ],
)  # fmt: skip
def test_wrong_gradient_is_found_above_1e_4(wrong):
    assert gradient_check(product, wrong, Z) > 1e-4


@few
@given(rows(st.floats(-3, 3)), st.data())
def test_one_wrong_entry_is_found_wherever_it_is(x, data):
    i = data.draw(st.integers(0, x.size - 1))
    wrong = np.where(np.arange(x.size) == i, 1.001, 1.0)
    assert gradient_check(lambda x: np.exp(x).sum(), np.exp, x) < 1e-8
    error = gradient_check(lambda x: np.exp(x).sum(), lambda x: wrong * np.exp(x), x)
    largest = np.exp(x - x.max())[i]  # what this entry weighs beside the largest
    assert error == pytest.approx(1e-3 * largest, rel=2e-3, abs=1e-8)


def test_error_is_relative_to_the_larger_of_the_two_gradients():
    x = np.array([1.0, 2.0])
    for scale in (1e-6, 1.0, 1e6):
        measured = gradient_check(
            lambda x, s=scale: s * (x**2).sum(), lambda x, s=scale: s * np.array([2.0, 5.0]), x
        )
        assert measured == pytest.approx(0.2, rel=1e-6)  # |5 − 4| of the claimed 5
    measured = gradient_check(lambda x: (x**2).sum(), lambda x: np.array([2.0, 3.0]), x)
    assert measured == pytest.approx(0.25, rel=1e-6)  # |3 − 4| of the measured 4


def test_central_differences_are_exact_for_a_parabola_and_err_by_step_squared_for_a_cubic():
    assert gradient_check(lambda x: (x**2).sum(), lambda x: 2 * x, np.ones(3), step=0.5) < 1e-14
    # ((1 + h)³ − (1 − h)³) / 2h = 3 + h²
    measured = gradient_check(lambda x: (x**3).sum(), lambda x: 3 * x**2, np.ones(1), step=0.5)
    assert measured == pytest.approx(0.25 / 3.25)


def test_function_that_is_flat_has_gradient_0_without_error():
    assert gradient_check(lambda x: 1.0, np.zeros_like, np.ones(3)) == 0
    assert gradient_check(lambda x: 1.0, np.zeros_like, np.ones((0, 3))) == 0


def test_check_takes_a_single_number_and_integers():
    assert gradient_check(lambda x: float(x**2), lambda x: 2 * x, 3.0) < 1e-8
    assert gradient_check(lambda x: (x**2).sum(), lambda x: 2 * x, [3, -1]) < 1e-8
    assert type(gradient_check(lambda x: (x**2).sum(), lambda x: x, [3, -1])) is float


def test_gradient_of_another_shape_is_a_value_error_that_names_both():
    with pytest.raises(ValueError, match=r"^gradient_check: .*shape \(\), but x has \(2,\)"):
        gradient_check(lambda x: (x**2).sum(), lambda x: 1.0, np.zeros(2))
    with pytest.raises(ValueError, match=r"^gradient_check: .*shape \(2, 1\), but x has \(2,\)"):
        gradient_check(lambda x: (x**2).sum(), lambda x: x[:, None], np.zeros(2))


def test_check_survives_a_gradient_that_overwrites_its_argument():
    x = np.array([1.0, 2.0])
    assert gradient_check(lambda x: (x**2).sum(), lambda x: np.multiply(x, 2, out=x), x) < 1e-8
    assert same(x, [1.0, 2.0])


def test_jacobian_raises_no_flag_where_products_underflow():
    softmax_jacobian([0.0, -400.0, -400.0])
    softmax_jacobian(np.float16([0, -9, -9]))


def test_gradient_check_of_large_x_or_nan_is_not_silent():
    assert gradient_check(lambda x: (x**2).sum(), lambda x: 2 * x, [1e12, 2.0]) < 1e-4


def test_nan_gradient_is_found():
    assert gradient_check(lambda x: (x**2).sum(), lambda x: x * NAN, [1.0, 2.0]) > 1e-4


# Gradients that are stated on the cheat sheet and have no function of their own.


def test_the_gradients_of_entropy_and_of_a_divergence_with_the_model_in_front():
    rng = np.random.default_rng(0)
    for _ in range(20):
        z, q = rng.normal(scale=2, size=5), rng.dirichlet(np.ones(5))

        def by_entropy(z):
            p = softmax(z)
            return -p * (np.log(p) + softmaxbook.entropy(p))

        def by_divergence(z, q=q):
            p = softmax(z)
            return p * (np.log(p / q) - softmaxbook.kl_divergence(p, q))

        of_entropy = softmaxbook.gradient_check(
            lambda z: softmaxbook.entropy(softmax(z)), by_entropy, z
        )
        of_divergence = softmaxbook.gradient_check(
            lambda z, q=q: softmaxbook.kl_divergence(softmax(z), q), by_divergence, z
        )
        assert max(of_entropy, of_divergence) < 1e-7


def test_label_smoothing_changes_the_target_and_nothing_else():
    z = np.array([3.0, 1.0, 0.2])
    smoothed = softmax(z) - 0.9 * np.eye(3)[0] - 0.1 / 3
    assert np.allclose(
        softmaxbook.cross_entropy_grad(z, 0, label_smoothing=0.1), smoothed, rtol=0, atol=1e-15
    )

"""Sparsemax: the nearest point of the simplex, and what tells it from softmax."""

import numpy as np
import pytest
from hypothesis import given
from scipy import optimize
from strategies import law, rows, tables

from softmaxbook import softmax, sparsemax

INF, NAN = np.inf, np.nan


@law
@given(rows())
def test_lies_on_the_simplex(x):
    p = sparsemax(x)
    assert (p >= 0).all()
    assert p.sum() == pytest.approx(1, abs=1e-14)


@law
@given(rows())
def test_satisfies_the_conditions_of_the_nearest_point(x):
    # Karush-Kuhn-Tucker: x - p is one number wherever p > 0, and no larger elsewhere.
    p = sparsemax(x)
    gap = x - p
    threshold = gap[p > 0].max()
    assert np.ptp(gap[p > 0]) <= 1e-13
    assert (gap <= threshold + 1e-13).all()


def test_agrees_with_a_general_optimiser():
    rng = np.random.default_rng(3)
    for _ in range(20):
        x = rng.normal(size=4) * 2
        nearest = optimize.minimize(
            lambda p, x=x: ((p - x) ** 2).sum(),
            np.full(4, 0.25),
            bounds=[(0, 1)] * 4,
            constraints={"type": "eq", "fun": lambda p: p.sum() - 1},
            tol=1e-12,
        )
        assert np.allclose(sparsemax(x), nearest.x, atol=1e-6)


@law
@given(tables())
def test_projecting_twice_is_projecting_once(x):
    p = sparsemax(x)
    assert np.allclose(sparsemax(p), p, rtol=0, atol=1e-15)


def test_softmax_is_no_projection():
    p = softmax([3.0, 1.0, 0.2])
    assert not np.allclose(softmax(p), p, atol=0.1)


@law
@given(rows())
def test_ignores_a_common_constant_and_the_order(x):
    p = sparsemax(x)
    assert np.allclose(sparsemax(x + 5), p, rtol=0, atol=1e-13)
    assert np.allclose(sparsemax(x[::-1]), p[::-1], rtol=0, atol=1e-14)


@pytest.mark.parametrize(
    ("x", "p"),
    [
        ([3.0, 1.0, 0.2], [1, 0, 0]),
        ([0.5, 0.25, -0.25], [0.625, 0.375, 0]),
        ([2.0, 2.0, 0.0, -5.0], [0.5, 0.5, 0, 0]),
        ([1000.0, 999.5], [0.75, 0.25]),
        ([-INF, 0.0], [0, 1]),
        ([INF, 0.0], [NAN, NAN]),
        ([NAN, 0.0], [NAN, NAN]),
        ([-INF, -INF], [NAN, NAN]),
        (np.array([255, 254, 0], np.uint8), [1, 0, 0]),
        (3.0, 1.0),
        ([], []),
    ],
)
def test_known_and_special_values(x, p):
    assert np.array_equal(sparsemax(x), p, equal_nan=True)


@pytest.mark.parametrize("axis", [0, 1, 2, -1, (0, 2), (1, 2), None])
def test_classes_may_lie_along_any_axes(axis):
    x = np.random.default_rng(0).normal(size=(3, 4, 5)).astype(np.float32)
    before = x.copy()
    p = sparsemax(x, axis)
    assert p.dtype == np.float32
    assert np.allclose(p.sum(axis=axis), 1, atol=1e-6)
    assert np.array_equal(x, before)
    axes = axis if isinstance(axis, tuple) else tuple(range(3)) if axis is None else (axis,)
    first = tuple(slice(None) if i in {a % 3 for a in axes} else 0 for i in range(3))
    assert np.allclose(p[first].ravel(), sparsemax(x[first].ravel()), atol=1e-6)


def test_half_precision_is_kept():
    assert sparsemax(np.array([0.5, 0.25], np.float16)).dtype == np.float16


@pytest.mark.parametrize("x", [[1j, 0], ["a", "b"]])
def test_refuses_what_is_not_a_real_number(x):
    with pytest.raises(TypeError, match=r"^sparsemax: "):
        sparsemax(x)


def test_an_axis_that_is_not_there_is_named_with_the_function():
    with pytest.raises(ValueError, match=r"^sparsemax: axis 1 is out of bounds"):
        sparsemax([1.0, 2.0], axis=1)

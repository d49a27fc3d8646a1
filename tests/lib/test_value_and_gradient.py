"""cross_entropy_and_grad gives what the two functions give one by one, at any margin."""

import numpy as np
import pytest
from strategies import close

from softmaxbook import cross_entropy, cross_entropy_and_grad, cross_entropy_grad

INF, NAN = np.inf, np.nan
RNG = np.random.default_rng(11)
OPTIONS = [
    {},
    {"reduction": "sum"},
    {"reduction": "none"},
    {"weight": [0.5, 2.0, 0.0, 1.0]},
    {"ignore_index": 1},
    {"ignore_index": 1, "weight": [0.5, 2.0, 0.0, 1.0], "reduction": "none"},
    {"label_smoothing": 0.1},
]


@pytest.mark.parametrize("options", OPTIONS, ids=str)
@pytest.mark.parametrize(("dtype", "error"), [(np.float64, 1e-13), (np.float32, 1e-5)])
@pytest.mark.parametrize("spread", [1, 30, 1000])
def test_both_at_once_are_the_two_one_by_one(options, dtype, error, spread):
    z = (RNG.normal(size=(200, 4)) * spread).astype(dtype)
    y = RNG.integers(4, size=200)
    loss, gradient = cross_entropy_and_grad(z, y, **options)
    assert loss.dtype == gradient.dtype == dtype
    assert close(loss, cross_entropy(z, y, **options), error)
    assert close(gradient, cross_entropy_grad(z, y, **options), error, np.finfo(dtype).tiny)


@pytest.mark.parametrize("margin", [-700.0, -50.0, -1.0, 0.0, 1.0, 40.0, 700.0])
def test_no_digit_is_lost_at_any_margin(margin):
    loss, gradient = cross_entropy_and_grad([[0.0, -margin]], [0])
    surprisal = np.log1p(np.exp(-margin)) if margin > -30 else -margin + np.exp(margin)
    assert close(loss, surprisal, 1e-13)
    wrong = np.exp(-margin) / (1 + np.exp(-margin))
    assert close(gradient, [[-wrong, wrong]], 1e-13)


def test_soft_targets_and_any_axis():
    z, t = RNG.normal(size=(2, 3, 5))
    t = np.abs(t)
    for axis in (0, 1):
        loss, gradient = cross_entropy_and_grad(z, t, axis)
        assert close(loss, cross_entropy(z, t, axis), 1e-14)
        assert close(gradient, cross_entropy_grad(z, t, axis), 1e-14)
        y = RNG.integers(z.shape[axis], size=z.shape[1 - axis])
        loss, gradient = cross_entropy_and_grad(z, y, axis)
        assert close(loss, cross_entropy(z, y, axis), 1e-14)
        assert close(gradient, cross_entropy_grad(z, y, axis), 1e-14)


@pytest.mark.parametrize(
    "z", [[-INF, 0.0, 1.0], [0.0, -INF, 1.0], [INF, 0.0, 1.0], [NAN, 0.0, 1.0]]
)
def test_infinite_logits(z):
    loss, gradient = cross_entropy_and_grad(z, 0)
    assert np.array_equal(loss, cross_entropy(z, 0), equal_nan=True)
    assert np.array_equal(gradient, cross_entropy_grad(z, 0), equal_nan=True)


def test_the_logits_are_not_written_to():
    z = RNG.normal(size=(3, 4))
    before = z.copy()
    cross_entropy_and_grad(z, [0, 1, 2])
    assert np.array_equal(z, before)


def test_errors_name_the_function():
    with pytest.raises(IndexError, match="cross_entropy_and_grad: a class index is 4"):
        cross_entropy_and_grad([[1.0, 2.0, 3.0, 4.0]], [4])
    with pytest.raises(ValueError, match="cross_entropy_and_grad: reduction"):
        cross_entropy_and_grad([[1.0, 2.0]], [0], reduction="median")


def test_a_tiny_smoothing_raises_no_flag():
    with np.errstate(all="raise"):
        cross_entropy_and_grad([[0.0, 0.0, 0.0]], [0], label_smoothing=1.1e-308)

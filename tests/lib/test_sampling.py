"""Classes are drawn as often as softmax says, and cutting the tail keeps what it promises.

All draws have fixed seeds: a test passes always or never.
"""

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from scipy.stats import chi2
from strategies import law, quietly, rows

from softmaxbook import sampling, softmax

INF = np.inf
W1 = [3.0, 1.0, 0.2]


gumbel_max, top_k, nucleus = map(quietly, (sampling.gumbel_max, sampling.top_k, sampling.nucleus))
all_three = pytest.mark.parametrize(
    "call",
    [gumbel_max, lambda z: top_k(z, 1), lambda z: nucleus(z, 0.5)],
    ids=["gumbel_max", "top_k", "nucleus"],
)


class Zeros(np.random.Generator):
    """Returns the smallest number that random() can return, which is 0."""

    def random(self, size=None):
        return np.zeros(size)


def chi_squared(draws, p):
    expected = draws.size * np.asarray(p)
    counts = np.bincount(draws.ravel(), minlength=len(p))
    return np.sum((counts - expected) ** 2 / expected)


# gumbel_max.


def test_draws_fall_on_the_classes_as_often_as_softmax_says():
    draws = gumbel_max(W1, size=200_000, rng=1)
    assert chi_squared(draws, softmax(W1)) < chi2.ppf(0.95, df=2)
    assert chi_squared(draws, softmax(W1, temperature=1.05)) > chi2.ppf(0.999999, df=2)


def test_every_row_of_a_batch_is_drawn_from_its_own_softmax():
    logits = np.array([[W1, [0.0, 0.0, 0.0]], [[-2.0, 1.0, 1.5], [500.0, 501.0, 499.0]]])
    draws = gumbel_max(logits, size=50_000, rng=2)
    assert draws.shape == (50_000, 2, 2)
    for i, j in np.ndindex(2, 2):
        assert chi_squared(draws[:, i, j], softmax(logits[i, j])) < chi2.ppf(0.99, df=2)


def test_rows_of_a_batch_are_drawn_independently():
    first, second = gumbel_max(np.zeros((2, 2)), size=40_000, rng=3).T
    assert chi_squared(2 * first + second, np.full(4, 1 / 4)) < chi2.ppf(0.95, df=3)


def test_draws_do_not_see_a_constant_added_to_all_logits():
    z = np.array([3.0, 1.0, 0.25])  # exact in binary, and so are the shifted ones
    draws = gumbel_max(z, size=1000, rng=4)
    assert np.array_equal(draws, gumbel_max(z + 2**27, size=1000, rng=4))


@pytest.mark.parametrize(
    ("size", "shape"), [(None, ()), ((), ()), (0, (0,)), (5, (5,)), ((2, 3), (2, 3))]
)
def test_size_is_the_leading_shape_of_the_draws(size, shape):
    assert np.shape(gumbel_max(W1, size, rng=0)) == shape
    assert np.shape(gumbel_max(np.zeros((7, 4, 3)), size, rng=0)) == (*shape, 7, 4)


def test_one_draw_is_an_integer():
    assert isinstance(gumbel_max(W1, rng=0), np.integer)


def test_seed_fixes_the_draws_and_a_generator_moves_on():
    assert np.array_equal(gumbel_max(W1, 50, rng=9), gumbel_max(W1, 50, rng=9))
    rng = np.random.default_rng(9)
    first, second = gumbel_max(W1, 50, rng), gumbel_max(W1, 50, rng)
    assert np.array_equal(first, gumbel_max(W1, 50, rng=9))
    assert not np.array_equal(first, second)


def test_draws_without_a_seed_differ():
    assert not np.array_equal(gumbel_max([0, 0], 200), gumbel_max([0, 0], 200))


def test_class_with_logit_minus_infinity_is_never_drawn():
    logits = [[-INF, -800, -INF, -800], [-INF, -INF, 5, -INF]]
    draws = gumbel_max(logits, size=2000, rng=5)
    assert set(draws[:, 0]) == {1, 3}
    assert set(draws[:, 1]) == {2}


def test_uniform_draw_of_exactly_0_gives_finite_noise():
    logits = [-INF, -1.0, 2.0]  # noise of −inf would make all three equal, and class 0 the answer
    assert gumbel_max(logits, rng=Zeros(np.random.PCG64(0))) == 2


@law
@given(rows(min_classes=2), st.data(), st.floats(0, 5))
def test_raising_one_logit_moves_draws_to_that_class_only_the_noise_being_equal(z, data, step):
    i = data.draw(st.integers(0, z.size - 1))
    raised = z + step * (np.arange(z.size) == i)
    before, after = gumbel_max(z, 200, rng=10), gumbel_max(raised, 200, rng=10)
    assert np.all((after == before) | (after == i))


@law
@given(rows(), st.data())
def test_class_that_is_out_leaves_the_draws_of_the_others_as_they_were(z, data):
    i = data.draw(st.integers(0, z.size - 1))
    draws = gumbel_max(z, 200, rng=11)
    if z.size > 1:
        without = gumbel_max(np.where(np.arange(z.size) == i, -INF, z), 200, rng=11)
        assert np.array_equal(without[draws != i], draws[draws != i])
        assert not np.any(without == i)


def test_logits_in_half_precision_get_noise_in_double_precision():
    z = np.zeros(2, dtype=np.float16)
    assert np.array_equal(gumbel_max(z, 500, rng=6), gumbel_max([0.0, 0.0], 500, rng=6))


# top_k.


@law
@given(rows(), st.data())
def test_top_k_keeps_k_logits_and_none_that_is_smaller_than_one_it_drops(z, data):
    k = data.draw(st.integers(1, z.size))
    kept = top_k(z, k) > -INF
    assert kept.sum() == k
    assert np.array_equal(top_k(z, k)[kept], z[kept])
    assert k == z.size or z[kept].min() >= z[~kept].max()


def test_top_k_keeps_the_first_of_equal_logits():
    assert top_k([1, 2, 1, 2, 1], 3).tolist() == [1, 2, -INF, 2, -INF]
    many = np.zeros(1000)
    assert np.flatnonzero(top_k(many, 10) == 0).tolist() == list(range(10))


def test_top_1_leaves_the_class_that_argmax_names():
    z = np.random.default_rng(0).normal(size=(4, 5, 6))
    assert np.array_equal(softmax(top_k(z, 1)), np.eye(6)[z.argmax(axis=-1)])


@pytest.mark.parametrize("k", [0, 4, -1])
def test_k_out_of_range_is_a_value_error(k):
    with pytest.raises(ValueError, match=rf"^top_k: k is {k}, but 1 to 3 is needed for 3 classes"):
        top_k(W1, k)


@pytest.mark.parametrize("k", [1.0, True, None])
def test_k_that_is_no_integer_is_a_type_error(k):
    with pytest.raises(TypeError, match=r"^top_k: k is .*, but an integer is needed"):
        top_k(W1, k)


# nucleus.


@law
@given(rows(), st.floats(1e-6, 1))
@example(np.array([-30.0, 30.0]), 1.0)
@example(np.zeros(8), 0.5)
def test_nucleus_is_the_smallest_set_of_the_most_probable_classes_that_reaches_the_mass(z, mass):
    p, kept = softmax(z), nucleus(z, mass) > -INF
    assert np.array_equal(nucleus(z, mass)[kept], z[kept])
    assert np.all(kept) or z[kept].min() >= z[~kept].max()
    assert p[kept].sum() >= mass - 1e-14
    if kept.sum() > 1:
        assert p[kept].sum() - p[kept].min() < mass + 1e-14


@law
@given(rows())
def test_nucleus_of_mass_1_keeps_every_class(z):
    assert np.array_equal(nucleus(z, 1), z)


def test_nucleus_of_mass_1_keeps_a_class_that_the_sum_of_the_others_would_round_away():
    assert nucleus([0.0, -700.0], 1).tolist() == [0, -700]
    assert nucleus([0.0, -700.0], 1 - 1e-15).tolist() == [0, -INF]


def test_nucleus_stops_as_soon_as_the_mass_is_reached_exactly():
    assert np.sum(nucleus(np.zeros(8), 0.5) == 0) == 4


def test_nucleus_of_half_precision_logits_adds_up_probabilities_in_double_precision():
    z = np.random.default_rng(8).normal(size=300).astype(np.float16)
    for mass in np.linspace(0.5, 0.999, 20):
        assert np.array_equal(nucleus(z, mass), nucleus(z.astype(np.float64), mass))


@pytest.mark.parametrize("mass", [1e-300, 1e-17, 0.2])
def test_nucleus_keeps_the_most_probable_class_however_small_the_mass(mass):
    assert nucleus([0, 0, 0.5, 0.5], mass).tolist() == [-INF, -INF, 0.5, -INF]


@pytest.mark.parametrize(("mass", "kept"), [(0.83, 1), (0.84, 2), (0.949, 2), (0.95, 3)])
def test_nucleus_of_the_worked_example_of_the_book(mass, kept):
    # p = (.836, .113, .051), with .949 for the first two
    assert nucleus(W1, mass).tolist() == W1[:kept] + [-INF] * (3 - kept)


@pytest.mark.parametrize("mass", [0, -0.1, 1.0001, np.nan])
def test_mass_that_is_no_probability_above_0_is_a_value_error(mass):
    with pytest.raises(ValueError, match=r"^nucleus: mass is .*, but a number above 0 and at most"):
        nucleus(W1, mass)


# Both cuts, and all three functions.

cuts = pytest.mark.parametrize(
    "cut", [lambda z: top_k(z, 2), lambda z: nucleus(z, 0.7)], ids=["top_k", "nucleus"]
)


@law
@given(rows(), st.data(), st.floats(1e-6, 1))
def test_cut_leaves_a_distribution_that_is_the_old_one_renormalised(z, data, mass):
    k = data.draw(st.integers(1, z.size))
    p = softmax(z)
    for cut in (top_k(z, k), nucleus(z, mass)):
        kept = cut > -INF
        assert np.allclose(softmax(cut), np.where(kept, p, 0) / p[kept].sum(), rtol=1e-13, atol=0)


@law
@given(rows(), st.data())
def test_larger_k_and_larger_mass_keep_what_smaller_ones_keep(z, data):
    small, large = sorted(data.draw(st.lists(st.integers(1, z.size), min_size=2, max_size=2)))
    less, more = top_k(z, small), top_k(z, large)
    assert np.array_equal(top_k(more, small), less)  # so cutting twice is cutting to the smaller
    assert np.array_equal(top_k(less, small), less)
    small, large = sorted(data.draw(st.lists(st.floats(1e-6, 1), min_size=2, max_size=2)))
    less, more = nucleus(z, small), nucleus(z, large)
    assert np.all((less == more) | (less == -INF))
    assert np.array_equal(nucleus(less, 1), less)


@law
@given(
    st.lists(st.integers(-4, 4).map(float), min_size=2, max_size=6, unique=True).map(np.array),
    st.randoms(use_true_random=False),
    st.integers(-1000, 1000),
)
def test_cut_does_not_see_a_common_shift_nor_the_order_of_unequal_logits(z, random, shift):
    order = list(range(z.size))
    random.shuffle(order)
    for cut in (lambda z: top_k(z, 2), lambda z: nucleus(z, 0.7), lambda z: nucleus(z, 0.95)):
        assert np.array_equal(cut(z + shift), cut(z) + shift)
        assert np.array_equal(cut(z[order]), cut(z)[order])


def test_nucleus_of_a_nucleus_may_be_smaller_because_it_is_renormalised():
    once = nucleus(np.log([0.5, 0.15, 0.15, 0.2]), 0.6)
    assert (once > -INF).tolist() == [True, False, False, True]
    assert (nucleus(once, 0.6) > -INF).tolist() == [True, False, False, False]


@cuts
def test_rows_of_a_batch_are_cut_one_by_one(cut):
    z = np.random.default_rng(1).normal(0, 2, size=(3, 4, 5))
    assert np.array_equal(cut(z), [[cut(row) for row in table] for table in z])


@cuts
@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
def test_cut_keeps_the_type_of_the_logits_and_leaves_them_as_they_were(cut, dtype):
    z = np.array(W1, dtype=dtype)
    result = cut(z)
    assert result.dtype == dtype
    assert np.array_equal(z, np.array(W1, dtype=dtype))
    assert not np.shares_memory(result, z)


@cuts
def test_integer_logits_are_cut_in_float64(cut):
    assert cut(np.array([9, 8, 1], dtype=np.uint8)).dtype == np.float64
    assert cut(np.array([9, 8, 1], dtype=np.uint8))[[0, 2]].tolist() == [9, -INF]


@cuts
def test_class_that_is_out_stays_out(cut):
    assert cut([-INF, 1.0, -INF]).tolist() == [-INF, 1, -INF]


def test_draws_after_a_cut_are_from_the_softmax_of_what_is_left():
    cut = nucleus([1.0, 3.0, 0.2], 0.9)
    draws = gumbel_max(cut, 50_000, rng=7)
    assert set(draws) == {0, 1}
    assert chi_squared(draws, softmax([1.0, 3.0])) < chi2.ppf(0.95, df=1)


@all_three
def test_batch_of_no_rows_is_an_empty_result(call):
    assert call(np.zeros((0, 3))).shape[0] == 0


@all_three
@pytest.mark.parametrize("logits", [1.0, [], np.zeros((2, 0))])
def test_logits_without_classes_are_a_value_error(call, logits):
    with pytest.raises(ValueError, match=r"^(gumbel_max|top_k|nucleus): .* with K at least 1"):
        call(logits)


@all_three
@pytest.mark.parametrize("logits", [[-INF], [[0, 1], [-INF, -INF]]])
def test_row_without_a_class_to_draw_is_a_value_error(call, logits):
    with pytest.raises(ValueError, match=r"^(gumbel_max|top_k|nucleus): all logits of a row are"):
        call(logits)


@all_three
@pytest.mark.parametrize("bad", [INF, np.nan])
def test_logit_that_is_plus_infinity_or_undefined_is_a_value_error(call, bad):
    with pytest.raises(ValueError, match=r"^(gumbel_max|top_k|nucleus): logits hold \+inf or nan"):
        call([0, bad])


@all_three
@pytest.mark.parametrize("bad", [1j, "1", None])
def test_logit_that_is_not_a_real_number_is_a_type_error(call, bad):
    with pytest.raises(TypeError, match=r"^(gumbel_max|top_k|nucleus): logits have dtype .* real"):
        call([0, bad])

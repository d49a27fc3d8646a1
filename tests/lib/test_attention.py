"""Attention is a softmax-weighted mean: by hand, under masks, and in its derivative."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from strategies import law, quietly

from softmaxbook import gradient_check, softmax
from softmaxbook.attention import (
    scaled_dot_product_attention,
    scaled_dot_product_attention_grad,
)

rng = np.random.default_rng(20)
Q, K, V = rng.normal(size=(4, 3)), rng.normal(size=(6, 3)), rng.normal(size=(6, 2))
MASK = rng.random((4, 6)) < 0.6

attention = quietly(scaled_dot_product_attention)
attention_grad = quietly(scaled_dot_product_attention_grad)


def by_hand(q, k, v, allowed, scale):
    """The definition, one number at a time."""
    n, m = len(q), len(k)
    weights, output = np.zeros((n, m)), np.zeros((n, v.shape[1]))
    for i in range(n):
        factors = [
            math.exp(scale * math.fsum(q[i] * k[j])) if allowed[i, j] else 0.0 for j in range(m)
        ]
        for j in range(m):
            weights[i, j] = factors[j] / math.fsum(factors)
            output[i] += weights[i, j] * v[j]
    return output, weights


@pytest.mark.parametrize("scale", [None, 1.0, 0.1, -2.0])
@pytest.mark.parametrize("masked", [False, True])
def test_attention_is_its_definition_summed_by_hand(masked, scale):
    allowed = MASK if masked else np.ones((4, 6), dtype=bool)
    expected = by_hand(Q, K, V, allowed, 1 / math.sqrt(3) if scale is None else scale)
    results = attention(Q, K, V, mask=MASK if masked else None, scale=scale)
    for result, by_loop in zip(results, expected, strict=True):
        assert np.allclose(result, by_loop, rtol=1e-13, atol=1e-15)


def test_weights_are_distributions_over_the_keys_and_output_is_their_mean_of_the_values():
    output, weights = attention(Q, K, V)
    assert np.all(weights > 0)
    assert np.allclose(weights.sum(axis=-1), 1, rtol=1e-15)
    assert np.array_equal(output, weights @ V)
    assert np.all((V.min(axis=0) < output) & (output < V.max(axis=0)))


def test_equal_keys_share_equally():
    output, weights = attention(Q, np.ones((6, 3)), V)
    assert np.allclose(weights, 1 / 6, rtol=1e-15)
    assert np.allclose(output, V.mean(axis=0), rtol=1e-14)


def test_default_scale_keeps_the_variance_of_the_scores_at_1_whatever_the_dimension():
    for d in (4, 512):
        q, k = np.random.default_rng(d).normal(size=(2, 300, d))
        weights = attention(q, k, k)[1]
        scores = np.log(weights) - np.log(weights).mean(axis=-1, keepdims=True)
        assert scores.var() == pytest.approx(1, abs=0.05)


# Masks.


def test_masked_key_has_weight_exactly_0_and_the_others_are_renormalised():
    weights = attention(Q, K, V, mask=MASK)[1]
    free = attention(Q, K, V)[1] * MASK
    assert np.array_equal(weights == 0, ~MASK)
    assert np.allclose(weights, free / free.sum(axis=-1, keepdims=True), rtol=1e-14)


def test_mask_of_keys_alone_holds_for_every_query():
    mask = np.array([True, False, True, True, False, True])
    for result, expected in zip(
        attention(Q, K, V, mask=mask), attention(Q, K[mask], V[mask]), strict=True
    ):
        kept = result if result.shape[-1] == 2 else result[:, mask]
        assert np.allclose(kept, expected, rtol=1e-14)


def test_causal_query_sees_no_later_key_and_the_first_sees_itself_alone():
    output, weights = attention(K, K, V, causal=True)
    assert np.array_equal(weights != 0, np.tri(6, dtype=bool))
    assert weights[0].tolist() == [1, 0, 0, 0, 0, 0]
    assert output[0].tolist() == V[0].tolist()


def test_causal_output_does_not_change_when_later_keys_and_values_do():
    before = attention(K, K, V, causal=True)[0]
    k, v = K.copy(), V.copy()
    k[4:], v[4:] = 7, -7
    after = attention(K, k, v, causal=True)[0]
    assert np.array_equal(before[:4], after[:4])
    assert not np.allclose(before[4:], after[4:])


def test_last_causal_queries_of_a_longer_sequence_see_what_they_saw_in_it():
    whole = attention(K, K, V, causal=True)
    last = attention(K[4:], K, V, causal=True)
    for part, full in zip(last, whole, strict=True):
        assert np.allclose(part, full[4:], rtol=1e-14)


def test_causal_queries_before_the_first_key_attend_to_nothing():
    output, weights = attention(K, K[:2], V[:2], causal=True)
    assert not np.any(weights[:4])
    assert not np.any(output[:4])
    assert np.array_equal(weights[4:] != 0, np.tri(2, dtype=bool))


def test_causal_and_mask_are_combined_by_and():
    mask = np.random.default_rng(3).random((6, 6)) < 0.7
    weights = attention(K, K, V, mask=mask, causal=True)[1]
    assert np.array_equal(weights, attention(K, K, V, mask=mask & np.tri(6, dtype=bool))[1])


def test_query_that_may_attend_to_nothing_has_zero_weights_and_zero_output():
    mask = MASK.copy()
    mask[1] = False
    output, weights = attention(Q, K, V, mask=mask)
    assert not np.any(weights[1])
    assert not np.any(output[1])
    others = [0, 2, 3]
    assert np.array_equal(output[others], attention(Q, K, V, mask=MASK)[0][others])


def test_no_keys_at_all_are_a_query_that_attends_to_nothing():
    output, weights = attention(Q, K[:0], V[:0])
    assert weights.shape == (4, 0)
    assert output.tolist() == np.zeros((4, 2)).tolist()


def test_padding_that_is_masked_changes_nothing():
    pad = np.full((3, 1), 1e3)
    k, v = np.vstack([K, pad * np.ones(3)]), np.vstack([V, pad * np.ones(2)])
    output, weights = attention(Q, k, v, mask=np.arange(9) < 6)
    expected = attention(Q, K, V)
    assert np.allclose(output, expected[0], rtol=1e-14)
    assert np.allclose(weights[:, :6], expected[1], rtol=1e-14)
    assert not np.any(weights[:, 6:])


# Symmetries and the derivative.


def test_permuting_the_queries_permutes_the_outputs():
    order = [2, 0, 3, 1]
    for result, expected in zip(attention(Q[order], K, V), attention(Q, K, V), strict=True):
        assert np.allclose(result, expected[order], rtol=1e-14)


def test_permuting_keys_and_values_together_permutes_the_weights_and_keeps_the_outputs():
    order = [5, 2, 0, 4, 3, 1]
    output, weights = attention(Q, K[order], V[order])
    assert np.allclose(output, attention(Q, K, V)[0], rtol=1e-13)
    assert np.allclose(weights, attention(Q, K, V)[1][:, order], rtol=1e-13)


@st.composite
def sequences(draw):
    """As many queries as keys and values, (n, d), (n, d) and (n, e)."""
    n, d, e = (draw(st.integers(1, 5)) for _ in range(3))
    numbers = st.floats(-3, 3)
    return [draw(hnp.arrays(np.float64, (n, width), elements=numbers)) for width in (d, d, e)]


@law
@given(sequences(), st.booleans())
def test_every_output_is_a_convex_combination_of_the_values(case, causal):
    q, k, v = case
    output, weights = attention(q, k, v, causal=causal)
    assert np.all(weights >= 0)
    assert np.allclose(weights.sum(axis=1), 1, rtol=0, atol=1e-15 * len(k))
    assert np.allclose(output, weights @ v, rtol=0, atol=1e-14)
    assert np.all((output >= v.min(axis=0) - 1e-14) & (output <= v.max(axis=0) + 1e-14))
    shifted = attention(q, k, v + np.arange(v.shape[1]), causal=causal)[0]
    assert np.allclose(shifted, output + np.arange(v.shape[1]), rtol=0, atol=2e-14)


@law
@given(sequences(), st.data())
def test_order_of_the_keys_does_not_matter_and_that_of_the_queries_is_kept(case, data):
    q, k, v = case
    mask = data.draw(hnp.arrays(bool, (len(q), len(k))))
    by_query, by_key = (data.draw(st.permutations(range(len(q)))) for _ in range(2))
    output, weights = attention(q, k, v, mask=mask)
    moved = attention(q[by_query], k[by_key], v[by_key], mask=mask[by_query][:, by_key])
    assert np.allclose(moved[0], output[by_query], rtol=0, atol=1e-13)
    assert np.allclose(moved[1], weights[by_query][:, by_key], rtol=1e-12, atol=0)


@law
@given(sequences(), sequences(), st.data())
def test_causal_output_does_not_see_the_future_and_ends_with_the_whole_past(case, other, data):
    q, k, v = case
    now = data.draw(st.integers(0, len(q) - 1))
    future = np.arange(len(q))[:, None] > now
    changed = [
        np.where(future, np.resize(new, old.shape), old)
        for old, new in zip(case, other, strict=True)
    ]
    output, weights = attention(q, k, v, causal=True)
    assert not np.triu(weights, 1).any()
    again = attention(*changed, causal=True)[0]
    assert np.allclose(again[: now + 1], output[: now + 1], rtol=0, atol=1e-14)
    past = attention(q[now : now + 1], k[: now + 1], v[: now + 1])[0]
    assert np.allclose(past[0], output[now], rtol=0, atol=1e-13)


def test_adding_one_vector_to_all_keys_changes_nothing():
    shifted = attention(Q, K + np.array([1.0, -2.0, 0.5]), V)
    for result, expected in zip(shifted, attention(Q, K, V), strict=True):
        assert np.allclose(result, expected, rtol=1e-13)


@pytest.mark.parametrize("scale", [None, 0.8])
def test_derivative_of_the_output_by_the_query_is_the_covariance_of_the_keys_times_scale(scale):
    query, h = Q[:1], 1e-3

    def output(q):
        return attention(q, K, K, scale=scale)[0][0]

    # Five-point differences: their error is of order h⁴.
    derivative = np.column_stack(
        [
            (8 * (output(query + e) - output(query - e)) - output(query + 2 * e))
            + output(query - 2 * e)
            for e in h * np.eye(3)
        ]
    ) / (12 * h)
    p = attention(query, K, K, scale=scale)[1][0]
    covariance = (K.T * p) @ K - np.outer(p @ K, p @ K)
    assert np.allclose(derivative, covariance * (scale or 3**-0.5), rtol=0, atol=1e-11)


# The backward pass.

SLOPES = rng.normal(size=(4, 2))
SETTINGS = [
    {},
    {"mask": MASK},
    {"mask": MASK & (np.arange(4) != 1)[:, None]},  # a query that may attend to nothing
    {"causal": True},
    {"scale": 0.3},
    {"scale": -2.0, "mask": MASK, "causal": True},
]


@pytest.mark.parametrize("settings", SETTINGS, ids=lambda s: "-".join(s) or "plain")
@pytest.mark.parametrize("place", [0, 1, 2], ids="qkv")
def test_gradient_is_that_of_the_weighted_sum_of_the_outputs(settings, place):
    def arrays(x):
        return [x if i == place else a for i, a in enumerate((Q, K, V))]

    def loss(x):
        return (SLOPES * attention(*arrays(x), **settings)[0]).sum()

    def gradient(x):
        return attention_grad(*arrays(x), SLOPES, **settings)[place]

    assert gradient_check(loss, gradient, (Q, K, V)[place]) < 1e-8


def test_gradient_has_the_formula_of_chapter_12_one_number_at_a_time():
    scale = 1 / math.sqrt(3)
    output, p = attention(Q, K, V)
    expected = [np.zeros_like(a) for a in (Q, K, V)]
    for j, i in np.ndindex(4, 6):
        in_product = scale * p[j, i] * math.fsum(SLOPES[j] * (V[i] - output[j]))
        expected[0][j] += in_product * K[i]
        expected[1][i] += in_product * Q[j]
        expected[2][i] += p[j, i] * SLOPES[j]
    for found, by_loop in zip(attention_grad(Q, K, V, SLOPES), expected, strict=True):
        assert np.allclose(found, by_loop, rtol=0, atol=1e-15 * 20)


def test_gradient_of_what_was_broadcast_is_the_sum_over_its_copies():
    q, k = rng.normal(size=(2, 1, 4, 3)), rng.normal(size=(5, 6, 3))
    mask = rng.random((2, 1, 4, 6)) < 0.7
    slopes = rng.normal(size=(2, 5, 4, 2))
    found = attention_grad(q, k, V, slopes, mask=mask)
    assert [a.shape for a in found] == [q.shape, k.shape, V.shape]
    expected = [np.zeros(a.shape) for a in found]
    for i, j in np.ndindex(2, 5):
        alone = attention_grad(q[i, 0], k[j], V, slopes[i, j], mask=mask[i, 0])
        totals = expected[0][i, 0], expected[1][j], expected[2]
        for total, part in zip(totals, alone, strict=True):
            total += part
    for a, b in zip(found, expected, strict=True):
        assert np.allclose(a, b, rtol=0, atol=1e-13)
    none = attention_grad(np.ones((0, 4, 3)), K[None], V, SLOPES)  # of no copies: 0
    assert [a.shape for a in none] == [(0, 4, 3), (1, 6, 3), (6, 2)]
    assert not none[1].any()
    one = attention_grad(Q, K, V, SLOPES[0])  # the same slopes for every query
    for a, b in zip(one, attention_grad(Q, K, V, np.tile(SLOPES[0], (4, 1))), strict=True):
        assert np.allclose(a, b, rtol=0, atol=1e-15)


def test_masked_keys_have_no_gradient_and_neither_has_a_query_that_attends_to_nothing():
    mask = MASK.copy()
    mask[1], mask[:, 2] = False, False
    of_q, of_k, of_v = attention_grad(Q, K, V, SLOPES, mask=mask)
    assert not of_q[1].any()
    assert not of_k[2].any()
    assert not of_v[2].any()
    assert of_q[[0, 2, 3]].all()


def test_gradient_of_a_query_that_is_nearly_sure_keeps_its_digits():
    # p = (1 − e, e) with e = exp(−40) / (1 + exp(−40)), so the slope in q is −e (1 − e).
    small = math.exp(-40)
    found = attention_grad([[40.0]], [[0.0], [-1.0]], [[0.0], [1.0]], [[1.0]])[0]
    assert found[0, 0] == pytest.approx(-small, rel=1e-14)


@pytest.mark.parametrize("given", [np.float16, np.float32, np.float64, np.int64])
def test_gradients_have_the_widest_type_at_least_float32(given):
    found = attention_grad(*(np.ones((2, 2), dtype=np.float16),) * 3, np.ones((2, 2), dtype=given))
    widest = {np.float16: np.float32, np.int64: np.float64}.get(given, given)
    assert [a.dtype for a in found] == [widest] * 3


@pytest.mark.parametrize("shape", [(4, 3), (3, 2), (2, 4, 2)])
def test_gradient_of_another_shape_than_the_output_is_a_value_error(shape):
    message = r"^scaled_dot_product_attention_grad: grad_output .* must broadcast to \(4, 2\)"
    with pytest.raises(ValueError, match=message):
        attention_grad(Q, K, V, np.ones(shape))


# Batches, types, errors.


def test_leading_axes_are_batches_that_broadcast():
    q, k = rng.normal(size=(2, 1, 4, 3)), rng.normal(size=(5, 6, 3))
    mask = rng.random((2, 1, 4, 6)) < 0.7
    output, weights = attention(q, k, V, mask=mask)
    assert (output.shape, weights.shape) == ((2, 5, 4, 2), (2, 5, 4, 6))
    for i, j in np.ndindex(2, 5):
        alone = attention(q[i, 0], k[j], V, mask=mask[i, 0])
        assert np.allclose(output[i, j], alone[0], rtol=1e-13)
        assert np.allclose(weights[i, j], alone[1], rtol=1e-13)


@pytest.mark.parametrize(
    ("given", "result"),
    [
        (np.float64, np.float64),
        (np.float32, np.float32),
        (np.float16, np.float32),
        (np.int64, np.float64),
    ],
)
def test_results_have_the_type_of_the_arrays_but_at_least_float32(given, result):
    output, weights = attention(*(np.ones((2, 2), dtype=given),) * 3)
    assert (output.dtype, weights.dtype) == (result, result)


def test_float16_scores_beyond_65504_do_not_overflow():
    q, k = np.full((1, 4), 300, dtype=np.float16), np.full((2, 4), 300, dtype=np.float16)
    assert attention(q, k, k)[1].tolist() == [[0.5, 0.5]]


def test_scores_that_overflow_make_the_weights_undefined_without_a_warning():
    weights = attention([[1e200], [1.0]], [[1e200], [0.0]], [[1.0], [0.0]])[1]
    assert np.all(np.isnan(weights[0]))
    assert weights[1].tolist() == [1, 0]


def test_large_scores_saturate_to_the_best_key():
    weights = attention(1e6 * Q, K, V)[1]
    assert np.array_equal(weights, np.eye(6)[(Q @ K.T).argmax(axis=1)])


def test_inputs_are_left_as_they_were():
    arrays = Q.copy(), K.copy(), V.copy(), MASK.copy()
    attention(*arrays[:3], mask=arrays[3], causal=True)
    for array, original in zip(arrays, (Q, K, V, MASK), strict=True):
        assert np.array_equal(array, original)


def test_scale_multiplies_the_dot_products():
    weights = attention(Q, K, V, scale=0.3)[1]
    assert np.allclose(weights, softmax(0.3 * Q @ K.T), rtol=1e-13)


@pytest.mark.parametrize("scale", [np.nan, np.inf])
def test_scale_that_is_not_finite_is_a_value_error(scale):
    with pytest.raises(ValueError, match=r"^scaled_dot_product_attention: scale is .* finite"):
        attention(Q, K, V, scale=scale)


@pytest.mark.parametrize(
    ("q", "k", "v"),
    [
        (Q[0], K, V),
        (Q, K[0], V),
        (Q, K, V[0]),
        (Q[:, :2], K, V),
        (Q, K[:5], V),
        (Q[:, :0], K[:, :0], V),
        (np.ones((2, 4, 3)), np.ones((3, 6, 3)), V),
        (Q, np.ones((2, 6, 3)), np.ones((3, 6, 2))),
    ],
)
def test_shapes_that_do_not_fit_are_a_value_error_that_names_them(q, k, v):
    message = r"^scaled_dot_product_attention: q has shape .* and v .*, but .* are needed"
    with pytest.raises(ValueError, match=message):
        attention(q, k, v)


@pytest.mark.parametrize("shape", [(4, 5), (3, 6), (2, 4, 6)])
def test_mask_that_does_not_broadcast_to_queries_by_keys_is_a_value_error(shape):
    message = r"^scaled_dot_product_attention: mask has shape .* must broadcast to \(4, 6\)"
    with pytest.raises(ValueError, match=message):
        attention(Q, K, V, mask=np.ones(shape, dtype=bool))


def test_mask_of_zeros_and_ones_is_a_type_error():
    with pytest.raises(TypeError, match=r"^scaled_dot_product_attention: mask has dtype int"):
        attention(Q, K, V, mask=MASK.astype(int))


@pytest.mark.parametrize("name", ["q", "k", "v"])
def test_array_that_is_not_real_is_a_type_error_that_names_it(name):
    arrays = {"q": Q, "k": K, "v": V}
    arrays[name] = arrays[name] * 1j
    with pytest.raises(TypeError, match=rf"^scaled_dot_product_attention: {name} has dtype comp"):
        attention(**arrays)

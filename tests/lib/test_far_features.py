"""A model knows features by how they vary: where 0 lies and what the unit is, is a convention.

X + c is rounded, and what that rounding costs is no fault of a model. So the referee of a fit to
X + c is the same model on (X + c) − c, where the difference is exact: it has lost the same digits.
"""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import law

from softmaxbook import (
    LinearDiscriminantAnalysis,
    QuadraticDiscriminantAnalysis,
    SoftmaxRegression,
)

MODELS = {
    "LDA": LinearDiscriminantAnalysis,
    "QDA": QuadraticDiscriminantAnalysis,
    "softmax regression": SoftmaxRegression,
}
every_model = pytest.mark.parametrize("make", MODELS.values(), ids=MODELS)
LINE, TURNS = np.array([[0.0], [1], [2], [3]]), [0, 1, 0, 1]

signs = st.sampled_from([-1.0, 1.0])
offsets = st.builds(lambda sign, power: sign * 10**power, signs, st.floats(0, 9))
spreads = st.floats(-4, 3).map(lambda power: 10**power)


def examples(seed, n=40, d=3, K=3):
    """Overlapping classes, with correlated features."""
    rng = np.random.default_rng(seed)
    y = np.arange(n) % K
    return rng.normal(size=(n, d)) @ rng.normal(size=(d, d)) + rng.normal(size=(K, d))[y], y


@every_model
@given(seed=st.integers(0, 10**6), offset=offsets, spread=spreads)
@law
def test_posteriors_far_from_0_are_those_near_0_of_the_same_rounded_numbers(
    make, seed, offset, spread
):
    X, y = examples(seed)
    far = spread * X + offset
    near = far - offset
    assert np.array_equal(near + offset, far)
    expected = make().fit(near, y)
    model = make().fit(far, y)
    p, q = expected.predict_proba(near), model.predict_proba(far)
    assert np.allclose(q, p, rtol=0, atol=1e-7)
    assert np.mean(model.predict(far) == expected.predict(near)) > 0.97  # but for ties
    logits = model.decision_function(far)
    given = expected.decision_function(near)
    gaps, exact = logits - logits[:, :1], given - given[:, :1]
    assert np.allclose(gaps, exact, rtol=1e-6, atol=1e-6)


@every_model
@pytest.mark.parametrize("offset", [1e8, -1e8, 1.7e9, 1e12, 2.0**45])
def test_four_time_stamps_have_the_posteriors_of_four_small_numbers(make, offset):
    near = make().fit(LINE, TURNS).predict_proba(LINE)
    assert np.allclose(make().fit(LINE + offset, TURNS).predict_proba(LINE + offset), near, 1e-9)
    if make is LinearDiscriminantAnalysis:
        assert near[:, 0].round(4).tolist() == [0.8176, 0.6225, 0.3775, 0.1824]


@every_model
def test_a_feature_of_spread_1e_4_at_1e9_is_neither_dropped_nor_refused(make):
    far = 1e9 + 1e-4 * LINE
    near = make().fit(far - 1e9, TURNS).predict_proba(far - 1e9)
    assert np.allclose(make().fit(far, TURNS).predict_proba(far), near, rtol=1e-9)


@every_model
@pytest.mark.parametrize(
    "X", [1e9 + 1e-7 * LINE, 1e16 + LINE, np.hstack([LINE, 1 + 1e-16 * LINE[::-1] ** 2])]
)
def test_a_feature_that_float64_does_not_resolve_is_an_error_that_names_it(make, X):
    assert len(np.unique(X[:, -1])) > 1
    with pytest.raises(ValueError, match=rf"fit: .*feature {X.shape[1] - 1} of X|singular"):
        make().fit(X, TURNS)


@every_model
def test_a_small_feature_beside_a_large_offset_is_used(make):
    # The one that counts is 1e-4 wide and lies at 1e9; the other, of spread 1, is noise.
    X, y = examples(3, n=60, d=1, K=2)
    X = np.hstack([np.cos(np.arange(60.0))[:, None], 1e9 + 1e-4 * np.round(X, 2)])
    near = X - [0, 1e9]
    expected = make().fit(near, y).predict_proba(near)
    assert np.allclose(make().fit(X, y).predict_proba(X), expected, atol=1e-8)
    if make is not SoftmaxRegression:  # whose penalty minds the unit
        other = make().fit(X[:, :1], y).predict_proba(X[:, :1])
        assert np.abs(expected - other).max() > 0.1


@every_model
@given(seed=st.integers(0, 10**6), power=st.floats(-140, 140))
@law
def test_posteriors_in_other_units_are_the_same(make, seed, power):
    X, y = examples(seed)
    unit = 10.0 ** (power * np.array([1, -1, 0.5]))
    settings = {}
    if make is SoftmaxRegression:  # its penalty has a unit; the same for all features then
        unit = 10.0 ** (power * np.ones(3))
        settings = {"l2": unit[0] ** 2}
    p = make().fit(X, y).predict_proba(X)
    q = make(**settings).fit(X * unit, y).predict_proba(X * unit)
    assert np.allclose(q, p, rtol=0, atol=1e-7)


@every_model
@given(seed=st.integers(0, 10**6), value=st.floats(-1e300, 1e300))
@law
def test_a_constant_feature_far_from_0_changes_nothing(make, seed, value):
    X, y = examples(seed)
    wide = np.insert(X, 1, value, axis=1)
    if make is QuadraticDiscriminantAnalysis:
        with pytest.raises(ValueError, match="constant in this class"):
            make().fit(wide, y)
        return
    p = make().fit(X, y).predict_proba(X)
    assert np.allclose(make().fit(wide, y).predict_proba(wide), p, rtol=0, atol=1e-9)


def test_a_sum_of_features_is_recognised_also_where_it_is_rounded():
    X, y = examples(5)
    wide = np.column_stack([X, X[:, 0] + X[:, 1] + 1e9])
    p = LinearDiscriminantAnalysis().fit(wide, y).predict_proba(wide)
    assert np.allclose(p, LinearDiscriminantAnalysis().fit(X, y).predict_proba(X), atol=1e-5)
    rounded = np.column_stack([X, 1e-4 * X[:, 0] + 1e9])  # three digits are left: is it one?
    with pytest.raises(ValueError, match="determine each other, or do so but for the rounding"):
        LinearDiscriminantAnalysis().fit(rounded, y)
    for table in (wide, rounded):
        with pytest.raises(ValueError, match="determine each other"):
            QuadraticDiscriminantAnalysis().fit(table, y)


@pytest.mark.parametrize("make", [LinearDiscriminantAnalysis, QuadraticDiscriminantAnalysis])
def test_an_example_so_far_away_that_its_logits_overflow_is_an_error(make):
    X, y = examples(1)
    model = make().fit(1e-200 * X, y)
    with pytest.raises(ValueError, match="X is so far from the examples of fit"):
        model.predict(np.full((1, 3), 1e308))

"""The distribution of maximal entropy is softmax of λ-weighted features, at every feasible target.

p = softmax(F λ) with the expectations asked for is the solution and no other distribution is:
these two facts are checked directly, and no second solver is needed.
"""

import re

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from scipy.optimize import brentq
from strategies import law, quietly

from softmaxbook import logsumexp, maxent, softmax
from softmaxbook.information import kl_divergence

FACES = np.arange(1, 7)
SQUARE = np.array([[0, 0], [1, 0], [0, 1], [1, 1]])
TRIANGLE = SQUARE[:3]
TETRAHEDRON = np.eye(4)[:, :3]
MOMENTS = np.column_stack([FACES, FACES**2])


maximum_entropy = quietly(maxent.maximum_entropy)


def entropy(p):
    p = p[p > 0]
    return -p @ np.log(p)


def misses(p, features, targets):
    """How far the expectations are off, in units of the range of the features."""
    features = np.asarray(features, dtype=float)
    return np.max(np.abs(p @ (features - targets)) / np.ptp(features, axis=0))


# Jaynes' die.


def test_die_with_mean_4_5_has_the_probabilities_of_jaynes():
    p, multiplier = maximum_entropy(FACES, 4.5)
    assert round(multiplier, 8) == 0.37104894
    assert p.round(6).tolist() == [0.054353, 0.078772, 0.114160, 0.165447, 0.239774, 0.347494]


@law
@given(st.floats(1, 6, exclude_min=True, exclude_max=True))
@example(1.0001)
@example(5.9999)
@example(np.nextafter(1, 2))
@example(np.nextafter(6, 0))
def test_die_is_solved_at_every_mean_between_its_faces(mean):
    p, multiplier = maximum_entropy(FACES, mean)
    assert abs(p @ FACES - mean) <= 1e-12
    assert abs(p @ (FACES - mean)) <= 1e-12 * min(mean - 1, 6 - mean)  # near the ends as well
    assert abs(p.sum() - 1) <= 1e-15
    assert np.allclose(p, softmax(multiplier * FACES), rtol=1e-13, atol=0)


@pytest.mark.parametrize("mean", [1.0001, 2.2, 4.5, 5.9999])
def test_multiplier_of_the_die_is_the_root_that_bisection_finds(mean):
    root = brentq(lambda x: softmax(x * FACES) @ (FACES - mean), -20, 20, xtol=1e-14, rtol=1e-14)
    assert maximum_entropy(FACES, mean)[1] == pytest.approx(root, rel=1e-11)


@pytest.mark.parametrize(
    ("mean", "steps"), [(3.5, 1), (4.5, 5), (5.9999, 15), (np.nextafter(1, 2), 42)]
)
def test_newton_solves_the_die_in_few_steps(monkeypatch, mean, steps):
    monkeypatch.setattr(maxent, "MAX_STEPS", steps)
    assert abs(maximum_entropy(FACES, mean)[0] @ FACES - mean) <= 1e-12


def test_fair_die_needs_no_multiplier():
    p, multiplier = maximum_entropy(FACES, 3.5)
    assert np.allclose(p, 1 / 6, rtol=1e-15)
    assert abs(multiplier) <= 1e-15


@pytest.mark.parametrize("mean", [1, 6, 0.5, 7, -1e300])
def test_die_cannot_have_a_mean_that_is_a_face_at_the_end_or_beyond(mean):
    with pytest.raises(ValueError, match=r"^maximum_entropy: target 0 .* hull .* 1 < t < 6 is nee"):
        maximum_entropy(FACES, mean)


# What maximal entropy means.


def test_no_constraint_gives_the_uniform_distribution():
    p, multipliers = maximum_entropy(np.zeros((4, 0)), [])
    assert p.tolist() == [0.25] * 4
    assert multipliers.shape == (0,)


@law
@given(st.integers(0, 2**32 - 1), st.integers(1, 3), st.floats(0.05, 3))
def test_solution_is_a_softmax_that_meets_its_targets(seed, measurements, sharpness):
    rng = np.random.default_rng(seed)
    features = rng.normal(size=(8, measurements))
    targets = softmax(sharpness * rng.normal(size=8)) @ features
    p, multipliers = maximum_entropy(features, targets)
    assert misses(p, features, targets) <= 1e-13
    assert np.allclose(p, softmax(features @ multipliers), rtol=1e-11, atol=0)


@law
@given(st.integers(0, 2**32 - 1))
def test_every_other_distribution_with_the_same_expectations_has_less_entropy(seed):
    rng = np.random.default_rng(seed)
    features = rng.normal(size=(6, 2))
    p, _ = maximum_entropy(features, rng.dirichlet(np.ones(6)) @ features)
    # A direction that moves neither the total nor an expectation, as far as p stays positive.
    kept = np.linalg.svd(np.column_stack([np.ones(6), features]).T)[2][3:]
    direction = rng.normal(size=3) @ kept
    other = p + 0.5 * np.min(p / np.abs(direction)) * direction
    assert np.allclose(other @ features, p @ features, atol=1e-14)
    assert entropy(other) < entropy(p)


@law
@given(st.integers(0, 2**32 - 1), st.integers(1, 3), st.floats(0.05, 3))
def test_distribution_of_the_family_is_the_answer_to_its_own_expectations(
    seed, measurements, sharpness
):
    rng = np.random.default_rng(seed)
    features = rng.normal(size=(8, measurements))
    family = softmax(sharpness * features @ rng.normal(size=measurements))
    p, _ = maximum_entropy(features, family @ features)
    assert np.allclose(p, family, rtol=1e-10, atol=0)


@law
@given(st.integers(0, 2**32 - 1))
def test_entropy_given_up_by_any_other_distribution_is_its_divergence_from_the_answer(seed):
    """With it the answer is also, of its whole family, what comes nearest to the other."""
    rng = np.random.default_rng(seed)
    features, other = rng.normal(size=(6, 2)), rng.dirichlet(np.ones(6))
    p, _ = maximum_entropy(features, other @ features)
    assert entropy(p) - entropy(other) == pytest.approx(
        kl_divergence(other, p), rel=1e-9, abs=1e-13
    )


@law
@given(st.integers(0, 2**32 - 1), st.permutations(range(8)))
def test_measurements_may_be_recombined_and_outcomes_reordered(seed, order):
    rng = np.random.default_rng(seed)
    features = rng.normal(size=(8, 2))
    targets = softmax(rng.normal(size=8)) @ features
    p, multipliers = maximum_entropy(features, targets)
    mixing, shift = np.eye(2) + 0.4 * rng.uniform(-1, 1, (2, 2)), 10 * rng.normal(size=2)
    again, recombined = maximum_entropy(
        (features @ mixing + shift)[order], targets @ mixing + shift
    )
    assert np.allclose(again, p[order], rtol=1e-9, atol=0)
    assert np.allclose(mixing @ recombined, multipliers, rtol=1e-8, atol=1e-10)


def test_entropy_is_the_value_of_the_dual():
    targets = np.array([3.5, 13.0])
    p, multipliers = maximum_entropy(MOMENTS, targets)
    dual = logsumexp(MOMENTS @ multipliers) - multipliers @ targets
    assert entropy(p) == pytest.approx(dual, rel=1e-12)


def test_multiplier_is_the_slope_of_the_entropy_as_its_target_moves_with_the_sign_turned():
    h = 1e-5
    slope = (
        entropy(maximum_entropy(FACES, 4.5 + h)[0]) - entropy(maximum_entropy(FACES, 4.5 - h)[0])
    ) / (2 * h)
    assert maximum_entropy(FACES, 4.5)[1] == pytest.approx(-slope, rel=1e-8)


def test_newton_steps_that_overshoot_are_shortened():
    features = np.array([1.0] + [0.0] * 999)  # from the uniform start a full step goes to 500
    p, multiplier = maximum_entropy(features, 0.5)
    assert p[0] == pytest.approx(0.5, abs=1e-13)
    assert multiplier == pytest.approx(np.log(999), rel=1e-13)


# Features on any scale, dependent, or constant.


@pytest.mark.parametrize("scale", [1e-200, 1e-9, 1e9, 1e200])
def test_unit_of_the_features_changes_the_multiplier_and_nothing_else(scale):
    p, multiplier = maximum_entropy(scale * FACES, 4.5 * scale)
    expected, unscaled = maximum_entropy(FACES, 4.5)
    assert np.allclose(p, expected, rtol=1e-13)
    assert multiplier * scale == pytest.approx(unscaled, rel=1e-13)


def test_features_of_very_different_scale_are_solved_together():
    features, targets = MOMENTS * [1e-6, 1e6], np.array([3.5e-6, 13e6])
    p, _ = maximum_entropy(features, targets)
    assert np.allclose(p, maximum_entropy(MOMENTS, [3.5, 13])[0], rtol=1e-12)


def test_feature_may_lie_evenly_about_0():
    p, multiplier = maximum_entropy([-1, 0, 1], 0.25)
    assert np.allclose(p, softmax([-multiplier, 0, multiplier]), rtol=1e-14)
    assert p[2] - p[0] == pytest.approx(0.25, rel=1e-14)


def test_measurements_may_outnumber_the_outcomes():
    features, expected = np.random.default_rng(4).normal(size=(3, 5)), [0.2, 0.5, 0.3]
    p, multipliers = maximum_entropy(features, expected @ features)
    assert p == pytest.approx(expected, rel=1e-11)
    assert np.allclose(softmax(features @ multipliers), p, rtol=1e-11)


def test_outcomes_that_nearly_coincide_are_still_told_apart():
    p, _ = maximum_entropy([0, 1e-9, 1], 1e-12)
    assert p == pytest.approx([0.999, 0.001, 0], rel=1e-12)


def test_repeated_feature_shares_the_multiplier_and_a_constant_one_has_none():
    features = np.column_stack([FACES, 2 * FACES, np.full(6, 3)])
    p, multipliers = maximum_entropy(features, [4.5, 9, 3])
    alone, multiplier = maximum_entropy(FACES, 4.5)
    assert np.allclose(p, alone, rtol=1e-13)
    # Scaled to range 1 the two are one feature with multiplier 5λ: half of it each.
    assert multipliers == pytest.approx([multiplier / 2, multiplier / 4, 0], rel=1e-13)


def test_one_hot_features_with_their_dependence_give_back_the_targets():
    targets = [0.2, 0.5, 0.3]
    p, multipliers = maximum_entropy(np.eye(3), targets)
    assert p == pytest.approx(targets, rel=1e-13)
    # Logits up to a constant; those of least norm sum to 0.
    assert multipliers == pytest.approx(np.log(targets) - np.mean(np.log(targets)), rel=1e-12)


def test_single_feature_may_be_a_vector_and_its_multiplier_is_a_number():
    p, multiplier = maximum_entropy(FACES, 4.5)
    column, multipliers = maximum_entropy(FACES[:, None], [4.5])
    assert np.array_equal(p, column)
    assert isinstance(multiplier, float)
    assert multipliers.tolist() == [multiplier]


def test_single_outcome_has_probability_1_if_it_is_the_target():
    p, multiplier = maximum_entropy([5.0], 5.0)
    assert (p.tolist(), multiplier) == ([1.0], 0.0)


def test_inputs_are_left_as_they_were():
    features, targets = MOMENTS.astype(float), np.array([3.5, 13.0])
    maximum_entropy(features, targets)
    assert np.array_equal(features, MOMENTS)
    assert targets.tolist() == [3.5, 13.0]


# Targets that cannot be met.


@pytest.mark.parametrize(
    ("features", "targets"),
    [
        (TRIANGLE, [0.7, 0.5]),
        (TRIANGLE, [0.9, 0.9]),
        (MOMENTS, [3.5, 12]),
        (MOMENTS, [3.5, 19]),
    ],
)
def test_targets_outside_the_hull_are_recognised_by_a_negative_dual(features, targets):
    with pytest.raises(ValueError, match=r"^maximum_entropy: .* outside .* dual .* at least 0$"):
        maximum_entropy(features, targets)


@pytest.mark.parametrize(
    ("features", "targets"),
    [
        (TRIANGLE, [0.5, 0.5]),
        (TRIANGLE, [0.7, 0.3]),
        (TRIANGLE, [0.7, 0.3 + 1e-9]),
        (MOMENTS, [3.5, 12.5]),  # only faces 3 and 4
        (MOMENTS, [3.5, 18.5]),  # only faces 1 and 6
        (TETRAHEDRON, [0.3, 0.3, 0.4]),
    ],
)
def test_targets_on_the_boundary_of_the_hull_are_recognised_by_an_empty_inside(features, targets):
    message = r"^maximum_entropy: .* boundary .* or outside, .* one face of it \(variance .* "
    with pytest.raises(ValueError, match=message + r"across\); .* are needed$") as error:
        maximum_entropy(features, targets)
    assert float(re.search("variance (.*) across", str(error.value))[1]) < maxent.FLAT


@pytest.mark.parametrize(
    ("features", "targets"),
    [
        (TRIANGLE, [0.7, 0.3 - 1e-9]),
        (TRIANGLE, [0.7, 0.3 - 1e-12]),
        (SQUARE, [1e-9, 1e-9]),
        (MOMENTS, [3.5, 12.5 + 1e-6]),
        (TETRAHEDRON, [0.3, 0.3, 0.4 - 1e-12]),
    ],
)
def test_targets_just_inside_the_boundary_are_met(features, targets):
    p, _ = maximum_entropy(features, targets)
    assert np.all(p > 0)
    assert misses(p, features, targets) <= 1e-13


def test_constant_feature_has_no_other_expectation_than_itself():
    with pytest.raises(ValueError, match=r"^maximum_entropy: target 1 .* exactly 3 is needed"):
        maximum_entropy(np.column_stack([FACES, np.full(6, 3)]), [4.5, 3.1])


def test_targets_of_dependent_features_must_keep_the_dependence():
    features = np.column_stack([FACES, 2 * FACES])
    with pytest.raises(ValueError, match=r"^maximum_entropy: targets contradict .* are needed$"):
        maximum_entropy(features, [4.5, 9.1])


def test_search_that_does_not_end_is_an_error_and_not_an_answer(monkeypatch):
    monkeypatch.setattr(maxent, "MAX_STEPS", 2)
    with pytest.raises(ValueError, match=r"^maximum_entropy: no minimum .* 2 Newton .* needed$"):
        maximum_entropy(FACES, 4.5)


@pytest.mark.parametrize(
    ("features", "targets"),
    [
        (FACES, [4.5]),
        (FACES[:, None], 4.5),
        (MOMENTS, [4.5]),
        (np.zeros((2, 2, 2)), np.zeros((2, 2))),
        ([], 1.0),
        (1.0, 1.0),
    ],
)
def test_shapes_that_do_not_fit_are_a_value_error_that_names_them(features, targets):
    with pytest.raises(ValueError, match=r"^maximum_entropy: features has .* with n at least 1$"):
        maximum_entropy(features, targets)


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_infinite_and_undefined_numbers_are_a_value_error(bad):
    with pytest.raises(ValueError, match=r"^maximum_entropy: features holds .* finite .* needed"):
        maximum_entropy([1, 2, bad], 1.5)
    with pytest.raises(ValueError, match=r"^maximum_entropy: targets holds .* finite .* needed"):
        maximum_entropy([1, 2, 3], bad)


@pytest.mark.parametrize("bad", [1j, "1", None])
def test_numbers_that_are_not_real_are_a_type_error(bad):
    with pytest.raises(TypeError, match=r"^maximum_entropy: features has dtype .* real numbers"):
        maximum_entropy([1, 2, bad], 1.5)

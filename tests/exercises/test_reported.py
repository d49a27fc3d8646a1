"""Answers that readers gave after the sets were closed, and the cause that they should be told."""

import math
import re
from statistics import NormalDist

import numpy as np
import pytest

from softmaxbook import cross_entropy, expected_calibration_error, fit_temperature, softmax
from softmaxbook.datasets import load_digits
from softmaxbook.exercises import quiz
from softmaxbook.exercises.catalogue.maximum_entropy.given_mean import beta_of
from softmaxbook.exercises.recognition import diagnose
from softmaxbook.exercises.record import EXERCISES, QUESTIONS

FOUR_REFUTED = (([3, 3], [1, 0]), [0.7, 0.3], ([0, 0, 0], [1, 1, 0]), ([0, 0], [1, 5]))


def searched(K, share):
    """The search of chapter 14, which finds the next step and not the lead."""
    leads = np.arange(0, 50, 0.01)
    return next(lead for lead in leads if 1 / (1 + (K - 1) * math.exp(-lead)) >= share)


def two_classes():
    conditions = EXERCISES["claims.conditions"].reference()
    last = "the most probable class costs least"
    return conditions | {last: lambda p, cost: p[1] * cost[0][1] < p[0] * cost[1][0]}


def condition(number, holds):
    conditions = EXERCISES["claims.conditions"].reference()
    return conditions | {list(conditions)[number - 1]: holds}


def by_sums(p, cost):
    return np.argmax(p) == np.argmin(cost.sum(axis=1))


def leads_by(least):
    return condition(3, lambda z: np.diff(np.sort(z))[-1] > least)


def judged(number, verdict):
    right = EXERCISES["claims.twelve-sentences"].reference()
    return right | {list(right)[number - 1]: verdict}


def slope_2(z, a, r, b):
    """With the mean reward of each lever for its value, and 0 for one that was not pulled."""
    e = np.exp(z - z.max())
    pi = e / e.sum()
    v = np.array([r[a == k].sum() / max(1, (a == k).sum()) for k in range(len(z))])
    return pi * (v - pi @ v)


def posterior(change):
    def function(X, means, covariance, priors):
        W = means @ np.linalg.inv(covariance)
        z = X @ W.T - (W * means).sum(axis=1) / 2 + np.log(priors)
        e = np.exp(change(z))
        return e / e.sum(axis=1, keepdims=True)

    return function


def linked(link):
    """The right logits, and another way from them to probabilities."""

    def function(X, means, covariance, priors):
        W = means @ np.linalg.inv(covariance)
        p = link(X @ W.T - (W * means).sum(axis=1) / 2 + np.log(priors))
        return p / p.sum(axis=1, keepdims=True)

    return function


LOG_ODDS = 4 - math.log(19)  # of a Gentoo, in exercise 1 of chapter 6


def shifted(z):
    return z - z.max(axis=-1, keepdims=True)


def loss_with(total):
    """The loss from scores, with this total of the exponentials."""
    return lambda z, y: np.mean(total(np.exp(shifted(z))) - shifted(z)[np.arange(len(y)), y])


def first_row_only(z, y):
    log_p = shifted(z) - np.log(np.exp(shifted(z)).sum(axis=-1, keepdims=True))
    return -log_p[0, y].mean()


def halved(low, high, shares):
    """The distribution that halving an interval finds, where the mean rises along it."""

    def function(z, m):
        a, b = low, high
        for _ in range(200):
            middle = (a + b) / 2
            a, b = (middle, b) if shares(middle, z) @ z < m else (a, middle)
        return shares(middle, z)

    return function


def tempered(beta, z):
    e = np.exp(beta * z - (beta * z).max())
    return e / e.sum()


def with_scores(W, X):
    z = X @ W.T
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def labels_as_numbers(W, X, y, rate):
    return W - rate * ((with_scores(W, X) - y) / len(y)).T @ X


def labels_as_numbers_behind(A, B, X, y):
    h = np.maximum(0, X @ A.T)
    return (((with_scores(B, h) - y) / len(y)) @ B * (h > 0)).T @ X


def open_everywhere(A, B, X, y):
    h = np.maximum(0, X @ A.T)
    error = (with_scores(B, h) - np.eye(len(B))[y]) / len(y)
    return (error @ B * (h >= 0)).T @ X


def without_weights(scale):
    """The derivative of attention without the factor of the weights."""

    def function(q, k, v):
        p = with_scores(k / len(q) ** 0.5, q[None])[0]
        return (v - p @ v).T @ k / scale(q)

    return function


def gap_of(p, y, inside):
    return abs((p.argmax(axis=1) == y)[inside].mean() - p.max(axis=1)[inside].mean())


def in_loop(numbers, share=lambda b, bins: b / bins, empty=True):
    """A calibration error whose loop runs over those numbers."""

    def function(p, y, bins=10):
        confidence, total = p.max(axis=1), 0.0
        for b in numbers(bins):
            lo, hi = share(b, bins), share(b + 1, bins)
            inside = (confidence > lo) & (confidence <= hi)
            if empty or inside.any():
                total += inside.mean() * gap_of(p, y, inside)
        return total

    return function


def one_too_far(p, y, bins=10):
    edges, total = np.linspace(0, 1, bins + 1), 0.0
    for b in range(bins + 1):
        inside = (p.max(axis=1) > edges[b]) & (p.max(axis=1) <= edges[b + 1])
        total += inside.mean() * gap_of(p, y, inside) if inside.any() else 0.0
    return total


def nearest_mean(
    fit=slice(200, 600), on=slice(600, None), read=np.asarray, power=1, change=lambda *pairs: pairs
):
    """Exercise 3 of chapter 11, with one decision changed."""
    pixels, digit, *_ = load_digits()
    mixed = np.random.default_rng(0).permutation(1797)
    X, y = (pixels - pixels.mean(axis=0))[mixed] / 16, digit[mixed]
    means = np.array([X[:200][y[:200] == k].mean(axis=0) for k in range(10)])
    z = -((X[:, None] - means) ** 2).sum(axis=-1)
    T = fit_temperature(read(z[fit]), y[fit]) ** power
    rng, pairs = np.random.default_rng(5), []
    for divisor in (1, T):
        p = softmax(z[on] / divisor, axis=-1)
        sums = np.cumsum(p, axis=-1)[:, :-1]
        drawn = [(sums < rng.random((len(p), 1))).sum(axis=-1) for _ in range(100)]
        errors = [expected_calibration_error(p, labels) for labels in drawn]
        ece, loss = expected_calibration_error(p, y[on]), cross_entropy(z[on] / divisor, y[on])
        pairs.append((ece, np.mean(errors), np.std(errors), loss))
    ece, chance, spread, loss = np.transpose(pairs).round(3)
    return change(round(T, 3), ece, chance, spread, loss)


def three(T, ece, chance, *_):
    return T, ece, chance


@pytest.mark.parametrize(
    ("id", "given", "name"),
    [
        ("softmax.cost-threshold", lambda m: 1 - 1 / m, "odds-subtracted-from-1"),
        (
            "overflow.loss-from-scores",
            loss_with(lambda e: np.log(e.sum())),
            "one-sum-for-all-rows",
        ),
        (
            "overflow.loss-from-scores",
            loss_with(lambda e: e.sum(axis=-1)),
            "sum-without-logarithm",
        ),
        ("overflow.loss-from-scores", first_row_only, "first-row-only"),
        ("attention.attention-slopes", without_weights(lambda q: 1), "not-weighted"),
        ("attention.attention-slopes", without_weights(lambda q: len(q) ** 0.5), "not-weighted"),
        ("training.one-step", labels_as_numbers, "index-subtracted"),
        ("training.hidden-gradient", labels_as_numbers_behind, "index-subtracted"),
        ("training.hidden-gradient", open_everywhere, "mask-forgotten"),
        ("temperature.expected-calibration-error", in_loop(lambda n: range(n + 1)), "empty-bins"),
        (
            "temperature.expected-calibration-error",
            in_loop(lambda n: range(n + 1), lambda b, n: b / (n + 1), empty=False),
            "one-bin-too-many",
        ),
        (
            "temperature.expected-calibration-error",
            in_loop(lambda n: range(1, n + 1), empty=False),
            "first-bin-skipped",
        ),
        (
            "temperature.nearest-mean",
            nearest_mean(fit=slice(600, None), change=three),
            "fitted-on-test-images",
        ),
        (
            "temperature.nearest-mean",
            nearest_mean(fit=slice(None), change=three),
            "fitted-on-test-images",
        ),
        (
            "temperature.nearest-mean",
            nearest_mean(fit=slice(0, 200), change=three),
            "fitted-on-seen-images",
        ),
        ("temperature.nearest-mean", nearest_mean(power=-1, change=three), "temperature-inverted"),
        ("temperature.nearest-mean", nearest_mean(read=softmax, change=three), "softmax-twice"),
        (
            "temperature.nearest-mean",
            nearest_mean(on=slice(200, 600), change=three),
            "kept-for-test",
        ),
        (
            "temperature.nearest-mean",
            nearest_mean(change=lambda T, e, c, s, loss: (T, loss, c)),
            "loss-for-ece",
        ),
        (
            "temperature.nearest-mean",
            nearest_mean(change=lambda T, e, c, s, loss: (T, e, s)),
            "spread-for-mean",
        ),
        (
            "temperature.nearest-mean",
            nearest_mean(change=lambda T, e, c, s, loss: (T, e, e)),
            "labels-not-drawn",
        ),
        (
            "temperature.nearest-mean",
            nearest_mean(change=lambda T, e, c, s, loss: (T, e, c[[0, 0]])),
            "chance-before-repair",
        ),
        (
            "temperature.nearest-mean",
            (0.6, (0.02, 0.16), (0.03, 0.02)),
            "not-repaired",
        ),
        ("claims.counterexamples", (*FOUR_REFUTED, (0.836, 0.113, 0.051)), "impostor-is-softmax"),
        ("claims.counterexamples", (*FOUR_REFUTED, (0.7, 0.0947, 0.3)), "impostor-without-sum-1"),
        ("claims.counterexamples", (*FOUR_REFUTED, (0.5, 0.3, 0.2)), "impostor-with-other-odds"),
        ("claims.lead-needed", searched, "found-in-steps"),
        ("claims.conditions", two_classes(), "two-classes-compared"),
        ("claims.conditions", condition(4, by_sums), "costs-not-weighed"),
        ("claims.conditions", leads_by(0.01), "small-lead-refused"),
        ("elsewhere.best-two", (3, (1 / 3, -1 / 3, 0)), "slope-1"),
        ("elsewhere.site-or-none", (0.6, 0.429, 0.5), "none-as-all-windows"),
        ("elsewhere.policy-gradient", slope_2, "slope-2-itself"),
        ("maximum-entropy.by-hand", (25 / 21, -20 / 21, 16 / 21), "negative-share"),
        ("bayes-lda.posterior", posterior(lambda z: z - z.max()), "global-max"),
        ("bayes-lda.posterior", posterior(lambda z: np.clip(z, -700, 700)), "logits-clipped"),
        ("bayes-lda.posterior", posterior(lambda z: z), "exponential-overflows"),
        ("bayes-lda.posterior", linked(lambda z: 1 / (1 + np.exp(-z))), "each-class-alone"),
        ("bayes-lda.posterior", linked(np.vectorize(NormalDist().cdf)), "each-class-alone"),
        ("bayes-lda.posterior", linked(lambda z: z), "no-exponential"),
        (
            "bayes-lda.posterior",
            linked(lambda z: z == z.max(axis=1, keepdims=True)),
            "winner-takes-all",
        ),
        ("ce-vs-mse.long-way", (81377, 1634509), "steps-for-ratio"),
        ("bayes-lda.flipper", (4, LOG_ODDS, LOG_ODDS / (1 + LOG_ODDS)), "log-odds-for-odds"),
        ("bayes-lda.flipper", (4, LOG_ODDS, NormalDist().cdf(LOG_ODDS)), "normal-for-sigmoid"),
        ("bayes-lda.flipper", (4, LOG_ODDS, math.exp(-LOG_ODDS)), "odds-to-probability"),
    ],
)
def test_a_reported_answer_is_told_its_cause(id, given, name):
    verdict = diagnose(id, given)
    assert (verdict.status, verdict.name) == ("named", name), verdict.message


@pytest.mark.parametrize("coldest", [1e-3, 0.01, 0.05])
def test_a_search_over_positive_temperatures_is_told_that_beta_may_be_negative(coldest):
    search = halved(-1 / coldest, -coldest, lambda minus_T, z: tempered(-1 / minus_T, z))
    verdict = diagnose("maximum-entropy.given-mean", search)
    assert (verdict.status, verdict.name) == ("symptom", "positive-multiplier"), verdict.message


def test_two_multipliers_that_differ_are_shown_with_digits_that_differ():
    def nearly(z, m):
        return tempered(beta_of(z, m) - 6e-4, z)

    seen = diagnose("maximum-entropy.given-mean", nearly).seen
    assert len(set(re.findall(r"β = (-?[0-9.]+\d)", seen))) == 2, seen


def test_an_index_that_runs_past_the_end_is_told_where_the_end_is():
    verdict = diagnose("temperature.expected-calibration-error", one_too_far)
    assert verdict.status == "raised"
    assert "Of 5 entries the last is number 4, counted from 0." in verdict.message


def test_chance_worked_out_with_other_random_numbers_is_right():
    assert diagnose("temperature.nearest-mean", nearest_mean(change=three)).status == "passed"


@pytest.mark.parametrize(
    ("id", "given", "says"),
    [
        ("claims.q3", 0.93, "“second”"),
        ("claims.q3", 1.33, "0.7"),
        ("temperature.q6", 2.178, "mistakes that came"),
        ("temperature.q6", 6, "standard deviation of the number"),
        ("temperature.q6", 40, "was promised"),
        ("temperature.q6", 1.25, "twice the standard deviation"),
    ],
)
def test_a_reported_number_is_told_its_cause(id, given, says):
    assert says in quiz.judge(QUESTIONS[id], given).message


def test_a_condition_that_compares_a_whole_array_is_told_so():
    given = condition(1, lambda priors: priors == priors[0])
    assert "one for each entry" in diagnose("claims.conditions", given).message


@pytest.mark.parametrize("verdict", ["conditional", "imprecise", "false"])
def test_whoever_doubts_the_sentence_on_two_models_is_told_about_two_models(verdict):
    assert "are added" in diagnose("claims.twelve-sentences", judged(5, verdict)).message


@pytest.mark.parametrize("number", range(1, 13))
@pytest.mark.parametrize("verdict", ["true", "conditional", "imprecise", "false"])
def test_a_wrong_verdict_on_one_sentence_is_told_what_decides_this_sentence(number, verdict):
    given = judged(number, verdict)
    found = diagnose("claims.twelve-sentences", given)
    if given == EXERCISES["claims.twelve-sentences"].reference():
        assert found.status == "passed"
    else:
        name = "float64-for-softmax" if number == 9 else f"sentence-{number}-"
        assert found.name.startswith(name)


@pytest.mark.parametrize(("given", "told"), [(5536, True), ("about 5000", True), ("e", False)])
def test_a_number_in_place_of_an_option_is_told_that_a_letter_is_meant(given, told):
    seen = quiz.judge(QUESTIONS["ce-vs-mse.q1"], given).seen
    assert ("not a number" in seen) == told


def clipped_step(W, X, y, rate):
    """One step with scores clipped against overflow: far beyond the bound it is quite wrong."""
    p = softmax(np.clip(X @ W.T, -500, 500), axis=-1)
    p[np.arange(len(y)), y] -= 1
    return W - rate * p.T @ X / len(y)


def test_small_numbers_that_are_all_wrong_do_not_agree_to_digits_beside_large_ones():
    assert diagnose("training.one-step", clipped_step).name != "low-precision"


@pytest.mark.parametrize("softmaxes", [119, 121, 122])
def test_a_count_beside_the_right_one_is_not_called_a_rounding(softmaxes):
    message = diagnose("attention.head-shapes", (49152, 768, softmaxes, 1200)).message
    assert "ound" not in message, message


def with_a_small_number_in_the_sum(q, k, v, is_text):
    scores = q @ k.T / np.sqrt(q.shape[1])
    allowed = np.tri(len(q), dtype=bool) & is_text
    top = np.max(scores, axis=-1, keepdims=True, where=allowed, initial=-np.inf)
    e = np.where(allowed, np.exp(scores - np.where(allowed.any(-1, keepdims=True), top, 0)), 0)
    return e @ v / (e.sum(axis=-1, keepdims=True) + 1e-6)


def test_a_factor_next_to_1_is_not_called_a_factor():
    message = diagnose("attention.padded-attention", with_a_small_number_in_the_sum).message
    assert "times what is right" not in message, message


@pytest.mark.parametrize(
    ("losses", "name"),
    [
        ((0.1, 0.001, 0.00002), "probability-for-loss"),
        ((0.105, 0.001, 0.00002), "of-the-other-classes"),
        ((0.11, 0.001, 0.0), "of-the-other-classes"),
    ],
)
def test_a_share_and_the_surprise_of_the_rest_are_told_apart(losses, name):
    assert diagnose("training.first-losses", losses).name == name


@pytest.mark.parametrize(
    ("which", "given", "says"),
    [
        (0, (3, 1), "Two score vectors"),
        (1, ((0.6, 0.3, 0.1), (0.4, 0.3, 0.3)), "One vector"),
    ],
)
def test_one_vector_for_two_and_two_for_one_are_told_so(which, given, says):
    refuted = list(EXERCISES["claims.counterexamples"].reference())
    refuted[which] = given
    assert says in diagnose("claims.counterexamples", tuple(refuted)).message

"""Solutions of chapter 1, Logits."""

import numpy as np


def logits_with_last_zero(p):
    """Logits of the probabilities p, with 0 as the last one."""
    log_p = np.log(p)
    return log_p - log_p[-1]  # any common constant may be subtracted: this one


def constant_for_sum_zero():
    """The mean of the logits of (0.7, 0.2, 0.1) whose last one is 0."""
    z = np.log(np.array([0.7, 0.2, 0.1]) / 0.1)  # 1.946, 0.693, 0
    return z.mean()


def log_odds_against_rest(z):
    """Log-odds of each class against the union of the others."""
    weights = np.exp(z)
    others = weights.sum() - weights
    return z - np.log(others)


def two_tests():
    """Log-odds and probability of the disease after both tests."""
    odds = 1 / 99 * 10 * 20  # evidence multiplies odds
    return np.log(odds), odds / (1 + odds)


def probability_of_dog():
    """Dog's logit is a score: it counts only beside the other two."""
    weights = np.exp(np.array([3.0, 1.0, 0.2]))
    return weights[1] / weights.sum()


def network_without_bird():
    """Subtract bird's row from every row, and its bias from every bias."""
    W = np.array([[1.0, 1.0], [1.0, -1.0], [0.0, 0.2]])
    b = np.zeros(3)
    return W - W[2], b - b[2]


def networks_agree():
    """Every score of the second network is 7 lower, so every difference is the same."""
    gap = np.array([3.0, 1.0, 0.2]) - np.array([-4.0, -6.0, -6.8])
    return bool(np.allclose(gap, gap[0]))

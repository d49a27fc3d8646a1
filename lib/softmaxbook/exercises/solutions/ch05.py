"""Solutions of chapter 5, Maximum entropy."""

import numpy as np


def shares_by_hand():
    """A geometric sequence with ratio x whose mean fee is 4/7: 10 x² + 3 x − 4 = 0."""
    x = (-3 + np.sqrt(3**2 + 4 * 10 * 4)) / (2 * 10)  # 1/2
    weights = np.array([1, x, x**2])
    return weights / weights.sum()  # 4/7, 2/7, 1/7


def multipliers():
    """One for each mean: the mean of softmax(beta * z) rises with beta, so halving finds it."""
    z = np.array([3.0, 1.0, 0.2])
    found = []
    for m in (1.4, 2.6314, 1.0):
        low, high = -50.0, 50.0
        for _ in range(100):
            beta = (low + high) / 2
            weights = np.exp(beta * (z - m))
            if (weights * (z - m)).sum() < 0:  # the mean is below m
                low = beta
            else:
                high = beta
        found.append(beta)
    return found


def largest_entropy(z, m):
    """The distribution of largest entropy with mean m of the scores z."""

    def shares(beta):
        weights = np.exp(beta * (z - m))  # the common shift keeps the exponents small
        return weights / weights.sum()

    low, high = -50.0, 50.0
    for _ in range(100):
        middle = (low + high) / 2
        if shares(middle) @ z < m:  # the mean rises with beta
            low = middle
        else:
            high = middle
    return shares(middle)


def weight_of_entropy():
    """softmax(z / T) has the mean 2 if 1 / T is the multiplier of that mean."""
    z, m = np.array([3.0, 1.0, 0.2]), 2.0
    low, high = 0.0, 50.0
    for _ in range(100):
        beta = (low + high) / 2
        weights = np.exp(beta * (z - m))
        if (weights * (z - m)).sum() < 0:
            low = beta
        else:
            high = beta
    return 1 / beta


def shortfall(p, z):
    """What <p, z> + H(p) falls short of LSE(z): the divergence of softmax(z) from p."""
    kept = p > 0  # 0 log 0 = 0
    entropy = -np.sum(p[kept] * np.log(p[kept]))
    return np.log(np.exp(z).sum()) - p @ z - entropy


def lines_that_do_not_follow():
    """Line 3 needs concavity; line 5 gives up the mean that line 1 asked for."""
    return [3, 5]


def noisy_choices(z, uniform):
    """For each row of uniform numbers, the class whose score plus Gumbel noise is largest."""
    noise = -np.log(-np.log(uniform))
    return (z + noise).argmax(axis=-1)


def answers_to_five():
    """The mean 2.6314 is that of softmax(z); no mean of the fees is 3.5."""
    return {
        "nothing is known": "uniform",
        "the mean is 2": "softmax(beta z)",
        "the mean is 2.6314": "softmax(z)",
        "the mean is 3.5": "none",
        "score plus entropy": "softmax(z)",
    }

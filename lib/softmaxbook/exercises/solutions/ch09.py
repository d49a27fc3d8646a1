"""Solutions of chapter 9, Cross-entropy versus MSE."""

import numpy as np


def slopes_at_a_tenth():
    """Slopes in the score of -log a and of (1 - a)^2 / 2, and how much steeper the first is."""
    a = 1 / 10
    cross_entropy = -(1 - a)
    squared_error = -a * (1 - a) ** 2  # the factor a (1 - a) more
    return cross_entropy, squared_error, cross_entropy / squared_error


def squared_gradient(z, y):
    """Row by row, of half the squared error of softmax: (n, K)."""
    e = np.exp(z - z.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    error = p - np.eye(z.shape[1])[y]
    return p * (error - (p * error).sum(axis=1, keepdims=True))  # J (p - y)


def lead_after(gap, steps):
    """Lead of the true class, at first -gap, after steps of rate 1."""
    lead = -gap
    for _ in range(steps):
        a = 1 / (1 + np.exp(-lead))
        lead = lead + 4 * a * (1 - a) ** 2  # one score rises by half of it, the other falls
    return lead


def steepest():
    """The slope a (1 - a)^2 is largest where its derivative (1 - a)(1 - 3 a) is 0."""
    a = 1 / 3
    return a, a * (1 - a) ** 2


def ceiling():
    """Softmax of (1, 0, 0, 0), and its distance from an accuracy of 1."""
    confidence = np.e / (np.e + 3)
    return confidence, 1 - confidence


def what_follows():
    """One network on one data set shows what can happen, not what always does."""
    return {
        "squared error can train this network well": True,
        "squared error is better than cross-entropy": False,
        "cross-entropy is better than squared error": False,
        "the choice of the loss does not matter": False,
        "the learning rate can decide who wins": True,
        "softmax of the square net is not calibrated": True,
    }


def hinge_loss(scores, y):
    """Mean over rows of the sum of max(0, 1 + score - score of y) over the wrong classes."""
    rows = np.arange(len(y))
    short = np.maximum(0, 1 + scores - scores[rows, y][:, None])
    short[rows, y] = 0  # the true class does not compete with itself
    return short.sum(axis=1).mean()

"""Solutions of chapter 8, Cross-entropy."""

import numpy as np


def cross_entropy_gradient(z, y):
    """Gradient of the mean cross-entropy: (p - y) / n, with y as one-hot rows."""
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    p = e / e.sum(axis=-1, keepdims=True)
    n, classes = z.shape
    one_hot = np.eye(classes)[y]
    return (p - one_hot) / n


def surprise_of_dog():
    """Log-sum-exp minus the score, in nats; a bit is log 2 nats."""
    nats = np.log(np.exp(3.0) + np.exp(1.0) + np.exp(0.2)) - 1.0
    return nats, nats / np.log(2)


def both_divergences():
    """The weights and the numerators are those of the coin that comes first."""
    fair, bent = np.array([0.5, 0.5]), np.array([0.9, 0.1])
    there = (fair * np.log(fair / bent)).sum()
    back = (bent * np.log(bent / fair)).sum()
    return there, back


def divergence(y, p):
    """Divergence of the model p from the data y, row by row, in nats."""
    with np.errstate(all="ignore"):  # where the data have a 0, the other branch is taken
        terms = np.where(y > 0, y * np.log(y / p), 0)
    return terms.sum(axis=-1)


def mean_cross_entropy(z, y):
    """Mean of log-sum-exp minus the score of the label, safe at any score."""
    top = z.max(axis=-1, keepdims=True)
    total = top[:, 0] + np.log(np.exp(z - top).sum(axis=-1))
    return (total - z[np.arange(len(z)), y]).mean()


def smoothed():
    """The loss is least where the model equals the target; there it is the entropy."""
    K, epsilon = 10, 0.1
    other = epsilon / K
    true = 1 - epsilon + other
    gap = np.log(true / other)
    loss = -(true * np.log(true) + (K - 1) * other * np.log(other))
    return gap, loss


def which_are_proper():
    """Least expected cost at the belief: only there, there among others, or elsewhere."""
    return {
        "-log p_y": "strictly proper",  # exceeds the honest report by a divergence
        "sum of (p - y)^2": "strictly proper",  # exceeds it by a squared distance
        "1 - p_y": "improper",  # least at certainty
        "(1 - p_y)^2": "improper",  # least where q_k (1 - p_k) is the same for all k
        "0 if the largest p is right, else 1": "proper",  # only the largest entry counts
        "-p_y / length of p": "strictly proper",  # minus a cosine: least in the direction of q
    }


def perplexity(p):
    """Exponential of the mean surprise; a product would underflow."""
    return np.exp(-np.log(p).mean())

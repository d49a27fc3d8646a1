"""Solutions of chapter 3, Shift invariance."""

import numpy as np


def cat_over_dog():
    """The ratio is e to the difference of the scores, and the difference has doubled."""
    return np.exp(2 * 3 - 2 * 1)


def zero_sum_logits(p):
    """Logits of each row of p, shape (n, K), that sum to 0."""
    z = np.log(p)  # logits of p, in the gauge whose log-sum-exp is 0
    return z - z.mean(axis=1, keepdims=True)  # each row its own constant


def smallest_weights(W):
    """Weights with the same softmax, shape (K, d), least in norm."""
    return W - W.mean(axis=0)  # one vector for all rows; afterwards they add up to 0


def without_class(p, k):
    """Rows of p, shape (n, K), without class k: shape (n, K - 1)."""
    rest = np.delete(p, k, axis=1)
    return rest / rest.sum(axis=1, keepdims=True)  # the ratios stay as they are


def four_colours():
    """Five equal scores; then four copies share what the one bus had."""
    share = 1 / 5
    score = -np.log(4)  # 4 * exp(-log 4) = 1 = exp(0)
    return share, score


def what_data_notices():
    """Data see differences of scores, and nothing else."""
    return {
        "add (5, -2) to every row of W": False,  # every score of an example rises alike
        "add 1 to every bias": False,
        "add 1 to the bias of cat": True,
        "add 1 to every weight of cat": True,
        "double W and b": True,  # all differences double
        "double W, halve every input": False,  # the scores are what they were
    }


def all_rise_two_fall():
    """One score rises by far more than the other two."""
    return (0.0, 0.0, 0.0), (1.0, 1.0, 5.0)


def nearest_point():
    """If all three stay, tau = 0.3 and the last is negative; so it drops out, and tau = 0.4."""
    z = np.array([1.0, 0.8, 0.1])
    tau = (1.0 + 0.8 - 1) / 2
    return np.maximum(z - tau, 0)

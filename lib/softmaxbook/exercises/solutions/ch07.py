"""Solutions of chapter 7, The Jacobian."""

import numpy as np


def jacobian_by_hand():
    """Scores (log 2, log 1, log 1) give the probabilities 1/2, 1/4, 1/4."""
    p = np.array([2, 1, 1]) / 4
    return np.diag(p) - np.outer(p, p)  # sixteenths: 4 -2 -2, -2 3 -1, -2 -1 3


def nudge():
    """J v = p (v - mean), and v J v is the variance of v under p."""
    p, v = np.array([0.5, 0.25, 0.25]), np.array([4.0, 0.0, -2.0])
    mean = p @ v  # 1.5
    answer_of_p = p * (v - mean)
    return answer_of_p, v @ answer_of_p


def softmax_backward(p, g):
    """Gradient with respect to the scores, shape (n, K)."""
    mean = (p * g).sum(axis=-1, keepdims=True)  # of g under p, one for each example
    return p * (g - mean)


def bias_gradient(z, y):
    """Gradient of the mean cross-entropy with respect to b, shape (K,)."""
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    p = e / e.sum(axis=-1, keepdims=True)
    one_hot = np.eye(z.shape[-1])[y]
    return (p - one_hot).mean(axis=0)  # over the examples; each class keeps its own


def terms_backward(z, t, d):
    """Gradient of sum(d * l) with respect to z; all have shape (K,)."""
    e = np.exp(z - z.max())
    p = e / e.sum()
    return p * (d @ t) - d * t  # every term pushes on all scores, with the weight d_i t_i


def gradient_for_weights(z, y):
    """Gradient of each row's loss with respect to z, shape (n, K)."""
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    p = e / e.sum(axis=-1, keepdims=True)
    return y.sum(axis=-1, keepdims=True) * p - y


def five_matrices():
    """What each matrix breaks first, if anything."""
    return {
        "A": "possible",  # probabilities 0.2 and 0.8
        "B": "rows",  # the diagonal alone: its rows sum to 1/4
        "C": "size",  # p (1 - p) is at most 1/4
        "D": "symmetric",
        "E": "products",  # p_i p_j = 0.05 for all pairs means p_i = 0.224, with sum 0.67
    }


def four_reports():
    """What each report says about the gradient that was checked."""
    return {
        "a": "right",
        "b": "wrong",
        "c": "bad step",  # the cube root of the rounding unit of float32 is 4e-3
        "d": "bad place",  # the loss hardly moves there, and rounding is all that is seen
    }

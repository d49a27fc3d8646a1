"""Solutions of chapter 13, Claims on trial."""

import numpy as np


def twelve_verdicts():
    """Each with what decides it."""
    return {
        "Softmax is a soft maximum.": "imprecise",  # a soft argmax
        "Adding 1 to every score changes no probability.": "true",
        "At inference softmax can be skipped.": "conditional",  # if the argmax is all one wants
        "Softmax projects onto the simplex.": "false",  # it moves (0.6, 0.3, 0.1)
        "A score far enough ahead has a probability near 1.": "true",
        "A difference of logits is a log Bayes factor.": "conditional",  # if the priors are equal
        "Softmax takes numbers between 0 and 1.": "false",  # it takes 3
        "The Kullback–Leibler divergence is a distance.": "imprecise",  # not a symmetric one
        "Naive softmax of (123, 456, 789) in float64 is (0, 0, nan).": "true",
        "Where the Hessian vanishes there is nothing left to learn.": "conditional",  # if right
        "Softmax pulls gaps of scores further apart.": "false",  # at most half of a gap is left
        "e to the power 1000 overflows to nan.": "imprecise",  # to inf
    }


def four_counterexamples():
    """As small as they come."""
    return (
        ((3, 1), (4, 4)),  # 4 is more than 3, but it has a rival
        (0.6, 0.3, 0.1),  # softmax makes (0.426, 0.316, 0.258) of it
        ((0, 0, 0), (1, 1, 0)),  # two rise, at the cost of the third
        ((1, 0), (2, 2)),  # 0.731 becomes one half
    )


def lead_needed(K, share):
    """By how much one score must lead K - 1 equal ones to have the share."""
    # The share's odds are exp(lead) against K - 1 ones.
    return np.log(share / (1 - share)) + np.log(K - 1)


def four_conditions():
    """Each says of a case whether its sentence holds there."""
    return {
        "z_i - z_j is a log Bayes factor": (  # without log prior odds
            lambda priors: np.allclose(priors, priors[0])
        ),
        "the gradient is p - y": (  # and not (sum of y) p - y
            lambda y: np.isclose(np.sum(y), 1)
        ),
        "one-hot in the end as T falls to 0": (  # without a tie at the top
            lambda z: np.sum(z == np.max(z)) == 1
        ),
        "the most probable class costs least": (
            lambda p, cost: np.argmin(cost @ p) == np.argmax(p)
        ),
    }


def ten_formulas():
    """Right or wrong, with the reason."""
    return {
        "softmax(z + c) = softmax(z)": True,
        "LSE(z + c) = LSE(z)": False,  # LSE(z) + c
        "d LSE / dz_i = softmax(z)_i": True,
        "dL / db_i = sum of (p - y)_k over all k": False,  # that sum is 0
        "one output s: L = (1 - y) log(1 - s) + y log s": False,  # a minus before it
        "J v = p * v - p (p . v)": True,
        "smoothed target t: L = -log(sum of t_i p_i)": False,  # -sum of t_i log p_i
        "p_i - p_j = (p_i + p_j) tanh((z_i - z_j) / 2)": True,
        "softmax(12.5, 0.6, -23) = (0.9, 0.09, 0.01)": False,  # cat has 0.999993
        "J is never 0, so learning through it never stalls": False,  # as near to 0 as you like
    }


def smoothed_loss(z, label, epsilon):
    """Cross-entropy of softmax(z), shape (K,), to the smoothed label."""
    z = np.asarray(z, float)
    top = z.max()
    log_p = z - top - np.log(np.exp(z - top).sum())  # no logarithm of a 0
    target = np.full(len(z), epsilon / len(z))
    target[label] += 1 - epsilon
    return -(target * log_p).sum()


def explain(answer, candidates):
    """The row of candidates that answer is, to a thousandth; -1 if none."""
    off = np.abs(np.asarray(candidates) - np.asarray(answer)).max(axis=1)  # the worst entry
    size = np.abs(candidates).max(axis=1)
    near = off <= 1e-3 * size
    return int(np.argmax(near)) if near.any() else -1

"""Solutions of chapter 4, Overflow."""

import numpy as np


def stable_softmax(z):
    """Softmax over the last axis; no exponent is above 0, so nothing overflows."""
    top = np.max(z, axis=-1, keepdims=True)  # each row its own
    e = np.exp(z - top)  # the largest entry is 1, so the sum is at least 1
    return e / e.sum(axis=-1, keepdims=True)


def log_softmax(z):
    """Logarithm of softmax over the last axis, without taking the log of a probability."""
    shifted = z - np.max(z, axis=-1, keepdims=True)
    log_total = np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return shifted - log_total  # the shift is in both terms, and cancels


def four_predictions():
    """What the definition gives in float64, for four pairs of scores."""
    pairs = np.array([[1000, 1000], [709.5, 709.5], [-800, 0], [-746, -747]])
    with np.errstate(all="ignore"):
        e = np.exp(pairs)  # (inf, inf); twice 1.35e308, whose sum is inf; (0, 1); (0, 0)
        return e / e.sum(axis=-1, keepdims=True)


def eight_bits():
    """Overflow, zero and certainty with four exponent bits and three fraction bits."""
    top = 2 ** (4 - 1)
    largest = (2 - 2**-3) * 2 ** (top - 1)  # 240
    smallest = 2 ** (2 - top - 3)  # 1/512
    ulp = 2**-3  # at 1
    return np.log(largest), np.log(smallest / 2), -np.log(ulp / 2)


def loss_from_scores(z, y):
    """Mean of -log softmax(z)[i, y[i]]: the log of the sum, less the score of the true class."""
    shifted = z - np.max(z, axis=-1, keepdims=True)
    log_total = np.log(np.exp(shifted).sum(axis=-1))
    return np.mean(log_total - shifted[np.arange(len(y)), y])


def masked_softmax(z, keep):
    """Softmax over the kept classes of each row; all zeros where none is kept."""
    top = np.max(z, axis=-1, keepdims=True, where=keep, initial=-np.inf)
    e = np.exp(z - top, where=keep, out=np.zeros(np.shape(z)))  # of what is kept, and else 0
    total = e.sum(axis=-1, keepdims=True)
    return np.divide(e, total, where=total > 0, out=np.zeros_like(e))


def merge(m1, s1, m2, s2):
    """(m, s) of the whole from those of its two parts."""
    m = max(m1, m2)
    if m == -np.inf:  # two empty parts
        return m, 0.0
    return m, s1 * np.exp(m1 - m) + s2 * np.exp(m2 - m)


def what_each_did():
    """Undo the loss: exp(-27.63) = 1e-12, exp(-16.12) = 1e-7, and 0 is the loss of class 0."""
    return {
        "inf": "took the log of softmax",  # softmax is (1, 0), and -log 0 is inf
        "nan": "did not shift",  # exp(1600) and exp(800) are inf
        "27.63": "epsilon 1e-12",
        "16.12": "epsilon 1e-7",
        "0": "wrong label",
    }


def what_is_needed():
    """The least that answers the question, in the form that answers it exactly."""
    return {
        "name": "argmax of the scores",  # softmax keeps the order
        "train": "loss from the scores",  # no probability, no logarithm of one
        "show": "softmax",  # a patient wants a share, and underflow does not matter
        "order": "log-softmax",  # shares of sure answers are all 1; with log1p their logs differ
    }

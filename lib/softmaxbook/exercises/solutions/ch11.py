"""Solutions of chapter 11, Temperature and calibration."""

import numpy as np


def scaled_softmax(z, T):
    """Softmax of z / T over the last axis, for any T > 0."""
    gaps = z - np.max(z, axis=-1, keepdims=True)  # at most 0, so T may be tiny
    e = np.exp(gaps / T)
    return e / e.sum(axis=-1, keepdims=True)


def expected_calibration_error(p, y, bins=10):
    """Mean gap of confidence and accuracy, weighted over bins (lo, hi]."""
    confidence = p.max(axis=1)
    correct = p.argmax(axis=1) == y
    total = 0.0
    for b in range(bins):
        inside = (confidence > b / bins) & (confidence <= (b + 1) / bins)
        if inside.any():
            gap = abs(confidence[inside].mean() - correct[inside].mean())
            total += inside.sum() / len(y) * gap
    return total


def hot_and_cold():
    """Odds are raised to the power 1/T: square roots at T = 2, and a tie stays a tie."""
    roots = np.array([3.0, 2.0, 1.0])
    return roots / roots.sum(), np.array([1 / 2, 1 / 2, 0.0])


def ten_answers():
    """Weighted mean, and largest, of the distances of confidence and accuracy."""
    share = np.array([4, 4, 2]) / 10
    gap = np.abs(np.array([0.55, 0.85, 0.95]) - np.array([2 / 4, 3 / 4, 2 / 2]))
    return share @ gap, gap.max()


def slope_in_beta(z, y, beta):
    """Mean over the examples of the expected score less the true one."""
    gaps = z - z.max(axis=1, keepdims=True)  # a shift of a row cancels in the difference
    e = np.exp(beta * gaps)
    p = e / e.sum(axis=1, keepdims=True)
    return ((p * gaps).sum(axis=1) - gaps[np.arange(len(y)), y]).mean()


def who_is_surer():
    """In the cold one close rival costs most, in the heat two distant ones do."""
    return (1.4, 0.0, 0.0), (2.0, 1.9, -8.0), 4.0


def student_gradient(z, v, T):
    """T (p - q): the factor T² and the inner derivative 1 / T leave one T."""

    def heated(s):
        e = np.exp((s - s.max(axis=1, keepdims=True)) / T)
        return e / e.sum(axis=1, keepdims=True)

    return T * (heated(z) - heated(v))


def what_is_certain():
    """Order within rows, and the loss that was minimised; nothing else."""
    return {
        "every answer is what it was": True,
        "no confidence is higher than it was": True,
        "the order of confidences is what it was": False,
        "the loss on the validation examples fell": True,
        "the ECE on the validation examples fell": False,
        "it fits photographs from elsewhere": False,
    }

"""Solutions of chapter 8, Cross-entropy."""

import numpy as np


def cross_entropy_gradient(z, y):
    """Gradient of the mean cross-entropy: (p - y) / n, with y as one-hot rows."""
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    p = e / e.sum(axis=-1, keepdims=True)
    n, classes = z.shape
    one_hot = np.eye(classes)[y]
    return (p - one_hot) / n

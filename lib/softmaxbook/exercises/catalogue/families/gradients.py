"""What records about gradients share."""

import numpy as np
from numpy.typing import NDArray

from softmaxbook.exercises.record import Symptom


def row_sum(a: NDArray) -> NDArray:
    return a.sum(axis=-1, keepdims=True)


def sums_to_0(args: tuple, g: NDArray) -> str | None:
    totals = np.atleast_1d(g.sum(axis=-1)).ravel() if g.ndim else np.zeros(1)
    wrong = totals[np.abs(totals) > 1e-3]
    return f"the entries of one of your gradients sum to {wrong[0]:.4g}." if wrong.size else None


SUMS_TO_0 = Symptom(
    "does-not-sum-to-0",
    "A common shift of the scores changes no probability, so a gradient with respect to scores "
    "sums to 0.",
    sums_to_0,
)


def through_softmax(p: NDArray, e: NDArray) -> NDArray:
    """J e, row by row."""
    return p * (e - (p * e).sum(axis=1, keepdims=True))


def p_and_error(z: NDArray, y: NDArray) -> tuple[NDArray, NDArray]:
    e = np.exp(z - z.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    return p, p - np.eye(z.shape[1])[y]

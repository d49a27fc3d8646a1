"""What several exercises of the chapter share."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from softmaxbook.exercises.record import Symptom


def without_keepdims(z: NDArray) -> NDArray:
    e = np.exp(z - np.max(z))
    return e / e.sum(axis=1)


def shown(change: Callable[[tuple, NDArray], str | None]) -> Symptom:
    return Symptom(
        "rows-do-not-sum-to-1",
        "Each row holds the probabilities of all classes for one example.",
        change,
    )


def shares(q: NDArray, axis: int | None = 1) -> NDArray:
    return q / q.sum(axis=axis, keepdims=True)

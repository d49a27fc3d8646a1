"""Sixteen keys of one query: how the length d of the vectors saturates their weights."""

import numpy as np

from softmaxbook.functions import softmax

STATE = {"d": 64.0, "keys": 16.0, "scale": "as they are"}
ROWS, RATIO = 3, 240 / 480

# np.random.default_rng(12).normal(size=16), rounded: what scores divided by √d look like. Those
# of vectors of length d are √d times as large.
DRAWN = np.array([
    -0.01, 1.05, 0.74, 0.72, 1.62, -1.21, -0.63, -1.32,
    -0.11, 1.0, -0.02, 0.5, -1.91, 0.15, -0.91, 1.78,
])  # fmt: skip


def sentence(*, d: float, keys: float, scale: str) -> str:
    p = softmax(DRAWN[: int(keys)] * (np.sqrt(d) if scale == "as they are" else 1), axis=-1)
    return (
        f"{keys:g} keys, d = {d:g}, scores {scale}: the largest weight is {p.max():.3f}, "
        f"and the trace of J is {1 - p @ p:.3f}."
    )

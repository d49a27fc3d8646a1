"""Scores to try a softmax on: of every shape, moderate, large, masked, huge, tied, whole.

All entries are short binary fractions, so that float32 computes with the same numbers; but those of
HUGE it cannot tell apart.
"""

import numpy as np

from softmaxbook.exercises.record import Probe

MODERATE = [
    Probe("vector", (np.array([3.0, 1.0, 0.25]),)),
    Probe("batch", (np.array([[3.0, 1.0, 0.25, -1.0], [0.5, 2.0, 0, 1], [-2, -0.5, 1.5, -1]]),)),
    Probe("square batch", (np.array([[3.0, 1.0, 0.25], [0.5, 2.5, -1.0], [-1.5, 0.0, 1.0]]),)),
    Probe("square of two", (np.array([[1.5, -0.5], [-2.0, 1.0]]),)),
    Probe(
        "three axes",
        (
            np.array(
                [
                    [[3.0, 1.0, 0.25, -1.0], [0.5, 2.0, 0.0, 1.0], [-2.0, -0.5, 1.5, -1.0]],
                    [[0.0, -1.5, 2.5, 1.0], [1.0, 0.75, -0.5, 2.0], [-1.0, 3.0, 0.5, 0.5]],
                ]
            ),
        ),
    ),
    Probe("cube", (np.array([[[1.0, 2.5], [0.5, -1.0]], [[-0.5, 1.5], [2.0, 0.25]]]),)),
]

LARGE = [
    Probe("around 1000", (np.array([1000.0, 998.0, 996.5]),)),
    Probe("around -1000", (np.array([-1000.0, -1002.0, -1001.0]),)),
    Probe("rows far apart", (np.array([[20.0, 0.0, 1.0], [1000.0, 998.0, 0.0]]),)),
    Probe("rows far apart, below 0", (np.array([[-20.0, 0, 1], [-1000, -998, -999]]),)),
    Probe("around 20000", (np.array([20000.0, 19984.0, 19968.0]),)),
    Probe("100000 either way", (np.array([0.0, 1e5, -1e5]),)),
    Probe("one far below", (np.array([-1e5, 3.0, 1.0]),)),
    Probe("the first far ahead", (np.array([1500.0, 1.0, 0.0]),)),
    Probe("one far below the rest", (np.array([1600.0, 0.0, 1600.0, 1598.0]),)),
    Probe("around 100", (np.array([100.0, 98.0, 97.0]),)),
]

INF = np.inf
MASKED = [
    Probe(name, (np.array(z),), beyond="With a score of −∞, which is none, yours differs.")
    for name, z in (
        ("mask", [3.0, -INF, 0.25, 1.0]),
        ("mask in a batch", [[-INF, 1000.0, 999.0], [2.0, -INF, -INF]]),
        ("mask, around -1000", [-1000.0, -INF, -1001.0]),
    )
]

# Beside 1e16 the next float64 is 2 away, and what is added to such a number is rounded away.
HUGE = [
    Probe("around 1e16", (np.array([1e16, 1e16 - 2, 1e16]),)),
    Probe("rows around 1e16 and 0", (np.array([[1e16, 1e16 - 4, 1e16 - 2], [0.0, 1.0, 2.0]]),)),
]

TIES = [Probe("ties", (np.array([[2.0, 2.0, 0.0], [1.0, 1.0, 1.0]]),))]
INTEGERS = [Probe("integers", (np.array([[3, 1, 0], [2, 2, 5]]),))]

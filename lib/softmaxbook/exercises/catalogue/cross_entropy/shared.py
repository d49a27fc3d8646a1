"""What several exercises of the chapter share."""

from collections.abc import Callable

import numpy as np

from softmaxbook.exercises.record import Probe


def probe(name: str, z: list, y: list[int]) -> Probe:
    return Probe(name, (np.array(z, dtype=float), np.array(y)))


# Numbers of examples and classes differ, and so do their products and squares.
PROBES = (
    probe("one example", [[3, 1, 0.25]], [0]),
    probe("three examples", [[3, 1, 0.25, -1], [0.5, 2, 0, 1], [-2, -0.5, 1.5, -1]], [1, 3, 1]),
    probe("square", [[3, 1, 0.25], [0.5, 2.5, -1], [-1.5, 0, 1]], [0, 2, 2]),
    probe("square of two", [[1.5, -0.5], [-2, 1]], [0, 0]),
    probe(
        "five examples",
        [[1, 0.5, -1], [0, 2, 1], [-1, -0.5, 0.75], [2, 2, 0], [0.25, 0, 1]],
        [2, 1, 0, 0, 1],
    ),
    probe("two classes", [[0.5, -1], [2, 1], [-1, 0.25], [0, 0.5]], [1, 0, 1, 1]),
    probe("sure and wrong", [[8, 0, -2], [-4, 6, 1]], [2, 0]),
    probe("one example, sure and wrong", [[8, 0, -2]], [2]),
    probe("around 1000", [[1000, 998, 996.5], [999, 1000, 997]], [1, 0]),
    probe("around -1000", [[-1000, -1002, -1001], [-1003, -1000, -1001]], [0, 0]),
    probe("rows far apart", [[20, 0, 1], [1000, 998, 0], [1, 3, 2]], [2, 1, 1]),
    probe("around 20000", [[20000, 19984, 19968], [19984, 20000, 19968]], [1, 0]),
    probe("one far below", [[-1e5, 3, 1], [0, 2, 1]], [2, 0]),
    probe("one far below the rest", [[1600, 0, 1600, 1598], [1, 0, 2, 1]], [2, 0]),
    probe("100000 either way", [[0, 1e5, -1e5], [1, 0, 0.5]], [0, 2]),
    probe("around 100", [[100, 98, 97], [97, 100, 99]], [0, 2]),
    probe("ties", [[2, 2, 0], [1, 1, 1]], [0, 2]),
    Probe("integers", (np.array([[3, 1, 0], [2, 2, 5]]), np.array([2, 0]))),
)


def pair(*values: float) -> Callable:
    return lambda: np.array(values)

"""What several exercises of the chapter share."""

import numpy as np
from numpy.typing import NDArray


def with_one(*rows: tuple) -> NDArray:
    return np.array([[*row, 1.0] for row in rows])


TWO = with_one((2, 1), (-1, 0.5))
FIVE = with_one((2, 1), (-1, 0.5), (0.5, -2), (1, 1.5), (-1.5, -0.5))

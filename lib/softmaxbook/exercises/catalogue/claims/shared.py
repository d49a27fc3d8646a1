"""What several exercises of the chapter share."""

import numpy as np
from numpy.typing import NDArray


def those(which: NDArray) -> str:
    """Numbers of the entries that are True, counted from 1, in words."""
    found = [str(i + 1) for i in np.flatnonzero(which)]
    return "none" if not found else ", ".join(found)

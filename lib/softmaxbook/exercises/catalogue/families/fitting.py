"""For mistakes with a free parameter, which is read off a learner's results."""

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray


def fitted(function: Callable) -> Callable:
    function.is_fitted = True
    return function


def result(values: Mapping[str, NDArray], name: str, shape: tuple[int, ...]) -> NDArray | None:
    """The learner's result on a probe, if it has that shape and is finite."""
    value = values.get(name)
    usable = value is not None and value.shape == shape and np.isfinite(value).all()
    return value if usable else None

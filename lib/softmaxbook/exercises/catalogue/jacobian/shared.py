"""What several exercises of the chapter share."""

from collections.abc import Callable

from numpy.typing import NDArray


def is_not(place: int, right: int) -> Callable[[NDArray], bool]:
    return lambda v: bool(v[place] != right)

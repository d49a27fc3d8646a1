"""What several exercises of the chapter share."""

from collections.abc import Callable

from numpy.typing import NDArray


def is_off(number: int, keys: NDArray) -> Callable[[NDArray], bool]:
    return lambda v: bool(v[number] != keys[number])

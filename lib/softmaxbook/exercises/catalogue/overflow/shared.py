"""What several exercises of the chapter share."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from softmaxbook.exercises.reading import word
from softmaxbook.exercises.record import Unreadable


def words_in(value: Any, keys: tuple[str, ...], allowed: tuple[str, ...]) -> NDArray:
    if not isinstance(value, dict) or set(value) != set(keys):
        raise Unreadable(f"A dict with the keys {', '.join(keys)} is asked for.")
    return np.array([word(value[key], allowed) for key in keys])


def is_off(number: int, keys: NDArray) -> Callable[[NDArray], bool]:
    return lambda v: bool(v[number] != keys[number])

"""What several exercises of the chapter share."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from softmaxbook.exercises.record import Unreadable


def word(value: Any, allowed: tuple[str, ...]) -> int:
    given = " ".join(str(value).lower().split())
    if given not in allowed:
        raise Unreadable(f"“{given}” is not one of: {', '.join(allowed)}.")
    return allowed.index(given)


def words_for(keys: str, allowed: tuple[str, ...]) -> Callable[[Any], NDArray]:
    def prepare(value: Any) -> NDArray:
        if not isinstance(value, dict) or set(value) != set(keys):
            raise Unreadable(f"A dict with the keys {', '.join(keys)} is asked for.")
        return np.array([word(value[key], allowed) for key in keys])

    return prepare


def is_not(place: int, right: int) -> Callable[[NDArray], bool]:
    return lambda v: bool(v[place] != right)

"""What the records of several chapters need: reading numbers that a learner gives, and knowing
them again."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from softmaxbook.exercises.record import Unreadable


def numbers(value: Any, count: int, what: str = "numbers") -> NDArray:
    """So many numbers, in a tuple, a list or an array, as an array; fractions count as numbers."""
    try:
        found = np.array([float(v) for v in np.ravel(np.asarray(value, object))])
    except (TypeError, ValueError):
        said = f"These are not numbers; the number of {what} asked for is {count}."
        raise Unreadable(said) from None
    if found.size != count:
        raise Unreadable(f"The number of {what} asked for is {count}, not {found.size}.")
    return found


def is_near(number: ArrayLike, atol: float = 6e-4) -> Callable[[NDArray], bool]:
    """Whether a value is that number, or these numbers, to within what three decimals lose."""
    return lambda value: bool(np.all(np.abs(value - np.asarray(number)) <= atol))


def gives(*functions: Callable) -> tuple[Callable, ...]:
    """The functions that make a mistake, where a record lists them."""
    return functions


def word(value: Any, allowed: tuple[str, ...]) -> int:
    """Position of a word among those allowed, whatever its case and spaces."""
    given = " ".join(str(value).lower().split())
    if given not in allowed:
        raise Unreadable(f"“{given}” is not one of: {', '.join(allowed)}.")
    return allowed.index(given)


def in_words(*words: str) -> Callable[[NDArray], str]:
    """From positions back to words."""
    return lambda v: ", ".join(words[int(i)] for i in v)

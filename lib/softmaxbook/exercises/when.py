"""What records say of answers that are values: which ones a mistake leads to.

A predicate of a `Mistake` sees the whole answer. It is asked only about entries that are wrong: the
checker puts the right ones in their places, so none of these functions has to.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from softmaxbook.exercises.general import agrees_so_far

ATOL = 6e-4  # what three decimals lose, and a little


@dataclass(frozen=True)
class Near:
    """Whether an answer, or some of it, is one of these.

    numbers : each a number, or as many as are looked at
    at : the entry, or the slice of entries, that is looked at; None: all
    atol : largest distance that counts; None: what three decimals or more digits lose
    """

    numbers: tuple[Any, ...]
    at: int | slice | None = None
    atol: float | None = None

    def __call__(self, value: NDArray) -> bool:
        seen = value if self.at is None else value[self.at]
        return any(
            bool(np.all(np.abs(seen - n) <= (self.atol or ATOL * np.maximum(1, np.abs(n)))))
            for n in map(np.asarray, self.numbers)
        )

    def so_far(self, value: NDArray) -> bool:
        """The same of an answer with fewer digits."""
        seen = np.atleast_1d(value if self.at is None else value[self.at]).ravel()
        wanted = [np.broadcast_to(n, seen.shape).ravel() for n in self.numbers]
        return any(
            all(agrees_so_far(float(a), float(b), 3) for a, b in zip(seen, n, strict=True))
            for n in wanted
        )


def is_near(*numbers: ArrayLike, atol: float | None = None) -> Near:
    """Whether the answer is that number, or these numbers if they are in a list; of several
    arguments, one of them."""
    return Near(numbers, atol=atol)


def entry(at: int | slice, *numbers: ArrayLike, atol: float | None = None) -> Near:
    """Whether one entry, or a slice, of the answer is one of these numbers."""
    return Near(numbers, at, atol)


def only(at: int | slice, *right: ArrayLike) -> Callable[[NDArray], bool]:
    """Whether one entry, or a slice, is wrong and all others are right.

    right : the right answer
    """
    wanted = np.concatenate([np.ravel(r) for r in right]).astype(float)

    def holds(value: NDArray) -> bool:
        close = np.abs(value.ravel() - wanted) <= ATOL * np.maximum(1, np.abs(wanted))
        others = np.ones(wanted.shape, bool)
        others[at] = False
        return bool(close[others].all() and not close[~others].all())

    return holds


def either(*predicates: Callable[[NDArray], bool]) -> Callable[[NDArray], bool]:
    """Whether one of the predicates holds."""
    return lambda value: any(holds(value) for holds in predicates)


def is_not(at: int, right: float) -> Callable[[NDArray], bool]:
    """Whether one entry of an answer in words is another than the right one."""
    return lambda value: bool(value[at] != right)


def is_at(at: int, *positions: float) -> Callable[[NDArray], bool]:
    """Whether one entry of an answer in words is one of these, by the position of the word."""
    return lambda value: value[at] in positions

"""Answers that learners might give, collected to try the checker on.

The collections are written by people who do not know the catalogue of mistakes: a wrong answer
says in a sentence what is wrong with it, and which names the checker may give it is decided by
a reader of that sentence, never by what the checker says.
"""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Answer:
    """A function, or a value, that a learner might hand in.

    function : what is handed in to a coding exercise; of a value, a function without arguments
        that makes it anew (a generator can be read once only)
    """

    exercise: str
    function: Callable
    wrong: str | None  # what is wrong with it, in a sentence; None: it is right
    is_value: bool = False

    @property
    def name(self) -> str:
        return self.function.__name__


class Collection(list):
    """Answers in the order of their definition, whose function names are unique."""

    def wrong(self, exercise: str, what: str) -> Callable[[Callable], Callable]:
        return self._adding(exercise, what)

    def right(self, exercise: str) -> Callable[[Callable], Callable]:
        return self._adding(exercise, None)

    def _adding(self, exercise: str, what: str | None) -> Callable[[Callable], Callable]:
        def add(function: Callable) -> Callable:
            names = {(a.exercise, a.name) for a in self}
            assert (exercise, function.__name__) not in names, function.__name__
            self.append(Answer(exercise, function, what))
            return function

        return add

    def wrong_value(self, exercise: str, what: str, make: Callable[[], object]) -> None:
        self._adding_value(exercise, what, make)

    def right_value(self, exercise: str, make: Callable[[], object]) -> None:
        self._adding_value(exercise, None, make)

    def _adding_value(self, exercise: str, what: str | None, make: Callable[[], object]) -> None:
        self.append(Answer(exercise, make, what, is_value=True))

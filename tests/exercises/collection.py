"""Answers that learners might give, collected to try the checker on.

The collections are written by people who do not know the catalogue of mistakes: a wrong answer
says in a sentence what is wrong with it, and which names the checker may give it is decided by
a reader of that sentence, never by what the checker says.
"""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Answer:
    """One function that a learner might hand in."""

    exercise: str
    function: Callable
    wrong: str | None  # what is wrong with it, in a sentence; None: it is right

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

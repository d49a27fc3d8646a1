"""Exercises that are checked, with feedback that names the mistake.

``check(id, obj)`` tries an answer and prints what is to be said of it; ``hint(id)`` gives the next
hint, ``solution(id)`` the solution, ``guide(id)`` both, folded; ``why(id)`` answers the question
that comes after the tick; ``answer(id, value)`` answers a
concept check; ``progress()`` shows a table; ``deck(path)`` writes flash cards; and
``diagnose(id, obj)`` returns what ``check`` prints, as an object.

>>> import numpy as np
>>> diagnose("overflow.stable-softmax", lambda z: np.exp(z) / np.exp(z).sum()).name
'global-sum'
"""

from softmaxbook.exercises.learner import (
    answer,
    check,
    deck,
    guide,
    hint,
    progress,
    solution,
    why,
)
from softmaxbook.exercises.recognition import diagnose

__all__ = ["answer", "check", "deck", "diagnose", "guide", "hint", "progress", "solution", "why"]

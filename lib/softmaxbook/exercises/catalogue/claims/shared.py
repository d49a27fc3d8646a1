"""What several exercises of the chapter share."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from softmaxbook.exercises.record import Unreadable


def those(which: NDArray) -> str:
    """Numbers of the entries that are True, counted from 1, in words."""
    found = [str(i + 1) for i in np.flatnonzero(which)]
    return "none" if not found else ", ".join(found)


def judged(value: Any, keys: tuple[str, ...], meaning: dict[Any, int], what: str) -> NDArray:
    """The judgements of a dict with these keys, as numbers."""
    if not isinstance(value, dict) or set(value) != set(keys):
        raise Unreadable("A dict with the keys of the starter cell is asked for.")
    given = [getattr(value[key], "name", value[key]) for key in keys]  # of a Verdict, its name
    given = [v.strip().lower() if isinstance(v, str) else v for v in given]
    if not all(isinstance(v, (str, int, np.bool_)) and v in meaning for v in given):
        raise Unreadable(f"Each judgement has to be {what}.")
    return np.array([meaning[v] for v in given], float)

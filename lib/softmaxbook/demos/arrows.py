"""The triangle as a field of arrows: where a change of one score sends every distribution."""

import numpy as np
from numpy.typing import NDArray

from softmaxbook.functions import softmax

STATE = {"score": "dog", "change": 0.5}
ROWS, RATIO = 2, 426 / 480

SCORES = {"cat": [1, 0, 0], "dog": [0, 1, 0], "bird": [0, 0, 1], "all three": [1, 1, 1]}


def numbers(values: NDArray) -> str:
    return f"({', '.join(f'{value:.3f}' for value in values)})"


def sentence(*, score: str, change: float) -> str:
    if score not in SCORES:
        raise ValueError(f"score is {score!r}, but must be one of {', '.join(SCORES)}")
    z = np.array([3.0, 1.0, 0.2])  # the photograph
    push = change * np.array(SCORES[score], float)
    before, after = softmax(z, axis=-1), softmax(z + push, axis=-1)
    if change == 0:
        return f"No score changes. The photograph stays at {numbers(before)}."
    verb, way = ("Raising", "towards") if change > 0 else ("Lowering", "away from")
    if score == "all three":
        return (
            f"{verb} all three scores by {abs(change):g} moves no point. The photograph stays at "
            f"{numbers(before)}."
        )
    corner, middle = np.argmax(SCORES[score]), softmax(push, axis=-1)
    return (
        f"{verb} the score of {score} by {abs(change):g} moves every point straight {way} the "
        f"corner of {score}. The photograph goes from {numbers(before)} to {numbers(after)}, and "
        f"its distance from that corner is multiplied by "
        f"{(1 - after[corner]) / (1 - before[corner]):.3f}; in the middle of the triangle the "
        f"factor is {(1 - middle[corner]) * 3 / 2:.3f}."
    )

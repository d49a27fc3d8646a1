"""The fibres z + c·1: all scores on one line go to the same point of the simplex."""

import numpy as np

from softmaxbook.functions import softmax

STATE = {"cat": 3.0, "dog": 1.0, "bird": 0.2, "shift": 0.0}
ROWS, RATIO = 2, 240 / 480


def sentence(*, cat: float, dog: float, bird: float, shift: float) -> str:
    z = np.array([cat, dog, bird]) + shift
    p = softmax(z, axis=-1)
    return (
        f"Scores ({cat:g}, {dog:g}, {bird:g}) with c = {shift:g} added to each are "
        f"({', '.join(f'{v:g}' for v in z)}). Softmax gives "
        f"({', '.join(f'{v:.3f}' for v in p)}), as it does for every other c."
    )

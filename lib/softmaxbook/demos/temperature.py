"""Logits and temperature: two scores and T are moved, the probabilities follow."""

import numpy as np

from softmaxbook.functions import softmax
from softmaxbook.information import entropy

STATE = {"cat": 3.0, "dog": 1.0, "bird": 0.2, "temperature": 1.0}
ROWS, RATIO = 3, 230 / 480


def sentence(*, cat: float, dog: float, bird: float, temperature: float) -> str:
    p = softmax(np.array([cat, dog, bird]), axis=-1, temperature=temperature)
    return (
        f"Scores ({cat:g}, {dog:g}, {bird:g}) at temperature {temperature:.3g} give "
        f"cat {p[0]:.3f}, dog {p[1]:.3f} and bird {p[2]:.3f}; "
        f"the entropy is {entropy(p):.3f} nats."
    )

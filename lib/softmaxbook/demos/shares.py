"""The two steps of softmax: exponentials as bars, their shares of one bar, and a point."""

import numpy as np

from softmaxbook.functions import softmax

STATE = {"cat": 3.0, "dog": 1.0, "bird": 0.2}
ROWS, RATIO = 3, 260 / 480


def sentence(*, cat: float, dog: float, bird: float) -> str:
    z = np.array([cat, dog, bird])
    if np.abs(z).max() > 6:
        raise ValueError(f"the scores are {cat:g}, {dog:g}, {bird:g}, but -6 to 6 fit")
    powers, p = np.exp(z), softmax(z, axis=-1)
    return (
        f"Scores ({cat:g}, {dog:g}, {bird:g}). Their exponentials are {powers[0]:.3g}, "
        f"{powers[1]:.3g} and {powers[2]:.3g}, together {powers.sum():.3g}. Divided by the sum: "
        f"cat {p[0]:.3f}, dog {p[1]:.3f}, bird {p[2]:.3f}."
    )

"""The twelve wrong softmaxes of chapter 2, beside the right one."""

import numpy as np
from numpy.typing import NDArray

from softmaxbook.functions import sigmoid, softmax

STATE = {"mistake": "applied twice", "shift": 0.0, "cat": 3.0, "dog": 1.0, "bird": 0.2}
ROWS, RATIO = 2, 267 / 480

# As in chapter 2, in its order.
MISTAKES = {
    "plain sum": lambda z: z / z.sum(),
    "not normalised": lambda z: np.exp(z),
    "divided by max": lambda z: softmax(z / z.max(), axis=-1),
    "min-max scaled": lambda z: softmax((z - z.min()) / np.ptp(z), axis=-1),
    "standardised": lambda z: softmax((z - z.mean()) / z.std(), axis=-1),
    "base 2": lambda z: 2**z / (2**z).sum(),
    "base 10": lambda z: 10**z / (10**z).sum(),
    "squares": lambda z: z**2 / (z**2).sum(),
    "sigmoids": lambda z: sigmoid(z),
    "sigmoids / sum": lambda z: sigmoid(z) / sigmoid(z).sum(),
    "applied twice": lambda z: softmax(softmax(z, axis=-1), axis=-1),
    "sign error": lambda z: softmax(-z, axis=-1),
}


def numbers(values: NDArray) -> str:
    return f"({', '.join(f'{value:.3f}' for value in values)})"


def sentence(*, mistake: str, shift: float, cat: float, dog: float, bird: float) -> str:
    if mistake not in MISTAKES:
        raise ValueError(f"mistake is {mistake!r}, but must be one of {', '.join(MISTAKES)}")
    z = np.array([cat, dog, bird]) + shift
    right, wrong = softmax(z, axis=-1), MISTAKES[mistake](z)
    return (
        f"“{mistake}” makes {numbers(wrong)} of the scores ({', '.join(f'{v:g}' for v in z)}), "
        f"where softmax gives {numbers(right)}. Its numbers add up to {wrong.sum():.3f}, and cat "
        f"has {wrong[0] / wrong[1]:.3g} times as much as dog, where it should have "
        f"{right[0] / right[1]:.3g} times."
    )

"""Many dice: the faces in all throws with one total, counted, and the softmax they come near."""

import numpy as np

from softmaxbook.maxent import maximum_entropy

STATE = {"dice": "20", "mean": 3.5}
DICE = ("2", "5", "20", "100")
FACES = np.arange(1, 7)
ROWS, RATIO = 2, 276 / 480


def total_of(dice: str, mean: float) -> int:
    """The whole number of pips next to the mean; a half goes up."""
    return int(np.floor(int(dice) * mean + 0.5))


def counted(dice: str, total: int) -> np.ndarray:
    """The share of each face in all throws of the dice with this total."""
    ways = np.ones(1)  # of the other dice, to reach 0, 1, 2, ...; as shares, lest they overflow
    for _ in range(int(dice) - 1):
        ways = np.convolve(ways, np.r_[0, np.ones(6)] / 6)
    ways = np.append(ways, np.zeros(6))
    rest = total - FACES
    fits = np.where(rest >= 0, ways[np.clip(rest, 0, len(ways) - 1)], 0)
    return fits / fits.sum()


def sentence(*, dice: str, mean: float) -> str:
    if dice not in DICE:
        raise ValueError(f"dice is {dice!r}, but must be one of {', '.join(DICE)}")
    total = total_of(dice, mean)
    p, beta = maximum_entropy(FACES, total / int(dice))

    def tuple_of(values):
        return f"({', '.join(f'{v:.3f}' for v in values)})"

    return (
        f"A mean of {mean:.2f} asks of {dice} dice for the total {total}. "
        "In all throws with it, the faces 1 to 6 have the shares "
        f"{tuple_of(counted(dice, total))}. Softmax of β times the face, with "
        f"β = {beta:z.3f}, has {tuple_of(p)}."
    )

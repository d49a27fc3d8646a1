"""CE and MSE slopes: the score of a neuron that should answer 1 is moved, three losses follow."""

import numpy as np

from softmaxbook.functions import sigmoid

STATE = {"score": -4.0, "rate": 1.0, "show": "slope"}
ROWS, RATIO = 3, 250 / 480
SHOWN = ("loss", "slope", "curvature")
LIMIT = 9999  # steps


def losses(score: float) -> dict[str, tuple[float, float, float]]:
    """Loss, slope and curvature in the score: of −log a, ½(1 − a)² and ½(1 − score)²."""
    a, b = float(sigmoid(score)), float(sigmoid(-score))
    return {
        "cross-entropy": (float(np.logaddexp(0, -score)), -b, a * b),
        "squared error": (b * b / 2, -a * b * b, a * b * b * (3 * a - 1)),
        "square of the raw score": ((1 - score) ** 2 / 2, score - 1, 1.0),
    }


def steps(score: float, rate: float, of: str) -> int:
    """Steps of gradient descent until the neuron answers 0.9 or more; at most LIMIT."""
    for done in range(LIMIT):
        if score >= np.log(9):
            return done
        score = score - rate * losses(score)[of][1]
    return LIMIT


def sentence(*, score: float, rate: float, show: str) -> str:
    if show not in SHOWN:
        raise ValueError(f"show is {show!r}, but must be one of {', '.join(SHOWN)}")
    if not (-12 <= score <= 12 and 0.1 <= rate <= 100):
        raise ValueError(f"score is {score:g} and rate {rate:g}, but -12 to 12 and 0.1 to 100 fit")
    found, k = losses(score), SHOWN.index(show)
    values = ", ".join(f"{name} {value[k]:z.4f}" for name, value in found.items())

    def count(name):
        n = steps(score, rate, name)
        return f"{n}" if n < LIMIT else f"{LIMIT} or more"

    return (
        f"At the score {score:g} the neuron answers {sigmoid(score):.3f} and should answer 1. The "
        f"{show}: {values}. Steps to 0.9 at the rate {rate:.3g}: cross-entropy "
        f"{count('cross-entropy')}, squared error {count('squared error')}."
    )

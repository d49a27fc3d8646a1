"""Two hills: a ball rolls down cross-entropy, another one down the squared error."""

import numpy as np

from softmaxbook.functions import sigmoid

STATE = {"start": -6.0, "steps": 4.0, "rate": 1.0}
ROWS, RATIO = 3, 416 / 480
LIMIT = 9999  # steps
NAMES = ("cross-entropy", "squared error")


def heights(lead: float) -> tuple[float, float]:
    """Of the lead of the right class of two: −log p, and ½‖p − y‖²."""
    return float(np.logaddexp(0, -lead)), float(sigmoid(-lead)) ** 2


def slopes(lead: float) -> tuple[float, float]:
    """Of both heights in the lead."""
    a, b = float(sigmoid(lead)), float(sigmoid(-lead))
    return -b, -2 * a * b**2


def lead_after(lead: float, rate: float, steps: int, k: int) -> float:
    """The lead after steps of descent, in which both scores move."""
    for _ in range(steps):
        lead = lead - 2 * rate * slopes(lead)[k]
    return lead


def needed(lead: float, rate: float, k: int) -> int:
    """Steps until the right class has probability 0.9; at most LIMIT."""
    for done in range(LIMIT):
        if lead >= np.log(9):
            return done
        lead = lead - 2 * rate * slopes(lead)[k]
    return LIMIT


def sentence(*, start: float, steps: float, rate: float) -> str:
    if not (-7 <= start <= 0 and 0.1 <= rate <= 100):
        raise ValueError(f"start is {start:g} and rate {rate:g}, but -7 to 0 and 0.1 to 100 fit")
    if steps != int(steps) or not 0 <= steps <= 4096:
        raise ValueError(f"steps is {steps:g}, but must be a whole number from 0 to 4096")

    def ball(k):
        lead = lead_after(start, rate, int(steps), k)
        return f"on {NAMES[k]} is at {lead:.3f}, with probability {sigmoid(lead):.3f}"

    def count(k):
        n = needed(start, rate, k)
        return f"{n}" if n < LIMIT else f"{LIMIT} or more"

    return (
        f"Both balls start at the lead {start:g}, where the right class has probability "
        f"{sigmoid(start):.3f}. After {steps:g} {'step' if steps == 1 else 'steps'} of rate "
        f"{rate:.3g} the ball {ball(0)}, and the ball {ball(1)}. Steps to 0.9: {count(0)} and "
        f"{count(1)}."
    )

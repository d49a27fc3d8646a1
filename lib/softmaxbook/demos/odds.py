"""Log-odds: they are moved, odds and probability follow; so does what one more does to each."""

import numpy as np

from softmaxbook.functions import sigmoid

STATE = {"log_odds": 2.0}
ROWS, RATIO = 1, 280 / 480


def digits(odds: float) -> str:
    """Three digits, but no exponent."""
    return f"{odds:.3g}" if odds < 999.5 else f"{odds:.0f}"


def sentence(*, log_odds: float) -> str:
    if not -8 <= log_odds <= 8:
        raise ValueError(f"log_odds is {log_odds:g}, but -8 to 8 fit")
    odds, more = np.exp([log_odds, log_odds + 1])
    p, higher = sigmoid(np.array([log_odds, log_odds + 1]))
    return (
        f"Log-odds {log_odds:g} are odds of {digits(odds)} to 1 and a probability of {p:.4f}. "
        f"One more makes them {digits(more)} to 1, 2.72 times as high, and {higher:.4f}, "
        f"higher by {higher - p:.3g}."
    )

"""Separable data: gradient descent goes on for ever, unless a penalty or a wrong label stops it."""

import numpy as np

STATE = {"steps": 100.0, "penalty": "none", "labels": "all labels right"}
ROWS, RATIO = 3, 250 / 480
LABELS = ("all labels right", "one label wrong")
PENALTIES = ("none", "0.001", "0.01", "0.1")
BEST = 5.4 / np.sqrt(29)  # the largest margin


def signed(labels: str) -> np.ndarray:
    """Each row is a point times its class, 1 or -1, so that a lead is a product with w."""
    rows = np.array([[3, 0.5], [2, 2.5], [0.6, 1.2], [4, 3], [1, 0.2], [2, 3], [0.5, 2]])
    if labels == "one label wrong":
        rows[5] = -rows[5]
    return rows


def descend(steps: float, penalty: str, labels: str) -> np.ndarray:
    """The weights after so many steps of rate 1. Where the loss hardly bends, many steps are taken
    as one: at most a thousandth of those before, and never further than its curvature allows."""
    rows, l2 = signed(labels), 0.0 if penalty == "none" else float(penalty)
    squares = np.sum(rows**2, axis=1)
    w, t = np.zeros(2), 0.0
    while t < steps:
        powers = np.exp(rows @ w)
        rest = 1 / (1 + powers) / 7
        pull = rest @ rows - l2 * w
        if np.linalg.norm(pull) < 1e-10:
            break
        curvature = l2 + rest * (powers / (1 + powers)) @ squares
        many = min(max(1.0, np.floor(min(t / 1000, 0.5 / curvature))), steps - t)
        w, t = w + many * pull, t + many
    return w


def measures(steps: float, penalty: str, labels: str) -> tuple[float, float, float]:
    """Length of the weights, mean loss, and the smallest lead in units of the plane."""
    w = descend(steps, penalty, labels)
    leads, length = signed(labels) @ w, np.linalg.norm(w)
    return length, np.logaddexp(0, -leads).mean(), leads.min() / length


def sentence(*, steps: float, penalty: str, labels: str) -> str:
    if penalty not in PENALTIES or labels not in LABELS:
        raise ValueError(
            f"penalty is {penalty!r} and labels {labels!r}, but must be of "
            f"{', '.join(PENALTIES)} and of {', '.join(LABELS)}"
        )
    if not 1 <= steps <= 1e6:
        raise ValueError(f"steps is {steps:g}, but must be between 1 and 1000000")
    length, loss, margin = measures(steps, penalty, labels)
    price = "no penalty" if penalty == "none" else f"the penalty {penalty}"
    end = (
        f"; the largest possible is {BEST:.3f}"
        if labels == "all labels right"
        else ", as no line separates the classes"
    )
    return (
        f"After {steps:.0f} steps with {price} and {labels}, the length of w is "
        f"{length:.2f}, the mean loss {loss:.1e} and the margin {margin:.3f}{end}."
    )

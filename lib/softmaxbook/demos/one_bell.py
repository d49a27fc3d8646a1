"""One bell is fitted to data of two bells by hand; the divergence is shown in both directions."""

import numpy as np

STATE = {"mean": 0.0, "spread": 1.0}
ROWS, RATIO = 2, 280 / 480
STEP = 0.05
GRID = STEP * (np.arange(1201) - 600)


def bell(mean: float, spread: float) -> np.ndarray:
    """Logarithm of the density on the grid."""
    return -(((GRID - mean) / spread) ** 2) / 2 - np.log(spread * np.sqrt(2 * np.pi))


def both(mean: float, spread: float) -> tuple[float, float]:
    """D(data‖model) and D(model‖data) in nats, as sums over the grid."""
    data = np.logaddexp(np.log(0.7) + bell(-2, 0.8), np.log(0.3) + bell(2, 0.8))
    model = bell(mean, spread)
    there = STEP * np.exp(data) @ (data - model)
    back = STEP * np.exp(model) @ (model - data)
    return float(there), float(back)


def sentence(*, mean: float, spread: float) -> str:
    if not (-4 <= mean <= 4 and 0.6 <= spread <= 3):
        raise ValueError(
            f"mean is {mean:g} and spread {spread:g}, but -4 to 4 and 0.6 to 3 are drawn"
        )
    there, back = both(mean, spread)
    return (
        "Of the data, 70 % are a bell around −2 and 30 % one around 2. The model is one bell "
        f"around {mean:.1f} with the spread {spread:.1f}. ".replace("-", "−")
        + f"D(data‖model) is {there:.3f} nats, D(model‖data) is {back:.3f}."
    )

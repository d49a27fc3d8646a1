"""Two bells with priors: their crossing walks, and the line of the log-odds moves and bends."""

import numpy as np

STATE = {"prior": 0.1, "spread": 3.0, "bill": 45.8}
ROWS, RATIO = 3, 340 / 480
LOW, HIGH = 30, 60  # the bills that are drawn


def parts(prior: float, spread: float) -> tuple[np.ndarray, float]:
    """Evidence for Chinstrap against Adelie as a polynomial in bill − 39, highest power first,
    and the log prior odds."""
    square, slope = 1 / 18 - 1 / (2 * spread**2), 10 / spread**2
    return np.array([square, slope, -5 * slope + np.log(3 / spread)]), np.log(prior / (1 - prior))


def boundaries(prior: float, spread: float) -> list[float]:
    """The bills at which both species are equally probable, in ascending order."""
    (a, b, c), log_prior = parts(prior, spread)
    c += log_prior
    if a == 0:
        return [39 - c / b]
    discriminant = b**2 - 4 * a * c
    if discriminant <= 0:
        return []
    # Of the two usual formulas, for each root the one that subtracts no equal numbers; b > 0.
    q = -(b + np.sqrt(discriminant)) / 2
    return sorted([39 + q / a, 39 + c / q])


def sentence(*, prior: float, spread: float, bill: float) -> str:
    if not (0 < prior < 1 and spread > 0):
        raise ValueError(
            f"prior is {prior:g} and spread {spread:g}, but prior must be between 0 and 1, and "
            "spread positive"
        )
    polynomial, log_prior = parts(prior, spread)
    evidence = np.polyval(polynomial, bill - 39)
    p = 1 / (1 + np.exp(-(evidence + log_prior)))
    found = [f"{x:.2f}" for x in boundaries(prior, spread) if LOW < x < HIGH]
    tied = (
        f"Both species are equally probable at {' and '.join(found)} mm."
        if found
        else f"From {LOW} to {HIGH} mm one species is always more probable."
    )
    return (
        f"{100 * prior:.0f} % of the birds are Chinstraps. Their bills vary by {spread:.1f} mm, "
        f"those of Adelies by 3 mm. A bill of {bill:.1f} mm counts {evidence:z.3f} nats "
        f"for Chinstrap, their share adds {log_prior:z.3f} nats, together "
        f"{evidence + log_prior:z.3f}: probability {p:.3f}. {tied}"
    )

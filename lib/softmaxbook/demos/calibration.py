"""Reliability at a temperature: three sets of logits whose true probabilities are known."""

import numpy as np

from softmaxbook.functions import softmax

STATE = {"data": "three times too large", "temperature": 1.0}
# Factor on the true logits, temperature of the truth, share of labels that were drawn at random.
SETS = {
    "three times too large": (3.0, 1.0, 0.0),
    "labels partly wrong": (0.7, 1.0, 0.2),
    "three times, elsewhere": (3.0, 2.0, 0.0),
}
ROWS, RATIO = 2, 285 / 480
BINS = 15


def examples(data: str) -> tuple[np.ndarray, np.ndarray]:
    """Logits of 150 kinds of examples, equally frequent, and the true probabilities of each."""
    factor, truth, noise = SETS[data]
    i = np.arange(150)
    lead = 6 * (i + 0.5) / 150
    z = np.stack([lead, 0.8 * lead * (i * 0.618034 % 1), np.zeros(150)], axis=-1)
    return factor * z, (1 - noise) * softmax(z / truth, axis=-1) + noise / 3


def judge(data: str, temperature: float) -> tuple[float, float, float, float]:
    """Mean confidence and accuracy, calibration error, and mean loss."""
    z, q = examples(data)
    p = softmax(z, axis=-1, temperature=temperature)
    sure, right = p[:, 0], q[:, 0]  # the first logit is the largest
    bin_of = np.searchsorted(np.arange(1, BINS) / BINS, sure)
    gaps = np.bincount(bin_of, weights=sure - right, minlength=BINS)
    loss = -(q * np.log(p)).sum(axis=-1).mean()
    return sure.mean(), right.mean(), abs(gaps).sum() / len(z), loss


def best(data: str) -> float:
    """The temperature of least loss: where the expected logit is the true one."""
    z, q = examples(data)
    low, high = 0.01, 10.0
    for _ in range(60):
        beta = (low + high) / 2
        slope = ((softmax(beta * z, axis=-1) - q) * z).sum(axis=-1).mean()
        low, high = (beta, high) if slope < 0 else (low, beta)
    return 1 / low


def sentence(*, data: str, temperature: float) -> str:
    if data not in SETS:
        raise ValueError(f"data is {data!r}, but must be one of {', '.join(SETS)}")
    if not 0.25 <= temperature <= 16:
        raise ValueError(f"temperature is {temperature:g}, but 0.25 to 16 fit")
    sure, right, ece, loss = judge(data, temperature)
    least = best(data)
    return (
        f"At temperature {temperature:.3g} the model is {sure:.3f} sure and {right:.3f} right. The "
        f"ECE is {ece:.3f}, the loss {loss:.3f}. The loss is least at temperature {least:.3g}, "
        f"where the ECE is {judge(data, least)[2]:.3f}."
    )

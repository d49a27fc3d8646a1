"""β and the die: the mean of a die is moved; the faces and the multiplier follow."""

import numpy as np

from softmaxbook.information import entropy
from softmaxbook.maxent import maximum_entropy

STATE = {"mean": 4.5}
ROWS, RATIO = 1, 294 / 480


def sentence(*, mean: float) -> str:
    p, beta = maximum_entropy(np.arange(1, 7), mean)
    return (
        f"If the mean of a die is {mean:g} and nothing else is known, the faces 1 to 6 have the "
        f"probabilities ({', '.join(f'{v:.3f}' for v in p)}), with β = {beta:z.3f}; "
        f"the entropy is {entropy(p):.3f} of at most {np.log(6):.3f} nats."
    )

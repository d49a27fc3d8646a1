"""Scores as peaks over a sea: its level changes every height above it, and no difference."""

import numpy as np

from softmaxbook.functions import softmax

STATE = {"cat": 3.0, "dog": 1.0, "bird": 0.2, "level": 0.0}
ROWS, RATIO = 2, 260 / 480


def sentence(*, cat: float, dog: float, bird: float, level: float) -> str:
    peaks = np.array([cat, dog, bird])
    # Rounded, as differences of decimals are off in the last digit; + 0.0 makes -0 to 0.
    above = (peaks - level).round(6) + 0.0
    p = softmax(above, axis=-1)
    return (
        f"Peaks ({', '.join(f'{v:g}' for v in peaks)}), the sea at {level:g}: above the sea they "
        f"are ({', '.join(f'{v:g}' for v in above)}). Cat is {round(cat - dog, 6):g} above dog, "
        f"and softmax gives ({', '.join(f'{v:.3f}' for v in p)}), whatever the level of the sea."
    )

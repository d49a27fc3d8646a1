from typing import Any

import numpy as np

from softmaxbook.exercises.catalogue.logits import DIFFERENCES
from softmaxbook.exercises.record import Exercise, Mistake, Unreadable


def networks_agree():
    """Every score of the second network is 7 lower, so every difference is the same."""
    gap = np.array([3.0, 1.0, 0.2]) - np.array([-4.0, -6.0, -6.8])
    return bool(np.allclose(gap, gap[0]))


def yes_or_no(value: Any) -> float:
    words = {"yes": 1.0, "true": 1.0, "agree": 1.0, "no": 0.0, "false": 0.0}
    if isinstance(value, str) and value.strip().lower() in words:
        return words[value.strip().lower()]
    if isinstance(value, (bool, np.bool_)):
        return float(value)
    raise Unreadable("True or False is asked for.")


EXERCISE = Exercise(
    title="A second network",
    reference=networks_agree,
    prepare=yes_or_no,
    text=lambda v: str(bool(v)),
    mistakes=(
        Mistake(
            "constant-taken-for-information",
            "The scores are lower by 7, all three. A common constant is what the "
            "probabilities do not fix.",
            when=lambda v: bool(v == 0),
        ),
    ),
    hints=(
        "How much does each score of the second network differ from that of the first?",
        "Probabilities depend on the differences zᵢ − zⱼ alone.",
        "Compute `np.array([3, 1, 0.2]) - np.array([-4, -6, -6.8])` and look at it.",
    ),
    why="In a sentence: which quantity would have to differ before anyone could notice?",
    place=DIFFERENCES,
)

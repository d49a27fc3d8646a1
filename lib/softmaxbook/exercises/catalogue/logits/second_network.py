import numpy as np

from softmaxbook.exercises.catalogue.logits import DIFFERENCES
from softmaxbook.exercises.reading import Judgements
from softmaxbook.exercises.record import Exercise, Mistake


def networks_agree():
    """Every score of the second network is 7 lower, so every difference is the same."""
    gap = np.array([3.0, 1.0, 0.2]) - np.array([-4.0, -6.0, -6.8])
    return bool(np.allclose(gap, gap[0]))


EXERCISE = Exercise(
    title="A second network",
    reference=networks_agree,
    form=Judgements(yes=("agree", "they agree"), no=("disagree", "they disagree")),
    mistakes=(
        Mistake(
            "constant-taken-for-information",
            "The scores are lower by 7, all three. A common constant is what the probabilities do "
            "not fix: sizes, signs and quotients of scores mean nothing, only differences do.",
            when=lambda v: bool(v == 0),
        ),
    ),
    hints=(
        "How much does each score of the second network differ from that of the first?",
        "Probabilities depend on the differences zᵢ − zⱼ alone.",
        "Compute `np.array([3, 1, 0.2]) - np.array([-4, -6, -6.8])` and look at it.",
    ),
    why="In a sentence: which quantity would have to differ before anyone could notice?",
    reply="A difference of two scores of the same photograph. Only differences make probabilities.",
    place=DIFFERENCES,
)

import numpy as np

from softmaxbook.exercises.catalogue.overflow import EPSILON, LOSS, NAN_FROM
from softmaxbook.exercises.reading import Words
from softmaxbook.exercises.record import Exercise, Mistake
from softmaxbook.exercises.when import is_not


def what_each_did():
    """Undo the loss: exp(-27.63) = 1e-12, exp(-16.12) = 1e-7, and 0 is the loss of class 0."""
    return {
        "inf": "took the log of softmax",  # softmax is (1, 0), and -log 0 is inf
        "nan": "did not shift",  # exp(1600) and exp(800) are inf
        "27.63": "epsilon 1e-12",
        "16.12": "epsilon 1e-7",
        "0": "wrong label",
    }


DEEDS = (
    "took the log of softmax",
    "did not shift",
    "epsilon 1e-12",
    "epsilon 1e-7",
    "wrong label",
)


REPORTS = tuple(what_each_did())
DONE = np.array([DEEDS.index(deed) for deed in what_each_did().values()])
ALSO = {
    "no shift": "did not shift",
    "not shifted": "did not shift",
    "didn't shift": "did not shift",
    "eps 1e-12": "epsilon 1e-12",
    "eps 1e-7": "epsilon 1e-7",
    "epsilon 10^-12": "epsilon 1e-12",
    "epsilon 10^-7": "epsilon 1e-7",
}


EXERCISE = Exercise(
    title="Name the mistake",
    reference=what_each_did,
    form=Words(DEEDS, REPORTS, ALSO),
    mistakes=(
        Mistake(
            "inf-and-nan-exchanged",
            "Overflow gives inf, but it is divided by inf before the loss is taken, and that "
            "is nan. A loss of inf is minus the logarithm of 0.",
            when=lambda v: v[0] == 1 and v[1] == 0,
            place=NAN_FROM,
        ),
        Mistake(
            "epsilons-exchanged",
            "The smaller epsilon allows the larger loss: the cap is minus its logarithm.",
            when=lambda v: v[2] == 3 and v[3] == 2,
            place=EPSILON,
        ),
        Mistake(
            "loss-of-inf",
            "A loss of inf is minus the logarithm of exactly 0. Who takes the logarithm of "
            "something that has underflowed?",
            when=is_not(0, DONE[0]),
        ),
        Mistake(
            "loss-of-nan",
            "A loss of nan has a nan before it, and that comes from inf over inf. Whose "
            "exponential overflowed?",
            when=is_not(1, DONE[1]),
            place=NAN_FROM,
        ),
        Mistake(
            "loss-of-0",
            "A loss of 0 belongs to a class with probability 1. Which of the two classes has it?",
            when=is_not(4, DONE[4]),
        ),
        Mistake(
            "capped-losses",
            "Two of the losses are caps. exp of minus the loss tells what stood inside the "
            "logarithm.",
            when=lambda v: bool((v[2:4] != DONE[2:4]).any()),
            place=EPSILON,
        ),
    ),
    hints=(
        "Take exp of minus each finite loss. Which numbers do you get, and who put them there?",
        "The loss is −log p_y. With ε it is at most −log ε; with p_y = 0 it is inf; and nan comes "
        "from inf/inf.",
        "e^(−27.63) = 10⁻¹² and e^(−16.12) = 10⁻⁷. The two-line softmax of (1600, 800) is (nan, "
        "nan).",
    ),
    why="In a sentence: which of the five would go unnoticed longest in a training run?",
    reply="The loss of 0, because it looks like success. inf and nan are seen at once, "
    "and the two caps at least stay large.",
    place=LOSS,
)

from collections.abc import Callable

from numpy.typing import NDArray

from softmaxbook.exercises.catalogue.training import FIRST, SEPARABLE, STEP, SUM, TWICE
from softmaxbook.exercises.reading import Words
from softmaxbook.exercises.record import Exercise, Mistake


def what_the_logs_say():
    """147.4 is 64 times log 10, and 0.2303 a tenth of it."""
    return {
        "first loss 147.4": "d",
        "first loss 0.2303": "e",
        "first loss 26.1, then falling": "b",
        "no loss below 1.4612": "a",
        "loss 2.30, 1.48, 1.45, 2.96, 3.73": "f",
        "loss 1e-4 and falling, weights growing": "c",
    }


LOGS = tuple(what_the_logs_say())
LETTERS = "abcdefg"


CAUSES = {
    "softmax applied twice": "a",
    "the initial weights are too large": "b",
    "nothing is wrong, the data are separable": "c",
    "the loss is summed over a batch of 64": "d",
    "the mean is taken over the classes too": "e",
    "the rate is too large": "f",
    "no gradient arrives": "g",
}


def not_said(log: int) -> Callable[[NDArray], bool]:
    right = LETTERS.index(list(what_the_logs_say().values())[log])
    return lambda v: bool(v[log] != right)


EXERCISE = Exercise(
    title="Read the log",
    reference=what_the_logs_say,
    form=Words(tuple(LETTERS), LOGS, CAUSES),
    mistakes=(
        Mistake(
            "sum-not-recognised",
            "147.4 divided by log 10 is 64.0, the size of the batch. No step has been taken yet, "
            "and large weights would not give a multiple so exact.",
            when=not_said(0),
            place=SUM,
        ),
        Mistake(
            "mean-over-classes-not-recognised",
            "0.2303 is a tenth of log 10, before any step. So the right first loss was divided by "
            "the number of classes.",
            when=not_said(1),
        ),
        Mistake(
            "confident-start-not-recognised",
            "A first loss of 26 nats is paid by scores that lie that far apart before "
            "anything was learned. 26.1 divided by log 10 is 11.3, which is no batch.",
            when=not_said(2),
        ),
        Mistake(
            "floor-not-recognised",
            "1.4612 depends on ten classes alone: it is the loss of the scores 1 and nine times 0, "
            "the least if probabilities stand where scores belong.",
            when=not_said(3),
            place=TWICE,
        ),
        Mistake(
            "jumps-not-recognised",
            "The start is right and the loss rises again later: a gradient arrives, and the steps "
            "are too long for it. The slope has changed before such a step ends.",
            when=not_said(4),
            place=STEP,
        ),
        Mistake(
            "growth-for-a-fault",
            "The loss is small and falls, and nothing jumps. On separable data the weights "
            "have nowhere to arrive.",
            when=not_said(5),
            place=SEPARABLE,
        ),
    ),
    hints=(
        "What is log 10, and which of the numbers are simple multiples of it?",
        "The floor of a double softmax is log(1 + (K − 1)/e). A sum over a batch multiplies the "
        "loss, a mean over the classes divides it.",
        "No letter is used twice, and one not at all. The first is the sum.",
    ),
    why="In a sentence: which of the six may the accuracy not show?",
    reply="Four of them. With softmax applied twice all answers can be right at the floor. Where "
    "the weights grow, the answers are right already. The mean over the classes only divides the "
    "rate by 10, and the sum multiplies it by 64: the training may survive both.",
    place=FIRST,
)

import numpy as np

from softmaxbook.exercises.catalogue.overflow import CERTAIN, LOSS, TAIL
from softmaxbook.exercises.reading import Words
from softmaxbook.exercises.record import Exercise, Mistake, Place
from softmaxbook.exercises.when import is_at, is_not


def what_is_needed():
    """The least that answers the question, in the form that answers it exactly."""
    return {
        "name": "argmax of the scores",  # softmax keeps the order
        "train": "loss from the scores",  # no probability, no logarithm of one
        "show": "softmax",  # a patient wants a share, and underflow does not matter
        "order": "log-softmax",  # shares of sure answers are all 1; with log1p their logs differ
    }


TASKS = tuple(what_is_needed())
TOOLS = ("argmax of the scores", "softmax", "loss from the scores", "log-softmax")
NEEDED = np.array([TOOLS.index(tool) for tool in what_is_needed().values()])


EXERCISE = Exercise(
    title="Which one is needed",
    reference=what_is_needed,
    form=Words(TOOLS, TASKS),
    mistakes=(
        Mistake(
            "softmax-everywhere",
            "Softmax is one of four answers. For an order of scores, for a loss, and for "
            "comparing what is nearly certain it is a detour that can lose something.",
            when=lambda v: bool((v == 1).all()),
        ),
        Mistake(
            "argmax-needs-no-softmax",
            "To name the class, no probability is needed: softmax keeps the order of the "
            "scores, and computed naively it may even lose it.",
            when=is_not(0, NEEDED[0]),
            place=Place("softmax", "Deciding"),
        ),
        Mistake(
            "loss-takes-scores",
            "Training needs the loss and its gradient. Both come straight from the scores, "
            "without a probability and without its logarithm.",
            when=is_not(1, NEEDED[1]),
        ),
        Mistake(
            "patient-wants-a-share",
            "A patient can do nothing with a logarithm or with a class alone. Here a share is "
            "wanted, and one that has underflowed may be shown as 0.",
            when=is_not(2, NEEDED[2]),
            place=CERTAIN,
        ),
        Mistake(
            "sure-answers-tie-at-1",
            "Answers with a lead of more than 37 all have the share 1 in float64, and tie. "
            "Their log-probabilities do not, with log1p.",
            when=is_at(3, TOOLS.index("softmax")),
            place=TAIL,
        ),
        Mistake(
            "order-without-labels",
            "A loss needs the true class, and here nobody has given one: the photographs are to be "
            "ordered by how sure their answers are, right or wrong.",
            when=is_at(3, TOOLS.index("loss from the scores")),
        ),
        Mistake(
            "class-is-no-order",
            "The argmax says which class each photograph gets, not how sure that is. There is "
            "nothing in it to order by.",
            when=is_at(3, TOOLS.index("argmax of the scores")),
        ),
    ),
    hints=(
        "For each task ask: is a probability wanted, its logarithm, or only an order? And are "
        "all scores compared of one example, or of many?",
        "Softmax keeps the order within an example. A loss is a logarithm. Shares near 1 are "
        "rounded to 1; their logarithms keep their digits near 0, if log1p is used.",
        "Only one of the four tasks wants the probabilities themselves.",
    ),
    why="In a sentence: which of the four would change if the scores were in float16?",
    reply="None. Shares would tie at 1 from a lead of 7.6 on instead of 36.7, so the "
    "logarithm is needed all the more for the order.",
    place=LOSS,
)

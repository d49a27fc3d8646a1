from softmaxbook.exercises.catalogue.shift_invariance import SCALE, WEIGHTS
from softmaxbook.exercises.reading import Judgements
from softmaxbook.exercises.record import Exercise, Mistake


def what_data_notices():
    """Data see differences of scores, and nothing else."""
    return {
        "add (5, -2) to every row of W": False,  # every score of an example rises alike
        "add 1 to every bias": False,
        "add 1 to the bias of cat": True,
        "add 1 to every weight of cat": True,
        "double W and b": True,  # all differences double
        "double W, halve every input": False,  # the scores are what they were
    }


EDITS = (
    "add (5, -2) to every row of W",
    "add 1 to every bias",
    "add 1 to the bias of cat",
    "add 1 to every weight of cat",
    "double W and b",
    "double W, halve every input",
)


EXERCISE = Exercise(
    title="What can data notice?",
    reference=what_data_notices,
    form=Judgements(EDITS, yes=("noticed", "some data could"), no=("not noticed", "no data ever")),
    mistakes=(
        Mistake(
            "shift-for-scale",
            "Doubling W and b doubles every difference of scores. A common factor is not a "
            "common shift, and softmax notices it.",
            when=lambda v: bool(v[4] == 0),
            place=SCALE,
        ),
        Mistake(
            "common-shift-overlooked",
            "The same vector on every row, or the same number on every bias, raises all "
            "scores of an example alike. No data can show it.",
            when=lambda v: bool(v[0] == 1 or v[1] == 1),
        ),
        Mistake(
            "one-class-for-all",
            "What is done to cat alone moves cat's score against the others. That is a "
            "difference, and softmax notices differences.",
            when=lambda v: bool(v[2] == 0 or v[3] == 0),
        ),
        Mistake(
            "product-overlooked",
            "Doubled weights on halved inputs give the scores they gave before, so there is "
            "nothing to notice.",
            when=lambda v: bool(v[5] == 1),
        ),
    ),
    hints=(
        "For each edit: by how much does each score of an example change, and is it the same "
        "for all classes?",
        "Data notice an edit if a difference of two scores changes for some input.",
        "Write the score of one class before and after: wₖ · x + bₖ. What does the edit add to it, "
        "or multiply it by?",
    ),
    why="In a sentence: could data notice which common constant a network has?",
    reply="No, never: probabilities are all that data can be compared with, and the "
    "constant cancels from every one of them.",
    place=WEIGHTS,
)

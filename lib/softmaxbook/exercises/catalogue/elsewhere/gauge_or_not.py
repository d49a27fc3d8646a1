from softmaxbook.exercises.catalogue.attention import ROOT
from softmaxbook.exercises.catalogue.elsewhere import HOLD_DOWN, SINK
from softmaxbook.exercises.reading import Judgements
from softmaxbook.exercises.record import Exercise, Mistake, Place
from softmaxbook.exercises.when import is_at


def gauge_or_not():
    """What adds one number to all alternatives changes nothing; all else may."""
    return {
        "subtract log-sum-exp from every score": False,
        "soft-cap every score": True,  # the gaps shrink
        "divide every score by the root of d": True,  # a temperature
        "add a sink and drop it after softmax": True,  # the rest no longer sums to 1
        "add 5 to every score and to the sink": False,
        "add one vector to every key": False,  # adds q · u to every score
    }


EDITS = tuple(gauge_or_not())


EXERCISE = Exercise(
    title="Shift or not?",
    reference=gauge_or_not,
    form=Judgements(EDITS, yes=("can", "changes"), no=("does not change", "never does")),
    mistakes=(
        Mistake(
            "soft-cap-for-gauge",
            "Soft-capping was taken for a shift. It bends each score by itself, so the gaps "
            "shrink.",
            when=is_at(1, 0),
        ),
        Mistake(
            "scale-for-shift",
            "A division of all scores was taken for a shift. It divides their differences, "
            "like a temperature.",
            when=is_at(2, 0),
            place=ROOT,
        ),
        Mistake(
            "sink-ignored",
            "The sink has taken its share in the softmax. What the others are left with no "
            "longer adds up to 1.",
            when=is_at(3, 0),
            place=SINK,
        ),
        Mistake(
            "same-number-noticed",
            "Log-sum-exp is one number for the whole row. Subtracted from all scores, it "
            "leaves every difference.",
            when=is_at(0, 1),
        ),
        Mistake(
            "sink-left-behind",
            "Here the sink moves too. All alternatives are shifted alike, and no difference "
            "changes.",
            when=is_at(4, 1),
            place=SINK,
        ),
        Mistake(
            "keys-for-scores",
            "One vector on every key adds the same dot product with the query to every score. "
            "That is a shift.",
            when=is_at(5, 1),
            place=Place("shift-invariance", "A common shift cancels"),
        ),
    ),
    hints=(
        "Which of the six leave the difference of any two alternatives as it was?",
        "Softmax notices differences, and all of them. Whatever adds one number to every "
        "alternative, whether 5, a log-sum-exp or a dot product with q, is a shift.",
        "Three of the six are shifts: two say so, one does it through the keys.",
    ),
    why="In a sentence: why may a model add one vector to all keys of a text, and what must "
    "it not forget if there is a sink?",
    reply="It adds q · u, with u the vector, to the score of every key, which is a shift of the "
    "row. A sink with a score of its own has to get the same number, or its share changes.",
    place=HOLD_DOWN,
)

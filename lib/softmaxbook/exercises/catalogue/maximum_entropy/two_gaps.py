from softmaxbook.exercises.catalogue.maximum_entropy import BETA, BY_HAND, HALF
from softmaxbook.exercises.reading import Chosen
from softmaxbook.exercises.record import Exercise, Mistake


def lines_that_do_not_follow():
    """Line 3 needs concavity; line 5 gives up the mean that line 1 asked for."""
    return [3, 5]


EXERCISE = Exercise(
    title="Find the gaps",
    reference=lines_that_do_not_follow,
    form=Chosen(5, "lines"),
    mistakes=(
        Mistake(
            "problem-blamed",
            "Line 1 only states the problem, and claims nothing that would have to follow from "
            "anything.",
            when=lambda v: bool(v[0]),
        ),
        Mistake(
            "derivative-blamed",
            "Line 2 is right: setting the derivatives to 0 gives just that, for some β.",
            when=lambda v: bool(v[1]),
            place=BY_HAND,
        ),
        Mistake(
            "normalisation-blamed",
            "Line 4 is right: the factor left open is fixed by the sum 1.",
            when=lambda v: bool(v[3]),
            place=BY_HAND,
        ),
        Mistake(
            "concavity-not-missed",
            "You found the step that drops the mean. An earlier line takes a stationary point "
            "for the maximum; on the sum of squares the same words would prove a minimum.",
            when=lambda v: bool(v[4] and not v[2]),
        ),
        Mistake(
            "beta-not-missed",
            "You found the missing concavity. A later line gives up something that line 1 "
            "demanded: try it with the mean 2.",
            when=lambda v: bool(v[2] and not v[4]),
            place=BETA,
        ),
    ),
    hints=(
        "Replace entropy by the sum of squares: which lines read the same, and which of them "
        "becomes false? Then take m = 2: which line's result has another mean?",
        "A stationary point is a maximum if the function is concave and the conditions are "
        "linear. And β is determined by m.",
        "One gap is about the word largest, the other about the last line.",
    ),
    why="In a sentence each: what closes the first gap, and for which m is the last line true?",
    reply="The entropy is strictly concave and the conditions are linear, so a point where all "
    "allowed slopes are 0 is the only maximum. The last line is true for the mean that softmax of "
    "z has itself.",
    place=HALF,
)

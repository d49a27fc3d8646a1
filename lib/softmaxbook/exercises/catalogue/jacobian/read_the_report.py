from softmaxbook.exercises.catalogue.jacobian import FAILS, MEASURING
from softmaxbook.exercises.catalogue.jacobian.shared import is_not
from softmaxbook.exercises.reading import Words
from softmaxbook.exercises.record import Exercise, Mistake


def four_reports():
    """What each report says about the gradient that was checked."""
    return {
        "a": "right",
        "b": "wrong",
        "c": "bad step",  # the cube root of the rounding unit of float32 is 4e-3
        "d": "bad place",  # the loss hardly moves there, and rounding is all that is seen
    }


CONCLUSIONS = ("right", "wrong", "bad step", "bad place")


EXERCISE = Exercise(
    title="Read the report",
    reference=four_reports,
    form=Words(CONCLUSIONS, tuple("abcd"), {"correct": "right", "incorrect": "wrong"}),
    mistakes=(
        Mistake(
            "small-error-distrusted",
            "Ten digits agree in a. No difference of two losses can confirm more, and a wrong "
            "gradient is not close by accident.",
            when=is_not(0, 0),
        ),
        Mistake(
            "large-error-excused",
            "In b the step and the place are good ones, and most of the gradient is missing. "
            "That is a mistake in the formula.",
            when=is_not(1, 1),
            place=FAILS,
        ),
        Mistake(
            "step-too-small",
            "In c the step is as small as the rounding of float32 itself, so the difference is "
            "mostly rounding. It says nothing about the gradient.",
            when=is_not(2, 2),
        ),
        Mistake(
            "saturated",
            "In d the loss is flat: the step moves it by less than rounding does, and 0 was "
            "measured. The gradient may well be right.",
            when=is_not(3, 3),
        ),
    ),
    hints=(
        "For each report: by how much does the loss change over one step, and by how much does "
        "rounding change it?",
        "Central differences are best near the cube root of the rounding unit, about 5 × 10⁻⁶ "
        "in float64 and 4 × 10⁻³ in float32, where the loss moves.",
        "At a margin of 45 the gradient is below 10⁻¹⁹. In c the step should be ten thousand "
        "times as large.",
    ),
    why="In a sentence: which of the two unclear cases is settled by changing the format, and "
    "which by changing the scores?",
    reply="c by the format: in float64 the step 10⁻⁷ is far above rounding. d by the scores: near "
    "1 the loss moves by much more than rounding does.",
    place=MEASURING,
)

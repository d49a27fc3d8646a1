from softmaxbook.exercises.catalogue.temperature import (
    ELSEWHERE,
    LOWER,
    ORDER,
    SCALING,
    TEMPERATURE,
)
from softmaxbook.exercises.reading import Judgements
from softmaxbook.exercises.record import Exercise, Mistake
from softmaxbook.exercises.when import is_at


def what_is_certain():
    """Order within rows, no confidence higher, and the loss that was minimised; nothing else."""
    return {
        "every answer is what it was": True,
        "no confidence is higher than it was": True,
        "the order of confidences is what it was": False,
        "the loss on the validation examples fell": True,
        "the ECE on the validation examples fell": False,
        "it fits photographs from elsewhere": False,
    }


STATEMENTS = tuple(what_is_certain())


EXERCISE = Exercise(
    title="What does it change?",
    reference=what_is_certain,
    form=Judgements(STATEMENTS, yes=("certain",), no=("not certain", "uncertain")),
    mistakes=(
        Mistake(
            "answers-change",
            "Dividing a row of scores by one positive number keeps their order, so the "
            "largest stays the largest.",
            when=is_at(0, 0),
            place=TEMPERATURE,
        ),
        Mistake(
            "heating-for-cooling",
            "A temperature above 1 is heat. Every gap shrinks, so no largest share can grow.",
            when=is_at(1, 0),
            place=TEMPERATURE,
        ),
        Mistake(
            "rows-for-classes",
            "Within a row the order is kept. Between rows of three classes or more it may "
            "change: in the heat a confidence falls most where there are many weak rivals.",
            when=is_at(2, 1),
            place=SCALING,
        ),
        Mistake(
            "minimum-doubted",
            "This temperature was chosen because the loss on just these examples is least "
            "there. At T = 1 it was higher.",
            when=is_at(3, 0),
            place=SCALING,
        ),
        Mistake(
            "ece-for-loss",
            "What was minimised is the loss. The ECE is another number, and may rise while the "
            "loss falls.",
            when=is_at(4, 1),
            place=LOWER,
        ),
        Mistake(
            "data-elsewhere",
            "Nothing is known of other places. There another temperature may be best, or "
            "none may be enough.",
            when=is_at(5, 1),
            place=ELSEWHERE,
        ),
    ),
    hints=(
        "Which of the six speak of one row, which of several rows, and which of data that "
        "the fit has not seen?",
        "A fitted T has the least loss on the examples it was fitted on. And within one row: what "
        "does a T above 1 do to the order of the classes, and to the largest probability?",
        "Three of the six are certain.",
    ),
    why="In a sentence: which of the six would change for a network with two classes?",
    reply="The third: with two classes the confidence is σ(gap / T), which keeps the order of the "
    "gaps. It would be certain.",
    place=ORDER,
)

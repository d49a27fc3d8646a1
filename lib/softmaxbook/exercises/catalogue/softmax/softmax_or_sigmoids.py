from softmaxbook.exercises.catalogue.softmax import ANY
from softmaxbook.exercises.reading import Words
from softmaxbook.exercises.record import Exercise, Mistake


def one_or_any():
    """Softmax where exactly one answer is true, sigmoids where any number may be."""
    return {
        "X-ray": "sigmoids",  # two findings may be there at once, or none
        "digit": "softmax",  # one of ten
        "genres": "sigmoids",  # a film may have several
        "next word": "softmax",  # exactly one word comes next
    }


PROBLEMS = ("X-ray", "digit", "genres", "next word")


EXERCISE = Exercise(
    title="Softmax or sigmoids",
    reference=one_or_any,
    form=Words(("softmax", "sigmoids"), PROBLEMS),
    mistakes=(
        Mistake(
            "always-softmax",
            "You chose softmax throughout. That probabilities sum to 1 is no law: it holds "
            "for alternatives of which exactly one is true.",
            when=lambda v: bool((v == 0).all()),
        ),
        Mistake(
            "always-sigmoids",
            "You chose sigmoids throughout. Where exactly one answer is true, independent "
            "yes-or-no questions throw that knowledge away.",
            when=lambda v: bool((v == 1).all()),
        ),
        Mistake(
            "several-at-once",
            "For an X-ray or a film you chose softmax. Can two findings, or two genres, be "
            "there at once? Then they must not share one unit.",
            when=lambda v: bool(v[0] == 0 or v[2] == 0),
        ),
        Mistake(
            "exactly-one",
            "For a digit or the next word you chose sigmoids. Can two be true at once, or "
            "none? If not, their probabilities do share one unit.",
            when=lambda v: bool(v[1] == 1 or v[3] == 1),
        ),
    ),
    hints=(
        "For each problem: can two labels be true of the same example? Can none be?",
        "Softmax assumes that exactly one alternative is true; sigmoids answer a separate "
        "question for each.",
        "Two of the four problems allow several labels at once.",
    ),
    why="In a sentence: what would softmax do to an X-ray with two clear findings?",
    reply="It would let them compete: two clear findings get one half each, as if only "
    "one could be true.",
    place=ANY,
)

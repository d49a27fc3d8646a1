from collections.abc import Callable

from numpy.typing import NDArray

from softmaxbook.exercises.catalogue.attention import BY_HAND, MASKS, PADDING
from softmaxbook.exercises.reading import Words
from softmaxbook.exercises.record import Exercise, Mistake


def what_the_maps_say():
    """Sums of rows and columns, and where the zeros are, tell the five apart."""
    return {"map 1": "c", "map 2": "e", "map 3": "a", "map 4": "d", "map 5": "b"}


MAPS = tuple(what_the_maps_say())
CAUSES = {
    "nothing is wrong": "a",
    "the triangle is transposed": "b",
    "the weights were set to 0 after softmax": "c",
    "softmax ran down the columns": "d",
    "padding got the score −10⁹": "e",
}


def not_said(number: int) -> Callable[[NDArray], bool]:
    right = "abcde".index(what_the_maps_say()[f"map {number}"])
    return lambda v: bool(v[number - 1] != right)


EXERCISE = Exercise(
    title="Read the map",
    reference=what_the_maps_say,
    form=Words(tuple("abcde"), MAPS, CAUSES),
    mistakes=(
        Mistake(
            "right-map-suspected",
            "In map 3 every row adds up to 1, nothing stands above the diagonal, and the first row "
            "has one weight only. What more could be asked?",
            when=not_said(3),
            place=MASKS,
        ),
        Mistake(
            "row-sums-not-seen",
            "Add up the rows of map 1. The later keys have taken their share, and then it was "
            "thrown away.",
            when=not_said(1),
            place=MASKS,
        ),
        Mistake(
            "column-sums-not-seen",
            "Add up the columns of map 4, and then its rows. A query has to share out exactly 1.",
            when=not_said(4),
            place=BY_HAND,
        ),
        Mistake(
            "even-row-not-seen",
            "The first row of map 2 is the same for every key, even for the later ones. All its "
            "scores must have been equal.",
            when=not_said(2),
            place=PADDING,
        ),
        Mistake(
            "future-not-seen",
            "In map 5 the first query sees everything, and the last only itself. A row is a query, "
            "and it may look back.",
            when=not_said(5),
            place=MASKS,
        ),
    ),
    hints=(
        "What does each row add up to, and what each column?",
        "A row is a query and a column a key. Softmax makes each row add up to 1; the causal mask "
        "leaves nothing above the diagonal.",
        "Each letter is used once. Only one map has columns that all add up to 1. Of the others, "
        "only one has rows that add up to less.",
    ),
    why="In a sentence: which of the four mistakes would you not see from the sums of the rows?",
    reply="The transposed triangle and the score of −10⁹: with either, every row adds up to 1. One "
    "has to look at where the zeros are.",
    place=MASKS,
)

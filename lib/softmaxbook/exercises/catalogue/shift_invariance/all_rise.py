from typing import Any

import numpy as np
from numpy.typing import NDArray

from softmaxbook.exercises.catalogue.families.softmaxes import softmax
from softmaxbook.exercises.catalogue.shift_invariance import ORDER
from softmaxbook.exercises.reading import Custom, Numbers, Part, by_name
from softmaxbook.exercises.record import Exercise, Mistake


def all_rise_two_fall():
    """One score rises by far more than the other two."""
    return (0.0, 0.0, 0.0), (1.0, 1.0, 5.0)


SCORES = Numbers((Part("scores", size=3),))


def rises_and_falls(value: Any) -> NDArray:
    """How many scores rise from the first vector to the second, how many probabilities fall, and
    what else is seen if these are not three and two: 1 if the vectors have changed places, 2 if
    they are probabilities, else 0."""
    pair = by_name(value, ("scores_before", "scores_after"), "score vectors")
    before, after = (SCORES.read(scores) for scores in pair)
    p, q = softmax(np.array([before, after]))
    counts = (after > before).sum(), (q < p - 1e-12).sum()
    seen = 0
    if counts != (3, 2):
        if ((before > after).sum(), (p < q - 1e-12).sum()) == (3, 2):
            seen = 1
        elif all(np.all(s > 0) and abs(s.sum() - 1) < 1e-6 for s in (before, after)):
            seen = 2
    return np.array([*counts, seen], float)


def what_rises_and_falls(value: NDArray) -> str:
    rise, fall = int(value[0]), int(value[1])
    scores = f"{rise} score{'s rise' if rise != 1 else ' rises'}"
    probabilities = "1 probability falls" if fall == 1 else f"{fall} probabilities fall"
    return f"vectors of which {scores} and {probabilities}"


EXERCISE = Exercise(
    title="All rise, two fall",
    reference=all_rise_two_fall,
    form=Custom(rises_and_falls, what_rises_and_falls),
    mistakes=(
        Mistake(
            "order-swapped",
            "The two vectors have changed places: from the second to the first all scores rise and "
            "two probabilities fall.",
            when=lambda v: bool(v[2] == 1),
        ),
        Mistake(
            "probabilities-for-scores",
            "Each of your vectors sums to 1, as probabilities before and after do. Scores are "
            "asked for, and all three of them have to rise.",
            when=lambda v: bool(v[2] == 2),
        ),
        Mistake(
            "not-every-score-rises",
            "A score that stays or falls is too many: all three have to be higher in the "
            "second vector.",
            when=lambda v: bool(v[0] < 3),
        ),
        Mistake(
            "common-shift",
            "All three scores rise, and no probability falls: they rise by the same amount, "
            "which softmax does not notice.",
            when=lambda v: bool(v[1] == 0),
        ),
        Mistake(
            "only-one-falls",
            "All three scores rise, but a single probability falls. One score has to outrun "
            "both of the others.",
            when=lambda v: bool(v[1] == 1),
        ),
    ),
    hints=(
        "In the chapter's example (1, 0, 0) becomes (2, 5, 0). Which probabilities fall there?",
        "Only differences count: a score that rises by less than another falls behind it.",
        "Let two scores rise a little and the third by far more.",
    ),
    why="In a sentence: can all three probabilities fall?",
    reply="No: they sum to 1 before and after, so what some lose the others gain.",
    place=ORDER,
)

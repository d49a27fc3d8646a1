from typing import Any

import numpy as np
from numpy.typing import NDArray

from softmaxbook.exercises.catalogue.families.softmaxes import right
from softmaxbook.exercises.catalogue.temperature import ORDER
from softmaxbook.exercises.reading import Custom, Unreadable, by_name, items_in, number
from softmaxbook.exercises.record import Exercise, Mistake


def who_is_surer():
    """In the cold one close rival costs most, in the heat two distant ones do."""
    return (1.4, 0.0, 0.0), (2.0, 1.9, -8.0), 4.0


def leads(value: Any) -> NDArray:
    """Whether the first vector is surer (1) or less sure (-1), by 0.01, at T = 1 and at the
    temperature that is given; and a reason why they are not as they should be."""
    *vectors, T = by_name(value, ("surer_at_one", "surer_later", "temperature"), "answers")
    vectors = [items_in(v) if isinstance(v, str) else v for v in vectors]
    if not all(isinstance(v, (list, dict)) for v in vectors):
        raise Unreadable("Two score vectors and a temperature are asked for.")
    vectors = [list(v.values()) if isinstance(v, dict) else v for v in vectors]
    first, second = (np.array([number(score) for score in vector]) for vector in vectors)
    T = number(T)
    if not np.isfinite([*first, *second]).all():
        raise Unreadable("Every score has to be a finite number.")
    if first.shape != second.shape or first.size not in (2, 3):
        raise Unreadable("Both vectors need three scores.")
    if not (T > 0 and np.isfinite(T)):
        raise Unreadable("The temperature has to be a number above 0.")
    lead = [right(first / t).max() - right(second / t).max() for t in (1, T)]
    signs = [np.sign(x) if abs(x) >= 0.01 - 1e-12 else 0 for x in lead]
    return np.array([*signs, 0 if signs == [1, -1] else reason(first, second, T)], float)


TWO, SHIFTED, AT_1, INVERSE = 1, 2, 3, 4


def reason(first: NDArray, second: NDArray, T: float) -> int:
    """What about the vectors or the temperature keeps the order, 0 if nothing of these."""
    if first.size == 2:
        return TWO
    if np.allclose(np.sort(first) - first.max(), np.sort(second) - second.max()):
        return SHIFTED
    if np.isclose(T, 1):
        return AT_1
    turned = [right(v * T).max() for v in (first, second)]
    at_one = [right(v).max() for v in (first, second)]
    if at_one[0] - at_one[1] >= 0.01 and turned[1] - turned[0] >= 0.01:
        return INVERSE
    return 0


def which_leads(value: NDArray) -> str:
    at_one, later = WORDS[value[0]], WORDS[value[1]]
    return f"a first vector {at_one} at T = 1 and {later} at your temperature"


WORDS = {1: "surer", 0: "about as sure", -1: "less sure"}


EXERCISE = Exercise(
    title="Who is surer?",
    reference=who_is_surer,
    form=Custom(leads, which_leads),
    mistakes=(
        Mistake(
            "two-classes",
            "With two classes the confidence depends on one gap alone, and the larger gap is "
            "surer at every temperature. It takes three.",
            when=lambda v: bool(v[2] == TWO),
        ),
        Mistake(
            "a-shift-apart",
            "Both vectors have the same gaps: a common shift, or another order of the classes, is "
            "all that differs. So they are equally sure at every temperature.",
            when=lambda v: bool(v[2] == SHIFTED),
        ),
        Mistake(
            "T-is-1",
            "Your temperature is 1, at which they are compared already. The order has to change "
            "at another one.",
            when=lambda v: bool(v[2] == AT_1),
        ),
        Mistake(
            "inverse-temperature",
            "At 1 divided by your temperature the order does change. Scores are divided by the "
            "temperature, not multiplied.",
            when=lambda v: bool(v[2] == INVERSE),
        ),
        Mistake(
            "the-two-exchanged",
            "The order does change, but the other way round: exchange the two vectors.",
            when=lambda v: bool(v[0] == -1 and v[1] == 1),
        ),
        Mistake(
            "same-order",
            "The same vector is surer at both temperatures. A clear lead does not turn by "
            "itself: it depends on how many rivals there are, and how close.",
            when=lambda v: bool(v[0] != 0 and v[0] == v[1]),
        ),
        Mistake(
            "difference-too-small",
            "At one of the two temperatures, or at both, they are equally sure, or nearly so. "
            "The order is to change by more than a hundredth on both sides.",
            when=lambda v: bool(v[0] == 0 or v[1] == 0),
        ),
    ),
    hints=(
        "What makes a row unsure in the cold: one close rival, or many distant ones? And in "
        "the heat?",
        "The confidence is 1 / (1 + ∑ⱼ e^(−dⱼ / T)) with the gaps dⱼ. A small gap weighs most in "
        "the cold, and the number of gaps in the heat.",
        "Let one vector have one close rival and the rest far below, the other only rivals at "
        "a middle distance.",
    ),
    why="In a sentence: why can this not happen with two classes?",
    reply="With one gap the confidence is σ(gap / T), which rises with the gap at every T. So the "
    "larger gap is surer at every temperature.",
    place=ORDER,
)

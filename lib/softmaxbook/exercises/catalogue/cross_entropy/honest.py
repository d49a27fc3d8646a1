from collections.abc import Callable

from numpy.typing import NDArray

from softmaxbook.exercises.catalogue.cross_entropy import PROPER
from softmaxbook.exercises.reading import Words
from softmaxbook.exercises.record import Exercise, Mistake


def which_are_proper():
    """Least expected cost at the belief: only there, there among others, or elsewhere."""
    return {
        "-log p_k": "strictly proper",  # exceeds the honest report by a divergence
        "sum of (p - y)^2": "strictly proper",  # exceeds it by a squared distance
        "1 - p_k": "improper",  # least at certainty
        "(1 - p_k)^2": "improper",  # least where q_k (1 - p_k) is one number for all p_k > 0
        "0 if the largest p is right, else 1": "proper",  # only the largest entry counts
        "-p_k / length of p": "strictly proper",  # minus a cosine: least in the direction of q
    }


RULES = (
    "-log p_k",
    "sum of (p - y)^2",
    "1 - p_k",
    "(1 - p_k)^2",
    "0 if the largest p is right, else 1",
    "-p_k / length of p",
)


WORTHS = ("improper", "proper", "strictly proper")
ALSO = (
    dict.fromkeys(("not proper", "nonproper"), "improper")
    | dict.fromkeys(("strict", "strictly"), "strictly proper")
    | dict.fromkeys(
        (
            "proper but not strictly",
            "proper but not strictly proper",
            "proper but not strict",
            "proper, not strictly",
            "not strictly proper",
            "merely proper",
            "only proper",
            "just proper",
            "weakly proper",
        ),
        "proper",
    )
)


def says(rule: int, *wrong: int) -> Callable[[NDArray], bool]:
    return lambda v: v[rule] in wrong


EXERCISE = Exercise(
    title="Who is paid for honesty",
    reference=which_are_proper,
    form=Words(WORTHS, RULES, ALSO),
    mistakes=(
        Mistake(
            "decreasing-for-proper",
            "That 1 − p falls as the right class becomes more probable does not make it proper: "
            "the best report is certainty of the class believed in most.",
            when=says(2, 1, 2),
        ),
        Mistake(
            "one-entry-squared",
            "The square of one entry's error is proper for two classes, where it is half the "
            "Brier score. Try the belief (0.6, 0.3, 0.1) and the report (0.7, 0.25, 0.05).",
            when=says(3, 1, 2),
        ),
        Mistake(
            "accuracy-taken-as-strict",
            "Whoever puts the largest probability on the right class pays nothing, at 0.51 as "
            "at 0.99. Honesty is among the best, not the only one.",
            when=says(4, 2),
        ),
        Mistake(
            "accuracy-taken-as-improper",
            "An honest report has its maximum at the most probable class, and nothing has a "
            "smaller expected cost. It shares that place with others.",
            when=says(4, 0),
        ),
        Mistake(
            "brier-not-strict",
            "The expected Brier score of a report exceeds that of an honest one by the squared "
            "distance of the two.",
            when=says(1, 0, 1),
        ),
        Mistake(
            "logarithm-not-strict",
            "The expected cost of a report exceeds that of an honest one by a divergence, "
            "which is 0 only if the two agree.",
            when=says(0, 0, 1),
        ),
        Mistake(
            "direction-forgotten",
            "The expected cost is minus the cosine of an angle, times a constant. It is least "
            "where report and belief point the same way, and both sum to 1.",
            when=says(5, 0, 1),
        ),
    ),
    hints=(
        "Suppose you believe in (0.6, 0.3, 0.1). What do you expect to pay for this report, "
        "for (1, 0, 0), and for (0.7, 0.25, 0.05)?",
        "The expected cost is ∑ₖ qₖ pay(p, k). Proper: nothing is less than at p = q. Strictly: "
        "nothing else is as little. For the last price: among vectors of length 1, the inner "
        "product with q is largest along q.",
        "Two of the six have their minimum elsewhere, and one has it at many reports.",
    ),
    why="In a sentence: what does training with an improper loss do to probabilities?",
    reply="It pulls them away from the true shares, however many the data: with 1 − p, to "
    "certainty.",
    place=PROPER,
)

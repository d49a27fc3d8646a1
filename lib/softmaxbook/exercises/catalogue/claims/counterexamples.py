from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from softmaxbook.exercises.catalogue.claims import TEST, WEAK
from softmaxbook.exercises.catalogue.claims.shared import those
from softmaxbook.exercises.catalogue.families.softmaxes import softmax
from softmaxbook.exercises.reading import Custom, Unreadable, by_name, items_in, number
from softmaxbook.exercises.record import Exercise, Mistake, Place


def five_counterexamples():
    """Four that refute, and outputs that pass the test."""
    return (
        ((3, 1), (4, 4)),  # 4 is more than 3, but it has a rival
        (0.6, 0.3, 0.1),  # softmax makes (0.426, 0.316, 0.258) of it
        ((0, 0, 0), (1, 1, 0)),  # two rise, at the cost of the third
        ((1, 0), (2, 2)),  # 0.731 becomes one half
        (np.exp(2) / 10, 0.1, 0.9 - np.exp(2) / 10),  # 0.739, 0.1 and 0.161
    )


NAMES = ("larger_score", "distribution", "one_up", "raised", "impostor")
HELD, OUTSIDE, REFUTED = 0.0, -1.0, 1.0
OTHER_ODDS = -2.0  # of the fifth: its sum is 1, and its first two outputs do not pass


def scores(value: Any) -> NDArray:
    if isinstance(value, str):
        value = items_in(value)
    if isinstance(value, dict):  # by class
        value = list(value.values())
    if not isinstance(value, list):
        raise Unreadable("A vector of numbers is asked for, such as (3, 1, 0.2).")
    if len(value) > 1 and all(isinstance(v, list) for v in value):
        raise Unreadable("One vector of numbers is asked for here, in one row.")
    if len(value) == 1 and isinstance(value[0], list):  # a matrix of one row
        (value,) = value
    found = np.array([number(v) for v in value])
    if len(found) < 2 or not np.isfinite(found).all():
        raise Unreadable("A vector of at least two finite numbers is asked for.")
    return found


def two_vectors(value: Any) -> tuple[NDArray, NDArray]:
    pair = by_name(value, ("before", "after"), "score vectors")
    if not any(isinstance(one, list | dict | str) for one in pair):
        raise Unreadable("Two score vectors are asked for here, such as ((3, 1), (4, 1)).")
    z, after = map(scores, pair)
    return z, after


def change(z: NDArray, after: NDArray, i: int) -> float:
    """Whether softmax gives class i more than before (1), less (-1), or as much (0).

    In exact arithmetic, so from the other classes' exponentials relative to this one: at a lead of
    50 both shares are 1 in float64, and far behind both are 0. Scores that moved along with class
    i drop out; what remains may differ by rounding, and then counts as equal.
    """
    before, now = z - z[i], after - after[i]
    size = np.max(np.abs([*z, *after]), where=np.isfinite([*z, *after]), initial=1)
    moved = ~np.isclose(now, before, rtol=0, atol=1e-12 * size)
    before, now = before[moved], now[moved]
    top = max(before.max(initial=-np.inf), now.max(initial=-np.inf))
    terms = np.exp(now - top) - np.exp(before - top)
    return float(-np.sign(terms.sum())) if abs(terms.sum()) > 1e-12 * np.abs(terms).sum() else 0.0


def changes(z: NDArray, after: NDArray) -> NDArray:
    if z.shape != after.shape:
        raise Unreadable("The scores before and after have to be those of the same classes.")
    return np.array([change(z, after, i) for i in range(len(z))])


def refuted(value: Any) -> NDArray:
    """Whether each of the five refutes its sentence: 1, 0, or below 0 if it is no case of it."""
    larger, distribution, up, raised, impostor = by_name(value, NAMES, "counterexamples")
    return np.array(
        [
            larger_score_larger_share(*two_vectors(larger)),
            simplex_stays(scores(distribution)),
            one_up_others_down(changes(*two_vectors(up))),
            score_up_share_up(*two_vectors(raised)),
            passes_so_right(scores(impostor)),
        ]
    )


def larger_score_larger_share(one: NDArray, other: NDArray) -> float:
    """Of two vectors in either order, perhaps of different numbers of classes."""
    z, after = sorted((-np.sort(-one), -np.sort(-other)), key=lambda v: v[0])
    if after[0] == z[0]:
        return OUTSIDE
    K = max(len(z), len(after))  # a class that is not there has a score of −∞
    z, after = (np.pad(v, (0, K - len(v)), constant_values=-np.inf) for v in (z, after))
    return REFUTED if change(z, after, 0) <= 0 else HELD


def simplex_stays(p: NDArray) -> float:
    if (p < 0).any() or abs(p.sum() - 1) > 1e-9:
        return OUTSIDE
    return REFUTED if np.abs(softmax(p) - p).max() > 1e-9 else HELD


def one_up_others_down(moves: NDArray) -> float:
    if not (moves > 0).any():
        return OUTSIDE
    return HELD if (moves > 0).sum() == 1 and (moves != 0).all() else REFUTED


def score_up_share_up(z: NDArray, after: NDArray) -> float:
    moves, up = changes(z, after), after > z
    if not up.any():
        return OUTSIDE
    return REFUTED if (moves[up] <= 0).any() else HELD


def passes_so_right(p: NDArray) -> float:
    """Of three outputs at (3, 1, 0.2); rounded to three decimals they pass as well."""
    if len(p) != 3:
        raise Unreadable("For the fifth three outputs are asked for, one for each score.")
    if abs(p.sum() - 1) > 2e-3:
        return OUTSIDE
    if abs(p[0] - np.exp(2) * p[1]) > 5e-3:
        return OTHER_ODDS
    return REFUTED if np.abs(p - softmax(np.array([3, 1, 0.2]))).max() > 1e-2 else HELD


def which_hold(value: NDArray) -> str:
    return f"five answers, of which these do not refute: {those(value < 1)}"


def outside(at: int) -> Callable[[NDArray], bool]:
    return lambda v: bool(v[at] == OUTSIDE)


def holds(at: int) -> Callable[[NDArray], bool]:
    return lambda v: bool(v[at] == HELD)


EXERCISE = Exercise(
    title="Counterexamples",
    reference=five_counterexamples,
    form=Custom(refuted, which_hold),
    mistakes=(
        Mistake(
            "no-larger-largest-score",
            "In the first, the two largest scores are equal. The sentence says something only "
            "where one is larger.",
            when=outside(0),
        ),
        Mistake(
            "not-on-the-simplex",
            "The second is no distribution: an entry is below 0, or the sum is not 1. The "
            "sentence is about distributions only.",
            when=outside(1),
        ),
        Mistake(
            "no-probability-rises",
            "In the third, no probability rises. The sentence says something only where one does.",
            when=outside(2),
        ),
        Mistake(
            "no-score-raised",
            "In the fourth, no score rises. The sentence says something only where one does.",
            when=outside(3),
        ),
        Mistake(
            "impostor-without-sum-1",
            "The fifth does not pass the test: its outputs do not add up to 1.",
            when=outside(4),
            place=WEAK,
        ),
        Mistake(
            "impostor-with-other-odds",
            "The fifth does not pass the test: its first output is not e² ≈ 7.389 times the "
            "second.",
            when=lambda v: bool(v[4] == OTHER_ODDS),
            place=WEAK,
        ),
        Mistake(
            "rivals-left-behind",
            "In the first, the largest score rises and its share with it. Only differences "
            "count, so look at its rivals.",
            when=holds(0),
        ),
        Mistake(
            "the-centre",
            "The second is the centre of the simplex, the one point that softmax leaves where "
            "it is.",
            when=holds(1),
            place=Place("shift-invariance"),
        ),
        Mistake(
            "others-do-fall",
            "In the third, one probability rises and every other one falls, as the "
            "sentence says. With three classes or more, let two of them rise.",
            when=holds(2),
            place=Place("softmax"),
        ),
        Mistake(
            "share-does-rise",
            "In the fourth, whatever score rises has a larger share afterwards. Nothing says "
            "that it must rise alone.",
            when=holds(3),
        ),
        Mistake(
            "impostor-is-softmax",
            "The fifth is what softmax gives. The test also passes other outputs: ask which of "
            "the three the odds do not look at.",
            when=holds(4),
            place=WEAK,
        ),
    ),
    hints=(
        "What does each sentence forget? Ask of each which scores or classes it does not mention.",
        "The share of a class depends on its lead over every other one; a share can rise "
        "together with another if a third pays.",
        "For the first and the fourth let a rival rise by more; for the second take anything "
        "but the centre; for the third take three classes; for the fifth choose the third output "
        "first.",
    ),
    why="In a sentence: which of the first four sentences is true of two classes?",
    reply="The third: of two classes one loses what the other gains. The other three are refuted "
    "with two classes as well.",
    place=TEST,
)

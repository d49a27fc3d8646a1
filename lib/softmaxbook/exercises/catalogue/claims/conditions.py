import functools
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from softmaxbook.exercises.catalogue.claims import CONDITION
from softmaxbook.exercises.reading import Custom, Unreadable, by_name, plain, truth
from softmaxbook.exercises.record import Exercise, Mistake, Place


def four_conditions():
    """Each says of a case whether its sentence holds there."""
    return {
        "z_i - z_j is a log Bayes factor": (  # without log prior odds
            lambda priors: np.allclose(priors, priors[0])
        ),
        "the gradient is p - y": (  # and not (sum of y) p - y
            lambda y: np.isclose(np.sum(y), 1)
        ),
        "one-hot in the end as T falls to 0": (  # without a tie at the top
            lambda z: np.sum(z == np.max(z)) == 1
        ),
        "the most probable class costs least": (
            lambda p, cost: (cost @ p)[np.argmax(p)] <= np.min(cost @ p) + 1e-12
        ),
    }


CONDITIONS = tuple(four_conditions())
PRICES = Place("softmax", "When errors have costs")
PAIR, COSTS = (0.93, 0.07), np.array([[0.0, 20.0], [1.0, 0.0]])


AT_20, AT_13, AT_1 = (
    f"p = (0.93, 0.07), a miss costing {miss} and a false alarm {alarm}"
    for miss, alarm in ((20, 1), (13, 1), (1, 20))
)
AT_THIRD = "p = (0.836, 0.113, 0.051), a missed third class costing 20, other errors 1"
FIRST_TWO = "p = (0.3, 0.1, 0.6), a second class taken for the first costing 2, other errors 1"

TWO_TERMS = "p = (0.4, 0.3, 0.3), errors costing 5 and 5, 6 and 0, 20 and 20"

CASES = (  # number of the sentence, the case as text, its arguments
    (0, "priors (0.5, 0.5)", ([0.5, 0.5],)),
    (0, "priors (0.1, 0.9)", ([0.1, 0.9],)),
    (0, "three priors of one third", ([1 / 3] * 3,)),
    (0, "priors (0.4, 0.4, 0.2)", ([0.4, 0.4, 0.2],)),
    (0, "priors (0.3, 0.4, 0.3)", ([0.3, 0.4, 0.3],)),
    (0, "priors (0.49, 0.51)", ([0.49, 0.51],)),
    (1, "y = (1, 0, 0)", ([1.0, 0.0, 0.0],)),
    (1, "y = (0.5, 0.25, 0.25)", ([0.5, 0.25, 0.25],)),
    (1, "y = (0.7, 0.2, 0.1)", ([0.7, 0.2, 0.1],)),  # in float64 its sum is not exactly 1
    (1, "y = (1, 1, 0)", ([1.0, 1.0, 0.0],)),
    (1, "y = (0, 0, 0)", ([0.0, 0.0, 0.0],)),
    (1, "y = (2, −1, 0)", ([2.0, -1.0, 0.0],)),
    (1, "y = (0.5, 0.75, −0.25)", ([0.5, 0.75, -0.25],)),
    (1, "y = (0.5, −0.5, 0)", ([0.5, -0.5, 0.0],)),
    (1, "y = (2, 2, −2)", ([2.0, 2.0, -2.0],)),
    (1, "y = (0.7, 0.3, 0.05)", ([0.7, 0.3, 0.05],)),
    (1, "y = (0.25, 0.75)", ([0.25, 0.75],)),
    (2, "scores (2, 1.9, 0)", ([2.0, 1.9, 0.0],)),
    (2, "scores (2, 1.999, 0)", ([2.0, 1.999, 0.0],)),
    (2, "scores (2, 2, 0)", ([2.0, 2.0, 0.0],)),
    (2, "scores (0, 1, 2)", ([0.0, 1.0, 2.0],)),
    (2, "scores (−3, −1)", ([-3.0, -1.0],)),
    (2, "scores (1, 1, 3)", ([1.0, 1.0, 3.0],)),
    (3, "p = (0.93, 0.07), every error costing 1", (PAIR, 1 - np.eye(2))),
    (3, AT_20, (PAIR, COSTS)),
    (3, AT_13, (PAIR, COSTS * [[1, 0.65]])),
    (3, AT_1, (PAIR, COSTS.T)),
    (3, "p = (0.2, 0.5, 0.3), every error costing 1", ((0.2, 0.5, 0.3), 1 - np.eye(3))),
    (3, AT_THIRD, ((0.836, 0.113, 0.051), [[0.0, 1, 20], [1, 0, 1], [1, 1, 0]])),
    (3, FIRST_TWO, ((0.3, 0.1, 0.6), [[0.0, 2, 1], [1, 0, 1], [1, 1, 0]])),
    (3, "p = (0.5, 0.3, 0.2), every error costing 10", ((0.5, 0.3, 0.2), 10 * (1 - np.eye(3)))),
    (3, TWO_TERMS, ((0.4, 0.3, 0.3), [[0.0, 5, 5], [6, 0, 0], [20, 20, 0]])),
)


def said(value: Any) -> NDArray:
    """What the conditions say of every case, 1 for True."""
    value = dict(value) if isinstance(value, Mapping) else list(value)
    functions = by_name(value, CONDITIONS, "functions")
    if not all(map(callable, functions)):
        raise Unreadable("For each sentence a function is asked for, of the case.")
    found = [(k, functions[k](*map(np.array, arguments))) for k, _, arguments in CASES]
    return np.array([one_truth(k, answer) for k, answer in found])


def one_truth(k: int, answer: Any) -> Any:
    """What a condition says of one case. Raises Unreadable if it says more than one thing."""
    count = np.size(answer)
    if count != 1:
        raise Unreadable(
            f"Condition {k + 1} gives {count} answers for one case, as a comparison of a whole "
            "array does: one for each entry. One is asked for: whether the sentence holds there."
        )
    return truth(plain(answer))


@functools.cache
def right_of_cases() -> NDArray:
    return said(four_conditions())


def first_miss(value: NDArray) -> int:
    return int(np.argmax(value != right_of_cases()))


def text_of_first_miss(value: NDArray) -> str:
    k, text, _ = CASES[first_miss(value)]
    said = f"condition {k + 1} that says {bool(value[first_miss(value)])} of {text}"
    wrong = {CASES[i][0] + 1 for i in np.flatnonzero(value != right_of_cases())} - {k + 1}
    if not wrong:
        return said
    if len(wrong) == 1:
        return f"{said} (condition {wrong.pop()} errs somewhere too)"
    return f"{said} (conditions {', '.join(map(str, sorted(wrong)))} err somewhere too)"


def errs_at(*beginnings: str) -> Callable[[NDArray], bool]:
    """Whether the first case that is judged wrongly, which is the one shown, begins so."""
    return lambda value: CASES[first_miss(value)][1].startswith(beginnings)


def at(value: NDArray, text: str) -> bool:
    """What was said of the case with that text."""
    return bool(value[[text == t for _, t, _ in CASES]].all())


EXERCISE = Exercise(
    title="Conditions",
    reference=four_conditions,
    form=Custom(said, text_of_first_miss, raw=True),
    mistakes=(
        Mistake(
            "priors-not-compared",
            "The priors add log prior odds to the log Bayes factor. Between every two classes "
            "these have to be 0, not between two of them only.",
            when=errs_at("priors (0.1", "priors (0.4", "priors (0.3"),
            place=Place("bayes-lda"),
        ),
        Mistake(
            "nearly-equal-priors",
            "Nearly equal priors are not equal: a little of the log prior odds is left.",
            when=errs_at("priors (0.49"),
            place=Place("bayes-lda"),
        ),
        Mistake(
            "equal-priors-refused",
            "Equal priors have log prior odds of 0, so a difference of logits is a log Bayes "
            "factor there. It is none where they differ.",
            when=errs_at("priors (0.5"),
            place=Place("bayes-lda"),
        ),
        Mistake(
            "one-half-for-equal",
            "Priors of one half are equal for two classes only. What counts is that they are "
            "equal to each other.",
            when=errs_at("three priors"),
            place=Place("bayes-lda"),
        ),
        Mistake(
            "any-target",
            "The gradient is the sum of the target times p, less the target. Only one sum "
            "makes that p − y.",
            when=errs_at("y = (1, 1", "y = (0, 0, 0"),
        ),
        Mistake(
            "one-hot-refused",
            "The entries of a one-hot target add up to 1, and p − y is its gradient.",
            when=errs_at("y = (1, 0"),
        ),
        Mistake(
            "one-hot-only",
            "A target need not be one-hot: the derivation uses only what its entries add up to.",
            when=errs_at("y = (0.5"),
        ),
        Mistake(
            "number-of-classes",
            "A target may have any number of classes and any entries. The derivation uses only "
            "what they add up to.",
            when=errs_at("y = (0.25"),
        ),
        Mistake(
            "entries-bounded",
            "A target may have entries below 0 or above 1, as y may be any numbers. The derivation "
            "uses only what they add up to.",
            when=errs_at("y = (2, −1", "y = (0.5, 0.75"),
        ),
        Mistake(
            "sizes-added",
            "The entries add up to something else than their sizes do: those below 0 are taken "
            "away.",
            when=errs_at("y = (0.5, −0.5", "y = (2, 2"),
        ),
        Mistake(
            "sum-compared-exactly",
            "In float64 the entries 0.7, 0.2 and 0.1 do not add up to exactly 1. That is "
            "rounding, and no property of the target.",
            when=errs_at("y = (0.7, 0.2"),
        ),
        Mistake(
            "single-top-refused",
            "One score is the largest there, however little it leads and whatever its sign. In the "
            "end it has everything.",
            when=errs_at("scores (2, 1.9, ", "scores (0, 1", "scores (−3"),
        ),
        Mistake(
            "small-lead-refused",
            "A lead of a thousandth is a lead. Divided by a small enough T it is as large as you "
            "like, so no least lead is needed.",
            when=errs_at("scores (2, 1.999"),
        ),
        Mistake(
            "ties-overlooked",
            "Two scores that tie at the top share the probability at every temperature, so "
            "the limit has two entries of one half.",
            when=errs_at("scores (2, 2"),
        ),
        Mistake(
            "ties-below-the-top",
            "A tie below the top does no harm: what lies behind the largest score goes to 0 at "
            "low temperatures, tied or not.",
            when=errs_at("scores (1, 1"),
        ),
        Mistake(
            "costs-transposed",
            "Each row of the costs belongs to an answer, each column to a true class. Here "
            "they have changed places.",
            when=lambda v: errs_at(AT_20)(v) and not at(v, AT_1),
            place=PRICES,
        ),
        Mistake(
            "costs-not-weighed",
            "The costs are compared without the probabilities (their sums, or the largest of "
            "them), or with a fixed number. Here the second class is rare, so a missed one adds "
            "less to the average.",
            when=lambda v: errs_at(AT_13)(v) and at(v, AT_1) and not at(v, AT_20),
            place=PRICES,
        ),
        Mistake(
            "tolerance-too-wide",
            "A sum of 1.05 is not 1. A tolerance for rounding is far smaller than that.",
            when=errs_at("y = (0.7, 0.3"),
        ),
        Mistake(
            "fixed-cost-compared",
            "A cost is the least or not whatever its size: if every error costs ten times as much, "
            "the same answer is the cheapest.",
            when=errs_at("p = (0.5, 0.3"),
            place=PRICES,
        ),
        Mistake(
            "largest-term-compared",
            "The expected cost of an answer is the sum over all classes, not its largest term.",
            when=errs_at("p = (0.4"),
            place=PRICES,
        ),
        Mistake(
            "least-cost-missed",
            "Where every error costs 1, the expected cost of an answer is its probability of being "
            "wrong. That is least for the most probable class. Was the largest taken, or the "
            "sum along the wrong axis?",
            when=errs_at("p = (0.93, 0.07), every"),
        ),
        Mistake(
            "two-classes-compared",
            "Something else than the least expected cost is asked for: perhaps two answers are "
            "compared, or always the same, or p has to be large. The expected cost is a sum over "
            "all classes.",
            when=errs_at("p = (0.2", "p = (0.836", "p = (0.3"),
            place=PRICES,
        ),
        Mistake(
            "costs-overlooked",
            "The answer of least expected cost depends on the costs: at 20 to 1 it is the less "
            "probable class.",
            when=errs_at(AT_20),
        ),
        Mistake(
            "equal-costs-demanded",
            "Equal costs are enough, and more than is needed: up to the odds of the most "
            "probable class, unequal ones change nothing.",
            when=errs_at(AT_13),
        ),
    ),
    hints=(
        "For each sentence: what did the case look like in which it failed, and what about "
        "that case was to blame?",
        "The log prior odds have to be 0; the entries of y have to have a certain sum; one score "
        "has to be alone at the top. For the last: is the expected cost of the answer that names "
        "the most probable class the least one?",
        "Sums of float64 are compared with a tolerance, ties are counted at the maximum, and "
        "the expected costs of the answers are the matrix times the vector.",
    ),
    why="In a sentence: which of the four conditions does a data set with rare classes break?",
    reply="The first: rare classes have unequal priors, so a difference of logits holds their log "
    "odds as well as the log Bayes factor.",
    place=CONDITION,
)

"""Exercises and concept checks of chapter 13, Claims on trial."""

import functools
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from softmaxbook.exercises.reading import gives
from softmaxbook.exercises.record import (
    Exercise,
    Mistake,
    NumberQuestion,
    Option,
    Place,
    Probe,
    Question,
    Unreadable,
    add,
)
from softmaxbook.exercises.solutions import ch13 as solutions

TEST = Place("claims", "A sentence as a test")
FOUR = Place("claims", "Four verdicts")
LINES = Place("claims", "State it")
ROLES = Place("claims", "What goes where")
DIRECTION = Place("claims", "Which way it moves")
ELSEWHERE = Place("claims", "A theorem about something else")
READINGS = Place("claims", "The reading that holds")
CONDITION = Place("claims", "Find the condition")
PRINT = Place("claims", "What is in print")
FINGERPRINTS = Place("claims", "Explain a wrong answer")


def softmax(z: NDArray) -> NDArray:
    e = np.exp(np.asarray(z, float) - np.max(z))
    return e / e.sum()


def those(which: NDArray) -> str:
    """Numbers of the entries that are True, counted from 1, in words."""
    found = [str(i + 1) for i in np.flatnonzero(which)]
    return "none" if not found else ", ".join(found)


def judged(value: Any, keys: tuple[str, ...], meaning: dict[Any, int], what: str) -> NDArray:
    """The judgements of a dict with these keys, as numbers."""
    if not isinstance(value, dict) or set(value) != set(keys):
        raise Unreadable("A dict with the keys of the starter cell is asked for.")
    given = [getattr(value[key], "name", value[key]) for key in keys]  # of a Verdict, its name
    given = [v.strip().lower() if isinstance(v, str) else v for v in given]
    if not all(isinstance(v, (str, int, np.bool_)) and v in meaning for v in given):
        raise Unreadable(f"Each judgement has to be {what}.")
    return np.array([meaning[v] for v in given], float)


# ---- Twelve sentences, ten formulas -------------------------------------------------------------

VERDICTS = {"true": 0, "conditional": 1, "true under conditions": 1, "imprecise": 2, "false": 3}
SENTENCES = tuple(solutions.twelve_verdicts())
RIGHT = np.array([VERDICTS[v] for v in solutions.twelve_verdicts().values()])

TRUTH = {True: 1, False: 0, "true": 1, "false": 0}
FORMULAS = tuple(solutions.ten_formulas())
HOLDS = np.array(list(solutions.ten_formulas().values()))


def of_kind(kind: str, *given: str) -> Callable[[NDArray], bool]:
    """Whether some sentence of that kind was given one of these verdicts."""
    numbers = [VERDICTS[v] for v in given]
    return lambda value: bool(np.isin(value[VERDICTS[kind] == RIGHT], numbers).any())


def believed(beginning: str) -> Callable[[NDArray], bool]:
    (at,) = [i for i, formula in enumerate(FORMULAS) if formula.startswith(beginning)]
    return lambda value: bool(value[at] == 1)


add(
    Exercise(
        id="claims.twelve-sentences",
        title="Twelve sentences",
        reference=solutions.twelve_verdicts,
        prepare=lambda value: judged(
            value, SENTENCES, VERDICTS, '"true", "conditional", "imprecise" or "false"'
        ),
        text=lambda v: (
            f"verdicts that differ from the ledger's at these numbers: {those(v != RIGHT)}"
        ),
        mistakes=(
            Mistake(
                "false-believed",
                "A false sentence was taken to be true. Each of the three false ones has a "
                "counterexample of at most three numbers.",
                when=of_kind("false", "true"),
                place=TEST,
            ),
            Mistake(
                "true-doubted",
                "A true sentence was doubted. Try it on the photograph, and at the edges of what "
                "it says.",
                when=lambda v: bool((v[RIGHT == 0] != 0).any()),
                place=LINES,
            ),
            Mistake(
                "condition-overlooked",
                "A sentence was taken to be true that holds in some cases only, with equal priors, "
                "equal costs, or a right answer.",
                when=of_kind("conditional", "true"),
                place=CONDITION,
            ),
            Mistake(
                "wording-overlooked",
                "A sentence was taken to be true whose idea is right and one of whose words is "
                "not. Ask which one.",
                when=of_kind("imprecise", "true"),
            ),
            Mistake(
                "too-severe",
                "A sentence was called false although some reasonable reading of it, or a "
                "neighbour with one word changed, is true.",
                when=lambda v: bool((v[(RIGHT == 1) | (RIGHT == 2)] == 3).any()),
                place=READINGS,
            ),
            Mistake(
                "too-mild",
                "A false sentence was given a condition or a better wording. Under no reasonable "
                "condition does it hold; what is true instead is another sentence.",
                when=of_kind("false", "conditional", "imprecise"),
            ),
            Mistake(
                "condition-or-wording",
                "These two were exchanged: a conditional sentence is right word for word in the "
                "cases where it holds; an imprecise one needs another word in all of them.",
                when=lambda v: (
                    of_kind("conditional", "imprecise")(v) or of_kind("imprecise", "conditional")(v)
                ),
            ),
        ),
        hints=(
            "For each sentence: can you break it with two or three numbers? If you can, is there "
            "a case, or a word, that would save it?",
            "True: no case breaks it. Conditional: right as it stands in cases that can be named. "
            "Imprecise: one word or number is off. False: neither helps.",
            "There are three of each kind. Of what is called a maximum or a distance, ask what "
            "such a thing would have to be.",
        ),
        why="In a sentence: which of the twelve would you have signed before you read this book?",
        place=FOUR,
    ),
    Exercise(
        id="claims.referee",
        title="Referee",
        reference=solutions.ten_formulas,
        prepare=lambda value: judged(value, FORMULAS, TRUTH, "True or False"),
        text=lambda v: f"judgements that are wrong at these numbers: {those((v == 1) != HOLDS)}",
        mistakes=(
            Mistake(
                "invariant-for-equivariant",
                "Log-sum-exp does notice a common shift: it rises by as much. What does not "
                "notice it is softmax.",
                when=believed("LSE(z + c)"),
            ),
            Mistake(
                "sum-over-all-classes",
                "The entries of p − y sum to 0. A gradient that sums over the classes is 0, "
                "whatever the data, and the bias never moves.",
                when=believed("dL / db_i"),
            ),
            Mistake(
                "sign-flipped",
                "Both logarithms are negative, so this loss is; and it falls as the answer gets "
                "worse.",
                when=believed("one output"),
            ),
            Mistake(
                "mixture-inside-log",
                "The logarithm of a mean is not the mean of the logarithms. This loss is least at "
                "certainty, so nothing is smoothed.",
                when=believed("smoothed target"),
            ),
            Mistake(
                "other-models-scores",
                "A gap of 11.9 nats is a ratio of more than a hundred thousand. The scores and "
                "the probabilities belong to two different classifiers.",
                when=believed("softmax(12.5"),
            ),
            Mistake(
                "not-zero-for-not-small",
                "Never exactly 0 is true. It does not keep J away from 0: at a lead of 20 nats its "
                "largest entry is of the order of e to the −20.",
                when=believed("J is never"),
            ),
            Mistake(
                "right-formula-doubted",
                "A formula was rejected that is right. Try it on the photograph before you reject "
                "it.",
                when=lambda v: bool((v[HOLDS] == 0).any()),
                place=LINES,
            ),
        ),
        hints=(
            "Which of the formulas can be tried on the photograph, (3, 1, 0.2), in one line?",
            "Check a sign by its sum, an identity by a shift, a gradient by a case where it has to "
            "be non-zero, a loss by the place where it is least.",
            "Four of the ten are right.",
        ),
        why="In a sentence: which single number on the photograph shows the error of the loss with "
        "the smoothed target?",
        place=PRINT,
    ),
)


# ---- Counterexamples ----------------------------------------------------------------------------

HELD, OUTSIDE, REFUTED = 0.0, -1.0, 1.0


def scores(value: Any) -> NDArray:
    if not np.iterable(value) or any(map(np.iterable, value)):
        raise Unreadable("A vector of numbers is asked for, such as (3, 1, 0.2).")
    found = np.array([float(v) for v in value])
    if len(found) < 2 or not np.isfinite(found).all():
        raise Unreadable("A vector of at least two finite numbers is asked for.")
    return found


def two_vectors(value: Any) -> tuple[NDArray, NDArray]:
    if not np.iterable(value) or len(value) != 2:
        raise Unreadable("Two score vectors are asked for, before and after.")
    z, after = map(scores, value)
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
    """Whether each of the four refutes its sentence: 1, 0, or −1 if it is no case of it."""
    if not np.iterable(value) or len(value) != 4:
        raise Unreadable("Four counterexamples are asked for.")
    return np.array(
        [
            larger_score_larger_share(*two_vectors(value[0])),
            simplex_stays(scores(value[1])),
            one_up_others_down(changes(*two_vectors(value[2]))),
            score_up_share_up(*two_vectors(value[3])),
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


def holds(at: int) -> Callable[[NDArray], bool]:
    return lambda v: bool(v[at] == HELD)


add(
    Exercise(
        id="claims.counterexamples",
        title="Smallest counterexamples",
        reference=solutions.four_counterexamples,
        prepare=refuted,
        text=lambda v: f"four answers, of which these do not refute: {those(v < 1)}",
        mistakes=(
            Mistake(
                "outside-the-sentence",
                "One is no case of its sentence: no larger largest score, not on the simplex, or "
                "nothing that rises. A sentence is refuted only where it says something.",
                when=lambda v: bool((v == OUTSIDE).any()),
            ),
            Mistake(
                "rivals-left-behind",
                "In the first, the largest score rises and its share with it. Only differences "
                "count, so look at its rivals.",
                when=holds(0),
                place=LINES,
            ),
            Mistake(
                "the-centre",
                "The second is the centre of the simplex, the one point that softmax leaves where "
                "it is.",
                when=holds(1),
                place=ELSEWHERE,
            ),
            Mistake(
                "others-do-fall",
                "In the third, one probability rises and every other one falls. With two classes "
                "nothing else can happen.",
                when=holds(2),
                place=Place("claims", "By hand, exact"),
            ),
            Mistake(
                "share-does-rise",
                "In the fourth, whatever score rises has a larger share afterwards. Nothing says "
                "that it must rise alone.",
                when=holds(3),
                place=LINES,
            ),
        ),
        hints=(
            "What does each sentence forget? Ask of each which scores or classes it does not "
            "mention.",
            "The share of a class depends on its lead over every other one; a share can rise "
            "together with another if a third pays.",
            "For the first and the fourth let a rival rise by more; for the second take anything "
            "but the centre; for the third take three classes.",
        ),
        why="In a sentence: which of the four sentences is true of two classes?",
        place=TEST,
    ),
)


# ---- The condition as a function ----------------------------------------------------------------


def log_odds(share: float) -> float:
    return np.log(share / (1 - share))


add(
    Exercise(
        id="claims.lead-needed",
        title="The lead that is needed",
        reference=solutions.lead_needed,
        probes=(
            Probe("two classes", (2, 0.9)),
            Probe("three classes", (3, 0.9)),
            Probe("ten classes", (10, 0.99)),
            Probe("a thousand classes", (1000, 0.99)),
            Probe("one half", (5, 0.5)),
            Probe("less than its equal share", (3, 0.2)),
        ),
        mistakes=(
            Mistake(
                "rivals-not-counted",
                "This is the lead over a single rival, whatever K is. The others share what is "
                "left, and there are K − 1 of them.",
                wrong=gives(lambda K, share: log_odds(share)),
            ),
            Mistake(
                "itself-counted",
                "The class was counted among its own rivals: K where there are K − 1.",
                wrong=gives(lambda K, share: log_odds(share) + np.log(K)),
            ),
            Mistake(
                "rivals-not-in-nats",
                "The number of rivals was added to a number of nats. It is a factor of the odds, "
                "so its logarithm is added.",
                wrong=gives(lambda K, share: log_odds(share) + (K - 1)),
            ),
            Mistake(
                "rivals-subtracted",
                "More rivals make a smaller lead enough, by this formula. They have to be "
                "outweighed together.",
                wrong=gives(lambda K, share: log_odds(share) - np.log(K - 1)),
            ),
            Mistake(
                "rivals-multiplied",
                "The lead was multiplied by the number of rivals. The odds are; the lead is their "
                "logarithm.",
                wrong=gives(lambda K, share: (K - 1) * log_odds(share)),
            ),
            Mistake(
                "share-for-odds",
                "The share was used where its odds belong: what is left for the others, 1 less the "
                "share, is missing.",
                wrong=gives(
                    lambda K, share: np.log(share) + np.log(K - 1),
                    lambda K, share: np.log(share * K),
                ),
            ),
            Mistake(
                "rest-for-odds",
                "Only what is left for the others was used. The odds compare it with the share.",
                wrong=gives(lambda K, share: np.log(K - 1) - np.log(1 - share)),
            ),
            Mistake(
                "odds-for-lead",
                "This is a ratio of probabilities. The lead is its logarithm.",
                wrong=gives(
                    lambda K, share: (K - 1) * share / (1 - share),
                    lambda K, share: share / (1 - share),
                ),
            ),
            Mistake(
                "base-2",
                "The logarithm has base 2 or 10. Scores are in nats.",
                wrong=gives(
                    lambda K, share: np.log2(share / (1 - share)) + np.log2(K - 1),
                    lambda K, share: np.log10(share / (1 - share)) + np.log10(K - 1),
                ),
            ),
            Mistake(
                "sign-flipped",
                "The sign is wrong: this class is behind, not ahead.",
                wrong=gives(
                    lambda K, share: -log_odds(share) - np.log(K - 1),
                    lambda K, share: np.log(K - 1) - log_odds(share),
                ),
            ),
            Mistake(
                "never-behind",
                "A negative lead was cut off at 0, or lost its sign. Less than an equal share is "
                "had by a score that is behind.",
                wrong=gives(
                    lambda K, share: max(log_odds(share) + np.log(K - 1), 0.0),
                    lambda K, share: abs(log_odds(share) + np.log(K - 1)),
                ),
            ),
            Mistake(
                "gap-of-shares",
                "This is by how much the shares differ. The lead is a difference of scores, which "
                "is the logarithm of the ratio of the shares.",
                wrong=gives(lambda K, share: share - (1 - share) / (K - 1)),
            ),
        ),
        hints=(
            "With the rivals at 0 and the class at the lead, which K exponentials are summed?",
            "The odds are $e^{d} / (K - 1)$ at a lead $d$, and the odds of a share $s$ are $s / (1 "
            "- s)$.",
            "Set the two equal and take logarithms: the log-odds of the share, and the logarithm "
            "of the number of rivals, are added.",
        ),
        why="In a sentence: why does a language model need a larger lead than a classifier of cats "
        "and dogs?",
        place=CONDITION,
        atol=1e-6,
    ),
)


# ---- Conditions as functions --------------------------------------------------------------------

CONDITIONS = tuple(solutions.four_conditions())
PAIR, COSTS = (0.93, 0.07), np.array([[0.0, 20.0], [1.0, 0.0]])
AT_20, AT_13, AT_1 = (
    f"p = (0.93, 0.07), a miss costing {miss} and a false alarm {alarm}"
    for miss, alarm in ((20, 1), (13, 1), (1, 20))
)
CASES = (  # number of the sentence, the case as text, its arguments
    (0, "priors (0.5, 0.5)", ([0.5, 0.5],)),
    (0, "priors (0.1, 0.9)", ([0.1, 0.9],)),
    (0, "three priors of one third", ([1 / 3] * 3,)),
    (0, "priors (0.4, 0.4, 0.2)", ([0.4, 0.4, 0.2],)),
    (1, "y = (1, 0, 0)", ([1.0, 0.0, 0.0],)),
    (1, "y = (0.5, 0.25, 0.25)", ([0.5, 0.25, 0.25],)),
    (1, "y = (0.7, 0.2, 0.1)", ([0.7, 0.2, 0.1],)),  # in float64 its sum is not exactly 1
    (1, "y = (1, 1, 0)", ([1.0, 1.0, 0.0],)),
    (1, "y = (0, 0, 0)", ([0.0, 0.0, 0.0],)),
    (2, "scores (2, 1.9, 0)", ([2.0, 1.9, 0.0],)),
    (2, "scores (2, 2, 0)", ([2.0, 2.0, 0.0],)),
    (2, "scores (0, 1, 2)", ([0.0, 1.0, 2.0],)),
    (2, "scores (−3, −1)", ([-3.0, -1.0],)),
    (2, "scores (1, 1, 3)", ([1.0, 1.0, 3.0],)),
    (3, "p = (0.93, 0.07), every error costing 1", (PAIR, 1 - np.eye(2))),
    (3, AT_20, (PAIR, COSTS)),
    (3, AT_13, (PAIR, COSTS * [[1, 0.65]])),
    (3, AT_1, (PAIR, COSTS.T)),
    (3, "p = (0.2, 0.5, 0.3), every error costing 1", ((0.2, 0.5, 0.3), 1 - np.eye(3))),
)


def said(value: Any) -> NDArray:
    """What the conditions say of every case, 1 for True."""
    if not isinstance(value, dict) or set(value) != set(CONDITIONS):
        raise Unreadable("A dict with the keys of the starter cell is asked for.")
    if not all(map(callable, value.values())):
        raise Unreadable("For each sentence a function is asked for, of the case.")
    found = [value[CONDITIONS[k]](*map(np.array, arguments)) for k, _, arguments in CASES]
    if not all(np.ndim(v) == 0 and v in (0, 1) for v in found):
        raise Unreadable("Each function has to return True or False.")
    return np.array([float(v) for v in found])


@functools.cache
def right_of_cases() -> NDArray:
    return said(solutions.four_conditions())


def first_miss(value: NDArray) -> int:
    return int(np.argmax(value != right_of_cases()))


def text_of_first_miss(value: NDArray) -> str:
    k, text, _ = CASES[first_miss(value)]
    return f"condition {k + 1} that says {bool(value[first_miss(value)])} of {text}"


def errs_at(*beginnings: str) -> Callable[[NDArray], bool]:
    """Whether the first case that is judged wrongly, which is the one shown, begins so."""
    return lambda value: CASES[first_miss(value)][1].startswith(beginnings)


add(
    Exercise(
        id="claims.conditions",
        title="Conditions",
        reference=solutions.four_conditions,
        prepare=said,
        text=text_of_first_miss,
        mistakes=(
            Mistake(
                "priors-not-compared",
                "The priors add log prior odds to the log Bayes factor. Between every two classes "
                "these have to be 0, not only between the first two.",
                when=errs_at("priors (0.1", "priors (0.4"),
                place=READINGS,
            ),
            Mistake(
                "one-half-for-equal",
                "Priors of one half are equal for two classes only. What counts is that they are "
                "equal to each other.",
                when=errs_at("three priors"),
                place=READINGS,
            ),
            Mistake(
                "any-target",
                "The gradient is the sum of the target times p, less the target. Only one sum "
                "makes that p − y.",
                when=errs_at("y = (1, 1", "y = (0, 0, 0"),
            ),
            Mistake(
                "one-hot-only",
                "A target need not be one-hot: the derivation uses only what its entries add up "
                "to.",
                when=errs_at("y = (0.5"),
            ),
            Mistake(
                "sum-compared-exactly",
                "In float64 the entries 0.7, 0.2 and 0.1 do not add up to exactly 1. That is "
                "rounding, and no property of the target.",
                when=errs_at("y = (0.7"),
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
                when=lambda v: (
                    errs_at(AT_20)(v) and not v[[AT_1 in text for _, text, _ in CASES]].all()
                ),
                place=READINGS,
            ),
            Mistake(
                "costs-overlooked",
                "The answer of least expected cost depends on the costs: at 20 to 1 it is the less "
                "probable class.",
                when=errs_at(AT_20),
                place=READINGS,
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
            "Log prior odds of 0; a target with the sum 1; one largest score; the least entry of "
            "the costs times the probabilities where the largest probability is.",
            "Sums of float64 are compared with a tolerance, ties are counted at the maximum, and "
            "the expected costs of the answers are the matrix times the vector.",
        ),
        why="In a sentence: which of the four conditions does a data set with rare classes break?",
        place=CONDITION,
    ),
)


# ---- A loss from print, and fingerprints --------------------------------------------------------


def log_p_of(z: NDArray) -> NDArray:
    z = np.asarray(z, float)
    return z - z.max() - np.log(np.exp(z - z.max()).sum())


def target_of(z: NDArray, label: int, epsilon: float) -> NDArray:
    target = np.full(len(z), epsilon / len(z))
    target[label] += 1 - epsilon
    return target


def with_target(make: Callable[[int, int, float], NDArray]) -> Callable:
    """Cross-entropy to another target, of which make(K, label, epsilon) is the vector."""
    return lambda z, label, epsilon: -(make(len(z), label, epsilon) * log_p_of(z)).sum()


def one_hot(K: int, label: int) -> NDArray:
    return np.eye(K)[label]


def of_log_p(transform: Callable[[NDArray], NDArray]) -> Callable:
    """The right loss with transform(p) in place of log p."""

    def loss(z: NDArray, label: int, epsilon: float) -> float:
        return -(target_of(z, label, epsilon) * transform(np.exp(log_p_of(z)))).sum()

    return loss


def binary_sum(z: NDArray, label: int, epsilon: float) -> float:
    t, p = target_of(z, label, epsilon), softmax(z)
    return -(t * np.log(p) + (1 - t) * np.log(1 - p)).sum()


def mixture(z: NDArray, label: int, epsilon: float) -> float:
    return -np.log(target_of(z, label, epsilon) @ softmax(z))


def entropy_subtracted(z: NDArray, label: int, epsilon: float) -> float:
    t = target_of(z, label, epsilon)
    return solutions.smoothed_loss(z, label, epsilon) + (t * np.log(t)).sum()


def entropy_subtracted_without_zeros(z: NDArray, label: int, epsilon: float) -> float:
    t = target_of(z, label, epsilon)
    return solutions.smoothed_loss(z, label, epsilon) + (t[t > 0] * np.log(t[t > 0])).sum()


def log_sum_exp_as_it_is(z: NDArray, label: int, epsilon: float) -> float:
    return -(target_of(z, label, epsilon) * (z - np.log(np.exp(z).sum()))).sum()


def naive_log_of_softmax(z: NDArray, label: int, epsilon: float) -> float:
    return -(target_of(z, label, epsilon) * np.log(np.exp(z) / np.exp(z).sum())).sum()


SCORES = np.array([3.0, 1.0, 0.2])

add(
    Exercise(
        id="claims.smoothed-loss",
        title="Put it right",
        reference=solutions.smoothed_loss,
        probes=(
            Probe("the photograph", (SCORES, 0, 0.1)),
            Probe("the wrong class", (SCORES, 2, 0.1)),
            Probe("two classes", (np.array([1.0, 0.0]), 1, 0.2)),
            Probe("four classes", (np.array([0.5, -1.0, 2.0, 0.0]), 2, 0.05)),
            Probe("no smoothing", (SCORES, 1, 0.0)),
            Probe("a lead of 800", (np.array([800.0, 0.0]), 0, 0.1)),
            Probe("around 1000", (np.array([1000.0, 1001.0, 999.5]), 0, 0.1)),
        ),
        mistakes=(
            Mistake(
                "mixture-inside-log",
                "The target has been put inside the logarithm: the surprise of a mixture, not the "
                "mean surprise. Its least value is at certainty.",
                wrong=gives(mixture),
            ),
            Mistake(
                "not-smoothed",
                "This is the loss for the bare label: epsilon has no effect.",
                wrong=gives(with_target(lambda K, y, e: one_hot(K, y))),
            ),
            Mistake(
                "wrong-classes-only",
                "Epsilon was spread over the wrong classes only. In the target asked for every "
                "class has its share of it, the true one too.",
                wrong=gives(
                    with_target(
                        lambda K, y, e: (1 - e) * one_hot(K, y) + e * (1 - one_hot(K, y)) / (K - 1)
                    ),
                ),
            ),
            Mistake(
                "target-sums-to-less",
                "The entries of this target sum to less than 1: the label has lost epsilon and not "
                "got its share of it back.",
                wrong=gives(
                    with_target(
                        lambda K, y, e: (1 - e) * one_hot(K, y) + e * (1 - one_hot(K, y)) / K
                    ),
                ),
            ),
            Mistake(
                "target-sums-to-more",
                "The entries of this target sum to more than 1: epsilon was not divided by K, or "
                "not taken away from the label.",
                wrong=gives(
                    with_target(lambda K, y, e: (1 - e) * one_hot(K, y) + e),
                    with_target(lambda K, y, e: one_hot(K, y) + e / K),
                    with_target(lambda K, y, e: one_hot(K, y) + e),
                ),
            ),
            Mistake(
                "true-class-only",
                "Only the term of the label was kept. With a smoothed target every class has one.",
                wrong=gives(
                    with_target(lambda K, y, e: (1 - e + e / K) * one_hot(K, y)),
                    with_target(lambda K, y, e: (1 - e) * one_hot(K, y)),
                ),
            ),
            Mistake(
                "epsilon-for-its-rest",
                "Epsilon and 1 − epsilon have changed places: at epsilon 0 this target is uniform.",
                wrong=gives(with_target(lambda K, y, e: e * one_hot(K, y) + (1 - e) / K)),
            ),
            Mistake(
                "uniform-target",
                "The target is uniform, and the label has no part in it.",
                wrong=gives(with_target(lambda K, y, e: np.full(K, 1 / K))),
            ),
            Mistake(
                "roles-swapped",
                "Model and target have changed places: the target has to do the averaging, the "
                "model stands inside the logarithm.",
                wrong=gives(lambda z, y, e: -(softmax(z) * np.log(target_of(z, y, e))).sum()),
                place=ROLES,
            ),
            Mistake(
                "no-max-subtraction",
                "Exponentials of the scores as they are overflow above 709. Only differences "
                "matter, so the largest score can be taken away first.",
                wrong=gives(log_sum_exp_as_it_is, naive_log_of_softmax),
            ),
            Mistake(
                "log-of-softmax",
                "At a lead of 800 a probability is 0 and its logarithm infinite. The logarithm of "
                "softmax can be had from the scores without it.",
                wrong=gives(of_log_p(np.log)),
            ),
            Mistake(
                "epsilon-inside-log",
                "A small number inside the logarithm, or a floor under the probability, hides how "
                "large the loss at a lead of 800 is.",
                wrong=tuple(
                    of_log_p(lambda p, tiny=tiny: np.log(p + tiny))
                    for tiny in (1e-6, 1e-7, 1e-8, 1e-9, 1e-10, 1e-12, 1e-15, 1e-16)
                ),
            ),
            Mistake(
                "entropy-subtracted",
                "This is the divergence: the entropy of the target has been taken away. What is "
                "asked for is the cross-entropy.",
                wrong=gives(entropy_subtracted, entropy_subtracted_without_zeros),
            ),
            Mistake(
                "divided-by-classes",
                "The sum over the classes was divided by K. The target already does the averaging.",
                wrong=gives(
                    lambda z, y, e: solutions.smoothed_loss(z, y, e) / len(z),
                ),
            ),
            Mistake(
                "sign-flipped",
                "The sign is wrong: a loss made of minus logarithms is never negative.",
                wrong=gives(lambda z, y, e: -solutions.smoothed_loss(z, y, e)),
            ),
            Mistake(
                "logits-for-log-probabilities",
                "The scores were used as if they were logarithms of probabilities. Log-sum-exp is "
                "missing.",
                wrong=gives(lambda z, y, e: -(target_of(z, y, e) * np.asarray(z)).sum()),
            ),
            Mistake(
                "base-2",
                "The logarithm has base 2. The book's losses are in nats.",
                wrong=gives(lambda z, y, e: solutions.smoothed_loss(z, y, e) / np.log(2)),
            ),
            Mistake(
                "softmax-twice",
                "Softmax was applied twice: probabilities went in where scores belong.",
                wrong=gives(lambda z, y, e: solutions.smoothed_loss(softmax(z), y, e)),
            ),
            Mistake(
                "one-sigmoid-each",
                "For each class the loss of a yes-or-no question was added. The classes exclude "
                "each other, and one logarithm for each is enough.",
                wrong=gives(binary_sum),
            ),
        ),
        hints=(
            "At which probability of the label is your loss least: at 1, or below it?",
            "$-\\sum_i t_i \\log p_i$ with $t_i = \\varepsilon / K$, and $1 - \\varepsilon$ more "
            "for the label; $\\log p_i = z_i - \\mathrm{LSE}(z)$.",
            "Make the vector of the logarithms of the probabilities first, with the largest score "
            "taken away, then the target, then minus the sum of their products.",
        ),
        why="In a sentence: what does the printed loss describe, if not label smoothing?",
        place=PRINT,
        atol=1e-6,
    ),
)

SOFTMAX = softmax(SCORES)
BASE_10 = 10**SCORES / (10**SCORES).sum()
CANDIDATES = np.array([SOFTMAX, np.exp(SCORES), BASE_10, SCORES / SCORES.sum(), softmax(-SCORES)])
GRADIENT = SOFTMAX - [1, 0, 0]
SMALL = np.array([GRADIENT, [-0.0225, 0.0114, 0.0025], [-0.0353, 0.0266, 0.0088]])


def size_of(candidates: NDArray) -> NDArray:
    return np.abs(candidates).max(axis=1)


def total_of(differences: NDArray) -> NDArray:
    return differences.sum(axis=1)


def length_of(differences: NDArray) -> NDArray:
    return np.linalg.norm(differences, axis=1)


def near(answer: NDArray, candidates: NDArray) -> NDArray:
    return np.abs(candidates - answer).max(axis=1) <= 1e-3 * size_of(candidates)


def first(which: NDArray) -> int:
    return int(np.argmax(which)) if np.any(which) else -1


def within(tolerance: float) -> Callable:
    return lambda a, c: first(np.abs(c - a).max(axis=1) <= tolerance)


def after(change: Callable[[NDArray], NDArray]) -> Callable:
    """The right comparison, of what a change has made of both."""
    return lambda a, c: first(near(change(a[None])[0], change(c)))


add(
    Exercise(
        id="claims.explain",
        title="Explain",
        reference=solutions.explain,
        probes=(
            Probe("softmax to four decimals", (SOFTMAX.round(4), CANDIDATES)),
            Probe("the sign error", (softmax(-SCORES).round(4), CANDIDATES)),
            Probe("none of them", (np.array([0.5, 0.3, 0.2]), CANDIDATES)),
            Probe("not normalised", (np.array([20.09, 2.718, 1.221]), CANDIDATES)),
            Probe("one small entry rounded", (BASE_10.round(4), CANDIDATES)),
            Probe("one entry of three agrees", (np.array([SOFTMAX[0], 0.082, 0.082]), CANDIDATES)),
            Probe("in another order", (SOFTMAX[[1, 0, 2]], CANDIDATES)),
            Probe("as many candidates as entries", (SMALL[2], SMALL)),
            Probe("ascent for descent", (-GRADIENT, SMALL)),
            Probe("small, and near", (np.array([-0.0228, 0.0114, 0.0025]), SMALL)),
            Probe("all entries just near enough", (SOFTMAX + 9e-4 * SOFTMAX[0], CANDIDATES)),
            Probe(
                "one just too far off", (SOFTMAX + 1.1e-3 * SOFTMAX[0] * np.eye(3)[1], CANDIDATES)
            ),
            Probe("all a little too far off", (SOFTMAX + 1.5e-3 * SOFTMAX[0], CANDIDATES)),
            Probe("all off by a hundredth", (SOFTMAX + 0.01, CANDIDATES)),
            Probe("just near enough, below 0", (GRADIENT * [1 + 9e-4, 1, 1], SMALL)),
            Probe("just too far off, below 0", (GRADIENT * [1 + 1.1e-3, 1, 1], SMALL)),
            Probe("half as far off as it may be", (SOFTMAX + 4.5e-4 * SOFTMAX[0], CANDIDATES)),
            Probe("small, and just too far off", (SMALL[1] + 4e-5 * np.eye(3)[0], SMALL)),
        ),
        mistakes=(
            Mistake(
                "nearest-always",
                "The nearest candidate was named, however far away it is. A wrong name is worse "
                "than none.",
                wrong=gives(
                    lambda a, c: int((np.abs(c - a).max(axis=1) / size_of(c)).argmin()),
                    lambda a, c: int(np.abs(c - a).max(axis=1).argmin()),
                    lambda a, c: int(np.abs(c - a).sum(axis=1).argmin()),
                    lambda a, c: int(((c - a) ** 2).sum(axis=1).argmin()),
                ),
            ),
            Mistake(
                "exact-equality",
                "The numbers were compared for equality, or what is as good as that. An answer "
                "with four decimals is never so near to a float64.",
                wrong=gives(
                    lambda a, c: first((c == a).all(axis=1)),
                    lambda a, c: first(np.isclose(c, a).all(axis=1)),
                ),
            ),
            Mistake(
                "absolute-tolerance",
                "The tolerance is the same for all candidates. It is too strict for exponentials "
                "near 20, too lax for gradients near 0.02, or both.",
                wrong=(
                    *map(within, (1e-2, 2e-3, 1e-3, 5e-4, 3e-4, 2e-4, 1e-4, 5e-5)),
                    lambda a, c: first(length_of(c - a) <= 1e-3),
                ),
            ),
            Mistake(
                "scale-of-each-entry",
                "Each entry was held to a thousandth of itself. A small entry, rounded as the "
                "others were, is off by more than that.",
                wrong=gives(
                    lambda a, c: first((np.abs(c - a) <= 1e-3 * np.abs(c)).all(axis=1)),
                    lambda a, c: first(np.isclose(a, c, rtol=1e-3).all(axis=1)),
                ),
            ),
            Mistake(
                "first-entry-only",
                "Only the first entry was compared, which others can share.",
                wrong=gives(
                    lambda a, c: first(np.abs(c[:, 0] - a[0]) <= 1e-3 * np.abs(c).max(axis=1))
                ),
            ),
            Mistake(
                "any-for-all",
                "One agreeing entry was taken to be enough.",
                wrong=gives(
                    lambda a, c: first(np.abs(c - a).min(axis=1) <= 1e-3 * np.abs(c).max(axis=1))
                ),
            ),
            Mistake(
                "counted-from-1",
                "The rows were counted from 1. NumPy counts from 0.",
                wrong=gives(
                    lambda a, c: solutions.explain(a, c) + 1,
                    lambda a, c: i + 1 if (i := solutions.explain(a, c)) >= 0 else -1,
                ),
            ),
            Mistake(
                "none-becomes-first",
                "Where no candidate is near, row 0 was returned. The position of the largest of "
                "nothing but False is 0.",
                wrong=gives(lambda a, c: int(np.argmax(near(a, c)))),
            ),
            Mistake(
                "order-ignored",
                "The entries were sorted before they were compared. Which class has which number "
                "belongs to the fingerprint.",
                wrong=gives(after(lambda x: np.sort(x, axis=1))),
            ),
            Mistake(
                "sign-ignored",
                "Magnitudes were compared, so that a gradient and its opposite look the same.",
                wrong=gives(after(np.abs)),
            ),
            Mistake(
                "normalised-first",
                "Both were divided by their sum first. What was not normalised then looks like "
                "softmax.",
                wrong=gives(after(lambda x: x / x.sum(axis=1, keepdims=True))),
            ),
            Mistake(
                "differences-cancel",
                "The differences were added with their signs. Distributions all have the same sum, "
                "so between them nothing is left.",
                wrong=gives(
                    lambda a, c: first(np.abs((c - a).sum(axis=1)) <= 1e-3 * np.abs(c).max(axis=1)),
                    lambda a, c: first(
                        np.abs((c - a).mean(axis=1)) <= 1e-3 * np.abs(c).max(axis=1)
                    ),
                ),
            ),
            Mistake(
                "added-up-or-averaged",
                "The differences of a row were added up or averaged. The worst entry decides: one "
                "too far off is enough, many small ones are not.",
                wrong=gives(
                    *(
                        lambda a, c, total=total: first(
                            total(np.abs(c - a)) <= 1e-3 * total(np.abs(c))
                        )
                        for total in (total_of, length_of)
                    ),
                    lambda a, c: first(np.abs(c - a).sum(axis=1) <= 1e-3 * size_of(c)),
                    lambda a, c: first(np.abs(c - a).mean(axis=1) <= 1e-3 * size_of(c)),
                    lambda a, c: first(length_of(c - a) <= 1e-3 * size_of(c)),
                ),
            ),
            Mistake(
                "other-size",
                "The worst entry was held beside something else than the largest magnitude of its "
                "row: of the whole table, a sum or mean, or a largest entry with its sign.",
                wrong=tuple(
                    lambda a, c, size=size: first(np.abs(c - a).max(axis=1) <= 1e-3 * size(c))
                    for size in (
                        lambda c: np.abs(c).max(),
                        lambda c: c.max(axis=1),
                        lambda c: np.abs(c.sum(axis=1)),
                        lambda c: np.abs(c).sum(axis=1),
                        lambda c: np.abs(c).mean(axis=1),
                        lambda c: length_of(c),
                    )
                ),
            ),
            Mistake(
                "other-tolerance",
                "The worst entry was held beside the size of its row, but not to a thousandth of "
                "it.",
                wrong=tuple(
                    lambda a, c, share=share: first(np.abs(c - a).max(axis=1) <= share * size_of(c))
                    for share in (1e-1, 1e-2, 5e-3, 2e-3, 5e-4, 2e-4, 1e-4)
                ),
            ),
            Mistake(
                "one-side-only",
                "Differences with a sign were compared, so that an entry may be as far off as it "
                "likes on one side.",
                wrong=gives(
                    lambda a, c: first((c - a).max(axis=1) <= 1e-3 * size_of(c)),
                    lambda a, c: first((a - c).max(axis=1) <= 1e-3 * size_of(c)),
                ),
            ),
            Mistake(
                "gives-up-after-the-first",
                "Only row 0 was ever looked at. That one row is too far away says nothing about "
                "those after it.",
                wrong=gives(lambda a, c: 0 if near(a, c)[0] else -1),
            ),
            Mistake(
                "columns-for-rows",
                "The worst entry was sought down the columns, over the candidates. Each candidate "
                "is a row.",
                wrong=gives(
                    lambda a, c: first(np.abs(c - a).max(axis=0) <= 1e-3 * np.abs(c).max(axis=0)),
                ),
            ),
        ),
        hints=(
            "What does your function say to (0.5, 0.3, 0.2), which is none of them? And to 20.09, "
            "where the candidate has 20.0855?",
            "$\\max_i |a_i - c_i| \\le 10^{-3} \\max_i |c_i|$ for a candidate $c$: the worst entry "
            "decides, beside the size of the whole.",
            "Take the largest magnitude of each row of differences, compare it with a thousandth "
            "of the largest magnitude of the row, and treat the case of no row apart.",
        ),
        why="In a sentence: which two of the book's fingerprints can no checker tell apart on the "
        "photograph alone?",
        place=FINGERPRINTS,
    ),
)


# ---- Concept checks -----------------------------------------------------------------------------

add(
    Question(
        id="claims.q1",
        asks="A thousand random score vectors are tried in float64, and each time the largest "
        "probability stands where the largest score does. What does that show?",
        options={
            "a": Option(
                "That the sentence is true of all score vectors",
                "A trial that fails refutes; trials that pass prove nothing about cases of another "
                "kind. Two scores that are almost equal were never drawn.",
            ),
            "b": Option(
                "Nothing at all, since no number of trials is a proof",
                "It is evidence about vectors like those that were drawn: a sentence that fails "
                "for one in ten of them would have been caught.",
            ),
            "c": Option(
                "That it is hard to refute among vectors of that kind",
                "Trials speak of what was drawn. At the edges, where scores almost tie, float64 "
                "makes two probabilities equal, and the first one is taken.",
            ),
            "d": Option(
                "That it is true with a probability of 99.9 %",
                "A sentence about all vectors is true or false, and one vector in a million "
                "decides. No share of the trials is the probability of the sentence.",
            ),
        },
        key="c",
        place=TEST,
    ),
    NumberQuestion(
        id="claims.q2",
        asks="The true class has the probability 0.000001. What is the derivative of the "
        "cross-entropy with respect to its logit? (To three decimals.)",
        key="1e-6 - 1",
        says="It is $p - 1$, here as good as −1, the most that it can ever be. The million in "
        "$-1/p$ is multiplied by $p(1 - p)$ on the way to the logit.",
        wrong={
            "-1e6": "That is the derivative with respect to the probability, $-1/p$. On the way to "
            "the logit it is multiplied by $p(1 - p)$, and the million is gone.",
            "1 - 1e-6": "The sign is wrong. To raise the logit of the true class lowers the loss, "
            "so the derivative is negative.",
            "1e-6 * (1 - 1e-6)": "That is the slope of the probability itself. The loss has the "
            "slope $-1/p$ in the probability, and the two are multiplied.",
        },
        place=DIRECTION,
    ),
    NumberQuestion(
        id="claims.q3",
        asks="The probabilities are (0.93, 0.07). How many times as much as a false alarm must a "
        "missed second class cost, for the second class to be the right answer? (To two decimals.)",
        key="0.93 / 0.07",
        says="The second class is right when 0.07 times the cost exceeds 0.93: from the odds of "
        "the first class on.",
        wrong={
            "20": "At 20 the second class is right, but it has been for a while. The border is "
            "where the two expected costs are equal.",
            "1 / 0.07": "That compares with a false alarm that is certain. It has the probability "
            "0.93, which belongs on the other side.",
            "0.07 / 0.93": "That is the border upside down: the odds of the second class. A missed "
            "one has to cost more, not less.",
        },
        place=CONDITION,
        atol=6e-3,
    ),
    Question(
        id="claims.q4",
        asks="A loss for smoothed labels is printed as minus the logarithm of $(1 - \\varepsilon) "
        "p_y + \\varepsilon / K$. Which probability of the label makes it least?",
        options={
            "a": Option(
                "The smoothed target itself, 0.933 for ε = 0.1 and K = 3",
                "That is where the cross-entropy to the smoothed target is least. Here the "
                "smoothing has slipped inside the logarithm.",
            ),
            "b": Option(
                "1 − ε, so 0.9 for ε = 0.1 and any K",
                "This loss has no minimum inside: it contains the probability of the label once, "
                "and falls as that grows.",
            ),
            "c": Option(
                "One half, between the label and the rest",
                "Nothing in the formula prefers one half. The larger the probability of the label, "
                "the smaller is the loss.",
            ),
            "d": Option(
                "1, as without smoothing",
                "The mixture grows with $p_y$, so the loss falls all the way. It bounds the loss "
                "of a wrong label, and smooths nothing.",
            ),
        },
        key="d",
        place=PRINT,
    ),
    NumberQuestion(
        id="claims.q5",
        asks="A language model with 12 layers of 12 attention heads reads a text. How many rows of "
        "attention does it put through softmax for each row of scores at its output?",
        key="12 * 12",
        says="Each position of the text has one row in every head of every layer, and one at the "
        "output. The length of the text cancels.",
        wrong={
            "12": "That is one layer, or one head in each. Every head of every layer has a softmax "
            "of its own.",
            "12 + 12": "Layers and heads were added. In each of the 12 layers there are 12 heads, "
            "so they multiply.",
            "0": "That is what two of the three sources say. Each head weighs the positions by a "
            "softmax of its own.",
        },
        place=Place("claims", "Where softmax lives"),
    ),
)

"""Exercises and concept checks of chapter 2, Softmax."""

import re
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from softmaxbook.exercises.reading import gives, in_words, is_near, word
from softmaxbook.exercises.record import (
    Exercise,
    Mistake,
    NumberQuestion,
    Option,
    Place,
    Probe,
    Question,
    Symptom,
    Unreadable,
    add,
)
from softmaxbook.exercises.solutions import ch02 as solutions

HARD = Place("softmax", "Hard choice, soft choice")
BY_HAND = Place("softmax", "By hand, exact")
CODE = Place("softmax", "In code")
STATED = Place("softmax", "State it")
OTHER = Place("softmax", "Would another function do?")
TWELVE = Place("softmax", "Where it fails: twelve wrong softmaxes")
AXIS = Place("softmax", "The wrong axis")
ANY = Place("softmax", "One of K, or any of K")
COSTS = Place("softmax", "When errors have costs")


def softmax(z: NDArray, axis: int | None = -1) -> NDArray:
    e = np.exp(z)
    return e / e.sum(axis=axis, keepdims=True)


# ---- By hand ------------------------------------------------------------------------------------


def two_rows(value: Any) -> NDArray:
    """Exponentials and shares, one row each."""
    try:
        rows = np.array([[float(v) for v in row] for row in value])
    except (TypeError, ValueError):
        raise Unreadable("Two lists of three numbers are asked for.") from None
    if rows.shape != (2, 3):
        raise Unreadable(f"Two lists of three numbers are asked for, not shape {rows.shape}.")
    return rows


HAND = np.array([2.0, 0.0, -1.0])
E = np.exp(HAND)


def rows(exponentials: NDArray, shares: NDArray) -> Callable:
    return lambda: (exponentials, shares)


def cut(numbers: NDArray) -> NDArray:
    return np.floor(numbers * 1000) / 1000


WITHOUT_E0 = np.array([E[0], 0.0, E[2]])

add(
    Exercise(
        id="softmax.by-hand",
        title="By hand",
        reference=solutions.softmax_by_hand,
        prepare=two_rows,
        mistakes=(
            Mistake(
                "truncated",
                "The digits after the third were cut off. Rounding looks at the fourth: 0.8438 is "
                "nearer to 0.844 than to 0.843.",
                wrong=gives(
                    rows(cut(E), cut(E / E.sum())),
                    rows(E, cut(E / E.sum())),
                    rows(cut(E), E / E.sum()),
                ),
            ),
            Mistake(
                "exp-of-0-is-0",
                "The exponential of 0 was taken to be 0. Any number to the power 0 is 1, and so "
                "the second class has a share.",
                wrong=gives(rows(WITHOUT_E0, WITHOUT_E0 / WITHOUT_E0.sum())),
            ),
            Mistake(
                "not-normalised",
                "The shares are the exponentials again. They still have to be divided by their "
                "sum, 8.757.",
                wrong=gives(rows(E, E)),
                place=CODE,
            ),
            Mistake(
                "no-exponential",
                "The scores themselves were divided by their sum. One of them is negative, and a "
                "share cannot be.",
                wrong=gives(rows(E, HAND), rows(HAND, HAND)),
                place=TWELVE,
            ),
            Mistake(
                "base-2",
                "Powers of 2 stand where powers of e belong.",
                wrong=gives(rows(2**HAND, 2**HAND / (2**HAND).sum())),
                place=TWELVE,
            ),
            Mistake(
                "divided-by-largest",
                "The exponentials were divided by the largest of them, not by their sum.",
                wrong=gives(rows(E, E / E.max())),
                place=CODE,
            ),
            Mistake(
                "sign-flipped",
                "The smallest score has the largest share: the exponents have the wrong sign.",
                wrong=gives(rows(1 / E, 1 / E / (1 / E).sum())),
                place=TWELVE,
            ),
            Mistake(
                "softmax-twice",
                "The shares have been put through softmax again, which flattens them.",
                wrong=gives(rows(E, softmax(E / E.sum()))),
                place=TWELVE,
            ),
            Mistake(
                "multiplied-by-e",
                "The scores were multiplied by e, about 2.718. They belong in the exponent: e to "
                "the power of each.",
                when=lambda v: bool(np.allclose(v[0], np.e * HAND, atol=6e-3)),
            ),
            Mistake(
                "order-swapped",
                "The two lists have changed places: the exponentials come first.",
                when=lambda v: bool(np.allclose(v, (E / E.sum(), E), atol=6e-4)),
            ),
            Mistake(
                "percent",
                "The shares are in per cent. Here they add up to 1.",
                when=lambda v: bool(np.allclose(v[1], 100 * E / E.sum(), atol=0.6)),
            ),
            Mistake(
                "two-decimals",
                "Two decimals are right, but three are asked for: the check allows half a unit of "
                "the third.",
                when=lambda v: bool(np.allclose(v, (E, E / E.sum()), rtol=0, atol=6e-3)),
            ),
            Mistake(
                "shares-off",
                "The three exponentials are right, the shares are not. Add the exponentials up, "
                "divide each by that sum, and look whether the shares add up to 1.",
                when=lambda v: bool(np.allclose(v[0], E, rtol=0, atol=6e-4)),
            ),
            Mistake(
                "exponentials-off",
                "An exponential is not right yet. Each is positive, that of 0 is 1, and that of a "
                "negative number is below 1.",
                when=lambda v: bool((np.abs(v[0] - E) > 6e-4).any()),
            ),
        ),
        hints=(
            "Do your three shares add up to 1, and is the first $e^2 \\approx 7.39$ times the "
            "second?",
            "Exponentiate, then divide by the sum: $p_i = e^{z_i} / \\sum_j e^{z_j}$.",
            "The exponentials are 7.389, 1 and 0.368; their sum is 8.757.",
        ),
        why="In a sentence: which two ratios check your shares without computing them again?",
        place=BY_HAND,
        atol=6e-4,
    ),
    Exercise(
        id="softmax.one-sigmoid",
        title="One sigmoid",
        reference=solutions.first_of_two,
        mistakes=(
            Mistake(
                "first-score-only",
                "That is the sigmoid of 2, the first score alone. The sigmoid takes the "
                "difference of the two scores.",
                when=is_near(float(1 / (1 + np.exp(-2))), 6e-5),
            ),
            Mistake(
                "sum-not-difference",
                "That is the sigmoid of 1, the sum of the scores: subtracting -1 adds 1.",
                when=is_near(float(1 / (1 + np.exp(-1))), 6e-5),
            ),
            Mistake(
                "second-entry",
                "That is the second entry, the sigmoid of the difference taken the other way.",
                when=is_near(float(1 / (1 + np.exp(3))), 6e-5),
            ),
            Mistake(
                "three-decimals",
                "That is rounded too far, though near. Four decimals are asked for.",
                when=lambda v: bool(v in (0.95, 0.952, 0.953)),
            ),
            Mistake(
                "difference-itself",
                "That is the difference of the two scores. It still has to go through the sigmoid.",
                when=is_near(3.0),
            ),
            Mistake(
                "percent",
                "That is in per cent. A probability lies between 0 and 1.",
                when=is_near(95.26, 0.06),
            ),
            Mistake(
                "odds-for-probability",
                "That is larger than 1, so it is no probability. The odds are e to the difference; "
                "the sigmoid turns them into one.",
                when=lambda v: bool(v > 1),
            ),
        ),
        hints=(
            "Divide numerator and denominator of $e^2 / (e^2 + e^{-1})$ by $e^2$. What is left?",
            "$\\mathrm{softmax}(a, b)_1 = \\sigma(a - b)$.",
            "The difference is 3.",
        ),
        why="In a sentence: why does a network with two classes need only one output?",
        place=STATED,
        atol=6e-5,
    ),
)


# ---- Columns ------------------------------------------------------------------------------------

ROWS = np.array([[1.0, 2.0, 3.0, 6.0], [2.0, 4.0, 5.0, 6.0], [3.0, 8.0, 7.0, 6.0]])


def column_sums(args: tuple, p: NDArray) -> str | None:
    totals = p.sum(axis=0).ravel()
    wrong = totals[np.abs(totals - 1) > 1e-3]
    return f"a column of your result sums to {wrong[0]:.4g}." if wrong.size else None


add(
    Exercise(
        id="softmax.columns",
        title="Columns",
        reference=solutions.softmax_of_columns,
        probes=(
            Probe("one column", (np.array([[3.0], [1.0], [0.25]]),)),
            Probe("the matrix, transposed", (ROWS.T,)),
            Probe("square", (np.array([[3.0, 1.0, 0.25], [0.5, 2.5, -1.0], [-1.5, 0.0, 1.0]]),)),
            Probe("wide", (np.array([[0.5, -1.0, 2.0], [1.0, 0.0, -2.0]]),)),
            Probe("square of two", (np.array([[1.5, -0.5], [-2.0, 1.0]]),)),
        ),
        mistakes=(
            Mistake(
                "normalises-rows",
                "The rows sum to 1. Here an example is a column, so the sum has to run down the "
                "columns.",
                wrong=gives(softmax, lambda z: np.exp(z) / np.exp(z).sum(axis=1)),
            ),
            Mistake(
                "global-sum",
                "The sum runs over the whole matrix, so all examples share one unit of "
                "probability.",
                wrong=gives(lambda z: softmax(z, None)),
            ),
            Mistake(
                "transposed-result",
                "The shares are right, but lie in rows: the result is the transpose of what was "
                "asked for.",
                wrong=gives(lambda z: softmax(z.T)),
            ),
            Mistake(
                "rows-transposed-back",
                "Transposing came after the sum, not before it: the rows were normalised, and "
                "then turned.",
                wrong=gives(lambda z: softmax(z).T),
            ),
            Mistake(
                "not-normalised",
                "These are the exponentials, perhaps over the largest of them; nothing divides "
                "them by their sum.",
                wrong=gives(np.exp, lambda z: np.exp(z - z.max(axis=0))),
                place=CODE,
            ),
            Mistake(
                "no-exponential",
                "The scores themselves were divided by their sum. A negative score then becomes a "
                "negative share.",
                wrong=gives(lambda z: z / z.sum(axis=0)),
                place=TWELVE,
            ),
            Mistake(
                "divided-by-count",
                "The exponentials were divided by the number of classes, or by their mean. "
                "Shares are parts of a sum.",
                wrong=gives(
                    lambda z: np.exp(z) / len(z),
                    lambda z: np.exp(z) / np.exp(z).mean(axis=0),
                ),
                place=CODE,
            ),
            Mistake(
                "divided-by-largest",
                "The scores were divided by the largest of them, where subtracting it is meant. "
                "That changes their differences, and so the odds.",
                wrong=gives(
                    lambda z: softmax(z / z.max(axis=0), 0),
                    lambda z: softmax(z / z.max(), 0),
                ),
                place=TWELVE,
            ),
            Mistake(
                "subtracts-row-maxima",
                "The maximum of each row was subtracted. Here a row is a class, so the classes of "
                "an example were shifted by different amounts.",
                wrong=gives(lambda z: softmax(z - z.max(axis=1, keepdims=True), 0)),
            ),
            Mistake(
                "softmax-twice",
                "Softmax was applied to probabilities, not to logits, which flattens them.",
                wrong=gives(lambda z: softmax(softmax(z, 0), 0)),
                place=TWELVE,
            ),
            Mistake(
                "base-2",
                "Powers of 2 stand where powers of e belong.",
                wrong=gives(lambda z: 2**z / (2**z).sum(axis=0)),
                place=TWELVE,
            ),
            Mistake(
                "sign-flipped",
                "The largest score has the smallest share: the sign in the exponent is wrong.",
                wrong=gives(lambda z: softmax(-z, 0)),
                place=TWELVE,
            ),
        ),
        symptoms=(
            Symptom(
                "columns-do-not-sum-to-1",
                "An example is a column here, and its shares add up to 1.",
                column_sums,
            ),
        ),
        hints=(
            "Of a result of shape (4, 3), which sums should be 1: `sum(axis=0)` or `sum(axis=1)`? "
            "What does yours give, and what on a square batch?",
            "An axis that is summed over disappears. With shape (K, n) the classes are counted by "
            "axis 0, so summing over it leaves one number for each example.",
            "Exponentiate, and divide by the sum along `axis=0`; `keepdims=True` is not needed "
            "there, but does no harm.",
        ),
        why="In a sentence: why is keepdims needed for rows, but not for columns?",
        place=AXIS,
    )
)


# ---- Judgements, in words -----------------------------------------------------------------------

TWELVE_NAMES = (
    "plain sum",
    "not normalised",
    "divided by max",
    "min-max scaled",
    "standardised",
    "base 2",
    "base 10",
    "squares",
    "sigmoids",
    "sigmoids / sum",
    "applied twice",
    "sign error",
)


def four_names(value: Any) -> NDArray:
    if not isinstance(value, (list, tuple, np.ndarray)) or len(value) != 4:
        raise Unreadable("A list of four names is asked for.")
    return np.array([word(v, TWELVE_NAMES) for v in value])


LETTERS = [TWELVE_NAMES.index(name) for name in solutions.four_mistakes()]


def letter_is_wrong(number: int) -> Callable[[NDArray], bool]:
    return lambda v: bool(v[number] != LETTERS[number])


PROBLEMS = ("X-ray", "digit", "genres", "next word")


def four_models(value: Any) -> NDArray:
    if not isinstance(value, dict) or set(value) != set(PROBLEMS):
        raise Unreadable(f"A dict with the keys {', '.join(PROBLEMS)} is asked for.")
    words = [str(value[p]).lower().strip() for p in PROBLEMS]
    words = ["sigmoids" if w == "sigmoid" else w for w in words]
    return np.array([word(w, ("softmax", "sigmoids")) for w in words])


KEEPS = ("order", "shift", "odds")


def three_verdicts(value: Any) -> NDArray:
    """For each candidate, which of order, shift and odds it keeps, as 0 and 1."""
    candidates = ("1 + tanh(z)", "exp(-z)", "3 ** (z + 1)")
    if not isinstance(value, dict) or set(value) != set(candidates):
        raise Unreadable(f"A dict with the keys {', '.join(candidates)} is asked for.")
    table = np.zeros((3, 3))
    for i, candidate in enumerate(candidates):
        given = value[candidate]
        if isinstance(given, str):
            given = re.split(r"[\s,;+&/]+|\band\b", given.strip())
        if not isinstance(given, (list, tuple, set, frozenset)):
            raise Unreadable('Words are asked for, such as "order, odds".')
        for w in filter(None, given):
            if str(w).lower() not in ("none", "nothing"):
                table[i, word(w, KEEPS)] = 1
    return table


def kept_in_words(table: NDArray) -> str:
    lines = [" and ".join(k for k, kept in zip(KEEPS, row, strict=True) if kept) for row in table]
    return "; ".join(line or "none" for line in lines)


add(
    Exercise(
        id="softmax.name-the-mistake",
        title="Name the mistake",
        reference=solutions.four_mistakes,
        prepare=four_names,
        text=in_words(*TWELVE_NAMES),
        mistakes=(
            Mistake(
                "sum-taken-for-proof",
                "Each of the four sums to 1, but what you named does not. Not normalised, and "
                "sigmoids alone, show in the sum.",
                when=lambda v: bool(np.isin(v, (1, 8)).any()),
            ),
            Mistake(
                "first-letter",
                "In the first letter cat has 4 times the share of dog, where e² is right. Of which "
                "base is 4 the square?",
                when=letter_is_wrong(0),
            ),
            Mistake(
                "second-letter",
                "In the second letter the odds of cat against dog are 1.95, with logarithm 0.67. "
                "How can a difference of 2 become two thirds?",
                when=letter_is_wrong(1),
            ),
            Mistake(
                "third-letter",
                "In the third letter the shares stand as 0.953, 0.731 and 0.550 do. Which function "
                "gives these three, one score at a time?",
                when=letter_is_wrong(2),
            ),
            Mistake(
                "fourth-letter",
                "In the fourth letter the log of the odds of cat against dog is 0.72. It is also "
                "the difference of two probabilities: 0.836 and 0.113.",
                when=letter_is_wrong(3),
            ),
        ),
        hints=(
            "What is cat divided by dog in each letter, and what should it be? What is the "
            "logarithm of each quotient?",
            "Softmax of any scores $s$ has odds $e^{s_i - s_j}$. So the logarithms of the odds in "
            "a letter are the differences of the scores that were used.",
            "The quotients are 4.0, 1.95, 1.3 and 2.06; compare them with those of the twelve "
            "panels.",
        ),
        why="In a sentence: why would the sum not have shown any of the four?",
        place=TWELVE,
    ),
    Exercise(
        id="softmax.softmax-or-sigmoids",
        title="Softmax or sigmoids",
        reference=solutions.one_or_any,
        prepare=four_models,
        text=in_words("softmax", "sigmoids"),
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
        place=ANY,
    ),
    Exercise(
        id="softmax.three-candidates",
        title="Three more candidates",
        reference=solutions.three_candidates,
        prepare=three_verdicts,
        text=kept_in_words,
        mistakes=(
            Mistake(
                "any-exponential-has-the-odds",
                "One of yours has the odds exp(z_i - z_j), but none of the three does. Another "
                "base, or another sign, gives other odds.",
                when=lambda v: bool(v[:, 2].any()),
            ),
            Mistake(
                "rising-means-shift",
                "1 + tanh(z) rises, so it keeps the order; but it saturates on both sides, and a "
                "shift changes its ratios.",
                when=lambda v: bool(v[0, 1] == 1),
            ),
            Mistake(
                "order-reversed",
                "exp(-z) falls as z rises. A larger score then gets a smaller share.",
                when=lambda v: bool(v[1, 0] == 1),
            ),
            Mistake(
                "shift-overlooked",
                "For an exponential, a shift of all scores multiplies every value by the same "
                "factor, which cancels. Two of the three are exponentials.",
                when=lambda v: bool(v[1, 1] == 0 or v[2, 1] == 0),
            ),
            Mistake(
                "order-overlooked",
                "A function that rises everywhere keeps the order. Two of the three rise.",
                when=lambda v: bool(v[0, 0] == 0 or v[2, 0] == 0),
            ),
        ),
        hints=(
            "Does the function rise, and does $f(z + 1)/f(z)$ depend on $z$?",
            "The order stays if $f$ rises. The shares stay under a shift if $f(z) = C e^{\\beta "
            "z}$, and the odds are right only for $\\beta = 1$.",
            "Write $3^{z+1}$ as $3 e^{z \\log 3}$, and read off $\\beta$; then do the same with "
            "$e^{-z}$.",
        ),
        why="In a sentence: what does the 1 in the exponent of 3 ** (z + 1) change?",
        place=OTHER,
    ),
)


# ---- Costs --------------------------------------------------------------------------------------

add(
    Exercise(
        id="softmax.cost-threshold",
        title="Costs",
        reference=solutions.threshold,
        probes=tuple(Probe(f"m = {m:g}", (m,)) for m in (1.0, 20.0, 3.0, 0.5, 99.0)),
        mistakes=(
            Mistake(
                "one-cost-only",
                "That is the threshold for one cost, 20, whatever m is. It has to be a function of "
                "m.",
                wrong=gives(lambda m: 1 / 21),
            ),
            Mistake(
                "odds-for-probability",
                "That is where the odds of illness, not its probability, reach the balance: the "
                "needless look also needs a healthy patient.",
                wrong=gives(lambda m: 1 / m),
            ),
            Mistake(
                "probability-of-health",
                "That is how probable health may be at most. The question is about the illness, "
                "the rest to 1.",
                wrong=gives(lambda m: m / (1 + m)),
            ),
            Mistake(
                "equal-costs",
                "One half is right if both errors cost the same. Then argmax decides; here m "
                "weighs in.",
                wrong=gives(lambda m: 0.5),
            ),
            Mistake(
                "cost-for-probability",
                "That can exceed 1, so it is a cost or odds, not a probability.",
                wrong=gives(lambda m: m, lambda m: 1 + m, lambda m: m * 1.0 - 1),
            ),
            Mistake(
                "log-odds-for-probability",
                "That is the balance on the scale of log-odds, where it is simplest. As a "
                "probability it still has to go through the sigmoid.",
                wrong=gives(lambda m: -np.log(m), np.log),
            ),
            Mistake(
                "wrong-sign-in-balance",
                "The two expected costs were subtracted where they are set equal. At m = 1 both "
                "errors cost the same, and one half must come out.",
                wrong=gives(lambda m: 1 / (m - 1), lambda m: 1 / (1 - m)),
            ),
            Mistake(
                "averaged-costs",
                "The costs were averaged or added without their probabilities.",
                wrong=gives(
                    lambda m: 1 / (2 * m), lambda m: 2 / (1 + m), lambda m: 1 / (1 + m) / 2
                ),
            ),
        ),
        hints=(
            "With m = 1 both errors cost the same. What must the threshold be then, and what does "
            "your function give?",
            "Sending home costs $m\\,p$ on average, a second look $1 - p$. At the threshold both "
            "are equal.",
            "Solve $m\\,p = 1 - p$ for $p$.",
        ),
        why="In a sentence: what is this threshold on the scale of log-odds?",
        place=COSTS,
    ),
    Exercise(
        id="softmax.referral",
        title="When a referral pays",
        reference=solutions.referral_pays_below,
        mistakes=(
            Mistake(
                "dearer-action",
                "At that price it beats sending home only. The second look is cheaper still, and "
                "has to be beaten too.",
                when=is_near(1.4),
            ),
            Mistake(
                "rule-for-equal-costs",
                "That is 1 minus the largest probability, the rule for errors that all cost the "
                "same. Here they do not.",
                when=is_near(0.07),
            ),
            Mistake(
                "difference-of-costs",
                "That is the difference between the two actions. The referral is compared with "
                "each of them, not with their difference.",
                when=is_near(0.47),
            ),
            Mistake(
                "threshold-repeated",
                "That is the threshold of the probability, 1 in 21, not a cost.",
                when=is_near(1 / 21),
            ),
        ),
        hints=(
            "What do the two other actions cost on average, with (0.93, 0.07) and 20?",
            "An action is best if its expected cost is below that of every other.",
            "The smaller of 0.07 × 20 and 0.93 is what a referral has to stay under.",
        ),
        why="In a sentence: why does the rule with 1 - r fail here?",
        place=COSTS,
        atol=6e-4,
    ),
)

add(
    Question(
        id="softmax.q1",
        asks="Which of these is softmax the soft version of?",
        options={
            "a": Option(
                "The largest of the scores, as its name says",
                "That is the name's fault. A soft maximum is one number near the largest score; "
                "softmax returns one share for each class.",
            ),
            "b": Option(
                "The vector with a 1 at the largest score",
                "As the scores are scaled up, softmax approaches this one-hot vector: it softens "
                "the choice, not the value.",
            ),
            "c": Option(
                "The position of the largest score, a whole number",
                "A position cannot be softened as it stands, because nothing lies between class 1 "
                "and class 2. Its one-hot vector can.",
            ),
        },
        key="b",
        place=HARD,
    ),
    NumberQuestion(
        id="softmax.q2",
        asks="Three examples, one in each row, all have the score 6 in their last column. The "
        "first row is (1, 2, 3, 6). Someone takes softmax with `axis=0`. What stands in the last "
        "column of the first row? (To four decimals.)",
        key="1 / 3",
        says="Along axis 0 the three examples compete with each other for the last class, and "
        "three equal scores get a third each.",
        wrong={
            "exp(6) / (exp(1) + exp(2) + exp(3) + exp(6))": "That is the right softmax of the "
            "row, along axis −1. Axis 0 runs down the column, through the examples.",
            "6 / 12": "The score was divided by the sum of its row: no exponential was taken, and "
            "the sum runs along the wrong axis for this question.",
            "1 / 4": "There are four columns, but axis 0 runs down a column, which has three "
            "entries, one for each example.",
        },
        place=AXIS,
        atol=6e-5,
    ),
    Question(
        id="softmax.q3",
        asks="Two findings on an X-ray have the score 5, a third has 0. Roughly what does softmax "
        "give the first one?",
        options={
            "a": Option(
                "0.99, because 5 is a high score",
                "That is the sigmoid of 5, which asks a yes-or-no question about one finding "
                "alone. In softmax the two compete.",
            ),
            "b": Option(
                "0.33, one share of three",
                "Equal shares for all three would need equal scores. The third is 5 below, so it "
                "gets hardly anything.",
            ),
            "c": Option(
                "1.00, since the largest takes nearly everything",
                "There is no single largest: two scores tie, and neither can leave the other "
                "behind. They must share.",
            ),
            "d": Option(
                "0.50, as two must share one unit",
                "The two split what there is almost evenly, 0.498 each, however clear both "
                "findings are: softmax assumes that only one is true.",
            ),
        },
        key="d",
        place=ANY,
    ),
    Question(
        id="softmax.q4",
        asks="A test gives (0.93, 0.07) for healthy and ill. Sending an ill patient home costs 20 "
        "times as much as a needless second look. What is cheaper on average?",
        options={
            "a": Option(
                "The second look",
                "It costs 0.93 on average, sending home 0.07 × 20 = 1.40. The right action belongs "
                "to the less probable class.",
            ),
            "b": Option(
                "Sending home, as healthy is far more probable",
                "That is argmax, which is right only if both errors cost the same. Here one costs "
                "twenty times as much as the other.",
            ),
            "c": Option(
                "Both cost the same on average, since the probabilities sum to 1",
                "Expected costs weight each cost with its probability; that the probabilities sum "
                "to 1 does not make the two sums equal.",
            ),
        },
        key="a",
        place=COSTS,
    ),
)

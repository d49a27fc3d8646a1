from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from softmaxbook.exercises.catalogue.claims import CONDITION, FOUR, TEST
from softmaxbook.exercises.catalogue.claims.shared import those
from softmaxbook.exercises.reading import Words
from softmaxbook.exercises.record import Exercise, Mistake, Place
from softmaxbook.exercises.when import is_not


def twelve_verdicts():
    """Each with what decides it."""
    return {
        "Softmax does not notice a common shift, since it is linear.": "imprecise",
        # It does not, but it is not linear either: a shift by c cancels as a factor e^c.
        "Two classes with equal scores have equal probabilities.": "true",
        "The formula e^z / sum(e^z) is free of nan in float64.": "conditional",
        # If no exponential overflows and not all underflow.
        "Without one class, the odds between two others change.": "false",
        # Both are divided by 1 - p of that class, so their quotient stays.
        "Adding the scores of two models multiplies their odds.": "true",
        "The border between two normal classes is a straight line.": "conditional",
        # If their covariances are equal; otherwise it is not one straight line.
        "A class whose score is 0 has the probability 0.": "false",  # (0, 0) gives a half
        "The entropy of ten equal shares is log 10 ≈ 2.30 bits.": "imprecise",
        # 2.30 nats, which are 3.32 bits.
        "Naive softmax of (-800, -900) in float64 is (nan, nan).": "true",
        "If the answer is right, the cross-entropy is below log 2.": "conditional",
        # If there are two classes and no tie: with (0.4, 0.3, 0.3) it is 0.92.
        "A model that is good enough has a negative cross-entropy.": "false",
        # No probability is above 1, so -log p is at least 0.
        "No class gets exactly 0, since the outputs add up to 1.": "imprecise",
        # None does, since no exponential is 0; (1, 0) adds up to 1 as well.
    }


VERDICTS = {"true": 0, "conditional": 1, "imprecise": 2, "false": 3}
SENTENCES = tuple(twelve_verdicts())
RIGHT = np.array([VERDICTS[v] for v in twelve_verdicts().values()])
NAIVE = next(i for i, s in enumerate(SENTENCES) if "Naive softmax" in s)


def where_they_differ(value: NDArray) -> str:
    return f"verdicts that differ from the key at these numbers: {those(value != RIGHT)}"


def of_kind(kind: str, *given: str) -> Callable[[NDArray], bool]:
    """Whether some sentence of that kind was given one of these verdicts."""
    numbers = [VERDICTS[v] for v in given]
    return lambda value: bool(np.isin(value[VERDICTS[kind] == RIGHT], numbers).any())


EXERCISE = Exercise(
    title="Twelve sentences",
    reference=twelve_verdicts,
    form=Words(
        tuple(VERDICTS), SENTENCES, {"true under conditions": "conditional"}, says=where_they_differ
    ),
    mistakes=(
        Mistake(
            "false-believed",
            "A false sentence was taken to be true. Try each on the scores (0, 0) and "
            "(2, 1, 0), and ask what the logarithm of a probability can be.",
            when=of_kind("false", "true"),
            place=TEST,
        ),
        Mistake(
            "float64-for-softmax",
            "Sentence 9 speaks of what float64 makes of the naive formula, not of the exact "
            "softmax: both exponentials underflow to 0, and 0/0 has no value.",
            when=is_not(NAIVE, VERDICTS["true"]),
            place=Place("overflow"),
        ),
        Mistake(
            "true-doubted",
            "A true sentence was doubted. Try it on the photograph, and at the edges of what "
            "it says.",
            when=lambda v: bool((np.delete(v, NAIVE)[np.delete(RIGHT, NAIVE) == 0] != 0).any()),
            place=TEST,
        ),
        Mistake(
            "condition-overlooked",
            "A sentence was taken to be true that holds in some cases only. Try large scores, "
            "three classes, and two clouds of different shape.",
            when=of_kind("conditional", "true"),
            place=CONDITION,
        ),
        Mistake(
            "wording-overlooked",
            "A sentence was taken to be true of which one part holds and a word or the reason "
            "does not. Read on to its end, and ask of each “since” whether it is the reason.",
            when=of_kind("imprecise", "true"),
        ),
        Mistake(
            "too-severe",
            "A sentence was called false whose point holds: with another unit, or with another "
            "reason after “since”, it would be true.",
            when=of_kind("imprecise", "false"),
            place=FOUR,
        ),
        Mistake(
            "condition-called-false",
            "A sentence was called false that is right word for word in some cases. Name them: "
            "they are its condition.",
            when=of_kind("conditional", "false"),
            place=CONDITION,
        ),
        Mistake(
            "too-mild",
            "A false sentence was given a condition or a better wording. No reasonable condition "
            "saves it, and once the wrong word is corrected, its point is gone.",
            when=of_kind("false", "conditional", "imprecise"),
        ),
        Mistake(
            "condition-or-wording",
            "Conditional and imprecise are two things: a conditional sentence is right word for "
            "word where it holds; an imprecise one nowhere, or only in cases that nobody would "
            "name.",
            when=lambda v: (
                of_kind("conditional", "imprecise")(v) or of_kind("imprecise", "conditional")(v)
            ),
        ),
    ),
    hints=(
        "For each sentence: can you break it with two or three numbers? If you can, is there "
        "a case, or a word, that would save it?",
        "True: no case breaks it. Conditional: right as it stands in cases that can be named. "
        "Imprecise: a word, a number or the reason is off. False: neither helps.",
        "There are three of each kind. In an imprecise one, one half is true; look at what "
        "stands after “since”, and at the unit.",
    ),
    why="In a sentence: which of the twelve would you have signed before you read this book?",
    reply="That is yours to say. Of the nine that are not plainly true three lack a condition, "
    "three have a true half and a wrong reason or unit, and three hold nowhere.",
    place=FOUR,
)

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from softmaxbook.exercises.catalogue.claims import CONDITION, FOUR, TEST
from softmaxbook.exercises.catalogue.claims.shared import those
from softmaxbook.exercises.reading import Words
from softmaxbook.exercises.record import Exercise, Mistake, Place
from softmaxbook.exercises.when import is_at, is_not


def twelve_verdicts():
    """Each with what decides it."""
    return {
        "Softmax does not notice a common shift, since it is linear.": "imprecise",
        # It does not notice one, but not for that reason: a shift by c cancels as a factor e^c.
        "Two classes with equal scores have equal probabilities.": "true",
        "The formula e^z / sum(e^z) is free of nan in float64.": "conditional",
        # If no exponential overflows and not all underflow.
        "Without one class, the odds between two others change.": "false",
        # Both are divided by 1 - p of that class, so their quotient stays.
        "Adding the scores of two models multiplies their odds.": "true",
        "Two normal classes with two features have a straight border.": "conditional",
        # If their covariances are equal; with unequal ones it may be a circle.
        "A class whose score is 0 has the probability 0.": "false",  # (0, 0) gives a half
        "Ten equal shares have the most entropy, log 10 ≈ 2.30 bits.": "imprecise",
        # They do have the most; but it is 2.30 nats, which are 3.32 bits.
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


# Of each sentence, what is said of a wrong verdict on it, if it is the only one of its kind.
TRUE, CONDITIONAL, IMPRECISE, FALSE = VERDICTS.values()
SHIFTED = "You expect that a common shift changes nothing, and it does change nothing."
MODERATE = (
    "With scores such as (3, 1, 0.2) it is right word for word, and people would say it of them."
)
EQUAL = "With equal covariances the border is straight, word for word, and people say it of them."
PAIR = "With two classes and no tie it is right word for word, and people would say it of two."
REPLIES: tuple[dict[tuple[int, ...], str], ...] = (
    {
        (TRUE,): "A common shift changes nothing. But read on to the reason: compare softmax of "
        "(2, 4) with twice softmax of (1, 2).",
        (CONDITIONAL,): "There is no case in which it is right word for word: softmax is never "
        "linear. But a common shift never changes anything.",
        (FALSE,): f"{SHIFTED} Ask what is wrong besides.",
    },
    {
        (CONDITIONAL, IMPRECISE, FALSE): "Equal scores have equal exponentials, and both are "
        "divided by the same sum, whatever the other scores are.",
    },
    {
        (TRUE,): "Its words include large scores. Try (800, 0).",
        (IMPRECISE, FALSE): MODERATE,
    },
    {
        (TRUE,): "Try it: the odds between the first two classes at the scores (2, 1, 0), and at "
        "(2, 1).",
        (CONDITIONAL,): "There is no case in which these odds change: without a class the "
        "probabilities of all others are divided by the same number.",
        (IMPRECISE,): "You expect other odds than before. At the scores (2, 1, 0) and (2, 1) you "
        "get the same. Is the point right?",
    },
    {
        (CONDITIONAL, IMPRECISE, FALSE): "The logarithm of the odds of two classes is the "
        "difference of their scores. If scores are added, so are these differences. That is so "
        "for all scores.",
    },
    {
        (TRUE,): "Its words include classes of different covariance. Take a narrow bell inside a "
        "wide one.",
        (IMPRECISE, FALSE): EQUAL,
    },
    {
        (TRUE,): "What is e to the power 0? Try the scores (0, 0).",
        (CONDITIONAL,): "No finite scores give a class exactly 0, so there is no case in which it "
        "holds.",
        (IMPRECISE,): "You expect the probability 0. At the scores (0, 0) you get one half. Is the "
        "point right?",
    },
    {
        (TRUE,): "The number is the natural logarithm of 10. Which unit goes with that logarithm?",
        (CONDITIONAL,): "It speaks of ten shares only, and no ten have more entropy than equal "
        "ones. No condition is left to be named.",
        (FALSE,): "You expect the most entropy from equal shares, and they have it. Ask what is "
        "wrong besides.",
    },
    {},  # the ninth has one reply to all, float64-for-softmax
    {
        (TRUE,): "Its words include three classes. Try the probabilities (0.4, 0.3, 0.3).",
        (IMPRECISE, FALSE): PAIR,
    },
    {
        (TRUE,): "The cross-entropy is minus the logarithm of a probability. Can that be negative?",
        (CONDITIONAL,): "No probability is above 1, so there is no model for which it holds.",
        (IMPRECISE,): "You expect a negative number from a good model. None is ever negative, as "
        "no probability is above 1. Is the point right?",
    },
    {
        (TRUE,): "No class gets 0. But read on to the reason: (1, 0) adds up to 1 as well.",
        (CONDITIONAL,): "There is no case in which the reason is right: (1, 0) adds up to 1 as "
        "well. But no class ever gets 0.",
        (FALSE,): "You expect that no class gets exactly 0, and none does. Ask what is wrong "
        "besides.",
    },
)
WORDS = tuple(VERDICTS)


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
        *(
            Mistake(
                f"sentence-{n + 1}-called-{'-or-'.join(WORDS[v] for v in given)}",
                says,
                when=is_at(n, *given),
            )
            for n, replies in enumerate(REPLIES)
            for given, says in replies.items()
        ),
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
            "A sentence was called false, though you get what it tells you to expect: only the "
            "unit, or the reason after “since”, is wrong.",
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
            "A false sentence was given a milder verdict. It holds in no case of which people "
            "would say it, and you do not get what it tells you to expect.",
            when=of_kind("false", "conditional", "imprecise"),
        ),
        Mistake(
            "condition-or-wording",
            "Conditional and imprecise are two things: a conditional sentence is right word for "
            "word where it holds; an imprecise one nowhere, or only in cases of which nobody would "
            "say it.",
            when=lambda v: (
                of_kind("conditional", "imprecise")(v) or of_kind("imprecise", "conditional")(v)
            ),
        ),
    ),
    hints=(
        "For each sentence: can you break it with two or three numbers? If you can, is there "
        "a case, or a word, that would save it?",
        "True: no case breaks it. Conditional: right word for word in some cases of which people "
        "would say it. Imprecise: you get what it tells you to expect, but the reason or a unit is "
        "wrong. False: you do not get it.",
        "There are three of each kind. For the imprecise ones look at what stands after “since”, "
        "and at the unit.",
    ),
    why="In a sentence: which of the twelve would you have signed before you read this book?",
    reply="That is yours to say. Of the nine that are not plainly true three lack a condition, "
    "three have a wrong reason or unit, and three make you expect what does not come.",
    place=FOUR,
)

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from softmaxbook.exercises.catalogue.claims import CONDITION, FOUR, LINES, TEST
from softmaxbook.exercises.catalogue.claims.shared import those
from softmaxbook.exercises.reading import Words
from softmaxbook.exercises.record import Exercise, Mistake
from softmaxbook.exercises.when import is_not


def twelve_verdicts():
    """Each with what decides it."""
    return {
        "Softmax is a soft maximum.": "imprecise",  # a soft argmax
        "Adding 1 to every score changes no probability.": "true",
        "At inference softmax can be skipped.": "conditional",  # if the argmax is all one wants
        "Softmax projects onto the simplex.": "false",  # it moves (0.6, 0.3, 0.1)
        "A score far enough ahead has a probability near 1.": "true",
        "A difference of logits is a log Bayes factor.": "conditional",  # if the priors are equal
        "Softmax takes numbers between 0 and 1.": "false",  # it takes 3
        "The Kullback–Leibler divergence is a distance.": "imprecise",  # not a symmetric one
        "Naive softmax of (123, 456, 789) in float64 is (0, 0, nan).": "true",
        "Where the Hessian vanishes there is nothing left to learn.": "conditional",  # if right
        "Softmax pulls gaps of scores further apart.": "false",  # at most half of a gap is left
        "e to the power 1000 overflows to nan.": "imprecise",  # to inf
    }


# Of a sentence in the ledger that says nearly the same, the verdict is another; both pass.
ARGUABLE = {
    "Softmax projects onto the simplex.": ("imprecise",),  # if "projects" just means "maps"
    "Softmax pulls gaps of scores further apart.": ("conditional",),  # beside plain shares
}
VERDICTS = {"true": 0, "conditional": 1, "imprecise": 2, "false": 3}
SENTENCES = tuple(twelve_verdicts())
RIGHT = np.array([VERDICTS[v] for v in twelve_verdicts().values()])
NAIVE = next(i for i, s in enumerate(SENTENCES) if "Naive softmax" in s)


@dataclass(frozen=True)
class OfTwelve(Words):
    """The verdicts, with one that can be argued for read as the ledger's."""

    def read(self, value: Any) -> NDArray:
        given = super().read(value)
        milder = [[VERDICTS[v] for v in ARGUABLE.get(s, ())] for s in SENTENCES]
        read = np.where([v in m for v, m in zip(given, milder, strict=True)], RIGHT, given)
        return read if (read != RIGHT).sum() <= 2 else given  # many: something else is wrong


def where_they_differ(value: NDArray) -> str:
    return f"verdicts that differ from the ledger's at these numbers: {those(value != RIGHT)}"


def of_kind(kind: str, *given: str) -> Callable[[NDArray], bool]:
    """Whether some sentence of that kind was given one of these verdicts."""
    numbers = [VERDICTS[v] for v in given]
    return lambda value: bool(np.isin(value[VERDICTS[kind] == RIGHT], numbers).any())


EXERCISE = Exercise(
    title="Twelve sentences",
    reference=twelve_verdicts,
    form=OfTwelve(
        tuple(VERDICTS), SENTENCES, {"true under conditions": "conditional"}, says=where_they_differ
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
            "float64-for-softmax",
            "Sentence 9 speaks of what float64 makes of the naive formula, not of the exact "
            "softmax: one of the exponentials is inf, and inf/inf has no value.",
            when=is_not(NAIVE, VERDICTS["true"]),
            place=LINES,
        ),
        Mistake(
            "true-doubted",
            "A true sentence was doubted. Try it on the photograph, and at the edges of what "
            "it says.",
            when=lambda v: bool((np.delete(v, NAIVE)[np.delete(RIGHT, NAIVE) == 0] != 0).any()),
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
            place=FOUR,
        ),
        Mistake(
            "too-mild",
            "A false sentence was given a condition or a better wording. Under no reasonable "
            "condition does it hold; what is true instead is another sentence.",
            when=of_kind("false", "conditional", "imprecise"),
        ),
        Mistake(
            "condition-or-wording",
            "Conditional and imprecise are two things: a conditional sentence is right word for "
            "word where it holds; an imprecise one needs another word in every case.",
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
    reply="That is yours to say. Of the nine that are not plainly true three lack a condition and "
    "three have a wrong word; three cannot be saved as they are meant. (“Projects” may just mean "
    "“maps”, and gaps may be meant beside plain shares: for these two a milder verdict passes.)",
    place=FOUR,
)

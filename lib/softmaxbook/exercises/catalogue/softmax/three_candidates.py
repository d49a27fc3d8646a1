import re
from typing import Any

import numpy as np
from numpy.typing import NDArray

from softmaxbook.exercises.catalogue.softmax import OTHER
from softmaxbook.exercises.reading import Custom, Judgements, Unreadable, by_name, choose, truth
from softmaxbook.exercises.record import Exercise, Mistake


def three_candidates():
    """What each function, divided by its sum, keeps."""
    return {
        "1 + tanh(z)": "order",  # it rises; a shift changes its odds
        "exp(-z)": "shift",  # an exponential; the order is reversed
        "3 ** (z + 1)": "order, shift",  # softmax of z log 3: other odds
    }


CANDIDATES = ("1 + tanh(z)", "exp(-z)", "3 ** (z + 1)")
KEEPS = ("order", "shift", "odds")


def three_verdicts(value: Any) -> NDArray:
    """For each candidate, which of order, shift and odds it keeps, as 0 and 1."""
    table = np.zeros((3, 3))
    for i, given in enumerate(by_name(value, CANDIDATES, "verdicts")):
        if isinstance(given, str):
            given = re.split(r"[\s,;+&/]+|\band\b", given.strip())
        if isinstance(given, dict):  # of each property whether it is kept
            given = [kept for kept, is_kept in given.items() if truth(is_kept)]
        if given is None:
            given = []
        if not isinstance(given, list):
            raise Unreadable('Words are asked for, such as "order, odds".')
        for kept in filter(None, given):
            if str(kept).lower() not in ("none", "nothing", "neither", "-"):
                table[i, choose(kept, KEEPS)] = 1
    return table


def kept_in_words(table: NDArray) -> str:
    lines = [" and ".join(k for k, kept in zip(KEEPS, row, strict=True) if kept) for row in table]
    return "; ".join(line or "none" for line in lines)


EXERCISE = Exercise(
    title="Three more candidates",
    reference=three_candidates,
    form=Custom(
        three_verdicts,
        kept_in_words,
        like=Judgements(tuple(f"{kept} of {c}" for c in CANDIDATES for kept in KEEPS)),
    ),
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
        "Does the function rise, and does f(z + 1)/f(z) depend on z?",
        "The order stays if f rises. The shares stay under a shift if f(z) = C e^(βz), and the "
        "odds are right only for β = 1.",
        "Write 3^(z + 1) as 3 e^(z log 3), and read off β; then do the same with e^(−z).",
    ),
    why="In a sentence: what does the 1 in the exponent of 3 ** (z + 1) change?",
    reply="Nothing: it multiplies all three values by 3, and a common factor cancels in "
    "the shares.",
    place=OTHER,
)

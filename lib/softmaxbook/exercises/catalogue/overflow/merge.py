from collections.abc import Callable
from dataclasses import replace

import numpy as np

from softmaxbook.exercises.catalogue.overflow import MASKS, STREAM
from softmaxbook.exercises.record import Exercise, Mistake, Probe


def merge(m1, s1, m2, s2):
    """(m, s) of the whole from those of its two parts."""
    m = max(m1, m2)
    if m == -np.inf:  # two empty parts
        return m, 0.0
    return m, s1 * np.exp(m1 - m) + s2 * np.exp(m2 - m)


# All entries are short binary fractions, so that float32 computes with the same numbers.
INF = np.inf


def merged(s: Callable, m: Callable = max) -> Callable:
    return lambda m1, s1, m2, s2: (m(m1, m2), s(m1, s1, m2, s2, m(m1, m2)))


def with_guard(mistakes: tuple[Mistake, ...]) -> tuple[Mistake, ...]:
    """The same mistakes, made after workers who had nothing to do have been sorted out."""

    def guarded(wrong: Callable) -> Callable:
        def merge(m1: float, s1: float, m2: float, s2: float) -> tuple[float, float]:
            if s1 == 0:
                return m2, s2
            return (m1, s1) if s2 == 0 else wrong(m1, s1, m2, s2)

        return merge

    return tuple(replace(m, wrong=(*m.wrong, *map(guarded, m.wrong))) for m in mistakes)


def report(name: str, *numbers: float) -> Probe:
    return Probe(name, tuple(np.float64(n) for n in numbers))


MERGING = (
    Mistake(
        "sums-not-rescaled",
        "The sums were added as they are. Each counts in units of its own maximum, and "
        "these units have to be made equal first.",
        wrong=(merged(lambda m1, s1, m2, s2, m: s1 + s2),),
    ),
    Mistake(
        "wrong-way-round",
        "The factors are upside down: a sum whose maximum is lower has to shrink, by e^(mᵢ − m), "
        "not to grow.",
        wrong=(merged(lambda m1, s1, m2, s2, m: s1 * np.exp(m - m1) + s2 * np.exp(m - m2)),),
    ),
    Mistake(
        "one-side-only",
        "Only one of the two sums was rescaled. Either part may have the lower maximum.",
        wrong=(
            merged(lambda m1, s1, m2, s2, m: s1 * np.exp(m1 - m) + s2),
            merged(lambda m1, s1, m2, s2, m: s1 + s2 * np.exp(m2 - m)),
        ),
    ),
    Mistake(
        "factors-exchanged",
        "Each sum was multiplied by the factor of the other.",
        wrong=(merged(lambda m1, s1, m2, s2, m: s1 * np.exp(m2 - m) + s2 * np.exp(m1 - m)),),
    ),
    Mistake(
        "first-maximum-kept",
        "The first maximum was kept, though the second may be larger. The factor e^(m₂ − m₁) then "
        "overflows.",
        wrong=(
            merged(lambda m1, s1, m2, s2, m: s1 + s2 * np.exp(m2 - m1), lambda m1, m2: m1),
            merged(lambda m1, s1, m2, s2, m: s2 + s1 * np.exp(m1 - m2), lambda m1, m2: m2),
        ),
    ),
    Mistake(
        "minimum",
        "The smaller of the two maxima was taken, so one of the factors is above 1 and "
        "may overflow.",
        wrong=(merged(lambda m1, s1, m2, s2, m: s1 * np.exp(m1 - m) + s2 * np.exp(m2 - m), min),),
    ),
    Mistake(
        "returns-log",
        "The second number is a logarithm. What was asked for is the sum itself, relative "
        "to the maximum.",
        wrong=tuple(
            merged(
                lambda m1, s1, m2, s2, m, shift=shift: (
                    np.log(s1 * np.exp(m1 - m) + s2 * np.exp(m2 - m)) + shift * m
                )
            )
            for shift in (0, 1)
        ),
    ),
    Mistake(
        "unscaled-sum",
        "The second number is the plain sum of exponentials. It is not relative to the "
        "maximum, and overflows.",
        wrong=(merged(lambda m1, s1, m2, s2, m: s1 * np.exp(m1) + s2 * np.exp(m2)),),
    ),
    Mistake(
        "no-max-subtraction",
        "The exponentials of the maxima themselves were taken, to be divided by that of the larger "
        "one: beyond 709.78 they overflow. Take exponentials of differences only.",
        wrong=(merged(lambda m1, s1, m2, s2, m: (s1 * np.exp(m1) + s2 * np.exp(m2)) / np.exp(m)),),
    ),
    Mistake(
        "maxima-added",
        "The maxima were added. The maximum of the whole is the larger of the two.",
        wrong=tuple(
            merged(s, lambda m1, m2: m1 + m2)
            for s in (
                lambda m1, s1, m2, s2, m: s1 + s2,
                lambda m1, s1, m2, s2, m: s1 * s2,
                lambda m1, s1, m2, s2, m: s1 * np.exp(m1 - m) + s2 * np.exp(m2 - m),
            )
        ),
    ),
    Mistake(
        "base-2",
        "Powers of 2 stand where powers of e belong.",
        wrong=(merged(lambda m1, s1, m2, s2, m: s1 * np.exp2(m1 - m) + s2 * np.exp2(m2 - m)),),
    ),
)


EXERCISE = Exercise(
    title="Merge",
    reference=merge,
    probes=(
        report("first is ahead", 3, 1.25, 1, 1.5),
        report("second is ahead", 1, 1.5, 2.5, 1.25),
        report("a tie", 0.5, 1.75, 0.5, 1.25),
        report("below 0", -3, 1.5, -2, 2.25),
        report("around 1000", 1000, 2, 998, 3),
        report("around -1000", -1000, 1.5, -1003, 2),
        report("far apart", 0, 4, 900, 1.25),
        report("second is empty", 2, 1.5, -INF, 0),
        report("first is empty", -INF, 0, 2, 1.5),
        report("both are empty", -INF, 0, -INF, 0),
    ),
    mistakes=(
        *with_guard(MERGING),
        Mistake(
            "maximum-of-nothing",
            "The maximum of two empty parts was set to a number. Nothing is −inf, so that any "
            "score is above it: beside 0, a part whose scores are negative would lose its maximum.",
            wrong=tuple(
                lambda m1, s1, m2, s2, s=s: (0.0, s) if m1 == m2 == -INF else merge(m1, s1, m2, s2)
                for s in (0.0, 1.0)
            ),
            place=MASKS,
        ),
        Mistake(
            "empty-and-empty",
            "Two empty parts have the maximum −inf, and −inf minus −inf is nan. The empty "
            "whole has to be (−inf, 0) again.",
            wrong=(merged(lambda m1, s1, m2, s2, m: s1 * np.exp(m1 - m) + s2 * np.exp(m2 - m)),),
            place=MASKS,
        ),
    ),
    hints=(
        "Take (1, 1.5) and (3, 1.25). In which unit does each of the sums count, and which "
        "unit does the result have?",
        "s₁ = ∑ e^(zᵢ − m₁) over the first part. Multiplied by e^(m₁ − m) it becomes ∑ e^(zᵢ − m).",
        "Both sums are multiplied by e^(mᵢ − m) and added; one of the two factors is 1. Decide "
        "separately what happens when m is −inf.",
    ),
    why="In a sentence: why may the parts of a row be merged in any order?",
    reply="The result is the largest of all scores, and the sum of all exponentials "
    "relative to it. Neither depends on the order in which the parts are taken.",
    place=STREAM,
)

from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from softmaxbook.exercises.catalogue.families.fitting import result
from softmaxbook.exercises.catalogue.families.scores import (
    HUGE,
    INTEGERS,
    LARGE,
    MASKED,
    MODERATE,
    TIES,
)
from softmaxbook.exercises.catalogue.families.softmax_mistakes import (
    clipped_probabilities,
    epsilon_in_denominator,
    further_shift_mistakes,
    log_of_sum_rounded_away,
    logits_clipped,
    mask_mistakes,
    ratio_mistakes,
    rounded,
    scale_mistakes,
    shape_mistakes,
    softmax_mistakes,
    sums_not_rescaled,
    transposes_all_axes,
)
from softmaxbook.exercises.catalogue.families.softmaxes import (
    SOFTMAX,
    by_logarithms,
    everything,
    naive,
    right,
    row_sums,
)
from softmaxbook.exercises.catalogue.overflow import MASKS, SHIFT
from softmaxbook.exercises.record import Exercise, Mistake, Place, Probe, Symptom


def stable_softmax(z):
    """Softmax over the last axis; no exponent is above 0, so nothing overflows."""
    top = np.max(z, axis=-1, keepdims=True)  # each row its own
    e = np.exp(z - top)  # the largest entry is 1, so the sum is at least 1
    return e / e.sum(axis=-1, keepdims=True)


def put_for_masked(values: Mapping[str, NDArray]) -> Iterator[float]:
    """The logit that stands in place of -inf, read off what masked classes were given."""
    for name, shape, logit in (("mask", (4,), 3.0), ("mask, around -1000", (3,), -1000.0)):
        p = result(values, name, shape)
        if p is not None and p[0] > 0 and p[1] > 0:
            yield float(logit + np.log(p[1] / p[0]))


def bound_of_logits(values: Mapping[str, NDArray]) -> Iterator[float]:
    p = result(values, "100000 either way", (3,))
    if p is not None and p[1] > p[0] > 0:
        yield float(np.log(p[1] / p[0]))
        yield float(np.ceil(np.log(p[1] / p[0])))  # exp(-745) has hardly any digits


def shares_of_vector(values: Mapping[str, NDArray]) -> tuple[NDArray | None, NDArray]:
    return result(values, "vector", (3,)), np.array([3.0, 1.0, 0.25])


EXERCISE = Exercise(
    title="A softmax that survives any logits",
    reference=stable_softmax,
    probes=(
        *MODERATE,
        *TIES,
        *LARGE,
        *INTEGERS,
        *HUGE,
        Probe("1e308 either way", (np.array([0.0, 1e308, -1e308]),)),  # the difference overflows
        *MASKED,
    ),
    mistakes=(
        *softmax_mistakes(SHIFT),
        *further_shift_mistakes(SOFTMAX),
        *ratio_mistakes(),
        *scale_mistakes((right,)),
        *shape_mistakes((right, naive), tuple(everything(SOFTMAX))),
        transposes_all_axes(),
        sums_not_rescaled(lambda z, m, s: np.exp(z - m) / s),
        logits_clipped((right, naive), bound_of_logits, tail=23),
        *mask_mistakes((right,), put_for_masked),
        Mistake(
            "zeroed-after-softmax",
            "Masked classes took part in the sum, and their probabilities were set to 0 "
            "afterwards. What they had held is missing.",
            wrong=(lambda z: right(np.where(np.isneginf(z), 0, z)) * ~np.isneginf(z),),
            place=MASKS,
        ),
        log_of_sum_rounded_away(by_logarithms, place=Place("overflow", "Without a division")),
        clipped_probabilities(right, "100000 either way"),
        rounded(right, naive),
        epsilon_in_denominator(shares_of_vector, lambda f: f),
    ),
    symptoms=(
        Symptom(
            "rows-do-not-sum-to-1",
            "Probabilities along the last axis sum to 1, whatever the logits. Which axis was "
            "summed, and what divided what?",
            row_sums,
        ),
    ),
    hints=(
        "What does your function give for `[1000.0, 998.0]`, for `[-1000.0, -1002.0]`, and "
        "for the two rows `[20.0, 0.0]` and `[1000.0, 998.0]` in one batch?",
        "The same constant may be subtracted from all logits of a row: e^(zᵢ − c) / ∑ⱼ e^(zⱼ − c) "
        "= e^zᵢ / ∑ⱼ e^zⱼ. If c is the row's own maximum, the largest exponent is 0: nothing "
        "overflows, and the sum is at least 1.",
        "Take `np.max` along `axis=-1` with `keepdims=True`; subtract it, exponentiate, and "
        "divide by the sum taken in the same way.",
    ),
    why="In a sentence: why can the sum of your exponentials never be 0?",
    reply="The largest score of a row becomes 0 once the maximum is subtracted, and e⁰ = 1; no "
    "other exponential is negative, so the sum is at least 1.",
    place=SHIFT,
    atol=1e-10,
    rtol=1e-9,
)

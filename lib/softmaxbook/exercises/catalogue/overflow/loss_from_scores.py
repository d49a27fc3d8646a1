from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from softmaxbook.exercises.catalogue.families.fitting import fitted
from softmaxbook.exercises.catalogue.families.losses import other_losses
from softmaxbook.exercises.catalogue.families.softmax_mistakes import log_of_sum_rounded_away
from softmaxbook.exercises.catalogue.families.softmaxes import (
    log_of_softmax_with,
    log_softmax_with,
    minus_logsumexp_with,
    naive,
    nothing,
    right,
    right_log,
    row,
    softmax_with,
    whole,
)
from softmaxbook.exercises.catalogue.overflow import LOSS, SHIFT
from softmaxbook.exercises.record import Exercise, Mistake, Probe


def loss_from_scores(z, y):
    """Mean of -log softmax(z)[i, y[i]]: the log of the sum, less the score of the true class."""
    shifted = z - np.max(z, axis=-1, keepdims=True)
    log_total = np.log(np.exp(shifted).sum(axis=-1))
    return np.mean(log_total - shifted[np.arange(len(y)), y])


def batch(name: str, z: list, y: list[int]) -> Probe:
    return Probe(name, (np.array(z, dtype=float), np.array(y)))


def of_true(a: NDArray, y: NDArray) -> NDArray:
    return a[np.arange(len(y)), y]


def loss_by(log_p: Callable, reduce: Callable = np.mean) -> Callable:
    return lambda z, y: reduce(of_true(-log_p(z), y))


def losses_by(change: Callable[[NDArray], NDArray]) -> tuple[Callable, ...]:
    """The loss as some change of the true class's probability, on three softmaxes."""
    return tuple(
        lambda z, y, p=p: np.mean(change(of_true(p(z), y)))
        for p in (right, naive, softmax_with(whole))
    )


def epsilon_of(values: Mapping[str, NDArray]) -> Iterator[float]:
    """The cap of the loss, read off the two rows that are wrong by far."""
    for name in ("800 behind", "400 behind"):
        if name in values and np.isfinite(values[name]).all():
            yield float(np.exp(-np.max(values[name])))


def capped_by_epsilon(values: Mapping[str, NDArray]) -> Iterator[Callable]:
    for eps in epsilon_of(values):
        for wrong in losses_by(lambda p, eps=eps: -np.log(p + eps)):
            yield fitted(wrong)


def capped_by_clipping(values: Mapping[str, NDArray]) -> Iterator[Callable]:
    for eps in epsilon_of(values):
        for wrong in losses_by(lambda p, eps=eps: -np.log(np.maximum(p, eps))):
            yield fitted(wrong)
        for wrong in losses_by(lambda p, eps=eps: -np.log(np.clip(p, eps, 1 - eps))):
            yield fitted(wrong)


LOG_P = (right_log, log_softmax_with(nothing), log_softmax_with(whole))


def log_sum_without_max(z: NDArray, y: NDArray) -> NDArray:
    return np.mean(np.log(np.exp(z - row(z)).sum(-1)) - of_true(z, y))


EXERCISE = Exercise(
    title="The loss from scores",
    reference=loss_from_scores,
    probes=(
        batch("one example", [[3, 1, 0.25]], [0]),
        batch("three", [[3, 1, 0.25, -1], [0.5, 2, 0, 1], [-2, -0.5, 1.5, -1]], [1, 3, 1]),
        batch("square", [[3, 1, 0.25], [0.5, 2.5, -1], [-1.5, 0, 1]], [0, 2, 2]),
        batch("two classes", [[0.5, -1], [2, 1], [-1, 0.25], [0, 0.5]], [1, 0, 1, 1]),
        batch("800 behind", [[800, 0]], [1]),
        batch("400 behind", [[0, 400, 1]], [0]),
        batch("20 and 40 behind", [[20, 0, 1], [0, 40, 39]], [1, 0]),
        batch("around 1000", [[1000, 998, 996.5], [999, 1000, 997]], [1, 0]),
        batch("around -1000", [[-1000, -1002, -1001], [-1003, -1000, -1001]], [0, 0]),
        batch("rows far apart", [[20, 0, 1], [1000, 998, 0], [1, 3, 2]], [2, 1, 1]),
        replace(batch("around 1e16", [[1e16, 1e16 - 2, 1e16]], [1]), apart=True),
    ),
    mistakes=(
        Mistake(
            "log-of-softmax",
            "The probability of the true class had become 0 before its logarithm was taken, or one "
            "over it infinite. The loss was a modest number all along.",
            wrong=tuple(loss_by(log_of_softmax_with(top)) for top in (row, whole)),
        ),
        Mistake(
            "epsilon-inside-log",
            "A small number was added inside the logarithm. It caps the loss, and from there "
            "on the worst examples teach nothing.",
            fit=capped_by_epsilon,
            place=LOSS,
        ),
        Mistake(
            "clipped-probabilities",
            "The probability was clipped before the logarithm. That caps the loss, and below "
            "the bound its slope is exactly 0.",
            fit=capped_by_clipping,
            place=LOSS,
        ),
        Mistake(
            "no-max-subtraction",
            "Nothing was subtracted before the exponential: beyond 709.78 it overflows to inf, "
            "and below −745.13 all of a row become 0.",
            wrong=tuple(
                loss_by(way(nothing))
                for way in (log_softmax_with, minus_logsumexp_with, log_of_softmax_with)
            ),
            place=SHIFT,
        ),
        Mistake(
            "global-max",
            "The maximum of the whole batch was subtracted. A row far below it underflows, "
            "and the logarithm of its sum is −inf.",
            wrong=(loss_by(log_softmax_with(whole)), loss_by(minus_logsumexp_with(whole))),
            place=SHIFT,
        ),
        log_of_sum_rounded_away(loss_by(minus_logsumexp_with(row)), place=LOSS),
        Mistake(
            "max-not-added-back",
            "The maximum was taken out of the exponentials, but the score of the true class "
            "was not shifted with them.",
            wrong=(log_sum_without_max,),
            place=LOSS,
        ),
        Mistake(
            "sum-not-mean",
            "The losses were added, and not divided by the number of examples.",
            wrong=tuple(loss_by(f, np.sum) for f in LOG_P),
        ),
        Mistake(
            "rows-by-label",
            "With one index, `[y]` takes whole rows: the examples whose numbers are the labels. A "
            "row and a column are needed for each example.",
            wrong=tuple(lambda z, y, f=f: np.mean(-f(z)[y]) for f in LOG_P),
        ),
        Mistake(
            "sum-not-shifted",
            "The maximum was subtracted from the score of the true class, but not inside the sum. "
            "The two no longer belong together, and the sum can overflow.",
            wrong=(lambda z, y: np.mean(np.log(np.exp(z).sum(-1)) - of_true(z - row(z), y)),),
        ),
        Mistake(
            "divided-by-classes",
            "The sum was divided by the number of classes, or by that of all entries. A mean "
            "over examples is divided by the number of examples.",
            wrong=tuple(
                lambda z, y, f=f, n=n: np.sum(of_true(-f(z), y)) / n(z)
                for f in LOG_P
                for n in (lambda z: z.size, lambda z: z.shape[1])
            ),
        ),
        Mistake(
            "whole-columns",
            "`[:, y]` takes whole columns, one for each example, so the rows are paired with "
            "all labels and not each with its own.",
            wrong=tuple(lambda z, y, f=f: np.mean(-f(z)[:, y]) for f in LOG_P),
        ),
        Mistake(
            "wrong-label",
            "That is the loss of the class with the largest score, as if y were not used. The true "
            "class is given by y, right or wrong.",
            wrong=tuple(lambda z, y, f=f: np.mean(-f(z).max(axis=-1)) for f in LOG_P),
        ),
        Mistake(
            "counted-from-1",
            "Classes are counted from 0 in code: y = 0 is the first column, and y − 1 would be "
            "the one before it.",
            wrong=tuple(lambda z, y, f=f: np.mean(of_true(-f(z), y - 1)) for f in LOG_P),
        ),
        Mistake(
            "sign-flipped",
            "That is the mean log-probability, at most 0. The loss is its negative.",
            wrong=tuple(lambda z, y, f=f: np.mean(of_true(f(z), y)) for f in LOG_P),
        ),
        Mistake(
            "base-2",
            "Base 2 stands where nats are asked for: the natural logarithm belongs to exp.",
            wrong=tuple(lambda z, y, f=f: np.mean(of_true(-f(z), y)) / np.log(2) for f in LOG_P),
        ),
        Mistake(
            "softmax-twice",
            "The scores had been through softmax before the loss took its softmax of them. "
            "The loss takes scores.",
            wrong=tuple(
                lambda z, y, p=p, f=f: np.mean(of_true(-f(p(z)), y))
                for p in (right, naive)
                for f in (right_log, log_of_softmax_with(row))
            ),
        ),
        Mistake(
            "one-minus-p",
            "That is what is missing from probability 1, never more than 1. The loss is the "
            "logarithm's, and has no ceiling.",
            wrong=losses_by(lambda p: 1 - p),
        ),
        Mistake(
            "score-alone",
            "The negative score of the true class was taken. Without the logarithm of the sum "
            "it says nothing: a common constant changes it.",
            wrong=(lambda z, y: np.mean(of_true(-z, y)),),
        ),
        Mistake(
            "max-for-logsumexp",
            "The largest score stands where log-sum-exp belongs. It is its largest term only: "
            "a row that is right with a small lead would cost nothing.",
            wrong=(lambda z, y: np.mean(of_true(row(z) - z, y)),),
        ),
        *other_losses(),
    ),
    hints=(
        "What does your function give for `[[800.0, 0.0]]` and `[1]`? And what is the mean for "
        "a batch of three examples and four classes?",
        "−log p_y = log ∑ⱼ e^(zⱼ − m) − (z_y − m) with the maximum m of the row: no probability "
        "occurs, and the sum is at least 1.",
        "Pick the shifted score of each row's own class with `[np.arange(len(y)), y]`, and "
        "subtract it from the logarithm of the row's sum.",
    ),
    why="In a sentence: why can no epsilon be needed here?",
    reply="The only logarithm is that of a sum that is at least 1. No probability is "
    "formed that could have become 0.",
    place=LOSS,
    atol=1e-6,
)

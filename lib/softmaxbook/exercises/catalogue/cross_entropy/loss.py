from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from softmaxbook.exercises.catalogue.cross_entropy import EPSILON, LOSS, PROPER, TWICE
from softmaxbook.exercises.catalogue.cross_entropy.shared import PROBES, probe
from softmaxbook.exercises.catalogue.families.losses import (
    log_sum_exp,
    losses,
    of_labels,
    of_p,
    other_losses,
)
from softmaxbook.exercises.catalogue.families.softmaxes import naive, right
from softmaxbook.exercises.record import Alternative, Exercise, Mistake, Place


def mean_cross_entropy(z, y):
    """Mean of log-sum-exp minus the score of the label, both after the maximum is subtracted."""
    # Wrong in the two lines: softmax of what is softmax already; q[:, y] takes whole columns
    # instead of one entry of each row; 1e-12 inside the logarithm; a sum for a mean.
    shifted = z - z.max(axis=-1, keepdims=True)
    log_total = np.log(np.exp(shifted).sum(axis=-1))
    return (log_total - shifted[np.arange(len(z)), y]).mean()


def as_the_statement_has_it(p: NDArray, y: NDArray) -> NDArray:
    return -np.log(right(p)[:, y] + 1e-12)


def with_epsilon(end: Callable) -> tuple[Callable, ...]:
    """A small number inside the logarithm, as a summand or a floor; end: what is made of the
    losses."""

    def loss(filled: Callable) -> Callable:
        return lambda z, y: end(-np.log(filled(of_labels(right(z), y))))

    return tuple(
        loss(filled)
        for eps in (1e-300, *(10.0**-k for k in (16, 15, 12, 10, 9, 8, 7, 6, 5, 4, 3)))
        for filled in (lambda p, e=eps: p + e, lambda p, e=eps: np.maximum(p, e))
    )


EXERCISE = Exercise(
    title="Repair a loss",
    reference=mean_cross_entropy,
    probes=(*PROBES, replace(probe("around 1e16", [[1e16, 1e16 - 2, 1e16]], [1]), apart=True)),
    mistakes=(
        Mistake(
            "not-divided-by-n",
            "This is the sum of the losses. Their mean does not grow with the number of examples.",
            wrong=(lambda z, y: losses(z, y).sum(),),
        ),
        Mistake(
            "divided-by-n-and-classes",
            "The mean ran over classes as well. An example has one loss, however many classes "
            "there are.",
            wrong=(
                lambda z, y: losses(z, y).mean() / z.shape[1],
                lambda z, y: losses(z, y).sum() / z.shape[1],
            ),
        ),
        Mistake(
            "sign-flipped",
            "The sign is wrong. The logarithm of a probability is at most 0, and the loss is "
            "minus that.",
            wrong=(
                lambda z, y: -losses(z, y).mean(),
                lambda z, y: -losses(z, y).sum(),
            ),
        ),
        Mistake(
            "max-for-logsumexp",
            "The largest score stands where log-sum-exp belongs. A row that is right with a small "
            "lead would then cost nothing.",
            wrong=(
                lambda z, y: (z.max(axis=1) - of_labels(z, y)).mean(),
                lambda z, y: (z.max(axis=1) - of_labels(z, y)).sum(),
            ),
        ),
        Mistake(
            "clipped-scores",
            "The scores were clipped before the loss was taken of them. Any finite score is "
            "allowed, and differences beyond the bound count.",
            wrong=tuple(
                lambda z, y, b=b: losses(np.clip(z, -b, b), y).mean()
                for b in (5, 10, 15, 20, 30, 50, 80, 88, 100, 500, 700, 709)
            ),
        ),
        Mistake(
            "global-max",
            "The maximum of the whole batch was subtracted. A row far below it underflows, and "
            "the logarithm of its sum is −inf.",
            wrong=(
                lambda z, y: (
                    z.max() + np.log(np.exp(z - z.max()).sum(axis=1)) - of_labels(z, y)
                ).mean(),
            ),
            place=Place("overflow", "Shifts that are not safe"),
        ),
        Mistake(
            "one-minus-p",
            "What the probability lacks to 1 was taken as the loss. It is at most 1, however "
            "wrong the model, and does not reward honesty.",
            wrong=of_p(lambda p, y: 1 - of_labels(p, y)),
            place=PROPER,
        ),
        Mistake(
            "maximum-not-put-back",
            "The maximum was subtracted inside the sum and not from the score of the label. Both "
            "have to be shifted, or neither.",
            wrong=tuple(
                lambda z, y, end=end: end(
                    log_sum_exp(z - z.max(axis=1, keepdims=True)) - of_labels(z, y)
                )
                for end in (np.mean, np.sum)
            ),
        ),
        Mistake(
            "score-added",
            "The score of the label was added. It is subtracted from the logarithm of the sum.",
            wrong=(
                lambda z, y: (log_sum_exp(z) + of_labels(z, y)).mean(),
                lambda z, y: (
                    log_sum_exp(z - z.max(axis=1, keepdims=True))
                    + of_labels(z - z.max(axis=1, keepdims=True), y)
                ).mean(),
            ),
        ),
        Mistake(
            "score-for-log-probability",
            "Minus the score of the label was taken. A score becomes a log-probability only "
            "when log-sum-exp is taken off.",
            wrong=(
                lambda z, y: -of_labels(z, y).mean(),
                lambda z, y: -of_labels(z, y).sum(),
            ),
        ),
        Mistake(
            "softmax-twice",
            "Softmax was applied to probabilities. As scores they lie within 1 of each other, "
            "so the loss cannot come near 0.",
            wrong=tuple(
                lambda z, y, end=end, loss=loss: end(loss(right(z), y))
                for end in (np.mean, np.sum)
                for loss in (losses, as_the_statement_has_it)
            ),
            place=TWICE,
        ),
        Mistake(
            "log-of-softmax",
            "The probability had underflowed to 0 before its logarithm was taken. From the "
            "scores the loss is a finite number.",
            wrong=of_p(lambda p, y: -np.log(of_labels(p, y)), (right,)),
        ),
        Mistake(
            "no-max-subtraction",
            "The exponentials overflow for large scores, and underflow to 0 for very negative "
            "ones. Only differences of scores matter.",
            wrong=(
                lambda z, y: (np.log(np.exp(z).sum(axis=1)) - of_labels(z, y)).mean(),
                *of_p(lambda p, y: -np.log(of_labels(p, y)), (naive,)),
            ),
            place=Place("overflow", "Log-softmax and the loss"),
        ),
        Mistake(
            "epsilon-inside-log",
            "A small number was put inside the logarithm, as a summand or a floor. The worst "
            "mistakes then all cost the same, and teach nothing.",
            wrong=with_epsilon(np.mean),
            place=EPSILON,
        ),
        Mistake(
            "epsilon-and-sum",
            "These are two mistakes. The losses were added up, and their mean does not grow with "
            "the number of examples. And a small number was put inside the logarithm, so the "
            "worst mistakes all cost the same.",
            wrong=with_epsilon(np.sum),
            place=EPSILON,
        ),
        Mistake(
            "whole-columns",
            "A slice together with the labels picks whole columns, for every example all "
            "labels of the batch. Each row has one label.",
            wrong=(
                lambda z, y: (log_sum_exp(z)[:, None] - z[:, y]).mean(),
                lambda z, y: (log_sum_exp(z)[:, None] - z[:, y]).sum(),
                lambda z, y: (log_sum_exp(z)[:, None] - z[:, y]).sum() / len(y),
            ),
        ),
        Mistake(
            "best-class-for-label",
            "The class with the highest score was used, whatever the label. The loss then "
            "measures how sure the model is, not whether it is right.",
            wrong=(
                lambda z, y: (log_sum_exp(z) - z.max(axis=1)).mean(),
                lambda z, y: (log_sum_exp(z) - z.max(axis=1)).sum(),
            ),
        ),
        Mistake(
            "normalises-over-batch",
            "The sum ran down the columns, over the examples. Softmax adds up over the classes "
            "of one example.",
            wrong=(
                lambda z, y: (np.log(np.exp(z).sum(axis=0))[y] - of_labels(z, y)).mean(),
                lambda z, y: (
                    (z.max(axis=0) + np.log(np.exp(z - z.max(axis=0)).sum(axis=0)))[y]
                    - of_labels(z, y)
                ).mean(),
            ),
        ),
        *other_losses(),
    ),
    hints=(
        "What does your function give for the scores (800, 0) and the second class? For two scores "
        "of 1e16? And if every example is written down twice?",
        "−log pₖ = log ∑ⱼ e^(zⱼ − m) − (zₖ − m), with m the largest score of the row.",
        "Subtract the maximum of each row first. Pick the label's shifted score with "
        "`[np.arange(len(z)), y]`, subtract it from the logarithm of the row's sum, and take the "
        "mean.",
    ),
    why="In a sentence: why should a loss be given scores and not probabilities?",
    reply="A probability may have been rounded to 0 or 1 already, and its logarithm cannot bring "
    "back what is lost. A difference of scores still has it.",
    also=(
        Alternative(
            "For scores near 1e16 this loses the logarithm of the sum: m + log S is rounded to m. "
            "Subtract the maximum from all scores first, as in chapter 4, and it stays.",
            lambda z, y: losses(z, y).mean(),
        ),
    ),
    place=LOSS,
    atol=1e-9,
)

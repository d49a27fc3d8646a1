"""Losses of a batch of scores and labels that are another one than the mean cross-entropy."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from softmaxbook.exercises.catalogue.cross_entropy import PROPER, SMOOTHING
from softmaxbook.exercises.catalogue.families.softmaxes import naive, right, right_log
from softmaxbook.exercises.record import Mistake


def less_row_maximum(z: NDArray) -> NDArray:
    return z - z.max(axis=-1, keepdims=True)


def log_sum_exp(z: NDArray) -> NDArray:
    return z.max(axis=-1) + np.log(np.exp(less_row_maximum(z)).sum(axis=-1))


def of_labels(a: NDArray, y: NDArray) -> NDArray:
    return a[np.arange(len(y)), y]


def losses(z: NDArray, y: NDArray) -> NDArray:
    return log_sum_exp(z) - of_labels(z, y)


def of_p(cost: Callable, softmaxes: tuple = (right, naive)) -> tuple[Callable, ...]:
    """cost(p, y) of each example, and their mean and sum."""
    return tuple(
        lambda z, y, s=s, end=end: end(cost(s(z), y))
        for s in softmaxes
        for end in (np.mean, np.sum)
    )


def hot(p: NDArray, y: NDArray) -> NDArray:
    return np.eye(p.shape[1])[y]


def two_classes_each(p: NDArray, y: NDArray) -> NDArray:
    """Binary cross-entropies, of every class against the rest."""
    return -np.where(hot(p, y) == 1, np.log(p), np.log1p(-p)).sum(axis=1)


def other_losses() -> tuple[Mistake, ...]:
    """Mistakes that take another loss, or none, for the cross-entropy."""
    return (
        Mistake(
            "label-smoothing",
            "Part of each label was shared out among all classes. That is another target, and its "
            "loss is never 0.",
            wrong=tuple(
                lambda z, y, e=e: (
                    log_sum_exp(z) - (1 - e) * of_labels(z, y) - e * z.mean(1)
                ).mean()
                for e in (0.05, 0.1, 0.2)
            ),
            place=SMOOTHING,
        ),
        Mistake(
            "mean-over-classes",
            "The mean runs over all classes. The loss of an example is that of its true class "
            "alone: pick the class that y names.",
            wrong=(lambda z, y: (log_sum_exp(z) - z.mean(1)).mean(),),
        ),
        Mistake(
            "squared-error",
            "This is a squared error between probabilities and label, the Brier score or a "
            "part of it. The loss asked for takes a logarithm.",
            wrong=tuple(
                f
                for share in (1, 0.5)
                for f in of_p(
                    lambda p, y, c=share: c * ((p - hot(p, y)) ** 2).sum(axis=1), (right,)
                )
            ),
            place=PROPER,
        ),
        Mistake(
            "log-sum-exp-alone",
            "This is the mean of log-sum-exp. What the score of the label is has not been used "
            "at all.",
            wrong=(lambda z, y: log_sum_exp(z).mean(), lambda z, y: log_sum_exp(z).sum()),
        ),
        Mistake(
            "binary-for-each-class",
            "A two-class cross-entropy was added up for every class. Softmax shares one belief "
            "out; its loss is that of the label's class alone.",
            wrong=(
                *of_p(two_classes_each, (right,)),
                *(
                    f
                    for e in (1e-300, *(10.0**-k for k in (16, 15, 12, 10, 8, 7)))
                    for f in of_p(
                        lambda p, y, e=e: two_classes_each(np.clip(p, e, 1 - max(e, 1e-16)), y),
                        (right,),
                    )
                ),
            ),
        ),
        Mistake(
            "one-sum-for-all-rows",
            "The exponentials of the whole batch were added up. Every row has a sum of its own.",
            wrong=(
                lambda z, y: (np.log(np.exp(z).sum()) - of_labels(z, y)).mean(),
                lambda z, y: (z.max() + np.log(np.exp(z - z.max()).sum()) - of_labels(z, y)).mean(),
                lambda z, y: (
                    np.log(np.exp(less_row_maximum(z)).sum()) - of_labels(less_row_maximum(z), y)
                ).mean(),
            ),
        ),
        Mistake(
            "sum-without-logarithm",
            "The sum of the exponentials stands there without its logarithm. The logarithm of a "
            "quotient is a difference of two logarithms.",
            wrong=tuple(
                lambda z, y, less=less: (
                    np.exp(less(z)).sum(axis=-1) - of_labels(less(z), y)
                ).mean()
                for less in (less_row_maximum, lambda z: z - z.max(), lambda z: z)
            ),
        ),
        Mistake(
            "first-row-only",
            "The losses were all taken from the first row. Each example has a row and a label of "
            "its own.",
            wrong=(lambda z, y: -right_log(z)[0, y].mean(),),
        ),
        Mistake(
            "probability-for-loss",
            "That is the mean probability of the true classes. The loss is the mean of minus its "
            "logarithm.",
            wrong=of_p(of_labels),
        ),
        Mistake(
            "entropy-of-the-prediction",
            "Every class was weighted with its own probability: that is an entropy, in which the "
            "labels have no part.",
            wrong=of_p(lambda p, y: -(p * np.log(np.maximum(p, 1e-300))).sum(axis=1), (right,)),
        ),
        Mistake(
            "weighted-with-p",
            "The surprise was multiplied by its probability, as in an entropy. The class has come, "
            "and counts in full.",
            wrong=of_p(
                lambda p, y: -of_labels(p, y) * np.log(np.maximum(of_labels(p, y), 1e-300)),
                (right,),
            ),
        ),
        Mistake(
            "accuracy",
            "That is a share of right answers, or of wrong ones. The loss also asks how probable "
            "the true class was.",
            wrong=of_p(lambda p, y: p.argmax(axis=1) == y, (right,))
            + of_p(lambda p, y: p.argmax(axis=1) != y, (right,)),
        ),
        Mistake(
            "all-classes-summed",
            "The log-probabilities of all classes were added up. The label picks one of them.",
            wrong=(
                lambda z, y: -right_log(z).sum(),
                lambda z, y: -right_log(z).sum() / len(z),
            ),
        ),
        Mistake(
            "uniform-subtracted",
            "The loss of equal shares, log K, was subtracted.",
            wrong=(lambda z, y: losses(z, y).mean() - np.log(z.shape[1]),),
        ),
    )

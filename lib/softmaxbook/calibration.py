"""Does 80 % sure mean right 80 % of the time? Two ways to measure it, and one number to mend it.

Guo, Pleiss, Sun and Weinberger (2017), On calibration of modern neural networks, is the source of
all three functions.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from softmaxbook.arguments import as_indices, as_table, as_whole
from softmaxbook.functions import softmax

__all__ = ["expected_calibration_error", "fit_temperature", "reliability_curve"]

MOST_BINS = 10**6  # more would be a slip, and fill the memory


def expected_calibration_error(probs: ArrayLike, labels: ArrayLike, n_bins: int = 15) -> float:
    """Mean distance between confidence and accuracy, over bins of confidence.

    ECE = Σ_b n_b / n · |accuracy_b − confidence_b|

    The confidence of an example is its largest probability; bins are those of
    :func:`reliability_curve`. ECE is 0 for a model that knows the frequencies, but also for one
    that always answers with the frequencies of the classes; and a finite sample of a perfectly
    calibrated model has ECE > 0. It is a diagnosis, not a loss (chapter 11).

    Parameters, errors
    ------------------
    Those of :func:`reliability_curve`.

    Returns
    -------
    float
        Between 0 and 1.

    Examples
    --------
    Sure of class 0 to 75 %, and right in 3 cases of 4; then right in 2 of 4.

    >>> probs = [[0.75, 0.25]] * 4
    >>> expected_calibration_error(probs, [0, 0, 0, 1])
    0.0
    >>> expected_calibration_error(probs, [0, 0, 1, 1])
    0.25

    Source: Guo et al. (2017), equation 3; Naeini, Cooper and Hauskrecht (2015).
    """
    confidence, accuracy, count = _bins(probs, labels, n_bins, "expected_calibration_error")
    gaps = np.abs(accuracy - confidence)
    filled = count > 0  # an empty bin has the gap nan, and weight 0
    return float(gaps[filled] @ count[filled] / count.sum())


def reliability_curve(
    probs: ArrayLike, labels: ArrayLike, n_bins: int = 15
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.intp]]:
    """Mean confidence and accuracy per bin of confidence: the points of a reliability diagram.

    Bin b holds the examples whose largest probability is in ((b − 1) / B, b / B], b = 1 … B. Of
    equal largest probabilities the first is the answer.

    Parameters
    ----------
    probs : (n, K) array
        Probabilities of K classes, one example per row; every row sums to 1 to within 0.001.
    labels : (n,) array of int
        The true classes, 0 to K − 1.
    n_bins : int from 1 to a million
        B, the number of bins of equal width between 0 and 1.

    Returns
    -------
    confidence, accuracy : (B,) arrays
        Mean largest probability, and fraction of examples for which it belongs to the true
        class; nan for an empty bin.
    count : (B,) array of int
        Examples per bin.

    Raises
    ------
    ValueError
        No examples, shapes that do not fit, rows that are not probabilities (logits, for
        instance), n_bins < 1.
    IndexError, TypeError
        Labels outside 0 to K − 1, or not integers.

    Examples
    --------
    >>> probs = [[0.9, 0.1], [0.2, 0.8], [0.7, 0.3], [0.4, 0.6]]
    >>> confidence, accuracy, count = reliability_curve(probs, [0, 1, 1, 1], n_bins=4)
    >>> confidence.round(2), accuracy, count
    (array([ nan,  nan, 0.65, 0.85]), array([nan, nan, 0.5, 1. ]), array([0, 0, 2, 2]))

    Source: Guo et al. (2017), section 2.
    """
    return _bins(probs, labels, n_bins, "reliability_curve")


def fit_temperature(logits: ArrayLike, labels: ArrayLike) -> float:
    """Temperature T that makes softmax(logits / T) fit the labels best.

    T = argmin −Σ_i log softmax(z_i / T)[y_i]

    In β = 1 / T this is convex. With the gap d_k = max z − z_k of class k below the top, the
    slope is zero where the gap the model expects is the gap of the true class, on average:

    Σ_i Σ_k p_ik d_ik = Σ_i d_i,y_i    with p_i = softmax(β z_i)

    Newton's method finds that β in fewer than ten steps.

    Parameters
    ----------
    logits : (n, K) array
        Finite logits of K classes, from examples the model was not trained on.
    labels : (n,) array of int
        The true classes, 0 to K − 1.

    Returns
    -------
    float
        T > 0, to about 12 digits. Above 1: the model was too sure; below 1: not sure enough. The
        order of the classes in a row, and so the accuracy, is the same at every T.

    Raises
    ------
    ValueError
        There is no best temperature: the true class is on top in every row (T → 0 would be
        best), or has on average no larger logit than a class drawn at random (T → ∞), or all
        logits in each row are equal (any T). Also: logits that are not finite, no examples,
        shapes that do not fit.
    IndexError, TypeError
        Labels outside 0 to K − 1, or not integers.

    Examples
    --------
    Odds of 9 to 1, log 9 = 2.197; but only 3 in 4 are right, which would be odds of 3 to 1.

    >>> logits = [[np.log(9), 0.0]] * 4
    >>> round(fit_temperature(logits, [0, 0, 0, 1]), 6)
    2.0

    Source: Guo et al. (2017), section 4.2; Newton on 1 / T instead of their L-BFGS on T.
    """
    z = as_table(logits, "fit_temperature", "logits", "(n, K)", "examples, classes")
    y = as_indices(labels, z.shape, "fit_temperature", "labels", "logits")
    with np.errstate(over="ignore"):
        gaps = z.max(axis=1, keepdims=True) - z
    if not np.isfinite(gaps).all():
        raise ValueError(
            "fit_temperature: logits hold inf or nan, or differ by more than float64 can hold, but "
            "finite differences are needed"
        )

    largest = gaps.max()
    if largest == 0:
        raise ValueError(
            "fit_temperature: in each row all logits are equal, so every temperature gives the "
            "same probabilities; logits that differ are needed"
        )
    gaps /= largest  # the answer does not depend on the unit of the logits; nor do the steps now
    true_gap = np.mean(gaps[np.arange(len(y)), y])
    if true_gap == 0:
        raise ValueError(
            "fit_temperature: the true class has the largest logit in every row, so T → 0, which "
            "is certain of everything, fits best; take logits and labels on which the model also "
            "errs"
        )
    if true_gap >= gaps.mean():
        raise ValueError(
            "fit_temperature: the true classes have no larger logits than classes drawn at "
            "random, so T → ∞, which ignores the logits, fits best; labels in the order of the "
            "rows are needed"
        )

    # The expected gap falls with β like Σ exp(−β d): fast, then ever more slowly. Newton's method
    # on its difference from true_gap crawls if that is small (over 20 steps if the model hardly
    # ever errs); the logarithm of their ratio is nearly a straight line. The root stays bracketed:
    # each p d ≤ d exp(−β d) ≤ 1 / (e β), so beyond this `high` the expected gap is too small.
    beta, low, high = 0.0, 0.0, (z.shape[1] - 1) / (np.e * true_gap)
    while True:
        p = softmax(-beta * gaps)
        row_means = np.sum(p * gaps, axis=1, keepdims=True)
        expected_gap = np.mean(row_means)
        slope = -np.mean(np.sum(p * (gaps - row_means) ** 2, axis=1))  # of expected_gap in β
        low, high = (beta, high) if expected_gap > true_gap else (low, beta)

        with np.errstate(divide="ignore", invalid="ignore"):  # both may underflow to 0
            log_ratio = np.log(expected_gap / true_gap)
            step = -log_ratio * expected_gap / slope
        if not low <= beta + step <= high:  # nan included
            step = (low + high) / 2 - beta
        beta += step
        # Newton's method doubles the digits: after a step of 1e-9 what is left is rounding.
        if abs(step) <= 1e-9 * beta or abs(log_ratio) <= 1e-14:
            return float(largest / beta)


def _bins(
    probs: ArrayLike, labels: ArrayLike, n_bins: int, caller: str
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.intp]]:
    p = as_table(probs, caller, "probs", "(n, K)", "examples, classes", finite=False)
    y = as_indices(labels, p.shape, caller, "labels", "probs")
    with np.errstate(over="ignore"):
        sums = p.sum(axis=1)
    if not (np.all(p >= 0) and np.all(np.abs(sums - 1) <= 1e-3)):
        raise ValueError(
            f"{caller}: rows of probs must be non-negative and sum to 1, as after softmax"
        )
    n_bins = as_whole(n_bins, caller, "n_bins", 1, MOST_BINS)

    confidence = p.max(axis=1)
    correct = p.argmax(axis=1) == y
    # The inner edges, each the double nearest to b / B: 0.6 lies on 3/5, not above. The last bin
    # has no upper edge, because the rounding of softmax may leave 1.0000000000000002.
    edges = np.arange(1, n_bins) / n_bins
    bin_of = np.searchsorted(edges, confidence, side="left")  # edges[b−1] < confidence ≤ edges[b]
    count = np.bincount(bin_of, minlength=n_bins)
    with np.errstate(invalid="ignore"):  # 0 / 0: an empty bin has no mean
        mean_confidence = np.bincount(bin_of, weights=confidence, minlength=n_bins) / count
        accuracy = np.bincount(bin_of, weights=correct, minlength=n_bins) / count
    return mean_confidence, accuracy, count

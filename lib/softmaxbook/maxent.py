"""The distribution of maximal entropy with given expectations: softmax, found from its dual."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from softmaxbook.arguments import as_finite, as_numbers
from softmaxbook.functions import logsumexp, softmax

__all__ = ["maximum_entropy"]

MAX_STEPS = 200  # Newton needs 5 for Jaynes' die, and 42 at the mean next to 1 in float64
# Variance, in units of the range of a feature, below which a direction counts as flat: the
# rotation to independent features rounds by about this much.
FLAT = 1e-15


def maximum_entropy(features: ArrayLike, targets: ArrayLike) -> tuple[NDArray, NDArray]:
    """Distribution with the expectations asked for, and otherwise as even as it can be.

    Of all p with Σ_i p_i f_i = t the entropy −Σ p_i log p_i is largest for

        p_i = exp(f_i · λ) / Σ_j exp(f_j · λ),    p = softmax(F λ),

    where λ minimises the convex dual log Σ_i exp(f_i · λ) − λ · t. Newton's method finds it: the
    gradient is what the expectations are off by, and the Hessian is the covariance of the
    features under p.

    Parameters
    ----------
    features : real array (n, m)
        f_i: what m measurements give on each of n outcomes, in any unit. A single measurement
        may be given as (n,).
    targets : real array (m,), or a number if features is (n,)
        t: the expectations, in the units of the features.

    Returns
    -------
    p : array (n,)
        The probabilities. Expectations are met within 1e-12 of the range of each feature.
    multipliers : array of the shape of targets
        λ, in nats per unit of the feature. If features depend linearly on each other many λ
        give the same p; this one has the least norm with all features scaled to range 1. A
        feature that is the same for all outcomes gets 0.

    Raises
    ------
    TypeError
        Features or targets that are not real numbers.
    ValueError
        Shapes that do not fit, numbers that are not finite, and targets that no distribution
        with full support meets, because they lie outside or on the boundary of the convex hull
        of the features.

    Examples
    --------
    Jaynes' die: the faces average 4.5 and not 3.5.

    >>> p, multiplier = maximum_entropy([1, 2, 3, 4, 5, 6], 4.5)
    >>> p.round(3)
    array([0.054, 0.079, 0.114, 0.165, 0.24 , 0.347])
    >>> float(multiplier.round(8))
    0.37104894

    Source: Jaynes (1957); the die is his Brandeis lecture of 1962.
    """
    features, targets, shape = _as_constraints(features, targets)
    lowest, highest = features.min(axis=0), features.max(axis=0)
    _check_range(targets, lowest, highest)

    # Measured from the target and in units of its range, a feature shall have expectation 0.
    # A constant feature has no range; it is 0 already.
    with np.errstate(over="ignore"):
        unit = np.where(highest > lowest, highest - lowest, 1)
    if not np.isfinite(unit).all():
        raise ValueError(
            "maximum_entropy: features differ by more than float64 can hold; smaller units are "
            "needed"
        )
    gaps = (features - targets) / unit
    directions = _independent_directions(gaps)
    logits, multipliers = _minimise_dual(gaps @ directions)
    with np.errstate(over="ignore"):  # per unit of a subnormal range
        return softmax(logits), ((directions @ multipliers) / unit).reshape(shape)[()]


def _minimise_dual(gaps: NDArray) -> tuple[NDArray, NDArray]:
    """Logits and λ at the minimum of log Σ_i exp(g_i · λ), for gaps g (n, r) of rank r."""
    multipliers = np.zeros(gaps.shape[1])
    for _ in range(MAX_STEPS):
        logits = gaps @ multipliers
        value, p = logsumexp(logits), softmax(logits)
        # Were the targets an expectation, no value of the dual could be below the entropy.
        if value < -1e-9:
            raise ValueError(
                "maximum_entropy: targets lie outside the convex hull of the features, recognised "
                f"by a dual value of {value:.3g}; it is never below the entropy of a solution, so "
                "it needs to be at least 0"
            )
        gradient = p @ gaps
        # The covariance is rootᵀ root; its square root keeps digits that the product would lose.
        root = np.sqrt(p)[:, None] * (gaps - gradient)
        _, spreads, axes = np.linalg.svd(root, full_matrices=False)
        # One direction cannot go flat: its target lies strictly inside the range.
        if len(spreads) > 1 and spreads[-1] ** 2 < FLAT:
            raise ValueError(
                "maximum_entropy: targets lie on the boundary of the convex hull of the features "
                "or outside, recognised by the probability gathering on one face of it (variance "
                f"{spreads[-1] ** 2:.1g} across); targets inside the hull are needed"
            )
        step = -axes.T @ (axes @ gradient / spreads**2)
        changes = gaps @ step
        # Newton's error is squared by every step: this one leaves none that float64 can hold.
        if np.max(np.abs(changes)) <= 1e-10 * max(1, np.max(np.abs(logits))):
            return gaps @ (multipliers + step), multipliers + step
        multipliers = multipliers + _step_length(logits, changes, value, gradient @ step) * step
    raise ValueError(
        f"maximum_entropy: no minimum of the dual after {MAX_STEPS} Newton steps; targets further "
        "inside the convex hull of the features are needed"
    )


def _step_length(logits: NDArray, changes: NDArray, value: float, slope: float) -> float:
    """Halve a Newton step until the dual falls by a part of what its slope promises (Armijo)."""
    length = 1.0
    rounding = 1e-14 * (1 + abs(value))  # near the minimum the fall is smaller than this
    while logsumexp(logits + length * changes) > value + 1e-4 * length * slope + rounding:
        length /= 2
    return length


def _independent_directions(gaps: NDArray) -> NDArray:
    """Orthonormal columns (m, r) that span the differences between outcomes.

    Along any other direction all outcomes are equal, so λ has nothing to do there; but then
    they must be equal to the target too.
    """
    centre = gaps.mean(axis=0)
    _, spreads, axes = np.linalg.svd(gaps - centre, full_matrices=False)
    directions = axes[spreads > 1e-12 * spreads.max(initial=0)].T
    contradiction = np.abs(centre - directions @ (directions.T @ centre)).max(initial=0)
    if contradiction > 1e-10:
        raise ValueError(
            "maximum_entropy: targets contradict each other: the features depend linearly on each "
            f"other, and the targets miss that relation by {contradiction:.3g} of a feature's "
            "range; targets that keep it are needed"
        )
    return directions


def _check_range(targets: NDArray, lowest: NDArray, highest: NDArray) -> None:
    """An expectation lies strictly between the extremes, unless these are one number."""
    constant = lowest == highest
    inside = np.where(constant, targets == lowest, (lowest < targets) & (targets < highest))
    if not np.all(inside):
        j = np.argmin(inside)
        needed = f"exactly {lowest[j]:g}" if constant[j] else f"{lowest[j]:g} < t < {highest[j]:g}"
        raise ValueError(
            f"maximum_entropy: target {j} is t = {targets[j]:.17g}, outside or on the boundary of "
            "the convex hull of the features, recognised by the least and the greatest of them: "
            f"{needed} is needed in targets"
        )


def _as_constraints(
    features: ArrayLike, targets: ArrayLike
) -> tuple[NDArray, NDArray, tuple[int, ...]]:
    """features as (n, m), targets as (m,), and the shape in which targets was given."""
    caller = "maximum_entropy"
    features, targets = (
        as_finite(as_numbers(array, caller, name), caller, name)
        for name, array in (("features", features), ("targets", targets))
    )
    if features.ndim not in (1, 2) or len(features) == 0 or targets.shape != features.shape[1:]:
        raise ValueError(
            f"maximum_entropy: features has shape {features.shape} and targets {targets.shape}, "
            "but (n, m) and (m,), or (n,) and a number, are needed, with n at least 1"
        )
    n = len(features)
    return features.reshape(n, targets.size), targets.reshape(-1), targets.shape

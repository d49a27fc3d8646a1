"""Drawing classes from softmax, and cutting off its tail before drawing.

A class is taken out by the logit −inf, so the three functions combine:
``gumbel_max(nucleus(logits, 0.9))`` draws from the nucleus, renormalised.
"""

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from softmaxbook.arguments import MASKED_LOGITS, as_number, as_numbers, as_whole, shown
from softmaxbook.functions import softmax

__all__ = ["gumbel_max", "nucleus", "top_k"]


def gumbel_max(
    logits: ArrayLike,
    size: int | tuple[int, ...] | None = None,
    rng: np.random.Generator | int | None = None,
) -> NDArray[np.intp]:
    """Draw classes from softmax(logits) by argmax_i (z_i − log(−log u_i)), u_i uniform on (0, 1).

    The noise −log(−log u) has the Gumbel distribution, the one noise with which the largest sum
    falls on class i with probability exp(z_i) / Σ_j exp(z_j): no probability is ever computed.

    Parameters
    ----------
    logits : real array (..., K)
        In nats, up to a common constant. −inf takes a class out: it is never drawn.
    size : int or tuple of int, optional
        Shape of the independent draws per row of logits; default one draw. Memory is needed
        for K numbers per draw.
    rng : Generator or seed, optional
        Where the noise comes from; the same seed gives the same draws. Default: unpredictable.

    Returns
    -------
    integers, shape size + (...)
        Class indices from 0 to K − 1.

    Raises
    ------
    TypeError
        Logits that are not real numbers.
    ValueError
        Logits without a class to draw, or with +inf or nan.

    Examples
    --------
    >>> draws = gumbel_max([3.0, 1.0, 0.2], size=10_000, rng=0)
    >>> (np.bincount(draws) / 10_000).round(2)
    array([0.84, 0.11, 0.05])

    Source: Gumbel (1954), Yellott (1977); as a way to sample, Maddison, Tarlow and Minka (2014).
    """
    logits = _as_logits(logits, "gumbel_max")
    shape = _as_shape(size, "gumbel_max") + logits.shape
    rng = _as_generator(rng, "gumbel_max")
    try:
        u = rng.random(shape)
    except (MemoryError, ValueError) as error:
        raise ValueError(
            f"gumbel_max: size is {shown(size)}, but needs to be smaller: memory does not hold "
            f"{shown(math.prod(shape))} numbers"
        ) from error
    # random() may return 0, once in 2**53 draws, and log(0) is −inf; it never returns 1. The
    # noise is float64, and so is its sum with logits of a narrower type.
    u = np.maximum(u, 2.0**-54)
    return np.argmax(logits - np.log(-np.log(u)), axis=-1)


def top_k(logits: ArrayLike, k: int) -> NDArray:
    """Keep the k largest logits of every row and set the others to −inf.

    Of equal logits the one that comes first is kept first, so exactly k are kept, always the
    same ones.

    Parameters
    ----------
    logits : real array (..., K)
        In nats, up to a common constant.
    k : int
        From 1 to K.

    Returns
    -------
    floating array of the shape of logits

    Raises
    ------
    TypeError
        Logits that are not real numbers, k that is not an integer.
    ValueError
        k out of range; logits as for :func:`gumbel_max`.

    Examples
    --------
    >>> top_k([3.0, 1.0, 0.2, 1.0], 2)
    array([  3.,   1., -inf, -inf])
    """
    logits = _as_logits(logits, "top_k")
    classes = logits.shape[-1]
    k = as_whole(k, "top_k", "k")
    if not 1 <= k <= classes:
        raise ValueError(
            f"top_k: k is {shown(k)}, but 1 to {classes} is needed for {classes} classes in logits"
        )
    kept = np.arange(classes) < k
    return _cut(logits, _descending(logits), kept)


@np.errstate(under="ignore")
def nucleus(logits: ArrayLike, mass: float) -> NDArray:
    """Keep the fewest classes whose probabilities add up to mass, and set the others to −inf.

    Parameters
    ----------
    logits : real array (..., K)
        In nats, up to a common constant.
    mass : float
        Probability to keep, above 0 and at most 1. The most probable class is always kept; 1
        keeps every class that has a probability above 0 in float64. A sum that misses mass by no
        more than the rounding of the logits and of mass reaches it.

    Returns
    -------
    floating array of the shape of logits
        Of equal logits the one that comes first is kept first.

    Raises
    ------
    TypeError
        Logits that are not real numbers.
    ValueError
        mass out of range; logits as for :func:`gumbel_max`.

    Examples
    --------
    The probabilities are 0.836, 0.113 and 0.051.

    >>> nucleus([3.0, 1.0, 0.2], 0.9)
    array([  3.,   1., -inf])

    Source: Holtzman et al. (2020), "The Curious Case of Neural Text Degeneration".
    """
    logits = _as_logits(logits, "nucleus")
    given, mass = mass, as_number(mass, "nucleus", "mass")
    if not 0 < mass <= 1:
        raise ValueError(f"nucleus: mass is {mass}, but a number above 0 and at most 1 is needed")
    order = _descending(logits)
    z = np.take_along_axis(logits.astype(np.float64), order, axis=-1)
    p = softmax(z, axis=-1)
    # What would be lost by stopping before a class, summed from the small end: summed from the
    # large end, the tail would drown in the rounding of numbers near 1.
    lost = _sums_from_the_end(p)
    if mass == 1:
        enough = lost == 0
    else:
        # Classes of 0.6 and 0.3 have the mass 0.9, whatever rounding makes of the three numbers:
        # mass is known to half a step of its type, and p to what rounding its logit changes.
        steps = 4 + np.abs(z[..., :1]) + np.abs(np.where(p > 0, z, 0))
        wide = np.promote_types(logits.dtype, np.float32)  # what float16 is computed in
        doubt = float(np.finfo(wide).eps) * _sums_from_the_end(p * steps)
        step = np.spacing(given) if isinstance(given, np.floating) else np.spacing(mass)
        enough = lost <= 1 - mass + float(step) / 2 + doubt
    enough[..., 0] = False
    return _cut(logits, order, ~enough)


def _sums_from_the_end(p: NDArray) -> NDArray:
    return np.cumsum(p[..., ::-1], axis=-1)[..., ::-1]


def _descending(logits: NDArray) -> NDArray:
    """Classes from the largest logit to the smallest; stable, so equal logits keep their order."""
    return np.argsort(-logits, axis=-1, kind="stable")


def _cut(logits: NDArray, order: NDArray, kept: NDArray) -> NDArray:
    """logits with −inf where kept, given for the classes in order of rank, is False."""
    result = np.full_like(logits, -np.inf)
    chosen = np.where(kept, np.take_along_axis(logits, order, axis=-1), -np.inf)
    np.put_along_axis(result, order, chosen, axis=-1)
    return result


def _as_logits(logits: ArrayLike, caller: str) -> NDArray:
    """logits as a floating array with at least one class, and one that can be drawn, per row."""
    logits = as_numbers(logits, caller, "logits", MASKED_LOGITS)
    if logits.dtype.kind != "f":
        logits = logits.astype(np.float64)
    if logits.ndim == 0 or logits.shape[-1] == 0:
        raise ValueError(
            f"{caller}: logits have shape {logits.shape}, but (..., K) with K at least 1 is needed"
        )
    if np.any(np.isnan(logits) | (logits == np.inf)):
        raise ValueError(f"{caller}: logits hold +inf or nan, but numbers or -inf are needed")
    if not np.all(np.any(logits > -np.inf, axis=-1)):
        raise ValueError(f"{caller}: all logits of a row are -inf, but a class to draw is needed")
    return logits


def _as_shape(size: int | tuple[int, ...] | None, caller: str) -> tuple[int, ...]:
    if size is None:
        return ()
    parts = size if isinstance(size, tuple | list) else (size,)
    return tuple(as_whole(part, caller, "size", 0) for part in parts)


def _as_generator(rng: np.random.Generator | int | None, caller: str) -> np.random.Generator:
    if rng is not None and not isinstance(rng, np.random.Generator):
        rng = as_whole(rng, caller, "rng", 0)  # a seed
    return np.random.default_rng(rng)

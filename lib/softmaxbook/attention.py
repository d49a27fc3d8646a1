"""Attention: every query takes the softmax-weighted mean of the values."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from softmaxbook.arguments import as_flag, as_mask, as_number, as_numbers
from softmaxbook.derivatives import jvp_of_probabilities
from softmaxbook.functions import softmax

__all__ = ["scaled_dot_product_attention", "scaled_dot_product_attention_grad"]

MASKED = "give its data, and mask=, which is what where= is in softmax"


def scaled_dot_product_attention(
    q: ArrayLike,
    k: ArrayLike,
    v: ArrayLike,
    *,
    mask: ArrayLike | None = None,
    causal: bool = False,
    scale: float | None = None,
) -> tuple[NDArray, NDArray]:
    """Average the values with weights softmax(q kᵀ / √d), one set of weights per query.

    Parameters
    ----------
    q : real array (..., n, d)
        n queries.
    k : real array (..., m, d)
        m keys, compared with the queries by dot product.
    v : real array (..., m, e)
        m values, one per key. The leading axes of all three broadcast.
    mask : boolean array that broadcasts to (..., n, m), optional
        True where the query may attend to the key.
    causal : bool
        Query i may attend to keys j ≤ i + (m − n) only: the last query sees all keys, and of
        as many queries as keys, query i sees keys 0 … i. It is combined with mask by "and".
    scale : float, optional
        Factor of the dot products; default 1/√d, with which dot products of d independent
        standard normal numbers have variance 1.

    Returns
    -------
    output : array (..., n, e)
        weights @ v.
    weights : array (..., n, m)
        Each row is a distribution over the keys, exactly 0 where masked. A query that may
        attend to no key has no distribution: its weights are all 0, and so is its output.
        Both arrays have the widest type of q, k and v, at least float32. A key taken out by
        the mask needs finite values still, because 0 × inf is nan.

    Raises
    ------
    TypeError
        Arrays that are not real numbers, a mask that is not boolean.
    ValueError
        Shapes that do not fit; a scale that is not finite.

    Examples
    --------
    >>> q = k = v = np.eye(2)
    >>> output, weights = scaled_dot_product_attention(q, k, v, causal=True)
    >>> weights.round(3)
    array([[1.  , 0.  ],
           [0.33, 0.67]])

    Source: Vaswani et al. (2017), section 3.2.1.
    """
    q, k, v, _, weights = _weights("scaled_dot_product_attention", q, k, v, mask, causal, scale)
    with np.errstate(all="ignore"):
        return weights @ v, weights


def scaled_dot_product_attention_grad(
    q: ArrayLike,
    k: ArrayLike,
    v: ArrayLike,
    grad_output: ArrayLike,
    *,
    mask: ArrayLike | None = None,
    causal: bool = False,
    scale: float | None = None,
) -> tuple[NDArray, NDArray, NDArray]:
    """Gradient of a loss in the queries, keys and values: the backward pass of attention.

    With p a row of weights, o its output and g the gradient in o, the derivative in score i is
    p_i g·(v_i − o). Scores are scale · q kᵀ, so queries get theirs through the keys and keys
    through the queries. Value i gets Σ p_i g over the queries.

    Parameters
    ----------
    q, k, v, mask, causal, scale
        As given to scaled_dot_product_attention.
    grad_output : real array that broadcasts to (..., n, e)
        The gradient of the loss in the output.

    Returns
    -------
    grad_q, grad_k, grad_v : arrays of the shapes of q, k and v
        Where these were broadcast, the sum over all copies. They have the widest type of q, k, v
        and grad_output, at least float32. Keys and values that the mask takes out must be finite
        still, and so must a query without any key, and its grad_output: 0 × inf is nan.

    Raises
    ------
    TypeError, ValueError
        As scaled_dot_product_attention, and for a grad_output of another kind or shape.

    Examples
    --------
    The better value has the key 1, so the output rises with the query.

    >>> q, k, v = [[0.0]], [[1.0], [-1.0]], [[1.0], [0.0]]
    >>> grad_q, grad_k, grad_v = scaled_dot_product_attention_grad(q, k, v, [[1.0]])
    >>> grad_q
    array([[0.5]])
    >>> grad_v
    array([[0.5],
           [0.5]])
    """
    caller = "scaled_dot_product_attention_grad"
    g = as_numbers(grad_output, caller, "grad_output", MASKED)
    q, k, v, scale, weights = _weights(caller, q, k, v, mask, causal, scale, g.dtype)
    leading = np.broadcast_shapes(weights.shape[:-2], v.shape[:-2])
    shape = (*leading, q.shape[-2], v.shape[-1])
    try:
        g = np.broadcast_to(g.astype(weights.dtype), shape)
    except ValueError as error:
        raise ValueError(
            f"{caller}: grad_output has shape {g.shape}, but it must broadcast to {shape}, the "
            f"shape of the output of q {q.shape}, k {k.shape} and v {v.shape}"
        ) from error
    with np.errstate(all="ignore"):
        in_weights = g @ np.swapaxes(v, -1, -2)
        in_products = scale * jvp_of_probabilities(weights, in_weights)
        return (
            _sum_to(in_products @ k, q.shape),
            _sum_to(np.swapaxes(in_products, -1, -2) @ q, k.shape),
            _sum_to(np.swapaxes(weights, -1, -2) @ g, v.shape),
        )


def _weights(
    caller: str,
    q: ArrayLike,
    k: ArrayLike,
    v: ArrayLike,
    mask: ArrayLike | None,
    causal: bool,
    scale: float | None,
    also: np.dtype | type = np.float32,
) -> tuple[NDArray, NDArray, NDArray, np.floating, NDArray]:
    """The arguments, checked and of one type, and the weights (..., n, m).

    also : a type that the results must be able to hold, beside those of q, k and v
    """
    q, k, v = (
        as_numbers(array, caller, name, MASKED) for array, name in ((q, "q"), (k, "k"), (v, "v"))
    )
    _check_shapes(q, k, v, caller)
    causal = as_flag(causal, caller, "causal")
    scale = 1 / np.sqrt(q.shape[-1]) if scale is None else as_number(scale, caller, "scale")
    if not np.isfinite(scale):
        raise ValueError(f"{caller}: scale is {scale}, but a finite number is needed")
    dtype = np.result_type(q, k, v, also, np.float32)
    q, k, v = (array.astype(dtype) for array in (q, k, v))
    # Scores too large for the type become infinite, and their softmax nan: no warning needed.
    with np.errstate(all="ignore"):
        scale = dtype.type(scale)
        scores = (q * scale) @ np.swapaxes(k, -1, -2)
        allowed = as_mask(True if mask is None else mask, scores.shape, caller, "mask")
        if causal:
            n, m = scores.shape[-2:]
            allowed = allowed & np.tri(n, m, m - n, dtype=bool)
        return q, k, v, scale, softmax(scores, where=allowed)


def _sum_to(a: NDArray, shape: tuple[int, ...]) -> NDArray:
    """Add up over the axes along which an array of that shape was repeated."""
    new = a.ndim - len(shape)
    repeated = [i for i in range(a.ndim) if i < new or shape[i - new] != a.shape[i]]
    return a.sum(axis=tuple(repeated), keepdims=True).reshape(shape)


def _check_shapes(q: NDArray, k: NDArray, v: NDArray, caller: str) -> None:
    fits = min(q.ndim, k.ndim, v.ndim) >= 2
    fits = fits and q.shape[-1] == k.shape[-1] >= 1 and k.shape[-2] == v.shape[-2]
    if fits:
        try:
            np.broadcast_shapes(q.shape[:-2], k.shape[:-2], v.shape[:-2])
        except ValueError:
            fits = False
    if not fits:
        raise ValueError(
            f"{caller}: q has shape {q.shape}, k {k.shape} and v {v.shape}, but (..., n, d), "
            "(..., m, d) and (..., m, e) are needed, with d at least 1 and leading axes that "
            "broadcast"
        )

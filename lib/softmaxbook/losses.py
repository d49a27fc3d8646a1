"""The losses of a classifier and their gradients, from logits, with every digit at any margin.

A target is an array of class indices, of the shape of the logits without the class axis, or an
array of probabilities, of the shape of the logits. The value and its gradient stand together.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from softmaxbook.arguments import (
    as_array,
    as_axes,
    as_integers,
    as_number,
    as_real,
    as_whole,
    shown,
)
from softmaxbook.derivatives import softmax_jvp
from softmaxbook.functions import log_softmax, logsumexp, softmax

__all__ = [
    "brier_score",
    "brier_score_grad",
    "cross_entropy",
    "cross_entropy_and_grad",
    "cross_entropy_grad",
    "squared_error",
    "squared_error_grad",
]

MASKED_TARGET = "give its data and ignore_index=, which is what where= is in softmax"


def cross_entropy(
    logits: ArrayLike,
    target: ArrayLike,
    axis: int = -1,
    *,
    weight: ArrayLike | None = None,
    ignore_index: int | None = None,
    label_smoothing: float = 0.0,
    reduction: str = "mean",
) -> NDArray:
    """Cross-entropy −Σ_k w_k t_k log softmax(z)_k of the target t, in nats.

    Parameters
    ----------
    logits : real array of any shape
    target : class indices, or probabilities; these need not sum to 1, the loss is linear in them
    axis : the class axis
    weight : (K,) non-negative weights of the classes, optional
    ignore_index : examples whose class index is this are left out
    label_smoothing : ε in [0, 1]; t becomes (1 − ε) t + (Σ t) ε / K
    reduction : "mean" (over examples; with weights, the sum divided by Σ w t), "sum" or "none"

    Returns
    -------
    a number, or with "none" an array of the shape of the logits without axis
        A class with t = 0 adds 0 whatever its logit. The mean over no example is nan.

    Raises
    ------
    TypeError for logits that are not real and class indices that are not integers; IndexError
    for a class index outside 0 … K − 1; ValueError for shapes, weights, a smoothing or a
    reduction that cannot be.

    Examples
    --------
    >>> float(cross_entropy([[3.0, 1.0, 0.2]], [0]).round(6))
    0.179104
    >>> float(f"{cross_entropy([0.0, -50.0], 0):.3g}")
    1.93e-22
    """
    options = reduction, weight, ignore_index, label_smoothing
    case = _Case("cross_entropy", logits, target, axis, *options)
    with np.errstate(all="ignore"):
        if case.index is not None:
            losses = case.row_weight * _surprisal(case.logits, case.index)
            return case.reduce(np.where(case.row_weight == 0, 0, losses), reduction)
        terms = np.where(case.target == 0, 0, -case.target * log_softmax(case.logits, axis=-1))
        return case.reduce(terms.sum(axis=-1), reduction)


def cross_entropy_grad(
    logits: ArrayLike,
    target: ArrayLike,
    axis: int = -1,
    *,
    weight: ArrayLike | None = None,
    ignore_index: int | None = None,
    label_smoothing: float = 0.0,
    reduction: str = "mean",
) -> NDArray:
    """Gradient of :func:`cross_entropy` with respect to the logits: (Σ w t) p − w t.

    Takes the same arguments and raises the same errors. Returns an array of the shape of the
    logits; with "none", each example's gradient is that of its own loss.

    >>> cross_entropy_grad([3.0, 1.0, 0.2], 0).round(4)
    array([-0.164 ,  0.1131,  0.0508])
    """
    options = reduction, weight, ignore_index, label_smoothing
    case = _Case("cross_entropy_grad", logits, target, axis, *options)
    with np.errstate(all="ignore"):
        gradient = softmax(case.logits, axis=-1)
        if case.index is not None:
            _one_hot_gradient(gradient, case, reduction)
        else:
            gradient = _less_target(case.logits, gradient, case.target) / case.divisor(reduction)
            gradient[(case.target == 0).all(axis=-1)] = 0
        return case.restore(gradient)


def cross_entropy_and_grad(
    logits: ArrayLike,
    target: ArrayLike,
    axis: int = -1,
    *,
    weight: ArrayLike | None = None,
    ignore_index: int | None = None,
    label_smoothing: float = 0.0,
    reduction: str = "mean",
) -> tuple[NDArray, NDArray]:
    """:func:`cross_entropy` and its gradient; class indices need but one softmax for both.

    >>> loss, gradient = cross_entropy_and_grad([3.0, 1.0, 0.2], 0)
    >>> float(loss.round(6)), gradient.round(4)
    (0.179104, array([-0.164 ,  0.1131,  0.0508]))
    """
    options = reduction, weight, ignore_index, label_smoothing
    case = _Case("cross_entropy_and_grad", logits, target, axis, *options)
    if case.index is None:
        options = {"weight": weight, "ignore_index": ignore_index, "reduction": reduction}
        options["label_smoothing"] = label_smoothing
        return (
            cross_entropy(logits, target, axis, **options),
            cross_entropy_grad(logits, target, axis, **options),
        )
    with np.errstate(all="ignore"):
        p = softmax(case.logits, axis=-1)
        of_target = p[np.arange(len(p)), case.index]
        losses = -np.log(of_target)
        lost = ~((of_target > 1e-30) & (of_target < 0.5))  # to underflow, or to rounding near 1
        losses[lost] = _surprisal(case.logits[lost], case.index[lost])
        losses = np.where(case.row_weight == 0, 0, case.row_weight * losses)
        _one_hot_gradient(p, case, reduction)
        return case.reduce(losses, reduction), case.restore(p)


def _one_hot_gradient(p: NDArray, case: "_Case", reduction: str) -> None:
    """Turn probabilities (n, K) into the gradient for the class indices of case."""
    p[np.arange(len(p)), case.index] -= 1
    # p − 1 cancels where the model is sure and right; minus all other p does not.
    sure = np.flatnonzero(p[np.arange(len(p)), case.index] > -0.5)
    others = p[sure]
    others[np.arange(len(sure)), case.index[sure]] = 0
    p[sure, case.index[sure]] = 0 - others.sum(axis=-1)
    scale = case.row_weight[:, None] / case.divisor(reduction)
    p *= scale.astype(p.dtype)
    p[case.row_weight == 0] = 0  # left out, whatever its logits


def _less_target(logits: NDArray, p: NDArray, target: NDArray) -> NDArray:
    """(Σ t) p − t by rows. For the one p above ½, t is near (Σ t) p where the model is right:
    there it is (Σ t) (p − 1) + what the other classes have of t, and p − 1 is expm1(log p)."""
    total, is_top = target.sum(axis=-1, keepdims=True), p > 0.5
    others = np.where(is_top, 0, target).sum(axis=-1, keepdims=True)
    at_top = total * np.expm1(log_softmax(logits, axis=-1)) + others
    return np.where(is_top, at_top, total * p - target)


def _surprisal(logits: NDArray, index: NDArray) -> NDArray:
    """−log p of one class in each row: log Σ e^z − z_y, unless that cancels."""
    log_total = logsumexp(logits, axis=-1)
    surprisal = log_total - logits[np.arange(len(index)), index]
    poor = np.flatnonzero(~(surprisal > 0.7 + 0.02 * np.abs(log_total)))
    surprisal[poor] = -log_softmax(logits[poor], axis=-1)[np.arange(len(poor)), index[poor]]
    return surprisal


def brier_score(
    logits: ArrayLike, target: ArrayLike, axis: int = -1, *, reduction: str = "mean"
) -> NDArray:
    """Brier score Σ_k (softmax(z)_k − t_k)², the squared error of the probabilities.

    Arguments and errors as in :func:`cross_entropy`.

    >>> float(brier_score([3.0, 1.0, 0.2], 0).round(6))
    0.042276

    Source: Brier (1950).
    """
    case = _Case("brier_score", logits, target, axis, reduction)
    with np.errstate(all="ignore"):
        return case.reduce(np.sum(_error(case) ** 2, axis=-1), reduction)


def brier_score_grad(
    logits: ArrayLike, target: ArrayLike, axis: int = -1, *, reduction: str = "mean"
) -> NDArray:
    """Gradient of :func:`brier_score` with respect to the logits: 2 J (p − t), J = diag(p) − p pᵀ.

    >>> brier_score_grad([3.0, 1.0, 0.2], 0).round(4)
    array([-0.0707,  0.0531,  0.0175])
    """
    case = _Case("brier_score_grad", logits, target, axis, reduction)
    with np.errstate(all="ignore"):
        gradient = 2 * softmax_jvp(case.logits, _error(case))
        return case.restore(gradient / case.divisor(reduction))


def _error(case: "_Case") -> NDArray:
    """p − t, without cancellation where p is near 1."""
    p, t = softmax(case.logits, axis=-1), case.dense()
    return np.where(p > 0.5, np.expm1(log_softmax(case.logits, axis=-1)) + (1 - t), p - t)


def squared_error(
    outputs: ArrayLike, target: ArrayLike, axis: int = -1, *, reduction: str = "mean"
) -> NDArray:
    """Half the squared error, ½ Σ_k (a_k − t_k)², of outputs a that may be any numbers.

    Arguments and errors as in :func:`cross_entropy`, with the outputs in place of the logits.

    >>> float(squared_error([0.9, 0.2], 0).round(4))
    0.025
    """
    case = _Case("squared_error", outputs, target, axis, reduction, name="outputs")
    with np.errstate(all="ignore"):
        return case.reduce(np.sum((case.logits - case.dense()) ** 2, axis=-1) / 2, reduction)


def squared_error_grad(
    outputs: ArrayLike, target: ArrayLike, axis: int = -1, *, reduction: str = "mean"
) -> NDArray:
    """Gradient of :func:`squared_error` with respect to the outputs: a − t.

    >>> squared_error_grad([0.9, 0.2], 0).round(4)
    array([-0.1,  0.2])
    """
    case = _Case("squared_error_grad", outputs, target, axis, reduction, name="outputs")
    with np.errstate(all="ignore"):
        return case.restore((case.logits - case.dense()) / case.divisor(reduction))


class _Case:
    """Checked arguments: logits (n, K), the target, and how to get back to their shape.

    The target is w t, shape (n, K); or, for class indices that are not smoothed, the index and
    w of that class, shape (n,), where an example that is ignored has weight 0 and index 0.
    """

    def __init__(
        self,
        caller,
        logits,
        target,
        axis,
        reduction="none",
        weight=None,
        ignore_index=None,
        label_smoothing=0.0,
        name="logits",
    ):
        logits, self.dtype = as_real(logits, caller, name)
        axes = as_axes(axis, logits.ndim, caller)
        if len(axes) != 1 or axis is None:
            raise ValueError(
                f"{caller}: {name} of shape {logits.shape} and axis={axis!r} do not name one "
                "class axis, but one is needed"
            )
        self.axis, self.name, self.shape = axes[0], name, logits.shape
        moved = np.moveaxis(logits, self.axis, -1)
        self.caller, self.kept = caller, moved.shape[:-1]
        self.logits = moved.reshape(int(np.prod(self.kept)), moved.shape[-1])
        n, classes = self.logits.shape
        label_smoothing = as_number(label_smoothing, caller, "label_smoothing")
        if not 0 <= label_smoothing <= 1:
            raise ValueError(
                f"{caller}: label_smoothing is {label_smoothing}, but 0 to 1 is needed"
            )
        if not isinstance(reduction, str) or reduction not in ("mean", "sum", "none"):
            raise ValueError(
                f"{caller}: reduction is {shown(reduction)}, but mean, sum or none is needed"
            )
        if ignore_index is not None:
            ignore_index = as_whole(ignore_index, caller, "ignore_index")
        target = as_array(target, caller, "target", MASKED_TARGET)
        weight = None if weight is None else self._weights(weight, classes)
        self.weighted, self.counted, self.index = weight is not None, n, None
        if target.shape == logits.shape:
            if ignore_index is not None:
                raise ValueError(f"{caller}: ignore_index needs class indices, not probabilities")
            target = as_real(target, caller, "target")[0]
            target = np.moveaxis(target, self.axis, -1).reshape(n, classes)
            with np.errstate(all="ignore"):
                target = target.astype(self.logits.dtype, copy=False)
        elif target.shape == self.kept:
            self.index, counted = self._indices(target.reshape(n), classes, ignore_index)
            self.counted = np.count_nonzero(counted)
            self.row_weight = counted.astype(self.logits.dtype)
            if not label_smoothing:
                self.row_weight *= 1 if weight is None else weight[self.index]
                return
            target = np.zeros_like(self.logits)
            target[np.arange(n), self.index], self.index = self.row_weight, None
        else:
            raise ValueError(
                f"{caller}: target has shape {target.shape}, but {name} {logits.shape} need "
                f"{self.kept} class indices or {logits.shape} probabilities"
                + (f" for axis {axis}" if axis != -1 else "")
            )
        with np.errstate(all="ignore"):
            if label_smoothing:
                even = target.sum(axis=-1, keepdims=True) / classes  # 0 in a row that is ignored
                target = (1 - label_smoothing) * target + label_smoothing * even
            self.target = target if weight is None else target * weight

    def dense(self) -> NDArray:
        """w t as (n, K), whichever kind of target was given."""
        if self.index is None:
            return self.target
        target = np.zeros_like(self.logits)
        target[np.arange(len(target)), self.index] = self.row_weight
        return target

    def _indices(
        self, index: NDArray, classes: int, ignore_index: int | None
    ) -> tuple[NDArray, NDArray]:
        """Class indices, 0 where ignored, and which of them count."""
        index = as_integers(index, self.caller, "target")
        counted = np.ones(len(index), bool) if ignore_index is None else index != ignore_index
        outside = counted & ((index < 0) | (index >= classes))
        if outside.any():
            raise IndexError(
                f"{self.caller}: a class index is {index[outside][0]}, but "
                f"0 to {classes - 1} is needed in target for {self.name} of shape {self.shape}, "
                f"classes along axis {self.axis}"
            )
        return np.where(counted, index, 0).astype(np.intp), counted

    def _weights(self, weight: ArrayLike, classes: int) -> NDArray:
        weight, _ = as_real(weight, self.caller, "weight")
        if weight.shape != (classes,):
            raise ValueError(
                f"{self.caller}: weight has shape {weight.shape}, but ({classes},) is needed for "
                f"{self.name} of shape {self.shape}, classes along axis {self.axis}"
            )
        if not ((weight >= 0) & (weight < np.inf)).all():
            raise ValueError(
                f"{self.caller}: weights must be finite and not negative, but weight is "
                f"{shown(weight.tolist())}"
            )
        with np.errstate(all="ignore"):
            return weight.astype(self.logits.dtype, copy=False)

    def divisor(self, reduction: str) -> float:
        """What the sum over the examples is divided by."""
        if reduction != "mean":
            return 1
        if self.weighted:
            return (self.target if self.index is None else self.row_weight).sum()
        return self.counted

    def reduce(self, losses: NDArray, reduction: str) -> NDArray:
        divisor = self.divisor(reduction)
        if reduction == "none":
            return losses.reshape(self.kept).astype(self.dtype)[()]
        with np.errstate(all="ignore"):  # the mean over no example is 0 / 0
            return (losses.sum() / np.asarray(divisor, losses.dtype)).astype(self.dtype)[()]

    def restore(self, rows: NDArray) -> NDArray:
        """Rows (n, K) in the shape of the logits."""
        shaped = rows.reshape(*self.kept, rows.shape[-1]).astype(self.dtype, copy=False)
        return np.moveaxis(shaped, -1, self.axis)

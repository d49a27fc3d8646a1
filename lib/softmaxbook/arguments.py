"""What the numerical functions do with their arguments before any mathematics: types, shapes,
and errors that name the function, what was given and what was needed."""

import numpy as np
from numpy.lib.array_utils import normalize_axis_tuple
from numpy.typing import ArrayLike, NDArray

DEFAULT_TEMPERATURE = 1.0
Axis = int | tuple[int, ...] | None


def as_real(x: ArrayLike, caller: str, name: str = "the input") -> tuple[NDArray, np.dtype]:
    """x as a floating array wide enough to compute in, and the dtype the result shall have.

    Integers and booleans become float64 before any subtraction, because uint8 would wrap
    around; float16 is widened to float32, so that it is rounded only once, at the end.
    """
    try:
        x = np.asarray(x)
    except ValueError as error:
        raise ValueError(f"{caller}: {name} is ragged; all rows need one length") from error
    if x.dtype.kind in "biu":
        x = x.astype(np.float64)
    if x.dtype.kind != "f":
        raise TypeError(f"{caller}: {name} has dtype {x.dtype}, but real numbers are needed")
    dtype = x.dtype.newbyteorder("=")
    return x.astype(np.float32 if dtype == np.float16 else dtype, copy=False), dtype


def as_axes(axis: Axis, ndim: int, caller: str) -> tuple[int, ...]:
    """axis as a tuple of non-negative integers; a single number counts as one class."""
    if type(axis) is int and -ndim <= axis < ndim:
        return (axis % ndim,)
    if axis is None:
        return tuple(range(ndim))
    if ndim == 0 and axis in (0, -1):
        return ()
    try:
        return normalize_axis_tuple(axis, ndim, argname=caller)
    except TypeError as error:
        raise TypeError(
            f"{caller}: axis is {axis!r}, but an integer, a tuple of integers or None is needed"
        ) from error


def as_mask(mask: ArrayLike, shape: tuple[int, ...], caller: str, name: str = "where") -> NDArray:
    try:
        mask = np.asarray(mask)
    except ValueError as error:
        raise ValueError(f"{caller}: {name} is ragged; all rows need one length") from error
    if mask.dtype != bool:
        raise TypeError(f"{caller}: {name} has dtype {mask.dtype}, but booleans are needed")
    return broadcast(mask, shape, caller, name)


def as_temperature(temperature: float, dtype: np.dtype, caller: str) -> float:
    if temperature is DEFAULT_TEMPERATURE:  # not given: a small call need not pay for checks
        return temperature
    if np.ndim(temperature) != 0 or np.asarray(temperature).dtype.kind not in "biuf":
        raise TypeError(f"{caller}: temperature is {temperature!r}, but one number is needed")
    temperature = float(temperature)
    if not 0 < temperature < np.inf:
        raise ValueError(
            f"{caller}: temperature is {temperature}, but a positive finite number is needed"
        )
    # Rounded to the dtype of the logits it must not become 0, or the top logit would be 0 / 0.
    return max(temperature, float(np.finfo(dtype).smallest_subnormal))


def broadcast(a: NDArray, shape: tuple[int, ...], caller: str, name: str) -> NDArray:
    try:
        return np.broadcast_to(a, shape)
    except ValueError as error:
        raise ValueError(
            f"{caller}: {name} has shape {a.shape}, but it must broadcast to {shape}"
        ) from error


def check_out(out: NDArray, shape: tuple[int, ...], dtype: np.dtype, caller: str) -> None:
    if not isinstance(out, np.ndarray) or out.dtype.kind != "f":
        given = out.dtype if isinstance(out, np.ndarray) else type(out).__name__
        raise TypeError(f"{caller}: out is {given}, but an array that can hold {dtype} is needed")
    if out.shape != shape:
        raise ValueError(f"{caller}: out has shape {out.shape}, but the result has shape {shape}")
    if not out.flags.writeable:
        raise ValueError(f"{caller}: out is read-only, but a writeable array is needed")

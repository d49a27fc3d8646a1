"""What the functions do with their arguments before any mathematics: types, shapes, ranges, and
errors that name the function, the argument, what was given and what was needed.

Everything that comes from outside passes through this room, so that neither NumPy nor Python
raises an error of its own further on, and no mask, gap or text is read as a number in silence.
"""

import numbers
import operator
import reprlib
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.exceptions import AxisError
from numpy.typing import NDArray

DEFAULT_TEMPERATURE = 1.0
Axis = int | tuple[int, ...] | None

# What to do instead of handing over a masked array.
MASK_AS_WHERE = "give x.data, and where=~x.mask"
MASKED_LOGITS = "x.filled(-np.inf) takes a class out, as where=~x.mask does in softmax"
MASKED_PROBABILITIES = "x.filled(0) takes a class out, as where=~x.mask does in softmax"
MASKED_ROWS = "leave out what is masked: x.compressed(), or x.data[where] with where=~x.mask"


# ---- Arrays -------------------------------------------------------------------------------------


def as_array(x: Any, caller: str, name: str, masked: str = MASKED_ROWS) -> NDArray:
    """x as a plain array of whatever type; masked says what to do with a masked one."""
    if type(x) is np.ndarray:
        return x
    if _is_masked(x):
        raise TypeError(
            f"{caller}: {name} is a masked array, whose mask would be lost, but a plain array is "
            f"needed; {masked}"
        )
    try:
        return np.asarray(x)
    except ValueError as error:
        raise ValueError(f"{caller}: {name} is ragged; all rows need one length") from error
    except Exception as error:  # whatever an object's own conversion raises
        raise TypeError(
            f"{caller}: {name} is {shown(x)}, which gives no array ({error}), but numbers are "
            "needed"
        ) from error


def as_numbers(x: Any, caller: str, name: str, masked: str = MASKED_ROWS) -> NDArray:
    """x as an array of booleans, integers or floating-point numbers, in the type it has."""
    array = x if type(x) is np.ndarray else as_array(x, caller, name, masked)
    if array.dtype.kind not in "biuf":
        given = f"{_have(name)} dtype {array.dtype}"
        if array.dtype == object and array.ndim == 0:
            given = f"is {shown(x)}"
        raise TypeError(f"{caller}: {name} {given}, but real numbers are needed")
    return array


def as_real(
    x: Any, caller: str, name: str = "x", masked: str = MASKED_LOGITS
) -> tuple[NDArray, np.dtype]:
    """x as a floating array wide enough to compute in, and the dtype the result shall have.

    Integers and booleans become float64 before any subtraction, because uint8 would wrap
    around; float16 is widened to float32, so that it is rounded only once, at the end.
    """
    x = as_numbers(x, caller, name, masked)
    if x.dtype.kind != "f":
        x = x.astype(np.float64)
    dtype = x.dtype.newbyteorder("=")
    return x.astype(np.float32 if dtype == np.float16 else dtype, copy=False), dtype


def as_table(
    x: Any,
    caller: str,
    name: str,
    shape: str = "(n, d)",
    axes: str = "examples, features",
    finite: bool = True,
) -> NDArray[np.float64]:
    """x as a float64 table, of finite numbers, with at least one row and one column."""
    x = as_numbers(x, caller, name)
    if x.ndim != 2 or x.size == 0:
        rows, columns = axes.split(", ")
        n, d = shape.strip("()").split(", ")
        raise ValueError(
            f"{caller}: {name} {_have(name)} shape {x.shape}, but {shape} is needed: "
            f"{n} > 0 {rows}, {d} > 0 {columns}"
        )
    return as_finite(x, caller, name) if finite else x.astype(np.float64)


def as_finite(x: NDArray, caller: str, name: str) -> NDArray[np.float64]:
    """An array of numbers as float64, none of them inf or nan."""
    with np.errstate(over="ignore"):  # a longdouble may be beyond float64
        x = x.astype(np.float64)
    if not np.isfinite(x).all():
        hold = "hold" if _have(name) == "have" else "holds"
        raise ValueError(f"{caller}: {name} {hold} inf or nan, but finite numbers are needed")
    return x


def as_mask(mask: Any, shape: tuple[int, ...], caller: str, name: str = "where") -> NDArray:
    mask = as_array(mask, caller, name)
    if mask.dtype != bool:
        raise TypeError(f"{caller}: {name} has dtype {mask.dtype}, but booleans are needed")
    return broadcast(mask, shape, caller, name)


def broadcast(a: NDArray, shape: tuple[int, ...], caller: str, name: str) -> NDArray:
    try:
        return np.broadcast_to(a, shape)
    except ValueError as error:
        raise ValueError(
            f"{caller}: {name} has shape {a.shape}, but it must broadcast to {shape}"
        ) from error


def check_out(out: Any, shape: tuple[int, ...], dtype: np.dtype, caller: str) -> None:
    if not isinstance(out, np.ndarray) or out.dtype.kind != "f" or _is_masked(out):
        plain = isinstance(out, np.ndarray) and not _is_masked(out)
        given = out.dtype if plain else type(out).__name__
        raise TypeError(f"{caller}: out is {given}, but an array that can hold {dtype} is needed")
    if out.shape != shape:
        raise ValueError(
            f"{caller}: out has shape {out.shape}, but the result has shape {shape}, which is "
            "needed"
        )
    if not out.flags.writeable:
        raise ValueError(f"{caller}: out is read-only, but a writeable array is needed")


def _is_masked(x: Any, depth: int = 8) -> bool:
    """Whether x is a masked array, or a list that holds one."""
    if isinstance(x, list | tuple) and depth:
        kinds = set(map(type, x))
        if any(issubclass(kind, np.ma.MaskedArray) for kind in kinds):
            return True
        if any(issubclass(kind, list | tuple) for kind in kinds):
            return any(_is_masked(part, depth - 1) for part in x if isinstance(part, list | tuple))
    return isinstance(x, np.ma.MaskedArray)


# ---- Classes ------------------------------------------------------------------------------------


def as_indices(
    y: Any, shape: tuple[int, int], caller: str, name: str, table: str
) -> NDArray[np.intp]:
    """y as n class indices that fit the table of that name and of shape (n, K)."""
    y = as_integers(y, caller, name)
    n, classes = shape
    table = f"{table} {shape}"
    if y.shape != (n,):
        raise ValueError(f"{caller}: {name} {_have(name)} shape {y.shape}, but {table} need ({n},)")
    # A negative index would silently count classes from the end.
    if y.size and (y.min() < 0 or y.max() >= classes):
        raise IndexError(
            f"{caller}: {name} run from {y.min()} to {y.max()}, but {table} need 0 to {classes - 1}"
        )
    # Where intp has 32 bits NumPy counts and repeats by nothing wider.
    return y.astype(np.intp)


def as_integers(y: Any, caller: str, name: str) -> NDArray:
    """y as an array of integers."""
    array = as_array(y, caller, name)
    if array.size == 0 and array.dtype.kind == "f":  # an empty list is an array of floats
        return array.astype(np.intp)
    if array.dtype.kind not in "iu":
        gap = _first_gap(array)
        gap = "" if gap is None else f" with {array.ravel()[gap]} at index {gap}"
        raise TypeError(
            f"{caller}: {name} {_have(name)} dtype {array.dtype}{gap}, but integers are needed"
        )
    return array


def as_classes(y: Any, n: int, caller: str) -> tuple[NDArray, NDArray[np.intp]]:
    """The K ≥ 2 different classes in y, and for each of n examples the index of its class."""
    array = as_array(y, caller, "y")
    if not isinstance(y, np.ndarray) and array.dtype.kind in "US":
        # NumPy writes the text 'nan' for a gap among strings, and '1' for a number.
        array = np.asarray(y, dtype=object)
    if array.shape != (n,):
        raise ValueError(f"{caller}: y has shape {array.shape}, but X of {n} rows needs ({n},)")
    if (gap := _first_gap(array)) is not None:
        raise ValueError(
            f"{caller}: y holds {array[gap]} at index {gap}, but every example needs a class; "
            "leave out those without"
        )
    if array.dtype == object:
        kinds = {_kind_of_class(value) for value in array}
        if len(kinds) > 1 or None in kinds:
            given = sorted({type(value).__name__ for value in array})
            raise ValueError(
                f"{caller}: y holds {' and '.join(given)}, but integers or strings are needed"
            )
        array = np.array(array.tolist())
    # Floats are measurements, perhaps; and nan is not even equal to itself.
    if array.dtype.kind not in "biuUST":
        raise TypeError(f"{caller}: y has dtype {array.dtype}, but integers or strings are needed")
    classes, index = np.unique(array, return_inverse=True)
    if len(classes) < 2:
        raise ValueError(f"{caller}: in y all examples are of class {classes[0]}; two are needed")
    return classes, index.astype(np.intp, copy=False)


def _kind_of_class(value: Any) -> type | None:
    kinds = (str, bytes, bool | np.bool_, int | np.integer)
    return next((kind for kind in kinds if isinstance(value, kind)), None)


def _first_gap(array: NDArray) -> int | None:
    """Where the first None, nan or missing value of pandas is, if there is one."""
    if array.dtype == object:
        gaps = np.array([_is_gap(value) for value in array.ravel()], bool)
    elif array.dtype.kind in "mM":
        gaps = np.isnat(array)
    elif array.dtype.kind in "fc":
        gaps = np.isnan(array)
    else:
        return None
    return int(gaps.argmax()) if gaps.any() else None


def _is_gap(value: Any) -> bool:
    if value is None or type(value).__name__ in ("NAType", "NaTType"):  # of pandas
        return True
    if isinstance(value, np.datetime64 | np.timedelta64):
        return bool(np.isnat(value))
    return isinstance(value, float | np.floating) and bool(np.isnan(value))


# ---- Numbers and choices ------------------------------------------------------------------------


def as_number(value: Any, caller: str, name: str, needed: str = "one number") -> float:
    """value as a float: any one real number will do, but no text, no truth value, no array."""
    if not isinstance(value, str | bytes | bool | np.bool_) and not _is_masked(value):
        try:
            if isinstance(value, numbers.Real):
                return float(value)
            array = np.asarray(value)
            if array.ndim == 0 and array.dtype.kind in "iuf":
                return float(array)
        except OverflowError as error:
            raise ValueError(
                f"{caller}: {name} is {shown(value)}, but {needed} is needed that float64 can hold"
            ) from error
        except Exception:  # whatever an object's own conversion raises: it is no number
            array = None
    raise TypeError(f"{caller}: {name} is {shown(value)}, but {needed} is needed")


def as_whole(value: Any, caller: str, name: str, low: int | None = None, high: int | None = None):
    """value as an int between low and high."""
    try:
        if isinstance(value, bool | np.bool_) or _is_masked(value):
            raise TypeError
        whole = operator.index(value)
    except TypeError as error:
        raise TypeError(f"{caller}: {name} is {shown(value)}, but an integer is needed") from error
    if (low is not None and whole < low) or (high is not None and whole > high):
        needed = f"at least {low}" if high is None else f"{low} to {high}"
        raise ValueError(f"{caller}: {name} is {shown(whole)}, but {needed} is needed")
    return whole


def as_flag(value: Any, caller: str, name: str) -> bool:
    if not isinstance(value, bool | np.bool_):
        raise TypeError(f"{caller}: {name} is {shown(value)}, but True or False is needed")
    return bool(value)


def as_function(value: Any, caller: str, name: str) -> Callable:
    if not callable(value):
        raise TypeError(f"{caller}: {name} is {shown(value)}, but a function is needed")
    return value


def as_axes(axis: Axis, ndim: int, caller: str) -> tuple[int, ...]:
    """axis as a tuple of non-negative integers; a single number counts as one class."""
    if type(axis) is int and -ndim <= axis < ndim:
        return (axis % ndim,)
    if axis is None:
        return tuple(range(ndim))
    try:
        parts = axis if isinstance(axis, tuple | list) else (axis,)
        if any(isinstance(part, bool | np.bool_) for part in parts):
            raise TypeError
        axes = tuple(map(operator.index, parts))
    except TypeError as error:
        raise TypeError(
            f"{caller}: axis is {shown(axis)}, but an integer, a tuple of integers or None is "
            "needed"
        ) from error
    if ndim == 0 and axes in ((0,), (-1,)):
        return ()
    for part in axes:
        if not -ndim <= part < ndim:
            needed = f"-{ndim} to {ndim - 1}" if ndim else "None, 0 or -1"
            raise AxisError(
                f"{caller}: axis {shown(part)} is out of bounds for an array of dimension {ndim}; "
                f"{needed} is needed"
            )
    axes = tuple(part % ndim for part in axes)
    if len(set(axes)) < len(axes):
        raise ValueError(f"{caller}: axis {axis} has a repeated axis, but {caller} needs each once")
    return axes


def as_temperature(temperature: float, dtype: np.dtype, caller: str) -> float:
    if temperature is DEFAULT_TEMPERATURE:  # not given: a small call need not pay for checks
        return temperature
    temperature = as_number(temperature, caller, "temperature")
    if not 0 < temperature < np.inf:
        raise ValueError(
            f"{caller}: temperature is {temperature}, but a positive finite number is needed"
        )
    # Rounded to the dtype of the logits it must not become 0, or the top logit would be 0 / 0.
    return max(temperature, float(np.finfo(dtype).smallest_subnormal))


def _have(name: str) -> str:
    return "have" if name in ("labels", "logits", "probs") else "has"


def shown(value: Any) -> str:
    """value as it can stand in a message: short, and on one line."""
    if isinstance(value, np.ndarray) and value.ndim:
        return f"an array of shape {value.shape} and dtype {value.dtype}"
    try:
        text = " ".join(reprlib.repr(value).split())
    except Exception:
        text = ""
    return text if text and len(text) <= 80 else f"a {type(value).__name__}"

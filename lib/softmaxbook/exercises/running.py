"""Runs what a learner wrote: on copies, within a time limit, and whatever it does.

Every contact with a learner's object, be it a call, a conversion or a look at its type, happens
inside `run`, because any of these can raise, print, or never return. What comes out is plain.
"""

import dis
import functools
import linecache
import math
import sys
import sysconfig
import traceback
import types
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from softmaxbook.exercises.isolation import Head, as_found, captured, pristine, restore
from softmaxbook.exercises.limits import TooSlow, within
from softmaxbook.exercises.reading import Unreadable, as_array

# For one call, imports aside; an endless loop is told from a slow one by nothing else. A browser is
# slower than a desk, a phone more.
SECONDS = 6.0 if sys.platform == "emscripten" else 3.0
LARGEST = 10**7  # entries; more than that is no answer to any exercise
LIBRARIES = (
    str(Path(__file__).parent),
    *{sysconfig.get_path(n) for n in ("stdlib", "platstdlib", "purelib", "platlib")},
)


@dataclass(frozen=True)
class Outcome:
    """What came of one call.

    kind : "value", or else "untouched" (nothing was written yet), "nothing" (None came back),
        "odd" (no numbers came back), "raised" or "slow"
    value : the numbers, in float64; None unless kind is "value"
    precision : name of the floating type that the numbers were computed in
    form : the type that came back, or in which way it is odd
    error : type of the exception; message : its text; line : the learner's line that raised it
    mutated : whether an argument was changed
    printed : what was printed meanwhile
    runs_on : whether the call, too slow, could not be stopped
    parts : of a ragged tuple, what each part is
    """

    kind: str
    value: NDArray | None = None
    precision: str = "float64"
    form: str = ""
    error: type[BaseException] | None = None
    message: str = ""
    line: str = ""
    mutated: bool = False
    printed: str = ""
    runs_on: bool = False
    parts: tuple[str, ...] = ()

    @property
    def ends_all(self) -> bool:
        """Whether no further call should be made: this one was stopped, by us or by a reader who
        pressed Ctrl+C."""
        return self.kind == "slow" or self.error is KeyboardInterrupt

    @property
    def is_arithmetic_failure(self) -> bool:
        """Python's functions raise where NumPy's return inf or nan."""
        if self.kind != "raised":
            return False
        return issubclass(self.error, ArithmeticError) or "math domain" in self.message

    @functools.cached_property
    def is_finite(self) -> bool:
        """Whether there is neither an inf nor a nan among the numbers; kept, because a mistake's
        result is compared with that of every answer."""
        return self.value is None or bool(np.isfinite(self.value).all())


def run(function: Callable, args: tuple, seconds: float | None = None) -> Outcome:
    """Call function on copies of args. Never raises, and returns within the time limit."""
    copies = tuple(_copy(a) for a in args)
    out = Head()

    def call() -> Outcome:
        try:
            with as_found():
                result = function(*copies)
            outcome = _read(result)
            is_empty = outcome.kind == "nothing" and _is_empty(function)
            return Outcome("untouched") if is_empty else outcome
        except Unreadable as error:
            return Outcome("odd", form=str(error))
        except TooSlow:
            raise
        except BaseException as error:
            return _raised(error)

    limit = SECONDS if seconds is None else seconds
    try:
        with pristine(), captured(out) as inside:
            outcome = within(limit, lambda: inside(call))
    except TooSlow as error:
        restore()  # where the call runs on, it has not been done
        outcome = Outcome("slow", runs_on=error.runs_on)
    changed, printed = not all(map(_is_same, args, copies)), out.getvalue().strip()
    return replace(outcome, mutated=changed, printed=printed) if changed or printed else outcome


# ---- What came back -----------------------------------------------------------------------------


def _read(value: Any) -> Outcome:
    if value is None:
        return Outcome("nothing")
    if holds_dots(value):
        return Outcome("untouched")
    form = type(value).__name__
    if hasattr(value, "send") and hasattr(value, "cr_frame"):
        value.close()  # a coroutine that is never awaited would warn, later, at any moment
        return Outcome("odd", form=form)
    shape = getattr(value, "shape", ())
    if isinstance(shape, tuple) and math.prod(map(float, shape)) > LARGEST:
        return Outcome("odd", form=f"{form} of shape {shape}")
    if isinstance(value, (str, bytes, set, frozenset, types.FunctionType)):
        return Outcome("odd", form=form)
    try:
        array = as_array(value, LARGEST)
    except Unreadable as error:
        return Outcome("odd", form=str(error))
    except (TypeError, ValueError) as error:
        ragged = "inhomogeneous" in str(error) or "sequence" in str(error)
        if not ragged:
            return Outcome("odd", form=form)
        parts = tuple(map(_part, value)) if isinstance(value, tuple) else ()
        return Outcome("odd", form=f"ragged {form}", parts=parts)
    if array.dtype.kind not in "biuf":
        return Outcome("odd", form=form if array.dtype.kind != "c" else "complex numbers")
    numbers = np.array(array, dtype=np.float64)
    return Outcome("value", numbers, precision=_precision(array, numbers), form=form)


def _part(value: Any) -> str:
    shape = getattr(value, "shape", None)
    if isinstance(value, (int, float)) or shape == ():
        return "a number"
    return f"an array of shape {shape}" if shape else f"a {type(value).__name__}"


def _precision(array: NDArray, numbers: NDArray) -> str:
    """float32 may have been the type of the work, even if the result was widened afterwards."""
    if array.dtype == np.float16:
        return "float16"
    same = (numbers.astype(np.float32) == numbers) | np.isnan(numbers)
    return "float32" if same.all() else "float64"


def holds_dots(value: Any, depth: int = 0) -> bool:
    """Whether a value is `...`, or a list, tuple or dict with `...` somewhere inside."""
    if value is ... or value is NotImplemented:
        return True
    if depth < 3 and isinstance(value, dict):
        return any(holds_dots(v, depth + 1) for v in value.values())
    if depth < 3 and isinstance(value, (list, tuple)) and len(value) <= 50:
        return any(holds_dots(v, depth + 1) for v in value)
    return isinstance(value, np.ndarray) and value.dtype == object and ... in value.ravel().tolist()


def _raised(error: BaseException) -> Outcome:
    try:
        message = " ".join(str(error).split())
    except BaseException:
        message = ""
    frames = traceback.extract_tb(error.__traceback__)
    theirs = [f for f in frames if not f.filename.startswith(LIBRARIES)]
    line = ""
    if theirs:
        source = theirs[-1].line or linecache.getline(theirs[-1].filename, theirs[-1].lineno)
        line = f"line {theirs[-1].lineno}: {source.strip()}" if source.strip() else ""
    kind = "untouched" if _says_not_yet(error) else "raised"
    return Outcome(kind, error=type(error), message=message, line=line)


def _says_not_yet(error: BaseException) -> bool:
    """Whether `raise NotImplementedError` stands in the learner's own code. A library raises it
    for what it cannot do."""
    last = error.__traceback__
    while last and last.tb_next:
        last = last.tb_next
    if not last or not isinstance(error, NotImplementedError):
        return False
    code = last.tb_frame.f_code
    is_theirs = not code.co_filename.startswith(LIBRARIES)
    return is_theirs and code.co_code[last.tb_lasti] == dis.opmap["RAISE_VARARGS"]


def _copy(value: Any) -> Any:
    return value.copy() if isinstance(value, np.ndarray) else value


def _is_same(before: Any, after: Any) -> bool:
    if not isinstance(before, np.ndarray):
        return True
    if before.dtype != after.dtype or before.shape != after.shape:
        return False
    # Nearly always the bytes are the same, which is seen sooner.
    is_float = before.dtype.kind == "f"
    return before.tobytes() == after.tobytes() or np.array_equal(before, after, equal_nan=is_float)


# ---- Functions with nothing in them -------------------------------------------------------------


BODIES = ("pass", "...", "'d'", "'d'; pass", "'d'; ...", "return", "'d'; return")
EMPTY = {compile(f"def f(): {body}", "", "exec").co_consts[0].co_code for body in BODIES}


def _is_empty(function: Any) -> bool:
    """Whether nothing but a docstring, `pass` or `...` was written."""
    code = getattr(function, "__code__", None)
    return isinstance(code, types.CodeType) and code.co_code in EMPTY


def trusted(function: Callable, args: tuple) -> Outcome:
    """The outcome of a function of ours: no time limit, no capture, but copies all the same."""
    with pristine():
        try:
            return _read(function(*map(_copy, args)))
        except Exception as error:
            return Outcome("raised", error=type(error), message=str(error))

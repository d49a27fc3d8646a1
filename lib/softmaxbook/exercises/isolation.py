"""Keeps a learner's code and the checker out of each other's way.

What the code prints, reads or ends is its own affair, and not that of another thread that prints,
reads or ends at the same time: `captured` tells them apart by their context. What it puts in place
of NumPy's functions is there when it runs, and not when the checker computes: `pristine`.
"""

import builtins
import contextlib
import contextvars
import io
import math
import os
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from operator import is_, itemgetter
from types import ModuleType
from typing import Any

import numpy as np

PRINTED = 1000  # characters that are kept
NO_INPUT = "a check gives no input"


class Head(io.StringIO):
    """Keeps the beginning of what is printed: an endless loop may print without end."""

    def write(self, text: str) -> int:
        if self.tell() < PRINTED:
            super().write(str(text)[:PRINTED])
        return len(text)

    def close(self) -> None:
        """Stays open, whatever the code does to it."""


class _Nobody(io.StringIO):
    """The input of a check."""

    def readline(self, *_) -> str:
        raise EOFError(NO_INPUT)

    read = readlines = __next__ = readline

    def close(self) -> None:
        """Stays open: `exit()` closes the input before it exits."""


# ---- Streams and exits --------------------------------------------------------------------------


# Where the streams of a learner's code lead, by name; None outside of it.
_streams: contextvars.ContextVar[dict[str, io.StringIO] | None] = contextvars.ContextVar(
    "_streams", default=None
)


def is_checking() -> bool:
    """Whether this is called from within a learner's code, while that is checked."""
    return _streams.get() is not None


class _Router:
    """Stands for a stream of the process: a learner's code is led to its own, all else to the
    stream that was there before."""

    def __init__(self, name: str, stream: Any) -> None:
        if isinstance(stream, _Router):  # left by somebody who found it, and put it back late
            stream = stream._stream
        self._name, self._stream = name, stream

    def _target(self) -> Any:
        return (_streams.get() or {}).get(self._name, self._stream)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._target(), name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._target())


class _Guard:
    """What is put in place of the process's own while any learner's code runs, in any thread."""

    def __init__(self) -> None:
        self.lock, self.count, self.places = threading.RLock(), 0, []

    def __enter__(self) -> None:
        with self.lock:
            self.count += 1
            if self.count == 1:
                self.places = []
                for name in ("stdin", "stdout", "stderr"):
                    stream = getattr(sys, name)
                    if stream is not None:  # there is none without a console
                        self._put(sys, name, _Router(name, stream))
                self._refuse(builtins, "input", EOFError)  # a notebook's one asks the reader
                self._refuse(os, "_exit", SystemExit)
                self._refuse(os, "abort", SystemExit)
                ipython = sys.modules.get("IPython")
                if shell := ipython and ipython.get_ipython():  # its exit() ends the kernel
                    self._refuse(shell, "ask_exit", SystemExit)

    def __exit__(self, *_) -> None:
        with self.lock:
            self.count -= 1
            if self.count == 0:
                for home, name, before in reversed(self.places):
                    setattr(home, name, before)  # even if the code has put something else there

    def _put(self, home: Any, name: str, ours: Any) -> None:
        self.places.append((home, name, getattr(home, name)))
        setattr(home, name, ours)

    def _refuse(self, home: Any, name: str, error: type[BaseException]) -> None:
        """Raise instead, in a learner's code; but let a process that it has started end."""
        function, process = getattr(home, name), os.getpid()

        def refused(*args: Any) -> Any:
            if is_checking() and os.getpid() == process:
                raise error(NO_INPUT if error is EOFError else "")
            return function(*args)

        self._put(home, name, refused)


_guard = _Guard()


@contextlib.contextmanager
def captured(out: Head) -> Iterator[Callable]:
    """Gives a function that calls its argument with output led to `out`, without input, and with
    an exit that is an exception; in the same thread or another."""
    with _guard:
        context = contextvars.copy_context()
        context.run(_streams.set, {"stdin": _Nobody(), "stdout": out, "stderr": Head()})
        yield context.run


# ---- Warnings -----------------------------------------------------------------------------------


class _Silence:
    """Python's warnings off, in all threads, from the first that enters to the last that leaves:
    they have one list of filters, and each would put back what the other has found."""

    def __init__(self) -> None:
        self.lock, self.count, self.filters = threading.RLock(), 0, None

    def __enter__(self) -> None:
        with self.lock:
            self.count += 1
            if self.count == 1:
                self.filters = warnings.catch_warnings()
                self.filters.__enter__()
                warnings.simplefilter("ignore")

    def __exit__(self, *error: Any) -> None:
        with self.lock:
            self.count -= 1
            if self.count == 0:
                self.filters.__exit__(*error)


_silence = _Silence()


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """NumPy's floating-point warnings and Python's warnings off."""
    with _silence, np.errstate(all="ignore"):
        yield


# ---- Functions that others have replaced --------------------------------------------------------


MODULES = (np, np.linalg, np.random, math)
_ABSENT = object()
# What references, catalogue and checker compute with, as it was when this module was imported.
_OWN = [
    (vars(module), {name: it for name, it in vars(module).items() if keep(it)})
    for module, keep in (
        *((m, lambda it: callable(it) or isinstance(it, ModuleType)) for m in MODULES),
        (builtins, lambda it: it is not input and isinstance(it, (type, type(len)))),
    )
]
# The same for a comparison in one go: it is made before and after every call of a function, and
# nearly always finds nothing.
_AS_ONE = [(home, itemgetter(*own), tuple(own.values())) for home, own in _OWN]
_Changes = list[tuple[dict[str, Any], str, Any]]
_found: contextvars.ContextVar[_Changes | None] = contextvars.ContextVar("_found", default=None)


def _nothing_replaced(all=all, map=map, is_=is_, gone=KeyError) -> bool:
    """With Python's own functions: those that stand in their place now may be a learner's."""
    try:
        for home, of, values in _AS_ONE:
            if not all(map(is_, of(home), values)):
                return False
    except gone:
        return False
    return True


def restore() -> _Changes:
    """Put the own functions in place; what stood there is returned."""
    if _nothing_replaced():
        return []
    changes = []
    for home, own in _OWN:
        for name, it in own.items():
            if (there := home.get(name, _ABSENT)) is not it:
                changes.append((home, name, there))
                home[name] = it
    return changes


def _put(changes: _Changes) -> None:
    for home, name, it in changes:
        if it is _ABSENT:
            home.pop(name, None)
        else:
            home[name] = it


@contextlib.contextmanager
def pristine() -> Iterator[None]:
    """NumPy's and Python's functions are their own inside, whoever has replaced one, and warnings
    are off; afterwards all is as it was found. May be nested."""
    if _found.get() is not None:
        with np.errstate(all="ignore"):
            yield
        return
    changes = restore()
    token = _found.set(changes)
    try:
        with quiet():
            yield
    finally:
        _found.reset(token)
        _put(changes)


@contextlib.contextmanager
def as_found() -> Iterator[None]:
    """Inside `pristine`: what was replaced is replaced again, for a learner's code that may count
    on it. What the code itself replaces does not outlast it."""
    _put(_found.get() or [])
    try:
        yield
    finally:
        restore()

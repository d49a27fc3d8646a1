"""Who ends a call that takes too long: an alarm, a second thread, or the page.

In the main thread of a POSIX system an alarm rings. Elsewhere, as in Windows and in the threads in
which some frontends run cells, the call gets a thread of its own, which is sent an exception. Both
end what is written in Python. A loop inside compiled code, such as ``sum(itertools.repeat(1.0))``,
listens to neither: if it holds Python's lock, nothing but the end of the process ends it; if not,
it is left to run on, and the verdict says so. In a browser there are neither threads nor signals;
there the worker that Python runs in rings the alarm, for loops. What does not hear it, such as
compiled code and functions that do nothing but call each other, is ended by the page, with the
worker.
"""

import contextlib
import contextvars
import ctypes
import functools
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import TypeVar

AGAIN = 0.05  # seconds between two attempts to stop a call: a bare `except:` may catch the first
FAREWELL = 1.0  # seconds in which a thread that is sent an exception must end
OURS = str(Path(__file__).parent)
IMPORTS = 60.0  # seconds that imports may take in a call, beyond its limit

# A browser's own: takes and gives what signal.setitimer does, but for the kind of clock.
alarm: Callable[[float, float], tuple[float, float]] | None = None

Result = TypeVar("Result")


class TooSlow(BaseException):
    """Not an Exception, so that `except Exception` in a learner's loop does not catch it.

    runs_on : whether the call could not be stopped
    """

    def __init__(self, runs_on: bool = False) -> None:
        self.runs_on = runs_on


def enforcer() -> str:
    """Who ends a call here and now: "alarm", "thread" or "page"."""
    if sys.platform == "emscripten":
        return "alarm" if alarm else "page"
    in_main_thread = threading.current_thread() is threading.main_thread()
    return "alarm" if in_main_thread and hasattr(signal, "setitimer") else "thread"


def within(seconds: float, call: Callable[[], Result]) -> Result:
    """What the call returns. Raises TooSlow if that takes longer than so many seconds, imports
    aside, whatever the call does with the exception that stops it."""
    end = {"alarm": _with_alarm, "thread": _in_thread, "page": lambda _, call: call()}
    return end[enforcer()](seconds, call)


class _Clock:
    """The time that is left to a call."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.end = time.monotonic() + seconds
        self.last = self.end + IMPORTS
        self.is_over = False

    def look(self, frame: FrameType | None) -> bool:
        """Whether the time is over. While something is imported it is not: the first call may
        load a library that takes long to load, which says nothing about the function."""
        now = time.monotonic()
        if not self.is_over and now < self.last and _is_importing(frame):
            self.end = now + self.seconds
        self.is_over = self.is_over or now >= self.end
        return self.is_over


def _is_importing(frame: FrameType | None) -> bool:
    """Whether an import is going on, in what was called since this module's own frames."""
    while frame is not None and frame.f_code.co_filename != __file__:
        if frame.f_code.co_filename.startswith("<frozen importlib"):
            return True
        frame = frame.f_back
    return False


def _with_alarm(seconds: float, call: Callable[[], Result]) -> Result:
    clock, running, trace = _Clock(seconds), True, sys.gettrace()
    set_alarm = alarm or functools.partial(signal.setitimer, signal.ITIMER_REAL)

    def ring(_, frame: FrameType | None) -> None:
        if running and clock.look(frame):
            _insist(frame)
            raise TooSlow

    handler = signal.signal(signal.SIGALRM, ring)
    start = time.monotonic()
    before, interval = set_alarm(seconds, AGAIN)
    try:
        try:
            result = call()
        finally:
            running = False  # a late ring does nothing
            if clock.is_over:
                sys.settrace(trace)
        if clock.is_over:  # the call caught the exception, and returned all the same
            raise TooSlow
        return result
    finally:
        if before:  # the alarm of somebody else, who has waited meanwhile
            before = max(AGAIN, before - (time.monotonic() - start))
        set_alarm(before, interval)
        if handler is not None:  # None: set by C code, which Python cannot put back
            signal.signal(signal.SIGALRM, handler)


def _insist(frame: FrameType | None) -> None:
    """Raise again at the next line of every function that is being stopped: in a handler that
    catches the exception and goes on, whatever its `except` or `finally` says."""

    def again(_, event: str, __) -> Callable:
        if event != "exception":  # that is the one which is on its way
            raise TooSlow
        return again

    while frame is not None and not frame.f_code.co_filename.startswith(OURS):
        frame.f_trace, frame.f_trace_opcodes = again, True
        frame = frame.f_back
    sys.settrace(lambda *_: None)  # no function that is called from now on is traced


def _in_thread(seconds: float, call: Callable[[], Result]) -> Result:
    clock, results, errors = _Clock(seconds), [], []
    context = contextvars.copy_context()

    def work() -> None:
        with contextlib.suppress(TooSlow), contextlib.suppress(TooSlow):  # a second may follow
            try:
                results.append(context.run(call))
            except TooSlow:
                raise
            except BaseException as error:
                errors.append(error)

    worker = threading.Thread(target=work, daemon=True)
    worker.start()
    worker.join(seconds)
    while worker.is_alive() and not clock.look(sys._current_frames().get(worker.ident)):
        worker.join(AGAIN)
    if clock.is_over:
        _stop(worker)
        raise TooSlow(runs_on=worker.is_alive())
    if errors:
        raise errors[0]
    return results[0]


def _stop(worker: threading.Thread) -> None:
    """Send the exception until the thread has ended, else it would take half of the machine."""
    until = time.monotonic() + FAREWELL
    while worker.is_alive() and time.monotonic() < until:
        ident = ctypes.c_ulong(worker.ident)
        ctypes.pythonapi.PyThreadState_SetAsyncExc(ident, ctypes.py_object(TooSlow))
        worker.join(AGAIN)

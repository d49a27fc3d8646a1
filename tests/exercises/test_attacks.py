"""Whatever a learner's code does while it is checked, the checker, the process and the next answer
stay as they were."""

import builtins
import contextlib
import io
import itertools
import os
import subprocess
import sys
import textwrap
import threading
import time
import unittest.mock
import warnings

import numpy as np
import pytest

from softmaxbook.exercises import answer, check, diagnose, isolation, limits, recognition, running
from softmaxbook.exercises.record import EXERCISES
from softmaxbook.exercises.report import handed_in

SOFTMAX = "overflow.stable-softmax"
stable_softmax = EXERCISES[SOFTMAX].reference


@pytest.fixture
def impatient(monkeypatch):
    monkeypatch.setattr(running, "SECONDS", 0.3)


def in_thread(function, *args):
    """What a function returns in a thread of its own, as in a subshell of a kernel."""
    found = []
    worker = threading.Thread(target=lambda: found.append(function(*args)))
    worker.start()
    worker.join(60)
    return found[0]


def in_python(source, **variables):
    """Output of a process of its own that runs a source to its end."""
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(source)],
        env={**os.environ, "SOFTMAXBOOK_PROGRESS": "off", **variables},
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


# ---- What is replaced ---------------------------------------------------------------------------


REPLACED = {
    "np.exp": (np, "exp", lambda z: np.zeros_like(z)),
    "np.sum": (np, "sum", lambda z, **_: 7.0),
    "np.max": (np, "max", lambda z, **_: 0.0),
    "np.asarray": (np, "asarray", lambda *_, **__: np.zeros(3)),
    "np.array_equal": (np, "array_equal", lambda *_, **__: True),
    "np.exp, equal to all": (np, "exp", unittest.mock.ANY),
    "np.linalg.norm": (np.linalg, "norm", lambda *_, **__: 1.0),
    "np.random.default_rng": (np.random, "default_rng", lambda *_: None),
    "sum": (builtins, "sum", lambda *_: 3),
    "max": (builtins, "max", lambda *_: 3),
    "all": (builtins, "all", lambda *_: True),
}


@contextlib.contextmanager
def replaced(what):
    """One function replaced for a moment; pytest itself could not go on for long."""
    home, name, false = REPLACED[what]
    original = getattr(home, name)
    setattr(home, name, false)
    try:
        yield
    finally:
        setattr(home, name, original)


@pytest.mark.parametrize("what", REPLACED)
@pytest.mark.parametrize("id", [SOFTMAX, "cross-entropy.loss"])
def test_what_a_function_replaces_while_it_is_checked_spoils_no_later_check(what, id):
    for cached in (recognition.expectations, recognition.cached_result):
        cached.cache_clear()  # as in a session that has just begun
    home, name, false = REPLACED[what]
    original = getattr(home, name)

    def replaces(*args):
        setattr(home, name, false)
        return 0.0

    assert diagnose(id, replaces).status != "passed"
    assert getattr(home, name) is original
    assert diagnose(id, EXERCISES[id].reference).status == "passed"
    assert diagnose(id, lambda *args: args[0]).status != "passed"


@pytest.mark.parametrize("what", REPLACED)
def test_what_was_replaced_before_is_there_for_the_answer_and_not_for_the_checker(what):
    home, name, false = REPLACED[what]
    there = []

    def mine(z):
        there.append(getattr(home, name) is false)
        return [0.0] * len(z)

    with replaced(what):
        found = diagnose(SOFTMAX, mine)
        right = diagnose(SOFTMAX, lambda z: ANSWERS[z.tobytes()])
        there.append(getattr(home, name) is false)
    assert all(there)
    assert found.status not in ("passed", "fault")
    assert found.seen == "A row of your result sums to 0."
    assert right.status == "passed"


with np.errstate(all="ignore"):
    ANSWERS = {p.args[0].tobytes(): stable_softmax(p.args[0]) for p in EXERCISES[SOFTMAX].probes}


def test_what_is_deleted_comes_back():
    def deletes(z):
        del np.exp
        return z

    diagnose(SOFTMAX, deletes)
    assert np.exp(0) == 1


def test_handling_of_errors_and_warnings_that_is_changed_inside_is_left_as_it_was():
    def changes(z):
        np.seterr(all="raise")
        warnings.simplefilter("error")
        warnings.warn("leaks", stacklevel=1)
        return stable_softmax(z)

    before, filters = np.geterr(), list(warnings.filters)
    diagnose(SOFTMAX, changes)
    assert np.geterr() == before
    assert list(warnings.filters) == filters


# ---- Time ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("where", [lambda f, *a: f(*a), in_thread], ids=["main", "thread"])
def test_a_right_answer_that_is_slow_passes(where, monkeypatch):
    monkeypatch.setattr(running, "SECONDS", 0.5)

    def slow(z):
        time.sleep(0.1)  # ten calls and more take longer than the limit of one
        return stable_softmax(z)

    assert where(diagnose, SOFTMAX, slow).status == "passed"


@pytest.mark.parametrize("where", [lambda f, *a: f(*a), in_thread], ids=["main", "thread"])
def test_a_first_import_that_is_slow_does_not_count(where, tmp_path, monkeypatch, impatient):
    module = f"slow_to_load_{os.getpid()}_{time.monotonic_ns()}"
    (tmp_path / f"{module}.py").write_text(
        "import time\nfor _ in range(12):\n    time.sleep(0.1)\n"
    )
    monkeypatch.syspath_prepend(tmp_path)

    def imports(z):
        __import__(module)
        return stable_softmax(z)

    assert where(diagnose, SOFTMAX, imports).status == "passed"


def test_an_import_that_never_ends_does(tmp_path, monkeypatch, impatient):
    monkeypatch.setattr(limits, "IMPORTS", 0.5)
    module = f"never_loads_{os.getpid()}"
    (tmp_path / f"{module}.py").write_text("while True:\n    pass\n")
    monkeypatch.syspath_prepend(tmp_path)
    assert diagnose(SOFTMAX, lambda z: __import__(module)).name == "too-slow"


def swallows(z):
    try:
        while True:
            pass
    except BaseException:
        return stable_softmax(z)


def compiled(source):
    """The function f of a source that Python 3.14 warns of, as a learner's cell would have it."""
    names = {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SyntaxWarning)
        exec(textwrap.dedent(source), names)
    return names["f"]


swallows_in_finally = compiled("""
    def f(z):
        while True:
            try:
                while True:
                    pass
            finally:
                continue
""")


def waits_for_another(z):
    other = threading.Thread(target=time.sleep, args=(3,), daemon=True)
    other.start()
    other.join()
    return z


@pytest.mark.parametrize(
    ("function", "where"),
    [
        (swallows, lambda f, *a: f(*a)),
        (swallows, in_thread),
        (swallows_in_finally, lambda f, *a: f(*a)),
        (waits_for_another, lambda f, *a: f(*a)),
        (waits_for_another, in_thread),
    ],
)
def test_a_call_that_catches_what_stops_it_is_too_slow_all_the_same(function, where, impatient):
    start = time.monotonic()
    found = where(diagnose, SOFTMAX, function)
    assert found.name == "too-slow"
    assert "cannot be told" in found.why or "compiled code" in found.why
    assert time.monotonic() - start < 10
    assert sys.gettrace() is None


def test_compiled_code_that_cannot_be_stopped_is_said_to_run_on(impatient, monkeypatch):
    monkeypatch.setattr(limits, "FAREWELL", 0.2)
    found = in_thread(diagnose, SOFTMAX, lambda z: time.sleep(2))
    assert found.name == "too-slow"
    assert "runs on" in found.seen
    assert "stopped" not in found.seen


def test_a_loop_in_c_is_what_the_help_says_ends_with_python_only():
    assert "itertools.repeat" in check.__doc__
    assert "restart the kernel" in check.__doc__
    assert next(itertools.repeat(1.0)) == 1.0


def test_who_keeps_the_time_depends_on_where_this_runs(monkeypatch):
    assert limits.enforcer() == ("alarm" if hasattr(limits.signal, "setitimer") else "thread")
    assert in_thread(limits.enforcer) == "thread"
    monkeypatch.setattr(sys, "platform", "emscripten")
    assert limits.enforcer() == "page"
    monkeypatch.setattr(limits, "alarm", lambda seconds, interval: (0.0, 0.0))
    assert limits.enforcer() == "alarm"


def test_in_a_browser_no_thread_is_started_and_no_alarm_set(monkeypatch):
    def refuse(*_, **__):
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(sys, "platform", "emscripten")
    monkeypatch.setattr(threading.Thread, "start", refuse)
    monkeypatch.setattr(limits.signal, "setitimer", refuse, raising=False)
    assert diagnose(SOFTMAX, stable_softmax).status == "passed"
    assert diagnose(SOFTMAX, np.exp).name == "not-normalised"


# ---- Output and input ---------------------------------------------------------------------------


def test_others_print_as_ever_while_an_answer_is_checked(capsys):
    begun, go_on = threading.Event(), threading.Event()

    def prints(z):
        print("of the answer")
        print("of the answer", file=sys.stderr)
        begun.set()
        go_on.wait(10)
        return stable_softmax(z)

    worker = threading.Thread(target=diagnose, args=(SOFTMAX, prints))
    worker.start()
    begun.wait(10)
    print("of somebody else")
    print("and their errors", file=sys.stderr)
    go_on.set()
    worker.join(60)
    out, errors = capsys.readouterr()
    assert out == "of somebody else\n"
    assert errors == "and their errors\n"


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("where", [lambda f, *a: f(*a), in_thread], ids=["main", "thread"])
def test_printing_goes_on_after_an_answer_was_stopped(where, capsys):
    def prints_for_ever(z):
        while True:
            print("and another line")

    before = sys.stdout, sys.stderr, sys.stdin
    assert where(diagnose, SOFTMAX, prints_for_ever).name == "too-slow"
    print("still here")
    assert capsys.readouterr().out == "still here\n"
    assert (sys.stdout, sys.stderr, sys.stdin) == before


def test_several_checks_at_once_are_judged_as_one_by_one(capsys):
    answers = [stable_softmax, np.exp, lambda z: z, lambda z: print("mine")] * 4
    one_by_one = [diagnose(SOFTMAX, a) for a in answers]
    at_once = [None] * len(answers)

    def judge(n):
        at_once[n] = diagnose(SOFTMAX, answers[n])

    before, filters = (sys.stdout, os._exit, builtins.input), list(warnings.filters)
    workers = [threading.Thread(target=judge, args=(n,)) for n in range(len(answers))]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert at_once == one_by_one
    assert (sys.stdout, os._exit, builtins.input) == before
    assert list(warnings.filters) == filters
    print("seen")
    assert capsys.readouterr().out == "seen\n"


def test_an_answer_that_closes_or_replaces_a_stream_harms_nobody(capsys):
    def closes(z):
        sys.stdout.close()
        sys.stderr.close()
        sys.stdin.close()
        return stable_softmax(z)

    def replaces(z):
        sys.stdout = io.StringIO()
        print("lost")
        return stable_softmax(z)

    assert diagnose(SOFTMAX, closes).status == "passed"
    print("still here")
    assert capsys.readouterr().out == "still here\n"
    before = sys.stdout
    try:
        assert diagnose(SOFTMAX, replaces).status == "passed"
        assert sys.stdout is before
    finally:
        sys.stdout = before


def test_an_answer_that_asks_is_not_answered():
    found = diagnose(SOFTMAX, lambda z: input("z? "))
    assert found.status == "raised"
    assert "EOFError: a check gives no input" in found.message
    found = diagnose(SOFTMAX, lambda z: sys.stdin.read())
    assert "EOFError" in found.message


# ---- Check within, and exits --------------------------------------------------------------------


def test_a_check_inside_the_checked_function_does_not_hang(capsys):
    def mine(z):
        check(SOFTMAX, mine)
        answer("softmax.q1", "b")
        return stable_softmax(z)

    start = time.monotonic()
    check(SOFTMAX, mine)
    assert time.monotonic() - start < 3
    assert capsys.readouterr().out.startswith(f"✓ {SOFTMAX}")


def test_a_diagnosis_inside_the_checked_function_says_that_it_was_left_out():
    inner = []

    def mine(z):
        inner.append(diagnose(SOFTMAX, mine).name)
        return stable_softmax(z)

    assert diagnose(SOFTMAX, mine).status == "passed"
    assert set(inner) == {"check-inside-check"}
    assert in_thread(diagnose, SOFTMAX, mine).status == "passed"


LEAVE = {
    "exit()": "SystemExit",
    "quit()": "SystemExit",
    "exit(3)": "SystemExit",
    "sys.exit('bye')": "SystemExit",
    "os._exit(0)": "SystemExit",
    "os.abort()": "SystemExit",
    "(_ for _ in ()).throw(SystemExit)": "SystemExit",
    "(_ for _ in ()).throw(KeyboardInterrupt)": "KeyboardInterrupt",
    "(_ for _ in ()).throw(GeneratorExit)": "GeneratorExit",
}


def test_an_answer_that_exits_takes_nobody_along():
    answers = ", ".join(f"lambda z: {leave}" for leave in LEAVE)
    out = in_python(
        f"""
        import os, sys
        from softmaxbook.exercises import diagnose
        for answer in ({answers}):
            print(diagnose({SOFTMAX!r}, answer).seen)
        print(sys.stdin.closed)
        """
    ).decode()
    *seen, is_closed = out.splitlines()
    assert len(seen) == len(LEAVE)
    for line, name in zip(seen, LEAVE.values(), strict=True):
        assert line.startswith(f"Your function raised {name}")
    assert is_closed == "False"


def test_exit_in_a_kernel_is_an_exception_of_the_answer(monkeypatch):
    class Shell:
        asked = False

        def ask_exit(self):
            self.asked = True

    shell = Shell()
    ipython = pytest.importorskip("IPython")
    monkeypatch.setattr(ipython, "get_ipython", lambda: shell)
    found = diagnose(SOFTMAX, lambda z: shell.ask_exit())
    assert "raised SystemExit" in found.seen
    assert not shell.asked
    shell.ask_exit()
    assert shell.asked


def test_an_interrupted_check_runs_no_further_probe():
    calls = []

    def interrupted(z):
        calls.append(1)
        raise KeyboardInterrupt

    assert "KeyboardInterrupt" in diagnose(SOFTMAX, interrupted).message
    assert len(calls) == 1


# ---- NotImplementedError ------------------------------------------------------------------------


def from_c(z):
    return __import__("datetime").tzinfo().utcoffset(None)


def from_a_library(z):
    return __import__("numbers").Number.__add__ if z is None else __import__("abc") and _of_io(z)


def _of_io(z):
    return __import__("asyncio").AbstractEventLoop().run_forever()


@pytest.mark.parametrize("function", [from_c, from_a_library])
def test_what_a_library_does_not_implement_is_an_exception(function):
    found = diagnose(SOFTMAX, function)
    assert found.status == "raised"
    assert "NotImplementedError" in found.seen


def test_what_the_starter_does_not_implement_is_not_attempted():
    def of_ones_own(z):
        raise NotImplementedError("to do")

    def by_way_of_another(z):
        return of_ones_own(z)

    assert diagnose(SOFTMAX, of_ones_own).status == "not-attempted"
    assert diagnose(SOFTMAX, by_way_of_another).status == "not-attempted"


def test_what_is_not_implemented_for_batches_yet_is_an_exception_there():
    def vectors_only(z):
        if z.ndim > 1:
            raise NotImplementedError("no batches yet")
        return stable_softmax(z)

    found = diagnose(SOFTMAX, vectors_only)
    assert found.status == "raised"
    assert "NotImplementedError: no batches yet" in found.seen


# ---- Letters ------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["cp1252", "ascii"])
def test_everything_is_printed_on_a_stream_that_knows_few_letters(encoding):
    out = in_python(
        f"""
        import numpy as np
        from softmaxbook.exercises import *
        from softmaxbook.exercises.record import EXERCISES
        check({SOFTMAX!r}, ...)
        check({SOFTMAX!r}, np.exp)
        check({SOFTMAX!r}, EXERCISES[{SOFTMAX!r}].reference)
        answer("softmax.q1", "a"); answer("softmax.q1", ...)
        for id in EXERCISES:
            for level in (1, 2, 3):
                hint(id, level)
            solution(id); solution(id); why(id); why(id)
        progress()
        check("…", 1)
        """,
        PYTHONIOENCODING=encoding,
        PYTHONUTF8="0",
    ).decode(encoding)
    assert SOFTMAX in out
    assert "?" in out  # the questions
    if encoding == "cp1252":
        assert f"[right] {SOFTMAX}: right" in out
        assert f"[to do] {SOFTMAX}" in out


def test_a_stream_that_is_closed_or_absent_is_no_exception():
    in_python(
        f"""
        import sys
        from softmaxbook.exercises import check, hint
        sys.stdout.close()
        check({SOFTMAX!r}, ...)
        sys.stdout = sys.stderr = sys.stdin = None
        check({SOFTMAX!r}, lambda z: print(z))
        hint({SOFTMAX!r})
        """
    )


def test_every_reference_passes_in_a_thread_as_in_the_main_one():
    for id, exercise in list(EXERCISES.items())[::7]:
        given = handed_in(exercise, exercise.reference)
        assert in_thread(diagnose, id, given) == diagnose(id, given)
    assert not isolation.is_checking()

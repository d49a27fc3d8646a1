"""Whatever is handed in, the checker answers: it never raises, and never blames in vain."""

import asyncio
import sys
import threading
import time
import warnings

import numpy as np
import pytest

from softmaxbook.exercises import check, diagnose, recognition, running
from softmaxbook.exercises.catalogue.overflow.stable_softmax import stable_softmax
from softmaxbook.exercises.record import EXERCISES, Place

SOFTMAX = "overflow.stable-softmax"
BY_HAND = "softmax.by-hand"


SECONDS = running.SECONDS


@pytest.fixture(autouse=True)
def _impatient(monkeypatch):
    monkeypatch.setattr(running, "SECONDS", 0.3)


def verdict(function, id=SOFTMAX):
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # nothing may leak
        return diagnose(id, function)


# ---- Not attempted ------------------------------------------------------------------------------


def empty(z):
    pass


def only_a_docstring(z):
    """Softmax."""


def only_dots(z): ...


def returns_dots(z):
    """Softmax."""
    return ...


def not_implemented(z):
    raise NotImplementedError


def returns_not_implemented(z):
    return NotImplemented


def bare_return(z):
    """Softmax."""
    return


@pytest.mark.parametrize(
    "function",
    [
        ...,
        empty,
        only_a_docstring,
        only_dots,
        returns_dots,
        not_implemented,
        returns_not_implemented,
        bare_return,
        lambda z: [..., ...],
    ],
)
def test_what_is_not_written_yet_is_not_called_wrong(function):
    assert verdict(function).status == "not-attempted"


@pytest.mark.parametrize("value", [..., (..., ...), ([1, 2, 3], ...), [[1, 1, 1], [..., 0, 0]]])
def test_a_value_with_dots_left_is_not_attempted(value):
    assert verdict(value, BY_HAND).status == "not-attempted"


TWELVE = "claims.twelve-sentences"


def twelve(**changed):
    """The right answer, but for some of the sentences, by number."""
    right = EXERCISES[TWELVE].reference()
    changes = {int(number[1:]): verdict for number, verdict in changed.items()}
    return {s: changes.get(n, v) for n, (s, v) in enumerate(right.items(), 1)}


def test_what_is_still_open_is_told_if_not_all_is():
    assert "Still open" not in verdict(dict.fromkeys(twelve(), ...), TWELVE).message
    one = verdict(twelve(n2=...), TWELVE).message
    assert one.endswith("Still open: “Two classes with equal scores have equal probabilities.”.")
    assert verdict(twelve(n2=..., n3=..., n5=...), TWELVE).message.endswith(", and 1 more.")


def test_of_two_judgements_wrong_in_two_ways_it_is_told_which_one_is_explained():
    assert "That is about" not in verdict(twelve(n4="imprecise"), TWELVE).message
    said = verdict(twelve(n4="imprecise", n8="false"), TWELVE)
    assert said.name == "sentence-4-called-imprecise"
    assert "at these numbers: 4, 8." in said.message
    assert "That is about 4; the rest is wrong in another way." in said.message


def test_of_two_judgements_wrong_in_one_way_something_is_told_that_fits_both():
    said = verdict(twelve(n1="false", n8="false"), TWELVE)
    assert said.name == "too-severe"
    assert "at these numbers: 1, 8." in said.message


@pytest.mark.parametrize("id", EXERCISES)
def test_the_line_of_a_starter_begins_with_a_circle(id, capsys):
    check(id, ...)
    assert capsys.readouterr().out.startswith(f"○ {id}: not attempted yet.")


# ---- Right in another form ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        lambda p: p.tolist(),
        lambda p: p.astype(np.float32),
        lambda p: p.astype(np.float32).tolist(),
        lambda p: p.astype(np.longdouble),
        lambda p: np.asfortranarray(p),
        lambda p: np.ma.masked_where(p == 0, p),
        lambda p: tuple(p),
        lambda p: p.astype(object),
    ],
)
def test_lists_and_other_types_pass(change):
    assert verdict(lambda z: change(stable_softmax(z))).status == "passed"


def test_lists_and_float32_pass_with_a_note():
    assert "Lists" in verdict(lambda z: stable_softmax(z).tolist()).message
    narrow = verdict(lambda z: stable_softmax(z).astype(np.float32))
    assert "float32" in narrow.message


@pytest.mark.parametrize("id", [e.id for e in EXERCISES.values() if e.is_value])
@pytest.mark.parametrize("junk", [True, 3, "x", [], (1,), {"a": 1}, object()])
def test_a_value_of_another_form_is_answered_without_an_exception(id, junk):
    found = verdict(junk, id)
    assert found.status not in ("raised", "fault"), found.message


def test_indices_are_not_taken_for_narrow_numbers():
    explain = EXERCISES["claims.explain"].reference
    assert "float32" not in verdict(explain, "claims.explain").message


def test_something_like_a_tensor_passes():
    class Tensor:
        def __init__(self, values):
            self.values = values

        @property
        def shape(self):
            return self.values.shape

        def __array__(self, dtype=None, copy=None):
            raise RuntimeError("Can't call numpy() on Tensor that requires grad.")

        def detach(self):
            return self.values

    assert verdict(lambda z: Tensor(stable_softmax(z))).status == "passed"


# ---- Wrong in form ------------------------------------------------------------------------------


def prints(z):
    print(stable_softmax(z))


def forgets(z):
    p = stable_softmax(z)  # noqa: F841


class Hostile:
    """Nothing can be done with it but to hold it."""

    def __getattribute__(self, name):
        raise RuntimeError("do not touch")

    def __eq__(self, other):
        raise RuntimeError("do not compare")

    __hash__ = None


class NoArray:
    def __array__(self, dtype=None, copy=None):
        raise ValueError("not an array today")

    def __repr__(self):
        raise ValueError("no text either")


async def a_coroutine(z):
    return stable_softmax(z)


def a_generator(z):
    yield from stable_softmax(z)


FORMS = {
    "prints": (prints, "symptom", "forgot-return"),
    "forgets": (forgets, "symptom", "forgot-return"),
    "text": (lambda z: str(stable_softmax(z)), "symptom", "not-numbers"),
    "dict": (lambda z: {"cat": np.ravel(z)}, "symptom", "not-numbers"),
    "coroutine": (a_coroutine, "symptom", "not-numbers"),
    "function": (lambda z: stable_softmax, "symptom", "not-numbers"),
    "complex": (lambda z: stable_softmax(z) * 1j, "symptom", "not-numbers"),
    "ragged": (lambda z: [[1.0], [1.0, 2.0]], "symptom", "wrong-shape"),
    "list of text": (lambda z: ["a"] * len(z), "symptom", "not-numbers"),
    "scalar": (lambda z: float(np.max(z)), "symptom", "wrong-shape"),
    "constant": (lambda z: np.ones(3), "named", "constant-result"),
    "one axis more": (lambda z: stable_softmax(z)[None], "symptom", "wrong-shape"),
    "huge": (lambda z: np.broadcast_to(0.0, (10**6, 10**6)), "symptom", "not-numbers"),
    "half": (lambda z: stable_softmax(z.astype(np.float16)), "symptom", "low-precision"),
    "rounded": (lambda z: stable_softmax(z).round(3), "named", "rounded"),
    "nan": (lambda z: stable_softmax(z) * np.nan, "symptom", "not-finite"),
    "too much": (lambda z: 1.1 * stable_softmax(z), "symptom", "constant-factor"),
    "reversed": (lambda z: stable_softmax(z)[..., ::-1], "named", "reversed"),
    "shifted": (lambda z: np.roll(stable_softmax(z), 1, -1), "unnamed", "unrecognised"),
    "a value": (stable_softmax(np.zeros(3)), "symptom", "not-a-function"),
    "None": (None, "symptom", "not-a-function"),
}


@pytest.mark.parametrize("form", FORMS)
def test_a_wrong_form_is_told_as_what_it_is(form):
    function, status, name = FORMS[form]
    given = verdict(function)
    assert (given.status, given.name) == (status, name)


def test_what_was_printed_is_mentioned_and_not_printed(capsys):
    assert "printed [0.83" in verdict(prints).message
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    "make", [Hostile, NoArray, lambda: [Hostile()], lambda: [NoArray()]], ids=range(4)
)
def test_objects_that_resist_are_no_fault_of_ours(make):
    thing = make()
    assert verdict(lambda z: thing).status in ("raised", "symptom")
    assert verdict(thing, BY_HAND).status in ("raised", "symptom")
    assert verdict(thing, "softmax.one-sigmoid").status in ("raised", "symptom")


# ---- What raises --------------------------------------------------------------------------------


def exits(z):
    sys.exit("bye")


def interrupted(z):
    raise KeyboardInterrupt


def recursive(z):
    return recursive(z)


def fails_without_text(z):
    assert z is None


class Mute(Exception):
    def __str__(self):
        raise RuntimeError("even the text of the error fails")


def raises_mute(z):
    raise Mute


def two_arguments(z, w):
    return z


@pytest.mark.parametrize(
    "function",
    [exits, interrupted, recursive, fails_without_text, raises_mute, two_arguments, lambda: 1],
)
def test_any_exception_is_reported_with_its_type(function, monkeypatch):
    # What a reader has: to unwind a thousand calls takes long in a process that is large and busy.
    monkeypatch.setattr(running, "SECONDS", SECONDS)
    given = verdict(function)
    assert given.status == "raised", given.message
    assert given.name == "unrecognised"
    assert " raised " in given.message


def test_an_exception_is_reported_with_the_learners_own_line_and_no_frame_of_ours():
    def broken(z):
        return np.exp(z).total()  # no such method

    given = verdict(broken)
    assert "AttributeError" in given.message
    assert "return np.exp(z).total()" in given.message
    assert "running.py" not in given.message


def test_the_exception_of_the_simplest_failing_probe_is_reported():
    def vectors_only(z):
        if z.ndim > 1:
            raise ValueError(f"no batches, {z.shape}")
        return stable_softmax(z)

    assert "no batches, (3, 4)" in verdict(vectors_only).message


# ---- What does not end --------------------------------------------------------------------------


def endless(z):
    while True:
        pass


def endless_and_deaf(z):
    while True:
        try:
            z = z + 1
        except Exception:
            continue


def endless_and_deafer(z):
    while True:
        try:
            len(z)
        except:  # noqa: E722
            continue


def sleeps(z):
    time.sleep(60)


def prints_for_ever(z):
    while True:
        print("and another line")


@pytest.mark.parametrize(
    "function", [endless, endless_and_deaf, endless_and_deafer, sleeps, prints_for_ever]
)
def test_an_endless_loop_is_stopped_and_named(function):
    given = verdict(function)
    assert (given.status, given.name) == ("symptom", "too-slow")
    assert "does not end" in given.message


@pytest.mark.parametrize("function", [endless, endless_and_deaf])
def test_an_endless_loop_is_stopped_in_another_thread_too(function):
    found = []
    before = threading.active_count()
    worker = threading.Thread(target=lambda: found.append(diagnose(SOFTMAX, function)))
    worker.start()
    worker.join(20)
    assert found[0].name == "too-slow"
    assert threading.active_count() == before


def test_answers_are_judged_alike_in_another_thread():
    found = []
    worker = threading.Thread(target=lambda: found.append(diagnose(SOFTMAX, np.exp)))
    worker.start()
    worker.join(20)
    assert found[0].name == "not-normalised"


def test_an_alarm_that_was_set_before_is_still_set_afterwards():
    import signal

    if not hasattr(signal, "setitimer"):
        pytest.skip("there are no alarms here")
    rung = []
    previous = signal.signal(signal.SIGALRM, lambda *_: rung.append(1))
    signal.setitimer(signal.ITIMER_REAL, 50)
    try:
        diagnose(SOFTMAX, stable_softmax)
        left = signal.setitimer(signal.ITIMER_REAL, 0)[0]
        signal.raise_signal(signal.SIGALRM)
    finally:
        signal.signal(signal.SIGALRM, previous)
    assert 40 < left <= 50
    assert rung == [1]


def test_it_works_inside_a_running_event_loop():
    async def in_a_notebook():
        return diagnose(SOFTMAX, stable_softmax)

    assert asyncio.run(in_a_notebook()).status == "passed"


# ---- Arguments and state ------------------------------------------------------------------------


def in_place(z):
    z -= z.max(axis=-1, keepdims=True)
    np.exp(z, out=z)
    z /= z.sum(axis=-1, keepdims=True)
    return z


def test_a_changed_argument_is_named_though_the_values_are_right():
    given = verdict(in_place)
    assert given.name == "mutates-input"
    assert "no longer the same" in given.message


def test_a_wrong_value_is_named_though_the_argument_was_changed_too():
    def wrong(z):
        z -= z.max()
        e = np.exp(z)
        return e / e.sum()

    assert verdict(wrong).name == "global-sum"


def test_probes_are_the_same_after_an_answer_that_writes_into_them():
    before = [np.copy(p.args[0]) for p in EXERCISES[SOFTMAX].probes]
    verdict(in_place)
    after = [p.args[0] for p in EXERCISES[SOFTMAX].probes]
    assert all(np.array_equal(a, b) for a, b in zip(before, after, strict=True))


def test_numpys_error_handling_is_left_as_it_was():
    with np.errstate(all="raise"):
        assert verdict(stable_softmax).status == "passed"
        assert np.geterr()["over"] == "raise"


def test_a_buffer_that_is_used_again_does_not_change_earlier_results():
    buffers = {}

    def reuses(z):
        out = buffers.setdefault(z.shape, np.empty(z.shape))
        out[...] = stable_softmax(z)
        return out

    assert verdict(reuses).status == "passed"


# ---- Faults of ours -----------------------------------------------------------------------------


def test_a_fault_in_the_checker_is_called_its_own(monkeypatch):
    def breaks(*args):
        raise ZeroDivisionError("in the checker")

    monkeypatch.setattr(recognition, "try_all", breaks)
    given = diagnose(SOFTMAX, stable_softmax)
    assert given.status == "fault"
    assert "The checker itself failed" in given.message


def test_an_unknown_id_is_answered_with_the_nearest():
    given = diagnose("overflow.stable-sofmax", stable_softmax)
    assert given.status == "fault"
    assert SOFTMAX in given.message
    assert diagnose(None, stable_softmax).status == "fault"


def test_a_place_reads_as_a_sentence_part_and_a_link():
    assert str(Place("softmax", "The wrong axis")) == (
        "chapter 2, The wrong axis (02_softmax.ipynb#the-wrong-axis)"
    )


# ---- Parameters that no catalogue lists ---------------------------------------------------------


@pytest.mark.parametrize("eps", [1e-3, 1e-5, 1e-7, 1e-8, 1e-10, 1e-12, 1e-16, 1e-30, 3e-9, 1e-100])
def test_any_epsilon_inside_the_logarithm_is_recognised(eps):
    def learner(z):
        return np.log(stable_softmax(z) + eps)

    assert verdict(learner, "overflow.log-softmax").name == "epsilon-inside-log"


@pytest.mark.parametrize("eps", [1e-3, 1e-7, 1e-12, 1e-15, 1e-30, 2e-10])
@pytest.mark.parametrize("top", [True, False])
def test_any_clipping_of_the_probabilities_is_recognised(eps, top):
    def learner(z):
        return np.log(np.clip(stable_softmax(z), eps, 1 - eps if top else None))

    assert verdict(learner, "overflow.log-softmax").name == "clipped-probabilities"


@pytest.mark.parametrize(
    "shift",
    [
        lambda z: z[..., :1],
        lambda z: z[..., -1:],
        lambda z: (z.max(-1, keepdims=True) + z.min(-1, keepdims=True)) / 2,
    ],
    ids=["first", "last", "middle"],
)
def test_another_wrong_shift_is_not_taken_for_a_catalogued_one(shift):
    def learner(z):
        e = np.exp(z - shift(z))
        return e / e.sum(axis=-1, keepdims=True)

    assert verdict(learner).status != "named"


@pytest.mark.parametrize(
    "learner",
    [
        lambda z, T: (
            stable_softmax(z) ** (1 / T)
            / (stable_softmax(z) ** (1 / T)).sum(axis=-1, keepdims=True)
        ),
    ],
)
def test_a_power_of_the_probabilities_is_refused_where_every_temperature_is_promised(learner):
    given = verdict(learner, "temperature.scaled-softmax")
    assert given.name == "power-of-probabilities"

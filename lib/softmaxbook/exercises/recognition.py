"""Finds out which mistake was made, by running the mistakes.

An answer is run on every probe and compared with the reference. If it is wrong, its results are
compared, probe by probe, with those of every catalogued mistake. Only a mistake that explains all
of them is named (or nearly all, see `_explains_most`); otherwise something true is said of the
simplest failing probe, and nothing is guessed.
"""

import functools
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from softmaxbook.exercises import running, verdict
from softmaxbook.exercises.comparing import (
    agrees,
    is_explained,
    is_informative,
    most_telling,
    tolerances,
)
from softmaxbook.exercises.record import EXERCISES, Exercise, Mistake, Probe, Unreadable, find
from softmaxbook.exercises.running import Outcome, holds_dots, quiet, run
from softmaxbook.exercises.verdict import Verdict

MUTATES = Mistake(
    "mutates-input",
    "The values are right, but the argument was changed: whoever calls the function has other "
    "numbers afterwards. An in-place operation wrote into the caller's array.",
)


@dataclass(frozen=True)
class Trial:
    """One probe with what was expected, what came of it, and whether that is right.

    tolerance : relative and absolute, for comparing this result
    at : the entry of the result that is furthest from right
    """

    index: int
    probe: Probe
    expected: NDArray
    outcome: Outcome
    right: bool
    tolerance: tuple[float, float]
    at: int | None


def diagnose(id: str, obj: object) -> Verdict:
    """Try an answer and say what is wrong with it. Never raises.

    Parameters
    ----------
    id : of an exercise, such as "overflow.stable-softmax"
    obj : the function, or the value, that the exercise asks for

    Returns
    -------
    Verdict
        With .status, .name and .message.
    """
    try:
        exercise = find(id, EXERCISES)
    except KeyError as error:
        return Verdict("fault", "unknown-id", str(error.args[0]))
    try:
        with quiet():
            return judge(exercise, obj)
    except Exception as error:  # whatever it is, it is ours: learners' code runs inside `run`
        return verdict.fault(error)


def judge(exercise: Exercise, obj: object) -> Verdict:
    if not exercise.is_value and obj is ...:
        return verdict.not_attempted(exercise)
    if not exercise.is_value and not callable(obj):
        return verdict.symptom(
            exercise,
            "not-a-function",
            f"This is a {type(obj).__name__}, not a function.",
            "The check calls your function itself, on inputs of its own; a result cannot be "
            "called. Hand in the name without parentheses.",
        )
    trials = try_all(exercise, as_function(exercise, obj))
    first = trials[0].outcome
    if first.kind == "untouched":
        return verdict.not_attempted(exercise)
    failing = [t for t in trials if not t.right]
    if not failing:
        changed = [t for t in trials if t.outcome.mutated]
        if changed:
            return _changed(exercise, changed[0])
        return verdict.passed(exercise, note_on(trials))
    if failing[0].outcome.kind != "slow":
        return explained(exercise, trials, failing) or unexplained(exercise, failing)
    return unexplained(exercise, failing)


def as_function(exercise: Exercise, obj: object) -> Callable:
    """A value becomes a function that returns it, so that both kinds of answer go one way."""
    if not exercise.is_value:
        return obj

    def value() -> object:
        if obj is None or holds_dots(obj):
            return obj
        try:
            return exercise.prepare(obj)
        except Unreadable:
            raise
        except (TypeError, ValueError, LookupError):  # numbers where a list is asked for, say
            raise Unreadable("This is not of the form that the starter cell shows.") from None

    return value


def try_all(exercise: Exercise, function: Callable) -> list[Trial]:
    trials: list[Trial] = []
    stop = time.monotonic() + running.SECONDS
    for index, probe in enumerate(exercise.probes):
        left = max(0.05, stop - time.monotonic())
        outcome = run(function, probe.args, seconds=left)
        expected = expectations(exercise.id)[index]
        is_value = outcome.kind == "value"
        tolerance = tolerances(outcome, probe.args, exercise.atol)
        right = is_value and agrees(outcome.value, expected, *tolerance)
        at = most_telling(outcome.value, expected) if is_value else None
        trials.append(Trial(index, probe, expected, outcome, right, tolerance, at))
        if outcome.kind == "slow" or (index == 0 and outcome.kind == "untouched"):
            break
    return trials


@functools.cache
def expectations(id: str) -> tuple[NDArray, ...]:
    """What the reference gives on every probe."""
    exercise = EXERCISES[id]
    return tuple(result_of(id, exercise.reference, p).value for p in exercise.probes)


def result_of(id: str, function: Callable, probe: Probe) -> Outcome:
    """The result of a function of ours: a reference or a catalogued mistake."""
    exercise = EXERCISES[id]
    if exercise.is_value:
        return running.trusted(lambda: exercise.prepare(function()), ())
    return running.trusted(function, probe.args)


@functools.cache
def cached_result(id: str, function: Callable, index: int) -> Outcome:
    return result_of(id, function, EXERCISES[id].probes[index])


# ---- Explained by the catalogue -----------------------------------------------------------------


def explained(exercise: Exercise, trials: list[Trial], failing: list[Trial]) -> Verdict | None:
    trials = _without_refused_integers(trials)
    failing = [t for t in failing if t in trials]
    if not failing:
        return _changed(exercise, next(t for t in trials if t.outcome.mutated))
    for alternative in exercise.also:
        if all(_is_explained_by(exercise, alternative.function, t) for t in trials):
            return verdict.passed(exercise, alternative.note)
    for mistake in exercise.mistakes:
        if _explains_all(exercise, mistake, trials, failing):
            return _name(exercise, mistake, failing[0])
    most = [m for m in exercise.mistakes if _explains_most(exercise, m, trials, failing)]
    return _name(exercise, most[0], failing[0]) if len(most) == 1 else None


def _explains_all(
    exercise: Exercise, mistake: Mistake, trials: list[Trial], failing: list[Trial]
) -> bool:
    if mistake.when and failing[0].outcome.kind == "value":
        value = failing[0].outcome.value
        return value.shape == failing[0].expected.shape and bool(mistake.when(value))
    # Exceptions alone are no evidence: the same one comes from many mistakes.
    if all(t.outcome.kind != "value" and not t.outcome.is_arithmetic_failure for t in failing):
        return False
    failing_first = sorted(trials, key=lambda t: t.right)  # there most mistakes drop out at once
    return any(
        all(_is_explained_by(exercise, wrong, t) for t in failing_first)
        for wrong in _ways(mistake, trials)
    )


def _explains_most(
    exercise: Exercise, mistake: Mistake, trials: list[Trial], failing: list[Trial]
) -> bool:
    """Whether a mistake explains so much that what it does not explain is no evidence against it.

    It must explain every failing result that tells anything (exceptions and all nan do not), at
    least two, and more than half of all that fail; and be right where the answer is right.
    """
    telling = [t for t in failing if is_informative(t.outcome)]
    if len(telling) < 2 or 2 * len(telling) <= len(failing):
        return False
    consistent = [*telling, *(t for t in trials if t.right)]
    return any(
        all(_is_explained_by(exercise, wrong, t) for t in consistent)
        for wrong in _ways(mistake, trials)
    )


def _ways(mistake: Mistake, trials: list[Trial]) -> Iterator[Callable]:
    yield from mistake.wrong
    if mistake.fit:
        values = {t.probe.name: t.outcome.value for t in trials if t.outcome.kind == "value"}
        yield from mistake.fit(values)


def _is_explained_by(exercise: Exercise, wrong: Callable, trial: Trial) -> bool:
    if getattr(wrong, "is_fitted", False):  # made for this answer alone, so not worth keeping
        result = result_of(exercise.id, wrong, trial.probe)
    else:
        result = cached_result(exercise.id, wrong, trial.index)
    return is_explained(trial.outcome, result, *trial.tolerance, trial.at)


def _without_refused_integers(trials: list[Trial]) -> list[Trial]:
    """NumPy refuses to write fractions into an array of integers: a consequence of working in
    place, which would hide whatever else is wrong or right."""
    if not any(t.outcome.mutated for t in trials):
        return trials

    def refused(t: Trial) -> bool:
        integers = any(np.asarray(a).dtype.kind in "iu" for a in t.probe.args)
        is_type_error = t.outcome.kind == "raised" and issubclass(t.outcome.error, TypeError)
        return is_type_error and integers

    return [t for t in trials if not refused(t)]


def _name(exercise: Exercise, mistake: Mistake, trial: Trial) -> Verdict:
    return verdict.named(exercise, mistake, trial.probe, trial.outcome, trial.expected)


def _changed(exercise: Exercise, trial: Trial) -> Verdict:
    def message(*, brief: bool) -> str:
        where = verdict.call(exercise, trial.probe, brief=brief)
        seen = f"After the call, {where} was no longer the same."
        return "\n".join([seen, MUTATES.says, f"Read {exercise.place}."])

    said = message(brief=False)
    if len(said.split()) > verdict.WORDS:
        said = message(brief=True)
    return Verdict("named", MUTATES.name, said)


# ---- Not explained: what is true all the same ---------------------------------------------------


def unexplained(exercise: Exercise, failing: list[Trial]) -> Verdict:
    """A symptom of the simplest failing probe, its exception, or the probe itself."""
    trial = failing[0]
    outcome, expected = trial.outcome, trial.expected
    where = verdict.call(exercise, trial.probe)
    if outcome.kind == "slow":
        return verdict.symptom(
            exercise,
            "too-slow",
            f"{where}: no answer within {running.SECONDS:g} seconds, so the call was stopped.",
            "A loop whose condition never becomes false does not end; neither does waiting for "
            "input.",
        )
    if outcome.kind == "raised":
        return verdict.raised(exercise, trial.probe, outcome)
    if outcome.kind == "nothing":
        return _nothing(exercise, outcome, where)
    if outcome.kind in ("odd", "untouched"):
        return _odd(exercise, outcome, where)
    if outcome.value.shape != expected.shape:
        seen = verdict.describe(exercise, trial.probe, outcome, expected)
        if exercise.is_value:
            seen = f"Your answer has shape {outcome.value.shape}, not {expected.shape}."
        says = "Count the axes after every sum: each one without keepdims loses an axis."
        if expected.ndim == 0:
            says = "A single number is asked for, not a list or an array."
        elif exercise.is_value:
            says = "The starter cell shows how many numbers are asked for, and in which order."
        elif outcome.value.ndim == expected.ndim:
            says = "The number of axes is right; along one of them the entries are too few or many."
        return verdict.symptom(exercise, "wrong-shape", seen, says)
    case = (exercise, trial.probe, outcome, expected)
    if np.isnan(outcome.value).any() or not np.array_equal(
        np.isinf(outcome.value), np.isinf(expected)
    ):
        says = "Some step has no finite result: inf / inf, 0 / 0 and the logarithm of a negative "
        says += "number are nan, log 0 is -inf."
        seen = verdict.describe_beside(says, exercise.place, *case)
        return verdict.symptom(exercise, "not-finite", seen, says)
    for each in exercise.symptoms:
        shown = each.shows(trial.probe.args, outcome.value)
        if shown:
            return verdict.symptom(exercise, each.name, f"{where}: {shown}", each.says)
    digits = digits_in_common(failing)
    if digits and not exercise.is_value:
        says = f"Only about {digits} digits agree. Something was rounded, or computed in a type "
        says += "with few digits."
        seen = verdict.describe_beside(says, exercise.place, *case)
        return verdict.symptom(exercise, "low-precision", seen, says)
    if outcome.mutated:
        says = "The argument was changed as well."
        seen = verdict.describe_beside(says, exercise.place, *case)
        return verdict.symptom(exercise, MUTATES.name, seen, says)
    return verdict.unnamed(exercise, trial.probe, outcome, expected)


def _nothing(exercise: Exercise, outcome: Outcome, where: str) -> Verdict:
    if exercise.is_value:
        seen, says = "Your answer is None.", "None is what a function gives that returns nothing."
    elif outcome.printed:
        seen = f"{where}: your function printed {verdict.clip(outcome.printed, 6)}, returned None."
        says = "A printed value is seen but cannot be used; only what follows return comes back."
    else:
        seen = f"{where}: your function returned None."
        says = "A function whose end is reached without return gives None, whatever it computed."
    return verdict.symptom(exercise, "forgot-return", seen, says)


def _odd(exercise: Exercise, outcome: Outcome, where: str) -> Verdict:
    if outcome.form.startswith("ragged"):
        says = "Its parts have different lengths, so it has no shape."
        return verdict.symptom(exercise, "wrong-shape", f"{where}: a {outcome.form}.", says)
    if exercise.is_value:
        says = "The exercise says which form the answer has."
        seen = outcome.form or "It holds dots."
        if not seen.endswith("."):  # the name of a type
            seen = f"Your answer is of the type {seen}, not a number."
        return verdict.symptom(exercise, "not-readable", seen, says)
    seen = f"{where}: your function returned {outcome.form or '...'}, which holds no numbers."
    says = "An array of numbers is expected, or nested lists of them."
    return verdict.symptom(exercise, "not-numbers", seen, says)


def digits_in_common(failing: list[Trial]) -> int:
    """Digits that every finite failing result shares with what was expected; 0 if fewer than 2."""
    worst = 0.0
    for t in failing:
        if t.outcome.kind != "value" or t.outcome.value.shape != t.expected.shape:
            return 0
        finite = np.isfinite(t.outcome.value) & np.isfinite(t.expected)
        scale = np.abs(t.expected[finite]).max(initial=1e-300)
        gap = np.abs(t.outcome.value - t.expected)[finite].max(initial=0)
        worst = max(worst, gap / scale)
    return int(-np.log10(worst)) if 0 < worst < 1e-2 else 0


def note_on(trials: list[Trial]) -> str:
    if trials[0].outcome.form in ("list", "tuple"):
        return "Lists of lists count as arrays here."
    narrow = all(t.outcome.precision == "float32" for t in trials)
    whole = all(np.array_equal(t.outcome.value, np.rint(t.outcome.value)) for t in trials)
    if trials[0].probe.args and narrow and not whole:  # counts and indices have no precision
        return "In float32, about seven digits can agree, and they do."
    return ""

"""Finds out which mistake was made, by running the mistakes.

An answer is run on every probe and compared with the reference. If it is wrong, its results are
compared, probe by probe, with those of every catalogued mistake. Only a mistake that explains all
of them is named (or nearly all, see `_explains_most`); otherwise something true is said of the
simplest failing probe, and nothing is guessed.
"""

import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from softmaxbook.exercises import general, running, values, verdict
from softmaxbook.exercises.comparing import (
    agrees,
    is_explained,
    is_informative,
    most_telling,
    tolerances,
)
from softmaxbook.exercises.isolation import is_checking, pristine
from softmaxbook.exercises.reading import Custom, Judgements, Unreadable, Words
from softmaxbook.exercises.record import EXERCISES, Exercise, Mistake, Probe
from softmaxbook.exercises.running import Outcome, holds_dots, run
from softmaxbook.exercises.verdict import Verdict, clip

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


def diagnose(
    id: str, obj: object, started: Callable[[Exercise, Probe | None], object] | None = None
) -> Verdict:
    """Try an answer and say what is wrong with it. Never raises.

    Parameters
    ----------
    id : of an exercise, such as "overflow.stable-softmax"
    obj : the function, or the value, that the exercise asks for
    started : told of each probe before the answer is run on it, and of None after the last: for
        whoever keeps the time

    Returns
    -------
    Verdict
        With .status, .name and .message, and each part of the message by itself.
    """
    if is_checking():
        return verdict.nested(id)
    try:
        with pristine():
            if id not in EXERCISES:
                return verdict.unknown(id, "check", obj)
            return judge(EXERCISES[id], obj, started)
    except Exception as error:  # whatever it is, it is ours: learners' code runs inside `run`
        return verdict.fault(id, error)


def judge(
    exercise: Exercise,
    obj: object,
    started: Callable[[Exercise, Probe | None], object] | None = None,
) -> Verdict:
    if not exercise.is_value and obj is ...:
        return verdict.not_attempted(exercise)
    if not exercise.is_value and not callable(obj):
        return verdict.not_a_function(exercise, obj)
    trials = try_all(exercise, as_function(exercise, obj), started)
    first = trials[0].outcome
    if first.kind == "untouched":
        return verdict.not_attempted(exercise, _still_open(obj) if exercise.is_value else ())
    failing = [t for t in trials if not t.right]
    if not failing:
        changed = [t for t in trials if t.outcome.mutated]
        if changed:
            return _changed(exercise, changed[0])
        return verdict.passed(exercise, note_on(trials))
    if not all(t.probe.beyond for t in failing):
        trials, failing = ([t for t in ts if not t.probe.beyond] for ts in (trials, failing))
        if not all(t.probe.apart for t in failing):
            trials, failing = ([t for t in ts if not t.probe.apart] for ts in (trials, failing))
    found = None
    if failing[0].outcome.kind != "slow":
        found = explained(exercise, trials, failing)
    return found or verdict.unexplained(exercise, failing, running.SECONDS)


def _still_open(value: object) -> list[str]:
    """Which entries of a dict, or of a list, hold dots; none if all of them do."""
    if isinstance(value, dict):
        dots = [f"“{clip(str(k), 16)}”" for k, v in value.items() if holds_dots(v)]
    elif isinstance(value, (list, tuple)):
        dots = [f"number {n}" for n, v in enumerate(value, 1) if holds_dots(v)]
    else:
        return []
    return dots if len(dots) < len(value) else []


def _only_goes_too_far(trial: Trial) -> bool:
    """Whether a wrong result may be forgiven, because nobody asked for that probe."""
    value = trial.outcome.value
    return bool(trial.probe.beyond) and (value is None or value.shape == trial.expected.shape)


def as_function(exercise: Exercise, obj: object) -> Callable:
    """A value becomes a function that returns it, so that both kinds of answer go one way."""
    if not exercise.is_value:
        return obj

    def value() -> object:
        if obj is None or holds_dots(obj):
            return obj
        try:
            return exercise.form.read(obj)
        except Unreadable:
            raise
        except (TypeError, ValueError, LookupError):  # numbers where a list is asked for, say
            raise Unreadable("This is not of the form that the starter cell shows.") from None

    return value


def try_all(
    exercise: Exercise,
    function: Callable,
    started: Callable[[Exercise, Probe | None], object] | None = None,
) -> list[Trial]:
    outcomes: list[Outcome] = []
    expectation = expectations(exercise.id)  # before anything of the learner's runs
    for index, probe in enumerate(exercise.probes):
        if started:
            started(exercise, probe)
        outcomes.append(run(function, probe.args))
        if outcomes[-1].ends_all or (index == 0 and outcomes[-1].kind == "untouched"):
            break
    if started:
        started(exercise, None)
    outcomes = _as_asked(_in_one_precision(outcomes), expectation)
    return [
        _trial(exercise, index, outcome, expectation[index])
        for index, outcome in enumerate(outcomes)
    ]


def _as_asked(outcomes: list[Outcome], expectation: tuple[NDArray, ...]) -> list[Outcome]:
    """A list of one number counts as the number, if every result is one; and a matrix, which has
    two axes always, as the vector that is asked for."""
    ones = all(o.value.size == 1 for o in outcomes if o.kind == "value")

    def asked(outcome: Outcome, expected: NDArray) -> Outcome:
        if outcome.kind != "value" or outcome.value.shape == expected.shape:
            return outcome
        flat = "Matrix" in outcome.form or outcome.form == "matrix"
        same = expected.ndim == 1 and outcome.value.shape in (
            (expected.size, 1),
            (1, expected.size),
        )
        if (expected.ndim == 0 and ones) or (flat and same):
            return replace(outcome, value=outcome.value.reshape(expected.shape))
        return outcome

    return list(map(asked, outcomes, expectation))


def _in_one_precision(outcomes: list[Outcome]) -> list[Outcome]:
    """Who works in float32 does so throughout: one result that is not says that the others, such as
    zeros, only happen to fit into float32."""
    if all(o.precision == "float32" for o in outcomes if o.kind == "value"):
        return outcomes
    return [replace(o, precision="float64") if o.precision == "float32" else o for o in outcomes]


def _trial(exercise: Exercise, index: int, outcome: Outcome, expected: NDArray) -> Trial:
    probe, is_value = exercise.probes[index], outcome.kind == "value"
    tolerance = tolerances(outcome, probe.args, exercise.rtol, exercise.atol)
    right = is_value and _is_right(exercise, outcome.value, expected, tolerance)
    at = most_telling(outcome.value, expected) if is_value else None
    return Trial(index, probe, expected, outcome, right, tolerance, at)


def _is_right(
    exercise: Exercise, value: NDArray, expected: NDArray, tolerance: tuple[float, float]
) -> bool:
    if exercise.is_value:
        return value.shape == expected.shape and bool(exercise.form.is_right(value, expected).all())
    return agrees(value, expected, *tolerance)


@functools.cache
def expectations(id: str) -> tuple[NDArray, ...]:
    """What the reference gives on every probe."""
    exercise = EXERCISES[id]
    return tuple(result_of(id, exercise.reference, p).value for p in exercise.probes)


def result_of(id: str, function: Callable, probe: Probe) -> Outcome:
    """The result of a function of ours: a reference or a catalogued mistake."""
    exercise = EXERCISES[id]
    if exercise.is_value:
        return running.trusted(lambda: exercise.form.read(function()), ())
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
            too_far = sum(bool(t.probe.beyond) for t in failing)
            return _passed(exercise, trials, alternative.note, too_far)
    if exercise.is_value:
        return _explained_value(exercise, failing[0])
    undecided = general.undecided(failing)
    if undecided:
        said, line = _found(exercise, *undecided), undecided[1].outcome.line
        return replace(said, seen=f"{said.seen[:-1]} in {clip(line, 12)}") if line else said
    for mistake in exercise.mistakes:
        if _explains_all(exercise, mistake, trials, failing):
            return _name(exercise, mistake, failing[0])
    if all(map(_only_goes_too_far, failing)):
        return _passed(exercise, trials, failing[0].probe.beyond, len(failing))
    found = general.in_another_base(trials, failing)
    if found:
        return _found(exercise, found, failing[0])
    found = general.of_function(trials, failing, exercise.reference)
    if found and found.status == "named":
        return _found(exercise, found, failing[0])
    most = [m for m in exercise.mistakes if _explains_most(exercise, m, trials, failing)]
    if len(most) == 1:
        return _name(exercise, most[0], failing[0])
    combined = _with_one_thing_more(exercise, trials, failing)
    if combined:
        return combined
    return _found(exercise, found, failing[0]) if found else None


def _passed(exercise: Exercise, trials: list[Trial], note: str, disagreeing: int) -> Verdict:
    """Right as far as it is asked for, unless an argument was changed."""
    changed = [t for t in trials if t.outcome.mutated]
    if changed:
        return _changed(exercise, changed[0])
    return verdict.passed(exercise, note, disagreeing=disagreeing)


def _with_one_thing_more(
    exercise: Exercise, trials: list[Trial], failing: list[Trial]
) -> Verdict | None:
    """A catalogued mistake whose results were negated, rounded or scaled besides."""

    def results(wrong: Callable, t: Trial) -> NDArray | None:
        return cached_result(exercise.id, wrong, t.index).value

    ways = ((m, functools.partial(results, wrong)) for m in exercise.mistakes for wrong in m.wrong)
    found = general.with_one_thing_more(trials, ways)
    if found is None:
        return None
    mistake, added = found
    both = replace(mistake, says=f"{mistake.says} {added}")
    return _name(exercise, both, failing[0])


def _found(exercise: Exercise, found: general.Finding, trial: Trial) -> Verdict:
    said = _name(exercise, Mistake(found.name, found.says), trial)
    return replace(said, status=found.status)


def _explained_value(exercise: Exercise, trial: Trial) -> Verdict | None:
    given, expected = trial.outcome.value, trial.expected
    if trial.outcome.kind != "value" or given.shape != expected.shape:
        return None
    if isinstance(exercise.form, Custom):  # what is compared are verdicts of the reading itself
        first = next((m for m in exercise.mistakes if _is_read_as(exercise, m, given)), None)
        if first or not exercise.form.like:
            return _name(exercise, first, trial) if first else None
        like = replace(exercise, form=exercise.form.like, mistakes=())
        found = values.explained(like, given, expected, lambda f: None)
        found = found or values.last_resort(like, given, expected)
        return found and replace(_name(exercise, found.mistake, trial), status=found.status)
    found = values.explained(exercise, given, expected, lambda f: _value_of(exercise, f))
    if found is None and not any(s.shows((), given) for s in exercise.symptoms):
        found = values.last_resort(exercise, given, expected)
    if found is None:
        return None
    said = _name(exercise, found.mistake, trial)
    why = said.why + _about(exercise, found, given, expected)
    return replace(said, status=found.status, why=why)


def _about(exercise: Exercise, found: values.Explanation, given: NDArray, expected: NDArray) -> str:
    """Which of several wrong judgements an explanation is about, where their numbers are shown."""
    form = exercise.form
    if not isinstance(form, (Words, Judgements)) or not form.says:
        return ""
    wrong = set(map(int, np.flatnonzero(~form.is_right(given, expected))))
    if not found.entries or found.entries >= wrong:
        return ""
    numbers = ", ".join(str(i + 1) for i in sorted(found.entries))
    return f" That is about {numbers}; the rest is wrong in another way."


def _is_read_as(exercise: Exercise, mistake: Mistake, given: NDArray) -> bool:
    if mistake.when:
        return bool(mistake.when(given))
    results = [_value_of(exercise, wrong) for wrong in mistake.wrong]
    return any(bool(exercise.form.is_right(given, r).all()) for r in results)


def _value_of(exercise: Exercise, wrong: Callable) -> NDArray | None:
    return cached_result(exercise.id, wrong, 0).value


def _explains_all(
    exercise: Exercise, mistake: Mistake, trials: list[Trial], failing: list[Trial]
) -> bool:
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
    return verdict.mutates(exercise, MUTATES, trial.probe)


def note_on(trials: list[Trial]) -> str:
    if trials[0].outcome.form in ("list", "tuple"):
        return "Lists of lists count as arrays here."
    narrow = all(t.outcome.precision == "float32" for t in trials)
    whole = all(np.array_equal(t.outcome.value, np.rint(t.outcome.value)) for t in trials)
    if trials[0].probe.args and narrow and not whole:  # counts and indices have no precision
        return "In float32, about seven digits can agree, and they do."
    return ""

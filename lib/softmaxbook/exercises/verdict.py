"""What a learner is told: at most sixty words on what was seen, why, and where to read."""

import inspect
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from softmaxbook.exercises.comparing import agrees
from softmaxbook.exercises.record import Exercise, Mistake, Place, Probe
from softmaxbook.exercises.running import Outcome

SYMBOLS = {"not-attempted": "○", "passed": "✓", "fault": "!"}
UNRECOGNISED = "unrecognised"
WORDS = 60  # at most, in a message
ROW = 4  # entries of an array that are shown
DIGITS = 4  # of a number, unless two that differ would look alike


@dataclass(frozen=True)
class Verdict:
    """What the checker found.

    status : "not-attempted", "passed", "named" (a catalogued mistake explains the answer),
        "symptom" (none does, but something true can be said), "unnamed", "raised", or "fault"
        (of the checker itself)
    name : of the mistake or the symptom; "unrecognised" if there is none; "" if nothing is wrong
    message : what the learner reads
    """

    status: str
    name: str
    message: str

    def show(self, id: str) -> str:
        """The text that check prints; its first line says at once how things stand."""
        symbol = SYMBOLS.get(self.status, "✗")
        if self.status == "not-attempted":
            return f"{symbol} {id}: {self.message}"
        head = {"passed": "right", "raised": "an exception"}.get(self.status, self.name)
        return f"{symbol} {id}: {head or 'our fault, not yours'}\n{self.message}"


def not_attempted(exercise: Exercise) -> Verdict:
    what = "answer" if exercise.is_value else "code"
    return Verdict(
        "not-attempted", "", f"not attempted yet. Put your {what} in place of the three dots."
    )


def passed(exercise: Exercise, note: str = "") -> Verdict:
    count = len(exercise.probes)
    agreed = "Right." if exercise.is_value else f"All {count} probes agree."
    return Verdict("passed", "", " ".join(filter(None, [agreed, note, exercise.why])))


def fault(error: BaseException) -> Verdict:
    said = " ".join(str(error).split())
    return Verdict(
        "fault",
        "",
        f"The checker itself failed ({type(error).__name__}: {clip(said, 20)}). This says nothing "
        "about your answer; please report it.",
    )


def named(
    exercise: Exercise, mistake: Mistake, probe: Probe, outcome: Outcome, expected: NDArray
) -> Verdict:
    place = exercise.place_of(mistake)
    seen = describe_beside(mistake.says, place, exercise, probe, outcome, expected)
    return _three_parts("named", mistake.name, seen, mistake.says, place)


def symptom(exercise: Exercise, name: str, seen: str, says: str) -> Verdict:
    return _three_parts("symptom", name, seen, says, exercise.place)


def unnamed(exercise: Exercise, probe: Probe, outcome: Outcome, expected: NDArray) -> Verdict:
    says = "None of the mistakes we know explains all of your results; work this case by hand."
    if exercise.is_value:
        says = "It is none of the mistakes we know; the first hint asks the next question."
    seen = describe_beside(says, exercise.place, exercise, probe, outcome, expected)
    return _three_parts("unnamed", UNRECOGNISED, seen, says, exercise.place)


def raised(exercise: Exercise, probe: Probe, outcome: Outcome) -> Verdict:
    what = f"{outcome.error.__name__}: {clip(outcome.message, 16)}".rstrip(": ")
    seen = f"{call(exercise, probe)} raised {what}".rstrip(".") + "."
    if exercise.is_value:
        seen = f"Reading your answer raised {what}".rstrip(".") + "."
    says = f"Your {clip(outcome.line, 12)}" if outcome.line else ""
    return _three_parts("raised", UNRECOGNISED, seen, says, exercise.place)


def _three_parts(status: str, name: str, seen: str, says: str, place: Place) -> Verdict:
    lines = [line for line in (seen, says, f"Read {place}.") if line]
    return Verdict(status, name, "\n".join(lines))


# ---- What was seen ------------------------------------------------------------------------------


def describe_beside(
    says: str,
    place: Place,
    exercise: Exercise,
    probe: Probe,
    outcome: Outcome,
    expected: NDArray,
) -> str:
    """As `describe`, and brief if the whole message would be too long."""
    seen = describe(exercise, probe, outcome, expected)
    if len(f"{seen} {says} Read {place}".split()) > WORDS:
        return describe(exercise, probe, outcome, expected, brief=True)
    return seen


def describe(
    exercise: Exercise, probe: Probe, outcome: Outcome, expected: NDArray, *, brief: bool = False
) -> str:
    """A probe, what the learner's function made of it, and what was expected.

    What is expected of a value stays unsaid: it would be the solution.

    brief : of the arguments only their shapes"""
    if exercise.is_value:
        return f"You gave {(exercise.text or array_text)(outcome.value)}."
    value, row = outcome.value, ()
    if outcome.kind == "raised":
        said = f" raised {outcome.error.__name__}"
    elif value.shape != expected.shape:
        said = f": your result has shape {value.shape}, expected {expected.shape}"
    else:
        row = first_wrong_row(value, expected) if expected.ndim else ()
        got, want = told_apart(value[row], expected[row])
        said = f": you return {got}, expected {want}"
    return f"{call(exercise, probe, row, brief=brief)}{said}."


def call(
    exercise: Exercise, probe: Probe, row: tuple[int, ...] = (), *, brief: bool = False
) -> str:
    """A probe as text; of a batch only the row in question."""
    names = list(inspect.signature(exercise.reference).parameters)
    parts, whole = [], ""
    for at, (name, value) in enumerate(zip(names, probe.args, strict=False)):
        value = np.asarray(value)
        if brief:
            parts.append(f"{name} {value.shape}" if value.ndim else f"{name} = {number(value)}")
            continue
        if not row or name in exercise.whole or not goes_along(exercise, at, len(row)):
            pass
        elif value.ndim == len(row) + 1:
            whole = f" in a {value.shape} batch"
            value = value[row]
        elif value.ndim == len(row):
            value = value[row]
        parts.append(f"{name} = {array_text(value)}")
    if row and not whole:
        whole = f", row {', '.join(map(str, row))}"
    return ", ".join(parts) + whole


def goes_along(exercise: Exercise, at: int, axes: int) -> bool:
    """Whether an argument has an entry for each row of the batch, as the first one has: in every
    probe its first axes are of the same lengths."""
    batches = [p.args for p in exercise.probes if np.ndim(p.args[0]) > axes]
    return all(np.shape(args[at])[:axes] == np.shape(args[0])[:axes] for args in batches)


def first_wrong_row(value: NDArray, expected: NDArray) -> tuple[int, ...]:
    for row in np.ndindex(value.shape[:-1]):
        if not agrees(value[row], expected[row], 1e-3, 1e-6):
            return row
    differs = np.abs(value - expected).max(axis=-1)
    return tuple(int(i) for i in np.unravel_index(np.nanargmax(differs), differs.shape))


def told_apart(value: NDArray, expected: NDArray) -> tuple[str, str]:
    """Both as text, of long rows the entry where they differ most, with as many digits as it
    takes to see that they differ."""
    where = ""
    if value.size > ROW:
        with np.errstate(all="ignore"):
            gap = np.abs(value - expected)
        gap[value == expected] = 0
        at = int(np.argmax(np.where(np.isnan(gap), np.inf, gap)))
        value, expected, where = value[at], expected[at], f" at position {at}"
    for digits in (DIGITS, 8, 17):
        got, want = array_text(value, digits), array_text(expected, digits)
        if got != want:
            break
    return got + where, want


def array_text(value: NDArray, digits: int = DIGITS) -> str:
    value = np.asarray(value)
    if value.ndim == 0:
        return number(value, digits)
    if value.ndim == 1 and value.size > ROW + 2:
        head = ", ".join(number(entry, digits) for entry in value[: ROW - 1])
        return f"({head}, … {value.size} entries)"
    if value.size > 3 * ROW or value.ndim > 2:
        return f"an array of shape {value.shape}"
    inner = ", ".join(array_text(entry, digits) for entry in value)
    return f"({inner})"


def number(value: NDArray, digits: int = DIGITS) -> str:
    return f"{float(value):.{digits}g}"


def clip(text: str, words: int) -> str:
    kept = text.split()[:words]
    return " ".join(kept) + (" …" if len(text.split()) > words else "")

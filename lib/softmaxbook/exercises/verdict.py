"""What a learner is told, as data: what was seen, why it happens, and where to read about it.

A verdict is made by the functions at the end of this module, which hold every sentence that is not
in a record. It is shown as text by a terminal, as Markdown by a notebook, and the page shows what
`as_data` gives. All of it is plain text, with mathematics in Unicode; code stands in backquotes.
"""

import inspect
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from softmaxbook.exercises.comparing import agrees
from softmaxbook.exercises.ids import correction, is_id
from softmaxbook.exercises.plain import as_html, as_markdown
from softmaxbook.exercises.record import Exercise, Mistake, Place, Probe
from softmaxbook.exercises.running import Outcome

SYMBOLS = {"not-attempted": "○", "passed": "✓", "fault": "!"}
HEADS = {
    "not-attempted": "not attempted yet",
    "passed": "right",
    "raised": "an exception",
    "fault": "our fault, not yours",
}
UNRECOGNISED = "unrecognised"
WORDS = 60  # at most, in what is said of a case
ROW = 4  # entries of a result that are shown
WHOLE = 24  # entries of an argument that are shown
DIGITS = 4  # of a number, unless two that differ would look alike


@dataclass(frozen=True)
class Verdict:
    """What the checker found.

    status : "not-attempted", "passed", "named" (a catalogued mistake explains the answer),
        "symptom" (none does, but something true can be said), "unnamed", "raised", or "fault"
        (of the checker itself, or of the id)
    name : of the mistake or the symptom; "unrecognised" if there is none; "" if nothing is wrong
    seen : what was seen, as a sentence
    why : why it happens; of an answer that passed, a note
    place : where the book discusses it
    case : the arguments that show it, as text from which the call can be redone; "" of a value
    question, reply : asked once the answer has passed, and what may be answered
    id : of the exercise or concept check
    headline : how things stand, in a few words, where neither the status nor the name says it
    """

    status: str
    name: str = ""
    seen: str = ""
    why: str = ""
    place: Place | None = None
    case: str = ""
    question: str = ""
    reply: str = ""
    id: str = ""
    headline: str = ""

    @property
    def symbol(self) -> str:
        return SYMBOLS.get(self.status, "✗")

    @property
    def head(self) -> str:
        """How things stand, in a word or a few."""
        return self.headline or HEADS.get(self.status, self.name)

    @property
    def message(self) -> str:
        """Everything but the head, a line for each part."""
        read = f"Read {self.place}." if self.place else ""
        return "\n".join(filter(None, [self.case, self.seen, self.why, read, self.question]))

    def show(self) -> str:
        """The text that check prints; its first line says at once how things stand."""
        if self.status == "not-attempted":
            return f"{self.symbol} {self.id}: {self.head}. {self.message}"
        text = f"{self.symbol} {self.id}: {self.head}\n{self.message}"
        if not self.reply:
            return text
        call = f'from softmaxbook.exercises import why; why("{self.id}")'
        return f"{text}\n(The answer is folded below the exercise. Or run {call}.)"

    def as_markdown(self) -> str:
        """The same for a notebook, with a link; the answer to the question is folded."""
        parts = [f"**{as_markdown(f'{self.symbol} {self.id}: {self.head}')}**"]
        parts += [f"`{self.case}`"] if self.case else []
        parts += [as_markdown(self.seen), as_markdown(self.why)]
        if self.place:
            parts.append(f"Read [{as_markdown(self.place.text)}]({self.place.link}).")
        if self.reply:
            summary, body = as_html(self.question), as_markdown(self.reply)
            parts.append(f"<details>\n<summary>{summary}</summary>\n\n{body}\n\n</details>")
        else:
            parts.append(as_markdown(self.question))
        return "\n\n".join(filter(None, parts))

    def as_data(self) -> dict[str, object]:
        """The same for a page, as what JSON can hold; the place's href is that of a page."""
        place = None
        if self.place:
            href = self.place.link.replace(".ipynb", ".html", 1)
            place = {"text": self.place.text, "href": href}
        return {
            "id": self.id,
            "status": self.status,
            "symbol": self.symbol,
            "head": self.head,
            "name": self.name,
            "seen": self.seen,
            "why": self.why,
            "case": self.case,
            "question": self.question,
            "reply": self.reply,
            "place": place,
        }


# ---- Each status --------------------------------------------------------------------------------


def not_attempted(exercise: Exercise, still_open: Sequence[str] = ()) -> Verdict:
    """still_open : names of the parts that hold dots, where others hold answers"""
    what = "answer" if exercise.is_value else "code"
    seen = f"Put your {what} in place of the three dots."
    if still_open:
        more = f", and {len(still_open) - 2} more" if len(still_open) > 2 else ""
        seen += f" Still open: {', '.join(still_open[:2])}{more}."
    return Verdict("not-attempted", seen=seen, id=exercise.id)


def passed(exercise: Exercise, note: str = "", disagreeing: int = 0) -> Verdict:
    """disagreeing : number of probes that go beyond what is asked and do not agree"""
    count = len(exercise.probes)
    agreed = "Right." if exercise.is_value else f"All {count} probes agree."
    if disagreeing:
        agreed = f"{count - disagreeing} of {count} probes agree, all that the exercise asks for."
    return Verdict(
        "passed",
        seen=agreed,
        why=note,
        question=exercise.why,
        reply=exercise.reply,
        id=exercise.id,
    )


def fault(id: str, error: BaseException) -> Verdict:
    said = " ".join(str(error).split())
    seen = f"The checker itself failed ({type(error).__name__}: {clip(said, 20)})."
    why = "This says nothing about your answer; please report it."
    return Verdict("fault", seen=seen, why=why, id=id)


def unknown(id: object, function: str, obj: object = None) -> Verdict:
    """For an id that `function`, called with this and obj, cannot use."""
    said = correction(id, function, obj)
    head = "another function" if is_id(id) else "no such id"
    shown = clip(id, 4)[:40] if isinstance(id, str) else type(id).__name__
    return Verdict("fault", "unknown-id", said, id=shown, headline=head)


def nested(id: object) -> Verdict:
    """For a check inside the function that is being checked: it would call itself for ever."""
    seen = "This check is called by the very function that is being checked; it is left out."
    return Verdict("fault", "check-inside-check", seen, id=str(id), headline="left out")


def named(
    exercise: Exercise, mistake: Mistake, probe: Probe, outcome: Outcome, expected: NDArray
) -> Verdict:
    case, seen = describe(exercise, probe, outcome, expected)
    place = exercise.place_of(mistake)
    return Verdict("named", mistake.name, seen, mistake.says, place, case, id=exercise.id)


def symptom(exercise: Exercise, name: str, seen: str, says: str, case: str = "") -> Verdict:
    return Verdict("symptom", name, seen, says, exercise.place, case, id=exercise.id)


def not_a_function(exercise: Exercise, obj: object) -> Verdict:
    seen = f"This is of the type {type(obj).__name__}, not a function."
    says = "The check calls your function itself, on inputs of its own; a result cannot be "
    says += "called. Hand in the name without parentheses."
    return symptom(exercise, "not-a-function", seen, says)


def mutates(exercise: Exercise, mistake: Mistake, probe: Probe) -> Verdict:
    """The values are right, but an argument is no longer what it was."""
    seen = "After the call the argument was no longer the same."
    if len(probe.args) > 1:
        seen = "After the call the arguments were no longer the same."
    # No place: the section of the exercise is about its mathematics, not about whose array it is.
    case = call(exercise, probe)
    return Verdict("named", mistake.name, seen, mistake.says, None, case, id=exercise.id)


# ---- Not explained: what is true all the same ---------------------------------------------------


def unexplained(exercise: Exercise, failing: Sequence, seconds: float) -> Verdict:
    """A symptom of the simplest failing probe, its exception, or the probe itself.

    failing : the trials that are wrong, simplest first, with .probe, .outcome and .expected
    seconds : the limit of one call
    """
    trial = failing[0]
    probe, outcome, expected = trial.probe, trial.outcome, trial.expected
    if outcome.kind == "slow":
        return too_slow(exercise, seconds, call(exercise, probe), runs_on=outcome.runs_on)
    if outcome.error:
        return _raised(exercise, probe, outcome)
    if outcome.kind == "nothing":
        return _nothing(exercise, probe, outcome)
    if outcome.kind in ("odd", "untouched"):
        return _odd(exercise, probe, outcome)
    if outcome.value.shape != expected.shape:
        return _wrong_shape(exercise, probe, outcome.value, expected)
    case, seen = describe(exercise, probe, outcome, expected)
    says = _on_infinities(outcome.value, expected)
    if says:
        return symptom(exercise, "not-finite", seen, says, case)
    for each in exercise.symptoms:
        shown = each.shows(probe.args, outcome.value)
        if shown:
            return symptom(exercise, each.name, _sentence(shown), each.says, case)
    digits = digits_in_common(failing)
    if digits and not exercise.is_value:
        says = f"Only about {digits} digits agree. Something was rounded, or computed in a type "
        says += "with few digits, or left out though it matters little."
        return symptom(exercise, "low-precision", seen, says, case)
    if outcome.mutated:
        return symptom(exercise, "mutates-input", seen, "The argument was changed as well.", case)
    says = "None of the mistakes we know explains all of your results; work this case by hand."
    if exercise.is_value:
        says = "It is none of the mistakes we know; the first hint asks the next question."
    return Verdict("unnamed", UNRECOGNISED, seen, says, exercise.place, case, id=exercise.id)


def too_slow(
    exercise: Exercise, seconds: float, case: str = "", *, runs_on: bool = False
) -> Verdict:
    """runs_on : whether the call could not be stopped"""
    seen = f"No answer came within {seconds:g} seconds, so the call was stopped."
    says = "Whether it would ever have ended cannot be told. A loop whose condition never becomes "
    says += "false does not end."
    if runs_on:
        seen = f"No answer came within {seconds:g} seconds, and the call runs on."
        says = "Python could not stop it: it is inside compiled code, or waits there, or catches "
        says += "whatever stops it. If it never ends, restart Python."
    return symptom(exercise, "too-slow", seen, says, case)


def _raised(exercise: Exercise, probe: Probe, outcome: Outcome) -> Verdict:
    what = f"{outcome.error.__name__}: {clip(outcome.message, 16)}".rstrip(": .")
    who = "Reading your answer" if exercise.is_value else "Your function"
    why = f"Your {clip(outcome.line, 12)}" if outcome.line else ""
    past = re.search(r"index (\d+) is out of bounds .*size \1\b", outcome.message)
    if past:  # one past the end
        last = f"Of {past[1]} entries the last is number {int(past[1]) - 1}, counted from 0."
        why = f"{why}. {last}" if why else last
    return Verdict(
        "raised",
        UNRECOGNISED,
        f"{who} raised {what}.",
        why,
        exercise.place,
        call(exercise, probe),
        id=exercise.id,
    )


def _nothing(exercise: Exercise, probe: Probe, outcome: Outcome) -> Verdict:
    if exercise.is_value:
        seen, says = "Your answer is None.", "None is what a function gives that returns nothing."
    elif outcome.printed:
        seen = f"Your function printed {clip(outcome.printed, 6)} and returned None."
        says = "A printed value is seen but cannot be used; only what follows return comes back."
    else:
        seen = "Your function returned None."
        says = "None comes back if no return is reached, or if what follows return is None, as "
        says += "with methods that change a list or an array in place."
    return symptom(exercise, "forgot-return", seen, says, call(exercise, probe))


def _odd(exercise: Exercise, probe: Probe, outcome: Outcome) -> Verdict:
    case = call(exercise, probe)
    if outcome.form.startswith("ragged"):
        seen = f"Your {'answer' if exercise.is_value else 'result'} is a {outcome.form}."
        says = "Its parts have different lengths, so it has no shape."
        if outcome.parts and not exercise.is_value:
            shown = " and ".join(outcome.parts) if len(outcome.parts) < 4 else "several parts"
            seen = f"Your result is a tuple: {shown}."
            says += " If these are several results, return only the one that is asked for."
        return symptom(exercise, "wrong-shape", seen, says, case)
    if exercise.is_value:
        says = "The exercise says which form the answer has."
        seen = outcome.form or "It holds dots."
        if not seen.endswith("."):  # the name of a type
            seen = f"Your answer is of the type {seen}, not a number."
        return symptom(exercise, "not-readable", seen, says)
    seen = f"Your function returned {outcome.form or '...'}, which holds no numbers."
    says = "An array of numbers is expected, or nested lists of them."
    return symptom(exercise, "not-numbers", seen, says, case)


def _wrong_shape(exercise: Exercise, probe: Probe, value: NDArray, expected: NDArray) -> Verdict:
    """Only what the two shapes, and the numbers in them, show."""
    what = "answer" if exercise.is_value else "result"
    seen = f"Your {what} has shape {value.shape}, expected {expected.shape}."
    more = value.ndim - expected.ndim
    axes = [n for n, m in zip(value.shape, expected.shape, strict=False) if n != m]
    if not exercise.is_value and value.ndim > 1 and agrees(value.T, expected, 1e-4, 1e-7):
        says = "The numbers are right, but rows and columns are exchanged."
    elif not exercise.is_value and _same_numbers(value, expected):
        says = "The numbers are right, but they are arranged along other axes."
        if 1 in value.shape and value.squeeze().shape == expected.shape:
            says += " One of length 1 is left over."
    elif expected.ndim == 0 and 1 < value.size < 4 and agrees(value.ravel()[0], expected, 1e-4, 0):
        says = "The first of these is right; it alone is asked for."
    elif expected.ndim == 0:
        says = "A single number is asked for."
    elif exercise.is_value:
        says = "The starter cell shows how many numbers are asked for, and in which order."
    elif value.ndim == 0:
        says = "This is a single number; an array is asked for."
    elif (value.ndim, expected.ndim) == (1, 2) and len(value) == len(expected) != expected.shape[1]:
        says = f"One number for each row came back, where {expected.shape[1]} are asked for."
    elif (value.ndim, expected.ndim) == (1, 2) and len(value) == expected.shape[1] != len(expected):
        says = f"A single row came back, where {len(expected)} are asked for."
    elif (value.ndim, expected.ndim) == (2, 1) and len(value) == len(expected) != value.shape[1]:
        says = f"{value.shape[1]} numbers for each entry came back, where one is asked for."
    elif more:
        count = {1: "One axis", 2: "Two axes"}.get(abs(more), f"{abs(more)} axes")
        says = f"{count} too {'many' if more > 0 else 'few'}."
    elif len(axes) == 1:
        axis = next(a for a in range(value.ndim) if value.shape[a] != expected.shape[a])
        says = f"The number of axes is right; along axis {axis} there are {value.shape[axis]} "
        says += f"entries in place of {expected.shape[axis]}."
    else:
        says = "The number of axes is right, their lengths are not."
    return symptom(exercise, "wrong-shape", seen, says, call(exercise, probe))


def _same_numbers(value: NDArray, expected: NDArray) -> bool:
    if value.size != expected.size or max(value.ndim, expected.ndim, value.size) < 2:
        return False
    return agrees(value.ravel(), expected.ravel(), 1e-4, 1e-7)


def _on_infinities(value: NDArray, expected: NDArray) -> str:
    """What an inf or a nan in the wrong place says; "" if each is where it should be."""
    if (np.isnan(value) & ~np.isnan(expected)).any():
        says = "Some step has no value: inf / inf, inf − inf, 0 · inf, 0 / 0 and the logarithm or "
        return says + "root of a negative number are nan."
    infinite = np.isinf(value) & (value != expected)
    if infinite.any():
        if (value[infinite] > 0).any():
            return "An inf is too large a number, such as e^1000, a division by 0, or −log 0."
        return "A −inf is log 0, a division by 0, or a number too large to be held, negated."
    if (~np.isfinite(expected) & np.isfinite(value)).any():
        return "The right result is not finite there; a finite number has taken its place."
    return ""


def digits_in_common(failing: Sequence) -> int:
    """Digits that every finite failing result shares with what was expected; 0 if fewer than 2."""
    worst = 0.0
    for t in failing:
        if t.outcome.kind != "value" or t.outcome.value.shape != t.expected.shape:
            return 0
        finite = np.isfinite(t.outcome.value) & np.isfinite(t.expected)
        right = t.expected[finite]
        # Beside a number in the thousands a small one may be all wrong: each by its own size.
        size = np.maximum(np.abs(right), 1e-6 * np.abs(right).max(initial=1e-300))
        worst = max(worst, (np.abs(t.outcome.value[finite] - right) / size).max(initial=0))
    return int(-np.log10(worst)) if 0 < worst < 1e-2 else 0


# ---- What was seen ------------------------------------------------------------------------------


def describe(
    exercise: Exercise, probe: Probe, outcome: Outcome, expected: NDArray
) -> tuple[str, str]:
    """(case, seen): a probe, and what the learner's function made of it beside what was expected.

    What is expected of a value stays unsaid: it would be the solution."""
    if exercise.is_value:
        return "", f"You gave {exercise.form.text(outcome.value)}."
    value, row = outcome.value, ()
    if outcome.kind == "raised":
        seen = f"Your function raised {outcome.error.__name__}."
    elif value.shape != expected.shape:
        seen = f"Your result has shape {value.shape}, expected {expected.shape}."
    else:
        row = first_wrong_row(value, expected) if expected.ndim else ()
        got, want = told_apart(value[row], expected[row])
        where = f"In row {', '.join(map(str, row))} you" if row else "You"
        seen = f"{where} return {got}, expected {want}."
    return call(exercise, probe, row), seen


def call(exercise: Exercise, probe: Probe, row: tuple[int, ...] = ()) -> str:
    """The arguments of a probe as text: whole if they are small, of a large batch only the row in
    question, of anything else that is large its shape."""
    names = list(inspect.signature(exercise.reference).parameters)
    parts = []
    for at, (name, value) in enumerate(zip(names, probe.args, strict=False)):
        value = np.asarray(value)
        if value.size > WHOLE and row and goes_along(exercise, name, at, len(row)):
            name, value = f"{name}[{', '.join(map(str, row))}]", value[row]
        if value.size > WHOLE:
            parts.append(f"{name} of shape {value.shape}")
        else:
            parts.append(f"{name} = {argument_text(value)}")
    return ", ".join(parts)


def goes_along(exercise: Exercise, name: str, at: int, axes: int) -> bool:
    """Whether an argument has an entry for each row of the batch, as the first one has: in every
    probe its first axes are of the same lengths."""
    if name in exercise.whole:
        return False
    batches = [p.args for p in exercise.probes if np.ndim(p.args[0]) > axes]
    return bool(batches) and all(
        np.shape(args[at])[:axes] == np.shape(args[0])[:axes] for args in batches
    )


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
    """A number, a vector as (1, 2, 3), a matrix as [[1, 2], [3, 4]]; what is large, in short."""
    value = np.asarray(value)
    if value.ndim == 1 and value.size > WHOLE:
        head = ", ".join(number(entry, digits) for entry in value[: ROW - 1])
        return f"({head}, … {value.size} entries)"
    if value.size > WHOLE:
        return f"an array of shape {value.shape}"
    if value.ndim == 1:
        inner = ", ".join(number(entry, digits) for entry in value)
        return f"({inner},)" if value.size == 1 else f"({inner})"
    return _nested(value, digits)


def argument_text(value: NDArray) -> str:
    """As array_text, with digits enough to tell the entries apart when they are put in again."""
    value = np.asarray(value)
    if value.dtype.kind not in "iuf":
        return str(value.tolist())
    numbers = value[np.isfinite(value)].astype(np.float64)
    spread = (
        np.ptp(numbers)
        if numbers.size > 1 and np.ptp(numbers)
        else np.abs(numbers).max(initial=0.0)
    )
    for digits in (DIGITS, 8, 12, 17):
        read = np.array([float(number(n, digits)) for n in numbers])
        if np.all(np.abs(read - numbers) <= 1e-3 * spread):
            break
    return array_text(value, digits)


def _nested(value: NDArray, digits: int) -> str:
    if value.ndim == 0:
        return number(value, digits)
    return f"[{', '.join(_nested(entry, digits) for entry in value)}]"


def number(value: NDArray, digits: int = DIGITS) -> str:
    value = float(value)
    if value.is_integer() and abs(value) < 1e6:
        return str(int(value))
    return f"{value:.{digits}g}"


def clip(text: str, words: int) -> str:
    kept = text.split()[:words]
    return " ".join(kept) + (" …" if len(text.split()) > words else "")


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]

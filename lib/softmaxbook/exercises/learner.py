"""The functions a learner calls. None of them raises; each prints one thing."""

import os
import sys
from pathlib import Path

from softmaxbook.exercises import cards, journal, quiz
from softmaxbook.exercises.folded import Shown, guide_to, solution_source
from softmaxbook.exercises.ids import correction
from softmaxbook.exercises.isolation import is_checking, pristine
from softmaxbook.exercises.plain import say
from softmaxbook.exercises.recognition import diagnose
from softmaxbook.exercises.record import CHAPTERS, EXERCISES, QUESTIONS, RECORDS, Record
from softmaxbook.exercises.verdict import Verdict, fault, unknown

ATTEMPTS = ("passed", "named", "symptom", "unnamed", "raised")


def check(id: str, obj: object) -> None:
    """Try an answer and print what is to be said of it.

    A call that does not return within a few seconds is stopped. Python can stop what is written
    in Python; a loop inside compiled code, such as ``sum(itertools.repeat(1.0))``, ends only with
    Python itself: then restart the kernel.

    Parameters
    ----------
    id : of an exercise, such as "overflow.stable-softmax"
    obj : your function, or the value that the exercise asks for

    Examples
    --------
    >>> check("overflow.stable-softmax", ...)
    ○ overflow.stable-softmax: not attempted yet. Put your code in place of the three dots.
    """
    if is_checking():  # called by the function that is being checked
        return
    verdict = diagnose(id, obj)
    _keep("check", verdict)
    _show(verdict)


def answer(id: str, value: object) -> None:
    """Answer a concept check with the letter of an option or with a number, and print feedback.

    Examples
    --------
    >>> answer("softmax.q1", ...)
    ○ softmax.q1: not answered yet. Put your answer in place of the three dots.
    """
    if is_checking():
        return
    try:
        with pristine():
            if id in QUESTIONS:
                verdict = quiz.judge(QUESTIONS[id], value)
            else:
                verdict = unknown(id, "answer", value)
    except Exception as error:
        verdict = fault(id, error)
    _keep("answer", verdict)
    _show(verdict)


def hint(id: str, level: int | None = None) -> None:
    """Print the next of an exercise's three hints, or the one of a given level.

    The first asks a question, the second states the principle, the third takes one step.
    """
    exercise = _found(id, "hint", level)
    if exercise is None:
        return
    id = exercise.id
    count = len(exercise.hints)
    if level is None:
        seen = [e.get("level") for e in journal.events("hint", id)]
        level = min(count, 1 + max((n for n in seen if isinstance(n, int)), default=0))
    level = _whole(level)
    if level not in range(1, count + 1):
        say(f"{id} has hints 1 to {count}.")
        return
    journal.note("hint", id, level=level)
    more = f'hint("{id}") gives the next' if level < count else f'solution("{id}") is what is left'
    say(f"Hint {level} of {count}: {exercise.hints[level - 1]}\n({more}.)")


def _whole(number: object) -> int | None:
    """The whole number that is meant: 2, 2.0, "2", or one of NumPy's."""
    try:
        return int(number) if float(number) == int(number) else None
    except Exception:  # whatever it is, its errors are its own
        return None


def solution(id: str) -> None:
    """Print the source of an exercise's reference.

    If nothing was attempted yet, it says so once; the second call shows it."""
    exercise = _found(id, "solution")
    if exercise is None:
        return
    id = exercise.id
    tried = journal.events("check", id) or journal.events("solution", id)
    journal.note("solution", id)
    if not tried:
        say(f"{id}: you have not tried it yet. Call solution again to see it all the same.")
        return
    say(solution_source(exercise))


def why(id: str) -> None:
    """Print the question that a right answer is asked, with what may be answered.

    If the exercise has not passed yet, it says so once; the second call shows it."""
    exercise = _found(id, "why")
    if exercise is None:
        return
    id = exercise.id
    passed = any(e.get("status") == "passed" for e in journal.events("check", id))
    seen = journal.events("why", id)
    journal.note("why", id)
    if not (passed or seen):
        say(f"{id}: this comes after a right answer. Call why again to see it all the same.")
        return
    say("\n".join(filter(None, [exercise.why, exercise.reply])))


def guide(id: str) -> Shown | None:
    """The hints and the solution of an exercise, or the options of a concept check, each in a
    closed box that opens without JavaScript. The last line of a cell."""
    record = _found(id, "guide")
    return None if record is None else guide_to(record)


def progress() -> None:
    """Print a table of what was tried, passed and looked up."""
    rows = []
    for id in sorted(
        [*EXERCISES, *QUESTIONS], key=lambda id: list(CHAPTERS).index(id.split(".")[0])
    ):
        event = "check" if id in EXERCISES else "answer"
        tries = [e.get("status") for e in journal.events(event, id)]
        state = "✓" if "passed" in tries else "✗" if tries else "○"
        hints = len({e.get("level") for e in journal.events("hint", id)})
        rows.append((state, id, len(tries), hints))
    width = max(len(id) for _, id, _, _ in rows)
    lines = [f"  {'exercise':<{width}}  tries  hints"]
    for state, id, tries, hints in rows:
        lines.append(f"{state} {id:<{width}}  {tries or '':>5}  {hints or '':>5}".rstrip())
    done = sum(state == "✓" for state, *_ in rows)
    say("\n".join([*lines, f"{done} of {len(rows)} done"]))


def deck(path: str | os.PathLike, *, mine: bool = False) -> None:
    """Write flash cards as a text file that Anki imports (File, Import).

    Parameters
    ----------
    path : of the file to write, such as "softmax.txt"
    mine : only the mistakes that you made
    """
    chosen = list(cards.cards())
    if mine:
        made = {f"{e.get('id')}:{e.get('name')}" for e in journal.events("check")}
        chosen = [card for card in chosen if card.guid in made]
    try:
        Path(path).write_text(cards.as_text(chosen), encoding="utf-8", newline="\n")
    except (OSError, TypeError) as error:
        say(f"The deck could not be written: {error}")
        return
    say(f"{len(chosen)} cards written")


def _show(verdict: Verdict) -> None:
    """Text in a terminal; in a notebook the same with links, unless nothing was attempted: what
    is stored in the book's notebooks stays plain."""
    if in_notebook() and verdict.status != "not-attempted":
        from IPython.display import display

        display(Shown(verdict.as_markdown(), verdict.show()))
    else:
        say(verdict.show())


def in_notebook() -> bool:
    """Whether a Jupyter kernel runs this."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    return hasattr(shell, "kernel")


def _keep(event: str, verdict: Verdict) -> None:
    if verdict.status in ATTEMPTS:
        journal.note(event, verdict.id, status=verdict.status, name=verdict.name)


def _found(id: str, function: str, obj: object = None) -> Record | None:
    """The record that a function is asked about; else None, and a sentence is printed."""
    among = RECORDS if function == "guide" else EXERCISES
    if id in among:
        return among[id]
    say(correction(id, function, obj))
    return None

"""Concept checks: what is said of an option that was chosen, and of a number."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from softmaxbook.exercises import general, reading
from softmaxbook.exercises.reading import Unreadable, is_rounding, letter_in
from softmaxbook.exercises.record import NumberQuestion, Question
from softmaxbook.exercises.running import holds_dots
from softmaxbook.exercises.verdict import Verdict

FUNCTIONS = {
    name: getattr(np, name)
    for name in ("exp", "log", "log2", "log10", "sqrt", "tanh", "array", "inf")
}
DECIMALS = ("no", "one", "two", "three", "four")


def value_of(expression: str) -> float:
    """The number that an expression in NumPy's functions stands for: keys are never typed in."""
    return float(eval(expression, {"__builtins__": {}, "sum": sum, "max": max, **FUNCTIONS}))


def shown(question: NumberQuestion, expression: str) -> str:
    """The number as text, in as many digits as the question asks for."""
    value, digits = value_of(expression), digits_asked(question.asks)
    text = f"{value:.4g}" if abs(value) < 1e4 else f"{value:,.0f}"
    is_near = is_rounding(float(text.replace(",", "")), value, digits)
    return text if is_near else f"{value:.{digits}f}"


def judge(question: Question | NumberQuestion, given: Any) -> Verdict:
    """What answer() says."""
    if holds_dots(given):
        seen = "Put your answer in place of the three dots."
        head = "not answered yet"
        return Verdict("not-attempted", seen=seen, id=question.id, headline=head)
    judge_it = _judge_letter if isinstance(question, Question) else _judge_number
    return replace(judge_it(question, given), id=question.id)


def _judge_letter(question: Question, given: Any) -> Verdict:
    try:
        letter = letter_in(given, {k: option.text for k, option in question.options.items()})
    except Exception:  # whatever it is, it is no letter, and its own errors are its own
        letter = None
    if letter is None:
        letters = ", ".join(question.options)
        seen = f"The options are {letters}, as text."
        if is_number(given):
            seen += " Give the letter of the option you mean, not a number."
        return Verdict("symptom", "not-an-option", seen)
    if letter == question.key:
        return Verdict("passed", seen=question.options[letter].feedback)
    said = question.options[letter].feedback
    return Verdict("named", "another-option-is-right", "No.", said, question.place)


def is_number(given: Any) -> bool:
    """Whether it can be read as a number; the name of a constant, such as e, is none."""
    try:
        if isinstance(given, str) and not re.search(r"\d", given):
            return False
        return np.isfinite(reading.number(reading.plain(given)))
    except Exception:  # whatever it is, it is no number, and its own errors are its own
        return False


def feedback(question: Question, letter: str) -> str:
    """What is said of an option: first whether it is right, then why."""
    right = "Right." if letter == question.key else "No."
    return f"{right} {question.options[letter].feedback}"


def digits_asked(asks: str) -> int | None:
    """Decimals that a question asks for, from its own words; None if it does not say."""
    found = re.search(r"\b(one|two|three|four) decimals?\b", asks, re.IGNORECASE)
    return None if found is None else DECIMALS.index(found[1].lower())


def rows(question: NumberQuestion) -> Iterator[general.Row]:
    """What a number is compared with, one after the other; the first row that fits counts."""
    digits = digits_asked(question.asks)
    keys = [value_of(expression) for expression in (question.key, *question.also)]
    mistakes = [
        (value_of(expression), general.Finding("named", "another-number-is-right", said))
        for expression, said in (question.wrong | question.rare).items()
    ]
    right = general.Finding("passed", "", question.says)
    yield from (general.Row("right", key, right) for key in keys)
    yield from (general.Row("right", *mistake) for mistake in mistakes)
    logarithms = "log" in question.key
    for key in keys:
        yield from general.rows_of(key, digits, logarithms=logarithms)
    for mistake in mistakes:
        yield from general.rows_with_more(*mistake)
    yield general.coarse_row(keys[0], digits)


def _judge_number(question: NumberQuestion, given: Any) -> Verdict:
    try:
        number = reading.number(reading.plain(given))
    except Unreadable as error:
        return Verdict("symptom", "not-a-number", str(error))
    except Exception:  # whatever it is, it is no number, and its own errors are its own
        return Verdict("symptom", "not-a-number", "A single number is asked for.")
    digits, given = digits_asked(question.asks), f"You gave {number:.6g}"
    for test, exact, found in rows(question):
        if general.TESTS[test](number, exact, digits):
            if found.status == "passed":
                return Verdict("passed", seen=found.says)
            return Verdict(found.status, found.name, f"{given}.", found.says, question.place)
    seen = f"{given}; none of the mistakes we know gives that."
    return Verdict("unnamed", "unrecognised", seen, place=question.place)

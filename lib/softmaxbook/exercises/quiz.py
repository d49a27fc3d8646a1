"""Concept checks: what is said of an option that was chosen, and of a number."""

import math
from typing import Any

import numpy as np

from softmaxbook.exercises.record import NumberQuestion, Question
from softmaxbook.exercises.running import holds_dots
from softmaxbook.exercises.verdict import Verdict

FUNCTIONS = {
    name: getattr(np, name) for name in ("exp", "log", "log2", "log10", "sqrt", "tanh", "array")
}


def value_of(expression: str) -> float:
    """The number that an expression in NumPy's functions stands for: keys are never typed in."""
    return float(eval(expression, {"__builtins__": {}, "sum": sum, "max": max, **FUNCTIONS}))


def judge(question: Question | NumberQuestion, given: Any) -> Verdict:
    """What answer() says."""
    if holds_dots(given):
        return Verdict(
            "not-attempted", "", "not answered yet. Put your answer in place of the three dots."
        )
    if isinstance(question, Question):
        return _judge_letter(question, given)
    return _judge_number(question, given)


def _judge_letter(question: Question, given: Any) -> Verdict:
    letter = given.strip().strip("()").lower() if isinstance(given, str) else ""
    if letter not in question.options:
        letters = ", ".join(question.options)
        return Verdict("symptom", "not-an-option", f"The options are {letters}, as text.")
    if letter == question.key:
        return Verdict("passed", "", question.options[letter].feedback)
    said = f"{feedback(question, letter)}\nRead {question.place}."
    return Verdict("named", "another option is right", said)


def feedback(question: Question, letter: str) -> str:
    """What is said of an option: first whether it is right, then why."""
    right = "Right." if letter == question.key else "No."
    return f"{right} {question.options[letter].feedback}"


def _judge_number(question: NumberQuestion, given: Any) -> Verdict:
    try:
        number = float(given)
    except Exception:  # whatever it is, it is no number, and its own errors are its own
        return Verdict("symptom", "not-a-number", "A single number is asked for.")
    if math.isclose(number, value_of(question.key), rel_tol=1e-9, abs_tol=question.atol):
        return Verdict("passed", "", question.says)
    for expression, feedback in question.wrong.items():
        if math.isclose(number, value_of(expression), rel_tol=1e-9, abs_tol=question.atol):
            return Verdict(
                "named", "another number is right", f"{feedback}\nRead {question.place}."
            )
    said = (
        f"You gave {number:.4g}; none of the mistakes we know gives that.\nRead {question.place}."
    )
    return Verdict("unnamed", "unrecognised", said)

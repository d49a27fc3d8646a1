"""Concept checks: what is said of an option that was chosen, and of a number."""

import math
from dataclasses import replace
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
        seen = "Put your answer in place of the three dots."
        head = "not answered yet"
        return Verdict("not-attempted", seen=seen, id=question.id, headline=head)
    judge_it = _judge_letter if isinstance(question, Question) else _judge_number
    return replace(judge_it(question, given), id=question.id)


def _judge_letter(question: Question, given: Any) -> Verdict:
    letter = given.strip().strip("()").lower() if isinstance(given, str) else ""
    if letter not in question.options:
        letters = ", ".join(question.options)
        return Verdict("symptom", "not-an-option", f"The options are {letters}, as text.")
    if letter == question.key:
        return Verdict("passed", seen=question.options[letter].feedback)
    said = question.options[letter].feedback
    return Verdict("named", "another-option-is-right", "No.", said, question.place)


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
        return Verdict("passed", seen=question.says)
    for expression, feedback in question.wrong.items():
        if math.isclose(number, value_of(expression), rel_tol=1e-9, abs_tol=question.atol):
            seen = f"You gave {number:.4g}."
            return Verdict("named", "another-number-is-right", seen, feedback, question.place)
    seen = f"You gave {number:.4g}; none of the mistakes we know gives that."
    return Verdict("unnamed", "unrecognised", seen, place=question.place)

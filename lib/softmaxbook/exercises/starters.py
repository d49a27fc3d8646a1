"""The check cells of a notebook, as shipped and with the solutions in place of the dots."""

import ast
import json
from collections.abc import Iterator
from pathlib import Path

from softmaxbook.exercises.folded import solution_source
from softmaxbook.exercises.record import EXERCISES


def calls(source: str, function: str = "check") -> Iterator[ast.Call]:
    """Statements of a cell that call the function with an id and an object."""
    try:
        statements = ast.parse(source).body
    except SyntaxError:  # a magic
        return
    for statement in statements:
        call = getattr(statement, "value", None)
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") == function:
            yield call


def ids(source: str, function: str = "check") -> list[str]:
    return [call.args[0].value for call in calls(source, function)]


def solved(source: str) -> str:
    """The same cell, in which every check is given the solution, as solution() prints it."""
    lines = source.split("\n")
    for call in reversed(list(calls(source))):
        exercise = EXERCISES[call.args[0].value]
        name = exercise.reference.__name__
        given = f"{name}()" if exercise.is_value else name
        lines[call.lineno - 1 : call.end_lineno] = [
            solution_source(exercise),
            f'check("{exercise.id}", {given})',
        ]
    return "\n".join(lines)


def sources(notebook: Path) -> list[str]:
    """The code cells of a notebook."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    return ["".join(c["source"]) for c in cells if c["cell_type"] == "code"]

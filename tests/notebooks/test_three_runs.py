"""Every notebook with exercises runs as shipped, with the solutions, and strictly as shipped."""

import asyncio
import copy

import nbformat
import pytest
from nbclient import NotebookClient
from notebooks import ThisInterpreter

from softmaxbook.exercises import report, starters

STRICT = """
import softmaxbook.exercises as exercises

def check(id, obj):
    verdict = exercises.diagnose(id, obj)
    print("✓" if verdict.status == "passed" else "○", id)
    assert verdict.status == "passed", verdict.message

exercises.check = check
"""


def run(notebook, folder):
    """The check cells of a notebook that was run to its end, whatever they raised."""
    client = NotebookClient(
        notebook,
        kernel_name="python3",
        kernel_manager_class=ThisInterpreter,
        timeout=120,
        allow_errors=True,
        shutdown_kernel="immediate",
        resources={"metadata": {"path": str(folder)}},
    )
    client.log.setLevel("CRITICAL")
    with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
        runner.run(client.async_execute())
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    return [cell for cell in cells if starters.ids(cell.source)], cells


def printed(cell):
    return "".join(out.text for out in cell.outputs if out.output_type == "stream")


def errors(cell):
    return [out.evalue for out in cell.outputs if out.output_type == "error"]


@pytest.fixture(autouse=True)
def _no_record(monkeypatch):
    monkeypatch.setenv("SOFTMAXBOOK_PROGRESS", "off")


@pytest.fixture(params=report.notebooks(), ids=lambda path: path.stem)
def notebook(request):
    return nbformat.read(request.param, as_version=4), request.param.parent


def strict(notebook):
    first = nbformat.v4.new_code_cell(STRICT)
    return nbformat.from_dict({**notebook, "cells": [first, *notebook.cells]})


def test_as_shipped_every_exercise_prints_a_circle_and_none_raises(notebook):
    checks, cells = run(*notebook)
    assert len(checks) >= 5
    assert not any(map(errors, cells))
    for cell in checks:
        for id in starters.ids(cell.source):
            assert f"○ {id}: not attempted yet." in printed(cell)


def test_with_the_solutions_every_check_passes(notebook):
    book, folder = copy.deepcopy(notebook)
    for cell in book.cells:
        if cell.cell_type == "code" and starters.ids(cell.source):
            cell.source = starters.solved(cell.source)
    checks, cells = run(strict(book), folder)
    assert not any(map(errors, cells))
    for cell in checks:
        for id in starters.ids(cell.source):
            assert f"✓ {id}" in printed(cell)


def test_as_shipped_every_check_fails_if_it_has_to_pass(notebook):
    book, folder = notebook
    checks, cells = run(strict(book), folder)
    assert all(map(errors, checks))
    assert not any(errors(cell) for cell in cells if not starters.ids(cell.source))

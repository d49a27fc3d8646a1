"""A sample of what tools/live_test.py tries: Python as the pages run it gives what the desk gives.

One exercise of each chapter with all its catalogued mistakes, every cell of one chapter, and what
never returns.
"""

import importlib.util
import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SPEC = importlib.util.spec_from_file_location("live_test", ROOT / "tools" / "live_test.py")
live_test = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(live_test)

from live import publish  # noqa: E402  live_test adds their folder to the path


@pytest.fixture(scope="module")
def wheels(tmp_path_factory):
    if not publish.is_prepared() and os.environ.get("LIVE") != "require":
        pytest.skip("the wheels for Pyodide are not here; make book fetches them")
    return live_test.wheels(tmp_path_factory.mktemp("wheels"))


def test_solutions_pass_and_mistakes_keep_their_names(wheels):
    from softmaxbook.exercises.record import EXERCISES

    first = {id.split(".")[0]: id for id in reversed(list(EXERCISES))}
    results = live_test.in_pyodide("catalogue.py", list(first.values()), wheels)
    assert [r["id"] for r in results] == list(first.values())
    assert [r for r in results if r["wrong"]] == []
    assert sum(r["tried"] for r in results) > 100


def test_the_cells_of_a_chapter_show_what_is_stored(wheels):
    assert live_test.chapters("01_", wheels) == []


ENDLESS = [
    "while True:\n    pass",
    "def softmax_of_columns(z):\n    while True:\n        pass",
    "def softmax_of_columns(z):\n    while True:\n        z = np.exp(z) / np.exp(z).sum()",
    "def softmax_of_columns(z):\n    return sum(i for i in iter(int, 1))",
    "def softmax_of_columns(z):\n    try:\n        while True:\n            pass\n"
    "    except:\n        return z",
    "def softmax_of_columns(z):\n    while True:\n        try:\n            while True:\n"
    "                pass\n        finally:\n            continue",
]
RIGHT = "def softmax_of_columns(z):\n    e = np.exp(z)\n    return e / e.sum(axis=0)"


def test_an_endless_loop_hears_the_alarm_and_python_goes_on(wheels):
    given = {"id": "softmax.columns", "name": "softmax_of_columns", "right": RIGHT}
    *found, last = live_test.in_pyodide("endless.py", given | {"endless": ENDLESS}, wheels)
    assert [(f["source"], f["name"]) for f in found] == [(s, "too-slow") for s in ENDLESS]
    assert last["right"] == ["passed"] * 5


def test_what_python_loads_first_of_its_own_library_is_there_compiled(wheels):
    [loaded] = live_test.in_pyodide("library.py", RIGHT, wheels)
    assert len(loaded) > 100
    assert [file for file in loaded.values() if not file.endswith(".pyc")] == []

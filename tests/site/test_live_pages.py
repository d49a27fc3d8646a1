"""What live_pages.py makes of a chapter, and what the scripts of site/live reckon."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TESTS = Path(__file__).parent / "live"
sys.path[:0] = [str(ROOT / "site" / "extensions")]

import live_pages  # noqa: E402
from nodejs import NODE  # noqa: E402

from softmaxbook.exercises import starters  # noqa: E402
from softmaxbook.exercises.record import EXERCISES, QUESTIONS  # noqa: E402

NOTEBOOKS = sorted((ROOT / "chapters").glob("*.ipynb"))


@pytest.mark.parametrize("test", sorted(path.name for path in TESTS.glob("*.test.mjs")))
def test_the_scripts_reckon_as_the_desk_does(test):
    environment = {**os.environ, "PYTHON": sys.executable}
    command = [NODE, "--test", TESTS / test]
    run = subprocess.run(command, env=environment, capture_output=True, encoding="utf-8")
    assert run.returncode == 0, run.stdout


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_starter_in_a_page_has_the_dots_and_not_the_call_of_check(path):
    found = [source for source in starters.sources(path) if starters.ids(source)]
    assert found
    for source in found:
        starter = live_pages.starter(source)
        assert "..." in starter
        assert "check(" not in starter
        assert "softmaxbook.exercises" not in starter
        assert starter in source


def test_every_record_has_its_cell_and_every_cell_knows_what_it_calls():
    calls = [cell.calls for path in NOTEBOOKS for cell in live_pages.cells_of(path, 0.0) if cell]
    assert {call["check"] for call in calls if "check" in call} == set(EXERCISES)
    assert {call["answer"] for call in calls if "answer" in call} == set(QUESTIONS)


def test_the_anchor_of_an_exercise_is_no_one_elses():
    anchors = [live_pages.anchor(id) for id in (*EXERCISES, *QUESTIONS)]
    assert len(set(anchors)) == len(anchors)

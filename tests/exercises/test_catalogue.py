"""Where the records are: a place is an id, and nothing is read before it is needed."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from softmaxbook.exercises import catalogue, starters
from softmaxbook.exercises.record import CHAPTERS, EXERCISES, QUESTIONS, RECORDS, RENAMED

FOLDER = Path(catalogue.__file__).parent
NOTEBOOKS = Path(__file__).resolve().parents[2] / "chapters"
NO_EXERCISES = {"__init__", "checks", "shared"}


def as_slug(name):
    return name.replace("_", "-")


def test_every_chapter_has_a_folder_and_every_folder_a_chapter():
    folders = {as_slug(p.parent.name) for p in FOLDER.glob("*/__init__.py")}
    assert folders == {*CHAPTERS, "families"}


def test_every_file_is_an_exercise_and_every_exercise_a_file():
    files = [
        f"{as_slug(path.parent.name)}.{as_slug(path.stem)}"
        for path in FOLDER.glob("*/*.py")
        if path.parent.name != "families" and path.stem not in NO_EXERCISES
    ]
    assert sorted(files) == sorted(EXERCISES)


@pytest.mark.parametrize("id", RECORDS)
def test_a_record_knows_its_id_and_chapter(id):
    assert RECORDS[id].id == id
    assert RECORDS[id].chapter == id.split(".")[0]


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_exercises_are_listed_in_the_order_of_the_notebook(chapter):
    cells = starters.sources(NOTEBOOKS / f"{CHAPTERS[chapter][2]}.ipynb")
    assert [id for cell in cells for id in starters.ids(cell)] == [
        id for id in EXERCISES if EXERCISES[id].chapter == chapter
    ]


def test_no_id_is_both_an_exercise_and_a_question():
    assert not set(EXERCISES) & set(QUESTIONS)


@pytest.mark.parametrize(
    "id", ["", "overflow", "overflow.", "overflow.checks", "nowhere.q1", None, 3, ["overflow.q1"]]
)
def test_what_is_no_id_is_in_no_mapping(id):
    assert id not in EXERCISES
    assert id not in QUESTIONS
    with pytest.raises(KeyError):
        EXERCISES[id]


@pytest.mark.parametrize(
    ("lookup", "expected"),
    [
        ("None", set()),
        ('QUESTIONS["overflow.q1"]', {"overflow", "overflow.checks"}),
        ('EXERCISES["logits.two-tests"]', {"logits", "logits.two_tests"}),
        ("list(EXERCISES)", {chapter.replace("-", "_") for chapter in CHAPTERS}),
    ],
)
def test_a_lookup_imports_what_it_needs_and_no_more(lookup, expected):
    code = f"""
import json, sys
import softmaxbook.exercises
from softmaxbook.exercises.record import EXERCISES, QUESTIONS
{lookup}
print(json.dumps([m for m in sys.modules if m.startswith("softmaxbook.exercises.catalogue.")]))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    names = {m.removeprefix("softmaxbook.exercises.catalogue.") for m in json.loads(done.stdout)}
    assert names == expected


def test_ids_of_the_first_edition_still_find_their_records():
    for old, new in RENAMED.items():
        assert old in RECORDS
        assert RECORDS[old].id == new
        assert old not in list(RECORDS)

"""Whoever copies the visible cells of a page, in order, into a fresh kernel sees them run.

A figure's code is folded on the page. No visible cell may need what stands in a folded one, and
none may see a difference if a reader copies the folded ones as well.
"""

import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

sys.path.append(str(Path(__file__).resolve().parents[2] / "tools"))
import main_way

CHAPTERS = Path(__file__).resolve().parents[2] / "chapters"
# One run shows both. Visible cells have names of their own; a folded cell has these too, and those
# of the folded cells before it. A name that it gives to something else is taken from the visible
# cells: one that needs it before it makes it again fails, for there it would mean either.
WALK = """
import pickle

def contents(names):
    found = {}
    for name, value in names.items():
        try:
            found[name] = pickle.dumps(value)
        except Exception:  # a module, or a function that a cell defines
            found[name] = id(value)
    return found

visible, copied, known = {"__name__": "__main__"}, {}, {}
for cell, source, folded in CELLS:
    code = compile(source, cell, "exec")
    try:
        if not folded:
            exec(code, visible)
            continue
        copied |= {n: v for n, v in visible.items() if n not in known or known[n] is not v}
        known, before = dict(visible), contents(visible)
        exec(code, copied)
    except Exception as error:
        raise SystemExit(f"cell {cell}: {type(error).__name__}: {error}")
    after = contents(visible)
    if changed := [name for name in after if after[name] != before[name]]:
        raise SystemExit(f"cell {cell}, folded, changes what visible cells use: {changed}")
    for name in [n for n, v in visible.items() if copied[n] is not v and n != "__builtins__"]:
        del visible[name]
"""


def walk(cells: list[tuple[str, str, bool]]) -> str:
    """Run cells, of which each is a name, a source and whether it is folded; what went wrong."""
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", f"CELLS = {cells!r}\n{WALK}"],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "MPLBACKEND": "agg"},
    )
    return run.stderr.strip() if run.returncode else ""


def walked() -> list[Path]:
    """The chapters that have one main way."""
    chapters = sorted(CHAPTERS.glob("*.ipynb"))
    return [p for p in chapters if main_way.measure(nbformat.read(p, as_version=4)).goes_further]


def test_every_chapter_has_one():
    assert walked() == sorted(CHAPTERS.glob("*.ipynb"))


@pytest.mark.parametrize("path", walked(), ids=lambda path: path.stem)
def test_the_visible_cells_run_in_order_without_and_with_folded_code(path):
    never_shown = main_way.FOLDED - {"hide-input"}
    cells = [
        (cell.id, cell.source, "hide-input" in tags)
        for cell in nbformat.read(path, as_version=4).cells
        if cell.cell_type == "code"
        and not never_shown & (tags := set(cell.metadata.get("tags", [])))
    ]
    assert walk(cells) == ""


@pytest.mark.parametrize(
    ("folded", "seen", "problem"),
    [
        ("y = x + 1", "print(x)", ""),
        ("x = [2]", "x = [3]; x.append(1)", ""),
        ("y = x + 1", "print(y)", "cell 3: NameError: name 'y' is not defined"),
        ("x = [2]", "print(x)", "cell 3: NameError: name 'x' is not defined"),
        ("print(z)", "", "cell 2: NameError: name 'z' is not defined"),
        ("n.append(2)", "", "cell 2, folded, changes what visible cells use: ['n']"),
    ],
)
def test_a_page_that_works_in_one_of_the_two_ways_only_is_found(folded, seen, problem):
    found = walk([("1", "x, n = 1, [1]", False), ("2", folded, True), ("3", seen, False)])
    assert found == problem

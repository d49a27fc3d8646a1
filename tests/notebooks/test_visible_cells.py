"""Whoever copies the visible cells of a page, in order, into a fresh kernel sees them run, and
print what the page shows.

A figure's code is folded on the page. No visible cell may need what stands in a folded one, and
none may see a difference if a reader copies the folded ones as well. Nor may any of them need the
cells that a page does not have, which hold its assertions: `make book` leaves those out.
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
import contextlib, io, pickle

def contents(names):
    found = {}
    for name, value in names.items():
        try:
            found[name] = pickle.dumps(value)
        except Exception:  # a module, or what a cell defines: changes inside are not seen
            found[name] = id(value)
    return found

def run(cell, source, names, shown):
    printed = io.StringIO()
    try:
        with contextlib.redirect_stdout(printed):
            exec(compile(source, cell, "exec"), names)
    except Exception as error:
        raise SystemExit(f"cell {cell}: {type(error).__name__}: {error}")
    if shown is not None and printed.getvalue() != shown:
        raise SystemExit(f"cell {cell} printed {printed.getvalue()!r}, but the page has {shown!r}")

visible, copied, known = {"__name__": "__main__"}, {}, {}
for cell, source, folded, shown in CELLS:
    if not folded:
        run(cell, source, visible, shown)
        continue
    copied |= {n: v for n, v in visible.items() if n not in known or known[n] is not v}
    known, before = dict(visible), contents(visible)
    run(cell, source, copied, shown)
    after = contents(visible)
    if changed := [name for name in after if after[name] != before[name]]:
        raise SystemExit(f"cell {cell}, folded, changes what visible cells use: {changed}")
    for name in [n for n, v in visible.items() if copied[n] is not v and n != "__builtins__"]:
        del visible[name]
"""


def walk(cells: list[tuple[str, str, bool, str | None]]) -> str:
    """What goes wrong if cells are run, each a name, a source, whether it is folded, its print."""
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", f"CELLS = {cells!r}\n{WALK}"],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "MPLBACKEND": "agg"},
    )
    return run.stderr.strip() if run.returncode else ""


def printed(cell: nbformat.NotebookNode) -> str | None:
    """None if it displays something too, which is printed where there is no notebook."""
    if any(output.output_type == "display_data" for output in cell.outputs):
        return None
    return "".join(output.text for output in cell.outputs if output.output_type == "stream")


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
        (cell.id, cell.source, "hide-input" in tags, printed(cell))
        for cell in nbformat.read(path, as_version=4).cells
        if cell.cell_type == "code"
        and not never_shown & (tags := set(cell.metadata.get("tags", [])))
    ]
    assert walk(cells) == ""


@pytest.mark.parametrize(
    ("folded", "seen", "problem"),
    [
        ("y = x + 1", "print(x)", ""),
        ("x = [2]", "x = 0; x += 1; print(x)", ""),
        ("y = x + 1", "print(y)", "cell 3: NameError: name 'y' is not defined"),
        ("x = [2]", "print(x)", "cell 3: NameError: name 'x' is not defined"),
        ("print(z)", "", "cell 2: NameError: name 'z' is not defined"),
        ("n.append(2)", "", "cell 2, folded, changes what visible cells use: ['n']"),
        ("", "print(2)", "cell 3 printed '2\\n', but the page has '1\\n'"),
    ],
)
def test_a_page_that_works_in_one_of_the_two_ways_only_is_found(folded, seen, problem):
    shown = "1\n" if "print" in seen else ""
    cells = [("1", "x, n = 1, [1]", False, ""), ("2", folded, True, ""), ("3", seen, False, shown)]
    assert walk(cells) == problem

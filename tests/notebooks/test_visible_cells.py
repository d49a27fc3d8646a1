"""Whoever copies the visible cells of a page, in order, into a fresh kernel sees them run.

A figure's code is folded on the page; no visible cell may need what stands in a folded one.
"""

import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

sys.path.append(str(Path(__file__).resolve().parents[2] / "tools"))
import main_way

CHAPTERS = Path(__file__).resolve().parents[2] / "chapters"
HIDDEN = main_way.FOLDED - {"hide-input"}


def copied(path: Path, hidden: set[str]) -> str:
    """The code cells that have none of the tags, as a program that names the cell that fails."""
    cells = [
        (cell.id, cell.source)
        for cell in nbformat.read(path, as_version=4).cells
        if cell.cell_type == "code" and not hidden & set(cell.metadata.get("tags", []))
    ]
    return f"""
import matplotlib
matplotlib.use("Agg")
here = {{"__name__": "__main__"}}
for name, source in {cells!r}:
    try:
        exec(compile(source, name, "exec"), here)
    except Exception as error:
        raise SystemExit(f"cell {{name}}: {{type(error).__name__}}: {{error}}")
"""


def walked() -> list[Path]:
    """The chapters that have one main way."""
    chapters = sorted(CHAPTERS.glob("*.ipynb"))
    return [p for p in chapters if main_way.measure(nbformat.read(p, as_version=4)).goes_further]


def test_there_are_such_chapters():
    assert len(walked()) >= 4


@pytest.mark.parametrize("folded", ["without folded code", "with folded code"])
@pytest.mark.parametrize("path", walked(), ids=lambda path: path.stem)
def test_the_visible_cells_run_in_order(path, folded):
    hidden = main_way.FOLDED if folded == "without folded code" else HIDDEN
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", copied(path, hidden)],
        capture_output=True,
        encoding="utf-8",
    )
    assert run.returncode == 0, run.stderr

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


def copied(path: Path, *ways: set[str]) -> str:
    """For each set of tags the code cells that have none of them, each time from nothing, as a
    program that names the cell that fails. The libraries, slow to import, are so once."""
    cells = [
        (cell.id, cell.source, [not hidden & set(cell.metadata.get("tags", [])) for hidden in ways])
        for cell in nbformat.read(path, as_version=4).cells
        if cell.cell_type == "code"
    ]
    return f"""
import matplotlib
matplotlib.use("Agg")
for way in range({len(ways)}):
    here = {{"__name__": "__main__"}}
    for name, source, copied in {cells!r}:
        try:
            if copied[way]:
                exec(compile(source, name, "exec"), here)
        except Exception as error:
            raise SystemExit(f"way {{way}}, cell {{name}}: {{type(error).__name__}}: {{error}}")
"""


def walked() -> list[Path]:
    """The chapters that have one main way."""
    chapters = sorted(CHAPTERS.glob("*.ipynb"))
    return [p for p in chapters if main_way.measure(nbformat.read(p, as_version=4)).goes_further]


def test_every_chapter_has_one():
    assert walked() == sorted(CHAPTERS.glob("*.ipynb"))


@pytest.mark.parametrize("path", walked(), ids=lambda path: path.stem)
def test_the_visible_cells_run_in_order_without_and_with_folded_code(path):
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", copied(path, main_way.FOLDED, HIDDEN)],
        capture_output=True,
        encoding="utf-8",
    )
    assert run.returncode == 0, run.stderr

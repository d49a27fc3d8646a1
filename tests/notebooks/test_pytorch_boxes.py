"""What the boxes "The same in PyTorch" say is printed is what PyTorch prints."""

import contextlib
import io
import re
from pathlib import Path

import nbformat
import pytest

CHAPTERS = Path(__file__).resolve().parents[2] / "chapters"
BOX = re.compile(
    r":::+\{admonition\} The same in PyTorch\n```python\n(.*?)```\s*```text\n(.*?)```", re.DOTALL
)
LINES = 8  # that a reader types


def boxes() -> list:
    found = []
    for path in sorted(CHAPTERS.glob("*.ipynb")):
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.cell_type == "markdown" and "The same in PyTorch" in cell.source:
                found.append(pytest.param(cell.source, id=f"{path.stem}-{cell.id}"))
    return found


@pytest.mark.parametrize("source", boxes())
def test_a_box_is_short_and_prints_what_it_says(source):
    box = BOX.search(source)
    assert box, "a box is a block of python, then a block of text with what it prints"
    code, printed = box.groups()
    assert len([line for line in code.splitlines() if line.strip()]) <= LINES
    pytest.importorskip("torch", reason="PyTorch is not installed (make peers installs it)")
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(code, "box", "exec"), {"__name__": "box"})
    assert out.getvalue().split() == printed.split()

"""The comparison of stored outputs is strict: what differs by a digit fails. And an exercise is
stored as it is before anybody has tried it."""

import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from softmaxbook.exercises import report, starters

ROOT = Path(__file__).resolve().parents[2]
CASES = {
    "the same number": ("print(0.836)", "0.836\n", True),
    "a wrong digit": ("print(0.836)", "0.837\n", False),
    "no stored output": ("print(0.836)", None, False),
    "an output that is gone": ("x = 1", "1\n", False),
    "a failing assertion": ("assert 1 + 1 == 3", None, False),
    "a warning": (
        "import sys; print('0.836'); print('careful', file=sys.stderr)",
        "0.836\n",
        False,
    ),
}


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory):
    """The outcome of every case, from one run of pytest with the project's own conftest."""
    folder = tmp_path_factory.mktemp("stored")
    shutil.copy(ROOT / "conftest.py", folder)
    cells = []
    for source, text, _ in CASES.values():
        outputs = [] if text is None else [new_output("stream", name="stdout", text=text)]
        cells.append(new_code_cell(source, outputs=outputs))
    nbformat.write(new_notebook(cells=cells), folder / "cases.ipynb")
    options = ["--nbval", "--nbval-current-env", "-rf", "--color=no", "-p", "no:cacheprovider"]
    command = [sys.executable, "-m", "pytest", *options, "cases.ipynb"]
    out = subprocess.run(command, cwd=folder, capture_output=True, text=True).stdout
    assert "5 failed, 1 passed" in out  # all of them ran
    return {case: f"FAILED cases.ipynb::Cell {i} " not in out for i, case in enumerate(CASES)}


@pytest.mark.parametrize("case", CASES)
def test_only_an_equal_output_passes(verdicts, case):
    assert verdicts[case] is CASES[case][-1]


@pytest.mark.parametrize("path", report.notebooks(), ids=lambda path: path.stem)
def test_as_shipped_every_exercise_says_that_it_was_not_attempted(path):
    cells = [c for c in nbformat.read(path, as_version=4).cells if c.cell_type == "code"]
    checks = [cell for cell in cells if starters.ids(cell.source)]
    assert len(checks) >= 5
    for cell in checks:
        printed = "".join(out.text for out in cell.outputs if out.output_type == "stream")
        for id in starters.ids(cell.source):
            assert f"○ {id}: not attempted yet." in printed

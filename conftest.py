"""One line per test file and per chapter; and a strict nbval for notebooks without counts."""

import os
from collections import Counter
from pathlib import Path

import pytest
from nbval.plugin import IPyNbCell

SLOWEST = (
    *("test_gates.py", "test_book.py", "test_visible_cells.py", "test_bad_inputs_plots.py"),
    *("test_functions.py", "test_demos.py", "09_ce_vs_mse.ipynb", "10_training.ipynb"),
)


class Progress:
    """A line with count and time, in place of dots, when a worker is through with a file; each
    finishes one file before it starts the next (``--dist loadfile``)."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.current: dict[str, str] = {}  # worker -> the file it is in
        self.span: dict[str, list[float]] = {}  # file -> start of its first test, end of its last
        self.counts: dict[str, Counter] = {}

    def pytest_report_teststatus(self, report: pytest.TestReport):
        if report.when == "call" or report.skipped:
            return report.outcome, "", "FAILED" if report.failed else ""
        return None

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        file = report.nodeid.split("::")[0]
        worker = getattr(report, "worker_id", "main")
        if self.current.get(worker) != file:
            self.close(worker)
            self.current[worker] = file
        self.span.setdefault(file, [report.start, report.stop])[1] = report.stop
        if report.when == "call" or report.outcome != "passed":
            self.counts.setdefault(file, Counter())[report.outcome] += 1

    def close(self, worker: str) -> None:
        file = self.current.pop(worker, None)
        if file:
            outcome = ", ".join(f"{n} {word}" for word, n in sorted(self.counts[file].items()))
            start, stop = self.span[file]
            self.write(f"{file:<48} {outcome:<24} {stop - start:6.1f} s")

    def write(self, line: str) -> None:
        terminal = self.config.pluginmanager.get_plugin("terminalreporter")
        terminal.ensure_newline()
        terminal.write_line(line)
        terminal.flush()  # a log file shows it now too

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self) -> None:
        for worker in list(self.current):
            self.close(worker)


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """--doctest-modules imports every module anew to look for examples: not those without any."""
    if collection_path.suffix != ".py" or collection_path.name.startswith("test_"):
        return None
    return ">>>" not in collection_path.read_text(encoding="utf-8") or None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The slowest files first: a worker that came to one last would keep the others waiting.

    The repository stores no execution counts, which would change with every inserted cell;
    but nbval takes a cell without one for a cell never run, and would not compare its output."""
    items.sort(key=lambda item: item.path.name not in SLOWEST)
    for item in items:
        if isinstance(item, IPyNbCell):
            item.cell.execution_count = 1


def pytest_configure(config: pytest.Config) -> None:
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as in tools/book.py
    os.environ["SOFTMAXBOOK_PROGRESS"] = "off"  # tests are nobody's progress; kernels inherit it
    if not hasattr(config, "workerinput"):  # workers only run; the main process reports
        config.pluginmanager.register(Progress(config), "progress-by-file")

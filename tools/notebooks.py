"""Run, edit as text, and lint the notebooks of the book.

    python tools/notebooks.py run  [chapter …]   execute, and write the canonical form
    python tools/notebooks.py text [chapter …]   write _text/<chapter>.md to edit; run folds it in
    python tools/notebooks.py lint [chapter …]   report what breaks a rule of the book

A chapter is named by its stem (01_logits) or its path; without names, all of them are meant.
The form that `run` writes is in notebook_form.py, the rules of `lint` are in notebook_rules.py.
"""

import argparse
import asyncio
import copy
import os
import re
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import NamedTuple

import quick_start  # noqa: F401  for what it does when jupytext imports nbformat after it

try:
    import jupytext
    from ipykernel.kernelspec import get_kernel_dict
    from jupyter_client import AsyncKernelManager
    from jupyter_client.kernelspec import KernelSpec
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError
    from nbformat import NotebookNode
    from notebook_form import Problem, canonical, is_readable, normal, parse
    from notebook_rules import lint
except ModuleNotFoundError as missing:
    sys.exit(f"tools/notebooks.py needs {missing.name}: pip install -r requirements.txt")

ROOT = Path(__file__).resolve().parent.parent
SECONDS_PER_CELL = 120


class Chapter(NamedTuple):
    root: Path
    stem: str

    @property
    def notebook(self) -> Path:
        return self.root / "chapters" / f"{self.stem}.ipynb"

    @property
    def text(self) -> Path:
        return self.root / "_text" / f"{self.stem}.md"

    def text_lead(self) -> int:
        """Above 0: the text was edited after the notebook; 0: in step; below: left behind."""
        if not self.text.exists() or not self.notebook.exists():
            return 1 if self.text.exists() else -1
        return self.text.stat().st_mtime_ns - self.notebook.stat().st_mtime_ns


# ---- The text form ------------------------------------------------------------------------------


def write(path: Path, text: str) -> None:
    """All or nothing: nobody ever reads half a file."""
    path.parent.mkdir(exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        temporary.write_text(text, encoding="utf-8", newline="\n")
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def to_text(nb: NotebookNode) -> str:
    """MyST Markdown of a canonical notebook. It has no place for ids but the cells' metadata."""
    nb = copy.deepcopy(nb)
    for cell in nb.cells:
        cell.metadata = NotebookNode({"id": cell.id, **cell.metadata})
    return jupytext.writes(nb, "md:myst")


def from_text(text: str, old: NotebookNode | None = None) -> NotebookNode:
    """The canonical notebook written in `text`; `old` only helps ids to stay where they were."""
    try:
        cells = (nb := jupytext.reads(text, "md:myst")).cells
    except Exception as error:  # jupytext's parsing errors share no narrower base class
        raise Problem(f"has a text that cannot be read: {error}") from error
    home = {(cell.cell_type, cell.source): cell.id for cell in old.cells} if old else {}
    at_home = [home.get((cell.cell_type, cell.source)) for cell in cells]
    written = [cell.metadata.pop("id", None) for cell in cells]
    written = [name if is_readable(name) else None for name in written]
    unchanged = {name for name, expected in zip(written, at_home, strict=True) if name == expected}
    for cell, name, expected in zip(cells, written, at_home, strict=True):
        cell.id = name
        if name is None and expected not in written:
            cell.id = expected  # its id line was lost, its content was not
        elif name in unchanged and name != expected:
            cell.id = None  # an edited copy: the cell it was copied from keeps the id
    return normal(nb)


def write_text(chapter: Chapter) -> None:
    nb = normal(parse(chapter.notebook.read_bytes()))
    text = to_text(nb)
    back = [*from_text(text).cells, None]
    for cell, again in zip(nb.cells, back, strict=False):
        keys = ("id", "cell_type", "metadata", "source")
        if again is None or any(cell[key] != again[key] for key in keys):
            raise Problem(f"[{cell.id}] would not survive as text (an open fence? a +++ line?)")
    write(chapter.text, text)
    moment = chapter.notebook.stat().st_mtime_ns
    os.utime(chapter.text, ns=(moment, moment))  # in step, so that any later edit makes it newer


def text_chapter(chapter: Chapter, force: bool) -> str:
    if chapter.text_lead() > 0 and not force:
        raise Problem("has a newer text, left alone: `run` folds it in, `text --force` discards it")
    write_text(chapter)
    return f"_text/{chapter.stem}.md"


# ---- Running -----------------------------------------------------------------------------------


class ThisInterpreter(AsyncKernelManager):
    """The kernel of the Python that runs this tool, whatever kernelspecs are installed."""

    @property
    def kernel_spec(self) -> KernelSpec:
        quiet = ["--log-level=CRITICAL", "--HistoryManager.enabled=False"]
        return KernelSpec(**get_kernel_dict(quiet))


def execute(nb: NotebookNode, folder: Path) -> None:
    running: list = []
    client = NotebookClient(
        nb,
        kernel_name="python3",
        kernel_manager_class=ThisInterpreter,
        timeout=SECONDS_PER_CELL,
        shutdown_kernel="immediate",  # a polite end sometimes takes the kernel four seconds
        on_cell_start=lambda cell, cell_index: running.append(cell),
        resources={"metadata": {"path": str(folder)}},
    )
    client.log.setLevel("CRITICAL")  # the exception says it all, once
    try:
        # a loop of its own, closed at the end; a selector loop is what ZeroMQ needs on Windows
        with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
            runner.run(client.async_execute())
    except (CellExecutionError, CellTimeoutError, RuntimeError) as error:  # or the kernel died
        if not running:
            raise Problem(f"has no kernel to run in: {error}") from error
        cell = running[-1]
        trace = "\n".join(line for out in cell.outputs for line in out.get("traceback", []))
        # the outermost frame is this cell's own, deeper ones may be of earlier cells
        where = re.search(r"Cell In\[\d+\], line (\d+)", re.sub(r"\x1b\[[\d;]*m", "", trace))
        number = int(where[1]) if where else 1
        line = cell.source.split("\n")[number - 1].strip()
        kind = getattr(error, "ename", type(error).__name__)
        reason = getattr(error, "evalue", str(error).partition("\n")[0])
        raise Problem(f"[{cell.id}] {kind}: {reason}\n    line {number}: {line}") from error


def run_chapter(chapter: Chapter) -> str:
    start, lead = time.perf_counter(), chapter.text_lead()
    before = {p: p.read_bytes() for p in (chapter.notebook, chapter.text) if p.exists()}
    nb = None
    if chapter.notebook in before:
        nb = normal(parse(before[chapter.notebook]))
    if lead > 0:
        nb = from_text(before[chapter.text].decode().replace("\r\n", "\n"), nb)
    execute(nb, chapter.notebook.parent)
    if any(path.read_bytes() != content for path, content in before.items()):
        raise Problem("changed while it ran, so nothing was written: run it again")
    write(chapter.notebook, canonical(nb))
    if lead >= 0:
        write_text(chapter)
    return f"{chapter.stem:<14} {len(nb.cells):>3} cells {time.perf_counter() - start:>5.1f} s"


# ---- The command line --------------------------------------------------------------------------


def chosen(root: Path, names: list[str], also_texts: bool) -> list[Chapter]:
    if not (root / "chapters").is_dir():
        raise Problem("there is no folder chapters/ to find notebooks in")
    written = sorted(p.stem for p in root.glob("chapters/*.ipynb") if p.name[0] != ".")
    texts = [p.stem for p in root.glob("_text/*.md")] if also_texts else []
    for name in names:
        if Path(name).stem not in [*written, *texts]:
            raise Problem(f"no notebook is called {name}; there are: {', '.join(written)}")
    stems = dict.fromkeys(Path(name).stem for name in names) or written
    if not stems:
        raise Problem("chapters/ holds no notebook")
    return [Chapter(root, stem) for stem in stems]


def report(work: Callable[[Chapter], str], chapters: list[Chapter], workers: int) -> int:
    """One line per chapter, in order; a failure does not stop the others."""

    def attempt(chapter: Chapter) -> tuple[bool, str]:
        try:
            return True, work(chapter)
        except (Problem, UnicodeDecodeError) as problem:
            return False, f"chapters/{chapter.stem}.ipynb {problem}"

    failures = 0
    with ThreadPoolExecutor(workers) as pool:
        for is_done, line in pool.map(attempt, chapters):
            print(line, file=sys.stdout if is_done else sys.stderr, flush=True)
            failures += not is_done
    return 1 if failures else 0


def report_violations(chapters: list[Chapter]) -> int:
    found = [(chapter.stem, *each) for chapter in chapters for each in lint(chapter.notebook)]
    for stem, cell, rule, message in found:
        print(f"chapters/{stem}.ipynb [{cell}] {rule}: {message}")
    if not found:
        print(
            len(chapters), "notebooks follow" if len(chapters) > 1 else "notebook follows", end=""
        )
        print(" the rules")
    return 1 if found else 0


def main(arguments: list[str] | None = None) -> int:
    layout = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=layout)
    parser.add_argument("command", choices=["run", "text", "lint"])
    parser.add_argument("chapters", nargs="*", help="stem or path; all when none is named")
    parser.add_argument("--force", action="store_true", help="text: overwrite a newer text")
    parser.add_argument("--root", type=Path, default=ROOT, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    try:
        chapters = chosen(options.root, options.chapters, also_texts=options.command == "run")
    except Problem as problem:
        print(problem, file=sys.stderr)
        return 2
    if options.command == "lint":
        return report_violations(chapters)
    if options.command == "text":
        return report(partial(text_chapter, force=options.force), chapters, workers=1)
    return report(run_chapter, chapters, workers=2)


if __name__ == "__main__":
    sys.exit(main())

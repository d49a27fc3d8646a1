"""Run, edit as text, and lint the notebooks of the book.

    python tools/notebooks.py run  [chapter …]   execute, and write the canonical form
    python tools/notebooks.py text [chapter …]   write _text/<chapter>.md to edit; run folds it in
    python tools/notebooks.py lint [chapter …]   report what breaks a rule of the book

A chapter is named by its stem (01_logits) or its path; without names, all of them are meant.
"""

import argparse
import asyncio
import copy
import os
import re
import sys
import time
import unicodedata
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import count, pairwise
from pathlib import Path
from typing import NamedTuple

try:
    import jupytext
    import nbformat
    from ipykernel.kernelspec import get_kernel_dict
    from jupyter_client import AsyncKernelManager
    from jupyter_client.kernelspec import KernelSpec
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError
    from nbformat import NotebookNode
    from nbformat.validator import iter_validate
except ModuleNotFoundError as missing:
    sys.exit(f"tools/notebooks.py needs {missing.name}: pip install -r requirements.txt")

ROOT = Path(__file__).resolve().parent.parent
SECONDS_PER_CELL = 120
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


class Problem(Exception):
    """Something the author must settle; the message says what, so no traceback is shown."""


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


# ---- The canonical form ------------------------------------------------------------------------


def canonical(nb: NotebookNode) -> str:
    """The one text that stands for `nb` in the repository: a function of its content alone."""
    cells = [canonical_cell(cell) for cell in nb.cells]
    cells = [cell for cell in cells if cell.source]  # an empty cell shows a reader nothing
    name_cells(cells)
    whole = {"cells": cells, "metadata": METADATA, "nbformat": 4, "nbformat_minor": 5}
    return nbformat.v4.writes(nbformat.from_dict(whole)) + "\n"


def canonical_cell(cell: NotebookNode) -> NotebookNode:
    lines = [line.rstrip() for line in cell.source.split("\n")]
    kept = {key: cell.metadata[key] for key in ("tags", "mystnb") if cell.metadata.get(key)}
    if "tags" in kept:
        kept["tags"] = sorted(set(kept["tags"]))
    new = {"cell_type": cell.cell_type, "id": cell.get("id"), "metadata": kept}
    new["source"] = "\n".join(lines).strip("\n")
    if cell.cell_type == "code":
        new |= {"execution_count": None, "outputs": canonical_outputs(cell.get("outputs", []))}
    return nbformat.from_dict(new)


def canonical_outputs(outputs: list) -> list:
    merged: list = []
    for output in copy.deepcopy(outputs):
        if output.output_type == "stream" and merged and merged[-1].get("name") == output.name:
            merged[-1].text += output.text
            continue
        if "data" in output:
            output.pop("transient", None)
            output.metadata = {key: value for key, value in output.metadata.items() if value}
            for mime in [mime for mime in output.data if mime.startswith("image/")]:
                output.data[mime] = output.data[mime].strip()  # some front ends add a newline
        if "execution_count" in output:
            output.execution_count = None
        merged.append(output)
    return merged


# ---- Cell ids: an address that a link, a diff and an error message can use ---------------------

FENCE = re.compile(r"\s*(`{3,}|~{3,})\s*([^`]*)$")
HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(.*\S)")
RANDOM_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{8}")
DULL_WORD = re.compile(
    "and|are|array|assert|but|can|def|else|false|for|from|has|import|its|lambda|none|not|numpy|"
    r"print|return|softmaxbook|that|the|then|this|true|was|what|with|you|..?|\d.*|"
)


def is_readable(name: object) -> bool:
    is_slug = isinstance(name, str) and re.fullmatch(r"[a-z0-9-]{1,64}", name)
    return bool(is_slug and re.search("[a-z]", name) and not RANDOM_ID.fullmatch(name))


def slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def without_code(source: str) -> str:
    """Markdown with every fenced code block blanked: what stands there is shown, not obeyed."""
    lines, fence = [], ""
    for line in source.split("\n"):
        match = FENCE.match(line)
        lines.append("" if fence or match else line)
        if fence and match and match[1].startswith(fence) and not match[2]:
            fence = ""
        elif not fence and match:
            fence = match[1]
    return "\n".join(lines)


def headings(cell: NotebookNode) -> list[tuple[int, str]]:
    lines = without_code(cell.source).split("\n") if cell.cell_type == "markdown" else []
    return [(len(match[1]), match[2]) for match in map(HEADING.match, lines) if match]


def name_cells(cells: list) -> None:
    """Keep the first use of every readable id; name the rest by nearest heading and content."""
    taken: set = {None}
    for cell in cells:
        cell.id = cell.id if is_readable(cell.id) and cell.id not in taken else None
        taken.add(cell.id)
    section = "start"
    for cell in cells:
        own = [slug(title)[:40].strip("-") or "part" for _, title in headings(cell)]
        if cell.id is None:
            names = candidate_ids(cell, own[0] if own else section, bool(own))
            cell.id = next(name for name in names if is_readable(name) and name not in taken)
            taken.add(cell.id)
        section = own[-1] if own else section


def candidate_ids(cell: NotebookNode, section: str, opens_section: bool) -> Iterator[str]:
    if opens_section:
        yield section
    content = "\n".join(line for line in cell.source.split("\n") if not HEADING.match(line))
    for word in slug(content).split("-"):
        if not DULL_WORD.fullmatch(word):
            yield f"{section}-{word[:20]}"
    yield from (f"{section}-{number}" for number in count(2))


# ---- Reading, writing and the text form --------------------------------------------------------


def parse(content: bytes) -> NotebookNode:
    try:
        nb = nbformat.v4.reads(content.decode())
        checked = copy.deepcopy(nb) | {"nbformat_minor": 5}
        for number, cell in enumerate(checked["cells"]):
            cell["id"] = f"cell-{number}"  # ids are repaired later, all else must be right
        for error in iter_validate(checked):
            raise ValueError(error.message[:200])
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise Problem(f"is not a notebook of format 4: {error}") from error
    return nb


def normal(nb: NotebookNode) -> NotebookNode:
    return nbformat.v4.reads(canonical(nb))


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
        nb = from_text(before[chapter.text].decode(), nb)
    execute(nb, chapter.notebook.parent)
    if any(path.read_bytes() != content for path, content in before.items()):
        raise Problem("changed while it ran, so nothing was written: run it again")
    write(chapter.notebook, canonical(nb))
    if lead >= 0:
        write_text(chapter)
    return f"{chapter.stem:<14} {len(nb.cells):>3} cells {time.perf_counter() - start:>5.1f} s"


# ---- The rules: each yields (cell, what is wrong), with no cell for the notebook as a whole ----

Found = Iterator[tuple[NotebookNode | None, str]]
DIRECTIVE = re.compile(
    "note|tip|warning|important|admonition|dropdown|seealso|list-table|epigraph|math|"
    "prf:(definition|theorem|lemma|corollary|proof|example|remark)"
)
ROLE = re.compile("cite|cite:t|cite:p|numref|eq|prf:ref|doc|term|ref")
CODE_SPAN = re.compile(r"(?:\{([\w:.+-]+)\})?(?<!`)(`+)(?!`)(.+?)(?<!`)\2(?!`)", re.DOTALL)
NUMBER = re.compile(
    r"(?<![\w.])((?:\d{1,3}(?:,\d{3})+|\d+)\.\d*|\.\d+|\d+(?=[eE][+-]?\d))"
    r"(?:[eE][+-]?\d+)?(?!\.?\d)"
)
SCALAR = re.compile(r"\bnp\.(?:[a-z]+\d+|bool|str_|c?longdouble)\(|\bnp\.(?:True|False)_")
SYSTEM = "(?:home|usr|tmp|var|opt|etc|root|mnt|srv|private|Users|Library|content)"
PATH = (
    rf"(?<![\w.])/{SYSTEM}/|[\"']/{SYSTEM}\b|[\"']/\w[\w.-]*/\w"
    r"|(?<!\w)~/|\b[A-Z]:[\\/]{1,2}\w{2,}"
)
NOT_PORTABLE = {
    PATH: "an absolute path; read shipped data through softmaxbook",
    r"https?://": "a URL; the book runs without a network",
    r"^\s*(from|import)\s+(.*,\s*)?(requests|urllib3?|httpx)\b": "a network import",
    r"\bwget\b|[\"']curl\b|\bcurl\s+-": "a download; the book runs without a network",
    r"^\s*(\w+\s*=\s*)?(!(?!=)|%%?(pip|conda|bash|sh|script|system|sx)\b|%%!).*": "a shell escape; "
    "plain Python runs everywhere",
}
SEED = "np.random.default_rng(seed) is needed"
NOT_SEEDED = {
    r"\b(np|numpy)\.random\.(?!default_rng\b|Generator\b)\w+": f"a legacy generator; {SEED}",
    r"\bdefault_rng\(\s*(seed\s*=\s*)?(None\s*)?\)": f"a generator without a seed; {SEED}",
    r"^\s*(import\s+(.*,\s*)?random\b|from\s+(numpy\.)?random\s+import\b)": f"unseeded; {SEED}",
    r"\btime\.(time|perf_counter|monotonic|process_time)(_ns)?\(|^\s*%%?time(it)?\b"
    r"|\bdatetime\.(now|utcnow|today)\b": "a clock; its reading differs in every run",
}
UNSTABLE = {
    r"\bat 0x[0-9a-fA-F]+": "a memory address; print a value instead",
    PATH: "an absolute path of one machine",
    r"\b\w*Warning\b:.*": "a warning line; catch the warning and print only its text",
}


def of_type(cell_type: str, nb: NotebookNode) -> list:
    return [cell for cell in nb.cells if cell.cell_type == cell_type]


def text_outputs(cell: NotebookNode) -> Iterator[tuple[str, str]]:
    """(MIME type, text) of everything textual that the cell shows."""
    for output in cell.get("outputs", []):
        if output.output_type == "stream":
            yield "text/plain", output.text
        for mime, data in output.get("data", {}).items():
            if isinstance(data, str) and (not mime.startswith("image/") or "svg" in mime):
                yield mime, data


def banned(text: str, patterns: dict[str, str]) -> Iterator[str]:
    for pattern, advice in patterns.items():
        if match := re.search(pattern, text, re.MULTILINE):
            yield f"`{match[0].strip()}` is {advice}"


def rule_canonical(nb: NotebookNode, content: bytes) -> Found:
    """One notebook, one sequence of bytes: diffs then show what an author changed, nothing else."""
    wanted = normal(nb)
    full = [cell for cell in nb.cells if cell.source.strip()]
    pairs: list = [(None, nb, wanted), *zip(full, full, wanted.cells, strict=True)]
    named = content == canonical(nb).encode()
    for cell, have, want in pairs:
        keys = [key for key in sorted({*have, *want} - {"cells"}) if have.get(key) != want.get(key)]
        if keys:
            named = True
            yield cell, f"{', '.join(keys)} differ from the canonical form, which `run` writes"
    if not named:
        yield None, "an empty cell, indentation, key order or line ends; `run` writes it right"


def rule_executed(nb: NotebookNode) -> Found:
    """A stored error or stderr text means that the reader sees a run which went wrong."""
    for cell in of_type("code", nb):
        for output in cell.get("outputs", []):
            if output.output_type == "error":
                yield cell, f"a stored {output.ename}; catch it and print what the lesson needs"
            elif output.get("name") == "stderr":
                yield cell, f"stderr is stored ({output.text.strip()[:60]}); nothing may go there"


def rule_figure(nb: NotebookNode) -> Found:
    """A figure must reach readers who cannot see it, and its page must stay light."""
    for cell in nb.cells:
        data = [output.get("data", {}) for output in cell.get("outputs", [])]
        images = [(mime, d[mime]) for d in data for mime in d if mime.startswith("image/")]
        mystnb = cell.metadata.get("mystnb", {})
        image, figure = mystnb.get("image", {}), mystnb.get("figure", {})
        if not images and (image or figure):
            yield cell, "figure metadata without an image; run the cell or remove the metadata"
        for mime, content in images:
            size = len(content) * 3 // 4  # base64 spends four characters on three bytes
            if mime != "image/png":
                yield cell, f"{mime} is stored; only image/png is allowed"
            elif size > 60_000:
                yield cell, f"the PNG has {size / 1000:.1f} KB; at most 60 KB are allowed"
        if images:
            alt = str(image.get("alt") or "").strip()
            if len(alt) < 40:
                yield cell, f"mystnb.image.alt has {len(alt)} characters; at least 40 are needed"
            if re.match(
                r"(an? |the )?(image|picture|figure|plot|graph|chart) (of|show)", alt, re.I
            ):
                yield cell, "mystnb.image.alt says that it is an image; say its type and axes"
            for key in [
                key for key in ("caption", "name") if not str(figure.get(key) or "").strip()
            ]:
                yield cell, f"mystnb.figure.{key} is missing"


def rule_directives(nb: NotebookNode) -> Found:
    """Only what viewers without MyST show as plain Markdown, and what the site is tested with."""
    for cell in of_type("markdown", nb):
        if not without_code(cell.source + "\nlast").endswith("last"):
            yield cell, "a code fence is never closed"
        for fence in filter(None, map(FENCE.match, cell.source.split("\n"))):
            if fence[2].startswith("{"):
                yield cell, f"`{fence[0].strip()}` is a back-tick directive; use a colon fence"
        prose = without_code(cell.source)
        for message in colon_fences(prose.split("\n")):
            yield cell, message
        for paragraph in re.split(r"\n\s*\n", prose):
            for role in CODE_SPAN.finditer(paragraph):
                if role[1] and not ROLE.fullmatch(role[1]):
                    yield cell, f"the role {{{role[1]}}} is not one of {ROLE.pattern}"


def colon_fences(lines: list[str]) -> Iterator[str]:
    """As MyST reads them: a fence ends at the first bare line with at least as many colons."""
    rest = iter(lines)
    for line in rest:
        opening = re.match(r"\s*(:{3,})\s*(?:\{([^}]*)\})?", line)
        if not opening:
            continue
        if not DIRECTIVE.fullmatch(opening[2] or ""):
            yield f"`{line.strip()}` opens no directive of {DIRECTIVE.pattern}"
        closing, inside = re.compile(rf"\s*:{{{len(opening[1])},}}\s*$"), []
        for inner in rest:
            if closing.match(inner):
                break
            inside.append(inner)
        else:
            yield f"`{line.strip()}` is never closed by a line of {opening[1]}"
        yield from colon_fences(inside)


def rule_cell_length(nb: NotebookNode) -> Found:
    """One idea, one cell; and a line must fit the page without scrolling."""
    for cell in of_type("code", nb):
        lines = cell.source.split("\n")
        if len(lines) > 25:
            yield cell, f"{len(lines)} lines; at most 25 are allowed"
        for line in [line for line in lines if len(line) > 88]:
            yield cell, f"`{line.strip()[:30]}…` has {len(line)} characters; at most 88 are allowed"


def rule_precision(nb: NotebookNode) -> Found:
    """The last digits differ between machines, and the strict comparison of outputs sees them."""
    for cell in of_type("code", nb):
        for text in [text for mime, text in text_outputs(cell) if mime == "text/plain"]:
            for number in NUMBER.finditer(text):
                digits = len(re.sub(r"\D", "", number[1]).lstrip("0"))
                if digits > 6:
                    yield cell, f"{number[0]} has {digits} significant digits; print at most six"
            for scalar in SCALAR.finditer(text):
                yield cell, f"`{scalar[0]}` is a bare NumPy scalar; print it or use float()"


def rule_portable(nb: NotebookNode) -> Found:
    """The chapters run on any machine, without a network and without a shell."""
    for cell in of_type("code", nb):
        yield from ((cell, message) for message in banned(cell.source, NOT_PORTABLE))


def rule_seeded(nb: NotebookNode) -> Found:
    """Two runs must print the same numbers, or a number in the prose has no witness."""
    for cell in of_type("code", nb):
        yield from ((cell, message) for message in banned(cell.source, NOT_SEEDED))


def rule_outputs(nb: NotebookNode) -> Found:
    """What is stored tells of softmax, not of one run on one machine."""
    for cell in nb.cells:
        for _, text in text_outputs(cell):
            yield from ((cell, message) for message in banned(text, UNSTABLE))


def rule_headings(nb: NotebookNode) -> Found:
    """The title names the page; a screen reader walks it by levels and stumbles over a gap."""
    first = nb.cells[0] if nb.cells else None
    if not first or first.cell_type != "markdown" or not re.match(r"# \S", first.source):
        yield first, "the notebook must start with a line `# Title`"
    found = [(cell, level, title) for cell in nb.cells for level, title in headings(cell)]
    for cell, _, title in [heading for heading in found if heading[1] == 1][1:]:
        yield cell, f"`# {title}` is a second title; use ## or deeper"
    for (_, above, _), (cell, level, title) in pairwise(found):
        if level > above + 1:
            yield cell, f"`{title}` jumps from level {above} to {level}; use level {above + 1}"


RULES = [rule_executed, rule_figure, rule_directives, rule_cell_length, rule_precision]
RULES += [rule_portable, rule_seeded, rule_outputs, rule_headings]


class Violation(NamedTuple):
    cell: str
    rule: str
    message: str


def lint(nb_path: Path) -> list[Violation]:
    """Every violation in one notebook, rule by rule."""
    try:
        nb = parse(content := nb_path.read_bytes())
    except Problem as problem:
        return [Violation("notebook", "canonical", str(problem))]
    return [
        Violation("notebook" if cell is None else str(cell.get("id", "no id")), name, message)
        for rule in [partial(rule_canonical, content=content), *RULES]
        for name in [getattr(rule, "func", rule).__name__[5:].replace("_", "-")]
        for cell, message in rule(nb)
    ]


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

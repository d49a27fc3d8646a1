"""The rules of the book's notebooks. Each yields (cell, what is wrong), no cell for the whole."""

import builtins
import re
import symtable
from collections.abc import Iterator
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import main_way
from notebook_form import (
    FENCE,
    NotebookNode,
    Problem,
    canonical,
    headings,
    normal,
    parse,
    without_code,
)

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
STATED = re.compile(r"(?<![\w.])(\d+\.\d+|\d{3,})(?!\w|\.\d)")
WITNESS = re.compile(r"(?<![\w.])\d+\.?\d*(?:e[+-]?\d+)?")
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
CHECKED = re.compile(r"^check\(", re.MULTILINE)
GIVEN = {"np", "check"}
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


def names(source: str) -> tuple[set[str], set[str]]:
    """The names that a cell defines for the cells after it, and those it takes from before it or
    defines itself."""
    try:
        table = symtable.symtable(source, "cell", "exec")
    except SyntaxError:  # a magic
        return set(), set()
    defined = {s.get_name() for s in table.get_symbols() if s.is_assigned() or s.is_imported()}
    used = {s.get_name() for s in table.get_symbols() if s.is_referenced()}
    inner = list(table.get_children())
    for scope in inner:
        inner += scope.get_children()
        used |= {s.get_name() for s in scope.get_symbols() if s.is_global() and s.is_referenced()}
    return defined, used - set(dir(builtins))


def listed(found: set[str]) -> str:
    return ", ".join(sorted(found))


def banned(text: str, patterns: dict[str, str]) -> Iterator[str]:
    for pattern, advice in patterns.items():
        if match := re.search(pattern, text, re.MULTILINE):
            yield f"`{match[0].strip()}` is {advice}"


def rule_canonical(nb: NotebookNode, content: bytes) -> Found:
    """One notebook, one sequence of bytes: diffs then show what an author changed, nothing else."""
    wanted = normal(nb)
    full = [cell for cell in nb.cells if cell.source.strip()]
    pairs: list = [(None, nb, wanted), *zip(full, full, wanted.cells, strict=True)]
    # Line ends are Git's affair: it stores LF, and may write CRLF on Windows.
    named = content.replace(b"\r\n", b"\n") == canonical(nb).encode()
    for cell, have, want in pairs:
        keys = [key for key in sorted({*have, *want} - {"cells"}) if have.get(key) != want.get(key)]
        if keys:
            named = True
            yield cell, f"{', '.join(keys)} differ from the canonical form, which `run` writes"
    if not named:
        yield None, "an empty cell, indentation or key order; `run` writes it right"


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
        for line in [line for line in lines if len(line) > 72]:
            yield cell, f"`{line.strip()[:30]}…` has {len(line)} characters; at most 72 are allowed"


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


def rule_witness(nb: NotebookNode) -> Found:
    """A decimal number or one of three digits and more that the prose states must be written,
    printed or asserted by a cell of the same notebook, which then fails if it is wrong."""
    witnesses: set[float] = set()
    for cell in of_type("code", nb):
        texts = [cell.source, *(text for mime, text in text_outputs(cell) if mime == "text/plain")]
        witnesses.update(float(number) for text in texts for number in WITNESS.findall(text))
    for cell in nb.cells:
        mystnb = cell.metadata.get("mystnb", {})
        prose = [
            mystnb.get("figure", {}).get("caption", ""),
            mystnb.get("image", {}).get("alt", ""),
        ]
        if cell.cell_type == "markdown":
            prose = [cell.source]
        for number in [number for text in prose for number in STATED.findall(str(text))]:
            digits = len(number.partition(".")[2])
            if not any(round(witness, digits) == float(number) for witness in witnesses):
                yield cell, f"no code cell computes, prints or asserts the number {number}"


def rule_exercises(nb: NotebookNode) -> Found:
    """On a page an exercise is run by itself and the other cells without it, so each starter needs
    only `np` and `check`, and no cell needs what a learner writes."""
    cells = [(cell, *names(cell.source)) for cell in of_type("code", nb)]
    written: set[str] = set()  # what the exercises above have defined
    for cell, defined, used in cells:
        is_exercise = CHECKED.search(cell.source)
        if is_exercise and (needed := used - defined - GIVEN):
            yield cell, f"the starter needs {listed(needed)} of another cell; it has np and check"
        elif needed := (used - defined) & written:
            yield cell, f"takes {listed(needed)} from an exercise, where a learner writes it"
        written = written | defined - GIVEN if is_exercise else written - defined


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


def rule_main_way(nb: NotebookNode) -> Found:
    """A chapter has one way that a reader walks in the time it states; the rest goes further."""
    yield from ((None, message) for message in main_way.broken(main_way.measure(nb)))
    yield from main_way.folds(nb)


RULES = [rule_executed, rule_figure, rule_directives, rule_cell_length, rule_precision]
RULES += [rule_witness, rule_exercises, rule_portable, rule_seeded, rule_outputs, rule_headings]
RULES += [rule_main_way]


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

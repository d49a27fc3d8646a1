"""The main way of a chapter, measured: what a reader goes through before the exercises.

It ends where the section "Going further" begins, or "Exercises" where there is no such section.
`make lint` prints the table; a chapter that has parts to go further is held to the limits here.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from notebook_form import NotebookNode, headings, parse, without_code

MOST_WORDS = 2500
MOST_LINES = 120  # of code that one sees
MOST_MINUTES = 40  # of reading
FIRST_WORDS = 300  # within these there is something to see or to move
# What reading takes, from new readers: a page of proofs and pictures, and a line of code.
WORDS_A_MINUTE, LINES_A_MINUTE = 80, 10
FOLDED = {"hide-input", "hide-cell", "remove-input", "remove-cell"}
STATED = re.compile(r"\*\*Time:\*\* reading (\d+) minutes, core exercises (\d+)\.")
PART = re.compile(r"\*(?:For|Continues)\b[^*]*\b(\d+) minutes?\b[^*]*\*")


class Measure(NamedTuple):
    """What a reader meets on the main way, and what is left to go further.

    reading, exercises : minutes, as the chapter states them; None: not stated apart
    first_seen : words before the first figure or demo
    parts : title of each part to go further, and its minutes; None: not stated
    """

    words: int
    lines: int
    reading: int | None
    exercises: int | None
    first_seen: int
    parts: tuple[tuple[str, int | None], ...]
    goes_further: bool

    @property
    def estimated(self) -> int:
        """Minutes that the main way takes by its length."""
        return round(self.words / WORDS_A_MINUTE + self.lines / LINES_A_MINUTE)


def words_of(cell: NotebookNode) -> int:
    """Words of prose; the lines that open and close a box do not count."""
    if cell.cell_type != "markdown":
        return 0
    lines = [x for x in without_code(cell.source).split("\n") if not re.match(r"\s*:::|:\w+:", x)]
    return len(" ".join(lines).split())


def is_seen(cell: NotebookNode) -> bool:
    """Whether the cell shows a figure or a demo."""
    outputs = cell.get("outputs", [])
    data = [output.get("data", {}) for output in outputs]
    return any("image/png" in d or 'class="demo"' in str(d.get("text/html", "")) for d in data)


def visible_lines(cell: NotebookNode) -> int:
    if cell.cell_type != "code" or FOLDED & set(cell.metadata.get("tags", [])):
        return 0
    return sum(bool(line.strip()) for line in cell.source.split("\n"))


def sections(cells: list[NotebookNode]) -> Iterator[tuple[NotebookNode, str]]:
    """Each cell with the title of the second-level section that it stands in."""
    title = ""
    for cell in cells:
        titles = [text for level, text in headings(cell) if level == 2]
        title = titles[-1] if titles else title
        yield cell, title


def measure(nb: NotebookNode) -> Measure:
    main, further = [], []
    for cell, title in sections(nb.cells):
        if title in ("Exercises", "In three lines"):
            break
        (further if title == "Going further" or further else main).append(cell)
    first_seen, seen = 0, False
    for cell in main:
        seen = seen or is_seen(cell)
        first_seen += 0 if seen else words_of(cell)
    text = "\n\n".join(cell.source for cell in further if cell.cell_type == "markdown")
    parts = []
    for part in re.split(r"^### ", text, flags=re.MULTILINE)[1:]:
        found = PART.search(part)
        parts.append((part.split("\n")[0].strip(), int(found[1]) if found else None))
    stated = STATED.search("\n".join(cell.source for cell in main if cell.cell_type == "markdown"))
    return Measure(
        words=sum(map(words_of, main)),
        lines=sum(map(visible_lines, main)),
        reading=int(stated[1]) if stated else None,
        exercises=int(stated[2]) if stated else None,
        first_seen=first_seen,
        parts=tuple(parts),
        goes_further=bool(further),
    )


def broken(m: Measure) -> Iterator[str]:
    """What a chapter with parts to go further breaks of the limits, as sentences."""
    if not m.goes_further:
        return
    for what, value, most in (
        ("words", m.words, MOST_WORDS),
        ("visible lines of code", m.lines, MOST_LINES),
        ("minutes of reading", m.reading or 0, MOST_MINUTES),
        ("words before the first figure or demo", m.first_seen, FIRST_WORDS),
    ):
        if value > most:
            yield f"the main way has {value} {what}; at most {most} are allowed"
    if m.reading is None:
        yield "**Time:** must say: reading N minutes, core exercises N."
    elif not 0.75 * m.estimated <= m.reading <= 1.35 * m.estimated:
        yield f"reading takes {m.reading} minutes as stated, by its length about {m.estimated}"
    for title, minutes in m.parts:
        if minutes is None:
            yield f"“{title}” must begin with who wants it, and how long: *For … N minutes.*"


def folds(nb: NotebookNode) -> Iterator[tuple[NotebookNode, str]]:
    """Code of a figure that is not folded, in a chapter with parts to go further."""
    if not measure(nb).goes_further:
        return
    for cell in nb.cells:
        if cell.cell_type == "code" and is_seen(cell) and visible_lines(cell) > 3:
            yield cell, "the code of a figure or demo is folded with the tag hide-input"


def table(chapters: list[Path]) -> str:
    """One line for each notebook."""
    head = ("chapter", "words", "lines", "reading", "by length", "exercises", "first seen", "parts")
    rows = [head]
    for path in chapters:
        m = measure(parse(path.read_bytes()))
        said = [
            "–" if minutes is None else f"{minutes} min" for minutes in (m.reading, m.exercises)
        ]
        seen = f"{m.first_seen} words"
        further = sum(minutes or 0 for _, minutes in m.parts)
        parts = f"{len(m.parts)}, {further} min" if m.goes_further else "–"
        rows.append(
            (path.stem, m.words, m.lines, said[0], f"{m.estimated} min", said[1], seen, parts)
        )
    widths = [max(len(str(row[i])) for row in rows) for i in range(len(head))]
    return "\n".join(
        "  ".join(
            str(v).ljust(w) if i == 0 else str(v).rjust(w)
            for i, (v, w) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    )


if __name__ == "__main__":
    print(table(sorted((Path(__file__).resolve().parent.parent / "chapters").glob("*.ipynb"))))

"""The canonical form of a notebook: one sequence of bytes for one content, and ids that last."""

import copy
import re
import unicodedata
from collections.abc import Iterator
from itertools import count

import quick_start  # noqa: F401  for what it does when nbformat is imported after it

# isort: split
import nbformat
from nbformat import NotebookNode
from nbformat.validator import iter_validate

METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


class Problem(Exception):
    """Something the author must settle; the message says what, so no traceback is shown."""


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

"""The letters of the table in chapters/notation.md: one meaning each in a chapter.

A row may name chapters ("in chapters 5 and 13, …"; several readings are parted by semicolons). No
two readings of a letter may name one chapter, and a letter has to occur in the formulas of each
chapter that is named. A reading that names none holds where no other does; it is not checked.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from notebook_form import parse

CHAPTERS = Path(__file__).resolve().parent.parent / "chapters"
MATH = re.compile(r"\$\$(.+?)\$\$|\$([^$]+?)\$", re.DOTALL)
GREEK = (
    r"\\(?:(?:var)?(?:epsilon|phi|theta|rho)|[Aa]lpha|[Bb]eta|[Gg]amma|[Dd]elta|zeta|eta|[Kk]appa"
)
GREEK += r"|[Ll]ambda|mu|nu|xi|[Pp]i|[Ss]igma|[Tt]au|[Pp]si|[Oo]mega|ell)"
LETTER = re.compile(rf"{GREEK}(?![A-Za-z])|[A-Za-z]")
NAMED = re.compile(r"\bchapters? (\d+(?:(?:, | and | to )\d+)*)")


def letters(formula: str) -> set[str]:
    """Single letters in a formula, without the words and commands of TeX."""
    formula = re.sub(r"\\(?:text|mathrm|mathbf|mathbb|operatorname)\*?\{[^}]*\}", " ", formula)
    formula = re.sub(rf"(?!{GREEK}(?![A-Za-z]))\\[A-Za-z]+", " ", formula)
    return set(LETTER.findall(formula))


def numbers(text: str) -> set[int]:
    """Chapters in a list such as "1 to 3, 5 and 7"."""
    found = set()
    for part in re.split(r", | and ", text):
        first, _, last = part.partition(" to ")
        found |= set(range(int(first), int(last or first) + 1))
    return found


def readings(table: str) -> Iterator[tuple[str, set[int], str]]:
    """Of each row: a letter that stands for itself, the chapters named, what it says there."""
    for row in re.findall(r"^\| (\$.+?) \|[^|]*\| (.+) \|$", table, re.MULTILINE):
        for formula in re.findall(r"\$([^$]+)\$", row[0]):
            symbol = re.fullmatch(rf"({LETTER.pattern})(?:_\w)?", formula)
            if not symbol:
                continue
            for part in row[1].split("; "):
                named = NAMED.findall(part)
                yield symbol[1], set().union(*map(numbers, named)), part


def used(chapter: Path) -> set[str]:
    """The letters in the formulas of a chapter's text."""
    cells = parse(chapter.read_bytes()).cells
    text = "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    return set().union(*(letters("".join(pair)) for pair in MATH.findall(text)))


def broken(table: str, used: dict[int, set[str]]) -> Iterator[str]:
    """Letters with two meanings in a chapter, or named for a chapter that has no such letter."""
    taken = defaultdict(dict)
    for letter, chapters, says in readings(table):
        for chapter in sorted(chapters):
            if chapter in taken[letter]:
                yield f"{letter} in chapter {chapter}: “{taken[letter][chapter]}” and “{says}”"
            taken[letter][chapter] = says
            if letter not in used.get(chapter, set()):
                yield f"{letter} is not in the formulas of chapter {chapter}: “{says}”"


if __name__ == "__main__":
    chapters = {int(path.stem[:2]): used(path) for path in CHAPTERS.glob("[0-9]*.ipynb")}
    found = list(broken((CHAPTERS / "notation.md").read_text(encoding="utf-8"), chapters))
    print("\n".join(["chapters/notation.md:", *found] if found else ["Letters have one meaning"]))
    raise SystemExit(bool(found))

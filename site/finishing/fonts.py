"""Fonts that hold the characters of the book and no others: half the bytes, the same letters."""

import hashlib
import re
import string
from collections.abc import Iterable
from pathlib import Path

from fontTools.subset import Options, Subsetter, load_font, save_font

from finishing.pages import Node, Page

# A reader may type these into a demo or the search, wherever they come from.
ALWAYS = string.printable.strip() + " \u00a0×−–—‘’“”…≈≤≥→·"
# KaTeX's font for the characters in a span of this class; the innermost such span decides.
FONTS = {
    "mathnormal": "Math-Italic",
    "mathit": "Main-Italic",
    "textit": "Main-Italic",
    "mathbf": "Main-Bold",
    "textbf": "Main-Bold",
    "boldsymbol": "Math-BoldItalic",
    "textbf textit": "Main-BoldItalic",
    "mathbb": "AMS-Regular",
    "textbb": "AMS-Regular",
    "amsrm": "AMS-Regular",
    "small-op": "Size1-Regular",
    "large-op": "Size2-Regular",
    "delim-size1": "Size1-Regular",
    "delim-size4": "Size4-Regular",
    "size1": "Size1-Regular",  # beside "delimsizing"
    "size2": "Size2-Regular",
    "size3": "Size3-Regular",
    "size4": "Size4-Regular",
}


def in_prose(pages: Iterable[Page], bold: bool) -> str:
    """All characters of the pages, or those set in bold type."""
    found = set() if bold else set(ALWAYS)
    for page in pages:
        for node in page.css("strong, b") if bold else [page.root]:
            found.update(node.text())
    return "".join(sorted(found))


def in_formulas(pages: Iterable[Page]) -> dict[str, str]:
    """The characters drawn in each of KaTeX's fonts; under "" all of them, for other fonts."""
    found: dict[str, set[str]] = {font: set() for font in ["", "Main-Regular", *FONTS.values()]}

    def note(node: Node, font: str) -> None:
        for child in node.iter(include_text=True):
            if child.is_text_node:
                found[font].update(child.text())
                found[""].update(child.text())
            else:
                note(child, font_of((child.attributes.get("class") or "").split(), font))

    for page in pages:
        for drawing in page.css(".katex-html"):
            note(drawing, "Main-Regular")
    return {font: "".join(sorted(characters)) for font, characters in found.items()}


def font_of(names: list[str], outer: str) -> str:
    sized = "delimsizing" in names
    fonts = [FONTS[n] for n in names if n in FONTS and (sized or not re.fullmatch(r"size\d", n))]
    found = fonts[-1] if fonts else outer
    both = {outer, found} == {FONTS["textbf"], FONTS["textit"]}
    return FONTS["textbf textit"] if both else found


def subset(font: Path, wanted: str, cache: Path) -> bytes:
    """The font in woff2 with these characters; made once for each font and set of characters."""
    how = Path(__file__).read_bytes()
    key = hashlib.sha256(font.read_bytes() + wanted.encode() + how).hexdigest()[:16]
    made = cache / f"{font.stem}-{key}.woff2"
    if not made.is_file():
        for stale in cache.glob(f"{font.stem}-*.woff2"):
            stale.unlink()
        options = Options(flavor="woff2", hinting=False, notdef_outline=True)
        options.name_IDs = [0, 1, 2, 13, 14]  # the licence stays in the font
        options.layout_features = ["kern", "liga", "calt", "ccmp", "mark", "tnum"]
        cache.mkdir(parents=True, exist_ok=True)
        with load_font(font, options) as loaded:
            subsetter = Subsetter(options)
            subsetter.populate(text=wanted)
            subsetter.subset(loaded)
            save_font(loaded, made, options)
    return made.read_bytes()

"""Fonts that hold the characters of the book and no others: half the bytes, the same letters."""

import hashlib
import html
import re
import string
from collections.abc import Iterable
from pathlib import Path

from fontTools.subset import Options, Subsetter, load_font, save_font

from finishing.shorten import drawings

# A reader may type these into a demo or the search, wherever they come from.
ALWAYS = string.printable.strip() + " \u00a0×−–—‘’“”…≈≤≥→·"
BOLD = re.compile(r"<(?:strong|b)[ >].*?</(?:strong|b)>", re.S)
TEXT = re.compile(r"<[^>]*>|[^<]+")
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


def in_prose(pages: Iterable[str], bold: bool) -> str:
    """All characters of the pages, or those set in bold type."""
    parts = ["".join(BOLD.findall(page)) if bold else page for page in pages]
    text = html.unescape(re.sub(r"<[^>]*>", "", "".join(parts)))
    return "".join(sorted({*text} if bold else {*ALWAYS, *text}))


def in_formulas(pages: Iterable[str]) -> dict[str, str]:
    """The characters drawn in each of KaTeX's fonts; under "" all of them, for other fonts."""
    found: dict[str, set[str]] = {"": set(), **{font: set() for font in FONTS.values()}}
    found["Main-Regular"] = set()
    for page in pages:
        for start, end in drawings(page):
            fonts = ["Main-Regular"]
            for token in TEXT.findall(page[start:end]):
                if token.startswith("</span"):
                    fonts.pop()
                elif token.startswith("<span"):
                    fonts.append(font_of(token, fonts[-1]))
                elif not token.startswith("<"):
                    found[fonts[-1]].update(html.unescape(token))
                    found[""].update(html.unescape(token))
    return {font: "".join(sorted(characters)) for font, characters in found.items()}


def font_of(tag: str, outer: str) -> str:
    names = re.search(r'class="([^"]*)"', tag)
    names = names[1].split() if names else []
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

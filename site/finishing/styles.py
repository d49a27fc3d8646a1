"""One style sheet for all pages, from those of the theme, the extensions, KaTeX and the book."""

import base64
import hashlib
import json
import posixpath
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path

from nodejs import NODE, SITE

from finishing.fonts import in_formulas, in_prose, subset
from finishing.shorten import Shortener

# The fonts stand in the style sheet itself: text is drawn once, in its own letters, and nothing
# moves when a font arrives; and no browser refuses them when the book is read from a disk.
SHEET = re.compile(r'<link rel="stylesheet"[^>]*href="([^"]*)"')
FONT_FACE = re.compile(r"@font-face\s*\{[^}]*\}")
WOFF2 = re.compile(r"url\([\"']?([^)\"']+\.woff2)[\"']?\)(?:\s*format\([^)]*\))?")
FAMILY = re.compile(r"font-family:\s*[\"']?([^;\"'}]+)")
SOURCE = re.compile(r"src:[^;}]*")


def version(sheet: bytes) -> str:
    """Changes with the sheet, so that no browser shows new pages with an old one."""
    return hashlib.sha256(sheet).hexdigest()[:8]


def sheets(texts: Mapping[str, str]) -> list[str]:
    """Every style sheet that a page asks for, in the order of the page that asks for most; the
    book's own comes last, for it has the last word."""
    wanted: dict[str, None] = {}
    for name, text in sorted(texts.items(), key=lambda item: -len(SHEET.findall(item[1]))):
        for href in SHEET.findall(text):
            path = posixpath.join(posixpath.dirname(name), href.partition("?")[0])
            wanted[posixpath.normpath(path)] = None
    return sorted(wanted, key=lambda path: path.endswith("/book.css"))


def purged(raw: Path, texts: Mapping[str, str]) -> dict[str, str]:
    """The style sheets by path, without the rules that no page and no script uses."""
    paths = [path for path in sheets(texts) if (raw / path).is_file()]
    scripts = [raw / "_static" / name for name in ("book.js", "searchtools.js")]
    # A demo may come into a notebook at any time.
    scripts += (SITE.parent / "lib" / "softmaxbook" / "demos").glob("*.mjs")
    question = {
        "css": [(raw / path).read_text(encoding="utf-8") for path in paths],
        "pages": list(texts.values()),
        "scripts": [path.read_text(encoding="utf-8") for path in scripts],
    }
    command = [NODE, SITE / "node" / "purge.mjs"]
    options = {"capture_output": True, "encoding": "utf-8", "check": True}
    run = subprocess.run(command, input=json.dumps(question), **options)
    return dict(zip(paths, json.loads(run.stdout), strict=True))


def style_sheet(
    raw: Path, cache: Path, texts: Mapping[str, str], short: Shortener
) -> dict[str, bytes]:
    """`_static/book.css`, with the fonts in it, and their licences, by their paths in the book."""
    parts = purged(raw, texts)
    parts = {path: short.katex(css) if "katex" in path else css for path, css in parts.items()}
    sheet = "\n".join([*parts.values(), short.rules()])
    rules = FONT_FACE.sub("", sheet)
    prose = {bold: in_prose(texts.values(), bold) for bold in (False, True)}
    formulas = in_formulas(texts.values())
    files: dict[str, bytes] = {}

    def use_subset(face: re.Match) -> str:
        font = WOFF2.search(face[0])
        path = raw / "_static" / "fonts" / Path(font[1]).name if font else None
        family = FAMILY.search(face[0])[1]
        # The theme's icon fonts are not in that folder: nothing is drawn in them.
        if path is None or not path.is_file() or family not in rules:
            return "" if font else face[0]
        wanted = prose["-600-" in path.name]
        if family.startswith("KaTeX"):
            wanted = formulas.get(path.stem.removeprefix("KaTeX_"), formulas[""])
        if not wanted:
            return ""
        encoded = base64.b64encode(subset(path, wanted, cache)).decode()
        source = f'src:url(data:font/woff2;base64,{encoded}) format("woff2")'
        return SOURCE.sub(source, face[0], count=1)

    for licence in (raw / "_static" / "fonts").glob("*.txt"):
        files[f"_static/fonts/{licence.name}"] = licence.read_bytes()
    files["_static/book.css"] = tidy(FONT_FACE.sub(use_subset, sheet)).encode()
    return files


def tidy(sheet: str) -> str:
    """Without comments and the white space between rules."""
    sheet = re.sub(r"/\*.*?\*/|@charset[^;]*;", "", sheet, flags=re.S)
    return re.sub(r"\s*\n\s*", "\n", re.sub(r"\s*([{};])\s*", r"\1", sheet)).strip() + "\n"

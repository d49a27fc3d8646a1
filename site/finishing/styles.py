"""One style sheet for all pages, from those of the theme, the extensions, KaTeX and the book."""

import base64
import hashlib
import json
import posixpath
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path

from nodejs import NODE, SITE, lock_fingerprint

from finishing.fonts import in_formulas, in_prose, subset
from finishing.pages import Page

# The fonts stand in the style sheet itself: text is drawn once, in its own letters, and nothing
# moves when a font arrives; and no browser refuses them when the book is read from a disk.
FONT_FACE = re.compile(r"@font-face\s*\{[^}]*\}")
WOFF2 = re.compile(r"url\([\"']?([^)\"']+\.woff2)[\"']?\)(?:\s*format\([^)]*\))?")
FAMILY = re.compile(r"font-family:\s*[\"']?([^;\"'}]+)")
SOURCE = re.compile(r"src:[^;}]*")


def version(sheet: bytes) -> str:
    """Changes with the sheet, so that no browser shows new pages with an old one."""
    return hashlib.sha256(sheet).hexdigest()[:8]


def sheets(pages: Mapping[str, Page]) -> list[str]:
    """Every style sheet that a page asks for, in the order of the page that asks for most; the
    book's own comes last, for it has the last word."""
    asked = {
        name: [link.attributes["href"] for link in page.css("link[rel=stylesheet]")]
        for name, page in pages.items()
    }
    wanted: dict[str, None] = {}
    for name, links in sorted(asked.items(), key=lambda item: -len(item[1])):
        for href in links:
            path = posixpath.join(posixpath.dirname(name), href.partition("?")[0])
            wanted[posixpath.normpath(path)] = None
    return sorted(wanted, key=lambda path: path.endswith("/book.css"))


def words(pages: Mapping[str, Page]) -> list[str]:
    """All that a selector can name: tags, attributes, and the values of some of these."""
    found: set[str] = set()
    for page in pages.values():
        for node in page.css("*"):
            found.add(node.tag)
            for attribute, value in node.attributes.items():
                found.add(attribute)
                if attribute in {"class", "id", "role", "type", "data-theme", "data-demo"}:
                    found.update((value or "").split())
    return sorted(found)


def purged(raw: Path, pages: Mapping[str, Page], cache: Path) -> str:
    """The style sheets, without the rules that no page and no script uses; kept in `cache`, for
    few changes of a page bring words that a selector can name."""
    paths = [raw / path for path in sheets(pages) if (raw / path).is_file()]
    scripts = [raw / "_static" / name for name in ("book.js", "searchtools.js")]
    # A demo may come into a notebook at any time.
    scripts += (SITE.parent / "lib" / "softmaxbook" / "demos").glob("*.mjs")
    css = [path.read_text(encoding="utf-8") for path in paths]
    # Its elements are made by scripts, while somebody reads.
    live = "".join(text for path, text in zip(paths, css, strict=True) if path.name == "live.css")
    question = {
        "css": css,
        "words": [*words(pages), "progress", *re.findall(r"[.\[]([a-z][\w-]*)", live)],
        "scripts": [path.read_text(encoding="utf-8") for path in scripts],
    }
    program = SITE / "node" / "purge.mjs"
    asked = json.dumps(question)
    how = program.read_bytes() + lock_fingerprint().encode()
    kept = cache / f"{hashlib.sha256(asked.encode() + how).hexdigest()[:16]}.css"
    if not kept.is_file():
        options = {"capture_output": True, "encoding": "utf-8", "check": True}
        sheet = subprocess.run([NODE, program], input=asked, **options).stdout
        cache.mkdir(parents=True, exist_ok=True)
        for stale in cache.glob("*.css"):
            stale.unlink()
        kept.write_text(sheet, encoding="utf-8")
    return kept.read_text(encoding="utf-8")


def style_sheet(raw: Path, cache: Path, pages: Mapping[str, Page]) -> dict[str, bytes]:
    """`_static/book.css`, with the fonts in it, and their licences, by their paths in the book."""
    sheet = purged(raw, pages, cache)
    rules = FONT_FACE.sub("", sheet)
    prose = {bold: in_prose(pages.values(), bold) for bold in (False, True)}
    formulas = in_formulas(pages.values())
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
    files["_static/book.css"] = FONT_FACE.sub(use_subset, sheet).encode()
    return files

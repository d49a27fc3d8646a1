"""The order of the steps."""

import shutil
from pathlib import Path, PurePosixPath

from finishing import extras, pages, styles
from finishing.shorten import Shortener

ALWAYS = ["searchindex.js", "objects.inv", "_static/card.png", "_static/favicon.svg"]


def finish(raw: Path, out: Path, entries: list[str], address: str) -> list[str]:
    """Write the book in `raw` to `out`; return what is wrong with it, one sentence each.

    `entries` are the pages of the table of contents, the first page first, for `raw` may hold
    pages that were taken out of it. `address` is where the book will be published, or empty.
    """
    root = page_of(entries[0])
    names = [page_of(entry) for entry in entries] + ["genindex.html", "search.html"]
    names = [name for name in names if (raw / name).is_file()]
    texts = {name: pages.lighten((raw / name).read_text(encoding="utf-8")) for name in names}
    short = Shortener(texts.values())
    files = styles.style_sheet(raw, out.parent / ".fonts", texts, short)
    sheet = files["_static/book.css"]
    version = styles.version(sheet)
    scripts = "".join(path.read_text("utf-8") for path in raw.glob("_static/*.js"))
    means = pages.ruled(sheet.decode(), scripts)
    problems = []
    for name, text in texts.items():
        text = short.page(text)
        problems += [f"{name}: {problem}" for problem in pages.forbidden(text)]
        text = pages.use_one_sheet(pages.drop_classes(text, means), version)
        files[name] = pages.drop_quotes(pages.protect(text)).encode()
    for name, text in extras.make(texts, root, address).items():
        files[name] = (pages.protect(text) if name.endswith(".html") else text).encode()
    for name in names:
        for target in pages.own_files(files[name].decode(), name):
            source = raw / target
            if target not in files and source.is_file():
                files[target] = source.read_bytes()
    for name in ALWAYS:
        if (raw / name).is_file():
            files[name] = (raw / name).read_bytes()
    write(files, out)
    return problems


def page_of(entry: str) -> str:
    return str(PurePosixPath(entry).with_suffix("")) + ".html"


def write(files: dict[str, bytes], out: Path) -> None:
    """Make `out` hold these files and nothing else; leave alone what has not changed."""
    for path in sorted(out.rglob("*"), reverse=True) if out.is_dir() else []:
        if path.is_dir() and not any(path.iterdir()):
            path.rmdir()
        elif path.is_file() and path.relative_to(out).as_posix() not in files:
            path.unlink()
    for name, content in files.items():
        path = out / name
        if not path.is_file() or path.read_bytes() != content:
            if path.is_dir():
                shutil.rmtree(path)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)

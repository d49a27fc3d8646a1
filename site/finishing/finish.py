"""The order of the steps."""

import shutil
from pathlib import Path, PurePosixPath

from finishing import extras, pages, styles

ALWAYS = ["searchindex.js", "objects.inv", "_static/card.png", "_static/favicon.svg", "offline.js"]


def finish(raw: Path, out: Path, entries: list[str], address: str) -> list[str]:
    """Write the book in `raw` to `out`; return what is wrong with it, one sentence each.

    `entries` are the pages of the table of contents, the first page first, for `raw` may hold
    pages that were taken out of it. `address` is where the book will be published, or empty.
    """
    root = page_of(entries[0])
    names = [page_of(entry) for entry in entries] + ["genindex.html", "search.html"]
    found = {
        name: pages.Page((raw / name).read_text(encoding="utf-8"))
        for name in names
        if (raw / name).is_file()
    }
    problems = []
    for name, page in found.items():
        pages.repair(page)
        problems += [f"{name}: {problem}" for problem in pages.forbidden(page)]
    files = styles.style_sheet(raw, out.parent / ".fonts", found)
    version = styles.version(files["_static/book.css"])
    for name, text in extras.make(found, root, address).items():
        if name.endswith(".html"):
            page = pages.Page(text)
            pages.protect(page)
            text = page.html
        files[name] = text.encode()
    for name, page in found.items():
        pages.use_one_sheet(page, version)
        pages.protect(page)
        files[name] = page.html.encode()
    targets = {target for name, page in found.items() for target in pages.own_files(page, name)}
    # What scripts fetch, no page links to.
    live = [path.relative_to(raw).as_posix() for path in raw.glob("_static/live/*")]
    for name in sorted(targets.union(ALWAYS, live) - set(files)):
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

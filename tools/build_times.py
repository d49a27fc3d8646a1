"""How long the book takes: `python tools/build_times.py`.

Builds a copy of the book from nothing, then again as it is, and again after one cell of one
chapter has changed; prints the seconds and the chapters that were executed.
"""

import contextlib
import io
import json
import re
import shutil
import tempfile
import time
from pathlib import Path

import book

PARTS = ("_config.yml", "_toc.yml", "requirements.txt", "chapters", "lib", "site")


def build(root: Path) -> tuple[float, list[str]]:
    """Seconds, and the pages that were read with their seconds."""
    start = time.perf_counter()
    with contextlib.redirect_stdout(io.StringIO()) as out:
        status = book.build(root)
    if status:
        raise SystemExit(out.getvalue())
    pages = re.findall(r"^  chapters/(\S+) +([\d.]+) s$", out.getvalue(), flags=re.M)
    return time.perf_counter() - start, [f"{page} {seconds} s" for page, seconds in pages]


def change_a_cell(notebook: Path) -> None:
    content = json.loads(notebook.read_text(encoding="utf-8"))
    cell = next(cell for cell in content["cells"] if cell["cell_type"] == "code")
    cell["source"] = ["# Changed.\n", *cell["source"]]
    notebook.write_text(json.dumps(content), encoding="utf-8")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for part in PARTS:
            source = book.ROOT / part
            if source.is_dir():
                shutil.copytree(source, root / part, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(source, root)
        seconds, pages = build(root)
        print(f"from nothing:       {seconds:6.1f} s, {len(pages)} pages")
        seconds, pages = build(root)
        print(f"nothing changed:    {seconds:6.1f} s, {len(pages)} pages")
        chapter = min((root / "chapters").glob("*.ipynb"))
        change_a_cell(chapter)
        seconds, pages = build(root)
        print(f"one cell changed:   {seconds:6.1f} s, read and executed: {', '.join(pages)}")


if __name__ == "__main__":
    main()

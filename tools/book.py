"""Build the book with Jupyter Book, then make sure that every chapter became a page.

Run as ``python tools/book.py``. Warnings are errors. Jupyter Book writes into `_build/sphinx`;
`site/finishing` makes of it the pages in `_build/html`. The last line is the path of the book or
what went wrong.
"""

import importlib.util
import os
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import yaml

# The chapters multiply small matrices; threads would wait for each other longer than they compute.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # for the kernels, also without make
ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "site"), str(ROOT / "site" / "extensions")]
LEAST_TEXT = 500  # characters; the shortest page of the book has over twice as many


def entries(toc: dict) -> list[str]:
    """Every file that the table of contents names, in order, whatever its depth."""
    found = [toc[key] for key in ("root", "file") if key in toc]
    for key in ("parts", "subtrees", "chapters", "sections", "entries"):
        for child in toc.get(key, []):
            found += entries(child)
    return found


def missing_pages(root: Path, html: Path) -> list[str]:
    """What is wrong with the pages of `html`, one sentence each; an unpinned Jupyter Book has
    built books without a single chapter and called it success."""
    from finishing.pages import Page

    listed = entries(yaml.safe_load((root / "_toc.yml").read_text(encoding="utf-8")))
    problems = []
    for path in sorted((root / "chapters").glob("*.ipynb")):
        if path.relative_to(root).with_suffix("").as_posix() not in listed:
            problems.append(f"{path.name} is not in _toc.yml")
    for entry in listed:
        page = html / f"{Path(entry).with_suffix('')}.html"
        if not page.is_file():
            problems.append(f"{entry} has no page")
            continue
        article = Page(page.read_text(encoding="utf-8")).css_first("article")
        length = len(" ".join(article.text().split())) if article else 0
        if length < LEAST_TEXT:
            problems.append(f"{entry} has {length} characters, fewer than {LEAST_TEXT}")
    return problems


def run(command: list[str], folder: Path) -> tuple[int, list[str]]:
    """Exit status and output; the lines that the extension book_build prints are shown at once."""
    log = []
    pipe = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    with subprocess.Popen(command, cwd=folder, encoding="utf-8", **pipe) as process:
        for line in map(str.rstrip, process.stdout):
            if line.startswith("  chapters/"):
                print(line, flush=True)
            elif line and "[IPKernelApp]" not in line:  # a kernel's remark about its own sockets
                log.append(line)
    return process.returncode, log


def fetch_python() -> tuple[bool, str]:
    """Fetch what pages need to run Python; whether it is here, and what makes the build fail.

    LIVE=require makes it a failure that no source has it, and LIVE=off leaves it out. What is
    fetched is prepared later, beside the chapters: that this fails is a failure of the build."""
    from live import publish, runtime

    wanted = os.environ.get("LIVE", "")
    if wanted == "off":
        print("The pages are not live, as LIVE=off asks")
        return False, ""
    try:
        if not publish.is_prepared():
            runtime.fetch()
    except runtime.Missing as error:
        if wanted == "require":
            return False, f"the pages cannot run Python: {error}"
        print(f"The pages are not live, for they cannot run Python: {error}")
        return False, ""
    return True, ""


def build(root: Path) -> int:
    start = time.perf_counter()
    if os.name != "nt" and "\\" in str(root):
        print("book: Node.js loads nothing from a folder with a backslash in its name; rename it")
        return 1
    if importlib.util.find_spec("jupyter_book") is None:
        print("book: jupyter-book is not installed; run: pip install -r requirements.txt")
        return 1
    # Only now, for these need the packages of requirements.txt.
    import nodejs
    from address import published_at
    from finishing import finish
    from live import publish, runtime

    if problem := nodejs.install():
        print(f"book: {problem}")
        return 1
    is_live, problem = fetch_python()
    if problem:
        print(f"book: {problem}")
        return 1
    os.environ["LIVE_PAGES"] = "yes" if is_live else "no"  # for site/extensions/live_pages.py
    # Half a minute, the first time, beside the chapters.
    ready = ThreadPoolExecutor().submit(publish.prepared, runtime.CACHE) if is_live else None
    print("Building the book (a page that did not change is not read again)", flush=True)
    sphinx = root / "_build" / "sphinx"
    options = ["--warningiserror", "--nitpick", "--keep-going", "--quiet"]
    # Not the script `jupyter-book`: its first line could not name a folder with a quote in it.
    code = f"import sys; sys.path.append({str(ROOT / 'tools')!r}); import quick_start\n"
    code += "from jupyter_book.cli.main import main; main()"
    program = [sys.executable, "-c", code]
    command = [*program, "build", str(root), "--path-output", str(sphinx), *options]
    status, log = run(command, root)
    if status:
        print("\n".join(log))
        # Sphinx does not repeat the warnings of a page it has read, so the next build would pass.
        shutil.rmtree(sphinx / "_build" / ".doctrees", ignore_errors=True)
        print("book: not built, for the reasons above")
        return 1
    # Sphinx copies these only if it has read some page again.
    shutil.copytree(root / "site" / "static", sphinx / "_build/html/_static", dirs_exist_ok=True)
    html = root / "_build" / "html"
    settings = yaml.safe_load((root / "_config.yml").read_text(encoding="utf-8"))
    toc = yaml.safe_load((root / "_toc.yml").read_text(encoding="utf-8"))
    address = published_at(settings.get("html", {}).get("baseurl", ""))
    problems = finish(sphinx / "_build" / "html", html, entries(toc), address)
    if problems:
        print("book: " + "\nbook: ".join(problems))
        return 1
    if problems := missing_pages(root, html):
        print(f"book: not complete: {'; '.join(problems)}")
        return 1
    try:
        publish.wheel_beside(html)
        if ready:
            ready.result()
            sizes = publish.publish(html, sorted((root / "chapters").glob("*.ipynb")))["bytes"]
            print(f"Python in the pages: {sizes['start'] / 1e6:.1f} MB when a reader starts it")
    except (RuntimeError, runtime.Missing) as error:
        print(f"book: {error}")
        return 1
    print(f"The book is at {html / 'index.html'} ({time.perf_counter() - start:.0f} s)")
    return 0


if __name__ == "__main__":
    sys.exit(build(ROOT))

"""Check every page of the built book: `python tools/site_test.py [part of a page's name]`.

Requests to other hosts, weight, layout shift, accessibility in light and dark on a wide and a
narrow screen, the keyboard, reading without JavaScript, errors, links, the policy, the search,
the book opened from a disk, every demo, and valid HTML; and the layout in Chromium, Firefox and
WebKit, from 300 to 1400 px. Prints a table of the pages, then one line for each thing that is
wrong. The browsers and Java are installed from Debian when they are missing and this may, and a
line says so.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "site"), str(ROOT / "site" / "extensions")]
BOOK = ROOT / "_build" / "html"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ENGINES = {  # engine -> what tests/site/browser/engines.mjs runs for it, and their packages
    "firefox": [(("firefox-esr", "firefox"), "firefox-esr")],
    "webkit": [(("WebKitWebDriver",), "webkit2gtk-driver"), (("Xvfb",), "xvfb")],
}


def program(names: tuple[str, ...], package: str) -> str | None:
    """The path of the first of these programs, from Debian's package if none is there."""
    if path := next(filter(None, map(shutil.which, names)), None):
        return path
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        print(f"Installing Debian's {package} (once, a minute or two)", flush=True)
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for step in ("update", f"install --yes --no-install-recommends {package}"):
            subprocess.run(["apt-get", *step.split()], env=environment, capture_output=True)
    path = next(filter(None, map(shutil.which, names)), None)
    if path is None:
        way = f"on Debian or Ubuntu: apt-get install {package}"
        print(f"site-test: {package} is missing and cannot be installed here; {way}", flush=True)
    return path


def engines() -> list[str]:
    """Those beside Chromium that are here, or can be installed."""
    return [engine for engine, parts in ENGINES.items() if all([program(*p) for p in parts])]


def demo_page() -> str:
    """Every demo of the package, twice, in the place of an article of the book."""
    from finishing import pages

    from softmaxbook import demos

    shown = "\n".join(demos.render(name)[0] for name in demos.names() * 2)
    frame = pages.Page((BOOK / "genindex.html").read_text(encoding="utf-8"))
    frame.css_first("meta[http-equiv]").decompose()
    article = f'<article class="bd-article">\n<h1>Demos</h1>\n{shown}\n</article>'
    frame.css_first("article").replace_with(pages.element(article))
    pages.repair(frame)
    pages.protect(frame)
    return frame.html


def formula_page(folder: Path, node: Path) -> list[str]:
    """Some formulas on a page of their own, `formulas.html` in `folder`, made as the book's pages
    are; the formulas."""
    from finishing import finish

    samples = json.loads((ROOT / "tests/site/browser/formulas.json").read_text(encoding="utf-8"))
    questions = [json.dumps({"tex": tex, "display": False, "macros": {}}) for tex in samples]
    command = [node, ROOT / "site" / "node" / "katex.mjs"]
    options = {"capture_output": True, "encoding": "utf-8", "check": True}
    answers = subprocess.run(command, input="\n".join(questions), **options).stdout.splitlines()
    raw = folder / "raw"
    shutil.copytree(ROOT / "_build" / "sphinx" / "_build" / "html" / "_static", raw / "_static")
    head = "".join(
        f'<link rel="stylesheet" href="_static/{name}.css">\n' for name in ("katex", "book")
    )
    body = "\n".join(f"<p>{''.join(json.loads(answer)['pieces'])}</p>" for answer in answers)
    page = f'<!DOCTYPE html>\n<html data-theme="auto"><meta charset="utf-8">\n{head}'
    page += f'<title>Formulas</title><body class="bd-article">\n{body}\n</body></html>\n'
    (raw / "formulas.html").write_text(page, encoding="utf-8")
    finish(raw, folder / "html", ["formulas"], "")
    return samples


def in_browser(chromium: str, node: Path, only: str, **options) -> subprocess.CompletedProcess:
    """Visit the pages, or those with `only` in their name; options are those of subprocess.run,
    and `others`, the engines beside Chromium."""
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    settings = {
        "folder": str(BOOK),
        "root": f"/{toc['root']}.html",
        "chromium": chromium,
        "engines": ["chromium", *options.pop("others", [])],
        "budget": json.loads((ROOT / "site" / "budget.json").read_text(encoding="utf-8")),
        "demos": demo_page(),
        "only": only,
    }
    with tempfile.TemporaryDirectory() as folder:
        samples = formula_page(Path(folder), node)
        settings["formulas"] = {"folder": f"{folder}/html", "samples": samples}
        path = Path(folder, "settings.json")
        path.write_text(json.dumps(settings), encoding="utf-8")
        return subprocess.run([node, ROOT / "tests/site/browser/main.mjs", path], **options)


def invalid_html(java: str, modules: Path, only: str) -> list[str]:
    """What the W3C's validator vnu says of the pages, but for the allowed and explained."""
    allowed = json.loads((ROOT / "tests/site/html_allowed.json").read_text(encoding="utf-8"))
    jar = modules / "vnu-jar" / "build" / "dist" / "vnu.jar"
    pages = sorted(str(path) for path in BOOK.rglob("*.html") if only in path.name)
    if not pages:  # only the demos were asked for, which stand on a page of the test's own
        return []
    options = ["--errors-only", "--format", "json", "--exit-zero-always"]
    run = subprocess.run([java, "-jar", jar, *options, *pages], capture_output=True, text=True)
    problems = []
    for message in json.loads(run.stderr)["messages"]:
        if not any(re.search(entry["message"], message["message"]) for entry in allowed):
            page = Path(message["url"].removeprefix("file:")).relative_to(BOOK)
            extract = " ".join(message.get("extract", "").split())[:100]
            problems.append(f"{page}: HTML: {message['message']} {extract}")
    return problems


def live_weight() -> list[str]:
    """Print what a page transfers, compressed, when it starts Python and when a cell imports a
    package; what is above its limit, one sentence each."""
    from live_pages import FIRST_MEGABYTES

    path = BOOK / "_live" / "live.json"
    if not path.is_file():
        return ["the pages cannot run Python"] if os.environ.get("LIVE") == "require" else []
    limits = json.loads((ROOT / "site" / "budget.json").read_text(encoding="utf-8"))["live"]
    problems = []
    sizes = json.loads(path.read_text(encoding="utf-8"))["bytes"]
    if (megabytes := round(sizes["start"] / 1e6)) != FIRST_MEGABYTES:
        problems.append(f"the pages say {FIRST_MEGABYTES} MB are fetched once, not {megabytes}")
    print("\nPython in a page     KB   limit")
    for stage, size in sizes.items():
        kilobytes, limit = size / 1024, limits[stage]
        print(f"  {stage:<15} {kilobytes:6.0f}  {limit:6}")
        if kilobytes > limit:
            problems.append(f"Python in a page, {stage}: {kilobytes:.0f} KB, more than {limit}")
    return problems


def main(only: str) -> int:
    start = time.perf_counter()
    import nodejs

    if problem := nodejs.install(tests=True):
        print(f"site-test: {problem}")
        return 1
    if not (BOOK / "index.html").is_file():
        built = subprocess.run([sys.executable, ROOT / "tools" / "book.py"])
        if built.returncode:
            return built.returncode
    chromium = program(BROWSERS, "chromium")
    if chromium is None:
        print("site-test: the pages are not checked")
        return 1
    others = engines()
    failed = in_browser(chromium, nodejs.NODE, only, others=others).returncode != 0
    for engine in ENGINES.keys() - set(others):
        print(f"site-test: the layout is not checked in {engine}")
        failed |= "CI" in os.environ
    problems = live_weight()
    print("".join(f"site-test: {problem}\n" for problem in problems), end="")
    failed |= bool(problems)
    java = program(("java",), "default-jre-headless")
    # The validator works beside the walk of a reader, which waits more than it computes.
    html = ThreadPoolExecutor().submit(invalid_html, java, nodejs.MODULES, only) if java else None
    if not only and (BOOK / "_live").is_dir():
        command = [nodejs.NODE, ROOT / "tests/site/browser/live.mjs", BOOK, "chromium"]
        failed |= subprocess.run(command).returncode != 0
    if html:
        problems = html.result()
        print("".join(f"site-test: {problem}\n" for problem in problems), end="")
        failed |= bool(problems)
    else:
        print("site-test: the validity of the HTML is not checked")
        failed |= "CI" in os.environ
    seconds = time.perf_counter() - start
    print(f"site-test: {'failed' if failed else 'all pages pass'} ({seconds:.0f} s)")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else ""))

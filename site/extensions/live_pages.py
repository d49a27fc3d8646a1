"""Makes the exercises, concept checks and cells of a page ready for the scripts of site/live.

An exercise is written in its notebook as a statement, a starter cell that ends in ``check(…)``
and a cell that shows its guide. On the page the three become one block, marked with
``data-exercise``: the statement, the starter (without the call of ``check``, which a button
replaces), a place for the verdict, and the hints one after another. Concept checks likewise become
blocks with ``data-question``, and every other cell whose code is seen carries its id in
``data-cell``. What only scripts bring to life is hidden until they run, so that without them the
page can be read as it stands.

Cells that are hidden still have to be run before those that build on them. They wait in one JSON
file for each chapter, which a page fetches when a reader runs its first cell.
"""

import ast
import hashlib
import html
import json
import os
import re
import shutil
import subprocess
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urljoin

import numpy as np
from docutils import nodes
from nodejs import NODE, SITE
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective
from sphinx.writers.html5 import HTML5Translator

from softmaxbook.exercises import quiz, recognition, starters, verdict
from softmaxbook.exercises.record import (
    CHAPTERS,
    EXERCISES,
    QUESTIONS,
    RENAMED,
    NumberQuestion,
    Question,
)

NUMBERED = re.compile(r"(\d+)\. (.+?)\.?$")  # “3. Columns.”, as each statement begins
BOX = re.compile(r"<details>\s*<summary>(.*?)</summary>", re.S)
LEVELS = re.compile(r"Hint \d+$")
OF_EXERCISES = ("check", "answer", "guide")
FIRST_MEGABYTES = 9  # tools/site_test.py compares it with what is transferred
FIRST_USE = (
    f"Runs in your browser. {FIRST_MEGABYTES} MB are fetched once from this site; nothing you "
    "write leaves your machine."
)
REASONS = "live-keys"  # id of what a screen reader says of every editor
KEYS = "Control Enter checks. While you write, Tab indents; Escape, then Tab, goes on."
ALIVE = (  # in the first chapter
    "This page is alive: its cells can be run and changed, and its exercises are checked, by the "
    "same code as in the notebook. Predict first, then press <em>Run</em> or <em>Check</em>."
)
FIRST_CELL = """\
try:
    import softmaxbook
except ImportError:  # in Colab, in Kaggle, on another computer
    %pip install --quiet {}"""
FROM_A_SERVER = (
    "The exercises are checked, and the cells run, where the book comes from a server: online, or "
    "with <code>make serve</code> in a copy of it."
)
NOT_LIVE = (
    f"{FROM_A_SERVER} In a page from a disk, or in a browser that "
    "cannot run Python, they can be read; “Run it yourself”, at the top, says what else there is."
)


class Html(nodes.General, nodes.Element):
    """An element of HTML: `tag`, and `html`, its attributes."""


def element(tag: str, *children: nodes.Node, **attributes: str | None) -> Html:
    """An attribute that is None stands without a value; `_` in a name stands for `-`."""
    names = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
    return Html("", *children, tag=tag, html=names)


def raw(text: str) -> nodes.raw:
    return nodes.raw("", text, format="html")


def visit_html(self: HTML5Translator, node: Html) -> None:
    parts = [node["tag"]]
    for name, value in node["html"].items():
        parts.append(name if value is None else f'{name}="{html.escape(str(value))}"')
    ids = [f'id="{name}"' for name in node["ids"][:1] if "id" not in node["html"]]
    self.body.append(f"<{' '.join(parts + ids)}>")


def depart_html(self: HTML5Translator, node: Html) -> None:
    self.body.append(f"</{node['tag']}>\n")


# ---- Notebooks ----------------------------------------------------------------------------------


class Cell(NamedTuple):
    id: str
    source: str
    calls: dict[str, str]  # of the checker's functions: name of the function to id
    outputs: list[str]  # Markdown and HTML, as the book's own run gave them


@lru_cache(maxsize=32)
def cells_of(path: Path, modified: float) -> tuple[Cell | None, ...]:
    """The code cells of a notebook by their index, and None for those of text."""
    found = []
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] != "code":
            found.append(None)
            continue
        calls = {name: ids[0] for name in OF_EXERCISES if (ids := starters.ids(source, name))}
        data = [output.get("data", {}) for output in cell["outputs"]]
        rich = [d[kind] for d in data for kind in ("text/markdown", "text/html") if kind in d]
        found.append(Cell(cell["id"], source, calls, ["".join(text) for text in rich]))
    return tuple(found)


def notebook(app: Sphinx, docname: str) -> tuple[Cell | None, ...]:
    path = Path(app.srcdir, f"{docname}.ipynb")
    return cells_of(path, path.stat().st_mtime) if path.is_file() else ()


def starter(source: str) -> str:
    """The cell without the call of check and the import that only this call needs."""
    lines = source.split("\n")
    statements = [*starters.calls(source)]
    statements += [
        node
        for node in ast.parse(source).body
        if isinstance(node, ast.ImportFrom) and node.module == "softmaxbook.exercises"
    ]
    for node in sorted(statements, key=lambda node: -node.lineno):
        del lines[node.lineno - 1 : node.end_lineno]
    return "\n".join(lines).strip("\n")


# ---- Boxes --------------------------------------------------------------------------------------


def holder(guide: nodes.Element) -> nodes.Element:
    return next(node for node in guide.findall(nodes.raw) if BOX.search(node.astext())).parent


def boxes(output: nodes.Element) -> list[tuple[str, list[nodes.Node]]]:
    """The closed boxes of a guide, which come as pieces of HTML with paragraphs between."""
    found: list[tuple[str, list[nodes.Node]]] = []
    inside = False
    for node in list(holder(output).children):
        if isinstance(node, nodes.raw) and (start := BOX.search(node.astext())):
            found.append((start[1], []))
            inside = True
        elif isinstance(node, nodes.raw) and "</details>" in node.astext():
            inside = False
        elif inside:
            found[-1][1].append(node)
    return found


def question_of(output: nodes.Element) -> list[nodes.Node]:
    """What stands before the first box."""
    asked = []
    for node in holder(output).children:
        if isinstance(node, nodes.raw) and BOX.search(node.astext()):
            break
        asked.append(node)
    return asked


def details(name: str, summary: str, body: list[nodes.Node], **attributes: str) -> Html:
    return element("details", element("summary", raw(summary)), *body, class_=name, **attributes)


# ---- Exercises ----------------------------------------------------------------------------------


def statement_before(cell: nodes.Element) -> tuple[list[nodes.Node], str, str] | None:
    """The nodes of the statement, its number and its title."""
    siblings = cell.parent.children
    end = siblings.index(cell)
    for start in range(end - 1, -1, -1):
        node = siblings[start]
        strong = isinstance(node, nodes.paragraph) and next(node.findall(nodes.strong), None)
        title = strong.astext() if strong else ""
        found = NUMBERED.match(title) if node.astext().startswith(title) else None
        if found:
            return siblings[start:end], found[1], found[2]
    return None


def bench(name: str, code: str, said: str = "") -> list[nodes.Node]:
    """Editor, buttons, and the place of the verdict. The code is seen without scripts, which lay
    a textbox over it: the coloured code is then what the textbox shows.

    name : of the textbox, for screen readers; said : a verdict that stands there from the start
    """
    shown = nodes.literal_block(code, code, language="ipython3")
    lines = code.count("\n") + 1
    box = (
        f'<textarea class="needs-live" aria-label="{html.escape(name)}" '
        f'aria-describedby="{REASONS}" rows="{lines}" spellcheck="false" autocapitalize="off" '
        f'autocorrect="off" autocomplete="off">\n{html.escape(code)}</textarea>'
    )
    buttons = (
        '<div class="actions needs-live">'
        '<button type="button" class="do">Check</button>'
        '<button type="button" class="again">Start again</button>'
        '<button type="button" class="stop" hidden>Stop</button>'
        f'<span class="first-use">{FIRST_USE}</span>'
        "</div>\n"
    )
    kind = "verdict wrong" if said else "verdict needs-live"
    region = f'<div class="{kind}" role="status">{said}</div>\n'
    return [element("div", shown, raw(box), class_="editor"), raw(buttons + region)]


def make_exercise(cell: nodes.Element, here: Cell, guide: nodes.Element | None) -> None:
    """Put the block in the place of statement, starter and guide."""
    id = here.calls["check"]
    found = statement_before(cell)
    if id not in EXERCISES or found is None:
        return
    statement, number, title = found
    parent = cell.parent
    at = parent.index(statement[0])
    helps = []
    for summary, body in boxes(guide) if guide is not None else []:
        kind = "hint" if LEVELS.match(summary) else summary.lower()
        kind = kind if kind in ("hint", "solution") else "reply"
        helps.append(details(kind, summary, body))
    block = element(
        "div",
        *statement,
        *bench(f"Your code for exercise {number}, {title}", starter(here.source)),
        *helps,
        id=anchor(id),
        class_="exercise",
        role="group",
        aria_label=f"Exercise {number}, {title}",
        data_exercise=id,
    )
    for node in [*statement, cell, *([guide] if guide is not None else [])]:
        parent.remove(node)
    parent.insert(at, block)


def anchor(id: str) -> str:
    """Where a page shows an exercise or a concept check."""
    return f"exercise-{id.replace('.', '-')}"


class Tried(SphinxDirective):
    """An exercise with an answer in its editor, and what the checker says of it: on the first page.

    ```{tried} overflow.stable-softmax
    def my_stable_softmax(z):
        ...
    ```
    """

    required_arguments = 1
    has_content = True

    def run(self) -> list[nodes.Node]:
        code = "\n".join(self.content)
        return [nodes.literal_block(code, code, classes=["tried"], exercise=self.arguments[0])]


def make_tried(shown: nodes.Element) -> None:
    id, code = shown["exercise"], shown.astext()
    names: dict[str, object] = {"np": np}
    exec(code, names)  # of our own chapters
    found = recognition.diagnose(id, [*names.values()][-1])  # the function defined last
    if found.status != "named":
        raise ExtensionError(f"the answer to {id} on a page makes no mistake that has a name")
    block = element(
        "div",
        *bench("Code to mend", code, said_of(found)),
        class_="exercise",
        data_exercise=id,
        data_keep=f"{id} on the first page",
    )
    shown.replace_self(block)


def said_of(found: verdict.Verdict) -> str:
    """A verdict as site/live/verdicts.mjs shows it."""
    title = found.head.replace("-", " ").capitalize()
    text = html.escape(found.seen, quote=False)
    data = found.as_data()["place"]
    return (
        '<svg viewBox="0 0 24 24" class="sign" role="img" aria-label="Not right.">'
        '<path d="M5.5 5.5l13 13m0-13-13 13"/></svg><div>'
        f"<p><strong>{title}. </strong>Take <code>{html.escape(found.case)}</code>. {text}</p>"
        f"<p>{html.escape(found.why, quote=False)}</p>"
        f'<p>Read <a href="{data["href"]}">{html.escape(data["text"])}</a>.</p></div>'
    )


# ---- Concept checks -----------------------------------------------------------------------------


def make_question(guide: nodes.Element, here: Cell, answer: nodes.Element | None) -> None:
    id = here.calls["guide"]
    question = QUESTIONS.get(id)
    if question is None:
        return
    shown = boxes(guide)
    attributes = {"class_": "question", "id": anchor(id), "data_question": id}
    attributes |= {"role": "group", "aria_label": "Concept check"}
    if isinstance(question, Question):
        letters = list(question.options)
        attributes["data_key"] = question.key
        choices = [
            details("option", summary, body, data_letter=letter)
            for letter, (summary, body) in zip(letters, shown, strict=True)
        ]
        bench = [*choices, raw('<div class="verdict needs-js" role="status"></div>')]
    else:
        said = json.dumps(numbers(question), separators=(",", ":"))
        attributes["data_answer"] = said.replace("Infinity", "1e999")  # JSON has no word for it
        name = "Your answer, a number"
        field = (
            '<form class="actions needs-js">'
            f'<input type="text" inputmode="text" aria-label="{name}" placeholder="a number" '
            'autocomplete="off" autocapitalize="off" spellcheck="false">'
            '<button type="submit" class="do">Check</button></form>\n'
            '<div class="verdict needs-js" role="status"></div>\n'
        )
        bench = [raw(field)]
        bench += [details("number", summary, body) for summary, body in shown]
    block = element("div", *question_of(guide), *bench, **attributes)
    guide.replace_self(block)
    if answer is not None:
        answer.parent.remove(answer)


def numbers(question: NumberQuestion) -> dict:
    """The desk's table (quiz.rows) for site/live/numbers.mjs: each row is a test, a number, and
    the place in `said` of what is found; there a status, a name, and what is said: a text, or the
    number of a box of the page and what is added to it."""
    boxes = [question.says, *question.wrong.values()]
    said: dict[tuple, int] = {}
    table = []
    for test, number, found in quiz.rows(question):
        entry = (found.status, found.name, *words(found.says, boxes))
        table.append([test, float(f"{number:.12g}"), said.setdefault(entry, len(said))])
    return {"digits": quiz.digits_asked(question.asks), "rows": table, "said": [*said]}


def words(says: str, boxes: list[str]) -> tuple:
    for i, text in enumerate(boxes):
        if says == text:
            return (i,)
        if says.startswith(f"{text} "):
            return i, says[len(text) + 1 :]
    return (says,)


# ---- Pages --------------------------------------------------------------------------------------


def is_cell(node: nodes.Node) -> bool:
    return isinstance(node, nodes.container) and node.get("nb_element") == "cell_code"


def transform(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    cells = notebook(app, docname)
    if not cells:
        transform_text(app, doctree)
        return
    on_page = {node["cell_index"]: node for node in doctree.findall(is_cell)}
    for index, node in sorted(on_page.items()):
        here = cells[index]
        after = on_page.get(index + 1)
        then = cells[index + 1] if index + 1 < len(cells) else None
        if "check" in here.calls:
            has_guide = then and "guide" in then.calls
            make_exercise(node, here, after if has_guide else None)
        elif "guide" in here.calls and node.parent is not None:
            has_answer = then and "answer" in then.calls
            if here.calls["guide"] in QUESTIONS:
                make_question(node, here, after if has_answer else None)
        elif "answer" not in here.calls and has_code(node):
            classes = " ".join(node["classes"])
            cell = element("div", *node.children, class_=classes, data_cell=here.id)
            cell["ids"] = node["ids"]
            node.replace_self(cell)
    if any(doctree.findall(Html)):
        doctree["live"] = "page"
        finish(app, doctree, docname)


def transform_text(app: Sphinx, doctree: nodes.document) -> None:
    """A page that is no notebook: the first, and Your progress."""
    for shown in list(doctree.findall(nodes.literal_block)):
        if "tried" in shown["classes"]:
            shown.parent.insert(shown.parent.index(shown), not_live(FROM_A_SERVER))
            make_tried(shown)
            doctree["live"] = "page"
            next(doctree.findall(nodes.section)).append(raw(keys()))
    for place in list(doctree.findall(nodes.raw)):
        if found := PLACE.fullmatch(place.astext().strip()):
            place.replace_self(raw(PARTS[found[1]](app)))
            doctree["live"] = "progress"


def not_live(sentence: str) -> nodes.raw:
    return raw(f'<p class="not-live">{sentence}</p>\n')


def keys() -> str:
    return f'<div id="{REASONS}" hidden>{KEYS}</div>\n'


# ---- Your progress ------------------------------------------------------------------------------


def of_chapter(app: Sphinx, stem: str) -> list[tuple[str, str]]:
    """Id and name of each concept check and exercise of a chapter, in the order of its page."""
    found, count = [], 0
    for cell in filter(None, notebook(app, f"chapters/{stem}")):
        if "check" in cell.calls:
            count += 1
            id = cell.calls["check"]
            found.append((id, f"{count}. {EXERCISES[id].title}"))
        elif cell.calls.get("guide") in QUESTIONS:
            id = cell.calls["guide"]
            found.append((id, f"Concept check {id.rpartition('.')[2].removeprefix('q')}"))
    return found


def progress_table(app: Sphinx) -> str:
    rows = []
    for slug, (number, title, stem) in CHAPTERS.items():
        total = len(of_chapter(app, stem))
        rows.append(
            f'<tr data-chapter="{slug}"><td>{number}. <a href="{stem}.html">{title}</a></td>'
            f'<td class="text-right">{total}</td>' + '<td class="number"></td>' * 3 + "</tr>"
        )
    head = "".join(
        f"<th{place}>{name}</th>"
        for name, place in [
            ("chapter", ""),
            *((name, ' class="text-right"') for name in ("in all", "done", "tried", "hints")),
        ]
    )
    return (
        '<div class="pst-scrollable-table-container"><table class="table">\n'
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n" + "\n".join(rows) + "\n</tbody></table></div>"
    )


def progress_list(app: Sphinx) -> str:
    parts = []
    for number, title, stem in CHAPTERS.values():
        items = "\n".join(
            f'<li data-of="{id}"><span class="state"></span>'
            f'<a href="{stem}.html#{anchor(id)}">{html.escape(name)}</a>'
            '<span class="what"></span></li>'
            for id, name in of_chapter(app, stem)
        )
        parts.append(
            f'<details class="whole-chapter"><summary>{number}. {title}</summary>\n'
            f"<ol>\n{items}\n</ol></details>"
        )
    return "\n".join(parts)


PLACE = re.compile(r'<div data-progress="(\w+)"></div>')
PARTS = {
    "table": progress_table,
    "list": progress_list,
    "repeat": lambda app: '<div class="repeat"></div>',
    "manage": lambda app: '<div class="manage needs-js"></div>',
}


# ---- Pages --------------------------------------------------------------------------------------


def finish(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """What a page has once."""
    first = next((n for n in doctree.findall(Html) if "data-exercise" in n["html"]), None)
    if first is not None:
        at = first.parent.index(first)
        first.parent.insert(at, not_live(NOT_LIVE))
    section = next(doctree.findall(nodes.section))
    section.append(raw(keys()))
    # After the question that opens a chapter and what the chapter gives and takes.
    leads = [i for i, node in enumerate(section.children) if isinstance(node, nodes.paragraph)]
    at = leads[:2][-1] + 1 if leads else len(section)
    section.insert(at, run_it(app, docname))
    if docname.endswith(next(iter(CHAPTERS.values()))[2]):
        section.insert(at + 1, raw(f'<p class="needs-live">{ALIVE}</p>\n'))


def run_it(app: Sphinx, docname: str) -> nodes.raw:
    """The box that says how to run a chapter, here and elsewhere."""
    wheel, address = wheel_at(app)
    up = "../" * docname.count("/")
    box = (
        '<details class="run-it">\n<summary>Run it yourself</summary>\n'
        '<p class="needs-live"><strong>In this page.</strong> <em>Run</em> beside a cell and '
        f"<em>Check</em> below an exercise need nothing installed. {FIRST_USE}</p>\n"
        f'<p><strong>As a notebook.</strong> <a href="{up}_sources/{docname}.ipynb" download>'
        "Download it</a> and open it in JupyterLab, VS Code or Colab. Its first cell installs the "
        "book’s library where that is missing.</p>\n"
    )
    if app.config.live_pages:  # for then the site has the file
        box += (
            '<p><strong>The library alone</strong>, with NumPy: <code class="wheel-line">pip '
            f'install {address}</code> (<a href="{up}{wheel}" download>the file</a>).</p>\n'
        )
    return raw(box + "</details>\n")


def wheel_at(app: Sphinx) -> tuple[str, str]:
    """Name of the library's wheel, and its address; the name again, if that is not known."""
    wheel = f"softmaxbook-{version('softmaxbook')}-py3-none-any.whl"
    return wheel, urljoin(app.config.html_baseurl, wheel)


def add_first_cells(app: Sphinx, exception: Exception | None) -> None:
    """Notebooks that are downloaded begin with a cell that installs the library if need be."""
    if exception is not None:
        return
    source = FIRST_CELL.format(wheel_at(app)[1]).splitlines(keepends=True)
    for path in Path(app.outdir, "_sources").rglob("*.ipynb"):
        notebook = json.loads(path.read_text(encoding="utf-8"))
        cell = {"cell_type": "code", "id": "install", "metadata": {}, "source": source}
        cells = [c for c in notebook["cells"] if c["id"] != "install"]
        notebook["cells"] = [{**cell, "execution_count": None, "outputs": []}, *cells]
        text = json.dumps(notebook, indent=1, ensure_ascii=False)
        path.write_text(text + "\n", encoding="utf-8")


def has_code(cell: nodes.Element) -> bool:
    return any(
        child.get("nb_element") == "cell_code_source" for child in cell.findall(nodes.container)
    )


def write_cells(app: Sphinx, docname: str) -> str:
    """What a page needs to run its cells: the sources of all that are no exercise, in order. The
    name of the file, with its version."""
    cells = [cell for cell in notebook(app, docname) if cell and not cell.calls]
    data = [{"id": c.id, "source": c.source, "outputs": c.outputs} for c in cells]
    path = folder(app) / f"{docname.rpartition('/')[2]}.json"
    path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return versioned(path)


def folder(app: Sphinx) -> Path:
    return Path(app.outdir, "_static", "live")


def versioned(path: Path) -> str:
    """Its name; what follows changes with its content, so that no old copy is used."""
    return f"{path.name}?v={hashlib.sha256(path.read_bytes()).hexdigest()[:8]}"


def bundle(app: Sphinx) -> None:
    """The scripts, and in them how many exercises and checks each chapter has."""
    folder(app).mkdir(parents=True, exist_ok=True)
    shutil.copy(SITE / "live" / "live.css", folder(app).parent)
    shutil.copy(SITE / "live" / "offline.js", app.outdir)  # it governs what lies beside it
    for old in folder(app).glob("*.js"):
        old.unlink()
    known = [record.chapter for record in (*EXERCISES.values(), *QUESTIONS.values())]
    chapters = {slug: [stem, known.count(slug)] for slug, (_, _, stem) in CHAPTERS.items()}
    told = [json.dumps(chapters), json.dumps(RENAMED)]
    command = [NODE, SITE / "node" / "bundle.mjs", folder(app), *told]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    if done.returncode:
        raise ExtensionError(f"the scripts of site/live: {done.stderr.strip()}")


def fill(app: Sphinx, pagename: str, template: str, context: dict, doctree: nodes.document) -> None:
    if doctree is None or not doctree.get("live"):
        return
    context["live"] = app.config.live_pages and doctree["live"] == "page"
    script = {"page": "live.js", "progress": "progress.js"}[doctree["live"]]
    context["live_script"] = versioned(folder(app) / script)
    context["live_files"] = {}
    if context["live"]:
        context["live_files"]["acting"] = versioned(folder(app) / "acting.js")
        if notebook(app, pagename):
            context["live_files"]["cells"] = write_cells(app, pagename)


def prepare(app: Sphinx, config: Config) -> None:
    """Write all pages again when the scripts have changed, or whether there are live pages: a
    book without Python for its pages (tools/book.py knows) is built without them."""
    config.live_pages = os.environ.get("LIVE_PAGES", "yes") == "yes"
    paths = [Path(__file__), *sorted((SITE / "live").glob("*.*js"))]
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in paths))
    config.live_fingerprint = digest.hexdigest()[:16]


def setup(app: Sphinx) -> dict:
    app.add_config_value("live_pages", True, "html", bool)
    app.add_config_value("live_fingerprint", "", "html", str)
    app.add_directive("tried", Tried)
    app.add_node(Html, html=(visit_html, depart_html))
    app.connect("config-inited", prepare)
    app.connect("builder-inited", bundle)
    app.connect("doctree-resolved", transform, priority=800)  # after the links are in their places
    app.connect("html-page-context", fill)
    app.connect("build-finished", add_first_cells)
    return {"parallel_read_safe": True, "parallel_write_safe": True}

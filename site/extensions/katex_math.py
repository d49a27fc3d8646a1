"""Every formula becomes HTML and MathML while the book is built, by KaTeX in Node.js.

The reader's browser then needs no JavaScript for a formula, nothing moves after loading, and a
formula that KaTeX cannot read is a warning with file and line, which fails `make book`.
"""

import hashlib
import json
import re
import subprocess
from pathlib import Path

from docutils import nodes
from nodejs import MODULES, NODE, SITE, lock_fingerprint
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.errors import ExtensionError
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number
from sphinx.writers.html5 import HTML5Translator

log = logging.getLogger(__name__)

# What may not stand on another line than the formula before it, and the formula after it.
CLOSING = re.compile(r"^[.,;:!?%)’”]+")
OPENING = re.compile(r"[(‘“]+$")


class Katex:
    """One Node.js process for a whole build, started at the first formula."""

    def __init__(self) -> None:
        self.process: subprocess.Popen | None = None
        self.seen: dict[tuple[str, bool], dict] = {}

    def answer(self, tex: str, display: bool, macros: dict[str, str]) -> dict:
        if (tex, display) not in self.seen:
            question = json.dumps({"tex": tex, "display": display, "macros": macros})
            self.seen[tex, display] = self.ask(question)
        return self.seen[tex, display]

    def ask(self, question: str) -> dict:
        if self.process is None:
            pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
            command = [NODE, SITE / "node" / "katex.mjs"]
            self.process = subprocess.Popen(command, encoding="utf-8", **pipes)
        try:
            self.process.stdin.write(question + "\n")
            self.process.stdin.flush()
            return json.loads(self.process.stdout.readline())
        except (BrokenPipeError, json.JSONDecodeError):
            reason = self.process.stderr.read().strip().splitlines() or ["no reason given"]
            raise ExtensionError(f"KaTeX stopped: {reason[-1]}") from None

    def stop(self, *_: object) -> None:
        if self.process:
            self.process.communicate()
        self.process = None
        self.seen.clear()


katex = Katex()


def place(node: nodes.Node) -> str:
    """File and line of the formula, or of the paragraph around it; in a notebook also the cell,
    because MyST-NB gives the first line of cell n the number 10,000 n + 2."""
    path, line = None, None
    while node is not None and line is None:
        path, line, node = node.source or path, node.line, node.parent
    if path and path.endswith(".ipynb") and line and line >= 10_000:
        return f"{path}:{line} (cell {line // 10_000}, line {line % 10_000 - 1})"
    return f"{path}:{line or 1}"


class bound(nodes.inline):
    """A formula and the punctuation that may not be parted from it."""


def render(self: HTML5Translator, node: nodes.Element, display: bool) -> list[str]:
    """HTML, in pieces between which a browser may begin a new line."""
    tex = node.astext().strip()
    if display and not node.get("nowrap") and "\\\\" in tex and "\\begin" not in tex:
        tex = rf"\begin{{aligned}}{tex}\end{{aligned}}"  # what Sphinx does for MathJax
    answer = katex.answer(tex, display, self.builder.config.katex_macros)
    if "error" in answer:
        reason = answer["error"].removeprefix("KaTeX parse error: ").replace("\u0332", "")
        log.warning("bad formula: %s", reason, location=place(node), type="katex")
        return [f"<code>{self.encode(tex)}</code>"]
    return answer["pieces"]


def visit_inline(self: HTML5Translator, node: nodes.math) -> None:
    self.body += render(self, node, False)
    raise nodes.SkipNode


def visit_bound(self: HTML5Translator, node: bound) -> None:
    """Only the pieces beside the punctuation are kept with it: no browser but Chromium breaks
    inside what is kept on one line, however long it is and whatever <wbr> says."""
    at = node.first_child_matching_class(nodes.math)
    before, after = ("".join(n.astext() for n in part) for part in (node[:at], node[at + 1 :]))
    pieces = list(render(self, node[at], False))
    pieces[0] = self.encode(before) + pieces[0]
    pieces[-1] += self.encode(after)
    held = {0} if before else set()
    held |= {len(pieces) - 1} if after else set()
    for i, piece in enumerate(pieces):
        self.body.append(f'<span class="bound">{piece}</span>' if i in held else piece)
    raise nodes.SkipNode


def visit_block(self: HTML5Translator, node: nodes.math_block) -> None:
    # A wide formula scrolls on a phone, beside its number; book.js makes it a stop of the Tab key
    # there, and only there.
    self.body.append(self.starttag(node, "div", CLASS="math"))
    self.body += render(self, node, True)
    if node["number"]:
        self.body.append(f'<span class="eqno">({get_node_equation_number(self, node)})')
        self.add_permalink_ref(node, "Link to this equation")
        self.body.append("</span>")
    self.body.append("</div>\n")
    raise nodes.SkipNode


def bind(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Keep each formula on one line with its punctuation: a browser breaks around formulas."""
    for formula in list(doctree.findall(nodes.math)):
        parent = formula.parent
        at = parent.index(formula)
        marks = [*cut(parent, at - 1, OPENING), formula, *cut(parent, at + 1, CLOSING)]
        if len(marks) > 1:
            parent[at] = bound("", "", *marks)


def cut(parent: nodes.Element, at: int, punctuation: re.Pattern) -> list[nodes.Text]:
    """Take punctuation off the text at that place; nothing if there is no text, or none in it."""
    text = parent[at] if 0 <= at < len(parent) else None
    found = punctuation.search(text) if isinstance(text, nodes.Text) else None
    if not found:
        return []
    parent[at] = nodes.Text(text[: found.start()] + text[found.end() :])
    return [nodes.Text(found[0])]


def prepare(app: Sphinx, config: Config) -> None:
    """A new version of KaTeX, or of the programs that run it, writes every page again."""
    paths = [Path(__file__), *sorted((SITE / "node").glob("*.mjs"))]
    programs = b"".join(path.read_bytes() for path in paths)
    digest = hashlib.sha256(programs).hexdigest()[:16]
    config.katex_fingerprint = f"{lock_fingerprint()} {digest}"
    if not (MODULES / "katex").is_dir():
        raise ExtensionError("the npm packages are not installed; `make book` installs them")


def tell(app: Sphinx, pagename: str, template: str, context: dict, doctree: nodes.document) -> None:
    """The template asks for KaTeX's style sheet on the pages that have a formula."""
    kinds = nodes.math | nodes.math_block
    found = doctree is not None and any(isinstance(node, kinds) for node in doctree.findall())
    context["has_formulas"] = found


def setup(app: Sphinx) -> dict:
    app.add_config_value("katex_macros", {}, "html", dict)
    app.add_config_value("katex_fingerprint", "", "html", str)
    app.add_node(bound, html=(visit_bound, None))
    app.add_html_math_renderer("katex", (visit_inline, None), (visit_block, None))
    app.connect("config-inited", prepare)
    app.connect("doctree-resolved", bind)
    app.connect("html-page-context", tell)
    app.connect("build-finished", katex.stop)
    return {"parallel_read_safe": True, "parallel_write_safe": False}

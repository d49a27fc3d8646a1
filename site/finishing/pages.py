"""One page as a tree: repaired, with one style sheet and a policy that names every script."""

import base64
import hashlib
import posixpath
import re
from collections.abc import Iterator
from urllib.parse import unquote, urldefrag

from selectolax.lexbor import LexborHTMLParser as Page
from selectolax.lexbor import LexborNode as Node

COLUMNS = 76
SIZE = re.compile(r"width: (\d+)px; height: (\d+)px;")
# What an attribute of style may do, no script can: KaTeX places every part of a formula by one.
POLICY = (
    "default-src 'none'; script-src 'self'{scripts}; style-src 'self'{styles}; "
    "style-src-attr 'unsafe-inline'; img-src 'self' data:; font-src data:; connect-src 'self'; "
    "worker-src 'self'; form-action 'self'; base-uri 'none'"
)


def element(markup: str) -> Node:
    return Page(markup).body.child


def name(node: Node, *, drop: str = "", add: str = "") -> None:
    """Change the class names of an element."""
    kept = [n for n in (node.attributes.get("class") or "").split() if n not in drop.split()]
    node.attrs["class"] = " ".join([*kept, *add.split()])


def repair(page: Page) -> None:
    """What extensions write and a validator or a screen reader stumbles over."""
    # The same id on every theorem and proof of a page.
    for node in page.css("section#proof-content"):
        del node.attrs["id"]
    for proof in page.css("div.proof#proof"):
        del proof.attrs["id"]
        name(proof, drop="proof", add="demonstration")
        first = proof.css_first("p").child
        first.insert_before(element("<em>Proof.</em>"))
        words = first.text() if first.is_text_node else ""
        first.insert_before(f" {words.removeprefix('Proof. ')}")
        if words:
            first.decompose()
    # Paragraphs in a summary, and a name that hides the text that is seen. Code is called source.
    for summary in page.css("summary[aria-label]"):
        del summary.attrs["aria-label"]
        for paragraph in summary.css("p"):
            when = "closed" if "collapsed" in paragraph.attributes["class"] else "open"
            words = element(f'<span class="when-{when}"></span>')
            words.insert_child(paragraph.text().replace("the source", "the code"))
            paragraph.replace_with(words)
    # A list whose entries are not list items.
    for node in page.css(".citation-list[role], [role=doc-biblioentry]"):
        del node.attrs["role"]
    # Two names that cancel: one centres a page, the other undoes it.
    for node in page.css(".docutils.container"):
        name(node, drop="docutils container")
    # Words in code, each in a span of its own.
    for node in page.css("span.pre"):
        node.unwrap()
    # The size as attributes keeps the place of a picture that the page narrows.
    for image in page.css("img[style]"):
        if size := SIZE.fullmatch(image.attributes["style"]):
            del image.attrs["style"]
            image.attrs["width"], image.attrs["height"] = size.groups()
            image.attrs["loading"] = "lazy"
    # The module of a demo comes with every display of it; the first mounts them all.
    modules: set[str] = set()
    for script in page.css("script[type=module]:not([src])"):
        if script.text() in modules:
            script.decompose()
        else:
            modules.add(script.text())
    # Arrays and tables are printed in at most 75 columns: a longer line is a sentence, and so is
    # what an exercise answers, which begins with one of three signs.
    for output in page.css(".output pre"):
        lines = output.text().splitlines()
        if any(len(line) > COLUMNS or line[:1] in {"○", "✓", "✗"} for line in lines):
            name(output, add="prose")


def use_one_sheet(page: Page, version: str) -> None:
    """The first link to a style sheet becomes the link to the book's; the others go."""
    first, *others = page.css("link[rel=stylesheet]") or [None]
    if first is not None:
        to_static = first.attributes["href"].partition("_static/")[0]
        first.attrs["href"] = f"{to_static}_static/book.css?v={version}"
    for link in others:
        link.decompose()


def forbidden(page: Page) -> list[str]:
    """Markup that would not work on the page, without a word to the author."""
    problems = [
        f"{tag(node)} would not fold; write a dropdown instead"
        for node in page.css(".admonition.dropdown")
    ]
    scripts = page.css("[href^='javascript:' i], [action^='javascript:' i]")
    scripts += [node for node in page.css("*") if any(a[:2] == "on" for a in node.attributes)]
    return problems + [f"the policy forbids the script in {tag(node)}" for node in scripts]


def tag(node: Node) -> str:
    return node.html.partition(">")[0][:119] + ">"


def hashes(nodes: list[Node]) -> str:
    """What the policy says of these scripts or styles, each named once."""
    contents = dict.fromkeys(node.text() for node in nodes)
    digests = [hashlib.sha256(content.encode()).digest() for content in contents]
    return "".join(f" 'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)


def protect(page: Page) -> None:
    """Put the Content-Security-Policy first in the head, before anything that it governs."""
    scripts, styles = hashes(page.css("script:not([src])")), hashes(page.css("style"))
    meta = page.create_node("meta")
    meta.attrs["http-equiv"] = "Content-Security-Policy"
    meta.attrs["content"] = POLICY.format(scripts=scripts, styles=styles)
    page.css_first("meta[charset]").insert_after(meta)


def own_files(page: Page, path: str) -> Iterator[str]:
    """The files of the book that a page links to or loads, as paths from the book's root."""
    for node in page.css("[href], [src]"):
        reference = node.attributes.get("href") or node.attributes.get("src") or ""
        target = unquote(urldefrag(reference)[0].partition("?")[0])
        if target and ":" not in target:
            yield posixpath.normpath(posixpath.join(posixpath.dirname(path), target))

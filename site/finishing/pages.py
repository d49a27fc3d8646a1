"""One page: lighter markup, one style sheet, and a policy that names every script."""

import base64
import hashlib
import html
import posixpath
import re
from collections.abc import Callable
from urllib.parse import unquote, urldefrag

# The kinds of code that book.css colours, by the first letters of Pygments' classes: keywords, word
# operators, strings, comments, names where they are defined, prompts and tracebacks. The spans of
# other kinds look like the text around them and are a third of a chapter's bytes.
KINDS = {
    "k": "k", "ow": "k", "s": "s", "c": "c", "nf": "f", "nc": "f",
    "gp": "c", "go": "c", "gr": "e", "gt": "e", "ansi-red": "e",
}  # fmt: skip
SPAN = re.compile(r'<span class="([^"]*)">([^<]*)</span>')
OUTPUT = re.compile(r'(<div class="output [^>]*><div class="highlight">)<pre>(.*?)(?=</pre>)', re.S)
COLUMNS = 76
RUN = re.compile(r"<span class=(\w)>[^<]*</span>(?:<span class=\1>[^<]*</span>)*")
SEAM = re.compile(r"</?span[^>]*>")
CODE = re.compile(r'(?<=<div class="highlight"><pre>).*?(?=</pre>)', re.S)
SHEET = re.compile(r'<link rel="stylesheet"[^>]*href="([^"]*)"[^>]*>\s*')
INLINE_SCRIPT = re.compile(r"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.S)
INLINE_STYLE = re.compile(r"<style[^>]*>(.*?)</style>", re.S)
TAG = re.compile(r"<[a-zA-Z][^<>]*>")
QUOTED = re.compile(r'(\s(?!href|src)[\w-]+)="([\w.-]+)"(?=[\s>])')
REFERENCE = re.compile(r'\s(?:href|src)="([^"]*)"')

# What extensions write and a validator or a screen reader stumbles over.
REPAIRS = [
    # The same id on every theorem and proof of a page.
    (r'(<section class="\w+-content") id="proof-content">', r"\1>"),
    (
        r'<div class="proof admonition" id="proof">\s*<p>(?:Proof\. )?',
        '<div class="demonstration admonition">\n<p><em>Proof.</em> ',
    ),
    # Paragraphs in a summary, and a name that hides the text that is seen.
    (
        r'<summary aria-label="[^"]*">\s*<p class="collapsed admonition-title">(.*?)</p>'
        r'\s*<p class="expanded admonition-title">(.*?)</p>\s*</summary>',
        r'<summary><span class="when-closed">\1</span><span class="when-open">\2</span></summary>',
    ),
    # A list whose entries are not list items.
    (r'<div role="list" class="citation-list">', '<div class="citation-list">'),
    (r' role="doc-biblioentry"', ""),
    # Two names that cancel: one centres a page, the other undoes it.
    (r' docutils container"', '"'),
    # Words in code, each in a span of its own, that the sheet sets no otherwise than all code.
    (r'<code class="docutils literal notranslate">', '<code class="notranslate">'),
    (r'<span class="pre">(.*?)</span>', r"\1"),
    # The size as attributes keeps the place of a picture that the page narrows.
    (r'style="width: (\d+)px; height: (\d+)px;"', r'width="\1" height="\2" loading="lazy"'),
]

POLICY = (
    "default-src 'none'; script-src 'self'{scripts}; style-src 'self'{styles}; "
    "img-src 'self' data:; font-src data:; connect-src 'self'; worker-src 'self'; "
    "form-action 'self'; base-uri 'none'"
)


def kind(name: str) -> str | None:
    """One letter for a class of Pygments, by its longest beginning in KINDS."""
    return next((KINDS[name[:n]] for n in range(len(name), 0, -1) if name[:n] in KINDS), None)


def plain(code: re.Match) -> str:
    """Code with as few spans as its colours need."""

    def rewrite(span: re.Match) -> str:
        letter = kind(span[1])
        return f"<span class={letter}>{span[2]}</span>" if letter else span[2]

    text = SPAN.sub(rewrite, code[0].removeprefix("<span></span>"))
    return RUN.sub(lambda run: f"<span class={run[1]}>{SEAM.sub('', run[0])}</span>", text)


def wrap(output: re.Match) -> str:
    """Arrays and tables are printed in at most 75 columns: a longer line is a sentence, and so is
    what an exercise answers, which begins with one of three signs."""
    lines = html.unescape(re.sub(r"<[^>]*>", "", output[2])).splitlines()
    sentence = any(len(line) > COLUMNS or line[:1] in {"○", "✓", "✗"} for line in lines)
    return f'{output[1]}<pre class="prose">{output[2]}' if sentence else output[0]


def once(text: str) -> str:
    """The module of a demo comes with every display of it; the first mounts them all."""
    seen: set[str] = set()

    def keep_first(script: re.Match) -> str:
        known = script[0] in seen
        seen.add(script[0])
        return "" if known else script[0]

    return re.sub(r'<script type="module">.*?</script>', keep_first, text, flags=re.S)


def lighten(text: str) -> str:
    """Repair the markup and leave out what nobody sees."""
    text = once(text)
    for pattern, replacement in REPAIRS:
        text = re.sub(pattern, replacement, text, flags=re.S)
    return OUTPUT.sub(wrap, CODE.sub(plain, text))


def ruled(sheet: str, scripts: str) -> Callable[[str], bool]:
    """Whether a class name means anything: to the style sheet, to a script, or to a translator,
    who leaves alone what is called notranslate."""
    names = set(re.findall(r"\.([A-Za-z_][\w-]*)", sheet)) | set(re.findall(r"[\w-]+", scripts))
    parts = re.findall(r"\[class[*^]=\"?([\w-]+)", sheet)
    return lambda name: (
        name in names or name == "notranslate" or any(part in name for part in parts)
    )


def drop_classes(text: str, means: Callable[[str], bool]) -> str:
    """Without the class names that mean nothing here."""

    def keep(tag: re.Match) -> str:
        names = [name for name in tag[2].split() if means(name)]
        return f'{tag[1]} class="{" ".join(names)}"' if names else tag[1]

    return re.sub(r'(<[a-z][^<>]*?)\sclass="([^"]*)"', keep, text)


def drop_quotes(text: str) -> str:
    """Without the quotes around one word, which HTML does not ask for. The head, in which other
    programs search, keeps them, and so does what stands in a script."""
    head, tag, body = text.partition("<body")
    parts = re.split(r"(<script\b.*?</script>)", tag + body, flags=re.S)
    for i, part in enumerate(parts[::2]):
        parts[2 * i] = TAG.sub(lambda tag: QUOTED.sub(r"\1=\2", tag[0]), part)
    return head + "".join(parts)


def use_one_sheet(text: str, version: str) -> str:
    """The first link to a style sheet becomes the link to the book's; the others go."""
    first = SHEET.search(text)
    if not first:
        return text
    to_static = first[1][: first[1].index("_static/")]
    link = f'<link rel="stylesheet" href="{to_static}_static/book.css?v={version}">\n'
    return text[: first.start()] + link + SHEET.sub("", text[first.end() :])


def forbidden(text: str) -> list[str]:
    """Markup that would not work on the page, without a word to the author."""
    outside = INLINE_SCRIPT.sub("", text)
    tags = TAG.findall(outside)
    found = [tag for tag in tags if re.search(r"\son[a-z]+\s*=", tag)]
    found += [tag for tag in tags if re.search(r"\sstyle\s*=", tag)]
    found += [tag for tag in tags if re.search(r'\s(?:href|action)="javascript:', tag)]
    folded = [tag for tag in tags if re.search(r'class="[^"]*admonition[^"]* dropdown\b', tag)]
    problems = [f"{tag[:120]} would not fold; write a dropdown instead" for tag in folded]
    return problems + [f"the policy forbids the script or style in {tag[:120]}" for tag in found]


def hashes(contents: list[str]) -> str:
    """What the policy says of these scripts or styles, each named once."""
    digests = [hashlib.sha256(content.encode()).digest() for content in dict.fromkeys(contents)]
    return "".join(f" 'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)


def protect(text: str) -> str:
    """Put the Content-Security-Policy first in the head, before anything that it governs."""
    scripts = hashes(INLINE_SCRIPT.findall(text))
    policy = POLICY.format(scripts=scripts, styles=hashes(INLINE_STYLE.findall(text)))
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    return re.sub(r'<meta charset="utf-8">', lambda found: f"{found[0]}\n{meta}", text, count=1)


def own_files(text: str, name: str) -> set[str]:
    """The files of the book that a page links to or loads, as paths from the book's root."""
    found = set()
    for reference in REFERENCE.findall(text):
        path = unquote(urldefrag(reference)[0].partition("?")[0])
        if path and ":" not in path:
            found.add(posixpath.normpath(posixpath.join(posixpath.dirname(name), path)))
    return found

"""Style attributes become classes, and KaTeX's class names short ones.

KaTeX places every part of a formula by a style attribute, of a few hundred kinds, and names it by
long classes. As classes of the book's own style sheet the kinds weigh a third less, and since no
style attribute is left in a page, the Content-Security-Policy can forbid them.
"""

import re
import string
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import count

# The strut that gives a part of a formula its height can stand before it by style alone.
STRUT = re.compile(r'<span class="katex-base"><span class="katex-strut" style="([^"]*)"></span>')
TAG = re.compile(r"<[a-zA-Z][^<>]*\sstyle=\"[^\"]*\"[^<>]*>")
STYLE = re.compile(r'\sstyle="([^"]*)"')
LENGTH = re.compile(r"-?\d+\.\d{4,}(?=em)")
CLASS = re.compile(r'\sclass="([^"]*)"')
SPAN = re.compile(r"<span[^>]*>|</span>")
DRAWING = '<span class="katex-html" aria-hidden="true">'
WRAPPERS = ("katex-html", "katex-mathml")


def drawings(text: str) -> Iterator[tuple[int, int]]:
    """Where the drawn parts of the formulas begin and end."""
    start = text.find(DRAWING)
    while start >= 0:
        depth = 0
        for tag in SPAN.finditer(text, start):
            depth += 1 if tag[0] != "</span>" else -1
            if depth == 0:
                yield start + len(DRAWING), tag.start()
                start = text.find(DRAWING, tag.end())
                break
        else:
            return


def short_names() -> Iterator[str]:
    """A, B, … Z, A0, A1, …: no style sheet that the book uses has such names."""
    yield from string.ascii_uppercase
    for number in count():
        yield from (f"{letter}{number}" for letter in string.ascii_uppercase)


def prepare(text: str) -> str:
    """With struts as styles, and lengths to a thousandth, which is a fiftieth of a pixel."""
    text = STRUT.sub(r'<span class="katex-base" style="strut:\1">', text)
    return STYLE.sub(
        lambda style: LENGTH.sub(lambda length: f"{round(float(length[0]), 3):g}", style[0]), text
    )


class Shortener:
    """Made for all pages together, since they share one style sheet."""

    def __init__(self, texts: Iterable[str], fresh: Iterator[str] | None = None) -> None:
        names: Counter[str] = Counter()
        drawn: Counter[str] = Counter()
        for text in texts:
            text = prepare(text)
            for tag in TAG.findall(text):
                names["style: " + STYLE.search(tag)[1]] += 1
            for start, end in drawings(text):
                drawn.update("style: " + style for style in STYLE.findall(text[start:end]))
                for classes in CLASS.findall(text[start:end]):
                    names.update(classes.split())
            names.update({name: text.count(f'class="{name}"') for name in WRAPPERS})
        # Styles that only drawings have: no rule of KaTeX's sets what they set.
        self.unrivalled = {name for name in drawn if drawn[name] == names[name]}
        ranked = sorted(names, key=lambda name: (-names[name], name))
        self.short = dict(zip(ranked, fresh or short_names(), strict=False))

    def page(self, text: str) -> str:
        text = prepare(text)
        parts, done = [], 0
        for start, end in drawings(text):
            parts += [text[done:start], CLASS.sub(self._rename, text[start:end])]
            done = end
        text = TAG.sub(self._classify, "".join([*parts, text[done:]]))
        for name in WRAPPERS:
            text = text.replace(f'<span class="{name}"', f"<span class={self.short.get(name)}")
        # A single short name needs no quotes.
        return re.sub(r'(?<=<span class=)"([A-Z]\d*)"', r"\1", text)

    def _rename(self, found: re.Match) -> str:
        return f' class="{" ".join(self.short[name] for name in found[1].split())}"'

    def _classify(self, tag: re.Match) -> str:
        name = self.short["style: " + STYLE.search(tag[0])[1]]
        plain = STYLE.sub("", tag[0])
        if CLASS.search(plain):
            return CLASS.sub(rf' class="\1 {name}"', plain, count=1)
        return re.sub(r"^<[\w-]+", rf'\g<0> class="{name}"', plain)

    def katex(self, sheet: str) -> str:
        """KaTeX's style sheet with the short names."""
        return re.sub(
            r"\.([a-zA-Z][\w-]*)", lambda name: "." + self.short.get(name[1], name[1]), sheet
        )

    def rules(self) -> str:
        """What were style attributes, as strong as these are where anything contradicts them."""
        lines = []
        for name, short in self.short.items():
            if name.startswith("style: strut:"):
                style = name.removeprefix("style: strut:")
                lines.append(f".{short}::before{{{style}}}")
            elif name.startswith("style: "):
                parts = [part.strip() for part in name[7:].split(";") if part.strip()]
                weight = "" if name in self.unrivalled else "!important"
                lines.append(f".{short}{{{';'.join(part + weight for part in parts)}}}")
        return "\n".join(lines)

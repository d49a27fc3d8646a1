"""What the templates in site/templates need to know about a page: its description, its address
when the book has one, and plain names for the theme's buttons.

Without an address a page has no canonical link and no social card, for both must be absolute.
"""

import re
import shutil
from pathlib import Path
from urllib.parse import urljoin

from address import published_at
from docutils import nodes
from nodejs import MODULES
from sphinx.application import Sphinx
from sphinx.config import Config

LONGEST = 200  # characters of a description that search engines and cards show
BOOK = (
    "Softmax from first principles, every claim run: what logits are, what softmax does, why it "
    "has that form, how a computer evaluates it, and when to trust its probabilities."
)
BUTTONS = {  # the theme's word on a button -> icon and what the page says
    ".ipynb": ("notebook", "Download the notebook"),
    ".md": ("notebook", "Download the text"),
    "Binder": ("run", "Run on Binder"),
    "Colab": ("run", "Run on Colab"),
    "Repository": ("repository", "Source of the book"),
    "Suggest edit": ("edit", "Suggest a change"),
    "Open issue": ("issue", "Report a mistake"),
}


def describe(doctree: nodes.document) -> str:
    """The first paragraph, cut after a sentence or at least after a word."""
    for paragraph in doctree.findall(nodes.paragraph):
        text = re.sub(r"\s+", " ", paragraph.astext()).strip()
        if len(text) > 40:
            break
    else:
        return BOOK
    if len(text) <= LONGEST:
        return text
    cut = text[: LONGEST - 1]
    sentence = max(cut.rfind(end) for end in (". ", "? ", "! "))
    return cut[: sentence + 1] if sentence > LONGEST // 3 else cut[: cut.rfind(" ")] + "…"


def tools(header_buttons: list[dict]) -> list[dict]:
    """The theme's header buttons that are links, whatever groups they stand in."""
    links = []
    for entry in header_buttons:
        for button in entry.get("buttons", [entry]):
            if button["type"] == "link" and button.get("text") in BUTTONS:
                icon, name = BUTTONS[button["text"]]
                links.append({"url": button["url"], "icon": icon, "name": name})
    return links


def copy_packages(app: Sphinx) -> None:
    """The fonts and KaTeX's style sheet, from npm to the folder of the static files."""
    static = Path(app.outdir, "_static")
    (static / "fonts").mkdir(parents=True, exist_ok=True)
    sheet = (MODULES / "katex/dist/katex.min.css").read_text(encoding="utf-8")
    (static / "katex.css").write_text(sheet, encoding="utf-8")
    shutil.copy(MODULES / "katex/LICENSE", static / "fonts" / "KaTeX-LICENSE.txt")
    shutil.copy(MODULES / "@fontsource/literata/LICENSE", static / "fonts" / "Literata-LICENSE.txt")
    fonts = [*MODULES.glob("katex/dist/fonts/*.woff2")]
    fonts += MODULES.glob("@fontsource/literata/files/literata-latin-[46]00-*.woff2")
    for font in fonts:
        shutil.copy(font, static / "fonts")


def set_address(app: Sphinx, config: Config) -> None:
    config.html_baseurl = published_at(config.html_baseurl)


def fill(app: Sphinx, pagename: str, template: str, context: dict, doctree: nodes.document) -> None:
    context["description"] = describe(doctree) if doctree is not None else BOOK
    context["social_card"] = urljoin(app.config.html_baseurl, "_static/card.png")
    context["tools"] = tools(context.get("header_buttons", []))


def setup(app: Sphinx) -> dict:
    app.connect("config-inited", set_address)
    app.connect("builder-inited", copy_packages)
    app.connect("html-page-context", fill, priority=900)  # after the theme has its buttons
    return {"parallel_read_safe": True, "parallel_write_safe": True}

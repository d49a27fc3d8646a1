"""Code in the few colours of the book, one letter for each: book.css says which.

Pygments tells some eighty kinds of words apart. Spans of the kinds that look like the text around
them would be a third of a chapter's bytes and most of its elements.
"""

from pygments.formatters import HtmlFormatter
from pygments.token import Comment, Generic, Keyword, Name, Operator, String, Token, _TokenType
from sphinx.application import Sphinx
from sphinx.highlighting import PygmentsBridge

# Keywords, strings, comments, names where they are defined; prompts and tracebacks; and red, which
# the terminal's codes in an output ask for.
LETTERS: dict[_TokenType, str] = {
    Keyword: "k", Operator.Word: "k", String: "s", Comment: "c", Name.Function: "f",
    Name.Class: "f", Generic.Prompt: "c", Generic.Output: "c", Generic.Error: "e",
    Generic.Traceback: "e", Token.Color.Red: "e",
}  # fmt: skip


class FewColours(HtmlFormatter):
    """Neighbours of one kind share a span: HtmlFormatter joins what has the same class."""

    def _get_css_classes(self, ttype: _TokenType) -> str:
        return next((LETTERS[kind] for kind in reversed(ttype.split()) if kind in LETTERS), "")


def setup(app: Sphinx) -> dict:
    PygmentsBridge.html_formatter = FewColours
    return {"parallel_read_safe": True, "parallel_write_safe": True}

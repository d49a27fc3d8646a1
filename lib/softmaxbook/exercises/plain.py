"""Plain text, in which records and verdicts are written, on surfaces that read it otherwise.

Mathematics is Unicode, code stands in backquotes, and there is no other mark-up.
"""

import html
import re
import sys
import unicodedata

CODE = re.compile(r"(`[^`\n]+`)")
# What Markdown would take for emphasis, a link, a tag, a formula or a list.
MARKS = re.compile(
    r"[\\*$`\[]|~(?=~)|<(?=[A-Za-z/!?])|(?<![^\W_])_|_(?![^\W_])"
    r"|^(?:[-+>#](?=\s)|(?<=^)\d+(?=[.)]\s))",
    re.MULTILINE,
)
# For a stream that knows few letters: what stands for those it may not know.
LETTERS = str.maketrans(
    {
        "✓": "[right]",
        "✗": "[wrong]",
        "○": "[to do]",
        "−": "-",
        "·": "*",
        "…": "...",
        "“": '"',
        "”": '"',
        "≤": "<=",
        "≥": ">=",
        "≠": "!=",
        "≈": "~",
        "→": "->",
        "∞": "inf",
        "∑": "sum",
        "√": "sqrt",
        "∂": "d",
        "‖": "||",
        "⟨": "<",
        "⟩": ">",
        "ᵀ": "^T",
    }
)


def as_markdown(text: str) -> str:
    """Markdown that shows the same.

    >>> as_markdown("z_1 * w_(k) of `a_b`")
    'z_1 \\\\* w\\\\_(k) of `a_b`'
    """
    parts = CODE.split(text)
    parts[::2] = [MARKS.sub(_marked, part) for part in parts[::2]]
    return "".join(parts)


def _marked(mark: re.Match) -> str:
    return f"{mark[0]}\\" if mark[0].isdigit() else f"\\{mark[0]}"


def as_html(text: str) -> str:
    """HTML that shows the same.

    >>> as_html("if `a` < b")
    'if <code>a</code> &lt; b'
    """
    return CODE.sub(lambda code: f"<code>{code[0][1:-1]}</code>", html.escape(text, quote=False))


def say(text: str) -> None:
    """Print, on any stream: a letter that it does not know gives way to others."""
    try:
        print(text)
    except UnicodeEncodeError:
        print(spelled(text, getattr(sys.stdout, "encoding", None) or "ascii"))
    except (OSError, ValueError):  # the stream is closed: there is nobody to tell
        pass


def spelled(text: str, encoding: str) -> str:
    """The same in the letters of an encoding.

    >>> spelled("✓ β ≤ 2, e⁻¹", "ascii")
    '[right] beta <= 2, e^-1'
    """
    letters = (letter if _knows(encoding, letter) else _instead(letter) for letter in text)
    return re.sub(r"(?<=\^.)\^|(?<=_.)_", "", "".join(letters))  # ⁻¹ is ^-1, not ^-^1


def _knows(encoding: str, letter: str) -> bool:
    try:
        letter.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _instead(letter: str) -> str:
    if (plain := letter.translate(LETTERS)).isascii():
        return plain
    name = unicodedata.name(letter, "")
    if greek := re.fullmatch(r"GREEK (SMALL|CAPITAL) LETTER (\w+)", name):
        return greek[2].lower() if greek[1] == "SMALL" else greek[2].capitalize()
    plain = unicodedata.normalize("NFKD", letter).replace("−", "-")
    plain = plain if plain.isascii() else "?"
    raised = {"SUPERSCRIPT": "^", "MODIFIER": "^", "SUBSCRIPT": "_"}
    return raised.get(name.split(" ")[0], "") + plain if plain != "?" else plain

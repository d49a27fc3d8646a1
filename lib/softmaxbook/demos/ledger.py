"""The ledger as a field: a square for each sentence, to be opened."""

import json
import re

from softmaxbook.claims import CLAIMS, Verdict
from softmaxbook.claims.record import CHAPTERS

# A square has no room for a set formula: commands of LaTeX that the sentences use, in characters.
CHARACTERS = {
    r"\\mathbb\{R\}\^K": "ℝᴷ",
    r"\\(,|mathrm)": "",
    r"\\tfrac12": "½",
    r"\\frac\{?(\w)\}?\{?(\w)\}?": r"(\1/\2)",
    r"\\partial ": "∂",
    r"\\log": "log",
    r"\\sum": " Σ",
    r"\\Delta": "Δ",
    r"\\Vert": "‖",
    r"\\ne": "≠",
    r"\{(\w+)\}": r"\1",
    r"\{([^{}]*)\}": r"(\1)",
    r"\$": "",
    r"  +": " ",
}


def in_characters(text: str) -> str:
    """A sentence of the ledger without LaTeX."""
    for command, characters in CHARACTERS.items():
        text = re.sub(command, characters, text)
    return text


def rows() -> list[list]:
    """Of each claim its sentence, the number of its verdict, its id and its chapter's number."""
    order, verdicts = list(CHAPTERS), list(Verdict)
    claims = sorted(CLAIMS.values(), key=lambda claim: order.index(claim.chapter))
    return [
        [in_characters(c.says), verdicts.index(c.verdict), c.id, order.index(c.chapter) + 1]
        for c in claims
    ]


NAMES = ("true", "true under conditions", "imprecise", "false")
SENTENCES = ("all", *(f"of chapter {i + 1}" for i in range(len(CHAPTERS))))
STATE = {
    "open": "logits.energy",
    "sentences": "all",
    "ledger": json.dumps(rows(), ensure_ascii=False, separators=(",", ":")),
}
ROWS, RATIO = 1, 506 / 504


def sentence(*, open: str, sentences: str, ledger: str) -> str:
    if sentences not in SENTENCES:
        raise ValueError(f"sentences is {sentences!r}, but must be one of {', '.join(SENTENCES)}")
    claims = json.loads(ledger)
    if open not in (ids := [row[2] for row in claims]):
        raise ValueError(f"open is {open!r}, but must be the id of a claim")
    says, verdict, _, chapter = claims[ids.index(open)]
    shown = [row for row in claims if sentences in ("all", f"of chapter {row[3]}")]
    counts = [f"{sum(row[1] == i for row in shown)} {name}" for i, name in enumerate(NAMES)]
    n = len(shown)
    which = f"all {n} sentences" if sentences == "all" else f"the {n} sentences {sentences}"
    decided = f"Verdict: {NAMES[verdict]}; chapter {chapter} decides."
    return f"“{says}” {decided} Of {which}: {', '.join(counts)}."

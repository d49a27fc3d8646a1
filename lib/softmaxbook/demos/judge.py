"""Judge a claim: a sentence from the ledger, the reader's verdict, and the ledger's."""

import json

from softmaxbook.claims import CLAIMS

# Sentences without formulas, in an order that does not give the verdicts away.
IDS = (
    "softmax.soft-maximum",
    "logits.only-differences",
    "softmax.skip-at-inference",
    "softmax.inputs-between-0-and-1",
    "softmax.activation-layer",
    "jacobian.nothing-left-to-learn",
    "softmax.uses-argmax",
    "softmax.one-far-ahead",
    "logits.confidence-score",
    "cross_entropy.is-a-distance",
    "overflow.all-underflow",
    "maximum_entropy.given-the-energies",
)
VERDICTS = ("?", "true", "conditional", "imprecise", "false")
TRIAL = [[CLAIMS[id].says, CLAIMS[id].verdict.name.lower(), CLAIMS[id].correct] for id in IDS]
STATE = {"number": 1.0, "verdict": "?", "trial": json.dumps(TRIAL, ensure_ascii=False)}
ROWS, RATIO = 2, 190 / 480


def sentence(*, number: float, verdict: str, trial: str) -> str:
    rows = json.loads(trial)
    if number not in range(1, len(rows) + 1):
        raise ValueError(f"number is {number:g}, but must be one of 1, …, {len(rows)}")
    if verdict not in VERDICTS:
        raise ValueError(f"verdict is {verdict!r}, but must be one of {', '.join(VERDICTS)}")
    says, right, correct = rows[int(number) - 1]
    start = f"Sentence {number:g} of {len(rows)}: “{says}” "
    if verdict == "?":
        return (
            start
            + "Choose a verdict: true, conditional (true under conditions), imprecise, or false."
        )
    ledger = "So does the ledger" if verdict == right else f"The ledger says {right}"
    return f"{start}You say {verdict}. {ledger}: {correct}"

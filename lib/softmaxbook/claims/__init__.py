"""The claims ledger: popular sentences about softmax, each with a verdict and its evidence.

``CLAIMS`` maps an id to its record; ``verify(id)`` runs the evidence and returns the record,
which shows itself as text or, in a notebook, as a paragraph; ``ledger(chapter)`` does so for
all claims that a chapter decides, ``all_claims()`` for those of all chapters.

>>> verify("softmax.inputs-between-0-and-1").verdict
<Verdict.FALSE: 'False'>
"""

from softmaxbook.claims import (  # noqa: F401  each module enters its claims
    attention,
    bayes_lda,
    ce_vs_mse,
    cross_entropy,
    elsewhere,
    jacobian,
    logits,
    maximum_entropy,
    overflow,
    shift_invariance,
    softmax,
    temperature,
    training,
)
from softmaxbook.claims.record import CLAIMS, Claim, Ledger, Verdict, all_claims, ledger, verify

__all__ = ["CLAIMS", "Claim", "Ledger", "Verdict", "all_claims", "ledger", "verify"]

"""What a claim is, how a module enters one into the ledger, and how its evidence is run."""

import difflib
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum

# The chapters that decide claims, in their order: the first is chapter 1, in 01_logits.ipynb.
CHAPTERS = ("logits", "softmax", "shift_invariance", "overflow", "maximum_entropy", "bayes_lda")
CHAPTERS += ("jacobian", "cross_entropy", "ce_vs_mse", "training", "temperature", "attention")
CHAPTERS += ("elsewhere",)
WHOLE_LEDGER = "14_claims_on_trial.ipynb"  # shows every claim


class Verdict(Enum):
    """What is said of a claim, in the reasonable reading that is easiest to defend.

    TRUE : it holds. A sentence about the function is judged in exact arithmetic and for finite
        scores, and a label is a distribution, whose entries add up to 1.
    CONDITIONAL : it holds under a reasonable condition that it does not name and the correct
        statement names, and an example outside the condition breaks it. A condition is
        reasonable if people would still want to say the sentence under it.
    IMPRECISE : its point comes out right, but something beside the point is wrong: the reason, a
        name, a unit, a last digit, an inserted formula.
    FALSE : its point comes out wrong, and no reasonable condition saves it.

    The first that fits is the verdict. A conditional sentence is right word for word where it
    holds; an imprecise one nowhere, or only in cases of which nobody would say it. The point of a
    sentence is what it tells one to do or to expect. That of a formula is its value; that of a step
    in a calculation is what follows from it. A reversed sign is false where it turns the point
    round ("a logit is an energy"), imprecise where the point holds with either sign ("the entropy,
    sum of P log P, is a constant") or where only the name of what happens is turned round ("above
    1, cooled"). A true sentence that a corrected word would make does not save one that is false:
    it has another point.

    Claims that share a reason share a verdict. What people call something, or what they usually
    do, no computation decides: such a verdict is a judgement, and names a source."""

    TRUE = "True"
    CONDITIONAL = "True under conditions"
    IMPRECISE = "Imprecise"
    FALSE = "False"


@dataclass(frozen=True, repr=False)
class Claim:
    """A popular sentence on trial.

    id : "chapter.slug", where chapter is the slug of the chapter that decides the claim
    origin : number of the source and of the sentence in it; every claim has one of its own
    says : the claim, in our own words
    verdict : the judgement of the reasonable reading that is easiest to defend
    correct : what holds, with its conditions
    check : raises AssertionError if the evidence for the verdict does not hold
    source : of a judgement on what people say or do, whom it rests on; "": the check decides
    reason : what this verdict has in common with others, which are the same
    otherwise : arguments of the check, or names in its module, and what would be in their place if
        the verdict were wrong; the check fails then. {}: it fails for some wrong softmax
    """

    id: str
    origin: str
    says: str
    verdict: Verdict
    correct: str
    check: Callable[..., None]
    source: str = ""
    reason: str = ""
    otherwise: Mapping[str, object] = field(default_factory=dict)

    @property
    def holds(self) -> str:
        """The correct statement, and of a judgement its source."""
        return self.correct + (f" *(A judgement, after {self.source}.)*" if self.source else "")

    @property
    def chapter(self) -> str:
        return self.id.split(".")[0]

    @property
    def notebook(self) -> str:
        """The file of that chapter."""
        return f"{CHAPTERS.index(self.chapter) + 1:02}_{self.chapter}.ipynb"

    def _linked_verdict(self) -> str:
        """The verdict, as a link to the claim's row in the whole ledger. On the page of its chapter
        site/extensions/claim_links.py makes this link the place that the row links back to."""
        return f"**[{self.verdict.value}.]({WHOLE_LEDGER}#{self.id})**"

    def __repr__(self) -> str:
        return f"{self.verdict.value}: “{self.says}”\n{self.holds}"

    def _repr_markdown_(self) -> str:
        return f"> {self._linked_verdict()} *“{self.says}”*\n>\n> {self.holds}"


CLAIMS: dict[str, Claim] = {}


def claim(
    id: str, *, origin: str, says: str, verdict: Verdict, correct: str, **more: object
) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Decorator: enters a claim into the ledger, the decorated function being its evidence.

    more : source, reason and otherwise, where :class:`Claim` has them
    """

    def enter(check: Callable[[], None]) -> Callable[[], None]:
        if id in CLAIMS:
            raise ValueError(f"claim: the id {id!r} is taken, but each claim needs its own")
        CLAIMS[id] = Claim(id, origin, says, verdict, correct, check, **more)
        return check

    return enter


def verify(id: str) -> Claim:
    """Run the evidence for a claim and return its record.

    Raises
    ------
    KeyError
        There is no claim of that id.
    AssertionError
        The evidence does not hold; the message names the claim.
    """
    if id not in CLAIMS:
        near = difflib.get_close_matches(id, CLAIMS, n=1, cutoff=0)
        raise KeyError(f"verify: there is no claim {id!r}; the nearest id is {near[0]!r}")
    record = CLAIMS[id]
    try:
        record.check()
    except AssertionError as error:
        raise AssertionError(f"verify: the evidence for {id!r} does not hold: {error}") from error
    return record


class Ledger(tuple[Claim, ...]):
    """Verified claims; a notebook shows them as a table."""

    def __repr__(self) -> str:
        return "\n\n".join(map(repr, self))

    def _repr_markdown_(self) -> str:
        rows = [f"| “{c.says}” | {c._linked_verdict()} {c.holds} |" for c in self]
        return "\n".join(["| What people say | What holds |", "|---|---|", *rows])


class WholeLedger(Ledger):
    """Every claim, verified. What holds stands in the chapters that the rows link to."""

    def __repr__(self) -> str:
        counts = Counter(claim.verdict for claim in self)
        found = [f"{counts[verdict]} {verdict.value.lower()}" for verdict in Verdict]
        return f"{len(self)} claims: {', '.join(found)}"

    def _repr_markdown_(self) -> str:
        rows = [
            f"| “{c.says}” | {c.verdict.value}{', a judgement' * bool(c.source)} "
            f"| [{c.id}]({c.notebook}#{c.id}) |"
            for c in self
        ]
        return "\n".join(["| What people say | Verdict | Chapter and id |", "|---|---|---|", *rows])


def ledger(chapter: str, *, without: tuple[str, ...] = ()) -> Ledger:
    """Verify every claim that a chapter decides, in the order of the ledger.

    Parameters
    ----------
    chapter : a chapter's slug, such as "softmax"
    without : ids to leave out, because they have been shown already
    """
    ids = [id for id, c in CLAIMS.items() if c.chapter == chapter and id not in without]
    if not ids:
        chapters = sorted({c.chapter for c in CLAIMS.values()})
        raise KeyError(f"ledger: no claims for chapter {chapter!r}; there are some for {chapters}")
    return Ledger(verify(id) for id in ids)


def all_claims() -> WholeLedger:
    """Verify every claim of the book, in the order of the chapters.

    A notebook shows them as a table, which can be searched on the book's pages; its last column
    has what :func:`verify` takes.
    """
    ids = sorted(CLAIMS, key=lambda id: CHAPTERS.index(CLAIMS[id].chapter))
    return WholeLedger(verify(id) for id in ids)

"""What an exercise is made of: a reference, probes, catalogued mistakes, hints, and a place.

The prompt of an exercise stands in its notebook and nowhere else; everything else of it stands in
its record, and nowhere else. The record of overflow.stable-softmax is EXERCISE in the module
`catalogue.overflow.stable_softmax`, that of overflow.q1 the entry "q1" of CHECKS in
`catalogue.overflow.checks`: the place is the id.
"""

import functools
import importlib
import re
from collections import ChainMap
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import ModuleType

from numpy.typing import NDArray

from softmaxbook.exercises.reading import Form

# slug: (number, title, stem of the notebook)
CHAPTERS = {
    "logits": (1, "Logits", "01_logits"),
    "softmax": (2, "Softmax", "02_softmax"),
    "shift-invariance": (3, "Shift invariance", "03_shift_invariance"),
    "overflow": (4, "Overflow", "04_overflow"),
    "maximum-entropy": (5, "Maximum entropy", "05_maximum_entropy"),
    "bayes-lda": (6, "Bayes and LDA", "06_bayes_lda"),
    "jacobian": (7, "The Jacobian", "07_jacobian"),
    "cross-entropy": (8, "Cross-entropy", "08_cross_entropy"),
    "ce-vs-mse": (9, "Cross-entropy versus MSE", "09_ce_vs_mse"),
    "training": (10, "Training a classifier", "10_training"),
    "temperature": (11, "Temperature and calibration", "11_temperature"),
    "attention": (12, "Attention", "12_attention"),
    "elsewhere": (13, "Elsewhere", "13_elsewhere"),
    "claims": (14, "Claims on trial", "14_claims_on_trial"),
}


@dataclass(frozen=True)
class Place:
    """Where in the book something is discussed: a chapter, and one of its sections."""

    chapter: str
    section: str | None = None

    @property
    def link(self) -> str:
        words = re.findall(r"[a-z0-9]+", self.section.lower()) if self.section else []
        anchor = "#" + "-".join(words) if words else ""
        return f"{CHAPTERS[self.chapter][2]}.ipynb{anchor}"

    @property
    def text(self) -> str:
        number, title, _ = CHAPTERS[self.chapter]
        return f"chapter {number}, {self.section or title}"

    def __str__(self) -> str:
        return f"{self.text} ({self.link})"


@dataclass(frozen=True)
class Probe:
    """One call on which an answer is compared with the reference.

    beyond : of a probe that goes beyond what the exercise promises, what is said of an answer that
        is right but for such probes; a mistake that has a name there is named all the same
    apart : of a probe that is there for one mistake only: it refuses an answer as any other does,
        but nothing is read off it if the answer fails others, too
    """

    name: str
    args: tuple = ()
    beyond: str = ""
    apart: bool = False


@dataclass(frozen=True)
class Mistake:
    """A mistake with a name, as something that can be run.

    name : kebab-case; the same mistake has the same name in every exercise
    says : why it happens, in one or two sentences; what is seen and where to read are added
    wrong : functions that make the mistake, in every way that leads to other numbers
    fit : from the learner's results, by name of probe, makes further such functions: for mistakes
        with a free parameter, such as the epsilon in log(p + epsilon)
    when : for answers that are values, recognises the mistake without running it
    place : where in the book it is discussed; None: where the exercise says
    """

    name: str
    says: str
    wrong: tuple[Callable, ...] = ()
    fit: Callable[[Mapping[str, NDArray]], Iterable[Callable]] | None = None
    when: Callable[[NDArray], bool] | None = None
    place: Place | None = None


@dataclass(frozen=True)
class Symptom:
    """Something true of a wrong result that no catalogued mistake explains.

    shows : from the probe's arguments and the result, what is seen, as a sentence; None if nothing
    """

    name: str
    says: str
    shows: Callable[[tuple, NDArray], str | None]


@dataclass(frozen=True)
class Alternative:
    """Another convention, or another way with other limits, that passes too, with a note."""

    note: str
    function: Callable


@dataclass(frozen=True)
class Exercise:
    """One exercise.

    reference : what solution() shows: a readable function that needs nothing but its imports; of
        a value it is the function without arguments that works the value out
    probes : calls to compare on, simplest first; of a value a single one, without arguments
    mistakes : those with a name; of two that explain an answer equally well, the first is named
    hints : a question that makes the failure visible, the principle, and one step
    why : a question to answer in a sentence, once the check has passed
    reply : what may be answered to it
    place : where in the book the exercise's subject is discussed
    symptoms : what is true of wrong results in this exercise, beyond shape and finiteness
    also : alternatives that pass
    form : of a value, how it is read, when it is right, and how it is shown
    atol, rtol : absolute and relative difference that still count as equal
    whole : names of arguments of which every row of the result needs all rows: keys, of a query
    id : "chapter.slug"; the catalogue gives it
    """

    title: str
    reference: Callable
    mistakes: tuple[Mistake, ...]
    hints: tuple[str, str, str]
    why: str
    place: Place
    probes: tuple[Probe, ...] = (Probe("your answer"),)
    symptoms: tuple[Symptom, ...] = ()
    also: tuple[Alternative, ...] = ()
    form: Form | None = None
    atol: float = 2e-7
    rtol: float = 5e-7
    whole: tuple[str, ...] = ()
    reply: str = ""
    id: str = ""

    @property
    def chapter(self) -> str:
        return self.id.split(".")[0]

    @property
    def is_value(self) -> bool:
        """Whether a number, a list or a judgement is handed in, instead of a function."""
        return not self.probes[0].args

    def place_of(self, mistake: Mistake) -> Place:
        return mistake.place or self.place


@dataclass(frozen=True)
class Option:
    """One option of a question, and what is said to whoever chooses it."""

    text: str
    feedback: str


@dataclass(frozen=True)
class Question:
    """A concept check with options, of which one is right.

    asks : the question
    options : letter to option
    key : letter of the right option
    id : "chapter.slug"; the catalogue gives it
    """

    asks: str
    options: dict[str, Option]
    key: str
    place: Place
    id: str = ""

    @property
    def chapter(self) -> str:
        return self.id.split(".")[0]


@dataclass(frozen=True)
class NumberQuestion:
    """A concept check whose answer is a number.

    key : expression for the answer, evaluated anew at each use with NumPy's functions
    wrong : expressions for what known mistakes give, each with its feedback
    rare : the same, of mistakes that a page need not show a box for
    says : what is said of the right answer
    also : expressions that are right as well, as what comes of the rounded numbers in the question
    id : "chapter.slug"; the catalogue gives it
    """

    asks: str
    key: str
    says: str
    wrong: dict[str, str]
    place: Place
    also: tuple[str, ...] = ()
    rare: dict[str, str] = field(default_factory=dict)
    id: str = ""

    @property
    def chapter(self) -> str:
        return self.id.split(".")[0]


# ---- The catalogue ------------------------------------------------------------------------------

Record = Exercise | Question | NumberQuestion

# Ids of the first edition, when one chapter, "inside", held what are now two.
RENAMED = {
    "inside.by-hand": "attention.by-hand",
    "inside.causal-attention": "attention.causal-attention",
    "inside.attention-slopes": "attention.attention-slopes",
    "inside.q1": "attention.q1",
    "inside.q2": "attention.q2",
    "inside.policy-gradient": "elsewhere.policy-gradient",
    "inside.sampled-loss": "elsewhere.sampled-loss",
    "inside.two-ranks": "elsewhere.two-ranks",
    "inside.far-enough": "elsewhere.far-enough",
    "inside.gauge-or-not": "elsewhere.gauge-or-not",
    "inside.q3": "elsewhere.q1",
    "inside.q4": "elsewhere.q2",
    "inside.q5": "elsewhere.q3",
}


def current(id: str) -> str:
    """The id by which a record goes now."""
    return RENAMED.get(id, id)


def catalogued(*names: str) -> ModuleType:
    """A module of the catalogue; where an id has hyphens, its files have underscores."""
    return importlib.import_module(".".join([f"{__package__}.catalogue", *names]).replace("-", "_"))


class Records(Mapping[str, Record]):
    """Records by id, chapter by chapter; each is imported when it is first asked for.

    slugs : of a chapter's records, in order
    load : of a chapter and a slug, the record without its id
    """

    def __init__(
        self, slugs: Callable[[str], Iterable[str]], load: Callable[[str, str], Record]
    ) -> None:
        self._slugs = functools.cache(slugs)
        self._load = functools.cache(lambda *id: replace(load(*id), id=".".join(id)))

    def __contains__(self, id: object) -> bool:
        chapter, _, slug = current(id).partition(".") if isinstance(id, str) else ("", "", "")
        return chapter in CHAPTERS and slug in self._slugs(chapter)

    def __getitem__(self, id: str) -> Record:
        if id not in self:
            raise KeyError(id)
        return self._load(*current(id).split("."))

    def __iter__(self) -> Iterator[str]:
        return (f"{chapter}.{slug}" for chapter in CHAPTERS for slug in self._slugs(chapter))

    def __len__(self) -> int:
        return sum(1 for _ in self)


EXERCISES = Records(
    slugs=lambda chapter: catalogued(chapter).EXERCISES,
    load=lambda chapter, slug: catalogued(chapter, slug).EXERCISE,
)
QUESTIONS = Records(
    slugs=lambda chapter: catalogued(chapter, "checks").CHECKS,
    load=lambda chapter, slug: catalogued(chapter, "checks").CHECKS[slug],
)
RECORDS = ChainMap(EXERCISES, QUESTIONS)

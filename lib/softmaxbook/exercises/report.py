"""The gates that the exercises have to pass, measured: ``python -m softmaxbook.exercises report``.

Each function here returns what breaks a gate, so that a test can show it; `rows` sums them up.
What learners might answer is kept in the repository's tests, and its notebooks are not part of
the package either: without them, those rows say so.
"""

import contextlib
import importlib
import io
import re
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

import numpy as np

from softmaxbook.exercises import running, starters
from softmaxbook.exercises.comparing import kind, separations
from softmaxbook.exercises.folded import guide_to, solution_source
from softmaxbook.exercises.plain import as_markdown
from softmaxbook.exercises.recognition import cached_result, diagnose, expectations
from softmaxbook.exercises.record import EXERCISES, QUESTIONS, Exercise, Mistake
from softmaxbook.exercises.running import Outcome
from softmaxbook.exercises.verdict import WORDS, Verdict

ROOT = Path(__file__).resolve().parents[3]
ROOT_HAS_TESTS = (ROOT / "tests" / "exercises").is_dir()
CODE = re.compile(r"np\.\w|axis ?=|keepdims ?=|= ?True|\breturn ")
MILLISECONDS = 50


class Row(NamedTuple):
    measure: str
    value: str
    gate: str
    ok: bool | None  # None: cannot be measured here


# ---- The records --------------------------------------------------------------------------------


def coding() -> list[Exercise]:
    return [e for e in EXERCISES.values() if not e.is_value]


def names_of(exercise: Exercise) -> set[str]:
    return {mistake.name for mistake in exercise.mistakes}


@cache  # as is verdicts_on_catalogue: the catalogue stands still, and both take many seconds
def closest_names(id: str) -> tuple[float, str, str]:
    """The smallest distance, on the probe that shows most, of two names or of one and the right."""
    exercise = EXERCISES[id]
    right = [Outcome("value", value) for value in expectations(id)]
    ways = [("the reference", right)]
    for mistake in exercise.mistakes:
        ways += [(mistake.name, _results(exercise, wrong)) for wrong in mistake.wrong]
    return closest(ways, zeros_are_exact=exercise.atol == 0)


def closest(
    ways: list[tuple[str, list[Outcome]]], *, zeros_are_exact: bool
) -> tuple[float, str, str]:
    """The smallest distance of two ways with different names, and these names. Only those whose
    results are of the same kinds throughout are at a finite distance from each other."""
    alike = defaultdict(list)
    for name, results in ways:
        kinds = tuple(kind(r, zeros_are_exact=zeros_are_exact) for r in results)
        alike[kinds].append((name, results))
    found = (np.inf, "", "")
    for group in alike.values():
        names = np.array([name for name, _ in group])
        probes = zip(*(results for _, results in group), strict=True)
        gaps = np.max([separations(results) for results in probes], axis=0)
        gaps[names == names[:, np.newaxis]] = np.inf
        i, j = np.unravel_index(gaps.argmin(), gaps.shape)
        found = min(found, (float(gaps[i, j]), str(names[i]), str(names[j])))
    return found


def _results(exercise: Exercise, wrong: Callable) -> list[Outcome]:
    return [cached_result(exercise.id, wrong, i) for i in range(len(exercise.probes))]


@cache
def verdicts_on_catalogue() -> list[tuple[Exercise, Mistake, Verdict]]:
    """Every catalogued way to be wrong, handed in as an answer."""
    return [
        (exercise, mistake, diagnose(exercise.id, handed_in(exercise, wrong)))
        for exercise in EXERCISES.values()
        for mistake in exercise.mistakes
        for wrong in mistake.wrong
    ]


def handed_in(exercise: Exercise, function: Callable) -> object:
    """A value is handed in as it is, a function as a function."""
    return function() if exercise.is_value else function


def faults_of_message(exercise: Exercise, verdict: Verdict) -> Iterator[str]:
    """Not short, without a cause, without a place, or with the fix."""
    words = f"{verdict.seen} {verdict.why} Read {verdict.place}.".split()
    if len(words) > WORDS:
        yield f"{len(words)} words"
    if not (verdict.seen and verdict.why and verdict.place):
        yield "a part is missing"
    if not exercise.is_value and not verdict.case:
        yield "no case"
    if gives_the_fix(exercise, verdict.why):
        yield f"code: {verdict.why}"


def gives_the_fix(exercise: Exercise, says: str) -> bool:
    """Whether an explanation holds code, other than a quotation of the mistake."""
    quoted = re.findall(r"`(.+?)`", says)
    solution = solution_source(exercise)
    return bool(CODE.search(says)) or any(code in solution for code in quoted)


def broken_links(chapters: Path) -> list[str]:
    """Places that name a notebook or a section that is not there; unwritten chapters aside."""
    places = {e.place for e in EXERCISES.values()} | {q.place for q in QUESTIONS.values()}
    places |= {e.place_of(m) for e in EXERCISES.values() for m in e.mistakes}
    broken = []
    for place in places:
        name = place.link.partition("#")[0]
        if (chapters / name).exists():
            text = (chapters / name).read_text(encoding="utf-8")
            titles = re.findall(r'"#+ (.*?)(?:\\n)?"', text)
            if place.section and place.section not in titles:
                broken.append(str(place))
        elif list(chapters.glob(f"{name[:2]}_*.ipynb")):
            broken.append(str(place))
    return broken


def faults_of_hints(exercise: Exercise) -> Iterator[str]:
    if len(exercise.hints) != 3:
        yield f"{exercise.id} has {len(exercise.hints)} hints"
    lines = [line.strip() for line in solution_source(exercise).split("\n")]
    lines = [line.partition("  #")[0] for line in lines if len(line) > 8]
    for hint in exercise.hints[:2]:
        yield from (f"{exercise.id} gives away {line!r}" for line in lines if line in hint)


def open_boxes() -> list[str]:
    """Guides of which something is seen before a box is opened, the question aside."""
    found = []
    for id, record in {**EXERCISES, **QUESTIONS}.items():
        markdown = guide_to(record).markdown
        boxes = r"<details>\n<summary>[^\n]*</summary>\n\n.*?\n\n</details>"
        rest = re.sub(boxes, "", markdown, flags=re.DOTALL).strip()
        if rest and rest != f"**Concept check.** {as_markdown(getattr(record, 'asks', ''))}":
            found.append(id)
    return found


# ---- What learners might answer -----------------------------------------------------------------


def from_tests(name: str) -> ModuleType | None:
    """A module of the repository's tests."""
    folder = ROOT / "tests" / "exercises"
    if not (folder / f"{name}.py").exists():
        return None
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))
    return importlib.import_module(name)


class Tried(NamedTuple):
    """Names of the answers of one collection, by what became of them."""

    wrong: list[str]
    accepted: list[str]
    misnamed: list[str]
    unnamed: list[str]  # though the catalogue has a name for it
    right: list[str]
    rejected: list[str]
    verdicts: dict[str, Verdict]


def tried(answers, expected: ModuleType) -> Tried:
    """Hand in every answer of a collection."""
    result = Tried([], [], [], [], [], [], {})
    for answer in answers:
        verdict = diagnose(answer.exercise, answer.function)
        key = f"{answer.exercise}: {answer.name}"
        result.verdicts[key] = verdict
        name = verdict.name if verdict.status == "named" else expected.NONE
        if answer.wrong is None:
            result.right.append(key)
            if verdict.status != "passed":
                result.rejected.append(f"{key}: {verdict.name}")
            continue
        result.wrong.append(key)
        if verdict.status == "passed":
            result.accepted.append(key)
        elif name not in expected.acceptable(answer.name):
            home = result.misnamed if name else result.unnamed
            home.append(f"{key}: {verdict.status} {verdict.name}")
    return result


def surviving_mutants(answers, mutants: ModuleType) -> tuple[int, list[str]]:
    """How many mutants were made of right answers, and which pass without an explanation: neither
    is it known to be equivalent, nor is it told that it fails beyond what is asked."""
    right = [(a.exercise, a.function) for a in answers if a.wrong is None]
    right += [(id, EXERCISES[id].reference) for id in dict.fromkeys(id for id, _ in right)]
    count, survivors = 0, []
    patience, running.SECONDS = running.SECONDS, 0.3  # many mutants never end
    try:
        for id, function in right:
            for what, mutant in mutants.mutants(function):
                count += 1
                is_known = (function.__name__, what) in mutants.EQUIVALENT
                verdict = diagnose(id, mutant)
                is_told = verdict.why and verdict.why in {p.beyond for p in EXERCISES[id].probes}
                if verdict.status == "passed" and not (is_known or is_told):
                    survivors.append(f"{id}: {function.__name__}, {what}")
    finally:
        running.SECONDS = patience
    return count, survivors


def slowest(answers, repeats: int = 3) -> float:
    """95th percentile of the milliseconds of one check; of each that is too slow at first, the
    best of some repeats.

    Of the processor's time, because the machine may be busy with something else."""
    times = []
    for answer in answers:
        best = np.inf
        for _ in range(repeats):
            start = time.process_time()
            diagnose(answer.exercise, answer.function)
            best = min(best, 1000 * (time.process_time() - start))
            if best < MILLISECONDS:
                break
        times.append(best)
    return float(np.percentile(times, 95))


# ---- The notebooks ------------------------------------------------------------------------------


def notebooks() -> list[Path]:
    """The notebooks that have exercises with a record."""
    return [p for p in sorted((ROOT / "chapters").glob("*.ipynb")) if _checked(p)]


def _checked(notebook: Path) -> list[str]:
    return [id for source in starters.sources(notebook) for id in starters.ids(source)]


def unchecked_prompts() -> list[str]:
    """Notebooks in which some exercise has no check, or some record of the chapter no exercise."""
    found = []
    for notebook in notebooks():
        text = notebook.read_text(encoding="utf-8")
        prompts, checks = re.findall(r'"\*\*\d+\. ', text), _checked(notebook)
        chapters = {id.split(".")[0] for id in checks}
        records = {e.id for e in EXERCISES.values() if e.chapter in chapters}
        if len(prompts) != len(checks) or set(checks) != records:
            found.append(notebook.name)
    return found


def wrong_starters() -> list[str]:
    """Check cells that do not print ○ as shipped, or not ✓ with the solution in place."""
    found = []
    for notebook in notebooks():
        for source in starters.sources(notebook):
            for symbol, text in (("○", source), ("✓", starters.solved(source))):
                if starters.ids(source) and not _prints(text, symbol):
                    found.append(f"{notebook.name} {starters.ids(source)[0]} {symbol}")
    return found


def _prints(source: str, symbol: str) -> bool:
    def check(id: str, obj: object) -> None:  # the learner's one, but for the record it keeps
        print(diagnose(id, obj).show())

    source = re.sub(r"^from softmaxbook.exercises import .*$", "", source, flags=re.MULTILINE)
    with contextlib.redirect_stdout(io.StringIO()) as out:
        exec(source, {"np": np, "check": check})
    firsts = [line for line in out.getvalue().split("\n") if line[:2] in ("○ ", "✓ ", "✗ ", "! ")]
    return bool(firsts) and all(line.startswith(symbol) for line in firsts)


# ---- The table ----------------------------------------------------------------------------------


def rows() -> Iterator[Row]:
    """The table, row by row; some take a few seconds."""
    yield from _rows_on_records()
    first, mutants = from_tests("answers_first"), from_tests("mutants")
    yield from _rows_on_answers("first set", "answers_first", "expected")
    # Untouched until somebody has written down, from its sentences alone, what may be said of it.
    yield from _rows_on_answers("second set", "answers_second", "expected_second")
    # Of all other coding exercises. Tried once, with the numbers that expected_third.py keeps; then
    # mended with its answers in view.
    yield from _rows_on_answers("third set, since mended", "answers_third", "expected_third")
    yield _row_on_mutants(first, mutants)
    yield from _rows_on_notebooks()
    if first:
        took = slowest(first.ANSWERS)
        yield Row("one check, 95th percentile", f"{took:.0f} ms", "< 50 ms", took < MILLISECONDS)
    else:
        yield _missing("one check, 95th percentile")


def _rows_on_records() -> Iterator[Row]:
    counts = [len(names_of(e)) for e in coding()]
    low, middle = min(counts), statistics.median(counts)
    value = f"{low} at least, median {middle:g}"
    ok = low >= 5 and middle >= 8
    yield Row("named mistakes per coding exercise", value, ">= 5, median >= 8", ok)

    gap = min(closest_names(e.id)[0] for e in coding())
    yield Row("separation of any two names", f"{gap:.2g}", ">= 0.001", gap >= 1e-3)

    catalogue = verdicts_on_catalogue()
    own = sum(verdict.name == mistake.name for _, mistake, verdict in catalogue)
    value = f"{own} of {len(catalogue)}"
    yield Row("catalogued mistakes given their own name", value, "all", own == len(catalogue))

    bad = sum(any(faults_of_message(exercise, verdict)) for exercise, _, verdict in catalogue)
    bad += len(broken_links(ROOT / "chapters"))
    value = f"{len(catalogue) - bad} of {len(catalogue)}"
    yield Row("messages: cause, place, no fix code", value, "all", bad == 0)

    bad = sum(any(faults_of_hints(e)) for e in EXERCISES.values())
    value = f"{len(EXERCISES) - bad} of {len(EXERCISES)}"
    yield Row("three hints, no line of the solution", value, "all", bad == 0)

    total, bad = len(EXERCISES) + len(QUESTIONS), len(open_boxes())
    yield Row("hints, solutions, feedback closed", f"{total - bad} of {total}", "all", bad == 0)


def _rows_on_answers(name: str, answers: str, names: str) -> Iterator[Row]:
    expected = from_tests(names)
    module = expected and from_tests(answers)
    if not module:
        yield _missing(f"wrong answers, {name}")
        yield _missing(f"right answers, {name}")
        return
    t = tried(module.ANSWERS, expected)
    named = 1 - (len(t.unnamed) + len(t.misnamed) + len(t.accepted)) / len(t.wrong)
    value = f"{len(t.accepted)} / {len(t.misnamed)} / {100 * named:.1f} % of {len(t.wrong)}"
    ok = not t.accepted and not t.misnamed and named >= 0.95
    measure = f"wrong answers, {name}: accepted / misnamed / rightly judged"
    yield Row(measure, value, "0 / 0 / >= 95 %", ok)
    value = f"{len(t.rejected)} of {len(t.right)}"
    yield Row(f"right answers, {name}: rejected", value, "0", not t.rejected)


def _row_on_mutants(answers, mutants) -> Row:
    measure = "mutants of right answers, surviving unexplained"
    if not (answers and mutants):
        return _missing(measure)
    count, survivors = surviving_mutants(answers.ANSWERS, mutants)
    return Row(measure, f"{len(survivors)} of {count}", "0", not survivors)


def _rows_on_notebooks() -> Iterator[Row]:
    if not (ROOT / "chapters").is_dir():
        yield _missing("exercises with a checker")
        yield _missing("starter cells print ○, solved ones ✓")
        return
    total = sum(len(_checked(n)) for n in notebooks())
    bad = unchecked_prompts()
    yield Row(
        "exercises with a checker", f"{total} of {total}" if not bad else bad[0], "all", not bad
    )
    bad = wrong_starters()
    value = f"{total - len(bad)} of {total}"
    yield Row("starter cells print ○, solved ones ✓", value, "all", not bad)


def _missing(measure: str) -> Row:
    return Row(measure, "not tried yet" if ROOT_HAS_TESTS else "needs the repository", "", None)


def table() -> Iterator[str]:
    """The report as lines of Markdown."""
    yield "| measure | value | gate | |"
    yield "|---|---|---|---|"
    for row in rows():
        mark = {True: "✓", False: "✗", None: "–"}[row.ok]
        yield f"| {row.measure} | {row.value} | {row.gate} | {mark} |"

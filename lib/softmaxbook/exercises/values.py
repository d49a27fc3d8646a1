"""Says what is wrong with an answer that is a value: the catalogue and the general pass together.

Only entries that are wrong are looked at, and what is said speaks of them alone. From the surest to
the least sure: right but for rounding, all inverted or shifted; a mistake that accounts for every
wrong entry; the right entries in another order; one relation that leads to every wrong entry; a
mistake, or a relation, that accounts for some; what only fits a range.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from softmaxbook.exercises import general
from softmaxbook.exercises.general import Finding, agrees_so_far
from softmaxbook.exercises.reading import Form, Numbers, is_rounding
from softmaxbook.exercises.record import Exercise, Mistake
from softmaxbook.exercises.when import Near

NUDGE = 0.013  # relative; a predicate that does not notice it describes a range


@dataclass(frozen=True)
class Explanation:
    """A mistake or a relation, and the entries that it accounts for.

    status : "named" or "symptom"
    """

    status: str
    mistake: Mistake
    entries: frozenset[int]


@dataclass(frozen=True)
class Wrong:
    """A wrong answer beside the right one, and what each mistake of the catalogue would have given.

    gives : from a function of ours to its result
    """

    exercise: Exercise
    given: NDArray
    expected: NDArray
    gives: Callable[[Callable], NDArray]

    @property
    def entries(self) -> list[int]:
        right = self.exercise.form.is_right(self.given, self.expected)
        return [int(i) for i in np.flatnonzero(~right)]

    @property
    def digits(self) -> list[int | None]:
        form = self.exercise.form
        return form.digits() if isinstance(form, Numbers) else [None] * self.given.size

    def with_only(self, entries: Sequence[int]) -> NDArray:
        """The right answer, but for these entries."""
        mixed = self.expected.astype(float).ravel().copy()
        mixed[list(entries)] = self.given.ravel()[list(entries)]
        return mixed.reshape(self.expected.shape)


def explained(
    exercise: Exercise, given: NDArray, expected: NDArray, gives: Callable[[Callable], NDArray]
) -> Explanation | None:
    """The first of what was found, from the surest to the least sure."""
    form = exercise.form
    found = general.certain(form, given, expected)
    if found:
        return _as_explanation(found)
    wrong = Wrong(exercise, given, expected, gives)
    every = frozenset(wrong.entries)
    same = next((m for m in exercise.mistakes if _is_the_same(wrong, m)), None)
    if same:
        return _named(same, every)
    accounts = [(m, *_accounted(wrong, m)) for m in exercise.mistakes]
    sharp = [(m, entries) for m, entries, is_range in accounts if entries and not is_range]
    ranges = [(m, entries) for m, entries, is_range in accounts if entries and is_range]
    return (
        next((_named(m, e) for m, e in sharp if e == every and _is_exact(form, m)), None)
        or _permuted(wrong, accounts)
        or next((_named(m, e) for m, e in sharp if e == every), None)
        or _same_throughout(wrong, accounts)
        or _as_explanation(general.left_out_of_sum(form, given, expected))
        or _as_explanation(general.related(form, given, expected, wrong.entries))
        or next((_named(m, e) for m, e in ranges if e == every), None)
        or _most(sharp)
        or _as_explanation(general.repeated(form, given, expected, wrong.entries))
        or _related_in_part(wrong)
        or _so_far(wrong)
        or _with_one_thing_more(wrong)
        or _most(ranges)
        or _coarse(wrong)
    )


def _is_exact(form: Form, mistake: Mistake) -> bool:
    """Whether a mistake leads to certain numbers, or words, instead of any that fit a condition."""
    return not isinstance(form, Numbers) or not mistake.when or isinstance(mistake.when, Near)


def last_resort(exercise: Exercise, given: NDArray, expected: NDArray) -> Explanation | None:
    """Which entries are wrong, if others are right; or that they do not add up."""
    found = general.sum_off(exercise.form, given, expected)
    return _as_explanation(found or general.one_of_several(exercise.form, given, expected))


def _same_throughout(wrong: Wrong, accounts: list) -> Explanation | None:
    """One answer to all questions, and what is wrong with it where it first is."""
    found = general.same_throughout(wrong.exercise.form, wrong.given, wrong.expected)
    if found is None:
        return None
    first = next((m for m, entries, _ in accounts if wrong.entries[0] in entries), None)
    says = f"{found.says} {first.says}" if first else found.says
    return _as_explanation(Finding(found.status, found.name, says))


def _permuted(wrong: Wrong, accounts: list) -> Explanation | None:
    """The right entries in another order; of two words exchanged, also what tells one of them."""
    found = general.permuted(wrong.exercise.form, wrong.given, wrong.expected)
    if found is None or found.name != "exchanged":
        return _as_explanation(found)
    why = next((m for m, entries, _ in accounts if entries and entries <= set(found.entries)), None)
    if why is None:
        return _as_explanation(found)
    both = Mistake(found.name, f"{found.says} {why.says}", place=why.place)
    return Explanation(found.status, both, frozenset(found.entries))


def _named(mistake: Mistake, entries: frozenset[int]) -> Explanation:
    return Explanation("named", mistake, entries)


def _as_explanation(found: Finding | None) -> Explanation | None:
    if found is None:
        return None
    return Explanation(found.status, Mistake(found.name, found.says), frozenset(found.entries))


def _most(accounts: list[tuple[Mistake, frozenset[int]]]) -> Explanation | None:
    """The mistake that accounts for most entries; of several, the first."""
    best = max(accounts, key=lambda a: len(a[1]), default=None)
    return _named(*best) if best else None


def _accounted(wrong: Wrong, mistake: Mistake) -> tuple[frozenset[int], bool]:
    """The wrong entries that a mistake accounts for, and whether it only knows their range."""
    form = wrong.exercise.form
    if mistake.when:
        return _by_predicate(wrong, mistake.when)
    best: frozenset[int] = frozenset()
    for function in mistake.wrong:
        fits, result = _fits(wrong, function)
        parts = general.groups(form, wrong.entries)
        own = [i for part in parts if all(fits[i] for i in part) for i in part]
        if _is_telling(wrong, result, own) and _is_where_it_begins(wrong, result, own):
            best = max(best, frozenset(own), key=len)
    return best, False


def _fits(wrong: Wrong, function: Callable) -> tuple[list[bool], NDArray]:
    """Which entries are what a mistake leads to, and all that it leads to."""
    result = wrong.gives(function)
    if result is None or result.shape != wrong.given.shape:
        return [False] * wrong.given.size, wrong.expected
    triples = zip(wrong.given.ravel(), result.ravel(), wrong.digits, strict=True)
    return [is_rounding(g, w, d) for g, w, d in triples], result


def _is_the_same(wrong: Wrong, mistake: Mistake) -> bool:
    """Whether the answer is what a mistake leads to, in the right entries too."""
    return any(all(_fits(wrong, function)[0]) for function in mistake.wrong)


def _is_telling(wrong: Wrong, result: NDArray, entries: list[int]) -> bool:
    """A mistake that was found again in a part only must have left its mark there: not 0, 1 or
    one half, which come from anywhere, nor a number that is right elsewhere in the answer."""
    values = np.round(result.ravel()[entries], 6)
    anywhere = np.append(np.round(wrong.expected.ravel(), 6), (-1, 0, 0.5, 1))
    return bool(len(entries)) and not bool(np.isin(values, anywhere).all())


def _is_where_it_begins(wrong: Wrong, result: NDArray, entries: list[int]) -> bool:
    """Whether a mistake was found again where it first shows, which is what it speaks of; and
    leaves nothing right that is wrong in this answer, on which what it says may rely."""
    right = wrong.exercise.form.is_right(result, wrong.expected).ravel()
    first = int(np.argmin(right))
    return first in entries and not bool(right[wrong.entries].any())


def _by_predicate(wrong: Wrong, holds: Callable) -> tuple[frozenset[int], bool]:
    if not holds(wrong.given) or holds(wrong.expected):
        return frozenset(), False
    form = wrong.exercise.form
    own = [
        i
        for part in general.groups(form, wrong.entries)
        if holds(wrong.with_only(part))
        for i in part
    ]
    entries = frozenset(own or wrong.entries)
    is_certain = isinstance(holds, Near) or not isinstance(form, Numbers)
    return entries, not is_certain and _is_range(wrong, holds, sorted(entries))


def _is_range(wrong: Wrong, holds: Callable, entries: list[int]) -> bool:
    """Whether the predicate holds of nearby numbers as well."""
    for factor in (1 - NUDGE, 1 + NUDGE):
        moved = wrong.given.astype(float).ravel().copy()
        moved[entries] = moved[entries] * factor + np.where(moved[entries] == 0, NUDGE, 0)
        if not holds(moved.reshape(wrong.given.shape)):
            return False
    return True


def _related_in_part(wrong: Wrong) -> Explanation | None:
    form = wrong.exercise.form
    for part in general.groups(form, wrong.entries):
        found = general.related(form, wrong.given, wrong.expected, part)
        if found and found.status == "named":
            return _as_explanation(found)
    return None


def _so_far(wrong: Wrong) -> Explanation | None:
    """A mistake whose numbers were rounded further than asked for."""
    form = wrong.exercise.form
    if not isinstance(form, Numbers):
        return None
    for mistake in wrong.exercise.mistakes:
        near = mistake.when if isinstance(mistake.when, Near) else None
        looked_at = np.arange(wrong.given.size)[near.at if near and near.at is not None else ...]
        if near and not np.isin(looked_at, wrong.entries).any():
            continue
        if near and near.so_far(wrong.given) and not near.so_far(wrong.expected):
            return _named(mistake, frozenset(wrong.entries))
        for function in mistake.wrong:
            result = wrong.gives(function)
            if result is None or result.shape != wrong.given.shape:
                continue
            triples = zip(wrong.given.ravel(), result.ravel(), wrong.digits, strict=True)
            if all(agrees_so_far(float(g), float(w), d) for g, w, d in triples):
                return _named(mistake, frozenset(wrong.entries))
    return None


def _coarse(wrong: Wrong) -> Explanation | None:
    if not isinstance(wrong.exercise.form, Numbers):
        return None
    given, expected = wrong.given.ravel(), wrong.expected.ravel()
    columns = ([of[i] for i in wrong.entries] for of in (given, expected, wrong.digits))
    given, expected, digits = columns
    labels = wrong.exercise.form.labels()
    found = (
        general.coarse(given, expected, digits)
        or general.close(given, expected)
        or general.rounded_on_the_way(given, expected, digits, [labels[i] for i in wrong.entries])
    )
    return _as_explanation(found)


def _with_one_thing_more(wrong: Wrong) -> Explanation | None:
    """A mistake's numbers with the other sign, to another base, or in per cent."""
    if not isinstance(wrong.exercise.form, Numbers):
        return None
    for mistake in wrong.exercise.mistakes:
        for numbers in _numbers_of(wrong, mistake):
            given = [float(wrong.given.ravel()[i]) for i in wrong.entries]
            digits = [wrong.digits[i] for i in wrong.entries]
            said = general.one_thing_more(given, numbers, digits)
            if said:
                both = replace(mistake, says=f"{mistake.says} {said}")
                return _named(both, frozenset(wrong.entries))
    return None


def _numbers_of(wrong: Wrong, mistake: Mistake) -> Iterator[list[float]]:
    """What a mistake leads to, in the entries that are wrong."""
    for function in mistake.wrong:
        result = wrong.gives(function)
        if result is not None and result.shape == wrong.given.shape:
            yield [float(result.ravel()[i]) for i in wrong.entries]
    near = mistake.when
    if isinstance(near, Near) and len(wrong.entries) == 1:
        (entry,) = wrong.entries
        if near.at == entry or (near.at is None and wrong.given.size == 1):
            yield from ([float(np.ravel(n)[0])] for n in near.numbers)

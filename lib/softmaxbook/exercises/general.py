"""What can be said of any wrong answer, whatever the exercise: how it relates to the right one.

A catalogue entry knows why a mistake is made; a relation found here only knows that it holds: the
right numbers in another order, rounded, in per cent, to base 2, with the sign turned round; a
function that gives the same whatever its argument, only the first row, the result transposed or n
times too large. Each was tested on all of the answer before it is said.
"""

import math
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from softmaxbook.exercises.comparing import agrees
from softmaxbook.exercises.reading import (
    Chosen,
    Form,
    Judgements,
    Numbers,
    Words,
    is_rounding,
    step_of,
)

NUMERALS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


@dataclass(frozen=True)
class Finding:
    """A relation that holds between an answer and the right one.

    status : "named" if it is a mistake by itself, "symptom" if it is what a mistake leads to
    entries : of the flattened answer, those that it explains; empty: all
    """

    status: str
    name: str
    says: str
    entries: tuple[int, ...] = ()


class Relation(NamedTuple):
    """From what is right to what is handed in."""

    name: str
    of: Callable[[Any], Any]
    says: str
    status: str = "named"


LOG_2, LOG_10 = math.log(2), math.log(10)

BASES = (
    Relation(
        "base-2",
        lambda x: x / LOG_2,
        "It is what is right divided by log 2, as with logarithms of base 2. Nats have the base e.",
    ),
    Relation(
        "base-10",
        lambda x: x / LOG_10,
        "It is what is right divided by log 10, as with logarithms of base 10. Nats have base e.",
    ),
)
SIGN = Relation("sign-flipped", lambda x: -x, "The size is right, the sign is the opposite.")
SCALES = (
    Relation(
        "percent",
        lambda x: 100 * x,
        "It is a hundred times what is right, as in per cent. Write 0.25 for 25 %.",
    ),
    Relation(
        "divided-by-100",
        lambda x: x / 100,
        "It is a hundredth of what is right.",
        "symptom",  # a small number may be so by chance, if others are wrong in another way
    ),
)
OTHERS = (
    Relation(
        "base-e-for-base-2",
        lambda x: x * LOG_2,
        "It is log 2 times what is right, as nats are where bits are asked for.",
    ),
    Relation(
        "the-rest-to-1",
        lambda x: 1 - x,
        "Yours and what is right add up to 1, as a probability and that of the opposite do.",
    ),
    Relation(
        "upside-down",
        lambda x: 1 / x,
        "It is 1 divided by what is right.",
    ),
    Relation(
        "exponentiated",
        np.exp,
        "It is e to the power of what is right, as if a logarithm had not been taken.",
    ),
    Relation(
        "logarithm-taken",
        np.log,
        "It is the logarithm of what is right, not the number itself.",
    ),
    Relation(
        "minus-logarithm-taken",
        lambda x: -np.log(x),
        "It is minus the logarithm of what is right, not the number itself.",
    ),
    Relation(
        "base-2",
        lambda x: np.exp2(np.log(x)),
        "It is what is right with powers of 2 in place of powers of e.",
    ),
    Relation(
        "base-10",
        lambda x: np.power(10, np.log(x)),
        "It is what is right with powers of 10 in place of powers of e.",
    ),
    Relation(
        "odds-for-probability",
        lambda x: x / (1 - x),
        "It is x / (1 − x) for what is right, x. That is how a probability becomes odds.",
    ),
    Relation(
        "probability-for-odds",
        lambda x: x / (1 + x),
        "It is what is right divided by 1 more than that; odds become a probability in this way.",
        "symptom",
    ),
    Relation(
        "log-odds-for-probability",
        lambda x: np.log(x / (1 - x)),
        "It is the log-odds of what is right, where the probability is asked for.",
    ),
    Relation(
        "sigmoid-taken",
        lambda x: 1 / (1 + np.exp(-x)),
        "It is the sigmoid of what is right, as if that had been log-odds.",
    ),
    Relation("twice", lambda x: 2 * x, "It is twice what is right.", "symptom"),
    Relation("ten-times", lambda x: 10 * x, "It is ten times what is right.", "symptom"),
    Relation("a-tenth", lambda x: x / 10, "It is a tenth of what is right.", "symptom"),
    Relation("half", lambda x: x / 2, "It is half of what is right.", "symptom"),
    Relation(
        "a-third",
        lambda x: x / 3,
        "It is a third of what is right.",
        "symptom",
    ),
    Relation(
        "three-times",
        lambda x: 3 * x,
        "It is three times what is right.",
        "symptom",
    ),
    Relation(
        "squared",
        lambda x: x * x,
        "It is the square of what is right: a square was taken, or a root was not.",
        "symptom",
    ),
    Relation(
        "root-taken",
        np.sqrt,
        "It is the square root of what is right: a root was taken where the number itself belongs, "
        "or a square was not.",
        "symptom",
    ),
    Relation(
        "log-odds-for-surprise",
        lambda x: np.log(np.expm1(x)),
        "It is the logarithm of the odds against, where that of 1 over the probability is right.",
    ),
    Relation(
        "surprise-for-log-odds",
        lambda x: np.logaddexp(0, x),
        "It is the logarithm of 1 over a probability, where that of the odds against is right.",
    ),
)
OF_LOGARITHMS = {  # names of those relations that only a logarithm, nats or bits can have
    "base-e-for-base-2",
    "exponentiated",
    "log-odds-for-surprise",
    "surprise-for-log-odds",
}
COUNTED = Relation(
    "counted-from-0",
    lambda x: x - 1,
    "It is off by one: was one left out of a count, or was 0 the first?",
    "symptom",
)
COUNTED_TWICE = Relation(
    "one-too-many",
    lambda x: x + 1,
    "It is off by one: was one counted twice, or one too many?",
    "symptom",
)


# ---- Numbers ------------------------------------------------------------------------------------


def rounded_to(given: float, exact: float, digits: int | None) -> int | None:
    """Decimals to which a number is a correct rounding, if they are fewer than asked for."""
    if not (math.isfinite(given) and math.isfinite(exact)) or given == 0:
        return None
    asked = -round(math.log10(step_of(exact, digits)))
    for decimals in range(asked - 1, asked - 6, -1):
        step = 10.0**-decimals
        on_grid = abs(given - round(given / step) * step) <= 1e-9 * max(1, abs(given))
        if on_grid and abs(given - exact) <= step / 2 * (1 + 1e-9):
            return decimals
    return None


def is_rounded(given: float, exact: float, digits: int | None) -> bool:
    """Whether a number is right as far as it goes, and goes far enough to be known again."""
    close = abs(given - exact) <= 0.06 * abs(exact)
    return close and rounded_to(given, exact, digits) is not None


def is_off_in_the_last_digit(given: float, exact: float, digits: int | None) -> bool:
    """Cut off instead of rounded, or with a digit lost on the way, in the last digit asked for."""
    step = step_of(exact, digits)
    if not (math.isfinite(given) and math.isfinite(exact)) or abs(exact) < 20 * step:
        return False
    return abs(given - exact) <= 1.01 * step or _is_cut_off(given, exact, step)


def _is_cut_off(given: float, exact: float, step: float) -> bool:
    """Whether a number is the exact one without its last digits, two of which at least are left."""
    for size in (step, 10 * step, 100 * step):
        cut = math.copysign(math.floor(abs(exact) / size) * size, exact)
        if abs(cut) >= 10 * size and abs(given - cut) <= 1e-9 * max(1.0, abs(cut)):
            return True
    return False


def agrees_so_far(given: float, exact: float, digits: int | None) -> bool:
    """Whether a number is what a mistake leads to, in as many digits as it has; two at least."""
    digits = digits if digits is None else max(digits, 0)  # tens are too coarse to know it by
    is_seen = given == 0 or abs(exact) >= step_of(exact, digits)  # all that is small rounds to 0
    if is_rounding(given, exact, digits) and is_seen:
        return True
    return abs(given - exact) <= 0.006 * abs(exact) and (
        rounded_to(given, exact, digits) is not None
        or is_off_in_the_last_digit(given, exact, digits)
    )


def is_cut_off(given: float, exact: float, digits: int | None) -> bool:
    """Whether a number lacks the last digits of the exact one, and is not rounded."""
    is_off = is_off_in_the_last_digit(given, exact, digits)
    return is_off and _is_cut_off(given, exact, step_of(exact, digits))


def is_coarse(given: float, exact: float, digits: int | None) -> bool:
    """Whether a number is right to one digit, which is too little to be sure of."""
    decimals = rounded_to(given, exact, digits)
    return decimals is not None and decimals > 0


def is_telling(given: float, exact: float, digits: int | None) -> bool:
    """Whether a number agrees, and has the digits asked for, or three: fewer fit anything."""
    enough = is_rounding(given, exact, digits) or float(f"{given:.2g}") != given
    return enough and agrees_so_far(given, exact, digits)


def is_clear(given: float, exact: float, digits: int | None) -> bool:
    """Whether a number is telling, and not so simple that many mistakes lead to it."""
    return is_telling(given, exact, digits) and not _comes_from_anywhere(given)


def is_no_round_number(given: float, exact: float, digits: int | None) -> bool:
    """Whether a number agrees, and has more than one digit: 100 or −1 fits anything."""
    return float(f"{given:.1g}") != given and agrees_so_far(given, exact, digits)


# How a number is compared with another, and the digits asked for. A page of the book does the same
# (site/live/numbers.mjs).
TESTS = {
    "right": is_rounding,
    "rounded": is_rounded,
    "cut-off": is_cut_off,
    "last-digit": is_off_in_the_last_digit,
    "so-far": agrees_so_far,
    "clear": is_clear,
    "more": is_no_round_number,
    "coarse": is_coarse,
}


class Row(NamedTuple):
    """What is found if a number stands to another one as a test says."""

    test: str
    number: float
    finding: Finding


def rows_of(exact: float, digits: int | None, *, logarithms: bool = True) -> Iterator[Row]:
    """What a wrong number may have to do with the right one; the first row that fits counts."""
    for test, says in (("rounded", _too_far(digits)), ("cut-off", CUT_OFF), ("last-digit", CLOSE)):
        if test != "last-digit" or not is_count(exact, digits):
            yield Row(test, exact, Finding("symptom", "rounded", says.format("")))
    is_whole = digits is None and float(exact).is_integer()
    for relation in _relations(is_whole=is_whole, logarithms=logarithms):
        with np.errstate(all="ignore"):
            wanted = float(relation.of(np.float64(exact)))
        if math.isfinite(wanted):
            found = Finding(relation.status, relation.name, relation.says)
            yield Row("clear" if relation in OTHERS else "so-far", wanted, found)


def coarse_row(exact: float, digits: int | None) -> Row:
    """What is asked last."""
    return Row("coarse", exact, Finding("symptom", "rounded", _too_far(digits).format("")))


CUT_OFF = "Digits were cut off{} instead of rounded: round to the nearest."
CLOSE = "Close{}, but not right to the last digit asked for. Round once, at the end."
NOT_TENS = "Close{}, but not the nearest ten, which is asked for."


def _too_far(digits: int | None) -> str:
    if digits is not None and digits < 0:
        return "Rounded too far{}: right as far as it goes, but not far enough."
    if digits is None:
        return (
            "Rounded too far{}: right as far as it goes. Give three digits, or all if there are "
            "fewer."
        )
    due = _decimals(digits)
    verb = "is" if digits == 1 else "are"
    return f"Rounded too far{{}}: right as far as it goes, but {due} {verb} asked for."


def is_count(exact: float, digits: int | None) -> bool:
    """Whether a number is exact as it stands: nobody rounds it, so one beside it is not close."""
    return digits == 0 and float(exact).is_integer()


def _precision(
    given: Sequence, exact: Sequence, digits: Sequence, labels: Sequence[str]
) -> Finding | None:
    """If every wrong entry is right but for its last digits."""
    wrong = [i for i in range(len(given)) if not is_rounding(given[i], exact[i], digits[i])]
    rounded = [i for i in wrong if is_rounded(given[i], exact[i], digits[i])]
    near = [
        i
        for i in wrong
        if is_off_in_the_last_digit(given[i], exact[i], digits[i])
        and not is_count(exact[i], digits[i])
    ]
    if not wrong or len({*rounded, *near}) < len(wrong):
        return None
    which = ""
    if len(wrong) < len(given) and labels[wrong[0]]:
        which = f" ({labels[wrong[0]]})"
    if rounded:
        says = _too_far(digits[rounded[0]])
    else:
        cut = all(is_cut_off(given[i], exact[i], digits[i]) for i in wrong)
        tens = any((digits[i] or 0) < 0 for i in wrong)
        says = CUT_OFF if cut else NOT_TENS if tens else CLOSE
    return Finding("symptom", "rounded", says.format(which), tuple(wrong))


def coarse(given: Sequence, exact: Sequence, digits: Sequence) -> Finding | None:
    """If wrong numbers are right to one digit: too little to be sure, so asked last."""
    if not all(map(is_coarse, given, exact, digits)):
        return None
    return Finding("symptom", "rounded", _too_far(digits[0]).format(""))


def close(given: Sequence, exact: Sequence) -> Finding | None:
    """If wrong numbers are off by little, as after a rounding on the way."""
    if not all(
        math.isfinite(g) and 0 < abs(g - x) <= 0.02 * abs(x)
        for g, x in zip(given, exact, strict=True)
    ):
        return None
    says = "Close: within two per cent of what is right. Was a number rounded, or mistyped, on the "
    return Finding("symptom", "close", says + "way?")


def rounded_on_the_way(
    given: Sequence, exact: Sequence, digits: Sequence, labels: Sequence[str]
) -> Finding | None:
    """If wrong numbers are rounded too far, and the others off by little: made from these."""
    rounded = [is_rounded(*number) for number in zip(given, exact, digits, strict=True)]
    off = [i for i, is_right_so_far in enumerate(rounded) if not is_right_so_far]
    if not off or len(off) == len(rounded):
        return None
    if not close([given[i] for i in off], [exact[i] for i in off]):
        return None
    first = rounded.index(True)
    says = _too_far(digits[first]).format(f" ({labels[first]})" if labels[first] else "")
    other = f"What you gave for “{labels[off[0]]}”" if labels[off[0]] else "Another number"
    says += f" {other} is a little off, as if made from such numbers: round once, at the end."
    return Finding("symptom", "rounded", says)


def _decimals(count: int) -> str:
    return f"{NUMERALS[count]} decimal{'s' if count != 1 else ''}"


def _relations(*, is_whole: bool, logarithms: bool = True) -> Iterator[Relation]:
    yield from (SIGN, *(BASES if logarithms else ()), *SCALES)
    if is_whole:
        yield from (COUNTED, COUNTED_TWICE)
    yield from (r for r in OTHERS if logarithms or r.name not in OF_LOGARITHMS)


def _comes_from_anywhere(given: float) -> bool:
    """Whether a number is so simple that many mistakes lead to it: 0, 1/4, 2/3."""
    nearest = Fraction(given).limit_denominator(5) if math.isfinite(given) else Fraction(0)
    return abs(given) < 1.1 and abs(given - nearest) < 5e-4


def _related(
    given: Sequence,
    exact: Sequence,
    digits: Sequence,
    *,
    is_whole: bool = False,
    logarithms: bool = True,
) -> Finding | None:
    """If one relation leads from what is right to every one of these numbers."""
    for relation in _relations(is_whole=is_whole, logarithms=logarithms):
        with np.errstate(all="ignore"):
            wanted = [float(relation.of(np.float64(x))) for x in exact]
        if not all(map(math.isfinite, wanted)):
            continue
        if relation in OTHERS and all(map(_comes_from_anywhere, given)):
            continue
        if all(map(is_telling if relation in OTHERS else agrees_so_far, given, wanted, digits)):
            return Finding(relation.status, relation.name, relation.says)
    return None


# ---- Answers that are values --------------------------------------------------------------------


def certain(form: Form, given: NDArray, expected: NDArray) -> Finding | None:
    """What is so certain that no mistake of a catalogue can be closer to the truth."""
    g, x = given.ravel(), expected.ravel()
    if isinstance(form, Numbers):
        return _precision(g, x, form.digits(), form.labels())
    if isinstance(form, (Judgements, Words, Chosen)) and g.size > 1:
        return _turned(form, g, x)
    return None


def _turned(form: Form, g: NDArray, x: NDArray) -> Finding | None:
    """All inverted, or all shifted by one."""
    two = not isinstance(form, Words) or len(form.options) == 2
    if two and bool(np.all(g == 1 - x)):
        says = "Every one is the opposite of what is right: the two are exchanged throughout."
        if isinstance(form, Chosen):
            says = f"These are exactly the {form.what} that are not asked for."
        return Finding("named", "all-inverted", says)
    differ = int((g != x).sum())
    if isinstance(form, Chosen):
        if bool(np.all(g[:-1] == x[1:])) and not g[-1]:
            says = f"Each number is one too small: the {form.what} are numbered from 1, not 0."
            return Finding("named", "counted-from-0", says)
        return None
    if differ >= 3 and x.size >= 4:
        for step in (1, -1):
            if np.array_equal(g, np.roll(x, step)):
                says = "Every answer is right for the next one: all are shifted by one place."
                return Finding("named", "shifted-by-one", says)
        if np.array_equal(g, x[::-1]):
            says = "These are the right answers from the last to the first: the order is reversed."
            return Finding("named", "reversed", says)
    return None


def permuted(form: Form, given: NDArray, expected: NDArray) -> Finding | None:
    """The right entries, in another order."""
    g, x = given.ravel(), expected.ravel()
    if g.size < 2:
        return None
    if isinstance(form, Numbers):
        return _numbers_permuted(form, g, x)
    if isinstance(form, Words):
        wrong = np.flatnonzero(g != x)
        few = max(3, len(form.labels()))  # with more questions than options, it is chance
        if len(wrong) == 2 <= few <= len(form.options) and set(g[wrong]) == set(x[wrong]):
            a, b = (form.labels()[i] for i in wrong)
            says = f"The answers for “{a}” and “{b}” have changed places."
            return Finding("named", "exchanged", says, tuple(map(int, wrong)))
    return None


def _numbers_permuted(form: Numbers, g: NDArray, x: NDArray) -> Finding | None:
    digits = np.array([-1e9 if d is None else d for d in form.digits()])
    order, target = np.argsort(g, kind="stable"), np.argsort(x, kind="stable")

    def fits(a: float, b: float, d: float) -> bool:
        return a == b or agrees_so_far(a, b, None if d == -1e9 else int(d))

    if not all(map(fits, g[order], x[target], digits[target])):
        return None
    parts = form.parts
    wrong = [i for i in range(g.size) if not fits(g[i], x[i], digits[i])]
    if len(wrong) < 2:
        return None
    ends = np.cumsum([p.size for p in parts])
    home = [int(np.searchsorted(ends, i, side="right")) for i in wrong]
    touched = sorted(set(home))
    says = "These are the right numbers in another order."
    name = "another-order"
    if len(touched) == 2 and parts[touched[0]].size == parts[touched[1]].size:
        a, b = (parts[t] for t in touched)
        if a.size == 1 or all(
            fits(g[(ends[touched[0]] - a.size) + k], x[(ends[touched[1]] - b.size) + k], digits[0])
            for k in range(a.size)
        ):
            says = f"The right numbers have changed places: first {a.name}, then {b.name}."
            name = "order-swapped"
    elif len(touched) == 1:
        size, stop = parts[touched[0]].size, ends[touched[0]]
        of = f" for {parts[touched[0]].name}" if len(parts) > 1 else ""
        says = f"These are the right numbers{of}, in another order."
        part = slice(stop - size, stop)
        if all(map(fits, g[part], x[part][::-1], digits[part])):
            name, says = "reversed", f"These are the right numbers{of}, from the last to the first."
        elif len(wrong) == 2:
            says = f"Two of the right numbers{of} have changed places."
    return Finding("named", name, says, tuple(wrong))


def same_throughout(form: Form, given: NDArray, expected: NDArray) -> Finding | None:
    """One answer to all questions, though they do not all have the same."""
    if isinstance(form, Numbers) or given.size < 3 or isinstance(form, Chosen):
        return None
    if np.ptp(given) != 0 or np.ptp(expected) == 0:
        return None
    says = "You gave one and the same answer throughout, and it is not right everywhere."
    return Finding("symptom", "same-throughout", says)


def related(form: Form, given: NDArray, expected: NDArray, wrong: Sequence[int]) -> Finding | None:
    """One relation that leads to every wrong entry."""
    if not isinstance(form, Numbers) or not len(wrong):
        return None
    g, x, digits = given.ravel(), expected.ravel(), form.digits()
    whole = all(digits[i] is None and float(x[i]).is_integer() for i in wrong)
    found = _related(
        [g[i] for i in wrong],
        [x[i] for i in wrong],
        [digits[i] for i in wrong],
        is_whole=whole,
        logarithms=form.logarithms,
    )
    if found is None:
        return None
    says = found.says
    if len(wrong) > 1:
        says = re.sub("^It is ", "Each is ", says)
    if len(wrong) < g.size:
        says = f"{_listed_part(form, wrong)}: {says[0].lower()}{says[1:]}"
    return Finding(found.status, found.name, says, tuple(wrong))


def left_out_of_sum(form: Form, given: NDArray, expected: NDArray) -> Finding | None:
    """Shares that were divided by a sum without one of the entries."""
    if not isinstance(form, Numbers):
        return None
    g, x, digits, start = given.ravel(), expected.ravel(), form.digits(), 0
    for part in form.parts:
        own = range(start, start + part.size)
        start += part.size
        shares = x[own]
        others = [i for i in range(x.size) if i not in own]
        if part.size < 3 or (shares <= 0).any() or abs(shares.sum() - 1) > 1e-9:
            continue
        if not form.is_right(given, expected).ravel()[others].all():
            continue
        for k, share in enumerate(shares):
            wanted = shares / (1 - share)
            if all(is_telling(g[i], w, digits[i]) for i, w in zip(own, wanted, strict=True)):
                says = f"Your numbers for {part.name} add up to {wanted.sum():.4g}: number {k + 1} "
                says += "was left out of the sum that all are divided by."
                return Finding("named", "left-out-of-sum", says, tuple(own))
    return None


def _listed_part(form: Numbers, wrong: Sequence[int]) -> str:
    """Entries by their names: that of the part, if they are all of it."""
    own = groups(form, wrong)
    parts = [part for part, part_own in _homes(form, own) if len(part_own) == part.size]
    labels = form.labels()
    said = [p.name for p in parts] if len(parts) == len(own) else [labels[i] for i in wrong]
    text = ", ".join(said[:-1]) + " and " + said[-1] if len(said) > 1 else said[0]
    return f"{text[0].upper()}{text[1:]}"


def _homes(form: Numbers, own: Sequence[list[int]]) -> Iterator[tuple[Any, list[int]]]:
    """Each group of entries with the part that they are in."""
    ends = np.cumsum([p.size for p in form.parts])
    for entries in own:
        yield form.parts[int(np.searchsorted(ends, entries[0], side="right"))], entries


def repeated(form: Form, given: NDArray, expected: NDArray, wrong: Sequence[int]) -> Finding | None:
    """What is right for another entry, in every wrong one."""
    if not isinstance(form, Numbers) or not len(wrong) or given.size < 2:
        return None
    g, x, labels, digits = given.ravel(), expected.ravel(), form.labels(), form.digits()
    homes = []
    for i in wrong:
        fits = [j for j in range(x.size) if j != i and agrees_so_far(g[i], x[j], digits[j])]
        if not fits or g[i] in (-1, 0, 0.5, 1):
            return None
        homes.append(fits[0])
    if len(wrong) > 2 or not labels[wrong[0]]:
        return None
    said = " and ".join(
        f"for “{labels[i]}” stands what is right for “{labels[j]}”"
        for i, j in zip(wrong, homes, strict=True)
    )
    return Finding("named", "another-entry", f"{said[0].upper()}{said[1:]}.", tuple(wrong))


def sum_off(form: Form, given: NDArray, expected: NDArray) -> Finding | None:
    """The entries of a part that do not add up to 1, or to 0, as the right ones do."""
    if not isinstance(form, Numbers):
        return None
    g, x, start = given.ravel(), expected.ravel(), 0
    for part in form.parts:
        own = slice(start, start + part.size)
        start += part.size
        width = form.shape[1] if form.shape and len(form.parts) == 1 else part.size
        for row in range(part.size // width):
            mine, right = (float(a[own][row * width :][:width].sum()) for a in (g, x))
            whole = round(right)
            is_due = width > 1 and abs(right - whole) < 1e-9 and whole in (0, 1)
            if is_due and abs(mine - right) > 0.02:
                of = f"row {row + 1} of {part.name}" if part.size > width else part.name
                says = f"Your numbers for {of} add up to {mine:.3g}; the right ones to {whole}."
                return Finding("symptom", "sum-off", says)
    return None


def groups(form: Form, wrong: Sequence[int]) -> list[list[int]]:
    """The wrong entries, those of one part together."""
    if not isinstance(form, Numbers):
        return [[i] for i in wrong]
    found, start = [], 0
    for part in form.parts:
        own = [i for i in wrong if start <= i < start + part.size]
        start += part.size
        if own:
            found.append(own)
    return found


def one_of_several(form: Form, given: NDArray, expected: NDArray) -> Finding | None:
    """Which entries are wrong, if others are right."""
    wrong = np.flatnonzero(~form.is_right(given, expected).ravel())
    labels = form.labels()
    if given.size < 2 or len(wrong) == given.size or not len(wrong) or not labels:
        return None
    rest = given.size - len(wrong)
    what = "the other is" if rest == 1 else f"the other {_counted(rest)} are"
    said = _listed([labels[i] for i in wrong[:2]])
    if len(wrong) > 2:
        says = f"{_counted(len(wrong)).capitalize()} of the {_counted(given.size)} entries are not "
        says += f"right; {what}. The first of them is “{labels[wrong[0]]}”."
    else:
        verb = "is" if len(wrong) == 1 else "are"
        says = f"What you gave for {said} {verb} not right; {what}."
    return Finding("symptom", "one-entry" if len(wrong) == 1 else "some-entries", says)


def _listed(words: Sequence[str]) -> str:
    return " and ".join(f"“{w}”" for w in words)


def _counted(count: int) -> str:
    return NUMERALS[count] if count < len(NUMERALS) else str(count)


# ---- Functions ----------------------------------------------------------------------------------


def of_function(trials: Sequence, failing: Sequence, reference: Callable) -> Finding | None:
    """What the results of a wrong function have to do with the right ones, or with the arguments.

    trials, failing : all calls that were tried, and those that were wrong, with .probe, .expected,
        .outcome, .right and .tolerance
    reference : the right function
    """
    values = [t for t in failing if t.outcome.kind == "value"]
    raised = (
        _classes_counted(failing)
        or _row_taken_apart(trials, failing, reference)
        or _runs_for_one_size(trials, failing)
    )
    if raised:
        return raised
    telling = [t for t in values if np.isfinite(t.outcome.value).any()]  # nan comes from anywhere
    if not values or 2 * len(values) < len(failing) or 2 * len(telling) <= len(values):
        return None
    return (
        _constant(trials)
        or _argument_returned(trials, failing)
        or _whole_numbers(trials, failing)
        or _not_gathered(trials, values)
        or _elsewhere(trials, values, reference)
        or _other_arguments(trials, values, reference)
        or _scaled(trials, values)
        or _with_an_argument(trials, values)
        or _gathered_otherwise(trials, values, reference)
        or _up_to_a_constant(trials, values)
        or _without_effect(trials)
        or _of_one_size(trials)
    )


AMBIGUOUS = re.compile(r"truth value of an? ([\w ]+) is ambiguous|truth value of an array with")
# what asks for one truth value, in a line of code; what is said of it
ASKING = (
    (r"\b(if|elif)\b", "`if` needs"),
    (r"\bwhile\b", "`while` needs"),
    (r"\bassert\b", "`assert` needs"),
    (r"\b(and|or|not)\b", "`and`, `or` and `not` need"),
    (r"(?<![\w.])(max|min|sorted)\(", "To compare, Python's own `max`, `min` and `sorted` need"),
)


def undecided(failing: Sequence) -> tuple[Finding, Any] | None:
    """An array was taken for one truth value: what is said, and the trial that shows it."""
    for t in failing:
        if t.outcome.kind == "raised" and AMBIGUOUS.search(t.outcome.message):
            asks = [said for pattern, said in ASKING if re.search(pattern, t.outcome.line)]
            says = f"{asks[0] if asks else 'A condition needs'} one truth value, but an array has "
            says += "one for each entry. "
            compares = asks and "Python" in asks[0]
            says += "NumPy's own compare " if compares else "NumPy's `where` decides "
            says += "entry by entry, along an axis." if compares else "for each."
            return Finding("named", "truth-value-of-array", says), t
    return None


def in_another_base(trials: Sequence, failing: Sequence) -> Finding | None:
    values = [t for t in failing if t.outcome.kind == "value"]
    if not values or len(values) < len(failing):
        return None
    for relation in BASES:
        if _holds(lambda t, r=relation: r.of(t.expected), trials, values):
            return Finding(relation.status, relation.name, relation.says)
    return None


def _holds(of: Callable[[Any], NDArray | None], trials: Sequence, values: Sequence) -> bool:
    """Whether every result is what a relation makes of the right one."""
    right = [t for t in trials if t.right]
    for t in [*values, *right]:
        try:
            with np.errstate(all="ignore"):
                wanted = of(t)
        except Exception:  # of a reference that is given what it is not made for
            return False
        if wanted is None:
            if t.right:
                continue
            return False
        wanted = np.asarray(wanted, float)
        if not agrees(t.outcome.value, wanted, *t.tolerance):
            return False
    return True


def _same(a: NDArray, b: NDArray) -> bool:
    return a.shape == b.shape and bool(np.allclose(a, b, rtol=1e-9, atol=1e-12, equal_nan=True))


def _constant(trials: Sequence) -> Finding | None:
    results = [t.outcome.value for t in trials if t.outcome.kind == "value"]
    if len(results) < 2 or len(results) < len(trials) or not np.isfinite(results[0]).all():
        return None
    if not all(_same(r, results[0]) for r in results):
        return None
    if all(_same(t.expected, trials[0].expected) for t in trials):
        return None
    says = "The result is the same whatever the argument: nothing of the argument enters it."
    if not results[0].any() and all(t.expected.any() for t in trials):
        says = "The result is always 0: either nothing of the argument enters it, or all cancels."
    if _whole_numbers(trials, [t for t in trials if not t.right]):  # all too small to be 1
        says = f"The result is always {results[0].ravel()[0]:.4g}: the fractions are lost, as in a "
        says += "division with //, or nothing of the argument enters it."
    if any(t.right for t in trials):
        says = "One example's result is returned whatever the argument."
    return Finding("named", "constant-result", says)


def _argument_returned(trials: Sequence, failing: Sequence) -> Finding | None:
    for at in range(len(trials[0].probe.args)):

        def argument(t: Any, at: int = at) -> NDArray:
            return np.asarray(t.probe.args[at], float)

        values = [t for t in failing if t.outcome.kind == "value"]
        known = [t for t in trials if t.right]  # where it is right, it comes back all the same
        if len(values) >= min(2, len(failing)) and _holds(argument, known, values):
            which = "The argument" if len(trials[0].probe.args) == 1 else _ordinal(at)
            return Finding("named", "argument-returned", f"{which} comes back as it was.")
    return None


def _ordinal(at: int) -> str:
    names = ("The first argument", "The second argument", "The third argument")
    return names[at] if at < len(names) else "An argument"


def _classes_counted(failing: Sequence) -> Finding | None:
    """The number of classes was taken from the labels that occur."""

    def seen(t: Any) -> set[int]:
        labels = [np.asarray(a) for a in t.probe.args]
        labels = [a for a in labels if a.dtype.kind in "iu" and a.ndim == 1 and a.size]
        return {int(k) for a in labels for k in (a.max() + 1, len(np.unique(a)))}

    def one_row(t: Any) -> int | None:
        """Classes, if the result has as many entries as the scores, which are a single row."""
        shape = t.expected.shape
        is_row = len(shape) == 1 and bool(t.probe.args) and np.shape(t.probe.args[0]) == shape
        return shape[0] if is_row and np.asarray(t.probe.args[0]).dtype.kind == "f" else None

    def shows(t: Any) -> bool:
        K = t.expected.shape[-1] if t.expected.ndim == 2 else None
        widths = [np.shape(a)[-1] for a in t.probe.args if np.ndim(a) == 2]
        K = K or (widths[0] if widths else None) or one_row(t)
        fewer = {k for k in seen(t) if K and k < K}
        if t.outcome.kind == "raised":
            shapes = re.findall(r"\((?:\d+,\s?)?(\d+),?\)", t.outcome.message)
            columns = set(map(int, shapes))
            return K in columns and bool(columns & fewer)
        if t.outcome.kind != "value" or t.expected.ndim != 2:
            return False
        shape = t.outcome.value.shape
        return len(shape) == 2 and shape[0] == t.expected.shape[0] and shape[1] in fewer

    if not failing or not all(map(shows, failing)):
        return None
    says = "The number of classes was taken from the labels that happen to occur. A class may be "
    says += "missing from a batch; the scores have a column for each."
    if all(map(one_row, failing)):
        says = "The number of scores was taken from the draws that happen to occur. What was never "
        says += "drawn has a score too."
    return Finding("named", "classes-counted-in-y", says)


SCALAR = re.compile(
    r"has no len\(\)|not iterable|not subscriptable|invalid index to scalar|of dimension 0"
    r"|is 0-dimensional|0-d array"
)


def _row_taken_apart(trials: Sequence, failing: Sequence, reference: Callable) -> Finding | None:
    """A loop over the first axis: right for matrices, and each number of a single row is taken for
    a row."""

    def axes(t: Any) -> int:
        return np.ndim(t.probe.args[0])

    single = [t for t in failing if axes(t) == 1]
    if not single or any(axes(t) == 2 for t in failing):
        return None
    if len([t for t in trials if axes(t) == 2 and t.right]) < 2:
        return None
    for t in single:
        if t.outcome.kind == "raised" and SCALAR.search(t.outcome.message):
            continue
        numbers = _of_each_number(t, reference) if t.outcome.kind == "value" else None
        if numbers is None or not agrees(t.outcome.value, numbers, *t.tolerance):
            return None
    says = "It is right for a matrix, and takes a single row apart: a loop over the first axis "
    return Finding("named", "loops-over-first-axis", says + "takes each of its numbers for a row.")


def _of_each_number(t: Any, reference: Callable) -> NDArray | None:
    """The right results if every number of a row were a row of its own."""
    n, args = len(t.probe.args[0]), t.probe.args
    parts = [np.shape(a)[:1] == (n,) for a in args]
    try:
        with np.errstate(all="ignore"):
            rows = [
                reference(*(a[i : i + 1] if p else a for a, p in zip(args, parts, strict=True)))
                for i in range(n)
            ]
            return np.array(rows, float).reshape(t.expected.shape)
    except Exception:  # of a reference that is given what it is not made for
        return None


def _size_fixed(seen: str) -> Finding:
    says = f"{seen}: is a number of the example, such as its classes, written into the code?"
    return Finding("symptom", "size-fixed", says)


def _runs_for_one_size(trials: Sequence, failing: Sequence) -> Finding | None:
    """Right for arguments of one size, and for no other does it run."""
    right = [t for t in trials if t.right]
    shapes = {t.expected.shape for t in right}
    if len(right) < 2 or len(shapes) > 1 or () in shapes:
        return None
    if any(t.outcome.kind != "raised" or t.expected.shape in shapes for t in failing):
        return None
    if not all(issubclass(t.outcome.error, (IndexError, ValueError)) for t in failing):
        return None
    (shape,) = shapes
    return _size_fixed(f"It runs only where the result has the shape {shape}")


def _without_effect(trials: Sequence) -> Finding | None:
    """Of calls that differ in one argument only, the results are the same, and should not be."""
    values = [t for t in trials if t.outcome.kind == "value"]
    for at in range(len(trials[0].probe.args)):

        def differ_there_only(a: Any, b: Any, at: int = at) -> bool:
            pairs = zip(map(np.asarray, a.probe.args), map(np.asarray, b.probe.args), strict=True)
            same = [np.array_equal(x, y) for x, y in pairs]
            return not same[at] and sum(same) == len(same) - 1

        pairs = [
            (a, b)
            for a, b in combinations(values, 2)
            if len(a.probe.args) == len(b.probe.args) > 1
            and differ_there_only(a, b)
            and a.expected.shape == b.expected.shape
            and not _same(a.expected, b.expected)
        ]
        if _depends_on(trials, at):
            continue
        if pairs and all(_same(a.outcome.value, b.outcome.value) for a, b in pairs):
            which = _ordinal(at).lower()
            says = f"Where only {which} differs, your results are the same: it has no effect."
            return Finding("symptom", "argument-without-effect", says)
    return None


def _depends_on(trials: Sequence, at: int) -> bool:
    """Whether results are right, and not by chance, for arguments that are not the same there."""
    seen = {
        tuple(np.unique(np.asarray(t.probe.args[at])).tolist())
        for t in trials
        if t.right and at < len(t.probe.args) and (t.expected != np.rint(t.expected)).any()
    }
    return len(seen) > 1


def _whole_numbers(trials: Sequence, failing: Sequence) -> Finding | None:
    values = [t for t in failing if t.outcome.kind == "value"]
    if any(
        t.outcome.value.shape != t.expected.shape
        or not np.array_equal(t.outcome.value, np.rint(t.outcome.value), equal_nan=True)
        for t in values
    ):
        return None
    if any(np.asarray(a).dtype.kind == "f" for t in values for a in t.probe.args) and any(
        t.right and not np.array_equal(t.outcome.value, np.rint(t.outcome.value), equal_nan=True)
        for t in trials
    ):  # fractions came out elsewhere
        return None
    for way in (np.trunc, np.floor, np.rint):
        if _holds(lambda t, way=way: way(t.expected), [], values) and len(values) == len(failing):
            given = all(
                all(np.asarray(a).dtype.kind in "iub" for a in t.probe.args) for t in values
            )
            says = "Fractions are lost: the results are whole numbers, as an integer division or "
            says += "an array of integers gives."
            if given and len(values) < len(trials):
                says = "For whole numbers the fractions are lost: an array made in the type of "
                says += "the argument holds whole numbers only."
            return Finding("named", "whole-numbers-only", says)
    return None


# name, what of the expected array, what is said
PICKED = (
    ("first-row-only", lambda x: x[0], "Only the first row's result came back."),
    ("last-row-only", lambda x: x[-1], "Only the last row's result came back."),
    ("averaged-over-rows", lambda x: x.mean(axis=0), "The rows' results were averaged."),
    ("averaged-over-everything", lambda x: x.mean(), "All results were averaged into one number."),
    ("summed-over-rows", lambda x: x.sum(axis=0), "The rows' results were added up."),
    ("summed-over-everything", lambda x: x.sum(), "All results were added up."),
    ("first-entry-only", lambda x: x.ravel()[0], "Only the first entry came back."),
    ("last-entry-only", lambda x: x.ravel()[-1], "Only the last entry came back."),
    ("largest-only", lambda x: x.max(), "Only the largest entry came back."),
    ("smallest-only", lambda x: x.min(), "Only the smallest entry came back."),
    ("largest-of-each-row", lambda x: x.max(axis=-1), "Of each row only the largest came back."),
    (
        "class-not-probabilities",
        lambda x: x.argmax(axis=-1),
        "Of each row only the place of the largest came back, the class, not the entries.",
    ),
    ("first-of-each-row", lambda x: x[..., 0], "Of each row only the first entry came back."),
    ("summed-in-each-row", lambda x: x.sum(axis=-1), "The entries of each row were added up."),
)
ONE_FOR_EACH = "A result is asked for each."
# name, what of the entries for each example, what is said
GATHERED = (
    ("not-averaged", np.mean, "A number for each example came back; their mean is asked for."),
    ("not-added-up", np.sum, "A number for each example came back; their sum is asked for."),
)


def _not_gathered(trials: Sequence, values: Sequence) -> Finding | None:
    """The parts of which the right number is the mean, or the sum."""
    if any(t.expected.ndim or not t.outcome.value.ndim for t in values):
        return None
    for name, gather, says in GATHERED:
        if all(agrees(gather(t.outcome.value), t.expected, *t.tolerance) for t in values):
            return Finding("named", name, says)
    return None


def _elsewhere(trials: Sequence, values: Sequence, reference: Callable) -> Finding | None:
    """The right entries in other places, or only some of them."""
    if any(t.expected.ndim for t in values):
        shorter = all(t.outcome.value.ndim < t.expected.ndim for t in values)
        axes = min(t.expected.ndim for t in values)
        batches = [t for t in trials if t.expected.ndim >= axes]
        rows = max(t.expected.ndim for t in values) > 1
        for name, pick, says in PICKED:
            if "row" in name and not rows:
                continue
            if shorter and _holds(lambda t, pick=pick: pick(t.expected), batches, values):
                return Finding("named", name, f"{says} {ONE_FOR_EACH}")
    moved = (
        (
            "first-row-only",
            lambda t: t.expected[:1] if t.expected.ndim > 1 else t.expected,
            f"Only the first row's result came back. {ONE_FOR_EACH}",
        ),
        (
            "last-row-only",
            lambda t: t.expected[-1:] if t.expected.ndim > 1 else t.expected,
            f"Only the last row's result came back. {ONE_FOR_EACH}",
        ),
        *(
            (name, lambda t, pick=pick: pick(t.expected) if t.expected.ndim else t.expected, says)
            for name, pick, says in LEFT_OUT
        ),
        (
            "largest-as-1",
            lambda t: _one_hot(t.expected),
            "The largest entry became 1 and all others 0: that is a choice, not the numbers.",
        ),
        (
            "added-up-on-the-way",
            lambda t: np.cumsum(t.expected, axis=-1) if t.expected.ndim else t.expected,
            "Each entry is the sum of the right ones up to there.",
        ),
        (
            "transposed-result",
            lambda t: np.swapaxes(t.expected, -1, -2) if t.expected.ndim > 1 else t.expected,
            "The numbers are right, but rows and columns are exchanged.",
        ),
        (
            "reversed",
            lambda t: t.expected[..., ::-1] if t.expected.ndim else t.expected,
            "The numbers are right, but in each row from the last to the first.",
        ),
        (
            "rows-reversed",
            lambda t: t.expected[::-1] if t.expected.ndim else t.expected,
            "The numbers are right, but the rows stand from the last to the first.",
        ),
        (
            "sorted",
            lambda t: np.sort(t.expected, axis=-1) if t.expected.ndim else t.expected,
            "The numbers are right, but sorted from small to large, not in the order of the "
            "argument.",
        ),
        (
            "sorted",
            lambda t: -np.sort(-t.expected, axis=-1) if t.expected.ndim else t.expected,
            "The numbers are right, but sorted from large to small, not in the order of the "
            "argument.",
        ),
        (
            "other-axis",
            lambda t: _along_the_other_axis(t, reference),
            "That is the result along the other axis: columns were treated as rows are to be.",
        ),
    )
    for name, of, says in moved:
        if _holds(of, trials, values):
            if name == "reversed" and all(t.expected.shape[-1:] == (2,) for t in values):
                says = "The two numbers are right, but they have changed places."
                return Finding("named", "order-swapped", says)
            return Finding("named", name, says)
    return None


# name, what is left of the expected array, what is said
LEFT_OUT = (
    ("last-entry-left-out", lambda x: x[..., :-1], "All but the last entry came back."),
    ("first-entry-left-out", lambda x: x[..., 1:], "All but the first entry came back."),
    ("last-row-left-out", lambda x: x[:-1], "All but the last row came back."),
    ("first-row-left-out", lambda x: x[1:], "All but the first row came back."),
)


def _one_hot(x: NDArray) -> NDArray:
    if x.ndim == 0 or x.shape[-1] < 2:
        return x
    return np.eye(x.shape[-1])[x.argmax(axis=-1)]


def _along_the_other_axis(t: Any, reference: Callable) -> NDArray:
    first = np.asarray(t.probe.args[0])
    if first.ndim < 2:
        return t.expected
    result = np.asarray(reference(np.swapaxes(first, -1, -2).copy(), *t.probe.args[1:]), float)
    return np.swapaxes(result, -1, -2) if result.ndim == first.ndim else result


def _of_several(x: NDArray) -> NDArray:
    """Raises TypeError for a single number, of which softmax and order say nothing."""
    if x.ndim == 0 or x.shape[-1] < 2:
        raise TypeError
    return x


def _softmax(x: NDArray) -> NDArray:
    x = _of_several(x)
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


# name, what was made of the argument, what is said
CHANGED = (
    ("argument-negated", lambda x: -x, "with its sign turned round"),
    ("argument-cut-to-whole-numbers", np.trunc, "without its fractions, as an array of integers"),
    ("softmax-applied-first", _softmax, "after a softmax that was applied to it first"),
    ("exponential-taken-first", np.exp, "after an exponential that was taken of it first"),
    ("logarithm-taken-first", np.log, "after a logarithm that was taken of it first"),
    (
        "argument-reversed",
        lambda x: _of_several(x)[..., ::-1],
        "read from the last entry to the first",
    ),
    ("argument-sorted", lambda x: np.sort(_of_several(x), axis=-1), "sorted"),
)


def _other_arguments(trials: Sequence, values: Sequence, reference: Callable) -> Finding | None:
    """The right function of something else than was handed to it."""
    count = len(trials[0].probe.args)
    for i in range(count):
        for name, change, said in CHANGED:

            def changed(t: Any, i: int = i, change: Callable = change) -> NDArray:
                args = [np.array(a) for a in t.probe.args]
                if args[i].dtype.kind != "f":  # labels and counts
                    args[i] = args[i] if i else args[i].astype(float)
                if args[i].dtype.kind == "f":
                    args[i] = np.asarray(change(args[i]))
                return np.asarray(reference(*args), float)

            if _holds(changed, trials, values):
                which = "the argument" if count == 1 else _ordinal(i).lower()
                says = f"That is the right result for {which} {said}."
                return Finding("symptom", name, says)
    if count == 2 and _holds(
        lambda t: np.asarray(reference(*map(np.array, t.probe.args[::-1])), float), trials, values
    ):
        says = "That is the right result if the two arguments change places."
        return Finding("named", "arguments-swapped", says)
    return _labels_off_by_one(trials, values, reference)


def _labels_off_by_one(trials: Sequence, values: Sequence, reference: Callable) -> Finding | None:
    for step, says in ((-1, "from 1 on"), (1, "from −1 on")):

        def counted(t: Any, step: int = step) -> NDArray:
            args = [np.array(a) for a in t.probe.args]
            K = args[0].shape[-1]
            moved = [a.dtype.kind in "iu" and a.ndim <= args[0].ndim for a in args]
            if not any(moved[1:]):
                return t.expected
            args[1:] = [
                (a + step) % K if m else a for a, m in zip(args[1:], moved[1:], strict=True)
            ]
            return np.asarray(reference(*args), float)

        if _holds(counted, trials, values):
            says = f"That is the right result for labels that count {says}; here they count from 0."
            return Finding("named", "labels-off-by-one", says)
    return None


def _scaled(trials: Sequence, values: Sequence) -> Finding | None:
    """One relation between numbers, or one factor, in every result."""
    if any(t.outcome.value.shape != t.expected.shape for t in values):
        return None
    for relation in (SIGN, *SCALES, *OTHERS):
        if _holds(lambda t, r=relation: r.of(t.expected), trials, values):
            says = relation.says.replace("It is", "Every result is", 1)
            return Finding(relation.status, relation.name, says)
    if _holds(lambda t: np.abs(t.expected), trials, values):
        says = "The sizes are right, but every result is positive: signs were lost."
        return Finding("named", "signs-lost", says)
    if _holds(lambda t: np.maximum(t.expected, 0), trials, values):
        says = "What is above 0 is right; in place of every negative number stands 0."
        return Finding("named", "cut-off-at-0", says)
    for decimals in (1, 2, 3, 4):
        if _holds(lambda t, d=decimals: np.round(t.expected, d), trials, values):
            says = f"The results are right but rounded to {_decimals(decimals)}; whoever uses them "
            return Finding("named", "rounded", says + "loses the rest.")
    if _is_softmax_missing(trials, values):
        says = "Softmax of your rows is what is right: these are scores, not yet probabilities."
        return Finding("named", "softmax-missing", says)
    return _factor(trials, values) or _by_sizes(trials, values) or _shifted(trials, values)


def _is_softmax_missing(trials: Sequence, values: Sequence) -> bool:
    """Whether every result would be right after a softmax along its rows."""
    if len(values) < len(trials):  # nothing is both scores and probabilities
        return False
    return all(
        t.expected.ndim
        and t.expected.shape[-1] > 1
        and t.outcome.value.shape == t.expected.shape
        and np.isfinite(t.outcome.value).all()
        and agrees(_softmax(t.outcome.value), t.expected, *t.tolerance)
        for t in values
    )


def _factor(trials: Sequence, values: Sequence) -> Finding | None:
    """A factor that is the number of rows or of columns, or the same throughout."""
    sizes = (
        ("n", "the number of rows", lambda t: np.shape(t.probe.args[0])[0]),
        ("K", "the number of columns", lambda t: np.shape(t.probe.args[0])[-1]),
        ("size", "the number of all entries", lambda t: np.size(t.probe.args[0])),
    )
    if all(np.ndim(t.probe.args[0]) < 2 for t in trials):  # then it has no rows
        sizes = (("n", "the length", sizes[0][2]),)
    for symbol, what, size in sizes:
        if _holds(lambda t, s=size: t.expected * s(t), trials, values):
            says = f"Every result is too large by a factor that is {what} of the first argument: "
            return Finding("named", f"times-{symbol}", says + "a division by it is missing.")
        if _holds(lambda t, s=size: t.expected / s(t), trials, values):
            says = f"Every result is too small by a factor that is {what} of the first argument: "
            return Finding("named", f"divided-by-{symbol}", says + "one division too many.")
    first = values[0]
    finite = np.isfinite(first.expected) & (np.abs(first.expected) > 1e-9)
    if len(values) < 2 or not finite.any():
        return None
    at = int(np.argmax(np.where(finite, np.abs(first.expected), 0)))
    factor = first.outcome.value.item(at) / first.expected.item(at)
    if (
        np.isfinite(factor)
        and abs(factor) > 1e-6
        and abs(factor - 1) > 1e-3  # nearer to 1 it is a small number added, or rounding
        and _holds(lambda t: factor * t.expected, trials, values)
    ):
        says = f"Every result is {factor:.4g} times what is right: all else is as it should be."
        return Finding("symptom", "constant-factor", says)
    return None


def _count(trials: Sequence) -> int:
    """How many arguments every call has: others are optional."""
    return min(len(t.probe.args) for t in trials)


def _by_sizes(trials: Sequence, values: Sequence) -> Finding | None:
    """A factor that is made of the length of an axis of an argument."""
    ways = (
        ("the root of", np.sqrt),
        ("one less than", lambda n: n - 1),
        ("", lambda n: n),
    )
    for at, argument in enumerate(trials[0].probe.args[: _count(trials)]):
        for axis in range(np.ndim(argument)):

            def length(t: Any, at: int = at, axis: int = axis) -> float:
                return float(np.shape(t.probe.args[at])[axis])

            ordinal = _ordinal(at).lower() if len(trials[0].probe.args) > 1 else "the argument"
            what = f"the {'length' if np.ndim(argument) == 1 else ('rows', 'columns')[axis > 0]} of"
            what = what.replace("the rows", "the number of rows")
            what = what.replace("the columns", "the number of columns")
            for words, way in ways:
                of = f"{words} {what} {ordinal}".strip()
                if _holds(lambda t, n=length, w=way: t.expected * w(n(t)), trials, values):
                    says = f"Every result is what is right times {of}."
                    return Finding("named", "times-size", says)
                if _holds(lambda t, n=length, w=way: t.expected / w(n(t)), trials, values):
                    says = f"Every result is what is right divided by {of}."
                    return Finding("named", "divided-by-size", says)
            if _holds(lambda t, n=length: t.expected * n(t) / (n(t) - 1), trials, values):
                says = f"It was divided by one less than {what} {ordinal}, as for a variance."
                return Finding("named", "n-minus-one", says)
    return None


# name, of the right result and an argument, what is said of it
COMBINED = (
    ("argument-added", lambda x, a: x + a, "x + a"),
    ("argument-subtracted", lambda x, a: x - a, "x − a"),
    ("subtracted-from-argument", lambda x, a: a - x, "a − x"),
    ("times-argument", lambda x, a: x * a, "x · a"),
    ("divided-by-argument", lambda x, a: x / a, "x / a"),
    ("times-argument", lambda x, a: x * a * a, "x · a²"),
    ("divided-by-argument", lambda x, a: x / a / a, "x / a²"),
    ("times-argument", lambda x, a: x * np.sqrt(a), "x · √a"),
    ("divided-by-argument", lambda x, a: x / np.sqrt(a), "x / √a"),
)


def _with_an_argument(trials: Sequence, values: Sequence) -> Finding | None:
    """What is right, and an argument added to it, subtracted or multiplied in."""
    if len(values) < 2:
        return None
    for at in range(_count(trials)):
        for name, combine, said in COMBINED:

            def combined(t: Any, at: int = at, combine: Callable = combine) -> NDArray | None:
                argument = np.asarray(t.probe.args[at])
                counts = argument.ndim and argument.dtype.kind != "f"  # labels, and masks
                if counts or argument.shape not in ((), t.expected.shape):
                    return None
                return combine(t.expected, argument.astype(float))

            if _holds(combined, trials, values):
                which = _ordinal(at).lower() if len(trials[0].probe.args) > 1 else "the argument"
                says = f"Where x is right and a is {which}, your result is {said}."
                if name == "subtracted-from-argument":
                    says += " So looks a step against a gradient."
                return Finding("named", name, says)
    return None


MOST_ROWS = 40
# name, of the results for the examples one by one, what is said
OTHERWISE = (
    (
        "first-example-only",
        lambda x: x[0],
        "That is the result for the first example alone; all of them count.",
    ),
    (
        "last-example-only",
        lambda x: x[-1],
        "That is the result for the last example alone; all of them count.",
    ),
    (
        "sum-not-mean",
        lambda x: x.sum(axis=0),
        "The examples were added up, where their mean is asked for.",
    ),
    (
        "median-not-mean",
        lambda x: np.median(x, axis=0),
        "That is the median of the examples, where their mean is asked for.",
    ),
    (
        "largest-not-mean",
        lambda x: x.max(axis=0),
        "That is the largest of the examples, where their mean is asked for.",
    ),
    (
        "smallest-not-mean",
        lambda x: x.min(axis=0),
        "That is the smallest of the examples, where their mean is asked for.",
    ),
    (
        "logarithm-of-mean",
        lambda x: -np.log(np.exp(-x).mean(axis=0)),
        "The mean was taken before the logarithm, not of the logarithms.",
    ),
    (
        "n-minus-one",
        lambda x: x.sum(axis=0) / (len(x) - 1) if len(x) > 1 else x[0],
        "The sum was divided by one less than the number of examples.",
    ),
    (
        "root-of-n",
        lambda x: x.sum(axis=0) / np.sqrt(len(x)),
        "The sum was divided by the root of the number of examples.",
    ),
    (
        "root-mean-square",
        lambda x: np.sqrt((x * x).mean(axis=0)),
        "That is the root of the mean square of the examples, not their mean.",
    ),
)


def _gathered_otherwise(trials: Sequence, values: Sequence, reference: Callable) -> Finding | None:
    """A mean over examples is right, and they were put together in another way."""
    for lead in range(_count(trials)):
        batched = [i for i in range(_count(trials)) if _goes_with(trials, i, lead)]
        if not batched:
            continue
        rows = {}
        try:
            for t in trials:
                rows[t.index] = _one_by_one(t, batched, reference)
        except Exception:  # a reference that wants more than one example
            continue
        small = [t for t in trials if rows[t.index] is not None]
        if len(small) < 2 or not all(
            agrees(rows[t.index].mean(axis=0), t.expected, 1e-9, 1e-12) for t in small
        ):
            continue
        seen = [t for t in values if t in small]
        for name, gather, says in OTHERWISE:

            def gathered(t: Any, rows: dict = rows, gather: Callable = gather) -> NDArray | None:
                return gather(rows[t.index]) if rows[t.index] is not None else t.outcome.value

            if seen and _holds(gathered, trials, values):
                return Finding("named", name, says)
    return None


def _goes_with(trials: Sequence, at: int, lead: int) -> bool:
    """Whether an argument has an entry for each of another's, in every call."""
    shapes = [(np.shape(t.probe.args[at]), np.shape(t.probe.args[lead])) for t in trials]
    return all(a and b and a[0] == b[0] for a, b in shapes)


def _one_by_one(t: Any, batched: list[int], reference: Callable) -> NDArray | None:
    """The right results for the examples of a call, each by itself; None if they are many."""
    n = len(t.probe.args[batched[0]])
    if n > MOST_ROWS or not np.isfinite(t.expected).all():
        return None
    with np.errstate(all="ignore"):
        return np.array(
            [
                reference(
                    *(
                        np.array(a)[i : i + 1] if at in batched else a
                        for at, a in enumerate(t.probe.args)
                    )
                )
                for i in range(n)
            ],
            float,
        )


def _of_one_size(trials: Sequence) -> Finding | None:
    """Results of one shape, whatever that of the argument."""
    values = [t for t in trials if t.outcome.kind == "value"]
    shapes = {t.outcome.value.shape for t in values}
    if len(values) < 2 or len(shapes) > 1 or len({t.expected.shape for t in values}) < 2:
        return None
    (shape,) = shapes
    if not shape or not any(t.right for t in values):
        return None
    return _size_fixed(f"Your result has the shape {shape} for every argument")


def _shifted(trials: Sequence, values: Sequence) -> Finding | None:
    """The same number too many in every entry of every result."""
    first = values[0]
    finite = np.isfinite(first.expected) & np.isfinite(first.outcome.value)
    if len(values) < 2 or not finite.any():
        return None
    at = int(np.argmax(finite))
    gap = first.outcome.value.item(at) - first.expected.item(at)
    if not _holds(lambda t: t.expected + gap, trials, values):
        return None
    says = f"Every result is {abs(gap):.4g} {'more' if gap > 0 else 'less'} than is right."
    return Finding("symptom", "constant-added", says)


def _up_to_a_constant(trials: Sequence, values: Sequence) -> Finding | None:
    """Rows that are right but for a constant, or a factor, of their own."""
    if len(values) < 2 or any(t.outcome.value.shape != t.expected.shape for t in values):
        return None
    if any(t.expected.ndim == 0 or t.expected.shape[-1] < 2 for t in values):
        return None
    if not all(
        np.isfinite(t.expected).all() and np.isfinite(t.outcome.value).all() for t in values
    ):
        return None

    def near(a: NDArray, b: NDArray) -> bool:
        return bool(np.all(np.abs(a - b) <= 1e-7 * (1 + np.abs(b))))

    one = "each row" if any(t.expected.ndim > 1 for t in values) else "a result"
    gaps = [t.outcome.value - t.expected for t in values]
    if all(near(gap, gap[..., :1]) for gap in gaps):
        says = f"Differences within {one} are right: {one} as a whole is off by a constant."
        return Finding("symptom", "off-by-a-constant", says)
    if all((np.abs(t.expected) > 1e-12).all() for t in values) and all(
        (t.outcome.value * t.expected > 0).all() for t in values
    ):
        ratios = [t.outcome.value / t.expected for t in values]
        if all(near(r, r[..., :1]) for r in ratios):
            says = f"Ratios within {one} are right; {one} as a whole is off by a factor."
            return Finding("symptom", "other-normaliser", says)
    return None


# ---- A known mistake, and one thing more --------------------------------------------------------


class Added(NamedTuple):
    """What may be done on top of a known mistake."""

    of: Callable[[NDArray], NDArray]
    says: str


ADDED = (
    Added(lambda x: -x, "The sign is turned round as well."),
    Added(lambda x: x / LOG_2, "The base is 2 as well."),
    Added(lambda x: x / LOG_10, "The base is 10 as well."),
    Added(lambda x: 100 * x, "It is in per cent as well."),
    *(
        Added(lambda x, d=d: np.round(x, d), f"It is rounded to {_decimals(d)} as well.")
        for d in (2, 3, 4)
    ),
)


def one_thing_more(given: Sequence, numbers: Sequence, digits: Sequence) -> str | None:
    """What was done on top of a mistake that leads to certain numbers, as a sentence."""
    if all(float(f"{g:.1g}") == g for g in given):  # 100, −1: so round that it fits anything
        return None
    for added, says in _with_more(numbers):
        if all(map(agrees_so_far, given, added, digits)):
            return says
    return None


def _with_more(numbers: Sequence) -> Iterator[tuple[list[float], str]]:
    """What the numbers become if one thing more is done, and what that is, as a sentence."""
    for added in ADDED[:4]:  # rounding is seen by whoever compares to fewer digits
        wanted = [float(added.of(np.float64(n))) for n in numbers]
        if all(abs(w) > 1e-3 for w in wanted):
            yield wanted, added.says


def rows_with_more(number: float, finding: Finding) -> Iterator[Row]:
    """What a wrong number may have to do with that of a known mistake."""
    yield Row("so-far", number, finding)
    for (wanted,), says in _with_more([number]):
        both = replace(finding, says=f"{finding.says} {says}")
        yield Row("more", wanted, both)


Results = Callable[[Any], NDArray | None]  # of a mistake, for a trial


def with_one_thing_more(
    trials: Sequence, ways: Iterable[tuple[Any, Results]]
) -> tuple[Any, str] | None:
    """The first mistake on top of which one thing more explains all of the answer, and what that
    is, as a sentence.

    ways : mistakes, each with its results
    """
    if not trials or any(t.outcome.kind != "value" for t in trials):
        return None
    first = min(trials, key=lambda t: t.outcome.value.size)
    given = first.outcome.value
    if not given.size:
        return None
    at = int(np.argmax(np.abs(np.nan_to_num(given))))
    for mistake, results in ways:
        result = results(first)
        if result is None or result.shape != given.shape:
            continue
        if _may_be_more(given.item(at), np.float64(result.item(at)), first.tolerance):
            says = _one_thing_that_explains(trials, results)
            if says:
                return mistake, says
    return None


def _one_thing_that_explains(trials: Sequence, results: Results) -> str | None:
    for added in ADDED:
        ok, shows = True, False  # what changes no result was not done besides
        for t in trials:
            result = results(t)
            if result is None or not np.isfinite(result).all():
                ok = False
                break
            if not agrees(t.outcome.value, added.of(result), *t.tolerance):
                ok = False
                break
            shows = shows or not agrees(added.of(result), result, *t.tolerance)
        if ok and shows:
            return added.says
    return None


def _may_be_more(seen: float, entry: np.float64, tolerance: tuple[float, float]) -> bool:
    """Whether the largest entry of a result is what one thing more makes of it: seen at a glance,
    for most mistakes it is not."""
    rtol, atol = tolerance
    wanted = (added.of(entry) for added in ADDED)
    return any(abs(w - seen) <= atol + rtol * abs(w) for w in wanted)


def names() -> Iterator[str]:
    """Every name that is given here, for whoever looks for what needs no entry."""
    yield from (r.name for r in (SIGN, *BASES, *SCALES, *OTHERS, COUNTED, COUNTED_TWICE))
    yield from (name for name, _, _ in (*PICKED, *CHANGED))
    yield from ("rounded", "all-inverted", "counted-from-0", "shifted-by-one", "reversed")
    yield from ("softmax-missing", "argument-without-effect")
    yield from ("exchanged", "another-order", "order-swapped", "constant-result")
    yield from ("argument-returned", "whole-numbers-only", "transposed-result", "rows-reversed")
    yield from ("sorted", "other-axis", "arguments-swapped", "labels-off-by-one", "signs-lost")
    yield from ("cut-off-at-0", "times-n", "times-K", "times-size", "divided-by-n")
    yield from ("divided-by-K", "divided-by-size", "constant-factor", "constant-added")
    yield from (name for name, _, _ in GATHERED)
    yield from (name for name, _, _ in (*LEFT_OUT, *COMBINED, *OTHERWISE))
    yield from (
        "largest-as-1",
        "added-up-on-the-way",
        "size-fixed",
        "another-entry",
        "sum-off",
        "left-out-of-sum",
        "close",
    )
    yield from ("off-by-a-constant", "other-normaliser", "classes-counted-in-y")
    yield from ("truth-value-of-array", "loops-over-first-axis")

"""What a careful person writes is read the same everywhere, and what is right passes."""

import contextlib
import json
import re
from collections import deque
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from softmaxbook.exercises import diagnose, quiz, starters
from softmaxbook.exercises.reading import (
    Chosen,
    Custom,
    Judgements,
    Numbers,
    Part,
    Unreadable,
    Words,
    as_array,
    by_name,
    choose,
    is_rounding,
    letter_in,
    number,
    number_in,
    plain,
    truth,
)
from softmaxbook.exercises.recognition import expectations
from softmaxbook.exercises.record import EXERCISES, QUESTIONS, NumberQuestion, Question

CHAPTERS = Path(__file__).resolve().parents[2] / "chapters"
VALUES = [e.id for e in EXERCISES.values() if e.is_value]
NUMBERS = [id for id in VALUES if isinstance(EXERCISES[id].form, Numbers)]
JUDGED = [id for id in VALUES if isinstance(EXERCISES[id].form, (Judgements, Words))]
WORDS = [id for id in VALUES if isinstance(EXERCISES[id].form, Words)]
ASKED = [q.id for q in QUESTIONS.values() if isinstance(q, NumberQuestion)]
CHOICES = [q.id for q in QUESTIONS.values() if isinstance(q, Question)]


class Tensor:
    """What a tensor has: it refuses to become an array before it is detached."""

    def __init__(self, values):
        self.values = np.asarray(values)

    def detach(self):
        return self

    def cpu(self):
        return self

    def tolist(self):
        return self.values.tolist()


class Series:
    """What a pandas Series has."""

    def __init__(self, values, index=None):
        self.values = list(values)
        self.index = list(range(len(self.values))) if index is None else list(index)

    def to_dict(self):
        return dict(zip(self.index, self.values, strict=True))


class Frame:
    """What a pandas DataFrame has."""

    def __init__(self, rows, columns, index):
        self.rows, self.columns, self.index = rows, columns, index

    def to_dict(self):
        raise AssertionError("a frame is not read by columns")

    def to_numpy(self):
        return np.array(self.rows, dtype=object)


# ---- One number ---------------------------------------------------------------------------------


def rounded(value: float, digits: int | None) -> str:
    """As a careful person writes it: to the digits asked for."""
    if digits is None:
        return f"{value:.6g}"
    return f"{round(value, digits):.{max(digits, 0)}f}"


NUMBER_FORMS = {
    "float": float,
    "numpy": np.float64,
    "0-d array": np.array,
    "array of one": lambda x: np.array([x]),
    "list of one": lambda x: [x],
    "nested": lambda x: ([x],),
    "text": repr,
    "text with spaces": lambda x: f"  {x!r} ",
    "minus sign": lambda x: repr(x).replace("-", "−"),
    "exponent": lambda x: f"{x:.12e}",
    "decimal": lambda x: Decimal(repr(x)),
    "fraction": Fraction,
    "text of a fraction": lambda x: str(Fraction(x).limit_denominator(10**9)),
    "sympy": sympy.Float,
    "sympy rational": lambda x: sympy.Rational(Fraction(x).limit_denominator(10**9)),
    "complex without imaginary part": complex,
    "generator": lambda x: (v for v in [x]),
    "dict view": lambda x: {"answer": x}.values(),
    "dict": lambda x: {"answer": x},
    "tensor": lambda x: Tensor([x]),
    "series": lambda x: Series([x]),
    "numpy text": lambda x: np.str_(repr(x)),
    "about": lambda x: f"≈ {x!r}",
    "quoted": lambda x: f"'{x!r}'",
}
SINGLE = [
    id for id in NUMBERS if EXERCISES[id].form.count == 1 and np.isfinite(expectations(id)[0])
]


@pytest.mark.parametrize("form", NUMBER_FORMS)
@pytest.mark.parametrize("id", SINGLE)
def test_one_number_is_right_in_every_form(id, form):
    exact = float(expectations(id)[0])
    (digits,) = EXERCISES[id].form.digits()
    for value in (exact, float(rounded(exact, digits))):
        assert diagnose(id, NUMBER_FORMS[form](value)).status == "passed"


@pytest.mark.parametrize("id", SINGLE)
def test_one_number_is_right_as_it_is_written_down(id):
    exact = float(expectations(id)[0])
    (digits,) = EXERCISES[id].form.digits()
    text = rounded(exact, digits)
    for written in (text, text.replace(".", ",") if text.count("0,") else text, f"{text} nats"):
        assert diagnose(id, written).status == "passed"
    assert diagnose(id, f"{100 * exact!r} %").status == "passed"


@pytest.mark.parametrize("form", NUMBER_FORMS)
@pytest.mark.parametrize("id", ASKED)
def test_a_number_question_takes_every_form(id, form):
    key = quiz.value_of(QUESTIONS[id].key)
    assert quiz.judge(QUESTIONS[id], NUMBER_FORMS[form](key)).status == "passed"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0.880", 0.88),
        (" 4/7 ", 4 / 7),
        ("½", 0.5),
        ("−1.386", -1.386),
        ("1e-3", 1e-3),
        ("10⁻³", 1e-3),
        ("2·10^-3", 2e-3),
        ("50 %", 0.5),
        ("66.9%", 0.669),
        ("e^2", np.e**2),
        ("2e^2", 2 * np.e**2),
        ("ln(14)/3", np.log(14) / 3),
        ("log 14 / 3", np.log(14) / 3),
        ("2 log 3", 2 * np.log(3)),
        ("log2(8)", 3),
        ("np.log(9)", np.log(9)),
        ("√2", np.sqrt(2)),
        ("0,880", 0.88),
        ("50,257.5", 50257.5),
        ("1 000", 1000),
        ("2.179 nats", 2.179),
        ("780 examples", 780),
        ("sigmoid(3)", 1 / (1 + np.exp(-3))),
        ("≈ 0.88", 0.88),
        ("-ln 4", -np.log(4)),
        ("∞", np.inf),
        ("5.", 5),
    ],
)
def test_numbers_as_text(text, value):
    assert number_in(text) == pytest.approx(value, rel=1e-14)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "log(",
        "9**9**9**9",
        "1,234",
        "1 2",
        "5 hundred",
        "__import__('os')",
        "e.real",
        "[1]",
        "1/0",
    ],
)
def test_what_is_no_number_is_not_read(text):
    with pytest.raises(Unreadable, match=r"“|two readings"):
        number_in(text)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_float_as_text_is_the_float(x):
    assert number_in(repr(x)) == x
    assert number_in(repr(x).replace("-", "−")) == x
    assert number(plain(Decimal(repr(x)))) == x


@given(st.fractions(max_denominator=10**6).filter(lambda f: abs(f) < 10**9))
def test_a_fraction_as_text_is_the_fraction(f):
    assert number_in(str(f)) == pytest.approx(float(f), rel=1e-15)
    assert number(plain(f)) == float(f)


@given(st.text(max_size=30))
@settings(max_examples=300)
def test_any_text_is_read_or_refused(text):
    with contextlib.suppress(Unreadable):
        assert isinstance(number_in(text), float)


@pytest.mark.parametrize(
    "value",
    [True, None, 1j, lambda: 1, object(), [1, 2], sympy.Symbol("x"), iter(int, 1), {1, 2}, int],
)
def test_what_is_no_single_number_is_refused_with_a_sentence(value):
    with pytest.raises(Unreadable, match=r"\.$"):
        number(plain(value))


# ---- Digits -------------------------------------------------------------------------------------


@given(
    st.floats(0.01, 5000, allow_nan=False),
    st.sampled_from([0, 1, 2, 3, 4]),
    st.integers(0, 6),
)
def test_a_correct_rounding_is_right_and_so_are_more_digits(exact, digits, more):
    assert is_rounding(round(exact, digits), exact, digits)
    assert is_rounding(round(exact, digits + more), exact, digits)
    assert is_rounding(exact, exact, digits)


@given(st.floats(0.01, 5000, allow_nan=False), st.sampled_from([1, 2, 3, 4]))
def test_a_unit_more_in_the_last_digit_is_wrong(exact, digits):
    step = 10.0**-digits
    assert not is_rounding(round(exact, digits) + 1.01 * step, exact, digits)
    assert not is_rounding(round(exact, digits) - 1.01 * step, exact, digits)


@pytest.mark.parametrize(
    ("given", "exact", "digits", "right"),
    [
        (0.88, 0.87969, 3, True),  # 0.880
        (0.879, 0.87969, 3, False),  # cut off
        (785, 780.03, -1, False),  # within half of ten, but no ten
        (780, 780.03, -1, True),
        (780.03, 780.03, -1, True),
        (0.188, 0.1875, 3, True),  # either way
        (0.187, 0.1875, 3, True),
        (11.1, 100 / 9, None, True),
        (11, 100 / 9, None, False),
        (144.4, 144, None, False),
        (np.nan, np.nan, 3, True),
        (0.0, np.nan, 3, False),
    ],
)
def test_when_a_number_is_right(given, exact, digits, right):
    assert is_rounding(given, exact, digits) == right


# ---- Several numbers ----------------------------------------------------------------------------


def parts_of(id: str) -> list:
    """The right answer, a number or a list for each part."""
    form, flat = EXERCISES[id].form, expectations(id)[0].ravel().tolist()
    found = []
    for part in form.parts:
        own, flat = flat[: part.size], flat[part.size :]
        found.append(own[0] if part.size == 1 else own)
    return found


def as_matrix(id: str):
    found = expectations(id)[0]
    return found if found.ndim == 2 else np.array(found)[None, :]


def in_text(x: float) -> str:
    return repr(x).replace("-", "−")


def each(parts: list, convert) -> list:
    return [[convert(v) for v in p] if isinstance(p, list) else convert(p) for p in parts]


SEVERAL = [id for id in NUMBERS if EXERCISES[id].form.count > 1]
ANY = {  # from the parts
    "lists": lambda id, p: p,
    "tuple": lambda id, p: tuple(p),
    "arrays": lambda id, p: [np.array(v) for v in p],
    "columns": lambda id, p: [np.array(v).reshape(-1, 1) for v in p],
    "rows of one": lambda id, p: [np.atleast_2d(v) for v in p],
    "matrices": lambda id, p: [np.matrix(v) for v in p],
    "texts": lambda id, p: each(p, in_text),
    "numpy": lambda id, p: each(p, np.float64),
    "float in lists": lambda id, p: [v if isinstance(v, list) else [v] for v in p],
    "deque": lambda id, p: deque(p),
    "generator": lambda id, p: (v for v in p),
    "generators": lambda id, p: [iter(v) if isinstance(v, list) else v for v in p],
    "tensors": lambda id, p: [Tensor(v) for v in p],
    "series": lambda id, p: [Series(v) if isinstance(v, list) else v for v in p],
    "flat": lambda id, p: expectations(id)[0].ravel(),
    "flat list": lambda id, p: expectations(id)[0].ravel().tolist(),
    "one text": lambda id, p: ", ".join(map(repr, expectations(id)[0].ravel().tolist())),
    "bracketed text": lambda id, p: str([*map(float, expectations(id)[0].ravel())]),
    "semicolons": lambda id, p: "; ".join(map(repr, expectations(id)[0].ravel().tolist())),
    "object array": lambda id, p: np.array(
        [Fraction(v) if np.isfinite(v) else v for v in expectations(id)[0].ravel()], object
    ),
    "dict by number": lambda id, p: dict(enumerate(p)),
    "dict from 1": lambda id, p: dict(enumerate(p, 1)),
}


@pytest.mark.filterwarnings("ignore:the matrix subclass")
@pytest.mark.parametrize("form", ANY)
@pytest.mark.parametrize("id", SEVERAL)
def test_several_numbers_are_right_in_every_form(id, form):
    parts = parts_of(id)
    if len(parts) == 1 and isinstance(parts[0], list):
        (parts,) = parts
        shape = expectations(id)[0].shape
        if len(shape) == 2:
            parts = np.array(parts).reshape(shape).tolist()
    assert diagnose(id, ANY[form](id, parts)).status == "passed"


@pytest.mark.parametrize("id", SEVERAL)
def test_several_numbers_are_right_as_sympy_and_by_name(id):
    flat = expectations(id)[0]
    if np.isfinite(flat).all():
        assert diagnose(id, sympy.Matrix(flat.tolist())).status == "passed"
    form = EXERCISES[id].form
    if len(form.parts) > 1:
        named = dict(zip([p.key or p.name for p in form.parts], parts_of(id), strict=True))
        assert diagnose(id, named).status == "passed"
        assert diagnose(id, dict(reversed(named.items()))).status == "passed"
        assert diagnose(id, Series(named.values(), named.keys())).status == "passed"


@pytest.mark.parametrize("id", SEVERAL)
def test_several_numbers_are_right_rounded_to_the_digits_asked_for(id):
    form, flat = EXERCISES[id].form, expectations(id)[0].ravel()
    written = [
        v if not np.isfinite(v) else float(rounded(v, d) if d is not None else f"{v:.4g}")
        for v, d in zip(flat, form.digits(), strict=True)
    ]
    assert diagnose(id, written).status == "passed"


@pytest.mark.parametrize("id", NUMBERS)
def test_names_of_parts_are_those_of_the_starter_cell(id):
    form = EXERCISES[id].form
    keys = [part.key for part in form.parts if part.key]
    (source,) = [
        s for n in CHAPTERS.glob("*.ipynb") for s in starters.sources(n) if id in starters.ids(s)
    ]
    places = [re.search(rf"\b{key}\b", source) for key in keys]
    assert all(places), keys
    assert [p.start() for p in places] == sorted(p.start() for p in places)


def test_a_set_has_no_order():
    form = Numbers((Part("the shares", size=3),))
    with pytest.raises(Unreadable, match="no order"):
        form.read({0.5, 0.3, 0.2})


def test_rows_of_other_lengths_are_told_apart():
    form = Numbers((Part("the matrix", size=6),), (2, 3))
    assert form.read([[1, 2, 3], [4, 5, 6]]).shape == (2, 3)
    with pytest.raises(Unreadable, match="3 rows of 2"):
        form.read([[1, 2], [3, 4], [5, 6]])


# ---- Judgements and words -----------------------------------------------------------------------

TRUTHS = {
    "bool": bool,
    "number": int,
    "float": float,
    "numpy": np.bool_,
    "numpy number": np.int64,
    "text": str,
    "lower": lambda v: str(bool(v)).lower(),
    "yes": lambda v: "yes" if v else "no",
    "right": lambda v: "Right" if v else "Wrong",
    "letter": lambda v: "T" if v else "F",
    "digit": lambda v: "1" if v else "0",
    "list": lambda v: [bool(v)],
    "0-d": lambda v: np.array(bool(v)),
    "sympy": lambda v: sympy.true if v else sympy.false,
    "tick": lambda v: "✓" if v else "✗",
    "spaces": lambda v: f" {bool(v)} ",
}
OPTIONS = {
    "as it is": str,
    "upper": str.upper,
    "title": str.title,
    "spaces": lambda w: f"  {w} ",
    "article": lambda w: f"the {w}",
    "underscores": lambda w: w.replace(" ", "_"),
    "hyphens": lambda w: w.replace(" ", "-"),
    "list": lambda w: [w],
    "array": np.array,
    "quoted": lambda w: f'"{w}"',
    "stop": lambda w: f"{w}.",
}
HOLDERS = {
    "dict": dict,
    "reversed dict": lambda d: dict(reversed(d.items())),
    "list": lambda d: list(d.values()),
    "tuple": lambda d: tuple(d.values()),
    "view": lambda d: d.values(),
    "generator": lambda d: iter(d.values()),
    "object array": lambda d: np.array([*d.values(), None], object)[:-1],
    "pairs": lambda d: list(d.items()),
    "other case": lambda d: {k.upper(): v for k, v in d.items()},
    "spaced keys": lambda d: {f" {k} ": v for k, v in d.items()},
    "numbered": lambda d: dict(enumerate(d.values(), 1)),
    "lettered": lambda d: dict(zip("abcdefghijkl", d.values(), strict=False)),
    "series": lambda d: Series(d.values(), d.keys()),
    "column": lambda d: Frame([[v] for v in d.values()], ["answer"], list(d)),
    "row": lambda d: Frame([list(d.values())], list(d), [0]),
}


def right_of(id: str) -> dict:
    """Key to 0, 1 or a word."""
    form, expected = EXERCISES[id].form, expectations(id)[0]
    if isinstance(form, Words):
        return {k: form.options[int(v)] for k, v in zip(form.keys, expected, strict=True)}
    return {k: int(v) for k, v in zip(form.keys, expected.ravel(), strict=False)}


@pytest.mark.parametrize("form", TRUTHS)
@pytest.mark.parametrize("id", [id for id in JUDGED if id not in WORDS])
def test_judgements_are_right_in_every_form(id, form):
    if not EXERCISES[id].form.keys:
        assert diagnose(id, TRUTHS[form](int(expectations(id)[0]))).status == "passed"
        return
    answers = {k: TRUTHS[form](v) for k, v in right_of(id).items()}
    assert diagnose(id, answers).status == "passed"


@pytest.mark.parametrize("form", OPTIONS)
@pytest.mark.parametrize("id", WORDS)
def test_words_are_right_in_every_form(id, form):
    answers = {k: OPTIONS[form](v) for k, v in right_of(id).items()}
    assert diagnose(id, answers).status == "passed"


@pytest.mark.parametrize("holder", HOLDERS)
@pytest.mark.parametrize("id", [id for id in JUDGED if EXERCISES[id].form.keys])
def test_several_judgements_are_right_in_everything_that_holds_them(id, holder):
    answers = right_of(id)
    if id not in WORDS:
        answers = {k: bool(v) for k, v in answers.items()}
    assert diagnose(id, HOLDERS[holder](answers)).status == "passed"


@pytest.mark.parametrize(
    "value",
    [
        [3, 5],
        [5, 3],
        {3, 5},
        "3 and 5",
        "(3), (5)",
        np.array([3, 5]),
        ["line 3", "line 5"],
        [False, False, True, False, True],
    ],
)
def test_lines_may_be_named_in_any_order(value):
    assert diagnose("maximum-entropy.two-gaps", value).status == "passed"


def test_a_missing_key_is_named():
    answers = right_of("elsewhere.gauge-or-not")
    answers.popitem()
    verdict = diagnose("elsewhere.gauge-or-not", answers)
    assert verdict.name == "not-readable"
    assert "add one vector to every key" in verdict.seen


def test_a_word_that_is_none_of_the_options_is_quoted():
    with pytest.raises(Unreadable, match="“tanh” is not one of: softmax, sigmoids"):
        choose("tanh", ("softmax", "sigmoids"))


def test_an_option_may_be_shortened_as_long_as_one_is_meant():
    options = ("argmax of the scores", "softmax", "log-softmax")
    assert choose("argmax", options) == 0
    assert choose("Softmax", options) == 1
    assert choose("log softmax", options) == 2


def test_a_stranger_to_true_and_false_is_refused():
    for value in ("perhaps", 2, 0.5, None):
        with pytest.raises(Unreadable):
            truth(plain(value))


def test_names_of_the_learners_own_leave_the_order():
    assert by_name({"x": 1.0, "y": 2.0}, ("share", "score")) == [1.0, 2.0]


# ---- Letters ------------------------------------------------------------------------------------

LETTERS = {
    "text": str,
    "upper": str.upper,
    "brackets": lambda k: f"({k})",
    "stop": lambda k: f"{k.upper()}.",
    "bracket": lambda k: f"{k})",
    "spaces": lambda k: f" {k} ",
    "list": lambda k: [k],
    "numpy": np.str_,
    "array": np.array,
    "word": lambda k: f"option {k}",
    "answer": lambda k: f"Answer: {k}",
    "quoted": lambda k: f'"{k}"',
}


@pytest.mark.parametrize("form", LETTERS)
@pytest.mark.parametrize("id", CHOICES)
def test_an_option_is_right_in_every_form(id, form):
    question = QUESTIONS[id]
    assert quiz.judge(question, LETTERS[form](question.key)).status == "passed"


@pytest.mark.parametrize("id", CHOICES)
def test_an_option_may_be_given_by_its_words(id):
    question = QUESTIONS[id]
    text = question.options[question.key].text
    assert quiz.judge(question, text).status == "passed"
    assert quiz.judge(question, f"({question.key}) {text}").status == "passed"


def test_what_is_no_option_is_none():
    options = {"a": "One", "b": "Two"}
    assert all(letter_in(v, options) is None for v in ("c", "ab", 1, None, "", "three", ["a", "b"]))


# ---- Results of functions -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "result",
    [
        [0.5, 0.25, 0.25],
        (v for v in [0.5, 0.25, 0.25]),
        {0: 0.5, 1: 0.25, 2: 0.25},
        {"a": 0.5, "b": 0.25, "c": 0.25}.values(),
        deque([0.5, 0.25, 0.25]),
        [Fraction(1, 2), Fraction(1, 4), Decimal("0.25")],
        np.array([0.5 + 0j, 0.25, 0.25]),
        sympy.Matrix([0.5, 0.25, 0.25]),
        map(float, ["0.5", "0.25", "0.25"]),
    ],
    ids=lambda r: type(r).__name__,
)
def test_results_of_functions_are_read_alike(result):
    assert np.array_equal(as_array(result, 100).ravel(), [0.5, 0.25, 0.25])


def test_a_result_without_end_is_refused():
    with pytest.raises(Unreadable):
        as_array(iter(int, 1), 100)


# ---- What the pages print -----------------------------------------------------------------------

BOX = re.compile(r"<summary>Answer</summary>\s*([-−+\d.e/]+?)\\*\.\s")


@pytest.mark.parametrize("id", ASKED)
def test_the_number_in_the_answer_box_is_accepted(id):
    printed = []
    for notebook in CHAPTERS.glob("*.ipynb"):
        for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]:
            if f'guide("{id}")' in "".join(cell["source"]):
                text = json.dumps(cell.get("outputs", []), ensure_ascii=False).replace("\\n", "\n")
                printed += BOX.findall(re.sub(r'",\s*"', "", text))
    assert len(printed) == 1
    assert quiz.judge(QUESTIONS[id], printed[0]).status == "passed"


@pytest.mark.parametrize("id", VALUES)
def test_no_predicate_of_a_mistake_holds_of_the_right_answer(id):
    exercise = EXERCISES[id]
    if isinstance(exercise.form, Custom):
        assert diagnose(id, exercise.reference()).status == "passed"
        return
    right = expectations(id)[0]
    assert [m.name for m in exercise.mistakes if m.when and m.when(right)] == []


def test_lines_are_numbered_from_1():
    form = Chosen(5, "lines")
    assert form.read([1, 5]).tolist() == [1, 0, 0, 0, 1]
    with pytest.raises(Unreadable, match="numbered from 1 to 5"):
        form.read([0, 3])

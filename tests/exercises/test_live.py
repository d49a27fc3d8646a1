"""What the pages are given when they run Python: verdicts and outputs as data."""

import base64
import json
import struct
import sys

import pytest

from softmaxbook import live
from softmaxbook.exercises import diagnose, running
from softmaxbook.exercises.folded import solution_source
from softmaxbook.exercises.record import EXERCISES

COLUMNS = "def softmax_of_columns(z):\n    e = np.exp(z)\n    return e / e.sum({})"


def check(id: str, source: str, expression: str = "", **options) -> dict:
    return json.loads(live.check_source(id, source, expression, **options))


def run(source: str, **options) -> dict:
    return json.loads(live.run_cell(source, **options))


@pytest.fixture(autouse=True)
def _fresh():
    live.reset()


# ---- Exercises ----------------------------------------------------------------------------------


def test_a_source_gets_the_verdict_of_the_desk():
    wrong = check("softmax.columns", COLUMNS.format(""), "softmax_of_columns")
    names: dict = {}
    exec("import numpy as np\n" + COLUMNS.format(""), names)
    desk = diagnose("softmax.columns", names["softmax_of_columns"]).as_data()
    assert {**desk, "printed": ""} == wrong
    assert wrong["name"] == "global-sum"
    right = check("softmax.columns", COLUMNS.format("axis=0"), "softmax_of_columns")
    assert right["status"] == "passed"


@pytest.mark.parametrize(
    "around",
    [
        'from softmaxbook.exercises import check\n\n{}\n\ncheck("softmax.columns", {})',
        "import numpy as np\nfrom softmaxbook.exercises import check, hint\n{}\n# {}",
        "def helper(x):\n    return x\n\n\n{}\n\nprint({})",
        'if True:\n    from softmaxbook.exercises import check\n{}\ncheck("softmax.columns", {})',
    ],
)
def test_a_cell_pasted_whole_does_no_harm(around):
    source = around.format(COLUMNS.format("axis=0"), "softmax_of_columns")
    assert check("softmax.columns", source, "softmax_of_columns")["status"] == "passed"


def test_a_function_under_another_name_is_found_and_none_at_all_is_said():
    other = COLUMNS.format("axis=0").replace("softmax_of_columns", "mine")
    assert check("softmax.columns", other, "softmax_of_columns")["status"] == "passed"
    nothing = check("softmax.columns", "x = 1", "softmax_of_columns")
    assert nothing["name"] == "nothing-handed-in"
    assert "`softmax_of_columns`" in nothing["seen"]


def test_the_starter_is_not_attempted():
    starter = "def softmax_of_columns(z):\n    return ..."
    assert check("softmax.columns", starter, "softmax_of_columns")["status"] == "not-attempted"


@pytest.mark.parametrize(
    ("source", "what", "line"),
    [
        ("def f(z)\n    return z", "SyntaxError: expected ':'", "line 1: `def f(z)`"),
        ("def f(z):\nreturn z", "IndentationError: expected an indented block", "line 2"),
        ("x = 1\ny = x + nix\n", "NameError: name 'nix' is not defined", "line 2: `y = x + nix`"),
        ("def f():\n    raise SystemExit(3)\n\nf()", "SystemExit: 3", "line 2: `raise SystemExit"),
        ("import numpy as np\nnp.ones(3) @ np.ones(4)", "ValueError: matmul", "line 2"),
    ],
)
def test_what_the_source_itself_raises_is_told_with_the_learners_line(source, what, line):
    said = check("softmax.columns", source, "softmax_of_columns")
    assert said["status"] == "raised"
    assert what in said["seen"]
    assert line in said["why"]


def test_what_is_printed_is_kept_apart():
    source = 'print("here")\n' + COLUMNS.format("axis=0")
    said = check("softmax.columns", source, "softmax_of_columns")
    assert (said["status"], said["printed"]) == ("passed", "here\n")


def test_values_and_pairs_of_values_are_handed_in_by_their_expression():
    id = "logits.two-tests"
    source = "log_odds_after_both_tests = ...\nprobability_of_disease = ..."
    expression = "(log_odds_after_both_tests, probability_of_disease)"
    assert check(id, source, expression)["status"] == "not-attempted"
    assert check(id, source.replace("...", "0.5"), expression)["status"] not in ("passed", "fault")


def test_every_solution_passes_as_a_source():
    for id, exercise in EXERCISES.items():
        name = exercise.reference.__name__
        expression = f"{name}()" if exercise.is_value else name
        said = check(id, solution_source(exercise), expression)
        assert said["status"] == "passed", (id, said)


def test_whoever_keeps_the_time_is_told_of_every_call_and_what_to_say():
    told = []
    source = COLUMNS.format("axis=0")
    check("softmax.columns", source, alive=lambda *said: told.append(said))
    assert len(told) == 2 + len(EXERCISES["softmax.columns"].probes)
    assert told[-1] == (0.0, "")  # what comes now is not the learner's
    seconds, verdict = told[1]
    said = json.loads(verdict)
    assert (said["name"], said["status"]) == ("too-slow", "symptom")
    assert seconds == running.SECONDS + live.GRACE
    assert f"{running.SECONDS:g} seconds" in said["seen"]
    assert said["place"]["href"].startswith("02_softmax.html#")
    assert said["case"].startswith("z = ")


@pytest.mark.parametrize(
    "source",
    ["while True:\n    pass", "def softmax_of_columns(z):\n    while True:\n        pass"],
)
def test_an_endless_loop_is_stopped_wherever_it_stands(source, monkeypatch):
    monkeypatch.setattr(running, "SECONDS", 0.3)
    before = sys.stdout
    said = check("softmax.columns", source)
    assert (said["name"], said["status"]) == ("too-slow", "symptom")
    assert "within 0.3 seconds" in said["seen"]
    assert sys.stdout is before


def test_ids_that_are_none():
    assert check("softmax.column", "")["status"] == "fault"
    assert json.loads(live.answer_value("softmax.q99", "a"))["status"] == "fault"


def test_a_concept_check_is_answered_with_text():
    assert json.loads(live.answer_value("softmax.q1", "..."))["status"] != "passed"
    letters = [json.loads(live.answer_value("softmax.q1", c))["status"] for c in "abc"]
    assert letters.count("passed") == 1


# ---- Packages -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "packages"),
    [
        ("import numpy as np", []),
        ("import sympy as sp", ["sympy"]),
        ("from softmaxbook import softmax", []),
        ("from softmaxbook import plots", ["matplotlib"]),
        ("import softmaxbook.symbolic as s", ["sympy"]),
        ("from softmaxbook.claims import verify", ["sympy"]),
        ("from softmaxbook.claims.temperature import overtrained_on_digits", ["sympy"]),
        ('display_demo("ledger")', ["sympy"]),
        ("display_demo(name)", []),
        ("def f():\n    import matplotlib.pyplot as plt", ["matplotlib"]),
        ("from mpmath import mp\nfrom PIL import Image", ["matplotlib", "sympy"]),
        ("import sympy as", []),
    ],
)
def test_what_a_source_needs_is_seen_through_this_library(source, packages):
    assert live.needs(source) == packages


# ---- Cells --------------------------------------------------------------------------------------


def test_prints_and_the_last_value_come_in_order_and_names_stay():
    first = run("x = 3\nprint('a')\nprint('b')\nx")
    assert [o["output_type"] for o in first["outputs"]] == ["stream", "execute_result"]
    assert first["outputs"][0]["text"] == "a\nb\n"
    assert first["outputs"][1]["data"] == {"text/plain": "3"}
    assert run("x + 1")["outputs"][0]["data"]["text/plain"] == "4"
    assert run("x + 1;")["outputs"] == []
    assert run("x = 5")["outputs"] == []
    live.reset()
    assert run("x")["outputs"][0]["last"] == "NameError: name 'x' is not defined"


def test_an_exception_is_told_by_its_last_line_the_readers_line_and_their_frames_alone():
    run("def f(n):\n    return 1 / n", cell="first")
    said = run("print('before')\nf(0)", cell="second")
    assert not said["ok"]
    assert said["outputs"][0]["text"] == "before\n"
    error = said["outputs"][1]
    assert error["last"] == "ZeroDivisionError: division by zero"
    assert error["where"] == "Line 2: f(0)"
    assert "live.py" not in error["traceback"]
    assert 'File "<first>", line 2, in f' in error["traceback"]
    syntax = run("x = (")["outputs"][0]
    assert syntax["last"].startswith("SyntaxError")
    assert "live.py" not in syntax["traceback"]
    assert run("exit()")["outputs"][0]["ename"] in ("SystemExit", "NameError")


def test_display_shows_where_it_is_called():
    said = run("print(1)\ndisplay({'text/html': '<b>x</b>'}, raw=True)\nprint(2)\ndisplay([3])")
    kinds = [o["output_type"] for o in said["outputs"]]
    assert kinds == ["stream", "display_data", "stream", "display_data"]
    assert said["outputs"][1]["data"] == {"text/html": "<b>x</b>"}
    assert said["outputs"][3]["data"] == {"text/plain": "[3]"}


def test_endless_printing_is_cut():
    text = run("for i in range(100_000): print(i)")["outputs"][0]["text"]
    assert len(text) < live.LONGEST + 100
    assert text.endswith("left out)\n")


def test_what_a_cell_prints_is_told_meanwhile_and_nothing_is_lost():
    pieces = []
    said = run("for i in range(9): print(i)", say=pieces.append)
    assert "".join(pieces) == said["outputs"][0]["text"]


def test_markdown_is_made_html_with_links_to_pages():
    source = 'from softmaxbook.exercises import guide\nguide("softmax.columns")'
    said = run(source)
    assert said["markdown"]
    data = json.loads(live.with_html(json.dumps(said)))["outputs"][0]["data"]
    assert data["text/html"].startswith("<details>\n<summary>Hint 1</summary>\n<p>")
    assert '<code class="language-python">' in data["text/html"]
    ledger = "class Row:\n    def _repr_markdown_(self):\n"
    ledger += "        return '[a](02_softmax.ipynb#b)'\nRow()"
    data = json.loads(live.with_html(json.dumps(run(ledger))))["outputs"][0]["data"]
    assert '<a href="02_softmax.html#b">' in data["text/html"]


def test_formulas_are_one_piece_each_whatever_signs_they_hold():
    text = r"*a* $x_1 * y_1 * z < 2$, `$no$`, \$5 and \$6, $ 7 and 8 $ and $$\sum_i p_i$$"
    said = run(f"class Shown:\n    def _repr_markdown_(self):\n        return {text!r}\nShown()")
    page = json.loads(live.with_html(json.dumps(said)))["outputs"][0]["data"]["text/html"]
    assert '<em>a</em> <span class="formula">x_1 * y_1 * z &lt; 2</span>, <code>$no$</code>' in page
    assert "$5 and $6, $ 7 and 8 $" in page
    assert r'<span class="formula display">\sum_i p_i</span>' in page


def test_figures_are_pictures_in_the_books_style():
    ours = (
        "from softmaxbook import plots\nplots.curves([0, 1], {'a': [0, 1]}, xlabel='x', ylabel='y')"
    )
    theirs = "from matplotlib.figure import Figure\nf = Figure(figsize=(2, 1))\nf.subplots()\nf"
    for source, width in ((ours, 1008), (theirs, 360)):
        shown = run(source)["outputs"][-1]
        picture = base64.b64decode(shown["data"]["image/png"])
        assert struct.unpack(">I", picture[16:20]) == (width,)
        assert shown["metadata"]["image/png"]["width"] == round(0.6 * width)


def test_the_figures_of_pyplot_are_shown_where_show_is_called_or_at_the_end_and_closed():
    import matplotlib

    before = matplotlib.get_backend()
    matplotlib.use("module://softmaxbook.live_figures")
    try:
        said = run("import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.figure();")
        assert [o["output_type"] for o in said["outputs"]] == ["display_data"] * 2
        assert all("image/png" in o["data"] for o in said["outputs"])
        said = run("plt.plot([1, 2])\nplt.show()\nprint(plt.get_fignums())")
        assert [o["output_type"] for o in said["outputs"]] == ["display_data", "stream"]
        assert said["outputs"][1]["text"] == "[]\n"
    finally:
        matplotlib.use(before)


def test_a_formula_of_sympy_is_told_as_in_a_notebook():
    data = run("import sympy as sp\nsp.sqrt(8)")["outputs"][0]["data"]
    assert data["text/plain"] == "2*sqrt(2)"
    assert data["text/latex"] == r"$\displaystyle 2 \sqrt{2}$"

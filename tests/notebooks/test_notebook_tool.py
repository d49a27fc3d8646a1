"""The notebook tool keeps what it promises to authors: tools/notebooks.py."""

import copy
import json
import os
import subprocess
import sys
from pathlib import Path

import nbformat
import notebook_form as form
import notebook_rules as rules
import notebooks as tool
import pytest

TOOL = Path(tool.__file__)

PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9Q"
    "DwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
ALT = "Line chart of three probabilities against temperature; all meet at 1/3."
FIGURE = {
    "image": {"alt": ALT},
    "figure": {"caption": "Heat flattens.", "name": "fig-heat"},
}


def markdown(cell_id, source):
    return nbformat.v4.new_markdown_cell(source) | {"id": cell_id}


def code(cell_id, source, *outputs, **metadata):
    cell = nbformat.v4.new_code_cell(source, outputs=list(outputs), metadata=metadata)
    return cell | {"id": cell_id}


def stream(text, name="stdout"):
    return nbformat.v4.new_output("stream", name=name, text=text)


def shown(data):
    return nbformat.v4.new_output("display_data", data=data)


def notebook(*cells):
    cells = [markdown("title", "# Overflow"), *cells]
    whole = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    return nbformat.from_dict(whole)


CLEAN = notebook(
    markdown(
        "rule",
        "## A rule\n\n"
        "::::{prf:theorem} Shift\n:label: thm-shift\n\n:::{note}\nSee {cite:p}`key`.\n:::\n::::\n\n"
        "Written `:::{figure}` or `{code}` it is only shown.\n\n"
        "```python\n```text\n# not a title\n```",
    ),
    code(
        "sum",
        "z = 1.5\nprint(z)",
        stream("0.836152 709.783 1e+300 1234567 1.2.3\n"),
        tags=["remove-input"],
    ),
    code("heat", "draw()", shown({"image/png": PIXEL, "text/plain": "<Figure>"}), mystnb=FIGURE),
    code("draws", "rng = np.random.default_rng(0)\nratio = a / b  # 50% != all"),
)


@pytest.fixture
def save(tmp_path):
    def write(nb, stem="01_overflow"):
        path = tmp_path / "chapters" / f"{stem}.ipynb"
        path.parent.mkdir(exist_ok=True)
        path.write_text(nb if isinstance(nb, str) else form.canonical(nb), encoding="utf-8")
        return path

    return write


@pytest.fixture
def text_of(tmp_path):
    return lambda stem="01_overflow": tmp_path / "_text" / f"{stem}.md"


@pytest.fixture
def command(tmp_path, capsys):
    def call(*arguments):
        status = tool.main([*arguments, "--root", str(tmp_path)])
        printed = capsys.readouterr()
        return status, printed.out + printed.err

    return call


def edit(path, old, new):
    """Change a text as an author's editor does: its time moves ahead of the notebook's."""
    content = path.read_text(encoding="utf-8")
    assert content.count(old) == 1
    path.write_text(content.replace(old, new), encoding="utf-8")
    later = path.stat().st_mtime_ns + 10**9
    os.utime(path, ns=(later, later))


# ---- Every rule is broken by the smallest notebook that should break it -------------------------


def test_a_clean_notebook_breaks_no_rule(save):
    assert rules.lint(save(CLEAN)) == []


BROKEN = {
    "stored error": ("executed", code("bad", "1 / 0", nbformat.v4.new_output("error", ename="E"))),
    "stderr": ("executed", code("bad", "f()", stream("careful", name="stderr"))),
    "image without alt": (
        "figure",
        code("bad", "f()", shown({"image/png": PIXEL}), mystnb={"figure": FIGURE["figure"]}),
    ),
    "short alt": (
        "figure",
        code("bad", "f()", shown({"image/png": PIXEL}), mystnb=FIGURE | {"image": {"alt": "Bars"}}),
    ),
    "alt saying image of": (
        "figure",
        code(
            "bad",
            "f()",
            shown({"image/png": PIXEL}),
            mystnb=FIGURE | {"image": {"alt": "An image of " + ALT}},
        ),
    ),
    "no caption": (
        "figure",
        code(
            "bad",
            "f()",
            shown({"image/png": PIXEL}),
            mystnb=FIGURE | {"figure": {"caption": " ", "name": "n"}},
        ),
    ),
    "no name": (
        "figure",
        code(
            "bad",
            "f()",
            shown({"image/png": PIXEL}),
            mystnb=FIGURE | {"figure": {"caption": "c"}},
        ),
    ),
    "svg": ("figure", code("bad", "f()", shown({"image/svg+xml": "<svg/>"}), mystnb=FIGURE)),
    "jpeg": ("figure", code("bad", "f()", shown({"image/jpeg": PIXEL}), mystnb=FIGURE)),
    "heavy png": ("figure", code("bad", "f()", shown({"image/png": "A" * 80_004}), mystnb=FIGURE)),
    "metadata without image": ("figure", code("bad", "f()", mystnb=FIGURE)),
    "back-tick directive": ("directives", markdown("bad", "```{note}\nx\n```")),
    "unknown directive": ("directives", markdown("bad", ":::{figure} a.png\n:::")),
    "unknown directive inside another": (
        "directives",
        markdown("bad", "::::{note}\n:::{raw} html\n:::\n::::"),
    ),
    "unclosed colon fence": ("directives", markdown("bad", ":::{note}\nx")),
    "outer fence closed by the inner one": (
        "directives",
        markdown("bad", ":::{note}\n:::{tip}\nx\n:::\n:::"),
    ),
    "unclosed code fence": ("directives", markdown("bad", "```python\nx")),
    "unknown role": ("directives", markdown("bad", "Press {kbd}`Enter`.")),
    "26 lines": ("cell-length", code("bad", "\n".join(["x = 1"] * 26))),
    "89 characters": ("cell-length", code("bad", "x = " + "1" * 85)),
    "seven digits": ("precision", code("bad", "p", stream("0.8361524"))),
    "seven digits with an exponent": ("precision", code("bad", "p", stream("-1.234567e-05"))),
    "seven digits with a comma": ("precision", code("bad", "p", stream("1,234.567"))),
    "seven digits in a result": (
        "precision",
        code("bad", "p", shown({"text/plain": "[1.0000001]"})),
    ),
    "float64 repr": ("precision", code("bad", "p", shown({"text/plain": "np.float64(0.5)"}))),
    "int64 repr": ("precision", code("bad", "p", shown({"text/plain": "(np.int64(2), 1)"}))),
    "True_ repr": ("precision", code("bad", "p", shown({"text/plain": "np.True_"}))),
    "exercise that needs a cell": ("exercises", code("bad", 'check("odds.ratio", z)')),
    "exercise that needs a cell in a function": (
        "exercises",
        code("bad", 'def ratio(p):\n    return np.divide(p, z)\n\n\ncheck("odds.ratio", ratio)'),
    ),
    "absolute path": ("portable", code("bad", 'open("/home/ann/z.csv")')),
    "quoted absolute path": ("portable", code("bad", "open('/data/z.csv')")),
    "temporary folder": ("portable", code("bad", 'os.chdir("/tmp")')),
    "Windows path": ("portable", code("bad", r'open(r"C:\data\z.csv")')),
    "home folder": ("portable", code("bad", 'open("~/z.csv")')),
    "URL": ("portable", code("bad", 'page = "https://example.org"')),
    "requests": ("portable", code("bad", "import os, requests")),
    "urllib": ("portable", code("bad", "from urllib.request import urlopen")),
    "httpx": ("portable", code("bad", "x = 1\nimport httpx")),
    "wget": ("portable", code("bad", "import wget")),
    "curl": ("portable", code("bad", 'run(["curl", name])')),
    "shell escape": ("portable", code("bad", "x = 1\n!ls")),
    "captured shell escape": ("portable", code("bad", "files = !ls")),
    "pip magic": ("portable", code("bad", "%pip install x")),
    "bash cell": ("portable", code("bad", "%%bash\nls")),
    "decimal without a witness": ("witness", markdown("bad", "A loss of 0.693 nats.")),
    "large number without a witness": ("witness", markdown("bad", "There are 50257 classes.")),
    "number in a caption": (
        "witness",
        code(
            "bad",
            "draw()",
            shown({"image/png": PIXEL}),
            mystnb={"image": {"alt": ALT}, "figure": {"caption": "It is 0.25.", "name": "fig-x"}},
        ),
    ),
    "legacy NumPy generator": ("seeded", code("bad", "np.random.seed(0)")),
    "legacy RandomState": ("seeded", code("bad", "np.random.RandomState(0)")),
    "generator without seed": ("seeded", code("bad", "rng = np.random.default_rng()")),
    "generator seeded by None": ("seeded", code("bad", "rng = np.random.default_rng(None)")),
    "random module": ("seeded", code("bad", "import random")),
    "clock": ("seeded", code("bad", "t = time.time()")),
    "date": ("seeded", code("bad", "t = datetime.now()")),
    "memory address": ("outputs", code("bad", "f", stream("<function f at 0x7f0012ab>"))),
    "path in an output": ("outputs", code("bad", "f", stream("in /usr/lib/x.py"))),
    "path in an HTML output": (
        "outputs",
        code("bad", "f", shown({"text/html": "<i>/home/ann/x</i>"})),
    ),
    "warning": ("outputs", code("bad", "f", stream("x.py:3: RuntimeWarning: overflow"))),
    "second title": ("headings", markdown("bad", "# Another")),
    "skipped level": ("headings", markdown("bad", "### Too deep")),
}


@pytest.mark.parametrize(("rule", "cell"), BROKEN.values(), ids=BROKEN)
def test_a_broken_rule_is_reported_with_its_name_and_cell_and_no_other_rule_is(save, rule, cell):
    found = {(violation.cell, violation.rule) for violation in rules.lint(save(notebook(cell)))}
    assert found == {("bad", rule)}


def test_every_rule_has_a_notebook_that_breaks_it():
    names = {rule.__name__.removeprefix("rule_").replace("_", "-") for rule in rules.RULES}
    # The main way is of the whole notebook: test_main_way.py.
    assert names - {"main-way"} == {rule for rule, _ in BROKEN.values()}


@pytest.mark.parametrize(
    ("prose", "is_witnessed"),
    [
        ("0.836", True),
        ("0.84", True),
        ("0.83", False),
        ("0.8361", False),
        ("729", True),
        ("728", False),
    ],
)
def test_a_number_in_the_prose_is_a_rounding_of_one_in_the_code_or_its_output(
    save, prose, is_witnessed
):
    cells = code("sum", "n = 729\nprint(p)", stream("0.836\n")), markdown("said", f"It is {prose}.")
    found = [(v.cell, v.rule) for v in rules.lint(save(notebook(*cells)))]
    assert found == ([] if is_witnessed else [("said", "witness")])


EXERCISE = 'from softmaxbook.exercises import check\n\nodds = ...\ncheck("odds.ratio", odds)'


@pytest.mark.parametrize(
    ("after", "is_fault"),
    [
        ("print(odds)", True),
        ("[odds for _ in range(2)]", True),
        ("odds = 2\nprint(odds)", False),
        ("def f(odds):\n    return odds", False),
        ("other = ...\ncheck('odds.other', other)", False),
    ],
)
def test_a_cell_that_uses_what_a_learner_writes_is_reported(save, after, is_fault):
    nb = notebook(code("start", EXERCISE), code("after", after))
    found = [(v.cell, v.rule) for v in rules.lint(save(nb))]
    assert found == ([("after", "exercises")] if is_fault else [])


def test_a_name_that_a_cell_defines_again_is_no_longer_a_learners(save):
    cells = code("start", EXERCISE), code("again", "odds = 3"), code("after", "print(odds)")
    assert rules.lint(save(notebook(*cells))) == []


def test_letters_inside_a_stored_png_are_not_read_as_a_path(save):
    picture = shown({"image/png": "AAA+/tmp/AAAA"})
    assert rules.lint(save(notebook(code("heat", "draw()", picture, mystnb=FIGURE)))) == []


def test_every_rule_says_why_it_exists():
    assert all(len(rule.__doc__) > 40 for rule in [rules.rule_canonical, *rules.RULES])


def test_a_notebook_must_start_with_its_title(save):
    nb = notebook(markdown("intro", "Logits.\n\n# Late title"))
    del nb.cells[0]
    assert [(v.cell, v.rule) for v in rules.lint(save(nb))] == [("intro", "headings")]


@pytest.mark.parametrize(
    "change",
    [
        lambda nb, cell: cell.update(execution_count=3),
        lambda nb, cell: cell.update(id="0a1b2c3d"),
        lambda nb, cell: cell.update(id="Sum"),
        lambda nb, cell: cell.update(id="12-34"),
        lambda nb, cell: cell.update(id="x" * 65),
        lambda nb, cell: cell.metadata.update(collapsed=True),
        lambda nb, cell: cell.metadata.update(tags=["b", "a"]),
        lambda nb, cell: cell.update(source=cell.source + "  "),
        lambda nb, cell: cell.update(outputs=[stream("a"), stream("b")]),
        lambda nb, cell: cell.outputs.append(
            nbformat.v4.new_output("execute_result", data={"text/plain": "1"}, execution_count=3)
        ),
        lambda nb, cell: cell.outputs.append(
            nbformat.v4.new_output(
                "display_data", data={"text/plain": "1"}, metadata={"text/plain": {}}
            )
        ),
    ],
    ids=[
        "execution count",
        "random id",
        "unreadable id",
        "id without a letter",
        "long id",
        "other metadata",
        "unsorted tags",
        "trailing space",
        "split stream",
        "result count",
        "empty output metadata",
    ],
)
def test_a_cell_off_the_canonical_form_is_reported_and_put_right(save, change):
    nb = nbformat.v4.reads(form.canonical(CLEAN))
    change(nb, nb.cells[2])
    path = save(nbformat.v4.writes(nb) + "\n")
    found = [(v.cell, v.rule) for v in rules.lint(path)]
    assert (nb.cells[2].id, "canonical") in found
    assert {rule for _, rule in found} == {"canonical"}
    save(nb)
    assert rules.lint(path) == []


def test_a_repeated_id_is_reported(save):
    nb = nbformat.v4.reads(form.canonical(CLEAN))
    nb.cells[2].id = nb.cells[4].id = "twice"
    assert ("twice", "canonical") in {
        v[:2] for v in rules.lint(save(nbformat.v4.writes(nb) + "\n"))
    }


def test_an_attachment_is_reported(save):
    nb = nbformat.v4.reads(form.canonical(CLEAN))
    nb.cells[1].attachments = {"z.png": {"image/png": PIXEL}}
    assert [v[:2] for v in rules.lint(save(nbformat.v4.writes(nb) + "\n"))] == [
        ("rule", "canonical")
    ]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text + "\n",
        lambda text: text.replace("\n ", "\n  "),
        lambda text: text.replace('"nbformat_minor": 5', '"nbformat_minor": 4'),
        lambda text: text.replace('"language": "python"', '"language": "Python"'),
        lambda text: text.replace("Heat", "H\\u0065at"),
        lambda text: text[: len(text) // 2],
    ],
    ids=["newline", "indent", "version", "kernelspec", "escape", "half a file"],
)
def test_a_file_off_the_canonical_form_is_reported_as_a_whole(save, spoil):
    good = form.canonical(CLEAN)
    assert spoil(good) != good
    assert [v[:2] for v in rules.lint(save(spoil(good)))] == [("notebook", "canonical")]


@pytest.mark.parametrize("key", ["name", "text", "output_type"])
def test_an_output_that_breaks_the_notebook_format_is_reported(save, key):
    nb = notebook(code("sum", "1", stream("1")))
    del nb.cells[1].outputs[0][key]
    found = rules.lint(save(json.dumps(nb)))
    assert [v[:2] for v in found] == [("notebook", "canonical")]
    assert "is not a notebook of format 4" in found[0].message


def test_the_line_ends_of_windows_break_no_rule(save):
    path = save(CLEAN)
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert rules.lint(path) == []


# ---- The canonical form and the ids --------------------------------------------------------------


def messy():
    nb = copy.deepcopy(CLEAN)
    nb.metadata.authors = ["x"]
    nb.cells[2].outputs += [stream("more\n"), stream("most\n")]
    nb.cells.append(nbformat.from_dict(code("", "   ")))
    for cell in nb.cells[1:]:
        cell.id = "0123abcd"
    return nb


def test_canonical_is_idempotent_and_leaves_its_argument_alone():
    nb = messy()
    untouched = copy.deepcopy(nb)
    once = form.canonical(nb)
    assert nb == untouched
    assert form.canonical(nbformat.v4.reads(once)) == once
    assert once != form.canonical(CLEAN)


def test_the_canonical_form_sorts_tags_joins_streams_trims_images_and_drops_empty_cells():
    nb = messy()
    nb.cells[2].metadata.tags = list("hgfedcba")
    nb.cells[3].outputs[0].data["image/png"] += "\n"
    cells = nbformat.v4.reads(form.canonical(nb)).cells
    assert len(cells) == len(nb.cells) - 1
    assert cells[3].outputs == CLEAN.cells[3].outputs
    assert cells[2].metadata.tags == list("abcdefgh")
    assert [output.text for output in cells[2].outputs] == [
        CLEAN.cells[2].outputs[0].text + "more\nmost\n"
    ]


def test_a_new_id_tells_the_section_and_a_word_of_the_cell():
    nb = notebook(
        markdown("x1234567", "## Où $e^z$ overflows"),
        code("Ab", "import numpy as np\nlimit = np.log(2)"),
        code("Ab", "limit = 2"),
        code("Ab", "2"),
    )
    nb.cells[1].id = "0a1b2c3d"
    ids = [cell.id for cell in nbformat.v4.reads(form.canonical(nb)).cells]
    assert ids[:3] == ["title", "ou-e-z-overflows", "ou-e-z-overflows-limit"]
    assert ids[3:] == ["ou-e-z-overflows-2", "ou-e-z-overflows-3"]


def test_new_ids_are_readable_and_unique_however_long_the_words_are():
    cells = [code("?", "x" * 300) for _ in range(12)]
    nb = notebook(markdown("?", "## " + "long " * 60), *cells, markdown("?", "## 日本"))
    ids = [cell.id for cell in nbformat.v4.reads(form.canonical(nb)).cells]
    assert len(set(ids)) == len(ids) == 15
    assert all(form.is_readable(cell_id) for cell_id in ids)
    assert ids[2].endswith("long-" + "x" * 20)


# ---- The text form -------------------------------------------------------------------------------


def ids(path):
    return [cell.id for cell in nbformat.read(path, as_version=4).cells]


@pytest.fixture(scope="module")
def ready(tmp_path_factory):
    """A small chapter, run once, with a figure; its bytes and its text serve several tests."""
    root = tmp_path_factory.mktemp("book")
    (root / "chapters").mkdir()
    (root / "chapters" / "near.txt").write_text("0.25")
    nb = notebook(
        markdown(
            "why", "## Why\n\n:::{note}\n{ref}`x`, a + b\n:::\n\n+ one\n  ```python\n  x\n  ```"
        ),
        markdown("then", "It *follows*."),
        code("near", "print(open('near.txt').read())\nprint('é')", tags=["a", "b"]),
        code(
            "heat",
            "import matplotlib.pyplot as plt\nplt.plot([1, 2]);",
            mystnb=FIGURE | {"image": {"alt": 'Line: "a" rises — ' + ALT}},
        ),
        code("quoted", '"""\n```{note}\n---\n:a: b\n"""'),
        nbformat.v4.new_raw_cell("raw", id="raw"),
    )
    path = root / "chapters" / "01_overflow.ipynb"
    path.write_text(form.canonical(nb), encoding="utf-8")
    chapter = tool.Chapter(root, "01_overflow")
    line = tool.run_chapter(chapter)
    first = path.read_bytes()
    tool.run_chapter(chapter)
    return line, first, path.read_bytes()


def test_running_twice_gives_the_same_bytes_figure_included(ready):
    _, first, second = ready
    assert first == second
    nb = nbformat.v4.reads(first.decode())
    assert nb.cells[3].outputs[0].text == "0.25\né\n"
    assert nb.cells[4].outputs[0].data["image/png"].startswith("iVBOR")


def test_a_run_writes_the_canonical_form_and_reports_cells_and_seconds(ready, save):
    line, first, _ = ready
    assert form.canonical(nbformat.v4.reads(first.decode())).encode() == first
    assert [v for v in rules.lint(save(first.decode())) if v.rule != "figure"] == []
    name, cells, word, seconds, unit = line.split()
    assert (name, cells, word, unit) == ("01_overflow", "7", "cells", "s")
    assert float(seconds) > 0


def test_text_brings_back_the_same_cells_ids_and_metadata(ready, save, command, text_of):
    path = save(ready[1].decode())
    assert command("text") == (0, "_text/01_overflow.md\n")
    back = tool.from_text(text_of().read_text(encoding="utf-8"))
    for cell in (whole := nbformat.v4.reads(ready[1].decode())).cells:
        if cell.cell_type == "code":
            cell.outputs = []
    assert back.cells == whole.cells
    assert path.read_bytes() == ready[1]


def test_a_fresh_text_is_in_step_and_is_not_folded_in(save, command):
    save(CLEAN)
    command("text")
    assert command("text") == (0, "_text/01_overflow.md\n")


def test_an_edited_text_is_left_alone_by_text_unless_forced(save, command, text_of):
    save(CLEAN)
    command("text")
    edit(text_of(), "# Overflow", "# Overflow!")
    status, printed = command("text")
    assert status == 1
    assert printed.startswith("chapters/01_overflow.ipynb has a newer text, left alone")
    assert "# Overflow!" in text_of().read_text(encoding="utf-8")
    assert command("text", "--force")[0] == 0
    assert "# Overflow!" not in text_of().read_text(encoding="utf-8")


@pytest.fixture
def edited(save, command, text_of):
    """Fold an edited text in without running it; give the cells as (id, source)."""
    nb = notebook(
        markdown("why", "## Why"),
        code("limit", "limit = 1"),
        markdown("after", "After."),
        code("last", "last = 2"),
    )

    def fold(change):
        path = save(nb)
        command("text")
        text = text_of().read_text(encoding="utf-8")
        new = change(text)
        assert new != text
        return [
            (c.id, c.source) for c in tool.from_text(new, nbformat.v4.reads(path.read_text())).cells
        ]

    return fold


def test_a_cell_added_in_the_text_gets_a_readable_id_and_the_others_keep_theirs(edited):
    cells = edited(lambda text: text.replace("After.", "After.\n\n```{code-cell}\nmargin = 3\n```"))
    assert cells[4] == ("why-margin", "margin = 3")
    assert [name for name, _ in cells] == ["title", "why", "limit", "after", "why-margin", "last"]


def test_a_cell_edited_in_the_text_keeps_its_id(edited):
    assert edited(lambda text: text.replace("limit = 1", "z = 7"))[2] == ("limit", "z = 7")


def test_a_cell_moved_in_the_text_keeps_its_id(edited):
    def move(text):
        block = "```{code-cell}\n:id: limit\n\nlimit = 1\n```\n"
        return text.replace(block, "") + "\n" + block

    assert [name for name, _ in edited(move)] == ["title", "why", "after", "last", "limit"]


def test_of_a_cell_and_its_edited_copy_above_the_unchanged_one_keeps_the_id(edited):
    block = "```{code-cell}\n:id: limit\n\nlimit = 1\n```\n"
    copied = block.replace("= 1", "= 5")
    cells = edited(lambda text: text.replace(block, copied + "\n" + block))
    assert cells[2:4] == [("why-limit", "limit = 5"), ("limit", "limit = 1")]


def test_a_copy_without_an_id_line_above_its_original_does_not_take_the_id(edited):
    block = "```{code-cell}\n:id: limit\n\nlimit = 1\n```\n"
    copied = block.replace(":id: limit\n\n", "")
    cells = edited(lambda text: text.replace(block, copied + "\n" + block))
    assert cells[2:4] == [("why-limit", "limit = 1"), ("limit", "limit = 1")]


def test_a_cell_that_lost_its_id_line_but_not_its_content_keeps_its_id(edited):
    assert edited(lambda text: text.replace(":id: last\n", ""))[4] == ("last", "last = 2")


def test_a_cell_that_text_cannot_carry_is_named_and_no_text_is_written(save, command, text_of):
    save(notebook(markdown("open", "```python\nx"), code("next", "y = 1")))
    status, printed = command("text")
    assert status == 1
    assert "[open] would not survive as text" in printed
    assert not text_of().exists()


# ---- Running -------------------------------------------------------------------------------------


def test_a_raising_cell_leaves_its_notebook_and_text_as_they_were_and_others_still_run(
    save, command, text_of
):
    nb = notebook(code("divide", "def f(x):\n    return 1 / x\n\n\nprint(f(1))\nf(0)"))
    bad, good = save(nb, "01_bad"), save(notebook(code("fine", "print(6 * 7)")), "02_good")
    command("text")
    edit(text_of("01_bad"), "print(f(1))", "print(f(2))")
    before = bad.read_bytes(), text_of("01_bad").read_bytes()
    status, printed = command("run")
    assert status == 1
    assert "chapters/01_bad.ipynb [divide] ZeroDivisionError: division by zero" in printed
    assert "line 6: f(0)" in printed
    assert (bad.read_bytes(), text_of("01_bad").read_bytes()) == before
    assert nbformat.read(good, as_version=4).cells[1].outputs[0].text == "42\n"
    assert sorted(p.name for p in bad.parent.iterdir()) == ["01_bad.ipynb", "02_good.ipynb"]


def test_a_run_folds_an_edited_text_in_names_new_cells_and_stays_in_step(save, command, text_of):
    path = save(notebook(code("limit", "limit = 1")))
    command("text")
    edit(text_of(), "limit = 1\n```", "limit = 5\n```\n\n```{code-cell}\nprint(limit + 1)\n```")
    assert command("run", "chapters/01_overflow.ipynb")[0] == 0
    nb = nbformat.read(path, as_version=4)
    assert [cell.id for cell in nb.cells] == ["title", "limit", "overflow-limit"]
    assert nb.cells[2].outputs[0].text == "6\n"
    assert ":id: overflow-limit" in text_of().read_text(encoding="utf-8")
    assert tool.Chapter(path.parent.parent, path.stem).text_lead() == 0


def test_a_run_reads_the_line_ends_of_windows_and_writes_those_of_git(save, command, text_of):
    path = save(notebook(code("limit", "limit = 1")))
    command("text")
    edit(text_of(), "limit = 1", "limit = 5\nprint(limit)")
    for file in (path, text_of()):
        file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert command("run")[0] == 0
    assert b"\r" not in path.read_bytes() + text_of().read_bytes()
    nb = nbformat.read(path, as_version=4)
    assert (nb.cells[1].id, nb.cells[1].source) == ("limit", "limit = 5\nprint(limit)")


def test_a_text_without_a_notebook_becomes_one_when_it_is_named(save, command, text_of):
    save(CLEAN, "01_other")
    text_of().parent.mkdir()
    text_of("02_new").write_text("# New\n\n```{code-cell}\nprint(3)\n```\n", encoding="utf-8")
    assert command("run", "02_new")[0] == 0
    nb = nbformat.read(text_of().parents[1] / "chapters" / "02_new.ipynb", as_version=4)
    assert [(cell.id, cell.source) for cell in nb.cells] == [
        ("new", "# New"),
        ("new-2", "print(3)"),
    ]
    assert nb.cells[1].outputs[0].text == "3\n"


def test_a_write_that_fails_leaves_the_old_file_and_no_other(save, monkeypatch):
    path = save(CLEAN)

    def refuse(*_):
        raise OSError("disk full")

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(OSError, match="disk full"):
        tool.write(path, "half")
    assert path.read_text(encoding="utf-8") == form.canonical(CLEAN)
    assert list(path.parent.iterdir()) == [path]


def test_a_text_that_cannot_be_read_is_one_line(save, command, text_of):
    path = save(CLEAN)
    before = path.read_bytes()
    command("text")
    edit(text_of(), '+++ {"id": "rule"}', '+++ {"id: "rule"}')
    status, printed = command("run")
    assert status == 1
    assert printed.startswith("chapters/01_overflow.ipynb has a text that cannot be read: ")
    assert path.read_bytes() == before


def test_a_notebook_saved_by_someone_else_during_its_run_is_not_overwritten(save, command):
    path = save(notebook(code("meanwhile", "open('01_overflow.ipynb', 'a').write(' ');")))
    status, printed = command("run")
    assert status == 1
    assert "changed while it ran, so nothing was written" in printed
    assert path.read_text(encoding="utf-8").endswith("\n ")


def test_a_run_uses_the_current_interpreter_whatever_kernel_is_installed(
    save, command, tmp_path, monkeypatch
):
    folder = tmp_path / "share" / "kernels" / "python3"
    folder.mkdir(parents=True)
    broken = {"argv": ["no-such-python"], "display_name": "Python 3", "language": "python"}
    (folder / "kernel.json").write_text(json.dumps(broken))
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "share"))
    path = save(notebook(code("which", f"import sys\nprint(sys.executable == {sys.executable!r})")))
    assert command("run")[0] == 0
    assert nbformat.read(path, as_version=4).cells[1].outputs[0].text == "True\n"


def test_a_cell_that_kills_its_kernel_is_named(save, command):
    save(notebook(code("kill", "import os\nos._exit(1)")))
    status, printed = command("run")
    assert status == 1
    assert "chapters/01_overflow.ipynb [kill] DeadKernelError: Kernel died" in printed


def test_a_cell_that_never_ends_is_named(save, command, monkeypatch):
    monkeypatch.setattr(tool, "SECONDS_PER_CELL", 1)
    save(notebook(code("loop", "while True:\n    pass")))
    status, printed = command("run")
    assert status == 1
    assert "chapters/01_overflow.ipynb [loop] CellTimeoutError: " in printed
    assert "after 1 seconds" in printed


# ---- The command line ----------------------------------------------------------------------------


def test_lint_prints_place_rule_and_reason_and_fails(save, command):
    save(notebook(code("bad", "import random")))
    status, printed = command("lint", "01_overflow")
    assert status == 1
    assert printed.startswith("chapters/01_overflow.ipynb [bad] seeded: `import random` is ")
    assert printed.count("\n") == 1


def test_lint_counts_the_notebooks_that_follow_the_rules(save, command):
    save(CLEAN)
    assert command("lint") == (0, "1 notebook follows the rules\n")
    save(CLEAN, "02_more")
    assert command("lint") == (0, "2 notebooks follow the rules\n")


@pytest.mark.parametrize("name", ["run", "text", "lint"])
def test_an_unknown_chapter_is_one_line_and_exit_2(save, command, name):
    save(CLEAN)
    expected = "no notebook is called 99_none; there are: 01_overflow\n"
    assert command(name, "99_none") == (2, expected)


def test_a_missing_or_empty_chapters_folder_is_one_line_and_exit_2(tmp_path, command):
    assert command("lint") == (2, "there is no folder chapters/ to find notebooks in\n")
    (tmp_path / "chapters").mkdir()
    assert command("lint") == (2, "chapters/ holds no notebook\n")


def test_the_tool_runs_as_a_script_and_returns_its_exit_status(tmp_path):
    call = [sys.executable, str(TOOL), "lint", "--root", str(tmp_path)]
    done = subprocess.run(call, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "there is no folder chapters/ to find notebooks in\n"

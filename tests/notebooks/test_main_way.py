"""The measure of a chapter's main way, and the limits that it keeps."""

import re
import sys
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

sys.path.append(str(Path(__file__).resolve().parents[2] / "tools"))
import main_way

INDEX = Path(__file__).resolve().parents[2] / "chapters" / "index.md"
TIME = "**Time:** reading 10 minutes, core exercises 20."
FIGURE = [new_output("display_data", {"image/png": "aGVsbG8="})]


def text(source):
    return new_markdown_cell(source)


def code(source, *tags, outputs=()):
    return new_code_cell(source, metadata={"tags": list(tags)}, outputs=list(outputs))


def chapter(
    *main, further=("## Going further", "### A part\n\n*For the curious. 4 minutes.* Text.")
):
    cells = [text(f"# Title\n\n{TIME}"), code("figure()", outputs=FIGURE), *main]
    return new_notebook(
        cells=[*cells, *map(text, further), text("## Exercises\n\nMany more words.")]
    )


def test_what_is_folded_goes_further_or_is_an_exercise_does_not_count():
    nb = chapter(
        text("Five words of plain prose.\n\n:::{note}\nTwo more.\n:::"),
        code("a = 1\n\nb = 2"),
        code("hidden = 3", "hide-input"),
        code("hidden = 4", "remove-cell"),
    )
    m = main_way.measure(nb)
    assert m.words == len(f"Title {TIME}".split()) + 1 + 5 + 2  # the # counts as a word
    assert m.lines == 3
    assert (m.reading, m.exercises) == (10, 20)
    assert m.parts == (("A part", 4),)


@pytest.mark.parametrize(
    ("main", "message"),
    [
        ([text("word " * 2600)], "2.* words; at most 2500"),
        ([code("a = 1\n" * 130)], "1[0-9]+ visible lines of code"),
        ([text("word " * 2000)], "reading takes 10 minutes as stated, by its length about 25"),
    ],
)
def test_each_limit_is_told(main, message):
    found = list(main_way.broken(main_way.measure(chapter(*main))))
    assert any(main_way.re.search(message, line) for line in found), found


def test_something_to_see_stands_near_the_top():
    cells = [text("# Title\n\n" + TIME + " word" * 400), code("figure()", outputs=FIGURE)]
    nb = new_notebook(cells=[*cells, text("## Going further"), text("## Exercises")])
    assert any("before the first figure" in line for line in main_way.broken(main_way.measure(nb)))


def test_a_part_says_who_wants_it_and_how_long_it_takes():
    nb = chapter(further=("## Going further", "### A part\n\nText at once."))
    assert any("“A part”" in line for line in main_way.broken(main_way.measure(nb)))


def test_the_code_of_a_figure_is_folded():
    long = "\n".join(f"line_{n} = {n}" for n in range(9))
    assert list(main_way.folds(chapter(code(long, outputs=FIGURE))))
    assert not list(main_way.folds(chapter(code(long, "hide-input", outputs=FIGURE))))


def test_a_chapter_of_the_first_edition_is_measured_only():
    nb = new_notebook(cells=[text("# Title\n\n" + "word " * 4000), text("## Exercises")])
    assert not list(main_way.broken(main_way.measure(nb)))


def test_the_list_of_chapters_states_the_times_of_the_chapters():
    index = INDEX.read_text(encoding="utf-8")
    rows = re.findall(r"\]\((\w+)\.ipynb\) \|[^|]*\| (\d+) min \| (\d+) min \|", index)
    stated = {name: (int(reading), int(exercises)) for name, reading, exercises in rows}
    assert stated == {
        path.stem: (m.reading, m.exercises)
        for path in INDEX.parent.glob("[0-9]*.ipynb")
        for m in [main_way.measure(main_way.parse(path.read_bytes()))]
    }


def test_the_map_of_the_chapters_has_each_once_and_the_road_that_the_text_names():
    index = INDEX.read_text(encoding="utf-8")
    drawn = re.findall(r'<rect class="(on|off)".*?<tspan>(\d+)</tspan> ([^<]+)<', index)
    table = dict(re.findall(r"^\| (\d+) \| \[([^]]+)\]", index, flags=re.M))
    assert {number for _, number, _ in drawn} == set(table)
    assert len(drawn) == len(table)
    for _, number, name in drawn:
        assert table[number].startswith(name.split()[0].replace("CE", "Cross"))
    road = re.search(r"The main road is ([\d, ]+), in this order", index)[1].split(", ")
    assert [number for kind, number, _ in drawn if kind == "on"] == road
    assert f"chapters {', '.join(road)}." in re.search(r"<title.*?>(.*?)</title>", index)[1]

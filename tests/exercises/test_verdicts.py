"""A verdict is data, and every surface shows all of it; what is said is what was seen."""

import json
import re
from dataclasses import fields

import numpy as np
import pytest
from markdown_it import MarkdownIt

from softmaxbook.exercises import check, diagnose, guide, learner, why
from softmaxbook.exercises.catalogue.overflow.stable_softmax import stable_softmax
from softmaxbook.exercises.record import EXERCISES, Place
from softmaxbook.exercises.verdict import Verdict

SOFTMAX = "overflow.stable-softmax"
MARKED = Verdict(
    "named",
    "two-stars",
    "You return z_1 * z_2 <b>, expected `a_b`.",
    "A power p**T was taken | of [1](2).",
    Place("softmax", "The wrong axis"),
    "z = (1, 2)",
    id="softmax.x",
)


def no_shift(z):
    return np.exp(z) / np.exp(z).sum(axis=-1, keepdims=True)


@pytest.fixture
def replied(monkeypatch):
    """An exercise whose question has an answer."""
    from dataclasses import replace

    exercise = replace(EXERCISES[SOFTMAX], reply="Because e⁰ is the largest exponential.")
    load = EXERCISES._load
    monkeypatch.setattr(
        EXERCISES, "_load", lambda *id: exercise if ".".join(id) == SOFTMAX else load(*id)
    )
    return exercise


# ---- Data ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("answer", [no_shift, stable_softmax, np.exp, ..., 3, lambda z: None])
def test_data_is_what_json_can_hold_and_has_the_same_keys_whatever_was_found(answer):
    data = diagnose(SOFTMAX, answer).as_data()
    assert json.loads(json.dumps(data)) == data
    assert list(data) == [
        "id",
        "status",
        "symbol",
        "head",
        "name",
        "seen",
        "why",
        "case",
        "question",
        "reply",
        "place",
    ]
    assert data["id"] == SOFTMAX
    assert data["head"]


def test_the_place_of_data_is_a_page_and_that_of_text_a_notebook():
    found = diagnose(SOFTMAX, no_shift)
    place = found.as_data()["place"]
    assert place["text"] == found.place.text
    assert place["href"].startswith("04_overflow.html#")
    assert "04_overflow.ipynb" in found.message


def test_the_text_holds_every_part():
    text = diagnose(SOFTMAX, no_shift).show()
    found = diagnose(SOFTMAX, no_shift)
    for part in (found.case, found.seen, found.why, found.place.text, found.name):
        assert part
        assert part in text


# ---- Markdown -----------------------------------------------------------------------------------


def html(markdown):
    return MarkdownIt("commonmark", {"html": True}).enable("table").render(markdown)


def test_markdown_shows_what_the_text_says_and_links_the_place():
    page = html(MARKED.as_markdown())
    assert '<a href="02_softmax.ipynb#the-wrong-axis">chapter 2, The wrong axis</a>' in page
    assert "<code>a_b</code>" in page
    plain = re.sub(r"<[^>]+>", "", page).replace("&lt;", "<").replace("&gt;", ">")
    for part in ("z_1 * z_2 <b>", "p**T was taken | of [1](2).", "z = (1, 2)", "two-stars"):
        assert part in plain


def test_a_notebook_is_shown_markdown_beside_the_very_text_of_a_terminal(monkeypatch, capsys):
    import IPython.display

    shown = []
    monkeypatch.setattr(learner, "in_notebook", lambda: True)
    monkeypatch.setattr(IPython.display, "display", shown.append)
    check(SOFTMAX, no_shift)
    assert capsys.readouterr().out == ""
    assert repr(shown[0]) == diagnose(SOFTMAX, no_shift).show()
    assert "](04_overflow.ipynb" in shown[0]._repr_markdown_()


def test_what_the_book_stores_is_printed_in_a_notebook_too(monkeypatch, capsys):
    monkeypatch.setattr(learner, "in_notebook", lambda: True)
    check(SOFTMAX, ...)
    assert capsys.readouterr().out.startswith("○ ")


# ---- The question after the tick ----------------------------------------------------------------


def test_the_question_is_asked_at_once_and_answered_on_demand(replied, capsys):
    check(SOFTMAX, stable_softmax)
    out = capsys.readouterr().out
    assert replied.why in out
    assert replied.reply not in out
    assert f'why("{SOFTMAX}")' in out
    why(SOFTMAX)
    assert capsys.readouterr().out == f"{replied.why}\n{replied.reply}\n"


def test_before_the_tick_the_answer_is_shown_at_the_second_call(replied, capsys):
    why(SOFTMAX)
    assert replied.reply not in capsys.readouterr().out
    why(SOFTMAX)
    assert replied.reply in capsys.readouterr().out


def test_the_guide_holds_the_question_and_its_answer_in_a_closed_box(replied):
    markdown = guide(SOFTMAX)._repr_markdown_()
    box = f"<details>\n<summary>{replied.why}</summary>\n\n{replied.reply}\n\n</details>"
    assert markdown.endswith(box)


def test_a_notebook_folds_the_answer(replied):
    markdown = diagnose(SOFTMAX, stable_softmax).as_markdown()
    assert html(markdown).count("<details>") == 1


# ---- Words --------------------------------------------------------------------------------------


def say(function, id=SOFTMAX):
    return diagnose(id, function)


@pytest.mark.parametrize("id", [e.id for e in EXERCISES.values() if not e.is_value])
def test_no_part_begins_with_a_colon_or_a_small_letter(id):
    for wrong in (lambda *a: None, lambda *a: np.nan, lambda *a: [[1.0], [1.0, 2.0]], np.exp):
        found = diagnose(id, wrong)
        assert found.seen == "" or found.seen[0].isupper(), found.seen
        assert not any(line.startswith(":") for line in found.message.split("\n"))


def test_none_that_was_returned_on_purpose_is_not_said_to_lack_a_return():
    def sorts(z):
        return z.sort()

    assert "Your function returned None." in say(sorts).message
    assert "what follows return is None" in say(sorts).message


@pytest.mark.parametrize(
    ("change", "part", "absent"),
    [
        (lambda p: np.where(p > 0.5, np.inf, p), "An inf is", "0 / 0"),
        (lambda p: np.where(p > 0.5, np.nan, p), "0 / 0", "An inf is"),
        (lambda p: np.where(p > 0.5, -np.inf, p), "log 0", "0 / 0"),
    ],
)
def test_inf_and_nan_are_told_apart(change, part, absent):
    found = say(lambda z: change(stable_softmax(z)))
    assert found.name == "not-finite"
    assert part in found.why
    assert absent not in found.why


@pytest.mark.parametrize(
    ("function", "part"),
    [
        (lambda z: np.argmax(z), "a single number"),
        (lambda z: stable_softmax(z)[..., :2], "2 entries in place of 3"),
        (lambda z: np.stack([z, z, z]), "One axis too many"),
        (lambda z: stable_softmax(z)[..., None], "right, but they are arranged along other axes"),
    ],
)
def test_of_a_shape_only_what_the_numbers_show_is_said(function, part):
    found = say(function)
    assert found.name == "wrong-shape"
    assert "keepdims" not in found.message
    assert part in found.why


def test_a_small_batch_is_shown_whole_and_weights_are_no_batch():
    found = say(lambda z: stable_softmax(z.reshape(-1)).reshape(z.shape))
    assert re.fullmatch(r"z = \[\[.*\]\]", found.case)
    for exercise in EXERCISES.values():
        if not exercise.is_value:
            assert "batch" not in diagnose(exercise.id, lambda *a: 1e9).case


def test_a_case_can_be_put_in_again_and_gives_what_was_seen():
    found = say(no_shift)
    z = eval(found.case.removeprefix("z = "), {"inf": np.inf})
    with np.errstate(all="ignore"):
        assert np.isnan(no_shift(np.asarray(z, float))).any()
    assert "nan" in found.seen


def test_every_field_has_its_sentence_in_the_docstring():
    assert all(f.name in Verdict.__doc__ for f in fields(Verdict))


def test_several_results_in_place_of_one_are_told_to_be_several():
    verdict = diagnose(SOFTMAX, lambda z: (stable_softmax(z), np.ones(7)))
    assert verdict.name == "wrong-shape"
    assert "return only the one" in verdict.why
    assert "return only" not in diagnose(SOFTMAX, lambda z: [[1.0], [1.0, 2.0]]).why


def test_a_relation_of_several_entries_is_said_of_each():
    verdict = diagnose("attention.head-shapes", (49152, 768, 60, 600))
    assert verdict.why == "The softmaxes and the weights: each is half of what is right."

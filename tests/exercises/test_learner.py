"""The functions that a learner calls, and the record that is kept of it."""

import json
import os
import threading
import time

import numpy as np
import pytest

from softmaxbook.exercises import (
    answer,
    check,
    deck,
    diagnose,
    guide,
    hint,
    journal,
    progress,
    solution,
    why,
)
from softmaxbook.exercises.catalogue.overflow.stable_softmax import stable_softmax
from softmaxbook.exercises.record import EXERCISES, QUESTIONS

SOFTMAX = "overflow.stable-softmax"


def no_shift(z):
    return np.exp(z) / np.exp(z).sum(axis=-1, keepdims=True)


@pytest.fixture
def file(tmp_path, monkeypatch):
    path = tmp_path / "folder" / "progress.jsonl"
    monkeypatch.setenv("SOFTMAXBOOK_PROGRESS", str(path))
    return path


# ---- check, answer ------------------------------------------------------------------------------


def test_check_prints_the_verdict_and_returns_nothing(capsys):
    assert check(SOFTMAX, no_shift) is None
    out = capsys.readouterr().out
    assert out.startswith(f"✗ {SOFTMAX}: no-max-subtraction\n")
    assert diagnose(SOFTMAX, no_shift).message in out


def test_check_prints_a_tick_and_a_question_when_all_is_right(capsys):
    check(SOFTMAX, stable_softmax)
    out = capsys.readouterr().out
    assert out.startswith(f"✓ {SOFTMAX}: right\n")
    assert EXERCISES[SOFTMAX].why in out


def test_the_expected_value_is_shown_of_a_function_but_not_of_a_number(capsys):
    check(SOFTMAX, lambda z: z / z.sum(axis=-1, keepdims=True))
    assert "expected (0.8338, " in capsys.readouterr().out
    check("softmax.one-sigmoid", 0.8808)
    out = capsys.readouterr().out
    assert "You gave 0.8808." in out
    assert "0.9526" not in out


@pytest.mark.parametrize("given", ["b", "B", " (b) "])
def test_the_right_letter_passes(given, capsys):
    answer("softmax.q1", given)
    assert capsys.readouterr().out.startswith("✓ softmax.q1: right\n")


def test_another_letter_gets_its_own_feedback_and_a_place(capsys):
    answer("softmax.q1", "a")
    out = capsys.readouterr().out
    assert QUESTIONS["softmax.q1"].options["a"].feedback in out
    assert "Read chapter 2" in out


@pytest.mark.parametrize(
    ("given", "part"),
    [
        (1.629, "✓"),
        (np.float64(1.6289), "✓"),
        (2, "against dog alone"),
        (17, "none of the mistakes we know"),
        ("many", "cannot be read as a number"),
        (..., "○"),
        ([1, 2], "A single number"),
    ],
)
def test_a_number_is_compared_with_the_key_and_with_what_mistakes_give(given, part, capsys):
    answer("logits.q4", given)
    assert part in capsys.readouterr().out


@pytest.mark.parametrize("given", ["e", "", 2, None, object()])
def test_what_is_no_option_is_told_the_options(given, capsys):
    answer("logits.q1", given)
    assert "The options are a, b, c, d" in capsys.readouterr().out


@pytest.mark.parametrize("function", [check, answer])
@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("softmax.q11", "softmax.q1"),
        ("overflow.stable-sofmax", SOFTMAX),
        ("Overflow.Stable_Softmax", SOFTMAX),
        ("overflow stable softmax", SOFTMAX),
        ("stable-softmax", SOFTMAX),
        ("stable softmx", SOFTMAX),
        ("overflow/stable-softmax", SOFTMAX),
        ("softmax.on-sigmoid", "softmax.one-sigmoid"),
    ],
)
def test_an_id_that_is_nearly_right_is_answered_with_the_one_that_is_meant(
    function, given, meant, capsys
):
    function(given, 1)
    said = capsys.readouterr().out
    assert f"There is no {given!r}; the nearest id is {meant!r}." in said
    assert "fault" not in said


@pytest.mark.parametrize("function", [check, answer, hint, solution, guide, why])
@pytest.mark.parametrize("given", ["xyzzy", "", "q", "...", "42", "x" * 10_000, "ünïcødé"])
def test_an_id_like_no_other_is_not_answered_with_nonsense(function, given, capsys):
    function(given, *[1] * (function in (check, answer)))
    said = capsys.readouterr().out
    assert "nearest" not in said
    assert "progress() lists all ids" in said
    assert len(said) < 300


def test_an_id_of_which_only_the_chapter_is_right_is_answered_with_its_exercises(capsys):
    check("overflow.nothing", 1)
    assert "the exercises of overflow are" in capsys.readouterr().out
    check("overflow", 1)
    assert "stable-softmax" in capsys.readouterr().out


@pytest.mark.parametrize("function", [check, answer, hint, solution, guide, why])
@pytest.mark.parametrize("given", [None, 3, np.exp, [SOFTMAX], {"a": 1}, b"overflow.q1", ...])
def test_what_is_no_text_is_no_id(function, given, capsys):
    function(given, *[1] * (function in (check, answer)))
    assert "as text such as" in capsys.readouterr().out


def test_a_concept_check_is_answered_and_an_exercise_is_checked(capsys):
    check("overflow.q1", "b")
    assert 'overflow.q1 is a concept check; for it there is answer("overflow.q1", …)' in (
        capsys.readouterr().out
    )
    answer(SOFTMAX, stable_softmax)
    assert f'check("{SOFTMAX}", …)' in capsys.readouterr().out
    hint("overflow.q1")
    assert 'guide("overflow.q1")' in capsys.readouterr().out


@pytest.mark.parametrize("function", [check, answer])
@pytest.mark.parametrize("given", [stable_softmax, 0.5, "b", None])
def test_an_id_in_the_second_place_is_recognised(function, given, capsys):
    function(given, SOFTMAX)
    assert f'The id comes first, then what you hand in: check("{SOFTMAX}", …)' in (
        capsys.readouterr().out
    )
    function(given, "overflow.q1")
    assert 'answer("overflow.q1", …)' in capsys.readouterr().out
    hint(2, SOFTMAX)
    assert "The id comes first" in capsys.readouterr().out


# ---- hint, solution, guide ----------------------------------------------------------------------


def test_hints_come_one_after_the_other_and_the_last_one_stays(capsys):
    for level in (1, 2, 3, 3):
        hint(SOFTMAX)
        out = capsys.readouterr().out
        assert out.startswith(f"Hint {level} of 3: {EXERCISES[SOFTMAX].hints[level - 1]}")


def test_a_given_hint_is_shown(capsys):
    hint(SOFTMAX, 2)
    assert capsys.readouterr().out.startswith("Hint 2 of 3")
    hint(SOFTMAX, 4)
    assert "hints 1 to 3" in capsys.readouterr().out


def test_a_solution_without_an_attempt_is_shown_at_the_second_call(capsys):
    solution(SOFTMAX)
    assert "not tried it yet" in capsys.readouterr().out
    solution(SOFTMAX)
    assert "def stable_softmax(z):" in capsys.readouterr().out


def test_a_solution_after_an_attempt_is_shown_at_once(capsys):
    check(SOFTMAX, no_shift)
    capsys.readouterr()
    solution(SOFTMAX)
    assert "def stable_softmax(z):" in capsys.readouterr().out


def test_a_starter_that_was_run_is_no_attempt(capsys):
    check(SOFTMAX, ...)
    solution(SOFTMAX)
    assert "not tried it yet" in capsys.readouterr().out


def test_a_guide_is_markdown_in_a_notebook_and_one_line_elsewhere():
    shown = guide(SOFTMAX)
    assert shown._repr_markdown_().count("<details>") == 5
    assert "\n" not in repr(shown)


@pytest.mark.parametrize("level", [np.int64(2), np.uint8(2), 2.0, np.float64(2), "2", np.array(2)])
def test_a_level_is_read_in_every_form(level, capsys, file):
    hint(SOFTMAX, level)
    assert capsys.readouterr().out.startswith("Hint 2 of 3")
    assert json.loads(file.read_text())["level"] == 2


@pytest.mark.parametrize("level", [0, -1, 4, 2.5, "two", [2, 3], None.__class__, float("nan"), 1j])
def test_what_is_no_level_is_told_the_levels(level, capsys):
    hint(SOFTMAX, level)
    assert capsys.readouterr().out == f"{SOFTMAX} has hints 1 to 3.\n"


# ---- progress -----------------------------------------------------------------------------------


def test_attempts_and_hints_are_appended_as_lines(file):
    check(SOFTMAX, no_shift)
    hint(SOFTMAX)
    answer("softmax.q1", "b")
    entries = [json.loads(line) for line in file.read_text().splitlines()]
    assert [e["event"] for e in entries] == ["check", "hint", "answer"]
    assert entries[0]["name"] == "no-max-subtraction"
    assert entries[0]["status"] == "named"


def test_a_starter_leaves_no_trace(file):
    check(SOFTMAX, ...)
    answer("softmax.q1", ...)
    guide(SOFTMAX)
    assert not file.exists()


def test_hints_are_remembered_by_the_file(file, capsys, monkeypatch):
    hint(SOFTMAX)
    monkeypatch.setattr(journal, "_memory", [])
    hint(SOFTMAX)
    assert "Hint 2 of 3" in capsys.readouterr().out


def test_lines_that_cannot_be_read_are_passed_over(file, capsys):
    file.parent.mkdir()
    file.write_text('{"event": "hint"\nnonsense\n[1]\n"text"\n{}\n')
    hint(SOFTMAX)
    assert "Hint 1 of 3" in capsys.readouterr().out


LINE = json.dumps({"at": "2026-01-02T00:00:00+00:00", "event": "hint", "id": SOFTMAX, "level": 1})


@pytest.mark.parametrize(
    "damage",
    [
        LINE.encode(),  # no end of line
        b"\xff\n" + LINE.encode() + b"\n",
        b"\xff" + LINE.encode() + b"\xfe\n",
        b"\xef\xbb\xbf" + LINE.encode() + b"\n",
        LINE.encode() + b"\r\n" + "né\n".encode("latin-1"),
        "no JSON\n".encode("utf-16") + LINE.encode("utf-16-le") + "\n".encode("utf-16-le"),
        ("\ufeff" + LINE + "\r\n").encode("utf-16-be"),
        LINE.encode() + b"\n" + b"\0" * 5000 + b"\n",
        LINE.encode() + b"\n" + LINE[:30].encode(),
        LINE.encode() + b"\n" + LINE[:30].encode() + b"\n\n\n",
        LINE[:-1].encode() + b', "later": {"a": [1]}}\n',
        LINE[:30].encode() + LINE.encode() + b"\n",
        b"[" * 100_000 + b"\n" + LINE.encode() + b"\n",
        b'{"a":' * 100_000 + b"\n" + LINE.encode() + b"\n",
        b'"text"\nnull\n17\n[{}]\n{}\n' + LINE.encode() + b"\n",
    ],
)
def test_only_what_cannot_be_read_is_lost(damage, file, capsys):
    file.parent.mkdir()
    file.write_bytes(damage)
    hint(SOFTMAX)
    assert "Hint 2 of 3" in capsys.readouterr().out
    hint(SOFTMAX)
    assert "Hint 3 of 3" in capsys.readouterr().out
    assert damage in file.read_bytes()  # nothing of it is written anew
    assert [e["level"] for e in journal.events("hint", SOFTMAX)] == [1, 2, 3]


def test_two_files_one_behind_the_other_are_one_record(file, capsys):
    file.parent.mkdir()
    later, earlier = LINE.replace("01-02", "01-03").replace("1}", "2}"), LINE
    file.write_text(f"{later}\n{earlier}\n")
    assert [e["level"] for e in journal.events()] == [1, 2]


def test_a_line_has_the_documented_form(file):
    check(SOFTMAX, no_shift)
    answer("softmax.q1", "b")
    hint(SOFTMAX)
    solution(SOFTMAX)
    why(SOFTMAX)
    entries = [json.loads(line) for line in file.read_text().splitlines()]
    extra = {"check": {"status", "name"}, "answer": {"status", "name"}, "hint": {"level"}}
    for entry in entries:
        assert set(entry) == {"at", "event", "id"} | extra.get(entry["event"], set())
        assert all(f"{key}" in journal.__doc__ for key in entry)
        assert len(entry["at"]) == len("2026-01-31T12:00:00+00:00")


def test_lines_of_many_threads_do_not_mix(file):
    def write(n):
        for _ in range(20):
            journal.note("check", SOFTMAX, status="named", name=f"{n}" * 200)

    workers = [threading.Thread(target=write, args=(n,)) for n in range(8)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len([json.loads(line) for line in file.read_text().splitlines()]) == 160
    assert len(journal.events("check")) == 160


def test_what_was_done_under_an_earlier_id_counts(file):
    journal.note("check", "inside.by-hand", status="passed", name="")
    assert [e["status"] for e in journal.events("check", "attention.by-hand")] == ["passed"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes of that kind here")
def test_a_pipe_in_place_of_the_file_does_not_stall(file, capsys):
    file.parent.mkdir()
    os.mkfifo(file)
    hint(SOFTMAX)
    hint(SOFTMAX)
    progress()
    out = capsys.readouterr().out
    assert out.count("Progress is not being saved") == 1
    assert "Hint 2 of 3" in out


def test_of_a_huge_file_the_end_is_read(file, capsys, monkeypatch):
    monkeypatch.setattr(journal, "LARGEST", 10_000)
    file.parent.mkdir()
    with file.open("wb") as lines:
        lines.truncate(2**33)  # takes no room on the disk
        lines.seek(0, os.SEEK_END)
        lines.write(b"\n" + LINE.encode() + b"\n")
    start = time.monotonic()
    hint(SOFTMAX)
    assert "Hint 2 of 3" in capsys.readouterr().out
    progress()
    assert time.monotonic() - start < 5


@pytest.mark.parametrize("name", ["", "/dev/null", "/dev/zero", "a\0b", "~nobody-at-all/x", "/"])
def test_a_strange_place_for_the_record_is_no_exception(name, monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(
        journal.os, "environ", {"SOFTMAXBOOK_PROGRESS": name, "HOME": str(tmp_path)}
    )
    hint(SOFTMAX)
    hint(SOFTMAX)
    progress()
    assert "Hint 2 of 3" in capsys.readouterr().out


def test_an_error_in_writing_is_said_once_and_changes_nothing(tmp_path, monkeypatch, capsys):
    (tmp_path / "a-file").write_text("")
    monkeypatch.setenv("SOFTMAXBOOK_PROGRESS", str(tmp_path / "a-file" / "progress.jsonl"))
    check(SOFTMAX, stable_softmax)
    check(SOFTMAX, stable_softmax)
    hint(SOFTMAX)
    out = capsys.readouterr().out
    assert out.count("Progress is not being saved") == 1
    assert out.count("✓") == 2


@pytest.mark.parametrize(
    ("variables", "path"),
    [
        ({"SOFTMAXBOOK_PROGRESS": "off"}, None),
        ({"SOFTMAXBOOK_PROGRESS": "OFF"}, None),
        ({"SOFTMAXBOOK_PROGRESS": "/a/b.jsonl"}, "/a/b.jsonl"),
        ({"XDG_STATE_HOME": "/state"}, "/state/softmaxbook/progress.jsonl"),
        ({"HOME": "/me"}, "/me/.local/state/softmaxbook/progress.jsonl"),
    ],
)
def test_where_the_record_is_kept(variables, path, monkeypatch):
    for name in ("SOFTMAXBOOK_PROGRESS", "XDG_STATE_HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    found = journal.path()
    assert (None if found is None else found.as_posix()) == path


def test_progress_is_a_table_of_what_was_done(capsys):
    check(SOFTMAX, no_shift)
    check(SOFTMAX, stable_softmax)
    check("softmax.columns", np.exp)
    hint("softmax.columns")
    capsys.readouterr()
    progress()
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 2 + len(EXERCISES) + len(QUESTIONS)
    rows = {line.split()[1]: line.split() for line in lines[1:-1]}
    assert rows[SOFTMAX] == ["✓", SOFTMAX, "2"]
    assert rows["softmax.columns"] == ["✗", "softmax.columns", "1", "1"]
    assert rows["softmax.by-hand"] == ["○", "softmax.by-hand"]
    assert lines[-1].startswith("1 of ")


# ---- deck ---------------------------------------------------------------------------------------


def read(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    header = [line for line in lines if line.startswith("#")]
    return header, [line.split("\t") for line in lines if not line.startswith("#")]


def test_a_deck_is_a_file_that_anki_imports(tmp_path, capsys):
    deck(tmp_path / "softmax.txt")
    header, cards = read(tmp_path / "softmax.txt")
    assert "#separator:tab" in header
    assert "#guid column:1" in header
    assert all(len(card) == 4 and all(card) for card in cards)
    assert capsys.readouterr().out == f"{len(cards)} cards written\n"
    assert {*EXERCISES, *QUESTIONS} <= {card[0] for card in cards}
    assert not any("$" in field for card in cards for field in card)


def test_guids_are_unique_and_the_same_every_time(tmp_path):
    deck(tmp_path / "a.txt")
    deck(tmp_path / "b.txt")
    assert (tmp_path / "a.txt").read_bytes() == (tmp_path / "b.txt").read_bytes()
    guids = [card[0] for card in read(tmp_path / "a.txt")[1]]
    assert len(set(guids)) == len(guids)


def test_a_deck_of_ones_own_mistakes(tmp_path):
    check(SOFTMAX, no_shift)
    check("softmax.columns", np.exp)
    deck(tmp_path / "mine.txt", mine=True)
    guids = [card[0] for card in read(tmp_path / "mine.txt")[1]]
    assert sorted(guids) == [f"{SOFTMAX}:no-max-subtraction", "softmax.columns:not-normalised"]


def test_a_deck_that_cannot_be_written_says_so(tmp_path, capsys):
    deck(tmp_path / "no such folder" / "deck.txt")
    assert "could not be written" in capsys.readouterr().out

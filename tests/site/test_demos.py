"""Each demo: light, shown the same everywhere, in words for who sees no drawing, and right."""

import html
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from softmaxbook import demos

ROOT = Path(__file__).resolve().parents[2]
TESTS = Path(__file__).parent / "demos"
BUDGET = json.loads((ROOT / "site" / "budget.json").read_text(encoding="utf-8"))
sys.path[:0] = [str(ROOT / "site" / "extensions")]

from nodejs import NODE  # noqa: E402


def test_every_demo_has_its_drawing_its_words_and_its_test():
    for name in demos.names():
        assert (demos.FOLDER / f"{name}.py").is_file(), name
        assert (TESTS / f"{name}.test.mjs").is_file(), name


@pytest.mark.parametrize("name", demos.names())
def test_a_demo_weighs_no_more_than_allowed_with_all_that_it_shares(name):
    module = demos.module(name)
    assert len(module.encode()) <= 1024 * BUDGET["demo"]["kilobytes"]
    # It stands alone: nothing to load, and nothing that a browser would refuse in a script.
    assert not re.search(r"^\s*(import|export)\b", module, flags=re.M)
    assert "</script" not in module
    assert "http" not in module.replace("http://www.w3.org/2000/svg", "")


@pytest.mark.parametrize("name", demos.names())
def test_a_demo_is_rendered_the_same_each_time_with_a_sentence_that_carries_numbers(name):
    page, sentence = demos.render(name)
    assert demos.render(name) == (page, sentence)
    assert re.search(r"\d", sentence)
    assert html.escape(sentence, quote=False) in page
    state = json.loads(html.unescape(re.search(r'data-state="([^"]*)"', page)[1]))
    assert state == demos.import_module(f"softmaxbook.demos.{name}").STATE


def test_the_state_that_is_given_is_the_state_that_is_shown():
    page, sentence = demos.render("temperature", temperature=2)
    assert "at temperature 2 give" in sentence
    assert '"temperature": 2.0' in html.unescape(page)


@pytest.mark.parametrize(
    ("name", "state", "message"),
    [
        ("warmth", {}, "no demo is called 'warmth'; there are .*temperature"),
        ("sea", {"offset": 1}, "sea has no state 'offset'; it has cat, dog, bird, level"),
        ("sea", {"cat": [1, 2]}, r"sea: cat is \[1, 2\], but must be a finite number"),
        ("sea", {"cat": float("nan")}, "sea: cat is nan"),
        ("temperature", {"temperature": 0}, "temperature: softmax: temperature is 0.0"),
        ("wrong_softmaxes", {"mistake": "typo"}, "wrong_softmaxes: mistake is 'typo', but must be"),
    ],
)
def test_a_wrong_name_or_state_is_told_with_what_was_needed(name, state, message):
    with pytest.raises(ValueError, match=f"^display_demo: {message}"):
        demos.render(name, **state)


def test_a_notebook_gets_html_and_for_others_the_sentence(monkeypatch):
    shown = []
    monkeypatch.setattr("IPython.display.display", lambda data, raw: shown.append((data, raw)))
    assert demos.display_demo("sea") is None
    page, sentence = demos.render("sea")
    assert shown == [({"text/html": page, "text/plain": sentence}, True)]


@pytest.mark.parametrize("test", sorted(path.name for path in TESTS.glob("*.test.mjs")))
def test_what_a_demo_computes_is_what_numpy_computes(test):
    run = subprocess.run(
        [NODE, "--test", TESTS / test],
        env={**os.environ, "PYTHON": sys.executable},
        capture_output=True,
        encoding="utf-8",
    )
    assert run.returncode == 0, run.stdout

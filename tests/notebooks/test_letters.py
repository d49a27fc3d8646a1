"""The check of the table of letters in Notation."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[2] / "tools"))
import letters

TABLE = """| symbol | in code | meaning |
|---|---|---|
| $z$, $z_i$ | `z` | logits |
| $g$ | | in chapters 4 and 8, a gap of scores |
| $g_i$ | `g` | in chapters 5 and 12, noise; with experts in chapter 13, a weight |
"""
USED = {4: {"g"}, 5: {"g"}, 8: {"g"}, 12: {"g"}, 13: {"g"}}


def test_letters_of_formulas_are_found_without_the_words_of_tex():
    found = letters.letters(r"\mathrm{softmax}(z)_i = \sum_j e^{\beta x}")
    assert found == {"z", "i", "j", "e", "x", r"\beta"}


def test_lists_of_chapters_are_read():
    assert letters.numbers("1 to 3, 5 and 7") == {1, 2, 3, 5, 7}


def test_a_letter_may_have_several_meanings_in_several_chapters():
    assert not list(letters.broken(TABLE, USED))


def test_two_meanings_in_one_chapter_are_found():
    table = TABLE + "| $g$ | | in chapter 8, another thing |\n"
    assert [found for found in letters.broken(table, USED) if found.startswith("g in chapter 8")]


def test_a_chapter_without_the_letter_is_found():
    assert list(letters.broken(TABLE, USED | {13: set()}))

"""What `make book` promises: all pages or a failure, fresh numbers, no dead button."""

import importlib.util
import json
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def load(path):
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


book = load(ROOT / "tools" / "book.py")
book_build = load(ROOT / "site" / "extensions" / "book_build.py")


def write_notebook(path, *cells):
    """A notebook of Markdown strings and ("code", source) pairs."""
    kernel = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    made = []
    for i, cell in enumerate(cells):
        common = {"id": f"cell-{i}", "metadata": {}}
        if isinstance(cell, str):
            made.append({**common, "cell_type": "markdown", "source": cell})
        else:
            code = {"cell_type": "code", "source": cell[1], "outputs": [], "execution_count": None}
            made.append({**common, **code})
    whole = {"cells": made, "metadata": kernel, "nbformat": 4, "nbformat_minor": 5}
    path.write_text(json.dumps(whole), encoding="utf-8")


PROSE = "A sentence with enough words to be counted as text by the guard of the book. " * 10


@pytest.fixture
def tiny(tmp_path):
    """A book of two pages with the settings, extensions and style of the real one."""
    for name in ("_config.yml", "requirements.txt"):
        shutil.copy(ROOT / name, tmp_path)
    shutil.copytree(ROOT / "site", tmp_path / "site")
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "answer.py").write_text("VALUE = 'the first value'\n")
    (tmp_path / "chapters").mkdir()
    (tmp_path / "chapters" / "references.bib").write_text("")
    (tmp_path / "chapters" / "index.md").write_text(f"# Index\n\n{PROSE}\n")
    code = "import sys; sys.path.insert(0, '../lib'); import answer; print(answer.VALUE)"
    write_notebook(tmp_path / "chapters" / "one.ipynb", f"# One\n\n{PROSE}", ("code", code))
    (tmp_path / ".venv").mkdir()
    (tmp_path / ".venv" / "README.md").write_text("# A file of some package\n")
    (tmp_path / "_toc.yml").write_text(
        "format: jb-book\nroot: chapters/index\nchapters:\n  - file: chapters/one\n"
    )
    return tmp_path


def page(root):
    return (root / "_build" / "html" / "chapters" / "one.html").read_text(encoding="utf-8")


def test_a_sound_book_is_built_shows_its_progress_and_has_no_dead_button(tiny, capfd):
    assert book.build(tiny) == 0
    out = capfd.readouterr().out.splitlines()
    assert str(tiny / "_build" / "html" / "index.html") in out[-1]
    assert any("chapters/one" in line and " s" in line for line in out)
    assert "the first value" in page(tiny)
    assert not any(word in page(tiny) for word in ("mybinder", "colab", "issues/new", "edit/main"))

    # A change in the library shows on the page although no notebook changed.
    (tiny / "lib" / "answer.py").write_text("VALUE = 'another value'\n")
    assert book.build(tiny) == 0
    assert "another value" in page(tiny)


def test_every_button_with_a_repository(tiny):
    config = tiny / "_config.yml"
    url = "https://github.com/someone/softmax"
    config.write_text(config.read_text().replace('url: ""', f'url: "{url}"'))
    assert book.build(tiny) == 0
    for link in (
        f"{url}/edit/main/chapters/one.ipynb",
        f"{url}/issues/new",
        "https://mybinder.org/v2/gh/someone/softmax/main?urlpath=lab/tree/chapters/one.ipynb",
        "https://colab.research.google.com/github/someone/softmax/blob/main/chapters/one.ipynb",
    ):
        assert link in page(tiny)


def test_a_raising_cell_fails_the_build_and_says_why(tiny, capfd):
    write_notebook(tiny / "chapters" / "one.ipynb", f"# One\n\n{PROSE}", ("code", "1 / 0"))
    assert book.build(tiny) == 1
    out = capfd.readouterr().out
    assert "ZeroDivisionError" in out
    assert out.splitlines()[-1].startswith("book: ")


def test_warnings_fail_the_build_all_are_reported_and_none_is_forgotten(tiny, capfd):
    one = tiny / "chapters" / "one.ipynb"
    write_notebook(one, f"# One\n\n{PROSE} See {{ref}}`no-such-label`.")
    toc = tiny / "_toc.yml"
    toc.write_text(toc.read_text() + "  - file: chapters/no-such-chapter\n")
    for _ in range(2):  # Sphinx does not read a page twice, and would not warn again
        assert book.build(tiny) == 1
        out = capfd.readouterr().out
        assert "no-such-label" in out
        assert "chapters/no-such-chapter" in out
        assert out.splitlines()[-1].startswith("book: ")


def test_the_table_of_contents_is_read_to_every_depth():
    toc = {
        "root": "a",
        "parts": [
            {"chapters": [{"file": "b", "sections": [{"file": "c"}]}, {"url": "elsewhere"}]},
            {"chapters": [{"file": "d.md"}]},
        ],
    }
    assert book.entries(toc) == ["a", "b", "c", "d.md"]


def test_a_page_that_is_missing_or_nearly_empty_is_reported(tmp_path):
    (tmp_path / "_toc.yml").write_text(
        "root: index\nchapters:\n- file: full\n- file: thin\n- file: gone\n"
    )
    frame = "<html><nav>" + "menu " * 500 + "</nav><article>{}</article></html>"
    (tmp_path / "index.html").write_text(frame.format(PROSE))
    (tmp_path / "full.html").write_text(frame.format(PROSE))
    (tmp_path / "thin.html").write_text(frame.format("<p>nothing here</p>"))
    thin, gone = book.missing_pages(tmp_path, tmp_path)
    assert thin.startswith("thin has 12 characters")
    assert gone == "gone has no page"


def test_the_fingerprint_follows_the_code_and_nothing_else(tmp_path):
    (tmp_path / "lib" / "__pycache__").mkdir(parents=True)
    (tmp_path / "requirements.txt").write_text("a==1\n")
    (tmp_path / "lib" / "m.py").write_text("x = 1\n")
    first = book_build.fingerprint(tmp_path)
    (tmp_path / "lib" / "__pycache__" / "m.pyc").write_bytes(b"compiled")
    assert book_build.fingerprint(tmp_path) == first
    (tmp_path / "lib" / "m.py").write_text("x = 2\n")
    second = book_build.fingerprint(tmp_path)
    (tmp_path / "requirements.txt").write_text("a==2\n")
    assert len({first, second, book_build.fingerprint(tmp_path)}) == 3

"""What `make book` promises: all pages or a failure, fresh numbers, no dead button."""

import contextlib
import importlib.util
import io
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


REPOSITORY = "https://github.com/someone/softmax"
PROSE = "A sentence with enough words to be counted as text by the guard of the book. " * 10


def make_tiny(root):
    """A book of two pages with the settings, extensions and style of the real one."""
    for name in ("_config.yml", "requirements.txt"):
        shutil.copy(ROOT / name, root)
    shutil.copytree(ROOT / "site", root / "site")
    for name in ("lib", "chapters", ".venv"):
        (root / name).mkdir()
    (root / "lib" / "answer.py").write_text("VALUE = 'the first value'\n")
    (root / ".venv" / "README.md").write_text("# A file of some package\n")
    (root / "chapters" / "references.bib").write_text("")
    (root / "chapters" / "index.md").write_text(f"# Index\n\n{PROSE}\n")
    code = "import sys; sys.path.insert(0, '../lib'); import answer; print(answer.VALUE)"
    write_notebook(root / "chapters" / "one.ipynb", f"# One\n\n{PROSE}", ("code", code))
    (root / "_toc.yml").write_text(
        "format: jb-book\nroot: chapters/index\nchapters:\n  - file: chapters/one\n"
    )
    return root


@pytest.fixture
def tiny(tmp_path):
    return make_tiny(tmp_path)


@pytest.fixture(scope="module")
def two_builds(tmp_path_factory):
    """(status, output, page) of a build, and of one after the library and the settings changed."""
    root = make_tiny(tmp_path_factory.mktemp("tiny"))
    results = []
    for _ in range(2):
        with contextlib.redirect_stdout(io.StringIO()) as out:
            status = book.build(root)
        page = (root / "_build" / "html" / "chapters" / "one.html").read_text(encoding="utf-8")
        results.append((status, out.getvalue().splitlines(), page))
        (root / "lib" / "answer.py").write_text("VALUE = 'another value'\n")
        config = root / "_config.yml"
        config.write_text(config.read_text().replace('url: ""', f'url: "{REPOSITORY}"'))
    return results


def test_a_sound_book_is_built_with_a_line_for_each_page_and_the_path_at_the_end(two_builds):
    status, out, page = two_builds[0]
    assert status == 0
    assert [line.split()[0] for line in out[1:-1]] == ["chapters/index", "chapters/one"]
    assert "_build/html/index.html" in out[-1].replace("\\", "/")
    assert "the first value" in page


def test_a_change_in_the_library_shows_on_a_page_whose_notebook_did_not_change(two_builds):
    status, _, page = two_builds[1]
    assert status == 0
    assert "another value" in page
    assert "the first value" not in page


def test_without_a_repository_there_is_no_button(two_builds):
    page = two_builds[0][-1]
    assert not any(word in page for word in ("mybinder", "colab", "issues/new", "edit/main"))


@pytest.mark.parametrize(
    "link",
    [
        f"{REPOSITORY}/edit/main/chapters/one.ipynb",
        f"{REPOSITORY}/issues/new",
        "https://mybinder.org/v2/gh/someone/softmax/main?urlpath=lab/tree/chapters/one.ipynb",
        "https://colab.research.google.com/github/someone/softmax/blob/main/chapters/one.ipynb",
    ],
)
def test_with_a_repository_every_button_points_into_it(two_builds, link):
    assert link in two_builds[1][-1]


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


def test_a_page_that_is_missing_or_nearly_empty_or_unlisted_is_reported(tmp_path):
    (tmp_path / "_toc.yml").write_text(
        "root: index\nchapters:\n- file: full\n- file: thin\n- file: gone\n"
    )
    frame = "<html><nav>" + "menu " * 500 + "</nav><article>{}</article></html>"
    (tmp_path / "index.html").write_text(frame.format(PROSE))
    (tmp_path / "full.html").write_text(frame.format(PROSE))
    (tmp_path / "thin.html").write_text(frame.format("<p>nothing here</p>"))
    (tmp_path / "chapters").mkdir()
    (tmp_path / "chapters" / "stray.ipynb").touch()
    stray, thin, gone = book.missing_pages(tmp_path, tmp_path)
    assert stray == "stray.ipynb is not in _toc.yml"
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

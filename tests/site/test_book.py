"""What `make book` promises: all pages or a failure, fresh numbers, no dead button."""

import base64
import contextlib
import hashlib
import importlib.util
import io
import json
import os
import re
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
nodejs = load(ROOT / "site" / "extensions" / "nodejs.py")


def write_notebook(path, *cells):
    """A notebook of Markdown strings and ("code", source, *tags)."""
    kernel = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    made = []
    for i, cell in enumerate(cells):
        common = {"id": f"cell-{i}", "metadata": {}}
        if isinstance(cell, str):
            made.append({**common, "cell_type": "markdown", "source": cell})
        else:
            code = {"cell_type": "code", "source": cell[1], "outputs": [], "execution_count": None}
            made.append({**common, **code, "metadata": {"tags": list(cell[2:])}})
    whole = {"cells": made, "metadata": kernel, "nbformat": 4, "nbformat_minor": 5}
    path.write_text(json.dumps(whole), encoding="utf-8")


# A reader's folder may be called anything: these are patterns, quotes and escapes to somebody.
ANY_NAME = "book (1) [x] {a,b} 'q' %20 # & ü" + ("" if os.name == "nt" else ' "d" | * ? $HOME')
ADDRESS = "https://example.org/softmax"
REPOSITORY = "https://github.com/someone/softmax"
PROSE = "A sentence with enough words to be counted as text by the guard of the book. " * 10


def make_tiny(root):
    """A book of an index and one chapter, with the settings, extensions and style of the real
    one."""
    for name in ("_config.yml", "requirements.txt"):
        shutil.copy(ROOT / name, root)
    shutil.copytree(ROOT / "site", root / "site", ignore=shutil.ignore_patterns("node_modules"))
    nodejs.install()
    (root / "site" / "node_modules").symlink_to(nodejs.MODULES, target_is_directory=True)
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


def add_second_chapter(root):
    """A formula, a cell that leaves a trace each time it is executed, and one that is removed."""
    trace = "with open('../executed.txt', 'a') as file:\n    print('two', file=file)"
    formula = r"The share is $p_i = \frac{e^{z_i}}{\sum_j e^{z_j}}$."
    removed = ("code", f"{trace}; print(3, file=file)", "remove-cell")
    write_notebook(
        root / "chapters" / "two.ipynb",
        f"# Two\n\n{PROSE}\n\n{formula}",
        ("code", trace),
        removed,
    )
    toc = root / "_toc.yml"
    toc.write_text(f"{toc.read_text()}  - file: chapters/two\n")


@pytest.fixture(scope="module", autouse=True)
def _without_live_pages():
    """They have their own tests, in test_live_files.py."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LIVE", "off")
        yield


@pytest.fixture
def tiny(tmp_path):
    return make_tiny(tmp_path)


@pytest.fixture(scope="module")
def builds(tmp_path_factory):
    """(status, output, page, times the other chapter has been executed, files) of a build, of one
    after the library and the settings changed, and of one after a cell changed."""
    folder = tmp_path_factory.mktemp("tiny") / ANY_NAME
    folder.mkdir()
    root = make_tiny(folder)
    add_second_chapter(root)

    def built():
        with contextlib.redirect_stdout(io.StringIO()) as out:
            status = book.build(root)
        html = root / "_build" / "html"
        files = {p.relative_to(html).as_posix(): p.read_bytes() for p in html.rglob("*.*")}
        page = files["chapters/one.html"].decode()
        executed = len((root / "executed.txt").read_text().splitlines())
        return status, out.getvalue().splitlines(), page, executed, files

    results = [built()]
    (root / "lib" / "answer.py").write_text("VALUE = 'another value'\n")
    config = root / "_config.yml"
    text = config.read_text().replace('\n  url: ""', f'\n  url: "{REPOSITORY}"')
    config.write_text(text.replace('baseurl: ""', f'baseurl: "{ADDRESS}"'))
    results.append(built())
    code = "print(6 * 7_000)"
    write_notebook(root / "chapters" / "one.ipynb", f"# One\n\n{PROSE}", ("code", code))
    return [*results, built()]


def test_a_sound_book_is_built_with_a_line_for_each_page_and_the_path_at_the_end(builds):
    status, out, page, *_ = builds[0]
    assert status == 0
    built = [line.split()[0] for line in out[2:-1]]
    assert built == ["chapters/index", "chapters/one", "chapters/two"]
    assert "_build/html/index.html" in out[-1].replace("\\", "/")
    assert "the first value" in page


@pytest.mark.skipif(os.name == "nt", reason="on Windows a backslash is no part of a name")
def test_a_folder_from_which_nodejs_loads_nothing_is_one_line(capsys):
    assert book.build(Path("a\\b")) == 1
    assert capsys.readouterr().out == (
        "book: Node.js loads nothing from a folder with a backslash in its name; rename it\n"
    )


def test_a_change_in_the_library_shows_on_a_page_whose_notebook_did_not_change(builds):
    status, _, page, *_ = builds[1]
    assert status == 0
    assert "another value" in page
    assert "the first value" not in page


def test_without_a_repository_there_is_no_button(builds):
    page = builds[0][2]
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
def test_with_a_repository_every_button_points_into_it(builds, link):
    assert link in builds[1][2]


def test_a_page_loads_one_style_sheet_and_two_scripts_and_its_policy_allows_no_other(builds):
    page = builds[0][2]
    assert len(re.findall(r"<link rel=.stylesheet", page)) == 1
    sources = [
        source.partition("?")[0] for source in re.findall(r'<script[^>]*src="([^"]*)"', page)
    ]
    assert sources == ["../_static/book.js", "../_static/live/live.js"]
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)[1]
    assert policy.startswith("default-src 'none';")
    assert re.findall(r"([\w-]+) 'unsafe-inline'", policy) == ["style-src-attr"]
    scripts = re.findall(r"<script>(.*?)</script>", page, flags=re.S)
    assert scripts
    for script in scripts:
        assert base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() in policy


def test_a_formula_is_in_the_page_as_html_and_as_mathml(builds):
    page = builds[0][-1]["chapters/two.html"].decode()
    assert "<mfrac>" in page
    assert 'aria-hidden="true"' in page
    assert r'data-tex="p_i = \frac{e^{z_i}}{\sum_j e^{z_j}}"' in page
    # Where KaTeX allows, after the equals sign, it may break; its full stop stays with the rest.
    shown = r'The share is <span class="katex" .*<span class="bound">.*</span>\.</span>'
    assert re.search(shown, page)
    assert page.count("<math") == 1
    assert page.count('class="katex-html"') == 2


def test_every_page_has_its_own_description(builds):
    files = builds[0][-1]
    found = [
        re.search(r'<meta name="description" content="([^"]*)"', files[name].decode())[1]
        for name in ("chapters/index.html", "chapters/two.html", "search.html")
    ]
    assert found[0] == found[1]  # both begin with the same paragraph
    assert found[0].startswith("A sentence with enough words")
    assert len(found[0]) <= 200
    assert found[2] != found[0]


def test_without_an_address_there_is_no_sitemap_and_nothing_absolute(builds):
    files = builds[0][-1]
    assert "sitemap.xml" not in files
    assert b"canonical" not in files["chapters/one.html"]
    assert b"og:image" not in files["chapters/one.html"]


def test_with_an_address_pages_name_it_and_their_card_and_there_is_a_sitemap(builds):
    files = builds[1][-1]
    page = files["chapters/one.html"].decode()
    assert f'<link rel="canonical" href="{ADDRESS}/chapters/one.html">' in page
    assert f'content="{ADDRESS}/_static/card.png"' in page
    assert "_static/card.png" in files
    listed = re.findall(r"<loc>(.*?)</loc>", files["sitemap.xml"].decode())
    pages = ("index", "one", "two")
    assert listed == [f"{ADDRESS}/chapters/{name}.html" for name in pages]
    assert f"Sitemap: {ADDRESS}/sitemap.xml" in files["robots.txt"].decode()
    assert 'href="/softmax/chapters/index.html"' in files["404.html"].decode()
    assert "og:image" in files["index.html"].decode()


def test_every_file_that_a_page_names_is_there_and_no_other(builds):
    files = builds[0][-1]
    assert "_static/scripts/bootstrap.js" not in files
    for name in ("_static/book.css", "_static/book.js", "searchindex.js", "404.html"):
        assert name in files


def test_a_claim_and_its_row_among_all_claims_are_the_ends_of_two_links(tiny):
    look = "from softmaxbook.claims import verify\n"
    table = "from softmaxbook.claims.record import WholeLedger\n"
    table += "WholeLedger([verify('logits.energy')])"
    for name, code in (("01_logits", look), ("14_claims_on_trial", look + table)):
        prose = f"# T\n\n{PROSE}\n\nIn the text too: [claim](01_logits.ipynb#logits.energy)."
        shown = ("code", look + "verify('logits.energy')")
        write_notebook(tiny / "chapters" / f"{name}.ipynb", prose, ("code", code), shown)
    toc = tiny / "_toc.yml"
    listed = ("01_logits", "14_claims_on_trial")
    toc.write_text(toc.read_text() + "".join(f"  - file: chapters/{name}\n" for name in listed))
    assert book.build(tiny) == 0
    chapter, ledger, other = (
        (tiny / "_build" / "html" / "chapters" / f"{name}.html").read_text()
        for name in (*listed, "one")
    )
    link = '<a class="reference internal" href="{}.html#logits.energy" id="logits.energy">'
    assert chapter.count(link.format("14_claims_on_trial")) == 1
    assert ledger.count(link.format("01_logits")) == 1
    assert chapter.count('id="logits.energy"') == ledger.count('id="logits.energy"') == 1
    assert re.search('<a [^>]*href="01_logits.html#logits.energy">claim</a>', ledger)
    assert '<div role="status">1 of 1 claims</div>' in ledger
    assert '<script src="../_static/claims.js" defer=""></script>' in ledger
    assert "claims" not in chapter.replace("14_claims", "").replace("softmaxbook.claims", "")
    assert "claims.js" not in other


def test_only_the_chapter_whose_cell_changed_is_executed_again(builds):
    status, out, page, executed, _ = builds[2]
    assert status == 0
    assert re.findall(r"^  (chapters/\w+)", "\n".join(out), flags=re.M) == ["chapters/one"]
    assert (builds[0][3], builds[1][3], executed) == (1, 2, 2)
    assert "42000" in page


def test_a_page_that_the_policy_would_cripple_fails_the_build(tiny, capfd):
    button = '<button onclick="alert(1)">Press</button>'
    (tiny / "chapters" / "index.md").write_text(f"# Index\n\n{PROSE}\n\n{button}\n")
    assert book.build(tiny) == 1
    assert 'the policy forbids the script in <button onclick="alert(1)">' in (
        capfd.readouterr().out
    )


def test_a_raising_cell_fails_the_build_and_says_why(tiny, capfd):
    write_notebook(tiny / "chapters" / "one.ipynb", f"# One\n\n{PROSE}", ("code", "1 / 0"))
    assert book.build(tiny) == 1
    out = capfd.readouterr().out
    assert "ZeroDivisionError" in out
    assert out.splitlines()[-1].startswith("book: ")


def test_warnings_fail_the_build_all_are_reported_with_their_places_and_none_is_forgotten(
    tiny, capfd
):
    bad = r"and $\fraq{1}{2}$"
    (tiny / "chapters" / "index.md").write_text(f"# Index\n\n{PROSE}\n\nHere {bad}.\n")
    page = f"# One\n\n{PROSE} See {{ref}}`no-such-label`."
    write_notebook(tiny / "chapters" / "one.ipynb", page, "A cell.\n\n" + r"$$x_{1$$")
    toc = tiny / "_toc.yml"
    toc.write_text(toc.read_text() + "  - file: chapters/no-such-chapter\n")
    for _ in range(2):  # Sphinx does not read a page twice, and would not warn again
        assert book.build(tiny) == 1
        out = capfd.readouterr().out
        assert "no-such-label" in out
        assert "chapters/no-such-chapter" in out
        assert re.search(r"chapters.index\.md:5: WARNING: bad formula: .*\\fraq", out)
        assert re.search(r"one\.ipynb:\d+ \(cell 2, line 3\): WARNING: bad formula", out)
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

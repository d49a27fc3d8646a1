"""What site/finishing does to the pages: less weight, the same content, a policy that holds."""

import base64
import hashlib
import re
import sys
from pathlib import Path

import pytest
from pygments import highlight
from pygments.lexers import PythonLexer

SITE = Path(__file__).resolve().parents[2] / "site"
sys.path[:0] = [str(SITE), str(SITE / "extensions")]

from code_colours import FewColours  # noqa: E402
from finishing import extras, fonts, pages, styles  # noqa: E402
from finishing.finish import page_of, write  # noqa: E402

FORMULA = (
    '<span class="katex"><span class="katex-mathml"><math><mi>p</mi></math></span>'
    '<span class="katex-html" aria-hidden="true"><span class="katex-base">'
    '<span class="katex-strut" style="height:0.5em;"></span>'
    '<span class="mathnormal">p</span><span class="mathbf">1</span></span></span></span>'
)


def repaired(markup):
    page = pages.Page(f"<body>{markup}</body>")
    pages.repair(page)
    return page.body.inner_html


def test_code_keeps_every_character_and_has_the_colours_of_the_book():
    code = "from math import exp\nif not f('x') :  # why\n    class A: 'é < 1'"
    light = highlight(code, PythonLexer(), FewColours(nowrap=True)).rstrip("\n")
    assert pages.Page(light).body.text() == code
    found = re.findall(r'<span class="(\w)">([^<]*)</span>', light.replace("&#39;", "'"))
    kinds = [("k", "from"), ("k", "import"), ("k", "if"), ("k", "not"), ("s", "'x'")]
    kinds += [("c", "# why"), ("k", "class"), ("f", "A"), ("s", "'é &lt; 1'")]
    assert found == kinds
    assert light.count("<span") == len(kinds)


def test_a_long_printed_line_wraps_and_an_array_does_not():
    output = '<div class="output stream"><div class="highlight"><pre>{}</pre></div></div>'
    assert '<pre class="prose">' in repaired(output.format("word " * 20))
    assert '<pre class="prose">' not in repaired(output.format("[0.836 0.113 0.051]\n" * 9))
    assert '<pre class="prose">' in repaired(output.format("○ overflow.q2: not answered"))
    # What counts is what is read, not how it is written in HTML.
    assert '<pre class="prose">' not in repaired(output.format("&lt;" * 60))


@pytest.mark.parametrize(("kind", "wanted"), [("source", "code"), ("output", "output")])
def test_what_is_folded_is_named(kind, wanted):
    paragraph = f'<p class="collapsed">Show the {kind}</p>'
    text = repaired(f'<details><summary aria-label="Toggle">{paragraph}</summary></details>')
    assert f'<span class="when-closed">Show the {wanted}</span>' in text


def test_a_demo_shown_twice_brings_its_module_once():
    module = '<script type="module">\nmount()\n</script>'
    other = '<script type="module">\nother()\n</script>'
    text = repaired(f"<p>1</p>{module}<p>2</p>{module}{other}")
    assert text.count("mount()") == 1
    assert text.count("other()") == 1
    assert text.index("mount()") < text.index("<p>2</p>")


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        (
            '<section class="theorem-content" id="proof-content"><p>If.</p></section>',
            '<section class="theorem-content"><p>If.</p></section>',
        ),
        (
            '<div class="proof admonition" id="proof">\n<p>Proof. Let <b>x</b>.</p></div>',
            '<div class="admonition demonstration">\n<p><em>Proof.</em> Let <b>x</b>.</p></div>',
        ),
        (
            '<div class="proof admonition" id="proof"><p><b>x</b> is.</p></div>',
            '<div class="admonition demonstration"><p><em>Proof.</em> <b>x</b> is.</p></div>',
        ),
        (
            '<summary aria-label="Toggle"><p class="collapsed admonition-title">Show &lt;</p>'
            '<p class="expanded admonition-title">Hide</p></summary>',
            '<summary><span class="when-closed">Show &lt;</span>'
            '<span class="when-open">Hide</span></summary>',
        ),
        (
            '<img src="a.png" style="width: 605px; height: 367px;">',
            '<img src="a.png" width="605" height="367" loading="lazy">',
        ),
        ('<code class="x"><span class="pre">a</span> <span class="pre">b</span></code>',
         '<code class="x">a b</code>'),
        ('<div class="cell docutils container"></div>', '<div class="cell"></div>'),
        ('<div class="citation-list" role="list"></div>', '<div class="citation-list"></div>'),
    ],
)  # fmt: skip
def test_what_extensions_write_is_repaired(written, wanted):
    assert repaired(written) == wanted


def test_the_policy_names_each_inline_script_and_style_and_stands_first():
    script, style = 'let a = "b < c"', "p { color: red }"
    head = '<meta charset="utf-8">\n<title>T</title>'
    page = pages.Page(f"<head>{head}<script>{script}</script><style>{style}</style></head>")
    pages.protect(page)
    policy = page.css_first("[http-equiv=Content-Security-Policy]").attributes["content"]
    for content, directive in ((script, "script-src"), (style, "style-src")):
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert re.search(rf"{directive} [^;]*'sha256-{re.escape(digest)}'", policy)
    assert page.html.index("Security-Policy") < page.html.index("<title>")
    assert re.findall(r"([\w-]+) 'unsafe-inline'", policy) == ["style-src-attr"]


@pytest.mark.parametrize(
    "markup",
    [
        '<button onclick="f()">',
        '<a href="javascript:f()">',
        '<body onload = "f()">',
        '<div class="tip admonition dropdown">',  # folds by a script that no page has
    ],
)
def test_what_would_not_work_on_the_page_is_reported(markup):
    assert len(pages.forbidden(pages.Page(f"<main>{markup}</main>"))) == 1


def test_words_that_look_like_handlers_are_not_reported():
    words = '<p style="top: 1em">onclick="f()"</p><script>a.onclick = f</script>'
    assert pages.forbidden(pages.Page(words)) == []


def test_the_style_sheet_holds_what_a_page_or_a_script_uses_and_paths_need_not_be_plain(tmp_path):
    raw = tmp_path / "book (1) {a,b}" / "html"
    (raw / "_static").mkdir(parents=True)
    sheet = "/* why */ .seen { color: red } .unseen { color: blue } .by-script { top: 0 }"
    (raw / "_static" / "book.css").write_text(sheet)
    (raw / "_static" / "book.js").write_text("e.className = 'by-script'")
    (raw / "_static" / "searchtools.js").write_text("")
    page = pages.Page('<link rel="stylesheet" href="_static/book.css"><p class="seen">unseen</p>')
    files = styles.style_sheet(raw, tmp_path / "fonts", {"a.html": page})
    text = files["_static/book.css"].decode()
    assert ".seen" in text
    assert ".by-script" in text
    assert ".unseen" not in text
    assert "why" not in text


def test_each_font_of_katex_gets_the_characters_that_are_drawn_in_it():
    found = fonts.in_formulas([pages.Page(FORMULA)])
    assert found["Math-Italic"] == "p"
    assert found["Main-Bold"] == "1"
    assert found["Main-Regular"] == ""
    assert found[""] == "1p"


def test_a_font_can_be_left_with_the_wanted_characters_only(tmp_path):
    from fontTools.ttLib import TTFont

    source = SITE / "node_modules/@fontsource/literata/files/literata-latin-400-normal.woff2"
    content = fonts.subset(source, "softmax", tmp_path)
    (tmp_path / "small.woff2").write_bytes(content)
    with TTFont(tmp_path / "small.woff2") as font:
        assert {chr(code) for code in font.getBestCmap()} == set("softmax")
    assert len(content) < source.stat().st_size / 3
    assert fonts.subset(source, "softmax", tmp_path) == content


def test_a_wrong_address_is_answered_wherever_the_book_is_published():
    page = pages.Page("<title>T</title>")
    unknown = extras.make({"chapters/index.html": page}, "chapters/index.html", "")
    assert 'href="/chapters/index.html"' in unknown["404.html"]
    assert "location.pathname" in unknown["404.html"]
    address = "https://example.org/some/book/"
    known = extras.make({"chapters/index.html": page}, "chapters/index.html", address)
    assert 'href="/some/book/chapters/index.html"' in known["404.html"]
    assert "<script>" not in known["404.html"]


def test_the_folder_holds_the_files_of_this_build_and_no_older_ones(tmp_path):
    write({"a/b.html": b"1", "c.html": b"2"}, tmp_path)
    write({"c.html": b"3"}, tmp_path)
    write({"c.html": b"3"}, tmp_path)
    left = [p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*") if p.is_file()]
    assert left == ["c.html"]
    assert (tmp_path / "c.html").read_bytes() == b"3"


def test_an_entry_of_the_table_of_contents_names_its_page():
    assert page_of("chapters/01_logits") == "chapters/01_logits.html"
    assert page_of("chapters/notation.md") == "chapters/notation.html"

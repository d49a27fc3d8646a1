"""What site/finishing does to the pages: less weight, the same content, a policy that holds."""

import base64
import hashlib
import re
import sys
from pathlib import Path

import pytest

SITE = Path(__file__).resolve().parents[2] / "site"
sys.path[:0] = [str(SITE), str(SITE / "extensions")]

from finishing import extras, fonts, pages  # noqa: E402
from finishing.finish import page_of, write  # noqa: E402
from finishing.shorten import Shortener, drawings  # noqa: E402

CODE = '<div class="highlight"><pre><span></span>{}</pre></div>'
FORMULA = (
    '<span class="katex"><span class="katex-mathml"><math><mi>p</mi></math></span>'
    '<span class="katex-html" aria-hidden="true"><span class="katex-base">'
    '<span class="katex-strut" style="height:0.5em;"></span>'
    '<span class="mathnormal">p</span><span class="mathbf">1</span></span></span></span>'
)


def test_code_keeps_every_character_and_the_colours_of_the_book():
    words = [("kn", "from"), ("w", " "), ("nn", "math"), ("w", " "), ("kn", "import")]
    words += [("w", " "), ("n", "exp"), ("p", "("), ("sa", "f"), ("s2", '"x"'), ("p", ")")]
    code = CODE.format("".join(f'<span class="{kind}">{text}</span>' for kind, text in words))
    light = pages.lighten(code)
    text = re.sub("<[^>]*>", "", light)
    assert text == 'from math import exp(f"x")'
    assert light.count("<span") == 3  # from, import, and the two parts of the string as one
    assert '<span class=s>f"x"</span>' in light


def test_a_long_printed_line_wraps_and_an_array_does_not():
    output = '<div class="output stream"><div class="highlight"><pre>{}</pre></div></div>'
    assert '<pre class="prose">' in pages.lighten(output.format("word " * 20))
    assert '<pre class="prose">' not in pages.lighten(output.format("[0.836 0.113 0.051]\n" * 9))
    assert '<pre class="prose">' in pages.lighten(output.format("○ overflow.q2: not answered"))
    # What counts is what is read, not how it is written in HTML.
    assert '<pre class="prose">' not in pages.lighten(output.format("&lt;" * 60))


def test_a_demo_shown_twice_brings_its_module_once():
    module = '<script type="module">\nmount()\n</script>'
    other = '<script type="module">\nother()\n</script>'
    text = pages.once(f"<p>1</p>{module}<p>2</p>{module}{other}")
    assert text.count("mount()") == 1
    assert text.count("other()") == 1
    assert text.index("mount()") < text.index("<p>2</p>")


def test_the_policy_names_each_inline_script_and_style_and_stands_first():
    script, style = 'let a = "b < c"', "p { color: red }"
    head = '<head>\n<meta charset="utf-8">\n<title>T</title>'
    page = pages.protect(f"{head}<script>{script}</script><style>{style}</style></head>")
    policy = re.search(r'Security-Policy" content="([^"]*)"', page)[1]
    for content, directive in ((script, "script-src"), (style, "style-src")):
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert re.search(rf"{directive} [^;]*'sha256-{re.escape(digest)}'", policy)
    assert page.index("Security-Policy") < page.index("<title>")
    assert "unsafe" not in policy


@pytest.mark.parametrize(
    "markup",
    [
        '<button onclick="f()">',
        '<a href="javascript:f()">',
        "<p style='color: red'>",
        '<body onload = "f()">',
        '<div class="tip admonition dropdown">',  # folds by a script that no page has
    ],
)
def test_what_would_not_work_on_the_page_is_reported(markup):
    assert len(pages.forbidden(f"<main>{markup}</main>")) == 1


def test_words_that_look_like_handlers_are_not_reported():
    assert pages.forbidden('<p>onclick="f()"</p><script>a.onclick = f</script>') == []


def test_styles_become_classes_and_nothing_else_of_a_tag_changes():
    page = f'<div id="a" class="b" style="--rows:2"><i style="top:1em">x</i></div>{FORMULA}'
    short = Shortener([page])
    light = short.page(page)
    assert "style=" not in light
    assert re.sub("<[^>]*>", "", light) == re.sub("<[^>]*>", "", page)
    name = re.search(r'<div id="a" class="b (\w+)">', light)[1]
    assert f".{name}{{--rows:2!important}}" in short.rules()


def test_katex_gets_short_names_in_its_drawing_and_in_its_sheet_alike():
    short = Shortener([FORMULA])
    sheet = short.katex(".katex .katex-base{a:b}.katex .katex-mathml{c:d}.other{e:f}")
    light = short.page(FORMULA)
    base = re.search(r"\.katex \.(\w+)\{a:b\}", sheet)[1]
    # The strut before it has become a style of its own.
    strut = re.search(rf'<span class="{base} (\w+)"><span class=\w+>p</span>', light)[1]
    assert f".{strut}::before{{height:0.5em;}}" in short.rules()
    assert "katex-" not in light
    assert '<span class="katex">' in light
    assert ".other{e:f}" in sheet


def test_a_drawing_ends_where_its_span_ends():
    text = f"<p>{FORMULA} and {FORMULA}</p>"
    found = [text[start:end] for start, end in drawings(text)]
    assert len(found) == 2
    assert all(part.startswith('<span class="katex-base">') for part in found)
    assert all(part.count("<span") == part.count("</span>") for part in found)


def test_each_font_of_katex_gets_the_characters_that_are_drawn_in_it():
    found = fonts.in_formulas([FORMULA])
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
    page = "<title>T</title>"
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


def test_a_single_word_needs_no_quotes_in_the_body():
    head = '<meta charset="utf-8">'
    script = '<script>f("<b id="a">")</script>'
    body = '<body id="a"><p class="b c" data-x="1 2" title="a=b"><a class="d" href="e">f</a>'
    assert pages.drop_quotes(head + body + script) == (
        head
        + '<body id=a><p class="b c" data-x="1 2" title="a=b"><a class=d href="e">f</a>'
        + script
    )

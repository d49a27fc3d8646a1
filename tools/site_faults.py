"""Does `make site-test` find what it looks for? `python tools/site_faults.py`.

Plants one fault at a time in a copy of the built book and demands that the browser or the
validator names it. Takes a few minutes, so it is no part of `make site-test`.
"""

import re
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import site_test

PAGE = "chapters/notation.html"
SCRIPT = "<script>{}</script>"


def insert(markup: str, *, after: str = "</h1>") -> Callable[[str], str]:
    return lambda page: page.replace(after, after + markup, 1)


def without_policy(page: str) -> str:
    return re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page)


def protected(page: str) -> str:
    """With a policy that allows the scripts and styles that were planted."""
    from finishing import pages

    tree = pages.Page(without_policy(page))
    pages.protect(tree)
    return tree.html


# What is planted, and the words that must be said of it.
FAULTS: dict[str, tuple[Callable[[str], str], str]] = {
    "a picture from another host": (
        lambda page: without_policy(insert('<img alt="x" src="https://example.org/a.png">')(page)),
        r"asks https://example\.org/a\.png",
    ),
    "the same, with the policy": (
        insert('<img alt="x" src="https://example.org/a.png">'),
        r"the policy stopped img-src",
    ),
    "a script that the policy does not name": (
        insert(SCRIPT.format("document.title = 'x'")),
        r"the policy stopped script-src-elem inline",
    ),
    "no policy": (without_policy, r"no Content-Security-Policy"),
    "a policy that allows every script": (
        lambda page: page.replace("script-src 'self'", "script-src 'self' 'unsafe-inline'"),
        r"the policy lets any script in",
    ),
    "an error in a script": (
        lambda page: protected(insert(SCRIPT.format("nothing.there()"))(page)),
        r"error: nothing is not defined",
    ),
    "a file that is missing": (insert('<img alt="x" src="gone.png">'), r"404 .*gone\.png"),
    "a link to no page": (insert('<a href="gone.html">gone</a>'), r"broken link to .*gone\.html"),
    "a link to no anchor": (insert('<a href="#gone">gone</a>'), r"no anchor .*#gone"),
    "one id twice": (insert('<p id="text">Twice</p>'), r"two elements have the id text"),
    "a heavy page": (
        insert("<p hidden>" + "".join(f"{i * i:x} " for i in range(40_000)) + "</p>"),
        r"\d+ KB gzipped, 150 allowed",
    ),
    "text hard to see": (
        lambda page: protected(
            insert("<style>.faint{color:#bbb!important}</style><p class=faint>Faint</p>")(page)
        ),
        r"axe color-contrast",
    ),
    "a picture without alternative text": (
        insert('<img src="../_static/favicon.svg">'),
        r"axe image-alt|no alternative text",
    ),
    "a control without a name": (insert("<input type=text>"), r"axe label"),
    "a control that the Tab key skips": (
        lambda page: protected(
            insert(
                "<button type=button id=skipped>Press</button>"
                + SCRIPT.format(
                    "document.addEventListener('focusin', (e) => {"
                    "if (e.target.id === 'skipped') document.querySelector('.colophon a').focus()})"
                )
            )(page)
        ),
        r"the Tab key does not reach <a|the Tab key does not reach <button",
    ),
    "focus that is not seen": (
        lambda page: protected(
            insert("<style>html body a:focus-visible{outline:none!important}</style>")(page)
        ),
        r"focus is not seen",
    ),
    "a page wider than a phone": (
        lambda page: protected(
            insert("<style>.wide{width:600px}</style><p class=wide>Wide</p>")(page)
        ),
        r"at 390 px: the page is 6\d\d px wide",
    ),
    "a formula that is cut off": (
        lambda page: protected(
            insert(
                "<style>.katex-display{overflow:hidden!important;white-space:nowrap}</style>"
                f"<div class=math><span class=katex-display>{'x' * 200}</span></div>"
            )(page)
        ),
        r"cut off",
    ),
    "a figure with small words": (
        insert(
            '<div class="cell_output"><img alt="x" src="../_static/card.png" '
            'style="width:340px"></div>'
        ),
        r"words of 8\.4 px in the figure card\.png",
    ),
    "text that only a script shows": (
        insert('<p class="needs-js">Only with JavaScript</p>'),
        r"hidden without JavaScript|the text differs without JavaScript",
    ),
    "an answer that stands open": (
        insert("<details open><summary>Answer</summary><p>7</p></details>"),
        r"1 boxes stand open without JavaScript",
    ),
    "a late arrival that moves the text": (
        lambda page: protected(
            insert(
                "<div id=late></div><style>.late{height:400px}</style>"
                + SCRIPT.format(
                    "setTimeout(() => {document.getElementById('late').className='late'}, 150)"
                )
            )(page)
        ),
        r"layout shift 0\.\d+",
    ),
    "HTML that is not valid": (insert("<p><table></p></table>"), r"HTML: "),
}


def report(chromium: str, java: str) -> list[str]:
    """What the site test says of the page."""
    import nodejs

    run = site_test.in_browser(
        chromium, nodejs.NODE, "notation", capture_output=True, encoding="utf-8"
    )
    lines = [line for line in run.stdout.splitlines() if line.startswith("site-test: ")]
    return lines + site_test.invalid_html(java, nodejs.MODULES, "notation")


def main() -> int:
    chromium = site_test.program(site_test.BROWSERS, "chromium")
    java = site_test.program(("java",), "default-jre-headless")
    import nodejs  # in a folder that site_test makes known

    if chromium is None or java is None:
        return 1
    if problem := nodejs.install(tests=True):
        print(f"site-faults: {problem}")
        return 1
    found = 0
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, "book")
        shutil.copytree(site_test.BOOK, copy)
        site_test.BOOK = copy
        sound = (copy / PAGE).read_text(encoding="utf-8")
        if said := report(chromium, java):
            print(f"The page without a fault is not sound: {said[0]}")
            return 1
        for name, (plant, expected) in FAULTS.items():
            (copy / PAGE).write_text(plant(sound), encoding="utf-8")
            said = next((s for s in report(chromium, java) if re.search(expected, s)), None)
            found += said is not None
            print(f"{'found ' if said else 'MISSED'}  {name:<42} {(said or '')[:150]}", flush=True)
    print(f"{found} of {len(FAULTS)} faults are found")
    return int(found < len(FAULTS))


if __name__ == "__main__":
    sys.exit(main())

"""Interactive figures that weigh a few kilobytes and need no server.

``display_demo(name, **state)`` shows the same in JupyterLab and on the book's pages, where a
reader without JavaScript finds a sentence with the numbers. A demo is two files of one name:
``name.mjs`` draws with SVG and native controls, ``name.py`` holds the state it starts from and
writes the sentence with NumPy. Nothing registers them; CONTRIBUTING.md says how to add one.
"""

import html
import json
import re
from importlib import import_module
from pathlib import Path

import numpy as np

__all__ = ["display_demo", "names"]

FOLDER = Path(__file__).parent


def names() -> list[str]:
    """The demos there are.

    >>> "temperature" in names()
    True
    """
    return sorted(path.stem for path in FOLDER.glob("*.mjs") if path.stem != "shared")


def module(name: str) -> str:
    """The demo's ES module and what it shares with the others, as one text without imports: an
    inline module works from a disk and in JupyterLab, where an imported one does not."""
    text, shared = (
        re.sub(r"^import .*$|^ *//.*$", "", path.read_text(encoding="utf-8"), flags=re.M)
        for path in (FOLDER / f"{name}.mjs", FOLDER / "shared.mjs")
    )
    for part in reversed(re.split(r"^(?=const|function|export)", shared, flags=re.M)[1:]):
        defined = re.search(r"(?:const|function) (\w+)", part)[1]
        if re.search(rf"\b{defined}\b", text):
            text = part + text
    # Indentation weighs a tenth and is not needed either.
    text = re.sub(r"^export (?=const|function)|^ +", "", text, flags=re.M)
    return re.sub(r"\n+", "\n", text).strip()


def display_demo(name: str, **state: object) -> None:
    """Display the demo `name`, starting from its own state with the given values in place.

    Parameters
    ----------
    name : one of :func:`names`
    state : what differs from the demo's ``STATE``, numbers or text

    Raises
    ------
    ValueError
        if there is no such demo, or it has no such state, or the value does not fit.

    >>> display_demo("warmth")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    ValueError: display_demo: no demo is called 'warmth'; there are ...
    """
    from IPython.display import display  # wherever there is a notebook

    page, sentence = render(name, **state)
    display({"text/html": page, "text/plain": sentence}, raw=True)


def render(name: str, **state: object) -> tuple[str, str]:
    """What :func:`display_demo` displays: HTML, and the sentence for where there is none."""
    if name not in names():
        there = ", ".join(names())
        raise ValueError(f"display_demo: no demo is called {name!r}; there are {there}")
    demo = import_module(f"{__name__}.{name}")
    if unknown := [key for key in state if key not in demo.STATE]:
        known = ", ".join(demo.STATE)
        raise ValueError(f"display_demo: {name} has no state {unknown[0]!r}; it has {known}")
    try:
        whole = {
            key: text_or_number(key, state.get(key, start)) for key, start in demo.STATE.items()
        }
        sentence = demo.sentence(**whole)
    except ValueError as error:
        raise ValueError(f"display_demo: {name}: {error}") from None
    quoted = html.escape(json.dumps(whole, ensure_ascii=False))
    page = (
        f'<div class="demo" data-demo="{name}" data-state="{quoted}" '
        f'style="--rows:{demo.ROWS};--ratio:{demo.RATIO:.3f}">'
        f"<p>{html.escape(sentence, quote=False)}</p></div>\n"
        f'<script type="module">\n{module(name)}\n</script>'
    )
    return page, sentence


def text_or_number(key: str, value: object) -> str | float:
    """Numbers as floats, so that the output does not depend on who calls."""
    if isinstance(value, str):
        return value
    if np.ndim(value) != 0 or not np.isfinite(number := float(value)):
        raise ValueError(f"{key} is {value!r}, but must be a finite number")
    return number

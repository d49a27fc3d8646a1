"""What the book's pages call when they run Python in a reader's browser (Pyodide, in a worker).

Everything comes and goes as text: a source as it was typed, and JSON. `check_source` and
`answer_value` ask the same functions as `check` and `answer` do on the desk; `run_cell` runs a cell
as a notebook does, in one namespace, and gives its outputs in the form of a notebook's.
"""

import ast
import base64
import builtins
import contextlib
import functools
import html
import io
import json
import linecache
import re
import sys
import time
import traceback
import types
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from softmaxbook.exercises import quiz, running
from softmaxbook.exercises.isolation import quiet
from softmaxbook.exercises.limits import TooSlow, within
from softmaxbook.exercises.recognition import diagnose
from softmaxbook.exercises.record import EXERCISES, QUESTIONS, Exercise, Probe
from softmaxbook.exercises.verdict import (
    Verdict,
    call,
    clip,
    fault,
    symptom,
    too_slow,
    unknown,
)

HERE = str(Path(__file__).parent)
YOURS = "<your code>"  # the file name of a learner's source in a traceback
GRACE = 3.0  # seconds more that a page waits: Python stops what it can by itself, and keeps running
PACKAGES = {"matplotlib": "matplotlib", "mpl_toolkits": "matplotlib", "PIL": "matplotlib"}
PACKAGES |= {"sympy": "sympy", "mpmath": "sympy"}
LONGEST = 100_000  # characters that a cell may print; a page with more of them would stand still
PAUSE = 0.1  # seconds between two messages with what a running cell prints


# ---- Exercises ----------------------------------------------------------------------------------


def check_source(
    id: str,
    source: str,
    expression: str = "",
    alive: Callable[[float, str], object] = lambda seconds, verdict: None,
) -> str:
    """The verdict on a learner's source, as JSON, with what it `printed` when it was run.

    Parameters
    ----------
    id : of the exercise
    source : the starter with the learner's code; lines that import or call check do no harm
    expression : what the exercise's own check hands in, such as the name of a function
    alive : called whenever code of the learner begins to run, with the seconds after which it must
        have been stopped here, and the verdict, as JSON, if it has not: then nobody is left here to
        say so; with 0 and nothing when the last of it has run
    """
    printed = io.StringIO()
    verdict = _checked(id, source, expression, alive, printed)
    return json.dumps({**verdict.as_data(), "printed": printed.getvalue()[:LONGEST]})


def _checked(
    id: str,
    source: str,
    expression: str,
    alive: Callable[[float, str], object],
    printed: io.StringIO,
) -> Verdict:
    try:
        exercise = EXERCISES[id]
    except KeyError:
        return unknown(id, "check")

    def begins(case: str = "") -> None:
        slow = too_slow(exercise, running.SECONDS, case).as_data()
        alive(running.SECONDS + GRACE, json.dumps({**slow, "printed": ""}))

    given: dict[str, object] = {}
    names = {"__name__": "__main__", "np": np, "check": given.__setitem__}
    try:
        tree = _without_imports_of_check(_parsed(source, YOURS))
        begins()
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed), quiet():
            within(running.SECONDS, lambda: exec(compile(tree, YOURS, "exec"), names))
            if id not in given and (found := _handed_in(tree, names, expression, exercise)):
                given[id] = found[0]
    except TooSlow:
        return too_slow(exercise, running.SECONDS)
    except BaseException as error:  # whatever the learner's code raises, SystemExit included
        return _raised(exercise, error)
    if id not in given:
        name = expression or exercise.reference.__name__
        return symptom(
            exercise,
            "nothing-handed-in",
            f"After your code has run there is no `{name}`.",
            "The starter defines it, and the check looks for this name. Start again brings the "
            "starter back.",
        )

    def turn(exercise: Exercise, probe: Probe | None) -> None:
        begins(call(exercise, probe)) if probe else alive(0.0, "")

    return diagnose(id, given[id], turn)


def _handed_in(tree: ast.Module, names: dict, expression: str, exercise: Exercise) -> tuple | None:
    """What is to be checked, in a tuple; if it has another name, the only function there is."""
    code = expression or exercise.reference.__name__
    if {n.id for n in ast.walk(ast.parse(code)) if isinstance(n, ast.Name)} <= {
        *names,
        *dir(builtins),
    }:
        return (eval(code, names),)
    functions = [s.name for s in tree.body if isinstance(s, ast.FunctionDef)]
    if len(functions) == 1 and not exercise.is_value:
        return (names[functions[0]],)
    return None


def _without_imports_of_check(tree: ast.Module) -> ast.Module:
    """The button is the check, so the name must stay ours."""
    for node in ast.walk(tree):
        for body in (getattr(node, "body", None), getattr(node, "orelse", None)):
            if not isinstance(body, list):
                continue
            for i, statement in enumerate(body):
                is_import = isinstance(statement, ast.ImportFrom)
                if is_import and (statement.module or "").startswith("softmaxbook.exercises"):
                    statement.names = [
                        a for a in statement.names if (a.asname or a.name) != "check"
                    ]
                    if not statement.names:
                        body[i] = ast.copy_location(ast.Pass(), statement)
    return tree


def _raised(exercise: Exercise, error: BaseException) -> Verdict:
    what = f"{type(error).__name__}: {clip(_message(error), 30)}".rstrip(": .")
    seen = f"Running your code raised {what}."
    line = _line(error)
    why = f"It stopped at your line {line[0]}: `{line[1]}`" if line and line[1] else ""
    return Verdict("raised", "unrecognised", seen, why, exercise.place, id=exercise.id)


def _message(error: BaseException) -> str:
    text = error.msg if isinstance(error, SyntaxError) else str(error)
    return " ".join(str(text).split())


def _line(error: BaseException) -> tuple[int, str] | None:
    """Number and text of the learner's line that an exception comes from."""
    if isinstance(error, SyntaxError) and error.filename == YOURS:
        number = error.lineno or 1
    else:
        frames = traceback.extract_tb(error.__traceback__)
        numbers = [f.lineno for f in frames if f.filename == YOURS]
        if not numbers:
            return None
        number = numbers[-1]
    return number, linecache.getline(YOURS, number).strip()


def _parsed(source: str, filename: str) -> ast.Module:
    """Its lines are then known to tracebacks and to inspect."""
    lines = [line + "\n" for line in source.split("\n")]
    linecache.cache[filename] = (len(source), None, lines, filename)
    return ast.parse(source, filename)


def answer_value(id: str, value: str) -> str:
    """The verdict on an answer to a concept check, as JSON: a letter, or a number as text."""
    try:
        question = QUESTIONS[id]
        with quiet():
            verdict = quiz.judge(question, value)
    except KeyError:
        verdict = unknown(id, "answer")
    except Exception as error:
        verdict = fault(id, error)
    return json.dumps(verdict.as_data())


# ---- Packages -----------------------------------------------------------------------------------


def needs(source: str) -> list[str]:
    """Packages beside NumPy that must be there before a source is run; those that it imports by
    way of this library count too.

    >>> needs("from softmaxbook import plots")
    ['matplotlib']
    """
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return []
    found: set[str] = set()
    seen: set[str] = set()
    waiting = list(_imports(tree))
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        package = name.partition(".")[0]
        if package in PACKAGES:
            found.add(PACKAGES[package])
        elif package == "softmaxbook":
            waiting += [name.rpartition(".")[0], *_imports_of(name)]  # a package comes first
    return sorted(found)


def _imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") == "display_demo":
            named = (arg.value for arg in node.args if isinstance(arg, ast.Constant))
            yield from (f"softmaxbook.demos.{name}" for name in named)


@functools.cache
def _imports_of(module: str) -> tuple[str, ...]:
    """What a module of this library imports; nothing if it is a name inside a module."""
    base = Path(HERE).parent.joinpath(*module.split("."))
    for path in (base.with_suffix(".py"), base / "__init__.py"):
        if path.is_file():
            return tuple(_imports(ast.parse(path.read_text(encoding="utf-8"))))
    return ()


# ---- Cells --------------------------------------------------------------------------------------


class Outputs:
    """What a cell shows, in order, as a notebook holds it; what is printed also goes to `say`."""

    def __init__(self, say: Callable[[str], object] = lambda text: None) -> None:
        self.entries: list[dict] = []
        self.say, self.waiting, self.said, self.length = say, "", 0.0, 0

    def write(self, text: str) -> int:
        kept = str(text)[: max(0, LONGEST - self.length)]
        if kept and self.length + len(kept) == LONGEST:
            kept += "\n… (the rest of what is printed is left out)\n"
        self.length += len(text)
        if kept:
            if not self.entries or self.entries[-1]["output_type"] != "stream":
                self.entries.append({"output_type": "stream", "name": "stdout", "text": ""})
            self.entries[-1]["text"] += kept
            self.waiting += kept
            if time.monotonic() - self.said > PAUSE:
                self.flush()
        return len(text)

    def flush(self) -> None:
        if self.waiting:
            self.say(self.waiting)
        self.waiting, self.said = "", time.monotonic()

    def isatty(self) -> bool:
        return False

    def show(self, data: dict, metadata: dict | None = None, kind: str = "display_data") -> None:
        entry = {"output_type": kind, "data": data, "metadata": metadata or {}}
        self.entries.append(entry)


_names: dict[str, object] = {}
_outputs = Outputs()


def reset() -> None:
    """A namespace with nothing in it, as at the top of a page."""
    _names.clear()
    _names.update({"__name__": "__main__", "display": display})


def run_cell(
    source: str, cell: str = "cell", say: Callable[[str], object] = lambda text: None
) -> str:
    """Run a cell and give {"ok", "outputs", "markdown"} as JSON.

    outputs : as in a notebook: streams, display_data and execute_result with their mime types, and
        an error with `last`, Python's last line; `where`, the reader's line; and `traceback`
    markdown : whether some output is Markdown alone, so that `with_html` can make HTML of it
    """
    global _outputs
    if not _names:
        reset()
    filename = f"<{cell}>"
    _outputs = outputs = Outputs(say)
    ok = True
    with contextlib.redirect_stdout(outputs), contextlib.redirect_stderr(outputs):
        try:
            _executed(_parsed(source, filename), filename)
            if pyplot := sys.modules.get("matplotlib.pyplot"):  # those that it still holds open
                pyplot.show()
        except BaseException as error:
            ok = False
            outputs.entries.append(_error(error, filename))
    outputs.flush()
    markdown = any(_is_markdown(entry) for entry in outputs.entries)
    return json.dumps({"ok": ok, "outputs": outputs.entries, "markdown": markdown})


def _executed(tree: ast.Module, filename: str) -> None:
    last = tree.body[-1] if tree.body else None
    shown = isinstance(last, ast.Expr) and not linecache.getline(
        filename, last.end_lineno
    ).rstrip().endswith(";")
    body = tree.body[:-1] if shown else tree.body
    exec(compile(ast.Module(body, tree.type_ignores), filename, "exec"), _names)
    if shown:
        value = eval(compile(ast.Expression(last.value), filename, "eval"), _names)
        if value is not None:
            _names["_"] = value
            _outputs.show(*mimes(value), kind="execute_result")


def _error(error: BaseException, filename: str) -> dict:
    """Without the frames of this module."""
    frames = error.__traceback__
    while frames and frames.tb_frame.f_code.co_filename == __file__:
        frames = frames.tb_next
    if isinstance(error, SyntaxError):
        frames = None
    lines = traceback.format_exception(type(error), error, frames)
    numbers = [f.lineno for f in traceback.extract_tb(frames) if f.filename == filename]
    number = numbers[-1] if numbers else getattr(error, "lineno", None)
    code = linecache.getline(filename, number).strip() if number else ""
    return {
        "output_type": "error",
        "ename": type(error).__name__,
        "evalue": str(error),
        "last": lines[-1].strip(),
        "where": f"Line {number}: {code}" if code else "",
        "traceback": "".join(lines).rstrip(),
    }


# ---- What a value looks like --------------------------------------------------------------------

METHODS = {
    "text/html": "_repr_html_",
    "text/markdown": "_repr_markdown_",
    "image/svg+xml": "_repr_svg_",
    "image/png": "_repr_png_",
    "text/latex": "_repr_latex_",
}


def mimes(value: object) -> tuple[dict[str, str], dict[str, dict]]:
    """A value as mime type -> text, and what is to be known of each, such as the width of a
    picture in pixels of the page; pictures in base64."""
    data, metadata = {}, {}
    for mime, method in METHODS.items():
        found = getattr(value, method, None) if not isinstance(value, type) else None
        shown = found() if callable(found) else None
        if isinstance(shown, tuple):
            shown, metadata[mime] = shown
        if shown is not None:
            data[mime] = (
                base64.b64encode(shown).decode() if isinstance(shown, bytes) else str(shown)
            )
    if "image/png" not in data and _is_figure(value):
        from softmaxbook.live_figures import png

        picture, metadata["image/png"] = png(value)
        data["image/png"] = base64.b64encode(picture).decode()
    data["text/plain"] = repr(value)
    return data, metadata


def _is_figure(value: object) -> bool:
    module = sys.modules.get("matplotlib.figure")
    return module is not None and isinstance(value, module.Figure)


def display(*values: object, raw: bool = False, metadata: dict | None = None, **_: object) -> None:
    """As IPython's: show values in a cell's output; `raw`: a dict of mime types."""
    for value in values:
        if raw:
            _outputs.show({mime: str(text) for mime, text in value.items()}, metadata)
        else:
            _outputs.show(*mimes(value))


class _Text:
    """What IPython calls HTML, Markdown, Latex: text that says what it is."""

    method = ""

    def __init__(self, data: str = "") -> None:
        self.data = data
        setattr(self, self.method, lambda: self.data)


def _stand_in_for_ipython() -> None:
    """So that `from IPython.display import display` works where there is no IPython."""
    ipython, shown = types.ModuleType("IPython"), types.ModuleType("IPython.display")
    ipython.display, ipython.get_ipython = shown, lambda: None
    shown.display = display
    for name, mime in (
        ("HTML", "text/html"),
        ("Markdown", "text/markdown"),
        ("Latex", "text/latex"),
    ):
        setattr(shown, name, type(name, (_Text,), {"method": METHODS[mime]}))
    sys.modules |= {"IPython": ipython, "IPython.display": shown}


# ---- Markdown -----------------------------------------------------------------------------------


def _is_markdown(entry: dict) -> bool:
    data = entry.get("data", {})
    return "text/markdown" in data and "text/html" not in data


FORMULA = re.compile(r"(\$\$?)(?=\S)([^$]*[^$\s])\1")


def _formula(state, silent: bool) -> bool:
    """A rule for markdown_it: a formula is one piece, whose signs are not those of Markdown."""
    found = FORMULA.match(state.src, state.pos)
    if found and not silent:
        kind = "formula display" if found[1] == "$$" else "formula"
        token = state.push("html_inline", "", 0)
        token.content = f'<span class="{kind}">{html.escape(found[2])}</span>'
    if found:
        state.pos = found.end()
    return found is not None


def with_html(result: str) -> str:
    """What run_cell gave, with HTML beside Markdown; a link to a notebook leads to its page."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": True}).enable("table")
    parser.inline.ruler.before("escape", "formula", _formula)
    parsed = json.loads(result)
    for entry in filter(_is_markdown, parsed["outputs"]):
        page = parser.render(entry["data"]["text/markdown"])
        entry["data"]["text/html"] = page.replace(".ipynb", ".html")
    return json.dumps(parsed)


def versions() -> str:
    """Of Python and NumPy, as JSON."""
    return json.dumps({"python": sys.version.split()[0], "numpy": np.__version__})


def _no_input(prompt: object = "") -> str:
    raise RuntimeError("input() waits for what is typed, and a page has nobody who types")


if sys.platform == "emscripten":
    _stand_in_for_ipython()
    builtins.input = _no_input

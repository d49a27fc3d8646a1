"""What is no input to a figure: every function of plots, with every argument in turn replaced by
something odd, and by mappings and lists that hold something odd. Either there is a figure that can
be drawn, or an error that names the function, the argument and what is needed."""

import inspect
import re
import warnings

import numpy as np
import pytest
from matplotlib.figure import Figure
from test_bad_inputs import ODD, complaint

from softmaxbook import plots

X = np.array([0.0, 1.0, 2.0])
NAMES = ["cat", "dog", "bird"]
P = np.array([[0.2, 0.3, 0.5], [0.1, 0.8, 0.1]])
FUNCTIONS = {
    plots.bar_panels: {
        **{"panels": {"p": X}, "labels": NAMES, "formats": ["{:.2f}"]},
        **{"columns": 1, "height": 2.0, "share": False, "accent": [1]},
    },
    plots.curves: {
        **{"x": X, "lines": {"a": X}, "xlabel": "x", "ylabel": "y"},
        **{"label_at": {"a": (0, 0)}, "points": {"A": (1, 1)}, "ylim": (0, 2), "height": 2.0},
    },
    plots.graph: {
        **{"nodes": {"x": (0.5, 0), "L": (0.5, 1)}, "edges": [("x", "L")]},
        **{"forward": {"x": "2"}, "backward": {"x": "1"}, "height": 2.0},
    },
    plots.heatmap: {
        **{"values": P, "rows": ["a", "b"], "columns": NAMES, "xlabel": "x", "ylabel": "y"},
        **{"form": "{:g}", "height": 2.0},
    },
    plots.images: {
        **{"pictures": np.ones((1, 4, 4)), "titles": ["one"], "columns": 2},
        **{"signed": False, "height": 2.0},
    },
    plots.marks: {
        **{"passed": np.array([[True, False]]), "rows": ["row"], "columns": ["a", "b"]},
        "height": 2.0,
    },
    plots.plane_regions: {
        **{"decide": lambda xy: (xy[:, 0] > 0).astype(int), "names": ["left", "right"]},
        **{"xlabel": "x", "ylabel": "y", "extent": (-1, 1, -1, 1)},
        **{"label_at": [(-0.5, 0), (0.5, 0)], "points": {"A": (0, 0)}},
    },
    plots.products: {"rows": [[("A", P), "·", ("B", P.T)]], "height": 2.0},
    plots.reliability: {"panels": {"all": ([0.5, 0.9], [0.4, 0.8], [3, 7])}, "height": 2.0},
    plots.simplex: {
        **{"names": NAMES, "points": {"p": P[0]}, "cloud": P, "paths": {"line": P}},
        **{"label_at": {"line": P[0]}, "levels": (lambda p: p[:, 0], [0.2, 0.7])},
        "regions": [("argmax", lambda p: p.argmax(axis=1), NAMES)],
        "scale": True,
    },
    plots.simplex_xy: {"p": P},
}
CASES = [
    pytest.param(function, argument, id=f"{function.__name__}-{argument}")
    for function, arguments in FUNCTIONS.items()
    for argument in arguments
]
# What is drawn as well where it is accepted: numbers at the ends of what there is.
DRAWN = {"subnormal", "subnormals", "huge numbers", "table of nan", "table with one nan", "tuple"}


def odd_for(given):
    """Name -> odd value: as it is, and inside what the argument is: a mapping, a list."""
    for name, odd in ODD.items():
        yield name, odd
        if isinstance(given, dict):
            yield f"a mapping to {name}", {next(iter(given)): odd}
        elif isinstance(given, list):
            yield f"a list of {name}", [odd] * len(given)
    if isinstance(given, dict):
        yield "a key that is no text", {3: next(iter(given.values()))}
        yield "a hundred keys", {str(i): next(iter(given.values())) for i in range(100)}


def test_the_table_holds_every_figure_and_each_of_its_arguments():
    named = {name for name in plots.__all__ if not inspect.isclass(getattr(plots, name))}
    assert {function.__name__ for function in FUNCTIONS} == named
    for function, arguments in FUNCTIONS.items():
        assert set(arguments) == set(inspect.signature(function).parameters)
        assert complaint(function, arguments) is None


@pytest.mark.parametrize(("function", "argument"), CASES)
def test_odd_input_has_a_figure_or_an_error_that_names_function_argument_and_need(
    function, argument, monkeypatch
):
    figures = []
    monkeypatch.setattr(plots, "FigureCanvasAgg", figures.append)
    arguments = FUNCTIONS[function]
    for name, odd in odd_for(arguments[argument]):
        if name == "class" and argument == "decide":
            continue  # float is a function, and what it raises is its own
        error = complaint(function, arguments | {argument: odd})
        if error is None:
            continue
        text = str(error)
        assert text.startswith(f"{function.__name__}: "), (name, repr(error))
        assert re.search(rf"\b{argument}\b", text), (name, text)
        assert re.search(r"\b(need(s|ed)?|must|take)\b", text), (name, text)
        assert len(text) < 400, (name, text)
        assert "\n" not in text, (name, text)
        assert isinstance(error, TypeError | ValueError | IndexError), (name, repr(error))


@pytest.mark.parametrize(("function", "argument"), CASES)
def test_what_is_accepted_can_be_drawn(function, argument):
    given = FUNCTIONS[function][argument]
    for name, odd in odd_for(given):
        if name.rpartition(" to ")[2].rpartition(" of ")[2] not in DRAWN:
            continue
        try:
            figure = function(**FUNCTIONS[function] | {argument: odd})
        except (TypeError, ValueError, IndexError):
            continue
        if isinstance(figure, Figure):
            with warnings.catch_warnings():
                warnings.simplefilter("error")
                figure._repr_png_()

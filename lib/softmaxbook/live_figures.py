"""A backend for Matplotlib whose windows are the outputs of a cell in a page; see `live`.

In a page $MPLBACKEND names this module, so that it is imported with pyplot and not before.
"""

import sys

from matplotlib import rcParams
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from softmaxbook import live
from softmaxbook.plots import STYLE, BookFigure

FigureCanvas = FigureCanvasAgg  # the name by which Matplotlib asks for it


def show(*_: object, **__: object) -> None:
    """Display the figures that pyplot holds open, and close them."""
    from matplotlib import pyplot

    for number in pyplot.get_fignums():
        figure = pyplot.figure(number)
        live.display(figure)
        pyplot.close(figure)


def png(figure: Figure) -> tuple[bytes, dict[str, int]]:
    """Any figure as the book shows its own."""
    if not hasattr(figure.canvas, "buffer_rgba"):  # nobody has said yet where it is drawn
        FigureCanvasAgg(figure)
    return BookFigure._repr_png_(figure)


if sys.platform == "emscripten":
    rcParams.update(STYLE)  # the figures of pyplot look as the book's own

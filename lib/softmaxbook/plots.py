"""The book's figures: one function per kind of figure, each returning a :class:`BookFigure`.

A notebook shows a figure by ending a cell with the call. Nothing is drawn through pyplot, so no
figure stays open and no global setting changes.
"""

import io
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.transforms import offset_copy
from matplotlib.tri import Triangulation
from numpy.typing import ArrayLike, NDArray
from PIL import Image

from softmaxbook.arguments import (
    as_array,
    as_flag,
    as_function,
    as_integers,
    as_number,
    as_numbers,
    as_whole,
    shown,
)

__all__ = [
    "BookFigure",
    "bar_panels",
    "curves",
    "graph",
    "heatmap",
    "images",
    "marks",
    "plane_regions",
    "products",
    "reliability",
    "simplex",
    "simplex_xy",
]

STYLE = mpl.rc_params_from_file(
    Path(__file__).with_name("book.mplstyle"), use_default_template=False
)
LARGEST = 1e300  # beyond it the ends of an axis are no numbers any more
COLOURS = STYLE["axes.prop_cycle"].by_key()["color"]
MARKERS = ["o", "s", "^", "D", "v", "P", "X"]
DASHES = ["-", "--", "-.", ":", (0, (5, 1, 1, 1, 1, 1)), (0, (1, 1)), (0, (8, 2))]


class BookFigure(Figure):
    """A figure that shows itself in a notebook as a PNG of fixed size and no metadata, so that
    the same data give the same bytes."""

    def _repr_png_(self) -> tuple[bytes, dict[str, int]]:
        with mpl.rc_context(STYLE):
            self.set_dpi(STYLE["savefig.dpi"])
            self.canvas.draw()
            pixels = np.asarray(self.canvas.buffer_rgba())[..., :3]
        # A palette of 256 colours, chosen for this figure, is a third of the bytes of full colour.
        buffer = io.BytesIO()
        Image.fromarray(pixels).quantize(256).save(buffer, format="png", optimize=True)
        height, width = pixels.shape[:2]
        shown_at = 0.6  # of its own pixels, so that screens of high resolution show it sharp
        return buffer.getvalue(), {
            "width": round(shown_at * width),
            "height": round(shown_at * height),
        }


def _figure(
    rows: int = 1, columns: int = 1, *, height: float = 3.4, **subplots
) -> tuple[BookFigure, NDArray]:
    """A figure of the book's width, and its axes as an array."""
    with mpl.rc_context(STYLE):
        figure = BookFigure(figsize=(5.6, height), layout="constrained")
        FigureCanvasAgg(figure)
        axes = figure.subplots(rows, columns, squeeze=False, **subplots)
    return figure, axes


def _stack(figure: BookFigure) -> None:
    """Of panels one above the other, sets each title apart from the panel above it."""
    if len(figure.axes) > 1:
        figure.get_layout_engine().set(h_pad=0.1)
        for ax in figure.axes:
            title = ax.get_title()
            ax.set_title("")
            ax.set_title(title, loc="left", weight="bold", pad=10)


# ---- What the functions are given ---------------------------------------------------------------


def _array(x: ArrayLike, caller: str, name: str, *axes: str) -> NDArray:
    """x as numbers that can be drawn, with these axes, none of them empty; nan is a gap."""
    x = as_numbers(x, caller, name)
    if x.ndim != len(axes) or x.size == 0:
        needed = f"({', '.join(axes)}{',' if len(axes) == 1 else ''})"
        raise ValueError(
            f"{caller}: {name} has shape {x.shape}, but {needed} is needed, and no part empty"
        )
    return _drawable(x, caller, name)


def _drawable(x: NDArray, caller: str, name: str) -> NDArray:
    with np.errstate(over="ignore"):  # a longdouble may be beyond float64
        x = x.astype(float)
    if (abs(x) > LARGEST).any():
        raise ValueError(
            f"{caller}: {name} holds a number too large to draw; below 1e300 is needed"
        )
    return x


def _form(form: str, caller: str, name: str) -> str:
    try:
        _text(form, caller, name).format(0.5)
    except (ValueError, IndexError, KeyError) as error:
        raise ValueError(
            f"{caller}: {name} holds {shown(form)}, but a format like '{{:.3f}}' is needed"
        ) from error
    return form


def _height(value: float, caller: str) -> float:
    height = as_number(value, caller, "height")
    if not 0.5 <= height <= 50:
        raise ValueError(f"{caller}: height is {height}, but 0.5 to 50 inches are needed")
    return height


def _text(value: str, caller: str, name: str) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{caller}: {name} is {shown(value)}, but a text is needed")
    return value


def _list(
    value: Sequence, caller: str, name: str, needed: str, n: int | None = None, of: str = ""
) -> list:
    """value as a list of n parts, as many as `of` has; or of some parts."""
    if isinstance(value, np.ndarray):
        value = as_array(value, caller, name)
        value = list(value) if value.ndim else None
    if not isinstance(value, Sequence) or isinstance(value, str | bytes | bytearray | memoryview):
        raise TypeError(f"{caller}: {name} is {shown(value)}, but {needed} are needed")
    if len(value) == 0 or len(value) != (n or len(value)):
        raise ValueError(
            f"{caller}: {name} has {len(value)} parts, but {n or 'some'} are needed"
            + (f", as in {of}" if of else "")
        )
    return list(value)


def _names(
    value: Sequence, caller: str, name: str, n: int | None = None, of: str = ""
) -> list[str]:
    """value as n names; integers will do."""
    names = _list(value, caller, name, "names", n, of)
    for part in names:
        if not isinstance(part, str | int | np.integer) or isinstance(part, bool):
            raise TypeError(
                f"{caller}: {name} holds {shown(part)}, but texts or integers are needed"
            )
    return [str(part) for part in names]


def _named(value: Mapping | None, caller: str, name: str, most: int = 1000) -> dict[str, Any]:
    """value as a dictionary from texts; None is an empty one."""
    if not isinstance(value, Mapping) and value is not None:
        raise TypeError(f"{caller}: {name} is {shown(value)}, but a mapping from texts is needed")
    named = dict(value or {})
    if odd := [key for key in named if not isinstance(key, str)]:
        raise TypeError(f"{caller}: {name} has the key {shown(odd[0])}, but texts are needed")
    if len(named) > most:
        raise ValueError(
            f"{caller}: {name} has {len(named)} entries, but at most {most} are needed"
        )
    return named


def _some(value: Mapping, caller: str, name: str, most: int = 1000) -> dict[str, Any]:
    named = _named(value, caller, name, most)
    if not named:
        raise ValueError(f"{caller}: {name} is empty, but one entry is needed at least")
    return named


def _place(value: ArrayLike, caller: str, name: str, size: int = 2) -> NDArray:
    """value as the coordinates of one point."""
    place = _array(value, caller, name, str(size))
    if place.shape != (size,) or np.isnan(place).any():
        raise ValueError(f"{caller}: {name} is {shown(value)}, but {size} numbers are needed")
    return place


def _places(value: Mapping | None, caller: str, name: str, size: int = 2) -> dict[str, NDArray]:
    named = _named(value, caller, name)
    return {key: _place(place, caller, name, size) for key, place in named.items()}


def _decided(decide: Callable, points: NDArray, k: int, caller: str) -> NDArray:
    """The choice that decide makes at each point, one of k."""
    choice = as_integers(decide(points), caller, "what decide returns")
    if choice.shape != points.shape[:1] or choice.min() < 0 or choice.max() >= k:
        raise ValueError(
            f"{caller}: decide returns shape {choice.shape}, but one of 0 to {k - 1} is needed for "
            f"each of {len(points)} points"
        )
    return choice


# ---- The figures --------------------------------------------------------------------------------


def bar_panels(
    panels: Mapping[str, ArrayLike],
    labels: Sequence[str],
    *,
    formats: Sequence[str] | None = None,
    columns: int = 3,
    height: float = 2.8,
    share: bool = False,
    accent: Sequence[int] | None = None,
) -> BookFigure:
    """One small bar chart per entry of panels (title -> values), each bar with its number on top.

    Parameters
    ----------
    panels : mapping of title to (K,) values
    labels : K names under the bars
    formats : a format per panel for the numbers, default "{:.3f}"
    columns : panels per row
    height : inches
    share : same vertical axis for all panels
    accent : places of the bars to look at; all others are grey, and have no number if it shows 0
    """
    me = "bar_panels"
    panels = _some(panels, me, "panels")
    labels = _names(labels, me, "labels")
    panels = {title: _array(p, me, "panels", "K") for title, p in panels.items()}
    for title, values in panels.items():
        if len(values) != len(labels):
            raise ValueError(
                f"{me}: panels has {len(values)} values in {title!r}, but labels of "
                f"{len(labels)} classes need as many"
            )
    columns = as_whole(columns, me, "columns", 1, 20)
    share = as_flag(share, me, "share")
    if formats is None:
        formats = ["{:.3f}"] * len(panels)
    formats = [
        _form(form, me, "formats") for form in _names(formats, me, "formats", len(panels), "panels")
    ]
    k = len(labels)
    colours = [COLOURS[i % len(COLOURS)] for i in range(k)]
    if accent is not None:
        seen = [as_whole(i, me, "accent", 0, k - 1) for i in _list(accent, me, "accent", "places")]
        colours = [COLOURS[1] if i in seen else "#8c8c8c" for i in range(k)]
    rows = -(-len(panels) // columns)
    height = _height(height, me)
    figure, axes = _figure(rows, columns, height=height, sharey=share)
    with mpl.rc_context(STYLE):
        for ax, (title, values), form in zip(axes.flat, panels.items(), formats, strict=False):
            bars = ax.bar(range(k), values, color=colours, width=0.7)
            numbers = [form.format(v) for v in values]
            if accent is not None:
                numbers = ["" if text == form.format(0) else text for text in numbers]
            ax.bar_label(bars, numbers, fontsize=10, padding=1)
            ax.set_xticks(range(k), labels, fontsize=10)
            ax.set_title(title)
            ax.margins(y=0.16)
            ax.axhline(0, color="#555555", linewidth=0.8)
            ax.set_yticks([])
            ax.spines[["left", "bottom"]].set_visible(False)
            ax.tick_params(length=0)
        for ax in axes.flat[len(panels) :]:
            ax.set_axis_off()
    if columns == 1:
        _stack(figure)
    return figure


def curves(
    x: ArrayLike,
    lines: Mapping[str, ArrayLike],
    *,
    xlabel: str,
    ylabel: str,
    label_at: Mapping[str, tuple[float, float]] | None = None,
    points: Mapping[str, tuple[float, float]] | None = None,
    ylim: tuple[float, float] | None = None,
    height: float = 3.4,
) -> BookFigure:
    """Lines over a common x, each named beside itself and told apart by dash as well as colour.

    Parameters
    ----------
    x : (m,) common abscissa
    lines : name -> (m,) ordinates
    xlabel, ylabel : axis names with units
    label_at : name -> (x, y) of the name's left end; default: the line's right end
    points : text -> (x, y) of a marked point
    ylim : lowest and highest ordinate shown
    height : inches
    """
    me = "curves"
    x = _array(x, me, "x", "m")
    lines = _lines(lines, x, me, len(DASHES))
    label_at = _places(label_at, me, "label_at")
    points = _places(points, me, "points")
    xlabel, ylabel = _text(xlabel, me, "xlabel"), _text(ylabel, me, "ylabel")
    if ylim is not None:
        ylim = tuple(_place(ylim, me, "ylim"))
    figure, axes = _figure(height=_height(height, me))
    with mpl.rc_context(STYLE):
        _draw_curves(axes[0, 0], x, lines, label_at)
        for text, (px, py) in points.items():
            axes[0, 0].plot(px, py, marker="o", color="black", zorder=4)
            axes[0, 0].annotate(
                text, (px, py), xytext=(7, -3), textcoords="offset points", va="top", fontsize=10
            )
        axes[0, 0].set(xlabel=xlabel, ylabel=ylabel, ylim=ylim)
    return figure


def _lines(
    lines: Mapping[str, ArrayLike], x: NDArray, caller: str, most: int = 1000
) -> dict[str, NDArray]:
    lines = _some(lines, caller, "lines", most)
    found = {name: _array(y, caller, "lines", "m") for name, y in lines.items()}
    for name, y in found.items():
        if y.shape != x.shape:
            raise ValueError(
                f"{caller}: lines has {len(y)} ordinates in {name!r}, but x needs {len(x)}"
            )
    return found


def _draw_curves(
    ax: Axes, x: NDArray, lines: Mapping[str, NDArray], label_at: Mapping[str, NDArray]
) -> None:
    for i, (name, y) in enumerate(lines.items()):
        (line,) = ax.plot(x, y, linestyle=DASHES[i])
        place = label_at.get(name, (x[-1], y[-1]))
        ax.annotate(
            name,
            place,
            xytext=(0 if name in label_at else 5, 0),
            textcoords="offset points",
            color=line.get_color(),
            va="center",
            fontsize=10,
            annotation_clip=False,
        )


def plane_regions(
    decide: Callable[[NDArray], NDArray],
    names: Sequence[str],
    *,
    xlabel: str,
    ylabel: str,
    extent: tuple[float, float, float, float],
    label_at: Sequence[tuple[float, float]],
    points: Mapping[str, tuple[float, float]] | None = None,
) -> BookFigure:
    """The plane coloured by the class that decide gives to each point, (n, 2) -> (n,) integers.

    Parameters
    ----------
    names, label_at : K class names and where they stand
    extent : xmin, xmax, ymin, ymax
    points : text -> (x, y) of a marked point
    """
    me = "plane_regions"
    decide = as_function(decide, me, "decide")
    names = _names(names, me, "names")
    if len(names) > len(COLOURS):
        raise ValueError(f"{me}: {len(names)} names, but at most {len(COLOURS)} are needed")
    xlabel, ylabel = _text(xlabel, me, "xlabel"), _text(ylabel, me, "ylabel")
    xmin, xmax, ymin, ymax = extent = _place(extent, me, "extent", 4)
    if not (xmin < xmax and ymin < ymax):
        raise ValueError(f"{me}: extent is {extent}, but xmin < xmax and ymin < ymax are needed")
    label_at = _list(label_at, me, "label_at", "points", len(names), "names")
    label_at = [_place(place, me, "label_at") for place in label_at]
    points = _places(points, me, "points")
    grid_x, grid_y = np.meshgrid(np.linspace(xmin, xmax, 401), np.linspace(ymin, ymax, 401))
    grid = np.column_stack([grid_x.ravel(), grid_y.ravel()])
    classes = _decided(decide, grid, len(names), me).reshape(grid_x.shape)
    figure, axes = _figure(height=3.6)
    with mpl.rc_context(STYLE):
        ax = axes[0, 0]
        ax.contourf(
            grid_x,
            grid_y,
            classes,
            levels=np.arange(len(names) + 1) - 0.5,
            colors=COLOURS[: len(names)],
            alpha=0.25,
        )
        for k in range(classes.min() + 1, classes.max() + 1):
            ax.contour(grid_x, grid_y, classes >= k, levels=[0.5], colors="black", linewidths=1)
        for k, (name, place) in enumerate(zip(names, label_at, strict=True)):
            ax.text(*place, name, color=COLOURS[k], ha="center", va="center", weight="bold")
        for text, place in points.items():
            ax.plot(*place, marker="o", color="black")
            ax.annotate(text, place, xytext=(8, 4), textcoords="offset points", fontsize=10)
        ax.set(xlabel=xlabel, ylabel=ylabel, xlim=(xmin, xmax), ylim=(ymin, ymax))
    return figure


def marks(
    passed: ArrayLike, rows: Sequence[str], columns: Sequence[str], *, height: float
) -> BookFigure:
    """A table of passes and failures: filled circle for pass, open cross for fail.

    Parameters
    ----------
    passed : (n, m) boolean
    rows, columns : n and m names
    height : inches
    """
    me = "marks"
    passed = as_array(passed, me, "passed")
    if passed.ndim != 2 or passed.size == 0 or passed.dtype != bool:
        raise TypeError(
            f"{me}: passed has shape {passed.shape} and dtype {passed.dtype}, but (n, m) booleans "
            "are needed"
        )
    rows = _names(rows, me, "rows", len(passed), "passed")
    columns = _names(columns, me, "columns", passed.shape[1], "passed")
    figure, axes = _figure(height=_height(height, me))
    with mpl.rc_context(STYLE):
        ax = axes[0, 0]
        for truth, marker, colour in ((True, "o", COLOURS[0]), (False, "x", COLOURS[1])):
            y, x = np.nonzero(passed == truth)
            ax.scatter(x, y, marker=marker, color=colour, s=70, linewidths=2)
        ax.set_xticks(range(len(columns)), columns)
        ax.set_yticks(range(len(rows)), rows)
        ax.xaxis.tick_top()
        ax.set_xlim(-0.6, len(columns) - 0.4)
        ax.set_ylim(len(rows) - 0.4, -0.6)
        ax.tick_params(length=0)
        ax.spines[:].set_visible(False)
        for y in np.arange(0.5, len(rows) - 1):
            ax.axhline(y, color="#dddddd", linewidth=0.6, zorder=0)
    return figure


def simplex_xy(p: ArrayLike) -> NDArray:
    """Plane coordinates (…, 2) of probabilities (…, 3): the corners form a triangle of side 1.

    >>> simplex_xy([1/3, 1/3, 1/3]).round(4)
    array([0.5   , 0.2887])
    """
    return _on_simplex(p, "simplex_xy", "p")


def _on_simplex(p: ArrayLike, caller: str, name: str) -> NDArray:
    p = as_numbers(p, caller, name)
    if p.shape[-1:] != (3,):
        raise ValueError(f"{caller}: {name} has shape {p.shape}, but (…, 3) is needed")
    corners = np.array([[0.5, np.sqrt(3) / 2], [0.0, 0.0], [1.0, 0.0]])
    with np.errstate(under="ignore"):
        return _drawable(p, caller, name) @ corners


def _on_one_simplex(p: ArrayLike, caller: str, name: str) -> NDArray:
    """The coordinates (n, 2) of (n, 3) points."""
    xy = _on_simplex(p, caller, name)
    if xy.ndim != 2 or xy.size == 0:
        raise ValueError(
            f"{caller}: {name} has {xy.ndim} axes, but points (n, 3), n > 0, are needed"
        )
    return xy


def simplex(
    names: Sequence[str],
    *,
    points: Mapping[str, ArrayLike] | None = None,
    cloud: ArrayLike | None = None,
    paths: Mapping[str, ArrayLike] | None = None,
    label_at: Mapping[str, ArrayLike] | None = None,
    levels: tuple[Callable[[NDArray], NDArray], Sequence[float]] | None = None,
    regions: Sequence[tuple[str, Callable[[NDArray], NDArray], Sequence[str]]] = (),
    scale: bool = False,
) -> BookFigure:
    """All distributions over three classes as one triangle: a corner is certainty, the centre is
    (1/3, 1/3, 1/3), and the distance to the side opposite a corner, as a share of the height, is
    that class's probability.

    Parameters
    ----------
    names : the three classes: top, left, right
    points : text -> (3,) a marked distribution; spaces leave it without a text
    cloud : (n, 3) small dots
    paths : text -> (n, 3) a line of distributions
    label_at : text of a path -> (3,) where it is written; default: the path's middle
    levels : a function from (n, 3) distributions to (n,) numbers, and those whose level lines
        are drawn
    regions : one triangle for each (title, decide, actions): decide maps (n, 3) distributions to
        (n,) integers, which index actions, the names of the regions, beside narrow ones
    scale : whether 1/4, 1/2 and 3/4 of the top class are written on the right side
    """
    me = "simplex"
    if not isinstance(scale, bool):
        raise TypeError(f"{me}: scale is {shown(scale)}, but True or False is needed")
    names = _names(names, me, "names", 3)
    points = _places(points, me, "points", 3)
    if len(points) > len(MARKERS):
        raise ValueError(f"{me}: {len(points)} points, but at most {len(MARKERS)} are needed")
    if cloud is not None:
        cloud = _on_one_simplex(cloud, me, "cloud")
    paths = _named(paths, me, "paths", len(DASHES))
    paths = {text: _on_one_simplex(path, me, "paths") for text, path in paths.items()}
    label_at = _places(label_at, me, "label_at", 3)
    if levels is not None:
        height, values = _list(levels, me, "levels", "a function and its levels", 2)
        levels = as_function(height, me, "levels"), _array(values, me, "levels", "m")
    none = isinstance(regions, tuple | list) and not regions
    regions = [] if none else _list(regions, me, "regions", "triples")
    regions = [_region(region, me) for region in regions]
    rows = max(len(regions), 1)
    figure, axes = _figure(rows, height=3.9 if rows == 1 else 2.5 * rows)
    with mpl.rc_context(STYLE):
        for k, ax in enumerate(axes.flat):
            if regions:
                title, decide, actions = regions[k]
                _draw_regions(ax, decide, actions)
                ax.set_title(title)
            _draw_triangle(ax, names, scale=scale)
            if levels is not None:
                _draw_levels(ax, *levels)
            if cloud is not None:
                ax.plot(*cloud.T, ".", color="#777777", markersize=3, zorder=2)
            for i, (text, xy) in enumerate(paths.items()):
                ax.plot(*xy.T, linestyle=DASHES[i], color=COLOURS[i], zorder=3)
                ax.annotate(
                    text,
                    simplex_xy(label_at[text]) if text in label_at else xy[len(xy) // 2],
                    xytext=(6, 0),
                    textcoords="offset points",
                    color=COLOURS[i],
                    fontsize=10,
                )
            for i, (text, point) in enumerate(points.items()):
                x, y = simplex_xy(point)
                # In a region a colour is an action, and a large mark hides the boundary.
                look = {"color": "black", "markersize": 3.5} if regions else {"color": COLOURS[i]}
                ax.plot(x, y, MARKERS[i], **look, zorder=5)
                if not text.strip():
                    continue
                ax.annotate(
                    text,
                    (x, y),
                    xytext=(8, 2),
                    textcoords="offset points",
                    fontsize=10,
                    zorder=6,
                    bbox={"facecolor": "white", "alpha": 0.8, "linewidth": 0, "pad": 1},
                )
    return figure


def _region(region: Sequence, caller: str) -> tuple[str, Callable, list[str]]:
    title, decide, actions = _list(region, caller, "regions", "title, decide and actions", 3)
    title, decide = _text(title, caller, "regions"), as_function(decide, caller, "regions")
    actions = _names(actions, caller, "regions")
    if len(actions) > len(COLOURS):
        raise ValueError(f"{caller}: regions has {len(actions)} actions, {len(COLOURS)} are needed")
    return title, decide, actions


def _draw_triangle(ax: Axes, names: Sequence[str], *, scale: bool) -> None:
    corners = simplex_xy(np.eye(3))
    outline = np.vstack([corners, corners[:1]])
    ax.plot(*outline.T, color="#333333", linewidth=1.2, zorder=4)
    for share in (0.25, 0.5, 0.75):  # lines on which one class has this probability
        for k in range(3):
            ends = np.full((2, 3), 0.0)
            ends[:, k] = share
            ends[0, k - 1] = ends[1, k - 2] = 1 - share
            ax.plot(*simplex_xy(ends).T, color="#bbbbbb", linewidth=0.6, zorder=1.5)
    for share, text in ((0.25, "1/4"), (0.5, "1/2"), (0.75, "3/4")) if scale else ():
        ax.annotate(
            text,
            simplex_xy([share, 0, 1 - share]),
            xytext=(6, 0),
            textcoords="offset points",
            va="center",
            fontsize=10,
        )
    for (x, y), name, offset, alignment in zip(
        corners, names, ((0, 5), (0, -6), (0, -6)), ("bottom", "top", "top"), strict=True
    ):
        ax.annotate(
            name,
            (x, y),
            xytext=offset,
            textcoords="offset points",
            ha="center",
            va=alignment,
        )
    ax.set_aspect("equal")
    ax.set_axis_off()
    ax.set_xlim(-0.12, 1.12)
    ax.set_ylim(-0.1, 1.0)


def _all_distributions(steps: int = 200) -> NDArray:
    """A fine grid (n, 3) of distributions over three classes."""
    top, left = np.meshgrid(np.arange(steps + 1), np.arange(steps + 1), indexing="ij")
    inside = top + left <= steps
    top, left = top[inside], left[inside]
    return np.column_stack([top, left, steps - top - left]) / steps


@cache  # the same in every figure; to find it takes longer than to draw the figure
def _mesh() -> Triangulation:
    return Triangulation(*simplex_xy(_all_distributions()).T)


def _draw_levels(ax: Axes, height: Callable[[NDArray], NDArray], values: NDArray) -> None:
    p = _all_distributions()
    z = _array(height(p), "simplex", "what the function of levels returns", "n")
    if len(z) != len(p):
        raise ValueError(
            f"simplex: the function of levels returns {len(z)} numbers, but {len(p)} are needed"
        )
    values = np.unique(values[(z.min() < values) & (values < z.max())])
    if len(values):
        ax.tricontour(_mesh(), z, levels=values, colors="#777777", linewidths=1.2, zorder=2)


def _draw_regions(ax: Axes, decide: Callable[[NDArray], NDArray], actions: Sequence[str]) -> None:
    p = _all_distributions(400)
    choice = _decided(decide, p, len(actions), "simplex")
    xy = simplex_xy(p)
    for k, action in enumerate(actions):
        mine = xy[choice == k]
        pale = 0.3 * np.array(to_rgb(COLOURS[k])) + 0.7
        ax.scatter(*mine.T, s=1.3, color=[pale], linewidths=0, zorder=1)
        if not len(mine):
            continue
        middle = mine.mean(axis=0)
        level = mine[np.abs(mine[:, 1] - middle[1]) < 0.003, 0]  # at the height of the name
        if len(level) and np.ptp(level) > 0.045 * len(action) + 0.01:
            ax.text(*middle, action, ha="center", va="center", fontsize=10, zorder=6)
        else:  # the name is wider than the region
            ax.annotate(
                action,
                middle,
                xytext=(45 if middle[0] > 0.5 else -45, 0),
                textcoords="offset points",
                ha="center",
                va="center",
                fontsize=10,
                zorder=6,
                arrowprops={"arrowstyle": "-", "shrinkB": 0},
            )


def graph(
    nodes: Mapping[str, tuple[float, float]],
    edges: Sequence[tuple[str, str]],
    *,
    forward: Mapping[str, str],
    backward: Mapping[str, str],
    height: float = 4.6,
) -> BookFigure:
    """A computation as boxes and arrows: above each box its value, below it the gradient of the
    last box with respect to it.

    Parameters
    ----------
    nodes : text in a box -> (x, y) of its centre; x from 0 to 1, y in rows, the first at the top
    edges : pairs of nodes, from the earlier to the later
    forward, backward : node -> what is written above and below it
    height : inches
    """
    me = "graph"
    nodes = _some(_places(nodes, me, "nodes"), me, "nodes")
    for edge in (
        edges := [tuple(_names(e, me, "edges", 2)) for e in _list(edges, me, "edges", "pairs")]
    ):
        if not nodes.keys() >= set(edge):
            raise ValueError(f"{me}: edges has {shown(edge)}, but two of nodes are needed")
    forward, backward = _named(forward, me, "forward"), _named(backward, me, "backward")
    for name, given in (("forward", forward), ("backward", backward)):
        given.update({key: _text(text, me, name) for key, text in given.items()})
    figure, axes = _figure(height=_height(height, me))
    with mpl.rc_context(STYLE):
        ax = axes[0, 0]
        above = offset_copy(ax.transData, figure, y=27, units="points")  # the value's upper edge
        for start, end in edges:
            arrow = {"arrowstyle": "-|>", "color": "#555555", "shrinkA": 12, "shrinkB": 0}
            ax.annotate("", nodes[end], nodes[start], above, "data", arrowprops=arrow, zorder=1)
        for name, place in nodes.items():
            box = {"boxstyle": "round,pad=0.35", "facecolor": "white", "edgecolor": "black"}
            ax.annotate(name, place, ha="center", va="center", bbox=box, zorder=3)
            for text, colour, offset, va in (
                (forward.get(name), COLOURS[0], 13, "bottom"),
                (backward.get(name), COLOURS[1], -13, "top"),
            ):
                ax.annotate(
                    text or "",
                    place,
                    xytext=(0, offset),
                    textcoords="offset points",
                    color=colour,
                    ha="center",
                    va=va,
                    fontsize=10,
                    linespacing=1.1,
                    bbox={"facecolor": "white", "linewidth": 0, "pad": 1},
                    zorder=2,
                )
        rows = [y for _, y in nodes.values()]
        ax.set(xlim=(0, 1), ylim=(max(rows) + 0.45, min(rows) - 0.55))
        ax.set_axis_off()
    return figure


def images(
    pictures: ArrayLike,
    titles: Sequence[str],
    *,
    columns: int = 5,
    signed: bool = False,
    height: float = 2.8,
) -> BookFigure:
    """Small pictures in rows, each with a title.

    Parameters
    ----------
    pictures : (n, rows, columns) numbers, 0 white and the largest black
    titles : n texts above them
    columns : pictures per row
    signed : 0 white, positive purple, negative orange, on one scale for all
    height : inches
    """
    me = "images"
    pictures = _array(pictures, me, "pictures", "n", "rows", "columns")
    titles = _names(titles, me, "titles", len(pictures), "pictures")
    columns = as_whole(columns, me, "columns", 1, 20)
    signed, height = as_flag(signed, me, "signed"), _height(height, me)
    figure, axes = _figure(-(-len(pictures) // columns), columns, height=height)
    with mpl.rc_context(STYLE):
        for ax, picture, title in zip(axes.flat, pictures, titles, strict=False):
            if signed:
                top = np.nanmax(abs(pictures))
                ax.imshow(picture, cmap="PuOr", vmin=-top, vmax=top)
            else:
                ax.imshow(picture, cmap="Greys", vmin=0)
            ax.set_title(title, fontsize=10)
        for ax in axes.flat:
            ax.set_axis_off()
    return figure


def heatmap(
    values: ArrayLike | Mapping[str, ArrayLike],
    rows: Sequence[str],
    columns: Sequence[str],
    *,
    xlabel: str,
    ylabel: str,
    form: str = "{:g}",
    height: float = 3.9,
) -> BookFigure:
    """A table of numbers ≥ 0 whose cells are the darker the larger the number; a 0 is left out.

    Parameters
    ----------
    values : (n, m), or title -> (n, m) for tables one above the other, on one scale
    rows, columns : n and m names, of the rows at the left and the columns below
    form : format of a number
    height : inches
    """
    me = "heatmap"
    panels = _some(values, me, "values", 20) if isinstance(values, Mapping) else {"": values}
    tables = {title: _array(table, me, "values", "n", "m") for title, table in panels.items()}
    n, m = next(iter(tables.values())).shape
    for table in tables.values():
        if not (table >= 0).all():
            raise ValueError(
                f"{me}: values holds a negative number or nan, but numbers ≥ 0 are needed"
            )
        if table.shape != (n, m):
            raise ValueError(f"{me}: values has a table {table.shape}, but {(n, m)} is needed")
    rows = _names(rows, me, "rows", n, "values")
    columns = _names(columns, me, "columns", m, "values")
    xlabel, ylabel = _text(xlabel, me, "xlabel"), _text(ylabel, me, "ylabel")
    form = _form(form, me, "form")
    top = max(table.max() for table in tables.values())
    figure, axes = _figure(len(tables), height=_height(height, me))
    with mpl.rc_context(STYLE):
        for ax, (title, table) in zip(axes[:, 0], tables.items(), strict=True):
            # The square root keeps small numbers apart from none.
            ax.imshow(np.sqrt(table), cmap="Blues", vmin=0, vmax=np.sqrt(top), aspect="auto")
            for (i, j), value in np.ndenumerate(table):
                if value:
                    colour = "white" if value / top > 0.4 else "black"
                    number = {"ha": "center", "va": "center", "fontsize": 10, "color": colour}
                    ax.text(j, i, form.format(value), **number)
            ax.set_xticks(range(len(columns)), columns)
            ax.set_yticks(range(len(rows)), rows)
            ax.tick_params(length=0)
            ax.spines[:].set_visible(False)
            ax.set(xlabel=xlabel, ylabel=ylabel, title=title)
    _stack(figure)
    return figure


Product = list[str | tuple[str, NDArray]]


def products(
    rows: Sequence[Sequence[str | tuple[str, ArrayLike]]], *, height: float = 6.0
) -> BookFigure:
    """Matrices drawn to one scale, a square for each entry, in rows such as A · B = C; purple is
    positive, orange negative, each matrix on a scale of its own that reaches to 1 at least.

    Parameters
    ----------
    rows : each of texts such as "=" and of pairs of a name and an (n, m) matrix, of which it needs
        one; name and shape are written above the matrix
    height : inches
    """
    me = "products"
    parts = [
        _product(row, me) for row in _list(rows, me, "rows", "lists of texts and of named matrices")
    ]
    gap, heading = 0.8, 3.2  # in entries
    figure, axes = _figure(height=_height(height, me))
    with mpl.rc_context(STYLE):
        ax, y, right = axes[0, 0], 0.0, 0.0
        for row in parts:
            tallest = max(len(part[1]) for part in row if not isinstance(part, str))
            middle, x = y + heading + tallest / 2, 0.0
            for part in row:
                if isinstance(part, str):
                    width = 0.4 + 0.5 * len(part)
                    ax.text(x + width / 2, middle, part, ha="center", va="center")
                else:
                    width = part[1].shape[1]
                    _draw_matrix(ax, x, middle, *part)
                x += width + gap
            y, right = y + heading + tallest, max(right, x - gap)
        ax.set(xlim=(-0.2, right + 0.2), ylim=(y + 0.2, 0), aspect="equal")
        ax.set_axis_off()
    return figure


def _product(row: Sequence, caller: str) -> Product:
    found: Product = []
    for part in _list(row, caller, "a part of rows", "texts and named matrices"):
        if isinstance(part, str):
            found.append(part)
            continue
        name, matrix = _list(part, caller, "a matrix in rows", "a name and an array", 2)
        name = _text(name, caller, "the name of a matrix in rows")
        matrix = _array(matrix, caller, "a matrix in rows", "n", "m")
        if np.isnan(matrix).any() or max(matrix.shape) > 100:
            raise ValueError(
                f"{caller}: a matrix in rows has shape {matrix.shape}, but at most (100, 100) is "
                "needed, without nan"
            )
        found.append((name, matrix))
    if all(isinstance(part, str) for part in found):
        raise ValueError(f"{caller}: one of rows holds texts alone, but a matrix is needed")
    return found


def _draw_matrix(ax: Axes, left: float, middle: float, name: str, matrix: NDArray) -> None:
    n, m = matrix.shape
    upper, most = middle - n / 2, max(1, abs(matrix).max())
    box = (left, left + m, upper + n, upper)
    ax.imshow(matrix, cmap="PuOr", vmin=-most, vmax=most, extent=box)
    edges = {"colors": "#999999", "linewidth": 0.5}
    ax.vlines(left + np.arange(m + 1), upper, upper + n, **edges)
    ax.hlines(upper + np.arange(n + 1), left, left + m, **edges)
    ax.text(left + m / 2, upper - 0.3, f"{name}\n{n} × {m}", ha="center", va="bottom", fontsize=10)


def reliability(
    panels: Mapping[str, tuple[ArrayLike, ArrayLike, ArrayLike]], *, height: float = 2.9
) -> BookFigure:
    """Reliability diagrams, one per entry: accuracy against confidence. A dot is a bin, larger if
    it holds more examples, its stem the gap to the diagonal.

    Parameters
    ----------
    panels : title -> (confidence, accuracy, count) of the bins, as reliability_curve returns them
    height : inches
    """
    me = "reliability"
    panels = {
        title: [
            _array(part, me, "panels", "bins")
            for part in _list(bins, me, "panels", "confidence, accuracy and count", 3)
        ]
        for title, bins in _some(panels, me, "panels", 6).items()
    }
    for title, bins in panels.items():
        if len({len(part) for part in bins}) > 1 or not (bins[2] >= 0).all() or not bins[2].any():
            raise ValueError(
                f"{me}: panels has bins in {title!r} that do not fit; as many confidences, "
                "accuracies and counts ≥ 0 are needed, not all counts 0"
            )
    figure, axes = _figure(1, len(panels), height=_height(height, me), sharey=True)
    with mpl.rc_context(STYLE):
        for ax, (title, (confidence, accuracy, count)) in zip(
            axes.flat, panels.items(), strict=True
        ):
            filled = count > 0
            area = 500 / len(panels) * count[filled] / count.sum() + 4
            ax.plot([0, 1], [0, 1], color="#555555", linestyle="--", linewidth=1)
            ax.vlines(
                confidence[filled], confidence[filled], accuracy[filled], COLOURS[1], linewidth=1.5
            )
            dots = ax.scatter(confidence[filled], accuracy[filled], s=area, color=COLOURS[0])
            dots.set(zorder=3, clip_on=False)
            ax.set(title=title, xlabel="confidence", xlim=(0, 1.03), ylim=(0, 1.03))
            ax.set(aspect="equal", xticks=[0, 0.5, 1], yticks=[0, 0.5, 1])
        axes[0, 0].set_ylabel("accuracy")
    return figure

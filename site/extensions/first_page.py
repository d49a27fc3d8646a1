"""The picture on the first page: where softmax of (3, 1, 0.2) goes as the temperature rises.

It is computed with the book's library as the page is built, like every figure of the book.
"""

import numpy as np
from sphinx.application import Sphinx

from softmaxbook import softmax

LOGITS = np.array([3.0, 1.0, 0.2])
CORNERS = np.array([[300.0, 30.0], [60.0, 446.0], [540.0, 446.0]])  # cat, dog, bird
STOPS = (0.5, 1.0, 2.0, 5.0)


def place(p: np.ndarray) -> np.ndarray:
    """Where a distribution over the three classes stands in the triangle."""
    return p @ CORNERS


def points(xy: np.ndarray) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in xy)


def picture() -> dict:
    """Numbers for site/templates/hero.html."""
    temperatures = np.geomspace(0.2, 200, 90)
    path = np.array([softmax(LOGITS, axis=-1, temperature=T) for T in temperatures])
    grid = []
    for share in (0.25, 0.5, 0.75):
        for k in range(3):
            ends = np.zeros((2, 3))
            ends[:, k] = share
            ends[0, k - 1] = ends[1, k - 2] = 1 - share
            grid.append(points(place(ends)))
    stops = []
    for T in STOPS:
        p = softmax(LOGITS, axis=-1, temperature=T)
        x, y = place(p)
        numbers = ", ".join(f"{value:.3f}" for value in p)
        stops.append({"T": f"{T:g}", "x": f"{x:.1f}", "y": f"{y:.1f}", "p": numbers})
    return {
        "side": points(CORNERS),
        "grid": grid,
        "path": points(place(np.vstack([path, np.full(3, 1 / 3)]))),
        "stops": stops,
        "centre": [f"{value:.1f}" for value in place(np.full(3, 1 / 3))],
    }


def add(app: Sphinx, pagename: str, template: str, context: dict, doctree) -> None:
    if pagename == app.config.root_doc:
        context["picture"] = picture()


def setup(app: Sphinx) -> dict:
    app.connect("html-page-context", add)
    return {"parallel_read_safe": True, "parallel_write_safe": True}

"""Figures show the numbers they are given, in the same bytes every time, and leave no trace."""

import io

import matplotlib as mpl
import numpy as np
import pytest
from PIL import Image

from softmaxbook import plots

NAMES = ["cat", "dog", "bird"]
P = np.array([0.836, 0.113, 0.051])


X = np.linspace(-1, 1, 11)
KINDS = {
    "bar_panels": lambda: plots.bar_panels({"p": P, "1 - p": 1 - P}, NAMES),
    "curves": lambda: plots.curves(
        X, {"square": X**2}, xlabel="x", ylabel="y", points={"A": (0, 0)}, ylim=(0, 2)
    ),
    "marks": lambda: plots.marks([[True, False]], ["row"], ["a", "b"], height=2),
    "plane_regions": lambda: plots.plane_regions(
        lambda xy: (xy[:, 0] > 0).astype(int),
        ["left", "right"],
        xlabel="x",
        ylabel="y",
        extent=(-1, 1, -1, 1),
        label_at=[(-0.5, 0), (0.5, 0)],
    ),
    "simplex": lambda: plots.simplex(
        NAMES, points={"p": P}, cloud=[P], paths={"line": [P, 1 / 3 + 0 * P]}
    ),
    "simplex regions": lambda: plots.simplex(
        NAMES, regions=[("argmax", lambda p: p.argmax(axis=1), NAMES)] * 3
    ),
}


@pytest.mark.parametrize("kind", KINDS)
def test_equal_data_give_equal_bytes_of_fixed_width_and_change_no_setting(kind):
    settings = dict(mpl.rcParams)
    first, second = (KINDS[kind]()._repr_png_() for _ in range(2))
    assert first == second
    png, shown = first
    assert Image.open(io.BytesIO(png)).width == round(5.6 * 180)
    assert shown["width"] == round(0.6 * 5.6 * 180)
    assert len(png) < 60_000
    assert dict(mpl.rcParams) == settings


def texts(figure):
    return [t.get_text() for ax in figure.axes for t in ax.findobj(mpl.text.Text) if t.get_text()]


def test_bars_have_the_heights_and_the_numbers_of_the_values():
    figure = plots.bar_panels({"p": P}, NAMES, formats=["{:.2f}"])
    heights = [bar.get_height() for bar in figure.axes[0].patches]
    assert heights == P.tolist()
    assert {"p", *NAMES, "0.84", "0.11", "0.05"} <= set(texts(figure))


def test_curves_carry_their_data_their_names_and_their_marked_points():
    x = np.linspace(0, 2, 5)
    figure = plots.curves(
        x, {"one": x, "two": 2 * x}, xlabel="time (s)", ylabel="way (m)", points={"A": (1, 1)}
    )
    ax = figure.axes[0]
    one, two, point = ax.lines
    assert one.get_ydata().tolist() == x.tolist()
    assert two.get_ydata().tolist() == (2 * x).tolist()
    assert (list(point.get_xdata()), list(point.get_ydata())) == ([1], [1])
    assert {"one", "two", "A", "time (s)", "way (m)"} <= set(texts(figure))


def test_lines_differ_by_dash_as_well_as_colour():
    x = np.linspace(0, 1, 3)
    figure = plots.curves(x, {str(i): i * x for i in range(5)}, xlabel="x", ylabel="y")
    assert (
        len(
            {
                line._dash_pattern[1] and tuple(line._dash_pattern[1])
                for line in figure.axes[0].lines
            }
        )
        == 5
    )


def test_marks_stand_where_the_table_is_true_and_where_it_is_false():
    figure = plots.marks([[True, False], [False, False]], ["r1", "r2"], ["c1", "c2"], height=2)
    passed, failed = figure.axes[0].collections
    assert passed.get_offsets().tolist() == [[0, 0]]
    assert sorted(failed.get_offsets().tolist()) == [[0, 1], [1, 0], [1, 1]]


def test_the_corners_of_the_simplex_form_a_triangle_of_side_1():
    corners = plots.simplex_xy(np.eye(3))
    sides = [np.linalg.norm(corners[i] - corners[i - 1]) for i in range(3)]
    assert np.allclose(sides, 1)


def test_the_height_above_a_side_of_the_simplex_is_the_probability_of_the_opposite_corner():
    p = np.random.default_rng(0).dirichlet(np.ones(3), size=50)
    assert np.allclose(plots.simplex_xy(p)[:, 1], p[:, 0] * np.sqrt(3) / 2)


def test_a_region_is_where_its_action_is_chosen():
    figure = plots.simplex(
        NAMES, regions=[("first", lambda p: (p[:, 0] <= 0.5).astype(int), ["A", "B"])]
    )
    a, b = figure.axes[0].collections
    half = np.sqrt(3) / 4
    assert (a.get_offsets()[:, 1] > half - 1e-9).all()
    assert (b.get_offsets()[:, 1] < half + 1e-9).all()
    assert {"A", "B", "first", *NAMES} <= set(texts(figure))


def test_a_region_nobody_chooses_has_no_label():
    figure = plots.simplex(NAMES, regions=[("all A", lambda p: np.zeros(len(p), int), ["A", "B"])])
    assert "B" not in texts(figure)

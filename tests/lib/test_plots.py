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
    "graph": lambda: plots.graph(
        {"x": (0.5, 0), "L": (0.5, 1)}, [("x", "L")], forward={"x": "2"}, backward={"x": "1"}
    ),
    "heatmap": lambda: plots.heatmap(
        [[3, 0], [1, 2]], ["a", "b"], ["a", "b"], xlabel="answer", ylabel="truth"
    ),
    "images": lambda: plots.images(np.eye(8)[None], ["one"], columns=2),
    "marks": lambda: plots.marks([[True, False]], ["row"], ["a", "b"], height=2),
    "plane_regions": lambda: plots.plane_regions(
        lambda xy: (xy[:, 0] > 0).astype(int),
        ["left", "right"],
        xlabel="x",
        ylabel="y",
        extent=(-1, 1, -1, 1),
        label_at=[(-0.5, 0), (0.5, 0)],
    ),
    "products": lambda: plots.products([[("A", np.eye(2)), "=", ("B", np.eye(2))]], height=3),
    "reliability": lambda: plots.reliability({"all": ([0.5, 0.9], [0.4, 0.8], [3, 7])}),
    "simplex": lambda: plots.simplex(
        NAMES, points={"p": P}, cloud=[P], paths={"line": [P, 1 / 3 + 0 * P]}
    ),
    "simplex levels": lambda: plots.simplex(
        NAMES, paths={"line": [P, 1 - P]}, label_at={"line": P}, levels=(lambda p: p[:, 0], [0.5])
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
    # Matplotlib 3.8 cuts the product, a hair below 1008 pixels, where later ones round it.
    old = mpl.__version__.startswith("3.8.")
    width = int(5.6 * 180) if old else round(5.6 * 180)
    assert Image.open(io.BytesIO(png)).width == width
    assert shown["width"] == round(0.6 * width)
    assert len(png) < 60_000
    assert dict(mpl.rcParams) == settings


@pytest.mark.parametrize("kind", KINDS)
def test_no_word_is_smaller_than_10_points(kind):
    # The book's style sheet shows a figure at least 384 pixels wide: 9.5 pixels, on any phone.
    texts = KINDS[kind]().findobj(lambda artist: isinstance(artist, mpl.text.Text))
    sizes = [text.get_fontsize() for text in texts if text.get_text()]
    assert min(sizes) >= 10


def texts(figure):
    return [t.get_text() for ax in figure.axes for t in ax.findobj(mpl.text.Text) if t.get_text()]


def test_bars_have_the_heights_and_the_numbers_of_the_values():
    figure = plots.bar_panels({"p": P}, NAMES, formats=["{:.2f}"])
    heights = [bar.get_height() for bar in figure.axes[0].patches]
    assert heights == P.tolist()
    assert {"p", *NAMES, "0.84", "0.11", "0.05"} <= set(texts(figure))


def test_bars_to_look_at_stand_out_and_a_number_that_shows_0_is_left_out():
    figure = plots.bar_panels({"p": [0.9, 0.001, 0.099]}, NAMES, formats=["{:.0%}"], accent=[2])
    first, second, third = (bar.get_facecolor() for bar in figure.axes[0].patches)
    assert first == second != third
    assert [text.get_text() for text in figure.axes[0].texts] == ["90%", "", "10%"]


def test_a_title_below_a_panel_is_far_from_its_labels_and_starts_at_the_left():
    tables = {"before": [[1, 1]], "after": [[4, 0]]}
    for figure in (
        plots.bar_panels({"p": P, "1 - p": 1 - P}, NAMES, columns=1),
        plots.heatmap(tables, ["r"], ["a", "b"], xlabel="x", ylabel="y"),
    ):
        figure.draw_without_rendering()
        upper, lower = figure.axes
        title = lower.title if lower.get_title() else lower._left_title
        above = min(
            label.get_window_extent().y0 for label in [*upper.get_xticklabels(), upper.xaxis.label]
        )
        assert title.get_ha() == "left"
        assert above - title.get_window_extent().y1 > title.get_fontsize()


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


def test_a_region_too_small_for_its_name_is_named_beside_it():
    figure = plots.simplex(
        NAMES, regions=[("", lambda p: (p[:, 0] < 0.9).astype(int), ["tip", "rest"])]
    )
    (label,) = [t for t in figure.axes[0].texts if t.get_text() == "tip"]
    tip = figure.axes[0].collections[0].get_offsets()
    assert np.allclose(label.xy, tip.mean(axis=0))
    assert label.arrow_patch is not None


def test_a_level_line_is_where_the_function_has_the_level():
    figure = plots.simplex(NAMES, levels=(lambda p: p[:, 0], [0.25, 0.5, 2.0]))
    heights = [
        v[:, 1] for path in figure.axes[0].collections[0].get_paths() for v in [path.vertices]
    ]
    found = np.unique(np.concatenate(heights).round(9)) / (np.sqrt(3) / 2)
    assert np.allclose(found, [0.25, 0.5])  # no distribution reaches 2


def test_a_path_is_named_where_it_is_said():
    figure = plots.simplex(NAMES, paths={"line": np.eye(3)}, label_at={"line": [1, 0, 0]})
    (label,) = [t for t in figure.axes[0].texts if t.get_text() == "line"]
    assert np.allclose(label.xy, plots.simplex_xy([1, 0, 0]))


def test_a_graph_has_every_box_with_its_value_and_its_gradient_and_an_arrow_for_each_edge():
    figure = plots.graph(
        {"x": (0.5, 0), "z": (0.5, 1), "L": (0.5, 2)},
        [("x", "z"), ("z", "L")],
        forward={"x": "2", "z": "6"},
        backward={"z": "−0.5"},
    )
    assert sorted(texts(figure)) == sorted(["x", "z", "L", "2", "6", "−0.5"])
    arrows = [t for t in figure.axes[0].texts if t.arrow_patch is not None]
    assert [(t.xyann, t.xy) for t in arrows] == [((0.5, 0), (0.5, 1)), ((0.5, 1), (0.5, 2))]


def test_pictures_keep_their_numbers_and_signed_ones_share_a_scale_around_0():
    pictures = np.array([[[0.0, 1.0]], [[-4.0, 2.0]]])
    figure = plots.images(pictures, ["a", "b"], columns=2, signed=True)
    shown = [ax.images[0] for ax in figure.axes]
    assert [np.asarray(image.get_array()).tolist() for image in shown] == pictures.tolist()
    assert [image.get_clim() for image in shown] == [(-4, 4)] * 2
    assert plots.images(pictures[:1], ["a"]).axes[0].images[0].get_clim() == (0, 1)


def test_a_heatmap_writes_every_number_but_0():
    figure = plots.heatmap(
        [[30, 0], [1, 2]], ["r1", "r2"], ["c1", "c2"], xlabel="answer", ylabel="truth"
    )
    written = {t.get_position(): t.get_text() for t in figure.axes[0].texts}
    assert written == {(0, 0): "30", (0, 1): "1", (1, 1): "2"}


def test_tables_one_above_the_other_are_on_one_scale():
    tables = {"before": [[1, 1]], "after": [[4, 0]]}
    figure = plots.heatmap(tables, ["r"], ["a", "b"], xlabel="x", ylabel="y")
    assert [ax.images[0].get_clim() for ax in figure.axes] == [(0, 2)] * 2
    assert {"before", "after", "1", "4"} <= set(texts(figure))


def test_products_show_the_entries_the_shapes_and_the_signs_between():
    first, second = np.arange(6.0).reshape(3, 2), -np.ones((2, 1))
    rows = [[("X", first), "·", ("W", second)], [("Y", first @ second)]]
    figure = plots.products(rows, height=3)
    shown = [image.get_array().tolist() for image in figure.axes[0].images]
    assert shown == [first.tolist(), second.tolist(), (first @ second).tolist()]
    assert [image.get_clim()[1] for image in figure.axes[0].images] == [5, 1, 9]
    assert {"X\n3 × 2", "W\n2 × 1", "Y\n3 × 1", "·"} <= set(texts(figure))
    heights = [abs(np.diff(image.get_extent()[2:]))[0] for image in figure.axes[0].images]
    assert heights == [3, 2, 3]  # one unit for each row


def test_a_reliability_diagram_has_a_dot_for_each_filled_bin_of_the_area_of_its_share():
    bins = ([0.3, np.nan, 0.9], [0.5, np.nan, 0.8], [1, 0, 3])
    ax = plots.reliability({"net": bins}).axes[0]
    stems, dots = ax.collections
    assert dots.get_offsets().tolist() == [[0.3, 0.5], [0.9, 0.8]]
    small, large = dots.get_sizes()
    assert large > small
    ends = [path.vertices[:, 1].tolist() for path in stems.get_paths()]
    assert ends == [[0.3, 0.5], [0.9, 0.8]]  # from the diagonal to the accuracy


def test_a_scale_stands_on_the_right_side_at_the_probabilities_of_the_top_class():
    written = plots.simplex(NAMES, scale=True).axes[0].texts
    at = {t.get_text(): t.xy for t in written if "/" in t.get_text()}
    for text, share in {"1/4": 0.25, "1/2": 0.5, "3/4": 0.75}.items():
        assert np.allclose(at[text], plots.simplex_xy([share, 0, 1 - share]))
    assert not any("/" in text for text in texts(plots.simplex(NAMES)))

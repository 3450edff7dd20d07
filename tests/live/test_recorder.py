"""Display lists hold what Matplotlib draws: decoded by hand, and compared with Agg's pixels."""
import io

import matplotlib
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.collections import PolyCollection
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from painter import painted, points
from PIL import Image
from samples import figure_with_axes

from dlnotes.live.picture import Picture
from dlnotes.live.recorder import Recorder


def recorded(artist, figure):
    return Recorder(figure).record(artist.draw)


PLACES = st.tuples(st.floats(0.1, 3.9), st.floats(0.1, 2.9))


@given(st.lists(PLACES, min_size=2, max_size=2, unique=True))
def test_a_line_is_where_its_data_are(ends):
    figure, axes = figure_with_axes()
    line, = axes.plot(*zip(*ends), color="#123456", snap=False)
    shown = recorded(line, figure)
    [[kind, style, letters, count]] = shown.ops
    assert kind == "p" and style[0] == "#123456" and letters in ("", "MLL") and count in (2, 3)
    pixels = [[100 * x, 300 - 100 * y] for x, y in ends]
    np.testing.assert_allclose(points(shown)[:2], pixels, atol=0.1)


def test_gaps_in_the_data_are_gaps_in_the_path():
    figure, axes = figure_with_axes()
    line, = axes.plot([0, 1, 2, 3, 4], [0, 2, np.nan, 1, 3])
    assert [op[2] for op in recorded(line, figure).ops] == ["MLML"]


def test_markers_are_one_path_and_many_places():
    figure, axes = figure_with_axes()
    shown = recorded(axes.plot([1, 2, np.nan, 3], [1, 2, 1, 1], "o")[0], figure)
    kind, _, _, count, places = shown.ops[-1]
    assert kind == "m" and places == 3
    np.testing.assert_allclose(points(shown)[-3:], [[100, 200], [200, 100], [300, 200]], atol=0.1)


def test_a_scatter_of_two_colours_is_two_operations():
    figure, axes = figure_with_axes()
    colours = ["#ff0000", "#00ff00"] * 2 + ["#ff0000"]
    shown = recorded(axes.scatter([1, 2, 3, 1, 2], [1, 1, 1, 2, 2], c=colours), figure)
    assert sorted((op[1][2], op[4]) for op in shown.ops) == [("#00ff00", 2), ("#ff0000", 3)]


def test_text_keeps_its_words_place_and_look():
    figure, axes = figure_with_axes()
    text = axes.text(1, 2, "w = 3", weight="bold", family="monospace", color="#010203")
    [op] = recorded(text, figure).ops
    assert op[:4] == ["t", "w = 3", 100.0, pytest.approx(100, abs=1)]
    assert op[6] == "#010203" and op[8:] == [1, 0, 1]


def test_formulas_become_paths():
    figure, axes = figure_with_axes()
    assert {op[0] for op in recorded(axes.text(1, 2, r"$\sigma(z)$"), figure).ops} == {"p"}


@pytest.mark.parametrize("origin", ["upper", "lower"])
def test_images_keep_their_own_resolution_and_their_way_up(origin):
    figure, axes = figure_with_axes()
    data = np.arange(6).reshape(2, 3)
    image = axes.imshow(data, origin=origin, extent=(0, 4, 0, 3), aspect="auto", cmap="gray",
                        interpolation="none")
    shown = recorded(image, figure)
    [[kind, width, height, matrix, alpha, clip]] = shown.ops
    rows = np.frombuffer(shown.images, np.uint8).reshape(2, 3, 4)[..., 0]
    assert (kind, width, height, alpha) == ("i", 3, 2, 1)
    if matrix[3] < 0:  # the matrix turns it upside down
        rows = rows[::-1]
        matrix = [*matrix[:3], -matrix[3], matrix[4], matrix[5] + matrix[3]]
    assert matrix == pytest.approx([400, 0, 0, 300, 0, 0], abs=0.5)
    assert clip == pytest.approx([0, 0, 400, 300], abs=0.5)
    assert (rows[0, 0] < rows[1, 0]) == (origin == "upper")  # the first row painted is the top one


@pytest.mark.parametrize("odd", [lambda bar: bar.set_hatch("//"),
                                 lambda bar: bar.set_sketch_params(4, 50, 10)])
def test_unsupported_artists_are_sent_as_images(odd):
    figure, axes = figure_with_axes()
    bar = axes.add_patch(matplotlib.patches.Rectangle((1, 1), 1, 1, facecolor="#ff0000"))
    odd(bar)
    [op] = recorded(bar, figure).ops
    assert op[0] == "i"
    width, _, _, height, left, top = op[3]
    assert abs(left - 100) < 8 and abs(top - 100) < 8
    assert abs(width - 100) < 16 and abs(height - 100) < 16


def test_filled_shapes_far_outside_stay_right_inside():
    figure, axes = figure_with_axes()
    polygon = axes.fill([-1e6, 2, 1e6], [-1e6, 2, -1e6], color="#00ff00")[0]
    picture = painted([recorded(polygon, figure)], 400, 300)
    assert picture[150, 200, 1] == 255 and picture[150, 200, 0] == 0 and picture[20, 200, 0] == 255


@given(st.floats(0, 2 * np.pi), st.floats(-2, 2), st.sampled_from([1, 3, 30, 1000]), st.booleans())
def test_half_planes_are_filled_on_their_side_only(angle, shift, reach, twice):
    figure, axes = figure_with_axes()
    up = np.array([np.cos(angle), np.sin(angle)])
    along = np.array([-np.sin(angle), np.cos(angle)])
    foot = np.array([2, 1.5]) + shift * up
    far = 10.0 * reach
    sides = [-along, along, along + up, up - along]
    corners = [foot + far * side for side in sides]
    apart = [[9, 9], [9.5, 9], [9.5, 9.5]]  # a second piece, elsewhere
    collection = axes.add_collection(PolyCollection([corners], color="#00ff00"))
    if twice:
        collection.remove()
        pieces = [Path([*piece, piece[0]], closed=True) for piece in (apart, corners)]
        shape = Path.make_compound_path(*pieces)
        collection = axes.add_patch(PathPatch(shape, color="#00ff00"))
    picture = painted([recorded(collection, figure)], 400, 300)
    rows, columns = np.mgrid[10:300:20, 10:400:20]
    heights = np.stack([columns / 100, 3 - rows / 100], axis=-1) @ up - foot @ up
    clear = np.abs(heights) > 0.05
    np.testing.assert_array_equal((picture[rows, columns, 0] == 0)[clear], (heights > 0)[clear])


def test_the_display_list_paints_what_agg_paints():
    figure, axes = figure_with_axes()
    axes.axis("off")
    slope = np.add.outer(np.arange(30), np.arange(40))
    axes.imshow(slope, extent=(0, 4, 0, 3), aspect="auto", cmap="gray", interpolation="none")
    axes.fill([0.5, 2, 3.5], [0.5, 2.5, 0.5], color="#d98200")
    axes.plot([0, 4], [3, 0], color="#0072b2", lw=6, solid_capstyle="butt")
    picture = Picture(figure)
    file = io.BytesIO()
    figure.savefig(file, format="png", dpi=100)
    agg = np.asarray(Image.open(file).convert("RGB")).astype(int)
    assert np.abs(painted(picture.scene(), 400, 300) - agg).mean() < 3

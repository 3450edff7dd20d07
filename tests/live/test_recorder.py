"""The display list says what Matplotlib draws: decoded here by hand, and compared with Agg's pixels."""
import io

import matplotlib
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.collections import PolyCollection
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from PIL import Image, ImageDraw

from dlnotes.live.display_list import SUBPIXELS
from dlnotes.live.picture import Picture
from dlnotes.live.recorder import Recorder
from dlnotes.live.style import STYLE, new_figure


def points(shown):
    return np.frombuffer(shown.points, np.int16).reshape(-1, 2) / SUBPIXELS


def figure_with_axes(**limits):
    with matplotlib.rc_context(STYLE):
        figure = new_figure(4, 3)
        figure.set_layout_engine("none")
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set(xlim=(0, 4), ylim=(0, 3), **limits)
    return figure, axes


def recorded(artist, figure):
    return Recorder(figure).record(artist.draw)


@given(st.lists(st.tuples(st.floats(0.1, 3.9), st.floats(0.1, 2.9)), min_size=2, max_size=2, unique=True))
def test_a_line_is_where_its_data_are(ends):
    figure, axes = figure_with_axes()
    (x0, y0), (x1, y1) = ends
    line, = axes.plot([x0, x1], [y0, y1], color="#123456", snap=False)
    shown = recorded(line, figure)
    [[kind, style, letters, count]] = shown.ops
    assert kind == "p" and style[0] == "#123456" and letters in ("", "MLL") and count in (2, 3)
    np.testing.assert_allclose(points(shown)[:2], [[100 * x0, 300 - 100 * y0], [100 * x1, 300 - 100 * y1]], atol=0.1)


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
    shown = recorded(axes.scatter([1, 2, 3, 1, 2], [1, 1, 1, 2, 2], c=["#ff0000", "#00ff00"] * 2 + ["#ff0000"]), figure)
    assert sorted((op[1][2], op[4]) for op in shown.ops) == [("#00ff00", 2), ("#ff0000", 3)]


def test_text_keeps_its_words_place_and_look():
    figure, axes = figure_with_axes()
    [op] = recorded(axes.text(1, 2, "w = 3", weight="bold", family="monospace", color="#010203"), figure).ops
    assert op[:4] == ["t", "w = 3", 100.0, pytest.approx(100, abs=1)] and op[6] == "#010203" and op[8:] == [1, 0, 1]


def test_formulas_become_paths():
    figure, axes = figure_with_axes()
    assert {op[0] for op in recorded(axes.text(1, 2, r"$\sigma(z)$"), figure).ops} == {"p"}


@pytest.mark.parametrize("origin", ["upper", "lower"])
def test_images_keep_their_own_resolution_and_their_way_up(origin):
    figure, axes = figure_with_axes()
    data = np.arange(6).reshape(2, 3)
    image = axes.imshow(data, origin=origin, extent=(0, 4, 0, 3), aspect="auto", cmap="gray", interpolation="none")
    shown = recorded(image, figure)
    [[kind, width, height, matrix, alpha, clip]] = shown.ops
    rows = np.frombuffer(shown.images, np.uint8).reshape(2, 3, 4)[..., 0]
    assert (kind, width, height, alpha) == ("i", 3, 2, 1)
    if matrix[3] < 0:  # the matrix turns it upside down
        rows, matrix = rows[::-1], [*matrix[:3], -matrix[3], matrix[4], matrix[5] + matrix[3]]
    assert matrix == pytest.approx([400, 0, 0, 300, 0, 0], abs=0.5) and clip == pytest.approx([0, 0, 400, 300], abs=0.5)
    assert (rows[0, 0] < rows[1, 0]) == (origin == "upper")  # the first row painted is the top one


@pytest.mark.parametrize("odd", [lambda bar: bar.set_hatch("//"), lambda bar: bar.set_sketch_params(4, 50, 10)])
def test_what_cannot_be_written_down_goes_as_a_picture(odd):
    figure, axes = figure_with_axes()
    bar = axes.add_patch(matplotlib.patches.Rectangle((1, 1), 1, 1, facecolor="#ff0000"))
    odd(bar)
    [op] = recorded(bar, figure).ops
    assert op[0] == "i"
    left, top, width, height = op[3][4], op[3][5], op[3][0], op[3][3]
    assert abs(left - 100) < 8 and abs(top - 100) < 8 and abs(width - 100) < 16 and abs(height - 100) < 16


def test_filled_shapes_far_outside_stay_right_inside():
    figure, axes = figure_with_axes()
    polygon = axes.fill([-1e6, 2, 1e6], [-1e6, 2, -1e6], color="#00ff00")[0]
    picture = painted([recorded(polygon, figure)], 400, 300)
    assert picture[150, 200, 1] == 255 and picture[150, 200, 0] == 0 and picture[20, 200, 0] == 255


@given(st.floats(0, 2 * np.pi), st.floats(-2, 2), st.sampled_from([1, 3, 30, 1000]), st.booleans())
def test_half_planes_are_filled_on_their_side_only(angle, shift, reach, twice):
    figure, axes = figure_with_axes()
    up, along = np.array([np.cos(angle), np.sin(angle)]), np.array([-np.sin(angle), np.cos(angle)])
    foot, far = np.array([2, 1.5]) + shift * up, 10.0 * reach
    corners = [foot - far * along, foot + far * along, foot + far * (along + up), foot + far * (up - along)]
    apart = [[9, 9], [9.5, 9], [9.5, 9.5]]  # a second piece, elsewhere
    collection = axes.add_collection(PolyCollection([corners], color="#00ff00"))
    if twice:
        collection.remove()
        shape = Path.make_compound_path(*(Path([*piece, piece[0]], closed=True) for piece in (apart, corners)))
        collection = axes.add_patch(PathPatch(shape, color="#00ff00"))
    picture = painted([recorded(collection, figure)], 400, 300)
    rows, columns = np.mgrid[10:300:20, 10:400:20]
    heights = np.stack([columns / 100, 3 - rows / 100], axis=-1) @ up - foot @ up
    clear = np.abs(heights) > 0.05
    np.testing.assert_array_equal((picture[rows, columns, 0] == 0)[clear], (heights > 0)[clear])


def painted(lists, width, height):
    """Lines, shapes and images of display lists, with Pillow."""
    image = Image.new("RGB", (width, height), "white")
    for shown in lists:
        xy, images = points(shown), shown.images
        for op in shown.ops:
            if op[0] == "i":
                size = 4 * op[1] * op[2]
                small = Image.frombytes("RGBA", (op[1], op[2]), images[:size])
                images = images[size:]
                w, h, x, y = (round(op[3][i]) for i in (0, 3, 4, 5))
                if h < 0:
                    small, h, y = small.transpose(Image.Transpose.FLIP_TOP_BOTTOM), -h, y + h
                large = small.resize((w, h), Image.Resampling.NEAREST)
                image.paste(large, (x, y), large)
            elif op[0] == "p":
                path, xy = [tuple(p) for p in xy[:op[3]]], xy[op[3]:]
                starts = [at for at, letter in enumerate(op[2].replace("Z", "") or "M") if letter == "M"]
                for piece in (path[start:end] for start, end in zip(starts, [*starts[1:], len(path)])):
                    if op[1][2] and len(piece) > 2:
                        ImageDraw.Draw(image).polygon(piece, fill=op[1][2][:7])
                    elif op[1][0] and len(piece) > 1:
                        ImageDraw.Draw(image).line(piece, fill=op[1][0][:7], width=max(1, round(op[1][1])))
    return np.asarray(image)


def test_the_display_list_paints_what_agg_paints():
    figure, axes = figure_with_axes()
    axes.axis("off")
    axes.imshow(np.add.outer(np.arange(30), np.arange(40)), extent=(0, 4, 0, 3), aspect="auto", cmap="gray", interpolation="none")
    axes.fill([0.5, 2, 3.5], [0.5, 2.5, 0.5], color="#d98200")
    axes.plot([0, 4], [3, 0], color="#0072b2", lw=6, solid_capstyle="butt")
    picture = Picture(figure)
    file = io.BytesIO()
    figure.savefig(file, format="png", dpi=100)
    agg = np.asarray(Image.open(file).convert("RGB")).astype(int)
    assert np.abs(painted(picture.scene(), 400, 300) - agg).mean() < 3


class TestPicture:
    """What stands still and what moves."""

    @pytest.fixture
    def moving(self):
        figure, axes = figure_with_axes()
        line, = axes.plot([0, 4], [0, 3])
        other, = axes.plot([0, 4], [3, 0])
        axes.legend([line, other], ["one", "two"])
        return Picture(figure), axes, line, other

    def test_nothing_moves_at_first(self, moving):
        picture, *_ = moving
        assert picture.changes() == {} and picture.version == 1

    def test_only_what_has_changed_is_sent(self, moving):
        picture, _, line, other = moving
        line.set_ydata([1, 2])
        first = picture.changes()
        assert len(first) == 1 and picture.version == 2
        line.set_ydata([2, 1])
        second = picture.changes()
        assert second.keys() == first.keys() and second != first and picture.version == 2
        other.set_ydata([0, 0])
        assert len(picture.changes()) == 2 and picture.version == 3

    def test_a_frame_holds_all_that_has_ever_moved(self, moving):
        picture, _, line, other = moving
        line.set_ydata([1, 2])
        picture.changes()
        other.set_ydata([1, 2])
        picture.changes()
        line.set_ydata([0, 0])
        assert len(picture.changes()) == 2

    def test_new_limits_move_the_ticks_and_all_lines(self, moving):
        picture, axes, *_ = moving
        axes.set_xlim(0, 40)
        assert len(picture.changes()) > 4 and picture.version == 2
        axes.set_xlim(0, 10)
        version = picture.version
        now = picture.changes()
        texts = [op[1] for shown in now.values() for op in shown.ops if op[0] == "t"]
        assert "10" in texts or version == 1

    def test_new_artists_are_drawn(self, moving):
        picture, axes, *_ = moving
        axes.text(1, 1, "new")
        words = {op[1] for shown in (picture.changes(), picture.scene()) for op in
                 [op for one in (shown.values() if isinstance(shown, dict) else shown) for op in one.ops] if op[0] == "t"}
        assert "new" in words

    def test_a_still_picture_moves_nothing(self, moving):
        picture, *_ = moving
        assert picture.png().startswith(b"\x89PNG") and picture.changes() == {}

    def test_places_on_the_picture_are_data(self, moving):
        picture, *_ = moving
        assert picture.data_point(0, 100, 100) == pytest.approx((1, 2))
        assert picture.boxes() == [pytest.approx([0, 0, 400, 300])]

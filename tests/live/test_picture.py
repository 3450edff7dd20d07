"""Pictures: the slots that stand still, and those that move."""
import pytest
from samples import figure_with_axes

from dlnotes.live.picture import Picture


def texts_of(lists):
    return {op[1] for shown in lists for op in shown.ops if op[0] == "t"}


@pytest.fixture
def moving():
    figure, axes = figure_with_axes()
    line, = axes.plot([0, 4], [0, 3])
    other, = axes.plot([0, 4], [3, 0])
    axes.legend([line, other], ["one", "two"])
    return Picture(figure), axes, line, other


def test_nothing_moves_at_first(moving):
    picture, *_ = moving
    assert picture.changes() == {} and picture.version == 1


def test_only_what_has_changed_is_sent(moving):
    picture, _, line, other = moving
    line.set_ydata([1, 2])
    first = picture.changes()
    assert len(first) == 1 and picture.version == 2
    line.set_ydata([2, 1])
    second = picture.changes()
    assert second.keys() == first.keys() and second != first and picture.version == 2
    other.set_ydata([0, 0])
    assert len(picture.changes()) == 2 and picture.version == 3


def test_a_frame_holds_all_that_has_ever_moved(moving):
    picture, _, line, other = moving
    line.set_ydata([1, 2])
    picture.changes()
    other.set_ydata([1, 2])
    picture.changes()
    line.set_ydata([0, 0])
    assert len(picture.changes()) == 2


def test_new_limits_move_the_ticks_and_all_lines(moving):
    picture, axes, *_ = moving
    axes.set_xlim(0, 40)
    assert len(picture.changes()) > 4 and picture.version == 2
    axes.set_xlim(0, 10)
    version = picture.version
    now = picture.changes()
    assert "10" in texts_of(now.values()) or version == 1


def test_new_artists_are_drawn(moving):
    picture, axes, *_ = moving
    axes.text(1, 1, "new")
    lists = [*picture.changes().values(), *picture.scene()]
    assert "new" in texts_of(lists)


def test_a_still_picture_moves_nothing(moving):
    picture, *_ = moving
    assert picture.png().startswith(b"\x89PNG") and picture.changes() == {}


def test_places_on_the_picture_are_data(moving):
    picture, *_ = moving
    assert picture.data_point(0, 100, 100) == pytest.approx((1, 2))
    assert picture.boxes() == [pytest.approx([0, 0, 400, 300])]

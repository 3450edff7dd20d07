"""Figures split into slots that stand still and slots that move: a change costs what it changes.

A slot is one artist of the figure, in the order in which Matplotlib draws. The scene is the display
list of every slot. Slots that have changed since are found by Matplotlib's own `stale` flags.
"""
import io

from mpl_toolkits.mplot3d import Axes3D

from dlnotes.live.display_list import DisplayList
from dlnotes.live.recorder import Recorder

STILL_DPI = 150


class Picture:
    """Records a figure for the browser. After the artists have changed, `changes()` tells how.

    version: counts the scenes; a new one is made when something moves that stood still before.
    """

    def __init__(self, figure):
        self.figure = figure
        self.version = 0
        self._moving = set()  # the slots that have ever moved
        self._known = None  # the artists and the limits of the present scene
        self._limits = None
        figure.canvas.draw()  # lays the axes out, which then stay where they are
        figure.set_layout_engine("none")
        self._make_scene()

    def changes(self) -> dict[int, DisplayList]:
        """Return what the slots that ever moved draw now, by slot.

        Makes a new scene first where a slot moves for the first time, where limits have changed,
        and where there are other artists.
        """
        if self._children() != self._known or self._present_limits() != self._limits:
            self._make_scene()
        stale = {slot for slot, members in enumerate(self._members)
                 if any(artist.stale for artist in members)}
        if not stale <= self._moving:
            self._moving |= stale
            self._make_scene()
        for slot in stale:
            self._lists[slot] = self._recorder.record(self._artists[slot].draw)
            _settle(self._members[slot])
        return {slot: self._lists[slot] for slot in sorted(self._moving)}

    def scene(self) -> list[DisplayList]:
        """Return what every slot draws, in drawing order."""
        return list(self._lists)

    def png(self) -> bytes:
        """Return the figure as a PNG file."""
        file = io.BytesIO()
        self.figure.savefig(file, format="png", dpi=STILL_DPI)
        for members in self._members:  # the change of resolution left all of them stale
            _settle(members)
        return file.getvalue()

    def data_point(self, axes: int, x: float, y: float) -> tuple[float, float]:
        """Return the data coordinates of a place on the axes of that number.

        x, y: in pixels from the figure's top left corner.
        """
        to_data = self.figure.axes[axes].transData.inverted()
        at = to_data.transform((x, self._recorder.height - y))
        return float(at[0]), float(at[1])

    def boxes(self) -> list[list[float]]:
        """Return left, top, width and height of every axes, in pixels from the top left corner."""
        height = self._recorder.height
        boxes = [axes.bbox for axes in self.figure.axes]
        return [[box.x0, height - box.y1, box.width, box.height] for box in boxes]

    def _make_scene(self):
        has_new_limits = self._limits is not None and self._present_limits() != self._limits
        tour = _Tour(self.figure)
        limits = self._present_limits()
        children = self._children()
        if has_new_limits:  # if an axes' limits changed, everything in it has moved
            axes = {one for one in limits if limits[one] != self._limits.get(one)}
            self._moving |= {slot for slot, artist in enumerate(tour.artists)
                             if getattr(artist, "axes", None) in axes}
        elif self._known is not None and children != self._known:
            self._moving = set(range(len(tour.artists)))
        self._recorder = tour.recorder
        self._artists = tour.artists
        self._lists = tour.lists
        self._members = [artist.findobj() for artist in self._artists]
        for members in self._members:
            _settle(members)
        self._known = children
        self._limits = limits
        self.version += 1

    def _children(self):
        return [(axes, tuple(axes.get_children())) for axes in self.figure.axes]

    def _present_limits(self):
        return {axes: (*axes.viewLim.bounds, *axes.bbox.bounds, axes.get_xscale(),
                       axes.get_yscale()) for axes in self.figure.axes}


class _Tour:
    """Draws the whole figure once, each artist of its own into a display list."""

    def __init__(self, figure):
        self.recorder = Recorder(figure)
        self.artists = []
        self.lists = []
        leaves = [figure.patch, *figure.texts, *figure.legends, *figure.lines, *figure.patches,
                  *figure.artists]
        for axes in figure.axes:
            leaves += [axes] if isinstance(axes, Axes3D) else axes.get_children()
        for leaf in leaves:
            self._listen(leaf)
        try:
            figure.draw(self.recorder)
        finally:
            for leaf in leaves:
                del leaf.draw

    def _listen(self, artist):
        """Have an artist draw into a display list of its own."""
        draw = artist.draw

        def listening(renderer):
            self.artists.append(artist)
            self.lists.append(self.recorder.record(draw))

        artist.draw = listening


def _settle(members):
    """Mark artists as drawn."""
    for artist in members:
        artist.stale = False

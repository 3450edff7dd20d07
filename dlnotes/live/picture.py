"""A figure split into what stands still and what moves, so that a change costs only what it changes.

A slot is one artist of the figure, in the order in which Matplotlib draws. The scene is the display list of every
slot; a change is that of the slots that have moved since, found by Matplotlib's own `stale` flags.
"""
import base64
import io

from mpl_toolkits.mplot3d import Axes3D

from dlnotes.live.recorder import DisplayList, Recorder

STILL_DPI = 150


class Picture:
    """Records a figure for the browser. After the artists have changed, `changes()` gives what moves.

    `version` counts the scenes: a new one is made when something moves that stood still before.
    """

    def __init__(self, figure):
        self.figure, self.version, self._moving = figure, 0, set()
        figure.canvas.draw()  # lays the axes out, which then stay where they are
        figure.set_layout_engine("none")
        self._make_scene()

    def changes(self) -> dict[int, DisplayList]:
        """What the moving slots draw now, by slot; makes a new scene first where that is needed."""
        if self._children() != self._known or self._views() != self._seen:
            self._make_scene()
        stale = {slot for slot, members in enumerate(self._members) if any(a.stale for a in members)}
        if not stale <= self._moving:
            self._moving |= stale
            self._make_scene()
        for slot in stale:
            self._lists[slot] = self._recorder.record(self._artists[slot].draw)
            _settle(self._members[slot])
        return {slot: self._lists[slot] for slot in sorted(self._moving)}

    def scene(self) -> list[DisplayList]:
        """What every slot draws, in drawing order."""
        return list(self._lists)

    def png(self) -> bytes:
        """The figure as a PNG file."""
        file = io.BytesIO()
        self.figure.savefig(file, format="png", dpi=STILL_DPI)
        for members in self._members:  # the change of resolution left all of them stale
            _settle(members)
        return file.getvalue()

    def png_text(self) -> str:
        """The same, in base64."""
        return base64.b64encode(self.png()).decode()

    def data_point(self, axes: int, x: float, y: float) -> tuple[float, float]:
        """Data coordinates on the axes of that number, of a place in pixels from the figure's top left corner."""
        at = self.figure.axes[axes].transData.inverted().transform((x, self._recorder.height - y))
        return float(at[0]), float(at[1])

    def boxes(self) -> list[list[float]]:
        """Left, top, width and height of every axes, in pixels from the figure's top left corner."""
        height = self._recorder.height
        return [[a.bbox.x0, height - a.bbox.y1, a.bbox.width, a.bbox.height] for a in self.figure.axes]

    def _make_scene(self):
        changed = hasattr(self, "_seen") and self._views() != self._seen
        tour = _Tour(self.figure)
        if changed:  # axes whose limits move: their ticks and all they hold do
            self._moving |= {i for i, a in enumerate(tour.artists) if self._has_moved(a)}
        elif hasattr(self, "_known") and self._children() != self._known:
            self._moving = set(range(len(tour.artists)))
        self._recorder, self._artists, self._lists = tour.recorder, tour.artists, tour.lists
        self._members = [a.findobj() for a in self._artists]
        for members in self._members:
            _settle(members)
        self._known, self._seen = self._children(), self._views()
        self.version += 1

    def _has_moved(self, artist):
        axes = getattr(artist, "axes", None)
        return axes is not None and self._views().get(axes) != self._seen.get(axes)

    def _children(self):
        return [(a, tuple(a.get_children())) for a in self.figure.axes]

    def _views(self):
        return {a: (*a.viewLim.bounds, *a.bbox.bounds, a.get_xscale(), a.get_yscale()) for a in self.figure.axes}


class _Tour:
    """Draws the whole figure once, each artist of its own into a display list."""

    def __init__(self, figure):
        self.recorder, self.artists, self.lists = Recorder(figure), [], []
        leaves = [figure.patch, *figure.texts, *figure.legends, *figure.lines, *figure.patches, *figure.artists]
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
        draw = artist.draw

        def listening(renderer):
            self.artists.append(artist)
            self.lists.append(self.recorder.record(draw))

        artist.draw = listening


def _settle(members):
    for artist in members:
        artist.stale = False

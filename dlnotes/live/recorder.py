"""A Matplotlib renderer that writes display lists of what is drawn, instead of painting it."""
from typing import Any, NamedTuple

import numpy as np
from matplotlib.backend_bases import RendererBase
from matplotlib.colors import to_hex
from matplotlib.path import Path
from matplotlib.textpath import text_to_path
from matplotlib.transforms import Affine2D, Transform

from dlnotes.live.display_list import LIMIT, DisplayList, Writer
from dlnotes.live.paths import ends, in_pixels
from dlnotes.live.raster import rasterised


class CannotRecord(Exception):
    """The artist needs an operation that display lists do not have: send it as an image."""


class Recorder(RendererBase):
    """Records what artists draw on a figure: `recorder.record(artist.draw)`."""

    def __init__(self, figure):
        super().__init__()
        self.figure = figure
        self.dpi = figure.dpi
        self.width, self.height = (int(size) for size in figure.bbox.size)
        self._writer = Writer(self.height)

    def record(self, draw) -> DisplayList:
        """Return what `draw(renderer)` draws, as an image if an operation is unsupported."""
        self._writer.clear()
        try:
            draw(self)
        except CannotRecord:
            self._writer.clear()
            image = rasterised(self.figure, self.width, self.height, draw)
            if image:
                self._writer.image(*image, alpha=None, clip=0)
        return self._writer.taken()

    # Methods that RendererBase requires.

    def get_canvas_width_height(self):
        return self.width, self.height

    def points_to_pixels(self, points):
        return points * self.dpi / 72

    def flipy(self):
        return False

    def option_image_nocomposite(self):
        return True

    def option_scale_image(self):
        return True

    def draw_path(self, gc, path, transform, rgbFace=None):
        style = self._style(gc, rgbFace)
        if _is_visible(style):
            is_filled = rgbFace is not None
            self._writer.path(style, self._in_pixels(gc, path, transform, is_filled))

    def draw_markers(self, gc, marker_path, marker_trans, path, trans, rgbFace=None):
        places = trans.transform(path.vertices[ends(path)])
        self._draw_at(gc, marker_path, marker_trans, places, rgbFace)

    def draw_path_collection(self, gc, master_transform, paths, all_transforms, offsets,
                             offset_trans, facecolors, edgecolors, linewidths, linestyles,
                             antialiaseds, *rest, **hatches):
        # hatches: hatchcolors in Matplotlib 3.11, nothing before.
        raw = list(self._iter_collection_raw_paths(master_transform, paths, all_transforms))
        members = self._iter_collection(
            gc, raw, offsets, offset_trans, facecolors, edgecolors, linewidths, linestyles,
            antialiaseds, *rest, **{name: () if colours is None else colours
                                    for name, colours in hatches.items()})
        for alike in self._grouped(members):
            if len(alike.places) == 1:
                there = alike.transform + Affine2D().translate(*alike.places[0])
                self.draw_path(alike.gc, alike.path, there, alike.face)
            else:
                places = np.array(alike.places)
                self._draw_at(alike.gc, alike.path, alike.transform, places, alike.face)

    def draw_text(self, gc, x, y, s, prop, angle, ismath=False, mtext=None):
        if ismath:
            self._draw_formula(gc, x, y, s, prop, angle)
            return
        width = self.get_text_width_height_descent(s, prop, False)[0]
        weight = prop.get_weight()
        is_bold = weight in ("bold", "semibold") or weight == 700
        font = [self.points_to_pixels(prop.get_size_in_points()), int(is_bold),
                int(prop.get_style() != "normal"), int("mono" in prop.get_family()[0])]
        self._writer.text(s, x, y, angle, width, _hex(gc.get_rgb()), font)

    def draw_image(self, gc, x, y, im, transform=None):
        height, width = im.shape[:2]
        if transform is None:  # already at the figure's resolution, at (x, y)
            transform = Affine2D().scale(width, height)
        from_top = Affine2D().scale(1, -1).translate(0, 1)  # the first row is the top one
        to_top = Affine2D().scale(1, -1).translate(0, self.height)
        place = from_top + transform + Affine2D().translate(x, y) + to_top
        a, c, e, b, d, f = (round(float(v), 3) for v in place.get_matrix()[:2].ravel())
        self._writer.image(im[::-1], [a, b, c, d, e, f], gc.get_alpha(), self._clip(gc))

    def draw_gouraud_triangles(self, *args, **more):
        raise CannotRecord

    def start_filter(self):
        raise CannotRecord

    def start_rasterizing(self):
        raise CannotRecord

    # Parts of these.

    def _draw_formula(self, gc, x, y, s, prop, angle):
        vertices, codes = text_to_path.get_text_path(prop, s, ismath=True)
        scale = self.points_to_pixels(prop.get_size_in_points()) / text_to_path.FONT_SCALE
        place = Affine2D().scale(scale).rotate_deg(angle).translate(x, y)
        gc.set_linewidth(0)
        self.draw_path(gc, Path(vertices, codes), place, gc.get_rgb())

    def _draw_at(self, gc, path, transform, places, face):
        """Draw one path at many places."""
        seen = np.isfinite(places).all(axis=1) & (np.abs(places) < LIMIT).all(axis=1)
        style = self._style(gc, face)
        if seen.any() and _is_visible(style):
            from_top = transform + Affine2D().translate(0, self.height)
            self._writer.markers(style, self._in_pixels(gc, path, from_top, True), places[seen])

    def _grouped(self, members):
        """Gather the members of a collection that look alike, in the order in which they come."""
        groups = {}
        for x, y, (path, transform), gc, face in members:
            face = None if face is None else tuple(face)
            look = id(path), repr(self._style(gc, face))
            if look not in groups:
                groups[look] = _Alike(path, transform, _copy(gc), face, [])
            groups[look].places.append((x, y))
        return groups.values()

    def _style(self, gc, face):
        """Return a style as in display_list.py. Raises CannotRecord for what it cannot hold."""
        if gc.get_hatch() or gc.get_sketch_params() or gc.get_clip_path()[0] is not None:
            raise CannotRecord
        width = self.points_to_pixels(gc.get_linewidth())
        stroke = _hex(gc.get_rgb()) if width and gc.get_rgb()[3] else 0
        alpha = gc.get_alpha() if gc.get_forced_alpha() else None
        is_clear = face is None or (len(face) == 4 and face[3] == 0)
        fill = 0 if is_clear else _hex(face, alpha)
        return [stroke, round(float(width), 2), fill, self._dashes(gc), gc.get_capstyle(),
                gc.get_joinstyle(), self._clip(gc)]

    def _dashes(self, gc):
        _, dashes = gc.get_dashes()
        if dashes is None:
            return 0
        return [round(float(self.points_to_pixels(dash)), 2) for dash in dashes]

    def _clip(self, gc):
        box = gc.get_clip_rectangle()
        if box is None:
            return 0
        x, y, width, height = box.bounds
        return [round(float(v), 2) for v in (x, self.height - y - height, width, height)]

    def _in_pixels(self, gc, path, transform, filled):
        stroke = self.points_to_pixels(gc.get_linewidth())
        return in_pixels(path, transform, (self.width, self.height), filled=filled, stroke=stroke,
                         snap=gc.get_snap())


class _Alike(NamedTuple):
    """Members of a collection that look alike, and the places where they stand."""
    path: Path
    transform: Transform
    gc: Any
    face: tuple | None
    places: list


def _is_visible(style):
    stroke, _, fill, *_ = style
    return bool(stroke or fill)


def _copy(gc):
    copy = type(gc)()
    copy.copy_properties(gc)
    return copy


def _hex(colour, alpha=None):
    if alpha is not None:
        colour = (*colour[:3], alpha)
    return to_hex(colour, keep_alpha=len(colour) == 4 and colour[3] < 1)

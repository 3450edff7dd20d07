"""A Matplotlib renderer that writes down what is drawn, instead of painting it.

The record is a display list: short operations (path, markers, text, image) and their numbers. Coordinates are in
pixels of the figure, from its top left corner, as 16-bit integers of 1/16 pixel; the browser scales and paints them.
"""
from contextlib import contextmanager
from typing import NamedTuple

import numpy as np
from matplotlib.backend_bases import RendererBase
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.colors import to_hex
from matplotlib.path import Path
from matplotlib.textpath import text_to_path
from matplotlib.transforms import Affine2D, Bbox

SUBPIXELS = 16
LIMIT = 2**15 // SUBPIXELS - 1  # the largest coordinate that 16 bits hold, in pixels
RASTER_SCALE = 2  # pixels of a picture for a pixel of the figure, where an artist can only go as a picture

LETTERS = {Path.MOVETO: "M", Path.LINETO: "L", Path.CURVE3: "Q", Path.CURVE4: "C", Path.CLOSEPOLY: "Z"}
POINTS = {"M": 1, "L": 1, "Q": 2, "C": 3, "Z": 0}


class CannotRecord(Exception):
    """Something is drawn that no operation expresses; its artist goes as a picture."""


class DisplayList(NamedTuple):
    """What one artist draws: operations, their points (int16 bytes) and their images (RGBA bytes)."""
    ops: list
    points: bytes
    images: bytes


class Recorder(RendererBase):
    """Records what artists draw on a figure: `with recorder.artist(): artist.draw(recorder)`, then `.taken()`."""

    def __init__(self, figure):
        super().__init__()
        self.figure, self.dpi = figure, figure.dpi
        self.width, self.height = (int(n) for n in figure.bbox.size)
        self._forget()

    def _forget(self):
        self._ops, self._points, self._images = [], [], []

    def taken(self) -> DisplayList:
        """What was recorded since the last call."""
        points = np.concatenate(self._points) if self._points else np.empty((0, 2), np.int16)
        taken = DisplayList(self._ops, points.tobytes(), b"".join(self._images))
        self._forget()
        return taken

    def record(self, draw) -> DisplayList:
        """What `draw(renderer)` draws, as a picture of it where that cannot be written down."""
        self._forget()
        try:
            draw(self)
        except CannotRecord:
            self._forget()
            self._rasterise(draw)
        return self.taken()

    # What RendererBase asks of its kind.

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
        if style[0] or style[2]:
            self._ops.append(["p", style, *self._path(gc, path, transform, rgbFace is not None)])

    def draw_markers(self, gc, marker_path, marker_trans, path, trans, rgbFace=None):
        places = trans.transform(path.vertices[_ends(path)])
        self._markers(gc, marker_path, marker_trans, places, rgbFace)

    def draw_path_collection(self, gc, master_transform, paths, all_transforms, offsets, offset_trans, facecolors,
                             edgecolors, linewidths, linestyles, antialiaseds, *rest, hatchcolors=()):
        raw = list(self._iter_collection_raw_paths(master_transform, paths, all_transforms))
        alike = {}
        for x, y, (path, transform), one, face in self._iter_collection(
                gc, raw, offsets, offset_trans, facecolors, edgecolors, linewidths, linestyles, antialiaseds,
                *rest, hatchcolors=() if hatchcolors is None else hatchcolors):
            face = None if face is None else tuple(face)
            look = (id(path), repr(self._style(one, face)))
            alike.setdefault(look, (path, transform, _copy(one), face, []))[-1].append((x, y))
        for path, transform, one, face, places in alike.values():
            if len(places) == 1:
                self.draw_path(one, path, transform + Affine2D().translate(*places[0]), face)
            else:
                self._markers(one, path, transform, np.array(places), face)

    def draw_text(self, gc, x, y, s, prop, angle, ismath=False, mtext=None):
        if ismath:
            self._draw_formula(gc, x, y, s, prop, angle)
            return
        width = self.get_text_width_height_descent(s, prop, False)[0]
        weight = prop.get_weight()
        font = [self.points_to_pixels(prop.get_size_in_points()), int(weight in ("bold", "semibold") or weight == 700),
                int(prop.get_style() != "normal"), int("mono" in prop.get_family()[0])]
        self._ops.append(["t", s, round(float(x), 2), round(self.height - float(y), 2), angle, round(float(width), 2),
                          _hex(gc.get_rgb()), *font])

    def _draw_formula(self, gc, x, y, s, prop, angle):
        vertices, codes = text_to_path.get_text_path(prop, s, ismath=True)
        scale = self.points_to_pixels(prop.get_size_in_points()) / text_to_path.FONT_SCALE
        gc.set_linewidth(0)
        self.draw_path(gc, Path(vertices, codes), Affine2D().scale(scale).rotate_deg(angle).translate(x, y),
                       gc.get_rgb())

    def draw_image(self, gc, x, y, im, transform=None):
        height, width = im.shape[:2]
        if transform is None:  # already at the figure's resolution, at (x, y)
            transform = Affine2D().scale(width, height)
        flip = Affine2D().scale(1, -1).translate(0, 1)  # its first row is at the top of the unit square
        place = (flip + transform + Affine2D().translate(x, y) + Affine2D().scale(1, -1).translate(0, self.height))
        a, c, e, b, d, f = (round(float(v), 3) for v in place.get_matrix()[:2].ravel())
        self._image(im[::-1], [a, b, c, d, e, f], gc.get_alpha(), self._clip(gc))

    def draw_gouraud_triangles(self, *args, **more):
        raise CannotRecord

    def start_filter(self):
        raise CannotRecord

    def start_rasterizing(self):
        raise CannotRecord

    # How it is written down.

    def _style(self, gc, face):
        """[stroke or 0, its width, fill or 0, dashes or 0, cap, join, clip or 0]"""
        if gc.get_hatch() or gc.get_sketch_params() or gc.get_clip_path()[0] is not None:
            raise CannotRecord
        width = self.points_to_pixels(gc.get_linewidth())
        stroke = _hex(gc.get_rgb()) if width and gc.get_rgb()[3] else 0
        alpha = gc.get_alpha() if gc.get_forced_alpha() else None
        fill = 0 if face is None or (len(face) == 4 and face[3] == 0) else _hex(face, alpha)
        offset, dashes = gc.get_dashes()
        dashes = [round(float(self.points_to_pixels(d)), 2) for d in dashes] if dashes is not None else 0
        return [stroke, round(float(width), 2), fill, dashes, gc.get_capstyle(), gc.get_joinstyle(), self._clip(gc)]

    def _clip(self, gc):
        box = gc.get_clip_rectangle()
        if box is None:
            return 0
        x, y, width, height = box.bounds
        return [round(float(v), 2) for v in (x, self.height - y - height, width, height)]

    def _path(self, gc, path, transform, filled):
        """Keep the points, and give [letters]: "" for one open line, else a letter for each piece."""
        width = self.points_to_pixels(gc.get_linewidth())
        box = None if filled else (-width, -width, self.width + width, self.height + width)
        path = path.cleaned(transform, remove_nans=True, clip=box, simplify=path.should_simplify and not filled,
                            curves=True, snap=gc.get_snap(), stroke_width=width)
        if filled and np.abs(path.vertices).max(initial=0) > LIMIT:
            # Piece by piece: what closes a piece has no place of its own, and clipping would take it for a corner.
            seen = Bbox([[-LIMIT / 2] * 2, [LIMIT] * 2])
            path = Path.make_compound_path(*(Path(piece).clip_to_bbox(seen) for piece in path.to_polygons())).cleaned()
        drawn = (path.codes != Path.STOP) & (path.codes != Path.CLOSEPOLY)
        self._points.append(self._fixed(path.vertices[drawn]))
        return [self._letters(path.codes), int(drawn.sum())]

    @staticmethod
    def _letters(codes):
        letters, at = [], 0
        while at < len(codes) and codes[at] != Path.STOP:
            letter = LETTERS[codes[at]]
            letters.append(letter)
            at += max(1, POINTS[letter])
        text = "".join(letters)
        return "" if text == "M" + "L" * (len(text) - 1) else text

    def _fixed(self, xy):
        """Pixels from the bottom left corner as 1/16 pixels from the top left one."""
        xy = np.column_stack([xy[:, 0], self.height - xy[:, 1]])
        return np.rint(np.clip(xy, -LIMIT, LIMIT) * SUBPIXELS).astype(np.int16)

    def _markers(self, gc, path, transform, places, face):
        places = places[np.isfinite(places).all(axis=1) & (np.abs(places) < LIMIT).all(axis=1)]
        style = self._style(gc, face)
        if len(places) and (style[0] or style[2]):
            down = transform + Affine2D().translate(0, self.height)
            letters, count = self._path(gc, path, down, True)
            self._points.append(self._fixed(places))
            self._ops.append(["m", style, letters, count, len(places)])

    def _image(self, rgba, matrix, alpha, clip):
        height, width = rgba.shape[:2]
        self._ops.append(["i", width, height, matrix, 1 if alpha is None else float(alpha), clip])
        self._images.append(np.ascontiguousarray(rgba, np.uint8).tobytes())

    def _rasterise(self, draw):
        """Paint with Agg, and keep the part of the picture that is not empty."""
        scale = RASTER_SCALE
        agg = RendererAgg(self.width * scale, self.height * scale, self.dpi * scale)
        with _at_dpi(self.figure, self.dpi * scale):
            draw(agg)
        rgba = np.asarray(agg.buffer_rgba())
        rows, columns = (np.flatnonzero(rgba[..., 3].any(axis=axis)) for axis in (1, 0))
        if len(rows):
            top, left = rows[0], columns[0]
            part = rgba[top:rows[-1] + 1, left:columns[-1] + 1]
            height, width = part.shape[:2]
            self._image(part, [width / scale, 0, 0, height / scale, left / scale, top / scale], None, 0)


@contextmanager
def _at_dpi(figure, dpi):
    before = figure.dpi
    figure.dpi = dpi
    try:
        yield
    finally:
        figure.dpi = before


def _ends(path):
    """Which vertices are ends of a path's pieces: where a marker stands."""
    return slice(None) if path.codes is None else np.isin(path.codes, (Path.MOVETO, Path.LINETO))


def _copy(gc):
    fresh = type(gc)()
    fresh.copy_properties(gc)
    return fresh


def _hex(colour, alpha=None):
    if alpha is not None:
        colour = (*colour[:3], alpha)
    return to_hex(colour, keep_alpha=len(colour) == 4 and colour[3] < 1)

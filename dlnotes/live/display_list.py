"""Display lists: what one artist draws, as short operations and their numbers.

    ["p", style, letters, points]                a path
    ["m", style, letters, points, places]        one path at many places
    ["t", text, x, y, angle, width, colour, size, bold, italic, mono]
    ["i", width, height, matrix, alpha, clip]    an image of width x height pixels, and the matrix
                                                 that puts the unit square where it is shown

    style: [stroke or 0, its width, fill or 0, dashes or 0, cap, join, clip or 0]

`letters` has a letter for each piece of the path, as in SVG, and is "" for one open line; `points`
and `places` count points, which stand in order in one list for all operations. Coordinates are in
pixels of the figure, from its top left corner; points are 16-bit integers of 1/16 pixel.
"""
from typing import NamedTuple

import numpy as np
from matplotlib.path import Path

SUBPIXELS = 16
LIMIT = 2**15 // SUBPIXELS - 1  # the largest coordinate that 16 bits hold, in pixels

# For each code of a Matplotlib path: the letter, and the number of vertices that belong to it.
PIECES = {Path.MOVETO: ("M", 1), Path.LINETO: ("L", 1), Path.CURVE3: ("Q", 2),
          Path.CURVE4: ("C", 3), Path.CLOSEPOLY: ("Z", 1)}


class DisplayList(NamedTuple):
    """What one artist draws: operations, their points (int16 bytes), their images (RGBA bytes)."""
    ops: list
    points: bytes
    images: bytes


class Writer:
    """Writes a display list, one operation after the other. height: of the figure, in pixels."""

    def __init__(self, height: int):
        self._height = height
        self.clear()

    def clear(self) -> None:
        """Forget what was written."""
        self._ops = []
        self._points = []
        self._images = []

    def taken(self) -> DisplayList:
        """Return what was written since the last call, and forget it."""
        points = np.concatenate(self._points) if self._points else np.empty((0, 2), np.int16)
        written = DisplayList(self._ops, points.tobytes(), b"".join(self._images))
        self.clear()
        return written

    def path(self, style: list, path: Path) -> None:
        """Write a path whose vertices are in pixels from the figure's bottom left corner."""
        self._ops.append(["p", style, *self._traced(path)])

    def markers(self, style: list, path: Path, places: np.ndarray) -> None:
        """Write a path that is drawn at many places, (n, 2), in pixels like the path's vertices.

        The path's own vertices are counted from the top left corner, up being positive.
        """
        traced = self._traced(path)
        self._points.append(self._fixed(places))
        self._ops.append(["m", style, *traced, len(places)])

    def text(self, text: str, x: float, y: float, angle: float, width: float, colour: str,
             font: list) -> None:
        """Write a text that begins at (x, y), in pixels from the bottom left corner.

        angle: in degrees, anticlockwise. width: in pixels. font: [size in pixels, bold, italic,
        monospaced], the last three 0 or 1.
        """
        place = [round(float(x), 2), round(self._height - float(y), 2)]
        self._ops.append(["t", text, *place, angle, round(float(width), 2), colour, *font])

    def image(self, rgba: np.ndarray, matrix: list, alpha: float | None, clip: list | int) -> None:
        """Write an image, (height, width, 4) numbers from 0 to 255, its first row at the top."""
        height, width = rgba.shape[:2]
        opacity = 1 if alpha is None else float(alpha)
        self._ops.append(["i", width, height, matrix, opacity, clip])
        self._images.append(np.ascontiguousarray(rgba, np.uint8).tobytes())

    def _traced(self, path):
        """Keep a path's points, and return [letters, number of points]."""
        drawn = (path.codes != Path.STOP) & (path.codes != Path.CLOSEPOLY)
        self._points.append(self._fixed(path.vertices[drawn]))
        return [_letters(path.codes), int(drawn.sum())]

    def _fixed(self, xy):
        """Turn pixels from the bottom left corner into 1/16 pixels from the top left one."""
        xy = np.column_stack([xy[:, 0], self._height - xy[:, 1]])
        return np.rint(np.clip(xy, -LIMIT, LIMIT) * SUBPIXELS).astype(np.int16)


def _letters(codes):
    letters = []
    at = 0
    while at < len(codes) and codes[at] != Path.STOP:
        letter, vertices = PIECES[codes[at]]
        letters.append(letter)
        at += vertices
    text = "".join(letters)
    is_open_line = text == "M" + "L" * (len(text) - 1)
    return "" if is_open_line else text

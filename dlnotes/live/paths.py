"""Matplotlib's paths, prepared for display lists."""
import numpy as np
from matplotlib.path import Path
from matplotlib.transforms import Bbox, Transform

from dlnotes.live.display_list import LIMIT


def in_pixels(path: Path, transform: Transform, size: tuple[int, int], *, filled: bool,
              stroke: float, snap: bool | None) -> Path:
    """Return a path in pixels, without gaps in its data and without parts far outside.

    size: width and height of the figure in pixels. filled: whether the path is filled, too.
    stroke: the width of its line in pixels. snap: whether to move it to whole pixels; None where
    Matplotlib decides.
    """
    width, height = size
    box = None if filled else (-stroke, -stroke, width + stroke, height + stroke)
    simplify = path.should_simplify and not filled
    path = path.cleaned(transform, remove_nans=True, clip=box, simplify=simplify, curves=True,
                        snap=snap, stroke_width=stroke)
    if filled and np.abs(path.vertices).max(initial=0) > LIMIT:
        return _clipped(path)
    return path


def ends(path: Path) -> np.ndarray | slice:
    """Return the index of the vertices that are ends of a path's pieces: markers stand there."""
    return slice(None) if path.codes is None else np.isin(path.codes, (Path.MOVETO, Path.LINETO))


def _clipped(path):
    """Clip a filled path to what 16 bits hold.

    A CLOSEPOLY vertex has no position; clip each polygon separately or it is taken for a corner.
    """
    seen = Bbox([[-LIMIT / 2] * 2, [LIMIT] * 2])
    pieces = [Path(polygon).clip_to_bbox(seen) for polygon in path.to_polygons()]
    return Path.make_compound_path(*pieces).cleaned()

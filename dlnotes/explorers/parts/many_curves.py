"""Draw many curves at once: as one collection of lines, which is cheap to send."""
import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.colors import to_rgba


def cloud(axes: Axes, colour: str, opacity: float, width: float) -> LineCollection:
    """Make an empty collection of curves in one colour that shines through.

    opacity: 0 to 1; width: in points. Fill it by `.set_segments(curves(x, rows))`.
    """
    faint = to_rgba(colour, opacity)
    return axes.add_collection(LineCollection([], colors=faint, linewidths=width))


def curves(x: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """Return curves as a collection wants them: (curves, points, 2).

    x: (points,), shared by all curves; rows: (curves, points), their heights.
    """
    return np.stack(np.broadcast_arrays(x, rows), axis=-1)

"""Artists as images: for what no operation of a display list can express."""
from contextlib import contextmanager

import numpy as np
from matplotlib.backends.backend_agg import RendererAgg

SCALE = 2  # pixels of the image for a pixel of the figure


def rasterised(figure, width: int, height: int, draw) -> tuple[np.ndarray, list] | None:
    """Paint `draw(renderer)` with Agg, and cut out the part of the figure that is not empty.

    width, height: of the figure, in pixels.

    Returns the image, (rows, columns, 4), and the matrix that puts the unit square in its place;
    None where nothing is drawn.
    """
    dpi = figure.dpi * SCALE
    agg = RendererAgg(width * SCALE, height * SCALE, dpi)
    with _at_dpi(figure, dpi):
        draw(agg)
    rgba = np.asarray(agg.buffer_rgba())
    opaque = rgba[..., 3]
    rows = np.flatnonzero(opaque.any(axis=1))
    columns = np.flatnonzero(opaque.any(axis=0))
    if not len(rows):
        return None
    top = rows[0]
    left = columns[0]
    part = rgba[top:rows[-1] + 1, left:columns[-1] + 1]
    high, wide = part.shape[:2]
    return part, [wide / SCALE, 0, 0, high / SCALE, left / SCALE, top / SCALE]


@contextmanager
def _at_dpi(figure, dpi):
    before = figure.dpi
    figure.dpi = dpi
    try:
        yield
    finally:
        figure.dpi = before

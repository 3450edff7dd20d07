"""Find lines of equal height."""
from collections.abc import Sequence

import numpy as np
from contourpy import contour_generator


def contour_lines(x: np.ndarray, y: np.ndarray, heights: np.ndarray, levels: Sequence[float]
                  ) -> tuple[np.ndarray, ...]:
    """Return the lines on which heights have one of the levels, each of shape (points, 2).

    x: (columns,); y: (rows,); heights: (rows, columns).
    """
    generator = contour_generator(x, y, heights)
    return tuple(line for level in levels for line in generator.lines(level))

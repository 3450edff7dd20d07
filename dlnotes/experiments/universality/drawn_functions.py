"""Drawn functions: a drawing as a function of one variable, and a picture as one of two."""
import jax.numpy as jnp
import numpy as np
from jax.scipy.ndimage import map_coordinates
from jaxtyping import Array, Float

from dlnotes.experiments.universality.function_values import Function

ENOUGH_INK = 0.3  # in a column that has less, nothing was drawn


def drawn_curve(drawing: Float[Array, "rows columns"] | np.ndarray) -> Function:
    """Return the function on [0, 1] that a drawing shows.

    In each column its value is the middle of the ink, from 0 at the bottom to 1 at the top. Over
    columns without ink it is a straight line, and at both ends it is level. For an empty drawing it
    is 0 everywhere.

    drawing: the ink of each pixel, from 0 to 1, the top row first.
    Returns a function that takes (n,) and gives (n,).
    """
    ink = np.asarray(drawing, float)
    rows, columns = ink.shape
    ink_of_column = ink.sum(axis=0)
    used = ink_of_column > ENOUGH_INK
    places = (np.arange(columns) + 0.5) / columns
    middles = ((np.arange(rows) + 0.5) @ ink)[used] / ink_of_column[used]
    heights = 1 - middles / rows

    def curve(x):
        # With NumPy, since JAX would compile a program for each drawing.
        return np.interp(x, places[used], heights) if used.any() else np.zeros(len(x))

    return curve


def picture_function(picture: Float[Array, "rows columns"] | np.ndarray) -> Function:
    """Return the continuous function on the unit square that a picture shows.

    In the middle of each pixel it is the pixel's number, and it is bilinear in between. x1 goes to
    the right, x2 upwards.

    picture: the top row first.
    Returns a function that takes points (n, 2) and gives (n,).
    """
    pixels = jnp.asarray(picture)
    rows, columns = pixels.shape

    def brightness(points):
        row = (1 - points[:, 1]) * rows - 0.5
        column = points[:, 0] * columns - 0.5
        return map_coordinates(pixels.astype(points.dtype), [row, column], order=1, mode="nearest")

    return brightness

"""Pictures as data: small random changes of them, and a drawing brought to the form of the data.

A picture is an array (rows, columns) from 0 (paper) to 1 (ink).
"""
from functools import partial

import jax
import jax.numpy as jnp
from jax.scipy.ndimage import map_coordinates
from jaxtyping import Array, Float, Int, PRNGKeyArray

INKED = 0.3  # darker than this counts as ink
INK_SHARE = 0.3  # of the pixels of a digit's bitmap, measured on `datasets.digits`


def jitter(image: Float[Array, "rows columns"], *, key: PRNGKeyArray, turn: float = 0.25, slant: float = 0.4,
           stretch: float = 0.2, shift: float = 0.6) -> Float[Array, "rows columns"]:
    """The same picture a little turned, slanted, stretched and shifted: out(p) = image(A (p - c) + c + t).

    turn: at most, in radians; slant: columns for each row, at most; stretch: of both sides, in natural logarithms;
    shift: in pixels, at most. Each is drawn uniformly between minus and plus its bound.
    """
    bounds = jnp.array([turn, slant, stretch, stretch, shift, shift])
    angle, lean, tall, wide, down, right = jax.random.uniform(key, (6,), minval=-1, maxval=1) * bounds
    A = jnp.array([[jnp.cos(angle) * jnp.exp(tall), -jnp.sin(angle)],
                   [jnp.sin(angle) + lean, jnp.cos(angle) * jnp.exp(wide)]])
    centre = (jnp.array(image.shape, float) - 1) / 2
    grid = jnp.stack(jnp.meshgrid(*map(jnp.arange, image.shape), indexing="ij")) - centre[:, None, None]
    source = jnp.einsum("ij,jrc->irc", A, grid) + (centre + jnp.stack([down, right]))[:, None, None]
    return map_coordinates(image, list(source), order=1)


@partial(jax.jit, static_argnames=("shape", "copies"))
def augmented(x: Float[Array, "n inputs"], y: Int[Array, "n"], *, shape: tuple[int, int], copies: int,
              key: PRNGKeyArray) -> tuple[Float[Array, "more inputs"], Int[Array, "more"]]:
    """More examples from few: the pictures themselves, then `copies` jittered versions of each, with their labels.

    x: (n, inputs), flattened pictures of the given shape; y: (n,); the results have n (copies + 1) rows.
    """
    images = x.reshape(-1, *shape)
    keys = jax.random.split(key, (copies, len(images)))
    new = jax.vmap(jax.vmap(lambda image, k: jitter(image, key=k)), (None, 0))(images, keys)
    return jnp.concatenate([images[None], new]).reshape(-1, x.shape[1]), jnp.tile(y, copies + 1)


@jax.jit
def as_digit(drawing: Float[Array, "rows columns"]) -> Float[Array, "8 8"]:
    """A drawing in the form of the 8 x 8 digits: its ink fills the picture, in the middle, and strokes are as thick.

    The digits of `datasets.digits` are counts of black pixels in blocks of 4 x 4 of a bitmap of 32 x 32, and whatever
    the digit, three pixels in ten are black. So the drawing is scaled to a bitmap, once for each thickness of pen, and
    the bitmap nearest to that share is the one. drawing: of any size; an empty one stays empty.
    """
    inked = drawing > INKED
    bitmaps = jnp.stack([_thicker(_bitmap(drawing, inked, margin=1 + width), width) for width in range(1, 6)])
    nearest = jnp.argmin(jnp.abs(bitmaps.mean(axis=(1, 2)) - INK_SHARE))
    return jnp.where(jnp.any(inked), bitmaps[nearest].reshape(8, 4, 8, 4).mean(axis=(1, 3)), 0)


def _bitmap(drawing, inked, margin, side=32):
    """The inked part, scaled to fill a square bitmap but for a margin."""
    (top, bottom), (left, right) = _extent(jnp.any(inked, axis=1)), _extent(jnp.any(inked, axis=0))
    zoom = (side - margin) / jnp.maximum(jnp.maximum(bottom - top, right - left), 1)
    move = side / 2 - zoom * jnp.stack([top + bottom, left + right]) / 2
    large = jax.image.scale_and_translate(drawing, (side, side), (0, 1), jnp.stack([zoom, zoom]), move, "linear")
    return jnp.where(large > 0.4, 1.0, 0.0)


def _thicker(bitmap, width):
    """Every pixel is black that has a black one within a window of that width."""
    return jax.lax.reduce_window(bitmap, 0.0, jax.lax.max, (width, width), (1, 1), "SAME")


def _extent(used):
    places = jnp.arange(len(used))
    return jnp.min(jnp.where(used, places, len(used))) * 1.0, jnp.max(jnp.where(used, places + 1, 0)) * 1.0

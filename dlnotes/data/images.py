"""Pictures as data: small random changes of them, and drawings brought to the form of the digits.

A picture is an array (rows, columns) from 0 (paper) to 1 (ink).
"""
from functools import partial

import jax
import jax.numpy as jnp
from jax.scipy.ndimage import map_coordinates
from jaxtyping import Array, Float, Int, PRNGKeyArray

INKED = 0.3  # a pixel above this counts as ink
INK_SHARE = 0.3  # the share of ink in a digit's bitmap, measured on `datasets.digits`


def jitter(image: Float[Array, "rows columns"], *, key: PRNGKeyArray, turn: float = 0.25,
           slant: float = 0.4, stretch: float = 0.2, shift: float = 0.6
           ) -> Float[Array, "rows columns"]:
    """Turn, slant, stretch and shift a picture a little, at random.

        out(p) = image(A (p - c) + c + t)

    c is the centre of the picture, A turns, slants and stretches, and t shifts. Each change is
    drawn uniformly between minus and plus its bound:
    turn: in radians; slant: in columns for each row; shift: in pixels.
    stretch: of each side, as the natural logarithm of its factor.
    """
    bounds = jnp.array([turn, slant, stretch, stretch, shift, shift])
    changes = jax.random.uniform(key, (6,), minval=-1, maxval=1) * bounds
    angle, lean, tall, wide, down, right = changes
    A = jnp.array([
        [jnp.cos(angle) * jnp.exp(tall), -jnp.sin(angle)],
        [jnp.sin(angle) + lean, jnp.cos(angle) * jnp.exp(wide)]])
    centre = (jnp.array(image.shape, float) - 1) / 2
    places = jnp.stack(jnp.meshgrid(*map(jnp.arange, image.shape), indexing="ij")).astype(float)
    from_centre = places - centre[:, None, None]
    shifted = centre + jnp.stack([down, right])
    source = jnp.einsum("ij,jrc->irc", A, from_centre) + shifted[:, None, None]
    return map_coordinates(image, list(source), order=1)


@partial(jax.jit, static_argnames=("shape", "copies"))
def augmented(x: Float[Array, "n inputs"], y: Int[Array, "n"], *, shape: tuple[int, int],
              copies: int, key: PRNGKeyArray
              ) -> tuple[Float[Array, "more inputs"], Int[Array, "more"]]:
    """Make more examples from few: the pictures themselves, then jittered versions of each.

    x: (n, inputs), flattened pictures of the given shape; y: (n,), their labels.
    copies: how many jittered versions of each.
    The results are pictures and labels, with n (copies + 1) rows.
    """
    images = x.reshape(-1, *shape)
    keys = jax.random.split(key, (copies, len(images)))
    new = jax.vmap(jax.vmap(lambda image, k: jitter(image, key=k)), (None, 0))(images, keys)
    return jnp.concatenate([images[None], new]).reshape(-1, x.shape[1]), jnp.tile(y, copies + 1)


@jax.jit
def as_digit(drawing: Float[Array, "rows columns"]) -> Float[Array, "8 8"]:
    """Bring a drawing to the form of the 8 x 8 digits: centred, as large and as thick as they are.

    The digits of `datasets.digits` were made from bitmaps of 32 x 32 pixels, by counting the black
    pixels in blocks of 4 x 4. Whatever the digit, three in ten pixels of its bitmap are black.
    So the drawing is scaled to such a bitmap with pens of several widths, and of these bitmaps the
    one whose share of black is nearest to that is used.
    drawing: of any size; an empty one stays empty.
    """
    inked = drawing > INKED
    bitmaps = jnp.stack([
        _thicker(_bitmap(drawing, inked, margin=1 + width), width) for width in range(1, 6)])
    nearest = jnp.argmin(jnp.abs(bitmaps.mean(axis=(1, 2)) - INK_SHARE))
    counted = bitmaps[nearest].reshape(8, 4, 8, 4).mean(axis=(1, 3))
    return jnp.where(jnp.any(inked), counted, 0)


def _bitmap(drawing, inked, margin, side=32):
    """Scale the inked part until it fills a square bitmap, except for a margin."""
    top, bottom = _extent(jnp.any(inked, axis=1))
    left, right = _extent(jnp.any(inked, axis=0))
    zoom = (side - margin) / jnp.maximum(jnp.maximum(bottom - top, right - left), 1)
    move = side / 2 - zoom * jnp.stack([top + bottom, left + right]) / 2
    scales = jnp.stack([zoom, zoom])
    large = jax.image.scale_and_translate(drawing, (side, side), (0, 1), scales, move, "linear")
    return jnp.where(large > 0.4, 1.0, 0.0)


def _thicker(bitmap, width):
    """Dilate a bitmap: a pixel becomes black if any pixel in its window of that width is black."""
    return jax.lax.reduce_window(bitmap, 0.0, jax.lax.max, (width, width), (1, 1), "SAME")


def _extent(used):
    """Return the first used place, and the one after the last."""
    places = jnp.arange(len(used))
    first = jnp.min(jnp.where(used, places, len(used)))
    end = jnp.max(jnp.where(used, places + 1, 0))
    return first * 1.0, end * 1.0

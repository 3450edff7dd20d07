"""Read a photograph or a drawing of a digit: find the ink, and bring it to the form of the data."""
from pathlib import Path

import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float
from scipy import ndimage

from dlnotes.data.images import as_digit
from dlnotes.data.own_files import open_picture

FAINTEST = 0.1  # ink must differ from paper by this share of the way from black to white
BOX = 20  # the digits of MNIST fit into 20 x 20 of their 28 x 28 pixels


def read_digit(picture, *, size: int = 28) -> Float[Array, "size size"]:
    """Bring a photograph of one digit to the form of the digits that networks here learn from.

    It prints in a line what was done.
    picture: the path of a picture file; or an array (rows, columns) or (rows, columns, 3), from
        0 to 1 or from 0 to 255, with dark ink on light paper or the other way round; or a flat
        array of a square picture.
    size: 28 for a network that learnt MNIST, 8 for one that learnt `digits`.
    Returns the picture, 0 for paper and 1 for ink.
    Raises ValueError for an empty picture and for what is none. Raises FileNotFoundError if there
    is no such file.
    """
    if size not in (8, 28):
        raise ValueError(f"size must be 28, as MNIST has it, or 8, as digits() has it; got {size}")
    notes = []
    grey = open_picture(picture) / 255 if isinstance(picture, str | Path) else _grey(picture, notes)
    ink = _ink(grey, notes)
    seen = as_digit(jnp.asarray(ink, jnp.float32)) if size == 8 else _as_mnist(ink)
    rows, columns = grey.shape
    print(f"{rows} x {columns} pixels became {size} x {size}; {'; '.join(notes)}")
    return jnp.asarray(seen, jnp.float32)


def _grey(picture, notes):
    """Return an array as a grey picture (rows, columns) from 0 to 1."""
    try:
        grey = np.asarray(picture, dtype=float)
    except (TypeError, ValueError) as error:
        raise ValueError("picture must be the path of a picture, or an array (rows, columns) of "
                         f"numbers; got {picture!r:.60}") from error
    if grey.ndim == 3 and grey.shape[2] in (1, 3, 4):
        grey = grey[..., :3].mean(axis=2)
        notes.append("colours became grey")
    if grey.ndim == 1 and grey.size > 1 and round(grey.size**0.5)**2 == grey.size:
        grey = grey.reshape(round(grey.size**0.5), -1)
        notes.append("a flat array became a square")
    if grey.ndim != 2 or min(grey.shape) < 8:
        raise ValueError("picture must have rows and columns, at least 8 of each, and perhaps "
                         f"colours in a last axis; got shape {grey.shape}")
    if not np.isfinite(grey).all():
        raise ValueError("picture must be finite numbers; it has NaN or infinity")
    if grey.min() < 0 or grey.max() > 255:
        raise ValueError("picture must be from 0 to 1 or from 0 to 255; "
                         f"got {grey.min():g} to {grey.max():g}")
    if grey.max() > 1:
        notes.append("0 to 255 became 0 to 1")
        return grey / 255
    return grey


def _ink(grey, notes):
    """Return how much ink each pixel has, 0 to 1.

    Paper is as bright as the median of the window around a pixel, so that a shadow on one side
    of it is no ink. Dark ink takes a share of the light, therefore the shares are compared.
    """
    edge = np.concatenate([grey[0], grey[-1], grey[:, 0], grey[:, -1]])
    light_paper = np.median(edge) > (grey.min() + grey.max()) / 2
    step = max(1, min(grey.shape) // 60)  # of a photograph with millions of pixels, enough of them
    grey = ndimage.uniform_filter(grey, step)[::step, ::step]
    # Ink covers less than half of a wide window, therefore its median is paper.
    window = max(9, 2 * (min(grey.shape) // 2) + 1)
    paper = ndimage.median_filter(grey, size=window, mode="nearest")
    if light_paper:
        notes.append("dark ink on light paper became light on dark")
        ink = np.maximum(1 - grey / np.maximum(paper, FAINTEST), 0)
    else:
        notes.append("ink was lighter than paper already")
        ink = np.maximum(grey - paper, 0)
    darkest = np.quantile(ink, 0.995)
    if darkest < FAINTEST:
        raise ValueError("picture must show a digit; this one has nothing on it that differs from "
                         "its paper. Write with a thicker or darker pen, or cut the picture "
                         "closer around the digit")
    ink = np.minimum(ink / darkest, 1)
    ink[ink < 0.3] = 0
    return _without_specks(ink)


def _without_specks(ink):
    """Remove separate specks with less than a tenth of the ink of the largest part."""
    parts, count = ndimage.label(ink, structure=np.ones((3, 3)))
    amounts = ndimage.sum(ink, parts, np.arange(1, count + 1))
    return np.where(np.isin(parts, 1 + np.flatnonzero(amounts >= amounts.max() / 10)), ink, 0)


def _as_mnist(ink):
    """Scale the inked part into a box of 20 x 20, with its centre of mass in the middle of 28."""
    from PIL import Image

    rows = np.flatnonzero(ink.any(axis=1))
    columns = np.flatnonzero(ink.any(axis=0))
    cut = ink[rows[0]:rows[-1] + 1, columns[0]:columns[-1] + 1]
    zoom = BOX / max(cut.shape)
    tall, wide = (max(1, round(zoom * length)) for length in cut.shape)
    # Where a large picture is made small, thin strokes grow thinner than any of the data.
    small = np.asarray(Image.fromarray(cut.astype(np.float32)).resize(
        (wide, tall), Image.Resampling.BOX if zoom < 1 else Image.Resampling.BILINEAR))
    small = np.clip(small / small.max(), 0, 1)
    middle = np.array(ndimage.center_of_mass(small))
    top, left = np.clip(np.round(13.5 - middle), 0, 28 - np.array(small.shape)).astype(int)
    seen = np.zeros((28, 28))
    seen[top:top + tall, left:left + wide] = small
    return seen

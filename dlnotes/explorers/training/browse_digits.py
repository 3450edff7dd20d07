"""Leaf through the handwritten digits, twenty a page."""
from functools import partial
from typing import NamedTuple

import jax
import numpy as np
from jaxtyping import Array, Float, Int

from dlnotes.data.datasets import digits
from dlnotes.explorers.parts.bare import bare
from dlnotes.live.controls import Slider
from dlnotes.live.engine import Explorer
from dlnotes.live.style import SEQUENTIAL

ON_A_PAGE = 20


class Page(NamedTuple):
    """The images and the labels of twenty digits."""
    images: Float[Array, "20 8 8"]
    labels: Int[Array, "20"]


@jax.jit
def compute(images: Float[Array, "n 8 8"], labels: Int[Array, "n"], page: int) -> Page:
    """Cut a page out of all digits. page: from 1."""
    first = ON_A_PAGE * (page - 1)
    return Page(*(jax.lax.dynamic_slice_in_dim(a, first, ON_A_PAGE) for a in (images, labels)))


def draw(figure):
    """Draw two rows of ten digits, with the label above each."""
    grid = figure.subplots(2, 10)
    pictures = []
    labels = []
    for axes in grid.flat:
        pictures.append(axes.imshow(np.zeros((8, 8)), vmin=0, vmax=1, cmap=SEQUENTIAL))
        labels.append(axes.set_title("0", size=12))
        bare(axes)

    def update(page):
        for picture, label, image, digit in zip(pictures, labels, page.images, page.labels):
            picture.set_data(image)
            label.set_text(str(digit))

    return update


def describe(page):
    """Say which digits are on the page."""
    return f"Twenty handwritten digits: {', '.join(str(digit) for digit in page.labels)}."


def browse_digits() -> Explorer:
    """Leaf through the handwritten digits, twenty a page."""
    data = digits()
    images = data.x_train.reshape(-1, *data.shape)
    pages = len(data.y_train) // ON_A_PAGE
    return Explorer(
        partial(compute, images, data.y_train), draw, {"page": Slider(1, pages, 1, 1)}, describe,
        title="Handwritten digits", size=(7.2, 2.0))

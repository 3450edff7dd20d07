"""A picture made of towers: a digit, rings, or, once there is one, your own drawing."""
from functools import cache
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Float

from dlnotes.data.datasets import digits
from dlnotes.experiments.universality.boxes import approximate_nd
from dlnotes.experiments.universality.drawn_functions import picture_function
from dlnotes.experiments.universality.wide_networks import outputs_padded
from dlnotes.live.controls import Button, Choice, Pad, Play, Slider, Toggle
from dlnotes.live.engine import Explorer
from dlnotes.live.numbers import counted, number, scientific
from dlnotes.live.style import FAINT, INK

PIXELS = 60  # a side, of the pictures that are shown
SIDES = (8, 24, 48)  # towers a side to which networks are padded, so that few are compiled


class TowerPicture(NamedTuple):
    """A picture, and what a network of side x side towers makes of it.

    wanted: the picture, (60, 60), the top row first.
    found: the network's outputs, (60, 60).
    side: towers along each side.
    neurons: hidden neurons of the network.
    error: the mean of abs(found - wanted).
    shown: whether the picture that is wanted is shown.
    """
    wanted: Float[np.ndarray, "60 60"]
    found: Float[np.ndarray, "60 60"]
    side: int
    neurons: int
    error: float
    shown: bool


def _middles_of_pixels():
    """Return the middle (x1, x2) of each pixel of the unit square, (3600, 2), the top row first."""
    middles = (np.arange(PIXELS) + 0.5) / PIXELS
    return np.stack(np.meshgrid(middles, 1 - middles), -1).reshape(-1, 2)


POINTS = _middles_of_pixels()


@cache
def _pixels(name, seed):
    if name == "rings":
        x, y = np.meshgrid(*[np.linspace(-1, 1, 40)] * 2)
        return np.float32(0.5 + 0.5 * np.cos(9 * np.hypot(x, y) - 0.4 * seed))
    return np.asarray(digits().x_train[seed]).reshape(8, 8)


@jax.jit
def _brightness(pixels, points):
    return picture_function(pixels)(points)


def compute(picture: str, seed: int, side: int, show: bool,
            drawing: Float[np.ndarray, "rows columns"]) -> TowerPicture:
    """Return a picture and the network of towers for it; drawing: taken instead if it has ink."""
    pixels = drawing if drawing.any() else _pixels(picture, seed)

    def f(points):
        return _brightness(pixels, points)

    # The bound is not shown, and it would be slow to measure: any `lipschitz` will do.
    made = approximate_nd(f, side, [0, 0], [1, 1], lipschitz=1.0)
    padded = next(size for size in SIDES if size >= side)
    found = outputs_padded(made.network, made.params, POINTS, (2 * padded, padded**2))
    found = found.reshape(PIXELS, PIXELS)
    wanted = np.asarray(f(jnp.asarray(POINTS, jnp.float32))).reshape(PIXELS, PIXELS)
    neurons = sum(made.network.sizes[1:-1])
    error = float(np.abs(found - wanted).mean())
    return TowerPicture(wanted, found, side, neurons, error, show)


def draw(figure):
    """Draw the picture, what the network makes of it, and what is missing."""
    shown = figure.subplots(1, 3)
    colours = ("gray_r", "gray_r", "Oranges")
    images = [_image(axes, colour_map) for axes, colour_map in zip(shown, colours)]
    title_wanted = shown[0].set_title("wanted", size=11, color=INK)
    title_found = shown[1].set_title("0", size=11)
    title_missing = shown[2].set_title("0", size=11)

    def update(result):
        missing = np.abs(result.wanted - result.found)
        for image, values in zip(images, (result.wanted, result.found, missing)):
            image.set_data(values)
        for image in images[::2]:
            image.set_visible(result.shown)
        title_wanted.set_text("wanted" if result.shown else "wanted: what is it?")
        title_found.set_text(f"{result.side} \u00d7 {result.side} towers: "
                             f"{counted(result.neurons, 'neuron')}")
        title_missing.set_text(f"missing: {number(result.error, 3)} a point")

    return update


def _image(axes, colour_map):
    axes.set(xticks=(), yticks=())
    axes.grid(False)
    axes.spines[:].set(visible=True, color=FAINT)
    return axes.imshow(np.zeros((2, 2)), vmin=0, vmax=1, cmap=colour_map, interpolation="none",
                       extent=(0, 1, 0, 1))


def describe(result: TowerPicture) -> str:
    """Say how many towers and neurons there are, and how far they are from the picture."""
    neurons = counted(result.neurons, "hidden neuron")
    return (f"{result.side} x {result.side} towers make the picture with {neurons}; the mean error "
            f"is \u2248{scientific(result.error)}.")


def _another(values, key):
    return {"seed": (values["seed"] + 7) % 100}


def picture() -> Explorer:
    """Show a picture, and what a network of more and more towers makes of it."""
    controls = {
        "picture": Choice(("digit", "rings")),
        "seed": Slider(0, 99, 77, 1, label="which one"),
        "another": Button("another", _another),
        "side": Slider(1, 48, 2, 14, label="towers a side", log=True),
        "play": Play("side", 5.0),
        "show": Toggle(label="show what is wanted"),
        "drawing": Pad(16, 16, label="your own, instead"),
    }
    return Explorer(compute, draw, controls, describe, title="A picture made of towers",
                    size=(7.2, 2.8))

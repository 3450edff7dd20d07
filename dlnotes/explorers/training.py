"""Explorers of training: a line fitted by hand, a network watched while it learns, and asked about a drawing."""
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import NamedTuple

import jax
import jax.numpy as jnp
from jaxtyping import Array, Bool, Float, Int

from dlnotes.datasets import digits
from dlnotes.explorers.controls import Drag, Pad, Slider
from dlnotes.explorers.engine import Explorer, LivePicture
from dlnotes.figures import training as figures
from dlnotes.images import as_digit, augmented
from dlnotes.networks import Layer, Network
from dlnotes.runs import History, Run
from dlnotes.training import fit

POINTS_X = jnp.arange(11.0)
POINTS_Y = jnp.array([1.9, 1.4, 2.9, 3.6, 3.0, 4.7, 4.4, 5.9, 5.6, 7.2, 6.8])


class LineFit(NamedTuple):
    """Points (x, y), the line's values at x, and the mean of the squared gaps."""
    x: Float[Array, "n"]
    y: Float[Array, "n"]
    line: Float[Array, "n"]
    error: Float[Array, ""]


@jax.jit
def line_fit(w: Float[Array, ""] | float, b: Float[Array, ""] | float) -> LineFit:
    """How well the line w x + b fits the eleven points of lesson 00; w, b: numbers."""
    line = w * POINTS_X + b
    return LineFit(POINTS_X, POINTS_Y, line, jnp.mean((line - POINTS_Y)**2))


def fit_a_line() -> Explorer:
    """Fit a line to points by hand: two knobs, one error."""
    return Explorer(
        line_fit, figures.draw_line_fit,
        {"w": Slider(-1.0, 1.0, 0.0, 0.01), "b": Slider(-1.0, 10.0, 8.0, 0.05),
         "lift": Drag(move=lambda values, x, y: {"b": y - values["w"] * x})},
        lambda r: f"A line from {r.line[0]:.1f} at x = 0 to {r.line[-1]:.1f} at x = 10; its error is {r.error:.2f}.",
        title="Fit a line by hand", size=(7.2, 3.2))


class Page(NamedTuple):
    """Twenty digits: their images (20, 8, 8) and labels (20,)."""
    images: Float[Array, "20 8 8"]
    labels: Int[Array, "20"]


def browse_digits() -> Explorer:
    """Leaf through the handwritten digits, twenty a page."""
    data = digits()
    images, labels = data.x_train.reshape(-1, *data.shape), data.y_train

    def describe(page):
        return f"Twenty handwritten digits: {', '.join(str(d) for d in page.labels)}."

    return Explorer(lambda page: _page(images, labels, page), figures.draw_digits,
                    {"page": Slider(1, len(labels) // 20, 1, 1)}, describe, title="Handwritten digits", size=(7.2, 2.0))


@jax.jit
def _page(images, labels, page):
    return Page(*(jax.lax.dynamic_slice_in_dim(a, 20 * (page - 1), 20) for a in (images, labels)))


def _history_in_words(history):
    if not len(history.cost):
        return "Nothing learnt yet."
    return (f"After {len(history.cost)} epochs the cost is \u2248{history.cost[-1]:.2f}, and "
            f"\u2248{history.accuracy[-1]:.2f} of the unseen examples are recognised.")


def training_picture(epochs: int) -> LivePicture:
    """Cost and accuracy while a network learns: `with training_picture(20) as watch: fit(..., on_epoch=watch)`."""
    empty = History(*[jnp.zeros(0)] * 3)
    return LivePicture(figures.draw_history(epochs), _history_in_words, empty, title="Training", size=(7.2, 3.1))


class Recognition(NamedTuple):
    """A drawing (28, 28), as the network sees it (8, 8), its ten outputs, the largest one's digit, that output's share
    of their sum, and whether anything was drawn."""
    drawing: Float[Array, "28 28"]
    seen: Float[Array, "8 8"]
    outputs: Float[Array, "10"]
    answer: Int[Array, ""]
    confidence: Float[Array, ""]
    drawn: Bool[Array, ""]


@partial(jax.jit, static_argnames="network")
def recognise(network: Network, params: tuple[Layer, ...], drawing: Float[Array, "28 28"]) -> Recognition:
    """What a network of 8 x 8 digits says of a drawing."""
    seen = as_digit(drawing)
    drawn = jnp.any(seen > 0)
    outputs = jnp.where(drawn, network.apply(params, seen.ravel()), 0)
    answer = jnp.argmax(outputs)
    return Recognition(drawing, seen, outputs, answer, outputs[answer] / jnp.maximum(outputs.sum(), 1e-6), drawn)


def recognise_drawing(network: Network | None = None, params: tuple[Layer, ...] | None = None) -> Explorer:
    """Draw a digit, and see what a network makes of it: the one given, or one trained here in a moment."""
    if network is None:
        network, params = DIGIT_NETWORK, train_on_digits().params

    def describe(result):
        if not result.drawn:
            return "Nothing is drawn yet."
        return f"The network takes the drawing for a {result.answer}, with confidence \u2248{result.confidence:.2f}."

    return Explorer(lambda drawing: recognise(network, params, drawing), figures.draw_recognition,
                    {"drawing": Pad(28, 28, label="your digit")}, describe, title="Recognise a drawn digit",
                    size=(7.2, 2.6))


DIGIT_NETWORK = Network((64, 100, 10), hidden="relu")


def train_on_digits(epochs: int = 20, on_epoch: Callable[[History], None] | None = None) -> Run:
    """Train `DIGIT_NETWORK` on the digits and seven jittered copies of each; on_epoch: as for `fit`."""
    data = digits()
    x, y = augmented(data.x_train, data.y_train, shape=data.shape, copies=7, key=jax.random.key(2))
    return fit(DIGIT_NETWORK, DIGIT_NETWORK.init(key=jax.random.key(0), scheme="he"),
               replace(data, x_train=x, y_train=y), key=jax.random.key(1), epochs=epochs, batch_size=20,
               learning_rate=0.2, on_epoch=on_epoch)

"""Type the sizes of a network, and see the shape of everything in it."""
import math
import re
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from matplotlib.collections import PolyCollection

from dlnotes.explorers.parts.canvas import box, canvas
from dlnotes.live.controls import Text
from dlnotes.live.engine import Explorer
from dlnotes.live.style import FAINT, GREEN, INK, PURPLE
from dlnotes.networks.layers.dense import Layer
from dlnotes.networks.network import Network

ROWS = 6  # layers of neurons that the picture has room for
HEADINGS = ((136, "a′", GREEN), (186, "=  f (", INK), (300, "W", INK), (434, "a", PURPLE),
            (484, "+", INK), (528, "b", GREEN), (562, ")", INK), (652, "parameters", INK))


class Shapes(NamedTuple):
    """The shapes in a network with L layers of neurons.

    sizes: L + 1 numbers, the input's first.
    W, b: the shapes of the weights and biases, L of each.
    a: the shapes of the activations, L + 1 of them, the input's first.
    parameters: the number of weights and biases in each layer of neurons.
    """
    sizes: tuple[int, ...]
    W: tuple[tuple[int, int], ...]
    b: tuple[tuple[int], ...]
    a: tuple[tuple[int], ...]
    parameters: tuple[int, ...]


def read_sizes(text: str) -> tuple[int, ...]:
    """Read sizes from a text such as "28*28, 30, 10".

    Raises ValueError if they are not 2 to 7 whole numbers from 1 to 1,000,000.
    """
    without_spaces = re.sub(r"\s*\*\s*", "*", text.strip(" ,;[]()"))
    sizes = tuple(_product(part) for part in re.split(r"[\s,;]+", without_spaces))
    if not 2 <= len(sizes) <= ROWS + 1 or not all(1 <= n <= 1_000_000 for n in sizes):
        raise ValueError("write 2 to 7 whole numbers from 1 to 1,000,000, such as 784, 30, 10; "
                         f"got {text!r}")
    return sizes


def _product(text):
    """Return the number that a text such as "30" or "28*28" stands for; 0 for other texts."""
    if not re.fullmatch(r"\d{1,7}(\*\d{1,7})*", text, re.ASCII):
        return 0
    return math.prod(int(part) for part in text.split("*"))


def compute(sizes: str) -> Shapes:
    """Find all shapes by a forward pass without numbers. sizes: a text for `read_sizes`."""
    network = Network(read_sizes(sizes))
    params = tuple(Layer(_unnumbered(n_out, n_in), _unnumbered(n_out))
                   for n_in, n_out in zip(network.sizes, network.sizes[1:]))
    trace = jax.eval_shape(network.forward, params, _unnumbered(network.sizes[0]))
    count = network.count()
    return Shapes(network.sizes,
                  tuple(layer.weights.shape for layer in params),
                  tuple(layer.biases.shape for layer in params),
                  tuple(a.shape for a in trace.a),
                  tuple(W + b for W, b in zip(count.weights, count.biases)))


def _unnumbered(*shape):
    return jax.ShapeDtypeStruct(shape, jnp.float32)


def draw(figure):
    """Draw each layer of neurons as a' = f(Wa + b); what has one colour has one size."""
    axes = canvas(figure, 720, 400)
    for x, word, colour in HEADINGS:
        axes.text(x, 22, word, ha="center", va="center", color=colour, size=13, weight="bold")
    blocks = {colour: axes.add_collection(PolyCollection([], facecolors=colour))
              for colour in (FAINT, GREEN, PURPLE)}
    names = [axes.text(20, 0, "", ha="left", va="center", color=INK) for _ in range(ROWS)]
    counts = [axes.text(706, 0, "", ha="right", va="center", color=INK) for _ in range(ROWS)]
    labels = [_shape_labels(axes) for _ in range(ROWS)]
    total = axes.text(706, 386, "", ha="right", va="center", color=INK, size=12, weight="bold")

    def update(result):
        layers = len(result.W)
        tall = min(150, 325 / layers)
        lengths = _lengths(result.sizes, tall - 24)
        boxes = {colour: [] for colour in blocks}
        for text in (*names, *counts, *sum(labels, [])):
            text.set_text("")
        for k in range(layers):
            y = 199 + tall * (k + 0.5 - layers / 2)
            before, here = lengths[k:k + 2]
            for colour, some in _layer_boxes(y, before, here, 150 * before / (tall - 24)).items():
                boxes[colour] += some
            names[k].set(text=f"hidden {k + 1}" if k < layers - 1 else "output", y=y)
            counts[k].set(text=f"{result.parameters[k]:,}", y=y)
            shapes_of_layer = (result.a[k + 1], result.W[k], result.a[k], result.b[k])
            for text, shape, length in zip(labels[k], shapes_of_layer, (here, here, before, here)):
                text.set(text=" × ".join(f"{n:,}" for n in shape), y=y + length / 2 + 2)
        for colour, collection in blocks.items():
            collection.set_verts(boxes[colour])
        total.set_text(f"{sum(result.parameters):,} in all")

    return update


def _shape_labels(axes):
    """Make the texts for the shapes of a', W, a and b in one layer."""
    return [axes.text(x, 0, "", ha="center", va="top", color=INK, size=10)
            for x in (136, 300, 434, 528)]


def _lengths(sizes, longest):
    """Return a length for each size, in pixels: logarithmic, and `longest` for the largest."""
    largest = np.log(max(sizes)) or 1.0
    return [(0.1 + 0.9 * np.log(n) / largest) * longest for n in sizes]


def _layer_boxes(y, before, here, wide):
    """Return the boxes of one layer by colour.

    W has an edge in the colour of its rows and one in the colour of its columns.
    """
    left = 300 - wide / 2
    return {
        FAINT: [box(left, y, wide, here)],
        GREEN: [box(131, y, 10, here), box(523, y, 10, here), box(left - 5, y, 4, here)],
        PURPLE: [box(429, y, 10, before), box(left, y - here / 2 - 3, wide, 4)],
    }


def describe(result):
    """Say every shape."""
    layers = [f"layer {k}: W {W[0]} × {W[1]}, b {b[0]}, a {a[0]}, a′ {b[0]}"
              for k, (W, b, a) in enumerate(zip(result.W, result.b, result.a), start=1)]
    return f"{'; '.join(layers)}. {sum(result.parameters):,} parameters."


def shapes() -> Explorer:
    """Type the sizes of a network, and see the shape of everything in it."""
    examples = ("2, 1", "1000000, 1, 1000000", "3, 5, 4, 2, 8, 16, 10")
    return Explorer(compute, draw, {"sizes": Text("784, 30, 10", examples=examples)}, describe,
                    title="The shapes of a network", size=(7.2, 4.0))

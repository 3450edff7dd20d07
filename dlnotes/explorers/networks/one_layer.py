"""One layer of three neurons in numbers: choose a neuron, and see its row of the product."""
from functools import partial
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float
from matplotlib.collections import PolyCollection

from dlnotes.explorers.parts.canvas import SIGNED, box, canvas
from dlnotes.live.controls import Choice, Drag, Slider
from dlnotes.live.engine import Explorer
from dlnotes.live.numbers import number
from dlnotes.live.style import GREY, INK, RED
from dlnotes.networks.activations import ACTIVATIONS
from dlnotes.networks.network import Network, layer_output

CELL = 52  # the side of a number's square, in pixels
TOP = 58  # where the tables begin
LEFT = {"W": 92, "a": 328, "b": 408, "z": 508, "a′": 632}
TABLES = {"W": (3, 4), "a": (4, 1), "b": (3, 1), "z": (3, 1), "a′": (3, 1)}


class OneLayer(NamedTuple):
    """A layer of three neurons on four inputs, a' = f(z) with z = Wa + b.

    neuron: the number of the neuron that is framed, 1 to 3.
    """
    W: Float[Array, "3 4"]
    a: Float[Array, "4"]
    b: Float[Array, "3"]
    z: Float[Array, "3"]
    output: Float[Array, "3"]
    neuron: Float[Array, ""]


@partial(jax.jit, static_argnames="activation")
def compute(neuron, a1, a2, a3, a4, activation, seed) -> OneLayer:
    """Compute the layer with random parameters of one decimal."""
    params = Network((4, 3), output=activation).init(key=jax.random.key(seed), scheme="normal")
    layer = jax.tree.map(lambda p: jnp.round(p, 1), params)[0]
    a = jnp.array([a1, a2, a3, a4])
    z = layer_output(layer, a, ACTIVATIONS["linear"])
    output = layer_output(layer, a, ACTIVATIONS[activation])
    return OneLayer(layer.weights, a, layer.biases, z, output, neuron)


def draw(figure):
    """Draw the layer as a product of matrices, in numbers, with the row of one neuron framed."""
    axes = canvas(figure, 720, 360)
    _draw_headings(axes)
    places = [(name, j, k) for name, shape in TABLES.items() for j, k in np.ndindex(shape)]
    corners = [(LEFT[name] + k * CELL, TOP + (j + 0.5) * CELL) for name, j, k in places]
    squares = [box(x, y, CELL, CELL) for x, y in corners]
    cells = axes.add_collection(PolyCollection(squares, edgecolors=GREY, linewidths=0.8))
    texts = [axes.text(x + CELL / 2, y, "", ha="center", va="center", color=INK, size=10)
             for x, y in corners]
    frames = axes.add_collection(
        PolyCollection([], facecolors="none", edgecolors=RED, linewidths=2.6))
    for j in range(3):
        axes.text(82, TOP + (j + 0.5) * CELL, f"neuron {j + 1}", ha="right", va="center", color=INK)
    sums = [axes.text(20, y, "", color=INK) for y in (300, 330)]

    def update(result):
        tables = {"W": result.W, "a": result.a, "b": result.b, "z": result.z, "a′": result.output}
        shown = np.array([np.reshape(tables[name], TABLES[name])[j, k] for name, j, k in places])
        pale = np.clip(shown / 8, -0.22, 0.22)  # so that the ink on it can be read
        cells.set_facecolors(SIGNED(0.5 + pale))
        for text, (name, *_), value in zip(texts, places, shown):
            text.set_text(number(value, 2 if name in ("z", "a′") else 1))
        j = int(result.neuron) - 1
        frames.set_verts(_frames(j))
        for text, line in zip(sums, _sums(result, j)):
            text.set_text(line)

    return update


def _draw_headings(axes):
    for name, x in LEFT.items():
        middle = x + CELL * (2 if name == "W" else 0.5)
        axes.text(middle, 34, name, ha="center", color=INK, size=13, weight="bold")
    for x, sign in ((314, "·"), (394, "+"), (484, "="), (596, "f →")):
        axes.text(x, TOP + 1.5 * CELL, sign, ha="center", va="center", color=INK, size=15)


def _frames(j):
    """Return the frames around everything that neuron j uses and gives."""
    y = TOP + (j + 0.5) * CELL
    row = box(LEFT["W"], y, 4 * CELL, CELL)
    inputs = box(LEFT["a"], TOP + 2 * CELL, CELL, 4 * CELL)
    return [row, inputs, *(box(LEFT[name], y, CELL, CELL) for name in ("b", "z", "a′"))]


def _sums(result, j):
    """Write z and a' of neuron j as sums: two lines."""
    terms = " + ".join(f"({number(w)})({number(x)})" for w, x in zip(result.W[j], result.a))
    z = number(result.z[j], 2)
    return (f"neuron {j + 1}:  z = {terms} + ({number(result.b[j])}) = {z}",
            f"a′ = f({z}) = {number(result.output[j], 2)}")


def describe(result):
    """Say what the framed neuron computes."""
    j = result.neuron - 1
    return (f"Neuron {result.neuron} multiplies its row of W with a and adds its bias: "
            f"z = {number(result.z[j], 2)}, a′ = {number(result.output[j], 2)}.")


def _choose_neuron(values, x, y):
    return {"neuron": 1 + (y - TOP) // CELL}


def one_layer() -> Explorer:
    """Compute three neurons as one product, in numbers: choose a neuron and see its row at work."""
    inputs = {f"a{k}": Slider(0.0, 1.0, k / 5) for k in (1, 2, 3, 4)}
    controls = {
        "neuron": Slider(1, 3, 1, 1),
        **inputs,
        "activation": Choice(tuple(ACTIVATIONS)),
        "seed": Slider(0, 20, 4, 1),
        "row": Drag(move=_choose_neuron),
    }
    return Explorer(compute, draw, controls, describe,
                    title="One layer, neuron by neuron", size=(7.2, 3.6))

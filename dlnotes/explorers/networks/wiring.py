"""A network with all its weights, and its activations for inputs that you turn."""
from functools import partial
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float
from matplotlib.collections import LineCollection

from dlnotes.explorers.parts.canvas import ACTIVE, canvas
from dlnotes.explorers.parts.weight_lines import DASHED, paint_weights
from dlnotes.live.controls import Random, Slider
from dlnotes.live.engine import Explorer
from dlnotes.live.numbers import number
from dlnotes.live.style import BLUE, INK, ORANGE, PAPER
from dlnotes.networks.layers.dense import Layer
from dlnotes.networks.network import Network

WIDEST = Network((10,) * 5)  # every network of the picture is cut out of this one


class Wiring(NamedTuple):
    """A network of up to four layers of neurons, each of up to ten.

    sizes: 0 where there is no layer.
    params: four layers, and a: five activations; the first sizes[k] entries of each count.
    """
    sizes: Float[Array, "5"]
    params: tuple[Layer, ...]
    a: tuple[Float[Array, "10"], ...]


@partial(jax.jit, static_argnames="hidden_layers")
def cut_out(params, inputs, hidden, hidden_layers, outputs, weights, turn) -> Wiring:
    """Cut a network out of `WIDEST`, by weights of 0 elsewhere, and run it.

    params: those of `WIDEST`; inputs, hidden, outputs: sizes, 1 to 10; hidden_layers: 1 to 3.
    weights: a factor of all weights; turn: from 0 to 1, the inputs go through one wave.
    """
    no_layers = [0] * (3 - hidden_layers)
    sizes = jnp.array([inputs, *[hidden] * hidden_layers, outputs] + no_layers)
    exists = [(jnp.arange(10) < n).astype(float) for n in sizes]
    layers = tuple(Layer(weights * W * jnp.outer(here, before), b * here)
                   for (W, b), before, here in zip(params, exists, exists[1:]))
    x = exists[0] * (0.5 + 0.5 * jnp.cos(2 * jnp.pi * (turn - jnp.arange(10) / inputs)))
    return Wiring(sizes, layers, WIDEST.forward(layers, x).a)


@jax.jit
def _random_layers(seed):
    return WIDEST.init(key=jax.random.key(seed), scheme="normal")


def compute(seed, **values) -> Wiring:
    """Run a network with random weights. values: as for `cut_out`."""
    return cut_out(_random_layers(seed), **values)


def draw(figure):
    """Draw circles, filled as far as neurons are active, and lines as thick as weights."""
    axes = canvas(figure, 720, 400)
    lines = axes.add_collection(LineCollection([]))
    under, circles = (axes.scatter([], [], s=360, linewidths=1.2, edgecolors=INK, zorder=3)
                      for _ in range(2))
    under.set_facecolor(PAPER)
    heads = [axes.text(0, 16, "", ha="center", va="center", color=INK) for _ in range(5)]
    outputs = [axes.text(668, 0, "", va="center", color=INK) for _ in range(10)]
    _draw_key(axes)

    def update(result):
        sizes = [int(n) for n in result.sizes if n]
        places = _places(sizes)
        wires = _wires(result, sizes, places)
        weights = [weight for *_, weight in wires]
        strength = np.minimum(np.abs(weights) / 3, 1.0)
        lines.set_segments([(start, end) for start, end, _ in wires])
        paint_weights(lines, weights, 0.25 + 0.7 * strength, 0.3 + 4 * strength)
        for scatter in (under, circles):
            scatter.set_offsets([place for layer in places for place in layer])
        circles.set_facecolor(ACTIVE(np.concatenate([a[:n] for a, n in zip(result.a, sizes)])))
        words = ["input", *["hidden"] * (len(sizes) - 2), "output"]
        for k, head in enumerate(heads):
            head.set_text(words[k] if k < len(sizes) else "")
            head.set_x(_across(k, sizes))
        for j, text in enumerate(outputs):
            text.set_text(number(result.a[len(sizes) - 1][j], 2) if j < sizes[-1] else "")
            text.set_y(places[-1][min(j, sizes[-1] - 1)][1])

    return update


def _draw_key(axes):
    axes.plot([20, 50], [388, 388], color=ORANGE, lw=3)
    axes.text(56, 388, "positive weight", va="center", color=INK, size=10)
    axes.plot([180, 210], [388, 388], color=BLUE, lw=3, ls=DASHED)
    axes.text(216, 388, "negative weight (dashed)", va="center", color=INK, size=10)


def _across(k, sizes):
    return 60 + 585 * k / (len(sizes) - 1)


def _places(sizes):
    """Return the middles of all circles, a list for each layer."""
    gap = min(60, 340 / max(sizes))
    return [[(_across(k, sizes), 203 + gap * (j - (n - 1) / 2)) for j in range(n)]
            for k, n in enumerate(sizes)]


def _wires(result, sizes, places):
    """Return (start, end, weight) for every weight that is not 0."""
    wires = []
    for k in range(len(sizes) - 1):
        for i, start in enumerate(places[k]):
            for j, end in enumerate(places[k + 1]):
                wires.append((start, end, float(result.params[k].weights[j, i])))
    return [wire for wire in wires if wire[2]]


def describe(result):
    """Say the sizes, and the number of weights."""
    sizes = ", ".join(str(n) for n in result.sizes if n)
    return (f"A network of sizes {sizes}: {np.sum(result.sizes > 0) - 1} layers of neurons, "
            f"{np.sum(result.sizes[:-1] * result.sizes[1:])} weights.")


def wiring() -> Explorer:
    """Show a network with all its weights and, for inputs that you turn, with its activations."""
    controls = {
        "inputs": Slider(1, 10, 4, 1),
        "hidden": Slider(1, 10, 6, 1, label="hidden neurons a layer"),
        "hidden_layers": Slider(1, 3, 1, 1, label="hidden layers"),
        "outputs": Slider(1, 10, 3, 1),
        "weights": Slider(0.0, 10.0, 1.0, label="size of weights"),
        "turn": Slider(0.0, 1.0, 0.1, 0.02, label="turn the inputs"),
        "seed": Slider(0, 20, 0, 1),
        "random": Random(("seed",), label="other weights"),
    }
    return Explorer(compute, draw, controls, describe,
                    title="A network, its weights and its activations", size=(7.2, 4.0))

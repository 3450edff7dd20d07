"""One digit on its way through a trained network; click a hidden neuron to see its weights."""
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float, Int

from dlnotes.experiments.networks.digit_reader import READER, trained_reader
from dlnotes.explorers.parts.canvas import ACTIVE, SIGNED
from dlnotes.live.controls import Button, Drag, Random, Slider
from dlnotes.live.engine import Explorer
from dlnotes.live.numbers import number
from dlnotes.live.style import INK, ORANGE, RED


class DigitPass(NamedTuple):
    """A digit x, and what a network with 30 hidden neurons computes from it.

    label: the truth; answer: the number of the largest output.
    neuron: the number of the chosen hidden neuron, 1 to 30; weights, z: its own.
    hidden: the activations of all hidden neurons; output: those of the output layer.
    """
    x: Float[Array, "8 8"]
    label: Int[Array, ""]
    neuron: Int[Array, ""]
    weights: Float[Array, "8 8"]
    z: Float[Array, ""]
    hidden: Float[Array, "5 6"]
    output: Float[Array, "10"]
    answer: Int[Array, ""]


def compute(image: int, neuron: int) -> DigitPass:
    """Send an unseen digit through the trained network."""
    reading = trained_reader()
    return _digit_pass(reading.params, reading.x[image], reading.labels[image], neuron)


@jax.jit
def _digit_pass(params, x, label, neuron):
    trace = READER.forward(params, x)
    weights = params[0].weights[neuron - 1].reshape(8, 8)
    output = trace.a[2]
    return DigitPass(x.reshape(8, 8), label, neuron, weights, trace.z[0][neuron - 1],
                     trace.a[1].reshape(5, 6), output, jnp.argmax(output))


def draw(figure):
    """Draw the digit, one hidden neuron's weights, all hidden neurons, and the outputs."""
    axes = figure.subplots(1, 4, width_ratios=(1, 1, 1, 1.15))
    picture = axes[0].imshow(np.zeros((8, 8)), vmin=0, vmax=1, cmap="gray_r")
    hidden = axes[2].imshow(np.zeros((5, 6)), vmin=0, vmax=1, cmap=ACTIVE)
    weights = axes[1].imshow(np.zeros((8, 8)), vmin=-1, vmax=1, cmap=SIGNED)
    bars = axes[3].barh(range(10), [0] * 10, color=ORANGE)
    titles = [one.set_title(title, size=11)
              for one, title in zip(axes, ("input", "", "hidden layer", ""))]
    for one in axes[:3]:
        one.grid(False)
        one.set(xticks=(), yticks=(), anchor="N")
        one.spines[:].set_visible(True)
    axes[3].set(xlim=(0, 1), ylim=(9.6, -0.6), yticks=range(10), xticks=(0, 0.5, 1),
                xlabel="output")
    axes[3].grid(False, axis="y")
    frame, = axes[2].plot([], [], color=RED, lw=2.6, clip_on=False)
    below = [one.set_xlabel("") for one in axes[:3]]

    def update(result):
        j = int(result.neuron) - 1
        row, column = divmod(j, 6)
        picture.set_data(result.x)
        hidden.set_data(result.hidden)
        weights.set_data(result.weights / np.abs(result.weights).max())
        frame.set_data(column + np.array([-0.5, 0.5, 0.5, -0.5, -0.5]),
                       row + np.array([-0.5, -0.5, 0.5, 0.5, -0.5]))
        for k, (bar, a) in enumerate(zip(bars, result.output)):
            bar.set_width(a)
            bar.set(edgecolor=INK, linewidth=1.8 * (k == result.answer))
        titles[1].set_text(f"weights of neuron {j + 1}")
        mark = "✓" if result.answer == result.label else "✗"
        titles[3].set_text(f"says {result.answer} {mark}")
        below[0].set_text(f"a {result.label}")
        below[1].set_text(f"z = {number(result.z, 2)}")
        below[2].set_text(f"neuron {j + 1}: a = {number(result.hidden[row, column], 2)}")

    return update


def describe(result):
    """Say the digit, the answer, and which neuron is framed."""
    return (f"The picture is a {result.label}, the network says {result.answer}; "
            f"framed is hidden neuron {result.neuron} of 30.")


def _choose_neuron(values, x, y):
    """Choose the hidden neuron whose square is at (x, y), in five rows of six."""
    column = min(max(round(x), 0), 5)
    row = min(max(round(y), 0), 4)
    return {"neuron": 1 + column + 6 * row}


def _next_wrong(values, key):
    """Choose the next digit that the network gets wrong; after the last one, the first."""
    wrong = trained_reader().wrong or [values["image"]]
    return {"image": next((n for n in wrong if n > values["image"]), wrong[0])}


def digit_pass() -> Explorer:
    """Show one digit on its way through a trained network, and what a hidden neuron looks for."""
    controls = {
        "image": Slider(0, len(trained_reader().x) - 1, 0, 1),
        "neuron": Slider(1, 30, 1, 1, label="hidden neuron"),
        "choose": Drag(move=_choose_neuron, axes=2),
        "random": Random(("image",), label="another digit"),
        "wrong": Button("one it gets wrong", _next_wrong),
    }
    return Explorer(compute, draw, controls, describe,
                    title="A digit on its way through a network", size=(7.2, 2.5))

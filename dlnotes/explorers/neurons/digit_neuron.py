"""See one neuron with 64 inputs ask of a picture whether it is a certain digit."""
from functools import partial
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float, Int

from dlnotes.data.datasets import digits
from dlnotes.explorers.parts.bare import bare
from dlnotes.live.controls import Slider
from dlnotes.live.engine import Explorer
from dlnotes.live.numbers import article
from dlnotes.live.numbers import number as written
from dlnotes.live.style import DIVERGING
from dlnotes.networks.neurons import Neuron, weighted_input
from dlnotes.networks.perceptron import one_against_rest


class DigitNeuron(NamedTuple):
    """A neuron over a digit of 8 x 8 pixels.

    image: the pixels; weights: divided by the largest of them; products: pixels times these
    weights; z: the weighted input; label: the digit that it is; wanted: the digit asked for.
    """
    image: Float[Array, "8 8"]
    weights: Float[Array, "8 8"]
    products: Float[Array, "8 8"]
    z: Float[Array, ""]
    label: Int[Array, ""]
    wanted: Int[Array, ""]


@jax.jit
def compute(neurons, x, labels, wanted, number):
    """Return what the neuron for the wanted digit makes of a picture.

    neurons: weights (10, 64) and biases (10,); x, labels: n pictures (n, 64) and their digits
    (n,); wanted: the digit asked for; number: which picture.
    """
    one = Neuron(neurons.weights[wanted], neurons.bias[wanted])
    image = x[number]
    scaled = one.weights / jnp.max(jnp.abs(one.weights))
    return DigitNeuron(image.reshape(8, 8), scaled.reshape(8, 8), (scaled * image).reshape(8, 8),
                       weighted_input(*one, image), labels[number], wanted)


def draw(figure):
    """Draw the digit, the weights, their products, and the sum."""
    grid = figure.subplots(1, 3)
    looks = ((0, "gray_r"), (-1, DIVERGING), (-1, DIVERGING))
    images = [axes.imshow(np.zeros((8, 8)), vmin=low, vmax=1, cmap=colours)
              for axes, (low, colours) in zip(grid, looks)]
    titles = [axes.set_title("", size=12) for axes in grid]
    for axes in grid:
        bare(axes)
    below = grid[2].set_xlabel("", size=13)
    grid[1].set_xlabel("orange: for, blue: against", size=11)

    def update(result):
        for image, values in zip(images, (result.image, result.weights, result.products)):
            image.set_data(values)
        titles[0].set_text(f"the input: {article(result.label)}")
        titles[1].set_text(f"weights of \u201cis it {article(result.wanted)}?\u201d")
        titles[2].set_text("each input times its weight")
        below.set_text(f"sum + b = {written(result.z)}: {_answer(result)}")

    return update


def _answer(result):
    return "yes" if result.z > 0 else "no"


def describe(result):
    """Say which digit it is, and what the neuron says."""
    return (f"The picture is {article(result.label)}; the neuron that looks for "
            f"{article(result.wanted)} says {_answer(result)}.")


def digit_neuron() -> Explorer:
    """Show one neuron with 64 inputs, which asks of a picture whether it is a certain digit."""
    data = digits()
    neurons = one_against_rest(data.x_train, data.y_train, steps=100_000)
    controls = {
        "wanted": Slider(0, 9, 7, 1, label="asked for"),
        "number": Slider(0, 358, 12, 1, label="picture"),
    }
    return Explorer(partial(compute, neurons, data.x_test, data.y_test), draw, controls, describe,
                    title="One neuron, 64 inputs", size=(7.2, 3.0))

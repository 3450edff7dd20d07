"""Draw a digit, and see what a network makes of it."""
from functools import partial

import numpy as np

from dlnotes.experiments.descent.handwriting import DIGIT_NETWORK, recognise, train_on_digits
from dlnotes.live.controls import Pad
from dlnotes.live.engine import Explorer
from dlnotes.live.numbers import article, number
from dlnotes.live.style import BLUE, GREY, SEQUENTIAL
from dlnotes.networks.layers.dense import Layer
from dlnotes.networks.network import Network


def draw(figure):
    """Draw the drawing, the image that the network gets, and its ten outputs."""
    left, middle, right = figure.subplots(1, 3, width_ratios=(1, 1, 1.7))
    drawn = _image(left, 28, "what you drew")
    seen = _image(middle, 8, "what the network sees")
    update_outputs = _outputs(right)

    def update(result):
        drawn.set_data(result.drawing)
        seen.set_data(result.seen)
        update_outputs(result)

    return update


def _image(axes, side, title):
    image = axes.imshow(np.zeros((side, side)), vmin=0, vmax=1, cmap=SEQUENTIAL)
    axes.set(xticks=[], yticks=[])
    axes.set_title(title, size=11)
    axes.grid(False)
    return image


def _outputs(axes):
    columns = axes.bar(range(10), np.zeros(10), color=GREY)
    axes.axhline(0.5, color=GREY, lw=1, ls=":")
    axes.set(ylim=(0, 1), xticks=range(10), xlabel="digit", ylabel="output")
    title = axes.set_title("draw a digit")

    def update(result):
        for digit, column in enumerate(columns):
            column.set_height(result.outputs[digit])
            column.set_color(BLUE if result.recognised and digit == result.answer else GREY)
        title.set_text(_answer(result))

    return update


def _answer(result):
    if not result.drawn:
        return "draw a digit"
    if result.recognised:
        return f"This is {article(result.answer)}"
    return f"None of the ten; most like {article(result.answer)}"


def describe(result):
    """Say what the network takes the drawing for, and the output behind that."""
    if not result.drawn:
        return "Nothing is drawn yet."
    output = f"its output is \u2248{number(result.outputs[result.answer], 2)}"
    digit = article(result.answer)
    if not result.recognised:
        return f"None of the ten: the drawing is most like {digit}, and {output}."
    return f"The network takes the drawing for {digit}: {output}."


def recognise_drawing(network: Network | None = None, params: tuple[Layer, ...] | None = None
                      ) -> Explorer:
    """Draw a digit, and see what a network makes of it.

    network, params: one that has learnt the 8 x 8 digits. Without them, one is trained here.
    """
    if network is None:
        network = DIGIT_NETWORK
        params = train_on_digits().params
    return Explorer(
        partial(recognise, network, params), draw,
        {"drawing": Pad(56, 56, label="your digit", pen=2.8)}, describe,
        title="Recognise a drawn digit", size=(7.2, 2.6))

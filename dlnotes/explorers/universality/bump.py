"""Two steep neurons, one up and one down, make a bump; drag its edges and its top."""
from typing import NamedTuple

import jax
import jax.numpy as jnp
from jaxtyping import Array, Float

from dlnotes.live.controls import Drag, Slider
from dlnotes.live.engine import Explorer
from dlnotes.live.numbers import MINUS, number
from dlnotes.live.style import BLUE, GREEN, GREY, ORANGE
from dlnotes.networks.activations import sigmoid

NEAR = 0.06  # a drag that begins so near to an edge takes the edge along


class Bump(NamedTuple):
    """Two steep neurons and the weighted sum of their outputs.

    x: inputs (n,).
    places: where the two neurons step, (2,).
    hidden: their outputs, (2, n).
    height: the weight of the first in the sum; that of the second is its negative.
    sum: height hidden[0] - height hidden[1], (n,).
    """
    x: Float[Array, "n"]
    places: Float[Array, "2"]
    hidden: Float[Array, "2 n"]
    height: Float[Array, ""]
    sum: Float[Array, "n"]


@jax.jit
def compute(w, s1, s2, height) -> Bump:
    """Return the bump of two neurons of weight w that step at s1 and s2."""
    x = jnp.linspace(0.0, 1.0, 801)
    places = jnp.stack([s1, s2])
    hidden = jax.vmap(lambda s: sigmoid(w * x - w * s))(places)
    return Bump(x, places, hidden, height, height * hidden[0] - height * hidden[1])


def draw(figure):
    """Draw the two neurons on the left, and their sum on the right."""
    hidden, together = figure.subplots(1, 2)
    first, = hidden.plot([], [], color=BLUE, label="neuron 1")
    second, = hidden.plot([], [], "--", color=ORANGE, label="neuron 2")
    marks = [hidden.plot([], [], "o", color=colour)[0] for colour in (BLUE, ORANGE)]
    hidden.set(xlim=(0, 1), ylim=(-0.1, 1.45), xlabel="input x", yticks=(0, 0.5, 1))
    hidden.legend(loc="upper left", ncols=2)
    hidden.set_title("two hidden neurons", size=11)
    together.axhline(0, color=GREY, lw=0.8)
    total, = together.plot([], [], color=GREEN)
    together.set(xlim=(0, 1), ylim=(-1.7, 1.7), xlabel="input x")
    title = together.set_title("sum", size=11)

    def update(result):
        for line, a in zip((first, second), result.hidden):
            line.set_data(result.x, a)
        for mark, place in zip(marks, result.places):
            mark.set_data([place], [0.5])
        total.set_data(result.x, result.sum)
        height = number(result.height, 2)
        size = number(abs(result.height), 2)
        sign = MINUS if size == height else "+"
        title.set_text(f"{height} \u00b7 neuron 1 {sign} {size} \u00b7 neuron 2")

    return update


def describe(result: Bump) -> str:
    """Say where the steps are, and what their sum is in the middle."""
    s1, s2 = result.places
    middle = result.sum[len(result.x) // 2]
    weights = f"{number(result.height, 2)} and {number(-result.height, 2)}"
    return (f"Steps at {number(s1, 2)} and {number(s2, 2)}; their sum with weights {weights} is "
            f"{number(middle, 2)} at x = 0.5.")


def _pull(values, began, x, y):
    """Move the edge near which a drag began, or else the height."""
    edge = min(("s1", "s2"), key=lambda name: abs(values[name] - began[0]))
    return {edge: x} if abs(values[edge] - began[0]) < NEAR else {"height": y}


def bump() -> Explorer:
    """Show a bump, whose edges and top the reader drags."""
    controls = {
        "w": Slider(2.0, 1000.0, 10.0, 40, log=True, label="w, both weights"),
        "s1": Slider(0.0, 1.0, 0.3, 0.01, label="s\u2081, first step"),
        "s2": Slider(0.0, 1.0, 0.7, 0.01, label="s\u2082, second step"),
        "height": Slider(-1.5, 1.5, 0.8, 0.05),
        "pull": Drag(pull=_pull, axes=1),
    }
    return Explorer(compute, draw, controls, describe, title="Two steps make a bump",
                    size=(7.2, 3.0))

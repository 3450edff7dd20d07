"""See one neuron unlearn a wrong answer: choose its cost, its start and its learning rate."""
from typing import NamedTuple

import numpy as np
from jaxtyping import Array, Int

from dlnotes.experiments.descent.one_neuron import NeuronPath, neuron_path
from dlnotes.live.controls import Choice, Play, Slider
from dlnotes.live.engine import Explorer
from dlnotes.live.numbers import number
from dlnotes.live.style import BLUE, ORANGE, RED
from dlnotes.networks.costs import COSTS

EPOCHS = 300
STARTS = {"w = 0.6, b = 0.9": (0.6, 0.9), "w = 2, b = 2": (2.0, 2.0)}
NAMES = {"quadratic": "quadratic cost", "cross_entropy": "cross-entropy"}


class OneNeuron(NamedTuple):
    """A neuron that learns, and the moment that is shown.

    cost: the name of its cost; path: series of shape (301,); epoch: 0 to 300.
    """
    cost: str
    path: NeuronPath
    epoch: Int[Array, ""] | int


def compute(cost: str, start: str, eta: float, epoch: int) -> OneNeuron:
    """Train the neuron. cost: one of `NAMES`; start: one of `STARTS`; eta: learning rate."""
    return OneNeuron(cost, neuron_path(COSTS[cost], *STARTS[start], eta, EPOCHS), epoch)


def draw(figure):
    """Draw the output and the size of the gradient over the epochs, and the moment shown."""
    left, right = figure.subplots(1, 2)
    left.set(xlim=(-6, EPOCHS + 6), ylim=(-0.02, 1.02), xlabel="epoch")
    left.set_title("output a, wanted: 0", size=11)
    right.set(xlim=(-6, EPOCHS + 6), yscale="log", ylim=(1e-4, 2), xlabel="epoch")
    right.set_title("size of the gradient |\u2202C/\u2202w|", size=11)
    update_output = _curve(left, BLUE)
    update_gradient = _curve(right, ORANGE)
    note = figure.suptitle("0", x=0.02, ha="left", size=11)

    def update(result):
        now = int(result.epoch)
        update_output(result.path.a, now)
        update_gradient(np.abs(result.path.slope), now)
        note.set_text(_numbers(result, now))

    return update


def _curve(axes, colour):
    """Draw a thin line for all epochs, a thick one for those until now, and a dot at its end."""
    whole, = axes.plot([], [], color=colour, lw=1.2)
    past, = axes.plot([], [], color=colour, lw=3.4)
    dot, = axes.plot([], [], "o", color=RED, ms=9)

    def update(series, now):
        epochs = np.arange(len(series))
        whole.set_data(epochs, series)
        past.set_data(epochs[:now + 1], series[:now + 1])
        dot.set_data([now], [series[now]])

    return update


def _numbers(result, now):
    """Write the weight, the bias, the output and the cost at one epoch."""
    path = result.path
    numbers = (("w", path.w, 2), ("b", path.b, 2), ("a", path.a, 3), ("C", path.cost, 4))
    written = [f"{name} = {number(series[now], digits)}" for name, series, digits in numbers]
    return f"{NAMES[result.cost]}, epoch {now}:   " + ",   ".join(written)


def describe(result):
    """Say the output and the gradient at the epoch shown, and the output at the end."""
    path = result.path
    now = int(result.epoch)
    cost = NAMES[result.cost].capitalize()
    return (f"{cost}: after {now} of {EPOCHS} epochs the output is {number(path.a[now], 2)} and "
            f"the gradient {number(path.slope[now], 4)}; after all of them the output is "
            f"{number(path.a[-1], 2)}.")


def one_neuron() -> Explorer:
    """Let one neuron unlearn a wrong answer, from two starts and under two costs."""
    controls = {
        "cost": Choice(tuple(NAMES)),
        "start": Choice(tuple(STARTS)),
        "eta": Slider(0.005, 4.5, 0.15, 40, log=True, label="learning rate"),
        "epoch": Slider(0, EPOCHS, 0, 1),
        "play": Play("epoch", 6.0),
    }
    return Explorer(
        compute, draw, controls, describe, title="One neuron learns to give 0", size=(7.2, 3.6))

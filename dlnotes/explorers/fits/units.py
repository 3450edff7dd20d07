"""Which neurons will do? Hidden neurons are drawn at random, and their best output is taken."""
from functools import cache
from typing import NamedTuple

import jax
import numpy as np
from jaxtyping import Float, Int

from dlnotes.experiments.universality.nielsens_task import task
from dlnotes.experiments.universality.random_neurons import random_units_by_count, square
from dlnotes.explorers.parts.errors_by_neurons import error_axes, within_limits
from dlnotes.live.controls import Choice, Play, Slider
from dlnotes.live.engine import Explorer
from dlnotes.live.numbers import counted, scientific
from dlnotes.live.style import BLUE, GREY, RED

KINDS = {"linear": "linear", "square, z\u00b2": square, "sigmoid": "sigmoid", "tanh": "tanh",
         "relu": "relu", "gelu": "gelu", "step": "step"}
NEURONS = Slider(1, 316, 10, 10, label="hidden neurons", log=True)


class Units(NamedTuple):
    """A function, and the best that random hidden neurons of one kind can make of it.

    x: inputs (n,).
    wanted: the function, (n,).
    found: the network's outputs, (n,).
    neurons: how many hidden neurons it has.
    error: the largest abs(found - wanted).
    counts: numbers of hidden neurons, (k,).
    errors: the largest error of a network for each count, (k,); NaN for more than `neurons`.
    """
    x: Float[np.ndarray, "n"]
    wanted: Float[np.ndarray, "n"]
    found: Float[np.ndarray, "n"]
    neurons: int
    error: float
    counts: Int[np.ndarray, "k"]
    errors: Float[np.ndarray, "k"]


@cache
def _all_counts(kind):
    """Return points, the function there, and the outputs of networks of all sizes."""
    x = np.linspace(0, 1, 1001)
    found = random_units_by_count(task, NEURONS.values, KINDS[kind], x, key=jax.random.key(0))
    return x, np.asarray(task(x)), found


def compute(kind: str, neurons: int) -> Units:
    """Return what random neurons of one kind can make of Nielsen's function."""
    x, wanted, found = _all_counts(kind)
    errors = np.abs(found - wanted).max(axis=1)
    counts = np.array(NEURONS.values)
    neurons = NEURONS.nearest(neurons)
    at = NEURONS.values.index(neurons)
    shown = np.where(counts <= neurons, errors, np.nan)
    return Units(x, wanted, found[at], neurons, errors[at], counts, shown)


def draw(figure):
    """Draw the function and the network on the left, errors against neurons on the right."""
    left, right = figure.subplots(1, 2, width_ratios=(1.25, 1))
    wanted, = left.plot([], [], color=GREY, lw=4, alpha=0.5)
    found, = left.plot([], [], color=BLUE, lw=1.6)
    left.set(xlim=(0, 1), ylim=(-0.2, 1.3), xlabel="input x")
    left.legend([wanted, found], ["wanted", "best for these neurons"], loc="upper left", ncols=2)
    errors, = right.plot([], [], "-", color=BLUE, lw=1.4)
    dot, = right.plot([], [], "o", color=RED)
    error_axes(right, (1, 10, 100))
    right.set_xlim(0.8, 420)
    title = right.set_title("error", size=11)

    def update(result):
        wanted.set_data(result.x, result.wanted)
        found.set_data(result.x, result.found)
        errors.set_data(result.counts, within_limits(result.errors))
        dot.set_data([result.neurons], [within_limits(result.error)])
        neurons = counted(result.neurons, "neuron")
        title.set_text(f"{neurons}: at most {scientific(result.error)} off")

    return update


def describe(result: Units) -> str:
    """Say how far the best output is from the function."""
    return (f"{counted(result.neurons, 'random hidden neuron')}: the best output is at most "
            f"\u2248{scientific(result.error)} away from the function.")


def units() -> Explorer:
    """Show what random hidden neurons of one kind can do, and their error as they become more."""
    controls = {
        "kind": Choice(tuple(KINDS), "sigmoid"),
        "neurons": NEURONS,
        "play": Play("neurons", 4.0),
    }
    return Explorer(compute, draw, controls, describe, title="Which neurons will do",
                    size=(7.2, 3.3))

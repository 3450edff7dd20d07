"""A function and the network that is built for it, and the error beside what is guaranteed."""
from typing import NamedTuple

import numpy as np
from jaxtyping import Float, Int

from dlnotes.experiments.universality.approximation_errors import BySize, approximate_by_size
from dlnotes.experiments.universality.function_values import Function
from dlnotes.explorers.parts.errors_by_neurons import error_axes, within_limits
from dlnotes.explorers.parts.fixed_axes import fixed_axes
from dlnotes.live.controls import Choice, Slider
from dlnotes.live.numbers import counted, scientific
from dlnotes.live.style import BLUE, GREY, ORANGE, RED

ACTIVATIONS = Choice(("sigmoid", "relu", "tanh", "step"))  # those that `approximate_1d` takes
NEURONS = Slider(1, 10_000, 10, 20, label="hidden neurons", log=True)


class FunctionAndNetwork(NamedTuple):
    """A function f and the network that is built for it, among networks of other sizes.

    x: points (n,).
    wanted: f at these points, (n,).
    found: the network's outputs, (n,).
    neurons: how many hidden neurons it has.
    error: the largest abs(found - wanted).
    counts: numbers of hidden neurons, (k,).
    errors: the largest error of a network for each count, (k,); NaN for more than `neurons`.
    bounds: the error that each of them guarantees not to exceed, (k,); NaN as for `errors`.
    """
    x: Float[np.ndarray, "n"]
    wanted: Float[np.ndarray, "n"]
    found: Float[np.ndarray, "n"]
    neurons: int
    error: float
    counts: Int[np.ndarray, "k"]
    errors: Float[np.ndarray, "k"]
    bounds: Float[np.ndarray, "k"]


def networks_for(f: Function, activation: str) -> BySize:
    """Build a network for each number of neurons on the slider. f: takes (n,), gives (n,)."""
    return approximate_by_size(f, NEURONS.values, activation)


def one_of(networks: BySize, neurons: int) -> FunctionAndNetwork:
    """Return the network whose number of neurons is nearest to the one asked for."""
    neurons = NEURONS.nearest(neurons)
    at = NEURONS.values.index(neurons)
    counts = np.array(NEURONS.values)
    shown = np.where(counts <= neurons, 1.0, np.nan)
    return FunctionAndNetwork(networks.x, networks.wanted, networks.found[at], neurons,
                              networks.errors[at], counts, networks.errors * shown,
                              networks.bounds * shown)


def draw(figure):
    """Draw the function and the network on the left, errors against neurons on the right."""
    left, right = fixed_axes(figure, 1, 2, right=0.965, top=0.89, wspace=0.22,
                             width_ratios=(1.25, 1))
    wanted, = left.plot([], [], color=GREY, lw=4, alpha=0.5)
    network, = left.plot([], [], color=BLUE, lw=1.6)
    # On the right, because a power of ten may stand over the axis on the left.
    left.legend([wanted, network], ["wanted", "network"], loc="lower right", bbox_to_anchor=(1, 1),
                borderaxespad=0.2, ncols=2)
    left.set(xlim=(0, 1), xlabel="input x")
    bound, = right.plot([], [], "--", color=ORANGE, lw=1.6, label="guaranteed")
    errors, = right.plot([], [], "-", color=BLUE, lw=1.4, label="largest error")
    dot, = right.plot([], [], "o", color=RED)
    error_axes(right, (1, 10, 100, 1000, 10_000))
    right.legend(loc="lower left")
    title = right.set_title("error", size=11, loc="right")

    def update(result):
        limits = _round_limits(result.wanted)
        if not np.allclose(left.get_ylim(), limits):
            left.set_ylim(limits)
        wanted.set_data(result.x, result.wanted)
        network.set_data(result.x, result.found)
        errors.set_data(result.counts, within_limits(result.errors))
        bound.set_data(result.counts, within_limits(result.bounds))
        dot.set_data([result.neurons], [within_limits(result.error)])
        neurons = counted(result.neurons, "neuron")
        title.set_text(f"{neurons}: at most {scientific(result.error)} off")

    return update


def _round_limits(values):
    """Return round limits around values, the same ones for values that are nearly alike."""
    low = float(values.min())
    high = float(values.max())
    size = max(high - low, 0.1 * abs(high), 1e-6)
    unit = 10.0**np.floor(np.log10(size)) / 2
    return unit * np.floor(low / unit - 0.3), unit * np.ceil(high / unit + 0.3)


def describe(result: FunctionAndNetwork) -> str:
    """Say how far the network is from the function."""
    return (f"{counted(result.neurons, 'hidden neuron')}: the network is at most "
            f"\u2248{scientific(result.error)} away from the function.")

"""One backward pass for every depth, width, activation and cost, checked in two ways."""
from typing import NamedTuple

import numpy as np
from jaxtyping import Float

from dlnotes.experiments.backprop.gradient_checks import TOLERANCE, check_structure
from dlnotes.live.controls import Choice, Slider
from dlnotes.live.engine import Explorer
from dlnotes.live.style import BLUE, ORANGE, PAPER, RED
from dlnotes.networks.costs import COSTS
from dlnotes.networks.network import Network

DEEPEST = 6
ENDS = {
    "quadratic, linear": ("quadratic", "linear"),
    "quadratic, sigmoid": ("quadratic", "sigmoid"),
    "cross-entropy, sigmoid": ("cross_entropy", "sigmoid"),
    "log-likelihood, softmax": ("log_likelihood", "softmax"),
}


class Structure(NamedTuple):
    """How far a gradient by backpropagation is from two others, for each of L layers of neurons.

    sizes: L + 1 numbers, the input's first.
    autodiff, differences: from automatic differentiation and from central differences, as shares
    of their largest entries.
    """
    sizes: tuple[int, ...]
    autodiff: Float[np.ndarray, "L"]
    differences: Float[np.ndarray, "L"]


def compute(layers: int, width: str, activation: str, end: str) -> Structure:
    """Check the gradient of a network. width: a number as a text; end: one of `ENDS`."""
    cost, output = ENDS[end]
    network = Network((4, *[int(width)] * (layers - 1), 3), activation, output)
    checked = check_structure(network, COSTS[cost])
    return Structure(network.sizes, np.max(checked.against_autodiff, axis=1),
                     np.max(checked.against_differences, axis=1))


def draw(figure):
    """Draw how far the gradient is from each of the others, layer by layer."""
    axes = figure.subplots()
    autodiff, = axes.plot([], [], "o", color=BLUE, ms=9, mfc=BLUE,
                          label="from automatic differentiation")
    differences, = axes.plot([], [], "s", color=ORANGE, ms=9, mfc=PAPER,
                             label="from central differences")
    axes.axhline(TOLERANCE, color=RED, ls="--", lw=1.6)
    axes.text(DEEPEST + 0.45, 3 * TOLERANCE, "disagree", color=RED, ha="right")
    axes.set(yscale="log", ylim=(1e-18, 1), yticks=(1e-16, 1e-12, 1e-8, 1e-4, 1),
             ylabel="relative difference", xlim=(0.5, DEEPEST + 0.5),
             xticks=range(1, DEEPEST + 1), xlabel="layer of neurons")
    axes.legend(loc="upper left", ncols=2)
    title = axes.set_title("", loc="left")

    def update(result):
        layers = np.arange(1, len(result.sizes))
        autodiff.set_data(layers, np.maximum(result.autodiff, 1e-17))
        differences.set_data(layers, np.maximum(result.differences, 1e-17))
        verdict = "all layers agree ✓" if _agrees(result) else "they disagree ✗"
        title.set_text(f"{' → '.join(map(str, result.sizes))}:  {verdict}")

    return update


def _agrees(result):
    return max(*result.autodiff, *result.differences) <= TOLERANCE


def describe(result):
    """Say the sizes, and whether the gradients agree."""
    others = "both others in every layer" if _agrees(result) else "not both others"
    sizes = ", ".join(str(n) for n in result.sizes)
    return f"Sizes {sizes}: backpropagation agrees with {others}."


def structures() -> Explorer:
    """Check one backward pass for every depth, width, activation and cost, in two ways."""
    controls = {
        "layers": Slider(1, DEEPEST, 3, 1, label="layers of neurons"),
        "width": Choice(("2", "5", "12"), "5", label="neurons in a hidden layer"),
        "activation": Choice(("sigmoid", "tanh", "softplus", "gelu"), label="hidden activation"),
        "end": Choice(tuple(ENDS), "cross-entropy, sigmoid", label="cost and output"),
    }
    return Explorer(compute, draw, controls, describe,
                    title="Another structure, the same code", size=(7.2, 3.4))

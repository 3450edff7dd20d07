"""Explorers of backpropagation: the gradient microscope, checks of gradients, and what gradients cost."""
from functools import cache, partial
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float

from dlnotes.networks.backprop import (Backward, backward, central_differences, check_gradient, example_cost,
                              multiplications)
from dlnotes.experiments.broken_backprop import PATIENTS, VERDICTS
from dlnotes.networks.costs import COSTS
from dlnotes.live.controls import Choice, Drag, Play, Random, Slider
from dlnotes.live.engine import Explorer
from dlnotes.figures import backprop as figures
from dlnotes.live.numbers import number
from dlnotes.networks.network import Layer, Network


class Microscope(NamedTuple):
    """A 2-3-2-1 network, after `step` of 6 steps of a forward and a backward pass, with one part `selected` (the number
    of a weight or a neuron): `params`; all of the pass, `back`; f'(z) at each neuron, `slopes`; central `differences`,
    shaped as params; the truth `y` and the `cost`."""
    step: int
    selected: int
    params: tuple[Layer, ...]
    back: Backward
    slopes: tuple[Float[Array, "_"], ...]
    differences: tuple[Layer, ...]
    y: Float[Array, ""]
    cost: Float[Array, ""]


@cache
def _drawn(sizes, seed):
    """Parameters N(0, 1) with one decimal, by NumPy's generator: nothing to compile, the same on every machine."""
    rng = np.random.default_rng(seed)
    return tuple(Layer(rng.normal(size=(n_out, n_in)).round(1), rng.normal(size=n_out).round(1))
                 for n_in, n_out in zip(sizes, sizes[1:]))


@partial(jax.jit, static_argnames=("activation", "cost"))
def _examined(params, scale, x, y, activation, cost):
    network, cost, params = Network(figures.SIZES, activation), COSTS[cost], jax.tree.map(lambda p: scale * p, params)
    back = backward(network, params, x, y, cost)
    slopes = tuple(f.derivative(z) for f, z in zip(network.activations, back.trace.z))
    differences = central_differences(lambda p: example_cost(network, p, x, y, cost), params)
    return params, back, slopes, differences, y[0], cost(back.trace.z[-1], back.trace.a[-1], y)


def _microscope(step, selected, activation, cost, x1, x2, y, scale, seed):
    with jax.enable_x64(True):  # so that differences agree to seven digits
        numbers = _examined(_drawn(figures.SIZES, seed), scale, jnp.array([x1, x2]), jnp.array([y]), activation, cost)
    return Microscope(step, list(figures.PARTS).index(selected), *numbers)


def _nearest_part(values, x, y):
    """The weight or the neuron that is nearest to (x, y)."""
    places = {part: figures.middle(*at) if len(at) == 3 else figures.AT[at[0]][at[1]]
              for part, at in figures.PARTS.items()}
    return {"selected": min(places, key=lambda part: (x - places[part][0])**2 + (y - places[part][1])**2)}


def _microscope_in_words(result):
    part, at = list(figures.PARTS.items())[int(result.selected)]
    l, j = at[:2]
    if result.step - figures.LAYERS <= figures.LAYERS - l:
        return f"Step {result.step} of 6; the pass has not come back to {part} yet."
    layers = (result.back.gradient[l - 1], result.differences[l - 1])
    found, tried = (layer.weights[j, at[2]] if len(at) == 3 else layer.biases[j] for layer in layers)
    return (f"The error of neuron {j + 1} in layer {l} is {number(result.back.deltas[l - 1][j], 4)}. The slope for "
            f"{part if len(at) == 3 else 'its bias'}: {number(found, 6)} by backpropagation, {number(tried, 6)} by a "
            "central difference.")


def microscope() -> Explorer:
    """Click a weight or a neuron: its chain of factors, its error, and the finite difference beside it."""
    return Explorer(
        _microscope, figures.draw_microscope,
        {"step": Slider(0, 6, 6, 1), "play": Play("step", 7.0), "selected": Choice(tuple(figures.PARTS), "w¹₂₁"),
         "choose": Drag(x="step", move=_nearest_part), "activation": Choice(("sigmoid", "tanh", "relu")),
         "cost": Choice(("quadratic", "cross_entropy")), "x1": Slider(-1.0, 1.0, 0.6), "x2": Slider(-1.0, 1.0, -0.4),
         "y": Slider(0.0, 1.0, 0.0), "scale": Slider(0.0, 4.0, 1.0, label="size of weights"),
         "seed": Slider(0, 20, 9, 1), "random": Random(("seed",), label="other weights")},
        _microscope_in_words, title="The gradient microscope", size=(7.2, 4.2))


class Structure(NamedTuple):
    """A network's `sizes` (7,), 0 where there is no layer, and how far its gradient by backpropagation is from two
    others, layer by layer (6,), as shares of their largest entries: from `autodiff`, from central `differences`."""
    sizes: np.ndarray
    autodiff: np.ndarray
    differences: np.ndarray


ENDS = {"quadratic, linear": ("quadratic", "linear"), "quadratic, sigmoid": ("quadratic", "sigmoid"),
        "cross-entropy, sigmoid": ("cross_entropy", "sigmoid"), "log-likelihood, softmax": ("log_likelihood", "softmax")}


@cache
def _structure(layers, width, activation, end):
    cost, output = ENDS[end]
    network = Network((4, *[int(width)] * (layers - 1), 3), activation, output)
    with jax.enable_x64(True):
        x, y = jnp.array([0.3, -0.7, 0.5, 0.9]), jnp.array([0.0, 1.0, 0.0])
        checked = check_gradient(network, _drawn(network.sizes, 6), x, y, COSTS[cost])
    missing = figures.DEEPEST - layers
    shares = (np.array([*map(max, one), *[0.0] * missing])
              for one in (checked.against_autodiff, checked.against_differences))
    return Structure(np.array([*network.sizes, *[0] * missing]), *shares)


def structures() -> Explorer:
    """One backward pass for every depth, width, activation and cost: checked two ways."""
    return Explorer(
        _structure, figures.draw_structures,
        {"layers": Slider(1, figures.DEEPEST, 3, 1, label="layers of neurons"),
         "width": Choice(("2", "5", "12"), "5", label="neurons in a hidden layer"),
         "activation": Choice(("sigmoid", "tanh", "softplus", "gelu"), label="hidden activation"),
         "end": Choice(tuple(ENDS), "cross-entropy, sigmoid", label="cost and output")},
        lambda r: f"Sizes {', '.join(str(n) for n in r.sizes if n)}: backpropagation agrees with "
                  + ("both others in every layer." if max(*r.autodiff, *r.differences) <= 1e-5 else "not both others."),
        title="Another structure, the same code", size=(7.2, 3.4))


def price() -> Explorer:
    """What one gradient costs, by backpropagation and by trying."""
    return Explorer(
        lambda width, layers: multiplications(Network((784, *[width] * layers, 10))), figures.draw_price,
        {"width": Slider(10, 10_000, 30, 60, log=True, label="neurons in each hidden layer"),
         "layers": Slider(1, 10, 1, 1, label="hidden layers")},
        lambda r: f"{r.parameters:,} parameters: a forward pass takes {r.forward:,} multiplications, backpropagation "
                  f"{r.backward / r.forward:.1f} times as many, central differences {r.differences // r.forward:,} times.",
        title="What a gradient costs", size=(7.2, 3.0))


class Case(NamedTuple):
    """A gradient check of a patient (a number): for layers 1 to 3 the share by which weights and biases are off,
    `shares` (3, 2); the reader's `verdict` (0: not yet), and whether it is `right`."""
    patient: int
    shares: np.ndarray
    verdict: int
    right: bool


@cache
def _shares(patient):
    network = Network((3, 3, 3, 3))  # square: wrong shapes would give the culprit away
    with jax.enable_x64(True):
        checked = check_gradient(network, _drawn(network.sizes, 2), jnp.array([0.5, -0.9, 0.8]),
                                 jnp.array([1.0, 0.0, 0.0]), COSTS["quadratic"], backward=PATIENTS[patient][0])
    return np.array(checked.against_autodiff)


def detective() -> Explorer:
    """Six backward passes, most of them ill: read the check, and say which of the four lines is wrong."""
    return Explorer(
        lambda patient, verdict: Case(list(PATIENTS).index(patient), _shares(patient), VERDICTS.index(verdict),
                                      PATIENTS[patient][1] == verdict),
        figures.draw_detective,
        {"patient": Choice(tuple(PATIENTS)), "verdict": Choice(VERDICTS, label="your verdict")},
        lambda r: f"Patient {'ABCDEF'[r.patient]}: " + ", ".join(
            f"layer {l} weights {'agree' if w <= 1e-5 else 'differ'}, biases {'agree' if b <= 1e-5 else 'differ'}"
            for l, (w, b) in zip((3, 2, 1), r.shares[::-1])) + (". Your verdict is right." if r.right else "."),
        title="Which line is wrong?", size=(7.2, 3.0))

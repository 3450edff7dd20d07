"""Explorers of single neurons."""
from functools import partial
from typing import NamedTuple

import jax
import jax.numpy as jnp
from jaxtyping import Array, Bool, Float, Int

from dlnotes.networks.activations import ACTIVATIONS, sigmoid, step
from dlnotes.data.datasets import digits
from dlnotes.live.controls import Button, Choice, Drag, Play, Random, Slider
from dlnotes.live.engine import Explorer
from dlnotes.figures import neurons as figures
from dlnotes.live.numbers import number
from dlnotes.networks.neurons import (
    GATE_INPUTS, TRUTH, Neuron, neuron, smooth_step_bound, step_point, weighted_input)
from dlnotes.networks.perceptron import count_wrong, one_against_rest, perceptron_rule

X = jnp.linspace(-6.0, 6.0, 241)


class OneInput(NamedTuple):
    """A neuron's curve: x, a and da/dx at n points, the step point s and the output there; and the two values between
    which all is `shown` (2,)."""
    x: Float[Array, "n"]
    a: Float[Array, "n"]
    slope: Float[Array, "n"]
    step_point: Float[Array, ""]
    at_step: Float[Array, ""]
    shown: Float[Array, "2"]


@partial(jax.jit, static_argnames="activation")
def _one_input(w, b, activation):
    f = ACTIVATIONS[activation]
    shown = jnp.array([-1.6, 2.9] if activation in ("sigmoid", "step") else [-4.8, 4.8])
    return OneInput(X, f(w * X + b), w * f.derivative(w * X + b), step_point(w, b), f(jnp.zeros(())), shown)


def _somewhere(values, key):
    """A random weight, and a bias with which the step is in the picture."""
    w, s = jax.random.uniform(key, (2,), minval=-1, maxval=1).tolist()
    w = round(4 * w, 1) or 0.1
    return {"w": w, "b": round(-w * 5 * s * 5) / 5}  # in steps of their sliders


def one_input() -> Explorer:
    """Turn a neuron's weight and shift its bias; drag the picture to move the step point."""
    return Explorer(
        _one_input, figures.draw_one_input,
        {"w": Slider(-4.0, 4.0, 1.0), "b": Slider(-24.0, 24.0, 0.0, 0.2), "activation": Choice(tuple(ACTIVATIONS)),
         "step": Drag(move=lambda values, x, y: {"b": -values["w"] * x} if values["w"] else {}),
         "random": Button("random", _somewhere)},
        lambda r: f"The output goes from {number(r.a[0], 2)} at x = -6 to {number(r.a[-1], 2)} at x = 6; "
                  + (f"the step point is s = {number(r.step_point, 2)}." if jnp.isfinite(r.step_point)
                     else "with w = 0 there is no step."),
        title="A neuron with one input")


class TwoInputs(NamedTuple):
    """A neuron over the plane: outputs (side, side), row by row of x2, and the two between which they are `shown`
    (2,); its weights (2,); the line z = 0 as x1 and x2 of two points (2, 2); its output across it, at n distances."""
    outputs: Float[Array, "side side"]
    shown: Float[Array, "2"]
    weights: Float[Array, "2"]
    edge: Float[Array, "2 2"]
    distance: Float[Array, "n"]
    across: Float[Array, "n"]


SIDE = jnp.linspace(-4.0, 4.0, 101)
PLANE = jnp.stack(jnp.meshgrid(SIDE, SIDE), axis=-1)
SHOWN = {"sigmoid": (0.0, 1.0), "step": (0.0, 1.0), "relu": (-8.0, 8.0), "tanh": (-1.0, 1.0), "linear": (-8.0, 8.0)}


def edge_line(weights: Float[Array, "2"], bias: Float[Array, ""], reach: float = 20.0) -> Float[Array, "2 2"]:
    """Two points on the line w.x + b = 0, as a row of x1 and one of x2, as far as `reach` from its foot; NaN where the
    weights are 0."""
    length = jnp.sum(weights**2)
    foot = -bias * weights / length
    along = jnp.array([-weights[1], weights[0]]) / jnp.sqrt(length) * reach
    return jnp.stack([foot - along, foot + along], axis=1)


@partial(jax.jit, static_argnames="activation")
def _two_inputs(w1, w2, b, activation):
    f, weights = ACTIVATIONS[activation], jnp.array([w1, w2])
    outputs = jax.vmap(jax.vmap(lambda x: neuron(weights, b, x, f)))(PLANE)
    length = jnp.sqrt(jnp.sum(weights**2))
    across = f(jnp.where(length > 0, length * SIDE, b))  # without weights there is no line, and b alone counts
    return TwoInputs(outputs, jnp.array(SHOWN[activation]), weights, edge_line(weights, b), SIDE, across)


def two_inputs() -> Explorer:
    """Drag the weights of a neuron with two inputs, and see its output over the plane."""
    return Explorer(
        _two_inputs, figures.draw_two_inputs,
        {"w1": Slider(-4.0, 4.0, 2.0), "w2": Slider(-4.0, 4.0, 1.0), "b": Slider(-8.0, 8.0, 0.0),
         "activation": Choice(tuple(SHOWN)), "weights": Drag(x="w1", y="w2"),
         "random": Random(("w1", "w2", "b"))},
        lambda r: f"Weights ({number(r.weights[0], 2)}, {number(r.weights[1], 2)}); the output is "
                  f"{number(r.outputs[0, 0], 2)} at the lower left corner and {number(r.outputs[-1, -1], 2)} at the "
                  "upper right one.",
        title="A neuron with two inputs")


class Gallery(NamedTuple):
    """All activations: their names; a and f' (10, n) at z (n,), and both (10,) at one z."""
    names: tuple[str, ...]
    z: Float[Array, "n"]
    a: Float[Array, "10 n"]
    slope: Float[Array, "10 n"]
    at: Float[Array, ""]
    here: Float[Array, "10"]
    slope_here: Float[Array, "10"]


@jax.jit
def _gallery(z):
    functions, grid = ACTIVATIONS.values(), jnp.linspace(-4.3, 4.3, 173)
    return (grid, jnp.stack([f(grid) for f in functions]), jnp.stack([f.derivative(grid) for f in functions]), z,
            jnp.stack([f(z) for f in functions]), jnp.stack([f.derivative(z) for f in functions]))


def gallery() -> Explorer:
    """Ten activations side by side, each with its slope; one z moves on all of them."""
    return Explorer(
        lambda z: Gallery(tuple(ACTIVATIONS), *_gallery(z)), figures.draw_activations, {"z": Slider(-4.0, 4.0, 1.0)},
        lambda r: f"At z = {number(r.at, 1)}: "
                  + ", ".join(f"{name} {number(a, 2)}" for name, a in zip(r.names, r.here)) + ".",
        title="Ten activations", size=(7.2, 4.0))


class SmoothStep(NamedTuple):
    """The sigmoid of wx at x (n,); for m weights up to this one its largest difference from the step at
    abs(x) >= epsilon, and the bound; and the difference at this weight."""
    x: Float[Array, "n"]
    a: Float[Array, "n"]
    epsilon: Float[Array, ""]
    weights: Float[Array, "m"]
    gaps: Float[Array, "m"]
    bounds: Float[Array, "m"]
    weight: Float[Array, ""]
    gap: Float[Array, ""]


def largest_gap(weight: Float[Array, ""] | float, epsilon: Float[Array, ""] | float) -> Float[Array, ""]:
    """The largest difference of sigmoid(wx) and the step over 2,000 points with epsilon <= abs(x) <= 1."""
    x = jnp.linspace(epsilon, 1.0, 1000)
    x = jnp.concatenate([-x, x])
    # The difference from 1 is sigmoid(-wx): subtracting would lose what is small.
    return jnp.max(jnp.where(x > 0, sigmoid(-weight * x), sigmoid(weight * x)))


@jax.jit
def _smooth_step(w, epsilon):
    x, weights = jnp.linspace(-1.0, 1.0, 401), jnp.minimum(jnp.geomspace(1.0, 1000.0, 60), w)
    return SmoothStep(x, sigmoid(w * x), epsilon, weights, jax.vmap(largest_gap, (0, None))(weights, epsilon),
                      jax.vmap(smooth_step_bound, (0, None))(weights, epsilon), w, largest_gap(w, epsilon))


def smooth_step() -> Explorer:
    """Make a sigmoid steep, and see it turn into a step everywhere but at the edge."""
    return Explorer(
        _smooth_step, figures.draw_smooth_step,
        {"w": Slider(1.0, 1000.0, 1.0, 300, log=True), "epsilon": Slider(0.01, 0.5, 0.1, 0.01)},
        lambda r: f"With w = {r.weight:g}, the largest difference from the step at a distance of {r.epsilon:.2f} and "
                  f"more is {figures.small(r.gap)}.",
        title="The sigmoid as a smoothed step", size=(7.2, 3.2))


class PerceptronStep(NamedTuple):
    """The rule on a gate: inputs x (4, 2), answers y (4,), the step, weights (2,) and bias after it, the example just
    met (2,), NaN at the start, the line (2, 2), the side of it that gives 1 as a polygon (4, 2), and the errors so far
    and to come."""
    x: Float[Array, "4 2"]
    y: Float[Array, "4"]
    step: Float[Array, ""]
    weights: Float[Array, "2"]
    bias: Float[Array, ""]
    example: Float[Array, "2"]
    edge: Float[Array, "2 2"]
    side: Float[Array, "4 2"]
    wrong: Float[Array, "time"]


@partial(jax.jit, static_argnames="gate")
def _perceptron(gate, step):
    x, y = jnp.array(GATE_INPUTS), jnp.array(TRUTH[gate])
    run = perceptron_rule(x, y, steps=40)
    weights, bias = run.weights[step], run.biases[step]
    edge = edge_line(weights, bias)
    far = 40 * weights / jnp.sqrt(jnp.sum(weights**2))
    side = jnp.concatenate([edge.T, (edge.T + far[None])[::-1]])
    everywhere = jnp.array([[-9.0, -9.0], [9.0, -9.0], [9.0, 9.0], [-9.0, 9.0]])  # what b > 0 gives without weights
    side = jnp.where(jnp.any(weights != 0), side, jnp.where(bias > 0, everywhere, jnp.nan))
    example = jnp.where(step > 0, x[(step - 1) % 4], jnp.nan)
    return PerceptronStep(x, y, step, weights, bias, example, edge, side, run.wrong)


def perceptron() -> Explorer:
    """The perceptron rule learns a gate, one example at a time; XOR never."""
    return Explorer(
        _perceptron, figures.draw_perceptron,
        {"gate": Choice(("AND", "OR", "NAND", "XOR")), "step": Slider(0, 40, 0, 1), "play": Play("step", 8.0)},
        lambda r: f"After {r.step} steps the weights are ({number(r.weights[0], 0)}, {number(r.weights[1], 0)}), the "
                  f"bias is {number(r.bias, 0)}, and the number of wrong answers is {r.wrong[r.step]:.0f} of 4.",
        title="The perceptron rule")


class ByHand(NamedTuple):
    """Two clouds x (n, 2) with classes y (n,); which points the reader's line misses (n,), how many, its weights
    (2,) and the line; count and line for the rule after some looks too, and in how many of them it moved."""
    x: Float[Array, "n 2"]
    y: Float[Array, "n"]
    missed: Bool[Array, "n"]
    wrong: Float[Array, ""]
    weights: Float[Array, "2"]
    edge: Float[Array, "2 2"]
    rule_wrong: Float[Array, ""]
    rule_edge: Float[Array, "2 2"]
    looks: Int[Array, ""]
    moves: Int[Array, ""]


def clouds(seed: int) -> tuple[Float[Array, "80 2"], Float[Array, "80"]]:
    """Forty points of each of two classes, apart by a line but not by much, in random order."""
    key_x, key_turn, key_order = jax.random.split(jax.random.key(seed), 3)
    y = jax.random.permutation(key_order, jnp.repeat(jnp.array([0.0, 1.0]), 40))
    across, along = jax.random.normal(key_x, (2, 80))
    across = (2 * y - 1) * jnp.maximum(1.4 + 0.42 * across, 0.25)  # at least 0.25 from the line that parts them
    turn = 2 * jnp.pi * jax.random.uniform(key_turn)
    c, s = jnp.cos(turn), jnp.sin(turn)
    x1, x2 = c * across - s * (1.2 * along + 0.5), s * across + c * (1.2 * along + 0.5)
    return jnp.stack([x1 + 0.6 * c, x2 + 0.6 * s], axis=1), y


@jax.jit
def _by_hand(w1, w2, b, rule_steps, seed):
    x, y = clouds(seed)
    weights = jnp.array([w1, w2])
    missed = jax.vmap(lambda one: neuron(weights, b, one, step))(x) != y
    run = perceptron_rule(x, y, steps=300)
    at = Neuron(run.weights[rule_steps], run.biases[rule_steps])
    rule_wrong = jnp.where(rule_steps > 0, count_wrong(at, x, y), jnp.nan)
    moves = jnp.sum(run.moved & (jnp.arange(300) < rule_steps))
    return ByHand(x, y, missed, jnp.sum(missed) * 1.0, weights, edge_line(weights, b), rule_wrong, edge_line(*at),
                  rule_steps, moves)


def by_hand() -> Explorer:
    """Part two clouds by moving the weights of a neuron yourself; then let the perceptron rule do it."""
    return Explorer(
        _by_hand, figures.draw_by_hand,
        {"w1": Slider(-4.0, 4.0, 0.5), "w2": Slider(-4.0, 4.0, 2.0), "b": Slider(-6.0, 6.0, 0.0),
         "rule_steps": Slider(0, 300, 0, 1, label="looks of the rule"), "seed": Slider(0, 9, 0, 1, label="clouds"),
         "weights": Drag(x="w1", y="w2"), "play": Play("rule_steps", 6.0, label="let the rule learn")},
        lambda r: f"Your line has {r.wrong:.0f} of 80 points on the wrong side"
                  + ("." if jnp.isnan(r.rule_wrong) else
                     f", the rule's {r.rule_wrong:.0f} after {figures.moves_in_looks(r.moves, r.looks)}."),
        title="By hand and by rule", size=(7.2, 3.9))


class DigitNeuron(NamedTuple):
    """A neuron over a digit: image, weights and products (8, 8), these two divided by the largest weight; z; the digit
    that it is, and the one that it is asked about."""
    image: Float[Array, "8 8"]
    weights: Float[Array, "8 8"]
    products: Float[Array, "8 8"]
    z: Float[Array, ""]
    label: Float[Array, ""]
    wanted: Float[Array, ""]


@jax.jit
def _digit_neuron(neurons, x, labels, wanted, number):
    one, image = Neuron(neurons.weights[wanted], neurons.bias[wanted]), x[number]
    scaled = one.weights / jnp.max(jnp.abs(one.weights))
    return DigitNeuron(image.reshape(8, 8), scaled.reshape(8, 8), (scaled * image).reshape(8, 8),
                       weighted_input(*one, image), labels[number], wanted)


def digit_neuron() -> Explorer:
    """One neuron with 64 inputs asks of a picture: is it this digit?"""
    data = digits()
    neurons = one_against_rest(data.x_train, data.y_train, steps=100_000)
    return Explorer(
        lambda wanted, number: _digit_neuron(neurons, data.x_test, data.y_test, wanted, number),
        figures.draw_digit_neuron,
        {"wanted": Slider(0, 9, 7, 1, label="asked for"), "number": Slider(0, 358, 12, 1, label="picture")},
        lambda r: f"The picture is {figures.article(r.label)}; the neuron that looks for "
                  f"{figures.article(r.wanted)} says {'yes' if r.z > 0 else 'no'}.",
        title="One neuron, 64 inputs", size=(7.2, 3.0))

"""See the perceptron rule learn a gate, one example at a time, and fail at XOR."""
from functools import partial
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float, Int

from dlnotes.experiments.neurons.separation import edge_line
from dlnotes.explorers.parts.input_plane import show_classes, two_classes
from dlnotes.live.controls import Choice, Play, Slider
from dlnotes.live.engine import Explorer
from dlnotes.live.numbers import number
from dlnotes.live.style import INK, ORANGE, RED
from dlnotes.networks.neurons import GATE_INPUTS, TRUTH
from dlnotes.networks.perceptron import perceptron_rule

STEPS = 40


class PerceptronStep(NamedTuple):
    """The rule at work on a gate, after some steps.

    x, y: the inputs and answers; step: the number of steps; weights, bias: after them; example:
    the input just met, NaN at the start; edge: two points of the line, a row of x1 and one of x2;
    side: the corners of the side that gives 1; wrong: the wrong answers after each of all steps.
    """
    x: Float[Array, "4 2"]
    y: Float[Array, "4"]
    step: Int[Array, ""]
    weights: Float[Array, "2"]
    bias: Float[Array, ""]
    example: Float[Array, "2"]
    edge: Float[Array, "2 2"]
    side: Float[Array, "4 2"]
    wrong: Float[Array, "time"]


@partial(jax.jit, static_argnames="gate")
def compute(gate, step):
    """Return what the rule has learnt of a gate after so many steps."""
    x = jnp.array(GATE_INPUTS)
    y = jnp.array(TRUTH[gate])
    run = perceptron_rule(x, y, steps=STEPS)
    weights = run.weights[step]
    bias = run.biases[step]
    example = jnp.where(step > 0, x[(step - 1) % 4], jnp.nan)
    edge = edge_line(weights, bias)
    side = _side_of_one(weights, bias, edge)
    return PerceptronStep(x, y, step, weights, bias, example, edge, side, run.wrong)


def _side_of_one(weights, bias, edge):
    """Return the corners of the side on which the neuron gives 1.

    Without weights there is no line, and the side is all of the plane, or nothing (NaN).
    """
    far = 40 * weights / jnp.sqrt(jnp.sum(weights**2))
    side = jnp.concatenate([edge.T, (edge.T + far[None])[::-1]])
    everywhere = jnp.array([[-9.0, -9.0], [9.0, -9.0], [9.0, 9.0], [-9.0, 9.0]])
    without_weights = jnp.where(bias > 0, everywhere, jnp.nan)
    return jnp.where(jnp.any(weights != 0), side, without_weights)


def draw(figure):
    """Draw the line so far, the example in turn, and the errors."""
    plane, errors = figure.subplots(1, 2, width_ratios=(1, 1.2))
    marks = two_classes(plane, 13)
    move_line = _draw_line(plane)
    move_errors = _draw_errors(errors)
    errors.legend(marks, ["should give 0", "should give 1"], loc="upper right", ncols=2,
                  markerscale=0.6)

    def update(result):
        show_classes(marks, result.x, result.y)
        move_line(result)
        move_errors(result)

    return update


def _draw_line(axes):
    edge, = axes.plot([], [], color=INK)
    side = axes.fill([0, 0, 0], [0, 0, 0], color=ORANGE, alpha=0.15)[0]
    ring, = axes.plot([], [], "o", ms=24, mfc="none", mec=RED, mew=2)
    axes.set(xlim=(-0.6, 1.6), ylim=(-0.6, 1.6), xticks=(0, 1), yticks=(0, 1), xlabel="x1",
             ylabel="x2", aspect="equal")
    title = axes.set_title("", size=11)

    def move(result):
        edge.set_data(*result.edge)
        side.set_xy(result.side)
        ring.set_data([result.example[0]], [result.example[1]])
        w1, w2 = result.weights
        title.set_text(f"w = ({number(w1, 0)}, {number(w2, 0)}), b = {number(result.bias, 0)}")

    return move


def _draw_errors(axes):
    count, = axes.plot([], [], drawstyle="steps-post", color=RED)
    now, = axes.plot([], [], "o", color=RED)
    axes.set(xlim=(-1, STEPS + 1), ylim=(-0.2, 5), yticks=range(5), xlabel="step",
             title="wrong answers, of four")

    def move(result):
        count.set_data(np.arange(result.step + 1), result.wrong[:result.step + 1])
        now.set_data([result.step], [result.wrong[result.step]])

    return move


def describe(result):
    """Say what the neuron is after these steps, and how many answers are wrong."""
    w1, w2 = result.weights
    return (f"After {result.step} steps the weights are ({number(w1, 0)}, {number(w2, 0)}), the "
            f"bias is {number(result.bias, 0)}, and the number of wrong answers is "
            f"{result.wrong[result.step]:.0f} of 4.")


def perceptron() -> Explorer:
    """Show the perceptron rule, which learns a gate one example at a time, and never XOR."""
    controls = {
        "gate": Choice(("AND", "OR", "NAND", "XOR")),
        "step": Slider(0, STEPS, 0, 1),
        "play": Play("step", 8.0),
    }
    return Explorer(compute, draw, controls, describe, title="The perceptron rule")

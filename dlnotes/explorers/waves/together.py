"""See two hidden neurons and one that answers learn XOR together, from a random start."""
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float

from dlnotes.experiments.neurons.separation import edge_line
from dlnotes.experiments.networks.three_neurons import EVERY, NETWORK, STEPS, xor_path
from dlnotes.explorers.parts.input_plane import heat_map, square, xor_corners
from dlnotes.live.controls import Play, Slider
from dlnotes.live.engine import Explorer
from dlnotes.live.style import ORANGE, OVER_IMAGES, RED
from dlnotes.networks.neurons import GATE_INPUTS, TRUTH

SIDE = jnp.linspace(-0.4, 1.4, 61)
PLANE = square(SIDE).reshape(-1, 2)


class Together(NamedTuple):
    """Three neurons after a number of steps of learning XOR.

    steps, costs: n steps of the path, and the cost after each; step: the one looked at; outputs:
    over the plane, a row for each x2; answers: for 00, 01, 10 and 11; edges: for each hidden
    neuron two points of its line z = 0, a row of x1 and one of x2.
    """
    steps: Float[Array, "n"]
    costs: Float[Array, "n"]
    step: Float[Array, ""]
    outputs: Float[Array, "61 61"]
    answers: Float[Array, "4"]
    edges: Float[Array, "2 2 2"]


def compute(start, step):
    """Return the neurons after so many steps from a start, whose path is computed once."""
    return _at(xor_path(start), jnp.float32(step))


@jax.jit
def _at(path, step):
    now = (step / EVERY).astype(int)
    params = jax.tree.map(lambda points: points[now], path.points)
    answer = jax.vmap(NETWORK.apply, (None, 0))
    steps = EVERY * jnp.arange(len(path.values), dtype=float)
    outputs = answer(params, PLANE)[:, 0].reshape(61, 61)
    answers = answer(params, jnp.array(GATE_INPUTS))[:, 0]
    return Together(steps, path.values, step, outputs, answers, jax.vmap(edge_line)(*params[0]))


def draw(figure):
    """Draw the output over the plane with the hidden neurons' lines, and the cost by step."""
    plane, costs = figure.subplots(1, 2, width_ratios=(1, 1.15))
    move_plane = _draw_plane(plane)
    move_costs = _draw_costs(costs)

    def update(result):
        move_plane(result)
        move_costs(result)

    return update


def _draw_plane(axes):
    heat = heat_map(axes, -0.4, 1.4, xticks=(0, 1), yticks=(0, 1), xlabel="x1", ylabel="x2")
    lines = [axes.plot([], [], style, color=OVER_IMAGES, lw=1.6)[0] for style in ("-", "--")]
    xor_corners(axes)
    title = axes.set_title("", size=11)

    def move(result):
        heat.set_data(result.outputs)
        for line, edge in zip(lines, result.edges):
            line.set_data(*edge)
        title.set_text(f"{_count_right(result)} of 4 right")

    return move


def _draw_costs(axes):
    costs, = axes.plot([], [], color=ORANGE)
    dot, = axes.plot([], [], "o", color=RED)
    axes.set(xlim=(-20, 2020), ylim=(0, 2), xlabel="steps of gradient descent",
             xticks=(0, 500, 1000, 1500, 2000))
    axes.set_title("cost", size=11)

    def move(result):
        until = result.steps <= result.step
        costs.set_data(result.steps[until], result.costs[until])
        dot.set_data(result.steps[until][-1:], result.costs[until][-1:])

    return move


def _count_right(result):
    return int(np.sum((result.answers > 0.5) == TRUTH["XOR"]))


def describe(result):
    """Say what the cost is after these steps, and how many of the four answers are right."""
    cost = result.costs[int(result.step) // EVERY]
    return (f"After {result.step:.0f} steps the cost is \u2248{cost:.2f}, and "
            f"\u2248{_count_right(result)} of 4 answers are right.")


def together() -> Explorer:
    """Show two hidden neurons and one that answers, which learn XOR from a random start."""
    controls = {
        "start": Slider(1, 8, 4, 1),
        "step": Slider(0, STEPS, 0, EVERY),
        "play": Play("step", 5.0),
    }
    return Explorer(compute, draw, controls, describe, title="Three neurons learn together",
                    size=(7.2, 3.4))

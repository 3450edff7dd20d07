"""Make three neurons compute XOR: drag the lines of two hidden neurons, choose the output."""
from functools import partial
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Bool, Float

from dlnotes.experiments.networks.three_neurons import JOINED, STEEP, of_two_lines
from dlnotes.explorers.parts.input_plane import arrow, heat_map, square, xor_corners
from dlnotes.live.controls import Button, Choice, Drag, Slider
from dlnotes.live.engine import Explorer
from dlnotes.live.numbers import combination, number
from dlnotes.live.style import GREEN, INK, OVER_IMAGES, RED
from dlnotes.networks.neurons import GATE_INPUTS, TRUTH

SIDE = jnp.linspace(-0.6, 1.6, 111)
PLANE = square(SIDE)
MIDDLE = jnp.array([0.5, 0.5])


class Xor(NamedTuple):
    """Two hidden neurons and an output neuron, and what they make of the four rows of XOR.

    W, b: weights and biases of the hidden neurons; v, c: weights and bias of the output neuron;
    plane: its output, a row for each x2; x: the four inputs; hidden, a: the hidden outputs and
    the output for them; wanted: their XOR; right: whether the output says so; edges: two points
    of the line z = 0 of each hidden neuron; arrows: tail and head of an arrow across each line,
    to where z > 0.
    """
    W: Float[Array, "2 2"]
    b: Float[Array, "2"]
    v: Float[Array, "2"]
    c: Float[Array, ""]
    plane: Float[Array, "rows columns"]
    x: Float[Array, "4 2"]
    hidden: Float[Array, "4 2"]
    a: Float[Array, "4"]
    wanted: Float[Array, "4"]
    right: Bool[Array, "4"]
    edges: Float[Array, "2 2 2"]
    arrows: Float[Array, "2 2 2"]


@partial(jax.jit, static_argnames=("output", "activation"))
def compute(angle1, shift1, angle2, shift2, output, activation):
    """Return the network whose hidden neurons have these lines, and what it computes.

    A line is at distance `shift` from (0, 0) in the direction of `angle`, in degrees.
    """
    angle = jnp.deg2rad(jnp.array([angle1, angle2]))
    shift = jnp.array([shift1, shift2])
    across = jnp.column_stack([jnp.cos(angle), jnp.sin(angle)])
    network, params = of_two_lines(across, shift, output, activation)
    plane = jax.vmap(jax.vmap(lambda point: network.apply(params, point)[0]))(PLANE)
    x, hidden, a = jax.vmap(network.forward, (None, 0))(params, jnp.array(GATE_INPUTS)).a
    wanted = jnp.array(TRUTH["XOR"])
    right = (a[:, 0] > 0.5) == (wanted > 0.5)
    first, last = params
    return Xor(*first, last.weights[0], last.biases[0], plane, x, hidden, a[:, 0], wanted, right,
               *_lines(across, shift))


def _lines(across, shift):
    """Return two points of each line, and an arrow across each."""
    along = jnp.column_stack([-across[:, 1], across[:, 0]])
    # The point of each line that is nearest to the middle of the square.
    foot = MIDDLE[None] + (shift - across @ MIDDLE)[:, None] * across
    tail = foot + 0.3 * along
    edges = jnp.stack([foot - 9 * along, foot + 9 * along], axis=1)
    return edges, jnp.stack([tail, tail + 0.3 * across], axis=1)


def draw(figure):
    """Draw the output over the plane with the two lines, and a table of the four rows of XOR."""
    figure.set_layout_engine("none")
    move_plane = _draw_plane(figure.add_axes([0.085, 0.15, 0.38, 0.76]))
    table = figure.add_axes([0.53, 0.06, 0.46, 0.9], xlim=(0, 1), ylim=(0, 1))
    table.axis("off")
    move_rows = _draw_rows(table)
    move_formulas = _draw_formulas(table)

    def update(result):
        move_plane(result)
        move_rows(result)
        move_formulas(result)

    return update


def _draw_plane(axes):
    heat = heat_map(axes, -0.6, 1.6, xlabel="x1", ylabel="x2", xticks=(0, 1), yticks=(0, 1))
    lines = [_draw_line(axes, style, name) for style, name in (("-", "h1"), ("--", "h2"))]
    xor_corners(axes, marker_of_one="s")
    axes.set_title("output: blue 0, orange 1", size=11)

    def move(result):
        heat.set_data(result.plane)
        for move_line, edge, ends in zip(lines, result.edges, result.arrows):
            move_line(edge, *ends)

    return move


def _draw_line(axes, style, name):
    """Draw a neuron's line, an arrow to the side on which it fires, and its name behind that."""
    line, = axes.plot([], [], style, color=OVER_IMAGES, lw=1.8)
    shaft = arrow(axes, OVER_IMAGES, size=16, width=1.8)
    word = axes.text(0, 0, name, ha="center", va="center", color=OVER_IMAGES, clip_on=True)

    def move(edge, tail, head):
        line.set_data(*edge.T)
        shaft.set_positions(tail, head)
        word.set_position(tail - 0.42 * (head - tail))

    return move


def _draw_rows(axes):
    columns = {"x1": 0.02, "x2": 0.14, "h1": 0.28, "h2": 0.42, "a": 0.6, "XOR": 0.8}
    for name, x in columns.items():
        axes.text(x, 0.93, name, color=INK, weight="bold", ha="center")
    places = (*columns.values(), 0.93)
    rows = [[axes.text(x, 0.8 - 0.12 * row, "", color=INK, ha="center") for x in places]
            for row in range(4)]

    def move(result):
        for row, texts in enumerate(rows):
            for text, cell in zip(texts, _cells(result, row)):
                text.set_text(cell)
            texts[-1].set_color(GREEN if result.right[row] else RED)

    return move


def _cells(result, row):
    """Return the texts of a row of the table."""
    inputs = [f"{x:.0f}" for x in result.x[row]]
    outputs = [number(a, 2) for a in (*result.hidden[row], result.a[row])]
    mark = "\u2713" if result.right[row] else "\u2717"
    return [*inputs, *outputs, f"{result.wanted[row]:.0f}", mark]


def _draw_formulas(axes):
    first, second, last = (axes.text(-0.03, y, "", color=INK) for y in (0.26, 0.15, 0.04))

    def move(result):
        digits = 2 if abs(result.W).max() < 2 else 1
        hidden = [combination(w, ("x1", "x2"), b, digits) for w, b in zip(result.W, result.b)]
        first.set_text(f"solid: h1 = f({hidden[0]})")
        second.set_text(f"dashed: h2 = f({hidden[1]})")
        last.set_text(f"output: a = f({combination(result.v, ('h1', 'h2'), result.c)})")

    return move


def describe(result):
    """Say what the network gives for the four rows, and how many are right."""
    answers = ", ".join(number(a, 2) for a in result.a)
    return (f"For 00, 01, 10 and 11 the network gives {answers}: {result.right.sum()} of the 4 "
            "rows of XOR are right.")


def _move_line(values, began, x, y):
    """Let the line that was nearer to where the drag began go through (x, y)."""
    angle = {n: np.deg2rad(values[f"angle{n}"]) for n in (1, 2)}
    across = {n: np.array([np.cos(angle[n]), np.sin(angle[n])]) for n in angle}
    nearest = min(across, key=lambda n: abs(across[n] @ began - values[f"shift{n}"]))
    return {f"shift{nearest}": float(across[nearest] @ (x, y))}


def _turn_round(neuron, values, key):
    """Return the same line with its other side: z changes its sign everywhere."""
    angle = values[f"angle{neuron}"]
    return {f"angle{neuron}": angle - 180 if angle > 0 else angle + 180,
            f"shift{neuron}": 0.0 - values[f"shift{neuron}"]}


def xor_by_hand() -> Explorer:
    """Show two hidden neurons and an output, to be set by hand until all four rows are right."""
    shift = partial(Slider, -2.0, 2.0, step=0.05)
    controls = {
        "angle1": Slider(-180, 180, 45, 5, label="hidden 1: angle"),
        "shift1": shift(0.35, label="hidden 1: shift"),
        "round1": Button("hidden 1: other side", partial(_turn_round, 1)),
        "angle2": Slider(-180, 180, 0, 5, label="hidden 2: angle"),
        "shift2": shift(1.3, label="hidden 2: shift"),
        "round2": Button("hidden 2: other side", partial(_turn_round, 2)),
        "output": Choice(tuple(JOINED)),
        "activation": Choice(tuple(STEEP)),
        "lines": Drag(pull=_move_line),
    }
    return Explorer(compute, draw, controls, describe, title="XOR by three neurons",
                    size=(7.2, 3.6))

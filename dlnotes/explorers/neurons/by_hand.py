"""Part two clouds by moving the weights of a neuron; then let the perceptron rule do it."""
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Bool, Float, Int

from dlnotes.experiments.neurons.separation import clouds, edge_line
from dlnotes.explorers.parts.input_plane import arrow, show_classes, two_classes
from dlnotes.live.controls import Drag, Play, Slider
from dlnotes.live.engine import Explorer
from dlnotes.live.style import GREY, INK, RED
from dlnotes.networks.activations import step
from dlnotes.networks.neurons import Neuron, neuron
from dlnotes.networks.perceptron import count_wrong, perceptron_rule

LOOKS = 300  # the rule looks at one point in each of its steps


class ByHand(NamedTuple):
    """Two clouds of n points, the reader's line, and the rule's.

    x, y: points and classes; missed: which points are on the wrong side of the reader's line;
    wrong: how many; weights: the reader's; edge: two points of the line, a row of x1 and one of
    x2; rule_wrong, rule_edge: the same of the rule, NaN before its first look; looks: how many
    points it has looked at; moves: in how many of its looks it moved.
    """
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


@jax.jit
def compute(w1, w2, b, rule_steps, seed):
    """Return what the reader's line and the rule's line do with the clouds of a seed."""
    x, y = clouds(seed)
    weights = jnp.array([w1, w2])
    missed = jax.vmap(lambda one: neuron(weights, b, one, step))(x) != y
    run = perceptron_rule(x, y, steps=LOOKS)
    at = Neuron(run.weights[rule_steps], run.biases[rule_steps])
    rule_wrong = jnp.where(rule_steps > 0, count_wrong(at, x, y), jnp.nan)
    moves = jnp.sum(run.moved & (jnp.arange(LOOKS) < rule_steps))
    wrong = jnp.sum(missed).astype(float)
    return ByHand(x, y, missed, wrong, weights, edge_line(weights, b), rule_wrong,
                  edge_line(*at), rule_steps, moves)


def draw(figure):
    """Draw the clouds with both lines, and how many points each line has on the wrong side."""
    plane, bars = figure.subplots(1, 2, width_ratios=(1.25, 1))
    move_lines = _draw_lines(plane)
    move_bars = _draw_bars(bars)

    def update(result):
        move_lines(result)
        move_bars(result)

    return update


def _draw_lines(axes):
    marks = two_classes(axes, 6)
    wrong, = axes.plot([], [], "o", ms=13, mfc="none", mec=RED, mew=1.5)
    yours, = axes.plot([], [], color=INK, label="your line")
    weights = arrow(axes, RED)
    rule, = axes.plot([], [], "--", color=GREY, label="the rule's line")
    axes.set(xlim=(-4.4, 4.4), ylim=(-4.4, 4.4), xlabel="x1", ylabel="x2", aspect="equal")
    axes.legend(loc="lower left", bbox_to_anchor=(0, 1), borderaxespad=0.2, ncols=2)

    def move(result):
        show_classes(marks, result.x, result.y)
        wrong.set_data(*result.x[result.missed].T)
        yours.set_data(*result.edge)
        weights.set_positions((0, 0), tuple(result.weights))
        rule.set_data(*result.rule_edge)

    return move


def _draw_bars(axes):
    rows = axes.barh([1, 0], [0, 0], color=(INK, GREY), height=0.5)
    axes.set(xlim=(0, 92), ylim=(-0.6, 1.5), title="points on the wrong side")
    axes.set_yticks((1, 0), ("you", "rule"))
    axes.grid(False, axis="y")
    counts = [axes.text(0, y, "", va="center", size=13) for y in (1, 0)]
    note = axes.text(1.5, -0.45, "", va="center")

    def move(result):
        for row, text, value in zip(rows, counts, (result.wrong, result.rule_wrong)):
            known = np.isfinite(value)
            row.set_width(value)
            text.set_text(f"{value:.0f}" if known else "not started")
            text.set_x(1.5 + (value if known else 0))
        note.set_text(f"after {_moves_in_looks(result)}" if result.looks else "")

    return move


def _moves_in_looks(result):
    """Write how often the rule has moved: "3 moves in 300 looks"."""
    move = "move" if result.moves == 1 else "moves"
    look = "look" if result.looks == 1 else "looks"
    return f"{result.moves} {move} in {result.looks} {look}"


def describe(result):
    """Say how many points are on the wrong side of the reader's line, and of the rule's."""
    yours = f"Your line has {result.wrong:.0f} of 80 points on the wrong side"
    if np.isnan(result.rule_wrong):
        return f"{yours}."
    return f"{yours}, the rule's {result.rule_wrong:.0f} after {_moves_in_looks(result)}."


def by_hand() -> Explorer:
    """Show two clouds to part by hand, by the weights of a neuron, and then by the rule."""
    controls = {
        "w1": Slider(-4.0, 4.0, 0.5),
        "w2": Slider(-4.0, 4.0, 2.0),
        "b": Slider(-6.0, 6.0, 0.0),
        "rule_steps": Slider(0, LOOKS, 0, 1, label="looks of the rule"),
        "seed": Slider(0, 9, 0, 1, label="clouds"),
        "weights": Drag(x="w1", y="w2"),
        "play": Play("rule_steps", 6.0, label="let the rule learn"),
    }
    return Explorer(compute, draw, controls, describe, title="By hand and by rule",
                    size=(7.2, 3.9))

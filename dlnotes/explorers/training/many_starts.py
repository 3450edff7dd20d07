"""Watch one little network learn XOR from 200 random starts: where do they end?"""
from functools import cache
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float, Int

from dlnotes.experiments.descent.random_starts import EVERY, STEPS, xor_descents
from dlnotes.explorers.parts.many_curves import cloud, curves
from dlnotes.live.controls import Choice, Play, Slider
from dlnotes.live.engine import Explorer
from dlnotes.live.numbers import large, number
from dlnotes.live.style import BLUE, RED

STARTS = 200
BINS = 25  # of the histogram of costs from 0 to 1; the last bin also has all costs above 1


class Starts(NamedTuple):
    """The costs of many networks on their way, and how many are where now.

    steps: at which costs are known; costs: of each network; step: the one looked at.
    solved: how many networks are right on all four rows of XOR then.
    counts: how many networks have a cost in each bin then; edges: where the bins begin.
    """
    steps: Float[Array, "n"]
    costs: Float[Array, "200 n"]
    step: Float[Array, ""]
    solved: Int[Array, ""]
    counts: Float[Array, "25"]
    edges: Float[Array, "25"]


@cache
def _descents(hidden):
    return xor_descents(hidden, jax.random.split(jax.random.key(0), STARTS))


def compute(hidden: str, step: int) -> Starts:
    """Count where the networks are. hidden: number of hidden neurons; step: 0, 20, ..., 4000."""
    costs, solved = _descents(int(hidden))
    return _starts(costs, solved, step // EVERY)


@jax.jit
def _starts(costs, solved, at):
    now = jnp.minimum(costs[:, at], 1.0)
    counts, edges = jnp.histogram(now, bins=BINS, range=(0.0, 1.0))
    steps = EVERY * jnp.arange(costs.shape[1], dtype=float)
    step = EVERY * jnp.asarray(at, float)
    return Starts(steps, costs, step, solved[:, at].sum(), counts, edges[:-1])


def draw(figure):
    """Draw the cost of each network against steps, and a histogram of the costs now."""
    left, right = figure.subplots(1, 2, width_ratios=(1.5, 1), sharey=True)
    costs = cloud(left, BLUE, 0.25, 0.8)
    now, = left.plot([], [], color=RED, lw=2)
    left.set(xlim=(0, STEPS), ylim=(0, 1), xlabel="steps of gradient descent",
             ylabel="cost on XOR", yticks=(0, 0.25, 0.5, 0.75, 1),
             yticklabels=("0", "0.25", "0.5", "0.75", "1 or\nmore"))
    update_histogram = _histogram(right)

    def update(result):
        reached = max(2, np.sum(result.steps <= result.step))
        costs.set_segments(curves(result.steps, result.costs)[:, :reached])
        now.set_data([result.step] * 2, [0, 1])
        update_histogram(result)

    return update


def _histogram(axes):
    bars = axes.barh(np.zeros(BINS), np.zeros(BINS), height=1 / BINS, color=BLUE)
    axes.set(xlim=(0, STARTS), xlabel="networks")
    note = axes.text(0.95, 0.68, "", transform=axes.transAxes, ha="right", va="top", size=12)

    def update(result):
        for bar, count, edge in zip(bars, result.counts, result.edges):
            bar.set_width(count)
            bar.set_y(edge)
        note.set_text(f"after {large(result.step)} steps:\n"
                      f"{result.solved} of {len(result.costs)} have solved it")

    return update


def describe(result):
    """Say how many networks have solved XOR after so many steps."""
    return (f"After {number(result.step, 0)} steps \u2248{result.solved} of {len(result.costs)} "
            "networks have solved XOR; the others are stuck, or still on their way.")


def many_starts() -> Explorer:
    """Start the same little network at 200 random places, on XOR: where do they end?"""
    controls = {
        "hidden": Choice(("2", "3", "4", "8"), label="hidden neurons"),
        "step": Slider(0, STEPS, 0, EVERY),
        "play": Play("step", 5.0),
    }
    return Explorer(compute, draw, controls, describe, title="200 starts", size=(7.2, 3.4))

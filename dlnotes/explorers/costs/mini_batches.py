"""See the gradients of 200 mini-batches around that of all examples: choose their size."""
from functools import cache
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float, Int
from matplotlib.patches import FancyArrowPatch

from dlnotes.experiments.descent.mini_batches import (
    LARGEST_BATCH,
    batch_gradients,
    example_spread,
    gradient_plane,
)
from dlnotes.live.controls import Button, Slider, Toggle
from dlnotes.live.engine import Explorer
from dlnotes.live.numbers import number
from dlnotes.live.style import BLUE, GREY, ORANGE, RED

BATCHES = 200
SIZES = (1, 3, 10, 30, 100, 300, 1000)


class MiniBatches(NamedTuple):
    """Gradients of mini-batches of m examples, on a plane through the origin, and their spread.

    full: the gradient of all examples, along the first axis; batches: those of the mini-batches.
    spread: their distance from the full one, over all 2,260 numbers.
    sizes: other sizes m; measured: the spread of 200 batches of each.
    one: the spread of single examples, the c of c / sqrt(m); others: whether to show other sizes.
    """
    m: Int[Array, ""] | int
    full: Float[Array, "2"]
    batches: Float[Array, "200 2"]
    spread: Float[Array, ""]
    sizes: Float[Array, "7"]
    measured: Float[Array, "7"]
    one: Float[Array, ""]
    others: bool


@cache
def _measured_spreads():
    """Return the spread of 200 mini-batches of each of `SIZES`."""
    key = jax.random.key(2)
    found = [batch_gradients(m, BATCHES, key=jax.random.fold_in(key, m)) for m in SIZES]
    return jnp.stack([gradients.spread for gradients in found])


def compute(m: int, seed: int, others: bool) -> MiniBatches:
    """Draw 200 mini-batches. m: examples in each; seed: draws them; others: show other sizes."""
    found = batch_gradients(m, BATCHES, key=jax.random.key(seed))
    plane = gradient_plane()
    return MiniBatches(
        m, plane @ found.full, found.batches @ plane.T, found.spread,
        jnp.array(SIZES, float), _measured_spreads(), example_spread(), others)


def draw(figure):
    """Draw the gradients on a plane on the left, and their spread against m on the right."""
    left, right = figure.subplots(1, 2, width_ratios=(1, 1.1))
    update_plane = _plane(left)
    update_spread = _spread(right)

    def update(result):
        update_plane(result)
        update_spread(result)

    return update


def _plane(axes):
    batches, = axes.plot(
        [], [], "o", color=BLUE, ms=4, alpha=0.6, mew=0, zorder=3, label="mini-batches")
    full, = axes.plot([], [], "+", color=RED, ms=15, mew=2, zorder=4, label="all examples")
    arrow = axes.add_patch(FancyArrowPatch(
        (0, 0), (1, 0), arrowstyle="-|>", mutation_scale=16, shrinkA=0, shrinkB=0,
        color=RED, lw=1.6))
    axes.set(xlim=(2.1, 5.5), ylim=(-2.1, 2.1), aspect="equal",
             xlabel="along the full gradient", ylabel="across it")
    axes.legend(loc="upper left", borderaxespad=0.1, handletextpad=0.4)
    title = axes.set_title("0", size=11)

    def update(result):
        batches.set_data(*result.batches.T)
        full.set_data([result.full[0]], [result.full[1]])
        arrow.set_positions((0, 0), tuple(result.full))
        title.set_text(f"{BATCHES} gradients, m = {result.m}")

    return update


def _spread(axes):
    law, = axes.plot([], [], color=GREY, lw=1.6, label="c / \u221am")
    measured, = axes.plot([], [], "s", color=ORANGE, ms=7, label="measured")
    dot, = axes.plot([], [], "o", color=RED, ms=10, label=f"these {BATCHES}")
    axes.set(xscale="log", yscale="log", xlim=(0.8, 1250), ylim=(0.05, 5))
    axes.set(yticks=(0.1, 1), yticklabels=("0.1", "1"), xlabel="examples in a batch, m",
             xticks=(1, 10, 100, 1000), xticklabels=(1, 10, 100, 1000))
    axes.set_title("distance from the full gradient", size=11)
    legend = axes.legend(loc="lower left")

    def update(result):
        law.set_data(result.sizes, result.one / np.sqrt(result.sizes))
        measured.set_data(result.sizes, result.measured)
        for artist in (law, measured, legend):
            artist.set_visible(result.others)
        dot.set_data([result.m], [result.spread])

    return update


def describe(result):
    """Say how far off the gradients of the mini-batches are, and how long the full one is."""
    examples = "example" if result.m == 1 else "examples"
    return (f"{BATCHES} mini-batches of {result.m} {examples}: their gradients are off by "
            f"\u2248{number(result.spread, 2)}, where the full gradient is "
            f"\u2248{number(result.full[0], 2)} long.")


def _next_draw(values, key):
    return {"seed": (values["seed"] + 1) % 100}


def mini_batches() -> Explorer:
    """Ask how far the gradient of m examples is from that of all: 200 mini-batches answer."""
    controls = {
        "m": Slider(1, LARGEST_BATCH, 10, 60, log=True, label="examples in a batch, m"),
        "seed": Slider(0, 99, 0, 1, label="draw"),
        "again": Button("draw again", _next_draw),
        "others": Toggle(label="other sizes"),
    }
    return Explorer(
        compute, draw, controls, describe, title="Gradients of mini-batches", size=(7.2, 3.7))

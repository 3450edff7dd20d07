"""Fold the line once more with each layer of two neurons; one layer of as many is left behind."""
from functools import cache
from typing import NamedTuple

import jax.numpy as jnp
import numpy as np
from jaxtyping import Float

from dlnotes.experiments.depth.linear_pieces import count_pieces
from dlnotes.experiments.depth.sawtooth import sawtooth, shallow_part
from dlnotes.experiments.universality.wide_networks import outputs
from dlnotes.live.controls import Play, Slider, Toggle
from dlnotes.live.engine import Explorer
from dlnotes.live.numbers import counted
from dlnotes.live.style import BLUE, GREY, ORANGE, RED


class Teeth(NamedTuple):
    """Two networks of 2 `layers` ReLUs for one sawtooth: in layers of two, and in one layer.

    layers: hidden layers of the deep network.
    x: inputs (n,).
    deep: the outputs of the deep network, (n,).
    shallow: those of the network with one hidden layer, (n,).
    deep_pieces, shallow_pieces: how many straight pieces each makes.
    until: the largest input that is shown.
    """
    layers: int
    x: Float[np.ndarray, "n"]
    deep: Float[np.ndarray, "n"]
    shallow: Float[np.ndarray, "n"]
    deep_pieces: int
    shallow_pieces: int
    until: float


@cache
def compute(layers: int, closer: bool) -> Teeth:
    """Return the deep and the shallow network. closer: look at the first 1/16 only."""
    x = np.arange(2049, dtype=np.float32) / 2048
    points = jnp.asarray(x[:, None])
    deep = sawtooth(layers)
    shallow = shallow_part(2 * layers, 2**(layers - 1))
    return Teeth(layers, x, np.asarray(outputs(*deep, points))[:, 0],
                 np.asarray(outputs(*shallow, points))[:, 0],
                 count_pieces(*deep), count_pieces(*shallow), 1 / 16 if closer else 1.0)


def draw(figure):
    """Draw both networks, one below the other, and how many neurons a sawtooth takes."""
    grid = figure.add_gridspec(2, 2, width_ratios=(1.5, 1))
    deep = figure.add_subplot(grid[0, 0])
    shallow = figure.add_subplot(grid[1, 0])
    needed = figure.add_subplot(grid[:, 1])
    update_networks = _draw_networks(deep, shallow)
    update_needed = _draw_needed(needed)

    def update(result):
        update_networks(result)
        update_needed(result)

    return update


def _draw_networks(deep, shallow):
    lines = []
    titles = []
    for axes, colour in ((deep, BLUE), (shallow, ORANGE)):
        lines.append(axes.plot([], [], color=colour, lw=1.2)[0])
        axes.set(xlim=(0, 1), ylim=(-0.08, 1.08), yticks=(0, 1))
        titles.append(axes.set_title("0", size=11, loc="left"))
    deep.set_xticklabels([])
    shallow.set_xlabel("input x")

    def update(result):
        for axes, line, values in zip((deep, shallow), lines, (result.deep, result.shallow)):
            line.set_data(result.x, values)
            axes.set_xlim(0, result.until)
        teeth = 2**(result.layers - 1)
        made = f"{teeth} {'teeth' if teeth > 1 else 'tooth'}"
        titles[0].set_text(f"{counted(result.layers, 'layer')} of 2 neurons: {made}")
        titles[1].set_text(f"the same {2 * result.layers} neurons in one layer")

    return update


def _draw_needed(axes):
    wide, = axes.plot([], [], "o-", color=ORANGE, ms=5, label="one hidden layer")
    narrow, = axes.plot([], [], "o-", color=BLUE, ms=5, label="layers of two")
    now, = axes.plot([], [], "s", color=RED, ms=9, mfc="none", mew=1.6, ls="none")
    axes.set(yscale="log", xlim=(0.5, 10.5), ylim=(1, 6000), xlabel="layers", xticks=(1, 4, 7, 10))
    axes.set_yticks((1, 10, 100, 1000), ("1", "10", "100", "1,000"))
    axes.minorticks_off()
    axes.legend(loc="upper left")
    axes.set_title("neurons for the same teeth", size=11)
    axes.tick_params(colors=GREY)

    def update(result):
        layers = np.arange(1, result.layers + 1)
        wide.set_data(layers, 2.0**layers)
        narrow.set_data(layers, 2 * layers)
        now.set_data([result.layers] * 2, [2.0**result.layers, 2 * result.layers])

    return update


def describe(result: Teeth) -> str:
    """Say how many straight pieces the same neurons make in many layers and in one."""
    return (f"{2 * result.layers} neurons make {result.deep_pieces:,} straight pieces in layers of "
            f"two, and {result.shallow_pieces} in one layer.")


def teeth() -> Explorer:
    """Show a sawtooth made by layers of two neurons, and by as many neurons in one layer."""
    controls = {
        "layers": Slider(1, 10, 1, 1, label="hidden layers"),
        "play": Play("layers", 5.0),
        "closer": Toggle(label="16 times closer"),
    }
    return Explorer(compute, draw, controls, describe, title="Teeth, deep and shallow",
                    size=(7.2, 3.6))

"""Thirty ReLUs, built by hand or trained from 32 starts: who comes closer?"""
from typing import NamedTuple

import jax.numpy as jnp
import numpy as np
from jaxtyping import Float

from dlnotes.experiments.universality.built_or_learnt import (
    EPOCHS,
    RUNS,
    STARTS,
    built_network,
    contest_curves,
)
from dlnotes.experiments.universality.nielsens_task import task
from dlnotes.explorers.parts.many_curves import cloud, curves
from dlnotes.live.controls import Choice, Play, Slider
from dlnotes.live.engine import Explorer
from dlnotes.live.numbers import number, scientific
from dlnotes.live.style import BLUE, GREY, INK, ORANGE


class Contest(NamedTuple):
    """A network that is built for a function, and 32 that learn it.

    x: inputs (n,).
    wanted: the function, (n,).
    built: the outputs of the network that is built, (n,).
    built_error: its largest error.
    learnt: the outputs of those that learn, (32, n).
    now: their largest errors, (32,).
    epochs: every tenth epoch, (k,); NaN for those after the present one.
    errors: the largest errors after these epochs, (32, k); NaN as for `epochs`.
    """
    x: Float[np.ndarray, "n"]
    wanted: Float[np.ndarray, "n"]
    built: Float[np.ndarray, "n"]
    built_error: float
    learnt: Float[np.ndarray, "32 n"]
    now: Float[np.ndarray, "32"]
    epochs: Float[np.ndarray, "k"]
    errors: Float[np.ndarray, "32 k"]


def compute(start: str, epoch: int) -> Contest:
    """Return the network that is built, and those that learn, after an epoch of training."""
    found, errors = contest_curves(start)
    x = np.linspace(0, 1, 501)
    wanted = np.asarray(task(jnp.asarray(x)))
    built = np.asarray(built_network()(jnp.asarray(x[:, None], jnp.float32)))[:, 0]
    built_error = float(np.abs(built - wanted).max())
    at = epoch // EPOCHS.step
    epochs = np.array(EPOCHS)
    until = np.where(epochs <= epoch, 1.0, np.nan)
    return Contest(x, wanted, built, built_error, found[:, at], errors[:, at], epochs * until,
                   errors * until)


def draw(figure):
    """Draw the outputs of all networks on the left, and their errors by epoch on the right."""
    left, right = figure.subplots(1, 2, width_ratios=(1.25, 1))
    wanted, = left.plot([], [], color=GREY, lw=4, alpha=0.5)
    others = cloud(left, BLUE, 0.2, 0.7)
    built, = left.plot([], [], "--", color=ORANGE, lw=1.6)
    learnt, = left.plot([], [], color=BLUE, lw=1.6)
    left.legend([wanted, built, learnt], ["wanted", "built", "best learnt"], loc="lower left",
                bbox_to_anchor=(0, 1), borderaxespad=0.2, ncols=3)
    left.set(xlim=(0, 1), ylim=(-0.3, 1.3), xlabel="input x")
    right.set(yscale="log", xlim=(0, 400), ylim=(0.01, 4), xlabel="epoch")
    right.set_yticks((0.01, 0.1, 1), ("0.01", "0.1", "1"))
    right.minorticks_off()
    paths = [right.plot([], [], color=BLUE, lw=0.8, alpha=0.45)[0] for _ in range(RUNS)]
    line = right.axhline(1, color=ORANGE, lw=1.6, ls="--")
    ends, = right.plot([], [], "o", color=INK, ms=4, ls="none")
    title = right.set_title("largest error", size=11)

    def update(result):
        wanted.set_data(result.x, result.wanted)
        built.set_data(result.x, result.built)
        others.set_segments(curves(result.x, result.learnt))
        learnt.set_data(result.x, result.learnt[result.now.argmin()])
        for path, errors in zip(paths, result.errors):
            path.set_data(result.epochs, errors)
        ends.set_data([np.nanmax(result.epochs)] * RUNS, result.now)
        line.set_ydata([result.built_error] * 2)
        best = f"best {number(result.now.min(), 3)}"
        title.set_text(f"largest error: {best}, built {number(result.built_error, 3)}")

    return update


def describe(result: Contest) -> str:
    """Say the largest errors of the network that is built, and of the best and the worst learnt."""
    return (f"Built by hand, 30 ReLUs are at most {number(result.built_error, 3)} off; the best of "
            f"32 that learn is \u2248{scientific(result.now.min())} off, the worst "
            f"\u2248{scientific(result.now.max())}.")


def construct_or_learn() -> Explorer:
    """Show thirty ReLUs as they are built, and 32 such networks as they learn."""
    controls = {
        "start": Choice(STARTS),
        "epoch": Slider(0, EPOCHS[-1], 0, EPOCHS.step),
        "play": Play("epoch", 5.0),
    }
    return Explorer(compute, draw, controls, describe, title="Built or learnt", size=(7.2, 3.4))

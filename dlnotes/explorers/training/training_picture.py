"""Watch cost and accuracy while a network learns, epoch by epoch."""
from functools import partial

import jax.numpy as jnp
import numpy as np
from matplotlib.ticker import MaxNLocator

from dlnotes.learning.runs import History
from dlnotes.live.engine import LivePicture
from dlnotes.live.numbers import number
from dlnotes.live.style import BLUE, FAINT, ORANGE, PURPLE


def draw(epochs, figure):
    """Draw how far training has come, and under it the cost and the accuracy until there."""
    rows = figure.subplot_mosaic([["bar", "bar"], ["cost", "right"]], height_ratios=(0.04, 1))
    update_bar = _bar(rows["bar"], epochs)
    update_cost = _cost(rows["cost"])
    update_accuracy = _accuracy(rows["right"])
    for name in ("cost", "right"):
        rows[name].set(xlim=(0, epochs + 1), xlabel="epoch")
        rows[name].xaxis.set_major_locator(MaxNLocator(integer=True))

    def update(history):
        seen = np.arange(1, len(history.cost) + 1)
        update_bar(len(seen))
        update_cost(seen, history)
        update_accuracy(seen, history)

    return update


def _bar(axes, epochs):
    axes.set(xlim=(0, epochs), ylim=(0, 1), xticks=(), yticks=())
    axes.grid(False)
    axes.spines[:].set_visible(False)
    axes.barh(0.5, epochs, height=1, color=FAINT)
    done, = axes.barh(0.5, 0, height=1, color=BLUE)
    caption = axes.set_title("", size=11, loc="left")

    def update(epoch):
        done.set_width(epoch)
        caption.set_text(f"epoch {epoch} of {epochs}")

    return update


def _cost(axes):
    cost, = axes.plot([], [], "o-", ms=3, color=ORANGE, label="examples it learns from")
    unseen, = axes.plot([], [], "s--", ms=3, lw=1.4, color=PURPLE, label="unseen examples")
    axes.set(ylim=(0, 1), title="mean cost")
    axes.legend(loc="upper right")
    axes.yaxis.set_major_formatter("{x:g}")

    def update(seen, history):
        cost.set_data(seen, history.cost)
        unseen.set_data(seen, history.unseen_cost)
        axes.set_ylim(0, 1.15 * max([*history.cost, *history.unseen_cost], default=1))

    return update


def _accuracy(axes):
    accuracy, = axes.plot([], [], "o-", ms=3, color=BLUE)
    axes.set(ylim=(0, 1.02), title="share right of unseen examples")
    note = axes.text(0.95, 0.1, "", transform=axes.transAxes, ha="right", size=15)

    def update(seen, history):
        accuracy.set_data(seen, history.accuracy)
        note.set_text(f"{history.accuracy[-1]:.1%}" if len(seen) else "")

    return update


def describe(history):
    """Say the last cost and the last accuracy."""
    if not len(history.cost):
        return "Nothing learnt yet."
    cost = number(history.cost[-1], 2)
    right = number(history.accuracy[-1], 2)
    return (f"After {len(history.cost)} epochs the cost is \u2248{cost}, and \u2248{right} of the "
            "unseen examples are recognised.")


def training_picture(epochs: int) -> LivePicture:
    """Show cost and accuracy while a network learns: give `fit` the picture as `on_epoch`.

        with training_picture(20) as watch:
            fit(..., epochs=20, on_epoch=watch)
    """
    nothing = jnp.zeros(0)
    start = History(cost=nothing, unseen_cost=nothing, accuracy=nothing)
    return LivePicture(partial(draw, epochs), describe, start, title="Training", size=(7.2, 3.1))

"""See what a network knows that learns digits with true labels, or with shuffled ones."""
from typing import NamedTuple

import numpy as np

from dlnotes.experiments.waves.memorising import TESTED, Memorised, learnt_and_unseen
from dlnotes.explorers.parts.bare import bare
from dlnotes.live.controls import Choice, Play, Slider
from dlnotes.live.engine import Explorer
from dlnotes.live.style import GREY, INK, ORANGE, PURPLE, RED, SEQUENTIAL

SHARES = {"all true": 0.0, "half of them shuffled": 0.5, "all shuffled": 1.0}


class ByHeart(NamedTuple):
    """A training with some share of its labels shuffled, shown until an epoch.

    found: ten of the digits, and the shares right by epoch; epoch: 0 to 60.
    """
    found: Memorised
    epoch: int


def compute(labels, epoch):
    """Return the training with these labels, which is done once, to be shown until an epoch."""
    return ByHeart(learnt_and_unseen(SHARES[labels]), epoch)


def draw(figure):
    """Draw ten digits with the labels that the network is told, and the shares right by epoch."""
    left, right = figure.subfigures(1, 2, width_ratios=(1, 2.6))
    move_digits = _draw_digits(left)
    move_curves = _draw_curves(right.subplots())

    def update(result):
        move_digits(result.found)
        move_curves(result.found, result.epoch)

    return update


def _draw_digits(figure):
    images = [axes.imshow(np.zeros((8, 8)), vmin=0, vmax=1, cmap=SEQUENTIAL)
              for axes in figure.subplots(5, 2).flat]
    titles = [image.axes.set_title("0", size=11) for image in images]
    for image in images:
        bare(image.axes)

    def move(found):
        digits = zip(images, titles, found.images, found.labels, found.true)
        for image, title, pixels, label, true in digits:
            image.set_data(pixels)
            title.set_text(f"{label}" if true else f"{label} \u2717")
            title.set_color(INK if true else RED)

    return move


def _draw_curves(axes):
    learnt, = axes.plot([], [], "o-", ms=4, color=ORANGE, label="digits it learns from")
    unseen, = axes.plot([], [], "s--", ms=4, lw=1.4, color=PURPLE, label="unseen digits")
    axes.axhline(0.1, color=GREY, lw=1.2, ls=":")
    axes.text(60, 0.085, "guessing", size=10, color=GREY, ha="right", va="top")
    axes.set(xlim=(-1, 61), ylim=(0, 1.03), xlabel="epoch", ylabel="share right")
    axes.legend(loc="lower left", bbox_to_anchor=(0, 1), borderaxespad=0.2, ncols=2)

    def move(found, epoch):
        until = found.epochs <= epoch
        learnt.set_data(found.epochs[until], found.learnt[until])
        unseen.set_data(found.epochs[until], found.unseen[until])

    return move


def describe(result):
    """Say how many digits the network gets right, of those it learns from and of unseen ones."""
    found = result.found
    at = np.searchsorted(found.epochs, result.epoch, side="right") - 1
    epochs = int(found.epochs[at])
    return (f"After {epochs} epoch{'s' * (epochs != 1)} the network is right on "
            f"\u2248{100 * found.learnt[at]:.0f} % of the digits it learns from, and on "
            f"\u2248{100 * found.unseen[at]:.0f} % of unseen ones.")


def by_heart() -> Explorer:
    """Show a network that learns digits with true labels, or with labels shuffled among them."""
    controls = {
        "labels": Choice(tuple(SHARES), label="labels"),
        "epoch": Slider(0, TESTED[-1], 0, 1),
        "play": Play("epoch", 6.0),
    }
    return Explorer(compute, draw, controls, describe, title="Learnt, or learnt by heart",
                    size=(7.2, 3.4))

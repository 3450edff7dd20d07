"""Accuracy after equal training against depth, each remedy a switch, each year's idea a button."""
from typing import NamedTuple

import numpy as np
from jaxtyping import Array, Float, Int

from dlnotes.experiments.vanishing.remedies import (DEPTHS, STORY, Setting, accuracy_by_depth,
                                                    best_of)
from dlnotes.live.controls import Button, Choice, Toggle
from dlnotes.live.engine import Explorer
from dlnotes.live.numbers import number
from dlnotes.live.style import BLUE, GREY, SKY


class Cliff(NamedTuple):
    """Shares of unseen digits recognised after equal training, for networks of five depths.

    rates: for each learning rate, the mean of two starts; best: of the three rates; plain: the
    best with sigmoids and no remedy.
    """
    depths: Int[Array, "5"]
    rates: Float[Array, "5 3"]
    best: Float[Array, "5"]
    plain: Float[Array, "5"]


def compute(**switches) -> Cliff:
    """Train networks with these switches of a `Setting`, and without any."""
    shares = np.asarray(accuracy_by_depth(Setting(**switches)))
    plain = best_of(accuracy_by_depth(Setting()))
    return Cliff(np.array(DEPTHS), shares.mean(axis=2), best_of(shares), plain)


def draw(figure):
    """Draw accuracy over depth for each learning rate, for the best, and without remedies."""
    axes = figure.subplots()
    axes.axhline(0.1, color=GREY, lw=1.2, ls=":")
    axes.text(0.95, 0.115, "guessing", size=10, color=GREY)
    rates = [axes.plot([], [], color=SKY, lw=1.4, ls=style)[0] for style in (":", "--", "-")]
    plain, = axes.plot([], [], "s--", color=GREY, lw=1.8, ms=6)
    best, = axes.plot([], [], "o-", color=BLUE, lw=2.8, ms=8)
    axes.set(xscale="log", xlim=(0.93, 35), ylim=(0, 1.02), xlabel="hidden layers",
             xticks=DEPTHS, xticklabels=DEPTHS)
    axes.minorticks_off()
    axes.set_title("share right of unseen digits after ten epochs", size=11)
    names = ["\u03b7 = 0.05", "0.3", "2", "the best of them", "sigmoids, no remedy"]
    axes.legend([*rates, best, plain], names,
                loc="upper center", bbox_to_anchor=(0.5, -0.17), ncols=5)

    def update(result):
        for line, values in zip(rates, result.rates.T):
            line.set_data(result.depths, values)
        plain.set_data(result.depths, result.plain)
        best.set_data(result.depths, result.best)

    return update


def describe(result):
    """Say which share of unseen digits is recognised, for each depth."""
    shares = ", ".join(f"{depth}: \u2248{number(100 * best, 0)} %"
                       for depth, best in zip(result.depths, result.best))
    return f"Unseen digits recognised after ten epochs, by hidden layers: {shares}."


def cliff() -> Explorer:
    """Show accuracy against depth; a setting that was not trained before takes some seconds."""
    return Explorer(compute, draw, {**_switches(), **_years()}, describe,
                    title="Depth and its remedies", size=(7.2, 3.6))


def _switches():
    return {
        "activation": Choice(("sigmoid", "tanh", "relu")),
        "start": Choice(("scaled", "glorot", "he", "too large", "pretrained")),
        "normalisation": Choice(("none", "batch", "layer")),
        "residual": Toggle(label="residual connections"),
        "clip": Toggle(label="clip the gradient"),
    }


def _years():
    """Return a button for each year's idea, which sets all switches."""
    def choose(setting):
        return lambda values, key: setting._asdict()

    return {f"story_{i}": Button(name, choose(setting))
            for i, (name, setting) in enumerate(STORY.items())}

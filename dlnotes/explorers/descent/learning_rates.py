"""Compare learning rates from a thousandth to a hundred, by which one network learns the digits."""
from typing import NamedTuple

import numpy as np
from jaxtyping import Array, Float

from dlnotes.experiments.descent.learning_rates import rate_runs
from dlnotes.explorers.parts.many_curves import cloud, curves
from dlnotes.live.controls import Drag, Play, Slider
from dlnotes.live.engine import Explorer
from dlnotes.live.numbers import number, scientific
from dlnotes.live.style import BLUE, GREY

RATES = Slider(0.001, 100.0, 0.001, 15, log=True, label="eta, learning rate")


class Rates(NamedTuple):
    """One network trained at many learning rates, one of which is shown.

    costs: the mean cost after each of five epochs; right: the share right of unseen digits
    after all of them; shown: the number of the rate that is shown, from 0.
    """
    rates: Float[np.ndarray, "n"]
    costs: Float[Array, "n 5"]
    right: Float[Array, "n"]
    shown: int


def compute(eta: float) -> Rates:
    """Find the run whose rate is nearest to eta."""
    shown = RATES.values.index(RATES.nearest(eta))
    return Rates(np.array(RATES.values), *rate_runs(RATES.values), shown)


def draw(figure):
    """Draw cost against epochs for all rates up to the one shown, and what each has learnt."""
    left, right = figure.subplots(1, 2)
    update_costs = _costs(left)
    update_shares = _shares(right)

    def update(result):
        update_costs(result, int(result.shown))
        update_shares(result, int(result.shown))

    return update


def _costs(axes):
    epochs = np.arange(1, 6)
    others = cloud(axes, GREY, 0.45, 1)
    curve, = axes.plot([], [], "o-", color=BLUE)
    axes.set(xlim=(0.8, 5.2), ylim=(0.2, 1000), yscale="log", xlabel="epoch", xticks=epochs)
    axes.yaxis.set_major_formatter("{x:g}")
    axes.set_title("mean cost", size=11)

    def update(result, shown):
        others.set_segments(curves(epochs, result.costs[:shown + 1]))
        curve.set_data(epochs, result.costs[shown])

    return update


def _shares(axes):
    shares, = axes.plot([], [], "s-", color=GREY, lw=1.2, ms=5)
    dot, = axes.plot([], [], "o", color=BLUE, ms=11)
    axes.set(xscale="log", xlim=(7e-4, 150), ylim=(0, 1.02), xlabel="learning rate")
    axes.set_xticks((0.001, 0.01, 0.1, 1, 10, 100), ("0.001", "0.01", "0.1", "1", "10", "100"))
    axes.set_title("share right of unseen digits", size=11)
    note = axes.text(0.03, 0.95, "", transform=axes.transAxes, va="top")

    def update(result, shown):
        rates = result.rates[:shown + 1]
        right = result.right[:shown + 1]
        shares.set_data(rates, right)
        dot.set_data(rates[-1:], right[-1:])
        note.set_text(f"eta = {rates[-1]:.3g}\n{right[-1]:.0%} right")

    return update


def describe(result):
    """Say the cost and the share right that the rate shown has led to."""
    rate = result.rates[result.shown]
    cost = result.costs[result.shown, -1]
    percent = 100 * result.right[result.shown]
    return (f"With a learning rate of {rate:.3g} the mean cost after five epochs is "
            f"\u2248{scientific(cost)}, and \u2248{number(percent, 0)} % of the unseen digits are "
            "recognised.")


def learning_rates() -> Explorer:
    """Train one network at sixteen learning rates: too small ones, right ones, too large ones."""
    controls = {
        "eta": RATES,
        "play": Play("eta", 6.0),
        "choose": Drag(x="eta", axes=1),
    }
    return Explorer(
        compute, draw, controls, describe, title="Too short, right, too long", size=(7.2, 3.3))

"""Walk on a straight line through the space of 2,260 parameters, from a start to an end."""
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float, Int

from dlnotes.experiments.descent.straight_lines import LINE_PLACES, LINES, line_costs
from dlnotes.explorers.parts.many_curves import cloud, curves
from dlnotes.live.controls import Choice, Drag, Play, Slider
from dlnotes.live.engine import Explorer
from dlnotes.live.numbers import number
from dlnotes.live.style import BLUE, GREY, RED

ENDS = {"start and end": ("start", "end"), "two ends": ("another end", "end")}


class Line(NamedTuple):
    """The costs on straight lines, one of which is walked on.

    places: on each line, 0 at its beginning and 1 at its end; costs: there.
    shown: the number of the line; place: where we are on it; cost: there.
    ends: what stands at places 0 and 1.
    """
    places: Float[Array, "61"]
    costs: Float[Array, "20 61"]
    shown: Int[Array, ""] | int
    place: Float[Array, ""]
    cost: Float[Array, ""]
    ends: tuple[str, str]


def compute(between: str, run: int, place: float) -> Line:
    """Find the cost at a place on a line. between: one of `ENDS`; run: 1 to 20."""
    costs = line_costs(between)
    place, cost = _on_line(costs, run - 1, place)
    return Line(LINE_PLACES, costs, run - 1, place, cost, ENDS[between])


@jax.jit
def _on_line(costs, run, place):
    return place, jnp.interp(place, LINE_PLACES, costs[run])


def draw(figure):
    """Draw the costs on all lines up to the place that is reached: the rest is to predict."""
    axes = figure.subplots()
    others = cloud(axes, GREY, 0.35, 0.9)
    line, = axes.plot([], [], color=BLUE)
    dot, = axes.plot([], [], "o", color=RED, ms=11)
    names = _ends(axes)
    axes.set(xlim=(-0.25, 1.25), ylim=(0.1, 50), yscale="log", xlabel="place on the line",
             ylabel="mean cost on the digits")
    axes.yaxis.set_major_formatter("{x:g}")
    note = axes.text(0.5, 0.96, "", transform=axes.transAxes, ha="center", va="top", size=12)

    def update(result):
        reached = np.sum(result.places <= result.place + 1e-6)
        others.set_segments(curves(result.places, result.costs)[:, :reached])
        line.set_data(result.places[:reached], result.costs[result.shown][:reached])
        dot.set_data([result.place], [result.cost])
        for text, name in zip(names, result.ends):
            text.set_text(name)
        note.set_text(f"cost {number(result.cost, 2)}")

    return update


def _ends(axes):
    """Mark places 0 and 1; give the two texts above them."""
    names = []
    for place in (0, 1):
        axes.axvline(place, color=GREY, lw=1)
        above = axes.get_xaxis_transform()
        names.append(axes.text(place, 1.02, "", transform=above, ha="center"))
    return names


def describe(result):
    """Say where we are on the line, and the cost there."""
    return (f"On the straight line from {result.ends[0]} (place 0) to {result.ends[1]} (place 1) "
            f"the cost is \u2248{number(result.cost)} at place {number(result.place, 2)}.")


def straight_line() -> Explorer:
    """Walk straight from a start to where descent ended, or from one run's end to another's."""
    controls = {
        "between": Choice(tuple(ENDS)),
        "run": Slider(1, LINES, 1, 1),
        "place": Slider(-0.25, 1.25, 0.0, 0.025),
        "play": Play("place"),
        "on": Drag(x="place"),
    }
    return Explorer(compute, draw, controls, describe, title="Straight through", size=(7.2, 3.4))

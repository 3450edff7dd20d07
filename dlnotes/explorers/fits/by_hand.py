"""Nielsen's task: drag five bumps until they fit, and read your score beside the best possible."""
from functools import cache
from typing import NamedTuple

import jax
import jax.numpy as jnp
from jaxtyping import Array, Float

from dlnotes.experiments.universality.nielsens_task import best_heights, logit, score, task
from dlnotes.live.controls import Button, Drag, Slider
from dlnotes.live.engine import Explorer
from dlnotes.live.numbers import number
from dlnotes.live.style import BLUE, GREEN, GREY
from dlnotes.networks.activations import sigmoid

BUMPS = 5
NAMES = tuple(f"h{j}" for j in range(1, BUMPS + 1))
SOLVED = 0.405  # below this score Nielsen's page counts the task as solved; then the best is shown


class ByHand(NamedTuple):
    """Five bumps that are set by hand, and the function that they should make.

    x: inputs (n,).
    wanted: the weighted input that the output neuron should have, (n,).
    heights: the one that it has, which is the bumps, (n,).
    f: the function, (n,).
    output: the network's output, the sigmoid of `heights`, (n,).
    score: the mean of abs(wanted - heights) over 100 points.
    best: the smallest score that is possible.
    """
    x: Float[Array, "n"]
    wanted: Float[Array, "n"]
    heights: Float[Array, "n"]
    f: Float[Array, "n"]
    output: Float[Array, "n"]
    score: Float[Array, ""]
    best: Float[Array, ""]


@jax.jit
def _by_hand(heights, best):
    x = jnp.linspace(0.0, 1.0, 1001)
    here = heights[jnp.minimum((BUMPS * x).astype(int), BUMPS - 1)]
    return ByHand(x, logit(task(x)), here, task(x), sigmoid(here), score(heights), best)


@cache
def _best_score():
    return float(score(best_heights(BUMPS)))


def compute(**heights: float) -> ByHand:
    """Return the bumps with these heights, h1 to h5."""
    return _by_hand(jnp.array([heights[name] for name in NAMES], float), _best_score())


def draw(figure):
    """Draw the bumps on the left, and the output's sigmoid of them on the right."""
    before, after = figure.subplots(1, 2)
    lines = []
    for axes, word, colour in ((before, "bumps", GREEN), (after, "network's output", BLUE)):
        wanted, = axes.plot([], [], color=GREY, lw=4, alpha=0.5)
        found, = axes.plot([], [], color=colour, lw=1.8)
        axes.set(xlim=(0, 1), xlabel="input x")
        axes.legend([wanted, found], ["wanted", word], loc="upper left", ncols=2)
        lines += [wanted, found]
    before.set_ylim(-3.2, 4.2)
    before.axhline(0, color=GREY, lw=0.8)
    after.set(ylim=(-0.05, 1.25), yticks=(0, 0.5, 1))
    title = before.set_title("score", size=11)
    after.set_title("after the output's \u03c3", size=11)

    def update(result):
        series = (result.wanted, result.heights, result.f, result.output)
        for line, values in zip(lines, series):
            line.set_data(result.x, values)
        solved = result.score < SOLVED
        best = f": solved; the best is {number(result.best, 3)}" if solved else ""
        title.set_text(f"score {number(result.score, 3)}{best}")

    return update


def describe(result: ByHand) -> str:
    """Say the score, and once the task is solved the best one."""
    text = f"Five bumps with a score of {number(result.score, 3)}"
    if result.score < SOLVED:
        return f"{text}; the best possible is {number(result.best, 3)}."
    return f"{text}."


def _drag(values, x, y):
    bump = min(max(int(BUMPS * x), 0), BUMPS - 1)
    return {NAMES[bump]: y}


def _set_best(values, key):
    heights = (round(float(height), 2) for height in best_heights(BUMPS))
    return dict(zip(NAMES, heights))


def _set_flat(values, key):
    return dict.fromkeys(NAMES, 0.0)


def by_hand() -> Explorer:
    """Show five bumps, which the reader drags until they fit Nielsen's function."""
    controls = {
        **{name: Slider(-3.0, 3.0, 0.0, 0.01) for name in NAMES},
        "drag": Drag(move=_drag),
        "best": Button("the best heights", _set_best),
        "flat": Button("all 0", _set_flat),
    }
    return Explorer(compute, draw, controls, describe, title="Nielsen's task", size=(7.2, 3.2))

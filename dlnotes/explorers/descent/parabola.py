"""Find the longest step that still converges on a parabola: choose its length and the curvature."""
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float, Int

from dlnotes.learning.descent import descend
from dlnotes.live.controls import Choice, Play, Slider
from dlnotes.live.engine import Explorer
from dlnotes.live.numbers import number
from dlnotes.live.style import BLUE, GREY, ORANGE

STEPS = 30


class Parabola(NamedTuple):
    """Gradient descent on C = lambda w^2 / 2, from w = 1.

    w: at the start and after each step; steps: how many are shown; curvature: lambda.
    factor: 1 - eta lambda, by which each step multiplies w; verdict: what becomes of w, in words.
    """
    w: Float[Array, "31"]
    steps: Int[Array, ""] | int
    curvature: float
    factor: Float[Array, ""]
    verdict: str


def compute(eta: float, curvature: str, steps: int) -> Parabola:
    """Descend from w = 1. eta: learning rate; curvature: lambda; steps: how many are shown."""
    w, factor = _descent(eta, float(curvature))
    return Parabola(w, steps, float(curvature), factor, _verdict(float(factor)))


@jax.jit
def _descent(eta, curvature):
    def cost(w):
        return curvature * w**2 / 2

    path = descend(cost, jnp.asarray(1.0), learning_rate=eta, steps=STEPS)
    return path.points, 1 - eta * curvature


def _verdict(factor):
    """Say what becomes of a number that is multiplied by a factor again and again."""
    if abs(factor) < 1e-6:
        return "at the bottom in one step"
    if abs(abs(factor) - 1) < 1e-6:
        return "it swings for ever"
    if abs(factor) > 1:
        return "it diverges"
    if factor > 0.5:
        return "it creeps down"
    return "it converges" if factor > 0 else "it swings, and converges"


def draw(figure):
    """Draw the path that bounces on the parabola, and its distance from the bottom."""
    left, right = figure.subplots(1, 2)
    update_valley = _valley(left)
    sizes, = right.plot([], [], "o-", ms=4, color=BLUE)
    right.set(xlim=(0, STEPS), ylim=(1e-6, 1e6), yscale="log", xlabel="step")
    right.set_title("distance from the bottom, |w|", size=11)

    def update(result):
        reached = np.clip(result.w[:int(result.steps) + 1], -1e6, 1e6)
        update_valley(result, reached)
        sizes.set_data(np.arange(len(reached)), np.clip(np.abs(reached), 1e-7, 1e7))

    return update


def _valley(axes):
    w = np.linspace(-2.2, 2.2, 200)
    valley, = axes.plot(w, w**2, color=GREY)
    path, = axes.plot([], [], ".-", color=BLUE, lw=1.2)
    ball, = axes.plot([], [], "o", color=ORANGE, ms=12)
    axes.set(xlim=(-2.2, 2.2), ylim=(-0.3, 5), xlabel="w", ylabel="C = \u03bb w\u00b2 / 2")
    note = axes.set_title("0\n0", size=11)

    def update(result, reached):
        heights = result.curvature * reached**2 / 2
        valley.set_ydata(result.curvature * w**2 / 2)
        path.set_data(reached, heights)
        ball.set_data(reached[-1:], heights[-1:])
        note.set_text(
            f"each step multiplies w by {number(result.factor, 2)}:\n{result.verdict}")

    return update


def describe(result):
    """Say by what each step multiplies w, and what becomes of it."""
    return (f"On a parabola of curvature {number(result.curvature, 0)} each step multiplies w by "
            f"{number(result.factor, 2)}: {result.verdict}.")


def parabola() -> Explorer:
    """Find the longest step that still converges, on a parabola."""
    controls = {
        "eta": Slider(0.02, 2.2, 0.1, 0.02, label="eta, learning rate"),
        "curvature": Choice(("1", "2", "4"), default="2", label="lambda, curvature"),
        "steps": Slider(0, STEPS, 12, 1),
        "play": Play("steps", 3.0),
    }
    return Explorer(compute, draw, controls, describe, title="How long a step?", size=(7.2, 3.2))

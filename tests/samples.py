"""Small things for the tests of the engine: an explorer of a wave, and a figure."""
from typing import NamedTuple

import jax
import jax.numpy as jnp
import matplotlib

from dlnotes.live.controls import Slider
from dlnotes.live.engine import Explorer
from dlnotes.live.style import STYLE, new_figure


class Wave(NamedTuple):
    """Points of a wave, (50,) each."""
    x: jax.Array
    y: jax.Array


@jax.jit
def wave(frequency, height):
    """Compute the wave y = height * sin(frequency * x)."""
    x = jnp.linspace(0, 1, 50)
    return Wave(x, height * jnp.sin(frequency * x))


def careful_wave(frequency, height):
    """Compute a wave, and refuse frequencies above 5."""
    if frequency > 5:
        raise ValueError("frequency is too large")
    return wave(frequency, height)


def draw_wave(figure):
    """Draw a wave as one line."""
    axes = figure.subplots()
    line, = axes.plot([], [])
    axes.set(xlim=(0, 1), ylim=(-2, 2))
    return lambda result: line.set_data(result.x, result.y)


def height_of(result):
    """Say how high a wave is."""
    return f"A wave up to {result.y.max():.2f}."


def make_wave(compute=wave, draw=draw_wave, describe=height_of, **more):
    """Make an explorer of a wave; more: further controls."""
    controls = {"frequency": Slider(0.0, 10.0, 3.0), "height": Slider(-2.0, 2.0, 1.0, 0.5)}
    return Explorer(compute, draw, controls | more,
                    describe, title="Wave")


def figure_with_axes(**limits):
    """Make a figure of 400 x 300 pixels, and axes all over it, x from 0 to 4 and y from 0 to 3."""
    with matplotlib.rc_context(STYLE):
        figure = new_figure(4, 3)
        figure.set_layout_engine("none")
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set(xlim=(0, 4), ylim=(0, 3), **limits)
    return figure, axes

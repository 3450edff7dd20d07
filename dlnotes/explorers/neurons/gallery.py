"""See all activations side by side, each with its slope, and move one z on all of them."""
from typing import NamedTuple

import jax
import jax.numpy as jnp
from jaxtyping import Array, Float

from dlnotes.live.controls import Slider
from dlnotes.live.engine import Explorer
from dlnotes.live.numbers import number
from dlnotes.live.style import BLUE, ORANGE, RED
from dlnotes.networks.activations import ACTIVATIONS

LOWEST = -1.4  # the lowest value in the picture
COLUMNS = 5


class Gallery(NamedTuple):
    """All activations at n values of z, and at one.

    names: of the activations; z: the n values; a: f(z); slope: f'(z); at: the one value of z;
    here, slope_here: f and f' there.
    """
    names: tuple[str, ...]
    z: Float[Array, "n"]
    a: Float[Array, "functions n"]
    slope: Float[Array, "functions n"]
    at: Float[Array, ""]
    here: Float[Array, "functions"]
    slope_here: Float[Array, "functions"]


def compute(z):
    """Return all activations on a grid, and at this z."""
    return Gallery(tuple(ACTIVATIONS), *_values(z))


@jax.jit
def _values(z):
    functions = ACTIVATIONS.values()
    grid = jnp.linspace(-4.3, 4.3, 173)
    curves = jnp.stack([f(grid) for f in functions])
    slopes = jnp.stack([f.derivative(grid) for f in functions])
    here = jnp.stack([f(z) for f in functions])
    slopes_here = jnp.stack([f.derivative(z) for f in functions])
    return grid, curves, slopes, z, here, slopes_here


def draw(figure):
    """Draw each activation with its slope, dashed, and a dot at the one z."""
    rows = -(-len(ACTIVATIONS) // COLUMNS)
    grid = figure.subplots(rows, COLUMNS, sharex=True, sharey=True).flat
    updates = [_draw_one(axes, k) for k, axes in zip(range(len(ACTIVATIONS)), grid)]
    for axes in grid:  # places that are left over
        axes.set_axis_off()
    for axes in figure.axes:
        axes.set(xlim=(-4.3, 4.3), ylim=(LOWEST, 4.3), xticks=(-3, 0, 3),
                 yticks=(-1, 0, 1, 2, 3, 4))

    def update(result):
        for update_one in updates:
            update_one(result)

    return update


def _draw_one(axes, k):
    """Draw activation number k."""
    curve, = axes.plot([], [], color=BLUE, lw=2)
    dashes, = axes.plot([], [], "--", color=ORANGE, lw=1.5)
    dot, = axes.plot([], [], "o", color=RED, ms=6, clip_on=False)
    title = axes.set_title("name", size=11)
    value = axes.text(-4.1, 3.6, "", color=BLUE, size=10)
    slope = axes.text(-4.1, 2.75, "", color=ORANGE, size=10)

    def update(result):
        curve.set_data(result.z, result.a[k])
        dashes.set_data(result.z, result.slope[k])
        # The linear one leaves the picture: its dot is pinned to the edge.
        dot.set_data([result.at], [max(result.here[k], LOWEST)])
        title.set_text(result.names[k].replace("_", " "))
        value.set_text(f"a {number(result.here[k], 2)}")
        slope.set_text(f"f\u2032 {number(result.slope_here[k], 2)}")

    return update


def describe(result):
    """Say what each activation gives at this z."""
    values = (f"{name} {number(a, 2)}" for name, a in zip(result.names, result.here))
    return f"At z = {number(result.at, 1)}: {', '.join(values)}."


def gallery() -> Explorer:
    """Show all activations side by side, each with its slope; one z moves on all of them."""
    return Explorer(compute, draw, {"z": Slider(-4.0, 4.0, 1.0)}, describe,
                    title="Activations side by side", size=(7.2, 4.0))

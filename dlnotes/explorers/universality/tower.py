"""Two bumps across each other, and a neuron that adds them: which bias leaves only a tower?"""
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float
from matplotlib.collections import PolyCollection

from dlnotes.live.controls import Drag, Slider
from dlnotes.live.engine import Explorer
from dlnotes.live.numbers import number
from dlnotes.live.style import GREY, SEQUENTIAL
from dlnotes.networks.activations import sigmoid

SIDE = 40  # points along each coordinate
STEEPNESS = 300
UP = np.radians(35)  # from how far above one looks at the tower
TALL = 0.6  # the height 1 on the screen, in sides of the square below the tower
TURN = 240  # degrees for a drag across the whole width


class Tower(NamedTuple):
    """A neuron over two bumps, one along each coordinate of the plane.

    values: its output at the points of a grid, (side, side), row by row of x2.
    inside: its output where both bumps are.
    arm: where one of them is.
    outside: where none is.
    turn: the direction from which it is seen, in degrees.
    """
    values: Float[Array, "side side"]
    inside: Float[Array, ""]
    arm: Float[Array, ""]
    outside: Float[Array, ""]
    turn: Float[Array, ""]


@jax.jit
def compute(h, b, turn) -> Tower:
    """Return the neuron over two bumps of height h, with bias b."""
    x = (jnp.arange(SIDE, dtype=float) + 0.5) / SIDE
    bump = sigmoid(STEEPNESS * (x - 0.35)) - sigmoid(STEEPNESS * (x - 0.65))
    values = sigmoid(h * (bump[None, :] + bump[:, None]) + b)
    return Tower(values, values[20, 20], values[20, 2], values[2, 2], jnp.asarray(turn, float))


def draw(figure):
    """Draw the neuron's output over the plane, from above and from the side."""
    plane, surface = figure.subplots(1, 2, width_ratios=(1, 1.35))
    image = plane.imshow(np.zeros((2, 2)), vmin=0, vmax=1, cmap=SEQUENTIAL, origin="lower",
                         interpolation="none", extent=(0, 1, 0, 1))
    plane.grid(False)
    plane.set(xlabel="input x1", ylabel="input x2", xticks=(0, 0.5, 1), yticks=(0, 0.5, 1))
    plane.set_title("from above", size=11)
    surface.set(xlim=(-0.72, 0.72), ylim=(-0.42, 1.04), xticks=(), yticks=(), aspect="equal")
    surface.axis("off")
    patches = surface.add_collection(PolyCollection([], edgecolors=GREY, linewidths=0.3))
    title = surface.set_title("values", size=11)

    def update(result):
        image.set_data(result.values)
        corners, heights = surface_patches(result.values, result.turn)
        patches.set_verts(corners)
        patches.set_facecolors(SEQUENTIAL(heights))
        title.set_text(f"tower {number(result.inside, 4)}, arms {number(result.arm, 4)}, "
                       f"ground {number(result.outside, 4)}")

    return update


def surface_patches(
        values: Float[np.ndarray, "side side"],
        turn: float) -> tuple[Float[np.ndarray, "patches 4 2"], Float[np.ndarray, "patches"]]:
    """Return the patches of a surface over the unit square as one sees them, the furthest first.

    values: the heights at the points of a grid, row by row of x2.
    turn: how far the square is turned about its middle, in degrees.
    Returns the corners of the patches on the screen, and the mean height of each patch.
    """
    x1, x2 = np.meshgrid(*[np.linspace(-0.5, 0.5, len(values))] * 2)
    angle = np.radians(turn)
    across = x1 * np.cos(angle) - x2 * np.sin(angle)
    away = x1 * np.sin(angle) + x2 * np.cos(angle)
    points = np.stack([across, away * np.sin(UP) + TALL * values], axis=-1)
    around = [points[:-1, :-1], points[:-1, 1:], points[1:, 1:], points[1:, :-1]]
    distance = (away[:-1, :-1] + away[1:, 1:]).ravel()
    total = values[:-1, :-1] + values[1:, 1:] + values[:-1, 1:] + values[1:, :-1]
    order = np.argsort(-distance)
    return np.stack(around, axis=2).reshape(-1, 4, 2)[order], total.ravel()[order] / 4


def describe(result: Tower) -> str:
    """Say which output the neuron has where both bumps are, where one is, and elsewhere."""
    return (f"The neuron gives {number(result.inside, 4)} where both bumps are, "
            f"{number(result.arm, 4)} where one is, and {number(result.outside, 4)} elsewhere.")


def _turn(values, began, x, y):
    return {"turn": values["turn"] + TURN * (x - began[0])}


def tower() -> Explorer:
    """Show a neuron over two bumps, which the reader turns."""
    controls = {
        "h": Slider(1.0, 20.0, 10.0, 0.5, label="h, height of the bumps"),
        "b": Slider(-40.0, 10.0, 0.0, 0.5, label="b, bias"),
        "turn": Slider(-180, 180, 25, 5),
        "drag": Drag(pull=_turn, axes=1),
    }
    return Explorer(compute, draw, controls, describe, title="A tower", size=(7.2, 3.2))

"""Draw on the plane of two inputs: a heat map of outputs, an arrow, two classes, XOR's corners."""
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float
from matplotlib.axes import Axes
from matplotlib.image import AxesImage
from matplotlib.lines import Line2D
from matplotlib.patches import FancyArrowPatch

from dlnotes.live.style import BLUE, DIVERGING, ORANGE, OVER_IMAGES
from dlnotes.networks.neurons import GATE_INPUTS, TRUTH


def square(side: Float[Array, "n"]) -> Float[Array, "n n 2"]:
    """Return the points (x1, x2) of a square grid; row i holds those with x2 = side[i]."""
    return jnp.stack(jnp.meshgrid(side, side), axis=-1)


def heat_map(axes: Axes, low: float, high: float, **settings) -> AxesImage:
    """Draw an image over the square from low to high: blue for 0, white for 1/2, orange for 1.

    settings: ticks and labels of the axes, as for `axes.set`.
    """
    axes.set(xlim=(low, high), ylim=(low, high), aspect="equal", **settings)
    axes.grid(False)
    return axes.imshow(np.zeros((2, 2)), vmin=0, vmax=1, cmap=DIVERGING, origin="lower",
                       extent=(low, high, low, high))


def arrow(axes: Axes, colour: str, *, size: float = 18, width: float = 2.5) -> FancyArrowPatch:
    """Draw an arrow; its `set_positions(tail, head)` moves it.

    size: of its head; width: of its shaft, in points.
    """
    shape = FancyArrowPatch((0, 0), (1, 1), arrowstyle="-|>", mutation_scale=size, color=colour,
                            lw=width, shrinkA=0, shrinkB=0)
    return axes.add_patch(shape)


def two_classes(axes: Axes, size: float) -> list[Line2D]:
    """Draw the points of two classes: blue squares for 0, orange circles for 1. size: in points."""
    looks = (("s", BLUE), ("o", ORANGE))
    return [axes.plot([], [], marker, color=colour, ms=size, ls="")[0] for marker, colour in looks]


def show_classes(marks: list[Line2D], points: np.ndarray, classes: np.ndarray) -> None:
    """Move the marks of each class to its points. points: (n, 2); classes: (n,), 0 or 1."""
    for value, mark in enumerate(marks):
        mark.set_data(*points[classes == value].T)


def xor_corners(axes: Axes, marker_of_one: str = "o") -> None:
    """Draw the four inputs of XOR with their answers: blue circles for 0, orange marks for 1."""
    for (x1, x2), answer in zip(GATE_INPUTS, TRUTH["XOR"]):
        marker = marker_of_one if answer else "o"
        colour = ORANGE if answer else BLUE
        axes.plot([x1], [x2], marker, ms=15, color=colour, mec=OVER_IMAGES, mew=1.5)
        axes.text(x1, x2, f"{answer:.0f}", ha="center", va="center", size=10, color=OVER_IMAGES)

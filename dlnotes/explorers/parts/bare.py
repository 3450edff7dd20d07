"""Axes for small images, with nothing around them."""
from matplotlib.axes import Axes


def bare(axes: Axes) -> None:
    """Remove ticks, grid and frame."""
    axes.set(xticks=[], yticks=[])
    axes.grid(False)
    axes.spines[:].set_visible(False)

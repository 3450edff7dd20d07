"""Axes for errors against numbers of neurons, both logarithmic."""
import numpy as np
from matplotlib.axes import Axes

from dlnotes.live.numbers import power

SMALLEST = 1e-5  # errors outside of these limits are drawn at the limit
LARGEST = 10.0


def error_axes(axes: Axes, counts: tuple[int, ...]) -> None:
    """Make axes for errors against numbers of hidden neurons. counts: those that are marked."""
    axes.set(xscale="log", yscale="log", xlim=(0.8, 1.3 * counts[-1]), ylim=(SMALLEST, LARGEST),
             xlabel="hidden neurons")
    axes.set_xticks(counts, [f"{count:,}" for count in counts])
    powers = range(-5, 2)
    axes.set_yticks([10.0**p for p in powers], ["10" if p == 1 else power(p) for p in powers])
    axes.minorticks_off()


def within_limits(errors) -> np.ndarray:
    """Return errors, of any shape, moved into the limits of `error_axes`."""
    return np.clip(errors, SMALLEST, LARGEST)

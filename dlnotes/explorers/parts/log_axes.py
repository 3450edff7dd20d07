"""An axis of powers of ten that chooses its own range."""
import numpy as np
from matplotlib.axes import Axes

from dlnotes.live.numbers import power
from dlnotes.live.style import INK

STEPS = (1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 40)  # from tick to tick, in powers of ten


class Powers:
    """A vertical axis of powers of ten, of any range, with a dotted line at 1.

    `fit(values)` chooses the range; called with values, the axis returns their places, 0 to 1.
    The limits of the Matplotlib axes stay 0 and 1, so that a new range changes only the labels
    of the ticks, and not everything on the axes.
    """

    def __init__(self, axes: Axes, ticks: int = 4):
        self._axes = axes
        self._ticks = ticks
        self._range = None
        axes.set(ylim=(0, 1), yticks=np.arange(ticks + 1) / ticks)
        self._one, = axes.plot([0, 1], [-1, -1], color=INK, lw=1, ls=":",
                               transform=axes.get_yaxis_transform())

    def fit(self, values: np.ndarray, low: float = -2.0, high: float = 1.0) -> None:
        """Choose a range that holds all positive values, and 10^low to 10^high."""
        logs = np.log10(values[np.isfinite(values) & (values > 0)])
        low = min(low, logs.min(initial=low))
        high = max(high, logs.max(initial=high))
        for step in STEPS:
            bottom = step * np.floor(low / step)
            if bottom + self._ticks * step >= high:
                break
        if self._range != (bottom, step):
            self._range = (bottom, step)
            exponents = [bottom + i * step for i in range(self._ticks + 1)]
            self._axes.set_yticklabels([power(exponent) for exponent in exponents])
            self._one.set_ydata([self(1.0)] * 2)

    def __call__(self, values):
        """Return the places of values on the axis, 0 to 1; zeros are at the bottom."""
        bottom, step = self._range
        return (np.log10(np.maximum(values, 10.0**bottom)) - bottom) / (self._ticks * step)

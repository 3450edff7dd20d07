"""Sliders: numbers from low to high, by equal differences or by equal factors."""
import math
from dataclasses import dataclass, field
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Slider:
    """A number from low to high in steps; a whole number where low, high, step and default are.

    low, high, default: finite, low <= default <= high.
    step: the difference between two values, positive. With `log`, the number of steps from low to
        high, by equal factors; the default is a value, too.
    label: shown beside the slider; None for the control's name.
    values: all values that the slider can be moved to, in rising order.
    """
    low: float
    high: float
    default: float
    step: float = 0.1
    label: str | None = None
    log: bool = False
    values: tuple = field(init=False, repr=False)

    def __post_init__(self):
        finite = all(map(math.isfinite, (self.low, self.high, self.default, self.step)))
        if not finite or self.step <= 0:
            raise ValueError(f"a slider needs finite numbers and a positive step; got {self}")
        if not self.low <= self.default <= self.high or self.log and self.low <= 0:
            raise ValueError("a slider needs low <= default <= high, and low > 0 where log;"
                             f" got {self}")
        values = self._by_factors() if self.log else self._by_differences()
        object.__setattr__(self, "values", tuple(values))

    def _by_factors(self):
        between = np.geomspace(self.low, self.high, int(self.step) + 1)[1:-1]
        rounded = (float(f"{value:.3g}") for value in between)
        return sorted({self._number(v) for v in (self.low, *rounded, self.default, self.high)})

    def _by_differences(self):
        steps = int(math.floor((self.high - self.low) / self.step + 1e-9))
        return [self._number(self.low + i * self.step) for i in range(steps + 1)]

    def _number(self, value):
        return int(round(value)) if self.whole else float(f"{value:.6g}")

    @property
    def whole(self) -> bool:
        """Whether the values are whole numbers."""
        return all(isinstance(v, int) for v in (self.low, self.high, self.default, self.step))

    def valid(self, name: str, value) -> float | int:
        """Return a number as `compute` gets it.

        Raises ValueError for what is no number from low to high.
        """
        is_number = isinstance(value, int | float | np.number) and not isinstance(value, bool)
        if not is_number or not self.low <= value <= self.high:
            raise ValueError(f"{name} must be a number from {self.low} to {self.high};"
                             f" got {value!r}")
        return int(value) if self.whole else float(value)

    def nearest(self, value: float) -> float | int:
        """Return the value of the slider that is nearest to a number."""
        return min(self.values, key=lambda v: abs(v - value))

    def ends(self) -> list:
        """Return the lowest value, the default and the highest value."""
        return [self.values[0], self.default, self.values[-1]]

    def spec(self) -> dict[str, Any]:
        """Return what the browser needs to know."""
        return {"kind": "slider", "values": list(self.values), "default": self.default}

"""Pads: drawings made by hand."""
from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Pad:
    """A drawing made by mouse, finger or keyboard.

    The compute function gets a float32 array (rows, columns) from 0 (paper) to 1 (ink).

    label: shown above it; None for the control's name.
    pen: the width of a stroke in pixels of the drawing; None for a twelfth of the columns.
    """
    rows: int = 28
    columns: int = 28
    label: str | None = None
    pen: float | None = None

    @property
    def default(self) -> np.ndarray:
        """An empty drawing."""
        return np.zeros((self.rows, self.columns), np.float32)

    def valid(self, name: str, value) -> np.ndarray:
        """Return a drawing as an array.

        value: an array (rows, columns) of numbers from 0 to 1, or the browser's flat list of whole
            numbers from 0 to 255, row by row.

        Raises ValueError for other shapes and other numbers.
        """
        if isinstance(value, list):
            value = self._from_bytes(value)
        value = np.asarray(value, np.float32)
        fits = value.shape == (self.rows, self.columns)
        if not fits or not np.all((value >= 0) & (value <= 1)):
            raise ValueError(f"{name} must be {self.rows} x {self.columns} numbers from 0 to 1;"
                             f" got shape {value.shape}")
        return value

    def _from_bytes(self, numbers):
        values = np.array(numbers, np.float32).reshape(-1) / 255
        fits = values.size == self.rows * self.columns
        return values.reshape(self.rows, self.columns) if fits else values

    def ends(self) -> list[np.ndarray]:
        """Return an empty drawing, one with a stroke, and one full of ink."""
        stroke = self.default
        middle = self.columns // 2
        stroke[4:-4, middle - 1:middle + 1] = 1
        return [self.default, stroke, np.ones_like(stroke)]

    def spec(self) -> dict[str, Any]:
        """Return what the browser needs to know."""
        return {"kind": "pad", "rows": self.rows, "columns": self.columns,
                "pen": self.pen or self.columns / 12, "default": None}

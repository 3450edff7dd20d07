"""Dragging on the picture itself."""
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Drag:
    """The picture itself: dragging on its axes moves sliders, and so do the arrow keys.

    Give one of these three ways to say what a pointer at data coordinates (x, y) asks for:
    x, y: the names of the sliders that take the coordinates; only these follow the arrow keys.
    move(values, x, y): gives the new values.
    pull(values, began, x, y): gives them, too, from the values and the place (x, y) where the drag
        began.

    axes: the number of the axes in the figure.
    """
    x: str | None = None
    y: str | None = None
    move: Callable[..., dict[str, Any]] | None = None
    pull: Callable[..., dict[str, Any]] | None = None
    axes: int = 0
    label: str | None = None

    def values_at(self, values: dict, began: tuple[float, float], x: float,
                  y: float) -> dict[str, Any]:
        """Return the values that a pointer at (x, y) asks for, after a drag from `began`."""
        if self.pull:
            return self.pull(values, began, x, y)
        if self.move:
            return self.move(values, x, y)
        return {name: at for name, at in ((self.x, x), (self.y, y)) if name}

    def spec(self) -> dict[str, Any]:
        """Return what the browser needs to know."""
        return {"kind": "drag", "x": self.x, "y": self.y, "axes": self.axes}

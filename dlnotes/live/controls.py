"""What a reader can move: sliders, choices, switches, texts, buttons, and the picture itself.

A control says which values there are (`default`, `valid`, `ends`) and how the browser shows it (`spec`).
"""
import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import jax
import numpy as np


@dataclass(frozen=True)
class Slider:
    """A number from low to high in steps. Whole numbers where low, high and step are.

    low, high, default: finite, low <= default <= high; step > 0; label: shown, else the control's name;
    log: steps by equal factors rather than differences, `step` of them from low to high, and the default.
    """
    low: float
    high: float
    default: float
    step: float = 0.1
    label: str | None = None
    log: bool = False
    values: tuple = field(init=False, repr=False)

    def __post_init__(self):
        if not all(map(math.isfinite, (self.low, self.high, self.default, self.step))) or self.step <= 0:
            raise ValueError(f"a slider needs finite numbers and a positive step; got {self}")
        if not self.low <= self.default <= self.high or self.log and self.low <= 0:
            raise ValueError(f"a slider needs low <= default <= high, and low > 0 where log; got {self}")
        object.__setattr__(self, "values", tuple(self._grid()))

    def _grid(self):
        if self.log:
            steps = np.geomspace(self.low, self.high, int(self.step) + 1)[1:-1]
            rounded = (float(f"{step:.3g}") for step in steps)
            return sorted({self._number(v) for v in (self.low, *rounded, self.default, self.high)})
        count = int(math.floor((self.high - self.low) / self.step + 1e-9)) + 1
        return [self._number(self.low + i * self.step) for i in range(count)]

    def _number(self, value):
        return int(round(value)) if self.whole else float(f"{value:.6g}")

    @property
    def whole(self) -> bool:
        """Whether its values are whole numbers."""
        return all(isinstance(v, int) for v in (self.low, self.high, self.default, self.step))

    def valid(self, name: str, value) -> float | int:
        """The value as the compute function gets it. Raises ValueError outside low to high."""
        number = isinstance(value, int | float | np.number) and not isinstance(value, bool)
        if not number or not self.low <= value <= self.high:
            raise ValueError(f"{name} must be a number from {self.low} to {self.high}; got {value!r}")
        return int(value) if self.whole else float(value)

    def nearest(self, value: float) -> float | int:
        """The value of the slider that is nearest to any number."""
        return min(self.values, key=lambda v: abs(v - value))

    def ends(self) -> list:
        """The values that a test tries: the lowest, the default, the highest."""
        return [self.values[0], self.default, self.values[-1]]

    def spec(self) -> dict[str, Any]:
        """What the browser needs to know."""
        return {"kind": "slider", "values": list(self.values), "default": self.default}


@dataclass(frozen=True)
class Choice:
    """One of a few named options; default: the first, unless given."""
    options: tuple[str, ...]
    default: str | None = None
    label: str | None = None

    def __post_init__(self):
        object.__setattr__(self, "options", tuple(self.options))
        if self.default is None:
            object.__setattr__(self, "default", self.options[0])
        self.valid("default", self.default)

    def valid(self, name: str, value: str) -> str:
        """The value itself. Raises ValueError for what is no option."""
        if value not in self.options:
            raise ValueError(f"{name} must be one of {', '.join(map(str, self.options))}; got {value!r}")
        return value

    def ends(self) -> list[str]:
        """Every option."""
        return list(self.options)

    def spec(self) -> dict[str, Any]:
        """What the browser needs to know."""
        return {"kind": "choice", "options": list(self.options), "default": self.default}


@dataclass(frozen=True)
class Toggle:
    """On or off."""
    default: bool = False
    label: str | None = None

    def valid(self, name: str, value: bool) -> bool:
        """The value itself. Raises ValueError for what is neither True nor False."""
        if not isinstance(value, bool):
            raise ValueError(f"{name} must be True or False; got {value!r}")
        return value

    def ends(self) -> list[bool]:
        """Both."""
        return [False, True]

    def spec(self) -> dict[str, Any]:
        """What the browser needs to know."""
        return {"kind": "toggle", "default": self.default}


@dataclass(frozen=True)
class Text:
    """A line of text, of at most `longest` characters; what it means is for the compute function to say."""
    default: str
    label: str | None = None
    longest: int = 200
    examples: tuple[str, ...] = ()

    def valid(self, name: str, value: str) -> str:
        """The value itself. Raises ValueError for what is no text, or too long."""
        if not isinstance(value, str) or len(value) > self.longest:
            raise ValueError(f"{name} must be a text of at most {self.longest} characters; got {str(value)[:40]!r}")
        return value

    def ends(self) -> list[str]:
        """The default and the examples."""
        return [self.default, *self.examples]

    def spec(self) -> dict[str, Any]:
        """What the browser needs to know."""
        return {"kind": "text", "default": self.default, "longest": self.longest}


@dataclass(frozen=True)
class Pad:
    """A drawing of rows x columns pixels, 0 (paper) to 255 (ink), drawn by mouse, finger or keyboard.

    The compute function gets a float32 array (rows, columns) from 0 to 1. pen: how wide a stroke is, in pixels; a twelfth
    of the columns unless given.
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
        """The drawing as an array. `value`: one, or a flat list of numbers 0 to 255 from the browser."""
        if isinstance(value, list):
            value = np.array(value, np.float32).reshape(-1) / 255
            value = value.reshape(self.rows, self.columns) if value.size == self.rows * self.columns else value
        value = np.asarray(value, np.float32)
        if value.shape != (self.rows, self.columns) or not np.all((value >= 0) & (value <= 1)):
            raise ValueError(f"{name} must be {self.rows} x {self.columns} numbers from 0 to 1; got shape {value.shape}")
        return value

    def ends(self) -> list[np.ndarray]:
        """Empty, one stroke, and all ink."""
        stroke = self.default
        stroke[4:-4, self.columns // 2 - 1:self.columns // 2 + 1] = 1
        return [self.default, stroke, np.ones_like(stroke)]

    def spec(self) -> dict[str, Any]:
        """What the browser needs to know."""
        return {"kind": "pad", "rows": self.rows, "columns": self.columns, "pen": self.pen or self.columns / 12,
                "default": None}


@dataclass(frozen=True)
class Button:
    """A button that changes values: `action(values, key)` gives the new ones, key being fresh with each press."""
    label: str
    action: Callable[..., dict[str, Any]]

    def pressed(self, values: dict, key, controls: dict) -> dict[str, Any]:
        """The values that a press asks for."""
        return self.action(values, key)

    def spec(self) -> dict[str, Any]:
        """What the browser needs to know."""
        return {"kind": "button"}


@dataclass(frozen=True)
class Random:
    """A button that gives the named sliders random values of theirs."""
    sliders: tuple[str, ...]
    label: str = "random"

    def pressed(self, values: dict, key, controls: dict) -> dict[str, Any]:
        """The values that a press asks for."""
        places = jax.random.uniform(key, (len(self.sliders),)).tolist()
        return {n: controls[n].values[int(p * len(controls[n].values))] for n, p in zip(self.sliders, places)}

    def spec(self) -> dict[str, Any]:
        """What the browser needs to know."""
        return {"kind": "button"}


@dataclass(frozen=True)
class Play:
    """A button that moves a slider from its value to its end, over `seconds` for all of it."""
    slider: str
    seconds: float = 4.0
    label: str = "play"

    def spec(self) -> dict[str, Any]:
        """What the browser needs to know."""
        return {"kind": "play", "slider": self.slider, "seconds": self.seconds}


@dataclass(frozen=True)
class Drag:
    """The picture itself: dragging on its axes moves sliders; so do the arrow keys on it, where x or y is given.

    x, y: the sliders that take the pointer's data coordinates; or move: `move(values, x, y)` gives the new values; or
    pull: `pull(values, began, x, y)` does, from the values and the place where the drag began.
    axes: the number of the axes in the figure.
    """
    x: str | None = None
    y: str | None = None
    move: Callable[..., dict[str, Any]] | None = None
    pull: Callable[..., dict[str, Any]] | None = None
    axes: int = 0
    label: str | None = None

    def values_at(self, values: dict, began: tuple[float, float], x: float, y: float) -> dict[str, Any]:
        """The values that a pointer at data coordinates (x, y) asks for, after a drag from where it began."""
        if self.pull:
            return self.pull(values, began, x, y)
        if self.move:
            return self.move(values, x, y)
        return {name: at for name, at in ((self.x, x), (self.y, y)) if name}

    def spec(self) -> dict[str, Any]:
        """What the browser needs to know."""
        return {"kind": "drag", "x": self.x, "y": self.y, "axes": self.axes}

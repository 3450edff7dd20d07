"""The engine of every explorer: controls -> compute -> draw, and the browser paints.

    @jax.jit
    def compute(w, b):                       # pure: values of the controls in, a NamedTuple out
        return Curve(jax.vmap(lambda x: sigmoid(w * x + b))(X))

    def draw(figure):                        # builds the artists once, and says how they move
        axes = figure.subplots()
        line, = axes.plot(X, 0 * X)
        return lambda result: line.set_ydata(result.a)

    def describe(result):                    # for who cannot see it, and for where nothing runs
        return f"A sigmoid from {result.a[0]:.2f} to {result.a[-1]:.2f}."

    Explorer(compute, draw, {"w": Slider(-8, 8, 1.0), "b": Slider(-8, 8, 0.0)}, describe)
"""
import threading
from collections.abc import Callable
from typing import Any, NamedTuple

import jax
import matplotlib

from dlnotes.live.controls import Slider
from dlnotes.live.picture import Picture
from dlnotes.live.recorder import DisplayList
from dlnotes.live.style import STYLE, new_figure


# JupyterLab asks for frames in a thread of its own while cells run, and Matplotlib can draw in one thread at a time only.
DRAWING = threading.RLock()


class Frame(NamedTuple):
    """One state of an explorer as the browser gets it: `values` of the controls, `scene` it belongs to (its version),
    `changes` (display lists by slot) and `text`, its description."""
    values: dict[str, Any]
    scene: int
    changes: dict[int, DisplayList]
    text: str


class Explorer:
    """A picture that answers its controls. Display it, or drive it: `.set(w=2.0)`, `.result`, `.frame()`.

    compute(**values): pure and compiled (`jax.jit` at module level, options static); gives a NamedTuple of arrays.
    draw(figure): builds the artists and gives `update(result)`, which moves them.
    controls: by name; those that hold a value are compute's arguments.
    describe(result): one or two sentences, rounded so that they are the same on every machine.
    size: width and height in inches of 100 pixels. title: the picture's accessible name.
    """

    def __init__(self, compute: Callable, draw: Callable, controls: dict, describe: Callable[[Any], str], *,
                 title: str = "explorer", size: tuple[float, float] = (7.2, 3.6)):
        self.controls, self.title, self.size = dict(controls), title, size
        self._compute, self._describe, self._presses = compute, describe, 0
        self.values = {name: c.default for name, c in controls.items() if hasattr(c, "default")}
        self._result, self._drawn, self._view = None, None, None
        result = self._drawn = self._computed(self.values)
        with DRAWING, matplotlib.rc_context(STYLE):
            figure = new_figure(*size)
            self._update = draw(figure)
            self._update(result)
            self.picture = Picture(figure)

    def set(self, **values) -> None:
        """Move controls, by name. Raises ValueError for names and values that they do not have."""
        self._show(self.validated({**self.values, **values}))
        if self._view is not None:
            self._view.show(self.frame())

    @property
    def result(self):
        """What `compute` gives for the present values, as NumPy arrays."""
        return self._computed(self.values)

    @property
    def description(self) -> str:
        """The picture in words."""
        return self._describe(self.result)

    def frame(self) -> Frame:
        """The present state as the browser gets it."""
        return self.frame_at(self.values)

    def frame_at(self, values: dict) -> Frame:
        """The state for other values, which leaves the present ones as they are."""
        result = self._computed(values)
        with DRAWING:
            if self._drawn is not result:
                self._drawn = None  # where drawing fails half way, the next frame draws all again
                with matplotlib.rc_context(STYLE):
                    self._update(result)
                self._drawn = result
            changes = self.picture.changes()  # first: it may make a new scene
            return Frame(values, self.picture.version, changes, self._describe(result))

    def drag(self, name: str, x: float, y: float, began: tuple[float, float] | None = None) -> None:
        """What dragging on the picture to data coordinates (x, y) does; name: that of the `Drag` control; began: from
        where (None: a press at (x, y))."""
        self.set(**self.dragged(name, self.values, began or (x, y), x, y))

    def press(self, name: str) -> None:
        """What a press on the button of that name does."""
        self.set(**self.pressed(name))

    def dragged(self, name: str, values: dict, began: tuple[float, float], x: float, y: float) -> dict[str, Any]:
        """The values that a drag from where it began to (x, y) asks for, on the sliders' own steps."""
        asked = self.controls[name].values_at(values, began, x, y)
        snapped = {n: self.controls[n].nearest(v) if isinstance(self.controls[n], Slider) else v
                   for n, v in asked.items()}
        return self.validated({**values, **snapped})

    def pressed(self, name: str) -> dict[str, Any]:
        """The values that the button of that name asks for; each press has a fresh key."""
        self._presses += 1
        key = jax.random.fold_in(jax.random.key(0), self._presses)
        return self.validated({**self.values, **self.controls[name].pressed(dict(self.values), key, self.controls)})

    def validated(self, values: dict) -> dict[str, Any]:
        """Values as `compute` gets them. Raises ValueError for names and values that the controls do not have."""
        unknown = values.keys() - self.values.keys()
        if unknown:
            raise ValueError(f"the controls are {', '.join(self.values)}; got {', '.join(sorted(unknown))}")
        return {name: self.controls[name].valid(name, value) for name, value in values.items()}

    def _computed(self, values):
        known = self._result
        if known is None or known[1] is not values:
            known = self._result = jax.device_get(self._compute(**values)), values
        return known[0]

    def _show(self, values):
        """Make these the present values, or leave all as it was where they cannot be computed or drawn."""
        self.frame_at(values)
        self.values = values

    def _repr_mimebundle_(self, include=None, exclude=None) -> tuple[dict[str, Any], dict[str, Any]]:
        from dlnotes.live.view import View
        if self._view is None:
            self._view = View(self)
        with DRAWING:
            self.frame()
            data = {**self._view.mimebundle(), "image/png": self.picture.png_text(), "text/plain": self.description}
        return data, {"image/png": {"alt": self.description, "width": round(100 * self.size[0])}}


class LivePicture:
    """A picture that Python moves while a cell runs, and that leaves a still one behind.

        with LivePicture(draw, describe, start) as watch:
            for ...:
                watch(result)

    draw, describe, title, size: as for an `Explorer`; start: the result to begin with.
    """

    def __init__(self, draw: Callable, describe: Callable[[Any], str], start, *, title: str = "live picture",
                 size: tuple[float, float] = (7.2, 3.0)):
        self._last = start
        self._still = lambda: Explorer(lambda: self._last, draw, {}, describe, title=title, size=size)
        self._live, self._view = self._still(), None

    def __enter__(self):
        from IPython.display import display

        from dlnotes.live.view import View
        self._view = View(self._live)
        display({**self._view.mimebundle(), "text/html": "<small>While this cell runs, the picture moves here.</small>",
                 "text/plain": "While this cell runs, the picture moves here."}, raw=True)
        return self

    def __call__(self, result) -> None:
        """Show a new result."""
        self._last = result
        self._live.values = {}  # a new state, so that it is computed anew
        self._view.push(self._live.frame())

    def __exit__(self, *error):
        from IPython.display import display
        self._view.fold()
        display(self._still())

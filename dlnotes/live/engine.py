"""The engine of every explorer: controls -> compute -> draw, and the browser paints.

    @jax.jit
    def compute(w, b):                       # pure: values of the controls in, a NamedTuple out
        return Curve(jax.vmap(lambda x: sigmoid(w * x + b))(X))

    def draw(figure):                        # makes the artists once, and gives what moves them
        axes = figure.subplots()
        line, = axes.plot(X, 0 * X)
        return lambda result: line.set_ydata(result.a)

    def describe(result):                    # alternative text, and the text of static pages
        return f"A sigmoid from {result.a[0]:.2f} to {result.a[-1]:.2f}."

    Explorer(compute, draw, {"w": Slider(-8, 8, 1.0), "b": Slider(-8, 8, 0.0)}, describe)

The words of the engine, from the reader's hand to the screen: *controls* hold values; *compute*
makes a result of them; *draw* shows it. A *slot* is one artist of the figure, the *scene* all
slots, a *frame* what differs from the scene. The browser sends a *request*, the kernel an *answer*.
"""
import threading
from collections.abc import Callable
from typing import Any, NamedTuple

import jax

from dlnotes.live.apart import apart
from dlnotes.live.display_list import DisplayList
from dlnotes.live.drawing import LOCK, Drawing
from dlnotes.live.settings import Settings
from dlnotes.live.stills import in_words, marked, place


class Frame(NamedTuple):
    """One state of an explorer as the browser gets it.

    values: of the controls. scene: the version of the scene that the frame belongs to.
    changes: display lists by slot. text: the description.
    """
    values: dict[str, Any]
    scene: int
    changes: dict[int, DisplayList]
    text: str


class Explorer:
    """A picture that answers its controls. Display it, or use `.set(w=2.0)`, `.result`, `.frame()`.

    compute(**values): pure and compiled (`jax.jit` at module level, options static); returns a
        NamedTuple of arrays.
    draw(figure): makes the artists and returns `update(result)`, which moves them.
    controls: by name; those that hold a value are the arguments of compute.
    describe(result): one or two sentences, rounded so that they are the same on every machine.
    title: the picture's accessible name.
    size: width and height in inches of 100 pixels.

    A reader may move the controls in one thread while a cell moves them in another. One change
    comes after the other, and each keeps what the one before it has moved.
    """

    def __init__(self, compute: Callable, draw: Callable, controls: dict,
                 describe: Callable[[Any], str], *, title: str = "explorer",
                 size: tuple[float, float] = (7.2, 3.6)):
        self.controls = dict(controls)
        self.title = title
        self.size = size
        self.settings = Settings(self.controls)
        self.values = dict(self.settings.defaults)
        self.lock = threading.RLock()  # held from reading the values to keeping the new ones
        self._compute = compute
        self._describe = describe
        self._latest = None  # the values that were computed last, and their result
        self._view = None
        self._drawing = Drawing(draw, self._computed(self.values), size)
        self.picture = self._drawing.picture

    def set(self, **values) -> None:
        """Move controls, by name. Raises ValueError for names and values that they do not have.

        Where the new values cannot be computed or drawn, the present ones stay.
        """
        with self.lock:
            values = self.settings.validated({**self.values, **values})
            frame = self.frame_at(values)
            self.values = values
            if self._view is not None:
                self._view.show(frame)

    @property
    def result(self):
        """What `compute` returns for the present values, as NumPy arrays."""
        return self._computed(self.values)

    @property
    def description(self) -> str:
        """The picture in words."""
        return apart(self._describe, self.result)

    def frame(self) -> Frame:
        """Return the present state as the browser gets it."""
        return self.frame_at(self.values)

    def frame_at(self, values: dict) -> Frame:
        """Return the state for other values, and leave the present ones as they are."""
        result = self._computed(values)
        with LOCK:
            changes = self._drawing.show(result)
            text = apart(self._describe, result)
            return Frame(values, self.picture.version, changes, text)

    def drag(self, name: str, x: float, y: float,
             began: tuple[float, float] | None = None) -> None:
        """Drag on the picture to data coordinates (x, y).

        name: that of the `Drag` control. began: where the drag began; None for a press at (x, y).
        """
        with self.lock:
            self.set(**self.settings.dragged(name, self.values, began or (x, y), x, y))

    def press(self, name: str) -> None:
        """Press the button of that name."""
        with self.lock:
            self.set(**self.settings.pressed(name, self.values))

    def _computed(self, values):
        """Return the result for values: the latest one where it is that of this very dict."""
        latest = self._latest
        if latest is None or latest[0] is not values:
            latest = values, jax.device_get(apart(self._compute, **values))
            self._latest = latest
        return latest[1]

    def _repr_mimebundle_(self, include=None, exclude=None):
        """Return the still picture, on which the browser puts the live one, and the description."""
        from dlnotes.live.view import View
        with self.lock, LOCK:
            if self._view is None:
                self._view = View(self)
            self.frame()
            text = self.description
            data = {"image/png": marked(self._drawing.still(), self._view.mark), "text/plain": text}
        return data, {"image/png": {"alt": text, "width": round(100 * self.size[0])}}

    def _ipython_display_(self):
        """Show the picture, and below it the line that stays where the picture does not move."""
        from IPython.display import display
        data, metadata = self._repr_mimebundle_()
        display(data, metadata=metadata, raw=True)
        display(in_words(data["text/plain"], bool(self.controls)), raw=True)


class LivePicture:
    """A picture that Python moves while a cell runs, and that leaves a still one behind.

        with LivePicture(draw, describe, start) as watch:
            for ...:
                watch(result)

    draw, describe, title, size: as for an `Explorer`. start: the result to begin with.
    """

    def __init__(self, draw: Callable, describe: Callable[[Any], str], start, *,
                 title: str = "live picture", size: tuple[float, float] = (7.2, 3.0)):
        self._latest = start
        self._parts = {"draw": draw, "controls": {}, "describe": describe}
        self._look = {"title": title, "size": size}
        self._live = self._explorer()
        self._view = None

    def _explorer(self):
        """Make an explorer without controls that shows the latest result."""
        return Explorer(lambda: self._latest, **self._parts, **self._look)

    def __enter__(self):
        """Show the live picture below the cell."""
        from IPython.display import display

        from dlnotes.live.view import View
        text = "While this cell runs, the picture moves here."
        self._view = View(self._live)
        display(place(text, self._view.mark), raw=True)
        return self

    def __call__(self, result) -> None:
        """Show a new result."""
        with self._live.lock:
            self._latest = result
            self._live.values = {}  # another dict, so that its result is computed anew
            self._view.push(self._live.frame())

    def __exit__(self, *error):
        """Put a still picture in place of the live one."""
        from IPython.display import display
        self._view.fold()
        display(self._explorer())

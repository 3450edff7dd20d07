"""A figure that is drawn once and then shows one result after the other."""
import threading
from collections.abc import Callable
from typing import Any

from dlnotes.live.apart import apart
from dlnotes.live.display_list import DisplayList
from dlnotes.live.picture import Picture
from dlnotes.live.style import new_figure

# JupyterLab asks for frames in a thread of its own while cells run; Matplotlib draws in one only.
LOCK = threading.RLock()


class Drawing:
    """What `draw(figure)` draws, moved by the `update(result)` that it gives back.

    size: width and height in inches of 100 pixels. picture: the figure as the browser gets it.
    """

    def __init__(self, draw: Callable, result: Any, size: tuple[float, float]):
        with LOCK:
            apart(self._begin, draw, result, size)
        self._shown = result  # None where drawing failed half way: the next result draws all again

    def _begin(self, draw, result, size):
        """Draw the first result on a new figure."""
        figure = new_figure(*size)
        self._update = draw(figure)
        self._update(result)
        self.picture = Picture(figure)

    def show(self, result: Any) -> dict[int, DisplayList]:
        """Draw a result, and return the display lists of all slots that ever moved, by slot.

        A new scene may be made by this: read the picture's version afterwards, under `LOCK`.
        """
        with LOCK:
            return apart(self._changes, result)

    def _changes(self, result):
        """Move the artists, where another result is shown, and return what they draw now."""
        if self._shown is not result:
            self._shown = None
            self._update(result)
            self._shown = result
        return self.picture.changes()

    def still(self) -> bytes:
        """Return the figure as it is now, as a PNG file."""
        with LOCK:
            return apart(self.picture.png)

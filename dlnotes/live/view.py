"""The browser's side of an explorer, and how the two talk.

The browser has one request open at a time. It is a dict with

    ask      the number of the request, which the answer repeats
    view     the name of the browser's view that asks, which the answer repeats, too
    values   values of the controls that the reader has moved, by name; the others keep theirs
    drag     the name of a `Drag` control, with `began` and `at`, two places in pixels of the
             figure, and `stroke`, a number that is another for each drag
    press    the name of a button
    keep     true where the frame is only asked for ahead: the explorer keeps its values
    have     true where the browser shows the frame already, and only tells the values

The kernel gives one answer to each, a dict with `answer` (the number), `view`, `keep`, and either
`values`, `scene`, `slots`, `text` (and the bytes of points and images as buffers), or `error`, in
words. To a request with `have` it answers the `values` only. What Python does by itself is answer
0. Every view on every page hears every answer, and so all of them show the same values.
A request may come in another thread than that of the cells: see beside.py.
"""
from pathlib import Path
from typing import Any
from uuid import uuid4

import anywidget
import numpy as np
import traitlets

from dlnotes.live.beside import answer_beside_cells
from dlnotes.live.bundle import bundle
from dlnotes.live.controls import Pad
from dlnotes.live.style import DARK

WEB = Path(__file__).parent / "web"


def packed(changes) -> tuple[list, list[bytes]]:
    """Pack display lists by slot into one message.

    Returns [[slot, operations], ...], and the bytes of all points and those of all images.
    """
    pairs = sorted(changes.items())
    slots = [[slot, shown.ops] for slot, shown in pairs]
    points = b"".join(shown.points for _, shown in pairs)
    images = b"".join(shown.images for _, shown in pairs)
    return slots, [points, images]


class View(anywidget.AnyWidget):
    """The live view of one explorer: the browser paints display lists, Python answers requests.

    mark: the name by which the browser finds the still pictures that it replaces.
    spec: size, colours, name and controls. scene: the display lists of the whole picture.
    shown: a frame that Python sent while the kernel was too busy to answer requests.
    folded: True once a still picture has replaced the view.
    """
    _esm = bundle(WEB / "view.js")
    _css = WEB / "view.css"
    spec = traitlets.Dict().tag(sync=True)
    scene = traitlets.Dict().tag(sync=True)
    shown = traitlets.Dict().tag(sync=True)
    folded = traitlets.Bool(False).tag(sync=True)

    def __init__(self, explorer):
        self._explorer = explorer
        self.mark = uuid4().hex
        super().__init__(spec={"mark": self.mark, **_spec_of(explorer)})
        answer_beside_cells(self.comm)
        self._stroke = None  # the number of the drag under way
        self._values_before = {}  # the values when it began
        self._send_scene()
        self.on_msg(self._answer)

    def show(self, frame, **of_request) -> None:
        """Send a frame. of_request: what an answer repeats of its request."""
        self._send_scene()
        slots, buffers = packed(frame.changes)
        self.send({"answer": 0, **of_request, "values": self._sendable(frame.values),
                   "scene": frame.scene, "slots": slots, "text": frame.text}, buffers)

    def push(self, frame) -> None:
        """Send a frame that nobody asked for, while the kernel is too busy to answer."""
        self._send_scene()
        self.shown = {"scene": frame.scene, "text": frame.text, **_named(frame.changes)}

    def fold(self) -> None:
        """Take the view away: a still picture stands in its place."""
        self.folded = True

    def _send_scene(self):
        """Send the whole picture, where it is another than the browser has."""
        picture = self._explorer.picture
        if self.scene.get("version") != picture.version:
            lists = dict(enumerate(picture.scene()))
            self.scene = {"version": picture.version, **_named(lists)}

    def _answer(self, _, request, buffers):
        """Answer a request of the browser; whatever goes wrong is told under the picture.

        The stop button may come while an answer is under way in the main thread.
        """
        repeated = {"answer": request["ask"], "view": request.get("view"),
                    "keep": bool(request.get("keep"))}
        try:
            with self._explorer.lock:
                self._answer_rightly(request, repeated)
        except (Exception, KeyboardInterrupt) as error:
            self.send({**repeated, "error": f"{type(error).__name__}: {error}"})

    def _answer_rightly(self, request, repeated):
        """Answer a request for values that the explorer can have."""
        explorer = self._explorer
        values = self._values_asked(request)
        if request.get("have"):
            explorer.values = values
            self.send({**repeated, "values": self._sendable(values)})
            return
        frame = explorer.frame_at(values)
        if not repeated["keep"]:
            explorer.values = values
        self.show(frame, **repeated)

    def _values_asked(self, request) -> dict[str, Any]:
        """Return the values that a request asks for: by controls, a drag or a press."""
        settings = self._explorer.settings
        present = self._explorer.values
        values = settings.validated({**present, **request.get("values", {})})
        if "drag" in request:
            return self._dragged(request, values)
        if "press" in request:
            return settings.pressed(request["press"], present)
        return values

    def _dragged(self, request, values):
        """Return the values after a drag; one that pulls starts from those before it."""
        name = request["drag"]
        control = self._explorer.controls[name]
        picture = self._explorer.picture
        if request["stroke"] != self._stroke:
            self._stroke = request["stroke"]
            self._values_before = values
        start = self._values_before if control.pull else values
        began = picture.data_point(control.axes, *request["began"])
        at = picture.data_point(control.axes, *request["at"])
        return self._explorer.settings.dragged(name, start, began, *at)

    def _sendable(self, values):
        """Return values as the browser has them: drawings as whole numbers up to 255, in a row."""
        drawings = {name: np.rint(255 * values[name]).astype(int).ravel().tolist()
                    for name, control in self._explorer.controls.items()
                    if isinstance(control, Pad) and name in values}
        return {**values, **drawings}


def _spec_of(explorer):
    """Return what the browser needs to know of an explorer, once and for all."""
    width, height = (round(100 * inches) for inches in explorer.size)
    controls = [{"name": name, "label": getattr(control, "label", None) or name, **control.spec()}
                for name, control in explorer.controls.items()]
    return {"width": width, "height": height, "title": explorer.title, "dark": DARK,
            "controls": controls, "boxes": explorer.picture.boxes()}


def _named(lists):
    """Pack display lists as the parts of a trait."""
    slots, (points, images) = packed(lists)
    return {"slots": slots, "points": points, "images": images}

"""The browser's side of an explorer, and how the two talk.

The browser has one request open at a time. It is a dict with

    ask      the number of the request, which the answer repeats
    values   values of controls, by name; those left out stay as they are
    drag     the name of a `Drag` control, with `began` and `at`, two places in pixels of the
             figure, and `stroke`, a number that is another for each drag
    press    the name of a button
    keep     true where the frame is only asked for ahead: the explorer keeps its values
    have     true where the browser shows the frame already, and only tells the values

The kernel gives one answer to each, a dict with `answer` (the number), `keep`, and either `values`,
`scene`, `slots`, `text` (and the bytes of points and images as buffers), or `error`, in words. What
Python does by itself is answer 0.
"""
from pathlib import Path
from typing import Any

import anywidget
import traitlets

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
        super().__init__(spec=_spec_of(explorer))
        self._stroke = None  # the number of the drag under way
        self._values_before = {}  # the values when it began
        self._send_scene()
        self.on_msg(self._answer)

    def mimebundle(self) -> dict[str, Any]:
        """Return the live view for Jupyter's front ends."""
        return {"application/vnd.jupyter.widget-view+json":
                {"version_major": 2, "version_minor": 1, "model_id": self.model_id}}

    def show(self, frame, number: int = 0, keep: bool = False) -> None:
        """Send a frame: the answer to a request of that number, only to be kept if `keep`."""
        self._send_scene()
        slots, buffers = packed(frame.changes)
        self.send({"answer": number, "keep": keep, "values": self._sendable(frame.values),
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
        """Answer a request of the browser; whatever goes wrong is told under the picture."""
        explorer = self._explorer
        number = request["ask"]
        keep = bool(request.get("keep"))
        try:
            values = self._values_asked(request)
            if request.get("have"):
                explorer.values = values
                self.send({"answer": number})
                return
            frame = explorer.frame_at(values)
            if not keep:
                explorer.values = values
            self.show(frame, number, keep)
        except Exception as error:
            text = f"{type(error).__name__}: {error}"
            self.send({"answer": number, "keep": keep, "error": text})

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
        """Leave out the drawings: the browser made them."""
        drawings = {name for name, control in self._explorer.controls.items()
                    if isinstance(control, Pad)}
        return {name: value for name, value in values.items() if name not in drawings}


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

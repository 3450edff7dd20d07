"""The browser's side of an explorer, and how the two talk.

The browser asks one question at a time: show these values, a drag to here, a press of that button, or (while idle) a
frame to keep for later. Each is answered by one message: the values, the frame and its words, or an error in words.
"""
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from dlnotes.live.controls import Pad
from dlnotes.live.style import DARK

HERE = Path(__file__).parent


def packed(changes) -> tuple[list, list[bytes]]:
    """Display lists by slot as what a message holds: [[slot, ops], ...], and all points and all images in one piece."""
    pairs = sorted(changes.items())
    return ([[slot, one.ops] for slot, one in pairs],
            [b"".join(one.points for _, one in pairs), b"".join(one.images for _, one in pairs)])


class View(anywidget.AnyWidget):
    """The live view of one explorer: paints display lists in the browser, and answers what is asked there.

    `spec`: size, colours, name and controls; `scene`: what stands still; `shown`: a frame that Python has pushed;
    `folded`: whether the view has had its time.
    """
    _esm = HERE / "view.js"
    _css = HERE / "view.css"
    spec = traitlets.Dict().tag(sync=True)
    scene = traitlets.Dict().tag(sync=True)
    shown = traitlets.Dict().tag(sync=True)
    folded = traitlets.Bool(False).tag(sync=True)

    def __init__(self, explorer):
        self._explorer = explorer
        width, height = (round(100 * n) for n in explorer.size)
        controls = [{"name": name, "label": getattr(c, "label", None) or name, **c.spec()}
                    for name, c in explorer.controls.items()]
        super().__init__(spec={"width": width, "height": height, "title": explorer.title, "dark": DARK,
                               "controls": controls, "boxes": explorer.picture.boxes()})
        self._stroke = None, {}  # the drag under way: its mark, and the values when it began
        self._paint_scene()
        self.on_msg(self._answer)

    def mimebundle(self) -> dict[str, Any]:
        """The live view, for Jupyter's front ends."""
        return {"application/vnd.jupyter.widget-view+json":
                {"version_major": 2, "version_minor": 1, "model_id": self.model_id}}

    def show(self, frame, number: int = 0, keep: bool = False) -> None:
        """Send a frame: the answer to question `number`, only to be kept for later if `keep`."""
        self._paint_scene()
        slots, buffers = packed(frame.changes)
        self.send({"answer": number, "keep": keep, "values": self._sendable(frame.values), "scene": frame.scene,
                   "slots": slots, "text": frame.text}, buffers)

    def push(self, frame) -> None:
        """Send a frame that nobody asked for, while the kernel is too busy to answer."""
        self._paint_scene()
        slots, (points, images) = packed(frame.changes)
        self.shown = {"scene": frame.scene, "slots": slots, "points": points, "images": images, "text": frame.text}

    def fold(self) -> None:
        """Take the view away: another picture stands in its place."""
        self.folded = True

    def _paint_scene(self):
        """Send the whole picture, where it is another than the browser has."""
        picture = self._explorer.picture
        if self.scene.get("version") != picture.version:
            slots, (points, images) = packed(dict(enumerate(picture.scene())))
            self.scene = {"version": picture.version, "slots": slots, "points": points, "images": images}

    def _answer(self, _, question, buffers):
        explorer, keep = self._explorer, bool(question.get("keep"))
        try:
            values = self._asked(question)
            if question.get("have"):  # the browser shows it already
                explorer.values = values
                self.send({"answer": question["ask"]})
                return
            frame = explorer.frame_at(values)
            if not keep:
                explorer.values = values
            self.show(frame, question["ask"], keep)
        except Exception as error:  # everything goes to the reader, under the picture
            self.send({"answer": question["ask"], "keep": keep, "error": f"{type(error).__name__}: {error}"})

    def _asked(self, question) -> dict[str, Any]:
        explorer = self._explorer
        values = explorer.validated({**explorer.values, **question.get("values", {})})
        if "drag" in question:
            control = explorer.controls[question["drag"]]
            if question["stroke"] != self._stroke[0]:
                self._stroke = question["stroke"], values
            began, at = (explorer.picture.data_point(control.axes, *question[place]) for place in ("began", "at"))
            return explorer.dragged(question["drag"], self._stroke[1] if control.pull else values, began, *at)
        return explorer.pressed(question["press"]) if "press" in question else values

    def _sendable(self, values):
        return {n: v for n, v in values.items() if not isinstance(self._explorer.controls[n], Pad)}

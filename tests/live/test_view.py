"""The conversation: what the browser asks for, and what it gets."""
from samples import careful_wave, make_wave

from dlnotes.live.controls import Drag
from dlnotes.live.view import View, packed


class FakeBrowser:
    """The browser's end of the conversation: asks, and keeps what is sent."""

    def __init__(self, explorer):
        self.view = View(explorer)
        self.received = []
        self.view.send = self.receive

    def receive(self, content, buffers=None):
        self.received.append((content, buffers))

    def ask(self, **request):
        self.view._answer(self.view, {"ask": 7, **request}, [])
        return self.received[-1]


def test_values_are_answered_by_a_frame():
    explorer = make_wave()
    content, buffers = FakeBrowser(explorer).ask(values={"height": 2})
    assert content["answer"] == 7 and content["values"] == {"frequency": 3.0, "height": 2.0}
    assert explorer.values["height"] == 2.0 and content["text"] == "A wave up to 2.00."
    [(slot, ops)] = content["slots"]
    assert ops[0][0] == "p" and len(buffers[0]) == 4 * ops[0][3]


def test_a_frame_to_keep_changes_nothing():
    explorer = make_wave()
    content, _ = FakeBrowser(explorer).ask(values={"height": 2.0}, keep=True)
    assert content["keep"] and content["values"]["height"] == 2.0
    assert explorer.values["height"] == 1.0


def test_what_the_browser_has_is_not_sent_again():
    explorer = make_wave()
    content, buffers = FakeBrowser(explorer).ask(values={"height": 2.0}, have=True)
    assert content["answer"] == 7 and "slots" not in content and buffers is None
    assert content["values"] == explorer.values
    assert explorer.result.y.max() > 1.5


def test_a_drag_is_in_pixels():
    explorer = make_wave(pull=Drag(y="height"))
    browser = FakeBrowser(explorer)
    left, top, width, height = explorer.picture.boxes()[0]
    began = [left + width / 2, top + height / 2]
    drag = {"drag": "pull", "began": began, "stroke": 0.5, "values": {}}
    content, _ = browser.ask(at=[left + width / 2, top + height / 4], **drag)
    assert content["values"]["height"] == 1.0
    content, _ = browser.ask(at=[left, top], **drag)
    assert content["values"]["height"] == 2.0


def test_a_pull_starts_from_the_values_that_were_there_when_it_began():
    def pull(values, began, x, y):
        return {"height": values["height"] + y - began[1]}

    explorer = make_wave(pull=Drag(pull=pull))
    start = explorer.values["height"]
    browser = FakeBrowser(explorer)
    to_pixels = explorer.picture.figure.axes[0].transData
    bottom = explorer.picture.figure.bbox.height
    places = [to_pixels.transform((0.5, y)) for y in (0.0, -0.5, -1.0)]
    began, *others = [[x, bottom - y] for x, y in places]
    for at in (began, *others):
        browser.ask(drag="pull", at=at, began=began, stroke=0.5)
    assert explorer.values["height"] == start - 1.0
    browser.ask(drag="pull", at=others[0], began=began, stroke=0.7)
    assert explorer.values["height"] == start - 1.5


def test_errors_are_words_under_the_picture():
    explorer = make_wave(careful_wave)
    browser = FakeBrowser(explorer)
    assert browser.ask(values={"frequency": 8.0})[0]["error"] == (
        "ValueError: frequency is too large")
    assert "height must be" in browser.ask(values={"height": 80})[0]["error"]
    assert explorer.values == {"frequency": 3.0, "height": 1.0}
    assert "error" not in browser.ask(values={"frequency": 2.0})[0]


def test_a_new_scene_comes_before_the_frame_that_needs_it():
    explorer = make_wave()
    browser = FakeBrowser(explorer)
    content, _ = browser.ask(values={"height": 2.0})
    assert browser.view.scene["version"] == content["scene"]


def test_packing_is_in_one_piece():
    explorer = make_wave()
    explorer.set(height=2.0)
    slots, (points, images) = packed(explorer.frame().changes)
    assert len(slots) == 1 and len(points) > 40 and images == b""

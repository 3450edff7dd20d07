"""What a notebook stores of an explorer: a marked PNG file, and a line with its words."""
import base64
import io

import nbformat
import numpy as np
import pytest
from nbconvert import HTMLExporter, SlidesExporter
from PIL import Image
from samples import make_wave

from dlnotes.live.stills import in_words, marked

MARK = "0123456789abcdef" * 2


def test_a_marked_picture_is_the_same_picture():
    file = io.BytesIO()
    pixels = np.arange(48, dtype=np.uint8).reshape(4, 4, 3)
    Image.fromarray(pixels).save(file, format="png")
    image = Image.open(io.BytesIO(base64.b64decode(marked(file.getvalue(), MARK))))
    np.testing.assert_array_equal(np.asarray(image), pixels)
    assert image.text == {"dlnotes": MARK}


def test_the_browser_finds_the_mark_without_decoding():
    png = make_wave().picture.png()
    begin = base64.b64encode(b"\0\0\0\x28tEXtdlnotes\0" + MARK.encode())[:64].decode()
    assert marked(png, MARK)[44:].startswith(begin)


def shown(explorer, monkeypatch):
    """Return the outputs that a notebook stores when an explorer is displayed."""
    outputs = []

    def keep(data, metadata=None, raw=False):
        assert raw
        outputs.append(nbformat.v4.new_output("display_data", data, metadata=metadata or {}))
    monkeypatch.setattr("IPython.display.display", keep)
    explorer._ipython_display_()
    return outputs


def test_no_view_is_stored(monkeypatch):
    still, line = shown(make_wave(), monkeypatch)
    assert still.data.keys() == {"image/png", "text/plain"}
    assert still.metadata["image/png"]["alt"] == "A wave up to 1.00."
    assert line.data["text/plain"].startswith("Run this cell to move the picture")


@pytest.mark.parametrize("exporter", [HTMLExporter, SlidesExporter])
def test_exported_pages_carry_the_words(exporter, monkeypatch):
    cell = nbformat.v4.new_code_cell("wave", outputs=shown(make_wave(), monkeypatch))
    page, _ = exporter().from_notebook_node(nbformat.v4.new_notebook(cells=[cell]))
    assert "</summary>A wave up to 1.00.</details>" in page


def test_words_are_no_markup():
    assert "a &lt; b" in in_words("a < b", True)["text/html"]
    assert "Run" not in in_words("a < b", False)["text/html"]

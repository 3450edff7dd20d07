"""Still pictures, which are what a notebook stores, and on which the browser puts live ones.

A widget's view in a notebook dies with its kernel: JupyterLab shows "Error displaying widget: model
not found" in place of everything that is stored beside the view, and in a notebook that is not
trusted it does not show views at all (JupyterLab 4.6, jupyterlab_widgets 3.0). Exports with stored
widget state show a view that needs scripts from the web, or nothing (nbconvert 7.17, myst-nb 1.4).

So no view is stored. What is displayed is a PNG file that carries a mark. The browser's part of a
widget begins to run as soon as the kernel opens the widget, displayed or not. Ours looks for PNG
files with its mark, wherever they are on the page, and puts the live picture in their place: after
the cell has run, after a reload, and in every further view. Without the kernel there is nobody to
do this: the still picture stays, with a line below it that says what to do.
"""
import base64
import struct
import zlib
from html import escape

HEADER = 33  # bytes of a PNG file before its second chunk
MOVES = "Run this cell to move the picture, or read it in words."
STANDS = "This picture in words."


def marked(png: bytes, mark: str) -> str:
    """Return a PNG file in base64, with a mark of 32 letters as a comment behind its header.

    Header and comment begin at multiples of three bytes, so that the browser finds the mark in the
    base64 text without decoding it.
    """
    comment = b"tEXt" + b"dlnotes\0" + mark.encode()
    chunk = struct.pack(">I", len(comment) - 4) + comment + struct.pack(">I", zlib.crc32(comment))
    return base64.b64encode(png[:HEADER] + chunk + png[HEADER:]).decode()


def in_words(text: str, is_moved: bool) -> dict[str, str]:
    """Return the line below a still picture, which opens to its description.

    nbconvert's templates leave out the alternative text of a picture, so that it stands here, too.
    is_moved: whether a reader can move the picture once the cell has run.
    """
    line = MOVES if is_moved else STANDS
    return {"text/html": f"<details><summary>{line}</summary>{escape(text)}</details>",
            "text/plain": line}


def place(text: str, mark: str) -> dict[str, str]:
    """Return a text in whose place the browser puts the live picture of that mark."""
    return {"text/html": f'<small class="dln-{mark}">{escape(text)}</small>', "text/plain": text}

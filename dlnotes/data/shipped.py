"""Read the small real data that come with the package. `files/README.md` says where they are from.

A file is the bytes of its arrays, one after the other, packed with LZMA. What it unpacks to is
checked as a download is: by its length and its SHA-256.
"""
import hashlib
import lzma
import math
from importlib.resources import files
from typing import NamedTuple

import numpy as np


class Shipped(NamedTuple):
    """What a file of the package holds.

    name: of the file; arrays: the type and the shape of each, by name, in the file's order.
    sha256: of all their bytes.
    """
    name: str
    arrays: dict[str, tuple[str, tuple[int, ...]]]
    sha256: str


MNIST_PART = Shipped("mnist-part.xz", {
    "x_train": ("u1", (6000, 28, 28)), "y_train": ("u1", (6000,)),
    "x_test": ("u1", (2000, 28, 28)), "y_test": ("u1", (2000,))},
    sha256="1ccd096d754643e2fdf023bd220130ea86e5cd1fbe64d4e6ce452854fe4e3f9d")
VOWELS = Shipped("japanese-vowels.xz", {
    "lengths": ("u1", (640,)), "speakers": ("u1", (640,)), "millionths": ("<i4", (9961, 12))},
    sha256="943bb737d97b26b560af16846293fbe19431b365d2b65f73b3aee7c8ae371f17")


def unpack(shipped: Shipped) -> dict[str, np.ndarray]:
    """Read the arrays of a file of the package, by name.

    Raises ValueError, with the remedy, for a file with other content.
    """
    size = sum(_size(*kind) for kind in shipped.arrays.values())
    path = files("dlnotes.data") / "files" / shipped.name
    try:
        content = lzma.LZMADecompressor().decompress(path.read_bytes(), max_length=size + 1)
    except (OSError, lzma.LZMAError) as error:
        raise ValueError(_advice(path, f"cannot be read ({error})")) from error
    if len(content) != size or hashlib.sha256(content).hexdigest() != shipped.sha256:
        raise ValueError(_advice(path, "is not the one that the course was made with"))
    arrays = {}
    start = 0
    for name, (kind, shape) in shipped.arrays.items():
        arrays[name] = np.frombuffer(content, kind, math.prod(shape), start).reshape(shape)
        start += _size(kind, shape)
    return arrays


def _size(kind, shape):
    return np.dtype(kind).itemsize * math.prod(shape)


def _advice(path, why):
    return f"{path} {why}: install dlnotes again, or fetch this file again with git"

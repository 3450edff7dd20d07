"""A small archive in the form of MNIST, and files that hold it, packed in both ways."""
import gzip
import io
import struct

import numpy as np

from dlnotes.data.downloads import MNIST
from dlnotes.data.unpacking import digest

rng = np.random.default_rng(0)
ARRAYS = {
    "x_train": rng.integers(0, 256, (20, 3, 3), np.uint8),
    "y_train": rng.integers(0, 10, 20, np.uint8),
    "x_test": rng.integers(0, 256, (10, 3, 3), np.uint8),
    "y_test": rng.integers(0, 10, 10, np.uint8),
}
ARCHIVE = MNIST._replace(shapes={name: array.shape for name, array in ARRAYS.items()},
                         sha256=digest(ARRAYS))


def npz(arrays, compressed=True):
    """Return the bytes of an `.npz` file."""
    file = io.BytesIO()
    save = np.savez_compressed if compressed else np.savez
    save(file, **arrays)
    return file.getvalue()


def idx(array):
    """Return the bytes of a gzipped IDX file."""
    lengths = struct.pack(f">{array.ndim}I", *array.shape)
    return gzip.compress(b"\0\0\x08" + bytes([array.ndim]) + lengths + array.tobytes())

"""Unpack downloaded files to arrays, and check these, without trusting the files.

Nothing is ever unpickled, because unpickling a file can run any code that its author put there.
A file of a few bytes can unpack to gigabytes, so no more is unpacked than the wanted shapes need.
"""
import gzip
import hashlib
import math
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np

Arrays = dict[str, np.ndarray]
Shapes = dict[str, tuple[int, ...]]

NPY_HEADER = 2**14  # bytes, more than the header of any of our `.npy` files
IDX_START = b"\0\0\x08"  # two zero bytes, then 8 for unsigned bytes


def decode(read: Callable[[list[Path], Shapes], Arrays], paths: list[Path], shapes: Shapes,
           sha256: str) -> Arrays:
    """Read files and check what they hold.

    read: decodes the files, as `read_npz` and `read_idx` do.
    paths: those of the files.
    shapes: the shapes of the wanted arrays by name; all of them are of unsigned bytes.
    sha256: the `digest` of the wanted arrays.
    Returns the wanted arrays by name, in the order of the shapes, and nothing else.
    Raises ValueError, with the reason, if one of these arrays is missing or different.
    """
    try:
        found = read(paths, shapes)
    except Exception as error:  # a damaged file breaks decoders in many ways, all with one meaning
        raise ValueError(f"it cannot be decoded ({error or type(error).__name__})") from error
    for name, shape in shapes.items():
        if name not in found:
            raise ValueError(f"it has no {name}, but {', '.join(found) or 'nothing at all'}")
        got = found[name]
        if (got.dtype, got.shape) != (np.uint8, shape):
            raise ValueError(f"{name} must be uint8 of shape {shape}; "
                             f"got {got.dtype} of shape {got.shape}")
    arrays = {name: found[name] for name in shapes}
    if digest(arrays) != sha256:
        raise ValueError("its content differs from what was published")
    return arrays


def read_npz(paths: list[Path], shapes: Shapes) -> Arrays:
    """Read the arrays of one `.npz` file, which is a zip archive of `.npy` files.

    paths: the path of that one file.
    shapes: the shapes of the wanted arrays by name. They limit how much is unpacked; whether they
        fit is not checked here.
    Returns all arrays of the file by name.
    Raises ValueError if the file announces more bytes than the shapes need. A damaged file raises
    whatever error the decoder meets.
    """
    most = sum(NPY_HEADER + math.prod(shape) for shape in shapes.values())
    # The sizes are only announced, but zipfile never unpacks more of a file than it announces.
    with zipfile.ZipFile(paths[0]) as file:
        if sum(member.file_size for member in file.infolist()) > most:
            raise ValueError(f"it unpacks to more than {most:,} bytes")
        return {name.removesuffix(".npy"): _read_npy(file, name) for name in file.namelist()}


def read_idx(paths: list[Path], shapes: Shapes) -> Arrays:
    """Read the arrays of gzipped IDX files.

    paths: one file for each shape, in the order of the shapes.
    shapes: the shapes of the wanted arrays by name. They limit how much is unpacked; whether they
        fit is not checked here.
    Returns the arrays by name.
    Raises ValueError if a file is not an IDX file of unsigned bytes, or is larger than its shape.
    A damaged file raises whatever error the decoder meets.
    """
    pairs = zip(shapes, paths, strict=True)
    return {name: _read_idx(path, shapes[name]) for name, path in pairs}


def digest(arrays: Arrays) -> str:
    """Compute the SHA-256 of the bytes of all arrays, one after the other.

    It is the same however the arrays were packed.
    arrays: by name, in the order that counts.
    Returns 64 hexadecimal digits.
    """
    sha256 = hashlib.sha256()
    for array in arrays.values():
        sha256.update(np.ascontiguousarray(array))
    return sha256.hexdigest()


def _read_npy(file, name):
    with file.open(name) as member:
        return np.lib.format.read_array(member, allow_pickle=False)


def _read_idx(path, shape):
    """Read one IDX file.

    It holds two zero bytes, 8 for unsigned bytes, the number of axes in one byte, the length of
    each axis in four bytes, and the data.
    """
    most = 4 + 4 * len(shape) + math.prod(shape)
    with gzip.open(path) as file:
        data = file.read(most + 1)  # one more, to notice a file that is too large
    if not data.startswith(IDX_START) or len(data) > most:
        raise ValueError(f"it is not an IDX file of unsigned bytes, {most:,} of them at most")
    axes = data[3]
    start = 4 + 4 * axes
    found = struct.unpack(f">{axes}I", data[4:start])
    return np.frombuffer(data, np.uint8, math.prod(found), start).reshape(found)

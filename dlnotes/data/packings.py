"""Find MNIST in the files that people have: one npz file, four IDX files, or two tables.

What a file holds is not looked at here. Whoever reads it checks every byte of it afterwards.
"""
import gzip
from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import NamedTuple

import numpy as np

from dlnotes.data.unpacking import Arrays, Shapes, read_idx, read_npz

IDX_STEMS = ("train-images", "train-labels", "t10k-images", "t10k-labels")
IDX_KINDS = ("idx3", "idx1", "idx3", "idx1")
FOLDERS = ("", "MNIST/raw", "raw", "mnist")  # torchvision keeps its files in MNIST/raw
TABLES = ("mnist_train.csv", "mnist_test.csv")


class Packing(NamedTuple):
    """The files that hold a data set together, and the function that reads them."""
    paths: list[Path]
    read: Callable[[list[Path], Shapes], Arrays]


def locate(place: Path, name: str) -> Packing | None:
    """Find a data set in a folder, or at one of its files.

    place: a folder; or a file, with the others of the same packing beside it.
    name: of the npz file.
    Returns None if a folder has no such files.
    Raises ValueError for a pickle, which is never opened, and for files that lack others.
    """
    if place.is_file():
        return _of_file(place)
    for folder in (place / one for one in FOLDERS):
        if (folder / name).exists():
            return Packing([folder / name], read_npz)
        found = _idx_files(folder) or _tables(folder)
        if found:
            return found
    pickles = sorted(place.glob("mnist*.pkl*"))
    return _of_file(pickles[0]) if pickles else None


def read_tables(paths: list[Path], shapes: Shapes) -> Arrays:
    """Read two tables, for training and for testing: the label first, then the pixels.

    A first row of words is skipped, and no more rows are read than the shapes have.
    """
    images = [one for one in shapes if one.startswith("x")]
    arrays = {}
    for path, pixels in zip(paths, images, strict=True):
        opened = gzip.open if path.suffix == ".gz" else open
        with opened(path, "rt", encoding="utf-8-sig") as file:
            named = not file.readline()[:1].isdigit()
            file.seek(0)
            rows = np.loadtxt(file, dtype=np.uint8, delimiter=",", skiprows=int(named), ndmin=2,
                              max_rows=shapes[pixels][0] + 1)
        arrays[pixels.replace("x", "y")] = rows[:, 0]
        arrays[pixels] = rows[:, 1:].reshape(-1, *shapes[pixels][1:])
    return arrays


def _of_file(path):
    """Return the packing that a single file is a part of."""
    if ".pkl" in path.name or ".pickle" in path.name:
        raise ValueError(
            f"{path} is a pickle, and to open a pickle can run any program that somebody has put "
            "into it: it is not opened. Take mnist.npz or the four IDX files instead, or remove "
            "it and call mnist(whole=True), which downloads them")
    if path.name.startswith(IDX_STEMS):
        found = _idx_files(path.parent)
        if not found:
            raise ValueError(f"{path} is one of four IDX files of MNIST, and not all of the "
                             f"others are beside it: {', '.join(IDX_STEMS)}")
        return found
    if ".csv" in path.suffixes:
        found = _tables(path.parent)
        if not found:
            raise ValueError(f"{path} is one of two tables of MNIST; the other must be beside it, "
                             f"and their names must be {' and '.join(TABLES)}")
        return found
    return Packing([path], read_npz)


def _idx_files(folder):
    paths = []
    for stem, kind in zip(IDX_STEMS, IDX_KINDS):
        names = (f"{stem}{dot}{kind}-ubyte{end}" for dot, end in product("-.", (".gz", "")))
        there = [folder / one for one in names if (folder / one).is_file()]
        if not there:
            return None
        paths.append(there[0])
    return Packing(paths, read_idx)


def _tables(folder):
    for end in ("", ".gz"):
        paths = [folder / (one + end) for one in TABLES]
        if all(map(Path.is_file, paths)):
            return Packing(paths, read_tables)
    return None

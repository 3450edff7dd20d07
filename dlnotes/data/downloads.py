"""Data files that are found on this machine, or downloaded from the first mirror that has them.

No file is trusted for its name or its origin: what it decodes to must have the shapes and the SHA-256 of its `Archive`,
whoever packed it. Nothing is ever unpickled, and a file under its own name is always whole.
"""
import gzip
import hashlib
import math
import os
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import numpy as np

Arrays = dict[str, np.ndarray]
Shapes = dict[str, tuple[int, ...]]


class Mirror(NamedTuple):
    """One place to download from: `files`, the checksum of each URL ("sha256:..." or "md5:..."), and `read`, which
    decodes the files, in that order, to arrays by name, if they fit the shapes."""
    files: dict[str, str]
    read: Callable[[list[Path], Shapes], Arrays]


class Archive(NamedTuple):
    """What a data file must hold: its `name`; the `shapes` of its arrays, all of unsigned bytes; the `sha256` of their
    bytes, in that order; and the `mirrors` that have it, the one that a person can download from first."""
    name: str
    shapes: Shapes
    sha256: str
    mirrors: tuple[Mirror, ...]


def load(archive: Archive, *, cache: Path | None = None, retries: int = 2) -> Arrays:
    """The arrays of an archive: from `$DLNOTES_DATA`, else from the user's cache, else downloaded into that cache.

    archive: what to look for; cache: another folder than the user's own; retries: further tries of each download.
    Raises ValueError for a file with other content, FileNotFoundError where there is no file and no mirror answers.
    """
    found = find(archive, cache=cache)
    return read(archive, found) if found else download(archive, places(archive, cache=cache)[-1], retries=retries)


def places(archive: Archive, *, cache: Path | None = None) -> list[Path]:
    """Where the file is looked for, in this order: in `$DLNOTES_DATA` if that is set, and in the user's cache."""
    import pooch  # here and below: a third of a second, for those who need it

    folders = [os.environ.get("DLNOTES_DATA"), cache or pooch.os_cache("dlnotes")]
    return [Path(folder).expanduser() / archive.name for folder in folders if folder]


def find(archive: Archive, *, cache: Path | None = None) -> Path | None:
    """The file on this machine, if there is one; what it holds is for `read` to say."""
    return next((path for path in places(archive, cache=cache) if path.exists()), None)


def read(archive: Archive, path: Path) -> Arrays:
    """Decode the `.npz` file at path. Raises ValueError, with the reason, if it does not hold what `archive` says."""
    try:
        return _decode(archive, read_npz, [path])
    except ValueError as error:
        raise ValueError(f"{path} is not the {archive.name} of this course: {error}. Move it away or delete it; it is "
                         f"then downloaded again, or put there a copy of {_by_hand(archive)}") from error


def download(archive: Archive, path: Path, *, retries: int = 2) -> Arrays:
    """Download the archive from the first mirror that has it, and keep it at path.

    Everything happens in a folder beside path that is gone afterwards; what was verified is renamed into place.
    Raises FileNotFoundError, with what went wrong at each mirror and what to do by hand, if none has it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    failures = []
    for mirror in archive.mirrors:
        with TemporaryDirectory(dir=path.parent, prefix="download-") as folder:
            try:
                arrays = _decode(archive, mirror.read, _retrieve(mirror, folder, retries))
            except (ValueError, OSError) as error:
                failures.append(f"  {next(iter(mirror.files))}: {_reason(error)}")
                continue
            packed = Path(folder) / archive.name
            np.savez(packed, **arrays)  # not compressed: it loads ten times as fast
            os.replace(packed, path)
            return arrays
    raise FileNotFoundError("\n".join([
        f"{archive.name} is not on this machine, and no mirror has given it:", *failures,
        f"What to do: connect to the internet and try again, or download {_by_hand(archive)} on any machine and put it "
        f"at {path}, or set DLNOTES_DATA to the folder that holds it."]))


def read_npz(paths: list[Path], shapes: Shapes) -> Arrays:
    """The arrays of one `.npz` file: a zip archive of `.npy` files."""
    most = sum(2**14 + math.prod(shape) for shape in shapes.values())  # 2**14: for each header
    with zipfile.ZipFile(paths[0]) as file:  # which never unpacks more of a file than it announces
        if sum(member.file_size for member in file.infolist()) > most:
            raise ValueError(f"it unpacks to more than {most:,} bytes")
        return {name.removesuffix(".npy"): _read_npy(file, name) for name in file.namelist()}


def read_idx(paths: list[Path], shapes: Shapes) -> Arrays:
    """The arrays of IDX files, one for each shape, in that order."""
    return {name: _read_idx(path, shapes[name]) for name, path in zip(shapes, paths, strict=True)}


def digest(arrays: Arrays) -> str:
    """The SHA-256 of the bytes of all arrays, one after the other: the same, however they were packed."""
    sha256 = hashlib.sha256()
    for array in arrays.values():
        sha256.update(np.ascontiguousarray(array))
    return sha256.hexdigest()


def _read_npy(file, name):
    with file.open(name) as member:
        return np.lib.format.read_array(member, allow_pickle=False)


def _read_idx(path, shape):
    """IDX: two zero bytes, 8 for unsigned bytes, the number of axes, their lengths in 4 bytes each, the data."""
    most = 4 + 4 * len(shape) + math.prod(shape)
    with gzip.open(path) as file:
        data = file.read(most + 1)
    if data[:3] != b"\0\0\x08" or len(data) > most:
        raise ValueError(f"it is not an IDX file of unsigned bytes, {most:,} of them at most")
    start = 4 + 4 * data[3]
    shape = struct.unpack(f">{data[3]}I", data[4:start])
    return np.frombuffer(data, np.uint8, math.prod(shape), start).reshape(shape)


def _decode(archive, read, paths):
    """Read, then check: only what the archive names, in its order, and only if all of it is right."""
    try:
        arrays = read(paths, archive.shapes)
    except Exception as error:  # a damaged file breaks a decoder in many ways; each means the same here
        raise ValueError(f"it cannot be decoded ({error or type(error).__name__})") from error
    for name, shape in archive.shapes.items():
        if name not in arrays:
            raise ValueError(f"it has no {name}, but {', '.join(arrays) or 'nothing at all'}")
        got = arrays[name]
        if (got.dtype, got.shape) != (np.uint8, shape):
            raise ValueError(f"{name} must be uint8 of shape {shape}; got {got.dtype} of shape {got.shape}")
    arrays = {name: arrays[name] for name in archive.shapes}
    if digest(arrays) != archive.sha256:
        raise ValueError("its content differs from what was published")
    return arrays


def _retrieve(mirror, folder, retries):
    """Download the files of a mirror with pooch, which checks their sums and waits 1, 2, ... seconds between tries."""
    import pooch

    pooch.get_logger().setLevel("WARNING")  # the progress bar says enough
    urls = {url.rsplit("/", 1)[-1]: url for url in mirror.files}
    store = pooch.create(folder, base_url="", urls=urls, retry_if_failed=retries,
                         registry={name: mirror.files[url] for name, url in urls.items()})
    downloader = pooch.HTTPDownloader(progressbar=True, chunk_size=2**16, timeout=20)
    return [Path(store.fetch(name, downloader=downloader)) for name in urls]


def _reason(error):
    """What went wrong with a download, in a few words instead of a stack of library names."""
    import requests

    if isinstance(error, requests.HTTPError):
        return f"the server answered {error.response.status_code} {error.response.reason}"
    if isinstance(error, requests.Timeout):
        return "no answer in time"
    if isinstance(error, requests.exceptions.ChunkedEncodingError):
        return "the connection broke off"
    if isinstance(error, requests.ConnectionError):
        return "no connection"
    return "the checksum differs" if "known hash" in str(error) else str(error)


def _by_hand(archive):
    return next(iter(archive.mirrors[0].files))


IDX_SUMS = {"train-images-idx3-ubyte.gz": "md5:f68b3c2dcbeaaa9fbdd348bbdeb94873",
            "train-labels-idx1-ubyte.gz": "md5:d53e105ee54ea40749a09fcbcd1e9432",
            "t10k-images-idx3-ubyte.gz": "md5:9fb629c4189551a2d022fa330f9573f3",
            "t10k-labels-idx1-ubyte.gz": "md5:ec29112dd5afa0611ce80d1b7f02629c"}

MNIST = Archive(
    name="mnist.npz",
    shapes={"x_train": (60_000, 28, 28), "y_train": (60_000,), "x_test": (10_000, 28, 28), "y_test": (10_000,)},
    sha256="06b0d1f124c4e5fa796686ade41a9b778edacc8622f2195a352ef479ad44fc16",
    mirrors=(
        Mirror({"https://storage.googleapis.com/tensorflow/tf-keras-datasets/mnist.npz":
                "sha256:731c5ac602752760c8e48fbffcf8c3b850d9dc2a2aedcf2cc48468fc17b673d1"}, read_npz),
        *(Mirror({site + name: md5 for name, md5 in IDX_SUMS.items()}, read_idx)
          for site in ("https://ossci-datasets.s3.amazonaws.com/mnist/",
                       "https://storage.googleapis.com/cvdf-datasets/mnist/"))))

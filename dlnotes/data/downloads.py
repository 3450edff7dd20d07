"""Find data files on this machine, or download them from the first mirror that has them.

No file is trusted for its name or its origin. Whoever packed it, the arrays in it must have the
shapes and the SHA-256 that its `Archive` states. A file that stands under its own name is always
whole, because it gets that name only after it was checked.
"""
import os
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import numpy as np

from dlnotes.data.unpacking import Arrays, Shapes, decode, read_idx, read_npz


class Mirror(NamedTuple):
    """One place to download from.

    files: the checksum of each URL, "sha256:..." or "md5:...".
    read: decodes the files, in that order, to arrays by name; the shapes tell it how much to
        unpack at most.
    """
    files: dict[str, str]
    read: Callable[[list[Path], Shapes], Arrays]


class Archive(NamedTuple):
    """A data file, by what it must hold.

    name: of the file.
    shapes: of its arrays by name; all of them are of unsigned bytes.
    sha256: of the bytes of its arrays, in the order of the shapes.
    mirrors: where it can be downloaded. The first is also the one that we name to a person who
        downloads it by hand.
    """
    name: str
    shapes: Shapes
    sha256: str
    mirrors: tuple[Mirror, ...]


def load(archive: Archive, *, cache: Path | None = None, retries: int = 2) -> Arrays:
    """Load the arrays of an archive.

    The file is taken from the folder `$DLNOTES_DATA`, or else from the user's cache. If it is in
    neither, it is downloaded into the cache.
    archive: what to look for.
    cache: a folder to use instead of the user's own cache.
    retries: how many more times a failed download is tried.
    Returns the arrays by name, in the order of the archive.
    Raises ValueError for a file with other content. Raises FileNotFoundError if there is no file
    and no mirror gives it.
    """
    found = find(archive, cache=cache)
    if found:
        return read(archive, found)
    return download(archive, places(archive, cache=cache)[-1], retries=retries)


def places(archive: Archive, *, cache: Path | None = None) -> list[Path]:
    """List the paths at which the file is looked for, in this order.

    The first is in `$DLNOTES_DATA`, if that is set; the last is in the cache.
    cache: a folder to use instead of the user's own cache.
    """
    # Imported only in the functions that need it, because it takes a third of a second.
    import pooch

    folders = [os.environ.get("DLNOTES_DATA"), cache or pooch.os_cache("dlnotes")]
    return [Path(folder).expanduser() / archive.name for folder in folders if folder]


def find(archive: Archive, *, cache: Path | None = None) -> Path | None:
    """Find the file on this machine, without looking into it: `read` does that.

    cache: a folder to use instead of the user's own cache.
    Returns the first path at which there is a file, or None.
    """
    return next((path for path in places(archive, cache=cache) if path.exists()), None)


def read(archive: Archive, path: Path) -> Arrays:
    """Read the `.npz` file at a path, and check that it holds what the archive states.

    Returns the arrays by name, in the order of the archive.
    Raises ValueError, with the reason, for any other content.
    """
    try:
        return decode(read_npz, [path], archive.shapes, archive.sha256)
    except ValueError as error:
        raise ValueError(
            f"{path} is not the {archive.name} of this course: {error}. Move it away or delete it, "
            "and it is downloaded again the next time it is needed; "
            f"or put a copy of {_by_hand(archive)} in its place") from error


def download(archive: Archive, path: Path, *, retries: int = 2) -> Arrays:
    """Download the archive from the first mirror that has it, and keep it at a path.

    path: where the file will be. It is written in a temporary folder beside that path, and moved
        to the path only after it was checked.
    retries: how many more times a failed download is tried.
    Returns the arrays by name, in the order of the archive.
    Raises FileNotFoundError if no mirror has it. The message says what went wrong at each mirror,
    and what to do by hand. Raises OSError where the file cannot be put at the path.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    failures = []
    for mirror in archive.mirrors:
        with TemporaryDirectory(dir=path.parent, prefix="download-") as folder:
            try:
                paths = _retrieve(mirror, folder, retries)
                arrays = decode(mirror.read, paths, archive.shapes, archive.sha256)
            except (ValueError, OSError) as error:
                failures.append(f"  {next(iter(mirror.files))}: {_reason(error)}")
                continue
            packed = Path(folder) / archive.name
            np.savez(packed, **arrays)  # not compressed, because it then loads ten times as fast
            os.replace(packed, path)
            return arrays
    raise FileNotFoundError("\n".join([
        f"{archive.name} is not on this machine, and no mirror has given it:",
        *failures,
        f"What to do: connect to the internet and try again, or download {_by_hand(archive)} "
        f"on any machine and put it at {path}, "
        "or set DLNOTES_DATA to the folder that holds it."]))


def _retrieve(mirror, folder, retries):
    """Download the files of a mirror with pooch, and return their paths.

    Pooch checks their checksums, and waits 1, 2, ... seconds between tries.
    """
    import pooch

    pooch.get_logger().setLevel("WARNING")  # the progress bar says enough
    urls = {url.rsplit("/", 1)[-1]: url for url in mirror.files}
    sums = {name: mirror.files[url] for name, url in urls.items()}
    store = pooch.create(folder, base_url="", urls=urls, registry=sums, retry_if_failed=retries)
    downloader = pooch.HTTPDownloader(progressbar=True, chunk_size=2**16, timeout=20)
    return [Path(store.fetch(name, downloader=downloader)) for name in urls]


def _reason(error):
    """Say in a few words why a download failed, without the names of libraries."""
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
    """Return the URL that we name to a person who downloads the archive by hand."""
    return next(iter(archive.mirrors[0].files))


GOOGLE = "https://storage.googleapis.com/"
AMAZON = "https://ossci-datasets.s3.amazonaws.com/"

IDX_SUMS = {
    "train-images-idx3-ubyte.gz": "md5:f68b3c2dcbeaaa9fbdd348bbdeb94873",
    "train-labels-idx1-ubyte.gz": "md5:d53e105ee54ea40749a09fcbcd1e9432",
    "t10k-images-idx3-ubyte.gz": "md5:9fb629c4189551a2d022fa330f9573f3",
    "t10k-labels-idx1-ubyte.gz": "md5:ec29112dd5afa0611ce80d1b7f02629c",
}
KERAS_SUM = "sha256:731c5ac602752760c8e48fbffcf8c3b850d9dc2a2aedcf2cc48468fc17b673d1"

MNIST = Archive(
    name="mnist.npz",
    shapes={
        "x_train": (60_000, 28, 28),
        "y_train": (60_000,),
        "x_test": (10_000, 28, 28),
        "y_test": (10_000,),
    },
    sha256="06b0d1f124c4e5fa796686ade41a9b778edacc8622f2195a352ef479ad44fc16",
    mirrors=(
        Mirror({f"{GOOGLE}tensorflow/tf-keras-datasets/mnist.npz": KERAS_SUM}, read_npz),
        *(Mirror({folder + name: known for name, known in IDX_SUMS.items()}, read_idx)
          for folder in (f"{AMAZON}mnist/", f"{GOOGLE}cvdf-datasets/mnist/")),
    ))

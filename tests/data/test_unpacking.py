"""A few bytes can unpack to any number of them: no more are unpacked than the known data have."""
import gzip
import struct
import tracemalloc
import zipfile

import numpy as np
import pytest
from archives import ARCHIVE, ARRAYS, idx, npz

from dlnotes.data.downloads import read
from dlnotes.data.unpacking import decode, read_idx, read_npz

SHAPES = {"x": (3, 4), "y": (5,)}
CONTENT = {"x": np.arange(12, dtype=np.uint8).reshape(3, 4), "y": np.arange(5, dtype=np.uint8)}


@pytest.fixture
def file(tmp_path):
    """Write bytes to a file, which must be small; give its path."""
    def written(body, name="data.npz"):
        assert len(body) < 6000
        (tmp_path / name).write_bytes(body)
        return tmp_path / name
    return written


def same(arrays):
    return all(np.array_equal(arrays[name], CONTENT[name]) for name in SHAPES)


def test_what_has_the_right_size_is_read(file):
    assert same(read_npz([file(npz(CONTENT))], SHAPES))
    assert same(read_idx([file(idx(array), name) for name, array in CONTENT.items()], SHAPES))


@pytest.mark.parametrize("more", [
    {"x": np.zeros(10**6, np.uint8)},
    {"z": np.zeros(10**6, np.uint8)},
    {f"z{number}": np.zeros(9000, np.uint8) for number in range(9)},
])
def test_a_larger_npz_file_is_refused(file, monkeypatch, more):
    path = file(npz(CONTENT | more))
    monkeypatch.setattr(zipfile.ZipFile, "open", None)  # not even the first part is unpacked
    with pytest.raises(ValueError, match="it unpacks to more than 32,785 bytes"):
        read_npz([path], SHAPES)


def test_an_npz_file_that_announces_less_than_it_holds_is_not_unpacked_further(file):
    body = npz({"x": np.zeros(4_000_000, np.uint8)})
    true = struct.pack("<I", 4_000_128)
    announced = struct.pack("<I", 140)
    assert true in body
    path = file(body.replace(true, announced))
    tracemalloc.start()
    with pytest.raises(ValueError, match="cannot be decoded"):
        decode(read_npz, [path], ARCHIVE.shapes, ARCHIVE.sha256)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 1_000_000


def test_a_larger_idx_file_is_refused(file, monkeypatch):
    longer = gzip.compress(gzip.decompress(idx(CONTENT["y"])) + bytes(10**6))
    paths = [file(idx(CONTENT["x"]), "x"), file(longer, "y")]
    asked = []
    real = gzip.GzipFile.read
    monkeypatch.setattr(gzip.GzipFile, "read",
                        lambda file, size=-1: asked.append(size) or real(file, size))
    with pytest.raises(ValueError, match="not an IDX file of unsigned bytes, 13 of them at most"):
        read_idx(paths, SHAPES)
    assert asked == [4 + 2 * 4 + 12 + 1, 4 + 4 + 5 + 1]


def test_the_message_says_what_to_do(file):
    path = file(npz(ARRAYS | {"x_test": np.zeros((10**5, 3, 3), np.uint8)}), "mnist.npz")
    with pytest.raises(ValueError, match="mnist.npz is not the mnist.npz of this course: .*unpacks "
                                         "to more than 65,836 bytes.*delete it"):
        read(ARCHIVE, path)

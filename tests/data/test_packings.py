"""MNIST as people have it: packed in every way, in every folder, and never unpickled."""
import gzip
import os
import pickle

import numpy as np
import pytest
from archives import ARCHIVE, ARRAYS, idx, npz

from dlnotes.data import downloads

STEMS = ("train-images-idx3-ubyte", "train-labels-idx1-ubyte",
         "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte")
IDX = dict(zip(STEMS, map(idx, ARRAYS.values())))
PLAIN = {name: gzip.decompress(body) for name, body in IDX.items()}


def table(part, header=False):
    """Return a table of a part in bytes, the label first."""
    rows = np.column_stack([ARRAYS[f"y_{part}"], ARRAYS[f"x_{part}"].reshape(-1, 9)])
    lines = [",".join(map(str, row)) for row in rows]
    first = ["label,1x1,1x2,1x3,2x1,2x2,2x3,3x1,3x2,3x3"] if header else []
    return "\n".join(first + lines).encode() + b"\n"


TABLES = {"mnist_train.csv": table("train"), "mnist_test.csv": table("test")}
PACKED = {
    "npz": {"mnist.npz": npz(ARRAYS)},
    "IDX, gzipped": {f"{name}.gz": body for name, body in IDX.items()},
    "IDX": PLAIN,
    "IDX with dots": {name.replace("-idx", ".idx"): body for name, body in PLAIN.items()},
    "torchvision": {f"MNIST/raw/{name}{end}": body for end, bodies in (("", PLAIN), (".gz", IDX))
                    for name, body in bodies.items()},
    "tables": TABLES,
    "tables with names": {f"mnist_{part}.csv": table(part, True) for part in ("train", "test")},
    "tables, gzipped": {f"{name}.gz": gzip.compress(body) for name, body in TABLES.items()},
    "a pickle beside it": {"mnist.pkl.gz": b"", "mnist.npz": npz(ARRAYS)},
}


def keep(folder, files):
    """Write files into a folder; give their paths."""
    for name, body in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(body)
    return [folder / name for name in files]


@pytest.fixture
def load(monkeypatch, tmp_path):
    """Load the small archive with DLNOTES_DATA set so; nothing may be downloaded."""
    def loaded(place):
        monkeypatch.setenv("DLNOTES_DATA", str(place))
        return downloads.load(ARCHIVE._replace(mirrors=ARCHIVE.mirrors[:1]),
                              cache=tmp_path / "cache")
    monkeypatch.setattr(downloads, "download", None)
    return loaded


def same(arrays):
    return list(arrays) == list(ARRAYS) and all(
        np.array_equal(arrays[name], ARRAYS[name]) for name in ARRAYS)


@pytest.mark.parametrize("form", PACKED)
def test_every_packing_gives_the_same_arrays(load, tmp_path, form):
    keep(tmp_path / "own", PACKED[form])
    assert same(load(tmp_path / "own"))


@pytest.mark.parametrize("form", [form for form in PACKED if "pickle" not in form])
def test_the_file_itself_will_do(load, tmp_path, form):
    for path in keep(tmp_path / "own", PACKED[form]):
        assert same(load(path))


def test_an_npz_file_under_another_name(load, tmp_path):
    [path] = keep(tmp_path, {"my-digits.npz": npz(ARRAYS)})
    assert same(load(path))


@pytest.mark.parametrize("form", ["IDX", "tables"])
def test_altered_content_is_refused_whatever_the_packing(load, tmp_path, form):
    paths = keep(tmp_path / "own", PACKED[form])
    body = bytearray(paths[0].read_bytes())
    place = body.rindex(b",") + 1 if form == "tables" else len(body) - 1
    body[place] ^= 1
    paths[0].write_bytes(body)
    with pytest.raises(ValueError, match="is not the mnist.npz of this course: its content diff"):
        load(tmp_path / "own")


@pytest.mark.parametrize("form", ["IDX", "tables"])
def test_a_missing_part_is_named(load, tmp_path, form):
    *paths, last = keep(tmp_path / "own", PACKED[form])
    last.unlink()
    with pytest.raises(ValueError, match="is one of (four|two) .*beside it"):
        load(paths[0])


@pytest.mark.parametrize("name", ["mnist.pkl.gz", "mnist.pkl"])
def test_a_pickle_is_named_and_not_opened(load, tmp_path, name):
    bomb = b"cos\nputenv\n(S'EXPLODED'\nS'yes'\ntR."
    assert pickle.loads(bomb.replace(b"putenv", b"getenv")) == "yes"
    [path] = keep(tmp_path / "own", {name: gzip.compress(bomb) if "gz" in name else bomb})
    for place in (tmp_path / "own", path):
        with pytest.raises(ValueError, match=f"{name} is a pickle, .*Take mnist.npz or the four"):
            load(place)
    assert "EXPLODED" not in os.environ


def test_nothing_there(load, tmp_path):
    with pytest.raises(FileNotFoundError, match="DLNOTES_DATA is .*nowhere, and nothing is there"):
        load(tmp_path / "nowhere")


def test_more_rows_than_there_should_be_are_not_read(load, tmp_path):
    keep(tmp_path / "own", TABLES | {"mnist_test.csv": TABLES["mnist_test.csv"] * 1000})
    with pytest.raises(ValueError, match=r"x_test must be uint8 of .*got uint8 of shape \(11, 3, 3"):
        load(tmp_path / "own")

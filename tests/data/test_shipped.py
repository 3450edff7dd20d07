"""The data that come with the package: whole, as published, and of no use when damaged."""
import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from dlnotes.data import shipped
from dlnotes.data.datasets import mnist
from dlnotes.data.files.make import read_ts, write
from dlnotes.data.sequences import vowels
from dlnotes.data.shipped import MNIST_PART, VOWELS, Shipped, unpack

FILES = Path(shipped.__file__).parent / "files"
whole = pytest.mark.skipif("DLNOTES_DATA" not in os.environ,
                           reason="needs MNIST: set DLNOTES_DATA to the folder of mnist.npz")


def test_they_are_small_and_named_with_source_and_licence():
    names = {path.name for path in FILES.glob("*.xz")}
    assert names == {MNIST_PART.name, VOWELS.name}
    assert sum((FILES / name).stat().st_size for name in names) < 4_000_000
    about = (FILES / "README.md").read_text(encoding="utf-8")
    assert all(f"`{name}`" in about for name in names)
    assert "CC BY-SA 3.0" in about and "CC BY 4.0" in about


class TestMnist:
    def test_the_part_is_there_at_once_and_without_a_network(self, monkeypatch, tmp_path):
        monkeypatch.setenv("DLNOTES_DATA", str(tmp_path / "nowhere"))
        start = time.perf_counter()
        data = mnist()
        assert time.perf_counter() - start < 5
        assert [len(y) for y in (data.y_train, data.y_validation, data.y_test)] == [
            5000, 1000, 2000]
        assert data.y_train[:5].tolist() == [5, 0, 4, 1, 9] and data.shape == (28, 28)
        assert (float(data.x_train.min()), float(data.x_train.max())) == (0, 1)
        assert data.name == "MNIST handwritten digits, a part"

    def test_the_part_imports_no_downloader(self):
        code = ("import sys; from dlnotes.data.datasets import mnist; mnist();"
                "print(*{'pooch', 'requests', 'tqdm', 'sklearn'} & set(sys.modules))")
        run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True,
                             check=True)
        assert run.stdout.strip() == ""

    @whole
    def test_every_byte_is_that_of_the_whole_at_its_place(self):
        part = mnist(validation=0)
        all_of_it = mnist(whole=True, validation=0)
        np.testing.assert_array_equal(part.x_train, all_of_it.x_train[:6000])
        np.testing.assert_array_equal(part.y_train, all_of_it.y_train[:6000])
        np.testing.assert_array_equal(part.x_test, all_of_it.x_test[::5])
        np.testing.assert_array_equal(part.y_test, all_of_it.y_test[::5])

    @pytest.mark.parametrize("n", [-1, 6000])
    def test_held_out_must_leave_some(self, n):
        with pytest.raises(ValueError, match=f"validation must .* from 0 to 5,999; got {n}"):
            mnist(validation=n)


class TestVowels:
    def test_ragged_sequences_with_their_lengths(self):
        data = vowels()
        assert data.x_train.shape == (270, 29, 12) and data.x_test.shape == (370, 29, 12)
        assert np.bincount(data.y_train).tolist() == [30] * 9
        assert (np.bincount(data.y_test).min(), np.bincount(data.y_test).max()) == (24, 88)
        lengths = np.concatenate([data.lengths_train, data.lengths_test])
        assert (lengths.min(), lengths.max()) == (7, 29)
        after = np.arange(29) >= np.asarray(data.lengths_train)[:, None]
        assert not np.asarray(data.x_train)[after].any()
        assert np.asarray(data.x_train)[~after].any(axis=1).all()  # no moment of zeros is data

    def test_the_first_numbers_are_those_of_the_published_file(self):
        data = vowels()
        np.testing.assert_allclose(data.x_train[0, :3, 0], [1.860936, 1.891651, 1.939205])
        np.testing.assert_allclose(data.x_train[0, :2, 1], [-0.207383, -0.193249])
        assert int(data.lengths_train[0]) == 20

    def test_its_summary(self):
        lines = repr(vowels()).splitlines()
        assert lines[0] == "Japanese vowels"
        assert lines[3] == "  sequence    7 to 29 moments of 12 numbers"
        assert lines[-1] == "  licence     CC BY 4.0"


def test_a_ts_file_is_read_in_whole_millionths():
    text = "@classLabel true 1 2\n@data\n" + ":".join(["0.25,-1.000001"] * 12) + ":2\n"
    [(frames, speaker)] = read_ts(text)
    assert speaker == 2
    np.testing.assert_array_equal(frames, [[250_000] * 12, [-1_000_001] * 12])


class TestUnpack:
    @pytest.fixture
    def packed(self, tmp_path, monkeypatch):
        """Keep a file of 12 bytes where the package keeps its own."""
        (tmp_path / "files").mkdir()
        monkeypatch.setattr(shipped, "files", lambda package: tmp_path)
        sha256 = write({"x": np.arange(12, dtype="u1")}, tmp_path / "files" / "x.xz")
        return Shipped("x.xz", {"x": ("u1", (3, 4))}, sha256), tmp_path / "files" / "x.xz"

    def test_what_was_written_is_read(self, packed):
        assert unpack(packed[0])["x"].tolist() == np.arange(12).reshape(3, 4).tolist()

    def test_other_content_is_refused(self, packed):
        other, path = packed
        write({"x": np.zeros(12, "u1")}, path)
        with pytest.raises(ValueError, match="x.xz is not the one .*: install dlnotes again"):
            unpack(other)
        path.write_bytes(path.read_bytes()[:-20])
        with pytest.raises(ValueError, match="x.xz (cannot be read|is not the one)"):
            unpack(other)
        path.unlink()
        with pytest.raises(ValueError, match="x.xz cannot be read"):
            unpack(other)

"""Downloads from a web server on this machine, which fails in every way that web servers do.

Then there are files of every wrong kind.
"""
import hashlib
import os
import pickle
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple

import jax.numpy as jnp
import numpy as np
import pytest
from archives import ARCHIVE, ARRAYS, idx, npz
from hypothesis import given, settings
from hypothesis import strategies as st

from dlnotes.data import downloads
from dlnotes.data.datasets import mnist
from dlnotes.data.downloads import MNIST, Mirror
from dlnotes.data.unpacking import decode, read_idx, read_npz

IDX = list(downloads.IDX_SUMS)


def sha256(body):
    return f"sha256:{hashlib.sha256(body).hexdigest()}"


NPZ = npz(ARRAYS)
GZIPPED = dict(zip(IDX, map(idx, ARRAYS.values())))


class Reply(NamedTuple):
    """An answer of the server.

    cut: how many bytes of the body it sends before it hangs up; None for all.
    """
    body: bytes = b""
    status: int = 200
    location: str | None = None
    cut: int | None = None


class Server(ThreadingHTTPServer):
    """A web server on this machine.

    replies: a list for each path. They are given one after the other, the last one for ever.
    asked: the paths that were asked for, in order.
    """
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.replies = {}
        self.asked = []

    def url(self, path):
        return f"http://127.0.0.1:{self.server_port}{path}"

    def mirror(self, folder, *replies, known=sha256(NPZ)):
        """Make a mirror of one `.npz` file, which gives these replies, else the good file."""
        self.replies[f"/{folder}/mnist.npz"] = list(replies) or [Reply(NPZ)]
        return Mirror({self.url(f"/{folder}/mnist.npz"): known}, read_npz)

    def idx_mirror(self, folder):
        """Make a mirror that has the four IDX files."""
        self.replies |= {f"/{folder}/{name}": [Reply(body)] for name, body in GZIPPED.items()}
        known = {self.url(f"/{folder}/{name}"): f"md5:{hashlib.md5(body).hexdigest()}"
                 for name, body in GZIPPED.items()}
        return Mirror(known, read_idx)


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.asked.append(self.path)
        replies = self.server.replies.get(self.path, [Reply(status=404)])
        reply = replies.pop(0) if len(replies) > 1 else replies[0]
        self.send_response(reply.status)
        self.send_header("Content-Length", str(len(reply.body)))
        if reply.location:
            self.send_header("Location", reply.location)
        self.end_headers()
        with suppress(ConnectionError):
            self.wfile.write(reply.body[:reply.cut])
        self.close_connection = True

    def log_message(self, *_):
        pass


@pytest.fixture
def server(monkeypatch):
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.delenv("DLNOTES_DATA", raising=False)
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def naps(monkeypatch):
    """Record the waits between tries, without waiting."""
    naps = []
    monkeypatch.setattr("pooch.core.time.sleep", naps.append)
    return naps


def fetch(cache, *mirrors, retries=0):
    return downloads.load(ARCHIVE._replace(mirrors=mirrors), cache=cache, retries=retries)


def same(arrays):
    equal = [np.array_equal(arrays[name], array) for name, array in ARRAYS.items()]
    return list(arrays) == list(ARRAYS) and all(equal)


TROUBLES = {
    "cut": (Reply(NPZ, cut=len(NPZ) // 2), "the connection broke off"),
    "cut at once": (Reply(NPZ, cut=0), "the connection broke off"),
    "garbage": (Reply(b"<html>Please log in to this network</html>"), "the checksum differs"),
    "nothing": (Reply(), "the checksum differs"),
    "altered": (Reply(NPZ[:-1] + b"x"), "the checksum differs"),
    "404": (Reply(status=404), "the server answered 404 Not Found"),
    "503": (Reply(status=503), "the server answered 503 Service Unavailable"),
    "redirected in a circle": (Reply(status=302, location="/one/mnist.npz"),
                               "Exceeded 30 redirects"),
    "redirected to nowhere": (Reply(status=302, location="/nowhere"),
                              "the server answered 404 Not Found"),
}


class TestDownload:
    @pytest.mark.parametrize("kind", ["mirror", "idx_mirror"])
    def test_any_packing_gives_the_same_arrays_and_is_downloaded_once(self, server, tmp_path, kind):
        mirror = getattr(server, kind)("one")
        cache = tmp_path / "new" / "cache"
        assert same(fetch(cache, mirror))
        server.asked.clear()
        assert same(fetch(cache, mirror)) and not server.asked
        assert os.listdir(cache) == ["mnist.npz"]

    @pytest.mark.parametrize("trouble", TROUBLES)
    def test_the_second_mirror_helps_where_the_first_fails(self, server, tmp_path, trouble):
        first = server.mirror("one", TROUBLES[trouble][0])
        assert same(fetch(tmp_path, first, server.idx_mirror("two")))
        assert "/one/mnist.npz" in server.asked and os.listdir(tmp_path) == ["mnist.npz"]

    @pytest.mark.parametrize("trouble", TROUBLES)
    def test_a_failure_says_why_and_what_to_do_and_leaves_nothing(self, server, tmp_path, trouble):
        reply, why = TROUBLES[trouble]
        with pytest.raises(FileNotFoundError) as caught:
            fetch(tmp_path, server.mirror("one", reply))
        url = server.url("/one/mnist.npz")
        by_hand = f"put it at {tmp_path / 'mnist.npz'}"
        for text in (f"{url}: {why}", f"download {url}", by_hand, "DLNOTES_DATA"):
            assert text in str(caught.value)
        assert os.listdir(tmp_path) == []

    def test_a_server_that_recovers_is_asked_again_after_longer_waits(self, server, tmp_path, naps):
        mirror = server.mirror("one", Reply(status=503), Reply(NPZ, cut=9), Reply(NPZ))
        assert same(fetch(tmp_path, mirror, retries=2)) and len(server.asked) == 3
        assert naps == [1, 2]

    def test_a_redirect_is_followed(self, server, tmp_path):
        server.replies["/moved.npz"] = [Reply(NPZ)]
        moved = Reply(status=301, location="/moved.npz")
        assert same(fetch(tmp_path, server.mirror("one", moved)))

    def test_no_server_at_all(self, server, tmp_path):
        mirror = Mirror({"http://127.0.0.1:9/mnist.npz": sha256(NPZ)}, read_npz)
        with pytest.raises(FileNotFoundError, match="127.0.0.1:9/mnist.npz: no connection"):
            fetch(tmp_path, mirror)

    def test_content_is_checked_even_where_the_checksum_of_the_file_fits(self, server, tmp_path):
        other = npz(ARRAYS | {"y_test": ARRAYS["y_test"][::-1]})
        with pytest.raises(FileNotFoundError, match="its content differs from what was published"):
            fetch(tmp_path, server.mirror("one", Reply(other), known=sha256(other)))

    def test_a_good_file_survives_failed_downloads_and_a_full_disk(self, server, tmp_path,
                                                                   monkeypatch):
        path = tmp_path / "mnist.npz"
        path.write_bytes(NPZ)
        archive = ARCHIVE._replace(mirrors=(server.mirror("one", Reply(status=503)),))
        with pytest.raises(FileNotFoundError):
            downloads.download(archive, path, retries=0)

        def half(path, **_):
            path.write_bytes(NPZ[:99])
            raise OSError("No space left on device")

        monkeypatch.setattr(np, "savez", half)
        with pytest.raises(OSError, match="No space left"):
            downloads.download(archive._replace(mirrors=(server.mirror("one"),)), path)
        assert path.read_bytes() == NPZ and os.listdir(tmp_path) == ["mnist.npz"]

    def test_two_kernels_may_download_at_once(self, server, tmp_path):
        mirror = server.mirror("one")
        with ThreadPoolExecutor(4) as pool:
            assert all(map(same, pool.map(lambda _: fetch(tmp_path, mirror), range(4))))
        assert os.listdir(tmp_path) == ["mnist.npz"]


class Intruder:
    """An object that sets `INTRUDED` in the environment when it is unpickled."""
    def __reduce__(self):
        return exec, ("import os; os.environ['INTRUDED'] = 'yes'",)


without = {name: array for name, array in ARRAYS.items() if name != "y_test"}
FOREIGN = {
    "empty": (b"", "cannot be decoded"),
    "text": (b"not an archive", "cannot be decoded"),
    "a pickle": (pickle.dumps(Intruder()), "cannot be decoded"),
    "pickled objects": (npz(without | {"y_test": np.array([Intruder()] * 10, object)}),
                        "cannot be decoded"),
    "an array": (npz({"arr_0": ARRAYS["y_test"]}), "it has no x_train, but arr_0"),
    "no arrays": (npz({}), "it has no x_train, but nothing at all"),
    "a missing array": (npz(without), "it has no y_test, but x_train, y_train, x_test"),
    "another shape": (npz(ARRAYS | {"x_test": ARRAYS["x_test"][:9]}),
                      r"x_test must be uint8 of shape \(10, 3, 3\)"),
    "another type": (npz(ARRAYS | {"y_test": ARRAYS["y_test"].astype("f4")}),
                     "y_test must be uint8 .* got float32"),
    "another order": (npz(ARRAYS | {"x_train": ARRAYS["x_train"][::-1]}), "its content differs"),
}


class TestReading:
    @pytest.mark.parametrize("what", FOREIGN)
    def test_a_foreign_file_is_refused_with_its_reason(self, tmp_path, what):
        body, why = FOREIGN[what]
        path = tmp_path / "mnist.npz"
        path.write_bytes(body)
        words = f"mnist.npz is not the mnist.npz of this course: .*{why}.*delete it"
        with pytest.raises(ValueError, match=words):
            downloads.read(ARCHIVE, path)
        assert "INTRUDED" not in os.environ and path.read_bytes() == body

    def test_the_code_in_these_files_would_run_if_they_were_unpickled(self, monkeypatch):
        monkeypatch.setenv("INTRUDED", "no")
        pickle.loads(FOREIGN["a pickle"][0])
        assert os.environ["INTRUDED"] == "yes"

    @settings(deadline=None)
    @given(data=st.data(), compressed=st.booleans())
    def test_no_part_of_a_file_will_do(self, tmp_path_factory, data, compressed):
        body = npz(ARRAYS, compressed)
        path = tmp_path_factory.getbasetemp() / "part.npz"
        path.write_bytes(body[:data.draw(st.integers(0, len(body) - 1))])
        with pytest.raises(ValueError, match="cannot be decoded"):
            downloads.read(ARCHIVE, path)

    @settings(deadline=None, max_examples=300)
    @given(data=st.data(), compressed=st.booleans(), flip=st.integers(1, 255))
    def test_an_altered_byte_is_refused_unless_it_carries_nothing(self, tmp_path_factory, data,
                                                                  compressed, flip):
        body = bytearray(npz(ARRAYS, compressed))
        body[data.draw(st.integers(0, len(body) - 1))] ^= flip
        path = tmp_path_factory.getbasetemp() / "altered.npz"
        path.write_bytes(body)
        try:  # a date in a zip file may be any date: then every array is still what it was
            assert same(downloads.read(ARCHIVE, path))
        except ValueError as error:
            assert "is not the mnist.npz of this course" in str(error)

    @settings(deadline=None)
    @given(data=st.data(), flip=st.integers(1, 255))
    def test_nor_does_an_altered_idx_file_pass(self, tmp_path_factory, data, flip):
        folder = tmp_path_factory.getbasetemp()
        bodies = {name: bytearray(body) for name, body in GZIPPED.items()}
        body = bodies[data.draw(st.sampled_from(IDX))]
        body[data.draw(st.integers(0, len(body) - 1))] ^= flip
        for name, body in bodies.items():
            (folder / name).write_bytes(body)
        paths = [folder / name for name in IDX]
        with suppress(ValueError):
            assert same(decode(read_idx, paths, ARCHIVE.shapes, ARCHIVE.sha256))

    def test_the_folder_of_the_environment_comes_first_and_is_not_passed_over(
            self, server, tmp_path, monkeypatch):
        own = tmp_path / "own"
        cache = tmp_path / "cache"
        monkeypatch.setenv("DLNOTES_DATA", str(own))
        # There is no such folder, and nothing in the cache either: the file is downloaded.
        assert same(fetch(cache, server.mirror("one")))
        own.mkdir()
        (own / "mnist.npz").write_bytes(NPZ[:99])
        with pytest.raises(ValueError, match="own.mnist.npz is not the mnist.npz of this course"):
            fetch(cache, server.mirror("one"))
        (own / "mnist.npz").write_bytes(NPZ)
        assert downloads.find(ARCHIVE, cache=cache) == own / "mnist.npz"


class TestMnist:
    def test_rows_in_unit_range_in_order_with_the_last_held_out(self, server, tmp_path):
        archive = ARCHIVE._replace(mirrors=(server.mirror("one"),))
        data = mnist(validation=5, cache=tmp_path, archive=archive)
        assert (len(data.x_train), len(data.x_validation), len(data.x_test)) == (15, 5, 10)
        assert data.shape == (3, 3)
        assert data.x_train.dtype == jnp.float32 and data.y_test.dtype == jnp.int32
        x = np.concatenate([data.x_train, data.x_validation])
        y = np.concatenate([data.y_train, data.y_validation])
        np.testing.assert_allclose(x, ARRAYS["x_train"].reshape(20, 9) / 255, rtol=2e-7)
        np.testing.assert_array_equal(y, ARRAYS["y_train"])

    def test_every_mirror_is_pinned(self):
        for mirror in MNIST.mirrors:
            assert all(url.startswith("https://") and known.startswith(("sha256:", "md5:"))
                       for url, known in mirror.files.items())
        assert len({url.split("/")[3] for mirror in MNIST.mirrors for url in mirror.files}) == 3

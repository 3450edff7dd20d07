"""Results kept on disk: found again, made anew when damaged or changed, and never in the way."""
import os
from dataclasses import dataclass
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from dlnotes import results
from dlnotes.learning.runs import History, Run
from dlnotes.networks.network import Network


@pytest.fixture(autouse=True)
def empty_folder(monkeypatch, tmp_path):
    monkeypatch.setenv("DLNOTES_CACHE", str(tmp_path))
    return tmp_path / "results"


def counted():
    """Return a new kept function that counts how often it really computes."""
    calls = []

    @results.kept
    def square(number, twice=False):
        calls.append(number)
        return np.array([number**2, number**2]) if twice else number**2
    return square, calls


def same(one, other):
    return jax.tree.structure(one) == jax.tree.structure(other) and all(
        type(a) is type(b) and (a == b if isinstance(a, str) else np.array_equal(a, b, equal_nan=True))
        for a, b in zip(jax.tree.leaves(one), jax.tree.leaves(other)))


def test_a_result_is_computed_once_and_found_on_disk(empty_folder):
    square, calls = counted()
    assert [square(3), square(3), square(4)] == [9, 9, 16] and calls == [3, 4]
    again, calls_again = counted()
    assert again(3) == 9 and calls_again == []
    assert len(list(empty_folder.iterdir())) == 2
    np.testing.assert_array_equal(again(3, twice=True), [9, 9])
    assert calls_again == [3]


@pytest.mark.parametrize("content", [b"", b"half a file", None])
def test_a_damaged_file_is_made_anew(empty_folder, content):
    counted()[0](3)
    path, = empty_folder.iterdir()
    whole = path.read_bytes()
    path.write_bytes(whole[:len(whole) // 2] if content is None else content)
    square, calls = counted()
    assert square(3) == 9 and calls == [3]
    assert path.read_bytes() == whole


@pytest.mark.parametrize("changed", ["_surroundings", "_sources"])
def test_another_version_or_source_is_another_result(monkeypatch, changed):
    counted()[0](3)
    monkeypatch.setattr(results, changed, lambda *module: ["another"] if module else "another")
    square, calls = counted()
    assert square(3) == 9 and calls == [3]


def test_the_sources_are_those_of_all_that_a_module_builds_on():
    joined = "\n".join(results._sources("dlnotes.experiments.vanishing.remedies"))
    for words in ("def pretrain(", "class Dataset", "SCHEMES", "def sgd("):
        assert words in joined
    assert "class Explorer" not in joined


def test_where_nothing_can_be_written_it_is_computed(monkeypatch, tmp_path):
    (tmp_path / "file").touch()
    monkeypatch.setenv("DLNOTES_CACHE", str(tmp_path / "file"))
    square, calls = counted()
    assert square(3) == 9 and calls == [3]


def test_all_kinds_of_results_come_back_as_they_were(tmp_path):
    network = Network((2, 3, 1))
    params = network.init(key=jax.random.key(0))
    history = History(np.arange(3.0), np.array([np.nan, 1, 2]), np.zeros(3))
    run = Run(params, history, 3, 3, (jnp.ones(2),), {1: (params, ())})
    for result in (1.5, "text", None, True, (1, [2.0, "x"]), {"a": np.int32(3), "b": jnp.ones(2)},
                   history, params, run, (run, np.arange(4, dtype=np.uint8)), ()):
        results.write(tmp_path / "one.npz", result)
        assert same(results.read(tmp_path / "one.npz"), result), result


class Elsewhere(NamedTuple):
    """A type that is not one of the course's."""
    number: int


@dataclass
class Odd:
    """A type that holds what cannot be kept."""
    what: object


def test_types_from_elsewhere_are_not_looked_up(tmp_path):
    results.write(tmp_path / "one.npz", Elsewhere(1))
    with pytest.raises(ValueError, match="unknown form"):
        results.read(tmp_path / "one.npz")


@pytest.mark.parametrize("result", [object(), Odd({1, 2}), [{3}]])
def test_what_cannot_be_kept_is_said(tmp_path, result):
    with pytest.raises(TypeError, match="must be made of arrays, numbers, texts"):
        results.write(tmp_path / "one.npz", result)
    assert os.listdir(tmp_path) == []

"""Runs: nothing that was learnt is lost, on the way to a file and back, and no damaged file is taken for one."""
import jax
import numpy as np
import pytest
from jax.random import key as make_key

from dlnotes.data.points import xor
from dlnotes.networks.network import Network
from dlnotes.learning.runs import Run
from dlnotes.learning.training import fit

NETWORK = Network((2, 3, 2))


@pytest.fixture(scope="module")
def run():
    """Four epochs of XOR by Adam, with three of them kept."""
    return fit(NETWORK, NETWORK.init(key=make_key(0)), xor(), key=make_key(1), optimizer="adam", learning_rate=0.1,
               epochs=4, batch_size=2, keep=(0, 1, 3))


def same(one, other):
    """Whether two runs are equal, bit for bit."""
    leaves, shape = jax.tree.flatten(one)
    others, other_shape = jax.tree.flatten(other)
    return shape == other_shape and all(np.array_equal(a, b) and np.asarray(a).dtype == np.asarray(b).dtype
                                        for a, b in zip(leaves, others))


def test_a_run_is_saved_and_loaded_bit_for_bit(run, tmp_path):
    run.save(tmp_path / "run.npz")
    assert same(Run.load(tmp_path / "run.npz"), run)
    assert [file.name for file in tmp_path.iterdir()] == ["run.npz"]


def test_many_runs_at_once_are_saved_as_well(tmp_path):
    starts = jax.vmap(lambda key: NETWORK.init(key=key))(jax.random.split(make_key(0), 3))
    many = jax.vmap(lambda start: fit(NETWORK, start, xor(), key=make_key(1), epochs=2, batch_size=2))(starts)
    many.save(tmp_path / "many.npz")
    assert same(Run.load(tmp_path / "many.npz"), many) and repr(many).startswith("Run: 3 networks, 2 epochs, cost ≈")


def test_any_damaged_byte_is_noticed_or_does_no_harm(run, tmp_path):
    path = tmp_path / "run.npz"
    run.save(path)
    whole = path.read_bytes()
    refused = 0
    for place in range(0, len(whole), 7):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1:])
        try:
            assert same(Run.load(path), run)  # such as a date in the archive
        except ValueError as error:
            assert str(error).startswith("run.npz is no saved run, or is damaged (")
            refused += 1
    assert refused > len(whole) / 7 / 3


@pytest.mark.parametrize("change", [
    lambda whole: whole[:len(whole) // 2], lambda whole: b"", lambda whole: b"not a run at all", lambda whole: whole[1:]])
def test_what_is_no_run_is_refused(run, tmp_path, change):
    path = tmp_path / "run.npz"
    run.save(path)
    path.write_bytes(change(path.read_bytes()))
    with pytest.raises(ValueError, match=r"run.npz is no saved run, or is damaged \(.*take another copy of it, or train"):
        Run.load(path)


@pytest.mark.parametrize("name,array", [
    ("params.1.weights", np.zeros((2, 2), np.float32)), ("params.2.biases", None), ("format", np.array("other")),
    ("epoch", np.array("x")), ("surprise", np.zeros(2)), ("kept.x.state.1", np.zeros(2)), ("state.2", None),
    ("params.1.weights", np.array([object()])), ("history.cost", None), ("names", np.array(["format"]))])
def test_an_archive_that_is_no_run_is_refused(run, tmp_path, name, array):
    path = tmp_path / "run.npz"
    run.save(path)
    with np.load(path) as file:
        arrays = {key: file[key] for key in file.files if key not in (name, "names")}
    arrays |= {} if array is None else {name: array}
    np.savez(path, **{"names": np.array(list(arrays))} | arrays)
    with pytest.raises(ValueError, match="no saved run"):
        Run.load(path)


def test_a_file_is_replaced_only_when_the_new_one_is_whole(run, tmp_path, monkeypatch):
    path = tmp_path / "run.npz"
    run.save(path)
    before = path.read_bytes()

    def full(file, **arrays):
        file.write(b"half")
        raise OSError("no space left on device")

    monkeypatch.setattr(np, "savez", full)
    with pytest.raises(OSError, match="no space left"):
        run.save(path)
    assert path.read_bytes() == before and len(list(tmp_path.iterdir())) == 1


def test_errors_of_paths_are_plain(run, tmp_path):
    with pytest.raises(FileNotFoundError):
        Run.load(tmp_path / "none.npz")
    with pytest.raises(ValueError, match="path must end in .npz; got 'run.pkl'"):
        run.save(tmp_path / "run.pkl")


def test_a_run_goes_back_to_what_was_kept(run):
    start = run.at(0)
    assert same(start.params, NETWORK.init(key=make_key(0))) and start.history.cost.shape == (0,) and start.epoch == 0
    one = run.at(1)
    assert one.epoch == 1 and one.history.accuracy.shape == (1,) and sorted(one.kept) == [0, 1]
    assert same(run.at(4), run)
    with pytest.raises(ValueError, match="epoch must be one of those kept, 0, 1, 3, or the last, 4; got 2"):
        run.at(2)


def test_in_words(run):
    assert repr(run).startswith("Run: 4 epochs, cost ≈1.") and ", accuracy ≈0." in repr(run)
    assert repr(run.at(1)).startswith("Run: stopped after 1 of 4 epochs, cost ≈")
    assert repr(run.at(0)) == "Run: stopped after 0 of 4 epochs"

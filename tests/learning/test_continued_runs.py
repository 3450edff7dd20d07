"""Runs that are continued, gone back in and forked: as if they had never stopped."""
import jax
import numpy as np
import optax
import pytest

from dlnotes.data.points import xor
from dlnotes.learning.runs import Run
from dlnotes.learning.training import fit
from dlnotes.networks.network import Network

NETWORK = Network((2, 3, 2))


def same(one, other):
    """Return whether two pytrees are equal, bit for bit."""
    if jax.tree.structure(one) != jax.tree.structure(other):
        return False
    return all(map(np.array_equal, jax.tree.leaves(one), jax.tree.leaves(other)))


@pytest.mark.parametrize("optimizer", [
    "sgd", "adam", optax.adamw, optax.chain(optax.clip(0.5), optax.sgd(0.2))],
    ids=["sgd", "adam", "a function", "ready"])
def test_a_run_that_goes_on_is_the_run_that_never_stopped(key, tmp_path, optimizer):
    def train(start, epochs):
        return fit(NETWORK, start, xor(), key=key, optimizer=optimizer, learning_rate=0.1,
                   epochs=epochs, batch_size=2, weight_decay=0.01, keep=(0, 2, 5))

    start = NETWORK.init(key=key)
    whole = train(start, 6)
    halfway = train(start, 3)
    halfway.save(tmp_path / "run.npz")
    for half in (halfway, Run.load(tmp_path / "run.npz"), whole.at(2), whole.at(0)):
        assert same(train(half, 6), whole)


def test_an_interrupted_run_goes_on(key):
    def stop(history):
        if len(history.cost) == 2:
            raise KeyboardInterrupt

    def train(start, on_epoch=None):
        return fit(NETWORK, start, xor(), key=key, optimizer="momentum", learning_rate=0.1,
                   epochs=5, batch_size=2, on_epoch=on_epoch)

    start = NETWORK.init(key=key)
    interrupted = train(start, stop)
    assert interrupted.epoch == 2
    assert same(train(interrupted), train(start))


def test_a_run_can_fork(key):
    options = {"key": key, "batch_size": 2, "epochs": 4}
    run = fit(NETWORK, NETWORK.init(key=key), xor(), keep=[2], **options)
    other = fit(NETWORK, run.at(2), xor(), **options | {"learning_rate": 5.0})
    np.testing.assert_array_equal(other.history.cost[:2], run.history.cost[:2])
    assert other.history.cost[3] != run.history.cost[3]


def test_a_run_goes_on_only_with_the_optimizer_that_it_was_trained_with(key):
    def train(start, epochs, optimizer="sgd"):
        return fit(NETWORK, start, xor(), key=key, optimizer=optimizer, epochs=epochs,
                   batch_size=2)

    run = train(NETWORK.init(key=key), 2, "adam")
    message = "optimizer must be the one that the run was trained with"
    with pytest.raises(ValueError, match=message):
        train(run, 4)
    message = "epochs counts from the start, and the run has done 2: ask for more; got 2"
    with pytest.raises(ValueError, match=message):
        train(run, 2, "adam")
    assert train(run.params, 1).epoch == 1

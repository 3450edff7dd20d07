"""Clouds: many networks trained at once are what they are one by one."""
import jax
import jax.numpy as jnp
import numpy as np
import pytest

from dlnotes.data.datasets import digits
from dlnotes.data.points import xor
from dlnotes.learning.training import fit
from dlnotes.networks.network import Network

NETWORK = Network((2, 3, 2))


def test_a_cloud_of_starts_is_what_they_are_one_by_one(key):
    data = digits()
    network = Network((64, 12, 10))

    def train(start):
        return fit(network, start, data, key=key, epochs=2, keep=[1])

    starts = [network.init(key=k) for k in jax.random.split(key, 3)]
    together = jax.vmap(train)(jax.tree.map(lambda *leaves: jnp.stack(leaves), *starts))
    assert together.history.accuracy.shape == (3, 2) and together.epochs == together.epoch == 2
    for i, start in enumerate(starts):
        alone = train(start)
        np.testing.assert_allclose(together.history.cost[i], alone.history.cost, rtol=1e-3)
        for many, one in (together, alone), (together.at(1), alone.at(1)):
            np.testing.assert_allclose(
                many.params[0].weights[i], one.params[0].weights, atol=1e-3)


def test_a_cloud_of_keys_of_learning_rates_and_of_decays(key):
    rates = jnp.array([0.1, 1.0])
    keys = jax.random.split(key, 2)
    start = NETWORK.init(key=key)

    def train(key=key, rate=0.5, decay=0.0, start=start, epochs=3):
        return fit(NETWORK, start, xor(), key=key, optimizer="adam", learning_rate=rate,
                   weight_decay=decay, epochs=epochs, batch_size=2)

    def by_rate(rate):
        return train(rate=rate)

    def by_decay(decay):
        return train(decay=decay)

    def further(run, rate):
        return train(rate=rate, start=run, epochs=5)

    for together, alone in ((jax.vmap(train)(keys), train(keys[1])),
                            (jax.vmap(by_rate)(rates), train(rate=1.0)),
                            (jax.vmap(by_decay)(rates), train(decay=1.0))):
        np.testing.assert_allclose(together.history.cost[1], alone.history.cost, rtol=1e-4)
    longer = jax.vmap(further)(jax.vmap(by_rate)(rates), rates)
    alone = train(rate=1.0, epochs=5)
    np.testing.assert_allclose(longer.history.cost[1], alone.history.cost, rtol=1e-4)


def test_what_looks_at_numbers_is_not_for_a_cloud(key):
    def train(key, option):
        return fit(NETWORK, NETWORK.init(key=key), xor(), key=key, batch_size=2, **option)

    for option in ({"patience": 2}, {"on_epoch": print}):
        with pytest.raises(ValueError, match="patience and on_epoch look at numbers"):
            jax.vmap(lambda k: train(k, option))(jax.random.split(key))

"""Training deep networks: steps against the gradient, many at once, and what depth does to it."""
from dataclasses import replace

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from dlnotes.data.datasets import digits, one_hot
from dlnotes.data.points import xor
from dlnotes.experiments.vanishing.deep_networks import DeepNetwork
from dlnotes.experiments.vanishing.deep_training import train
from dlnotes.networks.backprop import mean_gradient


def test_a_step_of_training_is_against_the_gradient(key):
    deep = DeepNetwork(2, 3, 2)
    data = xor()
    params = deep.init(4, key=key)
    course = train(deep, params, data, key=key, depth=2, epochs=1, batch_size=4,
                   learning_rate=0.7)
    truth = one_hot(data.y_train, 2)
    value, gradient = mean_gradient(*deep.plain(params, 2), data.x_train, truth)
    assert course.cost[0] == pytest.approx(float(value), rel=1e-5)
    _, after = deep.plain(course.params, 2)
    for one, before, slope in zip(after, deep.plain(params, 2)[1], gradient):
        np.testing.assert_allclose(one.weights, before.weights - 0.7 * slope.weights, atol=1e-6)
        np.testing.assert_allclose(one.biases, before.biases - 0.7 * slope.biases, atol=1e-6)
    unused = course.params.hidden.weights[1:]
    np.testing.assert_array_equal(unused, params.hidden.weights[1:])


def test_training_under_vmap_is_training_one_by_one(key):
    deep = DeepNetwork(2, 3, 2, "tanh")
    data = xor()
    depths = [1, 3]
    params = deep.init(3, key=key)

    def course(depth):
        return train(deep, params, data, key=key, depth=depth, epochs=4, batch_size=2)

    together = jax.vmap(course)(jnp.array(depths))
    for i, depth in enumerate(depths):
        alone = course(depth)
        np.testing.assert_allclose(together.cost[i], alone.cost, atol=1e-5)
        np.testing.assert_array_equal(together.accuracy[i], alone.accuracy)
    assert np.any(together.cost[0] != together.cost[1])


def test_digits_are_learnt_and_depth_is_the_trouble(key):
    data = digits()
    deep = DeepNetwork(64, 16, 10)
    params = deep.init(8, key=key)

    def accuracy(network, depth):
        course = train(network, params, data, key=key, depth=depth, epochs=8, batch_size=20)
        return course.accuracy[-1]

    assert accuracy(deep, 1) > 0.9
    assert accuracy(deep, 8) < 0.3
    assert accuracy(replace(deep, normalisation="batch"), 8) > 0.85


@pytest.mark.parametrize("settings,message", [
    ({"depth": 0, "batch_size": 2}, "depth must be a number of hidden layers"),
    ({}, "batch_size must be from 1 to the 4"),
    ({"batch_size": 2, "learning_rate": -1.0}, "learning_rate"),
])
def test_settings_that_cannot_be_are_named(key, settings, message):
    deep = DeepNetwork(2, 3, 2)
    with pytest.raises(ValueError, match=message):
        train(deep, deep.init(2, key=key), xor(), key=key, **settings)

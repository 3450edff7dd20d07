"""Pretraining: deep layers keep what tells examples apart, step by step as the formula says."""
import jax
import jax.numpy as jnp
import numpy as np
import pytest

from dlnotes.data.datasets import digits
from dlnotes.experiments.vanishing.deep_networks import DeepNetwork
from dlnotes.experiments.vanishing.pretraining import pretrain


def test_pretraining_keeps_what_the_input_says(key):
    x = digits().x_train[:200]
    deep = DeepNetwork(64, 16, 10)
    start = deep.init(6, key=key)
    params = pretrain(deep, start, x, steps=100)

    def spread(p):
        """How far the examples are apart in the sixth layer."""
        return float(deep.forward(p, x).a[-1].std(axis=0).mean())

    assert spread(start) < 0.01
    assert spread(params) > 0.1
    np.testing.assert_array_equal(params.last.weights, start.last.weights)


def test_the_first_step_is_that_of_adam_on_the_reconstruction(key):
    x = digits().x_train[:200]
    deep = DeepNetwork(64, 16, 10)
    start = deep.init(6, key=key)
    first = pretrain(deep, start, x, steps=1).first

    def reconstruction(layer):
        h = jax.nn.sigmoid(x @ layer.weights.T + layer.biases[None])
        z = h @ layer.weights
        return jnp.mean(jnp.sum(jnp.logaddexp(z, 0) - x * z, axis=1))

    slopes = jax.grad(reconstruction)(start.first)
    moved = np.asarray(first.weights - start.first.weights)
    clear = np.abs(slopes.weights) > 1e-4
    signs = np.sign(np.asarray(slopes.weights))  # one step of Adam follows only these
    np.testing.assert_allclose(moved[clear], -0.01 * signs[clear], atol=1e-4)


def test_only_plain_networks_of_sigmoids_are_pretrained(key):
    start = DeepNetwork(2, 3, 2).init(2, key=key)
    with pytest.raises(ValueError, match="plain one of sigmoid neurons"):
        pretrain(DeepNetwork(2, 3, 2, "tanh"), start, jnp.ones((4, 2)))

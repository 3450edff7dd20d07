"""Where parameters start: means, spreads, and nothing random but by the key."""
import jax
import jax.numpy as jnp
import numpy as np
import pytest
from jax.random import key

from dlnotes.networks.initialisation import SCHEMES
from dlnotes.networks.network import Network


@pytest.mark.parametrize("scheme, weight, bias", [
    ("normal", 1.0, 1.0),
    ("scaled", 400**-0.5, 1.0),
    ("glorot", (2 / 700)**0.5, 0.0),
    ("he", (2 / 400)**0.5, 0.0),
    ("zeros", 0.0, 0.0),
])
def test_means_and_spreads(scheme, weight, bias):
    (W, b), = Network((400, 300)).init(key=key(1), scheme=scheme)
    assert abs(W.mean()) <= 4 * weight / W.size**0.5
    assert abs(b.mean()) <= 4 * bias / 300**0.5
    np.testing.assert_allclose(W.std(), weight, rtol=0.01)
    np.testing.assert_allclose(b.std(), bias, rtol=0.15)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_key_is_all_that_is_random(scheme):
    network = Network((3, 4, 4, 2))
    one, again, other = (
        network.init(key=k, scheme=scheme) for k in (key(0), key(0), key(1)))
    assert all(jax.tree.leaves(jax.tree.map(jnp.array_equal, one, again)))
    assert scheme == "zeros" or not jnp.array_equal(one[0].weights, other[0].weights)


def test_layers_of_one_shape_differ():
    params = Network((4, 4, 4)).init(key=key(0))
    assert not jnp.array_equal(params[0].weights, params[1].weights)


def test_an_unknown_scheme():
    message = "scheme must be one of normal, scaled, glorot, he, zeros; got 'xavier'"
    with pytest.raises(ValueError, match=message):
        Network((3, 2)).init(key=key(0), scheme="xavier")

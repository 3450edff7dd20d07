"""Linear pieces: they are counted where the network bends."""
import jax.numpy as jnp
import pytest

from dlnotes.experiments.universality.approximation import approximate_1d
from dlnotes.experiments.depth.linear_pieces import count_pieces
from dlnotes.networks.layers.dense import Layer
from dlnotes.networks.network import Network


def test_a_shallow_network_has_a_piece_for_each_neuron():
    made = approximate_1d(lambda x: jnp.sin(20 * x), 16, activation="relu")
    assert count_pieces(made.network, made.params) == 16


def test_pieces_are_counted_where_the_network_bends():
    weights = jnp.array([[1.0], [-1.0], [2.0]])
    biases = jnp.array([-0.3, 0.3, 5.0])  # two bend at 0.3, and one outside of the interval
    bent = (Layer(weights, biases), Layer(jnp.ones((1, 3)), jnp.zeros(1)))
    assert count_pieces(Network((1, 3, 1), hidden="relu", output="linear"), bent) == 2
    with pytest.raises(ValueError, match="must have one input, relu neurons and linear outputs"):
        count_pieces(Network((1, 3, 1)), bent)

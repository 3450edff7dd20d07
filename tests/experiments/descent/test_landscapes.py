"""Slices through landscapes are the costs of trained networks, one example and neuron at a time."""
import jax
import jax.numpy as jnp
import numpy as np
import oracles
import pytest
from plain_descent import slice_cost

from dlnotes.experiments.descent.landscapes import PLACES, SLICES, slice_heights
from dlnotes.learning.descent import descend
from dlnotes.networks.backprop import mean_cost


@pytest.mark.parametrize("name", SLICES)
def test_heights_are_the_cost_of_the_whole_network(name):
    heights = slice_heights(name)
    for row, column in ((0, 0), (10, 70), (40, 40), (52, 30), (80, 80)):
        place = PLACES[column], PLACES[row]  # across, up
        assert heights[row, column] == pytest.approx(slice_cost(name, place), rel=1e-3, abs=1e-4)


@pytest.mark.parametrize("name", SLICES)
def test_the_network_of_a_landscape_is_a_trained_one(name):
    network, params, put, data, _ = SLICES[name]
    data = data()
    layers = [(np.asarray(W, float), np.asarray(b, float)) for W, b in params]
    f = [oracles.ACTIVATIONS[activation.name] for activation in network.activations]
    outputs = np.array([oracles.forward(layers, f, x)[1][-1][0] for x in np.asarray(data.x_train)])
    assert np.all((outputs > 0.5) == (np.asarray(data.y_train) == 1))
    y = data.y_train[:, None].astype(float)
    path = descend(lambda params: mean_cost(network, params, data.x_train, y), jax.tree.map(jnp.asarray, params),
                   learning_rate=0.1, steps=200)
    assert 0.5 * path.values[0] < path.values[-1] <= path.values[0] < 0.05  # where training was at its end

"""Steps, bumps and towers: what is built by hand gives what it says, checked with plain loops."""
import math

import jax.numpy as jnp
import numpy as np
import oracles
import pytest

from dlnotes.experiments.universality.steps_and_towers import bumps, steps, towers
from dlnotes.experiments.universality.wide_networks import outputs


def at(network, params, *points):
    """Return a network's outputs, computed with plain loops."""
    f = [oracles.ACTIVATIONS[a.name] for a in network.activations]
    return np.array([oracles.forward(params, f, np.atleast_1d(x))[1][-1] for x in points])


@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "step"])
def test_a_staircase_is_its_steps(activation):
    network, params = steps([0.25, 0.5], [[1.0, 2.0], [-3.0, 0.5]], [0.5, -1.0],
                            activation=activation, steepness=400.0)
    found = at(network, params, 0.1, 0.4, 0.8)
    np.testing.assert_allclose(found, [[0.5, -1], [1.5, 1], [-1.5, 1.5]], atol=1e-5)
    if activation != "step":
        assert at(network, params, 0.25)[0] == pytest.approx([1.0, 0.0], abs=1e-5)
    points = jnp.array([[0.1], [0.4], [0.8]])
    np.testing.assert_allclose(outputs(network, params, points), found, atol=1e-5)


def test_a_bump_takes_two_neurons():
    network, params = bumps([0.2, 0.6], [0.4, 0.7], [2.0, -1.0])
    assert network.sizes == (1, 4, 1)
    found = at(network, params, 0.1, 0.3, 0.5, 0.65, 0.9)[:, 0]
    np.testing.assert_allclose(found, [0, 2, 0, -1, 0], atol=1e-5)


@pytest.mark.parametrize("m", [1, 2, 3])
def test_towers_are_as_high_as_the_book_says(m):
    network, params = towers([[0.25] * m], [[0.75] * m], [1.0])
    inside = [0.5] * m
    one_out = [0.5] * (m - 1) + [0.1]
    all_out = [0.1] * m
    values = at(network, params, inside, one_out, all_out)[:, 0]
    assert values[0] == pytest.approx(0.9933, abs=5e-5)
    assert values[1] == pytest.approx(0.0067, abs=5e-5)
    assert values[2] == pytest.approx(1 / (1 + math.exp((m - 0.5) * 10)), abs=1e-6)


def test_towers_stand_beside_each_other_with_several_outputs():
    network, params = towers([[0, 0], [0.5, 0.5]], [[0.5, 0.5], [1, 1]],
                             [[1.0, 2.0], [3.0, -4.0]], h=40.0)
    found = at(network, params, [0.2, 0.3], [0.8, 0.7], [0.2, 0.7])
    np.testing.assert_allclose(found, [[1, 2], [3, -4], [0, 0]], atol=1e-5)


def test_steps_are_not_made_of_bends():
    message = "activation must be sigmoid, tanh or step, to make steps of; got relu"
    with pytest.raises(ValueError, match=message):
        steps([0.5], [1.0], activation="relu")

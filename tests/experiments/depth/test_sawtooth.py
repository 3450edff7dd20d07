"""The sawtooth is exact, and what one layer cannot do it cannot."""
import jax
import jax.numpy as jnp
import numpy as np
import pytest
from scipy.optimize import linprog

from dlnotes.experiments.depth.linear_pieces import count_pieces
from dlnotes.experiments.depth.sawtooth import (
    learn_sawtooth,
    sawtooth,
    shallow_bound,
    shallow_part,
    shallow_sawtooth,
)
from dlnotes.experiments.universality.wide_networks import outputs
from dlnotes.networks.network import Network


@pytest.mark.parametrize("layers", [1, 2, 3, 8, 12])
def test_the_sawtooth_is_exact(layers):
    network, params = sawtooth(layers)
    assert network.sizes == (1, *[2] * layers, 1)
    assert count_pieces(network, params) == 2**layers
    x = np.arange(2**layers + 1) / 2**layers
    found = outputs(network, params, jnp.array(x[:, None], jnp.float32))[:, 0]
    np.testing.assert_array_equal(found, np.arange(2**layers + 1) % 2)


@pytest.mark.parametrize("layers", [1, 2, 5])
def test_one_layer_needs_two_neurons_a_tooth(layers):
    teeth = 2**(layers - 1)
    network, params = shallow_sawtooth(teeth)
    assert network.sizes == (1, 2 * teeth, 1) and count_pieces(network, params) == 2 * teeth
    x = jnp.linspace(0, 1, 257)[:, None]
    deep = outputs(*sawtooth(layers), x)
    np.testing.assert_allclose(outputs(network, params, x), deep, atol=1e-4)


def least_error(bends, facing, teeth):
    """Return the least largest error of ReLUs with these bends, by a linear program.

    It is taken at the points where the sawtooth is 0 or 1.
    """
    points = 2 * teeth + 1
    x = np.arange(points) / (2 * teeth)
    relus = np.maximum(facing * (x[:, None] - bends), 0)
    features = np.column_stack([relus, np.ones(points)])
    unknowns = features.shape[1]
    wanted = np.arange(points) % 2
    one = np.ones((points, 1))
    program = linprog([0] * unknowns + [1], np.block([[features, -one], [-features, -one]]),
                      np.concatenate([wanted, -wanted]),
                      bounds=[(None, None)] * unknowns + [(0, None)])
    return program.fun


@pytest.mark.parametrize("teeth", [1, 2, 4])
def test_fewer_neurons_than_teeth_miss_by_a_half(teeth):
    random = np.random.default_rng(teeth)
    for neurons in range(teeth):
        assert shallow_bound(neurons, teeth) == 0.5
        for _ in range(60):
            bends = random.uniform(-0.2, 1, neurons)
            facing = random.choice([-1, 1], neurons)
            assert least_error(bends, facing, teeth) > 0.5 - 1e-7
    exact = np.arange(2 * teeth) / (2 * teeth)
    ones = np.ones(2 * teeth)
    assert least_error(exact, ones, teeth) < 1e-7 and shallow_bound(2 * teeth, teeth) == 0
    enough = [least_error(random.uniform(-0.2, 1, 2 * teeth), ones, teeth) for _ in range(60)]
    assert min(enough) < 0.45  # the bound is about the number, not about the places


@pytest.mark.parametrize("make,message", [
    (sawtooth, "layers must be at least 1; got 0"),
    (shallow_sawtooth, "teeth must be at least 1; got 0")])
def test_no_teeth(make, message):
    with pytest.raises(ValueError, match=message):
        make(0)


@pytest.mark.parametrize("neurons,teeth", [(2, 1), (2, 4), (6, 4), (8, 4), (10, 16), (20, 512)])
def test_as_many_teeth_as_the_neurons_pay_for(neurons, teeth):
    network, params = shallow_part(neurons, teeth)
    x = jnp.linspace(0, 1, 4 * teeth + 1)
    wanted = np.array([0, 0.5, 1, 0.5] * teeth + [0])
    error = np.abs(outputs(network, params, x[:, None])[:, 0] - wanted).max()
    assert network.sizes[1] == min(neurons, 2 * teeth)
    assert error == pytest.approx(0.5 if neurons < 2 * teeth else 0, abs=1e-3)
    with pytest.raises(ValueError, match="neurons must be even and at least 2"):
        shallow_part(3, teeth)


def test_what_is_learnt_is_compared_with_the_teeth(key):
    network, params = sawtooth(3)
    many = jax.tree.map(lambda p: jnp.stack([p, p, 1.5 * p]), params)
    left = learn_sawtooth(network, many, key=key, epochs=1)
    assert left.shape == (3,)
    assert left[:2].max() < 1e-2 < 0.2 < left[2]  # who starts with the folds keeps them
    lonely = Network((1, 1, 1), "relu", "linear")
    starts = jax.vmap(lambda key: lonely.init(key=key))(jax.random.split(key, 2))
    assert learn_sawtooth(lonely, starts, key=key, epochs=20).min() > 0.49

"""Random neurons: their output is the best one, and starts that bend inside do so."""
import jax.numpy as jnp
import numpy as np
import pytest

from dlnotes.experiments.universality.nielsens_task import task
from dlnotes.experiments.universality.random_neurons import (
    random_units,
    random_units_by_count,
    spread_start,
    square,
)
from dlnotes.experiments.universality.wide_networks import outputs
from dlnotes.networks.activations import ACTIVATIONS
from dlnotes.networks.network import Network

KINDS = [*(a for name, a in ACTIVATIONS.items() if name != "softmax"), square]


@pytest.mark.parametrize("kind", KINDS, ids=lambda one: getattr(one, "__name__", str(one)))
def test_the_best_output_is_no_worse_than_a_fit_by_the_normal_equations(kind, key):
    network, params = random_units(task, 6, kind, key=key)
    assert network.sizes == (1, 6, 1)
    x = jnp.linspace(0, 1, 401)
    z = np.outer(x, params[0].weights[:, 0]) + np.asarray(params[0].biases)
    features = np.append(np.asarray(kind(z), float), np.ones((401, 1)), 1)
    wanted = np.asarray(task(x), float)
    best = features @ np.linalg.pinv(features, rcond=1e-5) @ wanted
    found = np.asarray(outputs(network, params, x[:, None])[:, 0], float)
    assert np.sum((found - wanted)**2) < 1.02 * np.sum((best - wanted)**2) + 1e-4


def test_more_random_neurons_come_nearer_unless_they_are_polynomials(key):
    x = jnp.linspace(0, 1, 1001)

    def error(kind, n):
        found = outputs(*random_units(task, n, kind, key=key), x[:, None])[:, 0]
        return float(jnp.abs(found - task(x)).max())

    def error_of_polynomial(degree):
        return np.abs(np.polyval(np.polyfit(x, task(x), degree), x) - task(x)).max()

    assert error("linear", 300) == pytest.approx(error_of_polynomial(1), abs=2e-3)
    assert error(square, 300) == pytest.approx(error_of_polynomial(2), abs=2e-3)
    for kind in ("sigmoid", "tanh", "relu", "gelu"):
        assert error(kind, 300) < 0.01 < error(kind, 10)


def test_several_counts_are_those_of_each_count(key):
    x = np.linspace(0, 1, 11)
    found = random_units_by_count(task, (3, 20), "tanh", x, key=key)
    for at, count in enumerate((3, 20)):
        alone = outputs(*random_units(task, count, "tanh", key=key), jnp.asarray(x[:, None]))
        np.testing.assert_allclose(found[at], alone[:, 0], atol=1e-4)


def test_a_spread_start_bends_inside(key):
    params = spread_start(500, key=key)
    bends = -params[0].biases / params[0].weights[:, 0]
    assert 0 <= float(bends.min()) < 0.02 and 0.98 < float(bends.max()) <= 1
    Network((1, 500, 1), hidden="relu", output="linear").check(params)

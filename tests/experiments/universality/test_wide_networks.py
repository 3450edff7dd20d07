"""Wide networks: their outputs are those of the network, up to a million neurons."""
import subprocess
import sys

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from dlnotes.experiments.universality.wide_networks import outputs, outputs_padded
from dlnotes.networks.layers.dense import Layer
from dlnotes.networks.network import Network


@pytest.mark.parametrize("sizes", [
    (1, 1), (2, 5, 3), (1, 1500, 2), (3, 1100, 1030, 2), (2, 1024, 7, 1)])
def test_outputs_are_those_of_the_network(key, sizes):
    network = Network(sizes, hidden="tanh", output="linear" if len(sizes) > 2 else "sigmoid")
    params = network.init(key=key)
    x = jax.random.normal(key, (5, sizes[0]))
    plain = jax.vmap(network.apply, (None, 0))(params, x)
    np.testing.assert_allclose(outputs(network, params, x), plain, atol=2e-5)
    with pytest.raises(ValueError, match="layer 1 must have weights"):
        outputs(network, (Layer(jnp.ones((2, 9)), jnp.ones(2)), *params[1:]), x)


@pytest.mark.parametrize("widths", [(5, 7), (8, 64)])
def test_neurons_that_are_added_change_nothing(key, widths):
    network = Network((2, 5, 7, 3), hidden=("sigmoid", "relu"), output="softmax")
    params = network.init(key=key)
    x = jax.random.normal(key, (4, 2))
    found = outputs_padded(network, params, np.asarray(x), widths)
    np.testing.assert_allclose(found, outputs(network, params, x), atol=1e-6)


def test_a_million_neurons_fit_into_bounded_memory():
    code = """
import resource, jax.numpy as jnp
from dlnotes.experiments.universality.approximation import approximate_1d
from dlnotes.experiments.universality.wide_networks import outputs
x = jnp.linspace(0, 1, 300)[:, None]
few = approximate_1d(jnp.sin, 10)
outputs(few.network, few.params, x).block_until_ready()
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
made = approximate_1d(jnp.sin, 1_000_000)
error = float(jnp.abs(made(x)[:, 0] - jnp.sin(x[:, 0])).max())
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before, error)
"""
    command = [sys.executable, "-c", code]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    kilobytes, error = map(float, run.stdout.split())
    assert kilobytes < 2**20 and error < 1e-5

"""Flags of JAX that people set change no result and stop no call."""
from contextlib import nullcontext
from dataclasses import replace

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from dlnotes.data.datasets import digits
from dlnotes.data.formulas import Formula
from dlnotes.explorers.waves.cell import compute
from dlnotes.learning.descent import descend, hessian, newton
from dlnotes.learning.evaluation import accuracy
from dlnotes.learning.optimizers import OPTIMIZERS
from dlnotes.learning.training import fit
from dlnotes.networks.activations import ACTIVATIONS
from dlnotes.networks.backprop import backward
from dlnotes.networks.costs import cross_entropy, quadratic
from dlnotes.networks.gradient_check import central_differences, check_gradient
from dlnotes.networks.network import Network
from dlnotes.networks.neurons import GATE_INPUTS, TRUTH, mcculloch_pitts
from dlnotes.networks.perceptron import novikoff, perceptron_rule

FLAGS = {
    "none": nullcontext,
    "x64": lambda: jax.enable_x64(True),
    "debug_nans": lambda: jax.debug_nans(True),
    "strict dtypes": lambda: jax.numpy_dtype_promotion("strict"),
    "no rank promotion": lambda: jax.numpy_rank_promotion("raise"),
}
every_flag = pytest.mark.parametrize("flag", FLAGS.values(), ids=FLAGS)


@every_flag
def test_points_and_neurons(flag):
    X = jnp.array(GATE_INPUTS)
    y = jnp.array(TRUTH["AND"])
    with flag():
        assert perceptron_rule(X, y, steps=40).wrong[-1] == 0
        assert novikoff(X, y)[0] == pytest.approx(3**0.5)
        assert mcculloch_pitts(jnp.ones(2), jnp.zeros(1), 2.0) == 1
        assert compute("excites", "inhibits", 1.0).fires.tolist() == [False, False, True, False]
        start = jnp.array([1.0, 2.0])
        for name in OPTIMIZERS:
            path = descend(lambda p: jnp.sum((p - 3.0)**2), start, learning_rate=0.1, steps=5,
                           optimizer=name)
            assert path.values[-1] < path.values[0]
        assert newton(lambda p: jnp.sum((p - 3.0)**2), start, steps=1).values[-1] < 1e-9
        np.testing.assert_allclose(hessian(lambda p: jnp.sum(p**4), start), [[12, 0], [0, 48]])
        found = central_differences(lambda p: jnp.sum(p**2), start)
        np.testing.assert_allclose(found, [2, 4], rtol=1e-3)
        x = jnp.linspace(0.25, 1, 4)
        np.testing.assert_allclose(Formula("2e-1x^2 + log2(x) step(x - 0.5)")(x),
                                   [0.0125, 0.05, 0.1125 + np.log2(0.75), 0.2], rtol=1e-4, atol=1e-6)


@every_flag
def test_networks_and_their_gradients(flag):
    key = jax.random.key(0)
    with flag():
        for name in ACTIVATIONS:
            network = Network((3, 4, 2), name)
            params = network.init(key=key)
            x = jnp.array([0.5, -1.0, 2.0])
            y = jnp.array([0.0, 1.0])
            for cost in (quadratic, cross_entropy):
                back = backward(network, params, x, y, cost)
                wanted = jax.grad(lambda p: cost(*_last(network, p, x), y))(params)
                for one, other in zip(jax.tree.leaves(back.gradient), jax.tree.leaves(wanted)):
                    np.testing.assert_allclose(one, other, rtol=1e-4, atol=1e-6)
        assert check_gradient(Network((3, 4, 2)), params, x, y).disagreeing == ()


def _last(network, params, x):
    trace = network.forward(params, x)
    return trace.z[-1], trace.a[-1]


@every_flag
def test_training(flag):
    with flag():
        data = digits()
        network = Network((64, 10, 10))
        start = network.init(key=jax.random.key(0))
        for optimizer in ("sgd", "adam"):
            rate = 0.5 if optimizer == "sgd" else 0.01
            run = fit(network, start, data, key=jax.random.key(1), epochs=2, learning_rate=rate,
                      optimizer=optimizer, batch_size=10)
            assert accuracy(network, run.params, data.x_test, data.y_test) > 0.6


def test_parameters_of_single_precision_stay_so_where_the_data_are_double():
    data = digits()
    network = Network((64, 10, 10))
    start = network.init(key=jax.random.key(0))
    with jax.enable_x64(True):
        double = replace(data, x_train=jnp.asarray(data.x_train, float))
        for optimizer in OPTIMIZERS:
            run = fit(network, start, double, key=jax.random.key(1), epochs=1, learning_rate=0.01,
                      optimizer=optimizer, batch_size=100)
            assert run.params[0].weights.dtype == jnp.float32

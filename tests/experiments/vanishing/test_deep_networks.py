"""Deep networks: plain ones are networks like any others, and remedies are as defined."""
import jax
import jax.numpy as jnp
import numpy as np
import oracles
import pytest

from dlnotes.data.datasets import one_hot
from dlnotes.experiments.vanishing.deep_networks import DeepNetwork, Stack
from dlnotes.networks.backprop import mean_gradient
from dlnotes.networks.costs import cross_entropy, quadratic
from dlnotes.networks.layers.dense import Layer


def some(network, key, layers=5, m=6, scheme="scaled"):
    """Parameters, examples and truths."""
    x = jax.random.uniform(key, (m, network.inputs))
    y = one_hot(jnp.arange(m) % network.outputs, network.outputs)
    return network.init(layers, key=key, scheme=scheme), x, y


@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "relu"])
@pytest.mark.parametrize("depth", [1, 2, 5])
def test_a_plain_one_is_a_network(key, activation, depth):
    deep = DeepNetwork(3, 4, 2, activation)
    params, x, y = some(deep, key)
    network, layers = deep.plain(params, depth)
    assert network.sizes == (3, *[4] * depth, 2)
    trace = deep.forward(params, x, depth)
    by_example = trace.z.swapaxes(0, 1), trace.a.swapaxes(0, 1), trace.output
    for one, z, a, output in zip(x, *by_example):
        functions = [oracles.ACTIVATIONS[activation]] * depth + [oracles.sigmoid]
        zs, activations = oracles.forward(layers, functions, one)
        np.testing.assert_allclose(z[:depth], zs[:-1], atol=1e-5)
        np.testing.assert_allclose(a[:depth], activations[1:-1], atol=1e-5)
        np.testing.assert_allclose(output, zs[-1], atol=1e-5)
    assert not trace.z[depth:].any()
    assert np.all(np.asarray(trace.a[depth:]) == np.asarray(trace.a[depth - 1]))


@pytest.mark.parametrize("depth", [1, 3, 5])
@pytest.mark.parametrize("cost", [cross_entropy, quadratic])
def test_its_gradient_is_that_of_backpropagation(key, depth, cost):
    deep = DeepNetwork(3, 4, 2)
    params, x, y = some(deep, key)
    value, gradient = jax.value_and_grad(deep.mean_cost)(params, x, y, depth, cost)
    wanted_value, wanted = mean_gradient(*deep.plain(params, depth), x, y, cost)
    assert value == pytest.approx(float(wanted_value), rel=1e-5)
    found = [gradient.first, *(Layer(*pair) for pair in zip(*gradient.hidden)), gradient.last]
    for one, other in zip([*found[:depth], found[-1]], wanted):
        np.testing.assert_allclose(one.weights, other.weights, atol=1e-6)
        np.testing.assert_allclose(one.biases, other.biases, atol=1e-6)
    assert not any(np.any(part) for layer in found[depth:-1] for part in layer)


def standardised(column):
    """Numbers with their mean taken away, over their spread."""
    away = column - sum(column) / len(column)
    return away / np.sqrt(sum(away**2) / len(column) + 1e-5)


@pytest.mark.parametrize("normalisation", [None, "batch", "layer"])
@pytest.mark.parametrize("residual", [False, True])
def test_remedies_by_loops(key, normalisation, residual):
    deep = DeepNetwork(3, 4, 2, "tanh", normalisation, residual)
    params, x, _ = some(deep, key)
    trace = deep.forward(params, x, 3)
    a = np.asarray(x, float)
    layers = [params.first, *(Layer(W, b) for W, b in zip(*params.hidden))][:3]
    for l, (W, b) in enumerate(layers):
        rows = np.asarray(W, float)
        z = np.array([[sum(w * v for w, v in zip(row, one)) for row in rows] for one in a])
        if normalisation:
            columns = z.T if normalisation == "batch" else z
            columns = np.array([standardised(column) for column in columns])
            z = columns.T if normalisation == "batch" else columns
        z = z + np.asarray(b)
        a = np.tanh(z) + (a if residual and l else 0)
        np.testing.assert_allclose(trace.z[l], z, atol=2e-4)
        np.testing.assert_allclose(trace.a[l], a, atol=2e-4)


def test_what_it_starts_from(key):
    deep = DeepNetwork(50, 100, 10)
    params = deep.init(5, key=key)
    assert params.hidden.weights.shape == (4, 100, 100)
    assert params.last.biases.shape == (10,)
    assert np.std(params.first.weights) == pytest.approx(50**-0.5, rel=0.05)
    assert np.std(params.hidden.weights) == pytest.approx(0.1, rel=0.05)
    assert np.std(params.hidden.biases) > 0.9
    wide = deep.init(5, key=key, scheme=(3.0, 0.5))
    assert np.std(wide.hidden.weights) == pytest.approx(0.3, rel=0.05)
    assert np.std(wide.hidden.biases) == pytest.approx(0.5, rel=0.1)
    assert not deep.init(1, key=key, scheme="he").first.biases.any()
    assert len(deep.init(1, key=key).hidden.weights) == 0


def test_a_single_hidden_layer(key):
    deep = DeepNetwork(3, 4, 2)
    params, x, _ = some(deep, key, layers=1)
    network, layers = deep.plain(params, 1)
    found = jax.nn.sigmoid(deep.forward(params, x).output)
    wanted = jax.vmap(network.apply, (None, 0))(layers, x)
    np.testing.assert_allclose(found, wanted, atol=1e-6)


@pytest.mark.parametrize("make,message", [
    (lambda: DeepNetwork(2, 0, 2), "sizes must be at least two positive"),
    (lambda: DeepNetwork(2, 3, 2, "sigmoide"), "an activation must be one of"),
    (lambda: DeepNetwork(2, 3, 2, normalisation="group"),
     "normalisation must be None, 'batch' or 'layer'; got 'group'"),
])
def test_networks_that_cannot_be_are_named(make, message):
    with pytest.raises(ValueError, match=message):
        make()


def test_starts_that_cannot_be_are_named(key):
    deep = DeepNetwork(2, 3, 2)
    with pytest.raises(ValueError, match="layers must be at least 1; got 0"):
        deep.init(0, key=key)
    with pytest.raises(ValueError, match="scheme must be .sigma_w, sigma_b. or one of normal"):
        deep.init(2, key=key, scheme="big")


def test_depths_and_remedies_of_no_use_are_named(key):
    deep = DeepNetwork(2, 3, 2)
    params = deep.init(2, key=key)
    message = "depth must be a number of hidden layers, from 1 to the 2 there are; got 3"
    with pytest.raises(ValueError, match=message):
        deep.forward(params, jnp.ones((1, 2)), 3)
    with pytest.raises(ValueError, match="switch them off"):
        DeepNetwork(2, 3, 2, residual=True).plain(params, 2)


def test_what_is_learnt_is_a_pytree_of_layers(key):
    params = DeepNetwork(2, 3, 2).init(2, key=key)
    assert isinstance(params, Stack) and all(isinstance(layer, Layer) for layer in params)

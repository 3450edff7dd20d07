"""Deep networks: plain ones are networks like any others; each remedy is what its definition says."""
from dataclasses import replace

import jax
import jax.numpy as jnp
import numpy as np
import oracles
import pytest

from dlnotes.networks.backprop import mean_gradient
from dlnotes.networks.costs import cross_entropy, quadratic
from dlnotes.data.datasets import digits, one_hot
from dlnotes.data.points import xor
from dlnotes.experiments.deep_networks import DeepNetwork, Stack, clipped, norm, pretrain, train
from dlnotes.networks.network import Layer


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
    for one, z, a, output in zip(x, trace.z.swapaxes(0, 1), trace.a.swapaxes(0, 1), trace.output):
        zs, activations = oracles.forward(layers, [oracles.ACTIVATIONS[activation]] * depth + [oracles.sigmoid], one)
        np.testing.assert_allclose(z[:depth], zs[:-1], atol=1e-5)
        np.testing.assert_allclose(a[:depth], activations[1:-1], atol=1e-5)
        np.testing.assert_allclose(output, zs[-1], atol=1e-5)
    assert not trace.z[depth:].any() and np.all(np.asarray(trace.a[depth:]) == np.asarray(trace.a[depth - 1]))


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


@pytest.mark.parametrize("normalisation", [None, "batch", "layer"])
@pytest.mark.parametrize("residual", [False, True])
def test_remedies_by_loops(key, normalisation, residual):
    deep = DeepNetwork(3, 4, 2, "tanh", normalisation, residual)
    params, x, _ = some(deep, key)
    trace = deep.forward(params, x, 3)
    a = np.asarray(x, float)
    layers = [params.first, *(Layer(W, b) for W, b in zip(*params.hidden))][:3]
    for l, (W, b) in enumerate(layers):
        z = np.array([[sum(w * v for w, v in zip(row, one)) for row in np.asarray(W, float)] for one in a])
        if normalisation:
            columns = z.T if normalisation == "batch" else z
            columns = np.array([(column - sum(column) / len(column))
                                / np.sqrt(sum((column - sum(column) / len(column))**2) / len(column) + 1e-5)
                                for column in columns])
            z = columns.T if normalisation == "batch" else columns
        z = z + np.asarray(b)
        a = np.tanh(z) + (a if residual and l else 0)
        np.testing.assert_allclose(trace.z[l], z, atol=2e-4)
        np.testing.assert_allclose(trace.a[l], a, atol=2e-4)


def test_what_it_starts_from(key):
    deep = DeepNetwork(50, 100, 10)
    params = deep.init(5, key=key)
    assert params.hidden.weights.shape == (4, 100, 100) and params.last.biases.shape == (10,)
    assert np.std(params.first.weights) == pytest.approx(50**-0.5, rel=0.05)
    assert np.std(params.hidden.weights) == pytest.approx(0.1, rel=0.05) and np.std(params.hidden.biases) > 0.9
    wide = deep.init(5, key=key, scheme=(3.0, 0.5))
    assert np.std(wide.hidden.weights) == pytest.approx(0.3, rel=0.05)
    assert np.std(wide.hidden.biases) == pytest.approx(0.5, rel=0.1)
    assert not deep.init(1, key=key, scheme="he").first.biases.any()
    assert len(deep.init(1, key=key).hidden.weights) == 0


def test_a_single_hidden_layer(key):
    deep = DeepNetwork(3, 4, 2)
    params, x, _ = some(deep, key, layers=1)
    network, layers = deep.plain(params, 1)
    np.testing.assert_allclose(jax.nn.sigmoid(deep.forward(params, x).output),
                               jax.vmap(network.apply, (None, 0))(layers, x), atol=1e-6)


def test_a_step_of_training_is_against_the_gradient(key):
    deep, data = DeepNetwork(2, 3, 2), xor()
    params = deep.init(4, key=key)
    course = train(deep, params, data, key=key, depth=2, epochs=1, batch_size=4, learning_rate=0.7)
    value, gradient = mean_gradient(*deep.plain(params, 2), data.x_train, one_hot(data.y_train, 2))
    assert course.cost[0] == pytest.approx(float(value), rel=1e-5)
    _, after = deep.plain(course.params, 2)
    for one, before, slope in zip(after, deep.plain(params, 2)[1], gradient):
        np.testing.assert_allclose(one.weights, before.weights - 0.7 * slope.weights, atol=1e-6)
        np.testing.assert_allclose(one.biases, before.biases - 0.7 * slope.biases, atol=1e-6)
    np.testing.assert_array_equal(course.params.hidden.weights[1:], params.hidden.weights[1:])  # those not used


def test_training_under_vmap_is_training_one_by_one(key):
    deep, data, depths = DeepNetwork(2, 3, 2, "tanh"), xor(), [1, 3]
    params = deep.init(3, key=key)

    def course(depth):
        return train(deep, params, data, key=key, depth=depth, epochs=4, batch_size=2)

    together = jax.vmap(course)(jnp.array(depths))
    for i, depth in enumerate(depths):
        alone = course(depth)
        np.testing.assert_allclose(together.cost[i], alone.cost, atol=1e-5)
        np.testing.assert_array_equal(together.accuracy[i], alone.accuracy)
    assert np.any(together.cost[0] != together.cost[1])


def test_digits_are_learnt_and_depth_is_the_trouble(key):
    data, deep = digits(), DeepNetwork(64, 16, 10)
    params = deep.init(8, key=key)
    accuracies = [train(deep, params, data, key=key, depth=depth, epochs=8, batch_size=20).accuracy[-1]
                  for depth in (1, 8)]
    assert accuracies[0] > 0.9 and accuracies[1] < 0.3
    normalised = replace(deep, normalisation="batch")
    assert train(normalised, params, data, key=key, depth=8, epochs=8, batch_size=20).accuracy[-1] > 0.85


def test_pretraining_keeps_what_the_input_says(key):
    x = digits().x_train[:200]
    deep = DeepNetwork(64, 16, 10)
    start = deep.init(6, key=key)
    params = pretrain(deep, start, x, steps=100)
    spreads = [float(deep.forward(p, x).a[-1].std(axis=0).mean()) for p in (start, params)]
    assert spreads[0] < 0.01 and spreads[1] > 0.1  # what tells one example from another, in the sixth layer
    np.testing.assert_array_equal(params.last.weights, start.last.weights)
    first = pretrain(deep, start, x, steps=1).first  # one step of Adam: against the sign of the gradient

    def reconstruction(layer):
        h = jax.nn.sigmoid(x @ layer.weights.T + layer.biases[None])
        z = h @ layer.weights
        return jnp.mean(jnp.sum(jnp.logaddexp(z, 0) - x * z, axis=1))

    slopes = jax.grad(reconstruction)(start.first)
    moved, clear = np.asarray(first.weights - start.first.weights), np.abs(slopes.weights) > 1e-4
    np.testing.assert_allclose(moved[clear], -0.01 * np.sign(np.asarray(slopes.weights))[clear], atol=1e-4)


@pytest.mark.parametrize("size", [1e-30, 1e-21, 1.0, 1e25])
def test_norm_where_squares_are_no_numbers(key, size):
    v = size * np.asarray(jax.random.normal(key, (7,)), np.float32)
    pair = {"one": jnp.asarray(v[:3]), "other": jnp.asarray(v[3:]).reshape(2, 2)}
    assert float(norm(pair)) == pytest.approx(np.sqrt(np.sum(v.astype(float)**2)), rel=1e-6)
    assert norm(jnp.zeros(3)) == 0.0


def test_clipped_is_shorter_not_turned(key):
    g = (jnp.array([3.0, 0.0]), jnp.array([[4.0]]))
    short = clipped(g, 0.5)
    assert float(norm(short)) == pytest.approx(0.5)
    np.testing.assert_allclose(short[0], [0.3, 0])
    assert clipped(g, 5.0)[1] == 4.0 and clipped(g, jnp.inf)[1] == 4.0 and clipped((jnp.zeros(2),), 1.0)[0][0] == 0.0
    huge = clipped((jnp.array([3e30, 4e30]),), 1.0)
    np.testing.assert_allclose(huge[0], [0.6, 0.8], rtol=1e-6)


@pytest.mark.parametrize("make,message", [
    (lambda key: DeepNetwork(2, 0, 2), "sizes must be at least two positive"),
    (lambda key: DeepNetwork(2, 3, 2, "sigmoide"), "an activation must be one of"),
    (lambda key: DeepNetwork(2, 3, 2, normalisation="group"), "normalisation must be None, 'batch' or 'layer'; got 'group'"),
    (lambda key: DeepNetwork(2, 3, 2).init(0, key=key), "layers must be at least 1; got 0"),
    (lambda key: DeepNetwork(2, 3, 2).init(2, key=key, scheme="big"), "scheme must be .sigma_w, sigma_b. or one of normal"),
    (lambda key: DeepNetwork(2, 3, 2).forward(DeepNetwork(2, 3, 2).init(2, key=key), jnp.ones((1, 2)), 3),
     "depth must be a number of hidden layers, from 1 to the 2 there are; got 3"),
    (lambda key: DeepNetwork(2, 3, 2, residual=True).plain(DeepNetwork(2, 3, 2).init(2, key=key), 2), "switch them off"),
    (lambda key: train(DeepNetwork(2, 3, 2), DeepNetwork(2, 3, 2).init(2, key=key), xor(), key=key, depth=0,
                       batch_size=2), "depth must be a number of hidden layers"),
    (lambda key: train(DeepNetwork(2, 3, 2), DeepNetwork(2, 3, 2).init(2, key=key), xor(), key=key),
     "batch_size must be from 1 to the 4"),
    (lambda key: train(DeepNetwork(2, 3, 2), DeepNetwork(2, 3, 2).init(2, key=key), xor(), key=key, batch_size=2,
                       learning_rate=-1.0), "learning_rate"),
    (lambda key: pretrain(DeepNetwork(2, 3, 2, "tanh"), DeepNetwork(2, 3, 2).init(2, key=key), jnp.ones((4, 2))),
     "plain one of sigmoid neurons"),
])
def test_what_is_of_no_use_is_named(key, make, message):
    with pytest.raises(ValueError, match=message):
        make(key)


def test_what_is_learnt_is_a_pytree_of_layers(key):
    params = DeepNetwork(2, 3, 2).init(2, key=key)
    assert isinstance(params, Stack) and all(isinstance(layer, Layer) for layer in params)

"""Norms of layers: against backpropagation example by example, differences, loops and theory."""
import jax
import jax.numpy as jnp
import numpy as np
import pytest

from dlnotes.data.datasets import digits, one_hot
from dlnotes.experiments.vanishing.deep_networks import DeepNetwork
from dlnotes.experiments.vanishing.gradient_norms import (
    decay, layer_norms, norms_by_depth, norms_while_training)
from dlnotes.experiments.vanishing.mean_field import mean_field
from dlnotes.networks.backprop import backward, mean_gradient
from dlnotes.networks.costs import cross_entropy, quadratic


def small(layers, count=1):
    """A small network, some starts of it, examples and truths."""
    deep = DeepNetwork(3, 4, 2)
    keys = jax.random.split(jax.random.key(5), count)
    starts = jax.vmap(lambda key: deep.init(layers, key=key))(keys)
    x = jax.random.uniform(jax.random.key(6), (7, 3))
    return deep, starts, x, one_hot(jnp.arange(7) % 2, 2)


@pytest.mark.parametrize("depth", [1, 2, 4])
@pytest.mark.parametrize("cost", [cross_entropy, quadratic])
def test_norms_are_those_of_backpropagation(key, depth, cost):
    deep = DeepNetwork(3, 4, 2, "tanh")
    m = 5
    params = deep.init(4, key=key)
    x = jax.random.uniform(key, (m, 3))
    y = one_hot(jnp.arange(m) % 2, 2)
    norms = layer_norms(deep, params, x, y, depth, cost)
    network, layers = deep.plain(params, depth)
    passes = [backward(network, layers, one, truth, cost) for one, truth in zip(x, y)]
    for l in range(depth):
        deltas = np.array([p.deltas[l] for p in passes], float)
        outer = np.array([p.gradient[l].weights for p in passes], float)
        a = np.array([p.trace.a[l + 1] for p in passes], float)
        squares = (deltas**2).sum(axis=1)
        by_bias = np.sqrt((deltas.mean(axis=0)**2).sum())
        by_weight = np.sqrt((outer.mean(axis=0)**2).sum())
        spread = np.sqrt(a.var(axis=0).mean())
        assert float(norms.deltas[l]) == pytest.approx(np.sqrt(squares.mean()), rel=1e-4)
        assert float(norms.biases[l]) == pytest.approx(by_bias, rel=1e-4)
        assert float(norms.weights[l]) == pytest.approx(by_weight, rel=1e-4)
        assert float(norms.mean[l]) == pytest.approx(a.mean(), abs=1e-5)
        assert float(norms.spread[l]) == pytest.approx(spread, rel=1e-4)
    assert all(not np.any(part[depth:]) for part in norms)


@pytest.mark.parametrize("normalisation,residual", [("batch", False), ("layer", True)])
def test_norms_with_remedies_by_differences(key, normalisation, residual):
    deep = DeepNetwork(3, 4, 2, "tanh", normalisation, residual)
    m = 4
    params = deep.init(3, key=key)
    x = jax.random.uniform(key, (m, 3))
    y = one_hot(jnp.arange(m) % 2, 2)
    norms = layer_norms(deep, params, x, y)
    with jax.enable_x64(True):
        params, x, y = jax.tree.map(lambda leaf: jnp.asarray(leaf, float), (params, x, y))
        cost = jax.jit(deep.mean_cost)
        h = 1e-5
        slopes = []
        for j in range(4):
            for sign in (1, -1):
                biases = params.hidden.biases.at[0, j].add(sign * h)
                moved = params._replace(hidden=params.hidden._replace(biases=biases))
                slopes.append(sign * float(cost(moved, x, y)) / (2 * h))
        by_bias = np.array(slopes).reshape(4, 2).sum(axis=1)
    assert float(norms.biases[1]) == pytest.approx(np.sqrt((by_bias**2).sum()), rel=1e-3)


def test_thirty_layers_of_sigmoids_fall_as_predicted():
    data = digits()
    deep = DeepNetwork(64, 30, 10)
    x = data.x_train[:20]
    y = one_hot(data.y_train[:20], 10)
    keys = jax.random.split(jax.random.key(3), 16)
    norms = jax.vmap(lambda key: layer_norms(deep, deep.init(30, key=key), x, y))(keys)
    # These are norms whose squares are zero in single precision.
    assert 0 < np.median(norms.deltas[:, 0]) < 1e-18
    predicted = float(mean_field("sigmoid", 1.0, 1.0).chi)**0.5
    assert np.median(decay(norms.deltas)) == pytest.approx(predicted, rel=0.05)


def test_decay_of_an_exponential():
    exponential = jnp.asarray(3.0 * 0.2**np.arange(6.0)[::-1], jnp.float32)
    assert float(decay(exponential)) == pytest.approx(0.2, rel=1e-5)
    assert np.allclose(decay(np.array([[8.0, 4.0, 2.0], [1.0, 1.0, 1.0]])), [2.0, 1.0])


def test_a_wide_network_does_what_mean_field_says(key):
    deep = DeepNetwork(64, 300, 10, "tanh")
    data = digits()
    x = data.x_train[:10]
    y = one_hot(data.y_train[:10], 10)
    for scheme in ((0.8, 0.2), (2.0, 0.2)):
        norms = layer_norms(deep, deep.init(20, key=key, scheme=scheme), x, y)
        expected = float(mean_field("tanh", *scheme).chi)**0.5
        assert float(decay(norms.deltas[5:])) == pytest.approx(expected, rel=0.08)


def test_norms_by_depth_are_those_of_each_network():
    deep, starts, x, y = small(3, 2)
    found = norms_by_depth(deep, starts, x, y, jnp.array([3, 1]))
    for row, depth in enumerate((3, 1)):
        for one in range(2):
            start = jax.tree.map(lambda p, one=one: p[one], starts)
            alone = layer_norms(deep, start, x, y, depth)
            for many, single in zip(found, alone):
                np.testing.assert_allclose(many[row, one], single, rtol=1e-5)


def step_with_decay(layer, gradient):
    """Gradient descent on 7 examples, with learning rate 0.7 and weight decay 1.5."""
    return layer._replace(
        weights=(1 - 0.7 * 1.5 / 7) * layer.weights - 0.7 * gradient.weights,
        biases=layer.biases - 0.7 * gradient.biases)


def test_norms_while_training_are_those_of_a_loop():
    deep, starts, x, y = small(2)
    start = jax.tree.map(lambda p: p[0], starts)
    found = norms_while_training(deep, start, x, y, epochs=4, learning_rate=0.7, weight_decay=1.5)
    network, params = deep.plain(start, 2)
    for row in found:
        _, gradient = mean_gradient(network, params, x, y, cross_entropy)
        norms = [np.sqrt(np.sum(np.square(g.biases))) for g in gradient[:-1]]
        np.testing.assert_allclose(row, norms, rtol=1e-4)
        params = tuple(step_with_decay(p, g) for p, g in zip(params, gradient))

"""Vanishing gradients: norms against backpropagation example by example, theory against numerical integrals."""
import jax
import jax.numpy as jnp
import numpy as np
import pytest

from dlnotes.networks.backprop import backward
from dlnotes.networks.costs import cross_entropy, quadratic
from dlnotes.data.datasets import digits, one_hot
from dlnotes.experiments.deep_networks import DeepNetwork
from dlnotes.experiments.vanishing import decay, factor, layer_norms, mean_field, surviving_band


@pytest.mark.parametrize("depth", [1, 2, 4])
@pytest.mark.parametrize("cost", [cross_entropy, quadratic])
def test_norms_are_those_of_backpropagation(key, depth, cost):
    deep, m = DeepNetwork(3, 4, 2, "tanh"), 5
    params = deep.init(4, key=key)
    x, y = jax.random.uniform(key, (m, 3)), one_hot(jnp.arange(m) % 2, 2)
    norms = layer_norms(deep, params, x, y, depth, cost)
    network, layers = deep.plain(params, depth)
    passes = [backward(network, layers, one, truth, cost) for one, truth in zip(x, y)]
    for l in range(depth):
        deltas = np.array([p.deltas[l] for p in passes], float)
        outer = np.array([p.gradient[l].weights for p in passes], float)
        a = np.array([p.trace.a[l + 1] for p in passes], float)
        assert float(norms.deltas[l]) == pytest.approx(np.sqrt((deltas**2).sum(axis=1).mean()), rel=1e-4)
        assert float(norms.biases[l]) == pytest.approx(np.sqrt((deltas.mean(axis=0)**2).sum()), rel=1e-4)
        assert float(norms.weights[l]) == pytest.approx(np.sqrt((outer.mean(axis=0)**2).sum()), rel=1e-4)
        assert float(norms.mean[l]) == pytest.approx(a.mean(), abs=1e-5)
        assert float(norms.spread[l]) == pytest.approx(np.sqrt(a.var(axis=0).mean()), rel=1e-4)
    assert all(not np.any(part[depth:]) for part in norms)


@pytest.mark.parametrize("normalisation,residual", [("batch", False), ("layer", True)])
def test_norms_with_remedies_by_differences(key, normalisation, residual):
    deep, m = DeepNetwork(3, 4, 2, "tanh", normalisation, residual), 4
    params = deep.init(3, key=key)
    x, y = jax.random.uniform(key, (m, 3)), one_hot(jnp.arange(m) % 2, 2)
    norms = layer_norms(deep, params, x, y)
    with jax.enable_x64(True):
        params, x, y = jax.tree.map(lambda leaf: jnp.asarray(leaf, float), (params, x, y))
        cost, h = jax.jit(deep.mean_cost), 1e-5
        slopes = []
        for j in range(4):
            for sign in (1, -1):
                biases = params.hidden.biases.at[0, j].add(sign * h)
                moved = params._replace(hidden=params.hidden._replace(biases=biases))
                slopes.append(sign * float(cost(moved, x, y)) / (2 * h))
        by_bias = np.array(slopes).reshape(4, 2).sum(axis=1)
    assert float(norms.biases[1]) == pytest.approx(np.sqrt((by_bias**2).sum()), rel=1e-3)


def test_thirty_layers_of_sigmoids_fall_as_predicted():
    data, deep = digits(), DeepNetwork(64, 30, 10)
    x, y = data.x_train[:20], one_hot(data.y_train[:20], 10)
    keys = jax.random.split(jax.random.key(3), 16)
    norms = jax.vmap(lambda key: layer_norms(deep, deep.init(30, key=key), x, y))(keys)
    assert 0 < np.median(norms.deltas[:, 0]) < 1e-18  # a norm whose squares are zero in single precision
    predicted = float(mean_field("sigmoid", 1.0, 1.0).chi)**0.5
    assert np.median(decay(norms.deltas)) == pytest.approx(predicted, rel=0.05)


def test_decay_of_an_exponential():
    assert float(decay(jnp.asarray(3.0 * 0.2**np.arange(6.0)[::-1], jnp.float32))) == pytest.approx(0.2, rel=1e-5)
    assert np.allclose(decay(np.array([[8.0, 4.0, 2.0], [1.0, 1.0, 1.0]])), [2.0, 1.0])


@pytest.mark.parametrize("name,f,slope", [
    ("sigmoid", lambda z: 1 / (1 + np.exp(-z)), lambda z: np.exp(-z) / (1 + np.exp(-z))**2),
    ("tanh", np.tanh, lambda z: 1 / np.cosh(z)**2),
])
@pytest.mark.parametrize("sigma_w,sigma_b", [(1.0, 1.0), (1.8, 0.3), (4.0, 0.5)])
def test_mean_field_by_integrals(name, f, slope, sigma_w, sigma_b):
    g = np.linspace(-10, 10, 40_001)
    weight = np.exp(-g**2 / 2) / np.sqrt(2 * np.pi) * (g[1] - g[0])
    q = 1.0
    for _ in range(300):
        q = sigma_w**2 * np.sum(weight * f(np.sqrt(q) * g)**2) + sigma_b**2
    field = mean_field(name, sigma_w, sigma_b)
    assert float(field.q) == pytest.approx(q, rel=1e-3)
    assert float(field.chi) == pytest.approx(sigma_w**2 * np.sum(weight * slope(np.sqrt(q) * g)**2), rel=2e-3)


def test_tanh_has_an_edge_of_chaos():
    assert float(mean_field("tanh", 0.9, 0.0).chi) == pytest.approx(0.81, rel=1e-3)  # q = 0, where tanh' = 1
    assert float(mean_field("tanh", 1.1, 0.0).chi) > 1.0
    assert float(mean_field("relu", 2**0.5, 0.0).chi) == pytest.approx(1.0, abs=1e-5)  # He's start
    assert float(mean_field("relu", 1.0, 0.0).chi) == pytest.approx(0.5, abs=1e-5)  # where q falls for ever


def test_a_wide_network_does_what_mean_field_says(key):
    deep = DeepNetwork(64, 300, 10, "tanh")
    data = digits()
    x, y = data.x_train[:10], one_hot(data.y_train[:10], 10)
    for scheme in ((0.8, 0.2), (2.0, 0.2)):
        norms = layer_norms(deep, deep.init(20, key=key, scheme=scheme), x, y)
        assert float(decay(norms.deltas[5:])) == pytest.approx(float(mean_field("tanh", *scheme).chi)**0.5, rel=0.08)


def test_one_neuron_explodes_only_in_a_band():
    assert float(factor(100.0, 0.5, -50.0)) == 25.0
    w = np.linspace(4, 40, 20_001)
    z = np.linspace(-20, 20, 400_001)
    slope = np.exp(-np.abs(z)) / (1 + np.exp(-np.abs(z)))**2
    for one in (4.5, 6.894, 20.0):
        inside = z[one * slope >= 1]
        assert float(surviving_band(one)) == pytest.approx((inside[-1] - inside[0]) / one, abs=1e-4)
        assert surviving_band(-one) == surviving_band(one)
    widths = np.asarray(surviving_band(jnp.asarray(w, jnp.float32)))
    assert w[widths.argmax()] == pytest.approx(6.894, abs=0.02) and widths.max() == pytest.approx(0.4477, abs=5e-5)
    assert surviving_band(4.0) == 0 and surviving_band(3.0) == 0 and surviving_band(0.0) == 0

"""Explorers of lesson 08 show what backpropagation, plain loops and single runs give."""
import jax
import jax.numpy as jnp
import numpy as np
import oracles
import pytest

from dlnotes.networks.backprop import backward, mean_gradient
from dlnotes.networks.costs import cross_entropy
from dlnotes.data.datasets import digits, one_hot
from dlnotes.experiments.deep_networks import DeepNetwork, train
from dlnotes.explorers import deep_networks as about_depth
from dlnotes.explorers import vanishing as explore
from dlnotes.live.style import new_figure
from dlnotes.figures.vanishing import Powers, scientific
from dlnotes.experiments.remedies import NETWORK, STORY, Setting, accuracy_by_depth, best_of, learning_by_depth
from dlnotes.experiments.vanishing import decay, layer_norms, norms_by_depth, norms_while_training


def slope(z):
    a = oracles.sigmoid(z)
    return a * (1 - a)


def small(layers, count=1):
    deep = DeepNetwork(3, 4, 2)
    starts = jax.vmap(lambda key: deep.init(layers, key=key))(jax.random.split(jax.random.key(5), count))
    x = jax.random.uniform(jax.random.key(6), (7, 3))
    return deep, starts, x, one_hot(jnp.arange(7) % 2, 2)


def test_norms_by_depth_are_those_of_each_network():
    deep, starts, x, y = small(3, 2)
    found = norms_by_depth(deep, starts, x, y, jnp.array([3, 1]))
    for row, depth in enumerate((3, 1)):
        for one in range(2):
            alone = layer_norms(deep, jax.tree.map(lambda p, one=one: p[one], starts), x, y, depth)
            for many, single in zip(found, alone):
                np.testing.assert_allclose(many[row, one], single, rtol=1e-5)


def test_norms_while_training_are_those_of_a_loop():
    deep, starts, x, y = small(2)
    start = jax.tree.map(lambda p: p[0], starts)
    found = norms_while_training(deep, start, x, y, epochs=4, learning_rate=0.7, weight_decay=1.5)
    network, params = deep.plain(start, 2)
    for row in found:
        _, gradient = mean_gradient(network, params, x, y, cross_entropy)
        np.testing.assert_allclose(row, [np.sqrt(np.sum(np.square(g.biases))) for g in gradient[:-1]], rtol=1e-4)
        params = tuple(p._replace(weights=(1 - 0.7 * 1.5 / 7) * p.weights - 0.7 * g.weights,
                                  biases=p.biases - 0.7 * g.biases) for p, g in zip(params, gradient))


def test_the_bars_are_the_mean_deltas_of_backpropagation():
    explorer = explore.layer_speeds()
    assert explorer.result.depth == 1 and not explorer.result.norms[1:].any()  # nothing is given away
    explorer.set(depth=3, seed=5)
    found = explorer.result
    x, y = explore._examples()
    network, params = explore.DEEP.plain(jax.tree.map(lambda p: p[5], explore._deep_starts()), 3)
    for layer in range(3):
        mean = np.mean([backward(network, params, *pair).deltas[layer] for pair in zip(x, y)], axis=0)
        np.testing.assert_allclose(found.neurons[layer], np.abs(mean[:6]), rtol=1e-3, atol=1e-7)
        assert found.norms[layer] == pytest.approx(np.sqrt(np.sum(mean**2)), rel=1e-3)
    assert np.all(found.spread[0, :3] <= found.spread[1, :3]) and not found.spread[:, 3:].any()


def test_other_starts_are_other_networks():
    explorer = explore.layer_speeds()
    before = explorer.result.norms[0]
    explorer.press("again")
    assert explorer.values["seed"] == 1 and explorer.result.norms[0] != before


@pytest.mark.parametrize("neurons,w,b,steepest", [(4, 1.0, 0.0, False), (7, 8.0, -3.0, False), (12, 100.0, 0.0, True)])
def test_a_chain_by_differences(neurons, w, b, steepest):
    explorer = explore.chain()
    explorer.set(neurons=neurons, w=w, b=b, steepest=steepest)
    found, h = explorer.result, 1e-6

    def last(layer, nudge):
        a = 0.5
        for k in range(neurons):
            a = oracles.sigmoid(w * a + float(found.b[k]) + (nudge if k == layer else 0))
        return a

    for k in range(neurons):
        by_differences = (last(k, h) - last(k, -h)) / (2 * h)
        assert found.slopes[k] == pytest.approx(by_differences, rel=2e-3, abs=1e-9) or steepest
        assert found.factors[k] == pytest.approx(w * slope(float(found.z[k])), rel=1e-4)
    if steepest:
        np.testing.assert_allclose(found.slopes[:neurons], 0.25 * 25.0**np.arange(neurons)[::-1], rtol=1e-4)
    assert not found.slopes[neurons:].any() and not found.a[neurons:].any()


def test_the_band_is_where_the_factor_is_at_least_1_and_is_shown_as_far_as_one_has_gone():
    explorer = explore.band()
    assert explorer.result.width == 0
    explorer.set(w=10.0)
    found = explorer.result
    inside = found.a[found.factors >= 1]
    assert found.width == pytest.approx(inside[-1] - inside[0], abs=0.006)
    np.testing.assert_allclose(found.factors, [10 * slope(10 * (a - 0.5)) for a in found.a], rtol=1e-4)
    assert np.all(np.isnan(found.widths) == (found.weights > 10.01))


@pytest.mark.parametrize("sigma_w,sigma_b", [(0.8, 0.3), (1.55, 0.5), (3.0, 0.0)])
def test_errors_go_as_theory_says(sigma_w, sigma_b):
    explorer = explore.edge_of_chaos()
    explorer.set(sigma_w=sigma_w, sigma_b=sigma_b)
    found = explorer.result
    assert np.median(decay(found.deltas[:, 5:])) == pytest.approx(found.chi**0.5, rel=0.06)
    rows, columns = explore.SIGMA_B.values[::2], explore.SIGMA_W.values[::2]
    assert found.plane.shape == (len(rows), len(columns))
    assert np.all(np.diff(found.plane[:, 20]) < 0)  # larger biases make chi smaller


@pytest.mark.parametrize("start", ["scaled", "normal", "glorot", "he"])
def test_signals_start_as_the_schemes_say(start):
    explorer = explore.signals()
    explorer.set(activation="tanh", start=start)
    deep = DeepNetwork(64, explore.WIDTH, 10, "tanh")
    key = jax.random.split(jax.random.key(0), 16)[3]
    norms = layer_norms(deep, deep.init(30, key=key, scheme=start), *explore._examples())
    upto = 6 if start == "normal" else 30  # far beyond the edge of chaos rounding grows from layer to layer
    np.testing.assert_allclose(explorer.result.spread[3, :upto], norms.spread[:upto], rtol=1e-3, atol=3e-8)
    if start != "normal":
        np.testing.assert_allclose(explorer.result.deltas[3], norms.deltas, rtol=1e-3)


def test_the_cliff_is_made_of_single_runs():
    runs, data = accuracy_by_depth(Setting()), digits()
    assert runs.shape == (5, 3, 2)
    key = jax.random.split(jax.random.key(0), 2)[1]
    deep = NETWORK
    one = train(deep, deep.init(30, key=key), data, key=key, depth=3, epochs=10, batch_size=20, learning_rate=2.0)
    assert float(runs[1, 2, 1]) == pytest.approx(float(one.accuracy[-1]), abs=0.05)
    np.testing.assert_allclose(best_of(runs), np.asarray(runs).mean(2).max(1))
    assert best_of(runs)[0] > 0.85 and best_of(runs)[2:].max() < 0.2


def test_a_button_sets_the_switches_to_each_years_idea(monkeypatch):
    asked = []
    monkeypatch.setattr(about_depth, "accuracy_by_depth", lambda setting: asked.append(setting) or np.zeros((5, 3, 2)))
    explorer = about_depth.cliff()
    for i, setting in enumerate(STORY.values()):
        explorer.press(f"story_{i}")
        assert Setting(**explorer.values) == setting and setting in asked


def test_only_sigmoids_can_be_pretrained():
    explorer = about_depth.cliff()
    with pytest.raises(ValueError, match="choose activation sigmoid, no normalisation"):
        explorer.set(activation="tanh", start="pretrained")
    assert explorer.values["activation"] == "sigmoid"


def test_deeper_is_worse_and_shown_as_far_as_one_has_gone():
    costs, right = learning_by_depth()
    assert costs.shape == right.shape == (6, 5, 10)
    middle = np.median(right[:, :, -1], axis=1)
    assert middle[0] > 0.9 > middle[2] > 0.15 > middle[3:].max()
    assert np.all(costs[3:, :, -1] > 3)  # not even the examples are learnt
    assert about_depth.deeper().result.depth == 1


def test_speeds_are_of_the_first_thousand_examples():
    explorer = about_depth.speeds()
    found = explorer.result
    assert found.norms.shape == (about_depth.STARTS, 500, 2) and found.epoch == 0
    data, deep = digits(), DeepNetwork(64, 30, 10)
    start = deep.init(2, key=jax.random.split(jax.random.key(0), about_depth.STARTS)[2])
    norms = layer_norms(deep, start, data.x_train[:1000], one_hot(data.y_train[:1000], 10))
    np.testing.assert_allclose(found.norms[2, 0], norms.biases, rtol=1e-3)
    assert np.all(found.norms[:, 0, 0] < found.norms[:, 0, 1] / 2)


@pytest.mark.parametrize("values", [[1e-21, 0.3], [2.0, 3.0], [0.0, 1e15], [1e-5, 1e5]])
def test_an_axis_of_powers_holds_what_it_is_to_show(values):
    axis, values = Powers(new_figure().subplots()), np.array(values)
    axis.fit(values)
    places = axis(values)
    assert np.all((0 <= places) & (places <= 1)) and np.all(np.diff(places) > 0)
    ratio = np.diff(axis(np.array([1e-1, 1e0, 1e1])))
    assert ratio[0] == pytest.approx(ratio[1])


@pytest.mark.parametrize("value,text", [(0.0031, "0.0031"), (2.1e-9, "2.1 \u00b7 10\u207b\u2079"), (25.0, "25"),
                                        (2.4e15, "2.4 \u00b7 10\u00b9\u2075"), (0, "less than 10\u207b\u00b3\u2077")])
def test_numbers_in_pictures(value, text):
    assert scientific(value) == text

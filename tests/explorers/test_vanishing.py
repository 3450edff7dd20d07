"""Pictures of vanishing gradients show what backpropagation, plain loops and theory give."""
import jax
import numpy as np
import oracles
import pytest

from dlnotes.experiments.vanishing.deep_networks import DeepNetwork
from dlnotes.experiments.vanishing.gradient_norms import decay, layer_norms
from dlnotes.experiments.vanishing.random_networks import SIGMOIDS, WIDTH, sigmoid_starts, some_digits
from dlnotes.explorers import vanishing as explore
from dlnotes.explorers.parts.log_axes import Powers
from dlnotes.live.numbers import compact, scientific
from dlnotes.live.style import new_figure
from dlnotes.networks.backprop import backward


def slope(z):
    a = oracles.sigmoid(z)
    return a * (1 - a)


def test_the_bars_are_the_mean_deltas_of_backpropagation():
    explorer = explore.layer_speeds()
    assert explorer.result.depth == 1
    assert not explorer.result.norms[1:].any()  # nothing is given away
    explorer.set(depth=3, seed=5)
    found = explorer.result
    start = jax.tree.map(lambda p: p[5], sigmoid_starts())
    network, params = SIGMOIDS.plain(start, 3)
    passes = [backward(network, params, *pair) for pair in zip(*some_digits())]
    for layer in range(3):
        mean = np.mean([one.deltas[layer] for one in passes], axis=0)
        np.testing.assert_allclose(found.neurons[layer], np.abs(mean[:6]), rtol=1e-3, atol=1e-7)
        assert found.norms[layer] == pytest.approx(np.sqrt(np.sum(mean**2)), rel=1e-3)
    assert np.all(found.spread[0, :3] <= found.spread[1, :3])
    assert not found.spread[:, 3:].any()


def test_other_starts_are_other_networks():
    explorer = explore.layer_speeds()
    before = explorer.result.norms[0]
    explorer.press("again")
    assert explorer.values["seed"] == 1
    assert explorer.result.norms[0] != before


@pytest.mark.parametrize("neurons,w,b,steepest", [
    (4, 1.0, 0.0, False), (7, 8.0, -3.0, False), (12, 100.0, 0.0, True)])
def test_a_chain_by_differences(neurons, w, b, steepest):
    explorer = explore.chain()
    explorer.set(neurons=neurons, w=w, b=b, steepest=steepest)
    found = explorer.result
    h = 1e-6

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
        expected = 0.25 * 25.0**np.arange(neurons)[::-1]
        np.testing.assert_allclose(found.slopes[:neurons], expected, rtol=1e-4)
    assert not found.slopes[neurons:].any()
    assert not found.a[neurons:].any()


def test_the_band_is_where_the_factor_is_at_least_1_and_is_shown_up_to_the_weight():
    explorer = explore.band()
    assert explorer.result.width == 0
    explorer.set(w=10.0)
    found = explorer.result
    inside = found.a[found.factors >= 1]
    assert found.width == pytest.approx(inside[-1] - inside[0], abs=0.006)
    factors = [10 * slope(10 * (a - 0.5)) for a in found.a]
    np.testing.assert_allclose(found.factors, factors, rtol=1e-4)
    assert np.all(np.isnan(found.widths) == (found.weights > 10.01))


@pytest.mark.parametrize("sigma_w,sigma_b", [(0.8, 0.3), (1.55, 0.5), (3.0, 0.0)])
def test_errors_go_as_theory_says(sigma_w, sigma_b):
    explorer = explore.edge_of_chaos()
    explorer.set(sigma_w=sigma_w, sigma_b=sigma_b)
    found = explorer.result
    assert np.median(decay(found.deltas[:, 5:])) == pytest.approx(found.chi**0.5, rel=0.06)
    rows = explorer.controls["sigma_b"].values[::2]
    columns = explorer.controls["sigma_w"].values[::2]
    assert found.plane.shape == (len(rows), len(columns))
    assert np.all(np.diff(found.plane[:, 20]) < 0)  # larger biases make chi smaller


@pytest.mark.parametrize("start", ["scaled", "normal", "glorot", "he"])
def test_signals_start_as_the_schemes_say(start):
    explorer = explore.signals()
    explorer.set(activation="tanh", start=start)
    deep = DeepNetwork(64, WIDTH, 10, "tanh")
    key = jax.random.split(jax.random.key(0), 16)[3]
    norms = layer_norms(deep, deep.init(30, key=key, scheme=start), *some_digits())
    upto = 6 if start == "normal" else 30  # beyond the edge of chaos rounding errors grow
    found = explorer.result.spread[3, :upto]
    np.testing.assert_allclose(found, norms.spread[:upto], rtol=1e-3, atol=3e-8)
    if start != "normal":
        np.testing.assert_allclose(explorer.result.deltas[3], norms.deltas, rtol=1e-3)


@pytest.mark.parametrize("values", [[1e-21, 0.3], [2.0, 3.0], [0.0, 1e15], [1e-5, 1e5]])
def test_an_axis_of_powers_holds_what_it_is_to_show(values):
    axis = Powers(new_figure().subplots())
    values = np.array(values)
    axis.fit(values)
    places = axis(values)
    assert np.all((0 <= places) & (places <= 1))
    assert np.all(np.diff(places) > 0)
    ratio = np.diff(axis(np.array([1e-1, 1e0, 1e1])))
    assert ratio[0] == pytest.approx(ratio[1])


@pytest.mark.parametrize("value,text", [
    (0.0031, "0.0031"), (2.1e-9, "2.1 \u00b7 10\u207b\u2079"), (25.0, "25"), (250.0, "250"),
    (2.4e15, "2.4 \u00b7 10\u00b9\u2075"), (0, "less than 10\u207b\u00b3\u2077")])
def test_numbers_in_pictures(value, text):
    assert scientific(value, "less than 10\u207b\u00b3\u2077") == text


@pytest.mark.parametrize("value,text", [
    (25.0, "25"), (0.25, "0.25"), (0.0042, "0.004"), (3.4e-5, "3\u00b710\u207b\u2075"), (0, "0")])
def test_numbers_where_there_is_little_room(value, text):
    assert compact(value) == text

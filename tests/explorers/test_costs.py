"""Explorers of costs compute what plain loops do, and the 1 / sqrt(m) that lesson 05 shows is there."""
import math

import jax
import jax.numpy as jnp
import numpy as np
import oracles
import pytest

from dlnotes.networks.costs import cross_entropy, quadratic
from dlnotes.data.datasets import digits
from dlnotes.explorers import costs as explore

SLOPES = {quadratic: lambda a, y: (a - y) * a * (1 - a), cross_entropy: lambda a, y: a - y}
COSTS = {quadratic: oracles.quadratic, cross_entropy: oracles.cross_entropy}


def descended(cost, w, b, eta, epochs):
    """Gradient descent of one neuron, x = 1 and y = 0, step by step: (w, b, a, C, dC/dz) of each epoch."""
    rows = []
    for _ in range(epochs + 1):
        a = oracles.sigmoid(w + b)
        slope = SLOPES[cost](a, 0)
        rows.append((w, b, a, COSTS[cost]([a], [0]), slope))
        w, b = w - eta * slope, b - eta * slope
    return np.array(rows).T


@pytest.mark.parametrize("cost", [quadratic, cross_entropy], ids=str)
@pytest.mark.parametrize("start", [(0.6, 0.9), (2, 2.0), (-1.0, 0.3)])
@pytest.mark.parametrize("eta", [0.005, 0.15, 4.5])
def test_a_neuron_goes_where_a_loop_takes_it(cost, start, eta):
    path = explore.neuron_path(cost, *start, eta)
    assert path._fields == ("w", "b", "a", "cost", "slope") and all(series.shape == (301,) for series in path)
    np.testing.assert_allclose(path, descended(cost, *start, eta, 300), rtol=2e-4, atol=2e-5)
    assert explore.neuron_path(cost, *start, eta, epochs=7).a.shape == (8,)


@pytest.mark.parametrize("cost,start,eta,end", [
    (quadratic, (0.6, 0.9), 0.15, "0.09"), (quadratic, (2.0, 2.0), 0.15, "0.20"),
    (cross_entropy, (0.6, 0.9), 0.15, "0.012"), (cross_entropy, (2.0, 2.0), 0.15, "0.012"),
    (cross_entropy, (0.6, 0.9), 0.005, "0.418"), (cross_entropy, (2.0, 2.0), 0.005, "0.780"),
])
def test_a_neuron_ends_where_the_lesson_says(cost, start, eta, end):
    places = len(end) - 2
    assert f"{explore.neuron_path(cost, *start, eta).a[-1]:.{places}f}" == end


def test_the_rates_of_the_book_are_on_the_slider():
    assert {0.005, 0.15} <= set(explore.one_neuron().controls["eta"].values)


@pytest.mark.parametrize("y", [0, 1])
def test_slopes_are_those_of_the_definitions(y):
    explorer = explore.slopes()
    explorer.set(truth=f"y = {y}", z=-3.5)
    found = explorer.result
    a = [oracles.sigmoid(z) for z in found.z]
    np.testing.assert_allclose(found.deltas, [[SLOPES[cost](one, y) for one in a] for cost in SLOPES], atol=2e-6)
    np.testing.assert_allclose(found.slopes, [[one * (1 - one) for one in a], [z > 0 for z in found.z]], atol=2e-6)
    here = int(np.argmin(np.abs(found.z + 3.5)))
    np.testing.assert_allclose(found.deltas_at, found.deltas[:, here], atol=1e-5)
    np.testing.assert_allclose(found.slopes_at, found.slopes[:, here], atol=1e-5)
    assert found.a == pytest.approx(oracles.sigmoid(-3.5), abs=1e-6)


def test_the_band_is_where_the_slope_of_the_sigmoid_is_small():
    a = oracles.sigmoid(explore.figures.FLAT)
    assert a * (1 - a) == pytest.approx(0.05, abs=2e-5)


def test_gradients_of_examples_are_those_of_central_differences():
    data, network = digits(), explore.BATCH_NETWORK
    params = jax.tree.map(np.asarray, network.init(key=jax.random.key(0)))
    found, numbers = explore.example_gradients()[5], [p.astype(float) for layer in params for p in layer]
    y = np.eye(10)[int(data.y_train[5])]

    def cost():
        a = np.asarray(data.x_train[5], float)
        for W, b in (numbers[:2], numbers[2:]):
            a = 1 / (1 + np.exp(-(W @ a + b)))
        return oracles.cross_entropy(a, y)

    flat = 0
    for array in numbers:
        for i in range(0, array.size, 97):
            kept = array.flat[i]
            ends = []
            for h in (1e-5, -1e-5):
                array.flat[i] = kept + h
                ends.append(cost())
            array.flat[i] = kept
            assert found[flat + i] == pytest.approx((ends[0] - ends[1]) / 2e-5, abs=1e-5)
        flat += array.size
    assert flat == found.shape[0] == 2260


@pytest.mark.parametrize("m", [1, 7, 1000])
def test_batches_are_means_over_what_was_drawn(m, key):
    found, gradients = explore.batch_gradients(m, 5, key=key), np.asarray(explore.example_gradients(), float)
    drawn = np.asarray(jax.random.randint(key, (5, 1000), 0, len(gradients)))
    means = [sum(gradients[i] for i in row[:m]) / m for row in drawn]
    full = sum(gradients) / len(gradients)
    np.testing.assert_allclose(found.full, full, atol=1e-5)
    np.testing.assert_allclose(found.batches, means, atol=1e-5)
    assert found.spread == pytest.approx(math.sqrt(np.mean([sum((mean - full)**2) for mean in means])), rel=1e-4)


@pytest.mark.parametrize("seed", range(3))
def test_the_spread_falls_as_one_by_the_root_of_m(seed):
    scaled = [math.sqrt(m) * explore.batch_gradients(m, 200, key=jax.random.key(seed)).spread
              for m in (1, 10, 100, 1000)]
    np.testing.assert_allclose(scaled, explore.mini_batches().result.one, rtol=0.1)


def test_batches_are_right_on_average(key):
    found = explore.batch_gradients(10, 200, key=key)
    assert jnp.linalg.norm(found.batches.mean(0) - found.full) < 2 * found.spread / math.sqrt(200)


@pytest.mark.parametrize("m,batches,message", [(0, 5, "m must be from 1 to 1,000; got 0"),
                                               (1001, 5, "m must be from 1 to 1,000; got 1001"),
                                               (5, 0, "batches must be at least 1; got 0")])
def test_batches_of_no_use(m, batches, message, key):
    with pytest.raises(ValueError, match=message):
        explore.batch_gradients(m, batches, key=key)


def test_the_picture_of_mini_batches_is_a_plane_through_the_full_gradient():
    explorer = explore.mini_batches()
    explorer.set(m=1)
    plane, _, _, one = (np.asarray(part) for part in explore._measured())
    np.testing.assert_allclose(plane @ plane.T, np.eye(2), atol=1e-5)
    gradients = np.asarray(explore.example_gradients(), float)
    full = gradients.mean(0)
    np.testing.assert_allclose(explorer.result.full, [math.sqrt(sum(full**2)), 0], atol=1e-5)
    assert one == pytest.approx(math.sqrt(np.mean([sum((g - full)**2) for g in gradients])), rel=1e-5)
    (left, right), (low, high) = (getattr(explorer.picture.figure.axes[0], f"get_{side}lim")() for side in "xy")
    shown = gradients @ plane.T  # every single example lies within the picture: so does every mini-batch
    assert left < shown[:, 0].min() and shown[:, 0].max() < right
    assert low < shown[:, 1].min() and shown[:, 1].max() < high


def test_drawing_again_draws_others():
    explorer = explore.mini_batches()
    before = explorer.result
    explorer.press("again")
    assert np.all(explorer.result.batches[:, 0] != before.batches[:, 0]) and explorer.result.spread != before.spread
    np.testing.assert_array_equal(explorer.result.full, before.full)


def test_other_sizes_are_shown_when_asked_for():
    explorer = explore.mini_batches()
    spread = explorer.picture.figure.axes[1]
    law, measured, dot = spread.lines
    assert dot.get_visible() and not any(part.get_visible() for part in (law, measured, spread.get_legend()))
    explorer.set(others=True)
    assert all(part.get_visible() for part in (law, measured, dot, spread.get_legend()))

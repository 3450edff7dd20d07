"""Explorers of costs show what plain loops compute."""
import math

import numpy as np
import oracles
import pytest

from dlnotes.experiments.descent.mini_batches import example_gradients, gradient_plane
from dlnotes.explorers import costs as explore
from dlnotes.explorers.costs.slopes import FLAT
from dlnotes.networks.costs import cross_entropy, quadratic

SLOPES = {quadratic: lambda a, y: (a - y) * a * (1 - a), cross_entropy: lambda a, y: a - y}


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
    a = oracles.sigmoid(FLAT)
    assert a * (1 - a) == pytest.approx(0.05, abs=2e-5)


def test_the_picture_of_mini_batches_is_a_plane_through_the_full_gradient():
    explorer = explore.mini_batches()
    explorer.set(m=1)
    plane = np.asarray(gradient_plane())
    np.testing.assert_allclose(plane @ plane.T, np.eye(2), atol=1e-5)
    gradients = np.asarray(example_gradients(), float)
    full = gradients.mean(0)
    np.testing.assert_allclose(explorer.result.full, [math.sqrt(sum(full**2)), 0], atol=1e-5)
    assert explorer.result.one == pytest.approx(math.sqrt(np.mean([sum((g - full)**2) for g in gradients])), rel=1e-5)
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

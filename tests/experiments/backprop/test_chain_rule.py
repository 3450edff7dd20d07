"""The factors on all ways to the output multiply and add up to the errors of backpropagation."""
import numpy as np
import pytest

from dlnotes.experiments.backprop.chain_rule import LAYERS, NEURONS, SIZES, WEIGHTS, examine, factors


@pytest.fixture(scope="module")
def examined():
    return examine("tanh", "cross_entropy", 0.6, -0.4, 1.0, 1.5, 3)


@pytest.mark.parametrize("l, j", NEURONS)
def test_the_products_of_all_ways_add_up_to_the_error(examined, l, j):
    ways = factors(examined.params, examined.back, examined.slopes, l, j)
    assert len(ways) == np.prod(SIZES[l + 1:]) and {len(way) for way in ways} == {2 * (LAYERS - l) + 1}
    delta = float(examined.back.deltas[l - 1][j])
    assert sum(np.prod(way) for way in ways) == pytest.approx(delta, abs=1e-12)


def test_both_gradients_agree_to_seven_digits(examined):
    for found, tried in zip(examined.back.gradient, examined.differences, strict=True):
        np.testing.assert_allclose(np.asarray(found.weights), np.asarray(tried.weights), atol=1e-8)
        np.testing.assert_allclose(np.asarray(found.biases), np.asarray(tried.biases), atol=1e-8)


def test_every_weight_and_neuron_is_listed_once():
    assert len(NEURONS) == len(set(NEURONS)) == 6
    assert len(WEIGHTS) == len(set(WEIGHTS)) == 2 * 3 + 3 * 2 + 2 * 1

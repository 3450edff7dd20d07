"""Fits: Nielsen's task and its best scores, random neurons, drawings and pictures as functions, boxes."""
import math

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from scipy.interpolate import RegularGridInterpolator
from scipy.special import logit as logit_of_scipy

from dlnotes.networks.activations import ACTIVATIONS
from dlnotes.experiments.fits import (best_heights, boxes_needed, bump_of_point, drawn_curve, logit, picture_function, random_units,
                          score, spread_start, square, task, task_wanted)
from dlnotes.data.formulas import Formula
from dlnotes.networks.network import Network
from dlnotes.experiments.universality import bumps, outputs

GRID = np.arange(100) / 100


def test_the_task_is_the_formula_of_the_book_and_a_sigmoid_can_give_it():
    x = np.linspace(0, 1, 5001)
    by_hand = [0.2 + 0.4 * u * u + 0.3 * u * math.sin(15 * u) + 0.05 * math.cos(50 * u) for u in x]
    np.testing.assert_allclose(task(jnp.array(x)), by_hand, atol=1e-5)
    np.testing.assert_allclose(Formula("0.2 + 0.4x^2 + 0.3x sin(15x) + 0.05cos(50x)")(x), by_hand, atol=1e-5)
    assert 0.095 < min(by_hand) and max(by_hand) < 0.853
    assert min(0.2 + 0.4 * u * u + 0.3 * math.sin(15 * u) + 0.05 * math.cos(50 * u) for u in x) < -0.1


def test_logit():
    p = np.array([1e-6, 0.1, 0.5, 0.9])
    np.testing.assert_allclose(logit(jnp.array(p)), logit_of_scipy(p), rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("n,best", [(5, "0.372"), (10, "0.273"), (20, "0.124"), (50, "0.054"), (100, "0.000")])
def test_the_best_scores_are_those_known(n, best):
    assert f"{score(best_heights(n)):.3f}" == best


def test_five_bumps_meet_the_bar_and_more_are_not_always_better():
    best = {n: float(score(best_heights(n))) for n in range(1, 51)}
    assert min(best[n] for n in range(1, 5)) > 0.405 > best[5]
    assert best[6] < best[10] < best[7]
    assert all(best[2 * n] <= best[n] + 1e-6 for n in (1, 2, 5, 10, 25))  # all edges are kept


@pytest.mark.parametrize("n", [1, 3, 5, 7, 10])
def test_no_other_heights_are_better(n, key):
    best, wanted, which = best_heights(n), np.asarray(task_wanted()), bump_of_point(n)
    assert set(which) == set(range(n))
    for k in range(20):
        other = best + 0.3 * jax.random.normal(jax.random.fold_in(key, k), (n,))
        loop = sum(abs(wanted[i] - float(other[which[i]])) for i in range(100)) / 100
        assert float(score(other)) == pytest.approx(loop, rel=1e-5) and loop >= float(score(best))
    fine = [np.abs(wanted[which == 0] - h).mean() for h in np.linspace(-3, 3, 2001)]
    assert min(fine) >= np.abs(wanted[which == 0] - float(best[0])).mean() - 1e-6


@pytest.mark.parametrize("n", [5, 10, 20, 50])
def test_a_real_network_of_bumps_has_the_same_score(n):
    edges = np.arange(n + 1) / n - 0.005
    network, params = bumps(edges[:-1], edges[1:], best_heights(n), steepness=5000.0)
    found = outputs(network, params, jnp.array(GRID[:, None], jnp.float32))[:, 0]
    assert network.sizes == (1, 2 * n, 1)
    assert float(np.abs(np.asarray(task_wanted()) - found).mean()) == pytest.approx(float(score(best_heights(n))), abs=1e-4)


@pytest.mark.parametrize("bumps", [0, 101])
def test_there_is_a_point_for_each_bump(bumps):
    with pytest.raises(ValueError, match="bumps must be from 1 to 100"):
        best_heights(bumps)


@pytest.mark.parametrize("kind", [*(a for name, a in ACTIVATIONS.items() if name != "softmax"), square], ids=str)
def test_the_best_output_for_random_neurons_is_no_worse_than_a_fit_by_the_normal_equations(kind, key):
    network, params = random_units(task, 6, kind, key=key)
    assert network.sizes == (1, 6, 1)
    x = jnp.linspace(0, 1, 401)
    hidden = np.asarray(kind(np.outer(x, params[0].weights[:, 0]) + np.asarray(params[0].biases)), float)
    features, wanted = np.append(hidden, np.ones((401, 1)), 1), np.asarray(task(x), float)
    best = features @ np.linalg.pinv(features, rcond=1e-5) @ wanted
    found = np.asarray(outputs(network, params, x[:, None])[:, 0], float)
    assert np.sum((found - wanted)**2) < 1.02 * np.sum((best - wanted)**2) + 1e-4


def test_more_random_neurons_come_nearer_unless_they_are_polynomials(key):
    x = jnp.linspace(0, 1, 1001)

    def error(kind, n):
        return float(jnp.abs(outputs(*random_units(task, n, kind, key=key), x[:, None])[:, 0] - task(x)).max())
    line, parabola = (np.abs(np.polyval(np.polyfit(x, task(x), degree), x) - task(x)).max() for degree in (1, 2))
    assert error("linear", 300) == pytest.approx(line, abs=2e-3) and error(square, 300) == pytest.approx(parabola, abs=2e-3)
    for kind in ("sigmoid", "tanh", "relu", "gelu"):
        assert error(kind, 300) < 0.01 < error(kind, 10)


def test_a_spread_start_bends_inside(key):
    params = spread_start(500, key=key)
    bends = -params[0].biases / params[0].weights[:, 0]
    assert 0 <= float(bends.min()) < 0.02 and 0.98 < float(bends.max()) <= 1
    Network((1, 500, 1), hidden="relu", output="linear").check(params)


def test_a_drawn_curve():
    drawing = np.zeros((10, 20), np.float32)
    drawing[2, 4] = drawing[7, 10] = 1
    drawing[6, 10] = 1
    f = drawn_curve(drawing)
    x = jnp.array([0.0, 4.5 / 20, (4.5 / 20 + 10.5 / 20) / 2, 10.5 / 20, 1.0])
    np.testing.assert_allclose(f(x), [0.75, 0.75, 0.525, 0.3, 0.3], atol=1e-6)
    np.testing.assert_array_equal(drawn_curve(np.zeros((4, 4), np.float32))(x), 0 * x)


def test_a_picture_is_bilinear_and_upright(key):
    pixels = np.asarray(jax.random.uniform(key, (5, 7)), float)
    f = picture_function(pixels)
    assert float(f(jnp.array([[0.0, 1.0]]))[0]) == pytest.approx(pixels[0, 0], abs=1e-6)  # at the upper left corner
    exact = RegularGridInterpolator(((np.arange(5) + 0.5) / 5, (np.arange(7) + 0.5) / 7), pixels[::-1])
    points = np.random.default_rng(0).uniform(0.12, 0.88, (50, 2))
    np.testing.assert_allclose(f(jnp.array(points)), exact(points[:, ::-1]), atol=1e-5)


@pytest.mark.parametrize("inputs,lipschitz,error,boxes", [(1, 1.0, 0.1, 5), (2, 1.0, 0.1, 25), (64, 1.0, 0.25, 2**64),
                                                          (3, 2.0, 0.3, 64)])
def test_boxes_are_a_power_of_the_inputs(inputs, lipschitz, error, boxes):
    assert boxes_needed(inputs, lipschitz, error) == boxes

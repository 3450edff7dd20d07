"""Nielsen's task: its function, and the best scores of bumps."""
import math

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from scipy.special import logit as logit_of_scipy

from dlnotes.data.formulas import Formula
from dlnotes.experiments.universality.nielsens_task import (
    best_heights,
    bump_of_point,
    logit,
    score,
    task,
    task_wanted,
)
from dlnotes.experiments.universality.steps_and_towers import bumps
from dlnotes.experiments.universality.wide_networks import outputs

GRID = np.arange(100) / 100


def by_hand(u):
    return 0.2 + 0.4 * u * u + 0.3 * u * math.sin(15 * u) + 0.05 * math.cos(50 * u)


def with_the_slip_of_the_book(u):
    return 0.2 + 0.4 * u * u + 0.3 * math.sin(15 * u) + 0.05 * math.cos(50 * u)


def test_the_task_is_the_formula_of_the_book_and_a_sigmoid_can_give_it():
    x = np.linspace(0, 1, 5001)
    wanted = [by_hand(u) for u in x]
    np.testing.assert_allclose(task(jnp.array(x)), wanted, atol=1e-5)
    formula = Formula("0.2 + 0.4x^2 + 0.3x sin(15x) + 0.05cos(50x)")
    np.testing.assert_allclose(formula(x), wanted, atol=1e-5)
    assert 0.095 < min(wanted) and max(wanted) < 0.853
    assert min(map(with_the_slip_of_the_book, x)) < -0.1


def test_logit():
    p = np.array([1e-6, 0.1, 0.5, 0.9])
    np.testing.assert_allclose(logit(jnp.array(p)), logit_of_scipy(p), rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("n,best", [
    (5, "0.372"), (10, "0.273"), (20, "0.124"), (50, "0.054"), (100, "0.000")])
def test_the_best_scores_are_those_known(n, best):
    assert f"{score(best_heights(n)):.3f}" == best


def test_five_bumps_meet_the_bar_and_more_are_not_always_better():
    best = {n: float(score(best_heights(n))) for n in range(1, 51)}
    assert min(best[n] for n in range(1, 5)) > 0.405 > best[5]
    assert best[6] < best[10] < best[7]
    assert all(best[2 * n] <= best[n] + 1e-6 for n in (1, 2, 5, 10, 25))  # all edges are kept


@pytest.mark.parametrize("n", [1, 3, 5, 7, 10])
def test_no_other_heights_are_better(n, key):
    best = best_heights(n)
    wanted = np.asarray(task_wanted())
    which = bump_of_point(n)
    assert set(which) == set(range(n))
    for k in range(20):
        other = best + 0.3 * jax.random.normal(jax.random.fold_in(key, k), (n,))
        loop = sum(abs(wanted[i] - float(other[which[i]])) for i in range(100)) / 100
        assert float(score(other)) == pytest.approx(loop, rel=1e-5)
        assert loop >= float(score(best))
    of_first = wanted[which == 0]
    fine = [np.abs(of_first - h).mean() for h in np.linspace(-3, 3, 2001)]
    assert min(fine) >= np.abs(of_first - float(best[0])).mean() - 1e-6


@pytest.mark.parametrize("n", [5, 10, 20, 50])
def test_a_real_network_of_bumps_has_the_same_score(n):
    edges = np.arange(n + 1) / n - 0.005
    heights = best_heights(n)
    network, params = bumps(edges[:-1], edges[1:], heights, steepness=5000.0)
    found = outputs(network, params, jnp.array(GRID[:, None], jnp.float32))[:, 0]
    assert network.sizes == (1, 2 * n, 1)
    mean = float(np.abs(np.asarray(task_wanted()) - found).mean())
    assert mean == pytest.approx(float(score(heights)), abs=1e-4)


@pytest.mark.parametrize("bumps", [0, 101])
def test_there_is_a_point_for_each_bump(bumps):
    with pytest.raises(ValueError, match="bumps must be from 1 to 100"):
        best_heights(bumps)

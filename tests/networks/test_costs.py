"""Costs against their definitions, and far from where the definitions overflow."""
import jax
import jax.numpy as jnp
import mpmath
import numpy as np
import oracles
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dlnotes.networks.activations import (
    ACTIVATIONS, find_activation, linear, relu, sigmoid, softmax)
from dlnotes.networks.costs import COSTS, Cost, cross_entropy, find_cost, log_likelihood, quadratic

OUTPUTS = st.lists(st.tuples(st.floats(-8, 8, width=32), st.sampled_from([0.0, 0.25, 1.0])),
                   min_size=1, max_size=5)
FAR = [-1e4, -100.0, -20.0, 0.0, 3.0, 100.0, 1e4]


@given(OUTPUTS)
def test_costs_are_what_the_post_says(pairs):
    z, y = np.array(pairs, np.float32).T
    a = [oracles.sigmoid(float(v)) for v in z]
    arguments = (jnp.array(z), sigmoid(z), jnp.array(y))
    assert cross_entropy(*arguments) == pytest.approx(oracles.cross_entropy(a, y), rel=1e-4)
    assert quadratic(*arguments) == pytest.approx(oracles.quadratic(a, y), abs=1e-6)


@settings(max_examples=20)
@given(st.lists(st.floats(-8, 8, width=32), min_size=2, max_size=5))
def test_log_likelihood_is_minus_the_logarithm_of_the_share_of_the_true_class(z):
    shares = np.exp(np.array(z, float)) / np.sum(np.exp(np.array(z, float)))
    for j, share in enumerate(shares):
        y = jnp.zeros(len(z)).at[j].set(1.0)
        found = log_likelihood(jnp.array(z), softmax(z), y)
        assert found == pytest.approx(-np.log(share), rel=1e-5, abs=1e-6)


@pytest.mark.parametrize("z", FAR)
@pytest.mark.parametrize("y", [0.0, 0.25, 1.0])
def test_cross_entropy_is_exact_where_its_logarithms_would_overflow(z, y):
    with mpmath.workdps(50):
        a = 1 / (1 + mpmath.exp(-mpmath.mpf(z)))
        rest = 1 / (1 + mpmath.exp(mpmath.mpf(z)))
        wanted = float(-(y * mpmath.log(a) + (1 - y) * mpmath.log(rest)))
    value = cross_entropy(jnp.array([z]), sigmoid([z]), jnp.array([y]))
    assert np.isfinite(value) and value == pytest.approx(wanted, rel=1e-6)


@pytest.mark.parametrize("z", FAR)
def test_log_likelihood_is_exact_where_its_exponentials_would_overflow(z):
    scores = jnp.array([z, 0.0, -1.0])
    with mpmath.workdps(50):
        total = sum(mpmath.exp(mpmath.mpf(float(s))) for s in scores)
        wanted = [float(mpmath.log(total) - mpmath.mpf(float(s))) for s in scores]
    values = [log_likelihood(scores, softmax(scores), y) for y in jnp.eye(3)]
    np.testing.assert_allclose(values, wanted, rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize("z", FAR)
@pytest.mark.parametrize("cost", [cross_entropy, log_likelihood])
def test_far_out_the_output_error_and_the_slope_are_a_minus_y(cost, z):
    scores = jnp.array([z, 1.0])
    y = jnp.array([1.0, 0.0])
    f = cost.output
    slopes = jax.grad(lambda z: cost(z, f(z), y))(scores)
    np.testing.assert_allclose(slopes, f(scores) - y, atol=1e-6)
    np.testing.assert_array_equal(cost.output_error(scores, f(scores), y, f), f(scores) - y)


@pytest.mark.parametrize("name", sorted(set(ACTIVATIONS) - {"step"}))
@settings(max_examples=5)  # each compiles its own shape
@given(OUTPUTS)
def test_the_quadratic_output_error_is_the_slope_for_any_activation(name, pairs):
    z, y = jnp.array(pairs, jnp.float32).T
    f = find_activation(name)
    slopes = jax.grad(lambda z: quadratic(z, f(z), y))(z)
    np.testing.assert_allclose(quadratic.output_error(z, f(z), y, f), slopes, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("name", COSTS)
def test_a_cost_is_found_by_its_name(name):
    cost = COSTS[name]
    assert find_cost(name) is cost and find_cost(cost) is cost and repr(cost) == name
    assert isinstance(cost, Cost) and "sum" in cost.formula


def test_an_unknown_cost_is_told_the_known_ones():
    known = "quadratic, cross_entropy, log_likelihood"
    with pytest.raises(ValueError, match=f"a cost must be one of {known}; got 'mse'"):
        find_cost("mse")


@pytest.mark.parametrize("cost, good, bad", [
    (cross_entropy, sigmoid, relu), (log_likelihood, softmax, sigmoid),
    (quadratic, linear, softmax)], ids=str)
def test_a_cost_refuses_outputs_that_it_is_not_for(cost, good, bad):
    cost.check_output(good)
    message = f"the cost {cost} needs .* as the network's output; got {bad}"
    with pytest.raises(ValueError, match=message):
        cost.check_output(bad)

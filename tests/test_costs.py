"""Costs against their definitions, and far from where the definitions overflow."""
import jax
import jax.numpy as jnp
import numpy as np
import oracles
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlnotes.activations import sigmoid
from dlnotes.costs import cross_entropy, quadratic

OUTPUTS = st.lists(st.tuples(st.floats(-8, 8, width=32), st.sampled_from([0.0, 0.25, 1.0])), min_size=1, max_size=5)


@given(OUTPUTS)
def test_costs_are_what_the_post_says(pairs):
    z, y = np.array(pairs, np.float32).T
    a = [oracles.sigmoid(float(v)) for v in z]
    assert cross_entropy(jnp.array(z), sigmoid(z), jnp.array(y)) == pytest.approx(oracles.cross_entropy(a, y), rel=1e-4)
    assert quadratic(jnp.array(z), sigmoid(z), jnp.array(y)) == pytest.approx(oracles.quadratic(a, y), abs=1e-6)


@pytest.mark.parametrize("z", [-1e4, -100.0, 0.0, 100.0, 1e4])
@pytest.mark.parametrize("y", [0.0, 1.0])
def test_cross_entropy_is_finite_and_its_gradient_is_a_minus_y(z, y):
    value, slope = jax.value_and_grad(lambda z: cross_entropy(z, sigmoid(z), jnp.array([y])))(jnp.array([z]))
    assert np.isfinite(value) and slope[0] == pytest.approx(oracles.sigmoid(z) - y, abs=1e-6)


def test_names():
    assert repr(cross_entropy) == "cross_entropy" and "ln" in cross_entropy.formula

"""Clipping: norms where squares underflow or overflow, and gradients that keep their direction."""
import jax
import jax.numpy as jnp
import numpy as np
import pytest

from dlnotes.learning.clipping import clipped, norm


@pytest.mark.parametrize("size", [1e-30, 1e-21, 1.0, 1e25])
def test_norm_where_squares_underflow_or_overflow(key, size):
    v = size * np.asarray(jax.random.normal(key, (7,)), np.float32)
    pair = {"one": jnp.asarray(v[:3]), "other": jnp.asarray(v[3:]).reshape(2, 2)}
    assert float(norm(pair)) == pytest.approx(np.sqrt(np.sum(v.astype(float)**2)), rel=1e-6)
    assert norm(jnp.zeros(3)) == 0.0


def test_clipped_is_shorter_not_turned(key):
    g = (jnp.array([3.0, 0.0]), jnp.array([[4.0]]))
    short = clipped(g, 0.5)
    assert float(norm(short)) == pytest.approx(0.5)
    np.testing.assert_allclose(short[0], [0.3, 0])
    assert clipped(g, 5.0)[1] == 4.0
    assert clipped(g, jnp.inf)[1] == 4.0
    assert clipped((jnp.zeros(2),), 1.0)[0][0] == 0.0
    huge = clipped((jnp.array([3e30, 4e30]),), 1.0)
    np.testing.assert_allclose(huge[0], [0.6, 0.8], rtol=1e-6)

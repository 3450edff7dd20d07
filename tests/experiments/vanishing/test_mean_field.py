"""Vanishing gradients in theory: against numerical integrals and on grids."""
import jax.numpy as jnp
import numpy as np
import pytest

from dlnotes.experiments.vanishing.mean_field import (
    gradient_factor, mean_field, mean_field_plane, surviving_band)


@pytest.mark.parametrize("name,f,slope", [
    ("sigmoid", lambda z: 1 / (1 + np.exp(-z)), lambda z: np.exp(-z) / (1 + np.exp(-z))**2),
    ("tanh", np.tanh, lambda z: 1 / np.cosh(z)**2),
])
@pytest.mark.parametrize("sigma_w,sigma_b", [(1.0, 1.0), (1.8, 0.3), (4.0, 0.5)])
def test_mean_field_by_integrals(name, f, slope, sigma_w, sigma_b):
    g = np.linspace(-10, 10, 40_001)
    weight = np.exp(-g**2 / 2) / np.sqrt(2 * np.pi) * (g[1] - g[0])
    q = 1.0
    for _ in range(300):
        q = sigma_w**2 * np.sum(weight * f(np.sqrt(q) * g)**2) + sigma_b**2
    field = mean_field(name, sigma_w, sigma_b)
    assert float(field.q) == pytest.approx(q, rel=1e-3)
    chi = sigma_w**2 * np.sum(weight * slope(np.sqrt(q) * g)**2)
    assert float(field.chi) == pytest.approx(chi, rel=2e-3)


def test_tanh_has_an_edge_of_chaos():
    def chi(activation, sigma_w):
        return float(mean_field(activation, sigma_w, 0.0).chi)

    assert chi("tanh", 0.9) == pytest.approx(0.81, rel=1e-3)  # q = 0, where tanh' = 1
    assert chi("tanh", 1.1) > 1.0
    assert chi("relu", 2**0.5) == pytest.approx(1.0, abs=1e-5)  # He's start
    assert chi("relu", 1.0) == pytest.approx(0.5, abs=1e-5)  # q keeps falling


def test_the_plane_has_a_column_for_each_sigma_w():
    plane = mean_field_plane("tanh", jnp.array([0.8, 2.5]), jnp.array([0.1, 0.5, 1.0]))
    assert plane.shape == (3, 2)
    assert float(plane[1, 0]) == pytest.approx(float(mean_field("tanh", 0.8, 0.5).chi), rel=1e-3)


def test_one_neuron_explodes_only_in_a_band():
    assert float(gradient_factor(100.0, 0.5, -50.0)) == 25.0
    w = np.linspace(4, 40, 20_001)
    z = np.linspace(-20, 20, 400_001)
    slope = np.exp(-np.abs(z)) / (1 + np.exp(-np.abs(z)))**2
    for one in (4.5, 6.894, 20.0):
        inside = z[one * slope >= 1]
        width = (inside[-1] - inside[0]) / one
        assert float(surviving_band(one)) == pytest.approx(width, abs=1e-4)
        assert surviving_band(-one) == surviving_band(one)
    widths = np.asarray(surviving_band(jnp.asarray(w, jnp.float32)))
    assert w[widths.argmax()] == pytest.approx(6.894, abs=0.02)
    assert widths.max() == pytest.approx(0.4477, abs=5e-5)
    assert all(surviving_band(one) == 0 for one in (4.0, 3.0, 0.0))

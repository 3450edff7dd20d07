"""Drawn functions: a curve goes through the middle of its ink, and a picture stays upright."""
import jax
import jax.numpy as jnp
import numpy as np
import pytest
from scipy.interpolate import RegularGridInterpolator

from dlnotes.experiments.universality.drawn_functions import drawn_curve, picture_function


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
    upper_left = jnp.array([[0.0, 1.0]])
    assert float(f(upper_left)[0]) == pytest.approx(pixels[0, 0], abs=1e-6)
    middles = ((np.arange(5) + 0.5) / 5, (np.arange(7) + 0.5) / 7)
    exact = RegularGridInterpolator(middles, pixels[::-1])
    points = np.random.default_rng(0).uniform(0.12, 0.88, (50, 2))
    np.testing.assert_allclose(f(jnp.array(points)), exact(points[:, ::-1]), atol=1e-5)

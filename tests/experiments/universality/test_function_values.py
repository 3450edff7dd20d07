"""Values of functions: the modulus of continuity, and the places where functions are steepest."""
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dlnotes.data.formulas import Formula
from dlnotes.experiments.universality.function_values import (
    changes_at_steepest, grid_points, modulus, points_for, steepest_place)


@settings(max_examples=25)
@given(st.lists(st.integers(-64, 64), min_size=2, max_size=9), st.integers(1, 40))
def test_the_modulus_of_continuity_of_straight_lines(heights, n):
    places = np.linspace(0, 1, len(heights))
    found = modulus(lambda x: jnp.interp(x, jnp.array(places), jnp.array(heights, float)), 1 / n)
    fine = np.linspace(0, 1, 40 * (len(heights) - 1) + 1)
    values = np.interp(fine, places, heights)
    steepest = max(abs(np.diff(heights))) * (len(heights) - 1)
    wanted = max(abs(values[i] - values[j])
                 for i in range(len(fine)) for j in range(i, len(fine))
                 if fine[j] - fine[i] <= 1 / n + 1e-9)
    assert wanted - steepest * 1e-4 <= found
    assert found <= wanted + steepest * (1 / 40 / (len(heights) - 1) + 1e-4)


@pytest.mark.parametrize("interval", [(0.0, 1.0), (-3.0, 5.0)])
def test_the_steepest_place_is_at_the_jump(interval):
    for jump in (0.1, 0.3, 0.5, 0.7, 1 / 3):
        before, after = steepest_place(lambda x: jnp.sin(9 * x) + (x > jump), interval)
        assert float(before) < jump < float(after) < float(before) + 1e-5
    before, after = steepest_place(Formula("x^2"), interval)
    assert after == pytest.approx(interval[1], abs=1e-4)


def test_there_are_more_points_where_a_function_is_steep():
    x = points_for(jnp.sqrt, count=101)
    assert len(x) == 101 + 82 and np.all(np.diff(x) >= 0) and np.sum(x < 1e-4) > 15


def test_a_grid_has_each_pair_of_coordinates_once():
    grid = grid_points([np.array([0.0, 1.0]), np.array([5.0, 6.0, 7.0])])
    assert grid.tolist() == [[a, b] for a in (0, 1) for b in (5, 6, 7)]


def test_changes_between_neighbouring_numbers_tell_a_jump_from_a_fast_wave():
    for text, many in (("step(x - 1/3)", 1), ("sign(x)", 1), ("sin(1e8x)", 0), ("x^0.02", 0)):
        largest, how_many = changes_at_steepest(Formula(text), 0.2)
        assert how_many == many and (largest > 0.9) == (many == 1), text
    assert changes_at_steepest(Formula("sin(1e18x)"), 0.2)[1] > 100
    assert changes_at_steepest(lambda x: jnp.sin(x) + (x > 4.2), 0.5, (-3.0, 5.0))[1] == 1

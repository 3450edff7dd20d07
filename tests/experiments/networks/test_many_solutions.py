"""Networks through the same points: they meet them, and differ elsewhere."""
import numpy as np
import pytest

from dlnotes.experiments.networks.many_solutions import GRID, NETWORKS, POINTS, solve_for_points


@pytest.mark.parametrize("hidden", [5, 20, 60])
def test_every_curve_passes_through_every_point(hidden):
    curves, error = solve_for_points(hidden, 0.5, 3)
    assert curves.shape == (NETWORKS, len(GRID)) and error < 1e-6
    for x, y in POINTS:
        np.testing.assert_allclose(curves[:, np.argmin(abs(GRID - x))], y, atol=1e-4)


def test_networks_differ_between_the_points():
    curves, _ = solve_for_points(40, 0.5, 0)
    assert np.ptp(curves, axis=0).max() > 0.5


def test_two_hidden_neurons_are_too_few():
    assert solve_for_points(2, 0.5, 0)[1] > 0.3

"""One neuron in training goes where a plain loop takes it, and ends where lesson 05 says."""
import numpy as np
import oracles
import pytest

from dlnotes.experiments.descent.one_neuron import neuron_path
from dlnotes.networks.costs import cross_entropy, quadratic

SLOPES = {quadratic: lambda a, y: (a - y) * a * (1 - a), cross_entropy: lambda a, y: a - y}
COSTS = {quadratic: oracles.quadratic, cross_entropy: oracles.cross_entropy}


def descended(cost, w, b, eta, epochs):
    """Gradient descent of one neuron, x = 1 and y = 0, step by step: (w, b, a, C, dC/dz) of each epoch."""
    rows = []
    for _ in range(epochs + 1):
        a = oracles.sigmoid(w + b)
        slope = SLOPES[cost](a, 0)
        rows.append((w, b, a, COSTS[cost]([a], [0]), slope))
        w, b = w - eta * slope, b - eta * slope
    return np.array(rows).T


@pytest.mark.parametrize("cost", [quadratic, cross_entropy], ids=str)
@pytest.mark.parametrize("start", [(0.6, 0.9), (2, 2.0), (-1.0, 0.3)])
@pytest.mark.parametrize("eta", [0.005, 0.15, 4.5])
def test_a_neuron_goes_where_a_loop_takes_it(cost, start, eta):
    path = neuron_path(cost, *start, eta)
    assert path._fields == ("w", "b", "a", "cost", "slope") and all(series.shape == (301,) for series in path)
    np.testing.assert_allclose(path, descended(cost, *start, eta, 300), rtol=2e-4, atol=2e-5)
    assert neuron_path(cost, *start, eta, epochs=7).a.shape == (8,)


@pytest.mark.parametrize("cost,start,eta,end", [
    (quadratic, (0.6, 0.9), 0.15, "0.09"), (quadratic, (2.0, 2.0), 0.15, "0.20"),
    (cross_entropy, (0.6, 0.9), 0.15, "0.012"), (cross_entropy, (2.0, 2.0), 0.15, "0.012"),
    (cross_entropy, (0.6, 0.9), 0.005, "0.418"), (cross_entropy, (2.0, 2.0), 0.005, "0.780"),
])
def test_a_neuron_ends_where_the_lesson_says(cost, start, eta, end):
    places = len(end) - 2
    assert f"{neuron_path(cost, *start, eta).a[-1]:.{places}f}" == end

"""Universality: what is built is what it says, within the error that it guarantees, up to a million neurons."""
import math
import subprocess
import sys

import jax
import jax.numpy as jnp
import numpy as np
import oracles
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dlnotes.data.formulas import Formula
from dlnotes.networks.network import Layer, Network
from dlnotes.experiments.universality import (approximate_1d, approximate_nd, bumps, largest_error, modulus, outputs, points_for,
                                  steepest_place, steps, towers)

NIELSEN = Formula("0.2 + 0.4x^2 + 0.3x sin(15x) + 0.05cos(50x)")
FUNCTIONS = [NIELSEN, Formula("|x - 0.4|"), Formula("sqrt(x)"), Formula("7"), Formula("sign(x - 0.5)"),
             lambda x: jnp.stack([jnp.sin(9 * x), jnp.cos(4 * x)], axis=1)]


def at(network, params, *points):
    """A network's outputs with plain loops."""
    f = [oracles.ACTIVATIONS[a.name] for a in network.activations]
    return np.array([oracles.forward(params, f, np.atleast_1d(x))[1][-1] for x in points])


@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "step"])
def test_a_staircase_is_its_steps(activation):
    network, params = steps([0.25, 0.5], [[1.0, 2.0], [-3.0, 0.5]], [0.5, -1.0], activation=activation, steepness=400.0)
    found = at(network, params, 0.1, 0.4, 0.8)
    np.testing.assert_allclose(found, [[0.5, -1], [1.5, 1], [-1.5, 1.5]], atol=1e-5)
    if activation != "step":
        assert at(network, params, 0.25)[0] == pytest.approx([1.0, 0.0], abs=1e-5)
    np.testing.assert_allclose(outputs(network, params, jnp.array([[0.1], [0.4], [0.8]])), found, atol=1e-5)


def test_a_bump_takes_two_neurons():
    network, params = bumps([0.2, 0.6], [0.4, 0.7], [2.0, -1.0])
    assert network.sizes == (1, 4, 1)
    np.testing.assert_allclose(at(network, params, 0.1, 0.3, 0.5, 0.65, 0.9)[:, 0], [0, 2, 0, -1, 0], atol=1e-5)


@pytest.mark.parametrize("m", [1, 2, 3])
def test_towers_are_as_high_as_the_book_says(m):
    network, params = towers([[0.25] * m], [[0.75] * m], [1.0])
    inside, one_out, all_out = [0.5] * m, [0.5] * (m - 1) + [0.1], [0.1] * m
    values = at(network, params, inside, one_out, all_out)[:, 0]
    assert values[0] == pytest.approx(0.9933, abs=5e-5) and values[1] == pytest.approx(0.0067, abs=5e-5)
    assert values[2] == pytest.approx(1 / (1 + math.exp((m - 0.5) * 10)), abs=1e-6)


def test_towers_stand_beside_each_other_with_several_outputs():
    network, params = towers([[0, 0], [0.5, 0.5]], [[0.5, 0.5], [1, 1]], [[1.0, 2.0], [3.0, -4.0]], h=40.0)
    np.testing.assert_allclose(at(network, params, [0.2, 0.3], [0.8, 0.7], [0.2, 0.7]), [[1, 2], [3, -4], [0, 0]],
                               atol=1e-5)


@pytest.mark.parametrize("f", FUNCTIONS, ids=str)
@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "step", "relu"])
@pytest.mark.parametrize("neurons", [1, 7, 300])
def test_the_error_is_within_its_bound(f, activation, neurons):
    made = approximate_1d(f, neurons, activation=activation)
    assert made.network.sizes[1] == neurons
    assert largest_error(made, f) <= made.bound + 1e-5
    assert repr(made).startswith(f"Approximation 1 -> {neurons} -> ")


def test_more_neurons_do_better_and_relu_with_the_square():
    error = {(a, n): largest_error(approximate_1d(NIELSEN, n, activation=a), NIELSEN)
             for a in ("sigmoid", "relu") for n in (100, 1000)}
    assert error["sigmoid", 1000] < error["sigmoid", 100] / 8 and error["relu", 1000] < error["relu", 100] / 60
    made = approximate_1d(NIELSEN, 12_000)
    assert largest_error(made, NIELSEN) < made.bound < 1e-3


@pytest.mark.parametrize("interval", [(-3.0, 5.0), (100.0, 101.0)])
def test_any_interval_will_do(interval):
    f = Formula("sin(x)")
    for activation in ("sigmoid", "relu"):
        made = approximate_1d(f, 50, interval, activation=activation, lipschitz=1.0)
        pieces = 50 if activation == "relu" else 51
        assert made.bound == pytest.approx((interval[1] - interval[0]) / pieces, rel=1e-3)
        assert largest_error(made, f) <= made.bound


@settings(max_examples=25)
@given(st.lists(st.integers(-64, 64), min_size=2, max_size=9), st.integers(1, 40))
def test_the_modulus_of_continuity_of_straight_lines(heights, n):
    places = np.linspace(0, 1, len(heights))
    found = modulus(lambda x: jnp.interp(x, jnp.array(places), jnp.array(heights, float)), 1 / n)
    fine = np.linspace(0, 1, 40 * (len(heights) - 1) + 1)
    values = np.interp(fine, places, heights)
    steepest = max(abs(np.diff(heights))) * (len(heights) - 1)
    wanted = max(abs(values[i] - values[j]) for i in range(len(fine)) for j in range(i, len(fine))
                 if fine[j] - fine[i] <= 1 / n + 1e-9)
    assert wanted - steepest * 1e-4 <= found <= wanted + steepest * (1 / 40 / (len(heights) - 1) + 1e-4)


@pytest.mark.parametrize("interval", [(0.0, 1.0), (-3.0, 5.0)])
def test_the_steepest_place_is_at_the_jump(interval):
    for jump in (0.1, 0.3, 0.5, 0.7, 1 / 3):
        before, after = steepest_place(lambda x: jnp.sin(9 * x) + (x > jump), interval)
        assert float(before) < jump < float(after) < float(before) + 1e-5
    before, after = steepest_place(Formula("x^2"), interval)
    assert after == pytest.approx(interval[1], abs=1e-4)


@pytest.mark.parametrize("m,side", [(2, 1), (2, 12), (3, 5)])
def test_in_more_dimensions_the_error_is_within_its_bound_on_the_seams_too(m, side):
    def f(x):
        return jnp.stack([jnp.sin(3 * x).sum(axis=1) * x[:, 0], x.prod(axis=1)], axis=1)
    made = approximate_nd(f, side, [-0.5] * m, [1.0] * m)
    assert made.network.sizes == (m, m * side, side**m, 2)
    boxes = (side * 4 + 1)**m  # a grid with the seams and the corners on it
    assert largest_error(made, f, boxes) <= made.bound
    centre = np.array([[-0.5 + 1.5 * (side // 2 + 0.5) / side] * m])
    np.testing.assert_allclose(made(jnp.array(centre, jnp.float32)), f(centre), atol=1e-4)
    steeper = approximate_nd(f, side, [-0.5] * m, [1.0] * m, lipschitz=5.0)
    assert steeper.bound == pytest.approx(5 * 1.5 / side * (3**m + 1) / 2, rel=1e-3)


@pytest.mark.parametrize("sizes", [(1, 1), (2, 5, 3), (1, 1500, 2), (3, 1100, 1030, 2), (2, 1024, 7, 1)])
def test_outputs_are_those_of_the_network(key, sizes):
    network = Network(sizes, hidden="tanh", output="linear" if len(sizes) > 2 else "sigmoid")
    params, x = network.init(key=key), jax.random.normal(key, (5, sizes[0]))
    np.testing.assert_allclose(outputs(network, params, x), jax.vmap(network.apply, (None, 0))(params, x), atol=2e-5)
    with pytest.raises(ValueError, match="layer 1 must have weights"):
        outputs(network, (Layer(jnp.ones((2, 9)), jnp.ones(2)), *params[1:]), x)


def test_a_million_neurons_fit_into_bounded_memory():
    code = """
import resource, jax.numpy as jnp
from dlnotes.experiments.universality import approximate_1d, outputs
x = jnp.linspace(0, 1, 300)[:, None]
outputs(*(lambda made: (made.network, made.params))(approximate_1d(jnp.sin, 10)), x).block_until_ready()
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
made = approximate_1d(jnp.sin, 1_000_000)
error = float(jnp.abs(made(x)[:, 0] - jnp.sin(x[:, 0])).max())
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before, error)
"""
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    kilobytes, error = map(float, run.stdout.split())
    assert kilobytes < 2**20 and error < 1e-5


@pytest.mark.parametrize("arguments,message", [
    ({"neurons": 0}, "neurons must be at least 1, and interval low < high; got 0"),
    ({"interval": (1.0, 1.0)}, "interval low < high"),
    ({"activation": "linear"}, "activation must be sigmoid, tanh, step or relu; got linear"),
    ({"f": Formula("1/(x-0.5)")}, "f must be finite wherever it is wanted; at "),
    ({"f": lambda x: x[:3]}, "f must give a value, or a row of them, for each of"),
])
def test_what_cannot_be_built_is_refused(arguments, message):
    arguments = {"f": NIELSEN, "neurons": 10} | arguments
    with pytest.raises(ValueError, match=message):
        approximate_1d(**arguments)


def test_other_errors():
    with pytest.raises(ValueError, match="activation must be sigmoid, tanh or step, to make steps of; got relu"):
        steps([0.5], [1.0], activation="relu")
    with pytest.raises(ValueError, match="low < high in each of two or more coordinates"):
        approximate_nd(lambda x: x[:, 0], 3, [0.0], [1.0])
    assert isinstance(approximate_1d(NIELSEN, 3).network, Network)


def test_a_network_is_compared_where_the_function_is_steep():
    root = jnp.sqrt
    made = approximate_1d(root, 10_000, activation="relu")
    worst = math.sqrt(1e-4) / 4  # of a chord from 0 to h, at h / 4
    assert largest_error(made, root) == pytest.approx(worst, rel=0.05)
    x = points_for(root, count=101)
    assert len(x) == 101 + 82 and np.all(np.diff(x) >= 0) and np.sum(x < 1e-4) > 15

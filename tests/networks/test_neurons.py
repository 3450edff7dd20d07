"""One neuron: against plain loops and truth tables."""
import itertools
import math
import re

import jax
import jax.numpy as jnp
import numpy as np
import oracles
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dlnotes.networks.activations import ACTIVATIONS, sigmoid, step
from dlnotes.networks.neurons import (
    GATE_INPUTS, GATES, TRUTH, gate, mcculloch_pitts, neuron, smooth_step_bound, step_point,
    weighted_input)

NUMBERS = st.floats(-5, 5, width=32)
EIGHTHS = st.integers(-40, 40).map(lambda n: n / 8)  # sums and products of these are exact
X = jnp.array(GATE_INPUTS)


@settings(max_examples=60)
@given(st.lists(st.tuples(NUMBERS, NUMBERS), min_size=1, max_size=5), NUMBERS,
       st.sampled_from(sorted(ACTIVATIONS)))
def test_a_neuron_is_a_loop(pairs, bias, name):
    w, x = zip(*pairs)
    z = oracles.neuron(w, bias, x, oracles.ACTIVATIONS["linear"])
    assume(name != "step" or abs(z) > 1e-3)
    found = weighted_input(jnp.array(w), bias, jnp.array(x))
    assert float(found) == pytest.approx(z, rel=1e-4, abs=1e-4)
    a = oracles.neuron(w, bias, x, oracles.ACTIVATIONS[name])
    found = neuron(jnp.array(w), bias, jnp.array(x), ACTIVATIONS[name])
    assert found.shape == ()
    assert float(found) == pytest.approx(a, rel=1e-4, abs=1e-4)


def test_a_neuron_is_a_sigmoid_unless_told(key):
    w, x = jax.random.normal(key, (2, 4))
    wanted = oracles.neuron(w.tolist(), 0.5, x.tolist())
    assert float(neuron(w, 0.5, x)) == pytest.approx(wanted, abs=1e-6)
    many = jax.jit(jax.vmap(neuron, (None, None, 0)))(w, 0.5, jnp.stack([x, 2 * x]))
    np.testing.assert_allclose(many, [neuron(w, 0.5, x), neuron(w, 0.5, 2 * x)], rtol=1e-6)


def test_the_gradient_of_a_neuron_is_the_slope_times_the_input(key):
    w, x = jax.random.normal(key, (2, 3))
    slope = sigmoid.derivative(weighted_input(w, 0.25, x))
    by_weights, by_bias = jax.grad(neuron, (0, 1))(w, 0.25, x)
    np.testing.assert_allclose(by_weights, slope * x, rtol=1e-5)
    assert float(by_bias) == pytest.approx(float(slope), rel=1e-5)


@pytest.mark.parametrize("weights,x", [
    ((2,), (3,)), ((1,), (2,)), ((), ()), ((2, 1), (2, 1)), ((2,), (2, 2))])
def test_shapes_that_do_not_fit(weights, x, unchecked):
    message = ("one weight for each input, as two vectors of one length; "
               f"got weights of shape {weights} and x of shape {x}")
    for function in (neuron, weighted_input):
        with pytest.raises(ValueError, match=re.escape(message)):
            function(jnp.ones(weights), 0.0, jnp.ones(x))


@given(NUMBERS.filter(lambda w: abs(w) > 1e-3), NUMBERS,
       st.sampled_from([f for f in ACTIVATIONS if f != "step"]))
def test_at_its_step_point_a_neuron_gives_what_it_gives_at_zero(w, b, name):
    s = step_point(w, b)
    assert float(s) == pytest.approx(-b / w, rel=1e-6, abs=1e-37)
    found = neuron(jnp.array([w]), b, s[None], ACTIVATIONS[name])
    assert float(found) == pytest.approx(oracles.ACTIVATIONS[name](0.0), abs=2e-6)


@given(st.integers(1, 1000).map(float), EIGHTHS)
def test_a_steep_neuron_steps_at_its_step_point(w, s):
    assert float(step_point(w, -w * s)) == pytest.approx(s, rel=1e-6)
    for x, fires in (s - 0.125, 0), (s + 0.125, 1):
        assert neuron(jnp.array([w]), -w * s, jnp.array([x]), step) == fires


def test_without_a_weight_there_is_no_step():
    assert jnp.isinf(step_point(0.0, 1.0)) and jnp.isinf(step_point(0.0, -2.0))
    assert jnp.isnan(step_point(0.0, 0.0))


@given(st.floats(0.01, 1e4), st.floats(1e-3, 3), st.floats(0, 2), st.booleans())
def test_the_smooth_step_is_near_the_step(w, distance, beyond, left):
    bound = float(smooth_step_bound(w, distance))
    assert bound == pytest.approx(math.exp(-w * distance), rel=1e-4, abs=1e-37)
    x = (-1 if left else 1) * (distance + beyond)
    for found in (oracles.sigmoid(w * x), float(sigmoid(w * x))):
        assert abs(found - (x > 0)) <= bound * (1 + 1e-4) + 1e-7  # roundings


@pytest.mark.parametrize("name", GATES)
def test_gates_are_their_truth_tables(name):
    for x in itertools.product((False, True), repeat=2):
        truth = {"AND": all(x), "OR": any(x), "NAND": not all(x), "NOR": not any(x)}[name]
        assert TRUTH[name][GATE_INPUTS.index(x)] == truth
        assert float(gate(name, jnp.array(x, float))) == truth


def test_what_is_no_gate():
    assert list(TRUTH) == [*GATES, "XOR"]
    assert TRUTH["XOR"] == tuple(float(a != b) for a, b in GATE_INPUTS)
    known = "^name must be one of AND, OR, NAND, NOR; got "
    why = "no single neuron with a step computes XOR"
    with pytest.raises(ValueError, match=f"{known}'XOR'; {why}$"):
        gate("XOR", X[0])
    with pytest.raises(ValueError, match=f"{known}'and'$"):
        gate("and", X[0])


@pytest.mark.parametrize("n,m", [*itertools.product(range(4), range(3))])
def test_the_neuron_of_1943(n, m):
    for threshold in (0.0, 1.0, 1.5, 3.0, 4.0):
        for excitatory in itertools.product((0.0, 1.0), repeat=n):
            for inhibitory in itertools.product((0.0, 1.0), repeat=m):
                fires = 1.0 not in inhibitory and excitatory.count(1.0) >= threshold
                found = mcculloch_pitts(jnp.array(excitatory), jnp.array(inhibitory), threshold)
                assert found == fires

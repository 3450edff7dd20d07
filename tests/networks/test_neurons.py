"""One neuron: against plain loops and truth tables, and what the perceptron rule is proved to do."""
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
    GATE_INPUTS, GATES, TRUTH, Neuron, gate, mcculloch_pitts, neuron, smooth_step_bound,
    step_point, weighted_input)
from dlnotes.networks.perceptron import count_wrong, perceptron_rule, perceptron_update

NUMBERS = st.floats(-5, 5, width=32)
EIGHTHS = st.integers(-40, 40).map(lambda n: n / 8)  # sums and products of these are exact in float32
SEEDS = st.integers(0, 2**32 - 1)
X = jnp.array(GATE_INPUTS)


@settings(max_examples=60)
@given(st.lists(st.tuples(NUMBERS, NUMBERS), min_size=1, max_size=5), NUMBERS, st.sampled_from(sorted(ACTIVATIONS)))
def test_a_neuron_is_a_loop(pairs, bias, name):
    w, x = zip(*pairs)
    z = oracles.neuron(w, bias, x, oracles.ACTIVATIONS["linear"])
    assume(name != "step" or abs(z) > 1e-3)
    assert float(weighted_input(jnp.array(w), bias, jnp.array(x))) == pytest.approx(z, rel=1e-4, abs=1e-4)
    found = neuron(jnp.array(w), bias, jnp.array(x), ACTIVATIONS[name])
    assert found.shape == ()
    assert float(found) == pytest.approx(oracles.neuron(w, bias, x, oracles.ACTIVATIONS[name]), rel=1e-4, abs=1e-4)


def test_a_neuron_is_a_sigmoid_unless_told(key):
    w, x = jax.random.normal(key, (2, 4))
    assert float(neuron(w, 0.5, x)) == pytest.approx(oracles.neuron(w.tolist(), 0.5, x.tolist()), abs=1e-6)
    many = jax.jit(jax.vmap(neuron, (None, None, 0)))(w, 0.5, jnp.stack([x, 2 * x]))
    np.testing.assert_allclose(many, [neuron(w, 0.5, x), neuron(w, 0.5, 2 * x)], rtol=1e-6)


def test_the_gradient_of_a_neuron_is_the_slope_times_the_input(key):
    w, x = jax.random.normal(key, (2, 3))
    slope = sigmoid.derivative(weighted_input(w, 0.25, x))
    by_weights, by_bias = jax.grad(neuron, (0, 1))(w, 0.25, x)
    np.testing.assert_allclose(by_weights, slope * x, rtol=1e-5)
    assert float(by_bias) == pytest.approx(float(slope), rel=1e-5)


@pytest.mark.parametrize("weights,x", [((2,), (3,)), ((1,), (2,)), ((), ()), ((2, 1), (2, 1)), ((2,), (2, 2))])
def test_shapes_that_do_not_fit(weights, x, unchecked):
    message = ("one weight for each input, as two vectors of one length; "
               f"got weights of shape {weights} and x of shape {x}")
    for function in (neuron, weighted_input):
        with pytest.raises(ValueError, match=re.escape(message)):
            function(jnp.ones(weights), 0.0, jnp.ones(x))


@given(NUMBERS.filter(lambda w: abs(w) > 1e-3), NUMBERS, st.sampled_from([f for f in ACTIVATIONS if f != "step"]))
def test_at_its_step_point_a_neuron_gives_what_it_gives_at_zero(w, b, name):
    s, f = step_point(w, b), ACTIVATIONS[name]
    assert float(s) == pytest.approx(-b / w, rel=1e-6, abs=1e-37)
    assert float(neuron(jnp.array([w]), b, s[None], f)) == pytest.approx(oracles.ACTIVATIONS[name](0.0), abs=2e-6)


@given(st.integers(1, 1000).map(float), EIGHTHS)
def test_a_steep_neuron_steps_at_its_step_point(w, s):
    assert float(step_point(w, -w * s)) == pytest.approx(s, rel=1e-6)
    before, after = (neuron(jnp.array([w]), -w * s, jnp.array([s + side]), step) for side in (-0.125, 0.125))
    assert (before, after) == (0, 1)


def test_without_a_weight_there_is_no_step():
    assert jnp.isinf(step_point(0.0, 1.0)) and jnp.isinf(step_point(0.0, -2.0)) and jnp.isnan(step_point(0.0, 0.0))


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
        assert float(gate(name, jnp.array(x, float))) == truth == TRUTH[name][GATE_INPUTS.index(x)]


def test_what_is_no_gate():
    assert list(TRUTH) == [*GATES, "XOR"] and TRUTH["XOR"] == tuple(float(a != b) for a, b in GATE_INPUTS)
    known = "^name must be one of AND, OR, NAND, NOR; got "
    with pytest.raises(ValueError, match=f"{known}'XOR'; no single neuron with a step computes XOR$"):
        gate("XOR", X[0])
    with pytest.raises(ValueError, match=f"{known}'and'$"):
        gate("and", X[0])


@settings(max_examples=60)
@given(st.floats(-1e3, 1e3, width=32), st.floats(-1e3, 1e3, width=32), st.floats(-1e3, 1e3, width=32))
def test_no_neuron_computes_xor(w1, w2, bias):
    assert count_wrong(Neuron(jnp.array([w1, w2]), bias), X, jnp.array(TRUTH["XOR"])) >= 1


def test_no_neuron_on_a_grid_computes_xor_but_three_answers_can_be_right():
    w1, w2, bias = (axis.ravel() for axis in np.meshgrid(*[np.linspace(-3, 3, 25)] * 3))
    fires = np.stack([w1 * a + w2 * b + bias > 0 for a, b in GATE_INPUTS], axis=1)
    for name, possible in [("XOR", 1), *((name, 0) for name in GATES)]:
        wrong = jax.vmap(lambda *now: count_wrong(Neuron(*now), X, jnp.array(TRUTH[name])))(
            jnp.stack([w1, w2], axis=1), jnp.array(bias))
        np.testing.assert_array_equal(wrong, np.sum(fires != np.array(TRUTH[name]), axis=1))
        assert wrong.min() == possible


@pytest.mark.parametrize("n,m", [*itertools.product(range(4), range(3))])
def test_the_neuron_of_1943(n, m):
    for threshold in (0.0, 1.0, 1.5, 3.0, 4.0):
        for excitatory in itertools.product((0.0, 1.0), repeat=n):
            for inhibitory in itertools.product((0.0, 1.0), repeat=m):
                fires = 1.0 not in inhibitory and excitatory.count(1.0) >= threshold
                assert mcculloch_pitts(jnp.array(excitatory), jnp.array(inhibitory), threshold) == fires


def assert_same_history(run, history):
    weights, biases, wrong = zip(*history)
    np.testing.assert_array_equal(run.weights, weights)
    np.testing.assert_array_equal(run.biases, biases)
    np.testing.assert_array_equal(run.wrong, wrong)
    np.testing.assert_array_equal(run.neuron.weights, weights[-1])
    assert run.neuron.bias == biases[-1]


def vectors(length, numbers=EIGHTHS):
    return st.lists(numbers, min_size=length, max_size=length)


@settings(max_examples=40)
@given(st.lists(vectors(3), min_size=5, max_size=5), vectors(5, st.sampled_from([0.0, 1.0])), vectors(4),
       st.sampled_from([0.5, 1.0, 2.0]))
def test_the_perceptron_rule_step_by_step(x, y, start, learning_rate):
    data = jnp.array(x), jnp.array(y)
    run = perceptron_rule(*data, steps=23, start=Neuron(jnp.array(start[:3]), jnp.array(start[3])),
                          learning_rate=learning_rate)
    assert_same_history(run, oracles.perceptron(x, y, 23, start[:3], start[3], learning_rate))
    run = perceptron_rule(*data, steps=23, learning_rate=learning_rate)
    assert_same_history(run, oracles.perceptron(x, y, 23, [0.0] * 3, 0.0, learning_rate))


@settings(max_examples=40)
@given(vectors(3), vectors(4), st.sampled_from([0.0, 1.0]), st.sampled_from([0.5, 1.0, 2.0]))
def test_one_update_and_none_where_the_answer_is_right(x, start, y, learning_rate):
    now = Neuron(jnp.array(start[:3]), jnp.array(start[3]))
    after = perceptron_update(now, jnp.array(x), y, learning_rate)
    _, (weights, bias, _) = oracles.perceptron([x], [y], 1, start[:3], start[3], learning_rate)
    assert (after.weights.tolist(), after.bias) == (weights, bias)
    if count_wrong(now, jnp.array([x]), jnp.array([y])) == 0:
        assert after.weights.tolist() == start[:3] and after.bias == start[3]


def test_the_learning_rate_is_one_unless_told_and_any_start_will_do():
    y = jnp.array(TRUTH["AND"])
    now = Neuron(jnp.zeros(2), 0.0)
    assert perceptron_update(now, X[3], 1.0).weights.tolist() == [1, 1]
    assert_same_history(perceptron_rule(X, y, steps=9), oracles.perceptron(GATE_INPUTS, TRUTH["AND"], 9, [0, 0], 0))
    for start in (GATES["NOR"], Neuron(jnp.array([2, -1]), 3), Neuron(np.array([0.5, 0.25]), 1.0)):
        history = oracles.perceptron(GATE_INPUTS, TRUTH["AND"], 9, np.array(start.weights).tolist(), start.bias)
        assert_same_history(perceptron_rule(X, y, steps=9, start=start), history)
    assert len(perceptron_rule(X, y, steps=0).wrong) == 1


def changes(run):
    """How often the rule changed the neuron."""
    return int(np.sum(np.any(np.diff(run.weights, axis=0) != 0, axis=1) | (np.diff(run.biases) != 0)))


def novikoff(u, x):
    """(R / gamma)^2 for a separating (w, b) = u, where each input has a 1 put after it."""
    x = np.column_stack([x, np.ones(len(x))])
    gamma = np.min(np.abs(x @ u)) / np.linalg.norm(u)
    return np.max(np.sum(x**2, axis=1)) / gamma**2


@pytest.mark.parametrize("name", GATES)
def test_every_gate_is_learnt_within_the_bound(name):
    most = novikoff(np.array([*GATES[name].weights, GATES[name].bias]), np.array(GATE_INPUTS))
    run = perceptron_rule(X, jnp.array(TRUTH[name]), steps=4 * int(most + 1))  # a round without a change: all right
    assert changes(run) <= most and run.wrong[-1] == 0
    assert [float(neuron(*run.neuron, x, step)) for x in X] == list(TRUTH[name])


def test_xor_is_never_learnt():
    run = perceptron_rule(X, jnp.array(TRUTH["XOR"]), steps=2000)
    assert run.wrong.min() >= 1
    moved = np.any(np.diff(run.weights, axis=0) != 0, axis=1) | (np.diff(run.biases) != 0)
    assert moved.reshape(-1, 4).any(axis=1).all()  # in every round
    assert len(set(map(tuple, run.weights.tolist()))) < 20  # it goes round and round


@settings(max_examples=50)
@given(SEEDS)
def test_what_a_line_separates_is_learnt_within_novikoffs_bound(seed):
    rng = np.random.default_rng(seed)
    u = rng.normal(size=3)
    u /= np.linalg.norm(u)
    points = rng.uniform(-1, 1, (400, 2)).astype(np.float32)
    points = points[np.abs(points @ u[:2] + u[2]) > 0.25][:12]
    assume(len(points) == 12)
    y = (points @ u[:2] + u[2] > 0).astype(np.float32)
    most = novikoff(u, points.astype(float))
    assert most <= 48  # R^2 <= 3, gamma >= 1/4
    run = perceptron_rule(jnp.array(points), jnp.array(y), steps=12 * 49)
    assert changes(run) <= most and run.wrong[-1] == 0

"""The perceptron rule: against a plain loop, and within the bound that is proved for it."""
import jax
import jax.numpy as jnp
import numpy as np
import oracles
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dlnotes.networks.activations import step
from dlnotes.networks.neurons import GATE_INPUTS, GATES, TRUTH, Neuron, neuron
from dlnotes.networks.perceptron import (
    count_wrong, novikoff, one_against_rest, perceptron_rule, perceptron_update)

EIGHTHS = st.integers(-40, 40).map(lambda n: n / 8)  # sums and products of these are exact
SEEDS = st.integers(0, 2**32 - 1)
X = jnp.array(GATE_INPUTS)


@settings(max_examples=60)
@given(*[st.floats(-1e3, 1e3, width=32)] * 3)
def test_no_neuron_computes_xor(w1, w2, bias):
    assert count_wrong(Neuron(jnp.array([w1, w2]), bias), X, jnp.array(TRUTH["XOR"])) >= 1


def test_no_neuron_on_a_grid_computes_xor_but_three_answers_can_be_right():
    w1, w2, bias = (axis.ravel() for axis in np.meshgrid(*[np.linspace(-3, 3, 25)] * 3))
    fires = np.stack([w1 * a + w2 * b + bias > 0 for a, b in GATE_INPUTS], axis=1)
    for name, possible in [("XOR", 1), *((name, 0) for name in GATES)]:
        y = jnp.array(TRUTH[name])
        wrong = jax.vmap(lambda *now: count_wrong(Neuron(*now), X, y))(
            jnp.stack([w1, w2], axis=1), jnp.array(bias))
        np.testing.assert_array_equal(wrong, np.sum(fires != np.array(TRUTH[name]), axis=1))
        assert wrong.min() == possible


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
@given(st.lists(vectors(3), min_size=5, max_size=5), vectors(5, st.sampled_from([0.0, 1.0])),
       vectors(4), st.sampled_from([0.5, 1.0, 2.0]))
def test_the_perceptron_rule_step_by_step(x, y, start, learning_rate):
    data = jnp.array(x), jnp.array(y)
    first = Neuron(jnp.array(start[:3]), jnp.array(start[3]))
    run = perceptron_rule(*data, steps=23, start=first, learning_rate=learning_rate)
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
    history = oracles.perceptron(GATE_INPUTS, TRUTH["AND"], 9, [0, 0], 0)
    assert_same_history(perceptron_rule(X, y, steps=9), history)
    for start in (GATES["NOR"], Neuron(jnp.array([2, -1]), 3), Neuron(np.array([0.5, 0.25]), 1.0)):
        weights = np.array(start.weights).tolist()
        history = oracles.perceptron(GATE_INPUTS, TRUTH["AND"], 9, weights, start.bias)
        assert_same_history(perceptron_rule(X, y, steps=9, start=start), history)
    assert len(perceptron_rule(X, y, steps=0).wrong) == 1


def changes(run):
    """Count how often the rule changed the neuron."""
    return int(np.sum(moved(run)))


def moved(run):
    return np.any(np.diff(run.weights, axis=0) != 0, axis=1) | (np.diff(run.biases) != 0)


def bound_by(u, x):
    """Compute (R / gamma)^2 for a separating (w, b) = u, where each input gets a 1 after it."""
    x = np.column_stack([x, np.ones(len(x))])
    gamma = np.min(np.abs(x @ u)) / np.linalg.norm(u)
    return np.max(np.sum(x**2, axis=1)) / gamma**2


@pytest.mark.parametrize("name", GATES)
def test_every_gate_is_learnt_within_the_bound(name):
    most = bound_by(np.array([*GATES[name].weights, GATES[name].bias]), np.array(GATE_INPUTS))
    steps = 4 * int(most + 1)  # enough for one round without a change
    run = perceptron_rule(X, jnp.array(TRUTH[name]), steps=steps)
    assert changes(run) <= most and run.wrong[-1] == 0
    assert [float(neuron(*run.neuron, x, step)) for x in X] == list(TRUTH[name])


def test_xor_is_never_learnt():
    run = perceptron_rule(X, jnp.array(TRUTH["XOR"]), steps=2000)
    assert run.wrong.min() >= 1
    assert moved(run).reshape(-1, 4).any(axis=1).all()  # in every round
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
    most = bound_by(u, points.astype(float))
    assert most <= 48  # R^2 <= 3, gamma >= 1/4
    run = perceptron_rule(jnp.array(points), jnp.array(y), steps=12 * 49)
    assert changes(run) <= most and run.wrong[-1] == 0


@pytest.mark.parametrize("y, found", [
    ([-1, -1, -1, 1], "0 or 1 for each example; for labels -1 and 1 write y > 0; got -1"),
    ((1.0, 1.0, -1.0, 1.0), "for labels -1 and 1 write y > 0; got -1"),
    (np.array([0, 1, 2, 1]), "got 2"), ([0, 0.5, 1, 1], "got 0.5"), ([0, 0, 0, np.nan], "got nan"),
    ("AND", "y must be numbers"), (None, "y must be numbers"), (list("0001"), "y must be numbers"),
    ([0, 1], r"got shapes \(4, 2\) and \(2,\)"),
    ([[0], [0], [0], [1]], r"got shapes \(4, 2\) and \(4, 1\)"),
])
def test_labels_of_another_kind_are_refused(y, found, unchecked):
    for use in (lambda: perceptron_rule(X, y, steps=9), lambda: novikoff(X, y),
                lambda: count_wrong(GATES["AND"], X, y)):
        with pytest.raises(ValueError, match=found):
            use()


def test_one_update_refuses_them_too(unchecked):
    for y in (-1, 2, "1"):
        with pytest.raises(ValueError, match="y must be"):
            perceptron_update(GATES["AND"], X[1], y)
    for labels in ([0, 10], [-1, 9], [0.5, 1]):
        with pytest.raises(ValueError, match="labels must be a digit from 0 to 9"):
            one_against_rest(X[:2], labels, steps=3)


@pytest.mark.parametrize("kind", [
    tuple, list, np.array, jnp.array, lambda one: np.array(one, np.int8),
    lambda one: np.array(one, bool), lambda one: jnp.array(one, int)])
def test_examples_may_be_of_any_kind_that_means_the_same(kind, unchecked):
    wanted = perceptron_rule(X, jnp.array(TRUTH["NAND"]), steps=40)
    run = perceptron_rule(kind(GATE_INPUTS), kind(TRUTH["NAND"]), steps=40)
    np.testing.assert_array_equal(run.weights, wanted.weights)
    assert run.wrong[-1] == count_wrong(run.neuron, kind(GATE_INPUTS), kind(TRUTH["NAND"])) == 0
    bound = novikoff(X, jnp.array(TRUTH["NAND"]))
    assert novikoff(kind(GATE_INPUTS), kind(TRUTH["NAND"])) == bound
    assert perceptron_update(GATES["AND"], kind(GATE_INPUTS[2]), 1).weights.tolist() == [2, 1]


@pytest.mark.parametrize("wrong, found", [
    ({"steps": 9.0}, "steps must be a whole number"), ({"steps": "9"}, "steps must be"),
    ({"steps": -1}, "0 or more; got -1"), ({"steps": True}, "got True"),
    ({"start": Neuron((1, 2, 3), 0)}, "a weight for each of the 2 inputs"),
    ({"start": Neuron("ab", 0)}, "start must be numbers"), ({"x": [1, 2, 3, 4]}, "x must have a row"),
])
def test_other_arguments_of_no_use(wrong, found, unchecked):
    with pytest.raises(ValueError, match=found):
        perceptron_rule(**{"x": X, "y": TRUTH["AND"], "steps": 9} | wrong)

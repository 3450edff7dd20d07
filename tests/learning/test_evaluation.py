"""Evaluation: mean costs and accuracies of unseen examples, counted by hand."""
import jax
import jax.numpy as jnp
import numpy as np
import oracles
import pytest

from dlnotes.data.points import samples, xor
from dlnotes.learning.evaluation import accuracy, evaluate
from dlnotes.learning.training import fit
from dlnotes.networks.costs import cross_entropy
from dlnotes.networks.network import Layer, Network

NETWORK = Network((2, 3, 2))


def test_accuracy_counts(key):
    network = Network((2, 2), output="linear")
    params = (Layer(jnp.eye(2), jnp.zeros(2)),)
    x = jnp.array([[1.0, 0.0], [0.0, 1.0], [3.0, 2.0], [0.0, 5.0]])
    assert accuracy(network, params, x, jnp.array([0, 1, 1, 1])) == 0.75


def test_the_history_is_of_unseen_examples(key):
    data = xor()
    for examples in (data, data.hold_out(2)):
        run = fit(NETWORK, NETWORK.init(key=key), examples, key=key, epochs=1, batch_size=2)
        unseen = (examples.x_test, examples.y_test)
        if len(examples.y_validation):
            unseen = (examples.x_validation, examples.y_validation)
        costs = []
        for x, label in zip(np.asarray(unseen[0]), np.asarray(unseen[1])):
            _, a = oracles.forward(run.params, [oracles.sigmoid] * 2, x)
            costs.append(oracles.cross_entropy(a[-1], [1.0 - label, float(label)]))
        assert run.history.unseen_cost[0] == pytest.approx(np.mean(costs), rel=1e-5)
        assert run.history.accuracy[0] == accuracy(NETWORK, run.params, *unseen)
        assert evaluate(NETWORK, run.params, *unseen, cross_entropy)[1] == run.history.accuracy[0]


def test_a_function_is_learnt_as_numbers(key):
    data = samples(lambda x: jnp.stack([x**2, 1 - x], axis=1), 40)
    network = Network((1, 8, 2), hidden="tanh", output="linear")
    start = network.init(key=key)
    run = fit(network, start, data, key=key, cost="quadratic", optimizer="adam",
              learning_rate=0.02, epochs=150)
    a = np.array(jax.vmap(network.apply, (None, 0))(run.params, data.x_test))
    y = np.asarray(data.y_test)
    r2 = 1 - ((y - a)**2).sum() / ((y - y.mean(axis=0))**2).sum()
    cost = ((y - a)**2).sum(axis=1).mean() / 2
    assert 0.99 < run.history.accuracy[-1] == pytest.approx(r2, abs=1e-5)
    assert run.history.unseen_cost[-1] == pytest.approx(cost, rel=1e-3)
    assert accuracy(network, run.params, data.x_test, data.y_test) == run.history.accuracy[-1]
    nothing_to_explain = jnp.ones((39, 2))
    assert accuracy(network, run.params, data.x_test, nothing_to_explain) == 0.0
    best = fit(network, start, data, key=key, cost="quadratic", learning_rate=0.02, epochs=2,
               patience=1)
    assert best.epoch > 0  # also where R^2 starts far below 0

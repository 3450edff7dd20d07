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
from dlnotes.networks.layers.dense import Layer
from dlnotes.networks.network import Network

NETWORK = Network((2, 3, 2))


def test_accuracy_counts(key):
    network = Network((2, 2), output="linear")
    params = (Layer(jnp.eye(2), jnp.zeros(2)),)
    x = jnp.array([[1.0, 0.0], [0.0, 1.0], [3.0, 2.0], [0.0, 5.0]])
    assert accuracy(network, params, x, jnp.array([0, 1, 1, 1])) == 0.75


class TestForms:
    """Three of four right, however the labels are given; or an error that says what to give."""

    network = Network((2, 2), output="linear")
    params = (Layer(jnp.eye(2), jnp.zeros(2)),)
    x = jnp.array([[1.0, 0.0], [0.0, 1.0], [3.0, 2.0], [0.0, 5.0]])

    @pytest.mark.parametrize("y", [
        [0, 1, 1, 1], np.array([0.0, 1.0, 1.0, 1.0]), np.array([0, 1, 1, 1], np.int8),
        np.array([False, True, True, True]), np.eye(2)[[0, 1, 1, 1]],
        jnp.eye(2, dtype=int)[np.array([0, 1, 1, 1])],
    ], ids=["list", "floats", "bytes", "truth values", "one-hot", "one-hot integers"])
    def test_the_share_right(self, y, unchecked):
        assert accuracy(self.network, self.params, self.x, y) == 0.75

    @pytest.mark.parametrize("y, message", [
        (np.array([[0], [1], [1], [1]]), r"got shape \(4, 1\). Give y\[:, 0\]"),
        (np.array([0, 1, 1, 1.5]), "y must be whole numbers; row 3 has 1.5"),
        (np.array([0, 1, 1, np.nan]), "y must be whole numbers; row 3 has nan"),
        (np.array([1, 2, 2, 2]), "y must be from 0 to 1, since there are 2 classes; got 2"),
        (np.array([0, 1, 1]), r"y must be a label for each of the 4 examples.*got shape \(3,\)"),
        (np.array(["0", "1", "1", "1"]), "y must be whole numbers; got '0'"),
        (np.zeros((4, 3)), r"or 2 numbers for each; got shape \(4, 3\)"),
    ])
    def test_what_is_no_label(self, y, message, unchecked):
        with pytest.raises(ValueError, match=message):
            accuracy(self.network, self.params, self.x, y)

    def test_one_output_is_a_number(self, unchecked):
        network = Network((2, 1), output="linear")
        params = (Layer(jnp.ones((1, 2)), jnp.zeros(1)),)
        wanted = self.x.sum(axis=1)
        assert accuracy(network, params, self.x, wanted[:, None]) == 1
        with pytest.raises(ValueError, match=r"got shape \(4,\). Give y\[:, None\]"):
            accuracy(network, params, self.x, wanted)

    def test_within_jit_and_vmap(self):
        y = jnp.array([0, 1, 1, 1])
        assert jax.jit(accuracy, static_argnums=0)(self.network, self.params, self.x, y) == 0.75
        many = jax.tree.map(lambda p: jnp.stack([p, -p]), self.params)
        shares = jax.vmap(lambda p: accuracy(self.network, p, self.x, y))(many)
        assert shares.tolist() == [0.75, 0.25]


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

"""Training: each step is the gradient step of the definition, and nothing that was learnt is lost."""
import jax
import jax.numpy as jnp
import numpy as np
import oracles
import pytest
from jax.random import key as make_key

from dlnotes.costs import cross_entropy, quadratic
from dlnotes.datasets import digits, xor
from dlnotes.networks import Layer, Network
from dlnotes.training import accuracy, fit

NETWORK = Network((2, 3, 2))


def layers_from(numbers):
    cut = np.split(np.array(numbers), [6, 9, 15])
    return Layer(cut[0].reshape(3, 2), cut[1]), Layer(cut[2].reshape(2, 3), cut[3])


@pytest.mark.parametrize("cost,definition", [(cross_entropy, oracles.cross_entropy), (quadratic, oracles.quadratic)])
def test_one_step_is_against_the_mean_gradient(key, cost, definition):
    data, start = xor(), NETWORK.init(key=key)
    run = fit(NETWORK, start, data, key=key, cost=cost, epochs=1, batch_size=4, learning_rate=0.7)

    def mean_cost(numbers):
        total = 0
        for x, label in zip(np.asarray(data.x_train), np.asarray(data.y_train)):
            _, a = oracles.forward(layers_from(numbers), [oracles.sigmoid] * 2, x)
            total += definition(a[-1], [1.0 - label, float(label)])
        return total / 4

    before = np.concatenate([np.ravel(leaf) for leaf in jax.tree.leaves(start)]).astype(float)
    after = np.concatenate([np.ravel(leaf) for leaf in jax.tree.leaves(run.params)])
    np.testing.assert_allclose(after, before - 0.7 * np.array(oracles.gradient(mean_cost, before)), atol=2e-6)
    assert run.history.cost[0] == pytest.approx(mean_cost(before), rel=1e-5)


def test_an_epoch_uses_every_batch_once(key):
    data = xor()
    start = NETWORK.init(key=key)
    batches = fit(NETWORK, start, data, key=key, epochs=1, batch_size=3)  # one batch of three; the fourth waits
    assert len(batches.history.cost) == 1
    changed = jax.tree.map(lambda a, b: bool(jnp.any(a != b)), start, batches.params)
    assert all(jax.tree.leaves(changed))


def test_digits_are_learnt_and_the_same_key_gives_the_same_run(key):
    data, network = digits(), Network((64, 30, 10))
    runs = [fit(network, network.init(key=key), data, key=key, epochs=8, learning_rate=1.0) for _ in range(2)]
    assert runs[0].history.accuracy[-1] > 0.9
    assert jax.tree.all(jax.tree.map(lambda a, b: bool(jnp.all(a == b)), runs[0].params, runs[1].params))
    other = fit(network, network.init(key=key), data, key=make_key(7), epochs=8, learning_rate=1.0)
    assert jnp.any(other.params[0].weights != runs[0].params[0].weights)
    assert repr(runs[0]).startswith("Run: 8 epochs, cost ≈0.")


def test_accuracy_counts(key):
    network = Network((2, 2), output="linear")
    params = (Layer(jnp.eye(2), jnp.zeros(2)),)
    x = jnp.array([[1.0, 0.0], [0.0, 1.0], [3.0, 2.0], [0.0, 5.0]])
    assert accuracy(network, params, x, jnp.array([0, 1, 1, 1])) == 0.75


def test_an_interrupt_keeps_what_was_learnt(key, capsys):
    def stop_after_two(history):
        if len(history.cost) == 2:
            raise KeyboardInterrupt

    data, start = xor(), NETWORK.init(key=key)
    run = fit(NETWORK, start, data, key=key, epochs=5, batch_size=2, on_epoch=stop_after_two)
    seen = []
    whole = fit(NETWORK, start, data, key=key, epochs=5, batch_size=2, on_epoch=lambda h: seen.append(len(h.cost)))
    assert "interrupted after epoch 2 of 5" in capsys.readouterr().out
    assert len(run.history.cost) == 2 and seen == [1, 2, 3, 4, 5]
    np.testing.assert_array_equal(run.history.cost, whole.history.cost[:2])
    assert jnp.any(run.params[0].weights != start[0].weights)
    assert "interrupted after 2 of 5 epochs" in repr(run)


@pytest.mark.parametrize("change,message", [
    ({"epochs": 0}, "epochs must be at least 1; got 0"),
    ({"batch_size": 5}, "batch_size must be from 1 to the 4 training examples; got 5"),
    ({"batch_size": 0}, "batch_size must be from 1"),
    ({"learning_rate": 0.0}, "learning_rate must be a positive number; got 0.0"),
    ({"learning_rate": float("nan")}, "learning_rate must be a positive number; got nan"),
    ({"network": Network((3, 2))}, "the data have 2 inputs an example, the network 3"),
    ({"network": Network((2, 1))}, "labels must be from 0 to 0"),
    ({"network": Network((2, 2), output="relu")}, "use output=sigmoid; got relu"),
])
def test_bad_arguments_are_named_before_anything_is_compiled(key, change, message):
    arguments = {"network": NETWORK, "epochs": 1, "batch_size": 2, "learning_rate": 0.5} | change
    network = arguments.pop("network")
    with pytest.raises(ValueError, match=message):
        fit(network, network.init(key=key), xor(), key=key, **arguments)


def test_divergence_stops_with_its_epoch(key):
    network = Network((2, 3, 2), hidden="relu", output="linear")
    start = jax.tree.map(lambda p: p * 1e18, network.init(key=key))
    with pytest.raises(FloatingPointError, match="in epoch 1: a learning rate smaller than"):
        fit(network, start, xor(), key=key, cost=quadratic, epochs=2, batch_size=2, learning_rate=1e6)

"""Training: each step is the gradient step of the definition, and it ends when it should."""
from dataclasses import replace

import equinox as eqx
import jax
import jax.numpy as jnp
import numpy as np
import optax
import oracles
import pytest
from jax.random import key as make_key

from dlnotes.networks.backprop import mean_gradient
from dlnotes.networks.costs import cross_entropy, quadratic
from dlnotes.data.datasets import digits
from dlnotes.data.points import xor
from dlnotes.networks.layers.dense import Layer
from dlnotes.networks.network import Network
from dlnotes.learning.evaluation import accuracy
from dlnotes.learning.training import Diverged, fit

NETWORK = Network((2, 3, 2))


def same(one, other):
    """Return whether two pytrees are equal, bit for bit."""
    if jax.tree.structure(one) != jax.tree.structure(other):
        return False
    return all(map(np.array_equal, jax.tree.leaves(one), jax.tree.leaves(other)))


def layers_from(numbers):
    cut = np.split(np.array(numbers), [6, 9, 15])
    return Layer(cut[0].reshape(3, 2), cut[1]), Layer(cut[2].reshape(2, 3), cut[3])


@pytest.mark.parametrize("cost,definition", [
    (cross_entropy, oracles.cross_entropy), (quadratic, oracles.quadratic)])
def test_one_step_is_against_the_mean_gradient(key, cost, definition):
    data = xor()
    start = NETWORK.init(key=key)
    run = fit(NETWORK, start, data, key=key, cost=cost, epochs=1, batch_size=4, learning_rate=0.7)

    def mean_cost(numbers):
        total = 0
        for x, label in zip(np.asarray(data.x_train), np.asarray(data.y_train)):
            _, a = oracles.forward(layers_from(numbers), [oracles.sigmoid] * 2, x)
            total += definition(a[-1], [1.0 - label, float(label)])
        return total / 4

    before = np.concatenate([np.ravel(leaf) for leaf in jax.tree.leaves(start)]).astype(float)
    after = np.concatenate([np.ravel(leaf) for leaf in jax.tree.leaves(run.params)])
    gradient = np.array(oracles.gradient(mean_cost, before))
    np.testing.assert_allclose(after, before - 0.7 * gradient, atol=2e-6)
    assert run.history.cost[0] == pytest.approx(mean_cost(before), rel=1e-5)


def test_an_epoch_uses_every_batch_once(key):
    start = NETWORK.init(key=key)
    run = fit(NETWORK, start, xor(), key=key, epochs=1, batch_size=3)  # the fourth example waits
    assert len(run.history.cost) == 1
    changed = jax.tree.map(lambda a, b: bool(jnp.any(a != b)), start, run.params)
    assert all(jax.tree.leaves(changed))


def test_digits_are_learnt_and_the_same_key_gives_the_same_run(key):
    network = Network((64, 30, 10))

    def train(key_of_order):
        start = network.init(key=key)
        return fit(network, start, digits(), key=key_of_order, epochs=8, learning_rate=1.0)

    run, again, other = (train(k) for k in (key, key, make_key(7)))
    assert run.history.accuracy[-1] > 0.9
    equal = jax.tree.map(lambda a, b: bool(jnp.all(a == b)), run.params, again.params)
    assert jax.tree.all(equal)
    assert jnp.any(other.params[0].weights != run.params[0].weights)
    assert repr(run).startswith("Run: 8 epochs, cost ≈0.")


def test_another_gradient_is_followed(key):
    def backwards(*arguments):
        value, slopes = mean_gradient(*arguments)
        return value, jax.tree.map(jnp.negative, slopes)

    def assert_opposite(s, a, b):
        np.testing.assert_allclose(a - s, s - b, atol=1e-6)

    start = NETWORK.init(key=key)
    down, up = (fit(NETWORK, start, xor(), key=key, epochs=1, batch_size=4, gradient=gradient)
                for gradient in (mean_gradient, backwards))
    jax.tree.map(assert_opposite, start, down.params, up.params)
    assert down.history.cost[0] == up.history.cost[0]


def test_an_interrupt_keeps_what_was_learnt(key, capsys):
    def stop_after_two(history):
        if len(history.cost) == 2:
            raise KeyboardInterrupt

    start = NETWORK.init(key=key)
    seen = []
    options = {"key": key, "epochs": 5, "batch_size": 2}
    run = fit(NETWORK, start, xor(), on_epoch=stop_after_two, **options)
    whole = fit(NETWORK, start, xor(), on_epoch=lambda h: seen.append(len(h.cost)), **options)
    assert "interrupted after epoch 2 of 5" in capsys.readouterr().out
    assert len(run.history.cost) == 2 and seen == [1, 2, 3, 4, 5]
    np.testing.assert_array_equal(run.history.cost, whole.history.cost[:2])
    assert jnp.any(run.params[0].weights != start[0].weights)
    assert "stopped after 2 of 5 epochs" in repr(run)


@pytest.mark.parametrize("name,theirs", [
    ("sgd", optax.sgd(0.05)),
    ("momentum", optax.sgd(0.05, momentum=0.9)),
    ("nesterov", optax.sgd(0.05, momentum=0.9, nesterov=True)),
    ("rmsprop", optax.rmsprop(0.05)),
    ("adam", optax.adam(0.05)),
])
def test_an_epoch_is_what_equinox_and_optax_do(key, name, theirs):
    network = Network((64, 20, 10))
    data = digits()
    x = data.x_train[:60]
    y = data.y_train[:60]
    start = network.init(key=key)
    run = fit(network, start, replace(data, x_train=x, y_train=y), key=key, optimizer=name,
              learning_rate=0.05, epochs=2, batch_size=7, weight_decay=0.3)

    keys = jax.random.split(key, 2)
    net = [eqx.nn.Linear(64, 20, key=keys[0]), eqx.nn.Linear(20, 10, key=keys[1])]
    net = eqx.tree_at(
        lambda n: [layer.weight for layer in n] + [layer.bias for layer in n], net,
        [layer.weights for layer in start] + [layer.biases for layer in start])

    def cost(net, x, y):
        z = jax.vmap(lambda x: net[1](jax.nn.sigmoid(net[0](x))))(x)
        squares = sum(jnp.sum(layer.weight**2) for layer in net)
        costs = optax.sigmoid_binary_cross_entropy(z, jax.nn.one_hot(y, 10))
        return costs.sum() / len(x) + 0.3 / 120 * squares

    step = eqx.filter_jit(eqx.filter_grad(cost))
    state = theirs.init(net)
    for epoch in range(2):
        order = np.array(jax.random.permutation(jax.random.fold_in(key, epoch), 60))
        for batch in order[:56].reshape(8, 7):
            change, state = theirs.update(step(net, x[batch], y[batch]), state, net)
            net = eqx.apply_updates(net, change)
    for layer, wanted in zip(run.params, net):
        np.testing.assert_allclose(layer.weights, wanted.weight, rtol=1e-3, atol=2e-4)
        np.testing.assert_allclose(layer.biases, wanted.bias, rtol=1e-3, atol=2e-4)


def test_weight_decay_shrinks_the_weights_and_leaves_the_biases(key):
    start = (Layer(jnp.array([[1.0, -2.0]] * 2), jnp.array([0.5, 0.5])),)
    network = Network((2, 2), output="linear")
    data = replace(xor(), x_train=jnp.zeros((4, 2)), y_train=jnp.zeros(4, jnp.int32))
    run = fit(network, start, data, key=key, cost="quadratic", epochs=1, batch_size=4,
              learning_rate=0.5, weight_decay=0.8)
    shrunk = start[0].weights * (1 - 0.5 * 0.8 / 4)
    np.testing.assert_allclose(run.params[0].weights, shrunk, rtol=1e-6)
    np.testing.assert_allclose(run.params[0].biases, [0.75, 0.25], rtol=1e-6)


def test_early_stopping_goes_back_to_the_best_epoch(key):
    data = digits().hold_out(300)
    network = Network((64, 20, 10))

    def train(start, epochs, **options):
        return fit(network, start, data, key=key, epochs=epochs, learning_rate=2.0,
                   keep=range(61), **options)

    start = network.init(key=key)
    stopped = train(start, 60, patience=3)
    accuracies = stopped.history.accuracy
    best = int(np.argmax(accuracies)) + 1
    assert stopped.epoch == best and len(accuracies) == best + 3 < 60
    assert same(stopped.params, stopped.kept[best][0])
    held_out = accuracy(network, stopped.params, data.x_validation, data.y_validation)
    assert accuracies[best - 1] == held_out
    words = f"Run: stopped after {best + 3} of 60 epochs, parameters of epoch {best}, cost"
    assert words in repr(stopped)
    np.testing.assert_array_equal(train(start, best + 3).history.accuracy, accuracies)
    assert same(train(stopped, best + 5), train(start, best + 5))


def test_divergence_stops_with_its_epoch_and_keeps_what_was_before(key):
    network = Network((2, 3, 2), hidden="relu", output="linear")
    start = jax.tree.map(lambda p: p * 1e18, network.init(key=key))
    options = {"key": key, "cost": quadratic, "batch_size": 2}
    message = "in epoch 1: a learning rate smaller than 1000000.0 usually helps"
    with pytest.raises(Diverged, match=message) as caught:
        fit(network, start, xor(), epochs=2, learning_rate=1e6, **options)
    assert same(caught.value.run.params, start) and caught.value.run.epoch == 0
    with pytest.raises(Diverged, match="in epoch ([2-9]|[1-8][0-9]):") as caught:
        fit(network, network.init(key=key), xor(), epochs=90, learning_rate=4.0, **options)
    run = caught.value.run
    assert run.epoch == len(run.history.cost) >= 1 and np.all(np.isfinite(run.params[0].weights))

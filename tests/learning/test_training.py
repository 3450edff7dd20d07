"""Training: each step is the gradient step of the definition, and nothing that was learnt is lost."""
from dataclasses import replace

import equinox as eqx
import jax
import jax.numpy as jnp
import numpy as np
import optax
import oracles
import pytest
from jax.random import key as make_key

from dlnotes.learning import training
from dlnotes.networks.backprop import mean_gradient
from dlnotes.networks.costs import cross_entropy, quadratic
from dlnotes.data.datasets import digits
from dlnotes.data.points import samples, xor
from dlnotes.networks.network import Layer, Network
from dlnotes.learning.runs import Run
from dlnotes.learning.evaluation import accuracy, evaluate
from dlnotes.learning.training import Diverged, fit

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


def test_a_function_is_learnt_as_numbers(key):
    data, network = samples(lambda x: jnp.stack([x**2, 1 - x], axis=1), 40), Network((1, 8, 2), hidden="tanh", output="linear")
    start = network.init(key=key)
    run = fit(network, start, data, key=key, cost="quadratic", optimizer="adam", learning_rate=0.02, epochs=150)
    a, y = np.array(jax.vmap(network.apply, (None, 0))(run.params, data.x_test)), np.asarray(data.y_test)
    r2 = 1 - ((y - a)**2).sum() / ((y - y.mean(axis=0))**2).sum()
    assert 0.99 < run.history.accuracy[-1] == pytest.approx(r2, abs=1e-5)
    assert run.history.unseen_cost[-1] == pytest.approx(((y - a)**2).sum(axis=1).mean() / 2, rel=1e-3)
    assert accuracy(network, run.params, data.x_test, data.y_test) == run.history.accuracy[-1]
    assert accuracy(network, run.params, data.x_test, jnp.ones((39, 2))) == 0.0  # nothing to be explained
    best = fit(network, start, data, key=key, cost="quadratic", learning_rate=0.02, epochs=2, patience=1)
    assert best.epoch > 0  # also where R^2 starts far below 0


@pytest.mark.parametrize("y,cost,message", [
    (jnp.ones((4, 3)), "quadratic", "the data want 3 numbers an example, the network has 2 outputs"),
    (jnp.ones((4, 2)).at[2, 1].set(jnp.nan), "quadratic", "row 2 of what is wanted has NaN"),
    (jnp.full((4, 2), 1.5), "cross_entropy", "numbers from 0 to 1; got 1.5 to 1.5"),
])
def test_numbers_that_cannot_be_wanted(key, y, cost, message):
    x = jnp.ones((4, 2))
    data = replace(xor(), x_train=x, x_test=x, y_train=y, y_test=y, x_validation=None, y_validation=None, classes=())
    with pytest.raises(ValueError, match=message):
        fit(NETWORK, NETWORK.init(key=key), data, key=key, cost=cost, epochs=1, batch_size=2)


def test_another_gradient_is_followed(key):
    def backwards(*arguments):
        value, slopes = mean_gradient(*arguments)
        return value, jax.tree.map(jnp.negative, slopes)

    data, start = xor(), NETWORK.init(key=key)
    down, up = (fit(NETWORK, start, data, key=key, epochs=1, batch_size=4, gradient=g) for g in (mean_gradient, backwards))
    jax.tree.map(lambda s, a, b: np.testing.assert_allclose(a - s, s - b, atol=1e-6), start, down.params, up.params)
    assert down.history.cost[0] == up.history.cost[0]


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
    assert "stopped after 2 of 5 epochs" in repr(run)


def same(one, other):
    """Whether two pytrees are equal, bit for bit."""
    return jax.tree.structure(one) == jax.tree.structure(other) and all(
        np.array_equal(a, b) for a, b in zip(jax.tree.leaves(one), jax.tree.leaves(other)))


def start_of(key, network=NETWORK):
    return network.init(key=key)


@pytest.mark.parametrize("optimizer", ["sgd", "adam", optax.adamw, optax.chain(optax.clip(0.5), optax.sgd(0.2))],
                         ids=["sgd", "adam", "a function", "ready"])
def test_a_run_that_goes_on_is_the_run_that_never_stopped(key, tmp_path, optimizer):
    def train(start, epochs):
        return fit(NETWORK, start, xor(), key=key, optimizer=optimizer, learning_rate=0.1, epochs=epochs, batch_size=2,
                   weight_decay=0.01, keep=(0, 2, 5))

    whole = train(start_of(key), 6)
    halfway = train(start_of(key), 3)
    halfway.save(tmp_path / "run.npz")
    for half in (halfway, Run.load(tmp_path / "run.npz"), whole.at(2), whole.at(0)):
        assert same(train(half, 6), whole)


def test_an_interrupted_run_goes_on(key):
    def stop(history):
        if len(history.cost) == 2:
            raise KeyboardInterrupt

    options = {"key": key, "optimizer": "momentum", "learning_rate": 0.1, "epochs": 5, "batch_size": 2}
    interrupted = fit(NETWORK, start_of(key), xor(), on_epoch=stop, **options)
    assert interrupted.epoch == 2
    assert same(fit(NETWORK, interrupted, xor(), **options), fit(NETWORK, start_of(key), xor(), **options))


def test_a_run_can_fork(key):
    options = {"key": key, "batch_size": 2, "epochs": 4}
    run = fit(NETWORK, start_of(key), xor(), keep=[2], **options)
    other = fit(NETWORK, run.at(2), xor(), **options | {"learning_rate": 5.0})
    np.testing.assert_array_equal(other.history.cost[:2], run.history.cost[:2])
    assert other.history.cost[3] != run.history.cost[3]


def test_a_run_goes_on_only_with_the_optimizer_that_it_was_trained_with(key):
    run = fit(NETWORK, start_of(key), xor(), key=key, optimizer="adam", epochs=2, batch_size=2)
    with pytest.raises(ValueError, match="optimizer must be the one that the run was trained with"):
        fit(NETWORK, run, xor(), key=key, epochs=4, batch_size=2)
    with pytest.raises(ValueError, match="epochs counts from the start, and the run has done 2: ask for more; got 2"):
        fit(NETWORK, run, xor(), key=key, optimizer="adam", epochs=2, batch_size=2)
    assert fit(NETWORK, run.params, xor(), key=key, epochs=1, batch_size=2).epoch == 1


@pytest.mark.parametrize("name,theirs", [
    ("sgd", optax.sgd(0.05)), ("momentum", optax.sgd(0.05, momentum=0.9)), ("rmsprop", optax.rmsprop(0.05)),
    ("nesterov", optax.sgd(0.05, momentum=0.9, nesterov=True)), ("adam", optax.adam(0.05))])
def test_an_epoch_is_what_equinox_and_optax_do(key, name, theirs):
    data = digits()
    network, x, y = Network((64, 20, 10)), data.x_train[:60], data.y_train[:60]
    data = replace(data, x_train=x, y_train=y)
    start = start_of(key, network)
    run = fit(network, start, data, key=key, optimizer=name, learning_rate=0.05, epochs=2, batch_size=7,
              weight_decay=0.3)

    keys = jax.random.split(key, 2)
    net = [eqx.nn.Linear(64, 20, key=keys[0]), eqx.nn.Linear(20, 10, key=keys[1])]
    net = eqx.tree_at(lambda n: [layer.weight for layer in n] + [layer.bias for layer in n], net,
                      [layer.weights for layer in start] + [layer.biases for layer in start])

    def cost(net, x, y):
        z = jax.vmap(lambda x: net[1](jax.nn.sigmoid(net[0](x))))(x)
        squares = sum(jnp.sum(layer.weight**2) for layer in net)
        return optax.sigmoid_binary_cross_entropy(z, jax.nn.one_hot(y, 10)).sum() / len(x) + 0.3 / 120 * squares

    step, state = eqx.filter_jit(eqx.filter_grad(cost)), theirs.init(net)
    for epoch in range(2):
        order = np.array(jax.random.permutation(jax.random.fold_in(key, epoch), 60))
        for batch in order[:56].reshape(8, 7):
            change, state = theirs.update(step(net, x[batch], y[batch]), state, net)
            net = eqx.apply_updates(net, change)
    for layer, wanted in zip(run.params, net):
        np.testing.assert_allclose(layer.weights, wanted.weight, rtol=1e-3, atol=2e-4)
        np.testing.assert_allclose(layer.biases, wanted.bias, rtol=1e-3, atol=2e-4)


def test_a_cloud_of_starts_is_what_they_are_one_by_one(key):
    data, network = digits(), Network((64, 12, 10))
    starts = [network.init(key=k) for k in jax.random.split(key, 3)]
    together = jax.vmap(lambda start: fit(network, start, data, key=key, epochs=2, keep=[1]))(
        jax.tree.map(lambda *leaves: jnp.stack(leaves), *starts))
    assert together.history.accuracy.shape == (3, 2) and together.epochs == together.epoch == 2
    for i, start in enumerate(starts):
        alone = fit(network, start, data, key=key, epochs=2, keep=[1])
        np.testing.assert_allclose(together.history.cost[i], alone.history.cost, rtol=1e-3)
        np.testing.assert_allclose(together.params[0].weights[i], alone.params[0].weights, atol=1e-3)
        np.testing.assert_allclose(together.at(1).params[0].weights[i], alone.at(1).params[0].weights, atol=1e-3)


def test_a_cloud_of_keys_of_learning_rates_and_of_decays(key):
    start, rates = start_of(key), jnp.array([0.1, 1.0])
    keys = jax.random.split(key, 2)

    def train(key=key, rate=0.5, decay=0.0, start=start, epochs=3):
        return fit(NETWORK, start, xor(), key=key, optimizer="adam", learning_rate=rate, weight_decay=decay,
                   epochs=epochs, batch_size=2)

    for together, alone in ((jax.vmap(train)(keys), train(keys[1])),
                            (jax.vmap(lambda r: train(rate=r))(rates), train(rate=1.0)),
                            (jax.vmap(lambda d: train(decay=d))(rates), train(decay=1.0))):
        np.testing.assert_allclose(together.history.cost[1], alone.history.cost, rtol=1e-4)
    further = jax.vmap(lambda run, r: train(rate=r, start=run, epochs=5))(jax.vmap(lambda r: train(rate=r))(rates), rates)
    np.testing.assert_allclose(further.history.cost[1], train(rate=1.0, epochs=5).history.cost, rtol=1e-4)


def test_what_looks_at_numbers_is_not_for_a_cloud(key):
    for option in ({"patience": 2}, {"on_epoch": print}):
        with pytest.raises(ValueError, match="patience and on_epoch look at numbers"):
            jax.vmap(lambda k: fit(NETWORK, start_of(k), xor(), key=k, batch_size=2, **option))(jax.random.split(key))


def test_weight_decay_shrinks_the_weights_and_leaves_the_biases(key):
    start = (Layer(jnp.array([[1.0, -2.0]] * 2), jnp.array([0.5, 0.5])),)
    network, data = Network((2, 2), output="linear"), replace(xor(), x_train=jnp.zeros((4, 2)))
    data = replace(data, y_train=jnp.zeros(4, jnp.int32))
    run = fit(network, start, data, key=key, cost="quadratic", epochs=1, batch_size=4, learning_rate=0.5,
              weight_decay=0.8)
    np.testing.assert_allclose(run.params[0].weights, start[0].weights * (1 - 0.5 * 0.8 / 4), rtol=1e-6)
    np.testing.assert_allclose(run.params[0].biases, [0.75, 0.25], rtol=1e-6)


def test_early_stopping_goes_back_to_the_best_epoch(key):
    data = digits().hold_out(300)
    network = Network((64, 20, 10))
    options = {"key": key, "epochs": 60, "learning_rate": 2.0, "keep": range(61)}
    stopped = fit(network, start_of(key, network), data, patience=3, **options)
    accuracies = stopped.history.accuracy
    best = int(np.argmax(accuracies)) + 1
    assert stopped.epoch == best and len(accuracies) == best + 3 < 60
    assert same(stopped.params, stopped.kept[best][0])
    assert accuracies[best - 1] == accuracy(network, stopped.params, data.x_validation, data.y_validation)
    assert f"Run: stopped after {best + 3} of 60 epochs, parameters of epoch {best}, cost" in repr(stopped)
    whole = fit(network, start_of(key, network), data, **options | {"epochs": best + 3})
    np.testing.assert_array_equal(whole.history.accuracy, accuracies)
    on = fit(network, stopped, data, **options | {"epochs": best + 5})
    assert same(on, fit(network, start_of(key, network), data, **options | {"epochs": best + 5}))


def test_the_history_is_of_unseen_examples(key):
    data = xor()
    for examples in (data, data.hold_out(2)):
        run = fit(NETWORK, start_of(key), examples, key=key, epochs=1, batch_size=2)
        unseen = ((examples.x_validation, examples.y_validation) if len(examples.y_validation)
                  else (examples.x_test, examples.y_test))
        costs = []
        for x, label in zip(np.asarray(unseen[0]), np.asarray(unseen[1])):
            _, a = oracles.forward(run.params, [oracles.sigmoid] * 2, x)
            costs.append(oracles.cross_entropy(a[-1], [1.0 - label, float(label)]))
        assert run.history.unseen_cost[0] == pytest.approx(np.mean(costs), rel=1e-5)
        assert run.history.accuracy[0] == accuracy(NETWORK, run.params, *unseen)
        assert evaluate(NETWORK, run.params, *unseen, cross_entropy)[1] == run.history.accuracy[0]


def bad(**changes):
    return replace(xor(), **changes)


@pytest.mark.parametrize("change,message", [
    ({"epochs": 0}, "epochs must be at least 1; got 0"),
    ({"batch_size": 5}, "batch_size must be from 1 to the 4 training examples; got 5"),
    ({"batch_size": 0}, "batch_size must be from 1"),
    ({"learning_rate": 0.0}, "learning_rate must be a positive number; got 0.0"),
    ({"learning_rate": -1.0}, "learning_rate must be a positive number; got -1.0"),
    ({"learning_rate": float("nan")}, "learning_rate must be a positive number; got nan"),
    ({"weight_decay": -0.1}, "weight_decay must be a number, 0 or more; got -0.1"),
    ({"patience": 0}, "patience must be a number of epochs, at least 1, or None; got 0"),
    ({"optimizer": "adm"}, "an optimizer must be one of sgd, momentum, nesterov, rmsprop, adam, or one of Optax"),
    ({"cost": "mse"}, "a cost must be one of quadratic, cross_entropy, log_likelihood; got 'mse'"),
    ({"network": Network((3, 2))}, "the data have 2 inputs an example, the network 3"),
    ({"network": Network((2, 1))}, "labels must be from 0 to 0"),
    ({"network": Network((2, 2), output="relu")}, "the cost cross_entropy needs sigmoid as the network's output; got"),
    ({"start": Network((2, 4, 2))}, "layer 1 must have weights"),
    ({"data": bad(x_train=jnp.array([[0.0, 1.0], [jnp.nan, 0], [0, 0], [1, 1]]))}, "row 1 of x_train has NaN"),
    ({"data": bad(x_test=jnp.full((4, 2), jnp.inf))}, "row 0 of x_test has NaN or infinity"),
    ({"data": bad(y_train=jnp.array([0, 1, 2, 0]))}, "labels must be from 0 to 1, since there are 2 classes; got 2"),
    ({"data": bad(y_test=jnp.array([0, 1, -1, 0]))}, "labels must be from 0 to 1, since there are 2 classes; got -1"),
    ({"data": bad(x_train=jnp.zeros((0, 2)), y_train=jnp.zeros(0, jnp.int32))}, "at least one example in x_train"),
    ({"data": bad(x_test=jnp.zeros((0, 2)), y_test=jnp.zeros(0, jnp.int32))}, "at least one example in x_test"),
])
def test_bad_arguments_are_named_before_anything_is_compiled(key, change, message, monkeypatch):
    monkeypatch.setattr(training, "_epoch", None)
    arguments = {"network": NETWORK, "epochs": 1, "batch_size": 2, "learning_rate": 0.5, "data": xor()} | change
    network, data = arguments.pop("network"), arguments.pop("data")
    start = arguments.pop("start", network).init(key=key)
    with pytest.raises(ValueError, match=message):
        fit(network, start, data, key=key, **arguments)


def test_divergence_stops_with_its_epoch_and_keeps_what_was_before(key):
    network = Network((2, 3, 2), hidden="relu", output="linear")
    start = jax.tree.map(lambda p: p * 1e18, network.init(key=key))
    with pytest.raises(Diverged, match="in epoch 1: a learning rate smaller than 1000000.0 usually helps") as caught:
        fit(network, start, xor(), key=key, cost=quadratic, epochs=2, batch_size=2, learning_rate=1e6)
    assert same(caught.value.run.params, start) and caught.value.run.epoch == 0
    with pytest.raises(Diverged, match="in epoch ([2-9]|[1-8][0-9]):") as caught:
        fit(network, network.init(key=key), xor(), key=key, cost=quadratic, epochs=90, batch_size=2, learning_rate=4.0)
    run = caught.value.run
    assert run.epoch == len(run.history.cost) >= 1 and np.all(np.isfinite(run.params[0].weights))

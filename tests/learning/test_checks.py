"""What cannot be trained is refused by name, before anything is compiled."""
from dataclasses import replace

import jax.numpy as jnp
import pytest

from dlnotes.data.points import xor
from dlnotes.learning import training
from dlnotes.learning.training import fit
from dlnotes.networks.network import Network

NETWORK = Network((2, 3, 2))


@pytest.mark.parametrize("y,cost,message", [
    (jnp.ones((4, 3)), "quadratic",
     "the data want 3 numbers an example, the network has 2 outputs"),
    (jnp.ones((4, 2)).at[2, 1].set(jnp.nan), "quadratic", "row 2 of what is wanted has NaN"),
    (jnp.full((4, 2), 1.5), "cross_entropy", "numbers from 0 to 1; got 1.5 to 1.5"),
])
def test_numbers_that_cannot_be_wanted(key, y, cost, message):
    x = jnp.ones((4, 2))
    data = replace(xor(), x_train=x, x_test=x, y_train=y, y_test=y, x_validation=None,
                   y_validation=None, classes=())
    with pytest.raises(ValueError, match=message):
        fit(NETWORK, NETWORK.init(key=key), data, key=key, cost=cost, epochs=1, batch_size=2)


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
    ({"optimizer": "adm"}, "an optimizer must be one of sgd, .*; did you mean 'adam'"),
    ({"cost": "mse"}, "must be one of quadratic, cross_entropy, log_likelihood; got 'mse'"),
    ({"network": Network((3, 2))}, "the data have 2 inputs an example, the network 3"),
    ({"network": Network((2, 1))}, "labels must be from 0 to 0"),
    ({"network": Network((2, 2), output="relu")},
     "the cost cross_entropy needs sigmoid as the network's output; got"),
    ({"start": Network((2, 4, 2))}, "layer 1 must have weights"),
    ({"data": bad(x_train=jnp.array([[0.0, 1.0], [jnp.nan, 0], [0, 0], [1, 1]]))},
     "row 1 of x_train has NaN"),
    ({"data": bad(x_test=jnp.full((4, 2), jnp.inf))}, "row 0 of x_test has NaN or infinity"),
    ({"data": bad(y_train=jnp.array([0, 1, 2, 0]))},
     "labels must be from 0 to 1, since there are 2 classes; got 2"),
    ({"data": bad(y_test=jnp.array([0, 1, -1, 0]))},
     "labels must be from 0 to 1, since there are 2 classes; got -1"),
    ({"data": bad(x_train=jnp.zeros((0, 2)), y_train=jnp.zeros(0, jnp.int32))},
     "at least one example in x_train"),
    ({"data": bad(x_test=jnp.zeros((0, 2)), y_test=jnp.zeros(0, jnp.int32))},
     "at least one example in x_test"),
])
def test_bad_arguments_are_named_before_anything_is_compiled(key, change, message, monkeypatch):
    monkeypatch.setattr(training, "_epoch", None)
    arguments = {"network": NETWORK, "data": xor(), "epochs": 1, "batch_size": 2,
                 "learning_rate": 0.5} | change
    network = arguments.pop("network")
    data = arguments.pop("data")
    start = arguments.pop("start", network).init(key=key)
    with pytest.raises(ValueError, match=message):
        fit(network, start, data, key=key, **arguments)

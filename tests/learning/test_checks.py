"""What cannot be trained is refused by name, before anything is compiled."""
from dataclasses import replace

import jax.numpy as jnp
import numpy as np
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
    ({"epochs": 0}, "epochs must be at least 1, a whole number; got 0"),
    ({"batch_size": 5}, "batch_size must be from 1 to the 4 training examples, a whole number; got 5"),
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


def some_function(step):
    """Stand for a schedule of learning rates."""
    return 0.1 / (1 + step)


WRONG = ["2", 2.0, None, True, [2], (2,), {"a": 2}, some_function, jnp.ones(2), float("nan")]
ALLOWED = {"epochs": (), "batch_size": (), "patience": (None,),
           "learning_rate": (2.0,), "weight_decay": (2.0,)}


PAIRS = [(name, value) for name in ALLOWED for value in WRONG
         if not any(value is one or isinstance(value, float) and value == one
                    for one in ALLOWED[name])]


@pytest.mark.parametrize("name, value", PAIRS)
def test_every_setting_answers_every_wrong_type_by_its_name(key, name, value, unchecked):
    settings = {"epochs": 1, "batch_size": 2, name: value}
    with pytest.raises(ValueError, match=f"^{name} must be .*got "):
        fit(NETWORK, NETWORK.init(key=key), xor(), key=key, **settings)


@pytest.mark.parametrize("value", [0, 1.0, "key", None, True, np.zeros(2), some_function])
def test_what_is_no_key(key, value, unchecked):
    with pytest.raises(ValueError, match=r"^key must be a key of JAX, such as jax.random.key\(0\)"):
        fit(NETWORK, NETWORK.init(key=key), xor(), key=value)


@pytest.mark.parametrize("data", [(xor().x_train, xor().y_train), xor().x_train, None, "xor", 3])
def test_what_is_no_data_set(key, data, unchecked):
    with pytest.raises(ValueError, match="^data must be a data set, and Dataset.from_arrays"):
        fit(NETWORK, NETWORK.init(key=key), data, key=key)


@pytest.mark.parametrize("cost", ["quadratik", None, 3, ["quadratic"], some_function])
def test_what_is_no_cost(key, cost, unchecked):
    with pytest.raises(ValueError, match="a cost must be one of quadratic"):
        fit(NETWORK, NETWORK.init(key=key), xor(), key=key, cost=cost)


def test_a_rate_that_changes_is_shown_its_place(key, unchecked):
    with pytest.raises(ValueError, match="goes into an optimizer of Optax"):
        fit(NETWORK, NETWORK.init(key=key), xor(), key=key, learning_rate=some_function)


def test_inputs_far_from_zero_are_warned_of(key):
    far = replace(xor(), x_train=255 * xor().x_train, x_validation=None, y_validation=None)
    with pytest.warns(UserWarning, match="x_train has inputs as large as 255.*divide pixels by"):
        fit(NETWORK, NETWORK.init(key=key), far, key=key, epochs=1, batch_size=2)


def test_numbers_of_any_library_are_numbers(key, unchecked):
    fit(NETWORK, NETWORK.init(key=key), xor(), key=key, epochs=np.int64(1), batch_size=np.int8(2),
        learning_rate=np.float32(0.1), weight_decay=np.float64(0.1))

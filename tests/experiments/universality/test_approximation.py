"""Approximation: a network of one hidden layer is within the error that it guarantees."""
import jax.numpy as jnp
import pytest

from dlnotes.data.formulas import Formula
from dlnotes.experiments.universality.approximation import approximate_1d
from dlnotes.experiments.universality.approximation_errors import largest_error
from dlnotes.networks.network import Network

NIELSEN = Formula("0.2 + 0.4x^2 + 0.3x sin(15x) + 0.05cos(50x)")


def two_waves(x):
    return jnp.stack([jnp.sin(9 * x), jnp.cos(4 * x)], axis=1)


FUNCTIONS = [NIELSEN, Formula("|x - 0.4|"), Formula("sqrt(x)"), Formula("7"),
             Formula("sign(x - 0.5)"), two_waves]


@pytest.mark.parametrize("f", FUNCTIONS, ids=lambda one: getattr(one, "__name__", str(one)))
@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "step", "relu"])
@pytest.mark.parametrize("neurons", [1, 7, 300])
def test_the_error_is_within_its_bound(f, activation, neurons):
    made = approximate_1d(f, neurons, activation=activation)
    assert made.network.sizes[1] == neurons
    assert largest_error(made, f) <= made.bound + 1e-5
    assert repr(made).startswith(f"Approximation 1 -> {neurons} -> ")


def error_of(neurons, activation):
    return largest_error(approximate_1d(NIELSEN, neurons, activation=activation), NIELSEN)


def test_more_neurons_do_better_and_relu_with_the_square():
    assert error_of(1000, "sigmoid") < error_of(100, "sigmoid") / 8
    assert error_of(1000, "relu") < error_of(100, "relu") / 60
    made = approximate_1d(NIELSEN, 12_000)
    assert largest_error(made, NIELSEN) < made.bound < 1e-3


@pytest.mark.parametrize("interval", [(-3.0, 5.0), (100.0, 101.0)])
def test_any_interval_will_do(interval):
    f = Formula("sin(x)")
    for activation in ("sigmoid", "relu"):
        made = approximate_1d(f, 50, interval, activation=activation, lipschitz=1.0)
        pieces = 50 if activation == "relu" else 51
        assert made.bound == pytest.approx((interval[1] - interval[0]) / pieces, rel=1e-3)
        assert largest_error(made, f) <= made.bound


@pytest.mark.parametrize("arguments,message", [
    ({"neurons": 0}, "neurons must be at least 1, and interval low < high; got 0"),
    ({"interval": (1.0, 1.0)}, "interval low < high"),
    ({"activation": "linear"}, "activation must be sigmoid, tanh, step or relu; got linear"),
    ({"f": Formula("1/(x-0.5)")}, "f must be finite wherever it is wanted; at "),
    ({"f": lambda x: x[:3]}, "f must give a value, or a row of them, for each of"),
])
def test_what_cannot_be_built_is_refused(arguments, message):
    arguments = {"f": NIELSEN, "neurons": 10} | arguments
    with pytest.raises(ValueError, match=message):
        approximate_1d(**arguments)


def test_an_approximation_is_a_network():
    assert isinstance(approximate_1d(NIELSEN, 3).network, Network)

"""Registries: what is known is found, and what is not is answered by what is."""
import re

import pytest

from dlnotes.learning.optimizers import OPTIMIZERS, find_optimizer
from dlnotes.networks.activations import ACTIVATIONS, find_activation
from dlnotes.networks.costs import COSTS, find_cost
from dlnotes.networks.initialisation import SCHEMES
from dlnotes.networks.network import Network
from dlnotes.networks.registry import Registry

COLOURS = Registry("a colour", {"red": 1.0, "green": 2.0, "dark_red": 3.0}, kind=float,
                   besides="a number")


def test_a_registry_is_a_dictionary_that_finds():
    assert list(COLOURS) == ["red", "green", "dark_red"] and COLOURS["red"] == 1.0
    assert COLOURS.find("green") == 2.0 and COLOURS.find(7.5) == 7.5
    assert COLOURS.find("blue", blue=4.0) == 4.0 and "blue" not in COLOURS


def test_what_is_added_is_known():
    own = Registry("a colour", {"red": 1})
    own["blue"] = 2
    assert own.find("blue") == 2
    with pytest.raises(ValueError, match="^a colour must be one of red, blue; got 3$"):
        own.find(3)


@pytest.mark.parametrize("name, rest", [
    ("grene", "got 'grene'; did you mean 'green'?"),
    ("GREEN", "got 'GREEN'; did you mean 'green'?"),
    ("dark-red", "got 'dark-red'; did you mean 'dark_red'?"),
    ("", "got ''"),
    ("yellow", "got 'yellow'"),
    (None, "got None"),
    (["red"], "got ['red']"),
])
def test_an_unknown_name_is_told_the_known_ones_and_the_nearest(name, rest):
    message = f"a colour must be one of red, green, dark_red, or a number; {rest}"
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        COLOURS.find(name)


@pytest.mark.parametrize("find, name, nearest", [
    (find_activation, "Sigmoid", "sigmoid"),
    (find_activation, "soft_max", "softmax"),
    (find_activation, "leaky relu", "leaky_relu"),
    (find_cost, "cross entropy", "cross_entropy"),
    (find_optimizer, "Adam", "adam"),
    (lambda name: Network((2, 1)).init(key=None, scheme=name), "Glorot", "glorot"),
])
def test_all_four_registries_suggest_the_nearest(find, name, nearest, unchecked):
    with pytest.raises(ValueError, match=f"must be one of .*; did you mean '{nearest}'"):
        find(name)


def test_there_are_four_registries():
    for registry in (ACTIVATIONS, COSTS, OPTIMIZERS, SCHEMES):
        assert isinstance(registry, Registry)
        assert all(registry.find(name) is thing for name, thing in registry.items())

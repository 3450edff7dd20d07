"""Values in words: how they are shown, and how one differs from another."""
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from dlnotes.answers.words import difference, kind, show


class Layer(NamedTuple):
    weights: object
    biases: object



SAME = [
    (1, 1.0), (0.1 + 0.2, 0.3), (True, np.True_), (1, True), ("a", "a"),
    (np.inf, np.inf), (np.nan, np.nan), (jnp.bfloat16(0.5), 0.5),
    ([1, 2], np.array([1, 2])), ((1.0, 2.0), [1.0, 2.0]), ({"a": 1}, {"a": 1.0}),
    ([jnp.ones(2), 1], Layer(np.ones(2), 1)),
    (np.array([[1.0], [2.0]]), (np.ones(1), 2 * np.ones(1))),
]


@pytest.mark.parametrize("came, expected", SAME)
def test_what_counts_as_the_same(came, expected):
    assert difference(came, expected) == ""


OTHER = [
    (2, 1, "too large"),
    (0.9999, 1.0, "too small"),
    (10_000_001, 10_000_000, "too large"),
    (np.inf, 1.0, "too large"),
    (True, False, "opposite"),
    ("a", "b", "it differs"),
    (5, "a", "text was expected"),
    (None, 1, "nothing (None) came"),
    ([1.0, 3.0, 2.0], np.arange(3.0), "2 of 3 numbers differ, the first at index 0"),
    (jnp.zeros((3, 2)), np.zeros((2, 3)), "the shape is (3, 2), where shape (2, 3) was expected"),
    ((1, 2, 3), (1, 2), "the number of parts is 3, where 2"),
    (1.0, (1, 2), "where 2 parts"),
    (Layer(1, 0), Layer(1, 2), "in biases, the number is too small"),
    ((1, (2, 3)), (1, (2, 4)), "in part 2, in part 2,"),
    ((1, 2), {"a": 1}, "the keys 'a'"),
    ({"a": 1}, {"a": 2}, "in 'a', the number is too small"),
]


@pytest.mark.parametrize("came, expected, words", OTHER)
def test_what_differs_is_said(came, expected, words):
    assert words in difference(came, expected)


SHOWN = [
    (2.0, "2"), (-0.0, "0"), (1 / 3, "0.333333"), (float("nan"), "nan"),
    (10**30, "1" + 30 * "0"), (True, "True"), (np.True_, "True"), ("a", "'a'"),
    ((1,), "(1,)"), ([], "[]"), ({"a": [1, None]}, "{'a': [1, None]}"),
    (Layer(jnp.ones(2), 0.5), "Layer(weights=[1, 1], biases=0.5)"),
    (jnp.arange(4).reshape(2, 2), "[[0, 1],\n [2, 3]]"),
    (np.zeros(784), "[0, 0, 0, ..., 0, 0, 0]\nof shape (784,)"),
    ("x" * 999, "'" + "x" * 299 + "..."),
]


@pytest.mark.parametrize("value, text", SHOWN)
def test_values_are_shown_briefly(value, text):
    assert show(value) == text


def test_no_address_is_shown():
    def answer():
        """Show nothing."""
    answer.__qualname__ = "answer"
    assert show(answer) == "<function answer>"
    assert "0x" not in show([object(), jax.random.key(0)])


KINDS = [(Layer(1, 2), "a Layer"), (np.ones(2), "an array of shape (2,)"), (max, "a function"),
         (1.5, "a single number"), (True, "True or False"), ((1, 2), "a tuple of 2")]


@pytest.mark.parametrize("value, words", KINDS)
def test_kinds_in_words(value, words):
    assert kind(value) == words

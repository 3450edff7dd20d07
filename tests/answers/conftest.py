"""Two exercises that several tests ask."""
import jax.numpy as jnp
import numpy as np
import pytest

from dlnotes.answers.engine import Exercise, Mistake, exercise


@pytest.fixture
def step_point():
    """An exercise whose answer is a function."""
    @exercise(cases=[(-4.25, 1.5), (2.0, 1.0), (0.5, 0.0)], hints=["First hint.", "Second hint."],
              mistakes=[Mistake(lambda w, b: b / w, "Mind the sign."),
                        Mistake(lambda w, b: 1 / b, "One over?")])
    def step_point(w, b):
        """Write `step_point(w, b)`:
        where the neuron steps."""
        return -b / w
    return step_point


@pytest.fixture
def total():
    """An exercise on vectors, whose answer is a number."""
    def cases():
        return [(np.array([1.0, 2.0]),), (np.array([3.0]),)]
    return Exercise("total", "Sum x.", lambda x: jnp.sum(x), cases)

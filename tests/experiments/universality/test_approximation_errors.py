"""Errors of approximations: they are measured where functions are steep, and for many sizes."""
import math

import jax.numpy as jnp
import numpy as np
import pytest

from dlnotes.experiments.universality.approximation import approximate_1d
from dlnotes.experiments.universality.approximation_errors import approximate_by_size, largest_error
from dlnotes.experiments.universality.nielsens_task import task


def test_a_network_is_compared_where_the_function_is_steep():
    root = jnp.sqrt
    made = approximate_1d(root, 10_000, activation="relu")
    worst = math.sqrt(1e-4) / 4  # of a chord from 0 to h, at h / 4
    assert largest_error(made, root) == pytest.approx(worst, rel=0.05)


def test_networks_of_several_sizes_are_those_of_each_size():
    found = approximate_by_size(task, (3, 200), "tanh")
    for at, size in enumerate((3, 200)):
        made = approximate_1d(task, size, activation="tanh")
        alone = made(jnp.asarray(found.x[:, None]))[:, 0]
        np.testing.assert_allclose(found.found[at], alone, atol=1e-5)
        assert found.bounds[at] == made.bound
        assert found.errors[at] == np.abs(found.found[at] - found.wanted).max()

"""Three neurons compute XOR: by hand as the formulas say, and learnt as lesson 01 says."""
import itertools

import jax.numpy as jnp
import numpy as np
import pytest

from dlnotes.experiments.networks.three_neurons import JOINED, of_two_lines, xor_path

ROWS = ((0, 0), (0, 1), (1, 0), (1, 1))


@pytest.mark.parametrize("output", JOINED)
def test_steps_on_two_lines_are_joined_by_the_gate(output):
    across = jnp.array([[1.0, 0.0], [0.0, 1.0]])
    network, params = of_two_lines(across, jnp.array([0.5, 0.5]), output, "step")
    wanted = {"h1 and not h2": lambda a, b: a and not b, "h1 and h2": lambda a, b: a and b,
              "h1 or h2": lambda a, b: a or b}[output]
    for x in itertools.product((0.0, 1.0), repeat=2):
        assert network.apply(params, jnp.array(x))[0] == float(wanted(*x))


def test_from_start_4_each_line_cuts_off_one_orange_corner():
    W, b = (np.asarray(part[-1]) for part in xor_path(4).points[0])
    sides = [tuple(W @ row + b > 0) for row in ROWS]
    assert sides[0] == sides[3] and sides[1] != sides[2]
    assert all(sum(one != between for one, between in zip(sides[k], sides[0])) == 1 for k in (1, 2))

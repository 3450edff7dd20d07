"""Linear layers: many are one, and a linear output is solved for by least squares."""
import jax
import jax.numpy as jnp
import numpy as np
import oracles
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jax.random import key
from random_params import numbers, random_params

from dlnotes.networks.activations import linear, relu
from dlnotes.networks.linear_layers import collapse, solve_output
from dlnotes.networks.layers.dense import Layer
from dlnotes.networks.network import Network

sizes = st.lists(st.integers(1, 7), min_size=2, max_size=5)
few = settings(max_examples=20, deadline=None)


def feeding(params, x):
    """Return what feeds the output of a tanh network, with a column of ones, in doubles."""
    W = np.asarray(params[0].weights, float)
    b = np.asarray(params[0].biases, float)
    hidden = np.tanh(np.asarray(x, float) @ W.T + b)
    return np.column_stack([hidden, np.ones(len(hidden))])


class TestCollapse:
    @few
    @given(sizes, st.integers(0, 99))
    def test_linear_layers_are_one(self, sizes, seed):
        params = random_params(sizes, seed)
        x = numbers(sizes[0], seed)
        W, b = collapse(params)
        assert W.shape == (sizes[-1], sizes[0])
        expected = oracles.forward(params, [lambda z: z] * len(params), x)[1][-1]
        np.testing.assert_allclose(W @ x + b, expected, rtol=1e-4, atol=1e-3)

    def test_layers_that_bend_are_not(self):
        params = random_params((3, 4, 2))
        x = numbers(3)
        W, b = collapse(params)
        bent = Network((3, 4, 2), relu, linear).apply(params, x)
        assert not np.allclose(bent, W @ x + b, atol=0.01)

    def test_no_layers(self):
        with pytest.raises(ValueError, match="at least one layer; got none"):
            collapse(())


class TestSolveOutput:
    NETWORK = Network((1, 30, 2), "tanh", "linear")
    X = jnp.linspace(-2, 2, 5)[:, None]
    Y = numbers((5, 2))

    def start(self, hidden=30):
        return Network((1, hidden, 2)).init(key=key(2), scheme="normal")

    def test_it_passes_through_few_points_and_leaves_the_rest(self):
        solved = solve_output(self.NETWORK, self.start(), self.X, self.Y)
        found = jax.vmap(self.NETWORK.apply, (None, 0))(solved, self.X)
        np.testing.assert_allclose(found, self.Y, atol=1e-3)
        same = jax.tree.map(jnp.array_equal, solved[0], self.start()[0])
        assert all(jax.tree.leaves(same))

    def test_it_is_least_squares_where_points_are_many(self):
        network = Network((1, 3, 2), "tanh", "linear")
        start = self.start(3)
        x = numbers((50, 1), 1)
        y = numbers((50, 2), 2)
        solved = solve_output(network, start, x, y)
        A = feeding(start, x)
        expected = np.linalg.lstsq(A, np.asarray(y, float))[0]
        np.testing.assert_allclose(solved[1].weights, expected[:-1].T, atol=2e-3)
        np.testing.assert_allclose(solved[1].biases, expected[-1], atol=2e-3)

    def test_what_fits_already_stays(self):
        once = solve_output(self.NETWORK, self.start(), self.X, self.Y)
        twice = solve_output(self.NETWORK, once, self.X, self.Y)
        np.testing.assert_allclose(twice[1].weights, once[1].weights, atol=1e-3)

    def test_of_all_that_fit_it_is_the_nearest(self):
        """A step along what no point sees only leads away from the start."""
        start = self.start()
        solved = solve_output(self.NETWORK, start, self.X, self.Y)
        unseen = np.linalg.svd(feeding(start, self.X))[2][5:]  # these change no output there
        change = np.vstack([solved[1].weights.T - start[1].weights.T,
                            [solved[1].biases - start[1].biases]])
        assert np.max(np.abs(unseen @ change)) < 1e-3 < np.max(np.abs(change))

    def test_a_bent_output(self):
        message = "the output must be linear to be solved for; got sigmoid"
        with pytest.raises(ValueError, match=message):
            solve_output(Network((1, 30, 2)), self.start(), self.X, self.Y)

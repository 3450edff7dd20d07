"""Networks against plain loops, against Equinox, and by counting."""
import equinox
import jax
import jax.numpy as jnp
import numpy as np
import oracles
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jax.random import key

from dlnotes.networks.activations import ACTIVATIONS, linear, relu, sigmoid, step, tanh
from dlnotes.networks.initialisation import SCHEMES
from dlnotes.networks.linear_layers import collapse, solve_output
from dlnotes.networks.network import Layer, Network, _valid_sizes, layer_output
from dlnotes.networks.neurons import GATE_INPUTS, TRUTH, neuron

sizes = st.lists(st.integers(1, 7), min_size=2, max_size=5)
few = settings(max_examples=20, deadline=None)


def numbers(shape, seed=0):
    return jnp.asarray(np.random.default_rng(seed).normal(size=shape), jnp.float32)


def random_params(sizes, seed=0):
    rng = np.random.default_rng(seed)
    return tuple(Layer(jnp.asarray(rng.normal(size=(m, n)), jnp.float32), jnp.asarray(rng.normal(size=m), jnp.float32))
                 for n, m in zip(sizes, sizes[1:]))


class TestForward:
    @few
    @given(sizes, st.integers(0, 99))
    def test_it_is_what_loops_give(self, sizes, seed):
        network, params, x = Network(sizes, tanh, sigmoid), random_params(sizes, seed), numbers(sizes[0], seed)
        expected = oracles.forward(params, [np.tanh] * (len(sizes) - 2) + [oracles.sigmoid], x)[1][-1]
        np.testing.assert_allclose(network.apply(params, x), expected, atol=2e-5)

    @few
    @given(sizes)
    def test_shapes_follow_the_sizes(self, sizes):
        trace = Network(sizes).forward(random_params(sizes), numbers(sizes[0]))
        assert [len(a) for a in trace.a] == sizes
        assert [len(z) for z in trace.z] == sizes[1:]

    def test_the_trace_holds_together(self):
        network, params, x = Network((3, 4, 5, 2), ("relu", "tanh"), "linear"), random_params((3, 4, 5, 2)), numbers(3)
        trace = network.forward(params, x)
        assert jnp.array_equal(trace.a[0], x)
        for a, z, f in zip(trace.a[1:], trace.z, network.activations):
            assert jnp.array_equal(a, f(z))
        assert jnp.array_equal(network.apply(params, x), trace.a[-1])

    @few
    @given(st.lists(st.sampled_from(sorted(set(ACTIVATIONS) - {"step"})), min_size=1, max_size=4), st.integers(0, 99))
    def test_every_z_and_a_is_what_loops_give_for_any_activations(self, names, seed):
        sizes = (3, *(2 + i for i in range(len(names))))
        network, params, x = Network(sizes, names[:-1], names[-1]), random_params(sizes, seed), numbers(3, seed)
        z, a = oracles.forward(params, [oracles.ACTIVATIONS[name] for name in names], x)
        trace = network.forward(params, x)
        for found, expected in zip((*trace.z, *trace.a), (*z, *a), strict=True):
            np.testing.assert_allclose(found, expected, rtol=1e-4, atol=1e-4)

    @pytest.mark.parametrize("depth", [1, 3])
    def test_it_is_what_equinox_gives(self, depth):
        sizes = (5, *[6] * depth, 2)
        theirs = equinox.nn.MLP(5, 2, 6, depth, activation=jnp.tanh, key=key(0))
        params = tuple(Layer(one.weight, one.bias) for one in theirs.layers)
        x = jnp.asarray(numbers(5))
        np.testing.assert_allclose(Network(sizes, tanh, linear).apply(params, x), theirs(x), atol=1e-6)

    def test_row_j_belongs_to_neuron_j(self):
        (layer,), a = random_params((4, 3)), jnp.asarray(numbers(4))
        each = [neuron(w, b, a) for w, b in zip(layer.weights, layer.biases)]
        np.testing.assert_allclose(layer_output(layer, a), each, atol=1e-6)

    def test_neurons_may_change_places(self):
        """Hidden neurons in another order, with their weights, make the same network."""
        first, last = random_params((3, 5, 2))
        order = np.array([3, 0, 4, 1, 2])
        other = Layer(first.weights[order], first.biases[order]), Layer(last.weights[:, order], last.biases)
        network, x = Network((3, 5, 2)), numbers(3)
        np.testing.assert_allclose(network.apply((first, last), x), network.apply(other, x), atol=1e-6)

    def test_many_examples_by_vmap(self):
        network, params, x = Network((3, 4, 2)), random_params((3, 4, 2)), numbers((6, 3))
        together = jax.vmap(network.apply, (None, 0))(params, x)
        np.testing.assert_allclose(together, [network.apply(params, one) for one in x], atol=1e-6)

    def test_a_network_is_static_under_jit(self):
        traced = []

        def apply(network, params, x):
            traced.append(network)
            return network.apply(params, x)

        jitted, params, x = jax.jit(apply, static_argnums=0), random_params((3, 4, 2)), numbers(3)
        for network in (Network((3, 4, 2)), Network([3, 4, 2], "sigmoid")):
            np.testing.assert_allclose(jitted(network, params, x), network.apply(params, x), atol=1e-6)
        assert len(traced) == 1 and hash(Network((3, 4, 2))) == hash(Network([3, 4, 2]))
        jitted(Network((3, 4, 2), relu), params, x)
        assert len(traced) == 2

    @pytest.mark.parametrize("x, change, message", [
        (numbers(4), lambda p: p, r"x must be one example of shape \(3,\); got shape \(4,\)"),
        (numbers(3), lambda p: (p[0]._replace(weights=p[0].weights.T), p[1]),
         r"layer 1 must have weights \(4, 3\) and biases \(4,\); got \(3, 4\) and \(4,\)"),
        (numbers(3), lambda p: (p[0], p[1]._replace(biases=jnp.zeros(3))),
         r"layer 2 must have weights \(2, 4\) and biases \(2,\); got \(2, 4\) and \(3,\)"),
        (numbers(3), lambda p: p[:1], "params must hold 2 layers, one for each layer of neurons; got 1"),
    ])
    def test_shapes_that_do_not_fit(self, x, change, message):
        with pytest.raises(ValueError, match=message):
            Network((3, 4, 2)).forward(change(random_params((3, 4, 2))), x)


class TestMaking:
    @pytest.mark.parametrize("wrong", [[784], [], [3, 0], [3, -1, 2], [3.0, 2], ["3", "2"], [True, 2], 5, None])
    def test_sizes_of_no_use(self, wrong):
        with pytest.raises(ValueError, match=r"at least two positive whole numbers, such as \[784, 30, 10\]; got "):
            _valid_sizes(wrong)

    def test_activations_of_no_use(self):
        with pytest.raises(ValueError, match="one for each of the 1 hidden layers; got 2"):
            Network((3, 4, 2), hidden=(relu, relu))
        with pytest.raises(ValueError, match="an activation must be one of .*; got 'sgmoid'"):
            Network((3, 4, 2), hidden="sgmoid")

    def test_names_and_activations_are_alike(self):
        assert Network((3, 4, 2), "relu", "linear") == Network((3, 4, 2), (relu,), linear)
        assert Network((3, 2)).activations == (sigmoid,)

    def test_it_is_frozen(self):
        with pytest.raises(AttributeError):
            Network((3, 2)).sizes = (4, 2)

    def test_it_prints_what_it_is(self):
        assert repr(Network((784, 30, 10), hidden="relu")) == "\n".join([
            "Network 784 -> 30 -> 10: 23,860 parameters",
            "  hidden 1      30 relu neurons   weights 30 x 784, biases 30: 23,550",
            "  output        10 sigmoid neurons   weights 10 x 30, biases 10: 310"])


class TestCount:
    @few
    @given(sizes)
    def test_it_is_the_number_of_numbers(self, sizes):
        network = Network(sizes)
        count, params = network.count(), network.init(key=key(0))
        assert count.weights == tuple(W.size for W, _ in params) and count.biases == tuple(b.size for _, b in params)
        assert count.total == sum(leaf.size for leaf in jax.tree.leaves(params))

    def test_nielsens_network(self):
        assert Network((784, 30, 10)).count().total == 23_860


class TestInit:
    @pytest.mark.parametrize("scheme, weight, bias", [
        ("normal", 1.0, 1.0), ("scaled", 400**-0.5, 1.0), ("glorot", (2 / 700)**0.5, 0.0), ("he", (2 / 400)**0.5, 0.0),
        ("zeros", 0.0, 0.0)])
    def test_means_and_spreads(self, scheme, weight, bias):
        (W, b), = Network((400, 300)).init(key=key(1), scheme=scheme)
        assert abs(W.mean()) <= 4 * weight / W.size**0.5 and abs(b.mean()) <= 4 * bias / 300**0.5
        np.testing.assert_allclose(W.std(), weight, rtol=0.01)
        np.testing.assert_allclose(b.std(), bias, rtol=0.15)

    @pytest.mark.parametrize("scheme", SCHEMES)
    def test_the_key_is_all_that_is_random(self, scheme):
        network = Network((3, 4, 4, 2))
        one, again, other = (network.init(key=k, scheme=scheme) for k in (key(0), key(0), key(1)))
        assert all(jax.tree.leaves(jax.tree.map(jnp.array_equal, one, again)))
        assert scheme == "zeros" or not jnp.array_equal(one[0].weights, other[0].weights)

    def test_layers_of_one_shape_differ(self):
        params = Network((4, 4, 4)).init(key=key(0))
        assert not jnp.array_equal(params[0].weights, params[1].weights)

    def test_an_unknown_scheme(self):
        with pytest.raises(ValueError, match="scheme must be one of normal, scaled, glorot, he, zeros; got 'xavier'"):
            Network((3, 2)).init(key=key(0), scheme="xavier")


class TestCollapse:
    @few
    @given(sizes, st.integers(0, 99))
    def test_linear_layers_are_one(self, sizes, seed):
        params, x = random_params(sizes, seed), numbers(sizes[0], seed)
        W, b = collapse(params)
        assert W.shape == (sizes[-1], sizes[0])
        expected = oracles.forward(params, [lambda z: z] * len(params), x)[1][-1]
        np.testing.assert_allclose(W @ x + b, expected, rtol=1e-4, atol=1e-3)

    def test_layers_that_bend_are_not(self):
        params, x = random_params((3, 4, 2)), jnp.asarray(numbers(3))
        W, b = collapse(params)
        assert not np.allclose(Network((3, 4, 2), relu, linear).apply(params, x), W @ x + b, atol=0.01)

    def test_no_layers(self):
        with pytest.raises(ValueError, match="at least one layer; got none"):
            collapse(())


class TestXor:
    ROWS = list(zip(GATE_INPUTS, TRUTH["XOR"]))

    @pytest.mark.parametrize("x, wanted", ROWS)
    def test_by_steps(self, x, wanted):
        params = (Layer(jnp.ones((2, 2)), jnp.array([-0.5, -1.5])), Layer(jnp.array([[1.0, -1.0]]), jnp.array([-0.5])))
        assert Network((2, 2, 1), step, step).apply(params, jnp.array(x)) == wanted

    @pytest.mark.parametrize("x, wanted", ROWS)
    def test_by_relus(self, x, wanted):
        params = (Layer(jnp.ones((2, 2)), jnp.array([0.0, -1.0])), Layer(jnp.array([[1.0, -2.0]]), jnp.zeros(1)))
        assert Network((2, 2, 1), relu, linear).apply(params, jnp.array(x)) == wanted


class TestSolveOutput:
    NETWORK = Network((1, 30, 2), "tanh", "linear")
    X, Y = jnp.linspace(-2, 2, 5)[:, None], numbers((5, 2))

    def start(self, hidden=30):
        return Network((1, hidden, 2)).init(key=key(2), scheme="normal")

    def test_it_passes_through_few_points_and_leaves_the_rest(self):
        solved = solve_output(self.NETWORK, self.start(), self.X, self.Y)
        np.testing.assert_allclose(jax.vmap(self.NETWORK.apply, (None, 0))(solved, self.X), self.Y, atol=1e-3)
        assert all(jax.tree.leaves(jax.tree.map(jnp.array_equal, solved[0], self.start()[0])))

    def test_it_is_least_squares_where_points_are_many(self):
        network, start = Network((1, 3, 2), "tanh", "linear"), self.start(3)
        x, y = numbers((50, 1), 1), numbers((50, 2), 2)
        solved = solve_output(network, start, x, y)
        W, b = np.asarray(start[0].weights, float), np.asarray(start[0].biases, float)
        A = np.column_stack([np.tanh(np.asarray(x, float) @ W.T + b), np.ones(50)])
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
        W, b = np.asarray(start[0].weights, float), np.asarray(start[0].biases, float)
        A = np.column_stack([np.tanh(np.asarray(self.X, float) @ W.T + b), np.ones(5)])
        unseen = np.linalg.svd(A)[2][5:]  # the directions that change no output at the points
        change = np.vstack([solved[1].weights.T - start[1].weights.T, [solved[1].biases - start[1].biases]])
        assert np.max(np.abs(unseen @ change)) < 1e-3 < np.max(np.abs(change))

    def test_a_bent_output(self):
        with pytest.raises(ValueError, match="the output must be linear to be solved for; got sigmoid"):
            solve_output(Network((1, 30, 2)), self.start(), self.X, self.Y)


def test_every_activation_has_a_place_in_a_network():
    for name in ACTIVATIONS:
        assert Network((2, 2), output=name).apply(random_params((2, 2)), numbers(2)).shape == (2,)

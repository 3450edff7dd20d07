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
from random_params import numbers, random_params

from dlnotes.networks.activations import ACTIVATIONS, linear, relu, sigmoid, step, tanh
from dlnotes.networks.layers.dense import Layer
from dlnotes.networks.network import Network, layer_output
from dlnotes.networks.neurons import GATE_INPUTS, TRUTH, neuron

sizes = st.lists(st.integers(1, 7), min_size=2, max_size=5)
few = settings(max_examples=20, deadline=None)


class TestForward:
    @few
    @given(sizes, st.integers(0, 99))
    def test_it_is_what_loops_give(self, sizes, seed):
        params = random_params(sizes, seed)
        x = numbers(sizes[0], seed)
        functions = [np.tanh] * (len(sizes) - 2) + [oracles.sigmoid]
        expected = oracles.forward(params, functions, x)[1][-1]
        found = Network(sizes, tanh, sigmoid).apply(params, x)
        np.testing.assert_allclose(found, expected, atol=2e-5)

    @few
    @given(sizes)
    def test_shapes_follow_the_sizes(self, sizes):
        trace = Network(sizes).forward(random_params(sizes), numbers(sizes[0]))
        assert [len(a) for a in trace.a] == sizes
        assert [len(z) for z in trace.z] == sizes[1:]

    def test_the_trace_holds_together(self):
        network = Network((3, 4, 5, 2), ("relu", "tanh"), "linear")
        params = random_params(network.sizes)
        x = numbers(3)
        trace = network.forward(params, x)
        assert jnp.array_equal(trace.a[0], x)
        for a, z, f in zip(trace.a[1:], trace.z, network.activations):
            assert jnp.array_equal(a, f(z))
        assert jnp.array_equal(network.apply(params, x), trace.a[-1])

    @few
    @given(st.lists(st.sampled_from(sorted(set(ACTIVATIONS) - {"step"})), min_size=1, max_size=4),
           st.integers(0, 99))
    def test_every_z_and_a_is_what_loops_give_for_any_activations(self, names, seed):
        sizes = (3, *(2 + i for i in range(len(names))))
        network = Network(sizes, names[:-1], names[-1])
        params = random_params(sizes, seed)
        x = numbers(3, seed)
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
        ours = Network(sizes, tanh, linear)
        np.testing.assert_allclose(ours.apply(params, x), theirs(x), atol=1e-6)

    def test_row_j_belongs_to_neuron_j(self):
        layer, = random_params((4, 3))
        a = numbers(4)
        each = [neuron(w, b, a) for w, b in zip(layer.weights, layer.biases)]
        np.testing.assert_allclose(layer_output(layer, a), each, atol=1e-6)

    def test_neurons_may_change_places(self):
        """Hidden neurons in another order, with their weights, make the same network."""
        first, last = random_params((3, 5, 2))
        order = np.array([3, 0, 4, 1, 2])
        other = (Layer(first.weights[order], first.biases[order]),
                 Layer(last.weights[:, order], last.biases))
        x = numbers(3)
        one, two = (Network((3, 5, 2)).apply(params, x) for params in ((first, last), other))
        np.testing.assert_allclose(one, two, atol=1e-6)

    def test_many_examples_by_vmap(self):
        network = Network((3, 4, 2))
        params = random_params(network.sizes)
        x = numbers((6, 3))
        together = jax.vmap(network.apply, (None, 0))(params, x)
        np.testing.assert_allclose(together, [network.apply(params, one) for one in x], atol=1e-6)

    def test_a_network_is_static_under_jit(self):
        traced = []

        def apply(network, params, x):
            traced.append(network)
            return network.apply(params, x)

        jitted = jax.jit(apply, static_argnums=0)
        params = random_params((3, 4, 2))
        x = numbers(3)
        for network in (Network((3, 4, 2)), Network([3, 4, 2], "sigmoid")):
            found = jitted(network, params, x)
            np.testing.assert_allclose(found, network.apply(params, x), atol=1e-6)
        assert len(traced) == 1 and hash(Network((3, 4, 2))) == hash(Network([3, 4, 2]))
        jitted(Network((3, 4, 2), relu), params, x)
        assert len(traced) == 2

    @pytest.mark.parametrize("x, change, message", [
        (numbers(4), lambda p: p, r"x must be one example of shape \(3,\); got shape \(4,\)"),
        (numbers(3), lambda p: (p[0]._replace(weights=p[0].weights.T), p[1]),
         r"layer 1 must have weights \(4, 3\) and biases \(4,\); got \(3, 4\) and \(4,\)"),
        (numbers(3), lambda p: (p[0], p[1]._replace(biases=jnp.zeros(3))),
         r"layer 2 must have weights \(2, 4\) and biases \(2,\); got \(2, 4\) and \(3,\)"),
        (numbers(3), lambda p: p[:1],
         "params must hold 2 layers, one for each layer of the network; got 1"),
    ])
    def test_shapes_that_do_not_fit(self, x, change, message):
        with pytest.raises(ValueError, match=message):
            Network((3, 4, 2)).forward(change(random_params((3, 4, 2))), x)


class TestMaking:
    @pytest.mark.parametrize("wrong", [
        [784], [], [3, 0], [3, -1, 2], [3.0, 2], ["3", "2"], [True, 2], 5, None])
    def test_sizes_of_no_use(self, wrong, unchecked):
        message = r"at least two positive whole numbers, such as \[784, 30, 10\]; got "
        with pytest.raises(ValueError, match=message):
            Network(wrong)

    def test_activations_of_no_use(self):
        with pytest.raises(ValueError, match="one for each of the 1 hidden layers; got 2"):
            Network((3, 4, 2), hidden=(relu, relu))
        with pytest.raises(ValueError, match="an activation must be one of .*; got 'sgmoid'"):
            Network((3, 4, 2), hidden="sgmoid")
        with pytest.raises(ValueError, match="got 'sigmiod'; did you mean 'sigmoid'?"):
            Network((2, 2), hidden="sigmiod")  # although it has no hidden layer

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
        count = network.count()
        params = jax.eval_shape(lambda: network.init(key=key(0)))  # only shapes are needed
        assert count.weights == tuple(W.size for W, _ in params)
        assert count.biases == tuple(b.size for _, b in params)
        assert count.total == sum(leaf.size for leaf in jax.tree.leaves(params))

    def test_nielsens_network(self):
        assert Network((784, 30, 10)).count().total == 23_860


class TestXor:
    ROWS = list(zip(GATE_INPUTS, TRUTH["XOR"]))

    @pytest.mark.parametrize("x, wanted", ROWS)
    def test_by_steps(self, x, wanted):
        params = (Layer(jnp.ones((2, 2)), jnp.array([-0.5, -1.5])),
                  Layer(jnp.array([[1.0, -1.0]]), jnp.array([-0.5])))
        assert Network((2, 2, 1), step, step).apply(params, jnp.array(x)) == wanted

    @pytest.mark.parametrize("x, wanted", ROWS)
    def test_by_relus(self, x, wanted):
        params = (Layer(jnp.ones((2, 2)), jnp.array([0.0, -1.0])),
                  Layer(jnp.array([[1.0, -2.0]]), jnp.zeros(1)))
        assert Network((2, 2, 1), relu, linear).apply(params, jnp.array(x)) == wanted


def test_every_activation_has_a_place_in_a_network():
    params = random_params((2, 2))
    for name in ACTIVATIONS:
        assert Network((2, 2), output=name).apply(params, numbers(2)).shape == (2,)

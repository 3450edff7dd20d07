"""Networks against three plain loops, another library and a count of what is there; and all that they refuse."""
import dataclasses
import re
import textwrap

import equinox
import jax
import jax.numpy as jnp
import jaxtyping
import numpy as np
import oracles
import pytest
import scipy.stats
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dlnotes.activations import ACTIVATIONS, linear, relu, sigmoid, tanh
from dlnotes.networks import SCHEMES, Layer, Network, collapse, layer_output, solve_output

SIZES = st.lists(st.integers(1, 5), min_size=2, max_size=4)
SEEDS = st.integers(0, 2**32 - 1)


def random_layers(sizes, seed):
    """Layers without help of the package."""
    rng = np.random.default_rng(seed)
    return tuple(Layer(jnp.array(rng.normal(size=(n_out, n_in)), float), jnp.array(rng.normal(size=n_out), float))
                 for n_in, n_out in zip(sizes, sizes[1:]))


def random_inputs(shape, seed):
    return jnp.array(np.random.default_rng([seed, 1]).normal(size=shape), float)


def same(one, two):
    return jax.tree.all(jax.tree.map(lambda a, b: bool(jnp.all(a == b)), one, two))


@settings(max_examples=40)
@given(SIZES, SEEDS, st.data())
def test_forward_is_three_loops(sizes, seed, data):
    names = [data.draw(st.sampled_from(sorted(ACTIVATIONS))) for _ in sizes[1:]]
    network, params, x = Network(sizes, names[:-1], names[-1]), random_layers(sizes, seed), random_inputs(sizes[0], seed)
    z, a = oracles.forward(params, [oracles.ACTIVATIONS[name] for name in names], x)
    assume(all(abs(v) > 1e-3 for layer, name in zip(z, names) if name == "step" for v in layer))
    trace = network.forward(params, x)
    assert len(trace.z) == len(sizes) - 1 and len(trace.a) == len(sizes) and trace.a[0] is x
    for found, expected in zip((*trace.z, *trace.a), (*z, *a), strict=True):
        np.testing.assert_allclose(found, expected, rtol=1e-4, atol=1e-4)
    assert same(network.apply(params, x), trace.a[-1])
    for layer, f, before, after in zip(params, network.activations, trace.a, trace.a[1:], strict=True):
        np.testing.assert_allclose(layer_output(layer, before, f), after, rtol=1e-6, atol=1e-6)


def test_a_layer_is_of_sigmoids_unless_told():
    (layer,), x = random_layers((3, 2), 0), random_inputs(3, 0)
    np.testing.assert_allclose(layer_output(layer, x), Network((3, 2)).apply((layer,), x), rtol=1e-6)


@pytest.mark.parametrize("name,f", [("sigmoid", jax.nn.sigmoid), ("tanh", jnp.tanh), ("relu", jax.nn.relu),
                                    ("silu", jax.nn.silu), ("softplus", jax.nn.softplus)])
def test_equinox_agrees(key, name, f):
    network = Network((4, 7, 7, 3), name, "linear")
    params, x = network.init(key=key), random_inputs((6, 4), 0)
    theirs = equinox.nn.MLP(4, 3, width_size=7, depth=2, activation=f, key=key)
    theirs = equinox.tree_at(lambda mlp: [part for layer in mlp.layers for part in (layer.weight, layer.bias)], theirs,
                             jax.tree.leaves(params))
    ours = jax.vmap(network.apply, (None, 0))(params, x)
    np.testing.assert_allclose(ours, jax.vmap(theirs)(x), rtol=1e-5, atol=1e-5)


@settings(max_examples=10)
@given(SIZES, SEEDS)
def test_a_batch_is_its_examples(sizes, seed):
    network, params, x = Network(sizes, "tanh"), random_layers(sizes, seed), random_inputs((4, sizes[0]), seed)
    batch = jax.jit(jax.vmap(network.forward, (None, 0)))(params, x)
    for i, one in enumerate(x):
        alone = network.forward(params, one)
        for together, by_itself in zip(jax.tree.leaves(batch), jax.tree.leaves(alone), strict=True):
            np.testing.assert_allclose(together[i], by_itself, rtol=1e-5, atol=1e-6)


@given(st.lists(st.integers(1, 60), min_size=2, max_size=6), st.sampled_from(sorted(SCHEMES)))
def test_the_count_is_what_is_there(sizes, scheme):
    network = Network(sizes)
    layers = jax.eval_shape(lambda key: network.init(key=key, scheme=scheme), jax.random.key(0))
    count = network.count()
    assert count.weights == tuple(layer.weights.size for layer in layers)
    assert count.biases == tuple(layer.biases.size for layer in layers)
    assert count.total == sum(leaf.size for leaf in jax.tree.leaves(layers))
    assert [layer.weights.shape for layer in layers] == list(zip(sizes[1:], sizes))


def test_the_network_of_the_book_has_23860_parameters():
    assert Network([784, 30, 10]).count() == ((784 * 30, 30 * 10), (30, 10), 23860)


DEVIATIONS = {"normal": lambda n_in, n_out: (1, 1), "scaled": lambda n_in, n_out: (n_in**-0.5, 1),
              "glorot": lambda n_in, n_out: ((2 / (n_in + n_out))**0.5, 0), "he": lambda n_in, n_out: ((2 / n_in)**0.5, 0),
              "zeros": lambda n_in, n_out: (0, 0)}


@pytest.mark.parametrize("scheme", SCHEMES)
def test_schemes_draw_what_they_say(key, scheme):
    sizes = (100, 400, 900)
    for layer, n_in, n_out in zip(Network(sizes).init(key=key, scheme=scheme), sizes, sizes[1:], strict=True):
        for found, deviation in zip(layer, DEVIATIONS[scheme](n_in, n_out)):
            found = np.asarray(found, float).ravel()
            if deviation == 0:
                assert not found.any()
                continue
            assert abs(found.mean()) < 4 * deviation / found.size**0.5
            assert abs(found.std() / deviation - 1) < 4 / (2 * found.size)**0.5
            assert scipy.stats.kstest(found / deviation, "norm").pvalue > 1e-3


@pytest.mark.parametrize("scheme", [name for name in SCHEMES if name != "zeros"])
def test_the_key_alone_decides(scheme):
    network = Network((6, 6, 6))
    first, again, other = (network.init(key=jax.random.key(seed), scheme=scheme) for seed in (1, 1, 2))
    assert same(first, again)
    assert all(not np.any(a == b) for a, b in zip(jax.tree.leaves(first), jax.tree.leaves(other)) if np.any(a))
    assert not np.any(first[0].weights == first[1].weights)  # nor do layers share their draws
    assert not np.any(first[0].weights[0] == first[0].biases)


def test_scaled_is_the_scheme_unless_told(key):
    network = Network((3, 2))
    assert same(network.init(key=key), network.init(key=key, scheme="scaled"))


def test_equal_networks_are_one_to_jit(key):
    traced = []

    @jax.jit
    def twice(x):
        return 2 * x

    def output(network, params, x):
        traced.append(network)
        return twice(network.apply(params, x))

    fast = jax.jit(output, static_argnums=0)
    networks = [Network((2, 3, 1)), Network([2, 3, 1], "sigmoid", sigmoid), Network(np.array([2, 3, 1]), (sigmoid,)),
                Network((np.int64(2), 3, 1), ["sigmoid"])]
    params, x = networks[0].init(key=key), jnp.ones(2)
    assert len(set(networks)) == 1 and all(network == networks[0] for network in networks)
    assert len({float(fast(network, params, x)[0]) for network in networks}) == 1 and len(traced) == 1
    for other in (Network((2, 3, 1), "tanh"), Network((2, 3, 1), output="tanh")):
        assert other != networks[0]
        fast(other, params, x)
    assert len(traced) == 3


def test_a_network_cannot_be_changed():
    network = Network([2, 3, 1], "relu")
    assert network.sizes == (2, 3, 1) and network.hidden == (relu,) and network.output == sigmoid
    with pytest.raises(dataclasses.FrozenInstanceError):
        network.sizes = (1, 1)


def test_each_layer_may_have_its_own_activation():
    network = Network([2, 3, 4, 1], ("relu", tanh), "linear")
    assert network.activations == (relu, tanh, linear)
    assert Network([2, 3, 4, 1], [relu, "tanh"], linear) == network
    assert Network([2, 3, 4, 1], "tanh").activations == (tanh, tanh, sigmoid)
    assert Network([2, 1], ()).activations == Network([2, 1], "relu").activations == (sigmoid,)


# Outside the tests nothing is checked before the package has its say.
@pytest.fixture
def unchecked(monkeypatch):
    monkeypatch.setattr(jaxtyping.config, "jaxtyping_disable", True)


@pytest.mark.parametrize("sizes", [[784], [], [0, 3], [3, -1], [2.5, 1], [2.0, 1], "12", 5, None, [True, 2], ["a", 2],
                                   [[1, 2], 3]], ids=repr)
def test_sizes_of_no_use(sizes, unchecked):
    got = list(sizes) if hasattr(sizes, "__iter__") else sizes
    message = f"sizes must be at least two positive whole numbers, such as [784, 30, 10]; got {got!r}"
    with pytest.raises(ValueError, match=re.escape(message) + "$"):
        Network(sizes)


@pytest.mark.parametrize("sizes,hidden,layers", [((2, 3, 1), ("relu", "tanh"), 1), ((2, 3, 1), (), 1),
                                                 ((2, 1), ["relu"], 0), ((2, 3, 3, 1), (relu,), 2)])
def test_hidden_activations_of_the_wrong_number(sizes, hidden, layers):
    message = f"hidden must be one activation, or one for each of the {layers} hidden layers; got {len(hidden)}"
    with pytest.raises(ValueError, match=message):
        Network(sizes, hidden)


@pytest.mark.parametrize("settings", [{"hidden": "nope"}, {"hidden": ("nope",)}, {"output": "nope"}])
def test_unknown_activations(settings):
    with pytest.raises(ValueError, match="^an activation must be one of sigmoid, .*, linear; got 'nope'$"):
        Network((2, 3, 1), **settings)


def test_unknown_scheme(key):
    with pytest.raises(ValueError, match="^scheme must be one of normal, scaled, glorot, he, zeros; got 'xavier'$"):
        Network((2, 1)).init(key=key, scheme="xavier")


@pytest.mark.parametrize("shape", [(3,), (1,), (5, 2), ()])
def test_an_example_of_the_wrong_shape(shape, key, unchecked):
    network = Network((2, 3, 1))
    message = f"x must be one example of shape (2,); got shape {shape}. For many examples use jax.vmap(network.apply"
    for function in (network.forward, network.apply):
        with pytest.raises(ValueError, match=re.escape(message)):
            function(network.init(key=key), jnp.ones(shape))


def test_params_of_another_network(key):
    network, x = Network((2, 3, 1)), jnp.ones(2)
    first, second = network.init(key=key)
    for params in ((), (first,), (first, second, second)):
        with pytest.raises(ValueError, match=f"^params must hold 2 layers, .*; got {len(params)}$"):
            network.forward(params, x)
    for number, params, expected, got in [(1, (second, first), "(3, 2) and biases (3,)", "(1, 3) and (1,)"),
                                          (2, (first, first), "(1, 3) and biases (1,)", "(3, 2) and (3,)"),
                                          (1, (Layer(first.weights.T, first.biases), second),
                                           "(3, 2) and biases (3,)", "(2, 3) and (3,)"),
                                          (2, (first, Layer(second.weights, jnp.ones(3))),
                                           "(1, 3) and biases (1,)", "(1, 3) and (3,)")]:
        message = f"layer {number} must have weights {expected}; got {got}"
        with pytest.raises(ValueError, match=re.escape(message)):
            network.forward(params, x)


@pytest.mark.parametrize("network,text", [(Network([784, 30, 10]), """\
    Network 784 -> 30 -> 10: 23,860 parameters
      hidden 1      30 sigmoid neurons   weights 30 x 784, biases 30: 23,550
      output        10 sigmoid neurons   weights 10 x 30, biases 10: 310"""),
                                          (Network([10, 1200, 3, 1], ("relu", "leaky_relu"), "linear"), """\
    Network 10 -> 1200 -> 3 -> 1: 16,807 parameters
      hidden 1   1,200 relu neurons   weights 1200 x 10, biases 1200: 13,200
      hidden 2       3 leaky_relu neurons   weights 3 x 1200, biases 3: 3,603
      output         1 linear neurons   weights 1 x 3, biases 1: 4"""),
                                          (Network([2, 1]), """\
    Network 2 -> 1: 3 parameters
      output         1 sigmoid neurons   weights 1 x 2, biases 1: 3""")], ids=["book", "mixed", "one"])
def test_the_printed_form(network, text):
    assert repr(network) == str(network) == textwrap.dedent(text)


@settings(max_examples=30)
@given(SIZES, SEEDS)
def test_linear_layers_collapse_to_one(sizes, seed):
    layers, x = random_layers(sizes, seed), random_inputs(sizes[0], seed)
    one = collapse(layers)
    assert one.weights.shape == (sizes[-1], sizes[0]) and one.biases.shape == (sizes[-1],)
    _, a = oracles.forward(layers, [oracles.ACTIVATIONS["linear"]] * len(layers), x)
    np.testing.assert_allclose(layer_output(one, x, linear), a[-1], rtol=1e-4, atol=1e-4)
    np.testing.assert_allclose(Network(sizes, "linear", "linear").apply(layers, x), a[-1], rtol=1e-4, atol=1e-4)


def test_no_layers_collapse_to_nothing():
    with pytest.raises(ValueError, match="^layers must hold at least one layer; got none$"):
        collapse([])


def test_the_output_layer_is_solved_for_by_least_squares():
    network, params = Network((2, 5, 2), "tanh", "linear"), random_layers((2, 5, 2), 3)
    x, y = random_inputs((20, 2), 4), random_inputs((20, 2), 5)
    first, last = solve_output(network, params, x, y)
    hidden = [oracles.forward(params, [oracles.ACTIVATIONS["tanh"], oracles.ACTIVATIONS["linear"]], one)[1][1] for one in x]
    best = np.linalg.lstsq(np.column_stack([hidden, np.ones(20)]), np.asarray(y, float))[0]
    assert same(first, params[0])
    np.testing.assert_allclose(last.weights, best[:-1].T, rtol=1e-3, atol=1e-4)
    np.testing.assert_allclose(last.biases, best[-1], rtol=1e-3, atol=1e-4)
    few = jax.vmap(network.apply, (None, 0))(solve_output(network, params, x[:4], y[:4]), x[:4])
    np.testing.assert_allclose(few, y[:4], atol=1e-4)  # as many neurons as points: through all of them
    with pytest.raises(ValueError, match="^the output must be linear to be solved for; got sigmoid$"):
        solve_output(Network((2, 5, 2)), params, x, y)

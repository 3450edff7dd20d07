"""Chains of every kind of layer: backward against jax.grad and central differences, padding, batches, bad input."""
import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jax.random import key as make_key

from dlnotes.networks.chain import Chain, batch_gradient
from dlnotes.networks.costs import cross_entropy, log_likelihood, quadratic
from dlnotes.networks.gradient_check import central_differences
from dlnotes.networks.layers.attention import Attention
from dlnotes.networks.layers.batch_normalisation import BATCH, BatchNorm
from dlnotes.networks.layers.convolution import Convolution
from dlnotes.networks.layers.dense import Dense
from dlnotes.networks.layers.dropout import Dropout
from dlnotes.networks.layers.embedding import Embedding
from dlnotes.networks.layers.gru import GRU
from dlnotes.networks.layers.layer_normalisation import LayerNorm
from dlnotes.networks.layers.lstm import LSTM
from dlnotes.networks.layers.pooling import MaxPool, MeanPool
from dlnotes.networks.layers.protocol import Given
from dlnotes.networks.layers.recurrent import Recurrent
from dlnotes.networks.layers.reshape import LastMoment, MeanMoments, Own, Reshape
from dlnotes.networks.layers.residual import Residual
from dlnotes.networks.network import Network

M = 3  # examples


def pictures(n, k, channels):
    return Chain((2 * n + k - 1, 2 * k + k - 1, channels), [
        Convolution(channels, 3, k, "tanh"), MaxPool(2), MeanPool(1), Reshape(), Dense(3 * n * k, 2)])


def sequences(kind, last):
    def make(n, k, inputs):
        return Chain((None, inputs), [kind(inputs, n), Dropout(0.3), kind(n, k), last, Dense(k, 2)])
    return make


def attending(n, k, inputs):
    return Chain((None, inputs), [
        Attention(inputs, 2 * n, 2), Residual([LayerNorm(2 * n), Attention(2 * n, 2 * n, k % 2 + 1, True)]),
        MeanMoments(), Dense(2 * n, 2)])


def normalising(n, k, inputs):
    return Chain((None, inputs), [
        Dense(inputs, n, "tanh"), BatchNorm(n), Residual([Dense(n, n, "silu"), BatchNorm(n)]), LastMoment(),
        Own(jnp.sin), BatchNorm(n), Dense(n, 2)])


def embedding(n, k, tokens):
    return Chain((None,), [Embedding(tokens + 3, n), GRU(n, k), MeanMoments(), Dense(k, 2)])


KINDS = {"pictures": pictures, "recurrent": sequences(Recurrent, LastMoment()), "lstm": sequences(LSTM, MeanMoments()),
         "gru": sequences(GRU, LastMoment()), "attending": attending, "normalising": normalising,
         "embedding": embedding}


def doubles(tree):
    def one(leaf):
        return leaf.astype(float) if jnp.issubdtype(leaf.dtype, jnp.floating) else leaf
    return jax.tree.map(one, tree)


def drawn(chain, time=4, seed=0):
    """Draw parameters, biases too; M examples and their truths; and what they are given."""
    keys = jax.random.split(make_key(seed), 4)
    params = doubles(chain.init(key=keys[0]))
    params = jax.tree.map(lambda p: p + jax.random.normal(keys[p.size % 4], p.shape) / 5, params)
    shape = (M, *(length or time for length in chain.inputs))
    tokens = isinstance(chain.layers[0], Embedding)
    x = jax.random.randint(keys[2], shape, 0, 4) if tokens else jax.random.normal(keys[2], shape)
    mask = jnp.arange(time)[None] < jnp.array([time, 1, max(time - 1, 1)])[:, None]
    more = {"key": keys[3], "mask": mask if None in chain.inputs else None}
    return params, x, jax.random.uniform(keys[1], (M, 2)), more


def mean_cost(chain, params, x, y, training, key, mask, statistics):
    """Return the mean cost, without anything of the backward pass: for jax.grad."""
    def one(x, y, key, mask):
        return chain.cost(params, x, y, cross_entropy, Given(training, key, mask, None if training else statistics))
    return jax.vmap(one, axis_name=BATCH)(x, y, jax.random.split(key, M), mask).mean()


def distance(one, other):
    pairs = zip(jax.tree.leaves(one), jax.tree.leaves(other), strict=True)
    return max(float(jnp.max(jnp.abs(a - b)) / (jnp.max(jnp.abs(b)) + 1e-3)) for a, b in pairs)


@pytest.mark.parametrize("training", [True, False], ids=["training", "test"])
@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=2, deadline=None)  # each compiles its own shapes
@given(st.integers(1, 3), st.integers(1, 3), st.integers(1, 3), st.integers(1, 5))
def test_backward_is_automatic_differentiation_in_double_precision(kind, training, n, k, inputs, time):
    with jax.enable_x64(True):
        chain = KINDS[kind](n, k, inputs)
        params, x, y, more = drawn(chain, time)
        statistics = doubles(chain.first_statistics())
        found = batch_gradient(chain, params, x, y, training=training, statistics=statistics, **more)
        value, wanted = jax.jit(jax.value_and_grad(
            lambda p: mean_cost(chain, p, x, y, training, statistics=statistics, **more)))(params)
        assert distance(found.gradient, wanted) < 1e-12
        assert float(found.cost) == pytest.approx(float(value), rel=1e-12)


@pytest.mark.parametrize("kind", KINDS)
def test_backward_is_what_central_differences_give(kind):
    with jax.enable_x64(True):
        chain = KINDS[kind](2, 3, 2)
        params, x, y, more = drawn(chain)
        found = batch_gradient(chain, params, x, y, training=True, **more).gradient
        wanted = jax.jit(lambda params: central_differences(
            lambda p: mean_cost(chain, p, x, y, True, statistics=None, **more), params))(params)
        assert distance(found, wanted) < 1e-7


@pytest.mark.parametrize("kind", sorted(set(KINDS) - {"pictures"}))
def test_what_is_padded_never_counts(kind):
    with jax.enable_x64(True):
        chain = KINDS[kind](2, 3, 2)
        params, x, y, more = drawn(chain)
        hidden = more["mask"].reshape(M, 4, *[1] * (x.ndim - 2))
        results = [batch_gradient(chain, params, jnp.where(hidden, x, junk).astype(x.dtype), y, training=True, **more)
                   for junk in (0, 3)]
        assert distance(*results) < 1e-13
        if not chain.first_statistics()[1]:  # without a batch's statistics, padding is as if it were not there
            short = chain.apply(params, x[2, :3], Given(statistics=chain.first_statistics()))
            padded = chain.apply(params, x[2], Given(mask=more["mask"][2], statistics=chain.first_statistics()))
            np.testing.assert_allclose(padded, short, rtol=1e-13)


def test_the_gradient_of_one_example_is_that_of_a_batch_of_one(key):
    chain = pictures(2, 2, 1)
    params, x, y, _ = drawn(chain)
    one = jax.jit(lambda params: chain.backward(params, x[0], y[0], cross_entropy).gradient)(params)
    batch = batch_gradient(chain, params, x[:1], y[:1])
    assert distance(one, batch.gradient) < 1e-5


def test_every_example_drops_others_and_a_key_drops_the_same_again(key):
    chain = Chain((50,), [Dropout(0.5), Residual([Dropout(0.5)]), Dense(50, 1)])
    params = chain.init(key=key)
    keys = jax.random.split(key, 2)
    one, same, other = (chain.forward(params, jnp.ones(50), Given(True, k)) for k in (*keys[:1], *keys))
    assert jnp.array_equal(one[0].kept, same[0].kept)
    assert not jnp.array_equal(one[0].kept, other[0].kept)
    assert not jnp.array_equal(one[0].kept, one[1].inside[0].kept)


def test_running_statistics_come_to_those_of_the_data(key):
    chain = Chain((2,), [BatchNorm(2), Residual([BatchNorm(2)]), Dense(2, 1)])
    params, statistics = chain.init(key=key), chain.first_statistics()
    x = jax.random.normal(key, (40, 2)) * 3 + jnp.array([[5.0, -1]])
    for _ in range(100):
        statistics = batch_gradient(chain, params, x, jnp.zeros((40, 1)), training=True,
                                    statistics=statistics).statistics
    np.testing.assert_allclose(statistics[0].mean, x.mean(0), rtol=1e-3)
    np.testing.assert_allclose(statistics[0].variance, x.var(0), rtol=1e-3)
    np.testing.assert_allclose(statistics[1][0].mean, 0, atol=1e-3)
    at_test = jax.vmap(lambda one: chain.apply(params, one, Given(statistics=statistics)))(x)
    in_training = jax.vmap(lambda one: chain.apply(params, one, Given(True)), axis_name=BATCH)(x)
    np.testing.assert_allclose(at_test, in_training, atol=1e-2)


def test_a_network_is_a_chain_of_dense_layers(key):
    network = Network([3, 4, 2], "tanh", "softmax")
    chain = Chain((3,), [Dense(3, 4, "tanh"), Dense(4, 2, "softmax")])
    assert network.chain == chain and network.chain.count() == (16, 10)
    params = network.init(key=key)
    assert jnp.array_equal(network.apply(params, jnp.ones(3)), chain.apply(params, jnp.ones(3)))


def test_it_prints_every_kind_of_layer():
    assert repr(Chain((None, 3), [LSTM(3, 4), LastMoment(), Dense(4, 2)])) == "\n".join([
        "Chain any x 3 -> 2: 138 parameters",
        "  layer 1   LSTM                any x 4       128",
        "  layer 2   LastMoment                4         0",
        "  layer 3   Dense                     2        10"])


CONV = Convolution(1, 2, 3)


@pytest.mark.parametrize("inputs, layers, message", [
    ((5,), [Dense(5, 32), Dropout(), Dense(64, 2)], "layer 3 wants 64 inputs, layer 2 gives 32"),
    ((4,), [Dense(5, 2)], "layer 1 wants 5 inputs, the example gives 4"),
    ((2, 9, 1), [CONV, Dense(2, 2)], "layer 1 wants a picture of at least 3 x 3 pixels, the example gives 2 x 9"),
    ((9, 9, 2), [CONV, Dense(2, 2)], r"layer 1 wants a picture \(rows, columns, 1\), the example gives shape \(9, 9, 2\)"),
    ((7, 6, 1), [CONV, MaxPool(2), Dense(2, 2)], "layer 2 wants a picture that windows of 2 x 2 divide, layer 1 gives 5 x 4"),
    ((4,), [MaxPool(2), Dense(2, 2)], r"layer 1 wants a picture \(rows, columns, channels\)"),
    ((3,), [GRU(3, 2), Dense(2, 2)], r"layer 1 wants a sequence of shape \(time, 3\), the example gives shape \(3,\)"),
    ((None, 3), [Embedding(5, 3), Dense(3, 2)], r"layer 1 wants a sequence of tokens, \(time,\)"),
    ((None, 3), [Reshape(), Dense(3, 2)], "layer 1 wants an input whose shape is known"),
    ((5,), [Reshape((2, 2)), Dense(2, 2)], r"layer 1 wants numbers that fill the shape \(2, 2\), the example gives 5"),
    ((3,), [LastMoment(), Dense(3, 2)], r"layer 1 wants a sequence of shape \(time, inputs\)"),
    ((3,), [Residual([Dense(3, 2)]), Dense(2, 2)], r"layer 1 wants an input of shape \(2,\), as the layers inside"),
    ((3,), [Dense(3, 2), Dropout()], "the last layer must be dense, with an activation; got Dropout"),
    ((3,), [], "the last layer must be dense, with an activation; got no layer"),
])
def test_layers_that_do_not_fit_are_named(inputs, layers, message):
    with pytest.raises(ValueError, match=message):
        Chain(inputs, layers)


SEQUENCE = Chain((None, 3), [Recurrent(3, 2), LastMoment(), Dense(2, 2)])


@pytest.mark.parametrize("x, y, cost, more, change, message", [
    (jnp.ones((4, 2)), jnp.ones(2), cross_entropy, {}, lambda p: p, r"x must be one example of shape \(any, 3\); got shape \(4, 2\)"),
    (jnp.ones((4, 3)), jnp.ones(3), cross_entropy, {}, lambda p: p, r"y must be the truth for one example, of shape \(2,\); got \(3,\)"),
    (jnp.ones((4, 3)), jnp.ones(2), log_likelihood, {}, lambda p: p, "log_likelihood needs softmax as the network's output"),
    (jnp.ones((4, 3)), jnp.ones(2), quadratic, {"mask": jnp.ones(5, bool)}, lambda p: p, "mask must have an entry for each of the 4 moments"),
    (jnp.ones((4, 3)), jnp.ones(2), quadratic, {}, lambda p: p[:2], "params must hold 3 layers, one for each layer of the network; got 2"),
    (jnp.ones((4, 3)), jnp.ones(2), quadratic, {}, lambda p: (p[0]._replace(recurrent_weights=jnp.ones((3, 2))), *p[1:]),
     r"layer 1 must have weights \(2, 3\) and recurrent weights \(2, 2\) and biases \(2,\); got \(2, 3\) and \(3, 2\)"),
])
def test_examples_and_parameters_that_do_not_fit_are_named(key, unchecked, x, y, cost, more, change, message):
    params = change(SEQUENCE.init(key=key))
    for function in (SEQUENCE.backward, SEQUENCE.cost):
        with pytest.raises(ValueError, match=message):
            function(params, x, y, cost, Given(**more))

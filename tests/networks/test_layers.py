"""Every layer forwards, against loops over NumPy numbers and against equinox; and the conventions that we chose."""
import equinox
import jax
import jax.numpy as jnp
import layer_oracles as loops
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jax.random import key as make_key

from dlnotes.networks.activations import tanh
from dlnotes.networks.layers.attention import Attention
from dlnotes.networks.layers.batch_normalisation import BATCH, BatchNorm, Statistics
from dlnotes.networks.layers.convolution import Convolution
from dlnotes.networks.layers.dense import Dense, Layer
from dlnotes.networks.layers.dropout import Dropout
from dlnotes.networks.layers.embedding import Embedding
from dlnotes.networks.layers.gru import GRU
from dlnotes.networks.layers.layer_normalisation import LayerNorm, NormParams
from dlnotes.networks.layers.lstm import LSTM
from dlnotes.networks.layers.pooling import MaxPool, MeanPool
from dlnotes.networks.layers.protocol import AnyLayer, Given
from dlnotes.networks.layers.recurrent import Recurrent, RecurrentParams
from dlnotes.networks.layers.reshape import LastMoment, MeanMoments, Own, Reshape
from dlnotes.networks.layers.residual import Residual

few = settings(max_examples=8, deadline=None)
sizes = st.integers(1, 5)
CLOSE = {"rtol": 1e-4, "atol": 2e-5}


def numbers(shape, seed=0):
    return jnp.asarray(np.random.default_rng(seed).normal(size=shape), jnp.float32)


def shaken(layer, seed=0):
    """Return random parameters of a layer, its biases too."""
    params = layer.init(key=make_key(seed))
    return jax.tree.map(lambda leaf: leaf + numbers(leaf.shape, leaf.size) / 2, params)


def doubles(tree):
    return jax.tree.map(lambda leaf: np.asarray(leaf, float), tree)


class TestAgainstLoops:
    @few
    @given(sizes, st.integers(1, 3), st.integers(1, 3), st.integers(0, 2), st.integers(0, 2))
    def test_convolution(self, maps, k, channels, more_rows, more_columns):
        layer = Convolution(channels, maps, k, "tanh")
        params, a = shaken(layer), numbers((k + more_rows, k + more_columns, channels))
        trace = layer.forward(params, a)
        expected = loops.convolution(*doubles(params), k, np.asarray(a, float))
        np.testing.assert_allclose(trace.z, expected, **CLOSE)
        np.testing.assert_allclose(trace.a, np.tanh(expected), **CLOSE)

    @few
    @given(st.integers(1, 3), st.integers(1, 3), st.integers(1, 3), st.integers(1, 3))
    def test_pooling(self, size, rows, columns, channels):
        a = numbers((rows * size, columns * size, channels))
        for layer, choose in ((MaxPool(size), np.max), (MeanPool(size), np.mean)):
            np.testing.assert_allclose(layer.forward((), a).a, loops.pool(choose, size, a), **CLOSE)

    @pytest.mark.parametrize("kind, oracle", [(Recurrent, loops.recurrent), (LSTM, loops.lstm), (GRU, loops.gru)])
    @few
    @given(sizes, sizes, sizes)
    def test_what_recurs(self, kind, oracle, time, n_in, n_out):
        layer = kind(n_in, n_out)
        params, x = shaken(layer), numbers((time, n_in))
        np.testing.assert_allclose(layer.forward(params, x).a, oracle(doubles(params), doubles(x)), **CLOSE)

    @few
    @given(sizes, sizes, st.integers(1, 3), st.integers(1, 3), st.booleans())
    def test_attention(self, time, n_in, heads, size, causal):
        layer = Attention(n_in, heads * size, heads, causal)
        params, x = shaken(layer), numbers((time, n_in))
        expected = loops.attention(doubles(params), heads, causal, doubles(x))
        np.testing.assert_allclose(layer.forward(params, x).a, expected, **CLOSE)

    @pytest.mark.parametrize("shift", [0, 10_000])
    def test_layer_normalisation_even_of_large_numbers(self, shift):
        x = jnp.array([[0.0, 1, 2], [3, 5, 4]]) + shift
        found = LayerNorm(3).forward(NormParams(jnp.array([1.0, 2, 3]), jnp.array([0, 0, 1.0])), x).a
        expected = [loops.normalise(row, 1e-5) * [1, 2, 3] + [0, 0, 1] for row in doubles(x)]
        np.testing.assert_allclose(found, expected, **CLOSE)

    @pytest.mark.parametrize("shape", [(), (3,), (3, 2)])
    def test_batch_normalisation_over_examples_and_places(self, shape):
        layer, x = BatchNorm(4), numbers((5, *shape, 4))
        params = shaken(layer)
        trace = jax.vmap(lambda one: layer.forward(params, one, Given(training=True)), axis_name=BATCH)(x)
        flat = doubles(x).reshape(-1, 4)
        expected = np.stack([loops.normalise(column, 1e-5) for column in flat.T], axis=-1)
        np.testing.assert_allclose(trace.hat.reshape(-1, 4), expected, **CLOSE)
        expected = expected * doubles(params.scale) + doubles(params.shift)
        np.testing.assert_allclose(trace.a.reshape(-1, 4), expected, **CLOSE)

    def test_dense_goes_through_moments_and_places(self):
        layer, x = Dense(4, 3, tanh), numbers((2, 5, 4))
        W, b = doubles(params := shaken(layer))
        np.testing.assert_allclose(layer.forward(params, x).a, np.tanh(doubles(x) @ W.T + b), **CLOSE)


class TestAgainstEquinox:
    def test_lstm(self):
        theirs, x = equinox.nn.LSTMCell(3, 4, key=make_key(0)), numbers((5, 3))
        params = RecurrentParams(theirs.weight_ih, theirs.weight_hh, theirs.bias)
        state = (jnp.zeros(4), jnp.zeros(4))
        for one, a in zip(x, LSTM(3, 4).forward(params, x).a):
            state = theirs(one, state)
            np.testing.assert_allclose(a, state[0], **CLOSE)

    def test_gru(self):
        theirs, x = equinox.nn.GRUCell(3, 4, key=make_key(0)), numbers((5, 3))
        params = GRU(3, 4).init(key=make_key(0))
        params = type(params)(theirs.weight_ih, theirs.weight_hh, theirs.bias, theirs.bias_n)
        state = jnp.zeros(4)
        for one, a in zip(x, GRU(3, 4).forward(params, x).a):
            state = theirs(one, state)
            np.testing.assert_allclose(a, state, **CLOSE)

    def test_attention_of_several_heads(self):
        theirs, x = equinox.nn.MultiheadAttention(2, 6, key=make_key(0)), numbers((5, 6))
        params = Attention(6, 6, 2).init(key=make_key(0))
        projections = (theirs.query_proj, theirs.key_proj, theirs.value_proj, theirs.output_proj)
        params = type(params)(*(one.weight for one in projections))
        np.testing.assert_allclose(Attention(6, 6, 2).forward(params, x).a, theirs(x, x, x), **CLOSE)

    def test_convolution_and_pooling(self):
        theirs, x = equinox.nn.Conv2d(2, 3, 2, key=make_key(0)), numbers((5, 5, 2))
        weights = theirs.weight.transpose(0, 2, 3, 1).reshape(3, -1)
        found = Convolution(2, 3, 2, "linear").forward(Layer(weights, theirs.bias.ravel()), x).a
        expected = theirs(x.transpose(2, 0, 1))
        np.testing.assert_allclose(found.transpose(2, 0, 1), expected, **CLOSE)
        pooled = equinox.nn.MaxPool2d(2, 2)(expected)
        np.testing.assert_allclose(MaxPool(2).forward((), found).a.transpose(2, 0, 1), pooled, **CLOSE)


class TestConventions:
    def test_the_first_of_tied_pixels_gets_the_slope(self):
        layer, a = MaxPool(2), jnp.ones((2, 2, 1))
        trace = layer.forward((), a)
        error = layer.backward((), trace, layer.delta((), trace, jnp.ones((1, 1, 1)))).error
        np.testing.assert_array_equal(error[..., 0], [[1, 0], [0, 0]])

    def test_an_update_gate_of_one_keeps_the_old_state(self):
        layer = GRU(1, 1)
        params = layer.init(key=make_key(0))._replace(biases=jnp.array([0.0, 100, 1]))
        assert not layer.forward(params, numbers((4, 1))).a.any()  # it stays at its start, 0

    def test_a_forget_gate_starts_open(self):
        np.testing.assert_array_equal(LSTM(3, 2).init(key=make_key(0)).biases, [0, 0, 1, 1, 0, 0, 0, 0])

    def test_momentum_is_the_share_of_the_old_and_variances_divide_by_m(self):
        layer, x = BatchNorm(1, momentum=0.75), jnp.array([[1.0], [3.0]])
        params = layer.init(key=make_key(0))
        trace = jax.vmap(lambda one: layer.forward(params, one, Given(training=True)), axis_name=BATCH)(x)
        after = layer.next_statistics(Statistics(jnp.array([4.0]), jnp.array([9.0])), trace)
        np.testing.assert_allclose(after.mean, [0.75 * 4 + 0.25 * 2])
        np.testing.assert_allclose(after.variance, [0.75 * 9 + 0.25 * 1])

    def test_running_statistics_count_at_test_time(self):
        layer = BatchNorm(1)
        given = Given(statistics=Statistics(jnp.array([2.0]), jnp.array([4.0])))
        found = layer.forward(layer.init(key=make_key(0)), jnp.array([6.0]), given).a
        np.testing.assert_allclose(found, [2], rtol=1e-5)

    def test_who_may_look_nowhere_gets_zeros(self):
        layer, x = Attention(3, 4, 2), numbers((5, 3))
        trace = layer.forward(shaken(layer), x, Given(mask=jnp.zeros(5, bool)))
        assert not trace.a.any() and not trace.weights.any()

    def test_nobody_looks_ahead_when_attention_is_causal(self):
        layer, x = Attention(3, 4, 2, causal=True), numbers((5, 3))
        params = shaken(layer)
        other = layer.forward(params, x.at[3:].set(7)).a
        np.testing.assert_array_equal(layer.forward(params, x).a[:3], other[:3])

    @pytest.mark.parametrize("token", [-1, 7, 300])
    def test_a_token_out_of_range_is_refused_and_nan_where_it_cannot_be(self, token):
        layer = Embedding(7, 2)
        params, tokens = layer.init(key=make_key(0)), jnp.array([1, token])
        with pytest.raises(ValueError, match=f"tokens must be from 0 to 6; got {token}"):
            layer.forward(params, tokens)
        found = jax.jit(lambda tokens: layer.forward(params, tokens).a)(tokens)
        np.testing.assert_array_equal(found[0], params.vectors[1])
        assert jnp.isnan(found[1]).all()

    def test_bytes_can_be_tokens_of_a_large_table(self):
        layer = Embedding(300, 2)
        params = layer.init(key=make_key(0))
        found = layer.forward(params, jnp.array([100, 127], jnp.int8)).a
        np.testing.assert_array_equal(found, params.vectors[jnp.array([100, 127])])

    def test_dropout_keeps_the_mean_and_drops_the_rate(self):
        trace = Dropout(0.3).forward((), jnp.ones(20_000), Given(training=True, key=make_key(0)))
        assert float(trace.a.mean()) == pytest.approx(1, abs=0.02)
        assert float((trace.kept == 0).mean()) == pytest.approx(0.3, abs=0.02)
        assert jnp.array_equal(Dropout(0.3).forward((), jnp.ones(5)).a, jnp.ones(5))

    def test_the_last_and_the_mean_of_the_real_moments(self):
        x, some = numbers((5, 3)), Given(mask=jnp.arange(5) < 3)
        np.testing.assert_array_equal(LastMoment().forward((), x).a, x[-1])
        np.testing.assert_array_equal(LastMoment().forward((), x, some).a, x[2])
        np.testing.assert_allclose(MeanMoments().forward((), x, some).a, x[:3].mean(0), rtol=1e-6)
        for layer in (LastMoment(), MeanMoments()):
            assert not layer.forward((), x, Given(mask=jnp.zeros(5, bool))).a.any()


EVERY = [Dense(3, 2), Convolution(1, 2), MaxPool(), MeanPool(), Recurrent(3, 2), LSTM(3, 2), GRU(3, 2),
         Attention(3, 4, 2), Embedding(5, 2), LayerNorm(3), BatchNorm(3), Dropout(), Reshape(), LastMoment(),
         MeanMoments(), Own(jnp.sin), Residual([Dense(3, 3)])]


@pytest.mark.parametrize("layer", EVERY, ids=lambda layer: type(layer).__name__)
def test_every_layer_keeps_to_the_protocol_and_is_static_under_jit(layer):
    assert isinstance(layer, AnyLayer)
    assert len({layer, layer}) == 1
    with pytest.raises(AttributeError):
        layer.n_in = 7


@pytest.mark.parametrize("make, message", [
    (lambda: Dense(0, 2), "n_in must be a positive whole number; got 0"),
    (lambda: Dense(3, 2, scheme="xavier"), "scheme must be one of"),
    (lambda: LSTM(3, -1), "n_out must be a positive whole number; got -1"),
    (lambda: Convolution(1, 2, f="sigmiod"), "did you mean 'sigmoid'"),
    (lambda: Attention(3, 4, 3), "heads must divide n_out, the 4 neurons; got 3"),
    (lambda: Dropout(1.0), "rate must be at least 0 and below 1; got 1.0"),
    (lambda: BatchNorm(3, momentum=1.0), "momentum must be at least 0 and below 1; got 1.0"),
    (lambda: Residual([]), "layers must hold at least one layer; got none"),
    (lambda: Dropout().forward((), jnp.ones(3), Given(training=True)), "dropout needs a key in training"),
    (lambda: BatchNorm(3).forward(NormParams(jnp.ones(3), jnp.ones(3)), jnp.ones(3)),
     "batch normalisation needs running statistics at test time"),
    (lambda: BatchNorm(3).forward(NormParams(jnp.ones(3), jnp.ones(3)), jnp.ones(3), Given(training=True)),
     "batch normalisation needs a whole batch in training"),
])
def test_what_makes_no_layer_is_said(make, message, unchecked):
    with pytest.raises(ValueError, match=message):
        make()

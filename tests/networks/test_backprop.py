"""Backpropagation: every z, a, delta and gradient against three others, for any structure; and the check itself."""
import jax
import jax.numpy as jnp
import numpy as np
import oracles
import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st
from jax.random import key as make_key

from dlnotes.networks.activations import ACTIVATIONS
from dlnotes.networks.backprop import Backward, backward, example_cost, mean_gradient
from dlnotes.networks.gradient_check import central_differences, check_gradient
from dlnotes.networks.costs import COSTS, cross_entropy, log_likelihood, quadratic
from dlnotes.networks.network import Layer, Network

SMOOTH = sorted(set(ACTIVATIONS) - {"step", "relu", "leaky_relu"})
STRUCTURES = st.tuples(st.lists(st.integers(1, 6), min_size=2, max_size=6), st.randoms(use_true_random=False))


def drawn(structure):
    """A network with activations and a cost of its own, its parameters, an example and its truth."""
    sizes, random = structure
    cost = random.choice(list(COSTS.values()))
    output = cost.output or random.choice(SMOOTH)
    network = Network(sizes, hidden=[random.choice(SMOOTH) for _ in sizes[2:]], output=output)
    keys = jax.random.split(make_key(random.randrange(1000)), 2)
    y = jax.nn.one_hot(random.randrange(sizes[-1]), sizes[-1])
    return network, network.init(key=keys[0]), jax.random.normal(keys[1], sizes[:1]), y, cost


def distance(one, other):
    """The largest difference of two gradients in any layer, as a share of that layer's largest entry."""
    pairs = zip(jax.tree.leaves(one), jax.tree.leaves(other), strict=True)
    return max(float(jnp.max(jnp.abs(a - b)) / (jnp.max(jnp.abs(b)) + 1e-30)) for a, b in pairs)


@settings(max_examples=6)  # each compiles its own shapes
@given(STRUCTURES)
def test_the_gradient_is_that_of_automatic_differentiation_in_double_precision(structure):
    with jax.enable_x64(True):
        network, params, x, y, cost = drawn(structure)
        params, x, y = jax.tree.map(lambda leaf: leaf.astype(float), (params, x, y))
        automatic = jax.grad(lambda p: example_cost(network, p, x, y, cost))(params)
        assert distance(backward(network, params, x, y, cost).gradient, automatic) < 1e-12


@pytest.mark.parametrize("sizes", [(784, 30, 10), (64, 30, 20, 10), (8, *[12] * 9, 4)])
@pytest.mark.parametrize("cost", COSTS.values(), ids=str)
def test_the_gradient_is_that_of_automatic_differentiation_in_single_precision(key, sizes, cost):
    network, y = Network(sizes, output=cost.output or "sigmoid"), jax.nn.one_hot(1, sizes[-1])
    by_hand = jax.jit(lambda params, x: backward(network, params, x, y, cost).gradient)
    automatic = jax.jit(jax.grad(lambda params, x: example_cost(network, params, x, y, cost)))

    def disagreement(k):
        params, x = network.init(key=k), jax.random.uniform(jax.random.fold_in(k, 1), sizes[:1])
        return distance(by_hand(params, x), automatic(params, x))

    with jax.default_matmul_precision("highest"):
        found = [disagreement(k) for k in jax.random.split(key, 20)]
    # In ten layers the rounding of either route alone comes to 1e-6 now and then: at one start in forty.
    assert np.quantile(found, 0.8) < 1e-6 and max(found) < 3e-6


def loops(layers, zs, activations, y):
    """Errors and gradients of the quadratic cost of sigmoid neurons, with loops over NumPy numbers."""
    slope = [[oracles.sigmoid(z) * (1 - oracles.sigmoid(z)) for z in row] for row in zs]
    deltas = [[(a - t) * s for a, t, s in zip(activations[-1], y, slope[-1])]]
    for l in range(len(layers) - 2, -1, -1):
        after = np.asarray(layers[l + 1].weights, float)
        deltas.insert(0, [s * sum(after[k][j] * deltas[0][k] for k in range(len(after)))
                          for j, s in enumerate(slope[l])])
    gradient = [([[d * a for a in before] for d in delta], delta) for delta, before in zip(deltas, activations)]
    return deltas, gradient


def test_every_number_is_that_of_plain_loops(key):
    network, y = Network((3, 4, 2, 2)), jnp.array([1.0, 0.0])
    params, x = network.init(key=key), jnp.array([0.3, -1.2, 0.8])
    result = backward(network, params, x, y, quadratic)
    zs, activations = oracles.forward(params, [oracles.sigmoid] * 3, x)
    deltas, gradient = loops(params, zs, activations, y)
    for found, wanted in ((result.trace.z, zs), (result.trace.a, activations), (result.deltas, deltas)):
        for one, other in zip(found, wanted, strict=True):
            np.testing.assert_allclose(one, other, rtol=2e-5, atol=1e-6)
    for layer, (weights, biases) in zip(result.gradient, gradient, strict=True):
        np.testing.assert_allclose(layer.weights, weights, rtol=2e-5, atol=1e-6)
        np.testing.assert_allclose(layer.biases, biases, rtol=2e-5, atol=1e-6)


def test_the_gradient_is_the_derivative_that_sympy_writes_down():
    w, b = sympy.symbols("w0:3"), sympy.symbols("b0:3")
    a = sympy.Rational(3, 4)
    for weight, bias in zip(w, b):
        a = 1 / (1 + sympy.exp(-(weight * a + bias)))
    formula = (a - sympy.Rational(1, 5))**2 / 2
    numbers = {**dict(zip(w, (0.5, -1.25, 2.0))), **dict(zip(b, (0.25, 1.0, -0.5)))}
    network = Network((1, 1, 1, 1))
    params = tuple(Layer(jnp.array([[numbers[u]]]), jnp.array([numbers[v]])) for u, v in zip(w, b))
    gradient = backward(network, params, jnp.array([0.75]), jnp.array([0.2]), quadratic).gradient
    for layer, weight, bias in zip(gradient, w, b):
        assert layer.weights[0, 0] == pytest.approx(float(formula.diff(weight).subs(numbers)), rel=2e-5)
        assert layer.biases[0] == pytest.approx(float(formula.diff(bias).subs(numbers)), rel=2e-5)


@settings(max_examples=6)  # each compiles its own shapes
@given(STRUCTURES, st.integers(1, 7))
def test_the_mean_gradient_is_the_mean_of_the_gradients(structure, m):
    network, params, _, _, cost = drawn(structure)
    x = jax.random.normal(make_key(m), (m, network.sizes[0]))
    y = jax.nn.one_hot(jnp.arange(m) % network.sizes[-1], network.sizes[-1])
    value, gradient = mean_gradient(network, params, x, y, cost)
    each = [backward(network, params, one, truth, cost).gradient for one, truth in zip(x, y)]
    mean = jax.tree.map(lambda *leaves: sum(leaves) / m, *each)
    for found, wanted in zip(jax.tree.leaves(gradient), jax.tree.leaves(mean)):
        np.testing.assert_allclose(found, wanted, rtol=1e-4, atol=1e-6)
    costs = [float(example_cost(network, params, one, truth, cost)) for one, truth in zip(x, y)]
    assert value == pytest.approx(np.mean(costs), rel=1e-5)


def test_central_differences_are_those_of_plain_loops():
    numbers = [0.3, -1.2, 0.7, 2.0, -0.1]
    with jax.enable_x64(True):
        params = {"a": jnp.array(numbers[:2]), "b": jnp.array([numbers[2:]])}
        slopes = central_differences(lambda p: jnp.sin(p["a"]).sum() * jnp.exp(p["b"]).sum(), params, together=2)
    wanted = oracles.gradient(lambda p: np.sin(p[:2]).sum() * np.exp(p[2:]).sum(), numbers)
    assert slopes["a"].shape == (2,) and slopes["b"].shape == (1, 3)
    np.testing.assert_allclose([*slopes["a"], *slopes["b"][0]], wanted, rtol=1e-8)


@pytest.mark.parametrize("dtype, share, offset", [
    (jnp.float32, 2e-3, 90.0), (jnp.float16, 0.03, 5.0), (jnp.bfloat16, 0.15, 0.0)])
def test_differences_suit_the_precision_of_the_parameters(dtype, share, offset):
    for slope in (0.1, 1.0, 50.0):
        params = jnp.array([1.0, -2.0, 3.0, 0.5, 0.25], dtype)
        found = central_differences(lambda w: slope * (jnp.sum(w) + offset), params, together=5)
        np.testing.assert_allclose(np.asarray(found, float), slope, rtol=share)


def test_differences_of_plain_numbers_and_of_large_ones(unchecked):
    def cost(w):
        return jnp.sum(jnp.asarray(w)**2) + 100.0

    for params in ([1, 2, 3], np.array([1, 2, 3]), np.array([1.0, 2.0, 3.0])):
        np.testing.assert_allclose(central_differences(cost, params), [2, 4, 6], rtol=1e-3)
    assert central_differences(cost, 3) == pytest.approx(6, rel=1e-3)
    assert central_differences(jnp.square, 1e6) == pytest.approx(2e6, rel=1e-3)
    assert central_differences(jnp.square, 3.0, step=0.5) == 6.0
    with pytest.raises(ValueError, match="step must be a positive number, or None; got 0"):
        central_differences(cost, [1, 2], step=0)
    with pytest.raises(ValueError, match="params must be numbers"):
        central_differences(cost, "12")


NETWORK = Network((4, 5, 3, 2), hidden=("tanh", "sigmoid"))
X, Y = jnp.array([0.5, -1.0, 2.0, 0.1]), jnp.array([0.0, 1.0])


@pytest.mark.parametrize("cost", [quadratic, cross_entropy], ids=str)
def test_the_check_is_content_with_a_right_gradient(key, cost):
    check = check_gradient(NETWORK, NETWORK.init(key=key), X, Y, cost)
    assert check.disagreeing == () and repr(check).endswith("all layers agree")
    assert max(map(max, check.against_autodiff)) < 1e-12 and max(map(max, check.against_differences)) < 1e-7
    assert repr(check).count("✓") == 6 and "✗" not in repr(check)


def broken(part, layer, change):
    """A backward pass with one bug: the gradient of one layer's weights or biases changed."""
    def one(*arguments):
        gradient = list(backward(*arguments).gradient)
        gradient[layer] = gradient[layer]._replace(**{part: change(getattr(gradient[layer], part))})
        return gradient
    return one


@pytest.mark.parametrize("part", ["weights", "biases"])
@pytest.mark.parametrize("layer", [0, 1, 2])
@pytest.mark.parametrize("change", [lambda g: g * 1.001, lambda g: -g, lambda g: g * jnp.nan, jnp.zeros_like])
def test_the_check_names_the_layer_that_is_wrong(key, part, layer, change):
    check = check_gradient(NETWORK, NETWORK.init(key=key), X, Y, backward=broken(part, layer, change))
    assert check.disagreeing == (layer + 1,) and repr(check).count("✗") == 1
    assert f"layer {layer + 1} is the first, on the way back, to disagree" in repr(check)


def test_a_bug_on_the_way_back_is_found_where_it_is_though_it_spoils_all_before(key):
    def without_slopes(network, params, x, y, cost):
        trace, deltas, _ = backward(network, params, x, y, cost)
        deltas = [deltas[-1]]
        for layer in params[:0:-1]:
            deltas.insert(0, layer.weights.T @ deltas[0])
        return [(jnp.outer(delta, a), delta) for delta, a in zip(deltas, trace.a)]
    check = check_gradient(NETWORK, NETWORK.init(key=key), X, Y, backward=without_slopes)
    assert check.disagreeing == (2, 1) and "layer 2 is the first" in repr(check)


def test_the_check_says_which_shape_is_wrong(key):
    params = NETWORK.init(key=key)
    with pytest.raises(ValueError, match=r"shaped as the parameters are, .*; got \[\(\(4, 5\), \(5,\)\)"):
        check_gradient(NETWORK, params, X, Y, backward=lambda *arguments: [
            (layer.weights.T, layer.biases) for layer in backward(*arguments).gradient])


@pytest.mark.parametrize("came,message", [
    (None, "got None; perhaps a `return` is missing"), (3.0, "got a result of another kind"),
    ([None, None], "got a result of another kind"), ([], r"got \[\]"), ("ab", "got"),
])
def test_the_check_says_what_is_no_gradient(key, came, message):
    with pytest.raises(ValueError, match=r"backward must give a Backward, or the gradient alone.*" + message):
        check_gradient(NETWORK, NETWORK.init(key=key), X, Y, backward=lambda *arguments: came)


def test_a_network_without_slopes_has_a_gradient_of_zeros(key):
    network = Network((4, 3, 2), hidden="step")
    result = backward(network, network.init(key=key), X, Y, quadratic)
    assert isinstance(result, Backward) and not result.gradient[0].weights.any() and result.gradient[1].biases.any()


@pytest.mark.parametrize("network,y,cost,message", [
    (NETWORK, jnp.zeros(3), quadratic, r"y must be the truth for one example, of shape \(2,\); got \(3,\)"),
    (NETWORK, Y, log_likelihood, "the cost log_likelihood needs softmax as the network's output; got sigmoid"),
    (Network((4, 2), output="softmax"), Y, quadratic, "each z by itself, such as sigmoid as the network's output"),
])
def test_what_does_not_fit_is_named(key, network, y, cost, message):
    for function in (backward, example_cost):
        with pytest.raises(ValueError, match=message):
            function(network, network.init(key=key), X, y, cost)

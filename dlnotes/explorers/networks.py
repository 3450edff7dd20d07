"""Explorers of networks."""
import math
import re
from functools import cache, partial
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float

from dlnotes.networks.activations import ACTIVATIONS
from dlnotes.data.datasets import digits
from dlnotes.live.controls import Button, Choice, Drag, Random, Slider, Text
from dlnotes.live.engine import Explorer
from dlnotes.figures import networks as figures
from dlnotes.live.numbers import number
from dlnotes.networks.linear_layers import solve_output
from dlnotes.networks.network import Layer, Network, layer_output
from dlnotes.learning.training import fit


class Shapes(NamedTuple):
    """The shapes in a network of `sizes`: `W`, `b` and the number of `parameters` for each layer of neurons, and `a`,
    whose first is the input's."""
    sizes: tuple[int, ...]
    W: tuple[tuple[int, int], ...]
    b: tuple[tuple[int], ...]
    a: tuple[tuple[int], ...]
    parameters: tuple[int, ...]


def read_sizes(text: str) -> tuple[int, ...]:
    """The sizes in a text such as "28*28, 30, 10". Raises ValueError if they are not 2 to 7 numbers, 1 to 1,000,000."""
    parts = re.split(r"[\s,;]+", re.sub(r"\s*\*\s*", "*", text.strip(" ,;[]()")))
    numbers = [math.prod(map(int, part.split("*"))) if re.fullmatch(r"\d{1,7}(\*\d{1,7})*", part, re.ASCII) else 0
               for part in parts]
    if not 2 <= len(numbers) <= figures.ROWS + 1 or not all(1 <= n <= 1_000_000 for n in numbers):
        raise ValueError(f"write 2 to 7 whole numbers from 1 to 1,000,000, such as 784, 30, 10; got {text!r}")
    return tuple(numbers)


def _shapes(sizes):
    network, unnumbered = Network(read_sizes(sizes)), partial(jax.ShapeDtypeStruct, dtype=jnp.float32)
    pairs = zip(network.sizes, network.sizes[1:])
    params = tuple(Layer(unnumbered((n_out, n_in)), unnumbered((n_out,))) for n_in, n_out in pairs)
    trace = jax.eval_shape(network.forward, params, unnumbered(network.sizes[:1]))  # a forward pass without numbers
    count = network.count()
    return Shapes(network.sizes, tuple(W.shape for W, _ in params), tuple(b.shape for _, b in params),
                  tuple(a.shape for a in trace.a), tuple(map(sum, zip(count.weights, count.biases))))


def shapes() -> Explorer:
    """Type the sizes of a network, and see the shape of everything in it; same colour, same size."""
    return Explorer(
        _shapes, figures.draw_shapes,
        {"sizes": Text("784, 30, 10", examples=("2, 1", "1000000, 1, 1000000", "3, 5, 4, 2, 8, 16, 10"))},
        lambda r: "; ".join(f"layer {k}: W {W[0]} × {W[1]}, b {b[0]}, a {a[0]}, a′ {b[0]}"
                            for k, (W, b, a) in enumerate(zip(r.W, r.b, r.a), start=1))
                  + f". {sum(r.parameters):,} parameters.",
        title="The shapes of a network", size=(7.2, 4.0))


class OneLayer(NamedTuple):
    """A layer of three neurons on four inputs: W (3, 4), a (4,), b, z and output (3,); and the number of one neuron."""
    W: Float[Array, "3 4"]
    a: Float[Array, "4"]
    b: Float[Array, "3"]
    z: Float[Array, "3"]
    output: Float[Array, "3"]
    neuron: Float[Array, ""]


@partial(jax.jit, static_argnames="activation")
def _one_layer(neuron, a1, a2, a3, a4, activation, seed):
    params = Network((4, 3), output=activation).init(key=jax.random.key(seed), scheme="normal")
    layer, a = jax.tree.map(lambda p: jnp.round(p, 1), params)[0], jnp.array([a1, a2, a3, a4])
    return OneLayer(layer.weights, a, layer.biases, layer_output(layer, a, ACTIVATIONS["linear"]),
                    layer_output(layer, a, ACTIVATIONS[activation]), neuron)


def one_layer() -> Explorer:
    """Three neurons as one product, in numbers: choose a neuron and see its row at work."""
    return Explorer(
        _one_layer, figures.draw_one_layer,
        {"neuron": Slider(1, 3, 1, 1), **{f"a{k}": Slider(0.0, 1.0, k / 5) for k in (1, 2, 3, 4)},
         "activation": Choice(tuple(ACTIVATIONS)), "seed": Slider(0, 20, 4, 1),
         "row": Drag(move=lambda values, x, y: {"neuron": 1 + (y - figures.TOP) // figures.CELL})},
        lambda r: f"Neuron {r.neuron} multiplies its row of W with a and adds its bias: "
                  f"z = {number(r.z[r.neuron - 1], 2)}, a′ = {number(r.output[r.neuron - 1], 2)}.",
        title="One layer, neuron by neuron", size=(7.2, 3.6))


class Wiring(NamedTuple):
    """A network of up to four layers of neurons, each of up to ten: `sizes` (5,), 0 where there is no layer; `params`
    and `a`, of which only the first sizes[k] entries count."""
    sizes: Float[Array, "5"]
    params: tuple[Layer, ...]
    a: tuple[Float[Array, "10"], ...]


WIDEST = Network((10,) * 5)


@partial(jax.jit, static_argnames="hidden_layers")
def _wiring(params, inputs, hidden, hidden_layers, outputs, weights, turn):
    sizes = jnp.array([inputs, *[hidden] * hidden_layers, outputs] + [0] * (3 - hidden_layers))
    exists = [(jnp.arange(10) < n).astype(float) for n in sizes]
    layers = tuple(Layer(weights * W * jnp.outer(here, before), b * here)
                   for (W, b), before, here in zip(params, exists, exists[1:]))
    x = exists[0] * (0.5 + 0.5 * jnp.cos(2 * jnp.pi * (turn - jnp.arange(10) / inputs)))
    return Wiring(sizes, layers, WIDEST.forward(layers, x).a)


_draws = jax.jit(lambda seed: WIDEST.init(key=jax.random.key(seed), scheme="normal"))


def wiring() -> Explorer:
    """A network with all its weights and, for inputs that you turn, with its activations."""
    return Explorer(
        lambda seed, **values: _wiring(_draws(seed), **values), figures.draw_wiring,
        {"inputs": Slider(1, 10, 4, 1), "hidden": Slider(1, 10, 6, 1, label="hidden neurons a layer"),
         "hidden_layers": Slider(1, 3, 1, 1, label="hidden layers"), "outputs": Slider(1, 10, 3, 1),
         "weights": Slider(0.0, 10.0, 1.0, label="size of weights"),
         "turn": Slider(0.0, 1.0, 0.1, 0.02, label="turn the inputs"),
         "seed": Slider(0, 20, 0, 1), "random": Random(("seed",), label="other weights")},
        lambda r: f"A network of sizes {', '.join(str(n) for n in r.sizes if n)}: {np.sum(r.sizes > 0) - 1} layers of "
                  f"neurons, {np.sum(r.sizes[:-1] * r.sizes[1:])} weights.",
        title="A network, its weights and its activations", size=(7.2, 4.0))


class Growth(NamedTuple):
    """The parameters of a network with `depth` hidden layers of `width` neurons, and of others beside it."""
    widths: np.ndarray
    by_width: np.ndarray
    depths: np.ndarray
    by_depth: np.ndarray
    width: int
    depth: int
    parameters: int


WIDTHS, DEPTHS = np.unique(np.geomspace(1, 1000, 64).astype(int)), np.arange(1, 11)


def _growth(width, depth):
    by_width, by_depth, here = ([Network((784, *[w] * d, 10)).count().total for w in widths for d in depths]
                                for widths, depths in ((WIDTHS, [depth]), ([width], DEPTHS), ([width], [depth])))
    return Growth(WIDTHS, np.array(by_width), DEPTHS, np.array(by_depth), width, depth, here[0])


def growth() -> Explorer:
    """How many parameters there are between 784 inputs and 10 outputs."""
    return Explorer(
        _growth, figures.draw_growth,
        {"width": Slider(1, 1000, 30, 63, log=True, label="neurons in each hidden layer"),
         "depth": Slider(1, 10, 1, 1, label="hidden layers")},
        lambda r: f"Sizes 784, {r.depth} times {r.width}, 10: {r.parameters:,} parameters, "
                  f"{figures.memory(r.parameters)} of memory as float32.",
        title="Parameters against width and depth", size=(7.2, 3.4))


class DigitPass(NamedTuple):
    """A digit x (8, 8), its label; of one hidden neuron its number, weights (8, 8) and z; the activations of all hidden
    neurons (5, 6) and of the output (10,), and the answer, the number of the largest output."""
    x: Float[Array, "8 8"]
    label: Float[Array, ""]
    neuron: Float[Array, ""]
    weights: Float[Array, "8 8"]
    z: Float[Array, ""]
    hidden: Float[Array, "5 6"]
    output: Float[Array, "10"]
    answer: Float[Array, ""]


READER = Network((64, 30, 10))


@cache
def _trained():
    """A network that reads digits; the digits that it has not seen, their labels, and those that it gets wrong."""
    data, (start, shuffle) = digits(), jax.random.split(jax.random.key(0))
    params = fit(READER, READER.init(key=start), data, key=shuffle, epochs=10).params
    answers = jnp.argmax(jax.vmap(READER.apply, (None, 0))(params, data.x_test), axis=1)
    return params, data.x_test, data.y_test, np.flatnonzero(answers != data.y_test).tolist()


@jax.jit
def _digit_pass(params, x, label, neuron):
    trace = READER.forward(params, x)
    picture, weights = x.reshape(8, 8), params[0].weights[neuron - 1].reshape(8, 8)
    hidden, output = trace.a[1].reshape(5, 6), trace.a[2]
    return DigitPass(picture, label, neuron, weights, trace.z[0][neuron - 1], hidden, output, jnp.argmax(output))


def _choose_neuron(values, x, y):
    """The hidden neuron whose square is at (x, y), in five rows of six."""
    return {"neuron": 1 + min(max(round(x), 0), 5) + 6 * min(max(round(y), 0), 4)}


def _next_wrong(values, key):
    """The next digit that the network gets wrong; after the last one, the first."""
    wrong = _trained()[3] or [values["image"]]
    return {"image": next((n for n in wrong if n > values["image"]), wrong[0])}


def digit_pass() -> Explorer:
    """One digit on its way through a trained network; click a hidden neuron to see what it looks for."""
    params, x, labels, _ = _trained()
    return Explorer(
        lambda image, neuron: _digit_pass(params, x[image], labels[image], neuron), figures.draw_digit_pass,
        {"image": Slider(0, len(x) - 1, 0, 1), "neuron": Slider(1, 30, 1, 1, label="hidden neuron"),
         "choose": Drag(move=_choose_neuron, axes=2), "random": Random(("image",), label="another digit"),
         "wrong": Button("one it gets wrong", _next_wrong)},
        lambda r: f"The picture is a {r.label}, the network says {r.answer}; framed is hidden neuron {r.neuron} of 30.",
        title="A digit on its way through a network", size=(7.2, 2.5))


class ManyFits(NamedTuple):
    """m networks fitted to n points x, y: their curves (m, grid), the number of parameters that were solved for, and
    the largest error at a point."""
    grid: Float[Array, "grid"]
    curves: Float[Array, "m grid"]
    x: Float[Array, "n"]
    y: Float[Array, "n"]
    parameters: Float[Array, ""]
    error: Float[Array, ""]


POINTS = np.array([[-0.9, 0.2], [-0.5, -0.6], [0.0, 0.5], [0.4, 0.1], [0.8, -0.4]])
WIGGLY, STEEPNESS, GRID = Network((1, 60, 1), "tanh", "linear"), 4.0, np.linspace(-1.2, 1.2, 193)


@jax.jit
def _fitted(hidden, start, seed):
    x, y, grid = (jnp.asarray(numbers) for numbers in (POINTS[:, :1], POINTS[:, 1:], GRID[:, None]))

    def one(key):
        params = WIGGLY.init(key=key, scheme="normal")
        scale = STEEPNESS * (jnp.arange(60) < hidden)  # tanh(0) = 0: a neuron without weights takes no part
        first = Layer(scale[:, None] * params[0].weights, scale * params[0].biases)
        solved = solve_output(WIGGLY, (first, jax.tree.map(lambda p: start * p, params[1])), x, y)
        outputs = jax.vmap(WIGGLY.apply, (None, 0))(solved, jnp.concatenate([x, grid]))[:, 0]
        return outputs[5:], jnp.max(jnp.abs(outputs[:5] - y[:, 0]))

    curves, errors = jax.vmap(one)(jax.random.split(jax.random.key(seed), 20))
    return ManyFits(grid[:, 0], curves, x[:, 0], y[:, 0], hidden + 1, jnp.max(errors))


def _many_fits(hidden, start, seed):
    with jax.enable_x64(True):  # where neurons are as few as points, weights grow too large for 7 digits
        return _fitted(hidden, start, seed)


def many_fits() -> Explorer:
    """Twenty random networks, their output layers changed as little as makes them pass through the same five points."""
    return Explorer(
        _many_fits, figures.draw_many_fits,
        {"hidden": Slider(1, 60, 40, 1, label="hidden neurons"),
         "start": Slider(0.0, 1.0, 0.5, 0.05, label="output weights to start from"),
         "seed": Slider(0, 20, 0, 1), "random": Random(("seed",), label="other networks")},
        lambda r: f"Twenty networks, each with {r.parameters} parameters to choose, and {len(r.x)} points: the largest "
                  f"error at a point is {number(r.error, 2)}.",
        title="Many networks through the same points", size=(7.2, 3.6))

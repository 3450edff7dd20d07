"""Explorers of vanishing gradients: how fast each layer learns at the start, the factors that decide it, the edge."""
from functools import cache, partial
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float

from dlnotes.networks.activations import sigmoid
from dlnotes.data.datasets import digits, one_hot
from dlnotes.experiments.deep_networks import DeepNetwork, Stack
from dlnotes.live.controls import Button, Choice, Drag, Play, Slider, Toggle
from dlnotes.live.engine import Explorer
from dlnotes.figures import vanishing as figures
from dlnotes.live.numbers import number
from dlnotes.networks.initialisation import SCHEMES
from dlnotes.experiments.vanishing import factor, layer_norms, mean_field, norms_by_depth, surviving_band

LAYERS, WIDTH, SEEDS, EXAMPLES = 30, 30, 64, 20
DEEP = DeepNetwork(64, WIDTH, 10)


class LayerSpeeds(NamedTuple):
    """How fast each hidden layer begins to learn: of one network, `depth` layers deep, the slopes |dC/db| of its first
    six `neurons` (30, 6) and the `norms` (30,) of dC/db; of 64 networks as deep the norms' `spread` (3, 30): 5 %, the
    median, 95 %. Entries beyond the depth are 0."""
    depth: int
    neurons: Float[Array, "30 6"]
    norms: Float[Array, "30"]
    spread: Float[Array, "3 30"]


@cache
def _examples() -> tuple[Float[Array, "20 64"], Float[Array, "20 10"]]:
    data = digits()
    return data.x_train[:EXAMPLES], one_hot(data.y_train[:EXAMPLES], 10)


@partial(jax.jit, static_argnames=("network", "count"))
def _starts(network, scale, shift, count):
    keys = jax.random.split(jax.random.key(0), count)
    return jax.vmap(lambda key: network.init(LAYERS, key=key, scheme=(scale, shift)))(keys)


@cache
def _deep_starts():
    return _starts(DEEP, 1.0, 1.0, SEEDS)


@cache
def norms_at_start() -> Float[Array, "30 64 30"]:
    """The lengths of dC/db on 20 digits, before training: for 1 to 30 hidden layers of 30 sigmoid neurons, for 64
    starts, and for each of the layers, 0 beyond the depth."""
    return norms_by_depth(DEEP, _deep_starts(), *_examples(), jnp.arange(1, LAYERS + 1)).biases


@jax.jit
def _layer_speeds(starts, norms, x, y, depth, seed):
    params = jax.tree.map(lambda p: p[seed], starts)
    gradient = jax.grad(DEEP.mean_cost)(params, x, y, depth)
    biases = jnp.concatenate([gradient.first.biases[None], gradient.hidden.biases])
    at_depth = norms[depth - 1]
    spread = jnp.quantile(at_depth, jnp.array([0.05, 0.5, 0.95]), axis=0)
    return LayerSpeeds(depth, jnp.abs(biases[:, :6]), at_depth[seed], spread)


def _speeds_in_words(result):
    middle = result.spread[1]
    if result.depth == 1:
        return f"One hidden layer: its biases have a gradient of length \u2248{middle[0]:.2g}, in the middle of 64 starts."
    return (f"{result.depth} hidden layers: the gradient of the biases has length \u2248{middle[result.depth - 1]:.2g} in "
            f"the last one and \u2248{middle[0]:.2g} in the first, in the middle of 64 starts.")


def layer_speeds() -> Explorer:
    """How fast each hidden layer begins to learn, as bars on the network, for 1 to 30 of them."""
    return Explorer(
        lambda depth, seed: _layer_speeds(_deep_starts(), norms_at_start(), *_examples(), depth, seed),
        figures.draw_layer_speeds,
        {"depth": Slider(1, LAYERS, 1, 1, label="hidden layers"), "play": Play("depth", 8.0),
         "seed": Slider(0, SEEDS - 1, 0, 1, label="start"),
         "again": Button("another start", lambda values, key: {"seed": (values["seed"] + 1) % SEEDS})},
        _speeds_in_words, title="How fast each layer learns", size=(7.2, 4.3))


class Chain(NamedTuple):
    """n neurons in a row (n <= 12): the weight `w` between neighbours, the bias `b` of each, their weighted inputs `z`
    and outputs `a`, each (12,); the `factors` w sigma'(z) and the `slopes` (12,): how much a nudge of each z changes
    the last output. Entries beyond n are 0."""
    n: int
    w: Float[Array, ""]
    b: Float[Array, "12"]
    z: Float[Array, "12"]
    a: Float[Array, "12"]
    factors: Float[Array, "12"]
    slopes: Float[Array, "12"]


LONGEST = 12
X = 0.5  # what goes into the first neuron


@jax.jit
def _chain(neurons, w, b, steepest):
    def forward(a, here):
        bias = jnp.where(steepest, -w * a, b)
        z = w * a + bias
        return sigmoid(z), (bias * here, z * here, sigmoid(z) * here, factor(w, a, bias) * here)

    here = jnp.arange(LONGEST) < neurons
    _, (biases, z, a, factors) = jax.lax.scan(forward, jnp.asarray(X, float), here.astype(float))
    own = jnp.where(here, factors / w, 1.0)  # sigma'(z)
    after = jnp.where(jnp.arange(LONGEST)[None] > jnp.arange(LONGEST)[:, None], jnp.where(here, factors, 1.0)[None], 1.0)
    return Chain(neurons, w, biases, z, a, factors, own * jnp.prod(after, axis=1) * here)


def chain() -> Explorer:
    """Neurons in a row, one a layer: the slope of the first is a product of factors w sigma'(z), one for each."""
    def describe(result):
        first, last = result.slopes[0], result.slopes[result.n - 1]
        return (f"{result.n} neurons in a row, w = {number(result.w, 2)}: a nudge of the last z counts "
                f"\u2248{last:.2g}, one of the first z \u2248{first:.2g}.")

    return Explorer(
        lambda neurons, w, b, steepest: _chain(neurons, float(w), float(b), steepest), figures.draw_chain,
        {"neurons": Slider(2, LONGEST, 4, 1), "w": Slider(0.1, 100.0, 1.0, 60, log=True, label="w, weight"),
         "b": Slider(-8.0, 8.0, 0.0, label="b, bias"),
         "steepest": Toggle(label="choose each b so that z = 0")},
        describe, title="A chain of factors", size=(7.2, 4.0))


class Band(NamedTuple):
    """One neuron with weight `w` and b = -w/2: its factors w sigma'(wa + b) for inputs `a` (401,); the width of the
    band where they are at least 1; the `weights` (n,) up to w, and the `widths` (n,) of their bands."""
    w: Float[Array, ""]
    a: Float[Array, "401"]
    factors: Float[Array, "401"]
    width: Float[Array, ""]
    weights: Float[Array, "121"]
    widths: Float[Array, "121"]


BAND = Slider(1.0, 100.0, 2.0, 120, log=True, label="w, weight")


@jax.jit
def _band(w):
    a, weights = jnp.linspace(0.0, 1.0, 401), jnp.array(BAND.values)
    widths = jnp.where(weights <= w * 1.0001, surviving_band(weights), jnp.nan)
    return Band(w, a, factor(w, a, -w / 2), surviving_band(w), weights, widths)


def band() -> Explorer:
    """For which inputs does a neuron let a gradient through undiminished? The band, for any weight."""
    return Explorer(
        lambda w: _band(float(w)), figures.draw_band, {"w": BAND, "play": Play("w", 6.0)},
        lambda r: f"With w = {number(r.w, 2)} the factor is at most {number(r.w / 4, 2)}; it is at least 1 for inputs in a "
                  f"band {number(r.width, 3)} wide.",
        title="Where gradients survive", size=(7.2, 3.3))


class Edge(NamedTuple):
    """Layers of random tanh neurons with (`sigma_w`, `sigma_b`): `chi` there, and on the `plane` (rows: sigma_b,
    columns: sigma_w); and the lengths of the `deltas` (16, 30) measured in 16 networks with 30 hidden layers of 64
    neurons. Theory says that they are multiplied by sqrt(chi) a layer, on the way back."""
    sigma_w: Float[Array, ""]
    sigma_b: Float[Array, ""]
    chi: Float[Array, ""]
    plane: Float[Array, "rows columns"]
    deltas: Float[Array, "16 30"]


WIDE = DeepNetwork(64, 64, 10, "tanh")
SIGMA_W, SIGMA_B = Slider(0.5, 4.0, 0.8, 0.05), Slider(0.0, 2.0, 0.3, 0.05)


@cache
def _plane():
    over = jax.vmap(jax.vmap(lambda w, b: mean_field("tanh", w, b, layers=100).chi, (0, None)), (None, 0))
    return over(jnp.array(SIGMA_W.values[::2]), jnp.array(SIGMA_B.values[::2]))


@jax.jit
def _edge(plane, x, y, sigma_w, sigma_b):
    starts = _starts(WIDE, sigma_w, sigma_b, 16)
    deltas = jax.vmap(lambda params: layer_norms(WIDE, params, x, y).deltas)(starts)
    return Edge(sigma_w, sigma_b, mean_field("tanh", sigma_w, sigma_b).chi, plane, deltas)


def edge_of_chaos() -> Explorer:
    """Thirty layers of tanh: for which random weights and biases do gradients neither vanish nor explode?"""
    return Explorer(
        lambda sigma_w, sigma_b: _edge(_plane(), *_examples(), float(sigma_w), float(sigma_b)), figures.draw_edge,
        {"sigma_w": SIGMA_W, "sigma_b": SIGMA_B, "choose": Drag("sigma_w", "sigma_b")},
        lambda r: f"tanh with \u03c3_w = {number(r.sigma_w, 2)} and \u03c3_b = {number(r.sigma_b, 2)}: theory multiplies the "
                  f"errors by \u2248{r.chi**0.5:.2f} a layer on the way back.",
        title="The edge of chaos", size=(7.2, 3.6))


class Signals(NamedTuple):
    """Sixteen random networks with 30 hidden layers: the `spread` of the activations over the examples and the length of
    the `deltas`, layer by layer, both (16, 30); and the factor a layer that theory `predicts` for delta, or NaN."""
    spread: Float[Array, "16 30"]
    deltas: Float[Array, "16 30"]
    predicts: Float[Array, ""]


@partial(jax.jit, static_argnames="network")
def _signals(network, x, y, first, rest, last, shift):
    drawn = _starts(network, 1.0, shift, 16)
    starts = Stack(*(layer._replace(weights=scale * layer.weights) for layer, scale in zip(drawn, (first, rest, last))))
    norms = jax.vmap(lambda params: layer_norms(network, params, x, y))(starts)
    plain = network.normalisation is None and not network.residual
    return Signals(norms.spread, norms.deltas,
                   jnp.sqrt(mean_field(network.activation, rest, shift, LAYERS).chi) if plain else jnp.asarray(jnp.nan))


def _signals_of(activation, start, normalisation, residual):
    network = DeepNetwork(64, WIDTH, 10, activation,
                          None if normalisation == "none" else normalisation, residual)
    sizes = ((64, WIDTH), (WIDTH, WIDTH), (WIDTH, 10))
    scales = (SCHEMES[start](n_in, n_out)[0] * n_in**0.5 for n_in, n_out in sizes)
    return _signals(network, *_examples(), *scales, float(SCHEMES[start](1, 1)[1]))


def signals() -> Explorer:
    """Activations forward and errors backward through 30 untrained layers, with every remedy as a switch."""
    def describe(result):
        forward, back = (np.median(part, axis=0) for part in (result.spread, result.deltas))
        return (f"Through 30 hidden layers: the activations of 20 digits, \u2248{forward[0]:.2g} apart in the first, are "
                f"\u2248{forward[-1]:.2g} apart in the last; the errors go back from \u2248{back[-1]:.2g} to "
                f"\u2248{back[0]:.2g}.")

    return Explorer(
        _signals_of, figures.draw_signals,
        {"activation": Choice(("sigmoid", "tanh", "relu")), "start": Choice(("scaled", "normal", "glorot", "he")),
         "normalisation": Choice(("none", "batch", "layer")), "residual": Toggle(label="residual connections")},
        describe, title="Forward and back through 30 layers", size=(7.2, 3.4))

"""Explorers of costs: a neuron that learns under two of them, where gradients vanish, and mini-batches."""
from functools import cache, partial
from typing import NamedTuple

import jax
import jax.numpy as jnp
from jax.flatten_util import ravel_pytree
from jaxtyping import Array, Float, Int, PRNGKeyArray

from dlnotes.networks.activations import relu, sigmoid
from dlnotes.networks.backprop import backward
from dlnotes.networks.costs import COSTS, Cost, cross_entropy, quadratic
from dlnotes.data.datasets import digits
from dlnotes.learning.descent import descend
from dlnotes.live.controls import Button, Choice, Drag, Play, Slider, Toggle
from dlnotes.live.engine import Explorer
from dlnotes.figures import costs as figures
from dlnotes.live.numbers import number
from dlnotes.networks.network import Network


class NeuronPath(NamedTuple):
    """One neuron in training, the start first: its weight `w` and bias `b`, its output `a`, the `cost` C, and the
    `slope` dC/dz, which is dC/dw and dC/db too, since x = 1."""
    w: Float[Array, "points"]
    b: Float[Array, "points"]
    a: Float[Array, "points"]
    cost: Float[Array, "points"]
    slope: Float[Array, "points"]


@partial(jax.jit, static_argnames=("cost", "epochs"))
def neuron_path(cost: Cost, w: Float[Array, ""] | float, b: Float[Array, ""] | float,
                learning_rate: Float[Array, ""] | float, epochs: int = 300) -> NeuronPath:
    """One sigmoid neuron learns to give y = 0 for x = 1 by gradient descent: a = sigmoid(wx + b).

    cost: C; w, b: where it starts; learning_rate: eta > 0; epochs >= 1: steps, as there is one example only.
    Source: Nielsen, chapter 3, "The cross-entropy cost function".
    """
    x, y = 1.0, jnp.zeros(1)

    def value(params):
        z = jnp.reshape(params[0] * x + params[1], 1)
        return cost(z, sigmoid(z), y)

    start = jnp.asarray(w, float), jnp.asarray(b, float)
    (w, b), costs = descend(value, start, learning_rate=learning_rate, steps=epochs)
    z = w * x + b
    slope = jax.vmap(lambda z: cost.output_error(z, sigmoid(z), y, sigmoid))(z[:, None])[:, 0]
    return NeuronPath(w, b, sigmoid(z), costs, slope)


class OneNeuron(NamedTuple):
    """The name of the `cost` under which one neuron learns, its `path`, and the `epoch` that is shown."""
    cost: str
    path: NeuronPath
    epoch: Int[Array, ""] | int


STARTS = {"w = 0.6, b = 0.9": (0.6, 0.9), "w = 2, b = 2": (2.0, 2.0)}


def _one_neuron(cost, start, eta, epoch):
    return OneNeuron(cost, neuron_path(COSTS[cost], *STARTS[start], eta), epoch)


def _neuron_in_words(result):
    a, slope = (series[result.epoch] for series in (result.path.a, result.path.slope))
    return (f"{figures.NAMES[result.cost].capitalize()}: after {result.epoch} of 300 epochs the output is "
            f"{number(a, 2)} and the gradient {number(slope, 4)}; after all of them the output is "
            f"{number(result.path.a[-1], 2)}.")


def one_neuron() -> Explorer:
    """One neuron unlearns a wrong answer, from two starts and under two costs."""
    return Explorer(
        _one_neuron, figures.draw_one_neuron,
        {"cost": Choice(("quadratic", "cross_entropy")), "start": Choice(tuple(STARTS)),
         "eta": Slider(0.005, 4.5, 0.15, 40, log=True, label="learning rate"),
         "epoch": Slider(0, 300, 0, 1), "play": Play("epoch", 6.0)},
        _neuron_in_words, title="One neuron learns to give 0", size=(7.2, 3.6))


class Slopes(NamedTuple):
    """What a gradient is made of, at n weighted inputs `z`, rows: `deltas` (2, n), the output errors dC/dz of a sigmoid
    neuron with the truth `y` under the quadratic cost and under cross-entropy; `slopes` (2, n), f'(z) of sigmoid and of
    ReLU. `at`: one z, and there `deltas_at` and `slopes_at`, both (2,), and the sigmoid's output `a`."""
    y: Float[Array, ""]
    z: Float[Array, "n"]
    deltas: Float[Array, "2 n"]
    slopes: Float[Array, "2 n"]
    at: Float[Array, ""]
    deltas_at: Float[Array, "2"]
    slopes_at: Float[Array, "2"]
    a: Float[Array, ""]


@jax.jit
def _slopes(z, y):
    def both(z):
        a, wanted = sigmoid(z)[None], jnp.reshape(y, 1)
        deltas = [cost.output_error(z[None], a, wanted, sigmoid)[0] for cost in (quadratic, cross_entropy)]
        return jnp.stack(deltas), jnp.stack([f.derivative(z) for f in (sigmoid, relu)])

    z, grid = jnp.asarray(z, float), jnp.linspace(-10.0, 10.0, 401)
    return Slopes(y, grid, *jax.vmap(both, out_axes=1)(grid), z, *both(z), sigmoid(z))


def slopes() -> Explorer:
    """Move z of a neuron: the slope of two costs by z, and how steep two activations are there."""
    return Explorer(
        lambda z, truth: _slopes(z, float(truth[-1])), figures.draw_slopes,
        {"z": Slider(-10.0, 10.0, 4.0), "truth": Choice(("y = 0", "y = 1")), "move": Drag(x="z"),
         "move_too": Drag(x="z", axes=1)},
        lambda r: f"At z = {number(r.at, 1)} the output is {number(r.a, 3)} and the truth {r.y:.0f}: dC/dz is "
                  f"{number(r.deltas_at[0], 4)} under the quadratic cost and {number(r.deltas_at[1], 4)} under "
                  f"cross-entropy. The slope of the sigmoid is {number(r.slopes_at[0], 4)}, that of ReLU "
                  f"{number(r.slopes_at[1], 0)}.",
        title="Where gradients vanish", size=(7.2, 3.7))


class BatchGradients(NamedTuple):
    """Gradients of mini-batches, flat, each a row of `batches`; the `full` one, of all examples; and the `spread`: the
    root mean square distance of a mini-batch's gradient from the full one."""
    full: Float[Array, "p"]
    batches: Float[Array, "batches p"]
    spread: Float[Array, ""]


BATCH_NETWORK = Network((64, 30, 10))
LARGEST_BATCH = 1000


@cache
def example_gradients() -> Float[Array, "1438 2260"]:
    """The gradient of the cross-entropy of each handwritten digit by itself, flat, at one random start."""
    data = digits()
    return _example_gradients(BATCH_NETWORK.init(key=jax.random.key(0)), data.x_train, jax.nn.one_hot(data.y_train, 10))


@jax.jit
def _example_gradients(params, x, y):
    one = lambda x, y: ravel_pytree(backward(BATCH_NETWORK, params, x, y).gradient)[0]  # noqa: E731
    return jax.vmap(one)(x, y)


def batch_gradients(m: int, batches: int, *, key: PRNGKeyArray) -> BatchGradients:
    """The gradients of random mini-batches of m of the 1,438 digits, at one random start of a (64, 30, 10) network.

    m: 1 to 1,000 examples in a batch, each drawn from all of them, so that one may come twice; batches >= 1: how many.
    The same key gives batches of which the smaller are the beginnings of the larger.
    Raises ValueError where m or batches are of no use.
    """
    if not 1 <= m <= LARGEST_BATCH:
        raise ValueError(f"m must be from 1 to {LARGEST_BATCH:,}; got {m}")
    if batches < 1:
        raise ValueError(f"batches must be at least 1; got {batches}")
    return _batch_gradients(example_gradients(), m, key, batches)


@partial(jax.jit, static_argnames="batches")
def _batch_gradients(gradients, m, key, batches):
    """Every mean as one product of matrices: how often each example was drawn, times its gradient."""
    drawn = jax.random.randint(key, (batches, LARGEST_BATCH), 0, len(gradients))
    counted = jnp.where(jnp.arange(LARGEST_BATCH) < m, 1.0, 0.0)[None]  # m is no shape: nothing compiles anew
    counts = jnp.zeros((batches, len(gradients))).at[jnp.arange(batches)[:, None], drawn].add(counted)
    full, means = gradients.mean(0), counts @ gradients / m
    return BatchGradients(full, means, jnp.sqrt(jnp.mean(jnp.sum((means - full[None])**2, axis=1))))


class MiniBatches(NamedTuple):
    """Gradients of mini-batches of `m` examples on a plane through the origin: the `full` one (2,), along the first
    axis, and those of the `batches` (200, 2), whose `spread` is over all 2,260 numbers. `sizes` (7,) of batches with
    the spread `measured` for each, and that of `one` example, from all of them: the c of c / sqrt(m); `others`: whether
    these are shown."""
    m: Int[Array, ""] | int
    full: Float[Array, "2"]
    batches: Float[Array, "200 2"]
    spread: Float[Array, ""]
    sizes: Float[Array, "7"]
    measured: Float[Array, "7"]
    one: Float[Array, ""]
    others: bool


@jax.jit
def _plane(gradients, mix):
    """Two directions (2, p), the full gradient's and one at right angles, a mix of the examples' gradients; and the
    spread of single examples."""
    full = gradients.mean(0)
    off, along = gradients - full[None], full / jnp.linalg.norm(full)
    across = mix @ off
    across -= (across @ along) * along
    return jnp.stack([along, across / jnp.linalg.norm(across)]), jnp.sqrt(jnp.mean(jnp.sum(off**2, axis=1)))


@cache
def _measured():
    """What does not move: the plane, the spread of one example, and that of 200 batches of each size."""
    gradients, sizes = example_gradients(), (1, 3, 10, 30, 100, 300, 1000)
    # A direction drawn at random among 2,260 would show next to none of the spread: a random mix of gradients does.
    plane, one = _plane(gradients, jax.random.normal(jax.random.key(1), (len(gradients),)))
    spreads = [batch_gradients(m, 200, key=jax.random.fold_in(jax.random.key(2), m)).spread for m in sizes]
    return plane, jnp.array(sizes, float), jnp.stack(spreads), one


def _mini_batches(m, seed, others):
    plane, sizes, measured, one = _measured()
    found = batch_gradients(m, 200, key=jax.random.key(seed))
    return MiniBatches(m, plane @ found.full, found.batches @ plane.T, found.spread, sizes, measured, one, others)


def mini_batches() -> Explorer:
    """The gradients of 200 mini-batches around that of all examples: how far off is one of m examples?"""
    return Explorer(
        _mini_batches, figures.draw_mini_batches,
        {"m": Slider(1, LARGEST_BATCH, 10, 60, log=True, label="examples in a batch, m"),
         "seed": Slider(0, 99, 0, 1, label="draw"),
         "again": Button("draw again", lambda values, key: {"seed": (values["seed"] + 1) % 100}),
         "others": Toggle(label="other sizes")},
        lambda r: f"200 mini-batches of {r.m} {'example' if r.m == 1 else 'examples'}: their gradients are off by "
                  f"\u2248{r.spread:.2f}, where the full gradient is \u2248{r.full[0]:.2f} long.",
        title="Gradients of mini-batches", size=(7.2, 3.7))

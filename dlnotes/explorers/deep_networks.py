"""Explorers of deep networks in training: does depth help, how fast does each layer learn, and what do remedies do?"""
import math
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cache, partial
from typing import NamedTuple

import jax
import numpy as np
from jaxtyping import Array, Float, Int

from dlnotes.datasets import Dataset, digits, one_hot
from dlnotes.deep_networks import DeepNetwork, pretrain, train
from dlnotes.explorers.controls import Choice, Play, Slider, Toggle
from dlnotes.explorers.engine import Explorer
from dlnotes.figures import deep_networks as figures
from dlnotes.vanishing import norms_while_training


_digits = cache(digits)
NETWORK, DEPTHS, RATES, SEEDS = DeepNetwork(64, 16, 10), (1, 3, 8, 16, 30), (0.05, 0.3, 2.0), 2
EPOCHS = 10


@partial(jax.jit, static_argnames=("network", "scheme", "pretrained"))
def _starts(network, scheme, keys, which, x, pretrained=False):
    """The starts that belong to some keys, in the order given by `which`, their numbers."""
    starts = jax.vmap(lambda key: network.init(DEPTHS[-1], key=key, scheme=scheme))(keys)
    if pretrained:
        starts = jax.vmap(lambda start: pretrain(network, start, x))(starts)
    return jax.tree.map(lambda p: p[which], (starts, keys))


def _courses(network, scheme, key, depths, rates, seeds, *, pretrained=False, clip=math.inf):
    """Train on the digits from so many starts, at each of the rates, to each of the depths: mean costs and shares right,
    both (depths, rates, seeds, epochs). Flat, so that every 30 networks of one kind are one compiled program."""
    data, keys = _digits(), jax.random.split(key, seeds)
    depth, rate, seed = (part.ravel() for part in np.meshgrid(depths, rates, range(seeds), indexing="ij"))

    def one(depth, rate, start, key):
        return train(network, start, data, key=key, depth=depth, epochs=EPOCHS, batch_size=20, learning_rate=rate,
                     clip=clip)

    course = jax.vmap(one)(depth, np.float32(rate), *_starts(network, scheme, keys, seed, data.x_train[:200], pretrained))
    shape = len(depths), len(rates), seeds, EPOCHS
    return np.asarray(course.cost).reshape(shape), np.asarray(course.accuracy).reshape(shape)


class Deeper(NamedTuple):
    """Networks with 1 to 6 hidden layers, five starts each, in training: the mean `cost` and the share `right` of unseen
    digits after each epoch, both (6, 5, epochs); and how many hidden layers are shown, `depth`."""
    cost: Float[Array, "6 5 epochs"]
    right: Float[Array, "6 5 epochs"]
    depth: int


@cache
def deeper_runs(seed: int = 1) -> tuple[Float[Array, "6 5 10"], Float[Array, "6 5 10"]]:
    """Networks with 1 to 6 hidden layers of 16 sigmoid neurons, from five starts each, trained alike: their
    mean costs and the shares right of unseen digits, after each of ten epochs. seed: of all that is random."""
    cost, right = _courses(NETWORK, "scaled", jax.random.key(seed), range(1, 7), [0.5], 5)
    return cost[:, 0], right[:, 0]


def deeper() -> Explorer:
    """The same training for networks with one hidden layer more, and more: what becomes of them?"""
    def describe(result):
        ends = np.median(result.right[:result.depth, :, -1], axis=1)
        told = ", ".join(f"\u2248{100 * end:.0f} %" for end in ends)
        layers = "1 hidden layer" if result.depth == 1 else f"1 to {result.depth} hidden layers"
        return f"Unseen digits recognised after ten epochs, in the middle of five starts, with {layers}: {told}."

    return Explorer(lambda depth: Deeper(*deeper_runs(), depth), figures.draw_deeper,
                    {"depth": Slider(1, 6, 1, 1, label="hidden layers"), "play": Play("depth", 5.0)},
                    describe, title="One hidden layer more", size=(7.2, 3.4))


class Speeds(NamedTuple):
    """The length of dC/db in each hidden layer before every epoch of training, for several starts (starts, epochs,
    layers); and the number of the epoch until which they are shown, `epoch`."""
    norms: Float[Array, "starts epochs layers"]
    epoch: int


STARTS = 4


@cache
def _speeds(data, layers):
    network, (x, y) = DeepNetwork(data.inputs, 30, 10), (data.x_train[:1000], one_hot(data.y_train[:1000], 10))
    starts = jax.vmap(lambda key: network.init(layers, key=key))(jax.random.split(jax.random.key(0), STARTS))
    return jax.vmap(lambda start: norms_while_training(network, start, x, y, weight_decay=5.0))(starts)


def speeds(data: Dataset | None = None) -> Explorer:
    """Nielsen's curves: how fast each hidden layer learns, while it learns, for four starts. data: the digits, unless
    given; the first 1,000 training examples are used, all together, at a learning rate of 0.1."""
    data = data or _digits()

    def describe(result):
        now = np.median(result.norms[:, result.epoch], axis=0)
        told = ", ".join(f"\u2248{value:.1g}" for value in now)
        return f"Before epoch {result.epoch + 1} the hidden layers' gradients have lengths {told}, the first layer first."

    return Explorer(lambda layers, epoch: Speeds(_speeds(data, int(layers)), epoch), figures.draw_speeds,
                    {"layers": Choice(("2", "3", "4"), label="hidden layers"),
                     "epoch": Slider(0, 499, 0, 1), "play": Play("epoch", 6.0)},
                    describe, title="Speed of learning", size=(7.2, 3.5))


class Setting(NamedTuple):
    """How networks are built and started, each remedy a switch: `activation`; `start`: a scheme, "too large" (weights
    three times those that would keep a sum's spread, no biases) or "pretrained"; `normalisation`: "none", "batch" or
    "layer"; `residual`; `clip`: whether a gradient is cut to length 1."""
    activation: str = "sigmoid"
    start: str = "scaled"
    normalisation: str = "none"
    residual: bool = False
    clip: bool = False


SCHEME = {"too large": (3.0, 0.0), "pretrained": "scaled"}


@cache
def cliff_runs(setting: Setting, seed: int = 0) -> Float[Array, "5 3 2"]:
    """The share of unseen digits that networks recognise after ten epochs of equal training: for 1, 3, 8, 16 and 30
    hidden layers of 16 neurons, at three learning rates, from two starts.

    setting: which remedies are on; seed: of all that is random. Raises ValueError where they do not go together.
    """
    kind = None if setting.normalisation == "none" else setting.normalisation
    network = replace(NETWORK, activation=setting.activation, normalisation=kind, residual=setting.residual)
    return _courses(network, SCHEME.get(setting.start, setting.start), jax.random.key(seed), DEPTHS, RATES, SEEDS,
                    pretrained=setting.start == "pretrained", clip=1.0 if setting.clip else math.inf)[1][..., -1]


def best_of(runs: Float[Array, "depths rates starts"]) -> np.ndarray:
    """For each depth the mean over starts, (depths,), at the learning rate that is best there."""
    return np.asarray(runs).mean(axis=2).max(axis=1)


def many_cliffs(settings: Sequence[Setting]) -> list[np.ndarray]:
    """`best_of` the runs of many settings, two of them at a time."""
    with ThreadPoolExecutor(2) as pool:
        return [best_of(runs) for runs in pool.map(cliff_runs, settings)]


class Cliff(NamedTuple):
    """What equal training makes of networks of five `depths`: the share right (5, 3) for each learning rate, the mean
    of two starts; `best` (5,) of the three; and `plain` (5,), the best with sigmoids and no remedy."""
    depths: Int[Array, "5"]
    rates: Float[Array, "5 3"]
    best: Float[Array, "5"]
    plain: Float[Array, "5"]


def _cliff(**switches):
    runs = np.asarray(cliff_runs(Setting(**switches)))
    return Cliff(np.array(DEPTHS), runs.mean(axis=2), best_of(runs), best_of(cliff_runs(Setting())))


def cliff() -> Explorer:
    """Accuracy after equal training against depth, with each remedy as a switch. A new setting takes some seconds."""
    def describe(result):
        told = ", ".join(f"{depth}: \u2248{100 * best:.0f} %" for depth, best in zip(result.depths, result.best))
        return f"Unseen digits recognised after ten epochs, by hidden layers: {told}."

    return Explorer(
        _cliff, figures.draw_cliff,
        {"activation": Choice(("sigmoid", "tanh", "relu")),
         "start": Choice(("scaled", "glorot", "he", "too large", "pretrained")),
         "normalisation": Choice(("none", "batch", "layer")), "residual": Toggle(label="residual connections"),
         "clip": Toggle(label="clip the gradient")},
        describe, title="Depth and its remedies", size=(7.2, 3.6))

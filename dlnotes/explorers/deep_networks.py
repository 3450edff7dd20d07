"""Explorers of deep networks in training: does depth help, how fast does each layer learn, and what do remedies do?"""
from functools import cache
from typing import NamedTuple

import jax
import numpy as np
from jaxtyping import Array, Float, Int

from dlnotes.data.datasets import Dataset, digits, one_hot
from dlnotes.experiments.deep_networks import DeepNetwork
from dlnotes.live.controls import Button, Choice, Play, Slider, Toggle
from dlnotes.live.engine import Explorer
from dlnotes.figures import deep_networks as figures
from dlnotes.experiments.remedies import DEPTHS, RATES, STORY, Setting, accuracy_by_depth, best_of, learning_by_depth
from dlnotes.experiments.vanishing import norms_while_training


class Deeper(NamedTuple):
    """Networks with 1 to 6 hidden layers, five starts each, in training: the mean `cost` and the share `right` of unseen
    digits after each epoch, both (6, 5, epochs); and how many hidden layers are shown, `depth`."""
    cost: Float[Array, "6 5 epochs"]
    right: Float[Array, "6 5 epochs"]
    depth: int


def deeper() -> Explorer:
    """The same training for networks with one hidden layer more, and more: what becomes of them?"""
    def describe(result):
        ends = np.median(result.right[:result.depth, :, -1], axis=1)
        told = ", ".join(f"\u2248{100 * end:.0f} %" for end in ends)
        layers = "1 hidden layer" if result.depth == 1 else f"1 to {result.depth} hidden layers"
        return f"Unseen digits recognised after ten epochs, in the middle of five starts, with {layers}: {told}."

    return Explorer(lambda depth: Deeper(*learning_by_depth(), depth), figures.draw_deeper,
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
    data = data or digits()

    def describe(result):
        now = np.median(result.norms[:, result.epoch], axis=0)
        told = ", ".join(f"\u2248{value:.1g}" for value in now)
        return f"Before epoch {result.epoch + 1} the hidden layers' gradients have lengths {told}, the first layer first."

    return Explorer(lambda layers, epoch: Speeds(_speeds(data, int(layers)), epoch), figures.draw_speeds,
                    {"layers": Choice(("2", "3", "4"), label="hidden layers"),
                     "epoch": Slider(0, 495, 0, 5), "play": Play("epoch", 6.0)},
                    describe, title="Speed of learning", size=(7.2, 3.5))


class Cliff(NamedTuple):
    """What equal training makes of networks of five `depths`: the share right (5, 3) for each learning rate, the mean
    of two starts; `best` (5,) of the three; and `plain` (5,), the best with sigmoids and no remedy."""
    depths: Int[Array, "5"]
    rates: Float[Array, "5 3"]
    best: Float[Array, "5"]
    plain: Float[Array, "5"]


def _cliff(**switches):
    runs = np.asarray(accuracy_by_depth(Setting(**switches)))
    return Cliff(np.array(DEPTHS), runs.mean(axis=2), best_of(runs), best_of(accuracy_by_depth(Setting())))


def cliff() -> Explorer:
    """Accuracy after equal training against depth, with each remedy as a switch, and each year's idea as a button. A new
    setting takes some seconds."""
    def describe(result):
        told = ", ".join(f"{depth}: \u2248{100 * best:.0f} %" for depth, best in zip(result.depths, result.best))
        return f"Unseen digits recognised after ten epochs, by hidden layers: {told}."

    def choose(setting):
        return lambda values, key: setting._asdict()

    return Explorer(
        _cliff, figures.draw_cliff,
        {"activation": Choice(("sigmoid", "tanh", "relu")),
         "start": Choice(("scaled", "glorot", "he", "too large", "pretrained")),
         "normalisation": Choice(("none", "batch", "layer")), "residual": Toggle(label="residual connections"),
         "clip": Toggle(label="clip the gradient"),
         **{f"story_{i}": Button(name, choose(setting)) for i, (name, setting) in enumerate(STORY.items())}},
        describe, title="Depth and its remedies", size=(7.2, 3.6))

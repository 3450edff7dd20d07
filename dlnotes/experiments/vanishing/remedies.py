"""Remedies: deep networks trained alike, with each idea that made depth trainable as a switch.

Source: the post, "The solver"; Hinton and Salakhutdinov (2006); Glorot and Bengio (2010); He and
others (2015); Ioffe and Szegedy (2015); Ba, Kiros and Hinton (2016); Pascanu, Mikolov and Bengio
(2013).
"""
import math
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cache, partial
from typing import NamedTuple

import jax
import numpy as np
from jaxtyping import Float

from dlnotes.data.datasets import digits
from dlnotes.experiments.vanishing.deep_networks import DeepNetwork
from dlnotes.experiments.vanishing.deep_training import train
from dlnotes.experiments.vanishing.pretraining import pretrain
from dlnotes.results import kept

_digits = cache(digits)  # one data set, so that programs compiled for it are compiled once
NETWORK = DeepNetwork(64, 16, 10)
DEPTHS = (1, 3, 8, 16, 30)
RATES = (0.05, 0.3, 2.0)
SEEDS = 2
EPOCHS = 10


class Setting(NamedTuple):
    """How networks are built and started, with each remedy as a switch.

    activation: its name; start: the name of a scheme, "too large" (weights three times as large
    as those that keep the spread of a sum, and no biases) or "pretrained"; normalisation: "none",
    "batch" or "layer"; residual: whether there are residual connections; clip: whether gradients
    are clipped to a norm of 1.
    """
    activation: str = "sigmoid"
    start: str = "scaled"
    normalisation: str = "none"
    residual: bool = False
    clip: bool = False


# The remedies in the order of the years in which they came.
STORY = {
    "sigmoids alone": Setting(),
    "2006: pretraining": Setting(start="pretrained"),
    "2010: tanh, Glorot": Setting("tanh", "glorot"),
    "2015: ReLU, He": Setting("relu", "he"),
    "2015: batch norm": Setting(normalisation="batch"),
    "2015: shortcuts": Setting(residual=True),
    "the last three": Setting("relu", "he", "batch", True),
}
# The scheme behind each start whose name is not itself a scheme.
SCHEME_OF_START = {"too large": (3.0, 0.0), "pretrained": "scaled"}


@partial(jax.jit, static_argnames=("layers", "scheme", "pretrained"))
def _starts(layers, scheme, keys, which, x, pretrained):
    """Draw a start for each key, and return (starts, keys) in the order given by `which`.

    Starts are drawn for one network whatever the activation, so that this is compiled once.
    """
    starts = jax.vmap(lambda key: NETWORK.init(layers, key=key, scheme=scheme))(keys)
    if pretrained:
        starts = jax.vmap(lambda start: pretrain(NETWORK, start, x))(starts)
    return jax.tree.map(lambda p: p[which], (starts, keys))


def _courses(network, scheme, key, depths, rates, seeds, *, pretrained=False, clip=math.inf):
    """Train on the digits to each of the depths, at each of the rates, from each start.

    Return mean costs and shares right, both (depths, rates, seeds, epochs). One compiled program
    trains all networks of one kind.
    """
    data = _digits()
    grid = np.meshgrid(depths, rates, range(seeds), indexing="ij")
    depth, rate, seed = (part.ravel() for part in grid)

    def one(depth, rate, start, key):
        return train(network, start, data, key=key, depth=depth, epochs=EPOCHS, batch_size=20,
                     learning_rate=rate, clip=clip)

    keys = jax.random.split(key, seeds)
    starts, keys = _starts(max(depths), scheme, keys, seed, data.x_train[:200], pretrained)
    course = jax.vmap(one)(depth, np.float32(rate), starts, keys)
    shape = len(depths), len(rates), seeds, EPOCHS
    return np.asarray(course.cost).reshape(shape), np.asarray(course.accuracy).reshape(shape)


@kept
def learning_by_depth(seed: int = 1) -> tuple[
        Float[np.ndarray, "6 5 10"], Float[np.ndarray, "6 5 10"]]:
    """Train networks with 1 to 6 hidden layers of 16 sigmoid neurons alike, from five starts.

    Return the mean costs and the shares right of unseen digits, after each of ten epochs, both
    (depths, starts, epochs). seed: of everything random.
    """
    cost, right = _courses(NETWORK, "scaled", jax.random.key(seed), range(1, 7), [0.5], 5)
    return cost[:, 0], right[:, 0]


@kept
def accuracy_by_depth(setting: Setting, seed: int = 0, *, depths: tuple[int, ...] = DEPTHS,
                      rates: tuple[float, ...] = RATES, seeds: int = SEEDS
                      ) -> Float[np.ndarray, "depths rates seeds"]:
    """Return the share of unseen digits that networks recognise after ten epochs of training.

    It is measured for each number of hidden layers of 16 neurons in `depths`, at each learning rate
    in `rates`, from as many starts as `seeds` says.

    setting: which remedies are on; seed: of everything random.
    Raises ValueError for a setting that pretrains anything but plain networks of sigmoids.
    """
    pretrained = setting.start == "pretrained"
    if pretrained and setting._replace(start="scaled", clip=False) != Setting():
        raise ValueError("only plain networks of sigmoids are pretrained here: choose activation "
                         "sigmoid, no normalisation and no residual connections")
    normalisation = None if setting.normalisation == "none" else setting.normalisation
    network = replace(NETWORK, activation=setting.activation, normalisation=normalisation,
                      residual=setting.residual)
    scheme = SCHEME_OF_START.get(setting.start, setting.start)
    clip = 1.0 if setting.clip else math.inf
    _, right = _courses(network, scheme, jax.random.key(seed), depths, rates, seeds,
                        pretrained=pretrained, clip=clip)
    return right[..., -1]


def best_of(accuracies: Float[np.ndarray, "depths rates starts"]) -> Float[np.ndarray, "depths"]:
    """Return for each depth the mean over starts at the learning rate that is best there."""
    return accuracies.mean(axis=2).max(axis=1)


def best_by_depth(settings: Sequence[Setting]) -> list[Float[np.ndarray, "5"]]:
    """Train for many settings, two of them at a time, and return `best_of` the accuracies."""
    with ThreadPoolExecutor(2) as pool:
        return [best_of(accuracies) for accuracies in pool.map(accuracy_by_depth, settings)]

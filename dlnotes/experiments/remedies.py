"""Remedies: deep networks trained alike, with each idea that made depth trainable as a switch, year by year.

Source: the post, "The solver"; Hinton and Salakhutdinov (2006); Glorot and Bengio (2010); He and others (2015); Ioffe
and Szegedy (2015); Ba, Kiros and Hinton (2016); Pascanu, Mikolov and Bengio (2013).
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
from dlnotes.experiments.deep_networks import DeepNetwork, pretrain, train

_digits = cache(digits)  # one data set, so that what is compiled for it is compiled once
NETWORK, DEPTHS, RATES, SEEDS = DeepNetwork(64, 16, 10), (1, 3, 8, 16, 30), (0.05, 0.3, 2.0), 2
EPOCHS = 10


class Setting(NamedTuple):
    """How networks are built and started, each remedy a switch: `activation`; `start`: a scheme, "too large" (weights
    three times those that would keep a sum's spread, no biases) or "pretrained"; `normalisation`: "none", "batch" or
    "layer"; `residual`; `clip`: whether a gradient is cut to length 1."""
    activation: str = "sigmoid"
    start: str = "scaled"
    normalisation: str = "none"
    residual: bool = False
    clip: bool = False


# The remedies as they came, year by year.
STORY = {"sigmoids alone": Setting(), "2006: pretraining": Setting(start="pretrained"),
         "2010: tanh, Glorot": Setting("tanh", "glorot"), "2015: ReLU, He": Setting("relu", "he"),
         "2015: batch norm": Setting(normalisation="batch"), "2015: shortcuts": Setting(residual=True),
         "the last three": Setting("relu", "he", "batch", True)}
SCHEME = {"too large": (3.0, 0.0), "pretrained": "scaled"}


@partial(jax.jit, static_argnames=("layers", "scheme", "pretrained"))
def _starts(layers, scheme, keys, which, x, pretrained):
    """The starts that belong to some keys, in the order given by `which`, their numbers. The same for all activations,
    so that they are compiled once."""
    starts = jax.vmap(lambda key: NETWORK.init(layers, key=key, scheme=scheme))(keys)
    if pretrained:
        starts = jax.vmap(lambda start: pretrain(NETWORK, start, x))(starts)
    return jax.tree.map(lambda p: p[which], (starts, keys))


def _courses(network, scheme, key, depths, rates, seeds, *, pretrained=False, clip=math.inf):
    """Train on the digits from so many starts, at each of the rates, to each of the depths: mean costs and shares right,
    both (depths, rates, seeds, epochs), by one compiled program for each kind of network."""
    data, keys = _digits(), jax.random.split(key, seeds)
    depth, rate, seed = (part.ravel() for part in np.meshgrid(depths, rates, range(seeds), indexing="ij"))

    def one(depth, rate, start, key):
        return train(network, start, data, key=key, depth=depth, epochs=EPOCHS, batch_size=20, learning_rate=rate,
                     clip=clip)

    starts = _starts(max(depths), scheme, keys, seed, data.x_train[:200], pretrained)
    course = jax.vmap(one)(depth, np.float32(rate), *starts)
    shape = len(depths), len(rates), seeds, EPOCHS
    return np.asarray(course.cost).reshape(shape), np.asarray(course.accuracy).reshape(shape)


@cache
def learning_by_depth(seed: int = 1) -> tuple[Float[np.ndarray, "6 5 10"], Float[np.ndarray, "6 5 10"]]:
    """Networks with 1 to 6 hidden layers of 16 sigmoid neurons, from five starts each, trained alike: their mean costs
    and the shares right of unseen digits, after each of ten epochs, (depths, starts, epochs). seed: of all random."""
    cost, right = _courses(NETWORK, "scaled", jax.random.key(seed), range(1, 7), [0.5], 5)
    return cost[:, 0], right[:, 0]


@cache
def accuracy_by_depth(setting: Setting, seed: int = 0, *, depths: tuple[int, ...] = DEPTHS,
                      rates: tuple[float, ...] = RATES, seeds: int = SEEDS
                      ) -> Float[np.ndarray, "depths rates seeds"]:
    """The share of unseen digits that networks recognise after ten epochs of equal training: for `depths` hidden layers
    of 16 neurons, at each of `rates`, from so many starts as `seeds` says.

    setting: which remedies are on; seed: of all that is random. Raises ValueError where they do not go together.
    """
    if setting.start == "pretrained" and setting._replace(start="scaled", clip=False) != Setting():
        raise ValueError("only plain networks of sigmoids are pretrained here: choose activation sigmoid, no "
                         "normalisation and no residual connections; the picture is still the one before")
    kind = None if setting.normalisation == "none" else setting.normalisation
    network = replace(NETWORK, activation=setting.activation, normalisation=kind, residual=setting.residual)
    return _courses(network, SCHEME.get(setting.start, setting.start), jax.random.key(seed), depths, rates, seeds,
                    pretrained=setting.start == "pretrained", clip=1.0 if setting.clip else math.inf)[1][..., -1]


def best_of(accuracies: Float[np.ndarray, "depths rates starts"]) -> Float[np.ndarray, "depths"]:
    """For each depth the mean over starts, at the learning rate that is best there."""
    return accuracies.mean(axis=2).max(axis=1)


def best_by_depth(settings: Sequence[Setting]) -> list[Float[np.ndarray, "5"]]:
    """`best_of` the accuracies of many settings, two of them trained at a time."""
    with ThreadPoolExecutor(2) as pool:
        return [best_of(accuracies) for accuracies in pool.map(accuracy_by_depth, settings)]

"""Explorers of fits: Nielsen's task by hand, neurons drawn at random, the same network built and learnt."""
from functools import cache
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float, Int

from dlnotes.networks.activations import sigmoid
from dlnotes.data.points import samples
from dlnotes.live.controls import Button, Choice, Drag, Play, Slider
from dlnotes.live.engine import Explorer
from dlnotes.explorers.universality import _outputs
from dlnotes.figures import fits as figures
from dlnotes.live.numbers import number
from dlnotes.experiments.fits import best_heights, logit, random_units, score, spread_start, square, task
from dlnotes.networks.network import Network
from dlnotes.learning.training import fit
from dlnotes.experiments.universality import approximate_1d, outputs

BUMPS = 5


class ByHand(NamedTuple):
    """Bumps set by hand, at x (n,): their `heights` and what is `wanted` there, before the output's sigmoid; the
    `output` after it, and the function f; the `score`, and the `best` possible."""
    x: Float[Array, "n"]
    wanted: Float[Array, "n"]
    heights: Float[Array, "n"]
    f: Float[Array, "n"]
    output: Float[Array, "n"]
    score: Float[Array, ""]
    best: Float[Array, ""]


@jax.jit
def _by_hand(heights, best):
    x = jnp.linspace(0.0, 1.0, 1001)
    here = heights[jnp.minimum((BUMPS * x).astype(int), BUMPS - 1)]
    return ByHand(x, logit(task(x)), here, task(x), sigmoid(here), score(heights), best)


@cache
def _best():
    return [round(float(h), 2) for h in best_heights(BUMPS)], float(score(best_heights(BUMPS)))


def by_hand() -> Explorer:
    """Nielsen's task: drag five bumps until they fit, and read your score beside the best there can be."""
    names = [f"h{j + 1}" for j in range(BUMPS)]
    return Explorer(
        lambda **heights: _by_hand(jnp.array([heights[name] for name in names], float), _best()[1]),
        figures.draw_by_hand,
        {**{name: Slider(-3.0, 3.0, 0.0, 0.01) for name in names},
         "drag": Drag(move=lambda values, x, y: {names[min(max(int(BUMPS * x), 0), BUMPS - 1)]: y}),
         "best": Button("the best heights", lambda values, key: dict(zip(names, _best()[0]))),
         "flat": Button("all 0", lambda values, key: dict.fromkeys(names, 0.0))},
        lambda r: f"Five bumps with a score of {number(r.score, 3)}" + (
            f"; the best possible is {number(r.best, 3)}." if r.score < figures.SOLVED else "."),
        title="Nielsen's task", size=(7.2, 3.2))


class Units(NamedTuple):
    """A function at x (n,), `wanted` (n,), and the best that so many random `neurons` of one kind can do, `found` (n,),
    with its largest `error`; and the largest `errors` (k,) of networks with the `counts` (k,) up to this one."""
    x: Float[np.ndarray, "n"]
    wanted: Float[np.ndarray, "n"]
    found: Float[np.ndarray, "n"]
    neurons: int
    error: float
    counts: Int[np.ndarray, "k"]
    errors: Float[np.ndarray, "k"]


KINDS = {"linear": "linear", "square, z\u00b2": square, "sigmoid": "sigmoid", "tanh": "tanh", "relu": "relu",
         "gelu": "gelu", "step": "step"}
COUNT = Slider(1, 316, 10, 10, label="hidden neurons", log=True)


@cache
def _all_units(kind):
    x = np.linspace(0, 1, 1001)
    found = []
    for neurons in COUNT.values:
        network, params = random_units(task, neurons, KINDS[kind], key=jax.random.key(0))
        found.append(_outputs_of(network, params, x))
    return x, np.asarray(task(x)), np.stack(found)


class _Made(NamedTuple):
    network: Network
    params: tuple


def _outputs_of(network, params, x):
    return _outputs(_Made(network, params), x[:, None], (COUNT.values[-1],))[:, 0]


def _units(kind, neurons):
    x, wanted, found = _all_units(kind)
    counts, errors, neurons = np.array(COUNT.values), np.abs(found - wanted).max(axis=1), COUNT.nearest(neurons)
    at = COUNT.values.index(neurons)
    return Units(x, wanted, found[at], neurons, errors[at], counts, np.where(counts <= neurons, errors, np.nan))


def units() -> Explorer:
    """Which neurons will do? Hidden neurons of one kind are drawn at random, and the best output is taken for them."""
    return Explorer(
        _units, figures.draw_units, {"kind": Choice(tuple(KINDS), "sigmoid"), "neurons": COUNT, "play": Play("neurons", 4.0)},
        lambda r: f"{r.neurons} random hidden neuron{'s' * (r.neurons > 1)}: the best output is at most \u2248"
                  f"{float(r.error):.2g} away from the function.",
        title="Which neurons will do", size=(7.2, 3.3))


class Contest(NamedTuple):
    """A network as it is `built` for a function, with its largest `built_error`, and 32 as they learn it: what they have
    `learnt` (32, n), their largest errors `now` (32,) and `errors` (32, k) after the `epochs` (k,), NaN beyond now."""
    x: Float[np.ndarray, "n"]
    wanted: Float[np.ndarray, "n"]
    built: Float[np.ndarray, "n"]
    built_error: float
    learnt: Float[np.ndarray, "32 n"]
    now: Float[np.ndarray, "32"]
    epochs: Float[np.ndarray, "k"]
    errors: Float[np.ndarray, "32 k"]


HIDDEN, RUNS, EPOCHS = 30, 32, range(0, 401, 10)
NETWORK = Network((1, HIDDEN, 1), hidden="relu", output="linear")


@cache
def _built():
    return approximate_1d(task, HIDDEN, activation="relu")


def starts_of(start: str):
    """Where 32 networks start: "as usual", "bends spread out", or "as built", with 32 orders of the examples."""
    keys = jax.random.split(jax.random.key(1), RUNS)
    if start == "as built":
        return jax.tree.map(lambda p: jnp.broadcast_to(p, (RUNS, *p.shape)), _built().params)
    if start == "bends spread out":
        return jax.vmap(lambda key: spread_start(HIDDEN, key=key))(keys)
    return jax.vmap(lambda key: NETWORK.init(key=key))(keys)


@cache
def contest_curves(start: str) -> tuple[np.ndarray, np.ndarray]:
    """What 32 networks of 30 ReLUs give at 501 points, in every tenth of 400 epochs (32, 41, 501); and their largest
    errors (32, 41)."""
    data, keys = samples(task, 200), jax.random.split(jax.random.key(2), RUNS)
    runs = jax.vmap(lambda params, key: fit(NETWORK, params, data, key=key, cost="quadratic", optimizer="adam",
                                            learning_rate=0.01, epochs=EPOCHS[-1], batch_size=20, keep=EPOCHS).kept)
    kept = runs(starts_of(start), keys)
    x = jnp.linspace(0.0, 1.0, 501)
    curves = jax.vmap(lambda params: outputs(NETWORK, params, x[:, None])[:, 0])
    found = np.stack([np.asarray(curves(kept[epoch][0])) for epoch in EPOCHS], axis=1)
    return found, np.abs(found - np.asarray(task(x))).max(axis=2)


def _contest(start, epoch):
    found, errors = contest_curves(start)
    x = np.linspace(0, 1, 501)
    at, wanted = epoch // 10, np.asarray(task(jnp.asarray(x)))
    built = np.asarray(_built()(jnp.asarray(x[:, None], jnp.float32)))[:, 0]
    until = np.where(np.array(EPOCHS) <= epoch, 1.0, np.nan)
    return Contest(x, wanted, built, float(np.abs(built - wanted).max()), found[:, at], errors[:, at],
                   np.array(EPOCHS) * until, errors * until)


def construct_or_learn() -> Explorer:
    """Thirty ReLUs, built by hand or trained from 32 starts: who comes closer?"""
    return Explorer(
        _contest, figures.draw_construct_or_learn,
        {"start": Choice(("as usual", "bends spread out", "as built")),
         "epoch": Slider(0, EPOCHS[-1], 0, 10), "play": Play("epoch", 5.0)},
        lambda r: f"Built by hand, 30 ReLUs are at most {number(r.built_error, 3)} off; the best of 32 that learn is "
                  f"\u2248{r.now.min():.2g} off, the worst \u2248{r.now.max():.2g}.",
        title="Built or learnt", size=(7.2, 3.4))

"""Built or learnt: thirty ReLUs that are set by hand for a function, and thirty that learn it.

A network that exists need not be one that training finds.
"""
from functools import cache

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Float

from dlnotes.data.points import samples
from dlnotes.experiments.universality.approximation import Approximation, approximate_1d
from dlnotes.experiments.universality.nielsens_task import task
from dlnotes.experiments.universality.random_neurons import spread_start
from dlnotes.experiments.universality.wide_networks import outputs
from dlnotes.learning.training import fit
from dlnotes.networks.layers.dense import Layer
from dlnotes.networks.network import Network
from dlnotes.results import kept

HIDDEN = 30
RUNS = 32
EPOCHS = range(0, 401, 10)  # after which the networks are looked at
STARTS = ("as usual", "bends spread out", "as built")
NETWORK = Network((1, HIDDEN, 1), hidden="relu", output="linear")


@cache
def built_network() -> Approximation:
    """Return the 30 ReLUs that are built for Nielsen's task, kept after the first call."""
    return approximate_1d(task, HIDDEN, activation="relu")


def starts_of(start: str) -> tuple[Layer, ...]:
    """Return the parameters with which 32 networks start, along a first axis.

    start: "as usual" (from `NETWORK.init`), "bends spread out" (from `spread_start`), or "as built"
    (all 32 alike, from `built_network`).
    """
    if start == "as built":
        params = built_network().params
        return jax.tree.map(lambda p: jnp.broadcast_to(p, (RUNS, *p.shape)), params)
    keys = jax.random.split(jax.random.key(1), RUNS)
    if start == "bends spread out":
        return jax.vmap(lambda key: spread_start(HIDDEN, key=key))(keys)
    return jax.vmap(lambda key: NETWORK.init(key=key))(keys)


@kept
def contest_curves(
        start: str) -> tuple[Float[np.ndarray, "32 41 501"], Float[np.ndarray, "32 41"]]:
    """Train 32 networks of 30 ReLUs on Nielsen's task, and return them in every tenth epoch.

    They learn by Adam at a rate of 0.01, from 200 samples in batches of 20, in an order of their
    own, for 400 epochs. The result is kept after the first call.

    start: as for `starts_of`.
    Returns the outputs at 501 equally spaced points of [0, 1], and the largest errors there.
    """
    data = samples(task, 200)

    def train(params, key):
        run = fit(NETWORK, params, data, key=key, cost="quadratic", optimizer="adam",
                  learning_rate=0.01, epochs=EPOCHS[-1], batch_size=20, keep=EPOCHS)
        return run.kept

    keys = jax.random.split(jax.random.key(2), RUNS)
    kept = jax.vmap(train)(starts_of(start), keys)
    x = jnp.linspace(0.0, 1.0, 501)
    curves = jax.vmap(lambda params: outputs(NETWORK, params, x[:, None])[:, 0])
    found = np.stack([np.asarray(curves(kept[epoch][0])) for epoch in EPOCHS], axis=1)
    return found, np.abs(found - np.asarray(task(x))).max(axis=2)

"""How good a network is: its mean cost and its accuracy on examples, mostly unseen ones."""
from functools import partial

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float, Int

from dlnotes.data.datasets import one_hot
from dlnotes.data.labels import checked_labels, is_one_hot
from dlnotes.networks.costs import Cost
from dlnotes.networks.layers.dense import Layer
from dlnotes.networks.network import Network

Truths = Int[Array, "n"] | Float[Array, "n outputs"]  # labels, or numbers


@partial(jax.jit, static_argnames=("network", "cost"))
def evaluate(network: Network, params: tuple[Layer, ...], x: Float[Array, "n inputs"], y: Truths,
             cost: Cost) -> tuple[Float[Array, ""], Float[Array, ""]]:
    """Compute the mean cost of n examples, and their `accuracy`.

    Arguments as for `accuracy`; cost: C_x.
    """
    trace = jax.vmap(network.forward, (None, 0))(params, x)
    wanted = one_hot(y, network.sizes[-1]) if y.ndim == 1 else y
    costs = jax.vmap(cost)(trace.z[-1], trace.a[-1], wanted)
    return jnp.mean(costs), _accuracy(trace.a[-1], y)


def accuracy(network: Network, params: tuple[Layer, ...], x: Float[Array, "n inputs"],
             y: Truths) -> Float[Array, ""]:
    """Compute the share of examples, 0 to 1, whose largest output is the one of their label.

    Where numbers are wanted, not classes, compute R^2 instead:

        R^2 = 1 - sum (y - a)^2 / sum (y - mean of y)^2

    It is 1 if all outputs are right, and 0 if they are no better than always predicting the mean.
    network, params: the model; x: (n, inputs).
    y: labels (n,), 0 to outputs - 1, or numbers (n, outputs). One-hot rows count as labels.
    Raises ValueError for labels that are fractions or out of range, and for another shape. Within
    `jax.jit`, where numbers cannot be seen, only the shape is checked, and rows are numbers.
    """
    return _measured(network, params, x, _checked(y, len(x), network.sizes[-1]))


def _checked(y, examples, outputs):
    """Return what is wanted of n examples: labels (n,), or numbers (n, outputs)."""
    shape = np.shape(y)
    if shape == (examples,) and outputs > 1:
        return jnp.asarray(checked_labels(y, outputs, "y"))
    if shape != (examples, outputs):
        column = {(examples, 1): ". Give y[:, 0]", (examples,): ". Give y[:, None]"}.get(shape, "")
        raise ValueError(f"y must be a label for each of the {examples} examples, or {outputs} "
                         f"numbers for each; got shape {shape}{column}")
    if isinstance(y, jax.core.Tracer) or not is_one_hot(y):
        return y
    return jnp.argmax(jnp.asarray(y), axis=1)


@partial(jax.jit, static_argnames="network")
def _measured(network, params, x, y):
    return _accuracy(jax.vmap(network.apply, (None, 0))(params, x), y)


def _accuracy(a, y):
    if y.ndim == 1:
        return jnp.mean(jnp.argmax(a, axis=1) == y)
    missed = jnp.sum((y - a)**2)
    spread = jnp.sum((y - y.mean(0, keepdims=True))**2)
    return jnp.where(spread > 0, 1 - missed / spread, 0.0)

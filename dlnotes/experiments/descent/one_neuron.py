"""Follow one sigmoid neuron while it unlearns a wrong answer, under one cost or another.

Source: Nielsen, chapter 3, "The cross-entropy cost function"; lesson 05.
"""
from functools import partial
from typing import NamedTuple

import jax
import jax.numpy as jnp
from jaxtyping import Array, Float, Num

from dlnotes.learning.descent import descend
from dlnotes.networks.activations import sigmoid
from dlnotes.networks.costs import Cost


class NeuronPath(NamedTuple):
    """One neuron in training, at its start and after each epoch.

    w, b: its weight and its bias; a: its output; cost: C.
    slope: dC/dz, which is dC/dw and dC/db too, because x = 1.
    """
    w: Float[Array, "points"]
    b: Float[Array, "points"]
    a: Float[Array, "points"]
    cost: Float[Array, "points"]
    slope: Float[Array, "points"]


@partial(jax.jit, static_argnames=("cost", "epochs"))
def neuron_path(cost: Cost, w: Num[Array, ""] | float, b: Num[Array, ""] | float,
                learning_rate: Float[Array, ""] | float, epochs: int = 300) -> NeuronPath:
    """Teach one sigmoid neuron, a = sigmoid(wx + b), to give y = 0 for x = 1.

    It takes one step of gradient descent an epoch, because there is one example only.
    cost: C; w, b: where it starts; learning_rate: eta > 0; epochs: at least 1.
    Returns its path, with series of shape (epochs + 1,).
    """
    x = 1.0
    y = jnp.zeros(1)

    def value(params):
        z = jnp.reshape(params[0] * x + params[1], 1)
        return cost(z, sigmoid(z), y)

    def output_error(z):
        return cost.output_error(z[None], sigmoid(z)[None], y, sigmoid)[0]

    start = (jnp.asarray(w, float), jnp.asarray(b, float))
    (w, b), costs = descend(value, start, learning_rate=learning_rate, steps=epochs)
    z = w * x + b
    return NeuronPath(w, b, sigmoid(z), costs, jax.vmap(output_error)(z))

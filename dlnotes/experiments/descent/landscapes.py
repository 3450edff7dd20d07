"""Cut a plane through the landscape of a real cost: two parameters of a network are free.

All other parameters are held at the values that training found. Source: lesson 05.
"""
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Float

from dlnotes.data.datasets import Dataset
from dlnotes.data.points import moons, xor
from dlnotes.networks.backprop import mean_cost
from dlnotes.networks.network import Layer, Network

# The values of either parameter at which heights are computed.
PLACES = np.linspace(-12, 12, 81, dtype=np.float32)


class Slice(NamedTuple):
    """A plane through the landscape of the mean cost of a network that has learnt some data.

    params: what it has learnt; put(params, place): the same with the two free parameters at a
    place (2,); data(): makes the data set; the cost is over its training examples; names: what the
    two parameters are.
    """
    network: Network
    params: tuple[Layer, ...]
    put: Callable
    data: Callable[[], Dataset]
    names: tuple[str, str]


def _layer(weights, biases):
    return Layer(np.array(weights, np.float32), np.array(biases, np.float32))


def _put_biases(params, place):
    hidden, output = params
    biases = hidden.biases.at[1].set(place[0])
    return hidden._replace(biases=biases), output._replace(biases=place[1:])


def _put_weights(params, place):
    hidden, output = params
    diagonal = jnp.arange(2)
    weights = hidden.weights.at[diagonal, diagonal].set(place)
    return hidden._replace(weights=weights), output


def _two_hundred_moons():
    return moons(200, key=jax.random.key(0))


XOR_PARAMS = (
    _layer([[-6.7, 7.0], [-7.1, 6.9]], [3.3, -3.7]),
    _layer([[-12.1, 12.5]], [5.7]),
)
MOONS_PARAMS = (
    _layer([[7.6, 3.7], [4.3, -4.4], [-4.3, 3.6]], [-0.1, 3.1, 3.0]),
    _layer([[-8.9, 9.6, -10.6]], [0.7]),
)
SLICES = {
    "XOR, two biases": Slice(
        Network((2, 2, 1)), XOR_PARAMS, _put_biases, xor,
        ("bias of the second hidden neuron", "bias of the output neuron")),
    "moons, two weights": Slice(
        Network((2, 3, 1), hidden="tanh"), MOONS_PARAMS, _put_weights, _two_hundred_moons,
        ("weight of neuron 1 on x1", "weight of neuron 2 on x2")),
}


@cache
def slice_cost(name: str) -> Callable:
    """Return the cost on a slice as a function of a place (2,). name: one of `SLICES`."""
    network, params, put, data, _ = SLICES[name]
    # The first call may come while something is compiled: the data must be numbers even then.
    with jax.ensure_compile_time_eval():
        examples = data()
        params = jax.tree.map(jnp.asarray, params)
        x = examples.x_train
        y = examples.y_train[:, None].astype(float)

    def cost(place):
        return mean_cost(network, put(params, place), x, y)

    return cost


@cache
def slice_heights(name: str) -> Float[np.ndarray, "81 81"]:
    """Return the cost on a slice at all `PLACES`: rows go up, columns across.

    name: one of `SLICES`.
    """
    cost = slice_cost(name)

    @jax.jit
    def heights(places):
        return jax.lax.map(jax.vmap(cost), places)

    return np.asarray(heights(jnp.stack(jnp.meshgrid(PLACES, PLACES), axis=-1)))

"""Wide networks: the outputs of up to a million hidden neurons, quickly and in bounded memory."""
from collections.abc import Sequence
from functools import partial

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float

from dlnotes.networks.layers.dense import Layer
from dlnotes.networks.network import Network

NUMBERS_AT_ONCE = 2**22  # activations that exist at the same time: 16 MB in single precision
BLOCK = 2**10  # neurons that are added up at a time


@partial(jax.jit, static_argnames="network")
def outputs(network: Network, params: tuple[Layer, ...],
            x: Float[Array, "n inputs"]) -> Float[Array, "n outputs"]:
    """Return a network's outputs for any number of examples, in bounded memory.

    The result is that of `network.apply`, apart from rounding. The sum over a hidden layer is
    taken over `BLOCK` neurons at a time, and their activations are not stored. This is faster, and
    more accurate: a million numbers added one after the other lose three digits.

    network: the model.
    params: its parameters, a `Layer` for each layer of neurons.
    x: (n, inputs), one example a row.
    Returns (n, outputs).
    """
    network.check(params)
    widest = max(BLOCK, network.sizes[0], *network.sizes[2:])
    at_once = max(1, NUMBERS_AT_ONCE // widest)
    return jax.lax.map(partial(_one_output, network, params), x, batch_size=at_once)


def _one_output(network, params, x):
    """Return the output for one example, (inputs,) to (outputs,)."""
    if len(params) == 1:
        return network.apply(params, x)

    def first_inputs(layer):
        return layer.weights @ x + layer.biases

    z = _add_blocks(network.hidden[0], first_inputs, _blocks(params[0]), params[1])
    for f, layer in zip(network.hidden[1:], params[2:]):
        z = _add_blocks(f, _unchanged, _blocks(z), layer)
    return network.output(z)


def _add_blocks(f, inputs_of, blocks, layer):
    """Return a layer's weighted inputs, z = b + sum over blocks of W f(inputs_of(block)).

    inputs_of(block) gives the weighted inputs of a block of neurons in the layer before.
    """
    def add(z, part):
        block, weights = part
        return z + f(inputs_of(block)) @ weights, None

    z, _ = jax.lax.scan(add, layer.biases, (blocks, _blocks(layer.weights.T)))
    return z


def _unchanged(z):
    return z


def _blocks(arrays):
    """Cut arrays along their first axis, the neurons, into blocks of one size.

    Zeros, which add nothing to the sum, fill the last block.
    """
    size = min(BLOCK, len(jax.tree.leaves(arrays)[0]))

    def cut(array):
        missing = [(0, -len(array) % size)] + [(0, 0)] * (array.ndim - 1)
        return jnp.pad(array, missing).reshape(-1, size, *array.shape[1:])

    return jax.tree.map(cut, arrays)


def padded(params: tuple[Layer, ...], widths: Sequence[int]) -> tuple[Layer, ...]:
    """Return the parameters of the same network with more hidden neurons.

    The neurons that are added have no weight in the layer that follows, so the outputs stay.

    params: a `Layer` for each layer of neurons.
    widths: the neurons that each hidden layer is to have, at least as many as it has.
    """
    inputs = params[0].weights.shape[1]
    made = []
    for (weights, biases), width in zip(params, (*widths, len(params[-1].biases))):
        more_neurons = width - len(biases)
        more_inputs = inputs - weights.shape[1]
        # NumPy pads, since JAX would compile a program for each shape.
        W = np.pad(np.asarray(weights), ((0, more_neurons), (0, more_inputs)))
        b = np.pad(np.asarray(biases), (0, more_neurons))
        made.append(Layer(jax.device_put(W), jax.device_put(b)))
        inputs = width
    return tuple(made)


def outputs_padded(network: Network, params: tuple[Layer, ...], x: Float[np.ndarray, "n inputs"],
                   widths: Sequence[int]) -> Float[np.ndarray, "n outputs"]:
    """Return what `outputs` returns, computed by a network with hidden layers of these widths.

    `outputs` compiles a program for each network. Networks that are padded to the same widths share
    one, so that pictures can show many of them.

    x: (n, inputs), in any precision; widths: as for `padded`. Returns (n, outputs).
    """
    wide = Network((network.sizes[0], *widths, network.sizes[-1]),
                   hidden=network.hidden, output=network.output)
    points = jax.device_put(np.asarray(x, np.float32))
    return np.asarray(outputs(wide, padded(params, widths), points))

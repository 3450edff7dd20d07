"""Pretraining: deep networks learnt layer by layer, without labels.

Source: Hinton and Salakhutdinov (2006); Bengio and others (2007).
"""
from functools import partial

import jax
import jax.numpy as jnp
from jaxtyping import Array, Float

from dlnotes.experiments.vanishing.deep_networks import DeepNetwork, Stack
from dlnotes.learning.descent import descend
from dlnotes.networks.activations import sigmoid
from dlnotes.networks.costs import cross_entropy


@partial(jax.jit, static_argnames=("network", "steps"))
def pretrain(network: DeepNetwork, params: Stack, x: Float[Array, "n inputs"], *,
             steps: int = 200, learning_rate: Float[Array, ""] | float = 0.01) -> Stack:
    """Train each hidden layer to keep what its input says, from the first layer to the last.

    A layer h = f(Wa + b) is trained as an autoencoder: sigmoid(W^T h + c) is to be its input a
    again, by Adam on their cross-entropy. Then it is left as it is, and its output is the next
    layer's input. The output layer is not touched.
    network: plain, of sigmoid neurons; params: the start; x: examples in [0, 1]; steps: for each
    layer. Raises ValueError for any other network.
    """
    if network.activation != sigmoid or network.normalisation or network.residual:
        raise ValueError("network must be a plain one of sigmoid neurons, to be pretrained; "
                         f"got {network}")

    def autoencoder(a, layer):
        def cost(pair):
            (W, b), c = pair
            z = network.activation(a @ W.T + b[None]) @ W + c[None]
            return jnp.mean(jax.vmap(cross_entropy)(z, sigmoid(z), a))

        start = layer, jnp.zeros(a.shape[1])
        path = descend(cost, start, learning_rate=learning_rate, steps=steps, optimizer="adam")
        layer = jax.tree.map(lambda points: points[-1], path.points[0])
        return network.activation(a @ layer.weights.T + layer.biases[None]), layer

    a, first = autoencoder(x, params.first)
    _, hidden = jax.lax.scan(autoencoder, a, params.hidden)
    return Stack(first, hidden, params.last)

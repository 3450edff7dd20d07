"""Three neurons compute XOR: two hidden ones and one that answers, set by hand or learnt.

Source: the post, "A brief history"; Rumelhart, Hinton and Williams (1986).
"""
from functools import cache

import jax
import jax.numpy as jnp
from jaxtyping import Array, Float, Int

from dlnotes.data.points import xor
from dlnotes.learning.descent import Path, descend
from dlnotes.networks.backprop import mean_cost
from dlnotes.networks.layers.dense import Layer
from dlnotes.networks.network import Network

# The output neuron's two weights and its bias, by the gate that it computes.
JOINED = {"h1 and not h2": (1.0, -1.0, -0.5), "h1 and h2": (1.0, 1.0, -1.5),
          "h1 or h2": (1.0, 1.0, -0.5)}
# Sigmoids get weights ten times as large, so that they are nearly steps.
STEEP = {"step": 1.0, "sigmoid": 10.0}

NETWORK = Network((2, 2, 1))
STEPS = 2000
EVERY = 20  # the path is kept at every 20th step


def of_two_lines(across: Float[Array, "2 2"], shift: Float[Array, "2"], output: str,
                 activation: str) -> tuple[Network, tuple[Layer, Layer]]:
    """Return the network whose hidden neurons have z = 0 on two lines, and its parameters.

    Hidden neuron k has z = steepness * (across[k].x - shift[k]).
    across: for each line a vector of length 1 across it, towards z > 0; shift: the distance of
    each line from (0, 0) along that vector; output: one of `JOINED`; activation: of `STEEP`.
    """
    *v, c = JOINED[output]
    weights = (Layer(across, -shift), Layer(jnp.array([v]), jnp.array([c])))
    params = jax.tree.map(lambda p: STEEP[activation] * p, weights)
    return Network((2, 2, 1), activation, activation), params


@cache
@jax.jit
def xor_path(start: Int[Array, ""] | int) -> Path:
    """Learn XOR by gradient descent on all four rows, with a learning rate of 1.

    start: the seed of the random parameters. The result is kept: each start is walked once.
    The path has the parameters and the cost at the start and at every 20th of 2,000 steps.
    """
    data = xor()
    y = data.y_train[:, None].astype(float)

    def cost(params):
        return mean_cost(NETWORK, params, data.x_train, y)

    params = NETWORK.init(key=jax.random.key(start), scheme="normal")
    path = descend(cost, params, learning_rate=1.0, steps=STEPS)
    return jax.tree.map(lambda points: points[::EVERY], path)

"""Random networks of thirty hidden layers: what twenty digits do in them before any training.

Source: the post, "The solver"; Glorot and Bengio (2010); Schoenholz and others (2017).
"""
from functools import cache, partial

import jax
import jax.numpy as jnp
from jaxtyping import Array, Float

from dlnotes.data.datasets import digits, one_hot
from dlnotes.experiments.vanishing.deep_networks import DeepNetwork, Stack
from dlnotes.experiments.vanishing.gradient_norms import Norms, layer_norms, norms_by_depth
from dlnotes.networks.initialisation import SCHEMES
from dlnotes.results import kept

LAYERS = 30  # hidden layers
WIDTH = 30  # neurons in each of them
EXAMPLES = 20
SEEDS = 64  # random starts of the sigmoid network
FEW = 16  # random starts where they are drawn anew for every setting
SIGMOIDS = DeepNetwork(64, WIDTH, 10)
WIDE_TANH = DeepNetwork(64, 64, 10, "tanh")


@cache
def some_digits() -> tuple[Float[Array, "20 64"], Float[Array, "20 10"]]:
    """Return the first twenty training digits and the truth about them."""
    data = digits()
    return data.x_train[:EXAMPLES], one_hot(data.y_train[:EXAMPLES], 10)


@partial(jax.jit, static_argnames=("network", "count"))
def draw_starts(network: DeepNetwork, sigma_w: Float[Array, ""] | float,
                sigma_b: Float[Array, ""] | float, count: int) -> Stack:
    """Draw the parameters of `count` networks with thirty hidden layers.

    Weights come from N(0, sigma_w^2 / n_in), biases from N(0, sigma_b^2). Start number i is the
    same random numbers, scaled, for every sigma.
    """
    def start(key):
        return network.init(LAYERS, key=key, scheme=(sigma_w, sigma_b))

    return jax.vmap(start)(jax.random.split(jax.random.key(0), count))


@cache
def sigmoid_starts() -> Stack:
    """Draw the parameters of 64 networks of sigmoids, with sigma_w = sigma_b = 1."""
    return draw_starts(SIGMOIDS, 1.0, 1.0, SEEDS)


@kept
def norms_at_start() -> Float[Array, "30 64 30"]:
    """Measure the norms of dC/db before training: (depths, networks, layers).

    The networks are the 64 of `sigmoid_starts`, cut to 1 to 30 hidden layers of 30 neurons, on
    twenty digits. Entries beyond the depth are 0.
    """
    depths = jnp.arange(1, LAYERS + 1)
    return norms_by_depth(SIGMOIDS, sigmoid_starts(), *some_digits(), depths).biases


@jax.jit
def deltas_of_tanh(x: Float[Array, "m 64"], y: Float[Array, "m 10"],
                   sigma_w: Float[Array, ""] | float,
                   sigma_b: Float[Array, ""] | float) -> Float[Array, "16 30"]:
    """Measure the norms of delta in 16 networks with thirty hidden layers of 64 tanh neurons."""
    starts = draw_starts(WIDE_TANH, sigma_w, sigma_b, FEW)
    return jax.vmap(lambda params: layer_norms(WIDE_TANH, params, x, y).deltas)(starts)


def norms_of_scheme(network: DeepNetwork, scheme: str) -> Norms:
    """Measure the norms of 16 random networks on twenty digits: every part is (16, 30).

    network: of 64 inputs, hidden layers of 30 neurons and 10 outputs; scheme: a name of
    `dlnotes.networks.initialisation.SCHEMES`.
    """
    sizes = ((64, WIDTH), (WIDTH, WIDTH), (WIDTH, 10))
    scales = [relative_scale(scheme, *size) for size in sizes]
    _, sigma_b = SCHEMES[scheme](1, 1)
    return _norms_of_scaled(network, *some_digits(), *scales, float(sigma_b))


def relative_scale(scheme: str, n_in: int, n_out: int) -> float:
    """Return the sigma_w of a scheme: the spread of a weight, times sqrt(n_in)."""
    spread, _ = SCHEMES[scheme](n_in, n_out)
    return spread * n_in**0.5


@partial(jax.jit, static_argnames="network")
def _norms_of_scaled(network, x, y, first, hidden, last, sigma_b):
    drawn = draw_starts(network, 1.0, sigma_b, FEW)
    scales = first, hidden, last  # numbers, not names, so that no scheme compiles anew
    layers = [layer._replace(weights=scale * layer.weights)
              for layer, scale in zip(drawn, scales)]
    return jax.vmap(lambda params: layer_norms(network, params, x, y))(Stack(*layers))

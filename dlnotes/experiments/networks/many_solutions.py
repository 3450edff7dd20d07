"""Many networks through the same few points: with more parameters than points, they differ."""
import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Float

from dlnotes.networks.linear_layers import solve_output
from dlnotes.networks.layers.dense import Layer
from dlnotes.networks.network import Network

POINTS = np.array([[-0.9, 0.2], [-0.5, -0.6], [0.0, 0.5], [0.4, 0.1], [0.8, -0.4]])
NETWORK = Network((1, 60, 1), "tanh", "linear")
NETWORKS = 20
STEEPNESS = 4.0  # a factor of the hidden weights and biases, which are drawn from N(0, 1)
GRID = np.linspace(-1.2, 1.2, 193)


def solve_for_points(hidden: int, start: float, seed: int) -> tuple[
        Float[np.ndarray, "20 193"], Float[np.ndarray, ""]]:
    """Change random networks as little as makes them pass through `POINTS`.

    Only the output layer is changed: `hidden` weights and one bias are solved for.
    hidden: hidden neurons, 1 to 60; start: a factor of the output layer to start from.
    Returns the outputs of 20 networks at `GRID`, and the largest error at a point; both in double
    precision, which is why they are NumPy's.
    """
    with jax.enable_x64(True):  # with 5 neurons or so, weights grow too large for 7 digits
        return jax.device_get(_solved(hidden, start, seed))


@jax.jit
def _solved(hidden, start, seed):
    x, y, grid = (jnp.asarray(column) for column in (POINTS[:, :1], POINTS[:, 1:], GRID[:, None]))
    n = len(POINTS)

    def one(key):
        params = NETWORK.init(key=key, scheme="normal")
        # tanh(0) = 0: a neuron without weights and bias takes no part
        scale = jnp.where(jnp.arange(60) < hidden, STEEPNESS, 0.0)
        first = Layer(scale[:, None] * params[0].weights, scale * params[0].biases)
        last = jax.tree.map(lambda p: start * p, params[1])
        solved = solve_output(NETWORK, (first, last), x, y)
        everywhere = jnp.concatenate([x, grid])
        outputs = jax.vmap(NETWORK.apply, (None, 0))(solved, everywhere)[:, 0]
        return outputs[n:], jnp.max(jnp.abs(outputs[:n] - y[:, 0]))

    curves, errors = jax.vmap(one)(jax.random.split(jax.random.key(seed), NETWORKS))
    return curves, jnp.max(errors)

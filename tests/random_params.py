"""Random numbers and parameters for tests of networks, drawn by NumPy."""
import jax.numpy as jnp
import numpy as np

from dlnotes.networks.layers.dense import Layer


def numbers(shape, seed=0):
    """Draw numbers of a shape from N(0, 1), in single precision."""
    return jnp.asarray(np.random.default_rng(seed).normal(size=shape), jnp.float32)


def random_params(sizes, seed=0):
    """Draw parameters for dense layers of these sizes, each number from N(0, 1)."""
    rng = np.random.default_rng(seed)

    def draw(*shape):
        return jnp.asarray(rng.normal(size=shape), jnp.float32)

    return tuple(Layer(draw(m, n), draw(m)) for n, m in zip(sizes, sizes[1:]))

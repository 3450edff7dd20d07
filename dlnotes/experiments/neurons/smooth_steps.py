"""Steep sigmoids: how near the sigmoid of wx comes to a step, measured.

The bound that it keeps is `dlnotes.networks.neurons.smooth_step_bound`. Source: Nielsen, chapter 4.
"""
import jax.numpy as jnp
from jaxtyping import Array, Float

from dlnotes.networks.activations import sigmoid

Number = Float[Array, ""] | float


def largest_gap(weight: Number, epsilon: Number) -> Float[Array, ""]:
    """Return the largest difference between sigmoid(wx) and the step of x, away from the step.

    It is looked for at 2,000 points with epsilon <= abs(x) <= 1.
    weight: w > 0; epsilon: 0 to 1.
    """
    x = jnp.linspace(epsilon, 1.0, 1000)
    x = jnp.concatenate([-x, x])
    # The difference from 1 is sigmoid(-wx): subtracting would lose the digits of small differences.
    return jnp.max(jnp.where(x > 0, sigmoid(-weight * x), sigmoid(weight * x)))

"""Lines that separate two classes: the line of a neuron with two inputs, and clouds to part.

Source: the post, "The building block"; Rosenblatt (1958).
"""
import jax
import jax.numpy as jnp
from jaxtyping import Array, Float, Int

Number = Float[Array, ""] | float


def edge_line(weights: Float[Array, "2"], bias: Number, reach: float = 20.0) -> Float[Array, "2 2"]:
    """Return two points on the line w.x + b = 0, on which a neuron's weighted input is 0.

    The point of the line that is nearest to the origin, its foot, is -b w / (w.w).
    weights: w, (2,); bias: b; reach: the distance of both points from the foot.
    The result has a row of x1 and one of x2; it is NaN where both weights are 0.
    """
    length = jnp.sum(weights**2)
    foot = -bias * weights / length
    along = jnp.array([-weights[1], weights[0]]) / jnp.sqrt(length) * reach
    return jnp.stack([foot - along, foot + along], axis=1)


def clouds(seed: Int[Array, ""] | int) -> tuple[Float[Array, "80 2"], Float[Array, "80"]]:
    """Draw 40 points of each of two classes that a line can separate, in random order.

    Every point keeps a distance of at least 0.25 from that line.
    seed: which clouds. The results are the points (80, 2), and their classes (80,), 0 or 1.
    """
    key_x, key_turn, key_order = jax.random.split(jax.random.key(seed), 3)
    y = jax.random.permutation(key_order, jnp.repeat(jnp.array([0.0, 1.0]), 40))
    across, along = jax.random.normal(key_x, (2, 80))
    across = (2 * y - 1) * jnp.maximum(1.4 + 0.42 * across, 0.25)
    along = 1.2 * along + 0.5
    turn = 2 * jnp.pi * jax.random.uniform(key_turn)
    cosine = jnp.cos(turn)
    sine = jnp.sin(turn)
    x1 = cosine * across - sine * along + 0.6 * cosine
    x2 = sine * across + cosine * along + 0.6 * sine
    return jnp.stack([x1, x2], axis=1), y

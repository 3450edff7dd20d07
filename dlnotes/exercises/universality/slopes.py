"""Exercise of lesson 04: the output weights of ReLUs that give a line its slopes."""
import jax.numpy as jnp

from dlnotes.answers.engine import Mistake, exercise


def _slopes():
    return [(jnp.array(slopes),)
            for slopes in ([2.0, -1.0, 3.0], [0.5], [0.0, 4.0, 4.0, 0.0], [-1.0, -2.0])]


def _old_minus_new(slopes):
    return jnp.concatenate([slopes[:1], slopes[:-1] - slopes[1:]])


@exercise(
    cases=_slopes,
    mistakes=[
        Mistake(lambda slopes: slopes,
                "A ReLU that is on stays on, so the neurons before still add their slopes."),
        Mistake(lambda slopes: jnp.diff(slopes),
                "The weight of the first neuron is missing. It makes the first slope."),
        Mistake(_old_minus_new,
                "You have subtracted the new slope from the old one. Subtract the old one "
                "from the new one."),
        Mistake(lambda slopes: jnp.diff(slopes, prepend=slopes[0]),
                "Before the first neuron the slope is 0, so the first weight is "
                "the whole first slope."),
        Mistake(lambda slopes: slopes - jnp.roll(slopes, 1),
                "`jnp.roll` puts the last slope before the first one. But the slope before the "
                "first neuron is 0."),
        Mistake(lambda slopes: jnp.cumsum(slopes),
                "You have added up the slopes. It is the other way round: the slopes are the sums "
                "of the weights."),
    ],
    hints=[
        "On piece j the neurons 0 to j are on, so slope j is the sum of their weights.",
        "Return the first slope, and then the difference of each slope to the "
        "one before it: `jnp.diff`.",
    ])
def relu_weights(slopes):
    """Write `relu_weights(slopes)`: the output weights with which the sum of neurons relu(x - t_j),
    where t_0 < t_1 < ..., has slope slopes[j] between t_j and the next of these places."""
    return jnp.concatenate([slopes[:1], jnp.diff(slopes)])

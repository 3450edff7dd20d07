"""Exercises of lesson 08: the spread of random weights, a shortcut, and a clipped gradient."""
import jax.numpy as jnp

from dlnotes.answers.engine import Mistake, exercise
from dlnotes.networks.activations import sigmoid


@exercise(
    cases=[(2,), (8,), (50,), (784,)],
    mistakes=[
        Mistake(lambda n: 2 / n,
                "This is the variance, which is the square of the spread."),
        Mistake(lambda n: n**-0.5,
                "Half of the ReLUs are off and let nothing through. The spread must be larger, to "
                "make up for them."),
        Mistake(lambda n: (n / 2)**0.5,
                "Your spread grows with n. But a sum of more terms needs smaller weights."),
        Mistake(lambda n: 2 * n**-0.5,
                "The mean square must be doubled, because half of the ReLUs are off. You have "
                "doubled the spread."),
        Mistake(lambda n: 1 / n,
                "It is the squares that add up: n weights of variance s^2 give n s^2."),
    ],
    hints=[
        "A sum over n weights multiplies the mean square of an error by n s^2, and ReLU multiplies "
        "it by 1/2.",
        "So n s^2 / 2 must be 1. Solve this for s.",
    ])
def relu_spread(n):
    """Write `relu_spread(n)`: the spread (standard deviation) of random weights with which layers
    of n ReLUs keep the mean square of the errors, if half of the neurons are off."""
    return (2 / n)**0.5


@exercise(
    cases=[(1.0, 0.0), (-2.0, 0.0), (4.0, 1.0), (0.0, 3.0)],
    mistakes=[
        Mistake(lambda w, z: w * sigmoid.derivative(z),
                "This is the slope through the neuron. The slope of the shortcut is missing."),
        Mistake(lambda w, z: w * (1 + sigmoid.derivative(z)),
                "The shortcut has no weight, so its slope is 1."),
        Mistake(lambda w, z: 1 + sigmoid.derivative(z),
                "The path through the neuron has the weight w, which is missing."),
        Mistake(lambda w, z: 1 - w * sigmoid.derivative(z),
                "a' is a sum, so the slopes of its two terms are added."),
        Mistake(lambda w, z: sigmoid(z) + w * sigmoid.derivative(z),
                "The shortcut is a itself, not sigma(z). What is the slope of a by a?"),
        Mistake(lambda w, z: 1 + w * sigmoid(z),
                "The factor of the neuron is its slope sigma'(z), not its output sigma(z)."),
    ],
    hints=[
        "a' = a + sigma(wa + b) is a sum of two paths, so add their slopes.",
        "The slope of a by a is 1, and that of sigma(wa + b) by a is w sigma'(z).",
    ])
def with_shortcut(w, z):
    """Write `with_shortcut(w, z)`: the slope of a' = a + sigma(wa + b) by a, where z = wa + b."""
    return 1 + w * sigmoid.derivative(z)


def _gradients():
    """Return gradients and the largest norm that they may have, some of them short enough."""
    return [
        (jnp.array([3.0, 4.0]), 1.0),
        (jnp.array([0.3, 0.4]), 1.0),
        (jnp.array([0.0, -20.0, 0.0]), 2.0),
        (jnp.array([1.0, -2.0, 2.0]), 3.5),
    ]


@exercise(
    cases=_gradients,
    mistakes=[
        Mistake(lambda g, largest: jnp.clip(g, -largest, largest),
                "You have cut each number by itself, which changes the direction of the gradient. "
                "Multiply the whole vector by one number instead."),
        Mistake(lambda g, largest: largest * g / jnp.linalg.norm(g),
                "You have changed every gradient. One that is short enough must stay as it is."),
        Mistake(lambda g, largest: g * jnp.minimum(1.0, largest / jnp.sum(g**2)),
                "The norm of a vector is the square root of the sum of the squares."),
        Mistake(lambda g, largest: g * jnp.maximum(1.0, largest / jnp.linalg.norm(g)),
                "You have made short gradients longer, and left long ones as they are. It should "
                "be the other way round."),
        Mistake(lambda g, largest: jnp.where(jnp.linalg.norm(g) > largest, 0 * g, g),
                "A gradient that is too long must be shortened. You have set it to zero."),
    ],
    hints=[
        "`jnp.linalg.norm(g)` is the norm of g, which is its length.",
        "Multiply g by largest / norm, but never by more than 1.",
    ])
def shortened(g, largest):
    """Write `shortened(g, largest)`: the gradient g in its own direction, no longer than
    `largest`."""
    return g * jnp.minimum(1.0, largest / jnp.linalg.norm(g))

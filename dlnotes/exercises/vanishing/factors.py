"""Exercises of lesson 08: the factors of a slope, and how soon little is left of it."""
import math

import jax.numpy as jnp

from dlnotes.answers.engine import Mistake, exercise
from dlnotes.networks.activations import sigmoid


@exercise(
    cases=[(1.0,), (4.0,), (-6.0,), (100.0,)],
    mistakes=[
        Mistake(lambda w: w / 4,
                "The question asks for the size, which is positive even if "
                "the weight is negative."),
        Mistake(lambda w: abs(w),
                "The slope of the sigmoid is at most 1/4, not 1."),
        Mistake(lambda w: abs(w) / 2,
                "1/2 is the value of the sigmoid at 0. Its slope there is 1/2 times 1/2."),
        Mistake(lambda w: 0.25,
                "This is the largest slope of the sigmoid. The weight is a part "
                "of the factor too."),
    ],
    hints=[
        "Where is the sigmoid steepest, and how steep is it there?",
        "The slope is a(1 - a), which is at most 1/4, at z = 0.",
    ])
def largest_factor(w):
    """Write `largest_factor(w)`: the largest size that w sigma'(z) can have, for any z."""
    return abs(w) / 4


def _chains():
    """Return the weights w and the weighted inputs z of chains of one to four neurons."""
    return [
        (jnp.array([3.0, 2.0]), jnp.array([0.0, 0.0])),
        (jnp.array([5.0, -1.0, 4.0]), jnp.array([0.0, 1.0, -1.0])),
        (jnp.array([1.0, 1.0, 1.0, 1.0]), jnp.array([0.5, 0.6, 0.7, 0.8])),
        (jnp.array([7.0]), jnp.array([2.0])),
    ]


def _outputs_for_slopes(w, z):
    return sigmoid.derivative(z[0]) * jnp.prod(w[1:] * sigmoid(z[1:]))


def _weights_of_the_neuron_before(w, z):
    return sigmoid.derivative(z[0]) * jnp.prod(w[:-1] * sigmoid.derivative(z[1:]))


def _added(w, z):
    return sigmoid.derivative(z[0]) + jnp.sum(w[1:] * sigmoid.derivative(z[1:]))


@exercise(
    cases=_chains,
    mistakes=[
        Mistake(lambda w, z: jnp.prod(w * sigmoid.derivative(z)),
                "The weight w[0] leads into the first neuron. It comes before z[0], so it is not "
                "on the way from z[0] to the output."),
        Mistake(lambda w, z: jnp.prod(w[1:] * sigmoid.derivative(z[1:])),
                "The slope of the first neuron itself, sigma'(z[0]), is missing."),
        Mistake(lambda w, z: jnp.prod(sigmoid.derivative(z)),
                "The weights on the way are missing."),
        Mistake(_outputs_for_slopes,
                "The factor of a neuron is its slope sigma'(z), not its output sigma(z)."),
        Mistake(_weights_of_the_neuron_before,
                "The weight w[k] leads into neuron k, so it belongs to z[k]."),
        Mistake(lambda w, z: jnp.abs(first_slope.reference(w, z)),
                "A slope may be negative, so leave its sign as it is."),
        Mistake(_added,
                "The factors along one path are multiplied. Only different paths are added."),
    ],
    hints=[
        "`sigmoid.derivative(z)` gives all slopes at once, and `jnp.prod` multiplies them.",
        "The factors are sigma'(z[0]), and w[k] sigma'(z[k]) for each later neuron.",
    ])
def first_slope(w, z):
    """Write `first_slope(w, z)`: how much a nudge of z[0] changes the last output in a chain of
    sigmoid neurons, where w[k] is the weight into neuron k, and z[k] its weighted input."""
    return sigmoid.derivative(z[0]) * jnp.prod(w[1:] * sigmoid.derivative(z[1:]))


@exercise(
    cases=[(0.2, 0.01), (0.25, 1e-6), (0.5, 0.3), (0.9, 0.5), (0.5, 0.25), (0.2, 0.03)],
    mistakes=[
        Mistake(lambda factor, share: math.floor(math.log(share) / math.log(factor)),
                "After that many layers it is not below `share` yet. It takes one layer more."),
        Mistake(lambda factor, share: math.ceil(math.log(share) / math.log(factor)),
                "Less than `share` must be left. Where n comes out as a whole number, exactly "
                "`share` is left, so it takes one layer more."),
        Mistake(lambda factor, share: round(math.log(share) / math.log(factor)),
                "Rounding to the nearest number can stop too early. Take the "
                "next whole number above."),
        Mistake(lambda factor, share: math.ceil(math.log(factor) / math.log(share)),
                "The fraction is upside down: from share = factor**n follows "
                "n = ln share / ln factor."),
        Mistake(lambda factor, share: math.log(share) / math.log(factor),
                "This is not a whole number, and there are no parts of layers. Take the "
                "next whole number above."),
        Mistake(lambda factor, share: math.ceil(factor / share),
                "Each layer multiplies by `factor` once more, so what is left is a power of it."),
    ],
    hints=[
        "After n layers factor**n is left.",
        "Solve factor**n < share by logarithms, and mind that they are "
        "negative. `math.floor` rounds down.",
    ])
def layers_until(factor, share):
    """Write `layers_until(factor, share)`: after how many layers less than `share` of a slope is
    left, if each layer multiplies it by `factor`. Both are between 0 and 1."""
    n = math.log(share) / math.log(factor)  # for 0.9 and 0.81 not quite 2: it has been rounded
    return math.floor(n * (1 + 1e-9)) + 1

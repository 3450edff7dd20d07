"""Backward passes that are wrong on purpose, one line each, for the reader to find."""
from collections.abc import Callable
from functools import partial

import jax.numpy as jnp

from dlnotes.networks.network import Layer


def output_error(z, a, y, f, cost):
    """BP1, as it should be."""
    return cost.output_error(z, a, y, f)


def error_before(W, delta, z, a, f):
    """BP2, as it should be: W and delta are those of the layer after z and a."""
    return W.T @ delta * f.derivative(z)


def bias_gradient(delta, before):
    """BP3, as it should be."""
    return delta


def weight_gradient(delta, before):
    """BP4, as it should be."""
    return jnp.outer(delta, before)


def assemble(bp1: Callable = output_error, bp2: Callable = error_before, bp3: Callable = bias_gradient,
             bp4: Callable = weight_gradient) -> Callable:
    """A backward pass, called as `dlnotes.networks.backprop.backward` is, from four functions that may be wrong; it gives the
    gradient alone."""
    return partial(_backward, bp1, bp2, bp3, bp4)


def _backward(bp1, bp2, bp3, bp4, network, params, x, y, cost):
    z, a = network.forward(params, x)
    f = network.activations
    deltas = [bp1(z[-1], a[-1], y, f[-1], cost)]
    for l in reversed(range(len(z) - 1)):
        deltas.insert(0, bp2(params[l + 1].weights, deltas[0], z[l], a[l + 1], f[l]))
    return tuple(Layer(bp4(delta, before), bp3(delta, before)) for delta, before in zip(deltas, a))


def _updated_too_early(W, delta, z, a, f):
    """BP2 with weights that a step of gradient descent has changed already."""
    return (W - 0.5 * jnp.outer(delta, a)).T @ delta * f.derivative(z)


# Each patient's backward pass, and the line that is wrong.
PATIENTS = {
    "A": (assemble(bp4=lambda delta, before: jnp.outer(before, delta)), "BP4"),
    "B": (assemble(bp2=lambda W, delta, z, a, f: W.T @ delta), "BP2"),
    "C": (assemble(), "no bug"),
    "D": (assemble(bp1=lambda z, a, y, f, cost: a - y), "BP1"),
    "E": (assemble(bp3=lambda delta, before: delta * jnp.mean(before)), "BP3"),
    "F": (assemble(bp2=_updated_too_early), "BP2"),
}
VERDICTS = ("not yet", "no bug", "BP1", "BP2", "BP3", "BP4")
# Bugs that no shape gives away: they can train.
QUIET = {"as it should be": PATIENTS["C"][0], "f' forgotten in BP2": PATIENTS["B"][0],
         "f'(a) where f'(z) belongs": assemble(bp2=lambda W, delta, z, a, f: W.T @ delta * f.derivative(a)),
         "weights changed too early": PATIENTS["F"][0],
         "bias gradient too small": PATIENTS["E"][0],
         "y - a for a - y": assemble(bp1=lambda z, a, y, f, cost: -cost.output_error(z, a, y, f))}

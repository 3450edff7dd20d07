"""Backward passes that are wrong on purpose, in one equation each, for the reader to find."""
from collections.abc import Callable

import jax.numpy as jnp

from dlnotes.networks.backprop import backward


def assemble(**wrong: Callable) -> Callable:
    """Assemble a backward pass from wrong equations, and right ones for the others.

    wrong: functions to put in place of bp1, bp2, bp3 or bp4, called as `backward` calls those.
    The result is called as `dlnotes.networks.backprop.backward` is; it gives the gradient alone.
    """
    def gradient(network, params, x, y, cost):
        return backward(network, params, x, y, cost, **wrong).gradient
    return gradient


def _updated_too_early(W, delta, z, a, f):
    """Go back through weights that a step of gradient descent has changed already."""
    return (W - 0.5 * jnp.outer(delta, a)).T @ delta * f.derivative(z)


# Each patient's backward pass, and the equation that is wrong.
PATIENTS = {
    "A": (assemble(bp4=lambda delta, before: jnp.outer(before, delta)), "BP4"),
    "B": (assemble(bp2=lambda W, delta, z, a, f: W.T @ delta), "BP2"),
    "C": (assemble(), "no bug"),
    "D": (assemble(bp1=lambda z, a, y, f, cost: a - y), "BP1"),
    "E": (assemble(bp3=lambda delta, before: delta * jnp.mean(before)), "BP3"),
    "F": (assemble(bp2=_updated_too_early), "BP2"),
}
VERDICTS = ("not yet", "no bug", "BP1", "BP2", "BP3", "BP4")

# Bugs that no shape gives away: a network still trains with them.
QUIET = {
    "as it should be": PATIENTS["C"][0],
    "f' forgotten in BP2": PATIENTS["B"][0],
    "f'(a) where f'(z) belongs": assemble(
        bp2=lambda W, delta, z, a, f: W.T @ delta * f.derivative(a)),
    "weights changed too early": PATIENTS["F"][0],
    "bias gradient too small": PATIENTS["E"][0],
    "y - a for a - y": assemble(
        bp1=lambda z, a, y, f, cost: -cost.output_error(z, a, y, f)),
}

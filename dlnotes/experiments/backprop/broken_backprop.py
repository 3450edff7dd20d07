"""Backward passes that are wrong on purpose, in one equation each, for the reader to find.

Each puts a fault into one function of the dense layer, or into the cost; the rest stays as it is.
"""
from collections.abc import Callable
from dataclasses import replace

import jax.numpy as jnp

from dlnotes.networks.chain import Chain
from dlnotes.networks.costs import Cost
from dlnotes.networks.layers.dense import Dense


def assemble(kind: type[Dense] = Dense, cost_of: Callable[[Cost], Cost] = lambda cost: cost
             ) -> Callable:
    """Assemble a backward pass from a wrong layer or a wrong cost.

    kind: the kind of dense layer, with its fault.
    cost_of: gives the cost with its fault, from the right one.
    The result is called as `dlnotes.networks.backprop.backward` is; it gives the gradient alone.
    """
    def gradient(network, params, x, y, cost):
        layers = [kind(one.n_in, one.n_out, one.f) for one in network.chain.layers]
        return Chain(network.chain.inputs, layers).backward(params, x, y, cost_of(cost)).gradient
    return gradient


class _TurnedGradient(Dense):
    def backward(self, params, trace, delta):
        right = super().backward(params, trace, delta)
        wrong = right.gradient._replace(weights=jnp.outer(trace.before, delta))
        return right._replace(gradient=wrong)


class _SmallBiasGradient(Dense):
    def backward(self, params, trace, delta):
        right = super().backward(params, trace, delta)
        wrong = right.gradient._replace(biases=delta * jnp.mean(trace.before))
        return right._replace(gradient=wrong)


class _UpdatedTooEarly(Dense):
    """It goes back through weights that a step of gradient descent has changed already."""

    def backward(self, params, trace, delta):
        right = super().backward(params, trace, delta)
        W = params.weights - 0.5 * jnp.outer(delta, trace.before)
        return right._replace(error=W.T @ delta)


class _NoSlope(Dense):
    def delta(self, params, trace, error):
        return error


class _SlopeOfA(Dense):
    def delta(self, params, trace, error):
        return error * self.f.derivative(trace.a)


def _without_slope(cost):
    return replace(cost, error=lambda z, a, y, f: a - y)


def _wrong_sign(cost):
    return replace(cost, error=lambda z, a, y, f: -cost.output_error(z, a, y, f))


# Each patient's backward pass, and the equation that is wrong.
PATIENTS = {
    "A": (assemble(_TurnedGradient), "BP4"),
    "B": (assemble(_NoSlope), "BP2"),
    "C": (assemble(), "no bug"),
    "D": (assemble(cost_of=_without_slope), "BP1"),
    "E": (assemble(_SmallBiasGradient), "BP3"),
    "F": (assemble(_UpdatedTooEarly), "BP2"),
}
VERDICTS = ("not yet", "no bug", "BP1", "BP2", "BP3", "BP4")

# Bugs that no shape gives away: a network still trains with them.
QUIET = {
    "as it should be": PATIENTS["C"][0],
    "f' forgotten in BP2": PATIENTS["B"][0],
    "f'(a) where f'(z) belongs": assemble(_SlopeOfA),
    "weights changed too early": PATIENTS["F"][0],
    "bias gradient too small": PATIENTS["E"][0],
    "y - a for a - y": assemble(cost_of=_wrong_sign),
}

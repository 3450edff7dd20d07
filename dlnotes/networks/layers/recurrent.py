"""The recurrent layer: neurons that are also fed by their own activations of the moment before."""
from dataclasses import dataclass
from typing import NamedTuple

import jax
import jax.numpy as jnp
from jaxtyping import Array, Bool, Float, PRNGKeyArray

from dlnotes.networks.activations import Activation, find_activation, tanh
from dlnotes.networks.layers.protocol import (
    AT_TEST, Given, Pull, Shape, bias_gradient, check_sequence, check_whole, random_weights,
    weight_gradient)


class RecurrentParams(NamedTuple):
    """What it has learnt: weights for the input and for its own activations, and biases."""
    weights: Float[Array, "neurons inputs"]
    recurrent_weights: Float[Array, "neurons neurons"]
    biases: Float[Array, "neurons"]


class RecurrentTrace(NamedTuple):
    """What happened: the sequence `before`; the state of the moment before, `h`; `z`; `a`; `real`.

    real: whether each moment is real (True) or padded (False).
    """
    before: Float[Array, "... time inputs"]
    h: Float[Array, "... time neurons"]
    z: Float[Array, "... time neurons"]
    a: Float[Array, "... time neurons"]
    real: Bool[Array, "... time"]


def real_moments(a: Float[Array, "time inputs"], given: Given) -> Bool[Array, "time"]:
    """Return the mask of a sequence: all moments are real unless a mask is given."""
    return jnp.ones(len(a), bool) if given.mask is None else given.mask


@dataclass(frozen=True)
class Recurrent:
    """A recurrent layer: z_t = W x_t + U a_(t-1) + b and a_t = f(z_t), with a_(-1) = 0.

    n_in, n_out: how many inputs and neurons it has; f: its activation, or its name.
    At a moment that is padded the state stays as it is, so that a[-1] is always the last real one.
    """
    n_in: int
    n_out: int
    f: Activation | str = tanh

    def __post_init__(self):
        check_whole(n_in=self.n_in, n_out=self.n_out)
        object.__setattr__(self, "f", find_activation(self.f))

    def init(self, *, key: PRNGKeyArray) -> RecurrentParams:
        """Draw W from N(0, 1 / n_in) and U from N(0, 1 / n_out); biases 0."""
        first, second = jax.random.split(key)
        return RecurrentParams(random_weights(first, self.n_out, self.n_in),
                               random_weights(second, self.n_out, self.n_out),
                               jnp.zeros(self.n_out))

    def forward(self, params: RecurrentParams, a: Float[Array, "time inputs"],
                given: Given = AT_TEST) -> RecurrentTrace:
        """Compute z_t and a_t, moment by moment."""
        W, U, b = params

        def moment(h, now):
            x, real = now
            z = W @ x + U @ h + b
            after = jnp.where(real, self.f(z), h)
            return after, (h, z, after)

        real = real_moments(a, given)
        _, (h, z, after) = jax.lax.scan(moment, jnp.zeros_like(b), (a, real))
        return RecurrentTrace(a, h, z, after, real)

    def delta(self, params: RecurrentParams, trace: RecurrentTrace,
              error: Float[Array, "time neurons"]) -> Float[Array, "time neurons"]:
        """Return delta_t = (dC/da_t + U^T delta_(t+1)) * f'(z_t): backpropagation through time."""
        def moment(later, now):
            error, slope, real = now
            error = error + later
            delta = jnp.where(real, error * slope, 0)
            return jnp.where(real, params.recurrent_weights.T @ delta, error), delta

        moments = (error, self.f.derivative(trace.z), trace.real)
        return jax.lax.scan(moment, jnp.zeros_like(params.biases), moments, reverse=True)[1]

    def backward(self, params: RecurrentParams, trace: RecurrentTrace,
                 delta: Float[Array, "... time neurons"]) -> Pull:
        """Return dC/dW = delta x^T, dC/dU = delta h^T, dC/db = delta; and the error W^T delta."""
        gradient = RecurrentParams(weight_gradient(delta, trace.before),
                                   weight_gradient(delta, trace.h), bias_gradient(delta))
        return Pull(gradient, delta @ params.weights)

    def shape_after(self, shape: Shape) -> Shape:
        """Return the shape of the output: n_out numbers at each moment."""
        check_sequence(shape, self.n_in)
        return shape[0], self.n_out

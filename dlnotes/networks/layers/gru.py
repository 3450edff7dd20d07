"""The GRU: a recurrent layer with two gates, one to forget and one to stay as it is.

Source: Cho and others (2014), in the form that cuDNN, PyTorch, flax and equinox compute.
"""
from dataclasses import dataclass
from typing import NamedTuple

import jax
import jax.numpy as jnp
from jaxtyping import Array, Bool, Float, PRNGKeyArray

from dlnotes.networks.activations import sigmoid, tanh
from dlnotes.networks.layers.protocol import (
    AT_TEST, Given, Pull, Shape, bias_gradient, check_sequence, check_whole, random_weights,
    weight_gradient)
from dlnotes.networks.layers.recurrent import real_moments


class GRUParams(NamedTuple):
    """What it has learnt: W, U and b of the three parts, one below the other, and d."""
    weights: Float[Array, "parts inputs"]
    recurrent_weights: Float[Array, "parts neurons"]
    biases: Float[Array, "parts"]
    recurrent_biases: Float[Array, "neurons"]


class GRUTrace(NamedTuple):
    """What happened: the sequence `before`, and at each moment the numbers of the equations.

    h: the state of the moment before; r, z, n: as in the equations; u = U_n h + d;
    a: the new state; real: whether the moment is real, not padded.
    """
    before: Float[Array, "... time inputs"]
    h: Float[Array, "... time neurons"]
    z_r: Float[Array, "... time neurons"]
    z_z: Float[Array, "... time neurons"]
    z_n: Float[Array, "... time neurons"]
    u: Float[Array, "... time neurons"]
    a: Float[Array, "... time neurons"]
    real: Bool[Array, "... time"]


class GRUDelta(NamedTuple):
    """The errors of W x + b and of U h + d, of all three parts at all moments.

    They differ in the part n, where r stands between the two.
    """
    inputs: Float[Array, "... time parts"]
    state: Float[Array, "... time parts"]


@dataclass(frozen=True)
class GRU:
    """A layer of n_out neurons; with s = sigmoid, and all products neuron by neuron:

        r = s(z_r)       z_r = W_r x + U_r h + b_r               the reset gate
        z = s(z_z)       z_z = W_z x + U_z h + b_z               the update gate
        n = tanh(z_n)    z_n = W_n x + b_n + r (U_n h + d)       the candidate
        h' = z h + (1 - z) n

    z = 1 keeps the old state, as in PyTorch, flax and equinox (haiku's takes the new one).
    W is (3 n_out, n_in), U is (3 n_out, n_out). At a padded moment the state stays as it is.
    """
    n_in: int
    n_out: int

    def __post_init__(self):
        check_whole(n_in=self.n_in, n_out=self.n_out)

    def init(self, *, key: PRNGKeyArray) -> GRUParams:
        """Draw W from N(0, 1 / n_in) and U from N(0, 1 / n_out); biases 0."""
        first, second = jax.random.split(key)
        return GRUParams(random_weights(first, 3 * self.n_out, self.n_in),
                         random_weights(second, 3 * self.n_out, self.n_out),
                         jnp.zeros(3 * self.n_out), jnp.zeros(self.n_out))

    def forward(self, params: GRUParams, a: Float[Array, "time inputs"],
                given: Given = AT_TEST) -> GRUTrace:
        """Compute the state, moment by moment."""
        W, U, b, d = params

        def moment(h, now):
            x, real = now
            from_x = jnp.split(W @ x + b, 3)
            from_h = jnp.split(U @ h, 3)
            z_r = from_x[0] + from_h[0]
            z_z = from_x[1] + from_h[1]
            u = from_h[2] + d
            z_n = from_x[2] + sigmoid(z_r) * u
            after = sigmoid(z_z) * h + sigmoid(-z_z) * tanh(z_n)
            after = jnp.where(real, after, h)
            return after, (h, z_r, z_z, z_n, u, after)

        real = real_moments(a, given)
        _, happened = jax.lax.scan(moment, jnp.zeros_like(d), (a, real))
        return GRUTrace(a, *happened, real)

    def delta(self, params: GRUParams, trace: GRUTrace,
              error: Float[Array, "time neurons"]) -> GRUDelta:
        """Return the errors of both weighted inputs: backpropagation through time."""
        def moment(later, now):
            error, (_, h, z_r, z_z, z_n, u, _, real) = now
            dh = error + later
            d_n = dh * sigmoid(-z_z) * tanh.derivative(z_n)
            d_z = dh * (h - tanh(z_n)) * sigmoid.derivative(z_z)
            d_r = d_n * u * sigmoid.derivative(z_r)
            inputs = jnp.where(real, jnp.concatenate([d_r, d_z, d_n]), 0)
            state = jnp.where(real, jnp.concatenate([d_r, d_z, d_n * sigmoid(z_r)]), 0)
            kept = jnp.where(real, dh * sigmoid(z_z), dh)
            return kept + params.recurrent_weights.T @ state, GRUDelta(inputs, state)

        return jax.lax.scan(moment, jnp.zeros_like(error[0]), (error, trace), reverse=True)[1]

    def backward(self, params: GRUParams, trace: GRUTrace, delta: GRUDelta) -> Pull:
        """Return dC/dW, dC/dU, dC/db and dC/dd, summed over all moments; W^T delta."""
        gradient = GRUParams(weight_gradient(delta.inputs, trace.before),
                             weight_gradient(delta.state, trace.h), bias_gradient(delta.inputs),
                             bias_gradient(delta.state[..., 2 * self.n_out:]))
        return Pull(gradient, delta.inputs @ params.weights)

    def shape_after(self, shape: Shape) -> Shape:
        """Return the shape of the output: n_out numbers at each moment."""
        check_sequence(shape, self.n_in)
        return shape[0], self.n_out

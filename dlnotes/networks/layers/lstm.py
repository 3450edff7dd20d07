"""The LSTM: a recurrent layer that keeps a cell, and gates that say what enters and what leaves it.

Source: Hochreiter and Schmidhuber (1997); Gers and others (2000) for the forget gate.
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
from dlnotes.networks.layers.recurrent import RecurrentParams, real_moments


class LSTMTrace(NamedTuple):
    """What happened: the sequence `before`, and at each moment the numbers of the equations.

    h, c: the output and the cell of the moment before; z: the weighted inputs of all four gates;
    cell: the new cell; a: the new output; real: whether the moment is real, not padded.
    """
    before: Float[Array, "... time inputs"]
    h: Float[Array, "... time neurons"]
    c: Float[Array, "... time neurons"]
    z: Float[Array, "... time gates"]
    cell: Float[Array, "... time neurons"]
    a: Float[Array, "... time neurons"]
    real: Bool[Array, "... time"]


@dataclass(frozen=True)
class LSTM:
    """A layer of n_out cells; with s = sigmoid, and all products neuron by neuron:

        (z_i, z_f, z_g, z_o) = W x + U h + b          four gates, in this order, one below the other
        c' = s(z_f) c + s(z_i) tanh(z_g)              forget some of the cell, let something in
        h' = s(z_o) tanh(c')                          and let some of it out

    W is (4 n_out, n_in), U is (4 n_out, n_out). The forget gate's biases start at 1, so that a new
    cell keeps 73 % from moment to moment (Jozefowicz and others, 2015; they start at 0 in flax and
    at random in equinox and PyTorch). At a padded moment cell and output stay as they are.
    """
    n_in: int
    n_out: int

    def __post_init__(self):
        check_whole(n_in=self.n_in, n_out=self.n_out)

    def init(self, *, key: PRNGKeyArray) -> RecurrentParams:
        """Draw W from N(0, 1 / n_in), U from N(0, 1 / n_out); biases 0, the forget gate's 1."""
        first, second = jax.random.split(key)
        biases = jnp.zeros((4, self.n_out)).at[1].set(1).ravel()
        return RecurrentParams(random_weights(first, 4 * self.n_out, self.n_in),
                               random_weights(second, 4 * self.n_out, self.n_out), biases)

    def forward(self, params: RecurrentParams, a: Float[Array, "time inputs"],
                given: Given = AT_TEST) -> LSTMTrace:
        """Compute the cell and the output, moment by moment."""
        W, U, b = params

        def moment(state, now):
            h, c = state
            x, real = now
            z = W @ x + U @ h + b
            z_i, z_f, z_g, z_o = jnp.split(z, 4)
            cell = jnp.where(real, sigmoid(z_f) * c + sigmoid(z_i) * tanh(z_g), c)
            after = jnp.where(real, sigmoid(z_o) * tanh(cell), h)
            return (after, cell), (h, c, z, cell, after)

        real = real_moments(a, given)
        zeros = jnp.zeros(self.n_out, b.dtype)
        _, happened = jax.lax.scan(moment, (zeros, zeros), (a, real))
        return LSTMTrace(a, *happened, real)

    def delta(self, params: RecurrentParams, trace: LSTMTrace,
              error: Float[Array, "time neurons"]) -> Float[Array, "time gates"]:
        """Return delta = dC/dz of all gates at all moments: backpropagation through time."""
        def moment(later, now):
            error, z, c, cell, real = now
            dh = error + later[0]
            z_i, z_f, z_g, z_o = jnp.split(z, 4)
            dc = later[1] + dh * sigmoid(z_o) * tanh.derivative(cell)
            delta = jnp.concatenate([
                dc * tanh(z_g) * sigmoid.derivative(z_i),
                dc * c * sigmoid.derivative(z_f),
                dc * sigmoid(z_i) * tanh.derivative(z_g),
                dh * tanh(cell) * sigmoid.derivative(z_o)])
            before = (params.recurrent_weights.T @ delta, dc * sigmoid(z_f))
            kept = (dh, later[1])  # a padded moment hands on what it was handed
            before = jax.tree.map(lambda one, other: jnp.where(real, one, other), before, kept)
            return before, jnp.where(real, delta, 0)

        zeros = jnp.zeros_like(error[0])
        moments = (error, trace.z, trace.c, trace.cell, trace.real)
        return jax.lax.scan(moment, (zeros, zeros), moments, reverse=True)[1]

    def backward(self, params: RecurrentParams, trace: LSTMTrace,
                 delta: Float[Array, "... time gates"]) -> Pull:
        """Return dC/dW = delta x^T, dC/dU = delta h^T, dC/db = delta; and the error W^T delta."""
        gradient = RecurrentParams(weight_gradient(delta, trace.before),
                                   weight_gradient(delta, trace.h), bias_gradient(delta))
        return Pull(gradient, delta @ params.weights)

    def shape_after(self, shape: Shape) -> Shape:
        """Return the shape of the output: n_out numbers at each moment."""
        check_sequence(shape, self.n_in)
        return shape[0], self.n_out

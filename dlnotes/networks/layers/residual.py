"""The residual layer: what some layers compute is added to their input, and so is the way back.

Source: He and others (2016).
"""
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from jaxtyping import Array, Float, PRNGKeyArray

from dlnotes.networks.layers.passes import (
    deltas_through, first_statistics, forward_through, gradients_of, init_all, next_statistics,
    shapes_through)
from dlnotes.networks.layers.protocol import AT_TEST, Given, Misfit, Pull, Shape


class ResidualTrace(NamedTuple):
    """What happened: the traces of the layers `inside`, and `a`."""
    inside: tuple
    a: Float[Array, "..."]


class ResidualDelta(NamedTuple):
    """The error that takes the way past the layers, and the deltas of the layers `inside`."""
    past: Float[Array, "..."]
    inside: tuple


@dataclass(frozen=True)
class Residual:
    """A way past some layers: a' = a + F(a), where F are the `layers`, one after the other.

    Since dC/da = error + F's share, the error reaches the layer before in full, however small
    the slopes of F are.
    """
    layers: Sequence[Any]

    def __post_init__(self):
        object.__setattr__(self, "layers", tuple(self.layers))
        if not self.layers:
            raise ValueError("layers must hold at least one layer; got none")

    def init(self, *, key: PRNGKeyArray) -> tuple:
        """Return the parameters of the layers inside."""
        return init_all(self.layers, key)

    def first_statistics(self) -> tuple:
        """Return the running statistics of the layers inside, before training."""
        return first_statistics(self.layers)

    def next_statistics(self, running: tuple, trace: ResidualTrace) -> tuple:
        """Return the running statistics of the layers inside, after a batch."""
        return next_statistics(self.layers, running, trace.inside)

    def forward(self, params: tuple, a: Float[Array, "..."],
                given: Given = AT_TEST) -> ResidualTrace:
        """Compute a' = a + F(a)."""
        inside = forward_through(self.layers, params, a, given)
        return ResidualTrace(inside, a + inside[-1].a)

    def delta(self, params: tuple, trace: ResidualTrace, error: Float[Array, "..."]
              ) -> ResidualDelta:
        """Return the error itself, and the deltas of the layers inside."""
        last = self.layers[-1].delta(params[-1], trace.inside[-1], error)
        return ResidualDelta(error, deltas_through(self.layers, params, trace.inside, last))

    def backward(self, params: tuple, trace: ResidualTrace, delta: ResidualDelta) -> Pull:
        """Return the gradients of the layers inside, and the error of both ways together."""
        gradient = gradients_of(self.layers, params, trace.inside, delta.inside)
        through = self.layers[0].backward(params[0], trace.inside[0], delta.inside[0]).error
        return Pull(gradient, delta.past + through)

    def shape_after(self, shape: Shape) -> Shape:
        """Return the shape of the output, which must be that of the input."""
        after = shapes_through(self.layers, shape)[-1]
        if after != shape:
            raise Misfit(f"an input of shape {after}, as the layers inside it give",
                         f"shape {shape}")
        return shape

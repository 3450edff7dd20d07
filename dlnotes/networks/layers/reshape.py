"""Layers without parameters that bring activations into another shape."""
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import jax
import jax.numpy as jnp
from jaxtyping import Array, Float, PRNGKeyArray

from dlnotes.networks.layers.protocol import AT_TEST, Given, Misfit, Pull, Shape
from dlnotes.networks.layers.recurrent import real_moments


class ReshapeTrace(NamedTuple):
    """What happened: the activations `before`, and `a`."""
    before: Float[Array, "..."]
    a: Float[Array, "..."]


class MomentsTrace(NamedTuple):
    """What happened: the `share` of each moment in the result, and the result `a`."""
    share: Float[Array, "... time"]
    a: Float[Array, "... inputs"]


@dataclass(frozen=True)
class _Without:
    """A layer without parameters, whose `delta` is already the error of the layer before."""

    def init(self, *, key: PRNGKeyArray) -> tuple:
        """Return no parameters: there is nothing to learn."""
        return ()

    def backward(self, params: tuple, trace: tuple, delta: Float[Array, "..."]) -> Pull:
        """Return no gradient, and the error for the layer before."""
        return Pull((), delta)


@dataclass(frozen=True)
class Own(_Without):
    """A reader's own layer: any differentiable function of one example, without parameters.

    function: a' = function(a). Its way back is left to `jax.vjp`.
    """
    function: Callable[[Array], Array]

    def forward(self, params: tuple, a: Float[Array, "..."],
                given: Given = AT_TEST) -> ReshapeTrace:
        """Compute a' = function(a)."""
        return ReshapeTrace(a, self.function(a))

    def delta(self, params: tuple, trace: ReshapeTrace, error: Float[Array, "..."]
              ) -> Float[Array, "..."]:
        """Return the error of the layer before, by automatic differentiation."""
        return jax.vjp(self.function, trace.before)[1](error)[0]

    def shape_after(self, shape: Shape) -> Shape:
        """Return the shape of the output, found by tracing the function; a length None counts 1."""
        example = jax.ShapeDtypeStruct([length or 1 for length in shape], jnp.float32)
        return jax.eval_shape(self.function, example).shape


@dataclass(frozen=True)
class Reshape(_Without):
    """Bring the numbers of an example into another shape.

    shape: the new one; (-1,), which is the default, makes one row of all of them.
    """
    shape: tuple[int, ...] = (-1,)

    def forward(self, params: tuple, a: Float[Array, "..."],
                given: Given = AT_TEST) -> ReshapeTrace:
        """Bring the activations into the new shape."""
        return ReshapeTrace(a, a.reshape(self.shape_after(a.shape)))

    def delta(self, params: tuple, trace: ReshapeTrace, error: Float[Array, "..."]
              ) -> Float[Array, "..."]:
        """Bring the error into the old shape."""
        return error.reshape(trace.before.shape)

    def shape_after(self, shape: Shape) -> Shape:
        """Return the new shape."""
        if None in shape:
            raise Misfit("an input whose shape is known", f"shape {shape}")
        numbers = math.prod(shape)
        known = math.prod(length for length in self.shape if length != -1)
        if numbers % known or (-1 not in self.shape and numbers != known):
            raise Misfit(f"numbers that fill the shape {self.shape}", f"{numbers} of them")
        return tuple(numbers // known if length == -1 else length for length in self.shape)


@dataclass(frozen=True)
class _Moments(_Without):
    """One vector from a sequence: a' = share_1 a_1 + share_2 a_2 + ..., the padded ones with 0."""

    def forward(self, params: tuple, a: Float[Array, "time inputs"],
                given: Given = AT_TEST) -> MomentsTrace:
        """Compute the shares of the moments, and a' = sum of share_t a_t."""
        share = self._share(real_moments(a, given)).astype(a.dtype)
        return MomentsTrace(share, share @ a)

    def delta(self, params: tuple, trace: MomentsTrace, error: Float[Array, "inputs"]
              ) -> Float[Array, "time inputs"]:
        """Return share_t error for each moment."""
        return jnp.outer(trace.share, error)

    def shape_after(self, shape: Shape) -> Shape:
        """Return the shape of the output: one moment's."""
        if len(shape) != 2:
            raise Misfit("a sequence of shape (time, inputs)", f"shape {shape}")
        return shape[1:]


@dataclass(frozen=True)
class LastMoment(_Moments):
    """The last moment of a sequence that is real; zeros if none is."""

    def _share(self, real):
        return real & (jnp.cumsum(real) == real.sum())


@dataclass(frozen=True)
class MeanMoments(_Moments):
    """The mean of the real moments of a sequence; zeros if there are none."""

    def _share(self, real):
        return real / jnp.maximum(real.sum(), 1)

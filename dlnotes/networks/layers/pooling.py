"""Pooling: each window of a picture becomes one number, its largest or its mean.

Windows stand side by side: the stride is their size, as in PyTorch (in flax and equinox it is 1).
"""
from dataclasses import dataclass
from typing import NamedTuple

import jax
import jax.numpy as jnp
from jaxtyping import Array, Float, PRNGKeyArray

from dlnotes.networks.layers.protocol import AT_TEST, Given, Misfit, Pull, Shape, check_whole


class PoolTrace(NamedTuple):
    """What happened: `share`, the slope of each pixel in its window's result, and `a`."""
    share: Float[Array, "... rows size columns size channels"]
    a: Float[Array, "... rows columns channels"]


@dataclass(frozen=True)
class _Pool:
    size: int = 2

    def __post_init__(self):
        check_whole(size=self.size)

    def init(self, *, key: PRNGKeyArray) -> tuple:
        """Return no parameters: there is nothing to learn."""
        return ()

    def delta(self, params: tuple, trace: PoolTrace, error: Float[Array, "... channels"]
              ) -> Float[Array, "... channels"]:
        """Return the error of each window."""
        return error

    def backward(self, params: tuple, trace: PoolTrace,
                 delta: Float[Array, "... channels"]) -> Pull:
        """Return dC/da = share * delta: each pixel gets its share of its window's error."""
        error = trace.share * delta[..., :, None, :, None, :]
        *batch, rows, size, columns, _, channels = error.shape
        return Pull((), error.reshape(*batch, rows * size, columns * size, channels))

    def shape_after(self, shape: Shape) -> Shape:
        """Return the shape of the output: a pixel for each window."""
        if len(shape) != 3:
            raise Misfit("a picture (rows, columns, channels)", f"shape {shape}")
        if shape[0] % self.size or shape[1] % self.size:
            raise Misfit(f"a picture that windows of {self.size} x {self.size} divide",
                         f"{shape[0]} x {shape[1]}")
        return shape[0] // self.size, shape[1] // self.size, shape[2]

    def _windows(self, a):
        rows, columns, channels = self.shape_after(a.shape)
        return a.reshape(rows, self.size, columns, self.size, channels)


@dataclass(frozen=True)
class MaxPool(_Pool):
    """The largest pixel of each window of size x size, channel by channel.

    Where pixels tie, the first one, read row by row, gets the whole slope, as in PyTorch, flax
    and equinox; `jnp.max` would share it equally.
    """

    def forward(self, params: tuple, a: Float[Array, "rows columns channels"],
                given: Given = AT_TEST) -> PoolTrace:
        """Compute the largest pixel of each window; its share is 1, that of the others 0."""
        windows = self._windows(a)
        rows, _, columns, _, channels = windows.shape
        flat = windows.transpose(0, 2, 4, 1, 3).reshape(rows, columns, channels, self.size**2)
        first = jax.nn.one_hot(jnp.argmax(flat, axis=-1), self.size**2, dtype=a.dtype)
        share = first.reshape(rows, columns, channels, self.size, self.size)
        return PoolTrace(share.transpose(0, 3, 1, 4, 2), windows.max((1, 3)))


@dataclass(frozen=True)
class MeanPool(_Pool):
    """The mean of each window of size x size, channel by channel."""

    def forward(self, params: tuple, a: Float[Array, "rows columns channels"],
                given: Given = AT_TEST) -> PoolTrace:
        """Compute the mean of each window; every pixel's share is 1 / size^2."""
        windows = self._windows(a)
        return PoolTrace(jnp.full_like(windows, self.size**-2.0), windows.mean((1, 3)))

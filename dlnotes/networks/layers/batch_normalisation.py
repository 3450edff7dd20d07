"""Batch normalisation: over the examples of a batch, each input gets mean 0 and variance 1.

Source: Ioffe and Szegedy (2015).
"""
from dataclasses import dataclass
from typing import NamedTuple

import jax
import jax.numpy as jnp
from jaxtyping import Array, Float, PRNGKeyArray

from dlnotes.networks.layers.layer_normalisation import NormParams, along
from dlnotes.networks.layers.protocol import (
    AT_TEST, Given, Pull, Shape, bias_gradient, check_inputs, check_whole)

BATCH = "batch"  # the name of the axis of examples: jax.vmap(..., axis_name=BATCH)


class Statistics(NamedTuple):
    """The mean and the variance of each input, in a batch or over the batches of training."""
    mean: Float[Array, "inputs"]
    variance: Float[Array, "inputs"]


class BatchNormTrace(NamedTuple):
    """What happened: the normalised inputs `hat`, what they were divided by, `sd`, and `a`.

    batch: the statistics of the batch; None at test time.
    share: what share of each of the means this place is, 0 where it is padded.
    """
    hat: Float[Array, "... inputs"]
    sd: Float[Array, "... inputs"]
    a: Float[Array, "... inputs"]
    batch: Statistics | None
    share: Float[Array, "... 1"]


class BatchNormDelta(NamedTuple):
    """The error of `a`, and the error of the layer before, which needs the whole batch."""
    after: Float[Array, "... inputs"]
    before: Float[Array, "... inputs"]


@dataclass(frozen=True)
class BatchNorm:
    """Batch normalisation, over all examples, places and moments that are not padded:

        hat = (a - mean) / sqrt(variance + epsilon)        a' = scale hat + shift

    n_in: how many inputs, or channels, it has; epsilon: keeps the root away from 0.
    momentum: the share of the old in running statistics, momentum old + (1 - momentum) new, as in
    flax (PyTorch's 0.1 is our 0.9). The variance divides by the number of examples m, in running
    statistics too, as in flax and equinox (PyTorch's running variance divides by m - 1).
    In training it takes one example as all layers do, but within `jax.vmap(..., axis_name=BATCH)`.
    """
    n_in: int
    momentum: float = 0.9
    epsilon: float = 1e-5

    def __post_init__(self):
        check_whole(n_in=self.n_in)
        if isinstance(self.momentum, bool) or not 0 <= self.momentum < 1:
            raise ValueError(f"momentum must be at least 0 and below 1; got {self.momentum}")

    def init(self, *, key: PRNGKeyArray) -> NormParams:
        """Return scales of 1 and shifts of 0."""
        return NormParams(jnp.ones(self.n_in), jnp.zeros(self.n_in))

    def first_statistics(self) -> Statistics:
        """Return the running statistics before any training: mean 0, variance 1."""
        return Statistics(jnp.zeros(self.n_in), jnp.ones(self.n_in))

    def next_statistics(self, running: Statistics, trace: BatchNormTrace) -> Statistics:
        """Return the running statistics after a batch, from the trace of all its examples."""
        return jax.tree.map(lambda old, new: self.momentum * old + (1 - self.momentum) * new[0],
                            running, trace.batch)

    def forward(self, params: NormParams, a: Float[Array, "... inputs"],
                given: Given = AT_TEST) -> BatchNormTrace:
        """Compute hat and a', with the batch's statistics in training, else with those given."""
        share = _share(a, given)
        batch = None
        if given.training:
            mean = _total(share * a)
            batch = Statistics(mean, _total(share * (a - along(mean, a))**2))
        elif given.statistics is None:
            raise ValueError("batch normalisation needs running statistics at test time: "
                             "Given(statistics=...)")
        mean, variance = batch or given.statistics
        sd = jnp.sqrt(along(variance, a) + self.epsilon)
        hat = (a - along(mean, a)) / sd
        after = along(params.scale, a) * hat + along(params.shift, a)
        return BatchNormTrace(hat, sd, after, batch, share)

    def delta(self, params: NormParams, trace: BatchNormTrace, error: Float[Array, "... inputs"]
              ) -> BatchNormDelta:
        """Return the errors of a' and of a; with d = scale error, and sums over the batch,

            dC/da = (d - share (sum(d) + hat sum(d hat))) / sd        d / sd at test time
        """
        d = along(params.scale, error) * error
        if trace.batch is None:
            return BatchNormDelta(error, d / trace.sd)
        common = along(_total(d), d) + trace.hat * along(_total(d * trace.hat), d)
        return BatchNormDelta(error, (d - trace.share * common) / trace.sd)

    def backward(self, params: NormParams, trace: BatchNormTrace, delta: BatchNormDelta) -> Pull:
        """Return dC/dscale = delta hat and dC/dshift = delta, and the error of a."""
        gradient = NormParams(bias_gradient(delta.after * trace.hat), bias_gradient(delta.after))
        return Pull(gradient, delta.before)

    def shape_after(self, shape: Shape) -> Shape:
        """Return the shape of the output, which is that of the input."""
        check_inputs(shape, self.n_in)
        return shape


def _share(a, given):
    """Return what share of the batch's means each place of an example is, with a last axis of 1."""
    real = jnp.ones((*a.shape[:-1], 1), a.dtype)
    if given.mask is not None and a.ndim == 2:  # a sequence
        real = given.mask[:, None].astype(a.dtype)
    return real / along(_total(real), real) if given.training else real


def _total(a):
    """Return the sum over all places of an example and over all examples of the batch."""
    try:
        return jax.lax.psum(bias_gradient(a), BATCH)
    except NameError:
        raise ValueError("batch normalisation needs a whole batch in training: call it within "
                         f"jax.vmap(..., axis_name={BATCH!r})") from None
